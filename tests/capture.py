#!/usr/bin/env python3
"""Captures: with `store: { capture: {} }` every answer that a record was read from is in a web archive (WARC 1.1), where its record
says, as it was transferred; what leads to no record is not; and `import` reads the same records from it.

  capture.py --tidings build/release/tidings
"""
import base64, glob, gzip, hashlib, os, signal, stat, subprocess, time, zlib

from loopback import Web
from program import arguments, lines, Program, told, until

P = Program("capture", arguments(__doc__))
check = P.check
PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "
KEY = "k3y-0f-th3-h4rb0ur"
extra = []  # titles of items that are added


def feed(host, titles, links=False):
    return ("<?xml version='1.0'?><rss version='2.0'><channel><title>Harbour</title><description>d</description>%s</channel></rss>" % "".join(
        "<item><title>%s</title><guid isPermaLink='false'>%s</guid>%s<description>%s</description></item>"
        % (t, t, "<link>http://%s/page/%s</link>" % (host, t) if links else "", PROSE + t) for t in titles)).encode()


def page(t):
    return ("<!DOCTYPE html><html lang=en><head><title>%s</title></head><body><article><h1>%s</h1>%s</article></body></html>" % (t, t, "<p>%s</p>" % (PROSE + t) * 5)).encode()


def long_page(n):
    """An article on three pages."""
    return ("<!DOCTYPE html><html lang=en><head><title>long</title>%s</head><body><article><h1>long</h1>%s</article></body></html>" % (
        "<link rel=next href=/long/%d>" % (n + 1) if n < 3 else "", "".join("<p>Page %d, part %d. %s</p>" % (n, i, PROSE) for i in range(5)))).encode()


def answer(host, path):
    where = "%s:%d" % (host, web.port)
    xml = {"Content-Type": "application/rss+xml", "Set-Cookie": "id=cookie-of-the-harbour"}
    kind = path.split("?")[0].split("/")[1]
    if kind == "plain":
        body = feed(where, ["Plain one", "Plain two"] + extra)
    elif kind == "packed":
        xml["Content-Encoding"], body = "gzip", gzip.compress(feed(where, ["Packed one"]), mtime=0)
    elif kind == "pages":
        body = feed(where, ["first", "second", "long"], links=True).replace(b"/page/long", b"/long/1")
    elif kind == "keyed":
        body = feed(where, ["Keyed one", "your key is %s" % KEY])
    elif kind == "page":
        xml, body = {"Content-Type": "text/html"}, page(path.split("/")[2])
    elif kind == "long":
        n = int(path.split("/")[2])
        xml, body = {"Content-Type": "text/html"}, long_page(n)
    elif kind == "many":
        body = feed(where, ["%s %d" % (host, i) for i in range(3)])
    else:
        return 404, {}, b"no"
    sent[host + path.split("?")[0]] = body
    return 200, xml, body


sent = {}  # address -> the body as transferred
web = Web(answer)
at = lambda n, path: "http://127.0.0.%d:%d/%s" % (n, web.port, path)


def conf(name, capture, sources):
    return P.write(name, "version: 1\nstore: { path: %s.db, capture: %s }\nfetch: { allow_private: true, hosts: { delay: 0s } }\npipeline: []\nsources:\n%s" % (
        name, capture, "".join("  - { id: %s, url: \"%s\", parse: feed%s }\n" % (s + ("",) * (3 - len(s))) for s in sources)))


def member(path, offset):
    """The record that begins at this offset: (its head as a dict, the block)."""
    if path.endswith(".zst"):
        whole = subprocess.run(["zstd", "-dc"], input=open(path, "rb").read()[offset:], capture_output=True).stdout
    else:
        with open(path, "rb") as f:
            f.seek(offset)
            whole = zlib.decompressobj(31).decompress(f.read())
    head, rest = whole.split(b"\r\n\r\n", 1)
    head = dict(x.split(b": ", 1) for x in head.split(b"\r\n")[1:])
    head = {k.decode(): v.decode() for k, v in head.items()}
    return head, rest[:int(head["Content-Length"])]


