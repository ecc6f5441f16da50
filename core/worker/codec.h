/* worker/codec.h - the compressions of HTTP bodies, behind one interface.
 *
 *   const struct codec *c = codec_find(name);
 *   struct codec_stream s = {.in = body.p, .in_n = body.n};
 *   if (c->open(&s) < 0) ...;
 *   do { s.out = room; s.out_n = size; step = c->step(&s); } while (step == CODEC_MORE && ...);
 *   c->close(&s);
 *
 * gzip and deflate are in every build, br and zstd where their libraries were found.  A codec holds at most
 * 16 MiB beside its input and output, whatever a body asks for.
 */
#ifndef TIDINGS_WORKER_CODEC_H
#define TIDINGS_WORKER_CODEC_H

#include <stddef.h>

#include <tidings/plugin.h>

struct codec_stream {
  const unsigned char *in; /* not yet read */
  size_t in_n;
  unsigned char *out; /* room for output */
  size_t out_n;
  void *state; /* of the codec */
};

enum codec_step {
  CODEC_MORE,   /* the room is full, or the input was used up before the end */
  CODEC_END,    /* the end of the body, with what it says about itself (checksum, last block) in order */
  CODEC_BROKEN, /* damaged, or not of this kind */
  CODEC_NO_MEMORY
};

struct codec {
  const char *name, *alias; /* as in Content-Encoding */
  /* Servers name an encoding and send a body without it: 1 when this one does not begin like one. */
  int (*is_plain)(const unsigned char *p, size_t n);
  int (*open)(struct codec_stream *); /* 0; -1: no memory */
  enum codec_step (*step)(struct codec_stream *);
  void (*close)(struct codec_stream *);
};

/* NULL: not known to this build. */
const struct codec *codec_find(struct tdg_str name);
/* The one whose mark a body begins with (gzip, zlib, zstd), whatever its server calls it; NULL: none.  Text may begin like
 * zlib by chance. */
const struct codec *codec_by_mark(const unsigned char *p, size_t n);
/* All of this build, as Accept-Encoding has them: "gzip, deflate, br, zstd". */
const char *codec_names(void);

#endif
