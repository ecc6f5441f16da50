/* author_names.c - the names in a byline; see kit/author_names.h.
 *
 * What introduces an author is a list in many languages (core/languages, the classes article-...), but nothing rests on
 * it alone: names are told by their form.  Everything is a slice of the text that was given; nothing is allocated, nothing can fail. */
#include <tidings/kit/author_names.h>

#include <string.h>

#include <tidings/kit/str.h>
#include <tidings/kit/units.h>
#include <tidings/kit/utf8.h>
#include <tidings/kit/word_classes.h>

enum { MAX_NAME = 80, MAX_NAME_UNITS = 70, MAX_NAME_WORDS = 8, SHORT_WORD = 4, MAX_SINGLE_WORDS = 4 };

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

static struct tdg_str cut_front(struct tdg_str s, size_t n) { return (struct tdg_str){s.p + n, s.n - n}; }

/* The length of a colon of any script at the start of s; 0. */
static size_t colon(struct tdg_str s) {
  static const char *const wide[] = {"：", "＝", "／", "・", "　"};
  if (s.n > 0 && (s.p[0] == ':' || s.p[0] == '/' || s.p[0] == '=')) return 1;
  if (s.n < 3) return 0;
  for (size_t i = 0; i < COUNT(wide); i++)
    if (memcmp(s.p, wide[i], 3) == 0) return 3;
  return 0;
}

static struct tdg_str after_label(struct tdg_str s) {
  size_t n;
  for (;;) {
    if (s.n > 0 && tdg_is_space(s.p[0])) s = cut_front(s, 1);
    else if ((n = colon(s)) > 0) s = cut_front(s, n);
    else return s;
  }
}

/* "ByAda Quill": a label of small letters and a capital, as elements side by side are read. */
static int is_glued(struct tdg_str text, size_t label, int value) {
  static const char by[] = "by";
  return value == TDG_ARTICLE_BYLINES_LABEL && label == sizeof by - 1 && tdg_nocase_starts(text, by) &&
         text.p[1] == 'y' && label + 1 < text.n && text.p[label] >= 'A' && text.p[label] <= 'Z' &&
         memchr(text.p, ' ', text.n) != NULL;
}

/* The first of the entries, in their order by text, that does not begin with a smaller byte. */
static size_t first_with(const struct tdg_word_class *c, unsigned char byte) {
  size_t lo = 0, hi = c->n;
  while (lo < hi) {
    const size_t mid = lo + (hi - lo) / 2;
    if ((unsigned char)tdg_word_text(c, &c->word[c->order[mid]]).p[0] < byte) lo = mid + 1;
    else hi = mid;
  }
  return lo;
}

/* What follows the label at the start of the text. */
static int is_labelled(struct tdg_str text, struct tdg_str label, int value, struct tdg_str *rest) {
  if (!tdg_nocase_starts(text, label.p)) return 0;
  struct tdg_str tail = cut_front(text, label.n);
  if (tail.n > 0 && !tdg_is_space(tail.p[0]) && colon(tail) == 0 && label.p[label.n - 1] != ':' &&
      !is_glued(text, label.n, value))
    return 0;
  tail = after_label(tail);
  if (value == TDG_ARTICLE_BYLINES_ALSO_PARTICLE && memchr(tail.p, ' ', tail.n) == NULL) return 0;
  *rest = tail;
  return 1;
}

/* The longest that stands there.  A field of a feed is asked several times, with some hundred labels: only those that begin as it
 * does are looked at. */
int tdg_author_label(struct tdg_str text, struct tdg_str *rest) {
  const struct tdg_word_class *labels = &tdg_words_article_bylines;
  size_t found = 0;
  *rest = text = tdg_str_trim(text);
  if (text.n == 0) return 0;
  const char small = tdg_lower(text.p[0]), large = (char)(small >= 'a' && small <= 'z' ? small - 32 : small);
  for (int k = 0; k < 1 + (small != large); k++) {
    const char first = k == 0 ? small : large;
    for (size_t i = first_with(labels, (unsigned char)first); i < labels->n; i++) {
      const struct tdg_word *w = &labels->word[labels->order[i]];
      const struct tdg_str label = tdg_word_text(labels, w);
      if (label.p[0] != first) break;
      if (label.n > found && is_labelled(text, label, w->value, rest)) found = label.n;
    }
  }
  return found > 0;
}

