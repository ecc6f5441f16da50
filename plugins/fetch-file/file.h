/* fetch-file/file.h - shared declarations of the plugin.
 *
 *   file.c        the component: one request
 *   answer.c      the emitted documents and requests, and messages for failures
 *   kind.c        the kind of a file, by its name and first bytes
 *   dir.c         a directory becomes requests
 *   batch.c       the documents of one call over a container
 *   container.c   a call over one: its format, the request for its rest
 *   file_lines.c  a JSON Lines file becomes documents
 *   json_rows.c   so does a list in JSON, which json_find.c finds, and the answers in a HAR
 *   table.c       so does CSV
 *   file_mbox.c   a file of mails becomes documents; growth.c where the next poll of one that grows goes on
 *   maildir.c     the mails of a Maildir that is a source
 *   file_warc.c   a web archive becomes documents; warc_record.c the heads of its records, warc_answer.c the HTTP inside
 *   answer_rows.c an answer in it that is a list becomes the documents of its rows
 *   file_archive.c  an archive becomes the documents of its files; archive_members.c
 *   reader.c      lines and bytes of a stream, from a position on
 *   stream.c      the bytes of a file, packed or not; stream_blocks.c of bzip2 and xz
 *   utf16.c       a stream of UTF-16 as one of UTF-8
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
  FILE_HEAD = 4096,           /* bytes read to detect the kind */
  FILE_ZSTD_HEAD = 160 << 10, /* of zstd, which gives nothing before a block of 128 KiB is there */
  FILE_READ_SIZE = 64 << 10,
  FILE_MAX_DOCUMENT = 32 << 20 /* what max_size may be */
};

enum file_packing {
  FILE_PLAIN,
  FILE_GZIP,
  FILE_ZSTD,
  FILE_BZIP2,
  FILE_XZ
}; /* the last two of archives alone */
/* Of text with a byte order mark: UTF-16. */
enum file_wide { FILE_NARROW, FILE_LITTLE_ENDIAN, FILE_BIG_ENDIAN };
/* What is inside of a file: one document, or many. */
enum file_form {
  FILE_DOCUMENT,
  FILE_LINES,
  FILE_MBOX,
  FILE_WARC,
  FILE_JSON,
  FILE_HAR, /* JSON, of which one list counts */
  FILE_TABLE,
  FILE_ARCHIVE
};

static inline int file_form_is_json(enum file_form form) { return form == FILE_JSON || form == FILE_HAR; }

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
struct file_archive;
struct file_self {
  struct file_conf conf;
  struct file_listing listing;
  struct file_reader *reader[FILE_READERS]; /* newest first */
  struct file_archive *archive;             /* the one read last; NULL: none is open */
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
  enum file_packing packing;
  enum file_form form;
  enum file_wide wide; /* of lines and rows, which are read as UTF-8; a document is decoded by its parser */
  const char *no_news; /* what it is instead; NULL: it may be news */
  int is_guess;        /* by its lines: a file that is named is read all the same */
};
/* path: its name is the last part; type: what the request says, "": nothing; head: its first bytes, FILE_HEAD or all.
 * What the request says of rows (TDG_AS, "map") is heard. */
struct file_kind file_kind_of(const struct file_ask *ask, const char *path, struct tdg_str type,
                              const char *head, size_t n);

/* How what begins so is packed: gzip, zstd or not. */
enum file_packing file_packing_of(const char *head, size_t n);

/* answer.c.  A document with the common fields: address, request number and hints, time.
 * fetched: when its bytes came, 0: now. */
tdg_rec *file_document(const struct file_ask *ask, struct tdg_str url, int64_t fetched);
/* Copy the fields that follow-up requests inherit. */
void file_put_hints(const struct file_ask *ask, tdg_rec *to);
/* The request for the rest says how many bytes of the file on the disk stand before it (TDG_EXT "read"), and where a packed
 * one can be entered ("entry"). */
