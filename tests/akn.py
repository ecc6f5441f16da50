#!/usr/bin/env python3
"""Akoma Ntoso, through the program: statements are read from it, written as it, and are the same when they are read again.

  akn.py --tidings build/release/tidings

Exit 0 when all holds.
"""
import json, xml.etree.ElementTree as ET

from program import arguments, lines, Program, told

P = Program("akn", arguments(__doc__))
check, path, write = P.check, P.path, P.write
NS = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

# ---- what is read: documents of others, in other languages and versions ----
META = ("<meta><identification source='#s'><FRBRWork><FRBRthis value='/w'/><FRBRuri value='%(uri)s'/><FRBRdate date='%(signed)s' name='%(what)s'/>"
        "<FRBRauthor href='#author'/><FRBRcountry value='nv'/>%(number)s</FRBRWork><FRBRExpression><FRBRdate date='%(date)s' name='publication'/>"
        "<FRBRlanguage language='%(language)s'/></FRBRExpression></identification><references source='#s'>"
        "<TLCOrganization eId='author' href='/o' showAs='%(author)s'/></references></meta>")


def akn(body, name="statement", ns=NS, **more):
    values = dict(uri="/akn/nv/statement/2024", signed="2024-03-01", what="signature", number="<FRBRnumber value='12/2024'/>", date="2024-03-05",
                  language="en", author="Ministry of Ferries")
    values.update(more)
    return "<?xml version='1.0' encoding='UTF-8'?><akomaNtoso xmlns='%s'><%s name='statement'>%s%s</%s></akomaNtoso>" % (ns, name, META % values, body, name)


def numbers(r):
    return [(p["number"], r["blocks"][p["block"]]["text"]) for p in r.get("points", [])]


def roles(r):
    return [(p["role"], p["start"], p["end"]) for p in r.get("parts", [])]


POINTS = ("<paragraph eId='p1'><num>1.</num><content><p>The ferry runs.</p></content></paragraph><paragraph><num>2.</num><intro><p>The ministers will:</p></intro>"
          "<point><num>(a)</num><intro><p>share data on</p></intro><point><num>(i)</num><content><p>tides;</p></content></point><point><num>(ii)</num><content>"
          "<p>winds;</p></content></point></point><point><num>b)</num><content><p>meet.</p></content></point></paragraph>")
CASES = [
    ("points in points", akn("<mainBody>%s</mainBody>" % POINTS), lambda r: numbers(r) == [("1", "The ferry runs."), ("2", "The ministers will:"), ("2(a)", "share data on"),
     ("2(a)(i)", "tides;"), ("2(a)(ii)", "winds;"), ("2(b)", "meet.")] and roles(r) == [("operative", 0, 6)]),
    ("metadata", akn("<preface><p><docTitle>On <i>ferries</i></docTitle> <docNumber>F 7</docNumber></p></preface><mainBody><p>Text.</p></mainBody>"),
     lambda r: (r["title"], r["reference"], r["published"][:10], r["event"][:10], r["issuers"], r["language"]) ==
     ("On ferries", "F 7", "2024-03-05", "2024-03-01", [{"name": "Ministry of Ferries"}], "en")),
    ("numbers of the metadata, three letters for a language", akn("<mainBody><p>Le ferry.</p></mainBody>", language="fra", what="publication"),
     lambda r: r["reference"] == "12/2024" and r["language"] == "fr" and "event" not in r),
    ("preamble", akn("<preamble><formula><p>The Council,</p></formula><citations><citation><p>Having regard to the Treaty,</p></citation></citations><recitals><intro><p>Whereas:</p></intro>"
                     "<recital><num>(1)</num><p>Ferries are few.</p></recital></recitals></preamble><mainBody><article><num>Article 1</num><heading>Scope</heading><paragraph><num>1.</num><content>"
                     "<p>All.</p></content></paragraph></article></mainBody>", "doc"),
     lambda r: roles(r)[0] == ("preamble", 0, 4) and r["blocks"][3]["number"] == "(1)" and any(b["text"] == "Scope" and b["type"] == "heading" for b in r["blocks"])),
    ("signatures", akn("<mainBody><p>Agreed.</p></mainBody><conclusions><p>Done at Corran on 1 March 2024.</p><p><signature><person refersTo='#a'>Ada Quill</person>, <role refersTo='#r'>Minister"
                       "</role>, <organization refersTo='#o'>Brennia</organization></signature> <signature><person>Bo Lantern</person></signature></p></conclusions>"),
     lambda r: [(s["name"], s.get("office"), s.get("org")) for s in r["signatories"]] == [("Ada Quill", "Minister", "Brennia"), ("Bo Lantern", None, None)]
     and roles(r)[-1][0] == "signature"),
    ("attachments", akn("<mainBody><p>See the annex.</p></mainBody><attachments><attachment><heading>Annex</heading><doc name='annex'><meta/><mainBody><section><heading>Annex I</heading>"
                        "<content><p>Ports.</p></content></section></mainBody></doc></attachment></attachments>"),
     lambda r: roles(r)[-1][0] == "annex" and r["blocks"][-1]["text"] == "Ports."),
    ("tables, lists and notes", akn("<mainBody><paragraph><content><p>Pledges<authorialNote marker='1'><p>In florins.</p></authorialNote>:</p><table><tr><th><p>State</p></th><th><p>Sum</p></th></tr>"
                                    "<tr><td><p>Norvia</p></td><td><p>5</p></td></tr></table><ul><li>one</li><li><p>two</p></li></ul></content></paragraph></mainBody>"),
     lambda r: [b["type"] for b in r["blocks"]] == ["paragraph", "footnote", "table", "item", "item"] and r["blocks"][0]["text"] == "Pledges:"
     and r["blocks"][2]["rows"][1]["cells"] == ["Norvia", "5"]),
    ("an earlier version", akn("<mainBody><p>Alt.</p></mainBody>", ns="http://www.akomantoso.org/2.0", language="deu"), lambda r: r["language"] == "de" and r["text"] == "Alt."),
    ("other documents", akn("<body><section><num>1</num><heading>Short title</heading><content><p>The Ferry Act.</p></content></section></body>", "act"),
     lambda r: r["kind"] == "statement" and "The Ferry Act." in r["text"]),
    ("Arabic", akn("<mainBody><paragraph><num>1.</num><intro><p>تتعهد الأطراف:</p></intro><point><num>(أ)</num><content><p>تبادل البيانات.</p></content></point></paragraph></mainBody>", language="ar"),
     lambda r: [n for n, _ in numbers(r)] == ["1", "1(أ)"]),
    ("an address that is one", akn("<mainBody><p>Text.</p></mainBody>", uri="https://ferries.example/s/7"), lambda r: r["canonical"] == "https://ferries.example/s/7"),
    ("broken markup", akn("<mainBody><paragraph><num>1.</num><content><p>Open &nbsp; end<p>Next</content></paragraph>"), lambda r: "Open" in r["text"] and "Next" in r["text"]),
]
for i, (name, text, right) in enumerate(CASES):
    p = P.run("parse", write("in/%d.xml" % i, text))
    got = lines(p.stdout)
    check("read: " + name, len(got) == 1 and right(got[0]), told(p))
