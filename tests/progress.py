#!/usr/bin/env python3
"""What an import says of its progress: a live line on a terminal, with the share of the bytes, rate and time left; plain lines, seldom,
elsewhere.

  progress.py --tidings build/release/tidings --shim build/release/tests/clock_shift.so

One large file, a packed one, an archive, a folder, an import that goes on.  Exit 0 when all holds.
"""
import fcntl, gzip, io, json, os, pty, random, re, select, signal, struct, subprocess, tarfile, termios, time, zipfile

import piles
from loopback import Clock
from program import arguments, Program, told

ap = arguments(__doc__)
ap.add_argument("--shim", required=True)
ap.add_argument("--rows", type=int, default=6000)
P = Program("progress", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
CONF = write("c.yaml", "version: 1\nplugins: { limits: { deadline: 1h } }\npipeline: []\n")  # the clock is moved
LIVE = re.compile(r"(\d+) %, (\d+) of (\d+) (B|KB|MB)(?:, (\d+) (s|min) left)?: (\d+) documents \((\d+)/s\), (\d+) records")


def row(i):
    r = random.Random(i)
    return json.dumps({"id": "r%d" % i, "title": "Ferry %d" % i, "text": "The ferry number %d ran aground. %s" % (i, " ".join("%x" % r.getrandbits(40) for _ in range(40)))}) + "\n"


def seen(*args, columns=80, kill_at=None, env=None):
    """What stands on a terminal, line by line as it is rewritten; the exit code."""
    here, there = pty.openpty()
    fcntl.ioctl(there, termios.TIOCSWINSZ, struct.pack("HHHH", 25, columns, 0, 0))
    p = subprocess.Popen([P.tidings, "import", "--config", CONF, *args], env=env or P.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=there)
    os.close(there)
    text = b""
    while True:
        try:
            more = os.read(here, 65536)
        except OSError:
            break
        if not more:
            break
        text += more
        found = LIVE.findall(text.decode(errors="replace"))
        if kill_at is not None and found and int(found[-1][0]) >= kill_at:
            p.send_signal(signal.SIGKILL)
            break
    os.close(here)
    p.wait()
    return text.decode(errors="replace"), p.returncode


def shares(text):
    return [int(m[0]) for m in LIVE.findall(text)]


rows = "".join(row(i) for i in range(A.rows)).encode()
zipped = io.BytesIO()
with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("rows.jsonl", rows)
tarred = io.BytesIO()
piles.tar(tarred, A.rows // 3)
cases = {"rows.jsonl.gz": gzip.compress(rows), "rows.zip": zipped.getvalue(), "pages.tar": tarred.getvalue(), "rows.jsonl": rows.decode().encode("utf-16")}
for name, data in cases.items():
    write("in/" + name, data)
    text, code = seen("--store", path(name + ".db"), path("in", name))
    live, parts = LIVE.findall(text), shares(text)
    check("%s: the share of one file grows by its bytes" % name, code == 0 and len(set(parts)) >= 3 and parts == sorted(parts) and parts[-1] >= 60 and parts[0] <= 60, (code, parts, text[-600:]))
    check("%s: with rate and the time that is left" % name, any(m[4] for m in live) and any(int(m[7]) > 0 for m in live), text[-600:])
text, code = seen("--store", path("narrow.db"), path("in/rows.jsonl"), columns=30)
drawn = [x.split("\x1b[K")[-1] for x in text.split("tidings import:")[0].split("\r")]
check("one line, as wide as the terminal allows, that is gone at the end", "\n" not in text.split("tidings import:")[0] and max(map(len, drawn)) == 29 and drawn[-1] == "", (text[-300:], max(map(len, drawn))))
os.makedirs(path("in/.hidden"))
write("in/.hidden/large", bytes(50 << 20))
os.symlink("..", path("in/up"))
size = sum(os.path.getsize(path("in", n)) for n in cases)
text, code = seen("--store", path("in/folder.db"), path("in"))
live = LIVE.findall(text)
check("a folder: all of its files, without what is hidden, behind links, or the store's own", code == 0 and live and abs(int(live[-1][2]) * {"B": 1, "KB": 1e3, "MB": 1e6}[live[-1][3]] - size) < 1e6 and shares(text)[-1] >= 80, (code, live[-2:], size, text[-500:]))
text, code = seen("--store", path("killed.db"), path("in/rows.jsonl"), kill_at=40)
text, code = seen("--store", path("killed.db"), path("in/rows.jsonl"))
check("an import that goes on begins where it was", code == 0 and shares(text) and shares(text)[0] >= 10 and shares(text)[-1] >= 60, shares(text))

# ---- elsewhere ----
p = P.run("import", "--config", CONF, "--store", path("plain.db"), path("in/rows.jsonl"))
check("elsewhere nothing is said in the first half a minute", p.returncode == 0 and "%" not in p.stderr and "\r" not in p.stderr, told(p))
clock = Clock(P.folder, A.shim, P.env)
clock.hasten(60)
p = P.run("import", "--config", CONF, "--store", path("fast.db"), path("in/rows.jsonl"), env=clock.env)
clock.hasten(1)
plain = [x for x in p.stderr.split("\n") if LIVE.search(x)]
check("then a plain line now and then", p.returncode == 0 and len(plain) >= 1 and all(x.startswith("tidings: ") and "\x1b" not in x for x in plain), told(p))
p = P.run("import", "--quiet", "--config", CONF, "--store", path("quiet.db"), path("in/rows.jsonl"), env=clock.env)
check("and nothing with --quiet", p.returncode == 0 and p.stderr == "", told(p))
P.end()
