#!/usr/bin/env python3
"""Secrets that a configuration holds are in nothing the program says, whatever happens on the way.

  secrets.py --tidings build/release/tidings

A password and a token in the addresses of sources, and the content of a secret file, are looked for in everything that every
command writes to standard output and standard error, and in what a sink was given.  The server runs in this process on
127.0.0.1; it wants the secrets, echoes them where servers do, and sends the program to further addresses that hold some.
Exit 0 when none is found.
"""
import base64, http.server, json, os, socket, subprocess

from loopback import Server
from program import arguments, Program

ap = arguments(__doc__)
ap.add_argument("--show", action="store_true", help="print everything the program said")
P = Program("secrets", ap)
A, folder, env = P.arguments, P.folder, P.env
check, write = P.check, P.write
seen, said = [], []
PASSWORD, TOKEN, FILE = "p4ss-canary-w0rd", "t0ken-canary-5678", "sk-f1le-canary-9012"
SERVERS = "s1gned-canary-3456"  # what the server puts into addresses
CANARIES = {"the password": PASSWORD, "its encoded form": base64.b64encode(("reader:" + PASSWORD).encode()).decode(), "the token": TOKEN,
            "the secret file": FILE, "a server's signature": SERVERS}
PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "
STORY = ("At least 40 people were injured when a bus left the road near Orlo on Monday, police said. The driver was taken to hospital in Tarn. "
         "The mayor of Orlo said that the road would stay closed until Wednesday. Rescue workers searched the river for six hours. "
         "The cause of the accident is not known yet, a spokeswoman for the police said. ")


def rss(items, extra=""):
    return ("<?xml version='1.0'?><rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>Harbour %s</title><link>%s/</link>"
            "<atom:link rel='self' href='%s'/><description>d</description>%s</channel></rss>" % (extra, base, whole("feed"), "".join(items))).encode()


def item(n, link):
    return ("<item><title>Report %d on the ferry</title><link>%s</link><guid isPermaLink='false'>g%d</guid><description>%s Number %d. "
            "&lt;a href='%s'&gt;all of it&lt;/a&gt;, or with %s.</description></item>" % (n, link, n, PROSE * 2, n, whole("feed").replace("&", "&amp;amp;"), TOKEN))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def answer(self, status, body=b"", reason=None, **headers):
        self.send_response(status, reason)
        for k, v in headers.items():
            self.send_header(k.replace("_", "-"), v)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        seen.append(("model", self.path, self.headers.get("Authorization", "")))
        self.answer(401, json.dumps({"error": {"message": "bad key " + FILE}}).encode(), Content_Type="application/json")

    def do_GET(self):
        path = self.path.partition("?")[0]
        seen.append((path, self.path, self.headers.get("Authorization", "")))
        if path == "/feed":
            return self.answer(200, rss([item(1, "/page/1"), item(2, ""), item(3, "?id=3")], TOKEN), Content_Type="application/rss+xml")
        if path == "/full":
            return self.answer(200, rss([item(n, "/page/%d" % n) for n in (4, 5)] + [item(6, "/not-there"), item(7, "/page/7?token=" + TOKEN)]),
                               Content_Type="application/rss+xml")
        if path.startswith("/page/") or path == "/alone":
            return self.answer(200, ("<html><head><title>Page %s - Harbour</title><link rel=canonical href='%s'></head><body><article><h1>Page %s of the ferry</h1><p>%s</p>"
                               "<p>%s <a href='next?token=%s'>more</a></p></article></body></html>" % (path, self.path, path, STORY, PROSE * 4, TOKEN)).encode(),
                               Content_Type="text/html; charset=utf-8")
        if path == "/moved":
            return self.answer(302, Location="/alone?X-Amz-Signature=%s&token=%s" % (SERVERS, TOKEN))
        if path == "/other-host":
            return self.answer(301, Location="http://signed:%s@localhost:%d/gone?sig=%s" % (SERVERS, port, SERVERS))
        if path == "/loop":
            return self.answer(302, Location=self.path + "&session=" + SERVERS)
        if path == "/to-file":
            return self.answer(302, Location="ftp://u:%s@host/x?key=%s" % (SERVERS, SERVERS))
        if path == "/nowhere":
            return self.answer(302, Location="http://u:%s@127.0.0.1:%d/?key=%s" % (SERVERS, closed, SERVERS))
        if path == "/rubbish":
            return self.answer(200, b"\x00\x01no feed at all " + whole("rubbish").encode(), Content_Type="application/rss+xml")
        if path == "/broken":
            return self.answer(200, b"<rss><channel><title>x</title><item><link>" + whole("broken").encode(), Content_Type="application/rss+xml")
        if path == "/error":
            return self.answer(500, ("no: " + whole("error")).encode(), reason="No for " + whole("error"))
        if path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "99999")
            self.end_headers()
            self.wfile.write(whole("cut").encode())
            self.close_connection = True
            return self.connection.shutdown(socket.SHUT_WR)
        self.answer(404, ("not here: " + whole("x")).encode(), reason="Not Found " + TOKEN)


