#!/usr/bin/env python3
"""Official statements through the whole program: one of each kind, recognised without being told; what is named a statement is read as one.

  statements.py --tidings build/release/tidings

The documents are invented.  Exit 0 when all holds.
"""
import gzip
import json

from program import arguments, lines, Program

ap = arguments(__doc__)
P = Program("statements", ap, LC_ALL="C.UTF-8")
check, write, path = P.check, P.write, P.path

PAGE = "<html lang='%s'><head><title>%s | %s</title></head><body><nav><a href='/'>Home</a> <a href='/news'>News</a></nav><main>%s</main><footer><p>Mill Street 4</p></footer></body></html>"


def page(language, title, site, body):
    return PAGE % (language, title, site, "<h1>%s</h1>%s" % (title, body))


WE = "<p>Hollin, 3 May 2026</p><p>We, the Ministers of Norvia and Soland, met in Hollin on the occasion of the Third Summit.</p><p>We have agreed as follows:</p><ol><li>The port opens.</li><li>The fund pays:<ol type=a><li>for ships;</li><li>for crews.</li></ol></li></ol>"
# file, genre, its text, values at paths
SHAPES = [
    ("joint.html", "joint-statement", page("en", "Joint Statement of the Ministers of Norvia and Soland", "Government of Norvia", WE), {"place": "Hollin", "occasion": "the Third Summit", "issuers.1.name": "Soland", "points.3.number": "2(b)"}),
    ("declaration.txt", "declaration", "Deklaracja z Kamienia\n\nMy, ministrowie Norwii i Kaldery, zebrani w Kamieniu,\n\nprzypominając traktat z 1988 roku,\n\nmając na uwadze raport urzędu,\n\noświadczamy:\n\n1. Port zostaje otwarty.\n\nSporządzono w Kamieniu dnia 3 maja 2026 r.\n\nAnna Lis\nMinister Wody\n\nPiotr Kos\nMinister Dróg\n", {"published": "2026-05-03T00:00:00Z", "signatories.1.office": "Minister Dróg", "issuers.0.name": "Norwii"}),
    ("communique.html", "communique", page("it", "Comunicato finale della riunione dei ministri di Norvia e Soland", "Governo di Norvia", "<p>Roccamare, 3 maggio 2026</p><p>I ministri di Norvia e Soland si sono riuniti a Roccamare.</p><h2>Porti</h2><p>1. Il porto apre.</p><h2>Strade</h2><p>2. La strada chiude.</p>"), {"place": "Roccamare", "points.1.number": "2"}),
    ("press.html", "press-release", page("pt", "Novas bombas para a costa", "Ministério das Águas", "<p>Nota de imprensa n.º 8/2026</p><p>Embargo até às 10:30 UTC de 3 de maio de 2026</p><p>O Ministério das Águas compra quarenta bombas, anunciou hoje a ministra.</p><p>«Ninguém devia esperar por água», afirmou Ana Lobo, ministra das Águas.</p><p>FIM</p><h2>Notas para as redações</h2><ol><li>As bombas vêm da Brénia.</li></ol><h2>Contacto</h2><p>Rui Vaz<br>Tel. +00 21 555 1234<br>imprensa@aguas.example</p>"), {"embargo": "2026-05-03T10:30:00Z", "reference": "8/2026", "mentions.0.name": "Ana Lobo", "contacts.0.name": "Rui Vaz", "issuers.0.name": "Ministério das Águas"}),
    ("readout.html", "readout", page("en", "Readout of Foreign Minister Ada Lund's call with Per Holm", "Ministry of Foreign Affairs", "<p>Ministry of Foreign Affairs</p><p>3 May 2026</p><p>Ada Lund spoke today with Per Holm, Prime Minister of Soland.</p><p>They agreed to meet in Hollin in June.</p>"), {"published": "2026-05-03T00:00:00Z", "issuers.0.name": "Ministry of Foreign Affairs"}),
    ("speech.txt", "speech", "MINISTERSTVO VODY\n\nProjev ministra Jana Vrby o pitné vodě\n\nPlatí mluvené slovo\n\nMořany, 3. května 2026\n\nDámy a pánové,\n\njsem rád, že jsem dnes zde, v tomto městě u moře, a mohu mluvit o vodě.\n\nDěkuji za pozornost.\n", {"place": "Mořany", "published": "2026-05-03T00:00:00Z"}),
    ("resolution.html", "resolution", page("fr", "Résolution 14 (2026) sur la pêche", "Conseil de l'Union des Plaines", "<p>Le Conseil,</p><p>Rappelant le traité de 1988,</p><p>Prenant note du rapport de l'office,</p><p>I. Invite les membres à contrôler les ports ;</p><p>II. Décide de rester saisi de la question.</p><p>Ida Castel<br>Présidente</p>"), {"reference": "14 (2026)", "points.1.number": "II", "signatories.0.name": "Ida Castel"}),
    ("notice.html", "notice", page("de", "Öffentliche Bekanntmachung über Bauarbeiten", "Wasseramt Kalder", "<table><tr><th>Datum:</th><td>3. Mai 2026</td></tr><tr><th>Herausgeber:</th><td>Wasseramt Kalder</td></tr></table><p>Das Wasseramt gibt die folgenden Arbeiten bekannt.</p><dl><dt>1)</dt><dd>Die Straße ist gesperrt.</dd><dt>2)</dt><dd>Der Hafen bleibt offen.</dd></dl>"), {"published": "2026-05-03T00:00:00Z", "issuers.0.name": "Wasseramt Kalder", "points.1.number": "2"}),
    ("correction.txt", "correction", "Ministerio de Aguas\n\nCorrección al comunicado de prensa n.º 6/2026\n\nPuerto Nuevo, 3 de mayo de 2026\n\nEn el comunicado de prensa n.º 6/2026 la cifra es errónea. Donde dice “tres” debe decir “cuatro”.\n", {"place": "Puerto Nuevo", "issuers.0.name": "Ministerio de Aguas"}),
    ("memorandum.txt", "memorandum", "Меморандум про взаєморозуміння щодо води\n\nУряди Бренії та Норвії, далі «Сторони»,\n\nвраховуючи звіт управління,\n\nдомовилися про таке:\n\nРозділ 1. Порти\n\n1.1 Порт відкривається.\n\n1.2 Сторони:\n   а) діляться даними;\n   б) діляться картами.\n\nЗа Бренію                          За Норвію\nОлена Сокіл                        Тарас Рибак\nМіністр води                       Міністр доріг\n", {"points.3.number": "1.2(б)", "signatories.1.name": "Тарас Рибак", "issuers.0.name": "Бренію"}),
    ("bank.html", "decision", page("es", "Decisión de política monetaria del Banco Central de Astoria", "Banco Central de Astoria", "<p>San Aurelio, 3 de mayo de 2026</p><p>El comité del Banco Central de Astoria se reunió hoy y decidió lo siguiente.</p><ol start=12><li>El tipo no cambia.</li></ol>"), {"points.0.number": "12", "issuers.0.name": "Banco Central de Astoria"}),
]


