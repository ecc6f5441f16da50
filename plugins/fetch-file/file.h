/* fetch-file - shared by the plugin's files.
 *
 * file.c   the component: one request, what stands at its path
 * answer.c what every answer has in common, and the words for failures
 * kind.c   what kind of document a file is, by its name and its first bytes
 * dir.c    a directory becomes requests
 * file_lines.c  a JSON Lines file becomes documents
 * reader.c lines out of a file, packed or not, from a position on
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
  FILE_SKIP_A_CALL = 256 << 20, /* of a line that is too long */
  FILE_READERS = 4,
  FILE_HEAD = 4096 /* looked at to tell the kind */
};

struct file_conf {
  int64_t max_size;
  int64_t hidden;
};

/* A file as fstat saw it: the same numbers mean the same content. */
struct file_identity {
  uint64_t device, inode, size;
  int64_t mtime_s, mtime_ns;
};
struct file_identity file_identity(const struct stat *st);
int file_same(const struct file_identity *a, const struct file_identity *b);

/* The listing of the directory that was read last, sorted by bytes.  Only a cache. */
struct file_listing {
  struct file_identity identity;
  char *names; /* each with its NUL */
  size_t n_names, cap_names;
  size_t *entry; /* where each begins */
  size_t n, cap;
};

struct file_reader;
struct file_self {
  struct file_conf conf;
  struct file_listing listing;
  struct file_reader *reader[FILE_READERS]; /* newest first */
};

/* What is asked, and where. */
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

/* answer.c.  A document with what all have in common: its address, its request's number and hints, the time. */
tdg_rec *file_document(const struct file_ask *ask, struct tdg_str url);
/* What a request hands on to the requests made from it. */
void file_put_hints(const struct file_ask *ask, tdg_rec *to);
/* Emit a document that says what went wrong. */
int file_fail(const struct file_ask *ask, const char *class, const char *message);
int file_fail_errno(const struct file_ask *ask, int error);

int file_run_directory(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st);
void file_listing_free(struct file_listing *l);
int file_run_lines(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st,
                   int packed);

/* reader.c.  Takes over fd.  NULL when there is no memory for it. */
struct file_reader *file_reader_open(struct file_self *self, int fd, const struct stat *st, int packed,
                                     uint64_t offset);
/* 1 and a line without its end; 2: the line is longer than FILE_MAX_LINE, and its rest is being passed over;
 * 3: still passing over; 0: the end; -1: errno, or EBADMSG for a damaged packed file. */
int file_reader_line(struct file_reader *r, struct tdg_str *line, uint64_t *at);
uint64_t file_reader_position(const struct file_reader *r); /* of the next line, unpacked */
void file_reader_skip(struct file_reader *r); /* the position lies inside a line to be passed over */
int file_reader_skipping(const struct file_reader *r);
int file_reader_at_end(struct file_reader *r); /* 1 when no further line can come */
/* Pass over the blank lines that are in memory; how many. */
uint64_t file_reader_pass_blank(struct file_reader *r);
/* The budget of one document: a stretch without any may unpack to 64 MiB, and to 32 times what it takes on the disk
 * beyond that.  fruitful: a document was given, here. */
int file_reader_is_barren(const struct file_reader *r);
void file_reader_fruitful(struct file_reader *r);
void file_readers_free(struct file_self *self);
#endif
