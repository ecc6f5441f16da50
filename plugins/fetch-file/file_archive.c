/* fetch-file/file_archive.c - an archive is read as a folder of its files: documents, files of many documents, and archives
 * again, down to MEMBERS_DEPTH.
 *
 * A request for the rest has a number that counts the requests (TDG_OFFSET), and where it begins (TDG_NAME): the number of
 * the last member of each level, and the position inside it where that is a file of many documents ("12/3@1048576#200").
 * The archive stays open between requests; one that is opened anew, after a restart, is read up to that place first.
 *
 * An address is that of the archive, a slash and the name of the member.  Names are bytes of somebody else: leading slashes
 * and ".." are taken out, which is told.
 */
#include "archive_members.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include <tidings/kit/buf.h>
#include <tidings/kit/str.h>

enum { MEMBERS_A_CALL = 20000, MAX_STATE = 800 };

struct file_archive {
  struct file_identity identity;
  struct members *members;
  int64_t step;               /* number of the request that continues here */
  struct file_reader *reader; /* of a member that holds many documents; NULL: none is being read */
  enum file_form form;
  int64_t item;
  int inside;
  char *within, *columns, *charset; /* of its rows; NULL: there are none */
  char *place[MEMBERS_DEPTH];       /* the addresses of the archives */
  char *name;                       /* the address of what the reader reads */
};

void file_archive_free(struct file_archive *f) {
  if (f == NULL) return;
  file_reader_free(f->reader);
  members_close(f->members);
  for (int i = 0; i < MEMBERS_DEPTH; i++) free(f->place[i]);
  free(f->name);
  free(f->within);
  free(f->columns);
  free(f->charset);
  free(f);
}

struct walk {
  struct file_self *self;
  const struct file_ask *ask;
  struct file_archive *f;
  struct file_batch b;
  struct tdg_str wanted; /* the address of the one member that is; "": all are */
  int status;
};

/* ---- names ---- */

static int is_up_or_here(struct tdg_str part) {
  return part.n == 0 || tdg_str_same(part, tdg_str_of(".")) || tdg_str_same(part, tdg_str_of(".."));
}

/* Without what would lead out of a folder.  *odd: there was such. */
static void clean_name(struct tdg_buf *out, const char *name, int *odd) {
  struct tdg_str rest = tdg_str_of(name);
  *odd = name[0] == '/';
  while (rest.n > 0) {
    const char *slash = memchr(rest.p, '/', rest.n);
    const struct tdg_str part = {rest.p, slash != NULL ? (size_t)(slash - rest.p) : rest.n};
    rest.p += part.n + (slash != NULL);
    rest.n -= part.n + (slash != NULL);
    if (tdg_str_same(part, tdg_str_of(".."))) *odd = 1;
    if (is_up_or_here(part)) continue;
    tdg_buf_char(out, '/');
    tdg_buf_add(out, part.p, part.n);
  }
}

/* As in folders, what begins with a dot is not read; and what one system puts into archives beside the files. */
static int is_hidden(const char *path) {
  return strstr(path, "/.") != NULL || tdg_str_starts(tdg_str_of(path), "/__MACOSX/");
}

/* The address of a member with this clean name; that of the archive when it has none. */
static struct tdg_str address_of(struct walk *w, const char *path) {
  const char *place = w->f->place[members_depth(w->f->members) - 1];
  char url[TDG_MAX_FILE_URL];
  struct tdg_buf b = tdg_buf_make(w->ask->call, TDG_MAX_FILE_URL);
  tdg_buf_str(&b, place);
  if (path[0] != '\0' && tdg_file_url(path, url, sizeof url) > 0) tdg_buf_str(&b, url + strlen("file://"));
  return tdg_buf_get(&b);
}

/* ---- where it is ---- */

static char *state_of(const struct file_archive *f, char *out, size_t size) {
  size_t n = 0;
  for (int i = 0; i < members_depth(f->members) && n < size; i++)
    n += (size_t)snprintf(out + n, size - n, "%s%" PRIu64, i > 0 ? "/" : "", members_number(f->members, i));
  if (f->reader != NULL && n < size)
    snprintf(out + n, size - n, "@%" PRIu64 "#%" PRId64 "%s=%s", file_reader_position(f->reader), f->item,
             f->inside ? "!" : "", f->within != NULL ? f->within : "");
  return out;
}

