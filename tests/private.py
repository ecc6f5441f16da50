#!/usr/bin/env python3
"""What the program keeps is private, and has one writer: modes of files, the lock, who can hold up whom.

  private.py --tidings build/release/tidings

Exit 0 when all holds.  What needs root, strace or mount rights and does not get them is left out, and said.
"""
import fcntl, os, re, shutil, signal, stat, subprocess, sys, time

from program import arguments, Program

ap = arguments(__doc__)
P = Program("private", ap)
A, folder, env = P.arguments, P.folder, P.env
check, write = P.check, P.write
os.chmod(folder, 0o755)
NOBODY = 65534
PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "


def run(*args, cwd=None, umask=0o022, env=env, before=()):
    began = time.monotonic()
    command = [*before, A.tidings, *args]
    try:
        p = subprocess.run(command, env=env, cwd=cwd, umask=umask, capture_output=True, text=True, errors="replace", timeout=40)
    except subprocess.TimeoutExpired:
        p = subprocess.CompletedProcess(command, -1000, "", "it did not end")
    p.seconds = time.monotonic() - began
    return p


def modes(where, leave_out=()):
    """Everything below a folder that others than its owner have any right to."""
    wide = []
    for top, folders, files in os.walk(where):
        for n in [""] + files:
            path = os.path.join(top, n) if n else top
            mode = stat.S_IMODE(os.lstat(path).st_mode)
            if n not in leave_out and mode & 0o077:
                wide.append("%s %03o" % (os.path.relpath(path, folder), mode))
    return wide


def records(store):
    p = run("export", "--store", store)
    return len(p.stdout.splitlines())


page = write("in/page.txt", "The ferry sails again\n\n%s\n\n%s\n" % (PROSE * 3, PROSE * 2))
other = write("in/other.txt", "The council meets\n\n%s\n\n%s\n" % (PROSE[::-1] * 3, PROSE * 2))

# ---- modes, whatever the umask ----

for mask in (0o000, 0o077, 0o022):
    for where in ("data", "cache", "deep"):
        shutil.rmtree(os.path.join(folder, where), ignore_errors=True)
    conf = write("in/m.yaml", "version: 1\nstore: { path: ../deep/er/news.db }\nsources:\n  - { id: one, url: \"file:page.txt\" }\n"
                 "sinks:\n  - jsonl: { path: out.jsonl }\n")
    a = run("import", page, umask=mask)
    b = run("run", "--once", "--config", conf, umask=mask)
    wide = modes(os.path.join(folder, "data")) + modes(os.path.join(folder, "cache")) + modes(os.path.join(folder, "deep"))
    made = [os.path.exists(os.path.join(folder, x)) for x in ("data/tidings/tidings.db", "deep/er/news.db")]
    check("with umask %03o files are 0600 and folders 0700" % mask, a.returncode == b.returncode == 0 and all(made) and wide == [],
          (a.returncode, b.returncode, made, wide, a.stderr, b.stderr))
    sunk = stat.S_IMODE(os.stat(os.path.join(folder, "in/out.jsonl")).st_mode)
    os.unlink(os.path.join(folder, "in/out.jsonl"))
    check("and what a sink writes follows the umask", sunk == 0o644 & ~mask, oct(sunk))

# ---- never wider for a moment ----

trace = os.path.join(folder, "trace")
before = ["strace", "-f", "-o", trace, "-e", "trace=open,openat,creat,mkdir,mkdirat"]
if shutil.which("strace") and subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode == 0:
    asan = dict(env, ASAN_OPTIONS="detect_leaks=0")  # it cannot be traced twice
    os.mkdir(os.path.join(folder, "traced"), 0o700)
    p = run("import", "--store", os.path.join(folder, "traced", "news.db"), page, umask=0, env=asan, before=before)
    made = [l for l in open(trace, errors="replace") if "O_CREAT" in l or "mkdir" in l]
    late = [l.strip() for l in made if re.search(r", 0\d*[1-7]\d?\)|, 0\d*[1-7]\)", l) and not re.search(r", 0[67]00\)", l)]
    check("no file is made wider and narrowed later", p.returncode == 0 and len(made) >= 3 and late == [], (p.returncode, late, p.stderr))
