/* test_bylines.c - parse-article: who of the names beside a headline wrote the article, in many languages.  All outlets and
 * people are invented. */
#include "test_support.h"

static char html[20000];

static json_t *read_page(const char *language, const char *head, const char *line) {
  snprintf(html, sizeof html,
           "<!DOCTYPE html><html lang=\"%s\"><head><title>Light returns to Sorrel "
           "Point</title>%s</head><body><main><article>"
           "<h1>Light returns to Sorrel Point</h1>%s<time datetime=\"2026-04-21\">21.04.2026</time><div "
           "class=\"text\"><p>%s</p>"
           "<p>%s</p><p>%s</p></div></article></main></body></html>",
           language, head, line, P1, P2, P3);
  return parse(html);
}

struct byline {
  const char *language, *shown, *authors; /* the names, with "|" between */
};

static int wrong_in(const struct byline *v, size_t n, const char *head) {
  int wrong = 0;
  for (size_t i = 0; i < n; i++) {
    json_t *out = read_page(v[i].language, head, v[i].shown), *one;
    char got[400] = "";
    size_t k;
    json_array_foreach(harness_at(out, 0, "authors"), k, one) {
      if (k > 0) strcat(got, "|");
      strncat(got, json_string_value(json_object_get(one, "name")), 100);
    }
    if (strcmp(got, v[i].authors) != 0)
      print_error("%s: \"%s\", not \"%s\"\n", v[i].shown, got, v[i].authors), wrong++;
    json_decref(out);
  }
  return wrong;
}
#define CHECK(v) assert_int_equal(wrong_in(v, sizeof(v) / sizeof((v)[0]), ""), 0)

static void links_to_more_of_an_author_are_no_names(void **state) {
#define BOX(words)                                                                                           \
  "<div class=\"byline\"><a href=\"/author/ada\">Ada Quill</a><ul><li><a href=\"/author/ada\">" words        \
  "</a></li></ul></div>"
  static const struct byline v[] = {
      {"en", BOX("See all by Ada Quill"), "Ada Quill"},
      {"en", BOX("View author archive"), "Ada Quill"},
      {"en", BOX("Get author RSS feed"), "Ada Quill"},
      {"en", BOX("More stories by Ada Quill"), "Ada Quill"},
      {"en", BOX("Follow"), "Ada Quill"},
      {"de", BOX("Alle Beiträge von Ada Quill"), "Ada Quill"},
      {"de", BOX("Folgen"), "Ada Quill"},
      {"fr", BOX("Voir tous ses articles"), "Ada Quill"},
      {"fr", BOX("Suivre"), "Ada Quill"},
      {"es", BOX("Ver todos los artículos"), "Ada Quill"},
      {"es", BOX("Seguir"), "Ada Quill"},
      {"pt", BOX("Mais notícias de Ada Quill"), "Ada Quill"},
      {"it", BOX("Tutti gli articoli di Ada Quill"), "Ada Quill"},
      {"nl", BOX("Meer van Ada Quill"), "Ada Quill"},
      {"pl", BOX("Zobacz wszystkie artykuły"), "Ada Quill"},
      {"sv", BOX("Följ Ada Quill"), "Ada Quill"},
      {"ru", BOX("Все материалы автора"), "Ada Quill"},
      {"uk", BOX("Усі матеріали автора"), "Ada Quill"},
      {"tr", BOX("Tüm yazıları"), "Ada Quill"},
      {"ja", BOX("記事一覧"), "Ada Quill"},
      {"ko", BOX("다른 기사 보기"), "Ada Quill"},
      {"zh", BOX("更多文章"), "Ada Quill"},
      {"ar", BOX("جميع المقالات"), "Ada Quill"},
      {"he", BOX("לכל הכתבות"), "Ada Quill"},
      {"sl", BOX("Vsi prispevki Ada Quill"), "Ada Quill"},
  };
  (void)state;
  CHECK(v);
}

