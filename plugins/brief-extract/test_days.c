/* test_days.c - days in cited sentences get their date, and dates that contradict their own text are shown.
 */
#include "stage_test.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct stage_test t;

static int open_default(void **state) {
  (void)state;
  return stage_open(&t, "brief-extract", "extract", NULL, 0);
}
static int close_it(void **state) {
  (void)state;
  stage_close(&t);
  return 0;
}

static const int64_t tenth = 1773144000000; /* 2026-03-10T12:00Z, a Tuesday */

static const tdg_rec *brief_of(const char *language, const char *a, const char *b, int64_t published,
                               int64_t zone) {
  tdg_rec *s = rec_new(&t.arena, TDG_STORY);
  size_t n = t.n;
  rec_put_int(s, TDG_STORY_ID, 1);
  for (int i = 0; i < 2; i++) {
    tdg_rec *r = stage_article(&t, i + 1, "", i == 0 ? a : b, i == 0 ? "Courier" : "Ledger"),
            *origin = rec_new(&t.arena, TDG_GROUP);
    rec_put_str(r, TDG_LANGUAGE, language);
    rec_put_int(r, TDG_PUBLISHED, published);
    rec_put_str(origin, TDG_FIELD_NAME, "published");
    rec_put_int(origin, TDG_ZONE, zone);
    rec_put_rec(r, TDG_ORIGIN, origin);
    rec_put_rec(s, TDG_MEMBER, r);
  }
  assert_int_equal(stage_call(&t, INPROC_RUN, s), TDG_OK);
  return t.n == n ? NULL : t.note[n];
}

/* "Monday=2026-03-09 ..." of what is cited from the first report; NULL when nothing is. */
static const char *days_of(const tdg_rec *brief) {
  char *out = arena_alloc(&t.arena, 400);
  const tdg_rec *section, *s, *m;
  size_t n = 0, cited = 0;
  out[0] = '\0';
  for (uint32_t i = 0; (section = rec_get_rec(brief, TDG_SECTION, i)) != NULL; i++)
    for (uint32_t k = 0; (s = rec_get_rec(section, TDG_SENTENCE, k)) != NULL; k++) {
      if (rec_get_int(s, TDG_RECORD_ID, 0) != 1) continue;
      cited++;
      for (uint32_t j = 0; (m = rec_get_rec(s, TDG_MENTION, j)) != NULL; j++)
        n += (size_t)snprintf(out + n, 400 - n, "%s%s=%s", n > 0 ? " " : "", rec_get(m, TDG_TEXT, 0).p,
                              rec_get(m, TDG_NORM, 0).p);
    }
  return cited > 0 ? out : "(not cited)";
}

static const char plain[] =
    "The ferry Halcyon ran aground on a sandbank near Port Ellery, the coast guard said.\n";

static void days_that_have_passed_are_dated(void **state) {
  static const struct {
    const char *text, *days;
  } row[] = {
      {"The ferry Halcyon ran aground near Port Ellery on Monday.", "Monday=2026-03-09"},
      {"The ferry Halcyon ran aground near Port Ellery on Tuesday.", "Tuesday=2026-03-10"},
      {"The ferry Halcyon ran aground near Port Ellery on Wednesday.", "Wednesday=2026-03-04"},
      {"The ferry Halcyon ran aground near Port Ellery yesterday.", "yesterday=2026-03-09"},
      {"The ferry Halcyon will sail again from Port Ellery on Friday.", "Friday=2026-03-13"},
      {"The ferry Halcyon will sail again from Port Ellery tomorrow.", "tomorrow=2026-03-11"},
      {"The owner said on Monday that the ferry Halcyon will sail again on Friday.",
       "Monday=2026-03-09 Friday=2026-03-13"},
      {"The ferry Halcyon ran aground near Port Ellery last Tuesday.", "Tuesday=2026-03-03"},
      {"The ferry Halcyon will sail again from Port Ellery next Tuesday.", "Tuesday=2026-03-17"},
      {"The ferry Halcyon sails from Port Ellery to Winslet every Monday.", ""},
      {"The ferry Halcyon was full on Black Friday and empty after that.", ""},
      {"The Sunday Courier wrote that the ferry Halcyon was too old.", ""},
      {"The ferry Halcyon ran aground near Port Ellery on Monday, 9 March 2026.", ""},
      {"The coast guard of Port Ellery closed the harbour to the Halcyon this morning.",
       "this morning=2026-03-10"},
      {"A broken bolt in a set of points stopped the train in Winslet on Monday.", "Monday=2026-03-09"},
      {"On Thursday a hearing on the ferry Halcyon is likely in Port Ellery.", ""},
  };
  char a[400];
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    snprintf(a, sizeof a, "%s\n", row[i].text);
    const char *days = days_of(brief_of("en", a, "Nothing else is known.\n", tenth, 0));
    if (strcmp(days, row[i].days) != 0) fail_msg("\"%s\" for: %s", days, row[i].text);
  }
}

