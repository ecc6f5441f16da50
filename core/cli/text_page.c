/* text_page.c - paragraphs for a terminal; see text_page.h.
 *
 * Styles are stored inside the paragraph as a mark (byte 1 and a letter), which text from outside cannot
 * contain because util/clean.h escapes all control characters.
 */
#include "cli/text_page.h"

#include "record/record_json.h"
#include "util/clean.h"
#include "util/redact.h"
#include <tidings/kit/utf8.h>

#include <locale.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

enum { MAX_PARAGRAPH = 16 << 20, MARK = 1, MAX_WIDTH = 120 };

void page_init(struct page *p, const struct cli *cli) {
  p->line = buf_make(MAX_PARAGRAPH);
  p->out = buf_make(2 * MAX_PARAGRAPH);
  p->width = cli->width > MAX_WIDTH ? MAX_WIDTH : cli->width; /* longer lines are hard to read */
  p->colored = cli->colored;
}

void page_free(struct page *p) {
  buf_free(&p->line);
  buf_free(&p->out);
}

void page_style(struct page *p, enum page_style style) {
  char mark[2] = {MARK, (char)style};
  buf_add(&p->line, mark, 2);
}

void page_clean(struct buf *out, struct tdg_str text) { clean_text(out, text.p, text.n, CLEAN_FLOW); }

void page_text(struct page *p, struct tdg_str text) { page_clean(&p->line, text); }

void page_said(struct page *p, struct tdg_str text) {
  struct buf open = buf_make(MAX_PARAGRAPH);
  redact_text(&open, text.p, text.n);
  page_text(p, (struct tdg_str){open.p, open.n});
  buf_free(&open);
}

void page_say(struct page *p, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  say_format(&p->line, fmt, ap);
  va_end(ap);
}

/* Exactly midnight UTC means a date without a time, in any time zone of the reader. */
static int is_date(int64_t ms) { return ms % 86400000 == 0; }

void page_time(struct page *p, int64_t ms) {
  time_t seconds = (time_t)(ms / 1000);
  struct tm tm;
  char text[40];
  if (ms == 0 || (is_date(ms) ? gmtime_r(&seconds, &tm) : localtime_r(&seconds, &tm)) == NULL ||
      strftime(text, sizeof text, is_date(ms) ? "%Y-%m-%d" : "%Y-%m-%d %H:%M", &tm) == 0)
    buf_str(&p->line, "unknown");
  else buf_str(&p->line, text);
}

void page_time_of(struct page *p, int64_t ms, int local) {
  char text[32];
  if (!local || ms == 0 || is_date(ms)) {
    page_time(p, ms);
    return;
  }
  time_text_local(ms, text);
  text[strcspn(text, "T")] = ' ';
  page_say(p, "%.16s, local time there", text);
}

void page_span(struct page *p, struct page_end first, struct page_end last, uint32_t undated) {
  if (first.ms == 0 && last.ms == 0) {
    page_say(p, "undated");
    return;
  }
  page_time_of(p, first.ms, first.local);
  if (last.ms / 60000 != first.ms / 60000) {
    page_say(p, " to ");
    page_time_of(p, last.ms, last.local);
  }
  if (undated > 0) page_say(p, ", %u undated", undated);
}

int page_plural(int64_t n) { return n != 1; }

static const struct {
  int64_t ms;
  const char *unit;
} units[] = {{86400000, "d"}, {3600000, "h"}, {60000, "min"}, {1000, "s"}};

const char *page_distance_text(int64_t now, int64_t then, char text[PAGE_DISTANCE]) {
  int64_t d = then > now ? then - now : now - then;
  for (size_t i = 0; i < 4; i++)
    if (d >= units[i].ms) {
      snprintf(text, PAGE_DISTANCE, then > now ? "in %lld %s" : "%lld %s ago", (long long)(d / units[i].ms),
               units[i].unit);
      return text;
    }
  return "now";
}

const char *page_duration_text(int64_t ms, char text[PAGE_DISTANCE]) {
  size_t i = 0;
  while (i < 3 && (ms < units[i].ms || ms % units[i].ms != 0)) i++;
  snprintf(text, PAGE_DISTANCE, "%lld %s", (long long)(ms / units[i].ms), units[i].unit);
  return text;
}

void page_distance(struct page *p, int64_t now, int64_t then) {
  char text[PAGE_DISTANCE];
  page_say(p, "%s", page_distance_text(now, then, text));
}

/* ---- columns ---- */

/* wcwidth() needs a UTF-8 locale; the operator's may be "C". */
static int character_columns(uint32_t c) {
  static locale_t utf8;
  if (utf8 == (locale_t)0) utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (c < 0x300 || utf8 == (locale_t)0) return 1;
  locale_t before = uselocale(utf8);
  int n = wcwidth((wchar_t)c);
  uselocale(before);
  return n < 0 ? 1 : n;
}

