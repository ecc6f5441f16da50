#!/usr/bin/env python3
"""Nothing a terminal obeys comes out of the program, wherever somebody put it in.

  terminal.py --tidings build/release/tidings --plugins build/release/tests/loud

Control characters, changes of direction, line separators and bytes that are no UTF-8 are planted in names of files, in the
configuration, in feeds, pages, JSON, HTTP, the words of a plugin (test-loud.so) and on standard error of its worker.  Every
command's bytes are looked at.  Exit 0 when none comes out.
"""
import http.server, json, os, pty, re, select, shutil, subprocess, sys, time

from loopback import Server
from program import arguments, Program

ap = arguments(__doc__)
ap.add_argument("--plugins", required=True, help="the folder with test-loud.so")
ap.add_argument("--show", action="store_true", help="print everything the program said")
P = Program("terminal", ap)
A, folder, env = P.arguments, P.folder, P.env
check = P.check
said = []
# A title, a cleared screen, C1 as a character, directions, separators, and a line that looks like ours.
TEXT = "\x1b]0;owned\x07\x1b[2J\x08\x7f\x9b31m\u202e\u2066\u2028\u2029\r\n\tFORGED: line\nFORGED"
LINE = TEXT.replace("\r", "").replace("\n", "")  # where a line end would end what is planted
RAW = LINE.encode() + b"\x9b31m\xff\xfe"  # and C1 as a byte: no UTF-8
BAD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "


def write(name, data):
    path = os.path.join(os.fsencode(folder), name if isinstance(name, bytes) else os.fsencode(name))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode())
    return path


def fault_of(data, coloured):
    """What in these bytes a terminal would obey; None when nothing."""
    if coloured:
        data = re.sub(rb"\x1b\[[0-9;]*m", b"", data)
    try:
        text = data.decode()
    except UnicodeDecodeError as e:
        return "no UTF-8: %r" % data[max(0, e.start - 60):e.end + 20]
    m = BAD.search(text)
    if m:
        return "%r" % text[max(0, m.start() - 60):m.end() + 20]
    forged = [l for l in text.split("\n") if l.startswith("FORGED")]
    return "a line of its own: %r" % forged[0] if forged else None


def run(*args, stdin=b""):
    command = [A.tidings, *args]
    p = subprocess.run(command, env=env, input=stdin, capture_output=True, timeout=100)
    name = " ".join(repr(a)[:60] if isinstance(a, bytes) else a for a in args).replace(folder, "")
    for stream, data in (("standard output", p.stdout), ("standard error", p.stderr)):
        said.append((name, stream, data, "--color" in args))
    return p


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def log_message(self, *a):
        pass

    def do_GET(self):
        raw = LINE.encode()
        body = b"<html><title>" + RAW + b"</title><body><article><h1>" + RAW + b"</h1><p>" + (PROSE * 4).encode() + RAW + b"</p></article></body></html>"
        answers = {
            "/reason": b"HTTP/1.0 404 Not " + raw + b"\r\nX: y\r\n\r\n",
            "/header": b"HTTP/1.0 200 OK\r\nContent-Type: text/html; charset=" + raw + b"\r\nETag: " + raw + b"\r\nX-" + raw + b": " + raw + b"\r\n\r\n" + body,
            "/type": b"HTTP/1.0 200 OK\r\nContent-Type: " + raw + b"\r\n\r\n\x00\x01\x02" + RAW,
            "/redirect": b"HTTP/1.0 302 Found\r\nLocation: " + raw + b"://x/\r\n\r\n",
            "/redirect2": b"HTTP/1.0 302 Found\r\nLocation: http://" + raw + b"/" + raw + b"\r\n\r\n",
            "/redirect3": b"HTTP/1.0 301 Found\r\nLocation: /" + raw + b"\r\n\r\n",
            "/status": b"HTTP/1.0 " + raw + b"\r\n\r\n",
            "/encoding": b"HTTP/1.0 200 OK\r\nContent-Encoding: " + raw + b"\r\n\r\nx",
            "/moved": b"HTTP/1.0 410 " + raw + b"\r\n\r\n",
        }
        self.wfile.write(answers.get(self.path, b"HTTP/1.0 500 " + raw + b"\r\nRetry-After: " + raw + b"\r\n\r\n" + body))


server = Server(Handler)
port = server.port

# ---- what is ours stays as it is ----

