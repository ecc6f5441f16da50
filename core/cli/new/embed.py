#!/usr/bin/env python3
"""embed.py FILE - writes the files of this folder as C into FILE: what `tidings plugin new` writes.

A subfolder is a kind of component, or "all" for what all kinds have; the ending .in is left out.  CMake runs it at build time; the same input gives the
same bytes.
"""
import os, sys

HERE = os.path.dirname(os.path.abspath(__file__))
files = sorted(os.path.relpath(os.path.join(d, n), HERE) for d, _, names in os.walk(HERE) if d != HERE for n in names)
out = ["/* Made by core/cli/new/embed.py. */", '#include "cli/plugin_new.h"', ""]
for i, name in enumerate(files):
    with open(os.path.join(HERE, name), "rb") as file:
        data = file.read() + b"\0"
    out.append("static const char file_%d[] = {%s};" % (i, ",".join(str(b if b < 128 else b - 256) for b in data)))
out.append("const struct new_file new_files[] = {")
for i, name in enumerate(files):
    kind, path = (name[:-3] if name.endswith((".c.in", ".txt.in")) else name).split(os.sep, 1)
    out.append('    {"%s", "%s", file_%d},' % (kind, path.replace(os.sep, "/"), i))
out += ["    {0}};", ""]
with open(sys.argv[1], "w", encoding="ascii") as file:
    file.write("\n".join(out))
