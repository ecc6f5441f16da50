/* kit/html/html_block.c - the block that gathers: its spans, and how it is written into the record. */
#include "kit/html/html_blocks.h"

#include <stdio.h>

enum { FIRST_SPANS = 16, MAX_NUMBER = 40 };

void blocks_init(struct blocks *b, tdg_call *call, tdg_rec *rec, struct tdg_str base) {
  memset(b, 0, sizeof *b);
  b->call = call;
  b->rec = rec;
  b->base = base;
  b->text = tdg_buf_make(call, MAX_BLOCK_TEXT);
}

/* ---- spans ---- */

static size_t span_new(struct blocks *b, uint8_t type, struct tdg_str url) {
  if (b->n_spans == MAX_SPANS) return SIZE_MAX;
  if (b->n_spans == b->cap_spans) {
    const size_t cap = b->cap_spans > 0 ? b->cap_spans * 2 : FIRST_SPANS;
    struct span *more = tdg_scratch(b->call, cap * sizeof *more);
    if (b->n_spans > 0) memcpy(more, b->spans, b->n_spans * sizeof *more);
    b->spans = more;
    b->cap_spans = cap;
  }
  b->spans[b->n_spans] = (struct span){SPAN_WAITS, SPAN_WAITS, url, type};
  b->waiting++;
  return b->n_spans++;
}

static void span_reopen(struct blocks *b, struct open *o) {
  o->span = o->type == SPAN_ANCHOR || o->within ? SIZE_MAX : span_new(b, o->type, o->url);
}

void spans_open(struct blocks *b, uint8_t type, struct tdg_str url) {
  struct open *o;
  if (b->n_open == MAX_OPEN) return;
  o = &b->open[b->n_open];
  *o = (struct open){.url = url, .type = type, .span = SIZE_MAX};
  for (size_t i = 0; i < b->n_open; i++) o->within |= b->open[i].type == type;
  b->n_open++;
  span_reopen(b, o);
}

void spans_start(struct blocks *b) {
  for (size_t i = b->n_open; i-- > 0 && b->waiting > 0;) {
    struct span *s = b->open[i].span != SIZE_MAX ? &b->spans[b->open[i].span] : NULL;
    if (s == NULL || s->start != SPAN_WAITS) continue;
    s->start = b->text.n;
    b->waiting--;
  }
}

/* The span of o ends here.  One without text is nothing, but for a link that stands nowhere else. */
static void span_end(struct blocks *b, struct open *o) {
  struct span *s;
  if (o->span == SIZE_MAX) return;
  s = &b->spans[o->span];
  if (s->start != SPAN_WAITS) {
    s->end = b->text.n;
    o->shown = 1;
    return;
  }
  b->waiting--;
  if (o->url.n > 0 && !o->shown) s->start = s->end = b->text.n;
  else s->type = SPAN_ANCHOR;
}

static int is_same(uint8_t open, uint8_t closed) {
  return open == closed || (open == SPAN_ANCHOR && closed == SPAN_LINK);
}

void spans_close(struct blocks *b, uint8_t type) {
  for (size_t i = b->n_open; i-- > 0;) {
    if (!is_same(b->open[i].type, type)) continue;
    span_end(b, &b->open[i]);
    b->n_open--;
    memmove(&b->open[i], &b->open[i + 1], (b->n_open - i) * sizeof b->open[0]);
    return;
  }
}

void spans_cut(struct blocks *b) {
  for (size_t i = 0; i < b->n_open; i++) {
    struct open *o = &b->open[i];
    struct span *s = o->span != SIZE_MAX ? &b->spans[o->span] : NULL;
    if (s == NULL || s->start == SPAN_WAITS) continue; /* goes on waiting */
    s->end = b->text.n;
    o->shown = 1;
    span_reopen(b, o);
  }
}

struct tdg_str spans_link(struct blocks *b) {
  for (size_t i = b->n_open; i-- > 0;) {
    if (b->open[i].type != SPAN_LINK) continue;
    b->open[i].shown = 1;
    return b->open[i].url;
  }
  return (struct tdg_str){"", 0};
}

/* ---- writing ---- */

void blocks_put(struct blocks *b, const tdg_rec *block) {
  const tdg_rec *image = b->image;
  b->image = NULL;
  if (image != NULL && b->n_blocks < MAX_BLOCKS) {
    tdg_put_rec(b->call, b->rec, TDG_BLOCK, image);
    b->n_blocks++;
  }
  if (block == NULL || b->n_blocks >= MAX_BLOCKS) return;
  tdg_put_rec(b->call, b->rec, TDG_BLOCK, block);
  b->n_blocks++;
}

static void put_span(struct blocks *b, tdg_rec *block, const struct span *s, size_t start, size_t end) {
  static const char *const names[] = {"",    "link", "em",    "strong", "code",  "sub",       "sup",  "mark",
                                      "del", "ins",  "quote", "cite",   "small", "underline", "abbr", "kbd"};
  tdg_rec *group;
  if (b->span_budget == 0) return;
  b->span_budget--;
  group = tdg_group(b->call);
  tdg_put_str(b->call, group, TDG_TYPE, names[s->type]);
  tdg_put_int(b->call, group, TDG_START, (int64_t)start);
  tdg_put_int(b->call, group, TDG_END, (int64_t)end);
  tdg_put_text(b->call, group, TDG_URL, s->url.p, s->url.n);
  tdg_put_rec(b->call, block, TDG_SPAN, group);
}

