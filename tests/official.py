#!/usr/bin/env python3
"""Statements from the JSON of governments: known by their shape, and followed to their text.

  official.py --tidings build/release/tidings

A web server runs in this process on 127.0.0.1.  Exit 0 when all holds.
"""
import json

from loopback import Web
from program import arguments, lines, Program, told

P = Program("official", arguments(__doc__))
check, path, write = P.check, P.path, P.write
TEXT = ("<p>Corran, 5 March 2024</p><p>The Ministers of Tides of Brennia and Norvia met in Corran.</p><p>Recalling the pact of Corran,</p><p>have agreed as follows:</p>"
        "<ol><li>The ferry will run daily.</li><li>Each party will name a contact.</li></ol>")
GOVUK = dict(base_path="/government/news/ferries", content_id="c", document_type="press_release", locale="en", title="Ferries run again", first_published_at="2024-03-05T10:00:00Z",
             public_updated_at="2024-03-09T10:00:00Z", withdrawn_notice={}, details=dict(body=TEXT), links=dict(organisations=[dict(title="Ministry of Tides")]))
CORNER = dict(refCode="STATEMENT/24/7", eventDate="2024-03-05", languages=["EN"], docuLanguageResource=dict(title="Statement on ferries", language=dict(code="EN"), htmlContent=TEXT))
for name, o, wanted in (("gov.uk", GOVUK, dict(title="Ferries run again", genre="press-release", published="2024-03-05T10:00:00Z", updated="2024-03-09T10:00:00Z")),
                        ("the press corner", CORNER, dict(title="Statement on ferries", reference="STATEMENT/24/7", published="2024-03-05T00:00:00Z"))):
    p = P.run("parse", write("in.json", json.dumps(o)))
    got = [r for r in lines(p.stdout) if r["kind"] == "statement"]
    check(name + " is known by its shape", len(got) == 1, told(p))
    check("  and what it says holds", bool(got) and all(got[0].get(k) == v for k, v in wanted.items()), got)
    check("  and its text is read", bool(got) and "The ferry will run daily." in got[0]["text"], got)

# ---- a parser of texts that is named for JSON is that of the text in it ----
for named in ("statement", "article"):
    for file, o in (("named.json", GOVUK), ("named.txt", CORNER)):
        p = P.run("parse", "--as", named, write(file, json.dumps(o)))
        got = lines(p.stdout)
        check("JSON %s that is named %s is read by its own parser" % (file, named), [(r["kind"], r.get("title")) for r in got] == [("statement", "Ferries run again" if o is GOVUK else "Statement on ferries")] and "The ferry will run daily." in got[0]["text"]
              and "docuLanguage" not in got[0]["text"] and "base_path" not in got[0]["text"], told(p))
p = P.run("parse", "--as", "statement", write("unknown.json", json.dumps(dict(payload="Joint statement. We, the Ministers of Brennia and Norvia, met."))))
check("JSON that nobody knows is no statement", p.returncode == 1 and p.stdout == "" and "not-mine" in p.stderr, told(p))

# ---- the register says where its text is ----
REGISTER = dict(document_number="2024-01234", title="Notice on ferries", type="Notice", abstract="Ferries will run.", publication_date="2024-03-05", signing_date="2024-03-01",
                agencies=[dict(name="Office of Tides")], correction_of=None)


def answer(host, asked):
    if asked == "/api/v1/documents/2024-01234.json":
        here = "http://127.0.0.1:%d" % web.port
        return 200, {"Content-Type": "application/json"}, json.dumps(dict(REGISTER, html_url=here + "/d/1", body_html_url=here + "/full/1.html")).encode()
    if asked == "/full/1.html":
        return 200, {"Content-Type": "text/html"}, ("<div class='body'>%s</div>" % TEXT).encode()
    return 404, {}, b"nothing"


# ---- what is withdrawn, and comes back ----
said = []
write("w.yaml", "sources:\n  - {id: w, url: 'file:w.json'}\npipeline: []\n")
for notice, change, has_text in (({}, "new", True), (dict(explanation="<p>The ferry was sold.</p>", withdrawn_at="2024-03-12T10:00:00Z"), "withdrawn", False), ({}, "restored", True)):
    write("w.json", json.dumps(dict(GOVUK, withdrawn_notice=notice)))
    for again in (0, 1):
        p = P.run("run", "--once", "--config", path("w.yaml"), "--store", path("w.db"))
        got = P.records(path("w.db"))
        check("%s: one work, and a second poll adds nothing" % change, len({r["work"] for r in got}) == 1 and "warning" not in p.stderr, told(p))
    last = got[-1]
    said.append((last["version"], last["change"], last.get("change_note")))
    check("%s is said of its version" % change, last["change"] == change and ("withdrawn" in (last["quality"].get("flags") or [])) == (not has_text), last)
    check("  and what it said is told on or not", bool(last.get("blocks")) == has_text and ("ferry will run" in last["text"]) == has_text and bool(last.get("points")) == has_text, last)
check("in its order", said == [(1, "new", None), (2, "withdrawn", "The ferry was sold."), (3, "restored", None)], said)

web = Web(answer)
write("t.yaml", "version: 1\nfetch: {allow_private: yes, robots: none, hosts: {delay: 0s}}\nstore: {path: t.db}\nsources:\n"
      "  - {id: register, parse: statement, url: 'http://127.0.0.1:%d/api/v1/documents/2024-01234.json'}\n" % web.port)
p = P.run("run", "--once", "--config", path("t.yaml"))
check("a run", p.returncode == 0, told(p))
check("the text is asked for", "/full/1.html" in [x.path for x in web.take()])
got = P.records(path("t.db"))
whole = [r for r in got if "The ferry will run daily." in r["text"]]
check("and is a statement with what the register said of it", len(whole) == 1 and whole[0]["kind"] == "statement" and whole[0]["title"] == "Notice on ferries"
      and whole[0]["reference"] == "2024-01234" and whole[0]["published"] == "2024-03-05T00:00:00Z" and whole[0]["issuers"][0]["name"] == "Office of Tides", got)
check("of one work with the summary", len(got) == 1, got)
P.end()
