/* signatures.c - who signed: lines "For Norvia", name, office, below or beside each other, or "Name, office" in one line.
 *
 * A block of signatures follows "Done at ...", stands in columns, has "For ..." over names, or ends the text with a name over an office.
 * A list of names elsewhere (related news, a contact) is none.
 */
#include "statement.h"

enum line_kind { KIND_NONE, KIND_FOR, KIND_NAME, KIND_OFFICE, KIND_BOTH };
/* MAX_SIGN_LINES: of one block; those behind it are looked at as another one. */
enum { MAX_SIGN_WORDS = 16, FEW_LEFT = 4, MAX_SIGN_LINES = 2000 };

struct entry {
  struct tdg_str name, office, org;
  size_t line;
};

/* "(-) Anna Lis", "/s/ Ada Lund": signed. */
static struct tdg_str without_sign(struct tdg_str t) {
  static const char *const signs[] = {"(-)", "/-/", "/s/", "(\xE2\x80\x93)", "(s)"};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (tdg_nocase_starts(t, signs[i]))
      return tdg_str_trim((struct tdg_str){t.p + strlen(signs[i]), t.n - strlen(signs[i])});
  return t;
}

/* "Holló Anna s. k., miniszterelnök": by his own hand. */
static struct tdg_str without_hand(struct statement *s, struct tdg_str t) {
  static const char *const hands[] = {" s. k.", " s.k.", " m. p.", " m.p.", " (sgd)", " (signed)"};
  for (size_t at = 0; at + 1 < t.n; at++) {
    if (t.p[at] != ' ' || (t.p[at + 1] != 's' && t.p[at + 1] != 'm' && t.p[at + 1] != '(')) continue;
    const struct tdg_str rest = {t.p + at, t.n - at};
    for (size_t i = 0; i < sizeof hands / sizeof *hands; i++) {
      const size_t n = strlen(hands[i]);
      if (tdg_str_starts(rest, hands[i]))
        return stm_join(s, (struct tdg_str){t.p, at}, "", (struct tdg_str){rest.p + n, rest.n - n});
    }
  }
  return t;
}

/* "J. Lund" is no point of a list. */
static struct tdg_str text_of(struct statement *s, const struct stm_line *l) {
  return l->mark.n == 2 && l->mark.p[1] == '.' && *l->mark.p >= 'A' && *l->mark.p <= 'Z' && !l->listed
             ? stm_join(s, l->mark, " ", l->line.s)
             : without_hand(s, without_sign(l->line.s));
}

/* Where "Anna Berg President" is parted, of which a table or a PDF has lost the cells: the whole line is a name and an office. */
static size_t bare_name_tokens(const struct statement *s, const struct stm_tokens *t) {
  for (size_t k = 2; k < t->n && k <= 4; k++) {
    if (!stm_is_name(s, t, 0, k) || stm_office_end(s, t, 0, k) > 0) continue;
    const struct stm_hit hit = stm_phrase_at(s->words, SET_OFFICE, t, k);
    if (hit.size > 0 && k + stm_covers(t, k, hit.size) == t->n) return k;
  }
  return 0;
}

/* Where "Name, office" is parted. */
static size_t name_tokens(const struct statement *s, const struct stm_tokens *t) {
  for (size_t k = 1; k < t->n && k <= 6; k++) {
    if (!t->v[k - 1].comma && !(k + 1 < t->n && *t->v[k].raw.p == '(')) continue;
    return stm_is_name(s, t, 0, k) && stm_office_end(s, t, k, t->n) > 0 ? k : 0;
  }
  return t->n <= 8 ? bare_name_tokens(s, t) : 0;
}

