/* util/test_util.c - the foundations: memory, buffers, maps, ids, log lines, UTF-8, and how the program ends.
 */
#include "util/arena.h"
#include "util/bytebuf.h"
#include "util/check.h"
#include "util/clean.h"
#include "util/id.h"
#include "util/log.h"
#include "util/map.h"
#include "util/redact.h"
#include "util/say.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* What a child that runs fn says on standard error, and how it ends. */
static int ends_with(void (*fn)(void), char *said, size_t size) {
  int fds[2], status;
  size_t n = 0;
  ssize_t got;
  assert_int_equal(pipe(fds), 0);
  pid_t pid = fork();
  assert_true(pid >= 0);
  if (pid == 0) {
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    signal(SIGABRT, SIG_DFL); /* not the test runner's */
    dup2(fds[1], STDERR_FILENO);
    close(fds[0]);
    fn();
    _exit(0);
  }
  close(fds[1]);
  while (n + 1 < size && (got = read(fds[0], said + n, size - 1 - n)) > 0) n += (size_t)got;
  said[n] = '\0';
  close(fds[0]);
  assert_int_equal(waitpid(pid, &status, 0), pid);
  return status;
}

/* ---- arena ----------------------------------------------------------------------------------------------
 */

static void allocations_are_aligned_and_apart(void **state) {
  struct arena a = {0};
  char *before = NULL;
  (void)state;
  for (size_t n = 0; n < 300; n++) {
    char *p = arena_alloc(&a, n);
    assert_int_equal((uintptr_t)p % 16, 0);
    assert_true(p != before);
    memset(p, (int)n, n);
    if (n > 1) assert_int_equal((unsigned char)before[n - 2], (n - 1) & 0xFF);
    before = p;
  }
  char *big = arena_alloc(&a, 3 << 20); /* larger than any block */
  memset(big, 1, 3 << 20);
  assert_int_equal((uintptr_t)big % 16, 0);
  char *zero = arena_zalloc(&a, 1000);
  for (int i = 0; i < 1000; i++) assert_int_equal(zero[i], 0);
  arena_free(&a);
  assert_null(a.head);
  assert_int_equal(a.used, 0);
}

static void the_newest_allocation_grows_in_place_others_are_copied(void **state) {
  struct arena a = {0};
  (void)state;
  char *p = arena_copy(&a, "0123456789", 10);
  assert_ptr_equal(arena_grow(&a, p, 11, 500), p);
  assert_string_equal(p, "0123456789");
  char *behind = arena_alloc(&a, 16); /* now p is not the newest */
  assert_true(behind >= p + 500);
  char *moved = arena_grow(&a, p, 500, 1000);
  assert_ptr_not_equal(moved, p);
  assert_string_equal(moved, "0123456789");
  char *large = arena_grow(&a, moved, 1000, 100000); /* more than the block has */
  assert_ptr_not_equal(large, moved);
  assert_string_equal(large, "0123456789");
  memset(large, 7, 100000);
  assert_non_null(arena_grow(&a, NULL, 0, 10));
  arena_free(&a);
}

static void reset_keeps_blocks_for_the_next_unit(void **state) {
  struct arena a = {.limit = 100 << 20};
  (void)state;
  for (int i = 0; i < 100; i++) arena_alloc(&a, 10000);
  arena_reset(&a);
  assert_int_equal(a.used, 0);
  assert_int_equal(a.limit, 100 << 20);
  size_t kept = a.kept_bytes;
  assert_in_range(kept, 100 * 10000, 4 << 20);
  for (int round = 0; round < 5; round++) { /* a unit of that size allocates nothing */
    for (int i = 0; i < 100; i++) arena_alloc(&a, 10000);
    arena_reset(&a);
    assert_int_equal(a.kept_bytes, kept);
  }
  arena_free(&a);
  for (int i = 0; i < 100; i++) arena_alloc(&a, 1 << 20);
  arena_reset(&a);
  assert_in_range(a.kept_bytes, 1, 4 << 20);
  arena_free(&a);
  arena_alloc(&a, 20 << 20);
  arena_reset(&a); /* too large to be kept by a worker that saw one large page */
  assert_null(a.kept);
  arena_free(&a);
}

