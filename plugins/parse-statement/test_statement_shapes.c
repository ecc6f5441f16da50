/* test_statement_shapes.c - statements in many shapes and languages, each with what must come out of it.  All of them are invented.
 *
 * A row: what it shows, a text or a page, and lines PATH=VALUE (of the record), PATH#COUNT, !PATH (absent), role:BEGINNING=ROLE (the
 * part of the block that begins so) or status=NUMBER.  A text is given as it comes, not named a statement. */
#include "harness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct row {
  const char *what, *text, *want;
};

static struct harness *h;
static int failed;

static int open_plugin(void **state) {
  (void)state;
  h = harness_open("parse-statement", "statement", NULL, 0);
  return h == NULL ? -1 : 0; /* not built */
}

static int close_plugin(void **state) {
  (void)state;
  harness_close(h);
  return 0;
}

static json_t *parse(const char *text) {
  const char *type = text[0] == '<' ? "text/html" : "text/plain";
  return harness_parse(h, text, strlen(text), "https://gov.example/doc", type, "");
}

static void wrong(const struct row *r, const char *line, const char *got) {
  fprintf(stderr, "%s: wanted %s, got %s\n", r->what, line, got);
  failed++;
}

static const char *role_of(const json_t *out, const char *begins) {
  const json_t *b, *part;
  size_t i, k, n = strlen(begins);
  json_array_foreach(harness_at(out, 0, "blocks"), i, b) {
    const char *text = json_string_value(json_object_get(b, "text"));
    if (text == NULL || strncmp(text, begins, n) != 0) continue;
    json_array_foreach(harness_at(out, 0, "parts"), k, part) {
      const json_int_t start = json_integer_value(json_object_get(part, "start"));
      if (start <= (json_int_t)i && (json_int_t)i < json_integer_value(json_object_get(part, "end")))
        return json_string_value(json_object_get(part, "role"));
    }
  }
  return "no such block";
}

static void check_line(const struct row *r, const json_t *out, const char *line) {
  char path[300], got[40];
  const char *equals = strrchr(line, '='), *hash = strrchr(line, '#');
  if (strncmp(line, "status=", 7) == 0) {
    const int status = (int)json_integer_value(json_object_get(out, "status"));
    snprintf(got, sizeof got, "%d", status);
    if (atoi(line + 7) != status) wrong(r, line, got);
    return;
  }
  if (line[0] == '!') {
    const json_t *value = harness_at(out, 0, line + 1);
    if (value != NULL && !json_is_null(value))
      wrong(r, line, json_is_string(value) ? json_string_value(value) : "a value");
    return;
  }
  if (equals == NULL && hash != NULL) {
    snprintf(path, sizeof path, "%.*s", (int)(hash - line), line);
    snprintf(got, sizeof got, "%zu", json_array_size(harness_at(out, 0, path)));
    if (strcmp(got, hash + 1) != 0) wrong(r, line, got);
    return;
  }
  if (equals == NULL) fail_msg("%s: no check: %s", r->what, line);
  snprintf(path, sizeof path, "%.*s", (int)(equals - line), line);
  const char *value =
      strncmp(path, "role:", 5) == 0 ? role_of(out, path + 5) : json_string_value(harness_at(out, 0, path));
  if (value == NULL || strcmp(value, equals + 1) != 0) wrong(r, line, value != NULL ? value : "nothing");
}

static void check_rows(const struct row *rows, size_t n) {
  failed = 0;
  for (size_t i = 0; i < n; i++) {
    json_t *out = parse(rows[i].text);
    char *want = strdup(rows[i].want), *rest = want, *line;
    while ((line = strsep(&rest, "\n")) != NULL)
      if (*line != '\0') check_line(&rows[i], out, line);
    free(want);
    json_decref(out);
  }
  assert_int_equal(failed, 0);
}
#define ROWS(name) check_rows(name, sizeof name / sizeof *name)

/* ---- points ---- */

#define HEAD_EN                                                                                              \
  "Resolution 14 (2026)\n\nHollin, 3 May 2026\n\nThe Council,\n\nRecalling the treaty of 1988,\n\nNoting "   \
  "the report of the office,\n\n"
#define PAGE_EN                                                                                              \
  "<h1>Resolution 14 (2026)</h1><p>Hollin, 3 May 2026</p><p>The Council,</p><p>Recalling the "               \
  "treaty,</p><p>Noting the report,</p>"

// clang-format off
static const struct row POINTS[] = {
    {"letters below figures in a text", HEAD_EN "1. Asks for a report on\n   (a) ports;\n   (b) roads;\n2. Decides to meet again.\n",
     "points#4\npoints.1.number=1(a)\npoints.2.number=1(b)\npoints.3.number=2\nblocks.4.text=ports;"},
    {"a definition list", PAGE_EN "<dl><dt>1.</dt><dd>Asks for a report:</dd><dt>a)</dt><dd>on ports;</dd><dt>b)</dt><dd>on roads.</dd><dt>2.</dt><dd>Meets again.</dd></dl>",
     "points#4\npoints.1.number=1(a)\npoints.3.number=2\nreference=14 (2026)"},
    {"a layout table", PAGE_EN "<table><tr><td>1)</td><td>Asks for a report:</td></tr><tr><td>&nbsp;&nbsp;a)</td><td>on ports;</td></tr><tr><td>&nbsp;&nbsp;b)</td><td>on roads.</td></tr><tr><td>2)</td><td>Meets again.</td></tr></table>",
     "points#4\npoints.2.number=1(b)\npoints.3.number=2"},
    {"an empty column is an indentation", PAGE_EN "<table><tr><td>1.</td><td colspan=2>Asks for a report:</td></tr><tr><td></td><td>(a)</td><td>on ports;</td></tr><tr><td></td><td>(b)</td><td>on roads.</td></tr></table>",
     "points#3\npoints.1.number=1(a)\npoints.2.number=1(b)"},
    {"an accordion", PAGE_EN "<h3><button>Ports</button></h3><div hidden><p>1. Asks for a report.</p></div><h3><button>Roads</button></h3><div hidden><p>2. Asks for a map.</p></div>",
     "points#2\npoints.1.number=2\nblocks.3.type=heading\nblocks.3.text=Ports\nrole:Roads=operative"},
    {"lists that begin elsewhere, with letters and Roman numbers", PAGE_EN "<ol start=4><li>Asks for<ol type=a><li>ports:<ol type=i><li>old ones;</li><li>new ones;</li></ol></li><li>roads;</li></ol></li><li value=7>Meets again.</li></ol>",
     "points.0.number=4\npoints.1.number=4(a)\npoints.2.number=4(a)(i)\npoints.3.number=4(a)(ii)\npoints.4.number=4(b)\npoints.5.number=7\nquality.flags.0=gap-in-numbers"},
    {"numbers printed in a list without its own", PAGE_EN "<ul><li>1. Asks for a report;</li><li>2. Meets again.</li></ul>", "points#2\npoints.1.number=2\nblocks.3.text=Asks for a report;"},
    {"numbers and texts in spans", PAGE_EN "<div><span>§ 1</span> <span>Ports are inspected.</span></div><div><span>§ 2</span> <span>Roads are mapped.</span></div>", "points#2\npoints.0.number=1\npoints.1.number=2"},
    {"tabs behind the numbers", HEAD_EN "1.\tAsks for a report.\n\n2.\tMeets again.\n", "points#2\npoints.1.number=2\nblocks.4.text=Meets again."},
    {"the number stands alone over its text", PAGE_EN "<p>1.</p><p>Asks for a report.</p><p>2.</p><p>Meets again.</p>", "points#2\npoints.1.number=2\nblocks.4.text=Meets again."},
    {"ordinals of Italian", "Dichiarazione congiunta dei ministri di Norvia e Soland\n\nRoccamare, 3 maggio 2026\n\nNoi, ministri di Norvia e Soland, abbiamo convenuto quanto segue:\n\nPrimo. Il porto apre.\n\nSecondo. La strada chiude.\n",
     "points#2\npoints.0.number=Primo\npoints.1.number=Secondo\nplace=Roccamare"},
    {"ordinals of Polish", "Wspólne oświadczenie ministrów\n\nUzgodniliśmy, co następuje:\n\nPo pierwsze: port zostaje otwarty.\n\nPo drugie: droga zostaje zamknięta.\n", "points#2\npoints.0.number=Po pierwsze"},
    {"letters of Hebrew below figures", "הצהרה משותפת של שרי האנרגיה\n\nהסכמנו כדלקמן:\n\n1. הצדדים יפעלו:\n   (א) לפתוח נמל;\n   (ב) לסגור דרך.\n2. הצדדים ייפגשו שוב.\n", "points#4\npoints.1.number=1(א)\npoints.3.number=2"},
    {"letters of Cyrillic in a list", "<h1>Совместное заявление министров Норвии и Эстмарка</h1><p>Мы договорились о следующем:</p><ol><li>Стороны обязуются:<ul><li>а) открыть порт;</li><li>б) закрыть дорогу.</li></ul></li><li>Стороны встретятся снова.</li></ol>",
     "points#4\npoints.1.number=1(а)\npoints.2.number=1(б)\npoints.3.number=2"},
    {"Chinese figures", "联合声明\n\n双方达成如下协议：\n\n一、港口开放。\n\n二、道路关闭。\n", "points#2\npoints.0.number=一\npoints.1.number=二"},
    {"articles of a decree", "DECREE No. 4\n\nTarsk, 1 May 2026\n\nThe President decrees as follows:\n\nArticle 1. Ports are inspected.\n\nArticle 2. Roads are mapped.\n", "points#2\npoints.1.number=2\ngenre=order\nreference=4"},
    {"sections in Roman numbers with figures below", HEAD_EN "I. Ports\n\n1. They open.\n\n2. They close.\n\nII. Roads\n\n1. They open.\n", "points.1.number=I(1)\npoints.2.number=I(2)\npoints.3.number=II\npoints.4.number=II(1)"},
    {"a day is no point", "Gemeinsame Erklärung der Minister von Norvia und Soland\n\nWir haben Folgendes vereinbart:\n\n1. Der Hafen öffnet.\n\n11. Juni 2026 ist der Tag der Eröffnung des Hafens.\n", "points#1"},
    {"a place is no point", "Спільна заява міністрів\n\nм. Ясенець, 3 травня 2026 року\n\nМи домовилися про таке:\n\n1. Порт відкривається.\n", "points#1\nplace=Ясенець\npublished=2026-05-03T00:00:00Z"},
    {"dotted numbers", HEAD_EN "1.1 Ports are inspected.\n\n1.2 Roads are mapped:\n   (a) in the north;\n   (b) in the south.\n\n2.1 Both meet again.\n", "points#5\npoints.1.number=1.2\npoints.2.number=1.2(a)\npoints.4.number=2.1"},
};