static int ask_for_rest(struct walk *w) {
  tdg_call *call = w->ask->call;
  char state[MAX_STATE];
  tdg_rec *request = tdg_rec_new(call, TDG_REQUEST);
  tdg_put_text(call, request, TDG_URL, w->ask->url.p, w->ask->url.n);
  tdg_put_int(call, request, TDG_OFFSET, ++w->f->step);
  tdg_put_str(call, request, TDG_NAME, state_of(w->f, state, sizeof state));
  file_put_hints(w->ask, request);
  file_put_read(w->ask, request, members_read_on_disk(w->f->members));
  return tdg_emit(call, request);
}

/* ---- members ---- */

static void fail_member(struct walk *w, struct tdg_str url, const char *class, const char *message) {
  tdg_rec *doc = file_document(w->ask, url, 0);
  tdg_put_str(w->ask->call, doc, TDG_ERROR, class);
  tdg_put_str(w->ask->call, doc, TDG_MESSAGE, message);
  w->status = file_batch_emit(&w->b, doc);
}

static void fail_errno(struct walk *w, struct tdg_str url) {
  if (errno == EFBIG || members_is_bomb(w->f->members))
    fail_member(w, url, "too-large",
                "the archive unpacks to more than a hundred times its size, or has more than 2,000,000 "
                "files: the rest of it "
                "is left out");
  else if (errno == ELOOP)
    fail_member(w, url, "too-large",
                "archives are inside of each other more than three deep; unpack them first");
  else if (errno == ENOMEM) fail_member(w, url, "io", "there is no memory for it");
  else
    fail_member(w, url, "damaged",
                "the archive is damaged or cut off here, or needs a password; what stood before it was read");
}

static void give_document(struct walk *w, struct file_reader *r, struct tdg_str url, const struct member *m,
                          const struct file_kind *kind) {
  tdg_call *call = w->ask->call;
  const size_t most = (size_t)w->self->conf.max_size;
  const size_t room = m->size >= 0 && (uint64_t)m->size <= most ? (size_t)m->size : most;
  char *body = tdg_scratch(call, room + 1);
  const ssize_t got = m->size > (int64_t)most ? (ssize_t)most : file_reader_read(r, body, room);
  if (got < 0) {
    fail_errno(w, url);
    return;
  }
  if (m->size > (int64_t)most || ((size_t)got == most && !file_reader_at_end(r))) {
    fail_member(w, url, "too-large", "the file in the archive is larger than max_size");
    return;
  }
  tdg_rec *doc = file_document(w->ask, url, 0);
  tdg_put_str(call, doc, TDG_MEDIA_TYPE, kind->type);
  if (kind->packing != FILE_PLAIN)
    tdg_put_str(call, doc, TDG_ENCODING, kind->packing == FILE_GZIP ? "gzip" : "zstd");
  if (m->modified > 0) tdg_put_int(call, doc, TDG_UPDATED, m->modified);
  tdg_put_bytes(call, doc, TDG_BODY, body, (size_t)got);
  w->status = file_batch_emit(&w->b, doc);
}

/* Takes over r. */
static void enter(struct walk *w, struct file_reader *r, struct tdg_str url) {
  if (members_enter(w->f->members, r) != 0) {
    fail_errno(w, url);
    return;
  }
  char **place = &w->f->place[members_depth(w->f->members) - 1];
  free(*place);
  *place = strdup(url.p);
}

static void keep_text(char **kept, struct tdg_str text) {
  if (*kept != NULL && strcmp(*kept, text.p) == 0) return;
  free(*kept);
  *kept = strdup(text.p);
}

static struct tdg_str text_of(const char *s) { return tdg_str_of(s != NULL ? s : ""); }

/* Where its rows begin, which is kept.  0: it has none. */
static int begin_rows(struct walk *w, struct file_reader *r, enum file_form form) {
  struct file_archive *f = w->f;
  struct file_batch *b = &w->b;
  b->within = b->columns = text_of(NULL);
  b->charset = b->not_rows = NULL;
  b->first_of = NULL;
  const int begun = form == FILE_JSON    ? file_begin_json(b, r)
                    : form == FILE_HAR   ? file_begin_har(b, r)
                    : form == FILE_TABLE ? file_begin_table(b, r)
                                         : 1;
  keep_text(&f->within, b->within);
  keep_text(&f->columns, b->columns);
  keep_text(&f->charset, text_of(b->charset));
  return begun;
}

