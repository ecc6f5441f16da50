/* news/page_join.c - join the pages of one article to one record; see news.h.
 *
 * Blocks become pieces with a hash of their content; pieces are marked as removed, never moved.  Nothing here
 * can fail; the record keeps an error when it grows too large.
 */
#include "news/news.h"

#include "record/plain_text.h"
#include "util/map.h"

#include <string.h>
#include <xxhash.h>

enum { LONG_TEXT = 60, MAX_OVERLAP = 5 };

struct piece {
  const tdg_rec *block;
  uint64_t hash; /* 0: like nothing else */
  int is_long, gone;
};

struct sheet {
  struct piece *pieces;
  size_t n;
};

/* ---- pieces ---- */

static struct piece piece_of(const tdg_rec *block) {
  int text = rec_block_is_text(rec_get_int(block, TDG_BLOCK_TYPE, 0));
  struct tdg_str said = rec_get(block, text ? TDG_TEXT : TDG_URL, 0);
  struct piece p = {.block = block};
  if (said.n == 0) return p;
  p.hash = XXH3_64bits_withSeed(said.p, said.n, (uint64_t)text) | 1;
  p.is_long = !text || said.n >= LONG_TEXT;
  return p;
}

static struct sheet sheet_of(struct arena *a, const tdg_rec *rec) {
  struct sheet s = {NULL, 0};
  struct tdg_item it;
  for (size_t pos = 0; rec_next(rec, &pos, &it);) s.n += it.field == TDG_BLOCK;
  s.pieces = arena_zalloc(a, (s.n + 1) * sizeof *s.pieces);
  s.n = 0;
  for (size_t pos = 0; rec_next(rec, &pos, &it);)
    if (it.field == TDG_BLOCK && it.type == TDG_T_REC) s.pieces[s.n++] = piece_of(it.rec);
  return s;
}

static int alike(const struct piece *a, const struct piece *b) { return a->hash != 0 && a->hash == b->hash; }

/* ---- repeated text ---- */

static void strike_head(const struct sheet *first, struct sheet *s) {
  for (size_t i = 0; i < s->n && i < first->n && alike(&first->pieces[i], &s->pieces[i]); i++)
    s->pieces[i].gone = 1;
}

/* An end that two pages share is kept in the later one. */
static void strike_tail(struct sheet *before, const struct sheet *s) {
  size_t n = 0, most = before->n < s->n ? before->n : s->n;
  while (n < most && alike(&before->pieces[before->n - 1 - n], &s->pieces[s->n - 1 - n])) n++;
  if (n == before->n || n == s->n) return;
  for (size_t i = 0; i < n; i++) before->pieces[before->n - 1 - i].gone = 1;
}

/* The last paragraph of one page, repeated at the start of the next. */
static void strike_overlap(const struct sheet *before, struct sheet *s) {
  size_t most = before->n < s->n ? before->n : s->n;
  for (size_t n = most < MAX_OVERLAP ? most : MAX_OVERLAP; n > 0; n--) {
    size_t i = 0;
    while (i < n && alike(&before->pieces[before->n - n + i], &s->pieces[i])) i++;
    if (i < n) continue;
    for (i = 0; i < n; i++) s->pieces[i].gone = 1;
    return;
  }
}

static void strike_repeats(struct sheet *sheets, size_t n) {
  struct map seen = {0};
  for (size_t k = 0; k < n; k++) {
    const struct sheet *s = &sheets[k];
    for (size_t i = 0; i < s->n; i++) {
      struct piece *p = &s->pieces[i];
      if (p->is_long && !p->gone && map_get(&seen, &p->hash, sizeof p->hash) != NULL) p->gone = 1;
    }
    for (size_t i = 0; i < s->n; i++) /* a page may repeat itself */
      if (s->pieces[i].is_long && !s->pieces[i].gone)
        map_put(&seen, &s->pieces[i].hash, sizeof s->pieces[i].hash, sheets);
  }
  map_free(&seen);
}

