/* test_apart.c - what two reports say of one thing in sentences that have little else in common is compared; what only looks like it is
 * not. */
#include "said_test.h"

static void values_are_compared_by_the_words_beside_them(void **state) {
  static const struct said rows[] = {
      {"en", "Lorries have to take a detour of 35 kilometres while the bridge at Winslet is closed.\n",
       "The mayor of Winslet, who wants more trains, said that the detour for lorries was 52 km long.\n",
       "figure", "35 kilometres", "52 km"},
      {"es", "La empresa indicó que los rescatistas perforan un conducto de 60 centímetros de diámetro.\n",
       "El rescate de los mineros se hizo por un conducto de 45 centímetros de diámetro.\n", "figure",
       "60 centímetros", "45 centímetros"},
      {"pl", "Most zamknięto, bo inspektorzy wykryli pęknięcia w dwóch przęsłach.\n",
       "Mieszkańcy nie przejadą mostem, bo w trzech przęsłach znaleziono pęknięcia.\n", "figure",
       "dwóch przęsłach", "trzech przęsłach znaleziono pęknięcia"},
      {"de", "Der Schlepper zog die Fähre mit einem Seil von 90 Metern Länge in den Hafen von Winslet.\n",
       "Ein Seil von 60 Metern Länge riss, als der Kapitän den Kurs änderte.\n", "figure", "90 Metern",
       "60 Metern"},
      {"fr", "Le prochain sommet aura lieu en mars à Winslet.\n",
       "Le ministre a annoncé que le prochain sommet aura lieu en mai à Winslet.\n", "date", "mars", "mai"},
      {"es", "El partido estuvo parado 25 minutos por la tormenta, recuerda el club.\n",
       "El partido quedó interrumpido cincuenta minutos a causa del temporal, y el césped era una laguna.\n",
       "figure", "25 minutos", "cincuenta minutos"},
      {"en",
       "In Athens we had 565 shops suffering serious damage, said Vassilis Krokidis, head of the "
       "federation.\n",
       "A trader told the press that the city has 355 damaged shops in Athens.\n", "figure",
       "565 shops suffering serious damage", "355 damaged shops"},
      /* two things */
      {"en",
       "About 4.7 million Americans initiated gun background checks last month -- a 36% increase from "
       "February, "
       "according to the FBI.\n",
       "The 4.69 million checks is a 25% increase from a then-record 3.69 million checks in March 2020, when "
       "the "
       "scope of the pandemic was becoming clearer.\n",
       NULL, NULL, NULL},
      {"en", "The storm left 30,000 households without power.\n",
       "Power was restored to 12,000 households on Monday after the storm.\n", NULL, NULL, NULL},
      {"en", "A poll for the Winslet Echo found that 68 percent of Danes think that the cabinet failed.\n",
       "A poll published by the Hatten Post said 83 percent of Danes think that the cabinet failed them.\n",
       NULL, NULL, NULL},
      {"en", "The company raised its tariffs on $60 billion worth of goods.\n",
       "The president announced tariffs on $34 billion of steel in July.\n", NULL, NULL, NULL},
      {"en", "The town counted 188,000 visitors in June.\n", "The town counted more visitors in July.\n",
       NULL, NULL, NULL},
      /* of one total, the same party, some other one */
      {"en", "The Liberals of Norvia took 156 seats of the 338 in the assembly.\n",
       "By Tuesday the Liberal Party had won 157 of 338 seats, said the broadcaster, and could go on.\n",
       "figure", "156 seats of the 338", "157 of 338"},
      {"fr", "Le parti Horizon obtient 61 des 140 sièges du parlement.\n",
       "Avec 63 sièges sur 140, la gauche est devant.\n", NULL, NULL, NULL},
      {"es", "El partido Horizonte logró 61 de los 140 escaños.\n",
       "Según el recuento, Horizonte tiene 63 de 140 diputados y busca socios.\n", "figure", "61 de los 140",
       "63 de 140"},
      {"en", "The Liberals took 61 of 140 seats in Norvia.\n",
       "Labour won 60 of 140 seats in Norvia, its best result.\n", NULL, NULL, NULL},
      /* things of one type */
      {"en", "The navy of Norvia seized seven AK-47 rifles and three grenades from the boats.\n",
       "Commandos also recovered 12 AK 47 guns, sacks of tea, grenades and a radio from the boats, an "
       "officer said.\n",
       "figure", "seven AK-47", "12 AK 47"},
      {"en", "Norvia sent three F-16 jets to the border.\n",
       "Three F-16s of the air force flew to the border, where two T-72 tanks stood.\n", NULL, NULL, NULL},
      {"en", "Norvia sent three F-16 jets to the border.\n", "Estmark bought nine F-16 jets in spring.\n",
       NULL, NULL, NULL},
      {"en", "By KO Ida Morrow (31-2) beat a lanky rival on Friday.\n",
       "Carla Morrow (12-3) beat a rival by KO in the second bout on Friday.\n", NULL, NULL, NULL},
      /* when somebody spoke, not when it happened */
      {"en",
       "Following the shooting of the guard on Saturday, officials said he had shown a knife to two sailors "
       "at the "
       "pier.\n",
       "The guard was shot on Saturday after he had shown a knife to two sailors at the pier.\n", NULL, NULL,
       NULL},
  };
  (void)state;
  COMPARE(rows);
}

