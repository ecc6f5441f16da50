/* cli/check/check_inputs.c - the inputs of a component: samples of what it reads, files of the author, and both cut
 * off, changed at random and made very large; see plugin_check.h.
 *
 * All are files of the check's folder, so that each can be tried again; those that no finding names are removed. */
#include "cli/check/plugin_check.h"

#include "util/check.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

enum {
  MAX_SAMPLES = 12,
  MAX_UNCLAIMED = 8, /* of a parser that says of no type that it reads it */
  MAX_CORPUS = 200,
  MAX_FILE = 32 << 20,
  CHANGED = 24,
  HUGE_BYTES = 2 << 20,
  MANY_RECORDS = 200,
  MAX_CHANGED = 64 << 10
};

const char *check_write(struct check *k, const char *name, const char *p, size_t n) {
  const char *path = arena_printf(&k->arena, "%s/%s-%s", k->folder, k->component->name, name);
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  for (size_t at = 0; fd >= 0 && at < n;) {
    ssize_t got = write(fd, p + at, n - at);
    if (got <= 0) check_die(1, "%s cannot be written: %s", path, strerror(errno));
    at += (size_t)got;
  }
  if (fd < 0 || close(fd) < 0) check_die(1, "%s cannot be written: %s", path, strerror(errno));
  return path;
}

static struct check_input *add(struct check *k, enum check_sort sort, const char *path, const char *url,
                               const char *type) {
  if (k->n_in == k->cap_in) {
    k->cap_in = k->cap_in > 0 ? 2 * k->cap_in : 64;
    k->in = check_realloc(k->in, k->cap_in * sizeof *k->in);
  }
  k->in[k->n_in] = (struct check_input){.sort = sort, .path = path, .url = url, .type = type};
  return &k->in[k->n_in++];
}

/* ---- bytes ---- */

static void read_file(const char *path, struct buf *b) {
  FILE *f = fopen(path, "rb");
  char *room;
  size_t n = f != NULL;
  while (n > 0 && (room = buf_space(b, 65536)) != NULL) b->n += n = fread(room, 1, 65536, f);
  if (f != NULL) fclose(f);
}

/* Change bytes, take some away, put some in, or repeat some, a few times. */
static void change(struct check *k, struct buf *b) {
  static const char *const odd[] = {"<",
                                    ">",
                                    "\"",
                                    "\n",
                                    "\r\n\r\n",
                                    "\0",
                                    "\xff\xfe",
                                    "]]>",
                                    "<!--",
                                    "&#x0;",
                                    "&amp",
                                    "{",
                                    "[[[[",
                                    "-1",
                                    "99999999999999999999",
                                    "%s",
                                    "\xed\xa0\x80",
                                    "\xf0\x9f",
                                    "\t\t\t",
                                    ":",
                                    "0x7fffffff",
                                    "\\u0000"};
  for (size_t times = 1 + check_random(k, 6); times > 0 && b->n > 0; times--) {
    const size_t at = check_random(k, b->n), left = b->n - at, n = 1 + check_random(k, left < 40 ? left : 40);
    char part[64];
    const char *word = odd[check_random(k, sizeof odd / sizeof odd[0])];
    switch (check_random(k, 5)) {
    case 0: b->p[at] = (char)check_random(k, 256); break;
    case 1: memmove(b->p + at, b->p + at + n, left - n), b->n -= n; break;
    case 2: b->n = at; break;
    case 3:
      memcpy(part, b->p + at, n);
      buf_add(b, part, n);
      break;
    default:
      for (size_t i = 0; word[i] != '\0' && at + i < b->n; i++) b->p[at + i] = word[i];
    }
  }
}

/* A sample until it is as large as a document that a run may bring. */
static void repeat(struct buf *to, const char *p, size_t n, size_t least) {
  while (n > 0 && to->n < least) buf_add(to, p, n);
}

static void add_bytes(struct check *k, enum check_sort sort, const char *name, const char *p, size_t n,
                      const struct check_input *like) {
  const char *path = check_write(k, name, p, n);
  add(k, sort, path,
      like != NULL && like->url != NULL ? arena_copy(&k->arena, like->url, strlen(like->url)) : NULL,
      like != NULL ? like->type : NULL);
}

/* ---- what is made of every good input ---- */

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash != NULL ? slash + 1 : path;
}

