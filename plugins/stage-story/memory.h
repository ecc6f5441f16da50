/* memory.h - the records of the window, the stories they form, and which records share rare words with a new
 * one.
 *
 * Records have numbers that only grow and live in chunks that are given back when all of theirs have left.  A
 * story is a list of its records, newest first; it is let go with its last record.  Each record's heaviest
 * words are posted in chains, newest first.  About 1 kB a record (memory_bytes says).
 */
#ifndef STORY_MEMORY_H
#define STORY_MEMORY_H

#include "idmap.h"
#include "vector.h"

enum { MEMORY_PROBES = 16, MEMORY_CHUNK = 1024, MEMORY_NONE = -1 };

/* How near a record was found to be to an older one, when it came. */
struct link {
  uint32_t back; /* the older one's number is that much less */
  int8_t score;  /* log odds, LINK_UNIT is 1 */
};
enum { MEMORY_LINKS = 12, LINK_UNIT = 16 };

struct item {
  struct gist gist;
  struct link link[MEMORY_LINKS];
  uint16_t n_links;
  int64_t older;   /* record of the same story, MEMORY_NONE at the end */
  int64_t follows; /* the record a copy goes with, or MEMORY_NONE */
  uint32_t story;  /* index of its story */
  int founder;     /* it once gave its name to a story */
  int silent;      /* a copy, or replaced by a newer version: in its story, but nothing is compared with it */
  uint16_t probe[MEMORY_PROBES]; /* positions in gist.word, heaviest first */
  uint16_t n_probes;
  uint32_t chain[MEMORY_PROBES]; /* low half of the number of the next older record with such a word */
};
struct story {
  int64_t id;     /* of its first record; 0: free */
  int64_t newest; /* record */
  int64_t last_seen, first_seen;
  uint32_t n;    /* records in the window */
  uint32_t loud; /* of these not silent */
  uint32_t next_free;
  uint16_t headline_score;
};
struct memory {
  struct item **chunk;
  size_t n_chunks;
  int64_t first, end;
  int64_t newest, span_ms;
  size_t max;
  uint32_t *head;
  size_t n_heads;
  struct idmap records, story_ids;
  struct story *stories;
  size_t n_stories, max_stories;
  uint32_t free_story;
};

void memory_init(struct memory *, int64_t span_ms, size_t max);
void memory_free(struct memory *);
struct item *memory_at(const struct memory *, int64_t number);
int64_t memory_find(const struct memory *, int64_t id);
/* A record of that time comes: let go what is too old. */
void memory_advance(struct memory *, int64_t seen);
/* A story's index by its id; a new story when none bears it. */
uint32_t memory_story(struct memory *, int64_t id);
/* Add a record to a story.  A silent one is not posted. */
int64_t memory_add(struct memory *, const struct gist *, const struct link *, size_t n_links, uint32_t story,
                   int silent);
/* All records of one story go to the other. */
void memory_merge(struct memory *, uint32_t from, uint32_t to);
/* One record goes to another story. */
void memory_move(struct memory *, int64_t number, uint32_t to);
/* Weigh all records anew. */
void memory_weigh(struct memory *, const struct df *, const struct vector_weights *);
size_t memory_bytes(const struct memory *);

struct near {
  int64_t number;
  float weight; /* of the shared posted words */
};
/* The records that share most of the heaviest words, best first. */
size_t memory_near(const struct memory *, const struct gist *, struct near *out, size_t max);

#endif
