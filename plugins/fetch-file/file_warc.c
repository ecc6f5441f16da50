/* fetch-file/file_warc.c - a web archive (WARC) is a container: each answer of a server in it is a document, with its own
 * address, time and status, as if it had been fetched.
 *
 * Documents are the records `response` with a status of 2xx and `resource`; a `revisit`, which has no body of its own,
 * gets that of the earlier record of the file with the same digest.  Requests and metadata are passed over.  What is no
 * document (redirects, errors, pictures, scripts, robots.txt) and what cannot be read (cut off when it was archived, a
 * revisit of another file) is left out, and told with its number.
 *
 * The lengths that records give are not believed: when no record follows behind one, the next one is looked for.
 *
 * The reader keeps where the payload of each digest stands (struct payloads), so that a revisit costs one record.  A
 * reader that begins in the middle of a file has none; then the heads before it are read when the first revisit needs one that
 * is not known (look_through).
 */
#include "file.h"

#include "warc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include <tidings/kit/captured.h>
#include <tidings/kit/http_header.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/utf8.h>

static const char mark[] = "R";
enum {
  MAX_DIGEST = 200,
  MAX_DAMAGES = 20,
  MAX_PAYLOADS = 1 << 16,
  FAR = 64 << 20 /* bytes that are unpacked for a revisit */
};

/* ---- where payloads stand ---- */

struct payload {
  uint64_t digest; /* a hash of its text */
  uint64_t packed, begin,
      at; /* the record is at `at`, which is read by unpacking from `packed` (byte `begin`) on */
};
struct payloads {
  uint64_t unseen;                /* the records before this byte were not looked at */
  struct payload v[MAX_PAYLOADS]; /* by digest; a newer one takes the place of an older */
};

/* Never 0.  Digests differ in their first characters. */
static uint64_t hash_of(struct tdg_str s) {
  char lower[MAX_DIGEST];
  size_t n = 0;
  for (; n < s.n && n < sizeof lower; n++) lower[n] = tdg_lower(s.p[n]);
  const uint64_t h = file_hash(lower, n, 0);
  return h != 0 ? h : 1;
}

static struct payloads *payloads_of(struct file_reader *r) {
  struct payloads *p = file_reader_memory(r);
  if (p == NULL && (p = calloc(1, sizeof *p)) != NULL) file_reader_remember(r, p, free);
  return p;
}

/* r: which reads the record at `at`. */
static void note_payload(struct payloads *p, const struct file_reader *r, const struct warc_record *w,
                         uint64_t at) {
  struct payload new = {.digest = hash_of(w->digest), .at = at};
  if (p == NULL || w->digest.n == 0 || w->kind == WARC_REVISIT ||
      file_stream_find(file_reader_stream(r), at, &new.packed, &new.begin) != 0)
    return;
  p->v[new.digest % MAX_PAYLOADS] = new;
}

static const struct payload *payload_with(const struct payloads *p, uint64_t hash) {
  const struct payload *found = &p->v[hash % MAX_PAYLOADS];
  return found->digest == hash ? found : NULL;
}

/* ---- records ---- */

/* The block, in the memory of the call.  NULL: it is not there to its end; errno 0 for the end of the file. */
static char *read_block(struct file_batch *b, struct file_reader *r, uint64_t n) {
  char *p = tdg_scratch(b->ask->call, n + 1);
  const ssize_t got = file_reader_read(r, p, n);
  if (got == (ssize_t)n) return p;
  if (got >= 0) errno = 0;
  return NULL;
}

/* Behind the empty lines: the head of the next record.  1; 0: there is none any more, -1: errno, 0 for no head. */
static int next_head(struct file_reader *r, struct warc_record *w, struct tdg_str *head) {
  struct tdg_str all;
  for (;;) {
    if (file_reader_peek(r, 1, &all) < 0) return -1;
    size_t blank = 0;
    while (blank < all.n && (all.p[blank] == '\r' || all.p[blank] == '\n')) blank++;
    if (blank == 0) break;
    if (file_reader_pass(r, blank) < 0) return -1;
  }
  if (all.n == 0) return 0;
  for (size_t want = FILE_HEAD; want <= WARC_MAX_HEAD; want *= 4) {
    const int damaged = file_reader_peek(r, want, &all) < 0;
    head->n = warc_head(all.p, all.n, w);
    head->p = all.p;
    if (head->n > 0) return 1;
    if (damaged) return -1;
    if (all.n < want) break;
  }
  errno = 0;
  return -1;
}

