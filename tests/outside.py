"""outside.py - builds a plugin of tests/outside as an author outside the tree would: cc, the headers, nothing else.

    from outside import build
    build(P, "ledger")            # tests/outside/ledger.c into the folder "plugins" of the test; P.arguments.include
"""
import os
import subprocess
import sys


def build(P, name, *flags, out=None):
    """Flags: further ones of the compiler.  out: the name of the shared object; else the source's."""
    folder = P.path("plugins")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    base = os.path.join(os.path.dirname(os.path.abspath(__file__)), "outside", name)
    source = base + ".cpp" if os.path.exists(base + ".cpp") else base + ".c"
    to = os.path.join(folder, (out or name) + ".so")
    p = subprocess.run(["c++" if source.endswith("pp") else "cc", "-O1", "-g", "-shared", "-fPIC", "-fvisibility=hidden", "-D_GNU_SOURCE",
                        "-I", P.arguments.include, *flags, source, "-o", to + ".new"], capture_output=True, text=True)
    if p.returncode != 0:
        print("FAIL %s is not built: %s" % (source, p.stderr))
        sys.exit(1)
    os.chmod(to + ".new", 0o600)
    os.rename(to + ".new", to)
    return to
