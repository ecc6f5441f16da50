/* cli/man_page.h - manual pages in the language of man(7), made of the tables of commands and of plugins.
 *
 *   struct buf page = buf_make(MAN_MAX_PAGE);
 *   man_command(&page, &cli_run);             tidings-run(1)
 *
 * Texts of plugins come from outside: whatever they contain is text, no request of the formatter.  No page is
 * longer than MAN_MAX_PAGE: a sign becomes four at most, and a description has a maximum.
 */
#ifndef CLI_MAN_PAGE_H
#define CLI_MAN_PAGE_H

#include "cli/cli.h"
#include "plugin/plugin_info.h"

enum { MAN_MAX_PAGE = 8 * PLUGIN_MAX_DESCRIPTION, MAN_MAX_NAME = 2 * PLUGIN_MAX_NAME };

void man_program(struct buf *out, const struct cli_command *const *commands, const struct plugin_list *);
void man_command(struct buf *out, const struct cli_command *);
void man_component(struct buf *out, const struct component_info *);
/* The name of a component's page: tidings-parser-feed; it is in section 7, the others are in section 1. */
void man_component_name(const struct component_info *, char name[MAN_MAX_NAME]);

#endif
