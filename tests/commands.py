#!/usr/bin/env python3
"""Every command that a page, comment, message or help text shows is one that the program takes, and the README shows what it prints.

  commands.py --tidings build/release/tidings --source .
  commands.py --tidings build/release/tidings --source . --list     only what was found, and where

Commands are collected from the texts: between backticks, in blocks of pages, and on lines of comments that begin with one.
They are run in a folder of this test's own, in which the files that they name exist and a store is filled.  Placeholders (ID,
NAME, FILE, %s) are replaced.  One that lacks its arguments is a mention: then its words and options must be known.  Exit 0 when all holds.
"""
import glob, os, re, shutil, subprocess, sys

from imap_server import Folder, Server
from program import arguments, Program

ap = arguments(__doc__)
ap.add_argument("--source", required=True)
ap.add_argument("--list", action="store_true")
P = Program("commands", ap)
A, folder, env = P.arguments, P.folder, P.env
check = P.check
A.source = os.path.abspath(A.source)
home = os.path.join(folder, "home")
env = dict(os.environ, HOME=home, XDG_CACHE_HOME=os.path.join(folder, "cache"), XDG_DATA_HOME=os.path.join(home, ".local/share"),
           XDG_CONFIG_HOME=os.path.join(home, ".config"), PATH=os.path.join(folder, "bin") + ":" + os.environ["PATH"])

# Not run: ./dev builds and may install (tests/newcomer.sh runs it); its words are looked for in it.
PLACEHOLDERS = [
    (r"\bshow ID --format akn", "show --help"), # of statements; tests/akn.py
    (r"--store news\.db(?=\s|$)", '--store "$store"'),
    (r"\bLIST\.opml\b", "feeds.opml"), (r"\b(mine|mail)\.yaml\b|\bCONF(IG)?\b", "mine.yaml"),
    (r"\b(brief|show) (ID|%s|%\.\*s|7K3Q0A1)(?=\s|$)", r"\1 @ID@"), (r"\bplugin show (NAME|%s)(?=\s|$)", "plugin show http"),
    (r"\bquarantine (show|drop|retry) (N|%lld|%d)(?=\s|$)", r"quarantine \1 1"), (r"(?<= )(FILE|PATH|%s)(?=\s|$)", "page.html"),
    (r"\bsink queue drop ID(?=\s|$)", "sink queue drop all"), (r"\b(sink queue (?:list|retry)) SINK\b", r"\1 jsonl"),
    (r"\bplugin (try|test|new|check)(?: FILE\.so)?( --\w+)?( \.\.\. brief)?(?=\s|$)(?! [^-])", r"plugin \1\2\3 --help"), # a mention
    (r"\btry (--grant net )?box\.so fetch URL", "try build/release/plugins/fetch-file.so fetch file:page.html"),
    (r"\btry --set path=out/ tell\.so", "try --set path=out/x.jsonl build/release/plugins/sink-jsonl.so"),
    (r"\btry gazette\.so parse page.txt", "try build/release/plugins/parse-text.so parse reports/one.txt"),
    (r"\btry desk\.so", "try build/release/plugins/stage-dedupe.so"), (r"\btry first\.so", "try build/release/plugins/brief-extract.so"),
    (r"\btry --debug (.*) page\.txt", r"try \1 reports/one.txt"),
    (r"\brules check( --fetch)?( DIR| rules)?(?=\s|$)", r"rules check\1 reports"),
    (r"\breplay\b(?! --help)( --(dry-run|outdated|source gazette|config mine\.yaml))*", "replay --help"), # of captures; tests/replay.py
    (r"\badd (URL|https://daily\.example/)( --config mine\.yaml)?", "add --help"), # there is no network
    (r"\bquarantine retry --plugin NAME\b", "quarantine retry --plugin feed"), (r"\bWORDS?\b", "derailment"), (r"(?<= )URL(?=\s|$)", "page.html"),
]


def sh(command):
    return subprocess.run(["sh", "-c", command], env=env, cwd=folder, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)


def tidings(*args):
    return subprocess.run([A.tidings, *args], env=env, cwd=folder, capture_output=True, text=True, timeout=120)


# ---- what the texts show ----

def texts():
    names = [n for pattern in ("*.md", "dev", "docs/*.md", "conf/**/*.yaml", "core/**/*.[ch]", "include/**/*.h", "plugins/**/*.[ch]", "plugins/**/*.md")
             for n in glob.glob(os.path.join(A.source, pattern), recursive=True)]
    for name in sorted(set(names)):
        if not os.path.basename(name).startswith(("test_", "bench_", "fuzz_")):
            text = open(name, encoding="utf-8").read()
            if name.endswith(("writing-a-plugin.md", "site-rules.md", "statement-sources.md", "retention.md", "captures.md", "exporting.md", "mail.md")):  # tests/guide.py runs its blocks, with the files that they write
                text = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
            yield os.path.relpath(name, A.source), text
    for line in tidings("--help").stdout.splitlines():
        if re.match(r"  [a-z]+ +\S", line):
            yield "tidings %s --help" % line.split()[0], tidings(line.split()[0], "--help").stdout


