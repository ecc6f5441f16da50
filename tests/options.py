#!/usr/bin/env python3
"""What a configuration says is what happens: `check` and `run` say the same of it, and nothing said is dropped.

  options.py --tidings build/release/tidings --source .

A web server in this process on 127.0.0.1 sees how it is asked.  Exit 0 when all holds.
"""
import http.server, json, os, re, subprocess

from loopback import Server
from program import arguments, Program

ap = arguments(__doc__)
ap.add_argument("--source", required=True)
P = Program("options", ap)
A, folder, env = P.arguments, P.folder, P.env
check, path, write = P.check, P.path, P.write
A.source = os.path.abspath(A.source)
asked = []


STORY = ("At least 40 people were injured when a bus left the road near Orlo on Monday, police said. The driver was taken to hospital in "
         "Tarn. The mayor of Orlo said that the road would stay closed until Wednesday. Rescue workers searched the river for six hours. ")
FEED = ("<rss version='2.0'><channel><title>F</title><link>/</link><description>d</description>%s</channel></rss>" % "".join(
    "<item><title>Bus leaves the road near Orlo, %d hurt</title><guid isPermaLink='false'>%d</guid><description>%s%s</description></item>"
    % (40 + n, n, STORY, more) for n, more in enumerate(["", "The bus was on its way to Hollin."]))).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *a):
        pass

    def do_GET(self):
        asked.append(dict(self.headers))
        body = FEED + b" " * (3 << 20 if "large" in self.path else 0)
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass  # refused by its length


server = Server(Handler)
base = server.base
SOURCE = "sources:\n  - { id: one, url: \"%s/feed\", parse: feed }\n" % base
FETCH = "fetch: { allow_private: true, hosts: { delay: 0s }%s }\n"


def tidings(*args):
    return subprocess.run([A.tidings, *args], env=env, cwd=folder, capture_output=True, text=True, timeout=120)


def both(text, name="c.yaml"):
    """What check says of a configuration, and what a pass over its sources says and does."""
    conf = write(name, "version: 1\n" + text)
    if os.path.exists(path("c.db")):
        os.remove(path("c.db"))
    del asked[:]
    return tidings("check", conf), tidings("run", "--once", "--config", conf, "--store", path("c.db"))


def agree(name, text, code, *words):
    """Both end with this code, and where it is an error both say these words."""
    c, r = both(text)
    ok = c.returncode == code and (r.returncode == 78) == (code == 78)
    ok = ok and all(w in c.stdout + c.stderr for w in words) and (code == 0 or all(w in r.stderr for w in words))
    check(name, ok, "check %d: %s%s\nrun %d: %s%s" % (c.returncode, c.stdout, c.stderr, r.returncode, r.stdout, r.stderr))
    return r


# ---- one option, one place ----
for key, value, words in (("max_bytes", "64MiB", "64MiB is outside 1KiB .. 32MiB"), ("timeout", "2h", "2h is outside"), ("total", "5000", "5000 is outside"),
                          ("allow_private", "maybe", "\"maybe\" is not true or false")):
    agree("a value of fetch: %s that the fetcher would not take is refused by check and by run" % key,
          "fetch:\n  %s: %s\n%s" % (key, value, SOURCE), 78, "c.yaml:3:%d: %s: " % (len(key) + 5, key), words)
agree("one below hosts: as well", "fetch: { hosts: { concurrency: 100 } }\n" + SOURCE, 78, "c.yaml:2:32: concurrency: 100 is outside 1 .. 64")

agree("what only the plugin can judge is said by check and by run, at its own place", "fetch: { user_agent: \"a\\nb\" }\nfetchers: { http: { accept: text/html } }\n" + SOURCE, 78,
      "c.yaml:2:22: http: user_agent: must be one line")