static void what_came_after_a_mark_is_given_back(void **state) {
  struct arena a = {0};
  (void)state;
  struct arena_mark empty = arena_mark(&a);
  char *kept = arena_copy(&a, "kept", 4);
  struct arena_mark m = arena_mark(&a);
  size_t used = a.used;
  char *first = arena_alloc(&a, 100);
  for (int i = 0; i < 50; i++) memset(arena_alloc(&a, 50000), i, 50000);
  arena_release(&a, m);
  assert_int_equal(a.used, used);
  assert_string_equal(kept, "kept");
  assert_ptr_equal(arena_alloc(&a, 100), first);
  arena_release(&a, empty);
  assert_null(a.head);
  assert_non_null(arena_alloc(&a, 1));
  arena_free(&a);
}

static void text_is_written_into_the_arena(void **state) {
  struct arena a = {0};
  char long_text[5000];
  (void)state;
  memset(long_text, 'x', sizeof long_text - 1);
  long_text[sizeof long_text - 1] = '\0';
  assert_string_equal(arena_printf(&a, "%d %s", 42, "words"), "42 words");
  assert_int_equal(strlen(arena_printf(&a, "<%s>", long_text)), 5001);
  assert_string_equal(arena_copy(&a, "ab\0cd", 0), "");
  assert_memory_equal(arena_copy(&a, "ab\0cd", 5), "ab\0cd", 6);
  arena_free(&a);
}

static void exceed_limit(void) {
  struct arena a = {.limit = 1 << 20};
  for (int i = 0; i < 5000; i++) arena_alloc(&a, 1000);
}

static void exceed_limit_by_growing(void) {
  struct arena a = {.limit = 1 << 20};
  char *p = arena_alloc(&a, 16);
  for (size_t n = 16; n < (size_t)8 << 20; n *= 2) p = arena_grow(&a, p, n, n * 2);
}

static void want_the_impossible(void) {
  struct arena a = {0};
  arena_alloc(&a, SIZE_MAX / 2);
}

static void grow_to_the_impossible(void) {
  struct arena a = {0};
  arena_grow(&a, arena_alloc(&a, 16), 16, SIZE_MAX - 3);
}

static void the_limit_ends_the_process_with_its_own_code(void **state) {
  char said[500];
  (void)state;
  int status = ends_with(exceed_limit, said, sizeof said);
  assert_true(WIFEXITED(status));
  assert_int_equal(WEXITSTATUS(status), EXIT_OUT_OF_MEMORY);
  assert_non_null(strstr(said, "1048576 bytes"));
  status = ends_with(exceed_limit_by_growing, said, sizeof said);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_OUT_OF_MEMORY);
  status = ends_with(want_the_impossible, said, sizeof said);
  assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
  status = ends_with(grow_to_the_impossible, said, sizeof said);
  assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

/* ---- buf ------------------------------------------------------------------------------------------------
 */

static void a_buffer_takes_what_fits_and_says_when_it_is_full(void **state) {
  struct buf b = buf_make(10);
  (void)state;
  assert_string_equal(b.p, "");
  assert_int_equal(buf_str(&b, "12345"), 0);
  assert_int_equal(buf_printf(&b, "%d", 678), 0);
  assert_int_equal(buf_str(&b, "9ab"), -1);
  assert_int_equal(b.full, 1);
  assert_string_equal(b.p, "12345678"); /* nothing of it was added */
  assert_int_equal(buf_printf(&b, "%s", "9ab"), -1);
  assert_int_equal(buf_add(&b, "9\0", 2), 0);
  assert_int_equal(buf_char(&b, 'c'), -1);
  assert_null(buf_space(&b, SIZE_MAX));
  assert_int_equal(b.n, 10);
  buf_clear(&b);
  assert_int_equal(b.full, 0);
  assert_string_equal(b.p, "");
  assert_int_equal(buf_str(&b, "again"), 0);
  buf_free(&b);
  assert_string_equal(b.p, "");
  assert_int_equal(b.max, 10);
}

/* ---- map ------------------------------------------------------------------------------------------------
 */

