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
      cmocka_unit_test(what_is_withdrawn_says_so),
      cmocka_unit_test(reports_and_other_pages_are_refused),
  };
  return cmocka_run_group_tests(tests, open_plugin, close_plugin);
}