def members(path):
    """All records of a .warc.gz."""
    data, found = open(path, "rb").read(), []
    while data:
        d = zlib.decompressobj(31)
        whole = d.decompress(data)
        if not d.eof:
            return found, "cut"
        found.append(whole)
        data = d.unused_data
    return found, "whole"


def sha1(body):
    return "sha1:" + base64.b32encode(hashlib.sha1(body).digest()).decode()


def records(name):
    return P.records(P.path(name + ".db"))


# what is kept
sources = [("plain", at(1, "plain/1")), ("packed", at(2, "packed/1")), ("pages", at(3, "pages/1"), ", full_text: article"), ("keyed", at(4, "keyed/1?api_key=" + KEY)), ("gone", at(5, "nothing"))]
c = conf("c", "{}", sources)
p = P.run("run", "--once", "--config", c)
got = records("c")
files = sorted(glob.glob(P.path("captures", "*")))
check("all are read", len(got) == 8, told(p))
check("there is one file, whole, by its name", len(files) == 1 and files[0].endswith(".warc.gz"), files)
check("for its owner alone", stat.S_IMODE(os.stat(files[0]).st_mode) == 0o600 and stat.S_IMODE(os.stat(P.path("captures")).st_mode) == 0o700, oct(os.stat(files[0]).st_mode))
faults = []
for r in got:
    caps = r.get("captures", [])
    if len(caps) != (3 if r["title"] == "long" else 1) or any(not {"file", "offset", "digest"} <= set(x) for x in caps):
        faults.append((r["title"], caps))
        continue
    cap = caps[0]
    head, block = member(P.path("captures", cap["file"]), cap["offset"])
    http, body = block.split(b"\r\n\r\n", 1)
    host = head["WARC-Target-URI"].split("//")[1].split(":")[0]
    path = "/" + head["WARC-Target-URI"].split("//")[1].split("/", 1)[1].split("?")[0]
    wanted = sent[host + path]
    if body != wanted or head["WARC-Payload-Digest"] != cap["digest"] or cap["digest"] != sha1(body) or head["WARC-Type"] != "response":
        faults.append((r["title"], head, body[:200]))
check("each record names the answer it was read from, as it was transferred", not faults, faults[:2])
check("a page is named by its own answer, not by its feed's", {member(P.path("captures", r["captures"][0]["file"]), r["captures"][0]["offset"])[0]["WARC-Target-URI"].split("/", 3)[3] for r in got if r["source"]["id"] == "pages"} == {"page/first", "page/second", "long/1"}, [r["captures"][0] for r in got])
pages = [member(P.path("captures", x["file"]), x["offset"])[0]["WARC-Target-URI"].split("/", 3)[3] for r in got if r["title"] == "long" for x in r["captures"]]
check("an article on several pages names the answer of each", pages == ["long/1", "long/2", "long/3"], pages)
found, how = members(files[0])
everything = b"".join(found)
check("nothing else is kept: no refusal, no feed that only leads to pages", len(found) == 1 + 8 and how == "whole", [x[:200] for x in found])
check("its encoding is not undone", b"content-encoding: gzip" in everything, "")
heads = b"".join(b"".join(x.split(b"\r\n\r\n", 2)[:2]) for x in found)
check("no key and no cookie is in its heads", KEY.encode() not in heads and b"cookie-of" not in everything, "")

# again
size = os.path.getsize(files[0])
P.run("run", "--once", "--config", c)
check("what is unchanged is not kept again", [os.path.getsize(x) for x in sorted(glob.glob(P.path("captures", "*")))] == [size], os.listdir(P.path("captures")))
extra.append("Plain three")
P.run("run", "--once", "--config", c)
got = records("c")
new = [r for r in got if r["title"] == "Plain three"]
check("a new item's answer is kept, in a new file", len(new) == 1 and new[0]["captures"][0]["file"] != os.path.basename(files[0]) and b"Plain three" in member(P.path("captures", new[0]["captures"][0]["file"]), new[0]["captures"][0]["offset"])[1], new)

