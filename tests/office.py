#!/usr/bin/env python3
"""Documents of office programs (DOCX, ODT) and recordings of browsers (HAR), with the real program; cut off, damaged, hostile.

  office.py --tidings build/release/tidings [--seeds FOLDER]

--seeds writes the texts of the documents as seeds of the fuzz targets and ends.  Exit 0 when all holds, 77 when the program was built
without the parser of office documents.
"""
import base64, io, json, os, sys, time, zipfile

import piles
from program import arguments, lines, Program, told

ap = arguments(__doc__)
ap.add_argument("--seeds")
P = Program("office", ap)
A, check = P.arguments, P.check
if not os.path.exists(os.path.join(os.path.dirname(A.tidings), "plugins", "parse-office.so")):
    print("skipped: the program was built without parse-office (libarchive, libxml2)")
    sys.exit(77)
seeds = {"office": [], "har": []}
SAID = ["The ferry to Oster Ness runs again from Monday, the harbour office said on the quay this morning.", "Ships of the line were led past the rocks by a boat until then, because the lamp was dark.",
        "Nothing changes for those who hold a ticket, the council wrote in its letter to the residents."]


def zipped(files, how=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as z:
        for name, data in files:
            z.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else how)
    return out.getvalue()


def w(body, name="document"):
    return ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:%s xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">%s</w:%s>' % (name, body, name))


def para(text, style="", more=""):
    return "<w:p><w:pPr>%s%s</w:pPr><w:r><w:t xml:space=\"preserve\">%s</w:t></w:r></w:p>" % ("<w:pStyle w:val=\"%s\"/>" % style if style else "", more, text)


STYLES = w('<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style><w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>'
           '<w:style w:type="paragraph" w:styleId="Verz"><w:name w:val="toc 1"/></w:style><w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="List"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>', "styles")
NUMBERS = w('<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
            '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>', "numbering")
