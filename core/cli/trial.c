/* cli/trial.c - one component of one plugin file or program, opened and called as the engine does it; see
 * plugin_try.h.
 *
 * A trial owns its engine, which has one worker, and the lines of its results.  The file owns the description of
 * the plugin.  Whatever the component does is told; nothing of it ends this process, except with --asan, where it
 * runs inside it.
 */
#include "cli/plugin_try.h"

#include "plugin/plugin_info.h"
#include "record/record_json.h"
#include "util/check.h"
#include "util/clock.h"
#include "util/redact.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/str.h>

enum { MAX_RESULTS = 512 << 20 };

/* ---- the file ---- */

static const char *absolute(struct arena *a, const char *path) {
  char *real = realpath(path, NULL);
  const char *kept = real != NULL ? arena_copy(a, real, strlen(real)) : path;
  free(real);
  return kept;
}

static const char *const *absolute_all(struct arena *a, const struct cli_texts *paths) {
  const char **list = arena_zalloc(a, (paths->n + 1) * sizeof *list);
  for (size_t i = 0; i < paths->n; i++) list[i] = absolute(a, paths->v[i]);
  return list;
}

/* name=value; -1 after printing why. */
static int split_pairs(struct arena *a, const char *command, const char *option, const char *wanted,
                       const struct cli_texts *set, struct option_value *v) {
  for (size_t i = 0; i < set->n; i++) {
    const char *is = strchr(set->v[i], '=');
    if (is == NULL || is == set->v[i])
      return say_error("tidings plugin %s: %s wants %s, not \"%s\"\n", command, option, wanted, set->v[i]),
             -1;
    v[i].name = arena_copy(a, set->v[i], (size_t)(is - set->v[i]));
    v[i].value = is + 1;
  }
  return 0;
}

/* name=file behind them; -1 after printing why. */
static int read_secrets(struct arena *a, const char *command, const struct cli_texts *secret,
                        struct option_value *v) {
  if (split_pairs(a, command, "--secret", "NAME=FILE", secret, v) < 0) return -1;
  for (size_t i = 0; i < secret->n; i++) {
    char message[500] = "";
    tdg_rec *doc = rec_new(a, TDG_DOC);
    if (cli_read_body(doc, v[i].value, message, sizeof message) < 0)
      return say_error("tidings plugin %s: --secret: %s\n", command, message), -1;
    const struct tdg_str text = rec_get(doc, TDG_BODY, 0);
    size_t n = text.n;
    while (n > 0 && (text.p[n - 1] == '\n' || text.p[n - 1] == '\r')) n--;
    v[i].value = arena_copy(a, text.p, n);
    redact_remember(v[i].value, n);
  }
  return 0;
}

/* All options that are given; -1 after printing why. */
static int split_settings(struct arena *a, const char *command, const struct cli_texts *set,
                          const struct cli_texts *secret, struct option_value *v) {
  if (split_pairs(a, command, "--set", "NAME=VALUE", set, v) < 0) return -1;
  return read_secrets(a, command, secret, v + set->n);
}

/* "/x/my-api.py": "my-api". */
static const char *stem_of(struct arena *a, const char *path) {
  const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
  return arena_copy(a, name, strcspn(name, "."));
}

static int granted(const char *command, const struct cli_texts *grant, uint32_t *rights) {
  *rights = 0;
  for (size_t i = 0; i < grant->n; i++) {
    uint32_t right = plugin_right(grant->v[i]);
    if (right == 0)
      return say_error("tidings plugin %s: --grant wants net, read or write, not \"%s\"\n", command,
                       grant->v[i]),
             -1;
    *rights |= right;
  }
  return 0;
}

static int describe_program(struct trial_file *f, const struct try_options *opt, uint32_t kind,
                            uint32_t rights, struct plugin_program *p) {
  const char **command = arena_zalloc(&f->arena, 3 * sizeof *command);
  struct option_value *v = arena_zalloc(&f->arena, (opt->set.n + opt->secret.n + 1) * sizeof *v);
  size_t n = 0;
  if (split_settings(&f->arena, f->command, &opt->set, &opt->secret, v) < 0) return -1;
  if (opt->interpreter != NULL) command[n++] = absolute(&f->arena, opt->interpreter);
  command[n++] = f->path;
  *p = (struct plugin_program){.name = stem_of(&f->arena, f->path),
                               .summary = "",
                               .kind = kind,
                               .command = command,
                               .n_command = n,
                               .net = (rights & TDG_NEEDS_NET) != 0,
                               .read = absolute_all(&f->arena, &opt->read),
                               .n_read = opt->read.n,
                               .write = absolute_all(&f->arena, &opt->write),
                               .n_write = opt->write.n,
                               .options = v,
                               .n_options = opt->set.n + opt->secret.n};
  return 0;
}

