#!/usr/bin/env python3
"""What revision 2 of the interface has, by plugins from outside the tree, built with a plain compiler command, through the real program.

  revision.py --tidings build/release/tidings --source .

Ready texts for messages; a struct of a field with the plugin's size; a close with a call; options: numbers with a point, earlier
names, sections; licence and address; C++17 and C++20 with the macros; several plugins in one program; a wrong member is told.
"""
import json, os, re, shutil, subprocess, sys, time

from outside import compile_plugin, SOURCES, STRICT
from program import Program, arguments, lines, told

ap = arguments(__doc__)
ap.add_argument("--source", required=True, help="the tree: its headers and tests/outside")
P = Program("revision", ap)
check, path, write = P.check, P.path, P.write
source = os.path.abspath(P.arguments.source)
CC, CXX = shutil.which(os.environ.get("CC", "cc")), shutil.which(os.environ.get("CXX", "g++")) or shutil.which("clang++")
if not CC:
    print("skipped: there is no C compiler")
    sys.exit(77)
INCLUDE = "-I" + os.path.join(source, "include")
os.makedirs(path("plug"), 0o755)
P.env["TIDINGS_PLUGIN_PATH"] = path("plug")


def build(compiler, name, out, *flags):
    """name: a file of tests/outside, or a path."""
    return compile_plugin(compiler, os.path.join(source, "include"), os.path.join(SOURCES, name), path("plug", out), *STRICT, *flags)


# ---- a parser with ready texts -------------------------------------------------------------------------------------------------
p = build(CC, "ready_text.c", "ready.so", "-std=c11", "-Wpedantic")
check("the plugin compiles as C11 without a warning", p.returncode == 0, p.stderr)
doc = {c: write("in/%d.txt" % ord(c), c + "\n") for c in "?*%a"}
p = P.run("parse", "--as", "ready", doc["?"])
check("a failure with ready text is told, with '?' for what is no text", "no title??!" in p.stderr, told(p))
p = P.run("parse", "--as", "ready", doc["*"])
check("a ready text is cut between two characters", "-" * 999 + "\n" in p.stderr and "?" not in p.stderr, told(p))
p = P.run("parse", "--as", "ready", doc["%"])
check("so is one that is formatted", "7\n" in p.stderr and "?" not in p.stderr and "\ufffd" not in p.stderr, told(p))
for isolation in "process", "none":
    p = P.run("parse", "-v", "--isolation", isolation, "--as", "ready", "--url", "https://r.example/1", doc["a"])
    text = "".join(r.get("text", "") for r in lines(p.stdout))
    check("options have their defaults (%s)" % isolation, "weight 0.250 pause 2000 old ;" in text, told(p))
    check("next_item fits the plugin's struct (%s)" % isolation, "; 0:https://r.example/1 1:https://r.example/1 " in text and "OVER" not in text, told(p))
    check("a ready line of the log ends where it says (%s)" % isolation, "ready 100% text (https://r.example/1)\n" in p.stderr, told(p))
    check("close gets a call, and logs (%s)" % isolation, "ready parser closes, its weight was 0.25" in p.stderr, told(p))
p = P.run("plugin", "show", "ready")
check("licence and address are shown", "licence: ISC" in p.stdout and "from: https://ready.example/" in p.stdout, told(p))
check("a number with a point is shown as one", "weight (real, default 0.25)" in p.stdout, told(p))
check("section, earlier name and version are shown", "options, Network" in p.stdout and "earlier called delay" in p.stdout
      and "since 1.3" in p.stdout, told(p))


def with_options(text, *more):
    return P.run(*(more or ("parse", "--as", "ready", doc["a"])), "--config", write("c.yaml", "parsers: { ready: { %s } }\n" % text))


p = with_options("weight: 2e-3, delay: 5s, old_way: yes")
check("values arrive, by an earlier name too", "weight 0.002 pause 5000 old yes;" in p.stdout, told(p))
SOURCE = "sources: [{ id: a, url: 'file:///a.txt' }]\n"
p = P.run("check", write("c.yaml", "parsers: { ready: { delay: 5s } }\n" + SOURCE))
check("check says the new name", p.returncode == 0 and "ready: delay is called pause now" in p.stderr and "c.yaml:1" in p.stderr, told(p))
for text, why in (("weight: 11", "11 is outside 0 .. 10"), ("weight: much", "is not a number such as 0.75"), ("weight: nan", "is not a number"),
                  ("weight: 0x1p3", "is not a number"), ("weight: 1e999", "is not a number"),
                  ("pause: 1s, delay: 2s", "given twice (delay is its earlier name)"), ("wait: 1s", "no option")):
    p = P.run("check", write("c.yaml", "parsers: { ready: { %s } }\n" % text + SOURCE))
    check("%s is refused" % text, p.returncode == 78 and why in p.stderr, told(p))
