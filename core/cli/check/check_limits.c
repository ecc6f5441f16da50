/* cli/check/check_limits.c - open a component with each option at its least, its greatest and what is odd, and call it;
 * see plugin_check.h.
 *
 * What the table of options allows must be taken, or be refused with a reason. */
#include "cli/check/plugin_check.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_VALUES = 8, LONG_TEXT = 20000 };

struct values {
  const char *v[MAX_VALUES];
  size_t n;
};

static void put(struct values *to, const char *value) {
  if (to->n < MAX_VALUES) to->v[to->n++] = value;
}

static void put_number(struct check *k, struct values *to, const struct option_info *o, int64_t n) {
  const char *unit = o->type == TDG_O_DURATION ? "ms" : "";
  if (o->type == TDG_O_PERCENT) put(to, arena_printf(&k->arena, "%.4f", (double)n / 10000));
  else put(to, arena_printf(&k->arena, "%lld%s", (long long)n, unit));
}

static void put_numbers(struct check *k, struct values *to, const struct option_info *o) {
  const int bounded = o->min != 0 || o->max != 0, is_int = o->type == TDG_O_INT || o->type == TDG_O_REAL;
  if (bounded) {
    put_number(k, to, o, o->min);
    put_number(k, to, o, o->max);
    return;
  }
  put_number(k, to, o, 0);
  put_number(k, to, o, 1);
  if (is_int) put_number(k, to, o, -1);
  put_number(k, to, o,
             o->type == TDG_O_PERCENT ? 10000
             : o->type == TDG_O_REAL  ? 1000000
                                      : INT64_C(9000000000000000));
}

static void put_texts(struct check *k, struct values *to) {
  char *long_text = arena_alloc(&k->arena, LONG_TEXT + 1);
  memset(long_text, 'a', LONG_TEXT);
  long_text[LONG_TEXT] = '\0';
  put(to, "");
  put(to, "x");
  put(to, "%s%n \"'<>&\\ ([{*+?");
  put(to, "F\303\244hre \346\270\241\350\210\271 \360\237\232\242");
  put(to, long_text);
}

static void values_of(struct check *k, const struct option_info *o, struct values *to) {
  to->n = 0;
  switch (o->type) {
  case TDG_O_BOOL: put(to, "true"), put(to, "false"); break;
  case TDG_O_ENUM:
    for (size_t i = 0; o->choices != NULL && o->choices[i] != NULL; i++) put(to, o->choices[i]);
    break;
  case TDG_O_INT:
  case TDG_O_SIZE:
  case TDG_O_DURATION:
  case TDG_O_PERCENT:
  case TDG_O_REAL: put_numbers(k, to, o); break;
  case TDG_O_URL: put(to, "http://127.0.0.1:9/?q=%25#x"), put(to, "x:"); break;
  case TDG_O_TEXT:
  case TDG_O_SECRET:
  case TDG_O_LIST: put_texts(k, to); break;
  default: break; /* a path names what is there */
  }
}

static void complain(void *arg, size_t at, const char *message) { (void)arg, (void)at, (void)message; }

/* Would the configuration refuse it? */
static int is_allowed(const struct option_info *o, const char *value) {
  const struct option_value v = {o->name, value};
  struct option_info one = *o;
  one.flags &= ~(uint32_t)TDG_O_REQUIRED;
  return option_check(&one, 1, &v, 1, complain, NULL) == 0;
}

static const char *shorten(struct check *k, const char *value) {
  return strlen(value) > 40 ? arena_printf(&k->arena, "%.20s... (%zu bytes)", value, strlen(value)) : value;
}

/* A worker that ended in open is refused, as is a setting; its last words tell which of the two it was. */
static int ended_in_open(const struct check *k) {
  static const char *const words[] = {"crashed: SIG", "out of memory", "killed", "exit code",
                                      "no answer within"};
  if (k->cause != CAUSE_REFUSED) return k->cause != CAUSE_NONE;
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (strstr(k->message, words[i]) != NULL) return 1;
  return 0;
}

/* A death while this option is set is the option's. */
static void try_value(struct check *k, const struct option_info *o, const char *value,
                      struct check_input *in) {
  struct cli_texts set = k->set;
  const size_t n = strlen(o->name);
  size_t at = 0;
  while (at < set.n && (strncmp(set.v[at], o->name, n) != 0 || set.v[at][n] != '=')) at++;
  if (at == CLI_MAX_TEXTS || !is_allowed(o, value)) return;
  set.v[at] = arena_printf(&k->arena, "%s=%s", o->name, value);
  if (at == set.n) set.n++;
  const struct check_run run = {.flags = FRAME_CHECK_MEMORY | FRAME_CHECK_STILL, .set = &set};
  k->silent++;
  k->died_on = NULL;
  k->cause = CAUSE_NONE;
  const int rc = check_call_one(k, &run, in);
  k->silent--;
  if (k->died_on == NULL && (rc == 0 || !ended_in_open(k))) return;
  check_found(k, "option-limit", 1, in, 0, "with %s: \"%s\", which its table allows: %s", o->name,
              shorten(k, value), k->message);
}

void check_limits(struct check *k) {
  struct check_input *in = NULL;
  for (size_t i = 0; in == NULL && i < k->n_in; i++)
    if (k->in[i].result != NULL && k->in[i].read) in = &k->in[i];
  for (size_t i = 0; in == NULL && i < k->n_in; i++)
    if (k->in[i].result != NULL) in = &k->in[i];
  if (in == NULL || !check_wants(k, "option-limit")) return;
  for (size_t i = 0; i < k->component->n_options; i++) {
    struct values v;
    values_of(k, &k->component->options[i], &v);
    for (size_t n = 0; n < v.n; n++) try_value(k, &k->component->options[i], v.v[n], in);
  }
}
