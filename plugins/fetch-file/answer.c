/* fetch-file/answer.c - the documents and requests that are emitted, and messages for failures. */
#include "file.h"

#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

static void copy_text(const struct file_ask *ask, tdg_rec *to, uint32_t field) {
  const struct tdg_str v = tdg_get(ask->call, ask->request, field);
  tdg_put_text(ask->call, to, field, v.p, v.n);
}

/* What is said anew with each request for the rest. */
static int is_of_rest(const char *name) {
  return strcmp(name, "columns") == 0 || strcmp(name, "charset") == 0 || strcmp(name, "read") == 0 ||
         strcmp(name, "entry") == 0;
}

void file_put_hints(const struct file_ask *ask, tdg_rec *to) {
  static const uint32_t fields[] = {TDG_AS, TDG_MEDIA_TYPE, TDG_CHARSET, TDG_DEFAULT_ZONE, TDG_LANGUAGE};
  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) copy_text(ask, to, fields[i]);
  const tdg_rec *ext;
  for (uint32_t i = 0; (ext = tdg_get_rec(ask->call, ask->request, TDG_EXT, i)) != NULL; i++)
    if (!is_of_rest(tdg_get(ask->call, ext, TDG_NAME).p)) tdg_put_rec(ask->call, to, TDG_EXT, ext);
}

static void put_ext(const struct file_ask *ask, tdg_rec *to, const char *name, const char *text) {
  tdg_rec *ext = tdg_group(ask->call);
  tdg_put_str(ask->call, ext, TDG_NAME, name);
  tdg_put_str(ask->call, ext, TDG_TEXT, text);
  tdg_put_rec(ask->call, to, TDG_EXT, ext);
}

void file_put_read(const struct file_ask *ask, tdg_rec *rest, uint64_t bytes) {
  char text[24];
  snprintf(text, sizeof text, "%" PRIu64, bytes);
  put_ext(ask, rest, "read", text);
}

void file_put_entry(const struct file_ask *ask, tdg_rec *rest, const struct file_entry *entry) {
  char text[48];
  snprintf(text, sizeof text, "%" PRIu64 " %" PRIu64, entry->packed, entry->begin);
  put_ext(ask, rest, "entry", text);
}

struct file_entry file_entry_of(const struct file_ask *ask) {
  struct file_entry entry = {0, 0};
  const tdg_rec *ext;
  for (uint32_t i = 0; (ext = tdg_get_rec(ask->call, ask->request, TDG_EXT, i)) != NULL; i++)
    if (strcmp(tdg_get(ask->call, ext, TDG_NAME).p, "entry") == 0 &&
        sscanf(tdg_get(ask->call, ext, TDG_TEXT).p, "%" SCNu64 " %" SCNu64, &entry.packed, &entry.begin) != 2)
      entry = (struct file_entry){0, 0};
  return entry;
}

int file_has_flag(const struct file_ask *ask, const char *flag) {
  struct tdg_str f;
  for (uint32_t i = 0; (f = tdg_get_nth(ask->call, ask->request, TDG_FLAG, i)).n > 0; i++)
    if (strcmp(f.p, flag) == 0) return 1;
  return 0;
}

int file_is_source(const struct file_ask *ask) { return file_has_flag(ask, "source"); }

tdg_rec *file_document(const struct file_ask *ask, struct tdg_str url, int64_t fetched) {
  tdg_rec *doc = tdg_rec_new(ask->call, TDG_DOC);
  tdg_put_int(ask->call, doc, TDG_REQUEST_NO, tdg_get_int(ask->call, ask->request, TDG_REQUEST_NO, 0));
  tdg_put_text(ask->call, doc, TDG_URL, url.p, url.n);
  tdg_put_int(ask->call, doc, TDG_FETCHED, fetched > 0 ? fetched : tdg_now_ms(ask->call));
  copy_text(ask, doc, TDG_AS);
  copy_text(ask, doc, TDG_CHARSET);
  copy_text(ask, doc, TDG_DEFAULT_ZONE);
  return doc;
}

void file_tell_cost(const struct file_ask *ask, uint64_t unpacked) {
  enum { MUCH = 32 << 20 };
  if (unpacked >= MUCH)
    tdg_log(ask->call, TDG_LOG_WARNING,
            "%.1000s: it is packed, so the %" PRIu64
            " MB before the place where reading goes on were unpacked again",
            ask->url.p, unpacked >> 20);
}

int file_fail(const struct file_ask *ask, const char *class, const char *message) {
  tdg_rec *doc = file_document(ask, ask->url, 0);
  tdg_put_str(ask->call, doc, TDG_ERROR, class);
  tdg_put_str(ask->call, doc, TDG_MESSAGE, message);
  return tdg_emit(ask->call, doc);
}

int file_is_unchanged(const struct file_ask *ask) {
  tdg_rec *doc = file_document(ask, ask->url, 0);
  tdg_put_int(ask->call, doc, TDG_STATUS, 304);
  return tdg_emit(ask->call, doc);
}

int file_leave_out(const struct file_ask *ask, const char *why) { return file_fail(ask, "left-out", why); }

int file_is_empty(const struct file_ask *ask, const char *why) {
  tdg_log(ask->call, TDG_LOG_INFO, "%.1000s: %s", ask->url.p, why);
  return file_fail(ask, "empty", why);
}

int file_fail_errno(const struct file_ask *ask, int error) {
  char message[300];
  switch (error) {
  case ENOENT:
  case ENOTDIR:
    return file_fail(ask, "not-found", "there is no such file; was it moved, or is the path misspelled?");
  case EACCES:
  case EPERM:
    return file_fail(ask, "denied",
                     "the file may not be read: give its owner or group the right, or name its directory "
                     "among the paths this may read");
  case EFBIG:
    return file_fail(ask, "too-large",
                     "the directory has more than 2,000,000 entries; spread them over several");
  case EBADMSG:
    return file_fail(ask, "damaged", "the compressed file is damaged or cut off; compress it again");
  case ENOTSUP:
    return file_fail(ask, "unsupported",
                     "the program was built without what unpacks this file; unpack it first");
  case ELOOP: return file_fail(ask, "not-found", "a symbolic link on the way points back to itself");
  default:
    snprintf(message, sizeof message, "reading failed: %s; is the disk in order?", strerror(error));
    return file_fail(ask, "io", message);
  }
}

ssize_t file_read_fd(int fd, char *p, size_t from, size_t size) {
  while (from < size) {
    const ssize_t got = read(fd, p + from, size - from);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    from += (size_t)got;
  }
  return (ssize_t)from;
}