agent = "MyBot/1.0 (+https://news.example/bot)"
r = agree("fetch: and fetchers: stand beside each other", FETCH % (", user_agent: \"%s\"" % agent) + "fetchers: { http: { accept: \"text/x-own\", max_redirects: 5 } }\n" + SOURCE, 0)
got = asked[-1] if asked else {}
check("and the server sees what both say", (got.get("User-Agent"), got.get("Accept")) == (agent, "text/x-own"), "%s\n%s" % (got, r.stderr))
r = agree("so do its limits", FETCH % ", max_bytes: 2MiB" + "fetchers: { http: { max_redirects: 4 } }\n" + SOURCE.replace("/feed", "/large"), 0)
check("which hold", r.returncode == 3 and "max_size" in r.stdout + r.stderr, r.stdout + r.stderr)
agree("said in both places and different is an error that names both", "fetch:\n  max_bytes: 2MiB\nfetchers:\n  http:\n    max_size: 3MiB\n" + SOURCE, 78,
      "c.yaml:3:14: max_bytes: 2MiB here, and max_size: 3MiB of http in ", "c.yaml:6:15", "remove one")
agree("said in both places and the same is none", FETCH % ", max_bytes: 2MiB" + "fetchers: { http: { max_size: 2048KiB, allow_private: yes } }\n" + SOURCE, 0)
agree("trust ends where the record's field ends", SOURCE.replace("parse: feed", "parse: feed, trust: 10"), 78, "trust: 10 is outside 0 .. 9")
r = agree("the most trusted there is", FETCH % "" + SOURCE.replace("parse: feed", "parse: feed, trust: 9"), 0)
exported = tidings("export", "--format", "jsonl", "--store", path("c.db")).stdout
check("is exported so", [json.loads(line)["source"].get("trust") for line in exported.splitlines()] == [9, 9], exported + r.stderr)

# ---- not said is something else than empty ----
agree("no pipeline is said: the usual one", FETCH % "" + SOURCE, 0, "3 stages")
check("and it makes a story", len(tidings("stories", "--json", "--store", path("c.db")).stdout.splitlines()) == 1)
agree("pipeline: [] is no stages", FETCH % "" + "pipeline: []\n" + SOURCE, 0, "0 stages")
check("and no stories", tidings("stories", "--json", "--store", path("c.db")).stdout == "")
check("but the records", len(tidings("export", "--format", "jsonl", "--store", path("c.db")).stdout.splitlines()) == 2)
agree("pipeline: with nothing behind it is neither", FETCH % "" + "pipeline:\n" + SOURCE, 78, "c.yaml:3:1: pipeline: has no value")

# ---- check opens what run opens, and one error hides no other ----
LLM = "pipeline: [dedupe, {llm: {endpoint: \"http://models.example/v1\", model: m}}]\n"
agree("a brief that refuses its endpoint is refused by check, with its place", FETCH % "" + LLM + SOURCE, 78, "c.yaml:3:37: llm: endpoint: plain http")
agree("with isolation off too", FETCH % "" + "plugins: { isolation: none }\n" + LLM + SOURCE, 78, "c.yaml:4:37: llm: endpoint: plain http")
os.makedirs(path("out"))
os.makedirs(path("new"))
agree("a folder given as a sink's file", FETCH % "" + "sinks: [{jsonl: {path: out}}]\n" + SOURCE, 78, "c.yaml:3:24: jsonl: path: ", "out is a folder; name a file in it")
agree("or what can only be one", FETCH % "" + "sinks: [{jsonl: {path: new/}}]\n" + SOURCE, 78, "c.yaml:3:24: ", "is a folder")
agree("a secret's file that is not there", FETCH % "" + LLM.replace("model: m", "model: m, api_key: {file: gone.key}") + SOURCE, 78, "gone.key cannot be read: No such file")
agree("a folder that is not there", FETCH % "" + "sinks: [{jsonl: {path: none/deep/x.jsonl}}]\n" + SOURCE, 78, "c.yaml:3:24: jsonl: path: ", "none/deep: No such file or directory; create the folder")
write("file.txt", "a file\n")
agree("one that is a file", FETCH % "" + "sinks: [{jsonl: {path: file.txt/x.jsonl}}]\n" + SOURCE, 78, "c.yaml:3:24: jsonl: path: ", "file.txt: Not a directory")
if os.path.isdir("/sys/kernel"):
    agree("one where nobody can make files", FETCH % "" + "sinks: [{jsonl: {path: /sys/x.jsonl}}]\n" + SOURCE, 78, "c.yaml:3:24: jsonl: path: /sys/x.jsonl cannot be written: /sys: ")
