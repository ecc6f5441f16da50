/* people.c - who speaks (issuers), who signs, who answers questions (contacts). */
#include <tidings/kit/str.h>
#include <tidings/kit/word_classes.h>

#include "statement.h"

enum { MAX_NAME = 160, MAX_PARTIES = 24 };

static int is_capital(struct tdg_str s) {
  struct tdg_line l = {.s = s};
  tdg_line_measure(&l);
  return l.start != TDG_STARTS_LOWER && l.letters > 0;
}

/* ---- issuers ---- */

static void issuer_put(struct statement *s, struct tdg_str name, struct tdg_str role) {
  name = tdg_str_trim(name);
  while (name.n > 0 && strchr(",.;:", name.p[name.n - 1]) != NULL) name.n--;
  if (name.n < 3 || name.n > MAX_NAME || !is_capital(name)) return;
  for (uint32_t i = 0; i < MAX_ISSUERS; i++) {
    const tdg_rec *old = tdg_get_rec(s->call, s->rec, TDG_ISSUER, i);
    if (old == NULL) break;
    struct tdg_str n = tdg_get(s->call, old, TDG_NAME);
    if (tdg_str_same(n, name)) return;
    if (i + 1 == MAX_ISSUERS) return;
  }
  tdg_rec *g = tdg_group(s->call);
  tdg_put_text(s->call, g, TDG_NAME, name.p, name.n);
  tdg_put_text(s->call, g, TDG_ROLE, role.p, role.n);
  tdg_put_rec(s->call, s->rec, TDG_ISSUER, g);
}

/* Up to the first of some words, wherever it stands. */
static struct tdg_str cut_at_words(struct tdg_str s, const struct tdg_word_class *c) {
  size_t at;
  tdg_words_first(c, s, &at);
  return (struct tdg_str){s.p, at};
}

static struct tdg_str cut_at(struct tdg_str s, const char *const *signs) {
  for (; *signs != NULL; signs++) {
    const char *p = tdg_str_find(s, *signs);
    if (p != NULL) s.n = (size_t)(p - s.p);
  }
  return s;
}

/* Where the first join between two parties stands, the longest there; its length, 0: nowhere. */
static size_t find_join(struct tdg_str s, size_t *at) {
  const struct tdg_word *join = tdg_words_first(&tdg_words_statement_joins, s, at);
  const char *comma = tdg_str_find(s, ", ");
  size_t n = join != NULL ? join->size : 0;
  if (comma != NULL && (size_t)(comma - s.p) < *at) *at = (size_t)(comma - s.p), n = 2;
  return n;
}

/* "A, B and C" one by one, each with the same office. */
static void parties_put(struct statement *s, struct tdg_str list, struct tdg_str role) {
  for (int i = 0; list.n > 0 && i < MAX_PARTIES; i++) {
    size_t at, skip = find_join(list, &at);
    struct tdg_str one = {list.p, at};
    if (!is_capital(one)) {
      const struct tdg_word *the =
          tdg_words_at_start(&tdg_words_statement_party_articles, TDG_EVERY_LANGUAGE, one);
      if (the == NULL || one.n == the->size) return;
      one.p += the->size, one.n -= the->size;
    }
    issuer_put(s, one, role);
    list.p += at + skip, list.n -= at + skip;
  }
}

