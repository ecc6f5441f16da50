/* worker/serve.c - a worker from its start to READY; see serve.h and frame.h.
 *
 * Order: read OPEN (from the engine, which is trusted), check the plugin's file, limit descriptors and
 * resources, close the first lock, load the plugin and open what must be opened early, close the second lock,
 * call the component's open(), then serve_loop().  A failure before READY is reported in a DONE for call 0,
 * with what to do, and the worker ends.
 */
#include "worker/serve.h"

#include "plugin/option.h"
#include "util/check.h"
#include "util/os.h"
#include "worker/bridge.h"
#include "worker/host_check.h"
#include "worker/plugin_clock.h"
#include "worker/serve_priv.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <time.h>
#include <unistd.h>

enum { MAX_OUT = 1 << 20, KEPT_BLOCK = 2 << 20 /* more than a block of an arena */, KEPT_MEMORY = 8 << 20 };

__attribute__((format(printf, 4, 5))) static int refuse(struct server *s, int code, int status,
                                                        const char *fmt, ...) {
  char text[2000];
  va_list ap;
  va_start(ap, fmt);
  vsnprintf(text, sizeof text, fmt, ap);
  va_end(ap);
  serve_done(s, 0, status, text, 0);
  serve_flush(s);
  return code;
}

/* Read the first frame.  Its payload is copied to the arena, because options must stay valid as long as the
 * worker. */
static int read_open(struct server *s) {
  struct frame f;
  void *block;
  int got;
  while ((got = frame_reader_next(&s->in, &f)) == 0)
    if (serve_read(s, 1) < 0) return -1;
  if (got < 0 || f.type != FRAME_OPEN) return -1;
  f.p = (const unsigned char *)arena_copy(&s->config, f.p, f.n);
  return frame_open_get(&f, &s->open, &block); /* block is never freed */
}

static void set_box(struct sandbox *box, const struct server *s, uint32_t needs) {
  *box = (struct sandbox){.set = SANDBOX_SERVE,
                          .needs = needs,
                          .limits = s->open.limits,
                          .fd = s->fd,
                          .read_paths = s->open.read_paths,
                          .n_read = s->open.n_read,
                          .write_paths = s->open.write_paths,
                          .n_write = s->open.n_write,
                          .extensions = s->open.extensions,
                          .n_extensions = s->open.n_extensions};
}

/* Before any code of the plugin runs, and before the change of user. */
static int look_at(struct server *s, const char *file) {
  struct plugin_why w = {.passing = 0};
  if (plugin_file_check(file, &w) == 0 && plugin_elf_check(file, &w) == 0) return 0;
  return refuse(s, WORKER_EXIT_PLUGIN, TDG_INTERNAL, "%s: found %s; wanted %s; %s", file, w.found, w.wanted,
                w.todo);
}

/* The component's own file, and those of the extensions that it uses. */
static int look_at_all(struct server *s, const char *file) {
  int rc = look_at(s, file);
  for (uint32_t i = 0; rc == 0 && i < s->open.n_extensions; i++)
    if (s->open.extensions[i].file[0] != '\0') rc = look_at(s, s->open.extensions[i].file);
  return rc;
}

struct load {
  struct server *server;
  const char *file, *component;
  int rc;
};

static int load_plugin(struct server *s, const char *file, const char *component) {
  struct plugin_why w = {.passing = 0};
  s->plugin = plugin_map(file, &w);
  if (s->plugin == NULL)
    return refuse(s, WORKER_EXIT_PLUGIN, TDG_INTERNAL, "%s: found %s; wanted %s; %s", file, w.found, w.wanted,
                  w.todo);
  if (plugin_component_named(s->plugin, component, &s->component) < 0)
    return refuse(s, WORKER_EXIT_PLUGIN, TDG_BAD_CONFIG, "%s has no component named %s", file, component);
  if (s->component.kind == TDG_KIND_STORE)
    return refuse(s, WORKER_EXIT_PLUGIN, TDG_BAD_CONFIG, "%s is a store: it runs inside the engine",
                  component);
  return 0;
}