agree("and the first sink hides nothing of the second", "sinks: [{jsonl: {path: none/x.jsonl}}, {jsonl: {id: b, path: none2/x.jsonl, mode: q}}]\nnope: 1\n" + SOURCE.replace("parse: feed", "parse: feed, trust: 12"), 78,
      "c.yaml:2:24: jsonl: path: ", "c.yaml:2:62: jsonl: path: ", "c.yaml:2:83: jsonl: there is no option \"mode\"", "c.yaml:3:1: unknown key", "trust: 12")
r = agree("the folders of a date are made", FETCH % "" + "sinks: [{jsonl: {path: \"out/%Y/%m/x-%d.jsonl\"}}]\n" + SOURCE, 0)
made = [os.path.join(at, f) for at, _, files in os.walk(path("out")) for f in files]
check("and its file is written there", r.returncode == 0 and len(made) == 1 and re.search(r"out/\d{4}/\d\d/x-\d\d\.jsonl$", made[0]) is not None, "%s\n%s" % (made, r.stderr))
agree("the folder before them must be there", FETCH % "" + "sinks: [{jsonl: {path: \"none/%Y/x.jsonl\"}}]\n" + SOURCE, 78, "none: No such file or directory")
STORE = "store: { path: %s }\n"


def agree_on_store(name, text, *words):
    """The store is the configured one: a run with --store has another."""
    conf = write("c.yaml", text)
    c, r = tidings("check", conf), tidings("run", "--once", "--config", conf)
    check(name, c.returncode == r.returncode == 78 and c.stderr == r.stderr and all(w in c.stderr for w in words), "%d %s\n%d %s" % (c.returncode, c.stderr, r.returncode, r.stderr))


agree_on_store("a store that is a folder", STORE % "out" + SOURCE, "c.yaml:1:16: store: path: ", "out is a folder")
agree_on_store("or below a file", STORE % "file.txt/x.db" + SOURCE, "c.yaml:1:16: store: path: ", "file.txt: Not a directory")
agree_on_store("two errors of one component", "pipeline: [dedupe, {llm: {endpoint: \"http://models.example/v1\", model: m, api_key: sk-1a2b3c4d}}]\n" + SOURCE, "c.yaml:1:37: llm: endpoint: plain http",
               "c.yaml:1:84: llm: api_key: put the secret into a file of its own")
agree("no sources at all", "", 78, "c.yaml: sources: there are none to ask")
agree("a list without any is one that is to come", "sources: []\n", 0, "c.yaml:2:1: warning: sources: there are none yet; write some")
agree("what is no list is told once", "sources: 5\n", 78, "c.yaml:2:10: sources: wanted a list")
check("and not that there are none", "there are none" not in tidings("check", path("c.yaml")).stderr)
r = agree("a grant to nobody is told with its line", FETCH % "" + "plugins:\n  path: [/no/such]\n  grant: { org.nobody.x: [net] }\n" + SOURCE, 0,
          "c.yaml:5:12: warning: grant: no plugin in use is called org.nobody.x", "c.yaml:4:10: warning: plugins.path: /no/such: No such file or directory")
check("by a run too", "c.yaml:5:12: warning: grant: " in r.stderr and "c.yaml:4:10: warning: plugins.path: " in r.stderr, r.stderr)
c = tidings("check", path("c.yaml"))
check("with a warning, not nothing is wrong", "; no error, and 2 warnings in " in c.stdout and "nothing is wrong" not in c.stdout, c.stdout)
for wrong, words in (("country: 3", "country: \"3\" is no country"), ("rights: {access: maybe}", "access: \"maybe\" is not one of: free, metered, paid"), ("full_text: {prase: article}", "unknown key \"prase\" in full_text; did you mean \"parse\"?")):
    agree("checked in a source: %s" % wrong, SOURCE.replace("parse: feed", "parse: feed, " + wrong), 78, words)
    check("and told once", len(tidings("check", path("c.yaml")).stderr.splitlines()) == 1)
