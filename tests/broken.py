#!/usr/bin/env python3
"""Mistakes of plugins are told: broken plugins of every kind, each run by the real program beside a sound one.  What the program
says must name the plugin and the mistake, and say what to do; the sound plugin goes on working; the exit code is right.

  broken.py --tidings build/release/tidings --include include [--only NAME ...]

The mistakes while a plugin works are those of tests/outside/broken.c (built against the headers alone), those while it is loaded
of tests/plugins/malformed.c and of files that are no plugin.  Exit 0 when all are told.
"""
import os, re, shutil, subprocess
from concurrent.futures import ThreadPoolExecutor

from outside import build, compile_plugin, SOURCES
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
ap.add_argument("--only", nargs="*")
P = Program("broken", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
A.include = os.path.abspath(A.include)
P.env.pop("TIDINGS_PLUGIN_PATH", None)
ID, EVERY = "org.example.broken", {"count": 0, "told": 0}
SANITIZED = P.sanitized
NO_STATUS, FAILS, WARNS = ("is no tdg_status", "tdg_fail()"), 3, 0  # WARNS: what is left out was never a result
DEADLY = ("segv", "abort", "assert", "stack", "flush-segv", "open-segv", "raise-segv", "memory", "scratch")  # a sanitizer reports those itself


def count(name, ok, why):
    EVERY["count"] += 1
    EVERY["told"] += bool(ok)
    check(name, ok, why)


# ---- while it works --------------------------------------------------------------------------------------------------
# kind of component, mistake, exit code, words: what it did, what to do.
CASES = [
    ("parser", "nothing", FAILS, "emitted nothing for file:", "a.txt", "TDG_NOT_MINE", "TDG_BAD_INPUT", "TDG_FEED", "TDG_STUB"),
    ("parser", "status-42", FAILS, "run returned 42", *NO_STATUS),
    ("parser", "status-minus", FAILS, "run returned -99", *NO_STATUS),
    ("parser", "drop", FAILS, "run returned TDG_DROP", "only judge of a stage"),
    ("parser", "pending", FAILS, "run returned TDG_PENDING", "only run of a fetcher"),
    ("parser", "no-reason", FAILS, "gave no reason (TDG_BAD_INPUT)", "tdg_fail()"),
    ("parser", "kind-note", WARNS, "kind TDG_NOTE", "left out", "a parser emits TDG_ARTICLE"),
    ("parser", "kind-unknown", WARNS, "the unknown kind 99", "left out", "a parser emits TDG_ARTICLE"),
    ("parser", "twice", WARNS, "put TDG_TITLE into one record or group twice", "only the first is read"),
    ("parser", "twice-in-group", WARNS, "put TDG_NAME into one record or group twice", "only the first is read"),
    ("parser", "twice-two", WARNS, "put TDG_TITLE and TDG_URL into one record or group twice"),
    ("parser", "time-0", WARNS, "the time 0 (TDG_PUBLISHED)", "beginning of 1970", "leave out a time that is not known"),
    ("parser", "typeless", WARNS, "a TDG_BLOCK without a TDG_BLOCK_TYPE", "tdg_block()"),
    ("parser", "no-address", WARNS, 'the TDG_URL "not an address", which has no scheme', "tdg_url_resolve()"),
    ("parser", "again", WARNS, "emitted one TDG_ARTICLE twice", "tdg_rec_new()"),
    ("parser", "unfailed", WARNS, 'called tdg_fail() ("line 3 is torn") and returned TDG_OK', "return what tdg_fail() returns"),
    ("fetcher", "no-url", WARNS, "a TDG_DOC without a TDG_URL", "the address of what it fetched"),
    ("stage", "note-language", WARNS, 'the language "english please"', '"en"'),
    ("stage", "tags-2000", WARNS, "2001 values", "at most 1000", "left out"),
    ("stage", "notes-400", WARNS, "401 notes with values, of which 256 are laid over it", "into one note"),
    ("parser", "unknown-field", WARNS, "unknown field 4000", "tidings/field.h", "0x8000"),
    ("parser", "unknown-block", WARNS, "unknown type 99", "enum tdg_block"),
    ("parser", "text-on-top", WARNS, "put TDG_TEXT at the top of a TDG_ARTICLE, where nothing reads it", "tdg_block()"),
    ("parser", "field-in-group", WARNS, "put TDG_HEADLINE into the group TDG_AUTHOR", "docs/fields.md"),
    ("parser", "seconds", WARNS, "the time 1751234567 (TDG_PUBLISHED)", "1970", "seconds times 1000"),
    ("parser", "microseconds", WARNS, "the time 1751234567000000 (TDG_UPDATED)", "after the year 9999", "give milliseconds"),
    ("parser", "fetched", WARNS, "set the field TDG_FETCHED in a TDG_ARTICLE, which the host sets; the value is ignored", "leave it out"),
    ("parser", "first-seen", WARNS, "set the field TDG_FIRST_SEEN in a TDG_ARTICLE, which the host sets; the value is ignored", "leave it out"),
    ("parser", "kept", WARNS, "set the field TDG_KEPT in a TDG_ARTICLE, which the host sets; the value is ignored", "tidings/ext/state.h"),
    ("parser", "kept-in-request", WARNS, "set the field TDG_KEPT in a TDG_REQUEST, which the host sets; the value is ignored", "tidings/ext/state.h"),
    ("fetcher", "kept-in-document", WARNS, "set the field TDG_KEPT in a TDG_DOC, which the host sets; the value is ignored", "tidings/ext/state.h"),
    ("parser", "language", WARNS, 'the language "English", which is no tag of BCP 47', '"en"'),
    ("parser", "ext-unnamed", WARNS, "TDG_EXT without a TDG_NAME", "your plugin's id"),
    ("parser", "span-past-end", WARNS, "a TDG_SPAN whose TDG_END is behind the end of the block's text", "bytes"),
    ("parser", "nobody", WARNS, "a TDG_ARTICLE without TDG_TITLE, TDG_URL and TDG_BLOCK", "TDG_BAD_INPUT"),
    ("parser", "late", WARNS, "put TDG_TAG into a record after it was emitted", "emit it again"),
    ("parser", "into-input", WARNS, "put TDG_TITLE into a record that it did not make", "tdg_rec_new()"),
    ("parser", "stdout", WARNS, 'prints to its standard output or error ("parsing a document")', "tdg_log()"),
    ("parser", "stderr", WARNS, 'prints to its standard output or error ("parsing a document")', "tdg_log()"),
    ("parser", "log-flood", WARNS, "logs more than 100 lines in one call"),
    ("parser", "field-0", FAILS, "field 0: ", "from 1 to 65535"),
    ("parser", "field-70000", FAILS, "field 70000: ", "from 1 to 65535"),
    ("parser", "into-itself", FAILS, "TDG_BLOCK: the record was put into itself", "tdg_group"),
    ("parser", "null-group", FAILS, "TDG_LEAD_IMAGE: NULL was put", "tdg_get_rec()"),
    ("parser", "wrong-type", FAILS, "TDG_SUBTITLE: a number was put", "another type"),
    ("parser", "text-for-number", FAILS, "TDG_PUBLISHED: a text was put", "another type"),
    ("parser", "text-for-group", FAILS, "TDG_AUTHOR: a text was put", "another type"),
    ("parser", "not-utf8", FAILS, "text that is not UTF-8", "(subtitle)", "tdg_decode"),
    ("parser", "nul", FAILS, "a NUL byte inside a text", "(subtitle)", "tdg_decode"),
    ("parser", "deep", FAILS, "more than 8 levels", "(categories)"),
    ("parser", "bad-id", FAILS, "an id that is not positive", "(supersedes)", "given by the store"),
    ("parser", "200000-blocks", FAILS, "more than 400000 fields", "fewer blocks"),
    ("parser", "huge", FAILS, "TDG_SUMMARY: with it the record is larger than 48 MiB", "several records"),
    ("parser", "emit-flood", FAILS, "would not stop", "when tdg_emit() fails"),
    ("parser", "segv", FAILS, "crashed: SIGSEGV", "broken.so("),
    ("parser", "abort", FAILS, "crashed: SIGABRT", "broken.so("),
    ("parser", "assert", FAILS, "crashed: SIGABRT", "broken.c:", 'Assertion `!"the page has two heads"'),
    ("parser", "stack", FAILS, "crashed: SIGSEGV", "broken.so("),
    ("parser", "exit", FAILS, "exit code 4", "negative status instead"),
    ("parser", "busy", FAILS, re.compile("more processor time|no answer within 10000 ms")),
    ("parser", "sleep", FAILS, "no answer within 10000 ms"),
    ("parser", "memory", FAILS, "out of memory (limit 512 MiB)"),
    ("parser", "scratch", FAILS, "out of memory"),
    ("parser", "thread", FAILS, "started a thread or a process", "clone3", "no component may"),
    ("parser", "fork", FAILS, "started a thread or a process", "clone", "no component may"),
    ("parser", "system", FAILS, "system call rt_sigaction", "ran a program"),
    ("parser", "execve", FAILS, "system call execve", "no component may"),
    ("parser", "socket", FAILS, "system call socket", "TDG_NEEDS_NET"),
    ("parser", "umask", FAILS, "system call umask", "not the plugin's"),
    ("parser", "chdir", FAILS, "system call chdir", "not the plugin's"),
    ("parser", "handler", FAILS, "system call rt_sigaction", "how a signal is handled"),
    ("parser", "kill", FAILS, "system call kill", "sent a signal"),
    ("parser", "raise-kill", FAILS, "system call tgkill", "sent a signal"),
    ("parser", "raise-term", FAILS, "system call tgkill", "sent a signal"),
    ("parser", "raise-segv", FAILS, "ended by SIGSEGV, which it sent itself", "negative status instead"),
    ("parser", "code", FAILS, "system call mmap", "can be executed"),
    ("parser", "descriptors", FAILS, "closed descriptors of its worker", "only what it opened"),
    ("parser", "hang-up", FAILS, "closed descriptors of its worker", "only what it opened"),
    ("parser", "open-no-reason", 78, "open failed and gave no reason", "tdg_fail()"),
    ("parser", "open-fails", 78, "the house style is not known", ".yaml:"),
    ("parser", "open-status", 78, "open returned 7", *NO_STATUS),
    ("parser", "open-emits", 78, "emitted a record in open or close", "emit in run"),
    ("parser", "open-segv", 78, "crashed: SIGSEGV", "broken.so("),
    ("parser", "close-segv", WARNS, "its close failed"),
    ("stage", "close-segv", WARNS, "its close failed"),
    ("sink", "close-segv", WARNS, "its close failed"),
    ("fetcher", "nothing", FAILS, "emitted nothing", "TDG_DOC", "TDG_PENDING", "tdg_log()"),
    ("fetcher", "status-42", FAILS, "run returned 42", *NO_STATUS),
    ("fetcher", "kind-article", WARNS, "kind TDG_ARTICLE", "left out", "a fetcher emits TDG_DOC"),
    ("fetcher", "not-mine", FAILS, "run returned TDG_NOT_MINE", "only run of a parser"),
    ("fetcher", "pump-ends", FAILS, "pump returned 0", "TDG_ERROR"),
    ("fetcher", "pump-other", FAILS, "TDG_REQUEST_NO names no request under way", "that it answers"),
    ("fetcher", "pump-twice", WARNS, "a further document of a request that it had answered", "TDG_MORE"),
    ("fetcher", "pump-fails", FAILS, "gave no reason (TDG_DENIED)", "tdg_fail()"),
    ("fetcher", "no-reason", FAILS, "gave no reason (TDG_BAD_INPUT)", "tdg_fail()"),
    ("fetcher", "segv", FAILS, "crashed: SIGSEGV"),
    ("fetcher", "thread", FAILS, "started a thread or a process", "no component may"),
    ("simple", "pending", FAILS, "run returned TDG_PENDING, but the component has no pump", "emit it in run"),
    ("stage", "kind-article", WARNS, "kind TDG_ARTICLE", "left out", "a stage emits TDG_NOTE"),
    ("stage", "note-title", WARNS, "its note has TDG_TITLE", "TDG_NOTE_TABLE"),
    ("stage", "note-other", WARNS, "a note about another record", "left out"),
    ("stage", "note-dropped", WARNS, "TDG_DROPPED, which only the host sets", "return TDG_DROP"),
    ("stage", "unknown-field", WARNS, "its note has field 4000", "TDG_NOTE_TABLE"),
    ("stage", "note-empty", WARNS, "a TDG_NOTE without a field", "emit none"),
    ("stage", "status-42", FAILS, "judge returned 42", *NO_STATUS),
    ("stage", "not-mine", FAILS, "judge returned TDG_NOT_MINE", "only run of a parser"),
    ("stage", "no-reason", FAILS, "gave no reason (TDG_BAD_INPUT)", "tdg_fail()"),
    ("stage", "not-utf8", FAILS, "text that is not UTF-8", "tdg_decode"),
    ("stage", "recall-status", FAILS, "could not recall its own notes", "recall returned 9", *NO_STATUS),
    ("stage", "segv", FAILS, "ended its worker twice", "crashed: SIGSEGV", "it is skipped"),
    ("brief", "nothing", WARNS, "emitted no TDG_BRIEF", "tdg_log()"),
    ("brief", "kind-article", WARNS, "kind TDG_ARTICLE", "left out", "a brief emits one TDG_BRIEF"),
    ("brief", "two-briefs", WARNS, "a second TDG_BRIEF", "left out"),
    ("brief", "no-sentences", WARNS, "a TDG_BRIEF without a TDG_SECTION", "TDG_SENTENCE"),
    ("brief", "invented", WARNS, "no record of the story says it", "The moon fell down."),
    ("brief", "status-42", FAILS, "run returned 42", *NO_STATUS),
    ("brief", "no-reason", FAILS, "gave no reason (TDG_BAD_INPUT)", "tdg_fail()"),
    ("brief", "segv", FAILS, "no brief for a story", "crashed: SIGSEGV"),
    ("sink", "sink-emits", WARNS, "kind TDG_NOTE", "left out", "a sink emits nothing"),
    ("sink", "status-42", FAILS, "run returned 42", *NO_STATUS, "tidings sink queue retry"),
    ("sink", "no-reason", FAILS, "gave no reason (TDG_BAD_INPUT)", "tdg_fail()"),
    ("sink", "retry", FAILS, "gave no reason (TDG_RETRY)", "given again by itself"),
    ("sink", "flush-fails", FAILS, "flush: the disk is full", "tidings sink queue retry"),
    ("sink", "flush-status", FAILS, "flush returned 42", *NO_STATUS),
    ("sink", "flush-segv", FAILS, "ended in flush", "crashed: SIGSEGV"),
    ("sink", "segv", FAILS, "crashed: SIGSEGV", "tidings sink queue retry"),
]
FERRY, MILL = "The ferry sails again", "The mill burns down"
write("a.txt", FERRY + "\n\nThe ferry to Oster Ness sailed again on Monday, the harbour office said.\n")
write("b.txt", MILL + "\n\nThe mill of Hollin burned down on Sunday night, the fire brigade said.\n")
write("c.txt", "The bridge opens\n\nThe bridge of Hollin opened on Tuesday, the mayor said.\n")
build(P, "broken", "-D_GNU_SOURCE")
build(P, "broken", "-D_GNU_SOURCE", "-DSOUND", out="sound")


def configure(kind, mistake):
    """The component that makes the mistake beside sound ones of every kind."""
    option, sources = '{ mistake: "%s" }' % mistake, ['  - { id: b, url: "file:%s", parse: sound }' % path("b.txt")]
    pipeline, sinks, more = ["dedupe", "story"], ["sound-sink"], ""
    if kind == "parser":
        sources.insert(0, '  - { id: a, url: "file:%s", parse: broken }' % path("a.txt"))
        more = "parsers: { broken: %s }\n" % option
    elif kind in ("fetcher", "simple"):
        sources.insert(0, '  - { id: a, url: "broken:x", parse: sound }')
        more = "fetchers: { %s: %s }\n" % ("broken-fetcher" if kind == "fetcher" else "org.example.broken/broken-simple", option)
    else:
        sources.insert(0, '  - { id: a, url: "file:%s", parse: sound }' % path("a.txt"))
    if kind == "stage":
        pipeline.insert(0, "broken-stage: " + option)
    slow = ", limits: { deadline: 2m }" if mistake in ("memory", "scratch") else ""  # where the system is slow to hand it out
    pipeline.append("broken-brief: " + option if kind == "brief" else "sound-brief")
    if kind == "sink":
        sinks.insert(0, "broken-sink: " + option)
    return write("%s-%s.yaml" % (kind, mistake), "version: 1\nplugins: { path: [%s]%s }\nsources:\n%s\n%spipeline: [ %s ]\nsinks: [ %s ]\n"
                 % (path("plugins"), slow, "\n".join(sources), more, ", ".join(pipeline), ", ".join(sinks)))


def lacks(said, words):
    return [w if isinstance(w, str) else w.pattern for w in words if not (w in said if isinstance(w, str) else w.search(said))]


def run(case):
    kind, mistake, code, *words = case
    conf, store = configure(kind, mistake), path("%s-%s.db" % (kind, mistake))
    p = P.run("run", "--once", "--config", conf, "--store", store)
    if mistake == "recall-status":  # a second process that has something to judge recalls what the first one noted
        with open(conf) as f:
            more = f.read().replace("sources:\n", 'sources:\n  - { id: c, url: "file:%s", parse: sound }\n' % path("c.txt"))
        p = P.run("run", "--once", "--config", write("more.yaml", more), "--store", store)
    titles = [r.get("title") for r in lines(P.run("export", "--format", "jsonl", "--store", store).stdout)] if code != 78 else []
    if SANITIZED and mistake in DEADLY:
        words = []
    missing = lacks(p.stderr, words)
    named = [x for x in p.stderr.splitlines() if ID in x and lacks(x, words) == []]
    beside = code == 78 or (MILL in titles and (kind in ("parser", "fetcher", "simple") or FERRY in titles))
    return named and not missing and p.returncode == code and beside, "missing: %s; beside: %s; %s" % (missing, titles, told(p))


cases = [c for c in CASES if not A.only or "%s-%s" % c[:2] in A.only]
if SANITIZED:
    cases = [c for c in cases if c[1] not in ("memory", "scratch", "stack")]
with ThreadPoolExecutor(2) as pool:
    for case, (ok, why) in zip(cases, pool.map(run, cases)):
        count("%s: %s" % case[:2], ok, why)

# ---- nothing to tell -------------------------------------------------------------------------------------------------
for kind in ("parser", "fetcher", "stage", "brief", "sink"):
    conf = configure(kind, "none")
    p = P.run("run", "--once", "--config", conf, "--store", path("none-%s.db" % kind))
    check("a sound %s is told nothing" % kind, p.returncode == 0 and "warning" not in p.stderr, told(p))
conf = configure("parser", "nothing-but-says-so")
p = P.run("run", "--once", "--config", conf, "--store", path("says-so.db"))
check("a parser that logs why it emits nothing is not told that it emits nothing", "emitted nothing" not in p.stderr, told(p))

# ---- two mistakes in one record: the second is told with the next one ------------------------------------------------
p = P.run("run", "--once", "--config", configure("fetcher", "two-mistakes"), "--store", path("two-mistakes.db"))
for words in (('a TDG_DOC with the TDG_ERROR "torn" and without a TDG_MESSAGE', "what to do"), ("a TDG_DOC without a TDG_URL", "the address of what it fetched")):
    count("fetcher: two-mistakes, " + words[0], any(ID in x and lacks(x, words) == [] for x in p.stderr.splitlines()), told(p))

# ---- what a note that says nothing is shown as; a record that is dropped in silence ----------------------------------
p = P.run("show", "--store", path("stage-note-empty.db"), re.search(r"\w+", P.run("search", "ferry", "--store", path("stage-note-empty.db")).stdout).group())
check("a note without a field says nothing", "broken-stage: says nothing" in p.stdout, told(p))
conf = configure("stage", "drop")
p = P.run("run", "--once", "--config", conf, "--store", path("drop.db"))
count("stage: drop", lacks(p.stderr, (ID, "TDG_DROP without a reason", "tdg_fail(call, TDG_DROP,")) == [], told(p))
p = P.run("run", "--once", "--isolation", "none", "--config", configure("fetcher", "pump-twice"), "--store", path("twice-here.db"))
count("fetcher: pump-twice, without isolation", lacks(p.stderr, (ID, "a further document of a request", "TDG_MORE")) == [], told(p))

# ---- the same from `parse`, `quarantine` and without isolation ----------------------------------------------------------
for mistake, *words in (("nothing", "emitted nothing for", "a.txt"), ("twice", "put TDG_TITLE"), ("stdout", "parsing a document"),
                        ("nul", "a NUL byte inside a text"), ("exit", "exit code 4")):
    p = P.run("parse", "--config", configure("parser", mistake), "--as", "broken", path("a.txt"))
    count("parse: " + mistake, lacks(p.stderr, (ID, *words)) == [], told(p))
for mistake, *words in (("twice", "put TDG_TITLE"), ("status-42", "run returned 42"), ("into-itself", "put into itself")):
    p = P.run("parse", "--isolation", "none", "--config", configure("parser", mistake), "--as", "broken", path("a.txt"))
    count("parse --isolation none: " + mistake, lacks(p.stderr, (ID, *words)) == [], told(p))
for mistake, *words in (("probe-1000", "probe returned 1000", "from 0 to 100"), ("probe-fails", "bad-input: the head is torn"), ("probe-segv", "signal" if not SANITIZED else "exit")):
    p = P.run("parse", "--config", configure("parser", mistake), "--type", "text/x-broken", "--url", "https://x.example/a", path("a.txt"))
    count("parse: " + mistake, p.returncode == 0 and FERRY in p.stdout and lacks(p.stderr, (ID, "its probe of https://x.example/a failed", "0 to 100", *words)) == [], told(p))
for more in ((), ("--isolation", "none")):
    p = P.run("parse", *more, "--config", configure("parser", "probe-3"), "--type", "text/x-broken", path("a.txt"), timeout=9 * P.pace())
    check("a probe that is 3 %% sure has answered %s" % (more,), p.returncode == 0 and FERRY in p.stdout and p.stderr == "", told(p))
p = P.run("parse", "--config", configure("parser", "probe-fails"), "--type", "text/x-broken", path("a.txt"), path("b.txt"), path("c.txt"))
check("one that fails for many documents is told once", p.stderr.count("its probe of") == 1, told(p))
p = P.run("parse", "--config", configure("parser", "nothing"), "--as", "broken", path("a.txt"))
check("a document of which its parser emits nothing is no success of `parse`", p.returncode == 1 and "broken found nothing in it" in p.stderr, told(p))
early = build(P, "broken", "-D_GNU_SOURCE", "-DEARLY", out="early", folder="early")
p = P.run("plugin", "try", early, "--component", "broken", "parse", path("a.txt"))
count("a locale that is changed while the plugin is loaded", p.returncode == 3 and lacks(p.stderr, (ID, "changed the locale (setlocale)", "locale_t")) == [], told(p))
conf = configure("parser", "unknown-block")
p = P.run("parse", "--config", conf, "--as", "broken", *[path("a.txt")] * 40)
check("one mistake in many documents is told once", p.stderr.count("unknown type 99") == 1, told(p))
conf = configure("parser", "nothing")
p = P.run("parse", "--config", conf, "--as", "broken", *[write("many/%d.txt" % i, "%d" % i) for i in range(200)])
check("different ones are told 64 times, and then that there are more", p.stderr.count("emitted nothing") == 64
      and "further mistakes are not told" in p.stderr, told(p))
if not SANITIZED:
    build(P, "ticker", "-std=c++17")
    p = P.run("parse", "--as", "ticker", write("throw.txt", "THROW"), "--config", configure("parser", "none"))
    count("an exception of C++ is told with its type and its words", lacks(p.stderr, ("org.example.ticker", "std::runtime_error", "the ticker has no word for this")) == [], told(p))

# ---- while it is loaded ----------------------------------------------------------------------------------------------
MALFORMED = os.path.join(os.path.dirname(SOURCES), "plugins", "malformed.c")
TABLE, REBUILD, MEND, AUTHOR = True, "rebuild the plugin", "correct the plugin", "tell its author"
LOADED = [  # number in malformed.c, is the id known, words
    (1, False, "a shared object that is no plugin", "tidings_plugin_1"), (2, TABLE, "needs revision 900", "upgrade Tidings"),
    (3, False, "a plugin table of 24 bytes", REBUILD), (4, TABLE, "no table of components", REBUILD), (5, TABLE, "no component name", MEND),
    (6, TABLE, "components of 0 bytes each", REBUILD), (7, False, "it crashed while it was loaded (SIGSEGV", AUTHOR),
    (8, False, "did not finish describing itself within 5000 ms", AUTHOR), (9, TABLE, "component first: option a is there twice", MEND),
    (10, False, "tidings_plugin_1() that returned nothing", MEND), (11, TABLE, "component first of the unknown kind 77", "upgrade Tidings"),
    (12, TABLE, "component first, a parser without run", MEND), (13, TABLE, "two components named first", MEND),
    (14, TABLE, "option b lies at offset 4000", MEND), (15, TABLE, 'the default of option a: "ten" is not a whole number', MEND),
    (16, False, "it crashed while it was loaded (SIGABRT", AUTHOR), (17, False, "it ended its process while it was loaded (exit code 0)", AUTHOR),
    (18, False, "what the sandbox forbids while it was loaded", "ork+", AUTHOR), (19, False, "plugin id that is not UTF-8", MEND),
    (21, False, "it crashed while it was loaded (SIGSEGV", AUTHOR), (22, False, "undefined symbol: a_function_that_is_nowhere", "link the library"),
    (23, TABLE, "components of 64 bytes each", REBUILD), (24, False, "it ended its process", 'it printed: {"id": "org.example.liar"}', AUTHOR),
    (25, TABLE, "none or too many", "1 to 64"), (26, False, "what the sandbox forbids while it was loaded", "socket+", AUTHOR),
    (28, TABLE, "component first needs rights 0x400", "upgrade Tidings"), (45, TABLE, "option a allows no value: its least (5) is above its most (3)", MEND),
    (46, TABLE, "option b needs 1 to 200 choices", MEND), (31, TABLE, "options a and b have one member (offset 0)", MEND),
    (32, TABLE, 'an option is named "Most Items"; small letters, digits and _', MEND), (33, TABLE, "component a/first", "a name without /", MEND),
    (34, TABLE, "component first, a stage without judge", MEND), (52, TABLE, "component first, a sink without flush", MEND),
    (53, TABLE, "component first, a fetcher without claims", MEND), (35, TABLE, "option a has TDG_O_READ or TDG_O_WRITE and is no path", MEND),
    (36, False, "undefined symbol: tdg_fold", "link the kit", "libtidings-kit.a"), (37, TABLE, "2 options of 8 bytes each", MEND),
    (38, TABLE, "option b has the unknown type 29", "upgrade Tidings"), (39, False, "SIGABRT", "the tables are not ready", AUTHOR),
    (41, False, "plugin id that is longer", "1 to 100 bytes", MEND), (42, TABLE, "no version", MEND),
    (43, TABLE, "component 0 that says it has 16 bytes", REBUILD), (44, TABLE, "option b lies at offset 3", MEND),
    (47, TABLE, "component MyParser", "small letters, digits and -", MEND), (49, False, "this id", "org.example.gazette", MEND),
]
if SANITIZED:
    LOADED = [x for x in LOADED if x[0] not in (7, 16, 21, 39)]


def make(case, folder="loaded"):
    build(P, MALFORMED, "-D_GNU_SOURCE", "-DCASE=%d" % case, '-DID="org.example.m%d"' % case, '-DSECOND="second-%d"' % case, out="m%d" % case, folder=folder)


os.makedirs(path("loaded"), mode=0o700)
with ThreadPoolExecutor(2) as pool:
    list(pool.map(make, [x[0] for x in LOADED] + [0, 48]))
right = open(path("loaded", "m0.so"), "rb").read()
machine = 183 if right[18] != 183 else 62  # AArch64, x86-64
FILES = [("text", b"this is no plugin\n", "does not begin like a shared object", "cc -shared"), ("empty", b"", "an empty file", "remove the file"),
         ("cut", right[:3000], "a shared object", "install the plugin again"), ("head", right[:30], "cut off after 30 bytes", "install the plugin again"),
         ("machine", right[:18] + bytes([machine, 0]) + right[20:], "for machine number %d" % machine, "the build for this machine"),
         ("bits", right[:4] + b"\1" + right[5:], "a 32-bit object", "the build for this machine"),
         ("program", right[:16] + b"\1\0" + right[18:], "an ELF file of type 1", "link it with -shared")]
for name, data, *_ in FILES:
    write("loaded/%s.so" % name, data, 0o600)
shutil.copy(path("plugins", "sound.so"), path("loaded"))
P.env["TIDINGS_PLUGIN_PATH"] = path("loaded")
p = P.run("plugin", "list")
refused = {}
check("a name with capitals of revision 1 is taken", re.search(r"^parser +MyParser ", p.stdout, re.M), told(p))
for x in p.stdout.split("not used: ")[1:]:
    name = os.path.basename(x.splitlines()[0].split(" (")[0].strip())
    refused[name] = refused.get(name, "") + x
for number, known, *words in LOADED:
    said = refused.get("m%d.so" % number, "")
    count("loaded: m%d" % number, said and lacks(said, words + (["org.example.m%d" % number] if known else [])) == [], said or told(p))
for name, _, *words in FILES:
    said = refused.get(name + ".so", "")
    count("loaded: " + name, said and lacks(said, words) == [], said or told(p))
check("the sound ones are listed", p.returncode == 0 and not {"m0.so", "sound.so"} & set(refused), told(p))
p = P.run("parse", "--as", "sound", path("b.txt"))
check("and the sound one works beside all of them", p.returncode == 0 and [r["title"] for r in lines(p.stdout)] == [MILL], told(p))
make(40, "talks")
P.env["TIDINGS_PLUGIN_PATH"] = path("talks")
p = P.run("plugin", "list")
check("what is printed while a plugin is loaded does not disturb its description", p.returncode == 0 and "not used" not in p.stdout
      and "second-40" in p.stdout, told(p))
del P.env["TIDINGS_PLUGIN_PATH"]

# ---- while it is compiled --------------------------------------------------------------------------------------------
WIDTH = """#include <tidings/plugin.h>
struct conf { int count; };
static const struct tdg_option options[] = { TDG_OPT(struct conf, count, TDG_O_INT, 0, "1", 0, 0, "A number.") };
const void *use(void); const void *use(void) { return options; }
"""
for compiler, name, std in (("cc", "width.c", "c11"), ("cc", "width.c", "c17"), ("c++", "width.cpp", "c++17"), ("c++", "width.cpp", "c++20")):
    p = compile_plugin(compiler, A.include, write(name, WIDTH), path("width.so"), "-std=" + std)
    count("a wrong width of an option is told by the compiler, %s" % std,
          p.returncode != 0 and lacks(p.stderr, ("the member of an option has another C type than its TDG_O_ type",)) == [], p.stderr[-600:])

print("%d of %d told" % (EVERY["told"], EVERY["count"]))
check("at least 60 mistakes were looked at", A.only or EVERY["count"] >= 60, EVERY)
P.end()
