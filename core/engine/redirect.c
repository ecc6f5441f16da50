/* engine/redirect.c - an answer that leads to another server; see settle.h and settle_priv.h.
 *
 * The fetcher does not go there (TDG_FLAG "same-server" of the request, and of its answer): the task is added again in
 * the group of the other host, with the address in TDG_FINAL_URL of its request and the way there in TDG_REDIRECT, so
 * that the limits of that host and its robots.txt hold as for any other.  Owns nothing; only the store can fail.
 */
#include "engine/settle_priv.h"

#include "util/log.h"

#include <tidings/kit/url.h>

#define STAYS "same-server"
enum { MAX_SERVERS = 5 }; /* one after the other */

struct tdg_str redirect_address(const struct settlement *s) {
  const struct tdg_str at =
      s->request != NULL ? rec_get(s->request, TDG_FINAL_URL, 0) : (struct tdg_str){"", 0};
  return at.n > 0 ? at : s->task.url;
}

int redirect_is_followed(const struct settlement *s) {
  return s->request != NULL && rec_has(s->request, TDG_FINAL_URL);
}

/* Where robots.txt does not count for it, as for a poll whose address is the operator's, it does not count there. */
static int stays(const struct settlement *s) {
  return s->gate.key != NULL && s->task.kind != TDG_TASK_HUB && store_drops_tasks(s->engine->store);
}

const tdg_rec *redirect_request(struct arena *a, const struct settlement *s) {
  /* what is meant for one server is not sent to another */
  static const uint32_t moved[] = {TDG_URL, TDG_FINAL_URL, TDG_REDIRECT, TDG_HEADER, TDG_METHOD, TDG_BODY, 0};
  const struct tdg_str at = redirect_address(s);
  if (s->request == NULL || (!redirect_is_followed(s) && !stays(s))) return s->request;
  tdg_rec *out =
      redirect_is_followed(s) ? rec_without(a, s->request, moved) : rec_copy(a, s->request, TDG_REQUEST);
  if (redirect_is_followed(s)) rec_put(out, TDG_URL, at.p, at.n);
  if (stays(s)) rec_put_str(out, TDG_FLAG, STAYS);
  return out;
}

static void put_hops(tdg_rec *out, const tdg_rec *from) {
  const tdg_rec *hop;
  for (uint32_t i = 0; (hop = rec_get_rec(from, TDG_REDIRECT, i)) != NULL; i++)
    rec_put_rec(out, TDG_REDIRECT, hop);
}

const tdg_rec *redirect_answer(struct arena *a, const struct settlement *s, const tdg_rec *doc) {
  static const uint32_t moved[] = {TDG_URL, TDG_FINAL_URL, TDG_REDIRECT, 0};
  const struct tdg_str at = redirect_address(s), final = rec_get(doc, TDG_FINAL_URL, 0);
  if (!redirect_is_followed(s)) return doc;
  tdg_rec *out = rec_without(a, doc, moved);
  rec_put(out, TDG_URL, s->task.url.p, s->task.url.n);
  rec_put(out, TDG_FINAL_URL, final.n > 0 ? final.p : at.p, final.n > 0 ? final.n : at.n);
  put_hops(out, s->request);
  put_hops(out, doc);
  return out;
}

int redirect_leads_away(const struct settlement *s, const tdg_rec *doc) {
  return stays(s) && !rec_has(doc, TDG_ERROR) && tdg_url_is_web(rec_get(doc, TDG_FINAL_URL, 0)) &&
         rec_has_text(doc, TDG_FLAG, STAYS);
}

uint32_t redirect_hops(const tdg_rec *r) {
  uint32_t n = 0;
  while (rec_get_rec(r, TDG_REDIRECT, n) != NULL) n++;
  return n;
}

const tdg_rec *redirect_or_failed(struct arena *a, const struct settlement *s, const tdg_rec *doc) {
  if (!redirect_leads_away(s, doc) || redirect_hops(doc) <= MAX_SERVERS) return doc;
  tdg_rec *out = rec_new(a, TDG_DOC);
  rec_put(out, TDG_URL, s->task.url.p, s->task.url.n);
  rec_put_str(out, TDG_ERROR, "redirect");
  rec_put_str(out, TDG_MESSAGE, "it leads from server to server, more than five times");
  return out;
}

void redirect_settle(struct settle *t, const tdg_rec *doc) {
  static const uint32_t moved[] = {TDG_FINAL_URL, TDG_REDIRECT, 0},
                        put_in[] = {TDG_ETAG, TDG_LAST_MODIFIED, 0}; /* with each lease */
  struct settlement *s = t->s;
  const struct tdg_str to = rec_get(doc, TDG_FINAL_URL, 0);
  tdg_rec *request = rec_without(t->arena, s->request, moved);
  const int poll = s->task.kind == TDG_TASK_POLL;
  if (poll || s->task.kind == TDG_TASK_LISTING) request = rec_without(t->arena, request, put_in);
  struct tdg_task next = s->task;
  rec_put(request, TDG_FINAL_URL, to.p, to.n);
  put_hops(request, doc);
  next.size = sizeof next;
  next.attempts = 0;
  if (!poll) next.due = s->now_ms; /* a pass polls no source that is due after its beginning */
  next.group = engine_group_of(t->arena, s->source, to);
  next.request = rec_bytes(request);
  log_info("%s leads to another server, %s", s->task.url.p, to.p);
  s->again = 1;
  settle_check(t, store_task_drop(t->store, s->task.id));
  settle_check(t, t->ops->task_add(t->store->handle, &next));
}