server = Server(Handler)
port, base = server.port, server.base
with socket.socket() as s:
    s.bind(("127.0.0.1", 0))
    closed = s.getsockname()[1]


def whole(path):
    return "http://127.0.0.1:%d/%s?id=7&API-%%54oken=%s" % (port, path, TOKEN)


def guarded(path):
    """With a password too, which the http fetcher refuses to send."""
    return whole(path).replace("://", "://reader:%s@" % PASSWORD)


def run(*args):
    p = subprocess.run([A.tidings, *args], env=env, capture_output=True, text=True, errors="surrogateescape", timeout=100)
    for stream, text in (("output", p.stdout), ("error", p.stderr)):
        said.append((" ".join(args).replace(folder, "") + ", standard " + stream, text))
    return p


store, out = os.path.join(folder, "news.db"), os.path.join(folder, "out.jsonl")
write("key", FILE + "\n")
PATHS = ("feed", "alone", "moved", "other-host", "loop", "to-file", "nowhere", "rubbish", "broken", "error", "cut", "missing")
conf = write("c.yaml", "version: 1\nstore: { path: news.db }\nfetch: { allow_private: true, hosts: { delay: 0s } }\nsources:\n"
             + "".join("  - { id: %s, url: \"%s\", parse: %s }\n" % (p, whole(p), "article" if p in ("alone", "moved") else "feed") for p in PATHS)
             + "".join("  - { id: %s-guarded, url: \"%s\", parse: feed }\n" % (p, guarded(p)) for p in PATHS[:3])
             + "  - { id: full, url: \"%s\", parse: feed, full_text: { parse: article } }\n" % whole("full")
             + "  - { id: refused, url: \"http://reader:%s@127.0.0.1:%d/?token=%s\" }\n" % (PASSWORD, closed, TOKEN)
             + "  - { id: nameless, url: \"http://reader:%s@no-such-host.invalid/?token=%s#access_token=%s\" }\n" % (PASSWORD, TOKEN, TOKEN)
             + "  - { id: strange, url: \"http://reader:%s/x@127.0.0.1:%d/feed\" }\n" % (PASSWORD, port)
             + "pipeline: [dedupe, story, { llm: { endpoint: \"%s/v1\", model: m, api_key: { file: key }, min_records: 1, min_publishers: 1 } }]\n" % base
             + "sinks:\n  - jsonl: { path: out.jsonl }\n")
run("check", conf)
for verbose in ("-q", "-v", "-vv"):
    run("run", "--once", verbose, "--config", conf)
run("run", "--once", "--json", "--config", conf)
run("run", "--once", "--isolation", "none", "-vv", "--config", conf)
for command in (["sources"], ["sources", "--broken"], ["status"], ["status", "--verify"], ["quarantine"], ["stories"], ["search", "ferry"], ["export"],
                ["export", "--html"], ["brief", "--all"], ["brief"]):
    for more in ([], ["--json"], ["--color", "always"]):
        run(*command, *more, "--store", store)
for markup in ("--markdown", "--html"):
    run("brief", markup, "--store", store)
quarantine = [json.loads(l) for l in run("quarantine", "--json", "--store", store).stdout.splitlines()]
for q in quarantine:
    run("quarantine", "show", str(q["id"]), "--store", store)
    run("quarantine", "show", str(q["id"]), "--json", "--store", store)
records = [json.loads(l) for l in run("export", "--store", store).stdout.splitlines()]
for r in records:
    run("show", r["id"], "--versions", "--store", store)
    run("show", r["id"], "--json", "--store", store)
run("sources", "--config", conf)
run("plugin", "list", "--config", conf)

# ---- an address on the command line ----
alone = os.path.join(folder, "alone.db")
run("import", "-vv", "--config", conf, "--store", alone, guarded("feed"), whole("feed"), whole("alone"), whole("missing"), "http://reader:%s@127.0.0.1:%d/?token=%s" % (PASSWORD, closed, TOKEN))
run("import", "--store", os.path.join(folder, "none", "x.db"), whole("feed"))
imported = [json.loads(l) for l in run("export", "--store", alone).stdout.splitlines()]
run("quarantine", "--store", alone)
run("status", "--json", "--store", alone)
run("show", guarded("nothing-of-that-name"), "--store", alone)
run("parse", guarded("feed"))
run("stories", guarded("feed"))
run(guarded("feed"))
run("stories", "--limit", guarded("feed"))
run("stories", "--" + guarded("feed"))

opml = write("list.opml", "<opml version='2.0'><body><outline type='rss' text='Harbour' xmlUrl='%s'/></body></opml>" % whole("feed").replace("&", "&amp;"))
p = run("sources", "--from", opml)
check("a list becomes sources with whole addresses, and that is said", whole("feed") in p.stdout and "1 of the addresses" in p.stderr, (p.stdout, p.stderr))
said[:] = [s for s in said if s[1] != p.stdout]

