/* element_rules.h - what an element means, by namespace, name and place.
 *
 * A field can be given by several elements; each has a rank, and of two the higher one stays, whatever the
 * order. Rank 0 means: not here.  RSS and Atom elements are OWN; one of the other family inside a feed ranks
 * one lower.
 */
#ifndef FEED_RULES_H
#define FEED_RULES_H

#include <tidings/kit/xml.h>

enum { OWN = 9 };

enum feed_field {
  F_NONE,
  /* texts: read to their end, then put */
  F_TITLE,
  F_LINK,
  F_SUMMARY,
  F_CONTENT,
  F_GUID,
  F_PUBLISHED,
  F_UPDATED,
  F_CATEGORY,
  F_KEYWORDS,
  F_COMMENTS,
  F_RIGHTS,
  F_LICENCE,
  F_LANGUAGE,
  F_GENERATOR,
  F_LOGO,
  F_TTL,
  F_PERIOD,
  F_FREQUENCY,
  F_SKIP_HOUR,
  F_SKIP_DAY,
  F_ORIGINAL,
  F_REPLIES,
  F_SUBTITLE,
  F_POST_STATUS,
  F_POST_TYPE,
  F_POST_PASSWORD,
  F_CREDIT,
  F_EXT_COMMENTS,
  F_EXT_POINT,
  F_EXT_LAT,
  F_EXT_LONG,
  F_NAME,
  F_EMAIL,
  F_URI,
  /* elements that are told by their attributes or their children */
  F_PERSON,
  F_ENCLOSURE,
  F_MEDIA,
  F_THUMBNAIL,
  F_PLAYER,
  F_GROUP,
  F_IMAGE,
  F_ITUNES_IMAGE,
  F_SOURCE,
  F_PASS,
  F_SKIP
};

struct rule {
  unsigned char ns, field, head, item; /* rank in the feed's head, in an item */
};

/* The rule for an element, or NULL. */
const struct rule *rule_find(int ns, int name);

#endif
