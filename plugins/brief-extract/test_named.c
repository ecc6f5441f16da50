/* test_named.c - values whose sentences name what they are of; nobody and somebody; the day of a storm; the holder whom most
 * records name. */
#include "said_test.h"

static void values_of_a_named_slot_are_compared_in_any_words(void **state) {
  (void)state;
  // clang-format off
  static const struct said rows[] = {
      {"en", "Leon Marsh was jailed for six years by the court at Winslet on Monday.\n",
       "The former banker is to spend nine years behind bars, a judge decided.\n", "figure", "six years", "nine years"},
      {"it", "Otto anni di carcere: è la pena per l'ex sindaco di Winslet.\n",
       "L'ex sindaco andrà in prigione per sei anni, hanno deciso i giudici.\n", "figure", "Otto anni", "sei anni"},
      {"fr", "La ligne restera fermée pendant trois semaines, a prévenu l'exploitant.\n",
       "La circulation des trains sera interrompue cinq semaines, d'après un syndicat.\n", "figure", "trois semaines", "cinq semaines"},
      {"de", "Der Schaden liegt bei 8,5 Millionen Euro.\n",
       "Auf 4,1 Millionen Euro schätzt ein Gutachter den Sachschaden.\n", "figure", "8,5 Millionen Euro", "4,1 Millionen Euro"},
      {"ru", "Скорость ветра достигала 34 метров в секунду.\n",
       "Синоптики зафиксировали порывы до 41 метров в секунду.\n", "figure", "34 метров в секунду", "41 метров в секунду"},
      {"sv", "Den nya bron över sundet ska stå klar i september 2028.\n", "Bygget väntas bli färdigt i mars 2029, sade borgmästaren.\n", "date", "september 2028", "mars 2029"},
      {"en", "Both boards hope to complete the transaction by 30 June.\n",
       "The parties aim to close at the end of August, after a vote.\n", "date", "30 June", "August"},
      {"tr", "Madenciler yerin 240 metre altında bekliyor.\n", "Ocak 420 metre derinlikte çalışıyordu.\n", "figure", "240 metre", "420 metre"},
      /* what was asked for; two people; at least; converted; another time */
      {"en", "Prosecutors had asked for twelve years in prison.\n", "Leon Marsh was jailed for six years.\n", NULL, NULL, NULL},
      {"en", "Leon Marsh was jailed for six years by a court.\n", "Rita Vance must spend nine years behind bars.\n", NULL, NULL, NULL},
      {"fr", "La ligne restera fermée pendant au moins trois semaines.\n",
       "La circulation des trains sera interrompue cinq semaines.\n", NULL, NULL, NULL},
      {"en", "The road will be closed for three weeks.\n", "The street stays shut for 21 days.\n", NULL, NULL, NULL},
      {"en", "The buyer is to take over the old brewery for a price of 6.8 million euros.\n",
       "Previously the price of the firm was put at 5.2 million euros by a broker.\n", NULL, NULL, NULL},
      {"fr", "La ligne restera fermée pendant trois semaines, a prévenu l'exploitant.\n",
       "La circulation des trains a été interrompue cinq semaines, d'après un syndicat.\n", NULL, NULL, NULL},
      {"en", "Leon Marsh was jailed for six years.\n", "In 2011 another banker was jailed for nine years.\n", NULL, NULL, NULL},
  };
  // clang-format on
  COMPARE(rows);
}

