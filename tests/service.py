#!/usr/bin/env python3
"""A run as a service: what it tells the service manager (sd_notify), a configuration without sources, and the files of packaging/.

  service.py --tidings build/release/tidings --source .

The service manager is a socket of this process.  Exit 0 when all holds.
"""
import http.server, os, re, shutil, signal, socket, subprocess, time

from loopback import Server
from program import arguments, lines, Program, told, until

ap = arguments(__doc__)
ap.add_argument("--source", required=True)
P = Program("service", ap)
A, check = P.arguments, P.check
HEAD = "version: 1\nstore: { path: %s }\nfetch: { allow_private: true, hosts: { delay: 0s } }\n" % P.path("s.db")
conf = P.path("s.yaml")


class Manager:
    """A socket to notify, at a path or of the abstract namespace ("@...")."""
    def __init__(self, name):
        self.name = name
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind("\0" + name[1:] if name[0] == "@" else name)
        self.socket.settimeout(0.05)
        self.got = []

    def hear(self):
        try:
            while True:
                self.got.append((time.monotonic(), self.socket.recv(4096).decode()))
        except socket.timeout:
            return self.got

    def said(self, text, seconds=40):
        return until(lambda: any(text in x for _, x in self.hear()), seconds)

    def texts(self):
        return [x for _, x in self.hear() if x != "WATCHDOG=1"]


def start(manager, **more):
    with open(P.path("log"), "wb") as f:
        return subprocess.Popen([P.tidings, "run", "--config", conf], env=dict(P.env, NOTIFY_SOCKET=manager.name, **more), stdin=subprocess.DEVNULL, stdout=f, stderr=f)


def log():
    with open(P.path("log"), errors="replace") as f:
        return f.read()


def environment(pid):
    with open("/proc/%d/environ" % pid, "rb") as f:
        return f.read()


# ---- without sources ----

P.write("s.yaml", HEAD + "sources: []\n")
p = P.run("check", conf)
check("no source is a warning", p.returncode == 0 and "warning: sources: there are none yet" in p.stderr, told(p))
m = Manager(P.path("notify"))
q = start(m)
check("the service is ready when it waits for sources", m.said("READY=1\nSTATUS=no sources yet: waiting for a reload"), (m.got, log()))
check("and says so in its log", "no sources yet: waiting; `tidings add URL` writes one" in log(), log())
check("ready is said once", sum("READY=1" in x for x in m.texts()) == 1, m.got)
check("without a watchdog nothing is said of it", "WATCHDOG=1" not in [x for _, x in m.got], m.got)

P.write("a.rss", "<rss version='2.0'><channel><title>F</title><link>http://a.test/</link><description>d</description><item><title>The ferry sailed</title><link>http://a.test/1</link>"
        "<description>The ferry between the two islands sailed again on Monday after eleven days in the dock.</description></item></channel></rss>")
P.write("s.yaml", HEAD + "sources:\n  - { id: a, url: \"file:a.rss\" }\n")
p = P.run("reload", "--config", conf)
check("a reload brings a source", p.returncode == 0 and "a" in p.stdout, told(p))
check("the manager is told", m.said("STATUS=polling 1 source"), m.got)
t = m.texts()
i = [k for k, x in enumerate(t) if x.startswith("RELOADING=1\nMONOTONIC_USEC=")]
check("first that it reads, with the time, then that it is ready", len(i) == 1 and t[i[0] + 1].startswith("READY=1\nSTATUS=polling 1 source"), t)
check("the time is that of the monotonic clock", abs(int(re.search(r"USEC=(\d+)", t[i[0]])[1]) / 1e6 - time.monotonic()) < 100, t)
check("and how it fares", m.said("since the start polls: 1, failed: 0, new records: 1", 30), m.got)
P.write("s.yaml", HEAD + "sources: [ 5 ]\n")
n = len(m.texts())
p = P.run("reload", "--config", conf)
until(lambda: len(m.texts()) >= n + 2)
check("a reload that is refused ends in ready as well", p.returncode == 78 and "RELOADING=1" in m.texts()[n] and m.texts()[n + 1].startswith("READY=1\n"), m.texts()[n:])
q.terminate()
check("the end is told", q.wait(60) == 0 and m.said("STOPPING=1"), m.got)
check("once, and last", [k for k, x in enumerate(m.texts()) if "STOPPING=1" in x] == [len(m.texts()) - 1], m.texts())
check("no message has another line than NAME=VALUE", all(re.fullmatch(r"([A-Z_]+=[^\n]*\n?)+", x) for x in m.texts()), m.texts())

# ---- the watchdog ----

