#!/usr/bin/env python3
"""A document is not refused because the machine is overloaded, and one that computes without end still is.

  starved.py --tidings build/release/tidings

A long page is read on one processor, of which others, that this script starts, take all but a few percent: that takes longer than
the deadline, 2 s, but less of the processor.  Exit 0 when all holds, 77 where a process cannot be bound to a processor, and with sanitizers.
"""
import os, subprocess, sys, time

from program import arguments, Program, told

ap = arguments(__doc__)
P = Program("starved", ap)
check = P.check
if not hasattr(os, "sched_setaffinity"):
    print("skipped: a process cannot be bound to a processor here")
    sys.exit(77)

if P.sanitized:
    print("skipped: with sanitizers the work itself takes longer than the deadline")
    sys.exit(77)

conf = P.write("c.yaml", "version: 1\nplugins: { limits: { deadline: 2s } }\nsources: []\n")
page = P.write("page.html", "<html><head><title>Ferries</title></head><body><article><h1>Ferries</h1>%s</article></body></html>" % "".join(
    "<p>The ferry number %d to Oster Ness runs again from Monday, the harbour office said on quay %d.</p>" % (i, i * 7) for i in range(8000)))
one = min(os.sched_getaffinity(0))


def meek():
    os.sched_setaffinity(0, {one})
    os.nice(11)


def read(**more):
    began = time.monotonic()
    p = P.run("parse", "--as", "article", "--config", conf, page, **more)
    return p, time.monotonic() - began


p, idle = read()
check("the page is read", p.returncode == 0 and "ferry number 7999 to" in p.stdout, told(p))
others = [subprocess.Popen([sys.executable, "-c", "import os\nos.sched_setaffinity(0, {%d})\nwhile os.getppid() == %d: pass" % (one, os.getpid())]) for i in range(2)]
p, long = read(preexec_fn=meek)
for x in others:
    x.kill()
    x.wait()
print("     %.1f s, and %.1f s beside others; the deadline is 2 s" % (idle, long))
check("it is read when it has little of the processor, too", p.returncode == 0 and "ferry number 7999 to" in p.stdout, told(p))
P.end()
