#!/usr/bin/env python3
"""Polling as a whole: one pass asks every source and follows every item, names resolve, the slow hold up nobody.

  polling.py --tidings build/release/tidings            the short form
  polling.py --tidings build/release/tidings --long     more rounds, and figures; --only names,silent,... for a part

Web and name servers run in this process, on loopback.  What needs a resolver of its own runs in new namespaces and is
left out, and said, where the kernel gives none.  Exit 0 when all holds.
"""
import argparse, collections, json, math, os, re, signal, socket, sqlite3, subprocess, sys, time

from loopback import name_server, namespaces, set_up_names, Web
from program import arguments, Program

ap = arguments(__doc__)
ap.add_argument("--only", default="", help="names of parts, with commas")
ap.add_argument("--long", action="store_true")
ap.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)  # we are in the new namespaces
P = Program("polling", ap)
A, folder, env = P.arguments, P.folder, P.env
check = P.check


def say(text):
    print("     " + text, flush=True)


RSS = {"Content-Type": "application/rss+xml"}
PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "


def feed(*items):
    """A feed whose items are (title, link, words)."""
    body = "".join("<item><title>%s</title><link>%s</link><guid isPermaLink='false'>%s</guid><description>%s</description></item>"
                   % (t, u, u, w) for t, u, w in items)
    return 200, RSS, ("<rss version='2.0'><channel><title>F</title><link>/</link><description>d</description>%s</channel></rss>" % body).encode()


# ---- the program --------------------------------------------------------------------------------------------------
count = 0