static void a_map_holds_what_was_put_while_it_grows(void **state) {
  enum { MANY = 20000 };
  struct map m = {0};
  static int values[MANY];
  (void)state;
  assert_null(map_get(&m, "x", 1));
  for (int i = 0; i < MANY; i++) {
    char key[20];
    int n = snprintf(key, sizeof key, "key %d", i);
    map_put(&m, key, (size_t)n, &values[i]);
  }
  assert_int_equal(m.used, MANY);
  assert_true(m.used * 4 <= m.cap * 3);
  for (int i = 0; i < MANY; i++) {
    char key[20];
    int n = snprintf(key, sizeof key, "key %d", i);
    assert_ptr_equal(map_get(&m, key, (size_t)n), &values[i]);
  }
  assert_null(map_get(&m, "key 20000", 9));
  assert_null(map_get(&m, "key 1", 4)); /* a prefix is another key */
  map_free(&m);
  assert_null(map_get(&m, "key 1", 5));
}

static void putting_again_replaces_and_null_removes(void **state) {
  struct map m = {0};
  int a, b;
  size_t at = 0, seen = 0;
  (void)state;
  map_put(&m, "k\0x", 3, &a);
  map_put(&m, "k\0y", 3, &a);
  map_put(&m, "k\0x", 3, &b);
  map_put(&m, "", 0, &b);
  assert_int_equal(m.used, 3);
  assert_ptr_equal(map_get(&m, "k\0x", 3), &b);
  assert_ptr_equal(map_get(&m, "", 0), &b);
  map_put(&m, "k\0y", 3, NULL);
  assert_null(map_get(&m, "k\0y", 3));
  for (struct map_slot *s; (s = map_next(&m, &at)) != NULL; seen++) assert_ptr_equal(s->value, &b);
  assert_int_equal(seen, 2);
  map_free(&m);
}

static void numbers_are_keys_too(void **state) {
  static const int64_t keys[] = {0, 1, -1, INT64_MAX, INT64_MIN, 256};
  struct map m = {0};
  int values[6];
  (void)state;
  for (size_t i = 0; i < 6; i++) map_put_int(&m, keys[i], &values[i]);
  for (size_t i = 0; i < 6; i++) assert_ptr_equal(map_get_int(&m, keys[i]), &values[i]);
  assert_null(map_get_int(&m, 2));
  map_free(&m);
}

/* ---- id -------------------------------------------------------------------------------------------------
 */

static void ids_are_letters_in_order(void **state) {
  static const int64_t ids[] = {
      1, 31, 32, 1 << 20, 1767225600000LL << 20, (1767225600000LL << 20) + 1, INT64_MAX - 1};
  char text[ID_LETTERS + 1], before[ID_LETTERS + 1] = "";
  (void)state;
  for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
    id_text(ids[i], text);
    assert_int_equal(strlen(text), ID_LETTERS);
    assert_true(strcmp(before, text) < 0);
    memcpy(before, text, sizeof text);
  }
  id_text(33, text);
  assert_string_equal(text, "0000000000011");
}

/* ---- log ------------------------------------------------------------------------------------------------
 */

static void log_hostile_text(void) {
  char long_text[10000];
  memset(long_text, 1, sizeof long_text - 1);
  long_text[sizeof long_text - 1] = '\0';
  log_set_level(LOG_WARNING);
  log_error("%s", "a\033[2Jb\nc\rd\x7F"
                  "e\tf \xC2\x9B"
                  "31m \xC3\xA9 \xE2\x82\xAC");
  log_info("not shown");
  log_debug("not shown");
  log_warning("%s", long_text);
  log_warning("last");
}

static const char *cleaned(const char *p, size_t n, enum clean_how how) {
  static struct buf out;
  if (out.cap == 0) out = buf_make(10000);
  buf_clear(&out);
  clean_text(&out, p, n, how);
  return out.p;
}

