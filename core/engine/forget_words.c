/* engine/forget_words.c - see forget_words.h.  Owns copies of the words in its arena; nothing fails.
 *
 * A feed is kept whole each time that it has a new item, so an item stands in answers that its record does not name.  They
 * are known by the item's address, guid, title and summary.  Paragraphs say less: "Sign up for our newsletter" stands on each page.
 * Too much is overwritten rather than too little. */
#include "engine/forget_words.h"

#include "util/bytebuf.h"
#include "worker/codec.h"

#include <string.h>

#include <tidings/kit/str.h>

enum {
  SHORTEST = 12,       /* bytes of an address or a guid, by which words are found */
  SEEN_BITS = 20,      /* of a hash of its first 8 bytes */
  SHORTEST_WORDS = 20, /* of a title or a summary, */
  BEGINNING = 80,      /* of which so much is looked for */
  BODY_MAX = 64 << 20,
  STEP = 64 << 10
};

/* ---- the words ---- */

static void *room(struct arena *a, void *v, size_t n, size_t *cap, size_t each) {
  if (n < *cap) return v;
  const size_t more = *cap > 0 ? 2 * *cap : 32;
  v = arena_grow(a, v, *cap * each, more * each);
  *cap = more;
  return v;
}

static uint32_t hash_of(const char *p) {
  uint64_t first;
  memcpy(&first, p, sizeof first);
  return (uint32_t)(first * UINT64_C(0x9E3779B97F4A7C15) >> (64 - SEEN_BITS));
}

static void put(struct forget_words *w, struct tdg_str s) {
  struct forget_word *first = map_get(&w->begins, s.p, SHORTEST);
  for (const struct forget_word *i = first; i != NULL; i = i->next)
    if (tdg_str_same(i->text, s)) return;
  struct forget_word *one = arena_alloc(&w->arena, sizeof *one);
  *one = (struct forget_word){first, s};
  map_put(&w->begins, s.p, SHORTEST, one);
  if (w->seen == NULL) w->seen = arena_zalloc(&w->arena, 1 << (SEEN_BITS - 3));
  w->seen[hash_of(s.p) >> 3] |= (unsigned char)(1 << (hash_of(s.p) & 7));
}

static const char *entity(char c) {
  switch (c) {
  case '&': return "&amp;";
  case '<': return "&lt;";
  case '>': return "&gt;";
  case '"': return "&quot;";
  case '\'': return "&#39;";
  default: return NULL;
  }
}

/* As it is, and with entities. */
static void add(struct forget_words *w, struct tdg_str s) {
  if (s.n < SHORTEST) return;
  struct buf b = buf_make(8 * s.n + 1);
  put(w, (struct tdg_str){arena_copy(&w->arena, s.p, s.n), s.n});
  for (size_t i = 0; i < s.n; i++)
    if (entity(s.p[i]) != NULL) buf_str(&b, entity(s.p[i]));
    else buf_char(&b, s.p[i]);
  if (b.n != s.n) put(w, (struct tdg_str){arena_copy(&w->arena, b.p, b.n), b.n});
  buf_free(&b);
}

/* Without scheme and fragment, since pages name it so. */
static void add_url(struct forget_words *w, struct tdg_str url) {
  if (url.n == 0) return;
  map_put(&w->urls, url.p, url.n, w);
  const char *slashes = strstr(url.p, "://");
  const size_t skip = slashes != NULL ? (size_t)(slashes - url.p) + 3 : 0;
  struct tdg_str rest = {url.p + skip, url.n - skip};
  const char *host_end = memchr(rest.p, '/', rest.n);
  if (host_end == NULL || (size_t)(host_end - rest.p) + 1 == rest.n) return; /* a home page */
  const char *hash = memchr(rest.p, '#', rest.n);
  if (hash != NULL) rest.n = (size_t)(hash - rest.p);
  add(w, rest);
}

/* Short ones ("Weather report") are those of others too. */
static void add_words(struct forget_words *w, struct tdg_str text) {
  if (text.n > BEGINNING) text.n = BEGINNING;
  while (text.n > 0 && (text.p[text.n] & 0xC0) == 0x80) text.n--; /* a whole character */
  if (text.n >= SHORTEST_WORDS) add(w, text);
}

static void add_place(struct forget_words *w, const tdg_rec *capture) {
  const struct tdg_str file = rec_get(capture, TDG_FILE, 0);
  w->places = room(&w->arena, w->places, w->n_places, &w->cap_places, sizeof *w->places);
  w->places[w->n_places++] =
      (struct forget_place){arena_copy(&w->arena, file.p, file.n), rec_get_int(capture, TDG_OFFSET, -1)};
}

void forget_words_add(struct forget_words *w, const tdg_rec *r) {
  const tdg_rec *g;
  add_url(w, rec_get(r, TDG_URL, 0));
  add_url(w, rec_get(r, TDG_CANONICAL, 0));
  add(w, rec_get(r, TDG_GUID, 0));
  add(w, rec_get(r, TDG_NATIVE_ID, 0));
  add_words(w, rec_get(r, TDG_TITLE, 0));
  add_words(w, rec_get(r, TDG_SUMMARY, 0));
  for (uint32_t i = 0; (g = rec_get_rec(r, TDG_CAPTURE, i)) != NULL; i++) add_place(w, g);
}

