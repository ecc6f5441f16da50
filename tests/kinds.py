#!/usr/bin/env python3
"""tidings import of everything that lies about: a folder with a file of each kind, once, and what the report says of each; and each kind
empty, cut off, huge, nested and hostile.

  kinds.py --tidings build/release/tidings [--show]

Each document has a line with a reason, the exit code is that of the lines, and nothing takes long or grows.  Exit 0 when all holds, 77 when
the program was built without what reads archives, office documents or PDF.
"""
import base64, bz2, gzip, io, json, lzma, os, random, resource, socket, sqlite3, struct, sys, tarfile, time, zipfile, zlib

import piles
from loopback import Web
from piles import answer, mail, page, record, report, words
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--show", action="store_true", help="print what came of each")
P = Program("kinds", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
for plugin in ("parse-office", "parse-pdf"):
    if not os.path.exists(os.path.join(os.path.dirname(A.tidings), "plugins", plugin + ".so")):
        print("skipped: the program was built without " + plugin)
        sys.exit(77)
web = Web(lambda host, name: (404, {}, b"") if name == "/robots.txt" else (200, {"Content-Type": "application/rss+xml"}, rss("Listed").encode()))
CONF = write("c.yaml", "version: 1\nfetch: { allow_private: true, hosts: { delay: 0s } }\npipeline: []\n")
r = random.Random(5)


def title(i):
    return report(i)[0]


def text(i):
    return title(i) + "\n\n" + "\n\n".join(report(i)[1]) + "\n"


def row(i, **more):
    return dict({"id": "row%d" % i, "title": title(i), "text": " ".join(report(i)[1]), "published": piles.when(i)}, **more)


def rss(name):
    return "<?xml version='1.0'?><rss version='2.0'><channel><title>F</title><link>http://f.example/</link>" + "".join(
        "<item><title>%s %d</title><link>http://%s.example/%d</link><guid>%s%d</guid><description>%s</description></item>" % (name, i, name.lower(), i, name, i, words(random.Random(name + str(i)), 20)) for i in range(2)) + "</channel></rss>"


ATOM = "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><id>a</id><updated>2026-03-05T10:00:00Z</updated><entry><title>%s</title><id>atom1</id><link href='http://a.example/1'/><updated>2026-03-05T10:00:00Z</updated><content>%s</content></entry></feed>" % (title(3), " ".join(report(3)[1]))
RDF = "<?xml version='1.0'?><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel rdf:about='http://r.example/'><title>R</title><link>http://r.example/</link><description>d</description></channel><item rdf:about='http://r.example/1'><title>%s</title><link>http://r.example/1</link><description>%s</description></item></rdf:RDF>" % (title(4), report(4)[1][0])
STATEMENT = "MINISTRY OF HARBOURS\n\nPRESS RELEASE No. 12/2026\n\nAnsel, 5 March 2026\n\nStatement of the Minister on the ferry\n\n1. The Ministry notes that the ferry ran aground on Friday.\n\n2. The Ministry calls on all masters to keep away from the rocks.\n\n3. An inquiry begins on Monday, and its report will be published.\n\nIda Ross\nMinister of Harbours\n"
NITF = "<?xml version='1.0'?><nitf><head><title>%s</title></head><body><body.head><hedline><hl1>%s</hl1></hedline></body.head><body.content>%s</body.content></body></nitf>" % (title(6), title(6), "".join("<p>%s</p>" % p for p in report(6)[1]))
AKN = "<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><doc name='statement'><meta><identification source='#a'><FRBRWork><FRBRthis value='/akn/x/doc/2026-03-05/1'/><FRBRuri value='/akn/x/doc/2026-03-05/1'/><FRBRdate date='2026-03-05' name='g'/><FRBRauthor href='#a'/><FRBRcountry value='x'/></FRBRWork></identification></meta><preface><p><docTitle>%s</docTitle></p></preface><mainBody>%s</mainBody></doc></akomaNtoso>" % (
    title(7), "".join("<paragraph eId='p%d'><num>%d.</num><content><p>%s</p></content></paragraph>" % (i, i, p) for i, p in enumerate(report(7)[1], 1)))
SITEMAP = "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>http://127.0.0.7:%d/x</loc></url></urlset>" % web.port
OPML = "<opml version='2.0'><body><outline type='rss' text='L' xmlUrl='http://127.0.0.7:%d/feed'/></body></opml>" % web.port


def zipped(files, how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as z:
        for name, data in files:
            z.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else how)
    return out.getvalue()


def tarred(files, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as t:
        for name, data in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            t.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def docx(paragraphs, body=None):
    body = body or "".join("<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % p for p in paragraphs)
    return zipped([("[Content_Types].xml", "<Types/>"), ("_rels/.rels", "<Relationships/>"), ("word/document.xml",
                  '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>' % body)])


def odt(paragraphs, body=None):
    body = body or "".join("<text:p>%s</text:p>" % p for p in paragraphs)
    return zipped([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
                   'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>%s</office:text></office:body></office:document-content>' % body)])


def pdf(paragraphs):
    """A page of lines, in Helvetica."""
    ops, y = "", 760
    for p in paragraphs:
        for i in range(0, len(p), 90):
            ops += "BT /F1 10 Tf 50 %d Td (%s) Tj ET\n" % (y, p[i:i + 90].replace("(", "\\(").replace(")", "\\)"))
            y -= 13
        y -= 13
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               "<< /Length %d >>\nstream\n%sendstream" % (len(ops), ops), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    out, places = "%PDF-1.4\n", []
    for i, o in enumerate(objects, 1):
        places.append(len(out))
        out += "%d 0 obj\n%s\nendobj\n" % (i, o)
    xref = len(out)
    out += "xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + "".join("%010d 00000 n \n" % p for p in places) + "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref)
    return out.encode("latin-1")


def har(entries):
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "b", "version": "1"}, "entries": [
        {"startedDateTime": piles.when(i), "time": 1, "request": {"method": "GET", "url": "https://har.example/%d" % i}, "response": {"status": 200, "headers": [], "content": {"mimeType": "text/html", "text": page(i).decode()}}} for i in entries]}})


