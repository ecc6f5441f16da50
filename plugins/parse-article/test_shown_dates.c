/* test_shown_dates.c - parse-article: which of the dates that a page shows is that of its publication, in the words of many
 * languages and in several shapes.  All outlets and people are invented. */
#include "test_support.h"

enum { MAX_HTML = 20000 };

static char html[MAX_HTML];

/* A page with `dates` between its headline and its text. */
static json_t *read_page(const char *language, const char *above, const char *dates) {
  snprintf(
      html, sizeof html,
      "<!DOCTYPE html><html lang=\"%s\"><head><title>Light returns to Sorrel "
      "Point</title></head><body><main>%s"
      "<article><h1>Light returns to Sorrel Point</h1>%s<div class=\"text\"><p>%s</p><p>%s</p><p>%s</p></div>"
      "</article></main></body></html>",
      language, above, dates, P1, P2, P3);
  return parse(html);
}

static int differs(const json_t *out, const char *field, const char *day, const char *shown) {
  const char *got = harness_text(out, 0, field);
  if (day == NULL ? got[0] == '\0' : strncmp(got, day, strlen(day)) == 0) return 0;
  print_error("%s: %s is \"%s\", not \"%s\"\n", shown, field, got, day == NULL ? "" : day);
  return 1;
}

struct words {
  const char *language, *changed, *first,
      *day; /* what stands before the dates; "%s" in day: the day of the month */
};
/* Each with the 22nd as the day of a change above the 21st. */
static const struct words words[] = {
    {"en", "Last updated: ", "First published: ", "%s April 2026"},
    {"hi", "अपडेट किया गया: ", "प्रकाशित: ", "%s अप्रैल 2026"},
    {"de", "Zuletzt aktualisiert am ", "Erstmals veröffentlicht am ", "%s.04.2026"},
    {"fr", "Mis à jour le ", "Publié le ", "%s avril 2026"},
    {"es", "Actualizado el ", "Publicado el ", "%s de abril de 2026"},
    {"ca", "Actualitzat: ", "Publicat: ", "%s/04/2026"},
    {"pt", "Atualizado em ", "Publicado em ", "%s de abril de 2026"},
    {"it", "Ultimo aggiornamento: ", "Pubblicato il ", "%s aprile 2026"},
    {"ro", "Actualizat: ", "Publicat: ", "%s aprilie 2026"},
    {"nl", "Laatst bijgewerkt: ", "Gepubliceerd op ", "%s april 2026"},
    {"da", "Sidst opdateret ", "Publiceret ", "%s. april 2026"},
    {"no", "Sist oppdatert ", "Publisert ", "%s. april 2026"},
    {"sv", "Uppdaterad ", "Publicerad ", "%s april 2026"},
    {"fi", "Päivitetty ", "Julkaistu ", "%s.4.2026"},
    {"pl", "Ostatnia aktualizacja: ", "Data publikacji: ", "%s kwietnia 2026"},
    {"cs", "Aktualizováno: ", "Zveřejněno: ", "%s. dubna 2026"},
    {"sk", "Naposledy upravené: ", "Publikované: ", "%s. apríla 2026"},
    {"hr", "Ažurirano: ", "Objavljeno: ", "%s. travnja 2026."},
    {"sr", "Ажурирано: ", "Објављено: ", "%s.04.2026"},
    {"bg", "Обновена на ", "Публикувана на ", "%s.04.2026"},
    {"ru", "Обновлено ", "Опубликовано ", "%s апреля 2026"},
    {"uk", "Оновлено: ", "Опубліковано: ", "%s квітня 2026"},
    {"el", "Τελευταία ενημέρωση: ", "Δημοσιεύθηκε: ", "%s Απριλίου 2026"},
    {"hu", "Frissítve: ", "Megjelent: ", "2026. április %s."},
    {"tr", "Güncelleme: ", "Yayınlanma: ", "%s Nisan 2026"},
    {"ar", "آخر تحديث: ", "تاريخ النشر: ", "%s أبريل 2026"},
    {"he", "עודכן ב: ", "פורסם ב: ", "%s.04.2026"},
    {"id", "Diperbarui ", "Diterbitkan ", "%s April 2026"},
    {"vi", "Cập nhật lúc ", "Xuất bản ", "%s/04/2026"},
    {"ja", "最終更新日：", "掲載日：", "2026年4月%s日"},
    {"ko", "최종수정 ", "기사입력 ", "2026년 4월 %s일"},
    {"zh", "更新时间：", "发布时间：", "2026年4月%s日"},
    {"th", "ปรับปรุงล่าสุด ", "เผยแพร่ ", "%s เมษายน 2569"},
    {"fa", "آخرین ویرایش: ", "تاریخ انتشار: ", "%s آوریل 2026"},
};

