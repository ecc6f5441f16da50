/* engine/forget_words.c - see forget_words.h.  Owns copies of the words in its arena; nothing fails.
 *
 * A feed is kept whole each time that it has a new item, so an item stands in answers that its record does not name.  They
 * are known by its words: its addresses, guid, title, the beginnings of its summary and its text, each of which is enough, or
 * three sentences of the text.  One sentence says less: "Sign up for our newsletter" stands on each page.  Words and answers are
 * compared by their letters (forget_form.h), so that no escape hides one.
 *
 * Rejected: to parse the answers anew and look for the record.  What cannot be parsed any more, or never could, would keep its
 * words, and a parser may leave out what the bytes still say.
 *
 * Too much is overwritten rather than too little. */
#include "engine/forget_words.h"

#include "engine/forget_form.h"
#include "record/plain_text.h"
#include "util/bytebuf.h"
#include "worker/codec.h"

#include <string.h>

#include <tidings/store.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum {
  SHORTEST = 8,        /* letters of an address or a guid, by which words are found */
  SEEN_BITS = 21,      /* of a hash of them */
  SHORTEST_WORDS = 20, /* of a title or a beginning, */
  BEGINNING = 80,      /* of which so much is looked for */
  SENTENCE = 40,       /* the shortest that counts */
  SENTENCES = 16,      /* of a version, */
  ENOUGH = 3,          /* of which so many are enough */
  TEXT_MAX = 1 << 20,
  BODY_MAX = 64 << 20,
  STEP = 64 << 10,
  PIECE = 256 << 10,  /* of a body, whose letters are looked through at once, */
  OVERLAP = 16 << 10, /* and what two of them share */
  LAYERS = 3          /* of packing inside a body */
};

/* The sentences of a version. */
struct forget_group {
  size_t n, found;
  int64_t answer; /* in which they were found */
};

