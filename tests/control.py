#!/usr/bin/env python3
"""The control socket of a service: who may ask there, what may be run over it, and what a hostile side can do with it.

  control.py --tidings build/release/tidings

As root the service is the user "games" in the group "news", its operator "daemon", and "nobody" is a stranger to it; else
everything is one user's, and what needs others is not tried, which is said.  The server is this process, on loopback.  Exit 0 when all holds.
"""
import grp, http.server, os, pwd, shutil, stat, subprocess, threading, time

from loopback import Server
from program import arguments, lines, Program, told, until

P = Program("control", arguments(__doc__))
check = P.check
ROOT = os.geteuid() == 0
GROUP, SERVICE, OPERATOR, STRANGER = "news", "games", "daemon", "nobody"
PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "


asked, go_on = threading.Event(), threading.Event()


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow":
            asked.set()
            go_on.wait(60)
        body = ("<rss version='2.0'><channel><title>Harbour %s</title><link>/</link><description>d</description><item><title>The ferry sails %s</title><link>http://a.test%s</link>"
                "<description>%s</description></item></channel></rss>" % (self.path[1:], self.path[1:], self.path, PROSE)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


server = Server(Answer)
uid = {n: pwd.getpwnam(n).pw_uid for n in (SERVICE, OPERATOR, STRANGER)} if ROOT else {}
gid = grp.getgrnam(GROUP).gr_gid if ROOT else os.getgid()
group = GROUP if ROOT else grp.getgrgid(gid).gr_name


def folder(name, owner, mode):
    path = P.path(name)
    os.makedirs(path)
    if ROOT:
        os.chown(path, uid[owner], gid)
    os.chmod(path, mode)
    return path


os.chmod(P.folder, 0o755)
state, etc, rundir = folder("state", SERVICE, 0o700), folder("machine/etc/tidings", SERVICE, 0o750), folder("run", SERVICE, 0o755)
homes = {n: folder("home-" + n, n, 0o700) for n in (SERVICE, OPERATOR, STRANGER)}
store, conf, control = os.path.join(state, "t.db"), os.path.join(etc, "tidings.yaml"), os.path.join(rundir, "control")


def write(more="", sources=("a",)):
    with open(conf, "w") as f:
        f.write("version: 1\nstore: { path: %s }\ncontrol: { path: %s, group: %s }\nfetch: { allow_private: true, hosts: { delay: 0s } }\n%ssources:\n%s"
                % (store, control, group, more, "".join("  - { id: %s, url: \"%s/%s\" }\n" % (s, server.base, s) for s in sources)))
    if ROOT:
        os.chown(conf, uid[SERVICE], gid)
    os.chmod(conf, 0o640)


def become(who, groups=()):
    """The start of a command line that runs as somebody else, in none but these groups."""
    if not ROOT:
        return []
    own = ["--regid=%d" % gid] if who == SERVICE else ["--regid=%d" % pwd.getpwnam(who).pw_gid]
    return ["setpriv", "--reuid=%d" % uid[who], *own, *(["--groups=%s" % ",".join(str(g) for g in groups)] if groups else ["--clear-groups"]), "--"]


def env(who):
    return dict(P.env, HOME=homes[who], XDG_CACHE_HOME=homes[who] + "/cache", XDG_DATA_HOME=homes[who] + "/data")


def run(who, *args, groups=(), program=P.tidings, **more):
    more = dict(dict(capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=120), **more)
    return subprocess.run([*become(who, groups), program, *args], env=dict(env(who), **more.pop("variables", {})), **more)


def operator(*args, **more):
    """A member of the group."""
    return run(OPERATOR, *args, "--config", conf, groups=(gid,), **more)


def start():
    with open(P.path("log"), "ab") as f:
        q = subprocess.Popen([*become(SERVICE), P.tidings, "run", "-v", "--config", conf], env=env(SERVICE), stdin=subprocess.DEVNULL, stdout=f, stderr=f)
    until(lambda: os.path.exists(control) or q.poll() is not None)
    return q


def log():
    with open(P.path("log"), errors="replace") as f:
        return f.read()


def service(*args, **more):
    return run(SERVICE, *args, "--config", conf, **more)


write()
if ROOT:
    p = operator("status")
    check("without a running service one sentence says how it is started", p.returncode == 1 and len(p.stderr.splitlines()) == 1 and "no `tidings run` listens at %s" % control in p.stderr, told(p))
q = start()
check("it polls", until(lambda: any(s["last_ok"] for s in lines(service("sources", "--json").stdout))), log())
st = os.stat(control)
check("the socket is the group's, and nobody else's", stat.S_ISSOCK(st.st_mode) and stat.S_IMODE(st.st_mode) == 0o660 and st.st_gid == gid, (oct(st.st_mode), st.st_gid))
check("the store and what is beside it are the service's alone", all(stat.S_IMODE(os.stat(os.path.join(state, f)).st_mode) == 0o600 for f in os.listdir(state)), os.listdir(state))


# ---- what operators do ----

def same(name, *args):
    """An operator sees what the service's user sees."""
    mine, theirs = operator(*args), service(*args)
    check(name, (mine.returncode, mine.stdout) == (theirs.returncode, theirs.stdout) and mine.stdout.strip() != "", "%s\n%s" % (told(mine), told(theirs)))


if ROOT:
    check("the store is closed to the operator", run(OPERATOR, "stories", "--store", store, groups=(gid,)).returncode != 0)
    until(lambda: lines(service("stories", "--json").stdout))
    p = operator("status")
    check("status over the socket", p.returncode == 0 and "records     1\n" in p.stdout, told(p))
    p = operator("sources", "a")
    check("a source", p.returncode == 0 and p.stdout.split()[:2] == ["ok", "a"], told(p))
    same("sources as JSON", "sources", "--json")
    same("stories", "stories", "--json")
    same("search of two words", "search", "ferry dock")
    same("search with an option on its other side", "search", "--limit=1", "ferry", "-q")
    record = lines(service("search", "ferry", "--json").stdout)[0]["id"]
    same("show", "show", record)
    same("brief, and its exit code", "brief", "--input", record)
    same("changes", "changes", "--since", "7d", "--json") if lines(service("changes", "--json").stdout) else None
    p = operator("show", "NOSUCHRECORD")
    check("nothing matched has its exit code and words", p.returncode == 4 and service("show", "NOSUCHRECORD").stderr == p.stderr, told(p))
    p = operator("search", "--limt", "3", "x")
    check("usage is told here", p.returncode == 2 and "did you mean --limit" in p.stderr, told(p))
    p = run(OPERATOR, "search", "a\tb", "--config", conf, "--", "--store", groups=(gid,))
    check("words that look like options behind -- are words", p.returncode in (2, 4) and "there is no option" not in p.stderr, told(p))
    p = operator("search", b"\xff\xfe", text=True)
    check("an argument that is no UTF-8 is told", p.returncode == 2 and "UTF-8" in p.stderr, told(p))
    p = operator("search", "x" * 70000)
    check("one that is too long too", p.returncode == 2 and "64 KiB" in p.stderr, told(p))
    wide = run(OPERATOR, "search", "ferry", "--color", "always", "--config", conf, groups=(gid,))
    check("colours are those of the operator's side", "\x1b[" in wide.stdout and "\x1b[" not in operator("search", "ferry").stdout, told(wide))
    p = subprocess.run("%s %s stories --config %s | head -c 1" % (" ".join(become(OPERATOR, (gid,))), P.tidings, conf), shell=True, env=env(OPERATOR), capture_output=True, timeout=60)
    check("a reader that leaves ends it", p.returncode == 0 and len(p.stdout) == 1, p)

    p = operator("add", server.base + "/b")
    check("a source is added by the service", p.returncode == 0 and "polls it" in p.stdout and "/b" in open(conf).read(), told(p))
    st = os.stat(conf)
    check("the configuration stays whose it was", (st.st_uid, st.st_gid, stat.S_IMODE(st.st_mode)) == (uid[SERVICE], gid, 0o640), st)
    check("and polled", until(lambda: len([s for s in lines(service("sources", "--json").stdout) if s["last_ok"]]) == 2), service("sources").stdout)
    p = operator("reload")
    check("reload", p.returncode == 0 and p.stdout.strip() == "nothing differs", told(p))
    good = open(conf).read()
    with open(conf, "a") as f:
        f.write("  - { id: bad }\n")
    p = operator("reload")
    check("a reload that is refused has its code and the errors", p.returncode == 78 and "tidings.yaml:" in p.stderr, told(p))
    with open(conf, "w") as f:
        f.write(good)
    for args in (["forget", "abcdefghijk"], ["store", "vacuum"], ["store", "trim"], ["import", conf]):
        p = operator(*args)
        check("%s is not done for an operator, who is told whose it is" % " ".join(args[:2]), p.returncode != 0 and "as root, `runuser -u games -- tidings %s` does it" % args[0] in p.stderr and len(service("sources").stdout.splitlines()) >= 2, told(p))

    # ---- whom it does not answer ----

    p = run(STRANGER, "status", "--config", conf)
    check("without the group one sentence names it, and what to do", p.returncode == 78 and len(p.stderr.splitlines()) == 1 and "the group news, of which you are no member: `usermod -aG news nobody`" in p.stderr, told(p))
    p = subprocess.run(["setpriv", "--reuid=news", "--regid=nogroup", "--clear-groups", "--", P.tidings, "status", "--config", conf], env=P.env, capture_output=True, text=True)
    check("whoever was made a member after the login is told to log in again", p.returncode == 78 and "of which news is a member from the next login on: log in again" in p.stderr, told(p))
    os.chmod(etc, 0o755), os.chmod(conf, 0o644)
    for args in (["status"], ["reload"]):
        p = run(STRANGER, *args, "--config", conf)
        check("also where the configuration is for everybody: %s" % args[0], p.returncode == 1 and len(p.stderr.splitlines()) == 1 and "%s is for the group news" % control in p.stderr, told(p))
    os.chmod(control, 0o666)
    p = run(STRANGER, "status", "--config", conf)
    check("a socket whose mode was opened answers nobody else", p.returncode == 1 and "user %d is not a member of the group news" % uid[STRANGER] in p.stderr, told(p))
    p = run(STRANGER, "status", "--config", conf, groups=(gid,))
    check("but a member of the group by a supplementary group", p.returncode == 0, told(p))
    os.chmod(control, 0o660), os.chmod(etc, 0o750), os.chmod(conf, 0o640)

    # ---- the configuration of the machine ----

    place = P.path("machine")
    os.makedirs(place + "/bin")
    shutil.copy(P.tidings, place + "/bin/tidings")
    beside = os.path.dirname(P.tidings)
    variables = {"TIDINGS_PLUGIN_PATH": beside + "/plugins", "TIDINGS_WORKER": beside + "/tidings-worker"}
    for args in (["sources", "a"], ["reload"], ["search", "ferry"]):
        p = run(OPERATOR, *args, groups=(gid,), program=place + "/bin/tidings", variables=variables)
        check("without --config the service of the machine is meant: %s" % args[0], p.returncode == 0, told(p))
    p = run(STRANGER, "sources", program=place + "/bin/tidings", variables=variables)
    check("and the group is named there too", p.returncode == 78 and "%s is for the group news" % etc in p.stderr, told(p))
    os.makedirs(homes[STRANGER] + "/data/tidings")
    shutil.copy(store, homes[STRANGER] + "/data/tidings/tidings.db")
    os.chown(homes[STRANGER] + "/data/tidings/tidings.db", uid[STRANGER], gid), os.chown(homes[STRANGER] + "/data/tidings", uid[STRANGER], gid)
    p = run(STRANGER, "sources", program=place + "/bin/tidings", variables=variables)
    check("a store of one's own comes first", homes[STRANGER] in p.stdout + p.stderr or p.returncode == 0, told(p))
else:
    print("skip       what other users may do: this is not root")


# ---- hostile sides ----

MEMBER = r"""
import array, json, os, socket, sys
def connect():
    s = socket.socket(socket.AF_UNIX)
    s.connect(sys.argv[1])
    s.settimeout(30)
    return s
def rest(s):
    out = b""
    try:
        while True:
            b = s.recv(65536)
            if not b: break
            out += b
    except ConnectionResetError:
        pass
    return out
def ask(words, fds=None, raw=None, read=True):
    s = connect()
    s.sendall(b"command\n")
    line = b""
    while not line.endswith(b"\n"):
        b = s.recv(1)
        if not b: return line, b"", b""
        line += b
    if b"ready" not in line: return line, b"", b""
    o, e = os.pipe(), os.pipe()
    data = raw if raw is not None else json.dumps({"width": 80, "colored": False, "words": words}).encode() + b"\n"
    give = [o[1], e[1]] if fds is None else fds
    s.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", give))] if give else [])
    os.close(o[1]); os.close(e[1])
    if not read: return s, o[0], e[0]
    out, err = b"", b""
    for fd in (o[0], e[0]):
        got = b""
        while True:
            b = os.read(fd, 65536)
            if not b: break
            got += b
        os.close(fd)
        if fd == o[0]: out = got
        else: err = got
    return rest(s), out, err
"""


def member(code, *args, who=OPERATOR):
    """A script as an operator, against the socket."""
    p = subprocess.run([*become(who, (gid,)), "python3", "-c", MEMBER + code, control, *args], env=env(who), capture_output=True, text=True, timeout=300)
    return p.stdout + p.stderr


def works():
    p = operator("sources", "a")
    return p.returncode == 0 and q.poll() is None


passwd = "/etc/passwd"
for words in (["sources", "--config", passwd], ["sources", "--config=" + passwd], ["sources", "-c", passwd], ["sources", "-c" + passwd], ["stories", "--store", passwd], ["stories", "--store=" + passwd],
              ["sources", "--from", passwd], ["sources", "--from=" + passwd, "--write"], ["add", "--password", passwd, "imaps://a@b/c"], ["sources", "-qc" + passwd], ["sources", "-jc", passwd]):
    out = member("print(*ask(%r))" % (words,))
    check("refused: %s" % " ".join(words), ("names a file: that is not for commands of operators" in out or "there is no option" in out) and '"code":2' in out and "root:" not in out, out)
for words in (["sources", "--conf", passwd], ["sources", "--stor=x"], ["sources", "--"], ["--config", passwd, "sources"], ["-h"], ["--operator", "a", "b"], [""], ["run"], ["import", passwd], ["export"], ["forget", "x"], ["store", "vacuum"],
              ["parse", passwd], ["check", passwd], ["quarantine", "show", "1", "--body"], ["plugin", "list"], ["completion", "bash"]):
    out = member("print(*ask(%r))" % (words,))
    check("not run: %s" % " ".join(words), "root:" not in out and ('"code":2' in out or words == ["sources", "--"]), out)
for words in (["add", passwd], ["add", "file:" + passwd], ["add", "file://" + passwd], ["add", "/var/mail"], ["add", "-n", state]):
    out = member("print(*ask(%r))" % (words,))
    check("nothing of this machine is added: %s" % " ".join(words), '"code":2' in out and "root:" not in out, out)
out = member(r"print(*ask(['search', 'a\x1b[31mb\nc\u202e']))")
check("control characters do not come back", "\\x1b[31m" not in out.replace("\\\\", "\\") or "\x1b" not in out, out)

for name, code in (("no pipes", "print(*ask(['sources'], fds=[]))"), ("one", "print(*ask(['sources'], fds=[os.pipe()[1]]))"), ("ends to read", "print(*ask(['sources'], fds=[os.pipe()[0], os.pipe()[0]]))"),
                   ("files", "f = os.open('/dev/null', 1)\nprint(*ask(['sources'], fds=[f, f]))"), ("sockets", "a, b = socket.socketpair()\nprint(*ask(['sources'], fds=[a.fileno(), b.fileno()]))"),
                   ("no JSON", "print(*ask([], raw=b'hello\\n'))"), ("no words", "print(*ask([]))"), ("words of other kinds", "print(*ask(['sources', 5]))"), ("a NUL", "print(*ask([], raw=b'{\"words\":[\"sources\",\"a\\\\u0000b\"]}\\n'))"),
                   ("two lines", "print(*ask([], raw=b'{\"words\":[\"sources\"]}\\n{}\\n'))"), ("300 words", "print(*ask(['search'] * 300))"),
                   ("many descriptors", "print(*ask(['sources'], fds=[os.pipe()[1] for i in range(100)]))"), ("a deep text", "print(*ask([], raw=b'[' * 60000 + b'\\n'))")):
    out = member(code)
    check("it refuses %s" % name, '"code":2' in out and ('"lines":["' in out), out)
out = member("try:\n  print(*ask([], raw=b'x' * 70000))\nexcept OSError as e: print(e)")
check("an endless line ends", '"code":2' in out or "Broken pipe" in out or "reset" in out, out)
check("it goes on", works(), log()[-2000:])

out = member("s = connect(); s.sendall(b'x' * 5000 + b'\\n'); print(rest(s))")
check("a request without end is told so", "too long" in out, out)
out = member("s = connect(); s.sendall(b'command\\nmore'); print(rest(s))")
check("a request is one line", "one line" in out or "ready" in out, out)
for word in ("forget", "trim", "vacuum json", "undo a", "retry a"):
    out = member("s = connect(); s.sendall(%r); print(rest(s))" % (word + "\n").encode())
    check("not for members: %s" % word, not ROOT or "only the user of this program and root" in out, out)
out = member("""
held = [connect() for i in range(40)]
s = connect()
print(rest(s))
""")
check("one member with many connections is told", "too many" in out, out)
check("and others are served meanwhile, and then", works(), log()[-2000:])
began = time.monotonic()
out = member("s = connect(); s.sendall(b'comm'); print('end', rest(s))")
check("half a request is dropped after some seconds", "end" in out and 5 < time.monotonic() - began < 60, out)

P.write("many.py", MEMBER + """
r = [ask(["sources"], raw=b"", read=False) for i in range(6)]
print([x[0] for x in r if isinstance(x[0], bytes)], flush=True)
sys.stdin.read()
""")
os.chmod(P.path("many.py"), 0o644)
many = subprocess.Popen([*become(OPERATOR, (gid,)), "python3", P.path("many.py"), control], env=env(OPERATOR), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
first = many.stdout.readline()
check("of commands of one user some are under way, the others are told", "commands of yours are under way; try again" in first or "too many" in first, first)
many.stdin.close()
many.wait(60)


def children():
    out = subprocess.run(["ps", "-o", "pid=,args=", "--ppid", str(q.pid)], capture_output=True, text=True).stdout
    return [x for x in out.splitlines() if "--operator" in x]


check("they end with their clients", until(lambda: not children(), 20), children())
member("for i in range(3): ask(['sources', '--json'], read=False)")
check("also when nobody reads what they print", until(lambda: not children(), 20), children())
slow = subprocess.Popen([*become(OPERATOR, (gid,)), *([P.tidings, "add", server.base + "/slow", "--config", conf] if ROOT else ["python3", "-c", MEMBER + "ask(%r)" % ["add", server.base + "/slow"], control])],
                        env=env(OPERATOR), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
check("a command waits for a server", asked.wait(60) and len(children()) == 1, children())
slow.kill()
slow.wait(60)
check("its client is killed: so is it", until(lambda: not children(), 10), children())
go_on.set()
check("and nothing is added", "slow" not in open(conf).read())
check("it goes on", works(), log()[-2000:])

# ---- a place that is taken, and the end ----

if ROOT:
    other = P.path("other")
    os.makedirs(other)
    os.chown(other, uid[SERVICE], gid)
    with open(other + "/o.yaml", "w") as f:
        f.write(open(conf).read().replace(store, other + "/o.db"))
    os.chmod(other + "/o.yaml", 0o644)
    with open(P.path("log2"), "wb") as f:
        o = subprocess.Popen([*become(SERVICE), P.tidings, "run", "--config", other + "/o.yaml"], env=env(SERVICE), stdin=subprocess.DEVNULL, stdout=f, stderr=f)
    check("a socket at which another one listens is not taken", until(lambda: "operators cannot reach this program: control: %s: Address already in use" % control in open(P.path("log2")).read(), 20), open(P.path("log2")).read())
    o.terminate()
    o.wait(60)
    check("and stays", works(), log()[-2000:])
with open(P.path("bad.yaml"), "w") as f:
    f.write(open(conf).read().replace("group: " + group, "group: no-such-group"))
p = P.run("check", P.path("bad.yaml"))
check("a group that is not there is told", p.returncode == 78 and "this machine has no group \"no-such-group\"; `groupadd --system no-such-group`" in p.stderr, told(p))
with open(P.path("bad.yaml"), "w") as f:
    f.write("control: { group: %s }\nsources: [ { id: a, url: \"http://a.test/\" } ]\n" % group)
p = P.run("check", P.path("bad.yaml"))
check("a group without a socket too", p.returncode == 78 and "name the socket too" in p.stderr, told(p))
text = open(conf).read()
with open(conf, "w") as f:
    f.write(text.replace("control: { path: %s" % control, "control: { path: %s2" % control))
p = service("reload")
check("another place takes effect when the program is started again", p.returncode == 3 and "control.path is another one now" in p.stdout, told(p))
with open(conf, "w") as f:
    f.write(text)
q.kill()
q.wait(60)
check("a killed service leaves the file of its socket", os.path.exists(control))
q = start()
check("the next one takes its place", until(works, 20), log()[-2000:])
P.write("held.py", MEMBER + "r = ask([], raw=b'', read=False)\nprint('held', flush=True)\nsys.stdin.read()\n", 0o644)
held = subprocess.Popen([*become(OPERATOR, (gid,)), "python3", P.path("held.py"), control], env=env(OPERATOR), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
held.stdout.readline()
check("a command is under way", len(children()) == 1, children())
began = time.monotonic()
q.terminate()
check("the end of the service waits for no command", q.wait(60) == 0 and P.in_time(time.monotonic() - began, 9), log()[-1000:])
check("its socket goes with it", not os.path.exists(control))
held.stdin.close()
held.wait(60)
P.end()
