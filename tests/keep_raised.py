#!/usr/bin/env python3
"""A longer `keep` lets in what was too old under a shorter one; an import stores what is asked for, however old, and what was removed.

  keep_raised.py --tidings build/release/tidings --shim build/release/tests/clock_shift.so
"""
import datetime
import email.utils
import json

from loopback import Clock, Web
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--shim", required=True, help="tests/clock_shift.c, compiled")
P = Program("keep-raised", ap)
check = P.check
clock = Clock(P.folder, P.arguments.shim, P.env)
P.env = clock.env
DAY = 86400
begin = clock.now()
ages = {"fresh": 1, "older": 20, "oldest": 900, "undated": 21}  # days before the test


def when(guid):
    return begin - ages[guid] * DAY


def answer(host, path):
    guid = path.rsplit("/", 1)[1]
    if guid in ages:
        text = "".join("<p>The council of Osmaston heard report %d about the %s bridge, which was built by the grandfathers of those who sat there.</p>" % (i, guid) for i in range(8))
        return 200, {"Content-Type": "text/html"}, ("<html><head><title>The %s bridge</title><meta property='article:published_time' content='%s'></head><body><article><h1>The %s bridge</h1>%s</article></body></html>"
                                                    % (guid, datetime.datetime.fromtimestamp(when(guid), datetime.timezone.utc).isoformat(), guid, text)).encode()
    rows = "".join("<item><title>The %s bridge</title><guid isPermaLink='false'>%s%s</guid><link>http://%s:%d/page%s/%s</link>%s<description>In short: %s.</description></item>"
                   % (g, path[1:], g, host, web.port, path[1:], g, "" if g == "undated" else "<pubDate>%s</pubDate>" % email.utils.formatdate(when(g)), g) for g in ages)
    return 200, {"Content-Type": "application/rss+xml", "ETag": '"1"'}, ("<rss version='2.0'><channel><title>%s</title>%s</channel></rss>" % (path[1:], rows)).encode()


web = Web(answer)


def conf(keep):
    return P.write("c.yaml", "version: 1\nstore: { path: c.db%s }\nfetch: { allow_private: true, robots: none, hosts: { delay: 0s } }\nsources:\n"
                   "  - { id: whole, url: 'http://127.0.0.2:%d/whole', full_text: { parse: article } }\n  - { id: short, url: 'http://127.0.0.3:%d/short' }\n"
                   % (", keep: { records: %s }" % keep if keep else "", web.port, web.port))


def poll():
    """What is there after a poll, and which pages were asked for."""
    web.take()
    P.expect("run", "--once", "--config", c)
    return sorted((r["source"].get("id"), r["title"].split()[1]) for r in lines(P.run("export", "--format", "jsonl", "--config", c).stdout)), sorted(x.path.rsplit("/", 1)[1] for x in web.take() if "/page" in x.path)


def of(source, *which):
    return [(source, g) for g in sorted(which)]


c = conf("5d")
there, asked = poll()
check("what is older than it would be kept is not stored", there == of("short", "fresh", "undated") + of("whole", "fresh"), there)
there, asked = poll()
check("pages of it are not asked for again", asked == [], asked)
clock.move(6 * DAY)
P.expect("store", "trim", "--config", c)
there, asked = poll()
check("what was removed stays out", there == [], (there, asked))
c = conf("60d")
there, asked = poll()
check("a longer time lets in what was removed and what was passed over", there == of("short", "fresh", "older") + of("whole", "fresh", "older", "undated"), there)
check("their pages are asked for, once", set(asked) >= {"fresh", "older", "undated"} and len(asked) == len(set(asked)) and poll()[1] == [], asked)
c = conf("")
there, asked = poll()
check("for ever: all of it comes", there == of("short", *ages) + of("whole", *ages), there)
check("and once", poll() == (there, []), "")

ten = P.write("ten.jsonl", "".join(json.dumps({"id": "i%d" % i, "title": "Minutes of the year %d" % (1990 + i), "url": "http://archive.example/%d" % i, "published": "%d-03-01" % (1990 + i),
                                               "text": "The parish of Osmaston met in the year %d." % (1990 + i)}) + "\n" for i in range(10)))
c = conf("5d")
P.expect("store", "trim", "--config", c)
p = P.run("import", "--json", "--config", c, ten)
check("an import stores what is older than it is kept", p.returncode == 0 and json.loads(p.stdout)["records"] == 10, told(p))
clock.move(6 * DAY)
P.expect("store", "trim", "--config", c)
p = P.run("import", "--json", "--config", c, ten)
check("and what was removed", p.returncode == 0 and json.loads(p.stdout)["records"] == 10, told(p))
p = P.run("import", "--json", "--config", c, ten)
check("once", p.returncode == 0 and json.loads(p.stdout)["records"] == 0 and json.loads(p.stdout)["unchanged"] == 10, told(p))
p = P.run("import", "--json", "--config", c, "--source", "short", ten)
check("also for a source that is configured", p.returncode == 0 and json.loads(p.stdout)["expired"] == 0, told(p))
P.expect("forget", "--config", c, "http://archive.example/3")
p = P.run("import", "--json", "--config", c, ten)
check("what was forgotten stays out", json.loads(p.stdout)["records"] == 0 and json.loads(p.stdout)["forgotten"] == 1, told(p))
P.end()
