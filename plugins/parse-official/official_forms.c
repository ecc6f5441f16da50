/* official_forms.c - what three interfaces say of a statement; see official.h.
 *
 * Names of members are those of the interfaces; what is missing, or of another type, is not said. */
#include "official.h"

#include <stdio.h>
#include <string.h>

#include <tidings/kit/url.h>

static const struct tdg_str nothing = {"", 0};

static struct tdg_str first_of(tdg_call *call, const json_t *o, const char *const *keys) {
  struct tdg_str s = nothing;
  for (size_t i = 0; o != NULL && keys[i] != NULL && s.n == 0; i++) s = official_text(call, o, keys[i]);
  return s;
}

struct word_pair {
  const char *theirs, *ours;
};
static struct tdg_str in_our_words(const struct word_pair *pairs, struct tdg_str s) {
  for (; pairs->theirs != NULL; pairs++)
    if (tdg_nocase_is(s, pairs->theirs)) return tdg_str_of(pairs->ours);
  return nothing;
}

static void put_language(struct official *f, struct findings *out, struct tdg_str code) {
  char low[16];
  if (code.n < 2 || code.n >= sizeof low) return;
  for (size_t i = 0; i < code.n; i++) low[i] = i < 3 ? tdg_lower(code.p[i]) : code.p[i];
  official_put(f, out, TDG_LANGUAGE, tdg_str_copy(f->call, (struct tdg_str){low, code.n}));
}

/* ---- the content API of gov.uk ---- */

static int is_govuk(const json_t *o) {
  int named =
      json_is_string(json_object_get(o, "base_path")) || json_is_string(json_object_get(o, "content_id"));
  return named && json_is_string(json_object_get(o, "document_type")) &&
         json_is_object(json_object_get(o, "details")) && json_is_string(json_object_get(o, "title"));
}

/* "body": "<p>", or [{"content_type": "text/html", "content": "<p>"}, {"content_type": "text/govspeak", ...}]. */
static struct tdg_str body_text(struct official *f, const json_t *body) {
  struct tdg_str found = nothing;
  size_t i;
  json_t *one;
  if (!json_is_array(body)) return nothing;
  json_array_foreach((json_t *)(uintptr_t)body, i, one) {
    if (!json_is_object(one)) continue;
    struct tdg_str type = official_text(f->call, one, "content_type"),
                   text = official_text(f->call, one, "content");
    if (tdg_nocase_is(type, "text/html")) return text;
    if (found.n == 0) found = text;
  }
  return found;
}

/* The last note that is not the first publication's. */
static struct tdg_str last_note(struct official *f, const json_t *history) {
  struct tdg_str note = nothing, when = nothing, first = nothing;
  size_t n = json_array_size(history);
  for (size_t i = 0; i < n && i < MAX_OFFICIAL_LIST; i++) {
    const json_t *one = json_array_get(history, i);
    struct tdg_str at = official_text(f->call, one, "public_timestamp");
    if (first.n == 0 || (at.n > 0 && strcmp(at.p, first.p) < 0)) first = at;
    if (when.n > 0 && strcmp(at.p, when.p) < 0) continue;
    when = at;
    note = official_text(f->call, one, "note");
  }
  return n > 1 && !tdg_str_same(first, when) ? note : nothing;
}

static void put_titles(struct official *f, struct findings *out, const json_t *list) {
  for (size_t i = 0; i < json_array_size(list) && i < MAX_OFFICIAL_ISSUERS; i++)
    official_put_issuer(f, out,
                        official_words(f->call, official_text(f->call, json_array_get(list, i), "title")));
}

/* https://www.gov.uk/api/content/PATH is about https://www.gov.uk/PATH. */
static struct tdg_str public_address(struct official *f, struct tdg_str path) {
  if (path.n == 0 || path.p[0] != '/' || !tdg_str_has(f->url, "/api/content/")) return nothing;
  return tdg_url_resolve(f->call, f->url, path);
}