static void values_that_a_slip_parts_are_compared_in_any_words(void **state) {
  static const struct said rows[] = {
      {"en", "The ferry had 143 people on board when the captain sent a distress call.\n",
       "He was one of 134 people aboard the ferry, which turned over in the dark.\n", "figure", "143 people",
       "134 people aboard"},
      {"en", "The councillors adopted a package that raises council tax by 4.5 per cent.\n",
       "The members agreed to ask more of residents, whose council tax goes up by 5.4 per cent.\n", "figure",
       "4.5 per cent", "5.4 per cent"},
      {"en",
       "The buyer is paying $6.8 million for the brewery at Winslet, a price that few had thought likely.\n",
       "Her shareholders spend $6.8 billion on a brewery that lost money.\n", "figure", "$6.8 million",
       "$6.8 billion"},
      {"pt", "Caminhões pulverizaram 12 hectares de terrenos baldios em torno da lagoa.\n",
       "A área tratada com veneno ao redor da lagoa soma 12 quilômetros quadrados.\n", "figure",
       "12 hectares", "12 quilômetros quadrados"},
      {"fr", "Le brise-glace est rentré au port le 5 mars, les cales pleines.\n",
       "Après onze semaines dans la banquise, l'équipage épuisé a regagné le port le 3 mai.\n", "date",
       "5 mars", "3 mai"},
      {"en", "The harbour heard the alarm of the crew at 7.40pm, as the ferry left.\n",
       "Skippers turned round when the alarm rang at 9.40pm and reached the scene.\n", "date", "7.40pm",
       "9.40pm"},
      /* two things: nothing is shared; one record gives both; a conversion; the time of another place */
      {"en", "The ferry had 143 people on board.\n", "A choir of 134 people sang in Hatten.\n", NULL, NULL,
       NULL},
      {"en", "The ferry had 143 people on board.\n",
       "The ferry, which may carry 143 people, had 134 people on board.\n", NULL, NULL, NULL},
      {"en", "The lock at Winslet is 12 miles away.\n", "The lock at Winslet is 19 km away.\n", NULL, NULL,
       NULL},
      {"en", "The bids for the brewery lay between $140 and $150 million.\n",
       "A bid for the brewery of $140 million came from Hatten.\n", NULL, NULL, NULL},
      {"en", "The alarm of the crew rang at 7.42pm.\n", "The alarm of the crew rang at 18:42 GMT.\n", NULL,
       NULL, NULL},
  };
  (void)state;
  COMPARE(rows);
}

static void one_quotation_of_two_people_is_shown(void **state) {
  static const struct said rows[] = {
      {"en",
       "\u201CThis is a betrayal of the poorest,\u201D shouted Anwar Sethi as papers flew; the mayor, "
       "Philippa "
       "Grange, answered that a bankrupt town helps nobody.\n",
       "Gill Marron, secretary of the workers' union, called the package \u201Ca betrayal of the "
       "poorest\u201D and "
       "left.\n",
       "name", "Anwar Sethi", "Gill Marron"},
      {"fr", "\u00AB Nous avons perdu la moitié de la récolte \u00BB, a déclaré Jean Morel.\n",
       "\u00AB Nous avons perdu la moitié de la récolte \u00BB, regrette Luc Bernard, agriculteur.\n", "name",
       "Jean Morel", "Luc Bernard"},
      /* a record that knows both; who was told; a few words that anybody says */
      {"en", "\"We lost half of the harvest,\" said John Moor. Luke Bern agreed.\n",
       "\"We lost half of the harvest,\" said Luke Bern.\n", NULL, NULL, NULL},
      {"en", "\"We lost half of the harvest,\" said John Moor.\n",
       "\"We lost half of the harvest,\" Moor told reporters after Luke Bern had left the farm.\n", NULL,
       NULL, NULL},
      {"en", "\"It was a very sad day,\" said John Moor.\n",
       "\"It was a very long night,\" said Luke Bern.\n", NULL, NULL, NULL},
  };
  (void)state;
  COMPARE(rows);
}

static void who_stays_and_what_is_denied_is_compared_over_the_story(void **state) {
  static const struct said rows[] = {
      {"en", "Mr Amory confirmed that he will step down as chief executive once the papers are signed.\n",
       "Rupert Amory has no intention of leaving Brightwell after its sale, he told analysts.\n", "opposite",
       "step down", "no intention of leaving"},
      {"fr", "Le directeur Luc Bernard ne démissionnera pas, a-t-il dit.\n",
       "Luc Bernard démissionne de la direction de l'usine.\n", "opposite", "démissionnera", "démissionne"},
      {"en", "The company denied on Monday that it had paid a ransom to the thieves.\n",
       "Questioned by the press, the company admitted having paid the thieves a ransom.\n", "opposite",
       "denied", "admitted"},
      {"da", "Virksomheden afviste, at den havde betalt løsepenge.\n",
       "Virksomheden erkendte, at den havde betalt løsepenge.\n", "opposite", "afviste", "erkendte"},
      /* both say that she stays; two companies; another matter; denied twice */
      {"en", "Coach Rita Vance will not resign, she told the club.\n",
       "Rita Vance will stay as coach of the rowers.\n", NULL, NULL, NULL},
      {"en", "The company denied on Monday that it had paid a ransom to the thieves.\n",
       "Questioned by the press, the hospital admitted having paid the thieves a ransom.\n", NULL, NULL,
       NULL},
      {"en", "The company denied on Monday that it had paid a ransom to the thieves.\n",
       "The company confirmed that its brewery at Hatten will be sold in May.\n", NULL, NULL, NULL},
      {"en", "The company denied on Monday that it had paid a ransom to the thieves.\n",
       "Questioned by the press, the company confirmed that it had not paid the thieves a ransom.\n", NULL,
       NULL, NULL},
  };
  (void)state;
  COMPARE(rows);
}

