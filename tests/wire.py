#!/usr/bin/env python3
"""What goes over the wire, with the real program: what is sent, what is decoded, where a connection may lead, what is believed.

  wire.py --tidings build/release/tidings            --only encodings,half,... for a part

Servers run in this process, on loopback.  What needs names, certificates or ports of its own runs in new namespaces, and is left
out, and said, where the kernel gives none.  A number before a check is that of a promise which tests/behaviour.py counts too.  Exit 0 when all holds.
"""
import argparse, ctypes, ctypes.util, fcntl, gzip, json, os, resource, shutil, socket, ssl, struct, subprocess, sys, time, zlib

from loopback import name_server, namespaces, set_up_names
from program import arguments, lines, told, Program, until
from raw_server import chunked, Last, page, RawServer

ap = arguments(__doc__)
ap.add_argument("--only", default="", help="names of parts, with commas")
ap.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)  # we are in the new namespaces
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

    def __init__(self, sources, fetch="", parse="feed", fetcher=""):
        """sources: (id, url, further settings)...  fetcher: options of the web fetcher."""
        global count
        count += 1
        self.conf, self.store = P.path("%d.yaml" % count), P.path("%d.db" % count)
        self.set(sources, fetch, parse, fetcher)

    def set(self, sources, fetch="", parse="feed", fetcher=""):
        text = "version: 1\nfetch: { allow_private: true, robots: none, timeout: 3s, hosts: { delay: 0s }%s }\n" % (", " + fetch if fetch else "")
        text += ("fetchers: { http: { %s } }\n" % fetcher if fetcher else "") + "sources:\n"
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
        if kind == "lines":
            return page(200, PACKERS["gzip"](PACKERS[name](big)), "Content-Type: text/xml", "Content-Encoding: %s" % name, "X-Between: 1", "Content-Encoding: gzip")
        if kind == "none":
            return page(200, PACKERS[name](big), "Content-Type: text/xml", "Content-Encoding: identity", "Content-Encoding: " + name)
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
    case = Case([(kind + name, server.url("/%s/%s" % (kind, name))) for kind in ("lines", "none") for name in names], parse="")
    p = case.once()
    check("encodings that stand on several lines are one list", len(case.titles()) == 600 * len(names), (len(case.titles()), told(p)))
    case = Case([("cut-" + n, server.url("/cut/" + n)) for n in names])
    p = case.once()
    check("a compressed feed that ends early gives whole items, or nothing, and that is told", len(case.titles()) < 300 * len(names) and "Report 0" in case.titles() and all(
        ("incomplete " + n in p.stderr) != ("source cut-%s: the document ends before its end" % n in p.stderr) for n in names), (case.titles()[:5], told(p)))
    began, base = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss  # what came before may have taken more
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
            items = ("One", "Two", "Three") if mode == "gzip" else ("One", "Two") # all of them came, only nothing vouches for the end
            half = [r for r in had if not (r["title"].split()[-1] in items and len(r["text"]) > 100)]
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


# ---- what is sent -------------------------------------------------------------------------------------------------


