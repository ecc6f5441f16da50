#!/usr/bin/env python3
"""`tidings plugin test` and `plugin try` find components whose result depends on more than their input: memory of an earlier
call, the clock, the environment, the zone, earlier documents; and those that write into their input.  Sound ones pass, and so
do the components of the program.

  checked.py --tidings build/release/tidings --include include --source .
"""
import glob, json, os, shutil

from outside import build
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True, help="the public headers")
ap.add_argument("--source", required=True, help="the source tree")
P = Program("checked", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
A.include = os.path.abspath(A.include)
keeper = build(P, "keeper", "-D_GNU_SOURCE")
SANITIZED = P.sanitized  # prints no calls of its own
OTHER, ENDED = "another run of the same input", "memory of an earlier call"
titles = ["Ferry runs again", "Bridge is closed", "Harbour office moves", "Mill burns down", "Lamps are lit early"]
for n, title in enumerate(titles):
    write("parser/%d.in" % n, "%s\nThe paragraph of it says more.\n" % title)
    write("one/%d.txt" % n, "%s\nThe paragraph of it says more.\n" % title)
records = "".join(json.dumps({"kind": "article", "title": t, "url": "https://a.example/%d" % n, "text": "It is said."}) + "\n" for n, t in enumerate(titles))
write("stage/a.in", records)
write("sink/a.in", records)
write("records.jsonl", records)
NAMES = {"parser": "keeper", "stage": "keeping", "sink": "kept"}


def verify(kind, on):
    folder = "%s-%s" % (kind, on or "sound")
    shutil.copytree(path(kind), path(folder))
    return P.run("plugin", "test", keeper, folder, "--component", NAMES[kind], "--set", "on=" + on, "--update", cwd=P.folder)


def attempt(kind, on, file):
    verb = {"parser": "parse"}.get(kind, kind)
    return P.run("plugin", "try", keeper, "--component", NAMES[kind], "--set", "on=" + on, verb, file, cwd=P.folder)


# ---- what differs elsewhere -------------------------------------------------------------------------------------------
for kind in ("parser", "stage"):
    for on in ("time", "gettimeofday", "clock_gettime", "home", "locale", "zone"):
        p = verify(kind, on)
        check("%s: a result that depends on %s is a failure" % (kind, on), p.returncode == 3 and OTHER in p.stdout and "tdg_now_ms()" in p.stdout
              and "--- first run" in p.stdout, told(p))
        check("and none is written", glob.glob(path("%s-%s/*.jsonl" % (kind, on))) == [])
p = verify("parser", "calls")
check("parser: a result that depends on earlier documents is a failure", p.returncode == 3 and OTHER in p.stdout, told(p))

# ---- memory that has ended ---------------------------------------------------------------------------------------------
for kind in ("parser", "stage"):
    for on, function in (("text", "tdg_put got"), ("log", "tdg_log got"), ("record", "tdg_get got"), ("scratch", "tdg_put got")):
        p = verify(kind, on)
        check("%s: a kept %s is told" % (kind, on), p.returncode == 3 and function in p.stderr and ENDED in p.stderr and "copy what is kept" in p.stderr
              and NAMES[kind] in p.stderr and "org.example.keeper" in p.stderr and (SANITIZED or "keeper.so(" in p.stderr), told(p))
p = verify("parser", "emits")
check("a kept record that is emitted later is told", p.returncode == 3 and "tdg_emit got " + ENDED in p.stderr, told(p))
for kind in ("parser", "stage"):
    p = verify(kind, "writes")
    check("%s: to write into the input is told" % kind, p.returncode == 3 and "wrote into its input" in p.stderr and "tdg_scratch()" in p.stderr
          and "org.example.keeper" in p.stderr, told(p))
p = verify("sink", "writes")
check("sink: as well", p.returncode == 3 and "wrote into its input" in p.stderr, told(p))
p = verify("sink", "fails")
check("sink: a kept text as the reason of a failure is told", p.returncode == 3 and "tdg_fail got " + ENDED in p.stderr, told(p))
write("parser-bang/a.in", "!Ferry\nIt runs.\n")
for n in range(3):
    shutil.copy(path("parser/%d.in" % n), path("parser-bang/b%d.in" % n))
p = P.run("plugin", "test", keeper, "parser-bang", "--component", "keeper", "--set", "on=compares", "--update", cwd=P.folder)
check("a kept text that is only compared shows in the result", p.returncode == 3 and OTHER in p.stdout, told(p))

# ---- `try` -------------------------------------------------------------------------------------------------------------
p = attempt("stage", "text", "records.jsonl")
check("try: a kept text is told", p.returncode in (1, 3) and ENDED in p.stderr and "org.example.keeper" in p.stderr, told(p))
p = attempt("parser", "writes", "one/0.txt")
check("try: to write into the input is told", p.returncode == 1 and "wrote into its input" in p.stderr, told(p))
for kind, file in (("parser", "one/0.txt"), ("stage", "records.jsonl"), ("sink", "records.jsonl")):
    p = attempt(kind, "", file)
    check("try: a sound %s is told nothing" % kind, p.returncode == 0 and ENDED not in p.stderr and "wrote" not in p.stderr, told(p))

# ---- sound ones --------------------------------------------------------------------------------------------------------
for kind in NAMES:
    p = verify(kind, "")
    check("a sound %s passes" % kind, p.returncode == 0 and " 0 failed" in p.stdout and p.stderr == "", told(p))
p = verify("parser", "now")
check("so does one with the time of tdg_now_ms()", p.returncode == 0 and p.stderr == "", told(p))

# ---- those of the program ------------------------------------------------------------------------------------------------
MEDIA = {"html": "text/html", "rss": "application/rss+xml", "atom": "application/atom+xml", "rdf": "application/rdf+xml", "txt": "text/plain"}
shown = lines(P.run("plugin", "list", "--json").stdout)
conf = os.path.join(A.source, "conf/samples/tidings.yaml")


def source(pattern):
    return sorted(f for f in glob.glob(os.path.join(A.source, pattern)) if os.path.isfile(f))


def passes(component, kind, inputs, *words):
    folder = "own-" + component
    os.makedirs(path(folder))
    for file in inputs:
        name = os.path.basename(file)
        shutil.copy(file, path(folder, name + ".in"))
        if kind == "parser":
            write("%s/%s.json" % (folder, name), json.dumps({"url": "https://www.example.org/2026/01/%s" % name,
                  "media_type": MEDIA.get(name.rsplit(".", 1)[-1], "application/octet-stream")}))
    file = next(c["file"] for c in shown if c["name"] == component and c["kind"] == kind)
    p = P.run("plugin", "test", file, folder, "--component", component, "--update", *words, cwd=P.folder)
    check("the %s %s of the program passes (inputs: %d)" % (kind, component, len(inputs)), inputs and p.returncode == 0
          and " 0 failed" in p.stdout, told(p))


passes("article", "parser", source("plugins/parse-article/pages/*.html") + source("conf/samples/pages/*.html"))
passes("statement", "parser", source("conf/samples/statements/*"))
passes("feed", "parser", source("conf/samples/*.rss") + source("conf/samples/*.atom") + source("conf/samples/*.rdf") + source("plugins/parse-feed/fuzz/feed/*"))
passes("text", "parser", source("conf/samples/statements/*.txt"))
passes("opml", "parser", source("plugins/parse-opml/fuzz/*/*"))
passes("sitemap", "parser", source("plugins/parse-sitemap/fuzz/*/*"))
for component, files in (("mail", "plugins/parse-mail/fuzz/*/*"), ("pdf", "plugins/parse-pdf/fuzz/pdf/*")):
    if any(c["name"] == component for c in shown):  # built where their libraries are
        passes(component, "parser", source(files))
store = path("own.db")
P.run("run", "--once", "--config", conf, "--store", store)
exported = write("exported", "".join(x for x in P.run("export", "--format", "jsonl", "--store", store).stdout.splitlines(True)
                                     if json.loads(x)["kind"] in ("article", "statement")))
stories = write("stories", P.run("brief", "--all", "--input", "--config", conf, "--store", store).stdout)
passes("record", "parser", [exported])
passes("dedupe", "stage", [exported])
passes("story", "stage", [exported])
passes("extract", "brief", [stories])
passes("jsonl", "sink", [exported], "--set", "path=" + path("out.jsonl"))
P.end()