P.write("s.yaml", HEAD + "sources:\n  - { id: a, url: \"file:a.rss\" }\n")
m = Manager("@tidings-test-%d" % os.getpid())
q = start(m, WATCHDOG_USEC="1000000", WATCHDOG_PID="1")
check("an abstract address", m.said("READY=1"), (m.got, log()))
time.sleep(1.5)
check("a watchdog of another process is not this one's", "WATCHDOG=1" not in [x for _, x in m.hear()], m.got)
q.terminate()
q.wait(60)
m = Manager("@tidings-test2-%d" % os.getpid())
q = start(m, WATCHDOG_USEC="2000000")
check("it is ready", m.said("READY=1"), (m.got, log()))
beats = lambda: [at for at, x in m.hear() if x == "WATCHDOG=1"]
check("the watchdog hears it", until(lambda: len(beats()) >= 4), m.got)
gaps = [b - a for a, b in zip(beats(), beats()[1:])]
check("about twice in its time", max(gaps) < 2 or P.pace() > 3, gaps)
q.send_signal(signal.SIGSTOP)
time.sleep(1)
m.hear()
n = len(m.got)
time.sleep(4)
check("a process that hangs says nothing", len(m.hear()) == n, m.got[n:])
q.send_signal(signal.SIGCONT)
check("and goes on", until(lambda: len(m.hear()) > n), m.got)
kids = subprocess.run(["ps", "-o", "pid=", "--ppid", str(q.pid)], capture_output=True, text=True).stdout.split()
check("its processes cannot speak for it", all(b"NOTIFY_SOCKET" not in environment(int(k)) and b"WATCHDOG" not in environment(int(k)) for k in kids), kids)
q.terminate()
q.wait(60)
for wrong in ("", "relative", "@", "/" + "x" * 200, "/nonexistent/notify"):
    class Nobody:
        name = wrong
    q = start(Nobody)
    check("an address that cannot be told changes nothing: %.20r" % wrong, until(lambda: "polling 1 source" in log()), log())
    q.terminate()
    check("and it ends", q.wait(60) == 0, log())

# ---- the files of packaging/ ----

made = os.path.join(os.path.dirname(P.tidings), "packaging")
units = {n: open(os.path.join(made, n)).read() for n in ("tidings.service", "tidings-once.service")}
timer = os.path.join(A.source, "packaging/systemd/tidings-once.timer")
check("the units name the program, and nothing is left open in them", all("tidings run" in t and "@" not in re.sub(r"@[a-z-]+", "", t.split("SystemCallFilter")[0]) for t in units.values()), units)
sample = open(os.path.join(made, "tidings.yaml")).read()
place = re.search(r"--config (\S+)", units["tidings.service"])[1]
check("the service's configuration is where the tmpfiles put it", "C %s " % place in open(os.path.join(made, "tmpfiles.conf")).read(), place)
group = "root" if os.geteuid() == 0 else __import__("grp").getgrgid(os.getgid()).gr_name
mine = sample.replace("/var/lib/tidings", P.path("lib")).replace("/run/tidings", P.path("run")).replace("group: tidings", "group: " + group)
os.makedirs(P.path("lib")), os.makedirs(P.path("run"))
p = P.run("check", P.write("sample.yaml", mine))
check("it has no error, and no source", p.returncode == 0 and "sources: there are none yet" in p.stderr, told(p))
p = P.run("check", P.write("sample2.yaml", re.sub(r"(?m)^# (sources:|  - )", r"\1", mine.replace("sources: []\n", ""))))
check("its comments are right too", p.returncode == 0 and "2 sources" in p.stdout, told(p))
analyze = shutil.which("systemd-analyze")
if analyze:
    os.makedirs(P.path("units"))
    for name, text in units.items():
        P.write("units/" + name, re.sub(r"(?m)^(Exec\w+=)\S+", r"\1/bin/true", text))
    shutil.copy(timer, P.path("units"))
    p = subprocess.run([analyze, "verify", "--man=no", *[P.path("units", n) for n in (*units, "tidings-once.timer")]], capture_output=True, text=True)
    check("systemd finds nothing wrong with the units", p.returncode == 0 and "tidings" not in p.stderr, told(p))
    for name in units:
        p = subprocess.run([analyze, "security", "--offline=yes", "--no-pager", "--threshold=16", P.path("units", name)], capture_output=True, text=True)
        check("exposure of %s is 1.6 at most" % name, p.returncode == 0, p.stdout[-300:])
else:
    print("skip       the units are not verified: there is no systemd-analyze")

# ---- under the restrictions of the unit, without systemd ----


