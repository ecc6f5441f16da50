#!/usr/bin/env python3
"""Nothing waits for ever: whoever waits is ended by a death, a deadline or a signal.

  waits.py --tidings build/release/tidings --sinks build/asan/tests/sinks [--only workers,signals,sinks]

Workers are killed and stopped at the worst moments, servers never answer, pipes are full; then SIGTERM or SIGINT must
end the command in its grace time, and nothing may be left of it.  A sink defers its records, and is given them again.
The script signals only processes it started and their children.  Exit 0 when all holds.
"""
import concurrent.futures, json, os, shutil, signal, socket, sqlite3, subprocess, threading, time

from program import arguments, Program, until

ap = arguments(__doc__)
ap.add_argument("--sinks", required=True, help="the folder of test-defer.so")
ap.add_argument("--only", default="", help="names of parts, with commas")
P = Program("waits", ap)
A, env = P.arguments, P.env
check, path, write = P.check, P.path, P.write
GRACE = 14  # seconds: the hard limit is 9, and the machine may be busy
PATIENCE = 60  # for what must end by itself


# ---- processes ----------------------------------------------------------------------------------------------------
def start(*args, **more):
    return P.start(*args, **dict(dict(stderr=subprocess.PIPE), **more))


def children(pid):
    """The workers of an engine: (pid, component)."""
    found = []
    for p in os.listdir("/proc"):
        try:
            if p.isdigit() and int(open("/proc/%s/stat" % p).read().rsplit(")", 1)[1].split()[1]) == pid:
                found.append((int(p), open("/proc/%s/cmdline" % p).read().split("\0")[3:4]))
        except OSError:
            pass
    return [(p, c[0]) for p, c in found if c]


def is_there(pid):
    try:
        return open("/proc/%d/stat" % pid).read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def workers(p, component, seconds=20):
    """Those of a component, once there are some."""
    end = time.time() + seconds
    while time.time() < end and p.poll() is None:
        found = [w for w, c in children(p.pid) if c == component]
        if found:
            return found
        time.sleep(0.003)
    return []


def tell(pid, number):
    try:
        os.kill(pid, number)
        return True
    except ProcessLookupError:
        return False


def stored(store):
    p = subprocess.run([A.tidings, "export", "--format", "jsonl", "--store", store], env=env, capture_output=True, text=True, timeout=60)
    return sorted(r.get("native_id") or r.get("guid") for r in map(json.loads, p.stdout.splitlines()))


