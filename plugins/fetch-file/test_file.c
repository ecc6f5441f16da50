/* fetch-file: what a request for a path brings. */
#include "harness.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

enum { NOW = 1000 };
static char folder[64];
static struct harness *h;

static int make_folder(void **s) {
  (void)s;
  strcpy(folder, "/tmp/tidings-file-XXXXXX");
  h = harness_open("fetch-file", "file", NULL, 0);
  return mkdtemp(folder) == NULL;
}
static int drop_folder(void **s) {
  char command[100];
  (void)s;
  harness_close(h);
  snprintf(command, sizeof command, "rm -rf %s", folder);
  return system(command);
}

static void path_of(const char *name, char out[300]) { snprintf(out, 300, "%s/%s", folder, name); }
static void write_file(const char *name, const void *p, size_t n) {
  char path[300];
  FILE *f;
  path_of(name, path);
  f = fopen(path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(p, 1, n, f), n);
  fclose(f);
}
static void write_text(const char *name, const char *text) { write_file(name, text, strlen(text)); }
static void write_gz(const char *name, const void *p, size_t n) {
  char path[300];
  gzFile f;
  path_of(name, path);
  f = gzopen(path, "wb");
  assert_non_null(f);
  assert_int_equal(gzwrite(f, p, (unsigned)n), (int)n);
  gzclose(f);
}

/* The answer for name below the folder; extra fields may be in request. */
static json_t *fetch_with(tdg_rec *request, const char *name) {
  char url[400];
  snprintf(url, sizeof url, "file://%s%s%s", folder, *name ? "/" : "", name);
  rec_put_str(request, TDG_URL, url);
  return harness_run(h, INPROC_RUN, request, NOW);
}
static json_t *fetch(const char *name) { return fetch_with(rec_new(&h->arena, TDG_REQUEST), name); }
/* What a request says, asked again. */
static json_t *fetch_again(const json_t *out) {
  json_t *r =
      json_array_get(json_object_get(out, "requests"), json_array_size(json_object_get(out, "requests")) - 1);
  tdg_rec *request = rec_new(&h->arena, TDG_REQUEST);
  assert_non_null(r);
  rec_put_str(request, TDG_URL, json_string_value(json_object_get(r, "url")));
  rec_put_int(request, TDG_OFFSET, json_integer_value(json_object_get(r, "offset")));
  if (json_object_get(r, "page"))
    rec_put_int(request, TDG_PAGE_NO, json_integer_value(json_object_get(r, "page")));
  if (json_object_get(r, "name"))
    rec_put_str(request, TDG_NAME, json_string_value(json_object_get(r, "name")));
  if (json_object_get(r, "flags"))
    rec_put_str(request, TDG_FLAG, json_string_value(json_array_get(json_object_get(r, "flags"), 0)));
  return harness_run(h, INPROC_RUN, request, NOW);
}
static size_t requests(const json_t *out) { return json_array_size(json_object_get(out, "requests")); }
static const char *request_text(const json_t *out, size_t i, const char *key) {
  const char *t =
      json_string_value(json_object_get(json_array_get(json_object_get(out, "requests"), i), key));
  return t != NULL ? t : "";
}
/* The body is in hexadecimal. */
static void expect_body(const json_t *out, size_t i, const char *text) {
  const char *hex = harness_text(out, i, "body");
  char got[3] = "";
  assert_int_equal(strlen(hex), 2 * strlen(text));
  for (size_t k = 0; k < strlen(text); k++) {
    snprintf(got, sizeof got, "%02x", (unsigned char)text[k]);
    assert_memory_equal(hex + 2 * k, got, 2);
  }
}
static void expect_type(const char *name, const char *text, const char *type) {
  json_t *out;
  write_text(name, text);
  out = fetch(name);
  assert_int_equal(harness_count(out), 1);
  assert_string_equal(harness_text(out, 0, "media_type"), type);
  json_decref(out);
}
static void expect_error(json_t *out, const char *class) {
  assert_int_equal(harness_count(out), 1);
  assert_string_equal(harness_text(out, 0, "error"), class);
  assert_true(strlen(harness_text(out, 0, "message")) > 10);
  json_decref(out);
}

