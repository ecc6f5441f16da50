/* head.c - the head of a statement: title, number, place and dates, embargo, drafts, and where the text begins.
 *
 * Lines that only carry these are taken out of the text (ROLE_NONE).  A date counts for what the page calls it: published, updated,
 * signed; the one of a place line is that of the signing where another one is called that of the publication, else of both.  A
 * date inside running text is not the document's.  What the caller knows already (tidings/kit/inner_statement.h) is not looked for.
 */
#include "statement.h"

enum { NEAR_DASH = 12, MAX_TITLE = 600, MAX_REFERENCE = 60, MAX_TITLE_LINES = 3, FEW_POINTS = 3 };

#define HEAD_CUES                                                                                            \
  (CUE_RELEASE | CUE_EMBARGO | CUE_DRAFT | CUE_DELIVERED | CUE_NUMBER | CUE_LABEL | CUE_PLACE | CUE_DATE |   \
   CUE_BYLINE | CUE_CALL | CUE_PARALLEL)

/* ---- where the text begins ---- */

static int opens_text(const struct statement *s, size_t i) {
  const struct stm_line *l = &s->v[i];
  if (l->type == TDG_HEADING || (l->cues & (HEAD_CUES | CUE_LETTERHEAD))) return 0;
  if (l->cues & (CUE_WE | CUE_RECITAL | CUE_SALUTE | CUE_AGREED | CUE_DONE)) return 1;
  if (l->type == TDG_TABLE || l->cell > 0 || l->quoted) return 1;
  if (l->mark.n > 0 && i > 0) return 1;
  return tdg_line_is_prose(&l->line) && !((l->cues & CUE_TYPE) && l->line.end == TDG_ENDS_OPEN);
}

/* With the title known, what is no line of the head opens the text. */
static int follows_title(const struct statement *s, size_t i) {
  const struct stm_line *l = &s->v[i];
  if (opens_text(s, i)) return 1;
  if (l->cues & (HEAD_CUES | CUE_LETTERHEAD)) return 0;
  if (l->type == TDG_HEADING || l->whole) return 0;
  return l->line.words >= 10 || l->line.end == TDG_ENDS_STOP || l->line.end == TDG_ENDS_COMMA ||
         l->line.end == TDG_ENDS_COLON;
}

/* ---- the title ---- */

static int is_separator(struct tdg_str t) {
  return t.n == 0 || tdg_str_starts(t, " |") || tdg_str_starts(t, " -") ||
         tdg_str_starts(t, " \xE2\x80\x93") || tdg_str_starts(t, " \xE2\x80\x94") ||
         tdg_str_starts(t, " \xC2\xB7") || tdg_str_starts(t, " :") || tdg_str_starts(t, " \xC2\xBB") ||
         tdg_str_starts(t, " <") || tdg_str_starts(t, " \xC2\xAB");
}

/* The line is the page's own title, or that up to the name of the site. */
static int is_page_title(const struct statement *s, struct tdg_str line) {
  const struct tdg_str own[] = {s->meta_title, s->page_title};
  for (size_t k = 0; k < 2; k++)
    if (line.n > 4 && own[k].n >= line.n && memcmp(own[k].p, line.p, line.n) == 0 &&
        is_separator((struct tdg_str){own[k].p + line.n, own[k].n - line.n}))
      return 1;
  return 0;
}

