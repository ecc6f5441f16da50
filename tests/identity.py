#!/usr/bin/env python3
"""Which item is which: feeds of many shapes and languages, polled and imported again and again.

  identity.py --tidings build/release/tidings [--only NAME]

Each case is a feed in several states.  All cases are sources of one configuration, so a state of all of them costs one run.
After the last state each must have the records, and the versions, that a reader would count.  Exit 0 when all holds.
"""
import json, os, re, sqlite3, time
from email.utils import formatdate
from xml.sax.saxutils import escape

from program import arguments, Program

ap = arguments(__doc__)
ap.add_argument("--only", default="")
P = Program("identity", ap)
A, folder = P.arguments, P.folder
check, tidings, write = P.check, P.expect, P.write
AHEAD = time.time() + 200 * 86400


# ---- feeds --------------------------------------------------------------------------------------------------------
SUBJECTS = "lamp quay eel horn ferry strait budget school crane ticket storm rock harbour chef sailor pilot buoy tide anchor net".split()


def prose(i, lang="en"):
    """A text of its own for each number."""
    words = {"en": "The {} of ward {} was repaired by {} before the {} came, said the keeper in report {}.",
             "ja": "第{1}区の{0}は{3}の前に{2}によって修理されたと、報告{4}で番人が語った。",
             "ar": "قال الحارس في التقرير {4} إن {0} في الحي {1} أصلحه {2} قبل وصول {3}.",
             "ru": "Смотритель сообщил в докладе {4}, что {0} в районе {1} починили {2} до прихода {3}.",
             "hi": "रखवाले ने रिपोर्ट {4} में कहा कि वार्ड {1} का {0} {3} से पहले {2} ने ठीक किया।",
             "th": "ผู้ดูแลกล่าวในรายงาน {4} ว่า {0} ของเขต {1} ได้รับการซ่อมโดย {2} ก่อน {3}",
             "el": "Ο φύλακας είπε στην έκθεση {4} ότι το {0} της ενορίας {1} επισκευάστηκε από {2} πριν από το {3}.",
             "ko": "관리인은 보고서 {4}에서 {1}구의 {0}이 {3} 전에 {2}에 의해 수리되었다고 말했다.",
             "he": "השומר אמר בדוח {4} כי {0} ברובע {1} תוקן בידי {2} לפני {3}.",
             "tr": "Bekçi {4} numaralı raporda {1}. mahalledeki {0} için {2} tarafından {3} öncesinde onarıldığını söyledi."}[lang]
    a, b, c = SUBJECTS[i % 20], SUBJECTS[(i * 7 + 3) % 20], SUBJECTS[(i * 3 + 11) % 20]
    return words.format(a, i, b, c, 1000 + 37 * i)


def day(i):
    return "%02d Mar 2024 %02d:30:00 GMT" % (1 + i % 28, i % 24)


def item(i, link=None, guid=None, date=True, title=None, text=None, lang="en", permalink=False):
    return "<item><title>%s</title>%s%s%s<description>%s</description></item>" % (
        escape(title or "Report %d: %s" % (i, SUBJECTS[i % 20])), "<link>%s</link>" % escape(link) if link else "",
        "<guid isPermaLink='%s'>%s</guid>" % ("true" if permalink else "false", escape(guid)) if guid else "",
        "<pubDate>%s</pubDate>" % (date if isinstance(date, str) else day(i)) if date else "", escape(text or prose(i, lang)))


def rss(name, items, home=None, head=""):
    return ("<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>%s</title><link>%s</link><description>d</description>%s%s</channel></rss>"
            % (name, home or "https://%s.example/" % name, head, "".join(items)))


def atom(name, entries):
    """entries: (id, link or None, title, text, updated)."""
    return "<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:%s</id><title>%s</title><updated>2024-03-01T00:00:00Z</updated>%s</feed>" % (name, name, "".join(
        "<entry><id>%s</id>%s<title>%s</title><updated>%s</updated><published>2024-03-01T10:00:00Z</published><summary>%s</summary></entry>"
        % (escape(i), "<link href='%s'/>" % escape(link) if link else "", escape(title), updated, escape(text)) for i, link, title, text, updated in entries))


