/* engine/pool_told.c - mistakes of a component, which its workers notice (worker/mistakes.h): warnings with its name
 * and its plugin's id, each once however many workers notice it.
 *
 * The texts come from workers, so at most POOL_MAX_TOLD are kept. */
#include "engine/pool_priv.h"

#include "util/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void pool_tell(struct pool *p, unsigned what, const char *text, size_t n) {
  char label[PLUGIN_LABEL];
  if (p->spec.told != NULL) {
    p->spec.told(p->spec.told_arg, what, text, n);
    return;
  }
  if (p->told.used >= POOL_MAX_TOLD || map_get(&p->told, text, n) != NULL) return;
  map_put(&p->told, text, n, p);
  plugin_label(p->spec.component, label);
  log_warning("%s: %.*s", label, (int)n, text);
  if (p->told.used == POOL_MAX_TOLD) log_warning("%s: further mistakes are not told", label);
}

void pool_tell_first(struct pool *p, const char *kind, const char *fmt, ...) {
  char text[POOL_MAX_TOLD_TEXT];
  va_list ap;
  const int first = map_get(&p->told, kind, strlen(kind)) == NULL;
  if (first) map_put(&p->told, kind, strlen(kind), p);
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  log_write(first ? LOG_WARNING : LOG_INFO, "%s", text);
}
