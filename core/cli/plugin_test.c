/* cli/plugin_test.c - tidings plugin test: run a component on the inputs of a folder and compare what comes out
 * with what is written there; see plugin_try.h.
 *
 * NAME.in is an input, NAME.jsonl what must come out, NAME.json (optional) says how: "url", "media_type", "as" (the
 * component), "kind", "set" {option: value}.  Each input is run three times: in order, then twice each in the
 * opposite order in other workers, with another clock and environment; the first ones overwrite the memory of
 * earlier calls.  What differs depends on more than the input.
 */
#include "cli/plugin_try.h"

#include "plugin/plugin_info.h"
#include "util/check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidings/kit/str.h>

enum { MAX_TESTS = 10000, MAX_EXPECTED = 512 << 20 };

struct golden {
  const char *name;                   /* "/x/tests/NAME", without an ending */
  const char *url, *type, *as, *kind; /* NULL: not said */
  struct cli_texts set;
  const struct component_info *component;
  char *result;
  size_t result_n;
};

struct tests {
  const struct trial_file *file;
  const struct try_options *opt;
  struct arena arena;
  struct golden *v;
  size_t n, failed, written;
};

/* ---- the folder ---- */

static int is_input(const struct dirent *e) {
  return e->d_name[0] != '.' && tdg_str_ends(tdg_str_of(e->d_name), ".in");
}

/* A pipe would wait for ever. */
static int check_regular(const char *path) {
  struct stat st;
  if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) return 0;
  return say_error("tidings plugin test: %s: wanted a file\n", path), -1;
}

static int find_inputs(struct tests *t, const char *folder) {
  struct dirent **names;
  int n = scandir(folder, &names, is_input, alphasort), rc = 0;
  if (n < 0) return say_error("tidings plugin test: %s: %s\n", folder, strerror(errno)), -1;
  t->v = check_alloc(((size_t)n + 1) * sizeof *t->v);
  for (int i = 0; i < n; i++) {
    size_t stem = strlen(names[i]->d_name) - strlen(".in");
    if (check_regular(arena_printf(&t->arena, "%s/%s", folder, names[i]->d_name)) < 0) rc = -1;
    if (t->n < MAX_TESTS)
      t->v[t->n++] =
          (struct golden){.name = arena_printf(&t->arena, "%s/%.*s", folder, (int)stem, names[i]->d_name)};
    free(names[i]);
  }
  free(names);
  if (rc < 0) return -1;
  if (t->n > 0) return 0;
  say_error("tidings plugin test: there is no test in %s; an input is called NAME.in, what must come out "
            "NAME.jsonl\n",
            folder);
  return -1;
}

static const char *path_of(struct tests *t, const struct golden *g, const char *ending) {
  return arena_printf(&t->arena, "%s.%s", g->name, ending);
}

static int add_setting(struct tests *t, struct golden *g, const char *name, const json_t *value) {
  if (!json_is_string(value) || g->set.n == CLI_MAX_TEXTS) return -1;
  g->set.v[g->set.n++] = arena_printf(&t->arena, "%s=%s", name, json_string_value(value));
  return 0;
}

static int add_settings(struct tests *t, struct golden *g, const json_t *set) {
  const char *name;
  json_t *value, *one;
  size_t i;
  if (!json_is_object(set)) return -1;
  json_object_foreach((json_t *)(uintptr_t)set, name, value) {
    if (!json_is_array(value) && add_setting(t, g, name, value) < 0) return -1;
    json_array_foreach(value, i, one) if (add_setting(t, g, name, one) < 0) return -1;
  }
  return 0;
}

static int take_member(struct tests *t, struct golden *g, const char *key, const json_t *value) {
  const struct {
    const char *key, **to;
  } texts[] = {{"url", &g->url}, {"media_type", &g->type}, {"as", &g->as}, {"kind", &g->kind}};
  if (strcmp(key, "set") == 0) return add_settings(t, g, value);
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    if (strcmp(key, texts[i].key) != 0 || !json_is_string(value)) continue;
    *texts[i].to = arena_copy(&t->arena, json_string_value(value), json_string_length(value));
    return 0;
  }
  return -1;
}

