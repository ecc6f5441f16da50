#!/usr/bin/env python3
"""`tidings replay`: the present parsers read the answers that were kept, and what they read otherwise becomes a new version.

  replay.py --tidings build/release/tidings
  replay.py --tidings build/release/tidings --long     # 5,000 answers: speed and memory beside an import, ten kills, warcio

A server on loopback; parsers are the program's own, and one in Python whose reading the test changes.  warcio (npm) reads the files
where it is there: beside this file, or in the folder that WARCIO names.
"""
import glob, gzip, os, random, re, shutil, signal, subprocess, time

import replay_long
from loopback import Clock, Web
from program import arguments, lines, Program, told, until

ap = arguments(__doc__)
ap.add_argument("--shim", help="tests/clock_shift.c, compiled: for articles that are looked at again")
ap.add_argument("--long", action="store_true")
ap.add_argument("--answers", type=int, default=5000, help="of the long form")
P = Program("replay", ap)
P.env["TMPDIR"] = P.path("tmp")
os.makedirs(P.env["TMPDIR"])
check = P.check
WARCIO = r'''
import { WARCParser } from "%s";
import fs from "fs"; import crypto from "crypto";
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
let answers = 0, bad = 0;
for (const file of process.argv.slice(2))
  for await (const record of new WARCParser(fs.createReadStream(file))) {
    if (record.warcType !== "response") continue;
    const sum = crypto.createHash("sha1").update(Buffer.from(await record.readFully(false))).digest();
    const bits = [...sum].map(x => x.toString(2).padStart(8, "0")).join("");
    let digest = "sha1:";
    for (let i = 0; i < 160; i += 5) digest += letters[parseInt(bits.slice(i, i + 5), 2)];
    answers++;
    bad += record.warcHeader("WARC-Payload-Digest") !== digest;
  }
console.log(answers, bad);
'''
PROSE = "The harbour was closed on Monday after a storm had torn two boats from their moorings, the harbour office said. "
OWN = r'''
import json, sys, re
words = open(sys.argv[1]).read().strip()
for line in sys.stdin:
    call = json.loads(line)
    title = re.search(r"<h1>(.*?)</h1>", call.get("document", {}).get("text", ""))
    answer = {"done": call["call"]}
    if words == "refuse" and "document" in call:
        answer.update(status="bad-input", error="it is not to be read")
    elif title and words == "teaser":
        print(json.dumps({"record": {"kind": "stub", "genre": "teaser"}}))
    elif title:
        record = {"kind": "article", "title": title.group(1), "text": "One paragraph of the page.\n\n%s" % words}
        if words.startswith("by"):
            record["authors"] = [{"name": words[3:]}]
        print(json.dumps({"record": record}))
    print(json.dumps(answer), flush=True)
'''


def item(host, title, link=""):
    return ("<item><title>%s</title><author>jo@example.org (Jo Item)</author><guid isPermaLink='false'>%s</guid>%s<category>%s</category>"
            "<pubDate>Mon, 05 Jan 2026 10:00:00 GMT</pubDate><description>%s</description></item>") % (
        title, title, "<link>http://%s%s</link>" % (host, link) if link else "", "ferries", PROSE + title)


def feed(items):
    return ("<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour</title><description>d</description>%s</channel></rss>" % "".join(items)).encode()


def page(title, head="", text=PROSE * 6):
    return ("<!DOCTYPE html><html lang=en><head><title>%s</title>%s</head><body><article><h1>%s</h1>%s</article></body></html>" % (
        title, head, title, "".join("<p>%s %s</p>" % (text, title) for _ in range(4)))).encode()


def pdf(texts):
    ops = b"".join(b"BT /F1 %d Tf 1 0 0 1 60 %d Tm (%s) Tj ET\n" % (18 if i == 0 else 10, 780 - 14 * i, t.encode()) for i, t in enumerate(texts))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%sendstream" % (len(ops), ops), b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % x for x in enumerate(objects, 1))
    return out + b"trailer << /Size 6 /Root 1 0 R >>\n%%EOF\n"


