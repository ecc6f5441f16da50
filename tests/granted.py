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


# ---- many paths are each granted, and nothing beside them ----
N = 70
source = "#include <tidings/plugin.h>\n#include <fcntl.h>\n#include <unistd.h>\nstruct conf {\n%s};\nstatic const struct tdg_option options[] = {\n%s};\n" % (
    "".join("  struct tdg_str p%d;\n" % i for i in range(N)),
    "".join("  TDG_OPT(struct conf, p%d, TDG_O_PATH, TDG_O_READ, NULL, 0, 0, \"a file\"),\n" % i for i in range(N)))
source += """
static int run(tdg_call *c, void *self, const tdg_rec *doc) {
  static const char *const paths[] = {"%s", "%s", "%s"};
  (void)self, (void)doc;
  for (int i = 0; i < 3; i++) {
    int fd = open(paths[i], O_RDONLY);
    tdg_log(c, 2, "%%d: %%s", i, fd < 0 ? "closed" : "open");
    if (fd >= 0) close(fd);
  }
  return TDG_OK;
}
TDG_PLUGIN("org.example.many", "1", "CC0-1.0",
           TDG_PARSER(.name = "many", .summary = "reads", .TDG_OPTIONS(struct conf, options), .run = run));
""" % (path("d", "0", "f"), path("d", "69", "f"), path("d", "private"))
outside(P, write("many.c", source))
for i in range(N):
    write("d/%d/f" % i, "x\n")
write("d/private", "private\n")
p = run("many", HEAD + "parsers:\n  many:\n" + "".join("    p%d: d/%d/f\n" % (i, i) for i in range(N)) + NEWS.replace("text", "many"))
said = told(p)
check("of 70 files the first and the last are open", "0: open" in said and "1: open" in said, said)
check("and what lies beside them is not", open_files or "2: closed" in said, said)

# ---- files that give their owner's rights ----
outside(P, "grasper")
os.makedirs(path("out"))
p = run("grasper", HEAD + "sinks: [ grasper: { folder: out } ]\n" + NEWS)
said = told(p)
for way in ("fchmod setuid", "fchmod setgid", "open setuid", "openat setgid", "tmpfile setuid", "mkdir setgid"):
    check("refused: " + way, way + ": Operation not permitted" in said, said)
for way in ("plain", "fchmod 0644", "mkdir plain", "reading"):
    check("as ever: " + way, way + ": done" in said, said)
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
p = run("program", "version: 1\nplugins: { exec: [ { name: snatcher, kind: sink, command: [%s, ./grasper.py], options: { folder: %s }, write: [out] } ] }\n"
        "pipeline: []\nsinks: [ snatcher: {} ]\n" % (PYTHON, path("out")) + NEWS)
said = told(p)
for way in ("open setuid", "mkdir setgid", "chmod setuid", "fchmod setgid", "mknod setuid"):
    check("refused to a program: " + way, way + ": Operation not permitted" in said, said)
check("as ever: its plain file", "plain: done" in said, said)
left = [f for f in glob.glob(path("out", "*")) if os.stat(f).st_mode & (stat.S_ISUID | stat.S_ISGID)]
check("none is left", left == [], left)

# ---- what decides its rights cannot be among what a plugin may write ----
os.makedirs(path("store/here"))
os.makedirs(path("link"))
write("secrets/key", "a key\n")
os.symlink(path("secrets"), path("link", "elsewhere"))
KEEPS = "parsers: { talker: { key: { file: secrets/key } } }\n"
outside(P, "talker")
for what, folder, at in (("the configuration", ".", "guarded.yaml"), ("the store", "store", "store/a.db"), ("the secret", "link/elsewhere", "secrets/key"),
                         ("the plugins", "plugins", "plugins"), ("the configuration", "/", "guarded.yaml")):
    conf = write("guarded.yaml", HEAD + KEEPS + "store: { path: store/a.db }\nsinks: [ grasper: { folder: %s } ]\n" % folder + NEWS)
    for command in (["check"], ["run", "--once", "--config"]):
        p = P.run(*command, conf)
        said = told(p)
        check("refused by %s: a sink that may write %s" % (command[0], what), p.returncode == 78 and "grasper: it may write what is in" in said and what in said and path(at) in said, said)
