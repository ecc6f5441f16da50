/* fetch-file/file_mbox.c - a file of mails is a container: each mail is a document, without the line before it and with
 * its quoted "From " lines as they were (tidings/kit/mbox.h).
 *
 * What stands before the first mail is left out.  A mail that is larger than max_size is told as a document with
 * TDG_ERROR, and passed over line by line, so that memory stays flat.  Content-Length is not believed.
 */
#include "file.h"

#include <errno.h>

#include <tidings/kit/buf.h>
#include <tidings/kit/mbox.h>

static const char mark[] = "M";

struct mail {
  struct tdg_buf text;
  uint64_t at; /* where its separator stands */
  int begun, too_large, blank;
};

static int end_mail(struct file_batch *b, struct file_reader *r, struct mail *m) {
  tdg_call *call = b->ask->call;
  int status = TDG_OK;
  if (m->begun && m->too_large) {
    status =
        file_batch_fail(b, mark, m->at, "too-large", "the mail is larger than max_size, and is left out");
  } else if (m->begun && tdg_str_trim(tdg_buf_get(&m->text)).n > 0) {
    tdg_rec *doc = file_batch_document(b, mark, m->at);
    tdg_put_str(call, doc, TDG_MEDIA_TYPE, "message/rfc822");
    tdg_put_bytes(call, doc, TDG_BODY, m->text.p, m->text.n);
    status = file_batch_emit(b, doc);
    file_reader_reset_budget(r);
  }
  if (m->begun) b->item++;
  m->begun = 0;
  return status;
}

static void add_line(struct mail *m, struct tdg_str line) {
  m->blank = line.n == 0;
  line = tdg_mbox_unquote(line);
  if (m->begun && !m->too_large &&
      (tdg_buf_add(&m->text, line.p, line.n) < 0 || tdg_buf_char(&m->text, '\n') < 0))
    m->too_large = 1;
}

static void begin_mail(struct file_batch *b, struct mail *m, uint64_t at) {
  *m = (struct mail){.text = tdg_buf_make(b->ask->call, (size_t)b->max_size), .at = at, .begun = 1};
}

int file_read_mbox(struct file_batch *b, struct file_reader *r, int *status) {
  const uint64_t begin = file_reader_position(r);
  struct mail m = {.blank = !b->inside};
  b->inside = 0;
  int rc;
  for (;;) {
    struct tdg_str line;
    uint64_t at = 0;
    if (file_reader_over_budget(r)) {
      *status = file_batch_give_up(b, mark, file_reader_position(r));
      return 0;
    }
    rc = file_reader_line(r, &line, &at);
    if (rc <= 0) break;
    if (rc == 1 && tdg_mbox_separates(line, m.blank)) {
      *status = end_mail(b, r, &m);
      if (*status != TDG_OK) return 0;
      if (file_batch_full(b) || at - begin >= FILE_SKIP_A_CALL) {
        file_reader_back(r, at);
        return 1;
      }
      begin_mail(b, &m, at);
    } else if (rc == 1) {
      add_line(&m, line);
    } else {
      m.too_large = 1;
      m.blank = 0;
    }
    if ((m.too_large || !m.begun) && file_reader_position(r) - begin >= FILE_SKIP_A_CALL) {
      *status =
          end_mail(b, r, &m); /* the rest of a mail, or what is none, is passed over in a call of its own */
      b->inside = 1;
      return 1;
    }
  }
  *status = end_mail(b, r, &m);
  if (rc < 0 && *status == TDG_OK) *status = file_batch_fail_errno(b, mark, file_reader_position(r), errno);
  return 0;
}