int tdg_author_colon(struct tdg_str text) {
  struct tdg_str rest;
  if (text.n > 1 && text.p[0] == '(') text = cut_front(text, 1);
  if (text.n > 3 && memcmp(text.p, "（", 3) == 0) text = cut_front(text, 3);
  if (!tdg_author_label(text, &rest) || rest.n == 0) return 0;
  for (const char *p = text.p; p < rest.p; p++) {
    if (colon((struct tdg_str){p, (size_t)(rest.p - p)}) > 0 && *p != '/') return 1;
  }
  return 0;
}

static struct tdg_str after_introduction(struct tdg_str s) {
  const struct tdg_word_class *c = &tdg_words_article_introductions;
  size_t at = 0;
  for (const struct tdg_word *w; (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    for (size_t k = 0; k + w->size < s.n; k++) {
      if (tdg_lower(s.p[k]) == tdg_lower(*tdg_word_text(c, w).p) &&
          tdg_nocase_starts(cut_front(s, k), tdg_word_text(c, w).p))
        return cut_front(s, k + w->size);
    }
  }
  return s;
}

/* Up to a sign that no name holds, or to a place. */
static struct tdg_str cut_end(struct tdg_str s) {
  static const char *const signs[] = {"|",  "•",   "·", " – ", " - ", " — ", "(",
                                      "\n", " / ", "<", "（",  " ∙ ", " ● "};
  const struct tdg_word_class *places = &tdg_words_article_places;
  const char *at;
  size_t next = 0;
  for (size_t i = 0; i < COUNT(signs); i++) s = tdg_str_before(s, signs[i]);
  for (const struct tdg_word *w; (w = tdg_words_next(places, TDG_EVERY_LANGUAGE, &next)) != NULL;)
    s = tdg_str_before(s, tdg_word_text(places, w).p);
  at = memchr(s.p, '@', s.n);
  while (at != NULL && at > s.p && !tdg_is_space(at[-1])) at--; /* the whole of an address */
  if (at != NULL) s.n = (size_t)(at - s.p);
  return s;
}

static struct tdg_str trim_signs(struct tdg_str s) {
  const struct tdg_word *honour;
  while (s.n > 0 && strchr(" ,;:.-*)]", s.p[s.n - 1]) != NULL) {
    if (s.p[s.n - 1] == '.' && s.n > 2 && (s.p[s.n - 3] == ' ' || s.p[s.n - 3] == '.'))
      break; /* an initial */
    s.n--;
  }
  while (s.n > 0 && strchr(" ,;:-*[", s.p[0]) != NULL) s = cut_front(s, 1);
  for (size_t at = 0;
       (honour = tdg_words_next(&tdg_words_article_honours, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    if (s.n > honour->size && tdg_str_ends(s, tdg_word_text(&tdg_words_article_honours, honour).p))
      s.n -= honour->size;
  }
  return tdg_str_trim(s);
}

static int can_be_name(struct tdg_str s) {
  size_t digits = 0, words = 1;
  if (s.n < 2 || s.n > MAX_NAME || tdg_units(s.p, s.n) > MAX_NAME_UNITS) return 0;
  for (size_t i = 0; i < s.n; i++) {
    digits += s.p[i] >= '0' && s.p[i] <= '9';
    words += (size_t)tdg_is_space(s.p[i]);
    if (strchr("{}[]<>=?!%$\\", s.p[i]) != NULL) return 0;
  }
  if (digits > 2 || words > MAX_NAME_WORDS) return 0;
  return !tdg_nocase_has(s, "://") && !tdg_nocase_has(s, "www.") && !tdg_nocase_has(s, ".com/");
}

/* ---- the form of words ---- */

/* 1 capital, -1 small, 0 neither: Latin, Greek and Cyrillic by their places in Unicode. */
static int letter_case(uint32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? 1 : c >= 'a' && c <= 'z' ? -1 : 0;
  if (c >= 0xC0 && c <= 0xFF) return c == 0xD7 || c == 0xF7 ? 0 : c <= 0xDE ? 1 : -1;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c % 2 == 1 ? 1 : -1;
  if ((c >= 0x100 && c <= 0x178) || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x460 && c <= 0x4FF))
    return c % 2 == 0 ? 1 : -1;
  if (c >= 0x180 && c <= 0x24F) return c == 0x1A0 || c == 0x1AF ? 1 : -1;
  if (c >= 0x386 && c <= 0x3CE) return c <= 0x3AB ? 1 : -1;
  if (c >= 0x400 && c <= 0x45F) return c <= 0x42F ? 1 : -1;
  return 0;
}

static struct tdg_str next_word(struct tdg_str *s) {
  struct tdg_str w;
  while (s->n > 0 && tdg_is_space(s->p[0])) *s = cut_front(*s, 1);
  w = (struct tdg_str){s->p, 0};
  while (s->n > 0 && !tdg_is_space(s->p[0])) *s = cut_front(*s, 1), w.n++;
  return w;
}

static int among(struct tdg_str word, const struct tdg_word_class *c) {
  char small[MAX_NAME];
  if (word.n > sizeof small) return 0;
  for (size_t i = 0; i < word.n; i++) small[i] = tdg_lower(word.p[i]);
  return tdg_words_find(c, TDG_EVERY_LANGUAGE, (struct tdg_str){small, word.n}) != NULL;
}

static int is_particle(struct tdg_str word) { return among(word, &tdg_words_article_particles); }
static int names_office(struct tdg_str word) { return among(word, &tdg_words_article_offices); }

static int first_case(struct tdg_str w) {
  const char *p = w.p;
  while (p < w.p + w.n) {
    int c = letter_case(tdg_utf8_next(&p, w.p + w.n));
    if (c != 0) return c;
  }
  return 0;
}

int tdg_author_is_person(struct tdg_str text) {
  struct tdg_str rest = tdg_str_trim(text), w;
  int capital = 0, words = 0;
  if (tdg_units(rest.p, rest.n) > 40) return 0;
  for (size_t i = 0; i < rest.n; i++) {
    if (strchr("0123456789:;,!?/\"#&+*()|@", rest.p[i]) != NULL) return 0;
  }
  while ((w = next_word(&rest)).n > 0) {
    int c = first_case(w);
    words++;
    if (c == 0 || (c < 0 && !is_particle(w))) return 0;
    if (names_office(w)) return 0;
    capital += c > 0;
  }
  return capital >= 2 && capital <= 4 && words <= 6;
}

int tdg_author_is_account(struct tdg_str name) {
  static const char *const accounts[] = {"admin", "administrator", "webmaster", "root"};
  struct tdg_str w;
  while ((w = next_word(&name)).n > 0) {
    for (size_t i = 0; i < COUNT(accounts); i++)
      if (tdg_nocase_is(w, accounts[i])) return 1;
  }
  return 0;
}

/* "Institute for Ships and Harbours" is one name: a small word that joins none stands inside. */
static int is_institution(struct tdg_str s) {
  struct tdg_str w;
  int first = 1;
  while ((w = next_word(&s)).n > 0) {
    if (!first && s.n > 0 && first_case(w) < 0 && w.n <= SHORT_WORD &&
        (among(w, &tdg_words_article_institutions) || !is_particle(w)))
      return 1;
    first = 0;
  }
  return 0;
}

/* ---- parts ---- */

static size_t words_of(struct tdg_str s) {
  size_t n = 0;
  while (next_word(&s).n > 0) n++;
  return n;
}

/* The length of " و" glued to the second of two names that have two words each; 0. */
static size_t glued_join(struct tdg_str before, struct tdg_str s) {
  const struct tdg_word_class *c = &tdg_words_article_glued_joins;
  struct tdg_str here = s.n > 1 && s.p[0] == ' ' ? cut_front(s, 1) : tdg_str_of(""), word;
  const struct tdg_word *w = here.n > 0 ? tdg_words_at_start(c, TDG_EVERY_LANGUAGE, here) : NULL;
  if (w == NULL || w->value != TDG_ARTICLE_GLUED_JOINS_JOIN) return 0;
  if (here.n <= w->size || tdg_is_space(here.p[w->size]) || words_of(before) < 2 || words_of(here) < 2)
    return 0;
  word = next_word(&here);
  w = tdg_words_find(c, TDG_EVERY_LANGUAGE, word);
  if (w != NULL && w->value == TDG_ARTICLE_GLUED_JOINS_NAME) return 0;
  w = tdg_words_at_start(c, TDG_EVERY_LANGUAGE, word);
  return w == NULL ? 0 : 1 + (w->value == TDG_ARTICLE_GLUED_JOINS_JOIN ? (size_t)w->size : 2);
}

static size_t sign_at(struct tdg_str s) {
  static const char *const commas[] = {", ", "; ", "、", "，", "،", "؛", " · ", "・", ",", ";"};
  for (size_t i = 0; i < COUNT(commas); i++)
    if (tdg_str_starts(s, commas[i])) return strlen(commas[i]);
  return 0;
}

static size_t word_join_at(struct tdg_str before, struct tdg_str s) {
  const struct tdg_word *join = tdg_words_at_start(&tdg_words_article_joins, TDG_EVERY_LANGUAGE, s);
  if (join != NULL) return join->size;
  if (tdg_str_starts(s, " & ")) return 3;
  return s.n > 0 && s.p[0] == ' ' ? glued_join(before, s) : 0;
}

/* A sign and a word are one join: "A, B, and C", "A, B & C".  None begins with a letter or figure of ASCII. */
size_t tdg_author_join(struct tdg_str before, struct tdg_str s, int *comma) {
  *comma = 1;
  if (s.n == 0 || tdg_is_alnum(s.p[0])) return 0;
  size_t n = word_join_at(before, s), sign = n == 0 ? sign_at(s) : 0, more = 0;
  struct tdg_str rest = {s.p + sign, s.n - sign};
  *comma = n == 0;
  if (n > 0 || sign == 0) return n > 0 && is_institution(before) ? 0 : n;
  if (rest.p[-1] == ' ') rest.p--, rest.n++; /* words of a join begin with a space */
  more = word_join_at(before, rest);
  if (more == 0) return sign;
  if (is_institution(before)) return 0;
  *comma = 0;
  return (size_t)(rest.p - s.p) + more;
}

/* "MS", "Ph.D.", "CNN" */
static int is_letters(struct tdg_str s) {
  if (s.n > 6 || memchr(s.p, ' ', s.n) != NULL) return 0;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '.') return 1;
    if (i > 0 && s.p[i] >= 'a' && s.p[i] <= 'z') return 0;
  }
  return s.n > 1;
}

