/* capture/captures.h - keep what servers answered, as WARC 1.1 (ISO 28500:2017): a folder of files, to which one writer
 * appends.
 *
 *   struct capture *c = capture_open(&(struct capture_spec){.folder = "captures", .software = "Tidings/1.0"}, why, sizeof why);
 *   capture_put(c, doc, url, clock_wall_ms(), &place);  where it stands; not yet safe
 *   capture_sync(c);                               before anything is committed that names the place
 *   capture_close(c);
 *
 * Each WARC record is packed by itself (a gzip member, or a zstd frame), so that it can be read by its offset.  A file has
 * the name tidings-YYYYMMDDhhmmss-NUMBER-PID.warc.gz, and ".open" behind it while it is written; a new one begins with each
 * day (UTC), when the present one has reached its size, and with each writer.  A file that a killed writer left is cut
 * behind its last whole record and gets its name.
 *
 * A body that the present file holds already from the same address becomes a `revisit`, whose place is that of the body.  The block is the answer as it was
 * transferred: its encoding is not undone, but it is not in chunks any more.  Cookies are left out, and secrets of the
 * configuration (util/redact.h) in headers are overwritten.  Bodies are never changed: a server that repeats a key puts it into the
 * file, which is its owner's alone, like the store.
 *
 * One thread uses a capture.  After a failure nothing more is written, and capture_error says why: a file may have been
 * cut off, a disk may be full.
 */
#ifndef CAPTURE_CAPTURES_H
#define CAPTURE_CAPTURES_H

#include "record/rec.h"
#include "util/bytebuf.h"

enum capture_form { CAPTURE_GZIP, CAPTURE_ZSTD };

enum {
  CAPTURE_NAME = 80,   /* bytes of a file's name, with its NUL */
  CAPTURE_DIGEST = 38, /* "sha1:" and 32 letters of base 32, with its NUL */
  CAPTURE_WHY = 600
};

struct capture_spec {
  const char *folder; /* made when it is not there, for its owner alone */
  const char *software;
  enum capture_form form;
  int64_t max_size; /* bytes of a file, after which the next one begins; 0: 1 GiB */
  int64_t keep;     /* ms: files whose last day is longer ago are deleted when another begins; 0: none is */
};

/* Where an answer stands: unpack from this offset of the file. */
struct capture_place {
  char file[CAPTURE_NAME];
  int64_t offset;
  char digest[CAPTURE_DIGEST]; /* of its body as transferred, as in WARC-Payload-Digest */
};

struct capture;

/* NULL: it cannot be written there, or this build cannot (it lacks nettle, or zstd); why says so. */
struct capture *capture_open(const struct capture_spec *spec, char *why, size_t size);
/* doc: a TDG_DOC with TDG_STATUS, TDG_HEADER, TDG_ADDRESS and TDG_BODY as they are there; url: where it was read, without
 * secrets; at: when, ms since 1970.  0, or -1. */
int capture_put(struct capture *c, const tdg_rec *doc, struct tdg_str url, int64_t at,
                struct capture_place *place);
/* What was put is on the disk.  0, or -1. */
int capture_sync(struct capture *c);
/* The present file is complete; what is put next begins another.  0, or -1. */
int capture_turn(struct capture *c);
const char *capture_error(const struct capture *c);
/* Delete the files that are older than they are kept, as each new file does. */
void capture_drop_old(struct capture *c, int64_t now);
void capture_close(struct capture *c); /* NULL: nothing */

/* ---- capture_read.c: one answer again ---- */

/* Append the record of a place, unpacked, also of a file that is being written.  1; 0: it is not there, or is damaged. */
int capture_read(const char *folder, struct tdg_str file, int64_t offset, struct buf *record);
/* Is nothing there, because what stood there was to be forgotten (capture_blank)? */
int capture_is_blank(const char *folder, struct tdg_str file, int64_t offset);
/* Is the file still being written, so that ".open" stands behind its name? */
int capture_is_open(const char *folder, const char *file);

/* ---- blank.c: take answers out of the files of a folder, those aside that somebody writes ---- */

/* One record of a file, unpacked, with its offset.  1: overwrite it; -1: go no further. */
typedef int (*capture_member_fn)(void *arg, const char *file, int64_t offset, struct tdg_str record);
struct capture_blanked {
  int64_t files, members; /* that were overwritten (dry: would be), and in how many files */
  int64_t unread;         /* files that could not be read to their end, or that another program writes */
  int64_t looked_at;      /* files */
};
/* In the place of a record there is another one of the same length, packed, that says nothing; so offsets stay what they
 * are.  Killed in between it has overwritten some, and is to be called again.  A file that this process writes is passed over
 * (capture_turn); dry, what a file that is written has so far is looked at.  0, 1: fn ended it; or -1 and why. */
int capture_blank(const char *folder, int dry, capture_member_fn fn, void *arg, struct capture_blanked *out,
                  char *why, size_t size);

/* What this build lacks to write them; NULL: nothing. */
const char *capture_gap(enum capture_form form);

#endif
