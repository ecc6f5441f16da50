/* issuers.c - who issued it: the parties of a joint text, from "For ..." of its signatures, its first sentence or its title; else the
 * organisation of the letterhead, of the label "From:", of the page, of the first sentence; and the occasion. */
#include "statement.h"

enum { MAX_PARTY_TOKENS = 60, MAX_OCCASION = 200 };

static int small_at(const struct statement *s, const struct stm_tokens *t, size_t i) {
  return i < t->n ? stm_phrase_at(s->words, SET_SMALL, t, i).value : 0;
}

/* ---- a list of parties ---- */

/* "وإستمارك": the word "and" may be part of the next one. */
static int glued_and(const struct stm_tokens *t, size_t i) {
  return i < t->n && !t->cased && t->v[i].size > 6 && memcmp(t->folded.p + t->v[i].at, "\xD9\x88", 2) == 0;
}

static int is_state(const struct statement *s, const struct stm_tokens *t, size_t i) {
  return small_at(s, t, i) == TDG_STATEMENT_SMALL_STATE ||
         (glued_and(t, i) &&
          stm_phrase(s->words, SET_SMALL,
                     (struct tdg_str){t->folded.p + t->v[i].at + 2, t->folded.n - t->v[i].at - 2})
                  .value == TDG_STATEMENT_SMALL_STATE);
}

static int links(const struct statement *s, const struct stm_tokens *t, size_t i) {
  const int small = small_at(s, t, i);
  return small == TDG_STATEMENT_SMALL_OF || small == TDG_STATEMENT_SMALL_ARTICLE;
}

/* The end of the name of a party that begins at i; i: there is none. */
static size_t party_end(const struct statement *s, const struct stm_tokens *t, size_t i) {
  size_t end = i;
  if (!t->cased) return i < t->n ? (is_state(s, t, i) && i + 1 < t->n && !t->v[i].comma ? i + 2 : i + 1) : i;
  for (size_t k = i; k < t->n && k < i + 8; k++) {
    if (t->v[k].large && small_at(s, t, k) != TDG_STATEMENT_SMALL_AND) end = k + 1;
    else if (!(links(s, t, k) && end > i)) break;
    if (t->v[k].comma || t->v[k].stop || t->v[k].colon || t->v[k].closes) break;
  }
  return end;
}

/* The last party's name in [from, end): behind the last "of", with what makes it a republic. */
static size_t last_party(const struct statement *s, const struct stm_tokens *t, size_t from, size_t end) {
  size_t at = end;
  if (!t->cased) {
    at = end > from ? end - 1 : end;
    return at > from && is_state(s, t, at - 1) ? at - 1 : at;
  }
  while (
      at > from && t->v[at - 1].large && stm_phrase_at(s->words, SET_OFFICE, t, at - 1).size == 0 &&
      !stm_ending(s->words, SET_OFFICE, (struct tdg_str){t->folded.p + t->v[at - 1].at, t->v[at - 1].size}))
    at--;
  if (at == end) return end;
  for (size_t k = at; k > from + 1 && links(s, t, k - 1);) { /* "République de Calder" */
    while (k > from && links(s, t, k - 1)) k--;
    size_t state = k;
    while (state > from && t->v[state - 1].large) state--;
    int found = 0;
    for (size_t w = state; w < k; w++) found |= is_state(s, t, w);
    if (!found) break;
    while (state < k && !is_state(s, t, state) && stm_phrase_at(s->words, SET_OFFICE, t, state).size > 0)
      state++;
    at = k = state;
  }
  return at;
}

static struct tdg_str party_name(const struct statement *s, const struct stm_tokens *t, size_t i, size_t k) {
  struct tdg_str name = stm_slice(t, i, k);
  if (glued_and(t, i) && name.n > 4) name.p += 2, name.n -= 2;
  return stm_without_article(s, name);
}

/* "Menteri Kelautan Norvia, Soland, dan Brenia": the office's department stands before the first party, without a word
 * between; it has no more words than the others. */
