#!/usr/bin/env python3
"""Kill the program and its workers at random instants and look whether anything was lost, doubled or halved.

  crash.py --tidings build/release/tidings [--kills 300] [--documents 240] [--orders 6] [--seed 1] [--only KIND,...]

Folders are imported (JSON Lines that are read by position, pages, and a folder that overlaps with another), feeds grow
and are polled, from files that lie elsewhere and over HTTP from a server in this script, with the articles behind their
items.  Two parts:

  orders   an import is killed in its middle; then come `run --once`, `run` and another import, in every order; then the
           same import again, which must read what is left.
  kills    for each kind of kill a store of its own: rounds of commands, each disturbed once, until there were enough
           kills; then everything is brought to its end.  Up to 16 kills they share one store and take turns.

At the end every document and item must be in the store exactly once, whole, in one version, and groups, copies and
briefs must be those of an undisturbed run over the same input.  Events are made up so that they are told apart whatever
the order in which their reports come; which of two copies counts as the original is not compared.  An import that has
ended is never given again, so that nothing can hide a loss.  The script signals only processes it started and their
children.  Exit 0 when all holds.
"""
import argparse, collections, http.server, itertools, json, os, random, shutil, signal, sqlite3, subprocess, sys, tempfile, time

from loopback import Server

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--tidings", required=True)
ap.add_argument("--kills", type=int, default=300)
ap.add_argument("--documents", type=int, default=240, help="of one import")
ap.add_argument("--items", type=int, default=24, help="of one feed")
ap.add_argument("--orders", type=int, default=6)
ap.add_argument("--seed", type=int, default=1)
ap.add_argument("--only", default="", help="kinds of kill, with commas; orders is one of them")
ap.add_argument("--keep", action="store_true", help="leave the folder for a look")
ap.add_argument("--verbose", action="store_true")
A = ap.parse_args()
folder = tempfile.mkdtemp(prefix="tidings-crash-")
env = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), XDG_DATA_HOME=os.path.join(folder, "data"))
KINDS = {  # what is killed: a command, or the workers of some components while any command runs
    "import": None, "once": None, "run": None, "told": None,
    "fetcher": ("file", "http"), "parser": ("record", "article", "feed"), "stage": ("dedupe", "story"), "brief": ("extract",)}
PATIENCE = 120  # seconds, for a command that nobody disturbs any more
faults = []


def fault(text):
    faults.append(text)
    print("FAIL " + text, flush=True)


# ---- what there is to read ----------------------------------------------------------------------------------------
SYLLABLES = "ba co de fi gu ha jo ke li mo na pe qui ro sa te vu wo ya zi bran clo dre fen gri".split()


def words(r, n):
    return ["".join(r.choices(SYLLABLES, k=r.randint(2, 4))) for _ in range(n)]


class Event:
    """Something that happened: names and words of its own, so that its reports are like each other and like nothing else."""

    def __init__(self, seed):
        r = self.r = random.Random(seed)
        self.names, self.own = [w.capitalize() for w in words(r, 5)], words(r, 60)
        self.pool = [self.sentence(r) for _ in range(12)]

    def sentence(self, r):
        s = r.sample(self.own, 11) + r.sample(self.names, 3)
        r.shuffle(s)
        return " ".join(s).capitalize() + "."

    def report(self, seed):
        r = random.Random(seed)
        return "%s and %s: %s" % (self.names[0], self.names[1], " ".join(r.sample(self.own, 4))), r.sample(self.pool, 3) + [
            self.sentence(r) for _ in range(4)]


