/* cli/cmd_manual.c - tidings manual: print a manual page, or write all of them into a folder.
 *
 * The pages are made of the program's own tables (man_page.h).  A folder that cannot be made or written ends the
 * command (1); a page that does not exist is told (4).
 */
#include "cli/commands.h"

#include "cli/man_page.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

static struct opt { const char *into; } opt;

static const struct cli_option options[] = {
    {"into", 0, CLI_TEXT, offsetof(struct opt, into), "DIR",
     "Write all pages into DIR/man1 and DIR/man7, and print the name of each."},
    {0}};

static int write_page(const char *folder, const char *name, int section, const struct buf *page) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/man%d", folder, section);
  mkdir(path, 0777); /* why it cannot be made is told when the file is opened */
  snprintf(path, sizeof path, "%s/man%d/%s.%d", folder, section, name, section);
  FILE *f = fopen(path, "wb");
  int bad = f == NULL || say_ready(f, page->p, page->n) < 0;
  if (f != NULL && fclose(f) != 0) bad = 1;
  if (bad) return say_error("tidings manual: %s cannot be written: %s\n", path, strerror(errno)), -1;
  say("%s\n", path);
  return 0;
}

static int write_all(const char *folder, const struct cli_command *const *commands,
                     const struct plugin_list *plugins) {
  char name[MAN_MAX_NAME];
  struct buf page = buf_make(MAN_MAX_PAGE);
  mkdir(folder, 0777);
  man_program(&page, commands, plugins);
  int bad = write_page(folder, "tidings", 1, &page);
  for (size_t i = 0; bad == 0 && commands[i] != NULL; i++) {
    buf_clear(&page);
    man_command(&page, commands[i]);
    snprintf(name, sizeof name, "tidings-%s", commands[i]->name);
    bad = write_page(folder, name, 1, &page);
  }
  for (const struct component_info *c = NULL; bad == 0 && (c = plugin_next(plugins, 0, c)) != NULL;) {
    buf_clear(&page);
    man_component(&page, c);
    man_component_name(c, name);
    bad = write_page(folder, name, 7, &page);
  }
  buf_free(&page);
  return bad == 0 ? CLI_DONE : CLI_FAILED;
}

static const struct component_info *component_called(const struct plugin_list *plugins, const char *word) {
  char name[MAN_MAX_NAME];
  for (const struct component_info *c = NULL; (c = plugin_next(plugins, 0, c)) != NULL;) {
    man_component_name(c, name);
    if (strcmp(name, word) == 0 || strcmp(name + strlen("tidings-"), word) == 0 ||
        strcmp(plugin_ref(c), word) == 0)
      return c;
  }
  return NULL;
}

static int print_page(const struct cli_command *const *commands, const struct plugin_list *plugins,
                      const char *word) {
  struct buf page = buf_make(MAN_MAX_PAGE);
  const struct cli_command *command = word != NULL ? cli_command(commands, word) : NULL;
  const struct component_info *component =
      word != NULL && command == NULL ? component_called(plugins, word) : NULL;
  if (word == NULL) man_program(&page, commands, plugins);
  else if (command != NULL) man_command(&page, command);
  else if (component != NULL) man_component(&page, component);
  const int found = page.n > 0;
  if (found) say_ready(stdout, page.p, page.n);
  else
    say_error("tidings manual: there is no command or component %s; see `tidings --help` and `tidings plugin "
              "list`\n",
              word);
  buf_free(&page);
  return found ? CLI_DONE : CLI_NOTHING;
}

static int run(struct cli *cli) {
  struct engine_spec spec = {0};
  if (cli->n_args > 1 || (opt.into != NULL && cli->n_args > 0))
    return cli_usage(&cli_manual, "name one command or component, or --into DIR");
  if (cli_find_plugins(cli, &spec) < 0) return CLI_CONFIG;
  if (opt.into != NULL) return write_all(opt.into, cli->commands, cli_plugins());
  return print_page(cli->commands, cli_plugins(), cli->n_args > 0 ? cli->args[0] : NULL);
}

const struct cli_command cli_manual = {"manual",
                                       "[COMMAND|COMPONENT]",
                                       "The manual pages of the program, its commands and its plugins",
                                       options,
                                       &opt,
                                       run,
                                       "Printed is the source of one page, for man or another formatter; "
                                       "plugins are those that are found, also\n"
                                       "those that others made.\n"
                                       "  tidings manual run | man -l -\n"
                                       "  tidings manual feed | man -l -\n"};
