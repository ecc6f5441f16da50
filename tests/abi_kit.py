#!/usr/bin/env python3
"""The kit's functions are declared as they were: none has gone, none has other types (abidiff of libabigail).

  abi_kit.py [--update] --source . --kit build/release/core/libtidings-kit.a

tests/abi/kit.abi is what abidw says of the functions that the headers of tidings/kit declare and the library has.  The functions
themselves are hidden, so that a plugin does not export them; compared is a table of pointers to them, which has their types.
Removed functions and changed types fail the test; new ones are added to the file by --update.  Members of the host's own structs
are left out: tests/abi_layout.py compares those, and they may grow.

The comparison is tried on changed headers as well: it must find a removed function, another parameter and another struct.
"""
import argparse, glob, os, platform, re, shutil, subprocess, sys, tempfile

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--source", required=True)
ap.add_argument("--kit", required=True)
ap.add_argument("--update", action="store_true")
A = ap.parse_args()
CC = shutil.which(os.environ.get("CC", "cc"))
if not (CC and shutil.which("nm") and shutil.which("abidiff") and shutil.which("abidw")) or platform.machine() != "x86_64":
    print("skipped: it needs a C compiler, nm and abidiff (abigail-tools), on x86-64")
    sys.exit(77)
kept = os.path.join(A.source, "tests", "abi", "kit.abi")
OURS = "[suppress_type]\n  name_regexp = ^tdg_(host|call|component|plugin|item)$\n"


def functions(include):
    said = subprocess.run(["nm", "-g", "--defined-only", A.kit], capture_output=True, text=True, check=True).stdout
    declared = "".join(re.sub(r"/\*.*?\*/", "", open(h).read(), flags=re.S) for h in glob.glob(os.path.join(include, "tidings", "kit", "*.h")))
    return [f for f in sorted(set(re.findall(r"^[0-9a-f]+ T (tdg_\w+)$", said, re.M))) if re.search(r"\b%s\(" % f, declared)]


def table(folder, include, names):
    """A library that has a pointer to each function, with its type."""
    source, library = os.path.join(folder, "kit.c"), os.path.join(folder, "kit.so")
    with open(source, "w") as f:
        f.write("".join("#include <tidings/kit/%s>\n" % os.path.basename(h) for h in sorted(glob.glob(os.path.join(include, "tidings", "kit", "*.h")))))
        f.write("".join("__typeof__(%s) *const at_%s = %s;\n" % (n, n, n) for n in names))
    subprocess.run([CC, "-std=gnu11", "-g", "-shared", "-fPIC", "-I", include, source, "-o", library], check=True)
    return library


def compare(folder, include, names, against):
    """The faults, and what abidiff says."""
    with open(os.path.join(folder, "ours"), "w") as f:
        f.write(OURS)
    p = subprocess.run(["abidiff", "--suppressions", os.path.join(folder, "ours"), against, table(folder, include, names)],
                       capture_output=True, text=True)
    m = re.search(r"Variables changes summary: (\d+) Removed, (\d+) Changed.*?, (\d+) Added", p.stdout)
    if p.returncode & 3 or (m is None and p.stdout):
        return 1, p.stdout + p.stderr
    return (int(m[1]) + int(m[2]) if m else 0), p.stdout


def write(folder, include, names, to):
    with open(to, "w") as f:
        subprocess.run(["abidw", "--headers-dir", include, "--drop-private-types", "--no-show-locs", "--no-comp-dir-path", "--no-corpus-path",
                        "--no-elf-needed", "--type-id-style", "hash", "--no-parameter-names", "--no-write-default-sizes", table(folder, include, names)], stdout=f, check=True)


def changed(folder, include, header, before, after):
    copy = os.path.join(folder, "changed")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(include, copy)
    path = os.path.join(copy, "tidings", header)
    text = open(path).read()
    assert before in text, (header, before)
    with open(path, "w") as f:
        f.write(text.replace(before, after, 1))
    return copy


wrong = 0
include = os.path.join(os.path.abspath(A.source), "include")
with tempfile.TemporaryDirectory() as folder:
    names = functions(include)
    if A.update:
        write(folder, include, names, kept)
    faults, said = compare(folder, include, names, kept)
    if faults:
        print("FAIL the kit is not what it was:\n" + said)
        wrong += 1
    elif said:
        print("there is more than before; tests/abi_kit.py --update adds it:\n" + said)
    present = os.path.join(folder, "present.abi")
    write(folder, include, names, present)
    for what, found, some, change in (
            ("the same", False, names, None),
            ("a removed function", True, names[1:], None),
            ("another parameter", True, names, ("kit/date.h", "tdg_days_from_civil(int ", "tdg_days_from_civil(short ")),
            ("another struct", True, names, ("kit/facts.h", "struct tdg_digits {", "struct tdg_digits {\n  int first;")),
            ("a host that grows", False, names, ("plugin.h", "  int (*fail)(tdg_call *", "  int (*more)(void);\n  int (*fail)(tdg_call *"))):
        copy = changed(folder, include, *change) if change else include
        faults, said = compare(folder, copy, some, present)
        if (faults > 0) != found:
            print("FAIL %s: %s" % (what, said or "nothing is found"))
            wrong += 1
print("%d functions, %d faults" % (len(names), wrong))
sys.exit(1 if wrong or len(names) < 30 else 0)
