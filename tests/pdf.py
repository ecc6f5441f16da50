#!/usr/bin/env python3
"""PDF documents: columns, headers, footers, hyphens, footnotes, tables, signatures; scans, encrypted and damaged ones.

  pdf.py --tidings build/release/tidings [--seeds FOLDER]

The documents are written here, line by line, as printing programs place them; some more are printed by weasyprint where that is
installed.  --seeds writes a few as seeds of the fuzz target and ends.  Exit 0 when all holds, 77 when the program was built without
the parser of PDF.
"""
import http.server, json, os, random, shutil, subprocess, sys, threading, time

from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--seeds")
P = Program("pdf", ap)
A, check = P.arguments, P.check
if not A.seeds and not os.path.exists(os.path.join(os.path.dirname(A.tidings), "plugins", "parse-pdf.so")):
    print("skipped: the program was built without parse-pdf (poppler-glib)")
    sys.exit(77)
WIDTH = {c: w for w, cs in ((222, "ijl"), (278, " !,./:;I[]|ft'"), (333, "r()-"), (500, "cksvxyzJ"), (556, "abdeghnopqu0123456789L?_\u20ac"), (667, "ABEKPSVXY"), (722, "CDHNRUw"), (778, "GOQ"), (833, "Mm")) for c in cs}


def width(text, size):
    return sum(WIDTH.get(c, 611) for c in text) * size / 1000


