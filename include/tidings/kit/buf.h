/* tidings/kit/buf.h - a growing text in the memory of a call.
 *
 * Every buffer has a maximum size, given when it is made.  An addition that does not fit is left out and sets
 * `full`; the text stays unchanged.  The caller frees nothing: the memory belongs to the call.
 *
 *   struct tdg_buf b = tdg_buf_make(call, MAX_TITLE);
 *   tdg_buf_add(&b, "x", 1);
 *   tdg_put_text(call, rec, TDG_TITLE, b.p, b.n);
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_BUF_H
#define TIDINGS_KIT_BUF_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

struct tdg_buf {
  tdg_call *call;
  char *p; /* never NULL; a NUL follows the n bytes */
  size_t n, cap, max;
  int full;
};

struct tdg_buf tdg_buf_make(tdg_call *call, size_t max);
int tdg_buf_add(struct tdg_buf *b, const char *p, size_t n); /* 0, or -1 when full */
int tdg_buf_str(struct tdg_buf *b, const char *s);
int tdg_buf_char(struct tdg_buf *b, char c);
/* The bytes that s says in base64, of either alphabet.  Other characters are passed over; "=" ends it. */
int tdg_buf_base64(struct tdg_buf *b, struct tdg_str s);
void tdg_buf_cut(struct tdg_buf *b, size_t n); /* shorten to n bytes */
struct tdg_str tdg_buf_get(const struct tdg_buf *b);

#ifdef __cplusplus
}
#endif
#endif
