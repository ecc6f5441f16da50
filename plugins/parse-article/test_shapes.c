/* test_shapes.c - parse-article: texts that stand in other shapes than paragraphs, what only looks like one, and pages that
 * are small.  All outlets and people are invented. */
#include "test_support.h"

enum { MAX_HTML = 40000, MOST = 6 };

#define HEADLINE "Hafen sperrt den Ostkai für elf Monate"
#define H1 "<h1>" HEADLINE "</h1>"
#define T1                                                                                                   \
  "Der Hafenrat von Kessander hat am Dienstag beschlossen, den Ostkai für elf Monate zu sperren, nachdem "  \
  "Taucher Risse in vierzig Pfählen gefunden hatten."
#define T2                                                                                                    \
  "Die Sperrung beginnt am vierten Mai; die Fähren nach Orlo und zu den Inseln legen dann am Fischdock ab, " \
  "und Lastwagen müssen über die Ringstraße fahren."
#define T3                                                                                                       \
  "„Niemand wollte das, aber ein Kai, der stürzen kann, ist schlimmer als einer, der zu ist“, sagte Marta " \
  "Ellingsen, die dem Rat vorsteht."
#define T4                                                                                                   \
  "Fischer fragten, warum der Schaden nicht im Jahr davor bemerkt worden sei, als dieselbe Firma die "       \
  "Pfähle geprüft und für gut befunden hatte."
#define T5                                                                                                   \
  "Die Stadt trägt ein Drittel der Kosten, den Rest zahlt das Amt für Häfen, wie aus einem Brief "        \
  "hervorgeht, den der Kämmerer vorgelesen hat."
#define PP "<p>" T1 "</p><p>" T2 "</p><p>" T3 "</p><p>" T4 "</p><p>" T5 "</p>"
#define TOP                                                                                                  \
  "<header><div class=\"logo\"><a href=\"/\">Kessander Bote</a></div><nav><ul><li><a "                       \
  "href=\"/n\">Nachrichten</a></li>"                                                                         \
  "<li><a href=\"/s\">Sport</a></li><li><a href=\"/k\">Kultur</a></li></ul></nav></header>"
#define FOOT                                                                                                 \
  "<footer><p>Kessander Bote, Mühlstraße 4</p><ul><li><a href=\"/i\">Impressum</a></li></ul></footer>"

struct shape {
  const char *language, *title, *body;
  const char *has[MOST], *lacks[MOST];
};

static char html[MAX_HTML];

static json_t *read_shape(const struct shape *s) {
  snprintf(html, sizeof html,
           "<!DOCTYPE html><html lang=\"%s\"><head><title>%s | Kessander Bote</title></head><body>" TOP
           "%s" FOOT "</body></html>",
           s->language, s->title, s->body);
  return parse(html);
}

static int wrong_in(const struct shape *v, size_t n) {
  int wrong = 0;
  for (size_t i = 0; i < n; i++) {
    json_t *out = read_shape(&v[i]);
    int bad = strcmp(harness_text(out, 0, "kind"), "article") != 0;
    for (int k = 0; k < MOST && v[i].has[k] != NULL; k++) bad |= !has(out, v[i].has[k]);
    for (int k = 0; k < MOST && v[i].lacks[k] != NULL; k++) bad |= has(out, v[i].lacks[k]);
    if (bad)
      print_error("%s\n  is a %s %s: %s\n", v[i].body, harness_text(out, 0, "kind"),
                  harness_text(out, 0, "genre"), harness_text(out, 0, "text"));
    wrong += bad;
    json_decref(out);
  }
  return wrong;
}
#define CHECK(v) assert_int_equal(wrong_in(v, sizeof(v) / sizeof((v)[0])), 0)

