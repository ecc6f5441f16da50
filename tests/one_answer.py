#!/usr/bin/env python3
"""What is asked in several places of the program has one answer: who published, what was found out of a record, whether a
failure may pass.

  one_answer.py --tidings build/release/tidings

Web servers on loopback, one for each way to fail.  Exit 0 when all holds.
"""
import http.server, json, os, time

from loopback import Server
from program import arguments, lines, Program

ap = arguments(__doc__)
P = Program("one-answer", ap)
folder = P.folder
check, tidings, write = P.check, P.run, P.write


# ---- who published, and what was found out of a record ----

ONE = ["The old stone bridge over the river Vell at Orlo collapsed early on Tuesday and two lorry drivers were taken to hospital, the fire brigade said.",
       "Engineers had closed one lane of the bridge last week after cracks were found in a pillar, and the mayor had asked for money to repair it.",
       "Traffic is being led over the bridge at Teff, twenty kilometres to the south, until a pontoon can be built by the army."]
TWO = ["Two lorry drivers are in hospital after the old bridge over the Vell at Orlo fell down early on Tuesday, according to firefighters of the town.",
       "Cracks had been found in a pillar last week, and engineers had closed a lane of the bridge, said the mayor of Orlo.",
       "The army will build a pontoon; until then cars must take the bridge at Teff."]
THREE = ["The collapse of the bridge at Orlo on Tuesday left two lorry drivers injured, the hospital of Orlo confirmed, and both are stable.",
         "Police closed the banks of the Vell and a crane was brought to lift the lorries from the river.",
         "The mayor of Orlo said that the bridge at Teff is open to all traffic."]
OTHER = ["The museum of clocks in Varn opens a new wing on Saturday with eighty watches that were found in an attic.",
         "A carpenter had kept them in biscuit tins, and his granddaughter gave them to the town."]


def record(i, host, texts, title):
    return {"kind": "article", "id": "r%d" % i, "title": title, "url": "https://%s/%d" % (host, i), "published": "2026-03-03T0%d:00:00Z" % i,
            "language": "en", "blocks": [{"type": "paragraph", "text": t} for t in texts]}


def story_of(name, records, least=2):
    """Import the records; the largest story as `stories` lists it, its brief (or None), the store."""
    store = os.path.join(folder, name + ".db")
    out = os.path.join(folder, name + ".out")
    conf = write(name + ".yaml", "version: 1\npipeline:\n  - dedupe: {}\n  - story: {}\n  - extract: { min_publishers: %d }\n"
                 "sinks:\n  - jsonl: { path: %s }\n" % (least, out))
    p = tidings("import", "-q", "--config", conf, "--store", store, write(name + ".jsonl", "".join(json.dumps(r) + "\n" for r in records)))
    if p.returncode != 0:
        print(p.stderr)
    stories = sorted(lines(tidings("stories", "--json", "--store", store).stdout), key=lambda s: -s["records"])
    briefs = lines(tidings("brief", "--all", "--json", "--store", store).stdout)
    return stories[0], briefs[0] if briefs else None, store, out


copied = [record(1, "daily.example", ONE, "Bridge at Orlo collapses, two in hospital"), record(2, "echo.example", ONE, "Bridge at Orlo collapses, two in hospital"),
          record(3, "wire.example", TWO, "Orlo bridge collapses, two drivers in hospital"), record(4, "www.wire.example", THREE, "Two drivers hurt in collapse of Orlo bridge"),
          record(5, "clocks.example", OTHER, "Museum of clocks opens a wing")]
story, brief, store, out = story_of("copied", copied)
check("a story with a copy has a brief", brief is not None and story["records"] >= 3 and story["copies"] >= 1, story)
check("the listing and the brief count the same publishers, copies or not", brief is not None and brief["publishers"] == story["publishers"], (story, brief and brief["publishers"]))
for name, hosts, n in (("one host", ["wire.example", "www.wire.example"], 1), ("two hosts", ["wire.example", "daily.example"], 2)):
    pair = [record(3, hosts[0], TWO, "Orlo bridge collapses, two drivers in hospital"), record(4, hosts[1], THREE, "Two drivers hurt in collapse of Orlo bridge")]
    for least in (1, 2):
        story, brief, _, _ = story_of("%s %d" % (name, least), pair, least)
        check("%s: the minimum of %d counts as the listing does" % (name, least), story["records"] == 2 and story["publishers"] == n and (brief is not None) == (n >= least), (story, brief))

exported = {r["id"]: r for r in lines(tidings("export", "--store", store).stdout)}
sunk = {r["id"]: r for r in lines(open(out).read()) if r["kind"] == "article"}
check("a sink is given every record", sorted(exported) == sorted(sunk) and len(sunk) == 5, (sorted(exported), sorted(sunk)))
check("with what an export says of it: copies, stories, when it was last there",
      exported == sunk and all("last_seen" in r for r in sunk.values()) and any("duplicate_of" in r for r in sunk.values()) and any("story" in r for r in sunk.values()),
      [(k, r.get(k), sunk.get(i, {}).get(k)) for i, r in exported.items() for k in {**r, **sunk.get(i, {})} if r.get(k) != sunk.get(i, {}).get(k)])
