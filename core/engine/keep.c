/* engine/keep.c - store a record; see keep.h.
 *
 * Runs on the store thread inside a transaction, but for keep_prepare, which asks no store; owns nothing except memory
 * in the settlement's arena.  Only the store can fail here.
 */
#include "engine/keep.h"

#include "engine/import.h"
#include "engine/ingest.h"
#include "engine/retention.h"
#include "news/identity.h"
#include "news/news.h"
#include "news/robots.h"
#include "util/log.h"

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include <string.h>
#include <xxhash.h>

#define DAY_MS INT64_C(86400000)

static const struct tdg_str NONE = {"", 0};

/* ---- versions ---- */

/* Was the slug of the same item corrected?  A difference in the query alone, or a return to an earlier
 * address, is not a change. */
static int has_moved(struct keeper *k, const struct subject *s, const struct found *f) {
  struct ask_claims claims;
  uint64_t key[2];
  struct tdg_str now = rec_get(s->r, TDG_URL, 0);
  if (f->by != FOUND_BY_GUID || s->l.by_url == SURVEY_NO || tdg_str_same(now, f->row.url)) return 0;
  struct address before = address_of(k->arena, f->row.url);
  if (!address_moved(&before, &s->l.url)) return 0;
  key_address(&s->l.url, s->l.by_url == SURVEY_WITH_FRAGMENT, key);
  ask_claims(k, key, s->owner.p, &claims);
  return claims.n == 0;
}

/* A source that only repeats a version from before another source added one adds none. */
static int repeats(struct keeper *k, const struct subject *s, const struct tdg_row *current) {
  return !tdg_str_same(current->source, k->s->task.source) &&
         ask_said(k, current->work, s->l.content) == ASK_SAID;
}

static void seen_again(struct keeper *k, const struct subject *s, const struct found *f) {
  ask_check(k, k->store->ops->record_seen(k->store->handle, f->row.id, k->s->now_ms));
  k->s->counts.unchanged++;
  import_report_record(k->s, f->row.id);
  keep_note_page(k, f->row.work);
  if (f->by == FOUND_BY_URL || f->by == FOUND_BY_CANONICAL || f->by == FOUND_BY_TITLE)
    find_remember_guid(k, s, f->row.work);
  if (f->by == FOUND_BY_PLACE) find_remember_words(k, s, f->row.work);
}

void keep_unchanged(struct keeper *k, const uint64_t work[2]) {
  struct tdg_row row;
  if (!ask_work(k, work, &row)) return;
  ask_check(k, k->store->ops->record_seen(k->store->handle, row.id, k->s->now_ms));
  k->s->counts.unchanged++;
}

/* Items of a feed are whole, even if the feed is not: its parser leaves out the one that is cut. */
static int may_be_cut(const struct keeper *k) {
  return k->feed == NULL && whole_end(k->doc->doc) != WHOLE_YES;
}

static int misses_page(const tdg_rec *r) {
  return rec_has_text(rec_get_rec(r, TDG_QUALITY, 0), TDG_FLAG, "truncated");
}

/* The page of an item that has changed could not be read, or not to its end: what is known of it may be more. */
static int is_poorer(struct keeper *k, const struct subject *s, const tdg_rec *old) {
  const int is_item = k->doc->parser[0] == '\0', had_page = old != NULL && rec_has(old, TDG_PARSER_NAME);
  if (k->s->task.kind != TDG_TASK_FOLLOW || !had_page) return 0;
  if (!(is_item || misses_page(s->r) || may_be_cut(k)) || !change_is_poorer(old, s->r)) return 0;
  log_info("%s: %s, which is less than what is known: that stays", k->s->task.url.p,
           is_item ? "only its item could be read" : "it may have been cut on the way");
  return 1;
}

static int is_message(const struct keeper *k) {
  return sniff_is_message(rec_get(k->doc->doc, TDG_MEDIA_TYPE, 0).p);
}

