#!/usr/bin/env python3
"""The engine against a web server on loopback: what is asked, what is kept, when it is asked again.

  http_way.py --tidings build/release/tidings

The server runs in this process on 127.0.0.1 and logs each request.  Exit 0 when all holds.
"""
import argparse, http.server, itertools, json, os, shutil, subprocess, sys, tempfile, threading

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--tidings", required=True)
A = ap.parse_args()
folder = tempfile.mkdtemp(prefix="tidings-http-")
env = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9")
faults, log, ticks = 0, [], itertools.count()


def check(name, ok, why=""):
    global faults
    faults += not ok
    print("%-4s %s%s" % ("ok" if ok else "FAIL", name, "" if ok else ": %s" % why))


PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "


def page(n, extra=""):
    return ("<html><head><title>Report %d - Example</title><link rel=canonical href='http://127.0.0.1:%d/page/%d'></head><body><nav><a href='/'>Home"
            "</a></nav><article><h1>Report %d on the ferry</h1><p>%s</p><p>Number %d: %s%s</p></article></body></html>"
            % (n, port, n, n, PROSE * 3, n, PROSE * 4, extra))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for k, v in headers.items():
            self.send_header(k.replace("_", "-"), v)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        log.append((self.path, dict(self.headers)))
        if self.path == "/feed":
            if self.headers.get("If-None-Match") == 'W/"v1 odd"':
                return self.answer(304, ETag='W/"v1 odd"')
            items = "".join("<item><title>Report %d</title><link>/page/%d</link><guid>%d</guid></item>" % (i, i, i) for i in range(3))
            body = ("<rss version='2.0'><channel><title>F</title><link>/</link><description>d</description>%s</channel></rss>" % items).encode()
            return self.answer(200, body, Content_Type="application/rss+xml", ETag='W/"v1 odd"', Last_Modified="Tue, 06 Jan 2026 10:00:00 GMT",
                               Cache_Control="max-age=7200")
        if self.path.startswith("/page/"):
            return self.answer(200, page(int(self.path[6:])).encode(), Content_Type="text/html; charset=utf-8")
        if self.path == "/home":
            return self.answer(200, b"<html><head><title>Home</title><link rel=alternate type='application/rss+xml' href='/feed2'>"
                               b"</head><body><p>Welcome</p></body></html>", Content_Type="text/html")
        if self.path == "/feed2":
            return self.answer(200, b"<rss version='2.0'><channel><title>G</title><link>/</link><description>d</description><item><title>Found</title>"
                               b"<guid isPermaLink='false'>found</guid><description>The ferry has a new captain, and she is from the island.</description>"
                               b"</item></channel></rss>", Content_Type="application/rss+xml")
        if self.path == "/restless":  # the same items under new guids each time
            items = "".join("<item><title>Same %d</title><link>/same/%d</link><guid isPermaLink='false'>%d-%d</guid><description>%s</description></item>"
                            % (i, i, next(ticks), i, PROSE) for i in range(3))
            return self.answer(200, ("<rss version='2.0'><channel><title>R</title><link>/</link><description>d</description>%s</channel></rss>"
                                     % items).encode(), Content_Type="application/rss+xml")
        if self.path == "/gone":
            return self.answer(410)
        if self.path == "/busy":
            return self.answer(503, b"later", Retry_After="4000")
        if self.path == "/loop":
            return self.answer(302, Location="/loop")
        if self.path == "/away":
            return self.answer(302, Location="file:///etc/passwd")
        self.answer(404, b"no")


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
port = server.server_address[1]
threading.Thread(target=server.serve_forever, daemon=True).start()
base = "http://127.0.0.1:%d" % port
store = os.path.join(folder, "news.db")
home = False


def conf(private):
    path = os.path.join(folder, "conf.yaml")
    with open(path, "w") as f:
        f.write("version: 1\nfetch: { allow_private: %s, user_agent: \"Test/1 (+http://127.0.0.1/)\", hosts: { delay: 0s } }\nsources:\n" % private)
        f.write("  - { id: feed, url: \"%s/feed\", parse: feed, full_text: { parse: article } }\n" % base)
        if home:
            for name in ("home", "restless"):
                f.write("  - { id: %s, url: \"%s/%s\", parse: feed }\n" % (name, base, name))
        for name in ("gone", "busy", "loop", "away", "missing"):
            f.write("  - { id: %s, url: \"%s/%s\", parse: feed }\n" % (name, base, name))
    return path


def run(private="true", *more):
    return subprocess.run([A.tidings, "run", "--once", "--config", conf(private), "--store", store, *more], env=env, capture_output=True, text=True, timeout=120)


def listing(command):
    p = subprocess.run([A.tidings, *command, "--store", store], env=env, capture_output=True, text=True, timeout=60)
    return [json.loads(x) for x in p.stdout.splitlines() if x.strip()]


p = run("false")
check("loopback is refused unless the operator allows it", log == [] and p.returncode == 3, (p.returncode, log[:2]))
p = run()
paths = [x[0] for x in log]
check("the articles behind the items are fetched, once each", sorted(x for x in paths if x.startswith("/page")) == ["/page/0", "/page/1", "/page/2"], paths)
records = listing(["export", "--format", "jsonl"])
check("and are the records", len(records) == 3 and all("ferry" in r["text"] and r["guid"] in "012" for r in records), [r.get("title") for r in records])
first = next(h for x, h in log if x == "/feed")
check("the first request has no validators", "If-None-Match" not in first and "If-Modified-Since" not in first, first)
check("it says who asks", first.get("User-Agent") == "Test/1 (+http://127.0.0.1/)", first.get("User-Agent"))
check("no cookie, no referer", "Cookie" not in first and "Referer" not in first)
check("a redirect to a file is not followed, a loop ends", paths.count("/loop") <= 7, paths.count("/loop"))
sources = {s["id"]: s for s in listing(["sources", "--json"])}
check("sources know what went wrong", all(sources[i].get("last_error") or sources[i].get("error") for i in ("busy", "loop", "away", "missing")), sources)
del log[:]
p = run()
again = next((h for x, h in log if x == "/feed"), {})
check("the second request has both, byte for byte", again.get("If-None-Match") == 'W/"v1 odd"' and
      again.get("If-Modified-Since") == "Tue, 06 Jan 2026 10:00:00 GMT", again)
check("after a 304 no page is asked for", not [x for x, _ in log if x.startswith("/page")], log)
check("a source that is gone is not asked again", "/gone" not in [x for x, _ in log], [x for x, _ in log])
check("no record twice", len(listing(["export", "--format", "jsonl"])) == 3)
del log[:]
p = run("true", "--due")
check("who asked for patience is left alone, with --due all are", log == [], [x for x, _ in log])
home = True
run()
found = [r for r in listing(["export", "--format", "jsonl"]) if r.get("guid") == "found"]
check("a page given as a source leads to its feed", len(found) == 1, [x for x, _ in log])
del log[:]
p = run()
check("items under new guids are the same items", sum(r["title"].startswith("Same") for r in listing(["export", "--format", "jsonl"])) == 3)
check("and the operator is told", "restless gives its items new guids" in p.stderr, p.stderr)
check("the feed of a page is asked again with each poll of the page", "/feed2" in [x for x, _ in log], [x for x, _ in log])
server.shutdown()
shutil.rmtree(folder)
print("all hold" if not faults else "%d do not hold" % faults)
sys.exit(1 if faults else 0)
