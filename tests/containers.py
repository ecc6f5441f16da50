#!/usr/bin/env python3
"""Files of many documents, with the real program: web archives, files of mails, mail folders; cut off, damaged, hostile.

  containers.py --tidings build/release/tidings [--seeds FOLDER]

--seeds writes the small ones as seeds of the fuzz targets and ends.  Exit 0 when all holds.
"""
import gzip, json, os, shutil, signal, subprocess, sys, time

import piles
from piles import answer, mail, page, record
from program import arguments, lines, Program, told, until

ap = arguments(__doc__)
ap.add_argument("--seeds")
P = Program("containers", ap)
A, check = P.arguments, P.check
ZSTD = shutil.which("zstd")
seeds = {"warc": [], "mbox": []}


def imported(name, *more, store=None, code=0):
    """The records that an import of the file gives, and what it said."""
    store = store or P.path("%d.db" % time.monotonic_ns())
    p = P.run("import", "-v", "--store", store, *(name if isinstance(name, list) else [P.path(name)]), *more)
    check("%s: exit code %s" % (name if isinstance(name, str) else "...", p.returncode), p.returncode in (code if isinstance(code, tuple) else (code,)), told(p))
    return lines(P.run("export", "--format", "jsonl", "--store", store).stdout), p.stdout + p.stderr


def titles(records):
    return [r.get("title") for r in records]


def write(name, data):
    kind = name.split(".")[-1]
    if kind in seeds and len(data) < 20000:
        seeds[kind].append(data)
    return P.write(name, data)


