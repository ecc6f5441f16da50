/* fetch-file/file_mbox.c - a file of mails is a container: each mail is a document, without the line before it and with
 * its quoted "From " lines as they were (tidings/kit/mbox.h).
 *
 * What stands before the first mail is left out.  A mail that is larger than max_size is told as a document with
 * TDG_ERROR, and passed over line by line, so that memory stays flat.  Content-Length is not believed.
 *
 * Of a file that grows the last mail is left for later while somebody may be writing it, and read again, with the flag "grown",
 * when it went on nevertheless.  Nothing is locked: programs that
 * deliver do not agree how, and reading must not hold them up.
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
    if (b->goes_on) tdg_put_str(call, doc, TDG_FLAG, "grown");
    status = file_batch_emit(b, doc);
    file_reader_reset_budget(r);
  }
  if (m->begun) b->item++, b->goes_on = 0;
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

/* Of a file that grows: does its last line, from `at` on, look like the beginning of that before a mail? */
static int ends_in_separator(struct file_reader *r, uint64_t at) {
  struct tdg_str last;
  const uint64_t end = file_reader_position(r);
  if (end <= at) return 0;
  file_reader_return(r, at);
  const int failed = file_reader_peek(r, (size_t)(end - at), &last) != 0;
  file_reader_return(r, end);
  return !failed && last.n > 0 && last.p[last.n - 1] != '\n' &&
         memcmp(last.p, "From ", last.n < 5 ? last.n : 5) == 0;
}

/* Of a file that grows: was its last mail written to its end?  Programs that deliver end a mail with a line break. */
static int is_whole(const struct file_batch *b, struct file_reader *r) {
  struct tdg_str last;
  const uint64_t end = file_reader_position(r);
  if (!file_growth_rests(b->ask)) return 0;
  file_reader_return(r, end - 1);
  if (file_reader_peek(r, 2, &last) != 0) return 0;
  file_reader_return(r, end);
  return last.n == 1 && last.p[0] == '\n'; /* more: it has grown meanwhile */
}

/* What stands between the mails that were read and the first separator. */
static void tell_between(const struct file_batch *b, struct tdg_str line, uint64_t at) {
  if (tdg_str_trim(line).n > 0)
    tdg_log(
        b->ask->call, TDG_LOG_WARNING,
        "%.1000s: at byte %llu no mail begins: the one before was read when it was half written, or the file "
        "was changed; what stands there is left out",
        b->place.p, (unsigned long long)at);
}

int file_read_mbox(struct file_batch *b, struct file_reader *r, int *status) {
  const uint64_t begin = file_reader_position(r);
  struct mail m = {.blank = !b->inside};
  const int told = b->inside || begin == 0;
  b->inside = 0;
  uint64_t line_at = begin;
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
    line_at = at;
    if (rc == 1 && tdg_mbox_separates(line, m.blank)) {
      *status = end_mail(b, r, &m);
      if (*status != TDG_OK) return 0;
      if (file_batch_full(b) || at - begin >= FILE_SKIP_A_CALL) {
        file_reader_back(r, at);
        return 1;
      }
      begin_mail(b, &m, at);
    } else if (rc == 1) {
      if (b->grows && !told && !m.begun && at == begin) tell_between(b, line, at);
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
  if (rc == 0 && b->grows && (m.begun ? !is_whole(b, r) : ends_in_separator(r, line_at))) {
    file_reader_return(r, m.begun ? m.at : line_at);
    b->held_back = 1;
    return 0;
  }
  if (rc == 0 && b->grows && m.begun) b->last_at = m.at, b->last_item = b->item;
  *status = end_mail(b, r, &m);
  if (rc < 0 && *status == TDG_OK) *status = file_batch_fail_errno(b, mark, file_reader_position(r), errno);
  return 0;
}