# ---- configurations that are wrong ----
wrong = ["version: 1\nsources:\n  - { id: a, url: \"%s\", parse: [x] }\n  - { id: a, url: \"%s\" }\n" % (guarded("feed"), guarded("feed")),
         "version: 1\nsources:\n  - { id: b, url: \"ftp://reader:%s@host/?token=%s\" }\n" % (PASSWORD, TOKEN),
         "version: 1\nsources:\n  - { id: c, url: \"http://reader:%s@ host/?token=%s\" }\n" % (PASSWORD, TOKEN),
         "version: 1\nsources:\n  - { id: d, url: \"http:reader:%s@host/%s?token=%s\" }\n" % (PASSWORD, "x" * 60, TOKEN),
         "version: 1\nsources:\n  - \"%s\"\n" % guarded("feed"),
         "version: 1\nsources:\n  - { id: e, url: \"%s\", every: \"%s\" }\n" % (guarded("feed"), guarded("feed")),
         "version: 1\nsources:\n  - { id: f, url: \"%s }\n" % guarded("feed"),
         "version: 1\nsources: []\nsinks:\n  - jsonl: { path: { file: key }, nothing: { file: key } }\n",
         "version: 1\nsources: []\npipeline: [{ llm: { endpoint: { file: key }, model: m, timeout: { file: key }, max_daily: { file: key }, api_key: { file: key } } }]\n",
         "version: 1\nsources: []\nparsers: { article: { rules: { file: key } } }\n",
         "version: 1\nsources: []\nparsers: { article: { rules: [\"host=%s; body=\"] } }\n" % guarded("feed"),
         "version: 1\nsources: []\npipeline: [{ llm: { endpoint: \"%s#\", model: m, timeout: \"%s\" } }]\n" % (guarded("v1"), guarded("v1"))]
for i, text in enumerate(wrong):
    path = write("w%d.yaml" % i, text)
    run("check", path)
    run("run", "--once", "--config", path, "--store", os.path.join(folder, "w.db"))
write("key", FILE * 40 + "\n")  # longer than what a message shows
for i in (7, 8, 9):
    run("check", os.path.join(folder, "w%d.yaml" % i))

if os.path.exists(out):
    with open(out) as f:
        said.append(("the sink's file", f.read()))
if A.show:
    for where, text in said:
        print("---- %s\n%s" % (where, text))
asked = {p for p, _, _ in seen}
check("the server was asked for everything, with the token and the key", {"/" + p for p in PATHS} | {"/full", "/page/4", "model"} <= asked and
      any(TOKEN in p for _, p, _ in seen) and any(FILE in a for _, _, a in seen), sorted(asked))
check("records came of it, failures were told", len(records) >= 6 and len(imported) >= 3 and len(quarantine) >= 2, (len(records), len(imported), len(quarantine)))
kept = open(store, "rb").read() if os.path.exists(store) else b""
check("the store has the addresses whole", PASSWORD.encode() in kept and TOKEN.encode() in kept)
check("and nothing of what stands in a file of its own, though the model's server repeats it", FILE.encode() not in kept)
for name, canary in CANARIES.items():
    found = ["%s: ...%s..." % (where, text[max(0, text.index(canary) - 120):text.index(canary) + 10]) for where, text in said if canary in text]
    check("nothing shows %s" % name, found == [], "%d places\n  " % len(found) + "\n  ".join(found[:8]))
parts = [PASSWORD[:9], TOKEN[:11], FILE[:9]]  # nor half of one
found = [(where, p, text[max(0, text.index(p) - 60):][:90]) for where, text in said for p in parts if p in text]
check("nor the beginning of one", found == [], found[:5])
check("addresses are still told apart", any("//***@127.0.0.1:%d/feed?id=7&API-%%54oken=***" % port in text for _, text in said))
urls = sorted(r.get("url", "") for r in records)
check("an article's address is whole, but for its source's token", base + "/page/1" in urls and base + "/page/7?token=" + "*" * len(TOKEN) in urls, urls)
check("different addresses are different records", len({r["id"] for r in records}) == len(records) and len(urls) >= len(set(urls)), urls)
server.shutdown()

# ---- a file that everybody can read ----
one = write("open.yaml", "version: 1\nsources: [{ id: s, url: 'https://news.example/f', request: { auth: { token: { file: key } } } }]\n")
for mode, told in ((0o644, True), (0o640, False), (0o600, False)):
    os.chmod(path_of_key := os.path.join(folder, "key"), mode)
    p = P.run("check", one)
    check("a secret file of mode %o is %s" % (mode, "told" if told else "fine"), p.returncode == 0 and ("can read " + path_of_key in p.stderr + p.stdout) == told,
          p.stdout + p.stderr)
P.end()