conf = write("guarded.yaml", HEAD + "store: { path: store/a.db }\nsinks: [ grasper: { folder: store/here } ]\n" + NEWS)
p = P.run("check", conf)
check("not refused beside it; the folder is told", p.returncode == 0 and "it may write what is in " + path("store/here") in p.stdout, told(p))
p = P.run("plugin", "show", "grasper", "--config", conf)
check("and `plugin show` tells it", p.returncode == 0 and "it may write what is in " + path("store/here") in p.stdout, told(p))
p = P.run("run", "--once", "--config", conf, "--store", path("store/here/b.db"))
check("the store of the command counts as well", p.returncode == 78 and "the store" in told(p), told(p))
write("scripts/one.py", "")
p = P.run("check", write("guarded.yaml", "version: 1\nplugins: { exec: [ { name: own, kind: parser, command: [%s, scripts/one.py], write: [scripts] } ] }\npipeline: []\n" % PYTHON + NEWS))
check("a program may not write its own file", p.returncode == 78 and "the program" in told(p) and path("scripts/one.py") in told(p), told(p))
p = P.run("check", write("guarded.yaml", "version: 1\npipeline: []\nsinks: [ jsonl: { path: all.jsonl } ]\n" + NEWS))
check("a sink of the program may write beside the configuration", p.returncode == 0, told(p))

# ---- secrets ----
outside(P, "talker")
KEY = "s3cr+t/of-the-house"
ENCODED = KEY.replace("+", "%2B").replace("/", "%2F")
write("key", KEY + "\n")
SECRET = HEAD + "parsers: { talker: { key: %s } }\nsources:\n  - { id: a, url: \"file:in/news.txt\", parse: talker }\n"
p = run("secret", SECRET % "{ file: key }"
        + "  - { id: b, url: \"weird:x\", parse: text, request: { headers: { X-Api-Key: { file: key } } } }\n")
shown = [told(p)] + [told(P.run(*c, "--store", path("secret.db"))) for c in (["status"], ["quarantine"], ["quarantine", "--json"], ["sources", "--broken"])]
check("the failures are told", "no such key" in shown[2] and "sent" in "".join(shown), shown)
check("a secret is not shown, with or without the configuration", not any(KEY in s or ENCODED in s for s in shown), shown)
kept = b"".join(open(f, "rb").read() for f in glob.glob(path("secret.db*")))
check("nor stored", KEY.encode() not in kept and ENCODED.encode() not in kept)
p = P.run("check", write("inline.yaml", SECRET % KEY))
check("one that is written in the clear is refused without being repeated", p.returncode == 78 and KEY not in told(p), told(p))
p = P.run("plugin", "try", path("plugins", "talker.so"), "parse", path("in", "news.txt"), "--set", "key=" + KEY)
check("nor does a trial repeat it", "no such key" in told(p) and KEY not in told(p), told(p))

# ---- without a sandbox ----
CONF = HEAD.replace("plugins: {", "plugins: { isolation: none,") + NEWS
for p in (P.run("check", write("none.yaml", CONF)), run("none", CONF), run("asked", HEAD + NEWS, "--isolation", "none")):
    check("that there is no sandbox is said once", told(p).count("there is no sandbox") == 1, told(p))
p = P.run("run", "--once", "--config", path("many.yaml"), "--store", path("many.db"))
check("and not where there is one", "there is no sandbox" not in told(p), told(p))

# ---- tests of a plugin stay in their folder ----
TEST = ["plugin", "test", path("plugins", "talker.so"), path("golden"), "--kind", "parser", "--update"]
write("golden/a.in", "Words\n")
write("elsewhere", "kept\n")
os.symlink(path("elsewhere"), path("golden", "a.jsonl"))
p = P.run(*TEST)
check("what is expected is not written through a link", open(path("elsewhere")).read() == "kept\n" and p.returncode != 0 and "link" in told(p), told(p))
os.unlink(path("golden", "a.jsonl"))
os.mkfifo(path("golden", "b.in"))
p = P.run(*TEST, timeout=20)
check("a pipe as an input is refused", p.returncode == 1 and "b.in" in p.stderr, told(p))
os.unlink(path("golden", "b.in"))
for name in ("a.json", "a.jsonl"):
    os.mkfifo(path("golden", name))
    p = P.run(*TEST, timeout=20)
    check("and as " + name, p.returncode not in (0, None) and name in told(p), told(p))
    os.unlink(path("golden", name))
P.end()