static int is_office(struct tdg_str s) {
  struct tdg_str w;
  if (first_case(s) < 0) return 1;
  while ((w = next_word(&s)).n > 0) {
    if (names_office(w)) return 1;
  }
  return 0;
}

/* "Ada Quill. Pictures: Bo Lantern" without its second sentence; initials and "St." end none. */
static struct tdg_str first_sentence(struct tdg_str s) {
  for (size_t i = 3; i + 1 < s.n; i++) {
    struct tdg_str before = {s.p, i};
    if (s.p[i] != '.' || s.p[i + 1] != ' ' || memchr(s.p + i - 3, ' ', 3) != NULL) continue;
    if (memchr(s.p + i - 3, '.', 3) == NULL && tdg_author_is_person(before)) return before;
  }
  return s;
}

/* Behind a person's name and a comma offices, places and degrees may follow.  Among several persons a single
 * word is a name as well. */
static int is_aside(const struct tdg_author_names *out, struct tdg_str part) {
  if (out->n == 0 || !tdg_author_is_person(out->name[0]) || first_case(part) == 0 ||
      tdg_author_is_person(part))
    return 0;
  return out->n == 1 || is_letters(part) || is_office(part);
}

static void add_part(struct tdg_author_names *out, struct tdg_str part, int behind_comma) {
  struct tdg_str rest;
  part = first_sentence(trim_signs(cut_end(tdg_str_trim(part))));
  if (tdg_author_label(part, &rest) && rest.n > 0) part = trim_signs(cut_end(rest));
  if (!can_be_name(part) || out->n == TDG_AUTHOR_NAMES || (behind_comma && is_aside(out, part))) return;
  out->name[out->n++] = part;
}