/* ---- heads: title, place, dates ---- */

static const struct row HEADS[] = {
    {"a letterhead is no title", "MINISTRY OF WATER\nPress release No 8/2026\n\nNew pumps for the coast\n\n3 May 2026\n\nThe ministry buys forty new pumps for the towns on the coast, it said on Sunday.\n\nENDS\n",
     "title=New pumps for the coast\nissuers.0.name=MINISTRY OF WATER\nreference=8/2026\npublished=2026-05-03T00:00:00Z\ngenre=press-release"},
    {"a label is no place", "Wspólne oświadczenie ministrów\n\nOpublikowano: 3 maja 2026 r.\n\nMy, ministrowie Norwii i Kaldery, uzgodniliśmy, co następuje:\n\n1. Port zostaje otwarty.\n", "!place\npublished=2026-05-03T00:00:00Z"},
    {"a label is a line, its date the next one", "<html lang=\"fr\"><h1>Déclaration conjointe des ministres de la Norvie et de la Solandie</h1><p>Date de publication :</p><p>6 mai 2026</p><p>Mis à jour le</p><p>9 mai 2026</p><p>Port-Clair, le 3 mai 2026</p><p>Nous, ministres de la Norvie et de la Solandie, sommes convenus de ce qui suit :</p><ol><li>Le port ouvre.</li></ol>",
     "published=2026-05-06T00:00:00Z\nupdated=2026-05-09T00:00:00Z\nevent=2026-05-03T00:00:00Z\nplace=Port-Clair"},
    {"the same in a text", "Gemeinsame Erklärung der Minister von Norvia und Kalder\n\nZuletzt aktualisiert am\n9. Mai 2026\n\nSeestadt, 3. Mai 2026\n\nWir, die Minister von Norvia und Kalder, haben Folgendes vereinbart:\n\n1. Der Hafen öffnet.\n",
     "updated=2026-05-09T00:00:00Z\npublished=2026-05-03T00:00:00Z\nplace=Seestadt"},
    {"two labels with their dates in a line", "<h1>Joint statement by the Ministers of Norvia and Calder</h1><p>Published 6 May 2026 | Last updated 9 May 2026</p><p>We, the Ministers of Norvia and Calder, have agreed as follows:</p><ol><li>The port opens.</li></ol>",
     "published=2026-05-06T00:00:00Z\nupdated=2026-05-09T00:00:00Z"},
    {"the same, with colons", "<h1>Declaración conjunta de los ministros de Norvia y Calder</h1><p>Publicado: 6 de mayo de 2026 · Actualizado: 9 de mayo de 2026</p><p>Hemos acordado lo siguiente:</p><ol><li>El puerto abre.</li></ol>",
     "published=2026-05-06T00:00:00Z\nupdated=2026-05-09T00:00:00Z"},
    {"a label before a sentence is none", "<h1>Joint statement by the Ministers of Norvia and Calder</h1><p>Published</p><p>6 May 2026 was the day on which the port of Stell opened for all ships of the coast.</p><p>We, the Ministers of Norvia and Calder, have agreed as follows:</p><ol><li>The port opens.</li></ol>",
     "!published"},
    {"the button of a call to the reader", "<h1>Joint statement by the Ministers of Norvia and Calder</h1><p>Hollin, 3 May 2026</p><p>We, the Ministers of Norvia and Calder, have agreed as follows:</p><ol><li>The port opens.</li></ol><h2>Notes to editors</h2><ol><li>The fund has paid 5 million so far.</li></ol><p>Sign up for our newsletter</p><p>OK</p>",
     "blocks#4\nrole:The fund=notes_to_editors\nrole:OK=no such block"},
    {"the page's own title is its headline, whatever stands before it", "<title>Declaration on the harbour of Stell | Government of Norvia</title><body><table><tr><td>Harbour</td><td>14</td></tr><tr><td>Press</td><td>20</td></tr></table><h1>Declaration on the harbour of Stell</h1><p>Hollin, 3 May 2026</p><p>We, the Ministers of Norvia and Calder, have agreed as follows:</p><ol><li>The port opens.</li></ol>",
     "title=Declaration on the harbour of Stell\nplace=Hollin\npublished=2026-05-03T00:00:00Z"},
    {"published, updated and signed are three days", "<h1>Declaração conjunta dos ministros da Nórvia e da Solândia</h1><dl><dt>Publicado em</dt><dd>6 de maio de 2026</dd><dt>Atualizado em</dt><dd>9 de maio de 2026</dd></dl><p>Porto Alvo, 3 de maio de 2026</p><p>Nós, os ministros da Nórvia e da Solândia, acordámos o seguinte:</p><ol><li>O porto abre.</li></ol>",
     "published=2026-05-06T00:00:00Z\nupdated=2026-05-09T00:00:00Z\nevent=2026-05-03T00:00:00Z\nplace=Porto Alvo\nissuers.0.name=Nórvia\nissuers.1.name=Solândia"},
    {"a table of labels", "<h1>Avviso al pubblico</h1><table><tr><th>Data di pubblicazione</th><td>3 maggio 2026</td></tr><tr><th>Ente:</th><td>Autorità portuale di Roccamare</td></tr><tr><th>Protocollo:</th><td>AP/2026/14</td></tr></table><p>Il porto resta chiuso per lavori dal primo giugno fino alla fine del mese.</p>",
     "published=2026-05-03T00:00:00Z\nissuers.0.name=Autorità portuale di Roccamare\nreference=AP/2026/14\ngenre=notice\n!place"},
    {"the day before the place", "Gezamenlijke verklaring van de ministers van Norvia en Soland\n\n3 mei 2026, Zeestad\n\nWij, de ministers van Norvia en Soland, zijn het volgende overeengekomen:\n\n1. De haven gaat open.\n", "place=Zeestad\npublished=2026-05-03T00:00:00Z\nissuers.1.name=Soland"},
    {"a place behind \"done at\"", "Společné prohlášení ministrů\n\nDohodli jsme se na následujícím:\n\n1. Přístav se otevře.\n\nDáno v Mořanech dne 3. května 2026 ve dvou vyhotoveních.\n", "place=Mořanech\npublished=2026-05-03T00:00:00Z\nrole:Dáno=signature"},
    {"Japanese labels", "共同声明\n\n公開日：2026年5月3日\n\n我々は次のとおり合意した：\n\n1. 港を開く。\n\n2. 道路を閉じる。\n", "published=2026-05-03T00:00:00Z\nlanguage=ja\npoints#2"},
    {"a dateline in front of the first sentence", "INFORMACJA PRASOWA\n\nNowe pompy dla wybrzeża\n\nKamień, 3 maja 2026 r. – Ministerstwo Wody kupi czterdzieści nowych pomp dla miast na wybrzeżu, zapowiedział minister.\n\nKONIEC\n", "title=Nowe pompy dla wybrzeża\nplace=Kamień\npublished=2026-05-03T00:00:00Z\ngenre=press-release"},
    {"the time of an embargo, before its day", "EMBARGO do godz. 10:30 UTC, 3 maja 2026 r.\n\nNowe pompy dla wybrzeża\n\nMinisterstwo Wody kupi czterdzieści nowych pomp dla miast na wybrzeżu.\n\nUwagi dla redakcji\n1. Pompy są z Brenii.\n", "embargo=2026-05-03T10:30:00Z\ntitle=Nowe pompy dla wybrzeża\nissuers.0.name=Ministerstwo Wody"},
    {"an embargo in the afternoon", "EMBARGOED until 6 p.m. GMT on 3 May 2026\n\nNew pumps for the coast\n\nThe Ministry of Water buys forty pumps for the towns on the coast.\n\nNotes to editors\n1. The pumps are from Brenia.\n", "embargo=2026-05-03T18:00:00Z"},
    {"an embargo with the hour of German", "Sperrfrist: 3. Mai 2026, 10.30 Uhr UTC\n\nNeue Pumpen für die Küste\n\nDas Wasseramt kauft vierzig neue Pumpen für die Städte an der Küste.\n\nPressekontakt: Anke Ober, Tel. 030 555 1234\n", "embargo=2026-05-03T10:30:00Z\ntitle=Neue Pumpen für die Küste"},
    {"drafts", "BOZZA\n\nDichiarazione congiunta dei ministri di Norvia e Soland\n\nNoi, ministri di Norvia e Soland, abbiamo convenuto quanto segue:\n\n1. Il porto apre.\n", "quality.flags.0=draft\ntitle=Dichiarazione congiunta dei ministri di Norvia e Soland"},
    {"a draft in Hebrew", "טיוטה\n\nהצהרה משותפת של שרי האנרגיה\n\nאנו, שרי האנרגיה, הסכמנו כדלקמן:\n\n1. הנמל ייפתח.\n", "quality.flags.0=draft\ndirection=rtl\nlanguage=he"},
    {"no date of a sentence", "MINISTÈRE DE L'EAU\n\nCommuniqué de presse n° 12/2026\n\nDe nouvelles pompes\n\nLe plan du 3 mai 2025 prévoit quarante pompes pour les communes de la côte, selon le ministère.\n\nFIN\n", "!published\nreference=12/2026\ntitle=De nouvelles pompes"},
    {"a note on the version is no line of the head", "<h1>Declaración conjunta</h1><p>Publicado el 3 de mayo de 2026</p><p>Hemos acordado lo siguiente:</p><ol><li>El puerto abre.</li></ol><p>Actualizado el 9 de mayo de 2026: se corrigió el nombre del puerto.</p>", "updated=2026-05-09T00:00:00Z\nchange_note=Actualizado el 9 de mayo de 2026: se corrigió el nombre del puerto.\nrole:Actualizado=correction"},
};

