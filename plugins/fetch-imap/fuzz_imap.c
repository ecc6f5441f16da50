/* fuzz_imap.c - any bytes as the answers of a server: a session ends, emits valid documents, and asks for nothing but mails.
 *
 * The first byte says into pieces of how many bytes the rest is cut.
 */
#include "imap.h"

#include <stdlib.h>

#include "worker/host.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int check_emit(void *arg, const tdg_rec *r) {
  char why[200];
  (void)arg;
  if (rec_check(rec_bytes(r).p, rec_bytes(r).n, REC_MAX_DOCUMENT, why, sizeof why) != 0) abort();
  return TDG_OK;
}

static void no_log(void *arg, int level, const char *text) { (void)arg, (void)level, (void)text; }

static int is_ours(const char *out) {
  const char *command = strchr(out, ' ');
  return out[0] == 'T' && command != NULL &&
         (strncmp(command, " EXAMINE ", 9) == 0 || strncmp(command, " UID FETCH ", 11) == 0);
}

static void check_out(struct imap_session *s) {
  if (s->out_n == 0) return;
  if (s->out_n >= sizeof s->out || !is_ours(s->out) ||
      memchr(s->out, '\n', s->out_n) != s->out + s->out_n - 1)
    abort();
  s->out_n = 0;
}

static void feed(tdg_call *call, struct imap_session *s, struct imap_reader *r, const char *p, size_t n) {
  while (n > 0 && s->step != IMAP_DONE) {
    struct imap_answer a;
    size_t taken = 0;
    char *piece = malloc(n); /* of its own, so that a read past its end is seen */
    if (piece == NULL) abort();
    memcpy(piece, p, n);
    const enum imap_read what = imap_reader_take(r, piece, n, &taken);
    free(piece);
    if (what == IMAP_ANSWER) {
      imap_answer_read(r, &a);
      imap_session_hear(call, s, &a);
      check_out(s);
    } else if (what != IMAP_MORE) {
      imap_session_cut(s, "protocol", "too long");
      return;
    }
    if (what == IMAP_MORE && taken != n) abort();
    p += taken;
    n -= taken;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const struct imap_conf conf = {.max_size = 4096, .mails = 5, .mails_a_poll = 8, .since = 86400000};
  struct host_call call;
  if (size == 0) return 0;
  const size_t step = data[0] % 32 == 0 ? size : (size_t)data[0] % 32;
  struct imap_session s = {.conf = &conf,
                           .before = {7, data[0], 9},
                           .request_no = 1,
                           .missed = {{3, 1, 0}, {data[0] / 2U, 4, 0}},
                           .n_missed = data[0] % 3U};
  struct imap_reader r = {.max_literal = 8192};
  s.url = strdup("imaps://mail.example/INBOX");
  s.folder = strdup("IN\"BOX");
  s.shown = strdup("INBOX");
  if (s.url == NULL || s.folder == NULL || s.shown == NULL) abort();
  host_init(&call, &(struct host_sink){.emit = check_emit, .log = no_log});
  host_begin(&call, INT64_C(1790000000000));
  imap_session_begin(&s);
  check_out(&s);
  for (size_t at = 1; at < size; at += step)
    feed(&call.pub, &s, &r, (const char *)data + at, size - at < step ? size - at : step);
  imap_session_cut(&s, "incomplete", "the connection ended");
  imap_session_end(&call.pub, &s);
  imap_session_free(&s);
  imap_reader_free(&r);
  host_free(&call);
  return 0;
}