static void several_names_are_told_apart(void **state) {
  static const struct byline v[] = {
      {"ar", "<p class=\"byline\">بقلم: كايلا إبستن وأنجيلا كاساس</p>", "كايلا إبستن|أنجيلا كاساس"},
      {"ar", "<p class=\"byline\">بقلم: سامي وليد حداد</p>", "سامي وليد حداد"},
      {"he", "<p class=\"byline\">מאת: יעל כהן ודנה לוי</p>", "יעל כהן|דנה לוי"},
      {"el", "<p class=\"byline\">Γράφει: Άδα Κουίλ και Μπο Λάντερν</p>", "Άδα Κουίλ|Μπο Λάντερν"},
      {"bg", "<p class=\"byline\">Автор: Ада Куил и Бо Лантерн</p>", "Ада Куил|Бо Лантерн"},
      {"fi", "<p class=\"byline\">Teksti: Ada Quill ja Bo Lantern</p>", "Ada Quill|Bo Lantern"},
      {"hu", "<p class=\"byline\">Írta: Ada Quill és Bo Lantern</p>", "Ada Quill|Bo Lantern"},
      {"ro", "<p class=\"byline\">Autor: Ada Quill și Bo Lantern</p>", "Ada Quill|Bo Lantern"},
      {"ca", "<p class=\"byline\">Autors: Ada Quill i Bo Lantern</p>", "Ada Quill|Bo Lantern"},
      {"hr", "<p class=\"byline\">Piše: Ada Quill i Bo Lantern</p>", "Ada Quill|Bo Lantern"},
      {"zh", "<p class=\"byline\">记者 张三丰 李小明</p>", "张三丰|李小明"},
      {"zh", "<p class=\"byline\">作者：张三丰、李小明</p>", "张三丰|李小明"},
      {"ja", "<p class=\"byline\">文：山田太郎、鈴木花子</p>", "山田太郎|鈴木花子"},
  };
  (void)state;
  CHECK(v);
}

static void who_made_the_pictures_wrote_nothing(void **state) {
  static const struct byline v[] = {
      {"en", "<p class=\"byline\">By Ada Quill, photos: Bo Lantern</p>", "Ada Quill"},
      {"en", "<div class=\"byline\">Text: Ada Quill <span>Illustration: Bo Lantern</span></div>",
       "Ada Quill"},
      {"de", "<div class=\"byline\">Text: Ada Quill <span>Fotos: Bo Lantern</span></div>", "Ada Quill"},
      {"fr", "<div class=\"byline\">Par Ada Quill <span>Photos : Bo Lantern</span></div>", "Ada Quill"},
      {"es", "<div class=\"byline\">Texto: Ada Quill <span>Fotos: Bo Lantern</span></div>", "Ada Quill"},
      {"fi", "<div class=\"byline\">Teksti: Ada Quill <span>Kuvat: Bo Lantern</span></div>", "Ada Quill"},
      {"ru", "<div class=\"byline\">Текст: Ада Квилл <span>Фото: Бо Лантерн</span></div>", "Ада Квилл"},
      {"sv", "<div class=\"byline\">Text: Ada Quill <span>Bild: Bo Lantern</span></div>", "Ada Quill"},
      {"ja", "<p class=\"byline\">文・灯台守子、写真・岬太郎</p>", "灯台守子"},
      {"ja", "<p class=\"byline\">取材・文／灯台守子　撮影／岬太郎</p>", "灯台守子"},
      {"zh", "<div class=\"author\">记者 王小明 李红 编辑 赵强</div>", "王小明|李红"},
      {"zh", "<div class=\"author\">文/王小明 摄影：赵强</div>", "王小明"},
      {"ko", "<p class=\"byline\">글 한지민　사진 강도윤</p>", "한지민"},
  };
  (void)state;
  CHECK(v);
}

