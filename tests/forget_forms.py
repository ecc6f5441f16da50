#!/usr/bin/env python3
"""`tidings forget` finds a record in captures and quarantined documents whatever form its words have there, and leaves those that only resemble it.

  forget_forms.py --tidings build/release/tidings
"""
import glob
import gzip
import html
import json
import re
import zlib

from loopback import Web
from program import arguments, Program, told

P = Program("forget-forms", arguments(__doc__))
check = P.check
SENTENCES = ["The übergroße brass kettle of Quimblethorpe was stolen from the “old” mill on a foggy Thursday evening",
             "Constable Ödegård measured nineteen footprints between the weir and the lower garden of the vicarage",
             "A reward of forty crowns is offered to whoever brings the kettle back before the autumn fair begins",
             "Neither the miller nor his two apprentices had noticed anything unusual when they locked the door"]
NOTE = "Subscribe to the morning letter of our newsroom and receive the reports of the whole valley every day"
TITLE, GUID, PATH = "Weather report", "quimblethorpe/kettle?7", "/berichte/2026/ü-kettle?part=2&of=3"
TEXT = ". ".join(SENTENCES + [NOTE]) + "."
OTHERS = {k: "The %s committee of Lower Wexcombe met on %s to talk about its %s, and adjourned without a vote" % (k, k, k) for k in
          ("plain php gzip deflate utf16 hex marked twice latin percent linker copy quiet title near".split())}


def items(name):
    """Its own report, and the one that is to be forgotten or what resembles it."""
    own = {"id": "own-" + name, "url": web_at(name) + "/own/" + name, "title": "Minutes of the %s committee" % name, "content_text": OTHERS[name] + "."}
    same = {"id": GUID, "url": web_at("plain") + PATH, "title": TITLE, "content_text": TEXT}
    return [own] + {"linker": [], "quiet": [dict(own, id="q", url=own["url"] + "2", content_text="Rain is expected in Wexcombe, and later on wind. " + NOTE + ".")],
                    "title": [dict(own, id="t", url=own["url"] + "2", title=TITLE, content_text="Rain is expected in Wexcombe and, later on, a mild wind from the sea.")],
                    "near": [dict(own, id="n", url=same["url"] + "0", content_text="The bells of Wexcombe are heard again, for the first time since the flood.")],
                    "copy": [dict(own, id="c", url=own["url"] + "2", content_text="Wexcombe, Friday. " + ". ".join(SENTENCES[1:]) + ".")]}.get(name, [same])


def web_at(name):
    return "http://127.0.0.%d:%d" % (1 + list(OTHERS).index(name), web.port)


def feed(name, spell=html.escape, link=html.escape, encoding="utf-8", around="%s"):
    rows = "".join("<item><title>%s</title><guid isPermaLink='false'>%s</guid><link>%s</link><description>%s</description></item>" % (
        spell(i["title"]), name + spell(i["id"]), link(i["url"]), around % spell(i["content_text"])) for i in items(name))
    return ("<?xml version='1.0' encoding='%s'?><rss version='2.0'><channel><title>%s</title><link>%s</link>%s</channel></rss>" % (encoding, name, web_at(name), rows)).encode(encoding, "xmlcharrefreplace")


def php(name):
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": name, "items": items(name)}).replace("/", "\\/").encode()


def hexed(s):
    return "".join("&#x%X;" % ord(c) for c in s)


def marked(s):
    return "<![CDATA[<p>" + re.sub(r"(\w\w)(\w+)", r"\1<b class='x'>\2</b>", s) + "</p>]]>"


def percent(url):
    return html.escape(url.replace("ü", "%c3%bc").replace("kettle", "%6bettle"))