static const struct component_info *next_in(const struct trial_file *f, const struct plugin_list *list,
                                            uint32_t kind, const struct component_info *after) {
  const struct component_info *c = after;
  while ((c = plugin_next(list, kind, c)) != NULL)
    if (c->plugin->program != NULL || plugin_same_file(f->path, c->plugin->file)) return c;
  return NULL;
}

/* Of the file alone; a program may be started by another one. */
static const struct component_info *next_component(const struct trial_file *f, uint32_t kind,
                                                   const struct component_info *after) {
  return next_in(f, f->plugins, kind, after);
}

static int tell_refusals(const struct trial_file *f) {
  char what[PLUGIN_REFUSED_TEXT];
  if (f->finds) return CLI_CONFIG;
  for (size_t i = 0; i < f->plugins->n_refusals; i++) {
    const struct plugin_refusal *r = &f->plugins->refusals[i];
    if (r->program == NULL && !plugin_same_file(f->path, r->file)) continue;
    say_error("tidings plugin %s: %s is not used\n  found:  %s\n  wanted: %s\n  do:     %s\n", f->command,
              plugin_refused_text(r, what), r->found, r->wanted, r->todo);
  }
  return CLI_CONFIG;
}

static int is_plugin(const char *path) { return tdg_str_ends(tdg_str_of(path), ".so"); }

/* Its components may use what other plugins offer, and it is told of what nobody offers.  Where another plugin has
 * its id, it stays alone. */
static int find_beside(struct cli *cli, struct trial_file *f, const struct plugin_search *alone) {
  struct plugin_search where;
  if (alone->here && f->plugins->n_refusals == 0)
    return CLI_DONE; /* each would be loaded into this process */
  if (cli_search_beside(cli, f->path, &where) < 0) return CLI_CONFIG;
  where.grants = alone->grants;
  where.n_grants = alone->n_grants;
  where.here = alone->here;
  struct plugin_list *before = f->plugins;
  f->plugins = plugin_discover(&where);
  if (next_component(f, 0, NULL) != NULL || next_in(f, before, 0, NULL) == NULL) {
    plugin_list_free(before);
    return CLI_DONE;
  }
  plugin_list_free(f->plugins);
  f->plugins = before;
  return CLI_DONE;
}

int trial_file_open(struct cli *cli, struct trial_file *f, const char *command, const struct try_options *opt,
                    const char *path, uint32_t kind) {
  struct find_paths *paths = check_alloc(sizeof *paths);
  struct plugin_program *program = NULL;
  struct plugin_grant grant = {.rights = 0};
  memset(f, 0, sizeof *f);
  f->command = command;
  f->finds = opt->finds;
  f->path = realpath(path, NULL);
  int why = errno, code = granted(command, &opt->grant, &grant.rights) < 0 ? CLI_USAGE : CLI_DONE;
  find_paths(paths);
  if (code == CLI_DONE && f->path == NULL)
    say_error("tidings plugin %s: %s: %s\n", command, path, strerror(why)), code = CLI_CONFIG;
  if (code == CLI_DONE && !is_plugin(path)) {
    program = arena_zalloc(&f->arena, sizeof *program);
    if (opt->debug)
      say_error("tidings plugin %s: --debug is for plugins; a program keeps its sandbox\n", command),
          code = CLI_USAGE;
    else if (kind == 0)
      say_error(
          "tidings plugin %s: %s does not end in .so, so it is a program: say of which kind, e.g. --kind "
          "parser (fetcher, stage, brief, sink)\n",
          command, path),
          code = CLI_USAGE;
    else if (describe_program(f, opt, kind, grant.rights, program) < 0) code = CLI_USAGE;
  }
  if (code == CLI_DONE) {
    const char *dirs[1] = {f->path};
    struct plugin_search where = {.dirs = dirs,
                                  .n_dirs = program == NULL,
                                  .worker = paths->worker,
                                  .own = paths->own,
                                  .n_own = paths->n_own,
                                  .grants = &grant,
                                  .n_grants = opt->grant.n > 0,
                                  .here = opt->asan,
                                  .programs = program,
                                  .n_programs = program != NULL};
    grant.name = f->path;
    f->plugins = plugin_discover(&where);
    if (program == NULL) code = find_beside(cli, f, &where);
    if (code == CLI_DONE && next_component(f, 0, NULL) == NULL) code = tell_refusals(f);
    if (code != CLI_DONE && program != NULL && opt->interpreter == NULL)
      say_error("  here:   --interpreter PROGRAM, e.g. /usr/bin/python3\n");
  }
  free(paths);
  return code;
}