static void a_file_is_one_document(void **s) {
  tdg_rec *request = rec_new(&h->arena, TDG_REQUEST);
  json_t *out;
  (void)s;
  write_text("a b.html", "<p>hello");
  rec_put_str(request, TDG_AS, "article");
  rec_put_str(request, TDG_CHARSET, "koi8-r");
  rec_put_int(request, TDG_REQUEST_NO, 7);
  out = fetch_with(request, "a%20b.html#L3");
  assert_int_equal(harness_count(out), 1);
  assert_int_equal(requests(out), 0);
  expect_body(out, 0, "<p>hello");
  assert_string_equal(harness_text(out, 0, "as"), "article");
  assert_string_equal(harness_text(out, 0, "charset"), "koi8-r");
  assert_int_equal(json_integer_value(harness_at(out, 0, "request")), 7);
  assert_non_null(strstr(harness_text(out, 0, "url"), "/a%20b.html"));
  assert_null(strchr(harness_text(out, 0, "url"), '#'));
  assert_string_equal(harness_text(out, 0, "fetched"), "1970-01-01T00:00:01Z");
  json_decref(out);
}
static void the_kind_follows_from_name_and_first_bytes(void **s) {
  (void)s;
  expect_type("1.HTM", "x", "text/html");
  expect_type("2.xml", "<?xml version='1.0'?>\n<!-- c --><rss>", "application/rss+xml");
  expect_type("3.xml", "\xEF\xBB\xBF <feed xmlns='x'>", "application/atom+xml");
  expect_type("4", "<!DOCTYPE html><title>", "text/html");
  expect_type("5.json", "{\"version\": \"https://jsonfeed.org/version/1.1\"}", "application/feed+json");
  expect_type("6.json", "{}", "application/json");
  expect_type("7", "Just words", "text/plain");
  expect_type("8.opml", "<opml>", "text/x-opml");
  expect_type("9.v2", "<?xml?><opml>", "text/x-opml");
}
static void packed_files_say_so_and_keep_their_bytes(void **s) {
  json_t *out;
  (void)s;
  write_gz("a.rss.gz", "<rss/>", 6);
  out = fetch("a.rss.gz");
  assert_string_equal(harness_text(out, 0, "encoding"), "gzip");
  assert_string_equal(harness_text(out, 0, "media_type"), "application/rss+xml");
  assert_memory_equal(harness_text(out, 0, "body"), "1f8b", 4);
  json_decref(out);
  write_gz("b", "<!doctype html>", 15);
  out = fetch("b");
  assert_string_equal(harness_text(out, 0, "encoding"), "gzip");
  assert_string_equal(harness_text(out, 0, "media_type"), "text/html");
  json_decref(out);
}
static void what_cannot_be_read_says_why(void **s) {
  char path[300];
  (void)s;
  expect_error(fetch("nothing"), "not-found");
  path_of("pipe", path);
  assert_int_equal(mkfifo(path, 0600), 0);
  expect_error(fetch("pipe"), "unsupported");
  path_of("loop", path);
  assert_int_equal(symlink("loop", path), 0);
  expect_error(fetch("loop"), "not-found");
  write_text("big", "");
  path_of("big", path);
  assert_int_equal(truncate(path, (16 << 20) + 1), 0);
  expect_error(fetch("big"), "too-large");
  if (geteuid() != 0) {
    write_text("secret", "x");
    path_of("secret", path);
    chmod(path, 0);
    expect_error(fetch("secret"), "denied");
  }
}
static void other_addresses_are_refused(void **s) {
  static const char *const urls[] = {"http://x.example/", "file://elsewhere.example/x",
                                     "file:relative",     "file:///a%00b",
                                     "file:///a%zz",      ""};
  (void)s;
  for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
    tdg_rec *request = rec_new(&h->arena, TDG_REQUEST);
    json_t *out;
    rec_put_str(request, TDG_URL, urls[i]);
    out = harness_run(h, INPROC_RUN, request, NOW);
    assert_int_equal(json_integer_value(json_object_get(out, "status")), TDG_BAD_INPUT);
    json_decref(out);
  }
}
static void a_directory_becomes_requests_in_the_order_of_bytes(void **s) {
  tdg_rec *request = rec_new(&h->arena, TDG_REQUEST);
  char path[300];
  json_t *out;
  (void)s;
  write_text("b", "");
  write_text("B #", "");
  write_text(".hidden", "");
  path_of("sub", path);
  mkdir(path, 0700);
  path_of("link", path);
  assert_int_equal(symlink("b", path), 0);
  path_of("round", path);
  assert_int_equal(symlink(".", path), 0);
  path_of("pipe", path);
  assert_int_equal(mkfifo(path, 0600), 0);
  rec_put_str(request, TDG_AS, "feed");
  out = fetch_with(request, "");
  assert_int_equal(harness_count(out), 2); /* what is not read, each with the reason */
  for (size_t i = 0; i < 2; i++) assert_string_equal(harness_text(out, i, "error"), "left-out");
  assert_string_equal(strrchr(harness_text(out, 0, "url"), '/'), "/pipe");
  assert_string_equal(strrchr(harness_text(out, 1, "url"), '/'), "/round");
  assert_int_equal(requests(out), 4);
  assert_string_equal(strrchr(request_text(out, 0, "url"), '/'), "/B%20%23");
  assert_string_equal(strrchr(request_text(out, 1, "url"), '/'), "/b");
  assert_string_equal(strrchr(request_text(out, 2, "url"), '/'), "/link");
  assert_string_equal(strrchr(request_text(out, 3, "url"), '/'), "/sub");
  assert_string_equal(request_text(out, 3, "as"), "feed");
  json_decref(out);
}
/* Also when files come and go between two calls: none is given twice, none that stayed is left out. */
static void a_large_directory_is_given_in_pieces(void **s) {
  char name[32], last[400] = "";
  size_t total = 0, calls = 0;
  json_t *out;
  (void)s;
  for (int i = 0; i < 1203; i++) {
    snprintf(name, sizeof name, "n%05d", i);
    write_text(name, "");
  }
  out = fetch("");
  for (;;) {
    json_t *next;
    const size_t n = requests(out), more = *request_text(out, n - 1, "name") != '\0';
    calls++;
    for (size_t i = 0; i < n - more; i++) {
      assert_true(strcmp(last, request_text(out, i, "url")) < 0);
      snprintf(last, sizeof last, "%s", request_text(out, i, "url"));
    }
    total += n - more;
    if (!more) break;
    snprintf(name, sizeof name, "a%05zu", calls); /* before all others: shifts every index */
    write_text(name, "");
    next = fetch_again(out);
    json_decref(out);
    out = next;
  }
  json_decref(out);
  assert_int_equal(total, 1203);
  assert_int_equal(calls, 3);
}
static void lines_become_documents_with_their_place(void **s) {
  json_t *out;
  (void)s;
  write_text("x.jsonl", "{\"a\":1}\n\n  \r\n{\"b\":2}\r\n{\"c\":3}");
  out = fetch("x.jsonl");
  assert_int_equal(harness_count(out), 3);
  assert_int_equal(requests(out), 0);
  expect_body(out, 0, "{\"a\":1}");
  expect_body(out, 1, "{\"b\":2}");
  expect_body(out, 2, "{\"c\":3}");
  assert_string_equal(strrchr(harness_text(out, 1, "url"), '/'), "/x.jsonl#L4");
  assert_int_equal(json_integer_value(harness_at(out, 1, "offset")), 13);
  assert_string_equal(harness_text(out, 0, "media_type"), "application/x-tidings-record+json");
  assert_true(json_is_true(harness_at(out, 0, "more")));
  assert_true(json_is_true(harness_at(out, 1, "more")));
  assert_null(harness_at(out, 2, "more"));
  json_decref(out);
}

