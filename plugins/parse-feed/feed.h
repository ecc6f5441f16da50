/* feed.h - what the files of this plugin share: an entry (a feed's head or one item) while it is read, and
 * the worker.
 *
 * Entries are slices and numbers; the text they point to lies in the document, in the parser's memory only until
 * it was copied, or in the memory of the call.  An item's memory is given back once its record is emitted
 * (tdg_mark), so nothing of an item may be kept; what later items need (bases, the head's link, language and
 * authors) is copied into the reader.
 */
#ifndef FEED_FEED_H
#define FEED_FEED_H

#include <tidings/kit/buf.h>
#include <tidings/kit/str.h>
#include <tidings/kit/url.h>
#include <tidings/kit/xml.h>

enum {
  MAX_PEOPLE = 64,
  MAX_TAGS = 256,
  MAX_FILES = 256,
  MAX_LINKS = 64,
  MAX_HUBS = 8,
  MAX_EXTENSIONS = 32,
  MAX_FIELD = 4 << 20, /* one text of an item while it is read */
  MAX_BODY = 1 << 20,  /* of it, in a record */
  MAX_LINE = 64 << 10, /* a title, a name, an address, in a record */
  MAX_RECORDS = 19000, /* of one document; the engine takes 20,000 */
  MAX_HELD = 128,      /* items that wait for the head to be complete */
  MAX_HELD_BYTES = 256 << 10,
  MAX_BASES = 16,
  MAX_DATES = 4,
  MAX_ADDRESS = 2048,
  MAX_INHERITED = 8,
  MAX_EXPLAINED = 500 /* items */
};

/* A text with where it came from: of two, the one of higher rank stays. */
struct text {
  struct tdg_str s;
  struct tdg_str base; /* xml:base in effect, "" when none */
  int html;            /* markup; else the very characters */
  int lines;           /* of plain text: its line ends are meant; else they may be those of the source */
  int rank;
  struct tdg_str from; /* the element, attribute or key, when the document is explained */
};
/* Dates of one meaning, the best first: one that cannot be read gives way to the next. */
struct dates {
  struct text v[MAX_DATES];
  size_t n;
};
struct person {
  struct tdg_str name, email, url;
};
struct label {
  struct tdg_str name, scheme, label;
};
struct file {
  struct tdg_str url, type, length, title, alt, credit, rel;
};
struct link {
  struct tdg_str url, rel, type, language;
};
struct extension {
  const char *name;
  struct tdg_str text;
};

/* The rank of an address that is an entry's own document (Atom, rel "self"), not its page. */
enum { SELF = 1 };

/* What is known of a feed or of one of its items. */
struct entry {
  struct text title, summary, content, rights;
  struct text notes; /* of an episode: itunes:summary */
  struct text guid, url, original, comments, language, generator, logo, licence, subtitle;
  struct text post_status, post_type, post_password; /* of a WordPress export */
  int guid_is_address;                               /* RSS: isPermaLink; -1 said not to be */
  int url_is_guid;
  struct person people[MAX_PEOPLE];
  struct label tags[MAX_TAGS];
  struct file files[MAX_FILES];
  struct link links[MAX_LINKS];
  struct extension extensions[MAX_EXTENSIONS];
  struct dates published, updated;
  size_t n_people, n_tags, n_files, n_links, n_extensions;
  int people_rank;
  struct tdg_str people_from; /* as text.from */
  struct tdg_str source;      /* the name of the feed that an entry was taken from */
  struct person from_source;  /* Atom: its author */
  struct tdg_str hubs[MAX_HUBS],
      self; /* of a head: who pushes what is new, and what they call the feed (WebSub) */
  size_t n_hubs;
  int64_t ttl_minutes, period_minutes, frequency;
  uint32_t skip_hours, skip_days; /* bit n: hour n; weekday n, 0 is Sunday */
};

/* The component's conf struct. */
struct feed_options {
  int64_t follow;
  int64_t follow_below;
  int64_t guess;
};
enum { FOLLOW_NEVER, FOLLOW_SHORT, FOLLOW_ALWAYS };

/* Why an item of a WordPress export is no article. */
enum { LEFT_UNPUBLISHED, LEFT_PROTECTED, LEFT_FILES, LEFT_PARTS, LEFT_REASONS };

