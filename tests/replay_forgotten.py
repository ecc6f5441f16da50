#!/usr/bin/env python3
"""`tidings replay` beside a program that writes captures, after a `forget`, and after rules that change no word.

  replay_forgotten.py --tidings build/release/tidings
"""
import email.utils
import glob
import json
import os
import signal
import time

from loopback import Web
from program import arguments, lines, Program, told, until

P = Program("replay-forgotten", arguments(__doc__))
check = P.check
now = time.time()
NAMES = ["quay", "weir", "mole"]


def answer(host, path):
    name = path.rsplit("/", 1)[1]
    if name in NAMES:
        text = "".join("<p>The %s of Tamsel was mended by %d masons, who had worked on it through the whole of the long summer.</p>" % (name, i) for i in range(3, 12))
        return 200, {"Content-Type": "text/html"}, ("<html><head><title>The %s</title></head><body><article><h1 class='big'>The %s of Tamsel is whole</h1><time datetime='2026-02-03T04:05:06Z'>Tuesday</time>"
                                                    "<div id='story'>%s</div></article></body></html>" % (name, name, text)).encode()
    rows = "".join("<item><title>The %s of Tamsel is whole</title><guid isPermaLink='false'>%s-of-%s</guid><link>http://%s:%d/page/%s</link><pubDate>%s</pubDate><description>In short: the %s.</description></item>"
                   % (n, n, path[1:], host, web.port, n, email.utils.formatdate(now), n) for n in NAMES)
    return 200, {"Content-Type": "application/rss+xml"}, ("<rss version='2.0'><channel><title>%s</title>%s</channel></rss>" % (path[1:], rows)).encode()


web = Web(answer)


def conf(form):
    return P.write(form + ".yaml", "version: 1\nrules: rules\nstore: { path: %s.db, capture: { folder: %s-captures, form: %s } }\nfetch: { allow_private: true, robots: none, hosts: { delay: 0s } }\nsources:\n"
                   "  - { id: whole, url: 'http://127.0.0.2:%d/whole', full_text: { parse: article } }\n  - { id: short, url: 'http://127.0.0.3:%d/short' }\n" % (form, form, form, web.port, web.port))


def replay(c, *more):
    p = P.run("replay", "--json", "--config", c, *more)
    return (lines(p.stdout) or [{}])[-1], p


os.mkdir(P.path("rules"))
for form in ("gzip", "zstd"):
    c = conf(form)
    with open(P.path(form + ".log"), "w") as log:
        run = P.start("run", "--config", c, stderr=log)
    ready = until(lambda: run.poll() is not None or len(lines(P.run("export", "--format", "jsonl", "--config", c).stdout)) == 6)
    if run.poll() is not None and "libzstd" in open(P.path(form + ".log")).read():
        print("left out: zstd, which this build lacks")
        continue
    check("%s: the file is being written" % form, ready and glob.glob(P.path(form + "-captures", "*.open")), os.listdir(P.path(form + "-captures")))
    out, p = replay(c, "--dry-run")
    check("%s: a dry run beside its writer reads it" % form, p.returncode == 0 and out.get("gone") == 0 and out.get("answers") == 4 and out.get("unchanged") == 6, told(p))
    p = P.run("forget", "--config", c, "http://127.0.0.2:%d/page/weir" % web.port)
    check("forget beside it", p.returncode == 0 and "1 record " in p.stdout, told(p))
    out, p = replay(c, "--dry-run")
    check("%s: an answer that spoke of it too is forgotten, not damaged: no failure" % form, p.returncode == 0 and out.get("damaged") == out.get("gone") == 0 and out.get("forgotten", 0) >= 1 and out.get("unchanged") == 2, told(p))
    run.send_signal(signal.SIGTERM)
    run.wait()
    out, p = replay(c)
    check("the same without its writer", p.returncode == 0 and out.get("damaged") == 0 and out.get("forgotten", 0) >= 1 and out.get("unchanged") == 2 and out.get("new_versions") == 0, told(p))
    q = P.run("replay", "--config", c)
    check("people are told", "forgotten" in q.stdout and "damaged" not in q.stdout + q.stderr, told(q))

    before = P.run("export", "--format", "jsonl", "--config", c).stdout
    P.write("rules/127.0.0.2.txt", "title: //h1[@class='big']\ndate: //time/@datetime\nbody: //div[@id='story']\n")
    out, p = replay(c)
    check("rules that change no word make no version", p.returncode == 0 and out.get("new_versions") == 0 and out.get("unchanged") == 2 and P.run("export", "--format", "jsonl", "--config", c).stdout == before, (told(p), out))
    P.write("rules/127.0.0.2.txt", "title: //h1[@class='big']\nbody: //div[@id='story']/p[1]\n")
    out, p = replay(c)
    check("and those that do, do", out.get("new_versions") == 2, told(p))
    os.remove(P.path("rules/127.0.0.2.txt"))
P.end()