void trial_file_close(struct trial_file *f) {
  plugin_list_free(f->plugins);
  arena_free(&f->arena);
  free(f->path);
}

static void say_components(const struct trial_file *f, uint32_t kind, const char *before) {
  for (const struct component_info *c = NULL; (c = next_component(f, kind, c)) != NULL; before = ", ")
    say_error("%s%s %s", before, plugin_kind_name(c->kind), c->name);
  say_error("\n");
}

const struct component_info *trial_component(const struct trial_file *f, uint32_t kind, const char *name) {
  const struct component_info *found = NULL, *c = NULL;
  size_t n = 0;
  while ((c = next_component(f, kind, c)) != NULL)
    if (name == NULL || strcmp(c->name, name) == 0) n++, found = c;
  if (n == 1) return found;
  if (f->plugins->n_refusals > 0) tell_refusals(f);
  const char *what = kind != 0 ? plugin_kind_name(kind) : "component";
  if (n > 1)
    say_error("tidings plugin %s: %s has several; say which with --component NAME", f->command, f->path);
  else if (name != NULL) say_error("tidings plugin %s: %s has no %s %s", f->command, f->path, what, name);
  else say_error("tidings plugin %s: %s has no %s", f->command, f->path, what);
  say_components(f, n > 1 ? kind : 0, n > 1 ? ": " : "; it has: ");
  return NULL;
}

/* ---- settings and rights ---- */

struct complaint {
  const struct trial *t;
  const struct option_value *values;
};

static void complain(void *arg, size_t at, const char *message) {
  const struct complaint *x = arg;
  (void)at;
  say_error("tidings plugin %s: %s: %s\n", x->t->file->command, x->t->component->name, message);
}

/* The options that grant what it lacks. */
static void say_options(const struct component_info *c, uint32_t lacks) {
  const char *before = "say ";
  for (size_t i = 0; i < c->n_options; i++) {
    if (!(plugin_option_rights(c, &c->options[i]) & lacks)) continue;
    say_error("%s--set %s=PATH", before, c->options[i].name);
    before = " or ";
  }
  say_error("\n");
}

static int check_rights(const struct trial *t) {
  const struct component_info *c = t->component;
  uint32_t lacks = c->needs & ~plugin_rights_in_use(c, t->choice.values, t->choice.n_values);
  char words[PLUGIN_RIGHTS_TEXT];
  if (lacks == 0) return CLI_DONE;
  plugin_rights_text(lacks, words);
  say_error("tidings plugin %s: %s needs %s: ", t->file->command, c->name, words);
  if (lacks & plugin_rights_by_options(c)) say_options(c, lacks);
  else say_error("say --grant %s\n", words);
  return CLI_CONFIG;
}

/* A setting that `plugins: limits:` has as well. */
static int take_deadline(struct trial *t) {
  const struct option_info o = {
      .name = "--deadline", .type = TDG_O_DURATION, .min = 1, .max = 24 * 3600000LL};
  struct option_parsed ms;
  char err[OPTION_ERROR];
  if (t->opt->deadline == NULL) return CLI_DONE;
  if (option_parse(&o, t->opt->deadline, &ms, err) < 0)
    return say_error("tidings plugin %s: --deadline: %s\n", t->file->command, err), CLI_USAGE;
  t->how.deadline_ms = (int)ms.num;
  return CLI_DONE;
}

