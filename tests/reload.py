#!/usr/bin/env python3
"""A running program reads its configuration anew: what differs is applied, the rest is not disturbed, a bad one is refused.

  reload.py --tidings build/release/tidings --include include

The server runs in this process, on loopback.  Exit 0 when all holds.
"""
import collections, http.server, json, os, signal, socket, stat, subprocess, threading, time

from loopback import Server
from outside import build
from program import arguments, lines, Program, told, until

ap = arguments(__doc__)
ap.add_argument("--include", required=True, help="the public headers")
P = Program("reload", ap, TIDINGS_PLUGIN_PATH="")
P.env["TIDINGS_PLUGIN_PATH"] = P.path("plugins")
plugin = build(P, "trying")
check = P.check
PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "
asked, go_on, new_item = collections.Counter(), threading.Event(), {}
sent = {}  # path -> headers of the last request


class Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path
        asked[path] += 1
        sent[path] = self.headers
        if path.startswith("/slow"):
            go_on.wait(60)
        if path == "/gone":
            return self.give(410, b"")
        items = "".join("<item><title>%s %d</title><link>http://a.test%s/%d</link><description>%s</description></item>" % (path, i, path, i, PROSE)
                        for i in range(1 + new_item.get(path, 0)))
        self.give(200, ("<rss version='2.0'><channel><title>F</title><link>/</link><description>d</description>%s</channel></rss>" % items).encode())

    def give(self, status, body):
        self.send_response(status)
        for name, value in (("Content-Type", "application/rss+xml"), ("Content-Length", str(len(body))), ("ETag", '"%s"' % self.path)):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


hosts = [Server(Answer, "127.0.0.%d" % i) for i in range(1, 5)]
store, conf, log = P.path("c.db"), P.path("c.yaml"), P.path("log")


def source(id, path, more=""):
    return '  - { id: %s, url: "%s%s", parse: feed%s }\n' % (id, hosts[hash(path) % 3].base if not path.startswith("/slow") else hosts[3].base, path, more)


def write(*sources, more="", fetch="hosts: { delay: 0s }"):
    P.write("c.yaml", "version: 1\nstore: { path: %s }\nfetch: { allow_private: true, %s }\n%ssources:\n%s" % (store, fetch, more, "".join(sources)))


def start():
    with open(log, "ab") as f:
        return subprocess.Popen([P.tidings, "run", "-v", "--config", conf], env=P.env, stdin=subprocess.DEVNULL, stdout=f, stderr=f)


def said():
    with open(log, errors="replace") as f:
        return f.read()


def reload(*args):
    return P.run("reload", "--config", conf, *args, timeout=60)


def sources():
    return {x["id"]: x for x in lines(P.run("sources", "--json", "--store", store).stdout)}


def polled(*paths):
    return until(lambda: all(asked[p] for p in paths), 30)


# ---- what differs ----

a, b, d, e, slow = source("a", "/a"), source("b", "/b"), source("d", "/d"), source("e", "/e"), source("slow", "/slow")
write(a, b, d, e, slow)
p = reload()
check("without a running program it says so", p.returncode == 4 and "no `tidings run`" in p.stderr, told(p))
for bad in ("sources: [", "- a\n- b\n", "sources: {}\n", "fetch: { interval: { min: soon } }\n"):
    P.write("c.yaml", bad)
    p = reload()
    check("without a running program the errors of its configuration are told: %r" % bad, p.returncode == 78 and "c.yaml:" in p.stderr and "no `tidings run`" not in p.stderr, told(p))
write(a, b, d, e, slow)
q = start()
check("the program polls", polled("/a", "/b", "/d", "/e", "/slow") and until(lambda: len(sources()) == 5 and all(s["last_ok"] for i, s in sources().items() if i != "slow"), 20), asked)
control = store + "-control"
check("its socket is its user's alone", stat.S_ISSOCK(os.stat(control).st_mode) and stat.S_IMODE(os.stat(control).st_mode) == 0o600, oct(os.stat(control).st_mode))
workers = subprocess.run(["ps", "-o", "pid=", "--ppid", str(q.pid)], capture_output=True, text=True).stdout.split()

