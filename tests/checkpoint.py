#!/usr/bin/env python3
"""What a stage remembers is saved and restored: a start does not recall everything, and nothing comes out differently.

  checkpoint.py --tidings build/release/tidings --include include [--cc cc]

A stage of tests/outside says in a tag how it came by its number.  Then made-up reports pass dedupe and story in pieces,
with kills between and a checkpoint at every chance; what comes out is that of one import without any.
"""
import json, random, sqlite3, time

from outside import build, STRICT
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True, help="the folder of the public headers")
ap.add_argument("--cc", default="cc")
P = Program("checkpoint", ap, TIDINGS_CHECKPOINT_NOTES="1")
A, check, path = P.arguments, P.check, P.path

# ---- a stage from outside -----------------------------------------------------------------------------------------
plugin = build(P, "mindful", "-std=c11", *STRICT, compiler=A.cc)
store, items, total = path("mindful.db"), 0, {}


def configure(step=1):
    return P.write("mindful.yaml", "version: 1\nplugins: { path: [%s] }\npipeline:\n  - mindful: { step: %d }\n"
                   "sources:\n  - { id: f, url: \"file://%s\", parse: feed }\n"
                   % (path("plugins"), step, path("f.rss")))


def run(titles=(), step=1):
    """A pass with these new titles; the tag of the last record, and what was told."""
    global items
    for t in titles:
        total[items] = t
        items += 1
    P.write("f.rss", "<rss version='2.0'><channel><title>F</title><link>https://f.example/</link>%s</channel></rss>" % "".join(
        "<item><title>%s</title><guid>g%d</guid><link>https://f.example/%d</link><description>Hall %d was full.</description></item>"
        % (t, i, i, i * 31) for i, t in total.items()))
    p = P.run("run", "--once", "--config", configure(step), "--store", store)
    rows = lines(P.run("export", "--format", "jsonl", "--store", store).stdout)
    if not rows:
        return "", p
    last = max(rows, key=lambda r: int(r["url"].rsplit("/", 1)[1]))
    return (last.get("tags") or last.get("tag") or [""])[-1], p


P.env["TIDINGS_CHECKPOINT_NOTES"] = "1000"
tag, p = run(["zero"])
check("a record is numbered", tag == "1: 0 restored, 0 recalled", (tag, told(p)))
tag, p = run()
check("with nothing new nothing is recalled", p.returncode == 0 and "mindful recalls" not in p.stderr, told(p))
P.env["TIDINGS_CHECKPOINT_NOTES"] = "1"
tag, p = run(["two"])
check("without a checkpoint all is recalled for a new one", tag == "2: 0 restored, 1 recalled" and "mindful recalls" in p.stderr, (tag, told(p)))
tag, p = run(["three"])
check("with one new record it restores what it saved, and recalls nothing", tag == "3: 2 restored, 0 recalled", (tag, told(p)))
P.env["TIDINGS_CHECKPOINT_NOTES"] = "1000"
run(["four"])
tag, p = run(["five"])
check("what was judged after the checkpoint is recalled", tag == "5: 2 restored, 1 recalled", (tag, told(p)))
P.env["TIDINGS_CHECKPOINT_NOTES"] = "1"
tag, p = run(["six"], step=2)
check("with other settings the checkpoint is not used", tag == "12: 0 restored, 5 recalled" and p.returncode == 0, (tag, told(p)))
tag, p = run(["seven"])
check("nor is that one with the former settings", tag == "7: 0 restored, 6 recalled", (tag, told(p)))
build(P, "mindful", "-std=c11", "-DVERSION=\"2.0\"", *STRICT, compiler=A.cc)
tag, p = run(["eight"])
check("a checkpoint of another version of the plugin is not used", tag == "8: 0 restored, 7 recalled" and p.returncode == 0, (tag, told(p)))
tag, p = run(["nine"])
check("that of this version is", tag == "9: 2 restored, 0 recalled", (tag, told(p)))
with sqlite3.connect(store) as db:
    db.execute("UPDATE checkpoint_part SET part = x'74656e732039' WHERE nth = 1")
tag, p = run(["ten"])
check("a damaged one is told and not used", tag == "10: 0 restored, 9 recalled" and "checkpoint cannot be used" in p.stderr and p.returncode == 0, (tag, told(p)))
with sqlite3.connect(store) as db:
    db.execute("DELETE FROM checkpoint_part WHERE nth = 1")
