#!/usr/bin/env python3
"""The same records give the same notes, whether they come in one go or in pieces, with kills between.

  same_notes.py --tidings build/release/tidings [--documents 240] [--pieces 8] [--seed 1]

Made-up reports, many of them copies, cut and longer ones, are imported with `keep: longest`, which hangs groups anew, so
that it matters what a later stage hears of an earlier one.  One store takes them in one command; the other in pieces,
each command killed once on its way.  Compared is what the notes of dedupe and story say, record for record, in their order.
"""
import json, os, random, time

from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--documents", type=int, default=240)
ap.add_argument("--pieces", type=int, default=8)
ap.add_argument("--seed", type=int, default=1)
P = Program("same", ap)
A, folder = P.arguments, P.folder
rnd = random.Random(A.seed)
conf = P.write("tidings.yaml", "version: 1\npipeline:\n  - dedupe: { keep: longest }\n  - story: {}\n")
SYLLABLES = "ba co de fi gu ha jo ke li mo na pe qui ro sa te vu wo ya zi bran clo dre fen gri".split()
WORDS = ["".join(random.Random("w%d" % i).choices(SYLLABLES, k=2 + i % 3)) for i in range(3000)]


def sentence(r, names):
    s = [WORDS[int(len(WORDS) * r.random() ** 2)] for _ in range(12)] + r.sample(names, 3)
    r.shuffle(s)
    return " ".join(s).capitalize() + "."


def document(i):
    event = rnd.randrange(A.documents // 6)
    e = random.Random("%d/event/%d" % (A.seed, event))
    names = [e.choice(WORDS).capitalize() for _ in range(6)]
    lines = [sentence(e, names) for _ in range(6)]
    kind = rnd.random()
    if kind < 0.3:
        lines = lines[:4]
    elif kind < 0.6:
        lines += [sentence(rnd, names) for _ in range(rnd.randint(1, 3))]
    elif kind < 0.75:
        lines = [sentence(rnd, names) for _ in range(6)]
    return {"id": "doc-%04d" % i, "title": "Report on %s and %s" % (names[0], names[1]), "text": "\n\n".join(lines),
            "url": "https://wire.example/%04d" % i, "source": "Wire %d" % (i % 5)}


docs = [document(i) for i in range(A.documents)]
parts = [os.path.join(folder, "part-%02d.jsonl" % k) for k in range(A.pieces)]
for k, name in enumerate(parts):
    with open(name, "w") as f:
        f.writelines(json.dumps(d) + "\n" for d in docs[k * len(docs) // A.pieces:(k + 1) * len(docs) // A.pieces])


def tidings(store, *args):
    return P.expect(args[0], "--store", P.path(store), "--config", conf, *args[1:]).stdout


def is_killed(store, parts, after):
    """Import, killed after some seconds: did that come in time?"""
    p = P.run("import", "--quiet", "--store", P.path(store), "--config", conf, *parts, timeout=after)
    P.check("an import that is not killed ends well", p.returncode in (None, 0), told(p))
    return p.returncode is None


def notes(store):
    """For each document, in the order they came in, what its notes say; ids are told by the document's."""
    rows = lines(tidings(store, "export", "--format", "jsonl"))
    rows = [r for r in rows if r.get("native_id", "").startswith("doc-")]
    name = {r["id"]: r["native_id"] for r in rows}
    said = {"dedupe": [], "story": []}  # how the two interleave depends on who is ahead
    for r in sorted(rows, key=lambda r: r["native_id"]):
        shown = json.loads(tidings(store, "show", "--json", r["id"]))
        for n in shown.get("notes", []):
            said[n["by"]].append((r["native_id"], name.get(n.get("duplicate_of")), name.get(n.get("story_id")),
                         n.get("headline"), n.get("reason")))
    return said


start = time.time()
tidings("one.db", "import", "--quiet", *parts)
whole = time.time() - start
killed = 0
for k in range(A.pieces):
    killed += is_killed("many.db", parts[:k + 1], rnd.uniform(0.05, 0.05 + whole / 3))
    tidings("many.db", "import", "--quiet", *parts[:k + 1])
a, b = notes("one.db"), notes("many.db")
a, b = ([x for by in sorted(s) for x in s[by]] for s in (a, b))
differ = [x for x in zip(a, b) if x[0] != x[1]]
rehung = sum("longer" in (x[4] or "") for x in a)
P.check("%d documents in %d pieces, with %d kills, have the same %d notes" % (len(docs), A.pieces, killed, len(a)),
        a == b and len(a) >= 2 * len(docs), (len(a), len(b), differ[:5]))
P.check("%d of them hang a group anew" % rehung, rehung > 0)
P.end()