def answer(host, path):
    name = path[1:]
    kind, rss = {}, {"Content-Type": "application/rss+xml"}
    if name.startswith("own/linker"):
        return 200, {"Content-Type": "text/html"}, ("<html><head><title>Minutes of the linker committee</title></head><body><article><h1>Minutes of the linker committee</h1>%s</article>"
                                                    "<aside><a href='%s'>More</a></aside></body></html>" % ("<p>%s.</p>" % OTHERS["linker"] * 6, html.escape(PATH))).encode()
    jsonfeed = {"Content-Type": "application/feed+json"}
    made = {"plain": lambda: (rss, feed("plain")), "php": lambda: (jsonfeed, php("php")),
            "gzip": lambda: (dict(jsonfeed, **{"Content-Encoding": "gzip"}), gzip.compress(php("gzip"))),
            "deflate": lambda: (dict(jsonfeed, **{"Content-Encoding": "deflate"}), zlib.compress(php("deflate"))),
            "utf16": lambda: (rss, feed("utf16", encoding="utf-16")), "hex": lambda: (rss, feed("hex", hexed, hexed)),
            "marked": lambda: (rss, feed("marked", marked, lambda u: html.escape(u.replace(PATH, "/x")))),
            "twice": lambda: (rss, feed("twice", lambda s: html.escape(html.escape(html.escape(s))), lambda u: html.escape(u.replace(PATH, "/y")))),
            "latin": lambda: (rss, feed("latin", encoding="iso-8859-1")), "percent": lambda: (rss, feed("percent", lambda s: "Another text of %d letters" % len(s), percent))}
    kind, body = made.get(name, lambda: (rss, feed(name)))()
    return 200, kind, body


web = Web(answer)


def answers():
    """The addresses whose answers still stand in captures."""
    found = set()
    for path in glob.glob(P.path("captures", "*")):
        data = open(path, "rb").read()
        while data:
            d = zlib.decompressobj(31)
            head = d.decompress(data).split(b"\r\n\r\n")[0]
            data = d.unused_data
            at = re.search(rb"WARC-Target-URI: (\S+)", head)
            if at and b"WARC-Type: response" in head:
                found.add(at.group(1).decode().split("/", 3)[3])
    return found


names = list(OTHERS)
c = P.write("c.yaml", "version: 1\nstore: { path: c.db, capture: { folder: captures } }\nfetch: { allow_private: true, robots: none, hosts: { delay: 0s } }\nsources:\n" + "".join(
    "  - { id: %s, url: '%s/%s', parse: feed%s }\n" % (n, web_at("plain") if n == "linker" else web_at(n), n, ", full_text: { parse: article }" if n == "linker" else "") for n in names))
web_of_linker = web_at


def web_at(name):  # the page that links is on the server of the report
    return web_of_linker("plain" if name == "linker" else name)


p = P.run("run", "--once", "--config", c)
captured = answers()
check("each source is captured", captured == set(names) - {"linker"} | {"own/linker"}, (told(p), captured))
address = web_at("plain") + PATH
broken = {"escaped.jsonl": json.dumps({"title": TITLE, "url": address, "text": "Gone"}).replace("/", "\\/").encode()[:-1] + b",,}\n",
          "cut.html.gz": gzip.compress(("<html><p>%s</p><a href='%s'>x</a>" % (hexed(TEXT), html.escape(address))).encode())[:-9],
          "wide.jsonl": ('{"text": "%s",,}\n' % TEXT).encode("utf-16"),
          "words.jsonl": ('{"text": "%s",,}\n' % ascii(TEXT)[1:-1].replace("\\x", "\\u00")).encode(),
          "other.jsonl": ('{"title": "%s", "text": "%s",,}\n' % (TITLE, NOTE)).encode()}
for name, data in broken.items():
    with open(P.path(name), "wb") as f:
        f.write(data)
p = P.run("import", "-q", "--config", c, *[P.path(n) for n in sorted(broken)])
held = P.run("quarantine", "--config", c).stdout
check("what cannot be read is in quarantine", all(n in held for n in broken), (told(p), held))
dry = P.run("forget", "--dry-run", "--config", c, address)
done = P.run("forget", "--config", c, address)
left = answers()
check("no answer is left that has it, in whatever form", not left - {"quiet", "title", "near"}, sorted(left))
check("answers that share a short title, a usual sentence, or the beginning of the address stay", left >= {"quiet", "title", "near"}, (sorted(left), told(done)))
held = P.run("quarantine", "--config", c).stdout
check("no quarantined document is left that has it, and the other stays", [n for n in broken if n in held] == ["other.jsonl"], held)
counted = re.search(r"(\d+) captured answers and (\d+) quarantined documents", done.stdout)
check("--dry-run counts the same", counted and counted.group(0) in dry.stdout and counted.groups() == (str(len(captured - left)), "4"), (told(dry), told(done)))
P.end()