/* Would a part of what is there replace it? */
static int is_part(struct keeper *k, const struct subject *s, const tdg_rec *old) {
  if (old == NULL || !may_be_cut(k) || !change_is_beginning(old, s->r)) return 0;
  log_warning("%s: may have been cut on the way, and is the beginning of what is known: it is not stored",
              k->s->task.url.p);
  return 1;
}

/* What the same source withdrew it may restore with its old day. */
static int is_late(struct keeper *k, const struct subject *s, const struct tdg_row *current,
                   const tdg_rec *old) {
  if (old == NULL || (record_is_withdrawn(old) && tdg_str_same(current->source, k->s->task.source))) return 0;
  return change_came_late(old, s->r, k->s->now_ms);
}

static int64_t period_of(const struct keeper *k) {
  return k->s->source != NULL ? retention_of(&k->s->engine->spec, k->s->source) : 0;
}

/* What is imported is asked for, however old it is. */
static int is_imported(const struct keeper *k) { return k->s->task.kind == TDG_TASK_IMPORT; }

/* A source may go on listing what is older than its records are kept. */
static int is_too_old(const struct keeper *k, const tdg_rec *r) {
  const int64_t keep = period_of(k), published = rec_get_int(r, TDG_PUBLISHED, 0);
  return !is_imported(k) && keep > 0 && published > 0 && published < k->s->now_ms - keep;
}

/* It was removed for its age: would it be kept now?  That is known by its date alone, which may lie ahead of the day on which
 * it was stored. */
static int may_come_back(const struct keeper *k, const tdg_rec *r) {
  const int64_t keep = period_of(k), published = rec_get_int(r, TDG_PUBLISHED, 0);
  const int64_t ahead = keep / 8 < DAY_MS ? keep / 8 : DAY_MS;
  return is_imported(k) || keep == 0 || (published > 0 && published > k->s->now_ms - keep + ahead);
}

/* It is not stored as new. */
static void pass_over(struct keeper *k, enum tdg_gone why) {
  const int forgotten = why == TDG_GONE_FORGOTTEN;
  if (forgotten) k->s->counts.forgotten++;
  else k->s->counts.expired++;
  log_info("%s: %s; it is not stored again", k->s->task.url.p,
           forgotten ? "was forgotten" : "is older than records are kept");
}

/* It was read when it was half written, and stands there whole now. */
static int has_grown(const struct keeper *k) { return rec_has_text(k->doc->doc, TDG_FLAG, "grown"); }

/* A mail of a source stays as it was sent: whoever knows its Message-ID can send another one with it. */
static int is_forged(struct keeper *k, const struct subject *s, const struct found *f) {
  if (f->by != FOUND_BY_NATIVE_ID || !is_message(k) || k->s->source == NULL || k->s->retried != 0 ||
      has_grown(k))
    return 0;
  log_info("%s: another mail with the Message-ID of one that is stored (%.200s), and another text: the first "
           "one stays",
           rec_get(k->doc->doc, TDG_URL, 0).p, s->native.p);
  return 1;
}

/* 0: it is a page to which other items of the feed led too, and nothing was stored. */
static int keep_subject(struct keeper *k, struct subject *s) {
  struct found f;
  find_work(k, s, &f);
  if (k->status < 0) return 1;
  if (f.by == FOUND_PAGE_OF_ANOTHER) return 0;
  if (f.by == FOUND_NOT) {
    const enum tdg_gone gone = find_gone(k, s);
    const int stays_out = gone == TDG_GONE_OLD ? !may_come_back(k, s->r) : gone != 0;
    if (stays_out || is_too_old(k, s->r)) pass_over(k, gone);
    else keep_version(k, s, NULL, NULL);
    return 1;
  }
  int unchanged = f.by == FOUND_SAME ||
                  (memcmp(f.row.content, s->l.content, sizeof f.row.content) == 0 && !has_moved(k, s, &f));
  if (unchanged) {
    seen_again(k, s, &f);
    return 1;
  }
  const tdg_rec *old = ask_version(k, f.row.id);
  int moved = memcmp(f.row.content, s->l.content, sizeof f.row.content) == 0;
  if (!moved && (is_forged(k, s, &f) || repeats(k, s, &f.row) || is_late(k, s, &f.row, old) ||
                 is_part(k, s, old) || is_poorer(k, s, old)))
    seen_again(k, s, &f);
  else keep_version(k, s, &f.row, old);
  return 1;
}