def table(first, n, divider=","):
    return divider.join(("title", "date", "text")) + "\n" + "".join(divider.join((title(i), piles.when(i), '"%s"' % report(i)[1][0].replace(".", ";\n"))) + "\n" for i in range(first, first + n))


def warc(numbers, pack=lambda b: b):
    return b"".join(pack(record("response", "https://warc.example/%d" % i, answer(page(i)), piles.when(i))) for i in numbers)


def mbox(numbers):
    return b"".join(b"From a@b.example Thu Mar  5 09:30:00 2026\n" + mail(i) + b"\n" for i in numbers)


database = path("x.sqlite")
sqlite3.connect(database).execute("CREATE TABLE a (b)").connection.commit()
C = "/* a.c - sail. */\n#include <stdio.h>\n\nstatic int sail(int n) {\n  if (n == 0) return 1;\n  return sail(n - 1);\n}\n\nint main(void) {\n  printf(\"%d\\n\", sail(3));\n  return 0;\n}\n"
S, N, O, F = "stored", "named", "left-out", "failed"
# name: its bytes; what comes of it, document by document
KINDS = {
    "page.html": (page(1), [S]), "page.xhtml": (page(2).replace(b"<meta charset=utf-8>", b""), [S]), "feed.rss": (rss("Rss"), [S]), "feed.atom": (ATOM, [S]), "feed.rdf": (RDF, [S]),
    "feed.json": (json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [{"id": "1", "url": "http://j.example/1", "title": title(5), "content_text": report(5)[1][0]}]}), [S]),
    "report.txt": (text(8), [S]), "notes.md": ("# %s\n\n%s" % (title(9), text(9).split("\n", 2)[2]), [S]), "statement.txt": (STATEMENT, [S]), "letter.eml": (mail(10), [S]), "letters.mbox": (mbox((11, 12)), [S, S]),
    "rows.jsonl": ("".join(json.dumps(row(i)) + "\n" for i in (13, 14)), [S, S]), "list.json": (json.dumps({"articles": [row(15), row(16)]}), [S, S]), "one.json": (json.dumps(row(17)), [S]),
    "table.csv": (table(18, 2), [S, S]), "table.tsv": (table(20, 2, "\t"), [S, S]), "wide.csv": (table(22, 2, ";").encode("utf-16"), [S, S]), "table.csv.gz": (gzip.compress(table(24, 2).encode()), [S, S]),
    "site.warc": (warc((26, 27)), [S, S]), "site.warc.gz": (warc((28, 29), gzip.compress), [S, S]), "pages.zip": (zipped([("a.html", page(30)), ("b.txt", text(31)), ("c.csv", table(32, 1)), ("d.png", b"\x89PNG\r\n\x1a\n" + bytes(40))]), [S, S, S, O]),
    "pages.tar.gz": (tarred([("a.html", page(33)), ("in.zip", zipped([("b.html", page(34))]))], "w:gz"), [S, S]), "page.html.gz": (gzip.compress(page(35)), [S]), "report.txt.bz2": (bz2.compress(text(36).encode()), [S]), "rows.jsonl.xz": (lzma.compress((json.dumps(row(37)) + "\n").encode()), [S]),
    "visit.har": (har((38, 39)), [S, S]), "paper.docx": (docx(text(40).split("\n\n")), [S]), "paper.odt": (odt(text(41).split("\n\n")), [S]), "paper.pdf": (pdf(text(42).split("\n\n")), [S]), "wire.xml": (NITF, [S]), "act.xml": (AKN, [S]),
    "feeds.opml": (OPML, [O]), "sitemap.xml": (SITEMAP, [O]), "urls": ("https://c.example/feed news \"~C\"\nhttps://d.example/feed\n", [O]), "Maildir/cur/1.eml:2,S": (mail(43), [S]),
    # no news
    "a.c": (C, [O]), "Makefile": ("all: a b\n\na: a.c\n\tcc -o a a.c\n\nclean:\n\trm -f a b\n", [O]), "run.sh": ("#!/bin/sh\nset -e\necho hello\n", [O]), "run.log": ("".join("2026-03-05T14:30:%02dZ tidings: warning: nothing came of it\n" % i for i in range(9)), [O]),
    "a.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(40), [O]), "a.jpg": (b"\xff\xd8\xff\xe0" + bytes(60), [O]), "a.gif": (b"GIF89a" + bytes(40), [O]), "a.mp3": (b"ID3\4" + bytes(60), [O]), "a.mp4": (b"\0\0\0\x18ftypmp42" + bytes(60), [O]), "a.woff2": (b"wOF2" + bytes(40), [O]),
    "prog": (b"\x7fELF\2\1\1" + bytes(60), [O]), "store.sqlite": (open(database, "rb").read(), [O]), "lib.a": (b"!<arch>\n" + bytes(60), [O]), "package.json": (json.dumps({"name": "a", "version": "1"}), [O]), "ships.csv": ("ship,length\nHalcyon,20\n", [O]), "empty": ("", [O]),
    # texts that are data
    "style.css": ("p {\n  color: red;\n}\nbody {\n  margin: 0;\n}\n", [O]), "conf.yaml": ("a: 1\nb:\n  - c\nserver:\n  host: x\n", [O]), "conf.ini": ("[section]\nkey = value\n\n[other]\nn = 2\n", [O]), "conf.toml": ("[a]\nb = 1\nc = \"x\"\n", [O]),
    "key.pem": ("-----BEGIN PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n" * 5 + "-----END PRIVATE KEY-----\n", [O]), "passwd": ("root:x:0:0:root:/root:/bin/bash\n" + "".join("user%d:x:%d:%d::/home/u:/bin/sh\n" % (i, i, i) for i in range(5)), [O]),
    "needs.txt": ("numpy==1.0\nscipy>=2\nrequests\nflask\n", [O]), "words.dic": ("aardvark\nabacus\nabandon\nabbey\n" * 9, [O]), "a.ics": ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nSUMMARY:The ferry leaves on Monday morning\r\nEND:VCALENDAR\r\n", [O]), "a.vcf": ("BEGIN:VCARD\r\nFN:Ann Bell\r\nEND:VCARD\r\n", [O]),
    "a.srt": ("1\n00:00:01,000 --> 00:00:03,000\nThe ferry ran aground on Friday\n", [O]), "a.vtt": ("WEBVTT\n\n00:01.000 --> 00:03.000\nThe ferry ran aground on Friday\n", [O]), "a.ris": ("TY  - NEWS\nTI  - The ferry ran aground\nER  - \n", [O]), "a.bib": ("@article{a,\n  title = {The ferry},\n  author = {Bell, Ann},\n  year = 2026\n}\n", [O]),
    "a.ps": ("%!PS-Adobe-3.0\n/Times findfont\nshowpage\n", [O]), "a.tex": ("\\documentclass{article}\n\\begin{document}\nThe ferry ran aground on Friday, officials said.\n\\end{document}\n", [O]), "a.patch": ("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-the ferry ran aground on friday\n+b\n", [O]),
    "Dockerfile": ("FROM debian:12\nRUN apt-get update && apt-get install -y x\nCOPY . /app\nCMD [\"x\"]\n", [O]), "a.lua": ("local a = require 'b'\nfunction c(d)\n  return d + 1\nend\nreturn c\n", [O]), "a.rb": ("require 'x'\n\nclass A\n  def b\n    @c = 1\n  end\nend\n", [O]), "a.php": ("<?php\nfunction a($b) {\n  return $b + 1;\n}\n", [O]),
    "a.el": ("(defun a (b)\n  (+ b 1))\n(defun c ()\n  (a 2))\n(provide 'a)\n", [O]), "a.svg": ("<?xml version='1.0'?>\n<!-- a drawing -->\n<svg xmlns='http://www.w3.org/2000/svg'><text>The ferry ran aground on Friday</text></svg>", [O]), "a.plist": ("<?xml version='1.0'?><!DOCTYPE plist PUBLIC 'x' 'y'><plist version='1.0'><dict/></plist>", [O]),
    "pom.xml": ("<project xmlns='http://maven.apache.org/POM/4.0.0'><name>The ferry ran aground on Friday</name></project>", [O]), "dump.xml": ("<mediawiki xmlns='http://www.mediawiki.org/xml/export-0.11/'><page><title>Ferry</title><revision><text>The ferry ran aground on Friday.</text></revision></page></mediawiki>", [O]),
    "null.json": ("null\n", [O]), "number.json": ("42", [O]), "a.torrent": ("d8:announce10:http://x/4:infod4:name1:aee", [O]), "a.parquet": (b"PAR1" + bytes(60) + b"PAR1", [O]), "a.npy": (b"\x93NUMPY\1\0" + bytes(60), [O]), "a.jar": (zipped([("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"), ("A.class", b"\xca\xfe\xba\xbe" + bytes(40))]), [O]),
    # short news stay news
    "short.txt": ("Ferry aground\n\nThe ferry ran aground.\n", [S]), "headline.txt": ("Storm over Hollin\n", [S]), "list.txt": ("What the inquiry asks\n\n- Who steered?\n- Was it dark?\n- Why was nobody told of the rocks off Hollin?\n", [S]),
    # what no parser reads
    "old.doc": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000), [F]), "a.rtf": ("{\\rtf1\\ansi The ferry ran aground.\\par}", [F]), "a.rar": (b"Rar!\x1a\7\1\0" + bytes(60), [F]), "a.epub": (zipped([("mimetype", "application/epub+zip"), ("ch1.xhtml", page(1))]), [F]),
    "sheet.xlsx": (zipped([("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")]), [F]), "talk.pptx": (zipped([("[Content_Types].xml", "<Types/>"), ("ppt/presentation.xml", "<p/>")]), [F]), "data.bin": (bytes(r.randrange(256) for _ in range(3000)), [F]),
}


