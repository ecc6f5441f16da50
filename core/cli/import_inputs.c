/* cli/import_inputs.c - what an import reads: its arguments, standard input, what failed before; see
 * import_inputs.h. */
#include "cli/import_inputs.h"

#include "cli/address_list.h"
#include "record/rec.h"
#include "util/check.h"
#include "util/log.h"
#include "util/map.h"
#include "util/os.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include <tidings/kit/file_url.h>
#include <tidings/kit/no_news.h>
#include <tidings/kit/str.h>
#include <tidings/kit/utf8.h>

static const char TWICE[] = "it stands in the list twice"; /* no loss */

enum { MAX_LINE = 4 << 20, SPOOL_STEP = 1 << 20, LIST_HEAD = 64 << 10 };

/* ---- lists ---- */

static char *keep_text(struct import_inputs *in, char *text) {
  if (in->n_texts == in->cap_texts) {
    in->cap_texts = in->cap_texts > 0 ? 2 * in->cap_texts : 16;
    in->texts = check_realloc(in->texts, in->cap_texts * sizeof *in->texts);
  }
  return in->texts[in->n_texts++] = text;
}

static void keep_path(struct import_inputs *in, char *path) {
  if (in->n_paths == in->cap_paths) {
    in->cap_paths = in->cap_paths > 0 ? 2 * in->cap_paths : 16;
    in->paths = check_realloc(in->paths, in->cap_paths * sizeof *in->paths);
  }
  in->paths[in->n_paths++] = path;
}

static struct import_input *add_url(struct import_inputs *in, char *url) {
  if (in->n == in->cap) {
    in->cap = in->cap > 0 ? 2 * in->cap : 16;
    in->v = check_realloc(in->v, in->cap * sizeof *in->v);
  }
  struct import_input *one = &in->v[in->n++];
  *one = (struct import_input){.url = keep_text(in, url), .within = ""};
  return one;
}

static void miss(struct import_inputs *in, const char *path, const char *place, const char *class,
                 const char *why) {
  if (in->n_missing == in->cap_missing) {
    in->cap_missing = in->cap_missing > 0 ? 2 * in->cap_missing : 16;
    in->missing = check_realloc(in->missing, in->cap_missing * sizeof *in->missing);
  }
  in->missing[in->n_missing++] = (struct import_missing){keep_text(in, check_strdup(path)),
                                                         keep_text(in, check_strdup(place)), class, why};
}

/* What messages and the report call it. */
static const char *shown(const struct import_inputs *in, const char *path) {
  return in->spool != NULL && strcmp(in->spool, path) == 0 ? "-" : path;
}

static void miss_line(struct import_inputs *in, const char *path, int number, const char *why) {
  char place[24];
  snprintf(place, sizeof place, "L%d", number);
  miss(in, path, place, "", why);
}

void import_inputs_free(struct import_inputs *in) {
  for (size_t i = 0; i < in->n_paths; i++) free(in->paths[i]);
  for (size_t i = 0; i < in->n_texts; i++) free(in->texts[i]);
  free(in->v);
  free(in->missing);
  free(in->paths);
  free(in->texts);
}

/* ---- arguments ---- */

static int is_url(const char *s) {
  size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");
  return n > 1 && strncmp(s + n, "://", 3) == 0;
}

/* An address that is not UTF-8: percent-encode its bytes, as a browser would. */
static char *address_of_bytes(const char *given) {
  size_t n = strlen(given);
  char *url = check_alloc(3 * n + 1), *to = url;
  if (tdg_utf8_valid(given, n)) return memcpy(url, given, n + 1);
  for (const unsigned char *p = (const unsigned char *)given; *p != '\0'; p++) {
    if (*p < 0x80) *to++ = (char)*p;
    else to += sprintf(to, "%%%02X", *p);
  }
  *to = '\0';
  return url;
}

static struct import_input *add(struct import_inputs *in, const char *what) {
  char path[TDG_MAX_PATH], url[TDG_MAX_FILE_URL];
  if (is_url(what) && !tdg_nocase_starts(tdg_str_of(what), "file:"))
    return add_url(in, address_of_bytes(what));
  int readable = !is_url(what) || tdg_file_path(tdg_str_of(what), path, sizeof path) == 0;
  char *full = readable ? realpath(is_url(what) ? path : what, NULL) : NULL;
  int why = readable ? errno : EINVAL;
  if (full == NULL) {
    say_error("tidings import: %s: %s; it is left out\n", what, strerror(why));
    miss(in, what, "",
         why == ENOENT || why == ENOTDIR ? "not-found"
         : why == EACCES                 ? "denied"
                                         : "io",
         keep_text(in, check_strdup(strerror(why))));
    return NULL;
  }
  BUG_ON(tdg_file_url(full, url, sizeof url) == 0); /* realpath() results are at most PATH_MAX long */
  keep_path(in, full);
  return add_url(in, check_strdup(url));
}

