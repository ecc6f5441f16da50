/* What is captured can be read by its place, whole, once; files end and begin as they should; what a killed writer left is
 * mended; nothing is told as written that is not. */
#include "capture/captures.h"
#include "capture/pack_member.h"
#include "capture/warc_block.h"
#include "util/redact.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>
#ifdef TIDINGS_ZSTD
#include <zstd.h>
#endif

#include <cmocka.h>

#include <tidings/kit/str.h>

#define URL "https://news.example/a"
#define DAY INT64_C(86400000)
#define NOW (INT64_C(20000) * DAY + 1234)

struct setting {
  struct arena a;
  char folder[200], why[CAPTURE_WHY], text[200000];
  struct capture *c;
};

static int set_up(void **state) {
  struct setting *s = calloc(1, sizeof *s);
  snprintf(s->folder, sizeof s->folder, "/tmp/test-capture-XXXXXX");
  *state = s;
  return s == NULL || mkdtemp(s->folder) == NULL;
}

static int tear_down(void **state) {
  struct setting *s = *state;
  char command[300];
  capture_close(s->c);
  arena_free(&s->a);
  snprintf(command, sizeof command, "rm -rf '%s'", s->folder);
  const int rc = system(command);
  free(s);
  return rc;
}

static void open_with(struct setting *s, enum capture_form form, int64_t max_size) {
  const struct capture_spec spec = {s->folder, "Tidings/test", form, max_size, 0};
  s->c = capture_open(&spec, s->why, sizeof s->why);
  if (s->c == NULL) fail_msg("%s", s->why);
}

static const tdg_rec *answer(struct setting *s, const char *body, const char *header, const char *value) {
  tdg_rec *doc = rec_new(&s->a, TDG_DOC), *h = rec_new(&s->a, TDG_GROUP);
  rec_put_int(doc, TDG_STATUS, 200);
  rec_put_str(doc, TDG_ADDRESS, "127.0.0.1");
  rec_put_str(h, TDG_NAME, header);
  rec_put_str(h, TDG_VALUE, value);
  rec_put_rec(doc, TDG_HEADER, h);
  rec_put(doc, TDG_BODY, body, strlen(body));
  return doc;
}

static struct capture_place put(struct setting *s, const char *body, int64_t at) {
  struct capture_place place;
  if (capture_put(s->c, answer(s, body, "content-type", "text/html"), tdg_str_of(URL), at, &place) < 0)
    fail_msg("%s", capture_error(s->c));
  return place;
}

static int open_file(struct setting *s, const char *name) {
  char path[400];
  snprintf(path, sizeof path, "%s/%s", s->folder, name);
  int fd = open(path, O_RDWR);
  if (fd < 0) {
    strcat(path, ".open");
    fd = open(path, O_RDWR);
  }
  return fd;
}

/* The record at a place, unpacked. */
static const char *read_at(struct setting *s, const struct capture_place *place) {
  static char packed[200000];
  const int fd = open_file(s, place->file);
  assert_true(fd >= 0);
  const ssize_t n = pread(fd, packed, sizeof packed, place->offset);
  close(fd);
  assert_true(n > 0);
#ifdef TIDINGS_ZSTD
  if (strstr(place->file, ".zst") != NULL) {
    const size_t frame = ZSTD_findFrameCompressedSize(packed, (size_t)n);
    const size_t got = ZSTD_decompress(s->text, sizeof s->text - 1, packed, frame);
    assert_false(ZSTD_isError(got));
    s->text[got] = '\0';
    return s->text;
  }
#endif
  z_stream z = {.next_in = (Bytef *)packed,
                .avail_in = (uInt)n,
                .next_out = (Bytef *)s->text,
                .avail_out = sizeof s->text - 1};
  assert_int_equal(inflateInit2(&z, 31), Z_OK);
  assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
  s->text[z.total_out] = '\0';
  inflateEnd(&z);
  return s->text;
}

#define assert_has(text, part)                                                                               \
  if (strstr(text, part) == NULL) fail_msg("\"%s\" is not in:\n%s", part, text)

static size_t count_files(const struct setting *s, const char *end) {
  DIR *d = opendir(s->folder);
  size_t n = 0;
  for (const struct dirent *e; (e = readdir(d)) != NULL;) {
    const size_t m = strlen(e->d_name), k = strlen(end);
    n += m > k && strcmp(e->d_name + m - k, end) == 0;
  }
  closedir(d);
  return n;
}