/* NAME.json, if it is there. */
static int read_how(struct tests *t, struct golden *g) {
  const char *path = path_of(t, g, "json"), *key;
  json_error_t error;
  if (access(path, F_OK) == 0 && check_regular(path) < 0) return -1;
  json_t *value, *how = access(path, F_OK) == 0 ? json_load_file(path, 0, &error) : json_object();
  int rc = 0;
  if (!json_is_object(how)) {
    say_error("tidings plugin test: %s: %s\n", path, how == NULL ? error.text : "wanted an object {...}");
    rc = -1;
  }
  if (rc == 0) g->set = t->opt->set;
  json_object_foreach(how, key, value) {
    if (rc < 0 || take_member(t, g, key, value) == 0) continue;
    say_error(
        "tidings plugin test: %s: \"%s\": there are \"url\", \"media_type\", \"as\" and \"kind\", texts, and "
        "\"set\", an object of texts\n",
        path, key);
    rc = -1;
  }
  json_decref(how);
  return rc;
}

static int choose_component(struct tests *t, struct golden *g) {
  const char *kind = g->kind != NULL ? g->kind : t->opt->kind,
             *name = g->as != NULL ? g->as : t->opt->component;
  uint32_t number = kind != NULL ? plugin_kind_number(kind) : 0;
  if (kind != NULL && number == 0)
    return say_error("tidings plugin test: %s: there is no kind \"%s\"\n",
                     g->kind != NULL ? path_of(t, g, "json") : "--kind", kind),
           -1;
  g->component = trial_component(t->file, number, name);
  if (g->component == NULL && (g->as != NULL || g->kind != NULL))
    say_error("tidings plugin test: it is \"%s\" of %s that asks for it; mend it there\n",
              g->as != NULL ? "as" : "kind", path_of(t, g, "json"));
  if (g->component != NULL && g->component->kind == TDG_KIND_FETCHER)
    return say_error("tidings plugin test: %s: a fetcher answers with what is there, so it has no tests of "
                     "this kind; "
                     "use `tidings plugin try`\n",
                     g->name),
           -1;
  return g->component != NULL ? 0 : -1;
}

/* ---- running ---- */

static void call(struct tests *t, struct trial *trial, const struct golden *g) {
  const char *input = path_of(t, g, "in"), *slash = strrchr(g->name, '/');
  const char *url = g->url != NULL ? g->url : arena_printf(&t->arena, "https://test.example%s", slash);
  trial_give(trial, input, url, g->type);
}

static int tell(struct tests *t, const struct golden *g, const char *what) {
  const char *slash = strrchr(g->name, '/');
  say("FAIL %s: %s\n", slash + 1, what);
  t->failed++;
  return -1;
}

/* Parsers and briefs are called once more in the same worker: they must not remember. */
static int has_memory(const struct golden *g) {
  return g->component->kind == TDG_KIND_STAGE || g->component->kind == TDG_KIND_SINK;
}

static int is_same(const struct golden *g, const struct buf *out) {
  return out->n == g->result_n && memcmp(out->p, g->result, out->n) == 0;
}

static void show_difference(const char *from, const char *to, struct tdg_str a, struct tdg_str b);

static void forget(struct golden *g) {
  free(g->result);
  g->result = NULL;
}

static int compare_again(struct tests *t, struct golden *g, const struct buf *out) {
  if (is_same(g, out)) return 0;
  int rc =
      tell(t, g,
           "another run of the same input gives something else; what comes out must depend on the input "
           "alone: keep nothing between calls, no text or record of an earlier one either, use tdg_now_ms() "
           "for the time, and neither the environment, the zone nor addresses");
  show_difference("first run", "another run", (struct tdg_str){g->result, g->result_n},
                  (struct tdg_str){out->p, out->n});
  forget(g);
  return rc;
}

/* One trial for consecutive inputs with the same component and settings, so that they share a worker. */
static int same_trial(const struct golden *a, const struct golden *b) {
  if (a->component != b->component || a->set.n != b->set.n || has_memory(a)) return 0;
  for (size_t i = 0; i < a->set.n; i++)
    if (strcmp(a->set.v[i], b->set.v[i]) != 0) return 0;
  return 1;
}

static int keep_result(struct golden *g, const struct buf *out) {
  g->result = check_alloc(out->n + 1);
  if (out->n > 0) memcpy(g->result, out->p, out->n);
  g->result_n = out->n;
  return 0;
}