def run(store, *args, timeout=120):
    """The lines of the report by the names in the folder, the exit code, what was said, seconds, and the most memory of a process in MB."""
    began = time.monotonic()
    p = P.run("import", "--config", CONF, "--store", path(store + ".db"), "--report", path(store + ".jsonl"), *args, timeout=timeout)
    found = lines(open(path(store + ".jsonl")).read()) if os.path.exists(path(store + ".jsonl")) else []
    return p, found, time.monotonic() - began


def by_name(found, folder):
    names = {}
    for l in found:
        if not l["path"].startswith("http"):
            names.setdefault(os.path.relpath(l["path"], folder), []).append(l)
    return names


def code_of(found):
    """The exit code that the lines ask for."""
    kept = [l for l in found if l["result"] in ("stored", "version", "seen")]
    failed = [l for l in found if l["result"] == "failed"]
    return 3 if kept and failed else 1 if failed else 0 if kept else 4


def is_clear(l):
    return l["result"] in ("stored", "version", "seen", "named") or (len(l.get("why", "")) > 5 and (l["result"] != "failed" or l.get("class")))


# ---- one of each ----
folder = path("all")
for name, (data, _) in KINDS.items():
    write("all/" + name, data)
for part in ("new", "tmp"):
    os.makedirs(path("all/Maildir", part))