static int title_score(const struct statement *s, size_t i) {
  const struct stm_line *l = &s->v[i];
  int score = 10;
  if (l->role == ROLE_NONE || l->line.letters == 0 || l->type == TDG_TABLE || l->cell > 0) return 0;
  if (is_page_title(s, l->line.s) && !(l->cues & CUE_LETTERHEAD)) return 200;
  if (l->linked >= 80) return 0;
  if (l->type == TDG_HEADING && l->level == 1 && !(l->cues & (CUE_LETTERHEAD | CUE_LABEL))) return 150;
  if ((l->cues & (HEAD_CUES & ~(CUE_NUMBER | CUE_DATE | CUE_PLACE))) || l->mark.n > 0 || l->listed) return 0;
  if ((l->cues & (CUE_DATE | CUE_PLACE)) && !(l->cues & CUE_TYPE)) return 0;
  if ((l->cues & CUE_NUMBER) && l->genre != TDG_STATEMENT_TYPES_ORDER &&
      l->genre != TDG_STATEMENT_TYPES_RESOLUTION && l->genre != TDG_STATEMENT_TYPES_DECISION)
    return 0;
  if (l->cues & (CUE_WE | CUE_RECITAL | CUE_SALUTE | CUE_AGREED | CUE_DONE | CUE_NOTES)) return 0;
  if ((l->cues & CUE_TYPE) && !l->whole) score += 50;
  if (l->whole) score -= 6;
  if (l->type == TDG_HEADING) score += 20;
  else if (!s->is_page && !l->whole && l->line.words >= 3 && l->line.upper == l->line.letters) score += 8;
  if (l->bold) score += 5;
  score += l->line.words < 8 ? (int)l->line.words : 8;
  if (l->cues & CUE_LETTERHEAD) score -= 60;
  if (i > 0 && !s->is_page && l->line.gap == 0 && s->v[i - 1].line.end == TDG_ENDS_COMMA) score -= 30;
  const int wraps = !s->is_page && l->line.end == TDG_ENDS_COMMA && l->line.words > 4 && i + 1 < s->n &&
                    s->v[i + 1].line.gap == 0;
  if (!wraps &&
      (l->line.end == TDG_ENDS_STOP || l->line.end == TDG_ENDS_COMMA || l->line.end == TDG_ENDS_COLON))
    score -= 20;
  return score > 0 ? score : (l->cues & CUE_LETTERHEAD) ? 0 : 1;
}

/* The first heading of the page, where it is its own title, whatever but points is read before it. */
static size_t declared_title(const struct statement *s) {
  size_t points = 0;
  for (size_t i = 0; s->is_page && i < s->n && i < MAX_HEAD_LINES && points < FEW_POINTS; i++) {
    if (s->v[i].type == TDG_HEADING && s->v[i].level == 1) return title_score(s, i) >= 200 ? i : SIZE_MAX;
    points += s->v[i].mark.n > 0 && s->v[i].linked < 80;
  }
  return SIZE_MAX;
}

static size_t find_title(const struct statement *s, size_t end) {
  size_t best = SIZE_MAX;
  int most = 0;
  for (size_t i = 0; i < end; i++) {
    const int score = title_score(s, i);
    if (score > most) most = score, best = i;
  }
  return best;
}

static struct tdg_str page_title(const struct statement *s) {
  if (s->meta_title.n > 0) return s->meta_title;
  struct tdg_str t = s->page_title;
  for (size_t i = t.n; i-- > 8;)
    if (t.p[i] == ' ' && is_separator((struct tdg_str){t.p + i, t.n - i})) return (struct tdg_str){t.p, i};
  return t;
}

/* A title of a text goes on in the next line, small, or where the first one has not ended. */
static int title_goes_on(const struct statement *s, size_t i) {
  const struct stm_line *l = &s->v[i], *before = &s->v[i - 1];
  if (s->is_page || l->line.gap > 0 || l->role == ROLE_NONE || (l->cues & HEAD_CUES) || l->type == TDG_TABLE)
    return 0;
  return l->line.start == TDG_STARTS_LOWER || before->line.end == TDG_ENDS_COMMA;
}

static void take_title(struct statement *s) {
  const size_t at = s->line_of_title;
  if (at == SIZE_MAX) {
    if (s->title.n == 0) s->title = page_title(s);
    return;
  }
  struct stm_line *l = &s->v[at];
  struct tdg_str title = l->line.s;
  if (l->mark.n > 0) title = stm_join(s, l->mark, " ", title);
  l->role = ROLE_NONE;
  for (size_t i = at + 1; i < s->n && i <= at + MAX_TITLE_LINES; i++) {
    if (!s->is_page && (s->v[i].cues & CUE_DATE) && s->v[i].line.start == TDG_STARTS_LOWER)
      continue; /* "z dnia 3 maja 2026 r." */
    if (!title_goes_on(s, i)) break;
    title = stm_join(s, title, " ", s->v[i].line.s);
    s->v[i].role = ROLE_NONE;
    if (s->body <= i) s->body = i + 1;
  }
  title.n = tdg_utf8_cut(title, MAX_TITLE);
  if (s->title.n == 0) s->title = title;
}

/* ---- the number ---- */

static int has_digit(struct tdg_str t) {
  for (size_t i = 0; i < t.n; i++)
    if (tdg_is_digit(t.p[i]) ||
        ((unsigned char)t.p[i] == 0xD9 && i + 1 < t.n && (unsigned char)t.p[i + 1] >= 0xA0))
      return 1;
  return 0;
}

