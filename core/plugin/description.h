/* plugin/description.h - descriptions of plugins: made by a worker or here, parsed, cached; used by discover.c
 * and by the worker.  Memory belongs to the given arena. */
#ifndef TIDINGS_PLUGIN_DESCRIPTION_H
#define TIDINGS_PLUGIN_DESCRIPTION_H

#include "plugin/load.h"
#include "plugin/plugin_info.h"
#include "util/arena.h"

#include <jansson.h>

/* Run `worker --describe file`.  Returns the JSON as NUL-terminated text, or NULL and why.  The text may be a
 * refusal: by the worker, or made here when the plugin ended the worker; both are worth caching.  until: how
 * long it is valid (wall clock, ms) while the file does not change.  A worker that was killed from outside,
 * or could not be started for lack of memory, is started again a few times; if that fails, the result is not
 * cached. */
char *description_ask(struct arena *, const char *worker, const char *file, int deadline_ms, int64_t *until,
                      struct plugin_why *);
/* A refusal as a description, to be cached: "... it is not tried again" when. */
char *description_refusal(struct arena *, const struct plugin_why *, const char *when);
extern const char description_until_changed[];
/* plugin_json.c: the description of a plugin that is loaded; NULL when a text of it is not UTF-8. */
json_t *description_json(const char *file, const struct tdg_plugin *);
/* Load the plugin into this process, without a sandbox, and describe it; NULL and why. */
char *description_here(struct arena *, const char *file, struct plugin_why *);
/* Parse a description as hostile input: 0; or, with why, -1 when it is a refusal, -2 when it is malformed. */
int description_read(struct arena *, const char *file, const char *text, struct plugin_info *,
                     struct plugin_why *);

enum {
  DESCRIPTION_STAMP = 160,
  DESCRIPTION_LATE_MS = 3600000 /* how long the refusal for a missed deadline is valid */
};

/* "size mtime ctime device inode" of a file, which differs when it is another one, or changed; "" when there is none. */
void description_stamp(const char *file, char out[DESCRIPTION_STAMP]);

/* The cache: descriptions of earlier runs in one file.  An entry is valid while path, times, size and inode
 * of plugin and worker and the version of this program are unchanged.  The folder is created for the current
 * user alone; a file or folder that others may write to is not trusted.  An unreadable cache counts as empty;
 * when it cannot be written a warning says so. */
struct description_cache {
  char *path; /* NULL: no cache */
  char worker[DESCRIPTION_STAMP];
  json_t *files;
  int changed;
};
void description_cache_open(struct description_cache *, const char *dir, const char *worker);
/* The cached description of a file with this stamp, or NULL; the caller then describes the file and puts the result,
 * with the stamp from before. */
const char *description_cache_get(const struct description_cache *, const char *file, const char *stamp);
void description_cache_put(struct description_cache *, const char *file, const char *stamp, const char *text,
                           int64_t until);
void description_cache_close(struct description_cache *);

#endif
