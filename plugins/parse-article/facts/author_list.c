/* author_list.c - names become authors, each once; see author_search.h.  Texts are the call's; nothing can fail. */
#include <string.h>

#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

#include "author_search.h"

enum { MAX_SPACED = 8 };

static int same(struct tdg_str a, struct tdg_str b) { return a.n > 0 && tdg_str_same(a, b); }

/* The outlet, or what JSON-LD calls an organisation: no person. */
static int same_as_site(const struct authors *a, struct tdg_str name) {
  struct tdg_str bare = str_bare(a->pg->call, name);
  if (bare.n == 0 || same(a->site, bare) || same(a->publisher, bare)) return 1;
  for (size_t i = 0; i < a->m->author.n; i++) {
    const struct value *v = &a->m->author.v[i];
    if (v->from == FROM_JSONLD && v->rank >= 100 && same(str_bare(a->pg->call, v->text), bare)) return 1;
  }
  return 0;
}

int author_has_digit(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] >= '0' && s.p[i] <= '9') return 1;
  }
  return 0;
}

/* Is it the same name of two words or more, with words in front of it? */
static int ends_with_name(struct tdg_str longer, struct tdg_str name) {
  if (longer.n <= name.n + 1 || memchr(name.p, ' ', name.n) == NULL) return 0;
  return longer.p[longer.n - name.n - 1] == ' ' && memcmp(longer.p + longer.n - name.n, name.p, name.n) == 0;
}

void author_add(struct authors *a, struct tdg_str name, struct tdg_str url) {
  struct tdg_str rest;
  if (a->shown && (author_has_digit(name) || (tdg_author_label(name, &rest) && rest.n == 0))) return;
  if (a->n == MAX_AUTHORS || (!a->allow_account && tdg_author_is_account(name))) return;
  if (!a->allow_site && same_as_site(a, name)) return;
  for (size_t i = 0; i < a->n; i++) {
    if (str_same_folded(a->pg->call, a->name[i], name)) return;
    if (a->shown && ends_with_name(name, a->name[i])) return; /* "All texts of Ada Quill" */
    if (a->shown && ends_with_name(a->name[i], name)) {
      a->name[i] = name;
      return;
    }
  }
  a->name[a->n] = name;
  a->url[a->n++] = url;
}

/* "记者", "通讯员", "기자" between two names. */
static int is_role(struct tdg_str word) {
  const struct tdg_word *label = tdg_words_find(&tdg_words_article_bylines, TDG_EVERY_LANGUAGE, word);
  return tdg_words_find(&tdg_words_article_honours, TDG_EVERY_LANGUAGE, word) != NULL ||
         (label != NULL && label->value == TDG_ARTICLE_BYLINES_LABEL);
}

/* Names of Han or Hangul between spaces: "张三 李四", "张三 通讯员 李四". */
static size_t spaced_names(const struct authors *a, struct tdg_str name, struct tdg_str *out, size_t max) {
  const char *lang = a->hint.language;
  size_t n = 0;
  if (lang == NULL || (strncmp(lang, "zh", 2) != 0 && strncmp(lang, "ko", 2) != 0)) return 0;
  while (name.n > 0 && n < max) {
    const char *space = memchr(name.p, ' ', name.n);
    struct tdg_str one = {name.p, space == NULL ? name.n : (size_t)(space - name.p)};
    for (size_t i = 0; i < one.n; i++) {
      if ((unsigned char)one.p[i] < 0x80) return 0;
    }
    if (one.n < 6 || one.n > 12) return 0; /* two to four characters */
    if (!is_role(one)) out[n++] = one;
    name.p += one.n + (space != NULL), name.n -= one.n + (space != NULL);
  }
  return name.n == 0 ? n : 0;
}

void author_add_list(struct authors *a, struct tdg_str s, struct tdg_str url) {
  tdg_call *call = a->pg->call;
  struct tdg_author_names b;
  s = str_spaces(call, s, 1);
  if (a->shown && (byline_is_control(call, s, 0) || byline_is_credit(call, s))) return;
  if (a->shown) s = byline_before_credits(call, s);
  tdg_author_names_read(s, &b);
  for (size_t i = 0; i < b.n; i++) {
    struct tdg_str part[MAX_SPACED];
    size_t n = spaced_names(a, b.name[i], part, MAX_SPACED);
    if (a->shown && byline_is_control(call, b.name[i], 1)) continue;
    if (n == 0) author_add(a, b.name[i], i == 0 ? url : tdg_str_of(""));
    for (size_t k = 0; k < n; k++) author_add(a, part[k], i == 0 && n == 1 ? url : tdg_str_of(""));
  }
}