# read again
p = P.run("import", "--store", P.path("again.db"), P.path("captures"))
again = P.records(P.path("again.db"))
of = lambda rs: sorted((r["title"], r["text"]) for r in rs if KEY not in r["title"] and "***" not in r["title"] and r["title"] != "long")
check("`import` reads the same from them", of(again) == of(got), told(p))

# another form
z = conf("z", "{ folder: zst, form: zstd, max_size: 1MiB }", sources[:2])
p = P.run("run", "--once", "--config", z)
got = records("z")
names = os.listdir(P.path("zst")) if os.path.isdir(P.path("zst")) else []
if "libzstd" in p.stderr:
    print("left out: zstd, which this build lacks")
else:
    check("zstd is a form", len(names) == 1 and names[0].endswith(".warc.zst") and all(r["captures"][0]["file"] == names[0] for r in got), told(p))
    P.run("import", "--store", P.path("z2.db"), P.path("zst"))
    check("that `import` reads as well", of(P.records(P.path("z2.db"))) == of(got), names)

# off, wrong, impossible
none = P.write("none.yaml", "version: 1\nstore: { path: none.db }\nfetch: { allow_private: true }\npipeline: []\nsources: [{ id: plain, url: \"%s\", parse: feed }]\n" % at(1, "plain/1"))
P.run("run", "--once", "--config", none)
check("without the key nothing is kept", all("captures" not in r for r in P.records(P.path("none.db"))), "")
p = P.run("check", conf("w", "{ form: bzip2 }", sources[:1]))
check("another form is refused, with its place", p.returncode != 0 and "gzip" in p.stderr and ":2:" in p.stderr, told(p))
p = P.run("run", "--once", "--config", conf("i", "{ folder: /proc/captures }", sources[:1]))
check("a folder that cannot be made is told, and nothing is fetched", p.returncode != 0 and "/proc/captures cannot be made" in p.stderr and not os.path.exists(P.path("i.db")), told(p))

for folder in ("/proc/captures", "/etc/passwd", "nowhere/captures"):
    p = P.run("check", conf("f", "{ folder: %s }" % folder, sources[:1]))
    check("`check` tells a folder that no run could use: %s" % folder, p.returncode != 0 and "capture: the folder" in p.stderr and ":2:" in p.stderr, told(p))
p = P.run("check", conf("f", "{ folder: later }", sources[:1]))
check("and makes none", p.returncode == 0 and not os.path.exists(P.path("later")), told(p))

# kills: no record names what is not there
k = conf("k", "{ folder: kills, max_size: 1MiB }", [("s%d" % i, at(10 + i, "many/1")) for i in range(200)])
kills = 0
for turn in range(40):
    run = P.start("run", "--once", "--config", k)
    time.sleep(0.15 + 0.07 * (turn % 7))
    if run.poll() is None:
        kills += 1
    run.send_signal(signal.SIGKILL)
    run.wait()
    if kills >= 6:
        break
P.run("run", "--once", "--config", k)
got, faults = records("k"), []
for r in got:
    try:
        head, block = member(P.path("kills", r["captures"][0]["file"]), r["captures"][0]["offset"])
        if sha1(block.split(b"\r\n\r\n", 1)[1]) != r["captures"][0]["digest"] or r["title"].encode() not in block:
            faults.append(r["captures"][0])
    except Exception as e:
        faults.append((r.get("captures"), repr(e)))
check("after %d kills each of %d records has its answer, whole" % (kills, len(got)), len(got) == 600 and not faults, faults[:3])
left = [x for x in glob.glob(P.path("kills", "*")) if not x.endswith(".warc.gz")]
check("and each file is whole, and has its name", not left and all(members(x)[1] == "whole" for x in glob.glob(P.path("kills", "*"))), left)
P.end()
