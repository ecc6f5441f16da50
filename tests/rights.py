#!/usr/bin/env python3
"""Rights of plugins from outside the tree, through the real program: the network, and paths that an option names.

  rights.py --tidings build/release/tidings --include include

The plugins are tests/outside/*.c, built against the headers alone.  Exit 0 when all holds.
"""
import glob, os, shutil, socket, threading

from outside import build as outside
from program import arguments, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("rights", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
A.include = os.path.abspath(A.include)
build = os.path.dirname(A.tidings)
P.env.pop("TIDINGS_PLUGIN_PATH", None)


def both(name, text):
    """What `check` says of a configuration, and what a pass with it says and does."""
    conf = write(name + ".yaml", "version: 1\nplugins: { path: [%s] }\n%s" % (path("plugins"), text))
    return P.run("check", conf), P.run("run", "--once", "--config", conf, "--store", path(name + ".db"))


def refused(name, what, *words):
    """`check` and a run say the same of it."""
    c, r = what
    check(name, c.returncode == 78 and r.returncode == 78 and all(w in p.stderr for w in words for p in (c, r)), told(c) + told(r))


for each in ("maildir", "filer", "nosy"):
    outside(P, each)
for n in (1, 2):
    write("mail/new/%d" % n, "The ferry sails again, message %d\n\nThe ferry to Oster Ness runs again from Monday, the harbour office said.\n" % n)
write("else/secret", "top secret\n")
write("words", "house words\n")
INBOX = "sources:\n  - { id: inbox, url: \"maildir:inbox\", parse: text }\n"

# ---- reading: an option with TDG_O_READ is the grant ----
c, r = both("mail", "fetchers: { maildir: { folder: mail } }\n" + INBOX)
check("a path that the operator writes may be read", c.returncode == 0 and r.returncode == 0, told(c) + told(r))
titles = sorted(x["title"] for x in P.records(path("mail.db")))
check("and its messages are records", titles == ["The ferry sails again, message %d" % n for n in (1, 2)], titles)
check("`check` says what it may", "maildir (org.example.maildir) may: read" in c.stdout, told(c))
write("mail/new/3", "The ferry sails again, message 3\n\nIt will sail on Tuesday as well, the harbour office said.\n")
r = P.run("run", "--once", "--config", path("mail.yaml"), "--store", path("mail.db"))
check("with the next poll comes what is new", len(P.records(path("mail.db"))) == 3, told(r))
refused("without the option it is refused before anything runs, with what to write", both("none", INBOX), "fetchers: { maildir: { folder: PATH } }",
        "none.yaml:4:")
refused("a path that is not there is told by both", both("gone", "fetchers: { maildir: { folder: nowhere } }\n" + INBOX), "nowhere cannot be read")
refused("one that names nothing has nothing to read", both("box", "fetchers: { mailbox: { folder: mail } }\n" + INBOX.replace("maildir:", "mailbox:")),
        "mailbox", "not granted (read)")
p = P.run("plugin", "show", "maildir", "--config", path("mail.yaml"))
check("`plugin show` says what it may read and where that is written", "fetchers: { maildir: { folder: PATH } }" in p.stdout, told(p))
p = P.run("import", "--config", path("none.yaml"), "--store", path("imported.db"), path("words"))
check("a configuration that lacks it is refused for an import too", p.returncode == 78, told(p))

# ---- a second fetcher of the same addresses ----
outside(P, "spare")
c, r = both("spare", "fetchers: { maildir: { folder: mail } }\n" + INBOX)
check("a fetcher that no source uses is not opened", c.returncode == 0 and r.returncode == 0, told(c) + told(r))
os.remove(path("plugins", "spare.so"))

# ---- writing ----
NEWS = "sources:\n  - { id: news, url: \"file:news.txt\", parse: text }\n"
write("news.txt", "The bridge is open\n\nThe bridge at Hollin was opened on Monday, the council said.\n")
os.makedirs(path("out"))
c, r = both("sink", "sinks: [ filer: { folder: out, house: words, secret: %s } ]\n%s" % (path("else", "secret"), NEWS))
made = glob.glob(path("out", "*.txt"))
check("a sink writes to the folder of its own option", c.returncode == 0 and r.returncode == 0 and len(made) == 1, told(c) + told(r))
said = open(made[0]).read().split("\n") if made else []
check("it reads the file that its other option names", said[1:2] == ["house words"], said)
open_files = "no Landlock" in P.run("status", "--store", path("mail.db")).stdout
check("and no other", open_files or said[3:4] == ["closed"], said)
refused("a folder that is not there is told by both", both("missing", "sinks: [ filer: { folder: absent/ } ]\n" + NEWS), "absent", "cannot be written")
refused("of the sink of the program as well", both("jsonl", "sinks: [ jsonl: { path: absent/out.jsonl } ]\n" + NEWS), "absent", "cannot be written")
c, r = both("two", "sinks: [ filer: { folder: out }, jsonl: { path: lines/%%Y.jsonl } ]\n%s" % NEWS if os.makedirs(path("lines")) is None else "")
check("two sinks have each its own folder", c.returncode == 0 and r.returncode == 0 and len(glob.glob(path("lines", "*.jsonl"))) == 1, told(c) + told(r))
c, r = both("cross", "sinks: [ filer: { folder: out, secret: %s }, jsonl: { path: lines/x.jsonl } ]\n%s" % (glob.glob(path("lines", "*.jsonl"))[0], NEWS))
newest = max(glob.glob(path("out", "*.txt")), key=os.path.getmtime)
check("the folder of one is closed to the other", open_files or open(newest).read().split("\n")[2:3] == ["closed"], open(newest).read())

# ---- the network ----
listener = socket.create_server(("127.0.0.1", 0))
reached = []
threading.Thread(target=lambda: [reached.append(listener.accept()) for _ in iter(int, 1)], daemon=True).start()
write("port.txt", str(listener.getsockname()[1]))
ASK = "sources:\n  - { id: port, url: \"file:port.txt\", parse: nosy }\n"
refused("a parser that asks for the network does not get it unasked", both("nosy", ASK), "grant: { org.example.nosy: [net] }")
check("and has not been there", not reached, reached)
home = path("home")
os.makedirs(os.path.join(home, "plugins"))
for name in ("tidings", "tidings-worker"):
    shutil.copy(os.path.join(build, name), home)
for f in glob.glob(os.path.join(build, "plugins", "*.so")):
    shutil.copy(f, os.path.join(home, "plugins"))
shutil.move(path("plugins", "nosy.so"), os.path.join(home, "plugins"))
P.tidings = os.path.join(home, "tidings")
refused("nor when it is installed beside the plugins of the program", both("beside", ASK), "grant: { org.example.nosy: [net] }")
check("it has not been there either", not reached, reached)
conf = write("granted.yaml", "version: 1\nplugins: { grant: { org.example.nosy: [net] } }\n" + ASK)
p = P.run("run", "--once", "--config", conf, "--store", path("granted.db"))
check("it gets it when the operator says so", p.returncode == 0 and [x["title"] for x in P.records(path("granted.db"))] == ["The network was reached"], told(p))
write("port.txt", "crowd")
p = P.run("run", "--once", "--config", conf, "--store", path("crowd.db"))
check("who has the network may start threads, and not any number", p.returncode == 3 and "threads: " in p.stderr and "started more than 256 threads; killed" in p.stderr, told(p))
P.end()