def tidy(command):
    command = command.replace("\\\"", "\"").replace("\\n", " ")
    command = re.split(r"\s{2,}|\s+#\s|;(?!\S)|, then\b|\s+: ", command.strip())[0]
    return re.sub(r"^build/release/", "", command.rstrip(" .,:;"))


def shown(text):
    joined = re.sub(r"\"\s*\n\s*\"", "", text)  # a message over several lines of C
    for m in re.finditer(r"`((?:build/release/)?tidings [a-z-][^`\n]*|\./dev [^`\n]*)`", joined):
        yield tidy(m.group(1))
    for m in re.finditer(r"^(?:[ *#/]*  +| *|# +)((?:build/release/)?tidings (?:--|[a-z]+ ?)[^\n`]*|\./dev [a-z][^\n`]*)$", text, re.M):
        if re.match(r"^tidings (?:[a-z]+(?: |$)|--)", tidy(m.group(1))) or m.group(1).startswith("./dev"):
            yield tidy(m.group(1))


commands = {}
for where, text in texts():
    for command in shown(text):
        commands.setdefault(command, []).append(where)
if A.list:
    for command in sorted(commands):
        print("%-60s %s" % (command, ", ".join(sorted(set(commands[command])))))
    sys.exit(0)

# ---- what they need ----
os.makedirs(os.path.join(folder, "bin"))
os.symlink(A.tidings, os.path.join(folder, "bin", "tidings"))
os.makedirs(os.path.join(folder, "conf"))
shutil.copytree(os.path.join(A.source, "conf", "samples"), os.path.join(folder, "conf", "samples"))
shutil.copy(os.path.join(A.source, "conf", "tidings.yaml"), folder)
for name in ("reports", "pages"):
    os.makedirs(os.path.join(folder, name))
sample = os.path.join(folder, "conf", "samples")
shutil.copy(os.path.join(sample, "pages", "tarn-train.html"), os.path.join(folder, "page.html"))
shutil.copy(os.path.join(sample, "pages", "tarn-train.html"), os.path.join(folder, "pages"))
shutil.copy(os.path.join(sample, "statements", "transport-ministry.txt"), os.path.join(folder, "reports", "one.txt"))
with open(os.path.join(folder, "feeds.opml"), "w") as f:
    f.write("<opml version='2.0'><head/><body><outline type='rss' text='A' xmlUrl='https://a.example/feed'/></body></opml>")
HAS_IMAP = os.path.exists(os.path.join(os.path.dirname(A.tidings), "plugins", "fetch-imap.so"))
mails = Server({"Press": Folder()}, {"ann": "a password that nobody has"})  # an account is tried before it is written
with open(os.path.join(folder, "mine.yaml"), "w") as f:
    f.write("version: 1\nstore: { path: mine.db }\n" + ("fetchers: { imap: { allow_private: true } }\n" if HAS_IMAP else "") + "sources:\n  - { id: tarn, url: \"file:page.html\", parse: article }\n")
with open(os.path.join(folder, "ann.password"), "w") as f:
    f.write("a password that nobody has\n")
os.chmod(os.path.join(folder, "ann.password"), 0o600)
os.makedirs(os.path.join(folder, "build"))
os.symlink(os.path.dirname(A.tidings), os.path.join(folder, "build", "release"))
os.makedirs(os.path.join(folder, "out"))
env["store"] = STORE = os.path.join(folder, "sample.db")
first = [tidings("run", "--once", "--config", "conf/samples/%s.yaml" % name, "--store", STORE) for name in ("tidings", "evening")]
briefs = tidings("brief", "--all", "--store", STORE).stdout
records = len(tidings("export", "--format", "jsonl", "--store", STORE).stdout.splitlines())
for name, what in (("records.jsonl", ("export",)), ("story.json", ("brief", "--all", "--input"))):
    with open(os.path.join(folder, name), "w") as f:
        f.write(tidings(*what, "--store", STORE).stdout)
for suffix in ("", "-wal", "-shm"):  # a command without --store finds them as well
    if os.path.exists(STORE + suffix):
        os.makedirs(os.path.join(home, ".local/share/tidings"), exist_ok=True)
        shutil.copy(STORE + suffix, os.path.join(home, ".local/share/tidings/tidings.db" + suffix))