agree("an unknown parser has a place of its own", SOURCE.replace("parse: feed", "parse: feeed"), 78, "c.yaml:3:%d: there is no parser" % (SOURCE.splitlines()[1].find("parse: ") + 8))
agree("a reference is no secret", SOURCE.replace("/feed", "/feed?key=${KEY}"), 78, "?key=${KEY}\" names a variable")
agree("nor is one without braces a path", "sources: [{id: a, url: \"file:$HOME/a.rss\"}]\n", 78, "c.yaml:2:24: url: \"file:$HOME/a.rss\" names a variable")
os.makedirs(path("dir"))
write("a.rss", FEED.decode())
r = agree("two spellings of one address", FETCH % "" + "sources:\n  - {id: a, url: \"file:a.rss\"}\n  - {id: b, url: \"file:./dir/../a.rss\"}\n  - {id: c, url: \"http://one.example/x\", enabled: yes}\n"
          "  - {id: d, url: \"HTTP://ONE.example:80/x\"}\n", 0, "c.yaml:5:18: warning: url: the source in ", "c.yaml:7:18: warning: url: the source in ")
p = tidings("check", "--help")
check("a command without a store has no --store", "--store" not in p.stdout and tidings("check", "--store", "x.db", path("c.yaml")).returncode == 2, p.stdout)
EVERYTHING = """fetch:
  max_bytes: 64MiB
  hots: {}
  timeout: soon
store: { driver: postgres }
parsers: { feeed: {} }
sources:
  - { id: one, url: "https://${HOST}/feed", parse: feeed, default_zone: Europe/Pariss, trust: 10 }
  - { id: two, url: "gopher://a.example/", langage: en }
  - { id: two, url: "https://b.example/", full_text: {} }
  - { url: "https://c.example/", every: often }
pipeline: [dedup, {llm: {endpoint: "http://models.example/v1", model: m}}]
sinks: [{jsonl: {path: out}}, {jsonl: {}}]
"""
WANTED = ["3:14: max_bytes: 64MiB", "4:3: unknown key \"hots\"", "5:12: timeout: \"soon\"", "6:18: driver:", "7:12: there is no parser \"feeed\"", "9:20: url: ",
          "9:52: there is no parser \"feeed\"", "9:73: default_zone: \"Europe/Pariss\"", "9:95: trust: 10", "10:20: url: no plugin fetches gopher", "10:42: unknown key \"langage\"", "11:11: id: \"two\"",
          "11:54: full_text:", "12:5: id is required", "12:42: every: \"often\"", "13:12: there is no stage \"dedup\"", "13:20: llm: endpoint: plain http", "14:18: jsonl: path:", "14:32: jsonl: path is required"]
c, r = both(EVERYTHING)
for w in WANTED:
    line, _, words = w.partition(": ")
    check("one error hides no other: %s" % w, c.returncode == 78 and any(":%s:" % line.split(":")[0] in x and words.split(":")[0] in x for x in c.stderr.splitlines()), c.stderr)
check("each of them once", len(c.stderr.splitlines()) == len(WANTED), "%d lines, wanted %d:\n%s" % (len(c.stderr.splitlines()), len(WANTED), c.stderr))
p = tidings("check", "--json", path("c.yaml"))
found = json.loads(p.stdout) if p.stdout.startswith("{") else {}
check("check --json says the same", p.returncode == 78 and found.get("ok") is False and
      ["%(file)s:%(line)d:%(column)d: %(message)s" % e for e in found.get("errors", [])] == [x for x in c.stderr.splitlines()], p.stdout + p.stderr)

