/* cli/cmd_rules.c - tidings rules check: what is understood of a folder of site rules in the ftr-site-config format.
 *
 * Each file is read by the parser for such files, in its sandbox; here only its answers are counted and printed.  With
 * --fetch the addresses that the files name for tests are fetched and read, a pause apart at one host. */
#include "cli/cli.h"

#include "cli/find_source.h"
#include "conf/usual.h"
#include "engine/parse.h"
#include "record/plain_text.h"
#include "record/record_json.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <tidings/kit/site_file.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>

enum { MAX_FILES = 20000, MAX_TESTS = 20000, MAX_LINE = 1 << 20, MAX_TEXT = 64 << 20, WORDS_OF_A_PAGE = 5 };

static struct rules_options { int fetch; } opt;

static const struct cli_option options[] = {
    {"fetch", 0, CLI_FLAG, offsetof(struct rules_options, fetch), NULL,
     "Fetch each test_url, and say where no text is found, or test_contains is not in it."},
    {0}};

/* A page to try, and the texts that it must have. */
struct test {
  const char *file, *url, **wanted;
  int line;
  size_t n_wanted;
};

struct check {
  struct cli *cli;
  struct arena arena;
  const char *folder, **names;
  size_t n, next;
  size_t loaded, bad_files, understood, quiet, faults; /* counts */
  struct test *tests;
  size_t n_tests;
};

/* ---- the files ---- */