void file_put_read(const struct file_ask *ask, tdg_rec *rest, uint64_t bytes);
struct file_entry;
void file_put_entry(const struct file_ask *ask, tdg_rec *rest, const struct file_entry *entry);
/* What a request for the rest says.  0,0: nothing. */
struct file_entry file_entry_of(const struct file_ask *ask);
/* The request has this flag. */
int file_has_flag(const struct file_ask *ask, const char *flag);
/* It is made for a source, again and again (TDG_FLAG "source"): what is kept about it comes back. */
int file_is_source(const struct file_ask *ask);
/* There is nothing new in what a source has. */
int file_is_unchanged(const struct file_ask *ask);
/* A packed file goes on at a place that is reached by unpacking what stands before it: tell it when that is much. */
void file_tell_cost(const struct file_ask *ask, uint64_t unpacked);
/* Emit a document with TDG_ERROR and a message. */
int file_fail(const struct file_ask *ask, const char *class, const char *message);
int file_fail_errno(const struct file_ask *ask, int error);
/* It is no news, and why. */
int file_leave_out(const struct file_ask *ask, const char *why);
/* There is nothing in it. */
int file_is_empty(const struct file_ask *ask, const char *why);
/* Read on until p has `size` bytes, of which it has `from` already.  How many it has then: fewer at the end of the file; -1 and
 * errno. */
ssize_t file_read_fd(int fd, char *p, size_t from, size_t size);

/* growth.c.  Where a file of mails that grows was read up to: kept with the documents (tidings/ext/state.h). */
uint64_t file_hash(const void *p, size_t n, uint64_t seed);
struct file_growth {
  uint64_t at;       /* the mail that begins here is the next one */
  int64_t item;      /* its number */
  uint64_t last_at;  /* the last mail that was read, when the file ended behind it: */
  int64_t last_item; /*   it may go on; 0: none */
  int goes_on;       /* it did: the next mail is that one, and is read again */
};
/* 1; 0: nothing is known, or the file is not the one that it was, which is told. */
int file_growth_recall(const struct file_ask *ask, struct file_growth *g);
void file_growth_keep(const struct file_ask *ask, const struct file_growth *g);
/* Its end was not written to for a while.  Waits for that up to two seconds; 0: somebody may be writing. */
int file_growth_rests(const struct file_ask *ask);

/* maildir.c.  l: its own entries.  MAILDIR_OTHER: it is no Maildir, or what is kept belongs to another one. */
enum { MAILDIR_OTHER = 1001 };
int file_run_maildir(struct file_self *self, const struct file_ask *ask, int fd);

int file_run_directory(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st);
void file_listing_free(struct file_listing *l);

/* ---- streams ---- */

struct file_stream {
  ssize_t (*read)(struct file_stream *, char *p, size_t n); /* 0 at the end; -1 and errno, EBADMSG: damaged */
  int (*seek)(struct file_stream *, uint64_t at);           /* NULL: it is only read forwards */
  void (*close)(struct file_stream *);
  uint64_t stored; /* bytes read from the disk; of a plain file, which may have holes, its size on disk */
  uint64_t taken;  /* of one that is only read forwards: bytes of the file, with its holes, that were read */
};
/* stream.c.  Takes over fd.  NULL and errno. */
struct file_stream *file_stream_open(int fd, const struct stat *st, enum file_packing packing);
/* The same over another stream, which it takes over. */
struct file_stream *file_stream_over(struct file_stream *below, enum file_packing packing);
/* stream_blocks.c.  bzip2 or xz over another stream, which is taken over when it opens.  NULL and errno. */
struct file_stream *file_stream_blocks(struct file_stream *below, enum file_packing packing);
/* What begins so, as far as it can be unpacked here; else FILE_PLAIN. */
enum file_packing file_packing_of_blocks(const char *head, size_t n);
/* utf16.c.  What the bytes begin with; head as UTF-8, of which out has room for twice the bytes; the same for a stream, which is taken over.
 * NULL without memory. */
enum file_wide file_wide_of(struct tdg_str head);
size_t file_wide_text(enum file_wide wide, struct tdg_str head, char *out);
struct file_stream *file_stream_narrow(struct file_stream *below, enum file_wide wide);
/* Where the unpacked byte `at` can be read again: unpacking from *packed on begins with byte *begin.  -1: unknown. */
int file_stream_find(const struct file_stream *s, uint64_t at, uint64_t *packed, uint64_t *begin);
/* Read from there on, with a stream of which nothing was read yet.  -1: it cannot. */
int file_stream_go(struct file_stream *s, uint64_t packed, uint64_t begin);

/* ---- readers ---- */

/* reader.c.  Takes over the stream.  NULL and errno. */
struct file_reader *file_reader_new(struct file_stream *stream);
void file_reader_free(struct file_reader *r);
/* Where a packed file can be entered: unpacking from byte `packed` on begins with byte `begin`; 0,0: at its beginning. */
struct file_entry {
  uint64_t packed, begin;
};
/* A reader of the file that is kept, with a position of at most offset, or a new one, which begins at the entry.  Takes over
 * fd.  The reader is kept for later calls.  NULL and errno. */