plain = subprocess.run([A.tidings, "plugin", "list", "--json"], env=env, capture_output=True, text=True).stdout
ours = [["help"], ["--version"], ["plugin", "list"], ["status", "--store", "nowhere.db"], ["nothing"], ["run"]]
ours += [["plugin", "show", json.loads(l)["name"]] for l in plain.splitlines() if "name" in json.loads(l)]
ours += [[c, "--help"] for c in "run import parse stories brief show search export sources status quarantine check plugin".split()]
texts = [(c, p.stdout + p.stderr) for c in ours for p in [subprocess.run([A.tidings, *c], env=env, capture_output=True, text=True)]]
escaped = [(c, t[max(0, t.index("\\x") - 80):][:120]) for c, t in texts if "\\x" in t]
check("the program's own words are not escaped", len(ours) > 25 and escaped == [] and all(t for _, t in texts), escaped)

# ---- what is read ----

xml = "".join("&#%d;" % ord(c) if c not in "\x00\x07\x08\x1b" else c for c in LINE)
feed = ("<rss version='2.0'><channel><title>Feed %s</title><link>http://h.example/%s</link><description>d</description>"
        "<item><title>Item %s</title><link>http://h.example/a%s</link><guid isPermaLink='false'>guid %s</guid><author>By %s</author><category>%s</category>"
        "<description>%s %s</description></item><item><title>Second</title><link>%s</link><description>%s</description></item></channel></rss>"
        % (xml, xml, xml, xml, xml, xml, xml, PROSE * 2, xml, xml, PROSE)).encode()
atom = ("<feed xmlns='http://www.w3.org/2005/Atom'><title>T%s</title><id>i%s</id><updated>%s</updated><entry><title>E%s</title><id>e%s</id>"
        "<link href='http://h.example/b%s'/><content>%s%s</content></entry></feed>" % (xml, xml, xml, xml, xml, xml, PROSE * 2, xml)).encode()
rows = "\n".join(json.dumps({"id": "%d%s" % (i, TEXT), "title": "Row " + TEXT, "text": PROSE * 3 + TEXT, "url": "http://h.example/%d%s" % (i, TEXT),
                             "published": TEXT, "source": "Wire " + TEXT, "lang": TEXT}) for i in range(2))
where = os.fsencode("in " + TEXT.replace("/", "") + "-").replace(b"\x00", b"") + b"\x9b\xff"
page = b"<html><title>" + RAW + b"</title><body><h1>" + RAW + b"</h1><article><p>" + (PROSE * 5).encode() + RAW + b"</p></article></body></html>"
write(where + b"/feed.rss", feed)
write(where + b"/atom" + RAW + b".xml", atom)
write(where + b"/page" + RAW + b".html", page)
write(where + b"/rows" + RAW + b".jsonl", rows)
write(where + b"/broken" + RAW + b".rss", b"<rss><channel><title>" + RAW)
write(where + b"/empty" + RAW + b".html", b"")
write(where + b"/what" + RAW + b".xyz", b"\x00\x01" + RAW)
write(where + b"/gone" + RAW + b".gz", b"\x1f\x8b\x08 no gzip " + RAW)
statement = write(where + b"/statement" + RAW + b".txt", b"PRESS RELEASE\n\nFor immediate release\n\nThe ferry sails again after eleven days\n\n" + (PROSE * 6).encode() + RAW)
for i, words in enumerate((b"say it", b"fail here", b"crash now")):
    write(b"loud/%d" % i + RAW + b".loud", words)
pile = os.path.join(os.fsencode(folder), where)
store = os.path.join(os.fsencode(folder), b"store " + RAW + b".db")
loud = "plugins: { path: [\"%s\"] }\n" % os.path.abspath(A.plugins)
conf = write(b"conf" + RAW + b".yaml", "version: 1\n" + loud + "fetch: { allow_private: true, hosts: { delay: 0s } }\nsources:\n"
             + "".join("  - { id: %s, url: \"http://127.0.0.1:%d/%s\", parse: article }\n" % (p, port, p)
                       for p in "reason header type redirect redirect2 redirect3 status encoding moved else".split())
             + "  - { id: loud, url: \"file:loud\", name: %s, outlet: %s, owner: %s, tags: [%s], parse: loud }\n" % ((json.dumps(TEXT),) * 4)
             + "  - { id: sworn, url: \"http://127.0.0.1:%d/\\e[2J\\u202e\", parse: feed }\n" % port
             + "sinks:\n  - jsonl: { path: %s }\n" % json.dumps("out" + LINE.replace("%", "") + ".jsonl"))