static void what_a_terminal_obeys_becomes_visible(void **state) {
  static const struct {
    const char *p, *line, *flow;
  } all[] = {
      {"plain \xC3\xA9 \xE6\xB8\xAF", "plain \xC3\xA9 \xE6\xB8\xAF", "plain \xC3\xA9 \xE6\xB8\xAF"},
      {"\033[2J", "\\x1b[2J", "\\x1b[2J"},
      {"\x7F", "\\x7f", "\\x7f"},
      {"\x9B"
       "31m",
       "\\x9b31m", "\\x9b31m"}, /* C1 as a byte */
      {"\xC2\x9B"
       "31m",
       "\\x9b31m", "\\x9b31m"}, /* and as UTF-8 */
      {"a\n\t\r b", "a\\x0a\\x09\\x0d b", "a b"},
      {"a\xE2\x80\xAE"
       "b\xE2\x81\xA6"
       "c",
       "a\\u202eb\\u2066c", "abc"}, /* directions */
      {"a\xE2\x80\xA8"
       "b",
       "a\\u2028b", "a b"},
      {"\xE2\x80\x8F\xD7\x90", "\xE2\x80\x8F\xD7\x90", "\xE2\x80\x8F\xD7\x90"}, /* a mark, not an override */
      {"\xE2\x82 \xFF\xC0\x80", "\\xe2\\x82 \\xff\\xc0\\x80", "\\xe2\\x82 \\xff\\xc0\\x80"},
      {"\xED\xA0\x80", "\\xed\\xa0\\x80", "\\xed\\xa0\\x80"}};
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
    assert_string_equal(cleaned(all[i].p, strlen(all[i].p), CLEAN_LINE), all[i].line);
    assert_string_equal(cleaned(all[i].p, strlen(all[i].p), CLEAN_FLOW), all[i].flow);
  }
  assert_string_equal(cleaned("a\0b", 3, CLEAN_LINE), "a\\x00b");
}

static const char *redacted(const char *p) {
  static struct buf out;
  if (out.cap == 0) out = buf_make(100000);
  buf_clear(&out);
  redact_text(&out, p, strlen(p));
  return out.p;
}

static void secrets_in_addresses_are_not_shown(void **state) {
  static const char *const all[][2] = {
      {"https://user:pass@host/a", "https://***@host/a"},
      {"https://token@host:8080/a?b=c", "https://***@host:8080/a?b=c"},
      {"ftp://u:p%40x@y@host/", "ftp://***@host/"},
      {"see //user:pass@host/a.", "see //***@host/a."},
      {"http://u:pa/ss@host/x", "http://***@host/x"},
      {"http://u:p?ss@host/x http://u:p#ss@host/", "http://***@host/x http://***@host/"},
      {"http:user:pass@host/ https:/user:pass@host/ HTTP:///u:p@h/",
       "http:***@host/ https:/***@host/ HTTP:///***@h/"},
      {"http://user:half-of-a-pass", "http://***"}, /* cut before its @ */
      {"https://host/@user@else.example/feed.rss", "https://host/@user@else.example/feed.rss"},
      {"http://[::1]:80/a@b http://h:80/a@b", "http://[::1]:80/a@b http://h:80/a@b"},
      {"mailto:desk@daily.example", "mailto:desk@daily.example"},
      {"https://h/f?token=abc", "https://h/f?token=***"},
      {"https://h/f?id=7&API_Key=abc&page=2#x", "https://h/f?id=7&API_Key=***&page=2#x"},
      {"?X-Amz-Signature=abc&X-Amz-Date=20260101", "?X-Amz-Signature=***&X-Amz-Date=***"},
      {"https://h/?%74oken=abc&to%6ben=x", "https://h/?%74oken=***&to%6ben=***"},
      {"https://h/f?token=a%26b;c&d=e", "https://h/f?token=***&d=e"},
      {"https://h/f;jsessionid=abc?x=y", "https://h/f;jsessionid=***"},
      {"https://h/f?a=b;sid=abc", "https://h/f?a=b;sid=***"},
      {"https://h/cb#access_token=abc&state=1", "https://h/cb#access_token=***&state=1"},
      {"https://h/?url=https%3A%2F%2Fu%3Ap%40g%2F%3Fkey%3Dabc%26x%3Dy&z=1",
       "https://h/?url=https%3A%2F%2F***%40g%2F%3Fkey%3D***%26x%3Dy&z=1"},
      {"https://h/?url=https%253A%252F%252Fg%252F%253Ftoken%253Dabc",
       "https://h/?url=https%253A%252F%252Fg%252F%253Ftoken%253D***"},
      {"https://h/?to=https://u:p@g/?sig=abc", "https://h/?to=https://***@g/?sig=***"},
      {"source x: (https://h/f?token=abc), and more", "source x: (https://h/f?token=***), and more"},
      {"\"https://h/f?key=abc\": https://h/f?auth=abc: too large",
       "\"https://h/f?key=***\": https://h/f?auth=***: too large"},
      {"https://h/f?user[password]=abc&client-secret=abc",
       "https://h/f?user[password]=***&client-secret=***"},
      {"https://h/f?session_id=a&PHPSESSID=b&code=c&pw=d&jwt=e&hmac=f",
       "https://h/f?session_id=***&PHPSESSID=***&code=***&pw=***&jwt=***&hmac=***"},
      {"https://h/f?author=Smith&keyword=x&country_code=de&page=2&token=",
       "https://h/f?author=Smith&keyword=x&country_code=de&page=2&token="},
      {"https://h/a%zz%?token=a%", "https://h/a%zz%?token=***"},
      {"Q&A: what? #1; no = secret", "Q&A: what? #1; no = secret"},
      {"//", "//"},
      {"https://@/?=&&==", "https://@/?=&&=="}};
  (void)state;
  for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) assert_string_equal(redacted(all[i][0]), all[i][1]);
}

