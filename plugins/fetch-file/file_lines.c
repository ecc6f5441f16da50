/* fetch-file/file_lines.c - a JSON Lines file is a container: each line is a document.
 *
 * A line ends at LF or CR LF only (JSON may contain U+2028); a byte order mark before the first line is
 * skipped.  The last line needs no line break.  A file that goes on without a document is abandoned (for the
 * budget see file.h), and a document with TDG_ERROR reports that.
 */
#include "file.h"

#include <errno.h>

static const char mark[] = "L";

static struct tdg_str without_mark(struct tdg_str line, uint64_t at) {
  if (at == 0 && line.n >= 3 && memcmp(line.p, "\xEF\xBB\xBF", 3) == 0) line.p += 3, line.n -= 3;
  return line;
}

static int is_blank(struct tdg_str line) {
  while (line.n > 0 && (*line.p == ' ' || *line.p == '\t' || *line.p == '\r')) line.p++, line.n--;
  return line.n == 0;
}

static int give_line(struct file_batch *b, struct tdg_str line, uint64_t at) {
  tdg_call *call = b->ask->call;
  tdg_rec *doc = file_batch_document(b, mark, at);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, "application/x-tidings-record+json");
  tdg_put_bytes(call, doc, TDG_BODY, line.p, line.n);
  return file_batch_emit(b, doc);
}

/* rc: of file_reader_line. */
static int take_line(struct file_batch *b, struct file_reader *r, int rc, struct tdg_str line, uint64_t at) {
  int status = TDG_OK;
  line = without_mark(line, at);
  if (rc == 1 && !is_blank(line)) {
    status = give_line(b, line, at);
    file_reader_reset_budget(r);
  }
  if (rc == 2)
    status = file_batch_fail(b, mark, at, "too-large",
                             "the line is longer than 4 MiB and was skipped; is this a JSON Lines file?");
  if (rc < 3) b->item++;
  return status;
}

int file_read_lines(struct file_batch *b, struct file_reader *r, int *status) {
  const uint64_t begin = file_reader_position(r);
  int rc = 1;
  if (b->inside) file_reader_skip(r);
  while (*status == TDG_OK && !file_batch_full(b) && file_reader_position(r) - begin < FILE_SKIP_A_CALL) {
    struct tdg_str line = {"", 0};
    uint64_t at = 0;
    b->item += (int64_t)file_reader_skip_blank(r);
    if (file_reader_over_budget(r)) {
      *status = file_batch_give_up(b, mark, file_reader_position(r));
      return 0;
    }
    rc = file_reader_line(r, &line, &at);
    if (rc <= 0) break;
    *status = take_line(b, r, rc, line, at);
  }
  b->inside = file_reader_skipping(r);
  if (rc < 0) *status = file_batch_fail_errno(b, mark, file_reader_position(r), errno);
  return rc > 0;
}
