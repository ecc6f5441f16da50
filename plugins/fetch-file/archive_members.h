/* fetch-file/archive_members.h - archives (ZIP, tar, 7z, and files packed by bzip2 or xz), read with libarchive from front to end.
 *
 *   archive_members.c       the members of an archive, and of the archives inside it: a stack of levels
 *   file_archive.c what becomes of each member; where a call begins and ends
 *
 * Nothing is unpacked to the disk: names are for addresses only.  What an archive may make the program do is bounded: see
 * the limits below, each of which is told when it is met.
 */
#ifndef FETCH_FILE_ARCHIVE_MEMBERS_H
#define FETCH_FILE_ARCHIVE_MEMBERS_H

#include "file.h"

enum {
  MEMBERS_DEPTH = 3,     /* an archive in an archive in an archive */
  MEMBERS_MAX = 2000000, /* over all levels */
  MEMBERS_RATIO = 100    /* of the bytes that come out, beyond the first 256 MiB, to those of the file */
};

struct members;

/* A member, as its archive has it. */
struct member {
  const char *name; /* any bytes; "": a file that is packed by itself */
  enum { MEMBERS_FILE, MEMBERS_FOLDER, MEMBERS_LINK, MEMBERS_SPECIAL, MEMBERS_ENCRYPTED } kind;
  int64_t size, modified; /* -1: unknown; ms */
};

enum members_end {
  MEMBERS_THERE = 1,
  MEMBERS_OVER = 0,     /* this level ends */
  MEMBERS_DAMAGED = -1, /* or cut off: nothing more can be read of this level */
  MEMBERS_BOMB = -2,    /* a limit is met: nothing more is to be read at all */
  MEMBERS_CUT = -3,     /* it ends without the mark that a tar ends with */
  MEMBERS_ASTRAY = -4   /* the directory of a ZIP is cut off, or says other than what is there */
};

/* Takes over fd.  NULL and errno. */
struct members *members_open(int fd, const struct stat *st);
void members_close(struct members *s);
int members_depth(const struct members *s);
/* The number of the last member of this level, from 1; 0: none was asked for. */
uint64_t members_number(const struct members *s, int level);
enum members_end members_next(struct members *s, struct member *out);
/* The bytes of the member; valid until the next one is asked for.  NULL without memory. */
struct file_stream *members_bytes(struct members *s);
/* The member is an archive: its members come next.  begin: its first bytes, which were read already and are given again. */
int members_enter(struct members *s, struct file_reader *member);
/* Back to the archive around it.  0: there is none. */
int members_leave(struct members *s);
uint64_t members_unpacked(const struct members *s);     /* bytes that came out so far */
uint64_t members_read_on_disk(const struct members *s); /* where in the file it is */
/* What had to be unpacked to come to where it is, of an archive that is packed as a whole. */
uint64_t members_unpacked_before(const struct members *s);
int members_is_bomb(const struct members *s);

#endif