static void when_it_runs_again_is_compared_in_any_words(void **state) {
  (void)state;
  // clang-format off
  static const struct said rows[] = {
      {"en", "The bridge at Winslet will reopen on 24 March.\n", "Traffic over the bridge is to resume on 29 March, the council said.\n", "date", "24 March", "29 March"},
      {"de", "Am 24. März soll die Klinik wiedereröffnet werden.\n", "Die Wiedereröffnung ist für den 29. März geplant.\n", "date", "24. März", "29. März"},
      {"es", "El puente reabrirá el 24 de marzo.\n", "La circulación por el puente se reanudará el 29 de marzo.\n", "date", "24 de marzo", "29 de marzo"},
      {"it", "L'ospedale riaprirà il 24 marzo.\n", "La riapertura della clinica è prevista per il 29 marzo.\n", "date", "24 marzo", "29 marzo"},
      {"nl", "De school gaat op 24 maart weer open.\n", "Op 29 maart worden de lessen op de school hervat.\n", "date", "24 maart", "29 maart"},
      {"sv", "Sjukhuset öppnar igen den 24 mars.\n", "Sjukhuset återöppnas den 29 mars, säger chefen.\n", "date", "24 mars", "29 mars"},
      /* two things; things of which no word is the same; until then, no day to come, a month, one day; a first opening */
      {"en", "The hospital will reopen on 24 March.\n", "The road will reopen on 29 March.\n", NULL, NULL, NULL},
      {"de", "Die Schule öffnet am 24. März wieder.\n", "Ab dem 29. März sollen wieder Züge fahren.\n", NULL, NULL, NULL},
      {"fr", "L'école rouvrira le 24 mars.\n", "Les trains circuleront à nouveau le 29 mars.\n", NULL, NULL, NULL},
      {"en", "The museum reopens on 24 March.\n", "The swimming pool will open again on 29 March.\n", NULL, NULL, NULL},
      {"en", "The bridge will reopen on 24 March.\n", "The bridge stays shut until 23 March.\n", NULL, NULL, NULL},
      {"en", "The bridge will reopen on 24 March.\n", "The bridge reopened on 2 March after a storm and was closed again.\n", NULL, NULL, NULL},
      {"en", "The bridge will reopen on 24 March.\n", "The bridge will reopen in late March.\n", NULL, NULL, NULL},
      {"en", "The bridge will reopen on 24 March.\n", "Traffic over the bridge resumes on 24 March.\n", NULL, NULL, NULL},
      {"ru", "Школы откроются снова 24 марта.\n", "Поезда снова пойдут 29 марта.\n", NULL, NULL, NULL},
      {"pl", "Szkoły otworzą się 24 marca.\n", "Szpital wznowi przyjęcia 29 marca.\n", NULL, NULL, NULL},
      {"es", "El hospital reabrirá el 24 de marzo.\n", "El juicio se reanudará el 29 de marzo en el tribunal.\n", NULL, NULL, NULL},
  };
  // clang-format on
  COMPARE(rows);
}

static void nobody_and_somebody_are_compared_in_any_words(void **state) {
  (void)state;
  // clang-format off
  static const struct said rows[] = {
      {"de", "Verletzt wurde nach Angaben der Polizei niemand.\n", "Sieben Polizisten trugen Verletzungen davon.\n", "figure",
       "Verletzt wurde nach Angaben der Polizei niemand", "Sieben Polizisten trugen Verletzungen davon"},
      {"nl", "Gewonden zijn er niet gevallen.\n", "Vijf brandweerlieden raakten gewond toen een muur instortte.\n", "figure",
       "Gewonden zijn er niet gevallen", "Vijf brandweerlieden raakten gewond"},
      {"ru", "Погибших после бури нет, сообщили в четверг спасатели.\n", "Погибли два лесника, сообщает радио.\n", "figure", "Погибших после бури нет", "два лесника"},
      {"fr", "L'accident n'a pas fait de morts.\n", "Deux voyageurs ont perdu la vie mardi soir.\n", "figure", "n'a pas fait de morts",
       "Deux voyageurs ont perdu la vie"},
      /* another year; some of the same report */
      {"de", "Verletzt wurde niemand.\n", "Vor zwei Jahren wurden sieben Polizisten verletzt.\n", NULL, NULL, NULL},
      {"de", "Tote gab es nicht.\n", "Sieben Polizisten trugen Verletzungen davon.\n", NULL, NULL, NULL},
  };
  // clang-format on
  COMPARE(rows);
}

