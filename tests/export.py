#!/usr/bin/env python3
"""What `export` writes is read again: by this program as what it was, and by other readers of its forms.

  export.py --tidings build/release/tidings
"""
import gzip
import json
import os
import re
import resource
import subprocess
import xml.etree.ElementTree as ET

from loopback import Web
from program import arguments, lines, Program, told

P = Program("export", arguments(__doc__))
check = P.check
HARD = 'Ferry & "dock" <b>free</b> ]]> 5 > 4 \u2014 \U0001f6a2 \ufdd0'
FIRST = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said."
GERMAN = "Die Fähre zwischen den beiden Inseln fuhr am Montag nach elf Tagen im Dock wieder, sagte das Hafenamt am Morgen."
esc = lambda s: s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
ITEMS = {"/gazette": ("en-GB", [("One " + HARD, "one", "2026-01-05T10:00:00Z", ["<p>%s</p>" % FIRST, "<ul><li>A &amp; b</li><li>&lt;script&gt;</li></ul>"]), ("Two", "two", "2026-01-06T10:00:00Z", ["<p>%s</p>" % FIRST.replace("Monday", "Tuesday")])]),
         "/hafen": ("de", [("Fähre fährt", "drei", "2026-01-05T11:00:00Z", ["<p>%s</p>" % GERMAN])]),
         "/local": ("en", [("Local", "vier", "2026-01-05T12:00:00", ["<p>%s</p>" % FIRST.replace("eleven", "twelve")])])}


def answer(host, path):
    if path not in ITEMS:
        return 404, {}, b"no"
    language, items = ITEMS[path]
    body = "".join("<entry><id>urn:x:%s</id><title>%s</title><link href='http://a.test/%s?a=1&amp;b=2'/><published>%s</published><author><name>Ann &amp; Co</name></author><category term='harbour'/>"
                   "<summary>In short</summary><content type='html'>%s</content></entry>" % (g, esc(t), g, at, esc("".join(ps))) for t, g, at, ps in items)
    return 200, {"Content-Type": "application/atom+xml"}, ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom' xml:lang='%s'><id>urn:x:%s</id><title>F</title>%s</feed>" % (language, path[1:], body)).encode()


web = Web(answer)
url = lambda path: "http://127.0.0.1:%d%s" % (web.port, path)
conf = P.write("c.yaml", "version: 1\nstore: { path: c.db, capture: {} }\nfetch: { allow_private: true, hosts: { delay: 0s } }\nsources:\n"
               + "".join('  - { id: %s, url: "%s", parse: feed, outlet: "The %s & Sons" }\n' % (x[1:], url(x), x[1:]) for x in ITEMS))
p = P.run("run", "--once", "--config", conf)
can_capture = "nettle" not in p.stderr
if not can_capture:
    P.write("c.yaml", open(conf).read().replace(", capture: {}", ""))
    P.expect("run", "--once", "--config", conf)


def export(*args):
    p = P.run("export", "--config", conf, *args)
    check("export %s ends well" % " ".join(args), p.returncode == 0, told(p))
    return p.stdout


def imported(name, *files):
    """What an import of these has as records: title -> (text, published, authors)."""
    P.expect("import", "--store", P.path(name + ".db"), *files)
    return {r["title"]: (r["text"], r["published"], [a["name"] for a in r.get("authors", [])], r.get("language")) for r in lines(P.run("export", "--store", P.path(name + ".db")).stdout)}


records = lines(export())
was = {r["title"]: (r["text"], r["published"], [a["name"] for a in r.get("authors", [])], r.get("language")) for r in records}
check("all records are there as lines", len(records) == 4 and set(was) >= {"Two", "Local", "Fähre fährt"}, list(was))

# ---- which ----

of = lambda *args: {r["title"] for r in lines(export(*args))}
check("of one source", of("--source", "hafen") == {"Fähre fährt"})
check("in one language and its regions", len(of("--lang", "en")) == 3 and of("--lang", "de") == {"Fähre fährt"} and len(of("--lang", "en-GB")) == 2)
check("named ones", of(records[1]["id"], records[2]["id"]) == {records[1]["title"], records[2]["title"]})
check("found by words", of("--query", "twelve") == {"Local"})
check("seen in a time", len(of("--by", "seen", "--since", "1h")) == 4 and P.run("export", "--config", conf, "--by", "seen", "--until", "1h").returncode == 4)
check("published since a time", of("--since", "2026-01-05T11:30:00Z") == {"Two", "Local"} and P.run("export", "--config", conf, "--since", "1h").returncode == 4)
check("published before a time", of("--until", "2026-01-05T11:00:00Z") == {records[0]["title"]})
check("the day itself is the first moment that is left out, or is in", of("--until", "2026-01-06T10:00:00Z", "--since", "2026-01-05T11:00:00Z") == {"Fähre fährt", "Local"} and of("--since", "2026-01-06T10:00:00Z") == {"Two"})
P.expect("import", "--quiet", "--store", P.path("undated.db"), P.write("undated.jsonl", '{"title": "Undated", "text": "%s"}\n{"title": "Old", "text": "%s", "published": "1995-07-20T20:17:00Z"}\n' % (FIRST, GERMAN)))
titles = lambda *args: [r["title"] for r in lines(P.run("export", "--store", P.path("undated.db"), *args).stdout)]
check("without a date: when it was seen; one of long ago is one", titles("--since", "1h") == ["Undated"] and titles("--until", "1h") == ["Old"] and titles("--until", "1995-07-21") == ["Old"], (titles("--since", "1h"), titles("--until", "1h")))
p = P.run("export", "--config", conf, "--since", "someday")
check("what is no time is told", p.returncode == 2 and "--since" in p.stderr and "someday" in p.stderr, told(p))
story = next(r["story"] for r in records if r["title"] == "Two")
check("of one story", of("--story", story) == {r["title"] for r in records if r.get("story") == story}, story)
p = P.run("export", "--config", conf, "--story", "0000000000000")
check("a story that is not there is told", p.returncode != 0 and p.stdout == "", told(p))
p = P.run("export", "--config", conf, "--format", "rss")
check("a form that is not there is told with those that are", p.returncode == 2 and "jsonfeed" in p.stderr, told(p))