/* ---- lists of addresses ---- */

static int is_list(const char *path) {
  char head[LIST_HEAD];
  struct stat st;
  const int fd = stat(path, &st) == 0 && S_ISREG(st.st_mode) ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  const ssize_t n = fd >= 0 ? read(fd, head, sizeof head) : -1;
  if (fd >= 0) close(fd);
  return n > 0 && tdg_is_address_list((struct tdg_str){head, (size_t)n});
}

/* Each address once.  What is none, and was meant to be one, is missing. */
static void add_list(struct import_inputs *in, const char *file) {
  const char *path = shown(in, file);
  struct arena a = {0};
  struct map seen = {0};
  tdg_rec *doc = rec_new(&a, TDG_DOC);
  struct address_line line;
  char message[1000];
  size_t n = 0, twice = 0;
  int number = 0;
  if (cli_read_body(doc, file, message, sizeof message) < 0) {
    say_error("tidings import: %s; it is left out\n", message);
    miss(in, path, "", "io", keep_text(in, check_strdup(message)));
  }
  struct tdg_str rest = rec_get(doc, TDG_BODY, 0);
  while (address_list_next(&a, &rest, &number, &line)) {
    if (line.no != NULL) {
      say_error("tidings import: %s, line %d: %s; it is left out\n", path, line.number, line.no);
      miss_line(in, path, line.number, line.no);
    } else if (map_get(&seen, line.url.p, line.url.n) != NULL) {
      twice++;
      miss_line(in, path, line.number, TWICE);
    } else {
      map_put(&seen, line.url.p, line.url.n, in);
      add_url(in, check_strdup(line.url.p));
      n++;
    }
  }
  say_error("tidings import: %s is a list of %zu address%s: each is read now, once", path, n,
            n == 1 ? "" : "es");
  if (twice > 0) say_error(" (%zu stand in it twice)", twice);
  say_error("; --sources writes them as sources\n");
  map_free(&seen);
  arena_free(&a);
}

int import_inputs_lack(const struct import_inputs *in) {
  int lacks = 0;
  for (size_t i = 0; i < in->n_missing; i++) lacks |= in->missing[i].why != TWICE;
  return lacks;
}

void import_inputs_add(struct import_inputs *in, const char *what) {
  if (!in->whole && !is_url(what) && is_list(what)) add_list(in, what);
  else add(in, what);
}

/* ---- standard input ---- */

/* The hash does not depend on the pieces in which it is read.  0, or -1 and errno. */
static int copy_stdin(int fd, uint64_t *hash) {
  XXH3_state_t *state = XXH3_createState();
  char *bytes = check_alloc(SPOOL_STEP);
  ssize_t got = state != NULL ? 1 : -1;
  if (state != NULL) XXH3_64bits_reset(state);
  while (got > 0 || (got < 0 && state != NULL && errno == EINTR)) {
    got = read(STDIN_FILENO, bytes, SPOOL_STEP);
    if (got <= 0) continue;
    XXH3_64bits_update(state, bytes, (size_t)got);
    if (os_write_all(fd, bytes, (size_t)got) < 0) {
      got = -1;
      break;
    }
  }
  if (state != NULL) *hash = XXH3_64bits_digest(state);
  XXH3_freeState(state);
  free(bytes);
  return got < 0 ? -1 : 0;
}

/* It has a name by its content: the same command with the same input goes on where it was killed, and another input is another
 * document, no new version of the last one. */
char *import_inputs_spool(struct import_inputs *in, const char *path) {
  const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  const size_t room = strlen(path) + 18;
  char *kept = check_alloc(room), url[TDG_MAX_FILE_URL];
  uint64_t hash = 0;
  int rc = fd < 0 ? -1 : copy_stdin(fd, &hash);
  snprintf(kept, room, "%s-%016llx", path, (unsigned long long)hash);
  if (fd >= 0 && close(fd) != 0) rc = -1;
  if (rc == 0) rc = rename(path, kept);
  if (rc != 0) {
    say_error("tidings import: standard input cannot be kept in %s: %s\n", path, strerror(errno));
    if (fd >= 0) unlink(path);
    free(kept);
    return NULL;
  }
  char *full = realpath(kept, NULL);
  if (full != NULL && tdg_file_url(full, url, sizeof url) > 0) {
    in->piped = keep_text(in, check_strdup(url));
    log_set_name(in->piped, "-");
  }
  free(full);
  in->spool = kept;
  import_inputs_add(in, kept);
  in->spool = NULL;
  return kept;
}

/* ---- what failed ---- */

struct failed_line {
  char *path, *place, *url;
  int failed, has_offset;
  long long offset;
};

/* Of one file: how far the report has come in it, and whether it is read as a whole. */
struct reported {
  long long last;
  int is_whole;
  struct stat report; /* which says so */
};

