/* members.c - members into sentences; see brief.h. */
#include "brief.h"

#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/utf8.h>

#include <stdlib.h>

enum {
  MAX_HEADING = 9,  /* terms of one that names a section */
  MAX_SAMPLE = 500, /* bytes that tell the language */
  ROOT = 6,         /* letters */
  LEAST_SENTENCE = 6,
  MAX_CONTENT = 400, /* words of a sentence that are compared */
  LEADS = 3          /* a dateline is before one of them */
};
static const int64_t day_ms = 86400000;

/* ---- members ---- */

static int zone_of(tdg_call *c, const tdg_rec *rec) {
  size_t pos = 0;
  struct tdg_item it;
  while (tdg_next(c, rec, &pos, &it)) {
    if (it.field != TDG_ORIGIN || it.rec == NULL) continue;
    struct tdg_str field = tdg_get(c, it.rec, TDG_FIELD_NAME);
    if (strcmp(field.p, "published") == 0) return (int)tdg_get_int(c, it.rec, TDG_ZONE, 0);
  }
  return 0;
}

/* A later version is as old as its last change. */
static void read_time(tdg_call *c, const tdg_rec *rec, struct member *m) {
  int64_t updated = tdg_get_int(c, rec, TDG_UPDATED, 0);
  m->time = tdg_get_int(c, rec, TDG_PUBLISHED, 0);
  m->undated = m->time % day_ms == 0;
  m->zone = zone_of(c, rec);
  if (m->zone < -1440 || m->zone > 1440) m->zone = 0;
  if (tdg_get_int(c, rec, TDG_SUPERSEDES, 0) == 0) return;
  m->undated = updated <= m->time;
  if (updated > m->time) m->time = updated;
}

static void read_member(tdg_call *c, const tdg_rec *rec, struct member *m) {
  *m = (struct member){.rec = rec, .id = tdg_get_int(c, rec, TDG_ID, 0)};
  m->copy_of = tdg_get_int(c, rec, TDG_DUPLICATE_OF, 0);
  read_time(c, rec, m);
  struct tdg_str publisher = tdg_get(c, rec, TDG_PUBLISHER);
  m->publisher = publisher.n > 0 ? tdg_term_hash(publisher.p, publisher.n) : (uint64_t)m->id;
  m->unnamed = publisher.n == 0;
}

static void add_member(struct brief *b, const tdg_rec *rec) {
  if (b->n_members == MAX_MEMBERS) { /* the founder and the newest are kept */
    memmove(&b->member[1], &b->member[2], (MAX_MEMBERS - 2) * sizeof b->member[0]);
    b->n_members--;
  }
  read_member(b->call, rec, &b->member[b->n_members++]);
}

static int by_id(const void *a, const void *b) {
  int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
  return (x > y) - (x < y);
}

/* What members supersede says nothing any more: their ids, ascending. */
static int64_t *read_superseded(tdg_call *c, const tdg_rec *story, size_t *n) {
  size_t pos = 0, members = 0;
  struct tdg_item it;
  while (tdg_next(c, story, &pos, &it)) members += it.field == TDG_MEMBER;
  int64_t *v = tdg_scratch(c, (members + 1) * sizeof *v);
  for (pos = 0, *n = 0; tdg_next(c, story, &pos, &it);)
    if (it.field == TDG_MEMBER && it.rec != NULL && *n < members)
      v[(*n)++] = tdg_get_int(c, it.rec, TDG_SUPERSEDES, 0);
  qsort(v, *n, sizeof *v, by_id);
  return v;
}

static int by_age(const void *a, const void *b) {
  const struct member *x = a, *y = b;
  int64_t s = x->time != 0 ? x->time : INT64_MAX, t = y->time != 0 ? y->time : INT64_MAX;
  if (s != t) return s < t ? -1 : 1;
  return (x->id > y->id) - (x->id < y->id);
}

