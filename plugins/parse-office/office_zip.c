/* office_zip.c - the parts of an office document, which is a ZIP file; see office.h.
 *
 * Only the parts that are asked for are unpacked, each up to OFFICE_MAX_PART bytes, into the memory of the call.
 */
#include "office.h"

#include <archive.h>
#include <archive_entry.h>

enum { STEP = 64 << 10 };

static struct office_part *part_of(struct office_part *parts, size_t n, const char *name) {
  for (size_t i = 0; name != NULL && i < n; i++)
    if (strcmp(parts[i].name, name) == 0 && parts[i].bytes.n == 0) return &parts[i];
  return NULL;
}

/* 0, -1: it is damaged, 1: it is too large. */
static int unpack(tdg_call *call, struct archive *a, struct office_part *part) {
  struct tdg_buf b = tdg_buf_make(call, OFFICE_MAX_PART);
  char *room = tdg_scratch(call, STEP);
  la_ssize_t got;
  while ((got = archive_read_data(a, room, STEP)) > 0)
    if (tdg_buf_add(&b, room, (size_t)got) < 0) return 1;
  part->bytes = tdg_buf_get(&b);
  return got < 0 ? -1 : 0;
}

static int read_parts(tdg_call *call, struct archive *a, struct office_part *parts, size_t n) {
  struct archive_entry *e;
  int rc = ARCHIVE_OK;
  for (size_t files = 0; (rc = archive_read_next_header(a, &e)) == ARCHIVE_OK || rc == ARCHIVE_WARN;
       files++) {
    struct office_part *part = part_of(parts, n, archive_entry_pathname(e));
    if (files == OFFICE_MAX_PARTS) return tdg_fail(call, TDG_DENIED, "the document has too many parts");
    if (archive_entry_is_encrypted(e)) return tdg_fail(call, TDG_BAD_INPUT, "the document needs a password");
    if (part == NULL) continue;
    const int status = unpack(call, a, part);
    if (status > 0)
      return tdg_fail(call, TDG_DENIED, "%s in the document is larger than %d MiB", part->name,
                      OFFICE_MAX_PART >> 20);
    if (status < 0) break;
  }
  if (rc != ARCHIVE_EOF)
    tdg_log(call, TDG_LOG_WARNING, "the document is damaged or cut off: what stands before that is read");
  return TDG_OK;
}

int office_parts(tdg_call *call, struct tdg_str file, struct office_part *parts, size_t n) {
  struct archive *a = archive_read_new();
  int status = TDG_BAD_INPUT;
  if (a == NULL) return tdg_fail(call, TDG_INTERNAL, "no memory");
  archive_read_support_format_zip_seekable(a);
  archive_read_support_format_zip_streamable(a); /* of one that is cut off */
  if (archive_read_open_memory(a, file.p, file.n) == ARCHIVE_OK) status = read_parts(call, a, parts, n);
  else tdg_fail(call, status, "it is no document of an office program, or it is damaged");
  archive_read_free(a);
  return status;
}