static void put_day(char *out, size_t size, const struct words *w, const char *day) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  snprintf(out, size, w->day, day);
#pragma GCC diagnostic pop
}

/* shape: of both, with four %s: a label and a day, twice. */
static int wrong_in(const char *shape) {
  int wrong = 0;
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    const struct words *w = &words[i];
    char changed[80], first[80], dates[1000];
    json_t *out;
    put_day(changed, sizeof changed, w, "22");
    put_day(first, sizeof first, w, "21");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(dates, sizeof dates, shape, w->changed, changed, w->first, first);
#pragma GCC diagnostic pop
    out = read_page(w->language, "", dates);
    wrong += differs(out, "published", "2026-04-21", dates) + differs(out, "updated", "2026-04-22", dates);
    json_decref(out);
  }
  return wrong;
}

static void a_change_shown_above_is_not_the_publication(void **state) {
  (void)state;
  assert_int_equal(wrong_in("<p>%s%s</p><p>%s%s</p>"), 0);
  assert_int_equal(wrong_in("<span class=\"date\">%s%s</span><span class=\"date\">%s%s</span>"), 0);
  assert_int_equal(wrong_in("<p class=\"meta\">%s%s | %s%s</p>"), 0);
}

static void labels_may_stand_in_elements_of_their_own(void **state) {
  (void)state;
  assert_int_equal(wrong_in("<dl><dt>%s</dt><dd>%s</dd><dt>%s</dt><dd>%s</dd></dl>"), 0);
  assert_int_equal(wrong_in("<table><tr><th>%s</th><td>%s</td></tr><tr><th>%s</th><td>%s</td></tr></table>"),
                   0);
  assert_int_equal(wrong_in("<ul><li>%s<span>%s</span></li><li>%s<span>%s</span></li></ul>"), 0);
}

static void words_behind_dates_are_labels_too(void **state) {
  static const char *const shown[] = {"<p>22 April 2026 (updated)</p><p>21 April 2026 (published)</p>",
                                      "<p>2026年4月22日 更新</p><p>2026年4月21日 公開</p>",
                                      "<p>2026. április 22. frissítve</p><p>2026. április 21. megjelent</p>",
                                      "<p>21/04/2026 10:15 | Actualizado a 22/04/2026 19:20</p>",
                                      "<p>21.04.2026 um 10:15, aktualisiert 22.04.2026</p>"};
  int wrong = 0;
  (void)state;
  for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
    json_t *out = read_page("es", "", shown[i]);
    wrong +=
        differs(out, "published", "2026-04-21", shown[i]) + differs(out, "updated", "2026-04-22", shown[i]);
    json_decref(out);
  }
  assert_int_equal(wrong, 0);
}

static void days_of_other_things_are_not_the_publication(void **state) {
  static const char *const shown[] = {
      "<p>Best before 09.11.2026</p>",
      "<dl><dt>Haltbarkeit</dt><dd>Mindesthaltbarkeitsdatum: 09.11.2026</dd></dl>",
      "<p>À consommer de préférence avant le 9 novembre 2026</p>",
      "<p>Consumir preferentemente antes del 9 de noviembre de 2026</p>",
      "<p>Da consumarsi preferibilmente entro il 9 novembre 2026</p>",
      "<p>Ten minste houdbaar tot 9 november 2026</p>",
      "<p>Należy spożyć przed 9 listopada 2026</p>",
      "<p>Minimální trvanlivost do 9. listopadu 2026</p>",
      "<p>Годен до 9 ноября 2026</p>",
      "<p>賞味期限：2026年11月9日</p>",
      "<p>유통기한 2026년 11월 9일</p>",
      "<p>保质期至2026年11月9日</p>",
      "<p>Bäst före 9 november 2026</p>",
      "<p>Parasta ennen 9.11.2026</p>",
      "<p>Son tüketim tarihi: 9 Kasım 2026</p>",
      "<p>Event date: 9 November 2026</p>",
      "<p>Veranstaltung am 9. November 2026</p>",
      "<p>Deadline: 9 November 2026</p>",
      "<p>Date limite : 9 novembre 2026</p>",
      "<p>Termin: 9. November 2026</p>",
      "<p>開催日：2026年11月9日</p>"};
  int wrong = 0;
  (void)state;
  for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
    json_t *out = read_page("de", "<div><time>21.04.2026</time></div>", shown[i]);
    wrong += differs(out, "published", "2026-04-21", shown[i]);
    json_decref(out);
    out = read_page("de", "", shown[i]);
    wrong += differs(out, "published", NULL, shown[i]);
    json_decref(out);
  }
  assert_int_equal(wrong, 0);
}