/* The number in a text: the first token with a digit, behind a kind of document and "No"; "214 (2025)" with its year. */
static struct tdg_str number_in(const struct statement *s, struct tdg_str text) {
  const struct stm_tokens t = stm_tokens(s, text, 24);
  const struct stm_hit type = stm_phrase_at(s->words, SET_TYPE, &t, 0);
  size_t i = stm_covers(&t, 0, type.size);
  while (i < t.n && stm_phrase_at(s->words, SET_SMALL, &t, i).value == TDG_STATEMENT_SMALL_SIGN) i++;
  if (type.size == 0 && t.n <= 3)
    while (i + 1 < t.n && !has_digit(t.v[i].core)) i++; /* "PR 117/26" */
  if (type.size == 0 && t.n > 0 && t.v[0].digit && memchr(t.v[0].core.p, '/', t.v[0].core.n) != NULL)
    i = 0; /* "14/2026. ... rendelet" */
  if (i >= t.n || !has_digit(t.v[i].core)) return stm_none();
  struct tdg_str number = t.v[i].core;
  if (i + 1 < t.n && *t.v[i + 1].raw.p == '(' && t.v[i + 1].core.n == 4 && t.v[i + 1].digit)
    number.n = (size_t)(t.v[i + 1].core.p + t.v[i + 1].core.n + 1 - number.p);
  if (number.p > text.p && number.p[-1] == '(' && number.p + number.n < text.p + text.n &&
      number.p[number.n] == ')')
    return stm_none();
  return number.n <= MAX_REFERENCE ? number : stm_none();
}

static void keep_date(struct stm_date *to, const struct stm_date *d) {
  if (!to->known) *to = *d;
}

static void take_number(struct statement *s, const struct stm_line *l) {
  if (s->reference.n > 0) return;
  if (l->label_kind == TDG_STATEMENT_LABELS_REFERENCE) {
    struct tdg_str v = l->value;
    const struct tdg_str inner = number_in(s, v);
    if (inner.n > 0) v = inner;
    while (v.n > 0 && (v.p[v.n - 1] == '.' || v.p[v.n - 1] == ',')) v.n--;
    if (v.n <= MAX_REFERENCE && has_digit(v)) s->reference = v;
    return;
  }
  struct stm_date d;
  if (l->genre == TDG_STATEMENT_TYPES_CORRECTION) return;
  s->reference = number_in(s, l->line.s);
  if (stm_find_date(s, l->line.s, &d)) keep_date(&s->published, &d); /* "Nr. 45 vom 3. Mai 2026" */
}

/* "Resolution 214 (2025) on plant health" */
static void number_of_title(struct statement *s) {
  if (s->reference.n > 0 || s->title.n == 0) return;
  const struct stm_tokens t = stm_tokens(s, s->title, 8);
  const int type = stm_phrase_at(s->words, SET_TYPE, &t, 0).value;
  if (type == TDG_STATEMENT_TYPES_RESOLUTION || type == TDG_STATEMENT_TYPES_ORDER ||
      type == TDG_STATEMENT_TYPES_DECISION || type == TDG_STATEMENT_TYPES_PRESS_RELEASE ||
      type == TDG_STATEMENT_TYPES_NOTICE ||
      (s->line_of_title != SIZE_MAX && s->v[s->line_of_title].genre != 0 && t.n > 0 && t.v[0].digit))
    s->reference = number_in(s, s->title);
}

/* ---- dates ---- */