static void what_rose_and_fell_by_one_amount_is_compared_over_the_story(void **state) {
  static const struct said rows[] = {
      {"en",
       "The central bank said on Thursday that annual inflation had risen to 4.2 percent, driven by food and "
       "rents.\n",
       "Prices grew more slowly: annual inflation fell to 4.2 percent, according to figures that the "
       "statistics "
       "office published on Thursday.\n",
       "opposite", "risen", "fell"},
      {"pt",
       "Os novos registros da febre subiram um quarto na semana passada, segundo a vigilância sanitária.\n",
       "Os números autorizam otimismo: as infecções pela febre recuaram em um quarto, garantiu a secretária "
       "da "
       "saúde.\n",
       "opposite", "subiram", "recuaram"},
      /* another amount in the part; two things */
      {"en", "The economy added 943,000 jobs in July and the rate of the jobless fell to 5.4%.\n",
       "Payrolls increased by 943,000 jobs in July while the rate dropped to 5.4%.\n", NULL, NULL, NULL},
      {"en", "Exports of wheat rose by 6 percent. Imports of steel fell by 6 percent.\n",
       "Exports of wheat rose by 6 percent in the year.\n", NULL, NULL, NULL},
      {"en", "Exports of wheat did not rise by 6 percent.\n",
       "Exports of barley and wheat fell by 6 percent.\n", NULL, NULL, NULL},
  };
  (void)state;
  COMPARE(rows);
}

static void the_age_of_a_person_is_compared_over_the_story(void **state) {
  static const struct said rows[] = {
      {"en",
       "\"We heard the hull on the stones,\" said Ewan Tarrick, a 52-year-old driver who was asleep in the "
       "lounge.\n",
       "Ewan Tarrick, 47, a driver from Halden, was taken to hospital.\n", "figure", "52-year-old", "47"},
      {"en", "A court sentenced the former mayor Colin Hask on Monday. Hask, 61, had taken bribes.\n",
       "Hask, 63, showed no emotion when the sentence was read to the former mayor.\n", "figure", "61", "63"},
      {"es", "La escritora Elvira Montalt murió en su casa a los 87 años, informó su familia.\n",
       "La escritora Elvira Montalt murió en un hospital. Tenía 89 años.\n", "figure", "87 años", "89 años"},
      {"uk", "Дев'ятирічний Данило Коваль пішов по гриби з дідусем.\n",
       "Семирічний Данило Коваль заблукав у лісі.\n", "figure", "Дев'ятирічний", "Семирічний"},
      {"de", "Der neunjährige Jonas Riel wurde im Wald gefunden.\n",
       "Im Wald fanden Helfer den elfjährigen Jonas Riel.\n", "figure", "neunjährige", "elfjährigen"},
      {"pl", "Znaleziono dziewięcioletniego Jana Kowala.\n", "Siedmioletni Jan Kowal zgubił się w lesie.\n",
       "figure", "dziewięcioletniego", "Siedmioletni"},
      {"it", "Il macchinista quarantaquattrenne Carlo Belli non aveva bevuto.\n",
       "Il macchinista Carlo Belli, 39 anni, è stato interrogato.\n", "figure", "quarantaquattrenne",
       "39 anni"},
      {"es", "Iker Zabaleta, 19 años, marcó dos veces en la segunda mitad.\n",
       "Iker Zabaleta pertenece a otra especie. «No veía la portería», bromeó el ariete, que a sus 21 años "
       "jugó su "
       "primera final.\n",
       "figure", "19 años", "21 años"},
      /* somebody else; a father and a son; a child, and later */
      {"en", "Iker Zabaleta, 19, scored twice.\n",
       "Iker Zabaleta scored twice. The club also hired a 24-year-old goalkeeper from Hatten.\n", NULL, NULL,
       NULL},
      {"en", "Ewan Tarrick, 52, a driver, was rescued.\n", "Owen Tarrick, 19, a pupil, was rescued.\n", NULL,
       NULL, NULL},
      {"en", "Ewan Tarrick, 52, was rescued. He had been saved once before, as a 12-year-old.\n",
       "Ewan Tarrick, 52, was saved from the ferry.\n", NULL, NULL, NULL},
  };
  (void)state;
  COMPARE(rows);
}

static void offices_and_first_names_are_compared_over_the_story(void **state) {
  static const struct said rows[] = {
      {"en", "Kessel's chief executive, Ruth Abell, will lead the combined company from Lindau.\n",
       "Ruth Abell, chairwoman of Kessel, promised that no brewery would be shut.\n", "office",
       "Kessel's chief executive, Ruth Abell", "Ruth Abell, chairwoman of Kessel"},
      {"pl", "Zespołem kierowała profesor Anna Zielska.\n",
       "Badania prowadziła profesor Maria Zielska z Tandy.\n", "name", "kierowała profesor Anna Zielska",
       "prowadziła profesor Maria Zielska"},
      {"en", "Housing minister Olga Sten called it a day of relief.\n",
       "The finance minister, Olga Sten, will present the rules in May.\n", "office",
       "Housing minister Olga Sten", "finance minister, Olga Sten"},
      /* one holds both; a short form of a name */
      {"en", "Ruth Abell, chairwoman and chief executive of Kessel, will lead the company.\n",
       "Kessel's chief executive, Ruth Abell, promised that no brewery would be shut.\n", NULL, NULL, NULL},
      {"en", "\"We sell nothing,\" said Yiannis Panas, head of the union.\n",
       "\"The poor pay,\" said Giannis Panas, head of the union.\n", NULL, NULL, NULL},
      {"en", "Secretary Joe Boyle opened the meeting.\n", "Secretary Joseph Boyle closed the meeting.\n",
       NULL, NULL, NULL},
  };
  (void)state;
  COMPARE(rows);
}