/* ---- an article that is looked at again ---- */

static int is_cut(const struct keeper *k, const tdg_rec *r) { return misses_page(r) || may_be_cut(k); }

/* It becomes the next version of that article, or nothing.  old: the record of the present one, NULL: damaged. */
static void keep_again(struct keeper *k, struct subject *s, const struct found *f, const tdg_rec *old) {
  const int same = memcmp(f->row.content, s->l.content, sizeof f->row.content) == 0;
  if (same || repeats(k, s, &f->row) || is_late(k, s, &f->row, old)) {
    seen_again(k, s, f);
  } else if (old != NULL && change_is_loss(old, s->r, is_cut(k, s->r))) {
    log_info("%s: looked at again: there is something else now, or a part of what is known, which stays",
             k->s->task.url.p);
  } else {
    keep_version(k, s, &f->row, old);
    log_info("%s: looked at again: it has changed", k->s->task.url.p);
  }
}

/* ---- documents ---- */

static struct tdg_str without_fragment(struct keeper *k, struct tdg_str url) {
  size_t n = strcspn(url.p, "#");
  return (struct tdg_str){arena_copy(k->arena, url.p, n), n};
}

/* Imports are distinguished by their place, or by the source they name; as a hash, because an address may
 * contain a secret. */
static struct tdg_str import_of(struct keeper *k, char mark, struct tdg_str name) {
  return tdg_str_of(
      arena_printf(k->arena, "import %c%016llx", mark, (unsigned long long)XXH3_64bits(name.p, name.n)));
}

/* What was asked for.  It comes from the task, not from the document; but what an archive of the web holds that a user
 * imports counts as fetched when it was archived, so that the archives of two days give two versions of a page. */
static struct tdg_str asked_of(const struct keeper *k, const tdg_rec *doc) {
  const struct tdg_str url = rec_get(doc, TDG_URL, 0);
  const int is_archived = k->s->source == NULL && !tdg_url_is_web(k->s->task.url) && tdg_url_is_web(url);
  return is_archived ? url : k->s->task.url;
}

/* Set the owner and the addresses of a document. */
static void take_place(struct keeper *k, const struct settle_doc *d) {
  const struct engine_source *source = k->s->source;
  struct tdg_str final = rec_get(d->doc, TDG_FINAL_URL, 0), asked = asked_of(k, d->doc);
  k->doc = d;
  k->by.asked = address_of(k->arena, asked);
  k->by.final = final.n > 0 ? address_of(k->arena, final) : k->by.asked;
  k->by.home = source != NULL ? address_of(k->arena, tdg_str_of(source->url)) : k->by.asked;
  k->place = import_of(k, 'p', without_fragment(k, asked));
  k->owner = source != NULL ? tdg_str_of(source->who.id) : k->place;
}

static const tdg_rec *feed_of(const tdg_rec *const *recs, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (rec_kind(recs[i]) == TDG_FEED) return recs[i];
  return NULL;
}

static void begin_document(struct keeper *k, const struct settle_doc *d, const tdg_rec *const *recs,
                           size_t n) {
  take_place(k, d);
  k->feed = feed_of(recs, n);
  k->by.feeds_home = address_of(k->arena, k->feed != NULL ? rec_get(k->feed, TDG_URL, 0) : NONE);
}

static void survey_again(struct keeper *k, const tdg_rec *const *recs, size_t n) {
  survey_document(k->arena, recs, n, k->feed, k->s->task.url, k->restless, &k->survey);
  k->ready = NULL;
}