/* ---- people ---- */

static const struct row PEOPLE[] = {
    {"a name and an office whose cells are lost", "<h1>Resolution 12 (2025) on harbours</h1><p>The Council of the Plain Union,</p><p>Recalling the treaty of 1994,</p><p>Noting the report,</p><p>1. Opens the port;</p><p>2. Thanks the town of Hollin.</p><p>Ida Brekke President</p>",
     "signatories#1\nsignatories.0.name=Ida Brekke\nsignatories.0.office=President"},
    {"the same in Spanish", "<h1>Resolución 12 (2025) sobre los puertos</h1><p>El Consejo de la Unión,</p><p>Recordando el Tratado de 1994,</p><p>Preocupados por el tiempo,</p><p>1. Abre el puerto;</p><p>2. Da las gracias a la ciudad.</p><p>Tomás Quiroga Presidente</p>",
     "signatories#1\nsignatories.0.name=Tomás Quiroga\nsignatories.0.office=Presidente"},
    {"a bar that asks for cookies is no head", "<p>Ми використовуємо файли cookie, щоб сайт працював краще. Прийняти всі</p><h1>Спільна заява щодо порту</h1><p>Кестень, 3 травня 2026</p><p>Ми домовилися про таке:</p><p>1. Порт відкрито.</p>",
     "title=Спільна заява щодо порту\nplace=Кестень\nblocks.0.text=Ми домовилися про таке:"},
    {"two columns of a text", "Joint statement of the ministers of Norvia and Soland\n\nWe have agreed as follows:\n\n1. The port opens.\n\nDone at Hollin on 3 May 2026.\n\nFor Norvia                          For Soland\nAda Lund                            Per Holm\nMinister of Water                   Minister of Roads\n",
     "signatories#2\nsignatories.0.name=Ada Lund\nsignatories.0.office=Minister of Water\nsignatories.0.org=Norvia\nsignatories.1.name=Per Holm\nsignatories.1.org=Soland\nissuers#2"},
    {"tabs", "Wspólne oświadczenie\n\nUzgodniliśmy, co następuje:\n\n1. Port zostaje otwarty.\n\nSporządzono w Kamieniu dnia 3 maja 2026 r.\n\nW imieniu Norwii\t\tW imieniu Kaldery\nAnna Lis\t\tPiotr Kos\nMinister Wody\t\tMinister Dróg\n",
     "signatories#2\nsignatories.0.name=Anna Lis\nsignatories.1.office=Minister Dróg\nsignatories.1.org=Kaldery"},
    {"cells with breaks", "<h1>Dichiarazione congiunta</h1><p>Abbiamo convenuto quanto segue:</p><ol><li>Il porto apre.</li></ol><p>Fatto a Roccamare, il 3 maggio 2026.</p><table><tr><td>Per la Norvia<br>Ada Conti<br>Ministra delle Acque</td><td>Per il Soland<br>Ugo Riva<br>Ministro delle Strade</td></tr></table>",
     "signatories#2\nsignatories.0.name=Ada Conti\nsignatories.0.office=Ministra delle Acque\nsignatories.0.org=Norvia\nsignatories.1.org=Soland\nplace=Roccamare"},
    {"a person in each row", "<h1>Declaração conjunta</h1><p>Acordámos o seguinte:</p><ol><li>O porto abre.</li></ol><table><tr><td>Pela Nórvia</td><td>Ana Lobo</td><td>Ministra da Água</td></tr><tr><td>Pela Solândia</td><td>Rui Vaz</td><td>Ministro das Estradas</td></tr></table>",
     "signatories#2\nsignatories.0.name=Ana Lobo\nsignatories.1.name=Rui Vaz\nsignatories.1.office=Ministro das Estradas"},
    {"names over offices in two rows", "<h1>Joint statement</h1><p>We have agreed as follows:</p><ol><li>The port opens.</li></ol><p>Signed in Hollin on 3 May 2026.</p><table><tr><td>Ada Lund</td><td>Per Holm</td></tr><tr><td>Minister of Water</td><td>Minister of Roads</td></tr></table>",
     "signatories#2\nsignatories.0.name=Ada Lund\nsignatories.0.office=Minister of Water\nsignatories.1.name=Per Holm"},
    {"name and office in one line", "<h1>Joint statement of the ministers of Norvia and Soland</h1><p>We, the ministers of Norvia and Soland, have agreed as follows:</p><ol><li>The port opens.</li></ol><p>Ada Lund, Minister of Water of Norvia</p><p>Per Holm, Minister of Roads of Soland</p>",
     "signatories#2\nsignatories.0.name=Ada Lund\nsignatories.1.org=Soland\nissuers.0.name=Norvia"},
    {"columns of boxes", "<h1>Spoločné vyhlásenie</h1><p>Dohodli sa takto:</p><ol><li>Prístav sa otvorí.</li></ol><div><div><p>Za Norviu</p><p>Anna Hora</p><p>Ministerka vody</p></div><div><p>Za Kalderu</p><p>Ján Vrba</p><p>Minister ciest</p></div></div>",
     "signatories#2\nsignatories.0.name=Anna Hora\nsignatories.1.name=Ján Vrba\nsignatories.1.org=Kalderu"},
    {"who presides", HEAD_EN "1. Meets again.\n\nIda Marsh\nPresident\n", "signatories#1\nsignatories.0.name=Ida Marsh\nsignatories.0.office=President"},
    {"links to other news sign nothing", PAGE_EN "<p>1. Meets again.</p><div><p><b>More</b></p><p><a href='/1'>Minister visits villages</a></p><p><a href='/2'>Mayor opens bridge</a></p></div>", "signatories#0\npoints#1"},
    {"parties in a sentence of Polish", "<h1>Wspólne oświadczenie</h1><p>My, ministrowie energii Norwii, Republiki Kaldery i Estmarki, spotkaliśmy się w Kamieniu dnia 3 maja 2026 r. z okazji trzeciego Szczytu Cieśniny.</p><ol><li>Port zostaje otwarty.</li></ol>", "issuers#3\nissuers.0.name=Norwii\nissuers.1.name=Republiki Kaldery\nissuers.2.name=Estmarki\noccasion=trzeciego Szczytu Cieśniny"},
    {"parties of French with their articles", "<h1>Déclaration conjointe</h1><p>Nous, ministres des Affaires étrangères de la Norvie, du Val-d'Orne et de la République de Calder, nous sommes réunis à Brissy.</p><ol><li>Le port ouvre.</li></ol>", "issuers#3\nissuers.0.name=Norvie\nissuers.1.name=Val-d'Orne\nissuers.2.name=République de Calder"},
    {"a bank is named in the title", "<h1>Monetary policy decision of the National Bank of Soland</h1><p>3 May 2026</p><p>The committee of the bank met today and decided the following.</p><ol><li>The rate is unchanged.</li></ol><p>Ida Marsh<br>Governor</p>", "issuers.0.name=National Bank of Soland\ngenre=decision\nsignatories.0.office=Governor"},
    {"a speaker behind and before", "PRESS RELEASE\n\nNew pumps\n\nThe Ministry of Water buys forty pumps for the towns on the coast.\n\n“Nobody should wait for water,” said Water Minister Ada Lund.\n\nHead of the Rescue Service Per Holm said: “We promised to act, and we do.”\n\nENDS\n",
     "mentions#2\nmentions.0.type=quote\nmentions.0.name=Ada Lund\nmentions.0.office=Water Minister\nmentions.1.name=Per Holm\nmentions.1.text=We promised to act, and we do."},
    {"a speaker of Italian", "COMUNICATO STAMPA\n\nNuove pompe\n\nIl Ministero delle Acque compra quaranta pompe per i comuni della costa.\n\n«Nessuno deve aspettare l'acqua», ha dichiarato Ada Conti, ministra delle Acque.\n\nFINE\n", "mentions#1\nmentions.0.name=Ada Conti\nmentions.0.office=ministra delle Acque"},
    {"a speaker of Polish", "INFORMACJA PRASOWA\n\nNowe pompy\n\nMinisterstwo Wody kupi czterdzieści pomp dla miast na wybrzeżu.\n\n„Nikt nie powinien czekać na wodę” – powiedziała minister wody Anna Lis.\n\nKONIEC\n", "mentions#1\nmentions.0.name=Anna Lis\nmentions.0.office=minister wody"},
    {"terms between marks are no quotation", "<h1>Memorandum of Understanding</h1><p>The Governments of Norvia and Soland, hereinafter “the Parties of this text”,</p><p>have agreed as follows:</p><ol><li>The port opens.</li></ol>", "mentions#0\ngenre=memorandum\nissuers#2"},
    {"a contact in lines", "PRESS RELEASE\n\nNew pumps\n\nThe Ministry of Water buys forty pumps for the towns on the coast.\n\nMedia contact\nPress office\nTel. +00 30 555 1234\nEmail: press@water.example\n", "contacts.0.name=Press office\ncontacts.0.phone=+00 30 555 1234\nrole:Press office=contact"},
};

/* ---- parts ---- */

