#!/usr/bin/env python3
"""Each thing that an import is given has a line in its report, whatever becomes of it.

  import_each.py --tidings build/release/tidings

Recordings of browsers with any number of answers, answers of interfaces in web archives, exports of WordPress, saved pages, mails of
Apple Mail, objects by id, files and addresses that are not there, standard input.  Exit 0 when all holds.
"""
import base64, gzip, io, json, os, zipfile

import piles
from loopback import Web
from program import arguments, lines, Program, told

P = Program("import-each", arguments(__doc__))
check, path, write = P.check, P.path, P.write


def imported(name, *args, code=0, **more):
    """The records, and the lines of the report."""
    store, report = path(name + ".db"), path(name + ".jsonl")
    p = P.run("import", "--store", store, "--report", report, *args, **more)
    check("%s: exit code %d" % (name, code), p.returncode == code, told(p))
    return P.records(store) if os.path.exists(store) else [], lines(open(report).read()), p


def titles(records):
    return sorted(r["title"] for r in records)


def title(i):
    return piles.report(i)[0]


# ---- a recording of a browser ----
def entry(i, url, mime="text/html; charset=utf-8", **content):
    return {"startedDateTime": piles.when(i), "request": {"method": "GET", "url": url}, "response": {"status": 200, "content": dict(mimeType=mime, **content)}}


def har(entries):
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "x \"log\" [", "version": "1"}, "pages": [{"id": "p", "title": "{\"entries\": ["}], "entries": entries}})


N = 1300
got, said, p = imported("long", write("long.har", har([entry(i, "https://h.example/%d" % i, text=piles.page(i).decode()) for i in range(N)])))
check("a recording of %d answers is read to its end" % N, len(got) == N and len(said) == N, (len(got), len(said), told(p)))
check("with the addresses and places of its answers", said[7]["place"] == "/log/entries/7" and got[0]["url"] == "https://h.example/0", (said[7], got[0]))

site = "https://h.example/"
odd = [entry(1, site + "a", text=piles.page(1).decode()), entry(2, site + "b", text=base64.b64encode(piles.page(2)).decode(), encoding="base64"),
       entry(3, site + "c", text="<p>no base64 at all!</p>", encoding="base64"), entry(4, site + "d", "application/json", text='{"user": null, "n": 1}'),
       entry(5, site + "e", "application/json", text='{"user": nul'), entry(6, site + "f", "video/mp4", text="A" * (5 << 20), encoding="base64"),
       entry(7, site + "g"), entry(8, site + "h", text="<p>%s</p>" % ("x" * (5 << 20))), entry(9, "data:text/html,x", text="x")]
got, said, p = imported("odd", write("odd.har", har(odd)), code=3)
check("what can be read of a recording is", titles(got) == sorted((title(1), title(2))), got)
result = {l["place"].split("/")[-1]: (l["result"], l.get("why", "")) for l in said}
check("each answer has a line", sorted(result) == sorted(str(i) for i in range(9)), said)
check("what is broken has failed", all(result[i][0] == "failed" for i in "247") and "base64" in result["2"][1] and "longer" in result["7"][1], result)
check("what is no document is left out, and says why", all(result[i][0] == "left-out" and result[i][1] for i in "3568") and "not recorded" in result["6"][1], result)
again, said, p = imported("odd", "--retry-failed", path("odd.jsonl"), code=1)
check("what failed is read again, and nothing else", len(said) == 3 and all(l["result"] == "failed" for l in said), said)

# ---- answers of interfaces in a web archive ----
row = lambda i: {"id": "r%d" % i, "title": title(i), "text": piles.report(i)[1][0], "published": piles.when(i), "url": "https://api.example/%d" % i}
bare = lambda i: {"title": title(i), "text": piles.report(i)[1][0]}
answers = [("https://w.example/page", "text/html", piles.page(20)), ("https://w.example/list", "application/json", json.dumps({"total": 3, "articles": [row(i) for i in (21, 22, 23)]})),
           ("https://w.example/bare", "application/json; charset=utf-8", json.dumps([bare(24), bare(25)])), ("https://w.example/lines", "application/x-ndjson", "".join(json.dumps(row(i)) + "\n" for i in (26, 27))),
           ("https://w.example/table", "text/csv", "title,text,published\n" + "".join('"%s","%s",%s\n' % (title(i), piles.report(i)[1][0], piles.when(i)) for i in (28, 29))),
           ("https://w.example/state", "application/json", '{"viewer": null}'), ("https://w.example/pack", "application/zip", b"PK\3\4" + bytes(60)), ("https://w.example/rpc", "application/x-protobuf", b"\x08\1\x12\4test"),
           ("https://w.example/cut", "application/json", '{"viewer": nul')]
