/* plugin/load.h - a plugin file is looked at, mapped, and its table checked, in whatever process this is.
 *
 * Called in workers (and by `isolation: none` and stores in the engine).  Three steps, each of which can
 * refuse: plugin_file_check and plugin_elf_check read, plugin_map maps, which is where foreign code begins to run.  A refusal says what was found,
 * what was wanted and what to do, so that an operator need not ask anybody. */
#ifndef TIDINGS_PLUGIN_LOAD_H
#define TIDINGS_PLUGIN_LOAD_H

#include <tidings/plugin.h>

enum { PLUGIN_WHY = 400 };
struct plugin_why {
  char found[PLUGIN_WHY], wanted[PLUGIN_WHY], todo[PLUGIN_WHY];
  int passing; /* it may be otherwise tomorrow with the same file: a library that is not there, no memory */
};

/* Fills it: what was wanted, what to do, and what was found as printf() says.  -1, for the caller to return. */
__attribute__((format(printf, 4, 5))) int plugin_refuse(struct plugin_why *, const char *wanted,
                                                        const char *todo, const char *fmt, ...);
/* A regular file of root's or ours that nobody else can write to, in such folders all the way up (trust.c has the exceptions).
 * 0 or -1. */
int plugin_file_check(const char *file, struct plugin_why *);
/* A whole shared object for this machine.  0 or -1. */
int plugin_elf_check(const char *file, struct plugin_why *);
/* dlopen, tidings_plugin_1, then its table: revisions, sizes, names, the functions each kind needs, option tables.
 * NULL when refused.  Never unloaded. */
const struct tdg_plugin *plugin_map(const char *file, struct plugin_why *);
/* All three. */
const struct tdg_plugin *plugin_load(const char *file, struct plugin_why *);
/* Component i, as this revision knows it: members the plugin does not have are zero.  Of a plugin that plugin_map took. */
void plugin_component_at(const struct tdg_plugin *, uint32_t i, struct tdg_component *out);
/* By name; 0, or -1 when there is none. */
int plugin_component_named(const struct tdg_plugin *, const char *name, struct tdg_component *out);
/* PLUGIN_CALL_... of a component. */
uint32_t plugin_calls(const struct tdg_component *);

#endif