/* Read name to its end, piece by piece; checks that the lines are 0, 1, 2, ... */
static size_t read_in_pieces(const char *name, size_t *calls) {
  json_t *out = fetch(name), *next;
  size_t total = 0;
  for (*calls = 1;; ++*calls) {
    char expected[64];
    const size_t n = harness_count(out);
    for (size_t i = 0; i < n; i++) {
      snprintf(expected, sizeof expected, "{\"id\":\"%zu\"}", total++);
      expect_body(out, i, expected);
      snprintf(expected, sizeof expected, "#L%zu", total);
      assert_string_equal(strchr(harness_text(out, i, "url"), '#'), expected);
      assert_int_equal(harness_at(out, i, "more") != NULL, i + 1 < n);
    }
    assert_true(n <= 200);
    if (requests(out) == 0) break;
    next = fetch_again(out);
    json_decref(out);
    out = next;
  }
  json_decref(out);
  return total;
}
static char *numbered_lines(size_t n, size_t *size) {
  char *text = malloc(n * 24), *p = text;
  assert_non_null(text);
  for (size_t i = 0; i < n; i++) p += sprintf(p, "{\"id\":\"%zu\"}\n", i);
  *size = (size_t)(p - text);
  return text;
}
static void a_container_of_any_length_streams(void **s) {
  size_t size, calls;
  char *text = numbered_lines(5003, &size);
  (void)s;
  write_file("x.ndjson", text, size);
  write_gz("y.jsonl.gz", text, size);
  free(text);
  assert_int_equal(read_in_pieces("x.ndjson", &calls), 5003);
  assert_int_equal(calls, 26);
  assert_int_equal(read_in_pieces("y.jsonl.gz", &calls), 5003);
  assert_int_equal(calls, 26);
}
static void a_worker_that_starts_anew_goes_on_where_the_other_stopped(void **s) {
  static const char *const names[] = {"x.jsonl", "y.jsonl.gz"};
  size_t size;
  char *text = numbered_lines(450, &size);
  (void)s;
  write_file(names[0], text, size);
  write_gz(names[1], text, size);
  free(text);
  for (size_t i = 0; i < 2; i++) {
    json_t *out = fetch(names[i]), *rest;
    harness_close(h);
    h = harness_open("fetch-file", "file", NULL, 0);
    rest = fetch_again(out);
    expect_body(rest, 0, "{\"id\":\"200\"}");
    json_decref(rest);
    rest = fetch_again(out); /* asked again: the same */
    expect_body(rest, 0, "{\"id\":\"200\"}");
    json_decref(rest);
    json_decref(out);
  }
}
static void a_document_alone_is_given_alone(void **s) {
  tdg_rec *request = rec_new(&h->arena, TDG_REQUEST);
  (void)s;
  write_text("x.jsonl", "{\"a\":1}\n{\"b\":2}\n{\"c\":3}\n");
  rec_put_str(request, TDG_FLAG, "alone");
  rec_put_int(request, TDG_OFFSET, 8);
  rec_put_int(request, TDG_PAGE_NO, 2);
  json_t *out = fetch_with(request, "x.jsonl");
  assert_int_equal(harness_count(out), 1);
  assert_int_equal(requests(out), 0);
  expect_body(out, 0, "{\"b\":2}");
  assert_string_equal(strchr(harness_text(out, 0, "url"), '#'), "#L2");
  json_decref(out);
}
static void a_line_that_is_too_long_is_passed_over(void **s) {
  const size_t n = 5 << 20;
  char *text = malloc(n + 40);
  json_t *out;
  (void)s;
  assert_non_null(text);
  memset(text, 'x', n + 40);
  memcpy(text, "{\"id\":\"0\"}\n", 11);
  memcpy(text + n, "\n{\"id\":\"2\"}\n", 12);
  write_file("x.jsonl", text, n + 12);
  free(text);
  out = fetch("x.jsonl");
  assert_int_equal(harness_count(out), 3);
  assert_string_equal(harness_text(out, 1, "error"), "too-large");
  assert_string_equal(strchr(harness_text(out, 1, "url"), '#'), "#L2");
  expect_body(out, 2, "{\"id\":\"2\"}");
  assert_string_equal(strchr(harness_text(out, 2, "url"), '#'), "#L3");
  json_decref(out);
}
static void a_cut_packed_container_gives_what_it_has_and_says_so(void **s) {
  size_t size;
  char *text = numbered_lines(100, &size), path[300];
  struct stat st;
  json_t *out;
  (void)s;
  write_gz("x.jsonl.gz", text, size);
  free(text);
  path_of("x.jsonl.gz", path);
  stat(path, &st);
  assert_int_equal(truncate(path, st.st_size - 20), 0);
  out = fetch("x.jsonl.gz");
  assert_true(harness_count(out) > 1);
  assert_string_equal(harness_text(out, harness_count(out) - 1, "error"), "damaged");
  json_decref(out);
}
/* The buffer moves when the end of the file is looked for: at each length around its sizes the last line is whole. */
static void the_last_line_needs_no_end_at_any_length(void **s) {
  static const size_t sizes[] = {4096, 65536, 131072, 262144};
  char *text = malloc(300 << 10), name[40];
  (void)s;
  assert_non_null(text);
  for (size_t i = 0; i < 5 * sizeof sizes / sizeof sizes[0]; i++) {
    const size_t n = sizes[i / 5] + i % 5 - 2;
    memset(text, 'x', n + 3);
    memcpy(text, "{}\n", 3);
    text[n + 2] = '}';
    snprintf(name, sizeof name, "x%zu.jsonl", n);
    write_file(name, text, n + 3);
    json_t *out = fetch(name);
    assert_int_equal(harness_count(out), 2);
    assert_int_equal(strlen(harness_text(out, 1, "body")), 2 * n);
    assert_memory_equal(harness_text(out, 1, "body") + 2 * n - 4, "787d", 4);
    json_decref(out);
  }
  free(text);
}
static void a_mark_before_the_first_line_is_no_part_of_it(void **s) {
  json_t *out;
  (void)s;
  write_text("x.jsonl", "\xEF\xBB\xBF{\"a\":1}\r\n\xEF\xBB\xBF{}");
  out = fetch("x.jsonl");
  expect_body(out, 0, "{\"a\":1}");
  expect_body(out, 1, "\xEF\xBB\xBF{}");
  json_decref(out);
  write_text("x.jsonl", "\xEF\xBB\xBF\r\n");
  expect_error(fetch("x.jsonl"), "empty");
}
static void what_stands_before_damage_is_given(void **s) {
  size_t size;
  char *text = numbered_lines(100, &size), path[300];
  struct stat st;
  json_t *out;
  FILE *f;
  (void)s;
  write_gz("x.jsonl.gz", text, size);
  free(text);
  path_of("x.jsonl.gz", path);
  stat(path, &st);
  f = fopen(path, "r+b");
  assert_non_null(f);
  fseek(f, st.st_size - 6, SEEK_SET); /* in the checksum */
  fputc('#', f);
  fclose(f);
  out = fetch("x.jsonl.gz");
  assert_int_equal(harness_count(out), 101);
  expect_body(out, 99, "{\"id\":\"99\"}");
  assert_string_equal(harness_text(out, 100, "error"), "damaged");
  json_decref(out);
}
static void a_stretch_without_documents_has_a_budget(void **s) {
  enum { STRETCH = 80 << 20 };
  char *text = malloc(STRETCH);
  json_t *out;
  (void)s;
  assert_non_null(text);
  for (int round = 0; round < 2; round++) {
    memset(text, round == 0 ? '\n' : 'x', STRETCH);
    memcpy(text, "{}\n", 3);
    write_gz("x.jsonl.gz", text, STRETCH);
    out = fetch("x.jsonl.gz");
    const size_t last = harness_count(out) - 1;
    assert_int_equal(last, round == 0 ? 1 : 2); /* a line that is too long is told as well */
    assert_string_equal(harness_text(out, last, "error"), "too-large");
    assert_int_equal(requests(out), 0);
    json_decref(out);
  }
  memset(text, '\n', STRETCH); /* it takes as much on the disk: that is the user's own */
  memcpy(text + STRETCH - 3, "{}\n", 3);
  write_file("y.jsonl", text, STRETCH);
  out = fetch("y.jsonl");
  assert_int_equal(harness_count(out), 1);
  expect_body(out, 0, "{}");
  json_decref(out);
  free(text);
}