static struct tdg_str without_department(const struct statement *s, const struct tdg_str *v, size_t n) {
  const struct stm_tokens first = stm_tokens(s, v[0], 12);
  size_t most = 1;
  for (size_t i = 1; i < n; i++) {
    const size_t words = stm_tokens(s, v[i], 12).n;
    if (words > most) most = words;
  }
  return first.n > most ? stm_slice(&first, first.n - most, first.n) : v[0];
}

/* The first list "A, B and C" behind an office or a body ("Governments"). */
static size_t read_list(struct statement *s, const struct stm_tokens *t, struct tdg_str out[MAX_ISSUERS]) {
  size_t office = stm_office_end(s, t, 0, t->n < 14 ? t->n : 14), n = 0;
  size_t first = t->n;
  for (size_t i = 0; i < t->n && first == t->n; i++) { /* of several offices the first that a list follows */
    const size_t end = stm_office_end(s, t, i, i + 1);
    if (end > 0) first = i;
  }
  for (size_t i = 0; i < t->n && first == t->n; i++)
    if (small_at(s, t, i) == TDG_STATEMENT_SMALL_GOVERNMENT) first = i, office = i + 1;
  for (size_t i = 0; i < t->n && first == t->n; i++)
    if (small_at(s, t, i) == TDG_STATEMENT_SMALL_BETWEEN)
      first = i + stm_covers(t, i, stm_phrase_at(s->words, SET_SMALL, t, i).size) - 1;
  if (first == t->n) return 0;
  office = first + 1;
  size_t stop = office;
  while (stop < t->n && !t->v[stop].comma && small_at(s, t, stop) != TDG_STATEMENT_SMALL_AND &&
         !(stop > office && glued_and(t, stop)) && !t->v[stop].stop)
    stop++;
  if (stop >= t->n) return 0;
  const size_t end = t->v[stop].comma || t->v[stop].stop ? stop + 1 : stop;
  const size_t start = last_party(s, t, office, end);
  if (start >= end) return 0;
  out[n++] = party_name(s, t, start, end);
  size_t role = first, role_end = start;
  while (role_end > role + 1 && links(s, t, role_end - 1)) role_end--;
  while (role > 0 && (t->v[role - 1].large && !t->v[role - 1].comma) && small_at(s, t, role - 1) == 0 &&
         t->v[role].large)
    role--;
  const struct tdg_str said = stm_slice(t, role, role_end);
  for (size_t i = end; i < t->n && n < MAX_ISSUERS;) {
    int joined = t->v[i - 1].comma;
    while (i < t->n && (small_at(s, t, i) == TDG_STATEMENT_SMALL_AND || (n > 0 && links(s, t, i)))) {
      joined |= small_at(s, t, i) == TDG_STATEMENT_SMALL_AND;
      i++;
    }
    if (!joined && !glued_and(t, i)) break;
    const size_t to = party_end(s, t, i);
    if (to == i) break;
    if (!t->cased && stm_phrase_at(s->words, SET_LINE, t, i).size > 0) break;
    const struct tdg_str name = party_name(s, t, i, to);
    const int last =
        !t->v[to - 1].comma && small_at(s, t, to) != TDG_STATEMENT_SMALL_AND && !glued_and(t, to);
    if (!t->cased && last && !glued_and(t, i) && n > 0) break; /* behind the comma that ends the list */
    out[n++] = name;
    i = to;
    if (last) break;
    if (!t->cased && glued_and(t, i - (to - i > 0 ? 1 : 0)) && !glued_and(t, i)) break;
  }
  if (n >= 2 && start == office && s->language != NULL && strncmp(s->language, "id", 2) == 0)
    out[0] = without_department(s, out, n);
  if (n >= 2 && s->party_role.n == 0) s->party_role = said;
  return n;
}

