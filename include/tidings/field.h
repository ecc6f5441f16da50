/* tidings/field.h - the fields of a record: one numbered registry, append only.
 *
 * Made from the register core/fields/fields.json and from field.h.in beside it; edit those.
 *
 * A record is a list of (field, value) pairs; a value is text, a number, a time, bytes, or another record (a
 * group, such as one author or one block).  A field number means the same wherever it occurs: TDG_URL is the
 * address of an article at the top of a record, and the address of a person's page inside TDG_AUTHOR.
 *
 * Rules
 *   - A number is never reused and never changes its type; a field that is no longer used is marked here.
 *   - Fields with unknown numbers are kept and passed on, so that an old program does not lose data of a new
 *     plugin.
 *   - Fields a plugin needs for itself go into TDG_EXT groups {TDG_NAME = "org.example.x", TDG_TEXT = ...}, or
 *     (since revision 2) have numbers from TDG_PRIVATE_FIRST to TDG_PRIVATE_LAST, which no revision registers.
 *     They hold text, INT, REAL or groups, as the function that puts them says, any number of them; they are kept
 *     and passed on, and are lists in JSON, "x_32768": ["text", 5], at most TDG_MAX_PRIVATE of them in one object.
 *     `import` reads them.  Two plugins may use one number: look at TDG_PARSER_NAME, or use TDG_EXT.
 *   - Times are milliseconds since 1970-01-01T00:00:00Z; a time that is not known is absent, never "now".
 *   - Spans (TDG_START, TDG_END) are byte offsets into the UTF-8 text of the block they name; end is
 *     exclusive.
 *
 * X(symbol, number, type, many, json)
 *   type  TEXT INT TIME BOOL REAL ID BYTES REC; many = 1 when the field may occur more than once (a JSON array)
 *   json  the name in `tidings parse`, `export` and `import`
 *
 * Sources for the vocabulary: ninjs 3.1, schema.org NewsArticle, RFC 4287 (Atom), RSS 2.0, JSON Feed 1.1,
 * PROV-O.
 */
#ifndef TIDINGS_FIELD_H
#define TIDINGS_FIELD_H