ids = re.findall(r"^(?:.*\s)?([0-9A-Z]{7})(?=:|\s|$)", briefs, re.M)
check("the sample sources give stories", bool(ids) and "".join(p.stdout for p in first) != "", "".join(p.stdout + p.stderr for p in first))


# ---- each of them ----

def ready(command):
    for form, put in PLACEHOLDERS:
        command = re.sub(form, put, command)
    command = re.sub(r"(> \S+) .*", r"\1", command).replace("imaps://ann@mail.example/", "imap://ann@127.0.0.1:%d/" % mails.port)
    return command.replace("@ID@", ids[0] if ids else "").replace("/tmp/samples.db", os.path.join(folder, "other.db"))


def until_told(command):
    p = subprocess.Popen(["sh", "-c", "exec " + command], env=env, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        out, err = p.communicate(timeout=2)
    except subprocess.TimeoutExpired:
        p.terminate()
        out, err = p.communicate(timeout=60)
    return subprocess.CompletedProcess(command, p.returncode, out, err)


def is_mention(command):
    """Without the arguments it needs: of a text that speaks of the command.  Its words and options are those of the program."""
    bare = not re.search(r" [^- ]", re.sub(r"^tidings [a-z]+( queue)?( (list|show|drop|retry))?", "", command))
    return bare and any(sh(command + more + " --help").returncode == 0 for more in ("", " x"))  # x: the value of its last option


def holds(command):
    if command.startswith("./dev"):
        return re.search(r"^  %s\) " % re.escape(command.split()[1]), open(os.path.join(A.source, "dev")).read(), re.M) is not None, "dev knows no such word"
    whole = ready(command)
    p = until_told(whole) if re.match(r"tidings run (?!.*--once)", whole) else sh(whole)
    understood = p.returncode in (0, 3, 4) or (not HAS_IMAP and "imap" in whole) or (p.returncode in (2, 78) and is_mention(whole))
    return understood, "%s: exit %d: %s%s" % (whole, p.returncode, p.stdout[-300:], p.stderr[-600:])


check("there are commands in the texts", len(commands) > 30, sorted(commands))
for command in sorted(commands):
    ok, why = holds(command)
    check("%s (%s)" % (command, ", ".join(sorted(set(commands[command])))), ok, why)

# ---- programs that pages name ----
for path in sorted(glob.glob(os.path.join(A.source, "*.md")) + glob.glob(os.path.join(A.source, "docs/**/*.md"), recursive=True)):
    name, text = os.path.relpath(path, A.source), open(path, encoding="utf-8").read()
    for path in sorted(set(re.findall(r"(?<![\w/.-])(?<!\]\()((?:tests|plugins|core|docs|conf|cmake)/[\w/.-]+\.(?:py|sh|md|yaml|[ch]))(?![\w.]*\w)", text))):
        check("%s names %s, which is there" % (name, path), os.path.exists(os.path.join(A.source, path)))
    for link in sorted(set(re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text))):  # relative to the page
        check("%s leads to %s, which is there" % (name, link), os.path.exists(os.path.join(A.source, os.path.dirname(name), link)))

# ---- the README ----
readme = open(os.path.join(A.source, "README.md"), encoding="utf-8").read()
block = re.search(r"## What you see\n.*?```\n(.*?)```", readme, re.S).group(1)


def plain(text):
    """Without what differs from run to run and from place to place; a page has plain spaces where lines are not broken."""
    text = re.sub(r"file://\S*?(?=/conf/samples)", "file://", re.sub(r"\b[0-9A-Z]{7}\b", "IDIDIDI", text))
    text = re.sub(r"Since the brief of .*?\((.*?)\)", lambda m: "Since the brief of TIME (%s)" % " ".join(m[1].split()), text, flags=re.S)
    return text.replace("\u00a0", " ")


printed = plain("".join(p.stdout for p in first) + "\n" + briefs)
parts = plain(block).split("\n\n", 1)
check("the README's counts are those of ./dev run", parts[0].strip() in printed, printed[:400])
check("and its brief is the program's, line by line", parts[1].strip() in printed,
      "not printed: %s" % [line for line in parts[1].splitlines() if line not in printed.splitlines()][:5])
counted = re.search(r"^(\w+) stories from (\d+) records", readme, re.M)
words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
check("and the number of its stories", counted is not None and words.index(counted.group(1).lower()) == briefs.count("\nSources\n"), "%d briefs" % briefs.count("\nSources\n"))
check("and of its records", counted is not None and int(counted.group(2)) in (records, records - 1), "%d records" % records)

P.end()