def jsonfeed(name, items):
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": name, "home_page_url": "https://%s.example/" % name, "items": items}, ensure_ascii=False)


CASES = []


def case(name, records, versions, *states, ext="xml", imports=True, **more):
    """imports: the same counts hold for an import of the states."""
    if not A.only or A.only in name:
        CASES.append(dict(name=name, records=records, versions=versions, states=states, ext=ext, imports=imports, **more))


def at(name, path):
    return "https://%s.example/%s" % (name, path)


# A podcast of 99 episodes that all link to the show; then in another order, without some, and whole again.
eps = [item(i, at("podcast", "show"), "ep-%d" % i) for i in range(99)]
case("podcast", 99, 99, rss("podcast", eps), rss("podcast", eps[::-1]), rss("podcast", eps[:20] + eps[60:]), rss("podcast", eps))
# The same without guids: titles and dates tell them apart.
eps = [item(i, at("noguid", "show")) for i in range(40)]
case("noguid", 40, 40, rss("noguid", eps), rss("noguid", eps[5:][::-1]), rss("noguid", eps))
# Warnings, undated, under one address, replaced by others; the last stands alone.
alerts = [item(i, at("alerts", "warnings"), "al-%d" % i, date=False) for i in range(111)]
case("alerts", 111, 111, rss("alerts", alerts[:60]), rss("alerts", alerts[40:110]), rss("alerts", alerts[110:]), rss("alerts", alerts[110:]))
# Never more than one item at a time, all under one address.
case("newest", 4, 4, *[rss("newest", [item(i, at("newest", "today"), "n%d" % i)]) for i in range(4)])
case("homeonly", 3, 3, *[rss("homeonly", [item(i, at("homeonly", ""), None, date=False)]) for i in range(3)])
# A change log that grows from one entry; fragments, and no guids.
log = [item(i, at("changelog", "log#v%d" % i), date=False, title="Version %d" % i) for i in range(50)]
case("changelog", 50, 50, rss("changelog", log[:1]), rss("changelog", log[:2]), rss("changelog", log), rss("changelog", log[::-1]))
# Pages of a script; at first one of them.
bang = [item(i, at("hashbang", "#!/post/%d" % i)) for i in range(15)]
case("hashbang", 15, 15, rss("hashbang", bang[:1]), rss("hashbang", bang), rss("hashbang", bang[3:]), rss("hashbang", bang))
# Languages and shapes that are nobody's sample.
ja = [item(i, at("radio", "bangumi"), "放送-%d" % i, lang="ja", title="第%d回放送" % i) for i in range(12)]
edited = ja[:5] + [item(5, at("radio", "bangumi"), "放送-5", lang="ja", title="第5回放送(訂正)")] + ja[6:]
case("radio", 12, 13, rss("radio", ja), rss("radio", edited), rss("radio", edited))
ar = [item(i, at("tahdhir", "list"), lang="ar", date=False, title="تحذير رقم %d" % i) for i in range(9)]
case("tahdhir", 9, 9, rss("tahdhir", ar), rss("tahdhir", ar[::-1]), rss("tahdhir", ar[4:]))
ru = [("tag:zhurnal.example,2024:%d" % i, at("zhurnal", "izmeneniya#v%d" % i), "Версия %d" % i, prose(i, "ru"), "2024-03-0%dT10:00:00Z" % (1 + i % 9)) for i in range(10)]
case("zhurnal", 10, 10, atom("zhurnal", ru[:3]), atom("zhurnal", ru), atom("zhurnal", ru[::-1]))
hi = [{"id": 100 + i, "url": at("khabar", "#/samachar/%d" % i), "title": "समाचार %d" % i, "content_text": prose(i, "hi")} for i in range(8)]
case("khabar", 8, 8, jsonfeed("khabar", hi), jsonfeed("khabar", hi[::-1]), jsonfeed("khabar", hi[2:]), ext="json")
th = [item(i, at("podkhat", "raikan"), "th%d" % i, lang="th", title="ตอนที่ %d" % i) for i in range(7)]
case("podkhat", 7, 7, rss("podkhat", th, home=at("podkhat", "raikan")), rss("podkhat", th[:1], home=at("podkhat", "raikan")), rss("podkhat", th, home=at("podkhat", "raikan")))
el = [{"id": "εκπομπή-%d" % i, "title": "Εκπομπή %d" % i, "content_text": prose(i, "el")} for i in range(6)]
case("ekpompi", 6, 6, jsonfeed("ekpompi", el), jsonfeed("ekpompi", el[::-1]), ext="json")
ko = ("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel rdf:about='https://sosik.example/'>"
      "<title>sosik</title><link>https://sosik.example/</link><description>d</description></channel>%s</rdf:RDF>")
