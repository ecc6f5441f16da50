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


# ---- a parser that emits nothing ----
P.write("one.txt", "The harbour opens again at noon\n")
for n in range(3):
    P.write("many/%d.txt" % n, "Report %d\n" % n)
conf, p = run("one", "file:one.txt", parse="mute")
check("a single document without a record is not well", p.returncode == 3 and health("one")["health"] == "unreadable", (told(p), health("one")))
check("and is kept, with the reason", [q["message"] for q in quarantine("one")] == ["mute found nothing in it"], quarantine("one"))
_, p = run("many", "file:many", parse="mute")
check("those of a folder are as well", p.returncode == 3 and len(quarantine("many")) == 3, told(p))
p = P.run("import", "--store", path("import.db"), "--config", conf, path("one.txt"))
check("and those of an import", p.returncode == 1 and len(quarantine("import")) == 1, told(p))

# ---- values ----
_, p = run("one", "file:one.txt", parse="mute")
check("a value set in open is refused", "set in open: -3" in p.stderr, told(p))
P.write("one.txt", "The harbour opens again in the evening\n")
_, p = run("one", "file:one.txt", parse="mute")
check("nothing is kept of a document that counts as unreadable", "seen before: ''" in p.stderr and "'once'" not in p.stderr, told(p))
P.write("churn.txt", "churn\n")
_, p = run("churn", "file:churn.txt", parse="mute")
check("a call may set a value any number of times", p.returncode == 0 and "churned: 0, l" in p.stderr, told(p))

# ---- a retry ----
kept = quarantine("one")
build(P, "silent", "-DCRASHES")
_, p = run("crash", "file:one.txt", parse="mute")
check("a document that ends its worker is kept", p.returncode == 3 and quarantine("crash")[0]["cause"] != "bad-input", told(p))
build(P, "silent")
p = P.run("quarantine", "retry", "--all", "--config", path("crash.yaml"), "--store", path("crash.db"))
check("a retry that gives nothing keeps it", p.returncode == 3 and [q["count"] for q in quarantine("crash")] == [2], (told(p), quarantine("crash")))
build(P, "silent", "-DMENDED")
for name in ("crash", "many"):
    p = P.run("quarantine", "retry", "--all", "--config", path(name + ".yaml"), "--store", path(name + ".db"))
    check("once the parser reads, %s leaves the quarantine" % name, p.returncode == 0 and not quarantine(name)
          and P.records(path(name + ".db")), told(p))

# ---- a fetcher ----
for isolation in ("process", "none"):
    PLUGINS = "plugins: { path: [%s], isolation: %s }\npipeline: []\n" % (json.dumps(path("plugins")), isolation)
    name = "f" + isolation
    _, p = run(name, "silent:thing", parse="text")
    check("a fetch that brings nothing is a failure (%s)" % isolation, p.returncode == 3 and health(name)["health"] == "unreadable"
          and health(name)["outcome"] == "unusable"
          and "emitted nothing" in p.stderr, (told(p), health(name)))
    _, p = run(name + "-log", "silent:log", parse="text")
    check("one that says why is none (%s)" % isolation, p.returncode == 0 and health(name + "-log")["outcome"] == "empty"
          and health(name + "-log")["health"] == "empty"
          and "emitted nothing" not in p.stderr, (told(p), health(name + "-log")))
PLUGINS = "plugins: { path: [%s] }\npipeline: []\n" % json.dumps(path("plugins"))

# ---- several documents of one poll ----
_, p = run("some", "silent:parts-some", parse="text")
kept = quarantine("some")
check("of several documents each one that failed for good is kept with its address and reason", p.returncode == 3
      and [(q["url"], q["cause"], q["message"]) for q in sorted(kept, key=lambda q: q["url"])]
      == [("silent:%d" % n, "too-large", "report %d is larger than 1 MiB" % n) for n in (2, 3)]
      and all("silent:%d: too-large: report %d is larger" % (n, n) in p.stderr for n in (2, 3)), (told(p), kept))
check("and the one that is there is stored, of a source that is partly read", len(P.records(path("some.db"))) == 1
      and health("some")["health"] == "partly" and "silent:2: report 2 is larger" in health("some")["why"], (told(p), health("some")))
_, p = run("some", "silent:parts-some", parse="text")
check("what the fetcher keeps is kept with them", "since before: '8'" in p.stderr, told(p))
_, p = run("later", "silent:parts-later", parse="text")
check("one that failed for now is told, and is not kept", p.returncode == 3 and [q["url"] for q in quarantine("later")] == ["silent:2"]
      and "silent:3: timeout: report 3 did not come; the next poll asks for it again" in p.stderr, (told(p), quarantine("later")))
_, p = run("later", "silent:parts-later", parse="text")
check("it comes again: what the fetcher keeps is as before", "since before: ''" in p.stderr, told(p))
_, p = run("none-of-them", "silent:parts-none", parse="text")
check("when all have failed so has the poll, and all are kept", p.returncode == 3 and len(quarantine("none-of-them")) == 2
      and health("none-of-them")["health"] == "unreadable", (told(p), health("none-of-them")))
build(P, "silent")
_, p = run("refused-parts", "silent:parts-some", parse="mute")
n = len(quarantine("refused-parts"))
_, p = run("refused-parts", "silent:parts-some", parse="mute")
check("documents that the parser refuses stand in the quarantine, and what the fetcher keeps is kept", n == 3 and "since before: '8'" in p.stderr, (n, told(p)))
run("refused-parts", "silent:parts-some", parse="text")
p = P.run("quarantine", "retry", "--all", "--config", path("refused-parts.yaml"), "--store", path("refused-parts.db"))
check("another parser reads them from there", len(P.records(path("refused-parts.db"))) == 1, told(p))
_, p = run("denied", "silent:parts-denied", parse="text")
check("a fetcher that fails by its status is not told as the network", p.returncode == 3 and health("denied")["outcome"] == "unusable"
      and "source denied: unusable: the box is locked" in p.stderr, (told(p), health("denied")))
_, p = run("wordless", "silent:parts-wordless", parse="text")
check("a class without a message is told with the class and the plugin", p.returncode == 3 and "the server answered" not in p.stderr
      and 'fetcher silent (org.example.silent) says "oopsie", and gives no TDG_MESSAGE' in p.stderr
      and 'emitted a TDG_DOC with the TDG_ERROR "oopsie" and without a TDG_MESSAGE: say what is wrong' in p.stderr, told(p))
_, p = run("missing", "file:nothing.txt", parse="text")
check("a file that is not there is not told as the network", p.returncode == 3 and "network" not in p.stderr and health("missing")["outcome"] == "unusable", told(p))
P.write("empty/.hidden", "x")
P.write("none.jsonl", "")
P.write("hollow/a.xml", '<rss version="2.0"><channel><title>Nothing yet</title><link>https://a.example/</link></channel></rss>')
p = P.run("import", "--store", path("hollow.db"), path("hollow"))
check("an import of which nothing came is no success", p.returncode == 4 and "gave no record" in p.stderr, told(p))
for name, url in (("folder", "file:empty"), ("none", "file:none.jsonl")):
    _, p = run(name, url)
    check("an empty %s is no fault" % name, p.returncode == 0 and "warning" not in p.stderr, told(p))
P.end()