/* ready: of a keeper with the same place. */
static void use_ready(struct keeper *k, const struct settle_doc *d) {
  const struct keeper *from = d->ready;
  k->doc = d;
  k->by = from->by;
  k->place = from->place;
  k->owner = from->owner;
  k->feed = from->feed;
  k->survey = from->survey;
  k->ready = from->ready;
}

int keep_document(struct keeper *k, const struct settle_doc *d, const tdg_rec *const *recs, size_t n) {
  if (d->ready != NULL) use_ready(k, d);
  else begin_document(k, d, recs, n);
  k->next = 0;
  k->known_guids = k->known_links = 0;
  k->restless = k->feed != NULL || k->s->request != NULL ? find_is_restless(k) : 0;
  if (d->ready == NULL || k->restless) survey_again(k, recs, n);
  if (k->feed == NULL || k->restless || k->s->replay != NULL)
    return k->status; /* an old feed is no evidence */
  find_judge_guids(k);
  if (k->restless) survey_again(k, recs, n);
  return k->status;
}

/* ---- records ---- */

static const struct listed *listed_of(struct keeper *k, const tdg_rec *parsed) {
  for (size_t i = 0; i < k->survey.n; i++) {
    const struct listed *l = &k->survey.items[(k->next + i) % k->survey.n];
    if (l->r != parsed) continue;
    k->next = (k->next + i + 1) % k->survey.n;
    return l;
  }
  return NULL;
}

/* A page requested from one host and received from another belongs to the other. */
static const tdg_rec *at_its_place(struct keeper *k, const tdg_rec *r) {
  static const uint32_t url[] = {TDG_URL, 0};
  struct tdg_str final = rec_get(k->doc->doc, TDG_FINAL_URL, 0);
  if (k->feed != NULL || k->doc->parser[0] == '\0' || final.n == 0 ||
      tdg_str_same(k->by.asked.host, k->by.final.host))
    return r;
  struct address said = address_of(k->arena, rec_get(r, TDG_URL, 0));
  if (!address_same(&said, &k->by.asked)) return r;
  tdg_rec *out = rec_new(k->arena, rec_kind(r)), *rest = rec_without(k->arena, r, url);
  size_t pos = 0;
  struct tdg_item it;
  rec_put(out, TDG_URL, final.p, final.n);
  while (rec_next(rest, &pos, &it)) rec_put_item(out, &it);
  return out;
}

/* Readers of a record may open its addresses, so a record from the network may contain web addresses only. */
static const tdg_rec *with_addresses_of_the_web(struct keeper *k, const tdg_rec *r) {
  uint32_t drop[3] = {0};
  size_t n = 0;
  struct tdg_str from = rec_get(k->doc->doc, TDG_URL, 0);
  if (from.n == 0) from = k->s->task.url;
  if (!tdg_url_is_web(from)) return r;
  for (size_t i = 0; i < 2; i++) {
    const uint32_t field = (const uint32_t[]){TDG_URL, TDG_CANONICAL}[i];
    struct tdg_str url = rec_get(r, field, 0);
    if (url.n > 0 && !tdg_url_is_web(url)) drop[n++] = field;
  }
  return n > 0 ? rec_without(k->arena, r, drop) : r;
}

/* The page of an item is identified by the item's guid, and by the address that the item gave. */
static void go_by_item(struct keeper *k, struct subject *s, const tdg_rec *item) {
  identity_content(s->r, s->l.content);
  s->l.title = rec_get(s->r, TDG_TITLE, 0);
  s->l.published = rec_get_int(s->r, TDG_PUBLISHED, 0);
  s->l.guid = survey_guid(k->arena, rec_get(item, TDG_GUID, 0));
  s->l.by_guid = s->l.guid.n > 0 && !k->restless && !rec_has_text(k->s->request, TDG_FLAG, FIND_NO_GUID);
  s->asked = address_of(k->arena, rec_get(item, TDG_URL, 0));
  if (address_same(&s->asked, &s->l.url) || address_same(&s->asked, &s->l.canonical))
    s->asked = address_of(k->arena, NONE);
}

