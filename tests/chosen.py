#!/usr/bin/env python3
"""The parser of a source, and its options, are those of today's configuration: what `parsers:` says counts for each source that
names the parser, and another `parse:` takes effect with the next poll.

  chosen.py --tidings build/release/tidings --include include
"""
import os

from outside import build
from program import arguments, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("chosen", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
A.include = os.path.abspath(A.include)
P.env.pop("TIDINGS_PLUGIN_PATH", None)
build(P, "column")
page, clock = write("page.txt", ""), 1780000000


def configure(parse, parsers=""):
    return write("c.yaml", "version: 1\nplugins: { path: [%s] }\n%ssources:\n  - { id: a, url: \"file:%s\", parse: %s }\n"
                 % (path("plugins"), parsers and "parsers: %s\n" % parsers, page, parse))


def poll(text, conf, store="a.db"):
    global clock
    write("page.txt", text)
    os.utime(page, (clock, clock))
    clock += 60
    return P.run("run", "--once", "--config", conf, "--store", path(store))


def titles(store="a.db"):
    return [r["title"] for r in P.records(path(store))]


# ---- a required option under `parsers:` ----
conf = configure("column", "{ column: { column: 2 } }")
c, p = P.run("check", conf), poll("one\tThe second\n", conf)
check("a required option under `parsers:` counts for a source that names the parser", c.returncode == p.returncode == 0
      and titles() == ["The second"], told(c) + told(p))
conf = configure("column, options: { mark: '* ' }", "{ column: { column: 2 } }")
c, p = P.run("check", conf), poll("one\tThe second again, and more\n", conf, "b.db")
check("also for one that has other options of its own", c.returncode == p.returncode == 0 and titles("b.db") == ["* The second again, and more"],
      told(c) + told(p))
conf = configure("column, options: { column: 1 }", "{ column: { column: 2 } }")
c, p = P.run("check", conf), poll("The first\ttwo\n", conf, "c.db")
check("a source's own goes before it", c.returncode == p.returncode == 0 and titles("c.db") == ["The first"], told(c) + told(p))
conf = configure("org.example.column/column", "{ column: { column: 2 } }")
c = P.run("check", conf)
check("by whichever of its names", c.returncode == 0, told(c))
c = P.run("check", configure("column"))
check("without it the option is missing", c.returncode == 78 and "column is required" in c.stderr, told(c))
c = P.run("check", configure("column", "{ column: { column: 12 } }"))
check("a wrong value is told once, where it is written", c.returncode == 78 and c.stderr.count("12") == 1 and ":3:" in c.stderr, told(c))

# ---- another `parse:` ----
conf = configure("column", "{ column: { column: 2 }, other-column: { column: 3 } }")
poll("Left\tMiddle\tRight\n", conf, "d.db")
conf = configure("other-column", "{ column: { column: 2 }, other-column: { column: 3 } }")
p = poll("Left\tMiddle\tOuter right\n", conf, "d.db")
check("another `parse:` takes effect with the next poll", p.returncode == 0 and "Outer right" in titles("d.db"), (titles("d.db"), told(p)))
conf = configure("text", "{ column: { column: 2 } }")
p = poll("A plain text\n\nThe ferry sailed again on Monday, the harbour office said.\n", conf, "d.db")
check("and another one after that", p.returncode == 0 and "A plain text" in titles("d.db"), (titles("d.db"), told(p)))
P.end()
