/* kit/rows/row_name.c - what a column or member holds, by its name; see tidings/kit/row_names.h.
 *
 * The names of formats and of English exports are here, those of other languages in core/languages (row-names).
 * Nothing fails; memory is that of the call.
 */
#include <tidings/kit/row_names.h>
#include <tidings/kit/word_classes.h>

#include <tidings/kit/str.h>
#include <tidings/kit/text.h>
#include <tidings/kit/words.h>

#include <string.h>

enum { MAX_NAME = 120, RANK_WORDS = 500 };

/* In lower case without what stands between words; of those with one value, the one that means it most comes first. */
static const struct {
  const char *name;
  int value;
} known[] = {{"nativeid", TDG_ROW_NAMES_ID},
             {"id", TDG_ROW_NAMES_ID},
             {"articleid", TDG_ROW_NAMES_ID},
             {"docid", TDG_ROW_NAMES_ID},
             {"documentid", TDG_ROW_NAMES_ID},
             {"newsid", TDG_ROW_NAMES_ID},
             {"storyid", TDG_ROW_NAMES_ID},
             {"uuid", TDG_ROW_NAMES_ID},
             {"guid", TDG_ROW_NAMES_ID},
             {"uid", TDG_ROW_NAMES_ID},
             {"title", TDG_ROW_NAMES_TITLE},
             {"headline", TDG_ROW_NAMES_TITLE},
             {"articletitle", TDG_ROW_NAMES_TITLE},
             {"newstitle", TDG_ROW_NAMES_TITLE},
             {"posttitle", TDG_ROW_NAMES_TITLE},
             {"webtitle", TDG_ROW_NAMES_TITLE},
             {"heading", TDG_ROW_NAMES_TITLE},
             {"subject", TDG_ROW_NAMES_TITLE},
             {"subtitle", TDG_ROW_NAMES_SUBTITLE},
             {"subheadline", TDG_ROW_NAMES_SUBTITLE},
             {"subheading", TDG_ROW_NAMES_SUBTITLE},
             {"alternativeheadline", TDG_ROW_NAMES_SUBTITLE},
             {"summary", TDG_ROW_NAMES_SUMMARY},
             {"description", TDG_ROW_NAMES_SUMMARY},
             {"excerpt", TDG_ROW_NAMES_SUMMARY},
             {"abstract", TDG_ROW_NAMES_SUMMARY},
             {"teaser", TDG_ROW_NAMES_SUMMARY},
             {"lead", TDG_ROW_NAMES_SUMMARY},
             {"lede", TDG_ROW_NAMES_SUMMARY},
             {"standfirst", TDG_ROW_NAMES_SUMMARY},
             {"snippet", TDG_ROW_NAMES_SUMMARY},
             {"trailtext", TDG_ROW_NAMES_SUMMARY},
             {"postexcerpt", TDG_ROW_NAMES_SUMMARY},
             {"text", TDG_ROW_NAMES_TEXT},
             {"fulltext", TDG_ROW_NAMES_TEXT},
             {"articlebody", TDG_ROW_NAMES_TEXT},
             {"articletext", TDG_ROW_NAMES_TEXT},
             {"bodytext", TDG_ROW_NAMES_TEXT},
             {"maintext", TDG_ROW_NAMES_TEXT},
             {"contenttext", TDG_ROW_NAMES_TEXT},
             {"contenthtml", TDG_ROW_NAMES_TEXT},
             {"bodyhtml", TDG_ROW_NAMES_TEXT},
             {"postcontent", TDG_ROW_NAMES_TEXT},
             {"newscontent", TDG_ROW_NAMES_TEXT},
             {"articlecontent", TDG_ROW_NAMES_TEXT},
             {"fullcontent", TDG_ROW_NAMES_TEXT},
             {"contentencoded", TDG_ROW_NAMES_TEXT},
             {"content", TDG_ROW_NAMES_TEXT},
             {"body", TDG_ROW_NAMES_TEXT},
             {"maincontent", TDG_ROW_NAMES_TEXT},
             {"article", TDG_ROW_NAMES_TEXT},
             {"story", TDG_ROW_NAMES_TEXT},
             {"plaintext", TDG_ROW_NAMES_TEXT},
             {"html", TDG_ROW_NAMES_TEXT},
             {"message", TDG_ROW_NAMES_TEXT},
             {"url", TDG_ROW_NAMES_ADDRESS},
             {"link", TDG_ROW_NAMES_ADDRESS},
             {"href", TDG_ROW_NAMES_ADDRESS},
             {"permalink", TDG_ROW_NAMES_ADDRESS},
             {"canonicalurl", TDG_ROW_NAMES_ADDRESS},
             {"articleurl", TDG_ROW_NAMES_ADDRESS},
             {"newsurl", TDG_ROW_NAMES_ADDRESS},
             {"posturl", TDG_ROW_NAMES_ADDRESS},
             {"sourceurl", TDG_ROW_NAMES_ADDRESS},
             {"weburl", TDG_ROW_NAMES_ADDRESS},
             {"pageurl", TDG_ROW_NAMES_ADDRESS},
             {"alternate", TDG_ROW_NAMES_ADDRESS},
             {"selftext", TDG_ROW_NAMES_TEXT},
             {"address", TDG_ROW_NAMES_ADDRESS},
             {"published", TDG_ROW_NAMES_PUBLISHED},
             {"publishedat", TDG_ROW_NAMES_PUBLISHED},
             {"publishedon", TDG_ROW_NAMES_PUBLISHED},
             {"publisheddate", TDG_ROW_NAMES_PUBLISHED},
             {"publisheddategmt", TDG_ROW_NAMES_PUBLISHED},
             {"publishedtime", TDG_ROW_NAMES_PUBLISHED},
             {"publishdate", TDG_ROW_NAMES_PUBLISHED},
             {"publishtime", TDG_ROW_NAMES_PUBLISHED},
             {"publicationdate", TDG_ROW_NAMES_PUBLISHED},
             {"datepublished", TDG_ROW_NAMES_PUBLISHED},
             {"datepublish", TDG_ROW_NAMES_PUBLISHED},
             {"pubdate", TDG_ROW_NAMES_PUBLISHED},
             {"webpublicationdate", TDG_ROW_NAMES_PUBLISHED},
             {"firstpublished", TDG_ROW_NAMES_PUBLISHED},
             {"dategmt", TDG_ROW_NAMES_PUBLISHED},
             {"postdategmt", TDG_ROW_NAMES_PUBLISHED},
             {"postdate", TDG_ROW_NAMES_PUBLISHED},
             {"posted", TDG_ROW_NAMES_PUBLISHED},
             {"postedat", TDG_ROW_NAMES_PUBLISHED},
             {"issued", TDG_ROW_NAMES_PUBLISHED},
             {"releasedate", TDG_ROW_NAMES_PUBLISHED},
             {"date", TDG_ROW_NAMES_PUBLISHED},
             {"datetime", TDG_ROW_NAMES_PUBLISHED},
             {"timestamp", TDG_ROW_NAMES_PUBLISHED},
             {"createdat", TDG_ROW_NAMES_PUBLISHED},
             {"createdutc", TDG_ROW_NAMES_PUBLISHED},
             {"publishedutc", TDG_ROW_NAMES_PUBLISHED},
             {"created", TDG_ROW_NAMES_PUBLISHED},
             {"datecreated", TDG_ROW_NAMES_PUBLISHED},
             {"time", TDG_ROW_NAMES_PUBLISHED},
             {"day", TDG_ROW_NAMES_PUBLISHED},
             {"updated", TDG_ROW_NAMES_UPDATED},
             {"updatedat", TDG_ROW_NAMES_UPDATED},
             {"lastupdated", TDG_ROW_NAMES_UPDATED},
             {"datemodified", TDG_ROW_NAMES_UPDATED},
             {"modified", TDG_ROW_NAMES_UPDATED},
             {"modifiedgmt", TDG_ROW_NAMES_UPDATED},
             {"modifiedat", TDG_ROW_NAMES_UPDATED},
             {"lastmodified", TDG_ROW_NAMES_UPDATED},
             {"changed", TDG_ROW_NAMES_UPDATED},
             {"authors", TDG_ROW_NAMES_AUTHOR},
             {"author", TDG_ROW_NAMES_AUTHOR},
             {"authorname", TDG_ROW_NAMES_AUTHOR},
             {"byline", TDG_ROW_NAMES_AUTHOR},
             {"creator", TDG_ROW_NAMES_AUTHOR},
             {"dccreator", TDG_ROW_NAMES_AUTHOR},
             {"publishedby", TDG_ROW_NAMES_AUTHOR},
             {"writer", TDG_ROW_NAMES_AUTHOR},
             {"journalist", TDG_ROW_NAMES_AUTHOR},
             {"reporter", TDG_ROW_NAMES_AUTHOR},
             {"section", TDG_ROW_NAMES_SECTION},
             {"sectionname", TDG_ROW_NAMES_SECTION},
             {"articlesection", TDG_ROW_NAMES_SECTION},
             {"category", TDG_ROW_NAMES_SECTION},
             {"desk", TDG_ROW_NAMES_SECTION},
             {"newsdesk", TDG_ROW_NAMES_SECTION},
             {"tags", TDG_ROW_NAMES_TAG},
             {"tag", TDG_ROW_NAMES_TAG},
             {"keywords", TDG_ROW_NAMES_TAG},
             {"keyword", TDG_ROW_NAMES_TAG},
             {"topics", TDG_ROW_NAMES_TAG},
             {"labels", TDG_ROW_NAMES_TAG},
             {"source", TDG_ROW_NAMES_SOURCE},
             {"sourcename", TDG_ROW_NAMES_SOURCE},
             {"publisher", TDG_ROW_NAMES_SOURCE},
             {"publishername", TDG_ROW_NAMES_SOURCE},
             {"outlet", TDG_ROW_NAMES_SOURCE},
             {"newspaper", TDG_ROW_NAMES_SOURCE},
             {"publication", TDG_ROW_NAMES_SOURCE},
             {"sitename", TDG_ROW_NAMES_SOURCE},
             {"containertitle", TDG_ROW_NAMES_SOURCE},
             {"origin", TDG_ROW_NAMES_SOURCE},
             {"journal", TDG_ROW_NAMES_SOURCE},
             {"language", TDG_ROW_NAMES_LANGUAGE},
             {"lang", TDG_ROW_NAMES_LANGUAGE},
             {"inlanguage", TDG_ROW_NAMES_LANGUAGE},
             {"languagecode", TDG_ROW_NAMES_LANGUAGE},
             {"image", TDG_ROW_NAMES_IMAGE},
             {"imageurl", TDG_ROW_NAMES_IMAGE},
             {"urltoimage", TDG_ROW_NAMES_IMAGE},
             {"leadimage", TDG_ROW_NAMES_IMAGE},
             {"topimage", TDG_ROW_NAMES_IMAGE},
             {"mainimage", TDG_ROW_NAMES_IMAGE},
             {"thumbnail", TDG_ROW_NAMES_IMAGE}};

