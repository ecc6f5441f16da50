#!/usr/bin/env python3
"""Kill the engine at random instants and look whether anything was lost, doubled or halved.

  crash.py --tidings build/release/tidings [--kills 60] [--documents 3000] [--items 200] [--seed 1]

Documents are imported from a JSON Lines file while a feed grows and is polled.  Each round starts one of the two
commands and sends SIGKILL to the engine after a random time.  Then both run to their end, and every document and every
item must be in the store exactly once, whole, in one version.  Prints one line a round with --verbose; exit 0 when all
holds.  Workers die with the engine (their socket closes); the script only ever signals processes it started.
"""
import argparse, json, os, random, shutil, signal, subprocess, sys, tempfile, time

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--tidings", required=True)
ap.add_argument("--kills", type=int, default=60)
ap.add_argument("--documents", type=int, default=3000)
ap.add_argument("--items", type=int, default=200)
ap.add_argument("--seed", type=int, default=1)
ap.add_argument("--keep", action="store_true", help="leave the folder for a look")
ap.add_argument("--verbose", action="store_true")
A = ap.parse_args()
rnd = random.Random(A.seed)
folder = tempfile.mkdtemp(prefix="tidings-crash-")
store, feed, conf = (os.path.join(folder, n) for n in ("news.db", "feed.xml", "tidings.yaml"))
PARTS = 12  # the documents come in files, one after the other, so that there is something to import until the end
parts = [os.path.join(folder, "part-%02d.jsonl" % i) for i in range(PARTS)]
SYLLABLES = "ba co de fi gu ha jo ke li mo na pe qui ro sa te vu wo ya zi bran clo dre fen gri".split()
WORDS = ["".join(random.Random("w%d" % i).choices(SYLLABLES, k=2 + i % 3)) for i in range(4000)]
env = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"))


def prose(r, n):
    out = []
    while len(out) < n:
        s = [WORDS[int(len(WORDS) * r.random() ** 3)] for _ in range(r.randint(6, 14))]
        out += s
        out[-1] += "."
        out[len(out) - len(s)] = s[0].capitalize()
    return " ".join(out)


truth = {}
out = [open(x, "w") for x in parts]
for i in range(A.documents):
    r = random.Random("%d/%d" % (A.seed, i))
    text = "\n\n".join(prose(r, r.randint(30, 90)) for _ in range(r.randint(2, 6)))
    d = {"id": "doc-%05d" % i, "title": "Report %d on the %s" % (i, r.choice(WORDS)), "text": text,
         "url": "https://wire.example/%05d" % i, "source": "Wire %d" % (i % 7)}
    truth[d["id"]] = text
    out[i * PARTS // A.documents].write(json.dumps(d) + "\n")
for f in out:
    f.close()


def item(i):
    r = random.Random("%d/item/%d" % (A.seed, i))
    return prose(r, 40)


def grow_feed(n):
    body = "".join("<item><title>Item %d</title><guid isPermaLink=\"false\">item-%d</guid><link>https://feed.example/%d</link>"
                   "<description>%s</description></item>" % (i, i, i, item(i)) for i in range(n))
    with open(feed + ".new", "w") as f:
        f.write("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Feed</title><link>https://feed.example/</link>"
                "<description>d</description>%s</channel></rss>" % body)
    os.replace(feed + ".new", feed)


with open(conf, "w") as f:
    f.write("version: 1\nsources:\n  - { id: feed, url: \"file://%s\", parse: feed }\n" % feed)

IMPORT = [A.tidings, "import", "--quiet", "--store", store] + parts
POLL = [A.tidings, "run", "--once", "--quiet", "--config", conf, "--store", store]


def start(cmd):
    return subprocess.Popen(cmd, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def finish(cmd):
    t = time.time()
    p = start(cmd)
    err = p.communicate()[1]
    if p.returncode != 0:
        sys.exit("crash: %s ended with %d: %s" % (cmd[1], p.returncode, err[-2000:]))
    return time.time() - t


# How long an undisturbed import takes, in a store of its own: the kills are spread over that.
grow_feed(1)
IMPORT[4], keep = store + ".probe", IMPORT[4]
whole = finish(IMPORT)
IMPORT[4] = keep
kills = {"import": 0, "run": 0}
for k in range(4 * A.kills):
    done = sum(kills.values())
    if done == A.kills:
        break
    grow_feed(min(A.items, (done + 1) * A.items // max(1, A.kills - 1)))
    cmd = POLL if rnd.random() < 0.35 else IMPORT[:5] + parts[: 1 + done * PARTS // A.kills]
    wait = rnd.uniform(0, whole / 6 if cmd is not POLL else 0.2)
    p = start(cmd)
    try:
        p.wait(wait)
        state = "had ended (%d)" % p.returncode
        if p.returncode not in (0,):
            sys.exit("crash: %s ended with %d: %s" % (cmd[1], p.returncode, p.stderr.read()[-2000:]))
    except subprocess.TimeoutExpired:
        p.send_signal(signal.SIGKILL)
        p.wait()
        kills[cmd[1]] += 1
        state = "killed"
    p.stderr.close()
    if A.verbose:
        print("round %d: %s after %.0f ms: %s" % (k, cmd[1], wait * 1000, state))
grow_feed(A.items)
t = finish(IMPORT) + finish(POLL)

out = subprocess.run([A.tidings, "export", "--format", "jsonl", "--store", store], env=env, capture_output=True, text=True, check=True)
seen, faults = {}, []
for line in out.stdout.splitlines():
    r = json.loads(line)
    key = r.get("native_id") or r.get("guid")
    if key in seen:
        faults.append("%s is stored twice" % key)
    seen[key] = r
    if r.get("version", 1) != 1:
        faults.append("%s has %s versions" % (key, r["version"]))
for key, text in truth.items():
    if key not in seen:
        faults.append("%s is lost" % key)
    elif " ".join(seen[key]["text"].split()) != " ".join(text.split()):
        faults.append("%s is not whole" % key)
for i in range(A.items):
    r = seen.get("item-%d" % i)
    if r is None:
        faults.append("item-%d is lost" % i)
    elif item(i) not in " ".join((r["text"] + " " + (r.get("summary") or "")).split()):
        faults.append("item-%d is not whole" % i)
print("%d kills (%d during import, %d during polls), %d documents and %d items: %d stored, %d faults; the rest took %.1f s"
      % (sum(kills.values()), kills["import"], kills["run"], A.documents, A.items, len(seen), len(faults), t))
for f in faults[:20]:
    print("  " + f)
if not A.keep:
    shutil.rmtree(folder)
sys.exit(1 if faults else 0)