/* The first or another run; g->result NULL says that it already failed. */
static int run_once(struct tests *t, struct trial *trial, struct golden *g, int first) {
  const size_t mistakes = trial->mistakes;
  buf_clear(&trial->out);
  if (!first && g->result == NULL) return 0;
  if (trial->engine == NULL && trial_start(trial) < 0) {
    trial_stop(trial);
    return first ? tell(t, g, "it cannot be opened") : 0;
  }
  call(t, trial, g);
  if (trial->died) {
    trial_stop(trial); /* the next one gets a new worker */
    forget(g);
    return tell(t, g, "its worker ended, see above");
  }
  if (trial->mistakes > mistakes) {
    forget(g);
    return tell(t, g, "its input cannot be read, or it made a mistake, see above");
  }
  return first ? keep_result(g, &trial->out) : compare_again(t, g, &trial->out);
}

/* The first run tells the use of memory of an earlier call; in the other one such memory is as it was. */
static int begin(struct tests *t, struct trial *trial, const struct golden *g, int first) {
  if (trial_begin(trial, t->file, t->opt, g->component, &g->set) != CLI_DONE) return -1;
  trial->golden = 1;
  trial->how.check = first ? FRAME_CHECK_ELSEWHERE : FRAME_CHECK_AS_IT_WAS;
  return 0;
}

/* Its worker closes. */
static void end(struct tests *t, struct trial *trial, const struct golden *g, int first) {
  const size_t mistakes = trial->mistakes;
  trial_end(trial);
  if (first && trial->mistakes > mistakes) tell(t, g, "its close failed, see above");
}

/* All inputs in order, or backwards and each twice. */
static int run_all(struct tests *t, int first) {
  struct trial trial;
  const struct golden *before = NULL;
  int rc = 0;
  for (size_t i = 0; i < t->n && rc == 0; i++) {
    struct golden *g = &t->v[first ? i : t->n - 1 - i];
    if (before == NULL || !same_trial(before, g)) {
      if (before != NULL) end(t, &trial, before, first);
      before = g;
      rc = begin(t, &trial, g, first);
    }
    if (rc == 0 && run_once(t, &trial, g, first) == 0 && !first && !has_memory(g)) run_once(t, &trial, g, 0);
  }
  if (before != NULL) end(t, &trial, before, first);
  return rc;
}

/* ---- comparing ---- */

static struct tdg_str line_of(struct tdg_str s) {
  const char *end = s.n > 0 ? memchr(s.p, '\n', s.n) : NULL;
  return (struct tdg_str){s.p, end != NULL ? (size_t)(end - s.p) : s.n};
}

static struct tdg_str behind(struct tdg_str s, struct tdg_str line) {
  size_t n = line.n + (line.n < s.n);
  return (struct tdg_str){s.p + n, s.n - n};
}

static size_t count_lines(struct tdg_str s) {
  size_t n = 0;
  for (; s.n > 0; s = behind(s, line_of(s))) n++;
  return n;
}

static void put_lines(struct buf *out, char sign, struct tdg_str s, size_t n) {
  for (; n > 0; n--) {
    struct tdg_str line = line_of(s);
    buf_char(out, sign);
    buf_add(out, line.p, line.n);
    buf_char(out, '\n');
    s = behind(s, line);
  }
}

/* The lines of both that agree at the start are left out, and those at the end: one hunk without context, since a
 * line is a whole record. */
static void show_difference(const char *from, const char *to, struct tdg_str a, struct tdg_str b) {
  size_t same = 0, n_a = count_lines(a), n_b = count_lines(b), tail = 0;
  struct buf out = buf_make(MAX_EXPECTED);
  while (same < n_a && same < n_b && tdg_str_same(line_of(a), line_of(b))) {
    a = behind(a, line_of(a));
    b = behind(b, line_of(b));
    same++;
  }
  size_t left_a = n_a - same, left_b = n_b - same;
  for (; tail < left_a && tail < left_b; tail++) {
    struct tdg_str x = a, y = b;
    for (size_t i = 0; i + 1 + tail < left_a; i++) x = behind(x, line_of(x));
    for (size_t i = 0; i + 1 + tail < left_b; i++) y = behind(y, line_of(y));
    if (!tdg_str_same(line_of(x), line_of(y))) break;
  }
  buf_printf(&out, "--- %s\n+++ %s\n@@ -%zu,%zu +%zu,%zu @@\n", from, to, same + (left_a > tail),
             left_a - tail, same + (left_b > tail), left_b - tail);
  put_lines(&out, '-', a, left_a - tail);
  put_lines(&out, '+', b, left_b - tail);
  say_ready(stdout, out.p, out.n);
  buf_free(&out);
}

