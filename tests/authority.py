#!/usr/bin/env python3
"""Who may speak for an address: an outlet and a mimic, in either order, with any trust, over files and HTTP.

  authority.py --tidings build/release/tidings

Two web servers on loopback stand for two hosts.  The mimic lists the outlet's addresses, claims them as canonical, redirects to
them, uses its guids and ids, and dates what it says into the future.  The outlet's report must stay what the outlet says, its
corrections must come through, and the mimic's record must be one of its own, tied to the outlet's.  Exit 0 when all holds.
"""
import http.server, json, os, random, time
from email.utils import formatdate
from xml.sax.saxutils import escape

from loopback import Server
from program import arguments, Program

ap = arguments(__doc__)
P = Program("authority", ap)
folder = P.folder
check, tidings, write, records = P.check, P.expect, P.write, P.records


def serve(pages):
    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *a):
            pass

        def do_GET(self):
            body = pages.get(self.path)
            self.send_response(404 if body is None else 302 if body.startswith("=> ") else 200)
            if body is not None and body.startswith("=> "):
                self.send_header("Location", body[3:])
            self.send_header("Content-Type", "text/html; charset=utf-8" if body and body.startswith("<html") else "application/xml")
            data = (body or "no").encode()
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)
    server = Server(Handler)
    return server, server.base


theirs, mimics = {}, {}
(server_a, OUTLET), (server_b, MIMIC) = serve(theirs), serve(mimics)


def words(i, seed):
    r = random.Random("%s %d" % (seed, i))
    return " ".join("".join(r.choice("bdfgklmnprst") + r.choice("aeiou") for k in range(3)) for k in range(14))


class Text:
    """A text of its own for each case: nothing here is a copy by its words."""

    def __init__(self, start, seed):
        self.start, self.seed = start, seed

    def __mod__(self, i):
        return "%s %d: %s." % (self.start, i, words(i, self.seed))


TRUE, CORRECTED, FORGED = Text("It is open, bridge", "true"), Text("It is open in part, bridge", "true"), Text("It has fallen, bridge", "forged")
OLD, FUTURE = "Tue, 05 Mar 2024 14:30:00 GMT", formatdate(time.time() + 20 * 3600, usegmt=True)


def rss(home, *items):
    """items: (title, link, guid, date, text)."""
    return "<rss version='2.0'><channel><title>%s</title><link>%s</link><description>d</description>%s</channel></rss>" % (home, home, "".join(
        "<item><title>%s</title><link>%s</link><guid isPermaLink='false'>%s</guid><pubDate>%s</pubDate><description>%s</description></item>"
        % (title, escape(link), guid, date, text) for title, link, guid, date, text in items))


def html(title, text, head=""):
    return "<html><head><title>%s</title>%s</head><body><article><h1>%s</h1>%s</article></body></html>" % (title, head, title, "".join("<p>%s</p>" % text for k in range(4)))


def conf(name, sources):
    return write(name, "version: 1\nfetch: { allow_private: true, hosts: { delay: 0s } }\npipeline:\n  - dedupe: {}\n  - story: {}\nsources:\n" + "".join("  - { %s }\n" % s for s in sources))


def shown(store, what):
    return json.loads(tidings("show", "--json", what, "--store", store).stdout)


# ---- an outlet and a mimic, in either order -----------------------------------------------------------------------
COMBOS = [(way, first, trust) for way in ("file", "http") for first in ("outlet", "mimic") for trust in ((0, 9), (9, 0), (None, None))]


def address(i):
    return "%s/report/%d" % (OUTLET, i) if COMBOS[i][0] == "http" else "https://outlet%d.example/report" % i


def source(i, who):
    way, _, (t, m) = COMBOS[i]
    trust = t if who == "outlet" else m
    url = "%s/%d.xml" % (OUTLET if who == "outlet" else MIMIC, i) if way == "http" else "file:%s/%s/%d.xml" % (folder, who, i)
    return "id: %s%d, url: \"%s\", parse: feed%s" % (who, i, url, "" if trust is None else ", trust: %d" % trust)


def publish(who, text, date, title):
    for i, (way, _, _) in enumerate(COMBOS):
        home = ("https://outlet%d.example/" % i if way == "file" else OUTLET + "/") if who == "outlet" else "https://mimic.example/"
        body = rss(home, (title, address(i), "guid-%d" % i, date, text % i), ("Quite another thing", home + "other", "other-%s" % who, OLD, "Nothing to do with %s" % words(i, who)))
        if way == "file":
            write("%s/%d.xml" % (who, i), body)
        (theirs if who == "outlet" else mimics)["/%d.xml" % i] = body


