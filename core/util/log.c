/* util/log.c - lines on standard error; see log.h.  The level and the hook are the program's only globals. */
#include "util/log.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MAX_LINE = 4096 };

static atomic_int level_now = LOG_WARNING;
static void (*hook)(int before);

void log_set_level(enum log_level level) { atomic_store(&level_now, (int)level); }

enum log_level log_get_level(void) { return (enum log_level)atomic_load(&level_now); }

void log_set_hook(void (*around)(int before)) { hook = around; }

/* C0, DEL and C1 (as UTF-8: C2 80 .. C2 9F) could move the cursor or write elsewhere on an operator's terminal. */
static size_t escape(char *out, size_t cap, const char *in) {
  size_t n = 0;
  for (const unsigned char *p = (const unsigned char *)in; *p != '\0' && n + 8 < cap; p++) {
    int c1 = p[0] == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0;
    if ((*p < 0x20 && *p != '\t') || *p == 0x7F || c1) {
      n += (size_t)snprintf(out + n, cap - n, "\\x%02X", c1 ? p[1] : p[0]);
      p += c1;
    } else {
      out[n++] = (char)*p;
    }
  }
  return n;
}

void log_vwrite(enum log_level level, const char *fmt, va_list ap) {
  static const char *const words[] = {"", "error", "warning", "info", "debug"};
  if ((int)level > atomic_load(&level_now)) return;
  char text[MAX_LINE], line[MAX_LINE + 64];
  vsnprintf(text, sizeof text, fmt, ap);
  size_t n = (size_t)snprintf(line, sizeof line, "tidings: %s: ", words[level]);
  n += escape(line + n, sizeof line - n - 1, text);
  line[n++] = '\n';
  if (hook != NULL) hook(1);
  if (write(STDERR_FILENO, line, n) < 0) return; /* nobody to tell */
  if (hook != NULL) hook(0);
}

void log_write(enum log_level level, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  log_vwrite(level, fmt, ap);
  va_end(ap);
}