def write(pages, info="", extra=b"", trailer=b""):
    """A PDF.  pages: lists of (x, y from the top, size, text, bold, address of a link)."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>", ("<< %s >>" % info).encode("latin-1")]
    kids = []
    for page in pages:
        if isinstance(page, bytes):
            stream = page
        else:
            stream = b"".join(b"BT /F%d %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n" % (2 if len(l) > 4 and l[4] else 1, l[2], l[0], 842 - l[1], l[3].encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")) for l in page)
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        links = b" ".join(b"<< /Type /Annot /Subtype /Link /Rect [%g %g %g %g] /A << /S /URI /URI (%s) >> >>" % (l[0], 840 - l[1], l[0] + width(l[3], l[2]), 842 - l[1] + l[2] * 0.8, l[5].encode())
                          for l in page if not isinstance(page, bytes) and len(l) > 5)
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Annots [%s] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents %d 0 R >>" % (links, len(objects)))
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    out, at = b"%PDF-1.4\n" + extra, []
    for n, o in enumerate(objects):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n + 1, o)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % a for a in at)
    return out + b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, xref)


def wrap(text, x, y, size, room, bold=False, hyphens=True, leading=1.25):
    """The lines of a paragraph, broken at `room`, and the y below it."""
    out, line = [], ""
    for word in text.split(" "):
        if line and width(line + " " + word, size) > room:
            cut = next((k for k in range(len(word) - 3, 2, -1) if width(line + " " + word[:k] + "-", size) <= room), 0) if hyphens and word.isalpha() and len(word) > 7 else 0
            if cut:
                out.append(line + " " + word[:cut] + "-")
                line = word[cut:]
                continue
            out.append(line)
            line = word
        else:
            line = (line + " " + word) if line else word
    out.append(line)
    return [(x, y + i * size * leading, size, t, bold) for i, t in enumerate(out)], y + len(out) * size * leading


def column(paragraphs, x, y, room, size=10, gap=6):
    out = []
    for p in paragraphs:
        bold = p.startswith("**")
        l, y = wrap(p.strip("*"), x, y, size, room, bold)
        out += l
        y += gap
    return out, y


def justified(lines, right):
    """Each word by itself, the last one ending at `right`."""
    out = []
    for x, y, size, text, bold in lines:
        words = text.split(" ")
        gap = (right - x - sum(width(w, size) for w in words)) / max(len(words) - 1, 1)
        for w in words:
            out.append((x, y, size, w, bold))
            x += width(w, size) + gap
    return out


def text_of(records):
    return "\n".join(str(b.get("text", "")) for r in records for b in r.get("blocks", []))


LETTER = {
    "en": ["The commissioners for international transportation announced on the quay that extraordinary maintenance of the lighthouse begins in March and lasts for nineteen weeks.",
           "The fund has paid for the reconstruction of the harbour since 1994, and the administration will publish its accounts before the summer.",
           "Fishermen who lost their equipment in the storm receive compensation, which the responsible department pays without an application."],
    "de": ["Die Hafenverwaltung teilte am Kai mit, dass die außerordentliche Instandsetzung des Leuchtturms im März beginnt und neunzehn Wochen dauert.",
           "Der Fonds bezahlt seit 1994 den Wiederaufbau des Hafens, und die Verwaltung veröffentlicht ihre Abrechnung vor dem Sommer.",
           "Fischer, die im Sturm ihre Ausrüstung verloren haben, erhalten eine Entschädigung, die das zuständige Ministerium ohne Antrag auszahlt."],
    "fr": ["La capitainerie a annoncé sur le quai que les réparations extraordinaires du phare commencent en mars et durent dix-neuf semaines.",
           "Le fonds finance depuis 1994 la reconstruction du port, et l'administration publiera ses comptes avant l'été.",
           "Les pêcheurs qui ont perdu leur équipement dans la tempête reçoivent une indemnisation, que le ministère compétent verse sans demande."],
    "es": ["La autoridad portuaria anunció en el muelle que las reparaciones extraordinarias del faro empiezan en marzo y duran diecinueve semanas.",
           "El fondo paga desde 1994 la reconstrucción del puerto, y la administración publicará sus cuentas antes del verano.",
           "Los pescadores que perdieron su equipamiento en la tormenta reciben una indemnización, que el ministerio competente abona sin solicitud."],
    "it": ["La capitaneria ha annunciato sul molo che la manutenzione straordinaria del faro comincia a marzo e dura diciannove settimane.",
           "Il fondo paga dal 1994 la ricostruzione del porto, e l'amministrazione pubblicherà i suoi conti prima dell'estate.",
           "I pescatori che hanno perso la loro attrezzatura nella tempesta ricevono un risarcimento, che il ministero competente versa senza domanda."],
}
DOCS = {}
for lang, letter in LETTER.items():
    left, _ = column(letter[:2], 60, 150, 225)
    right, _ = column(letter[2:] + letter[:1], 310, 150, 225)
    DOCS["columns-" + lang] = write([[(60, 110, 20, "The lighthouse of Oster Ness", True)] + left + right])
    pages = []
    for n in range(3):
        body, y = column([letter[n % 3], letter[(n + 1) % 3]], 60, 100, 470)
        notes = [(60, 740, 7.5, "%d See the treaty of Hollin, article %d." % (n + 1, n + 4))] if n < 2 else []
        pages.append([(200, 40, 9, "Harbour Office of Oster Ness")] + ([(60, 80, 18, "The lighthouse", True)] if n == 0 else []) + body + notes + [(280, 810, 9, "Page %d of 3" % (n + 1))])
    DOCS["pages-" + lang] = write(pages, "/Title (The lighthouse of Oster Ness) /CreationDate (D:20260305093000Z)")
STATEMENT = ["The Ministers of Foreign Affairs of Calder and Norvia met in Hollin on 3 May 2026 on the occasion of the Tenth Coastal Summit.", "Recalling the treaty of 1994,", "Noting the report of the council of experts,",
             "The Ministers have agreed as follows:", "1. The parties will open the strait to all ships of the neighbouring countries.", "2. The parties will:", "(a) share radar data;", "(b) hold two exercises a year.", "3. The parties will meet again in 2027."]
SIGNED = [(60, 600, 10, "For Calder"), (300, 600, 10, "For Norvia"), (60, 614, 10, "Anna Berg"), (300, 614, 10, "Per Ross"), (60, 628, 10, "Minister of Foreign Affairs"), (300, 628, 10, "Minister of Foreign Affairs")]
HEAD = [(60, 80, 16, "Joint statement by the Ministers of Foreign Affairs of", True), (60, 100, 16, "Calder and Norvia", True), (60, 130, 10, "Hollin, 3 May 2026")]
DOCS["statement"] = write([HEAD + column(STATEMENT, 60, 160, 470)[0] + [(60, 570, 10, "Done at Hollin on 3 May 2026, in two originals.")] + SIGNED])
DOCS["statement-columns"] = write([HEAD + column(STATEMENT[:4], 60, 160, 225)[0] + column(STATEMENT[4:], 310, 160, 225)[0] + SIGNED])
DOCS["table"] = write([[(60, 80, 16, "Payments of the states", True)] + column(LETTER["en"][:1], 60, 110, 470)[0]
                       + [(x, 200 + 15 * r, 10, t) for r, row in enumerate((("State", "2025", "2026"), ("Calder", "316,000", "420,000"), ("Norvia", "99,000", "101,000"), ("Estmark", "7,500", "8,250"))) for x, t in zip((60, 200, 300), row)] + column(LETTER["en"][1:2], 60, 300, 470)[0]])

# A page of a site that a browser printed: its navigation, a number in a cell above its text, cells close to each other.
BROWSER = "/Creator (Mozilla/5.0 \\(X11\\) HeadlessChrome/120.0) /Producer (Skia/PDF m120) /CreationDate (D:20261129093000Z)"
NAMES = ("Dana Berg", "Per Ross", "Ida Vik")
AT = [60, 112, 156]
SITE = ([(24, 24, 8, "11/29/26, 11:38 PM"), (200, 24, 8, "Joint statement on the harbour | Government of Calder"), (24, 790, 8, "file:///srv/pages/harbour.html"), (560, 790, 8, "1/1")]
        + [(75, 50 + 12 * k, 10, "%d. %s" % (k + 1, t), False, "https://gov.example/%d" % k) for k, t in enumerate(("Home", "Press room", "Statements"))]
        + [(60, 95, 10, "We use cookies to make this site work better for you. Accept all cookies"), (60, 130, 20, "Joint statement on the harbour of Stell", True), (60, 160, 10, "Last updated:"), (90, 172, 10, "5 May 2026"), (60, 190, 10, "Hollin, 3 May 2026")]
        + [l for k, t in enumerate(("The Ministers of Calder, Norvia and Estmark met in Hollin on the occasion of the Tenth Coastal", "Summit and agreed on the harbour of Stell and on all that is shipped from it to their countries.")) for l in [(60, 202 + 12 * k, 10, t)]]
        + [l for k, t in enumerate(("The parties open the strait.", "A fund pays for the quay.", "The parties meet again in 2027.")) for l in [(60, 250 + 24 * k, 10, "%d." % (k + 1)), (90, 262 + 24 * k, 10, t)]]
        + [(60, 350, 10, "Done at Hollin on 3 May 2026, in two originals.")]
        + [(AT[k], 380 + 14 * r, 10, t) for r, row in enumerate((("Calder", "Norvia", "Estmark"), NAMES, ("Minister", "Minister", "Minister"))) for k, t in enumerate(row)]
        + [(60, 447, 6, "1"), (64, 450, 10, "The treaty of Stell was signed in 1994.")]
        + [(60, 480, 12, "Related news", True), (60, 496, 10, "Joint statement on the ferries of Stell", False, "https://gov.example/7"), (60, 508, 10, "Minister visits flooded villages", False, "https://gov.example/8")])
DOCS["site"] = write([SITE], BROWSER)
DOCS["small-print"] = write([[(24, 24, 8, "11/29/26, 11:38 PM")] + [(60, 100 + 16 * k, 8, t) for k, t in enumerate(("Ministry of Transport of Calder", "Press release", "Harbour of Stell opens", "Hollin, 3 May 2026", "The Ministry of Transport opens the harbour of Stell to all ships in the spring, the ministry said."))]], BROWSER)
DOCS["undated"] = write([column(LETTER["en"] + LETTER["en"][:2], 60, 100, 470)[0]], BROWSER)
LEFT = "Der Hafen von Stell wird im Herbst von Grund auf neu gebaut und die Arbeiten enden am 7."
RIGHT = ["November 2026 mit einem Fest am Kai.", "Die Verwaltung zahlt das aus ihrem Fonds.", "Ein Bericht folgt im Sommer darauf.", "Er wird allen zugeschickt."]
HALVES, BELOW = wrap(LEFT, 60, 150, 10, 225, hyphens=False)
DOCS["gutter"] = write([[(60, 110, 20, "Der Hafen von Stell", True)] + justified([(60, 150 + 12.5 * k, 10, l[3], False) for k, l in enumerate(HALVES)], 285)
                        + [(294, 150 + 12.5 * k, 10, t) for k, t in enumerate(RIGHT)]])


# A page whose title is declared: a headline that is broken by the end of a column, one that is cut off at the end of the paper.
def declared(title):
    return "/Title <%s>" % ("\ufeff" + title).encode("utf-16-be").hex()


BROKEN = ("Declaration on the fishing grounds of", "Stell and of Oster Ness")
PLACED = column(["Hollin, 3 May 2026", "We, the Ministers of Calder and Norvia, met in Hollin and have agreed as follows:", "1. The parties open the strait to all ships.", "2. The parties will meet again in 2027."], 310, 190, 225)[0]
DOCS["broken-headline"] = write([[(60, 60, 22, "Government of Calder", True)] + column(["Weather and tides of the week are on the last page of this bulletin, which is printed on Mondays."], 60, 190, 225)[0]
                                 + [(60, 240, 12, BROKEN[0], True), (310, 160, 12, BROKEN[1], True)] + PLACED], declared(" ".join(BROKEN) + " | Government of Calder"))
CUT = "Declaration on the fishing grounds of Stell and of Oster Ness"
DOCS["cut-headline"] = write([[(60, 80, 10, "Government of Calder", True), (60, 110, 16, CUT[:52], True)] + column(["Hollin, 3 May 2026", "We, the Ministers of Calder and Norvia, met in Hollin and have agreed as follows:", "1. The parties open the strait to all ships of the neighbours.", "2. The parties will meet again in 2027."], 60, 150, width(CUT[:52], 16) - 14)[0]],
                             declared(CUT + " | Government of Calder"))
DOCS["other-title"] = write([HEAD + column(STATEMENT, 60, 160, 470)[0]], declared("Newsroom of Calder | Government of Calder"))
PEOPLE = (("For Calder", "Dana Berg", "Minister of Transport"), ("For the Kingdom of Norvia", "Per Ross", "Minister of Transport"), ("For Estmark", "Ida Vik", "Minister of Transport"))
DOCS["rows-of-signatures"] = write([HEAD + column(STATEMENT, 60, 160, 470)[0] + [(60, 570, 10, "Done at Hollin on 3 May 2026, in two originals.")]
                                    + [(x, 600 + 14 * r, 10, t) for r, row in enumerate(PEOPLE) for x, t in zip((60, 190, 250), row)]])
WORDS = "Sign up for our weekly newsletter".split()
DOCS["stretched"] = write([[(60, 80, 16, "Notice of the harbour of Stell", True)] + column(LETTER["en"][:2], 60, 130, 225)[0] + column(LETTER["en"][2:], 310, 130, 225)[0]
                           + [(x, 222, 10, w) for x, w in zip([310 + sum(width(v, 10) + 22 for v in WORDS[:k]) for k in range(len(WORDS))], WORDS)] + [(310, 236, 10, "OK")]])

DOCS["scan"] = write([b"0 0 m 595 842 l S " * 50])
DOCS["encrypted"] = write([HEAD], trailer=b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>]" % (b"41" * 32, b"42" * 32))
DOCS["info"] = write([column(LETTER["en"] + LETTER["en"][:2], 60, 100, 470)[0]], "/Title (Repairs of the lighthouse at Oster Ness) /CreationDate (D:20260305093000Z)")

if A.seeds:
    for name in ("columns-en", "pages-de", "statement", "table", "site", "scan", "encrypted"):
        with open(os.path.join(A.seeds, name), "wb") as f:
            f.write(DOCS[name])
    sys.exit(0)


def parse(name, *more, data=None):
    p = P.run("parse", *more, P.write("in/%s.pdf" % name, DOCS[name] if data is None else data))
    return p, lines(p.stdout)


for lang, letter in LETTER.items():
    p, out = parse("columns-" + lang)
    blocks = [b.get("text") for b in out[0]["blocks"]] if out else []
    check("two columns are read one after the other, words whole: " + lang, blocks[-4:] == letter + letter[:1], (told(p)[-1500:], blocks))
    check("the largest line is the title: " + lang, out and out[0]["title"] == "The lighthouse of Oster Ness", told(p)[-500:])
    p, out = parse("pages-" + lang)
    text = text_of(out)
    check("headers, footers and numbers of pages are left out: " + lang, "Harbour Office" not in text and "Page " not in text and all(x in text for x in letter), (told(p)[-500:], text))
p, out = parse("pages-en")
check("footnotes stand at the end", text_of(out).rstrip().split("\n")[-1].startswith("See the treaty") or "article 5" in text_of(out).rstrip().split("\n")[-1], text_of(out)[-300:])
for name in ("statement", "statement-columns"):
    p, out = parse(name)
    r = out[0] if out else {}
    check("a statement is one: " + name, r.get("kind") == "statement" and r.get("title") == "Joint statement by the Ministers of Foreign Affairs of Calder and Norvia" and r.get("place") == "Hollin"
          and r.get("published", "").startswith("2026-05-03"), told(p)[-1500:])
    check("its points have their numbers: " + name, [x["number"] for x in r.get("points", [])] == ["1", "2", "2(a)", "2(b)", "3"], r.get("points"))
    check("two columns of signatures are two: " + name, "Anna Berg Per Ross" not in text_of(out) and "Anna Berg" in text_of(out), text_of(out))
p, out = parse("site")
r, text = out[0] if out else {}, text_of(out)
check("a page that a browser printed: its head", r.get("kind") == "statement" and r.get("title") == "Joint statement on the harbour of Stell" and r.get("place") == "Hollin" and r.get("published", "").startswith("2026-05-03")
      and str(r.get("updated")).startswith("2026-05-05"), told(p)[-1800:])
check("its navigation, address and other news are left out", not any(w in text for w in ("Press room", "cookies", "file:", "11/29/26", "Related", "ferries", "flooded")), text)
check("a number above its text is that of the point", [(x["number"], r["blocks"][x["block"]]["text"]) for x in r.get("points", [])] == [("1", "The parties open the strait."), ("2", "A fund pays for the quay."), ("3", "The parties meet again in 2027.")], r.get("points"))
check("cells that come close are apart", [x.get("name") for x in r.get("signatories", [])] == list(NAMES), (r.get("signatories"), text))
check("a raised number begins a footnote", [b.get("text") for b in r.get("blocks", []) if b.get("type") == "footnote"] == ["1 The treaty of Stell was signed in 1994."], r.get("blocks"))
p, out = parse("undated")
check("when a browser printed a page is not its date", out and not out[0].get("published"), told(p)[-800:])
p, out = parse("small-print")
check("nor is its time a part of it, however small the text is", out and out[0].get("kind") == "statement" and not out[0].get("reference") and out[0].get("place") == "Hollin", told(p)[-800:])
p, out = parse("gutter")
check("columns that come close are cut, and a day goes on in the next one", text_of(out).startswith(LEFT + " " + RIGHT[0]), (text_of(out), told(p)[-600:]))
p, out = parse("table")
check("a table keeps its rows", "Calder\t316,000\t420,000" in text_of(out) and "State\t2025\t2026" in text_of(out), text_of(out))
for name in ("broken-headline", "cut-headline"):
    p, out = parse(name)
    r = out[0] if out else {}
    check("the declared title tells which lines are the headline: " + name, r.get("title") == CUT and r.get("place") == "Hollin" and [x["number"] for x in r.get("points", [])] == ["1", "2"]
          and not any(w in text_of(out) for w in (BROKEN[1], CUT[:40])), (told(p)[-1500:], text_of(out)))
p, out = parse("other-title")
check("a declared title that is no line of it leaves the headline", out and out[0].get("title") == HEAD[0][3] + " " + HEAD[1][3], told(p)[-800:])
p, out = parse("rows-of-signatures")
check("rows of state, person and office are read in rows", [(x.get("org"), x.get("name"), x.get("office")) for x in (out[0] if out else {}).get("signatories", [])]
      == [(a.replace("For the ", "").replace("For ", ""), b, c) for a, b, c in PEOPLE], (out and out[0].get("signatories"), text_of(out)))
p, out = parse("stretched")
check("words of a stretched line are one line", "Sign\n" not in text_of(out) and "newsletter" not in text_of(out).replace(" ".join(WORDS), ""), (text_of(out), told(p)[-600:]))
p, out = parse("info")
check("title and date of the information dictionary fill in", out and out[0].get("title") == "Repairs of the lighthouse at Oster Ness" and out[0].get("published") == "2026-03-05T09:30:00Z", told(p)[-800:])

# ---- from right to left: letters are printed in the order of the line, figures in their own, and lam-alef is one letter
ARABIC = ["بيان مشترك صادر عن وزراء الطاقة", "تل الزهور، 3 مايو 2026", "اتفق وزراء الطاقة في البلدين على فتح الميناء أمام السفن، ولا رسوم حتى عام 2027.",
          "1. تفتح الأطراف الميناء في 19 فبراير 2027، وتنشر تقرير السلامة.", "2. يدفع الصندوق 195000 دينار للإنقاذ البحري."]


def printed(text, codes):
    """The line as it is printed from left to right, in the codes of the font."""
    runs, out = [], b""
    for c in text.replace("لا", "\ue000").replace("لأ", "\ue001").replace("لإ", "\ue002"):
        if c.isdigit() and runs and runs[-1].isdigit():
            runs[-1] += c
        else:
            runs.append(c)
    for run in reversed(runs):
        for c in run:
            out += bytes([codes.setdefault(c, ord(c) if c in " .0123456789" else 0xA1 + len(codes))])
    return out


def write_arabic(paragraphs):
    codes, content, y = {}, b"", 80
    for n, text in enumerate(paragraphs):
        size = 18 if n == 0 else 10
        line = printed(text, codes)
        content += b"BT /F1 %d Tf 1 0 0 1 %g %g Tm <%s> Tj ET\n" % (size, 540 - len(line) * size * 0.5, 842 - y, line.hex().encode())
        y += 40
    names = {"\ue000": "لا", "\ue001": "لأ", "\ue002": "لإ"}
    cmap = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange %d beginbfchar\n%s endbfchar endcmap end end"
            % (len(codes), "\n".join("<%02X> <%s>" % (k, names.get(c, c).encode("utf-16-be").hex().upper()) for c, k in codes.items()))).encode()
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [6 0 R] >>",
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 0 /LastChar 255 /Widths [%s] /Encoding /WinAnsiEncoding /ToUnicode 4 0 R >>" % b" ".join([b"500"] * 256),
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap), b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>"]
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n + 1, o) for n, o in enumerate(objects))
    return out + b"trailer\n<< /Size 7 /Root 1 0 R >>\n%%EOF\n"


p, out = parse("arabic", data=write_arabic(ARABIC))
r = out[0] if out else {}
got = [r.get("title")] + [("%s " % b["number"] if b.get("number") else "") + b.get("text", "") for b in r.get("blocks", [])]
check("Arabic is read in its order, with its figures and signs, and its ligatures by their width", r.get("kind") == "statement" and got[:3] == [ARABIC[0]] + ARABIC[2:4], (got, told(p)[-800:]))
check("and its place line", r.get("place") == "تل الزهور" and r.get("published") == "2026-05-03T00:00:00Z" and [x["number"] for x in r.get("points", [])][:1] == ["1"], r)

# ---- what cannot be read is told
for name, words in (("scan", "it is a scan"), ("encrypted", "encrypted")):
    p, out = parse(name)
    check("told: " + name, p.returncode == 1 and out == [] and words in p.stderr, told(p)[-500:])
p, out = parse("damaged", data=b"%PDF-1.4\n" + random.Random(1).randbytes(3000))
check("told: damaged", p.returncode == 1 and "damaged" in p.stderr, told(p)[-500:])
p, out = parse("cut", data=DOCS["pages-en"][:-700])
check("a PDF without its end is read as far as it goes", "lighthouse" in p.stdout or "damaged" in p.stderr or "no text" in p.stderr, told(p)[-500:])
p, out = parse("giant", data=write([column(["Page %d says this and nothing else of the harbour." % n], 60, 200, 470)[0] for n in range(900)]))
check("bounded: 900 pages", len(out) == 1 and "has 900 pages; the first 400 are read" in p.stderr, told(p)[-500:])
for name, page in (("states without end", b"q " * 3000000), ("a million letters", b"BT /F1 9 Tf 1 0 0 1 60 500 Tm " + b"(ab) Tj " * 300000 + b" ET")):
    began = time.monotonic()
    p, out = parse("bomb", data=write([page]))
    # by poppler, or by the limits of the worker, which is a new one for the next document
    check("bounded: " + name, P.in_time(time.monotonic() - began, 60) and p.returncode in (0, 1) and (p.stderr != "" or p.stdout != ""), (time.monotonic() - began, told(p)[-400:]))
loop = DOCS["statement"].replace(b"/Kids [7 0 R]", b"/Kids [2 0 R]")
p, out = parse("loop", data=loop)
check("bounded: pages in a circle", "signal" not in p.stderr and "deadline" not in p.stderr, told(p)[-400:])

# ---- recognised by content, imported, fetched, in a mail
p = P.run("parse", "--type", "application/octet-stream", P.write("in/a.bin", b"\r\n" + DOCS["statement"]))
check("recognised by its first bytes", '"statement"' in p.stdout, told(p)[-400:])
p = P.run("import", "--store", P.path("a.db"), P.write("in/statement.pdf", DOCS["statement"]))
check("imported", [r["kind"] for r in P.records(P.path("a.db"))] == ["statement"], told(p))
import base64
mail = (b"From: Press Office <press@office.example>\nSubject: For the press\nDate: Tue, 5 May 2026 09:30:00 +0000\nMessage-ID: <1@office.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nDear editors, please find the statement attached.\n--b\nContent-Type: application/pdf; name=statement.pdf\nContent-Disposition: attachment; filename=statement.pdf\nContent-Transfer-Encoding: base64\n\n%s\n--b--\n")
if os.path.exists(os.path.join(os.path.dirname(A.tidings), "plugins", "parse-mail.so")):
    p = P.run("parse", P.write("in/a.eml", mail % base64.encodebytes(DOCS["statement"])))
    out = lines(p.stdout)
    check("attached to a mail", [r["kind"] for r in out] == ["statement"] and out[0]["guid"] == "1@office.example" and out[0]["place"] == "Hollin", told(p)[-800:])
    p = P.run("parse", P.write("in/b.eml", mail % base64.encodebytes(DOCS["encrypted"])))
    check("an encrypted one leaves the mail", "find the statement attached" in p.stdout, told(p)[-800:])


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("Content-Length", str(len(DOCS["statement"])))
        self.end_headers()
        self.wfile.write(DOCS["statement"])

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
conf = P.write("net.yaml", "fetchers: { http: { allow_private: true } }\nsources:\n  - { id: a, url: 'http://127.0.0.1:%d/a.pdf' }\npipeline: []\n" % server.server_port)
p = P.run("run", "--once", "--config", conf, "--store", P.path("net.db"))
check("fetched over http", [r["kind"] for r in P.records(P.path("net.db"))] == ["statement"], told(p))

# ---- tables whose cells come as close as words; their heads stand over the middle of the columns, or where those begin
def tabled(rows, middle, y=300):
    """Cells in columns as wide as their widest text, 3 points apart, and the y below them."""
    x, out = 60, []
    for texts in zip(*rows):
        w = max(width(t, 10) for t in texts)
        out += [(x + (w - width(t, 10)) / 2 if k == 0 and middle else x, y + 16 * k, 10, t) for k, t in enumerate(texts)]
        x += w + 3
    return out, y + 16 * len(rows)


TABLES = {
    "three": [("State", "Payment", "Until"), ("Calder", "316,000 crowns", "2027"), ("the Kingdom of Soland", "4,000 crowns", "2027"), ("Norvia", "87,000 crowns", "2028")],
    "four": [("Hafen", "Tiefe", "Kai", "Ab"), ("Stell", "12 Meter", "340 Meter", "Mai 2027"), ("Bad Oster", "9 Meter", "1100 Meter", "Juni 2028")],
    "two": [("Puerto", "Buques"), ("Ribamar", "316"), ("San Aurelio", "87"), ("Costa", "1204")],
    "one-row": [("Pays", "Montant", "Date"), ("Norvie", "42 000 florins", "2029")],
}
for name, rows in TABLES.items():
    for middle in (1, 0):
        grid, y = tabled(rows, middle)
        for below in ("Per Ross Director", "The fund " + LETTER["en"][1][4:]):
            p, out = parse("close-cells", data=write([[(60, 80, 16, "Payments of the states", True)] + column(LETTER["en"], 60, 110, 470)[0] + grid + [l[:4] for l in wrap(below, 60, y + 6, 10, 470)[0]]]))
            found = [[r["cells"] for r in b["rows"]] for r in out for b in r["blocks"] if b.get("type") == "table"]
            check("cells as close as words, %s, heads %s, above %r" % (name, "in the middle" if middle else "at the left", below[:8]),
                  found == [[list(r) for r in rows]] and below[:8] in text_of(out).split("\n")[-1], (found, text_of(out)[-200:], told(p)[-300:]))

# ---- signatures in cells that come as close as words, and parted by a page break
def signed(rows, below=()):
    """Signatures in rows of cells, each column as wide as its widest text, and what stands below them."""
    at, x, y, out = [], 60, 600, []
    for texts in zip(*rows):
        at.append(x)
        x += max(width(t, 10) for t in texts) + width(" ", 10)
    for row in list(rows) + [(t,) for t in below]:
        out += [(at[k], y, 10, t) for k, t in enumerate(row)]
        y += 16
    return out


DONE = HEAD + column(STATEMENT, 60, 160, 470)[0] + [(60, 570, 10, "Done at Hollin on 3 May 2026, in three originals.")]
PEOPLE = [("Calder", "Anna Berg"), ("the Kingdom of Norvia", "Per Ross"), ("Soland", "Ida Falk Holm")]
COLUMNS = signed([["For " + s for s, _ in PEOPLE], [n for _, n in PEOPLE], ["Minister of Energy"] * 3])
CELLS = {
    "rows": write([DONE + signed([("For " + s, n, "Minister of Energy") for s, n in PEOPLE], ["Annex", "Table of fees", "A. Eastvale", "B. Dunby"])]),
    "columns": write([DONE + COLUMNS + [(60, 648, 10, "Annex"), (60, 664, 10, "Table of fees")]]),
    "parted": write([[(x, y + 170, *more) for x, y, *more in DONE[len(HEAD):] + COLUMNS[:6]],
                     [(x, 60, *more) for x, _, *more in COLUMNS[6:]] + [(60, 100, 10, "The fees of the harbour are paid in advance and by transfer to the bank of the fund.")]]),
}
for name, data in CELLS.items():
    P.write(name + ".pdf", data)
    p = P.run("parse", "--as", "statement", P.path(name + ".pdf"))
    found = [(s.get("name"), s.get("office"), s.get("org")) for r in lines(p.stdout) for s in r.get("signatories", [])]
    wanted = [(n, "Minister of Energy", s) for s, n in PEOPLE]
    check("signatures in close cells: %s" % name, [(n, o, (org or "").removeprefix("the ")) for n, o, org in found] == [(n, o, org.removeprefix("the ")) for n, o, org in wanted], str(found) + told(p)[-800:])

# ---- what is known of the pages of its host is not of it
os.makedirs(P.path("rules"), exist_ok=True)
P.write("rules/file.example.txt", "body: //div[@id='story']\nautodetect_on_failure: no\n")
ruled = {"rule": 'version: 1\nparsers: { article: { rules: ["host=paper.example; body=#story"] } }\n', "file": "version: 1\nrules: rules\n"}
P.write("letter.pdf", DOCS["pages-en"])
for name, text in ruled.items():
    at = "https://%s.example/letter" % {"rule": "paper", "file": "file"}[name]
    conf = P.write(name + ".yaml", text)
    found = {f: lines(P.run("parse", "--config", conf, "--url", at + f, P.path("letter" + f) if f == ".pdf" else P.write("letter.html", "<html><body><h1>The lighthouse</h1><div id=x><p>%s</p></div></body></html>" % LETTER["en"][0])).stdout) for f in (".pdf", ".html")}
    check("a PDF is read without the %s of its host" % name, LETTER["en"][1] in text_of(found[".pdf"]) and "rule-missed" not in json.dumps(found[".pdf"]), str(found[".pdf"])[-1500:])
    check("a page of this host is read with the %s" % name, "rule-missed" in json.dumps(found[".html"]), str(found[".html"])[-1500:])

# ---- printed by another program
if shutil.which("weasyprint"):
    page = ("<html lang=uk><style>@page{size:A4;margin:22mm;@top-center{content:'Служба преси'}@bottom-center{content:counter(page) ' / ' counter(pages)}}body{font-family:'DejaVu Sans',sans-serif;font-size:10pt;columns:2;hyphens:auto}h1{column-span:all}</style>"
            "<h1>Пором знову ходить до мису Остер</h1>" + "".join("<p>%s</p>" % ("Пором до мису Остер знову піде з понеділка, повідомила портова служба на причалі, день %d." % n) for n in range(24)))
    subprocess.run(["weasyprint", "-q", P.write("p.html", page), P.path("p.pdf")], check=False, capture_output=True)
    p = P.run("parse", P.path("p.pdf"))
    got = [b.get("text") for r in lines(p.stdout) for b in r["blocks"]]
    check("two columns of another program, in Ukrainian", all(("Пором до мису Остер знову піде з понеділка, повідомила портова служба на причалі, день %d." % n) in got for n in range(24)), (told(p)[-1500:]))
else:
    print("skipped: weasyprint is not installed, which prints one more document")
P.end()