int trial_begin(struct trial *t, const struct trial_file *f, const struct try_options *opt,
                const struct component_info *c, const struct cli_texts *set) {
  char here[PATH_MAX] = ".";
  *t = (struct trial){.file = f, .opt = opt, .component = c, .out = buf_make(MAX_RESULTS)};
  const size_t n = set->n + opt->secret.n;
  struct option_value *v = arena_zalloc(&t->arena, (n + 1) * sizeof *v);
  struct complaint x = {t, v};
  int code = take_deadline(t);
  if (code != CLI_DONE) return code;
  if (split_settings(&t->arena, f->command, set, &opt->secret, v) < 0) return CLI_USAGE;
  t->choice = (struct engine_choice){.kind = c->kind, .name = plugin_ref(c)};
  if (getcwd(here, sizeof here) == NULL) snprintf(here, sizeof here, ".");
  /* only a program itself knows its options */
  if (c->plugin->program == NULL && option_check(c->options, c->n_options, v, n, complain, &x) > 0)
    return CLI_CONFIG;
  cli_settle(&t->arena, here, c, v, n, &t->choice);
  t->how.debug = opt->debug;
  t->how.check = FRAME_CHECK_MEMORY;
  t->how.close_failed = &t->mistakes; /* which the pool has told */
  if (c->plugin->program == NULL && (opt->debug || opt->asan))
    say_error("tidings plugin %s: --%s: there is no sandbox; the plugin may do whatever user %ld may\n",
              f->command, opt->debug ? "debug" : "asan", (long)geteuid());
  t->spec = (struct engine_spec){
      .found = f->plugins, .in_process = opt->asan, .workers = 1, .trial = &t->how, .memory = 0};
  return check_rights(t);
}

void trial_read_folder(struct trial *t, const char *url) {
  char path[TDG_MAX_PATH];
  if (tdg_file_path(tdg_str_of(url), path, sizeof path) < 0) return;
  const char **folder = arena_zalloc(&t->arena, sizeof *folder);
  *folder = cli_folder_of(&t->arena, path);
  t->spec.read_paths = folder;
  t->spec.n_read = 1;
}

/* ---- calls ---- */

static void on_done(struct job *job) { *(int *)job->arg = 1; }

static const struct trial *calling; /* with --asan, while the component is called */

/* It has called exit(), which ends this process: there is no worker. */
static void on_exit_here(void) {
  if (calling == NULL) return;
  trial_say(calling,
            "it ended the process itself (exit), which no component may: return a negative status instead");
  say_flush();
  _exit(CLI_FAILED);
}

static void watch_exit(const struct trial *t) {
  static int watched;
  if (t->opt->asan && !watched++) atexit(on_exit_here);
}

struct job *trial_call(struct trial *t, enum frame_type verb, const tdg_rec *in, int64_t now_ms) {
  int done = 0;
  watch_exit(t);
  calling = t->opt->asan ? t : NULL;
  struct job *job = job_new(verb, in, now_ms, on_done, &done);
  t->calls++;
  pool_submit(engine_pool_with(t->engine, t->component, &t->choice), job);
  while (!done) uv_run(&t->engine->loop, UV_RUN_ONCE);
  calling = NULL;
  t->died |= job->cause != CAUSE_NONE;
  if (t->watch != NULL && t->watch->called != NULL) t->watch->called(t->watch->arg, job);
  return job;
}

int trial_start(struct trial *t) {
  char why[STORE_MESSAGE];
  t->died = 0;
  t->engine = engine_new(&t->spec, why, sizeof why);
  if (t->engine == NULL) {
    say_error("tidings plugin %s: %s\n", t->file->command, why);
    t->died = 1;
    t->failures++;
    return -1;
  }
  struct job *job = trial_call(t, FRAME_OPEN, NULL, 0);
  if (job->status < 0) trial_failed(t, job, "open");
  t->died = job->status < 0;
  t->calls--;
  job_free(job);
  return t->died ? -1 : 0;
}

void trial_stop(struct trial *t) {
  calling = t->opt->asan ? t : NULL;
  if (t->engine != NULL) engine_free(t->engine);
  calling = NULL;
  t->engine = NULL;
}

void trial_end(struct trial *t) {
  trial_stop(t);
  buf_free(&t->out);
  arena_free(&t->arena);
}

/* ---- results ---- */

void trial_line(struct trial *t) {
  buf_char(&t->out, '\n');
  if (t->golden) return;
  say_ready(stdout, t->out.p, t->out.n);
  say_flush();
  buf_clear(&t->out);
}

