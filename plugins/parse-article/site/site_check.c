/* site_check.c - the component "site-rules": reads a file of site rules and says what of it is understood.
 *
 * Emits an explanation with a line for each directive: kept or dropped, its name, why, and where it stands; what a
 * program needs to try the file (test_url, test_contains) is among them.  Any bytes can be read. */
#include "site_files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/str.h>

enum { MAX_TOLD = 2000 };

struct checking {
  tdg_call *call;
  tdg_rec *out;
  size_t told;
};

static void say(struct checking *c, int kept, int line, const char *by, const char *why,
                struct tdg_str text) {
  char place[32];
  if (c->told++ >= MAX_TOLD) return;
  snprintf(place, sizeof place, "%d", line);
  tdg_explain_line(c->call, c->out, kept, by, why, tdg_str_copy(c->call, tdg_str_of(place)), text);
}

static void say_fault(void *arg, const struct tdg_site_line *l, const char *why) {
  struct checking *c = arg;
  struct tdg_str name = tdg_str_copy(c->call, l->name);
  say(c, 0, l->line, name.n > 0 ? name.p : "line", why, l->value.n > 0 ? l->value : l->name);
}

static void say_entry(struct checking *c, const struct site_entry *e) {
  const char *why = tdg_site_use(e->what) == TDG_SITE_QUIET ? "known, and without an effect here" : "";
  say(c, 1, e->line, tdg_site_name(e->what), why, e->value);
}

static int by_line(const void *a, const void *b) {
  return ((const struct site_entry *)a)->line - ((const struct site_entry *)b)->line;
}

int site_check_run(tdg_call *call, void *self, const tdg_rec *doc) {
  struct tdg_str text = tdg_get(call, doc, TDG_BODY);
  struct checking c = {call, NULL, 0};
  char why[80];
  (void)self;
  if (text.n > TDG_SITE_MAX_FILE)
    return tdg_fail(call, TDG_BAD_INPUT, "the file is larger than %d KiB", TDG_SITE_MAX_FILE >> 10);
  text = tdg_decode(call, text, "", "", NULL);
  c.out = tdg_rec_new(call, TDG_EXPLANATION);
  struct site_file *f = site_file_read("", text, say_fault, &c);
  if (f == NULL) return tdg_fail(call, TDG_RETRY, "no memory for the rules");
  if (f->n > 0) qsort(f->entry, f->n, sizeof *f->entry, by_line);
  for (size_t i = 0; i < f->n; i++) say_entry(&c, &f->entry[i]);
  snprintf(why, sizeof why, "%zu directives understood, %zu not", f->n, f->faults);
  tdg_put_str(call, c.out, TDG_REASON, why);
  site_file_free(f);
  return tdg_emit(call, c.out);
}
