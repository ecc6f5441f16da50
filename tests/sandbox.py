#!/usr/bin/env python3
"""What plugins may do, through the real program: rights, files that are not trusted, names that are taken, descriptions that
are kept, and workers that send without end.

  sandbox.py --tidings build/release/tidings

Plugins for tests lie in tests/plugins beside the program.  Each check prints a line; exit 0 when all hold.
"""
import glob, json, os, re, shutil, stat, subprocess, threading, time

from program import arguments, Program, told, without_landlock

ap = arguments(__doc__)
ap.add_argument("--tests", help="the folder tests/ of the build")
P = Program("sandbox", ap)
A, folder = P.arguments, P.folder
build = os.path.dirname(A.tidings)
tests = A.tests or os.path.join(build, "tests")
check, path, write = P.check, P.path, P.write
RSS = "<rss version='2.0'><channel><title>F</title><link>https://f.example/</link><description>d</description><item><title>A report</title>" \
      "<link>https://f.example/1</link><description>The ferry sailed again on Monday.</description></item></channel></rss>"


def tidings(*args, program=A.tidings, plugins=(), worker=None, cache="cache", timeout=120, secret=None):
    env = {k: v for k, v in os.environ.items() if not k.startswith("TIDINGS_")}
    env.update(XDG_CACHE_HOME=path(cache), XDG_DATA_HOME=path("data"), NO_COLOR="1")
    if plugins:
        env["TIDINGS_PLUGIN_PATH"] = ":".join(plugins)
    if worker:
        env["TIDINGS_WORKER"] = worker
    if secret:
        env["TIDINGS_SECRET"] = secret
    return subprocess.run([program, *args], env=env, capture_output=True, text=True, errors="replace", timeout=timeout)


def listed(config=None, **where):
    rows = [json.loads(x) for x in tidings("plugin", "list", "--json", *(["--config", config] if config else []), **where).stdout.splitlines()]
    return {r["name"]: r for r in rows if "name" in r}, [r for r in rows if "found" in r]


def third_party(name, *files, mode=0o755):
    os.makedirs(path(name), mode=mode, exist_ok=True)
    os.chmod(path(name), mode)
    for f in files:
        shutil.copy(os.path.join(tests, f), path(name))
    return path(name)


# ---- descriptions are kept ------------------------------------------------------------------------------------------
asked = path("asked")
worker = write("worker", "#!/bin/sh\ncase $1 in --describe) echo \"$2\" >> %s;; esac\nexec %s/tidings-worker \"$@\"\n" % (asked, build), 0o755)


def describes(*args, **how):
    if os.path.exists(asked):
        os.unlink(asked)
    p = tidings(*(args or ("plugin", "list")), worker=worker, **how)
    return p, [os.path.basename(x.strip()) for x in open(asked)] if os.path.exists(asked) else []


cache = path("new", "cache", "tidings", "plugins")
n_own = len(glob.glob(os.path.join(build, "plugins", "*.so")))
p, first = describes(cache="new/cache")
check("the first start describes every plugin", p.returncode == 0 and len(first) == n_own, (first, told(p)))
p, second = describes(cache="new/cache")
check("the second start describes none", p.returncode == 0 and second == [], second)
kept = os.path.join(cache, "plugins.json")
check("what is kept is private", os.path.exists(kept) and stat.S_IMODE(os.stat(kept).st_mode) == 0o600
      and stat.S_IMODE(os.stat(cache).st_mode) == 0o700, os.path.exists(kept) and oct(os.stat(kept).st_mode))
other = third_party("other", "plugins/test-echo.so")
describes(cache="new/cache", plugins=[other])
p, again = describes(cache="new/cache", plugins=[other])
check("a plugin from elsewhere is kept too", again == [], again)
with open(path("other", "test-echo.so"), "r+b") as f:  # the same size, inode and time of change
    now = os.fstat(f.fileno())
    byte = f.read(1)
    f.seek(0)
    f.write(byte)
os.utime(path("other", "test-echo.so"), ns=(now.st_atime_ns, now.st_mtime_ns))
p, again = describes(cache="new/cache", plugins=[other])
check("one that changed is described anew, and no other", again == ["test-echo.so"], again)