/* ---- the walk ---- */

static void random_name(char *name) {
  static const char odd[] = "\n\t\r \"'%#?*\\:&;\x7F\x80\xC3\xFF\x1B[.-~";
  static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
  size_t n = 1 + (size_t)rand() % 12;
  for (size_t i = 0; i < n; i++)
    name[i] = rand() % 3 == 0 ? odd[(size_t)rand() % (sizeof odd - 1)] : letters[(size_t)rand() % 26];
  name[n] = '\0';
  if (name[0] == '.') name[0] = 'a';
}

/* A tree of files, folders, pipes and links.  Returns how many regular files a walk must name. */
static size_t random_tree(const char *top, int depth) {
  static const char *const links[] = {"/dev/null", ".", "..", "/nowhere"};
  size_t files = 0;
  for (int i = 0; i < 8; i++) {
    char name[16], path[400];
    random_name(name);
    snprintf(path, sizeof path, "%s/%s", top, name);
    switch (rand() % 6) {
    case 0:
    case 1:
      if (depth > 0 && mkdir(path, 0700) == 0) files += random_tree(path, depth - 1);
      break;
    case 2:
      if (mkfifo(path, 0600) != 0) i--; /* the name is taken */
      break;
    case 3:
      if (symlink(links[(size_t)rand() % 4], path) != 0) i--;
      break;
    default: {
      const int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0600);
      if (fd >= 0) files++, close(fd);
    }
    }
  }
  return files;
}

