/* tidings/ext/state.h - an extension of the host for fetchers and parsers: small values that survive a restart.
 *
 * A token such as "items since" belongs to one source and one component; no other component sees it.
 *
 *   const struct tdg_state *state = call->host->ext(call->host, TDG_EXT_STATE);
 *   struct tdg_str since = {"", 0};
 *   if (state != NULL) since = state->get(call, "since");
 *   ... emit the records ...
 *   if (state != NULL) state->set(call, "since", newest.p, newest.n);
 *
 * At the first request of a source, and while nothing was set, get returns "": ask for everything then.
 *
 * What is set is kept in the same transaction as the records of the document, or of the fetch: after a kill both
 * are there or neither, and when the call fails nothing is kept.  Of a parser nothing is kept either when its
 * document goes to the quarantine.  What a fetcher has set is kept with documents that stand there: those that a
 * parser refused can be parsed again from there until the operator drops them, those that the fetcher said failed for
 * good are listed there.  It is not kept when the poll failed, or when a document failed for now (TDG_ERROR
 * "timeout", ...): ask for all of them again then.  Of two calls for one source at the same time the later one to end
 * wins.  A fetcher that sets a value in pump sets it for the document that it emits next; get returns "" there.
 *
 * Without a source (an import, `tidings parse`) get returns "" and nothing is kept.  In open, in probe and in other
 * kinds of components set returns TDG_DENIED.  Values are removed when a run begins whose configuration no longer
 * has the source, or has another address for it: what belongs to the old address means nothing at the new one.
 *
 * Reserved: "tidings.request/1" is the id of an extension to come; ext() returns NULL for it.  "tidings.page/1" is
 * tidings/ext/page.h.
 */
#ifndef TIDINGS_EXT_STATE_H
#define TIDINGS_EXT_STATE_H

#include <tidings/plugin.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TDG_EXT_STATE "tidings.state/1"
enum { TDG_STATE_MAX_KEYS = 64, TDG_STATE_MAX_KEY = 100, TDG_STATE_MAX_VALUE = 4096 };

struct tdg_state {
  uint32_t size, reserved;
  /* The value as the last settled call left it, or as this call has set it; "" when there is none.  Valid until
   * the call returns or a key is set. */
  struct tdg_str (*get)(tdg_call *, const char *key);
  /* TDG_OK; TDG_BAD_INPUT: the key is empty, too long or no UTF-8; TDG_DENIED: the value is too long, there are
   * too many keys, or nothing can be kept here.  No bytes (n = 0) remove the key. */
  int (*set)(tdg_call *, const char *key, const void *value, size_t n);
};

#ifdef __cplusplus
}
#endif
#endif
