/* official.h - one document of an interface that publishes statements as JSON, on its way to the parser of statements.
 *
 * A form reads what the interface says into facts, and finds the text; what the facts do not say is left to the parser of
 * statements (tidings/kit/inner_statement.h).  jansson's tree lives until the call is done, all else in the call's memory. */
#ifndef PARSE_OFFICIAL_H
#define PARSE_OFFICIAL_H

#include <jansson.h>
#include <stdint.h>

#include <tidings/kit/str.h>
#include <tidings/plugin.h>

#define OFFICIAL "official"           /* the component */
#define OFFICIAL_KEPT "official-json" /* the description, with the request for its text */

enum { MAX_OFFICIAL_ISSUERS = 32, MAX_OFFICIAL_LIST = 1000, MAX_OFFICIAL_KEPT = 64 << 10 };

struct official {
  tdg_call *call;
  const tdg_rec *doc;  /* that came in */
  const json_t *said;  /* the object that describes the statement */
  struct tdg_str url;  /* of the document that came in */
  struct tdg_str page; /* the text, when it was fetched by itself; "" */
};

/* What a form finds. */
struct findings {
  struct tdg_str html;  /* the text as HTML; "" */
  struct tdg_str plain; /* else as plain text; "" */
  struct tdg_str more;  /* else, or besides a summary: where the text is; "" */
  tdg_rec *facts;       /* fields of the statement: a group */
  int withdrawn;        /* it is said to be */
};

struct official_form {
  const char *name;
  /* Is the object one of this interface? */
  int (*is)(const json_t *o);
  void (*read)(struct official *f, struct findings *out);
  /* Requests for the statements of a list: 1 when it is one. */
  int (*list)(struct official *f);
};
extern const struct official_form official_forms[3];

/* ---- official_members.c: members of JSON, "" or NULL when they are not there or of another type ---- */

struct tdg_str official_text(tdg_call *call, const json_t *o,
                             const char *key); /* controls removed, trimmed */
const json_t *official_object(const json_t *o, const char *key);
/* A text as plain words: references decoded, tags removed. */
struct tdg_str official_words(tdg_call *call, struct tdg_str s);
/* Put a fact when it says something. */
void official_put(struct official *f, struct findings *out, uint32_t field, struct tdg_str value);
/* The same for a time: 1 when it can be read. */
int official_put_time(struct official *f, struct findings *out, uint32_t field, struct tdg_str value);
void official_put_issuer(struct official *f, struct findings *out, struct tdg_str name);
/* A request for another document of the same server, read by this parser. */
int official_ask(struct official *f, struct tdg_str url, const json_t *said);

#endif
