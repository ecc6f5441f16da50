#!/usr/bin/env python3
"""Plugins that were built against the headers of an earlier revision of the interface: does each kind still do its work?

  abi.py --tidings build/release/tidings --plugins tests/abi/rev1

The files are kept as they were built (tests/abi/README.md), a fetcher, a parser, a stage, a brief and a sink, a store.  Through the real
program over two polls, with the store of the program and with a kept one on top of it: they emit, answer later, fail with a message, log, walk records, read options, remember, and write.
"""
import glob, json, os, platform, re, shutil, sys

from program import Program, arguments, lines, told

ap = arguments(__doc__)
ap.add_argument("--plugins", required=True, help="a folder of kept plugins")
if platform.machine() != "x86_64" or platform.system() != "Linux":
    print("skipped: the kept plugins are for Linux on x86-64, this is %s on %s" % (platform.system(), platform.machine()))
    sys.exit(77)
P = Program("abi", ap)
check, path = P.check, P.path
kept = sorted(glob.glob(os.path.join(P.arguments.plugins, "kept_*.so")))
check("there are seven files, none larger than 20 kB", len(kept) == 7 and max(map(os.path.getsize, kept)) < 20000, kept)
os.makedirs(path("plug"), 0o755)
for f in kept:
    shutil.copy(f, path("plug"))
    os.chmod(path("plug", os.path.basename(f)), 0o755)
CONF = """
store: { driver: %s, path: %s }
plugins: { path: [plug], grant: { org.example.kept-sink: [write] }, isolation: %s }
fetch: { interval: { min: 1s } }
fetchers: { kept: { greeting: Hello, copies: 2 } }
parsers: { kept-text: { boolean: no, number: 7, size: 2KiB, choice: red, percent: 50%%, list: [x, y], path: a/b, secret: { file: secret } } }
pipeline: [kept-story, kept-brief: { headline: What there is }]
sinks: [kept-titles: { path: %s }]
sources:
  - { id: one, url: "kept:one" }
  - { id: two, url: "kept:later" }
  - { id: missing, url: "kept:missing" }
  - { id: wrong, url: "kept:wrong" }
"""
P.write("secret", "psst\n", 0o600)
os.mkdir(path("written"), 0o755)  # the sink may not write where the configuration is