// clang-format off
#define TDG_FIELD_TABLE(X)                                                                                           \
  /* identity */                                                                                                     \
  X(TDG_ID, 1, ID, 0, "id")                     /* of this version; given by the store */                            \
  X(TDG_WORK, 2, TEXT, 0, "work")               /* the same over all versions of one article */                      \
  X(TDG_VERSION_NO, 3, INT, 0, "version")       /* 1, 2, ... */                                                      \
  X(TDG_SUPERSEDES, 4, ID, 0, "supersedes")     /* the version before */                                             \
  X(TDG_CHANGE, 5, TEXT, 0, "change")           /* new minor major correction withdrawn restored; reparsed: read     \
                                                   anew from its captures; forgotten: to be deleted */               \
  X(TDG_CHANGE_NOTE, 6, TEXT, 0, "change_note") /* the publisher's own words about the change */                     \
  X(TDG_NATIVE_ID, 7, TEXT, 0, "native_id")     /* the id an import gave */                                          \
  X(TDG_GUID, 8, TEXT, 0, "guid")               /* a feed item's own id */                                           \
  X(TDG_GENRE, 9, TEXT, 0, "genre")             /* press-release, live, opinion, ... */                              \
  /* where it is */                                                                                                  \
  X(TDG_URL, 10, TEXT, 0, "url")                                                                                     \
  X(TDG_CANONICAL, 11, TEXT, 0, "canonical")                                                                         \
  X(TDG_ALTERNATE, 12, REC, 1, "alternates")    /* {url, rel, type, language}; of a request: others to try */        \
  X(TDG_SOURCE, 13, REC, 0, "source")           /* {id, name, outlet, country, owner, trust}: from configuration */  \
  X(TDG_COMMENTS, 14, TEXT, 0, "comments")      /* where readers discuss it */                                       \
  /* what it says at a glance */                                                                                     \
  X(TDG_TITLE, 20, TEXT, 0, "title")                                                                                 \
  X(TDG_SUBTITLE, 21, TEXT, 0, "subtitle")                                                                           \
  X(TDG_KICKER, 22, TEXT, 0, "kicker")                                                                               \
  X(TDG_SUMMARY, 23, TEXT, 0, "summary")        /* the publisher's own; Tidings writes briefs */                     \
  X(TDG_DESCRIPTION, 24, TEXT, 0, "description") /* of a feed */                                                     \
  X(TDG_HEADLINE, 25, TEXT, 0, "headline")      /* of a story or brief */                                            \
  X(TDG_LANGUAGE, 26, TEXT, 0, "language")      /* BCP 47 */                                                         \
  X(TDG_DIRECTION, 27, TEXT, 0, "direction")    /* ltr rtl */                                                        \
  X(TDG_AUTHOR, 28, REC, 1, "authors")          /* {name, email, url, role, org} */                                  \
  X(TDG_DATELINE, 29, TEXT, 0, "dateline")      /* the place line as written */                                      \
  X(TDG_SECTION_NAME, 30, TEXT, 0, "section")   /* the publisher's desk: Politics, Sport */                          \
  X(TDG_TAG, 31, TEXT, 1, "tags")                                                                                    \
  X(TDG_CATEGORY, 32, REC, 1, "categories")     /* {name, scheme, label} as the feed gave them */                    \
  X(TDG_MEDIA, 33, REC, 1, "media")             /* {url, type, length, title, alt, caption, credit, rel} */          \
  X(TDG_LEAD_IMAGE, 34, REC, 0, "lead_image")   /* {url, alt, caption, credit} */                                    \
  X(TDG_RIGHTS, 35, REC, 0, "rights")           /* {holder, notice, licence, access, tdm} */                         \
  X(TDG_GENERATOR, 36, TEXT, 0, "generator")                                                                         \
  X(TDG_LOGO, 37, TEXT, 0, "logo")              /* the address of a picture */                                       \
  /* when */                                                                                                         \
  X(TDG_PUBLISHED, 40, TIME, 0, "published")                                                                         \
  X(TDG_UPDATED, 41, TIME, 0, "updated")                                                                             \
  X(TDG_FIRST_SEEN, 42, TIME, 0, "first_seen")  /* observed by us; given by the store */                             \
  X(TDG_LAST_SEEN, 43, TIME, 0, "last_seen")                                                                         \
  X(TDG_EVENT_TIME, 44, TIME, 0, "event")                                                                            \
  X(TDG_EMBARGO, 45, TIME, 0, "embargo")                                                                             \
  X(TDG_EXPIRES, 46, TIME, 0, "expires")                                                                             \
  X(TDG_ORIGIN, 47, REC, 1, "origins")          /* {field, from, raw, precision, zone, local}: where a value         \
                                                   came from */                                                      \
  /* body */                                                                                                         \
  X(TDG_BLOCK, 50, REC, 1, "blocks")            /* see enum tdg_block */                                             \
  X(TDG_PART, 51, REC, 1, "parts")              /* {role, title, start, end}: blocks start .. end - 1 */             \
  X(TDG_QUALITY, 52, REC, 0, "quality")         /* {words, link_share, flags} */                                     \
  X(TDG_MENTION, 53, REC, 1, "mentions")        /* {type, text, norm, block, start, end}; a quotation of a           \
                                                   statement: {type: quote, text, name, office, block, start,        \
                                                   end} */                                                           \
  X(TDG_FIGURE, 54, REC, 1, "figures")          /* {value, unit, what, block, start, end} */                         \
  /* official statements */                                                                                          \
  X(TDG_ISSUER, 60, REC, 1, "issuers")          /* {name, role} */                                                   \
  X(TDG_PLACE, 61, TEXT, 0, "place")                                                                                 \
  X(TDG_OCCASION, 62, TEXT, 0, "occasion")                                                                           \
  X(TDG_REFERENCE, 63, TEXT, 0, "reference")    /* the document's own number */                                      \
  X(TDG_POINT, 64, REC, 1, "points")            /* {number, block, end}: "12(a)(ii)" */                              \
  X(TDG_SIGNATORY, 65, REC, 1, "signatories")   /* {name, office, org, block} */                                     \
  X(TDG_CONTACT, 66, REC, 1, "contacts")        /* {name, email, phone} */                                           \
  X(TDG_CITES, 67, REC, 1, "cites")             /* {text, url}: laws, resolutions, documents; of a brief's           \
                                                   sentence that a model wrote: {text, record, block, start,         \
                                                   end} */                                                           \
  /* members of groups */                                                                                            \
  X(TDG_BLOCK_TYPE, 79, INT, 0, "type")         /* enum tdg_block; its name in JSON */                               \
  X(TDG_NAME, 80, TEXT, 0, "name")                                                                                   \
  X(TDG_EMAIL, 81, TEXT, 0, "email")                                                                                 \
  X(TDG_ROLE, 82, TEXT, 0, "role")                                                                                   \
  X(TDG_ORG, 83, TEXT, 0, "org")                                                                                     \
  X(TDG_REL, 84, TEXT, 0, "rel")                /* of a request: "alternate", another address of one document;       \
                                                   of a document inside another: another form of one thing; of a     \
                                                   request and its document: "single-page", the page with the        \
                                                   whole article, which takes the place of the one that asks */      \
  X(TDG_TYPE, 85, TEXT, 0, "type")                                                                                   \
  X(TDG_LENGTH, 86, TEXT, 0, "length")                                                                               \
  X(TDG_ALT, 87, TEXT, 0, "alt")                                                                                     \
  X(TDG_CAPTION, 88, TEXT, 0, "caption")                                                                             \
  X(TDG_CREDIT, 89, TEXT, 0, "credit")                                                                               \
  X(TDG_SCHEME, 90, TEXT, 0, "scheme")                                                                               \
  X(TDG_LABEL, 91, TEXT, 0, "label")                                                                                 \
  X(TDG_FIELD_NAME, 92, TEXT, 0, "field")                                                                            \
  X(TDG_FROM, 93, TEXT, 0, "from")              /* of a sentence, the title of a section, the headline of a          \
                                                   brief: it is in words of this component, not of a source */       \
  X(TDG_RAW, 94, TEXT, 0, "raw")                                                                                     \
  X(TDG_PRECISION, 95, TEXT, 0, "precision")    /* year month day minute second */                                   \
  X(TDG_TEXT, 96, TEXT, 0, "text")                                                                                   \
  X(TDG_NORM, 97, TEXT, 0, "norm")                                                                                   \
  X(TDG_VALUE, 98, TEXT, 0, "value")                                                                                 \
  X(TDG_UNIT, 99, TEXT, 0, "unit")                                                                                   \
  X(TDG_WHAT, 100, TEXT, 0, "what")                                                                                  \
  X(TDG_NUMBER, 101, TEXT, 0, "number")                                                                              \
  X(TDG_BLOCK_NO, 102, INT, 0, "block")         /* index into TDG_BLOCK, from 0 */                                   \
  X(TDG_START, 103, INT, 0, "start")                                                                                 \
  X(TDG_END, 104, INT, 0, "end")                                                                                     \
  X(TDG_LEVEL, 105, INT, 0, "level")            /* heading 1..6; depth of a list item or quote, from 1 */            \
  X(TDG_ORDERED, 106, BOOL, 0, "ordered")                                                                            \
  X(TDG_SPAN, 107, REC, 1, "spans")             /* {type, start, end, url}: link em strong code sub sup mark ... */  \
  X(TDG_ROW, 108, REC, 1, "rows")               /* of a table: {cells, header} */                                    \
  X(TDG_CELL, 109, TEXT, 1, "cells")                                                                                 \
  X(TDG_HEADER_ROW, 110, BOOL, 0, "header")                                                                          \
  X(TDG_FLAG, 111, TEXT, 1, "flags")            /* of a document: unreachable, no-network, length-unknown,           \
                                                   converted (from an office document or a PDF); of a request:       \
                                                   guessed, look (open it, and read nothing) */                      \
  X(TDG_WORDS, 112, INT, 0, "words")                                                                                 \
  X(TDG_LINK_SHARE, 113, REAL, 0, "link_share")                                                                      \
  X(TDG_SOURCE_ID, 114, TEXT, 0, "id")          /* of a source, in TDG_SOURCE */                                     \
  X(TDG_OUTLET, 115, TEXT, 0, "outlet")                                                                              \
  X(TDG_COUNTRY, 116, TEXT, 0, "country")                                                                            \
  X(TDG_OWNER, 117, TEXT, 0, "owner")                                                                                \
  X(TDG_TRUST, 118, INT, 0, "trust")            /* 0 .. TDG_MAX_TRUST: operator's */                                 \
  X(TDG_HOLDER, 119, TEXT, 0, "holder")                                                                              \
  X(TDG_RIGHTS_NOTICE, 120, TEXT, 0, "notice")                                                                       \
  X(TDG_LICENCE, 121, TEXT, 0, "licence")                                                                            \
  X(TDG_ACCESS, 122, TEXT, 0, "access")         /* free metered paid unknown */                                      \
  X(TDG_TDM, 123, TEXT, 0, "tdm")               /* what is reserved: noai noimageai tdm-reservation */               \
  X(TDG_OFFICE, 124, TEXT, 0, "office")                                                                              \
  X(TDG_PHONE, 125, TEXT, 0, "phone")                                                                                \
  X(TDG_CODE_LANGUAGE, 126, TEXT, 0, "code_language")                                                                \
  X(TDG_EXT, 127, REC, 1, "ext")                /* {name, text}; {by} too, the stage, when a note gave it; of a      \
                                                   request: given back with the document of its answer, as           \
                                                   TDG_OFFSET and TDG_TITLE_HINT are */                              \
  /* requests and documents */                                                                                       \
  X(TDG_BODY, 140, BYTES, 0, "body")            /* of a request: what is sent with POST, at most 64 KiB */           \
  X(TDG_MEDIA_TYPE, 141, TEXT, 0, "media_type")                                                                      \
  X(TDG_CHARSET, 142, TEXT, 0, "charset")       /* of the transport: HTTP's Content-Type */                          \
  X(TDG_ENCODING, 143, TEXT, 0, "encoding")     /* gzip, deflate, br, zstd: undone by the worker before the          \
                                                   plugin runs */                                                    \
  X(TDG_STATUS, 144, INT, 0, "status")          /* HTTP status, 0 where there is none */                             \
  X(TDG_HEADER, 145, REC, 1, "headers")         /* {name, value}, names in lower case; of a request: sent to the     \
                                                   server of its address only, see tidings/kit/http_header.h */      \
  X(TDG_FETCHED, 146, TIME, 0, "fetched")                                                                            \
  X(TDG_FINAL_URL, 147, TEXT, 0, "final_url")   /* after redirects */                                                \
  X(TDG_REQUEST_NO, 148, INT, 0, "request")     /* which request a fetched document answers */                       \
  X(TDG_MORE, 149, BOOL, 0, "more")             /* further documents of this request follow */                       \
  X(TDG_ERROR, 150, TEXT, 0, "error")           /* class: dns connect tls timeout http too-large incomplete ... */   \
  X(TDG_MESSAGE, 151, TEXT, 0, "message")                                                                            \
  X(TDG_ETAG, 152, TEXT, 0, "etag")                                                                                  \
  X(TDG_LAST_MODIFIED, 153, TEXT, 0, "last_modified")                                                                \
  X(TDG_AS, 154, TEXT, 0, "as")                 /* the parser wanted: article, feed, ...; of a document: the one     \
                                                   that was named for it */                                          \
  X(TDG_OFFSET, 155, INT, 0, "offset")          /* position inside a container */                                    \
  X(TDG_PAGE_NO, 156, INT, 0, "page")           /* of several: of the one article beside it, else of a listing */    \
  X(TDG_TITLE_HINT, 157, TEXT, 0, "title_hint") /* the title by which another page links here */                     \
  X(TDG_TIMEOUT, 158, INT, 0, "timeout")        /* ms */                                                             \
  X(TDG_ADDRESS, 159, TEXT, 0, "address")       /* the peer's IP */                                                  \
  X(TDG_REDIRECT, 160, REC, 1, "redirects")     /* {url, status} */                                                  \
  X(TDG_INTERVAL, 161, INT, 0, "interval")      /* ms between polls that a feed asks for: ttl, sy:update* */         \
  X(TDG_DOCUMENT, 162, TEXT, 0, "document")     /* XXH3-128 of the bytes a record was read from, hex */              \
  X(TDG_PARSER_NAME, 163, TEXT, 0, "parser")    /* the component that emitted the record */                          \
  X(TDG_DEFAULT_ZONE, 164, TEXT, 0, "default_zone") /* of dates without one: IANA name or offset */                  \
  X(TDG_DISCOVERED, 165, TEXT, 0, "discovered") /* address of the feed or page that named this one */                \
  /* notes, stories, briefs */                                                                                       \
  X(TDG_ABOUT, 180, ID, 0, "about")             /* the record a note is about */                                     \
  X(TDG_BY, 181, TEXT, 0, "by")                 /* the stage that wrote it */                                        \
  X(TDG_DUPLICATE_OF, 182, ID, 0, "duplicate_of")                                                                    \
  X(TDG_STORY_ID, 183, ID, 0, "story")          /* a story is named after its first record */                        \
  X(TDG_REASON, 184, TEXT, 0, "reason")                                                                              \
  X(TDG_SCORE, 185, REAL, 0, "score")                                                                                \
  X(TDG_SIGNATURE, 186, BYTES, 0, "signature")  /* what the one who wrote it knows it by again: of a note its        \
                                                   state, of a brief what it was asked for */                        \
  X(TDG_MEMBER, 187, REC, 1, "members")         /* of a story: whole records; of a document inside another: what     \
                                                   the outer one knows of it */                                      \
  X(TDG_PUBLISHERS, 188, INT, 0, "publishers")                                                                       \
  X(TDG_SECTION, 189, REC, 1, "sections")       /* of a brief: {role, title, sentences} */                           \
  X(TDG_SENTENCE, 190, REC, 1, "sentences")     /* {text, record, records, stage, conflicts, mentions, block,        \
                                                   start, end}; written by a model: {text, from, record, cites} */   \
  X(TDG_RECORD_ID, 191, ID, 0, "record")                                                                             \
  X(TDG_CONFLICT, 192, REC, 1, "conflicts")     /* {kind, how, what, claims, message} */                             \
  X(TDG_CLAIM, 193, REC, 1, "claims")           /* {record, text, value, norm, corrected_by, block, start, end} */   \
  X(TDG_CONFLICT_KIND, 194, TEXT, 0, "kind")    /* date figure name office place negation opposite order cause */    \
  X(TDG_MOVED_TO, 195, ID, 0, "moved_to")       /* of a story merged into another: the id of that one */             \
  X(TDG_FIRST, 196, TIME, 0, "first")                                                                                \
  X(TDG_LAST, 197, TIME, 0, "last")                                                                                  \
  X(TDG_RECORDS, 198, INT, 0, "records")                                                                             \
  X(TDG_STALE, 199, BOOL, 0, "stale")                                                                                \
  X(TDG_COPIES, 200, INT, 0, "copies")          /* members that are duplicates of another */                         \
  X(TDG_ZONE, 201, INT, 0, "zone")              /* in TDG_ORIGIN: minutes east of UTC, as the source wrote it */     \
  X(TDG_EARLIER, 202, REC, 0, "earlier")        /* of a story: the last brief of it by the same component */         \
  X(TDG_CALLS, 203, INT, 0, "calls")            /* requests to a paid service: of a brief, made for it; of a         \
                                                   story, made by the component today */                             \
  X(TDG_REPEAT, 204, TEXT, 0, "repeat")         /* of a source's request: "poll", made again with each poll of       \
                                                   the source; "never", made once, and again when its fields         \
                                                   change */                                                         \
  X(TDG_INSTEAD_OF, 205, ID, 0, "instead_of")   /* of a note: its record replaces this one as the original, and      \
                                                   this one becomes a copy; later stages get it with the record */   \
  X(TDG_PUBLISHER, 206, TEXT, 0, "published_by") /* of a member of a story: its publisher, as the engine counts      \
                                                    publishers; absent when unknown */                               \
  X(TDG_EXPLAIN, 207, BOOL, 0, "explain")       /* of a document: the caller also asks for an explanation */         \
  X(TDG_LINE, 208, REC, 1, "lines")             /* of an explanation: {verdict, by, reason, name, text} */           \
  X(TDG_VERDICT, 209, TEXT, 0, "verdict")       /* kept dropped */                                                   \
  X(TDG_DROPPED, 210, REC, 0, "dropped")        /* {by, reason}: the stage that returned TDG_DROP for the            \
                                                   record; given by the host */                                      \
  X(TDG_METHOD, 211, TEXT, 0, "method")         /* GET, or POST (the default with a TDG_BODY) */                     \
  X(TDG_KEPT, 212, REC, 1, "kept")              /* of the host alone: {by, name, body}, a value that a component     \
                                                   keeps (tidings/ext/state.h) */                                    \
  X(TDG_SKIP_HOUR, 213, INT, 1, "skip_hours")   /* an hour, 0 to 23 in GMT, in which a feed asks not to be           \
                                                   polled */                                                         \
  X(TDG_SKIP_DAY, 214, INT, 1, "skip_days")     /* a day, 0 (Sunday) to 6 in GMT, on which a feed asks not to be     \
                                                   polled */                                                         \
  X(TDG_PROXY, 215, TEXT, 0, "proxy")           /* of the host alone: the proxy of a source's requests, as           \
                                                   configured; may hold a password */                                \
  X(TDG_CERTIFICATE, 216, BYTES, 0, "certificate") /* of the host alone: a client certificate with its key           \
                                                      (PEM), shown to the server of the address only */              \
  X(TDG_HOW, 217, TEXT, 0, "how")               /* how the values of a conflict came to differ: differs              \
                                                   correction development attributed stage */                        \
  X(TDG_CONFLICT_NO, 218, INT, 1, "conflicts")  /* index into the brief's TDG_CONFLICT, from 0: of a sentence,       \
                                                   it tells one of its values; since: it is new */                   \
  X(TDG_TOLD_AS, 219, TEXT, 0, "stage")         /* expected: what was to come, before the outcome that others        \
                                                   report; before: what has changed since; without it: now */        \
  X(TDG_BORNE_OUT_BY, 220, ID, 1, "records")    /* all records that say so, with TDG_RECORD_ID among them; one       \
                                                   alone: only that source has it */                                 \
  X(TDG_AS_OF, 221, TIME, 0, "as_of")           /* when the newest of the story's records was published; where       \
                                                   none says it, seen */                                             \
  X(TDG_STEP, 222, REC, 1, "timeline")          /* {norm, text, record, block, start, end}: sentences by the day     \
                                                   of which they tell, 2026-03-09; when there are more than          \
                                                   three */                                                          \
  X(TDG_SINCE, 223, REC, 0, "since")            /* what the brief before it did not say: {first_seen, records,       \
                                                   copies, publishers, headline, sentences, conflicts, settled};     \
                                                   the first five are those of that brief, its headline where it     \
                                                   was another */                                                    \
  X(TDG_SENTENCE_NO, 224, INT, 1, "sentences")  /* number of a new sentence, from 0 through all sections */          \
  X(TDG_SETTLED, 225, REC, 1, "settled")        /* {kind, how, what, message}: a conflict of the brief before        \
                                                   that is none any more */                                          \
  X(TDG_CITED, 226, REC, 1, "sources")          /* {record, publisher, title, url, published, first_seen} of         \
                                                   each record that the brief cites; added by tidings brief          \
                                                   --json */                                                         \
  X(TDG_CORRECTED_BY, 227, ID, 0, "corrected_by") /* the record that corrects this value */                          \
  X(TDG_LOCAL, 228, BOOL, 0, "local")           /* in TDG_ORIGIN: the source wrote a time of day without a zone;     \
                                                   it is kept as if in UTC, and printed without Z */                 \
  X(TDG_UNREAD, 229, TEXT, 1, "unread")         /* a name of the input that its parser knows nothing of; counted     \
                                                   by an import, and not stored */                                   \
  X(TDG_CAPTURE, 230, REC, 1, "captures")       /* {file, offset, digest, parser_version, asked}: where the          \
                                                   answers are kept that it was read from, its pages in their        \
                                                   order; given by the store */                                      \
  X(TDG_FILE, 231, TEXT, 0, "file")             /* in the folder of captures */                                      \
  X(TDG_DIGEST, 232, TEXT, 0, "digest")         /* of the body as transferred: sha1: and base 32 */                  \
  X(TDG_PARSER_VERSION, 233, TEXT, 0, "parser_version") /* of the plugin that read it */                             \
  X(TDG_ASKED, 234, REC, 0, "asked")            /* what its parser got beside the answer: a request, its member      \
                                                   what the feed's item gave the page */