static void a_remembered_secret_is_shown_nowhere(void **state) {
  (void)state;
  redact_remember("abc", 3); /* too short to hide */
  redact_remember("s3cret", 6);
  redact_remember("s3cret-and-longer", 17);
  assert_string_equal(redacted("abc s3crets3cret s3cret-and-longer s3cre"), "abc ****** *** s3cre");
  assert_string_equal(redacted("https://h/?token=s3cret"), "https://h/?token=***");
  assert_string_equal(redacted("s3cret-and-long"), "***"); /* a message was cut */
}

/* Not quadratic: what is long is read once. */
static void long_texts_are_redacted_in_one_pass(void **state) {
  static const char *const pieces[] = {"//",    "?",     "//:x",        "?a",
                                       "%2525", "&key=", "http://u:p/", "?token=a%26"};
  (void)state;
  for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
    struct buf in = buf_make(2 << 20), out = buf_make(8 << 20);
    const clock_t began = clock();
    while (in.n < 1 << 20) buf_str(&in, pieces[i]);
    redact_text(&out, in.p, in.n);
    if (clock() - began > 4 * CLOCKS_PER_SEC)
      fail_msg("%s takes %ld ms", pieces[i], (long)((clock() - began) / (CLOCKS_PER_SEC / 1000)));
    buf_free(&in);
    buf_free(&out);
  }
}

__attribute__((format(printf, 2, 3))) static const char *said(size_t max, const char *fmt, ...) {
  static struct buf out;
  va_list ap;
  buf_free(&out);
  out = buf_make(max);
  va_start(ap, fmt);
  say_format(&out, fmt, ap);
  va_end(ap);
  return out.p;
}

static void a_format_is_ours_and_what_it_takes_in_is_cleaned(void **state) {
  char want[200];
  (void)state;
  assert_string_equal(said(1000, "%s\n\t%s", "a\033b\n", "https://u:p@h/"), "a\\x1bb\\x0a\n\thttps://***@h/");
  snprintf(want, sizeof want, "%5d|%-5d|%05d|%+d|%x|%#x|%lld|%zu|%ld|%llu|%.2f|%6.1f|%g|%%|%hhu|%jd", 1, 2, 3,
           4, 255u, 255u, 5LL, (size_t)6, 7L, 8ULL, 1.5, 2.25, 0.5, (unsigned char)9, (intmax_t)10);
  assert_string_equal(said(1000, "%5d|%-5d|%05d|%+d|%x|%#x|%lld|%zu|%ld|%llu|%.2f|%6.1f|%g|%%|%hhu|%jd", 1, 2,
                           3, 4, 255u, 255u, 5LL, (size_t)6, 7L, 8ULL, 1.5, 2.25, 0.5, (unsigned char)9,
                           (intmax_t)10),
                      want);
  assert_string_equal(said(1000, "%-6s|%6s|%.2s|%.*s|%*s|%-*s|%c%c|", "ab", "cd", "efg", 1, "hij", 4, "k", 3,
                           "l", 'm', '\033'),
                      "ab    |    cd|ef|h|   k|l  |m\\x1b|");
  assert_string_equal(said(1000, "%.12s|%.*s", "https://user:password@host/", 3, "abcdef"),
                      "https://***@|abc");
  /* cut, not in the middle of a character */
  assert_string_equal(said(8, "%s", "1234567\xE2\x82\xAC"), "1234567");
  assert_string_equal(said(8, "123%s789012", "456"), "12345678");
}

