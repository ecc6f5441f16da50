/* parse-record/record_row.h - an object of another program becomes one as an export writes them. */
#ifndef PARSE_RECORD_RECORD_ROW_H
#define PARSE_RECORD_RECORD_ROW_H

#include <tidings/plugin.h>

struct json_t;

struct row {
  struct json_t *object; /* with the names of the registry; the caller's */
  struct tdg_str html;   /* its text, when that is HTML: then the object has none */
  const char *why_not;   /* it is no article; NULL: it is one */
  const char **unread;   /* members of which nothing is known */
  size_t n_unread;
};

/* Memory is that of the call, but for the object. */
struct row row_read(tdg_call *call, const tdg_rec *doc, const struct json_t *top);
/* Drop all members but those that row_read makes itself. */
void row_keep_known(struct row *r);
/* Has the text the name of a member that makes an article, beside another one that is known? */
int row_looks_like(tdg_call *call, const tdg_rec *doc, struct tdg_str json);

#endif