static void a_page_that_shows_only_a_change_has_that_day(void **state) {
  json_t *out = read_page("en", "", "<p>Updated: 22 April 2026</p>");
  (void)state;
  assert_int_equal(differs(out, "published", "2026-04-22", "one day"), 0);
  json_decref(out);
}

static void other_calendars_are_read(void **state) {
  static const struct {
    const char *language, *shown;
  } v[] = {{"th", "<span class=\"date\">21 เมษายน 2569</span>"},
           {"th", "<span class=\"date\">21 เม.ย. 2569</span>"},
           {"th", "<p>เผยแพร่ 21/04/2569</p>"},
           {"fa", "<p>۱ اردیبهشت ۱۴۰۵</p>"},
           {"fa", "<p>تاریخ انتشار: ۱۴۰۵/۰۲/۰۱</p>"},
           {"ja", "<p>令和8年4月21日</p>"},
           {"zh", "<p>民國115年4月21日</p>"}};
  int wrong = 0;
  (void)state;
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    json_t *out = read_page(v[i].language, "", v[i].shown);
    wrong += differs(out, "published", "2026-04-21", v[i].shown);
    json_decref(out);
  }
  assert_int_equal(wrong, 0);
}

/* Dates in attributes, in pieces, behind other words: what stands around the headline, and the beginning of its day. */
static void shapes_of_one_day_are_read(void **state) {
#define AGO(attrs) "<span " attrs ">3 days ago</span>"
  static const char *const v[] = {
      AGO("title=\"2026-04-21T10:00:00Z\""),
      AGO("class=\"date\" title=\"April 21, 2026\""),
      AGO("class=\"timestamp\" data-timestamp=\"1776765600\""),
      "<abbr class=\"published\" title=\"2026-04-21T10:00:00Z\">3 days ago</abbr>",
      "<relative-time datetime=\"2026-04-21T10:00:00Z\">3 days ago</relative-time>",
      "<time title=\"2026-04-21T10:00:00Z\">3 days ago</time>",
      "<span class=\"date\" data-date=\"2026-04-21T10:00:00Z\"></span>",
      "<div class=\"d\"><div>21</div><div>Apr</div><div>2026</div></div>",
      "<div class=\"d\"><div>Apr</div><div>21</div><div>2026</div></div>",
      "<p>By Ada Quill, keeper of the lamp, and Bo Fell, chief reporter of the northern desk of this paper | "
      "Apr 21, 2026 "
      "| 5 min read | Share it</p>",
      "<figure><img src=\"a.jpg\"><figcaption>The point on 3 March 2019</figcaption></figure><p>21 April "
      "2026</p>",
      "<aside><div>Published</div><div>April 21, 2026</div></aside>",
      "<span property=\"dc:date dc:created\" content=\"2026-04-21T10:00:00+02:00\">yesterday</span>",
      "<script "
      "type=\"application/ld+json\">{\"@type\":[\"Article\"],\"datePublished\":[\"2026-04-21\"]}</script>",
      "<script>var page = {\"publishedTime\":\"2026-04-21\"};</script>",
      "<p>Call (555) 555-0140</p><p>4/21/2026</p>"};
  int wrong = 0;
  (void)state;
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    json_t *out = read_page("en", "", v[i]);
    wrong += differs(out, "published", "2026-04-21", v[i]);
    json_decref(out);
  }
  assert_int_equal(wrong, 0);
}

