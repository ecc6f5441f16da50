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


PARTS = [encodings]
for part in PARTS:
    if not A.only or part.__name__ in A.only.split(","):
        part()
P.end()
