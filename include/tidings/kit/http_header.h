/* tidings/kit/http_header.h - which methods and headers a request may have (TDG_METHOD, TDG_HEADER), and Content-Type.
 *
 * The same rules hold for what an operator configures, what a parser asks for, and what the web fetcher sends.
 * And what a Content-Type says of a document.
 *
 * Pure functions; texts returned are constants.
 *
 *   const char *why = tdg_header_refusal(name, value);
 *   if (why != NULL) return tdg_fail(call, TDG_BAD_INPUT, "header %s: %s", name.p, why);
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_HTTP_HEADER_H
#define TIDINGS_KIT_HTTP_HEADER_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { TDG_MAX_HEADERS = 32, TDG_MAX_HEADER_VALUE = 7000, TDG_MAX_REQUEST_BODY = 65536 };

/* Why this header cannot be part of a request, NULL: it can.  Refused are names that are no tokens, values with
 * control characters, and what the transfer itself decides: Host, Content-Length, Transfer-Encoding,
 * Connection, Expect, TE, Upgrade, Trailer, Keep-Alive, Proxy-... */
const char *tdg_header_refusal(struct tdg_str name, struct tdg_str value);
/* Does this header usually carry a secret: Authorization, Cookie, a name with key, token or secret in it? */
int tdg_header_is_secret(struct tdg_str name);
/* May a document of one server send this header to another one?  Accept and Accept-Language only. */
int tdg_header_is_harmless(struct tdg_str name);
/* GET and POST, in capitals; "" is GET, or POST with a body. */
int tdg_method_is_known(struct tdg_str method);

/* TDG_MEDIA_TYPE, in lower case, and TDG_CHARSET of a document, of the value of its Content-Type:
 * Text/HTML; charset="utf-8".  Other bytes than those of ASCII are left out. */
void tdg_put_content_type(tdg_call *call, tdg_rec *doc, struct tdg_str value);

#ifdef __cplusplus
}
#endif
#endif