/* Blanks, no-break spaces and line ends at the end of a text belong to nobody. */
static size_t trimmed(const char *p, size_t start, size_t end) {
  for (;;) {
    if (end > start && (p[end - 1] == ' ' || p[end - 1] == '\n' || p[end - 1] == '\t' || p[end - 1] == '\f'))
      end--;
    else if (end > start + 1 && p[end - 2] == '\xC2' && p[end - 1] == '\xA0') end -= 2;
    else return end;
  }
}

void blocks_put_slice(struct blocks *b, tdg_rec *block, size_t start, size_t end, size_t *span) {
  const size_t stop = trimmed(b->text.p, start, end);
  b->shown.n = 0;
  if (stop > start) tdg_put_text(b->call, block, TDG_TEXT, b->text.p + start, stop - start);
  for (; *span < b->n_spans; ++*span) {
    const struct span *s = &b->spans[*span];
    if (s->type == SPAN_ANCHOR || s->start == SPAN_WAITS) continue;
    if (s->start > end) break;
    if (stop > start)
      put_span(b, block, s, (s->start < stop ? s->start : stop) - start,
               (s->end < stop ? s->end : stop) - start);
  }
  if (stop > start) blocks_put(b, block);
}

void blocks_clear(struct blocks *b) {
  tdg_buf_cut(&b->text, 0);
  b->floor = 0;
  b->n_spans = 0;
  b->waiting = 0;
  b->space = 0;
  b->breaks = 0;
  for (size_t i = 0; i < b->n_open; i++) span_reopen(b, &b->open[i]);
}

static void put_roman(struct tdg_buf *out, int64_t n) {
  static const struct {
    int value;
    const char *text;
  } digits[] = {{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
                {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
  for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++)
    for (; n >= digits[i].value; n -= digits[i].value) tdg_buf_str(out, digits[i].text);
}

/* An item's number as a browser prints it. */
static struct tdg_str list_number(struct blocks *b, const struct list *list) {
  struct tdg_buf out = tdg_buf_make(b->call, MAX_NUMBER);
  char plain[24];
  const char style = (char)(list->style | 32);
  if (style == 'a' && list->now >= 1 && list->now <= 26) tdg_buf_char(&out, (char)('a' + list->now - 1));
  else if (style == 'i' && list->now >= 1 && list->now < 4000) put_roman(&out, list->now);
  else tdg_buf_add(&out, plain, (size_t)snprintf(plain, sizeof plain, "%lld", (long long)list->now));
  if (list->style == 'A' || list->style == 'I')
    for (size_t i = 0; i < out.n; i++) out.p[i] = (char)(out.p[i] - 32 * (out.p[i] >= 'a'));
  tdg_buf_char(&out, '.');
  return tdg_buf_get(&out);
}

static tdg_rec *item_new(struct blocks *b) {
  tdg_rec *block = tdg_block_new(b->call, TDG_ITEM);
  const struct list *list = b->lists <= MAX_LISTS ? &b->list[b->lists - 1] : NULL;
  struct tdg_str number;
  tdg_put_int(b->call, block, TDG_LEVEL, b->lists);
  b->item = 0;
  if (list == NULL || !list->ordered) return block;
  number = list_number(b, list);
  tdg_put_int(b->call, block, TDG_ORDERED, 1);
  tdg_put_text(b->call, block, TDG_NUMBER, number.p, number.n);
  return block;
}

static tdg_rec *leveled(struct blocks *b, int64_t type, int level) {
  tdg_rec *block = tdg_block_new(b->call, type);
  tdg_put_int(b->call, block, TDG_LEVEL, level);
  return block;
}

/* What the text that has gathered is, by the elements around it. */
static tdg_rec *block_here(struct blocks *b) {
  if (b->table == 3) return tdg_block_new(b->call, TDG_CAPTION_TEXT);
  if (b->pre > 0) return tdg_block_new(b->call, TDG_CODE);
  if (b->heading > 0) return leveled(b, TDG_HEADING, b->heading);
  if (b->item) return item_new(b);
  if (b->quote > 0) return leveled(b, TDG_QUOTE, b->quote);
  if (b->lists > 0) return leveled(b, TDG_PARAGRAPH, b->lists); /* goes on in the item before it */
  return tdg_block_new(b->call, TDG_PARAGRAPH);
}

void blocks_flush_text(struct blocks *b) {
  size_t span = 0;
  if (b->text.n == 0) {
    b->space = b->breaks = 0;
    return;
  }
  spans_cut(b);
  if (trimmed(b->text.p, 0, b->text.n) > 0) blocks_put_slice(b, block_here(b), 0, b->text.n, &span);
  blocks_clear(b);
}

static int has_links(const struct blocks *b) {
  for (size_t i = 0; i < b->n_spans; i++)
    if (b->spans[i].type == SPAN_LINK && b->spans[i].start != SPAN_WAITS && b->spans[i].url.n > 0) return 1;
  return 0;
}

/* A caption goes to its image; with links in it, or without an image, it is a block of its own. */
void caption_put(struct blocks *b) {
  size_t span = 0, n;
  spans_cut(b);
  n = trimmed(b->text.p, 0, b->text.n);
  if (n > 0 && b->image != NULL && !has_links(b)) {
    tdg_put_text(b->call, b->image, TDG_CAPTION, b->text.p, n);
    blocks_put(b, NULL);
  } else if (n > 0) {
    blocks_put_slice(b, tdg_block_new(b->call, TDG_CAPTION_TEXT), 0, n, &span);
  }
  blocks_clear(b);
}