static void questions_with_their_answers_are_text(void **state) {
  static const struct shape v[] = {
      {"de",
       HEADLINE,
       "<main><article>" H1 PP "<h2>Fragen und Antworten</h2><details><summary>Wann beginnt "
       "es?</summary><p>Am vierten Mai.</p></details><details><summary>Wer "
       "zahlt?</summary><p>Die Stadt und das Amt.</p></details></article></main>",
       {"Wann beginnt es?", "Am vierten Mai.", "Wer zahlt?"},
       {NULL}},
      {"de",
       HEADLINE,
       "<main><article>" H1 PP "<dl><dt>Wann beginnt es?</dt><dd>Am vierten Mai.</dd><dt>Wer "
       "zahlt?</dt><dd>Die Stadt.</dd></dl></article></main>",
       {"Wann beginnt es?", "Am vierten Mai.", "Wer zahlt?"},
       {NULL}},
      {"fr",
       HEADLINE,
       "<main><article>" H1 "<h3><button>Qui paie ?</button></h3><div><p>" T1
       "</p></div><h3><button>Quand cela commence-t-il ?</button></h3><div><p>" T2
       "</p></div></article></main>",
       {"Qui paie ?", "Quand cela commence-t-il ?", T2},
       {NULL}},
      {"ja",
       HEADLINE,
       "<main><article>" H1 PP
       "<details><summary>いつ始まりますか</summary><p>五月四日からです。</p></details></article></main>",
       {"いつ始まりますか", "五月四日からです。"},
       {NULL}},
      {"ar",
       HEADLINE,
       "<main><article>" H1 PP "<dl><dt>متى يبدأ؟</dt><dd>في الرابع من مايو.</dd></dl></article></main>",
       {"متى يبدأ؟", "في الرابع من مايو."},
       {NULL}},
  };
  (void)state;
  CHECK(v);
}

static void facts_in_lists_and_tables_are_text(void **state) {
  static const struct shape v[] = {
      {"sv", /* a box of facts among the paragraphs; one that leads on is none */
       HEADLINE,
       "<main><article>" H1 "<p>" T1 "</p><p>" T2 "</p><aside class=\"faktaruta\"><h3>Fakta: kajen</h3><dl>"
       "<dt>Byggd</dt><dd>1931</dd><dt>Längd</dt><dd>214 meter</dd></dl></aside><p>" T3 "</p><p>" T4
       "</p><aside><h3>Läs mer</h3><ul><li><a href=\"/1\">Färjan byter hamn</a></li><li><a "
       "href=\"/2\">Bron är stängd</a></li></ul></aside><p>" T5 "</p></article></main>",
       {"Fakta: kajen", "214 meter"},
       {"Färjan byter hamn", "Läs mer"}},
      {"de",
       HEADLINE,
       "<main><article>" H1 "<div class=\"text\">" PP
       "</div><div class=\"facts\"><h2>Auf einen Blick</h2><dl><dt>Beginn</dt><dd>4. "
       "Mai</dd><dt>Kosten</dt><dd>38 Millionen Kronen</dd><dt>Dauer</dt><dd>elf "
       "Monate</dd></dl></div></article></main>",
       {"38 Millionen Kronen", "Dauer"},
       {NULL}},
      {"de",
       HEADLINE,
       "<main><article>" H1 "<div class=\"text\">" PP
       "<table><tr><th>Produkt</th><td>Salami 200 g</td></tr><tr><th>Hersteller</th><td>Wurst "
       "GmbH</td></tr><tr><th>Charge</th><td>L2211</td></tr></table></div></article></main>",
       {"Salami 200 g", "L2211"},
       {NULL}},
      {"de",
       HEADLINE,
       "<main>" H1 "<div class=\"text\">" PP
       "</div><div class=\"data\"><table><tr><th>Produkt</th><td>Salami 200 "
       "g</td></tr><tr><th>Hersteller</th><td>Wurst "
       "GmbH</td></tr><tr><th>Charge</th><td>L2211</td></tr></table></div></main>",
       {"Salami 200 g", "L2211"},
       {NULL}},
      {"de",
       HEADLINE,
       "<main>" H1 "<div class=\"text\">" PP
       "<h3>Betroffene Chargen</h3><ul><li>L 2211</li><li>L 2212</li></ul><p>Fragen?</p></div></main>",
       {"Betroffene Chargen", "L 2211"},
       {NULL}},
      {"de",
       HEADLINE,
       "<main><article>" H1 "<div class=\"c\">" PP
       "<h2>Notas para la redacción</h2><ol><li>El informe está en la página.</li><li>Hay fotos en la "
       "oficina de prensa.</li></ol></div></article></main>",
       {"Notas para la redacción", "El informe está en la página."},
       {NULL}},
      {"de",
       HEADLINE,
       "<main><article>" H1 "<div class=\"c\">" PP
       "</div><div class=\"notes\"><h2>Hinweise für Redaktionen</h2><ol><li>Der Bericht steht auf der "
       "Seite.</li><li>Bilder gibt es bei der Pressestelle.</li></ol></div></article></main>",
       {"Der Bericht steht auf der Seite."},
       {NULL}},
      {"fr",
       HEADLINE,
       "<main><article>" H1 "<div>" PP
       "<h2>Notes aux rédactions</h2><ol><li>Le rapport est en ligne.</li><li>Des photos sont "
       "disponibles.</li></ol></div></article></main>",
       {"Notes aux rédactions", "Le rapport est en ligne."},
       {NULL}},
      {"ja",
       HEADLINE,
       "<main><article>" H1 PP "<table><tr><th>商品名</th><td>サラミ</td></tr><tr><th>賞味期限</"
       "th><td>2026年11月9日</td></tr></table></article></main>",
       {"サラミ", "賞味期限"},
       {NULL}},
      {"en",
       HEADLINE,
       "<main><article>" H1 PP "<h2>Updates to this page</h2><ol><li><time datetime=\"2026-04-23\">23 April "
       "2026</time><p>Added a map.</p></li><li><time datetime=\"2026-04-21\">21 "
       "April 2026</time><p>First published.</p></li></ol></article></main>",
       {T5},
       {"Added a map."}},
  };
  (void)state;
  CHECK(v);
}