static const struct row PARTS[] = {
    {"notes, about, contact", "PERSBERICHT\n\nNieuwe pompen\n\nHet Ministerie van Water koopt veertig pompen voor de steden aan de kust, zei de minister.\n\nEINDE\n\nNoot voor de redactie\n1. De pompen komen uit Brenia.\n2. Het plan is van 2024.\n\nOver ons\nHet ministerie heeft tien kantoren en duizend mensen.\n\nPerscontact\nAnna Bos, tel. 020 555 1234\n",
     "role:De pompen=notes_to_editors\nrole:Het plan=notes_to_editors\nrole:Het ministerie heeft=about\nrole:Anna Bos=contact\ncontacts.0.name=Anna Bos"},
    {"an annex with its title", HEAD_EN "1. Meets again.\n\nIda Marsh\nPresident\n\nAnnex\n\nList of ports\n\nThe list is reviewed every ten months.\n", "role:List of ports=annex\nrole:The list=annex"},
    {"recitals of Portuguese", "Resolução n.º 14 (2026)\n\nO Conselho,\n\nRecordando o Tratado de 1988,\n\nTendo em conta o relatório do gabinete,\n\n1. Decide reunir-se de novo.\n", "role:Recordando=preamble\nrole:Tendo=preamble\nrole:Decide=operative\nreference=14 (2026)"},
    {"recitals in a list", "<h1>Rezolucja nr 14 (2026)</h1><p>Rada,</p><ul><li>przypominając traktat z 1988 roku,</li><li>mając na uwadze raport urzędu,</li></ul><p>1. Postanawia spotkać się ponownie.</p>", "role:przypominając=preamble\nrole:mając=preamble\npoints#1"},
    {"footnotes", "<h1>Joint statement</h1><p>We have agreed as follows:</p><ol><li>The port opens.<sup><a href='#f1'>1</a></sup></li></ol><p><sup>1</sup> Figures are estimates.</p>", "blocks.2.type=footnote\npoints#1"},
    {"headings in bold type", "<h1>Joint statement</h1><p>We have agreed as follows:</p><p><b>Ports</b></p><p>1. They open.</p><p><b>Roads</b></p><p>2. They close.</p>", "blocks.1.type=heading\nblocks.3.type=heading\npoints#2"},
    {"two languages", "<h1>Nowe pompy dla wybrzeża</h1><p>Informacja prasowa nr 8/2026</p><p>Ministerstwo Wody kupi czterdzieści nowych pomp dla miast na wybrzeżu, zapowiedział dziś minister wody.</p><p>Prace zaczną się wiosną i potrwają dziewięć miesięcy w czterech gminach.</p><h2>English version</h2><p>The Ministry of Water will buy forty new pumps for the towns on the coast, the minister said today.</p><p>The work will begin in the spring and last nine months in the four towns.</p>",
     "language=pl\nblocks.3.language=en\nblocks.4.language=en\n!blocks.0.language"},
    {"pledges stay a table", "<h1>Joint statement</h1><p>We have agreed as follows:</p><ol><li>The port opens.</li></ol><h3>Pledges</h3><table><tr><th>Country</th><th>Amount</th></tr><tr><td>Norvia</td><td>40</td></tr><tr><td>Soland</td><td>30</td></tr></table>", "blocks.3.type=table\nblocks.3.rows#3"},
    {"pledges in columns of a text", "Joint statement\n\nWe have agreed as follows:\n\n1. The port opens.\n\nPledges\n\nCountry     Amount     By\nNorvia      40         2027\nSoland      30         2028\n", "blocks.3.type=table\nblocks.3.rows#3\nblocks.2.type=heading"},
    {"text behind the end", "PRESS RELEASE\n\nNew pumps\n\nThe Ministry of Water buys forty pumps for the towns on the coast.\n\n###\n\nThe ministry was founded in 1903 and has nine offices in the country.\n", "role:The ministry was=notes_to_editors\nquality.flags.0=text-after-end"},
    {"a speech begins with its salutation", "<h1>Intervenção do ministro Rui Vaz sobre a água potável</h1><p>Minhas senhoras e meus senhores,</p><p>É com gosto que estou hoje aqui, nesta cidade, para falar de água.</p>", "genre=speech\nrole:Minhas=body"},
};

/* ---- documents as they come, from all over the world ---- */

