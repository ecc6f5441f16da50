/* plugin/description.h - descriptions between the worker that writes them and the structs of plugin.h; used
 * by discover.c alone.  Memory is the arena's. */
#ifndef TIDINGS_PLUGIN_DESCRIPTION_H
#define TIDINGS_PLUGIN_DESCRIPTION_H

#include "plugin/load.h"
#include "plugin/plugin.h"
#include "util/arena.h"

#include <jansson.h>

/* Run `worker --describe file`.  The JSON as text, NUL-terminated, or NULL and why.  The text may be a
 * refusal: the worker's, or one made here of how the plugin ended it, which is worth remembering.  until: how long
 * it holds (wall clock, ms) if the file does not change. */
char *description_ask(struct arena *, const char *worker, const char *file, int deadline_ms, int64_t *until,
                      struct plugin_why *);
/* Take a description apart, as hostile as the plugin it comes from: 0, or -1 and why. */
int description_read(struct arena *, const char *file, const char *text, struct plugin_info *,
                     struct plugin_why *);

/* Descriptions of an earlier run, kept in one file; found again while path, time and size of plugin and
 * worker are the same.  A cache that cannot be read is empty, one that cannot be written is not kept. */
struct description_cache {
  char *path; /* NULL: no cache */
  char worker[80];
  json_t *files;
  int changed;
};
void description_cache_open(struct description_cache *, const char *dir, const char *worker);
const char *description_cache_get(const struct description_cache *, const char *file);
void description_cache_put(struct description_cache *, const char *file, const char *text, int64_t until);
void description_cache_close(struct description_cache *);

#endif