/* Was the file written, or put in the place of another, after the report was? */
static int is_newer(const char *path, const struct stat *report) {
  struct stat st;
  if (stat(path, &st) != 0) return 0;
  return st.st_ctim.tv_sec != report->st_mtim.tv_sec ? st.st_ctim.tv_sec > report->st_mtim.tv_sec
                                                     : st.st_ctim.tv_nsec > report->st_mtim.tv_nsec;
}

/* Behind "L", "row=" or "/path/to/": its number, and for a path what stands before that. */
static void take_place(struct import_inputs *in, struct import_input *one, const char *place) {
  size_t n = strlen(place);
  while (n > 0 && place[n - 1] >= '0' && place[n - 1] <= '9') n--;
  one->row = strtoll(place + n, NULL, 10);
  if (place[0] != '/') return;
  char *within = check_strdup(place);
  within[n > 0 ? n - 1 : 0] = '\0';
  one->within = keep_text(in, within);
  one->row++; /* members are counted from 0 */
}

/* A member of an archive has the archive's path, a slash and its name: add the archive.  NULL: it is none. */
static struct import_input *add_archive(struct import_inputs *in, const char *path) {
  char *archive = check_strdup(path), *slash, url[TDG_MAX_FILE_URL];
  struct import_input *one = NULL;
  struct stat st;
  while (one == NULL && stat(archive, &st) != 0 && (slash = strrchr(archive, '/')) != NULL &&
         slash != archive) {
    *slash = '\0';
    if (stat(archive, &st) == 0 && S_ISREG(st.st_mode)) one = add(in, archive);
  }
  free(archive);
  if (one == NULL || tdg_file_url(path, url, sizeof url) == 0) return NULL;
  one->within = keep_text(in, check_strdup(url));
  one->alone = 1;
  return one;
}

static void take_failed(struct import_inputs *in, const struct map *files, const struct failed_line *l) {
  if (l->path[0] == '-' && (l->path[1] == '\0' || l->path[1] == '/')) {
    say_error("tidings import: %s was standard input, which is gone: import - again; it is left out\n",
              l->path);
    miss(in, l->path, l->place, "not-found", "it was standard input: import - again");
    return;
  }
  struct import_input *one = add_archive(in, l->path);
  if (one != NULL) {
    const size_t n = strlen(l->place);
    size_t digits = n;
    while (digits > 0 && l->place[digits - 1] >= '0' && l->place[digits - 1] <= '9') digits--;
    one->offset = l->has_offset ? l->offset : 0;
    one->row = strtoll(l->place + digits, NULL, 10) + (l->place[0] == '/');
    return;
  }
  struct reported *file = l->has_offset ? map_get(files, l->path, strlen(l->path)) : NULL;
  if (file != NULL && file->is_whole) return;
  one = add(in, l->path);
  if (one == NULL || !l->has_offset) return;
  if (file != NULL && l->offset >= file->last && is_newer(l->path, &file->report)) {
    file->is_whole = 1; /* behind it nothing was read: perhaps the file had been cut off there */
    return;
  }
  one->alone = 1;
  one->offset = l->offset;
  take_place(in, one, l->place);
}

static char *copy_of(const json_t *o, const char *name) {
  const char *v = json_string_value(json_object_get(o, name));
  return check_strdup(v != NULL ? v : "");
}

static int read_json(const struct buf *line, struct failed_line *l) {
  json_t *o = json_loadb(line->p, line->n, 0, NULL);
  if (!json_is_object(o) || !json_is_string(json_object_get(o, "result")) ||
      !json_is_string(json_object_get(o, "path"))) {
    json_decref(o);
    return -1;
  }
  *l = (struct failed_line){
      .path = copy_of(o, "path"), .place = copy_of(o, "place"), .url = copy_of(o, "url")};
  l->failed = strcmp(json_string_value(json_object_get(o, "result")), "failed") == 0;
  l->has_offset = json_is_integer(json_object_get(o, "offset"));
  l->offset = json_integer_value(json_object_get(o, "offset"));
  json_decref(o);
  return 0;
}

/* A row of our own report: RFC 4180. */
enum { PATH, PLACE, OFFSET, RESULT, CLASS, WHY, STORED, VERSIONS, SEEN, NAMED, IDS, URL, COLUMNS };

