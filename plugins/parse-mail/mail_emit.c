/* mail_emit.c - the documents inside a message, each with what the message knows of it. */
#include <tidings/kit/html.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include "mail.h"

enum { SHORT_BODY = 700 /* bytes of text that may only say that something is attached */ };

static void put(struct mail *m, tdg_rec *to, uint32_t field, struct tdg_str s) {
  tdg_put_text(m->call, to, field, s.p, s.n);
}

/* ---- what the message knows ---- */

/* A name is what its sender likes; the host behind it is as much as a mail shows of who that is. */
static void put_outlet(struct mail *m, tdg_rec *source, struct tdg_str name, struct tdg_str host) {
  struct tdg_buf b = tdg_buf_make(m->call, 2 * MAIL_MAX_VALUE);
  tdg_buf_add(&b, name.p, name.n);
  if (host.n > 0 && !tdg_nocase_same(name, host)) {
    tdg_buf_str(&b, " (");
    tdg_buf_add(&b, host.p, host.n);
    tdg_buf_char(&b, ')');
  }
  put(m, source, TDG_OUTLET, tdg_buf_get(&b));
}

static void put_sender(struct mail *m, tdg_rec *to) {
  const struct mail_facts *f = &m->facts;
  const char *at = memchr(f->from_address.p, '@', f->from_address.n);
  struct tdg_str host = {"", 0};
  if (at != NULL) host = (struct tdg_str){at + 1, f->from_address.n - (size_t)(at + 1 - f->from_address.p)};
  const struct tdg_str name = f->from_name.n > 0 ? f->from_name : host;
  if (name.n == 0) return;
  tdg_rec *source = tdg_group(m->call), *author = tdg_group(m->call);
  put(m, source, TDG_NAME, name);
  put_outlet(m, source, name, host);
  tdg_put_rec(m->call, to, TDG_SOURCE, source);
  put(m, author, TDG_NAME, name);
  put(m, author, TDG_EMAIL, f->from_address);
  tdg_put_str(m->call, author, TDG_ROLE, "sender");
  tdg_put_rec(m->call, to, TDG_AUTHOR, author);
}

static void put_date(struct mail *m, tdg_rec *to) {
  if (!m->facts.has_date) return;
  tdg_rec *origin = tdg_group(m->call);
  tdg_put_int(m->call, to, TDG_PUBLISHED, m->facts.date);
  tdg_put_str(m->call, origin, TDG_FIELD_NAME, "published");
  tdg_put_str(m->call, origin, TDG_FROM, "mail");
  tdg_put_str(m->call, origin, TDG_NAME, "Date");
  put(m, origin, TDG_RAW, m->facts.date_raw);
  tdg_put_rec(m->call, to, TDG_ORIGIN, origin);
}

static void put_list(struct mail *m, tdg_rec *to) {
  for (size_t i = 0; i < m->facts.n_list; i++) {
    const struct mail_field *f = &m->facts.list[i];
    struct tdg_buf name = tdg_buf_make(m->call, 200);
    tdg_rec *ext = tdg_group(m->call);
    tdg_buf_str(&name, "org.tidings.mail.");
    for (size_t k = 0; k < f->name.n; k++) tdg_buf_char(&name, tdg_lower(f->name.p[k]));
    put(m, ext, TDG_NAME, tdg_buf_get(&name));
    put(m, ext, TDG_TEXT, f->value);
    tdg_put_rec(m->call, to, TDG_EXT, ext);
  }
}

static void put_title(struct mail *m, tdg_rec *to) {
  if (m->facts.subject.n == 0) return;
  tdg_rec *origin = tdg_group(m->call);
  put(m, to, TDG_TITLE, m->facts.subject);
  tdg_put_str(m->call, origin, TDG_FIELD_NAME, "title");
  tdg_put_str(m->call, origin, TDG_FROM, "mail");
  tdg_put_str(m->call, origin, TDG_NAME, "Subject");
  tdg_put_rec(m->call, to, TDG_ORIGIN, origin);
}

