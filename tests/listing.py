#!/usr/bin/env python3
"""Lists of statements read by selectors: what is found on pages of several shapes, and a list that is polled, page after page.

  listing.py --tidings build/release/tidings

A web server runs in this process on 127.0.0.1.  Exit 0 when all holds.
"""
import json

from loopback import Web
from program import arguments, lines, Program, told

P = Program("listing", arguments(__doc__))
check, path, write = P.check, P.path, P.write
BASE = "https://ministry.example/news/"

# (name, page, options, [(path, title, day)], next page)
CASES = [
    ("a list", "<ul><li><a href=/s/1>One</a> <time datetime=2024-03-05>5.3.</time><li><a href=/s/2>Two</a> <time datetime='2024-03-04T09:00:00Z'>4.3.</time></ul>", dict(link="ul a"),
     [("/s/1", "One", "2024-03-05"), ("/s/2", "Two", "2024-03-04")], None),
    ("items", "<div class=n><h3>Eins</h3><p>5. März 2024</p><a href=a1>mehr</a></div><div class=n><h3>Zwei</h3><p>4. März 2024</p><a href=a2>mehr</a></div>",
     dict(item="div.n", title="h3", date="p"), [("/news/a1", "Eins", "2024-03-05"), ("/news/a2", "Zwei", "2024-03-04")], None),
    ("a table", "<table><tr><td class=d>05.03.2024<td><a href='?id=1'>Ordnung 1</a><tr><td class=d>04.03.2024<td><a href='?id=2'>Ordnung 2</a></table>",
     dict(link="table a", date=".d"), [("/news/?id=1", "Ordnung 1", "2024-03-05"), ("/news/?id=2", "Ordnung 2", "2024-03-04")], None),
    ("a picture and a headline lead to one page", "<article><a href=/x><img src=i.jpg alt=''></a><h2><a href=/x>Le titre</a></h2></article><article><a href=/y>L'autre</a></article>",
     dict(item="article", link="h2 a, a"), [("/x", "", None), ("/y", "L'autre", None)], None),
    ("a headline by its selector", "<article><a href=/x><img src=i.jpg></a><h2>Le titre</h2></article><article><a href=/y></a><h2>L'autre</h2></article>",
     dict(item="article", title="h2"), [("/x", "Le titre", None), ("/y", "L'autre", None)], None),
    ("links around items", "<a class=card href=/k1><h3>A</h3><span>2024-03-05</span></a><a class=card href=/k2><h3>B</h3><span>2024-03-04</span></a>",
     dict(link="a.card", title="h3", date="span"), [("/k1", "A", "2024-03-05"), ("/k2", "B", "2024-03-04")], None),
    ("XPath", "<div id=l><p><a href=/p1>P1</a></p><p><a href=/p2>P2</a></p></div>", dict(link="//div[@id='l']//a"), [("/p1", "P1", None), ("/p2", "P2", None)], None),
    ("Ukrainian", "<div class=r><span class=when>5 березня 2024</span><a href=/u1>Заява</a></div><div class=r><span class=when>4 березня 2024</span><a href=/u2>Ще</a></div>",
     dict(link=".r a", date=".when"), [("/u1", "Заява", "2024-03-05"), ("/u2", "Ще", "2024-03-04")], None),
    ("Arabic", "<ul dir=rtl><li><a href=/r1>بيان</a><time datetime=2024-03-05></time></li></ul>", dict(link="li a"), [("/r1", "بيان", "2024-03-05")], None),
    ("other schemes and the page itself are no entries", "<ul><li><a href=mailto:a@b.example>m</a><li><a href=javascript:x()>j</a><li><a href=''>self</a><li><a href=file:///etc/passwd>f</a><li><a href=/ok>Ok</a></ul>",
     dict(link="li a"), [("/ok", "Ok", None)], None),
    ("the next page", "<ul><li><a href=/n1>N</a></ul><div class=pager><a href='?page=2'>2</a></div>", dict(link="ul a", next=".pager a", pages="3"), [("/n1", "N", None)], "/news/?page=2"),
    ("the next page, as usual", "<ul><li><a href=/n1>N</a></ul><a rel='nofollow next' href=page/2>older</a>", dict(link="ul a", pages="2"), [("/n1", "N", None)], "/news/page/2"),
    ("no further page, unless that is said", "<ul><li><a href=/n1>N</a></ul><a rel=next href=page/2>older</a>", dict(link="ul a"), [("/n1", "N", None)], None),
    ("articles", "<ul><li><a href=/n1>N</a></ul>", {"link": "ul a", "as": "article"}, [("/n1", "N", None)], None),
]
for i, (name, page, options, wanted, further) in enumerate(CASES):
    conf = write("c%d.json" % i, json.dumps(dict(version=1, parsers=dict(listing=options))))
    html = write("p%d.html" % i, "<!DOCTYPE html><html lang=%s><head><title>News</title><meta charset=utf-8></head><body><a href=/home>Home</a>%s</body></html>" % (
        {"Ukrainian": "uk", "items": "de", "a table": "de"}.get(name, "en"), page))
    p = P.run("parse", "--config", conf, "--as", "listing", "--url", BASE, html)
    asked = [r for r in lines(p.stdout) if r["kind"] == "request"]
    got = [(r["url"][len("https://ministry.example"):], r.get("title_hint", ""), r["published"][:10] if r.get("published") else None) for r in asked if r["repeat"] == "never"]
    check(name, p.returncode == 0 and got == wanted and all(r["as"] == options.get("as", "statement") for r in asked if r["repeat"] == "never"), (got, told(p)))
    more = [r["url"][len("https://ministry.example"):] for r in asked if r["repeat"] == "poll"]
    check("  and where the list goes on", more == ([further] if further else []), more)