struct told_by_three {
  struct said said;
  const char *more;
};
#define COMPARE_THREE(rows)                                                                                  \
  for (size_t i = 0; i < sizeof(rows) / sizeof *(rows); i++) compare_said(&(rows)[i].said, (rows)[i].more)

static void the_day_of_a_storm_is_compared(void **state) {
  (void)state;
  // clang-format off
  static const struct told_by_three rows[] = {
      {{"ru", "Буря обрушилась на Лесогорье в субботу и оставила без света 14 тысяч домов.\n",
       "Губернатор объехал районы, по которым в пятницу прошёл ураган.\n", "date", "субботу", "пятницу"},
       "Из-за бури в субботу в Лесогорье без света осталось почти 14 тысяч домов.\n"},
      /* two things that the openings tell */
      {{"en", "Karvia, Lund and Mirel agreed in Port Sel on Monday to share the water of the Ossa.\n",
       "Mirel opened two weirs on Tuesday, a day after Karvia and Lund agreed to share the water of the Ossa.\n", NULL, NULL, NULL},
       "The talks of Karvia, Lund and Mirel in Port Sel ended on Monday with an agreement on the Ossa.\n"},
  };
  // clang-format on
  COMPARE_THREE(rows);
}

static void a_holder_whom_most_name_is_compared(void **state) {
  (void)state;
  // clang-format off
  static const struct told_by_three rows[] = {
      {{"nl", "Burgemeester Thea Roskam noemde het een ramp.\n", "Burgemeester Karel Staal bezocht de gewonden.\n", "name",
       "Burgemeester Thea Roskam", "Burgemeester Karel Staal"}, "Burgemeester Thea Roskam opende een loket.\n"},
      {{"nl", "Burgemeester Thea Roskam noemde het een ramp.\n", "Burgemeester Karel Staal bezocht de gewonden.\n", NULL, NULL, NULL},
       "Burgemeester Nora Vink opende een loket.\n"},
  };
  // clang-format on
  COMPARE_THREE(rows);
}

static void values_of_two_times_or_groups_are_silent(void **state) {
  (void)state;
  // clang-format off
  static const struct said rows[] = {
      {"en", "Police Chief Jim Williams announced that 61-year-old Sharron Smith was arrested.\n",
       "Sharron Smith, 60, was charged with killing two women.\n", "figure", "61-year-old", "60"},
      {"en", "Sixty-year-old Sharron Smith is now accused of murder.\n",
       "Police arrested and charged Sharron Smith, age 61, on Friday.\n", "figure", "Sixty-year-old", "61"},
      {"nl", "De brand brak om tien over half acht uit in een opslaghal.\n",
       "De brand begon woensdag rond 21.40 uur, zegt de brandweer.\n", "date", "tien over half acht", "21.40 uur"},
      /* another whole; another end; before and after */
      {"en", "The threat prompted a cruise ship to evacuate some 420 passengers and crew in the Gulf.\n",
       "The cruise ship said that it would fly its 246 passengers over the Gulf.\n", NULL, NULL, NULL},
      {"en", "The jury convicted Nichols on Monday after 12 hours of deliberation.\n",
       "The jury was unable to come to a decision after 30 hours of deliberation.\n", NULL, NULL, NULL},
      {"en", "Ten minutes after being taken off the job, Hiller drove her car to the gate.\n",
       "Hiller was off the job for nine minutes before she drove her car to the gate.\n", NULL, NULL, NULL},
      {"en", "Sharron Smith, 60, was charged by a court in Winslet with killing two women.\n",
       "Sharron Smith, age 60, was charged by a court in Winslet with killing two women.\n", NULL, NULL, NULL},
  };
  // clang-format on
  COMPARE(rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(values_of_a_named_slot_are_compared_in_any_words),
      TEST(when_it_runs_again_is_compared_in_any_words),
      TEST(nobody_and_somebody_are_compared_in_any_words),
      TEST(the_day_of_a_storm_is_compared),
      TEST(a_holder_whom_most_name_is_compared),
      TEST(values_of_two_times_or_groups_are_silent),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