/* One of several that begin alike. */
struct forget_word {
  struct forget_word *next;
  struct tdg_str text;
  int whole;                  /* not in the midst of another word */
  struct tdg_str host;        /* only in what comes from there; "": anywhere */
  struct forget_group *group; /* NULL: it is enough by itself */
  int64_t answer;             /* in which it was found */
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

/* Whatever is found by b is found by a. */
static int says_as_much(const struct forget_word *a, const struct forget_word *b) {
  return tdg_str_same(a->host, b->host) && a->whole <= b->whole && (a->group == NULL || b->group != NULL);
}

/* 0: it is there already. */
static int put(struct forget_words *w, const struct forget_word *word) {
  struct tdg_str s = word->text;
  struct forget_word *first = map_get(&w->begins, s.p, SHORTEST);
  for (const struct forget_word *i = first; i != NULL; i = i->next)
    if (tdg_str_same(i->text, s) && says_as_much(i, word)) return 0;
  struct forget_word *one = arena_alloc(&w->arena, sizeof *one);
  *one = *word;
  one->next = first;
  one->text.p = arena_copy(&w->arena, s.p, s.n);
  map_put(&w->begins, s.p, SHORTEST, one);
  if (w->seen == NULL) w->seen = arena_zalloc(&w->arena, 1 << (SEEN_BITS - 3));
  w->seen[hash_of(s.p) >> 3] |= (unsigned char)(1 << (hash_of(s.p) & 7));
  return 1;
}

/* Its first letters.  1; 0: they are there already; -1: it has too few. */
static int add(struct forget_words *w, struct tdg_str s, size_t shortest, size_t longest,
               struct forget_word as) {
  struct scratch scratch;
  struct forget_form form;
  forget_form_of(scratch_begin(&scratch), s, FORGET_MARKUP, &form);
  as.text = form.letters;
  if (as.text.n > longest) as.text.n = tdg_utf8_cut(as.text, longest);
  const int done = as.text.n >= shortest ? put(w, &as) : -1;
  scratch_end(&scratch);
  return done;
}

static const struct forget_word whole = {.whole = 1, .host = {"", 0}}, anywhere = {.host = {"", 0}};

static void add_name(struct forget_words *w, struct tdg_str name) { add(w, name, SHORTEST, SIZE_MAX, whole); }

static struct tdg_str behind(struct tdg_str s, size_t n) { return (struct tdg_str){s.p + n, s.n - n}; }

/* Without scheme and fragment, since pages name it so; on pages of its own server without that too. */
static void add_url(struct forget_words *w, struct tdg_str url) {
  if (url.n == 0) return;
  map_put(&w->urls, url.p, url.n, w);
  const char *slashes = memmem(url.p, url.n, "://", 3);
  struct tdg_str rest = behind(url, slashes != NULL ? (size_t)(slashes - url.p) + 3 : 0);
  if (tdg_str_starts(rest, "www.")) rest = behind(rest, 4);
  const char *host_end = memchr(rest.p, '/', rest.n);
  if (host_end == NULL || (size_t)(host_end - rest.p) + 1 == rest.n) return; /* a home page */
  const char *hash = memchr(rest.p, '#', rest.n);
  if (hash != NULL) rest.n = (size_t)(hash - rest.p);
  add_name(w, rest);
  const size_t host = (size_t)(host_end - rest.p);
  if (slashes == NULL || host > rest.n) return;
  struct forget_word of_host = whole;
  of_host.host = (struct tdg_str){arena_copy(&w->arena, rest.p, host), host};
  add(w, behind(rest, host), SHORTEST, SIZE_MAX, of_host);
}

/* Short ones ("Weather report") are those of others too. */
static void add_words(struct forget_words *w, struct tdg_str text) {
  if (text.n > 0) add(w, text, SHORTEST_WORDS, BEGINNING, anywhere);
}

/* Behind a stop or a line, when it is long enough to have SENTENCE letters. */
static size_t end_of_sentence(const char *p, const char *end) {
  const char *from = p;
  for (; p < end; p++) {
    if (*p == '\n') break;
    const int is_stop = strchr(".!?", *p) != NULL || (end - p >= 3 && memcmp(p, "\xE3\x80\x82", 3) == 0);
    if (is_stop && p - from > SENTENCE + SENTENCE / 4) break;
  }
  return (size_t)(p - from);
}

/* The first sentence is enough, others are one of ENOUGH. */
static void add_text(struct forget_words *w, const tdg_rec *r) {
  struct buf text = buf_make(TEXT_MAX);
  struct forget_word one = anywhere;
  struct forget_group *g = arena_zalloc(&w->arena, sizeof *g);
  rec_text(&text, r);
  for (const char *p = text.p, *end = text.p + text.n; p < end && g->n < SENTENCES;) {
    const struct tdg_str sentence = {p, end_of_sentence(p, end)};
    const size_t shortest = one.group == NULL ? SHORTEST_WORDS : SENTENCE;
    const int put = sentence.n >= shortest ? add(w, sentence, shortest, BEGINNING, one) : -1;
    if (one.group != NULL) g->n += put > 0;
    else if (put >= 0) one.group = g;
    p += sentence.n + 1;
  }
  buf_free(&text);
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
  add_name(w, rec_get(r, TDG_GUID, 0));
  add_name(w, rec_get(r, TDG_NATIVE_ID, 0));
  add_words(w, rec_get(r, TDG_TITLE, 0));
  add_words(w, rec_get(r, TDG_SUMMARY, 0));
  add_text(w, r);
  for (uint32_t i = 0; (g = rec_get_rec(r, TDG_CAPTURE, i)) != NULL; i++) add_place(w, g);
}

void forget_words_free(struct forget_words *w) {
  map_free(&w->begins);
  map_free(&w->urls);
  arena_free(&w->arena);
  scratch_end(&w->pieces);
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

/* ---- what speaks ---- */

struct body {
  struct tdg_str bytes;
  const char *charset; /* as its server says; "": it does not */
  struct tdg_str url;  /* where it comes from */
};

/* Of a Content-Type, in the arena. */
static const char *charset_of(struct arena *a, struct tdg_str type) {
  static const char name[] = "charset=";
  for (; type.n > sizeof name; type = behind(type, 1)) {
    if (!tdg_nocase_starts(type, name)) continue;
    const char *value = arena_copy(a, type.p + sizeof name - 1, type.n - sizeof name + 1);
    value += *value == '"';
    return arena_copy(a, value, strcspn(value, "\"; \t,"));
  }
  return "";
}

static int is_there(const struct forget_form *f, size_t at, const struct forget_word *word) {
  const struct tdg_str text = word->text;
  if (f->letters.n - at < text.n || memcmp(f->letters.p + at, text.p, text.n) != 0) return 0;
  return !word->whole || (forget_form_breaks(f, at) && forget_form_breaks(f, at + text.n));
}

/* 1: it is enough, with what was found before. */
static int count(const struct forget_words *w, struct forget_word *word) {
  struct forget_group *g = word->group;
  if (g == NULL) return 1;
  if (word->answer == w->answer) return 0;
  word->answer = w->answer;
  if (g->answer != w->answer) g->found = 0;
  g->answer = w->answer;
  return ++g->found >= (g->n < ENOUGH ? g->n : ENOUGH);
}

static int is_from(struct tdg_str url, struct tdg_str host) {
  return host.n == 0 || (url.n >= host.n && memmem(url.p, url.n, host.p, host.n) != NULL);
}

static int form_speaks(const struct forget_words *w, const struct forget_form *f, struct tdg_str url) {
  for (size_t at = 0; at + SHORTEST <= f->letters.n; at++) {
    const uint32_t h = hash_of(f->letters.p + at);
    if ((w->seen[h >> 3] >> (h & 7) & 1) == 0) continue;
    for (struct forget_word *i = map_get(&w->begins, f->letters.p + at, SHORTEST); i != NULL; i = i->next)
      if (is_there(f, at, i) && is_from(url, i->host) && count(w, i)) return 1;
  }
  return 0;
}

static int piece_speaks(struct forget_words *w, struct tdg_str text, struct tdg_str url) {
  struct forget_form f;
  int found = 0;
  tdg_call *call = w->pieces.call.host != NULL ? &w->pieces.call : scratch_begin(&w->pieces);
  for (enum forget_view view = FORGET_MARKUP; !found && view <= FORGET_TEXT; view++)
    found = forget_form_of(call, text, view, &f) && form_speaks(w, &f, url);
  arena_reset(&w->pieces.arena); /* the next one uses it again */
  return found;
}

static int text_speaks(struct forget_words *w, struct tdg_str text, struct tdg_str url) {
  if (w->seen == NULL) return 0;
  for (size_t at = 0; at < text.n; at += PIECE) {
    const size_t from = at > OVERLAP ? at - OVERLAP : 0, end = text.n - at > PIECE ? at + PIECE : text.n;
    if (piece_speaks(w, (struct tdg_str){text.p + from, end - from}, url)) return 1;
  }
  return 0;
}

/* Zips and the like in it are not unpacked. */
static int speaks(struct forget_words *w, const struct body *b, int layers) {
  struct scratch s;
  tdg_call *call = scratch_begin(&s);
  const char *declared = tdg_declared_xml(call, b->bytes);
  if (declared[0] == '\0') declared = tdg_declared_html(call, b->bytes);
  const struct tdg_str text = tdg_decode(call, b->bytes, b->charset, declared, NULL);
  int found = text_speaks(w, text, b->url);
  scratch_end(&s);
  const struct codec *inner =
      found || layers == 0 ? NULL : codec_by_mark((const unsigned char *)b->bytes.p, b->bytes.n);
  if (inner == NULL) return found;
  struct buf out = buf_make(BODY_MAX);
  (void)undo(inner, b->bytes, &out); /* it may only begin so */
  const struct body within = {{out.p, out.n}, "", b->url};
  found = out.n > 0 && speaks(w, &within, layers - 1);
  buf_free(&out);
  return found;
}

/* The last encoding was applied last. */
static int body_speaks(struct forget_words *w, const struct body *b, struct tdg_str encoding) {
  if (encoding.n == 0 || tdg_str_same(encoding, tdg_str_of("identity"))) return speaks(w, b, LAYERS);
  const char *comma = memrchr(encoding.p, ',', encoding.n);
  const size_t skip = comma != NULL ? (size_t)(comma - encoding.p) + 1 : 0;
  const struct codec *c = codec_find(tdg_str_trim(behind(encoding, skip)));
  if (c != NULL && c->is_plain != NULL && c->is_plain((const unsigned char *)b->bytes.p, b->bytes.n))
    return speaks(w, b, LAYERS);
  struct buf out = buf_make(BODY_MAX);
  const int read = c != NULL && undo(c, b->bytes, &out) == 0;
  const struct body within = {{out.p, out.n}, b->charset, b->url};
  const struct tdg_str rest = {encoding.p, comma != NULL ? (size_t)(comma - encoding.p) : 0};
  const int found = out.n > 0 ? body_speaks(w, &within, rest) : speaks(w, b, LAYERS);
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
  w->answer++;
  if (text_speaks(w, head, url)) return 1;
  if (tdg_str_same(type, tdg_str_of("revisit"))) return 0;
  const struct tdg_str http = cut_head(&rest);
  struct arena a = {0};
  const struct body body = {rest, charset_of(&a, header(http, "content-type")), url};
  const int found = text_speaks(w, http, url) || body_speaks(w, &body, header(http, "content-encoding"));
  arena_free(&a);
  return found;
}

int forget_words_match_document(struct forget_words *w, const struct tdg_quarantine *q) {
  struct arena a = {0};
  w->answer++;
  int found = map_get(&w->urls, q->url.p, q->url.n) != NULL || text_speaks(w, q->document, q->url);
  const tdg_rec *doc = found ? NULL : rec_read(&a, q->document, NULL, 0);
  if (doc != NULL) {
    const struct body body = {rec_get(doc, TDG_BODY, 0), rec_get(doc, TDG_CHARSET, 0).p, q->url};
    found = body_speaks(w, &body, rec_get(doc, TDG_ENCODING, 0));
  }
  arena_free(&a);
  return found;
}
