#!/usr/bin/env python3
"""Polling as a whole: one pass asks every source and follows every item, names resolve, the slow hold up nobody.

  polling.py --tidings build/release/tidings            the short form
  polling.py --tidings build/release/tidings --long     more rounds, and figures; --only names,silent,... for a part

Web and name servers run in this process, on loopback.  What needs a resolver of its own runs in new namespaces and is
left out, and said, where the kernel gives none.  Exit 0 when all holds.
"""
import argparse, asyncio, collections, fcntl, json, os, shutil, signal, socket, struct, subprocess, sys, tempfile, threading, time

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--tidings", required=True)
ap.add_argument("--only", default="", help="names of parts, with commas")
ap.add_argument("--long", action="store_true")
ap.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)  # we are in the new namespaces
A = ap.parse_args()
A.tidings = os.path.abspath(A.tidings)
folder = tempfile.mkdtemp(prefix="tidings-polling-")
env = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), XDG_DATA_HOME=os.path.join(folder, "data"), NO_COLOR="1")
faults = 0


def check(name, ok, why=""):
    global faults
    faults += not ok
    print("%-4s %s%s" % ("ok" if ok else "FAIL", name, "" if ok else ": %s" % (why,)), flush=True)


def say(text):
    print("     " + text, flush=True)


# ---- servers ------------------------------------------------------------------------------------------------------
Asked = collections.namedtuple("Asked", "at host path")


class Web:
    """A web server on every loopback address, 127.0.0.0/8.  answer(host, path) gives (status, headers, body), or "silent":
    accept and never answer, or "trickle": a byte now and then.  It logs what it is asked and keeps the most requests a
    host has had under way at once."""

    def __init__(self, answer, wait=0.0):
        self.answer, self.wait, self.log, self.busy, self.most = answer, wait, [], collections.Counter(), collections.Counter()
        self.loop = asyncio.new_event_loop()
        self.server = self.loop.run_until_complete(asyncio.start_server(self.serve, "0.0.0.0", 0, backlog=2000))
        self.port = self.server.sockets[0].getsockname()[1]
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    async def serve(self, reader, writer):
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                host = next((x[6:].rsplit(":", 1)[0] for x in head if x.lower().startswith("host: ")), "")
                await self.one(writer, host, head[0].split(" ")[1])
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def one(self, writer, host, path):
        self.log.append(Asked(time.monotonic(), host, path))
        self.busy[host] += 1
        self.most[host] = max(self.most[host], self.busy[host])
        try:
            answer = self.answer(host, path)
            if answer == "silent":
                await asyncio.sleep(3600)
            if answer == "trickle":
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 100000\r\n\r\n")
                while True:
                    writer.write(b" ")
                    await writer.drain()
                    await asyncio.sleep(0.3)
            status, headers, body = answer
            if self.wait:
                await asyncio.sleep(self.wait)
            head = "".join("%s: %s\r\n" % x for x in headers.items())
            writer.write(("HTTP/1.1 %d X\r\n%sContent-Length: %d\r\n\r\n" % (status, head, len(body))).encode() + body)
            await writer.drain()
        finally:
            self.busy[host] -= 1

    def take(self):
        log, self.log = self.log, []
        return log


def name_server(silent):
    """Answers every name with 127.0.0.1, but those in `silent`, which it never answers."""
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    s.bind(("127.0.0.1", 53))

    def serve():
        while True:
            q, who = s.recvfrom(2000)
            labels, at = [], 12
            while q[at]:
                labels.append(q[at + 1:at + 1 + q[at]].decode("latin-1"))
                at += 1 + q[at]
            if ".".join(labels) in silent:
                continue
            kind = struct.unpack("!H", q[at + 1:at + 3])[0]
            answer = b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 60, 4) + bytes([127, 0, 0, 1]) if kind == 1 else b""
            s.sendto(q[:2] + b"\x81\x80" + struct.pack("!HHHH", 1, bool(answer), 0, 0) + q[12:at + 5] + answer, who)

    threading.Thread(target=serve, daemon=True).start()


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
    root = os.geteuid() == 0
    how = ["unshare", "-mn"] if root else ["unshare", "-Urmn"]
    if subprocess.run(how + ["mount", "--bind", "/etc/passwd", "/etc/passwd"], capture_output=True).returncode != 0:
        say("left out: names against a name server of our own (this kernel gives no namespaces)")
        return
    p = subprocess.run(how + [sys.executable, os.path.abspath(__file__), "--tidings", A.tidings, "--inside"] + ["--long"] * A.long,
                       env=dict(env, WAS_ROOT="1" if root else ""))
    check("names (see above)", p.returncode == 0, p.returncode)


def set_up_names():
    etc = os.path.join(folder, "etc")
    os.mkdir(etc)
    for name, text in (("resolv.conf", "nameserver 127.0.0.1\n"), ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")):
        with open(os.path.join(etc, name), "w") as f:
            f.write(text)
        subprocess.run(["mount", "--bind", os.path.join(etc, name), os.path.realpath("/etc/" + name)], check=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:  # SIOCSIFFLAGS, IFF_UP: the new loopback is down
        fcntl.ioctl(s, 0x8914, struct.pack("16sh", b"lo", 1))
    os.chmod(folder, 0o755)
    if not env.get("WAS_ROOT"):  # a worker of root becomes nobody, whom this namespace does not know
        prefix.extend(["unshare", "-U", "--map-user=65534", "--"])


def names_inside():
    set_up_names()
    name_server({"dead.silent.test"})
    web = Web(lambda host, path: feed(("Of " + host, "http://%s/1" % host, PROSE)))
    url = "http://%s:" + str(web.port) + "/feed"
    many = [("s%d" % i, url % ("name%d.good.test" % i)) for i in range(300)]
    rounds, missed = 50 if A.long else 3, []
    for _ in range(rounds):
        case = Case(many)
        web.take()
        case.once()
        missed.append(300 - len({x.host for x in web.take()}))
    check("300 names resolve, %d times over" % rounds, sum(missed) == 0, "not resolved: %s" % missed)
    say("names that were not resolved: %s" % " ".join(map(str, missed)))
    good, spans = many[:50], []
    for dead in ([], [("dead", url % "dead.silent.test")]):
        case = Case(dead + good, fetch="hosts: { delay: 0s }, timeout: 4s")
        web.take()
        began = time.monotonic()
        p = case.once()
        log = web.take()
        spans.append(max([x.at for x in log] or [began]) - began)
        whole = time.monotonic() - began
        check("50 names %s" % ("beside one that is never answered" if dead else "alone"), len({x.host for x in log}) == 50, len(log))
    say("50 names alone %.2f s, beside one whose name server is silent %.2f s (the pass: %.1f s)" % (*spans, whole))
    check("a name server that does not answer slows nobody else", spans[1] < spans[0] * 2 + 0.5, spans)
    check("and costs its timeout, no more", whole < 9 and p.returncode == 3, (whole, p.returncode))


# ---- all ----------------------------------------------------------------------------------------------------------
parts = {"names": names}
for part in ([] if A.inside else A.only.split(",") if A.only else parts):
    parts[part]()
if A.inside:
    names_inside()
shutil.rmtree(folder, ignore_errors=True)
if not A.inside:
    print("all hold" if not faults else "%d do not hold" % faults)
sys.exit(1 if faults else 0)
