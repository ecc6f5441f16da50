#!/usr/bin/env python3
"""A component whose name is another's: told, never used for it, and reached as id/name wherever a name is written.

  names.py --tidings build/release/tidings --source .

A plugin from outside the tree has a parser, a fetcher, a stage and a sink with names of the program's own.
"""
import os, shutil, sys

from outside import compile_plugin, SOURCES
from program import Program, arguments, lines, told

ap = arguments(__doc__)
ap.add_argument("--source", required=True, help="the tree: its headers and tests/outside")
P = Program("names", ap)
check, path, write = P.check, P.path, P.write
CC = shutil.which(os.environ.get("CC", "cc"))
if not CC:
    print("skipped: there is no C compiler")
    sys.exit(77)
source = os.path.abspath(P.arguments.source)
os.makedirs(path("plug"), 0o755)
P.env["TIDINGS_PLUGIN_PATH"] = path("plug")
p = compile_plugin(CC, os.path.join(source, "include"), os.path.join(SOURCES, "same_name.c"), path("plug", "twin.so"))
check("the plugin compiles", p.returncode == 0, p.stderr)
TWIN = "org.example.twin/"
RSS = "<rss version='2.0'><channel><title>F</title><link>https://f.example/</link><description>d</description><item><title>A report</title>" \
      "<link>https://f.example/1</link><description>The ferry sailed again on Monday.</description></item></channel></rss>"
first = write("in/first.rss", RSS)
write("in/other.txt", "Another file\n\nwith a paragraph that is long enough to be one.\n")


def run(name, conf, polls=1):
    """The titles after some polls, and what was said."""
    conf = write(name + ".yaml", "store: { path: %s.db }\n%s" % (name, conf))
    p = P.run("check", conf)
    check("%s: check takes it" % name, p.returncode == 0, told(p))
    for _ in range(polls):
        p = P.run("run", "--once", "-v", "--config", conf)
    found = P.records(path(name + ".db")) if os.path.exists(path(name + ".db")) else []
    return sorted(r.get("title", "") for r in found), p, found


# ---- told, and nobody's place is taken -----------------------------------------------------------------------------------------
SOURCE = "sources: [{ id: a, url: 'file://%s'%s }]\n" % (first, "%s")
titles, p, _ = run("plain", SOURCE % "")
check("plain names mean the program's own", titles == ["A report"], (titles, told(p)))
for kind, name, own in (("parser", "feed", "parse-feed"), ("fetcher", "file", "fetch-file"), ("stage", "story", "stage-story"),
                        ("sink", "jsonl", "sink-jsonl")):
    words = "a %s called %s, which org.tidings.%s is already" % (kind, name, own)
    for how, p in (("at the start", p), ("check", P.run("check", path("plain.yaml"))), ("plugin list", P.run("plugin", "list"))):
        check("%s tells of the %s" % (how, kind), words in p.stdout + p.stderr and "write %s%s where" % (TWIN, name) in p.stdout + p.stderr, told(p))
    p = P.run("check", path("plain.yaml"))
    check("and calls the name unused, not the plugin", "the name %s of plugin " % name in p.stderr and "warning: plugin " not in p.stderr, told(p))
    shown = P.run("plugin", "show", TWIN + name)
    check("plugin show finds the %s by id/name" % kind, shown.returncode == 0 and "%s %s%s:" % (kind, TWIN, name) in shown.stdout
          and "org.tidings" not in shown.stdout, told(shown))
    check("and lists it so", "%s%s" % (TWIN, name) in P.run("plugin", "list").stdout.split("not used:")[0])

# ---- reached by id/name --------------------------------------------------------------------------------------------------------
p = P.run("parse", "--as", TWIN + "feed", first)
check("--as reaches the parser", [r.get("title") for r in lines(p.stdout) if r["kind"] == "article"] == ["twin"], told(p))
p = P.run("parse", "--as", "org.tidings.parse-feed/feed", first)
check("the holder of a name is reached so too", "A report" in p.stdout and "twin" not in p.stdout, told(p))
titles, p, found = run("parser", "parsers: { %sfeed: { word: general } }\n" % TWIN + SOURCE % (", parse: %sfeed" % TWIN), 2)
check("a source's parser, with options for all its uses; its request for itself comes back to it",
      titles == ["general", "general"], (titles, told(p)))
check("the record says which parser it was", {r.get("parser") for r in found} == {TWIN + "feed"}, found)
titles, p, _ = run("own", "parsers: { %sfeed: { word: general } }\n" % TWIN + SOURCE % (", parse: %sfeed, options: { word: own }" % TWIN))
check("options of one source replace those", titles == ["own", "own"], (titles, told(p)))
OWN = "{ id: %%s, url: 'file://%s', parse: %sfeed, options: { word: %%s } }" % (path("in", "%s.txt"), TWIN)
for name in ("b", "c"):
    write("in/%s.txt" % name, "Text %s\n" % name)
titles, p, found = run("lines", "sources: [%s, %s]\n" % (OWN % ("b", "b", '"up\\nending=stairs"'), OWN % ("c", "c", "up, ending: stairs")))
check("options of one source are not those of another", sorted(" ".join(t.split()) for t in titles) == ["up ending=stairs", "upstairs"], (titles, told(p)))
titles, p, _ = run("mixed", "parsers: { feed: { follow: short }, %sfeed: { word: x } }\n" % TWIN + SOURCE % "")
check("options of both stand beside each other", titles == ["A report"], (titles, told(p)))
titles, p, _ = run("fetcher", "fetchers: { %sfile: {} }\n" % TWIN + SOURCE % ", parse: text")
check("a fetcher that is named fetches", titles == ["Fetched by the twin"], (titles, told(p)))
titles, p, _ = run("stage", "pipeline: [dedupe, story, %sstory]\n" % TWIN + SOURCE % "")
check("a stage stands in the pipeline beside its namesake", "the twin judges A report" in p.stderr, told(p))
os.makedirs(path("out"))
titles, p, _ = run("sink", "sinks: [%sjsonl: { path: out/titles.txt }, jsonl: { path: all.jsonl }]\n" % TWIN + SOURCE % "")
check("sinks as well", open(path("out", "titles.txt")).read() == "A report\n" and "A report" in open(path("all.jsonl")).read(), told(p))
p = P.run("check", write("twice.yaml", "pipeline: [story, org.tidings.stage-story/story]\n"))
check("one stage by two names is told", p.returncode == 78 and "a stage can be used once" in p.stderr, told(p))
p = P.run("check", write("wrong.yaml", "sources: [{ id: a, url: 'file:///a', parse: org.example.none/feed }]\n"))
check("an id that is not there is told", p.returncode == 78 and "there is no parser" in p.stderr, told(p))
titles, p, _ = run("deny", "plugins: { deny: [org.tidings.parse-feed] }\n" + SOURCE % "")
check("a name is free when its holder is denied", "twin" in titles and "A report" not in titles, (titles, told(p)))
P.end()