write("all/.hidden", text(50))
write("all/tmp-mail", "")
os.unlink(path("all/tmp-mail"))
os.symlink("..", path("all/up"))
os.symlink("nothing", path("all/nowhere"))
os.symlink("circle", path("all/circle"))
os.symlink("report.txt", path("all/linked"))
os.mkfifo(path("all/pipe"))
listening = socket.socket(socket.AF_UNIX)
listening.bind(path("all/socket"))
OTHERS = {"up": [O], "nowhere": [O], "circle": [O], "pipe": [O], "socket": [O], "linked": [S]}
p, found, seconds = run("all", folder)
names = {}
for name, ls in by_name(found, folder).items():
    top = next((k for k in list(KINDS) + list(OTHERS) if name == k or name.startswith(k + "/")), name)
    names.setdefault(top, []).extend(ls)
if A.show:
    for name, ls in names.items():
        for l in ls:
            print("     ", name, {k: v for k, v in l.items() if k not in ("ids", "path", "offset")})
wanted = dict({n: results for n, (_, results) in KINDS.items()}, **OTHERS)
wrong = {n: ([(l["result"], l.get("why")) for l in names.get(n, [])], w) for n, w in wanted.items() if [l["result"] for l in names.get(n, [])] != w}
check("%d kinds of files: what the report says of each" % len(wanted), not wrong, wrong)
check("nothing else has a line", set(names) == set(wanted), set(names) ^ set(wanted))
check("each line is clear", all(map(is_clear, found)), [l for l in found if not is_clear(l)])
check("and of what no parser reads says what to do", all(any(w in names[n][0]["why"] for w in ("save it as", "unpack it", "convert it", "save its tables")) for n in ("old.doc", "a.rtf", "a.rar", "a.epub", "sheet.xlsx", "talk.pptx")), {n: names.get(n) for n in ("old.doc", "a.rtf", "a.rar", "a.epub", "sheet.xlsx")})
check("part of it failed: exit code 3", p.returncode == 3 == code_of(found), told(p))
stored = P.records(path("all.db"))
words_of = [json.dumps(x) for x in stored]
missing = [title(i) for i in range(1, 44) if not any(title(i) in x or report(i)[1][1] in x for x in words_of)]
check("each report is stored, and as many records as the lines say", not missing and len(stored) == sum(l.get("stored", 0) for l in found), (missing, len(stored)))
check("nobody was asked because of the list of feeds that lay there", not any("Listed" in x for x in words_of), missing)
P.run("import", "--config", CONF, "--store", path("all.db"), folder)
check("the same once more changes nothing", len(P.records(path("all.db"))) == len(stored))

