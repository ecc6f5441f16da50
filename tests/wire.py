#!/usr/bin/env python3
"""What goes over the wire, with the real program: what is sent, what is decoded, where a connection may lead, what is believed.

  wire.py --tidings build/release/tidings            --only encodings,half,... for a part

Servers run in this process, on loopback.  Exit 0 when all holds.
"""
import ctypes, ctypes.util, gzip, json, os, resource, subprocess, sys, threading, time, zlib

from program import arguments, lines, told, Program
from raw_server import chunked, Last, page, RawServer

ap = arguments(__doc__)
ap.add_argument("--only", default="", help="names of parts, with commas")
P = Program("wire", ap)
A, check = P.arguments, P.check
RSS = "Content-Type: application/rss+xml"
PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "


def say(text):
    print("     " + text, flush=True)


def feed(*titles, more=""):
    items = "".join("<item><title>%s</title><guid isPermaLink='false'>%s</guid><description>%s %s</description></item>" % (t, t, PROSE, t) for t in titles)
    return ("<?xml version='1.0'?>\n<rss version='2.0'><channel><title>Harbour</title><link>/</link><description>d</description>%s%s</channel></rss>\n"
            % (items, more)).encode()


count = 0


class Case:
    """A configuration and a store of its own."""

    def __init__(self, sources, fetch="", parse="feed"):
        """sources: (id, url, further settings)..."""
        global count
        count += 1
        self.conf, self.store = P.path("%d.yaml" % count), P.path("%d.db" % count)
        self.set(sources, fetch, parse)

    def set(self, sources, fetch="", parse="feed"):
        text = "version: 1\nfetch: { allow_private: true, timeout: 3s, hosts: { delay: 0s }%s }\nsources:\n" % (", " + fetch if fetch else "")
        for id, url, *rest in sources:
            if not any("parse:" in x for x in rest) and parse:
                rest.append("parse: " + parse)
            text += "  - { id: %s, url: \"%s\"%s }\n" % (id, url, "".join(", " + x for x in rest))
        P.write(self.conf, text)

    def once(self, *args, **more):
        return P.run("run", "--once", *args, "--config", self.conf, "--store", self.store, **more)

    def titles(self):
        return sorted(r.get("title", "") for r in self.records())

    def records(self):
        return lines(P.run("export", "--format", "jsonl", "--store", self.store).stdout)

    def source(self, id):
        return next(s for s in lines(P.run("sources", "--json", "--config", self.conf, "--store", self.store).stdout) if s["id"] == id)


# ---- encodings ----------------------------------------------------------------------------------------------------


def library(name):
    path = ctypes.util.find_library(name)
    return ctypes.CDLL(path) if path else None