/* "海岸共和国和北岭王国关于...", "해안국·북령국 외교장관": the parties open the title of a script without capitals. */
static size_t parties_of_front(const struct statement *s, struct tdg_str title,
                               struct tdg_str out[MAX_ISSUERS]) {
  static const char *const between[] = {"\xE3\x83\xBB", "\xC2\xB7", "\xE3\x80\x81",
                                        "\xE2\x80\xA7"}; /* ・ · 、 ‧ */
  const struct stm_tokens t = stm_tokens(s, title, MAX_PARTY_TOKENS);
  size_t n = 0, from = 0, i = 0;
  if (t.n < 3 || t.cased) return 0;
  for (; i < t.n && n + 1 < MAX_ISSUERS; i++) {
    const int small = small_at(s, &t, i);
    if (i > from &&
        (small == TDG_STATEMENT_SMALL_ABOUT || stm_phrase_at(s->words, SET_TYPE, &t, i).size > 0 ||
         stm_phrase_at(s->words, SET_OFFICE, &t, i).size > 0))
      break;
    if (small == TDG_STATEMENT_SMALL_STATE) { /* the "and" in "共和国" is none */
      i += stm_covers(&t, i, stm_phrase_at(s->words, SET_SMALL, &t, i).size) - 1;
      continue;
    }
    int parted = small == TDG_STATEMENT_SMALL_AND && i > from && i + 1 < t.n;
    if (parted) {
      out[n++] = stm_slice(&t, from, i);
      from = i + stm_covers(&t, i, stm_phrase_at(s->words, SET_SMALL, &t, i).size);
      i = from - 1;
      continue;
    }
    const struct tdg_str gap =
        i > from ? (struct tdg_str){t.v[i - 1].core.p + t.v[i - 1].core.n,
                                    (size_t)(t.v[i].core.p - t.v[i - 1].core.p) - t.v[i - 1].core.n}
                 : stm_none();
    for (size_t k = 0; k < sizeof between / sizeof *between; k++)
      parted |= gap.n > 0 && tdg_str_has(gap, between[k]);
    if (parted) out[n++] = stm_slice(&t, from, i), from = i;
  }
  if (n == 0 || i <= from || i >= t.n) return 0;
  out[n++] = stm_slice(&t, from, i);
  for (size_t k = 0; k < n; k++)
    if (out[k].n < 6 || out[k].n > 60) return 0;
  return n;
}

static size_t parties_of_text(struct statement *s, struct tdg_str text, struct tdg_str out[MAX_ISSUERS]) {
  const struct stm_tokens t =
      stm_tokens(s, (struct tdg_str){text.p, tdg_utf8_cut(text, 400)}, MAX_PARTY_TOKENS);
  const size_t n = t.n > 3 ? read_list(s, &t, out) : 0;
  return n >= 2 ? n : 0;
}

static size_t parties_of_signatures(struct statement *s, struct tdg_str out[MAX_ISSUERS]) {
  size_t n = 0;
  for (size_t i = s->body; i < s->n && n < MAX_ISSUERS; i++) {
    if (!s->v[i].signs || !(s->v[i].cues & CUE_FOR)) continue;
    const struct tdg_str org = stm_signed_for(s, &s->v[i]);
    if (org.n > 1 && org.n < 120) out[n++] = org;
  }
  return n >= 2 ? n : 0;
}

static int is_joint(const struct statement *s) {
  const int genre = s->genre != 0 ? s->genre : 0;
  if (genre != 0)
    return genre == TDG_STATEMENT_TYPES_JOINT_STATEMENT || genre == TDG_STATEMENT_TYPES_DECLARATION ||
           genre == TDG_STATEMENT_TYPES_COMMUNIQUE || genre == TDG_STATEMENT_TYPES_MEMORANDUM;
  const struct stm_tokens t = stm_tokens(s, s->title, 30);
  int type = s->doctype;
  for (size_t i = 0; i < t.n && type == 0; i++) type = stm_phrase_at(s->words, SET_TYPE, &t, i).value;
  return type == TDG_STATEMENT_TYPES_JOINT_STATEMENT || type == TDG_STATEMENT_TYPES_DECLARATION ||
         type == TDG_STATEMENT_TYPES_COMMUNIQUE || type == TDG_STATEMENT_TYPES_MEMORANDUM ||
         (s->text_cues & CUE_WE) != 0;
}