def sent():
    def answer(r):
        known = {"/both": ['ETag: W/"odd, \\"quoted\\""', "Last-Modified: yesterday or so, 99:99"], "/etag": ['ETag: "e"'],
                 "/date": ["Last-Modified: Tue, 06 Jan 2026 10:00:00 GMT"]}.get(r.path.split("?")[0], [])
        if "if-none-match" in r.headers or "if-modified-since" in r.headers:
            return page(304, b"", *known)
        return page(200, feed("One of " + r.path), RSS, "Set-Cookie: seen=1", *known)

    server = RawServer(answer)
    case = Case([(x, server.url("/" + x)) for x in ("both", "etag", "date")] + [("query", server.url("/query?a=1#part"))],
                fetch="user_agent: 'Example/2.0 (+https://example.org/bot)'")
    case.once()
    first = {r.path: r for r in server.take()}
    case.once()
    then = {r.path: r for r in server.take()}
    check("1 the first GET has no validators", not any("if-none-match" in r.headers or "if-modified-since" in r.headers for r in first.values()))
    check("1 the second has the ETag byte for byte", then["/both"].headers.get("if-none-match") == 'W/"odd, \\"quoted\\""', then["/both"].headers)
    check("2 and the Last-Modified, even if it is no date", then["/both"].headers.get("if-modified-since") == "yesterday or so, 99:99", then["/both"].headers)
    check("3 one validator when only one was given", "if-modified-since" not in then["/etag"].headers and "if-none-match" not in then["/date"].headers and
          then["/etag"].headers.get("if-none-match") == '"e"' and "if-modified-since" in then["/date"].headers, (then["/etag"].headers, then["/date"].headers))
    odd = {"latin": ['ETag: "caf\xe9"'], "tab": ['ETag: "a\tb"'], "folded": ['ETag: "a\r\n b"'], "several": ['ETag: "a"', 'ETag: "b"'], "any": ["ETag: *"], "spaces": ['ETag: "a  b"'], "list": ['ETag: "a", "b"'],
           "date-latin": ["Last-Modified: Mo, 1. M\xe4rz 2026"]}
    strange = RawServer(lambda r: page(200, feed("One of " + r.path), RSS, *odd[r.path[1:]]))
    asks = Case([(x, strange.url("/" + x)) for x in odd])
    asks.once()
    strange.take()
    asks.once()
    back = {r.path[1:]: [r.headers[x] for x in ("if-none-match", "if-modified-since") if x in r.headers] for r in strange.take()}
    check("1 a validator that cannot be sent back byte for byte, one of several, and one that any answer would match, is not sent",
          {k: v for k, v in back.items() if v} == {"spaces": ['"a  b"'], "list": ['"a", "b"']} and len(back) == len(odd), back)
    strange.close()
    every = list(first.values()) + list(then.values())
    check("44 Accept-Encoding has gzip", all("gzip" in r.headers.get("accept-encoding", "") for r in every))
    check("47 the User-Agent is the one that is configured", {r.headers.get("user-agent") for r in every} == {"Example/2.0 (+https://example.org/bot)"}, every[0].headers)
    check("48 no Cookie, no Referer, no added query, no fragment", all("cookie" not in r.headers and "referer" not in r.headers for r in every) and
          set(first) == {"/both", "/etag", "/date", "/query?a=1"}, set(first))
    accept = [x.strip().split(";q=") for x in every[0].headers.get("accept", "").split(",")]
    check("49 Accept lists the types of feeds, with valid weights", {"application/rss+xml", "application/atom+xml", "application/feed+json"} <= {x[0] for x in accept} and
          all(len(x) == 1 or 0 <= float(x[1]) <= 1 and len(x[1]) <= 5 for x in accept), accept)
    bare = Case([("a", server.url("/etag"))])
    bare.once()
    agent = server.take()[0].headers.get("user-agent", "")
    check("47 and a product with its version without a configuration", agent.split("/")[0] == "Tidings" and agent.split("/")[1][0].isdigit(), agent)
    server.close()


def redirects():
    def answer(r):
        kind, _, n = r.path[1:].partition("/")
        if kind.isdigit():
            return page(int(kind), b"", "Location: /feed")
        if kind == "loop":
            return page(302, b"", "Location: /loop")
        if kind == "hops":
            return page(302, b"", "Location: " + ("/hops/%d" % (int(n) - 1) if n != "1" else "/feed"))
        return page(200, feed("Behind it"), RSS)

    server = RawServer(answer)
    ids = ("302", "303", "307")
    case = Case([("r" + x, server.url("/" + x)) for x in ids] + [("loop", server.url("/loop")), ("five", server.url("/hops/5")), ("six", server.url("/hops/6"))])
    for again in (0, 1):
        p = case.once()
        asked = [r.path for r in server.take()]
        check("27 302, 303 and 307 are followed, and the first address is asked again (poll %d)" % (again + 1), all("/" + x in asked for x in ids), asked)
        check("28 a loop ends after the hops that are allowed, without being tried again", asked.count("/loop") == 6, asked.count("/loop"))
    sources = {s: case.source(s) for s in ("r302", "loop", "five", "six")}
    check("27 the source keeps its address", sources["r302"]["url"] == server.url("/302") and sources["r302"]["health"] == "ok", sources["r302"])
    check("28 five hops are followed, six are an error", sources["five"]["last_error"] == "" and "redirects" in sources["six"]["last_error"] and
          "redirects" in sources["loop"]["last_error"], sources)
    server.close()


