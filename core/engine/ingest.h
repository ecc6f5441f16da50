/* engine/ingest.h - process tasks: lease, fetch, parse, settle.
 *
 * Two windows limit the running work.  Fetches over the network mostly wait, so their number may be large:
 * the operator sets it (fetches).  Files, and documents that have arrived, need memory and processor time: at
 * most INGEST_WINDOW of them; new files are leased when half are done, and no further fetch starts while
 * twice as many documents wait for their parsers.  So a slow server occupies one of the fetches and delays no
 * other work.
 *
 * Tasks are leased when there is room and something settled, a host may be requested again, or the first due
 * time has come.  Where a host has no delay, several of its tasks are leased to follow each other
 * (host_line.c); those not begun are given back when it refuses, fails or is slow.  A task ends in exactly one
 * settlement, whatever happens to the workers meanwhile.
 */
#ifndef ENGINE_INGEST_H
#define ENGINE_INGEST_H

#include "engine/engine.h"

enum { INGEST_WINDOW = 32 };
/* Longer than any task takes: what this program has leased is its own until it ends, and then the next one
 * releases it. */
#define INGEST_LEASE_MS (365 * INT64_C(86400000))

struct ingest *ingest_new(struct engine *e);
/* run: only tasks of this import run; "": only those of sources, because an import may read files that a run
 * may not.  polls_until: sources that are due later are not polled; 0: no such bound.  drained is called each
 * time nothing can be done now and nothing is running. */
void ingest_start(struct ingest *in, const char *run, int64_t polls_until, void (*drained)(void *arg),
                  void *arg);
/* At least this time, in microseconds, between the starts of two polls of sources; 0: none. */
void ingest_pace(struct ingest *in, int64_t gap_us);
void ingest_turn(struct ingest *in); /* look for due tasks now */
/* Count the open tasks; on the store thread. */
int ingest_look_left(const struct ingest *in, struct store *store, struct left *left);
/* Is a lease or a task under way?  drained is called after it. */
int ingest_is_busy(const struct ingest *in);
/* As the last lease found it: ms until an article that is due can be looked at again, which its host does not allow yet;
 * ingest looks by itself then.  0: none is. */
int64_t ingest_next_visit(const struct ingest *in);
void ingest_rest(struct ingest *in); /* nothing more is leased */
/* The engine ends: no new work is started, and drained is not called again. */
void ingest_stop(struct ingest *in);
void ingest_free(struct ingest *in);

/* ---- shared with again.c and replay.c ---- */

struct settlement;
/* The parser that a document wants, "" for the one that claims it; the source's own settings for it. */
const char *ingest_parser(const struct settlement *t, const tdg_rec *doc);
const struct engine_choice *ingest_settings(const struct settlement *t);
/* The document with what the fetcher does not know: what the request carries for its parser, the zone of the source's dates, what led to a
 * list. */
const tdg_rec *ingest_with_hints(struct settlement *s, const tdg_rec *doc);
/* The fetcher of an address; NULL: no plugin fetches it. */
struct pool *ingest_fetcher(struct engine *e, const char *url);
void ingest_count(struct engine_counts *to, const struct engine_counts *c);

/* ---- forgive.c: the network of this machine (network.h) ---- */

/* As network_hear, of the answer of a host, its first document; sources that only showed that the network is away are
 * forgiven. */
enum network_word forgive_network(struct engine *e, const struct network_asked *what, const tdg_rec *doc);

/* ---- again.c: documents of the quarantine, parsed once more ----
 *
 * One after the other, with the task, the source, what components keep for it, and the time of the first try; a
 * document that is read now leaves the quarantine in the transaction of its records.  done is called when all have
 * been tried.
 */
void again_start(struct engine *e, const int64_t *ids, size_t n, void (*done)(void *arg), void *arg);

/* ---- pages.c: the further pages of an article, fetched and joined before its task is settled ----
 *
 * A parser that finds a next page emits a request with TDG_PAGE_NO.  While the task is still open its fetcher
 * fetches that page, its parser parses it, and so on, up to JOIN_MAX_PAGES; then one record with the blocks
 * of all pages replaces the first page's record.  Nothing is stored in between: a kill between two pages
 * leaves the task leased, and it is repeated from its beginning.
 *
 * Only pages of the same host are followed, each address once, host_delay apart.  A page that cannot be
 * fetched ends this: the record keeps the pages before it, is flagged "truncated", and a warning is logged.
 * After a temporary failure (passing.c) the page is tried once more, after two seconds or when the server
 * says, within the time limit of the article.
 */

enum { PAGES_MAX_MS = 4 * 60 * 1000, PAGES_MAX_BYTES = 6 << 20 };

typedef void (*pages_done_fn)(void *arg);

/* answer: the answer of `parser` (with its own settings `own`, or NULL) for the first page, doc.  1: there
 * are further pages, and done(arg) is called later, when answer holds the joined record (or, when the engine
 * ends, has cause CAUSE_STOPPED).  0: there are none.  The settlement, which gets the values that the fetcher
 * sets, doc and answer must stay valid until done. */
/* Of captures (s->replay) the pages are those that were kept; fetcher is NULL. */
int pages_follow(struct settlement *s, struct pool *fetcher, const tdg_rec *doc, struct job *answer,
                 const char *parser, const struct engine_choice *own, pages_done_fn done, void *arg);

/* Do requests with a TDG_PAGE_NO among these records ask for further pages of an article?  Otherwise, and
 * when they have a TDG_REPEAT, they ask for pages of a listing, which are lists (follow.c). */
int pages_are_of_article(const struct job *answer);

/* ---- outgoing.c: the request as it is sent, the document as its parser gets it ---- */

/* With the headers that the source's configuration adds for its server, and for the source's own request (poll)
 * its method and body.  The result is never stored, since it may contain secrets.  s may be NULL. */
const tdg_rec *outgoing_request(struct arena *a, const struct engine_source *s, const tdg_rec *request,
                                int poll);
/* What a fetcher of other than web addresses has read of a source it may keep in mind (TDG_FLAG "source"). */
const tdg_rec *outgoing_of_source(struct arena *a, const struct engine_source *s, const tdg_rec *request);
/* site_headers.c: with the headers that the site rules in this folder (NULL: none) have for the page's host.  Not for
 * polls, whose addresses are the operator's. */
const tdg_rec *site_headers_add(struct arena *a, const char *folder, const tdg_rec *request);
/* The source's own User-Agent for this address; NULL: it has none, or it is one of another server. */
const char *outgoing_agent(const struct engine_source *s, struct tdg_str url);
/* As whom the source's request for this address is sent: that, or the program's. */
const char *outgoing_name(const struct engine *e, const struct engine_source *s, struct tdg_str url);
/* A request for robots.txt: the source's proxy and User-Agent, and no key of its account. */
const tdg_rec *outgoing_robots(struct arena *a, const struct engine_source *s, const tdg_rec *request);
/* Is the source asked with a request of its own: a key, a body, a certificate? */
int outgoing_has_account(const struct engine_source *s);
/* The document with what its request carries for its parser: TDG_EXT, TDG_OFFSET, TDG_TITLE_HINT. */
const tdg_rec *outgoing_given_back(struct arena *a, const tdg_rec *doc, const tdg_rec *request);

#endif
