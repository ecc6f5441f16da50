#!/usr/bin/env python3
"""outside_lines.py - what an author outside the tree writes: every plugin is built against the public headers alone, and its lines
are counted.

  outside_lines.py --source . --made build/asan/languages [--cc cc] [--cxx c++]

Counted are lines with code: not empty, not only a comment, not only brackets.  Of these, lines of the interface are

  - of the preprocessor
  - of TDG_PLUGIN(...) and of what it names: struct conf, the tables of options, claims and choices
  - heads of functions that the host calls (their first parameters are a call and self or conf)
  - lines that only pass self or conf on, or mark them as unused

The rest is the author's own logic.  All plugins of tests/outside and the blocks of C of docs/writing-a-plugin.md and docs/plugins/
are built with warnings as errors; the ones named below, one for each promise of the interface, are printed first.

Exit 0 when all are built, none includes another header than those of <tidings/...> and of the system, and more than half of the
lines of the named ones are logic.
"""
import argparse, glob, os, re, subprocess, sys, tempfile

from outside import compile_plugin, SOURCES, STRICT

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--source", required=True)
ap.add_argument("--cc", default="cc")
ap.add_argument("--cxx", default="c++")
ap.add_argument("--made", required=True, help="folder of the public headers that the build makes")
A = ap.parse_args()
include = os.path.join(os.path.abspath(A.source), "include")
NAMED = [("items.c", "an API with pages, a key, POST, a token that survives"), ("keys.c", "values that survive, and their limits"),
         ("drop.c", "two stages that drop"), ("tag.c", "three stages that tag"), ("maildir.c", "a fetcher under a grant"),
         ("nosy.c", "a parser that asks for the network"), ("ledger.c", "a sink that refuses"), ("ticker.cpp", "a parser that crashes until it is mended"),
         ("digest.c", "a brief that may invent")]
faults = 0


def fail(*words):
    global faults
    faults += 1
    print("FAIL", *words)


def pages():
    """(name, text) of each file of C or C++ that a page makes."""
    for page in [os.path.join(A.source, "docs", "writing-a-plugin.md")] + sorted(glob.glob(os.path.join(A.source, "docs", "plugins", "*.md"))):
        for name, text in re.findall(r"^```(?:c|cpp) ([^\s=]+)[^\n]*\n(.*?)^```$", open(page, encoding="utf-8").read(), re.M | re.S):
            yield os.path.basename(page) + ": " + name, text


def code_lines(text):
    text = re.sub(r"/\*.*?\*/|//[^\n]*", lambda m: "\n" * m[0].count("\n"), text, flags=re.S)
    return [x.strip() if re.search(r"\w", x) else "" for x in text.split("\n")]


TABLE = re.compile(r"^(TDG_PLUGIN|TDG_PLUGIN_INFO)\(|^(static )?const struct tdg_option\b|^static const char \*const\b|^struct conf \{")
HEAD = re.compile(r"^(static |extern \"C\" )*(int|void) \w+\((tdg_call \*\w+, (const )?void \*|void \*self\))")
MEMBER = re.compile(r"^(struct tdg_str|struct tdg_list|int64_t|double) \w+(, \w+)*;")
PASSED_ON = re.compile(r"^(\(void\)\w+(, \(void\)\w+)*;|(const )?struct \w+ \*\w+ = (\([^)]*\))?(self|conf|options_in);|\*self = [^(]*(\(void \*\))?[^(]*;|\w+->\w+ = conf->\w+;)+(return \w+;)?$")


def of_interface(lines):
    """Those of the lines with code that are the interface's."""
    found, in_table = [], False
    for line in filter(None, lines):
        in_table = in_table or TABLE.match(line) is not None
        if in_table or line.startswith("#") or HEAD.match(line) or PASSED_ON.match(line):
            found.append(line)
        if in_table and line.endswith(";") and not MEMBER.match(line):
            in_table = False
    return found


def count(text):
    lines = code_lines(text)
    return sum(x != "" for x in lines), len(of_interface(lines))


def row(name, text, what):
    whole, interface = count(text)
    print("%-34s %5d %9d %5d   %s" % (name, whole, interface, whole - interface, what))
    return whole, interface


def build(folder, path, name):
    foreign = [h for h in re.findall(r'^[ \t]*#[ \t]*include[ \t]*([<"][^>"\n]*)', open(path).read(), re.M)
               if h[0] == '"' and not os.path.exists(os.path.join(SOURCES, h[1:]))]  # of two plugins of one author
    if foreign:
        fail(name, "includes", *foreign)
    plus = path.endswith("pp")
    p = compile_plugin(A.cxx if plus else A.cc, include, path, os.path.join(folder, "plugin.so"), '-DSQLITE="store-sqlite.so"', '-DASKS="org.example.asked/1"', "-I", A.made, "-std=gnu++17" if plus else "-std=gnu11",
                       "-fvisibility=hidden", *STRICT)
    if p.returncode != 0:
        fail(name, "is not built:", p.stderr)


with tempfile.TemporaryDirectory() as folder:
    sources = sorted(glob.glob(os.path.join(SOURCES, "*.c")) + glob.glob(os.path.join(SOURCES, "*.cpp")))
    for path in sources:
        build(folder, path, os.path.basename(path))
    examples = list(pages())
    for name, text in examples:
        path = os.path.join(folder, os.path.basename(name.split(": ")[1]))
        with open(path, "w") as f:
            f.write(text)
        build(folder, path, name)
print("%-34s %5s %9s %5s" % ("", "lines", "interface", "logic"))
sums = [row(name, open(os.path.join(SOURCES, name)).read(), what) for name, what in NAMED]
whole, interface = (sum(x) for x in zip(*sums))
print("%-34s %5d %9d %5d   %d %% of the interface\n" % ("all of these", whole, interface, whole - interface, 100 * interface // whole))
for name, text in examples:
    row(name, text, "")
if 2 * interface > whole:
    fail("most of what an author writes is for the interface")
print("\n%d plugins of tests/outside and %d of the pages built" % (len(sources), len(examples)))
sys.exit(1 if faults else 0)
