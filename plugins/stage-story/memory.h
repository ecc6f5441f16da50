/* memory.h - the records of the window, their stories, and the search for records that share rare words with
 * a new one.
 *
 * Records have increasing numbers and are in chunks that are freed when all their records have left the
 * window.  A story is a list of its records, newest first, and is freed with its last record.  Each record's
 * heaviest words are linked in chains, newest first.  Under 1 kB per record (bench-stages measures it).
 */
#ifndef STORY_MEMORY_H
#define STORY_MEMORY_H

#include "crossing.h"
#include "vector.h"

enum { MEMORY_PROBES = 16, MEMORY_CHUNK = 1024, MEMORY_NONE = -1 };

/* The score of a record and an older one, computed when the newer one came. */
struct link {
  uint32_t back; /* difference of the two numbers */
  int8_t score;  /* log odds, LINK_UNIT is 1 */
};
enum { MEMORY_LINKS = 12, LINK_UNIT = 16, MEMORY_TITLE = 200 };

struct item {
  struct summary_vector summary;
  uint32_t back[MEMORY_LINKS]; /* its links, see struct link */
  int8_t score[MEMORY_LINKS];
  uint8_t n_links, n_posts;
  uint8_t form, n_title; /* of its headline, see story_headline.c */
  uint8_t named;         /* number of story ids made from it so far, of two; see memory_name() */
  uint8_t silent;        /* superseded by a newer version: still in its story, but not compared */
  uint32_t story;        /* index of its story */
  /* low 32 bits of the number of the next older record of the same story; 0 at the end */
  uint32_t older;
  uint32_t title; /* offset of the title in the chunk's text */
  /* low 32 bits of the number of the record with which it moves: for a copy its original, for a superseded
   * version the next one; 0: none.  Kept when that record has left the window; this record then does not move
   * on its own */
  uint32_t follows;
  struct crossing crossing;
};
/* One of a record's heaviest words.  Its number is its record's times MEMORY_PROBES plus its index. */
struct post {
  uint32_t word, before; /* before: number of the next older entry in its chain, 0 at the end */
};
struct chunk {
  struct item item[MEMORY_CHUNK];
  struct post post[MEMORY_CHUNK][MEMORY_PROBES];
  struct post crossing[MEMORY_CHUNK][CROSSING_POSTS]; /* the same of the first crossings */
  char *text;                                         /* titles */
  size_t n_text, max_text;
};
struct story {
  int64_t id;     /* of its first record; 0: free */
  int64_t newest; /* record */
  uint32_t n;     /* records in the window */
  uint32_t loud;  /* of these not silent */
  uint32_t next_free;
  uint32_t headline; /* low 32 bits of the number of the record whose title is its headline; 0: none */
};
/* Map from ids to numbers; rebuilt when full, so entries are never removed. */
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
  uint32_t *crossing_head;
  size_t n_heads;         /* of each */
  uint32_t speaking[256]; /* records by language (struct crossing) */
  int languages;          /* numbers of records above 0 among these, without that of language 0 */
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
/* Remove records that are too old for this time. */
void memory_advance(struct memory *, int64_t seen);
/* The index of the story with this id; a new story if there is none. */
uint32_t memory_story(struct memory *, int64_t id);
/* Add a record to a story. */
int64_t memory_add(struct memory *, const struct summary_vector *, const struct crossing *,
                   const struct link *, size_t n_links, uint32_t story);
/* The record's headline, at most MEMORY_TITLE bytes. */
void memory_set_title(struct memory *, int64_t number, struct tdg_str title, uint8_t form);
struct tdg_str memory_title(const struct memory *, int64_t number);
/* An unused story id made from the record: its id, then a second one derived from it (ids are never reused,
 * because merged stories stay redirected); 0 when both are used. */
int64_t memory_name(const struct item *);
/* Move all records of one story to the other. */
void memory_merge(struct memory *, uint32_t from, uint32_t to);
/* Tie the record to that one, unless that one is already tied to it. */
void memory_follow(struct memory *, int64_t number, int64_t original);
/* Remove its tie. */
void memory_unbind(struct memory *, int64_t number);
/* The record at the end of this one's ties; itself when it has none in the window. */
int64_t memory_leader(const struct memory *, int64_t number);
/* Is it tied to another record, also one that has left the window? */
static inline int memory_is_bound(const struct item *e) { return e->follows != 0; }
/* Move one record to another story. */
void memory_move(struct memory *, int64_t number, uint32_t to);
/* Reweigh all records. */
void memory_weigh(struct memory *, const struct df *);
/* The record's link number i. */
struct link memory_link(const struct item *, size_t i);
/* The number for its low 32 bits; MEMORY_NONE for 0 and for records that have left the window. */
int64_t memory_number(const struct memory *, uint32_t low);

/* ---- a saved memory: begin as one that had this state, then put back its stories and its records, in order.  The
 * chains and the maps are made anew.  0, or -1 when it cannot have been that state. ---- */
struct memory_extent {
  int64_t first, end, newest;
  uint64_t n_heads, n_stories, used_stories, free_story;
};
struct memory_extent memory_extent(const struct memory *);
int memory_restart(struct memory *, const struct memory_extent *);
int memory_put_back_stories(struct memory *, const struct story *, size_t from, size_t n);
/* words: those that are posted, n_posts of them. */
int memory_put_back(struct memory *, const struct item *, const uint32_t *words);
/* The titles of the chunk that the record is in. */
struct tdg_str memory_titles(const struct memory *, int64_t number);
void memory_put_back_titles(struct memory *, int64_t number, struct tdg_str titles);
void memory_posted(const struct memory *, int64_t number, uint32_t words[MEMORY_PROBES]); /* near.c */
void memory_set_posted(struct memory *, int64_t number, const uint32_t *words);           /* near.c */

struct near {
  int64_t number;
  uint32_t weight; /* of the shared posted words */
};
/* The records that share the most of the heaviest words, best first (near.c). */
void memory_choose_posts(struct memory *, int64_t number);
void memory_post(struct memory *, int64_t number); /* its words and its crossings */
/* Records of other languages that share a posted crossing, most of them first. */
size_t memory_crossing(const struct memory *, const struct crossing *, struct near *out, size_t max);
size_t memory_near(const struct memory *, const struct summary_vector *, struct near *out, size_t max);

#endif
