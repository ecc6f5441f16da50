#!/usr/bin/env python3
"""`tidings plugin check`: plugins that are broken in a hundred ways are named rightly, good ones and those of the program are clean.

  plugin_check.py --tidings build/release/tidings --include include --cc cc        a third of the broken ones, the quick plugins of the program
       --long  all of them;  --only NAME ...  some;  --corpus FOLDER  what the program's parsers get beside made inputs

A broken plugin is named rightly when there is a finding with its id, and no fault with another one but those that follow from it
(FOLLOWS).  The mistakes are those of tests/plugins/faulty.c (FAULT), tests/outside/broken.c (an option) and
tests/plugins/malformed.c (CASE); good are examples of tests/outside, of the pages for authors, and what faulty.c makes without one.
"""
import json, os, re, shutil, subprocess, time
from concurrent.futures import ThreadPoolExecutor

from outside import build, SOURCES
from program import arguments, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
ap.add_argument("--cc", default="cc")
ap.add_argument("--long", action="store_true")
ap.add_argument("--only", nargs="*")
ap.add_argument("--corpus")
ap.add_argument("--jobs", type=int, default=2)
P = Program("plugin-check", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
A.include = os.path.abspath(A.include)
P.env.update(TMPDIR=P.folder)
P.env.pop("TIDINGS_PLUGIN_PATH", None)
os.chmod(P.folder, 0o755)
TREE = os.path.dirname(os.path.dirname(SOURCES))
OWN = os.path.join(os.path.dirname(P.tidings), "plugins")

# ---- what is wrong, and the id that names it -------------------------------------------------------------------------------
FAULTY = [  # of faulty.c: kind, FAULT, id
    ("p", "CLOCK_TIME", "clock-read"), ("p", "CLOCK_GETTIME", "clock-read"), ("p", "CLOCK_DAY", "clock-read"), ("p", "CLOCK_LOCALTIME", "clock-read"),
    ("p", "CLOCK_UNUSED", "clock-read"), ("p", "ENV_HOME", "environment-read"), ("p", "ENV_UNKNOWN", "environment-read"), ("p", "ENV_ZONE", "environment-read"),
    ("p", "RANDOM_NUMBER", "not-repeatable"), ("p", "ADDRESS", "not-repeatable"), ("p", "PROCESS_ID", "not-repeatable"),
    ("p", "COUNTER", "order-dependent"), ("p", "LAST_TITLE", "order-dependent"), ("p", "KEPT_TEXT", "kept-pointer"), ("p", "KEPT_READ", "kept-pointer"),
    ("p", "KEPT_RECORD", "kept-pointer"), ("p", "KEPT_SCRATCH", "kept-pointer"), ("p", "LEAK", "leak"), ("p", "LEAK_SMALL", "leak"), ("p", "LEAK_ON_FAILURE", "leak"),
    ("p", "GROWING_CACHE", "leak"), ("p", "CLOSE_DESCRIPTOR", "descriptor"), ("p", "UNINITIALISED", "uninitialised"),
    ("p", "SCRATCH_ONE_BEHIND", "scratch-overflow"), ("p", "HEAP_BEHIND", "heap"), ("p", "DOUBLE_FREE", "heap"), ("p", "FREES_TEXT", "heap"), ("p", "USE_FREED", "uninitialised"),
    ("p", "READ_BEHIND", "over-read"), ("p", "WRITE_INPUT", "input-written"), ("p", "NO_NEWLINE", "crash"), ("p", "EMPTY_BODY", "crash"),
    ("p", "DIVIDE_BY_LINES", "crash"), ("p", "DEEP", "crash"), ("p", "FIXED_BUFFER", "crash"), ("p", "SLOW_SQUARE", "deadline"), ("p", "ENDLESS_ON_NUL", "deadline"),
    ("p", "BUSY_ON_HUGE", "deadline"), ("p", "MUCH_MEMORY", "memory"), ("p", "LOCALE_SET", "locale"), ("p", "FILE_OPENED", "file-read"), ("p", "SIGNALS_BLOCKED", "process-changed"),
    ("p", "ENV_SET", "process-changed"), ("p", "THREAD", "thread"), ("p", "FORK", "thread"), ("p", "ABORT_ON_ODD", "crash"), ("p", "EXIT_ON_EMPTY", "exit"), ("p", "RAISES", "crash"),
    ("p", "STDERR_ON_ODD", "prints"), ("p", "PROBE_NEEDED", "call-order"), ("p", "PROBE_NEGATIVE", "probe"), ("p", "PROBE_LARGE", "status"), ("p", "PROBE_CRASH", "crash"),
    ("p", "CLOSE_CRASH", "close"), ("p", "CLOSE_TWICE", "close"), ("p", "OPEN_FAILS", "open"), ("p", "OPEN_CRASH", "open"), ("p", "OPTION_ZERO", "option-limit"),
    ("p", "OPTION_GREATEST", "option-limit"), ("p", "OPTION_EMPTY_TEXT", "option-limit"), ("p", "OPTION_LONG_TEXT", "option-limit"), ("p", "OPTION_ENUM", "option-limit"),
    ("p", "DESCRIBES_ANEW", "describe"), ("p", "MANY_RECORDS", "too-much"), ("s", "NO_STATE_NOTES", "restart"), ("s", "STAGE_LEAK", "leak"),
    ("s", "STAGE_KEPT", "kept-pointer"), ("s", "STAGE_CLOCK", "clock-read"), ("s", "STAGE_CRASH_EMPTY", "crash"), ("b", "BRIEF_INVENTS", "sentence"), ("b", "BRIEF_CRASH", "crash"),
    ("b", "BRIEF_CLOCK", "clock-read"), ("b", "BRIEF_LEAK", "leak"), ("k", "SINK_CRASH", "crash"), ("k", "SINK_LEAK", "leak"), ("k", "SINK_BRIEF_CRASH", "crash"),
    ("k", "SINK_FLUSH_CRASH", "crash"),
]
BROKEN = [  # of broken.c: component, mistake, id
    ("", "nothing", "no-record"), ("", "status-42", "status"), ("", "status-minus", "status"), ("", "drop", "status"), ("", "pending", "status"), ("", "no-reason", "no-reason"),
    ("", "kind-note", "not-emitted-kind"), ("", "kind-unknown", "not-emitted-kind"), ("", "twice", "field-twice"), ("", "twice-in-group", "field-twice"), ("", "time-0", "wrong-time"),
    ("", "typeless", "block-type"), ("", "no-address", "address"), ("", "again", "emitted-twice"), ("", "unfailed", "unreturned-failure"), ("", "unknown-field", "unknown-field"),
    ("", "unknown-block", "unknown-block"), ("", "text-on-top", "misplaced-field"), ("", "field-in-group", "misplaced-field"), ("", "seconds", "wrong-time"), ("", "microseconds", "wrong-time"),
    ("", "fetched", "host-field"), ("", "kept", "host-field"), ("", "language", "language"), ("", "ext-unnamed", "unnamed-ext"), ("", "span-past-end", "span"), ("", "nobody", "empty-record"),
    ("", "late", "late-field"), ("", "into-input", "input-changed"), ("", "stdout", "prints"), ("", "log-flood", "log-flood"), ("", "field-0", "invalid-record"), ("", "into-itself", "invalid-record"),
    ("", "wrong-type", "invalid-record"), ("", "text-for-group", "invalid-record"), ("", "not-utf8", "invalid-record"), ("", "nul", "invalid-record"), ("", "deep", "invalid-record"),
    ("", "emit-flood", "flood"), ("", "segv", "crash"), ("", "assert", "crash"), ("", "stack", "crash"), ("", "exit", "exit"), ("", "busy", "deadline"), ("", "sleep", "deadline"), ("", "thread", "thread"),
    ("", "execve", "program"), ("", "socket", "network"), ("", "umask", "process-changed"), ("", "chdir", "process-changed"), ("", "handler", "signal-handler"), ("", "kill", "signal-sent"),
    ("", "code", "executable-memory"), ("", "locale", "locale"), ("", "open-segv", "open"), ("", "open-fails", "open"), ("", "open-no-reason", "open"), ("", "close-segv", "close"),
    ("", "probe-1000", "status"), ("", "probe-fails", "probe"), ("", "probe-segv", "crash"),
    ("-fetcher", "nothing", "no-record"), ("-fetcher", "no-url", "address"), ("-fetcher", "kind-article", "not-emitted-kind"), ("-fetcher", "pump-ends", "no-record"), ("-fetcher", "segv", "crash"),
    ("-stage", "note-title", "note-field"), ("-stage", "kind-article", "not-emitted-kind"), ("-stage", "drop", "drop-reason"), ("-stage", "note-language", "language"), ("-stage", "tags-2000", "note-field"),
    ("-stage", "note-dropped", "note-field"), ("-stage", "segv", "crash"), ("-brief", "nothing", "no-record"), ("-brief", "kind-article", "not-emitted-kind"), ("-brief", "two-briefs", "second-brief"),
    ("-brief", "no-sentences", "empty-record"), ("-brief", "invented", "sentence"), ("-sink", "sink-emits", "not-emitted-kind"), ("-sink", "status-42", "status"), ("-sink", "flush-segv", "crash"),
]
MALFORMED = [(n, "describe") for n in (1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 22, 23, 24, 25, 31, 33, 34, 35, 36, 42, 44, 45, 46, 52, 53)]
# Another fault that the same mistake is.
FOLLOWS = {"host-field": {"misplaced-field"}, "status": {"probe"}, "not-emitted-kind": {"no-record", "note-field"}, "second-brief": {"emitted-twice"}, "open": {"no-reason"},
           "too-much": {"flood"}, "descriptor": {"protocol"}, "process-changed": {"order-dependent"}, "option-limit": {"crash"}, "not-repeatable": set(), "close": {"isolation"}, "kept-pointer": {"restart"}, "no-record": {"isolation"}}


def run_check(*words, runs=200, **more):
    p = P.run("plugin", "check", "--json", "--seed", "7", "--runs", str(runs), "--deadline", "2s", *words, cwd=P.folder, **more)
    try:
        return p, [json.loads(x) for x in p.stdout.splitlines()]
    except ValueError:
        return p, []


def judge(case):
    name, id, words = case
    p, found = run_check(*words)
    others = {f["id"] for f in found if f["level"] == "fault"} - {id} - FOLLOWS.get(id, set())
    named = [f for f in found if f["id"] == id]
    whole = all(f["what"] and f["mend"] and f["again"].startswith("tidings plugin ") for f in found)
    code = 3 if any(f["level"] == "fault" for f in found) else 0
    return bool(named) and not others and whole and p.returncode == code, "found %s; %s" % (sorted({f["id"] for f in found}), told(p)[-1500:])


def wanted(name):
    return not A.only or any(x in name for x in A.only)


def short(cases):
    """Each id once or twice, in the short form."""
    seen, out = {}, []
    for c in cases:
        seen[c[1]] = seen.get(c[1], 0) + 1
        if A.long or A.only or seen[c[1]] <= 1 and c[1] not in ("deadline", "memory"):
            out.append(c)
    return out


def make_faulty(kind, fault):
    return build(P, os.path.join(TREE, "tests", "plugins", "faulty.c"), "-D_GNU_SOURCE", "-w", "-O0", "-DFAULT=" + fault, "-DKIND='%s'" % kind, out="%s-%s" % (kind, fault.lower()), folder="faulty", compiler=A.cc)


broken = build(P, "broken", "-D_GNU_SOURCE", compiler=A.cc)
cases = [("%s-%s" % (kind, fault), id, ("faulty", kind, fault)) for kind, fault, id in FAULTY]
cases += [("broken%s %s" % (component, mistake), id, ("--component", "broken" + component, "--set", "mistake=" + mistake, broken)) for component, mistake, id in BROKEN]
cases += [("malformed %d" % n, id, ("malformed", n)) for n, id in MALFORMED]
cases = [c for c in short(cases) if wanted(c[0])]


def prepare(case):
    name, id, words = case
    if words[0] == "faulty":
        words = (make_faulty(*words[1:]),)
    elif words[0] == "malformed":
        words = (build(P, os.path.join(TREE, "tests", "plugins", "malformed.c"), "-D_GNU_SOURCE", "-w", "-DCASE=%d" % words[1], out="m%d" % words[1], folder="malformed", compiler=A.cc),)
    return name, id, words


def prepared(case):
    return judge(prepare(case))


named = 0
with ThreadPoolExecutor(A.jobs) as pool:
    for case, (ok, why) in zip(cases, pool.map(prepared, cases)):
        check("%s: %s" % case[:2], ok, why)
        named += ok
print("%d broken plugins, %d named rightly" % (len(cases), named))

# ---- good ones are clean ---------------------------------------------------------------------------------------------------


def clean(name, *words, **more):
    if not wanted(name):
        return
    began = time.monotonic()
    p, found = run_check(*words, **more)
    faults = [f for f in found if f["level"] == "fault"]
    check("%s is clean (%.1f s)" % (name, time.monotonic() - began), p.returncode == 0 and faults == [], told(p))


for kind in "psbk":
    clean("faulty.c, %s, without a fault" % kind, make_faulty(kind, "GOOD"))
for component in ("broken", "broken-stage", "broken-brief", "broken-sink"):
    clean("%s without a mistake" % component, "--component", component, broken)
GOOD = ("digest", "ledger", "keeper", "chain") if A.long else ("digest",)
for name in GOOD:
    clean("outside/" + name, build(P, name, compiler=A.cc))
if shutil.which("c++"):
    clean("outside/other_language.cpp", build(P, "other_language", "-std=c++17"))


def pages():
    """The plugins of the pages for authors."""
    for page in ["docs/writing-a-plugin.md"] + ["docs/plugins/%s.md" % x for x in ("parser", "stage", "brief", "sink", "trying")]:
        for name, text in re.findall(r"^```c (\w+\.c)\n(.*?)^```$", open(os.path.join(TREE, page)).read(), re.M | re.S):
            if "TDG_PLUGIN" in text and "tidings/kit" not in text and name != "hasty.c":  # that one is wrong
                yield page, name, text


for page, name, text in pages():
    source = write("pages/" + name, text)
    p = subprocess.run([A.cc, "-shared", "-fPIC", "-w", "-I", A.include, source, "-o", path("pages", name[:-1] + "so")], capture_output=True)
    if p.returncode == 0 and wanted("page " + name):  # one that needs the kit is not built here
        clean("page %s of %s" % (name, page), path("pages", name[:-1] + "so"))

QUICK = ("parse-opml", "parse-text", "sink-jsonl", "stage-dedupe")
for name in sorted(os.listdir(OWN)):
    if name.endswith(".so") and (A.long or name[:-3] in QUICK):
        grant = ("--grant", "net") if name in ("brief-llm.so", "fetch-http.so", "fetch-imap.so") else ("--grant", "read") if name == "fetch-file.so" else ()
        clean("own " + name, *grant, os.path.join(OWN, name))

# ---- what the command says -------------------------------------------------------------------------------------------------
if not A.only:
    good, bad = make_faulty("p", "GOOD"), make_faulty("p", "NO_NEWLINE")
    p = P.run("plugin", "check", "--seed", "7", "--runs", "60", bad, cwd=P.folder)
    line = next((x for x in p.stdout.splitlines() if x.startswith("fault crash: ")), "")
    again = re.search(r"; again: tidings (plugin try .*)$", line)
    check("a finding is one line: what, how to mend it, the input, how to see it again", p.returncode == 3 and "; mend: " in line and "; input: " in line and again, told(p))
    if again:
        q = subprocess.run("%s %s" % (P.tidings, again[1]), shell=True, capture_output=True, text=True, cwd=P.folder, env=P.env)
        check("that shows it again", q.returncode == 1 and "SIGSEGV" in q.stderr, told(q))
    check("the input is kept, the others are not", re.search(r"; input: (\S+);", line) and os.path.exists(re.search(r"; input: (\S+);", line)[1])
          and sum(len(f) for _, _, f in os.walk(os.path.dirname(re.search(r"; input: (\S+);", line)[1]))) == p.stdout.count("; input: "), told(p))
    p = P.run("plugin", "check", "--seed", "7", "--runs", "60", good, cwd=P.folder)
    check("a good one: exit code 0, and the seed", p.returncode == 0 and "0 faults" in p.stdout and "seed 7" in p.stdout, told(p))
    for words, code, said in ((("plugin", "check"), 2, "name the file"), (("plugin", "check", "--kind", "parsley", good), 2, "--kind wants"), (("plugin", "check", "nofile.so"), 78, "nofile.so"),
                              (("plugin", "check", "--corpus", "nowhere", good), 1, "nowhere"), (("plugin", "check", "--component", "other", good), 78, "no such component")):
        p = P.run(*words, cwd=P.folder)
        check("`%s`" % " ".join(os.path.basename(w) for w in words), p.returncode == code and said in p.stderr, told(p))
P.end()