struct file_reader *file_reader_open(struct file_self *self, int fd, const struct stat *st,
                                     const struct file_kind *kind, uint64_t offset, struct file_entry entry,
                                     int *is_new);
/* Of a reader: where it began. */
uint64_t file_reader_began(const struct file_reader *r);
/* Read on from there.  0, or -1 and errno. */
int file_reader_go(struct file_reader *r, uint64_t offset, int is_new);
/* What a format keeps of the file between calls. */
void file_reader_remember(struct file_reader *r, void *memory, void (*forget)(void *memory));
void *file_reader_memory(const struct file_reader *r);
/* Another stream of the same file.  Takes over fd.  NULL and errno. */
struct file_stream *file_reader_again(const struct file_reader *r, int fd);
/* What r reads from here on, unpacked.  Takes over r.  NULL and errno. */
struct file_stream *file_reader_unpack(struct file_reader *r, const struct file_kind *kind);
const struct file_stream *file_reader_stream(const struct file_reader *r);
/* 0 and the next bytes, n or more, fewer at the end; n is at most FILE_MAX_LINE.  They stay where they are until the next
 * call.  -1: errno; what stands before the damage is in *out. */
int file_reader_peek(struct file_reader *r, size_t n, struct tdg_str *out);
uint64_t file_reader_read_on_disk(const struct file_reader *r); /* bytes of the file that were read so far */
/* The bytes behind the position, of a file that is not packed; else more than any file has. */
uint64_t file_reader_left(const struct file_reader *r);
/* Back to `at`; of a packed file only while the bytes are in memory. */
void file_reader_return(struct file_reader *r, uint64_t at);
/* Up to n bytes, fewer at the end; -1: errno. */
ssize_t file_reader_read(struct file_reader *r, char *to, size_t n);
int file_reader_pass(struct file_reader *r, uint64_t n); /* leave out n bytes; 0, or -1 and errno */
/* 1 and a line without its line break; 2: the line is longer than FILE_MAX_LINE and its rest is being
 * skipped; 3: still skipping; 0: end of file; -1: errno, or EBADMSG for a damaged compressed file. */
int file_reader_line(struct file_reader *r, struct tdg_str *line, uint64_t *at);
uint64_t file_reader_position(const struct file_reader *r); /* offset of the next byte in the unpacked file */
/* Back to `at`, where the line or the bytes that were read last begin. */
void file_reader_back(struct file_reader *r, uint64_t at);
void file_reader_skip(
    struct file_reader *r); /* the position is inside an overlong line, which is to be skipped */
int file_reader_skipping(const struct file_reader *r);
int file_reader_at_end(struct file_reader *r); /* 1 when nothing can follow */
/* Skip the blank lines that are in memory; returns their number. */
uint64_t file_reader_skip_blank(struct file_reader *r);
/* The budget of one document: without emitting one, at most 64 MiB plus 32 times the bytes read from disk may
 * be decompressed.  file_reader_reset_budget: a document was emitted at this position. */
int file_reader_over_budget(const struct file_reader *r);
void file_reader_reset_budget(struct file_reader *r);
void file_readers_free(struct file_self *self);

/* ---- containers ---- */

enum { FILE_REASONS = 16 };

/* What was left out of a container in one call, by the reason. */
struct file_left {
  const char *why;
  char first[200]; /* an address, for the message */
  size_t n;
  int lost; /* it could have been news */
};

/* The documents of one call over a container. */
struct file_batch {
  const struct file_ask *ask;
  struct tdg_str place; /* the address of the container */
  int64_t max_size;     /* of one document */
  int64_t item;         /* number of the next document, or line */
  int inside;           /* it begins inside an item that is left out */
  int alone;            /* one document is wanted, and no rest: the flag "alone" */
  int grows;            /* of mails: the last one may be half written, and is left for later then */
  int held_back;        /* it was */
  int goes_on;          /* the first mail was read when it was half written */
  uint64_t last_at;     /* the mail with which the file ended, and its number; 0: none */
  int64_t last_item;
  int exact; /* that at the offset is wanted, with its headers, whatever it is: the flag "packed" */
  struct tdg_str within;  /* JSON: the way to the list (TDG_NAME) */
  struct tdg_str columns; /* a table: its delimiter and its header (TDG_EXT "columns") */
  const char *charset;    /*   of its rows that are not UTF-8; NULL, "": not known */
  int *first_of;          /*   of each column the first that is called so; NULL: not looked at */
  int minus;              /* the number of an item is shown less by this */
  int64_t
      looked; /* a table: bytes that were looked at for rows behind torn ones, beyond what was read for it */
  const int64_t *
      stands; /* where all of it stands: the record of an archive that they are the rows of; NULL: each by itself */
  int64_t fetched;                            /* when its bytes came; 0: now */
  const char *not_rows;                       /* there are none, and why; NULL: there are */
  tdg_rec *held;                              /* made, not yet emitted */
  size_t documents, bytes, damages, failures; /* failures: of the documents, those that only say why */
  struct file_left left[FILE_REASONS];
  size_t n_left;
};

