/* conf/insert.c - put sources into the text of a configuration, and into its file; see conf.h.
 *
 * The text is only added to: comments and layout stay.  A block list gets a line at its end, in the column of its
 * other items; a list in brackets gets its first element.  Whatever comes of it is read before it takes the place of
 * the file, so a layout that is not understood here costs a refusal and nothing else.
 */
#include "conf/conf.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conf/sections.h"
#include "record/record_json.h"
#include "util/bytebuf.h"
#include "util/os.h"

#include <tidings/kit/str.h>

enum { CONF_MAX_SOURCE = 64 << 10, MAX_PLAIN = 64 };

/* ---- the text ---- */

static void put(struct buf *out, int json, const char *key, struct tdg_str value, int plain) {
  if (value.n == 0) return;
  buf_printf(out, json ? "%s\"%s\": " : "%s%s: ", out->n > 2 ? ", " : "", key);
  if (plain && !json) buf_add(out, value.p, value.n);
  else json_quote(out, value.p, value.n);
}

static void put_tags(struct buf *out, int json, const struct conf_new_source *s) {
  if (s->n_tags > 0) buf_str(out, json ? ", \"tags\": [" : ", tags: [");
  for (size_t i = 0; i < s->n_tags; i++) {
    if (i > 0) buf_str(out, ", ");
    json_quote(out, s->tags[i].p, s->tags[i].n);
  }
  if (s->n_tags > 0) buf_char(out, ']');
}

static void put_account(struct buf *out, int json, const char *password) {
  if (password == NULL) return;
  buf_str(out, json ? ", \"request\": { \"auth\": { \"password\": { \"file\": "
                    : ", request: { auth: { password: { file: ");
  json_quote(out, password, strlen(password));
  buf_str(out, " } } }");
}

void conf_source_text(struct buf *out, const struct conf_new_source *s, int json) {
  struct buf one = buf_make(CONF_MAX_SOURCE);
  buf_str(&one, "{ ");
  put(&one, json, "id", tdg_str_of(s->id), 1);
  put(&one, json, "url", s->url, 0);
  put(&one, json, "parse", tdg_str_of(s->parse), load_is_name(s->parse, MAX_PLAIN));
  put(&one, json, "name", s->name, 0);
  put(&one, json, "language", s->language, 0);
  put_tags(&one, json, s);
  put_account(&one, json, s->password);
  buf_str(&one, " }");
  buf_add(out, one.p, one.n);
  buf_free(&one);
}

/* ---- the place ---- */

static size_t line_start(const char *p, size_t n, int line) {
  size_t at = 0;
  for (int k = 1; k < line; k++) {
    const char *end = memchr(p + at, '\n', n - at);
    if (end == NULL) return n;
    at = (size_t)(end - p) + 1;
  }
  return at;
}

/* The offset of a place; columns count characters. */
static size_t offset_of(const char *p, size_t n, struct conf_place place) {
  size_t at = line_start(p, n, place.line);
  for (int column = 1; at < n && column < place.column; column++) {
    at++;
    while (at < n && ((unsigned char)p[at] & 0xc0) == 0x80) at++;
  }
  return at;
}

static size_t line_end(const char *p, size_t n, size_t at) {
  const char *end = memchr(p + at, '\n', n - at);
  return end != NULL ? (size_t)(end - p) + 1 : n;
}

static int is_blank(const char *p, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (strchr(" \t\r\n", p[i]) == NULL) return 0;
  return 1;
}

/* The end of the list whose items stand in this column: after its last line that is neither empty nor a comment of
 * what follows. */
static size_t list_end(const char *p, size_t n, size_t at, size_t column) {
  size_t end = at;
  while (at < n) {
    const size_t next = line_end(p, n, at), indent = strspn(p + at, " ");
    const int item =
        indent == column && p[at + indent] == '-' && strchr(" \t\r\n", p[at + indent + 1]) != NULL;
    if (!is_blank(p + at, next - at)) {
      if (indent <= column && !item && p[at + indent] != '#') break;
      if (indent > column || item) end = next;
    }
    at = next;
  }
  return end;
}

struct insertion {
  int json; /* all keys must be quoted */
  size_t at;
  const char *before, *between, *after; /* around the sources; the first may begin a line */
};

static const char *line_break(const char *p, size_t n) {
  const char *end = memchr(p, '\n', n);
  return end != NULL && end > p && end[-1] == '\r' ? "\r\n" : "\n";
}

static struct insertion at_line(struct arena *a, const char *p, size_t n, size_t at, size_t column,
                                const char *key) {
  const char *end = line_break(p, n), *open = at > 0 && p[at - 1] != '\n' ? end : "";
  return (struct insertion){
      0, at, arena_printf(a, "%s%s%s%*s- ", open, key, key[0] != '\0' ? end : "", (int)column, ""),
      arena_printf(a, "%s%*s- ", end, (int)column, ""), end};
}

static struct insertion find_place(struct arena *a, const struct yaml_node *root, const char *p, size_t n) {
  const struct yaml_node *list = root->kind == YAML_MAP ? yaml_get(root, "sources") : NULL;
  const int is_json = root->first != NULL && root->place.line > 0 && p[offset_of(p, n, root->place)] == '{';
  if (list == NULL && !is_json) return at_line(a, p, n, n, 2, "sources:");
  if (list == NULL) { /* the whole is in braces */
    const size_t brace = offset_of(p, n, root->place) + 1;
    return (struct insertion){1, brace, "\"sources\": [", ", ", "], "};
  }
  const size_t at = offset_of(p, n, list->place);
  if (list->kind == YAML_LIST && p[at] == '[')
    return (struct insertion){is_json, at + 1, "", ", ", list->first != NULL ? ", " : ""};
  if (list->kind == YAML_LIST)
    return at_line(a, p, n,
                   list_end(p, n, line_start(p, n, list->place.line), (size_t)list->place.column - 1),
                   (size_t)list->place.column - 1, "");
  return at_line(a, p, n, line_end(p, n, offset_of(p, n, list->key_place)),
                 (size_t)list->key_place.column + 1, "");
}