shown = {i: json.loads(tidings("show", "--json", r["url"], "--store", store).stdout) for i, r in exported.items()}
folded = ("last_seen", "story", "duplicate_of")
check("and so is one that is looked at", all([shown[i]["record"].get(k) for k in folded] == [r.get(k) for k in folded] for i, r in exported.items()), next(iter(shown.values())))

# ---- which store? ----

conf = write("driver.yaml", "version: 1\nstore: { driver: postgres }\n")
for command in (["check", conf], ["run", "--once", "--config", conf, "--store", store]):
    p = tidings(*command)
    check("%s: a store that is not there is told where it is named" % command[0], p.returncode != 0 and "driver.yaml:2:18: driver: there is no store \"postgres\"" in p.stderr, p.stderr)
p = tidings("stories", "--config", conf, "--store", store)
check("and none other takes its place", p.returncode != 0 and "store-postgres.so" in p.stderr and p.stdout == "", p.stderr)
conf = write("driver.yaml", "version: 1\nstore: { driver: sqlite }\nsources: [{ id: a, url: \"https://a.example/\" }]\n")
check("the one that is there is found by its name", tidings("check", conf).returncode == 0 and tidings("stories", "--config", conf, "--store", store).stdout != "")

# ---- may it pass? ----

PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said to the %s of %s. "


def page(n, more):
    body = "".join("<p>%s</p>" % (PROSE % (who, town) * 2) for who in ("mayor", "cook", "pilot") for town in (("Orlo", "Teff") if n == 1 else ("Varn", "Senn")))
    return ("<html><head><title>The harbour - Example</title>%s</head><body><article><h1>The harbour</h1>%s</article></body></html>"
            % ("<link rel=next href='/story?page=2'>" if more else "", body)).encode()


# How the first answer fails: (status, headers, body), and whether it may pass.
FAILURES = {"429": ((429, {"Retry-After": "1"}, b"slowly"), 1), "503": ((503, {}, b"later"), 1), "cut": ((200, {"Content-Length": "100000"}, b"<html><p>half"), 1),
            "404": ((404, {}, b"no"), 0), "403": ((403, {}, b"no"), 0), "a forbidden scheme": ((302, {"Location": "file:///etc/passwd"}, b""), 0),
            "too large": ((200, {}, b"<html><p>" + b"x" * 300000), 0), "429 for four seconds": ((429, {"Retry-After": "4"}, b"slowly"), 1)}
AN_HOUR = ((429, {"Retry-After": "3600"}, b"slowly"), 0)  # longer than an article may take; its first page is the host's matter


class Failing(Server):
    def __init__(self, name, place, failure):
        self.name, self.place, self.failure, self.asked = name, place, failure, []
        super().__init__(Handler)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *a):
        pass

    def answer(self, status, headers, body):
        self.close_connection = True
        self.send_response(status)
        for k, v in {"Content-Type": "text/html", "Content-Length": str(len(body)), "Connection": "close", **headers}.items():
            self.send_header(k, v)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        s = self.server
        if self.path == "/feed":
            return self.answer(200, {"Content-Type": "application/rss+xml"},
                               b"<rss version='2.0'><channel><title>F</title><link>/</link><description>d</description><item><title>The harbour</title>"
                               b"<link>/story</link><guid isPermaLink='false'>1</guid></item></channel></rss>")
        n = 2 if self.path.endswith("page=2") else 1
        if n == s.place:
            s.asked.append(time.monotonic())
            if len(s.asked) == 1:
                return self.answer(*s.failure)
        return self.answer(200, {}, page(n, n == 1))


places = [(name, place, failure, passes) for name, (failure, passes) in FAILURES.items() for place in (1, 2)]
places.append(("429 for an hour", 2, *AN_HOUR))
servers = [(Failing(name, place, failure), passes) for name, place, failure, passes in places]
conf = write("passing.yaml", "version: 1\nfetch: { allow_private: true, robots: none, max_bytes: 200KiB, hosts: { delay: 0s } }\nsources:\n" + "".join(
    "  - { id: s%d, url: \"http://127.0.0.1:%d/feed\", parse: feed, full_text: { parse: article } }\n" % (i, s.port) for i, (s, _) in enumerate(servers)))
store = os.path.join(folder, "passing.db")
p = tidings("run", "--once", "--config", conf, "--store", store)
kept = {r["source"]["id"]: r for r in lines(tidings("export", "--store", store).stdout)}
for i, (s, passes) in enumerate(servers):
    name = "%s of %s" % (s.name, ("the article's page", "its second page")[s.place - 1])
    r = kept.get("s%d" % i, {})
    words = len(r.get("text", "").split())
    whole = all(town in r.get("text", "") for town in ("Orlo", "Teff", "Varn", "Senn"))
    check("%s: %s" % (name, "asked again" if passes else "not asked again"), len(s.asked) == 1 + passes, (len(s.asked), p.stderr))
    check("%s: %s" % (name, "all is there" if passes else "what there is without it"), whole == bool(passes), (words, r))
    if s.failure[1].get("Retry-After") == "4":
        check("%s: not before the server wants it" % name, len(s.asked) == 2 and s.asked[1] - s.asked[0] >= 3.9, s.asked)
for s, _ in servers:
    s.shutdown()
P.end()