/* The word of lowest value that stands anywhere in s: *p is where. */
static const struct tdg_word *first_by_value(struct tdg_str s, const struct tdg_word_class *c,
                                             const char **p) {
  const struct tdg_word *best = NULL;
  size_t at = 0;
  for (const struct tdg_word *w; (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;) {
    const char *here = best == NULL || w->value < best->value ? tdg_str_find(s, tdg_word_text(c, w).p) : NULL;
    if (here != NULL) best = w, *p = here;
  }
  return best;
}

/* What stands behind that word; "". */
static struct tdg_str after_word(struct tdg_str s, const struct tdg_word_class *c) {
  const char *p;
  const struct tdg_word *w = first_by_value(s, c, &p);
  if (w == NULL) return (struct tdg_str){s.p, 0};
  p += w->size;
  return (struct tdg_str){p, s.n - (size_t)(p - s.p)};
}

static struct tdg_str without_article(struct tdg_str s) {
  const struct tdg_word_class *c = &tdg_words_statement_leads;
  size_t at = 0;
  for (const struct tdg_word *w; (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;)
    if (tdg_nocase_starts(s, tdg_word_text(c, w).p)) s.p += w->size, s.n -= w->size;
  return s;
}

/* "the Foreign Ministers of A, B and C, met": office and parties. */
static void issuers_of_phrase(struct statement *s, struct tdg_str t) {
  static const char *const signs[] = {". ", " (", NULL};
  struct tdg_str phrase = cut_at(cut_at_words(t, &tdg_words_statement_party_ends), signs);
  const struct tdg_word *of;
  const char *p;
  phrase = without_article(phrase);
  of = first_by_value(phrase, &tdg_words_statement_of, &p);
  if (of != NULL) {
    struct tdg_str role = {phrase.p, (size_t)(p - phrase.p)};
    struct tdg_str list = {p + of->size, phrase.n - role.n - of->size};
    int many = tdg_str_has(list, ", ") ||
               tdg_words_inside(&tdg_words_statement_joins, TDG_STATEMENT_JOINS_MANY, list);
    if (many && role.n > 0 && role.n < 60) {
      parties_put(s, list, role);
      return;
    }
  }
  issuer_put(s, phrase, tdg_str_of(""));
}

static void issuers_of_title(struct statement *s) {
  struct tdg_str rest = after_word(s->title, &tdg_words_statement_by);
  if (rest.n > 0) issuers_of_phrase(s, rest);
}

static void issuer_of_opening(struct statement *s, const struct stm_item *it) {
  struct tdg_str rest = after_word(it->line.s, &tdg_words_statement_we);
  if (rest.n > 0) issuers_of_phrase(s, rest);
}

/* "Page title | Aldmark Medicines Agency": the part behind the last sign, when it is not the title itself. */
static void issuer_of_page(struct statement *s) {
  static const char *const signs[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: "};
  struct tdg_str t = s->page_title, last = {"", 0};
  for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
    for (const char *p; (p = tdg_str_find(t, signs[i])) != NULL;) {
      p += strlen(signs[i]);
      t = last = (struct tdg_str){p, t.n - (size_t)(p - t.p)};
    }
  if (last.n > 0) issuer_put(s, last, (struct tdg_str){"", 0});
}

static int is_state(struct tdg_str s) {
  const struct tdg_word_class *c = &tdg_words_statement_states;
  size_t at = 0;
  for (const struct tdg_word *w; (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &at)) != NULL;)
    if (s.n > w->size && tdg_nocase_starts(s, tdg_word_text(c, w).p)) return 1;
  return 0;
}

/* Ministries and offices; the state above them only when it stands alone. */
static void issuers_of_letterhead(struct statement *s) {
  static const struct tdg_str none = {"", 0};
  for (int states = 0; states < 2; states++)
    for (size_t i = 0; i < s->n && i < MAX_HEAD_ITEMS; i++) {
      const struct stm_item *it = &s->v[i];
      if (!(it->cues & CUE_LETTERHEAD) || it->role != ROLE_NONE || is_state(it->line.s) != states) continue;
      if (states == 0 || tdg_get_rec(s->call, s->rec, TDG_ISSUER, 0) == NULL) issuer_put(s, it->line.s, none);
    }
}

static void read_issuers(struct statement *s) {
  for (size_t i = 0; i < s->n && i < MAX_HEAD_ITEMS; i++)
    if (s->v[i].cues & (CUE_WE | CUE_MET)) issuer_of_opening(s, &s->v[i]);
  if (tdg_get_rec(s->call, s->rec, TDG_ISSUER, 0) == NULL) issuers_of_letterhead(s);
  if (tdg_get_rec(s->call, s->rec, TDG_ISSUER, 0) == NULL) issuers_of_title(s);
  if (tdg_get_rec(s->call, s->rec, TDG_ISSUER, 0) == NULL) issuer_of_page(s);
}

static void read_occasion(struct statement *s) {
  static const char *const ends[] = {". ", ", ", "; ", NULL};
  for (size_t i = 0; i < s->n && i < MAX_HEAD_ITEMS && s->occasion.n == 0; i++) {
    struct tdg_str rest = cut_at(after_word(s->v[i].line.s, &tdg_words_statement_occasions), ends);
    if (rest.n > 0 && rest.p[rest.n - 1] == '.') rest.n--;
    if (rest.n > 0 && rest.n < 300) s->occasion = rest;
  }
}

/* ---- signatories ---- */

static void signatory_put(struct statement *s, struct tdg_str name, struct tdg_str office, struct tdg_str org,
                          size_t block) {
  tdg_rec *g = tdg_group(s->call);
  if (name.n < 3 || name.n > MAX_NAME || !is_capital(name)) return;
  tdg_put_text(s->call, g, TDG_NAME, name.p, name.n);
  tdg_put_text(s->call, g, TDG_OFFICE, office.p, office.n);
  tdg_put_text(s->call, g, TDG_ORG, org.p, org.n);
  tdg_put_int(s->call, g, TDG_BLOCK_NO, (int64_t)block);
  tdg_put_rec(s->call, s->rec, TDG_SIGNATORY, g);
}

static struct tdg_str line_of(struct tdg_str *s) {
  struct tdg_str line = {"", 0};
  tdg_line_cut(s, &line);
  return tdg_str_trim(line);
}

/* Where the office begins in "Ada Lorn Minister of Trade Aldmark", when the lines of a cell have run
 * together. */
static size_t office_at(struct tdg_str cell) {
  const struct tdg_word_class *c = &tdg_words_statement_office_heads;
  size_t at = 0, next = 0;
  for (const struct tdg_word *w; (w = tdg_words_next(c, TDG_EVERY_LANGUAGE, &next)) != NULL;) {
    const char *p = tdg_str_find(cell, tdg_word_text(c, w).p);
    if (p != NULL && (at == 0 || (size_t)(p - cell.p) < at)) at = (size_t)(p - cell.p);
  }
  return at;
}

/* The issuer whose name ends the office line. */
static struct tdg_str party_at_end(struct statement *s, struct tdg_str office) {
  for (uint32_t i = 0; i < MAX_ISSUERS; i++) {
    const tdg_rec *g = tdg_get_rec(s->call, s->rec, TDG_ISSUER, i);
    if (g == NULL) break;
    struct tdg_str name = tdg_get(s->call, g, TDG_NAME);
    if (office.n > name.n + 1 && memcmp(office.p + office.n - name.n, name.p, name.n) == 0) return name;
  }
  return (struct tdg_str){"", 0};
}

static void signatory_of_cell(struct statement *s, struct tdg_str cell, size_t block) {
  struct tdg_str name = line_of(&cell), office = line_of(&cell), org = line_of(&cell);
  if (office.n == 0) {
    size_t at = office_at(name);
    office = tdg_str_trim((struct tdg_str){name.p + at, name.n - at});
    name.n = at;
    org = party_at_end(s, office);
    office.n -= org.n;
    office = tdg_str_trim(office);
  }
  if (office.n > 0) signatory_put(s, name, office, org, block);
}

/* A table of signatures: each cell is a name, an office and a party. */
static void signatories_of_table(struct statement *s, const struct stm_item *it, size_t block) {
  for (uint32_t r = 0; it->block != NULL; r++) {
    const tdg_rec *row = tdg_get_rec(s->call, it->block, TDG_ROW, r);
    if (row == NULL) return;
    for (uint32_t c = 0; c < MAX_PARTIES; c++)
      signatory_of_cell(s, tdg_get_nth(s->call, row, TDG_CELL, c), block);
  }
}

static void read_signatories(struct statement *s) {
  size_t block = 0;
  for (size_t i = 0; i < s->n; i++) {
    const struct stm_item *it = &s->v[i], *next = i + 1 < s->n ? &s->v[i + 1] : NULL;
    if (it->role == ROLE_SIGNATURE && it->type == TDG_TABLE) signatories_of_table(s, it, block);
    else if (it->role == ROLE_SIGNATURE && !(it->cues & CUE_OFFICE) && next != NULL &&
             next->role == ROLE_SIGNATURE && (next->cues & CUE_OFFICE) && it->line.words <= 6)
      signatory_put(s, it->line.s, next->line.s, (struct tdg_str){"", 0}, block);
    block += it->role != ROLE_NONE;
  }
}

/* ---- contacts ---- */

static int is_mail_char(char c) {
  return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
         (c != '\0' && strchr("._-+", c) != NULL);
}

static struct tdg_str find_mail(struct tdg_str s) {
  const char *at = memchr(s.p, '@', s.n), *from = at, *to = at;
  if (at == NULL) return (struct tdg_str){"", 0};
  while (from > s.p && is_mail_char(from[-1])) from--;
  for (to = at + 1; to < s.p + s.n && is_mail_char(*to);) to++;
  while (to > at && to[-1] == '.') to--;
  if (from == at || to <= at + 3) return (struct tdg_str){"", 0};
  return (struct tdg_str){from, (size_t)(to - from)};
}

/* Seven digits or more with their usual signs. */
static struct tdg_str find_phone(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] != '+' && s.p[i] != '(' && !(s.p[i] >= '0' && s.p[i] <= '9')) continue;
    size_t k = i, digits = 0, last = i;
    for (; k < s.n && (strchr("+()/-. ", s.p[k]) != NULL || (s.p[k] >= '0' && s.p[k] <= '9')); k++)
      if (s.p[k] >= '0' && s.p[k] <= '9') digits++, last = k + 1;
    if (digits >= 7 && digits <= 16) return (struct tdg_str){s.p + i, last - i};
    i = k;
  }
  return (struct tdg_str){"", 0};
}

