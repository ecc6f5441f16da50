/* engine/reload.h - another configuration for a run that goes on.
 *
 *   read      the caller reads it (struct engine_reader); an error refuses the whole
 *   open      components whose settings differ are opened; one that refuses them refuses the whole
 *   part      stages, briefs and sinks that differ end their batch
 *   hold      while the store thread waits, the spec is exchanged
 *   store     tasks and states of the sources that differ are written (run.c)
 *
 * Whatever is the same goes on: workers, batches, requests.  A task that was leased before keeps the source it was
 * leased with, and so the memory of that configuration, until it has settled.
 */
#ifndef ENGINE_RELOAD_H
#define ENGINE_RELOAD_H

#include "engine/engine.h"

/* ---- what is told: lines for whoever asked, the same for the log ---- */

enum { REPORT_MAX_LINES = 60, REPORT_MAX_LINE = 1000, RELOAD_MAX_GENERATIONS = 8 };
enum reload_code { RELOAD_DONE = 0, RELOAD_FAILED = 1, RELOAD_PARTLY = 3, RELOAD_REFUSED = 78 };

struct engine_report {
  struct arena arena;
  const char *lines[REPORT_MAX_LINES];
  size_t n, left_off;
  enum reload_code code;
};

/* Arguments are escaped as in util/say.h. */
void report_say(struct engine_report *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void report_free(struct engine_report *r);

/* ---- how two specs differ ---- */

enum source_change { SOURCE_ADDED, SOURCE_REMOVED, SOURCE_OFF, SOURCE_MOVED, SOURCE_CHANGED };

struct changed_source {
  enum source_change how;
  const struct engine_source *was, *is;
  const struct engine_source
      *renamed;   /* of one that is added: the removed one with its address; NULL: none */
  int is_renamed; /* of one that is removed: it is one of those */
};

struct spec_changes {
  struct changed_source *v;
  size_t n, cap;
};

/* old: the sources by id. */
void changes_find(struct spec_changes *c, const struct map *old, const struct engine_spec *was,
                  const struct engine_spec *is);
void changes_free(struct spec_changes *c);
/* One line for each source, and for each part that differs. */
void changes_tell(const struct spec_changes *c, const struct engine_spec *was, const struct engine_spec *is,
                  struct engine_report *r);

/* ---- reload.c ---- */

struct reload {
  struct engine *engine;
  struct engine_spec was, spec;
  struct pool_plan plan;
  struct consume_choice *consumers;
  size_t n_consumers, under_way, refused;
  int held;
  struct spec_changes changes; /* from the exchange on */
  struct arena arena;
  struct engine_report report;
  /* the spec was exchanged: write what changes says, then call reload_end */
  void (*exchanged)(struct reload *r);
  /* over; the report says how.  The reload is freed after it. */
  void (*done)(struct reload *r);
  void *arg;
};

/* On the loop.  exchanged and done may be called before it returns. */
void reload_begin(struct engine *e, void (*exchanged)(struct reload *), void (*done)(struct reload *),
                  void *arg);
void reload_end(struct reload *r);

#endif