write(source("a", "/a", ", tags: [island]"), source("c", "/c"), source("d", "/other"), source("f", "/e"), slow)
before = dict(asked)
p = reload()
check("what differs is printed, one line each", p.returncode == 0 and sorted(x.split()[1] for x in p.stdout.splitlines()) == ["a", "b", "c", "d", "e"], told(p))
check("the added source and the corrected address are polled", polled("/c", "/other"), asked)
check("the corrected address gets nothing of the old one", "If-None-Match" not in sent["/other"], sent["/other"])
time.sleep(1)
check("nothing is asked twice because of it", {k: v for k, v in asked.items() if k not in ("/c", "/other")} == before, asked)
now = sources()
check("what was taken out or renamed is not listed", set(now) == {"a", "c", "d", "f", "slow"}, list(now))
check("the renamed source waits for the time of the old one", now["f"]["polls"] == 0 and now["f"]["next_due"] and now["f"]["next_due"] > time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() + 300)), now["f"])
check("the records of what was taken out stay", {r["source"]["id"] for r in P.records(store)} >= {"a", "b", "d", "e"}, [r["source"] for r in P.records(store)])
left = subprocess.run(["ps", "-o", "pid=", "--ppid", str(q.pid)], capture_output=True, text=True).stdout.split()
check("workers go on", set(workers) <= set(left), (workers, left))
go_on.set()
check("a request that was under way is answered and kept", until(lambda: sources()["slow"]["last_ok"], 20) and asked["/slow"] == 1, sources()["slow"])
p = reload()
check("nothing differs, and that is said", p.returncode == 0 and p.stdout.strip() == "nothing differs", told(p))

build(P, "trying")
p = reload()
check("a plugin whose file was replaced is told", p.returncode == 0 and "plugin %s is another file now" % plugin in p.stdout and "start the program again" in p.stdout, told(p))

good = open(conf).read()
P.write("c.yaml", "sources: [")
p = reload()
check("a configuration that cannot be read names no store: its errors are told", p.returncode == 78 and "c.yaml:2:1" in p.stderr, told(p))
other = P.start("run", "--config", P.write("other.yaml", 'version: 1\nfetch: { allow_private: true }\nsources: [ { id: z, url: "http://127.0.0.1:1/z", parse: feed } ]\n'))
check("another program runs on the usual store", until(lambda: os.path.exists(P.path("tidings.db-control"))))
for word in ("retry", "undo"):
    p = P.run("sources", word, "z", "--config", conf)
    check("it is not asked to %s: the errors are told" % word, p.returncode == 78 and "c.yaml:2:1" in p.stderr and "source z" not in p.stdout + p.stderr, told(p))
other.terminate()
other.wait(60)
P.write("c.yaml", good)

# ---- an address that is corrected while it is asked ----

go_on.clear()
others = [source("a", "/a", ", tags: [island]"), source("c", "/c"), source("d", "/other"), source("f", "/e"), slow]
write(*others, source("w", "/slow?1"))
reload()
check("it is asked", polled("/slow?1"))
write(*others, source("w", "/right"))
reload()
go_on.set()
check("the right one is asked beside it", polled("/right"))
until(lambda: any(r["title"].startswith("/slow?1") for r in P.records(store)), 20)
time.sleep(0.5)
now = sources()["w"]
check("the late answer of the wrong one is kept, and says nothing of the source", now["url"].endswith("/right") and now["outcome"] == "ok" and now["polls"] == 1, now)
write(*others, source("w", "/gone"))
reload()
check("an address that is gone retires the source", until(lambda: sources()["w"]["health"] == "gone", 20), sources()["w"])
write(*others, source("w", "/found"))
reload()
check("a corrected one is polled again", polled("/found") and until(lambda: sources()["w"]["outcome"] == "ok", 20), sources()["w"])
write(*others)
reload()

# ---- refused ----

write(a, '  - { id: x, url: "http://127.0.0.1:1/x", pasre: feed }\n')
p = reload()
check("a bad configuration is refused, with the place and the reason", p.returncode == 78 and "c.yaml:6:" in p.stderr and "did you mean" in p.stderr, told(p))
check("the one before goes on", q.poll() is None and set(sources()) == {"a", "c", "d", "f", "slow"}, list(sources()))
here = len(said())
q.send_signal(signal.SIGHUP)
check("the same by SIGHUP, in the log", until(lambda: "c.yaml:6:" in said()[here:], 20) and q.poll() is None, said()[here:])
write(a, more="pipeline: [ dedupe, { story: { window: no } } ]\n")
p = reload()
check("options that a stage does not take refuse the whole", p.returncode == 78 and "window" in p.stderr, told(p))
write(a, more="parsers: { article: { select: \"a[[\" } }\n")
p = reload()
check("a selector that the plugin refuses when it is opened, too", p.returncode == 78 and "c.yaml:4:" in p.stderr and "select" in p.stderr, told(p))
P.write("c.yaml", "version: 1\nsources: [")
p = P.run("reload", "--store", store, "--config", conf)
check("a file that is cut off, too", p.returncode == 78 and "c.yaml" in p.stderr and q.poll() is None, told(p))

