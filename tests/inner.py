#!/usr/bin/env python3
"""Documents inside documents: what a parser hands on reaches the parser of its type, with what the outer document knows.

  inner.py --tidings build/release/tidings --include include --cc cc

The parser is tests/outside/nest.c, built as an outside author would.  Exit 0 when all holds.
"""
import os

from outside import build, STRICT
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--include", required=True)
ap.add_argument("--cc", required=True)
P = Program("inner", ap)
A, check = P.arguments, P.check
build(P, "nest", "-std=c11", *STRICT, compiler=A.cc)
P.env["TIDINGS_PLUGIN_PATH"] = P.path("plugins")

FERRY = "Ferry runs again\\n\\nThe ferry to Oster Ness runs again from Monday, the harbour office said on the quay this morning."
BARE = "the ferry to Oster Ness runs again from Monday, the harbour office said on the quay this morning, and so does the other one."
STATEMENT = ("Joint statement by the ministers of Calder and Norvia\\n\\nHollin, 3 May 2026\\n\\nThe Ministers of Foreign Affairs of Calder and Norvia met in Hollin on 3 May 2026.\\n\\n"
             "Recalling the treaty of 1994,\\n\\nNoting the report of the council,\\n\\nThe Ministers have agreed as follows:\\n\\n1. The parties will open the strait.\\n\\n"
             "2. The parties will meet again in 2027.\\n\\nDone at Hollin on 3 May 2026.")
PAGE = "<html><body><article><h1>Lamp repaired</h1><p>The lamp of the lighthouse burns again, the keeper said. It had been dark for three weeks, after a storm.</p><p>Ships were led past the rocks by a boat until then, every night.</p></article></body></html>"


def parse(text, *more, code=0):
    path = P.write("in/a.nest", text)
    p = P.run("parse", "--type", "text/x-nest", *more, path)
    return p, lines(p.stdout)


def titles(records):
    return [r.get("title") for r in records]


p, out = parse("record first\ndoc text/plain %s\nrecord between\ndoc text/html %s\nrecord last\n" % (FERRY, PAGE))
check("records stand where their documents stood", titles(out) == ["first", "Ferry runs again", "between", "Lamp repaired", "last"], told(p))
check("their address is that of the outer document", all(r["url"].endswith("/in/a.nest") for r in out if r["title"] in ("Ferry runs again", "Lamp repaired")), out)
check("no document is left in the answer", all(r["kind"] == "article" for r in out), out)

p, out = parse("known The known title\ndoc text/plain %s\n" % BARE)
check("what the outer document knows fills in", len(out) == 1 and out[0].get("guid") == "known-guid", told(p))
p, out = parse("known The known title\ndoc text/html %s\n" % PAGE)
check("and replaces nothing", titles(out) == ["Lamp repaired"] and out[0]["guid"] == "known-guid", told(p))
p, out = parse("known The known title\ndoc text/x-nest many 2\n")
check("it is said of one record, not of two", titles(out) == ["number 0", "number 1"] and not any("guid" in r for r in out), told(p))

p, out = parse("form text/plain %s\nform text/html %s\nrecord behind\n" % (FERRY, PAGE))
check("of two forms the first is used", titles(out) == ["Ferry runs again", "behind"], told(p))
p, out = parse("form text/plain %s\nform text/plain %s\nform text/html %s\n" % (FERRY, STATEMENT, PAGE))
check("a form that is a statement comes before others", [r["kind"] for r in out] == ["statement"], told(p))
p, out = parse("form application/x-unheard x\nform text/html %s\n" % PAGE)
check("a form that nobody reads is passed over", titles(out) == ["Lamp repaired"] and p.stderr == "", told(p))
p, out = parse("form text/plain %s\nrecord between\nform text/html %s\n" % (FERRY, PAGE))
check("forms are neighbours", titles(out) == ["Ferry runs again", "between", "Lamp repaired"], told(p))

p, out = parse("doc text/html %s\n" % STATEMENT.replace("\\n\\n", "<p>"), "--as", "nest")
check("the outer parser may be named", out and out[0]["kind"] == "statement", told(p))
p, out = parse("doc text/x-nest ask https://elsewhere.example/\\nrecord asked\n")
check("what is inside asks for nothing", titles(out) == ["asked"], told(p))