static int is_host(struct tdg_str s) {
  const char *dot = memrchr(s.p, '.', s.n);
  size_t tail = dot == NULL ? 0 : (size_t)(s.p + s.n - dot) - 1;
  if (tail < 2 || tail > 8 || memchr(s.p, ' ', s.n) != NULL) return 0;
  for (size_t i = s.n - tail; i < s.n; i++) {
    if (s.p[i] < 'a' || s.p[i] > 'z') return 0;
  }
  return 1;
}

int tdg_author_is_office(struct tdg_str s) {
  struct tdg_str w, rest;
  if (tdg_author_label(s, &rest)) return 0;
  while ((w = next_word(&s)).n > 0) {
    if (names_office(w)) return 1;
  }
  return 0;
}

/* Many single words are keywords. */
static int is_keywords(const struct tdg_author_names *out) {
  for (size_t i = 0; i < out->n; i++) {
    if (memchr(out->name[i].p, ' ', out->name[i].n) != NULL || first_case(out->name[i]) == 0) return 0;
  }
  return out->n > MAX_SINGLE_WORDS;
}

void tdg_author_names_read(struct tdg_str text, struct tdg_author_names *out) {
  const char *from, *end;
  int comma, behind = 0;
  struct tdg_str s = tdg_str_trim(text), rest;
  out->n = 0;
  if (s.n > 1 && s.p[0] == '(') s = cut_front(s, 1);
  if (s.n > 3 && memcmp(s.p, "（", 3) == 0) s = cut_front(s, 3);
  if (tdg_author_label(s, &rest) && rest.n > 0) s = rest;
  else s = after_introduction(s);
  if (tdg_author_label(s, &rest) && rest.n > 0) s = rest;
  from = s.p;
  end = s.p + s.n;
  for (const char *p = from; p < end;) {
    struct tdg_str part = {from, (size_t)(p - from)};
    size_t n = tdg_author_join(part, (struct tdg_str){p, (size_t)(end - p)}, &comma);
    if (n == 0) {
      p++;
      continue;
    }
    add_part(out, part, behind);
    behind = comma;
    from = p = p + n;
  }
  add_part(out, (struct tdg_str){from, (size_t)(end - from)}, behind);
  if (is_keywords(out) || (out->n > 1 && is_host(out->name[0]))) out->n = 0; /* "daily.example, Hollin" */
}