/* The ids of an import are unique within the source it names, wherever its files are. */
static struct tdg_str owner_of(struct keeper *k, const struct subject *s) {
  const tdg_rec *source = rec_get_rec(s->r, TDG_SOURCE, 0);
  if (s->native.n == 0 || k->s->source != NULL) return k->owner;
  return import_of(k, 'n', source != NULL ? rec_get(source, TDG_NAME, 0) : NONE);
}

static enum reserved_policy policy_of(const struct keeper *k) {
  const struct engine_source *s = k->s->source;
  return s != NULL && s->reserved != NULL ? *s->reserved : k->s->engine->spec.reserved;
}

/* The name by which servers know who asked for the document. */
static struct tdg_str robot_of(const struct keeper *k) {
  return robots_token(outgoing_name(k->s->engine, k->s->source, capture_address(k->doc->doc)));
}

static void leave_out(struct keeper *k, const tdg_rec *r) {
  const char *url = k->s->task.url.p, *words = rec_get(rec_get_rec(r, TDG_RIGHTS, 0), TDG_TDM, 0).p;
  const char *id = k->s->source != NULL ? k->s->source->who.id : "";
  k->s->counts.reserved++;
  if (!engine_tell_first(k->s->engine, "reserved", id))
    log_info("%s: its publisher reserves it (%s)", url, words);
  else
    log_warning(
        "%s is not stored: its publisher reserves it (%s); further ones are told with -v only (`reserved:` "
        "decides)",
        url, words);
}

/* What an article that is looked at again lacks now comes from its present version, as it came from its item. */
static const tdg_rec *request_with(struct keeper *k, const tdg_rec *old) {
  tdg_rec *request = rec_new(k->arena, TDG_REQUEST);
  rec_put_rec(request, TDG_MEMBER, rec_copy(k->arena, old, TDG_GROUP));
  return request;
}

/* What the user of an import says of its records. */
static const struct engine_import *import_of_task(const struct keeper *k) {
  return k->s->task.kind == TDG_TASK_IMPORT && k->s->retried == 0 ? k->s->engine->import : NULL;
}

static const tdg_rec *in_language(struct keeper *k, const tdg_rec *r) {
  static const uint32_t said[] = {TDG_LANGUAGE, 0};
  const struct engine_import *import = import_of_task(k);
  if (import == NULL || import->language[0] == '\0') return r;
  tdg_rec *copy = rec_without(k->arena, r, said);
  rec_put_str(copy, TDG_LANGUAGE, import->language);
  return copy;
}

/* Counted, and not stored. */
static const tdg_rec *without_unread(struct keeper *k, const tdg_rec *r) {
  static const uint32_t unread[] = {TDG_UNREAD, 0};
  if (!rec_has(r, TDG_UNREAD)) return r;
  struct tdg_str name;
  for (uint32_t i = 0; import_of_task(k) != NULL && (name = rec_get(r, TDG_UNREAD, i)).n > 0; i++)
    import_count_unread(k->s->engine, name);
  return rec_without(k->arena, r, unread);
}

static int is_older(struct keeper *k, const tdg_rec *r) {
  const struct engine_import *import = import_of_task(k);
  if (import == NULL) return 0;
  k->s->counts.dated += (uint64_t)rec_has(r, TDG_PUBLISHED);
  const int64_t published = rec_get_int(r, TDG_PUBLISHED, rec_get_int(r, TDG_UPDATED, import->since));
  k->s->counts.older += published < import->since;
  return published < import->since;
}

/* Who published it: as configured.  A mail is published by its sender, unless the configuration says who that is. */
static struct news_source who_of(const struct keeper *k, const tdg_rec *r) {
  struct news_source who = k->s->source->who;
  const tdg_rec *sender = is_message(k) ? rec_get_rec(r, TDG_SOURCE, 0) : NULL;
  if (sender != NULL && who.outlet[0] == '\0') who.outlet = rec_get(sender, TDG_OUTLET, 0).p;
  return who;
}