static int by_name(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int list_files(struct check *c) {
  DIR *dir = opendir(c->folder);
  const struct dirent *e;
  if (dir == NULL) return say_error("tidings rules: %s: %s\n", c->folder, strerror(errno)), -1;
  c->names = arena_zalloc(&c->arena, (MAX_FILES + 1) * sizeof *c->names);
  while ((e = readdir(dir)) != NULL) {
    if (!tdg_str_ends(tdg_str_of(e->d_name), ".txt") || tdg_nocase_is(tdg_str_of(e->d_name), "license.txt"))
      continue;
    if (c->n == MAX_FILES) {
      say_error("tidings rules: %s has more than %d files; the others are left out\n", c->folder, MAX_FILES);
      break;
    }
    c->names[c->n++] = arena_copy(&c->arena, e->d_name, strlen(e->d_name));
  }
  closedir(dir);
  if (c->n > 0) qsort(c->names, c->n, sizeof *c->names, by_name);
  return 0;
}

static int next_file(void *arg, tdg_rec *doc, char *message, size_t size) {
  struct check *c = arg;
  if (c->next >= c->n) return 0;
  const char *path = arena_printf(doc->arena, "%s/%s", c->folder, c->names[c->next++]);
  cli_put_address(doc, path, NULL);
  cli_put_type(doc, "text/plain", "");
  return cli_read_body(doc, path, message, size);
}

/* ---- what is said of them ---- */

static void put_fault(struct check *c, const char *file, const tdg_rec *line) {
  struct tdg_str at = rec_get(line, TDG_NAME, 0), by = rec_get(line, TDG_BY, 0),
                 why = rec_get(line, TDG_REASON, 0), text = rec_get(line, TDG_TEXT, 0);
  c->faults++;
  if (c->cli->json) {
    struct buf out = buf_make(MAX_LINE);
    buf_str(&out, "{\"file\":");
    json_quote(&out, file, strlen(file));
    buf_printf(&out, ",\"line\":%s", at.n > 0 ? at.p : "0");
    json_put_said(&out, "directive", by);
    json_put_said(&out, "value", text);
    json_put_said(&out, "message", why);
    buf_str(&out, "}\n");
    say_ready(stdout, out.p, out.n);
    buf_free(&out);
  } else if (!c->cli->quiet) {
    say("%s:%s: %s: %s (%.200s)\n", file, at.p, by.p, why.p, text.p);
  }
}

static void keep_test(struct check *c, const char *file, const tdg_rec *line) {
  struct tdg_str by = rec_get(line, TDG_BY, 0), text = rec_get(line, TDG_TEXT, 0);
  const char *kept = arena_copy(&c->arena, text.p, text.n);
  struct test *last = c->n_tests > 0 ? &c->tests[c->n_tests - 1] : NULL;
  if (strcmp(by.p, tdg_site_name(TDG_SITE_TEST_URL)) == 0 && c->n_tests < MAX_TESTS) {
    if (c->tests == NULL) c->tests = arena_zalloc(&c->arena, MAX_TESTS * sizeof *c->tests);
    c->tests[c->n_tests++] =
        (struct test){.file = file, .url = kept, .line = atoi(rec_get(line, TDG_NAME, 0).p)};
  } else if (strcmp(by.p, tdg_site_name(TDG_SITE_TEST_CONTAINS)) == 0 && last != NULL && last->file == file) {
    const char **more = arena_zalloc(&c->arena, (last->n_wanted + 1) * sizeof *more);
    if (last->n_wanted > 0) memcpy(more, last->wanted, last->n_wanted * sizeof *more);
    more[last->n_wanted++] = kept;
    last->wanted = more;
  }
}

static void take_line(struct check *c, const char *file, const tdg_rec *line) {
  if (strcmp(rec_get(line, TDG_VERDICT, 0).p, "kept") != 0) {
    put_fault(c, file, line);
    return;
  }
  c->understood++;
  c->quiet += rec_get(line, TDG_REASON, 0).n > 0;
  if (opt.fetch) keep_test(c, file, line);
}

static void answer(void *arg, size_t n, const struct job *job, const char *parser) {
  struct check *c = arg;
  const char *file = c->names[n];
  char room[JOB_WORDS];
  if (job->cause != CAUSE_NONE || job->status != TDG_OK) {
    c->bad_files++;
    say_error("tidings rules: %s: %s\n", file, job_unread_words(job, parser, room));
    return;
  }
  c->loaded++;
  for (size_t i = 0; i < job->n_recs; i++) {
    const tdg_rec *line;
    for (uint32_t k = 0; (line = rec_get_rec(job->recs[i], TDG_LINE, k)) != NULL; k++)
      take_line(c, file, line);
  }
}

static void say_counts(const struct check *c) {
  if (c->cli->json)
    say("{\"files\":%zu,\"loaded\":%zu,\"understood\":%zu,\"without_effect\":%zu,\"not_understood\":%zu}\n",
        c->n, c->loaded, c->understood, c->quiet, c->faults);
  else
    say("%zu of %zu files loaded; %zu directives understood, %zu of them without an effect here; %zu not "
        "understood\n",
        c->loaded, c->n, c->understood, c->quiet, c->faults);
}

/* ---- --fetch ---- */

/* White space as one space, for comparing. */
static const char *folded(struct arena *a, struct tdg_str s) {
  char *out = arena_alloc(a, s.n + 1), *to = out;
  for (size_t i = 0; i < s.n; i++)
    if (!tdg_is_space(s.p[i])) *to++ = s.p[i];
    else if (to > out && to[-1] != ' ') *to++ = ' ';
  *to = '\0';
  return out;
}

static void say_test(struct check *c, const struct test *t, const char *what, const char *more) {
  if (c->cli->json) {
    struct buf out = buf_make(MAX_LINE);
    buf_str(&out, "{\"file\":");
    json_quote(&out, t->file, strlen(t->file));
    buf_printf(&out, ",\"line\":%d", t->line);
    json_put_said(&out, "url", tdg_str_of(t->url));
    json_put_said(&out, "message", tdg_str_of(arena_printf(&c->arena, "%s%s", what, more)));
    buf_str(&out, "}\n");
    say_ready(stdout, out.p, out.n);
    buf_free(&out);
  } else {
    say("%s:%d: %s: %s%.200s\n", t->file, t->line, t->url, what, more);
  }
}

/* 1: the page is read as the file says. */
static int try_page(struct check *c, struct engine *e, const struct test *t) {
  struct discovery d;
  int good = 0;
  if (discover(e, t->url, USUAL_ARTICLE, &d) < 0) {
    say_test(c, t, "it cannot be read: ", d.why);
    discovery_free(&d);
    return 0;
  }
  const tdg_rec *rec = d.n_items > 0 ? d.items[0] : NULL;
  struct buf text = buf_make(MAX_TEXT);
  if (rec != NULL) rec_text(&text, rec);
  const char *said = folded(&d.arena, (struct tdg_str){text.n > 0 ? text.p : "", text.n});
  if (text.n < WORDS_OF_A_PAGE) say_test(c, t, "no text is found", "");
  else good = 1;
  for (size_t i = 0; good && i < t->n_wanted; i++)
    if (strstr(said, folded(&d.arena, tdg_str_of(t->wanted[i]))) == NULL)
      good = 0, say_test(c, t, "its text does not contain: ", t->wanted[i]);
  buf_free(&text);
  discovery_free(&d);
  return good;
}

static int try_pages(struct check *c, struct engine *e) {
  size_t good = 0;
  char before[256] = "";
  for (size_t i = 0; i < c->n_tests; i++) {
    struct tdg_str group = engine_group(&c->arena, tdg_str_of(c->tests[i].url));
    if (strcmp(before, group.p) == 0) uv_sleep((unsigned)e->spec.host_delay);
    snprintf(before, sizeof before, "%s", group.p);
    good += (size_t)try_page(c, e, &c->tests[i]);
    say_flush();
  }
  if (c->cli->json) say("{\"tests\":%zu,\"good\":%zu}\n", c->n_tests, good);
  else say("%zu of %zu test addresses are read as their files say\n", good, c->n_tests);
  return good == c->n_tests;
}

/* ---- the command ---- */

static int is_check(const struct cli *cli) { return cli->n_args == 2 && strcmp(cli->args[0], "check") == 0; }

static int run(struct cli *cli) {
  struct check c = {.cli = cli};
  struct engine_spec spec = {0};
  int code, good = 1;
  if (!is_check(cli)) return cli_usage(&cli_rules, "write: tidings rules check DIR");
  c.folder = cli->args[1];
  if (list_files(&c) < 0) return arena_free(&c.arena), CLI_FAILED;
  char full[PATH_MAX];
  if (realpath(c.folder, full) != NULL) cli->rules = full;
  if (cli_engine_spec(cli, &spec) < 0) return CLI_CONFIG;
  spec.store_path = NULL;
  struct engine *e = cli_engine("rules", &spec, &code);
  if (e == NULL) return code;
  engine_parse(e, USUAL_SITE_CHECK, next_file, answer, &c);
  say_counts(&c);
  if (opt.fetch) good = try_pages(&c, e);
  engine_free(e);
  code = c.n == 0                              ? CLI_NOTHING
         : c.loaded == 0                       ? CLI_FAILED
         : c.bad_files + c.faults > 0 || !good ? CLI_PARTLY
                                               : CLI_DONE;
  arena_free(&c.arena);
  return code;
}

const struct cli_command cli_rules = {"rules",
                                      "check DIR",
                                      "Say what is understood of a folder of site rules",
                                      options,
                                      &opt,
                                      run,
                                      "DIR holds files in the ftr-site-config format, one a site, such as a "
                                      "copy of the public collection. Lines that are not\n"
                                      "understood are printed with file, line and reason, and the rest of "
                                      "their file is used; `rules: DIR` in the\n"
                                      "configuration puts it to use. Exit code 3 when there is such a line, "
                                      "or a test_url that fails (--fetch).\n"};
