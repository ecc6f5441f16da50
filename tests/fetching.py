#!/usr/bin/env python3
"""What fetchers and parsers return, through the real program with plugins from outside the tree: TDG_RETRY, and parts from pump.

  fetching.py --tidings build/release/tidings --include include
"""
import os

from outside import build, STRICT
from program import Program, arguments, lines, told, until

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("fetching", ap)
check, path, write = P.check, P.path, P.write
P.arguments.include = os.path.abspath(P.arguments.include)
for name in ("busy", "parts"):
    build(P, name, "-std=c11", *STRICT)


def titles(store):
    p = P.run("export", "--format", "jsonl", "--store", store)
    return sorted(r["title"] for r in lines(p.stdout) if r["kind"] == "article") if p.returncode == 0 else []


SITE = "http://busy.example/"

# ---- TDG_RETRY: a page is tried three times in all ----------------------------------------------------------------------
conf, store = write("busy.yaml", """plugins: { path: [plugins] }
fetch: { allow_private: true, hosts: { delay: 0s } }
fetchers: { org.example.busy/busy: {} }
sources: [ { id: busy, url: "http://busy.example/list", parse: busy-list } ]
pipeline: []
"""), path("busy.db")
with open(path("log"), "w") as log:
    daemon = P.start("run", "--config", conf, "--store", store, stderr=log)


def kept():
    return {q["url"]: q for q in lines(P.run("quarantine", "--json", "--config", conf, "--store", store).stdout)}


there = until(lambda: len(kept()) >= 2 and titles(store) == ["The list", "fetch 2", "parse 2"], 90, 0.5)
said = open(path("log")).read()
check("a page is there after a fetcher's TDG_RETRY, and after a parser's", there, (titles(store), kept(), said))
for page, words in (("never-fetch", "the line is busy"), ("never-parse", "no memory for never-parse 3")):
    q = kept().get(SITE + page, {})
    check("%s is tried three times, then kept in the quarantine" % page, said.count("asked for %s" % page) == 3
          and words in q.get("message", "") + q.get("reason", ""), (q, said))
check("no other page is in the quarantine", set(kept()) == {SITE + "never-fetch", SITE + "never-parse"}, kept())
daemon.terminate()
check("the run ends", until(lambda: daemon.poll() is not None), daemon.poll())

# ---- parts from several pumps -------------------------------------------------------------------------------------------
PARTS = ["Part %d of parts:a" % i for i in (1, 2, 3)]
for isolation in ("process", "none"):
    where = " (isolation: %s)" % isolation
    conf, store = write("parts-%s.yaml" % isolation, """plugins: { path: [plugins], isolation: %s }
sources:
  - { id: a, url: "parts:a", parse: text }
  - { id: time, url: "parts:time", parse: text }
pipeline: []
""" % isolation), path("parts-%s.db" % isolation)
    p = P.run("run", "--once", "--config", conf, "--store", store, timeout=60)
    check("every part is there, also those of later pumps" + where, p.returncode == 0 and titles(store) == sorted(PARTS + ["Part 1 of parts:time"]),
          (titles(store), told(p)))
    conf = write("none-%s.yaml" % isolation, 'plugins: { path: [plugins], isolation: %s }\nsources: [ { id: none, url: "parts:none", parse: text } ]\npipeline: []\n' % isolation)
    p = P.run("run", "--once", "--config", conf, "--store", path("none-%s.db" % isolation), timeout=60)
    check("a request that pump forgets has failed" + where, p.returncode == 3 and "pump returned 0" in p.stderr, told(p))
P.end()