static int64_t size_of(struct setting *s, const char *name) {
  struct stat st;
  const int fd = open_file(s, name);
  assert_int_equal(fstat(fd, &st), 0);
  close(fd);
  return st.st_size;
}

/* ---- records ---- */

static void an_answer_is_read_at_its_place(void **state) {
  static const enum capture_form forms[] = {CAPTURE_GZIP, CAPTURE_ZSTD};
  struct setting *s = *state;
  for (size_t i = 0; i < 2 && capture_gap(forms[i]) == NULL; i++) {
    open_with(s, forms[i], 0);
    const struct capture_place first = put(s, "<p>Ferry</p>", NOW),
                               second = put(s, "<p>Harbour</p>", NOW + 1);
    assert_int_equal(capture_sync(s->c), 0);
    assert_true(second.offset > first.offset && first.offset > 0);
    const char *text = read_at(s, &first);
    assert_int_equal(strncmp(text, "WARC/1.1\r\nWARC-Type: response\r\n", 31), 0);
    assert_has(text, "WARC-Target-URI: " URL "\r\n");
    assert_has(text, "WARC-Date: 2024-10-04T00:00:01.234Z\r\n");
    assert_has(text, "WARC-IP-Address: 127.0.0.1\r\n");
    assert_has(text, first.digest);
    assert_has(text, "\r\n\r\nHTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: "
                     "12\r\n\r\n<p>Ferry</p>\r\n\r\n");
    assert_has(read_at(s, &second), "<p>Harbour</p>");
    capture_close(s->c);
    s->c = NULL;
    assert_int_equal(count_files(s, ".open"), 0);
  }
}

static void the_length_of_a_block_is_that_of_its_bytes(void **state) {
  struct setting *s = *state;
  open_with(s, CAPTURE_GZIP, 0);
  const struct capture_place place = put(s, "<p>Fähre</p>", NOW);
  const char *text = read_at(s, &place), *block = strstr(text, "\r\n\r\n") + 4;
  assert_int_equal(atol(strstr(text, "Content-Length: ") + 16), (long)strlen(block) - 4);
}

static void digests_are_those_of_everybody(void **state) {
  char digest[CAPTURE_DIGEST];
  (void)state;
  warc_digest("", 0, digest);
  assert_string_equal(digest, "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");
  warc_digest("abc", 3, digest);
  assert_string_equal(digest, "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5");
}

static void ids_are_random_and_of_version_4(void **state) {
  char a[WARC_ID], b[WARC_ID];
  (void)state;
  warc_new_id(a);
  warc_new_id(b);
  assert_string_not_equal(a, b);
  assert_int_equal(strlen(a), 47);
  assert_int_equal(a[24], '4');
}

static void a_body_that_is_there_is_referred_to(void **state) {
  struct setting *s = *state;
  open_with(s, CAPTURE_GZIP, 0);
  const struct capture_place first = put(s, "<p>Ferry</p>", NOW);
  const int64_t end = size_of(s, first.file);
  struct capture_place again = put(s, "<p>Ferry</p>", NOW + 5000);
  assert_int_equal(again.offset, first.offset);
  assert_string_equal(again.file, first.file);
  again.offset = end;
  const char *text = read_at(s, &again);
  assert_has(text, "WARC-Type: revisit\r\n");
  assert_has(text, "WARC-Refers-To: <urn:uuid:");
  assert_has(text, "WARC-Refers-To-Target-URI: " URL "\r\n");
  assert_has(text, "WARC-Refers-To-Date: 2024-10-04T00:00:01.234Z\r\n");
  assert_null(strstr(text, "Ferry"));
}

static void no_header_has_a_secret_or_a_cookie(void **state) {
  struct setting *s = *state;
  struct capture_place place;
  redact_remember("hunter2hunter2", 14);
  open_with(s, CAPTURE_GZIP, 0);
  assert_int_equal(capture_put(s->c, answer(s, "you are hunter2hunter2", "set-cookie", "id=7"),
                               tdg_str_of(URL), NOW, &place),
                   0);
  const char *text = read_at(s, &place);
  assert_has(text, "\r\n\r\nyou are hunter2hunter2\r\n"); /* as it was */
  assert_null(strstr(text, "id=7"));
  assert_int_equal(
      capture_put(s->c, answer(s, "a", "x-said", "key hunter2hunter2"), tdg_str_of(URL), NOW, &place), 0);
  assert_null(strstr(read_at(s, &place), "hunter2"));
}

