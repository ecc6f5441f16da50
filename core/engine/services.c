/* engine/services.c - functions for all parts of the engine: sources, limit groups, and engine_fail.
 *
 * Does not call ingest or consumers; they call it.  Only engine_fail reports a failure, and it ends the run.
 */
#include "engine/engine.h"

#include "util/log.h"

#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

void engine_fail(struct engine *e, const char *fmt, ...) {
  va_list ap;
  if (e->failed) return;
  e->failed = 1;
  va_start(ap, fmt);
  vsnprintf(e->reason, sizeof e->reason, fmt, ap);
  va_end(ap);
  log_error("%s", e->reason);
  e->stopping = 1;
  uv_stop(&e->loop);
}

const struct engine_source *engine_source(const struct engine *e, const char *id) {
  return map_get(&e->sources, id, strlen(id));
}

/* Of what is asked over the network; NULL: something else. */
static const char *usual_port(struct tdg_str scheme) {
  static const struct {
    const char *secure, *port, *plain_port; /* plain: without the last letter */
  } ports[] = {{"https", "443", "80"}, {"imaps", "993", "143"}};
  for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++) {
    const struct tdg_str secure = tdg_str_of(ports[i].secure), plain = {secure.p, secure.n - 1};
    if (tdg_nocase_same(scheme, secure)) return ports[i].port;
    if (tdg_nocase_same(scheme, plain)) return ports[i].plain_port;
  }
  return NULL;
}

struct tdg_str engine_group(struct arena *a, struct tdg_str url) {
  struct tdg_url parts;
  if (tdg_url_parse(url, &parts) < 0 || parts.host.n == 0 || usual_port(parts.scheme) == NULL)
    return (struct tdg_str){"", 0};
  int dot = parts.host.n > 1 && parts.host.p[parts.host.n - 1] == '.'; /* one name, written absolutely */
  const char *usual = usual_port(parts.scheme);
  char *group = parts.port.n > 0 ? arena_printf(a, "%.*s:%.*s", (int)parts.host.n - dot, parts.host.p,
                                                (int)parts.port.n, parts.port.p)
                                 : arena_printf(a, "%.*s:%s", (int)parts.host.n - dot, parts.host.p, usual);
  for (char *p = group; *p != '\0'; p++) *p = tdg_lower(*p);
  return tdg_str_of(group);
}

struct tdg_str engine_group_of(struct arena *a, const struct engine_source *source, struct tdg_str url) {
  const struct tdg_str group = engine_group(a, url);
  if (source == NULL || source->group == NULL || source->group[0] == '\0') return group;
  return tdg_str_same(group, engine_group(a, tdg_str_of(source->url))) ? tdg_str_of(source->group) : group;
}

int engine_tell_first(struct engine *e, const char *kind, const char *source) {
  char key[400];
  int n = snprintf(key, sizeof key, "%s %s", source, kind);
  const size_t length = n < (int)sizeof key ? (size_t)n : sizeof key - 1;
  if (map_get(&e->told, key, length) != NULL || e->told.used >= ENGINE_MAX_TOLD) return 0;
  map_put(&e->told, key, length, e);
  return 1;
}
