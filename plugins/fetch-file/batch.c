/* fetch-file/batch.c - the documents of one call over a container, and what is left out of it.
 *
 * The last document is held back until it is known whether another one follows.
 *
 * Documents are in the memory of the call; nothing else is owned.
 */
#include "file.h"

#include <errno.h>

#include <tidings/kit/buf.h>

int file_batch_full(const struct file_batch *b) {
  return b->documents >= (b->alone ? 1 : FILE_DOCUMENTS_A_CALL) || b->bytes >= FILE_BYTES_A_CALL;
}

int file_batch_emit(struct file_batch *b, tdg_rec *doc) {
  int status = TDG_OK;
  if (b->held != NULL) {
    tdg_put_int(b->ask->call, b->held, TDG_MORE, 1);
    status = tdg_emit(b->ask->call, b->held);
  }
  b->held = doc;
  b->documents++;
  b->bytes += tdg_get(b->ask->call, doc, TDG_BODY).n;
  return status;
}

tdg_rec *file_batch_document(const struct file_batch *b, const char *mark, uint64_t at) {
  const size_t room = b->place.n + strlen(mark) + 32;
  char *url = tdg_scratch(b->ask->call, room);
  memcpy(url, b->place.p, b->place.n);
  const size_t m =
      (size_t)snprintf(url + b->place.n, room - b->place.n, "#%s%lld", mark, (long long)b->item - b->minus);
  tdg_rec *doc = file_document(b->ask, (struct tdg_str){url, b->place.n + m}, b->fetched);
  tdg_put_int(b->ask->call, doc, TDG_OFFSET, b->stands != NULL ? *b->stands : (int64_t)at);
  return doc;
}

int file_batch_fail(struct file_batch *b, const char *mark, uint64_t at, const char *class,
                    const char *message) {
  tdg_rec *doc = file_batch_document(b, mark, at);
  tdg_put_str(b->ask->call, doc, TDG_ERROR, class);
  tdg_put_str(b->ask->call, doc, TDG_MESSAGE, message);
  b->failures++;
  return file_batch_emit(b, doc);
}

int file_batch_fail_errno(struct file_batch *b, const char *mark, uint64_t at, int error) {
  return error == EBADMSG
             ? file_batch_fail(b, mark, at, "damaged",
                               "the packed file is damaged or cut off here; what stood before it was read")
             : file_batch_fail(b, mark, at, "io", "reading failed here");
}

int file_batch_give_up(struct file_batch *b, const char *mark, uint64_t at) {
  return file_batch_fail(
      b, mark, at, "too-large",
      "64 MiB and more without a document, far more than the file takes on the disk: the rest of it "
      "is left out; is it what its name says?");
}

/* What could have been news has a document of its own, which says why. */
static int leave_lost(struct file_batch *b, const char *why, struct tdg_str what) {
  tdg_rec *doc = file_document(b->ask, what, b->fetched);
  tdg_put_str(b->ask->call, doc, TDG_ERROR, "left-out");
  tdg_put_str(b->ask->call, doc, TDG_MESSAGE, why);
  return file_batch_emit(b, doc);
}

/* Its own address is none that a document may have: that of its place, and the address in the message. */
static int leave_placed(struct file_batch *b, const char *mark, uint64_t at, const char *why,
                        struct tdg_str what) {
  enum { SHOWN = 200 };
  tdg_call *call = b->ask->call;
  tdg_rec *doc = file_batch_document(b, mark, at);
  struct tdg_buf text = tdg_buf_make(call, 2 * SHOWN);
  tdg_buf_str(&text, why);
  if (what.n > 0) tdg_buf_str(&text, ": ");
  for (size_t i = 0; i < what.n && i < SHOWN; i++)
    tdg_buf_char(&text, what.p[i] > ' ' && what.p[i] < 0x7F ? what.p[i] : '?');
  tdg_put_str(call, doc, TDG_ERROR, "left-out");
  tdg_put_str(call, doc, TDG_MESSAGE, tdg_buf_get(&text).p);
  return file_batch_emit(b, doc);
}

static void count_left(struct file_batch *b, const char *why, int lost, struct tdg_str what) {
  size_t i = 0;
  while (i < b->n_left && b->left[i].why != why) i++;
  if (i == FILE_REASONS) i--;
  struct file_left *l = &b->left[i];
  if (i == b->n_left) {
    *l = (struct file_left){.why = why, .lost = lost};
    snprintf(l->first, sizeof l->first, "%.*s",
             (int)(what.n < sizeof l->first ? what.n : sizeof l->first - 1), what.p);
    b->n_left++;
  }
  l->n++;
}

int file_batch_leave(struct file_batch *b, const char *why, int lost, struct tdg_str what) {
  count_left(b, why, lost, what);
  return lost && !b->exact ? leave_lost(b, why, what) : TDG_OK;
}

int file_batch_leave_at(struct file_batch *b, const char *why, const char *mark, uint64_t at,
                        struct tdg_str what) {
  count_left(b, why, 0, what);
  return b->exact ? TDG_OK : leave_placed(b, mark, at, why, what);
}

int file_batch_end(struct file_batch *b) {
  const struct file_ask *ask = b->ask;
  const int status = b->held != NULL ? tdg_emit(ask->call, b->held) : TDG_OK;
  b->held = NULL;
  for (const struct file_left *l = b->left; l < b->left + b->n_left; l++)
    tdg_log(ask->call, l->lost ? TDG_LOG_WARNING : TDG_LOG_INFO, "%.1000s: left out: %zu (the first: %s): %s",
            b->place.p, l->n, l->first, l->why);
  return status;
}