/* Ask for whatever is named, until nothing is. */
static size_t walk(const char *url) {
  tdg_rec *request = rec_new(&h->arena, TDG_REQUEST);
  rec_put_str(request, TDG_URL, url);
  json_t *out = harness_run(h, INPROC_RUN, request, NOW), *r;
  size_t files = 0, i;
  for (i = 0; i < harness_count(out); i++) files += strcmp(harness_text(out, i, "error"), "empty") == 0;
  for (i = 0; i < harness_count(out) && files == 0; i++)
    assert_string_equal(harness_text(out, i, "error"), "left-out"); /* a link, a pipe */
  json_array_foreach(json_object_get(out, "requests"), i, r) files +=
      walk(json_string_value(json_object_get(r, "url")));
  json_decref(out);
  return files;
}

static void any_tree_is_walked_to_its_end_and_each_file_named_once(void **s) {
  (void)s;
  srand(3);
  for (int round = 0; round < 60; round++) {
    char top[300], url[400], name[24];
    snprintf(name, sizeof name, "t%d", round);
    path_of(name, top);
    mkdir(top, 0700);
    const size_t files = random_tree(top, 3);
    snprintf(url, sizeof url, "file://%s", top);
    assert_int_equal(walk(url), files);
  }
}

static void an_empty_container_gives_nothing(void **s) {
  (void)s;
  write_text("x.jsonl", "\n\n");
  expect_error(fetch("x.jsonl"), "empty");
  write_text("x.json", "");
  expect_error(fetch("x.json"), "empty");
}

