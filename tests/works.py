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

# ---- requests and lines ----
check("a line of the log says of which document it is", "bare: read a document (file://%s)" % path("in/three.txt") in p.stderr, p.stderr)
p, rows = poll("b.db", "--isolation", "none", four="Harbour open\n\n" + RAIN)
check("also without isolation", "bare: read a document (file://%s)" % path("in/four.txt") in p.stderr, p.stderr)
p, rows = poll("c.db", four="Requests\nask: never file:///etc/hostname\nask: never file:///etc/issue\nask: never mailto:a@example.org\nask: daily file://%s\n"
               % path("in/three.txt"))
refused = [x for x in p.stderr.splitlines() if "which is not followed" in x]
check("each reason is told with the first address and how many more", len(refused) == 2 and any("hostname and 1 more" in x for x in refused)
      and any("mailto:a@example.org, " in x for x in refused), p.stderr)
check("and with the parser and its plugin", all("asked for by parser bare (org.example.bare)" in x for x in refused), p.stderr)
check("an unknown TDG_REPEAT is told", all(x in p.stderr for x in ('parser bare (org.example.bare): emitted a TDG_REQUEST with the TDG_REPEAT "daily"', 'say "poll" or "never"')), p.stderr)
P.end()