def restricted():
    import pwd
    user = pwd.getpwnam("games")
    gid = 9
    os.chmod(P.folder, 0o755)
    for name in ("h/state", "h/etc", "h/run", "h/cache"):
        os.makedirs(P.path(name))
        os.chown(P.path(name), user.pw_uid, gid)
    server = Server(Feed)
    conf = P.write("h/etc/tidings.yaml", "version: 1\nstore: { path: %s }\ncontrol: { path: %s, group: news }\nfetch: { allow_private: true, hosts: { delay: 0s } }\nsources:\n  - { id: a, url: \"%s/a\" }\n"
                   "  - { id: t, url: \"%s/page\", parse: article }\n" % (P.path("h/state/t.db"), P.path("h/run/control"), server.base, server.base))
    os.chown(conf, user.pw_uid, gid)
    os.chmod(conf, 0o640)
    m = Manager(P.path("h/run/notify"))
    os.chmod(m.name, 0o666)
    env = dict(P.env, HOME=P.path("h/state"), XDG_CACHE_HOME=P.path("h/cache"), NOTIFY_SOCKET=m.name, WATCHDOG_USEC="10000000")
    unit = os.path.join(made, "tidings.service")
    under = ["python3", os.path.join(A.source, "tests/hardened.py"), unit, str(user.pw_uid), str(gid), ":".join(P.path("h", x) for x in ("state", "etc", "run", "cache"))]
    p = subprocess.run([*under, "/bin/sh", "-c", "touch %s/x; touch %s/y; unshare -U true; cat /proc/sys/kernel/ostype" % (P.folder, P.path("h/state"))], capture_output=True, text=True)
    if p.returncode == 99:
        return print("skip       the restrictions of the unit cannot be had: %s" % p.stdout.strip())
    check("the restrictions restrict", not os.path.exists(P.path("x")) and os.path.exists(P.path("h/state/y")) and "unshare" in p.stderr and "Linux" not in p.stdout, told(p))
    with open(P.path("log"), "wb") as f:
        q = subprocess.Popen([*under, P.tidings, "run", "-v", "--config", conf], env=env, stdin=subprocess.DEVNULL, stdout=f, stderr=f)
    until(lambda: q.poll() is not None or any("READY=1" in x for x in m.texts()))
    check("a run is ready under them", any("READY=1\nSTATUS=polling 2 sources" in x for x in m.texts()), (m.got, log()))
    if q.poll() is not None:
        return
    listed = lambda: {s["id"]: s for s in lines(P.run("sources", "--json", "--config", conf).stdout)}
    check("it fetches and parses, its workers shut in by Landlock and seccomp", until(lambda: len([s for s in listed().values() if s["last_ok"]]) == 2), (listed(), log()))
    check("without a warning of a sandbox", "andlock" not in log() and "seccomp" not in log() and "sandbox" not in log(), log())
    check("the socket is the group's whatever the umask", os.stat(P.path("h/run/control")).st_mode & 0o777 == 0o660 and os.stat(P.path("h/run/control")).st_gid == gid)
    p = subprocess.run(["setpriv", "--reuid=daemon", "--regid=daemon", "--groups=%d" % gid, P.tidings, "add", server.base + "/b", "--config", conf], env=dict(P.env, HOME="/nonexistent", XDG_CACHE_HOME="/nonexistent"), capture_output=True, text=True)
    check("an operator adds a source", p.returncode == 0 and "polls it" in p.stdout, told(p))
    check("which is polled", until(lambda: len([s for s in listed().values() if s["last_ok"]]) == 3), (listed(), log()))
    p = subprocess.run([*under, P.tidings, "reload", "--config", conf], env=env, capture_output=True, text=True)
    check("ExecReload=", p.returncode == 0 and "nothing differs" in p.stdout, told(p))
    check("stories and briefs are made", until(lambda: lines(P.run("stories", "--json", "--config", conf).stdout)), log())
    q.terminate()
    check("it ends", q.wait(60) == 0 and m.said("STOPPING=1"), log())
    p = subprocess.run([*under, P.tidings, "run", "--once", "--config", conf], env=env, capture_output=True, text=True, timeout=120)
    check("a pass of the timer", p.returncode == 0, told(p))


class Feed(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        feed = ("<rss version='2.0'><channel><title>F</title><link>/</link><description>d</description><item><title>The ferry sails again</title><link>http://a.test%s</link>"
                "<description>%s</description></item></channel></rss>" % (self.path, PROSE)).encode()
        page = ("<html><head><title>The ferry sails again</title></head><body><article><h1>The ferry sails again</h1>%s</article></body></html>" % ("<p>%s</p>" % PROSE * 5)).encode()
        body = page if self.path == "/page" else feed
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if self.path == "/page" else "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "
if os.geteuid() == 0 and not P.sanitized:
    restricted()
else:
    print("skip       the restrictions of the unit are not tried: this is not root, or a build with sanitizers")
P.end()
