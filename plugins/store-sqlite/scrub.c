/* scrub.c - unused bytes of the file overwritten with zeros, in place, beside a writer that goes on.
 *
 * secure_delete makes SQLite overwrite what it deletes, and pages that become free.  It leaves copies where it moves rows
 * from one page of a tree to another: between the pointers of a page and its content.  Writing the file anew (purge.c) gets rid of
 * them, but nothing else may be written meanwhile.  Here they are overwritten in the file itself:
 *
 *   - while this connection, the only writer, has begun a transaction, and with an empty log, so that the file has the
 *     present version of each page and nothing older is copied over it;
 *   - only bytes that the file format calls unused (https://www.sqlite.org/fileformat2.html, 1.6): behind the array of
 *     pointers, and in the list of free blocks.  Nobody reads these, so neither a reader at the same time nor a page
 *     that is half written by a crash is hurt;
 *   - then the connection drops the pages that it has in memory, since it would write them with what stood there.
 *
 * A page is known by its first byte: that of a page of a tree is 2, 5, 10 or 13, that of any other is the highest of a
 * page's number, which is less than 2 in a file of up to SMALL_ENOUGH pages.  Larger files are refused.  In a file with `auto_vacuum`
 * the pages that say where others hang begin with any byte; they stand at known places (1.8), and have no copies of rows.
 */
#include "sq.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STEP_US = 20000, PAGES_AT_ONCE = 64, HEAD = 100, SMALL_ENOUGH = 0x2000000, LOCK_BYTE = 1 << 30 };
enum { AUTO_VACUUM_AT = 52, RESERVED_AT = 20 }; /* in the head of the file */

struct scrub {
  struct sq *s;
  size_t page, usable;
  unsigned char *bytes; /* of PAGES_AT_ONCE pages */
  int changed;
  int has_map; /* pages of pointers stand among the others */
};

static size_t two(const unsigned char *p) { return (size_t)p[0] << 8 | p[1]; }

static int fill(unsigned char *p, size_t n) {
  if (n == 0 || (p[0] == 0 && memcmp(p, p + 1, n - 1) == 0)) return 0;
  memset(p, 0, n);
  return 1;
}

/* Of a list of blocks with the offset of the next and their size; what does not look like one ends it. */
static int fill_blocks(unsigned char *page, size_t usable, size_t at) {
  int changed = 0;
  for (size_t last = 0; at > last && at + 4 <= usable; last = at, at = two(page + at)) {
    const size_t n = two(page + at + 2);
    if (n < 4 || n > usable - at) break;
    changed |= fill(page + at + 4, n - 4);
  }
  return changed;
}

/* Was anything overwritten? */
static int scrub_page(unsigned char *page, size_t usable, size_t head) {
  const unsigned char *h = page + head;
  const int inner = h[0] == 2 || h[0] == 5, leaf = h[0] == 10 || h[0] == 13;
  if (!inner && !leaf) return 0;
  const size_t pointers = head + (inner ? 12 : 8) + 2 * two(h + 3);
  size_t content = two(h + 5);
  if (content == 0) content = 65536;
  if (pointers > content || content > usable) return 0;
  int changed = fill(page + pointers, content - pointers);
  changed |= fill_blocks(page, usable, two(h + 1));
  return changed;
}

int64_t sq_number(struct sq *s, const char *sql) {
  int64_t n = 0;
  sqlite3_stmt *st = sq_prepare(s, sql);
  const int rc = st == NULL ? s->status : sq_int(s, st, &n);
  return rc < 0 ? rc : n;
}

static int fail(struct sq *s, const char *doing) {
  return sq_fail(s, TDG_RETRY, "store %s: %s: %s", s->path, doing, strerror(errno));
}

/* Is page number n (from 1) one of pointers?  One that would fall on the page of the lock byte stands behind it. */
static int is_map(const struct scrub *c, int64_t n) {
  const int64_t group = (int64_t)(c->usable / 5) + 1, lock = LOCK_BYTE / (int64_t)c->page + 1;
  if (!c->has_map || n < 2) return 0;
  const int64_t first = (n - 2) / group * group + 2, before = first == lock ? first + 1 : first;
  return n == before || n == lock;
}

/* The number of pages from `at` on (0: the first) that were read. */
static int64_t scrub_pages(struct scrub *c, int64_t at, int64_t n) {
  struct sq *s = c->s;
  if (n > PAGES_AT_ONCE) n = PAGES_AT_ONCE;
  const size_t size = c->page;
  const ssize_t got = pread(s->fd, c->bytes, (size_t)n * size, (off_t)at * (off_t)size);
  if (got < (ssize_t)size) return fail(s, "reading its unused bytes");
  for (int64_t i = 0; i < got / (ssize_t)size; i++) {
    unsigned char *page = c->bytes + (size_t)i * size;
    if (is_map(c, at + i + 1) || !scrub_page(page, c->usable, at + i == 0 ? HEAD : 0)) continue;
    if (pwrite(s->fd, page, size, (off_t)(at + i) * (off_t)size) != (ssize_t)size)
      return fail(s, "overwriting its unused bytes");
    c->changed = 1;
  }
  return got / (ssize_t)size;
}

static int look_at_head(struct scrub *c) {
  unsigned char head[HEAD];
  static const unsigned char none[4];
  if (pread(c->s->fd, head, sizeof head, 0) != (ssize_t)sizeof head) return fail(c->s, "reading its head");
  c->has_map = memcmp(head + AUTO_VACUUM_AT, none, sizeof none) != 0;
  c->usable = c->page - head[RESERVED_AT];
  return 0;
}

static int scrub_some(struct scrub *c, struct tdg_purge *p) {
  const int64_t until = sq_clock_us() + STEP_US;
  int64_t rc = look_at_head(c);
  while (rc >= 0 && p->at < p->end) {
    rc = scrub_pages(c, p->at, p->end - p->at);
    if (rc > 0) p->at += rc;
    if (sq_clock_us() >= until) break;
  }
  if (rc >= 0 && c->changed && fdatasync(c->s->fd) != 0) rc = fail(c->s, "syncing its file");
  return rc < 0 ? (int)rc : p->at < p->end;
}

/* Pages that are added meanwhile are zeros where they are not used. */
static int begin(struct scrub *c, struct tdg_purge *p) {
  const int64_t pages = sq_number(c->s, "PRAGMA page_count"), size = sq_number(c->s, "PRAGMA page_size");
  if (pages < 0 || size < 0) return c->s->status;
  if (pages >= SMALL_ENOUGH)
    return sq_fail(c->s, TDG_BAD_CONFIG,
                   "store %s: too large to be cleaned in steps; only a vacuum makes it clean", c->s->path);
  if (p->end == 0 || p->end > pages) p->end = pages;
  c->page = (size_t)size;
  c->bytes = malloc(PAGES_AT_ONCE * c->page);
  return c->bytes != NULL ? 0 : sq_fail(c->s, TDG_RETRY, "store %s: no memory", c->s->path);
}

int sq_scrub_some(struct sq *s, struct tdg_purge *p) {
  struct scrub c = {.s = s};
  int rc = sq_empty_log(s);
  if (rc != 0) return rc == 1 ? 2 : rc;
  rc = sq_begin(s);
  if (rc < 0) return rc;
  if (sq_log_bytes(s) > 0) rc = 2; /* somebody wrote in between */
  if (rc == 0) rc = begin(&c, p);
  if (rc == 0) rc = scrub_some(&c, p);
  free(c.bytes);
  const int ended = sq_rollback(s);
  if (c.changed) sqlite3_db_release_memory(s->db);
  return rc < 0 || ended >= 0 ? rc : ended;
}