# ---- a source's own way -------------------------------------------------------------------------------------------
SECRETS = {"password": "pass-canary-word-1", "token": "token-canary-2", "cookies": "sid=cookie-canary-3; x=1", "key": "key-canary-4",
           "proxy": "http://user:proxy-canary-5@127.0.0.1:%d"}


def own():
    other = RawServer(lambda r: page(200, feed("Of the other host"), RSS))

    def answer(r):
        if r.path == "/away":
            return page(302, b"", "Location: " + other.url("/landed", "localhost"))
        if r.path == "/stay":
            return page(302, b"", "Location: /basic")
        if r.path == "/broken":
            return page(500, r.head, "X-Echo: " + r.headers.get("authorization", ""))
        if r.path == "/rubbish":
            return page(200, b"\x00\x01" + r.head, RSS)
        if r.path == "/session":
            return page(200, b"no feed: the session " + r.headers.get("cookie", "").split("; ")[0][4:].encode() + b" has ended", RSS)
        items = "".join("<item><title>%s</title><link>%s</link><description>d</description></item>" % (t, u) for t, u in
                        (("Here", server.url("/page/1")), ("There", other.url("/page/2", "localhost"))))
        if r.path == "/full":
            return page(200, ("<rss version='2.0'><channel><title>F</title>%s</channel></rss>" % items).encode(), RSS)
        if r.path.startswith("/page"):
            return page(200, article(MONTHS[:2], "Page"), "Content-Type: text/html")
        return page(200, feed("Of " + r.path), RSS)

    def forward(r):  # a proxy: it answers itself
        return page(200, feed("Through the proxy"), RSS) if r.method == "GET" else Last(page(403, b"no"))

    server, proxy = RawServer(answer), RawServer(forward)
    for name, text in SECRETS.items():
        P.write("secret/" + name, (text % proxy.port if "%d" in text else text) + "\n", 0o600)
    path = lambda name: "{ file: secret/%s }" % name
    basic, bearer = "auth: { user: reader, password: %s }" % path("password"), "auth: { token: %s }" % path("token")
    everything = "request: { user_agent: 'Own/1 (+https://own.example/)', %s, cookies: %s, headers: { X-Api-Key: %s } }" % (basic, path("cookies"), path("key"))
    sources = [("basic", server.url("/basic"), everything), ("bearer", server.url("/bearer"), "request: { %s }" % bearer),
               ("away", server.url("/away"), everything), ("stay", server.url("/stay"), everything), ("broken", server.url("/broken"), everything),
               ("rubbish", server.url("/rubbish"), everything), ("session", server.url("/session"), everything), ("plain", server.url("/plain")), ("full", server.url("/full"), everything, "full_text: { parse: article }"),
               ("proxied", "http://behind.invalid:81/feed", "request: { proxy: %s }" % path("proxy"))]
    case = Case(sources)
    said = []
    for args in (["check", case.conf], ["check", "--json", case.conf]):
        said.append(P.run(*args))
    check("check takes it", said[0].returncode == 0, told(said[0]))
    for more in (["-vv"], ["--json"]):
        said.append(case.once(*more))
    asked = {}
    for r in server.log:
        asked.setdefault(r.path, r)
    h = asked["/basic"].headers
    check("basic authentication, cookies, headers and the user agent of one source are sent", h.get("authorization") == "Basic cmVhZGVyOnBhc3MtY2FuYXJ5LXdvcmQtMQ==" and
          h.get("cookie") == SECRETS["cookies"] and h.get("x-api-key") == SECRETS["key"] and h.get("user-agent") == "Own/1 (+https://own.example/)", h)
    check("a bearer token too", asked["/bearer"].headers.get("authorization") == "Bearer " + SECRETS["token"], asked["/bearer"].headers)
    check("also after a redirect on the same server, and for an article there", all("authorization" in asked[x].headers for x in ("/stay", "/page/1")), asked["/page/1"].headers)
    check("and to no other source of it", "authorization" not in asked["/plain"].headers and "Own/" not in asked["/plain"].headers["user-agent"], asked["/plain"].headers)
    leaked = [r.head for r in other.log if any(s.encode() in r.head for s in ("canary", "cmVhZ", "Own/1"))]
    check("29 nothing of it goes to another host: neither by a redirect nor for an article", {"/landed", "/page/2"} <= {r.path for r in other.log} and leaked == [], leaked)
    check("a source has a proxy of its own, with a password from a file", [r.path for r in proxy.log[:1]] == ["http://behind.invalid:81/feed"] and
          "proxy-authorization" in proxy.log[0].headers and "Through the proxy" in case.titles(), ([r.head for r in proxy.log], case.titles()))
    check("what is for the proxy goes nowhere else", not any("proxy-authorization" in r.headers for r in server.log + other.log))
    for command in (["sources"], ["sources", "--json"], ["status"], ["quarantine"], ["quarantine", "--json"], ["export"]):
        said.append(P.run(*command, "--store", case.store))
    said.append(P.run("sources", "--config", case.conf, "--store", case.store))
    for q in lines(P.run("quarantine", "--json", "--store", case.store).stdout):
        said += [P.run("quarantine", "show", str(q["id"]), *more, "--store", case.store) for more in ([], ["--json"])]
    for r in case.records():
        said += [P.run("show", r["id"], *more, "--store", case.store) for more in ([], ["--json"])]
    words = ("pass-canary", "token-canary", "cookie-canary", "key-canary", "proxy-canary", "cmVhZGVyOnBhc3M")
    shown = [(w, p.args[1:3], (p.stdout + p.stderr)[max(0, (p.stdout + p.stderr).index(w) - 200):][:300]) for p in said for w in words if w in p.stdout + p.stderr]
    check("nothing that is printed shows a secret", shown == [], shown[:4])
    kept = open(case.store, "rb").read()
    kept = kept + open(case.store + "-wal", "rb").read() if os.path.exists(case.store + "-wal") else kept
    in_store = [w for w in words if w.encode() in kept]
    check("none is in the store", in_store == [], in_store)
    wrong = {"a password in the configuration": "request: { auth: { user: u, password: pass-canary-word-1 } }", "a token in it": "request: { auth: { token: token-canary-2 } }",
             "cookies in it": "request: { cookies: 'a=cookie-canary-3' }", "a proxy's password in it": "request: { proxy: 'http://u:proxy-canary-5@h:1' }",
             "a file that is not there": "request: { certificate: { file: secret/none } }", "a certificate without a key": "request: { certificate: { file: secret/key } }",
             "one header twice": "request: { %s, headers: { Authorization: { file: secret/key } } }" % bearer, "an unknown key": "request: { proxi: x }",
             "a proxy of another kind": "request: { proxy: 'ftp://h:1' }", "two kinds of authentication": "request: { auth: { user: u, password: { file: secret/key }, token: { file: secret/key } } }"}
    for name, text in wrong.items():
        bad = Case([("a", server.url("/a"), text)])
        p = P.run("check", bad.conf)
        check("%s is refused" % name, p.returncode == 78 and "canary" not in p.stdout + p.stderr, told(p))
    P.write("secret/nothing", "\n", 0o600)
    p = P.run("check", Case([("a", server.url("/a"), "request: { auth: { token: { file: secret/nothing } } }")]).conf)
    check("a secret's file with nothing in it is a warning", "token: " in p.stderr and "nothing is empty" in p.stderr, told(p))
    for s in (server, other, proxy):
        s.close()


