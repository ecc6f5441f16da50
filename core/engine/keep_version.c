/* engine/keep_version.c - append a version of a record to the log; see keep.h.
 *
 * Runs on the store thread inside a transaction, but for keep_put_down, which asks no store; owns nothing except memory in
 * the settlement's arena.  Only the store can fail here.
 */
#include "engine/keep.h"

#include "engine/import.h"
#include "news/identity.h"
#include "news/news.h"
#include "record/plain_text.h"
#include "util/clock.h"

#include <tidings/kit/str.h>

#include <string.h>

enum { MAX_SEARCH_TEXT = 1 << 20 };

/* tdg_is_space, in a form of which the compiler makes one comparison for many bytes. */
static inline uint8_t is_white(char c) {
  const uint8_t b = (uint8_t)c;
  return (uint8_t)((b == ' ') | (((uint8_t)(b - '\t') < 5) & (b != '\v')));
}

/* What white space separates. */
static uint64_t count_words(struct tdg_str text) {
  enum { STRIDE = 64 };
  uint64_t n = text.n > 0 && !is_white(text.p[0]);
  size_t i = 1;
  for (; i + STRIDE <= text.n; i += STRIDE) {
    uint8_t some = 0;
    for (size_t j = 0; j < STRIDE; j++)
      some = (uint8_t)(some + (is_white(text.p[i + j - 1]) & !is_white(text.p[i + j])));
    n += some;
  }
  for (; i < text.n; i++) n += is_white(text.p[i - 1]) & !is_white(text.p[i]);
  return n;
}

/* As its parser counted them. */
static uint64_t words_of(const tdg_rec *r, struct tdg_str text) {
  const tdg_rec *quality = rec_get_rec(r, TDG_QUALITY, 0);
  const int64_t n = quality != NULL ? rec_get_int(quality, TDG_WORDS, 0) : 0;
  return n > 0 ? (uint64_t)n : count_words(text);
}

void keep_put_down(struct keeper *k, struct subject *s) {
  struct buf text = buf_make(MAX_SEARCH_TEXT);
  const tdg_rec *r = keep_private(k->s, k->doc->doc, s->r);
  if (record_is_withdrawn(r)) r = record_without_text(k->arena, r); /* what it said is not said any more */
  rec_text(&text, r);
  if (text.n == 0) {
    struct tdg_str summary = rec_get(r, TDG_SUMMARY, 0);
    buf_add(&text, summary.p, summary.n);
  }
  s->kept = r;
  s->text = (struct tdg_str){arena_copy(k->arena, text.p, text.n), text.n};
  s->publisher = publisher_of(k->arena, r);
  s->words = words_of(r, s->text);
  buf_free(&text);
}

/* r: with what the engine adds. */
static void fill_row(struct keeper *k, struct tdg_row *row, const tdg_rec *r, const struct subject *s) {
  row->size = sizeof *row;
  row->kind = rec_kind(r);
  row->published = rec_get_int(r, TDG_PUBLISHED, 0);
  row->first_seen = k->s->now_ms;
  memcpy(row->content, s->l.content, sizeof row->content);
  row->by = row->headline = (struct tdg_str){"", 0};
  row->source = k->s->task.source;
  row->publisher = s->publisher;
  row->url = rec_get(r, TDG_URL, 0);
  row->native_id = rec_get(r, TDG_NATIVE_ID, 0);
  row->title = rec_get(r, TDG_TITLE, 0);
  row->language = rec_get(r, TDG_LANGUAGE, 0);
  row->text = s->text;
}

/* The record is stored, or was there. */
void keep_note_page(struct keeper *k, const uint64_t work[2]) {
  if (k->doc->parser[0] == '\0') return; /* an item in the place of its page */
  k->pages++;
  memcpy(k->work, work, sizeof k->work);
}

static const char *change_of(const struct keeper *k, const struct subject *s, const tdg_rec *old) {
  if (k->s->replay != NULL) return "reparsed";
  return old != NULL ? change_between(old, s->kept) : "major";
}

/* before: the version it supersedes, NULL for the first of a work; old: that version's record, NULL when it
 * is damaged. */
void keep_version(struct keeper *k, struct subject *s, const struct tdg_row *before, const tdg_rec *old) {
  struct record_facts facts = {
      .parser = k->doc->parser, .now_ms = k->s->now_ms, .version = 1, .change = "new"};
  struct tdg_row row = {0};
  if (s->kept == NULL) keep_put_down(k, s);
  if (record_is_withdrawn(s->kept)) facts.change = "withdrawn";
  if (before != NULL) {
    memcpy(row.work, before->work, sizeof row.work);
    facts.version = before->version + 1;
    facts.supersedes = before->id;
    if (!record_is_withdrawn(s->kept)) facts.change = change_of(k, s, old);
  } else {
    find_number(k, s, row.work);
  }
  facts.id = k->store->ops->new_id(k->store->handle, k->s->replay != NULL ? clock_wall_ms() : k->s->now_ms);
  facts.work = arena_printf(k->arena, "%016llx%016llx", (unsigned long long)row.work[0],
                            (unsigned long long)row.work[1]);
  facts.captures = k->s->replay != NULL ? capture_of_version(k, old) : capture_of_record(k);
  tdg_rec *whole = record_finish(k->arena, s->kept, &facts);
  fill_row(k, &row, whole, s);
  row.id = facts.id;
  row.version = facts.version;
  row.supersedes = facts.supersedes;
  row.wire = rec_bytes(whole);
  if (k->status < 0 || ask_check(k, k->store->ops->record_append(k->store->handle, &row)) < 0) return;
  ask_appended(k, row.work);
  import_report_record(k->s, row.id);
  k->new_records++;
  keep_note_page(k, row.work);
  k->words += s->words;
  if (before != NULL) k->s->counts.versions++;
  else k->s->counts.records++;
  find_remember(k, s, row.work);
  claim_tie(k, s, &row);
}