/* A mail without a Message-ID: its place, as a file's name and a number in it, may be that of another mail tomorrow. */
static void leave_place(struct keeper *k, struct subject *s) {
  const struct address none = address_of(k->arena, NONE);
  s->place = none;
  if (!is_message(k) || s->native.n > 0 || s->l.guid.n > 0 || s->l.url.key.n == 0 || s->l.url.host.n > 0)
    return;
  s->place = s->l.url;
  s->l.url = none;
  s->l.by_url = SURVEY_NO;
  s->l.by_title = 0; /* two mails of one second and subject may be of two senders */
}

/* What is known of a record without the store: with the fields of its source, dated, and what its publisher reserves.
 * placed: as parsed, at its place; item: of the feed, that led to its page; NULL: none. */
static void dress(struct keeper *k, const tdg_rec *placed, const tdg_rec *request, struct subject *s) {
  const tdg_rec *item = request != NULL ? rec_get_rec(request, TDG_MEMBER, 0) : NULL;
  const int is_configured = k->s->source != NULL;
  const struct news_source who = is_configured ? who_of(k, placed) : (struct news_source){.id = ""};
  s->asked = address_of(k->arena, NONE);
  s->r = record_from_source(k->arena, placed, is_configured ? &who : NULL, request);
  s->native = rec_get(s->r, TDG_NATIVE_ID, 0);
  if (k->s->source == NULL && identity_is_counter(s->native))
    s->native = NONE; /* its address or its words say who it is */
  s->owner = owner_of(k, s);
  if (item != NULL) go_by_item(k, s, item);
  s->r = with_addresses_of_the_web(k, record_date(k->arena, s->r, k->s->now_ms));
  s->r = record_genre(k->arena, s->r);
  s->r = in_language(k, without_unread(k, s->r));
  if (may_be_cut(k)) s->r = record_unfinished(k->arena, s->r);
  s->r = record_reserved(k->arena, s->r, k->doc->doc, robot_of(k), policy_of(k) == RESERVED_MARK);
}

/* l: of the survey, NULL when it is not in it. */
static struct subject subject_of(struct keeper *k, const tdg_rec *placed, const tdg_rec *request,
                                 const struct listed *l) {
  struct subject s = {.r = NULL};
  struct survey alone;
  if (l != NULL && k->ready != NULL && k->ready[l - k->survey.items].r != NULL) {
    s = k->ready[l - k->survey.items];
    s.l = *l;
    leave_place(k, &s);
    return s;
  }
  if (l == NULL) survey_document(k->arena, &placed, 1, NULL, k->s->task.url, k->restless, &alone);
  s.l = l != NULL ? *l : alone.items[0];
  dress(k, placed, request, &s);
  leave_place(k, &s);
  return s;
}

static int keep_parsed(struct keeper *k, const struct settle_doc *d, const tdg_rec *parsed) {
  struct found f = {.by = FOUND_BY_GUID};
  const int again = k->s->revisit.is;
  if (again && !ask_work(k, k->s->revisit.work, &f.row)) return 1; /* the store does not have it any more */
  const tdg_rec *old = again ? ask_version(k, f.row.id) : NULL,
                *request = old != NULL ? request_with(k, old) : k->s->request;
  if (k->doc == NULL || k->doc->doc != d->doc) keep_document(k, d, NULL, 0); /* one that could not be had */
  k->doc = d;
  k->item = request != NULL ? rec_get_rec(request, TDG_MEMBER, 0) : NULL;
  const tdg_rec *placed = at_its_place(k, parsed);
  struct subject s = subject_of(k, placed, request, listed_of(k, placed));
  if (policy_of(k) == RESERVED_SKIP && record_is_reserved(s.r)) leave_out(k, s.r);
  else if (is_older(k, s.r)) log_info("%s: older than --since, left out", k->s->task.url.p);
  else if (k->s->replay != NULL) replay_keep(k, &s);
  else if (again) keep_again(k, &s, &f, old);
  else return keep_subject(k, &s);
  return 1;
}

