/* plugin/why.c - format a refusal in three parts; see load.h.  Owns nothing; too long texts are cut. */
#include "plugin/load.h"

#include <stdarg.h>
#include <stdio.h>

int plugin_refuse(struct plugin_why *w, const char *wanted, const char *todo, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(w->found, sizeof w->found, fmt, ap);
  va_end(ap);
  snprintf(w->wanted, sizeof w->wanted, "%s", wanted);
  snprintf(w->todo, sizeof w->todo, "%s", todo);
  return -1;
}