int page_says_more(const struct join_page *pages, size_t n, const tdg_rec *next) {
  struct map seen = {0};
  struct tdg_item it;
  int more = 0;
  for (size_t k = 0; k < n; k++) {
    for (size_t pos = 0; rec_next(pages[k].rec, &pos, &it);) {
      if (it.field != TDG_BLOCK) continue;
      struct piece p = piece_of(it.rec);
      map_put(&seen, &p.hash, sizeof p.hash, &seen);
    }
  }
  for (size_t pos = 0; !more && rec_next(next, &pos, &it);) {
    if (it.field != TDG_BLOCK) continue;
    struct piece p = piece_of(it.rec);
    more = p.hash != 0 && map_get(&seen, &p.hash, sizeof p.hash) == NULL;
  }
  map_free(&seen);
  return more;
}

/* ---- the record ---- */

/* A truncated page continues on the next one; only a truncated last page, or a missing one, truncates the
 * record. */
static void put_flags(tdg_rec *out, const struct join_page *pages, size_t n, int missing) {
  int truncated = missing;
  for (size_t k = 0; k < n; k++) {
    const tdg_rec *q = rec_get_rec(pages[k].rec, TDG_QUALITY, 0);
    struct tdg_str flag;
    for (uint32_t i = 0; q != NULL && (flag = rec_get(q, TDG_FLAG, i)).n > 0; i++) {
      if (strcmp(flag.p, "truncated") == 0) truncated |= k + 1 == n;
      else if (!rec_has_text(out, TDG_FLAG, flag.p)) rec_put_str(out, TDG_FLAG, flag.p);
    }
  }
  if (truncated) rec_put_str(out, TDG_FLAG, "truncated");
}

static double link_share(const tdg_rec *quality) {
  struct tdg_item it;
  for (size_t pos = 0; rec_next(quality, &pos, &it);)
    if (it.field == TDG_LINK_SHARE && it.type == TDG_T_REAL) return it.real;
  return 0;
}

static tdg_rec *join_quality(struct arena *a, const struct join_page *pages, size_t n, int missing) {
  tdg_rec *out = rec_new(a, TDG_GROUP);
  int64_t words = 0;
  double links = 0;
  for (size_t k = 0; k < n; k++) {
    const tdg_rec *q = rec_get_rec(pages[k].rec, TDG_QUALITY, 0);
    if (q == NULL) continue;
    words += rec_get_int(q, TDG_WORDS, 0);
    links += link_share(q) * (double)rec_get_int(q, TDG_WORDS, 0);
  }
  rec_put_int(out, TDG_WORDS, words);
  rec_put_real(out, TDG_LINK_SHARE, words > 0 ? links / (double)words : 0);
  put_flags(out, pages, n, missing);
  return out;
}

/* Which pages the text came from. */
static void put_origin(struct arena *a, tdg_rec *out, const char *url) {
  tdg_rec *g = rec_new(a, TDG_GROUP);
  rec_put_str(g, TDG_FIELD_NAME, "blocks");
  rec_put_str(g, TDG_FROM, "page");
  rec_put_str(g, TDG_RAW, url);
  rec_put_rec(out, TDG_ORIGIN, g);
}

tdg_rec *page_join(struct arena *a, const struct join_page *pages, size_t n, int missing) {
  static const uint32_t joined[] = {TDG_BLOCK, TDG_QUALITY, 0};
  tdg_rec *out = rec_without(a, pages[0].rec, joined);
  struct sheet *sheets = arena_zalloc(a, n * sizeof *sheets);
  for (size_t k = 0; k < n; k++) sheets[k] = sheet_of(a, pages[k].rec);
  for (size_t k = 1; k < n; k++) {
    strike_head(&sheets[0], &sheets[k]);
    strike_overlap(&sheets[k - 1], &sheets[k]);
    strike_tail(&sheets[k - 1], &sheets[k]);
  }
  strike_repeats(sheets, n);
  for (size_t k = 0; k < n; k++)
    for (size_t i = 0; i < sheets[k].n; i++)
      if (!sheets[k].pieces[i].gone) rec_put_rec(out, TDG_BLOCK, sheets[k].pieces[i].block);
  rec_put_rec(out, TDG_QUALITY, join_quality(a, pages, n, missing));
  for (size_t k = 1; k < n; k++) put_origin(a, out, pages[k].url);
  return out;
}