static void addresses_have_days_in_several_forms(void **state) {
  static const char *const v[] = {"2026/4/21/light", "2026/0421/c1001-33.html", "202604/21/light",
                                  "a/20260421103000-light"};
  json_t *out;
  int wrong = 0;
  (void)state;
  json_decref(read_page("en", "", "")); /* fills html */
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    char url[80];
    snprintf(url, sizeof url, "https://daily.example/%s", v[i]);
    out = harness_parse(h, html, strlen(html), url, "text/html", "");
    wrong += differs(out, "published", "2026-04-21", v[i]);
    json_decref(out);
  }
  out = harness_parse(h, html, strlen(html), "https://daily.example/2026/4/21-things", "text/html", "");
  wrong += differs(out, "published", NULL, "a number that begins a word");
  json_decref(out);
  assert_int_equal(wrong, 0);
}

/* An instant in UTC is told in the zone of the page, where the day shown is the one before. */
static void an_instant_has_the_zone_of_the_page(void **state) {
#define UTC                                                                                                  \
  "<script "                                                                                                 \
  "type=\"application/ld+json\">{\"@type\":\"Article\",\"datePublished\":\"2026-04-22T02:41:41+00:00\"}</"   \
  "script>"
  static const struct {
    const char *shown, *published;
  } v[] = {{UTC "<p>April 21, 2026 9:41 pm</p>", "2026-04-21T21:41:41-05:00"},
           {UTC "<p>Posted on April 21, 2026</p><div class=\"comments\"><time "
                "datetime=\"2026-04-21T22:00:00-05:00\">April "
                "21</time></div>",
            "2026-04-21T21:41:41-05:00"},
           {UTC "<p>Posted on April 21, 2026</p>", "2026-04-22T02:41:41Z"},
           {UTC "<p>Posted on April 22, 2026</p><time datetime=\"2026-04-21T22:00:00-05:00\"></time>",
            "2026-04-22T02:41:41Z"}};
  int wrong = 0;
  (void)state;
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    json_t *out = read_page("en", "", v[i].shown);
    wrong += differs(out, "published", v[i].published, v[i].shown);
    json_decref(out);
  }
  assert_int_equal(wrong, 0);
}

/* A place, a date and a dash begin the text; a date further on is part of a sentence. */
static void a_dateline_has_the_date(void **state) {
  static const struct {
    const char *line, *day;
  } v[] = {
      {"SORREL POINT, April 21, 2026 /Wire/ -- The lamp of Sorrel Point burns again, the harbour office "
       "said.",
       "2026-04-21"},
      {"HOLLIN, 21 April 2026 (CP) \xe2\x80\x93 The lamp of Sorrel Point burns again, the harbour office "
       "said.",
       "2026-04-21"},
      {"The lamp went out on 21 April 2026 when the storm - the worst in years - broke the glass.", NULL}};
  int wrong = 0;
  (void)state;
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    json_t *out;
    snprintf(html, sizeof html,
             "<html lang=\"en\"><title>Light returns</title><body><article><h1>Light returns</h1><div><p>%s "
             "It was "
             "repaired in a night by keepers from three islands, and the harbour pays for "
             "it.</p><p>%s</p><p>%s</p></div>"
             "</article></body></html>",
             v[i].line, P2, P3);
    out = parse(html);
    wrong += differs(out, "published", v[i].day, v[i].line);
    json_decref(out);
  }
  assert_int_equal(wrong, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_change_shown_above_is_not_the_publication),
      cmocka_unit_test(labels_may_stand_in_elements_of_their_own),
      cmocka_unit_test(words_behind_dates_are_labels_too),
      cmocka_unit_test(days_of_other_things_are_not_the_publication),
      cmocka_unit_test(a_page_that_shows_only_a_change_has_that_day),
      cmocka_unit_test(other_calendars_are_read),
      cmocka_unit_test(shapes_of_one_day_are_read),
      cmocka_unit_test(addresses_have_days_in_several_forms),
      cmocka_unit_test(an_instant_has_the_zone_of_the_page),
      cmocka_unit_test(a_dateline_has_the_date),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