/* A name by itself: a person's, or, where a script has no capitals, words that are no office. */
static int is_whole_name(struct tdg_str s) {
  struct tdg_str rest = s;
  size_t words = 0;
  if (tdg_author_is_person(s)) return 1;
  for (struct tdg_str w; (w = next_word(&rest)).n > 0; words++) {
    if (first_case(w) != 0 || names_office(w)) return 0;
  }
  return words > 1 ? words <= MAX_SINGLE_WORDS : s.n >= 6 && (unsigned char)s.p[0] >= 0xE3;
}

/* Two words of Latin letters are one name: there is no sign or word between two. */
static int is_one_name(struct tdg_str text) {
  int blanks = 0;
  for (size_t i = 0; i < text.n; i++) {
    const char c = text.p[i];
    if (c == ' ') blanks++;
    else if (!tdg_is_alnum(c) && c != '.' && c != '-' && c != '\'') return 0;
  }
  return blanks <= 1;
}

void tdg_author_names_split(struct tdg_str text, struct tdg_author_names *out) {
  struct tdg_str rest = tdg_str_trim(text), name;
  const int labelled = !is_particle(next_word(&rest)) && tdg_author_label(text, &name);
  if (!labelled && is_one_name(tdg_str_trim(text))) {
    out->n = 0;
    return;
  }
  tdg_author_names_read(text, out);
  for (size_t i = 0; i < out->n; i++) {
    if (!is_whole_name(out->name[i])) out->n = 0;
  }
  if (out->n == 1 && !labelled) out->n = 0;
}