/* 1: read; 0: there is none. */
static int read_expected(const char *path, struct buf *b) {
  struct stat st;
  FILE *f = stat(path, &st) < 0 || S_ISREG(st.st_mode) ? fopen(path, "rb") : NULL;
  char *room;
  size_t n = 1;
  if (f == NULL) return 0;
  while (n > 0 && (room = buf_space(b, 65536)) != NULL) b->n += n = fread(room, 1, 65536, f);
  fclose(f);
  return 1;
}

static int write_expected(struct tests *t, const struct golden *g, const char *path) {
  struct stat st = {0};
  int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
  int failed = fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || ftruncate(fd, 0) < 0;
  for (size_t at = 0; !failed && at < g->result_n;) {
    ssize_t n = write(fd, g->result + at, g->result_n - at);
    failed = n <= 0;
    at += n > 0 ? (size_t)n : 0;
  }
  if (fd >= 0 && close(fd) < 0) failed = 1;
  if (failed)
    return tell(t, g,
                arena_printf(&t->arena, "%s cannot be written: %s", path,
                             errno == ELOOP ? "it is a link" : strerror(errno)));
  t->written++;
  return 0;
}

static void check_one(struct tests *t, struct golden *g) {
  const char *path = path_of(t, g, "jsonl");
  struct buf wanted = buf_make(MAX_EXPECTED);
  int there = read_expected(path, &wanted), same = there && is_same(g, &wanted);
  if (!same && t->opt->update) write_expected(t, g, path);
  else if (!there)
    tell(t, g, arena_printf(&t->arena, "there is no %s; --update writes it, then read what it says", path));
  else if (!same) {
    tell(t, g, "something else comes out; if it is right, --update writes it");
    show_difference(path, "what came out", (struct tdg_str){wanted.p, wanted.n},
                    (struct tdg_str){g->result, g->result_n});
  }
  buf_free(&wanted);
}

static int run(struct tests *t, const char *folder) {
  if (find_inputs(t, folder) < 0) return CLI_FAILED;
  for (size_t i = 0; i < t->n; i++)
    if (read_how(t, &t->v[i]) < 0 || choose_component(t, &t->v[i]) < 0) return CLI_CONFIG;
  if (run_all(t, 1) < 0 || run_all(t, 0) < 0) return CLI_CONFIG;
  for (size_t i = 0; i < t->n; i++)
    if (t->v[i].result != NULL) check_one(t, &t->v[i]);
  say("%zu test%s, %zu failed", t->n, t->n == 1 ? "" : "s", t->failed);
  if (t->written > 0) say(", %zu written", t->written);
  say("\n");
  return t->failed == 0 ? CLI_DONE : CLI_PARTLY;
}

int plugin_test(struct cli *cli, const struct try_options *opt, const char *const *words, int n) {
  struct trial_file f;
  struct tests t = {.file = &f, .opt = opt};
  uint32_t kind = opt->kind != NULL ? plugin_kind_number(opt->kind) : 0;
  if (n < 1 || n > 2 || (opt->kind != NULL && kind == 0)) {
    say_error("tidings plugin test: %s\nusage: tidings plugin test [options] FILE.so [FOLDER]\n",
              n < 1 || n > 2 ? "name the file, and the folder of the tests if it is not ./tests"
                             : "--kind wants fetcher, parser, stage, brief or sink");
    return CLI_USAGE;
  }
  int code = opt->asan ? plugin_asan("test", words[0]) : CLI_DONE;
  if (code != CLI_DONE) return code;
  code = trial_file_open(cli, &f, "test", opt, words[0], kind);
  if (code == CLI_DONE) code = run(&t, n == 2 ? words[1] : "tests");
  for (size_t i = 0; i < t.n; i++) free(t.v[i].result);
  free(t.v);
  arena_free(&t.arena);
  trial_file_close(&f);
  return code;
}