run("import", "--store", store, pile)
run("import", "--store", store, "-vv", pile, os.path.join(pile, b"not there" + RAW), b"x" + RAW + b"://y", b"http://" + RAW)
run("import", "--config", conf, "-vv", "--store", store, os.path.join(os.fsencode(folder), b"loud"))
run("run", "--once", "-vv", "--config", conf, "--store", store)
run("run", "--once", "--isolation", "none", "-vv", "--config", conf, "--store", store)
for command in (["stories"], ["search", "ferry"], ["search", TEXT], ["export"], ["export", "--html"], ["brief", "--all"], ["brief", "--markdown"], ["brief", "--html"],
                ["sources"], ["sources", "--broken"], ["status"], ["status", "--verify"], ["quarantine"], ["check"], ["plugin", "list"]):
    for more in ([], ["--json"], ["--color", "always"]):
        if command == ["check"]:
            run("check", *more, conf)
        else:
            run(*command, *more, *(["--config", conf] if command[0] in ("plugin", "sources") else []), "--store", store)
records = [json.loads(l) for l in run("export", "--store", store).stdout.decode(errors="replace").split("\n") if l]
for r in records:
    run("show", r["id"], "--versions", "--store", store)
    run("show", r["id"], "--json", "--store", store)
    if r.get("guid"):
        run("show", r["guid"], "--store", store)
kept = [json.loads(l) for l in run("quarantine", "--json", "--store", store).stdout.decode(errors="replace").split("\n") if l]
for q in kept:
    run("quarantine", "show", str(q["id"]), "--store", store)
    run("quarantine", "show", str(q["id"]), "--json", "--store", store)
files = [os.path.join(pile, f) for f in sorted(os.listdir(pile))]
for f in files + [os.path.join(pile, b"not there" + RAW)]:
    run("parse", f)
    run("parse", "--as", "feed", f)
run("parse", "--as", b"no" + RAW, files[0])
run("parse", "--url", b"http://h.example/" + RAW, files[0])
run("parse", "--type", b"text/" + RAW, files[-1])
run("plugin", "show", "loud", "--config", conf)
run("plugin", "show", "org.example.loud", "--config", conf)
run("plugin", "show", b"no" + RAW, "--config", conf)
for name in sorted(os.listdir(os.path.join(os.path.dirname(os.path.abspath(A.plugins)), "malformed")))[:6]:
    shutil.copy(os.path.join(os.path.dirname(os.path.abspath(A.plugins)), "malformed", name), os.fsencode(folder) + b"/bad" + RAW + b".so")
    bad = write("bad.yaml", "version: 1\nplugins: { path: [\".\"] }\nsources: []\n")
    run("plugin", "list", "--config", bad)
    run("plugin", "list", "--json", "--config", bad)
    run("check", bad)
rows = [{"id": TEXT, "path": os.fsdecode(statement)}, {"id": TEXT + "2", "path": "no" + TEXT}, {"id": "c", "path": "x", "content_type": TEXT, "headers": {TEXT: TEXT}}]
lists = write("list.jsonl", "\n".join(json.dumps(r) for r in rows).encode() + b"\n" + RAW + b"\n")
run("parse", "--jsonl", lists)
run("parse", "--jsonl", b"no" + RAW)
opml = write(b"list" + RAW + b".opml", ("<opml version='2.0'><body><outline type='rss' text='%s' xmlUrl='http://h.example/%s'/></body></opml>" % (xml, xml)).encode())
run("sources", "--from", opml, "--store", store)
run("sources", "--from", statement, "--store", store)

# ---- what is typed ----

for words in ([RAW], ["stories", RAW], ["stories", b"--" + RAW], ["stories", b"-" + RAW], ["stories", "--limit", RAW], ["stories", "--color", RAW], ["run", RAW],
              ["stories", "--store", RAW], ["stories", "--store", b"/" + RAW + b"/x"], ["show", RAW, "--store", store], ["brief", RAW, "--store", store],
              ["check", RAW], ["quarantine", RAW], ["import", "--store", b"/no/" + RAW, pile], ["run", "--config", RAW], ["help", RAW], ["plugin", RAW]):
    run(*words)

# ---- configurations that are wrong ----

