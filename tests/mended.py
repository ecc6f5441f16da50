#!/usr/bin/env python3
"""A document that a plugin could not read is read once its plugin is mended; until then the quarantine says what happened.

  mended.py --tidings build/release/tidings --include include

The parser is tests/outside/ticker.cpp, built as an outside author would: first as it is, then with -DMENDED.
"""
import json

from outside import build
from program import arguments, lines, Program

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("mended", ap)
check, path = P.check, P.path
build(P, "ticker")
STORE = ["--store", path("news.db")]
BAD = {"throw": "THROW", "assert": "ASSERT", "crash": "CRASH", "refuse": "REFUSE"}
for name, word in dict(BAD, good="plain").items():
    P.write("in/%s.tick" % name, "The %s ticker says %s at noon\nmore %s-2.tick\n" % (name, word, name))
    P.write("in/%s-2.tick" % name, "The second page of %s\n" % name)
CONF = P.write("c.yaml", "version: 1\nplugins: { path: [%s] }\nsources:\n" % json.dumps(path("plugins"))
               + "".join("  - { id: %s, url: \"file:in/%s.tick\", parse: ticker, outlet: %s House }\n" % (n, n, n) for n in list(BAD) + ["good"]))


def titles():
    return sorted(r["title"] for r in P.records(path("news.db")))


def quarantine():
    return {q["url"].rsplit("/", 1)[1].split(".")[0]: q for q in lines(P.run("quarantine", "list", "--json", *STORE).stdout)}


first = P.run("run", "--once", "--config", CONF, *STORE)
q = quarantine()
check("four documents cannot be read", sorted(q) == sorted(BAD) and first.returncode == 3, (q, first.stderr))
check("the text of an exception is kept", "the ticker has no word for this" in q["throw"]["message"], q["throw"])
check("and that of an assertion", "a ticker never asserts" in q["assert"]["message"], q["assert"])
check("and where a crash was", "ticker_falls_over" in q["crash"]["message"] or "AddressSanitizer" in q["crash"]["message"], q["crash"])
shown = P.run("quarantine", "show", str(q["throw"]["id"]), *STORE).stdout
check("show has it", "the ticker has no word for this" in " ".join(shown.replace("\u00a0", " ").split()), shown)
p = P.run("parse", "--config", CONF, "--as", "ticker", path("in/throw.tick"))
check("parse has it", "the ticker has no word for this" in p.stderr, p.stderr)
check("the log has it", "a ticker never asserts" in first.stderr, first.stderr)
check("all of it is harmless and bounded", "\x1b" not in first.stderr and all(len(x["message"]) < 2500 for x in q.values()), first.stderr)

# ---- it is not mended yet ----
p = P.run("quarantine", "retry", str(q["refuse"]["id"]), "--config", CONF, *STORE)
again = quarantine()
check("what still cannot be read stays and is counted", p.returncode == 3 and again["refuse"]["count"] == q["refuse"]["count"] + 1
      and again["refuse"]["id"] == q["refuse"]["id"], (p.returncode, p.stdout, p.stderr, again))
check("nothing came of it", len(titles()) == 2, titles())

# ---- mended ----
build(P, "ticker", "-DMENDED")
p = P.run("quarantine", "retry", str(q["refuse"]["id"]), "--config", CONF, *STORE)
check("a mended plugin reads one", p.returncode == 0 and sorted(quarantine()) == ["assert", "crash", "throw"]
      and "The refuse ticker says REFUSE at noon" in titles(), (p.returncode, p.stdout, p.stderr, titles()))
p = P.run("quarantine", "retry", "--plugin", "other", "--config", CONF, *STORE)
check("of another plugin there is nothing", p.returncode == 4 and len(quarantine()) == 3, (p.returncode, p.stderr))
p = P.run("quarantine", "retry", "--plugin", "ticker", "--config", CONF, *STORE)
check("and all of that plugin", p.returncode == 0 and quarantine() == {} and "3 new records" in p.stdout, (p.returncode, p.stdout, p.stderr))
new = {r["title"]: r for r in P.records(path("news.db"))}
crash = new.get("The crash ticker says CRASH at noon", {})
check("records have their source", crash.get("source", {}).get("id") == "crash", crash)
good = new["The good ticker says plain at noon"]
check("and the time of the first try", crash.get("first_seen", "z")[:16] <= max(x["first"] for x in q.values())[:16], (crash.get("first_seen"), good["first_seen"]))
p = P.run("run", "--once", "--config", CONF, *STORE)
check("what they name is followed, and nothing comes twice", p.returncode == 0 and titles() == sorted(
    ["The %s ticker says %s at noon" % x for x in dict(BAD, good="plain").items()] + ["The second page of %s" % n for n in list(BAD) + ["good"]]),
      (p.stdout, p.stderr, titles()))
p = P.run("quarantine", "retry", "--all", "--config", CONF, *STORE)
check("then there is nothing to retry", p.returncode == 4, (p.returncode, p.stderr))
p = P.run("quarantine", "retry", *STORE)
check("retry wants to know which", p.returncode == 2, p.stderr)

# ---- what the parser keeps for the source ----
build(P, "numbered")
STORE = ["--store", path("numbered.db")]
CONF = P.write("numbered.yaml", "version: 1\nplugins: { path: [%s] }\nsources:\n  - { id: paper, url: \"file:in/paper.txt\", parse: numbered }\n"
               % json.dumps(path("plugins")))


def numbered(text):
    P.write("in/paper.txt", text + "\n")
    P.run("run", "--once", "--config", CONF, *STORE)
    return sorted(r["title"] for r in P.records(path("numbered.db")))


check("documents are numbered over polls", [numbered("one"), numbered("two")] == [["1: one"], ["1: one", "2: two"]])
numbered("REFUSE")
check("one is refused", list(quarantine()) == ["paper"], quarantine())
build(P, "numbered", "-DMENDED")
p = P.run("quarantine", "retry", "--all", "--config", CONF, *STORE)
read = sorted(r["title"] for r in P.records(path("numbered.db")))
check("retry gives the parser what it kept", p.returncode == 0 and read[2:] == ["3: REFUSE"], (p.stdout, p.stderr, read))
read = numbered("four")
check("and what it keeps then is there with the next poll", read[3:] == ["4: four"], read)
P.end()
