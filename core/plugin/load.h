/* plugin/load.h - check a plugin file, map it, and check its table, in the current process.
 *
 * Called in workers (and in the engine for stores and `isolation: none`).  There are three steps, each of
 * which can refuse: plugin_file_check and plugin_elf_check only read; plugin_map maps the file, which starts
 * foreign code.  A refusal says what was found, what was wanted and what to do.
 */
#ifndef TIDINGS_PLUGIN_LOAD_H
#define TIDINGS_PLUGIN_LOAD_H

#include <tidings/plugin.h>

enum { PLUGIN_WHY = 400 };
struct plugin_why {
  char found[PLUGIN_WHY], wanted[PLUGIN_WHY], todo[PLUGIN_WHY];
  int passing; /* temporary, although the file does not change: a missing library, no memory */
};

/* Fill *why: what was wanted, what to do, and what was found as a printf() format.  Returns -1. */
__attribute__((format(printf, 4, 5))) int plugin_refuse(struct plugin_why *, const char *wanted,
                                                        const char *todo, const char *fmt, ...);
/* Check for a regular file that belongs to root or the current user and that nobody else can write to, and
 * the same for all its parent folders (exceptions: trust.c).  0 or -1. */
int plugin_file_check(const char *file, struct plugin_why *);
/* Check for a complete shared object for this machine.  0 or -1. */
int plugin_elf_check(const char *file, struct plugin_why *);
/* Call dlopen and tidings_plugin_1, then check the table: revisions, sizes, names, the functions each kind
 * needs, option tables.  NULL when refused.  A plugin is never unloaded. */
const struct tdg_plugin *plugin_map(const char *file, struct plugin_why *);
/* All three steps. */
const struct tdg_plugin *plugin_load(const char *file, struct plugin_why *);
/* Component i in the struct of this revision; members that the plugin's revision lacks are zero.  The plugin
 * must come from plugin_map. */
void plugin_component_at(const struct tdg_plugin *, uint32_t i, struct tdg_component *out);
/* Can this Tidings use the component?  0; or -1 and why, when it is of a kind, wants a right, or has an option
 * of a type, that only a later one knows.  The other components of its plugin are used. */
int plugin_component_usable(const struct tdg_component *, struct plugin_why *);
/* By name; 0, or -1 when there is none that can be used. */
int plugin_component_named(const struct tdg_plugin *, const char *name, struct tdg_component *out);
/* The ids that the plugin offers to others, NULL-terminated; NULL: none, or it is older. */
const char *const *plugin_offers(const struct tdg_plugin *);
/* The table of an extension that it offers.  NULL and why when it does not. */
const void *plugin_offered(const struct tdg_plugin *, const char *id, struct plugin_why *);
/* PLUGIN_CALL_... of a component. */
uint32_t plugin_calls(const struct tdg_component *);

#endif