static void read_members(struct brief *b, const tdg_rec *story) {
  size_t pos = 0, n;
  struct tdg_item it;
  const int64_t *gone = read_superseded(b->call, story, &n);
  struct member *copy = tdg_scratch(b->call, MAX_COPIES * sizeof *copy);
  while (tdg_next(b->call, story, &pos, &it)) {
    if (it.field != TDG_MEMBER || it.rec == NULL) continue;
    int64_t id = tdg_get_int(b->call, it.rec, TDG_ID, 0);
    if (bsearch(&id, gone, n, sizeof *gone, by_id) != NULL) continue;
    if (tdg_get_int(b->call, it.rec, TDG_DUPLICATE_OF, 0) == 0) add_member(b, it.rec);
    else if (b->copies++ < MAX_COPIES) read_member(b->call, it.rec, &copy[b->n_copies++]);
  }
  qsort(b->member, (size_t)b->n_members, sizeof b->member[0], by_age);
  memcpy(&b->member[b->n_members], copy, (size_t)b->n_copies * sizeof *copy);
  for (int i = 0; i < b->n_members; i++) {
    int k = 0;
    while (b->member[k].publisher != b->member[i].publisher) k++;
    b->publishers += k == i && !b->member[i].unnamed;
    b->unnamed += b->member[i].unnamed;
  }
}

/* ---- languages ---- */

/* What the record says, else what its words look like. */
static const char *tag_of(struct brief *b, const tdg_rec *rec) {
  struct tdg_str said = tdg_get(b->call, rec, TDG_LANGUAGE);
  char sample[MAX_SAMPLE];
  size_t n = 0, pos = 0;
  struct tdg_item it;
  if (said.n > 0) return said.p;
  while (n < MAX_SAMPLE / 2 && tdg_next(b->call, rec, &pos, &it)) {
    if (it.field != TDG_BLOCK || it.rec == NULL) continue;
    struct tdg_str text = tdg_get(b->call, it.rec, TDG_TEXT);
    size_t k = tdg_utf8_cut(text, MAX_SAMPLE - n - 1);
    memcpy(sample + n, text.p, k);
    sample[n + k] = ' ';
    n += k + 1;
  }
  return tdg_language((struct tdg_str){sample, n});
}

/* By the language without its region. */
static int same_language(const char *a, const char *b) {
  size_t n = strcspn(a, "-_");
  return n == strcspn(b, "-_") && strncmp(a, b, n) == 0;
}

/* A brief is in the language of most records, of equal ones that of the first. */
static void find_abroad(struct brief *b) {
  int main = 0, most = 0;
  for (int i = 0; i < b->n_members; i++) {
    int n = 0;
    for (int k = 0; k < b->n_members; k++) n += same_language(b->member[i].tag, b->member[k].tag);
    if (n > most) most = n, main = i;
  }
  for (int i = 0; i < b->n_members + b->n_copies; i++)
    b->member[i].abroad = !same_language(b->member[i].tag, b->member[main].tag);
}

/* A record that does not tell is taken to speak as another does. */
static void find_languages(struct brief *b) {
  const char *usual = "";
  int n = b->n_members + b->n_copies;
  for (int i = n - 1; i >= 0; i--) {
    b->member[i].tag = tag_of(b, b->member[i].rec);
    if (*b->member[i].tag != '\0') usual = b->member[i].tag;
  }
  for (int i = 0; i < n; i++) {
    if (*b->member[i].tag == '\0') b->member[i].tag = usual;
    b->member[i].language = cues_language(b->cues, b->call, b->member[i].tag);
    b->member[i].own_words =
        tdg_words_language(b->member[i].tag) == tdg_vocabulary_number(b->member[i].language);
    /* the cues of English mislead in another language: "votera" */
    if (b->member[i].own_words || *b->member[i].tag == '\0')
      b->member[i].section = cues_section(b->cues, b->call, b->member[i].language);
  }
  find_abroad(b);
}

/* ---- sentences ---- */

static uint32_t low_letter(uint32_t c) {
  if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c < 0xDF) || (c >= 0x410 && c < 0x430)) return c + 32;
  return c >= 0x400 && c < 0x410 ? c + 80 : c;
}