static void add_cuts(struct check *k, const struct check_input *of, const struct buf *whole) {
  const size_t at[] = {1, whole->n / 4, whole->n / 2, whole->n * 3 / 4, whole->n - 1};
  for (size_t i = 0; whole->n > 8 && i < sizeof at / sizeof at[0]; i++) {
    const size_t n = tdg_utf8_valid(whole->p, whole->n)
                         ? tdg_utf8_cut((struct tdg_str){whole->p, whole->n}, at[i])
                         : at[i];
    add_bytes(k, CHECK_CUT, arena_printf(&k->arena, "cut-%zu-%s", n, base_name(of->path)), whole->p, n, of);
  }
}

static void add_damaged(struct check *k, size_t n_good) {
  for (size_t i = 0; i < CHANGED && n_good > 0; i++) {
    const struct check_input of = k->in[i % n_good];
    struct buf b = buf_make(MAX_FILE);
    read_file(of.path, &b);
    if (b.n > 0 && b.n <= MAX_CHANGED) {
      change(k, &b);
      add_bytes(k, CHECK_BROKEN, arena_printf(&k->arena, "changed-%zu-%s", i, base_name(of.path)), b.p, b.n,
                &of);
    }
    buf_free(&b);
  }
}

static void add_huge(struct check *k, const struct check_input *of) {
  struct buf b = buf_make(MAX_FILE), whole = buf_make(MAX_FILE);
  read_file(of->path, &whole);
  repeat(&b, whole.p, whole.n, HUGE_BYTES);
  add_bytes(k, CHECK_HUGE, arena_printf(&k->arena, "huge-%s", base_name(of->path)), b.p, b.n, of);
  buf_clear(&b);
  repeat(&b, "a long line without an end ", 27, HUGE_BYTES);
  add_bytes(k, CHECK_HUGE, "huge-line", b.p, b.n, of);
  buf_free(&whole);
  buf_free(&b);
}

static void add_noise(struct check *k, const struct check_input *of) {
  static const char odd[] = "\0\0\0\0\n\xff\xfe\xfd\n<\xc3>\x00\x80 caf\xe9\n";
  char noise[3000];
  for (size_t i = 0; i < sizeof noise; i++) noise[i] = (char)check_random(k, 256);
  add_bytes(k, CHECK_EMPTY, "empty", "", 0, of);
  add_bytes(k, CHECK_EMPTY, "newline", "\n", 1, of);
  add_bytes(k, CHECK_EMPTY, "spaces", "  \n \t\n", 6, of);
  add_bytes(k, CHECK_BROKEN, "one-byte", "x", 1, of);
  add_bytes(k, CHECK_BROKEN, "no-newline", "Only a title", 12, of);
  add_bytes(k, CHECK_BROKEN, "nul", "Title\0behind\n\nText\0\n", 20, of);
  add_bytes(k, CHECK_BROKEN, "odd", odd, sizeof odd - 1, of);
  add_bytes(k, CHECK_BROKEN, "noise", noise, sizeof noise, of);
}

static void add_bad(struct check *k) {
  const size_t n_good = k->n_in;
  for (size_t i = 0; i < n_good && i < MAX_SAMPLES; i++) {
    const struct check_input of = k->in[i];
    struct buf whole = buf_make(MAX_FILE);
    read_file(of.path, &whole);
    if (whole.n <= MAX_CHANGED) add_cuts(k, &of, &whole);
    buf_free(&whole);
  }
  const struct check_input first =
      n_good > 0 ? k->in[0] : (struct check_input){.url = "https://check.example/x"};
  add_noise(k, &first);
  add_damaged(k, n_good);
  if (n_good > 0) add_huge(k, &first);
}

/* ---- an author's folder ---- */

static int is_file(const struct dirent *e) { return e->d_name[0] != '.'; }

/* NAME.jsonl beside NAME.in is what a golden test expects, NAME.json how it is called. */
static int belongs_to_test(const char *folder, const char *name) {
  char path[4096];
  const char *dot = strrchr(name, '.');
  if (dot == NULL || (strcmp(dot, ".jsonl") != 0 && strcmp(dot, ".json") != 0)) return 0;
  snprintf(path, sizeof path, "%s/%.*s.in", folder, (int)(dot - name), name);
  return access(path, F_OK) == 0;
}

static const char *type_of(const char *name) {
  static const char *const types[][2] = {{".html", "text/html"},        {".htm", "text/html"},
                                         {".json", "application/json"}, {".xml", "application/xml"},
                                         {".txt", "text/plain"},        {".csv", "text/csv"},
                                         {".eml", "message/rfc822"},    {".pdf", "application/pdf"}};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
    if (tdg_str_ends(tdg_str_of(name), types[i][0])) return types[i][1];
  return NULL;
}

