"""loopback.py - web and name servers of tests, in the test's own process, on loopback; and a clock that a test moves.

    web = Web(lambda host, path: (200, {"Content-Type": "text/plain"}, b"Hello"))
    ... the program asks http://127.0.0.7:%d/x % web.port ...
    for asked in web.take(): asked.host, asked.path, asked.headers, asked.at

    clock = Clock(P.folder)                    # for programs that are started with clock.env
    clock.move(86400); clock.now()
"""
import asyncio, collections, fcntl, http.server, os, socket, struct, subprocess, sys, threading, time

Asked = collections.namedtuple("Asked", "at host path headers")  # headers: names in lower case


class Web:
    """A web server on every loopback address, 127.0.0.0/8.  answer(host, path) gives (status, headers, body), or "silent":
    accept and never answer, or "trickle": a byte now and then.  It logs what it is asked, before it answers, and keeps the
    most requests a host has had under way at once.  headers: a mapping, or a list of pairs."""

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
                headers = {x.split(":", 1)[0].lower(): x.split(":", 1)[1].strip() for x in head[1:] if ":" in x}
                await self.one(writer, headers.get("host", "").rsplit(":", 1)[0], head[0].split(" ")[1], headers)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def one(self, writer, host, path, headers):
        self.log.append(Asked(time.monotonic(), host, path, headers))
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
            pairs = headers.items() if isinstance(headers, dict) else headers
            head = "".join("%s: %s\r\n" % x for x in pairs)
            if status not in (204, 304):
                head += "Content-Length: %d\r\n" % len(body)
            writer.write(("HTTP/1.1 %d X\r\n%s\r\n" % (status, head)).encode() + body)
            await writer.drain()
        finally:
            self.busy[host] -= 1

    def take(self):
        log, self.log = self.log, []
        return log


class Server(http.server.ThreadingHTTPServer):
    """A web server at `base` that answers by a BaseHTTPRequestHandler, until the test ends."""

    daemon_threads = True
    request_queue_size = 200

    def __init__(self, handler, host="127.0.0.1", port=0):
        super().__init__((host, port), handler)
        self.port = self.server_address[1]
        self.base = "http://%s:%d" % (host, self.port)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request, client):
        if not isinstance(sys.exc_info()[1], OSError):  # who asked has gone, or was killed
            super().handle_error(request, client)


def name_server(silent=(), addresses=lambda name, kind, nth: ("127.0.0.1",) * (kind == 1), ttl={}):
    """Answers names: *.late.test after a second, those in `silent` never.  addresses(name, kind, nth) gives the addresses of a
    name, None when it is not there, or "silent"; kind: 1 for IPv4, 28 for IPv6; nth: how often it was asked for before.  ttl: seconds by
    name, else 60.  Returns the list of what is asked for, (name, kind), which grows."""
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
            name, kind = ".".join(labels), struct.unpack("!H", q[at + 1:at + 3])[0]
            found = addresses(name, kind, asked.count((name, kind)))
            asked.append((name, kind))
            if name in silent or found == "silent":
                continue
            packed = [socket.inet_pton(socket.AF_INET6 if kind == 28 else socket.AF_INET, a) for a in found or ()]
            answer = b"".join(b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, ttl.get(name, 60), len(a)) + a for a in packed)
            reply = q[:2] + (b"\x81\x83" if found is None else b"\x81\x80") + struct.pack("!HHHH", 1, len(packed), 0, 0) + q[12:at + 5] + answer
            if labels[-2:] == ["late", "test"]:
                late.append((time.monotonic() + 1, reply, who))
            else:
                s.sendto(reply, who)

    def serve_late():
        while True:
            while late and late[0][0] <= time.monotonic():
                s.sendto(*late.popleft()[1:])
            time.sleep(0.01)

    late, asked = collections.deque(), []
    for f in (serve, serve_late):
        threading.Thread(target=f, daemon=True).start()
    return asked


def namespaces():
    """What to put before a command that shall run in namespaces of its own, where it may be the name server; None: this
    kernel gives none.  Its environment tells set_up_names() who asked."""
    root = os.geteuid() == 0
    how = ["unshare", "-mn"] if root else ["unshare", "-Urmn"]
    if subprocess.run(how + ["mount", "--bind", "/etc/passwd", "/etc/passwd"], capture_output=True).returncode != 0:
        return None
    return ["env", "WAS_ROOT=%s" % ("1" if root else "")] + how


def set_up_names(folder):
    """In new namespaces: names are asked of 127.0.0.1.  Returns what to put before the program's name."""
    etc = os.path.join(folder, "etc")
    os.mkdir(etc)
    for name, text in (("resolv.conf", "nameserver 127.0.0.1\n"), ("nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n")):
        with open(os.path.join(etc, name), "w") as f:
            f.write(text)
        subprocess.run(["mount", "--bind", os.path.join(etc, name), os.path.realpath("/etc/" + name)], check=True)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:  # SIOCSIFFLAGS, IFF_UP: the new loopback is down
        fcntl.ioctl(s, 0x8914, struct.pack("16sh", b"lo", 1))
    os.chmod(folder, 0o755)
    # a worker of root becomes nobody, whom the namespace of another user does not know
    return [] if os.environ.get("WAS_ROOT") else ["unshare", "-U", "--map-user=65534", "--"]


class Clock:
    """The wall clock of the programs that are started with `env`: the real one, and as many seconds as it was moved by.
    Time goes on meanwhile, and the monotonic clock is not moved.  shim: tests/clock_shift.c, compiled."""

    def __init__(self, folder, shim, env):
        self.path, self.shift, self.speed, self.since = os.path.join(folder, "clock"), 0.0, 1, time.monotonic()
        self.move(0)
        asan = env.get("ASAN_OPTIONS", "")
        self.env = dict(env, LD_PRELOAD=shim, TEST_CLOCK=self.path, ASAN_OPTIONS=asan + ":" * bool(asan) + "verify_asan_link_order=0")

    def move(self, seconds):
        self.shift += seconds
        with open(self.path, "r+b" if os.path.exists(self.path) else "wb") as f:
            f.write(struct.pack("qqq", round(self.shift * 1000), self.speed, round(self.since * 1e9)))

    def hasten(self, speed):
        """From now on this and the program's monotonic clock go so many times as fast; those of workers do not.  1: as fast as
        the real ones again, when no program runs."""
        now = time.monotonic()
        gained, self.speed, self.since = (now - self.since) * (self.speed - 1), speed, now
        self.move(gained)

    def now(self):
        return time.time() + self.shift + (time.monotonic() - self.since) * (self.speed - 1)

    def at(self, monotonic):
        """What the clock said at a time of the real monotonic clock since it was hastened."""
        return self.now() - (time.monotonic() - monotonic) * self.speed