/* "10:30", "10.30 Uhr", "10h30", "6 p.m." and the name of a zone behind it, outside the date. */
static int find_time(struct tdg_str t, char out[16], struct tdg_str *zone) {
  for (size_t i = 0; i + 3 < t.n; i++) {
    if (!tdg_is_digit(t.p[i]) || (i > 0 && tdg_is_alnum(t.p[i - 1]))) continue;
    size_t k = i;
    int hour = 0, minute = 0;
    for (; k < t.n && k < i + 2 && tdg_is_digit(t.p[k]); k++) hour = hour * 10 + (t.p[k] - '0');
    if (k + 2 < t.n && strchr(":.hH", t.p[k]) != NULL && tdg_is_digit(t.p[k + 1]) &&
        tdg_is_digit(t.p[k + 2]) && !(k + 3 < t.n && (tdg_is_digit(t.p[k + 3]) || t.p[k + 3] == '.'))) {
      minute = (t.p[k + 1] - '0') * 10 + (t.p[k + 2] - '0');
      k += 3;
    } else {
      const struct tdg_str rest = {t.p + k, t.n - k};
      if (!tdg_nocase_starts(rest, " a.m") && !tdg_nocase_starts(rest, " p.m") &&
          !tdg_nocase_starts(rest, " am") && !tdg_nocase_starts(rest, " pm") &&
          !tdg_nocase_starts(rest, "am") && !tdg_nocase_starts(rest, "pm") &&
          !tdg_nocase_starts(rest, " Uhr") && !tdg_nocase_starts(rest, " h"))
        continue;
    }
    struct tdg_str rest = tdg_str_trim((struct tdg_str){t.p + k, t.n - k});
    if ((tdg_nocase_starts(rest, "p.m") || tdg_nocase_starts(rest, "pm")) && hour < 12) hour += 12;
    if ((tdg_nocase_starts(rest, "a.m") || tdg_nocase_starts(rest, "am")) && hour == 12) hour = 0;
    if (hour > 23 || minute > 59) continue;
    snprintf(out, 16, "%02d:%02d", hour, minute);
    *zone = stm_none();
    for (size_t z = k; z < t.n; z++) {
      size_t end = z;
      while (end < t.n && t.p[end] >= 'A' && t.p[end] <= 'Z') end++;
      if (end - z >= 2 && end - z <= 5 && (z == 0 || !tdg_is_alnum(t.p[z - 1])) &&
          (end == t.n || !tdg_is_alnum(t.p[end]))) {
        *zone = (struct tdg_str){t.p + z, end - z};
        if (end + 2 < t.n && (t.p[end] == '+' || t.p[end] == '-') && tdg_is_digit(t.p[end + 1])) break;
        break;
      }
      z = end > z ? end : z;
    }
    return 1;
  }
  return 0;
}

static struct tdg_str without(struct statement *s, struct tdg_str t, struct tdg_str part) {
  const struct tdg_str before = {t.p, (size_t)(part.p - t.p)};
  const char *behind = part.p + part.n;
  const struct tdg_str after = {behind, (size_t)(t.p + t.n - behind)};
  return stm_join(s, before, " ; ", after);
}

static void take_embargo(struct statement *s, const struct stm_line *l) {
  struct stm_date d;
  char text[80], clock[16];
  struct tdg_str zone;
  if (s->embargo.known || !stm_find_date(s, l->line.s, &d)) return;
  if (d.date.precision < TDG_DATE_MINUTE || !d.date.has_zone) {
    const int timed = find_time(d.date.precision < TDG_DATE_MINUTE ? without(s, l->line.s, d.raw) : l->line.s,
                                clock, &zone);
    int y, m, day;
    tdg_civil_from_days(d.date.ms / 86400000, &y, &m, &day);
    const struct tdg_str known = tdg_get(s->call, s->doc, TDG_DEFAULT_ZONE);
    const struct tdg_date_hint hint = {.zone = known.n > 0 ? known.p : NULL, .language = s->language};
    if (timed) {
      struct tdg_date at;
      snprintf(text, sizeof text, "%04d-%02d-%02d %s %.*s", y, m, day, clock, (int)zone.n, zone.p);
      if (tdg_date_parse(text, strlen(text), &hint, &at) == 0) d.date = at;
      else {
        snprintf(text, sizeof text, "%04d-%02d-%02d %s", y, m, day, clock);
        if (tdg_date_parse(text, strlen(text), &hint, &at) == 0) d.date = at;
      }
    }
  }
  s->embargo = d;
}

static void take_dated(struct statement *s, int label, const struct stm_date *d) {
  if (label == TDG_STATEMENT_LABELS_PUBLISHED) keep_date(&s->published, d);
  if (label == TDG_STATEMENT_LABELS_UPDATED) keep_date(&s->updated, d);
  if (label == TDG_STATEMENT_LABELS_SIGNED) keep_date(&s->opened, d);
}