static void offices_and_dates_in_lines_of_their_own_are_no_part_of_a_name(void **state) {
  static const struct byline v[] = {
      {"pl",
       "<div class=\"writer\"><img src=\"/h.jpg\" alt=\"\"><div><span>Hanna "
       "Górska</span><span>reporterka</span></div></div>",
       "Hanna Górska"},
      {"en",
       "<div class=\"author-info\"><a href=\"/about/editors/ada/\">ada quill</a><div>Contributing "
       "Reporter</div>"
       "<div>Tue, April 21, 2026 at 4:20 PM UTC</div></div>",
       "ada quill"},
      {"en", "<div class=\"byline\"><div>Ada Quill</div><div>Senior Political Correspondent</div></div>",
       "Ada Quill"},
      {"de", "<div class=\"byline\"><p>Ada Quill</p><p>Redakteurin</p><p>Di, 21. April 2026</p></div>",
       "Ada Quill"},
      {"sv", "<div class=\"byline\"><p>Reporter</p><p>Ada Quill</p></div>", "Ada Quill"},
      {"en", "<p class=\"byline\">ByAda Quill</p>", "Ada Quill"},
      {"de",
       "<div class=\"autor\"><span>Von Jens Leuchter</span><span>Chefreporter</span><a "
       "href=\"/autor/jl\">Alle Artikel "
       "von Jens Leuchter</a></div>",
       "Jens Leuchter"},
      {"en", "<div class=\"byline\"><b>Written by Ada Quill</b><i>Tampa desk</i><u>Follow</u></div>",
       "Ada Quill"},
      {"en",
       "<div class=\"w\">Writer: Ada Quill</div><div class=\"hero\"><a "
       "href=\"/person/prince/\">Prince</a></div>",
       "Ada Quill"},
  };
  (void)state;
  CHECK(v);
}

static void who_put_the_text_together_wrote_it(void **state) {
  static const struct byline v[] = {
      {"pl", "<p class=\"autor\">Oprac. Ewa Lis</p>", "Ewa Lis"},
      {"cs", "<p class=\"autor\">Připravila Jana Lampová</p>", "Jana Lampová"},
      {"sk", "<p class=\"autor\">Spracoval Peter Maják</p>", "Peter Maják"},
      {"de", "<p class=\"byline\">Aufgezeichnet von Ada Quill</p>", "Ada Quill"},
      {"nl", "<p class=\"byline\">Opgetekend door Ada Quill</p>", "Ada Quill"},
      {"fr", "<p class=\"byline\">Préparé par Ada Quill</p>", "Ada Quill"},
      {"it", "<p class=\"byline\">Servizio di Ada Quill</p>", "Ada Quill"},
      {"es", "<p class=\"byline\">Elaborado por Ada Quill</p>", "Ada Quill"},
      {"ru", "<p class=\"byline\">Беседовала Ада Квилл</p>", "Ада Квилл"},
      {"uk", "<p class=\"byline\">Записав Бо Лантерн</p>", "Бо Лантерн"},
      {"hu", "<p class=\"byline\">Összeállította: Lámpás Éva</p>", "Lámpás Éva"},
      {"el", "<p class=\"byline\">Γράφουν οι Μαρία Παπαδάκη και Νίκος Φανός</p>",
       "Μαρία Παπαδάκη|Νίκος Φανός"},
      {"tr", "<p class=\"byline\">Hazırlayan: Selin Fener</p>", "Selin Fener"},
      {"fi", "<p class=\"byline\">Toimittaja: Aino Majakka</p>", "Aino Majakka"},
      {"hr", "<p class=\"byline\">Pišu Ana Svjetlić i Ivo Far</p>", "Ana Svjetlić|Ivo Far"},
      {"ro", "<p class=\"byline\">A consemnat Ioana Faru</p>", "Ioana Faru"},
  };
  (void)state;
  CHECK(v);
}

static void a_publishing_house_in_the_author_tag_gives_way_to_a_confirmed_byline(void **state) {
  static const struct byline v[] = {
      {"en", "<p class=\"byline\"><a href=\"/contributor/ada\">Ada Quill</a></p>", "Ada Quill"}};
  (void)state;
  assert_int_equal(wrong_in(v, 1,
                            "<meta name=\"author\" content=\"Condor Press\"><meta "
                            "property=\"article:author\" content=\"Ada Quill\">"),
                   0);
  assert_int_equal(wrong_in(v, 1,
                            "<meta name=\"author\" content=\"Verlag Kondor\"><meta "
                            "property=\"article:author\" content=\"Ada Quill\">"),
                   0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(links_to_more_of_an_author_are_no_names),
      cmocka_unit_test(several_names_are_told_apart),
      cmocka_unit_test(who_made_the_pictures_wrote_nothing),
      cmocka_unit_test(offices_and_dates_in_lines_of_their_own_are_no_part_of_a_name),
      cmocka_unit_test(who_put_the_text_together_wrote_it),
      cmocka_unit_test(a_publishing_house_in_the_author_tag_gives_way_to_a_confirmed_byline),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
