/* version_diff.c - see version_diff.h.  Prints; owns nothing between two calls. */
#include "cli/version_diff.h"

#include "news/text_diff.h"
#include "record/plain_text.h"
#include "record/record_json.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum { INDENT = 2, MAX_PIECES = 4096, MAX_TEXT = 64 << 20, WORDS = 60 };

/* ---- paragraphs ---- */

struct paragraph {
  struct page *page;
  struct {
    enum text_diff_kind kind;
    struct tdg_str text;
  } v[MAX_PIECES]; /* of the one at hand */
  size_t n;
  int differs, same; /* same: paragraphs since the last that differs */
};

static void put_marked(struct page *p, enum text_diff_kind kind, struct tdg_str text) {
  static const enum page_style styles[] = {PAGE_PLAIN, PAGE_BAD, PAGE_GOOD};
  page_style(p, styles[kind]);
  if (kind != TEXT_SAME) page_say(p, kind == TEXT_GONE ? "[-" : "{+");
  page_text(p, text);
  if (kind != TEXT_SAME) page_say(p, kind == TEXT_GONE ? "-]" : "+}");
  page_style(p, PAGE_PLAIN);
}

static void put_piece(struct page *p, enum text_diff_kind kind, struct tdg_str text) {
  size_t n = text.n;
  while (n > 0 && tdg_is_space(text.p[n - 1])) n--;
  put_marked(p, kind, (struct tdg_str){text.p, n});
  if (n < text.n) page_say(p, " ");
}

static void put_same(struct paragraph *g) {
  if (g->same > 0) {
    page_style(g->page, PAGE_DIM);
    page_say(g->page, "(%d paragraph%s the same)", g->same, g->same == 1 ? "" : "s");
    page_flow(g->page, INDENT, INDENT);
  }
  g->same = 0;
}

static void end_paragraph(struct paragraph *g) {
  if (g->n > 0 && !g->differs) g->same++;
  if (g->n > 0 && g->differs) {
    put_same(g);
    for (size_t i = 0; i < g->n; i++) put_piece(g->page, g->v[i].kind, g->v[i].text);
    page_flow(g->page, INDENT, INDENT);
  }
  g->n = 0;
  g->differs = 0;
}

static void take_piece(void *arg, enum text_diff_kind kind, struct tdg_str piece) {
  struct paragraph *g = arg;
  while (piece.n > 0) {
    const char *end = memchr(piece.p, '\n', piece.n);
    const size_t n = end != NULL ? (size_t)(end - piece.p) : piece.n;
    if (n > 0 && g->n < MAX_PIECES) {
      g->v[g->n].kind = kind;
      g->v[g->n++].text = (struct tdg_str){piece.p, n};
      g->differs |= kind != TEXT_SAME;
    }
    if (end == NULL) return;
    end_paragraph(g);
    piece = (struct tdg_str){end + 1, piece.n - n - 1};
  }
}

static void put_differences(struct page *p, struct tdg_str before, struct tdg_str after) {
  static struct paragraph g; /* large */
  g = (struct paragraph){.page = p};
  text_diff(before, after, take_piece, &g);
  end_paragraph(&g);
  put_same(&g);
}

/* ---- fields ---- */

static void put_title(struct page *p, const tdg_rec *before, const tdg_rec *after) {
  const struct tdg_str a = rec_get(before, TDG_TITLE, 0), b = rec_get(after, TDG_TITLE, 0);
  if (!tdg_str_same(a, b)) put_differences(p, a, b);
}

static void put_time(struct page *p, const char *label, uint32_t field, const tdg_rec *before,
                     const tdg_rec *after) {
  const int64_t a = rec_get_int(before, field, 0), b = rec_get_int(after, field, 0);
  if (a == b) return;
  page_say(p, "%s ", label);
  page_time_of(p, a, rec_time_is_local(before, label));
  page_say(p, " is now ");
  page_time_of(p, b, rec_time_is_local(after, label));
  page_flow(p, INDENT, INDENT);
}

/* ---- the names of fields ---- */

enum { MAX_FIELDS = 0x10000 };

/* The values of a field, one behind the other, are the same. */
static int is_same_field(const tdg_rec *a, const tdg_rec *b, uint32_t field) {
  struct arena arena = {0};
  tdg_rec *one = rec_new(&arena, TDG_GROUP), *other = rec_new(&arena, TDG_GROUP);
  struct tdg_item it;
  for (size_t pos = 0; rec_next(a, &pos, &it);)
    if (it.field == field) rec_put_item(one, &it);
  for (size_t pos = 0; rec_next(b, &pos, &it);)
    if (it.field == field) rec_put_item(other, &it);
  const int same = tdg_str_same(rec_bytes(one), rec_bytes(other));
  arena_free(&arena);
  return same;
}