# ---- each importer, with what nobody should send it ----
deep_json = "[" * 50000 + "]" * 50000
nested_mail = mail(1)
for i in range(300):
    nested_mail = b"Subject: s\nContent-Type: multipart/mixed; boundary=b%d\n\n--b%d\nContent-Type: message/rfc822\n\n" % (i, i) + nested_mail + b"\n--b%d--\n" % i
nested_zip = zipped([("a.html", page(1))])
for i in range(6):
    nested_zip = zipped([("in.zip", nested_zip)])
GOOD = {"page.html": page(1), "feed.rss": rss("Rss").encode(), "report.txt": text(2).encode(), "letter.eml": mail(3), "letters.mbox": mbox(range(4, 8)), "rows.jsonl": "".join(json.dumps(row(i)) + "\n" for i in range(8, 12)).encode(),
        "list.json": json.dumps([row(i) for i in range(12, 16)]).encode(), "table.csv": table(16, 4).encode(), "wide.csv": table(20, 4).encode("utf-16"), "site.warc": warc(range(24, 28)), "site.warc.gz": warc(range(28, 32), gzip.compress), "pages.zip": zipped([("%d.html" % i, page(i)) for i in range(32, 36)]),
        "pages.tar": tarred([("%d.html" % i, page(i)) for i in range(36, 40)]), "pages.tar.gz": tarred([("%d.html" % i, page(i)) for i in range(40, 44)], "w:gz"), "rows.jsonl.xz": lzma.compress("".join(json.dumps(row(i)) + "\n" for i in range(44, 48)).encode()), "visit.har": har((48, 49)).encode(),
        "paper.docx": docx(text(50).split("\n\n")), "paper.odt": odt(text(51).split("\n\n")), "paper.pdf": pdf(text(52).split("\n\n")), "wire.xml": NITF.encode(), "feeds.opml": OPML.encode()}
