#!/usr/bin/env python3
"""The script dev, where what it asks for is not there: `ci` goes on without root, and what it sets does not stay.

  dev.py --source .

The tools that it calls are stand-ins of this test, which note how they were called.  Exit 0 when all holds.
"""
import argparse, os, shutil, subprocess, sys, tempfile

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--source", required=True)
folder = tempfile.mkdtemp(prefix="tidings-dev-")
shutil.copy(os.path.join(ap.parse_args().source, "dev"), folder)
tools, calls = os.path.join(folder, "bin"), os.path.join(folder, "calls")
os.mkdir(tools)
for name in ("bash", "dirname", "grep", "mkdir", "tail"):
    os.symlink(shutil.which(name), os.path.join(tools, name))
for name, answer in (("id", "echo 1000"), ("dpkg-query", "echo install ok installed"), ("apt-get", "exit 100"), ("cmake", ""),
                     ("ctest", ""), ("nproc", "echo 1")):
    with open(os.path.join(tools, name), "w") as f:
        f.write("#!/bin/bash\necho \"%s $*\" >> %s\n%s\n" % (name, calls, answer))
    os.chmod(f.name, 0o755)
faults = 0


def check(name, ok, why):
    global faults
    faults += not ok
    print("%-4s %s%s" % ("ok" if ok else "FAIL", name, "" if ok else ": %s" % (why,)))


def dev(*args):
    """What it said and its exit code, and the calls of cmake and ctest."""
    open(calls, "w").close()
    p = subprocess.run(["bash", "dev", *args], cwd=folder, env={"PATH": tools}, capture_output=True, text=True)
    return p, [x for x in open(calls).read().splitlines() if x.startswith(("cmake", "ctest"))]


p, called = dev("ci")
check("ci without root or sudo tests all the same", p.returncode == 0 and sum(x.startswith("ctest") for x in called) == 3, (p, called))
check("and says what it did not check", [x.split(" (")[0] for x in p.stderr.splitlines() if x.startswith("NOT CHECKED")]
      == ["NOT CHECKED: the formatting", "NOT CHECKED: warnings of clang"], p)
check("warnings are errors in ci", all("cmake --preset %s -DTIDINGS_WERROR=ON" % x in called for x in ("asan", "release")), called)
p, called = dev("test")
check("and not in what is built behind it", p.returncode == 0 and "cmake --preset asan -DTIDINGS_WERROR=OFF" in called, (p, called))
with open(os.path.join(tools, "dpkg-query"), "w") as f:
    f.write("#!/bin/bash\n")
p, called = dev("build")
check("what is missing is told where root is needed for it", p.returncode == 1 and "missing: cmake" in p.stderr and "root is needed" in p.stderr
      and called == [], (p, called))
shutil.rmtree(folder)
sys.exit(faults > 0)
