/* opinion.c - is a text called comment by its label?; see kit/text.h.  Nothing is allocated, nothing can fail. */
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/word_classes.h>

enum { MAX_LABEL = 64 };

static struct tdg_str trimmed(struct tdg_str s) {
  while (s.n > 0 && (*s.p == ' ' || *s.p == '\t')) s.p++, s.n--;
  while (s.n > 0 && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t')) s.n--;
  return s;
}

/* A value of the class, 0: it is no such label. */
static int label_of(struct tdg_str label) {
  char small[MAX_LABEL];
  label = trimmed(label);
  if (label.n == 0 || label.n > MAX_LABEL) return 0;
  for (size_t i = 0; i < label.n; i++) small[i] = label.p[i] == '-' ? ' ' : tdg_lower(label.p[i]);
  const struct tdg_word *w =
      tdg_words_find(&tdg_words_opinion_labels, TDG_EVERY_LANGUAGE, (struct tdg_str){small, label.n});
  return w == NULL ? 0 : w->value;
}

int tdg_label_is_opinion(struct tdg_str label) { return label_of(label) != 0; }
int tdg_tag_is_opinion(struct tdg_str tag) { return label_of(tag) == TDG_OPINION_LABELS_SURE; }

/* The part of the title that an opening sign and its closing one enclose at the start; *title goes on behind the
 * opening one.  "": there is none. */
static struct tdg_str take_bracketed(struct tdg_str *title) {
  static const char *const brackets[][2] = {{"[", "]"}, {"(", ")"}, {"\xE3\x80\x90", "\xE3\x80\x91"}};
  for (size_t k = 0; k < sizeof brackets / sizeof *brackets; k++) {
    if (!tdg_str_starts(*title, brackets[k][0])) continue;
    const size_t n = strlen(brackets[k][0]), close = strlen(brackets[k][1]);
    *title = (struct tdg_str){title->p + n, title->n - n};
    for (size_t i = 1; i <= MAX_LABEL && i + close <= title->n; i++)
      if (memcmp(title->p + i, brackets[k][1], close) == 0) return (struct tdg_str){title->p, i};
    break;
  }
  return (struct tdg_str){"", 0};
}

/* "Opinion: ...", "[Opinion] ...", "Tribune | ...", "... - Kommentar" */
int tdg_title_is_opinion(struct tdg_str title) {
  static const char *const signs[] = {":", " |", " -", " \xE2\x80\x93", " \xE2\x80\x94", "\xEF\xBC\x9A"};
  if (tdg_label_is_opinion(take_bracketed(&title))) return 1;
  for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
    size_t n = strlen(signs[k]);
    for (size_t i = 1; i + n <= title.n; i++) {
      if (memcmp(title.p + i, signs[k], n) != 0) continue;
      if (i <= MAX_LABEL && tdg_label_is_opinion((struct tdg_str){title.p, i})) return 1;
      if (*signs[k] == ' ' && tdg_label_is_opinion((struct tdg_str){title.p + i + n, title.n - i - n}))
        return 1;
    }
  }
  return 0;
}

int tdg_address_is_opinion(struct tdg_str url) {
  size_t from = 0;
  for (size_t i = 0; i <= url.n; i++) {
    if (i < url.n && url.p[i] != '/' && url.p[i] != '?' && url.p[i] != '#') continue;
    if (i < url.n && i > from && tdg_tag_is_opinion((struct tdg_str){url.p + from, i - from})) return 1;
    if (i < url.n && url.p[i] != '/') return 0; /* the path ends */
    from = i + 1;
  }
  return 0;
}