static void notes_of_the_text_are_text(void **state) {
  static const struct shape v[] = {
      {"de",
       HEADLINE,
       "<main><article>" H1 "<p>" T1 "<sup id=\"cite_ref-1\"><a href=\"#cite_note-1\">[1]</a></sup></p><p>" T2
       "</p><p>" T3 "</p><p>" T4 "</p><p>" T5
       "</p><h2>Einzelnachweise</h2><ol class=\"references\"><li id=\"cite_note-1\"><a "
       "href=\"#cite_ref-1\">↑</a> Protokoll des Rats, Seite 14.</li></ol></article></main>",
       {"Protokoll des Rats"},
       {NULL}},
      {"de",
       HEADLINE,
       "<main><article>" H1 "<p>" T1 "<a href=\"#f1\">1</a></p><p>" T2 "</p><p>" T3 "</p><p>" T4 "</p><p>" T5
       "</p><footer class=\"notes\"><p id=\"f1\">1. Bericht der Taucher vom "
       "Januar.</p></footer></article></main>",
       {"Bericht der Taucher"},
       {NULL}},
      {"de",
       HEADLINE,
       "<main><article>" H1 "<p>" T1 "<sup><a href=\"#n1\" role=\"doc-noteref\">*</a></sup></p><p>" T2
       "</p><p>" T3 "</p><p>" T4 "</p><p>" T5 "</p><aside role=\"doc-footnote\" id=\"n1\"><p>Ohne die Pfähle "
       "am Nordende.</p></aside></article></main>",
       {"Ohne die Pfähle"},
       {NULL}},
      {"de",
       HEADLINE,
       "<main><article>" H1 "<p>" T1 "<sup>1</sup></p><p>" T2 "</p><p>" T3 "</p><p>" T4 "</p><p>" T5
       "</p><hr><div class=\"fussnoten\"><p><sup>1</sup> Bericht der Taucher, "
       "Januar.</p></div></article></main>",
       {"Bericht der Taucher"},
       {NULL}},
  };
  (void)state;
  CHECK(v);
}

