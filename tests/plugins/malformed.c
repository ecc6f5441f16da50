/* One source, many wrong plugins: CASE says what is wrong. Each is refused with a reason; none harms the
 * others. */
#include <tidings/plugin.h>

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define NO_SYMBOL 1
#define NEWER_REVISION 2
#define SHORT_TABLE 3
#define NO_COMPONENTS 4
#define NAMELESS 5
#define ZERO_STRIDE 6
#define CRASH 7
#define HANG 8
#define OPTION_TWICE 9
#define RETURNS_NULL 10
#define UNKNOWN_KIND 11
#define NO_RUN 12
#define COMPONENT_TWICE 13
#define OPTION_OUTSIDE 14
#define BAD_DEFAULT 15
#define CRASH_EARLY 16
#define EXIT_EARLY 17
#define FORK_EARLY 18
#define NOT_UTF8 19
#define BUSY 20
#define WILD_POINTER 21
#define UNDEFINED 22
#define SMALL_STRIDE 23
#define TALKS 24
#define MANY_COMPONENTS 25
#define SOCKET_EARLY 26
#define EATS_MEMORY 27
#define UNKNOWN_NEED 28
#define OFFERS_NOTHING 29
#define MANY_USES 30

static int run(tdg_call *call, void *self, const tdg_rec *in) {
  (void)self;
  return tdg_emit(call, in);
}

struct conf {
  int64_t a, b;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, a, TDG_O_INT, 0, CASE == BAD_DEFAULT ? "ten" : "1", 0, 0, "A number."),
    {.name = CASE == OPTION_TWICE ? "a" : "b",
     .def = "2",
     .help = "Another.",
     .type = TDG_O_INT,
     .offset = CASE == OPTION_OUTSIDE ? 4000 : 8},
};

static const char *const offers[] = {"org.example.malformed/1", NULL};
static const char *const many[] = {"a/1", "b/1", "c/1", "d/1", "e/1", "f/1", "g/1", "h/1", "i/1",
                                   "j/1", "k/1", "l/1", "m/1", "n/1", "o/1", "p/1", "q/1", NULL};

static const struct tdg_component components[] = {
    {.size = sizeof(struct tdg_component),
     .kind = CASE == UNKNOWN_KIND ? 77 : TDG_KIND_PARSER,
     .name = CASE == NAMELESS ? NULL : "first",
     .summary = CASE == WILD_POINTER ? (const char *)16 : "A component",
     .options = options,
     .n_options = 2,
     .option_size = sizeof(struct tdg_option),
     .conf_size = sizeof(struct conf),
     .needs = CASE == UNKNOWN_NEED ? 1024 : 0,
     .run = CASE == NO_RUN ? NULL : run,
     .uses = CASE == MANY_USES ? many : NULL},
    {.size = sizeof(struct tdg_component),
     .kind = TDG_KIND_PARSER,
     .name = CASE == COMPONENT_TWICE ? "first" : "second",
     .run = run},
};

static const struct tdg_plugin plugin = {
    .size = CASE == SHORT_TABLE ? 24 : sizeof(struct tdg_plugin),
    .rev = TDG_REV,
    .rev_min = CASE == NEWER_REVISION ? 900 : 1,
    .component_size = CASE == ZERO_STRIDE    ? 0
                      : CASE == SMALL_STRIDE ? 64
                                             : sizeof(struct tdg_component),
    .id = CASE == NOT_UTF8 ? "org.example.\xff" : "org.example.malformed",
    .version = "1",
    .components = CASE == NO_COMPONENTS ? NULL : components,
    .n_components = CASE == MANY_COMPONENTS ? 1000000 : 2,
    .offers = CASE == OFFERS_NOTHING ? offers : NULL,
};

#if CASE == CRASH_EARLY || CASE == EXIT_EARLY || CASE == FORK_EARLY || CASE == SOCKET_EARLY
__attribute__((constructor)) static void early(void) {
  if (CASE == CRASH_EARLY) abort();
  if (CASE == EXIT_EARLY) _exit(0);
  if (CASE == FORK_EARLY && fork() == 0) _exit(0);
  if (CASE == SOCKET_EARLY && socket(AF_INET, SOCK_STREAM, 0) < 0) _exit(3);
}
#endif

#if CASE == NO_SYMBOL
TDG_EXPORT const struct tdg_plugin *tidings_plugin_0(void);
const struct tdg_plugin *tidings_plugin_0(void) { return &plugin; }
#else
#if CASE == UNDEFINED
void a_function_that_is_nowhere(void);
#endif
static void misbehave(void) {
  volatile uintptr_t nowhere = 8;
  static const char words[] = "{\"id\": \"org.example.liar\"}\n";
  volatile unsigned long n = 0;
  if (CASE == CRASH) *(volatile int *)nowhere = 1;
  while (CASE == HANG) sleep(100);
  while (CASE == BUSY) n++;
  while (CASE == EATS_MEMORY) memset(malloc(1 << 20), 1, 1 << 20);
  if (CASE == TALKS && write(1, words, strlen(words)) > 0) _exit(0);
#if CASE == UNDEFINED
  a_function_that_is_nowhere();
#endif
}
TDG_EXPORT const struct tdg_plugin *tidings_plugin_1(void) {
  misbehave();
  return CASE == RETURNS_NULL ? NULL : &plugin;
}
#endif
