/* worker/codec.c - gzip, deflate, brotli and zstd through their libraries; see codec.h.
 *
 * A stream's state is the library's, allocated by open and freed by close.  What can fail: memory; a damaged
 * body is a value.
 */
#include "worker/codec.h"

#include <stdlib.h>
#include <zlib.h>

#include <tidings/kit/str.h>

#ifdef TIDINGS_BROTLI
#include <brotli/decode.h>
#endif
#ifdef TIDINGS_ZSTD
#include <zstd.h>
#include <zstd_errors.h>
#endif

/* Formats without a mark at their beginning: a body that begins as markup or JSON does, and is text from there on. */
static int text_is_plain(const unsigned char *p, size_t n) {
  enum { ENOUGH = 24, LOOKED_AT = 256 };
  const unsigned char *end = p + (n < LOOKED_AT ? n : LOOKED_AT);
  if (n >= 3 && p[0] == 0xEF && p[1] == 0xBB && p[2] == 0xBF) p += 3;
  while (p < end && tdg_is_space((char)*p)) p++;
  if (end - p < ENOUGH || (*p != '<' && *p != '{' && *p != '[')) return 0;
  for (const unsigned char *q = p; q < p + ENOUGH; q++)
    if (*q > 0x7E) return 0;
  for (; p < end; p++)
    if (*p < ' ' && !tdg_is_space((char)*p)) return 0;
  return 1;
}

/* ---- gzip, deflate ---- */

enum { GZIP_WINDOW = 15 + 16, ZLIB_WINDOW = 15, RAW_WINDOW = -15 };

static int begins_member(const unsigned char *p, size_t n) { return n >= 2 && p[0] == 0x1f && p[1] == 0x8b; }

static int gzip_is_plain(const unsigned char *p, size_t n) { return n >= 2 && !begins_member(p, n); }

static int inflate_open(struct codec_stream *s, int window) {
  z_stream *z = calloc(1, sizeof *z);
  s->state = z;
  if (z != NULL && inflateInit2(z, window) == Z_OK) return 0;
  free(z);
  return -1;
}

static int gzip_open(struct codec_stream *s) { return inflate_open(s, GZIP_WINDOW); }

static int begins_zlib(const unsigned char *p, size_t n) {
  return n >= 2 && (p[0] & 0x0f) == 8 && (p[0] * 256 + p[1]) % 31 == 0;
}

/* "deflate" means the zlib format, but many servers send raw deflate. */
static int deflate_open(struct codec_stream *s) {
  return inflate_open(s, begins_zlib(s->in, s->in_n) ? ZLIB_WINDOW : RAW_WINDOW);
}

static enum codec_step inflate_step(struct codec_stream *s) {
  z_stream *z = s->state;
  z->next_in = (Bytef *)(uintptr_t)s->in;
  z->avail_in = (uInt)s->in_n; /* a record is below 4 GiB */
  z->next_out = s->out;
  z->avail_out = (uInt)s->out_n;
  int rc = inflate(z, Z_NO_FLUSH);
  s->in = z->next_in;
  s->in_n = z->avail_in;
  s->out = z->next_out;
  s->out_n = z->avail_out;
  if (rc == Z_STREAM_END) return CODEC_END;
  if (rc == Z_MEM_ERROR) return CODEC_NO_MEMORY;
  return rc == Z_OK || rc == Z_BUF_ERROR ? CODEC_MORE : CODEC_BROKEN;
}

/* Several members are one body; padding behind the last one is ignored. */
static enum codec_step gzip_step(struct codec_stream *s) {
  enum codec_step step = inflate_step(s);
  if (step != CODEC_END || !begins_member(s->in, s->in_n)) return step;
  return inflateReset(s->state) == Z_OK ? CODEC_MORE : CODEC_BROKEN;
}

static void inflate_close(struct codec_stream *s) {
  inflateEnd(s->state);
  free(s->state);
}

/* ---- brotli ---- */

#ifdef TIDINGS_BROTLI
static int brotli_open(struct codec_stream *s) {
  s->state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
  return s->state != NULL ? 0 : -1;
}