static void a_quotation_may_be_most_of_an_article(void **state) {
  static const struct shape v[] = {
      {"cs",
       HEADLINE,
       "<main><article>" H1 "<p>" T1 "</p><p>" T2 "</p><blockquote><p>Nikdo z nás nechtěl čekat, až se něco "
       "stane.</p><footer>— <cite>Jana Hladíková, inženýrka</cite></footer></blockquote><p>" T3 "</p><p>" T4
       "</p></article></main>",
       {"Nikdo z nás nechtěl čekat", "Jana Hladíková, inženýrka"},
       {NULL}},
      {"de",
       HEADLINE,
       "<main><article>" H1 "<p>Der Brief im Wortlaut:</p><blockquote>" PP
       "</blockquote><p>Das Amt hat nicht geantwortet.</p></article></main>",
       {"Der Brief im Wortlaut:", "Das Amt hat nicht geantwortet."},
       {NULL}},
      {"de",
       HEADLINE,
       "<main><article>" H1 "<div class=\"b\"><p>Der Brief im Wortlaut:</p><div class=\"q\"><blockquote>" PP
       "</blockquote></div><p>Das Amt hat nicht geantwortet.</p></div></article></main>",
       {"Der Brief im Wortlaut:", "Das Amt hat nicht geantwortet."},
       {NULL}},
  };
  (void)state;
  CHECK(v);
}

static void what_is_not_shown_and_what_readers_say_is_no_text(void **state) {
  static const struct shape v[] = {
      {"de",
       HEADLINE,
       "<main><article>" H1 PP "<div hidden><p>Nur für Abonnenten sichtbar, der Rest der Seite ist "
       "gesperrt.</p></div><p style=\"display:none\">Bitte schalten Sie den "
       "Werbeblocker aus, um weiterzulesen.</p><template><p>Vorlage, die kein Mensch "
       "sieht, steht hier.</p></template></article></main>",
       {NULL},
       {"Nur für Abonnenten", "Werbeblocker", "Vorlage"}},
      {"de",
       HEADLINE,
       "<main><article>" H1 PP
       "</article><section class=\"kommentare\"><h3>3 Kommentare</h3><ol><li><b>Leser1</b><p>Das hätte man "
       "wirklich schon vor einem Jahr wissen können, finde ich.</p></li><li><b>Leser2</b><p>Wer bezahlt das "
       "alles am Ende wieder? Natürlich wir alle, wie immer.</p></li><li><b>Leser3</b><p>Die Fähre vom "
       "Fischdock ist doch viel schöner, ich freue mich darauf.</p></li></ol></section></main>",
       {T5},
       {"Das hätte man", "Wer bezahlt das alles"}},
      {"de",
       HEADLINE,
       "<main><article>" H1 PP
       "</article><div id=\"commentaires\"><h2>2 commentaires</h2><div class=\"c\"><span>Jean</span><p>Je "
       "trouve que la ville aurait dû le savoir depuis bien longtemps, vraiment.</p></div><div "
       "class=\"c\"><span>Luc</span><p>Et les commerçants du quai, qui pense à eux dans toute cette histoire "
       "?</p></div></div></main>",
       {T5},
       {"Je trouve que la ville"}},
      {"de",
       HEADLINE,
       "<main><article>" H1 PP "</article><aside class=\"wetter\"><h4>Wetter</h4><p>" T1 "</p><p>" T2
       "</p><p>„Niemand wollte das, aber ein Regen, der stürzen kann, ist schlimmer als einer, der zu ist“, "
       "sagte Marta Ellingsen, die dem Rat vorsteht.</p><p>" T4 "</p><p>" T5 "</p><p>" T1 "</p><p>" T2
       "</p><p>„Niemand wollte das, aber ein Regen, der stürzen kann, ist schlimmer als einer, der zu ist“, "
       "sagte Marta Ellingsen, die dem Rat vorsteht.</p><p>" T4 "</p><p>" T5 "</p><p>" T1 "</p><p>" T2
       "</p><p>„Niemand wollte das, aber ein Regen, der stürzen kann, ist schlimmer als einer, der zu ist“, "
       "sagte Marta Ellingsen, die dem Rat vorsteht.</p><p>" T4 "</p><p>" T5 "</p></aside></main>",
       {T1},
       {"Regen"}},
      {"de",
       HEADLINE,
       "<main><article>" H1 PP "</article><div class=\"sidebar\"><h4>Ticker</h4><p>" T1 "</p><p>" T2
       "</p><p>„Niemand wollte das, aber ein Regen, der stürzen kann, ist schlimmer als einer, der zu ist“, "
       "sagte Marta Ellingsen, die dem Rat vorsteht.</p><p>" T4 "</p><p>" T5 "</p><p>" T1 "</p><p>" T2
       "</p><p>„Niemand wollte das, aber ein Regen, der stürzen kann, ist schlimmer als einer, der zu ist“, "
       "sagte Marta Ellingsen, die dem Rat vorsteht.</p><p>" T4 "</p><p>" T5 "</p><p>" T1 "</p><p>" T2
       "</p><p>„Niemand wollte das, aber ein Regen, der stürzen kann, ist schlimmer als einer, der zu ist“, "
       "sagte Marta Ellingsen, die dem Rat vorsteht.</p><p>" T4 "</p><p>" T5 "</p></div></main>",
       {T1},
       {"Regen"}},
  };
  (void)state;
  CHECK(v);
}