static enum line_kind kind_of(struct statement *s, size_t i) {
  if (i >= s->n) return KIND_NONE;
  const struct stm_line *l = &s->v[i];
  if (l->role == ROLE_NONE || l->type == TDG_TABLE || l->type == TDG_HEADING ||
      l->line.words > MAX_SIGN_WORDS || l->line.s.n > 200)
    return KIND_NONE;
  if (l->cues & (CUE_LABEL | CUE_CONTACT | CUE_NOTES | CUE_ANNEX | CUE_ABOUT | CUE_FOOTNOTE | CUE_END |
                 CUE_VERSION | CUE_RECITAL | CUE_DONE))
    return KIND_NONE;
  const struct tdg_str text = text_of(s, l);
  if (l->mark.n > 0 && !(l->mark.n == 2 && text.n > l->line.s.n)) return KIND_NONE;
  if (l->cues & CUE_FOR) return KIND_FOR;
  if (l->line.end == TDG_ENDS_STOP && l->line.words > 5) return KIND_NONE;
  const struct stm_tokens t = stm_tokens(s, text, 24);
  if (t.n == 0) return KIND_NONE;
  if (name_tokens(s, &t) > 0) return KIND_BOTH;
  if (stm_is_name(s, &t, 0, t.n)) return KIND_NAME;
  return stm_office_end(s, &t, 0, t.n) > 0 ? KIND_OFFICE : KIND_NONE;
}

static size_t next_line(const struct statement *s, size_t i) {
  do i++;
  while (i < s->n && s->v[i].role == ROLE_NONE && !(s->v[i].cues & CUE_END));
  return i;
}

/* The document while its signatures are looked for: the kinds of its lines, each found once. */
struct search {
  uint8_t *kind;   /* 1 + enum line_kind; 0: not looked at yet */
  size_t few_left; /* from this line on there are only so few */
};

static enum line_kind kind_at(struct statement *s, struct search *f, size_t i) {
  if (i >= s->n) return KIND_NONE;
  if (f->kind[i] == 0) f->kind[i] = (uint8_t)(1 + kind_of(s, i));
  return (enum line_kind)(f->kind[i] - 1);
}

static size_t first_of_few(const struct statement *s) {
  size_t i = s->n;
  for (size_t left = 0; i > 0; i--) {
    left += s->v[i - 1].role != ROLE_NONE;
    if (left > FEW_LEFT) break;
  }
  return i;
}

/* What may stand behind the signatures. */
static int closes_text(const struct statement *s, const struct search *f, size_t i) {
  if (i >= f->few_left) return 1; /* a line or two of the registry may follow */
  const struct stm_line *l = &s->v[i];
  return (l->cues & (CUE_NOTES | CUE_ABOUT | CUE_CONTACT | CUE_ANNEX | CUE_END | CUE_FOOTNOTE | CUE_VERSION |
                     CUE_PARALLEL | CUE_LABEL | CUE_DONE)) != 0;
}

/* The lines from i on that are signatures: sets the line behind them. */
static int block_at(struct statement *s, struct search *f, size_t i, int done, size_t *end) {
  int names = 0, offices = 0, leads = 0, cells = s->v[i].cell > 0;
  size_t k = i;
  while (k < s->n && k < i + MAX_SIGN_LINES) {
    const enum line_kind kind = kind_at(s, f, k);
    const int beside = s->v[k].cell > 0 && cells;
    if (kind == KIND_NONE && !beside &&
        !(k > i && s->v[k].role != ROLE_NONE && s->v[k].box == s->v[k - 1].box && leads > 0 &&
          names >= leads))
      break;
    if (kind == KIND_OFFICE && k == i && !done && !beside && kind_at(s, f, next_line(s, k)) != KIND_NAME)
      return 0;
    names += kind == KIND_NAME || kind == KIND_BOTH;
    offices += kind == KIND_OFFICE || kind == KIND_BOTH;
    leads += kind == KIND_FOR;
    k = next_line(s, k);
  }
  *end = k;
  if (names == 0) return 0;
  if (leads > 0 || done || cells) return offices > 0 || leads > 0;
  return offices >= names && closes_text(s, f, k);
}

void stm_find_signatures(struct statement *s) {
  struct search f = {tdg_scratch(s->call, s->n + 1), first_of_few(s)};
  int done = 0;
  for (size_t i = s->body; i < s->n;) {
    const struct stm_line *l = &s->v[i];
    size_t end;
    if (l->role != ROLE_NONE && (l->cues & (CUE_NOTES | CUE_ABOUT | CUE_CONTACT)) && i > s->body) return;
    if (l->cues & CUE_DONE) done = 1;
    if (l->role == ROLE_NONE || (i <= s->body && l->cell == 0) || kind_at(s, &f, i) == KIND_NONE ||
        !block_at(s, &f, i, done, &end)) {
      if (!(l->cues & CUE_DONE) && l->role != ROLE_NONE && l->line.words > 12) done = 0;
      i++;
      continue;
    }
    for (size_t k = i; k < end; k++) s->v[k].signs = s->v[k].role != ROLE_NONE;
    i = end;
  }
}