def proxied():
    """The guard sees only the proxy: special addresses are refused before it is asked."""
    hits = []

    def forward(r):
        hits.append(r.path)
        return page(302, b"", "Location: http://127.0.0.1:9/x") if "redirect" in r.path else page(200, feed("Through"), RSS)

    proxy = RawServer(forward)
    urls = ["http://127.0.0.1/x", "http://localhost/x", "http://0x7f.1/x", "http://2130706433/x", "http://[::1]/x", "http://[::ffff:10.0.0.1]/x", "http://169.254.169.254/x",
            "http://a.localhost/x", "http://fine.invalid/redirect", "http://fine.invalid/feed"]
    case = Case([("s%d" % i, u, "request: { proxy: 'http://127.0.0.1:%d' }" % proxy.port) for i, u in enumerate(urls)])
    text = open(case.conf).read().replace("allow_private: true", "allow_private: false")
    P.write(case.conf, text)
    p = case.once()
    sources = [case.source("s%d" % i) for i in range(len(urls))]
    check("50 behind a proxy, special addresses are refused before it is asked", sorted(hits) == ["http://fine.invalid/feed", "http://fine.invalid/redirect"] and
          all("private or special" in s["last_error"] for s in sources[:9]), (hits, [s["last_error"] for s in sources]))
    check("others go through it", sources[9]["last_error"] == "" and case.titles() == ["Through"], (sources[9], told(p)))
    proxy.close()