p = P.run("parse", "--config", write("bad.json", json.dumps(dict(version=1, parsers=dict(listing=dict(link=".nowhere a"))))), "--as", "listing", "--url", BASE, path("p0.html"))
check("a list in which nothing is found is an error", p.returncode == 1 and ".nowhere a" in p.stderr, told(p))
p = P.run("parse", "--config", write("bad.json", json.dumps(dict(version=1, parsers=dict(listing=dict(link="a[["))))), "--as", "listing", "--url", BASE, path("p0.html"))
check("so is a selector that cannot be read", p.returncode == 1 and "a[[" in p.stderr, told(p))
many = "".join("<li><a href=/m%d>M</a>" % n for n in range(30000))
p = P.run("parse", "--config", path("c0.json"), "--as", "listing", "--url", BASE, write("many.html", "<ul>%s</ul>" % many))
check("a list of 30,000 links is bounded", p.returncode == 0 and p.stdout.count('"request"') <= 2000, p.stderr)

# ---- polled ----
STATEMENT = ("<html><body><h1>Joint statement %(n)d of the Ministers of Tides</h1><p>Corran, 5 March 2024</p><p>The Ministers of Tides of Brennia and Norvia met in Corran on 5 March 2024.</p>"
             "<p>Recalling the pact of Corran,</p><p>have agreed as follows:</p><ol><li>The ferry %(n)d will run daily.</li><li>Each party will name a contact.</li></ol>"
             "<p>Done at Corran on 5 March 2024.</p></body></html>")
LISTS = {"/news": ("<ul><li><a href=/s/1>One</a><li><a href=/s/2>Two</a></ul><a rel=next href=/news/2>older</a>"),
         "/news/2": ("<ul><li><a href=/s/2>Two</a><li><a href=/s/3>Three</a></ul><a rel=next href=/news/3>older</a>"),
         "/news/3": ("<ul><li><a href=/s/4>Four</a></ul>")}


def answer(host, asked):
    head = {"Content-Type": "text/html; charset=utf-8"}
    if asked in LISTS:
        return 200, head, ("<html><head><title>News</title></head><body>%s</body></html>" % LISTS[asked]).encode()
    if asked.startswith("/s/"):
        return 200, head, (STATEMENT % dict(n=int(asked[3:]))).encode()
    return 404, head, b"nothing"


web = Web(answer)
write("t.yaml", "version: 1\nfetch: {allow_private: yes, robots: none, revisit: no, hosts: {delay: 0s}, interval: {min: 1s}}\nstore: {path: t.db}\nsources:\n"
      "  - id: ministry\n    url: http://127.0.0.1:%d/news\n    parse: listing\n    every: 1s\n    options: {link: ul a, pages: 2}\n" % web.port)


def poll():
    p = P.run("run", "--once", "--config", path("t.yaml"))
    check("a run", p.returncode == 0, told(p))
    return [x.path for x in web.take()]


asked = poll()
check("the list is read, two pages of it, and each statement once", sorted(asked) == ["/news", "/news/2", "/s/1", "/s/2", "/s/3"], asked)
got = P.records(path("t.db"))
check("they are statements", sorted(r["url"][-4:] for r in got) == ["/s/1", "/s/2", "/s/3"] and all(r["kind"] == "statement" for r in got), got)
import time
time.sleep(1.5)
LISTS["/news"] = LISTS["/news"].replace("<ul>", "<ul><li><a href=/s/9>Nine</a>")
asked = poll()
check("with the next poll only what is new is asked for", sorted(x for x in asked if x.startswith("/s/")) == ["/s/9"], asked)
P.end()