/* ---- the file ---- */

static int fail(char *why, size_t size, const char *path, const char *what) {
  snprintf(why, size, "%s: %s: %s", path, what, strerror(errno));
  return -1;
}

static int same_file(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
         a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

static char *read_file(const char *path, size_t *n, struct stat *st) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  char *p = NULL;
  if (fd < 0) return NULL;
  if (fstat(fd, st) == 0 && S_ISREG(st->st_mode) && st->st_size <= CONF_MAX_FILE) {
    p = calloc(1, (size_t)st->st_size + 2); /* two NULs: what is looked at after the end is nothing */
    ssize_t got = p != NULL ? read(fd, p, (size_t)st->st_size) : -1;
    if (got != st->st_size) free(p), p = NULL;
    *n = (size_t)st->st_size;
  }
  close(fd);
  return p;
}

struct added {
  const struct conf_new_source *v;
  size_t n;
};

/* Is the new text the old configuration with these sources more, and nothing else? */
static int is_the_same_and(const struct added *added, const char *path, const struct conf *before) {
  struct conf_errors errors = {0};
  struct conf *now = conf_read(path, &errors);
  int good = conf_errors_count(&errors) == 0 && now->n_sources == before->n_sources + added->n &&
             now->n_sinks == before->n_sinks && now->n_pipeline == before->n_pipeline;
  size_t old = 0, new = 0; /* both in their order */
  for (size_t i = 0; good && i < now->n_sources; i++) {
    const struct conf_source *s = &now->sources[i];
    if (new < added->n && strcmp(s->id.p, added->v[new].id) == 0 && tdg_str_same(s->url, added->v[new].url))
      new ++;
    else if (old < before->n_sources && strcmp(s->id.p, before->sources[old].id.p) == 0) old++;
    else good = 0;
  }
  conf_free(now);
  conf_errors_free(&errors);
  return good;
}

static int fill(int fd, const struct stat *st, const char *text, size_t n) {
  struct stat now;
  if (fstat(fd, &now) < 0) return -1;
  if ((now.st_uid != st->st_uid || now.st_gid != st->st_gid) && fchown(fd, st->st_uid, st->st_gid) < 0)
    return -1;
  if (fchmod(fd, st->st_mode & 07777) < 0) return -1;
  return os_write_all(fd, text, n) < 0 || fsync(fd) < 0 ? -1 : 0;
}

static void sync_folder(const char *path) {
  char folder[PATH_MAX];
  snprintf(folder, sizeof folder, "%.*s/", (int)(strrchr(path, '/') - path), path);
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0) fsync(fd), close(fd);
}

/* path: resolved. */
static int replace(const char *path, const struct stat *st, const char *text, size_t n,
                   const struct conf *before, const struct added *added, char *why, size_t size) {
  char other[PATH_MAX + 20];
  struct stat now;
  snprintf(other, sizeof other, "%s.XXXXXX", path);
  int fd = mkostemp(other, O_CLOEXEC), rc = -1;
  if (fd < 0) return fail(why, size, path, "no file can be made beside it");
  if (fill(fd, st, text, n) < 0)
    fail(why, size, path, "its text, mode or owner cannot be given to a new file");
  else if (!is_the_same_and(added, other, before))
    snprintf(why, size, "%s: its layout leaves no place that is sure; write the source%s yourself", path,
             added->n == 1 ? "" : "s");
  else if (stat(path, &now) < 0 || !same_file(st, &now))
    snprintf(why, size, "%s: it was changed meanwhile; try again", path);
  else if (rename(other, path) < 0) fail(why, size, path, "it cannot be replaced");
  else rc = 0;
  close(fd);
  if (rc < 0) unlink(other);
  else sync_folder(path);
  return rc;
}

int conf_insert_sources(const struct conf *before, const struct conf_new_source *v, size_t count, char *why,
                        size_t size) {
  const struct added added = {v, count};
  struct arena a = {0};
  struct conf_errors errors = {0};
  char path[PATH_MAX];
  struct stat st;
  size_t n = 0;
  int rc = -1;
  char *text = realpath(before->file, path) != NULL ? read_file(path, &n, &st) : NULL;
  const struct yaml_node *root = text != NULL ? yaml_read(path, &a, &errors) : NULL;
  if (text == NULL) fail(why, size, before->file, "it cannot be read");
  else if (root == NULL) snprintf(why, size, "%s: it is no YAML any more", before->file);
  else {
    const struct insertion in = find_place(&a, root, text, n);
    struct buf all = buf_make(2 * CONF_MAX_FILE);
    buf_add(&all, text, in.at);
    buf_str(&all, in.before);
    for (size_t i = 0; i < count; i++) {
      if (i > 0) buf_str(&all, in.between);
      conf_source_text(&all, &v[i], in.json);
    }
    buf_str(&all, in.after);
    buf_add(&all, text + in.at, n - in.at);
    rc = replace(path, &st, all.p, all.full ? 0 : all.n, before, &added, why, size);
    buf_free(&all);
  }
  free(text);
  conf_errors_free(&errors);
  arena_free(&a);
  return rc;
}
