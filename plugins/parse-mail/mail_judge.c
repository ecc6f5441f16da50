/* mail_judge.c - which lines of a mail are no text: what it says of itself, and a message around the one passed on.
 *
 * The wordings are those of core/languages (mail-...).  What a mail says of itself stands in its first lines and at its
 * end; a line there that holds one of the wordings is no text, nor is what follows the one that says how to leave the list.
 */
#include <tidings/kit/date.h>
#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/word_classes.h>

#include "mail.h"

enum {
  MAX_FURNITURE = 400, /* bytes of a line that may be furniture; */
  MAX_VIEW = 200,      /*   of one that says where to see the mail */
  MAX_LEAVE = 60,      /*   of one that holds a word for leaving and nothing else that is */
  NEAR_LINES = 40,
  MAX_TAIL = 3000,   /* bytes behind the line that says how to leave, which are left out with it */
  MAX_COMMENT = 700, /* bytes before a message that is passed on */
  MAX_FIELD_NAME = 40,
  MAX_FIELDS = 16
};

/* ---- wordings ---- */

/* Word borders are asked for in ASCII only: other scripts inflect, or write no spaces. */
static int holds(struct tdg_str line, struct tdg_str phrase) {
  for (const char *p = line.p; (p = memmem(p, line.n - (size_t)(p - line.p), phrase.p, phrase.n)) != NULL;
       p++) {
    const char *end = p + phrase.n;
    const int before = p > line.p && tdg_is_alnum(p[-1]) && tdg_is_alnum(*p);
    const int behind = end < line.p + line.n && tdg_is_alnum(*end) && tdg_is_alnum(end[-1]);
    if (!before && !behind) return 1;
  }
  return 0;
}

/* A set of bits, 1 << TDG_MAIL_FURNITURE_...: what a folded line says. */
static unsigned furniture_of(struct tdg_str folded) {
  const struct tdg_word *w;
  unsigned found = 0;
  for (size_t at = 0; (w = tdg_words_next(&tdg_words_mail_furniture, TDG_EVERY_LANGUAGE, &at)) != NULL;)
    if (!(found & 1u << w->value) && holds(folded, tdg_word_text(&tdg_words_mail_furniture, w)))
      found |= 1u << w->value;
  return found;
}

static unsigned says(struct mail *m, struct mail_line *l) {
  if (l->text.n == 0 || l->text.n > MAX_FURNITURE) return 0;
  if (!l->looked) l->said = furniture_of(tdg_fold(m->call, l->text));
  l->looked = 1;
  return l->text.n > MAX_VIEW ? l->said & ~(1u << TDG_MAIL_FURNITURE_VIEW) : l->said;
}

/* What a mail says of itself stands at its ends. */
static int is_near_end(size_t i, size_t n) { return i < NEAR_LINES || i + 2 * NEAR_LINES >= n; }

static int is_address(struct tdg_str s) {
  s = tdg_str_trim(s);
  while (s.n > 0 && strchr("(<[", s.p[0]) != NULL) s.p++, s.n--;
  return (tdg_nocase_starts(s, "http://") || tdg_nocase_starts(s, "https://")) &&
         memchr(s.p, ' ', s.n) == NULL;
}

static int is_copyright(struct tdg_str s) {
  return tdg_str_starts(s, "\xC2\xA9") || tdg_nocase_starts(s, "(c) 20") ||
         tdg_nocase_starts(s, "copyright ");
}

static int is_rule(struct tdg_str s) {
  size_t i = 0;
  while (i < s.n && strchr("-_=*~ ", s.p[i]) != NULL) i++;
  return s.n > 0 && i == s.n;
}

/* ---- furniture ---- */

#define BIT(name) (1u << TDG_MAIL_FURNITURE_##name)

static size_t bytes_from(const struct mail_line *v, size_t from, size_t to) {
  size_t sum = 0;
  for (size_t i = from; i < to; i++) sum += v[i].text.n;
  return sum;
}

/* The lines before the first that is one of the footer belong to it, if they are a rule, a notice of rights, an address. */
static void clean_before(struct mail *m, struct mail_line *v, size_t at) {
  while (at > 0) {
    struct mail_line *l = &v[--at];
    if (l->drop || l->text.n == 0) continue;
    if (!is_rule(l->text) && !is_copyright(l->text) && !is_address(l->text) && !(says(m, l) & BIT(FOOT)))
      return;
    l->drop = 1;
  }
}