/* One document. */
struct feed {
  tdg_call *call;
  const struct feed_options *options;
  struct tdg_str url, zone;  /* the document's address; of dates without one */
  struct entry *head, *item; /* item: the one being read */
  int is_atom;
  int explains; /* the caller asks where values came from */
  int inherit;  /* items without authors take the head's */
  int head_done, failed, cut;
  int64_t items, records;
  int64_t left[LEFT_REASONS]; /* items of an export that were not published */
  void *mark;
  tdg_rec *held[MAX_HELD], *held_told[MAX_HELD]; /* told: its explanation, or NULL */
  struct tdg_str held_url[MAX_HELD];             /* to follow, or "" */
  struct tdg_str held_title[MAX_HELD];
  size_t n_held, held_bytes;
  char link[MAX_ADDRESS], language[64]; /* of the head, for the items */
  struct person inherited[MAX_INHERITED];
  size_t n_inherited;
  char inherited_text[MAX_INHERITED * 512];
};

/* emit.c */
void feed_begin_item(struct feed *f);
void feed_end_item(struct feed *f, int complete);
/* What is still held, with the head before it. */
int feed_finish(struct feed *f);

/* entry.c: add to an entry what has been read; too many of something are left out. */
void entry_clear(struct entry *e);
int text_put(struct text *t, struct tdg_str s, int rank); /* keeps the first of equal rank */
/* Of equal rank the last comes first. */
void dates_put(struct dates *d, struct tdg_str s, int rank, struct tdg_str from);
void entry_add_person(struct entry *e, const struct person *p, int rank);
void entry_add_tag(struct entry *e, struct tdg_str name, struct tdg_str scheme, struct tdg_str label);
void entry_add_tags(struct entry *e, struct tdg_str list); /* separated by commas */
struct file *entry_add_file(struct entry *e, struct tdg_str url);
void entry_add_link(struct entry *e, const struct link *link);
void entry_add_extension(struct entry *e, const char *name, struct tdg_str text);
void entry_set_hub(struct entry *e, struct tdg_str rel,
                   struct tdg_str url); /* rel: hub or self, else nothing */

/* person.c */
void person_read(struct person *p, struct tdg_str text); /* "a@b.example (Name)", "Name <a@b.example>", ... */
/* Adds who is named in one place: p, or each of several ("A, B and C"), of whom the first keeps address and link. */
void people_add(tdg_call *call, struct entry *e, struct person p, int rank);
/* The same of a text, in which each may have an address: "a@b.example (A), c@d.example (C)". */
void people_read(tdg_call *call, struct entry *e, struct tdg_str text, int rank);

/* body.c: texts as they go into a record */
struct tdg_str body_line(struct feed *f, const struct text *t); /* one line of plain text */
struct tdg_str body_described(struct feed *f, const struct text *t, struct tdg_str base); /* see there */
size_t body_blocks(struct feed *f, tdg_rec *r, const struct text *t, struct tdg_str base);

/* feed_reader.c: an XML feed */
int feed_read_xml(struct feed *f, tdg_xml *xml, struct tdg_str text);
/* repair_markup.c: what feeds do to the markup inside their texts, undone before the markup is read.  Results are the text
 * itself or lie in the memory of the call. */
struct tdg_str repair_section(struct tdg_str s); /* the inside of a CDATA section that was escaped */
struct tdg_str repair_title(tdg_call *call, struct tdg_str s); /* a title escaped twice */
struct tdg_str repair_pictures(tdg_call *call,
                               struct tdg_str s); /* the words of pictures in SVG are made visible */
/* Everything for markup: escaped twice, declarations that begin or end nowhere, pictures. */
struct tdg_str repair_markup(tdg_call *call, struct tdg_str s);
/* jsonrepair.c: numbers out of range and words that are no JSON (NaN), single quotes, raw line ends and tabs inside strings, escapes that mean nothing or half a surrogate pair, commas before a
 * closing bracket, and an end that is missing.  *cut is set when the text ends early: it is then closed behind the last
 * complete element of its lists. */
struct tdg_str json_repaired(tdg_call *call, struct tdg_str text, int *cut);
/* jsonfeed.c: the JSON of a feed behind something else (a notice, a callback, a page that wraps it); n 0: there is none. */
struct tdg_str json_inside(struct tdg_str text);
/* A JSON Feed.  *yes is set when it is one. */
int feed_read_json(struct feed *f, struct tdg_str text, int *yes);
/* feed_links.c: a page that is no feed.  *found: so many records were emitted for it. */
int feed_discover(struct feed *f, const tdg_rec *doc, struct tdg_str page, size_t *found);
/* The hubs that the Link header names, for the head. */
void feed_read_hub(struct feed *f, const tdg_rec *doc);

#endif