static const struct row WORLD[] = {
    {"a resolution with a centred title", "                                                        S/RES/2941 (2026)\n\n\n\n                     Resolution 2941 (2026)\n\n        Adopted by the Council of the League at its 9412th meeting,\n                        on 14 May 2026\n\n        The Council of the League,\n\n        Recalling its previous resolutions on the situation in the Strait of\nMaar, in particular resolution 2877 (2025),\n\n        Reaffirming its commitment to the freedom of navigation,\n\n        Expressing grave concern at the continued mining of the approaches to\nthe port of Hollin,\n\n        Acting under Chapter VII of the Charter of the League,\n\n        1. Demands that all parties cease the laying of mines;\n\n        2. Decides to extend until 30 November 2026 the mandate of the\nMaritime Observer Mission, which shall:\n\n        (a) Monitor the approaches to the port;\n\n        (b) Report any new mine to the Secretary-General;\n\n        3. Requests the Secretary-General to report to the Council every\nninety days on the implementation of the present resolution;\n\n        4. Decides to remain seized of the matter.\n",
     "genre=resolution\ntitle=Resolution 2941 (2026)\nreference=S/RES/2941 (2026)\nissuers.0.name=Council of the League\npoints#6\npoints.2.number=2(a)\npoints.5.number=4\nrole:Recalling=preamble\nrole:Acting under=preamble\nrole:Demands=operative\nlanguage=en"},
    {"a resolution of an assembly in French", "<html lang=\"fr\"><head><title>A/RES/81/17 - Assemblée de la Ligue</title></head><body><div class=\"doc\">\n<p align=\"center\"><b>81/17. Protection des câbles sous-marins</b></p>\n<p align=\"center\"><i>Résolution adoptée par l'Assemblée de la Ligue le 9 juin 2026</i></p>\n<p><i>L'Assemblée de la Ligue</i>,</p>\n<p><i>Rappelant</i> sa résolution 79/4 du 3 décembre 2024,</p>\n<p><i>Consciente</i> de l'importance des câbles sous-marins pour les petits États insulaires,</p>\n<p><i>Préoccupée</i> par le nombre de ruptures signalées en 2025,</p>\n<p>1. <i>Invite</i> les États à déclarer toute rupture dans les vingt-quatre heures ;</p>\n<p>2. <i>Prie</i> le Secrétaire général de tenir un registre public ;</p>\n<p>3. <i>Décide</i> d'examiner la question à sa quatre-vingt-troisième session.</p>\n<p align=\"right\"><i>44<sup>e</sup> séance plénière<br>9 juin 2026</i></p></div></body></html>",
     "kind=statement\ngenre=resolution\npublished=2026-06-09T00:00:00Z\npoints#3\npoints.1.number=2\nrole:Rappelant=preamble\nrole:Consciente=preamble\nrole:Préoccupée=preamble\nrole:Prie=operative\nlanguage=fr"},
    {"Chinese parties in the title", "<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>海岸共和国和北岭王国关于深化海洋合作的联合声明 - 外交部</title></head><body>\n<div class=\"top-nav\"><a href=\"/\">首页</a><a href=\"/news\">新闻</a></div>\n<div class=\"content\"><h1>海岸共和国和北岭王国关于深化海洋合作的联合声明</h1>\n<div class=\"time\">2026年5月3日</div>\n<p>应海岸共和国总统林海邀请，北岭王国首相高山于2026年5月1日至3日对海岸共和国进行正式访问。</p>\n<p>一、双方同意建立海洋合作委员会。</p>\n<p>二、双方决定在渔业、港口和海上救援领域加强合作。</p>\n<p>三、双方重申尊重彼此主权和领土完整。</p>\n<p>本联合声明于2026年5月3日在临海市签署，一式两份。</p>\n<table><tr><td>海岸共和国代表<br>林海</td><td>北岭王国代表<br>高山</td></tr></table>\n</div></body></html>",
     "genre=joint-statement\ntitle=海岸共和国和北岭王国关于深化海洋合作的联合声明\npublished=2026-05-03T00:00:00Z\nissuers#2\nissuers.0.name=海岸共和国\nissuers.1.name=北岭王国\npoints#3\npoints.1.number=二\nlanguage=zh"},
    {"Japanese parties with a dot between", "<html lang=\"ja\"><head><meta charset=\"utf-8\"><title>共同声明｜外務省</title></head><body><main>\n<h1>海岸国・北嶺国外相共同声明</h1>\n<p class=\"date\">令和8年5月3日</p>\n<p>2026年5月3日、海岸国の林海外務大臣と北嶺国の高山外務大臣は、東浜において会談を行った。</p>\n<p>両大臣は、次のとおり一致した。</p>\n<p>1．両国は海上救助の分野で協力する。</p>\n<p>2．両国は漁業資源に関する情報を共有する。</p>\n<p>3．次回の会談は来年、北嶺国で開催する。</p>\n</main></body></html>",
     "genre=joint-statement\ntitle=海岸国・北嶺国外相共同声明\npublished=2026-05-03T00:00:00Z\npoints#3\npoints.0.number=1\nissuers#2\nissuers.0.name=海岸国\nissuers.1.name=北嶺国\nlanguage=ja"},
    {"a communiqué of a visit", "COMMUNIQUÉ CONJOINT\n\nÀ l'issue de la visite officielle du Président de la République d'Orlenne en Veskie\n\nPort-Clair, le 12 avril 2026\n\n1. À l'invitation de M. Luc Ferrand, Premier ministre de Veskie, M. Paul Adran,\nPrésident de la République d'Orlenne, a effectué une visite officielle en Veskie\ndu 10 au 12 avril 2026.\n\n2. Les deux parties ont salué l'excellence de leurs relations et sont convenues :\n\n   a) d'ouvrir une ligne maritime entre Port-Clair et Saint-Orme ;\n   b) de créer une commission mixte de la pêche.\n\n3. Elles ont signé un accord relatif à la sécurité des navires.\n\nFait à Port-Clair, le 12 avril 2026\n\nPour la République d'Orlenne            Pour la Veskie\nPaul Adran                              Luc Ferrand\nPrésident                               Premier ministre\n",
     "kind=statement\nplace=Port-Clair\npublished=2026-04-12T00:00:00Z\npoints#5\npoints.2.number=2(a)\npoints.4.number=3\nsignatories#2\nsignatories.0.name=Paul Adran\nsignatories.0.office=Président\nsignatories.0.org=République d'Orlenne\nsignatories.1.name=Luc Ferrand\nsignatories.1.office=Premier ministre\nissuers#2\nlanguage=fr"},
    {"a central bank of Sweden's language", "<html lang=\"sv\"><head><title>Styrräntan lämnas oförändrad | Norvias riksbank</title><meta name=\"date\" content=\"2026-05-07\"></head><body>\n<header><a href=\"/\">Norvias riksbank</a></header><nav><a href=\"/a\">Penningpolitik</a><a href=\"/b\">Statistik</a></nav>\n<main><p class=\"label\">PRESSMEDDELANDE</p><h1>Styrräntan lämnas oförändrad på 2,25 procent</h1>\n<p class=\"meta\">Datum: 7 maj 2026</p>\n<p><strong>Direktionen för Norvias riksbank har beslutat att lämna styrräntan oförändrad på 2,25 procent. Inflationen väntas ligga nära målet.</strong></p>\n<p>Den ekonomiska aktiviteten har utvecklats svagare än väntat.</p>\n<p>\"Vi är beredda att agera om utsikterna försämras\", säger riksbankschef Greta Lund.</p>\n<h2>Omröstning</h2>\n<p>Vice riksbankschef Olle Berg reserverade sig mot beslutet.</p>\n<h2>Kontakt</h2><p>Presstjänsten, tel. 08-555 12 34, press@riksbank.example</p>\n</main></body></html>",
     "genre=press-release\ntitle=Styrräntan lämnas oförändrad på 2,25 procent\npublished=2026-05-07T00:00:00Z\nissuers.0.name=Norvias riksbank\nmentions.0.name=Greta Lund\nmentions.0.office=riksbankschef\ncontacts.0.email=press@riksbank.example\nrole:Presstjänsten=contact\nlanguage=sv"},
    {"a central bank in Turkish", "Sayı: 2026-18\n23 Nisan 2026\n\nFAİZ ORANLARINA İLİŞKİN BASIN DUYURUSU\n\nToplantıya Katılan Kurul Üyeleri\nAyşe Deniz (Başkan), Murat Kaya, Elif Şahin.\n\nPara Politikası Kurulu, politika faizi olan bir hafta vadeli repo ihale faiz oranının yüzde 40 düzeyinde sabit tutulmasına karar vermiştir.\n\nKurul, enflasyonda belirgin bir iyileşme sağlanana kadar sıkı para politikası duruşunu sürdürecektir.\n\nPara Politikası Kurulu Toplantı Özeti beş iş günü içinde yayımlanacaktır.\n",
     "kind=statement\ntitle=FAİZ ORANLARINA İLİŞKİN BASIN DUYURUSU\npublished=2026-04-23T00:00:00Z\nreference=2026-18\ngenre=press-release\nlanguage=tr"},
    {"a court in German", "<html lang=\"de\"><head><title>Bundesgerichtshof von Kalder - Presse</title></head><body><div id=\"main\">\n<h1>Eilantrag gegen das Küstengesetz erfolglos</h1>\n<p>Pressemitteilung Nr. 38/2026 vom 5. Mai 2026</p>\n<p>Beschluss vom 28. April 2026<br>1 BvR 412/26</p>\n<p>Mit heute veröffentlichtem Beschluss hat die 1. Kammer des Ersten Senats einen Antrag auf Erlass einer einstweiligen Anordnung abgelehnt.</p>\n<p><b>Sachverhalt:</b></p><p>Die Beschwerdeführerin betreibt einen Hafen an der Küste.</p>\n<p><b>Wesentliche Erwägungen der Kammer:</b></p><p>Der Antrag hat keinen Erfolg.</p>\n<p>I. Die Verfassungsbeschwerde ist nicht offensichtlich unzulässig.</p>\n<p>II. Die Folgenabwägung geht zulasten der Beschwerdeführerin aus.</p>\n</div></body></html>",
     "genre=press-release\ntitle=Eilantrag gegen das Küstengesetz erfolglos\nreference=38/2026\npublished=2026-05-05T00:00:00Z\npoints#2\npoints.1.number=II\nlanguage=de"},
    {"a court in English", "Court of Justice of the Union of the Plains\nPRESS RELEASE No 61/26\nHollin, 21 May 2026\n\nJudgment of the Court in Case C-214/24 | Harbour Pilots\n\nA Member State may not reserve the profession of harbour pilot to its own nationals\n\nThe Norvian law of 2019 reserved to Norvian nationals the right to pilot ships\nin the port of Aln. Mr Ekre, a Soland national, brought an action before the\nNorvian courts, which referred the matter to the Court of Justice.\n\nIn today's judgment, the Court finds that such a rule is precluded by the Treaty.\n\nNOTE: A reference for a preliminary ruling allows the courts of the Member\nStates to refer questions to the Court of Justice.\n\nUnofficial document for media use, not binding on the Court of Justice.\n\nThe full text of the judgment is published on the day of delivery.\n\nPress contact: Ida Marsh, (+352) 555 3355\n",
     "genre=press-release\nreference=61/26\nplace=Hollin\npublished=2026-05-21T00:00:00Z\nissuers.0.name=Court of Justice of the Union of the Plains\ncontacts.0.name=Ida Marsh\ncontacts.0.phone=(+352) 555 3355\nrole:In today's judgment=body\nrole:Press contact=contact\nlanguage=en"},
    {"the text of a mail in Spanish, with an agency's dash", "NOTA DE PRENSA\n\nEl Gobierno aprueba el plan de sequías\n\nSan Aurelio, 12 de mayo de 2026.- El Consejo de Ministros de Astoria ha\naprobado hoy el plan nacional de sequías, dotado con 340 millones de euros.\n\n\"Ningún pueblo se quedará sin agua este verano\", ha afirmado la ministra de\nAguas, Lucía Vega, tras la reunión del Consejo.\n\nEl plan prevé:\n\n- la reparación de 120 kilómetros de conducciones;\n- la compra de 40 camiones cisterna.\n\nMás información:\nGabinete de Prensa\nTel.: 91 555 12 34\nprensa@aguas.example\n\n--\nEste mensaje es confidencial.\n",
     "kind=statement\ngenre=press-release\ntitle=El Gobierno aprueba el plan de sequías\nplace=San Aurelio\npublished=2026-05-12T00:00:00Z\nmentions.0.name=Lucía Vega\nmentions.0.office=ministra de Aguas\ncontacts.0.email=prensa@aguas.example\nlanguage=es"},
    {"the text of a mail in Russian", "Министерство транспорта Республики Калдер\n\nПРЕСС-РЕЛИЗ № 27\n\nг. Тарск, 4 мая 2026 года\n\nОткрыто движение по новому мосту через Ольву\n\nМинистерство транспорта Республики Калдер сообщает, что 4 мая открыто\nдвижение по новому мосту через реку Ольву.\n\n«Мост сократит путь на сорок минут», — заявил министр транспорта Иван Грач.\n\nКонтакты для СМИ:\nПресс-служба, тел. +7 000 555-12-34\n",
     "kind=statement\ngenre=press-release\ntitle=Открыто движение по новому мосту через Ольву\nreference=27\nplace=Тарск\npublished=2026-05-04T00:00:00Z\nissuers.0.name=Министерство транспорта Республики Калдер\nmentions.0.name=Иван Грач\ncontacts.0.phone=+7 000 555-12-34\nlanguage=ru"},
    {"leaders with recitals and pledges", "<html lang=\"en\"><head><title>Leaders' Declaration on Safe Seas - G6 Norvia 2026</title></head><body><main>\n<h1>G6 Leaders&#8217; Declaration on Safe Seas</h1>\n<p class=\"place\">Hollin, 14 June 2026</p>\n<p><strong>Preamble</strong></p>\n<p>We, the Leaders of the Group of Six (G6), met in Hollin on 13 and 14 June 2026 at a time of growing pressure on the seas.</p>\n<p>Recognising that nine tenths of our trade is carried by ships,</p>\n<p>Recalling our commitments in Port Selm last year,</p>\n<p>we declare the following:</p>\n<p><strong>Safe passage</strong></p>\n<p>1. We condemn attacks on merchant ships.</p>\n<p>2. We will:</p>\n<ul><li>share the positions of drifting mines;</li><li>fund two rescue vessels.</li></ul>\n<p><strong>Clean harbours</strong></p>\n<p>3. We commit to halve discharges in harbours by 2032.<a href=\"#fn1\"><sup>1</sup></a></p>\n<h2>Annex I: Pledges</h2>\n<table><thead><tr><th>Member</th><th>Pledge (million)</th><th>By</th></tr></thead><tbody><tr><td>Norvia</td><td>120</td><td>2028</td></tr><tr><td>Soland</td><td>85</td><td>2029</td></tr><tr><td>Brenia</td><td>40</td><td>2028</td></tr></tbody></table>\n<p><sup>1</sup> Against the level of 2024.</p>\n</main></body></html>",
     "genre=declaration\ntitle=G6 Leaders’ Declaration on Safe Seas\nplace=Hollin\npublished=2026-06-14T00:00:00Z\nrole:We, the Leaders=preamble\nrole:Recognising=preamble\nrole:Recalling=preamble\npoints.0.number=1\npoints.1.number=2\npoints.2.number=3\nrole:We commit=operative\nlanguage=en"},
    {"pledges in Indonesian", "<html lang=\"id\"><head><title>Komunike Bersama - Kementerian Kelautan</title></head><body><article>\n<h1>Komunike Bersama Pertemuan Menteri Kelautan</h1>\n<p>Laras, 8 Mei 2026</p>\n<p>Kami, para Menteri Kelautan Norvia, Soland, dan Brenia, bertemu di Laras pada 8 Mei 2026.</p>\n<p>Kami sepakat sebagai berikut:</p>\n<ol><li>Membuka pelabuhan bersama;</li><li>Berbagi data cuaca.</li></ol>\n<h3>Komitmen</h3>\n<table><tr><th>Negara</th><th>Jumlah</th></tr><tr><td>Norvia</td><td>40 juta</td></tr><tr><td>Soland</td><td>25 juta</td></tr></table>\n</article></body></html>",
     "kind=statement\ntitle=Komunike Bersama Pertemuan Menteri Kelautan\nplace=Laras\npublished=2026-05-08T00:00:00Z\nissuers#3\nissuers.2.name=Brenia\npoints#2\nlanguage=id"},
    {"two languages in columns", "<html lang=\"en\"><head><title>Joint Declaration / Déclaration conjointe</title></head><body>\n<h1>Joint Declaration / Déclaration conjointe</h1>\n<table><tr><td><p>The Ministers of Norvia and Orlenne,</p></td><td><p>Les ministres de Norvie et d'Orlenne,</p></td></tr>\n<tr><td><p>Recalling the treaty of 1988,</p></td><td><p>Rappelant le traité de 1988,</p></td></tr>\n<tr><td><p>have agreed as follows:</p></td><td><p>sont convenus de ce qui suit :</p></td></tr>\n<tr><td><p>1. The port of Hollin opens to ships of both states on 1 June 2026.</p></td><td><p>1. Le port de Hollin s'ouvre aux navires des deux États le 1er juin 2026.</p></td></tr>\n<tr><td><p>2. A joint commission meets twice a year and reports to both ministers.</p></td><td><p>2. Une commission mixte se réunit deux fois par an et rend compte aux deux ministres.</p></td></tr></table>\n<p>Done at Hollin on 3 May 2026 in two originals.</p></body></html>",
     "kind=statement\nplace=Hollin\npublished=2026-05-03T00:00:00Z\npoints#4\npoints.0.number=1\npoints.1.number=2\nrole:Recalling=preamble\nrole:Rappelant=preamble\nlanguage=en"},
    {"a ministry in Greek", "<html lang=\"el\"><head><title>Δελτίο Τύπου | Υπουργείο Ναυτιλίας</title></head><body><div class=\"main\">\n<h1>Νέα δρομολόγια για τα νησιά</h1><p>ΔΕΛΤΙΟ ΤΥΠΟΥ</p><p>Αλυκή, 5 Μαΐου 2026</p>\n<p>Το Υπουργείο Ναυτιλίας ανακοινώνει ότι από την 1η Ιουνίου αρχίζουν νέα δρομολόγια για δώδεκα νησιά.</p>\n<p>«Κανένα νησί δεν θα μείνει χωρίς πλοίο», δήλωσε ο υπουργός Ναυτιλίας Νίκος Βάλης.</p>\n<p>Γραφείο Τύπου, τηλ. 210 555 1234</p></div></body></html>",
     "genre=press-release\ntitle=Νέα δρομολόγια για τα νησιά\nplace=Αλυκή\npublished=2026-05-05T00:00:00Z\nissuers.0.name=Υπουργείο Ναυτιλίας\nmentions.0.name=Νίκος Βάλης\nlanguage=el"},
    {"a decree in Hungarian", "NORVIA KORMÁNYA\n\n14/2026. (V. 3.) Korm. rendelet\na kikötők ellenőrzéséről\n\nA Kormány az Alaptörvény 15. cikk (3) bekezdésében meghatározott feladatkörében eljárva a következőket rendeli el:\n\n1. § A kikötőket évente ellenőrizni kell.\n\n2. § (1) Az ellenőrzést a hajózási hatóság végzi.\n(2) Az ellenőrzésről jegyzőkönyvet kell készíteni.\n\n3. § Ez a rendelet 2026. június 1-jén lép hatályba.\n\nHolló Anna s. k.,\nminiszterelnök\n",
     "kind=statement\nreference=14/2026\npoints.0.number=1\nsignatories.0.name=Holló Anna\nsignatories.0.office=miniszterelnök\nlanguage=hu"},
    {"a joint statement in Korean", "해안국·북령국 외교장관 공동성명\n\n2026년 5월 3일, 동포\n\n해안국 외교장관 김해와 북령국 외교장관 박산은 2026년 5월 3일 동포에서 회담을 갖고 다음과 같이 합의하였다.\n\n1. 양국은 해상 구조 분야에서 협력한다.\n\n2. 양국은 어업 정보를 공유한다.\n\n3. 다음 회담은 내년 북령국에서 개최한다.\n",
     "genre=joint-statement\ntitle=해안국·북령국 외교장관 공동성명\npublished=2026-05-03T00:00:00Z\nplace=동포\npoints#3\nlanguage=ko"},
    {"two ministers in Arabic", "<html lang=\"ar\" dir=\"rtl\"><head><title>بيان مشترك - وزارة الخارجية</title></head><body><main><h1>بيان مشترك صادر عن وزيري خارجية نورفيا وسولاند</h1>\n<p>هولين، 3 مايو 2026</p>\n<p>نحن وزيري خارجية نورفيا وسولاند، إذ اجتمعنا في هولين بمناسبة القمة الثالثة للمضيق،</p>\n<p>وإذ نستذكر معاهدة عام 1988،</p>\n<p>اتفقنا على ما يلي:</p>\n<ol><li>فتح الميناء أمام السفن؛</li><li>إنشاء لجنة مشتركة.</li></ol>\n<p>حرر في هولين بتاريخ 3 مايو 2026</p></main></body></html>",
     "genre=joint-statement\nplace=هولين\npublished=2026-05-03T00:00:00Z\nissuers#2\npoints#2\nlanguage=ar\ndirection=rtl\nrole:وإذ=preamble"},
    {"a readout in Dutch", "<html lang=\"nl\"><head><title>Verslag gesprek minister-president | Rijksoverheid van Norvia</title></head><body><main>\n<h1>Lezing van het gesprek van minister-president Bos met president Adran van Orlenne</h1>\n<p>Nieuwsbericht | 05-05-2026 | 14:30</p>\n<p>Minister-president Anna Bos sprak vandaag telefonisch met president Paul Adran van Orlenne.</p>\n<p>Zij spraken over de veiligheid op zee en over de haven van Zeestad.</p>\n<p>Beide leiders spraken af elkaar in juni opnieuw te ontmoeten.</p>\n</main></body></html>",
     "kind=statement\ntitle=Lezing van het gesprek van minister-president Bos met president Adran van Orlenne\npublished=2026-05-05T14:30:00\nlanguage=nl"},
    {"a headline in capitals over another", "FOR IMMEDIATE RELEASE\nContact: Ada Lund, 555-0134, press@harbour.example\n\nHARBOUR AUTHORITY OPENS THIRD BASIN\nBasin will handle 400 ships a year\n\nHOLLIN (May 3, 2026) -- The Norvian Harbour Authority today opened its third\nbasin, which will handle 400 ships a year.\n\n\"This is a great day for the coast,\" said Per Holm, director of the Authority.\n\nThe basin cost 90 million crowns and took four years to build.\n\nAbout the Norvian Harbour Authority\nThe Authority runs eleven ports and employs 2,300 people.\n\n                                  # # #\n",
     "genre=press-release\ntitle=HARBOUR AUTHORITY OPENS THIRD BASIN\nplace=HOLLIN\npublished=2026-05-03T00:00:00Z\nmentions.0.name=Per Holm\ncontacts.0.name=Ada Lund\ncontacts.0.email=press@harbour.example\nrole:The Authority runs=about\nlanguage=en"},
    {"a joint statement in Vietnamese", "<html lang=\"vi\"><head><title>Tuyên bố chung - Bộ Ngoại giao</title></head><body><div id=\"content\"><h1>Tuyên bố chung giữa Cộng hòa Hải Ngạn và Vương quốc Bắc Lĩnh</h1>\n<p>Lâm Hải, ngày 3 tháng 5 năm 2026</p>\n<p>1. Nhận lời mời của Thủ tướng Lâm Hải Sơn, Thủ tướng Cao Minh đã thăm chính thức Cộng hòa Hải Ngạn.</p>\n<p>2. Hai bên nhất trí thành lập Ủy ban hợp tác biển.</p>\n<p>3. Hai bên sẽ gặp lại vào năm 2027.</p></div></body></html>",
     "genre=joint-statement\npoints#3\nissuers#2\nlanguage=vi"},
};