static void small_pages_are_articles_with_their_text(void **state) {
  static const struct shape v[] = {
      {"de",
       "Zange dreht durch, was tun?",
       "<main><h1>Zange dreht durch, was tun?</h1><div class=\"post\" id=\"p1\"><div "
       "class=\"user\">hans77</div><div class=\"content\">Hallo zusammen, meine Zange dreht seit gestern "
       "durch, wenn ich Schrauben über acht Millimeter löse. Hat jemand eine Idee?</div></div><div "
       "class=\"post\" id=\"p2\"><div class=\"user\">lotte</div><div class=\"content\">Probier es mit einem "
       "Tropfen Öl am Gelenk, das hat bei mir geholfen.</div></div></main>",
       {"meine Zange dreht seit gestern durch"},
       {NULL}},
      {"de",
       "Notiz",
       "<main><article class=\"post\"><div class=\"e-content\"><p>Heute am Hafen: das Wasser ist so klar wie "
       "nie. Mehr Bilder morgen.</p></div><a href=\"/2026/04/21\"><time "
       "datetime=\"2026-04-21T10:00:00Z\">21. April</time></a></article></main>",
       {"das Wasser ist so klar"},
       {NULL}},
      {"de",
       "Die besten Angebote der Woche",
       "<main><h1>Die besten Angebote der Woche</h1><p>Diese Angebote haben wir heute geprüft.</p><ul><li><a "
       "href=\"https://shop.example/1\">Bohrmaschine X100</a> für 49 Euro (statt 79 Euro)</li><li><a "
       "href=\"https://shop.example/2\">Akkuschrauber Y</a> für 39 Euro, so billig wie nie</li><li><a "
       "href=\"https://shop.example/3\">Wasserwaage</a> für 9 Euro</li><li><a "
       "href=\"https://shop.example/4\">Hammer</a> für 5 Euro, mit Gutschein</li></ul></main>",
       {"49 Euro", "so billig wie nie"},
       {NULL}},
      {"de",
       "Film: So sieht der Kai aus",
       "<main><h1>Film: So sieht der Kai aus</h1><iframe "
       "src=\"https://www.youtube.com/embed/abc\"></iframe><p>Taucher haben die Pfähle gefilmt. Man sieht "
       "die Risse gut. Gedreht wurde im März.</p></main>",
       {"Taucher haben die Pfähle gefilmt"},
       {NULL}},
      {"fr",
       "Piscine fermée vendredi",
       "<main><h1>Piscine fermée vendredi</h1><p>21 avril 2026</p><p>La piscine est fermée "
       "vendredi.</p><p>Une pompe doit être changée.</p><p>Elle rouvre samedi à neuf heures.</p></main>",
       {"La piscine est fermée vendredi.", "Elle rouvre samedi"},
       {NULL}},
      {"ja",
       "市民プール休館のお知らせ",
       "<main><h1>市民プール休館のお知らせ</h1><p>市民プールは金曜日に休館します。</"
       "p><p>ポンプを交換するためです。</p><p>土曜日の九時に再開します。</p></main>",
       {"金曜日に休館します", "再開します"},
       {NULL}},
      {"de",
       "Bad am Freitag zu",
       "<div class=\"content\"><h1>Bad am Freitag zu</h1><div>Das Bad in der Mühlstraße ist am Freitag "
       "zu.<br>Eine Pumpe muss ersetzt werden.<br>Es öffnet wieder am Samstag um neun.</div></div>",
       {"Das Bad in der Mühlstraße", "am Samstag um neun"},
       {NULL}},
      {"de",
       "Straßensperrungen",
       "<main><h1>Straßensperrungen</h1><p>Diese Straßen sind am Freitag gesperrt:</p><ul><li>Mühlstraße, 8 "
       "bis 12 Uhr</li><li>Hafenweg, ganztags</li><li>Ringstraße, 14 bis 16 Uhr</li></ul><p>Wir bitten um "
       "Verständnis.</p></main>",
       {"Mühlstraße, 8 bis 12 Uhr", "Wir bitten um Verständnis."},
       {NULL}},
      {"ru",
       "Бассейн закрыт в пятницу",
       "<main><h1>Бассейн закрыт в пятницу</h1><p>21 апреля 2026</p><p>Бассейн закрыт в пятницу весь "
       "день.</p><p>Нужно заменить насос.</p><p>В субботу он снова откроется.</p></main>",
       {"Бассейн закрыт в пятницу весь день.", "В субботу он снова откроется."},
       {"21 апреля"}},
      {"zh",
       "游泳池周五关闭",
       "<main><h1>游泳池周五关闭</h1><p>磨坊街游泳池周五关闭。</p><p>需要更换水泵。</"
       "p><p>周六九点重新开放。</p></main>",
       {"磨坊街游泳池周五关闭。", "周六九点重新开放。"},
       {NULL}},
      {"ar",
       "المسبح مغلق يوم الجمعة",
       "<main><h1>المسبح مغلق يوم الجمعة</h1><p>المسبح في شارع الطاحونة مغلق يوم الجمعة.</p><p>يجب استبدال "
       "مضخة.</p><p>يفتح من جديد يوم السبت في التاسعة.</p></main>",
       {"المسبح في شارع الطاحونة", "يوم السبت"},
       {NULL}},
  };
  (void)state;
  CHECK(v);
}

