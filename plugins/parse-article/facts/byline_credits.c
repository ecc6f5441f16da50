/* byline_credits.c - the parts of a byline that name no author: who made the pictures, who edited, buttons and links.
 *
 * The words are lists of many languages (core/languages, the classes article-credits and article-controls).  Everything is a
 * slice of the text that was given; folded words are the call's; nothing can fail. */
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/word_classes.h>

#include "page_facts.h"

enum { MAX_CREDIT = 40 /* bytes of a word */ };

/* A sign between the parts of a byline at the start of s, in bytes; 0. */
static size_t part_sign(struct tdg_str s) {
  static const char *const wide[] = {"、", "・", "／", "；", "，", "（", "｜", "　", "："};
  if (s.n > 0 && strchr(" :(|/,;", s.p[0]) != NULL) return 1;
  for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++)
    if (tdg_str_starts(s, wide[i])) return strlen(wide[i]);
  return 0;
}

/* A colon of any script, or a word that introduces a name, behind spaces? */
static int introduces(struct tdg_str s) {
  struct tdg_str rest;
  while (s.n > 0 && s.p[0] == ' ') s.p++, s.n--;
  if (s.n > 0 &&
      (s.p[0] == ':' || tdg_str_starts(s, "：") || tdg_str_starts(s, "・") || tdg_str_starts(s, "／")))
    return 1;
  return s.n > 0 && tdg_author_label(s, &rest) && rest.n > 0;
}

/* "记者 甲 编辑 乙": who wrote, and behind another label, without a colon, who edited. */
static int is_second_label(struct tdg_str whole, struct tdg_str word, struct tdg_str behind) {
  struct tdg_str rest;
  if ((unsigned char)word.p[0] < 0xE3 || behind.n < 3 || behind.p[0] != ' ') return 0;
  if (!tdg_author_label(whole, &rest) || rest.n == 0 || tdg_str_starts(whole, word.p)) return 0;
  return tdg_author_label((struct tdg_str){word.p, word.n}, &rest) && rest.n == 0;
}

struct tdg_str byline_before_credits(tdg_call *call, struct tdg_str s) {
  const struct tdg_word_class *c = &tdg_words_article_credits;
  for (size_t i = 0; i + 3 < s.n; i++) {
    size_t sign = part_sign((struct tdg_str){s.p + i, s.n - i}), n = 0, from = i + sign;
    struct tdg_str behind;
    if (sign == 0) continue;
    while (from + n < s.n && part_sign((struct tdg_str){s.p + from + n, s.n - from - n}) == 0) n++;
    if (n < 2 || n > MAX_CREDIT || from + n == s.n) continue;
    behind = (struct tdg_str){s.p + from + n, s.n - from - n};
    if (!is_second_label(s, (struct tdg_str){s.p + from, n}, behind) &&
        (!(introduces(behind) || (unsigned char)s.p[from] >= 0xE3) || /* "사진 강도윤" */
         tdg_words_find(c, TDG_EVERY_LANGUAGE, tdg_fold(call, (struct tdg_str){s.p + from, n})) == NULL))
      continue;
    s.n = i;
    return tdg_str_trim(s);
  }
  return s;
}

int byline_is_credit(tdg_call *call, struct tdg_str s) {
  size_t n = 0;
  s = tdg_str_trim(s);
  while (n < s.n && part_sign((struct tdg_str){s.p + n, s.n - n}) == 0) n++;
  if (n < 2 || n > MAX_CREDIT || n == s.n || !introduces((struct tdg_str){s.p + n, s.n - n})) return 0;
  return tdg_words_find(&tdg_words_article_credits, TDG_EVERY_LANGUAGE,
                        tdg_fold(call, (struct tdg_str){s.p, n})) != NULL;
}

int byline_is_control(tdg_call *call, struct tdg_str s, int inside) {
  const struct tdg_word_class *c = &tdg_words_article_controls;
  struct tdg_str f = tdg_fold(call, s);
  size_t at = 0;
  for (const struct tdg_word *w; (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    struct tdg_str word = tdg_word_text(c, w);
    const char *p = memmem(f.p, f.n, word.p, word.n);
    size_t end = p == NULL ? 0 : (size_t)(p - f.p) + word.n;
    int wide = (unsigned char)word.p[word.n - 1] >= 0xE3;
    if (p == NULL || (w->value == TDG_ARTICLE_CONTROLS_START ? p != f.p : !inside)) continue;
    if (end < f.n && !wide && (unsigned char)word.p[0] < 0xE3 &&
        (tdg_is_alnum(f.p[end]) || (unsigned char)f.p[end] >= 0x80))
      continue;
    if (p > f.p && (tdg_is_alnum(p[-1]))) continue;
    return 1;
  }
  return 0;
}