warc = b"".join(piles.record("response", url, piles.answer(body if isinstance(body, bytes) else body.encode(), Content_Type=kind)) for url, kind, body in answers)
got, said, p = imported("answers", write("answers.warc", warc), code=3)
check("lists that interfaces gave are read, row by row", titles(got) == sorted(title(i) for i in range(20, 30)), (titles(got), told(p)))
by = {l.get("url", ""): l for l in said}
check("each row has a line, with the place of its answer", by.get("https://w.example/list#/articles/2", {}).get("result") == "stored" and by["https://w.example/table#row=2"]["offset"] == warc.index(b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://w.example/table"), said)
check("other data is left out, with a line", all(by["https://w.example/" + n]["result"] == "left-out" and by["https://w.example/" + n]["why"] for n in ("state", "pack", "rpc")), said)
check("only what is broken has failed", [l["url"] for l in said if l["result"] == "failed"] == ["https://w.example/cut"], said)
many = piles.record("response", "https://w.example/many", piles.answer(json.dumps([row(i) for i in range(30, 1030)]).encode(), Content_Type="application/json")) + piles.record("response", "https://w.example/page", piles.answer(piles.page(2000)))
got, said, p = imported("many", write("many.warc", many))
check("a list of a thousand rows, and what stands behind it", len(got) == 1001 and len(said) == 1001, (len(got), len(said), told(p)))
cut = piles.record("response", "https://w.example/cut-off", piles.answer(piles.page(1)), WARC_Truncated="length") + piles.record("response", "https://w.example/page", piles.answer(piles.page(2)))
got, said, p = imported("lost", write("lost.warc", cut))
check("what was cut off in an archive has a line", [(l.get("url"), l["result"]) for l in said] == [("https://w.example/cut-off", "left-out"), ("https://w.example/page", "stored")], said)

# ---- an export of WordPress ----
kinds = [("post", "publish", ""), ("page", "publish", ""), ("post", "draft", ""), ("post", "private", ""), ("post", "trash", ""), ("attachment", "inherit", ""), ("nav_menu_item", "publish", ""), ("post", "publish", "pass"), ("product", "publish", ""), ("wp_block", "publish", "")]
items = "".join("<item><title>%s</title><link>https://b.example/%d</link><pubDate>%s</pubDate><guid isPermaLink='false'>https://b.example/?p=%d</guid><content:encoded><![CDATA[<p>%s</p>]]></content:encoded><wp:status><![CDATA[%s]]></wp:status>"
                "<wp:post_type>%s</wp:post_type><wp:post_password><![CDATA[%s]]></wp:post_password></item>" % (title(i), i, piles.when(i, "%a, %d %b %Y %H:%M:%S +0000"), i, piles.report(i)[1][0], status, kind, password) for i, (kind, status, password) in enumerate(kinds))
got, said, p = imported("wxr", write("blog.xml", "<?xml version='1.0'?><rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:wp='http://wordpress.org/export/1.2/'><channel><title>Blog</title><link>https://b.example</link>%s</channel></rss>" % items))
check("of an export of WordPress what was published is stored", titles(got) == sorted(title(i) for i in (0, 1, 8)), (titles(got), told(p)))
check("and the rest is counted and told", "7 with nothing to read" in p.stdout and "3: not published" in p.stderr and "1: protected" in p.stderr and "1: an attached file" in p.stderr and "2: a part of the site" in p.stderr, told(p))

# ---- saved pages, mails of Apple Mail, objects by id ----
head = "Subject: %s\r\nDate: Tue, 3 Mar 2026 09:30:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x\"\r\n\r\n\r\n----x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\nContent-Location: %s\r\n\r\n%s\r\n----x\r\nContent-Type: text/css\r\nContent-Location: cid:a\r\n\r\na{}\r\n----x--\r\n"
body = lambda i, url: head % (title(i), url, base64.encodebytes(piles.page(i)).decode())
write("saved/new.mhtml", "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://m.example/new\r\n" + body(50, "https://m.example/frame"))
write("saved/old.mht", 'From: "Saved by Windows Internet Explorer 8"\r\n' + body(51, "https://m.example/old"))
letter = piles.mail(52)
write("saved/1.emlx", b"%-10d\n" % len(letter) + letter + b"<?xml version=\"1.0\"?><plist version=\"1.0\"><dict><key>flags</key><integer>1</integer></dict></plist>\n")
write("saved/byid.json", json.dumps({"result": {str(100 + i): bare(i) for i in range(53, 56)}, "next": {"9": {"page": 2}}}))
volume = bytes(32768) + b"\1CD001\1\0" + bytes(40000)
RAR = b"Rar!\x1a\7\1\0"
SIGNS = {"disk.iso": (volume, "disk image (ISO)"), "disk.txt": (volume, "disk image (ISO)"), "app.dmg": (b"BZh91AY&SY" + bytes(70000) + b"koly" + bytes(508), "disk image (DMG)"),
         "notes.html": (bytes(70000) + b"koly" + bytes(508), "disk image (DMG)"), "large.iso": (volume + bytes(20 << 20), "disk image (ISO)"), "a.txt": (RAR + bytes(900), "RAR archive"),
         "large.bin": (RAR + bytes(20 << 20), "RAR archive")}
for name, (data, _) in SIGNS.items():
    write("saved/" + name, data)
write("saved/words.iso", "%s\n\n%s\n" % (title(57), "\n\n".join(piles.report(57)[1])))  # a name alone says nothing
write("saved/words.rar", "Rar! is what they cry at %s\n\n%s\n" % (title(58), "\n\n".join(piles.report(58)[1])))
write("saved/noise.html", bytes(i * 7919 % 251 for i in range(9000)))
got, said, p = imported("saved", path("saved"), code=3)
check("saved pages, a mail of Apple Mail, objects by id", titles(got) == sorted([title(i) for i in (50, 51, 52, 53, 54, 55, 57)] + ["Rar! is what they cry at " + title(58)]), (titles(got), told(p)))
check("a saved page has the address that it was saved from", sorted(r["url"] for r in got if r["title"] in (title(50), title(51))) == ["https://m.example/new", "https://m.example/old"], got)
why = {os.path.basename(l["path"]): l.get("why", "") for l in said}
check("bytes are no page", "no page" in why["noise.html"], why)
check("images of disks and RAR are known by what stands in them, of any size and name", all(said in why[name] and "unpack it first" in why[name] for name, (_, said) in SIGNS.items()), {n: why[n] for n in SIGNS})

# ---- files of many documents as answers ----
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as z:
    z.writestr("a.html", piles.page(70))
DATA = [("a.zip", "application/zip", packed.getvalue(), "archive"), ("a.gz", "application/gzip", gzip.compress(piles.page(71)), "archive"), ("a.rar", "application/x-rar", RAR + bytes(99), "RAR archive"),
        ("a.csv", "text/csv", b"title,text,url\nA,%s,https://x.example/1\n" % piles.report(72)[1][0].encode(), "save it as a file"), ("a.json", "application/json", json.dumps([bare(73), bare(74)]).encode(), "save a list as a file")]
got, said, p = imported("answers", write("answers.har", har([entry(i, "https://d.example/" + name, mime, text=base64.b64encode(data).decode(), encoding="base64") for i, (name, mime, data, _) in enumerate(DATA)])), code=4)
check("in a recording each has a line, which says what to do", len(said) == len(DATA) and all(l["result"] == "left-out" and word in l["why"] for l, (_, _, _, word) in zip(said, DATA)), said)
answer = lambda mime, data: b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (mime.encode(), len(data)) + data
got, said, p = imported("archived", write("answers.warc", b"".join(piles.record("response", "https://d.example/" + name, answer(mime, data)) for name, mime, data, _ in DATA)))
why = {l["url"].split("/")[3]: l.get("why", "") for l in said}
check("in a web archive rows are read, and archives have a line", titles(got) == sorted(["A", title(73), title(74)]) and all(word in why[name] for name, _, _, word in DATA[:3]), (titles(got), said))

# ---- a recording that a server has ----
long = har([entry(i, "https://h.example/%d" % i, text=piles.page(i).decode()) for i in range(1003)]).encode()
web = Web(lambda host, path: (200, {"Content-Type": {"/a": "application/json", "/b": "application/octet-stream", "/c": "application/har+json"}[path]}, long) if path in ("/a", "/b", "/c") else (404, {}, b""))
conf = write("served.yaml", "version: 1\nstore: { path: served.db }\nfetch: { allow_private: true, hosts: { delay: 0s } }\npipeline: []\n")
for place in "abc":
    report = path("served-%s.jsonl" % place)
    p = P.run("import", "--config", conf, "--report", report, "--json", "http://127.0.0.1:%d/%s" % (web.port, place))
    said, count = lines(open(report).read()), lines(p.stdout)[-1]
    check("of more than a thousand answers at /%s the rest is told: exit code, number, report" % place, p.returncode == 3 and count["beyond_limits"] == 3 and count["records"] + count["unchanged"] == 1000 and "3 documents in it were not read" in p.stderr
          and [l["result"] for l in said] == [{"a": "stored"}.get(place, "seen"), "failed"] and said[1]["class"] == "limit" and "3 documents" in said[1]["why"], (told(p)[-800:], [l["result"] for l in said]))
p = P.run("import", "--config", conf, "http://127.0.0.1:%d/a" % web.port)
check("and in the summary for people", "3 documents inside others beyond a limit" in p.stdout, told(p)[-500:])

# ---- what is not there ----
one = write("one.txt", "%s\n\n%s\n" % (title(60), "\n\n".join(piles.report(60)[1])))
got, said, p = imported("missing", path("nowhere"), one, path("two/steps"), code=3)
check("a path that is not there has a line", [(l["path"], l["result"], l.get("class")) for l in said] == [(path("nowhere"), "failed", "not-found"), (path("two/steps"), "failed", "not-found"), (one, "stored", None)], said)
got, said, p = imported("none", path("nowhere"), code=4)
check("also when nothing else was named", [l["result"] for l in said] == ["failed"], said)
site = write("urls.txt", "https://127.0.0.1:1/a\nhttps://127.0.0.1:1/b\nquery:news\nhttps://127.0.0.1:1/a\nhttps://127.0.0.1:1/c\nno address\n" + "".join("https://127.0.0.1:1/%d\n" % i for i in range(4)))
p = P.run("import", "--store", path("urls.db"), "--report", path("urls.csv"), site)
rows = open(path("urls.csv")).read().splitlines()
check("lines of a list of addresses have lines, the number is that of the list", [r.split(",")[1] for r in rows[1:4]] == ['"L3"', '"L4"', '"L6"'] and all(site in r and "left-out" in r for r in rows[1:4]) and len(rows) == 11, rows)

# ---- standard input ----
first, second = (("%s\n\n%s\n" % (title(i), "\n\n".join(piles.report(i)[1]))) for i in (61, 62))
for n, text in ((1, first), (2, second), (2, second)):
    got, said, p = imported("pipe", "-", input=text)
    check("standard input is called by its name", [l["path"] for l in said] == ["-"], said)
    check("another input is another document", titles(got) == sorted(title(60 + i) for i in range(1, n + 1)) and all(r["version"] == 1 for r in got), got)
got, said, p = imported("pipe", "-", input=har(odd), code=3)
check("so are its parts, in messages too", all(l["path"] == "-" for l in said) and "stdin" not in p.stderr and "-#/log/entries/2" in p.stderr, (said[:2], p.stderr))
check("nothing is left of it", not [f for f in os.listdir(P.folder) if "stdin" in f], os.listdir(P.folder))
P.end()