static void add_file(struct check *k, const char *path, const char *name) {
  struct stat st;
  if (stat(path, &st) < 0 || !S_ISREG(st.st_mode) || st.st_size > MAX_FILE) return;
  const char *address =
      k->component->kind == TDG_KIND_FETCHER ? arena_printf(&k->arena, "file://%s", path) : path;
  const int parses = k->component->kind == TDG_KIND_PARSER;
  add(k, CHECK_CORPUS, address,
      parses ? (k->opt->url != NULL ? k->opt->url : arena_printf(&k->arena, "https://check.example/%s", name))
             : NULL,
      !parses                ? NULL
      : k->opt->type != NULL ? k->opt->type
                             : type_of(name));
}

static int add_corpus(struct check *k) {
  struct dirent **names;
  char *folder = realpath(k->opt->corpus, NULL);
  int n = folder != NULL ? scandir(folder, &names, is_file, alphasort) : -1;
  if (n < 0) say_error("tidings plugin check: %s: %s\n", k->opt->corpus, strerror(errno));
  for (int i = 0; i < n; i++) {
    if (i < MAX_CORPUS && !belongs_to_test(folder, names[i]->d_name))
      add_file(k, arena_printf(&k->arena, "%s/%s", folder, names[i]->d_name), names[i]->d_name);
    free(names[i]);
  }
  if (n >= 0) free(names);
  free(folder);
  return n < 0 ? -1 : 0;
}

/* ---- parsers ---- */

static int claims_any(const struct component_info *c, const char *part) {
  for (size_t i = 0; i < c->n_claims; i++)
    if (strstr(c->claims[i], part) != NULL) return 1;
  return 0;
}

static void add_samples(struct check *k) {
  const struct component_info *c = k->component;
  const size_t most = c->n_claims > 0 ? MAX_SAMPLES : MAX_UNCLAIMED;
  size_t n = 0;
  for (const struct check_sample *s = check_samples; s->claim != NULL && n < most; s++) {
    if (c->n_claims > 0 && !claims_any(c, s->claim)) continue;
    const char *path = check_write(k, s->name, s->text, strlen(s->text));
    add(k, CHECK_SAMPLE, path, arena_printf(&k->arena, "https://check.example/%s", s->name), s->type);
    n++;
  }
  for (const struct check_sample *s = check_samples; n == 0 && s->claim != NULL; s++) {
    if (strcmp(s->claim, "text") != 0 && strcmp(s->claim, "html") != 0) continue;
    const char *path = check_write(k, s->name, s->text, strlen(s->text));
    add(k, CHECK_SAMPLE, path, arena_printf(&k->arena, "https://check.example/%s", s->name), c->claims[0]);
  }
}

/* ---- the other kinds ---- */

void check_put_records(struct buf *b, size_t from, size_t n) {
  for (size_t i = from; i < from + n; i++)
    buf_printf(
        b,
        "{\"title\":\"Notice %zu of place %zu\",\"url\":\"https://s%zu.example/%zu\",\"published\":"
        "\"2026-01-%02zuT%02zu:00:00Z\",\"language\":\"en\",\"text\":\"Object %zu of place %zu cost %zu "
        "crowns, its owner said.\\n\\nOn day %zu it was seen by %zu people.\"}\n",
        i, i % 97, i % 7, i, 1 + i % 28, i % 24, i, i % 97, 1000 + 7 * i, i, 3 * i);
}

static void add_records(struct check *k, int briefs) {
  struct buf b = buf_make(MAX_FILE);
  buf_str(&b, check_records);
  if (briefs) buf_str(&b, check_briefs);
  if (k->opt->corpus == NULL) add_bytes(k, CHECK_SAMPLE, "records.jsonl", b.p, b.n, NULL);
  buf_clear(&b);
  check_put_records(&b, 1, MANY_RECORDS);
  if (k->opt->corpus == NULL) add_bytes(k, CHECK_SAMPLE, "many.jsonl", b.p, b.n, NULL);
  add_bytes(k, CHECK_BROKEN, "odd.jsonl", check_odd_records, strlen(check_odd_records), NULL);
  buf_clear(&b);
  buf_str(&b, "{\"title\":\"A long text\",\"url\":\"https://long.example/\",\"text\":\"");
  for (int i = 0; i < 20000; i++)
    buf_printf(&b, "Sentence number %d says what is said. %s", i, i % 9 == 8 ? "\\n\\n" : "");
  buf_str(&b, "\"}\n{\"title\":\"");
  for (int i = 0; i < 3000; i++) buf_str(&b, "word");
  buf_str(&b, "\",\"text\":\"A title of one word.\"}\n");
  add_bytes(k, CHECK_HUGE, "long.jsonl", b.p, b.n, NULL);
  buf_free(&b);
}