def whole_way(isolation, driver="sqlite"):
    """Two polls; each is a program of its own."""
    name = "%s-%s" % (isolation, driver)
    where, store, out = " (isolation: %s, store: %s)" % (isolation, driver), name + ".db", "written/%s.txt" % name
    conf = P.write(name + ".yaml", CONF % (driver, store, isolation, out))
    p = P.run("check", conf)
    check("check opens every one of them" + where, p.returncode == 0, told(p))
    polls = [P.run("run", "--once", "-v", "--config", conf) for _ in range(2)]
    for i, p in enumerate(polls):
        said = p.stderr
        check("poll %d ends" % (i + 1) + where, p.returncode == 3, told(p))
        check("the fetcher says why it failed" + where, "there is no kept:missing; ask for kept:one" in said, said)
        check("the parser says why it failed" + where, "kept:wrong: line 1 has 28 bytes" in said or "in quarantine already" in said, said)
        check("the fetcher logs when it is opened" + where, "kept fetcher opened with 2 copies" in said, said)
        check("the parser logs in run" + where, re.search(r"kept parser read \d+ bytes of kept:later", said), said)
        check("the stage logs, and knows its %d notes" % (2 * i) + where, said.count("kept stage judged") == 2
              and said.count("after %d notes" % (2 * i)) == 2, said)
        check("the sink logs in flush" + where, "kept sink flushes its file" in said, said)
    records = P.records(path(store))
    text = {r["title"]: r["text"] for r in records if r.get("kind") == "article"}
    check("the fetcher answers at once and later" + where, set(text) == {"Hello of kept:one", "Hello of kept:later"}, text)
    one = text.get("Hello of kept:one", "")
    check("options of every type arrive" + where,
          "options 0 7 2048 2000 0 5000 a text https://example.org/ %s secret4 x y" % path("a/b") in one, one)
    check("next walks what came in" + where, re.search(r"document kind 2: .*10=kept:one 141=text/x-kept 146=\d{13} ; article", one), one)
    check("next walks groups and numbers" + where, re.search(r"50=\[79=1 96=kept:one.* 28=\[80=Ada Kept \] 52=\[112=12 113=0.250 \]", one, re.S), one)
    check("next writes no more than the plugin's struct" + where, one != "" and "OVERWRITTEN" not in one, one)
    check("numbers and groups arrive" + where, all(r["quality"] == {"words": 12, "link_share": 0.25}
                                                 and r["authors"] == [{"name": "Ada Kept"}] for r in records), records)
    check("the second poll makes new versions" + where, [r["version"] for r in records] == [2, 2], records)
    check("the stage put both into one story" + where, len({r.get("story") for r in records}) == 1, records)
    p = P.run("brief", records[0].get("story", ""), "--store", path(store)) if records else None
    check("the brief quotes both" + where, p is not None and p.returncode == 0 and "What there is" in p.stdout
          and "kept:one" in p.stdout and "kept:later" in p.stdout, p and told(p))
    written = open(path(out)).read().splitlines() if os.path.exists(path(out)) else []
    check("the sink wrote every record and brief, and flushed" + where, written.count("4 Hello of kept:one") == 2
          and written.count("4 Hello of kept:later") == 2 and written.count("8 What there is") >= 2 and written.count("--") >= 2, written)
    p = P.run("quarantine", "list", "--store", path(store))
    check("the refused document is in quarantine, with the reason" + where, "kept:wrong: line 1 has 28 bytes" in p.stdout, told(p))


def kept_store():
    """What a store of that revision does not have is there, or is zero."""
    conf, store = path("process-kept.yaml"), path("process-kept.db")
    p = P.run("status", "--config", conf)
    check("status reads a kept store", p.returncode == 0 and re.search("^records +2 in 4 versions$", p.stdout, re.M) and "dropped" not in p.stdout, told(p))
    p = P.run("sources", "--json", "--config", conf)
    known = {s["id"]: s for s in lines(p.stdout)}
    check("its sources were polled twice, and say what failed", p.returncode == 0 and len(known) == 4
          and {s.get("polls") for s in known.values()} == {2} and "there is no kept:missing" in json.dumps(known["missing"]), told(p))
    p = P.run("export", "--format", "jsonl", "--config", conf)
    check("export gives what it gives without it", p.returncode == 0 and lines(p.stdout) == P.records(store), told(p))
    for record in P.records(store):
        p = P.run("show", record["id"], "--config", conf)
        check("show finds %s" % record["title"], p.returncode == 0 and record["title"] in p.stdout, told(p))


P.env["STORE_BELOW"] = os.path.join(os.path.dirname(P.tidings), "plugins", "store-sqlite.so")
shutil.copy(path("plug", "kept_store.so"), path("plug", "store-kept.so"))
os.remove(path("plug", "kept_store.so"))
P.env["TIDINGS_PLUGIN_PATH"] = path("plug")
whole_way("process")
whole_way("none")
whole_way("process", "kept")
kept_store()
p = P.run("parse", "--as", "gazette", "--url", "https://gazette.example/7", P.write("seven.txt", "Ferry runs again\n\nFrom Monday.\n"),
          env=dict(P.env, TIDINGS_PLUGIN_PATH=path("plug")))
check("the guide's parser reads", p.returncode == 0 and '"title":"Ferry runs again"' in p.stdout and '"text":"From Monday."' in p.stdout, told(p))
p = P.run("parse", "--as", "gazette", P.write("none.txt", "\n"), env=dict(P.env, TIDINGS_PLUGIN_PATH=path("plug")))
check("and says why it does not", p.returncode != 0 and "the first line" in p.stderr and "title" in p.stderr, told(p))
P.end()