def brotli(data):
    size = ctypes.c_size_t(len(data) + len(data) // 2 + 1000)
    out = ctypes.create_string_buffer(size.value)
    library("brotlienc").BrotliEncoderCompress(5, 22, 0, ctypes.c_size_t(len(data)), data, ctypes.byref(size), out)
    return out.raw[:size.value]


def zstd(data):
    lib = library("zstd")
    lib.ZSTD_compress.restype = ctypes.c_size_t
    out = ctypes.create_string_buffer(len(data) + len(data) // 2 + 1000)
    n = lib.ZSTD_compress(out, ctypes.c_size_t(len(out)), data, ctypes.c_size_t(len(data)), 3)
    return out.raw[:n]


PACKERS = {"gzip": gzip.compress, "deflate": zlib.compress}
if library("brotlienc"):
    PACKERS["br"] = brotli
if library("zstd"):
    PACKERS["zstd"] = zstd


def encodings():
    zeros = bytes(64 << 20)
    big = feed(*["Report %d" % i for i in range(300)])  # more than a block of zstd
    bombs = {name: pack(zeros) for name, pack in PACKERS.items()}
    stacked = PACKERS["gzip"](bombs["gzip"])

    def answer(r):
        kind, _, name = r.path[1:].partition("/")
        if kind == "good":
            return page(200, PACKERS[name](big), "Content-Type: text/xml", "Content-Encoding: " + name)
        if kind == "cut":
            return page(200, PACKERS[name](big)[:-20], RSS, "Content-Encoding: " + name)
        if kind == "bomb":
            return page(200, bombs[name], RSS, "Content-Encoding: " + name)
        if kind == "stacked":
            return page(200, stacked, RSS, "Content-Encoding: gzip, gzip")
        if kind == "third":
            return page(200, PACKERS["gzip"](stacked), RSS, "Content-Encoding: gzip, gzip, gzip")
        return page(200, b"\x1f\x9d whatever", RSS, "Content-Encoding: compress")

    server = RawServer(answer)
    plain = Case([("plain", server.url("/good/gzip"))], parse="")
    plain.once()
    said = server.log[0].headers.get("accept-encoding", "").split(", ")
    check("Accept-Encoding names gzip first", said[0] == "gzip", said)
    if set(said) != set(PACKERS):
        say("left out: %s (this build, or this machine, has no library for it)" % ", ".join(set(said) ^ set(PACKERS)))
    names = [n for n in said if n in PACKERS]
    base = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    for name in names:
        case = Case([("good", server.url("/good/" + name))], parse="")  # whose parser its first bytes decide
        case.once()
        check("what Accept-Encoding asks for is decoded: " + name, len(case.titles()) == 300, len(case.titles()))
    case = Case([("cut-" + n, server.url("/cut/" + n)) for n in names])
    p = case.once()
    check("a compressed body that ends early gives nothing", case.titles() == [] and all("incomplete " + n in p.stderr for n in names), told(p))
    began = time.monotonic()
    case = Case([("bomb-" + n, server.url("/bomb/" + n)) for n in names] + [("stacked", server.url("/stacked")), ("third", server.url("/third"))])
    p = case.once()
    took, most = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    check("bombs of each encoding, and of two, are stopped at the limit", p.stderr.count("limit: more than a document may unpack to") == len(names) + 1, told(p))
    check("more than two encodings are refused, with those that are known", "\"gzip, gzip, gzip\" is not known, or more than 2" in p.stderr, told(p))
    check("and cost neither time nor memory", took < 20 and most < base + (100 << 10), "%.1f s, %d KiB more" % (took, most - base))
    unknown = Case([("unknown", server.url("/unknown"))])
    p = unknown.once()
    check("an unknown encoding is named", "\"compress\" is not known" in p.stderr and ", ".join(said) in p.stderr, told(p))
    server.close()


# ---- half documents -----------------------------------------------------------------------------------------------
MONTHS = ["The %s report of the harbour office says how many boats came in, and %s what they carried. " % (x, PROSE * 2) for x in
          ("first", "second", "third", "fourth", "fifth")]


def article(parts, title="The harbour in five parts", closed=True):
    body = "".join("<p>%s</p>\n" % x for x in parts)
    return ("<!DOCTYPE html>\n<html><head><title>%s</title></head><body><article><h1>%s</h1>\n%s</article>%s" % (title, title, body,
            "</body></html>\n" if closed else "")).encode()


def documents(server):
    """kind: (parser, media type, the document, how much of it comes first)"""
    rss = feed("One", "Two", "Three")
    atom = ("<feed xmlns='http://www.w3.org/2005/Atom'><title>H</title><id>h</id>%s</feed>" % "".join(
        "<entry><title>%s</title><id>%s</id><content>%s %s</content></entry>" % (t, t, PROSE, t) for t in ("One", "Two", "Three"))).encode()
    js = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "H", "items": [
        {"id": t, "title": t, "content_text": PROSE + t} for t in ("One", "Two", "Three")]}).encode()
    sitemap = ("<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>" % "".join(
        "<url><loc>%s</loc></url>" % server.url("/page/" + t) for t in ("One", "Two", "Three"))).encode()
    html, text = article(MONTHS), ("The harbour in five parts\n\n" + "\n\n".join(MONTHS) + "\n").encode()
    record = json.dumps({"id": "1", "title": "One", "text": PROSE * 5}).encode()
    return {"rss": ("feed", "application/rss+xml", rss, rss.index(b"Three", rss.index(b"Three</guid>") + 8) - 40),
            "atom": ("feed", "application/atom+xml", atom, atom.index(b"Three</content>") - 40),
            "json": ("feed", "application/feed+json", js, js.index(b"Three\"}") - 40),
            "sitemap": ("sitemap", "application/xml", sitemap, sitemap.index(b"page/Three") + 3),
            "page": ("article", "text/html; charset=utf-8", html, html.index(b"The fourth") + 60),
            "tag": ("article", "text/html; charset=utf-8", html, html.index(b"</p>\n<p>The fourth") + 2),
            "text": ("text", "text/plain", text, text.index(b"The fourth") + 60),
            "record": ("record", "application/x-tidings-record+json", record, len(record) - 60)}


def cut(mode, body, n, *headers):
    if mode == "close":  # as HTTP/1.0
        return Last(page(200, body[:n], *headers, length=False))
    if mode == "short":
        return Last(page(200, b"", *headers, "Content-Length: %d" % n, length=False) + body)
    if mode == "long":
        return Last(page(200, b"", *headers, "Content-Length: %d" % len(body), length=False) + body[:n])
    if mode == "chunk":
        return Last(chunked(200, body[:n], *headers, end=False))
    packed = gzip.compress(body)
    return page(200, packed[:-9], *headers, "Content-Encoding: gzip")


MODES = ("close", "short", "long", "chunk", "gzip")
UNKNOWABLE = {("short", "text")}  # text has no end, and the server says that this is all


