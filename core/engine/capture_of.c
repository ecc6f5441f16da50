/* engine/capture_of.c - the answer that a record was read from, among the captures; see keep.h.
 *
 * Runs on the store thread inside a transaction; what is made is in the arena of the settlement.  What fails here is told when
 * the transaction would be committed.
 */
#include "engine/keep.h"

#include "capture/captures.h"
#include "engine/replay.h"
#include "news/news.h"

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include <string.h>

/* An answer of a server, as it was transferred. */
static int is_answer(const struct keeper *k) {
  const tdg_rec *doc = k->doc->doc;
  return k->doc->parser[0] != '\0' && tdg_url_is_web(k->s->task.url) && rec_get(doc, TDG_BODY, 0).n > 0;
}

struct tdg_str capture_address(const tdg_rec *doc) {
  const struct tdg_str final = rec_get(doc, TDG_FINAL_URL, 0);
  return final.n > 0 ? final : rec_get(doc, TDG_URL, 0);
}

static struct tdg_str without_secrets(struct keeper *k, const tdg_rec *doc, struct tdg_str url) {
  tdg_rec *r = rec_new(k->arena, TDG_ARTICLE);
  rec_put(r, TDG_URL, url.p, url.n);
  return rec_get(keep_private(k->s, doc, r), TDG_URL, 0);
}

/* ---- what the answer does not tell ---- */

static void copy_all(tdg_rec *to, const tdg_rec *from, uint32_t field) {
  size_t pos = 0;
  struct tdg_item it;
  while (rec_next(from, &pos, &it))
    if (it.field == field) rec_put_item(to, &it);
}

static const char *kind_of(const struct keeper *k, struct tdg_str as) {
  const struct engine_source *source = k->s->source;
  if (k->s->task.kind == TDG_TASK_LISTING) return CAPTURE_LIST;
  if (k->s->task.kind != TDG_TASK_FOLLOW) return "";
  const int is_configured =
      source != NULL && as.n > 0 && tdg_str_same(as, tdg_str_of(source->full_text_parser));
  return is_configured ? CAPTURE_ARTICLE : CAPTURE_PAGE;
}

static void put_parsers(struct keeper *k, const tdg_rec *doc, tdg_rec *asked) {
  static const uint32_t of_document[] = {TDG_FLAG, TDG_EXT, TDG_OFFSET, TDG_TITLE_HINT, TDG_DISCOVERED};
  const struct tdg_str as = rec_get(k->s->request, TDG_AS, 0); /* what its source says is asked anew */
  rec_put_str(asked, TDG_TYPE, kind_of(k, as));
  rec_put(asked, TDG_AS, as.p, as.n);
  for (size_t i = 0; i < sizeof of_document / sizeof of_document[0]; i++)
    copy_all(asked, doc, of_document[i]);
  if (k->item != NULL)
    rec_put_rec(asked, TDG_MEMBER, keep_private(k->s, doc, record_given(k->arena, k->item)));
}

/* place: as the capture names it.  NULL: there is nothing to tell. */
static const tdg_rec *asked_of(struct keeper *k, const tdg_rec *doc, struct tdg_str place) {
  tdg_rec *asked = rec_new(k->arena, TDG_REQUEST);
  const size_t empty = rec_bytes(asked).n;
  const struct tdg_str url = without_secrets(k, doc, rec_get(doc, TDG_URL, 0));
  if (!tdg_str_same(url, place)) rec_put(asked, TDG_URL, url.p, url.n);
  if (doc == k->doc->doc) put_parsers(k, doc, asked);
  return rec_bytes(asked).n > empty ? asked : NULL;
}

/* ---- captures ---- */

const char *capture_parser_version(const struct engine *e, const char *parser) {
  const struct component_info *c = plugin_component(e->plugins, TDG_KIND_PARSER, parser);
  return c != NULL ? c->plugin->version : "";
}

static void capture_one(struct keeper *k, const tdg_rec *doc, tdg_rec *to) {
  struct capture_place place;
  const int64_t at = rec_get_int(doc, TDG_FETCHED, k->s->now_ms);
  const struct tdg_str url = without_secrets(k, doc, capture_address(doc));
  if (capture_put(k->s->engine->capture, doc, url, at, &place) < 0) return;
  tdg_rec *r = rec_new(k->arena, TDG_GROUP);
  const tdg_rec *asked = asked_of(k, doc, url);
  rec_put_str(r, TDG_FILE, place.file);
  rec_put_int(r, TDG_OFFSET, place.offset);
  rec_put_str(r, TDG_DIGEST, place.digest);
  if (doc == k->doc->doc)
    rec_put_str(r, TDG_PARSER_VERSION, capture_parser_version(k->s->engine, k->doc->parser));
  if (asked != NULL) rec_put_rec(r, TDG_ASKED, asked);
  rec_put_rec(to, TDG_CAPTURE, r);
}

/* Once for all records of a document. */
const tdg_rec *capture_of_record(struct keeper *k) {
  const tdg_rec *doc = k->doc->doc;
  if (k->s->engine->capture == NULL || !is_answer(k)) return NULL;
  if (k->capture_of == doc) return k->captures;
  tdg_rec *all = rec_new(k->arena, TDG_GROUP);
  capture_one(k, doc, all);
  for (const struct settle_page *p = k->s->pages; p != NULL; p = p->next) capture_one(k, p->doc, all);
  k->capture_of = doc;
  return k->captures = all;
}

/* The first one says which parser has read it. */
const tdg_rec *capture_of_version(struct keeper *k, const tdg_rec *old) {
  static const uint32_t version[] = {TDG_PARSER_VERSION, 0};
  tdg_rec *all = rec_new(k->arena, TDG_GROUP);
  const tdg_rec *c;
  for (uint32_t i = 0; old != NULL && (c = rec_get_rec(old, TDG_CAPTURE, i)) != NULL; i++) {
    tdg_rec *one = i == 0 ? rec_without(k->arena, c, version) : rec_copy(k->arena, c, TDG_GROUP);
    if (i == 0) rec_put_str(one, TDG_PARSER_VERSION, k->s->replay->version);
    rec_put_rec(all, TDG_CAPTURE, one);
  }
  return all;
}