static int load_extensions(struct server *s) {
  struct plugin_why w = {.passing = 0};
  for (uint32_t i = 0; i < s->open.n_extensions; i++) {
    const struct frame_extension *x = &s->open.extensions[i];
    const struct tdg_plugin *other = x->file[0] != '\0' ? plugin_map(x->file, &w) : NULL;
    const void *table = other != NULL ? plugin_offered(other, x->id, &w) : NULL;
    if (x->file[0] != '\0' && table == NULL)
      return refuse(s, WORKER_EXIT_PLUGIN, TDG_INTERNAL, "%s: found %s; wanted %s; %s", x->file, w.found,
                    w.wanted, w.todo);
    host_extend(&s->call, x->id, table);
  }
  return 0;
}

static void load(void *arg) {
  struct load *l = arg;
  l->rc = load_plugin(l->server, l->file, l->component);
  if (l->rc == 0) l->rc = load_extensions(l->server);
}

static const char *need_name(uint32_t need) {
  return need & TDG_NEEDS_NET ? "the network" : need & TDG_NEEDS_READ ? "files to read" : "files to write";
}

static int check_grant(struct server *s) {
  uint32_t missing = s->component.needs & ~s->open.granted;
  if (missing == 0) return 0;
  return refuse(s, WORKER_EXIT_PLUGIN, TDG_DENIED, "%s needs %s, which the configuration does not grant",
                s->component.name, need_name(missing));
}

/* What it needs, and files that the configuration names for it, which it need not insist on. */
static uint32_t rights_of(const struct server *s) {
  return s->open.granted & (s->component.needs | TDG_NEEDS_READ | TDG_NEEDS_WRITE);
}

/* The C library loads the modules that /etc/nsswitch.conf names for hosts when the first name needs them; nothing can be loaded
 * then any more, and to ask for such a name now could take as long as its name server likes. */
static void load_name_services(void) {
  char line[500], file[120], *word, *rest;
  FILE *f = fopen("/etc/nsswitch.conf", "re");
  while (f != NULL && fgets(line, sizeof line, f) != NULL) {
    if (strncmp(line, "hosts:", 6) != 0) continue;
    for (word = strtok_r(line + 6, " \t\n", &rest); word != NULL; word = strtok_r(NULL, " \t\n", &rest)) {
      snprintf(file, sizeof file, "libnss_%.80s.so.2", word);
      if (word[0] != '[' && strchr(word, '/') == NULL)
        dlopen(file, RTLD_NOW); /* kept: the library finds it loaded */
    }
  }
  if (f != NULL) fclose(f);
}

/* Open what cannot be opened later: time zones, and the modules that name resolution loads on first use. */
static void warm_up(uint32_t needs) {
  struct addrinfo *found = NULL;
  tzset();
  if (!(needs & TDG_NEEDS_NET)) return;
  load_name_services();
  if (getaddrinfo("localhost", "80", NULL, &found) == 0) freeaddrinfo(found);
}

static int lock(struct server *s, struct sandbox *box) {
  char why[WORKER_WHY];
  if (s->open.sandbox != FRAME_SANDBOX_FULL) return 0;
  if (sandbox_lock(box, why) == 0) return 0;
  return refuse(s, WORKER_EXIT_SANDBOX, TDG_DENIED, "the sandbox: %s", why);
}

/* Each thread of a plugin (libcurl resolves names in threads) would get a heap of its own, which reserves 64
 * to 128 MiB of the limited address space; after a few of them no further thread could start.  What one document
 * needed is kept for the next one. */
static void set_up_heap(const struct server *s) {
  os_share_heap();
  if (s->open.check & FRAME_CHECK_FILL) os_fill_memory();
  os_keep_memory(KEPT_MEMORY, KEPT_BLOCK);
}

/* Close the first lock, by the granted rights (the needs are not known yet), and load the plugin inside
 * it. */