// clang-format on

enum tdg_field {
#define TDG_FIELD_ENUM(symbol, number, type, many, json) symbol = number,
  TDG_FIELD_TABLE(TDG_FIELD_ENUM)
#undef TDG_FIELD_ENUM
      TDG_FIELD_LIMIT = 235 /* one more than the highest number of this revision */
};
/* Numbers for plugins themselves; see the rules above. */
enum { TDG_PRIVATE_FIRST = 0x8000, TDG_PRIVATE_LAST = 0xFFFF, TDG_MAX_PRIVATE = 64 };

/* The fields of a note that are laid over the record it is about (since revision 2): the next stages, briefs,
 * sinks, `export` and `show` read the record with them.
 *
 * X(symbol, rule)
 *   LAST  one value: the note's replaces the record's; of several stages the one later in the pipeline wins, of
 *         one stage the later note
 *   ALL   a list: the note's values are added to the record's, equal values once, at most 1000 and 256 KiB for
 *         one record, of at most 256 notes; a stage that gives it more is reported
 *
 * A TDG_EXT group gets TDG_BY, the name of the stage; one stage has one group per TDG_NAME, the last it gave.
 * All other fields of a record (title, text, source, dates, identity) are what its source said, and no note
 * changes them.  A note can also say where the record belongs (TDG_STORY_ID, TDG_DUPLICATE_OF, TDG_INSTEAD_OF,
 * TDG_MOVED_TO, TDG_HEADLINE of the story), and carries TDG_REASON and TDG_SCORE for `show`, and TDG_SIGNATURE and
 * TDG_SUPERSEDES (the version before the one judged) for recall.  Fields from 0x8000 on are the plugin's own.  Any
 * other field is reported; it stays in the note as well, and nothing reads it.
 *
 * Example: a stage that gives a record a tag and a value of its own
 *   tdg_rec *note = tdg_rec_new(call, TDG_NOTE), *ext = tdg_group(call);
 *   tdg_put_str(call, note, TDG_TAG, "shipping");
 *   tdg_put_str(call, ext, TDG_NAME, "mood");
 *   tdg_put_str(call, ext, TDG_TEXT, "calm");
 *   tdg_put_rec(call, note, TDG_EXT, ext);
 *   return tdg_emit(call, note); */
