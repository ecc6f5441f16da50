#!/usr/bin/env python3
"""Stores that the program cannot use: what was found, what was wanted, what to do.

  stores.py --tidings build/release/tidings --include include
"""
import os

from outside import build, STRICT
from program import Program, arguments, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
P = Program("stores", ap)
P.arguments.include = os.path.abspath(P.arguments.include)
conf = P.write("none.yaml", "store: { driver: none, path: none.db }\n")
P.env["TIDINGS_PLUGIN_PATH"] = P.path("plugins")
for name, flags, words in (
        ("an older revision of the operations", ["-DREV=1"], ["found operations of revision 1", "wanted those of revision 2", "rebuild"]),
        ("a later one", ["-DREV=3"], ["found operations of revision 3", "wanted those of revision 2", "upgrade Tidings"]),
        ("a short table", ["-DSIZE=64"], ["found a table of operations of 64 bytes", "up to task_list", "rebuild"]),
        ("a missing operation", ["-DMISSING"], ["found no operation commit", "write it"]),
        ("another name", ['-DNAME="other"'], ["found a store called other", "wanted one called none", "store-other.so"])):
    build(P, "no_store", "-std=gnu11", *STRICT, *flags, out="store-none")
    p = P.run("status", "--config", conf)
    P.check("%s is told" % name, p.returncode == 78 and P.path("plugins", "store-none.so") in p.stderr and all(w in p.stderr for w in words), told(p))
P.write("plugins/store-none.so", "no object", 0o600)
p = P.run("status", "--config", conf)
P.check("a file that is no plugin is told", p.returncode == 78 and "does not begin like a shared object" in p.stderr, told(p))
P.end()
