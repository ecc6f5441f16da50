/* util/log.c - lines on standard error; see log.h.  The level and the hook are globals. */
#include "util/log.h"

#include "util/say.h"

#include <stdatomic.h>
#include <unistd.h>

enum { MAX_LINE = 4096 };

static atomic_int level_now = LOG_WARNING;
static void (*hook)(int before);

void log_set_level(enum log_level level) { atomic_store(&level_now, (int)level); }

void log_set_hook(void (*around)(int before)) { hook = around; }

static void __attribute__((format(printf, 2, 0)))
log_vwrite(enum log_level level, const char *fmt, va_list ap) {
  static const char *const words[] = {"", "error", "warning", "info", "debug"};
  if ((int)level > atomic_load(&level_now)) return;
  struct buf line = buf_make(MAX_LINE);
  buf_printf(&line, "tidings: %s: ", words[level]);
  say_format(&line, fmt, ap);
  line.max++;
  buf_char(&line, '\n');
  if (hook != NULL) hook(1);
  int written = write(STDERR_FILENO, line.p, line.n) >= 0; /* a failure cannot be reported anywhere */
  if (hook != NULL && written) hook(0);
  buf_free(&line);
}

void log_write(enum log_level level, const char *fmt, ...) {
  va_list ap;
  va_start(ap, fmt);
  log_vwrite(level, fmt, ap);
  va_end(ap);
}
