#!/usr/bin/env python3
"""What a configuration says is what happens: `check` and `run` say the same of it, and nothing said is dropped.

  options.py --tidings build/release/tidings --source .

A web server in this process on 127.0.0.1 sees how it is asked.  Exit 0 when all holds.
"""
import argparse, http.server, json, os, re, shutil, subprocess, sys, tempfile, threading

ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
ap.add_argument("--tidings", required=True)
ap.add_argument("--source", required=True)
A = ap.parse_args()
A.tidings, A.source = os.path.abspath(A.tidings), os.path.abspath(A.source)
folder = tempfile.mkdtemp(prefix="tidings-options-")
env = dict(os.environ, XDG_CACHE_HOME=os.path.join(folder, "cache"), HOME=folder)
faults, asked = 0, []


def check(name, ok, why=""):
    global faults
    faults += not ok
    print("%-4s %s%s" % ("ok" if ok else "FAIL", name, "" if ok else ": %s" % (why,)))


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


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = "http://127.0.0.1:%d" % server.server_address[1]
SOURCE = "sources:\n  - { id: one, url: \"%s/feed\", parse: feed }\n" % base
FETCH = "fetch: { allow_private: true, hosts: { delay: 0s }%s }\n"


def path(*parts):
    return os.path.join(folder, *parts)


def write(name, text):
    os.makedirs(os.path.dirname(path(name)), exist_ok=True)
    with open(path(name), "w") as f:
        f.write(text)
    return path(name)


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
shutil.rmtree(folder, ignore_errors=True)
print("options: %s" % ("all holds" if faults == 0 else "%d faults" % faults))
sys.exit(faults > 0)