def name(i):
    way, first, trust = COMBOS[i]
    return "%s, the %s first, trust %s" % (way, first, trust)


everybody = [source(i, who) for i in range(len(COMBOS)) for who in ("outlet", "mimic")]
firsts = [source(i, COMBOS[i][1]) for i in range(len(COMBOS))]
store = os.path.join(folder, "both.db")
publish("outlet", TRUE, OLD, "The bridge is open")
publish("mimic", FORGED, FUTURE, "The bridge has fallen")
tidings("run", "--once", "--config", conf("firsts.yaml", firsts), "--store", store)
both = conf("both.yaml", everybody)
for k in range(2):
    tidings("run", "--once", "--config", both, "--store", store)


def look(text, version):
    rows = {}
    for r in records(store):
        rows.setdefault(r["source"]["id"], []).append(r)
    for i, (way, first, (t, m)) in enumerate(COMBOS):
        mine = [r for r in rows.get("outlet%d" % i, []) if r.get("url") == address(i)]
        its = [r for r in rows.get("mimic%d" % i, []) if r.get("url") == address(i)]
        check("%s: each has its own record" % name(i), len(mine) == 1 and len(its) == 1, (mine, its))
        if len(mine) != 1 or len(its) != 1:
            continue
        mine, its = mine[0], its[0]
        check("%s: and it is what it says" % name(i), mine["text"] == text % i and mine["version"] == version and its["text"] == FORGED % i and its["version"] == 1,
              (mine["text"], mine["version"], its["text"], its["version"]))
        trusted = way == "http" or (t is None and True) or t > m  # by host; by what the feed says it is of; by trust
        copy, of = (its, mine) if trusted else (mine, its)
        versions = [v["id"] for v in shown(store, of["id"])["versions"]]
        check("%s: one is a copy of the other" % name(i), copy.get("duplicate_of") in versions and "duplicate_of" not in of, (copy.get("duplicate_of"), versions, of.get("duplicate_of")))
        if version == 1:
            check("%s: show says so" % name(i), any(n["by"] == "identity" and n.get("duplicate_of") in versions for n in shown(store, copy["id"])["notes"]), shown(store, copy["id"])["notes"])
            check("%s: the address shows the original" % name(i), shown(store, address(i))["record"]["id"] == of["id"])


look(TRUE, 1)
publish("outlet", CORRECTED, OLD, "The bridge is open in part")
for k in range(2):
    tidings("run", "--once", "--config", both, "--store", store)
look(CORRECTED, 2)
stories = [json.loads(x) for x in tidings("stories", "--json", "--limit", "0", "--store", store).stdout.splitlines()]
check("copies are counted as copies", sum(s["copies"] for s in stories) >= len(COMBOS), sum(s["copies"] for s in stories))

# ---- by page: canonical, redirect, full text ----------------------------------------------------------------------
store = os.path.join(folder, "pages.db")
theirs["/a"] = html("The ferry sails", "The ferry sails on Monday, the harbour office said, and it will be full.")
theirs["/amp/b"], theirs["/moved"] = html("The ferry sails", "Not asked for."), "=> %s/landing" % MIMIC
theirs["/feed"] = rss(OUTLET, ("The ferry sails", OUTLET + "/a", "f1", OLD, "The ferry sails on Monday, in short."), ("The dock moved", OUTLET + "/moved", "f2", OLD, "The dock has moved, in short."))
mimics["/claim"] = html("The ferry has sunk", "The ferry has sunk in the harbour, and nobody will ever say so but this page.", "<link rel=canonical href='%s/a'>" % OUTLET)
mimics["/there"] = "=> %s/a" % OUTLET
mimics["/landing"] = html("Buy a boat", "Boats are sold here, at a price that is lower than what you have seen before.")
mimics["/feed"] = rss(MIMIC, ("The ferry has sunk", OUTLET + "/a", "f1", FUTURE, "Sunk, in short."), ("There", MIMIC + "/there", "f3", FUTURE, "There, in short."), ("Moved", OUTLET + "/moved", "f4", OLD, "Moved, in short."))
outlet = "id: outlet, url: \"%s/feed\", parse: feed, trust: 0, name: The Outlet" % OUTLET
sources = ["id: mimic, url: \"%s/feed\", parse: feed, full_text: { parse: article }, trust: 9" % MIMIC, "id: claim, url: \"%s/claim\", parse: article, trust: 9" % MIMIC,
           "id: there, url: \"%s/there\", parse: article, trust: 9" % MIMIC]