tag, p = run(["eleven"])
check("nor is one of which a part is missing", tag == "11: 0 restored, 10 recalled" and "missing or damaged" in p.stderr, (tag, told(p)))
run(["poison"])
tag, p = run(["thirteen"])
check("one that the stage refuses is told, and all is recalled in a new worker", tag == "13: 0 restored, 12 recalled" and
      "no tens and ones" in p.stderr and p.returncode == 0, (tag, told(p)))
with sqlite3.connect(store) as db:
    db.execute("UPDATE checkpoint SET position = position + 1000")
tag, p = run(["fourteen"])
check("one of a later position is not used", tag == "14: 0 restored, 13 recalled", (tag, told(p)))

# ---- dedupe and story ---------------------------------------------------------------------------------------------
rnd = random.Random(3)
SYLLABLES = "ba co de fi gu ha jo ke li mo na pe qui ro sa te vu wo ya zi bran clo dre fen gri".split()
WORDS = ["".join(random.Random("w%d" % i).choices(SYLLABLES, k=2 + i % 3)) for i in range(2000)]
DOCUMENTS, PIECES = 120, 6


def sentence(r, names):
    s = [WORDS[int(len(WORDS) * r.random() ** 2)] for _ in range(12)] + r.sample(names, 3)
    r.shuffle(s)
    return " ".join(s).capitalize() + "."


def document(i):
    e = random.Random("event/%d" % rnd.randrange(DOCUMENTS // 6))
    names = [e.choice(WORDS).capitalize() for _ in range(6)]
    text = [sentence(e, names) for _ in range(6)]
    kind = rnd.random()
    if kind < 0.3:
        text = text[:4]
    elif kind < 0.6:
        text += [sentence(rnd, names) for _ in range(rnd.randint(1, 3))]
    elif kind < 0.75:
        text = [sentence(rnd, names) for _ in range(6)]
    return {"id": "doc-%04d" % i, "title": "Report on %s and %s" % (names[0], names[1]), "text": "\n\n".join(text),
            "url": "https://wire.example/%04d" % i, "source": "Wire %d" % (i % 5)}


conf = P.write("stages.yaml", "version: 1\npipeline:\n  - dedupe: { keep: longest }\n  - story: {}\n")
docs = [document(i) for i in range(DOCUMENTS)]
parts = [P.write("part-%d.jsonl" % k, "".join(json.dumps(d) + "\n" for d in docs[k * DOCUMENTS // PIECES:(k + 1) * DOCUMENTS // PIECES]))
         for k in range(PIECES)]


def take(name, files, **more):
    return P.run("import", "--quiet", "--store", path(name), "--config", conf, *files, **more)


def groups(name):
    rows = lines(P.expect("export", "--format", "jsonl", "--store", path(name)).stdout)
    name_of = {r["id"]: r["native_id"] for r in rows}
    stories = {}
    for r in rows:
        stories.setdefault(r.get("story_id"), []).append(r["native_id"])
    return (sorted((r["native_id"], r["title"], name_of.get(r.get("duplicate_of"), "")) for r in rows), sorted(sorted(s) for s in stories.values()))


P.env["TIDINGS_CHECKPOINT_NOTES"] = "1000000"
began = time.time()
take("whole.db", parts)
whole = time.time() - began
P.env["TIDINGS_CHECKPOINT_NOTES"] = "1"
kills = 0
for k in range(PIECES):
    kills += take("pieces.db", parts[:k + 1], timeout=rnd.uniform(0.1, 0.1 + whole)).returncode is None
    p = take("pieces.db", parts[:k + 1])
    check("piece %d is imported" % k, p.returncode == 0, told(p))
with sqlite3.connect(path("pieces.db")) as db:
    saved = db.execute("SELECT stage FROM checkpoint WHERE parts > 1 AND generation > 1 ORDER BY stage").fetchall()
check("both stages saved what they remember, again and again", saved == [("dedupe",), ("story",)], saved)
a, b = groups("whole.db"), groups("pieces.db")
copies = sum(x[2] != "" for x in a[0])
check("the same records, copies and stories with checkpoints and %d kills as without" % kills, a == b and copies > 5 and len(a[1]) < DOCUMENTS - copies,
      (copies, len(a[1]), [x for x in zip(a[0], b[0]) if x[0] != x[1]][:5]))
P.end()