static void the_day_is_the_one_where_the_record_came_out(void **state) {
  static const char late[] = "The ferry Halcyon ran aground near Port Ellery yesterday.\n";
  const int64_t three = tenth - 9 * 3600000; /* 03:00 UTC */
  (void)state;
  assert_string_equal(days_of(brief_of("en", late, "Nothing else is known.\n", three, 0)),
                      "yesterday=2026-03-09");
  assert_string_equal(days_of(brief_of("en", late, "Nothing else is known.\n", three, -300)),
                      "yesterday=2026-03-08");
  assert_string_equal(days_of(brief_of("en", late, "Nothing else is known.\n", tenth - 12 * 3600000, -300)),
                      "yesterday=2026-03-09");
}

static void days_are_dated_in_every_language(void **state) {
  static const struct {
    const char *language, *text, *days;
  } row[] = {
      {"de", "Die Fähre Halcyon ist am Montag vor Port Ellery auf Grund gelaufen.", "Montag=2026-03-09"},
      {"de", "Die Fähre Halcyon soll am Freitag wieder von Port Ellery auslaufen.", "Freitag=2026-03-13"},
      {"de", "Am Morgen ist die Fähre Halcyon vor Port Ellery auf Grund gelaufen.", ""},
      {"fr", "Le ferry Halcyon s'est échoué lundi près de Port Ellery.", "lundi=2026-03-09"},
      {"fr", "Le ferry Halcyon sera remis en service vendredi à Port Ellery.", "vendredi=2026-03-13"},
      {"es", "El transbordador Halcyon encalló ayer cerca de Port Ellery.", "ayer=2026-03-09"},
      {"es", "El transbordador Halcyon encalló por la mañana cerca de Port Ellery.", ""},
      {"it", "Il traghetto Halcyon si è arenato lunedì vicino a Port Ellery.", "lunedì=2026-03-09"},
      {"pt", "O barco Halcyon encalhou na segunda-feira perto de Port Ellery.", "segunda-feira=2026-03-09"},
      {"nl", "De veerboot Halcyon liep gisteren vast bij Port Ellery.", "gisteren=2026-03-09"},
      {"pl", "Prom Halcyon osiadł w poniedziałek na mieliźnie koło Port Ellery.", "poniedziałek=2026-03-09"},
      {"cs", "Trajekt Halcyon v pondělí najel na mělčinu u přístavu Port Ellery.", "pondělí=2026-03-09"},
      {"ru", "Паром Халсион в понедельник сел на мель близ Порт-Эллери.", "понедельник=2026-03-09"},
      {"uk", "Пором Халсіон учора сів на мілину поблизу Порт-Еллері.", "учора=2026-03-09"},
      {"tr", "Halcyon feribotu dün Port Ellery yakınında karaya oturdu.", "dün=2026-03-09"},
      {"ar", "جنحت العبارة هالسيون يوم الاثنين قرب ميناء إيليري على حاجز رملي.", "الاثنين=2026-03-09"},
      {"he", "המעבורת הלסיון עלתה על שרטון ביום שני ליד פורט אלרי.", "ביום שני=2026-03-09"},
      {"zh", "渡轮哈尔西恩号星期一在埃勒里港附近的沙洲搁浅，海岸警卫队派出了船只。", "星期一=2026-03-09"},
      {"ja", "フェリーのハルシオン号は月曜日、エラリー港の近くで座礁し、乗客は全員救助された。",
       "月曜日=2026-03-09"},
      {"ko", "여객선 핼시언호가 월요일 엘러리항 근처 모래톱에 좌초해 승객이 모두 구조됐다.",
       "월요일=2026-03-09"},
  };
  char a[400];
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    snprintf(a, sizeof a, "%s\n", row[i].text);
    const tdg_rec *brief = brief_of(row[i].language, a, "Halcyon.\n", tenth, 0);
    const char *days = brief == NULL ? "(none)" : days_of(brief);
    if (strcmp(days, row[i].days) != 0) fail_msg("\"%s\" for: %s", days, row[i].text);
  }
}

