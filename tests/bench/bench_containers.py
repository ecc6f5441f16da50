#!/usr/bin/env python3
"""Imports of large files of many documents: documents a second, processor time, memory; then the same import killed at random, with
its report.

  bench_containers.py --tidings build/release/tidings [--documents 20000] [--rows 100000] [--kills 20] [--kind warc.gz ...]

Memory is the most that any process of the import had resident, engine and workers by themselves, as seen every 50 ms.  Stages and
briefs are left out.  Between two kills another command runs.  Exit 0 when no document is lost or twice.
"""
import gzip, json, os, random, signal, subprocess, sys, time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import piles
from program import arguments, Program, told

ap = arguments(__doc__)
ap.add_argument("--documents", type=int, default=20000)
ap.add_argument("--rows", type=int, default=100000, help="of tables and lists")
ap.add_argument("--kills", type=int, default=20)
ap.add_argument("--kind", nargs="*", default=["warc", "warc.gz", "mbox", "tar", "csv", "json"])
P = Program("bench-containers", ap)
A, check = P.arguments, P.check
ALONE = ["--config", P.write("alone.yaml", "pipeline: []\n")]  # no stage, no brief: what is read and stored


def family(pid):
    """pid and its children."""
    try:
        with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
            return [pid] + [int(c) for c in f.read().split()]
    except OSError:
        return [pid]


def resident(pid):
    try:
        with open("/proc/%d/status" % pid) as f:
            return next((int(l.split()[1]) for l in f if l.startswith("VmRSS")), 0)
    except OSError:
        return 0


def make(kind, name, n):
    with open(name, "wb") as f:
        if kind == "warc.gz":
            piles.warc(f, n, gzip.compress)
        else:
            getattr(piles, kind)(f, n)


def told_twice(report):
    """Lines of the report, and those of them whose document has a line already."""
    with open(report) as f:
        places = [(l["path"], l.get("place"), l.get("url")) for l in map(json.loads, f)]
    return len(places), len(places) - len(set(places))


def titles(store):
    return sorted(r.get("title") for r in P.records(store))


for kind in A.kind:
    name, store, report = P.path("pile." + kind), P.path(kind + ".db"), P.path(kind + ".jsonl")
    N = A.rows if kind in ("csv", "json") else A.documents
    make(kind, name, N)
    before, began = os.times(), time.monotonic()
    p = P.start("import", "--quiet", *ALONE, "--store", store, name)
    most = [0, 0]
    while p.poll() is None:
        for i, pid in enumerate(family(p.pid)):
            most[i > 0] = max(most[i > 0], resident(pid))
        time.sleep(0.05)
    wall, after = time.monotonic() - began, os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    got = titles(store)
    check("%s: %d documents, %.1f MB: %.0f a second, %.2f ms of processor time each; engine %d MB, largest worker %d MB" % (
        kind, len(got), os.path.getsize(name) / 1e6, len(got) / wall, 1000 * cpu / max(1, len(got)), most[0] // 1024, most[1] // 1024), len(got) == N and p.returncode == 0, (len(got), p.returncode))
    os.unlink(store)
    store, kills, r = P.path(kind + "-killed.db"), 0, random.Random(kind)
    for i in range(A.kills):
        p = P.start("import", "--quiet", *ALONE, "--store", store, "--report", report, name)
        time.sleep(r.uniform(0.1, 2 * wall / (A.kills + 2)))
        kills += p.poll() is None
        p.send_signal(signal.SIGKILL)
        p.wait()
        P.run(("stories", "sources", "status", "search")[i % 4], *(["ferry"] if i % 4 == 3 else []), "--store", store)
    p = P.run("import", *ALONE, "--store", store, "--report", report, name, timeout=3600)
    got, (told_of, twice) = titles(store), told_twice(report)
    check("%s: killed %d times: %d lost, %d twice; of the report's lines %d are missing, %d stand twice" % (kind, kills, N - len(set(got)), len(got) - len(set(got)), N - told_of, twice),
          p.returncode == 0 and len(got) == len(set(got)) == N == told_of and twice == 0, told(p))
    os.unlink(name)
P.end()