class World:
    """The input of one store: imports, a feed in a file, a feed on the server.  truth: key -> paragraphs."""

    def __init__(self, name, seed, imports, documents):
        self.documents = documents
        self.name, self.seed, self.truth, self.shown = name, seed, {}, 0
        self.home = os.path.join(folder, name)
        self.imports = [os.path.join(self.home, "piles", "%03d" % k) for k in range(imports)]
        for k, pile in enumerate(self.imports):
            self.fill(k, pile)
        os.makedirs(os.path.join(self.home, "sources"))
        self.feed = os.path.join(self.home, "sources", "feed.xml")
        self.conf = os.path.join(self.home, "tidings.yaml")
        self.items = {kind: [self.item(kind, i) for i in range(A.items)] for kind in ("plain", "deep")}
        self.grow(1)
        with open(self.conf, "w") as f:
            f.write("version: 1\nfetch: { allow_private: true, hosts: { delay: 0s }, interval: { min: 1s, adaptive: no, jitter: 0 } }\nsources:\n"
                    "  - { id: plain, url: \"file://%s\", parse: feed }\n"
                    "  - { id: deep, url: \"http://127.0.0.1:%d/%s/feed\", parse: feed, full_text: { parse: article } }\n"
                    % (self.feed, server.port, name))

    def fill(self, k, pile):
        """Reports of the same events lie in neighbouring piles; one in seven is a copy from another wire."""
        os.makedirs(pile)
        with open(os.path.join(pile, "a.jsonl"), "w") as f:
            for i in range(self.documents):
                event = Event("%s/%d/%d" % (self.seed, k // 2, i % (self.documents // 3)))
                copied = i - self.documents // 3 if i % 7 == 0 and i >= self.documents // 3 else i
                title, body = event.report("%s/%d/%d" % (self.seed, k, copied))
                key = "doc-%d-%d" % (k, i)
                self.truth[key] = body
                f.write(json.dumps({"id": key, "title": title, "text": "\n\n".join(body), "url": "https://wire.example/%d/%d" % (k, i),
                                    "source": "Wire %d" % (i // (self.documents // 3) + 3 * (k % 2) + (6 if copied != i else 0)), "published": "2025-11-%02dT%02d:00:00Z" % (3 + i % 2, i % 24)}) + "\n")
        for i in range(6):
            path = os.path.join(pile, "page-%d.html" % i)
            title, body = Event("%s/page/%d/%d" % (self.seed, k, i // 2)).report("%s/p/%d/%d" % (self.seed, k, i))
            self.truth["file://" + path] = body
            with open(path, "w") as f:
                f.write(page(title, body))

    def item(self, kind, i):
        title, body = Event("%s/%s/%d" % (self.seed, kind, i // 3)).report("%s/%s/item/%d" % (self.seed, kind, i))
        self.truth["%s-%d" % (kind, i)] = body
        return title, body

    def grow(self, n):
        self.shown = max(self.shown, min(n, A.items))
        with open(self.feed + ".new", "w") as f:
            f.write(self.feed_text("plain"))
        os.replace(self.feed + ".new", self.feed)

    def feed_text(self, kind):
        base = "https://plain.example/" if kind == "plain" else "http://127.0.0.1:%d/%s/page/" % (server.port, self.name)
        return ("<?xml version='1.0'?><rss version='2.0'><channel><title>F</title><link>https://plain.example/</link><description>d</description>%s"
                "</channel></rss>" % "".join(
                    "<item><title>%s</title><guid isPermaLink='false'>%s-%d</guid><link>%s%d</link><pubDate>Tue, 04 Nov 2025 %02d:00:00 GMT</pubDate>"
                    "<description>%s</description></item>" % (t, kind, i, base, i, i % 24, " ".join(b) if kind == "plain" else b[0])
                    for i, (t, b) in enumerate(self.items[kind][: self.shown])))


def page(title, body):
    return ("<html><head><title>%s</title><meta property='article:published_time' content='2025-11-04T08:00:00Z'></head><body><article><h1>%s</h1>%s"
            "</article></body></html>" % (title, title, "".join("<p>%s</p>" % p for p in body)))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def do_GET(self):
        parts = self.path.split("/")
        world = worlds.get(parts[1])
        if world is None or parts[2] not in ("feed", "page"):
            body, kind, status = b"no", "text/plain", 404
        elif parts[2] == "feed":
            body, kind, status = world.feed_text("deep").encode(), "application/rss+xml", 200
        else:
            body, kind, status = page(*world.items["deep"][int(parts[3])]).encode(), "text/html; charset=utf-8", 200
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # who asked is dead


# ---- commands -----------------------------------------------------------------------------------------------------
class Store:
    def __init__(self, world, name):
        self.world, self.path, self.ended, self.kills = world, os.path.join(world.home, name + ".db"), set(), collections.Counter()

    def command(self, what):
        if what in ("once", "run"):
            return [A.tidings, "run", *(["--once"] if what == "once" else []), "--quiet", "--config", self.world.conf, "--store", self.path]
        paths = [self.world.imports[what]] if isinstance(what, int) else list(what)
        return [A.tidings, "import", "--quiet", "--store", self.path] + paths

    def start(self, what):
        return subprocess.Popen(self.command(what), env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def judge(self, what, p, allowed):
        err = p.stderr.read()
        p.stderr.close()
        if p.returncode not in allowed:
            fault("%s: %s ended with %d: %s" % (self.path, what, p.returncode, err[-600:]))
        elif p.returncode == 0 and isinstance(what, int):
            self.ended.add(what)

    def finish(self, what):
        """Undisturbed, to its end."""
        t, p = time.time(), self.start(what)
        try:
            p.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            p.kill()
            p.wait()
            fault("%s: %s stood still" % (self.path, what))
            return PATIENCE
        self.judge(what, p, (0,))
        return time.time() - t

    def is_open(self):
        """Some of an import is read, and some is not."""
        db = sqlite3.connect(self.path)
        try:
            return len({state == 2 for (state,) in db.execute("SELECT DISTINCT state FROM task WHERE kind = 3")}) == 2
        except sqlite3.Error:
            return False
        finally:
            db.close()

    def serve(self, seconds):
        """The daemon for a while, and told to end."""
        p = self.start("run")
        time.sleep(seconds)
        p.send_signal(signal.SIGTERM)
        self.end(p, "run", (0,))

    def end(self, p, what, allowed):
        try:
            p.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            p.kill()
            p.wait()
            fault("%s: %s stood still" % (self.path, what))
        self.judge(what, p, allowed)

    def finish_all(self):
        self.world.grow(A.items)
        for k in range(len(self.world.imports)):
            if k not in self.ended:
                self.finish(k)
        self.finish("once")

    def rows(self, *args):
        p = subprocess.run([A.tidings, *args, "--store", self.path], env=env, capture_output=True, text=True, timeout=PATIENCE)
        return [json.loads(x) for x in p.stdout.splitlines()]


def workers(pid, components):
    found = []
    for p in os.listdir("/proc"):
        try:
            if p.isdigit() and int(open("/proc/%s/stat" % p).read().rsplit(")", 1)[1].split()[1]) == pid:
                found.append((int(p), open("/proc/%s/cmdline" % p).read().split("\0")[3:4]))
        except OSError:
            pass
    return [w for w, c in found if c and c[0] in components]


# ---- what holds at the end ----------------------------------------------------------------------------------------
def look(store):
    """(key -> records, groups, copies, groups with a brief that is not stale)"""
    records = collections.defaultdict(list)
    story, copy_of, key_of = collections.defaultdict(set), {}, {}
    for r in store.rows("export", "--format", "jsonl"):
        key = r.get("native_id") or r.get("guid") or r.get("url")
        records[key].append(r)
        key_of[r["id"]] = key
        story[r.get("story")].add(key)
        if r.get("duplicate_of"):
            copy_of[r["id"]] = r["duplicate_of"]
    copies = collections.defaultdict(set)
    for i in list(copy_of):
        top = i
        while top in copy_of:
            top = copy_of[top]
        copies[top] |= {key_of[i], key_of.get(top, "?")}
    told = {s["id"] for s in store.rows("stories", "--json", "--limit", "0") if s["brief"] and not s["brief_stale"]}
    groups = {frozenset(g) for s, g in story.items() if s}
    return records, groups, {frozenset(c) for c in copies.values()}, {frozenset(g) for s, g in story.items() if s in told}


def compare(store, name, undisturbed, keys):
    records, groups, copies, briefs = look(store)
    lost = [k for k in keys if k not in records]
    doubled = [k for k in keys if len(records.get(k, [])) > 1 or any(r.get("version", 1) != 1 for r in records.get(k, []))]
    half = [k for k in keys if k in records and not all(p in " ".join(records[k][0]["text"].split()) for p in store.world.truth[k])]
    strange = [k for k in records if k not in store.world.truth]
    for what, wrong in (("lost", lost), ("doubled", doubled), ("half", half), ("strange", strange)):
        if wrong:
            fault("%s: %d %s: %s" % (name, len(wrong), what, ", ".join(map(str, wrong[:5]))))
    same = []
    for what, have, want in zip(("groups", "copies", "briefs"), (groups, copies, briefs), undisturbed[1:]):
        same.append(have == want)
        if have != want and not lost:
            fault("%s: other %s than undisturbed: %s instead of %s" % (name, what, [sorted(x)[:4] for x in have - want][:3], [sorted(x)[:4] for x in want - have][:3]))
    print("%-9s %4d kills (%s): %d documents stored, %d lost, %d doubled, %d half; groups %d, copies %d, briefs %d: %s" % (
        name, sum(store.kills.values()), ", ".join("%d %s" % (n, k) for k, n in sorted(store.kills.items())), len(records), len(lost), len(doubled), len(half),
        len(groups), len(copies), len(briefs), "as undisturbed" if all(same) else "not as undisturbed"), flush=True)


def undisturbed(world):
    store = Store(world, "undisturbed")
    world.grow(A.items)
    t = [store.finish(k) for k in range(len(world.imports))]
    store.finish("once")
    world.shown = 0
    world.grow(1)
    return look(store), sum(t) / len(t)


# ---- every order --------------------------------------------------------------------------------------------------
def kill_in_the_middle(store, what, whole, rnd):
    """Kill an import that has begun and has not ended."""
    for _ in range(40):
        p = store.start(what)
        end = time.time() + PATIENCE
        while time.time() < end and p.poll() is None and not workers(p.pid, ("record", "article")):
            time.sleep(0.002)
        time.sleep(rnd.uniform(0, whole * 0.5))
        if p.poll() is None:
            p.kill()
        p.wait()
        p.stderr.close()
        if p.returncode == -signal.SIGKILL and store.is_open():
            store.kills["import"] += 1
            return
        for f in os.listdir(store.world.home):  # there was nothing left to read, or nothing yet: once more, from nothing
            if f.startswith(os.path.basename(store.path)):
                os.remove(os.path.join(store.world.home, f))
    fault("%s: no import could be killed" % store.path)


def part_orders(rnd):
    world = worlds["orders"] = World("orders", "%d/orders" % A.seed, 2, 3 * A.documents)
    plain, whole = undisturbed(world)
    world.grow(A.items)
    other = (world.imports[1], os.path.join(world.imports[0], "page-0.html"), os.path.join(world.imports[0], "page-1.html"))
    orders = list(itertools.permutations(("once", "run", "other")))
    rnd.shuffle(orders)
    for order in orders[: A.orders]:
        store = Store(world, "-".join(order))
        kill_in_the_middle(store, 0, whole, rnd)
        for step in order:
            if step == "run":
                store.serve(max(1.0, 2 * whole))
            else:
                store.finish(other if step == "other" else step)
        store.finish(0)
        store.finish("once")
        compare(store, " ".join(order), plain, world.truth)


# ---- kills --------------------------------------------------------------------------------------------------------
def choose(store, kind, rnd):
    left = [k for k in range(len(store.world.imports)) if k not in store.ended]
    if kind in ("once", "run"):
        return kind
    if kind == "import" or (left and rnd.random() < (0.9 if kind == "brief" else 0.6)):
        return None if not left else left[0] if rnd.random() < 0.7 else rnd.choice(left)
    return rnd.choice(("once", "run"))


def disturb(store, kind, what, whole, rnd):
    """One command, killed or deprived of a worker at a random instant.  1 when it was."""
    p = store.start(what)
    name = "import" if isinstance(what, int) else what
    components = KINDS[kind]
    wait = rnd.uniform(0, whole * (0.9 if name == "import" else 0.5))
    if components is None:
        try:
            p.wait(wait)
        except subprocess.TimeoutExpired:
            p.send_signal(signal.SIGTERM if kind == "told" else signal.SIGKILL)
        store.end(p, what, (0, 130, 3 if what == "once" else 130, -signal.SIGTERM) if kind == "told" else (0, -signal.SIGKILL))
        done = p.returncode == -signal.SIGKILL or (kind == "told" and (p.returncode != 0 or name == "run"))
    else:
        done, end = 0, time.time() + (2 * whole + 1 if name == "run" else PATIENCE)
        while not done and p.poll() is None and time.time() < end:
            for w in workers(p.pid, components)[:1]:
                time.sleep(rnd.uniform(0, 0.01 if kind == "brief" else whole * 0.3))
                try:
                    os.kill(w, signal.SIGKILL)
                    done = 1
                except ProcessLookupError:
                    pass
            time.sleep(0.004)
        if name == "run":
            time.sleep(whole)
            p.send_signal(signal.SIGTERM)
        store.end(p, what, (0,))
    if done:
        store.kills["%s in %s" % (kind, name) if components or kind == "told" else kind] += 1
    if A.verbose:
        print("  %s in %s after %.0f ms: %s" % (kind, what, wait * 1000, "done" if done else "it had ended"), flush=True)
    return bool(done)


def part_kills(name, kinds, kills, rnd):
    # Briefs are written at the end of a command: an import has many, a poll has few.
    imports, documents = (kills, A.documents // 2) if kinds == ["brief"] else (max(3, kills // 3), A.documents)
    world = worlds[name] = World(name, "%d/%s" % (A.seed, name), imports, documents)
    plain, whole = undisturbed(world)
    store = Store(world, "killed")
    turns = itertools.cycle(kinds)
    kind, done, missed = next(turns), 0, 0
    for _ in range(4 * kills):
        if done == kills:
            break
        world.grow(1 + (done + 1) * A.items // kills)
        what = choose(store, kind, rnd)
        if what is None:  # every import has come to its end
            what = "once"
        hit = disturb(store, kind, what, whole, rnd)
        done, missed = done + hit, 0 if hit else missed + 1
        if hit or missed > 4:
            kind, missed = next(turns), 0
    store.finish_all()
    compare(store, name, plain, world.truth)
    if done < kills:
        print("     only %d of %d kills found something to kill" % (done, kills))


server = Server(Handler)
worlds = {}
try:
    wanted = [k for k in ["orders", *KINDS] if not A.only or k in A.only.split(",")]
    if "orders" in wanted and A.orders > 0:
        part_orders(random.Random(A.seed))
    kinds = [k for k in wanted if k != "orders"]
    if A.kills > 0 and kinds and A.kills <= 16:
        part_kills("mixed", kinds, A.kills, random.Random(A.seed))
    elif A.kills > 0:
        for k in kinds:
            part_kills(k, [k], -(-A.kills // len(kinds)), random.Random("%d %s" % (A.seed, k)))
finally:
    if not A.keep:
        shutil.rmtree(folder, ignore_errors=True)
print("%d faults" % len(faults) if faults else "nothing lost, nothing doubled, nothing half")
sys.exit(1 if faults else 0)
