#!/usr/bin/env python3
"""What identifies a record without an address and a guid; what is told of a parser's requests and lines.

  works.py --tidings build/release/tidings --include include

The parser is tests/outside/bare.c, built as an outside author would.
"""
import json, os

from outside import build
from program import arguments, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("works", ap)
check, path = P.check, P.path
build(P, "bare")
CONF = P.write("c.yaml", "version: 1\nplugins: { path: [%s] }\npipeline: []\nsources: [{ id: s, url: \"file:in\", parse: bare }]\n" % json.dumps(path("plugins")))
RAIN, SNOW = "It rained on Monday in Tarn, the weather office said.\n", "Snow and storms came on Sunday to Hollin, says the mayor.\n"
times = [1780000000]


def poll(store, *more, **files):
    for name, text in files.items():
        os.utime(P.write("in/%s.txt" % name, text), (times[0],) * 2)
        times[0] += 60
    p = P.run("run", "--once", "--config", CONF, "--store", path(store), *more)
    return p, sorted((r["title"], r["version"], r["blocks"][0]["text"].split()[0]) for r in P.records(path(store)))


p, rows = poll("a.db", one="Weather report\n\n" + RAIN, two="Weather report\n\n" + SNOW)
check("two documents of one title without a date are two works", rows == [("Weather report", 1, "It"), ("Weather report", 1, "Snow")], (rows, told(p)))
p, rows = poll("a.db", one="Weather report\n\n" + RAIN.replace("It rained", "Hail fell"))
check("the same document with another text is a version of its own work", rows == [("Weather report", 1, "Snow"), ("Weather report", 2, "Hail")], (rows, told(p)))
DATED = "Harbour closed@1780000000000\n\n"
os.remove(path("in/one.txt")), os.remove(path("in/two.txt"))
p, rows = poll("b.db", one=DATED + RAIN)
os.remove(path("in/one.txt"))
p, rows = poll("b.db", three=DATED + SNOW)
check("a title with its date is one work wherever it is read", rows == [("Harbour closed", 2, "Snow")], (rows, told(p)))
P.end()