def answer(host, path):
    where, kind = "%s:%d" % (host, web.port), path.split("?")[0].split("/")[1]
    rss, html = {"Content-Type": "application/rss+xml"}, {"Content-Type": "text/html"}
    if kind == "many":
        n = int(path.split("/")[2]) * replay_long.FEED
        return 200, rss, feed([item(where, "Report %d" % i, "/many-page/%d" % i) for i in range(n, min(n + replay_long.FEED, P.arguments.answers))])
    if kind == "many-page":
        n = int(path.split("/")[2])
        return 200, html, page("Report %d" % n, text=" ".join(random.Random(n * 7 + k).choice(WORDS) for k in range(90))).replace(b"</article>", b"<p>Tickets of last week are valid until Sunday, the harbour office said in a statement.</p></article>")
    if kind == "plain":
        return 200, rss, feed([item(where, t) for t in plain])
    if kind == "packed":
        return 200, dict(rss, **{"Content-Encoding": "gzip"}), gzip.compress(feed([item(where, "Packed one")]), mtime=0)
    if kind == "pages":
        return 200, rss, feed([item(where, "first", "/page/first"), item(where, "long", "/long/1"), item(where, "moved", "/away/moved")])
    if kind == "own":
        return 200, rss, feed([item(where, t, "/page/" + t) for t in ("own-a", "own-b")])
    if kind == "away":
        return 302, {"Location": "/page/" + path.split("/")[2]}, b""
    if kind == "page":
        return 200, dict(html, **{"X-Robots-Tag": "noai"}) if path.endswith("first") else html, page(path.split("/")[2])
    if kind == "long":
        n = int(path.split("/")[2])
        return 200, html, page("long", "<link rel=next href=/long/%d>" % (n + 1) if n < 3 else "", "Page %d. %s" % (n, PROSE))
    if kind == "official":
        return 200, {"Content-Type": "text/plain"}, open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "conf", "samples", "statements", "interior-order.txt"), "rb").read()
    if kind == "paper":
        return 200, {"Content-Type": "application/pdf"}, pdf(["Ferry report"] + [PROSE.strip()[:70], PROSE.strip()[70:]] * 8)
    if kind == "sample":
        name = samples[int(path.split("/")[2].split("?")[0])]
        data = open(name, "rb").read()
        type_ = {".html": "text/html", ".xml": "application/xml", ".json": "application/json", ".txt": "text/plain"}.get(os.path.splitext(name)[1]) or (
            "application/rss+xml" if b"<rss" in data[:2000] else "application/atom+xml" if b"<feed" in data[:2000] else "text/html" if b"<html" in data[:3000].lower() else "text/plain")
        return 200, {"Content-Type": type_ + ("; charset=iso-8859-1" if len(path) % 5 == 1 else ""), "X-Robots-Tag": "noai" if len(path) % 7 == 0 else "all"}, data
    if kind == "go":
        return 302, {"Location": "/sample/" + path.split("/")[2]}, b""
    if kind == "visit":
        return 200, rss, feed([item(where, "visited", "/visited")])
    if kind == "visited":
        return 200, html, page("visited", text=PROSE * 2 + "Edition %d. " % edited[0])
    if kind == "edited":
        return 200, html, page("Edited %d" % edited[0], text=PROSE + "Edition %d. " % edited[0])
    return 404, {}, b"no"


WORDS = (PROSE + "ferries sailed again after eleven days while the council met to hear what fishermen and traders of the old town had to say").split()
plain, edited = ["Plain one", "Plain two", "Plain three"], [1]
web = Web(answer)
at = lambda n, path: "http://127.0.0.%d:%d/%s" % (n, web.port, path)


def warcio(files):
    """What warcio says of the files, by a program in JavaScript; None: it is not there."""
    home = os.environ.get("WARCIO", os.path.dirname(os.path.abspath(__file__)))
    if not shutil.which("node") or not os.path.isdir(os.path.join(home, "node_modules", "warcio")):
        return None
    script = P.write("warcio.mjs", WARCIO % os.path.join(home, "node_modules", "warcio", "dist", "index.js"))
    p = subprocess.run(["node", script, *files], capture_output=True, text=True, timeout=300)
    return p.stdout.strip() or p.stderr


def check_warcio(files, answers):
    said = warcio(files)
    if said is None:
        print("left out: warcio, which is not there (node, and `npm install warcio` in the folder that WARCIO names)")
    else:
        check("warcio reads %d answers, each with its digest" % answers, said == "%d 0" % answers, said)


if P.arguments.long:
    replay_long.run(P, at)
    check_warcio(sorted(glob.glob(P.path("captures", "*.warc.gz"))), P.arguments.answers)
    P.end()