good = open(kept).read() if os.path.exists(kept) else "{}"
lie = json.loads(good)
for entry in lie.get("files", {}).values():
    entry["description"] = '{"id": 5}'
old = json.loads(good)
old["tidings"] = "0.0.1"
for name, text in (("nothing", ""), ("half of it", good[:len(good) // 2]), ("bytes", "\0\1\2"), ("another form", '{"files": 3}'),
                   ("descriptions that make no sense", json.dumps(lie)), ("another version's", json.dumps(old))):
    if os.path.isdir(cache):
        with open(kept, "w") as f:
            f.write(text)
    p, again = describes(cache="new/cache")
    _, then = describes(cache="new/cache")
    check("a file that holds %s is written anew" % name, p.returncode == 0 and len(again) == n_own and then == [], (again, then, told(p)))
if os.path.exists(kept):
    os.chmod(kept, 0o666)
p, again = describes(cache="new/cache")
check("a file that others may write to is not believed", len(again) == n_own, again)
write("file", "no folder")
p, again = describes(cache="file")
check("without a folder it works, and says so once", p.returncode == 0 and p.stderr.count("is not kept") == 1, told(p))

slow = third_party("slow", "malformed/malformed-8.so")
took = []
for i in range(2):
    began = time.monotonic()
    p = tidings("plugin", "list", plugins=[slow], cache="slowcache")
    took.append(time.monotonic() - began)
check("a plugin that hangs costs its five seconds once", took[0] > 4.5 and took[1] < 3 and "did not finish" in p.stdout, (took, told(p)))

# ---- a describer that is killed, a plugin that is missing -----------------------------------------------------------
feed = write("docs/feed.rss", RSS)


def killer(times):
    count = path("killed-%d" % times)
    return write("killer-%d" % times, "#!/bin/sh\ncase \"$1 $2\" in --describe*parse-feed.so) n=$(cat %s 2>/dev/null || echo 0)\n"
                 "[ $n -lt %d ] && { echo $((n+1)) > %s; kill -9 $$; };; esac\nexec %s/tidings-worker \"$@\"\n"
                 .replace("$(cat %s 2>/dev/null || echo 0)", "0; read n < %s 2>/dev/null") % (count, times, count, build), 0o755)


def records(store):
    return [json.loads(x) for x in tidings("export", "--format", "jsonl", "--store", store).stdout.splitlines()]


p = tidings("import", path("docs"), "--store", path("killed.db"), worker=killer(1), cache="k1")
check("a describer that is killed once is asked again", p.returncode == 0 and len(records(path("killed.db"))) == 1, told(p))
p = tidings("import", path("docs"), "--store", path("killed2.db"), worker=killer(100), cache="k2")
check("one that is killed each time ends the command before anything is read",
      p.returncode in (1, 78) and "parse-feed" in p.stderr and "from outside" in p.stderr and "author" not in p.stderr
      and not os.path.exists(path("killed2.db")), told(p))
p = tidings("import", path("docs"), "--store", path("killed2.db"), cache="k2")
check("and is not remembered", p.returncode == 0 and len(records(path("killed2.db"))) == 1, told(p))

os.makedirs(path("copy"))
for name in ("tidings", "tidings-worker"):
    shutil.copy(os.path.join(build, name), path("copy"))
os.makedirs(path("copy", "plugins"))
for f in glob.glob(os.path.join(build, "plugins", "*.so")):
    shutil.copy(f, path("copy", "plugins"))
program = path("copy", "tidings")
p = tidings("import", path("docs"), "--store", path("whole.db"), program=program, cache="c1")
check("a copy of the program with its plugins works", p.returncode == 0, told(p))
for name in ("parse-feed", "brief-llm"):
    where = path("copy", "plugins", name + ".so")
    if not os.path.exists(where):
        continue
    shutil.move(where, path(name + ".away"))
    p = tidings("import", path("docs"), "--store", path("less.db"), program=program, cache="c1")
    check("without %s it reads nothing, and says why" % name, p.returncode in (1, 78) and name in p.stderr
          and not os.path.exists(path("less.db")), told(p))
    conf = write("deny.yaml", "plugins: { deny: [%s] }\n" % name)
    p = tidings("import", path("docs"), "--config", conf, "--store", path("denied-%s.db" % name), program=program, cache="c1")
    check("unless the configuration denies it", "program's own" not in p.stderr and os.path.exists(path("denied-%s.db" % name)), told(p))
    write("copy/plugins/%s.so" % name, "no plugin")
    p = tidings("import", path("docs"), "--store", path("less.db"), program=program, cache="c1")
    check("nor with something else in its place", p.returncode in (1, 78) and "does not begin like" in p.stderr, told(p))
    shutil.move(path(name + ".away"), where)

# ---- files that others may write to ---------------------------------------------------------------------------------
def refused(name, word, **where):
    found, refusals = listed(**where)
    hits = [r for r in refusals if "test-echo" in r["file"]]
    check(name, "echo" not in found and hits and word in hits[0]["found"], (list(found), hits))


def accepted(name, **where):
    found, refusals = listed(**where)
    check(name, "echo" in found, refusals)


mine = third_party("mine", "plugins/test-echo.so")
accepted("a plugin of ours in a folder of ours is used", plugins=[mine])
os.chmod(path("mine", "test-echo.so"), 0o666)
refused("a plugin that everybody may write to is not", "everybody", plugins=[mine])
os.chmod(path("mine", "test-echo.so"), 0o644)
os.chmod(path("mine"), 0o777)
refused("nor one in a folder that everybody may write to", "its folder", plugins=[mine])
os.chmod(path("mine"), 0o1777)
refused("nor in such a one with the sticky bit", "its folder", plugins=[mine])
os.chmod(path("mine"), 0o755)
deep = third_party("deep/in/it", "plugins/test-echo.so")
os.chmod(path("deep"), 0o777)
refused("nor below a folder that everybody may write to", "a folder above", plugins=[deep])
os.chmod(path("deep"), 0o1777)
accepted("but below a sticky one, as /tmp is", plugins=[deep])
os.chmod(path("deep"), 0o755)
os.symlink(path("deep", "in", "it", "test-echo.so"), os.path.join(third_party("links"), "test-echo.so"))
accepted("a link is followed", plugins=[path("links")])
os.chmod(path("deep"), 0o777)
refused("to where it leads", "a folder above", plugins=[path("links")])
os.chmod(path("deep"), 0o755)
os.chmod(path("links"), 0o777)
refused("and from where it stands", "its folder", plugins=[path("links")])
os.chmod(path("links"), 0o755)
os.symlink(path("links", "test-echo.so"), os.path.join(third_party("first"), "test-echo.so"))
accepted("a link to a link is followed", plugins=[path("first")])
os.chmod(path("links"), 0o777)
refused("and each on the way counts", "its folder", plugins=[path("first")])
os.chmod(path("links"), 0o755)
os.symlink(path("mine"), os.path.join(third_party("above"), "folder"))
accepted("a folder may be a link", plugins=[path("above", "folder")])
os.chmod(path("above"), 0o777)
refused("unless others may turn it elsewhere", "a folder above", plugins=[path("above", "folder")])
os.chmod(path("above"), 0o1777)
accepted("which they may not where each removes only his own", plugins=[path("above", "folder")])
os.chmod(path("above"), 0o755)
if os.geteuid() == 0:
    os.chown(path("mine"), 0, 12345)
    os.chmod(path("mine"), 0o775)
    refused("a group's folder is refused", "its group", plugins=[mine])
    os.chown(path("mine"), 12345, 0)
    os.chmod(path("mine"), 0o755)
    refused("and somebody else's", "belongs to user 12345", plugins=[mine])

# ---- rights are the operator's to give ------------------------------------------------------------------------------
alien = third_party("alien", "plugins/test-hostile.so")
found, _ = listed(plugins=[alien])
check("plugins of the program's own have what they need", found["http"].get("granted") == ["net"] and found["file"].get("granted") == ["read"]
      and found["jsonl"].get("granted") == ["write"] and found["http"].get("own"), found["http"])
check("others have nothing unasked", found["wants-net"].get("needs") == ["net"] and found["wants-net"].get("granted") == []
      and not found["wants-net"].get("own"), found["wants-net"])
write_this = "grant: { org.example.hostile: [net] }"
p = tidings("plugin", "show", "wants-net", plugins=[alien])
check("`plugin show` says what to write", write_this in p.stdout, told(p))
p = tidings("plugin", "list", plugins=[alien])
check("`plugin list` says what is missing", "lacks net" in p.stdout, told(p))
def act_file(name):
    return write("docs2/%s.txt" % name, name + "\n")


act = act_file("socket")
p = tidings("parse", "--as", "wants-net", act, plugins=[alien])
check("a parser that wants the network does not get it unasked", p.returncode == 1 and "ESCAPED" not in p.stdout and write_this in p.stderr, told(p))
p = tidings("parse", "--as", "wants-net", "--isolation", "none", act, plugins=[alien])
check("nor inside the program", p.returncode == 1 and "ESCAPED" not in p.stdout, told(p))
conf = write("conf/grant.yaml", "plugins:\n  path: [%s]\n  grant: { org.example.hostile: [net] }\n" % alien)
p = tidings("parse", "--config", conf, "--as", "wants-net", act)
check("it gets it when the configuration grants it", '"ESCAPED"' in p.stdout, told(p))
p = tidings("parse", "--config", conf, "--as", "hostile", act)
check("and only the component that needs it", "ESCAPED" not in p.stdout and "killed by the sandbox" in p.stderr, told(p))
conf = write("conf/by-path.yaml", "plugins:\n  path: [%s]\n  grant: { %s/test-hostile.so: [net] }\n" % (alien, alien))
p = tidings("parse", "--config", conf, "--as", "wants-net", act)
check("a grant may name the file", '"ESCAPED"' in p.stdout, told(p))
source = "sources:\n  - { id: a, url: \"file:%s\", parse: wants-net }\n" % act
conf = write("conf/lacks.yaml", "plugins: { path: [%s] }\n%s" % (alien, source))
p = tidings("check", conf)
check("`check` refuses a source whose parser lacks a right, and says what to write", p.returncode == 78 and write_this in p.stderr, told(p))
p = tidings("run", "--once", "--config", conf, "--store", path("lacks.db"))
check("so does `run`, before anything is read", p.returncode == 78 and write_this in p.stderr, told(p))
conf = write("conf/has.yaml", "plugins: { path: [%s], grant: { org.example.hostile: [net] } }\n%s" % (alien, source))
p = tidings("check", conf)
check("with the grant it is in order, and shown", p.returncode == 0 and "wants-net (org.example.hostile) may: net" in p.stdout, told(p))
p = tidings("run", "--once", "--config", conf, "--store", path("has.db"))
rights = json.loads(tidings("status", "--json", "--config", conf, "--store", path("has.db")).stdout or "{}").get("rights", [])
check("`status` shows what each has and lacks", {"component": "wants-net", "plugin": "org.example.hostile", "granted": ["net"], "lacks": []} in rights
      and {"component": "wants-files", "plugin": "org.example.hostile", "granted": [], "lacks": ["read"]} in rights, rights)
p = tidings("status", "--config", conf, "--store", path("has.db"))
check("in words too", "wants-files: none, lacks read" in " ".join(p.stdout.split()), told(p))
conf = write("conf/wrong.yaml", "plugins: { grant: { a: [everything], b: { c: d } } }\n")
p = tidings("check", conf)
check("a right that does not exist is an error", p.returncode == 78 and len(re.findall(r"wrong\.yaml:1:\d+: grant", p.stderr)) == 2 and "there are the rights" in p.stderr, told(p))
conf = write("conf/idle.yaml", "plugins: { path: [%s], grant: { org.example.hostil: [net], org.example.hostile: [net] } }\n" % alien)
p = tidings("check", conf)
check("`check` tells of a grant that reaches nobody", p.stderr.count("no plugin in use is called") == 1 and "called org.example.hostil:" in p.stderr, told(p))
conf = write("conf/less.yaml", "plugins: { grant: { org.tidings.fetch-http: [] } }\n")
found, _ = listed(config=conf)
check("a right of the program's own can be taken away", found.get("http", {}).get("granted") == [], found.get("http"))
forged = third_party("forged", os.path.join(build, "plugins", "fetch-http.so"))
conf = write("conf/forged.yaml", "plugins:\n  path: [%s]\n  deny: [%s/plugins/fetch-http.so]\n" % (forged, build))
found, _ = listed(config=conf)
check("a plugin elsewhere with the id of one of ours has no rights by it", found.get("http", {}).get("granted") == [] and not found["http"]["own"],
      found.get("http"))

# ---- names that are taken -------------------------------------------------------------------------------------------
twin = third_party("twin", "twin/test-twin.so")


def titles(store):
    return [r.get("title") for r in records(store)]


p = tidings("import", path("docs"), "--store", path("twin.db"), plugins=[twin])
check("a plugin with a name that is taken takes nobody's place", titles(path("twin.db")) == ["A report"], (titles(path("twin.db")), told(p)))
check("and that is told", "a parser called feed, which org.tidings.parse-feed is already" in p.stderr, told(p))
conf = write("conf/twin.yaml", "plugins: { path: [%s], deny: [org.tidings.parse-feed] }\n" % twin)
p = tidings("import", path("docs"), "--config", conf, "--store", path("twin2.db"))
check("unless the configuration denies the other", titles(path("twin2.db")) == ["read by the twin"], (titles(path("twin2.db")), told(p)))
shutil.copy(os.path.join(tests, "plugins", "test-echo.so"), os.path.join(third_party("store"), "store-sqlite.so"))
p = tidings("import", path("docs"), "--store", path("store.db"), plugins=[path("store")])
check("nor does a store", p.returncode == 0 and titles(path("store.db")) == ["A report"], told(p))

# ---- one meter for everything a worker sends ------------------------------------------------------------------------
def watched(args, **how):
    """The program's answer, and the most memory it had, in MiB."""
    peak, end = [0], threading.Event()
    env = dict(os.environ, XDG_CACHE_HOME=path("cache"), TIDINGS_PLUGIN_PATH=alien)
    began = time.monotonic()
    p = subprocess.Popen([A.tidings, *args], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def watch():
        while not end.wait(0.02):
            try:
                for line in open("/proc/%d/status" % p.pid):
                    if line.startswith("VmHWM"):
                        peak[0] = max(peak[0], int(line.split()[1]) // 1024)
            except OSError:
                return

    t = threading.Thread(target=watch)
    t.start()
    try:
        out, err = p.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        p.kill()
        out, err = p.communicate()
    end.set()
    t.join()
    return p.returncode, out, err, peak[0], time.monotonic() - began


usual = watched(["parse", "--as", "hostile", write("docs3/harmless", "harmless\n")])
check("a harmless document is read", usual[0] == 0, usual)
for act, causes in (("flood-log", ["flood"]), ("flood-log0", ["flood"]), ("flood-log9", ["flood"]), ("flood-empty", ["flood"]),
                    ("flood-dying", ["flood"]), ("flood", ["flood"]), ("forge", ["flood", "protocol"]), ("flood-ready", ["protocol"]),
                    ("flood-done", ["protocol"]), ("long-log", ["protocol"])):
    code, out, err, peak, took = watched(["parse", "--as", "hostile", write("docs3/" + act, act + "\n")])
    said = (err.decode(errors="replace").rstrip().splitlines()[-1:] or [""])[0]
    cause = next((c for c in causes if ": %s: " % c in said), None)
    check("%s: ended as %s, %d KiB on standard error, %d MiB of memory more, %.1f s" % (act, cause, len(err) // 1024, peak - usual[3], took),
          code == 1 and cause and len(err) < 300 << 10 and peak - usual[3] < 150 and took < 30, (code, peak, len(err), took, said[-300:]))

# ---- workers of root ------------------------------------------------------------------------------------------------
write("private/report.rss", RSS, 0o600)
os.chmod(path("private"), 0o700)
out = path("private", "out.jsonl")
conf = write("conf/private.yaml", "sources:\n  - { id: p, url: \"file:%s\" }\nsinks:\n  - jsonl: { path: %s }\n" % (path("private", "report.rss"), out))
p = tidings("run", "--once", "--config", conf, "--store", path("private.db"))
check("what only its owner can read is read, and written beside", p.returncode == 0 and titles(path("private.db")) == ["A report"]
      and os.path.exists(out) and os.path.getsize(out) > 0, told(p))
check("the file that was written is the operator's", os.path.exists(out) and os.stat(out).st_uid == os.geteuid() and os.stat(out).st_gid == os.getegid(),
      os.path.exists(out) and os.stat(out))
daemon = subprocess.Popen([A.tidings, "run", "--config", conf, "--store", path("daemon.db")], env=dict(os.environ, XDG_CACHE_HOME=path("cache")),
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def status_of(pid):
    try:
        return dict(x.rstrip("\n").split(":\t", 1) for x in open("/proc/%s/status" % pid) if ":\t" in x)
    except OSError:
        return {}


workers, end = {}, time.monotonic() + 20
while time.monotonic() < end and len([w for w in workers.values() if w.get("Seccomp", "0").strip() == "2"]) < 4:
    for pid in os.listdir("/proc"):
        s = status_of(pid) if pid.isdigit() else {}
        if s.get("PPid", "").strip() == str(daemon.pid) and s.get("Name", "").strip().startswith("tidings-worker"):
            workers[pid] = s
    time.sleep(0.02)
daemon.terminate()
daemon.wait()
closed = [w for w in workers.values() if w.get("Seccomp", "0").strip() == "2"]
want = "65534" if os.geteuid() == 0 else str(os.geteuid())
check("workers are nobody's, or ours", closed and all(w["Uid"].split()[:3] == [want] * 3 for w in closed), [w.get("Uid") for w in closed])
check("and keep no power but that over files", all(int(w["CapPrm"], 16) & ~6 == 0 and int(w["CapBnd"], 16) >= 0 and w["NoNewPrivs"].strip() == "1" for w in closed),
      [(w.get("CapPrm"), w.get("NoNewPrivs")) for w in closed])
if os.geteuid() == 0 and shutil.which("setpriv"):
    os.makedirs(path("somebody"))
    os.chown(path("somebody"), 12345, 12345)
    os.chmod(folder, 0o755)
    p = subprocess.run(["setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups", A.tidings, "import", path("docs"), "--store",
                        path("somebody", "news.db")], env={"HOME": path("somebody"), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
    reachable = all(os.stat(d).st_mode & 0o005 == 0o005 for d in (build, os.path.join(build, "plugins"), os.path.dirname(build)))
    if reachable:
        check("a user without powers imports as well", p.returncode == 0, told(p))
        check("and keeps descriptions", os.path.exists(path("somebody", ".cache", "tidings", "plugins", "plugins.json")))
    else:
        print("skip a user without powers: he may not look into the build folder")


# ---- a kernel without Landlock --------------------------------------------------------------------------------------
def old_kernel(*args):
    return subprocess.run([A.tidings, *args], env=dict(os.environ, XDG_CACHE_HOME=path("oldcache"), XDG_DATA_HOME=path("data"), NO_COLOR="1",
                                                       TIDINGS_PLUGIN_PATH=alien), capture_output=True, text=True, preexec_fn=without_landlock)


p = old_kernel("import", path("docs"), "--store", path("old.db"))
if p.returncode == 99:
    print("skip a kernel without Landlock: no filter can be set here")
else:
    check("without Landlock it works, and what is not protected is said once", p.returncode == 0 and titles(path("old.db")) == ["A report"]
          and p.stderr.count("no Landlock") == 1, told(p))
    p = old_kernel("parse", "--as", "hostile", act_file("socket"))
    check("system calls are filtered all the same", "killed by the sandbox" in p.stderr, told(p))
    p = old_kernel("parse", "--as", "hostile", act_file("passwd"))
    check("and no file opens once a plugin is loaded", "Permission denied" in p.stderr, told(p))
    p = old_kernel("run", "--once", "--config", conf, "--store", path("old2.db"))
    check("what only its owner can read is read there too", p.returncode == 0 and titles(path("old2.db")) == ["A report"], told(p))

P.end()
