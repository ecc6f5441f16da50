"""outside.py - builds plugins as an author outside the tree would: a compiler, the public headers, nothing else.

    from outside import build, compile_plugin, SOURCES, STRICT
    build(P, "ledger")            # tests/outside/ledger.c into the folder "plugins" of the test; P.arguments.include
    p = compile_plugin("cc", include, SOURCES + "/clock.c", to, *STRICT)     # whether it compiles is what is tested
"""
import os
import subprocess
import sys

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "outside")
STRICT = ("-Wall", "-Wextra", "-Werror")


def compile_plugin(compiler, include, source, to, *flags):
    return subprocess.run([compiler, "-shared", "-fPIC", "-I", include, *flags, source, "-o", to],
                          capture_output=True, text=True)


def build(P, name, *flags, out=None, folder="plugins", compiler=None):
    """name: of a file of tests/outside without its ending, or the path of a source.  Flags: further ones of the compiler.
    out: the name of the shared object; else the source's.  The path of what was built; a plugin that does not compile ends
    the test."""
    os.makedirs(P.path(folder), mode=0o700, exist_ok=True)
    source = name if os.path.isabs(name) else os.path.join(SOURCES, name + (".cpp" if os.path.exists(os.path.join(SOURCES, name + ".cpp")) else ".c"))
    to = P.path(folder, (out or os.path.splitext(os.path.basename(source))[0]) + ".so")
    p = compile_plugin(compiler or ("c++" if source.endswith("pp") else "cc"), P.arguments.include, source, to + ".new", "-O1", "-g",
                       "-fvisibility=hidden", *flags)
    if p.returncode != 0:
        print("FAIL %s is not built: %s" % (source, p.stderr))
        sys.exit(1)
    os.chmod(to + ".new", 0o600)
    os.rename(to + ".new", to)
    return to