static int read_csv(const struct buf *line, struct failed_line *l) {
  char *cell[COLUMNS], *room = check_alloc(line->n + COLUMNS), *to = room;
  size_t n = 0;
  for (const char *p = line->p, *end = line->p + line->n; n < COLUMNS && p <= end; p++) {
    const int quoted = p < end && *p == '"';
    cell[n++] = to;
    for (p += quoted; p < end && (quoted || *p != ','); p++) {
      if (quoted && *p == '"' && (++p == end || *p != '"')) break;
      *to++ = *p;
    }
    *to++ = '\0';
  }
  if (n == COLUMNS)
    *l = (struct failed_line){.path = check_strdup(cell[PATH]),
                              .place = check_strdup(cell[PLACE]),
                              .url = check_strdup(cell[URL]),
                              .failed = strcmp(cell[RESULT], "failed") == 0,
                              .has_offset = cell[OFFSET][0] != '\0',
                              .offset = strtoll(cell[OFFSET], NULL, 10)};
  free(room);
  return n == COLUMNS ? 0 : -1;
}

/* A line, or a row whose cells hold line breaks.  0: there is none. */
static int next_line(FILE *f, struct buf *line, int csv) {
  int c, quoted = 0;
  buf_clear(line);
  while ((c = getc(f)) != EOF && (c != '\n' || (csv && quoted))) {
    quoted ^= c == '"';
    buf_char(line, (char)c);
  }
  while (line->n > 0 && line->p[line->n - 1] == '\r') line->n--;
  return c != EOF || line->n > 0;
}

static void note_place(struct map *files, const struct failed_line *l, FILE *report) {
  const size_t n = strlen(l->path);
  struct reported *file = map_get(files, l->path, n);
  if (!l->has_offset) return;
  if (file == NULL) {
    file = check_alloc(sizeof *file);
    *file = (struct reported){.last = l->offset};
    if (fstat(fileno(report), &file->report) != 0) file->report.st_mtim.tv_sec = LONG_MAX;
    map_put(files, l->path, n, file);
  } else if (l->offset > file->last) file->last = l->offset;
}

/* files: NULL, or what is known of them by an earlier look; places: what is to be known.  The number of lines that failed; -1, told. */
static long read_report(struct import_inputs *in, FILE *f, const char *report, const struct map *files,
                        struct map *places) {
  struct buf line = buf_make(MAX_LINE);
  struct failed_line l;
  long n = 0, seen = 0;
  const int first = getc(f), csv = first != '{' && first != EOF;
  ungetc(first, f);
  while (n >= 0 && next_line(f, &line, csv)) {
    if (seen++ == 0 && csv && tdg_str_starts((struct tdg_str){line.p, line.n}, "path,place,")) continue;
    if (line.n == 0) continue;
    if (line.full || (csv && seen == 1) || (csv ? read_csv(&line, &l) : read_json(&line, &l)) != 0) {
      say_error("tidings import: %s, line %ld: this is no report of `tidings import --report`\n", report,
                seen);
      n = -1;
      break;
    }
    if (places != NULL) note_place(places, &l, f);
    else if (l.failed) take_failed(in, files, &l);
    n += l.failed;
    free(l.path);
    free(l.place);
    free(l.url);
  }
  buf_free(&line);
  return n;
}

long import_inputs_retry(struct import_inputs *in, const char *report) {
  struct map files = {0};
  const struct map_slot *slot;
  FILE *f = fopen(report, "re");
  if (f == NULL) {
    say_error("tidings import: %s: %s\n", report, strerror(errno));
    return -1;
  }
  long n = read_report(in, f, report, NULL, &files);
  if (n > 0 && fseek(f, 0, SEEK_SET) == 0) n = read_report(in, f, report, &files, NULL);
  for (size_t i = 0; (slot = map_next(&files, &i)) != NULL;) free(slot->value);
  map_free(&files);
  fclose(f);
  return n;
}

static int is_result(const char *s) {
  static const char *const results[] = {"stored", "version", "seen", "named", "left-out", "failed"};
  for (size_t i = 0; i < sizeof results / sizeof results[0]; i++)
    if (strcmp(s, results[i]) == 0) return 1;
  return 0;
}

int import_inputs_is_report(const char *path) {
  struct buf line = buf_make(MAX_LINE);
  FILE *f = fopen(path, "re");
  json_t *o = NULL;
  int is = f != NULL;
  if (is && next_line(f, &line, 0) &&
      !tdg_str_starts((struct tdg_str){line.p, line.n}, "path,place,offset,result,class,why,")) {
    o = line.full ? NULL : json_loadb(line.p, line.n, 0, NULL);
    const char *result = json_string_value(json_object_get(o, "result"));
    is = result != NULL && is_result(result) && json_is_string(json_object_get(o, "path"));
  }
  json_decref(o);
  if (f != NULL) fclose(f);
  buf_free(&line);
  return is;
}

/* ---- rights ---- */

const char **import_inputs_grants(const struct import_inputs *in, struct arena *a, size_t *n) {
  *n = in->n_paths;
  const char **granted = cli_grants(a, (const char *const *)in->paths, n);
  if (granted == NULL)
    say_error("tidings import: these are %zu files, and a worker is granted at most %d; name their folder\n",
              *n, FRAME_MAX_PATHS);
  return granted;
}
