/* engine/hosts.h - when each host may be asked: how many requests are under way to it, when the last one was answered, what it said.
 *
 * A host is a limit group ("host:port"; "" is none and always free).  Tasks are not given future due times for a host's
 * sake: a lease asks here and leaves those whose host must wait, so the delay holds however much is due at once.
 *
 *   - at most at_once requests at a time, at least delay between an answer and the next request
 *   - one that says 429 is left alone for as long as it asks, else for a minute, then two, four ...
 *   - one that cannot be reached is tried again after 2 s, then 8, 32 ...
 *
 * Called on the store thread (leases) and on the loop (answers).  Times are monotonic.  Forgotten when the program ends.
 */
#ifndef ENGINE_HOSTS_H
#define ENGINE_HOSTS_H

#include "record/rec.h"

struct hosts;
struct hosts *hosts_new(int64_t delay_ms, int at_once);
void hosts_free(struct hosts *h);
/* How long until one more request may begin: 0 now; -1 when one that is under way has to end first. */
int64_t hosts_wait(struct hosts *h, struct tdg_str group, int64_t now_ms);
void hosts_begin(struct hosts *h, struct tdg_str group, int64_t now_ms);
void hosts_end(struct hosts *h, struct tdg_str group);
/* What came of a request.  asked_ms: how long it shall be left alone, -1 when it did not say. */
enum hosts_outcome { HOSTS_ANSWERED, HOSTS_REFUSED, HOSTS_SILENT };
void hosts_tell(struct hosts *h, struct tdg_str group, int64_t now_ms, enum hosts_outcome outcome,
                int64_t asked_ms);

#endif
