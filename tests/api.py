#!/usr/bin/env python3
"""A source behind an API, with a parser from outside the tree: method, headers, a key from a file, pages, and a token that
survives restarts and kills.

  api.py --tidings build/release/tidings --include include

Two web servers on 127.0.0.1 check how they are asked.  Exit 0 when all holds.
"""
import glob, http.server, json, os, signal, threading, time

from loopback import Server
from outside import build as outside
from program import arguments, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("api", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
A.include = os.path.abspath(A.include)
P.env.pop("TIDINGS_PLUGIN_PATH", None)
KEY = "k3y-of-the-api-0815"
items = []       # (id, title)
asked, strange = [], []
mode = {}        # how the first server answers
held, go_on = threading.Event(), threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def answer(self, code, text, **headers):
        body = text.encode()
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass  # killed meanwhile

    def do_GET(self):
        self.do_POST()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.server is other:
            strange.append((self.command, self.path, dict(self.headers), body))
            self.answer(200, '{"head": 1}')
            return
        asked.append((self.command, self.path, dict(self.headers), body))
        if self.path in mode:
            self.answer(mode[self.path], "", Location=elsewhere + "/there")
            return
        if self.path == "/get":
            self.answer(200, '{"head": 1, "see": "%s/other"}' % elsewhere if self.command == "GET" else "{}")
            return
        if self.headers.get("X-Api-Key") != KEY or self.headers.get("Authorization") != "Bearer " + KEY or self.command != "POST":
            self.answer(403, '{"error": "key"}')
            return
        want = json.loads(body)
        if want.get("want") == "head":
            self.answer(200, '{"head": %d, "see": "%s/other"}' % (len(items), elsewhere))
            return
        if mode.get("hold") == want["page"]:
            held.set()
            go_on.wait(30)
        found = [x for x in items if x[0] > want["since"]]
        page = found[2 * want["page"] - 2:2 * want["page"]]
        self.answer(200, '{"items": [%s], "more": %d}' % (", ".join('{"id": %d, "title": "%s"}' % x for x in page), len(found) > 2 * want["page"]))


first, other = Server(Handler), Server(Handler)
base, elsewhere = first.base, other.base
outside(P, "items")
write("api.key", KEY + "\n")
HEAD = "version: 1\nplugins: { path: [%s] }\nfetch: { allow_private: true, hosts: { delay: 0s } }\npipeline: []\n" % path("plugins")
CONF = HEAD + """sources:
  - id: api
    url: "%s/api"
    parse: items
    request:
      method: POST
      headers: { X-Api-Key: { file: api.key }, Authorization: { file: api.key, prefix: "Bearer " }, Accept: application/json }
      body: '{"want": "head"}'
""" % base


def poll(conf, store, *more):
    del asked[:], strange[:]
    return P.run("run", "--once", "--config", conf, "--store", path(store), *more)


def titles(store):
    return sorted(r["title"] for r in P.records(path(store)))


def wants():
    return [json.loads(b) for _, _, _, b in asked if b]


# ---- method, headers, body, key; pages; the token ----
conf = write("api.yaml", CONF)
items[:] = [(n, "The council meets, item %d" % n) for n in range(1, 6)]
c = P.run("check", conf)
p = poll(conf, "api.db", "-vv")
said = [told(c), told(p)]
check("check takes the request of a source", c.returncode == 0, told(c))
check("all pages of the first poll are read", p.returncode in (0, 3) and titles("api.db") == [t for _, t in items], (titles("api.db"), told(p)) if p.returncode in (0, 3) else told(p))
check("each is asked for with method, key and headers", len(asked) == 4 and all(m == "POST" and h.get("X-Api-Key") == KEY for m, _, h, _ in asked), asked)
check("the body is JSON unless a header says otherwise", all(h.get("Content-Type") == "application/json" for _, _, h, _ in asked), asked)
check("a parser's own headers and bodies are sent", [h.get("x-page") for _, _, h, _ in asked][1:] == ["one", "more", "more"] and [w["page"] for w in wants()[1:]] == [1, 2, 3], asked)
check("a page to which a document gives a password of another server is not asked for", not strange and "not followed" in p.stderr, (strange, told(p)))
items += [(n, "The council meets, item %d" % n) for n in range(6, 11)]
p = poll(conf, "api.db")
check("with the next poll, in another process, come the new items of every page", titles("api.db") == sorted(t for _, t in items), told(p))

check("asked for since the token that was kept", [w["since"] for w in wants()[1:]] == [5, 5, 5], wants())
p = poll(conf, "api.db")
check("and then nothing more", [w["since"] for w in wants()[1:]] == [10], wants())

# ---- the key is nowhere ----
for name in glob.glob(path("*.db*")):
    check("the key is not in %s" % os.path.basename(name), KEY.encode() not in open(name, "rb").read())
for args in (("export", "--format", "jsonl"), ("status", "--json"), ("sources", "--json"), ("quarantine",)):
    q = P.run(*args, "--config", conf, "--store", path("api.db"))
    check("nor in what `%s` says" % args[0], KEY not in q.stdout + q.stderr, told(q))
check("nor in messages", not any(KEY in x for x in said), said)
write("api.key", "wrong-key-4711-abc\n")
p = poll(conf, "wrong.db", "-vv")
check("a key that is refused is told without the key", p.returncode != 0 and "403" in p.stderr and "wrong-key" not in p.stdout + p.stderr, told(p))
write("api.key", KEY + "\n")

# ---- redirects ----
for code in (301, 302, 303, 307, 308):
    mode["/moved"] = code
    conf = write("moved.yaml", CONF.replace("/api\"", "/moved\"").replace("id: api", "id: moved"))
    p = poll(conf, "moved-%d.db" % code)
    leaked = [x for x in strange if KEY in json.dumps(x[2]) or "head" in x[3] or x[0] != "GET"]
    check("a redirect (%d) to another server gets neither key nor body" % code, len(asked) == 1 and asked[0][2].get("X-Api-Key") == KEY and not leaked, (strange, told(p)))
    check("one that keeps the method is refused, with the reason" if code > 303 else "another is followed with GET",
          (not strange and "not sent to another" in p.stderr) if code > 303 else (len(strange) == 1 and strange[0][0] == "GET"), (strange, told(p)))

# ---- the token and its records go together ----
conf = path("api.yaml")


def more(n):
    items.extend([(len(items) + 1 + k, "The council meets, item %d" % (len(items) + 1 + k)) for k in range(n)])


def sinces():
    return {w["since"] for w in wants() if "since" in w}


more(5)
mode["hold"] = 2
run = P.start("run", "--once", "--config", conf, "--store", path("api.db"))
check("page 2 is asked for", held.wait(60))
run.send_signal(signal.SIGKILL)
run.wait()
del mode["hold"]
go_on.set()
p = poll(conf, "api.db")
check("after a kill between two pages the token is the old one, and no item is lost", sinces() == {10} and titles("api.db") == sorted(t for _, t in items),
      (wants(), told(p)))
for n in range(8):
    more(3)
    run = P.start("run", "--once", "--config", conf, "--store", path("api.db"))
    time.sleep(0.05 + 0.06 * n)
    run.send_signal(signal.SIGKILL)
    run.wait()
p = poll(conf, "api.db")
check("after kills at any moment every item is there once", titles("api.db") == sorted(t for _, t in items), told(p))
p = poll(conf, "api.db")
check("and the token is that of the last", sinces() == {len(items)}, wants())
items.append((len(items) + 1, "A BAD item"))
poll(conf, "api.db")
p = poll(conf, "api.db")
check("a document that its parser refuses leaves the token as it was", sinces() == {len(items) - 1}, (wants(), told(p)))
items[-1] = (len(items), "A good item")
poll(conf, "api.db")
outside(P, "items", '-DNAME="items2"', out="items2")
p = poll(write("other.yaml", CONF.replace("parse: items", "parse: items2")), "api.db")
check("another component does not see it", sinces() == {0}, (wants(), told(p)))
poll(write("idle.yaml", CONF.replace("    parse:", "    enabled: no\n    parse:") + "  - { id: b, url: \"%s/get\", parse: items }\n" % base), "api.db")
p = poll(conf, "api.db")
check("a source that is switched off keeps it", sinces() == {len(items)}, (wants(), told(p)))
poll(write("gone.yaml", HEAD + "sources:\n  - { id: b, url: \"%s/get\", parse: items }\n" % base), "api.db")
p = poll(conf, "api.db")
check("it goes with the source", sinces() == {0}, (wants(), told(p)))
p = poll(conf, "here.db", "--isolation", "none")
p = poll(conf, "here.db", "--isolation", "none")
check("with isolation off it is the same", sinces() == {len(items)}, (wants(), told(p)))

outside(P, "keys")
write("one.txt", "one")
conf = write("keys.yaml", HEAD + "sources:\n  - { id: k, url: \"file:one.txt\", parse: keys }\n")
LIMITS = "kept 64, denied 6; k5 \"\", room 0, again -3; large -3, max 0, empty -2, long -2"
for n, before in enumerate(("before , bytes 0; ", "before k0, bytes 0; ")):
    p = P.run("run", "--once", "--config", conf, "--store", path("keys.db"))
    got = titles("keys.db")
    check("limits are told to the plugin, poll %d" % (n + 1), before + LIMITS in got, (got, told(p)))
p = P.run("import", "--config", conf, "--store", path("none.db"), path("one.txt"))
p = P.run("parse", "--as", "keys", "--config", conf, path("one.txt"))
check("without a source there is nothing kept, and no record of it", "before , bytes 0" in p.stdout and "kept\":" not in p.stdout and p.returncode == 0, told(p))

# ---- what a configuration may not say ----
for name, text, words in (("a key in plain text", "headers: { X-Api-Key: abc }", "a secret stands in a file of its own"),
                          ("a header that the transfer decides", "headers: { Host: a.example }", "Host cannot be sent"),
                          ("a length", "headers: { Content-Length: \"3\" }", "Content-Length cannot be sent"),
                          ("a line break", "headers: { X-A: \"a\\nb\" }", "X-A cannot be sent"),
                          ("another method", "method: DELETE", "wanted GET or POST"), ("a GET with a body", "method: GET, body: x", "a GET has none"),
                          ("a key's file that is not there", "headers: { X-Api-Key: { file: gone } }", "gone cannot be read"),
                          ("an unknown key", "methods: GET", "unknown key")):
    conf = write("bad.yaml", HEAD + "sources:\n  - { id: x, url: \"%s/api\", request: { %s } }\n" % (base, text))
    c = P.run("check", conf)
    check("%s is refused with its place" % name, c.returncode == 78 and words in c.stderr and "bad.yaml:6:" in c.stderr, told(c))
for name, text, words in (("a validator of its own", "request: { headers: { If-None-Match: x } }", "If-None-Match: the program sends the validators"), ("a range", "request: { headers: { Range: \"bytes=0-99\" } }", "Range: a part of a document"),
                          ("an encoding", "request: { headers: { Accept-Encoding: br } }", "asks for what it can unpack"), ("something new sooner than it is polled", "every: 1d, expect: { new_within: 1h }", "new_within: 1h is shorter than every: 24h")):
    c = P.run("check", write("doubtful.yaml", HEAD + "sources:\n  - { id: x, url: \"%s/api\", %s }\n" % (base, text)))
    check("%s is warned of, with its place" % name, c.returncode == 0 and words in c.stderr and "doubtful.yaml:6:" in c.stderr, told(c))
c = P.run("check", write("secret.yaml", HEAD + "sources:\n  - { id: x, url: \"http://joe:pass4711word@a.test/\" }\n  - { id: y, url: \"http://joe@b.test/\" }\n"))
check("so is a password in an address, which is not shown", c.returncode == 0 and c.stderr.count("a password stands in it") == 1 and "secret.yaml:6:" in c.stderr and "pass4711word" not in c.stderr, told(c))
write("some.jsonl", json.dumps({"url": "http://c.test/", "list": "other.jsonl"}) + "\n" + json.dumps({"url": "http://d.test/", "every": "1d"}) + "\n")
c = P.run("check", write("lists.yaml", HEAD + "sources:\n  - { list: some.jsonl }\n"))
check("a line of a list that names a list is left out", "some.jsonl:1:" in c.stderr and "names a list" in c.stderr and "some.jsonl:2:" not in c.stderr, told(c))
P.end()