p = P.run("run", "--once", "--config", write("c.yaml", """store: { path: s.db }
parsers: { ready: { delay: 5s, weight: 3 } }
sources:
  - { id: a, url: "file://%s", parse: ready, options: { pause: 7s } }
""" % doc["a"]))
text = "".join(r.get("text", "") for r in P.records(path("s.db"))) if os.path.exists(path("s.db")) else told(p)
check("a source's value replaces one by the earlier name", "weight 3.000 pause 7000" in text, text + p.stderr)

# ---- a member of another type --------------------------------------------------------------------------------------------------
WRONG = """#include <tidings/plugin.h>
struct conf { int size; double real; };
static const struct tdg_option options[] = { TDG_OPT(struct conf, %s, %s, 0, "1", 0, 0, "One.") };
static int run(tdg_call *c, void *s, const tdg_rec *r) { (void)c; (void)s; (void)r; return TDG_OK; }
TDG_PLUGIN("org.example.wrong", "1", "Wrong", TDG_PARSER(.name = "wrong", .TDG_OPTIONS(struct conf, options), .run = run));
"""
for what, member, kind in (("an int of 32 bits", "size", "TDG_O_INT"), ("a double for a whole number", "real", "TDG_O_INT"),
                           ("an int for a real", "size", "TDG_O_REAL"), ("a double for a text", "real", "TDG_O_TEXT")):
    for compiler, name, standard in ((CC, "wrong.c", "c11"), (CXX, "wrong.cpp", "c++17")):
        if compiler:
            p = build(compiler, write(name, WRONG % (member, kind)), "wrong.so", "-std=" + standard)
            check("%s is told by the compiler, in words (%s)" % (what, standard), p.returncode != 0
                  and "the member of an option has another C type than its TDG_O_ type" in p.stderr, p.stderr)
p = build(CC, write("wrong.c", WRONG % ("real", "TDG_O_REAL")), "right.so", "-std=c11")
check("the right type compiles", p.returncode == 0, p.stderr)

# ---- C++ -----------------------------------------------------------------------------------------------------------------------
if CXX:
    for standard, flags in (("c++17", ()), ("c++20", ("-Wpedantic",))):
        p = build(CXX, "other_language.cpp", "cpp.so", "-std=" + standard, *flags)
        check("the macros compile as %s without a warning" % standard, p.returncode == 0, p.stderr)
        conf = write("c.yaml", "store: { path: %s.db }\nparsers: { cpp: { most: 3 } }\npipeline: [cpp-stage: { colour: red }]\n" % standard
                     + "sources: [{ id: a, url: 'file://%s', parse: cpp }]\n" % doc["a"])
        p = P.run("run", "--once", "-v", "--config", conf)
        found = P.records(path(standard + ".db")) if os.path.exists(path(standard + ".db")) else []
        check("the plugin of %s runs, with its options" % standard, [r.get("text") for r in found]
              == ["hello 3 1.500000 a b from file://" + doc["a"]], (found, told(p)))
        check("and closes", "the parser in C++ closes" in p.stderr, told(p))
        os.unlink(path("plug", "cpp.so"))
else:
    print("left out: C++17 and C++20, there is no C++ compiler")

# ---- what this host does not know ----------------------------------------------------------------------------------------------
p = build(CC, "from_later.c", "later.so", "-std=c11")
check("a plugin of a later revision compiles", p.returncode == 0, p.stderr)
p = P.run("parse", "--as", "known", doc["a"])
check("its component that is known works, and the others are told at the start", "read by the one that is known" in p.stdout
      and all(x in p.stderr for x in ("unknown kind 77", "needs rights 0x400", "option map has the unknown type 33")), told(p))
for name, why in (("later-kind", "unknown kind 77"), ("later-right", "needs rights 0x400"), ("later-option", "option map has the unknown type 33")):
    p = P.run("plugin", "show", name)
    check("plugin show says why %s is not used" % name, p.returncode == 0 and "not used" in p.stdout and why in p.stdout
          and "upgrade Tidings" in p.stdout, told(p))
    p = P.run("check", write("c.yaml", "sources: [{ id: a, url: 'file:///a', parse: %s }]\n" % name))
    check("check says it where it is configured", p.returncode == 78 and "c.yaml:1:" in p.stderr
          and "%s of " % name in p.stderr and why in p.stderr, told(p))
    p = P.run("parse", "--as", name, doc["a"])
    check("and --as does not use it", p.returncode != 0 and "read by" not in p.stdout and why in p.stderr, told(p))
