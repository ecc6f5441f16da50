#!/usr/bin/env python3
"""What is asked in several places of the program has one answer: whether a failure may pass.

  one_answer.py --tidings build/release/tidings

Web servers on loopback, one for each way to fail.  Exit 0 when all holds.
"""
import argparse, http.server, json, os, shutil, subprocess, sys, tempfile, threading, time

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--tidings", required=True)
A = ap.parse_args()
A.tidings = os.path.abspath(A.tidings)
folder = os.path.realpath(tempfile.mkdtemp(prefix="tidings-one-answer-"))
env = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), XDG_DATA_HOME=os.path.join(folder, "data"), NO_COLOR="1")
faults, began = 0, time.monotonic()


def check(name, ok, why=""):
    global faults
    faults += not ok
    print("%-4s %5.1f s  %s%s" % ("ok" if ok else "FAIL", time.monotonic() - began, name, "" if ok else ": %s" % (why,)))


def write(name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as f:
        f.write(text)
    return path


def tidings(*args):
    return subprocess.run([A.tidings, *args], env=env, capture_output=True, text=True, timeout=200)


def lines(text):
    return [json.loads(x) for x in text.splitlines() if x.strip()]


# ---- may it pass? ----

PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said to the %s of %s. "


def page(n, more):
    body = "".join("<p>%s</p>" % (PROSE % (who, town) * 2) for who in ("mayor", "cook", "pilot") for town in (("Orlo", "Teff") if n == 1 else ("Varn", "Senn")))
    return ("<html><head><title>The harbour - Example</title>%s</head><body><article><h1>The harbour</h1>%s</article></body></html>"
            % ("<link rel=next href='/story?page=2'>" if more else "", body)).encode()


# How the first answer fails: (status, headers, body), and whether it may pass.
FAILURES = {"429": ((429, {"Retry-After": "1"}, b"slowly"), 1), "503": ((503, {}, b"later"), 1), "cut": ((200, {"Content-Length": "100000"}, b"<html><p>half"), 1),
            "404": ((404, {}, b"no"), 0), "403": ((403, {}, b"no"), 0), "a forbidden scheme": ((302, {"Location": "file:///etc/passwd"}, b""), 0),
            "too large": ((200, {}, b"<html><p>" + b"x" * 300000), 0), "429 for four seconds": ((429, {"Retry-After": "4"}, b"slowly"), 1)}
AN_HOUR = ((429, {"Retry-After": "3600"}, b"slowly"), 0)  # longer than an article may take; its first page is the host's matter


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, name, place, failure):
        super().__init__(("127.0.0.1", 0), Handler)
        self.name, self.place, self.failure, self.asked = name, place, failure, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *a):
        pass


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def answer(self, status, headers, body):
        self.close_connection = True
        self.send_response(status)
        for k, v in {"Content-Type": "text/html", "Content-Length": str(len(body)), "Connection": "close", **headers}.items():
            self.send_header(k, v)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        s = self.server
        if self.path == "/feed":
            return self.answer(200, {"Content-Type": "application/rss+xml"},
                               b"<rss version='2.0'><channel><title>F</title><link>/</link><description>d</description><item><title>The harbour</title>"
                               b"<link>/story</link><guid isPermaLink='false'>1</guid></item></channel></rss>")
        n = 2 if self.path.endswith("page=2") else 1
        if n == s.place:
            s.asked.append(time.monotonic())
            if len(s.asked) == 1:
                return self.answer(*s.failure)
        return self.answer(200, {}, page(n, n == 1))


places = [(name, place, failure, passes) for name, (failure, passes) in FAILURES.items() for place in (1, 2)]
places.append(("429 for an hour", 2, *AN_HOUR))
servers = [(Server(name, place, failure), passes) for name, place, failure, passes in places]
conf = write("passing.yaml", "version: 1\nfetch: { allow_private: true, max_bytes: 200KiB, hosts: { delay: 0s } }\nsources:\n" + "".join(
    "  - { id: s%d, url: \"http://127.0.0.1:%d/feed\", parse: feed, full_text: { parse: article } }\n" % (i, s.server_address[1]) for i, (s, _) in enumerate(servers)))
store = os.path.join(folder, "passing.db")
p = tidings("run", "--once", "--config", conf, "--store", store)
kept = {r["source"]["id"]: r for r in lines(tidings("export", "--store", store).stdout)}
for i, (s, passes) in enumerate(servers):
    name = "%s of %s" % (s.name, ("the article's page", "its second page")[s.place - 1])
    r = kept.get("s%d" % i, {})
    words = len(r.get("text", "").split())
    whole = all(town in r.get("text", "") for town in ("Orlo", "Teff", "Varn", "Senn"))
    check("%s: %s" % (name, "asked again" if passes else "not asked again"), len(s.asked) == 1 + passes, (len(s.asked), p.stderr))
    check("%s: %s" % (name, "all is there" if passes else "what there is without it"), whole == bool(passes), (words, r))
    if s.failure[1].get("Retry-After") == "4":
        check("%s: not before the server wants it" % name, len(s.asked) == 2 and s.asked[1] - s.asked[0] >= 3.9, s.asked)
for s, _ in servers:
    s.shutdown()
shutil.rmtree(folder)
print("all hold" if not faults else "%d do not hold" % faults)
sys.exit(1 if faults else 0)