static void boxes_that_lead_on_make_no_listing(void **state) {
  static const struct shape v[] = {
#define ON(k)                                                                                                \
  "<div class=\"b\"><h3><a href=\"/n/" k "\">Auch das ist neu am Hafen, Teil " k " der Reihe</a></h3></div>"
      {"de",
       HEADLINE,
       "<main><article>" H1 "<p>" T1 "</p>" ON("1") "<p>" T2 "</p>" ON("2") "<p>" T3 "</p>" ON(
           "3") "<p>" T4 "</p>" ON("4") "<p>" T5 "</p></article></main>",
       {T1, T3, T5},
       {NULL}},
#define AND(k) "<p><a href=\"/n/" k "\">Auch das ist neu am Hafen, Teil " k " der Reihe</a></p>"
      {"de",
       HEADLINE,
       "<main><article>" H1 PP AND("1") PP AND("2") "</article></main>",
       {T1, T5},
       {"Auch das ist neu"}},
      {"de",
       HEADLINE,
       "<main><article>" H1 PP "<p>Lesen Sie auch: <a href=\"/n/1\">Das ist neu am Hafen</a></p>" PP
       "</article></main>",
       {T1, T5},
       {"Lesen Sie auch"}},
#define CARD(k)                                                                                              \
  "<div class=\"card\"><a href=\"/f" k "\"><h4>Zehn Stände, die wieder offen sind, " k                       \
  "</h4></a><p>Die Stände sind in die alte Halle zurückgekehrt, und alle kamen.</p><p>Der Beitrag " k        \
  " erschien zuerst auf Essbar.</p></div>"
      {"de",
       HEADLINE,
       "<main><article>" H1 PP "</article></main><section><h3>Mehr</h3>" CARD("1") CARD("2") CARD("3")
           CARD("4") "</section>",
       {T1, T5},
       {"erschien zuerst"}},
  };
  (void)state;
  CHECK(v);
}

