/* fuzz_file_lines.c - a JSON Lines file, plain or compressed, whole or cut off, read in parts by one worker
 * or several, yields the same lines as a simple reading of its bytes.
 *
 * The input is a recipe: its first byte chooses the compression, its second how often the worker changes; a
 * byte above 0xEF then begins a run of about one of the reader's sizes (offset and fill byte follow); all
 * other bytes are literal.
 */
#include "fuzz_file.h"

#include <zlib.h>

enum { MAX_TEXT = 700 << 10, PACKED = 1, MEMBERS = 2, CUT = 4, MARK = 8 };

struct text {
  uint8_t *p;
  size_t n;
};

static void add_run(struct text *t, size_t n, uint8_t fill) {
  if (n > MAX_TEXT - t->n) n = MAX_TEXT - t->n;
  memset(t->p + t->n, fill, n);
  t->n += n;
}

static void cook(struct text *t, const uint8_t *p, size_t n) {
  static const size_t sizes[8] = {128, 4096, 65536, 131072, 8192, 300, 262144, 1000};
  for (size_t i = 0; i < n; i++) {
    if (p[i] < 0xF0 || i + 2 >= n) {
      add_run(t, 1, p[i]);
      continue;
    }
    add_run(t, sizes[p[i] & 7] + p[i + 1] - 128, p[i + 2]);
    i += 2;
  }
}

/* ---- the expected lines ---- */

struct expected {
  const uint8_t *p, *end; /* the bytes not yet returned */
  const uint8_t *begin;
  int64_t line_no;
  int cut, ended; /* cut: the compressed file was cut off; ended: its error was seen */
};

static int is_space(uint8_t c) { return c == ' ' || c == '\t' || c == '\r'; }

static int next_line(struct expected *e, const uint8_t **line, size_t *n) {
  while (e->p < e->end) {
    const uint8_t *newline = memchr(e->p, '\n', (size_t)(e->end - e->p)),
                  *stop = newline != NULL ? newline : e->end;
    size_t blank = 0;
    *line = e->p;
    *n = (size_t)(stop - e->p);
    e->p = newline != NULL ? stop + 1 : stop;
    e->line_no++;
    if (*n > 0 && (*line)[*n - 1] == '\r') --*n;
    if (*line == e->begin && *n >= 3 && memcmp(*line, "\xEF\xBB\xBF", 3) == 0) *line += 3, *n -= 3;
    while (blank < *n && is_space((*line)[blank])) blank++;
    if (blank < *n) return 1;
  }
  return 0;
}

static void check_document(void *arg, const tdg_rec *doc) {
  struct expected *e = arg;
  const struct tdg_str body = rec_get(doc, TDG_BODY, 0);
  const char *mark = strrchr(rec_get(doc, TDG_URL, 0).p, '#');
  const uint8_t *line;
  size_t n;
  if (e->ended) abort();
  if (rec_has(doc, TDG_ERROR) && strcmp(rec_get(doc, TDG_ERROR, 0).p, "empty") == 0) {
    if (e->p != e->begin || next_line(e, &line, &n)) abort();
    e->ended = e->cut;
    return;
  }
  if (rec_has(doc, TDG_ERROR)) {
    if (!e->cut || strcmp(rec_get(doc, TDG_ERROR, 0).p, "damaged") != 0) abort();
    e->ended = 1;
    return;
  }
  if (!next_line(e, &line, &n) || body.n != n || memcmp(body.p, line, n) != 0) abort();
  if (mark == NULL || strtoll(mark + 2, NULL, 10) != e->line_no) abort();
}

/* ---- packing ---- */

static void pack(struct text *out, const uint8_t *p, size_t n) {
  z_stream z = {0};
  if (deflateInit2(&z, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
  z.next_in = (Bytef *)(uintptr_t)p;
  z.avail_in = (uInt)n;
  z.next_out = out->p + out->n;
  z.avail_out = (uInt)(2 * MAX_TEXT - out->n);
  if (deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
  out->n = 2 * MAX_TEXT - z.avail_out;
  deflateEnd(&z);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static uint8_t text_bytes[MAX_TEXT], packed_bytes[2 * MAX_TEXT];
  struct text text = {text_bytes, 0}, packed = {packed_bytes, 0};
  if (size < 3) return 0;
  const uint8_t how = data[0];
  if (how & MARK) add_run(&text, 1, 0xEF), add_run(&text, 1, 0xBB), add_run(&text, 1, 0xBF);
  cook(&text, data + 2, size - 2);
  struct expected e = {text.p, text.p + text.n, text.p, 0, 0, 0};
  struct fuzz_file f = {.document = check_document, .arg = &e};
  if (how & PACKED) {
    const size_t first = how & MEMBERS ? text.n / 3 : text.n;
    pack(&packed, text.p, first);
    if (how & MEMBERS) pack(&packed, text.p + first, text.n - first);
    e.cut = (how & CUT) != 0;
    if (e.cut) packed.n -= 1 + data[1] % 18; /* no member is shorter */
  } else if (text.n >= 2 && memcmp(text.p, "\x1F\x8B", 2) == 0) {
    return 0; /* looks packed */
  }
  fuzz_file_read(&f, how & PACKED ? packed.p : text.p, how & PACKED ? packed.n : text.n, data[1] % 4);
  const uint8_t *line;
  size_t n;
  if (e.cut != e.ended || (!e.cut && next_line(&e, &line, &n))) abort();
  return 0;
}