/* Behind the first date: "... | Updated 5 May 2026". */
static void take_more_dates(struct statement *s, const struct stm_line *l, struct stm_date d) {
  for (;;) {
    const char *end = d.raw.p + d.raw.n;
    const struct tdg_str rest = {end, (size_t)(l->line.s.p + l->line.s.n - end)};
    if (!stm_find_date(s, rest, &d)) return;
    take_dated(s, stm_time_label(s, (struct tdg_str){rest.p, (size_t)(d.raw.p - rest.p)}), &d);
  }
}

/* A line with a label. */
static void take_label(struct statement *s, struct stm_line *l) {
  struct stm_date d;
  const int dated = stm_find_date(s, l->value.n > 0 ? l->value : l->line.s, &d);
  switch (l->label_kind) {
  case TDG_STATEMENT_LABELS_PUBLISHED:
  case TDG_STATEMENT_LABELS_UPDATED:
  case TDG_STATEMENT_LABELS_SIGNED:
    if (!dated) break;
    take_dated(s, l->label_kind, &d);
    take_more_dates(s, l, d);
    break;
  case TDG_STATEMENT_LABELS_PLACE:
    if (s->place.n == 0 && l->value.n < 80) s->place = l->value;
    break;
  case TDG_STATEMENT_LABELS_FROM:
    if (s->from.n == 0 && l->value.n < 200) s->from = l->value;
    break;
  case TDG_STATEMENT_LABELS_REFERENCE: take_number(s, l); break;
  case TDG_STATEMENT_LABELS_EMBARGO: take_embargo(s, l); break;
  case TDG_STATEMENT_LABELS_TYPE: {
    const struct stm_tokens t = stm_tokens(s, l->value, 12);
    const int genre = stm_phrase_at(s->words, SET_TYPE, &t, 0).value;
    if (genre != 0) l->genre = (uint8_t)genre, l->whole = 1;
    break;
  }
  case TDG_STATEMENT_LABELS_SUBJECT:
    if (s->line_of_title == SIZE_MAX && s->title.n == 0) s->title = l->value;
    break;
  default: return;
  }
  l->role = ROLE_NONE;
}

/* "Hollin, 9 March 2026", "Wien, den 3. Mai 2026", "3 mai 2026, Vaubourg". */
static void take_place_date(struct statement *s, struct stm_line *l) {
  struct stm_date d;
  if (!stm_find_date(s, l->line.s, &d)) return;
  const struct tdg_str before = {l->line.s.p, (size_t)(d.raw.p - l->line.s.p)};
  const char *end = d.raw.p + d.raw.n;
  const struct tdg_str place = l->cues & CUE_PLACE ? stm_place(s, before) : stm_none();
  keep_date(&s->opened, &d);
  if (s->place.n == 0 && place.n > 0) s->place = place, s->dateline = l->line.s;
  l->role = ROLE_NONE;
  const struct tdg_str after = {end, (size_t)(l->line.s.p + l->line.s.n - end)};
  if (s->place.n == 0 && after.n > 3 && (*after.p == ',' || *after.p == ' ')) {
    struct tdg_str rest = tdg_str_trim((struct tdg_str){after.p + 1, after.n - 1});
    const struct tdg_str there = stm_place(s, rest);
    if (there.n > 2 && there.n + 1 >= rest.n) s->place = there, s->dateline = l->line.s;
  }
}

/* "Hollin, 12 March 2026 - The agency has ...": at the front of a paragraph, which keeps it. */
static void peek_dateline(struct statement *s, const struct stm_line *l) {
  struct stm_date d;
  const struct tdg_str t = {l->line.s.p, tdg_utf8_cut(l->line.s, 140)};
  if (s->opened.known || l->line.words < 9 || !stm_find_date(s, t, &d)) return;
  const struct tdg_str before = {t.p, (size_t)(d.raw.p - t.p)};
  const char *end = d.raw.p + d.raw.n;
  struct tdg_str after = tdg_str_trim((struct tdg_str){end, (size_t)(l->line.s.p + l->line.s.n - end)});
  if (after.n > 4 && *after.p == '.')
    after = tdg_str_trim((struct tdg_str){after.p + 1, after.n - 1}); /* "2026.- " */
  if (after.n > 4 && *after.p == ')') after = tdg_str_trim((struct tdg_str){after.p + 1, after.n - 1});
  if (after.n > 8 && !tdg_str_starts(after, "\xE2\x80")) { /* "2026 р. -", "2026 r. -" */
    const struct tdg_str near = {after.p, after.n < NEAR_DASH ? after.n : NEAR_DASH};
    const char *dash = tdg_str_find(near, "\xE2\x80\x93");
    if (dash != NULL) after = (struct tdg_str){dash, (size_t)(after.p + after.n - dash)};
  }
  const int dash =
      after.n > 2 && (*after.p == '-' || *after.p == ':' || tdg_str_starts(after, "\xE2\x80\x93") ||
                      tdg_str_starts(after, "\xE2\x80\x94"));
  const struct tdg_str place = stm_place(s, before);
  if (!dash || place.n == 0 || before.n > 60) return;
  keep_date(&s->opened, &d);
  if (s->place.n == 0) s->place = place, s->dateline = (struct tdg_str){t.p, (size_t)(end - t.p)};
}