enum { KNOWN = sizeof known / sizeof known[0] };

/* Letters and digits in lower case; bytes beyond ASCII stay, and *plain says that there are none. */
static struct tdg_str squeezed(struct tdg_str name, char room[MAX_NAME], int *plain) {
  size_t n = 0;
  *plain = 1;
  for (size_t i = 0; i < name.n && n < MAX_NAME; i++) {
    const char c = name.p[i];
    if ((unsigned char)c >= 0x80) *plain = 0;
    if (tdg_is_alnum(c) || (unsigned char)c >= 0x80) room[n++] = tdg_lower(c);
  }
  return (struct tdg_str){room, n};
}

static struct tdg_row_name known_by(struct tdg_str name) {
  for (size_t i = 0; i < KNOWN; i++)
    if (strlen(known[i].name) == name.n && memcmp(known[i].name, name.p, name.n) == 0)
      return (struct tdg_row_name){known[i].value, (int)i};
  const struct tdg_word *w = tdg_words_find(&tdg_words_row_names, TDG_EVERY_LANGUAGE, name);
  return w != NULL ? (struct tdg_row_name){w->value, RANK_WORDS} : (struct tdg_row_name){0, 0};
}

static struct tdg_row_name by_name(tdg_call *call, struct tdg_str name) {
  char room[MAX_NAME];
  int plain;
  const struct tdg_row_name is = known_by(squeezed(name, room, &plain));
  return plain || is.value != 0 ? is : known_by(squeezed(tdg_fold(call, name), room, &plain));
}