static void control_characters_cannot_leave_a_log_line(void **state) {
  static char said[20000];
  (void)state;
  int status = ends_with(log_hostile_text, said, sizeof said);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  assert_ptr_equal(
      strstr(said, "tidings: error: a\\x1b[2Jb\\x0ac\\x0dd\\x7fe\\x09f \\x9b31m \xC3\xA9 \xE2\x82\xAC\n"),
      said);
  assert_null(strstr(said, "not shown"));
  size_t lines = 0;
  for (const char *p = said; *p != '\0'; p++) {
    lines += *p == '\n';
    assert_true((unsigned char)*p >= 0x20 || *p == '\n' || *p == '\t');
  }
  assert_int_equal(lines, 3);
  assert_non_null(strstr(said, "tidings: warning: last\n"));
}

/* ---- check ----------------------------------------------------------------------------------------------
 */

static void trip_over(void) {
  int broken = 1;
  BUG_ON(broken == 1);
}
static void die_politely(void) { check_die(7, "cannot %s", "continue"); }
static void want_too_much(void) { check_alloc(SIZE_MAX / 2); }
static void want_too_much_again(void) { check_realloc(NULL, SIZE_MAX / 2); }

static void a_bug_aborts_and_says_where(void **state) {
  char said[500];
  (void)state;
  int status = ends_with(trip_over, said, sizeof said);
  assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
  assert_non_null(strstr(said, "test_util.c:"));
  assert_non_null(strstr(said, "broken == 1"));
}

static void the_end_of_the_line_has_a_message_and_a_code(void **state) {
  char said[500];
  (void)state;
  int status = ends_with(die_politely, said, sizeof said);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 7);
  assert_string_equal(said, "tidings: cannot continue\n");
#ifndef TIDINGS_SANITIZED /* whose allocator ends the process in its own way */
  status = ends_with(want_too_much, said, sizeof said);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_OUT_OF_MEMORY);
  status = ends_with(want_too_much_again, said, sizeof said);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_OUT_OF_MEMORY);
#else
  (void)want_too_much;
  (void)want_too_much_again;
#endif
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(allocations_are_aligned_and_apart),
      cmocka_unit_test(the_newest_allocation_grows_in_place_others_are_copied),
      cmocka_unit_test(reset_keeps_blocks_for_the_next_unit),
      cmocka_unit_test(what_came_after_a_mark_is_given_back),
      cmocka_unit_test(text_is_written_into_the_arena),
      cmocka_unit_test(the_limit_ends_the_process_with_its_own_code),
      cmocka_unit_test(a_buffer_takes_what_fits_and_says_when_it_is_full),
      cmocka_unit_test(a_map_holds_what_was_put_while_it_grows),
      cmocka_unit_test(putting_again_replaces_and_null_removes),
      cmocka_unit_test(numbers_are_keys_too),
      cmocka_unit_test(ids_are_letters_in_order),
      cmocka_unit_test(control_characters_cannot_leave_a_log_line),
      cmocka_unit_test(what_a_terminal_obeys_becomes_visible),
      cmocka_unit_test(secrets_in_addresses_are_not_shown),
      cmocka_unit_test(long_texts_are_redacted_in_one_pass),
      cmocka_unit_test(a_format_is_ours_and_what_it_takes_in_is_cleaned),
      cmocka_unit_test(a_remembered_secret_is_shown_nowhere), /* the last: it is remembered */
      cmocka_unit_test(a_bug_aborts_and_says_where),
      cmocka_unit_test(the_end_of_the_line_has_a_message_and_a_code),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