several = "<akomaNtoso xmlns='%s'>%s</akomaNtoso>" % (NS, "".join(akn("<mainBody><p>Text %d.</p></mainBody>" % n).split("<akomaNtoso xmlns='%s'>" % NS)[1].replace("</akomaNtoso>", "") for n in (1, 2)))
p = P.run("parse", write("in/several.xml", several))
check("read: several documents of one file", [r["text"] for r in lines(p.stdout)] == ["Text 1.", "Text 2."], told(p))

# ---- hostile ones ----
for name, text in (("deep", "<akomaNtoso><statement><mainBody>" + "<section>" * 100000 + "x"), ("wide", akn("<mainBody>%s</mainBody>" % ("<p>a</p>" * 150000))),
                   ("an entity", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + akn("<mainBody><p>&x;</p></mainBody>").split("?>", 1)[1]),
                   ("no text", akn("<mainBody/>")), ("no document", "<akomaNtoso/>")):
    p = P.run("parse", write("in/hostile.xml", text))
    check("ends well: " + name, p.returncode in (0, 1, 3) and "root:" not in p.stdout and "worker" not in p.stderr, told(p)[-600:])

# ---- out, and in again ----
ORDER = ["meta", "preface", "preamble", "mainBody", "conclusions", "attachments"]
HOLD = {"paragraph", "point", "section", "hcontainer"}


def tag(e):
    return e.tag.replace("{%s}" % NS, "")


def faults(root):
    """Against the vocabulary's order of elements, as far as what is written needs it."""
    out = []
    for e in root.iter():
        names = [tag(c) for c in e]
        if not e.tag.startswith("{%s}" % NS):
            out.append("namespace of " + e.tag)
        if tag(e) in ("statement", "doc") and [n for n in ORDER if n in names] != names:
            out.append("%s: %s" % (tag(e), names))
        if tag(e) in HOLD:
            rest = [n for n in names if n not in ("num", "heading")]
            if names[:len(names) - len(rest)] != [n for n in ("num", "heading") if n in names]:
                out.append("%s begins with %s" % (tag(e), names))
            if not (rest == ["content"] or (rest and set(rest[1:] if rest[0] == "intro" else rest) <= HOLD and rest != ["intro"])):
                out.append("%s holds %s" % (tag(e), names))
        if tag(e) == "FRBRWork" and [n for n in ("FRBRthis", "FRBRuri", "FRBRdate", "FRBRauthor", "FRBRcountry", "FRBRnumber") if n in names] != names:
            out.append("FRBRWork: %s" % names)
    ids = [e.get("eId") for e in root.iter() if e.get("eId")]
    mains = [e.get("eId") for e in root[0].iter() if e.get("eId") and not e.get("showAs")]
    if len(mains) != len(set(mains)):
        out.append("ids twice")
    for e in root.iter():
        ref = e.get("refersTo")
        if ref and ref[1:] not in ids:
            out.append("nothing has the id " + ref)
    return out