sources = [("plain", at(1, "plain/1"), "parse: feed"), ("twin", at(1, "plain/1"), "parse: feed"), ("packed", at(2, "packed/1"), "parse: feed"),
           ("pages", at(3, "pages/1"), "parse: feed, full_text: article"), ("own", at(4, "own/1"), "parse: feed, full_text: own"),
           ("edited", at(5, "edited/1"), "parse: article")]
sources.append(("official", at(6, "official/1"), "parse: statement"))
if re.search(r"\bpdf\b", P.run("plugin", "list").stdout):
    sources.append(("paper", at(7, "paper/1"), "parse: pdf"))
else:
    print("left out: a PDF, whose parser this build lacks")


def conf(name, capture="{}", more="", skip=()):
    return P.write(name + ".yaml", "version: 1\nstore: { path: %s.db, capture: %s }\nfetch: { allow_private: true, hosts: { delay: 0s }, interval: { min: 1s, max: 1s, adaptive: no } }\n"
                   "plugins: { exec: [ { name: own, kind: parser, command: [/usr/bin/python3, ./own.py, ./words], read: [./words] } ] }\npipeline: []\nsources:\n%s" % (
                       name, capture, "".join("  - { id: %s, url: \"%s\", %s }\n" % s for s in sources if s[0] not in skip)))


def current(name):
    return {(r["source"]["id"], r["title"]): r for r in P.records(P.path(name + ".db"))}


def replay(name, *args, code=0):
    p = P.run("replay", "--json", "--config", P.path(name + ".yaml"), *args)
    check("replay %s %s ends with %d" % (name, " ".join(args), code), p.returncode == code, told(p))
    return lines(p.stdout), p


P.write("own.py", OWN)
P.write("words", "The first words.")
c = conf("c")
p = P.run("run", "--once", "--config", c)
first = current("c")
wanted = 3 + 3 + 1 + 3 + 2 + len(sources) - 5
check("all kinds are read and kept", len(first) == wanted and all(r.get("captures") for r in first.values()), (len(first), told(p)))

# nothing has changed
out, p = replay("c")
check("the same parsers make the same records, byte by byte", out[-1]["new_versions"] == 0 and out[-1]["unchanged"] == wanted, out)
check("and nothing was stored", current("c") == first, "")
p = P.run("replay", "--config", c)
check("which is said", "0 new versions, %d unchanged" % wanted in p.stdout, told(p))
out, p = replay("c", "--outdated", code=4)
check("nothing is outdated: told", "another version of its parser" in p.stderr, told(p))

# a parser reads otherwise
P.write("words", "Other words now.")
out, p = replay("c", "--dry-run")
check("a dry run shows what would change", sorted((x["title"], x["gone"], x["new"]) for x in out[:-1]) == [("own-a", "The first words.", "Other words now."), ("own-b", "The first words.", "Other words now.")], out)
check("and stores nothing", out[-1]["would_change"] == 2 and current("c") == first, out[-1])
p = P.run("replay", "--dry-run", "--config", c)
check("for people as `show --diff` does", "[-The first words.-]" in " ".join(p.stdout.split()) and "nothing was stored" in p.stdout, told(p))
out, p = replay("c", "--source", "own", "own-z", code=4)
check("an argument that names no record is told", "own-z" in p.stderr, told(p))
out, p = replay("c", first["own", "own-a"]["id"])
check("one record, by its id", out[-1]["new_versions"] == 1 and out[-1]["unchanged"] == 0, out)
out, p = replay("c", "--source", "own")
check("the rest of its source", out[-1]["new_versions"] == 1 and out[-1]["unchanged"] == 1, out)
second = current("c")
a = second["own", "own-b"]
check("it is the next version, and says why", (a["version"], a["change"], a["supersedes"]) == (2, "reparsed", first["own", "own-b"]["id"]), a)
check("seen when its answer was, with its item's author and date", a["first_seen"] == first["own", "own-b"]["first_seen"] and a["authors"] == first["own", "own-b"]["authors"] and a["published"], a)
check("nothing else is another record", {k: v for k, v in second.items() if k[0] != "own"} == {k: v for k, v in first.items() if k[0] != "own"}, "")
out, p = replay("c")
check("once more: nothing", out[-1]["new_versions"] == 0 and out[-1]["unchanged"] == wanted, out)
check("its publisher changed nothing", P.run("changes", "--config", c).returncode == 4, "")
text = P.run("show", a["id"], "--diff", "--config", c).stdout
check("`show --diff` has it", "{+Other words now.+}" in " ".join(text.split()), text)
P.write("words", "by Ann Author")
out, p = replay("c", "--dry-run", "--source", "own")
check("fields beside the text are named", all(x["fields"] == ["authors", "blocks"] for x in out[:-1]) and len(out) == 3, out)

