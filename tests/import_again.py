#!/usr/bin/env python3
"""Inputs that were cut off, and are whole when --retry-failed reads them again; inputs without a document.

  import_again.py --tidings build/release/tidings
"""
import gzip, io, json, os, shutil, subprocess, tarfile, zipfile

import piles
from program import arguments, lines, Program, told

P = Program("import-again", arguments(__doc__))
check = P.check
CONF = P.write("c.yaml", "version: 1\npipeline: []\nsources: []\n")


def report(name):
    return lines(open(P.path(name)).read())


def run(store, name, *args):
    return P.run("import", "--quiet", "--config", CONF, "--store", P.path(store), "--report", P.path(name), *args)


def titles(store):
    return {r.get("title") for r in lines(P.run("export", "--format", "jsonl", "--store", P.path(store)).stdout)}


# ---- cut off ----
N = 40
row = lambda i: {"title": "Report %d" % i, "text": "The council met for the %dth time and heard the harbour master, who spoke for an hour." % i, "url": "https://harbour.example/%d" % i}
warc = [piles.record("response", "https://harbour.example/%d" % i, piles.answer(piles.page(i))) for i in range(N)]
har = {"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [
    {"startedDateTime": "2026-03-05T09:30:00.000Z", "request": {"method": "GET", "url": "https://harbour.example/%d" % i},
     "response": {"status": 200, "headers": [], "content": {"mimeType": "text/html", "text": piles.page(i).decode()}}} for i in range(N)]}}
FILES = {
    "rows.jsonl": "".join(json.dumps(row(i)) + "\n" for i in range(N)).encode(),
    "rows.json": json.dumps({"articles": [row(i) for i in range(N)]}).encode(),
    "rows.csv": ("title,text,url\n" + "".join('"%(title)s","%(text)s",%(url)s\n' % row(i) for i in range(N))).encode(),
    "site.warc": b"".join(warc), "site.warc.gz": b"".join(map(gzip.compress, warc)), "one.warc.gz": gzip.compress(b"".join(warc)),
    "visit.har": json.dumps(har).encode(),
}
for name, data in FILES.items():
    P.write(name, data[:len(data) * 6 // 10 + 7])
    p = run(name + ".db", name + ".report", P.path(name))
    before = len(titles(name + ".db"))
    check("%s, cut off: told, what stands before is stored" % name, p.returncode == 3 and 10 < before < N and [r["result"] for r in report(name + ".report")].count("failed") >= 1, (before, told(p)))
    P.write(name, data)
    p = run(name + ".db", name + ".again", "--retry-failed", P.path(name + ".report"))
    check("%s, whole now: all of it is read" % name, len(titles(name + ".db")) == N and p.returncode == 0, (len(titles(name + ".db")), told(p)))
text = "".join(json.dumps(row(i)) + "\n" for i in range(N)).replace('"title": "Report 7"', '"title": Report 7')
P.write("torn.jsonl", text)
run("torn.db", "torn.report", P.path("torn.jsonl"))
P.write("torn.jsonl", text.replace('"title": Report 7', '"title": "Report 7"'))
p = run("torn.db", "torn.again", "--retry-failed", P.path("torn.report"))
check("a row within a file is read again alone", len(titles("torn.db")) == N and [r["result"] for r in report("torn.again")] == ["stored"], (report("torn.again"), told(p)))

# ---- without its last byte ----
if shutil.which("zstd"):
    P.write("list.json", FILES["rows.json"])
    subprocess.run(["zstd", "-q", "--check", P.path("list.json")], check=True)
    packed = {"list.json.zst": open(P.path("list.json.zst"), "rb").read()}
else:
    packed = {}
packed["list.json.gz"] = gzip.compress(FILES["rows.json"])
for name, data in packed.items():
    P.write("whole-" + name, data)
    p = run("whole-%s.db" % name, "whole-%s.report" % name, P.path("whole-" + name))
    check("%s: whole" % name, p.returncode == 0 and len(titles("whole-%s.db" % name)) == N, told(p))
    P.write("cut-" + name, data[:-1])
    p = run("cut-%s.db" % name, "cut-%s.report" % name, P.path("cut-" + name))
    check("%s: without its last byte: told" % name, p.returncode == 3 and len(titles("cut-%s.db" % name)) == N and [r["class"] for r in report("cut-%s.report" % name) if r["result"] == "failed"] == ["damaged"], told(p))

# ---- nothing in it ----
out = io.BytesIO()
zipfile.ZipFile(out, "w").close()
P.write("empty.zip", out.getvalue())
out = io.BytesIO()
with tarfile.open(fileobj=out, mode="w") as t:
    info = tarfile.TarInfo(".hidden")
    t.addfile(info, io.BytesIO(b""))
P.write("hidden.tar", out.getvalue())
P.write("blank.json", " \n \t\n")
P.write("blank.txt", "\n" * 3000)
os.mkdir(P.path("folder"))
for part in ("cur", "new", "tmp"):
    os.makedirs(P.path("Mail", part))
for name in ("empty.zip", "hidden.tar", "blank.json", "blank.txt", "folder", "Mail"):
    p = run("none.db", name + ".report", P.path(name))
    there = report(name + ".report")
    check("%s: a line in the report says that nothing is there" % name, p.returncode == 4 and [(r["path"], r["result"]) for r in there] == [(P.path(name), "left-out")] and there[0]["why"] and "returned TDG_OK" not in p.stderr, (there, told(p)))
out = io.BytesIO()
with zipfile.ZipFile(out, "w") as z:
    z.writestr("blank.html", "\n" * 300)
    z.writestr("a.html", piles.page(1))
P.write("some.zip", out.getvalue())
p = run("some.db", "some.report", P.path("some.zip"))
check("a blank page in an archive is told without a fault of a plugin", len(titles("some.db")) == 1 and "returned TDG_OK" not in p.stderr, (report("some.report"), told(p)))
P.end()
