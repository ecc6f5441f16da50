/* tidings/kit/url.h - resolve and normalise addresses (RFC 3986, with the leniency of the WHATWG URL
 * standard).
 *
 * Limit: 8 KiB per address.  Results are in the memory of the call; "" means: not a usable address.
 *
 * To link: pkg-config --cflags --libs tidings-kit
 */
#ifndef TIDINGS_KIT_URL_H
#define TIDINGS_KIT_URL_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TDG_MAX_URL 8192

struct tdg_url { /* slices of the text that was parsed; absent parts have p == NULL */
  struct tdg_str scheme, userinfo, host, port, path, query, fragment;
};
int tdg_url_parse(struct tdg_str text, struct tdg_url *out); /* 0, or -1 */
/* Make ref absolute.  White space around and line breaks inside are dropped, spaces become %20, backslashes
 * in http addresses become slashes. base may be "" (then ref must be absolute). */
struct tdg_str tdg_url_resolve(tdg_call *call, struct tdg_str base, struct tdg_str ref);
/* For comparing, never for fetching: scheme and host in lower case; default port, dot segments, fragment,
 * "www.", tracking parameters (utm_*, fbclid, gclid, ...) and sessions (PHPSESSID, ;jsessionid=, a long random sid) removed;
 * http and https give the same key. */
struct tdg_str tdg_url_key(tdg_call *call, struct tdg_str url);
/* Without white space, byte order marks, zero width and no-break spaces, soft hyphens and marks of direction at both ends. */
struct tdg_str tdg_trim_invisible(struct tdg_str text);
/* tdg_url_resolve() of an address that somebody wrote: trimmed, with a scheme where it lacks one
 * ("www.site.example/1", "https//...", the base's host in front), "&amp;" undone. */
struct tdg_str tdg_url_resolve_written(tdg_call *call, struct tdg_str base, struct tdg_str ref);
/* The address of a feed: feed://, rss://, pcast://, itpc:// and podcast:// mean http://, "feed:https://..." what stands
 * behind the colon.  Others are returned as they are. */
struct tdg_str tdg_url_of_feed(tdg_call *call, struct tdg_str url);
/* "%41" becomes "A"; what is no escape stays.  out has room for s.n + 1 bytes; their number, behind which stands a 0. */
size_t tdg_url_unescape(char *out, struct tdg_str s);
/* Is the scheme http or https?  (Others, such as mailto, tel and data, are not stored in records.) */
int tdg_url_is_web(struct tdg_str url);
/* The same scheme, host and port?  What a request carries for one server is sent to no other. */
int tdg_url_same_origin(struct tdg_str a, struct tdg_str b);
/* The host of an address, in lower case, without port. */
struct tdg_str tdg_url_host(tdg_call *call, struct tdg_str url);

#ifdef __cplusplus
}
#endif
#endif