X = 20000
NESTED = {"page.html": b"<html><body>" + b"<div>" * X + page(1), "feed.rss": rss("Rss").encode().replace(b"<description>", b"<description>" + b"<b>" * X, 1), "report.txt": b">" * X + text(2).encode(), "letter.eml": nested_mail,
          "letters.mbox": b"From a@b.example Thu Mar  5 09:30:00 2026\n" + nested_mail + b"\n" + mbox((5,)), "rows.jsonl": ('{"title": "Deep", "x": %s}\n' % deep_json).encode() + GOOD["rows.jsonl"], "list.json": ('[%s, {"title": "Deep", "url": "https://c.example/d", "x": %s}]' % (json.dumps(row(12)), deep_json)).encode(),
          "table.csv": b"title,text\n" + b'"' * (2 * X + 1) + b"\nA,So it was.\n", "wide.csv": ("title,text\n" + '"' * (2 * X + 1) + "\nA,So it was.\n").encode("utf-16"), "site.warc": record("response", "https://warc.example/n", answer(b"<html>" + b"<table>" * X + page(24))), "site.warc.gz": gzip.compress(gzip.compress(warc((28,)))),
          "pages.zip": nested_zip, "pages.tar": tarred([("in.tar", tarred([("in.tar", tarred([("in.tar", tarred([("a.html", page(36))]))]))]))]), "pages.tar.gz": gzip.compress(gzip.compress(tarred([("a.html", page(40))]))), "rows.jsonl.xz": lzma.compress(lzma.compress(GOOD["rows.jsonl"])),
          "visit.har": har((48,)).encode().replace(b'"headers": []', b'"headers": %s' % deep_json.encode(), 1), "paper.docx": docx([], "<w:p>" * X + "<w:r><w:t>Deep</w:t></w:r>" + "</w:p>" * X), "paper.odt": odt([], "<text:section>" * X + "<text:p>Deep</text:p>" + "</text:section>" * X),
          "paper.pdf": b"%PDF-1.4\n1 0 obj\n" + b"[" * X + b"]" * X + b"\nendobj\ntrailer << /Root 1 0 R >>\n", "wire.xml": NITF.encode().replace(b"<p>", b"<p>" * X, 1), "feeds.opml": b"<opml version='2.0'><body>" + b"<outline text='a'>" * X + b"</body></opml>"}
