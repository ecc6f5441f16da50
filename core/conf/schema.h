/* conf/schema.h - the tables of what a configuration may hold; written in schema.c, read by conf.c and the
 * tests. */
#ifndef CONF_SCHEMA_H
#define CONF_SCHEMA_H

#include "conf/conf.h"

/* One section: its options, the struct they fill, and the keys beside them that are no options. */
struct schema {
  const char *name; /* "fetch.hosts" */
  const struct option_info *options;
  size_t n;
  size_t size;
  const char *others; /* " a b ": keys read elsewhere */
};

/* A key of `fetch:` (below `in`, or directly) that is an option of the web fetcher (USUAL_FETCHER) by a name of its own: type,
 * default and limits stand in that component's table alone. */
struct conf_alias {
  const char *in, *key, *option; /* key NULL: the end */
};

extern const struct conf_alias conf_aliases[];
extern const struct schema schema_top, schema_store, schema_fetch, schema_hosts, schema_interval,
    schema_plugins, schema_limits, schema_source, schema_rights;

#endif
