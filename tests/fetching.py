#!/usr/bin/env python3
"""What fetchers and parsers return, through the real program with plugins from outside the tree: TDG_RETRY, and parts from pump.

  fetching.py --tidings build/release/tidings --include include
"""
import os, re

from outside import build, STRICT
from program import Program, arguments, lines, told, until

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("fetching", ap)
check, path, write = P.check, P.path, P.write
P.arguments.include = os.path.abspath(P.arguments.include)
for name in ("busy", "parts", "lister"):
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
with open(path("import-log"), "w") as log:  # meanwhile
    brought = P.start("import", "--config", conf, "--store", path("brought.db"), *[SITE + x for x in ("fetch", "parse", "never-parse")], stderr=log)


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
check("a fetcher that the configuration names is no cause to tell", "claim http" not in said, said)
brought.wait(60)
told_once = open(path("import-log")).read()
check("an import tries again by itself too", brought.returncode == 3 and titles(path("brought.db")) == ["fetch 2", "parse 2"], (brought.returncode, told_once))
check("and tells it, with who asks for it, why, and when", all(x in told_once for x in ("warning: http://busy.example/fetch: fetcher busy (org.example.busy): the line is busy; "
      "it is tried again in 4 s, the second time of three", "parser busy-text (org.example.busy): no memory for")), told_once)
check("as a run does", "parser busy-text (org.example.busy): no memory for" in said and "it is tried again in 4 s" in said, said)
daemon.terminate()
check("the run ends", until(lambda: daemon.poll() is not None), daemon.poll())

# ---- two fetchers of one scheme -----------------------------------------------------------------------------------------
write("program.sh", r'''while read line; do n=${line#*\"call\":}; echo "{\"done\":${n%%[!0-9]*}}"; done''')
BOTH = """plugins: { path: [plugins], exec: [{ name: also, kind: fetcher, claims: [http], command: [/bin/sh, %s] }] }
%%ssources: [ { id: busy, url: "http://busy.example/list", parse: busy-list } ]
pipeline: []
""" % path("program.sh")
WHICH = ("fetcher busy, which claims http: as well; http of org.tidings.fetch-http fetches it", "fetcher also, which claims http: as well; http of",
         "write fetchers: { org.example.busy/busy: {} }", "write fetchers: { exec/also/also: {} }", "deny")
conf = write("both.yaml", BOTH % "")
for p in (P.run("check", conf), P.run("plugin", "list", "--config", conf)):
    said = p.stdout + p.stderr
    check("which of two fetches, and how to choose, is told", p.returncode == 0 and all(w in said for w in WHICH)
          and "the claim http of" in said, told(p))
p = P.run("check", write("both.yaml", BOTH % "fetchers: { exec/also/also: {} }\n"))
check("the one that is chosen is no cause to tell", p.returncode == 0 and "claims http" not in p.stderr, told(p))
p = P.run("check", write("both.yaml", BOTH % "fetchers: { exec/also/also: {}, org.example.busy/busy: {} }\n"))
check("two that are chosen are", "name one of the two under fetchers:" in p.stderr and "exec/also/also" not in p.stderr.split("found")[0], told(p))

# ---- what a fetcher lists itself ----------------------------------------------------------------------------------------
conf = write("listed.yaml", """plugins: { path: [plugins] }
sources: [ { id: whole, url: "lister:whole" }, { id: each, url: "lister:each" } ]
pipeline: []
""")
polls = [P.run("run", "--once", "--config", conf, "--store", path("listed.db")) for _ in range(3)]
asked = [dict(re.findall(r"(lister:\S+) is asked with '(.*?)';", p.stderr)) for p in polls]
check("each item that a fetcher lists is asked for with the validators of its own last answer", asked[0] == dict.fromkeys(asked[0], "") and all(
      a["lister:each/1"] == '"e1"' and a["lister:each/2"] == '"e2"' for a in asked[1:]), asked)
check("those of a list are not given, which would hide what changed in it", all(a["lister:each"] == "" for a in asked), asked)
check("of several documents of one request the first one's are", [a["lister:whole"] for a in asked] == ["", '"w1"', '"w1"'], asked)
check("what is unchanged stays", titles(path("listed.db")) == ["First of each", "First of the whole", "Second of each", "Second of the whole", "The list"]
      and all(p.returncode == 0 for p in polls), [told(p) for p in polls])

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