def half():
    def answer(r):
        headers = ['ETag: "same"']
        if r.path[6:] in ("One", "Two", "Three"):
            return page(200, article(MONTHS[:2], "Page " + r.path[6:]), "Content-Type: text/html")
        _, mode, kind = r.path.split("/")
        if "if-none-match" in r.headers:
            return page(304, b"", *headers)
        _, media, body, n = all_kinds[kind]
        body = body.replace(b"/page/", b"/%s/" % mode[:4].encode())  # pages of its own
        headers.append("Content-Type: " + media)
        return cut(mode, body, n, *headers) if r.nth == 0 else page(200, body, *headers)

    server = RawServer(answer)
    all_kinds = documents(server)
    cases = [(m, k) for m in MODES for k in all_kinds if (m, k) not in UNKNOWABLE]
    case = Case([("%s-%s" % (m, k), server.url("/%s/%s" % (m, k)), "parse: " + all_kinds[k][0]) for m, k in cases])
    p = case.once(timeout=280)
    first = {}
    for r in case.records():
        first.setdefault(r["source"]["id"], []).append(r)
    sources = {s["id"]: s for s in lines(P.run("sources", "--json", "--config", case.conf, "--store", case.store).stdout)}
    q = case.once(timeout=280)
    then, asked = {}, {}
    for r in case.records():
        then.setdefault(r["source"]["id"], []).append(r)
    for r in server.log:
        asked.setdefault(r.path, []).append(r)
    for mode, kind in cases:
        id, name = "%s-%s" % (mode, kind), "%s, %s" % (kind, {"close": "no length and cut", "short": "a length that is too short",
                   "long": "a length that is too long", "chunk": "no last chunk", "gzip": "no end of gzip"}[mode])
        had, has = first.get(id, []), then.get(id, [])
        if kind in ("rss", "atom", "json", "sitemap"):
            half = [r for r in had if not (r["title"].split()[-1] in ("One", "Two") and len(r["text"]) > 100)]
            whole = sorted(r["title"].split()[-1] for r in has) == ["One", "Three", "Two"]
        else:
            half = [r for r in had if "unfinished" not in r.get("quality", {}).get("flags", [])]
            whole = has and (has[-1]["text"].count("harbour office said.") == 5 if kind == "record" else "fifth report" in has[-1]["text"])
        check("%s: nothing half is stored as whole" % name, half == [], half)
        check("%s: its source says so" % name, "end" in (sources[id].get("last_error") or "") or "complete" in (sources[id].get("last_error") or "") or
              had and had[0].get("quality", {}).get("flags") or kind == "record", sources[id])
        check("%s: asked again without validators" % name, [x for x in asked["/%s/%s" % (mode, kind)][1:2] if "if-none-match" not in x.headers],
              [x.headers for x in asked["/%s/%s" % (mode, kind)]])
        check("%s: the rest comes with the next poll" % name, whole, (has, q.stderr[-500:]))
    server.close()


def versions():
    """Whole first, then cut: the page that is there stays."""
    def answer(r):
        kind, mode = r.path[1:].split("/")
        parser, media, body, n = all_kinds[kind]
        return page(200, body, "Content-Type: " + media) if r.nth == 0 else cut(mode, body, n, "Content-Type: " + media)

    server = RawServer(answer)
    all_kinds = documents(server)
    cases = [(k, m) for m in MODES for k in ("page", "tag", "text") if (m, k) not in UNKNOWABLE]
    case = Case([("%s-%s" % x, server.url("/%s/%s" % x), "parse: " + all_kinds[x[0]][0]) for x in cases])
    case.once()
    p = case.once()
    found = {r["source"]["id"]: r for r in case.records()}
    for x in cases:
        r = found.get("%s-%s" % x, {})
        check("a whole %s stays when a part of it comes (%s)" % x, r.get("version") == 1 and "fifth" in r.get("text", ""), (r, told(p)))
    server.close()


def followed():
    """The page of an item is cut when it is first asked for; one without end tags is what it is."""
    def answer(r):
        if r.path == "/feed":
            items = "".join("<item><title>T %s</title><link>/%s</link><description>Short.</description></item>" % (x, x) for x in ("cut", "open"))
            return page(200, ("<rss version='2.0'><channel><title>F</title>%s</channel></rss>" % items).encode(), RSS, 'ETag: "1"')
        if r.path == "/cut":
            body = article(MONTHS, "T cut")
            return Last(page(200, body[:-400] if r.nth == 0 else body, "Content-Type: text/html", length=False))
        return page(200, article(MONTHS, "T open", closed=False), "Content-Type: text/html")

    server = RawServer(answer)
    case = Case([("feed", server.url("/feed"), "full_text: { parse: article }"), ("open", server.url("/open"), "parse: article")])
    p = case.once()
    found = {r["title"]: r for r in case.records()}
    check("an article that was cut is fetched again, whole", "fifth" in found.get("T cut", {}).get("text", "") and found["T cut"]["version"] == 1, (found, told(p)))
    check("one that leaves out its end tags is kept, and flagged", "fifth" in found.get("T open", {}).get("text", "") and
          "unfinished" in found["T open"].get("quality", {}).get("flags", []), found)
    server.close()


PARTS = [encodings, half, versions, followed]
for part in PARTS:
    if not A.only or part.__name__ in A.only.split(","):
        part()
P.end()
