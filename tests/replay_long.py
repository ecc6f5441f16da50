"""replay_long.py - the long form of replay.py: thousands of answers are captured, and replayed beside an import of the same files."""
import glob, os, random, signal, time

from program import lines

FEED = 250  # items of one feed


def tree_memory(pid):
    """KiB that a process and its children have now, what they share counted once for each (RSS)."""
    total, todo = 0, [pid]
    while todo:
        one = todo.pop()
        try:
            total += int(open("/proc/%d/statm" % one).read().split()[1]) * 4
            for task in os.listdir("/proc/%d/task" % one):
                todo += [int(x) for x in open("/proc/%d/task/%s/children" % (one, task)).read().split()]
        except OSError:
            pass
    return total


def measured(P, *args):
    """The program: its output, seconds, the most KiB of the engine, and of it with its workers."""
    out = open(P.path("out"), "w+")
    began = time.monotonic()
    p = P.start(*args, stdout=out, stderr=out)
    most, engine = 0, 0
    while p.poll() is None:
        most = max(most, tree_memory(p.pid))
        try:
            engine = max([engine] + [int(x.split()[1]) for x in open("/proc/%d/status" % p.pid) if x.startswith("VmHWM")])
        except OSError:
            pass
        time.sleep(0.02)
    seconds = time.monotonic() - began
    out.seek(0)
    return out.read(), p.returncode, seconds, engine, most


def last_line(said):
    """The last object of JSON among what was said."""
    found = lines("\n".join(x for x in said.splitlines() if x.startswith("{")))
    return found[-1] if found else {"said": said[-2000:]}


def run(P, at):
    """at: the address of a feed, /many/N, on a host."""
    N, check = P.arguments.answers, P.check
    feeds = (N + FEED - 1) // FEED
    conf = P.write("long.yaml", "version: 1\nstore: { path: long.db, capture: { max_size: 4MiB } }\nfetch: { allow_private: true, hosts: { delay: 0s } }\npipeline: []\nsources:\n%s" % "".join(
        "  - { id: s%d, url: \"%s\", parse: feed, full_text: article }\n" % (i, at(10 + i, "many/%d" % i)) for i in range(feeds)))
    said, code, seconds, engine, tree = measured(P, "run", "--once", "--config", conf)
    files = sorted(glob.glob(P.path("captures", "*.warc.gz")))
    size = sum(map(os.path.getsize, files))
    before = P.expect("export", "--store", P.path("long.db")).stdout
    check("%d answers captured in %.1f s, %d files, %.1f MB" % (before.count("\n"), seconds, len(files), size / 1e6), before.count("\n") == N and code == 0, said[-1500:])

    for name, args in (("replay", ("replay", "--json", "--config", conf)), ("replay --dry-run", ("replay", "--json", "--dry-run", "--config", conf)),
                       ("import of the files", ("import", "--json", "--store", P.path("import.db"), P.path("captures")))):
        said, code, seconds, engine, tree = measured(P, *args)
        got = last_line(said)
        print("%-20s %6.1f s  %6.0f documents/s  engine %4d MB, with workers %4d MB" % (name, seconds, N / seconds, engine / 1024, tree / 1024), flush=True)
        if name != "import of the files":
            check("%s: 0 other, %d unchanged" % (name, N), code == 0 and got["unchanged"] == N and got.get("new_versions", 0) + got.get("would_change", 0) == 0, got)
    check("records are equal, byte by byte", P.expect("export", "--store", P.path("long.db")).stdout == before, "")

    # one parser that reads otherwise, killed
    for host in range(10, 10 + feeds):
        P.write("rules/127.0.0.%d.txt" % host, "strip: //p[contains(., 'Tickets')]\n")
    ruled, kills = P.write("ruled.yaml", open(conf).read() + "rules: rules\n"), 0
    for turn in range(10):
        p = P.start("replay", "--config", ruled)
        time.sleep(random.uniform(0.2, 2.0))
        kills += p.poll() is None
        p.send_signal(signal.SIGKILL)
        p.wait()
    said, code, seconds, engine, tree = measured(P, "replay", "--json", "--config", ruled)
    last = last_line(said)
    print("after %d kills      %6.1f s  %6.0f documents/s  %s" % (kills, seconds, N / seconds, last), flush=True)
    after = P.records(P.path("long.db"))
    first = lines(before)
    check("%d kills: each record once, with one new version" % kills, len(after) == N and {r["work"] for r in after} == {r["work"] for r in first} and all(r["version"] == 2 and "Tickets" not in r["text"] for r in after),
          [(r["version"], r["title"]) for r in after if r["version"] != 2][:3])
    said, code, seconds, engine, tree = measured(P, "replay", "--json", "--config", ruled)
    check("once more: nothing", last_line(said).get("unchanged") == N, said[-600:])