/* JSON without a list is one document. */
static void give_without_rows(struct walk *w, struct file_reader *r, struct tdg_str url,
                              const struct member *m, const struct file_kind *kind) {
  struct file_kind unpacked = *kind;
  struct member one = *m;
  unpacked.packing = FILE_PLAIN;
  if (kind->packing != FILE_PLAIN || kind->wide != FILE_NARROW) one.size = -1;
  if (file_form_is_json(kind->form) && one.size <= w->self->conf.max_size)
    give_document(w, r, url, &one, &unpacked);
  else fail_member(w, url, "left-out", w->b.not_rows);
  w->b.not_rows = NULL;
}

/* Takes over r. */
static void begin_many(struct walk *w, struct file_reader *r, struct tdg_str url, const struct member *m,
                       const struct file_kind *kind) {
  struct file_archive *f = w->f;
  struct file_stream *s = file_reader_unpack(r, kind);
  if (s == NULL || (r = file_reader_new(s)) == NULL) {
    fail_errno(w, url);
    return;
  }
  if (!begin_rows(w, r, kind->form)) {
    give_without_rows(w, r, url, m, kind);
    file_reader_free(r);
    return;
  }
  f->reader = r;
  f->form = kind->form;
  f->item = 1;
  f->inside = 0;
  free(f->name);
  f->name = strdup(url.p);
}

/* What the member is, by its name and first bytes.  NULL: it cannot be read. */
static struct file_reader *look_at(struct walk *w, const char *path, struct file_kind *kind) {
  struct file_stream *s = members_bytes(w->f->members);
  struct file_reader *r = s != NULL ? file_reader_new(s) : NULL;
  struct tdg_str head;
  if (r == NULL) return NULL;
  if (file_reader_peek(r, FILE_HEAD, &head) < 0 && head.n == 0) {
    const int error = errno;
    file_reader_free(r);
    errno = error;
    return NULL;
  }
  size_t most = FILE_HEAD;
  if (file_packing_of(head.p, head.n) == FILE_ZSTD) {
    file_reader_peek(r, FILE_ZSTD_HEAD, &head);
    most = FILE_ZSTD_HEAD;
  }
  *kind = file_kind_of(w->ask, path, (struct tdg_str){"", 0}, head.p, head.n < most ? head.n : most);
  return r;
}

/* A file that is packed by itself is called as it is without its last ending. */
static const char *name_without_ending(struct walk *w) {
  const char *place = w->f->place[members_depth(w->f->members) - 1], *slash = strrchr(place, '/');
  struct tdg_str name = tdg_str_copy(w->ask->call, tdg_str_of(slash != NULL ? slash : place));
  char *dot = strrchr((char *)(uintptr_t)name.p, '.');
  if (dot != NULL && dot > name.p + 1) *dot = '\0';
  return name.p;
}

static const char *not_read(const struct walk *w, const struct member *m, const char *path) {
  if (m->kind == MEMBERS_ENCRYPTED) return "it is encrypted: unpack the archive, and read the folder";
  if (m->kind == MEMBERS_LINK) return "links inside an archive are not followed";
  if (m->kind == MEMBERS_SPECIAL) return "only files are read, no pipes and devices";
  return !w->self->conf.hidden && is_hidden(path) ? "" : NULL;
}

/* It is the one that is, or in the way to it. */
static int is_wanted(const struct walk *w, struct tdg_str url) {
  const struct tdg_str wanted = w->wanted;
  return wanted.n == 0 || (wanted.n >= url.n && memcmp(wanted.p, url.p, url.n) == 0 &&
                           (wanted.n == url.n || wanted.p[url.n] == '/'));
}

static void take_member(struct walk *w, const struct member *m) {
  struct file_kind kind;
  struct tdg_buf path = tdg_buf_make(w->ask->call, FILE_MAX_PATH);
  int odd = 0;
  if (m->kind == MEMBERS_FOLDER) return;
  clean_name(&path, m->name, &odd);
  const struct tdg_str url = address_of(w, path.p);
  if (!is_wanted(w, url)) return;
  const char *why = not_read(w, m, path.p);
  if (odd) w->status = file_batch_leave(&w->b, "the beginning of names that lead out of the archive", 0, url);
  if (why != NULL) {
    if (*why != '\0') fail_member(w, url, m->kind == MEMBERS_ENCRYPTED ? "denied" : "left-out", why);
    return;
  }
  struct file_reader *r = look_at(w, path.n > 0 ? path.p : name_without_ending(w), &kind);
  if (r == NULL) {
    fail_errno(w, url);
  } else if (kind.no_news != NULL && tdg_get(w->ask->call, w->ask->request, TDG_AS).n == 0) {
    file_reader_free(r);
    fail_member(w, url, "left-out", kind.no_news);
  } else if (m->size == 0) {
    file_reader_free(r);
    fail_member(w, url, "left-out", "the file is empty");
  } else if (kind.form == FILE_ARCHIVE) {
    enter(w, r, url);
  } else if (kind.form != FILE_DOCUMENT) {
    begin_many(w, r, url, m, &kind);
  } else {
    give_document(w, r, url, m, &kind);
    file_reader_free(r);
  }
}