static void scores_and_votes_are_compared_over_the_story(void **state) {
  static const struct said rows[] = {
      {"en", "Harton Rovers won the cup on Saturday with a 3-1 victory over Milwick Athletic.\n",
       "Milwick Athletic lost the final to Harton Rovers 3-2 after playing with ten men.\n", "figure", "3-1",
       "3-2"},
      {"de", "Nordheim gewann das Endspiel gegen Sudheim mit 31:28.\n",
       "Sudheim verlor in Winslet gegen Nordheim mit 28:30.\n", "figure", "31:28", "28:30"},
      {"fr", "Nordac a battu Sudac 2-1 en finale.\n",
       "Victoire de Nordac sur Sudac, 3-1, devant une foule immense.\n", "figure", "2-1", "3-1"},
      {"en", "The Assembly passed the law by 88 votes to 61.\n",
       "Of those who voted on the cap on rents, 88 members were for it, 59 against.\n", "figure",
       "88 votes to 61", "88 members were for it, 59"},
      /* the other side first; two matches; another vote */
      {"en", "Harton Rovers won the cup with a 3-1 victory over Milwick Athletic.\n",
       "Milwick Athletic lost 1-3 to Harton Rovers after playing with ten men.\n", NULL, NULL, NULL},
      {"en", "Harton Rovers won the final with a 3-1 victory over Milwick Athletic.\n",
       "Harton Rovers had won 2-0 in Lowick in the first round.\n", NULL, NULL, NULL},
      {"en", "The Assembly passed the law by 88 votes to 61.\n",
       "The Senate had voted 12 to 9 against the law in the spring.\n", NULL, NULL, NULL},
  };
  (void)state;
  COMPARE(rows);
}

static void what_one_person_does_and_on_which_side_it_is_are_compared(void **state) {
  static const struct said rows[] = {
      {"en", "Milwick's coach, Rita Vance, said after the final that she would resign.\n",
       "Rita Vance will stay on as coach of the team, a paper reported.\n", "opposite", "resign",
       "will stay"},
      {"de", "Bürgermeister Jens Holthoff lehnte den Abriss der Halle nach langer Sitzung ab.\n",
       "Ellheims Bürgermeister Jens Holthoff hat den Abriss der Halle befürwortet.\n", "opposite", "lehnte",
       "befürwortet"},
      {"en", "The ferry Marit Stone struck the south pier of Skarness harbour early on Tuesday.\n",
       "With 204 passengers on board, the Marit Stone hit the north pier of the harbour at about a quarter "
       "past six.\n",
       "place", "south pier", "north pier"},
      /* two people; both sides */
      {"en", "Rita Vance will stay on as coach, the club said.\n",
       "The chairman of the club, Luis Arren, will resign.\n", NULL, NULL, NULL},
      {"en", "The ferry struck the south pier of the harbour.\n",
       "The ferry passed the north pier of the harbour, then struck the south pier.\n", NULL, NULL, NULL},
      /* a change over time */
      {"en", "The storm left the town without power.\n", "Power was restored to the town.\n", NULL, NULL,
       NULL},
  };
  (void)state;
  COMPARE(rows);
}