# ---- as feeds ----

local = {t for t, v in was.items() if v[1] and not v[1].endswith("Z")}
without_local = {t: (v[0], None if t in local else v[1], *v[2:]) for t, v in was.items()}
atom = export("--format", "atom")
A = "{http://www.w3.org/2005/Atom}"
feed = ET.fromstring(atom)
entries = feed.findall(A + "entry")
ids = [e.findtext(A + "id") for e in entries]
check("Atom has what RFC 4287 asks for", all(feed.find(A + x) is not None for x in ("id", "title", "updated")) and all(e.findtext(A + x) for e in entries for x in ("id", "title", "updated", "author/" + A + "name")), atom)
check("and one entry a record, each with an identity of its own", len(entries) == 4 and len(set(ids)) == 4 and all(re.fullmatch("urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", x) for x in ids), ids)
got = imported("atom", P.write("a.atom", atom))
check("an import of it has the same titles, texts, times, authors and languages", got == without_local, (got, without_local))
text = export("--format", "jsonfeed")
items = json.loads(text)["items"]
check("JSON Feed has the same identities", sorted(x["id"] for x in items) == sorted(ids) and json.loads(text)["version"].endswith("/1.1"), text)
got = imported("jsonfeed", P.write("f.json", text))
check("an import of it has the same", got == without_local, (got, without_local))
check("none is an empty feed", P.run("export", "--config", conf, "--format", "jsonfeed", "--source", "none").returncode == 4)

# ---- ninjs ----

text = export("--format", "ninjs")
files = [P.write("ninjs/%d.json" % i, x) for i, x in enumerate(text.splitlines())]
got = imported("ninjs", *files)
check("ninjs, an object a line, is read as the same", got == without_local, (got, without_local))

# ---- sources ----

opml = export("--format", "opml")
check("OPML has the sources", sorted(x.get("xmlUrl") for x in ET.fromstring(opml).iter("outline")) == sorted(url(x) for x in ITEMS), opml)
p = P.run("sources", "--from", P.write("s.opml", opml))
check("which are read again", p.returncode == 0 and all(url(x) in p.stdout for x in ITEMS), told(p))
new = P.write("new.yaml", open(conf).read() + '  - { id: new, name: Not yet asked, url: "http://127.0.0.1:%d/new", parse: feed }\n' % web.port)
p = P.run("export", "--config", new, "--format", "opml")
check("and those that were not asked yet", p.returncode == 0 and p.stdout.count("<outline") == 4 and 'text="Not yet asked"' in p.stdout, told(p))
p = P.run("export", "--config", new, "--store", P.path("c.db"), "--format", "opml", "--source", "new")
check("one of them alone", p.returncode == 0 and p.stdout.count("<outline") == 1, told(p))
P.write("c.yaml", open(conf).read() + '  - { id: secret, url: "http://me:hunter2@127.0.0.1:%d/local", parse: feed }\n' % web.port)
P.run("run", "--once", "--config", conf)
p = P.run("export", "--config", conf, "--format", "opml")
check("but none with a secret in its address, which is told", p.returncode == 3 and "hunter2" not in p.stdout + p.stderr and "secret" in p.stderr and p.stdout.count("<outline") == 3, told(p))

# ---- no room: told, and nothing half is left ----

small = dict(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60 << 10, resource.RLIM_INFINITY)))
p = P.run("store", "backup", P.path("copy.db"), "--store", P.path("c.db"), **small)
check("a backup that finds no room is told, and leaves nothing", p.returncode == 1 and p.stderr and not os.path.exists(P.path("copy.db")), (told(p), sorted(os.listdir(P.folder))))
with open(P.path("cut.atom"), "wb") as f:
    f.truncate(60 << 10)
    f.seek(0, 2)
    p = P.run("export", "--store", P.path("c.db"), capture_output=False, stdout=f, stderr=subprocess.PIPE, **small)
check("so is an export", p.returncode == 1 and "could not be written" in p.stderr, (p.returncode, p.stderr))

# ---- answers ----

if can_capture:
    archive = P.path("x.warc.gz")
    with open(archive, "wb") as f:
        subprocess.run([P.tidings, "export", "--config", conf, "--format", "warc", "--lang", "en"], env=P.env, stdout=f, check=True)
    plain = gzip.open(archive).read()
    check("the answers are a web archive, each once", plain.count(b"WARC-Type: response") == 2 and plain.count(b"WARC-Type: warcinfo") == 1, plain[:2000])
    got = imported("warc", archive)
    check("an import of it has the records", set(got) == {t for t, v in was.items() if t != "Fähre fährt"} and all(got[t][0] == was[t][0] for t in got), got)
    folder = next(d for d, _, files in os.walk(P.folder) if any(".warc" in x for x in files) and d != P.folder)
    os.rename(folder, folder + "-away")
    p = P.run("export", "--config", conf, "--format", "warc")
    check("what is not there any more is counted and told", p.returncode == 3 and "cannot be read" in p.stderr, told(p))
else:
    print("left out: web archives (this build cannot make captures)")
P.end()