ko_items = ["<item rdf:about='https://sosik.example/gongji?no=%d'><title>공지 %d</title><link>https://sosik.example/gongji</link><description>%s</description></item>"
            % (i, i, prose(i, "ko")) for i in range(9)]
case("sosik", 9, 9, ko % "".join(ko_items), ko % "".join(ko_items[::-1]), ko % "".join(ko_items[2:]))
# Guids that count positions, under one address and with addresses of their own.
he = [(at("shidur", "tochnit"), "תוכנית %d" % i, i) for i in range(6)]
case("shidur", 6, 6, *[rss("shidur", [item(i, u, str(k + 1), lang="he", title=t) for k, (u, t, i) in enumerate(he[a:b])]) for a, b in ((2, 6), (0, 6), (0, 4))])
tr = lambda order: rss("haber", [item(i, at("haber", "yazi/%d" % i), str(k), lang="tr", title="Yazı %d" % i) for k, i in enumerate(order)])
case("haber", 5, 5, tr([1, 2, 3]), tr([0, 1, 2, 3]), tr([4, 0, 1, 2]))
# Positions that look like names are found out by what they did before.
pos = lambda order: rss("places", [item(i, at("places", "p/%d" % i), "item-%d" % k) for k, i in enumerate(order)])
case("places", 7, 7, pos([3, 4, 5, 6]), pos([2, 3, 4, 5, 6]), pos([0, 1, 2, 3, 4]))
# New guids with every reading: with addresses, and under one address.
for n, link in (("restless", "a/%d"), ("restlesscast", "show")):
    case(n, 6, 7, *[rss(n, [item(i, at(n, link % i if "%" in link else link), "%d-%d" % (k, i), text="Another text altogether." if k > 1 and i == 2 else None)
                            for i in range(6)]) for k in range(4)])
case("restlessone", 1, 1, *[rss("restlessone", [item(1, at("restlessone", "a"), "r%d" % k)]) for k in range(4)])
# The address with a counter behind it as guid, as large broadcasters do; dates and titles move with the story.
bbc = lambda k, title, i: rss("counter", [item(i, at("counter", "news/abc"), at("counter", "news/abc#%d" % k), title=title), item(9, at("counter", "news/other"), at("counter", "news/other#0"))])
case("counter", 2, 3, bbc(0, "Storm nears", 1), bbc(1, "Storm passes over the harbour", 2), bbc(2, "Storm passes over the harbour", 2))
# What is under the same guid is the same, wherever its address goes; what is only dressed differently is no news.
slug = lambda path, title: rss("slug", [item(1, at("slug", path), "tag:slug.example,2024:1", title=title), item(2, at("slug", "two"), "tag:slug.example,2024:2")])
case("slug", 2, 4, slug("storm-nears", "Storm nears"), slug("storm-passes", "Storm passes"), slug("storm-passed", "Storm passes"), slug("storm-passed?utm_source=x", "Storm passes"))
dress = lambda k: rss("dress", [item(i, ["http://www.dress.example/a/%d?utm_source=f%d", "https://dress.example/a/%d?fbclid=%d", "https://dress.example/a/%d?sid=%d"][k] % (i, k), "d%d" % i) for i in range(3)])
case("dress", 3, 3, dress(0), dress(1), dress(2), dress(0))
case("atomslug", 2, 3, atom("atomslug", [("urn:atomslug:1", at("atomslug", "x"), "Çeviri hatası", prose(1, "tr"), "2024-03-01T10:00:00Z"), ("urn:atomslug:2", None, "İki", prose(2, "tr"), "2024-03-01T10:00:00Z")]),
     atom("atomslug", [("urn:atomslug:2", None, "İki", prose(2, "tr"), "2024-03-01T10:00:00Z"), ("urn:atomslug:1", at("atomslug", "y"), "Çeviri hatası düzeltildi", prose(1, "tr"), "2024-03-02T10:00:00Z")]))