else:
    print("left out: how files are made (no strace, or not allowed to trace)")

# ---- one writer ----

home = os.path.join(folder, "home")
os.mkdir(home)
store = os.path.join(home, "news.db")
conf = write("home/c.yaml", "version: 1\nstore: { path: news.db }\nsources:\n  - { id: one, url: \"file:../in/page.txt\" }\n")


def start_writer():
    q = subprocess.Popen([A.tidings, "run", "--config", conf, "--store", store], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if os.path.exists(store) and '"writer":"pid' in run("status", "--json", "--store", store).stdout:
            return q
        time.sleep(0.1)
    q.kill()
    raise SystemExit("FAIL the writer did not begin")


def refused(name, path, cwd=None, words=None, code=6):
    p = run("import", "--store", path, other, cwd=cwd)
    words = words if words is not None else "pid %d on" % writer.pid
    check("a second writer is refused, %s" % name, p.returncode == code and words in p.stderr and p.seconds < 20, (p.returncode, p.stderr, p.seconds))


writer = start_writer()
wide = [x for x in modes(home) if not x.startswith(("home 7", "home/c.yaml"))]
there = sorted(os.listdir(home))
check("while it writes what lies beside the store is private", wide == [] and {"news.db", "news.db-wal", "news.db-shm", "news.db-lock"} <= set(there), (wide, there))
refused("by the same path, and told who writes", store)
refused("by a relative path", "news.db", cwd=home)
refused("by a path with dots", os.path.join(folder, "in", "..", "home", ".", "news.db"))
os.symlink(store, os.path.join(folder, "link.db"))
refused("by a symbolic link", os.path.join(folder, "link.db"))
os.symlink(home, os.path.join(folder, "linked"))
refused("by a linked folder", os.path.join(folder, "linked", "news.db"))
p = run("quarantine", "drop", "all", "--store", store)
check("whatever the command", p.returncode == 6 and "pid %d on" % writer.pid in p.stderr, (p.returncode, p.stderr))
bound = os.path.join(folder, "bound")
os.mkdir(bound)
p = subprocess.run(["unshare", "-m", "sh", "-c", "mount --bind '%s' '%s' && exec '%s' import --store '%s/news.db' '%s'" % (home, bound, A.tidings, bound, other)],
                   env=env, capture_output=True, text=True)
if "mount:" in p.stderr or "unshare" in p.stderr:
    print("left out: a bind mount (%s)" % p.stderr.strip())
else:
    check("a second writer is refused, by a bind mount", p.returncode == 6 and "pid %d on" % writer.pid in p.stderr, (p.returncode, p.stderr))
alone = os.path.join(bound, "one.db")
open(alone, "w").close()
p = subprocess.run(["unshare", "-m", "sh", "-c", "mount --bind '%s' '%s' && exec '%s' import --store '%s' '%s'" % (store, alone, A.tidings, alone, other)],
                   env=env, capture_output=True, text=True)
if "mount:" not in p.stderr and "unshare" not in p.stderr:
    check("a second writer is refused, by a bind mount of the file", p.returncode == 6, (p.returncode, p.stderr))
os.link(store, os.path.join(folder, "second.db"))
refused("by a hard link, whose SQLite log would be another", os.path.join(folder, "second.db"), words="hard links", code=1)
p = run("stories", "--store", os.path.join(folder, "second.db"))
check("and such a name is not read by either", p.returncode == 78 and "hard links" in p.stderr, (p.returncode, p.stderr))
os.unlink(os.path.join(folder, "second.db"))
os.rename(store + "-lock", store + "-lock-was")
refused("when the lock file was renamed", store, words="is being written by")
os.unlink(store + "-lock-was")
refused("when it is gone", store, words="is being written by")
writer.send_signal(signal.SIGSTOP)
refused("when the first stands still", store, words="is being written by")
began = time.monotonic()
read = {c[0]: run(*c, "--store", store).returncode for c in (["stories"], ["search", "ferry"], ["export"], ["status"], ["sources"], ["quarantine"])}
check("who reads is not held up by it", set(read.values()) <= {0, 4} and P.in_time(time.monotonic() - began, 30), read)
writer.send_signal(signal.SIGCONT)
os.rename(home, home + "-moved")
refused("when the folder was moved", os.path.join(home + "-moved", "news.db"), words="is being written by")
os.rename(home + "-moved", home)
check("nothing of theirs came in", records(store) == 1, records(store))
writer.kill()
writer.wait()
p = run("import", "--store", store, other)
check("a writer that was killed holds nothing", p.returncode == 0 and records(store) == 2, (p.returncode, p.stderr))
os.unlink(os.path.join(folder, "link.db"))
os.symlink("home/made.db", os.path.join(folder, "link.db"))
p = run("import", "--store", os.path.join(folder, "link.db"), other)
check("a store is made where a link leads", p.returncode == 0 and stat.S_IMODE(os.stat(os.path.join(home, "made.db")).st_mode) == 0o600 and
      not os.path.exists(os.path.join(folder, "link.db-lock")), (p.returncode, p.stderr))
os.mkfifo(os.path.join(folder, "pipe"))
p = run("stories", "--store", os.path.join(folder, "pipe"))
check("what is no file is no store", p.returncode == 78 and "is no file" in p.stderr, (p.returncode, p.stderr))

# ---- no reader holds up a writer ----

for name in ("news.db", "news.db-lock"):  # as an earlier version left them
    os.chmod(os.path.join(home, name), 0o644)
holding = [open(os.path.join(home, "news.db-lock"))]
fcntl.lockf(holding[0], fcntl.LOCK_SH)
fcntl.flock(holding[0], fcntl.LOCK_EX)
holding.append(open(store, "rb"))
fcntl.flock(holding[1], fcntl.LOCK_EX)
third = write("in/third.txt", "The mayor resigns\n\n%s\n\n%s\n" % (PROSE[3:] * 3, PROSE * 4))
p = run("import", "--store", store, third)
check("locks on the files beside it hold up nobody", p.returncode == 0 and records(store) == 3, (p.returncode, p.stderr))
check("a store that others could open is narrowed, and that is said", "is private now" in p.stderr and "644" in p.stderr and
      [x for x in modes(home) if "news.db" in x] == [], (p.stderr, modes(home)))
for f in holding:
    f.close()
p = run("import", "--store", store, page)
check("once", p.stderr.count("private") == 0 and p.returncode == 0, p.stderr)
os.chmod(store, 0o640)
p = run("stories", "--store", store)
check("who only reads changes no mode", stat.S_IMODE(os.stat(store).st_mode) == 0o640 and p.returncode == 0, p.stderr)
run("import", "--store", store, page)
if os.geteuid() == 0:
    os.chmod(home, 0o755)
    q = start_writer()
    script = ("import os,sys\nos.setgroups([]); os.setgid(%d); os.setuid(%d)\n"
              "for f in sys.argv[1:]:\n"
              "  try: open(f,'rb'); print('opened',f)\n"
              "  except PermissionError: pass\n" % (NOBODY, NOBODY))
    files = [os.path.join(home, x) for x in os.listdir(home) if x.startswith("news.db")]
    p = subprocess.run([sys.executable, "-c", script, *files], capture_output=True, text=True)
    check("another user of the folder can open none of it", len(files) == 5 and p.stdout == "" and p.returncode == 0, (files, p.stdout, p.stderr))
    q.terminate()
    q.wait(timeout=60)
else:
    print("left out: another user (needs root)")

P.end()