static tdg_rec *known(struct mail *m) {
  struct mail_facts *f = &m->facts;
  struct tdg_str keywords = f->keywords, tag;
  tdg_rec *r = tdg_group(m->call);
  put(m, r, TDG_GUID, f->id);
  put(m, r, TDG_NATIVE_ID, f->id); /* of its sender, whichever folder it lies in */
  put_title(m, r);
  put_sender(m, r);
  put_date(m, r);
  put(m, r, TDG_LANGUAGE, f->language);
  while (tdg_str_next(&keywords, ',', &tag)) put(m, r, TDG_TAG, tag);
  if (tdg_url_is_web(f->archived)) {
    tdg_rec *other = tdg_group(m->call);
    put(m, other, TDG_URL, f->archived);
    tdg_put_str(m->call, other, TDG_REL, "archived");
    tdg_put_rec(m->call, r, TDG_ALTERNATE, other);
  }
  put_list(m, r);
  return r;
}

/* ---- the documents ---- */

static int emit(struct mail *m, struct tdg_str bytes, const char *type, int decoded, const tdg_rec *facts) {
  tdg_rec *doc = tdg_rec_new(m->call, TDG_DOC);
  tdg_put_bytes(m->call, doc, TDG_BODY, bytes.p, bytes.n);
  tdg_put_str(m->call, doc, TDG_MEDIA_TYPE, type);
  if (decoded) tdg_put_str(m->call, doc, TDG_CHARSET, "utf-8");
  if (facts != NULL) {
    tdg_put_str(m->call, doc, TDG_REL, "alternate"); /* one message, one record */
    put(m, doc, TDG_TITLE_HINT, m->facts.subject);
    tdg_put_rec(m->call, doc, TDG_MEMBER, facts);
  }
  return tdg_emit(m->call, doc);
}

static int emit_page(struct mail *m, const tdg_rec *facts) {
  struct tdg_buf b = tdg_buf_make(m->call, m->page.body.n + 6 * m->facts.subject.n + 1000);
  if (m->page.letters == 0) return TDG_OK;
  tdg_buf_str(&b, "<!DOCTYPE html>\n<html");
  tdg_buf_add(&b, m->attributes.p, m->attributes.n);
  tdg_buf_str(&b, "><head><meta charset=\"utf-8\"><title>");
  tdg_html_escape(&b, m->facts.subject);
  tdg_buf_str(&b, "</title></head><body>");
  tdg_buf_add(&b, m->page.body.p, m->page.body.n);
  tdg_buf_str(&b, "</body></html>\n");
  return emit(m, tdg_buf_get(&b), "text/html", 1, facts);
}

static int emit_text(struct mail *m, const tdg_rec *facts) {
  if (m->text.letters == 0) return TDG_OK;
  return emit(m, tdg_buf_get(&m->text.body), "text/plain", 1, facts);
}

/* The page says as much as the text, and more of its structure; else it is a stub for programs that show no text. */
static int emit_body(struct mail *m, const tdg_rec *facts) {
  const int page_first = m->page.letters * 10 >= m->text.letters * 9;
  int status = page_first ? emit_page(m, facts) : emit_text(m, facts);
  if (status == TDG_OK) status = page_first ? emit_text(m, facts) : emit_page(m, facts);
  return status;
}

static int emit_files(struct mail *m, const tdg_rec *facts) {
  int status = TDG_OK;
  for (size_t i = 0; i < m->n_files && status == TDG_OK; i++)
    status = emit(m, m->files[i].bytes, m->files[i].type, 0, facts);
  return status;
}

int mail_emit_message(struct mail *m, struct tdg_str bytes) {
  return emit(m, bytes, "message/rfc822", 0, NULL);
}

int mail_emit(struct mail *m) {
  const size_t body = m->text.letters > m->page.letters ? m->text.letters : m->page.letters;
  int status = TDG_OK;
  if (body == 0 && m->n_files == 0 && m->n_messages == 0)
    return tdg_fail(m->call, TDG_BAD_INPUT, "%s",
                    m->encrypted ? "the mail is encrypted: decrypt it before it is read"
                                 : "the mail holds no text and no document that is read");
  for (size_t i = 0; i < m->n_messages && status == TDG_OK; i++)
    status = mail_emit_message(m, m->messages[i]);
  if (m->n_messages > 0) return status; /* what stands around them is their list */
  const tdg_rec *facts = known(m);
  const int files_first = body <= SHORT_BODY;
  if (files_first) status = emit_files(m, facts);
  if (status == TDG_OK) status = emit_body(m, facts);
  if (status == TDG_OK && !files_first) status = emit_files(m, facts);
  return status;
}