/* Pass over what is no record up to the next one.  1, 0 at the end, -1. */
static int find_record(struct file_reader *r) {
  static const char sign[] = "\nWARC/";
  for (;;) {
    struct tdg_str all;
    const int rc = file_reader_peek(r, FILE_READ_SIZE, &all);
    const char *at = all.n > 1 ? memmem(all.p + 1, all.n - 1, sign, sizeof sign - 1) : NULL;
    if (at != NULL) return file_reader_pass(r, (uint64_t)(at + 1 - all.p)) < 0 ? -1 : 1;
    if (rc < 0) return -1;
    if (all.n <= sizeof sign) return 0;
    if (file_reader_pass(r, all.n - sizeof sign) < 0) return -1;
    if (all.n < FILE_READ_SIZE) return 0;
    if (file_reader_over_budget(r)) return 0;
  }
}

/* ---- documents ---- */

/* Old archives have addresses in the bytes of their time: percent-encoded, as a browser would ask for them. */
static struct tdg_str address_of_bytes(tdg_call *call, struct tdg_str url) {
  char *p = tdg_scratch(call, 3 * url.n + 1), *to = p;
  if (url.n > TDG_MAX_URL) return (struct tdg_str){"", 0};
  for (size_t i = 0; i < url.n; i++) {
    const unsigned char c = (unsigned char)url.p[i];
    if (c > ' ' && c < 0x7F) *to++ = (char)c;
    else to += sprintf(to, "%%%02X", c);
  }
  return (struct tdg_str){p, (size_t)(to - p)};
}

static int has_control(struct tdg_str s) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F) return 1;
  return 0;
}

static int is_text(struct tdg_str s) { return tdg_utf8_valid(s.p, s.n) && memchr(s.p, 0, s.n) == NULL; }

static int is_packed(struct tdg_str encoding, struct tdg_str body) {
  if (tdg_nocase_is(encoding, "gzip") || tdg_nocase_is(encoding, "x-gzip"))
    return body.n > 2 && memcmp(body.p, "\x1f\x8b", 2) == 0;
  if (tdg_nocase_is(encoding, "zstd")) return body.n > 4 && memcmp(body.p, "\x28\xb5\x2f\xfd", 4) == 0;
  return encoding.n > 0 && !tdg_nocase_is(encoding, "identity");
}

static void put_headers(tdg_call *call, tdg_rec *doc, struct tdg_str head) {
  struct tdg_str name, value;
  while (warc_header(&head, &name, &value)) {
    if (name.n == 0 || !is_text(name) || !is_text(value)) continue;
    tdg_rec *h = tdg_group(call);
    tdg_put_text(call, h, TDG_NAME, name.p, name.n);
    tdg_put_text(call, h, TDG_VALUE, value.p, value.n);
    tdg_put_rec(call, doc, TDG_HEADER, h);
  }
}

static int give_document(struct file_batch *b, struct file_reader *r, const struct warc_record *w,
                         struct tdg_str url, const struct warc_answer *a, uint64_t at) {
  tdg_call *call = b->ask->call;
  tdg_rec *doc = file_document(b->ask, url, w->date);
  char encoding[40];
  size_t n = 0;
  tdg_put_int(call, doc, TDG_OFFSET, (int64_t)at);
  if (a->status > 0) tdg_put_int(call, doc, TDG_STATUS, a->status);
  tdg_put_content_type(call, doc, a->type);
  if (is_packed(a->encoding, a->body) && a->encoding.n < sizeof encoding && is_text(a->encoding)) {
    for (; n < a->encoding.n; n++) encoding[n] = tdg_lower(a->encoding.p[n]);
    if (strncmp(encoding, "x-gzip", 6) == 0) tdg_put_str(call, doc, TDG_ENCODING, "gzip");
    else tdg_put_text(call, doc, TDG_ENCODING, encoding, n);
  }
  if (b->exact) put_headers(call, doc, a->head);
  if (is_text(a->modified)) tdg_put_text(call, doc, TDG_LAST_MODIFIED, a->modified.p, a->modified.n);
  tdg_put_bytes(call, doc, TDG_BODY, a->body.p, a->body.n);
  file_reader_reset_budget(r);
  return file_batch_emit(b, doc);
}

/* block: of w, or of the record whose payload w has again. */
static int take_block(struct file_batch *b, struct file_reader *r, const struct warc_record *w,
                      struct tdg_str url, struct tdg_str type, char *block, size_t n, uint64_t at) {
  static const struct tdg_str none = {"", 0};
  struct warc_answer a = {
      .type = type, .head = none, .encoding = none, .transfer = none, .modified = none, .body = {block, n}};
  const char *why;
  if (tdg_nocase_starts(type, "application/http") && warc_answer(block, n, &a) != 0) {
    return file_batch_leave(b, "what is kept of it is no answer of a server", 1, url);
  }
  why = b->exact ? NULL : tdg_capture_refusal(url, a.status, a.type);
  if (why == NULL && a.body.n == 0) why = "answers without a body";
  const int64_t stands = (int64_t)at;
  const struct file_answer list = {url, a.type, a.body, &stands, w->date};
  int status = TDG_OK;
  if (why == NULL && !b->exact && file_give_answer_rows(b, &list, &status)) {
    file_reader_reset_budget(r);
    return status;
  }
  if (why == NULL) return give_document(b, r, w, url, &a, at);
  return file_batch_leave(b, why, 0, url);
}

