/* fetch-file/container.c - one call over a file whose items are read by position.
 *
 * A call emits at most FILE_DOCUMENTS_A_CALL documents or FILE_BYTES_A_CALL bytes, then a request for the rest with the
 * position (TDG_OFFSET, in unpacked bytes) and the number (TDG_PAGE_NO) of the next item.  So imports of any size are
 * streamed, and resume where they were stopped.
 */
#include "file.h"

#include <errno.h>

#include <tidings/kit/str.h>

static void put_ext(tdg_call *call, tdg_rec *request, const char *name, struct tdg_str text) {
  tdg_rec *ext = tdg_group(call);
  tdg_put_str(call, ext, TDG_NAME, name);
  tdg_put_text(call, ext, TDG_TEXT, text.p, text.n);
  tdg_put_rec(call, request, TDG_EXT, ext);
}

static int ask_for_rest(const struct file_batch *b, const struct file_reader *r) {
  tdg_call *call = b->ask->call;
  tdg_rec *request = tdg_rec_new(call, TDG_REQUEST);
  tdg_put_text(call, request, TDG_URL, b->ask->url.p, b->ask->url.n);
  tdg_put_int(call, request, TDG_OFFSET, (int64_t)file_reader_position(r));
  tdg_put_int(call, request, TDG_PAGE_NO, b->item);
  if (b->inside) tdg_put_str(call, request, TDG_FLAG, "inside-line");
  file_put_hints(b->ask, request);
  if (b->within.n > 0) tdg_put_text(call, request, TDG_NAME, b->within.p, b->within.n);
  if (b->columns.n > 0) put_ext(call, request, "columns", b->columns);
  if (b->charset != NULL && b->charset[0] != '\0') put_ext(call, request, "charset", tdg_str_of(b->charset));
  file_put_read(b->ask, request, file_reader_read_on_disk(r));
  struct file_entry entry;
  const struct file_stream *stream = file_reader_stream(r);
  if (stream->seek == NULL &&
      file_stream_find(stream, file_reader_position(r), &entry.packed, &entry.begin) == 0 && entry.packed > 0)
    file_put_entry(b->ask, request, &entry);
  return tdg_emit(call, request);
}

/* What a request for the rest of a table carries: its header, its charset. */
static struct tdg_str ext_of(const struct file_ask *ask, const char *name) {
  const tdg_rec *ext;
  for (uint32_t i = 0; (ext = tdg_get_rec(ask->call, ask->request, TDG_EXT, i)) != NULL; i++)
    if (strcmp(tdg_get(ask->call, ext, TDG_NAME).p, name) == 0) return tdg_get(ask->call, ext, TDG_TEXT);
  return (struct tdg_str){"", 0};
}

file_format_fn file_format_of(enum file_form form) {
  static const file_format_fn formats[] = {
      [FILE_LINES] = file_read_lines, [FILE_MBOX] = file_read_mbox, [FILE_WARC] = file_read_warc,
      [FILE_JSON] = file_read_json,   [FILE_HAR] = file_read_har,   [FILE_TABLE] = file_read_table};
  return formats[form];
}

/* A file of mails that a source names grows: the next poll goes on where this call ends. */
static int grows(const struct file_ask *ask, const struct file_kind *kind) {
  return kind->form == FILE_MBOX && kind->packing == FILE_PLAIN && file_is_source(ask) &&
         !file_has_flag(ask, "alone");
}

/* Of such a file: what it brought, and where it goes on. */
static int end_growth(const struct file_batch *b, const struct file_reader *r, const struct file_growth *then,
                      int status) {
  struct file_growth now = {file_reader_position(r), b->item, b->last_at, b->last_item, 0};
  if (now.at == then->at) now = *then; /* there was nothing */
  if (status != TDG_OK) return status;
  if (b->held_back)
    tdg_log(b->ask->call, TDG_LOG_INFO,
            "%.1000s: its last mail is being written, and is read with the next poll", b->place.p);
  if (!b->inside && !now.goes_on)
    file_growth_keep(b->ask, &now); /* one that goes on is known as that by its place */
  /* a mail that cannot be had is no failure of the file */
  return b->documents == b->failures ? file_is_unchanged(b->ask) : TDG_OK;
}

/* Lists end before their file does: is what stands behind, and the checksum, there too? */
static void look_at_end(struct file_batch *b, struct file_reader *r, int *status) {
  enum { MOST = 1 << 20 };
  struct tdg_str rest = {"", 1};
  for (size_t n = 0; rest.n > 0 && n < MOST; n += rest.n) {
    if (file_reader_peek(r, FILE_READ_SIZE, &rest) != 0) {
      *status = file_batch_fail_errno(b, "end", file_reader_position(r), errno);
      return;
    }
    if (file_reader_pass(r, rest.n) != 0) return;
  }
}

int file_run_container(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st,
                       const struct file_kind *kind) {
  const int64_t offset = tdg_get_int(ask->call, ask->request, TDG_OFFSET, 0);
  struct file_growth g = {.at = offset > 0 ? (uint64_t)offset : 0,
                          .item = tdg_get_int(ask->call, ask->request, TDG_PAGE_NO, 1)};
  const int is_growing = grows(ask, kind);
  if (is_growing && !file_growth_recall(ask, &g)) g = (struct file_growth){.item = 1};
  const uint64_t at = g.at;
  struct file_batch b = {.ask = ask,
                         .place = ask->url,
                         .max_size = self->conf.max_size,
                         .item = g.item,
                         .grows = is_growing,
                         .goes_on = g.goes_on,
                         .within = tdg_get(ask->call, ask->request, TDG_NAME),
                         .columns = ext_of(ask, "columns"),
                         .charset = ext_of(ask, "charset").p,
                         .inside = file_has_flag(ask, "inside-line"),
                         .alone = file_has_flag(ask, "alone")};
  int status = TDG_OK, is_new;
  struct file_reader *r = file_reader_open(self, fd, st, kind, at, file_entry_of(ask), &is_new);
  if (r == NULL || (kind->form == FILE_WARC ? file_warc_begin : file_reader_go)(r, at, is_new) != 0)
    return file_fail_errno(ask, errno);
  if (is_new && kind->packing != FILE_PLAIN) file_tell_cost(ask, at - file_reader_began(r));
  const int more = file_format_of(kind->form)(&b, r, &status);
  if (!more && status == TDG_OK && !b.alone && kind->packing != FILE_PLAIN && file_form_is_json(kind->form) &&
      b.not_rows == NULL)
    look_at_end(&b, r, &status);
  const int ended = file_batch_end(&b);
  if (status == TDG_OK) status = ended;
  if (is_growing) status = end_growth(&b, r, &g, status);
  if (status == TDG_OK && b.not_rows != NULL)
    return file_form_is_json(kind->form) ? FILE_NOT_ROWS : file_leave_out(ask, b.not_rows);
  if (status == TDG_OK && b.documents == 0 && at > 0 && !is_growing)
    tdg_log(ask->call, TDG_LOG_INFO, "%.1000s: nothing more in it", ask->url.p);
  if (status == TDG_OK && b.documents == 0 && at == 0 && !more && !is_growing)
    return file_is_empty(ask, "there is nothing in it");
  if (status != TDG_OK || !more || b.alone || file_reader_at_end(r)) return status;
  return ask_for_rest(&b, r);
}
