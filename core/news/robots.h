/* news/robots.h - robots.txt (RFC 9309): which paths of a server a robot may ask for.
 *
 *   struct robots r;
 *   robots_parse(&r, &arena, body, robots_token("Tidings/1.0 (+https://...)"));
 *   if (!robots_may_ask(&r, tdg_str_of("https://example.org/a?b"))) ...
 *
 * Pure functions over hostile bytes: any text is a robots.txt, and at most ROBOTS_MAX_BYTES of it count.  The
 * time is linear in the rules and the address, whatever wildcards a rule has.
 */
#ifndef NEWS_ROBOTS_H
#define NEWS_ROBOTS_H

#include "record/rec.h"
#include "util/arena.h"

enum {
  ROBOTS_MAX_BYTES = 500 << 10, /* of a robots.txt; RFC 9309 2.5 wants at least these */
  ROBOTS_MAX_RULES = 20000,
  ROBOTS_MAX_PATH = 2048, /* of a rule, as it is compared; a longer one does not count */
  ROBOTS_MAX_TOKEN = 64
};
#define ROBOTS_MAX_DELAY (INT64_C(365) * 86400000)

struct robots_rule {
  struct tdg_str path; /* normalised */
  int allows;
};
struct robots {
  struct robots_rule *rules;
  size_t n;
  int64_t delay; /* ms between two requests, the longest Crawl-delay; 0: none */
};

/* The product of a User-Agent: its letters, - and _ before the version, at most ROBOTS_MAX_TOKEN; may be empty. */
struct tdg_str robots_token(const char *user_agent);
/* Read the rules for a token: those of all groups that name it, else of those for *.  In the arena. */
void robots_parse(struct robots *, struct arena *, struct tdg_str text, struct tdg_str token);
/* The rules as a robots.txt for *, to be stored and parsed again.  In the arena. */
struct tdg_str robots_text(struct arena *, const struct robots *);
/* Of the rules that match, the longest one decides, of two equal ones Allow.  /robots.txt may always be asked for. */
int robots_may_ask(const struct robots *, struct tdg_str url);

#endif