# by time and by words
for args, n in ((["--since", "1h"], wanted), (["--until", "1h"], None), (["--query", "\"Plain two\""], 2)):
    p = P.run("replay", "--json", "--dry-run", "--config", c, *args)
    check("a filter: %s" % " ".join(args), p.returncode == 4 if n is None else sum(lines(p.stdout)[-1][k] for k in ("would_change", "unchanged")) == n, told(p))

# what a parser does not read any more
for words, key in (("refuse", "unread"), ("teaser", "not_found")):
    P.write("words", words)
    before = current("c")
    out, p = replay("c", "--source", "own", code=1)
    check("%s: the record stays, told and counted" % words, out[-1][key] == 2 and current("c") == before and p.stderr, out)
P.write("words", "Other words now.")

# what is newer is left alone
edited[0] = 2
plain.append("Plain four")
P.run("run", "--once", "--config", c)
time.sleep(1.1)
P.run("run", "--once", "--config", c)
third = current("c")
check("a page was edited, and an item is new", ("edited", "Edited 2") in third and third["edited", "Edited 2"]["version"] == 2 and ("plain", "Plain four") in third, sorted(third))
out, p = replay("c")
check("versions before and their answers are not read again", out[-1]["new_versions"] == 0 and out[-1]["unchanged"] == len(third) and current("c") == third, out)

# a source that is taken out
out, p = (conf("c", skip=("packed",)), replay("c", code=3))[1]
check("of a source that is not configured nothing is read: told", out[-1]["unread"] == 1 and "packed is not in the configuration" in p.stderr, told(p))
conf("c")

# gone and damaged
folder = P.path("captures")
files = sorted(glob.glob(P.path("captures", "*.warc.gz")))
whole = {f: open(f, "rb").read() for f in files}
mine = third["own", "own-a"]["captures"][0]
place = P.path("captures", mine["file"])
data = bytearray(whole[place])
data[mine["offset"] + 40] ^= 0xFF
open(place, "wb").write(data)
out, p = replay("c", code=3)
check("a damaged answer is told and counted, the others are read", out[-1]["damaged"] == 1 and out[-1]["unchanged"] == len(third) - 1 and mine["file"] in p.stderr, out)
swapped = third["own", "own-b"]["captures"][0]
open(place, "wb").write(whole[place][:mine["offset"]] + whole[place][swapped["offset"]:])
out, p = replay("c", "--source", "own", code=1)
check("another answer in its place is not taken for it", out[-1]["damaged"] == 2 and out[-1]["new_versions"] == 0 and "not the answer" in p.stderr, told(p))
open(place, "wb").write(whole[place][:mine["offset"] + 30])
out, p = replay("c", "--source", "own", code=1)
check("a file that is cut off: told", out[-1]["damaged"] == 2, out)
os.rename(folder, folder + "-away")
out, p = replay("c", code=1)
check("files that are gone: told once a file, each answer counted", out[-1]["gone"] == out[-1]["answers"] + out[-1]["gone"] and p.stderr.count("is gone") == len({x["captures"][0]["file"] for x in third.values()}), told(p))
check("and everything stays", current("c") == third, "")
os.rename(folder + "-away", folder)
for f in files:
    open(f, "wb").write(whole[f])
c2 = P.write("moved.yaml", open(c).read().replace("capture: {}", "capture: { folder: elsewhere }"))
os.rename(folder, P.path("elsewhere"))
out, p = replay("moved")
check("the folder may move with the configuration", out[-1]["unchanged"] == len(third), told(p))
os.rename(P.path("elsewhere"), folder)

# beside the program that runs
daemon = P.start("run", "--config", c)
until(lambda: '"writer":null' not in P.run("status", "--json", "--config", c).stdout)
p = P.run("replay", "--config", c)
check("while a program writes the store, it is not replayed", p.returncode == 6, told(p))
out, p = replay("c", "--dry-run")
check("a dry run reads a copy, which goes", out[-1]["unchanged"] == len(third) and not glob.glob(os.path.join(P.env["TMPDIR"], "tidings-dry-*")), told(p))
daemon.send_signal(signal.SIGTERM)
daemon.wait()
files = sorted(glob.glob(P.path("captures", "*.warc.gz")))

