#!/usr/bin/env python3
"""Programs in any language (plugins: exec:), through the real program.

  exec.py --tidings build/release/tidings --source .
"""
import json, os, re, shutil, socket, sys

from program import arguments, lines, Program, told, without_landlock

ap = arguments(__doc__)
ap.add_argument("--source", required=True, help="the source tree")
P = Program("exec", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
os.chmod(P.folder, 0o755)
outside = os.path.join(os.path.abspath(A.source), "tests", "outside", "exec")
PYTHON = "/usr/bin/python3"
if not os.access(PYTHON, os.X_OK):
    print("skip: there is no %s" % PYTHON)
    sys.exit(77)
os.makedirs(path("bin"))
for name in os.listdir(outside):
    shutil.copy(os.path.join(outside, name), path("bin"))


def run(conf, store, **more):
    return P.run("run", "--once", "--config", conf, "--store", path(store), **more)


# ---- hostile acts ---------------------------------------------------------------------------------------------------
secret = write("private/secret", "a secret of this user\n")
library = write("libraries/notes", "what the workers' libraries stand beside")
P.env["LD_LIBRARY_PATH"] = path("libraries") # read by workers that load a plugin, and by them alone
shutil.copy(path("bin", "hostile.py"), path("private", "good.py"))
os.chmod(path("private"), 0o755)
made = "/tmp/tidings-exec-was-here-%d" % os.getpid()
ACTS = re.findall(r'^    "([a-z-]+)": lambda', open(os.path.join(outside, "hostile.py")).read(), re.M)
BREAKS = {  # act: the cause that quarantine tells, words of the message
    "exec": ("syscall", "killed by the sandbox: system call execve"),
    "execveat": ("syscall", "killed by the sandbox: system call execve"),
    "never": ("deadline", "no answer within 3000 ms"),
    "twice": ("protocol", "sent more after"),
    "wrong": ("protocol", "answered call"),
    "stuck": ("protocol", "expected near 'Loading': Loading the model"),
    "close": ("protocol", "closed its standard output"),
    "flood": ("flood", "answered more than one document may"),
    "long": ("flood", "answered more than one document may"),
    "exit": ("exit", "the program ended before it had answered, with exit code 3"),
    "raise": ("exit", "the program ended before it had answered, with exit code 1"),
    "segv": ("signal", "SIGSEGV"),
    "memory": ("exit", "with exit code 1"),
    "threads": ("threads", "started more than 25"),  # 256, and one for each request that it may have
    "spin": ("", ""),  # the deadline or the limit of processor time, whichever is first
}
NONSENSE = {  # act: words of the reason; the worker stays
    "deep": "line 1 of its answer: not JSON",
    "bytes": "line 1 of its answer: not JSON",
    "no-json": "the program hostile, line 1 of its answer: not JSON, column",
    "done-no-json": 'a\\u0000b"',
    "list": "a line is one JSON object",
    "unknown-field": 'there is no field "titel"',
    "wrong-type": 'field "title" must be one value',
    "wrong-kind": 'wanted "record", "request", "document", "log" or "done", found "note"',
    "misplaced": 'the field "version" is not of an article or a statement, or is set by the host',
    "zebra": 'there is no type of block "zebra"; there are paragraph, heading',
    "nul": "a text has a NUL",
    "nothing": "hostile found nothing in it",
    "no-status": 'there is no status "awful"; there are ok, drop, not-mine, retry, bad-input, denied, bad-config',
    "two": '"record" stands alone in its line',
    "error": "this document is not for me",
}
GOOD = ["thread", "flood-log", "flood-error", "close-input", "address"]
names = ACTS + list(BREAKS) + list(NONSENSE) + GOOD
for act in names:
    write("docs/%s.act" % act, act)
    write("docs/after-%s.act" % act, "good")


def sources(acts):
    return "".join("  - { id: %s%s, url: 'file:docs/%s%s.act', parse: hostile }\n" % (x, act, x, act) for act in acts for x in ("", "after-"))


SLOW = ["never", "spin"]  # the deadline is what is looked at; it is long for the others, as the machine may be busy
HOSTILE = """plugins:
  limits: { deadline: DEADLINE, workers: 2 }
  exec:
    - name: hostile
      kind: parser
      claims: [application/x-act]
      command: [%s, BIN/hostile.py]
      options: { secret: %s, made: %s, library: %s }
sources:
""".replace("BIN", path("bin")) % (PYTHON, secret, made, library)
slow = write("slow.yaml", HOSTILE.replace("DEADLINE", "3s") + sources(SLOW))
conf = write("hostile.yaml", HOSTILE.replace("DEADLINE", "60s") + sources([x for x in names if x not in SLOW]))
p = P.run("check", conf)
check("a configuration with a program is in order", p.returncode == 0, told(p))
for one in (slow, conf):
    p = run(one, "hostile.db", timeout=300)
said = [x for x in p.stderr.splitlines() if "it answered without a record for file:" in x]
check("a program is told its mistakes in the words of JSON", said and all("exec/hostile" in x and '"not-mine"' in x and "TDG_" not in x and "tdg_" not in x for x in said), told(p))
p = P.run("parse", "--config", conf, "--as", "hostile", "--url", "https://archive.example/" + "\u00e5" * 85, path("docs/nothing.act"))
check("with all of the advice behind a long address", "\u00e5: answer with" in p.stderr and "when it is empty, emit a record of kind feed, or a record of kind stub" in p.stderr, told(p))
p = P.run("parse", "--config", conf, "--as", "hostile", path("docs/address.act"))
check("and without a function of C", '"url" "notes/1", which has no scheme' in p.stderr and "whole address, or none" in p.stderr and "TDG_" not in p.stderr and "tdg_" not in p.stderr, told(p))
records = {}
for r in P.records(path("hostile.db")):
    if r["kind"] == "article":
        records.setdefault(r["source"]["id"], []).append(r["title"])
kept = {}
for q in lines(P.run("quarantine", "--json", "--config", conf, "--store", path("hostile.db")).stdout):
    kept[os.path.basename(q.get("url", ""))[:-4]] = q
if os.environ.get("EXEC_SHOW"):
    print(json.dumps([records, kept], indent=1))
# ptrace, bpf ... where the kernel has the numbers of another machine are refused all the same
for act in ACTS:
    check("%s is refused" % act, records.get(act, ["nothing"])[0].startswith("refused"), (records.get(act), kept.get(act)))
check("nothing was made, nothing changed", not os.path.lexists(made) and open(secret).read() == "a secret of this user\n")
q = kept.get("raise", {})
check("the last words of a program are kept with its document", "the words of an exception" in json.dumps(q)
      or "the words of an exception" in P.run("quarantine", "show", str(q.get("id", 0)), "--config", conf, "--store", path("hostile.db")).stdout, q)
for act, (cause, words) in BREAKS.items():
    q = kept.get(act, {})
    check("%s is told, and kept" % act, q.get("cause", "") == cause and words in json.dumps(q) if cause else q != {}, (q, records.get(act)))
for act, words in NONSENSE.items():
    q = kept.get(act, {})
    check("%s is told with the line" % act, words in q.get("reason", "") + q.get("message", "") and act not in records, (q, records.get(act)))
for act, title in zip(GOOD, ("a thread", "logged", "printed", "deaf", "an address")):
    check("%s does no harm" % act, records.get(act) == [title], (records.get(act), kept.get(act)))
for act in names:
    if records.get("after-" + act) != ["good"]:
        check("the document after %s is read" % act, False, (records.get("after-" + act), kept.get("after-" + act)))


def running(word):
    """The processes whose command line has the word."""
    found = []
    for pid in os.listdir("/proc") if os.path.isdir("/proc") else []:
        try:
            if pid.isdigit() and int(pid) != os.getpid() and word in open("/proc/%s/cmdline" % pid, errors="replace").read():
                found.append(pid)
        except OSError:
            pass
    return found


check("no program outlives the run", running(path("bin")) == [], running(path("bin")))


def articles(store):
    return {r["title"]: r for r in P.records(path(store)) if r["kind"] == "article"}


# ---- the page and the examples ----------------------------------------------------------------------------------------
page = open(os.path.join(A.source, "docs", "plugins", "program.md")).read()
code, yaml = (re.search("```%s\n(.*?)```" % x, page, re.S).group(1) for x in ("python api.py", "yaml mine.yaml"))
yaml = yaml[:yaml.index("sources:")]
write("page/api.py", code)
conf = write("page/mine.yaml", yaml)
check("the parser of the page is short", code.count("\n") < 40, code.count("\n"))
item = {"headline": "Ferry runs again", "link": "https://api.example/1", "time": "2026-03-09T10:00:00Z", "body": "It sailed.\n\nAll went well."}
answer = write("page/answer.json", json.dumps({"items": [item]}))
p = P.run("parse", "--config", conf, "--as", "my-api", answer)
got = (lines(p.stdout) or [{}])[0]
check("it reads what the page says", got.get("title") == "Ferry runs again" and len(got.get("blocks", [])) == 2
      and got["published"] == "2026-03-09T10:00:00Z", told(p))
p = P.run("parse", "--config", conf, "--as", "my-api", "--isolation", "none", answer)
check("also where plugins run inside the program", '"Ferry runs again"' in p.stdout, told(p))
p = P.run("parse", "--config", conf, "--as", "my-api", write("page/bad.json", "{}"))
check("and says what is wrong with a document", p.returncode == 1 and "KeyError('items')" in p.stderr, told(p))
p = P.run("plugin", "show", "my-api", "--config", conf)
check("`plugin show` lists what is open to it", all(x in p.stdout for x in (PYTHON, "api.py", "/usr/lib", "network: no")), told(p))
p = P.run("check", write("page/whole.yaml", yaml + "sources: [ { id: a, url: 'file:answer.json', parse: my-api } ]\n"))
check("so does `check`", p.returncode == 0 and PYTHON in p.stdout and "/usr/lib" in p.stdout and "network: no" in p.stdout, told(p))

os.chmod(path("bin", "lines.sh"), 0o755)
conf = write("shell.yaml", "plugins: { exec: [ { name: lines, kind: parser, command: [bin/lines.sh] } ] }\n")
p = P.run("parse", "--config", conf, "--as", "lines", write("hello.txt", "A title\n\nOne paragraph, \"quoted\".\n"))
got = (lines(p.stdout) or [{}])[0]
check("a shell script without other programs reads a document", got.get("title") == "A title" and got["text"] == 'One paragraph, "quoted".', told(p))

conf = write("taken.yaml", "plugins: { exec: [ { name: feed, kind: parser, command: [bin/lines.sh] } ] }\nsources: [ { id: a, url: 'file:hello.txt', parse: exec/feed/feed } ]\n")
p = P.run("check", conf)
q = P.run("parse", "--config", conf, "--as", "exec/feed/feed", path("hello.txt"))
check("a program whose name a plugin has is told how it is reached, and is", p.returncode == 0 and "write exec/feed/feed where this one is meant" in p.stderr
      and '"A title"' in q.stdout, (told(p), told(q)))

# ---- every kind, over two polls and a restart -------------------------------------------------------------------------
for name, text in (("1", "Trains run again\n\nThe trains to Oster Ness run again from Monday, the office said."),
                   ("2", "Sports of the day\n\nNobody won."), ("3", "Refused by the sink\n\nA report of its own.")):
    write("in/%s.txt" % name, text)
os.makedirs(path("out"), 0o755)  # under root a program is nobody, and writes where it was granted all the same
write("box/a", "plain words\n")
write("box/b", b"\xff\xfe bytes")
KINDS = """plugins:
  exec:
    - { name: lines, kind: parser, command: [BIN/lines.sh] }
    - { name: tagger, kind: stage, command: [%s, BIN/tagger.py] }
    - { name: first, kind: brief, command: [%s, BIN/first.py] }
    - { name: folder, kind: sink, command: [%s, BIN/folder.py], options: { folder: %s }, write: [out] }
    - { name: box, kind: fetcher, claims: [box], command: [%s, BIN/maildir.py]%s }
    - { name: box, kind: parser, claims: [text/x-box], command: [%s, BIN/whatever.py] }
pipeline: [tagger, story, {brief: {use: first}}]
sinks: [folder]
sources:
  - { id: files, url: 'file:in', parse: lines }
  - { id: box, url: 'box:%s' }
""".replace("BIN", path("bin"))
grant = ", read: [box]"
conf = write("kinds.yaml", KINDS % (PYTHON, PYTHON, PYTHON, path("out"), PYTHON, grant, PYTHON, path("box")))
p = P.run("check", conf)
check("a component of each kind", p.returncode == 0, told(p))
first = run(conf, "kinds.db")
found = articles("kinds.db")
check("a fetcher and a parser read a granted folder, text as text and bytes as base64",
      "text of 12 bytes" in found and "base64 of 8 bytes" in found, (list(found), told(first)))
check("a shell script reads files", "Trains run again" in found, (list(found), told(first)))
if os.environ.get("EXEC_SHOW"):
    print(told(first), json.dumps(P.records(path("kinds.db")), indent=1)[:6000], os.listdir(path("out")))
kept = [json.load(open(path("out", x))) for x in os.listdir(path("out"))]
check("a sink writes what it was given", "Trains run again" in [r.get("title") for r in kept], kept)
check("and not what it refused, which is told", "Refused by the sink" not in [r.get("title") for r in kept]
      and "the folder wants no such title" in first.stderr, told(first))
check("a dropped record reaches no sink", "Sports of the day" not in [r.get("title") for r in kept], kept)
check("a stage's tag reaches the sink", any("noted" in r.get("tags", []) for r in kept if r["kind"] == "article"), kept)
p = P.run("show", found.get("Trains run again", {}).get("id", "x"), "--store", path("kinds.db"))
check("a stage's note is kept and shown", "tagger" in p.stdout, told(p))
briefs = [r for r in kept if r["kind"] == "brief"]
check("a brief quotes its source", any("from Monday, the office said" in json.dumps(b) and b["by"] == "first" for b in briefs), briefs)
write("in/4.txt", "A second poll\n\nIt brought one more report.")
run(conf, "kinds.db")
p = P.run("show", articles("kinds.db").get("A second poll", {}).get("id", "x"), "--json", "--store", path("kinds.db"))
recalled = re.search(r'"reason":\s*"record (\d+)"', p.stdout)
check("after a restart the stage recalls its notes", recalled and int(recalled.group(1)) > len(found), (len(found), told(p)))
ungranted = write("ungranted.yaml", KINDS % (PYTHON, PYTHON, PYTHON, path("out"), PYTHON, "", PYTHON, path("box")))
p = run(ungranted, "ungranted.db")
check("a folder that is not granted is refused, with its name", path("box") in p.stderr + P.run("sources", "--broken", "--config", ungranted, "--store", path("ungranted.db")).stdout
      and not any(t.startswith("text of") for t in articles("ungranted.db")), told(p))

# ---- the network, when granted ----------------------------------------------------------------------------------------
server = socket.create_server(("127.0.0.1", 0))
write("net/net.py", """import json, socket, sys
for line in sys.stdin:
    m = json.loads(line)
    if "document" in m:
        try:
            socket.create_connection(("127.0.0.1", %d), 2)
            said = "connected"
        except OSError as e:
            said = "refused: %%s" %% e
        print(json.dumps({"record": {"title": said}}))
    print(json.dumps({"done": m["call"]}), flush=True)
""" % server.getsockname()[1])
for net, said in (("no", "refused"), ("yes", "connected")):
    conf = write("net-%s.yaml" % net, "plugins: { exec: [ { name: n, kind: parser, command: [%s, net/net.py], net: %s } ] }\n" % (PYTHON, net))
    p = P.run("parse", "--config", conf, "--as", "n", answer)
    check("net: %s" % net, '"title":"%s' % said in p.stdout, told(p))
server.close()

# ---- what is wrong with a configuration or a program -------------------------------------------------------------------
write("bin/loop.py", "import sys\nsys.exit(5)\n")
write("bin/last.py", "import sys\nsys.stdin.readline()\nsys.exit('the folder is missing')\n")
os.makedirs(path("shut"))
os.chmod(path("shut"), 0o500)
write("bin/refuses.py", 'import json, sys\nfor line in sys.stdin:\n    print(json.dumps({"done": 0, "error": "the option key is missing"}), flush=True)\n')
write("bin/env.sh", "#!/usr/bin/env python3\n", 0o755)
write("bin/plain.py", "pass\n", 0o644)
write("bin/open.py", "pass\n", 0o666)
os.chmod(path("bin", "open.py"), 0o666)
WRONG = [
    ("{ name: x, kind: parser, command: [%s, bin/last.py] }" % PYTHON, "before it had answered, with exit code 1; it printed last: the folder is missing"),
    ("{ name: x, kind: parser, command: [%s, bin/refuses.py], write: [never] }" % PYTHON, "write: %s: " % path("never")),
    ("{ name: x, kind: parser, command: [%s, bin/loop.py] }" % PYTHON, "the program ended before it had answered, with exit code 5"),
    ("{ name: x, kind: parser, command: [%s, bin/refuses.py] }" % PYTHON, "the option key is missing"),
    ("{ name: x, kind: parser, command: [bin/env.sh] }", "the interpreter itself"),
    ("{ name: x, kind: parser, command: [bin/plain.py] }", "not executable"),
    ("{ name: x, kind: parser, command: [%s, bin/open.py] }" % PYTHON, "everybody"),
    ("{ name: x, kind: parser, command: [bin/nothing] }", "No such file"),
    ("{ name: x, kind: parser, command: [python3] }", "with a slash"),
    ("{ name: x, kind: parser }", "command"),
    ("{ name: x, command: [%s] }" % PYTHON, "kind: is missing"),
    ("{ name: x, kind: parsers, command: [%s] }" % PYTHON, "parsers"),
    ("{ kind: parser, command: [%s] }" % PYTHON, "name"),
    ("{ name: 'a b', kind: parser, command: [%s] }" % PYTHON, "letters, digits"),
    ("{ name: x, kind: parser, commend: [a], command: [%s] }" % PYTHON, 'did you mean "command"'),
    ("{ name: x, kind: parser, net: 7, command: [%s] }" % PYTHON, "net"),
    ("{ name: x, kind: parser, command: [%s, bin/refuses.py], read: [never] }" % PYTHON, "read: %s: No such file" % path("never")),
    ("{ name: x, kind: fetcher, command: [%s, bin/refuses.py] }" % PYTHON, "claims: is missing: a fetcher says which schemes"),
    ("{ name: x, kind: fetcher, claims: ['box:'], command: [%s, bin/refuses.py] }" % PYTHON, "a scheme without the colon"),
    ("{ name: x, kind: parser, claims: ['*/*'], command: [%s, bin/refuses.py] }" % PYTHON, "a media type"),
    ("{ name: x, kind: parser, read: { a: b }, command: [%s] }" % PYTHON, "read"),
    ("x", "plugins.exec"),
]
if os.geteuid() != 0:
    WRONG.append(("{ name: x, kind: parser, command: [%s, bin/refuses.py], write: [shut] }" % PYTHON, "write: %s: " % path("shut")))
if os.geteuid() == 0:
    own = write("own.yaml", "plugins:\n  exec:\n    - { name: x, kind: parser, command: [%s, bin/refuses.py], write: [out] }\nsources: [ { id: a, url: 'file:hello.txt', parse: x } ]\n" % PYTHON)
    p = P.run("check", own, preexec_fn=without_landlock)
    check("a folder that nobody cannot write without Landlock is told", p.returncode == 99  # no filter can be set here
          or p.returncode == 78 and "write: %s: Permission denied; without Landlock" % path("out") in p.stderr and "own.yaml:3:" in p.stderr, told(p))
for i, (entry, words) in enumerate(WRONG):
    conf = write("wrong-%d.yaml" % i, "plugins:\n  exec:\n    - %s\nsources: [ { id: a, url: 'file:hello.txt', parse: x } ]\n" % entry)
    p = P.run("check", conf)
    check("%s is not started" % entry[:60], "answer" not in p.stderr or "answer" in words, told(p))
    check("%s is told with its place" % entry[:60], p.returncode == 78 and words in p.stderr and re.search(r"wrong-%d.yaml:\d+:\d+" % i, p.stderr), told(p))
conf = write("omissions.yaml", "plugins:\n  exec:\n    - { kind: parser }\nsources: [ { id: a, url: 'file:hello.txt' } ]\n")
p = P.run("check", conf)
check("each omission is told once", p.stderr.count("\n") == 2 and "name is required" in p.stderr and "command is required" in p.stderr, told(p))
p = P.run("check", write("empty.yaml", "plugins:\n  exec:\nsources: [ { id: a, url: 'file:hello.txt' } ]\n"))
check("`exec:` without a value is an empty list", p.returncode == 0, told(p))
for name in ("plain.py", "nothing"):
    conf = write("refused.yaml", "plugins:\n  exec:\n    - { name: x, kind: parser, command: [bin/%s] }\nsources: [ { id: a, url: 'file:hello.txt', parse: x } ]\n" % name)
    p = P.run("check", conf)
    check("%s, which is refused, is told once, where it is written" % name, p.stderr.count("\n") == 1 and "refused.yaml:3:" in p.stderr, told(p))
    p = P.run("plugin", "show", "x", "--config", conf)
    check("`plugin show` knows %s" % name, p.returncode == 0 and "x is not used" in p.stdout and path("bin", name) in p.stdout, told(p))
P.end()
