#!/usr/bin/env python3
"""What an author has with an installed prefix alone: a plugin that uses the whole kit is built with pkg-config, and runs.

  installed.py --tidings build/release/tidings --cmake cmake --cc cc
"""
import os, subprocess

from outside import SOURCES, STRICT
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--cmake", required=True)
ap.add_argument("--cc", default="cc", help="the compiler")
P = Program("installed", ap)
A, check, path, write = P.arguments, P.check, P.path, P.write

def command(*words):
    return subprocess.run(words, env=P.env, cwd=P.folder, capture_output=True, text=True)


P.install(A.cmake, "moved")
there = next(d for d, _, files in os.walk(path("moved")) if "tidings.pc" in files)
P.env["PKG_CONFIG_PATH"] = there + os.pathsep + os.environ.get("PKG_CONFIG_PATH", "")
p = command("pkg-config", "--cflags", "--libs", "tidings")
check("headers alone need no library", p.returncode == 0 and "-I" in p.stdout and " -l" not in p.stdout, told(p))
p = command("pkg-config", "--variable=plugindir", "tidings")
check("the folder of the plugins is told", os.path.exists(os.path.join(p.stdout.strip(), "parse-text.so")), told(p))
share = os.path.join(path("moved"), "share")
lacks = [x for x in ("man/man1/tidings.1", "man/man1/tidings-run.1", "man/man7/tidings-parser-feed.7", "bash-completion/completions/tidings", "zsh/site-functions/_tidings", "fish/vendor_completions.d/tidings.fish", "doc/tidings/LICENSE", "doc/tidings/examples/tidings.yaml") if not os.path.exists(os.path.join(share, x))]
check("manual pages, completion, the licence and a configuration are there", lacks == [], lacks)
p = command("pkg-config", "--cflags", "--libs", "tidings-kit-xml", "tidings-kit-json")
flags = p.stdout.split()
check("the kit is there for pkg-config", p.returncode == 0 and "-ltidings-kit" in flags, told(p))
p = command(A.cc, "-std=c11", "-shared", "-fPIC", "-fvisibility=hidden", *STRICT, os.path.join(SOURCES, "almanac.c"), *flags, "-o", path("almanac.so"))
check("a plugin that uses all of it is built", p.returncode == 0, told(p))
for name, text, title in (("an almanac", "The caf\351 opens on 5 March 2026.\n".encode("latin-1"), "Mai"), ("one in JSON", b'{"id":"1","title":"Tides","text":"High at noon.","url":"https://a.example/1"}', "Tides")):
    p = P.run("plugin", "try", path("almanac.so"), "parse", write("one.almanac", text))
    got = (lines(p.stdout) or [{}])[0]
    check(name + " is read", p.returncode == 0 and got.get("title") == title, told(p))

# ---- the program itself ----
program = next(os.path.join(d, "tidings") for d, _, files in os.walk(path("moved")) if "tidings" in files and os.path.basename(d) == "bin")
env = {k: v for k, v in P.env.items() if not k.startswith("TIDINGS_")}


def moved(*args):
    return subprocess.run([program, *args], env=env, cwd=P.folder, capture_output=True, text=True)


p = moved("plugin", "list", "--json")
files = {r["file"] for r in lines(p.stdout) if r.get("file")}
check("it finds the plugins that were moved with it, and no others", p.returncode == 0 and len(files) > 10 and all(f.startswith(path("moved") + "/") for f in files), (files, told(p)))
feed = write("in/feed.xml", "<rss version='2.0'><channel><title>Hafen</title><link>https://h.example/</link><language>de</language><item><title>Die F\u00e4hre f\u00e4hrt wieder</title>"
             "<link>https://h.example/1</link><pubDate>Do, 5 M\u00e4rz 2026 08:00:00 GMT</pubDate><description>Die F\u00e4hre nach Oster Ness f\u00e4hrt ab Montag wieder, teilte das Hafenamt mit.</description></item></channel></rss>")
conf = write("moved.yaml", "version: 1\nstore: { path: moved.db }\nsources: [ { id: hafen, url: \"file:%s\", parse: feed } ]\nsinks: [ { jsonl: { path: out.jsonl } } ]\n" % feed)
p = moved("run", "--once", "--config", conf)
got = lines(open(path("out.jsonl")).read()) if os.path.exists(path("out.jsonl")) else []
check("it runs, with its worker, its store and its languages", p.returncode == 0 and [r.get("published") for r in got][:1] == ["2026-03-05T08:00:00Z"], (got, told(p)))
os.rename(path("moved"), path("moved-again"))
program = program.replace(path("moved"), path("moved-again"))
os.symlink(program, path("tidings-link"))
program = path("tidings-link")
p = moved("check", conf)
check("through a link too, after another move", p.returncode == 0 and "cannot be used" not in p.stderr, told(p))
P.end()
