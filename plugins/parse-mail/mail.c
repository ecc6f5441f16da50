/* mail.c - plugin parse-mail: mails, newsletters, files of mails.
 *
 * A mail is read in two steps.  Here it is taken apart: its text, its page, its attachments, and what its header says.  These
 * are passed on as documents inside it (TDG_DOC), forms of one thing, and the parsers of pages, texts and statements read
 * them; what they do not find is filled in from the header.  A digest, or a file of mails, is many messages, each passed on as
 * a document of its own.
 *
 * Fails with bad input on what is no mail, is encrypted or holds no text, and with "limit" on what is built to exhaust a
 * reader of mails.
 */
#include <tidings/kit/mbox.h>
#include <tidings/kit/str.h>

#include "mail.h"

#include <gmime/gmime.h>

enum { FORM_ROOM = 16 << 20 };

static const char *const replies[] = {"list", "all", NULL};
static const struct tdg_option options[] = {
    TDG_OPT_ENUM(
        struct mail_conf, replies, 0, "list", replies,
        "Which answers to other mails are read. list: those that came over a list; all: private ones too."),
};

static int start(tdg_call *call, const void *conf, void **self) {
  (void)call;
  *self = (void *)(uintptr_t)conf; /* lives as long as the worker */
  g_mime_init();
  return TDG_OK;
}

static struct mail *mail_new(tdg_call *call, const tdg_rec *doc) {
  static const struct tdg_str none = {"", 0};
  struct mail *m = tdg_scratch(call, sizeof *m);
  *m = (struct mail){
      .call = call, .doc = doc, .attributes = none, .saved = none, .saved_page = none, .saved_charset = none};
  m->facts = (struct mail_facts){.subject = none,
                                 .from_name = none,
                                 .from_address = none,
                                 .id = none,
                                 .language = none,
                                 .archived = none,
                                 .keywords = none,
                                 .date_raw = none};
  m->text.body = tdg_buf_make(call, FORM_ROOM);
  m->page.body = tdg_buf_make(call, FORM_ROOM);
  return m;
}

/* ---- files of mails ---- */

static struct tdg_str cut_line(struct tdg_str *rest) {
  const char *stop = memchr(rest->p, '\n', rest->n);
  const size_t n = stop != NULL ? (size_t)(stop + 1 - rest->p) : rest->n;
  struct tdg_str line = {rest->p, n};
  rest->p += n, rest->n -= n;
  return line;
}

/* The next mail of the file, without its separator; *rest begins with a separator. */
static struct tdg_str next_mail(struct tdg_str *rest) {
  cut_line(rest);
  struct tdg_str mail = {rest->p, 0};
  int blank = 0;
  while (rest->n > 0) {
    struct tdg_str look = *rest;
    const struct tdg_str line = cut_line(&look);
    if (tdg_mbox_separates(line, blank)) break;
    blank = tdg_str_trim(line).n == 0;
    mail.n += line.n;
    *rest = look;
  }
  return mail;
}

static int emit_private(struct mail *m, const char *why) {
  tdg_rec *stub = tdg_rec_new(m->call, TDG_STUB);
  const struct tdg_str url = tdg_get(m->call, m->doc, TDG_URL);
  tdg_put_text(m->call, stub, TDG_URL, url.p, url.n);
  tdg_put_str(m->call, stub, TDG_GENRE, why);
  return tdg_emit(m->call, stub);
}

/* A page that a browser has saved (MHTML) is read as if it had been fetched. */
static int emit_saved(struct mail *m) {
  tdg_rec *page = tdg_rec_new(m->call, TDG_DOC);
  tdg_put_text(m->call, page, TDG_URL, m->saved.p, m->saved.n);
  tdg_put_str(m->call, page, TDG_MEDIA_TYPE, "text/html");
  tdg_put_text(m->call, page, TDG_CHARSET, m->saved_charset.p, m->saved_charset.n);
  if (m->facts.has_date) tdg_put_int(m->call, page, TDG_FETCHED, m->facts.date);
  tdg_put_bytes(m->call, page, TDG_BODY, m->saved_page.p, m->saved_page.n);
  return tdg_emit(m->call, page);
}

/* Apple Mail writes the number of the mail's bytes before it, and its own notes behind (.emlx). */
static struct tdg_str without_notes(struct tdg_str bytes) {
  struct tdg_str rest = bytes;
  const struct tdg_str line = tdg_str_trim(cut_line(&rest));
  for (size_t i = 0; i < line.n; i++)
    if (!tdg_is_digit(line.p[i])) return bytes;
  const int64_t n = line.n > 0 ? tdg_str_number(line, 12) : -1;
  return n > 0 && (uint64_t)n <= rest.n ? (struct tdg_str){rest.p, (size_t)n} : bytes;
}

static int run_one(struct mail *m, const struct mail_conf *conf, struct tdg_str bytes) {
  const int status = mail_parts(m, bytes);
  if (status == TDG_OK && m->saved.n > 0) return emit_saved(m);
  const char *why = status == TDG_OK ? mail_is_private(m, conf) : NULL;
  if (why != NULL) return emit_private(m, why);
  return status == TDG_OK ? mail_emit(m) : status;
}

static int run_box(struct mail *m, const struct mail_conf *conf, struct tdg_str rest) {
  const struct tdg_str all = rest, first = next_mail(&rest);
  int status = TDG_OK;
  size_t n = 0;
  if (rest.n == 0) { /* one mail, which a program has stored */
    return run_one(m, conf, first);
  }
  for (rest = all; rest.n > 0 && status == TDG_OK; n++) {
    const struct tdg_str mail = next_mail(&rest);
    if (n == MAIL_MAX_MESSAGES) {
      tdg_log(m->call, TDG_LOG_WARNING,
              "the file holds more than %d mails: the others are not read; cut it up",
              (int)MAIL_MAX_MESSAGES);
      break;
    }
    if (tdg_str_trim(mail).n > 0) status = mail_emit_message(m, mail);
  }
  return status;
}

/* ---- the component ---- */

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str bytes = tdg_get(call, doc, TDG_BODY);
  struct mail *m = mail_new(call, doc);
  while (bytes.n > 0 && (tdg_is_space(bytes.p[0]))) bytes.p++, bytes.n--;
  if (tdg_str_starts(bytes, "\xEF\xBB\xBF")) bytes.p += 3, bytes.n -= 3;
  if (bytes.n == 0) return tdg_fail(call, TDG_BAD_INPUT, "the mail is empty");
  bytes = without_notes(bytes);
  const int boxed = tdg_mbox_is_separator(tdg_str_before(bytes, "\n"));
  int status = boxed ? TDG_OK : mail_limits(call, bytes);
  if (status != TDG_OK) return status;
  return boxed ? run_box(m, self, bytes) : run_one(m, self, bytes);
}

static const char *const claims[] = {"message/rfc822", "message/global", "application/mbox", NULL};

TDG_PLUGIN("org.tidings.parse-mail", TDG_VERSION, "Reads mails and newsletters",
           TDG_PARSER(.name = "mail",
                      .summary = "Mails: their text, their attachments, messages passed on in them",
                      .claims = claims, .TDG_OPTIONS(struct mail_conf, options), .open = start, .run = run));
