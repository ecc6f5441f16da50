/* test_people.c - who is named in the author fields of feeds: one, or several in one field, in every language of
 * core/languages. */
#include "parser_test.h"

#define ITEM(inside)                                                                                         \
  "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' "                                          \
  "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><title>T</title><item>" inside         \
  "</item></channel></rss>"
#define ENTRY(inside)                                                                                        \
  "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><id>1</id>" inside "</entry></feed>"
#define JSON(item) "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"L\",\"items\":[" item "]}"

struct sample {
  const char *document, *people; /* "Ada Quill <a@b.example>|Bo Lantern" */
};

static void people_of(const json_t *out, char *to, size_t size) {
  char field[40];
  size_t n = 0;
  to[0] = '\0';
  for (int i = 0; i < 20 && n < size; i++) {
    snprintf(field, sizeof field, "authors.%d.name", i);
    const char *name = harness_text(out, 1, field);
    snprintf(field, sizeof field, "authors.%d.email", i);
    const char *email = harness_text(out, 1, field);
    if (name[0] == '\0' && email[0] == '\0') return;
    n += (size_t)snprintf(to + n, size - n, "%s%s", i > 0 ? "|" : "", name);
    if (email[0] != '\0' && n < size) n += (size_t)snprintf(to + n, size - n, " <%s>", email);
  }
}

static void check(const struct sample *v, size_t n) {
  int wrong = 0;
  for (size_t i = 0; i < n; i++) {
    char got[400];
    json_t *out = parse(v[i].document);
    people_of(out, got, sizeof got);
    if (strcmp(got, v[i].people) != 0) {
      print_error("%s\n  expected \"%s\", got \"%s\"\n", v[i].document, v[i].people, got);
      wrong++;
    }
    json_decref(out);
  }
  assert_int_equal(wrong, 0);
}
#define CHECK(table) check(table, sizeof(table) / sizeof((table)[0]))

static void two_names_are_two_people_in_every_language(void **state) {
  (void)state;
  static const struct {
    const char *language, *field, *people;
  } v[] = {
      {"ar", "هدى الكتاني وسالم العمري", "هدى الكتاني|سالم العمري"},
      {"bg", "Мария Петрова и Иван Колев", "Мария Петрова|Иван Колев"},
      {"ca", "Núria Soler i Pau Ferrer", "Núria Soler|Pau Ferrer"},
      {"cs", "Jana Nová a Petr Malý", "Jana Nová|Petr Malý"},
      {"da", "Mette Holm og Lars Krogh", "Mette Holm|Lars Krogh"},
      {"de", "Anna Krüger sowie Jens Ohl", "Anna Krüger|Jens Ohl"},
      {"el", "Μαρία Παππά και Νίκος Ρήγας", "Μαρία Παππά|Νίκος Ρήγας"},
      {"en", "Ada Quill, Bo Lantern, and Cy Rook", "Ada Quill|Bo Lantern|Cy Rook"},
      {"es", "Pilar Echarri y Juan Soto", "Pilar Echarri|Juan Soto"},
      {"fa", "مریم رضایی و علی کریمی", "مریم رضایی|علی کریمی"},
      {"fi", "Anna Virtanen ja Pekka Laine", "Anna Virtanen|Pekka Laine"},
      {"fr", "Maud Kerlann, Luc Petit et Zoé Brun", "Maud Kerlann|Luc Petit|Zoé Brun"},
      {"he", "דנה לוי ויואב כהן", "דנה לוי|יואב כהן"},
      {"hr", "Ana Horvat i Ivo Babić", "Ana Horvat|Ivo Babić"},
      {"hu", "Kiss Anna és Nagy Péter", "Kiss Anna|Nagy Péter"},
      {"id", "Dewi Lestari dan Budi Santoso", "Dewi Lestari|Budi Santoso"},
      {"it", "Giulia Rossi e Marco Neri", "Giulia Rossi|Marco Neri"},
      {"ja", "山田太郎、佐藤花子", "山田太郎|佐藤花子"},
      {"ko", "김철수 및 이영희", "김철수|이영희"},
      {"nl", "Femke Draaisma en Jan de Wit", "Femke Draaisma|Jan de Wit"},
      {"no", "Kari Lie og Ola Dahl", "Kari Lie|Ola Dahl"},
      {"pl", "Hanna Górska oraz Jan Lis", "Hanna Górska|Jan Lis"},
      {"pt", "Inês Saldanha e Rui Costa", "Inês Saldanha|Rui Costa"},
      {"ro", "Ana Pop şi Ion Rusu", "Ana Pop|Ion Rusu"},
      {"ru", "Анна Орлова и Пётр Зуев", "Анна Орлова|Пётр Зуев"},
      {"sk", "Jana Malá a Peter Kováč", "Jana Malá|Peter Kováč"},
      {"sr", "Ана Јовић и Петар Илић", "Ана Јовић|Петар Илић"},
      {"sv", "Maja Lindqvist och Nils Berg", "Maja Lindqvist|Nils Berg"},
      {"th", "สมชาย ใจดี และ สมหญิง รักดี", "สมชาย ใจดี|สมหญิง รักดี"},
      {"tr", "Ayşe Kaya ve Mehmet Demir", "Ayşe Kaya|Mehmet Demir"},
      {"uk", "Олена Коваль та Іван Шевчук", "Олена Коваль|Іван Шевчук"},
      {"vi", "Nguyễn Văn An và Trần Thị Bình", "Nguyễn Văn An|Trần Thị Bình"},
      {"zh", "王小明 和 李雷", "王小明|李雷"},
  };
  struct sample one[sizeof v / sizeof v[0]];
  char document[sizeof v / sizeof v[0]][500];
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    snprintf(document[i], sizeof document[i], ITEM("<language>%s</language><dc:creator>%s</dc:creator>"),
             v[i].language, v[i].field);
    one[i] = (struct sample){document[i], v[i].people};
  }
  CHECK(one);
}

