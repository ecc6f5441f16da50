#!/usr/bin/env python3
"""circles.py SOURCE BUILD - within a part of core, and within a plugin, no two files call each other, by whatever way round.

Read from the object files (nm): who defines a function, who asks for it.  Callbacks do not count: they are how a lower
file answers a higher one.
"""
import collections, os, re, subprocess, sys

source, build = sys.argv[1:]
defines, wants, objects = collections.defaultdict(set), {}, {}
for folder, _, names in os.walk(build):
    m = re.match(r"(core|plugins/[^/]+)/CMakeFiles/[^/]+\.dir(?:/(.*))?$", os.path.relpath(folder, build))
    for name in names if m else ():
        file = os.path.join(m.group(1), m.group(2) or "", name[:-2])
        if not name.endswith(".c.o") or re.match(r"(test|fuzz|bench)_", name) or not os.path.exists(os.path.join(source, file)):
            continue # of no product, or left from a file that is gone
        part = "/".join(file.split("/")[:2])
        wants.setdefault((part, file), set())
        objects[os.path.join(folder, name)] = part, file
for line in subprocess.run(["nm", "--print-file-name", *objects], capture_output=True, text=True, check=True).stdout.splitlines():
    at, rest = line.split(":", 1)
    part, file = objects[at]
    kind, symbol = rest.split()[-2:]
    if kind in "TDBRV":
        defines[part, symbol].add(file)
    elif kind == "U":
        wants[part, file].add(symbol)
calls = {f: {g for s in w for g in defines.get((part, s), ()) if g != f} for (part, f), w in wants.items()}


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
plugins = sum(f.startswith("plugins/") for f in calls)
print("%d files of core and %d of plugins, %d circles" % (len(calls) - plugins, plugins, len(circles)))
sys.exit(1 if circles or len(calls) - plugins < 50 or plugins < 50 else 0)
