/* cli/plugin_new.c - tidings plugin new: writes the files of a new plugin; see plugin_new.h.
 *
 * Owns nothing.  It writes only into a folder that is not there yet, or is empty, and never over a file.  What cannot be written
 * is told; what was written before stays.
 */
#include "cli/plugin_new.h"

#include "util/bytebuf.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <dirent.h>

enum { MAX_NAME = 40, MAX_ID = 100, MAX_FILE = 1 << 20, MAX_DEPTH = 4 };

struct writing {
  const char *name, *id, *kind, *folder;
};

static int is_name(const char *name) {
  const size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
  return n > 0 && n <= MAX_NAME && name[n] == '\0' && name[0] >= 'a' && name[0] <= 'z' && name[n - 1] != '-';
}

/* At least two words with points between them, as org.example.gazette. */
static int is_id(const char *id) {
  const size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-.");
  return n > 0 && n <= MAX_ID && id[n] == '\0' && strchr(id, '.') != NULL && id[0] != '.' &&
         id[n - 1] != '.' && strstr(id, "..") == NULL;
}

/* The part of other files that this kind has; "" when it has none. */
static const char *part(const char *kind, const char *path) {
  for (const struct new_file *f = new_files; f->kind != NULL; f++)
    if (strcmp(f->kind, kind) == 0 && strcmp(f->path, path) == 0) return f->text;
  return "";
}

static int is_part(const char *path) {
  return strcmp(path, "TESTS") == 0 || strcmp(path, "USE") == 0 || strcmp(path, "FILES") == 0;
}

static void fill(struct buf *out, const char *text, const struct writing *w, int depth) {
  const struct {
    const char *word, *value;
  } words[] = {{"@NAME@", w->name},
               {"@ID@", w->id},
               {"@KIND@", w->kind},
               {"@TESTS@", part(w->kind, "TESTS")},
               {"@USE@", part(w->kind, "USE")},
               {"@FILES@", part(w->kind, "FILES")}};
  while (*text != '\0') {
    size_t i = 0, n = strcspn(text, "@");
    buf_add(out, text, n);
    text += n;
    while (i < sizeof words / sizeof *words && strncmp(text, words[i].word, strlen(words[i].word)) != 0) i++;
    if (i < sizeof words / sizeof *words) {
      if (depth < MAX_DEPTH) fill(out, words[i].value, w, depth + 1);
      text += strlen(words[i].word);
    } else if (*text != '\0') buf_char(out, *text++);
  }
}

static int failed(const char *path) {
  say_error("tidings plugin new: %s: %s\n", path, strerror(errno));
  return -1;
}

/* The folders of a path below the new folder. */
static int make_folders(char *path, size_t from) {
  for (char *slash = path + from; (slash = strchr(slash, '/')) != NULL; slash++) {
    *slash = '\0';
    const int rc = mkdir(path, 0777);
    if (rc < 0 && errno != EEXIST) return failed(path);
    *slash = '/';
  }
  return 0;
}

static int write_file(const struct writing *w, const struct new_file *file) {
  struct buf path = buf_make(PATH_MAX), text = buf_make(MAX_FILE);
  buf_printf(&path, "%s/", w->folder);
  const size_t from = path.n;
  fill(&path, file->path, w, 0);
  buf_char(&path, '\0');
  fill(&text, file->text, w, 0);
  int rc = make_folders(path.p, from), fd = -1;
  if (rc == 0 && (fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)) < 0) rc = failed(path.p);
  for (size_t at = 0; rc == 0 && at < text.n;) {
    const ssize_t n = write(fd, text.p + at, text.n - at);
    if (n < 0 && errno != EINTR) rc = failed(path.p);
    if (n > 0) at += (size_t)n;
  }
  if (fd >= 0 && close(fd) < 0 && rc == 0) rc = failed(path.p);
  buf_free(&path);
  buf_free(&text);
  return rc;
}

/* 0 when there is nothing in it but what begins with a point. */
static int make_folder(const char *folder) {
  if (mkdir(folder, 0777) == 0) return 0;
  DIR *there = errno == EEXIST ? opendir(folder) : NULL;
  if (there == NULL) return failed(folder);
  const struct dirent *e;
  int used = 0;
  while (!used && (e = readdir(there)) != NULL) used = e->d_name[0] != '.';
  closedir(there);
  if (!used) return 0;
  say_error("tidings plugin new: %s is not empty; choose another name, or another folder with --into\n",
            folder);
  return -1;
}

static int usage(const char *what) {
  say_error(
      "tidings plugin new: %s\n"
      "usage: tidings plugin new NAME [--kind parser|fetcher|stage|brief|sink] [--id ID] [--into FOLDER]\n",
      what);
  return CLI_USAGE;
}

int plugin_new(struct cli *cli, const char *kind, const char *id, const char *into, const char *const *words,
               int n) {
  char own_id[MAX_ID];
  struct writing w = {.kind = kind != NULL ? kind : "parser", .id = id};
  if (n != 1) return usage(n == 0 ? "say the name of the plugin" : "one plugin at a time");
  w.name = words[0];
  w.folder = into != NULL ? into : w.name;
  if (!is_name(w.name))
    return usage("a name has small letters, digits and -, begins with a letter and has at most 40");
  if (id == NULL) snprintf(own_id, sizeof own_id, "org.example.%s", w.name), w.id = own_id;
  if (!is_id(w.id)) return usage("an id is a domain of yours and a name, as org.example.gazette");
  if (*part(w.kind, "TESTS") == '\0') return usage("a kind is parser, fetcher, stage, brief or sink");
  if (make_folder(w.folder) < 0) return CLI_FAILED;
  for (const struct new_file *f = new_files; f->kind != NULL; f++)
    if ((strcmp(f->kind, "all") == 0 || strcmp(f->kind, w.kind) == 0) && !is_part(f->path) &&
        write_file(&w, f) < 0)
      return CLI_FAILED;
  if (cli->quiet) return CLI_DONE;
  say("%s/ has a %s, its tests and its README. Now:\n", w.folder, w.kind);
  say("  cd %s\n  cmake -B build && cmake --build build && ctest --test-dir build --output-on-failure\n",
      w.folder);
  return CLI_DONE;
}
