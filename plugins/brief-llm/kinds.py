#!/usr/bin/env python3
"""What the verifier makes of one kind of falsehood after the other, and of true sentences beside them, in many languages.

  kinds.py --program build/release/tests/bench-verify --source .

kinds.txt has a line for each written sentence, "+ language | said | cited | cited": + is true and must be kept, - is false and must be refused; = stands
for what is said.  A line that begins with # names the kind of those below it.  They were written before the checks of their kinds.  The bars are
what was reached: of each kind so many of so many.  --show prints what is not as it should be.  Exit 0 when all bars hold.
"""
import argparse
import collections
import os
import subprocess
import sys

# What falls short is told in docs/brief-llm.md.
BARS = {("figure", "+"): 17, ("figure", "-"): 43,
        ("half", "+"): 8, ("half", "-"): 31,
        ("name", "-"): 3,
        ("negation", "+"): 9, ("negation", "-"): 62,
        ("order", "+"): 30, ("order", "-"): 94,
        ("place", "+"): 8, ("place", "-"): 38,
        ("role", "+"): 47, ("role", "-"): 133,
        ("stage", "+"): 14, ("stage", "-"): 98,
        ("true", "+"): 124}

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--program", required=True)
ap.add_argument("--source", required=True)
ap.add_argument("--show", action="store_true")
A = ap.parse_args()

rows, kind = [], ""
for line in open(os.path.join(A.source, "plugins/brief-llm/kinds.txt"), encoding="utf-8").read().splitlines():
    if line.startswith("#"):
        kind = line[2:].split(":")[0]
        continue
    sign, (language, said, *cited) = line[0], line[2:].split(" | ")
    rows.append((kind, sign, "\t".join([language, said] + [said if c == "=" else c for c in cited])))
told = subprocess.run([A.program], input="".join(r[2] + "\n" for r in rows), capture_output=True, text=True, check=True).stdout.splitlines()
assert len(told) == len(rows), "%d verdicts for %d sentences" % (len(told), len(rows))
right, all_of = collections.Counter(), collections.Counter()
for (kind, sign, row), verdict in zip(rows, told):
    good = (verdict.split("\t")[0] == "ok") == (sign == "+")
    right[kind, sign] += good
    all_of[kind, sign] += 1
    if A.show and not good:
        print("     %s %s %s: %s" % (kind, sign, row.replace("\t", " | "), verdict.replace("\t", ": ")))
failed = 0
for kind, sign in sorted(all_of):
    bar = BARS[kind, sign]
    holds = right[kind, sign] >= bar
    failed += not holds
    print("%s %s: %d of %d %s, at least %d" % ("ok   " if holds else "FAILS", kind, right[kind, sign], all_of[kind, sign],
                                               "true ones kept" if sign == "+" else "false ones refused", bar))
sys.exit(failed > 0)
