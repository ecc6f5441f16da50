#!/usr/bin/env python3
"""Let single calls fail while documents are imported, and look what becomes of it.

  faults.py --tidings build/release/tidings [--shim build/release/tests/fail_alloc.so] [--points 1] [--seed 1]

A fault is one system call of the engine that fails once or from then on (strace injects it), one allocation that fails
(the shim, loaded before the C library), or a store that may not grow (RLIMIT_FSIZE).  Of each kind, --points places are
drawn from those that an undisturbed import has.  The disturbed import must end by itself, either with everything done
or with a message and an exit code that is not 0, never by a signal.  A second import without a fault must end well, the
store must be sound, and every document must be in it exactly once, whole, in one version.

What cannot be tried (no strace, or not allowed to trace; no shim) is left out, and said.  Exit 0 when all holds, 77 when
nothing could be tried.
"""
import argparse, concurrent.futures, json, os, random, re, resource, shutil, sqlite3, subprocess, sys, tempfile

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--tidings", required=True)
ap.add_argument("--shim", help="fail_alloc.so; without it no allocation fails")
ap.add_argument("--points", type=int, default=1, help="places of each kind of fault")
ap.add_argument("--documents", type=int, default=36)
ap.add_argument("--seed", type=int, default=1)
ap.add_argument("--jobs", type=int, default=2)
ap.add_argument("--only", default="", help="only faults whose name has this in it")
ap.add_argument("--keep", action="store_true", help="leave the folder for a look")
ap.add_argument("--verbose", action="store_true")
A = ap.parse_args()
A.tidings = os.path.abspath(A.tidings)
LONGEST = 60  # seconds a disturbed import may take
rnd = random.Random(A.seed)
folder = tempfile.mkdtemp(prefix="tidings-faults-")
docs = os.path.join(folder, "documents.jsonl")
WORDS = "harbour council bridge minister report river budget school railway festival storm election clinic".split()

truth = {}
with open(docs, "w") as f:
    for i in range(A.documents):
        r = random.Random("%d/%d" % (A.seed, i))
        text = "\n\n".join(" ".join(r.choices(WORDS, k=60)).capitalize() + "." for _ in range(r.randint(2, 40)))
        truth["doc-%d" % i] = text
        f.write(json.dumps({"id": "doc-%d" % i, "title": "Report %d on the %s" % (i, r.choice(WORDS)), "text": text,
                            "url": "https://wire.example/%d" % i, "source": "Wire"}) + "\n")


class Outcome:
    def __init__(self, code, err):
        self.code, self.err = code, err


def run(store, cache, before=(), env=(), limit=None):
    """One import; the code is -1000 when it did not end."""
    def prepare():
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    cmd = [*before, A.tidings, "import", "--store", store, docs]
    p = subprocess.Popen(cmd, env=dict(os.environ, XDG_CACHE_HOME=cache, **dict(env)), stdout=subprocess.DEVNULL,
                         stderr=subprocess.PIPE, text=True, errors="replace", preexec_fn=prepare, start_new_session=True)
    try:
        err = p.communicate(timeout=LONGEST)[1]
        return Outcome(p.returncode, err)
    except subprocess.TimeoutExpired:
        os.killpg(p.pid, 9)  # the session that was begun for it
        return Outcome(-1000, p.communicate()[1])


def what_is_stored(store, cache):
    """Faults of the store, as a list."""
    faults = []
    db = sqlite3.connect("file:%s?mode=ro" % store, uri=True)
    # Table by table: the whole check of newer releases also asks the full-text index, whose tokenizer only the store has.
    for table in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'").fetchall():
        for row in db.execute("PRAGMA integrity_check('%s')" % table):
            if row[0] != "ok":
                faults.append("the store is damaged: %s" % row[0])
    out = subprocess.run([A.tidings, "export", "--format", "jsonl", "--store", store], capture_output=True, text=True,
                         env=dict(os.environ, XDG_CACHE_HOME=cache))
    seen = set()
    for line in out.stdout.splitlines():
        r = json.loads(line)
        key = r.get("native_id")
        if key in seen:
            faults.append("%s is stored twice" % key)
        if r.get("version", 1) != 1:
            faults.append("%s has %s versions" % (key, r["version"]))
        if key in truth and " ".join(r["text"].split()) != " ".join(truth[key].split()):
            faults.append("%s is not whole" % key)
        seen.add(key)
    lost = sorted(set(truth) - seen)
    if lost:
        faults.append("%d documents are lost: %s ..." % (len(lost), ", ".join(lost[:3])))
    return faults


def tell(o):
    how = "did not end" if o.code == -1000 else "was ended by signal %d" % -o.code if o.code < 0 else "code %d" % o.code
    return "%s: %s" % (how, " / ".join(o.err.strip().splitlines()[:3])[:300] or "(no message)")