/* ---- what is withdrawn ---- */

#define NEWS_EN "<p>3 May 2026</p><p>The Ministry of Water buys forty new pumps for the towns on the coast.</p><h2>Notes to editors</h2><p>1. The pumps are from Brenia.</p>"
static const struct row WITHDRAWN[] = {
    {"a banner with its day", "<p>This news story was withdrawn on 9 May 2026</p><h1>Press release: new pumps for the coast</h1>" NEWS_EN, "quality.flags.0=withdrawn\nchange_note=This news story was withdrawn on 9 May 2026\nupdated=2026-05-09T00:00:00Z\npublished=2026-05-03T00:00:00Z\ntitle=Press release: new pumps for the coast"},
    {"a mark before the title", "<h1>[Withdrawn] Press release: new pumps for the coast</h1>" NEWS_EN, "quality.flags.0=withdrawn\n!change_note"},
    {"a mark of its own line", "RETRACTED\n\nPRESS RELEASE\n\nNew pumps\n\nThe Ministry of Water buys forty pumps for the towns on the coast.\n\nENDS\n", "quality.flags.0=withdrawn\ntitle=New pumps\nblocks#1"},
    {"a notice of German with the day of the release", "<h1>Pressemitteilung: Neue Pumpen</h1><p>Diese Pressemitteilung vom 3. Mai 2026 wurde zurückgezogen.</p><p>Das Wasseramt kauft vierzig Pumpen für die Küste.</p><p>Pressekontakt: Anke Ober, Tel. 030 555 1234</p>", "quality.flags.0=withdrawn\nchange_note=Diese Pressemitteilung vom 3. Mai 2026 wurde zurückgezogen."},
    {"a notice of French", "COMMUNIQUÉ DE PRESSE\n\nCe communiqué de presse a été retiré le 9 mai 2026.\n\nDe nouvelles pompes\n\nLe Ministère de l'Eau achète quarante pompes pour la côte.\n\nFIN\n", "quality.flags.0=withdrawn\ntitle=De nouvelles pompes"},
    {"a notice of Ukrainian", "<h1>Спільна заява міністрів</h1><p>Цю спільну заяву відкликано 9 травня 2026 року.</p><p>Ми домовилися про таке:</p><p>1. Порт відкривається.</p>", "quality.flags.0=withdrawn\npoints#1"},
    {"a notice of Japanese", "共同声明\n\n本声明は2026年5月9日に撤回しました。\n\n我々は次のとおり合意した：\n\n1. 港を開く。\n\n2. 道路を閉じる。\n", "quality.flags.0=withdrawn\npoints#2"},
    {"a medicine that is withdrawn", "<h1>Press release: Haldovax withdrawn</h1><p>3 May 2026</p><p>The vaccine Haldovax was withdrawn from sale on Sunday, the Ministry of Health said.</p><p>The statement said that the vaccine has been withdrawn in two states.</p><h2>Notes to editors</h2><p>1. It was sold from 2020.</p>", "genre=press-release\n!quality.flags.0"},
    {"a notice on withdrawn goods", "Komunikat prasowy nr 4/2026\n\nKomunikat: wycofane partie leku\n\nUrząd Leków wycofał trzy partie leku na gorączkę.\n\nKONIEC\n", "kind=statement\n!quality.flags.0"},
};