/* The footer begins with the first line of the second half that says why one gets this, or how to leave; what is behind it is
 * left out as well, unless it is long: then these lines alone. */
/* A word for leaving alone may be of a sentence of the text. */
static int is_footer(struct mail *m, struct mail_line *l) {
  const unsigned found = says(m, l);
  if (found & BIT(WHY)) return 1;
  return (found & BIT(LEAVE)) && (l->text.n <= MAX_LEAVE || (found & (BIT(VIEW) | BIT(FOOT))) ||
                                  tdg_nocase_has(l->text, "http") || tdg_nocase_has(l->text, "mailto:"));
}

static void clean_foot(struct mail *m, struct mail_line *v, size_t n) {
  const size_t all = bytes_from(v, 0, n);
  size_t first = n, before = 0;
  for (size_t i = 0; i < n; i++) {
    const int tail = i > 0 && (before * 2 >= all || all - before <= MAX_TAIL / 2);
    before += v[i].text.n;
    if (v[i].drop || !is_near_end(i, n) || !is_footer(m, &v[i])) continue;
    if (!tail && i >= 6) continue;
    v[i].drop = 1;
    if (first == n && tail) first = i;
  }
  if (first == n) return;
  clean_before(m, v, first);
  if (bytes_from(v, first, n) > MAX_TAIL) return;
  for (size_t i = first; i < n; i++) v[i].drop = 1;
}

static void clean_views(struct mail *m, struct mail_line *v, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (v[i].drop || !is_near_end(i, n) || !(says(m, &v[i]) & BIT(VIEW))) continue;
    v[i].drop = 1;
    for (size_t k = i + 1; k < n && k < i + 3; k++) {
      if (v[k].text.n == 0) continue;
      if (is_address(v[k].text)) v[k].drop = 1;
      else break;
    }
  }
}

/* "Do not reply", "all rights reserved" and the like count in the last lines only. */
static void clean_last(struct mail *m, struct mail_line *v, size_t n) {
  size_t seen = 0;
  for (size_t i = n; i > 0 && seen < 4; i--) {
    struct mail_line *l = &v[i - 1];
    if (l->drop || l->text.n == 0) continue;
    seen++;
    if ((says(m, l) & BIT(FOOT)) || is_copyright(l->text)) l->drop = 1, seen--;
  }
}

/* ---- a message that is passed on ---- */

struct header {
  size_t begins, ends; /* its lines */
  struct tdg_str value[TDG_MAIL_FIELDS_COUNT];
  unsigned found; /* bits of TDG_MAIL_FIELDS_... */
  size_t fields;
};

static struct tdg_str without_marks(struct tdg_str s) {
  while (s.n > 0 && strchr(">* \t", s.p[0]) != NULL) s.p++, s.n--;
  return s;
}

/* The field whose name the line begins with, 0: none; *value: what is behind the colon. */
static int field_of(struct mail *m, struct tdg_str line, struct tdg_str *value) {
  static const char wide[] = "\xEF\xBC\x9A";
  size_t k = 0;
  line = without_marks(line);
  while (k < line.n && k < MAX_FIELD_NAME && line.p[k] != ':' &&
         !(line.n - k >= 3 && memcmp(line.p + k, wide, 3) == 0))
    k++;
  if (k == 0 || k >= line.n || k == MAX_FIELD_NAME) return 0;
  const size_t colon = line.p[k] == ':' ? 1 : 3;
  struct tdg_str name = tdg_str_trim((struct tdg_str){line.p, k});
  while (name.n > 0 && name.p[name.n - 1] == '*') name.n--;
  const struct tdg_word *w =
      tdg_words_find(&tdg_words_mail_fields, TDG_EVERY_LANGUAGE, tdg_fold(m->call, name));
  if (w == NULL) return 0;
  *value = tdg_str_trim((struct tdg_str){line.p + k + colon, line.n - k - colon});
  while (value->n > 0 && (*value->p == '*' || *value->p == ' ')) value->p++, value->n--;
  return w->value;
}

