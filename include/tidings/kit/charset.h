/* tidings/kit/charset.h - detect the charset of a document and decode it to UTF-8.
 *
 * Precedence: byte order mark; the transport's charset (HTTP), unless it names a legacy single-byte charset
 * and the bytes are valid UTF-8; valid UTF-8; the document's own declaration; detection; windows-1252.
 * Labels are those of the WHATWG Encoding standard (iso-8859-1 means windows-1252); unknown labels are
 * ignored.  UTF-7 is refused.  Single invalid bytes become U+FFFD without changing the choice of charset; NUL
 * is dropped.  A document all of whose letters beyond ASCII are UTF-8 that was read as windows-1252 and encoded
 * once more is decoded twice.
 *
 * The result is always valid UTF-8 without NUL and without a byte order mark, in the memory of the call.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_CHARSET_H
#define TIDINGS_KIT_CHARSET_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum tdg_charset_from {
  TDG_CHARSET_BOM = 1,
  TDG_CHARSET_TRANSPORT,
  TDG_CHARSET_VALID,
  TDG_CHARSET_DECLARED,
  TDG_CHARSET_DETECTED,
  TDG_CHARSET_DEFAULT
};
struct tdg_charset_info {
  const char *name; /* the WHATWG name that was used */
  int from;         /* enum tdg_charset_from */
  size_t repaired;  /* how often a U+FFFD was written or a NUL dropped */
};

/* Decode. transport and declared may be "" (unknown); info may be NULL.  Returns the input itself when it
 * needs no change.  Cost: one pass for ASCII and UTF-8. */
struct tdg_str tdg_decode(tdg_call *call, struct tdg_str bytes, const char *transport, const char *declared,
                          struct tdg_charset_info *info);
/* The charset that an XML declaration, or a <meta> in the first 4 KiB of a page, names; "" when none does.
 * The result is in the memory of the call. */
const char *tdg_declared_xml(tdg_call *call, struct tdg_str bytes);
const char *tdg_declared_html(tdg_call *call, struct tdg_str bytes);

#ifdef __cplusplus
}
#endif
#endif