// clang-format off
#define TDG_NOTE_TABLE(X)                                                                                            \
  X(TDG_LANGUAGE, LAST)                                                                                              \
  X(TDG_GENRE, LAST)                                                                                                 \
  X(TDG_TAG, ALL)                                                                                                    \
  X(TDG_CATEGORY, ALL)                                                                                               \
  X(TDG_MENTION, ALL)                                                                                                \
  X(TDG_EXT, ALL)
// clang-format on

/* The type of a field's value. */
enum tdg_type {
  TDG_T_TEXT = 1, /* valid UTF-8 without NUL */
  TDG_T_INT = 2,  /* int64_t */
  TDG_T_TIME = 3, /* int64_t, ms since 1970 */
  TDG_T_BOOL = 4, /* int64_t, 0 or 1 */
  TDG_T_REAL = 5, /* double */
  TDG_T_ID = 6,   /* int64_t > 0; 13 letters of Crockford's base 32 in JSON */
  TDG_T_BYTES = 7,
  TDG_T_REC = 8 /* a record inside a record */
};

/* The kind of a record.  Groups (an author, a block) are TDG_GROUP; the field that contains a group gives its
 * meaning. */
enum tdg_kind {
  TDG_GROUP = 0,
  TDG_REQUEST = 1,   /* something to fetch */
  TDG_DOC = 2,       /* a fetched document */
  TDG_FEED = 3,      /* the head of a feed: title, url, description, language, updated */
  TDG_ARTICLE = 4,   /* a page, a feed item, a report */
  TDG_STATEMENT = 5, /* an official document */
  TDG_NOTE = 6,      /* what a stage says about a record */
  TDG_STORY = 7,     /* the records of one story: the input of a brief plugin */
  TDG_BRIEF = 8,
  TDG_STUB = 9, /* a listing, gallery, login wall, video page: recognised, but without an article to read */
  /* How a document was parsed; follows its records when TDG_EXPLAIN is set.  TDG_BY: the parser; TDG_GENRE
   * and TDG_REASON: the kind of document it found, and why; TDG_FIGURE {what, value}: counts; TDG_ORIGIN:
   * where values came from, with TDG_NAME: the meta, property or element; TDG_LINE: each line; TDG_MESSAGE:
   * what is left out here */
  TDG_EXPLANATION = 10,
  /* of the host alone: what a component keeps (tidings/ext/state.h), between engine and worker */
  TDG_VALUES = 11,
  /* of the host alone, in the log: a record was forgotten; sinks get what it carries (TDG_CHANGE "forgotten") */
  TDG_REMOVAL = 12
};

