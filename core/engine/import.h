/* engine/import.h - an import: its inputs, what its user says of them, and the report of what became of each.
 *
 *   struct engine_import what = {.inputs = inputs, .n = n, .report_fd = -1};
 *   int code = engine_import(e, &what);
 *
 * An import is a run with a name, which is made of all this: the same command finds its unfinished run.  Strings
 * are "" where nothing is said; all of it must live until engine_import returns.
 */
#ifndef ENGINE_IMPORT_H
#define ENGINE_IMPORT_H

#include "engine/engine.h"

/* One of its inputs. */
struct import_input {
  const char *url;
  /* the one document at this place of a container (TDG_OFFSET, TDG_PAGE_NO, TDG_NAME), as the report names it; within: the
   * way to the list in JSON, or the address of a member of an archive */
  int alone;
  int64_t offset, row;
  const char *within;
};

/* What was named and is no input, for the report. */
struct import_missing {
  const char *path, *place; /* place: of a list of addresses, "L3" */
  const char *class, *why;  /* class "": it is left out, else it has failed */
};

struct engine_import {
  const struct import_input *inputs;
  size_t n;
  const struct import_missing *missing;
  size_t n_missing;
  const char
      *piped; /* the address of the file that standard input was kept in, which the report calls "-"; "" */
  const char *source;          /* the id of a configured source, to which the records belong */
  const char *parser;          /* for all of them */
  const char *language, *zone; /* of their records; of dates without one */
  int64_t since;               /* ms: records that were published before are left out; 0: none is */
  const char *const *maps;     /* "published=date": what a column or member is, beyond what is known */
  size_t n_maps;
  const char *report;           /* the path of the report, and its file; -1: none is written */
  int report_fd, report_is_csv; /* else JSON Lines */
  const char *own; /* the store that its user knows, whose files are no input; NULL: that of the engine */
  int again;       /* what failed before: its documents leave the quarantine when they can be read now */
  int dry;         /* the store is a copy that is thrown away: stages, briefs and sinks rest */
};

/* Read them into the store, then run all consumers to the end of the log.  Resumes an interrupted run of the
 * same import.  0 done, 1 failed, 3 partly done (something was quarantined). */
int engine_import(struct engine *e, const struct engine_import *what);

/* ---- import.c: its run ---- */

struct import_run {
  char cursor[64]; /* which has the start time of the unfinished run */
  char name[96];   /* "": no import */
  int resumed;
  int64_t began;
  struct engine_counts before; /* of its interrupted parts */
};

void import_name(struct import_run *r, const struct engine_import *what);
/* Add the tasks of its inputs, or find those that are left of it. */
int import_begin(struct engine *e, struct store *store, struct import_run *r);
int import_end(struct engine *e, struct store *store, const struct import_run *r);

/* How many bytes of its file a settled task of it has read.  1: there are more parts of that file. */
struct settlement;
int import_count_read(struct settlement *s);
/* A name of the input of which nothing is known. */
void import_count_unread(struct engine *e, struct tdg_str name);

/* ---- import_report.c: a line for each document, written as it is settled; on the store thread ----
 *
 * A line is written before the transaction of its document is committed, and how long the report is then is part of
 * that transaction (a cursor).  After a kill the report is cut to that length, so that the rest of the import, which
 * settles the document again, leaves no line out and repeats none.  Of what failed for now, and is tried again, there
 * is no line yet.
 */

struct settle;
struct settle_doc;

/* Begin it, or cut it to what was committed.  run: the name of the import.  0, or a status; *why is said then. */
int import_report_open(struct engine *e, struct store *store, const char *run, int resumed, const char **why);
/* Of an import that has no input: the whole report.  0, or -1 and errno. */
int import_report_nothing(const struct engine_import *what);
/* The import has ended: its length is of no use any more. */
int import_report_end(struct engine *e, struct store *store);
/* A record of the document at hand was stored, or was there. */
void import_report_record(struct settlement *s, int64_t id);
/* What became of a document: what was counted since `before`.  Nothing is written when it has failed, which
 * import_report_failed has told. */
void import_report_document(struct settle *t, const struct settle_doc *d, const struct engine_counts *before);
void import_report_failed(struct settle *t, const tdg_rec *doc, const char *class, const char *why);
/* A document, or (NULL) what stands at this address, was not read. */
void import_report_left_out(struct settle *t, const tdg_rec *doc, struct tdg_str url, const char *why);
/* Write the lines of this settlement. */
void import_report_write(struct settle *t);

#endif