/* "Done at Hollin on 3 May 2026 in two originals" */
static void take_done(struct statement *s, const struct stm_line *l, struct stm_date *done) {
  struct stm_date d;
  const struct stm_tokens t = stm_tokens(s, (struct tdg_str){l->line.s.p, tdg_utf8_cut(l->line.s, 200)}, 24);
  const struct stm_hit hit = stm_phrase_at(s->words, SET_LINE, &t, 0);
  const size_t i = stm_covers(&t, 0, hit.size);
  if (hit.value != TDG_STATEMENT_LINES_DONE || i >= t.n) return;
  const char *from = t.v[i].raw.p;
  struct tdg_str rest = {from, (size_t)(l->line.s.p + l->line.s.n - from)};
  if (stm_find_date(s, rest, &d)) {
    keep_date(done, &d);
    rest.n = (size_t)(d.raw.p - rest.p);
  }
  const struct tdg_str place = stm_place(s, rest);
  if (s->place.n == 0 && place.n > 0) s->place = place;
}

/* "V Praze dne 3. května 2026" over the signatures. */
static void take_closing(struct statement *s, struct stm_line *l, struct stm_date *done) {
  struct stm_date d;
  if (!stm_find_date(s, l->line.s, &d)) return;
  const struct tdg_str place = stm_place(s, (struct tdg_str){l->line.s.p, (size_t)(d.raw.p - l->line.s.p)});
  keep_date(done, &d);
  if (s->place.n == 0 && place.n > 0) s->place = place;
  l->cues |= CUE_DONE;
}

/* /2026/05/03/, 2026-05-03, 20260503 in the address. */
static void date_of_address(struct statement *s) {
  struct tdg_str url = tdg_get(s->call, s->doc, TDG_URL);
  for (size_t i = 0; i + 8 <= url.n; i++) {
    int n[8] = {0}, k = 0;
    size_t at = i;
    if (i > 0 && tdg_is_digit(url.p[i - 1])) continue;
    for (; at < url.n && k < 8; at++) {
      if (tdg_is_digit(url.p[at])) n[k++] = url.p[at] - '0';
      else if (!((k == 4 || k == 6) && strchr("/-_", url.p[at]) != NULL && !strchr("/-_", url.p[at - 1])))
        break;
    }
    if (k < 8 || (at < url.n && tdg_is_digit(url.p[at]))) continue;
    const int y = n[0] * 1000 + n[1] * 100 + n[2] * 10 + n[3], m = n[4] * 10 + n[5], d = n[6] * 10 + n[7];
    if (y < 1990 || y > 2099 || m < 1 || m > 12 || d < 1 || d > 31) continue;
    s->published.date =
        (struct tdg_date){.ms = tdg_days_from_civil(y, m, d) * 86400000, .precision = TDG_DATE_DAY};
    s->published.raw = (struct tdg_str){url.p + i, at - i};
    s->published.from = "address", s->published.known = 1;
    return;
  }
}

static int same_day(const struct stm_date *a, const struct stm_date *b) {
  return a->date.ms / 86400000 == b->date.ms / 86400000;
}

/* "Adopted by the Council at its 94th meeting, on 14 May 2026": the one day of the head, at the end of a line that no label says
 * another thing of. */
static struct stm_date date_of_head(const struct statement *s) {
  struct stm_date found = {0};
  for (size_t i = 0; i < s->body && i < s->n; i++) {
    const struct stm_line *l = &s->v[i];
    struct stm_date d;
    if ((l->cues & (CUE_LABEL | CUE_EMBARGO | CUE_VERSION | CUE_BYLINE)) || l->withdrawal ||
        l->linked >= 80 || l->line.words < 4 || l->line.words > 24 || !stm_find_date(s, l->line.s, &d))
      continue;
    const char *end = l->line.s.p + l->line.s.n;
    if (end - (d.raw.p + d.raw.n) > 2) continue;
    if (found.known) return (struct stm_date){0};
    found = d;
  }
  return found;
}