static const char *status_name(int status) {
  switch (status) {
  case TDG_NOT_MINE: return "TDG_NOT_MINE";
  case TDG_RETRY: return "TDG_RETRY";
  case TDG_BAD_INPUT: return "TDG_BAD_INPUT";
  case TDG_DENIED: return "TDG_DENIED";
  case TDG_BAD_CONFIG: return "TDG_BAD_CONFIG";
  default: return "TDG_INTERNAL";
  }
}

/* What a component says of a document is a result; how a worker died is not the same in each run. */
static void failed_line(struct trial *t, const struct job *job) {
  buf_printf(&t->out, "{\"error\":{\"code\":\"%s\"", job_error_word(job));
  json_put_text(&t->out, "message", tdg_str_of(job->message));
  buf_str(&t->out, "}}");
  trial_line(t);
}

/* What its worker printed last stands at the end of the message, in one line. */
static void say_words(const char *words) {
  for (const char *end; words != NULL; words = end != NULL ? end + 3 : NULL) {
    end = strstr(words, " | ");
    say_error("    %.*s\n", (int)(end != NULL ? (size_t)(end - words) : strlen(words)), words);
  }
}

/* Without isolation the name stands in front. */
static const char *without_name(const char *said, const char *name) {
  size_t n = strlen(name);
  if (strncmp(said, name, n) != 0 || said[n] != ':') return said;
  return said + n + 1 + strspn(said + n + 1, " ");
}

void trial_failed(struct trial *t, const struct job *job, const char *what) {
  t->failures++;
  if (t->golden && job->cause == CAUSE_NONE) failed_line(t, job);
  else trial_tell(t, job, what);
}

void trial_tell(const struct trial *t, const struct job *job, const char *what) {
  static const char last[] = "; it printed last: ";
  if (t->watch != NULL) return;
  const struct component_info *c = t->component;
  const char *said = without_name(job->message, c->name);
  const char *words = job->cause != CAUSE_NONE ? strstr(said, last) : NULL;
  if (said[0] == '\0') said = "it gave no reason; return tdg_fail(call, status, \"...\")";
  say_error("tidings plugin %s: %s %s (%s): %s: %s", t->file->command, plugin_kind_name(c->kind), c->name,
            c->plugin->id, what, job_error_word(job));
  if (job->cause == CAUSE_NONE) say_error(" (%s)", status_name(job->status));
  say_error(": %.*s%s\n", (int)(words != NULL ? (size_t)(words - said) : strlen(said)), said,
            words != NULL ? "; it printed last:" : "");
  if (words != NULL) say_words(words + strlen(last));
}

int trial_code(const struct trial *t) {
  if (t->failures + t->mistakes == 0) return CLI_DONE;
  return t->died || t->failures == t->calls ? CLI_FAILED : CLI_PARTLY;
}

void trial_mistake(struct trial *t, const char *id, const char *fmt, ...) {
  char text[2000];
  va_list ap;
  t->mistakes++;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  if (t->watch == NULL) trial_say(t, "%s", text);
  else if (t->watch->mistake != NULL) t->watch->mistake(t->watch->arg, id, text);
}

void trial_say(const struct trial *t, const char *fmt, ...) {
  va_list ap;
  if (t->watch != NULL) return;
  say_error("tidings plugin %s: %s %s: ", t->file->command, plugin_kind_name(t->component->kind),
            t->component->name);
  va_start(ap, fmt);
  say_vto(stderr, fmt, ap);
  va_end(ap);
  say_error("\n");
}

const tdg_rec *trial_with_kept(struct trial *t, struct arena *a, const tdg_rec *in) {
  const struct cli_texts *keep = &t->opt->keep;
  struct option_value *v = arena_zalloc(a, (keep->n + 1) * sizeof *v);
  if (keep->n == 0) return in;
  if (split_pairs(a, t->file->command, "--keep", "NAME=VALUE", keep, v) < 0) return NULL;
  tdg_rec *out = rec_copy(a, in, rec_kind(in));
  for (size_t i = 0; i < keep->n; i++) {
    tdg_rec *one = rec_new(a, TDG_GROUP);
    rec_put_str(one, TDG_NAME, v[i].name);
    rec_put_str(one, TDG_BODY, v[i].value);
    rec_put_rec(out, TDG_KEPT, one);
  }
  return out;
}

int64_t trial_now(const struct trial *t) { return t->golden ? TRIAL_TIME * INT64_C(1000) : clock_wall_ms(); }
