/* official.c - plugin parse-official: statements from the JSON interfaces of gov.uk, of the press corner of the European
 * Commission and of the US Federal Register, known by their shape.
 *
 * Each statement goes on as a document to the parser of statements, with what the interface says of it; of lists, and where
 * only the place of a text is said, requests come out.  What is none of these is left to others (TDG_NOT_MINE). */
#include "official.h"

#include <stdlib.h>
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/inner_statement.h>
#include <tidings/kit/url.h>

/* ---- one statement ---- */

static void copy_facts(struct official *f, const tdg_rec *facts, tdg_rec *to) {
  struct tdg_item it;
  for (size_t pos = 0; tdg_next(f->call, facts, &pos, &it);) {
    if (it.type == TDG_T_REC) tdg_put_rec(f->call, to, it.field, it.rec);
    else if (it.type == TDG_T_TEXT) tdg_put_text(f->call, to, it.field, it.str.p, it.str.n);
    else tdg_put_int(f->call, to, it.field, it.num);
  }
}

/* There is no text: what the interface says is all of it. */
static int emit_bare(struct official *f, const struct findings *found) {
  tdg_rec *rec = tdg_rec_new(f->call, TDG_STATEMENT);
  tdg_put_text(f->call, rec, TDG_URL, f->url.p, f->url.n);
  copy_facts(f, found->facts, rec);
  tdg_rec *quality = tdg_group(f->call);
  tdg_put_int(f->call, quality, TDG_WORDS, 0);
  tdg_put_str(f->call, quality, TDG_FLAG, "truncated");
  if (found->withdrawn) tdg_put_str(f->call, quality, TDG_FLAG, "withdrawn");
  tdg_put_rec(f->call, rec, TDG_QUALITY, quality);
  return tdg_emit(f->call, rec);
}

static int emit_statement(struct official *f, const struct findings *found) {
  struct tdg_str text = found->html.n > 0 ? found->html : found->plain;
  if (text.n == 0) return emit_bare(f, found);
  tdg_rec *inner =
      tdg_statement_document(f->call, f->doc, found->html.n > 0 ? "text/html" : "text/plain", text);
  copy_facts(f, found->facts, inner);
  if (found->withdrawn) tdg_put_str(f->call, inner, TDG_FLAG, "withdrawn");
  return tdg_emit(f->call, inner);
}

static int is_html(struct tdg_str s) {
  s = tdg_str_trim(s);
  return s.n > 0 && s.p[0] == '<';
}

static int read_statement(struct official *f, const struct official_form *form) {
  struct tdg_str none = {"", 0};
  struct findings found = {none, none, none, tdg_group(f->call), 0};
  form->read(f, &found);
  if (f->page.n > 0) {
    found.html = is_html(f->page) ? f->page : none;
    found.plain = is_html(f->page) ? none : f->page;
    found.more = none;
  }
  int status = emit_statement(f, &found);
  if (status == TDG_OK && found.more.n > 0) official_ask(f, found.more, f->said);
  return status;
}

static const struct official_form *form_of(const json_t *o) {
  for (size_t i = 0; i < sizeof official_forms / sizeof official_forms[0]; i++)
    if (json_is_object(o) && official_forms[i].is(o)) return &official_forms[i];
  return NULL;
}

static int read_tree(struct official *f, const json_t *root) {
  const struct official_form *form = form_of(root);
  f->said = root;
  if (form != NULL) return read_statement(f, form);
  for (size_t i = 0; i < sizeof official_forms / sizeof official_forms[0]; i++)
    if (json_is_object(root) && official_forms[i].list != NULL && official_forms[i].list(f)) return TDG_OK;
  return TDG_NOT_MINE;
}

/* ---- the component ---- */

/* The description that came with the request for this text; "". */
static struct tdg_str kept_of(tdg_call *call, const tdg_rec *doc) {
  const tdg_rec *ext;
  for (uint32_t i = 0; (ext = tdg_get_rec(call, doc, TDG_EXT, i)) != NULL; i++)
    if (strcmp(tdg_get(call, ext, TDG_NAME).p, OFFICIAL_KEPT) == 0) return tdg_get(call, ext, TDG_TEXT);
  return tdg_str_of("");
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct official f = {.call = call, .doc = doc, .page = {"", 0}};
  struct tdg_str body = tdg_get(call, doc, TDG_BODY), kept = kept_of(call, doc);
  json_error_t error;
  (void)self;
  f.url = tdg_get(call, doc, TDG_FINAL_URL);
  if (f.url.n == 0) f.url = tdg_get(call, doc, TDG_URL);
  body = tdg_decode(call, body, tdg_get(call, doc, TDG_CHARSET).p, tdg_declared_html(call, body), NULL);
  if (kept.n > 0 && (tdg_str_trim(body).n == 0 || tdg_str_trim(body).p[0] != '{')) f.page = body, body = kept;
  json_object_seed(((size_t)(uintptr_t)call >> 4) | 1); /* 0: jansson would look for one in a file */
  json_t *root = json_loadb(body.p, body.n, JSON_ALLOW_NUL, &error);
  if (root == NULL && !is_html(body) && body.n > 0 && body.p[0] == '{')
    return tdg_fail(call, TDG_BAD_INPUT, "%s: broken JSON at line %d: %s", f.url.p, error.line, error.text);
  int status = root != NULL ? read_tree(&f, root) : TDG_NOT_MINE;
  json_decref(root);
  return status;
}

static int has(struct tdg_str s, const char *name) { return memmem(s.p, s.n, name, strlen(name)) != NULL; }

/* The names that no other document has together; the body may be cut. */
static int probe(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str s = tdg_str_trim(tdg_get(call, doc, TDG_BODY));
  (void)self;
  if (s.n == 0 || s.p[0] != '{') return 0;
  if (has(s, "\"base_path\"") && has(s, "\"document_type\"") && has(s, "\"locale\"")) return 95;
  if (has(s, "\"refCode\"") && has(s, "\"docuLanguage")) return 95;
  if (has(s, "\"document_number\"") && (has(s, "\"publication_date\"") || has(s, "\"body_html_url\"")))
    return 95;
  return 0;
}

static const char *const claims[] = {"application/json", "text/json", NULL};

TDG_PLUGIN(
    "org.tidings.parse-official", TDG_VERSION, "Reads statements from the interfaces of governments",
    TDG_PARSER(.name = OFFICIAL,
               .summary = "JSON of gov.uk, the European Commission's press corner, the US Federal Register",
               .claims = claims, .run = run, .probe = probe));
