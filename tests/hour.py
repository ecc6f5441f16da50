#!/usr/bin/env python3
"""The daemon with sixty sources of every kind, most of whose servers fail in some way, for as long as is asked: what an operator
reads meanwhile and afterwards.

  hour.py --tidings build/release/tidings --minutes 60 --folder DIR     leaves DIR/log, DIR/sources.txt, DIR/behaviour.txt

A tool, not a test: it judges only what cannot be a matter of taste (the daemon lives, ends when it is told to, good sources have all their
items and none twice, no misdeed by its own count, a bound of memory), and leaves the rest to be read.
"""
import json, os, re, resource, signal, subprocess, time

from loopback import Web
from misbehaving_server import BEHAVIOURS, misbehaving
from program import arguments, lines, Program

ap = arguments(__doc__)
ap.add_argument("--minutes", type=float, default=60)
ap.add_argument("--folder", default="")
P = Program("hour", ap)
A, check = P.arguments, P.check
folder = os.path.abspath(A.folder) if A.folder else P.folder
os.makedirs(folder, exist_ok=True)
path = lambda name: os.path.join(folder, name)
begun = time.time()
EVERY = 180  # seconds

WORDS = "The harbour office said on Monday that ferry %s sails again after eleven days in the dock, and that tickets of last week are valid. "


def date(at, atom=False):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ" if atom else "%a, %d %b %Y %H:%M:%S GMT", time.gmtime(at))


def items(k):
    """A new one each five minutes, at most twenty are shown."""
    newest = int((time.time() - begun) // 300) + 3
    return [(i, begun - 900 + 300 * i) for i in range(max(0, newest - 20), newest)][::-1]


def rss(host, k):
    return ("<rss version='2.0'><channel><title>Harbour %d</title>%s</channel></rss>" % (k, "".join(
        "<item><title>Ferry %d-%d sails</title><link>http://%s/page/%d/%d</link><guid isPermaLink='false'>f%d-%d</guid><pubDate>%s</pubDate><description>%s</description></item>"
        % (k, i, host, k, i, k, i, date(at), WORDS % ("%d-%d" % (k, i)) * 3) for i, at in items(k)))).encode()


def atom(host, k):
    return ("<feed xmlns='http://www.w3.org/2005/Atom'><title>Harbour %d</title><id>urn:h%d</id><updated>%s</updated>%s</feed>" % (k, k, date(begun, True), "".join(
        "<entry><title>Ferry %d-%d sails</title><id>urn:f%d-%d</id><link href='http://%s/page/%d/%d'/><updated>%s</updated><content>%s</content></entry>"
        % (k, i, k, i, host, k, i, date(at, True), WORDS % ("%d-%d" % (k, i)) * 3) for i, at in items(k)))).encode()


def json_feed(host, k):
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Harbour %d" % k, "items": [
        {"id": "f%d-%d" % (k, i), "url": "http://%s/page/%d/%d" % (host, k, i), "title": "Ferry %d-%d sails" % (k, i), "date_published": date(at, True), "content_text": WORDS % ("%d-%d" % (k, i)) * 3}
        for i, at in items(k)]}).encode()


def article(k, i):
    return ("<!DOCTYPE html><html lang=en><head><title>Ferry %s-%s sails</title><meta property='article:published_time' content='%s'></head><body><article><h1>Ferry %s-%s sails</h1>%s</article></body></html>"
            % (k, i, date(begun, True), k, i, "<p>%s</p>" % (WORDS % ("%s-%s" % (k, i))) * 6)).encode()


STATEMENT = ("<!DOCTYPE html><html lang=en><head><title>Statement by the Minister</title></head><body><main><h1>Statement by the Minister for Ports</h1><p>Oslo, 12 January 2026</p><p>For immediate release</p>%s"
             "<p>Anna Berg, Minister for Ports</p></main></body></html>" % ("<p>%s</p>" % WORDS % "line" * 5)).encode()
LOGIN = b"<!DOCTYPE html><html><head><title>Log in</title></head><body><form action=/login method=post><input name=user><input type=password name=p><button>Log in</button></form></body></html>"
minutes = lambda: (time.time() - begun) / 60


