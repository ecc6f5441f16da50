#!/usr/bin/env python3
"""What a fetcher and a parser keep for a source (tidings/ext/state.h), when an article has further pages and when the fetcher
answers in pump.

  kept.py --tidings build/release/tidings --include include

Both are tests/outside/serial.c, built as an outside author would.
"""
import os, re

from outside import build
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("kept", ap)
check, path = P.check, P.path
P.arguments.include = os.path.abspath(P.arguments.include)
build(P, "serial")
BEGIN = "version: 1\nplugins: { path: [%s] }\nfetch: { allow_private: true, hosts: { delay: 0s } }\nfetchers: { org.example.serial/serial: {} }\npipeline: []\n" % path("plugins")


class Source:
    def __init__(self, name, *hosts, more=()):
        """hosts: of one source each, a.example and so on."""
        self.name, self.more = name, more
        self.conf = P.write(name + ".yaml", BEGIN + "sources:\n" + "".join(
            "  - { id: \"%s\", url: \"http://%s/%s?1\", parse: serial-page }\n" % (h, h, name) for h in hosts))
        self.polled = 0

    def run(self, *args):
        return P.run(*args, "--config", self.conf, "--store", path(self.name + ".db"), *self.more)

    def poll(self):
        self.polled += 1
        return self.run("run", "--once")

    def pages(self, host="a.example"):
        """What each page says of its call: (address, run, pump, parser), each "" or the number of the page that set it."""
        text = [" ".join(b["text"] for b in r["blocks"]) for r in lines(P.run("export", "--store", path(self.name + ".db")).stdout) if host in r["url"]]
        number = lambda url: url.rpartition("?")[2]
        return [tuple(map(number, x)) for t in text for x in re.findall(
            r"the page at (\S+) says that run had \[(\S*)\] and pump had \[(\S*)\]; the parser had \[(\S*)\]", t)]


for name, more in (("serial", ()), ("serial-here", ("--isolation", "none"))):
    how = " (isolation none)" if more else ""
    S = Source(name, "a.example", more=more)
    p = S.poll()
    check("an article of three pages is read%s" % how, S.pages() == [(n, "", "", "") for n in "123"], (S.pages(), told(p)))
    p = S.poll()
    check("each page is given what the last poll left, by the fetcher's run and pump and by the parser%s" % how,
          S.pages() == [(n, "3", "3", "3") for n in "123"], (S.pages(), told(p)))

# ---- a page that fails ----
S = Source("gone", "a.example")
S.poll()
p = S.poll()
check("what was set for a page that could not be fetched is not kept", S.pages() == [("1", "1", "1", "1")], (S.pages(), told(p)))

# ---- a document of the quarantine ----
S = Source("refused", "a.example")
p = S.poll()
check("a document is refused", p.returncode == 3 and S.pages() == [], told(p))
build(P, "serial", "-DMENDED")
p = S.run("quarantine", "retry", "all")
check("its further pages are given what the poll left", S.pages() == [("1", "", "", ""), ("2", "1", "1", ""), ("3", "1", "1", "")],
      (S.pages(), told(p)))
p = S.poll()
check("and what was set for them is kept", S.pages() == [(n, "3", "3", "3") for n in "123"], (S.pages(), told(p)))

# ---- requests of several sources, answered in one call of pump ----
S = Source("wrong", "a.example", "b.example", "c.example")
p = S.poll()
check("what was set for a document that is no record does not go with the next one", "pump sees" not in P.run("export", "--store", path("wrong.db")).stdout
      and "source a.example: " in p.stderr and "another type" in p.stderr and [S.pages("a.example"), len(S.pages("b.example")), len(S.pages("c.example"))] == [[], 3, 3],
      (S.pages("a.example"), S.pages("b.example"), told(p)))
P.end()