NOTES = w('<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>line</w:t></w:r></w:p></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>Counted with the clock of the harbour.</w:t></w:r></w:p></w:footnote>', "footnotes")
CORE = ('<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        '<dc:title>Ferry runs again</dc:title><dc:creator>Ada Harbour</dc:creator><dcterms:created>2026-03-05T09:30:00Z</dcterms:created><dcterms:modified>2026-03-05T10:00:00Z</dcterms:modified></cp:coreProperties>')
BODY = (para("Ferry runs again", "Titel") + para("Contents of it ... 3", "Verz") + para(SAID[0]).replace("</w:p>", '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>')
        + "<w:p><w:r><w:t>Ships of the </w:t></w:r><w:del><w:r><w:delText>rowing</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>carried off</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>line</w:t></w:r></w:ins>"
        "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden away</w:t></w:r><w:r><w:t>were led past the rocks by a boat until then, because the lamp was dark &amp; cold.</w:t></w:r></w:p>"
        + para("What it costs", "berschrift2") + para("Tickets for the morning cost the same as before", "Liste") + para("Tickets for the evening cost the half of it", more='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        + "<w:tbl><w:tr><w:tc>%s</w:tc><w:tc>%s</w:tc></w:tr><w:tr><w:tc>%s</w:tc><w:tc>%s</w:tc></w:tr></w:tbl>" % tuple(para(t) for t in ("Day", "Boats", "Monday", "Seven"))
        + "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>%s</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>%s</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>" % (para("A box stands beside the text of this page."), para("A box stands beside the text of this page."))
        + para(SAID[2]))


def docx(body, **more):
    parts = {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<Relationships/>", "word/document.xml": w("<w:body>%s</w:body>" % body), "word/styles.xml": STYLES, "word/numbering.xml": NUMBERS,
             "word/footnotes.xml": NOTES, "docProps/core.xml": CORE}
    parts.update(more)
    seeds["office"].append(b"\0" + parts["word/document.xml"].encode()[:20000])
    return zipped(parts.items())


def odt(body, meta="<dc:title>Ferry runs again</dc:title><meta:initial-creator>Ada Harbour</meta:initial-creator><meta:creation-date>2026-03-05T09:30:00Z</meta:creation-date>"):
    ns = " ".join('xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (p, n) for p, n in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("meta", "meta"))) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = '<?xml version="1.0"?><office:document-content %s><office:automatic-styles><style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/></office:automatic-styles><office:body><office:text>%s</office:text></office:body></office:document-content>' % (ns, body)
    seeds["office"].append(b"\1" + content.encode()[:20000])
    return zipped([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content),
                   ("meta.xml", '<office:document-meta %s><office:meta>%s</office:meta></office:document-meta>' % (ns, meta))])


ODT = ('<text:tracked-changes><text:changed-region><text:deletion><text:p>Words that were deleted long ago</text:p></text:deletion></text:changed-region></text:tracked-changes>'
       '<text:p text:style-name="P1">Ferry runs again</text:p><text:p>%s<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Counted with the clock of the harbour.</text:p></text:note-body></text:note></text:p>'
       '<text:p>Ships of the<text:s text:c="2"/>line<office:annotation><text:p>a remark of somebody</text:p></office:annotation> <text:span>were led</text:span> past the rocks by a boat until then, because the lamp was dark &amp; cold.</text:p>'
       '<text:h text:outline-level="2">What it costs</text:h><text:list><text:list-item><text:p>Tickets for the morning cost the same as before</text:p></text:list-item><text:list-item><text:p>Tickets for the evening cost the half of it</text:p></text:list-item></text:list>'
       '<table:table><table:table-row><table:table-cell><text:p>Day</text:p></table:table-cell><table:table-cell><text:p>Boats</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>Monday</text:p></table:table-cell><table:table-cell><text:p>Seven</text:p></table:table-cell></table:table-row></table:table>'
       '<text:p>%s</text:p>' % (SAID[0], SAID[2]))


def imported(name, data, code=0):
    P.write(name, data)
    store = P.path("%d.db" % time.monotonic_ns())
    p = P.run("import", "-v", "--store", store, P.path(name))
    check("%s: exit code %s" % (name, p.returncode), p.returncode in (code if isinstance(code, tuple) else (code,)), told(p))
    return lines(P.run("export", "--format", "jsonl", "--store", store).stdout), p.stdout + p.stderr


for name, data in (("letter.docx", docx(BODY)), ("letter.odt", odt(ODT)), ("letter-docx", docx(BODY)), ("letter-odt", odt(ODT))):
    got, said = imported(name, data)
    r = got[0] if len(got) == 1 else {}
    text = json.dumps(r.get("blocks"), ensure_ascii=False)
    check(name + ": title, author, date", (r.get("title"), r.get("published"), [a.get("name") for a in r.get("authors", [])]) == ("Ferry runs again", "2026-03-05T09:30:00Z", ["Ada Harbour"]), (r, said))
    check(name + ": paragraphs, headings, lists, tables, notes", all(t in text for t in (SAID[0][:50], "Ships of the line were led past the rocks", "dark & cold.", "What it costs", "Tickets for the evening", "Seven", SAID[2][:50], "Counted with the clock of the harbour.")), text)
    kinds = [b.get("type") for b in r.get("blocks", [])]
    check(name + ": the kinds of its blocks", "heading" in kinds and "table" in kinds and kinds.count("item") >= 2, kinds)
    check(name + ": nothing that was deleted, hidden or remarked", not any(t in text for t in ("rowing", "carried off", "hidden away", "deleted long ago", "remark of somebody", "Contents of it")), text)
    if "docx" in name:
        check(name + ": a text box once", text.count("A box stands beside") == 1, text)

padded = zipped([("docProps/%d.bin" % i, os.urandom(900)) for i in range(9)] + [("word/document.xml", w(BODY))])
got, said = imported("padded.docx", padded)
check("a document whose first parts do not show what it is", SAID[0][:50] in json.dumps(got), (got, said))
boundary = "--x\r\nContent-Type: text/plain\r\n\r\nPlease find the release attached.\r\n--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=release.docx\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n--x--\r\n"
got, said = imported("attached.eml", "From: a@b.example\r\nSubject: Ferry runs again\r\nDate: Thu, 05 Mar 2026 09:30:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + boundary % base64.encodebytes(docx(BODY)).decode())
check("a document attached to a mail is read", SAID[0][:50] in json.dumps(got), (got, said))

# ---- broken and hostile ----

whole = docx(BODY)
got, said = imported("cut.docx", whole[:-300], (0, 3))
got, said = imported("half.docx", whole[:len(whole) // 3], (1, 3, 4))
got, said = imported("empty.docx", b"", (1, 3, 4))
got, said = imported("nothing.docx", docx(""), (1, 3, 4))
check("a document without text is told", "has no text" in said, said)
got, said = imported("bomb.docx", docx(BODY, **{"word/document.xml": w("<w:body>" + "<w:p/>" * 5000000 + "</w:body>")}), (1, 3, 4))
check("a part that is too large is told", "larger than 24 MiB" in said, said)
got, said = imported("entities.docx", docx("", **{"word/document.xml": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>' + w("<w:body>%s&b;&c;</w:body>" % BODY)}), (0, 1, 3, 4))
check("entities bring nothing", "root:" not in json.dumps(got) and "not read to its end" in said, said)
got, said = imported("deep.docx", docx("", **{"word/document.xml": w("<w:body>" + "<w:tbl><w:tr><w:tc>" * 20000 + para(SAID[0]))}), (0, 1, 3))
got, said = imported("deep.odt", odt("<text:list><text:list-item>" * 20000 + "<text:p>%s</text:p>" % SAID[0]), (0, 1, 3))
began = time.monotonic()
got, said = imported("long.docx", docx("".join(para(SAID[i % 3]) for i in range(20000))), (0, 3))
check("a long document in time", P.in_time(time.monotonic() - began, 60), time.monotonic() - began)

# ---- HAR ----

site = "https://harbour.example/"


def entry(i, url, text=None, mime="text/html; charset=iso-8859-1", status=200, **more):
    content = {"size": 1, "mimeType": mime}
    if text is not None:
        content["text"] = text
    content.update(more)
    return {"startedDateTime": piles.when(i, "%Y-%m-%dT%H:%M:%S.123Z"), "request": {"method": "GET", "url": url}, "response": {"status": status, "headers": [], "content": content}}


def har(entries):
    data = json.dumps({"log": {"version": "1.2", "creator": {"name": "x"}, "pages": [], "entries": entries}}).encode()
    seeds["har"].append(data[:30000])
    return data


page = lambda i: piles.page(i).decode()
entries = [entry(1, site + "1", page(1)), entry(2, site + "2", base64.b64encode(piles.page(2)).decode(), "text/html; charset=utf-8", encoding="base64"), entry(3, site + "a.js", "x()", "application/javascript"),
           entry(4, site + "a.png", "AAAA", "image/png", encoding="base64"), entry(5, site + "old", "", status=301), entry(6, site + "gone", page(6), status=404), entry(7, site + "unsaved"),
           entry(8, site + "8", "<h1>Größe</h1><p>Die Brücke in Größenau bleibt gesperrt, sagte die Behörde am Montag früh.</p>"), entry(9, "data:text/html,x", "x")]
for name in ("visit.har", "visit"):
    got, said = imported(name, har(entries))
    check(name + ": each answer of a server", [r.get("url") for r in got] == [site + "1", site + "2", site + "8"] and "Größenau" in json.dumps(got, ensure_ascii=False), ([r.get("url") for r in got], said))
    check(name + ": what is left out is told", "pictures, scripts" in said and "body was not recorded" in said, said)
got, said = imported("bare.har", har([entry(1, site + "1"), entry(2, site + "2")]), (1, 3, 4))
check("a HAR without bodies says so", "save with content" in said, said)
got, said = imported("cut.har", har(entries)[:1500], (1, 3, 4))
check("a HAR that is cut off says so", "ends inside the list" in said, said)
got, said = imported("other.har", b'{"log": 7}', (1, 3, 4))
got, said = imported("deep.har", b'{"log":' * 100000, (1, 3, 4))

if A.seeds:
    for kind, data in seeds.items():
        os.makedirs(os.path.join(A.seeds, "parse-" + kind, "fuzz"), exist_ok=True)
        small = [d for d in data if len(d) < 12000] + ([zipped([("word/document.xml", w(BODY))])] if kind == "office" else [])
        for i, d in enumerate(small[:20]):
            open(os.path.join(A.seeds, "parse-" + kind, "fuzz", "%02d" % i), "wb").write(d)
P.end()