def value(record, path):
    for key in path.split("."):
        record = (record or {}).get(key) if not key.isdigit() else (record or [])[int(key)] if int(key) < len(record or []) else None
    return record


def parse(*args):
    return [r for r in lines(P.run("parse", *args).stdout) if r["kind"] != "request"]


for name, genre, text, wanted in SHAPES:
    records = parse("--url", "https://gov.example/" + name, write(name, text))
    first = records[0] if records else {}
    check("%s is recognised" % name, first.get("kind") == "statement" and first.get("genre") == genre, first)
    for at, right in wanted.items():
        check("%s: %s" % (name, at), value(first, at) == right, (right, value(first, at)))
    covered = [i for part in first.get("parts", []) for i in range(part["start"], part["end"])]
    check("%s: each block is in one part" % name, covered == list(range(len(first.get("blocks", [])))), first.get("parts"))

PLAIN = write("plain.html", "<html><body><h1>Water</h1><p>There is water in the lake again.</p></body></html>")
check("a page without a sign of one is an article", [r["kind"] for r in parse(PLAIN)] != ["statement"])
named = parse("--as", "statement", PLAIN)
check("and a statement when it is named one", [(r["kind"], r["title"]) for r in named] == [("statement", "Water")] and "lake" in named[0]["text"], named)
REPORT = write("report.html", page("en", "Ministers agree on port", "The Strait Gazette", "<p>By Marta Keel</p><p>In a joint statement on Tuesday the ministers of two countries said that ships would come in May, after four years.</p><p>“We, the ministers, have agreed to act,” it read.</p>"))
check("a report on a statement is none", [r["kind"] for r in parse(REPORT)] == ["article"], parse(REPORT))

CODE = "<script>var state = {%s};</script><style>%s</style>" % (",".join("\"k%d\": \"<p>v%d</p>\"" % (i, i) for i in range(2500)), "p{color:#111}" * 1500)
LATE = SHAPES[0][2].replace("<head>", "<head>" + CODE)
check("the text begins behind 60 KB of scripts and styles", LATE.index("<body>") > 60000, len(LATE))
check("a statement behind them is recognised", [r["kind"] for r in parse("--url", "https://gov.example/late.html", write("late.html", LATE))] == ["statement"])
with gzip.open(path("late.html.gz"), "wt", encoding="utf-8") as f:
    f.write(LATE)
LIST = write("list.jsonl", json.dumps({"id": "late", "path": path("late.html.gz"), "url": "https://gov.example/late.html", "content_type": "text/html",
                                       "headers": {"Content-Encoding": "gzip"}}) + "\n")
packed = lines(P.run("parse", "--jsonl", LIST).stdout)
check("packed as well", [r["kind"] for r in (packed[0].get("records") or [{"kind": packed}])] == ["statement"], packed)

P.end()
