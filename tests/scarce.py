#!/usr/bin/env python3
"""A program that polls while no process can be started: what needs a new worker fails at once, is told once, and works when there are descriptors again.

  scarce.py --tidings build/release/tidings
"""
import os
import resource
import signal
import time

from loopback import Web
from program import arguments, lines, Program, told, until

P = Program("scarce", arguments(__doc__))
check = P.check
state = {"/gazette": 500, "/mill": 500}


def answer(host, path):
    items = "".join("<item><title>Report %d of %s</title><guid isPermaLink='false'>%s-%d</guid><description>The harbour office told us more of %d.</description></item>"
                    % (i, path, path, i, i) for i in range(3))
    return state[path], {"Content-Type": "application/rss+xml"}, ("<rss version='2.0'><channel><title>%s</title>%s</channel></rss>" % (path, items)).encode()


web = Web(answer)
c = P.write("c.yaml", "version: 1\nstore: { path: c.db }\nfetch: { allow_private: true, robots: none, hosts: { delay: 0s }, interval: { min: 1s, max: 1s, adaptive: no } }\npipeline: []\n"
            "sources:\n  - { id: gazette, url: \"http://127.0.0.1:%d/gazette\" }\n  - { id: mill, url: \"http://127.0.0.2:%d/mill\" }\n" % (web.port, web.port))
log = open(P.path("log"), "w")
run = P.start("run", "--config", c, stderr=log)
until(lambda: len([x for x in web.log if x.path == "/mill"]) > 0 and len([x for x in web.log if x.path == "/gazette"]) > 0)
time.sleep(1)
was = resource.prlimit(run.pid, resource.RLIMIT_NOFILE)
used = max(int(x) for x in os.listdir("/proc/%d/fd" % run.pid)) + 1
resource.prlimit(run.pid, resource.RLIMIT_NOFILE, (used, was[1]))
state["/gazette"] = state["/mill"] = 200


def said():
    return open(P.path("log")).read()


short = until(lambda: "cannot be started" in said())
at = time.monotonic()
asked = len(web.take())
time.sleep(8)
polls = len(web.take())
text = said()
resource.prlimit(run.pid, resource.RLIMIT_NOFILE, was)
back = until(lambda: len([r for r in lines(P.run("export", "--format", "jsonl", "--config", c).stdout)]) == 6, 60)
run.send_signal(signal.SIGTERM)
code = run.wait()
check("what cannot be parsed is told, with what to do", short and "raise the limits on open files" in text, text[-2000:])
check("once for each plugin", all(text.count(x) <= 1 for x in [y[20:] for y in text.splitlines() if "cannot be started" in y]), text[-2000:])
check("polls go on", polls > 0, (polls, text[-1500:]))
check("when there are descriptors again all is read", back, (said()[-3000:], told(P.run("quarantine", "list", "--config", c))))
check("and it ends as it should", code == 0, code)

# ---- stages that lose their workers then, and a start without any ----
there = {"n": 0}


def grow(host, path):
    items = "".join("<item><title>Report %d</title><guid isPermaLink='false'>g-%d</guid><description>The harbour office told us more of the ferry and of quay %d.</description></item>" % (i, i, i) for i in range(there["n"]))
    return 200, {"Content-Type": "application/rss+xml"}, ("<rss version='2.0'><channel><title>Grown</title>%s</channel></rss>" % items).encode()


def children(pid):
    found = [int(x) for task in os.listdir("/proc/%d/task" % pid) for x in open("/proc/%d/task/%s/children" % (pid, task)).read().split()]
    return {x: open("/proc/%d/cmdline" % x).read().replace("\0", " ") for x in found}


def judged():
    found = P.records(P.path("d.db"))
    return len(found) == there["n"] and all(r.get("story") for r in found)


web.answer = grow
c = P.write("d.yaml", "version: 1\nstore: { path: d.db }\nfetch: { allow_private: true, robots: none, hosts: { delay: 0s }, interval: { min: 1s, max: 1s, adaptive: no } }\n"
            "sources:\n  - { id: gazette, url: \"http://127.0.0.1:%d/grown\", parse: feed }\n" % web.port)
for name, begin in (("stages that lost their workers", 1 << 20), ("no process at the start", 24)):
    web.take()
    log = open(P.path("log"), "w")
    run = P.start("run", "--config", c, stderr=log, preexec_fn=(lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (24, was[1]))) if begin == 24 else None)
    if begin != 24:
        until(lambda: len(web.log) > 2)
        time.sleep(1)
        resource.prlimit(run.pid, resource.RLIMIT_NOFILE, (3, was[1]))  # nothing can be opened; what is open stays
        for pid, line in children(run.pid).items():
            if "stage-" in line:
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.5)
    there["n"] += 3
    short = until(lambda: "cannot be started" in said() or run.poll() is not None)
    time.sleep(5)
    alive, text = run.poll() is None, said()
    check("%s: told, with what to do" % name, short and "raise the limits on open files" in text, text[-2000:])
    check("once for each of them", all(text.count(y) == 1 for y in [x[21:] for x in text.splitlines() if "cannot be started" in x]), text[-2000:])
    check("and the program goes on", alive, text[-2000:])
    if alive:
        resource.prlimit(run.pid, resource.RLIMIT_NOFILE, was)
    check("when there are descriptors again all that waits is read and judged", alive and until(judged), said()[-3000:])
    run.send_signal(signal.SIGTERM)
    code = run.wait()
    check("and it ends as it should", code == 0, (code, said()[-1000:]))
P.end()
