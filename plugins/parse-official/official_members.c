/* official_members.c - members of a JSON object as texts and facts, and requests for what they name.
 *
 * Texts are in the call's memory.  What is missing, of another type or unreadable is "" or 0, and no fact is put. */
#include "official.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/date.h>
#include <tidings/kit/html.h>
#include <tidings/kit/url.h>

struct tdg_str official_text(tdg_call *call, const json_t *o, const char *key) {
  const json_t *v = json_object_get(o, key);
  if (!json_is_string(v)) return tdg_str_of("");
  struct tdg_str raw = {json_string_value(v), json_string_length(v)};
  char *out = tdg_scratch(call, raw.n + 1);
  size_t n = 0;
  for (size_t i = 0; i < raw.n; i++)
    if ((unsigned char)raw.p[i] >= ' ' || raw.p[i] == '\n' || raw.p[i] == '\t') out[n++] = raw.p[i];
  return tdg_str_trim((struct tdg_str){out, n});
}

const json_t *official_object(const json_t *o, const char *key) {
  const json_t *v = json_object_get(o, key);
  return json_is_object(v) ? v : NULL;
}

struct tdg_str official_words(tdg_call *call, struct tdg_str s) {
  int marked = s.n > 0 && (memchr(s.p, '<', s.n) != NULL || memchr(s.p, '&', s.n) != NULL);
  return marked ? tdg_html_text(call, s) : s;
}

void official_put(struct official *f, struct findings *out, uint32_t field, struct tdg_str value) {
  tdg_put_text(f->call, out->facts, field, value.p, value.n);
}

int official_put_time(struct official *f, struct findings *out, uint32_t field, struct tdg_str value) {
  struct tdg_date d;
  if (value.n == 0 || tdg_date_parse(value.p, value.n, NULL, &d) != 0) return 0;
  tdg_put_int(f->call, out->facts, field, d.ms);
  return 1;
}

void official_put_issuer(struct official *f, struct findings *out, struct tdg_str name) {
  if (name.n == 0) return;
  tdg_rec *issuer = tdg_group(f->call);
  tdg_put_text(f->call, issuer, TDG_NAME, name.p, name.n);
  tdg_put_rec(f->call, out->facts, TDG_ISSUER, issuer);
}

int official_ask(struct official *f, struct tdg_str url, const json_t *said) {
  tdg_rec *r = tdg_rec_new(f->call, TDG_REQUEST);
  url = f->url.n > 0 ? tdg_url_resolve(f->call, f->url, url) : url;
  if (!tdg_url_is_web(url)) return 0;
  tdg_put_text(f->call, r, TDG_URL, url.p, url.n);
  tdg_put_str(f->call, r, TDG_AS, OFFICIAL);
  tdg_put_str(f->call, r, TDG_REPEAT, "never");
  tdg_put_text(f->call, r, TDG_DISCOVERED, f->url.p, f->url.n);
  char *kept = said != NULL ? json_dumps(said, JSON_COMPACT) : NULL;
  if (kept != NULL && strlen(kept) <= MAX_OFFICIAL_KEPT) {
    tdg_rec *ext = tdg_group(f->call);
    tdg_put_str(f->call, ext, TDG_NAME, OFFICIAL_KEPT);
    tdg_put_str(f->call, ext, TDG_TEXT, kept);
    tdg_put_rec(f->call, r, TDG_EXT, ext);
  }
  free(kept);
  return tdg_emit(f->call, r) == TDG_OK;
}