enum { TDG_MAX_TRUST = 9 }; /* the highest TDG_TRUST, for the sources an operator trusts most */

/* The type of a block (the "type" of a TDG_BLOCK group: a number in TDG_BLOCK_TYPE, a name in JSON). */
enum tdg_block {
  TDG_PARAGRAPH = 1, /* with TDG_LEVEL: continues the list item before it */
  TDG_HEADING = 2,   /* TDG_LEVEL 1..6 */
  TDG_QUOTE = 3,     /* one paragraph of a block quotation; TDG_LEVEL */
  TDG_ITEM = 4,      /* one entry of a list; TDG_LEVEL, TDG_ORDERED, TDG_NUMBER as printed */
  TDG_TABLE = 5,     /* TDG_ROW groups; TDG_TEXT is the cells, tab and newline between them:
                        TDG_SPAN counts in it; an empty cell is an empty TDG_CELL */
  TDG_CODE = 6,      /* white space kept */
  TDG_IMAGE = 7,     /* TDG_URL, TDG_ALT, TDG_CAPTION, TDG_CREDIT; TDG_CANONICAL: where the image links to.
                        A caption with links in it follows as a TDG_CAPTION_TEXT block of its own */
  TDG_EMBED = 8,     /* TDG_URL of a player or post; TDG_TEXT when the page contains its text */
  TDG_RULE = 9,      /* a thematic break */
  TDG_CAPTION_TEXT = 10, /* a caption outside an image block */
  TDG_FOOTNOTE = 11,
  TDG_SIGNATURE_LINE = 12,
  TDG_AUDIO = 13, /* TDG_URL, TDG_TYPE */
  TDG_VIDEO = 14
};
#endif