/* The fields that stand one below the other from line i on. */
static void read_header(struct mail *m, const struct mail_line *v, size_t n, size_t i, struct header *h) {
  struct tdg_str value;
  int field, last = 0;
  *h = (struct header){.begins = i, .ends = i};
  for (; i < n && h->fields < MAX_FIELDS; i++) {
    const struct tdg_str text = without_marks(v[i].text);
    if (text.n == 0) {
      if (h->found & 1u << TDG_MAIL_FIELDS_SUBJECT) break;
      continue;
    }
    field = field_of(m, v[i].text, &value);
    if (field == 0 && v[i].gap == 0 && last >= TDG_MAIL_FIELDS_TO && memchr(text.p, '@', text.n) != NULL) {
      h->ends = i + 1; /* further receivers */
      continue;
    }
    if (field == 0 && v[i].gap == 0 && last == TDG_MAIL_FIELDS_SUBJECT && h->ends == i && text.n < 80 &&
        v[i].raw.n > 0 && i + 1 < n && (v[i + 1].gap > 0 || field_of(m, v[i + 1].text, &value) != 0))
      h->ends = i + 1; /* the rest of a subject that was wrapped */
    if (field == 0) break;
    if (!(h->found & 1u << field)) h->value[field] = value;
    h->found |= 1u << field;
    h->fields++;
    h->ends = i + 1;
    last = field;
  }
}

static int is_header(const struct header *h) {
  const unsigned must = 1u << TDG_MAIL_FIELDS_FROM | 1u << TDG_MAIL_FIELDS_SUBJECT;
  return h->fields >= 3 && (h->found & must) == must;
}

/* TDG_MAIL_FORWARD_... of a line that is nothing but such words between dashes; 0. */
static int forward_of(struct mail *m, struct tdg_str text) {
  const struct tdg_word *w;
  text = without_marks(text);
  if (text.n == 0 || text.n > 120) return 0;
  struct tdg_str folded = tdg_fold(m->call, text);
  while (folded.n > 0 && strchr("-_= ", folded.p[0]) != NULL) folded.p++, folded.n--;
  while (folded.n > 0 && strchr("-_=: ", folded.p[folded.n - 1]) != NULL) folded.n--;
  w = tdg_words_at_start(&tdg_words_mail_forward, TDG_EVERY_LANGUAGE, folded);
  return w != NULL && (w->size == folded.n || folded.n < w->size + 60u) ? w->value : 0;
}

static void take_header(struct mail *m, const struct header *h) {
  struct mail_facts *f = &m->facts;
  struct tdg_str name, address, value;
  struct tdg_date d;
  size_t from, to;
  int forwarded;
  value = h->value[TDG_MAIL_FIELDS_SUBJECT];
  if (value.n > 0) f->subject = mail_subject(m->call, value, &forwarded);
  mail_mailbox(m->call, h->value[TDG_MAIL_FIELDS_FROM], &name, &address);
  if (tdg_nocase_starts(address, "mailto:")) address.p += 7, address.n -= 7;
  if (name.n + address.n > 0) f->from_name = name, f->from_address = address;
  value = h->value[TDG_MAIL_FIELDS_DATE];
  if (tdg_date_parse(value.p, value.n, NULL, &d) != 0 &&
      tdg_date_find(value.p, value.n, NULL, &d, &from, &to) != 0)
    return;
  f->date = d.ms;
  f->date_raw = value;
  f->has_date = 1;
}

/* Behind little text, a header that stands in the text: what follows it is the message.  Its lines may be quoted. */
static void find_forward(struct mail *m, struct mail_line *v, size_t n) {
  size_t before = 0;
  struct header h;
  for (size_t i = 0; i < n && before <= MAX_COMMENT; i++) {
    const int mark = forward_of(m, v[i].text);
    if (mark == TDG_MAIL_FORWARD_ORIGINAL && before > MAX_COMMENT / 2) return; /* an answer */
    size_t at = i + (mark != 0);
    struct tdg_str value;
    if (mark == 0 && field_of(m, v[i].text, &value) == 0) {
      before += v[i].text.n;
      continue;
    }
    read_header(m, v, n, at, &h);
    if (is_header(&h) && h.ends < n) {
      take_header(m, &h);
      for (size_t k = 0; k < h.ends; k++) v[k].drop = 1;
      return;
    }
    before += v[i].text.n;
  }
}

void mail_judge(struct mail *m, struct mail_line *v, size_t n) {
  find_forward(m, v, n);
  clean_views(m, v, n);
  clean_foot(m, v, n);
  clean_last(m, v, n);
}