static void read_govuk(struct official *f, struct findings *out) {
  static const struct word_pair kinds[] = {{"press_release", "press-release"},
                                           {"speech", "speech"},
                                           {"written_statement", "statement"},
                                           {"oral_statement", "statement"},
                                           {"notice", "notice"},
                                           {"government_response", "statement"},
                                           {"authored_article", "statement"},
                                           {"correspondence", "statement"},
                                           {"decision", "decision"},
                                           {NULL, NULL}};
  static const char *const first_times[] = {"first_public_at", "first_published_at", NULL};
  const json_t *o = f->said, *details = official_object(o, "details"), *links = official_object(o, "links");
  const json_t *withdrawn = official_object(o, "withdrawn_notice");
  struct tdg_str published = first_of(f->call, details, first_times),
                 updated = official_text(f->call, o, "public_updated_at");
  if (published.n == 0) published = first_of(f->call, o, first_times);
  if (published.n == 0) published = updated;
  struct tdg_str note = official_words(f->call, official_text(f->call, withdrawn, "explanation")),
                 since = official_text(f->call, withdrawn, "withdrawn_at");
  out->withdrawn = note.n > 0 || since.n > 0;
  if (since.n > 0) updated = since;
  out->html = official_text(f->call, details, "body");
  if (out->html.n == 0) out->html = body_text(f, json_object_get(details, "body"));
  if (out->html.n == 0) out->plain = official_words(f->call, official_text(f->call, o, "description"));
  official_put(f, out, TDG_TITLE, official_words(f->call, official_text(f->call, o, "title")));
  official_put(f, out, TDG_GENRE, in_our_words(kinds, official_text(f->call, o, "document_type")));
  official_put(f, out, TDG_CANONICAL, public_address(f, official_text(f->call, o, "base_path")));
  put_language(f, out, official_text(f->call, o, "locale"));
  official_put_time(f, out, TDG_PUBLISHED, published);
  if (published.n < 10 || updated.n < 10 || strncmp(published.p, updated.p, 10) != 0)
    official_put_time(f, out, TDG_UPDATED, updated);
  official_put_time(f, out, TDG_EVENT_TIME, official_text(f->call, details, "delivered_on"));
  official_put(f, out, TDG_PLACE, official_words(f->call, official_text(f->call, details, "location")));
  put_titles(f, out, json_object_get(links, "organisations"));
  official_put(f, out, TDG_CHANGE_NOTE,
               note.n > 0 ? note : last_note(f, json_object_get(details, "change_history")));
}

/* ---- the press corner of the European Commission ---- */

static int is_press_corner(const json_t *o) {
  return json_is_string(json_object_get(o, "refCode")) &&
         json_is_object(json_object_get(o, "docuLanguageResource"));
}

static void read_press_corner(struct official *f, struct findings *out) {
  static const struct word_pair kinds[] = {
      {"IP", "press-release"}, {"SPEECH", "speech"}, {"READ", "readout"}, {NULL, NULL}};
  static const char *const texts[] = {"htmlContent", "content", NULL};
  const json_t *text = official_object(f->said, "docuLanguageResource"),
               *language = official_object(text, "language");
  struct tdg_str ref = official_text(f->call, f->said, "refCode"), kind = ref;
  const char *slash = ref.n > 0 ? memchr(ref.p, '/', ref.n) : NULL;
  if (slash != NULL) kind.n = (size_t)(slash - ref.p);
  out->html = first_of(f->call, text, texts);
  official_put(f, out, TDG_TITLE, official_words(f->call, official_text(f->call, text, "title")));
  official_put(f, out, TDG_REFERENCE, ref);
  official_put(f, out, TDG_GENRE, in_our_words(kinds, tdg_str_copy(f->call, kind)));
  put_language(f, out, official_text(f->call, language, "code"));
  official_put_time(f, out, TDG_PUBLISHED, official_text(f->call, f->said, "eventDate"));
}