# A guid that is the same for all, a guid printed with two different items, one item printed twice.
case("allhome", 3, 3, rss("allhome", [item(i, at("allhome", "d/%d" % i), at("allhome", ""), permalink=True) for i in range(3)]))
case("twice", 3, 3, rss("twice", [item(1, at("twice", "1"), "g1"), item(1, at("twice", "1"), "g1"), item(2, at("twice", "2"), "g2"), item(3, at("twice", "3"), "g2")]))
case("twoforms", 3, 3, rss("twoforms", [item(1, at("twoforms", "1"), "g1"), item(1, at("twoforms", "1"), "g1", text="The same headline over another text."), item(2, at("twoforms", "2"), "g2")]))
# The guid of the newest is always "latest".
case("latest", 3, 3, *[rss("latest", [item(i, at("latest", "e/%d" % i), "latest")]) for i in range(3)])
# An edit and its taking back are both news; a date in the future changes nothing.
back = lambda t: rss("back", [item(1, at("back", "1"), "b1", text=t)])
case("back", 1, 3, back("The bridge opens on Monday."), back("The bridge opens on Friday."), back("The bridge opens on Monday."), back("The bridge opens on Monday."))
case("future", 4, 4, *[rss("future", [item(i, at("future", "cast"), None if i % 2 else "f%d" % i, date=formatdate(AHEAD + i * 86400)) for i in range(4)])] * 2)

STATES = max(len(c["states"]) for c in CASES)


def put_state(k, where="feeds"):
    for c in CASES:
        c["path"] = write("%s/%s.%s" % (where, c["name"], c["ext"]), c["states"][min(k, len(c["states"]) - 1)])


def conf(name, more=""):
    return write(name, "version: 1\npipeline: []\nsources:\n" + "".join("  - { id: %s, url: \"file:%s\", parse: feed }\n" % (c["name"], c["path"]) for c in CASES) + more)


def counts(store):
    """name -> (current records, versions); a record tells its case by its feed, or by its host."""
    out = {}
    with sqlite3.connect(store) as db:
        for source, wire, version in db.execute("SELECT l.source, l.wire, max(r.version) FROM record r JOIN log l ON l.seq = r.seq GROUP BY r.work"):
            name = source or next((c["name"] for c in CASES if any((mark % c["name"]).encode() in wire for mark in ("//%s.example", "//www.%s.example", "urn:%s:"))), None) or "ekpompi"
            n, v = out.get(name, (0, 0))
            out[name] = n + 1, v + version
    return out


def judge(what, store, wanted=None):
    got = counts(store)
    for c in CASES:
        want = wanted(c) if wanted else (c["records"], c["versions"])
        if want is not None:
            check("%s: %s" % (what, c["name"]), got.get(c["name"]) == want, "%s records, %s versions instead of %s, %s" % (*got.get(c["name"], (0, 0)), *want))


polled, imported = os.path.join(folder, "polled.db"), os.path.join(folder, "imported.db")
told = ""
for k in range(STATES):
    put_state(k)
    told += tidings("run", "--once", "--config", conf("tidings.yaml"), "--store", polled).stderr
