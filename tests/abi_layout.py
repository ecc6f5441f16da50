#!/usr/bin/env python3
"""The layout of the public structs and the functions of the kit: nothing that was there has moved or gone.

  abi_layout.py [--update] --source . --kit build/release/core/libtidings-kit.a

tests/abi/layout lists each member of a struct of the plugin interface with its offset and size, tests/abi/kit the functions of the
static library.  What is listed must be as listed; what is new is added to the lists by --update.  Sizes of structs may grow.
"""
import argparse, os, platform, re, shutil, subprocess, sys, tempfile

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--source", required=True)
ap.add_argument("--kit", required=True)
ap.add_argument("--update", action="store_true")
A = ap.parse_args()
CC, NM = shutil.which(os.environ.get("CC", "cc")), shutil.which("nm")
if not CC or not NM or platform.machine() != "x86_64":
    print("skipped: it needs a C compiler and nm, on x86-64")
    sys.exit(77)
include = os.path.join(A.source, "include")
HEADERS = ["plugin.h", "store.h"] + ["ext/" + x for x in sorted(os.listdir(os.path.join(include, "tidings", "ext")))]


def kept(name):
    path = os.path.join(A.source, "tests", "abi", name)
    return open(path).read().split("\n")[:-1] if os.path.exists(path) else []


def members():
    """The members of each struct of the headers, read from their text."""
    for h in HEADERS:
        text = re.sub(r"/\*.*?\*/|//[^\n]*", "", open(os.path.join(include, "tidings", h)).read(), flags=re.S)
        text = re.sub(r"^#ifdef __cplusplus\n.*?^#(?:elif|else|endif)[^\n]*", "", text, flags=re.M | re.S)
        text = re.sub(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", "", text, flags=re.M)
        for name, body in re.findall(r"\bstruct (tdg_\w+) \{([^{}]*)\}", text):
            for one in body.split(";"):
                function = re.search(r"\(\*(\w+)\)\(", one)
                if function:
                    yield name, function.group(1)
                    continue
                for part in one.split(","):
                    word = re.search(r"(\w+)(?:\[[^\]]*\])*\s*$", part.strip())
                    if word:
                        yield name, word.group(1)


def measure(pairs):
    rows = "".join('  printf("%s.%s %%zu %%zu\\n", offsetof(struct %s, %s), sizeof(((struct %s *)0)->%s));\n' % (s, m, s, m, s, m) for s, m in pairs)
    program = "#include <stdio.h>\n" + "".join("#include <tidings/%s>\n" % h for h in HEADERS) + "int main(void) {\n%s  return 0;\n}\n" % rows
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "layout.c"), "w") as f:
            f.write(program)
        subprocess.run([CC, "-I", include, os.path.join(folder, "layout.c"), "-o", os.path.join(folder, "layout")], check=True)
        return subprocess.run([os.path.join(folder, "layout")], capture_output=True, text=True, check=True).stdout.split("\n")[:-1]


def functions():
    said = subprocess.run([NM, "-g", "--defined-only", A.kit], capture_output=True, text=True, check=True).stdout
    return sorted(set(re.findall(r"^[0-9a-f]+ T (tdg_\w+)$", said, re.M)))


pairs = sorted(set(members()), key=lambda p: p)
now = {"layout": measure(pairs), "kit": functions()}
now["layout"].sort(key=lambda x: (x.split(".")[0], int(x.split()[1])))
wrong = 0
for name, lines in now.items():
    old = kept(name)
    for line in old:
        if line not in lines:
            key = line.split(" ")[0]
            print("FAIL %s: %s; now: %s" % (name, line, next((x for x in lines if x.split(" ")[0] == key), "gone")))
            wrong += 1
    new = [x for x in lines if x not in old]
    if new and not A.update:
        print("%d new in %s: tests/abi_layout.py --update adds them (%s ...)" % (len(new), name, new[0]))
    if A.update and not wrong:
        with open(os.path.join(A.source, "tests", "abi", name), "w") as f:
            f.write("\n".join(lines) + "\n")
    if len(old) < (80 if name == "layout" else 30) and not A.update:
        print("FAIL tests/abi/%s lists only %d" % (name, len(old)))
        wrong += 1
print("%d members, %d functions, %d faults" % (len(now["layout"]), len(now["kit"]), wrong))
sys.exit(1 if wrong else 0)