/* The list of the latest: {"docuLanguageListResources": [{"refCode": "IP/24/1", "language": {"code": "EN"}, ...}]}. */
static int list_press_corner(struct official *f) {
  const json_t *list = json_object_get(f->said, "docuLanguageListResources");
  size_t n = json_array_size(list), asked = 0;
  for (size_t i = 0; i < n && i < MAX_OFFICIAL_LIST; i++) {
    const json_t *one = json_array_get(list, i);
    struct tdg_str ref = official_text(f->call, one, "refCode"),
                   code = official_text(f->call, official_object(one, "language"), "code");
    char url[300];
    if (ref.n == 0 || ref.n > 100 || code.n > 10 ||
        strspn(ref.p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-") != ref.n)
      continue;
    snprintf(url, sizeof url, "documents?reference=%s&language=%s", ref.p, code.n > 0 ? code.p : "en");
    asked += (size_t)official_ask(f, tdg_str_of(url), NULL);
  }
  return asked > 0;
}

/* ---- the US Federal Register, v1 ---- */

static int is_register(const json_t *o) {
  static const char *const others[] = {"publication_date", "body_html_url", "raw_text_url",
                                       "full_text_xml_url", "agencies"};
  if (!json_is_string(json_object_get(o, "document_number")) || !json_is_string(json_object_get(o, "title")))
    return 0;
  for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
    if (json_object_get(o, others[i]) != NULL) return 1;
  return 0;
}

static void put_agencies(struct official *f, struct findings *out, const json_t *list) {
  static const char *const names[] = {"name", "raw_name", NULL};
  for (size_t i = 0; i < json_array_size(list) && i < MAX_OFFICIAL_ISSUERS; i++) {
    const json_t *one = json_array_get(list, i);
    official_put_issuer(f, out, json_is_object(one) ? first_of(f->call, one, names) : nothing);
  }
}

static void put_cited(struct official *f, struct findings *out, struct tdg_str url) {
  if (url.n == 0) return;
  tdg_rec *cites = tdg_group(f->call);
  const char *slash = memrchr(url.p, '/', url.n);
  tdg_put_str(f->call, cites, TDG_TEXT, slash != NULL ? slash + 1 : url.p);
  if (tdg_url_is_web(url)) tdg_put_text(f->call, cites, TDG_URL, url.p, url.n);
  tdg_put_rec(f->call, out->facts, TDG_CITES, cites);
}

static void read_register(struct official *f, struct findings *out) {
  static const char *const where[] = {"body_html_url", "raw_text_url", "full_text_xml_url", NULL};
  const json_t *o = f->said, *order = json_object_get(o, "executive_order_number");
  struct tdg_str correction = official_text(f->call, o, "correction_of"),
                 signing = official_text(f->call, o, "signing_date");
  out->html = official_text(f->call, o, "body_html");
  if (out->html.n == 0) out->more = first_of(f->call, o, where);
  if (out->html.n == 0) out->plain = official_words(f->call, official_text(f->call, o, "abstract"));
  official_put(f, out, TDG_TITLE, official_words(f->call, official_text(f->call, o, "title")));
  official_put(f, out, TDG_REFERENCE, official_text(f->call, o, "document_number"));
  if (correction.n > 0) official_put(f, out, TDG_GENRE, tdg_str_of("correction"));
  else if ((json_is_string(order) && json_string_length(order) > 0) || json_is_integer(order))
    official_put(f, out, TDG_GENRE, tdg_str_of("order"));
  official_put(f, out, TDG_CANONICAL, official_text(f->call, o, "html_url"));
  official_put(f, out, TDG_LANGUAGE, tdg_str_of("en"));
  if (!official_put_time(f, out, TDG_PUBLISHED, official_text(f->call, o, "publication_date")))
    official_put_time(f, out, TDG_PUBLISHED, signing);
  official_put_time(f, out, TDG_EVENT_TIME, signing);
  put_agencies(f, out, json_object_get(o, "agencies"));
  put_cited(f, out, correction);
}

/* {"count": 2, "results": [{"document_number": ...}]}: a search, whose results describe themselves. */
static int list_register(struct official *f) {
  static const char *const where[] = {"body_html_url", "raw_text_url", "full_text_xml_url", NULL};
  const json_t *list = json_object_get(f->said, "results");
  size_t n = json_array_size(list), asked = 0;
  for (size_t i = 0; i < n && i < MAX_OFFICIAL_LIST; i++) {
    const json_t *one = json_array_get(list, i);
    struct tdg_str url = json_is_object(one) && is_register(one) ? first_of(f->call, one, where) : nothing;
    struct tdg_str json = url.n == 0 && json_is_object(one) && is_register(one)
                              ? official_text(f->call, one, "json_url")
                              : nothing;
    if (url.n > 0) asked += (size_t)official_ask(f, url, one);
    else if (json.n > 0) asked += (size_t)official_ask(f, json, NULL);
  }
  return asked > 0;
}

const struct official_form official_forms[3] = {
    {"gov.uk", is_govuk, read_govuk, NULL},
    {"press corner", is_press_corner, read_press_corner, list_press_corner},
    {"Federal Register", is_register, read_register, list_register},
};