/* The width of a text without style marks. */
static size_t page_columns(const char *s, size_t n) {
  const char *end = s + n;
  size_t columns = 0;
  while (s < end) {
    if (*s == MARK && s + 1 < end) s += 2;
    else columns += (size_t)character_columns(tdg_utf8_next(&s, end));
  }
  return columns;
}

void page_fill(struct page *p, size_t column) {
  size_t at = page_columns(p->line.p, p->line.n);
  do buf_char(&p->line, ' ');
  while (++at < column);
}

size_t page_width_of(struct tdg_str text) {
  struct buf clean = buf_make(MAX_PARAGRAPH);
  page_clean(&clean, text);
  size_t columns = page_columns(clean.p, clean.n);
  buf_free(&clean);
  return columns;
}

void page_label(struct page *p, const char *label) {
  page_style(p, PAGE_DIM);
  page_say(p, "%s", label);
  page_style(p, PAGE_PLAIN);
  page_fill(p, PAGE_LABEL);
}

/* ---- flowing ---- */

static int closes(uint32_t c) { /* must not begin a line */
  return c == 0x3001 || c == 0x3002 || c == 0xFF0C || c == 0xFF0E || c == 0xFF1A || c == 0xFF1B ||
         c == 0xFF01 || c == 0xFF1F || c == 0xFF09 || c == 0x300D || c == 0x300F || c == 0x300B ||
         c == 0x3011;
}
static int opens(uint32_t c) {
  return c == 0xFF08 || c == 0x300C || c == 0x300E || c == 0x300A || c == 0x3010;
}

/* The next unbreakable unit from at on: a word, or one wide character with its combining marks. */
static const char *piece_end(const char *at, const char *end, int *columns) {
  int holds = 1; /* 1: no break is allowed after the previous character */
  *columns = 0;
  for (const char *next = at; at < end && *at != ' '; at = next) {
    next = at;
    if (*at == MARK && at + 1 < end) {
      next = at + 2;
      continue;
    }
    uint32_t c = tdg_utf8_next(&next, end);
    int wide = character_columns(c);
    if (*columns > 0 && wide == 2 && !closes(c) && !holds) return at;
    if (*columns > 0 && wide == 1 && holds == -1 && !closes(c)) return at;
    *columns += wide;
    if (wide == 2) holds = opens(c) ? 1 : -1; /* -1: a break is allowed before any character */
    else if (wide == 1) holds = 0;
    if (holds == -1 && next < end && *next != ' ' && *next != MARK) {
      const char *look = next;
      uint32_t following = tdg_utf8_next(&look, end);
      if (!closes(following) && character_columns(following) > 0) return next;
    }
  }
  return at;
}

static void put_style(struct page *p, char style) {
  static const char *const codes[] = {"0", "0;1", "0;2", "0;32", "0;33", "0;31", "0;4", "0;1;33"};
  if (p->colored && style >= PAGE_PLAIN && style <= PAGE_HIT)
    buf_printf(&p->out, "\033[%sm", codes[style - PAGE_PLAIN]);
}

static void put_piece(struct page *p, const char *at, const char *end) {
  for (; at < end; at++)
    if (*at == MARK && at + 1 < end) put_style(p, *++at);
    else buf_char(&p->out, *at);
}

static void spaces(struct page *p, int n) {
  while (n-- > 0) buf_char(&p->out, ' ');
}

static void finish(struct page *p) {
  if (p->colored && memchr(p->line.p, MARK, p->line.n) != NULL) buf_str(&p->out, "\033[0m");
  buf_char(&p->out, '\n');
  say_ready(stdout, p->out.p, p->out.n);
  buf_clear(&p->out);
  buf_clear(&p->line);
}

void page_flow(struct page *p, int indent, int hang) {
  const char *at = p->line.p, *end = at + p->line.n;
  int column = indent, fresh = 1, gap = 0, wide;
  spaces(p, indent);
  while (at < end) {
    for (gap = 0; at < end && *at == ' '; at++) gap++;
    const char *stop = piece_end(at, end, &wide);
    if (!fresh && column + gap + wide > p->width) {
      buf_char(&p->out, '\n');
      spaces(p, hang);
      column = hang;
      fresh = 1;
    }
    if (!fresh && at < end) {
      spaces(p, gap);
      column += gap;
    }
    put_piece(p, at, stop);
    column += wide;
    if (wide > 0) fresh = 0;
    at = stop;
  }
  finish(p);
}

void page_line(struct page *p, int indent) {
  spaces(p, indent);
  put_piece(p, p->line.p, p->line.p + p->line.n);
  while (p->out.n > 0 && p->out.p[p->out.n - 1] == ' ') p->out.p[--p->out.n] = '\0';
  finish(p);
}

void page_gap(struct page *p) {
  buf_clear(&p->line);
  finish(p);
}
