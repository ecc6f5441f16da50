/* store/test_contract.h - the tests that every store must pass.
 *
 * test_store.c fills a struct contract (which store, and where its plugin is) and runs contract_log,
 * contract_tasks, contract_stories, contract_removal and contract_faults.  Each test gets a new store, in a folder of its own;
 * records here are invented.
 */
#ifndef STORE_TEST_CONTRACT_H
#define STORE_TEST_CONTRACT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store_open.h"

#include <cmocka.h> /* last: its macro `fail` would rename a member of the host table */

struct contract {
  const char *driver;      /* the store: store-DRIVER.so */
  const char *const *dirs; /* the plugin's directory */
  char dir[256];           /* of this test, removed after it */
  char path[300];
  struct store *s; /* open for writing when a test starts */
};

int contract_setup(void **state); /* *state must be a struct contract * */
int contract_teardown(void **state);
void contract_reopen(struct contract *c); /* close and open again, as a restart does */
struct store *contract_open(struct contract *c, unsigned flags,
                            char message[STORE_MESSAGE]); /* opens a second handle */

/* Steps that must succeed. */
void begin(struct contract *c);
void commit(struct contract *c);

/* A record to append: filled, without id. */
struct tdg_row article(uint64_t work, const char *title);
/* Append it with a new id at time now; returns the id. */
int64_t append(struct contract *c, struct tdg_row *row);
int64_t append_version(struct contract *c, struct tdg_row *row, int64_t supersedes, uint32_t version);
void note_story(struct contract *c, int64_t about, int64_t story, const char *headline);
void note_copy(struct contract *c, int64_t about, int64_t of);
void note_drop(struct contract *c, int64_t about);
void note_moved(struct contract *c, int64_t from, int64_t to);

/* The rows that a query returned, in order. */
enum { MAX_SEEN = 256 };
struct seen {
  int n, stop_after;
  int64_t id[MAX_SEEN], seq[MAX_SEEN], story[MAX_SEEN], duplicate_of[MAX_SEEN], about[MAX_SEEN],
      last_seen[MAX_SEEN], superseded_by[MAX_SEEN];
  uint32_t dropped[MAX_SEEN], overlaid[MAX_SEEN];
  uint32_t kind[MAX_SEEN], version[MAX_SEEN];
  char title[MAX_SEEN][64], wire[MAX_SEEN][64];
};
int see(void *seen, const struct tdg_row *row); /* a tdg_row_fn */

struct tdg_str str(const char *s);

extern const struct CMUnitTest contract_log[], contract_tasks[], contract_stories[], contract_removal[],
    contract_faults[];
extern const size_t n_contract_log, n_contract_tasks, n_contract_stories, n_contract_removal,
    n_contract_faults;

#endif