def try_fault(case):
    """What is wrong, as a list; and how the disturbed import ended."""
    name, how = case
    where = tempfile.mkdtemp(prefix="case-", dir=folder)
    store, cache = os.path.join(where, "news.db"), os.path.join(where, "cache")
    if not name.startswith("first start"):
        shutil.copytree(os.path.join(folder, "cache"), cache)
    faults = []
    o = run(store, cache, **how)
    if o.code < 0 or o.code >= 128:
        faults.append("the disturbed import " + tell(o))
    elif o.code != 0 and not o.err.strip():
        faults.append("the disturbed import said nothing (code %d)" % o.code)
    again = run(store, cache)
    if again.code != 0:
        faults.append("the import after it: " + tell(again))
    if os.path.exists(store):
        faults += what_is_stored(store, cache)
    else:
        faults.append("there is no store")
    if not A.keep:
        shutil.rmtree(where)
    return faults, o


def count_calls(cache):
    """How often each thread at most makes each call: strace counts a thread at a time."""
    log = os.path.join(folder, "calls")
    o = run(os.path.join(folder, "calls.db"), cache, before=["strace", "-f", "-o", log])
    if o.code != 0:
        return None
    most = {}
    with open(log, errors="replace") as f:
        first = None
        for line in f:
            m = re.match(r"(\d+) +(\w+)\(", line)
            if m:
                first = first or m.group(1)
                most.setdefault(m.group(2), {}).setdefault(m.group(1), 0)
                most[m.group(2)][m.group(1)] += 1
    return {call: max(by.values()) for call, by in most.items()}


def system_calls(cases, skipped):
    if shutil.which("strace") is None:
        return skipped.append("failing system calls (strace is not installed)")
    most = count_calls(os.path.join(folder, "cache"))
    cold = count_calls(os.path.join(folder, "cold"))
    if most is None or cold is None:
        return skipped.append("failing system calls (strace may not trace here)")
    kinds = [("fdatasync", "EIO", ""), ("fdatasync", "EIO", "+"), ("pwrite64", "ENOSPC", ""), ("pwrite64", "ENOSPC", "+"),
             ("pwrite64", "EIO", ""), ("pread64", "EIO", ""), ("ftruncate", "EIO", ""), ("socketpair", "EMFILE", ""),
             ("clone3", "EAGAIN", ""), ("clone", "EAGAIN", ""), ("vfork", "EAGAIN", ""), ("socketpair", "ENFILE", "+"),
             ("eventfd2", "EMFILE", ""), ("epoll_create1", "EMFILE", ""), ("unlink", "EIO", ""),
             ("fcntl", "EIO", ""), ("execve", "ENOMEM", "")]
    for call, error, rest in kinds:
        for start, counts in (("", most), ("first start, ", cold)):
            n = counts.get(call, 0)
            low = 2 if call == "execve" else 1  # the first is the program itself
            if start and call not in ("socketpair", "clone3", "clone", "vfork", "execve"):
                continue
            for k in sorted(rnd.sample(range(low, n + 1), min(A.points, max(0, n + 1 - low)))):
                inject = "inject=%s:error=%s:when=%d%s" % (call, error, k, rest)
                cases.append(("%s%s %d%s: %s" % (start, call, k, " and on" if rest else "", error),
                              {"before": ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", inject]}))


def allocations(cases, skipped):
    if A.shim is None:
        return skipped.append("failing allocations (no shim)")
    env = {"LD_PRELOAD": os.path.abspath(A.shim), "FAIL_ALLOC_IN": os.path.basename(A.tidings)}
    o = run(os.path.join(folder, "count.db"), os.path.join(folder, "cache"), env=dict(env, FAIL_ALLOC="0"))
    m = re.search(r"^allocations: (\d+)$", o.err, re.M)
    if o.code != 0 or m is None or m.group(1) == "0":
        return skipped.append("failing allocations (the shim did not count: %s)" % tell(o))
    n = int(m.group(1))
    for k in sorted(rnd.sample(range(1, n + 1), min(n, A.points * 4))):
        cases.append(("allocation %d of %d" % (k, n), {"env": dict(env, FAIL_ALLOC=str(k))}))


def sizes(cases, whole):
    for _ in range(A.points):
        limit = rnd.randrange(1000, whole)
        cases.append(("files of at most %d bytes" % limit, {"limit": limit}))


def main():
    cases, skipped = [], []
    probe = os.path.join(folder, "probe.db")
    o = run(probe, os.path.join(folder, "cache"))
    if o.code != 0:
        sys.exit("faults: the import fails without a fault: " + tell(o))
    wrong = what_is_stored(probe, os.path.join(folder, "cache"))
    if wrong:
        sys.exit("faults: without a fault: " + "; ".join(wrong))
    system_calls(cases, skipped)
    allocations(cases, skipped)
    sizes(cases, os.path.getsize(probe))
    cases = [c for c in cases if A.only in c[0]]
    for s in skipped:
        print("left out: " + s)
    bad = recovered = 0
    with concurrent.futures.ThreadPoolExecutor(A.jobs) as pool:
        for (name, _), (faults, o) in zip(cases, pool.map(try_fault, cases)):
            recovered += o.code == 0
            bad += bool(faults)
            if faults or A.verbose:
                print("%s: %s" % (name, tell(o)))
            for f in faults:
                print("  WRONG " + f)
    print("%d faults: %d imports came through, %d ended with a message, %d wrong" %
          (len(cases), recovered, len(cases) - recovered - bad, bad))
    return 1 if bad else 0 if cases else 77


code = 1
try:
    code = main()
finally:
    if not A.keep:
        shutil.rmtree(folder, ignore_errors=True)
sys.exit(code)