int keep_record(struct keeper *k, const struct settle_doc *d, const tdg_rec *parsed) {
  const struct settle_doc page = {.doc = d->doc, .parser = ""};
  if (keep_parsed(k, d, parsed)) return k->status;
  const tdg_rec *item = rec_get_rec(k->s->request, TDG_MEMBER, 0);
  log_info("%s: leads where others of its feed lead; the item itself is kept", k->s->task.url.p);
  keep_parsed(k, &page, rec_copy(k->arena, item, TDG_ARTICLE));
  return k->status;
}

/* ---- items ---- */

int keep_has_page(struct keeper *k, const tdg_rec *item) {
  const struct listed *l = listed_of(k, item);
  return l != NULL && l->by_url == SURVEY_WHOLE;
}

int keep_is_known(struct keeper *k, const tdg_rec *item) {
  const struct listed *l = listed_of(k, item);
  return l != NULL && l->by_guid && l->known;
}

int keep_may_come_back(struct keeper *k, const tdg_rec *item) {
  struct found f;
  if (!may_come_back(k, item)) return 0;
  struct subject s = subject_of(k, rec_copy(k->arena, item, TDG_ARTICLE), NULL, NULL);
  find_work(k, &s, &f);
  return f.by == FOUND_NOT && find_gone(k, &s) == TDG_GONE_OLD;
}

int keep_knows_page(struct keeper *k, struct tdg_str url) {
  const struct address at = address_of(k->arena, url);
  struct ask_claims claims;
  uint64_t key[2];
  int known = 0;
  if (at.key.n == 0 || k->owner.p == NULL) return 0;
  key_address(&at, 0, key);
  ask_claims(k, key, k->owner.p, &claims);
  for (size_t i = 0; i < claims.n; i++) known |= ask_is_work(claims.v[i].work);
  return known;
}

const char *keep_flag(struct keeper *k, const tdg_rec *item) {
  const struct listed *l = listed_of(k, item);
  if (l == NULL) return NULL;
  if (l->guid.n > 0 && !l->by_guid) return FIND_NO_GUID;
  return (l->guid.n > 0 ? k->known_guids : k->known_links) > 0 ? FIND_STEADY : NULL;
}

/* ---- beforehand ---- */

/* Of a poll or a list: its records need nothing but themselves.  Long documents would hold up whoever prepares them. */
static int may_prepare(const struct settlement *s, const struct settle_doc *d) {
  enum { MAX_RECORDS = 200, MAX_BODY = 256 << 10 };
  return s->source != NULL && !s->source->full_text && s->retried == 0 && !s->revisit.is &&
         (s->task.kind == TDG_TASK_POLL || s->task.kind == TDG_TASK_LISTING) &&
         (s->request == NULL || !rec_has(s->request, TDG_MEMBER)) && d->job->cause == CAUSE_NONE &&
         !job_failed(d->job) && d->job->n_recs <= MAX_RECORDS && rec_get(d->doc, TDG_BODY, 0).n <= MAX_BODY;
}

void keep_prepare(struct settlement *s, struct settle_doc *d, int to_the_end) {
  if (d->job == NULL || !may_prepare(s, d)) return;
  const tdg_rec *const *recs = (const tdg_rec *const *)d->job->recs;
  struct keeper *k = arena_zalloc(&s->arena, sizeof *k);
  *k = (struct keeper){.s = s, .arena = &s->arena}; /* without a store */
  begin_document(k, d, recs, d->job->n_recs);
  survey_again(k, recs, d->job->n_recs);
  struct subject *subjects = arena_zalloc(&s->arena, (k->survey.n + 1) * sizeof *subjects);
  for (size_t i = 0; i < k->survey.n; i++) {
    const tdg_rec *parsed = k->survey.items[i].r;
    if (at_its_place(k, parsed) != parsed) continue;
    subjects[i].l = k->survey.items[i];
    dress(k, parsed, s->request, &subjects[i]);
    if (to_the_end) keep_put_down(k, &subjects[i]);
  }
  k->ready = subjects;
  d->ready = k;
}