/* 1: the batch is full. */
static int read_many(struct walk *w) {
  struct file_archive *f = w->f;
  struct file_batch *b = &w->b;
  const struct tdg_str outside = b->place;
  b->place = tdg_str_of(f->name);
  b->item = f->item;
  b->inside = f->inside;
  b->within = text_of(f->within);
  b->columns = text_of(f->columns);
  b->charset = f->charset;
  b->first_of = NULL;
  b->minus = 0;
  const int more = file_format_of(f->form)(b, f->reader, &w->status);
  f->item = b->item;
  f->inside = b->inside;
  keep_text(&f->within, b->within); /* a file may have several lists */
  b->place = outside;
  if (more && !file_reader_at_end(f->reader)) return 1;
  file_reader_free(f->reader);
  f->reader = NULL;
  return 0;
}

/* 0: the archive is read to its end, or given up. */
static int read_next(struct walk *w) {
  struct members *s = w->f->members;
  struct member m;
  const enum members_end rc = members_next(s, &m);
  if (rc == MEMBERS_THERE) take_member(w, &m);
  if (members_is_bomb(s)) {
    if (rc == MEMBERS_BOMB) fail_errno(w, address_of(w, ""));
    return 0;
  }
  if (rc == MEMBERS_DAMAGED) errno = EBADMSG, fail_errno(w, address_of(w, ""));
  if (rc == MEMBERS_CUT)
    fail_member(w, address_of(w, ""), "damaged",
                "the archive ends without the empty blocks that end a tar: it was cut off between two files, "
                "or written by a "
                "program that leaves them out; what is there was read");
  if (rc == MEMBERS_ASTRAY)
    fail_member(w, address_of(w, ""), "damaged",
                "the directory at the end of the ZIP is cut off, or does not agree with the files that were "
                "found; those were "
                "read, and others may be missing");
  return rc == MEMBERS_THERE || members_leave(s);
}

/* ---- opening ---- */

/* Read on from the state: pass over members up to it.  0, or -1: errno. */
static int go_to(struct walk *w, const char *state) {
  struct file_archive *f = w->f;
  struct member m = {.name = ""};
  char *end;
  if (*state == '\0') return 0;
  for (;;) {
    const uint64_t number = strtoull(state, &end, 10);
    const int level = members_depth(f->members) - 1;
    while (members_number(f->members, level) < number)
      if (members_next(f->members, &m) != MEMBERS_THERE) return -1;
    if (*end != '/' && *end != '@') return 0;
    take_member(w, &m); /* an inner archive, or a file of many documents */
    if (*end == '@') break;
    if (members_depth(f->members) != level + 2) return -1;
    state = end + 1;
  }
  if (f->reader == NULL) return -1;
  const uint64_t at = strtoull(end + 1, &end, 10);
  f->item = *end == '#' ? strtoll(end + 1, &end, 10) : 1;
  f->inside = *end == '!';
  end += f->inside;
  if (*end == '=') keep_text(&f->within, tdg_str_of(end + 1));
  return (f->form == FILE_WARC ? file_warc_begin : file_reader_go)(f->reader, at, 1);
}

static struct file_archive *take_kept(struct file_self *self, const struct file_identity *id, int64_t step) {
  struct file_archive *f = self->archive;
  if (f == NULL || !file_same(&f->identity, id) || f->step != step) return NULL;
  self->archive = NULL;
  return f;
}