/* Which of the dates is that of the publication. */
static void settle_dates(struct statement *s, const struct stm_date *done) {
  struct stm_date signing = s->opened.known ? s->opened : *done;
  if (!s->published.known && s->meta_published.known) s->published = s->meta_published;
  if (!s->published.known && signing.known) s->published = signing;
  if (!s->published.known) s->published = date_of_head(s);
  if (!s->published.known) date_of_address(s);
  if (!s->updated.known && s->meta_updated.known && s->published.known &&
      !same_day(&s->meta_updated, &s->published))
    s->updated = s->meta_updated;
  if (signing.known && s->published.known && !same_day(&signing, &s->published)) s->signed_on = signing;
}

/* "We met in Hollin on 3 May": the day of the meeting, when another is the publication's. */
static void date_of_opening(struct statement *s) {
  struct stm_date d;
  if (s->signed_on.known || s->opened.known || !s->published.known || s->body >= s->n || s->n_parties < 2)
    return;
  const struct stm_line *l = &s->v[s->body];
  if (stm_find_date(s, l->line.s, &d) && d.date.ms <= s->published.date.ms && !same_day(&d, &s->published) &&
      s->published.date.ms - d.date.ms < INT64_C(60) * 86400000)
    s->signed_on = d;
}

/* ---- the kind ---- */

static int genre_inside(const struct statement *s, struct tdg_str title) {
  int kind = 0;
  const struct stm_tokens t = stm_tokens(s, title, 40);
  for (size_t i = t.n; i-- > 0 && !t.cased;) { /* the kind ends such a title */
    const struct stm_hit hit = stm_phrase_at(s->words, SET_TYPE, &t, i);
    if (hit.size > 0 && stm_covers(&t, i, hit.size) + i == t.n) kind = hit.value;
  }
  for (size_t i = 0; i < t.n && kind == 0; i++) {
    const struct stm_hit hit = stm_phrase_at(s->words, SET_TYPE, &t, i);
    if (hit.size > 0 && (i == 0 || hit.value != TDG_STATEMENT_TYPES_STATEMENT)) kind = hit.value;
  }
  return kind;
}

static void find_genre(struct statement *s) {
  const uint32_t head = s->head_cues, all = s->head_cues | s->text_cues;
  const int doctype = s->doctype, numbered = s->numbered;
  if (s->genre != 0) return;
  const struct stm_tokens t = stm_tokens(s, s->title, 12);
  const int start = stm_phrase_at(s->words, SET_TYPE, &t, 0).value;
  if (start != 0 && !(start == TDG_STATEMENT_TYPES_STATEMENT && doctype != 0)) s->genre = start;
  else if (doctype != 0) s->genre = doctype;
  else s->genre = genre_inside(s, s->title);
  if (s->genre == 0 || (s->genre == TDG_STATEMENT_TYPES_STATEMENT && numbered != 0))
    s->genre = numbered != 0 ? numbered : s->genre;
  if (s->genre != 0) return;
  if (all & CUE_SALUTE || head & CUE_DELIVERED) s->genre = TDG_STATEMENT_TYPES_SPEECH;
  else if (all & CUE_WE && s->n_parties > 1) s->genre = TDG_STATEMENT_TYPES_JOINT_STATEMENT;
  else if (all & (CUE_RELEASE | CUE_EMBARGO | CUE_NUMBER | CUE_NOTES | CUE_END | CUE_CONTACT))
    s->genre = TDG_STATEMENT_TYPES_PRESS_RELEASE;
  else if (head & CUE_LETTERHEAD && !(all & (CUE_WE | CUE_RECITAL)))
    s->genre = TDG_STATEMENT_TYPES_PRESS_RELEASE;
  else s->genre = TDG_STATEMENT_TYPES_STATEMENT;
}

/* ---- all of it ---- */

