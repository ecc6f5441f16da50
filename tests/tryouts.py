#!/usr/bin/env python3
"""`tidings plugin try` and `tidings plugin test`, with plugins and programs of outside authors, right and wrong.

  tryouts.py --tidings build/release/tidings --include include --source . --cc cc
"""
import os, re, signal, shutil, subprocess

from outside import build
from program import arguments, lines, Program, told, until

ap = arguments(__doc__)
ap.add_argument("--include", required=True, help="the public headers")
ap.add_argument("--source", required=True, help="the source tree")
ap.add_argument("--cc", default="cc", help="the compiler")
P = Program("tryouts", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write
os.chmod(P.folder, 0o755)
PYTHON = "/usr/bin/python3"


def attempt(file, *words, **more):
    return P.run("plugin", "try", file, *words, cwd=P.folder, **more)


def verify(file, *words, **more):
    return P.run("plugin", "test", file, *words, cwd=P.folder, **more)


def titles(p):
    return [r.get("title") for r in lines(p.stdout)]


trying, digest, ledger, maildir = (build(P, n) for n in ("trying", "digest", "ledger", "maildir"))
for word in ("crash", "loop", "bad", "other", "keep", "request", "log", "overflow", "freed", "leak", "count", "address", "exit", "request-as", "scratch", "since"):
    write("docs/%s.txt" % word, "!%s\nA paragraph.\n" % word)
one = write("docs/one.txt", "Ferry runs again\nThe ferry runs.\nIt costs the same.\n")

# ---- parsers ----------------------------------------------------------------------------------------------------------
p = attempt(trying, "parse", one)
got = lines(p.stdout)
check("what a parser emits is one JSON line each, all else is elsewhere", p.returncode == 0 and len(got) == 1
      and got[0]["title"] == "Ferry runs again" and len(got[0]["blocks"]) == 2 and "diary: 1 record" in p.stderr, told(p))
check("it needs no store and makes none", not os.path.exists(path("data")), os.listdir(P.folder))
p = attempt(trying, "--set", "paragraphs=1", "--set", "tags=a", "--set", "tags=b", "--url", "https://d.example/1", "parse", one)
got = (lines(p.stdout) or [{}])[0]
check("--set gives options, a list more than once, --url the address", len(got.get("blocks", [])) == 1
      and got["tags"] == ["a", "b"] and got["url"] == "https://d.example/1", told(p))
p = attempt(trying, "--set", "paragraph=1", "parse", one)
check("an option that is not there is told with the nearest", p.returncode == 78 and 'did you mean "paragraphs"' in p.stderr, told(p))
p = attempt(trying, "--set", "paragraphs=5000", "parse", one)
check("a value is checked", p.returncode == 78 and "paragraphs" in p.stderr and "1000" in p.stderr, told(p))
p = attempt(trying, "--set", "paragraphs", "parse", one)
check("--set without a value is told", p.returncode == 2 and "NAME=VALUE" in p.stderr, told(p))
p = attempt(trying, "parse", "docs/request.txt")
check("a request is shown", [r["kind"] for r in lines(p.stdout)] == ["request", "article"], told(p))
check("and that a parser which it names is there is not said", "names the parser" not in p.stderr, told(p))
p = attempt(trying, "parse", "docs/request-as.txt")
check("one that is not there is told", "names the parser -as, which is not among the plugins here" in p.stderr, told(p))
# ---- claims that match nothing ----
CLAIMS = """#include <tidings/plugin.h>
static int run(tdg_call *call, void *self, const tdg_rec *doc) { (void)self, (void)doc; return tdg_fail(call, TDG_BAD_INPUT, "no"); }
static const char *const claims[] = {CLAIM, NULL};
TDG_PLUGIN("org.example.claims", "1.0", "Claims", KIND(.name = "claims", .claims = claims, .run = run));
"""
for kind, claim, words in (("FETCHER", "pigeonpost:", "a scheme without the colon"), ("FETCHER", "under_score", "a scheme without the colon"), ("FETCHER", "Box", "a small letter"),
                           ("FETCHER", "b", "a scheme"), ("FETCHER", "box+v2.0", ""), ("PARSER", "not a type", "a media type"), ("PARSER", "*/*", "none for all types"),
                           ("PARSER", "text/plain; charset=utf-8", "without parameters"), ("PARSER", "application/vnd.x-y+json", "")):
    claims = build(P, write("claims.c", CLAIMS), '-DCLAIM="%s"' % claim, "-DKIND=TDG_" + kind, folder="claims")
    p = P.run("plugin", "list", env=dict(P.env, TIDINGS_PLUGIN_PATH=path("claims")))
    check("the claim \"%s\" of a %s is %s" % (claim, kind.lower(), "refused" if words else "taken"), ("not used" in p.stdout) == bool(words) and (not words or words in p.stdout and claim in p.stdout), told(p))
# ---- what is not used is told in the words of `check` ----
pair = build(P, write("pair.c", """#include <tidings/plugin.h>
static int run(tdg_call *call, void *self, const tdg_rec *doc) { (void)self, (void)doc; return tdg_fail(call, TDG_BAD_INPUT, "no"); }
TDG_PLUGIN("org.example.pair", "1.0", "Two", TDG_PARSER(.name = "one", .summary = "One", .run = run), TDG_COMPONENT(77, .name = "two", .summary = "Two", .run = run));
"""), folder="pair")
write("pair.yaml", "version: 1\nplugins: { path: [pair] }\nsources: [ { id: a, url: 'file:one.txt', parse: two } ]\n")
write("golden-pair/a.in", "x")
for p in (P.run("check", "pair.yaml", cwd=P.folder), attempt(pair, "--component", "two", "parse", one), verify(pair, "--kind", "parser", "--component", "two", "golden-pair")):
    check("a component of an unknown kind, by `%s`" % " ".join(p.args[1:3]), p.returncode == 78 and "component two of plugin %s is not used" % pair in p.stderr and "upgrade Tidings" in p.stderr, told(p))
# ---- what surrounds a call ----
broken = build(P, "broken", "-D_GNU_SOURCE")
for mistake, code, words in (("none", 0, "probe of docs/one.txt: 50 of 100"), ("probe-1000", 3, "probe returned 1000"), ("probe-fails", 3, "probe of docs/one.txt: bad-input (TDG_BAD_INPUT): the head is torn"),
                             ("probe-segv", 1, "probe of docs/one.txt"), ("nothing", 3, "it emitted nothing for docs/one.txt, which a run puts into the quarantine"),
                             ("close-segv", 3, "its close failed")):
    p = attempt(broken, "--component", "broken", "--set", "mistake=" + mistake, "parse", "docs/one.txt")
    check("`try`: %s" % mistake, p.returncode == code and words in p.stderr, told(p))
for kind, component, input in (("stage", "broken-stage", "two.jsonl"), ("sink", "broken-sink", "two.jsonl")):
    write("two.jsonl", '{"title":"A","text":"x"}\n')
    p = attempt(broken, "--component", component, "--set", "mistake=close-segv", kind, input)
    check("`try`: close of a %s" % kind, p.returncode == 3 and "its close failed" in p.stderr, told(p))
write("golden-broken/a.in", "A title\nand a text")
for mistake in ("nothing", "probe-fails", "close-segv"):
    p = verify(broken, "--kind", "parser", "--component", "broken", "--set", "mistake=" + mistake, "--update", "golden-broken")
    check("`test`: %s" % mistake, p.returncode == 3 and "FAIL a" in p.stdout, told(p))
# ---- extensions of other plugins ----
reader = build(P, "shelf_reader", folder="reader")
build(P, "shelf", folder="shelf")
p = attempt(reader, "parse", one)
check("an extension of which the plugin is not found is told with what finds it", p.returncode == 78 and "org.example.shelf/1" in p.stderr and "TIDINGS_PLUGIN_PATH" in p.stderr, told(p))
p = attempt(reader, "parse", one, env=dict(P.env, TIDINGS_PLUGIN_PATH=path("shelf")))
check("TIDINGS_PLUGIN_PATH finds it", p.returncode == 0 and titles(p) == ["37 letters"], told(p))
write("shelf.yaml", "plugins: { path: [shelf] }\n")
p = P.run("plugin", "try", "--config", path("shelf.yaml"), reader, "parse", one, cwd=P.folder)
check("and so does a configuration", p.returncode == 0 and titles(p) == ["37 letters"], told(p))
asker = build(P, "asker", '-DASKS="tidings.page/1"', folder="asker")
p = attempt(asker, "parse", one)
check("one that is asked for without .uses is not told as one that nobody offers", "nobody offers" not in p.stderr and "tidings.page/1" in p.stderr and ".uses" in p.stderr, told(p))
# ---- one error of a configuration is one ----
build(P, write("gate.c", """#include <tidings/plugin.h>
struct conf { int64_t port; struct tdg_str folder, token; };
static const struct tdg_option options[] = {TDG_OPT(struct conf, port, TDG_O_INT, TDG_O_REQUIRED, NULL, 1, 65535, "The port."),
    TDG_OPT(struct conf, folder, TDG_O_PATH, TDG_O_REQUIRED | TDG_O_READ, NULL, 0, 0, "The folder."), TDG_OPT(struct conf, token, TDG_O_SECRET, TDG_O_REQUIRED, NULL, 0, 0, "The token.")};
static int run(tdg_call *call, void *self, const tdg_rec *r) { (void)self, (void)r; return tdg_fail(call, TDG_BAD_INPUT, "no"); }
static const char *const schemes[] = {"gate", NULL};
TDG_PLUGIN("org.example.gate", "1.0", "Gate", TDG_FETCHER(.name = "gate", .claims = schemes, .needs = TDG_NEEDS_READ, .TDG_OPTIONS(struct conf, options), .run = run));
"""), folder="gate")
write("gate.token", "a-secret-token\n", 0o600)
for name, settings, words in (("a secret's file that is not there", "port: 80, folder: docs, token: { file: nofile }", "nofile cannot be read"),
                              ("a value out of its range", "port: 99999, folder: docs, token: { file: gate.token }", "port: 99999 is outside 1 .. 65535"),
                              ("a path that is a list of maps", "port: 80, folder: { a: b }, token: { file: gate.token }", "folder: wanted a value"),
                              ("a required one that is missing", "folder: docs, token: { file: gate.token }", "port is required")):
    conf = write("gate.yaml", "plugins: { path: [gate] }\nfetchers: { gate: { %s } }\nsources: [ { id: a, url: 'gate:x', parse: text } ]\npipeline: []\n" % settings)
    p = P.run("check", conf)
    check("%s is the only error" % name, p.returncode == 78 and words in p.stderr and len(p.stderr.splitlines()) == 1, told(p))
conf = write("gate.yaml", "plugins: { exec: [ { name: feedy, kind: parser, command: [ feedy ] } ] }\nsources: [ { id: a, url: 'file:x', parse: feedy } ]\npipeline: []\n")
p = P.run("check", conf)
check("a program that has an error is not told as one that is not there", p.returncode == 78 and "with a slash" in p.stderr and "there is no parser" not in p.stderr, told(p))
# ---- what a run would not ask for ----
wisher = build(P, "wisher")
WISHES = (("- - ftp://a.example/x", "http and https only"), ("- - file:///etc/passwd", "http and https only"), ("- - page2.html", "tdg_url_resolve"),
          ("PUT - https://w.example/x", "GET and POST"), ("POST - https://b.example/x", "own server only"), ("- Authorization https://b.example/y", "headers for one server"),
          ("- Host https://w.example/y", "transfer decides"))
FINE = ("- - https://b.example/z", "POST - https://w.example/z", "- X-Key https://w.example/z", "- - http://w.example/z")
write("docs/wishes.txt", "".join(w + "\n" for w, _ in WISHES) + "\n".join(FINE))
p = attempt(wisher, "--url", "https://w.example/list", "parse", "docs/wishes.txt")
said = [l for l in p.stderr.splitlines() if "a run does not follow the request" in l]
check("requests that a run does not follow are told with the reason, the others are not", p.returncode == 0 and len(lines(p.stdout)) == len(WISHES) + len(FINE)
      and len(said) == len(WISHES) and all('"%s"' % w.split()[2] in l and why in l for (w, why), l in zip(WISHES, said)), told(p))
write("wishes.yaml", "version: 1\nplugins: { path: [%s] }\nsources: [ { id: w, url: 'file:docs/wishes.txt', parse: wisher } ]\n" % os.path.dirname(wisher))
write("docs/wishes.txt", "- - file:///etc/passwd\n")
for words in (("plugin", "try", wisher, "parse", "docs/wishes.txt"), ("run", "--once", "--config", "wishes.yaml", "--store", path("wishes.db"))):
    p = P.run(*words, cwd=P.folder)
    check("`%s` says the same of a file" % words[0], "a file leads to files beside it and below only" in p.stderr and "/etc/passwd" in p.stderr, told(p))
for url, ok in (("wish:file:///etc/passwd", False), ("wish:wish:more", True), ("wish:https://b.example/", True)):
    p = attempt(wisher, "fetch", url)
    check("of a fetcher: %s" % url, p.returncode == 0 and ok == ("a run does not follow" not in p.stderr), told(p))
p = attempt(trying, "parse", "docs/keep.txt")
check("what it keeps for its source is shown", lines(p.stdout)[1:] == [{"keeps": "since", "value": "7"}], told(p))
p = attempt(trying, "--keep", "since=41", "parse", "docs/since.txt")
check("--keep gives it what an earlier call kept", p.returncode == 0 and lines(p.stdout)[0].get("subtitle") == "41", told(p))
p = attempt(trying, "--keep", "since", "parse", "docs/since.txt")
check("--keep without a value is told", p.returncode != 0 and "--keep wants NAME=VALUE" in p.stderr, told(p))
p = attempt(trying, "--secret", "tags=gate.word", "parse", one)
check("--secret wants a file that is there", p.returncode == 2 and "gate.word" in p.stderr, told(p))
write("gate.word", "a-tag-of-a-file\n")
p = attempt(trying, "--secret", "tags=gate.word", "parse", one)
check("--secret gives an option from a file", p.returncode == 0 and "tags" in lines(p.stdout)[0], told(p))
p = attempt(trying, "parse", "docs/log.txt")
check("its log lines are told", "diary: a line of the diary" in p.stderr, told(p))
p = attempt(trying, "parse", "docs/bad.txt")
check("a failure is told with its status and reason", p.returncode == 1 and p.stdout == ""
      and "org.example.trying" in p.stderr and "TDG_BAD_INPUT): line 2: the ink is smeared" in p.stderr, told(p))
p = attempt(trying, "parse", "docs/other.txt")
check("so is a document that is not its own", p.returncode == 1 and "TDG_NOT_MINE" in p.stderr, told(p))
p = attempt(trying, "parse", "docs/crash.txt")
check("a crash is told with the last words", p.returncode == 1 and "last words of the diary" in p.stderr and "docs/crash.txt" in p.stderr, told(p))
if "AddressSanitizer" not in p.stderr:  # of a host built with it the report has no names of functions
    check("and with the calls that led to it", "SIGSEGV" in p.stderr and re.search(r"\n    .*(trying\.so|crash)", p.stderr), told(p))
    command = re.search(r"\n    for the names: (addr2line .*)\n$", p.stderr)
    if shutil.which("addr2line"):
        names = subprocess.run(command[1], shell=True, capture_output=True, text=True).stdout if command else ""
        check("the last line is the command that names functions which are not exported", re.search(r"^crash at .*trying\.c:\d+", names, re.M), (names, told(p)))
check("it is tried once", p.stderr.count("prints: last words of the diary") == 1, told(p))
p = attempt(trying, "--deadline", "700ms", "parse", "docs/loop.txt")
check("--deadline ends a call", p.returncode == 1 and  # where the machine is busy the limit of processor time may be first
      re.search(r"no answer within 700 ms.*\(the limit: --deadline\)|more processor time", p.stderr, re.S), told(p))
p = attempt(trying, "--deadline", "soon", "parse", one)
check("a deadline that is none is told", p.returncode == 2 and "--deadline" in p.stderr, told(p))
p = attempt(trying, "parse", "docs/nothing.txt")
check("an input that is not there is told", p.returncode == 1 and "docs/nothing.txt: No such file" in p.stderr, told(p))
p = attempt(path("nothing.so"), "parse", one)
check("so is a plugin", p.returncode == 78 and "No such file" in p.stderr, told(p))
p = attempt(write("plugins/text.so", "no plugin", 0o600), "parse", one)
check("a file that is no plugin is told", p.returncode == 78 and "found:" in p.stderr and "do:" in p.stderr, told(p))
p = attempt(trying, "brief", one)
check("a kind that it has not is told with what it has", p.returncode == 78 and "has no brief" in p.stderr and "stage echoes" in p.stderr, told(p))
p = attempt(trying, "pars", one)
check("a word that is none is told", p.returncode == 2 and "stage RECORDS.jsonl" in p.stderr, told(p))
nosy = build(P, "nosy")
p = attempt(nosy, "parse", one)
check("a right is not given unasked", p.returncode == 78 and "--grant net" in p.stderr, told(p))
p = attempt(nosy, "--grant", "net", "parse", one)
check("--grant gives it", p.returncode != 78 and "--grant" not in p.stderr, told(p))

# ---- fetchers ---------------------------------------------------------------------------------------------------------
p = attempt(trying, "--grant", "net", "fetch", "slow:1")
got = (lines(p.stdout) or [{}])[0]
check("a document comes from pump, of its body the beginning", p.returncode == 0 and got.get("body_bytes") == 2000
      and 0 < len(got["body_begins"]) < 1000 and got["media_type"] == "text/plain", told(p))
p = attempt(trying, "--grant", "net", "fetch", "slow:no")
check("why nothing was fetched is told", p.returncode == 1 and "TDG_RETRY): the line is busy" in p.stderr, told(p))
write("box/new/m1", "hello\n")
p = attempt(maildir, "--component", "maildir", "fetch", "maildir:box")
check("a folder that no option grants is told with the option", p.returncode == 78 and "--set folder=PATH" in p.stderr, told(p))
p = attempt(maildir, "--component", "maildir", "--set", "folder=box", "fetch", "maildir:box")
check("an option grants its folder, named from here", p.returncode == 0 and "hello" in p.stdout, told(p))

# ---- stages -----------------------------------------------------------------------------------------------------------
six = write("six.jsonl", "".join('{"title":"%s","text":"Some text."}\n' % t for t in ("A", "B", "A", "!drop", "B", "A")))
p = attempt(trying, "stage", six)
check("of several the one must be named", p.returncode == 78 and "--component" in p.stderr and "stage forgets" in p.stderr, told(p))
p = attempt(trying, "--component", "echoes", "stage", six)
got = lines(p.stdout)
check("records are judged in order by one worker", [n.get("reason", "")[5:6] for n in got] == list("001") + [""] + list("12"), told(p))
check("a note says whose it is and about what", got[1]["by"] == "echoes" and got[1]["about"] == "0000000000002", got)
check("what is dropped is shown with the reason", got[3]["dropped"] == {"by": "echoes", "reason": "it says so"}, got)
p = attempt(trying, "--component", "echoes", "--overlaid", "stage", six)
check("--overlaid shows records with their notes", lines(p.stdout)[1].get("tags") == ["judged"] and "text" in lines(p.stdout)[1], told(p))
for name, code in (("echoes", 0), ("forgets", 3)):
    p = attempt(trying, "--component", name, "--restart", "stage", six)
    differs = [x for x in p.stderr.splitlines() if x[:1] in "+-"]
    check("--restart: %s %s" % (name, "says something else" if code else "says the same"), p.returncode == code
          and len(lines(p.stdout)) == 6 and len(differs) == (4 if code else 0) and ("recall must rebuild" in p.stderr) == bool(code), told(p))
p = attempt(trying, "--component", "echoes", "stage", write("crash.jsonl", '{"title":"A","text":"x"}\n{"title":"!crash","text":"x"}\n{"title":"B","text":"x"}\n'))
check("a stage that dies is told with the record, and judges no more", p.returncode == 1 and len(lines(p.stdout)) == 1 and 'judge of "!crash"' in p.stderr, told(p))
p = attempt(trying, "--component", "echoes", "stage", write("wrong.jsonl", '{"title":"A","text":"x"}\n{"titel":"B"}\n{"title":\n'))
check("a line that is no record is told with its place", p.returncode == 3 and "line 2: there is no field \"titel\"" in p.stderr
      and "line 4" in p.stderr and len(lines(p.stdout)) == 1, told(p))
tag = build(P, "tag")
p = attempt(tag, "--component", "tag-wrong", "stage", six)
check("what a stage may not say is told as in a run", "its note has TDG_TITLE" in p.stderr and "TDG_DROPPED, which only the host sets" in p.stderr
      and not any(r["kind"] == "article" for r in lines(p.stdout)), told(p))

# ---- records and stories of a store -----------------------------------------------------------------------------------
words = "The ferry to Oster Ness runs again from Monday, the harbour office said. Tickets cost the same as before."
for i in "12":
    write("in/%s.txt" % i, "Ferry to Oster Ness runs again\n\n%s Report %s.\n" % (words, i))
P.expect("import", "--store", path("a.db"), path("in/1.txt"), path("in/2.txt"))
exported = write("exported.jsonl", P.expect("export", "--store", path("a.db")).stdout)
story = write("story.json", P.expect("brief", "--all", "--input", "--store", path("a.db")).stdout)
got = (lines(open(story).read()) or [{}])[0]
check("`brief --input` is a story with its records", got.get("kind") == "story" and [m["kind"] for m in got.get("members", [])] == ["article"] * 2, got)
p = attempt(digest, "brief", story)
brief = (lines(p.stdout) or [{}])[0]
check("a brief of it", p.returncode == 0 and brief.get("kind") == "brief" and words in str(brief), told(p))
p = attempt(digest, "--set", "way=invents", "brief", story)
check("a sentence that no source says is told and left out", p.returncode == 3 and "The mayor resigned" in p.stderr
      and "The mayor" not in p.stdout, told(p))
os.makedirs(path("out"))
p = attempt(ledger, "--set", "path=out/titles", "sink", exported)
ids = [r["id"] for r in lines(open(exported).read()) if r["kind"] == "article"]
check("a sink gets records with their ids, and a flush", p.returncode == 0 and open(path("out/titles")).read().count("Ferry to Oster Ness") == 2
      and lines(p.stdout) == [{"id": i, "taken": True} for i in ids] and "2 records taken and flushed" in p.stderr, told(p))
write("out/titles.mood", "Ferry denied\n")
p = attempt(ledger, "--set", "path=out/titles", "sink", exported)
check("what it refuses is told with its title and the reason", p.returncode == 3 and 'ledger (org.example.ledger): "Ferry to Oster Ness runs again": ' in p.stderr and "is closed" in p.stderr and lines(p.stdout)[0]["code"] == "limit", told(p))
write("out/titles.mood", "flush Ferry\n")
p = attempt(ledger, "--set", "path=out/titles", "sink", exported)
check("so is a flush", p.returncode == 3 and "flush: " in p.stderr and "the page tore" in p.stderr, told(p))
own = os.path.join(os.path.dirname(A.tidings), "plugins", "sink-jsonl.so")
if os.path.exists(own):
    p = attempt(own, "--set", "path=out/again.jsonl", "sink", exported)
    again = lines(open(path("out/again.jsonl")).read())
    check("a record reads back as it was exported", again == [r for r in lines(open(exported).read()) if r["kind"] != "brief"], told(p))

# ---- programs ---------------------------------------------------------------------------------------------------------
if os.access(PYTHON, os.X_OK):
    shutil.copytree(os.path.join(A.source, "tests", "outside", "exec"), path("bin"))
    for name in os.listdir(path("bin")):
        os.chmod(path("bin", name), 0o755 if name.endswith(".sh") else 0o644)
    p = attempt(path("bin/lines.sh"), "parse", write("docs/lines.txt", "A title\n\nOne paragraph.\n"))
    check("a program reads a document", p.returncode == 0 and titles(p) == ["A title"], told(p))
    python = ("--interpreter", PYTHON)
    p = attempt(path("bin/tagger.py"), *python, "stage", six)
    check("judges records", p.returncode == 0 and len(lines(p.stdout)) >= 5 and lines(p.stdout)[0]["tags"] == ["noted"], told(p))
    p = attempt(path("bin/first.py"), *python, "brief", story)
    check("writes a brief", p.returncode == 0 and words.split(".")[0] in p.stdout, told(p))
    p = attempt(path("bin/maildir.py"), *python, "--read", "box", "fetch", "box:%s" % path("box/new/m1"))
    check("fetches from a folder that --read names", p.returncode == 0 and "hello" in p.stdout, told(p))
    os.makedirs(path("kept"))
    os.chmod(path("kept"), 0o777)
    p = attempt(path("bin/folder.py"), *python, "--write", "kept", "--set", "folder=%s" % path("kept"), "sink", exported)
    check("writes to a folder that --write names", p.returncode == 0 and len(os.listdir(path("kept"))) == 2, told(p))
    p = attempt(path("bin/tagger.py"), "stage", six)
    check("one that is not executable is told with the way out", p.returncode == 78 and "--interpreter" in p.stderr, told(p))

# ---- tests of an author -----------------------------------------------------------------------------------------------
p = verify(trying)
check("no folder of tests is an error", p.returncode == 1 and "tests" in p.stderr, told(p))
write("tests/one.in", open(one).read())
p = verify(trying, "--component", "diary")
check("a result that is not written is a failure", p.returncode == 3 and "--update" in p.stdout and not os.path.exists(path("tests/one.jsonl")), told(p))
write("tests/two.in", "!bad\n")
write("tests/three.in", "Three\nA paragraph.\nAnother one.\n")
write("tests/three.json", '{"url": "https://three.example/", "as": "diary", "set": {"paragraphs": "1", "tags": ["a", "b"]}}')
write("tests/six.in", open(six).read())
write("tests/six.json", '{"as": "echoes"}')
p = verify(trying, "--component", "diary", "--update")
check("--update writes them", p.returncode == 0 and "4 tests, 0 failed, 4 written" in p.stdout, told(p))
got = lines(open(path("tests/three.jsonl")).read())
check("with the settings of NAME.json", len(got) == 1 and got[0]["url"] == "https://three.example/" and got[0]["tags"] == ["a", "b"] and len(got[0]["blocks"]) == 1, got)
check("a failure that an author wants is a line", lines(open(path("tests/two.jsonl")).read()) == [{"error": {"code": "bad-input", "message": "line 2: the ink is smeared"}}])
check("nothing of this run or this folder is in them", P.folder not in open(path("tests/one.jsonl")).read() and "202" not in open(path("tests/one.jsonl")).read())
check("the notes of a stage as well", len(lines(open(path("tests/six.jsonl")).read())) == 6)
p = verify(trying, "tests", "--component", "diary")
check("then all hold", p.returncode == 0 and p.stdout == "4 tests, 0 failed\n" and p.stderr == "", told(p))
write("tests/one.jsonl", open(path("tests/one.jsonl")).read().replace("Ferry runs again", "Ferry sank"))
p = verify(trying, "--component", "diary")
check("a difference is told as one", p.returncode == 3 and "FAIL one:" in p.stdout and re.search(r"^-.*Ferry sank", p.stdout, re.M)
      and re.search(r"^\+.*Ferry runs", p.stdout, re.M) and "@@ -1,1 +1,1 @@" in p.stdout and "4 tests, 1 failed" in p.stdout, told(p))
p = verify(trying, "--component", "diary", "--update")
check("and --update writes it", p.returncode == 0 and "1 written" in p.stdout and "Ferry runs" in open(path("tests/one.jsonl")).read(), told(p))
for word in ("count", "address"):
    write("unsteady-%s/a.in" % word, open(path("docs/%s.txt" % word)).read())
    p = verify(trying, "unsteady-%s" % word, "--component", "diary", "--update")
    check("a result that depends on more than the input (%s) is a failure, and not written" % word, p.returncode == 3
          and "another run of the same input" in p.stdout and not os.path.exists(path("unsteady-%s/a.jsonl" % word)), told(p))
write("forgets/a.in", open(six).read())
p = verify(trying, "forgets", "--component", "forgets", "--update")
check("so is a stage that forgets", p.returncode == 3 and "recall must rebuild" in p.stderr and not os.path.exists(path("forgets/a.jsonl")), told(p))
write("dies/a.in", "!crash\n")
write("dies/b.in", open(one).read())
p = verify(trying, "dies", "--component", "diary", "--update")
check("a crash is a failure, and the others go on", p.returncode == 3 and "FAIL a: its worker ended" in p.stdout
      and "2 tests, 1 failed, 1 written" in p.stdout and os.path.exists(path("dies/b.jsonl")), told(p))
write("odd/a.in", "x\n")
write("odd/a.json", '{"options": {}}')
p = verify(trying, "odd", "--component", "diary")
check("a member of NAME.json that is none is told", p.returncode == 78 and '"options"' in p.stderr and '"set"' in p.stderr, told(p))
write("odd/a.json", '{"as": "nobody"}')
p = verify(trying, "odd")
check("so is a component that is none", p.returncode == 78 and "nobody" in p.stderr and "odd/a.json" in p.stderr, told(p))
write("odd/a.json", '{"kind": "poem"}')
p = verify(trying, "odd")
check("and a kind", p.returncode == 78 and "odd/a.json: there is no kind" in p.stderr, told(p))
write("briefs/a.in", open(story).read())
p = verify(digest, "briefs", "--set", "way=invents", "--update")
got = lines(open(path("briefs/a.jsonl")).read()) if os.path.exists(path("briefs/a.jsonl")) else []
check("a refused sentence is a line of a brief's results", p.returncode == 0 and [set(r) & {"refused", "kind"} for r in got] == [{"refused"}, {"kind"}], (told(p), got))
write("sinks/a.in", open(exported).read())
write("out/titles.mood", "")
p = verify(ledger, "sinks", "--set", "path=out/titles", "--update")
check("what a sink took, too", p.returncode == 0 and open(path("sinks/a.jsonl")).read().count('"taken":true') == 2, told(p))
if os.access(PYTHON, os.X_OK):
    write("programs/a.in", "A title\n\nOne paragraph.\n")
    p = verify(path("bin/lines.sh"), "programs", "--kind", "parser", "--update")
    check("programs have tests as well", p.returncode == 0 and "A title" in open(path("programs/a.jsonl")).read(), told(p))

# ---- AddressSanitizer -------------------------------------------------------------------------------------------------
p = attempt(trying, "--asan", "parse", one)
check("--asan wants a plugin that was built for it", p.returncode == 78 and "-fsanitize=address" in p.stderr, told(p))
made = subprocess.run([A.cc, "-shared", "-fPIC", "-g", "-O1", "-fno-omit-frame-pointer", "-fsanitize=address", "-I", A.include, os.path.join(A.source, "tests/outside/trying.c"),
                       "-o", path("plugins/trying-asan.so")], capture_output=True, text=True)
checked = path("plugins/trying-asan.so")
if made.returncode == 0 and b"libasan.so" in open(checked, "rb").read():
    os.chmod(checked, 0o600)
    p = attempt(checked, "--asan", "parse", one)
    check("--asan: that there is no sandbox is said", "--asan: there is no sandbox" in p.stderr and "user %d" % os.geteuid() in p.stderr, told(p))
    check("--asan: nothing is told of one without faults", p.returncode == 0 and titles(p) == ["Ferry runs again"] and "Sanitizer" not in p.stderr, told(p))
    for word, report, where in (("overflow", "heap-buffer-overflow", "overflow"), ("freed", "heap-use-after-free", "use_freed"), ("leak", "77 byte", "leak"), ("scratch", "heap-buffer-overflow", "behind_scratch")):
        p = attempt(checked, "--asan", "parse", "docs/%s.txt" % word)
        check("--asan: %s" % report, p.returncode == 1 and report in p.stderr and re.search(r"#\d .*\b%s\b.*trying\.c" % where, p.stderr), told(p))
    p = attempt(checked, "--asan", "--component", "echoes", "stage", six)
    check("--asan: a stage", p.returncode == 0 and len(lines(p.stdout)) == 6 and "Sanitizer" not in p.stderr, told(p))
    p = attempt(checked, "--asan", "--component", "diary", "parse", "docs/exit.txt")
    check("--asan: a plugin that calls exit is told", p.returncode == 1 and "it ended the process itself (exit)" in p.stderr, told(p))
    write("exits/a.in", "!exit\n")
    p = verify(checked, "exits", "--component", "diary", "--asan")
    check("--asan: in tests as well", p.returncode == 1 and "it ended the process itself (exit)" in p.stderr, told(p))
    p = verify(checked, "tests", "--component", "diary", "--asan")
    check("--asan: the tests", p.returncode == 0 and "4 tests, 0 failed" in p.stdout, told(p))
else:
    print("     --asan is not tried: %s makes no plugin with a shared runtime" % A.cc)

# ---- a debugger -------------------------------------------------------------------------------------------------------
for way in ("continued", "attached", "left"):
    if way == "attached" and shutil.which("gdb") is None:
        continue
    out, err = open(path("debug.out"), "w"), open(path("debug.err"), "w")
    p = P.start("plugin", "try", trying, "--debug", "parse", one, stdout=out, stderr=err)
    waits = until(lambda: "gdb -p" in open(path("debug.err")).read())
    pid = int((re.findall(r"gdb -p (\d+)", open(path("debug.err")).read()) or [0])[0])
    check("--debug: the worker waits (%s)" % way, waits and p.poll() is None and open(path("debug.out")).read() == "", open(path("debug.err")).read())
    check("--debug: that there is no sandbox is said", "--debug: there is no sandbox" in open(path("debug.err")).read(), open(path("debug.err")).read())
    if way == "continued":
        os.kill(pid, signal.SIGCONT)
    elif way == "attached":
        g = subprocess.run(["gdb", "-p", str(pid), "-batch", "-ex", "break trying.c:run", "-ex", "continue", "-ex", "backtrace 1", "-ex", "delete", "-ex", "continue"],
                           capture_output=True, text=True, timeout=120)
        if "not permitted" in g.stdout + g.stderr:  # by the rules of this machine or container
            print("     gdb is not tried: it may not attach here")
            os.kill(pid, signal.SIGCONT)
        else:
            check("--debug: gdb stops in the plugin", re.search(r"#0 .*run .*trying\.c", g.stdout), g.stdout[-1500:] + g.stderr[-500:])
    else:
        p.kill()
        check("--debug: the worker does not outlive the command", until(lambda: not os.path.exists("/proc/%d" % pid), 10) if os.path.isdir("/proc/self") else True)
    code = p.wait(60)
    if way != "left":
        check("--debug: then it goes on (%s)" % way, code == 0 and "Ferry runs again" in open(path("debug.out")).read(), open(path("debug.err")).read())
P.end()