def chunked(body, size=700):
    parts = [body[i:i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n"


# ---- web archives ----

def titled(i):
    return piles.report(i)[0]


site = "https://harbour.example/"
write("kinds.warc", b"".join([
    record("warcinfo", "", b"software: x\r\n", Content_Type="application/warc-fields"),
    record("request", site + "1", b"GET /1 HTTP/1.1\r\n\r\n", Content_Type="application/http; msgtype=request"),
    record("response", site + "1", answer(page(1)), "2026-02-03T10:20:30Z", WARC_Payload_Digest="sha1:ONE"),
    record("metadata", site + "1", b"via: x", Content_Type="application/warc-fields"),
    record("response", "<%s2>" % site, answer(chunked(page(2)), Transfer_Encoding="chunked"), version="1.1"),
    record("response", site + "3", answer(gzip.compress(page(3)), Content_Encoding="gzip", Content_Type="TEXT/HTML; Charset='utf-8'")),
    record("response", site + "4", answer(page(4), Transfer_Encoding="chunked", Content_Encoding="gzip")),  # kept as unpacked
    record("resource", site + "5", page(5), Content_Type="text/html"),
    record("response", site + "6", answer("<h1>Größe</h1><p>Die Brücke in Größenau bleibt gesperrt, sagte die Behörde am Montag früh.</p>".encode("latin-1"), Content_Type="text/html; charset=iso-8859-1")),
    record("response", site + "moved", answer(b"<p>moved</p>", "301 Moved", Location="/1")),
    record("response", site + "gone", answer(b"<p>gone</p>", "404 Not Found")),
    record("response", site + "a.png", answer(b"\x89PNG", Content_Type="image/png")),
    record("response", site + "robots.txt", answer(b"User-agent: *\nDisallow: /x\n", Content_Type="text/plain")),
    record("response", "dns:harbour.example", b"1.2.3.4", Content_Type="text/dns"),
    record("revisit", site + "7", answer(b"")[:-2], WARC_Payload_Digest="sha1:ONE", WARC_Refers_To="<urn:uuid:1>"),
    record("revisit", site + "8", answer(b"")[:-2], WARC_Payload_Digest="sha1:ELSEWHERE"),
    record("response", site + "9", answer(page(9)), WARC_Truncated="length"),
    record("response", site + "10", answer(page(10)), WARC_Segment_Number="1"),
    record("continuation", site + "10", page(10), WARC_Segment_Number="2"),
]))
got, said = imported("kinds.warc")
by_url = {r["url"]: r for r in got}
check("each answer is a record of its own address",
      [u for u in sorted(by_url)] == [site + str(i) for i in range(1, 8)] and titles([by_url[site + str(i)] for i in range(1, 6)]) == [titled(i) for i in range(1, 6)], sorted(by_url))
write("odd.warc", b"".join(record("response", url, answer(page(20 + i))) for i, url in enumerate(("mailto:a@b.example", site + "20", "about:blank", "blob:https://x.example/1", "data:text/html,x", site + "\x07bell", "gopher://g.example/0", site + "y" * 9000))))
odd, _ = imported("odd.warc", "--report", P.path("odd.jsonl"))
report = lines(open(P.path("odd.jsonl")).read())
check("records whose address is none of the web have a line each, with the reason", len(odd) == 2 and len(report) == 8 and
      [r.get("why", "").split(": ", 1)[1:] for r in report if r["result"] == "left-out"] == [["mailto:a@b.example"], ["about:blank"], ["blob:https://x.example/1"], ["data:text/html,x"], ["gopher://g.example/0"], []], report)
check("the character set is that of the answer", "Größenau" in json.dumps(by_url.get(site + "6", {}), ensure_ascii=False), by_url.get(site + "6"))
check("a revisit has the payload of the earlier record", by_url.get(site + "7", {}).get("title") == titled(1), by_url.get(site + "7"))
for why in ("answers that lead elsewhere", "answers with errors", "pictures, scripts", "rules for robots", "repeat what is in another archive",
            "cut off when they were archived", "cut up into several"):
    check("what is left out is told: " + why, why in said, said)
check("one answer, one record: a request and a response are a pair", len(got) == 7, titles(got))

dictionary_frame = b""
packs = {"members.warc.gz": lambda rs: b"".join(map(gzip.compress, rs)), "whole.warc.gz": lambda rs: gzip.compress(b"".join(rs))}
if ZSTD:
    def zstd(data, *more):
        return subprocess.run([ZSTD, "-q", "-c", *more], input=data, stdout=subprocess.PIPE, check=True).stdout

    samples = [P.write("samples/%d" % i, record("response", site + str(i), answer(page(i)))) for i in range(60)]
    trained = subprocess.run([ZSTD, "-q", "--train", *samples, "-o", P.path("dictionary"), "--maxdict=20000"], stderr=subprocess.PIPE).returncode == 0
    packs["frames.warc.zst"] = lambda rs: b"".join(zstd(r) for r in rs)
    packs["whole.warc.zst"] = lambda rs: zstd(b"".join(rs))
    if trained:
        d = open(P.path("dictionary"), "rb").read()
        frame = lambda b: b"\x5d\x2a\x4d\x18" + len(b).to_bytes(4, "little") + b
        packs["dictionary.warc.zst"] = lambda rs: frame(d) + b"".join(zstd(r, "-D", P.path("dictionary")) for r in rs)
        packs["packed-dictionary"] = lambda rs: frame(zstd(d)) + b"".join(zstd(r, "-D", P.path("dictionary")) for r in rs)
some = [record("response", site + str(i), answer(page(i)), WARC_Payload_Digest="sha1:%d" % i) for i in range(8)]
some.append(record("revisit", site + "again", b"", WARC_Payload_Digest="sha1:3"))
for name, pack in packs.items():
    P.write("packed/" + name, pack(some))
    got, said = imported("packed/" + name)
    check(name + ": all records, and the revisit", titles(got) == [titled(i) for i in range(8)] + [titled(3)], (titles(got), said))
P.write("cut.warc.gz", packs["members.warc.gz"](some)[:-200])
got, said = imported("cut.warc.gz", code=3)
check("cut off: what stands before is read, and the end is told", len(got) >= 6 and "cut off" in said, (titles(got), said))

short = record("response", site + "short", answer(page(11)))
write("lengths.warc", some[0] + short.replace(b"Content-Length: ", b"Content-Length: 9") + some[1] + b"nonsense here\r\n\r\n" + some[2]
      + short.replace(b"Content-Length: ", b"Content-Length: -") + some[3] + short.replace(b"Content-Length: ", b"Content-Length: 99999999999") + some[4])
got, said = imported("lengths.warc", code=3)
check("false lengths: the records around them are read", titled(0) in titles(got) and titled(2) in titles(got) and titled(3) in titles(got), (titles(got), said))
check("false lengths are told", "its length is false" in said, said)
write("junk.warc", b"WARC/1.0\r\n\nWARC/1.0\n" * 400)
got, said = imported("junk.warc", code=(1, 3, 4))
check("what is no web archive is told in a few lines", said.count("damaged") < 45 and "the rest is left out" in said, said)
write("empty.warc", b"")
imported("empty.warc", code=(1, 3, 4))
write("bomb.warc", record("response", site + "bomb", answer(gzip.compress(bytes(200 << 20)), Content_Encoding="gzip")) + some[5])
got, said = imported("bomb.warc", code=3)
check("a bomb in an answer is refused, the next answer read", titles(got) == [titled(5)], (titles(got), said))
later = page(1).replace(b"</article>", b"<p>Later in the day the council said that all of it was open again, and that the stones are dry.</p></article>")
write("monday.warc", record("response", site + "1", answer(page(1)), "2026-02-02T10:00:00Z"))
write("tuesday.warc", record("response", site + "1", answer(later), "2026-02-03T10:00:00Z"))
got, said = imported([P.path("monday.warc"), P.path("tuesday.warc")])
check("a page in the archives of two days is one work in two versions", [r["version"] for r in got] == [2], [(r["url"], r["version"]) for r in got])
write("feed.warc", record("response", site + "feed", answer(b"<rss version='2.0'><channel><title>Feed</title><link>https://harbour.example/</link><item><title>An item of the feed</title>"
      b"<link>http://127.0.0.1:9/never</link><description>Something was said.</description></item></channel></rss>", Content_Type="application/rss+xml"))
      + record("response", site + "paged", answer(page(12).replace(b"<head>", b"<head><link rel=next href=\"/paged?page=2\">"))))
got, said = imported("feed.warc")
check("what is read from an archive asks no server", len(got) == 2 and "127.0.0.1:9: " not in said, (titles(got), said))

# ---- files of mails ----

quoted = mail(3).replace(b"\n\n", b"\n\n>From the harbour a ferry runs again, as >From the start.\n\n>>From here on it is quoted twice.\n\n", 1)
forged = mail(4).replace(b"MIME-Version", b"Content-Length: 7\nMIME-Version").replace(b"\n\n", b"\n\nFrom Monday on the ferry runs at 10:20 and at 12:40\n\n", 1)
box = b"".join(b"From press@office.example Thu Mar  5 09:30:%02d 2026\n" % i + m + b"\n" for i, m in enumerate([mail(1), mail(2), quoted, forged, mail(1)]))
write("letters.mbox", box)
P.write("letters", box.replace(b"\n", b"\r\n"))
for name in ("letters.mbox", "letters"):
    store = P.path(name + ".db")
    got, said = imported(name, store=store)
    check(name + ": one record a mail, each once", titles(got) == [titled(i) for i in range(1, 5)], (titles(got), said))
    text = json.dumps(got)
    check(name + ": quoted lines are as they were", "\"From the harbour a ferry" in text and ">From here on" in text and ">>From" not in text, text[-3000:])
    check(name + ": a line of a text separates nothing", "From Monday on the ferry" in text, text[-2000:])
for i, sub in enumerate(("cur", "new", "tmp")):
    P.write("Maildir/%s/17673%d.host:2,S" % (sub, i), mail(20 + i))
P.write("Maildir/dovecot-uidlist", "3 V1 N4 G0\n1 :17670.host\n")
P.write("eml/one.eml", mail(30))
P.write("eml/two.eml", mail(20))
got, said = imported([P.path("Maildir"), P.path("eml")])
check("a mail folder and a folder of .eml: each mail once, and what is delivered only", sorted(titles(got)) == sorted(titled(i) for i in (20, 21, 30)), (titles(got), said))
write("large.mbox", b"From a@b Thu Mar  5 09:30:00 2026\n" + mail(1) + b"x" * 60 + b"\n" + (b"y" * 70 + b"\n") * (17 << 20 >> 6) + b"\nFrom a@b Thu Mar  5 09:30:00 2026\n" + mail(2))
got, said = imported("large.mbox", code=3)
check("a mail that is too large is told, the next one read", titles(got) == [titled(2)] and "larger than max_size" in said, (titles(got), said))
write("cut.mbox", box[:len(box) * 2 // 3])
got, said = imported("cut.mbox")
check("a file of mails that is cut off", len(got) >= 3, titles(got))

if A.seeds:
    for kind, list_ in seeds.items():
        for i, data in enumerate(list_):
            os.makedirs(os.path.join(A.seeds, kind), exist_ok=True)
            open(os.path.join(A.seeds, kind, "%02d" % i), "wb").write(data)
    P.end()

# ---- many, and killed ----

N = 600
for kind in ("warc", "warc.gz", "mbox"):
    name = P.path("many." + kind)
    with open(name, "wb") as f:
        piles.warc(f, N, gzip.compress) if kind == "warc.gz" else piles.warc(f, N) if kind == "warc" else piles.mbox(f, N)
    store, kills = P.path(kind + "-killed.db"), 0
    for pause in (0.3, 0.6):
        p = P.start("import", "--store", store, name)
        time.sleep(pause)
        kills += p.poll() is None
        p.send_signal(signal.SIGKILL)
        p.wait()
        P.run("stories", "--store", store)
    p = P.run("import", "--store", store, name, timeout=250)
    got = P.records(store)
    check("%s: %d documents, killed %d times: none lost, none twice" % (kind, N, kills),
          p.returncode == 0 and sorted(titles(got)) == sorted(titled(i) for i in range(N)), (len(got), told(p)))

# what has members goes on at one; only a revisit of what was read before looks at the beginning again
filler = [record("metadata", site, bytes(15 << 20), Content_Type="application/octet-stream") for _ in range(4)]
for name, last in (("onward.warc.gz", []), ("revisited.warc.gz", [record("revisit", site + "again", b"", WARC_Payload_Digest="sha1:0")])):
    P.write(name, b"".join(gzip.compress(x, 1) for x in filler + [record("response", site + str(i), answer(page(i)), WARC_Payload_Digest="sha1:%d" % i) for i in range(1200)] + last))
    store, report = P.path(name + ".db"), P.path(name + ".jsonl")
    run = P.start("import", "--store", store, "--report", report, P.path(name))
    begun = until(lambda: run.poll() is not None or (os.path.exists(report) and os.path.getsize(report) > 40000), pause=0.005)
    run.send_signal(signal.SIGKILL)
    run.wait()
    p = P.run("import", "--store", store, "--report", report, P.path(name), timeout=250)
    wanted = sorted([titled(i) for i in range(1200)] + [titled(0)] * len(last))
    check("%s, killed: all of it" % name, begun and p.returncode == 0 and sorted(titles(P.records(store))) == wanted, told(p))
    check("and the beginning is unpacked again %s" % ("for the revisit" if last else "for nothing"), ("were unpacked again" in p.stderr) == bool(last), told(p))
P.end()