static void take_line(struct statement *s, struct stm_line *l, int before_title) {
  if (l->cues & CUE_EMBARGO) take_embargo(s, l);
  if (l->cues & CUE_DRAFT) s->draft = 1;
  if (l->cues & CUE_LABEL) take_label(s, l);
  else if (l->cues & CUE_NUMBER) take_number(s, l);
  if (l->cues & CUE_PARALLEL) {
    l->type = TDG_HEADING;
    return;
  }
  if (l->cues & (CUE_RELEASE | CUE_EMBARGO | CUE_DRAFT | CUE_DELIVERED | CUE_NUMBER | CUE_BYLINE | CUE_CALL))
    l->role = ROLE_NONE;
  else if (l->cues & (CUE_PLACE | CUE_DATE)) take_place_date(s, l);
  else if (l->whole || (l->cues & CUE_LETTERHEAD)) l->role = ROLE_NONE;
  else if (before_title && (s->is_page || l->line.words <= 8)) l->role = ROLE_NONE;
}

/* Labels with a date stand at the foot of some pages. */
static void take_foot(struct statement *s) {
  for (size_t i = s->body; i < s->n; i++) {
    struct stm_line *l = &s->v[i];
    if (l->role == ROLE_NONE || l->mark.n > 0 || !(l->cues & CUE_LABEL) || l->line.words > 12) continue;
    if (l->label_kind == TDG_STATEMENT_LABELS_PUBLISHED || l->label_kind == TDG_STATEMENT_LABELS_UPDATED ||
        (l->label_kind == TDG_STATEMENT_LABELS_REFERENCE && s->reference.n == 0))
      take_label(s, l);
  }
}

static void take_version(struct statement *s, const struct stm_line *l) {
  struct stm_date d;
  if (s->change_note.n == 0) s->change_note = l->line.s;
  if (!stm_find_date(s, l->line.s, &d)) return;
  const struct stm_tokens t =
      stm_tokens(s, (struct tdg_str){l->line.s.p, (size_t)(d.raw.p - l->line.s.p)}, 12);
  if (stm_phrase_at(s->words, SET_LABEL, &t, 0).value == TDG_STATEMENT_LABELS_UPDATED)
    keep_date(&s->updated, &d);
}

void stm_head(struct statement *s) {
  struct stm_date done = {0};
  size_t end = 0;
  while (end < s->n && end < MAX_HEAD_LINES &&
         (s->v[end].role == ROLE_NONE || !opens_text(s, end) || title_score(s, end) >= 150))
    end++;
  const size_t declared = declared_title(s);
  s->line_of_title = find_title(s, declared != SIZE_MAX && declared >= end ? declared + 1 : end);
  const size_t title = s->line_of_title;
  for (s->body = title != SIZE_MAX ? title + 1 : 0;
       s->body < s->n && s->body < MAX_HEAD_LINES &&
       (s->v[s->body].role == ROLE_NONE || !follows_title(s, s->body));)
    s->body++;
  if (s->body == MAX_HEAD_LINES && s->body < s->n) s->body = title != SIZE_MAX ? title + 1 : 0;
  for (size_t i = 0; i < s->body; i++) {
    struct stm_line *l = &s->v[i];
    if (l->role == ROLE_NONE) continue;
    s->head_cues |= l->cues;
    if (i == title) continue;
    take_line(s, l, title != SIZE_MAX && i < title);
    if (l->whole && s->doctype == 0) s->doctype = l->genre;
    if ((l->cues & CUE_NUMBER) && s->numbered == 0) s->numbered = l->genre;
  }
  take_title(s);
  number_of_title(s);
  for (size_t i = s->body; i < s->n; i++) {
    const struct stm_line *l = &s->v[i];
    if (l->role == ROLE_NONE) continue;
    s->text_cues |= l->cues;
    if (i < s->body + 3) peek_dateline(s, l);
    const uint32_t follows = i + 1 < s->n ? s->v[i + 1].cues : 0;
    if ((l->cues & CUE_PLACE) && i > s->n / 2 && l->mark.n == 0 && l->line.words <= 9 &&
        l->line.end == TDG_ENDS_OPEN && (follows & (CUE_OFFICE | CUE_FOR)))
      take_closing(s, &s->v[i], &done);
    if (l->cues & CUE_DONE) take_done(s, l, &done);
    if (l->cues & CUE_VERSION) take_version(s, l);
  }
  take_foot(s);
  settle_dates(s, &done);
}

void stm_settle(struct statement *s) {
  date_of_opening(s);
  find_genre(s);
}