check_warcio(files, len({(x["file"], x["offset"]) for r in third.values() for x in r["captures"]} | {(x["file"], x["offset"]) for r in first.values() for x in r["captures"]}))

# zstd
z = conf("z", "{ folder: zst, form: zstd }", skip=("own",))
p = P.run("run", "--once", "--config", z)
if "libzstd" in p.stderr:
    print("left out: zstd, which this build lacks")
else:
    n = len(current("z"))
    out, p = replay("z")
    check("zstd is read as well", out[-1]["unchanged"] == n and out[-1]["new_versions"] == 0, told(p))

# no captures at all
none = P.write("none.yaml", "version: 1\nstore: { path: none.db }\nsources: []\npipeline: []\n")
p = P.run("replay", "--config", none)
check("without `capture` there is nothing, and why is said", p.returncode == 2 and "store: capture" in p.stderr, told(p))

# samples of all kinds: with a key, behind a redirect, of another character set, with the settings of their sources
root = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
samples = sorted(f for part in ("conf/samples/**/*", "plugins/parse-*/fuzz/**/*") for f in glob.glob(os.path.join(root, part), recursive=True) if os.path.isfile(f))[::3]
k = P.write("k.yaml", "version: 1\nstore: { path: k.db, capture: { folder: kinds } }\nfetch: { allow_private: true, hosts: { delay: 0s } }\npipeline: []\nsources:\n" + "".join(
    "  - { id: k%d, url: \"http://127.2.0.%d:%d/%s/%d%s\"%s }\n" % (i, i + 1, web.port, ("sample", "go")[i % 3 == 0], i, "?api_key=k3y-0f-%d" % i if i % 4 == 0 else "",
                                                                ("", ", default_zone: Europe/Vienna, tags: [a, b], language: de, trust: 7, outlet: X")[i % 2]) for i in range(len(samples))))
P.run("run", "--once", "--config", k)
n = len(P.records(P.path("k.db")))
out, p = replay("k")
check("%d records of %d samples are read as they were" % (n, len(samples)), n > 25 and out[-1]["new_versions"] == 0 and out[-1]["unchanged"] == n, out)

# an article that was looked at again, with what the version before gave it
if P.arguments.shim:
    clock = Clock(P.folder, P.arguments.shim, P.env)
    P.env = clock.env
    v = P.write("v.yaml", "version: 1\nstore: { path: v.db, capture: { folder: visits } }\nfetch: { allow_private: true, hosts: { delay: 0s }, revisit: [1h] }\npipeline: []\nsources:\n"
                "  - { id: v, url: \"%s\", parse: feed, full_text: article }\n" % at(8, "visit/1"))
    for edited[0] in (4, 5):
        P.run("run", "--once", "--config", v)
        clock.move(7200)
    got = P.records(P.path("v.db"))
    out, p = replay("v")
    check("an article that was looked at again", [r["version"] for r in got] == [2] and got[0]["authors"][0]["name"] == "Jo Item" and out[-1]["unchanged"] == 1, (got, out))

# another parser in the place of one that is gone
P.write("words", "Words of another parser.")
with_other = open(c).read()
P.write("c.yaml", with_other.replace("name: own,", "name: other,").replace("full_text: own", "full_text: other"))
out, p = replay("c", "--outdated")
check("what a parser read that is gone is outdated, and the present one of its source reads it", out[-1]["new_versions"] == 2 and {r["parser"] for t, r in current("c").items() if t[0] == "own"} == {"other"}, out)
out, p = replay("c", "--outdated", code=4)
P.write("c.yaml", with_other)

# kills
words = ["Words of turn %d." % i for i in range(5)]
for i, w in enumerate(words):
    P.write("words", w)
    run = P.start("replay", "--config", c)
    time.sleep(random.uniform(0.05, 0.6))
    run.send_signal(signal.SIGKILL)
    run.wait()
out, p = replay("c")
last = current("c")
check("after kills the next replay ends what they began", all(words[-1] in last["own", t]["text"] for t in ("own-a", "own-b")), out)
check("nothing is lost or twice", sorted(last) == sorted(third), (sorted(last), sorted(third)))
P.end()
