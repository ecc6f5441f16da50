/* capture/warc_block.c - see warc_block.h.  Functions of their arguments, except for the random ids.
 *
 * Values of headers are clean text (the fetcher has seen to it); line ends that could still stand in an address are
 * percent-encoded, so that no value can begin a header of its own. */
#include "capture/warc_block.h"

#include "record/record_json.h"
#include "util/check.h"
#include "util/redact.h"

#include <tidings/kit/str.h>

#ifdef TIDINGS_NETTLE
#include <nettle/sha1.h>
#endif
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

void warc_new_id(char out[WARC_ID]) {
  unsigned char r[16];
  if (getrandom(r, sizeof r, 0) != sizeof r) check_die(1, "the kernel gives no random bytes");
  r[6] = (unsigned char)((r[6] & 0x0F) | 0x40);
  r[8] = (unsigned char)((r[8] & 0x3F) | 0x80);
  size_t n = (size_t)snprintf(out, WARC_ID, "<urn:uuid:");
  for (int i = 0; i < 16; i++)
    n += (size_t)snprintf(out + n, WARC_ID - n, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "",
                          r[i]);
  snprintf(out + n, WARC_ID - n, ">");
}

#ifndef TIDINGS_NETTLE /* capture_open refuses */
void warc_digest(const char *p, size_t n, char out[CAPTURE_DIGEST]) {
  (void)p, (void)n;
  out[0] = '\0';
}
#else
void warc_digest(const char *p, size_t n, char out[CAPTURE_DIGEST]) {
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  unsigned char sum[SHA1_DIGEST_SIZE];
  struct sha1_ctx sha;
  sha1_init(&sha);
  sha1_update(&sha, n, (const uint8_t *)p);
  sha1_digest(&sha, sizeof sum, sum);
  memcpy(out, "sha1:", 5);
  for (int i = 0; i < 32; i++) {
    const int bit = 5 * i, shift = 11 - bit % 8;
    const unsigned two =
        (unsigned)sum[bit / 8] << 8 | (bit / 8 + 1 < SHA1_DIGEST_SIZE ? sum[bit / 8 + 1] : 0u);
    out[5 + i] = letters[two >> shift & 31];
  }
  out[CAPTURE_DIGEST - 1] = '\0';
}
#endif

static void put_address(struct buf *out, const char *name, struct tdg_str url) {
  buf_printf(out, "%s: ", name);
  for (size_t i = 0; i < url.n; i++) {
    const unsigned char c = (unsigned char)url.p[i];
    if (c <= ' ' || c == 0x7F) buf_printf(out, "%%%02X", c);
    else buf_char(out, (char)c);
  }
  buf_str(out, "\r\n");
}

static void put_date(struct buf *out, const char *name, int64_t at) {
  char text[32];
  time_text(at, text);
  buf_printf(out, "%s: %s\r\n", name, text);
}

/* What is not as it was transferred, or nobody's business. */
static int is_left_out(struct tdg_str name) {
  static const char *const names[] = {"transfer-encoding", "content-length", "connection", "set-cookie",
                                      "set-cookie2"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (tdg_str_same(name, tdg_str_of(names[i]))) return 1;
  return 0;
}

/* The answer's own head.  Its version and the words of its status are not known. */
static void put_http_head(struct buf *out, const tdg_rec *doc, size_t n) {
  const int64_t status = rec_get_int(doc, TDG_STATUS, 200);
  const tdg_rec *h;
  buf_printf(out, "HTTP/1.1 %lld %s\r\n", (long long)status, status == 200 ? "OK" : "");
  for (uint32_t i = 0; (h = rec_get_rec(doc, TDG_HEADER, i)) != NULL; i++) {
    const struct tdg_str name = rec_get(h, TDG_NAME, 0), value = rec_get(h, TDG_VALUE, 0);
    if (name.n == 0 || is_left_out(name) || memchr(value.p, '\n', value.n) != NULL ||
        memchr(value.p, '\r', value.n) != NULL)
      continue;
    buf_printf(out, "%.*s: ", (int)name.n, name.p);
    buf_add(out, value.p, value.n);
    buf_str(out, "\r\n");
  }
  buf_printf(out, "content-length: %zu\r\n\r\n", n);
  redact_remembered(out->p, out->n);
}

int warc_put_answer(struct buf *out, const struct warc_answer *a, const struct warc_refers *refers) {
  struct buf http = buf_make(out->max);
  const struct tdg_str address = rec_get(a->doc, TDG_ADDRESS, 0), body = a->body;
  put_http_head(&http, a->doc, body.n);
  const size_t n = http.n + (refers == NULL ? body.n : 0);
  buf_printf(out, "WARC/1.1\r\nWARC-Type: %s\r\nWARC-Record-ID: %s\r\n",
             refers != NULL ? "revisit" : "response", a->id);
  put_date(out, "WARC-Date", a->at);
  put_address(out, "WARC-Target-URI", a->url);
  if (address.n > 0 && address.n < 60)
    buf_printf(out, "WARC-IP-Address: %.*s\r\n", (int)address.n, address.p);
  buf_printf(out, "WARC-Payload-Digest: %s\r\n", a->digest);
  if (refers != NULL) {
    buf_printf(out,
               "WARC-Profile: "
               "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest\r\nWARC-Refers-To: %s\r\n",
               refers->id);
    put_address(out, "WARC-Refers-To-Target-URI", tdg_str_of(refers->url));
    put_date(out, "WARC-Refers-To-Date", refers->at);
  }
  buf_printf(out, "Content-Type: application/http; msgtype=response\r\nContent-Length: %zu\r\n\r\n", n);
  buf_add(out, http.p, http.n);
  if (refers == NULL) buf_add(out, body.p, body.n);
  buf_str(out, "\r\n\r\n");
  const int full = out->full | http.full;
  buf_free(&http);
  return full ? -1 : 0;
}

int warc_put_info(struct buf *out, const char *software, const char *file, int64_t at) {
  char id[WARC_ID], fields[500];
  warc_new_id(id);
  const int n = snprintf(fields, sizeof fields,
                         "software: %.100s\r\nformat: WARC File Format 1.1\r\nconformsTo: %s\r\n", software,
                         "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/");
  buf_printf(out, "WARC/1.1\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: %s\r\nWARC-Filename: %s\r\n", id, file);
  put_date(out, "WARC-Date", at);
  buf_printf(out, "Content-Type: application/warc-fields\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", n, fields);
  return out->full ? -1 : 0;
}