/* "Contact: Press office, Karl Brenning, +00 ...": what stands before the first figure or address. */
static struct tdg_str contact_name(struct tdg_str s, struct tdg_str mail, struct tdg_str phone) {
  const char *colon = memchr(s.p, ':', s.n), *end = s.p + s.n;
  if (mail.n > 0 && mail.p < end) end = mail.p;
  if (phone.n > 0 && phone.p < end) end = phone.p;
  if (colon != NULL && colon < end) s.p = colon + 1;
  s = tdg_str_trim((struct tdg_str){s.p, (size_t)(end - s.p)});
  while (s.n > 0 && strchr(",;:( ", s.p[s.n - 1]) != NULL) s.n--;
  return s;
}

static void read_contacts(struct statement *s) {
  for (size_t i = 0; i < s->n; i++) {
    const struct stm_item *it = &s->v[i];
    struct tdg_str t = it->line.s;
    if (it->role != ROLE_CONTACT || t.n > 1000) continue;
    struct tdg_str mail = find_mail(t), phone = find_phone(t);
    if (mail.n == 0 && phone.n == 0) continue;
    struct tdg_str name = contact_name(t, mail, phone);
    tdg_rec *g = tdg_group(s->call);
    if (name.n < MAX_NAME) tdg_put_text(s->call, g, TDG_NAME, name.p, name.n);
    tdg_put_text(s->call, g, TDG_EMAIL, mail.p, mail.n);
    tdg_put_text(s->call, g, TDG_PHONE, phone.p, phone.n);
    tdg_put_rec(s->call, s->rec, TDG_CONTACT, g);
  }
}

void stm_people(struct statement *s) {
  read_issuers(s);
  read_occasion(s);
  read_signatories(s);
  read_contacts(s);
}
