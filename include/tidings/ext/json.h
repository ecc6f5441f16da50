/* tidings/ext/json.h - an extension of the host: a record as JSON, exactly as `tidings export` writes it.
 *
 *   const struct tdg_json *json = (const struct tdg_json *)call->host->ext(call->host, TDG_EXT_JSON);
 *   if (json != NULL) { struct tdg_str line = json->write(call, rec, 0); ... }
 *
 * The text has no line break, is valid until the call returns, and is "" when it would be longer than 64 MiB.
 */
#ifndef TIDINGS_EXT_JSON_H
#define TIDINGS_EXT_JSON_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TDG_EXT_JSON "tidings.json/1"
enum { TDG_JSON_HTML = 1, TDG_JSON_NO_BYTES = 2 }; /* add a derived "html"; leave out fields of type BYTES */

struct tdg_json {
  uint32_t size, reserved;
  struct tdg_str (*write)(tdg_call *, const tdg_rec *, unsigned flags);
};

#ifdef __cplusplus
}
#endif
#endif