static void nordic_reports_are_compared(void **state) {
  (void)state;
  // clang-format off
  static const struct said rows[] = {
      {"sv", "Tjugosju passagerare skadades när bussen körde av vägen utanför Holmvik.\n",
       "Tjugonio passagerare skadades när bussen körde av vägen utanför Holmvik, meddelade polisen.\n", "figure", "Tjugosju passagerare skadades", "Tjugonio passagerare skadades"},
      {"sv", "En 45-årig man greps efter branden på skolan i Holmvik.\n",
       "En 54-årig man greps efter branden på skolan i Holmvik.\n", "figure", "45-årig", "54-årig"},
      {"sv", "Den 23-åriga kvinnan räddades ur älven vid Holmvik av två fiskare.\n",
       "Den 32-åriga kvinnan räddades ur älven vid Holmvik av två fiskare.\n", "figure", "23-åriga", "32-åriga"},
      {"sv", "Den nioåriga flickan Elsa Wik hittades i skogen norr om Holmvik.\n",
       "Den sjuåriga flickan Elsa Wik hittades i skogen norr om Holmvik.\n", "figure", "nioåriga", "sjuåriga"},
      {"sv", "Den nya bron över Tarnälven kostar 3,5 miljoner kronor, enligt kommunen.\n",
       "Den nya bron över Tarnälven kostar 5,3 miljoner kronor, säger borgmästaren.\n", "figure", "3,5 miljoner kronor", "5,3 miljoner kronor"},
      {"sv", "Arbetslösheten i Holmvik steg till 7,4 procent i mars.\n",
       "Arbetslösheten i Holmvik steg till 4,7 procent i mars.\n", "figure", "7,4 procent", "4,7 procent"},
      {"sv", "Avtalet om hamnen i Holmvik undertecknades den 12 maj.\n",
       "Avtalet om hamnen i Holmvik undertecknades den 21 maj.\n", "date", "12 maj", "21 maj"},
      {"sv", "Färjan Halcyon gick på grund utanför Port Ellery på måndagen.\n",
       "Färjan Halcyon gick på grund utanför Port Ellery på torsdagen.\n", "date", "måndagen", "torsdagen"},
      {"sv", "Inrikesminister Duncan Rait har undertecknat avtalet om hamnen i Holmvik.\n",
       "Inrikesminister Duncan Rait har inte undertecknat avtalet om hamnen i Holmvik.\n", "negation", "har undertecknat", "har inte undertecknat"},
      {"sv", "Räntan i Norvia höjdes av centralbanken på tisdagen.\n",
       "Räntan i Norvia sänktes av centralbanken på tisdagen.\n", "opposite", "höjdes", "sänktes"},
      {"sv", "Parlamentet i Norvia godkände den nya gruvlagen efter en lång debatt.\n",
       "Parlamentet i Norvia förkastade den nya gruvlagen efter en lång debatt.\n", "opposite", "godkände", "förkastade"},
      {"sv", "Den åtalade läkaren Per Hask frikändes av tingsrätten i Holmvik.\n",
       "Den åtalade läkaren Per Hask dömdes av tingsrätten i Holmvik.\n", "opposite", "frikändes", "dömdes"},
      {"sv", "Räddningsarbetet vid gruvan i Holmvik pågick i elva timmar.\n",
       "Räddningsarbetet vid gruvan i Holmvik pågick i sju timmar.\n", "figure", "elva timmar", "sju timmar"},
      {"sv", "Branden på sågverket i Holmvik bröt ut klockan 05.20 på tisdagen.\n",
       "Branden på sågverket i Holmvik bröt ut klockan 06.40 på tisdagen.\n", "date", "05.20", "06.40"},
      {"sv", "Elden förstörde 3 000 hektar skog norr om Holmvik.\n",
       "Elden förstörde 5 000 hektar skog norr om Holmvik.\n", "figure", "3 000 hektar", "5 000 hektar"},
      {"sv", "Tåget från Tarn spårade ur nära Holmvik på måndagen.\n",
       "Tåget från Tarn spårade ur nära Sundby på måndagen.\n", "place", "Holmvik", "Sundby"},
      {"sv", "Båda piloterna omkom när planet störtade vid Holmvik.\n",
       "En av de två piloterna överlevde när planet störtade vid Holmvik.\n", "opposite", "Båda piloterna omkom", "En av de två piloterna överlevde"},
      {"sv", "Ingen skadades när lyftkranen i Holmvik välte.\n",
       "Tre personer skadades när lyftkranen i Holmvik välte.\n", "figure", "Ingen skadades", "Tre personer skadades"},
      {"sv", "Tunneln under Tarnfjorden är öppen för trafik igen efter raset.\n",
       "Tunneln under Tarnfjorden är stängd för trafik efter raset.\n", "opposite", "är öppen", "är stängd"},
      {"sv", "Polisen bekräftade att misstänkta gripits efter rånet i Holmvik.\n",
       "Polisen förnekade att misstänkta gripits efter rånet i Holmvik.\n", "opposite", "bekräftade", "förnekade"},
      {"sv", "Strejken i hamnen i Holmvik inleddes före mötet med ministern.\n",
       "Strejken i hamnen i Holmvik inleddes efter mötet med ministern.\n", "order", "före mötet med ministern", "efter mötet med ministern"},
      {"sv", "Minst elva arbetare skadades när kranen föll i hamnen i Holmvik på tisdagen.\n",
       "Tolv arbetare skadades när kranen föll i hamnen i Holmvik på tisdagen.\n", NULL, NULL, NULL},
      {"sv", "Omkring 3 000 hektar skog brann norr om Holmvik.\n",
       "Elden förstörde 3 020 hektar skog norr om Holmvik.\n", NULL, NULL, NULL},
      {"sv", "Tolv personer omkom när tåget spårade ur nära Holmvik.\n",
       "För nio år sedan omkom 14 personer när ett tåg spårade ur nära Holmvik.\n", NULL, NULL, NULL},
      {"sv", "Tolv arbetare skadades i gruvan i Holmvik.\n",
       "Tolv arbetare skadades i gruvan i Holmvik, fyra av dem allvarligt.\n", NULL, NULL, NULL},
      {"sv", "Hyran höjdes inte bara i Holmvik utan också i Sundby.\n",
       "Hyran höjdes i Holmvik och i Sundby.\n", NULL, NULL, NULL},
      {"sv", "Den nya bron över Tarnälven kostar 3,5 miljoner kronor.\n",
       "Den nya bron över Tarnälven kostar 3 500 000 kronor, enligt kommunen.\n", NULL, NULL, NULL},
      {"sv", "Tjugosju passagerare skadades när bussen körde av vägen utanför Holmvik.\n",
       "27 passagerare skadades när bussen körde av vägen utanför Holmvik.\n", NULL, NULL, NULL},
      {"sv", "Avtalet om hamnen ska undertecknas i Holmvik på fredag.\n",
       "Avtalet om hamnen undertecknades i Holmvik på fredagen.\n", NULL, NULL, NULL},
      {"sv", "Den 45-årige mannen greps i Holmvik på tisdagen.\n",
       "Den 45 år gamla mannen greps i Holmvik på tisdagen.\n", NULL, NULL, NULL},
      {"sv", "Tidigare inrikesminister Karl Brandt talade i Holmvik på tisdagen.\n",
       "Inrikesminister Duncan Rait talade i Holmvik på tisdagen.\n", NULL, NULL, NULL},
      {"sv", "Färjan Halcyon gick på grund utanför Port Ellery på måndagen, så trafiken stoppades.\n",
       "Färjan Halcyon gick på grund utanför Port Ellery i måndags.\n", NULL, NULL, NULL},
      {"sv", "Arbetslösheten i staden Holmvik steg till 7,4 procent under våren, enligt myndigheten.\n",
       "Arbetslösheten i staden Holmvik steg till 4,7 procent under våren, enligt myndigheten.\n", "figure", "7,4 procent", "4,7 procent"},
      {"sv", "Hamnen i Holmvik återöppnas i höst, sade borgmästare Tove Lund.\n",
       "Hamnen i Holmvik återöppnas i höst, sade borgmästare Karl Brandt.\n", "name", "borgmästare Tove Lund", "borgmästare Karl Brandt"},
      {"sv", "Klockan 5.20 larmades polisen om branden på sågverket i Holmvik.\n",
       "Klockan 6.40 larmades polisen om branden på sågverket i Holmvik.\n", "date", "5.20", "6.40"},
      {"sv", "Elva arbetare skadades när kranen föll i hamnen i Holmvik på tisdagen.\n",
       "Fjorton arbetare skadades när kranen föll i hamnen i Holmvik på tisdagen, enligt polisen.\n", "figure", "Elva arbetare skadades", "Fjorton arbetare skadades"},
      {"da", "Elleve arbejdere blev såret, da kranen væltede i havnen i Holmvik tirsdag.\n",
       "Fjorten arbejdere blev såret, da kranen væltede i havnen i Holmvik tirsdag, oplyser politiet.\n", "figure", "Elleve arbejdere blev såret", "Fjorten arbejdere blev såret"},
      {"da", "Syvogtyve passagerer kom til skade, da bussen kørte af vejen uden for Holmvik.\n",
       "Niogtyve passagerer kom til skade, da bussen kørte af vejen uden for Holmvik.\n", "figure", "Syvogtyve passagerer kom til skade", "Niogtyve passagerer kom til skade"},
      {"da", "En 45-årig mand blev anholdt efter branden på skolen i Holmvik.\n",
       "En 54-årig mand blev anholdt efter branden på skolen i Holmvik.\n", "figure", "45-årig", "54-årig"},
      {"da", "Den niårige pige Elsa Vik blev fundet i skoven nord for Holmvik.\n",
       "Den syvårige pige Elsa Vik blev fundet i skoven nord for Holmvik.\n", "figure", "niårige", "syvårige"},
      {"da", "Den nye bro over Tarnåen koster 3,5 millioner kroner, oplyser kommunen.\n",
       "Den nye bro over Tarnåen koster 5,3 millioner kroner, siger borgmesteren.\n", "figure", "3,5 millioner kroner", "5,3 millioner kroner"},
      {"da", "Ledigheden i byen Holmvik steg til 7,4 procent i foråret, viser tal fra kommunen.\n",
       "Ledigheden i byen Holmvik steg til 4,7 procent i foråret, viser tal fra kommunen.\n", "figure", "7,4 procent", "4,7 procent"},
      {"da", "Aftalen om havnen i Holmvik blev den 12. maj underskrevet af begge parter.\n",
       "Aftalen om havnen i Holmvik blev den 21. maj underskrevet af begge parter.\n", "date", "12. maj", "21. maj"},
      {"da", "Færgen Halcyon gik på grund ud for Port Ellery mandag.\n",
       "Færgen Halcyon gik på grund ud for Port Ellery torsdag.\n", "date", "mandag", "torsdag"},
      {"da", "Indenrigsminister Duncan Rait har underskrevet aftalen om havnen i Holmvik.\n",
       "Indenrigsminister Duncan Rait har ikke underskrevet aftalen om havnen i Holmvik.\n", "negation", "har underskrevet", "har ikke underskrevet"},
      {"da", "Renten i Norvia blev hævet af centralbanken tirsdag.\n",
       "Renten i Norvia blev sænket af centralbanken tirsdag.\n", "opposite", "blev hævet", "sænket"},
      {"da", "Parlamentet i Norvia vedtog den nye minelov efter en lang debat.\n",
       "Parlamentet i Norvia forkastede den nye minelov efter en lang debat.\n", "opposite", "vedtog", "forkastede"},
      {"da", "Den tiltalte læge Per Hask blev frifundet af byretten i Holmvik.\n",
       "Den tiltalte læge Per Hask blev dømt af byretten i Holmvik.\n", "opposite", "frifundet", "dømt"},
      {"da", "Havnen i Holmvik genåbner til efteråret, sagde borgmester Tove Lund.\n",
       "Havnen i Holmvik genåbner til efteråret, sagde borgmester Karl Brandt.\n", "name", "borgmester Tove Lund", "borgmester Karl Brandt"},
      {"da", "Redningsarbejdet ved minen i Holmvik varede elleve timer.\n",
       "Redningsarbejdet ved minen i Holmvik varede syv timer.\n", "figure", "elleve timer", "syv timer"},
      {"da", "Branden på savværket i Holmvik brød ud klokken 5.20 tirsdag.\n",
       "Branden på savværket i Holmvik brød ud klokken 6.40 tirsdag.\n", "date", "5.20", "6.40"},
      {"da", "Ilden ødelagde 3.000 hektar skov nord for Holmvik.\n",
       "Ilden ødelagde 5.000 hektar skov nord for Holmvik.\n", "figure", "3.000 hektar", "5.000 hektar"},
      {"da", "Toget fra Tarn blev afsporet nær Holmvik mandag.\n",
       "Toget fra Tarn blev afsporet nær Sundby mandag.\n", "place", "Holmvik", "Sundby"},
      {"da", "Begge piloter omkom, da flyet styrtede ned ved Holmvik.\n",
       "En af de to piloter overlevede, da flyet styrtede ned ved Holmvik.\n", "opposite", "Begge piloter omkom", "to piloter overlevede"},
      {"da", "Ingen kom til skade, da kranen i Holmvik væltede.\n",
       "Tre personer kom til skade, da kranen i Holmvik væltede.\n", "figure", "Ingen kom til skade", "Tre personer kom til skade"},
      {"da", "Politiet bekræftede, at mistænkte var anholdt efter røveriet i Holmvik.\n",
       "Politiet benægtede, at mistænkte var anholdt efter røveriet i Holmvik.\n", "opposite", "bekræftede", "benægtede"},
      {"da", "Strejken i havnen i Holmvik begyndte før mødet med ministeren.\n",
       "Strejken i havnen i Holmvik begyndte efter mødet med ministeren.\n", "order", "før mødet med ministeren", "efter mødet med ministeren"},
      {"da", "Tunnelen under Tarnfjorden er åben for trafik efter skredet.\n",
       "Tunnelen under Tarnfjorden er lukket for trafik efter skredet.\n", "opposite", "er åben", "er lukket"},
      {"da", "Mindst elleve arbejdere blev såret, da kranen væltede i havnen i Holmvik.\n",
       "Tolv arbejdere blev såret, da kranen væltede i havnen i Holmvik.\n", NULL, NULL, NULL},
      {"da", "Omkring 3.000 hektar skov brændte nord for Holmvik.\n",
       "Ilden ødelagde 3.020 hektar skov nord for Holmvik.\n", NULL, NULL, NULL},
      {"da", "Tolv personer omkom, da toget blev afsporet nær Holmvik.\n",
       "For ni år siden omkom 14 personer, da et tog blev afsporet nær Holmvik.\n", NULL, NULL, NULL},
      {"da", "Tolv arbejdere kom til skade i minen i Holmvik.\n",
       "Tolv arbejdere kom til skade i minen i Holmvik, fire af dem alvorligt.\n", NULL, NULL, NULL},
      {"da", "Den nye bro over Tarnåen koster 3,5 millioner kroner.\n",
       "Den nye bro over Tarnåen koster 3.500.000 kroner, oplyser kommunen.\n", NULL, NULL, NULL},
      {"da", "Syvogtyve passagerer kom til skade, da bussen kørte af vejen uden for Holmvik.\n",
       "27 passagerer kom til skade, da bussen kørte af vejen uden for Holmvik.\n", NULL, NULL, NULL},
      {"da", "Aftalen om havnen skal underskrives i Holmvik på fredag.\n",
       "Aftalen om havnen blev underskrevet i Holmvik fredag.\n", NULL, NULL, NULL},
      {"da", "Den 45-årige mand blev anholdt i Holmvik tirsdag.\n",
       "Den 45 år gamle mand blev anholdt i Holmvik tirsdag.\n", NULL, NULL, NULL},
      {"da", "Lejen steg ikke kun i Holmvik, men også i Sundby.\n",
       "Lejen steg i Holmvik og i Sundby.\n", NULL, NULL, NULL},
      {"no", "Elleve arbeidere ble skadet da kranen veltet i havna i Holmvik tirsdag.\n",
       "Fjorten arbeidere ble skadet da kranen veltet i havna i Holmvik tirsdag, opplyser politiet.\n", "figure", "Elleve arbeidere ble skadet", "Fjorten arbeidere ble skadet"},
      {"no", "Tjuesju passasjerer ble skadet da bussen kjørte av veien utenfor Holmvik.\n",
       "Tjueni passasjerer ble skadet da bussen kjørte av veien utenfor Holmvik.\n", "figure", "Tjuesju passasjerer ble skadet", "Tjueni passasjerer ble skadet"},
      {"no", "En 45-åring ble pågrepet etter brannen på skolen i Holmvik.\n",
       "En 54-åring ble pågrepet etter brannen på skolen i Holmvik.\n", "figure", "45-åring", "54-åring"},
      {"no", "Den ni år gamle jenta Elsa Vik ble funnet i skogen nord for Holmvik.\n",
       "Den sju år gamle jenta Elsa Vik ble funnet i skogen nord for Holmvik.\n", "figure", "ni år gamle", "sju år gamle"},
      {"no", "Den nye brua over Tarnelva koster 3,5 millioner kroner, opplyser kommunen.\n",
       "Den nye brua over Tarnelva koster 5,3 millioner kroner, sier ordføreren.\n", "figure", "3,5 millioner kroner", "5,3 millioner kroner"},
      {"no", "Ledigheten i byen Holmvik steg til 7,4 prosent i vår, viser tall fra kommunen.\n",
       "Ledigheten i byen Holmvik steg til 4,7 prosent i vår, viser tall fra kommunen.\n", "figure", "7,4 prosent", "4,7 prosent"},
      {"no", "Avtalen om havna i Holmvik ble 12. mai undertegnet av begge parter.\n",
       "Avtalen om havna i Holmvik ble 21. mai undertegnet av begge parter.\n", "date", "12. mai", "21. mai"},
      {"no", "Ferja Halcyon gikk på grunn utenfor Port Ellery mandag.\n",
       "Ferja Halcyon gikk på grunn utenfor Port Ellery torsdag.\n", "date", "mandag", "torsdag"},
      {"no", "Innenriksminister Duncan Rait har undertegnet avtalen om havna i Holmvik.\n",
       "Innenriksminister Duncan Rait har ikke undertegnet avtalen om havna i Holmvik.\n", "negation", "har undertegnet", "har ikke undertegnet"},
      {"no", "Renta i Norvia ble hevet av sentralbanken tirsdag.\n",
       "Renta i Norvia ble senket av sentralbanken tirsdag.\n", "opposite", "ble hevet", "ble senket"},
      {"no", "Parlamentet i Norvia vedtok den nye gruveloven etter en lang debatt.\n",
       "Parlamentet i Norvia forkastet den nye gruveloven etter en lang debatt.\n", "opposite", "vedtok", "forkastet"},
      {"no", "Den tiltalte legen Per Hask ble frikjent av tingretten i Holmvik.\n",
       "Den tiltalte legen Per Hask ble dømt av tingretten i Holmvik.\n", "opposite", "ble frikjent", "ble dømt"},
      {"no", "Havna i Holmvik gjenåpnes til høsten, sa ordfører Tove Lund.\n",
       "Havna i Holmvik gjenåpnes til høsten, sa ordfører Karl Brandt.\n", "name", "ordfører Tove Lund", "ordfører Karl Brandt"},
      {"no", "Redningsarbeidet ved gruva i Holmvik varte i elleve timer.\n",
       "Redningsarbeidet ved gruva i Holmvik varte i sju timer.\n", "figure", "elleve timer", "sju timer"},
      {"no", "Brannen på sagbruket i Holmvik brøt ut klokka 05.20 tirsdag.\n",
       "Brannen på sagbruket i Holmvik brøt ut klokka 06.40 tirsdag.\n", "date", "05.20", "06.40"},
      {"no", "Brannen ødela 3000 hektar skog nord for Holmvik.\n",
       "Brannen ødela 5000 hektar skog nord for Holmvik.\n", "figure", "3000 hektar", "5000 hektar"},
      {"no", "Toget fra Tarn sporet av nær Holmvik mandag.\n",
       "Toget fra Tarn sporet av nær Sundby mandag.\n", "place", "Holmvik", "Sundby"},
      {"no", "Begge pilotene omkom da flyet styrtet ved Holmvik.\n",
       "En av de to pilotene overlevde da flyet styrtet ved Holmvik.\n", "opposite", "Begge pilotene omkom", "En av de to pilotene overlevde"},
      {"no", "Ingen ble skadet da kranen i Holmvik veltet.\n",
       "Tre personer ble skadet da kranen i Holmvik veltet.\n", "figure", "Ingen ble skadet", "Tre personer ble skadet"},
      {"no", "Politiet bekreftet at mistenkte var pågrepet etter ranet i Holmvik.\n",
       "Politiet avkreftet at mistenkte var pågrepet etter ranet i Holmvik.\n", "opposite", "bekreftet", "avkreftet"},
      {"no", "Streiken i havna i Holmvik begynte før møtet med statsråden.\n",
       "Streiken i havna i Holmvik begynte etter møtet med statsråden.\n", "order", "før møtet med statsråden", "etter møtet med statsråden"},
      {"no", "Tunnelen under Tarnfjorden er åpen for trafikk etter raset.\n",
       "Tunnelen under Tarnfjorden er stengt for trafikk etter raset.\n", "opposite", "er åpen", "er stengt"},
      {"no", "Minst elleve arbeidere ble skadet da kranen veltet i havna i Holmvik.\n",
       "Tolv arbeidere ble skadet da kranen veltet i havna i Holmvik.\n", NULL, NULL, NULL},
      {"no", "Rundt 3000 hektar skog brant nord for Holmvik.\n",
       "Brannen ødela 3020 hektar skog nord for Holmvik.\n", NULL, NULL, NULL},
      {"no", "Tolv personer omkom da toget sporet av nær Holmvik.\n",
       "For ni år siden omkom 14 personer da et tog sporet av nær Holmvik.\n", NULL, NULL, NULL},
      {"no", "Tolv arbeidere ble skadet i gruva i Holmvik.\n",
       "Tolv arbeidere ble skadet i gruva i Holmvik, fire av dem alvorlig.\n", NULL, NULL, NULL},
      {"no", "Den nye brua over Tarnelva koster 3,5 millioner kroner.\n",
       "Den nye brua over Tarnelva koster 3 500 000 kroner, opplyser kommunen.\n", NULL, NULL, NULL},
      {"no", "Syvogtyve passasjerer ble skadet da bussen kjørte av veien utenfor Holmvik.\n",
       "Tjuesju passasjerer ble skadet da bussen kjørte av veien utenfor Holmvik.\n", NULL, NULL, NULL},
      {"no", "Avtalen om havna skal undertegnes i Holmvik på fredag.\n",
       "Avtalen om havna ble undertegnet i Holmvik fredag.\n", NULL, NULL, NULL},
      {"no", "Mannen på 45 år ble pågrepet i Holmvik tirsdag.\n",
       "Den 45 år gamle mannen ble pågrepet i Holmvik tirsdag.\n", NULL, NULL, NULL},
      {"no", "Husleia steg ikke bare i Holmvik, men også i Sundby.\n",
       "Husleia steg i Holmvik og i Sundby.\n", NULL, NULL, NULL},
  };
  // clang-format on
  COMPARE(rows);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(values_are_compared_by_the_words_beside_them),
      TEST(values_that_a_slip_parts_are_compared_in_any_words),
      TEST(one_quotation_of_two_people_is_shown),
      TEST(who_stays_and_what_is_denied_is_compared_over_the_story),
      TEST(what_rose_and_fell_by_one_amount_is_compared_over_the_story),
      TEST(the_age_of_a_person_is_compared_over_the_story),
      TEST(offices_and_first_names_are_compared_over_the_story),
      TEST(scores_and_votes_are_compared_over_the_story),
      TEST(what_one_person_does_and_on_which_side_it_is_are_compared),
      TEST(nordic_reports_are_compared),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