for order in ("outlet first", "mimic first"):
    store = os.path.join(folder, order.replace(" ", "") + ".db")
    theirs["/feed"] = theirs["/feed"].replace("at last", "in short")
    tidings("run", "--once", "--config", conf("one.yaml", [outlet] if order == "outlet first" else sources), "--store", store)
    all_of_them = conf("pages.yaml", [outlet] + sources)
    for k in range(2):
        tidings("run", "--once", "--config", all_of_them, "--store", store)
    theirs["/feed"] = theirs["/feed"].replace("in short", "at last")
    tidings("run", "--once", "--config", all_of_them, "--store", store)
    rows = records(store)
    mine = [r for r in rows if r["source"]["id"] == "outlet" and r["url"] == OUTLET + "/a"]
    check("%s: the report is the outlet's own" % order, len(mine) == 1 and mine[0]["text"] == "The ferry sails on Monday, at last." and mine[0]["version"] == 2 and
          "duplicate_of" not in mine[0], mine)
    claim = [r for r in rows if r["source"]["id"] == "claim"]
    check("%s: a page that claims the address is its own, and a copy" % order, len(claim) == 1 and claim[0]["url"] == MIMIC + "/claim" and claim[0]["version"] == 1 and
          claim[0].get("duplicate_of"), claim)
    lent = [r for r in rows if r["source"]["id"] in ("mimic", "there") and r["text"].startswith("The ferry sails")]
    check("%s: the outlet's page, followed or redirected to by others, is a copy" % order, len(lent) >= 2 and all(r.get("duplicate_of") for r in lent), [(r["url"], r.get("duplicate_of")) for r in lent])
    landed = [r for r in rows if r["text"].startswith("Boats are sold")]
    check("%s: an address of the outlet that leads elsewhere lends its name to nobody" % order, landed and all(r["url"].startswith(MIMIC) for r in landed), [(r["source"]["id"], r["url"]) for r in landed])
    check("%s: search under the address finds the outlet's words" % order, shown(store, OUTLET + "/a")["record"]["source"]["id"] == "outlet")

# ---- the work's own side ------------------------------------------------------------------------------------------
# A feed and a page of one host, two sources: one work.  A page of another host is its other form if the work names it.
theirs["/side"] = html("The tide turns", "The tide turns at noon, says the long form.", "<link rel=amphtml href='%s/amp/side'>" % MIMIC)
theirs["/sidefeed"] = rss(OUTLET, ("The tide turns", OUTLET + "/side", "s1", OLD, "The tide turns, in short."))
mimics["/amp/side"] = html("The tide turns", "The tide turns at noon, says the short form for telephones.", "<link rel=canonical href='%s/side'>" % OUTLET)
mimics["/amp/other"] = mimics["/amp/side"].replace("telephones", "nobody")
store = os.path.join(folder, "side.db")
config = conf("side.yaml", ["id: sidefeed, url: \"%s/sidefeed\", parse: feed" % OUTLET])
tidings("run", "--once", "--config", config, "--store", store)
config = conf("side.yaml", ["id: sidefeed, url: \"%s/sidefeed\", parse: feed" % OUTLET, "id: page, url: \"%s/side\", parse: article" % OUTLET])
for k in range(3):
    tidings("run", "--once", "--config", config, "--store", store)
rows = records(store)
check("a feed and a page of one host are one work, and neither takes back what the other added", len(rows) == 1 and rows[0]["version"] == 2 and "long form" in rows[0]["text"], [(r["version"], r["text"]) for r in rows])
config = conf("side.yaml", ["id: amp, url: \"%s/amp/side\", parse: article" % MIMIC, "id: other, url: \"%s/amp/other\", parse: article" % MIMIC])
for k in range(2):
    tidings("run", "--once", "--config", config, "--store", store)
rows = {r["source"]["id"]: r for r in records(store)}
check("a page the work names as its other form adds a version, another does not", sorted(rows) == ["amp", "other"] and rows["amp"]["version"] == 3 and rows["other"]["version"] == 1 and
      rows["other"].get("duplicate_of"), [(i, r["version"], r.get("duplicate_of")) for i, r in rows.items()])
p = tidings("import", "--store", store, "--config", write("private.yaml", "version: 1\nfetch: { allow_private: true, hosts: { delay: 0s } }\n"), OUTLET + "/sidefeed")
check("an import of the same feed from its own address adds nothing", len(records(store)) == 2, p.stdout)