void forget_words_free(struct forget_words *w) {
  map_free(&w->begins);
  map_free(&w->urls);
  arena_free(&w->arena);
  *w = (struct forget_words){0};
}

/* ---- an answer ---- */

/* The value of a header line, without spaces around it; "": it has none. */
static struct tdg_str header(struct tdg_str head, const char *name) {
  const size_t n = strlen(name);
  for (const char *p = head.p, *end = head.p + head.n; p < end;) {
    const char *line_end = memchr(p, '\n', (size_t)(end - p));
    if (line_end == NULL) line_end = end;
    if ((size_t)(line_end - p) > n && p[n] == ':' && strncasecmp(p, name, n) == 0)
      return tdg_str_trim((struct tdg_str){p + n + 1, (size_t)(line_end - p) - n - 1});
    p = line_end + 1;
  }
  return (struct tdg_str){"", 0};
}

/* Cut the bytes behind the first empty line. */
static struct tdg_str cut_head(struct tdg_str *rest) {
  const char *end = memmem(rest->p, rest->n, "\r\n\r\n", 4);
  struct tdg_str head = {rest->p, end != NULL ? (size_t)(end - rest->p) : rest->n};
  const size_t skip = end != NULL ? head.n + 4 : head.n;
  *rest = (struct tdg_str){rest->p + skip, rest->n - skip};
  return head;
}

/* What comes out of a damaged body counts as well. */
static int undo(const struct codec *c, struct tdg_str body, struct buf *out) {
  struct codec_stream s = {.in = (const unsigned char *)body.p, .in_n = body.n};
  enum codec_step step = CODEC_MORE;
  if (c->open(&s) < 0) return -1;
  while (step == CODEC_MORE) {
    char *to = buf_space(out, STEP);
    if (to == NULL) break;
    s.out = (unsigned char *)to;
    s.out_n = STEP;
    step = c->step(&s);
    out->n += STEP - s.out_n;
    if (s.out_n == STEP && s.in_n == 0) break;
  }
  c->close(&s);
  return step == CODEC_END ? 0 : -1;
}

static int speaks(const struct forget_words *w, struct tdg_str text) {
  if (w->seen == NULL) return 0;
  for (size_t at = 0; at + SHORTEST <= text.n; at++) {
    const uint32_t h = hash_of(text.p + at);
    if ((w->seen[h >> 3] >> (h & 7) & 1) == 0) continue;
    for (const struct forget_word *i = map_get(&w->begins, text.p + at, SHORTEST); i != NULL; i = i->next)
      if (text.n - at >= i->text.n && memcmp(text.p + at, i->text.p, i->text.n) == 0) return 1;
  }
  return 0;
}

/* The last encoding was applied last. */
static int body_speaks(struct forget_words *w, struct tdg_str body, struct tdg_str encoding) {
  if (encoding.n == 0 || tdg_str_same(encoding, tdg_str_of("identity"))) return speaks(w, body);
  const char *comma = memrchr(encoding.p, ',', encoding.n);
  const size_t skip = comma != NULL ? (size_t)(comma - encoding.p) + 1 : 0;
  const struct codec *c = codec_find(tdg_str_trim((struct tdg_str){encoding.p + skip, encoding.n - skip}));
  if (c != NULL && c->is_plain != NULL && c->is_plain((const unsigned char *)body.p, body.n))
    return speaks(w, body);
  struct buf out = buf_make(BODY_MAX);
  const int read = c != NULL && undo(c, body, &out) == 0;
  const struct tdg_str rest = {encoding.p, comma != NULL ? (size_t)(comma - encoding.p) : 0};
  const int found = out.n > 0 ? body_speaks(w, (struct tdg_str){out.p, out.n}, rest) : speaks(w, body);
  w->packed += !read && !found;
  buf_free(&out);
  return found;
}

static int is_place(const struct forget_words *w, const char *file, int64_t offset) {
  for (size_t i = 0; i < w->n_places; i++) {
    const size_t n = strlen(w->places[i].file);
    if (offset == w->places[i].offset && strncmp(file, w->places[i].file, n) == 0)
      return 1; /* .open behind it */
  }
  return 0;
}

int forget_words_match(void *words, const char *file, int64_t offset, struct tdg_str record) {
  struct forget_words *w = words;
  struct tdg_str rest = record;
  const struct tdg_str head = cut_head(&rest), type = header(head, "WARC-Type"),
                       url = header(head, "WARC-Target-URI");
  if (tdg_str_same(type, tdg_str_of("warcinfo")) || tdg_str_same(type, tdg_str_of("metadata"))) return 0;
  if (is_place(w, file, offset)) return 1;
  if (map_get(&w->urls, url.p, url.n) != NULL) return 1;
  if (tdg_str_same(type, tdg_str_of("revisit"))) return speaks(w, head);
  const struct tdg_str http = cut_head(&rest);
  return speaks(w, http) || body_speaks(w, rest, header(http, "content-encoding"));
}
