/* tidings/ext/encodings.h - an extension of the host for fetchers: the compressions that it undoes.
 *
 *   const struct tdg_encodings *known = call->host->ext(call->host, TDG_EXT_ENCODINGS);
 *   const char *accept = known != NULL ? known->accept : "gzip, deflate";
 *
 * A document with one of them in TDG_ENCODING is decompressed in the worker of its parser.  gzip and deflate are
 * always there; br and zstd depend on how the host was built.
 */
#ifndef TIDINGS_EXT_ENCODINGS_H
#define TIDINGS_EXT_ENCODINGS_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TDG_EXT_ENCODINGS "tidings.encodings/1"

struct tdg_encodings {
  uint32_t size, reserved;
  const char *
      accept; /* as in the header Accept-Encoding: "gzip, deflate, br, zstd"; valid while the plugin is loaded */
};

#ifdef __cplusplus
}
#endif
#endif