static int is_out_of_memory(BrotliDecoderErrorCode code) {
  return code <= BROTLI_DECODER_ERROR_ALLOC_CONTEXT_MODES &&
         code >= BROTLI_DECODER_ERROR_ALLOC_BLOCK_TYPE_TREES;
}

static enum codec_step brotli_step(struct codec_stream *s) {
  switch (BrotliDecoderDecompressStream(s->state, &s->in_n, &s->in, &s->out_n, &s->out, NULL)) {
  case BROTLI_DECODER_RESULT_SUCCESS: return CODEC_END;
  case BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT:
  case BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT: return CODEC_MORE;
  default: return is_out_of_memory(BrotliDecoderGetErrorCode(s->state)) ? CODEC_NO_MEMORY : CODEC_BROKEN;
  }
}

static void brotli_close(struct codec_stream *s) { BrotliDecoderDestroyInstance(s->state); }
#endif

/* ---- zstd ---- */

#ifdef TIDINGS_ZSTD
enum { ZSTD_WINDOW_LOG = 23 }; /* the largest window that HTTP allows: 8 MiB (RFC 9659) */

/* A frame, or one that is skipped. */
static int begins_frame(const unsigned char *p, size_t n) {
  if (n < 4) return 0;
  uint32_t magic = (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
  return magic == ZSTD_MAGICNUMBER || (magic & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START;
}

static int zstd_is_plain(const unsigned char *p, size_t n) { return n >= 4 && !begins_frame(p, n); }

static int zstd_open(struct codec_stream *s) {
  ZSTD_DCtx *d = ZSTD_createDCtx();
  s->state = d;
  if (d == NULL) return -1;
  if (!ZSTD_isError(ZSTD_DCtx_setParameter(d, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG))) return 0;
  ZSTD_freeDCtx(d);
  return -1;
}

/* Several frames are one body. */
static enum codec_step zstd_step(struct codec_stream *s) {
  ZSTD_inBuffer in = {s->in, s->in_n, 0};
  ZSTD_outBuffer out = {s->out, s->out_n, 0};
  size_t rc = ZSTD_decompressStream(s->state, &out, &in);
  s->in += in.pos;
  s->in_n -= in.pos;
  s->out += out.pos;
  s->out_n -= out.pos;
  if (ZSTD_isError(rc))
    return ZSTD_getErrorCode(rc) == ZSTD_error_memory_allocation ? CODEC_NO_MEMORY : CODEC_BROKEN;
  return rc == 0 && !begins_frame(s->in, s->in_n) ? CODEC_END : CODEC_MORE;
}

static void zstd_close(struct codec_stream *s) { ZSTD_freeDCtx(s->state); }
#endif

/* ---- all of them ---- */

#ifdef TIDINGS_BROTLI
#define BROTLI_NAME ", br"
#else
#define BROTLI_NAME ""
#endif
#ifdef TIDINGS_ZSTD
#define ZSTD_NAME ", zstd"
#else
#define ZSTD_NAME ""
#endif

static const struct codec codecs[] = {
    {"gzip", "x-gzip", gzip_is_plain, gzip_open, gzip_step, inflate_close},
    {"deflate", "", text_is_plain, deflate_open, inflate_step, inflate_close},
#ifdef TIDINGS_BROTLI
    {"br", "", text_is_plain, brotli_open, brotli_step, brotli_close},
#endif
#ifdef TIDINGS_ZSTD
    {"zstd", "", zstd_is_plain, zstd_open, zstd_step, zstd_close},
#endif
};

const struct codec *codec_find(struct tdg_str name) {
  for (size_t i = 0; i < sizeof codecs / sizeof codecs[0]; i++)
    if (tdg_nocase_is(name, codecs[i].name) || (name.n > 0 && tdg_nocase_is(name, codecs[i].alias)))
      return &codecs[i];
  return NULL;
}

const struct codec *codec_by_mark(const unsigned char *p, size_t n) {
  if (begins_member(p, n)) return codec_find(tdg_str_of("gzip"));
  if (begins_zlib(p, n)) return codec_find(tdg_str_of("deflate"));
#ifdef TIDINGS_ZSTD
  if (begins_frame(p, n)) return codec_find(tdg_str_of("zstd"));
#endif
  return NULL;
}

const char *codec_names(void) { return "gzip, deflate" BROTLI_NAME ZSTD_NAME; }