static void no_address_begins_a_line_of_its_own(void **state) {
  struct setting *s = *state;
  struct capture_place place;
  open_with(s, CAPTURE_GZIP, 0);
  assert_int_equal(capture_put(s->c, answer(s, "a", "x", "b\r\nX-Forged: 1"),
                               tdg_str_of(URL "\r\nWARC-Type: x"), NOW, &place),
                   0);
  const char *text = read_at(s, &place);
  assert_has(text, "WARC-Target-URI: " URL "%0D%0AWARC-Type:%20x\r\n");
  assert_null(strstr(text, "Forged"));
}

/* ---- files ---- */

static void a_file_ends_with_its_size_and_its_day(void **state) {
  struct setting *s = *state;
  open_with(s, CAPTURE_GZIP, 720);
  const struct capture_place a = put(s, "one", NOW), b = put(s, "two", NOW), c = put(s, "three", NOW),
                             d = put(s, "four", NOW + DAY);
  assert_string_equal(a.file, b.file);
  assert_string_not_equal(b.file, c.file);
  assert_string_not_equal(c.file, d.file);
  assert_string_equal(put(s, "five, late", NOW).file, d.file);
  assert_int_equal(count_files(s, ".open"), 1);
  assert_int_equal(count_files(s, ".warc.gz"), 2);
  assert_has(read_at(s, &c), "three");
}

static void files_older_than_they_are_kept_are_deleted_and_nothing_else(void **state) {
  static const char *const names[] = {
      "tidings-20240901000000-00001-7.warc.gz",
      "tidings-20240901000000-00002-7.warc.zst",
      "tidings-20241002235959-00001-7.warc.gz", /* of the day before yesterday */
      "tidings-20240901000000-00001-7.warc.gz.open",
      "tidings-notes.txt",
      "other.warc.gz"};
  struct setting *s = *state;
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    char path[400];
    snprintf(path, sizeof path, "%s/%s", s->folder, names[i]);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fclose(f);
  }
  const struct capture_spec spec = {s->folder, "Tidings/test", CAPTURE_GZIP, 0, 2 * DAY};
  s->c = capture_open(&spec, s->why, sizeof s->why);
  put(s, "one", NOW); /* 2024-10-04 */
  assert_int_equal(count_files(s, "-7.warc.gz"), 1);
  assert_int_equal(count_files(s, "-7.warc.zst"), 0);
  assert_int_equal(count_files(s, "notes.txt") + count_files(s, "ther.warc.gz"), 2);
  put(s, "two", NOW + DAY);
  assert_int_equal(count_files(s, "-7.warc.gz"), 0);
}

/* It dies; its lock goes with it. */
static struct capture_place write_and_die(struct setting *s, enum capture_form form) {
  struct capture_place place;
  int to[2];
  assert_int_equal(pipe(to), 0);
  const pid_t child = fork();
  if (child == 0) {
    open_with(s, form, 0);
    put(s, "one", NOW);
    place = put(s, "two two two two two", NOW);
    _exit(capture_sync(s->c) != 0 || write(to[1], &place, sizeof place) != sizeof place);
  }
  assert_int_equal(read(to[0], &place, sizeof place), sizeof place);
  assert_int_equal(waitpid(child, NULL, 0), child);
  close(to[0]);
  close(to[1]);
  return place;
}

static void what_a_killed_writer_left_is_cut_behind_its_last_whole_record(void **state) {
  static const enum capture_form forms[] = {CAPTURE_GZIP, CAPTURE_ZSTD};
  struct setting *s = *state;
  for (size_t i = 0; i < 2 && capture_gap(forms[i]) == NULL; i++)
    for (int cut = 0; cut < 3; cut++) {
      const struct capture_place last = write_and_die(s, forms[i]);
      const int fd = open_file(s, last.file);
      const int64_t whole = size_of(s, last.file);
      if (cut == 1) assert_int_equal(ftruncate(fd, whole - 7), 0);
      if (cut == 2) assert_int_equal(pwrite(fd, "\x1f\x8b\x08 torn", 8, whole), 8);
      close(fd);
      open_with(s, forms[i], 0);
      assert_int_equal(count_files(s, ".open"), 0);
      assert_int_equal(size_of(s, last.file), cut == 1 ? last.offset : whole);
      put(s, "one", NOW); /* into a file of its own */
      capture_close(s->c);
      s->c = NULL;
    }
}