/* A hash of the first letters, the same whether the word begins with a capital. */
static uint32_t root_of(struct tdg_str text, const struct tdg_term *t) {
  uint32_t h = 2166136261u;
  const unsigned char *p = (const unsigned char *)text.p;
  size_t i = t->start;
  for (int k = 0; k < ROOT && i < t->end; k++) {
    if (p[i] < 0x80) {
      h = (h ^ (p[i] >= 'A' && p[i] <= 'Z' ? p[i] + 32u : p[i])) * 16777619u;
      i++;
      continue;
    }
    size_t n = p[i] < 0xC0 ? 1 : p[i] < 0xE0 ? 2 : p[i] < 0xF0 ? 3 : 4;
    uint32_t c = n == 2 && i + 1 < t->end ? (uint32_t)(p[i] & 31) << 6 | (p[i + 1] & 63) : p[i];
    if (n > 2)
      for (size_t j = i + 1; j < i + n && j < t->end; j++) c = c << 6 ^ p[j];
    h = (h ^ low_letter(c)) * 16777619u;
    i += n;
  }
  return h;
}

static int count_words(const struct sentence *s) {
  int glyphs = 0;
  for (size_t i = 0; i < s->n_terms; i++) glyphs += (s->terms[i].flags & TDG_TERM_GLYPH) != 0;
  return (int)s->n_terms - glyphs / 2;
}

struct at {
  int member, block;
  enum role role;
  int role_known;
  struct quotes quotes; /* of the block, up to the sentence */
  size_t read;          /* bytes of the block that quotes has seen */
};

/* A quotation may run over several sentences. */
static int is_inside_quotes(struct at *at, struct tdg_str text, size_t start) {
  shape_quotes(&at->quotes, (struct tdg_str){text.p + at->read, start - at->read});
  at->read = start;
  return at->quotes.pair != 0;
}

/* Words that say something, each once. */
static void find_content(const struct brief *b, struct sentence *s) {
  s->content = tdg_scratch(b->call, (s->n_terms + 1) * sizeof *s->content);
  s->content_roots = tdg_scratch(b->call, (s->n_terms + 1) * sizeof *s->content_roots);
  for (size_t i = 0; i < s->n_terms && s->n_content < MAX_CONTENT && i <= UINT16_MAX; i++) {
    size_t k = 0;
    if ((s->terms[i].flags & TDG_TERM_GLYPH) || s->small[i]) continue;
    while (k < s->n_content && s->content_roots[k] < s->roots[i]) k++;
    if (k < s->n_content && s->content_roots[k] == s->roots[i]) continue;
    memmove(&s->content_roots[k + 1], &s->content_roots[k], (s->n_content - k) * sizeof *s->content_roots);
    s->content_roots[k] = s->roots[i];
    s->content[s->n_content++] = (uint16_t)i;
  }
}

static void mark_words(struct brief *b, struct sentence *s) {
  s->marks = tdg_scratch(b->call, (s->n_terms + 1) * sizeof *s->marks);
  tdg_vocabulary_mark(b->member[s->member].language, s->terms, s->n_terms, s->marks);
  s->roots = tdg_scratch(b->call, (s->n_terms + 1) * sizeof *s->roots);
  s->small = tdg_scratch(b->call, s->n_terms + 1);
  for (size_t i = 0; i < s->n_terms; i++) s->small[i] = (uint8_t)cues_small(b->cues, s->terms[i].hash);
  for (size_t i = 0; i < s->n_terms; i++) s->is |= s->marks[i].is, s->facts |= s->marks[i].facts;
  for (size_t i = 0; i < s->n_terms; i++) s->roots[i] = root_of(s->text, &s->terms[i]);
  find_content(b, s);
}

/* Of a copy only what no record has word for word is read on. */
static int is_known(const struct brief *b, const struct sentence *s) {
  for (size_t i = 0; i < b->n_original; i++)
    if (tdg_str_same(b->sentence[i].text, s->text)) return 1;
  return 0;
}

/* The place for one more; NULL: there are too many. */
static struct sentence *next_sentence(struct brief *b) {
  if (b->n_sentences == b->most_sentences) return NULL;
  if (b->n_sentences == b->room) {
    b->room = b->room == 0 ? 64 : 2 * b->room;
    struct sentence *v = tdg_scratch(b->call, b->room * sizeof *v);
    if (b->n_sentences > 0) memcpy(v, b->sentence, b->n_sentences * sizeof *v);
    b->sentence = v;
  }
  return &b->sentence[b->n_sentences];
}

