/* almanac.c - reads an almanac in JSON or XML, an entry each with words of a month: it needs all three libraries of the kit. */
#include <jansson.h>

#include <tidings/kit/charset.h>
#include <tidings/kit/date.h>
#include <tidings/kit/json_record.h>
#include <tidings/kit/word_classes.h>
#include <tidings/kit/words.h>
#include <tidings/kit/xml.h>

static int of_json(tdg_call *call, struct tdg_str text, const char *where) {
  struct tdg_json_reader reader = {call, where, 0, 0};
  json_t *tree = json_loadb(text.p, text.n, 0, NULL);
  tdg_rec *article = tree != NULL ? tdg_json_news(&reader, TDG_ARTICLE, tree) : NULL;
  json_decref(tree);
  if (tree == NULL) return tdg_fail(call, TDG_BAD_INPUT, "no JSON of an almanac");
  return article != NULL ? tdg_emit(call, article) : reader.status;
}

static int run(tdg_call *call, void *self, const tdg_rec *doc) {
  const struct tdg_str url = tdg_get(call, doc, TDG_URL);
  struct tdg_str text = tdg_decode(call, tdg_get(call, doc, TDG_BODY), "", "", NULL);
  tdg_rec *article = tdg_rec_new(call, TDG_ARTICLE);
  struct tdg_date date;
  size_t from, to;
  (void)self;
  if (text.n > 0 && text.p[0] == '{') return of_json(call, text, url.p);
  if (tdg_xml_kind_of(text) == TDG_XML_FEED) return tdg_fail(call, TDG_NOT_MINE, "a feed");
  tdg_put_str(call, article, TDG_TITLE,
              tdg_words_find(&tdg_words_brief_months, TDG_EVERY_LANGUAGE, (struct tdg_str){"mai", 3}) ? "Mai"
                                                                                                      : "?");
  tdg_put_text(call, article, TDG_URL, url.p, url.n);
  if (tdg_date_find(text.p, text.n, NULL, &date, &from, &to) == 0)
    tdg_put_int(call, article, TDG_PUBLISHED, date.ms);
  tdg_block(call, article, TDG_PARAGRAPH, text.p, text.n);
  return tdg_emit(call, article);
}

TDG_PLUGIN("org.example.almanac", "1.0", "Reads almanacs",
           TDG_PARSER(.name = "almanac", .summary = "Almanacs", .run = run));
