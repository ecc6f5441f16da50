/* One source, many wrong plugins: CASE says what is wrong. Each is refused with a reason; none harms the
 * others. */
#include <tidings/plugin.h>

#include <assert.h>
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
#define MIN_ABOVE_MAX 45
#define NO_CHOICES 46
#define NO_FLUSH 52
#define NO_CLAIMS 53
#define ONE_MEMBER 31
#define OPTION_NAME 32
#define SLASH_IN_NAME 33
#define NO_JUDGE 34
#define NO_PATH 35
#define KIT_NOT_LINKED 36
#define SMALL_OPTIONS 37
#define UNKNOWN_OPTION 38
#define ASSERTS_EARLY 39
#define PRINTS_EARLY 40 /* told by nobody: the description is not disturbed */
#define LONG_ID 41
#define NO_VERSION 42
#define WRONG_COMPONENT_SIZE 43
#define OPTION_MISPLACED 44
#define CAPITALS 47
#define CAPITALS_THEN 48 /* of revision 1 */
#define ID_OF_WORDS 49
#ifndef SECOND
#define SECOND "second"
#endif
#ifndef ID
#define ID "org.example.malformed"
#endif

static int run(tdg_call *call, void *self, const tdg_rec *in) {
  (void)self;
  return tdg_emit(call, in);
}

struct conf {
  int64_t a, b;
};
static const struct tdg_option options[] = {
    TDG_OPT(struct conf, a, TDG_O_INT, CASE == NO_PATH ? TDG_O_READ : 0, CASE == BAD_DEFAULT ? "ten" : "1",
            CASE == MIN_ABOVE_MAX ? 5 : 0, CASE == MIN_ABOVE_MAX ? 3 : 0, "A number."),
    {.name = CASE == OPTION_TWICE  ? "a"
             : CASE == OPTION_NAME ? "Most Items"
                                   : "b",
     .def = CASE == NO_CHOICES ? NULL : "2",
     .help = "Another.",
     .type = CASE == NO_CHOICES       ? TDG_O_ENUM
             : CASE == UNKNOWN_OPTION ? 29
                                      : TDG_O_INT,
     .offset = CASE == OPTION_OUTSIDE     ? 4000
               : CASE == ONE_MEMBER       ? 0
               : CASE == OPTION_MISPLACED ? 3
                                          : 8},
};

static const char *const offers[] = {"org.example.malformed/1", NULL};
static const char *const many[] = {"a/1", "b/1", "c/1", "d/1", "e/1", "f/1", "g/1", "h/1", "i/1",
                                   "j/1", "k/1", "l/1", "m/1", "n/1", "o/1", "p/1", "q/1", NULL};

static const struct tdg_component components[] = {
    {.size = CASE == WRONG_COMPONENT_SIZE ? 16 : sizeof(struct tdg_component),
     .kind = CASE == UNKNOWN_KIND ? 77
             : CASE == NO_JUDGE   ? TDG_KIND_STAGE
             : CASE == NO_FLUSH   ? TDG_KIND_SINK
             : CASE == NO_CLAIMS  ? TDG_KIND_FETCHER
                                  : TDG_KIND_PARSER,
     .name = CASE == NAMELESS                            ? NULL
             : CASE == SLASH_IN_NAME                     ? "a/first"
             : CASE == CAPITALS || CASE == CAPITALS_THEN ? "MyParser"
                                                         : "first",
     .summary = CASE == WILD_POINTER ? (const char *)16 : "A component",
     .options = options,
     .n_options = 2,
     .option_size = CASE == SMALL_OPTIONS ? 8 : sizeof(struct tdg_option),
     .conf_size = sizeof(struct conf),
     .needs = CASE == UNKNOWN_NEED ? 1024 : 0,
     .run = CASE == NO_RUN ? NULL : run,
     .uses = CASE == MANY_USES ? many : NULL},
    {.size = sizeof(struct tdg_component),
     .kind = TDG_KIND_PARSER,
     .name = CASE == COMPONENT_TWICE ? "first" : SECOND,
     .run = run},
};

static const char long_id[] =
    "org.example.an-id-that-goes-on-for-much-longer-than-the-hundred-bytes-which-the-header-allows-for-an-id";
static const struct tdg_plugin plugin = {
    .size = CASE == SHORT_TABLE ? 24 : sizeof(struct tdg_plugin),
    .rev = CASE == CAPITALS_THEN ? 1 : TDG_REV,
    .rev_min = CASE == NEWER_REVISION ? 900 : 1,
    .component_size = CASE == ZERO_STRIDE    ? 0
                      : CASE == SMALL_STRIDE ? 64
                                             : sizeof(struct tdg_component),
    .id = CASE == NOT_UTF8      ? "org.example.\xff"
          : CASE == LONG_ID     ? long_id
          : CASE == ID_OF_WORDS ? "org example"
                                : ID,
    .version = CASE == NO_VERSION ? NULL : "1",
    .components = CASE == NO_COMPONENTS ? NULL : components,
    .n_components = CASE == MANY_COMPONENTS ? 1000000 : 2,
    .offers = CASE == OFFERS_NOTHING ? offers : NULL,
};

#if CASE == ASSERTS_EARLY || CASE == PRINTS_EARLY
__attribute__((constructor)) static void speak(void) {
  printf("hello from the plugin\n");
  assert(CASE != ASSERTS_EARLY || !"the tables are not ready");
}
#endif

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
#elif CASE == KIT_NOT_LINKED
struct tdg_str tdg_fold(tdg_call *, struct tdg_str);
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
#elif CASE == KIT_NOT_LINKED
  tdg_fold(NULL, (struct tdg_str){"", 0});
#endif
}
TDG_EXPORT const struct tdg_plugin *tidings_plugin_1(void) {
  misbehave();
  return CASE == RETURNS_NULL ? NULL : &plugin;
}
#endif