static void add_stories(struct check *k) {
  for (size_t i = 0; check_stories[i] != NULL; i++)
    if (i > 1 || k->opt->corpus == NULL)
      add_bytes(k, i < 2 ? CHECK_SAMPLE : CHECK_BROKEN, arena_printf(&k->arena, "story-%zu.json", i),
                check_stories[i], strlen(check_stories[i]), NULL);
  struct buf b = buf_make(MAX_FILE);
  buf_str(&b, "{\"kind\":\"story\",\"story\":\"0000000000001\",\"headline\":\"Very "
              "many\",\"records\":60,\"publishers\":60,"
              "\"members\":[");
  for (size_t i = 1; i <= 60; i++)
    buf_printf(
        &b,
        "%s{\"kind\":\"article\",\"id\":\"00000000001%02zu\",\"first_seen\":\"2026-01-05T12:00:00Z\","
        "\"title\":"
        "\"Ferry is late, report "
        "%zu\",\"url\":\"https://m%zu.example/\",\"published\":\"2026-01-05T%02zu:00:00Z\","
        "\"language\":\"en\",\"text\":\"The ferry was %zu minutes late on Monday, a passenger said.\\n\\nIt "
        "carried %zu people.\"}",
        i > 1 ? "," : "", i, i, i, i % 24, i, 100 + i);
  buf_str(&b, "]}\n");
  add_bytes(k, CHECK_HUGE, "story-many.json", b.p, b.n, NULL);
  buf_free(&b);
}

/* Addresses of its schemes; what stands there cannot be known. */
static void add_addresses(struct check *k) {
  static const char *const ends[] = {
      ":x", ":check/one", "://host.example/path?query=1#part", ":", "://", ":%00%zz", ":../../etc/passwd"};
  for (size_t i = 0; i < k->component->n_claims && i < 4; i++) {
    const char *scheme = k->component->claims[i];
    if (strcmp(scheme, "file") == 0) {
      const char *path = check_write(k, "fetched.txt", check_records, 100);
      add(k, CHECK_SAMPLE, arena_printf(&k->arena, "file://%s", path), NULL, NULL);
      add(k, CHECK_EMPTY, arena_printf(&k->arena, "file://%s", check_write(k, "fetched-empty.txt", "", 0)),
          NULL, NULL);
      add(k, CHECK_BROKEN, arena_printf(&k->arena, "file://%s/missing", k->folder), NULL, NULL);
      continue;
    }
    for (size_t e = 0; e < sizeof ends / sizeof ends[0]; e++)
      add(k, e < 3 ? CHECK_SAMPLE : CHECK_BROKEN, arena_printf(&k->arena, "%s%s", scheme, ends[e]), NULL,
          NULL);
  }
}

int check_make_inputs(struct check *k) {
  k->n_in = 0;
  if (k->opt->corpus != NULL && add_corpus(k) < 0) return -1;
  switch (k->component->kind) {
  case TDG_KIND_FETCHER: add_addresses(k); break;
  case TDG_KIND_PARSER:
    if (k->opt->corpus == NULL) add_samples(k);
    add_bad(k);
    break;
  case TDG_KIND_BRIEF: add_stories(k); break;
  default: add_records(k, k->component->kind == TDG_KIND_SINK);
  }
  return 0;
}

/* ---- the folder ---- */

static int is_named(const struct check *k, const char *path) {
  for (size_t i = 0; i < k->n_found; i++)
    if (k->found[i].input != NULL && strstr(k->found[i].input, path) != NULL) return 1;
  return 0;
}

static void clean(const struct check *k, const char *folder, int depth) {
  struct dirent **names;
  int n = scandir(folder, &names, NULL, NULL);
  for (int i = 0; i < n; i++) {
    char path[4096];
    struct stat st;
    const int own = strcmp(names[i]->d_name, ".") == 0 || strcmp(names[i]->d_name, "..") == 0;
    const int length = snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
    if (!own && length < (int)sizeof path && lstat(path, &st) == 0) {
      if (S_ISDIR(st.st_mode) && depth > 0) clean(k, path, depth - 1);
      else if (!is_named(k, path)) unlink(path);
    }
    free(names[i]);
  }
  if (n >= 0) free(names);
  rmdir(folder); /* stays when a finding names one of its files */
}

void check_clean(struct check *k) {
  if (k->folder != NULL) clean(k, k->folder, 4);
}
