#!/usr/bin/env python3
"""What was granted and no more, and what was kept secret, with plugins from outside the tree through the real program.

  granted.py --tidings build/release/tidings --include include

Exit 0 when all holds.
"""
import glob, os, stat

from outside import build as outside
from program import arguments, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("granted", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
PYTHON = "/usr/bin/python3"
A.include = os.path.abspath(A.include)
P.env.pop("TIDINGS_PLUGIN_PATH", None)
HEAD = "version: 1\nplugins: { path: [%s] }\npipeline: []\n" % path("plugins")
NEWS = "sources:\n  - { id: news, url: \"file:in/news.txt\", parse: text }\n"
write("in/news.txt", "The bridge is open\n\nThe bridge at Hollin was opened on Monday, the council said.\n")
open_files = "no Landlock" in P.run("status", "--store", path("none.db")).stdout


def run(name, text, *args):
    return P.run("run", "--once", *args, "--config", write(name + ".yaml", text), "--store", path(name + ".db"))


# ---- a program that writes ----
write("grasper.py", """import json, os, stat, sys
def attempt(say, how, call, *args):
    try:
        call(*args)
        say(how + ": done")
    except OSError as e:
        say(how + ": " + e.strerror)
for line in sys.stdin:
    m = json.loads(line)
    if "open" in m:
        folder = m["open"]["options"]["folder"]
    if "record" in m:
        say = lambda text: print(json.dumps({"log": text, "level": "warning"}), flush=True)
        at = lambda name: os.path.join(folder, name)
        attempt(say, "plain", os.open, at("p-plain"), os.O_CREAT | os.O_RDWR, 0o644)
        attempt(say, "open setuid", os.open, at("p-open"), os.O_CREAT | os.O_RDWR, 0o4755)
        attempt(say, "mkdir setgid", os.mkdir, at("p-made"), 0o2755)
        attempt(say, "chmod setuid", os.chmod, at("p-plain"), 0o4755)
        attempt(say, "fchmod setgid", os.chmod, os.open(at("p-plain"), os.O_RDWR), 0o2755)
        attempt(say, "mknod setuid", os.mknod, at("p-node"), stat.S_IFREG | 0o4755)
    print(json.dumps({"done": m["call"]}), flush=True)
""")
os.makedirs(path("out"))
p = run("program", "version: 1\nplugins: { exec: [ { name: snatcher, kind: sink, command: [%s, ./grasper.py], options: { folder: %s }, write: [out] } ] }\n"
        "pipeline: []\nsinks: [ snatcher: {} ]\n" % (PYTHON, path("out")) + NEWS)
said = told(p)
check("as ever: its plain file", "plain: done" in said, said)

P.end()