/* ---- people ---- */

static int same_name(struct tdg_str a, struct tdg_str b) { return a.n == b.n && memcmp(a.p, b.p, a.n) == 0; }

/* The party whose name ends an office: "Prime Minister of Norvia". */
static struct tdg_str party_at_end(const struct statement *s, struct tdg_str office) {
  struct tdg_str best = stm_none();
  for (size_t i = 0; i < s->n_parties; i++) {
    const struct tdg_str p = s->parties[i];
    if (p.n > best.n && office.n > p.n + 1 && memcmp(office.p + office.n - p.n, p.p, p.n) == 0) best = p;
  }
  return best;
}

static void put_entry(struct statement *s, struct entry *e) {
  if (e->name.n < 3 || (e->office.n == 0 && e->org.n == 0)) {
    *e = (struct entry){0};
    return;
  }
  if (e->org.n == 0) e->org = party_at_end(s, e->office);
  tdg_rec *g = tdg_group(s->call);
  tdg_put_text(s->call, g, TDG_NAME, e->name.p, e->name.n);
  tdg_put_text(s->call, g, TDG_OFFICE, e->office.p, e->office.n);
  tdg_put_text(s->call, g, TDG_ORG, e->org.p, e->org.n);
  tdg_put_int(s->call, g, TDG_BLOCK_NO, (int64_t)s->v[e->line].block);
  tdg_put_rec(s->call, s->rec, TDG_SIGNATORY, g);
  *e = (struct entry){0};
}

static struct tdg_str bare(struct tdg_str t) {
  while (t.n > 0 && strchr(",:;. ", t.p[t.n - 1]) != NULL) t.n--;
  return t;
}

/* "For the Republic of Calder:" */
struct tdg_str stm_signed_for(struct statement *s, const struct stm_line *l) {
  const struct stm_tokens t = stm_tokens(s, l->line.s, 16);
  const struct stm_hit hit = stm_phrase_at(s->words, SET_SMALL, &t, 0);
  const size_t n = stm_covers(&t, 0, hit.size);
  if (hit.value != TDG_STATEMENT_SMALL_FOR || n >= t.n) return stm_none();
  struct tdg_str org = {t.v[n].raw.p, (size_t)(l->line.s.p + l->line.s.n - t.v[n].raw.p)};
  return bare(stm_without_article(s, bare(org)));
}

static void read_both(struct statement *s, struct entry *e, struct tdg_str text) {
  const struct stm_tokens t = stm_tokens(s, text, 24);
  const size_t k = name_tokens(s, &t);
  e->name = stm_slice(&t, 0, k);
  e->office = bare((struct tdg_str){t.v[k].core.p, (size_t)(text.p + text.n - t.v[k].core.p)});
}

void stm_signatories(struct statement *s) {
  struct entry e = {0};
  uint32_t cell = 0;
  for (size_t i = s->body; i < s->n; i++) {
    const struct stm_line *l = &s->v[i];
    if (!l->signs || l->role == ROLE_NONE) continue;
    if (l->cell != cell) put_entry(s, &e), cell = l->cell;
    const struct tdg_str text = text_of(s, l);
    const enum line_kind kind = kind_of(s, i);
    if (kind == KIND_FOR) {
      put_entry(s, &e);
      e.org = stm_signed_for(s, l), e.line = i;
    } else if (kind == KIND_BOTH) {
      if (e.name.n > 0) put_entry(s, &e);
      read_both(s, &e, text);
      e.line = i;
      put_entry(s, &e);
    } else if (e.name.n == 0 && (kind == KIND_NAME || (kind == KIND_NONE && (l->cell > 0 || e.org.n > 0)))) {
      e.name = bare(text), e.line = i;
    } else if (kind == KIND_NAME && (e.office.n > 0 || l->cell == 0) && !same_name(e.name, text)) {
      put_entry(s, &e);
      e.name = bare(text), e.line = i;
    } else if (e.office.n == 0) {
      e.office = bare(text);
      if (e.name.n == 0) e.line = i;
    } else if (e.name.n == 0) {
      e.name = bare(text), e.line = i;
    } else if (e.org.n == 0) {
      e.org = bare(text);
    }
  }
  put_entry(s, &e);
}
