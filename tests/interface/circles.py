#!/usr/bin/env python3
"""circles.py SOURCE BUILD - within a part of core no two files call each other, by whatever way round.

Read from the object files (nm): who defines a function, who asks for it.  Callbacks do not count: they are how a lower
file answers a higher one.
"""
import collections, os, subprocess, sys

defines, wants = collections.defaultdict(set), {}
for folder, _, names in os.walk(os.path.join(sys.argv[2], "core", "CMakeFiles")):
    if not os.path.basename(folder.split(".dir")[0]).startswith("tidings-"):
        continue
    for name in names:
        if not name.endswith(".c.o"):
            continue
        file = os.path.join(folder.split(".dir" + os.sep)[1], name[:-2])
        if not os.path.exists(os.path.join(sys.argv[1], "core", file)):
            continue # left from a file that is gone
        wants[file] = set()
        for line in subprocess.run(["nm", os.path.join(folder, name)], capture_output=True, text=True, check=True).stdout.splitlines():
            kind, symbol = line.split()[-2:]
            if kind in "TDBRV":
                defines[symbol].add(file)
            elif kind == "U":
                wants[file].add(symbol)
calls = {f: {g for s in w for g in defines.get(s, ()) if g != f and g.split(os.sep)[0] == f.split(os.sep)[0]} for f, w in wants.items()}


def reaches(start):
    seen, todo = set(), list(calls[start])
    while todo:
        f = todo.pop()
        if f not in seen:
            seen.add(f)
            todo += calls[f]
    return seen


reach = {f: reaches(f) for f in calls}
circles = sorted({tuple(sorted(g for g in reach[f] if f in reach[g])) for f in calls if f in reach[f]})
for c in circles:
    print("these call each other, by some way round: %s; give what they share a file of its own, or a callback" % ", ".join(c))
print("%d files of core, %d circles" % (len(calls), len(circles)))
sys.exit(1 if circles or len(calls) < 50 else 0)