/* The first paragraph of the text. */
static struct tdg_str opening(const struct statement *s) {
  for (size_t i = s->body; i < s->n; i++)
    if (s->v[i].role != ROLE_NONE && s->v[i].type != TDG_HEADING) return s->v[i].line.s;
  return stm_none();
}

/* "The Ministers of Norvia, Ada Lund, and of Soland, Per Holm": those who sign are no parties. */
static size_t without_people(const struct statement *s, struct tdg_str v[MAX_ISSUERS], size_t n) {
  size_t kept = 0;
  for (size_t k = 0; k < n; k++) {
    int signs = 0;
    for (size_t i = s->body; i + 1 < s->n && !signs; i++) /* the name over an office */
      signs = s->v[i].signs && s->v[i + 1].signs && (s->v[i + 1].cues & CUE_OFFICE) &&
              tdg_str_same(s->v[i].line.s, v[k]);
    if (!signs) v[kept++] = v[k];
  }
  return kept;
}

static void find_parties(struct statement *s) {
  struct tdg_str v[MAX_ISSUERS], said[MAX_ISSUERS];
  const size_t in_text = parties_of_text(s, opening(s), said);
  size_t n = parties_of_signatures(s, v);
  if (in_text >= 2 && n < in_text) n = in_text, memcpy(v, said, n * sizeof *v);
  if (n < 2) n = parties_of_text(s, s->title, v);
  if (n < 2) n = parties_of_front(s, s->title, v);
  n = without_people(s, v, n);
  if (n < 2) return;
  s->n_parties = n;
  memcpy(s->parties, v, n * sizeof *v);
}

/* ---- one organisation ---- */

static struct tdg_str organisation_in(const struct statement *s, struct tdg_str text) {
  const struct stm_tokens t = stm_tokens(s, (struct tdg_str){text.p, tdg_utf8_cut(text, 300)}, 40);
  return stm_organisation(s, &t, 0);
}

/* The first that names an organisation; "Republic of Veskia" may stand above it. */
static struct tdg_str letterhead(const struct statement *s) {
  struct tdg_str state = stm_none();
  for (size_t i = 0; i < s->body && i < s->n; i++) {
    const struct stm_line *l = &s->v[i];
    if (!(l->cues & CUE_LETTERHEAD) || i == s->line_of_title || l->linked >= 80) continue;
    if (organisation_in(s, l->line.s).n > 0) return l->line.s;
    if (state.n == 0) state = l->line.s;
  }
  return state;
}

static struct tdg_str site_name(const struct statement *s) {
  if (s->site.n > 0) return s->site;
  static const char *const parts[] = {" | ",        " - ",       " \xE2\x80\x93 ", " \xE2\x80\x94 ",
                                      " \xC2\xB7 ", " \xC2\xBB "};
  for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
    struct tdg_str t = s->page_title;
    const char *at = NULL, *next;
    while ((next = tdg_str_find(t, parts[k])) != NULL) {
      at = next;
      t.n -= (size_t)(next + 1 - t.p), t.p = next + 1;
    }
    if (at != NULL) {
      const size_t size = strlen(parts[k]);
      return (struct tdg_str){at + size, (size_t)(s->page_title.p + s->page_title.n - at) - size};
    }
  }
  return stm_none();
}

/* A site's whole name where it is one of an organisation; "Government of Calder" only where nothing else is known. */
static struct tdg_str site_organisation(const struct statement *s) {
  const struct tdg_str site = site_name(s);
  return organisation_in(s, site).n > 0 ? site : stm_none();
}

