/* engine/forgetting.h - records that are to be forgotten, until no trace of them is left.
 *
 * What is to be forgotten is written to STORE-forget, a record's id on a line, before anything is touched, and that file is
 * deleted at the end.  Whoever is killed meanwhile leaves it to the next program that writes the store.
 *
 * First the captures and the quarantine, because the records say what to look for; then the records, in small transactions; then what names them
 * elsewhere, and their remains in the file.
 *
 *   forgetting_ask("news.db", ids, n, why, sizeof why);
 *   struct forgetting *f = forgetting_new(&spec);
 *   while ((next = forgetting_step(store, f)) != FORGETTING_DONE) ...     see enum forgetting_next
 *   forgetting_free(f);
 */
#ifndef ENGINE_FORGETTING_H
#define ENGINE_FORGETTING_H

#include "store/store_open.h"

/* Append ids to the file of what is to be forgotten; it is on the disk then.  0, or -1 and why. */
int forgetting_ask(const char *store_path, const int64_t *ids, size_t n, char *why, size_t size);
/* How many records stand there; 0: none does. */
int64_t forgetting_pending(const char *store_path);

struct capture;
struct forgetting_spec {
  const char *store_path, *captures; /* captures: a folder; NULL: nothing is captured */
  struct capture *capture;           /* which this process writes; NULL: none */
  int alone; /* nobody polls meanwhile: the file is written anew at the end, else its unused bytes are overwritten */
};

struct forgetting_result {
  int64_t records, versions, captures, quarantined;
  int64_t before; /* of these records, those that were deleted when somebody was killed */
  int64_t unread; /* files of captures that could not be searched as a whole, */
  int64_t packed; /*   and answers in them */
  int in_use;     /* another program reads the store, or a task is under way: there may be remains */
};

struct forgetting;
enum forgetting_next {
  FORGETTING_DONE,
  FORGETTING_ON,     /* another step */
  FORGETTING_BLANK,  /* forgetting_blank, on any thread, then another step */
  FORGETTING_STAGES, /* what stages remember of them is to be dropped, then another step */
  FORGETTING_LATER   /* another step in some seconds */
};

struct forgetting *forgetting_new(const struct forgetting_spec *spec);
/* On the thread of the store, in no transaction: some hundredths of a second (alone: as long as it takes).  Negative: it
 * failed, and forgetting_error says why; it can be begun anew. */
int forgetting_step(struct store *store, void *forgetting);
/* Without the store. */
void forgetting_blank(struct forgetting *f);
/* From another thread: forgetting_blank shall end soon. */
void forgetting_stop(struct forgetting *f);
const char *forgetting_error(const struct forgetting *f);
const struct forgetting_result *forgetting_result(const struct forgetting *f);
/* What was deleted, or (dry) would be, as a line for people; for programs. */
void forgetting_say(const struct forgetting_result *r, int dry, char *out, size_t size);
void forgetting_json(const struct forgetting_result *r, int dry, char *out, size_t size);
/* How far it has come, in a few words. */
void forgetting_words(const struct forgetting *f, char *out, size_t size);
void forgetting_free(struct forgetting *f);

#endif