static void long_headings_are_paragraphs_set_large(void **state) {
  static const struct shape v[] = {
      {"de",
       HEADLINE,
       "<main><article>" H1 "<h2>" T1 "</h2><figure><img src=\"/1.jpg\"></figure><h2>" T2 "</h2><h2>" T3
       "</h2><h2>" T4 "</h2></article></main>",
       {T1, T2, T3, T4},
       {NULL}},
  };
  (void)state;
  CHECK(v);
}

static void cells_that_span_stand_in_each_row_and_column(void **state) {
  static const struct shape v = {"de",
                                 HEADLINE,
                                 "<main><article>" H1 PP "<table><tr><th rowspan=2>Gruppe</th><th "
                                 "colspan=2>2026</th></tr><tr><th>Jan</th><th>Feb</th></tr><tr><td "
                                 "rowspan=\"2\"><b>Obst</b></td><td>1</td><td>2</td></tr><tr><td>3</"
                                 "td><td>4</td></tr></table></article></main>",
                                 {NULL},
                                 {NULL}};
  json_t *out = read_shape(&v);
  const char *as_html = harness_text(out, 0, "html");
  (void)state;
  assert_non_null(strstr(as_html, "<th>2026</th><th>2026</th>"));
  assert_non_null(strstr(as_html, "<th>Gruppe</th><th>Jan</th><th>Feb</th>"));
  assert_non_null(strstr(as_html, "<td>Obst</td><td>3</td><td>4</td>"));
  json_decref(out);
}

static void the_headline_is_not_the_outlet_a_box_or_a_kicker(void **state) {
  static const char *const v[] = {
      "<div class=\"translate-box\"><h1>Sprache wählen</h1></div><main><article>" H1 PP "</article></main>",
      "<div id=\"google_translate_element\"><h1>Translate this page</h1></div><main><article><h2>" HEADLINE
      "</h2>" PP "</article></main>",
      "<div><h1>Kessander Bote</h1></div><main><article><h2>" HEADLINE "</h2>" PP "</article></main>",
      "<div><h1><a href=\"/\">Am Kai</a></h1></div><main><h3 class=\"post-title\">" HEADLINE "</h3>" PP
      "</main>",
      "<main><article><h1><span class=\"kicker\">Hafen</span>" HEADLINE "</h1>" PP "</article></main>",
      "<main><article><h1>" HEADLINE "<small>Neues aus Orlo</small></h1>" PP "</article></main>",
      "<main><article><h1>" HEADLINE " <a href=\"#kommentare\">12 Kommentare</a></h1>" PP "</article></main>",
      "<main><article><h1>" HEADLINE " <button>Artikel anhören</button></h1>" PP "</article></main>"};
  (void)state;
  for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
    const struct shape s = {"de", HEADLINE, v[i], {NULL}, {NULL}};
    json_t *out = read_shape(&s);
    assert_string_equal(harness_text(out, 0, "title"), HEADLINE);
    json_decref(out);
  }
}