/* A weekday is dated by the words of its clause, not of the sentence; the day of a thing that something will be done with
 * may be either. */
static void a_weekday_is_dated_by_its_clause(void **state) {
  static const struct {
    const char *language, *text, *days;
  } row[] = {
      {"en", "The offer of the Halcyon line is 20 percent above Friday's closing price.",
       "Friday's=2026-03-06"},
      {"en", "The Halcyon line will pay 20 percent over Friday's closing price.", ""},
      {"en", "The harbour is closed until Thursday because of the Halcyon.", "Thursday=2026-03-12"},
      {"en", "The harbour was closed until Thursday because of the Halcyon.", ""},
      {"es", "El puerto está cerrado hasta el jueves por el Halcyon.", "jueves=2026-03-12"},
      {"en", "Friday's vote will decide the future of the Halcyon line.", "Friday's=2026-03-13"},
      {"en", "The minister said on Monday that she would visit the Halcyon on Thursday.",
       "Monday=2026-03-09 Thursday=2026-03-12"},
      {"es", "El juez anunció que el jueves visitará el transbordador Halcyon.", "jueves=2026-03-12"},
      {"es", "La reunión del jueves sobre el Halcyon terminó sin acuerdo.", "jueves=2026-03-05"},
      {"es", "El pleno del jueves votará la venta del Halcyon.", "jueves=2026-03-12"},
      {"fr", "Le juge a annoncé que jeudi les experts visiteront le ferry Halcyon à Port Ellery.",
       "jeudi=2026-03-12"},
      {"fr", "La réunion de jeudi sur le Halcyon s'est terminée sans accord.", "jeudi=2026-03-05"},
      {"de", "Der Reeder sagte, am Donnerstag werde die Fähre Halcyon verkauft.", "Donnerstag=2026-03-12"},
      {"de", "Das Parlament stimmt am Donnerstag über die Fähre Halcyon ab.", ""},
      {"it", "Il giudice ha annunciato che giovedì visiterà il traghetto Halcyon.", "giovedì=2026-03-12"},
      {"pt", "A ministra disse que na quinta-feira visitará o barco Halcyon.", "quinta-feira=2026-03-12"},
      {"nl", "De veerboot Halcyon zal donderdag weer uit Port Ellery varen.", "donderdag=2026-03-12"},
  };
  char a[400];
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    snprintf(a, sizeof a, "%s\n", row[i].text);
    const tdg_rec *brief = brief_of(row[i].language, a, "Halcyon.\n", tenth, 0);
    const char *days = brief == NULL ? "(none)" : days_of(brief);
    if (strcmp(days, row[i].days) != 0) fail_msg("\"%s\" for: %s", days, row[i].text);
  }
}

static const tdg_rec *date_conflict(const char *language, const char *text) {
  char a[400];
  snprintf(a, sizeof a, "%s\n", text);
  const tdg_rec *brief = brief_of(language, a, plain, tenth, 0), *c = rec_get_rec(brief, TDG_CONFLICT, 0);
  return c != NULL && strcmp(rec_get(c, TDG_CONFLICT_KIND, 0).p, "date") == 0 ? c : NULL;
}

