#!/usr/bin/env python3
"""`tidings plugin new` for each kind, with what is installed alone: built without a warning, tested, installed, packaged, used.

  plugin_new.py --tidings build/release/tidings --cmake cmake --ctest ctest --cpack cpack --cc cc
"""
import os, re, subprocess, tarfile

from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--cmake", required=True)
ap.add_argument("--ctest", required=True)
ap.add_argument("--cpack", required=True)
ap.add_argument("--cc", default="cc", help="the compiler")
P = Program("plugin-new", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write


def command(*words, cwd=None):
    return subprocess.run(words, env=P.env, cwd=cwd or P.folder, capture_output=True, text=True)


P.install(A.cmake, "kit")
for name in [n for n in P.env if n.startswith("TIDINGS_")]:
    del P.env[name]
tidings = path("kit/bin/tidings")
P.env["PATH"] = path("kit/bin") + os.pathsep + P.env["PATH"]
P.env["HOME"] = path("home")  # plugins of one's own
P.env["XDG_DATA_HOME"] = ""


def configure(folder, *words):
    return command(A.cmake, "-B", "build", "-DCMAKE_PREFIX_PATH=" + path("kit"), "-DCMAKE_C_COMPILER=" + A.cc, "-DCMAKE_C_FLAGS=-Werror -Wpedantic", *words, cwd=folder)


KINDS = {"parser": "tide-parser", "fetcher": "tides", "stage": "tide-marks", "brief": "tide-brief", "sink": "tide-gauge"}
for kind, name in KINDS.items():
    folder = path(name)
    p = command(tidings, "plugin", "new", name, "--kind", kind, "--id", "net.harbour." + name)
    check(kind + ": it is written, and what to do now is said", p.returncode == 0 and "cmake -B build" in p.stdout, told(p))
    left = [f for d, _, fs in os.walk(folder) for f in (os.path.join(d, x) for x in fs) if re.search("@[A-Z]+@", f + open(f).read())]
    check(kind + ": no word of the pattern is left", left == [], left)
    p = configure(folder)
    check(kind + ": it is configured", p.returncode == 0, told(p))
    p = command(A.cmake, "--build", "build", cwd=folder)
    check(kind + ": it is built without a warning", p.returncode == 0 and "warning" not in p.stderr, told(p))
    p = command(A.ctest, "--test-dir", "build", "--output-on-failure", cwd=folder)
    check(kind + ": its tests pass", p.returncode == 0 and "100% tests passed" in p.stdout, told(p))
    p = command(A.cpack, "-B", "packages", "--config", "build/CPackConfig.cmake", cwd=folder)
    made = [f for f in os.listdir(os.path.join(folder, "packages")) if f.endswith(".tar.gz")] if p.returncode == 0 else []
    inside = [n for f in made for n in tarfile.open(os.path.join(folder, "packages", f)).getnames()]
    check(kind + ": it is packaged", len([n for n in inside if n.endswith("/tidings/plugins-1/%s.so" % name)]) == 1, (inside, told(p)))

# ---- where the program finds it ----
p = command(A.cmake, "--install", "build", cwd=path("tide-parser"))
check("it is installed where the program is", p.returncode == 0, told(p))
p = command(tidings, "plugin", "list", "--json")
check("and is found there", [r.get("plugin", r.get("id")) for r in lines(p.stdout) if r.get("name") == "tide-parser"] != [], told(p))
own = path("home/.local/share/tidings/plugins-1")
os.makedirs(own)
with open(os.path.join(own, "tide-marks.so"), "wb") as to, open(path("tide-marks/build/tide-marks.so"), "rb") as made:
    to.write(made.read())
p = command(tidings, "plugin", "list")
check("so is one in the user's own folder", re.search(r"^stage +tide-marks ", p.stdout, re.M) is not None, told(p))
os.mkdir(path("out"))
conf = write("tides.yaml", "version: 1\nstore: { path: tides.db }\nplugins: { path: [tide-brief/build, tides/build, tide-gauge/build] }\npipeline: [tide-marks: { word: News, tag: tide }]\n"
             "sources: [ { id: a, url: 'tides:springs', parse: text }, { id: b, url: 'tides:neaps', parse: text } ]\nsinks: [ { tide-gauge: { path: out/titles.txt } } ]\n")
p = command(tidings, "run", "--once", "--config", conf)
titles = sorted(open(path("out/titles.txt")).read().split("\n")) if os.path.exists(path("out/titles.txt")) else []
check("a fetcher, a stage and a sink work together", p.returncode == 0 and titles == ["", "News of neaps", "News of springs"], (titles, told(p)))
p = command(tidings, "export", "--config", conf)
check("with what the stage noted", [r.get("tags") for r in lines(p.stdout)] == [["tide"], ["tide"]], told(p))

# ---- its tests can fail ----
source = os.path.join(path("tide-parser"), "tide-parser.c")
text = open(source).read()
with open(source, "w") as f:
    f.write(text.replace("TDG_TITLE, title.p, title.n", "TDG_TITLE, title.p, title.n - 1"))
command(A.cmake, "--build", "build", cwd=path("tide-parser"))
p = command(A.ctest, "--test-dir", "build", cwd=path("tide-parser"))
check("a title that is cut fails the unit tests and the golden tests", p.returncode != 0 and re.search(r"unit .*(Failed|aborted)", p.stdout) and re.search(r"golden .*Failed", p.stdout), told(p))

# ---- what is refused ----
for what, words, wanted in (
        ("a name with capitals", ("Tide",), "small letters"), ("a name that leaves the folder", ("../tide",), "small letters"), ("no name", (), "say the name"), ("two names", ("a", "b"), "one plugin"),
        ("a kind that is none", ("tide", "--kind", "store"), "a kind is"), ("an id without a point", ("tide", "--id", "tide"), "an id is"), ("a folder with files", ("tides",), "not empty"),
        ("a file in place of the folder", ("tide", "--into", "tides.yaml"), "tides.yaml"), ("a folder in a folder that is not there", ("tide", "--into", "nowhere/tide"), "nowhere/tide")):
    p = command(tidings, "plugin", "new", *words)
    check(what + " is refused, with the reason", p.returncode != 0 and wanted in p.stderr and not os.path.exists(path("tide")), told(p))
p = command(tidings, "plugin", "new", "tide", "--into", "elsewhere")
check("a parser is the usual kind, and the folder may be another", p.returncode == 0 and os.path.exists(path("elsewhere/tide.c")), told(p))

# ---- the CMake package ----
write("next/CMakeLists.txt", "cmake_minimum_required(VERSION 3.25)\nproject(next C)\nfind_package(Tidings 99 REQUIRED)\n")
p = configure(path("next"))
check("a kit that is too old for it is refused", p.returncode != 0 and "99" in p.stderr and "version" in p.stderr, told(p))
for what, line, wanted in (
        ("a plugin without sources", "tidings_add_plugin(a)", "wanted SOURCES"), ("a target of the kit that is not there", "tidings_add_plugin(a SOURCES a.c LIBRARIES Tidings::kit-jpeg)", "pkg-config --print-errors --exists tidings-kit-jpeg"),
        ("a test of nothing", "tidings_add_plugin(a SOURCES a.c)\ntidings_add_plugin_test(t PLUGIN a)", "wanted PLUGIN target, then"), ("a test of a plugin that is none", "tidings_add_plugin_test(t PLUGIN b CHECK)", "wanted PLUGIN target")):
    write("wrong/a.c", "int a;\n")
    write("wrong/CMakeLists.txt", "cmake_minimum_required(VERSION 3.25)\nproject(wrong C)\nfind_package(Tidings REQUIRED)\n%s\n" % line)
    p = configure(path("wrong"))
    check(what + " is refused, with the reason", p.returncode != 0 and wanted in re.sub(r"\s+", " ", p.stderr), told(p))
P.end()