/* Without an <h1>, and without a word of metadata that says how the outlet is called. */
static void a_link_to_the_front_page_names_the_outlet(void **state) {
  json_t *out = parse("<html lang=\"de\"><head><title>Am Kai - Kessander Bote</title></head><body><a "
                      "href=\"/\">Kessander Bote</a>"
                      "<main>" PP "</main></body></html>");
  (void)state;
  assert_string_equal(harness_text(out, 0, "title"), "Am Kai");
  json_decref(out);
}

static void sentences_set_as_typed_are_paragraphs(void **state) {
  json_t *out =
      parse("<html lang=\"de\"><head><title>Mitteilung</title></head><body><h1>Mitteilung Nr. 14</h1><pre>"
            "Die Gemeinde teilt mit, dass die Sporthalle vom 4. bis zum 15. Mai wegen\n"
            "Arbeiten an der Heizung geschlossen bleibt. Die Vereine weichen in die\n"
            "Halle der Realschule aus.\n\nAuskunft gibt das Hauptamt.</pre></body></html>");
  (void)state;
  assert_true(has(out, "wegen Arbeiten an der Heizung"));
  assert_true(has(out, "weichen in die Halle der Realschule aus.\n\nAuskunft gibt das Hauptamt."));
  assert_string_equal(harness_text(out, 0, "blocks.0.type"), "paragraph");
  json_decref(out);
  out = parse("<html lang=\"en\"><head><title>Counting</title></head><body><h1>Counting lamps in the "
              "harbour</h1><pre>"
              "int main(void) {\n  int lamps = 0;\n  for (int i = 0; i < 12; i++) lamps += lit[i];\n"
              "  printf(\"%d\", lamps);\n  return lamps == 12;\n}\n</pre></body></html>");
  assert_null(strstr(harness_text(out, 0, "html"), "<p>int"));
  json_decref(out);
}

static void numbers_in_json_ld_are_days(void **state) {
  static const char *const days[] = {"1776787200000", "1776787200", "\"1776787200\"",
                                     "{\"@type\":\"Date\",\"@value\":\"2026-04-21\"}"};
  (void)state;
  for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
    char body[MAX_HTML / 2];
    const struct shape s = {"de", HEADLINE, body, {NULL}, {NULL}};
    json_t *out;
    snprintf(
        body, sizeof body,
        "<script "
        "type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"datePublished\":%s}</script><main>" H1 PP
        "</main>",
        days[i]);
    out = read_shape(&s);
    assert_int_equal(strncmp(harness_text(out, 0, "published"), "2026-04-21", 10), 0);
    json_decref(out);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(questions_with_their_answers_are_text),
      cmocka_unit_test(facts_in_lists_and_tables_are_text),
      cmocka_unit_test(notes_of_the_text_are_text),
      cmocka_unit_test(a_quotation_may_be_most_of_an_article),
      cmocka_unit_test(what_is_not_shown_and_what_readers_say_is_no_text),
      cmocka_unit_test(small_pages_are_articles_with_their_text),
      cmocka_unit_test(boxes_that_lead_on_make_no_listing),
      cmocka_unit_test(long_headings_are_paragraphs_set_large),
      cmocka_unit_test(cells_that_span_stand_in_each_row_and_column),
      cmocka_unit_test(the_headline_is_not_the_outlet_a_box_or_a_kicker),
      cmocka_unit_test(a_link_to_the_front_page_names_the_outlet),
      cmocka_unit_test(sentences_set_as_typed_are_paragraphs),
      cmocka_unit_test(numbers_in_json_ld_are_days),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