/* field=name */
static struct tdg_row_name by_map(tdg_call *call, struct tdg_str map, struct tdg_str name) {
  const struct tdg_str field = tdg_str_before(map, "=");
  if (field.n + 1 + name.n != map.n || memcmp(map.p + field.n + 1, name.p, name.n) != 0)
    return (struct tdg_row_name){0, 0};
  return (struct tdg_row_name){by_name(call, field).value, -1};
}

struct tdg_row_name tdg_row_name(tdg_call *call, const tdg_rec *doc, struct tdg_str name) {
  const tdg_rec *ext;
  for (uint32_t i = 0; (ext = tdg_get_rec(call, doc, TDG_EXT, i)) != NULL; i++) {
    if (strcmp(tdg_get(call, ext, TDG_NAME).p, "map") != 0) continue;
    const struct tdg_row_name is = by_map(call, tdg_get(call, ext, TDG_TEXT), name);
    if (is.value != 0) return is;
  }
  return by_name(call, name);
}

int tdg_row_wraps(struct tdg_str name) {
  static const char *const names[] = {"_source", "attributes", "fields", "data",  "object",
                                      "node",    "article",    "post",   "story", "item",
                                      "doc",     "document",   "entry"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (tdg_str_same(name, tdg_str_of(names[i]))) return 1;
  return 0;
}
