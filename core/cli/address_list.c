/* cli/address_list.c - read a list of addresses; see address_list.h.  Nothing fails: what is not understood has a reason. */
#include "cli/address_list.h"

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

static int next_line(struct tdg_str *rest, struct tdg_str *line) {
  if (rest->n == 0) return 0;
  const char *end = memchr(rest->p, '\n', rest->n);
  const size_t n = end != NULL ? (size_t)(end - rest->p) : rest->n, used = n + (end != NULL);
  *line = tdg_str_trim((struct tdg_str){rest->p, n});
  rest->p += used;
  rest->n -= used;
  return 1;
}

/* The next word, or what stands between quotation marks, where a backslash keeps the next character. */
static int next_word(struct arena *a, struct tdg_str *line, struct tdg_str *word) {
  *line = tdg_str_trim(*line);
  if (line->n == 0) return 0;
  const int quoted = *line->p == '"';
  const char *p = line->p + quoted, *end = line->p + line->n;
  char *to = arena_copy(a, line->p, line->n);
  *word = (struct tdg_str){to, 0};
  for (; p < end && (quoted ? *p != '"' : !tdg_is_xml_space(*p)); p++) {
    if (quoted && *p == '\\' && p + 1 < end) p++;
    to[word->n++] = *p;
  }
  to[word->n] = '\0';
  p += quoted && p < end;
  *line = (struct tdg_str){p, (size_t)(end - p)};
  return 1;
}

static const char *reason_of(struct tdg_str url) {
  static const struct {
    const char *begin, *why;
  } others[] = {
      {"query:", "a selection of what another reader has, and no address"},
      {"exec:", "a program of another reader; `plugins: exec:` runs programs as fetchers and parsers"},
      {"filter:",
       "an address behind a program of another reader; write the address alone, or `plugins: exec:`"},
      {"file:", "a file; name it itself"}};
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    if (tdg_nocase_starts(url, others[i].begin)) return others[i].why;
  return !tdg_utf8_valid(url.p, url.n) || !tdg_url_is_web(url) ? "no address of the web" : NULL;
}

static void take_word(struct address_line *l, struct tdg_str word) {
  if (word.n > 1 && *word.p == '~') l->title = (struct tdg_str){word.p + 1, word.n - 1};
  else if (word.n > 0 && *word.p != '!' && *word.p != '~' && l->n_tags < ADDRESS_MAX_TAGS &&
           tdg_utf8_valid(word.p, word.n))
    l->tags[l->n_tags++] = word;
}

int address_list_next(struct arena *a, struct tdg_str *rest, int *number, struct address_line *l) {
  struct tdg_str line, word;
  while (next_line(rest, &line)) {
    if (++*number == 1 && tdg_str_starts(line, "\xEF\xBB\xBF")) line.p += 3, line.n -= 3;
    if (line.n == 0 || *line.p == '#') continue;
    *l = (struct address_line){.number = *number, .title = {"", 0}};
    if (!next_word(a, &line, &l->url)) continue;
    l->no = reason_of(l->url);
    while (next_word(a, &line, &word)) take_word(l, word);
    if (!tdg_utf8_valid(l->title.p, l->title.n)) l->title = (struct tdg_str){"", 0};
    return 1;
  }
  return 0;
}