static void a_date_that_contradicts_its_text_is_shown(void **state) {
  static const struct {
    const char *text, *value; /* NULL: silence */
  } row[] = {
      {"The ferry Halcyon ran aground on Tuesday, 4 March near Port Ellery.", "4 March"},
      {"The ferry Halcyon ran aground on Wednesday, 4 March near Port Ellery.", NULL},
      {"The ferry Halcyon ran aground on Tuesday, March 3, 2026 near Ellery.", NULL},
      {"The hearing on the Halcyon opens on Friday the 14th of March in Winslet.", "14th of March"},
      {"The hearing on the Halcyon opens on Friday the 13th of March in Winslet.", NULL},
      {"The ferry Halcyon ran aground yesterday, 4 March, near Port Ellery.", "yesterday, 4 March"},
      {"The ferry Halcyon ran aground yesterday, 9 March, near Port Ellery.", NULL},
      {"The owner signed a contract on 14 March for the ferry Halcyon in Winslet.", "14 March"},
      {"The owner signed a contract on 4 March for the ferry Halcyon in Winslet.", NULL},
      {"The owner agreed to meet the crew of the Halcyon on 14 March in Winslet.", NULL},
      {"The owner will have signed a contract on 14 March for the ferry Halcyon.", NULL},
      {"The harbour was closed from 12 March to 9 March because of the Halcyon.", "12 March to 9 March"},
      {"The harbour was closed from 2 March to 9 March because of the Halcyon.", NULL},
      {"The harbour was closed from 20 December to 9 March because of the Halcyon.", NULL},
      {"The ferry Halcyon may 14 times have run aground near Port Ellery.", NULL},
  };
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
    const tdg_rec *c = date_conflict("en", row[i].text);
    const char *value = c == NULL ? NULL : rec_get(rec_get_rec(c, TDG_CLAIM, 0), TDG_VALUE, 0).p;
    if ((value == NULL) != (row[i].value == NULL) || (value != NULL && strcmp(value, row[i].value) != 0))
      fail_msg("\"%s\" for: %s", value == NULL ? "(nothing)" : value, row[i].text);
  }
}

/* Where nothing else can be told, the sentence says which conflict it is in. */
static void a_sentence_with_a_doubtful_date_is_told_with_its_conflict(void **state) {
  (void)state;
  const tdg_rec *brief = brief_of(
                    "en", "The ferry Halcyon ran aground on Tuesday, 4 March near Port Ellery.\n",
                    "The ferry Halcyon was refloated on Tuesday, 4 March near Port Ellery.\n", tenth, 0),
                *told = rec_get_rec(rec_get_rec(brief, TDG_SECTION, 0), TDG_SENTENCE, 0), *claim;
  assert_non_null(told);
  int64_t number = rec_get_int(told, TDG_CONFLICT_NO, 99);
  assert_true(number < 2);
  claim = rec_get_rec(rec_get_rec(brief, TDG_CONFLICT, (uint32_t)number), TDG_CLAIM, 0);
  assert_int_equal(rec_get_int(claim, TDG_RECORD_ID, 0), rec_get_int(told, TDG_RECORD_ID, 1));
}

static void weekdays_and_dates_are_compared_in_other_languages(void **state) {
  static const struct {
    const char *language, *text;
    int wanted;
  } row[] = {
      {"de", "Die Fähre Halcyon ist am Dienstag, dem 4. März, vor Port Ellery auf Grund gelaufen.", 1},
      {"de", "Die Fähre Halcyon ist am Mittwoch, dem 4. März, vor Port Ellery auf Grund gelaufen.", 0},
      {"fr", "Le ferry Halcyon s'est échoué mardi 4 mars près de Port Ellery.", 1},
      {"fr", "Le ferry Halcyon s'est échoué mercredi 4 mars près de Port Ellery.", 0},
      {"es", "El transbordador Halcyon encalló el martes 4 de marzo cerca de Port Ellery.", 1},
      {"es", "El transbordador Halcyon encalló el miércoles 4 de marzo cerca de Port Ellery.", 0},
      {"ru", "Паром Халсион сел на мель во вторник, 4 марта, близ Порт-Эллери.", 1},
      {"ru", "Паром Халсион сел на мель в среду, 4 марта, близ Порт-Эллери.", 0},
      {"pl", "Prom Halcyon osiadł na mieliźnie we wtorek, 4 marca, koło Port Ellery.", 1},
      {"pl", "Prom Halcyon osiadł na mieliźnie w środę, 4 marca, koło Port Ellery.", 0},
  };
  (void)state;
  for (size_t i = 0; i < sizeof row / sizeof *row; i++)
    if ((date_conflict(row[i].language, row[i].text) != NULL) != row[i].wanted) fail_msg("%s", row[i].text);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_default, close_it)
int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(days_that_have_passed_are_dated),
      TEST(the_day_is_the_one_where_the_record_came_out),
      TEST(days_are_dated_in_every_language),
      TEST(a_weekday_is_dated_by_its_clause),
      TEST(a_date_that_contradicts_its_text_is_shown),
      TEST(a_sentence_with_a_doubtful_date_is_told_with_its_conflict),
      TEST(weekdays_and_dates_are_compared_in_other_languages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