p, out = parse("doc application/x-unheard x\n")
check("a document with nothing that is read has failed", p.returncode == 1 and out == [] and "a part of it (application/x-unheard): no parser reads" in p.stderr, told(p))
p, out = parse("doc text/x-nest crash\nrecord sound\n")
check("an inner document that crashes its parser costs itself", titles(out) == ["sound"] and "a part of it (text/x-nest)" in p.stderr, told(p))
p, out = parse("doc text/x-nest crash\n")
check("and fails the outer one when nothing is left", p.returncode == 1 and "signal" in p.stderr, told(p))

p, out = parse("deep 5\n")
check("five deep is read", titles(out) == ["at the bottom"], told(p))
p, out = parse("deep 6\n")
check("six deep is not, and that is told", p.returncode == 1 and "limit" in p.stderr and "nested too deep" in p.stderr, told(p))
p, out = parse("many 1001\n")
check("a thousand are read, one more is told", len(out) == 1000 and "too many documents" in p.stderr, (len(out), p.stderr[-500:]))
p, out = parse("doc text/x-nest large 5\ndoc text/x-nest large 5\n")
check("64 MiB are read, over all levels", len(out) == 7 and "too large" in p.stderr, (len(out), p.stderr[-500:]))

p, quiet = parse("record first\ndoc text/plain %s\nform text/html %s\n" % (FERRY, PAGE))
p2, alone = parse("record first\ndoc text/plain %s\nform text/html %s\n" % (FERRY, PAGE), "--isolation", "none")
check("without isolation it is the same", p.stdout == p2.stdout != "", told(p2))
p = P.run("parse", "--type", "text/x-nest", "--explain", P.write("in/b.nest", "doc text/plain %s\n" % FERRY))
check("an explanation says how the inner document was read", "text/plain" in p.stdout and "text/x-nest" in p.stdout, told(p))

# ---- handed on by a program ----
P.write("box.py", """import json, sys
for line in sys.stdin:
    call = json.loads(line)
    if "document" in call:
        print(json.dumps({"document": {"media_type": "text/html", "text": call["document"]["text"], "members": [{"guid": "of-a-program"}]}}))
    print(json.dumps({"done": call["call"]}), flush=True)
""")
conf = P.write("program.yaml", "plugins:\n  exec:\n    - { name: box, kind: parser, claims: [text/x-box], command: [/usr/bin/python3, ./box.py] }\npipeline: []\n")
if os.path.exists("/usr/bin/python3"):
    p = P.run("parse", "--config", conf, "--type", "text/x-box", P.write("in/a.box", PAGE))
    got = lines(p.stdout)
    check("a program hands on documents", titles(got) == ["Lamp repaired"] and got[0].get("guid") == "of-a-program", told(p))

P.write("named.py", """import json, sys
for line in sys.stdin:
    call = json.loads(line)
    if "document" in call:
        print(json.dumps({"record": {"kind": "article", "title": "of " + json.loads(call["document"]["text"])["own"]}}))
    print(json.dumps({"done": call["call"]}), flush=True)
""")
conf = P.write("named.yaml", "plugins:\n  exec:\n    - { name: named, kind: parser, claims: [text/html], command: [/usr/bin/python3, ./named.py] }\npipeline: []\n")
if os.path.exists("/usr/bin/python3"):
    p = P.run("parse", "--config", conf, "--as", "named", P.write("in/own.json", '{"own": "its JSON"}'))
    check("a parser of pages that is named for JSON gets it when nobody else knows it", titles(lines(p.stdout)) == ["of its JSON"], told(p))

# ---- stored ----
store = P.path("a.db")
P.write("in/one.nest", "known The known title\ndoc text/plain %s\n" % BARE)
conf = P.write("a.yaml", "sources:\n  - { id: a, url: 'file:in/one.nest', parse: nest }\npipeline: []\n")
for n in (1, 2):
    p = P.run("run", "--once", "--config", conf, "--store", store)
got = P.records(store)
check("a second poll adds nothing", len(got) == 1 and got[0]["version"] == 1 and got[0]["guid"] == "known-guid", (told(p), got))
P.write("in/one.nest", "doc text/x-nest crash\n")
p = P.run("run", "--once", "--config", conf, "--store", store)
q = P.run("quarantine", "list", "--store", store)
check("what fails goes to the quarantine as a whole", "one.nest" in q.stdout and "signal" in q.stdout, told(q))
P.end()