static struct file_archive *open_anew(int fd, const struct stat *st, const struct file_ask *ask,
                                      int64_t step) {
  struct file_archive *f = calloc(1, sizeof *f);
  if (f != NULL) f->members = members_open(fd, st);
  if (f == NULL || f->members == NULL) {
    const int error = errno;
    free(f);
    errno = error;
    return NULL;
  }
  f->identity = file_identity(st);
  f->step = step;
  f->place[0] = strndup(ask->url.p, ask->url.n);
  return f;
}

/* One document of a member: to the place in it where that begins. */
static void go_to_wanted(struct walk *w) {
  struct file_archive *f = w->f;
  const int64_t at = tdg_get_int(w->ask->call, w->ask->request, TDG_OFFSET, 0);
  f->item = tdg_get_int(w->ask->call, w->ask->request, TDG_PAGE_NO, 1);
  if ((f->form == FILE_WARC ? file_warc_begin : file_reader_go)(f->reader, at > 0 ? (uint64_t)at : 0, 1) != 0)
    fail_errno(w, tdg_str_of(f->name));
}

/* The one document of one member that a request with the flag "alone" names. */
static int run_alone(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st) {
  struct walk w = {.self = self, .ask = ask, .wanted = tdg_get(ask->call, ask->request, TDG_NAME)};
  int more = 1;
  w.b = (struct file_batch){.ask = ask, .place = ask->url, .max_size = self->conf.max_size, .alone = 1};
  w.f = open_anew(fd, st, ask, 0);
  if (w.f == NULL) return file_fail_errno(ask, errno);
  while (more && w.status == TDG_OK && w.b.documents == 0) {
    more = read_next(&w);
    if (w.f->reader == NULL) continue;
    go_to_wanted(&w);
    if (w.status == TDG_OK && w.b.documents == 0) read_many(&w);
    break;
  }
  const int found = w.b.documents > 0, ended = file_batch_end(&w.b);
  file_archive_free(w.f);
  if (w.status != TDG_OK || ended != TDG_OK) return w.status != TDG_OK ? w.status : ended;
  return found ? TDG_OK : file_fail(ask, "not-found", "what failed there is not in the archive any more");
}

int file_run_archive(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st) {
  if (strcmp(tdg_get(ask->call, ask->request, TDG_FLAG).p, "alone") == 0 &&
      tdg_get(ask->call, ask->request, TDG_NAME).n > 0)
    return run_alone(self, ask, fd, st);
  const int64_t step = tdg_get_int(ask->call, ask->request, TDG_OFFSET, 0);
  const struct file_identity id = file_identity(st);
  struct walk w = {.self = self, .ask = ask, .status = TDG_OK, .f = take_kept(self, &id, step)};
  w.b = (struct file_batch){.ask = ask, .place = ask->url, .max_size = self->conf.max_size};
  int more = 1;
  if (w.f != NULL) {
    close(fd);
  } else {
    w.f = open_anew(fd, st, ask, step);
    if (w.f == NULL) return file_fail_errno(ask, errno);
    if (go_to(&w, tdg_get(ask->call, ask->request, TDG_NAME).p) != 0) {
      file_archive_free(w.f);
      return file_fail(ask, "damaged", "the archive is not as it was when the first part of it was read");
    }
    if (step > 0) file_tell_cost(ask, members_unpacked_before(w.f->members));
  }
  const uint64_t begin = members_unpacked(w.f->members);
  for (int i = 0; i < MEMBERS_A_CALL && more && w.status == TDG_OK && !file_batch_full(&w.b) &&
                  members_unpacked(w.f->members) - begin < FILE_SKIP_A_CALL;
       i++) {
    void *mark = tdg_mark(ask->call);
    const size_t before = w.b.documents;
    if (w.f->reader == NULL) more = read_next(&w);
    else if (read_many(&w)) break;
    if (w.b.documents == before) tdg_release(ask->call, mark);
  }
  const int ended = file_batch_end(&w.b);
  if (w.status == TDG_OK) w.status = ended;
  const int is_none = w.b.documents == 0 && step == 0 && !file_is_source(ask);
  if (w.status == TDG_OK && w.b.documents == 0 && !is_none)
    tdg_log(ask->call, TDG_LOG_INFO, "%.1000s: no document in it", ask->url.p);
  if (w.status == TDG_OK && more) w.status = ask_for_rest(&w);
  else more = 0;
  file_archive_free(self->archive);
  self->archive = more ? w.f : NULL;
  if (!more) file_archive_free(w.f);
  if (is_none && !more && w.status == TDG_OK) return file_is_empty(ask, "no document in it");
  return w.status;
}