/* ---- what is none ---- */

static const struct row REPORTS[] = {
    {"a release that a newspaper prints", "<html lang=de><head><title>Hafen schließt | Der Bote</title></head><body><nav><a href='/1'>Politik</a> <a href='/2'>Sport</a> <a href='/3'>Wetter</a></nav><main><p>Pressemitteilung</p><h1>Hafen schließt den Kai</h1><p>21. April 2026</p><p>Das Hafenamt schließt den östlichen Kai für elf Monate.</p><h2>Hinweise für die Redaktion</h2><ol><li>Der Kai ist von 1903.</li></ol></main></body></html>", "status=2"},
    {"page 1, not a statement", "<html lang=\"en\"><head><title>Ministers sign harbour deal after four years | The Sound Courier</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>Ministers sign harbour deal after four years</h1><p class='byline'>Marta Keel, political correspondent</p><p>3 May 2026</p><p>Ministers of Norvia and Soland signed a joint statement on Sunday that opens the harbour of Hollin to ships of both countries.</p><p>“We, the ministers, have agreed to open the port,” the statement read.</p><p>Fishermen on the quay were not impressed. Nils Ekre, 61, has heard it before.</p></article></main></body></html>", "status=2"},
    {"page 2, not a statement", "<html lang=\"en\"><head><title>Ferry firm cuts fares - Press release - Harbour News</title><meta name=\"keywords\" content=\"press release, ferry\"></head><body><div class=\"breadcrumb\">Home &gt; News &gt; Press release</div><h1>Ferry firm cuts fares by a third</h1><p>By Jon Vale</p><p>The ferry company Seline will cut its fares by a third from June, its director told the Harbour News on Monday.</p><p>Passengers had complained for months. A petition gathered 4,000 names.</p><h3>Related</h3><ul><li><a href=\"/1\">Joint statement on ferry safety</a></li><li><a href=\"/2\">Press release: new timetable</a></li></ul></body></html>", "status=2"},
    {"page 3, not a statement", "<html lang=\"en\"><head><title>The ministers' statement is worth nothing | The Sound Courier</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>The ministers' statement is worth nothing</h1><p>Opinion</p><p>Lise Varga</p><p>A joint statement is a photograph with paragraphs. The ministers of Norvia and Soland have now produced their ninth.</p><p>Recalling the treaty of 1988, as they always do, costs nothing.</p><p>What they should have done is simple:</p><ol><li>Open the port.</li><li>Pay the pilots.</li><li>Say when.</li></ol><p>None of it is in the text.</p></article></main></body></html>", "status=2"},
    {"page 4, not a statement", "<html lang=\"de\"><head><title>Stadtrat beschließt neues Hallenbad - Kalder Anzeiger</title></head><body><div class=\"kopf\">Pressemitteilung</div><h1>Stadtrat beschließt neues Hallenbad</h1><p>Von Anke Ober</p><p>Kalderstadt. Der Stadtrat hat am Dienstag nach langer Debatte den Bau eines neuen Hallenbads beschlossen.</p><p>Die Kosten liegen bei zwölf Millionen Euro. „Wir haben lange genug gewartet“, sagte Bürgermeisterin Ida Busch.</p><p>Die Opposition kritisierte den Beschluss.</p><aside><h3>Pressemitteilungen</h3><ul><li>Polizei: Fahrrad gestohlen</li><li>Gemeinsame Erklärung der Bürgermeister</li></ul></aside></body></html>", "status=2"},
    {"page 5, not a statement", "<html lang=\"fr\"><head><title>Le port rouvre, les pêcheurs attendent | Le Journal de la Baie</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>Le port rouvre, les pêcheurs attendent</h1><p>Par Luc Ferrand</p><p>Publié le 3 mai 2026 à 18h12</p><p>Dans un communiqué de presse publié dimanche, le ministère de la Mer annonce la réouverture du port de Vaubourg.</p><p>« Nous avons tenu parole », affirme la ministre Ada Castel.</p><p>Sur le quai, on attend de voir.</p></article></main></body></html>", "status=2"},
    {"page 6, not a statement", "<html lang=\"es\"><head><title>El Gobierno y los sindicatos firman una declaración conjunta | Diario de la Costa</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>El Gobierno y los sindicatos firman una declaración conjunta</h1><p>Redacción</p><p>San Aurelio, 3 may. 2026</p><p>El Gobierno y los sindicatos firmaron este domingo una declaración conjunta sobre las pensiones.</p><p>El texto, de doce puntos, se publicará mañana. \"Es un buen acuerdo\", dijo la ministra Lucía Vega.</p><p>La oposición anunció que votará en contra.</p></article></main></body></html>", "status=2"},
    {"page 7, not a statement", "<html lang=\"en\"><head><title>How to write a press release: a guide with a template | Small Business Blog</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>How to write a press release: a guide with a template</h1><p>A press release has a headline, a dateline and a quote. Here is how to write one that is read.</p><h2>1. Start with FOR IMMEDIATE RELEASE</h2><p>Editors look for it.</p><h2>2. Write the dateline</h2><p>City, month and day, then a dash.</p><h2>3. End with ###</h2><p>It tells the editor that nothing follows.</p><h2>Notes to editors</h2><p>Put your background here.</p></article></main></body></html>", "status=2"},
    {"page 8, not a statement", "<html lang=\"en\"><head><title>Minutes: what the bank's decision means for your mortgage | Money Today</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>Minutes: what the bank's decision means for your mortgage</h1><p>By Ada Cole | 7 May 2026</p><p>The central bank left its rate at 2.25 percent on Thursday. Here is what it means.</p><h2>Will my mortgage fall?</h2><p>Not yet, economists say.</p><h2>When is the next decision?</h2><p>On 18 June.</p></article></main></body></html>", "status=2"},
    {"page 9, not a statement", "Letter from the coast\n\nDear readers,\n\nThis week the council met again, and again it noted with concern that the\npier is falling into the sea. I walked there on Sunday with my dog.\n\n1. The pier is still there.\n2. So is the sea.\n\nUntil next week,\nLise Varga\n", "status=2"},
    {"page 10, not a statement", "<html lang=\"ja\"><head><title>両国が港の開放で合意　共同声明を発表 | 海峡新聞</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>両国が港の開放で合意　共同声明を発表</h1><p>2026年5月3日 18:00</p><p>【東浜＝山田花子】海岸国と北嶺国の外相は3日、東浜で会談し、港の開放で合意した。</p><p>共同声明では、両国が海上救助で協力すると明記した。</p><p>漁業関係者からは不安の声も上がっている。</p></article></main></body></html>", "status=2"},
    {"page 11, not a statement", "<html lang=\"zh\"><head><title>两国外长签署联合声明 渔民仍在等待 | 海峡日报</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>两国外长签署联合声明 渔民仍在等待</h1><p>记者 王小明 2026年5月3日 18:00</p><p>海岸共和国和北岭王国外长3日在临海签署联合声明，同意开放港口。</p><p>声明说，双方将在海上救援领域加强合作。</p><p>在码头上，渔民们仍在等待。</p></article></main></body></html>", "status=2"},
    {"page 12, not a statement", "<html lang=\"ru\"><head><title>Министры подписали совместное заявление | Вестник пролива</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>Министры подписали совместное заявление</h1><p>Автор: Иван Соколов</p><p>3 мая 2026, 18:00</p><p>Министры Норвии и Соланда подписали в воскресенье совместное заявление об открытии порта.</p><p>«Мы договорились», — сказал министр транспорта Иван Грач.</p><p>Рыбаки пока ждут.</p></article></main></body></html>", "status=2"},
    {"page 13, not a statement", "<html lang=\"en\"><head><title>Press releases for journalists: Aldmark Today</title></head><body><h1>Storm closes the coast road</h1><div class=\"meta\">Aldmark Today staff - May 3, 2026</div><p>A storm closed the coast road on Sunday and left 300 homes without power.</p><p>The transport ministry said in a press release that the road would reopen on Tuesday.</p><p>Six people were treated for minor injuries, the hospital said.</p><div><h2>Press releases</h2><p>For immediate release: Seline cuts fares</p><p>Statement by the Minister of Water</p></div></body></html>", "status=2"},
    {"page 14, not a statement", "<html lang=\"it\"><head><title>I sindaci firmano la dichiarazione congiunta | Il Corriere dello Stretto</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>I sindaci firmano la dichiarazione congiunta</h1><p>di Ada Conti</p><p>ROCCAMARE - I sindaci di undici comuni hanno firmato ieri una dichiarazione congiunta contro la chiusura della ferrovia.</p><p>«Non possiamo accettarlo», ha detto il sindaco Ugo Riva.</p><p>Il ministero non ha commentato.</p></article></main></body></html>", "status=2"},
    {"page 15, not a statement", "<html lang=\"en\"><head><title>Full text: what the leaders agreed | World Watch</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>Full text: what the leaders agreed</h1><p>By Per Dahl</p><p>The leaders of the six met for two days and published a declaration of 40 points. Here are the five that matter.</p><h2>1. Safe passage</h2><p>They condemn attacks on ships, without naming anyone.</p><h2>2. Clean harbours</h2><p>They want to halve discharges by 2032.</p><p>Critics say that is too late.</p></article></main></body></html>", "status=2"},
    {"page 16, not a statement", "<html lang=\"pt\"><head><title>Ministro anuncia pontes novas | Jornal da Costa</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>Ministro anuncia pontes novas</h1><p>Rui Lobo, Porto Alvo</p><p>3 de maio de 2026</p><p>O ministro das Estradas anunciou este domingo, em comunicado de imprensa, três pontes novas.</p><p>“As obras começam em junho”, disse Rui Vaz.</p><p>A oposição pede contas.</p></article></main></body></html>", "status=2"},
    {"page 17, not a statement", "<html lang=\"en\"><head><title>Terms of service | Seline Ferries</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>Terms of service</h1><p>These terms are agreed between you and Seline.</p><ol><li>You may cancel within 14 days.</li><li>Tickets are personal:<ol type='a'><li>show a passport;</li><li>arrive early.</li></ol></li></ol><p>Contact: help@seline.example, 555-0134</p><p>Last updated: 3 May 2026</p></article></main></body></html>", "status=2"},
    {"page 18, not a statement", "<html lang=\"pl\"><head><title>Burmistrzowie podpisali wspólne oświadczenie | Kurier Cieśniny</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>Burmistrzowie podpisali wspólne oświadczenie</h1><p>Jan Wrona</p><p>3 maja 2026, 18:00</p><p>Burmistrzowie jedenastu gmin podpisali w niedzielę wspólne oświadczenie w sprawie kolei.</p><p>„Nie możemy się na to zgodzić” – powiedział burmistrz Piotr Kos.</p><p>Ministerstwo nie odpowiedziało na pytania.</p></article></main></body></html>", "status=2"},
    {"page 19, not a statement", "<html lang=\"en\"><head><title>Port opens - Hollin Gazette</title><meta property=\"og:type\" content=\"article\"></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><div id=\"page\"><div id=\"left\"><h1>Port opens after repairs</h1><p class=\"author\">Ada Cole</p><p>HOLLIN, May 3 — The port of Hollin opened on Sunday after four years of repairs, and the first ship carried 40 cars.</p><p>“It is a good day,” said Water Minister Ada Lund.</p><p>The repairs cost 90 million crowns, twice the estimate.</p></div><div id=\"right\"><h3>Press release</h3><p>For immediate release</p><p>Joint Statement of the Ministers of Norvia and Soland</p><p>Notes to editors</p></div></div></body></html>", "status=2"},
    {"page 20, not a statement", "<html lang=\"ar\"><head><title>وزيرا الخارجية يوقعان بيانا مشتركا | صحيفة المضيق</title></head><body><nav><a href=\"/\">Home</a><a href=\"/politics\">Politics</a><a href=\"/sport\">Sport</a></nav><main><article><h1>وزيرا الخارجية يوقعان بيانا مشتركا</h1><p>كتب: سامي حداد</p><p>3 مايو 2026</p><p>وقع وزيرا خارجية نورفيا وسولاند يوم الأحد بيانا مشتركا بشأن فتح الميناء.</p><p>وقال الوزير إن السفن ستصل في مايو.</p><p>ولا يزال الصيادون ينتظرون.</p></article></main></body></html>", "status=2"},
};