static int load_locked(struct server *s, const char *file, const char *component, struct sandbox *box) {
  struct load l = {s, file, component, 0};
  char why[WORKER_WHY];
  int full = s->open.sandbox == FRAME_SANDBOX_FULL;
  set_box(box, s, s->open.granted);
  box->set = SANDBOX_LOAD;
  box->plugin = file;
  int rc = full ? sandbox_limit(box, why) : 0;
  sandbox_report_signals(s->fd,
                         &s->call_no); /* opens a descriptor, so call it after the others were closed */
  if (rc == 0 && full) rc = sandbox_load(box, load, &l, why);
  else if (rc == 0) load(&l);
  return rc == 0 ? l.rc : refuse(s, WORKER_EXIT_SANDBOX, TDG_DENIED, "the sandbox: %s", why);
}

static int configure(struct server *s, void **conf) {
  const struct tdg_component *c = &s->component;
  char err[OPTION_ERROR];
  struct option_info *table = arena_zalloc(&s->config, (c->n_options + 1) * sizeof *table);
  struct option_value *values = arena_zalloc(&s->config, (s->open.n_options + 1) * sizeof *values);
  for (uint32_t i = 0; i < s->open.n_options; i++)
    values[i] = (struct option_value){s->open.options[i].name, s->open.options[i].value};
  *conf = arena_zalloc(&s->config, (size_t)c->conf_size + 1);
  if (option_table(c->options, c->n_options, c->option_size, c->conf_size, table, err) == 0 &&
      option_fill(table, c->n_options, values, s->open.n_options, *conf, c->conf_size, &s->config, err) == 0)
    return 0;
  return refuse(s, WORKER_EXIT_PLUGIN, TDG_BAD_CONFIG, "%s", err);
}

static volatile sig_atomic_t continued;
static void on_continue(int signal) { (void)signal, continued = 1; }

static int is_traced(void) {
  char text[4096] = "";
  int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  ssize_t n = fd >= 0 ? read(fd, text, sizeof text - 1) : 0;
  const char *at = n > 0 ? strstr(text, "TracerPid:") : NULL;
  if (fd >= 0) close(fd);
  return at != NULL && atoi(at + strlen("TracerPid:")) != 0;
}

/* Until a debugger has attached and continues this process, or SIGCONT comes, or the engine is gone.  It does not
 * stop by a signal, which the debugger would deliver again.  A debugger may attach to a process that is not its
 * child only if that permits it (Yama). */
static void wait_for_debugger(struct server *s) {
  struct pollfd engine = {s->fd, 0, 0};
  char text[300];
  snprintf(text, sizeof text,
           "process %d waits before open: attach with `gdb -p %d`, set breakpoints, continue   (without a "
           "debugger: kill -CONT %d)",
           (int)getpid(), (int)getpid(), (int)getpid());
#ifdef PR_SET_PTRACER
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
#endif
  signal(SIGCONT, on_continue);
  serve_log(s, 0, TDG_LOG_WARNING, text);
  if (serve_flush(s) < 0) return;
  while (!continued && !is_traced() && (engine.revents & POLLHUP) == 0) poll(&engine, 1, 50);
}

static int open_component(struct server *s) {
  void *conf = NULL;
  int rc = s->open.n_command > 0 ? 0 : configure(s, &conf); /* only a program itself knows its options */
  mistakes_of(&s->call.mistakes, &s->component, s->plugin, s->open.n_command > 0);
  if (rc != 0 || s->component.open == NULL) return rc;
  host_begin(&s->call, host_clock(&s->component));
  s->call.no_values = 1;
  serve_meter_begin(s);
  int status = host_status(&s->call, CALLED_OPEN, s->component.open(&s->call.pub, conf, &s->self), NULL);
  serve_meter_end(s);
  if (status >= 0) return 0;
  return refuse(s, WORKER_EXIT_PLUGIN, status, "%s",
                s->call.message[0] != '\0' ? s->call.message
                                           : "open failed and gave no reason: say it with tdg_fail()");
}

static int prepare(struct server *s, const char *plugin, const char *component) {
  struct sandbox box;
  set_up_heap(s);
  int rc = look_at_all(s, plugin);
  if (rc == 0) rc = load_locked(s, plugin, component, &box);
  if (rc == 0) rc = check_grant(s);
  if (rc != 0) return rc;
  box.set = SANDBOX_SERVE;
  box.needs = rights_of(s);
  warm_up(box.needs);
  rc = lock(s, &box);
  if (rc == 0 && s->open.sandbox == FRAME_SANDBOX_DEBUG) wait_for_debugger(s);
  if (rc == 0) rc = open_component(s);
  if (rc != 0) return rc;
  serve_ready(s, box.landlock);
  return serve_flush(s) < 0 ? WORKER_EXIT_CLOSED : 0;
}

