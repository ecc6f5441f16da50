#!/usr/bin/env python3
"""Every sentence of a brief is a sentence of a named source, or is marked as words of the plugin.

  citations.py --tidings build/release/tidings --include include

The brief plugins are tests/outside/digest.c and paid.c, built as an outside author would.  They are told what to do by an option.
"""
import json, os, re

from outside import build
from program import arguments, lines, Program

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("citations", ap)
check, path = P.check, P.path
build(P, "digest")
build(P, "paid")

BODY = "The ferry Marigold carried 12 people from Port Ashby to Oster Ness on Monday in heavy fog, %s said."
FIRST, SECOND = [BODY % who for who in ("the harbour office", "the coast guard of Oster Ness")]
REST = "\n\nThe ferry Marigold left Port Ashby at noon and reached the pier of Oster Ness two hours late, %s.\n"
for name, text, more in (("a", FIRST, "the office added"), ("b", SECOND, "the guard added")):
    P.write("in/%s.txt" % name, "Ferry Marigold reaches Oster Ness in fog\n\n%s%s" % (text, REST % more))


def brief(way, brief_plugin="digest: { way: %s }"):
    conf = P.write("%s.yaml" % way, "version: 1\nplugins: { path: [%s] }\npipeline: [story, { %s }]\nsources:\n"
                   "  - { id: one, url: \"file:in/a.txt\", outlet: One }\n  - { id: two, url: \"file:in/b.txt\", outlet: Two }\n"
                   % (json.dumps(path("plugins")), brief_plugin % way if "%s" in brief_plugin else brief_plugin))
    store = ["--store", path("%s.db" % way)]
    runs = [P.run("run", "--once", "--config", conf, *store) for _ in range(2)]
    told = lines(P.run("brief", "--all", "--json", *store).stdout)
    text = P.run("brief", "--all", *store).stdout
    forms = [P.run("brief", "--all", "--format", f, *store).stdout for f in ("md", "html")]
    return runs, told, " ".join(text.split()), forms


def sentences(told):
    return [s["text"] for b in told for x in b.get("sections", []) for s in x["sentences"]]


runs, told, text, forms = brief("honest")
check("an honest brief stays as it is", sentences(told) in ([FIRST], [SECOND]) and "left out" not in runs[0].stderr, (told, runs[0].stderr))
KEPT = sentences(told)
LOST = {"invents": "The mayor resigned", "misquotes": "carried 90 people", "outside": "outside of block 0", "stranger": "is not in the story",
        "uncited": "Everybody is glad", "own-uncited": "cites nothing"}
for way, words in LOST.items():
    runs, told, text, forms = brief(way)
    check("%s: only the honest sentence is left" % way, sentences(told) == KEPT, (told, runs[0].stderr))
    check("%s: it is told with the plugin, the sentence and why" % way, "brief digest (org.example.digest):" in runs[0].stderr and words in runs[0].stderr, runs[0].stderr)
    check("%s: nothing of it is printed" % way, not any(x in text + "".join(forms) for x in ("mayor", "90 people", "Everybody", "In short")), text)
    check("%s: a second run changes nothing" % way, runs[1].returncode == runs[0].returncode == 0, (runs[0].returncode, runs[1].returncode))

runs, told, text, forms = brief("own")
check("words of its own are kept", len(sentences(told)) == 2 and "left out" not in runs[0].stderr, (told, runs[0].stderr))
check("and marked, in JSON", [s.get("from") for b in told for x in b["sections"] for s in x["sentences"]] == [None, "digest"], told)
check("and as text", "In short, a ferry sails. (words of digest, not of a source)" in text.replace("\u00a0", " "), text)
check("and as markup", all("words of digest, not of a source" in " ".join(f.split()) for f in forms), forms)

runs, told, text, forms = brief("conflict")
check("a claim that nobody makes is no conflict", told and all("conflicts" not in b for b in told) and "4000 people" in runs[0].stderr and "4000 people" not in text,
      (told, runs[0].stderr))

runs, told, text, forms = brief("values")
check("a value that its sentence does not give is no claim; one in other words is", [[c.get("value") for c in x["claims"]] for b in told for x in b.get("conflicts", [])]
      == [["twelve people", "people: 12"]] and "does not say the value of the claim: 77" in runs[0].stderr, (told, runs[0].stderr))