# ---- names, in namespaces where we are the name server ---------------------------------------------------------------
HOSTS = ("tls", "h2", "client", "only")  # of .test
PUBLIC = "93.184.216.34"  # on our own loopback there


def names():
    how = namespaces()
    if how is None:
        say("left out: names, certificates and ports of one's own (this kernel gives no namespaces)")
        return
    p = subprocess.run(how + [sys.executable, os.path.abspath(__file__), "--tidings", A.tidings, "--inside"] + (["--only", A.only] if A.only else []), env=P.env)
    check("names (see above)", p.returncode == 0, p.returncode)


def command(*args, **more):
    return subprocess.run(args, check=True, capture_output=True, **more)


def certificates():
    """An authority that the program believes, and certificates for HOSTS; None without openssl."""
    if not shutil.which("openssl"):
        return None
    path = lambda n: P.path("tls", n)
    os.makedirs(path(""), exist_ok=True)
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command("openssl", "req", "-x509", *key, "-keyout", path("ca.key"), "-out", path("ca.pem"), "-subj", "/CN=Test Authority")
    P.write("tls/ext", "subjectAltName=%s\n" % ",".join("DNS:%s.test" % n for n in HOSTS))
    for name in ("server", "client"):
        command("openssl", "req", "-new", *key[:5], "-keyout", path(name + ".key"), "-out", path(name + ".csr"), "-subj", "/CN=%s.test" % name)
        command("openssl", "x509", "-req", "-in", path(name + ".csr"), "-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-CAcreateserial", "-days", "2",
                "-extfile", path("ext"), "-out", path(name + ".pem"))
    bundle = next((b for b in ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem") if os.path.exists(b)), None)
    if bundle is None:
        return None
    os.chmod(path("ca.pem"), 0o644)
    command("mount", "--bind", path("ca.pem"), os.path.realpath(bundle))
    return path


def tls_server(path, client=False, h2=False):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path("server.pem"), path("server.key"))
    if client:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(path("ca.pem"))
    if h2:
        context.set_alpn_protocols(["h2"])
    return context


def private(case):
    P.write(case.conf, open(case.conf).read().replace("allow_private: true", "allow_private: false"))
    return case


def guard(asked, table):
    special = ["127.0.0.1", "0.0.0.0", "10.1.2.3", "169.254.169.254", "172.16.0.1", "192.168.1.1", "100.64.0.1", "::1", "fc00::1", "fe80::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]
    for i, a in enumerate(special):
        table["p%d.test" % i] = lambda kind, nth, a=a: (a,) * ((":" in a) == (kind == 28))
    table["pub.test"] = lambda kind, nth: (PUBLIC,) * (kind == 1)
    table["flip.test"] = lambda kind, nth: (PUBLIC if nth == 0 else "127.0.0.1",) * (kind == 1)

    ttl["flip.test"] = 0

    def answer(r):
        if r.path.startswith("/hop"):
            return page(302, b"", "Location: http://p%s.test:%d/inside" % (r.path[4:], server.port))
        if r.path == "/flip":
            time.sleep(1.3)
            return Last(page(302, b"", "Location: http://flip.test:%d/inside" % server.port))
        return page(200, feed("Seen"), RSS)

    server = RawServer(answer, "0.0.0.0")
    at = lambda host, path: "http://%s:%d%s" % (host, server.port, path)
    case = private(Case([("p%d" % i, at("p%d.test" % i, "/inside")) for i in range(len(special))] + [("hop%d" % i, at("pub.test", "/hop%d" % i)) for i in range(len(special))] +
                        [("flip", at("flip.test", "/flip")), ("pub", at("pub.test", "/fine"))]))
    p = case.once()
    s = {x["id"]: x["last_error"] for x in lines(P.run("sources", "--json", "--config", case.conf, "--store", case.store).stdout)}
    inside = [r.host for r in server.log if r.path == "/inside"]
    check("50 names of special addresses are refused at connect time", all("private or special" in s["p%d" % i] for i in range(len(special))), s)
    check("50 and on each hop behind a redirect", all("private or special" in s["hop%d" % i] for i in range(len(special))), s)
    check("51 a name that becomes private between two hops is refused", "private or special" in s["flip"] and "/flip" in [r.path for r in server.log], (s["flip"], told(p)))
    check("50, 51 none of them was reached, and a public one was", inside == [] and s["pub"] == "" and case.titles() == ["Seen"], (inside, s["pub"]))
    server.close()


def answers(asked, table):
    """How long answers are kept, and what is told without one."""
    def answer(r):
        if r.path == "/feed":
            items = "".join("<item><title>T%d</title><link>/page/%d</link></item>" % (i, i) for i in range(3))
            return page(200, ("<rss version='2.0'><channel><title>F</title>%s</channel></rss>" % items).encode(), RSS)
        return Last(page(200, article(MONTHS[:2], "T" + r.path[6:]), "Content-Type: text/html"))

    server = RawServer(answer, "0.0.0.0")
    table["kept.test"] = lambda kind, nth: ("127.0.0.1",) * (kind == 1)
    table["brief.test"] = lambda kind, nth: ("127.0.0.1",) * (kind == 1)
    table["missing.test"] = lambda kind, nth: None
    ttl["brief.test"] = 0
    del asked[:]
    case = Case([(n, "http://%s.test:%d/feed" % (n, server.port), "full_text: { parse: article }") for n in ("kept", "brief")], fetch="x")
    P.write(case.conf, open(case.conf).read().replace("delay: 0s", "delay: 1200ms").replace(", x }", " }"))
    case.once()
    count = {n: sum(a == (n + ".test", 1) for a in asked) for n in ("kept", "brief")}
    check("a name is asked for once in the time that its owner says", count["kept"] == 1 and len({r.connection for r in server.log if r.host == "kept.test"}) > 1, count)
    check("and again when that is over", count["brief"] >= 3, count)
    case = Case([(n, "http://%s.test:%d/feed" % (n, server.port)) for n in ("missing", "silent", "kept")], fetcher="connect_timeout: 1s")
    began = time.monotonic()
    case.once()
    s = {n: case.source(n)["last_error"] for n in ("missing", "silent", "kept")}
    check("a name that is not there is told, and a name server that says nothing costs its time", "was not found" in s["missing"] and "did not answer in time" in s["silent"] and
          s["kept"] == "" and P.in_time(time.monotonic() - began, 15), (s, time.monotonic() - began))
    table["half.test"] = lambda kind, nth: ("127.0.0.1",) if kind == 1 else "silent"
    case = Case([("half", "http://half.test:%d/feed" % server.port)])
    P.write(case.conf, open(case.conf).read().replace("timeout: 3s", "timeout: 30s"))
    began = time.monotonic()
    case.once()
    check("a name server that is silent about one family of addresses delays a name, and does not hide it", case.source("half")["last_error"] == "" and
          P.in_time(time.monotonic() - began, 12), (case.source("half"), time.monotonic() - began))
    server.close()


def frame(kind, flags, stream, data=b""):
    return struct.pack("!I", len(data))[1:] + bytes([kind, flags]) + struct.pack("!I", stream) + data


class H2(RawServer):
    """HTTP/2, as far as one client asks: it gives each stream the same feed."""

    def serve_requests(self, c, number):
        body = feed("By HTTP/2")
        f = c.makefile("rb")
        if not f.read(24).startswith(b"PRI * HTTP/2"):
            return
        c.sendall(frame(4, 0, 0))
        while True:
            head = f.read(9)
            if len(head) < 9:
                return
            data = f.read(struct.unpack("!I", b"\0" + head[:3])[0])
            kind, flags, stream = head[3], head[4], struct.unpack("!I", head[5:])[0]
            if kind == 4 and not flags & 1:
                c.sendall(frame(4, 1, 0))
            if kind == 6 and not flags & 1:
                c.sendall(frame(6, 1, 0, data))
            if kind == 1:
                self.log.append((number, stream))
                typed = b"application/rss+xml"
                c.sendall(frame(1, 4, stream, b"\x88\x0f\x10" + bytes([len(typed)]) + typed) + frame(0, 1, stream, body))


def secure(asked, table):
    path = certificates()
    if path is None:
        say("left out: TLS (no openssl, or no bundle of certificates)")
        return
    for n in HOSTS:
        table[n + ".test"] = lambda kind, nth: ("127.0.0.1",) * (kind == 1)

    def answer(r):
        if r.path == "/down":
            return page(302, b"", "Location: http://tls.test:%d/landed" % plain.port)
        return page(200, feed("Of " + r.path), RSS, "Strict-Transport-Security: max-age=86400; includeSubDomains")

    plain = RawServer(lambda r: page(200, feed("In the clear"), RSS))
    server, wants = RawServer(answer, tls=tls_server(path)), RawServer(answer, tls=tls_server(path, client=True))
    two = H2(None, tls=tls_server(path, h2=True))
    P.write("tls/both.pem", open(path("client.pem")).read() + open(path("client.key")).read(), 0o600)
    case = Case([("down", server.url("/down", "tls.test")), ("other-name", server.url("/x", "127.0.0.1")), ("certified", wants.url("/mine", "client.test"), "request: { certificate: { file: tls/both.pem } }"),
                 ("bare", wants.url("/bare", "client.test")), ("h2", two.url("/a", "h2.test")), ("h2-again", two.url("/b", "h2.test"))])
    p = case.once("-vv")
    s = {x["id"]: x["last_error"] for x in lines(P.run("sources", "--json", "--config", case.conf, "--store", case.store).stdout)}
    check("29 a redirect from https to http is refused", "https to http" in s["down"] and plain.log == [], s)
    check("a certificate for another name is refused", "certificate" in s["other-name"], s)
    check("a client certificate of one source is shown", s["certified"] == "" and "Of /mine" in case.titles() and [r.path for r in wants.log] == ["/mine"], (s, told(p)))
    check("and of no other source", s["bare"] != "" and "PRIVATE" not in p.stdout + p.stderr, s)
    check("43 HTTP/2 is spoken when it is offered, two requests on one connection", s["h2"] == "" and len(two.log) == 2 and len({n for n, _ in two.log}) == 1, (s["h2"], two.log))
    case = Case([("down", server.url("/down", "tls.test"))], fetcher="allow_downgrade: true")
    case.once()
    check("29 unless the operator allows it", case.titles() == ["In the clear"] and [r.path for r in plain.log] == ["/landed"], case.titles())
    for x in (server, wants, two, plain):
        x.close()
    only(path)


def only(path):
    """Hosts that are asked over https only."""
    secret = RawServer(lambda r: page(200, feed("Of " + r.path), RSS, "Strict-Transport-Security: max-age=86400"), port=443, tls=tls_server(path))
    clear = RawServer(lambda r: page(301, b"", "Location: https://only.test" + r.path), port=80)
    case = Case([("only", "http://only.test/a")])
    case.once()
    first, over = [r.path for r in clear.take()], [r.path for r in secret.take()]
    case.set([("only", "http://only.test/a"), ("more", "http://only.test/b")])
    case.once()
    then, more = [r.path for r in clear.take()], [r.path for r in secret.take()]
    check("a host that wants https only is asked so from then on, after a restart too", first == ["/a"] and over == ["/a"] and "/a" not in then and "/a" in more, (first, over, then, more))
    secret.close(), clear.close()


ttl = {}


def inside():
    prefix = set_up_names(P.folder)
    if prefix:
        P.tidings = P.write("tidings", "#!/bin/sh\nexec %s %s \"$@\"\n" % (" ".join(prefix), A.tidings), 0o755)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:  # SIOCSIFADDR: a second address of the loopback
        fcntl.ioctl(s, 0x8916, struct.pack("16sHH4s8x", b"lo:1", socket.AF_INET, 0, socket.inet_aton(PUBLIC)))
    table = {}
    asked = name_server({"silent.test"}, lambda name, kind, nth: table[name](kind, nth) if name in table else (), ttl)
    for part in (guard, answers, secure):
        if A.only in ("", "names") or part.__name__ in A.only.split(","):
            part(asked, table)
    P.end()


# ---- connections --------------------------------------------------------------------------------------------------


def connections():
    ends = []

    def answer(r):
        if r.path == "/feed":
            items = "".join("<item><title>T%d</title><link>/page/%d</link></item>" % (i, i) for i in range(6))
            return page(200, ("<rss version='2.0'><channel><title>F</title>%s</channel></rss>" % items).encode(), RSS)
        return page(200, article(MONTHS[:2], "T" + r.path[6:]), "Content-Type: text/html")

    class Watched(RawServer):
        def serve_requests(self, c, number):
            super().serve_requests(c, number)
            ends.append(time.monotonic())

    server = Watched(answer)
    case = Case([("feed", server.url("/feed"), "full_text: { parse: article }")])
    case.once()
    check("43 one connection carries all requests to a host", len(server.log) == 7 and server.connections == 1, (len(server.log), server.connections))
    server.take()
    del ends[:]
    case = Case([("feed", server.url("/feed"))], fetcher="idle_timeout: 1s")
    p = P.start("run", "--config", case.conf, "--store", case.store)
    until(lambda: server.log, 20)
    began = time.monotonic()
    closed = until(lambda: ends, 20)
    check("43 an idle connection is closed while the program runs on", closed and p.poll() is None, (time.monotonic() - began, p.poll()))
    p.terminate()
    p.wait(30)
    server.close()


PARTS = [encodings, half, versions, followed, sent, redirects, own, proxied, connections, names]
if A.inside:
    inside()
for part in PARTS:
    if not A.only or part.__name__ in A.only.split(",") or (part is names and {"guard", "answers", "secure"} & set(A.only.split(","))):
        part()
P.end()