/* batch.c.  The call is to end: it has emitted enough. */
int file_batch_full(const struct file_batch *b);
/* An empty document of the container, with the address PLACE#MARKn. */
tdg_rec *file_batch_document(const struct file_batch *b, const char *mark, uint64_t at);
/* Emit doc.  It is held back until it is known whether another one follows (TDG_MORE). */
int file_batch_emit(struct file_batch *b, tdg_rec *doc);
int file_batch_fail(struct file_batch *b, const char *mark, uint64_t at, const char *class,
                    const char *message);
/* The reader stopped with errno. */
int file_batch_fail_errno(struct file_batch *b, const char *mark, uint64_t at, int error);
int file_batch_give_up(struct file_batch *b, const char *mark, uint64_t at);
/* Something was left out, which is told at the end with its number; what is lost, since it could be news, is told by itself too.
 * why: a constant; what: its address. */
int file_batch_leave(struct file_batch *b, const char *why, int lost, struct tdg_str what);
/* So is what has no address that a document may have, by its place; `what`, if anything, is said. */
int file_batch_leave_at(struct file_batch *b, const char *why, const char *mark, uint64_t at,
                        struct tdg_str what);

/* Emit what is held, tell what was left out. */
int file_batch_end(struct file_batch *b);

/* A format: reads items until the batch is full or the container ends.  1: there may be more; 0: the end, also of an
 * abandoned file.  *status: that of the last emit. */
typedef int (*file_format_fn)(struct file_batch *b, struct file_reader *r, int *status);
file_format_fn file_format_of(enum file_form form);
int file_read_lines(struct file_batch *b, struct file_reader *r, int *status);
int file_read_mbox(struct file_batch *b, struct file_reader *r, int *status);
int file_read_json(struct file_batch *b, struct file_reader *r, int *status);
int file_read_har(struct file_batch *b, struct file_reader *r, int *status);
int file_read_table(struct file_batch *b, struct file_reader *r, int *status);
/* Find the rows, with a reader at the beginning: b->within, b->columns.  0: there are none, which is in b->not_rows; of JSON and HAR nothing was
 * read then. */
int file_begin_json(struct file_batch *b, struct file_reader *r);
int file_begin_har(struct file_batch *b, struct file_reader *r);
int file_begin_table(struct file_batch *b, struct file_reader *r);
/* Is this the beginning of a table of articles? */
int file_is_table(const struct file_ask *ask, struct tdg_str head);
/* answer_rows.c.  An answer of a server, in a web archive. */
struct file_answer {
  struct tdg_str url, type, body; /* body: maybe packed */
  const int64_t *stands;          /* its record */
  int64_t fetched;
};
/* Emit the rows of an answer that is a list.  0: it is none, and nothing was emitted. */
int file_give_answer_rows(struct file_batch *b, const struct file_answer *a, int *status);
int file_read_warc(struct file_batch *b, struct file_reader *r, int *status);
/* Of a web archive the one record that is packed by itself at this byte of the file, as the engine finds captures again (the flag
 * "packed", and TDG_OFFSET).  Takes over fd. */
int file_run_packed(const struct file_ask *ask, int fd, const struct stat *st, const struct file_kind *kind,
                    uint64_t at);
/* Read on at `at`, as file_reader_go; of a reader that is new, what stands before it is looked through. */
int file_warc_begin(struct file_reader *r, uint64_t at, int is_new);
/* A file whose items are read by position.  Takes over fd.  FILE_NOT_ROWS: it is JSON without a list of articles, of which nothing
 * was emitted. */
enum { FILE_NOT_ROWS = 1000 };
int file_run_container(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st,
                       const struct file_kind *kind);
/* file_archive.c, where the program was built with libarchive.  Takes over fd. */
int file_run_archive(struct file_self *self, const struct file_ask *ask, int fd, const struct stat *st);
void file_archive_free(struct file_archive *f);
#endif