/* The heads of the records before the one at which r began: where their payloads stand. */
static void look_through(const struct file_ask *ask, struct file_reader *r, struct payloads *p) {
  const int fd = open(ask->path, O_RDONLY | O_CLOEXEC);
  struct file_stream *s = fd >= 0 ? file_reader_again(r, fd) : NULL;
  struct file_reader *before = s != NULL ? file_reader_new(s) : NULL;
  struct warc_record w;
  struct tdg_str head;
  while (before != NULL && file_reader_position(before) < p->unseen && next_head(before, &w, &head) == 1) {
    const uint64_t at = file_reader_position(before);
    if (payload_with(p, hash_of(w.digest)) == NULL) note_payload(p, before, &w, at);
    if (head.n + w.length > p->unseen - at || file_reader_pass(before, head.n + w.length) < 0) break;
  }
  file_tell_cost(ask, p->unseen);
  p->unseen = 0;
  file_reader_free(before);
}

static const struct payload *find_payload(const struct file_ask *ask, struct file_reader *r,
                                          struct tdg_str digest) {
  struct payloads *p = digest.n > 0 ? payloads_of(r) : NULL;
  const uint64_t hash = hash_of(digest);
  if (p == NULL) return NULL;
  if (payload_with(p, hash) == NULL && p->unseen > 0) look_through(ask, r, p);
  return payload_with(p, hash);
}

/* Read the record that has the payload, with a stream of its own. */
static int take_payload(struct file_batch *b, struct file_reader *r, const struct warc_record *w,
                        struct tdg_str url, uint64_t at) {
  const struct payload *p = find_payload(b->ask, r, w->digest);
  const int fd = p != NULL && p->at - p->begin <= FAR ? open(b->ask->path, O_RDONLY | O_CLOEXEC) : -1;
  struct file_stream *s = fd >= 0 ? file_reader_again(r, fd) : NULL;
  struct file_reader *earlier = s != NULL && file_stream_go(s, p->packed, 0) == 0 ? file_reader_new(s) : NULL;
  struct warc_record of;
  struct tdg_str head;
  char *block = NULL;
  if (earlier != NULL && file_reader_pass(earlier, p->at - p->begin) == 0 &&
      next_head(earlier, &of, &head) == 1 && of.length <= (uint64_t)b->max_size &&
      tdg_nocase_same(of.digest, w->digest)) {
    of.type = tdg_str_copy(b->ask->call, of.type);
    if (file_reader_pass(earlier, head.n) == 0) block = read_block(b, earlier, of.length);
  }
  file_reader_free(earlier);
  if (block != NULL) return take_block(b, r, w, url, of.type, block, of.length, at);
  return file_batch_leave(b, "they repeat what is in another archive, or far from here", 1, url);
}

/* NULL: its document may have the address. */
static const char *address_refusal(const struct warc_record *w) {
  if (w->url.n == 0) return "records without an address, or with one that is too long";
  return tdg_url_is_web(w->url) ? NULL : "records whose address is none of the web";
}

/* Why the block of the record is not looked at; NULL: it is.  *lost: it could be news. */
static const char *not_wanted(const struct file_batch *b, const struct warc_record *w, int *lost) {
  *lost = 0;
  if (w->kind == WARC_OTHER) return "";
  if (address_refusal(w) != NULL) return address_refusal(w);
  *lost = 1;
  if (w->kind == WARC_CONTINUATION || w->segment > 0) return "records that are cut up into several";
  if (w->kind == WARC_REVISIT) return NULL;
  if (w->truncated) return "they were cut off when they were archived";
  return w->length > (uint64_t)b->max_size ? "larger than max_size" : NULL;
}

/* ---- the file ---- */

static int tell_damage(struct file_batch *b, struct file_reader *r, int *status) {
  const uint64_t at = file_reader_position(r);
  if (++b->damages > MAX_DAMAGES) {
    *status = file_batch_fail(b, mark, at, "damaged",
                              "hardly anything of this is a web archive: the rest is left out");
    return 0;
  }
  *status = file_batch_fail(
      b, mark, at, "damaged",
      "no record of a web archive stands here, or its length is false, or the file is cut off; "
      "reading goes on with the next record");
  b->item++;
  return find_record(r);
}

