/* fetch-file/file_lines.c - a JSON Lines file is a container: each line is a document.
 *
 * A call emits at most FILE_DOCUMENTS_A_CALL documents or FILE_BYTES_A_CALL bytes, then a request for the
 * rest with the position (TDG_OFFSET, in decompressed bytes) and the number (TDG_PAGE_NO) of the next line.
 * So imports of any size are streamed, and resume where they were stopped.  The last document is held back
 * until it is known whether another one follows.
 *
 * A line ends at LF or CR LF only (JSON may contain U+2028); a byte order mark before the first line is
 * skipped.  The last line needs no line break.  A file that goes on without a document is abandoned (for the
 * budget see file.h), and a document with TDG_ERROR reports that.
 */
#include "file.h"

#include <errno.h>

struct batch {
  const struct file_ask *ask;
  tdg_rec *held;   /* read, not yet emitted */
  int64_t line_no; /* of the next line */
  size_t documents, bytes;
};

/* Emit the held document, since another one follows. */
static int hold(struct batch *b, tdg_rec *doc) {
  int status = TDG_OK;
  if (b->held != NULL) {
    tdg_put_int(b->ask->call, b->held, TDG_MORE, 1);
    status = tdg_emit(b->ask->call, b->held);
  }
  b->held = doc;
  b->documents++;
  return status;
}

static tdg_rec *line_document(const struct batch *b, uint64_t at) {
  char mark[32];
  const int m = snprintf(mark, sizeof mark, "#L%lld", (long long)b->line_no);
  char *url = tdg_scratch(b->ask->call, b->ask->url.n + (size_t)m + 1);
  tdg_rec *doc;
  memcpy(url, b->ask->url.p, b->ask->url.n);
  memcpy(url + b->ask->url.n, mark, (size_t)m);
  doc = file_document(b->ask, (struct tdg_str){url, b->ask->url.n + (size_t)m});
  tdg_put_int(b->ask->call, doc, TDG_OFFSET, (int64_t)at);
  return doc;
}

static struct tdg_str without_mark(struct tdg_str line, uint64_t at) {
  if (at == 0 && line.n >= 3 && memcmp(line.p, "\xEF\xBB\xBF", 3) == 0) line.p += 3, line.n -= 3;
  return line;
}

static int is_blank(struct tdg_str line) {
  while (line.n > 0 && (*line.p == ' ' || *line.p == '\t' || *line.p == '\r')) line.p++, line.n--;
  return line.n == 0;
}

static int give_line(struct batch *b, struct tdg_str line, uint64_t at) {
  tdg_call *call = b->ask->call;
  tdg_rec *doc;
  doc = line_document(b, at);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "application/x-tidings-record+json");
  tdg_put_bytes(call, doc, TDG_BODY, line.p, line.n);
  b->bytes += line.n;
  return hold(b, doc);
}

static int give_error(struct batch *b, uint64_t at, const char *class, const char *message) {
  tdg_rec *doc = line_document(b, at);
  tdg_put_str(b->ask->call, doc, TDG_ERROR, class);
  tdg_put_str(b->ask->call, doc, TDG_MESSAGE, message);
  return hold(b, doc);
}

static int ask_for_rest(const struct batch *b, uint64_t position, int inside_line) {
  tdg_call *call = b->ask->call;
  tdg_rec *request = tdg_rec_new(call, TDG_REQUEST);
  tdg_put_text(call, request, TDG_URL, b->ask->url.p, b->ask->url.n);
  tdg_put_int(call, request, TDG_OFFSET, (int64_t)position);
  tdg_put_int(call, request, TDG_PAGE_NO, b->line_no);
  if (inside_line) tdg_put_str(call, request, TDG_FLAG, "inside-line");
  file_put_hints(b->ask, request);
  return tdg_emit(call, request);
}

static int was_inside(const struct file_ask *ask) {
  return strcmp(tdg_get(ask->call, ask->request, TDG_FLAG).p, "inside-line") == 0;
}

static int give_up(struct batch *b, const struct file_reader *r) {
  return give_error(
      b, file_reader_position(r), "too-large",
      "64 MiB and more without a record, far more than the file takes on the disk: the rest of it is "
      "left out; is this a file of JSON Lines?");
}

/* Read until the limits of the call are reached.  Returns the last result of file_reader_line: 0 the end
 * (also of an abandoned file), -1 an error. */
static int read_batch(struct batch *b, struct file_reader *r, int *status) {
  const uint64_t begin = file_reader_position(r);
  int rc = 1;
  while (*status == TDG_OK && b->documents < FILE_DOCUMENTS_A_CALL && b->bytes < FILE_BYTES_A_CALL &&
         file_reader_position(r) - begin < FILE_SKIP_A_CALL) {
    struct tdg_str line = {"", 0};
    uint64_t at = 0;
    b->line_no += (int64_t)file_reader_skip_blank(r);
    if (file_reader_over_budget(r)) {
      *status = give_up(b, r);
      return 0;
    }
    rc = file_reader_line(r, &line, &at);
    if (rc <= 0) break;
    line = without_mark(line, at);
    if (rc == 1 && !is_blank(line)) {
      *status = give_line(b, line, at);
      file_reader_reset_budget(r);
    }
    if (rc == 2)
      *status = give_error(b, at, "too-large",
                           "the line is longer than 4 MiB and was skipped; is this a JSON Lines file?");
    if (rc < 3) b->line_no++;
  }
  return rc;
}

int file_run_lines(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st,
                   int packed) {
  const int64_t offset = tdg_get_int(ask->call, ask->request, TDG_OFFSET, 0);
  struct batch b = {.ask = ask, .line_no = tdg_get_int(ask->call, ask->request, TDG_PAGE_NO, 1)};
  struct file_reader *r = file_reader_open(self, fd, st, packed, offset > 0 ? (uint64_t)offset : 0);
  int status = TDG_OK, rc;
  if (r == NULL) return file_fail_errno(ask, errno);
  if (was_inside(ask)) file_reader_skip(r);
  rc = read_batch(&b, r, &status);
  if (rc < 0 && status == TDG_OK)
    status = give_error(&b, file_reader_position(r), errno == EBADMSG ? "damaged" : "io",
                        errno == EBADMSG
                            ? "the packed file is damaged or cut off here; what stood before it was read"
                            : "reading failed here");
  if (status == TDG_OK && b.held != NULL) status = tdg_emit(ask->call, b.held);
  if (status == TDG_OK && b.documents == 0)
    tdg_log(ask->call, TDG_LOG_INFO, "%.1000s: no record in it", ask->url.p);
  if (status != TDG_OK || rc <= 0 || file_reader_at_end(r)) return status;
  return ask_for_rest(&b, file_reader_position(r), file_reader_skipping(r));
}