/* ---- a program ---- */

static void load_nothing(void *arg) { (void)arg; }

/* The worker itself only computes: the rights are the program's. */
static int lock_bridge(struct server *s, pid_t program) {
  char why[WORKER_WHY];
  struct sandbox box;
  set_box(&box, s, 0);
  box.set = SANDBOX_LOAD;
  box.child = program;
  int rc = sandbox_limit(&box, why);
  sandbox_report_signals(s->fd, &s->call_no);
  if (rc == 0) rc = sandbox_load(&box, load_nothing, NULL, why);
  box.set = SANDBOX_SERVE;
  if (rc == 0) rc = sandbox_lock(&box, why);
  s->landlock = box.landlock;
  return rc == 0 ? 0 : refuse(s, WORKER_EXIT_SANDBOX, TDG_DENIED, "the sandbox: %s", why);
}

static int prepare_program(struct server *s, const char *kind, const char *name) {
  static struct tdg_plugin plugin = {.size = sizeof plugin, .rev = TDG_REV, .id = "exec", .version = "-"};
  char why[WORKER_WHY];
  pid_t program = bridge_start(&s->open, name, why);
  if (program < 0) return refuse(s, WORKER_EXIT_PLUGIN, TDG_BAD_CONFIG, "%s", why);
  bridge_component(&s->open, plugin_kind_number(kind), name, program, &s->component, &s->self);
  s->plugin = &plugin;
  int rc = lock_bridge(s, program);
  if (rc == 0) rc = open_component(s);
  if (rc != 0) return rc;
  serve_ready(s, s->landlock);
  return serve_flush(s) < 0 ? WORKER_EXIT_CLOSED : 0;
}

/* ---- from start to end ---- */

static void set_check(struct server *s) {
  const uint32_t check = s->open.check;
  if (check & FRAME_CHECK_CALLS)
    host_check_begin(&s->call, (check & FRAME_CHECK_OVERWRITE) != 0, (check & FRAME_CHECK_GUARD) != 0);
  plugin_clock_ahead = check & FRAME_CHECK_CLOCK ? PLUGIN_CLOCK_ELSEWHERE : 0;
  plugin_clock_still = check & FRAME_CHECK_STILL ? PLUGIN_CLOCK_AT : 0;
  s->call.metered = (check & FRAME_CHECK_METER) != 0;
}

static struct server *server_new(int fd) {
  setvbuf(stdout, NULL, _IOLBF, 0); /* what a plugin prints is told, also when it dies then */
  struct server *s = check_alloc(sizeof *s);
  memset(s, 0, sizeof *s);
  s->fd = fd;
  s->budget_at = -1;
  s->out = buf_make(MAX_OUT);
  frame_reader_init(&s->in, FRAME_FROM_ENGINE, FRAME_MAX_PAYLOAD);
  if (read_open(s) < 0) return NULL;
  host_init(&s->call, &(struct host_sink){.emit = serve_host_emit, .log = serve_host_log, .arg = s});
  set_check(s);
  s->call.arena.limit = (size_t)s->open.limits.memory;
  return s;
}

int worker_serve_program(int fd, const char *kind, const char *name) {
  struct server *s = server_new(fd);
  if (s == NULL) return WORKER_EXIT_PROTOCOL;
  int rc = prepare_program(s, kind, name);
  return rc != 0 || s->broken ? rc : serve_loop(s);
}

int worker_serve(int fd, const char *plugin, const char *component) {
  struct server *s = server_new(fd);
  if (s == NULL) return WORKER_EXIT_PROTOCOL;
  if (s->open.check & FRAME_CHECK_METER) plugin_reads.file = plugin;
  int rc = prepare(s, plugin, component);
  return rc != 0 || s->broken ? rc : serve_loop(s); /* the exit of the process frees all memory */
}
