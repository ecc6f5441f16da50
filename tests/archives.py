#!/usr/bin/env python3
"""Archives, with the real program: ZIP, tar and their compressions, 7z; archives in archives; bombs, cycles, false lengths, names that
lead out; an import that is killed.

  archives.py --tidings build/release/tidings

Exit 0 when all holds, 77 when the program was built without libarchive.
"""
import bz2, gzip, io, json, lzma, os, shutil, signal, struct, subprocess, sys, tarfile, time, zipfile, zlib

import piles
from piles import answer, mail, page, record, report
from program import arguments, lines, Program, told, until

P = Program("archives", arguments(__doc__))
check = P.check


def zipped(files, how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as z:
        for name, data in files:
            z.writestr(name, data)
    return out.getvalue()


def tarred(files, mode="w", form=tarfile.PAX_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as t:
        for name, data in files:
            entry = tarfile.TarInfo(name)
            if isinstance(data, tuple):
                entry.type, entry.linkname = data
                data = b""
            entry.size = len(data)
            t.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def imported(name, data=None, code=0, *more):
    if data is not None:
        P.write(name, data)
    store = P.path("%d.db" % time.monotonic_ns())
    p = P.run("import", "-v", "--store", store, *more, P.path(name))
    if "built without" in p.stderr and name == "pages.zip":
        print("skipped: the program was built without libarchive")
        sys.exit(77)
    check("%s: exit code %s" % (name, p.returncode), p.returncode in (code if isinstance(code, tuple) else (code,)), told(p))
    return lines(P.run("export", "--format", "jsonl", "--store", store).stdout), p.stdout + p.stderr


def titles(records):
    return sorted(r.get("title", "") for r in records)


def expected(*numbers):
    return sorted(report(i)[0] for i in numbers)


files = [("a/1.html", page(1)), ("a/Größe & co.html", page(2)), ("b/3.eml", mail(3)), ("b/rows.jsonl", b'{"id":"r4","title":"%s","text":"Said so, and so it was."}\n' % report(4)[0].encode()),
         ("c/5.html.gz", gzip.compress(page(5))), (".hidden/6.html", page(6)), ("__MACOSX/a/._1.html", b"x"), ("d/empty.txt", b""), ("d/picture.bin", b"\x89PNG\r\n\x1a\n" + bytes(100))]
got, said = imported("pages.zip", zipped(files), (0, 3))
check("zip: each file as in a folder", titles(got) == expected(1, 2, 3, 4, 5), (titles(got), said))
check("what is no news is left out", "d/picture.bin: left out: a picture" in said, said)
urls = sorted(r["url"] for r in got if "url" in r)
check("the address of a file in an archive", any(u.endswith("/pages.zip/a/1.html") for u in urls) and any(u.endswith("/pages.zip/a/Gr%C3%B6%C3%9Fe%20&%20co.html") for u in urls), urls)
three = [("p/%d.html" % i, page(i)) for i in (11, 12, 13)]
for name, mode in (("t.tar", "w"), ("t.tar.gz", "w:gz"), ("t.tar.bz2", "w:bz2"), ("t.tar.xz", "w:xz"), ("no-ending", "w:gz")):
    got, said = imported(name, tarred(three, mode))
    check(name + ": each file", titles(got) == expected(11, 12, 13), (titles(got), said))
if shutil.which("zstd"):
    P.write("t.tar.zst", subprocess.run(["zstd", "-q", "-c"], input=tarred(three), stdout=subprocess.PIPE).stdout)
    got, said = imported("t.tar.zst")
    check("t.tar.zst: each file", titles(got) == expected(11, 12, 13), (titles(got), said))
P.write("in7/14.html", page(14)), P.write("in7/15.html", page(15))
tool = shutil.which("bsdtar") or shutil.which("7z") or shutil.which("7zr")
if tool:
    command = [tool, "--format", "7zip", "-cf", P.path("t.7z"), "-C", P.path("in7"), "."] if "bsdtar" in tool else [tool, "a", P.path("t.7z"), P.path("in7")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    got, said = imported("t.7z")
    check("t.7z: each file", titles(got) == expected(14, 15), (titles(got), said))
got, said = imported("one.jsonl.xz", lzma.compress(b'{"id":"x","title":"Row of xz","text":"It is there."}\n'))
check("a packed file is as the file in it", titles(got) == ["Row of xz"], (titles(got), said))
got, said = imported("page.html.bz2", bz2.compress(page(16)))
check("a packed page", titles(got) == expected(16), (titles(got), said))

# ---- archives and files of many documents inside ----

box = b"".join(b"From a@b.example Thu Mar  5 09:30:00 2026\n" + mail(i) + b"\n" for i in range(20, 26))
web = b"".join(gzip.compress(record("response", "https://x.example/%d" % i, answer(page(i)))) for i in range(26, 30))
inner = tarred([("box.mbox", box), ("web.warc.gz", web), ("30.html", page(30))], "w:gz")
got, said = imported("nested.zip", zipped([("31.html", page(31)), ("in/inner.tar.gz", inner), ("32.html", page(32))]))
check("archives and files of many documents in an archive", titles(got) == expected(*range(20, 33)), (titles(got), said))
check("their addresses", any(r["url"].endswith("/nested.zip/in/inner.tar.gz/30.html") for r in got) and any(r["url"] == "https://x.example/27" for r in got), [r["url"] for r in got])
deep = page(40)
for i in range(5):
    deep = zipped([("level%d.zip" % i if i else "40.html", deep), ("%d.html" % (41 + i), page(41 + i))])
got, said = imported("deep.zip", deep, 3)
check("archives in archives have a depth", titles(got) == expected(43, 44, 45) and "more than three deep" in said, (titles(got), said))

rows = [{"id": "r%d" % i, "title": report(i)[0], "text": "Said so, and so it was, for the %dth time." % i, "ship": "x"} for i in range(600, 1100)]
table = "titel;text;Farbe\r\n" + "".join('"%s";"Said so;\r\nand so it was %d times.";rot\r\n' % (report(i)[0], i) for i in range(1100, 1500))
line = '{"id": "r1600", "title": "%s", "text": "Said so."}\n' % report(1600)[0]
P.write("rows.zip", zipped([("list.json", json.dumps({"articles": rows})), ("table.csv", table), ("sub/wide.csv", table.replace(report(1100)[0], report(1099)[0]).encode("utf-16")), ("one.json", json.dumps(dict(rows[0], id="one", title=report(1500)[0]))),
                            ("lines.jsonl", "{broken\n" + line), ("more.csv.gz", gzip.compress(b"title,text\n" + report(1501)[0].encode() + b",Said so.\n")), ("ships.csv", "ship,length\nHalcyon,20\n"),
                            ("package.json", '{"name": "x", "version": "1"}'), ("in.tar", tarred([("deep.json", json.dumps([rows[0], "no object"]).encode())]))]))
got, said = imported("rows.zip", None, 3, "--report", P.path("rows.jsonl"))
check("rows in archives are records", set(titles(got)) == set(expected(*range(600, 1502), 1600)), (len(got), set(expected(*range(600, 1502), 1600)) ^ set(titles(got)), said[-500:]))
check("a column that is not known is told once, with its number", said.count('"ship" (502)') == 1 and said.count('"Farbe" (800)') == 1, said[-500:])
check("and that no record has a date", said.count("none of these records has a date") == 1, said[-500:])
told_of = lines(open(P.path("rows.jsonl")).read())
place = lambda r: (r["path"][len(P.path("rows.zip")):], r.get("place"), r["result"])
check("each row has its place, and what holds none its reason", [place(r) for r in told_of] == [("/list.json", "/articles/%d" % i, "stored") for i in range(500)] + [("/table.csv", "row=%d" % i, "stored") for i in range(1, 401)] +
      [("/sub/wide.csv", "row=1", "stored")] + [("/sub/wide.csv", "row=%d" % i, "seen") for i in range(2, 401)] + [("/one.json", None, "stored"), ("/lines.jsonl", "L1", "failed"), ("/lines.jsonl", "L2", "stored"), ("/more.csv.gz", "row=1", "stored"),
      ("/ships.csv", None, "left-out"), ("/package.json", None, "left-out"), ("/in.tar/deep.json", "/0", "seen"), ("/in.tar/deep.json", "/1", "left-out")], [place(r) for r in told_of if "row" not in str(r.get("place")) and "/articles" not in str(r.get("place"))])
P.write("mended.zip", zipped([("a.html", page(1)), ("lines.json", line + "{broken\n"), ("b.eml", mail(2)), ("in.tar", tarred([("deep.csv", b'title,text\nA,"open\nB,So it was.\n')]))]))
imported("mended.zip", None, 3, "--report", P.path("mended.csv"))
P.write("mended.zip", zipped([("a.html", page(1)), ("lines.json", line + line.replace("r1600", "r9").replace(report(1600)[0], report(9)[0])), ("b.eml", mail(2)), ("in.tar", tarred([("deep.csv", b'title,text\nA,The end\nB,So it was.\n')]))]))
p = P.run("import", "--store", P.path("mended.db"), "--retry-failed", P.path("mended.csv"), "--report", P.path("mended2.jsonl"))
check("what failed in an archive is read again, and nothing else", p.returncode == 0 and [place(r) for r in lines(open(P.path("mended2.jsonl")).read().replace("mended.zip", "rows.zip"))] == [
    ("/lines.json", "L2", "stored"), ("/in.tar/deep.csv", "row=1", "stored")], (told(p), open(P.path("mended2.jsonl")).read()))

# ---- hostile ----

got, said = imported("names.tar", tarred([("../../etc/50.html", page(50)), ("/abs/51.html", page(51)), ("x/../../52.html", page(52)), ("link", (tarfile.SYMTYPE, "/etc/passwd")),
                                          ("hard", (tarfile.LNKTYPE, "../../etc/50.html")), ("pipe", (tarfile.FIFOTYPE, "")), ("new\nline/53.html", page(53))]))
check("names that lead out are cut, links not followed", titles(got) == expected(50, 51, 52, 53) and all("/names.tar/" in r["url"] and ".." not in r["url"] for r in got), ([r["url"] for r in got], said))
check("it is told", "lead out of the archive" in said and "links inside an archive" in said and "pipes and devices" in said, said)
began = time.monotonic()
big = zlib.compressobj(9, zlib.DEFLATED, -15)
bomb = zipped([("lines%d.jsonl" % i, b"\n" * (15 << 20)) for i in range(20)] + [("60.html", page(60))])
got, said = imported("bomb.zip", bomb, (1, 3, 4))
check("a bomb of many files ends at a hundred times its size", "more than a hundred times its size" in said, said[-600:])
one = zipped([("large.txt", bytes(64 << 20)), ("61.html", page(61))])
got, said = imported("large.zip", one, 3)
check("a file that is too large is told, the next one read", titles(got) == expected(61) and "larger than max_size" in said, (titles(got), said))
nested_bomb = zipped([("a.zip", zipped([("b.gz", gzip.compress(bytes(600 << 20), 9))]))])
got, said = imported("nested-bomb.zip", nested_bomb, (1, 3, 4))
check("a bomb in an archive in an archive ends", "more than a document may unpack to" in said, said[-600:])
check("in time", P.in_time(time.monotonic() - began, 100), time.monotonic() - began)
body = tarred(three)
got, said = imported("cut.tar", body[:len(body) // 2], 3)
check("cut off: what stands before is read", len(got) >= 1 and "damaged or cut off" in said, (titles(got), said))
got, said = imported("cut.zip", zipped(three)[:-700], 3)
many = tarred([("%d.html" % i, page(i)) for i in range(200, 240)])
starts = [m.offset for m in tarfile.open(fileobj=io.BytesIO(many)).getmembers()]
for name, data in (("between.tar", many[:starts[17]]), ("between.tar.gz", gzip.compress(many[:starts[17]])), ("inner-between.zip", zipped([("in.tar", many[:starts[17]])]))):
    got, said = imported(name, data, 3)
    check("%s: cut between two members, which is told" % name, titles(got) == expected(*range(200, 217)) and "without the empty blocks" in said, (titles(got), said))
got, said = imported("joined.tar", tarred([("a.html", page(241))]) + tarred([("b.html", page(242))]))
check("tars that were joined are read to the end of the last", titles(got) == expected(241, 242), (titles(got), said))
in_parts = b"".join(bz2.compress(many[i:i + 7000]) for i in range(0, len(many), 7000))
for name, packed in (("gz", gzip.compress(many)), ("xz", lzma.compress(many)), ("bz2", in_parts)):
    got, said = imported("short.tar." + name, packed[:len(packed) * 6 // 10], 3)
    check("a %s of less than 64 KiB that is cut off is read up to there" % name, len(got) >= 15 and titles(got) == expected(*range(200, 200 + len(got))) and "cut off here" in said, (len(got), said))
    imported("short.tar." + name, packed)
got, said = imported("padded.tar.gz", gzip.compress(many) + bytes(4096))
check("NULs behind a packed file are no damage", len(got) == 40, said)
if shutil.which("zstd"):
    large = tarred([("%d.html" % i, page(i)) for i in range(200, 420)])
    packed = subprocess.run(["zstd", "-q"], input=large, stdout=subprocess.PIPE).stdout
    got, said = imported("large.tar.zst", packed)
    check("a zstd whose first block is larger than what is looked at is an archive", len(got) == 220, (len(got), said))
    got, said = imported("cut.tar.zst", packed[:len(packed) * 6 // 10], 3)
    check("cut off, it is read up to there", 20 < len(got) < 200, (len(got), said))
box = b"".join(b"From a@b.example Thu Mar  5 09:30:00 2026\n" + mail(i) + b"\n" for i in range(40))
packed = lzma.compress(box)
got, said = imported("box.mbox.xz", packed[:len(packed) * 6 // 10], 3)
check("rows and mails before a cut are read", len(got) >= 15, (len(got), said))
whole = zipped([("%d.html" % i, page(i)) for i in range(200, 212)])
directory = whole.find(b"PK\1\2")
for name, data in (("none", whole[:directory]), ("half", whole[:directory + 170]), ("no end", whole[:-22]), ("count", whole[:-12] + b"\x21\0" + whole[-10:]), ("place", whole[:-6] + b"\0\1\0\0" + whole[-2:])):
    got, said = imported("directory-%s.zip" % name, data, 3)
    check("a ZIP whose directory is wrong (%s) is read by its members, and it is told" % name, titles(got) == expected(*range(200, 212)) and ("directory" in said or "cut off" in said), (titles(got), said))
    imported("inner-%s.zip" % name, zipped([("in.zip", data)]), 3 if name != "place" else (0, 3))
got, said = imported("empty.zip", zipped([]), (0, 3, 4))
got, said = imported("empty.tar", tarred([]), (0, 3, 4))
got, said = imported("false.zip", zipped(three).replace(struct.pack("<I", len(page(12))), b"\xff\xff\xff\x7f"), (0, 3))
check("false lengths do no harm", len(got) >= 1, (titles(got), said))
got, said = imported("junk.zip", b"PK\3\4" + bytes(range(256)) * 40, (1, 3, 4))
got, said = imported("junk.7z", b"7z\xbc\xaf\x27\x1c" + bytes(500), (1, 3, 4))
if shutil.which("zip"):
    subprocess.run(["zip", "-q", "-P", "secret", "-r", P.path("locked.zip"), "in7"], cwd=P.folder, check=True)
    got, said = imported("locked.zip", None, (0, 1, 3, 4))
    check("what is encrypted is told", "encrypted" in said or "password" in said, said)

# ---- what is not wanted is not read ----

hole = P.path("hole.tar")
with open(hole, "wb") as f:  # 4 GB on paper, of a file that is too large
    t = tarfile.open(fileobj=f, mode="w", format=tarfile.PAX_FORMAT)
    big = tarfile.TarInfo("big.txt")
    big.size = 4 << 30
    f.write(big.tobuf(tarfile.PAX_FORMAT))
    f.seek(big.size, 1)
    f.write(tarred([("70.html", page(70)), ("71.html", page(71))]))
p, most = P.start("import", "--store", P.path("hole.db"), hole), 0
while p.poll() is None:
    for pid in open("/proc/%d/task/%d/children" % (p.pid, p.pid)).read().split():
        try:
            most = max(most, int(next(l for l in open("/proc/%s/io" % pid) if l.startswith("rchar")).split()[1]))
        except OSError:
            pass
    time.sleep(0.01)
check("a file in a tar that is too large is passed over unread, and the next ones are read", titles(P.records(P.path("hole.db"))) == expected(70, 71) and most < 200 << 20, (titles(P.records(P.path("hole.db"))), most))

# ---- many, and killed ----

N = 600
members = [("%d.html" % i, page(i)) for i in range(0, 300)] + [("box.mbox", b"".join(b"From a@b.example Thu Mar  5 09:30:00 2026\n" + mail(i) + b"\n" for i in range(300, N)))]
P.write("many.tar.gz", tarred([("first.html", page(N))] + members[:100] + [("in.tar", tarred(members[100:])), ("table.csv", table.encode()), ("list.json", json.dumps({"articles": rows}).encode())], "w:gz"))
store, kills = P.path("killed.db"), 0
for pause in (0.3, 0.5):
    p = P.start("import", "--store", store, P.path("many.tar.gz"))
    time.sleep(pause)
    kills += p.poll() is None
    p.send_signal(signal.SIGKILL)
    p.wait()
    P.run("stories", "--store", store)
p = P.run("import", "--store", store, P.path("many.tar.gz"), timeout=250)
got = P.records(store)
check("%d documents, killed %d times: none lost, none twice" % (N + 901, kills), p.returncode == 0 and titles(got) == sorted(expected(*range(N + 1)) + expected(*range(1100, 1500), *range(600, 1100))), (len(got), told(p)))
filler = [("%d.bin" % i, bytes(15 << 20)) for i in range(4)]
P.write("costly.tar.gz", tarred(filler + [("%d.html" % i, page(i)) for i in range(500)] + [("end/%d.html" % i, page(i)) for i in range(500, 1500)], "w:gz"))
p = P.start("import", "--store", P.path("costly.db"), "--report", P.path("costly.jsonl"), P.path("costly.tar.gz"))
until(lambda: p.poll() is not None or (os.path.exists(P.path("costly.jsonl")) and os.path.getsize(P.path("costly.jsonl")) > 40000), pause=0.005)
p.send_signal(signal.SIGKILL)
p.wait()
p = P.run("import", "--store", P.path("costly.db"), P.path("costly.tar.gz"), "--report", P.path("costly.jsonl"))
check("what an import that goes on has to unpack again is told", "MB before the place where reading goes on were unpacked again" in p.stderr and set(expected(*range(1500))) <= set(titles(P.records(P.path("costly.db")))), told(p))
P.end()