# ---- in order, and hardly meant ----
TWINS = ("fetch: { allow_private: true, hosts: { delay: 0s } }\nsources:\n  - { id: one, url: \"%s/feed\", every: 7d }\n  - { id: two, url: \"%s/feed#top\", every: 1m }\n  - include: sources.e/*.yaml\n"
         "  - { id: off, url: \"%s/feed\", enabled: no, name: \"${HOME}\" }\n" % (base, base.replace("http", "HTTP"), base))
column = [line.find("every: ") + 8 for line in TWINS.splitlines() if "every: " in line]
SAID = ["c.yaml:5:%d: warning: every: 1m becomes 15m" % column[1],
        "c.yaml:5:21: warning: url: the source in ", "c.yaml:6:14: warning: include: nothing is called ", "warning: \"${HOME}\" stays as it is written"]
r = agree("what is hardly meant is said by both and stops neither", TWINS, 0, *SAID)
check("a pass says it as well", all(w in r.stderr for w in SAID), r.stderr)
check("a week between two polls is as it is written", "7d" not in r.stderr, r.stderr)
p = tidings("check", "--json", path("c.yaml"))
found = json.loads(p.stdout)
check("check --json has it too", p.returncode == 0 and found["ok"] and found["sources"] == 2 and found["stages"] == 3 and len(found["warnings"]) == 4 and not found["errors"], p.stdout)
check("--quiet says nothing of it", tidings("check", "--quiet", path("c.yaml")).stderr == "")
for zone, ok in (("Europe/Paris", True), ("+02:00", True), ("UTC", True), ("Europe/Atlantis", False), ("Mars/Olympus", False), ("+25:00", False), ("CET+1h", False)):
    agree("the time zone %s is %s" % (zone, "known" if ok else "none"), FETCH % "" + SOURCE.replace("parse: feed", "parse: feed, default_zone: \"%s\"" % zone), 0 if ok else 78,
          *([] if ok else ["c.yaml:4:%d: default_zone: " % (SOURCE.splitlines()[1].find(" }") + len(", default_zone: ") + 1)]))

# ---- the sample ----
sample = os.path.join(A.source, "conf", "tidings.yaml")
p = tidings("check", sample)
check("the sample is in order", p.returncode == 0 and "2 sources" in p.stdout, p.stdout + p.stderr)
text = open(sample).read()
shown = tidings("plugin", "show", "http").stdout
ALIASES = {"timeout": "timeout", "max_bytes": "max_size", "allow_private": "allow_private", "total": "connections", "concurrency": "per_host", "user_agent": "user_agent"}
for key, option in ALIASES.items():
    default = re.search(r"^  %s \(\w+, default (.*)\)$" % option, shown, re.M).group(1)
    written = {"true": "yes", "false": "no"}.get(default, default)
    in_sample = re.search(r"^ +(?:# )?%s: (\"[^\"]*\"|\S+)" % key, text, re.M).group(1)
    check("the sample says the default of %s, or sets it" % key, in_sample == written or key == "user_agent", "%s, %s" % (in_sample, written))
limit = re.search(r"outside (0 \.\. \d+)", tidings("check", write("t.yaml", "sources: [{id: a, url: \"https://a.example/\", trust: 99}]\n")).stderr).group(1)
check("and how far trust goes", re.search(r"trust: \d+ +# %s:" % re.escape(limit), text) is not None, limit)
# Each line that is commented out is read as well when the # is taken away.
whole = re.sub(r"^( *)# ( *(- )?[a-z_]+:( |$))", r"\1\2", text, flags=re.M)
for old, new in (("  - brief: {} ", "  # "), ("/run/secrets/llm", write("llm.key", "sk-test\n")), ("/mnt/copy/", ""), ("out/%Y", "%Y")):
    whole = whole.replace(old, new)
os.makedirs(path("sources.d"))
write("sources.d/a.yaml", "- { id: more, url: \"https://more.example/feed\" }\n")
p = tidings("check", write("whole.yaml", whole))
check("so it is with every line that is commented out", p.returncode == 0 and "3 sources, 3 stages, 2 sinks" in p.stdout, p.stdout + p.stderr + whole)

server.shutdown()
P.end()