# ---- a restart ----

write(source("a", "/a", ", tags: [island]"), source("c", "/c"), source("d", "/other"), source("f", "/e"), slow, source("g", "/g"), more="plugins: { isolation: none }\n")
p = reload()
check("what needs a restart is named, the rest is applied", p.returncode == 3 and "plugins.isolation" in p.stdout and "started again" in p.stdout and "source g is added" in p.stdout and polled("/g"), told(p))

# ---- stages, sinks, limits ----

out = P.path("out.jsonl")
all_of = [source("a", "/a"), source("c", "/c"), source("d", "/other"), source("f", "/e"), slow, source("g", "/g")]
write(*all_of, more="pipeline: [ dedupe ]\nsinks: [ { jsonl: { path: %s } } ]\n" % out)
p = reload()
check("a sink is added, stages are taken out", p.returncode == 0 and "sinks differ" in p.stdout and "stages differ" in p.stdout, told(p))
check("it gets what is stored", until(lambda: os.path.exists(out) and len(open(out).readlines()) == len(P.records(store)) >= 7, 20), os.path.exists(out) and open(out).read())
count = len(open(out).readlines())
write(*all_of, source("h", "/h"), more="pipeline: [ dedupe, story ]\nsinks: [ { jsonl: { path: %s } } ]\n" % P.path("out2.jsonl"), fetch="hosts: { delay: 0s }, total: 8, interval: { min: 20m }")
p = reload()
check("a sink's other path, limits and a stage, at once", p.returncode == 0 and "limits" in p.stdout and "sinks" in p.stdout, told(p))
check("the sink goes on where it was, in the other file", until(lambda: os.path.exists(P.path("out2.jsonl")) and any("/h" in x for x in open(P.path("out2.jsonl"))), 30) and len(open(out).readlines()) == count,
      os.path.exists(P.path("out2.jsonl")) and open(P.path("out2.jsonl")).read()[:300])
ids = [json.loads(x)["id"] for f in (out, P.path("out2.jsonl")) for x in open(f)]
check("and gives nothing twice", len(set(ids)) == len(ids), ids)
for n in range(12):
    write(*all_of, source("n%d" % n, "/n%d" % n), more="pipeline: [ dedupe, story ]\n")
    p = reload()
    if p.returncode != 0:
        break
check("a dozen reloads in a row", p.returncode == 0 and polled("/n11"), told(p))

# ---- the socket ----


def talk(data, wait=5):
    s = socket.socket(socket.AF_UNIX)
    s.settimeout(wait)
    s.connect(control)
    s.sendall(data)
    try:
        return s.recv(65536)
    except socket.timeout:
        return b"nothing"


silent = [socket.socket(socket.AF_UNIX) for _ in range(3)]
for s in silent:
    s.connect(control)
silent[0].sendall(b"relo")
got = json.loads(talk(b"reload\n"))
check("an answer is a line of JSON, also beside clients that say nothing", got["code"] == 0 and len(got["lines"]) == 1 and "is another file now" in got["lines"][0], got)
check("an unknown request and one too long are answered", json.loads(talk(b"hello\n"))["code"] == 1 and json.loads(talk(b"x" * 500))["code"] == 2)
p = reload("--json")
check("--json", json.loads(p.stdout)["code"] == 0, told(p))
for s in silent:
    s.close()

# ---- ends ----

q.kill()
q.wait()
p = reload()
check("after a kill nobody answers", p.returncode == 4 and os.path.exists(control), told(p))
q = start()
check("the next program takes the socket", until(lambda: reload().returncode == 0, 20))
write(*all_of, source("late", "/late"))
q.send_signal(signal.SIGHUP)
check("SIGHUP applies", polled("/late"), said()[-500:])
q.terminate()
check("it ends, and its socket with it", q.wait(20) == 0 and not os.path.exists(control), said()[-800:])
named = P.path("named.db")
with open(log, "ab") as f:
    q = subprocess.Popen([P.tidings, "run", "--store", named, "--config", conf], env=P.env, stdin=subprocess.DEVNULL, stdout=f, stderr=f)
again = lambda: P.run("reload", "--store", named, "--config", conf, timeout=60)
check("a program with a store of the command line runs", until(lambda: again().returncode == 0, 20))
P.write("c.yaml", open(conf).read().replace("path: %s }" % store, "path: %s }" % P.path("elsewhere.db")))
p = again()
check("to which the store of the configuration is nothing", p.returncode == 0 and p.stdout.strip() == "nothing differs", told(p))
q.terminate()
q.wait(20)
check("no sanitizer spoke", "ERROR: " not in said() and "runtime error" not in said(), said()[-3000:])
P.end()