static const struct row OTHERS[] = {
    {"a report", "<h1>Ministers agree on port</h1><p>By Marta Keel</p><p>Ministers of Norvia and Soland agreed on Tuesday to open the port, ending a dispute of four years.</p><p>In a joint statement they said that ships would come in May.</p>", "status=2"},
    {"a report with the title of a statement among the news below it", "<title>Harbour master retires - The Sound Courier</title><div>Home &gt; Press room</div><h1>Harbour master retires after forty years</h1><p>Nils Ekre locked his office for the last time on Friday.</p><p>He had counted every ship since 1986.</p><p>The town gave him a clock.</p><div><p><b>More from the press room</b></p><p>Joint statement on the ferry fares</p></div><p>All content is available under the open licence</p>", "status=2"},
    {"the same in German, the title with a link's look", "<title>Hafenmeister geht</title><h1>Der Hafenmeister geht nach vierzig Jahren</h1><p>Nils Ekre schloss am Freitag zum letzten Mal ab.</p><p>Er zählte seit 1986 jedes Schiff.</p><p>Die Stadt schenkte ihm eine Uhr.</p><p><b>Weitere Meldungen</b></p><p>Gemeinsame Erklärung zu den Fährpreisen</p><p>Alle Rechte vorbehalten</p>", "status=2"},
    {"a report of Polish", "<h1>Ministrowie otwierają port</h1><p>Autor: Jan Wrona</p><p>Ministrowie Norwii i Kaldery uzgodnili we wtorek otwarcie portu, co kończy czteroletni spór.</p><p>We wspólnym oświadczeniu zapowiedzieli statki w maju.</p>", "status=2"},
    {"a report of Italian", "<h1>I ministri aprono il porto</h1><p>di Ada Conti</p><p>I ministri di Norvia e Soland hanno deciso martedì di aprire il porto, dopo quattro anni di lite.</p><p>In una dichiarazione congiunta annunciano navi per maggio.</p>", "status=2"},
    {"a report of Portuguese", "<h1>Ministros abrem o porto</h1><p>Por Rui Lobo</p><p>Os ministros da Nórvia e da Solândia decidiram na terça-feira abrir o porto, depois de quatro anos de disputa.</p><p>Numa declaração conjunta anunciam navios para maio.</p>", "status=2"},
    {"a recipe", "<h1>Soup</h1><ol><li>Peel the potatoes.</li><li>Cook them.</li></ol><h2>Notes</h2><p>It keeps for three days in the cold.</p>", "status=2"},
    {"a list of things to do", "How to write to your council\n\n1. Find out who decides.\n2. Say what you want.\n3. Sign with your name.\n\nContact us if you would like a template.\n", "status=2"},
    {"an opinion", "<h1>We, the passengers</h1><p>Opinion by Lise Varga</p><p>We, the passengers, have been patient. Recalling the winter does not help.</p>", "status=2"},
    {"a report of Japanese", "<h1>閣僚が港を開くことで合意</h1><p>記者：山田花子</p><p>両国の閣僚は火曜日、港を開くことで合意した。四年間の争いが終わる。</p>", "status=2"},
    {"a report of Hebrew", "<h1>השרים פותחים את הנמל</h1><p>מאת דנה לוי</p><p>השרים של שתי המדינות הסכימו ביום שלישי לפתוח את הנמל לאחר ארבע שנים של מחלוקת.</p>", "status=2"},
    {"a shop", "<h1>Radio 40</h1><p>For immediate release of stress: this radio has two knobs and no screen at all.</p><p>Price 40.</p>", "status=2"},
    {"programmes of an agency", "<h1>Home repair</h1><p>For Homeowners</p><p>The agency takes applications of owners for the following programs:</p><ul><li>Roofs</li><li>Windows</li></ul><p>For Landlords</p><p>The agency offers grants to owners who let homes to tenants.</p>", "status=2"},
};
// clang-format on

static void points_keep_their_numbers_in_every_shape(void **state) {
  (void)state;
  ROWS(POINTS);
}
static void heads_give_title_place_and_dates(void **state) {
  (void)state;
  ROWS(HEADS);
}
static void people_have_offices_and_parties(void **state) {
  (void)state;
  ROWS(PEOPLE);
}
static void every_block_has_its_part(void **state) {
  (void)state;
  ROWS(PARTS);
}
static void documents_of_many_countries_are_taken_apart(void **state) {
  (void)state;
  ROWS(WORLD);
}
static void reports_on_statements_are_refused(void **state) {
  (void)state;
  ROWS(REPORTS);
}
static void what_is_withdrawn_says_so(void **state) {
  (void)state;
  ROWS(WITHDRAWN);
}
static void reports_and_other_pages_are_refused(void **state) {
  (void)state;
  ROWS(OTHERS);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(points_keep_their_numbers_in_every_shape),
      cmocka_unit_test(heads_give_title_place_and_dates),
      cmocka_unit_test(people_have_offices_and_parties),
      cmocka_unit_test(every_block_has_its_part),
      cmocka_unit_test(documents_of_many_countries_are_taken_apart),
      cmocka_unit_test(reports_on_statements_are_refused),
      cmocka_unit_test(what_is_withdrawn_says_so),
      cmocka_unit_test(reports_and_other_pages_are_refused),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