# ---- by import ----------------------------------------------------------------------------------------------------
for order in ("outlet first", "import first"):
    store = os.path.join(folder, "import%s.db" % order[0])
    jl = [{"id": "native-1", "title": "The ferry has sunk", "text": "The ferry has sunk, says an import.", "url": OUTLET + "/a", "source": {"id": "outlet", "name": "The Outlet", "outlet": "The Outlet"},
           "published": "2099-01-01T00:00:00Z"}, {"id": "j1", "title": "Forged", "text": "Forged by an import.", "source": "lines"}]
    lines = write("lines.jsonl", json.dumps({"id": "j1", "title": "Said", "text": "Said by the source itself."}) + "\n")
    files = [write("mimic.jsonl", "".join(json.dumps(x) + "\n" for x in jl)),
             write("saved.html", html("The ferry is lost", "The ferry is lost at sea, says a saved page that names an address.", "<link rel=canonical href='%s/a'>" % OUTLET)),
             write("saved.xml", rss(OUTLET, ("The ferry is late", OUTLET + "/a", "f1", FUTURE, "Late, says a saved feed.")))]
    config = conf("import.yaml", [outlet, "id: lines, url: \"file:%s\", parse: record" % lines])
    theirs["/feed"] = rss(OUTLET, ("The ferry sails", OUTLET + "/a", "f1", OLD, "The ferry sails on Monday, in short."))
    steps = [lambda: tidings("run", "--once", "--config", config, "--store", store), lambda: tidings("import", "--quiet", "--store", store, *files)]
    for step in (steps if order == "outlet first" else steps[::-1]) * 2:
        step()
    theirs["/feed"] = theirs["/feed"].replace("in short", "at last")
    steps[0]()
    rows = records(store)
    mine = [r for r in rows if r["text"] == "The ferry sails on Monday, at last."]
    check("import, %s: the outlet's report is its own" % order, len(mine) == 1 and mine[0]["version"] == 2 and "duplicate_of" not in mine[0], [(r["text"], r["version"], r.get("duplicate_of")) for r in rows])
    others = [r for r in rows if r["text"].startswith(("The ferry has", "The ferry is", "Late"))]
    check("import, %s: what claims its address is a copy" % order, len(others) == 3 and all(r.get("duplicate_of") and r["version"] == 1 for r in others), [(r["text"], r["version"], r.get("duplicate_of")) for r in others])
    told = {r["text"]: r["version"] for r in rows if r.get("native_id") == "j1"}
    check("import, %s: an id is the source's own" % order, told == {"Said by the source itself.": 1, "Forged by an import.": 1}, told)
    write("mimic.jsonl", json.dumps(dict(jl[0], text="The ferry has sunk twice.")) + "\n")
    tidings("import", "--quiet", "--store", store, files[0])
    told = [(r["version"], r["text"], bool(r.get("duplicate_of"))) for r in records(store) if r.get("native_id") == "native-1"]
    check("import, %s: the same id of the same source is the operator's word" % order, told == [(2, "The ferry has sunk twice.", True)], told)

# ---- dates --------------------------------------------------------------------------------------------------------
store = os.path.join(folder, "dates.db")
now = time.time()
path = write("dates.xml", rss("https://dates.example/", ("Far", "https://dates.example/1", "d1", formatdate(now + 86400 * 200), "Far ahead."), ("Near", "https://dates.example/2", "d2", formatdate(now + 3600 * 12), "Near ahead."),
                                  ("Never", "https://dates.example/4", "d4", "Tue, 01 Jan 2199 00:00:00 GMT", "Never."), ("Past", "https://dates.example/3", "d3", OLD, "Long ago.")))
config = conf("dates.yaml", ["id: dates, url: \"file:%s\", parse: feed" % path])
for k in range(2):
    p = tidings("run", "--once", "--config", config, "--store", store)
rows = {r["title"]: r for r in records(store)}
flag = lambda r: "future-date" in r.get("quality", {}).get("flags", [])
check("a feed's date far ahead is none, and is flagged", flag(rows["Far"]) and rows["Far"]["published"] is None, rows["Far"])
ahead = write("ahead.jsonl", json.dumps({"id": "ahead", "title": "Ahead", "text": "It is said to be of next year.", "published": int((now + 86400 * 200) * 1000), "updated": int((now + 86400 * 300) * 1000)}) + "\n")
ahead_store = os.path.join(folder, "ahead.db")
for k in range(2):
    tidings("import", "--quiet", "--store", ahead_store, ahead)
