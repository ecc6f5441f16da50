#!/usr/bin/env python3
"""The engine against a web server on loopback: what is asked, what is kept, when it is asked again.

  http_way.py --tidings build/release/tidings

The server runs in this process on 127.0.0.1 and logs each request.  Exit 0 when all holds.
"""
import http.server, itertools, json, os, subprocess, time

from loopback import Server
from program import arguments, Program

ap = arguments(__doc__)
P = Program("http", ap, http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9")
A, folder, env = P.arguments, P.folder, P.env
check = P.check
log, ticks = [], itertools.count()
killing = []  # a process that is to die when a second page is asked for


PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "


def page(n, extra=""):
    return ("<html><head><title>Report %d - Example</title><link rel=canonical href='http://127.0.0.1:%d/page/%d'></head><body><nav><a href='/'>Home"
            "</a></nav><article><h1>Report %d on the ferry</h1><p>%s</p><p>Number %d: %s%s</p></article></body></html>"
            % (n, port, n, n, PROSE * 3, n, PROSE * 4, extra))


LEAD = "Everything about the harbour, told in three parts by those who were there."


def part(story, k, of, body, again="/story/%s?page=%d"):
    """Page k of a story: the lead and the box about the writer stand on each of them."""
    links = "".join("<a href='/story/%s?page=%d'>%d</a> " % (story, i, i) for i in range(1, of + 1) if i != k)
    more = "<link rel=next href='%s'>" % (again % (story, k + 1)) if k < of else ""
    return ("<html><head><title>The harbour, %s - Example</title><link rel=canonical href='http://127.0.0.1:%d/story/%s'>%s</head><body><article>"
            "<h1>The harbour, %s</h1><p class=lead>%s</p>%s<div class=pagination>%s</div></article></body></html>"
            % (story, port, story, more, story, LEAD, "".join("<p>%s</p>" % b for b in body), links)).encode()


def paragraph(k, i):
    return "Part %d, paragraph %d: the ferry sailed at %d o'clock, said the %s, and nobody on the pier had expected it to." % (
        k, i, 4 * k + i, ("harbour master", "pilot", "cook", "mayor")[(k + i) % 4])


OVERLAP = "A sentence with which the first part ends, and with which the second part begins, so that readers find their way."


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
        if self.path == "/parts":
            items = "".join("<item><title>Parts %s</title><link>/story/%s</link><guid>%s</guid></item>" % (i, i, i) for i in parts)
            return self.answer(200, ("<rss version='2.0'><channel><title>P</title><link>/</link><description>d</description>%s</channel></rss>"
                                     % items).encode(), Content_Type="application/rss+xml")
        if self.path.startswith("/story/"):
            story, _, k = self.path[7:].partition("?page=")
            k = int(k or 1)
            body = [paragraph(k, i) for i in range(4)]
            if story == "whole" and k == 3 and [x for x, _ in log].count(self.path) == 1:
                return self.answer(503, b"later")
            if story == "killed" and k == 2 and killing:
                killing.pop().kill()
                return None
            if story == "wall":
                return self.answer(200, b"<html><title>Sorrel Post</title><form><h1>Log in</h1><p>Please log in.</p><input type=password></form></html>",
                                   Content_Type="text/html; charset=utf-8")
            if story == "ruled":
                return self.answer(200, part(story, k, 1, body), Content_Type="text/html; charset=utf-8")
            if story == "missed":
                return self.answer(200, part(story, k, 1, body).replace(b"h1>", b"h2>").replace(b"lead", b"stand"), Content_Type="text/html; charset=utf-8")
            if story in ("whole", "killed", "patient") and k < 4:
                body = ([OVERLAP] if k == 2 else []) + body + ([OVERLAP] if k == 1 else [])
                return self.answer(200, part(story, k, 3, body), Content_Type="text/html; charset=utf-8")
            if story == "broken" and k < 3:
                return self.answer(200, part(story, k, 3, body), Content_Type="text/html; charset=utf-8")
            if story == "round":  # whatever is asked for beyond the second page, the second comes again
                body = [paragraph(min(k, 2), i) for i in range(4)]
                return self.answer(200, part(story, k, 99, body), Content_Type="text/html; charset=utf-8")
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


server = Server(Handler)
port, base = server.port, server.base
store = os.path.join(folder, "news.db")
home, parts, rules = False, [], []


def conf(private):
    path = os.path.join(folder, "conf.yaml")
    with open(path, "w") as f:
        f.write("version: 1\nfetch: { allow_private: %s, user_agent: \"Test/1 (+http://127.0.0.1/)\", hosts: { delay: 0s } }\nsources:\n" % private)
        if rules:
            f.seek(0)
            head = "parsers: { article: { rules: %s } }\nsources:\n" % json.dumps(rules)
            f.write("version: 1\nfetch: { allow_private: %s, hosts: { delay: 0s } }\n%s" % (private, head))
        f.write("  - { id: feed, url: \"%s/feed\", parse: feed, full_text: { parse: article } }\n" % base)
        if home:
            for name in ("home", "restless"):
                f.write("  - { id: %s, url: \"%s/%s\", parse: feed }\n" % (name, base, name))
        if parts:
            f.write("  - { id: parts, url: \"%s/parts\", parse: feed, full_text: { parse: article } }\n" % base)
        for name in ("gone", "busy", "loop", "away", "missing"):  # the busy one on a host of its own, which is left alone
            f.write("  - { id: %s, url: \"%s/%s\", parse: feed }\n" % (name, base.replace("127.0.0.1", "localhost") if name == "busy" else base, name))
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
parts = ["whole", "broken", "round"]
del log[:]
p = run()
asked = [x for x, _ in log if x.startswith("/story/")]
story = {r["title"].split()[-1]: r for r in listing(["export", "--format", "jsonl"]) if r["title"].startswith("The harbour")}


def body(record):
    """Whether the headline stands in the body as well is the parser's business."""
    return [b for b in record["text"].split("\n\n") if b != record["title"]]


def wanted(*pages):
    return [LEAD] + [paragraph(k, i) for k in pages for i in range(4)]


check("an article of three pages is one record, a page that fails is tried again", len(story) == 3 and [x for x in asked if "whole" in x] ==
      ["/story/whole", "/story/whole?page=2", "/story/whole?page=3", "/story/whole?page=3"], (list(story), asked))
check("with all of their text in order, and nothing twice", body(story["whole"]) ==
      [LEAD] + [paragraph(1, i) for i in range(4)] + [OVERLAP] + [paragraph(k, i) for k in (2, 3) for i in range(4)], story["whole"]["text"])
check("and is not cut", "truncated" not in story["whole"]["quality"].get("flags", []), story["whole"]["quality"])
check("it says which pages it is from", [o["raw"] for o in story["whole"]["origins"] if o["from"] == "page"] ==
      ["%s/story/whole?page=%d" % (base, k) for k in (2, 3)], story["whole"]["origins"])
check("a page that cannot be had leaves what there is", body(story["broken"]) == wanted(1, 2), story["broken"]["text"])
check("and the record and the operator are told", "truncated" in story["broken"]["quality"].get("flags", []) and
      "/story/broken: page 3 could not be fetched (the server answered 404)" in p.stderr, (story["broken"]["quality"], p.stderr))
check("pages that go round in circles end", body(story["round"]) == wanted(1, 2) and len([x for x in asked if "round" in x]) == 3, asked)
parts = ["wall"]
p = run()
story = [r for r in listing(["export", "--format", "jsonl"]) if r["title"] == "Parts wall"]
check("behind a wall the feed's own words are kept, and the wall is named", len(story) == 1 and story[0]["quality"]["flags"] == ["login-wall"], story)
parts = ["killed"]
command = [A.tidings, "run", "--once", "--config", conf("true"), "--store", store]
with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as q:
    killing.append(q)
    q.wait(timeout=60)
half = [r for r in listing(["export", "--format", "jsonl"]) if r["title"].endswith("killed")]
p = run()
story = [r for r in listing(["export", "--format", "jsonl"]) if r["title"].endswith("killed")]
check("a kill between two pages leaves nothing half", q.returncode == -9 and half == [], (q.returncode, half))
check("and the article is read again, whole", len(story) == 1 and story[0]["version"] == 1 and
      story[0]["text"].count("Part ") == 12, [r["text"] for r in story])
alone, store2 = os.path.join(folder, "alone.yaml"), os.path.join(folder, "alone.db")
for delay in ("60s", "0s"):
    with open(alone, "w") as f:
        f.write("version: 1\nfetch: { allow_private: true, hosts: { delay: %s } }\nsources:\n  - { id: one, url: \"%s/story/patient\", parse: article }\n" % (delay, base))
    del log[:]
    began = time.monotonic()
    with subprocess.Popen([A.tidings, "run", "--once", "--config", alone, "--store", store2], env=env, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as q:
        while delay != "0s" and not log and time.monotonic() - began < 30:
            time.sleep(0.05)
        if delay != "0s":
            time.sleep(0.5)
            q.terminate()
        q.wait(timeout=60)
    p = subprocess.run([A.tidings, "export", "--format", "jsonl", "--store", store2], env=env, capture_output=True, text=True, timeout=60)
    story = [json.loads(x) for x in p.stdout.splitlines() if x.strip()]
    if delay != "0s":
        check("who waits for a host's patience ends when told to, and keeps nothing half", P.in_time(time.monotonic() - began, 20) and story == [] and
              len(log) == 1, (time.monotonic() - began, story, log))
    else:
        check("and reads the whole article the next time", len(story) == 1 and story[0]["text"].count("Part ") == 12, story)
rules = ["host=127.0.0.1; body=p", "host=127.0.0.1; body=div["]
for command in (["check", conf("true")], ["run", "--once", "--config", conf("true"), "--store", store]):
    q = subprocess.run([A.tidings, *command], env=env, capture_output=True, text=True, timeout=60)
    check("a rule that cannot be read is refused by " + command[0], q.returncode == 78 and
          'entry 2: "div[": a name is missing, at character 5' in q.stderr, (q.returncode, q.stderr))
parts, rules = ["ruled", "missed"], ["host=127.0.0.1; until=2000-01-01; body=h1", "host=127.0.0.1; body=//h1/following-sibling::p[3]; title=p.lead"]
p = run()
story = [r for r in listing(["export", "--format", "jsonl"]) if r["title"] == LEAD]
check("the rule of the day gives title and body", [r["text"] for r in story] == [paragraph(1, 1)], story)
q = subprocess.run([A.tidings, "show", story[0]["id"], "--store", store], env=env, capture_output=True, text=True, timeout=60)
check("and is shown", "by a rule   title, blocks" in q.stdout, q.stdout)
told = [x for x in p.stderr.splitlines() if "is not found on" in x]
missed = [r for r in listing(["export", "--format", "jsonl"]) if r.get("url", "").endswith("missed")]
check("a rule that no longer fits is told, in the log and in the record", len(told) == 1 and "entry 2" in told[0] and
      "rule-missed" in missed[0]["quality"]["flags"] and paragraph(1, 1) in missed[0]["text"], (p.stderr, missed))
path = os.path.join(folder, "own.yaml")
with open(path, "w") as f: # the rule stands with one source: the same page read as another takes no notice of it
    f.write("version: 1\nfetch: { allow_private: true, hosts: { delay: 0s } }\nsources:\n"
            "  - { id: ruled, url: \"%s/page/7\", parse: article, options: { rules: [\"host=127.0.0.1; body=article > p:first-of-type\"] } }\n"
            "  - { id: plain, url: \"%s/page/8\", parse: article }\n" % (base, base))
store = os.path.join(folder, "own.db")
p = subprocess.run([A.tidings, "run", "--once", "--config", path, "--store", store], env=env, capture_output=True, text=True, timeout=60)
texts = {r["source"]["id"]: r["text"] for r in listing(["export"])}
check("a source's own options hold for it alone", "Number 7" not in texts.get("ruled", "Number 7") and "Number 8" in texts.get("plain", ""),
      (texts, p.stderr))
server.shutdown()
P.end()
