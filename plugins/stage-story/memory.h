/* memory.h - the records of the window, the stories they form, and which records share rare words with a new
 * one.
 *
 * Records have numbers that only grow and live in chunks that are given back when all of theirs have left.  A
 * story is a list of its records, newest first; it is let go with its last record.  Each record's heaviest
 * words are posted in chains, newest first.  Under 1 kB a record (bench-stages measures it).
 */
#ifndef STORY_MEMORY_H
#define STORY_MEMORY_H

#include "vector.h"

enum { MEMORY_PROBES = 16, MEMORY_CHUNK = 1024, MEMORY_NONE = -1 };

/* How near a record was found to be to an older one, when it came. */
struct link {
  uint32_t back; /* the older one's number is that much less */
  int8_t score;  /* log odds, LINK_UNIT is 1 */
};
enum { MEMORY_LINKS = 12, LINK_UNIT = 16, MEMORY_TITLE = 200 };

struct item {
  struct summary_vector summary;
  uint32_t back[MEMORY_LINKS]; /* its links, see struct link */
  int8_t score[MEMORY_LINKS];
  uint8_t n_links, n_posts;
  uint8_t form, n_title; /* of the headline it offers, see story_headline.c */
  uint8_t named;         /* how many of its two names it has given to stories, see memory_name() */
  uint8_t silent;        /* replaced by a newer version: in its story, but nothing is compared with it */
  uint32_t story;        /* index of its story */
  uint32_t older;        /* low half of the number of the next older record of the same story; 0 at the end */
  uint32_t title;        /* where it begins in the chunk's text */
  uint32_t follows;      /* likewise, of the record it goes with: a copy with its original, a version that was
                            replaced with the one after; 0: with none.  Stays when that record has left: then it
                            goes nowhere by itself */
};
/* One of a record's heaviest words.  A post's number is its record's times MEMORY_PROBES and its place. */
struct post {
  uint32_t word, before; /* before: number of the next older post in its chain, 0 at the end */
};
struct chunk {
  struct item item[MEMORY_CHUNK];
  struct post post[MEMORY_CHUNK][MEMORY_PROBES];
  char *text; /* titles */
  size_t n_text, max_text;
};
struct story {
  int64_t id;     /* of its first record; 0: free */
  int64_t newest; /* record */
  uint32_t n;     /* records in the window */
  uint32_t loud;  /* of these not silent */
  uint32_t next_free;
  uint32_t headline; /* low half of the number of the record it has its headline from; 0: none */
};
/* From ids to numbers; made anew when it is full, so nothing is ever removed. */
struct idmap {
  int64_t *id; /* 0: empty */
  uint32_t *value;
  size_t n, used;
};
struct memory {
  const struct vector_weights *weights;
  struct chunk **chunk;
  size_t n_chunks;
  int64_t first, end;
  int64_t newest, span_ms;
  size_t max;
  uint32_t *head; /* of the chains of posts, by word */
  size_t n_heads;
  struct idmap records, story_ids;
  struct story *stories;
  size_t n_stories, max_stories, used_stories;
  uint32_t free_story;
};

void memory_init(struct memory *, const struct vector_weights *, int64_t span_ms, size_t max);
void memory_free(struct memory *);
static inline struct item *memory_at(const struct memory *m, int64_t number) {
  if (number < m->first || number >= m->end) return NULL;
  return &m->chunk[(size_t)(number / MEMORY_CHUNK) % m->n_chunks]->item[number % MEMORY_CHUNK];
}
int64_t memory_find(const struct memory *, int64_t id);
/* A record of that time comes: let go what is too old. */
void memory_advance(struct memory *, int64_t seen);
/* A story's index by its id; a new story when none bears it. */
uint32_t memory_story(struct memory *, int64_t id);
/* Add a record to a story. */
int64_t memory_add(struct memory *, const struct summary_vector *, const struct link *, size_t n_links,
                   uint32_t story);
/* The headline the record offers, MEMORY_TITLE bytes at most. */
void memory_set_title(struct memory *, int64_t number, struct tdg_str title, uint8_t form);
struct tdg_str memory_title(const struct memory *, int64_t number);
/* The name a record can give to a story of its own: its id, then a second one made of it (a name is never
 * used again: what was merged stays redirected); 0 when both are used up. */
int64_t memory_name(const struct item *);
/* All records of one story go to the other. */
void memory_merge(struct memory *, uint32_t from, uint32_t to);
/* The record goes with that one from now on, unless that one goes with it already. */
void memory_follow(struct memory *, int64_t number, int64_t original);
/* It goes with none any more. */
void memory_unbind(struct memory *, int64_t number);
/* The record that this one goes with in the end: itself when it goes with none that is still here. */
int64_t memory_leader(const struct memory *, int64_t number);
/* Does it go where another goes, or stay where another that has left stood? */
static inline int memory_is_bound(const struct item *e) { return e->follows != 0; }
/* One record goes to another story. */
void memory_move(struct memory *, int64_t number, uint32_t to);
/* Weigh all records anew. */
void memory_weigh(struct memory *, const struct df *);
/* The record's link number i. */
struct link memory_link(const struct item *, size_t i);
/* From the low half of a number; MEMORY_NONE for 0 and for what has left. */
int64_t memory_number(const struct memory *, uint32_t low);

struct near {
  int64_t number;
  uint32_t weight; /* of the shared posted words */
};
/* The records that share most of the heaviest words, best first (near.c). */
void memory_choose_posts(struct memory *, int64_t number);
void memory_post(struct memory *, int64_t number);
size_t memory_near(const struct memory *, const struct summary_vector *, struct near *out, size_t max);

#endif