static void add_sentence(struct brief *b, struct at *at, struct tdg_str text, struct tdg_range r) {
  struct sentence *s = b->member[at->member].sentences == MAX_PER_MEMBER ? NULL : next_sentence(b);
  if (s == NULL) return;
  if (b->member[at->member].sentences < LEADS)
    r.start += tdg_dateline((struct tdg_str){text.p + r.start, r.end - r.start});
  *s = (struct sentence){.member = at->member, .block = at->block, .start = r.start, .end = r.end};
  s->quoted = is_inside_quotes(at, text, r.start);
  s->torn = shape_tears_number(text, r.start) || shape_tears_number(text, r.end);
  s->text = (struct tdg_str){text.p + r.start, r.end - r.start};
  s->n_terms = tdg_terms(b->call, s->text, &s->terms);
  s->words = count_words(s);
  if (s->n_terms == 0 || (s->words < LEAST_SENTENCE && !shape_ends_well(s->text)))
    return; /* a line of the page */
  s->role = at->role;
  s->role_known = at->role_known;
  s->index = b->member[at->member].sentences++;
  b->member[at->member].words += s->words;
  s->lead = !b->member[at->member].has_lead && (s->words >= LEAST_SENTENCE || shape_ends_well(s->text));
  b->member[at->member].has_lead |= s->lead;
  if (is_known(b, s)) return;
  mark_words(b, s);
  b->n_sentences++;
}

static void read_heading(struct brief *b, struct at *at, struct tdg_str text) {
  struct tdg_term *t;
  size_t n = tdg_terms(b->call, text, &t);
  struct tdg_word_mark *m = tdg_scratch(b->call, (n + 1) * sizeof *m);
  if (n > MAX_HEADING) n = 0;
  tdg_vocabulary_mark(b->member[at->member].language, t, n, m);
  at->role = cues_heading(m, n, &at->role_known);
}

static void read_block(struct brief *b, struct at *at, const tdg_rec *block) {
  int64_t type = tdg_get_int(b->call, block, TDG_BLOCK_TYPE, 0);
  struct tdg_str text = tdg_get(b->call, block, TDG_TEXT);
  if (type == TDG_HEADING) {
    read_heading(b, at, text);
  } else if (type == TDG_PARAGRAPH || type == TDG_ITEM) {
    struct tdg_range *r;
    size_t n = tdg_sentences(b->call, text, b->member[at->member].tag, &r);
    at->quotes = (struct quotes){0};
    at->read = 0;
    for (size_t i = 0; i < n; i++) add_sentence(b, at, text, r[i]);
  }
}

static void read_blocks(struct brief *b, int member) {
  struct at at = {.member = member};
  size_t pos = 0;
  struct tdg_item it;
  while (tdg_next(b->call, b->member[member].rec, &pos, &it)) {
    if (it.field != TDG_BLOCK || it.rec == NULL) continue;
    read_block(b, &at, it.rec);
    at.block++;
  }
}

static void read_copies(struct brief *b) {
  b->n_original = b->n_sentences;
  b->most_sentences = b->n_sentences + MAX_CHANGED;
  for (int i = 0; i < b->n_copies; i++) read_blocks(b, b->n_members + i);
  b->n_changed = b->n_sentences - b->n_original;
  b->n_sentences = b->n_original;
}

static void read_titles(struct brief *b) {
  for (int m = 0; m < b->n_members; m++) {
    struct sentence *s = &b->member[m].title;
    *s = (struct sentence){.member = m, .text = tdg_get(b->call, b->member[m].rec, TDG_TITLE)};
    s->n_terms = tdg_terms(b->call, s->text, &s->terms);
    mark_words(b, s);
    s->words = count_words(s);
  }
}

void brief_read(struct brief *b, const tdg_rec *story) {
  b->story = story;
  read_members(b, story);
  b->most_sentences = (size_t)b->n_members * MAX_PER_MEMBER;
  if (b->most_sentences > MAX_SENTENCES) b->most_sentences = MAX_SENTENCES;
  find_languages(b);
  for (int i = 0; i < b->n_members; i++) read_blocks(b, i);
  read_copies(b);
  read_titles(b);
  brief_count_concepts(b);
}