os.unlink(path("plug", "later.so"))

# ---- what time it is, and private fields ---------------------------------------------------------------------------------------
p = build(CC, "clock.c", "clock.so", "-std=c11")
check("the clock plugin compiles", p.returncode == 0, p.stderr)
for isolation in "process", "none":
    conf = write("clock.yaml", "store: { path: clock-%s.db }\nplugins: { isolation: %s }\nfetch: { interval: { min: 1s } }\n" % (isolation, isolation)
                 + "pipeline: [clock-stage, clock-brief]\nsinks: [clock-sink]\nsources: [{ id: a, url: 'clock:a' }, { id: b, url: 'clock:b' }]\n")
    began = int(time.time() * 1000)
    third = write("third.yaml", open(conf).read().replace("sources: [", "sources: [{ id: c, url: 'clock:c' }, "))  # for recall: something to judge
    runs = [P.run("run", "--once", "-v", "--config", x) for x in (conf, third)]
    ended = int(time.time() * 1000)
    said = "".join(r.stderr for r in runs)
    now = lambda x: began - 1 <= x <= ended + 1
    for where, right, rule in (("fetcher.open", now, "the wall clock"), ("fetcher.run", now, "the wall clock"), ("fetcher.close", now, "the wall clock"),
                               ("parser.open", lambda x: x == 0, "0"), ("parser.close", lambda x: x == 0, "0"),
                               ("parser.probe", lambda x: x == 1700000000000, "when the document was fetched"),
                               ("parser.run", lambda x: x == 1700000000000, "when the document was fetched"),
                               ("stage.open", lambda x: x == 0, "0"), ("stage.close", lambda x: x == 0, "0"),
                               ("brief.open", now, "the wall clock"), ("brief.run", now, "the wall clock"), ("sink.open", now, "the wall clock"),
                               ("sink.run", now, "the wall clock"), ("sink.flush", now, "the wall clock")):
        times = [int(x) for x in re.findall(r"clock %s (\d+);" % re.escape(where), said)]
        check("in %s it is %s (%s)" % (where, rule, isolation), times and all(map(right, times)), (times, began, ended))
    for where, beside in (("stage.judge", "seen"), ("stage.recall", "noted")):
        times, of = (re.findall(r"clock %s (\d+);" % x, said) for x in (where, beside))
        check("in %s it is when that was first seen (%s)" % (where, isolation), times == of and len(times) == {"stage.judge": 3, "stage.recall": 2}[where]
              and all(now(int(x)) for x in times), (times, of))
check("a stage gets private fields", "private first;" in said, said)
found = P.records(path("clock-process.db"))
OWN = {"x_32768": ["first", 5], "x_65535": [0.5], "x_40001": [{"name": "inner", "x_40000": ["deep"]}]}
check("private fields are lists in JSON", found and all(r.get(k) == v for r in found for k, v in OWN.items()), found)
p = P.run("import", "--store", path("again.db"), write("export.jsonl", "".join(json.dumps(r) + "\n" for r in found)))
again = P.records(path("again.db")) if p.returncode == 0 else []
check("import reads them", again and all(r.get(k) == v for r in again for k, v in OWN.items()), (again, told(p)))
p = P.run("parse", "--as", "record", write("wrong.json", json.dumps({"id": "1", "text": "A text.", "x_40000": "no list"})))
check("one that is no list is told", p.returncode != 0 and "x_40000" in p.stderr, told(p))
os.unlink(path("plug", "clock.so"))

# ---- several plugins in one program --------------------------------------------------------------------------------------------
main = write("main.c", """#include <stdio.h>
#include <tidings/plugin.h>
const struct tdg_plugin *first(void), *second(void);
int main(void) { printf("%s %s %u\\n", first()->id, second()->licence, first()->rev); return 0; }
""")
ok = subprocess.run([CC, INCLUDE, "-c", "-DTDG_ENTRY=second", os.path.join(SOURCES, "ready_text.c"), "-o", path("second.o")]).returncode == 0
ok = ok and subprocess.run([CC, INCLUDE, "-c", "-DTDG_ENTRY=first", os.path.join(source, "tests", "abi", "kept_guide.c"),
                            "-o", path("first.o")]).returncode == 0
ok = ok and subprocess.run([CC, INCLUDE, main, path("first.o"), path("second.o"), "-o", path("both")]).returncode == 0
said = subprocess.run([path("both")], capture_output=True, text=True).stdout if ok else "it does not compile"
check("two plugins are linked into one program", said == "org.example.gazette ISC 2\n", said)
P.end()