row = records(ahead_store)[0]
check("any other date far ahead becomes the time of fetching, once, and is flagged", flag(row) and row["published"] == row["updated"] == row["first_seen"] and row["version"] == 1, row)
check("a date nobody can mean is none", rows["Never"].get("published") is None, rows["Never"])
check("a date within a day is kept", not flag(rows["Near"]) and rows["Near"]["published"] > rows["Near"]["first_seen"], rows["Near"])
check("an old one too", not flag(rows["Past"]) and rows["Past"]["published"].startswith("2024-03-05"), rows["Past"])
check("and nothing new comes of it", " 0 new records, 0 new versions" in p.stdout, p.stdout)
write("dates.xml", open(path).read().replace("Near ahead.", "Near, corrected.").replace(formatdate(now + 3600 * 12), formatdate(now - 3600)).replace("Far ahead.", "Far, corrected.").replace(formatdate(now + 86400 * 200), formatdate(now - 86400 * 200)))
tidings("run", "--once", "--config", config, "--store", store)
rows = {r["title"]: r for r in records(store)}
check("a date ahead silences no correction", rows["Near"]["text"] == "Near, corrected." and rows["Near"]["version"] == 2, rows["Near"])

# ---- who published ------------------------------------------------------------------------------------------------
first = ("The ferry Halcyon ran aground on a sandbank near Port Ellery early on Monday with 214 people on board, the coast guard said. Rescue boats from three harbours brought the "
         "passengers ashore within four hours. The captain, Ida Morrow, told investigators that a steering pump had failed.")
second = ("Everybody is safe after the ferry Halcyon struck a sandbank off Port Ellery on Monday, Ellery Lines said. Captain Ida Morrow spoke of a broken steering pump, and the coast guard "
          "counted 214 passengers. An older ship, the Petrel, sails from Port Ellery on Thursday.")
names = ["one.txt", "two.txt"]
store = os.path.join(folder, "unnamed.db")
brief = write("brief.yaml", "version: 1\npipeline:\n  - dedupe: {}\n  - story: {}\n  - extract: {}\n")
tidings("import", "--quiet", "--config", brief, "--store", store, *[write(n, "Ferry Halcyon aground near Port Ellery\n\n%s\n" % t) for n, t in zip(names, (first, second))])
story = json.loads(tidings("stories", "--json", "--limit", "1", "--store", store).stdout.splitlines()[0])
told = tidings("brief", "--all", "--store", store).stdout
check("two files of unknown origin are not two publishers", (story["records"], story["publishers"]) == (2, 0) and json.loads(tidings("brief", "--all", "--json", "--store", store).stdout.splitlines()[0])["publishers"] == 0, story)
check("and a brief of theirs names the files", "two reports, none" in told and "publisher" not in told and all("file " + n in told for n in names), told)
for what, sources, urls, n in (("hosts", ["Said", "Said"], ["https://www.courier.example/1", "https://ledger.example/2"], 2), ("one host", ["Courier", "Ledger"], ["https://courier.example/1", "https://www.courier.example/2"], 1),
                               ("what records say", ["Courier", "Ledger"], [None, None], 2), ("an outlet", [{"id": "a", "name": "A", "outlet": "House"}, {"id": "b", "name": "B", "outlet": "House"}], [None, None], 1),
                               ("names of sources", [{"id": "a", "name": "A"}, {"id": "b", "name": "B"}], ["https://x.example/1", "https://x.example/2"], 2)):
    store = os.path.join(folder, "by %s.db" % what)
    one = ["min_publishers: 1" if n == 1 else ""]
    brief = write("brief.yaml", "version: 1\npipeline:\n  - dedupe: {}\n  - story: {}\n  - extract: { %s }\n" % one[0])
    path = write("who.jsonl", "".join(json.dumps({k: v for k, v in {"id": "w%d" % i, "title": "Ferry Halcyon aground near Port Ellery", "text": t, "source": sources[i], "url": urls[i]}.items() if v}) + "\n" for i, t in enumerate((first, second))))
    tidings("import", "--quiet", "--config", brief, "--store", store, path)
    story = json.loads(tidings("stories", "--json", "--limit", "1", "--store", store).stdout.splitlines()[0])
    told = json.loads(tidings("brief", "--all", "--json", "--store", store).stdout.splitlines()[0])
    check("publishers by %s: listing and brief count the same" % what, story["publishers"] == told["publishers"] == n, (story["publishers"], told["publishers"], n))

server_a.shutdown()
server_b.shutdown()
P.end()
