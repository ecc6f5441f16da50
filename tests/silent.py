#!/usr/bin/env python3
"""What returns success and does nothing is not taken for success: parsers, fetchers, values that are kept, retries.

  silent.py --tidings build/release/tidings --include include

The plugin is tests/outside/silent.c, built as an outside author would.
"""
import json

from outside import build
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("silent", ap)
check, path = P.check, P.path
build(P, "silent")
PLUGINS = "plugins: { path: [%s] }\npipeline: []\n" % json.dumps(path("plugins"))


def run(name, url, **more):
    conf = P.write(name + ".yaml", PLUGINS + "sources: [ { id: %s, url: %s%s } ]\n" % (
        name, json.dumps(url), "".join(", %s: %s" % x for x in more.items())))
    return conf, P.run("run", "--once", "--config", conf, "--store", path(name + ".db"))


def health(name):
    return lines(P.run("sources", "--json", "--store", path(name + ".db"), "--config", path(name + ".yaml")).stdout)[0]


def quarantine(name):
    return lines(P.run("quarantine", "list", "--json", "--store", path(name + ".db")).stdout)


# ---- values ----
P.write("one.txt", "The harbour opens again at noon\n")
_, p = run("one", "file:one.txt", parse="mute")
check("a value set in open is refused", "set in open: -3" in p.stderr, told(p))
P.write("one.txt", "The harbour opens again in the evening\n")
_, p = run("one", "file:one.txt", parse="mute")
check("nothing is kept of a document that counts as unreadable", "seen before: ''" in p.stderr and "'once'" not in p.stderr, told(p))
P.write("churn.txt", "churn\n")
_, p = run("churn", "file:churn.txt", parse="mute")
check("a call may set a value any number of times", p.returncode == 0 and "churned: 0, l" in p.stderr, told(p))

P.end()