# ---- inputs -------------------------------------------------------------------------------------------------------
def pile(name, files, lines, words=40):
    """A folder of JSON Lines: containers that are read by position."""
    ids = []
    for k in range(files):
        out = []
        for i in range(lines):
            ids.append("%s-%d-%d" % (name, k, i))
            out.append(json.dumps({"id": ids[-1], "title": "Report %d of part %d" % (i, k),
                                   "text": "The ferry of %s, journey %d of part %d, was late again. " % (name, i, k) * (words // 10)}))
        write("%s/%02d.jsonl" % (name, k), "\n".join(out) + "\n")
    return path(name), sorted(ids)


def feed(items):
    return ("<rss version='2.0'><channel><title>F</title><link>http://f.example/</link><description>d</description>%s</channel></rss>" % "".join(
        "<item><title>%s</title><guid isPermaLink='false'>%s</guid><description>What is to be said of %s, at some length.</description></item>"
        % (t, t, t) for t in items))


class Silent:
    """A server that takes connections and says nothing until it is told to."""

    def __init__(self, body):
        self.body, self.speak, self.asked = body.encode(), threading.Event(), 0
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.url = "http://127.0.0.1:%d/" % self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            s = self.socket.accept()[0]
            threading.Thread(target=self.serve, args=(s,), daemon=True).start()

    def serve(self, s):
        try:
            while s.recv(65536):
                self.asked += 1
                self.speak.wait()
                s.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n" % len(self.body) + self.body)
        except OSError:
            pass


def conf(name, urls, more="", extra=""):
    return write(name, "version: 1\nfetch: { allow_private: true, hosts: { delay: 0s } }\nplugins: { limits: { deadline: 60s } }\n%ssources:\n%s%s" % (
        extra, "".join("  - { id: s%d, url: \"%s\", parse: feed }\n" % (i, u) for i, u in enumerate(urls)), more))


def sink_conf(name, urls, sink):
    """With the sink that does not always take what it is given; None: without."""
    if not os.path.isdir(path("plugins")):
        os.mkdir(path("plugins"), 0o700)
        shutil.copy(os.path.join(A.sinks, "test-defer.so"), path("plugins"))
        os.chmod(path("plugins/test-defer.so"), 0o600)
    text = open(conf(name, urls, "sinks:\n  - defer: { %s }\n" % sink if sink is not None else "")).read()
    return write(name, text.replace("plugins: { limits: { deadline: 60s } }\n", "plugins: { path: [\"%s\"] }\n" % path("plugins")))


# ---- workers die --------------------------------------------------------------------------------------------------
def die_with_two(component, store, source, ids):
    """Its worker has two documents or more when it dies: each of them wants a fresh one."""
    p = start("import", "--quiet", "--store", store, source)
    killed = 0
    for _ in range(400):
        for w in workers(p, component, 0.05):
            if tell(w, signal.SIGSTOP):
                time.sleep(0.4)  # the next ones are sent to it meanwhile
                killed += tell(w, signal.SIGKILL)
        if killed >= 2 or p.poll() is not None:
            break
    try:
        err = p.communicate(timeout=PATIENCE)[1]
        return (killed > 0 and p.returncode == 0 and stored(store) == ids, (killed, p.returncode, err[-500:], len(stored(store)), len(ids)))
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait()
        p.stderr.close()
        return False, "%d kills, and it stands still" % killed


def part_workers():
    source, ids = pile("pile", 6, 1500)
    for component in ("file", "record"):
        ok, why = die_with_two(component, path("die-%s.db" % component), source, ids)
        check("an import goes on after the death of a worker with several documents (%s)" % component, ok, why)

    # A fetcher that works at many things at once: nobody knows which of them it died of.
    servers = [Silent(feed(["of %d" % i])) for i in range(6)]
    c = conf("many.yaml", [s.url for s in servers])
    p = start("run", "--once", "--quiet", "--config", c, "--store", path("many.db"))
    killed = 0
    for _ in range(2):
        end = time.time() + 20
        before = [s.asked for s in servers]
        while time.time() < end and any(s.asked <= b for s, b in zip(servers, before)):
            time.sleep(0.02)
        killed += sum(tell(w, signal.SIGKILL) for w in workers(p, "http"))
    time.sleep(0.2)
    for s in servers:
        s.speak.set()
    try:
        err = p.communicate(timeout=PATIENCE)[1]
        check("every source is answered after two deaths of their fetcher", p.returncode == 0 and killed == 2 and
              stored(path("many.db")) == ["of %d" % i for i in range(6)], (killed, p.returncode, err[-500:]))
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait()
        check("every source is answered after two deaths of their fetcher", False, "%d kills, and it stands still" % killed)


    # A stage that dies while it waits fails nothing; but what it remembered is gone.
    text = "Nobody in the harbour office had expected the ferry %d to sail again before the end of the month, said its pilot on Monday. "
    item = "<item><title>The ferry sails</title><guid isPermaLink='false'>%s</guid><description>%s</description></item>"
    body = "".join(text % i for i in range(5))
    page = "<rss version='2.0'><channel><title>F</title><link>http://f.example/</link><description>d</description>%s</channel></rss>"
    first, second = (write("idle/%s.xml" % n, page % (item % (n, body) if n == "first" else "")) for n in ("first", "second"))
    c = write("idle.yaml", "version: 1\nfetch: { interval: { min: 1s, adaptive: no, jitter: 0 } }\nsources:\n%s" % "".join(
        "  - { id: %s, url: \"file://%s\", parse: feed, every: 1s }\n" % (os.path.basename(x)[:-4], x) for x in (first, second)))
    store = path("idle.db")
    p = start("run", "--quiet", "--config", c, "--store", store)
    until(lambda: stored(store) == ["first"])
    time.sleep(1)
    killed = sum(tell(w, signal.SIGKILL) for stage in ("dedupe", "story") for w in workers(p, stage))
    time.sleep(0.5)
    write("idle/second.new", page % (item % ("second", body)))
    os.replace(path("idle/second.new"), second)
    until(lambda: stored(store) == ["first", "second"])
    time.sleep(1)
    p.send_signal(signal.SIGTERM)
    p.wait(GRACE)
    p.stderr.close()
    out = subprocess.run([A.tidings, "export", "--format", "jsonl", "--store", store], env=env, capture_output=True, text=True, timeout=60).stdout
    records = [json.loads(x) for x in out.splitlines()]
    check("a stage that dies while it waits has its memory when it is asked again", killed == 2 and len(records) == 2 and
          records[1].get("duplicate_of") == records[0]["id"] and records[1].get("story") == records[0].get("story"),
          (killed, [(r.get("guid"), r.get("duplicate_of"), r.get("story")) for r in records]))


# ---- signals ------------------------------------------------------------------------------------------------------
def end_of(p, kids, number, twice=False):
    """How long a command takes to end, its code, and which of its workers are still there."""
    kids = kids or [w for w, _ in children(p.pid)]
    t = time.time()
    p.send_signal(number)
    if twice:
        time.sleep(0.3)
        p.send_signal(number)
    try:
        p.wait(GRACE + 6)
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait()
        return None, None, []
    took = time.time() - t
    time.sleep(0.3)
    return took, p.returncode, [w for w in kids if is_there(w)]


def stopped_worker(component, number, twice=False):
    def case(name):
        p = start("import", "--quiet", "--store", path(name + ".db"), big)
        kids, end = [], time.time() + 30
        while time.time() < end and not kids and p.poll() is None:
            for w in workers(p, component):
                time.sleep(0.05)
                kids += [w] if tell(w, signal.SIGSTOP) else []
        time.sleep(0.5)
        return end_of(p, kids, number, twice) + ((130,),)
    return case


def silent_server(*command, codes=(130,), number=signal.SIGTERM):
    def case(name):
        s = Silent(feed(["x"]))
        p = start(*command, "--config", conf(name + ".yaml", [s.url]), "--store", path(name + ".db"))
        end = time.time() + 30
        while time.time() < end and s.asked == 0 and p.poll() is None:
            time.sleep(0.02)
        return end_of(p, [], number) + (codes,)
    return case


def silent_import(name):
    s = Silent(feed(["x"]))
    p = start("import", "--store", path(name + ".db"), "--config", conf(name + ".yaml", []), s.url)
    end = time.time() + 30
    while time.time() < end and s.asked == 0 and p.poll() is None:
        time.sleep(0.02)
    return end_of(p, [], signal.SIGINT) + ((130,),)


def busy_store(name):
    """Somebody holds the database: the writer waits."""
    store = path(name + ".db")
    p = start("import", "--quiet", "--store", store, big)
    workers(p, "record")
    time.sleep(0.3)
    other = sqlite3.connect(store, timeout=20, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    time.sleep(0.3)
    got = end_of(p, [], signal.SIGTERM)
    other.close()
    return got + ((130, 1),)


def hanging_sink(isolation):
    """A plugin that never comes back; in this process it is the engine that does not."""
    def case(name):
        c = sink_conf(name + ".yaml", ["file://" + write(name + ".xml", feed(["z"]))], "hang: yes")
        p = start("run", "--once", "--isolation", isolation, "--config", c, "--store", path(name + ".db"))
        end = time.time() + 20
        while time.time() < end and not stored(path(name + ".db")):
            time.sleep(0.1)
        time.sleep(1)
        return end_of(p, [], signal.SIGTERM) + ((130, 3),)
    return case


def full_pipe(*command, number=signal.SIGTERM, codes=(-signal.SIGTERM, 130), which="stdout"):
    """Nobody reads what it says."""
    def case(name):
        args = [x.replace("STORE", path(name + ".db")) for x in command]
        reader, writer = os.pipe()
        p = start(*args, **{"stderr": subprocess.DEVNULL, which: writer})
        os.close(writer)
        last, end = -1, time.time() + 30
        while p.poll() is None and time.time() < end:  # until it stands in a write
            time.sleep(0.4)
            now = sum(map(int, open("/proc/%d/stat" % p.pid).read().rsplit(")", 1)[1].split()[11:13]))
            if now == last:
                break
            last = now
        got = end_of(p, [], number)
        os.close(reader)
        return got + (codes,)
    return case


def silent_stdin(name):
    p = start("parse", "-", stdin=subprocess.PIPE)
    time.sleep(1)
    got = end_of(p, [], signal.SIGINT)
    p.stdin.close()
    return got + ((-signal.SIGINT, 130),)


def waiting_run(name):
    """A daemon with nothing to do ends at once, and well."""
    c = conf(name + ".yaml", ["file://" + write(name + ".xml", feed(["y"]))])
    p = start("run", "--config", c, "--store", path(name + ".db"))
    end = time.time() + 20
    while time.time() < end and not stored(path(name + ".db")):
        time.sleep(0.1)
    return end_of(p, [], signal.SIGTERM) + ((0,),)


def part_signals():
    global big
    sink_conf("first.yaml", [], None)
    big, _ = pile("big", 10, 4000)
    bad = path("bad")
    for i in range(3000):
        write("bad/%04d.jsonl" % i, "{\"id\": \"%d\", this is no JSON but a long line of words that is told of when it is put aside\n" % i)
    text = write("report.txt", "The ferry\n\nIt sailed on Monday with nobody on board, the harbour office said.\n")
    many = write("many.jsonl", "".join("{\"id\": \"%d\", \"path\": \"%s\"}\n" % (i, text) for i in range(3000)))
    full, _ = pile("full", 1, 3000)
    subprocess.run([A.tidings, "import", "--quiet", "--store", path("full.db"), full], env=env, check=True, timeout=120)
    cases = {
        "an import whose fetcher is stopped": stopped_worker("file", signal.SIGTERM),
        "an import whose parser is stopped": stopped_worker("record", signal.SIGINT),
        "an import whose stage is stopped": stopped_worker("story", signal.SIGTERM),
        "an import that is told twice": stopped_worker("file", signal.SIGTERM, twice=True),
        "an import from a silent server": silent_import,
        "a pass over a silent server": silent_server("run", "--once", number=signal.SIGINT, codes=(130, 3)),
        "a daemon at a silent server": silent_server("run", codes=(0,)),
        "a daemon that waits": waiting_run,
        "an import whose store is held": busy_store,
        "a pass whose sink hangs": hanging_sink("process"),
        "a pass whose sink hangs in its own process": hanging_sink("none"),
        "an import whose messages nobody reads": full_pipe("import", "--store", "STORE", bad, which="stderr"),
        "a parse that nobody reads": full_pipe("parse", "--jsonl", many),
        "a parse of silence": silent_stdin,
        "an export that nobody reads": full_pipe("export", "--format", "jsonl", "--store", path("full.db")),
    }
    with concurrent.futures.ThreadPoolExecutor(7) as pool:
        runs = {name: pool.submit(case, "".join(c if c.isalnum() else "-" for c in name)) for name, case in cases.items()}
        for name, run in runs.items():
            took, code, left, codes = run.result()
            if code is not None and took < 0.05 and code not in codes:
                check("%s had ended before it was told (%d)" % (name, code), False)
                continue
            check("a signal ends " + name, took is not None and took < GRACE and code in codes and not left, (took, code, codes, left))


# ---- sinks --------------------------------------------------------------------------------------------------------
def part_sinks():
    url = "file://" + write("sinks/feed.xml", feed(["First", "Second", "Third"]))

    def setting(sink):
        return sink_conf("sinks/sink.yaml", [url], sink)

    def once(name, sink):
        p = subprocess.run([A.tidings, "run", "--once", "--due", "--config", setting(sink), "--store", path(name + ".db")], env=env,
                           capture_output=True, text=True, timeout=PATIENCE)
        return p, [x.split("took ")[1] for x in p.stderr.splitlines() if "took " in x]

    every = ["First", "Second", "Third"]
    p, took = once("later", "defer: 1000")
    check("a sink that defers its records is no success", p.returncode == 3 and took == [] and "a sink did not take its records" in p.stdout,
          (p.returncode, took, p.stdout, p.stderr[-500:]))
    p, took = once("later", "defer: 0")
    check("they are given again with the next run, though nothing new came", p.returncode == 0 and took == every, (p.returncode, took, p.stderr[-500:]))
    p, took = once("later", "defer: 0")
    check("and once only", p.returncode == 0 and took == [], (p.returncode, took))

    p, took = once("new", None)
    p, took = once("new", "defer: 0")
    check("a sink that is new gets what is there", p.returncode == 0 and took == every, (p.returncode, took, p.stderr[-500:]))

    p, took = once("die", "die: Second")
    check("a record that ends its sink twice is kept and passed over, the others are not", sorted(set(took)) == ["First", "Third"] and
          "passed over" in p.stderr, (p.returncode, took, p.stderr[-800:]))
    p, took = once("refuse", "refuse: Second")
    check("a record that a sink refuses is told", took == ["First", "Third"] and "not this one: Second" in p.stderr, (took, p.stderr[-500:]))

    # The daemon: nothing new comes, and the sink takes its records when it has rested.
    p = start("run", "--config", setting("defer: 6"), "--store", path("daemon.db"))
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(p.stderr), daemon=True)
    reader.start()
    end = time.time() + 30
    while time.time() < end and sum("took " in x for x in lines) < 3:
        time.sleep(0.1)
    p.send_signal(signal.SIGTERM)
    p.wait(GRACE)
    reader.join(5)
    check("a daemon gives deferred records again after a while", [x.split("took ")[1].strip() for x in lines if "took " in x] == every, lines)
    check("and ends well", p.returncode == 0, p.returncode)


for name, part in (("workers", part_workers), ("signals", part_signals), ("sinks", part_sinks)):
    if not A.only or name in A.only.split(","):
        part()
P.end()
