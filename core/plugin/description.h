/* plugin/description.h - descriptions between the worker that writes them and the structs of plugin_info.h; used
 * by discover.c alone.  Memory is the arena's. */
#ifndef TIDINGS_PLUGIN_DESCRIPTION_H
#define TIDINGS_PLUGIN_DESCRIPTION_H

#include "plugin/load.h"
#include "plugin/plugin_info.h"
#include "util/arena.h"

#include <jansson.h>

/* Run `worker --describe file`.  The JSON as text, NUL-terminated, or NULL and why.  The text may be a
 * refusal: the worker's, or one made here of how the plugin ended it, which is worth remembering.  until: how long
 * it holds (wall clock, ms) if the file does not change.  A worker that the system or somebody ended, or that could
 * not be started for want of memory, is started again, a few times; what is left then is never remembered. */
char *description_ask(struct arena *, const char *worker, const char *file, int deadline_ms, int64_t *until,
                      struct plugin_why *);
/* A refusal as a description, to be remembered: "... it is not tried again" when. */
char *description_refusal(struct arena *, const struct plugin_why *, const char *when);
extern const char description_until_changed[];
/* Take a description apart, as hostile as the plugin it comes from: 0; or why, and -1 when the description itself is a
 * refusal, -2 when it makes no sense. */
int description_read(struct arena *, const char *file, const char *text, struct plugin_info *,
                     struct plugin_why *);

enum {
  DESCRIPTION_STAMP = 160,
  DESCRIPTION_LATE_MS = 3600000 /* how long a deadline that was missed is held against a file */
};

/* Descriptions of an earlier run, kept in one file; found again while path, time, size and inode of plugin and worker and
 * the version of this program are the same.  The folder is made, for us alone; a file or folder that others may write to
 * is not believed.  A cache that cannot be read is empty, one that cannot be written is not kept, with a warning. */
struct description_cache {
  char *path; /* NULL: no cache */
  char worker[DESCRIPTION_STAMP];
  json_t *files;
  char asked[DESCRIPTION_STAMP]; /* of the file last looked for, before it was described */
  int changed;
};
void description_cache_open(struct description_cache *, const char *dir, const char *worker);
/* What is known of a file, or NULL; then it is described, and put. */
const char *description_cache_get(struct description_cache *, const char *file);
void description_cache_put(struct description_cache *, const char *file, const char *text, int64_t until);
void description_cache_close(struct description_cache *);

#endif