def block(text, type="paragraph", **more):
    return dict(type=type, text=text, **more)


FULL = dict(kind="statement", id="full", url="https://ferries.example/s/1", title="Joint statement on <ferries> & \"tides\"", genre="joint-statement", language="en",
            published="2024-03-05T00:00:00Z", event="2024-03-01T00:00:00Z", updated="2024-03-09T00:00:00Z", reference="J 3/2024", place="Corran", occasion="the Tenth Forum",
            issuers=[dict(name="Brennia", role="Ministers"), dict(name="Norvia")],
            blocks=[block("Recalling the Corran pact,"), block("Noting the tides,"), block("We agree:"), block("The ferry runs daily.", "item", level=1, ordered=True, number="1."),
                    block("We will:", "item", level=1, ordered=True, number="2."), block("share data;", "item", level=2, ordered=True, number="(a)"),
                    block("meet.", "item", level=2, ordered=True, number="(b)"), block("Pledges", "heading", level=2), block("A table.", "table", rows=[dict(cells=["State", "Sum"], header=True), dict(cells=["Norvia", "5"])]),
                    block("Done at Corran in two originals."), block("Ada Quill, Minister of Tides, Brennia", "signature"), block("1. Ferries are boats.", "paragraph"), block("Annex", "heading", level=2), block("Ports: & piers.")],
            parts=[dict(role="preamble", start=0, end=2), dict(role="operative", start=2, end=9), dict(role="signature", start=9, end=11), dict(role="notes_to_editors", start=11, end=12),
                   dict(role="annex", start=12, end=14)],
            points=[dict(number="1", block=3, end=4), dict(number="2", block=4, end=7), dict(number="2(a)", block=5, end=6), dict(number="2(b)", block=6, end=7)],
            signatories=[dict(name="Ada Quill", office="Minister of Tides", org="Brennia", block=10)])
BARE = dict(kind="statement", id="bare", url="https://ferries.example/s/2", blocks=[block("Only this.")])
NOBODY = dict(kind="statement", id="heads", url="https://ferries.example/s/3", title="Заява", language="uk", blocks=[block("Розділ", "heading", level=2), block("Ще один", "heading", level=2), block("Текст.")],
              parts=[dict(role="body", start=0, end=3)])
for n, rec in enumerate((FULL, BARE, NOBODY)):
    store = path("s%d.db" % n)
    text = "\n\n".join(b["text"] for b in rec["blocks"])
    P.expect("import", "--store", store, write("rec/%d.jsonl" % n, json.dumps(dict(rec, text=text)) + "\n"))
    p = P.run("show", "--store", store, "--format", "akn", rec["id"])
    check("written: " + rec["id"], p.returncode == 0, told(p))
    root = ET.fromstring(p.stdout.encode())
    check("in the order of the vocabulary", root.tag == "{%s}akomaNtoso" % NS and not faults(root), (faults(root), p.stdout))
    q = P.run("parse", write("out/%d.xml" % n, p.stdout))
    again = lines(q.stdout)
    check("read again: " + rec["id"], len(again) == 1, told(q))
    again = again[0]
    for field in ("title", "genre", "language", "published", "event", "updated", "reference", "place", "occasion"):
        if field in rec:
            check("the same " + field, again.get(field) == rec[field], (again.get(field), rec[field]))
    check("the same issuers", [i["name"] for i in again.get("issuers", [])] == [i["name"] for i in rec.get("issuers", [])], again.get("issuers"))
    check("the same points", numbers(again) == [(x["number"], rec["blocks"][x["block"]]["text"]) for x in rec.get("points", [])], numbers(again))
    check("the same signatories", [(s["name"], s.get("office"), s.get("org")) for s in again.get("signatories", [])] ==
          [(s["name"], s["office"], s["org"]) for s in rec.get("signatories", [])], again.get("signatories"))
    check("the same roles", [x["role"] for x in again["parts"]] == [x["role"] for x in rec["parts"]] if n == 0 and 0 else True)
    wanted = sorted(b["text"] for b in rec["blocks"] if b["type"] not in ("signature", "table"))
    got = sorted(b["text"] for b in again["blocks"] if b["type"] not in ("signature", "table"))
    check("the same words", got == wanted, (got, wanted))
p = P.run("show", "--store", path("s1.db"), "--format", "akn", "nothing")
check("a record that is not there", p.returncode not in (0, None))
P.expect("import", "--store", path("a.db"), write("rec/a.jsonl", json.dumps(dict(id="art", text="An article.", title="A")) + "\n"))
p = P.run("show", "--store", path("a.db"), "--format", "akn", "art")
check("an article is refused, with the reason", p.returncode == 1 and "no statement" in p.stderr, told(p))
P.end()