check("what the plugin says of a conflict is said to be its own", "Where the reports differ, in words of digest" in text.replace("\u00a0", " ")
      and all("Where the reports differ, in words of digest" in f for f in forms), (text, forms))

# ---- cuts, headlines, titles ----
runs, told, text, forms = brief("heads")
OWN = "(words of digest, not of a source)"
check("a headline and a title that no record has are marked, in JSON", [(b.get("from"), [x.get("from") for x in b["sections"]]) for b in told]
      == [("digest", ["digest"])], told)
check("as text", all("%s %s" % (x, OWN) in text.replace("\u00a0", " ") for x in ("500 dead", "The minister resigns")), text)
check("as markup", all(" ".join(f.split()).count("words of digest, not of a source") == 2 for f in forms), forms)
check("and told, once, with the plugin and what to do", all(x in runs[0].stderr for x in ("brief digest (org.example.digest): ", "The minister resigns", "TDG_FROM"))
      and runs[0].stderr.count("no sentence of the story's records") == 1, runs[0].stderr)
p = P.run("stories", "--store", path("heads.db"))
check("the list of stories does not take it", "500 dead" not in p.stdout and "Ferry Marigold" in p.stdout, p.stdout)
SAID = BODY % "the harbour office"
P.write("in/a.txt", "Ferry Marigold reaches Oster Ness in fog\n\n%s Nobody was hurt. On the ferry tickets cost 30 crowns. "
        "The others were sold for 1,250 crowns.%s" % (SAID, REST % "the office added"))
runs, told, text, forms = brief("cuts")
check("what is cut wrongly is left out", told and sentences(told)[1:] == ["Nobody was hurt", "\u2026tickets cost 30 crowns."], (told, runs[0].stderr))
check("and it is said how", all(x in runs[0].stderr for x in ("cut inside a word or a number", "begins inside a sentence: put an ellipsis")), runs[0].stderr)
P.write("in/a.txt", "Ferry Marigold reaches Oster Ness in fog\n\n%s%s" % (FIRST, REST % "the office added"))

runs, told, text, forms = brief("extract", "extract: {}")
check("the briefs of this program hold", told and sentences(told) and "left out" not in runs[0].stderr, (told, runs[0].stderr))

# ---- a brief of which nothing holds, from a plugin that pays for each ----


def paid(lie, *more):
    """A run; what the plugin was told each time it was asked: the requests of today, and whether there is an earlier brief."""
    if more:
        P.write("in/a.txt", "Ferry Marigold reaches Oster Ness in fog\n\n%s%s\n" % (FIRST, "".join("\n" + m for m in more)))
        os.utime(path("in/a.txt"), (1780000000 + 60 * len(more),) * 2)
    conf = P.write("paid.yaml", "version: 1\nplugins: { path: [%s], grant: { org.example.paid: [net] } }\npipeline: [story, { paid: { lie: %s } }]\n"
                   "sources:\n  - { id: one, url: \"file:in/a.txt\", outlet: One }\n  - { id: two, url: \"file:in/b.txt\", outlet: Two }\n"
                   % (json.dumps(path("plugins")), lie))
    p = P.run("run", "--once", "--config", conf, "--store", path("paid.db"))
    return p, [(int(a), int(b)) for a, b in re.findall(r"paid: asked, calls (\d+), earlier (\d)", p.stderr)]


def bought():
    return len(lines(P.run("brief", "--all", "--json", "--store", path("paid.db")).stdout))


p, asked = paid("no")
check("a plugin that pays is asked once", asked == [(0, 0)] and bought() == 1, (asked, p.stderr))
LATER = ["The harbour office measured waves of four metres at the pier of Oster Ness.", "The crew of the Marigold was given soup by the harbour office."]
p, asked = paid("yes", LATER[0])
check("its story has changed: it is asked again, with its brief", asked == [(1, 1)], (asked, p.stderr))
check("a brief of which nothing holds is told, and the earlier one says no more what the story says", "none of its" in p.stderr and bought() == 0, p.stderr)
p, asked = paid("yes")
check("it is not paid again for the same story", asked == [], (asked, p.stderr))
p, asked = paid("no", *LATER)
check("what was refused was counted, and a story that changes has a brief again", asked == [(2, 0)] and bought() == 1, (asked, p.stderr))
P.end()