quoted = json.dumps(TEXT)
for text in ("%s: 1\n" % quoted, "version: %s\n" % quoted, "version: 1\nsources: [{ id: %s, url: %s, parse: %s, %s: 1 }]\n" % ((quoted,) * 4),
             "version: 1\nsources: [{ id: a, url: %s }]\n" % json.dumps("x" + LINE.replace("\t", "") + ":y"),
             "version: 1\nsources: [{ id: a, url: \"http://h.example/\", language: %s, default_zone: %s, every: %s, trust: %s }]\n" % ((quoted,) * 4),
             "version: 1\nsources: [{ id: a, url: \"http://h.example/\", parse: feed, full_text: { parse: %s, %s: %s } }]\n" % ((quoted,) * 3),
             "version: 1\nsources: [{ include: %s }]\n" % quoted, "version: 1\nstore: { path: %s, driver: %s }\n" % (quoted, quoted),
             "version: 1\nsources: []\npipeline: [%s, { dedupe: { %s: %s } }]\nsinks: [{ jsonl: { path: %s, id: %s } }]\n" % ((quoted,) * 5),
             "version: 1\nsources: []\nparsers: { article: { rules: [%s] } }\n" % quoted,
             "version: 1\nplugins: { path: [%s], deny: [%s] }\nsources: []\n" % (quoted, quoted),
             "version: 1\nsources: [ \x1b[2J \u202e }\n", b"version: 1\n# \x9b\xff\n", "a: &x\u202e 1\nb: *x\u202e\n", "version: 1\n\x07\u2028: [\n"):
    path = write(b"w" + RAW + b".yaml", text)
    run("check", path)
    run("run", "--once", "--config", path)

# ---- the words of who writes the store ----

q = subprocess.Popen([A.tidings, "run", "--config", conf, "--store", store], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
until = time.monotonic() + 30
while time.monotonic() < until and b"pid" not in run("status", "--store", store).stdout:
    time.sleep(0.1)
with open(store + b"-lock", "wb") as f:
    f.write(RAW)
run("status", "--store", store)
run("status", "--json", "--store", store)
p = run("import", "--store", store, pile)
check("a second writer is told nothing a terminal obeys", p.returncode == 6, p)
q.terminate()
q.wait(timeout=60)

# ---- a real terminal ----

number = next(str(q["id"]) for q in kept if q["url"].endswith(".loud"))

ours, theirs = pty.openpty()
q = subprocess.Popen([A.tidings, "quarantine", "show", number, "--body", "--store", store], env=env, stdout=theirs, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
err = q.communicate(timeout=60)[1]
got = os.read(ours, 1000) if select.select([ours], [], [], 0)[0] else b""
os.close(theirs)
check("the bytes of a document are not given to a terminal", q.returncode == 2 and got == b"" and b"> FILE" in err, (q.returncode, got, err))
p = subprocess.run([A.tidings, "quarantine", "show", number, "--body", "--store", store], env=env, capture_output=True)
check("to a file they are, as they came", p.returncode == 0 and p.stderr == b"" and p.stdout in (b"fail here", b"crash now"), p)

if A.show:
    for name, stream, data, _ in said:
        if data:
            sys.stdout.buffer.write(b"---- %s, %s\n%s\n" % (name.encode(errors="replace"), stream.encode(), data))
    sys.stdout.flush()
found = [(name, stream, fault) for name, stream, data, coloured in said for fault in [fault_of(data, coloured)] if fault]
check("nothing that a terminal obeys comes out of %d commands" % (len(said) // 2), found == [], "%d\n  " % len(found) + "\n  ".join("%s, %s: %s" % f for f in found[:12]))
everything = b"".join(d for _, _, d, _ in said)
check("it was there to come out", len(records) >= 5 and len(kept) >= 5 and all(x in everything for x in
      (rb"\x1b", rb"\x9b", rb"\u202e", rb"\u001b", rb"\x0a", b"worker", b"stderr \\x1b", b"log \\x1b", b"fail \\x1b", b"Help \\x1b")),
      (len(records), len(kept), [x for x in (rb"\x1b", rb"\x9b", rb"\u202e", rb"\u001b", rb"\x0a", b"stderr \\x1b", b"log \\x1b", b"fail \\x1b", b"Help \\x1b") if x not in everything]))
for name, stream, data, _ in said:  # JSON stays JSON
    if stream == "standard output" and ("--json" in name or name.startswith("export")) and not name.startswith("brief") and data:
        try:
            for line in filter(None, data.decode().split("\n")):
                json.loads(line)
        except ValueError as e:
            check("JSON of %s is JSON" % name, False, "%s: %r" % (e, data[:200]))
server.shutdown()
P.end()