/* Behind a block stands an empty line, or the file ends. */
static int ends_well(struct file_reader *r) {
  struct tdg_str next;
  const int rc = file_reader_peek(r, 1, &next);
  return next.n > 0 ? *next.p == '\r' || *next.p == '\n' : rc == 0;
}

/* The block, into the memory of the call when it is wanted; NULL when not.  0: its length is false; the reader stands where
 * the block began, or, of a packed file, behind what was read. */
static int take_length(struct file_batch *b, struct file_reader *r, uint64_t n, int wanted, char **block) {
  const uint64_t begin = file_reader_position(r);
  *block = NULL;
  errno = 0;
  if (n <= file_reader_left(r)) {
    if (wanted) *block = read_block(b, r, n);
    const int there = wanted ? *block != NULL : file_reader_pass(r, n) == 0;
    if (there && ends_well(r)) return 1;
    if (errno != 0) return -1;
  }
  file_reader_return(r, begin);
  return 0;
}

static int take_record(struct file_batch *b, struct file_reader *r, const struct warc_record *w, uint64_t at,
                       int *status) {
  int lost;
  char *block;
  const char *why = not_wanted(b, w, &lost);
  const int rc = take_length(b, r, w->length, why == NULL && w->kind != WARC_REVISIT, &block);
  if (rc < 0) return -1;
  if (rc == 0) return tell_damage(b, r, status);
  if (why != NULL && why == address_refusal(w)) *status = file_batch_leave_at(b, why, mark, at, w->url);
  else if (why != NULL && *why != '\0') *status = file_batch_leave(b, why, lost, w->url);
  else if (block != NULL) *status = take_block(b, r, w, w->url, w->type, block, w->length, at);
  else if (why == NULL) *status = take_payload(b, r, w, w->url, at);
  return 1;
}

/* One record.  1, 0 at the end, -1: errno. */
static int read_record(struct file_batch *b, struct file_reader *r, int *status) {
  tdg_call *call = b->ask->call;
  struct warc_record w;
  struct tdg_str head;
  int rc = next_head(r, &w, &head);
  const uint64_t at = file_reader_position(r);
  if (rc == 0 || (rc < 0 && errno != 0)) return rc;
  if (rc < 0) return tell_damage(b, r, status);
  if (!b->exact && w.digest.n > 0) note_payload(payloads_of(r), r, &w, at);
  const size_t before = b->documents;
  void *memory = tdg_mark(call);
  w.url = is_text(w.url) && !has_control(w.url) && w.url.n <= TDG_MAX_URL ? tdg_str_copy(call, w.url)
                                                                          : address_of_bytes(call, w.url);
  w.type = tdg_str_copy(call, w.type);
  w.digest = tdg_str_copy(call, w.digest);
  if (file_reader_pass(r, head.n) < 0) return -1;
  rc = take_record(b, r, &w, at, status);
  b->item++;
  if (b->documents == before) tdg_release(call, memory);
  return rc;
}

int file_warc_begin(struct file_reader *r, uint64_t at, int is_new) {
  struct payloads *p = is_new && at > 0 ? payloads_of(r) : NULL;
  if (p != NULL) p->unseen = at;
  return file_reader_go(r, at, is_new);
}

int file_run_packed(const struct file_ask *ask, int fd, const struct stat *st, const struct file_kind *kind,
                    uint64_t at) {
  struct file_batch b = {
      .ask = ask, .place = ask->url, .max_size = FILE_MAX_DOCUMENT, .item = 1, .alone = 1, .exact = 1};
  struct file_stream *s = file_stream_open(fd, st, kind->packing);
  int status = TDG_OK;
  if (s != NULL && file_stream_go(s, at, 0) != 0) {
    s->close(s);
    return file_fail(ask, "damaged", "the file has no record there");
  }
  struct file_reader *r = s != NULL ? file_reader_new(s) : NULL;
  if (r == NULL || read_record(&b, r, &status) < 0) status = file_fail_errno(ask, errno);
  else if (b.documents == 0) status = file_fail(ask, "damaged", "the file has no answer of a server there");
  file_reader_free(r);
  return status == TDG_OK ? file_batch_end(&b) : status;
}

int file_read_warc(struct file_batch *b, struct file_reader *r, int *status) {
  const uint64_t begin = file_reader_position(r);
  int rc = 1;
  while (rc == 1 && *status == TDG_OK && !file_batch_full(b) &&
         file_reader_position(r) - begin < FILE_SKIP_A_CALL) {
    if (file_reader_over_budget(r)) {
      *status = file_batch_give_up(b, mark, file_reader_position(r));
      return 0;
    }
    rc = read_record(b, r, status);
  }
  if (rc < 0 && *status == TDG_OK) *status = file_batch_fail_errno(b, mark, file_reader_position(r), errno);
  return rc > 0;
}