judge("polled", polled)
check("a restless source is told once, a steady one not at all", sorted(re.findall(r"source (\w+) gives its items (?:new guids|the guids of others)", told)) ==
      sorted(c["name"] for c in CASES if c["name"].startswith("restless") or c["name"] in ("places", "latest")), told)
before = counts(polled)
p = tidings("run", "--once", "--config", conf("tidings.yaml"), "--store", polled)
check("an unchanged document makes nothing", counts(polled) == before and " 0 new records, 0 new versions" in p.stdout, p.stdout)

# The same items by another way: nothing is there twice.
p = tidings("import", "--quiet", "--store", polled, *[c["path"] for c in CASES])
judge("polled, then imported", polled, lambda c: before.get(c["name"]))
put_state(STATES, "elsewhere")
p = tidings("import", "--quiet", "--store", polled, *[c["path"] for c in CASES])
judge("polled, then imported from elsewhere", polled, lambda c: before.get(c["name"]))

# The feeds moved: the sources have other addresses.
tidings("run", "--once", "--config", conf("moved.yaml"), "--store", polled)
judge("polled at another address", polled, lambda c: before.get(c["name"]))

for k in range(STATES):
    put_state(k)
    tidings("import", "--quiet", "--store", imported, *[c["path"] for c in CASES])
judge("imported", imported)
p = tidings("import", "--store", imported, *[c["path"] for c in CASES])
check("imported again nothing is new", re.search(r": 0 new(?! \w+, [1-9])|0 new records, 0 new versions", p.stdout) is not None and counts(imported) ==
      {c["name"]: (c["records"], c["versions"]) for c in CASES}, p.stdout)
tidings("run", "--once", "--config", conf("tidings.yaml"), "--store", imported)
with sqlite3.connect(imported) as db:
    n = db.execute("SELECT count(DISTINCT work) FROM record").fetchone()[0]
check("imported, then polled: the same works", n == sum(c["records"] for c in CASES), n)

# A store of the first schema knew a work by its number alone, made of the address: then guids come, and an edit.
items = lambda guid, text: rss("old", [item(i, at("old", "a/%d" % i), guid and "g%d" % i, text=text if i == 1 else None) for i in range(3)])
path = write("old/feed.xml", items(False, None))
old_conf = write("old.yaml", "version: 1\npipeline: []\nsources:\n  - { id: old, url: \"file:%s\", parse: feed }\n" % path)
store = os.path.join(folder, "old.db")
tidings("run", "--once", "--config", old_conf, "--store", store)
with sqlite3.connect(store) as db:
    db.execute("DELETE FROM alias")
    db.execute("INSERT INTO alias SELECT DISTINCT r.work, l.source, r.work, 50 FROM record r JOIN log l ON l.seq = r.seq WHERE r.version = 1")
write("old/feed.xml", items(True, "Edited since, and under a guid."))
for k in range(2):
    p = tidings("run", "--once", "--config", old_conf, "--store", store)
    check("works of an older store are found by their address", (" 0 new records, %d new version" % (k == 0)) in p.stdout and "gives its items" not in p.stderr, p.stdout + p.stderr)

# Two feeds of one outlet carry the same items, one in full and one in short: one work, and no ping-pong between the two.
both = lambda text: [item(i, at("house", "a/%d" % i), None, text=text % i) for i in range(3)]
short, full = write("house/short.xml", rss("house", both("Short words on number %d."))), write("house/full.xml", rss("house", [
    item(i, at("house", "a/%d" % i), "other-%d" % i, text="The full report on number %d, with all that was said by those who were there." % i) for i in range(3)]))
house = write("house.yaml", "version: 1\npipeline: []\nsources:\n  - { id: short, url: \"file:%s\", parse: feed, outlet: House }\n  - { id: full, url: \"file:%s\", parse: feed, outlet: House }\n" % (short, full))
store = os.path.join(folder, "house.db")
for k in range(4):
    tidings("run", "--once", "--config", house, "--store", store)