class Case:
    """A configuration and a store of its own."""

    def __init__(self, sources, fetch="hosts: { delay: 0s }", more=""):
        global count
        count += 1
        self.conf, self.store = os.path.join(folder, "%d.yaml" % count), os.path.join(folder, "%d.db" % count)
        self.set(sources, fetch, more)

    def set(self, sources, fetch="hosts: { delay: 0s }", more=""):
        with open(self.conf, "w") as f:
            f.write("version: 1\nfetch: { allow_private: true, %s }\n%ssources:\n" % (fetch, more))
            for id, url, *rest in sources:
                f.write("  - { id: %s, url: \"%s\", parse: feed%s }\n" % (id, url, "".join(", " + x for x in rest)))

    def command(self, *args):
        return prefix + [A.tidings, *args, "--config", self.conf, "--store", self.store]

    def start(self, *args):
        return subprocess.Popen(self.command("run", *args), env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def once(self, *args, timeout=300):
        return subprocess.run(self.command("run", "--once", *args), env=env, capture_output=True, text=True, timeout=timeout)

    def lines(self, *args):
        p = subprocess.run([A.tidings, *args, "--store", self.store], env=env, capture_output=True, text=True, timeout=60)
        return [json.loads(x) for x in p.stdout.splitlines() if x.strip()]


prefix = []  # before the program's name

# ---- names --------------------------------------------------------------------------------------------------------


def names():
    """In namespaces of our own, where we are the name server."""
    how = namespaces()
    if how is None:
        say("left out: names against a name server of our own (this kernel gives no namespaces)")
        return
    p = subprocess.run([*how, sys.executable, os.path.abspath(__file__), "--tidings", A.tidings, "--inside"] + ["--long"] * A.long, env=env)
    check("names (see above)", p.returncode == 0, p.returncode)


TIGHT = "plugins: { limits: { memory: 116MiB } }\n"  # room for some threads in a worker, not for 200


def names_inside():
    prefix.extend(set_up_names(folder))
    name_server({"dead.silent.test"})
    web = Web(lambda host, path: feed(("Of " + host, "http://%s/1" % host, PROSE)))
    url = "http://%s:" + str(web.port) + "/feed"
    many = [("s%d" % i, url % ("name%d.good.test" % i)) for i in range(300)]
    rounds, missed = 50 if A.long else 2, []
    for _ in range(rounds):
        case = Case(many)
        web.take()
        case.once()
        missed.append(300 - len({x.host for x in web.take()}))
    check("300 names resolve, %d times over" % rounds, sum(missed) == 0, "not resolved: %s" % missed)
    say("names that were not resolved: %s" % " ".join(map(str, missed)))
    tight = Case([("l%d" % i, url % ("name%d.late.test" % i)) for i in range(200)], more=TIGHT)
    web.take()
    p = tight.once("--json")
    check("names that have no thread to be looked up with wait for one", p.returncode == 0 and len(web.take()) == 200, (p.stdout, p.stderr[-500:]))
    good, spans, limit = many[:50], [], 2 * math.ceil(P.pace())
    for dead in ([], [("dead", url % "dead.silent.test")]):
        case = Case(dead + good, fetch="hosts: { delay: 0s }, timeout: %ds" % limit)
        web.take()
        began = time.monotonic()
        p = case.once()
        log = web.take()
        spans.append(max([x.at for x in log] or [began]) - began)
        whole = time.monotonic() - began
        check("50 names %s" % ("beside one that is never answered" if dead else "alone"), len({x.host for x in log}) == 50, len(log))
    say("50 names alone %.2f s, beside one whose name server is silent %.2f s (the pass: %.1f s)" % (*spans, whole))
    check("a name server that does not answer slows nobody else", spans[1] < spans[0] * 2 + 0.5, spans)
    check("and costs its timeout, no more", whole < 3.5 * limit and p.returncode == 3, (whole, p.returncode))


# ---- one pass -----------------------------------------------------------------------------------------------------
LATER = "hosts: { delay: 200ms }"


def gaps(log):
    return [round(b.at - a.at, 3) for a, b in zip(log, log[1:])]


def told(p):
    """How many tasks a pass says it left, of whom, and in how many seconds."""
    report = json.loads(p.stdout)
    return report.get("left"), {x["source"]: x["tasks"] for x in report.get("left_of", [])}


def article(n):
    return 200, {"Content-Type": "text/html; charset=utf-8"}, ("<html><head><title>Report %s</title></head><body><article><h1>Report %s on the ferry"
        "</h1><p>%s</p><p>%s</p></article></body></html>" % (n, n, PROSE * 3, PROSE * 2)).encode()


def one_host():
    web = Web(lambda host, path: feed(("Of " + path, path + "/1", PROSE)))
    url = "http://127.0.0.1:%d/" % web.port
    case = Case([("s%d" % i, url + "s%d" % i) for i in range(8)], fetch=LATER)
    p = case.once("--json")
    log = web.take()
    check("eight sources on one host are asked once each in one pass", sorted(x.path for x in log) == ["/s%d" % i for i in range(8)], [x.path for x in log])
    check("one at a time, with the delay between them", min(gaps(log) or [0]) > 0.19 and web.most["127.0.0.1"] == 1, (gaps(log), web.most))
    check("and nothing is left", p.returncode == 0 and told(p) == (0, {}), (p.returncode, p.stdout, p.stderr))
    case.once()
    log = web.take()
    check("sources that are not due yet are asked as well", sorted(x.path for x in log) == ["/s%d" % i for i in range(8)], [x.path for x in log])
    case.once("--due")
    check("but not with --due", web.take() == [])
    case.set([("t%d" % i, url + "t%d" % i) for i in range(8)], fetch=LATER + ", interval: { min: 1s, max: 1s }")
    p = case.once(timeout=60)
    log = web.take()
    check("each source is asked once, though a pass takes longer than they wait", sorted(x.path for x in log) == ["/t%d" % i for i in range(8)],
          [x.path for x in log])


def follows():
    """Front page -> feed -> articles, one of them in three pages; all on one host with a delay."""
    def answer(host, path):
        if path == "/":
            return 200, {"Content-Type": "text/html"}, b"<html><head><title>H</title><link rel=alternate type='application/rss+xml' href='/feed2'></head><body><p>Hello</p></body></html>"
        if path == "/feed":
            return feed(*[("Report %d" % i, "/a/%d" % i, "Short.") for i in range(5)])
        if path == "/feed2":
            return feed(("Harbour", "/h/1", "The harbour has words of its own."))
        if path.startswith("/a/4"):
            k = int((path + "?p=1").split("?p=")[1][0])
            more = "<link rel=next href='/a/4?p=%d'>" % (k + 1) if k < 3 else ""
            body = "".join("<p>Part %d, paragraph %d. %s</p>" % (k, j, PROSE) for j in range(4))
            return 200, {"Content-Type": "text/html"}, ("<html><head><title>Parts</title>%s</head><body><article><h1>Told in parts</h1>%s</article></body></html>"
                                                        % (more, body)).encode()
        return article(path[3:])
    web = Web(answer)
    url = "http://127.0.0.1:%d/" % web.port
    case = Case([("feed", url + "feed", "full_text: { parse: article }"), ("home", url)], fetch="hosts: { delay: 100ms }")
    p = case.once("--json")
    log = web.take()
    records = case.lines("export", "--format", "jsonl")
    long = [r for r in records if "Part 3" in r["text"]]
    check("every item of a feed is followed before a pass ends", sum("ferry" in r["text"] and len(r["text"]) > 300 for r in records) == 5 and len(long) == 1,
          ([(r["title"], len(r["text"])) for r in records], [x.path for x in log]))
    check("and pages and the feed of a front page", {"/a/4?p=2", "/a/4?p=3"} <= {x.path for x in log} and [r["title"] for r in records].count("Harbour") == 1, log)
    check("with the delay between them all", min(gaps(log) or [0]) > 0.09 and web.most["127.0.0.1"] == 1, gaps(log))
    check("and the pass ends with 0 and nothing left", p.returncode == 0 and told(p) == (0, {}), (p.returncode, p.stdout, p.stderr))
    briefs = case.lines("brief", "--all", "--json")
    check("stages and briefs came after the last of them", {m for b in briefs for m in [c["record"] for c in b.get("sources", b.get("citations", []))]} or
          all(r.get("story") for r in records), (briefs, [r.get("story") for r in records]))


def left():
    """What cannot be done now is said, and the next pass begins with it."""
    def answer(host, path):
        if host == "127.0.0.2":
            return 429, {"Retry-After": "3600"}, b"slowly"
        if path == "/later":
            return 503, {"Retry-After": "3600"}, b"later"
        if path == "/items":
            return feed(("Report 1", "/a/1", "Short."), ("Report 2", "/later", "Short, and not to be had now."))
        return article(path[3:]) if path.startswith("/a/") else feed(("Of " + path, path + "/1", PROSE))
    web = Web(answer)
    strict = ["http://127.0.0.2:%d/s%d" % (web.port, i) for i in range(5)]
    case = Case([("s%d" % i, strict[i]) for i in range(5)] + [("good", "http://127.0.0.1:%d/good" % web.port)], fetch=LATER)
    began = time.monotonic()
    p = case.once("--json")
    log = web.take()
    check("a host that said 429 is asked no more in this pass", [x.path for x in log if x.host == "127.0.0.2"] == ["/s0"], log)
    check("the others are", "/good" in [x.path for x in log], log)
    check("the pass does not wait an hour, says what it left, and ends with 3", P.in_time(time.monotonic() - began, 20) and p.returncode == 3 and
          told(p) == (4, {"s%d" % i: 1 for i in range(1, 5)}), (p.returncode, p.stdout, p.stderr))
    p = subprocess.run(case.command("run", "--once", "--due"), env=env, capture_output=True, text=True, timeout=60)
    check("in words as well", "4 tasks left" in p.stdout and "in 59 min" in p.stdout and "of s2 (" in p.stdout, p.stdout)
    p = case.once("--due", "--quiet")
    check("even to those who want errors only", "4 tasks left" in p.stderr, p.stderr)
    check("and the next passes do not ask that host again", web.take() == [])
    case = Case([("items", "http://127.0.0.1:%d/items" % web.port, "full_text: { parse: article }, robots: none")], fetch=LATER)
    began = time.monotonic()
    p = case.once("--json")
    due = json.loads(p.stdout).get("left_of", [{}])[0].get("due", "")
    check("an item that shall be asked for in an hour is left, and said to be", p.returncode == 3 and told(p) == (1, {"items": 1}) and
          P.in_time(time.monotonic() - began, 20) and due[:2] == "20", (p.returncode, p.stdout, p.stderr))
    check("while the other is there", [r["title"] for r in case.lines("export", "--format", "jsonl")] == ["Report 1 on the ferry"])


def unreachable():
    """A host where nobody listens, with more sources than patience."""
    with socket.socket() as s:
        s.bind(("127.0.0.3", 0))
        case = Case([("d%d" % i, "http://127.0.0.3:%d/d%d" % (s.getsockname()[1], i)) for i in range(10)])
        began = time.monotonic()
        p = case.once("--json")
        took, (n, of) = time.monotonic() - began, told(p)
        check("a host that cannot be reached is tried a few times and its tasks are left", p.returncode == 3 and 5 <= n <= 8 and
              json.loads(p.stdout)["failed"] + n == 10 and 20 < took < 60, (p.returncode, took, p.stdout))


def no_fetcher():
    """A fetcher that cannot be started is told when the program starts, not after a minute a source."""
    web = Web(lambda host, path: feed(("Of " + path, path + "/1", PROSE)))
    case = Case([("s%d" % i, "http://127.0.0.1:%d/s%d" % (web.port, i)) for i in range(5)], more="plugins: { limits: { memory: 40MiB } }\n")
    began = time.monotonic()
    p = case.once("--json")
    if web.log:
        say("left out: a fetcher that cannot be started (no limit on memory under sanitizers)")
        return
    check("a fetcher that cannot be started is told before anything is asked for", p.returncode == 78 and
          re.search(r"fetch-http|\bhttp(:| cannot be started)", p.stderr) and P.in_time(time.monotonic() - began, 20), (time.monotonic() - began, p.returncode, p.stdout, p.stderr[-300:]))


def interrupted():
    web = Web(lambda host, path: feed(("Of " + path, path + "/1", PROSE)))
    case = Case([("s%02d" % i, "http://127.0.0.1:%d/s%02d" % (web.port, i)) for i in range(12)], fetch=LATER)
    seen = []
    for k in range(3):
        p = case.start("--once", "--json")
        while not web.log or len(web.log) < 4:
            time.sleep(0.02)
        if k == 0:
            q = case.once(timeout=20)
            check("a second program is refused", q.returncode == 6 and "pid" in q.stderr, (q.returncode, q.stderr))
        p.send_signal(signal.SIGTERM)
        out, err = p.communicate(timeout=30)
        now = [x.path for x in web.take()]
        seen += now
        check("told to end, a pass says what it left and ends with 3", p.returncode == 3 and json.loads(out).get("left") == 12 - len(now),
              (p.returncode, out, err, now))
    check("and the next goes on there: none is asked twice before all were asked", len(set(seen[:12])) == 12, seen)


# ---- the slow and the silent --------------------------------------------------------------------------------------


def end(p):
    """At once: told twice, it does not wait for what is under way."""
    for _ in range(2):
        p.send_signal(signal.SIGTERM)
        time.sleep(0.1)
    p.communicate(timeout=60)


def speed(kind, n, good):
    """How long from the start until all good ones are stored, n servers of a kind standing in front."""
    web = Web(lambda host, path: kind if path == "/bad" else feed(("Of " + host, "http://%s/1" % host, PROSE)))
    bad = [("b%d" % i, "http://127.9.%d.%d:%d/bad" % (i // 250, i % 250 + 1, web.port)) for i in range(n)]
    case = Case(bad + [("g%d" % i, "http://127.1.%d.%d:%d/feed" % (i // 250, i % 250 + 1, web.port)) for i in range(good)])
    began, stored = time.monotonic(), 0
    p = case.start("--once")
    while stored < good and time.monotonic() - began < 40:
        time.sleep(0.01)
        if len(web.log) >= good:  # not before: looking costs, too
            db = sqlite3.connect("file:%s?mode=ro" % case.store, uri=True)
            stored = db.execute("SELECT count(*) FROM source WHERE last_ok > 0").fetchone()[0]
            db.close()
    took = time.monotonic() - began
    end(p)
    return took


def silent():
    good, rounds = (600, 7) if A.long else (200, 2)
    speed("", 0, good)  # plugins are looked at once
    for kind, word in (("silent", "silent"), ("trickle", "trickling")):
        both = [(speed("", 0, good), speed(kind, 60, good)) for _ in range(rounds)]
        alone, beside = min(x for x, _ in both), min(x for _, x in both)
        say("%d good sources alone %s s, behind 60 that are %s %s s: the best %.2f of the best, %.2f over all" % (good, " ".join("%.2f" % x for x, _ in both),
            word, " ".join("%.2f" % x for _, x in both), alone / beside, sum(x for x, _ in both) / sum(x for _, x in both)))
        check("sixty %s servers hold up nobody" % word, alone / beside >= 0.7 or not A.long and beside < alone / 0.7 + 0.5, both)


def slow_host():
    """A dozen sources on one host that takes its time: each transfer is well within its limit, all of them are not."""
    pace = math.ceil(P.pace())
    web = Web(lambda host, path: feed(("Of " + path, path + "/1", PROSE)), wait=0.2 * pace)
    case = Case([("s%d" % i, "http://127.0.0.1:%d/s%d" % (web.port, i)) for i in range(12)], fetch="hosts: { delay: 0s }, timeout: %ds" % pace)
    p = case.once("--json")
    check("no time is up while a request waits for its turn", p.returncode == 0 and len(web.log) == 12 and web.most["127.0.0.1"] == 1,
          (p.returncode, p.stdout, len(web.log), web.most))


def for_ever():
    """A slow source beside fast ones that are due again and again."""
    web = Web(lambda host, path: "silent" if path == "/bad" else feed(("Of " + path, path + "/1", PROSE)))
    fast = [("f%d" % i, "http://127.0.1.%d:%d/f%d" % (i + 1, web.port, i), "every: 1s") for i in range(3)]
    case = Case([("bad", "http://127.0.2.1:%d/bad" % web.port, "every: 1s")] + fast, fetch="hosts: { delay: 0s }, interval: { min: 1s, max: 1s, jitter: 0% }")
    p, began = case.start(), time.monotonic()
    while not web.log and time.monotonic() - began < 20:
        time.sleep(0.01)
    time.sleep(7 if A.long else 4)
    end(p)
    polls = collections.Counter(x.path for x in web.take())
    check("a source that does not answer keeps no other from being asked when it is due", all(polls["/f%d" % i] >= 3 for i in range(3)), polls)


def recycled():
    """A worker that has had its share of documents is replaced while it still waits for a slow answer."""
    web = Web(lambda host, path: "silent" if path == "/bad" else feed(("Of " + host, "http://%s/1" % host, PROSE)))
    good = [("g%d" % i, "http://127.1.0.%d:%d/feed" % (i + 1, web.port)) for i in range(60)]
    # a fetcher's worker gets 20 times as many
    case = Case([("bad", "http://127.9.0.1:%d/bad" % web.port)] + good, more="plugins: { limits: { max_documents: 1 } }\n")
    p, began = case.start("--once"), time.monotonic()
    while len({x.host for x in web.log}) < 61 and time.monotonic() - began < 10:
        time.sleep(0.01)
    took = time.monotonic() - began
    end(p)
    check("a worker at the end of its life holds up nobody with what it waits for", len({x.host for x in web.log}) == 61 and took < 5, (len(web.log), took))


# ---- all ----------------------------------------------------------------------------------------------------------
parts = {"names": names, "one_host": one_host, "follows": follows, "left": left, "no_fetcher": no_fetcher, "interrupted": interrupted, "unreachable": unreachable, "silent": silent, "slow_host": slow_host,
         "for_ever": for_ever, "recycled": recycled}
for part in ([] if A.inside else A.only.split(",") if A.only else [x for x in parts if x != "unreachable" or A.long]):  # it takes a minute
    began = time.monotonic()
    parts[part]()
    if A.long:
        say("%s: %.1f s" % (part, time.monotonic() - began))
if A.inside:
    names_inside()
P.end()