static void several_names_are_several_people_in_every_format(void **state) {
  (void)state;
  static const struct sample v[] = {
      {ITEM("<author>desk@a.example (Ada Quill &amp; Bo Lantern)</author>"),
       "Ada Quill <desk@a.example>|Bo Lantern"},
      {ITEM("<author>ada@a.example (Ada Quill), bo@a.example (Bo Lantern)</author>"),
       "Ada Quill <ada@a.example>|Bo Lantern <bo@a.example>"},
      {ITEM("<dc:creator>Ada Quill &lt;ada@a.example&gt;; Bo Lantern &lt;bo@a.example&gt;</dc:creator>"),
       "Ada Quill <ada@a.example>|Bo Lantern <bo@a.example>"},
      {ITEM("<itunes:author>Dr. Ada Quill, Prof. Bo Lantern</itunes:author>"),
       "Dr. Ada Quill|Prof. Bo Lantern"},
      {ENTRY("<author><name>Ada Quill and\n Bo Lantern</name></author>"), "Ada Quill|Bo Lantern"},
      {ENTRY(
           "<author><name>Ada Quill and Bo Lantern</name></author><author><name>Bo Lantern</name></author>"),
       "Ada Quill|Bo Lantern"},
      {JSON("{\"id\":\"1\",\"authors\":[{\"name\":\"Ada Quill, Bo Lantern \\u0026 Cy Rook\"}]}"),
       "Ada Quill|Bo Lantern|Cy Rook"},
      {JSON("{\"id\":\"1\",\"author\":\"By Ada Quill and Bo Lantern, Coast correspondents\"}"),
       "Ada Quill|Bo Lantern"},
      {ITEM("<dc:creator>By Ada Quill</dc:creator>"), "Ada Quill"},
  };
  CHECK(v);
}

static void one_name_stays_one(void **state) {
  (void)state;
  static const struct sample v[] = {
      {ITEM("<dc:creator>Marks and Spencer</dc:creator>"), "Marks and Spencer"},
      {ITEM("<dc:creator>Science and Technology</dc:creator>"), "Science and Technology"},
      {ITEM("<dc:creator>Institute for Ships and Harbours</dc:creator>"), "Institute for Ships and Harbours"},
      {ITEM("<dc:creator>Department of Health and Human Services</dc:creator>"),
       "Department of Health and Human Services"},
      {ITEM("<dc:creator>Quill, Ada</dc:creator>"), "Quill, Ada"},
      {ITEM("<dc:creator>Ada Quill, Staff Writer</dc:creator>"), "Ada Quill, Staff Writer"},
      {ITEM("<dc:creator>Von der Leyen</dc:creator>"), "Von der Leyen"},
      {ITEM("<dc:creator>ada_quill</dc:creator>"), "ada_quill"},
      {ENTRY("<author><name>Procter &amp; Gamble</name></author>"), "Procter & Gamble"},
      {JSON("{\"id\":\"1\",\"author\":\"Radio y Televisión\"}"), "Radio y Televisión"},
  };
  CHECK(v);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(two_names_are_two_people_in_every_language),
      cmocka_unit_test(several_names_are_several_people_in_every_format),
      cmocka_unit_test(one_name_stays_one),
  };
  reader = harness_open("parse-feed", "feed", NULL, 0);
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  harness_close(reader);
  return failed;
}