static int is_of_host(uint32_t field) {
  for (const uint32_t *f = rec_fields_of_host; *f != 0; f++)
    if (*f == field) return 1;
  return 0;
}

/* The next field of either record, in the order of their numbers, that differs; 0: there is no more. */
static uint32_t next_difference(const tdg_rec *a, const tdg_rec *b, uint32_t last) {
  for (;;) {
    uint32_t next = MAX_FIELDS;
    struct tdg_item it;
    for (size_t pos = 0; rec_next(a, &pos, &it);)
      if (it.field > last && it.field < next) next = it.field;
    for (size_t pos = 0; rec_next(b, &pos, &it);)
      if (it.field > last && it.field < next) next = it.field;
    if (next == MAX_FIELDS) return 0;
    if (!is_of_host(next) && !is_same_field(a, b, next)) return next;
    last = next;
  }
}

static const char *name_of(uint32_t field) {
  const struct rec_field *info = rec_field_info(field);
  return info != NULL ? info->json : "a plugin's own";
}

/* What is shown with its values. */
static int is_shown(uint32_t field) {
  return field == TDG_TITLE || field == TDG_BLOCK || field == TDG_PUBLISHED || field == TDG_UPDATED;
}

static void put_names(struct page *p, const tdg_rec *before, const tdg_rec *after) {
  int n = 0;
  for (uint32_t f = 0; (f = next_difference(before, after, f)) != 0;) {
    if (is_shown(f)) continue;
    page_say(p, "%s%s", n++ > 0 ? ", " : "other values of: ", name_of(f));
  }
  if (n > 0) page_flow(p, INDENT, INDENT);
}

void version_diff_names_json(struct buf *out, const tdg_rec *before, const tdg_rec *after) {
  const char *comma = "";
  buf_str(out, ",\"fields\":[");
  for (uint32_t f = 0; (f = next_difference(before, after, f)) != 0; comma = ",") {
    buf_str(out, comma);
    json_quote(out, name_of(f), strlen(name_of(f)));
  }
  buf_str(out, "]");
}

static struct buf text_of(const tdg_rec *r) {
  struct buf text = buf_make(MAX_TEXT);
  rec_text(&text, r);
  return text;
}

void version_diff_put(struct page *p, const tdg_rec *before, const tdg_rec *after) {
  struct buf a = text_of(before), b = text_of(after);
  buf_str(&a, "\n"); /* the last paragraph of one may be in the middle of the other */
  buf_str(&b, "\n");
  put_title(p, before, after);
  put_time(p, "published", TDG_PUBLISHED, before, after);
  put_time(p, "updated", TDG_UPDATED, before, after);
  put_differences(p, (struct tdg_str){a.p, a.n}, (struct tdg_str){b.p, b.n});
  put_names(p, before, after);
  buf_free(&a);
  buf_free(&b);
}

/* ---- the first words ---- */

static void keep_words(char out[80], struct tdg_str piece) {
  if (out[0] != '\0') return;
  const struct tdg_str text = tdg_str_trim(piece);
  size_t n = text.n;
  if (n > WORDS)
    for (n = WORDS; n > 0 && ((unsigned char)text.p[n] & 0xC0) == 0x80;) n--;
  snprintf(out, 80, "%.*s%s", (int)n, text.p, n < text.n ? "..." : "");
}

/* Of the first place that differs: what is gone and what is new there. */
struct first {
  struct version_words *words;
  int over;
};

static void take_first(void *arg, enum text_diff_kind kind, struct tdg_str piece) {
  struct first *f = arg;
  if (kind == TEXT_SAME) f->over |= f->words->gone[0] != '\0' || f->words->new[0] != '\0';
  else if (!f->over) keep_words(kind == TEXT_GONE ? f->words->gone : f->words->new, piece);
}

void version_diff_words(const tdg_rec *before, const tdg_rec *after, struct version_words *out) {
  struct first f = {.words = out};
  *out = (struct version_words){"", ""};
  text_diff(rec_get(before, TDG_TITLE, 0), rec_get(after, TDG_TITLE, 0), take_first, &f);
  if (out->gone[0] != '\0' || out->new[0] != '\0') return;
  struct buf a = text_of(before), b = text_of(after);
  text_diff((struct tdg_str){a.p, a.n}, (struct tdg_str){b.p, b.n}, take_first, &f);
  buf_free(&a);
  buf_free(&b);
}

void version_diff_put_words(struct page *p, const struct version_words *w) {
  if (w->gone[0] != '\0') put_marked(p, TEXT_GONE, tdg_str_of(w->gone));
  if (w->gone[0] != '\0' && w->new[0] != '\0') page_say(p, " ");
  if (w->new[0] != '\0') put_marked(p, TEXT_NEW, tdg_str_of(w->new));
  if (w->gone[0] != '\0' || w->new[0] != '\0') page_flow(p, 2, 2);
}