rows = [json.loads(x) for x in tidings("export", "--store", store).stdout.splitlines()]
check("two feeds of one outlet: one work each, however often they are asked", len(rows) == 3 and all(r["version"] <= 2 for r in rows), [(r["url"], r["version"]) for r in rows])

# Two feeds of one outlet number the same items in their own way: neither is restless.
ours = lambda mark, text: rss("paper", [item(i, at("paper", "a/%d" % i), "%s-%d" % (mark, i), lang="el", text=text and text % i) for i in range(4)])
a, b = write("paper/a.xml", ours("a", None)), write("paper/b.xml", ours("b", "Σύντομα για το θέμα %d."))
paper = write("paper.yaml", "version: 1\npipeline: []\nsources:\n  - { id: a, url: \"file:%s\", parse: feed, outlet: Paper }\n  - { id: b, url: \"file:%s\", parse: feed, outlet: Paper }\n" % (a, b))
store = os.path.join(folder, "paper.db")
told = "".join(tidings("run", "--once", "--config", paper, "--store", store).stderr for k in range(3))
check("guids of two feeds of one outlet are not restless", told == "", told)

# A page and its item, and a page behind an item, are one work of their source; an edit of the page is its next version.
page = lambda text: ("<html><head><title>The bridge opens - Way</title><link rel=canonical href='https://way.example/bridge'></head><body><article><h1>The bridge opens</h1>"
                     "<p>%s</p><p>%s</p></article></body></html>" % (text, " ".join(prose(i) for i in range(6))))
path = write("way/bridge.html", page("The bridge opens on Monday."))
feed = write("way/feed.xml", rss("way", ["<item><title>The bridge opens</title><link>file:%s</link><guid isPermaLink='false'>w1</guid><description>In short.</description></item>" % path]))
way = write("way.yaml", "version: 1\npipeline: []\nsources:\n  - { id: way, url: \"file:%s\", parse: feed, full_text: { parse: article } }\n" % feed)
store = os.path.join(folder, "way.db")
tidings("run", "--once", "--config", way, "--store", store)
write("way/bridge.html", page("The bridge opens on Friday."))
write("way/feed.xml", open(feed).read().replace("In short.", "In short, again."))
tidings("run", "--once", "--config", way, "--store", store)
rows = [json.loads(x) for x in tidings("export", "--store", store).stdout.splitlines()]
check("a page behind an item is one work with it", [(r["version"], "on Friday" in r["text"], r["guid"]) for r in rows] == [(2, True, "w1")], rows)

# A page to which several items lead (to log in, to agree) is that of none: what the feed said of each is kept, at its first
# reading and when a further one comes.  One at another address than the item says, and under its title, is the item's.
wall = write("wall/login.html", page("Σύνδεση.").replace("The bridge opens", "Συνδεθείτε για να συνεχίσετε"))
def walled(name, guid, numbers):
    for i in numbers:
        write("wall/%s-%d.html" % (name, i), open(wall).read())
    return rss(name, [item(i, "file:%s" % os.path.join(folder, "wall/%s-%d.html" % (name, i)), guid and "%s-%d" % (name, i), lang="el", title="Είδηση %d" % i) for i in numbers])
for name, guid in (("guided", True), ("unguided", False)):
    store, feed = os.path.join(folder, name + ".db"), os.path.join(folder, "wall/%s.xml" % name)
    conf_wall = write(name + ".yaml", "version: 1\npipeline: []\nsources:\n  - { id: %s, url: \"file:%s\", parse: feed, full_text: { parse: article } }\n" % (name, feed))
    for numbers in (range(4), range(1, 5), range(2, 7)):
        write("wall/%s.xml" % name, walled(name, guid, numbers))
        tidings("run", "--once", "--config", conf_wall, "--store", store)
    rows = [json.loads(x) for x in tidings("export", "--store", store).stdout.splitlines()]
    check("items that lead to one page are kept (%s)" % name, len(rows) == 7 and all(r["version"] == 1 for r in rows) and
          sum(r["title"].startswith("Είδηση") for r in rows) >= 6, [(r["title"], r["version"], r["url"]) for r in rows])