int main(void) {
#define T(f) cmocka_unit_test_setup_teardown(f, make_folder, drop_folder)
  const struct CMUnitTest tests[] = {
      T(a_file_is_one_document),
      T(the_kind_follows_from_name_and_first_bytes),
      T(packed_files_say_so_and_keep_their_bytes),
      T(what_cannot_be_read_says_why),
      T(other_addresses_are_refused),
      T(a_directory_becomes_requests_in_the_order_of_bytes),
      T(a_large_directory_is_given_in_pieces),
      T(lines_become_documents_with_their_place),
      T(a_container_of_any_length_streams),
      T(a_worker_that_starts_anew_goes_on_where_the_other_stopped),
      T(a_document_alone_is_given_alone),
      T(a_line_that_is_too_long_is_passed_over),
      T(a_cut_packed_container_gives_what_it_has_and_says_so),
      T(the_last_line_needs_no_end_at_any_length),
      T(a_mark_before_the_first_line_is_no_part_of_it),
      T(what_stands_before_damage_is_given),
      T(a_stretch_without_documents_has_a_budget),
      T(any_tree_is_walked_to_its_end_and_each_file_named_once),
      T(an_empty_container_gives_nothing),
  };
  h = harness_open("fetch-file", "file", NULL, 0);
  if (h == NULL) {
    puts("fetch-file was not built: skipped");
    return 0;
  }
  harness_close(h);
  return cmocka_run_group_tests(tests, NULL, NULL);
}