noise = bytes(r.randrange(256) for _ in range(5000))
heads = {"pages.zip": b"PK\3\4", "pages.tar": bytes(257) + b"ustar\x0000", "pages.tar.gz": b"\x1f\x8b\x08\0", "rows.jsonl.xz": b"\xfd7zXZ\0", "site.warc": b"WARC/1.0\r\n", "site.warc.gz": b"\x1f\x8b\x08\0", "paper.docx": zipped([("[Content_Types].xml", "<Types/>"), ("word/document.xml", noise)]),
         "paper.odt": zipped([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", noise)]), "paper.pdf": b"%PDF-1.7\n", "list.json": b'{"articles": [{"title": "a", "text": ', "visit.har": b'{"log": {"creator": {}, "entries": [', "rows.jsonl": b'{"title": "', "table.csv": b"title,text\n\"", "letters.mbox": b"From a@b.example Thu Mar  5 09:30:00 2026\nSubject: a\n\n",
         "feed.rss": b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'><!ENTITY b '&a;&a;'>]><rss><channel><item><title>&b;", "feeds.opml": b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><opml><body><outline text='&a;", "wire.xml": b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><nitf><body>&a;"}
HOSTILE = {n: heads.get(n, b"") + noise for n in GOOD}


def huge(name):
    """As large as 3 GB on paper: a hole behind the good beginning."""
    with open(path("huge", name), "r+b") as f:
        f.truncate(3 << 30)


for what, files in {"empty": {n: b"" for n in GOOD}, "cut": {n: d[:len(d) * 3 // 5] for n, d in GOOD.items()}, "nested": NESTED, "hostile": HOSTILE, "huge": GOOD}.items():
    for name, data in files.items():
        write(what + "/" + name, data)
        if what == "huge":
            huge(name)
    p, found, seconds = run(what, path(what), timeout=250)
    names = by_name(found, path(what))
    if A.show:
        for name, ls in sorted(names.items()):
            for l in ls:
                print("     ", what, name, {k: v for k, v in l.items() if k not in ("ids", "path", "offset")})
    tops = {next((k for k in sorted(files, key=len, reverse=True) if n == k or n.startswith(k + "/")), n) for n in names}
    check("%s: each has a line" % what, tops == set(files), (set(files) ^ tops, told(p)))
    check("%s: each line is clear" % what, all(map(is_clear, found)), [l for l in found if not is_clear(l)])
    check("%s: the exit code is that of the lines, %d" % (what, code_of(found)), p.returncode == code_of(found), (p.returncode, told(p)))
    check("%s: in time, %.1f s" % (what, seconds), P.in_time(seconds, 60), seconds)
    check("%s: nothing of the machine is in it" % what, not any("root:" in json.dumps(x) for x in lines(P.run("export", "--format", "jsonl", "--store", path(what + ".db")).stdout)))
    if what in ("empty", "hostile"):
        for name in files:
            p, found, seconds = run("one-%s-%s" % (what, name), path(what, name))
            check("%s %s alone: exit code %d" % (what, name, code_of(found)), p.returncode == code_of(found) and len(found) > 0 and all(map(is_clear, found)) and (what != "empty" or p.returncode == 4), (found, told(p)))
P.end()