/* A letterhead is the issuer's name; before a label's, a site's. */
static struct tdg_str one_issuer(const struct statement *s) {
  struct tdg_str name = s->from;
  if (name.n == 0) name = letterhead(s);
  if (name.n == 0) name = site_organisation(s);
  if (name.n == 0) name = organisation_in(s, s->title);
  if (name.n == 0) name = organisation_in(s, opening(s));
  for (size_t i = s->body + 1; i < s->n && i < s->body + 4 && name.n == 0; i++)
    if (s->v[i].role != ROLE_NONE) name = organisation_in(s, s->v[i].line.s);
  if (name.n == 0) name = site_name(s);
  return name;
}

static void issuer_put(struct statement *s, struct tdg_str name, struct tdg_str role) {
  tdg_rec *g = tdg_group(s->call);
  if (name.n < 2 || name.n > 250) return;
  tdg_put_text(s->call, g, TDG_NAME, name.p, name.n);
  tdg_put_text(s->call, g, TDG_ROLE, role.p, role.n);
  tdg_put_rec(s->call, s->rec, TDG_ISSUER, g);
}

/* ---- the occasion ---- */

static int ends_occasion(const struct statement *s, const struct stm_tokens *t, size_t i) {
  const struct stm_token *w = &t->v[i];
  return w->comma || w->stop || w->colon || i + 1 == t->n ||
         stm_phrase_at(s->words, SET_LINE, t, i + 1).value == TDG_STATEMENT_LINES_OCCASION;
}

static void find_occasion(struct statement *s) {
  const int verb_last = s->language != NULL && (tdg_str_starts(tdg_str_of(s->language), "de") ||
                                                tdg_str_starts(tdg_str_of(s->language), "nl"));
  for (size_t i = s->body; i < s->n && i < s->body + 4 && s->occasion.n == 0; i++) {
    const struct stm_line *l = &s->v[i];
    if (l->role == ROLE_NONE || l->mark.n > 0) continue;
    const struct stm_tokens t =
        stm_tokens(s, (struct tdg_str){l->line.s.p, tdg_utf8_cut(l->line.s, 700)}, 120);
    for (size_t k = 0; k < t.n && s->occasion.n == 0; k++) {
      const struct stm_hit hit = stm_phrase_at(s->words, SET_LINE, &t, k);
      if (hit.value != TDG_STATEMENT_LINES_OCCASION) continue;
      const size_t from = k + stm_covers(&t, k, hit.size);
      size_t end = from, last = from;
      while (end < t.n && !ends_occasion(s, &t, end)) end++;
      end = end < t.n ? end + 1 : t.n;
      for (size_t w = from; w < end; w++)
        if (t.v[w].large) last = w + 1;
      if (!t.v[end - 1].comma && !t.v[end - 1].stop && t.cased && last > from) end = end < last ? end : end;
      /* the verb of a German or Ukrainian sentence stands behind it, small */
      if (verb_last && t.cased && last > from && end > last && end == t.n) {
        int of = 0;
        for (size_t w = last; w < end; w++) of |= small_at(s, &t, w) == TDG_STATEMENT_SMALL_OF;
        if (!of && end - last <= 2) end = last;
      }
      if (end > from && t.cased && !t.v[end - 1].large && end - 1 > from && t.v[end - 2].large &&
          (t.v[end - 1].stop || t.v[end - 1].comma) &&
          tdg_str_starts(tdg_str_of(s->language != NULL ? s->language : ""), "de"))
        end--;
      const struct tdg_str found = stm_slice(&t, from, end);
      int named = !t.cased;
      for (size_t w = from; w < end; w++) named |= t.v[w].large;
      if (named && found.n > 3 && found.n <= MAX_OCCASION) s->occasion = found;
    }
  }
}

void stm_issuers(struct statement *s) {
  if (is_joint(s)) find_parties(s);
  if (s->occasion.n == 0) find_occasion(s);
  if (tdg_get_rec(s->call, s->doc, TDG_ISSUER, 0) != NULL) return; /* the caller knows */
  if (s->n_parties >= 2) {
    for (size_t i = 0; i < s->n_parties; i++) issuer_put(s, s->parties[i], s->party_role);
    return;
  }
  issuer_put(s, stm_without_article(s, one_issuer(s)), stm_none());
}