static void a_file_that_another_writes_is_left_alone(void **state) {
  struct setting *s = *state;
  open_with(s, CAPTURE_GZIP, 0);
  put(s, "one", NOW);
  struct capture *first = s->c;
  open_with(s, CAPTURE_GZIP, 0);
  assert_int_equal(count_files(s, ".open"), 1);
  put(s, "two", NOW);
  assert_int_equal(count_files(s, ".open"), 2);
  capture_close(first);
}

static void a_name_that_a_file_has_is_not_taken_and_an_empty_file_goes(void **state) {
  struct setting *s = *state;
  char name[CAPTURE_NAME], path[400];
  open_with(s, CAPTURE_GZIP, 0);
  snprintf(name, sizeof name, "%s", put(s, "one", NOW).file);
  capture_close(s->c); /* a process of the same number began in the same second */
  const int64_t before = size_of(s, name);
  snprintf(path, sizeof path, "%s/tidings-20240901000000-00001-7.warc.gz.open", s->folder);
  FILE *f = fopen(path, "w");
  assert_non_null(f);
  fclose(f);
  open_with(s, CAPTURE_GZIP, 0);
  assert_int_equal(count_files(s, "-7.warc.gz") + count_files(s, ".open"), 0);
  assert_string_not_equal(put(s, "two, and longer than that", NOW).file, name);
  capture_close(s->c);
  s->c = NULL;
  assert_int_equal(size_of(s, name), before);
  assert_int_equal(count_files(s, ".warc.gz"), 2);
}

/* ---- failures ---- */

static void a_full_disk_is_told_and_nothing_is_written_behind_it(void **state) {
  struct setting *s = *state;
  struct rlimit was, small = {.rlim_cur = 700};
  struct capture_place place;
  signal(SIGXFSZ, SIG_IGN);
  open_with(s, CAPTURE_GZIP, 0);
  const struct capture_place whole = put(s, "one", NOW);
  char *large = malloc(100001);
  for (int i = 0; i < 100000; i++) large[i] = (char)('a' + rand() % 26);
  large[100000] = '\0';
  assert_int_equal(capture_sync(s->c), 0);
  const int64_t size = size_of(s, whole.file);
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
  small.rlim_cur += (rlim_t)size;
  small.rlim_max = was.rlim_max;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
  const int rc = capture_put(s->c, answer(s, large, "a", "b"), tdg_str_of(URL), NOW, &place);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
  free(large);
  assert_int_equal(rc, -1);
  assert_has(capture_error(s->c), "cannot be written");
  assert_int_equal(capture_put(s->c, answer(s, "x", "a", "b"), tdg_str_of(URL), NOW, &place), -1);
  assert_int_equal(capture_sync(s->c), -1);
  assert_int_equal(size_of(s, whole.file), size); /* not half a record */
}

static void a_folder_that_cannot_be_is_refused(void **state) {
  struct setting *s = *state;
  const struct capture_spec spec = {"/proc/no-such-folder", "Tidings/test", CAPTURE_GZIP, 0, 0};
  assert_null(capture_open(&spec, s->why, sizeof s->why));
  assert_has(s->why, "cannot be made");
}

int main(void) {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      TEST(an_answer_is_read_at_its_place),
      TEST(the_length_of_a_block_is_that_of_its_bytes),
      TEST(digests_are_those_of_everybody),
      TEST(ids_are_random_and_of_version_4),
      TEST(a_body_that_is_there_is_referred_to),
      TEST(no_header_has_a_secret_or_a_cookie),
      TEST(no_address_begins_a_line_of_its_own),
      TEST(a_file_ends_with_its_size_and_its_day),
      TEST(files_older_than_they_are_kept_are_deleted_and_nothing_else),
      TEST(what_a_killed_writer_left_is_cut_behind_its_last_whole_record),
      TEST(a_name_that_a_file_has_is_not_taken_and_an_empty_file_goes),
      TEST(a_file_that_another_writes_is_left_alone),
      TEST(a_full_disk_is_told_and_nothing_is_written_behind_it),
      TEST(a_folder_that_cannot_be_is_refused),
  };
  if (capture_gap(CAPTURE_GZIP) != NULL) {
    printf("left out: %s\n", capture_gap(CAPTURE_GZIP));
    return 0;
  }
  return cmocka_run_group_tests_name("captures", tests, NULL, NULL);
}