# Pages that all name the same address as theirs, their section's, over texts that differ little: each is its item's.
def section(numbers):
    for i in numbers:
        write("section/%d.html" % i, page("Το δελτίο αριθμός %d." % i).replace("The bridge opens", "Δελτίο %d" % i).replace("/bridge", "/news"))
    return rss("section", [item(i, "file:%s" % os.path.join(folder, "section/%d.html" % i), "sec-%d" % i, lang="el", title="Δελτίο %d" % i) for i in numbers])
store, feed = os.path.join(folder, "section.db"), os.path.join(folder, "section/feed.xml")
conf_section = write("section.yaml", "version: 1\npipeline: []\nsources:\n  - { id: section, url: \"file:%s\", parse: feed, full_text: { parse: article } }\n" % feed)
for numbers in (range(4), range(1, 5), range(3, 7)):
    write("section/feed.xml", section(numbers))
    tidings("run", "--once", "--config", conf_section, "--store", store)
rows = [json.loads(x) for x in tidings("export", "--store", store).stdout.splitlines()]
check("pages that name one address are each their item's", sorted(r["title"] for r in rows) == ["Δελτίο %d" % i for i in range(7)] and
      all(r["version"] == 1 and "αριθμός" in r["text"] for r in rows), [(r["title"], r["version"]) for r in rows])

# Items that share one address have no page of their own to be fetched.
cast = write("cast/feed.xml", rss("cast", [item(i, "file:%s" % path, "c%d" % i) for i in range(5)]))
conf_cast = write("cast.yaml", "version: 1\npipeline: []\nsources:\n  - { id: cast, url: \"file:%s\", parse: feed, full_text: { parse: article } }\n" % cast)
store = os.path.join(folder, "cast.db")
for k in range(2):
    tidings("run", "--once", "--config", conf_cast, "--store", store)
rows = [json.loads(x) for x in tidings("export", "--store", store).stdout.splitlines()]
check("with full_text a podcast keeps its episodes", sorted(r["guid"] for r in rows) == ["c%d" % i for i in range(5)] and all(r["version"] == 1 for r in rows), [(r.get("guid"), r["version"]) for r in rows])

# Records are prepared beside the store, those of a long document are not: they are the same.
many = [item(i, at("many", "a/%d?token=s3cr3t-%d" % (i, i)), "m%d" % i, title="Opinion: report %d" % i if i % 50 == 7 else None, lang=("en", "ru", "ja")[i % 3],
             date="Fri, 02 Mar 2199 10:00:00 GMT" if i % 60 == 11 else True) for i in range(210)]
def as_polled(name, parts):
    out, conf_many = {}, "version: 1\npipeline: []\nsources:\n"
    for k, part in enumerate(parts):
        conf_many += "  - { id: %s%d, url: \"file:%s\", parse: feed, outlet: Many, tags: [ways] }\n" % (name, k, write("many/%s%d.xml" % (name, k), rss("many", part)))
    store = os.path.join(folder, name + ".db")
    tidings("run", "--once", "--config", write(name + ".yaml", conf_many), "--store", store)
    for x in tidings("export", "--store", store).stdout.splitlines():
        r = json.loads(x)
        if "future-date" in str(r):
            r.pop("published", None)  # the time of the poll
        out[r["guid"]] = {k: v for k, v in r.items() if k not in ("id", "work", "first_seen", "last_seen", "source")}
    return out
whole, parts = as_polled("long", [many]), as_polled("parts", [many[:105], many[105:]])
check("records of a long feed are those of short ones", len(whole) == 210 and whole == parts,
      [(g, whole.get(g), parts.get(g)) for g in sorted(set(whole) | set(parts)) if whole.get(g) != parts.get(g)][:2])

P.end()