def answer(host, path_):
    _, kind, k, *rest = path_.split("?")[0].split("/") + ["", ""]
    where = "%s:%d" % (host, web.port)
    ok = lambda type_, body, **more: (200, {"Content-Type": type_, **more}, body)
    number = int(k) if k.isdigit() else 0
    if path_ == "/robots.txt":
        return (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /private/\n") if host.endswith(".77") else (404, {}, b"")
    return {
        "rss": lambda: ok("application/rss+xml", rss(where, number)),
        "atom": lambda: ok("application/atom+xml", atom(where, number)),
        "json": lambda: ok("application/feed+json", json_feed(where, number)),
        "page": lambda: ok("text/html", article(k, rest[0])),
        "statement": lambda: ok("text/html", STATEMENT),
        "quiet": lambda: ok("application/rss+xml", b"<rss version='2.0'><channel><title>Q</title><item><title>Old</title><guid isPermaLink='false'>q</guid><pubDate>Mon, 03 Feb 2025 10:00:00 GMT</pubDate><description>Nothing has happened since.</description></item></channel></rss>"),
        "empty": lambda: ok("application/rss+xml", b"<rss version='2.0'><channel><title>E</title></channel></rss>"),
        "login": lambda: ok("text/html", LOGIN),
        "gone": lambda: (410, {}, b"gone"),
        "missing": lambda: (404, {}, b"no"),
        "forbidden": lambda: (403, {}, b"no"),
        "password": lambda: (401, {"WWW-Authenticate": "Basic realm=x"}, b"no"),
        "down": lambda: (503, {}, b"down"),
        "busy": lambda: (429, {"Retry-After": "600"}, b"later"),
        "moved": lambda: (301, {"Location": "http://%s/rss/%d" % (where, number)}, b""),
        "outage": lambda: (500, {}, b"out") if 10 < minutes() < 25 else ok("application/rss+xml", rss(where, number)),  # and recovers
        "private": lambda: ok("application/rss+xml", rss(where, number)),
        "slow": lambda: "trickle",
        "silent": lambda: "silent",
    }.get(kind, lambda: (404, {}, b"no"))()


web = Web(answer)
bad = misbehaving(lambda mode, number, nth: mode == "always" or nth == 0)
sources, good = [], []


def source(id, url, more=""):
    sources.append("  - { id: %s, url: \"%s\", every: %ds%s }" % (id, url, EVERY, more))


for k in range(20):
    kind = ("rss", "atom", "json")[k % 3]
    good.append("good-%s-%d" % (kind, k))
    source(good[-1], "http://127.0.1.%d:%d/%s/%d" % (k + 1, web.port, kind, k), ", full_text: article" if k % 5 == 4 else "")
source("ministry", "http://127.0.2.1:%d/statement/1" % web.port, ", parse: statement")
for k, kind in enumerate(("quiet", "empty", "login", "gone", "missing", "forbidden", "password", "down", "busy", "moved", "outage", "slow", "silent")):
    source(kind, "http://127.0.3.%d:%d/%s/%d" % (k + 1, web.port, kind, 100 + k), ", expect: { new_within: 1h }" if kind in ("quiet", "outage") else "")
source("robots", "http://127.0.3.77:%d/private/1" % web.port, ", robots: all")
source("no-such-name", "http://nobody.invalid/feed")
source("refuses", "http://127.0.4.1:1/feed")
for n in (1, 2, 3, 4, 5, 6, 7, 12, 13, 15, 16, 19, 22, 24, 25, 27, 29, 30, 31, 33, 36, 38):
    source("always-%d" % n, "http://127.0.5.%d:%d/always/%d" % (n, bad.port, n), ", parse: feed")
source("first-3", "http://127.0.6.3:%d/first/3" % bad.port, ", parse: feed")
source("first-22", "http://127.0.6.22:%d/first/22" % bad.port, ", parse: feed")
with open(path("hour.yaml"), "w") as f:
    f.write("version: 1\nstore: { path: hour.db }\nfetch: { allow_private: true, timeout: 20s, interval: { min: %ds, max: 1h }, hosts: { delay: 1s } }\npipeline: [ dedupe: {}, story: {}, brief: {} ]\nsources:\n%s\n" % (EVERY, "\n".join(sources)))
conf, store = path("hour.yaml"), path("hour.db")
with open(path("log"), "wb") as log:
    daemon = subprocess.Popen([A.tidings, "run", "--config", conf, "--store", store], env=P.env, stdout=log, stderr=log)
print("%d sources, %g minutes; the log is %s" % (len(sources), A.minutes, path("log")), flush=True)
while minutes() < A.minutes and daemon.poll() is None:
    time.sleep(1)
check("the daemon lives", daemon.poll() is None, daemon.poll())
for name, words in (("sources.txt", ("sources",)), ("behaviour.txt", ("sources", "--behaviour")), ("broken.txt", ("sources", "--broken")), ("status.txt", ("status",))):
    p = P.run(*words, "--config", conf, "--store", store)
    with open(path(name), "w") as f:
        f.write("%s\n(exit code %d)\n" % (p.stdout + p.stderr, p.returncode))
most = int(re.search(r"VmHWM:\s+(\d+)", open("/proc/%d/status" % daemon.pid).read()).group(1)) >> 10
daemon.send_signal(signal.SIGTERM)
check("it ends when it is told to", daemon.wait(60) == 0, daemon.returncode)
records = lines(P.run("export", "--store", store).stdout)
for id in good:
    titles = [r["title"] for r in records if r["source"]["id"] == id]
    check("%s: %d items, none twice" % (id, len(titles)), len(titles) == len(set(titles)) and len(titles) >= 3 + int((A.minutes - 4) / 5), titles)
card = lines(P.run("sources", "--behaviour", "--json", "--config", conf, "--store", store).stdout)
check("no misdeed by its own count", not [x for x in card if any(v for k, v in x.items() if k != "id")], [x for x in card if any(v for k, v in x.items() if k != "id")][:3])
check("memory of the daemon: %d MiB at most" % most, most < 200, most)
P.end()
