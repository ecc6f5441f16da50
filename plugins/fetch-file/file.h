/* fetch-file/file.h - shared declarations of the plugin.
 *
 *   file.c        the component: one request
 *   answer.c      the emitted documents and requests, and messages for failures
 *   kind.c        the kind of a file, by its name and first bytes
 *   dir.c         a directory becomes requests
 *   file_lines.c  a JSON Lines file becomes documents
 *   reader.c      lines of a file, compressed or not, from a position on
 */
#ifndef FETCH_FILE_H
#define FETCH_FILE_H

#include <stdio.h>
#include <sys/stat.h>
#include <tidings/kit/file_url.h>
#include <tidings/plugin.h>

enum {
  FILE_MAX_PATH = TDG_MAX_PATH,
  FILE_MAX_ENTRIES = 2000000, /* of one directory */
  FILE_MAX_NAMES = 256 << 20, /* bytes of their names */
  FILE_ENTRIES_A_CALL = 500,
  FILE_DOCUMENTS_A_CALL = 200,
  FILE_BYTES_A_CALL = 1 << 20,
  FILE_MAX_LINE = 4 << 20,
  FILE_SKIP_A_CALL = 256 << 20, /* bytes of an overlong line */
  FILE_READERS = 4,
  FILE_HEAD = 4096 /* bytes read to detect the kind */
};

struct file_conf {
  int64_t max_size;
  int64_t hidden;
};

/* The identity of a file from fstat; equal values mean equal content. */
struct file_identity {
  uint64_t device, inode, size;
  int64_t mtime_s, mtime_ns;
};
struct file_identity file_identity(const struct stat *st);
int file_same(const struct file_identity *a, const struct file_identity *b);

/* The listing of the directory read last, in byte order.  Only a cache. */
struct file_listing {
  struct file_identity identity;
  char *names; /* each followed by a NUL */
  size_t n_names, cap_names;
  size_t *entry; /* offset of each name */
  size_t n, cap;
};

struct file_reader;
struct file_self {
  struct file_conf conf;
  struct file_listing listing;
  struct file_reader *reader[FILE_READERS]; /* newest first */
};

/* The request and its path. */
struct file_ask {
  tdg_call *call;
  const tdg_rec *request;
  struct tdg_str url;       /* without a fragment */
  char path[FILE_MAX_PATH]; /* absolute */
};

/* kind.c */
struct file_kind {
  const char *type; /* media type */
  int packed;       /* gzip */
  int lines;        /* JSON Lines: a container */
};
struct file_kind file_kind_of(tdg_call *call, const struct file_ask *ask, const char *head, size_t n);

/* answer.c.  A document with the common fields: address, request number and hints, time. */
tdg_rec *file_document(const struct file_ask *ask, struct tdg_str url);
/* Copy the fields that follow-up requests inherit. */
void file_put_hints(const struct file_ask *ask, tdg_rec *to);
/* Emit a document with TDG_ERROR and a message. */
int file_fail(const struct file_ask *ask, const char *class, const char *message);
int file_fail_errno(const struct file_ask *ask, int error);

int file_run_directory(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st);
void file_listing_free(struct file_listing *l);
int file_run_lines(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st,
                   int packed);

/* reader.c.  Takes over fd.  NULL without memory. */
struct file_reader *file_reader_open(struct file_self *self, int fd, const struct stat *st, int packed,
                                     uint64_t offset);
/* 1 and a line without its line break; 2: the line is longer than FILE_MAX_LINE and its rest is being
 * skipped; 3: still skipping; 0: end of file; -1: errno, or EBADMSG for a damaged compressed file. */
int file_reader_line(struct file_reader *r, struct tdg_str *line, uint64_t *at);
uint64_t
file_reader_position(const struct file_reader *r); /* offset of the next line in the decompressed file */
void file_reader_skip(
    struct file_reader *r); /* the position is inside an overlong line, which is to be skipped */
int file_reader_skipping(const struct file_reader *r);
int file_reader_at_end(struct file_reader *r); /* 1 when no line can follow */
/* Skip the blank lines that are in memory; returns their number. */
uint64_t file_reader_skip_blank(struct file_reader *r);
/* The budget of one document: without emitting one, at most 64 MiB plus 32 times the bytes read from disk may
 * be decompressed.  file_reader_reset_budget: a document was emitted at this position. */
int file_reader_over_budget(const struct file_reader *r);
void file_reader_reset_budget(struct file_reader *r);
void file_readers_free(struct file_self *self);
#endif
