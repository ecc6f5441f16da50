#!/usr/bin/env python3
"""How the program treats the servers it polls: a named test for each promise, through the program, with a clock that moves.

  behaviour.py --tidings build/release/tidings --shim build/release/tests/clock_shift.so
  behaviour.py ... --piece hints          one piece; --only 9,15 single lines

Each line is one promise that good pollers keep; the table at the end says which hold.  The servers run in this process,
on loopback; what needs real names runs in namespaces, and is left out, and said, where the kernel gives none.
Exit 0 when all hold.
"""
import argparse, calendar, collections, email.utils, fcntl, gzip, http.server, json, os, pty, re, select, socket, struct, subprocess, sys, threading, time

import loopback
from hub import ask, Hub
from loopback import Clock, name_server, namespaces, set_up_names, Web
from program import arguments, Program, until

ap = arguments(__doc__)
ap.add_argument("--shim", required=True, help="tests/clock_shift.c, compiled")
ap.add_argument("--piece", default="", help="lines of one piece")
ap.add_argument("--only", default="", help="lines, with commas")
ap.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)  # we are in the new namespaces
P = Program("behaviour", ap)
A, folder = P.arguments, P.folder
prefix = []  # before the program's name

LINES = {}  # number -> (piece, name, function)
MINUTE, HOUR, DAY = 60, 3600, 86400


def line(number, piece, name):
    def keep(f):
        LINES[number] = (piece, name, f)
        return f
    return keep


# ---- the program --------------------------------------------------------------------------------------------------
PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "
count = 0


def feed(*titles, head=""):
    items = "".join("<item><title>%s</title><guid isPermaLink='false'>%s</guid><description>%s</description></item>" % (t, t, PROSE) for t in titles)
    return ("<rss version='2.0' xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel><title>F</title><link>/</link>"
            "<description>d</description>%s%s</channel></rss>" % (head, items)).encode()


class Case:
    """A clock, a configuration and a store of its own.  sources: (id, address, more keys ...)."""
    passed = 0  # when the last pass of any case began; 0: a daemon was started since

    def __init__(self, sources, fetch="hosts: { delay: 0s }, interval: { jitter: 0% }", more=""):
        global count
        count += 1
        self.folder = P.path("case%d" % count)
        os.mkdir(self.folder)
        self.conf, self.store = os.path.join(self.folder, "c.yaml"), os.path.join(self.folder, "c.db")
        self.clock = Clock(self.folder, A.shim, P.env)
        self.set(sources, fetch, more)

    def set(self, sources, fetch="hosts: { delay: 0s }, interval: { jitter: 0% }", more=""):
        with open(self.conf, "w") as f:
            f.write("version: 1\nfetch: { allow_private: true, %s }\n%ssources:\n" % (fetch, more))
            for id, url, *rest in sources:
                f.write("  - { id: %s, url: \"%s\"%s }\n" % (id, url, "".join(", " + x for x in ([] if any("parse:" in x for x in rest) else ["parse: feed"]) + rest)))

    def command(self, *args):
        return prefix + [A.tidings, *args, "--config", self.conf, "--store", self.store]

    def once(self, *args, timeout=600):
        """One pass over all sources."""
        Case.passed = time.monotonic()
        return subprocess.run(self.command("run", "--once", *args), env=self.clock.env, capture_output=True, text=True, timeout=timeout)

    def due(self, *args):
        """One pass over the sources that are due."""
        return self.once("--due", *args)

    def start(self):
        """The daemon; its log goes to a file."""
        Case.passed = 0
        with open(os.path.join(self.folder, "log"), "ab") as log:
            return subprocess.Popen(self.command("run"), env=self.clock.env, stdout=log, stderr=log)

    def log(self):
        with open(os.path.join(self.folder, "log"), errors="replace") as f:
            return f.read()

    def sources(self, *args):
        """What `sources` says, by id."""
        p = subprocess.run([A.tidings, "sources", "--json", "--store", self.store, *args], env=self.clock.env, capture_output=True, text=True, timeout=300)
        return {x["id"]: x for x in map(json.loads, p.stdout.splitlines())}

    def records(self):
        p = subprocess.run([A.tidings, "export", "--format", "jsonl", "--store", self.store], env=self.clock.env, capture_output=True, text=True, timeout=300)
        return [json.loads(x) for x in p.stdout.splitlines() if x.strip()]

    def wait(self, id="s"):
        """Seconds from now until the next poll of a source."""
        return seconds(self.sources()[id]["next_due"]) - self.clock.now()


def seconds(text):
    """Of a time as the program prints it."""
    return time.mktime(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")) - time.timezone if text else 0.0


def end(p):
    p.terminate()
    try:
        p.wait(20)
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait()


def told(p):
    return "exit code %s: %s" % (p.returncode, (p.stdout + p.stderr)[-1500:])


class Server(Web):
    """answer: a status, headers and body for every path, or a dict of them by path.  It may be changed at any time."""

    def __init__(self, answer=None, **more):
        self.now = answer
        super().__init__(lambda host, path: self.now(host, path) if callable(self.now) else self.now.get(path, (404, {}, b"no")) if isinstance(self.now, dict) else self.now, **more)

    def url(self, path="/feed", host="127.0.0.1"):
        return "http://%s:%d%s" % (host, self.port, path)

    def paths(self):
        return [x.path for x in self.take()]


def ok(*titles, head="", **headers):
    """200 with a feed; headers: cache_control="max-age=60" ..."""
    return 200, dict({"Content-Type": "application/rss+xml"}, **named(headers)), feed(*titles, head=head)


def named(headers):
    return {k.replace("_", "-"): v for k, v in headers.items()}


def date(at):
    return email.utils.formatdate(at, usegmt=True)


def near(value, wanted):
    """Seconds that are left of a wait, which began a moment ago; or, in the last pass, since that began."""
    spent = time.monotonic() - Case.passed if Case.passed else 0
    return wanted - 5 - spent <= value <= wanted + 1


def polled_once(answer, *more, **conf):
    """A source that was polled once with this answer."""
    server = Server(answer)
    case = Case([("s", server.url(), *more)], **conf)
    case.polled = case.once()
    server.take()
    return server, case


def expect_wait(check, what, answer, wanted, *more, **conf):
    server, case = polled_once(answer, *more, **conf)
    check(what, near(case.wait(), wanted), "it waits %.0f s, not %.0f: %s" % (case.wait(), wanted, told(case.polled)))
    return server, case


# ---- hints --------------------------------------------------------------------------------------------------------
EVERY = "every: 20m"


@line(4, "hints", "validators are updated from the headers of a 304")
def updated_validators(check):
    server, case = polled_once(ok("A", ETag='"one"', Last_Modified="Mon, 05 Jan 2026 10:00:00 GMT"), EVERY)
    server.now = 304, {"ETag": '"two"'}, b""
    case.once()
    server.take()
    case.once()
    sent = server.take()[0].headers
    check("the entity tag of the 304 is sent", sent.get("if-none-match") == '"two"', sent)
    check("the date that the 304 did not give is kept", sent.get("if-modified-since") == "Mon, 05 Jan 2026 10:00:00 GMT", sent)


@line(5, "hints", "validators are kept after an error, dropped when the answer could not be read")
def kept_validators(check):
    server, case = polled_once(ok("A", ETag='"one"'), EVERY)
    for answer in ((500, {}, b"no"), (404, {}, b"no"), (429, {"Retry-After": "1"}, b"no")):
        server.now = answer
        case.once()
        case.clock.move(DAY)
    server.take()
    server.now = ok("A", "B", ETag='"two"')
    case.once()
    sent = server.take()[0].headers
    check("after errors the validator is the last good one", sent.get("if-none-match") == '"one"', sent)
    server.now = 200, {"Content-Type": "application/rss+xml", "ETag": '"junk"'}, b"\x00\x01 this is no feed"
    case.once()
    server.take()
    case.once()
    sent = server.take()[0].headers
    check("what could not be read leaves no validator", "if-none-match" not in sent, sent)


@line(8, "feeds", "no poll is unconditional again, however long it goes on")
def never_unconditional(check):
    server = Server(ok("A", ETag='"a"', Last_Modified="Mon, 05 Jan 2026 10:00:00 GMT"))
    case = Case([("s", server.url(), EVERY)])
    case.once()
    server.take()
    for n in range(12):  # 36 days; now and then the server answers in full, or not at all
        server.now = ((304, {}, b""), ok("A", ETag='"a"', Last_Modified="Mon, 05 Jan 2026 10:00:00 GMT"), (304, {}, b""), (502, {}, b"no"))[n % 4]
        case.clock.move(3 * DAY)
        case.due()
    sent = [(x.headers.get("if-none-match"), x.headers.get("if-modified-since")) for x in server.take()]
    check("each of them asks to compare, in 36 days", len(sent) == 12 and set(sent) == {('"a"', "Mon, 05 Jan 2026 10:00:00 GMT")}, sent)


@line(9, "hints", "no poll before the interval and max-age are over, not a second early")
def never_early(check):
    server, case = expect_wait(check, "max-age is longer than the interval", ok("A", Cache_Control="max-age=7200"), 7200, EVERY)
    case.clock.move(7190)
    case.due()
    check("ten seconds early it is not polled", server.take() == [])
    case.clock.move(11)
    case.due()
    check("then it is", len(server.take()) == 1)
    server, case = expect_wait(check, "max-age is shorter", ok("A", Cache_Control="max-age=60"), 1200, EVERY)
    case.clock.move(1190)
    case.due()
    check("not before the interval is over", server.take() == [])
    expect_wait(check, "an interval of a week is a week", ok("A"), 7 * DAY, "every: 7d")


@line(10, "hints", "max-age and what a feed asks for survive a 304 without them")
def survives(check):
    for name, answer in (("max-age", ok("A", ETag='"a"', Cache_Control="max-age=10800")), ("ttl", ok("A", head="<ttl>180</ttl>", ETag='"a"'))):
        server, case = expect_wait(check, name, answer, 10800, EVERY)
        for _ in range(2):
            server.now = 304, {"ETag": '"a"'}, b""
            case.once()
        check("a 304 without a word keeps the %s" % name, near(case.wait(), 10800), case.wait())
        server.now = 304, {"ETag": '"a"', "Cache-Control": "max-age=18000"}, b""
        case.once()
        check("a 304 may say it anew (%s)" % name, near(case.wait(), 18000), case.wait())
    server.now = 304, {"ETag": '"a"', "Cache-Control": "max-age=60"}, b""
    case.once()
    check("a max-age in a 304 does not make the ttl forgotten", near(case.wait(), 10800), case.wait())
    server.now = ok("A", "B", ETag='"b"')
    case.once()
    check("a new document without a word ends it", near(case.wait(), 1200), case.wait())


@line(11, "hints", "Age is subtracted, Expires is relative to Date")
def skewed(check):
    expect_wait(check, "Age", ok("A", Cache_Control="max-age=10800", Age="3600"), 7200, EVERY)
    day_off = time.time() + DAY
    expect_wait(check, "Expires by a clock that is a day ahead", ok("A", Date=date(day_off), Expires=date(day_off + 7200)), 7200, EVERY)
    expect_wait(check, "Expires in the past", ok("A", Date=date(day_off), Expires=date(day_off - 7200)), 1200, EVERY)


@line(12, "hints", "no-store, no-cache and max-age=0: the shortest interval, still conditional")
def no_cache(check):
    for value in ("no-cache", "no-store", "max-age=0", "private, no-cache, max-age=7200"):
        server, case = expect_wait(check, value, ok("A", Cache_Control=value, ETag='"a"'), 1200, EVERY)
        case.once()
        sent = server.take()[0].headers
        check("it is asked with its validator (%s)" % value, sent.get("if-none-match") == '"a"', sent)
    server, case = expect_wait(check, "a long max-age", ok("A", Cache_Control="max-age=7200", ETag='"a"'), 7200, EVERY)
    server.now = 304, {"Cache-Control": "no-cache"}, b""
    case.once()
    check("no-cache in a 304 ends an older max-age", near(case.wait(), 1200), case.wait())


@line(13, "feeds", "a max-age of ten years is cut to the maximum and told, once")
def ten_years(check):
    server, case = expect_wait(check, "ten years", ok("A", Cache_Control="max-age=315360000"), DAY, EVERY)
    check("it is told", "every 3650 d only; it is polled every 24 h (" in case.polled.stderr, told(case.polled))
    p = case.once()
    check("but not with each poll", "asks to be polled" not in p.stderr, told(p))
    case = Case([("s", Server(ok("A", head="<ttl>45</ttl>")).url())], fetch="hosts: { delay: 0s }, interval: { min: 1m, max: 30m }")
    check("times below an hour are told as they are", "every 45 min only; it is polled every 30 min (" in case.once().stderr)


def counted(polls, name):
    """What changes with each poll though nothing is new: a text, a date."""
    at = time.time() + 3600 * polls
    return {"comments": ("%d comments" % (polls * 7), ""), "readers": ("<p>%s Mal gelesen, vor %d Minuten</p>" % (format(1999 + polls * 1000, ",").replace(",", "."), polls + 2), ""),
            "Arabic digits": ("<p>%s تعليقات</p>" % "".join("٠١٢٣٤٥٦٧٨٩"[int(x)] for x in str(polls + 12)), ""), "Chinese": ("<p>%d条评论，阅读%d</p>" % (polls + 3, polls * 99), ""),
            "dates": ("", date(at))}[name]


@line("counters", "feeds", "items that are known are nothing new when their counters and dates change, and their pages are not asked for again; an edit is")
def counters(check):
    def listing(server, names, polls, kind, guid):
        text, at = counted(polls, kind)
        items = "".join("<item><title>%s</title>%s<link>%s</link><description>%s</description>%s</item>" % (
            k, guid and guid % k, server.url("/" + k), "&lt;p&gt;%s&lt;/p&gt;" % PROSE + text.replace("<", "&lt;"), at and "<pubDate>%s</pubDate>" % at) for k in names)
        server.now["/feed"] = 200, {"Content-Type": "application/rss+xml; charset=utf-8"}, (
            "<rss version='2.0'><channel><title>F</title><link>/</link><description>d</description>%s</channel></rss>" % items).encode()

    guid = "<guid isPermaLink='false'>%s</guid>"
    for kind, with_guid in (("comments", guid), ("readers", ""), ("Arabic digits", guid), ("Chinese", guid), ("dates", guid), ("dates", "")):
        name = kind + ("" if with_guid else ", no guids")
        server = Server({"/" + k: as_html(story(k)) for k in ("one", "two", "three")})
        case = Case([("s", server.url(), "full_text: { parse: article }", "revisit: no")])
        for polls, (names, news) in enumerate(((("one", "two"), 2), (("one", "two"), 0), (("one", "two"), 0), (("three", "one", "two"), 1))):
            listing(server, names, polls, kind, with_guid)
            said = case.once("-v").stderr
            asked = [x for x in server.paths() if x not in ("/feed", "/robots.txt")]
            check("%s: poll %d has %d new" % (name, polls + 1, news), "source s: ok, %d new" % news in said, said)
            check("%s: of poll %d that many pages are asked for" % (name, polls + 1), len(asked) == news, asked)
        server.now["/feed"] = (*server.now["/feed"][:2], server.now["/feed"][2].replace(b"sailed again", b"was sold"))
        said = case.once("-v").stderr
        check("%s: an edit of the items is read at once, and is nothing new" % name, sorted(x for x in server.paths() if "feed" not in x) == ["/one", "/three", "/two"] and "source s: ok, 0 new" in said, said)
    server = Server({"/" + k: as_html(story(k)) for k in ("one", "two")})
    case = Case([("s", server.url("/map"), "parse: sitemap", "revisit: no")])

    def site(*at):
        server.now["/map"] = 200, {"Content-Type": "application/xml"}, ("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>" % "".join(
            "<url><loc>%s</loc><lastmod>%s</lastmod></url>" % (server.url(k), time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(t))) for k, t in zip(("/one", "/two"), at))).encode()
        said = case.once("-v").stderr
        return [x for x in server.paths() if x in ("/one", "/two")], "source s: ok, 2 new" in said, said
    noon = time.time() // DAY * DAY + DAY / 2
    check("the pages of a sitemap are read", site(noon, noon)[:2] == (["/one", "/two"], True))
    got = site(noon + 900, noon + 900)
    check("not again, when it gives all of them the time of the request", got[:2] == ([], False), got)
    got = site(noon + 900, noon + 1800)
    check("again when one has a time of its own, as nothing new", "/two" in got[0] and not got[1], got)


@line(14, "feeds", "ttl and sy:updatePeriod with sy:updateFrequency are obeyed")
def syndication(check):
    expect_wait(check, "ttl", ok("A", head="<ttl>90</ttl>"), 5400, EVERY)
    expect_wait(check, "sy:", ok("A", head="<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>8</sy:updateFrequency>"), 10800, EVERY)
    expect_wait(check, "a ttl shorter than the interval", ok("A", head="<ttl>5</ttl>"), 1200, EVERY)


@line(15, "feeds", "skipHours in GMT, with a stray 24, and skipDays are spared; both together never starve a source")
def spared(check):
    def hours(*n):
        return "<skipHours>%s</skipHours>" % "".join("<hour>%d</hour>" % x for x in n)

    def days(*names):
        return "<skipDays>%s</skipDays>" % "".join("<day>%s</day>" % x for x in names)
    week = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    now = time.gmtime()
    hour, day = now.tm_hour, week[(now.tm_wday + 1) % 7]

    def next_poll(head):
        server, case = polled_once(ok("A", head=head), EVERY)
        return time.gmtime(case.clock.now() + case.wait())
    t = next_poll(hours(*[x for x in range(24) if x != (hour + 5) % 24]))
    check("the one hour that is left", t.tm_hour == (hour + 5) % 24, t)
    t = next_poll(hours(*[24 if x == 0 else x for x in range(24) if x != (hour + 2) % 24]))
    check("24 is midnight", t.tm_hour == (hour + 2) % 24, t)
    t = next_poll(days(*[d for d in week if d != week[(now.tm_wday + 3) % 7]]))
    check("the one day that is left", week[(t.tm_wday + 1) % 7] == week[(now.tm_wday + 3) % 7], t)
    for name, head in (("hours", hours(*range(24))), ("days", days(*week)), ("both", hours(*range(25)) + days(*week))):
        server, case = polled_once(ok("A", head=head), EVERY)
        check("all %s: not followed" % name, case.wait() < 2 * HOUR, case.wait())


# ---- outcomes -----------------------------------------------------------------------------------------------------


def no_tls():
    """The port of a server that speaks no TLS."""
    s = socket.create_server(("127.0.0.4", 0))

    def serve():
        while True:
            c = s.accept()[0]
            c.sendall(b"HTTP/1.1 400 X\r\n\r\n")
            c.close()
    threading.Thread(target=serve, daemon=True).start()
    return s.getsockname()[1]


def outcome(case, id="s"):
    return case.sources()[id]["outcome"]


@line(6, "outcomes", "the same bytes again: unchanged, nothing parsed, nothing new")
def same_bytes(check):
    server, case = polled_once(ok("A", "B", head="<ttl>90</ttl>"), EVERY)
    before = case.records()
    p = case.once("-vv")
    check("unchanged", outcome(case) == "unchanged" and case.sources()["s"]["unchanged"] == 1, case.sources())
    check("no new record, no new version", case.records() == before and "0 new records, 0 new versions" in p.stdout, told(p))
    check("what the feed asked for still holds", near(case.wait(), 5400), case.wait())
    server.now = ok("A", "B", "C")
    p = case.once()
    check("other bytes are read", len(case.records()) == 3 and outcome(case) == "ok", told(p))
    case.set([("s", server.url(), EVERY, "parse: feed", "default_zone: Europe/Paris")])
    server.now = ok("A", "B", "C")
    case.once()
    check("and so are the same, when they are to be read otherwise", outcome(case) == "ok", outcome(case))
    server.now = 200, {"Content-Type": "application/rss+xml"}, b"<rss version='2.0'><channel><title>F</title><item><title>cut"
    for _ in range(2):
        case.once()
        check("half a document is never unchanged", outcome(case) in ("incomplete", "unusable"), outcome(case))


@line(7, "outcomes", "a 304 has no body; one to a request that did not ask to compare is an error")
def not_modified(check):
    server, case = polled_once(ok("A", ETag='"a"'), EVERY)
    server.now = 304, {"ETag": '"a"'}, b""
    p = case.once()
    check("a 304 is unchanged", p.returncode == 0 and outcome(case) == "unchanged", told(p))
    server, case = polled_once((304, {}, b""), EVERY)
    p = case.once()
    check("one without a question is unusable", p.returncode == 3 and outcome(case) == "unusable" and case.sources()["s"]["failures"] == 2, told(p))


@line("W7", "outcomes", "junk, a login page, nothing: each is a failure, told as such, and does not fill the quarantine")
def unusable(check):
    html = {"Content-Type": "text/html"}
    login = b"<html><head><title>Log in</title></head><body><form action='/login'><input type='password' name='p'></form></body></html>"
    for name, answer, more in (("junk", (200, {"Content-Type": "application/rss+xml"}, b"\x00junk"), []),
                               ("a login page", (200, html, login), ["parse: article"]),
                               ("204", (204, {}, b""), []), ("nothing", (200, {}, b""), [])):
        server, case = polled_once(answer, EVERY, *more)
        check("%s: exit code 3" % name, case.polled.returncode == 3, told(case.polled))
        for _ in range(3):
            case.clock.move(2 * DAY)
            case.due()
        s = case.sources("--broken")
        word = "login" if "login" in name else "unusable"
        check("%s: %s, four times" % (name, word), s.get("s", {}).get("outcome") == word and s["s"]["failures"] == 4, s)
        p = subprocess.run([A.tidings, "quarantine", "--json", "--store", case.store], env=P.env, capture_output=True, text=True)
        check("%s: at most once in quarantine" % name, len(p.stdout.splitlines()) <= 1, p.stdout)


@line("outcomes", "outcomes", "each way a poll can end has its name")
def names_of_outcomes(check):
    rows = {"ok": ok("A"), "empty": ok(), "gone": (410, {}, b""), "refused": (403, {}, b""), "http": (500, {}, b"")}
    server = Server({"/" + k: v for k, v in rows.items()})
    server.now["/moved"] = 301, {"Location": "/ok"}, b""
    server.now["/elsewhere"] = 302, {"Location": "/ok"}, b""
    case = Case([(k, server.url("/" + k), EVERY) for k in [*rows, "moved", "elsewhere"]] + [("network", "http://127.0.0.3:9/", EVERY), ("tls", "https://127.0.0.4:%d/" % no_tls(), EVERY)])
    p = case.once()
    got = {k: v["outcome"] for k, v in case.sources().items()}
    check("as they should", got == dict({k: k for k in [*rows, "moved", "network", "tls"]}, elsewhere="ok"), got)
    words = [x for x in ("gone for good", "refused: ", "http: ", "network: ", "tls: ") if x not in p.stderr]
    check("the log names them", words == [] and p.returncode == 3, (words, told(p)))
    case.set([("ok", server.url("/ok"), EVERY)])
    case.clock.move(15 * DAY)
    server.now["/ok"] = ok("A", head="<generator>x</generator>")
    case.once()
    check("nothing new for two weeks is quiet", outcome(case, "ok") == "quiet", outcome(case, "ok"))


# ---- sources ------------------------------------------------------------------------------------------------------


@line("W4", "sources", "a source whose address is corrected is polled there alone, with nothing of the old one; one that is taken out is gone")
def corrected(check):
    server = Server({"/old": ok("A", ETag='"old"', Cache_Control="max-age=80000"), "/new": ok("B", ETag='"new"'), "/gone": (410, {}, b""), "/t": ok("T", ETag='"t"')})
    case = Case([("s", server.url("/old"), EVERY), ("g", server.url("/gone"), EVERY), ("t", server.url("/t"), EVERY)])
    case.once()
    server.take()
    case.set([("s", server.url("/new"), EVERY), ("g", server.url("/new?g"), EVERY), ("u", server.url("/t"), EVERY, "enabled: no")])
    server.now["/new?g"] = ok("G")
    case.due()
    log = server.take()
    check("only the new addresses are polled", sorted(x.path for x in log) == ["/new", "/new?g"], log)
    check("without the validators of the old", all("if-none-match" not in x.headers for x in log), log)
    check("nor its wishes", near(case.wait(), 1200), case.wait())
    case.once()
    log = server.take()
    check("and so it stays, with their own", sorted((x.path, x.headers.get("if-none-match")) for x in log) == [("/new", '"new"'), ("/new?g", None)], log)
    check("what was taken out is not listed", set(case.sources()) == {"s", "g"}, case.sources())
    case.set([("s", server.url("/new").replace("http", "HTTP") + "#part", EVERY), ("g", server.url("/new?g"), EVERY)])
    check("another spelling of an address is no correction", case.due().returncode == 0 and server.take() == [], server.log)
    case.clock.move(HOUR)
    case.due()
    check("and its validators are kept", ("/new", '"new"') in [(x.path, x.headers.get("if-none-match")) for x in server.log], server.take())
    case.set([("s", server.url("/new"), EVERY), ("t", server.url("/t"), EVERY), ("g", server.url("/new?g"), EVERY, "enabled: no")])
    case.once()
    log = server.take()
    check("when it is back it is known", [x.headers.get("if-none-match") for x in log if x.path == "/t"] == ['"t"'], log)
    s = case.sources()
    check("one that is switched off is listed as such", s["g"]["health"] == "off" and s["g"]["next_due"] is None and s["t"]["health"] == "ok", s)


@line(42, "sources", "two sources with one address: one request, whose answer both get")
def twins(check):
    server = Server(ok("A", ETag='"a"'))
    case = Case([("s", server.url(), EVERY), ("t", server.url(), "every: 6h", "full_text: { parse: article }"), ("other", server.url("/other"), EVERY)])
    p = case.once()
    paths = server.paths()
    check("one request", sorted(paths) == ["/feed", "/other"], (paths, told(p)))
    s = case.sources()
    check("both have its records", s["s"]["records"] == s["t"]["records"] == 1 and s["s"]["outcome"] == s["t"]["outcome"] == "ok", s)
    server.now = 304, {"ETag": '"a"'}, b""
    case.clock.move(1300)
    case.due()
    log = [x for x in server.take() if x.path == "/feed"]
    s = case.sources()
    check("when one is due both are asked for, with the validator", len(log) == 1 and log[0].headers.get("if-none-match") == '"a"' and
          s["t"]["polls"] == 2 and s["s"]["outcome"] == s["t"]["outcome"] == "unchanged", (log, s))
    check("each is due by its own interval", near(case.wait("s"), 1200) and near(case.wait("t"), 6 * HOUR), (case.wait("s"), case.wait("t")))
    server.now = ok("A", ETag='"a"')
    case.set([("s", server.url(), EVERY), ("new", server.url(), EVERY)])
    case.once()
    log = server.take()
    s = case.sources()
    check("a new twin gets the document, too", len(log) == 1 and "if-none-match" not in log[0].headers and s["new"]["records"] + s["new"]["unchanged"] == 1 and
          s["s"]["outcome"] == "unchanged", (log, s))
    server.now = 500, {}, b"no"
    case.once()
    s = case.sources()
    check("a failure is one of both", len(server.take()) == 1 and s["s"]["failures"] == s["new"]["failures"] == 1, s)
    case.set([("s", server.url(), EVERY), ("new", server.url(), EVERY, "request: { headers: { Accept: text/xml } }")])
    server.now = ok("A", ETag='"a"')
    case.clock.move(DAY)
    p = case.once()
    check("what is asked for in another way is asked for itself", len(server.take()) == 2, told(p))


# ---- moves --------------------------------------------------------------------------------------------------------


def to(path, status=301):
    return status, {"Location": path}, b""


def words(case, *args):
    """A command about sources."""
    return subprocess.run([A.tidings, "sources", *args, "--store", case.store], env=case.clock.env, capture_output=True, text=True, timeout=300)


def history(case, id="s"):
    return [(x["how"], x["was"], x["is"]) for x in map(json.loads, words(case, "history", id, "--json").stdout.splitlines())]


def days(server, case, *at):
    """Polls on these days from now on; what was asked for on each."""
    asked, day = [], 0
    for n in at:
        case.clock.move((n - day) * DAY)
        case.polled, day = case.once(), n
        asked.append(server.paths())
    return asked


def moved_source(*more):
    """A source that moved by a chain of permanent redirects, adopted on the eighth day."""
    server = Server({"/old": to("/mid"), "/mid": to("/new", 308), "/new": ok("A", ETag='"n"')})
    case = Case([("s", server.url("/old"), EVERY, *more)])
    return server, case, days(server, case, 0, 1, 2, 8)


@line(24, "moves", "301 and 308: the address is adopted after three sightings over seven days, and not sooner")
def adopted(check):
    server, case, asked = moved_source()
    check("until then the old one is asked, each time", asked == [["/old", "/mid", "/new"]] * 4, asked)
    check("then it is told", "has moved from" in case.polled.stderr and "sources undo s" in case.polled.stderr, told(case.polled))
    case.once()
    log = server.take()
    check("and the new one is asked, with its validator", [(x.path, x.headers.get("if-none-match")) for x in log] == [("/new", '"n"')], log)
    s = case.sources()["s"]
    check("the source says both", s["url"].endswith("/old") and s["adopted"].endswith("/new") and s["outcome"] == "ok" or s["outcome"] == "unchanged", s)
    case.set([("s", server.url("/new"), EVERY)])
    case.once()
    log = server.take()
    check("the operator who writes it down loses nothing", [(x.path, x.headers.get("if-none-match")) for x in log] == [("/new", '"n"')] and case.sources()["s"]["adopted"] == "", log)
    server = Server({"/old": to("/new"), "/new": ok("A")})
    case = Case([("s", server.url("/old"), EVERY)])
    asked = days(server, case, 0, 8, 9, 10)
    check("two sightings are too few, whatever the time between", asked == [["/old", "/new"]] * 3 + [["/new"]], asked)
    server = Server({"/old": to("/one"), "/one": ok("A"), "/two": ok("A")})
    case = Case([("s", server.url("/old"), EVERY)])
    days(server, case, 0, 4)
    server.now["/old"] = to("/two")
    asked = days(server, case, 1, 2, 4, 9, 10)
    check("another target begins anew", [x[0] for x in asked] == ["/old"] * 4 + ["/two"], asked)
    server = Server({"/old": to("/new"), "/new": ok("A")})
    case = Case([("s", server.url("/old"), EVERY), ("t", server.url("/old"), EVERY)])
    days(server, case, 0, 4, 8)
    check("so do two sources with one address", days(server, case, 1) == [["/new"]], case.sources())
    words(case, "undo", "t")
    check("and when one is taken back each is asked by itself", sorted(days(server, case, 1)[0]) == ["/new", "/new", "/old"], case.sources())


@line(25, "moves", "the history of a source has its old addresses with dates; undo goes back, and it is not adopted again")
def undone(check):
    server, case, asked = moved_source()
    old, new = server.url("/old"), server.url("/new")
    check("the history says it", history(case) == [("moved", old, new)], history(case))
    p = words(case, "history", "s")
    check("in words, with the present address", old in p.stdout and "asked at " + new in p.stdout.replace("\n", " "), p.stdout)
    p = words(case, "undo", "s")
    check("undo is told", p.returncode == 0 and "configured address again" in p.stdout, told(p))
    check("and goes back, without the validator of the other", days(server, case, 1) == [["/old", "/mid", "/new"]], server.log)
    asked = days(server, case, 1, 5, 9, 30)
    check("for good", asked == [["/old", "/mid", "/new"]] * 4 and history(case) == [("moved", old, new), ("undone", new, old)], (asked, history(case)))
    check("once only", words(case, "undo", "s").returncode == 4 and words(case, "undo", "nobody").returncode == 4 and words(case, "history", "nobody").returncode == 4)
    server.now["/old"], server.now["/other"] = to("/other"), ok("A")
    check("another address may be adopted", days(server, case, 0, 4, 8, 9)[3] == ["/other"], history(case))
    p = case.start()
    check("the daemon runs", seen(case, "polling 1 source"), case.log())
    q = words(case, "undo", "s")
    server.take()
    case.clock.move(DAY)
    until(lambda: len(server.log) >= 2, 15)
    check("the program that runs undoes it at once", q.returncode == 0 and "configured address again" in q.stdout and server.paths()[:2] == ["/old", "/other"], (told(q), case.log()))
    end(p)
    check("and keeps that", history(case)[-1] == ("undone", server.url("/other"), server.url("/old")), history(case))
    case.set([("s", server.url("/third"), EVERY)])
    server.now["/third"] = ok("A")
    case.once()
    check("what the operator writes is history, too", history(case)[-1] == ("configured", server.url("/old"), server.url("/third")), history(case))


@line(26, "targets", "a permanent redirect to a page is never adopted: a login, a maintenance page, a front page, an article")
def to_a_page(check):
    html = {"Content-Type": "text/html"}
    text = b"<html><head><title>We are back soon</title></head><body><p>Maintenance.</p></body></html>"
    front = b"<html><head><title>Front</title></head><body><p>%s</p><a href='/x'>More of it</a></body></html>" % PROSE.encode()
    for name, answer, more in (("maintenance", (200, html, text), ()), ("the same, unchanged", (200, dict(html, ETag='"m"'), text), ()), ("a front page", (200, html, front), ("parse: ''",)),
                               ("an article", page("A long article"), ("parse: article",)), ("nothing", (200, html, b""), ()), ("an error", (503, {}, b"no"), ())):
        server = Server({"/old": to("/page"), "/page": answer})
        case = Case([("s", server.url("/old"), EVERY, *more)])
        asked = days(server, case, 0, 4, 8, 9)
        check(name, all(x[0] == "/old" for x in asked) and history(case) == [], (asked, history(case)))
    server = Server({"/old": ok("A", ETag='"a"'), "/page": (200, html, text)})
    case = Case([("s", server.url("/old"), EVERY)])
    days(server, case, 0)
    server.now["/old"] = to("/page")
    days(server, case, 1, 4, 7)
    server.now["/page"] = 304, {}, b""
    asked = days(server, case, 1, 4, 9)
    check("one that then says that nothing changed", all(x[0] == "/old" for x in asked) and history(case) == [], (asked, history(case)))
    server.now["/old"] = ok("B")
    days(server, case, 1)
    check("the feed is read again when it is back", case.sources()["s"]["outcome"] == "ok", case.sources())


@line(27, "targets", "302, 303 and 307 are followed and never change the address")
def temporary(check):
    for status in (302, 303, 307):
        server = Server({"/old": to("/new", status), "/new": ok("A", ETag='"a"')})
        case = Case([("s", server.url("/old"), EVERY)])
        asked = days(server, case, 0, 4, 8, 30)
        check("%d" % status, asked == [["/old", "/new"]] * 4 and len(case.records()) == 1 and history(case) == [], asked)
    server = Server({"/old": to("/mid"), "/mid": to("/new", 302), "/new": ok("A")})
    case = Case([("s", server.url("/old"), EVERY)])
    check("nor does a chain with one of them", days(server, case, 0, 4, 8, 12) == [["/old", "/mid", "/new"]] * 4)


@line("why", "sources", "each source says its health in a word, when it is polled next, and why then")
def reasons(check):
    login = b"<html><head><title>In</title></head><body><form action='/in'><input type='password' name='p'></form></body></html>"
    html = {"Content-Type": "text/html"}
    day = 86400
    hours = "".join("<hour>%d</hour>" % x for x in range(24) if x != (time.gmtime().tm_hour + 5) % 24)
    #       answer, more, health, next_by, next_why
    rows = {"every": (ok("A"), [EVERY], "ok", "every", "every 20 min"), "learned": (ok("A"), [], "ok", "learned", "something new"),
            "age": (ok("A", Cache_Control="max-age=7200"), [EVERY], "ok", "max-age", "the server asks for 2 h"),
            "ttl": (ok("A", head="<ttl>90</ttl>"), [EVERY], "ok", "ttl", "the feed asks for 90 min"),
            "max": (ok("A", Cache_Control="max-age=31536000"), [EVERY], "ok", "max", "fetch.interval.max"),
            "skip": (ok("A", head="<skipHours>%s</skipHours>" % hours), [EVERY], "ok", "skip-hours", "skipHours"),
            "retry": ((429, {"Retry-After": "7200"}, b"no"), [EVERY], "refused", "retry-after", "429: Retry-After until "),
            "busy": ((429, {}, b"no"), [EVERY], "refused", "busy", "429: "),
            "no": ((403, {}, b"no"), [EVERY], "refused", "refused", "403: "),
            "broken": ((500, {}, b"no"), [EVERY], "failing", "failures", "1 failure in a row"),
            "gone": ((410, {}, b"no"), [EVERY], "gone", "", ""),
            "junk": ((200, {"Content-Type": "application/rss+xml"}, b"\x00junk"), [EVERY], "unreadable", "failures", "1 failure"),
            "login": ((200, html, login), [EVERY], "login", "failures", "1 failure"),
            "sent": ((302, {"Location": "/signin?to=sent"}, b""), [EVERY, "parse: feed", "options: { guess: false }"], "login", "failures", "1 failure"),
            "page": ((200, html, login), [EVERY, "parse: article"], "login", "failures", "1 failure"),
            "empty": (ok(), [EVERY], "empty", "every", "every 20 min"), "moved": ((301, {"Location": "/every"}, b""), [EVERY], "moved", "every", "every 20 min")}
    server = Server({"/" + k: v[0] for k, v in rows.items()})
    server.now["/signin?to=sent"] = 200, html, b"<html><body><p>Who are you?</p></body></html>"
    case = Case([(k, server.url("/" + k, "127.0.3.%d" % n), *v[1]) for n, (k, v) in enumerate(rows.items(), 1)])
    p = case.once()
    s = case.sources()
    for k, (_, _, health, by, why) in rows.items():
        check("%s: %s, next by %s" % (k, health, by or "nothing"), (s[k]["health"], s[k]["next_by"]) == (health, by) and why in s[k]["next_why"], s[k])
    check("one that is gone is not polled", s["gone"]["next_due"] is None, s["gone"])
    need = {"retry", "busy", "no", "broken", "gone", "junk", "login", "sent", "page"}
    check("--broken lists those that need the operator", set(case.sources("--broken")) == need, set(case.sources("--broken")))
    tell = lambda *a: subprocess.run([A.tidings, "sources", "--store", case.store, *a], env=case.clock.env, capture_output=True, text=True)
    check("with an exit code for monitors", tell("--broken").returncode == 3 and tell().returncode == 0, told(tell("--broken")))
    said = tell("broken", "age").stdout
    check("by its id a source tells all", all(x in said for x in ("http: the server answered 500", "last success", "never", "next poll", "why then", "1 failure in a row", "2 h (max-age")), said)
    check("a name that is none is told", tell("nobody").returncode == 4 and "nobody" in tell("nobody").stderr, told(tell("nobody")))
    server = Server(ok("B"))
    case = Case([("a", server.url("/a"), EVERY), ("b", server.url("/b"), EVERY)])
    case.once()
    server.now = 429, {"Retry-After": "7200"}, b"no"
    case.clock.move(HOUR)
    case.due()
    b = ([x for x in case.sources().values() if x["outcome"] != "refused"] + [{"next_by": "none is held"}])[0]
    check("a source whose host must wait says so", b["next_by"] == "host" and "host limit: 127.0.0.1" in b["next_why"], b)


@line("conduct", "sources", "our own misdeeds are counted from what is sent: none in a day of many sources, each that is planted")
def conduct(check):
    server = Server(ok("A", ETag='"a"', Cache_Control="max-age=3600"))
    case = Case([("s%d" % i, server.url("/%d" % i, "127.0.6.%d" % (i % 15 + 1))) for i in range(30)], fetch="hosts: { delay: 30ms }")
    tell = lambda: {x.pop("id"): x for x in map(json.loads, subprocess.run(case.command("sources", "--behaviour", "--json"), env=case.clock.env, capture_output=True, text=True).stdout.splitlines())}
    for n in range(24):
        server.now = (304, {"ETag": '"a"'}, b"") if n % 3 else ok("A", "B%d" % n, ETag='"a"', Cache_Control="max-age=3600")
        case.due()
        case.clock.move(HOUR)
    got = tell()
    check("none in a day", len(got) == 30 and not any(v for x in got.values() for v in x.values()) and len(server.take()) >= 300, got)
    server.now = ok("A", ETag='"a"', Cache_Control="max-age=3600")
    case.set([("s0", server.url("/0", "127.0.6.1"), EVERY, "group: one"), ("s15", server.url("/15", "127.0.6.1"), EVERY, "group: two")], fetch="hosts: { delay: 1s }")
    case.clock.move(DAY)
    case.due()
    check("two groups for one host are a burst", sum(x["bursts"] for x in tell().values()) == 1, tell())
    case.once()
    check("polls before their time are early", [tell()[x]["early"] for x in ("s0", "s15")] == [1, 1], tell())
    import sqlite3
    db = sqlite3.connect(case.store)
    db.execute("UPDATE source SET etag = '', body = zeroblob(16)")
    db.commit()
    db.close()
    case.clock.move(DAY)
    case.due()
    check("a lost validator is an unconditional request", [tell()[x]["unconditional"] for x in ("s0", "s15")] == [1, 1], tell())
    server.now = 429, {"Retry-After": "7200"}, b"no"
    case.clock.move(DAY)
    case.due()
    db = sqlite3.connect(case.store)
    db.execute("DELETE FROM host")
    db.commit()
    db.close()
    case.once()
    check("a request during the wait of a 429 is counted", sum(x["busy"] for x in tell().values()) >= 2, tell())
    p, q = words(case, "s15", "--behaviour", "--json"), words(case, "nobody", "--behaviour")
    check("of the sources that are named, where some are", [json.loads(x)["id"] for x in p.stdout.splitlines()] == ["s15"], told(p))
    check("and one that is not there is told", q.returncode == 4 and "nobody" in q.stderr, told(q))


@line("expect", "sources", "what the configuration expects of a source and is not so is told, with an exit code")
def expected(check):
    server = Server(ok("A"))
    case = Case([("s", server.url("/s"), EVERY, "expect: { new_within: 3d, min_words: 10 }"), ("t", server.url("/t"), EVERY, "expect: { min_words: 200 }"), ("u", server.url("/u"), EVERY)])
    case.once()
    tell = lambda: subprocess.run(case.command("sources", "--broken", "--json"), env=case.clock.env, capture_output=True, text=True)
    got = {x["id"]: x for x in map(json.loads, tell().stdout.splitlines())}
    check("too few words", set(got) == {"t"} and got["t"]["health"] == "unmet" and "200 words" in got["t"]["unmet"] and tell().returncode == 3, got)
    case.clock.move(4 * DAY)
    case.once()
    got = {x["id"]: x for x in map(json.loads, tell().stdout.splitlines())}
    check("nothing new for too long", set(got) == {"s", "t"} and "within 3 d" in got["s"]["unmet"] and "4 d ago" in got["s"]["unmet"], got)
    status = subprocess.run(case.command("status", "--json"), env=case.clock.env, capture_output=True, text=True)
    check("the status counts them", json.loads(status.stdout)["sources_unmet"] == 2, told(status))
    server.now = ok("B", head="<title>x</title>")
    case.set([("s", server.url("/s"), EVERY, "expect: { new_within: 3d, min_words: 10 }")])
    case.once()
    check("when it is as expected the exit code is 0", tell().returncode == 0 and tell().stdout == "", told(tell()))


# ---- failures -----------------------------------------------------------------------------------------------------


@line(30, "failures", "410 retires a source: it is told, and never polled again")
def gone(check):
    server, case = polled_once((410, {}, b"gone"), EVERY)
    check("it is told", "gone" in case.polled.stderr, told(case.polled))
    for move in (DAY, 30 * DAY):
        case.clock.move(move)
        case.due()
        case.once()
    check("it is polled no more", server.take() == [])
    p = case.start()
    time.sleep(2)
    end(p)
    check("nor by the daemon", server.take() == [])
    server.now = ok("A")
    p = words(case, "retry", "s")
    check("until the operator says so", p.returncode == 0 and "next run" in p.stdout and server.take() == [], told(p))
    case.due()
    check("then it is", len(server.take()) == 1 and outcome(case) == "ok", case.sources())
    check("one that is well is not", words(case, "retry", "s").returncode == 4)
    for status in (301, 302):
        server = Server(lambda host, path: to("/gone", status) if path == "/feed" else (410, {}, b"gone"))
        case = Case([("s", server.url(), EVERY)])
        p = case.once()
        check("one that is led to what is gone (%d) is not: the redirect may be mended" % status, outcome(case) == "http" and "gone for good" not in p.stderr, told(p))
        check("and the message says where", "it leads to %s: the server answered 410" % server.url("/gone") in p.stderr, told(p))
        server.now = ok("A")
        case.clock.move(DAY)
        case.due()
        check("then it is read", outcome(case) == "ok", case.sources())


@line("undo gone", "moves", "when the address to which a source has moved is gone, undo brings the source back at its own address")
def undo_gone(check):
    server, case, asked = moved_source()
    server.now = {"/old": ok("A", "B"), "/new": (410, {}, b"gone")}
    case.clock.move(DAY)
    p = case.due()
    check("it is gone there, and undo is named", "gone for good" in p.stderr and "sources undo s" in p.stderr and outcome(case) == "gone", told(p))
    server.take()
    check("undo is done", words(case, "undo", "s").returncode == 0)
    case.due()
    check("and it is asked at its own address", server.paths() == ["/old"] and outcome(case) == "ok" and len(case.records()) == 2, case.sources())


@line("retry", "failures", "retry is obeyed by the program that runs, at once")
def retried(check):
    server = Server(lambda host, path: (410, {}, b"no") if path == "/gone" else ok("B"))
    case = Case([("s", server.url("/gone"), EVERY), ("b", server.url("/b"), EVERY)])
    p = case.start()
    check("a source is gone", seen(case, "gone for good") and seen(case, "source b: ok"), case.log())
    server.now = lambda host, path: ok("A")
    server.take()
    q = words(case, "retry", "s")
    check("it is asked again", q.returncode == 0 and "source s is asked now" in q.stdout and seen(case, "source s: ok"), (told(q), case.log()))
    check("and that is in the log", "source s is asked" in case.log() and server.paths() == ["/gone"], case.log())
    q = words(case, "retry", "s")
    check("one that is well is not", q.returncode == 4 and "neither retired" in q.stderr, told(q))
    q = words(case, "undo", "s")
    check("nor is a move undone that was none", q.returncode == 4 and "no other one was adopted" in q.stderr, told(q))
    check("nor one that is unknown", words(case, "retry", "nobody").returncode == 4)
    end(p)


@line("cut", "failures", "a feed that is cut off is a warning the first time and when it changes; sources tells it meanwhile")
def cut_off(check):
    def cut(*titles):
        return 200, {"Content-Type": "application/rss+xml"}, ok(*titles)[2][:-20]
    server, case = polled_once(cut("A", "B"), EVERY)
    warned = lambda p: p.stderr.count("ends before its end")
    check("the first time", warned(case.polled) == 1, told(case.polled))
    for n in range(2):
        server.now = cut("A", "B", "C%d" % n)
        case.clock.move(DAY)
        p = case.due()
        check("not again", warned(p) == 0 and case.sources()["s"]["outcome"] == "incomplete", told(p))
    check("sources tells it", case.sources()["s"]["health"] == "partly", case.sources())
    server.now = ok("A", "B")
    case.clock.move(DAY)
    case.due()
    server.now = cut("A", "B")
    case.clock.move(DAY)
    p = case.due()
    check("after it was whole, once more", warned(p) == 1, told(p))
    urls = b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>%s</loc></url><url><loc>"
    kinds = {"RSS": lambda n: cut("A", "C%d" % n), "JSON": lambda n: (200, {"Content-Type": "application/feed+json"}, json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [
                 {"id": "1", "content_text": PROSE}, {"id": "2", "content_text": PROSE}]}).encode()[:-30 - n]),
             "a sitemap": lambda n: (200, {"Content-Type": "application/xml"}, urls % server.url("/page").encode() + b"http" + b"x" * n),
             "OPML": lambda n: (200, {"Content-Type": "text/xml"}, b"<opml version='2.0'><body><outline type='rss' text='A' xmlUrl='%s'/><outline type='r%d" % (server.url("/sub").encode(), n))}
    for kind, answer in kinds.items():
        server = Server({"/sub": ok("S"), "/page": as_html(story("P"))})
        case = Case([("s", server.url("/doc"), EVERY, *({"a sitemap": ["parse: sitemap"], "OPML": ["parse: opml"]}.get(kind, [])))])
        for n in range(3):
            server.now["/doc"] = answer(n)
            p = case.once()
            loud = [x for x in p.stderr.splitlines() if "cut off" in x or "ends before its end" in x]
            check("%s that is cut, poll %d: %s" % (kind, n + 1, "a warning" if n == 0 else "none"), len(loud) == (n == 0), told(p))
    P.write("cut.xml", cut("A", "B")[2].decode())
    p = subprocess.run([A.tidings, "import", "--store", P.path("cut.db"), P.path("cut.xml")], env=P.env, capture_output=True, text=True)
    check("an import tells it", p.stderr.count("ends before its end") == 1, told(p))


@line("changing", "failures", "what cannot be read stands once in quarantine, though it is other bytes with each poll; it is there again after it was good")
def changing_junk(check):
    def kept():
        return len(subprocess.run([A.tidings, "quarantine", "--json", "--store", case.store], env=P.env, capture_output=True, text=True).stdout.splitlines())
    whole = lambda n: json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": str(k), "content_text": "%d %d" % (k, n)} for k in range(40)]}).encode()
    kinds = {"gzip that is cut": lambda n: (200, {"Content-Type": "application/feed+json", "Content-Encoding": "gzip"}, gzip.compress(whole(n))[:-20]), "junk": lambda n: (200, {"Content-Type": "application/rss+xml"}, b"\0junk %d" % n),
             "a broken feed": lambda n: (200, {"Content-Type": "application/rss+xml"}, b"<rss><channel><!-- %d -->" % n)}
    for kind, answer in kinds.items():
        server, case = polled_once(answer(0), EVERY)
        for n in range(1, 4):
            server.now = answer(n)
            p = case.once()
        check("%s: once" % kind, kept() == 1 and p.returncode == 3 and case.sources()["s"]["failures"] == 4, (kept(), told(p)))
        server.now = ok("A")
        case.once()
        server.now = answer(9)
        case.once()
        check("%s: once more after it was good" % kind, kept() == 2, kept())


@line("packed", "outcomes", "a feed that is packed and does not say so is read, also when it is packed twice; what is no feed inside is told; a bomb is not unpacked")
def packed(check):
    rss = {"Content-Type": "application/rss+xml"}
    once = gzip.compress(ok("A", "B")[2])
    for name, headers in (("a feed", rss), ("nothing", {}), ("bytes", {"Content-Type": "application/octet-stream"}), ("a packed file", {"Content-Type": "application/x-gzip"}), ("identity", dict(rss, Content_Encoding="identity"))):
        server, case = polled_once((200, named(headers), once), EVERY)
        check("as %s" % name, outcome(case) == "ok" and len(case.records()) == 2, told(case.polled))
        case.once()
        check("as %s, known again" % name, outcome(case) == "unchanged", outcome(case))
    server, case = polled_once((200, dict(rss, **{"Content-Encoding": "UTF-8"}), ok("A", "B")[2]), EVERY)
    check("a charset in the place of the encoding is none", outcome(case) == "ok" and len(case.records()) == 2, told(case.polled))
    server, case = polled_once((200, dict(rss, **{"Content-Encoding": "gzip"}), gzip.compress(once)), EVERY)
    check("packed twice", outcome(case) == "ok" and len(case.records()) == 2, told(case.polled))
    server, case = polled_once((200, rss, gzip.compress(ok("A", "B", "C")[2].replace(b"</channel>", b"<item><title>D</title>" + os.urandom(4000).hex().encode()))[:-2000]), EVERY)
    check("of one that is cut the whole items are read, and that is told", case.polled.stderr.count("ends before its end") == 1 and len(case.records()) == 3, (len(case.records()), told(case.polled)))
    p = case.once()
    check("once, and without validators", "ends before its end" not in p.stderr and "if-none-match" not in server.take()[0].headers, told(p))
    server, case = polled_once((200, dict(rss, ETag='"a"'), once[:-8]), EVERY)
    check("one that lacks nothing but its trailer is read as one that is cut", outcome(case) == "incomplete" and len(case.records()) == 2, (outcome(case), told(case.polled)))
    server, case = polled_once((200, dict(named({"Content_Type": "text/html"}), **{"Content-Encoding": "gzip"}), gzip.compress(b"<html><body>" + b"".join(b"<p>%d words of a page</p>" % n for n in range(3000)))[:-90]), EVERY)
    check("a page that is cut is not read", "incomplete gzip" in case.polled.stderr and case.records() == [], told(case.polled))
    for encoding in ("gzip", "deflate", "br", "zstd"):
        for kind, type, body in (("a feed", "application/rss+xml", ok("A", "B")[2]), ("JSON", "application/feed+json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"id": "1", "content_text": PROSE}, {"id": "2", "content_text": "No " + PROSE}]}).encode())):
            server = Server((200, {"Content-Type": type, "Content-Encoding": encoding}, body))
            case = Case([("s", server.url(), EVERY)])
            p = case.once("-v")
            check("%s that is said to be %s is read as it is, and that is told" % (kind, encoding), outcome(case) == "ok" and len(case.records()) == 2 and "said to be %s, and is not" % encoding in p.stderr, told(p))
            if encoding == "gzip":
                continue
            server = Server((200, {"Content-Type": type, "Content-Encoding": encoding}, gzip.compress(body)))
            case = Case([("s", server.url(), EVERY)])
            p = case.once("-v")
            check("%s that is said to be %s and is gzip is read, and that is told" % (kind, encoding), outcome(case) == "ok" and len(case.records()) == 2 and "said to be %s, and is gzip" % encoding in p.stderr, told(p))
    server, case = polled_once((200, rss, gzip.compress(b"no feed " * 50)), EVERY)
    check("one that is no feed inside, too", outcome(case) == "unusable" and "not a feed" in case.polled.stderr, told(case.polled))
    for name, body in (("a bomb", gzip.compress(b"<rss>" + b" " * (200 << 20), 9)), ("one inside", gzip.compress(gzip.compress(b"<rss>" + b" " * (200 << 20), 9)))):
        server, case = polled_once((200, rss if name == "a bomb" else dict(rss, **{"Content-Encoding": "gzip"}), body), EVERY)
        check("%s is refused" % name, "more than a document may unpack to" in case.polled.stderr, told(case.polled))


@line("nameless", "outcomes", "a page that names no feed is told as that; a redirect that leads nowhere, too")
def nameless(check):
    server, case = polled_once((404, {}, b""), EVERY)
    server.now = {"/feed": (404, {}, b"no"), "/": as_html(b"<html><head><title>Bakery</title></head><body><p>%s</p></body></html>" % PROSE.encode())}
    case.set([("s", server.url("/"), EVERY)])
    p = case.once()
    check("the log says it", "names no feed, and none is in the usual places" in p.stderr and "which it names" not in p.stderr and "parse:" in p.stderr, told(p))
    said = subprocess.run([A.tidings, "sources", "s", "--store", case.store], env=case.clock.env, capture_output=True, text=True).stdout
    check("`sources` does, too", "names no feed" in " ".join(said.split()), said)
    check("the usual places were asked", "/feed.json" in server.paths())
    for n in range(3):
        case.clock.move(2 * HOUR)
        p = case.due()
        check("for a day the page alone is asked (poll %d)" % (n + 1), server.paths() == ["/"], told(p))
    said = subprocess.run([A.tidings, "sources", "--broken", "--store", case.store], env=case.clock.env, capture_output=True, text=True)
    check("and the source still needs somebody", said.returncode == 3 and "names no feed" in " ".join(said.stdout.split()), told(said))
    server.now["/feed.json"] = 200, {"Content-Type": "application/feed+json"}, b'{"version": "https://jsonfeed.org/version/1.1", "title": "B", "items": [{"id": "1", "content_text": "Bread"}]}'
    case.clock.move(DAY)
    p = case.once()
    check("a feed in a usual place is still found", len(case.records()) == 1, told(p))
    server.now["/"] = as_html(b"<html><head><link rel=alternate type='application/rss+xml' href='/lost.xml'></head><body><p>%s</p></body></html>" % PROSE.encode())
    server.now["/feed.json"] = 404, {}, b"no"
    p = case.once()
    check("one that it names and that is not there is told as named", "/lost.xml, which it names: the server answered 404" in p.stderr, told(p))
    server, case = polled_once((407, {}, b"no"), EVERY)
    check("a proxy that wants a password is told as that, and is no refusal of the source", "the proxy asks for a name and password" in case.polled.stderr and outcome(case) == "network", told(case.polled))
    server, case = polled_once((302, {"Location": "http://127.0.0.9:1/x?token=abc"}, b""), EVERY)
    check("an address that leads to a dead server is told with that one, without its secrets", "it leads to http://127.0.0.9:1/x?token=***: no server answers" in case.polled.stderr, told(case.polled))
    for status in (301, 302, 303, 307, 308):
        server, case = polled_once((status, {}, b"elsewhere"), EVERY)
        check("a %d without a Location" % status, "has no Location" in case.polled.stderr and outcome(case) == "http" and case.sources()["s"]["failures"] == 1, told(case.polled))


@line(31, "failures", "404 again and again: less and less, down to once a week, never never; 401 and 403: a day")
def missing(check):
    server, case = polled_once((404, {}, b"no"), EVERY)
    waits = []
    for _ in range(23):
        waits.append(case.wait())
        case.clock.move(case.wait() + 1)
        case.due()
    check("it is asked each time it is due", len(server.take()) == 23)
    check("never before the interval is over, at most a day at first", all(1199 <= w <= DAY + 1 for w in waits[:20]), waits)
    check("then once a week", all(7 * DAY - 5 <= w <= 8 * DAY for w in waits[-3:]), waits)
    for status in (401, 403):
        server, case = polled_once((status, {}, b"no"), EVERY)
        check("after a %d a day" % status, near(case.wait(), DAY), case.wait())
        check("it is flagged", not case.sources("--broken") == {}, case.sources())
        agent = []
        server.now = ok("A")
        case.once()
        agent = [x.headers.get("user-agent") for x in server.take()]
        check("and asked by the same name", len(agent) == 1 and agent[0].startswith("Tidings/"), agent)


@line(32, "failures", "errors of every kind: exponential, with chance, never below the interval")
def errors(check):
    waits = []
    for answer in ((500, {}, b"no"), (503, {}, b"no"), (200, {"Content-Type": "application/rss+xml"}, b"junk")):
        server, case = polled_once(answer, EVERY)
        for n in (1, 2, 3):
            w = case.wait()
            waits.append(w)
            check("failure %d of %s" % (n, answer[0]), 1199 <= w <= 1200 * 2 ** n + 1, w)
            case.clock.move(w + 1)
            case.due()
    case = Case([("s", "http://127.0.0.1:9/nobody", EVERY)])
    case.once()
    w = case.wait()
    check("a host that does not answer", 1199 <= w <= 2401, w)
    check("the waits differ", len({round(w) for w in waits}) > 4, waits)


@line(33, "failures", "one good answer ends the trouble")
def recovers(check):
    server, case = polled_once((500, {}, b"no"), EVERY)
    for _ in range(4):
        case.clock.move(DAY)
        case.due()
    server.now = ok("A")
    case.clock.move(DAY)
    case.due()
    s = case.sources()["s"]
    check("it is well", s["failures"] == 0 and near(case.wait(), 1200), s)
    server.now = 500, {}, b"no"
    case.clock.move(DAY)
    case.due()
    check("the next failure is the first", case.sources()["s"]["failures"] == 1 and case.wait() <= 2401, case.wait())


# ---- revisits -----------------------------------------------------------------------------------------------------
FEED_LATER = "every: 90d"  # so that what is asked for is the articles
SENTENCES = ["The harbour office counted %d ferries on the %s quay before the storm reached the southern islands." % (n + 11, side)
             for n, side in enumerate(("northern", "eastern", "long", "old", "outer", "short", "western", "stone"))]


def story(title, sentences=SENTENCES, more="", closed=True):
    text = "<!doctype html><html><head><title>%s</title>%s</head><body><article><h1>%s</h1>%s</article>" % (
        title, more, title, "".join("<p>%s</p>" % x for x in sentences))
    return (text + ("</body></html>" if closed else "")).encode()


def as_html(body, **headers):
    return 200, dict({"Content-Type": "text/html; charset=utf-8"}, **named(headers)), body


def links(server, *paths):
    items = "".join("<item><title>About %s</title><link>%s</link><guid isPermaLink='false'>%s</guid></item>" % (p, server.url(p), p) for p in paths)
    return 200, {"Content-Type": "application/rss+xml"}, ("<rss version='2.0'><channel><title>F</title><link>/</link><description>d</description>%s</channel></rss>" % items).encode()


EDITED = SENTENCES[:3] + ["The count was corrected on Tuesday, when two more ferries were found behind the breakwater."] + SENTENCES[3:]


def with_articles(*paths, more=(), answers={}, every=FEED_LATER, **conf):
    """A source whose feed links to these articles, which were read once."""
    server = Server({})
    server.now = dict({"/feed": links(server, *paths)}, **{**{p: as_html(story("Ferries " + p), ETag='"one"') for p in paths}, **answers})
    case = Case([("s", server.url(), every, "full_text: { parse: article }", *more)], **conf)
    case.polled = case.once()
    case.at = case.clock.now()
    server.take()
    return server, case


def visited(server):
    """The articles that were asked for since the last call, with their validators."""
    return [(x.path, x.headers.get("if-none-match")) for x in server.take() if x.path not in ("/feed", "/robots.txt")]


def until_age(case, seconds):
    """Move the clock until the articles were read so long ago; one pass."""
    case.clock.move(case.at + seconds - case.clock.now())
    return case.due()


def versions(case):
    return [(r["version"], r["change"]) for r in case.records()]


@line("edits", "revisits", "an article is looked at again after 1 h, 6 h, 1 d and 3 d, with its validators, and an edit is a version")
def edits(check):
    server, case = with_articles("/a")
    check("it was read", versions(case) == [(1, "new")], told(case.polled))
    until_age(case, HOUR - 60)
    check("not before an hour is over", visited(server) == [], "")
    server.now["/a"] = 304, {}, b""
    p = until_age(case, HOUR + 30)
    check("then once, with its validator", visited(server) == [("/a", '"one"')], told(p))
    check("nothing new is no version", versions(case) == [(1, "new")] and p.returncode == 0, told(p))
    server.now["/a"] = as_html(story("Ferries /a", EDITED), ETag='"two"')
    until_age(case, 6 * HOUR - 60)
    check("not before six hours are over", visited(server) == [])
    p = until_age(case, 6 * HOUR + 30)
    check("then once", visited(server) == [("/a", '"one"')], told(p))
    check("the edit is the next version of the same article", versions(case) == [(2, "major")] and "1 new version" in p.stdout, (told(p), case.records()))
    text = subprocess.run([A.tidings, "show", "--versions", "--json", case.records()[0]["id"], "--store", case.store], env=case.clock.env, capture_output=True, text=True)
    shown = json.loads(text.stdout)["versions"]
    check("both are kept", ["breakwater" in json.dumps(x) for x in shown] == [False, True], shown)
    p = until_age(case, DAY + 30)
    check("after a day, with the validator of the edit", visited(server) == [("/a", '"two"')], told(p))
    check("the same bytes are no version", versions(case) == [(2, "major")], case.records())
    until_age(case, 3 * DAY + 30)
    check("after three days", visited(server) == [("/a", '"two"')])
    until_age(case, 40 * DAY)
    check("and no more", visited(server) == [])
    check("the source has polled its feed once", case.sources()["s"]["polls"] == 1, case.sources())


@line("missed", "revisits", "visits that were missed are not made up for, and a restart forgets none")
def missed(check):
    server, case = with_articles("/a")
    until_age(case, 2 * DAY)
    check("one visit for the three that were due", visited(server) == [("/a", '"one"')])
    until_age(case, 3 * DAY - 60)
    check("the next one is not before its time", visited(server) == [])
    p = case.start()
    case.clock.move(90)
    check("the daemon looks as well", seen_visit(server), case.log())
    end(p)
    until_age(case, 40 * DAY)
    check("and that was the last one", visited(server)[1:] == [], "")


def seen_visit(server, wait=15):
    return until(lambda: any(x.path == "/a" for x in server.log), wait)


HOURLY = "revisit: [%s]" % ", ".join("%dh" % n for n in range(1, 15))


@line("gone", "revisits", "404 and 410 end the visits of an article, other errors do not")
def gone_article(check):
    for status in (404, 410):
        server, case = with_articles("/a")
        server.now["/a"] = status, {}, b"no"
        p = until_age(case, HOUR + 30)
        check("a %d is no failure" % status, visited(server) == [("/a", '"one"')] and p.returncode == 0 and case.sources()["s"]["health"] == "ok", told(p))
        until_age(case, 5 * DAY)
        check("after a %d it is not asked again" % status, visited(server) == [])
        check("the record stays", versions(case) == [(1, "new")], case.records())
    server, case = with_articles("/a")
    server.now["/a"] = 500, {}, b"no"
    p = until_age(case, HOUR + 30)
    until_age(case, HOUR + 900)
    check("a 500 is not tried again until the next time", visited(server) == [("/a", '"one"')] and p.returncode == 0, told(p))
    server.now["/a"] = as_html(story("Ferries /a", EDITED), ETag='"two"')
    until_age(case, 6 * HOUR + 30)
    check("then it is, with the validator of the good answer", visited(server) == [("/a", '"one"')] and versions(case) == [(2, "major")], case.records())


@line("worse", "replaced", "a login page, an error page, a notice, a half page, a teaser or another article never replaces the good version")
def worse(check):
    login = as_html(b"<html><head><title>Log in</title></head><body><form action='/login' method='post'><label>Name<input name='u'></label>"
                 b"<label>Password<input type='password' name='p'></label><button>Log in</button></form></body></html>", ETag='"login"')
    other = ["Our editors are looking into a problem with this service, and hope to be back before the evening, they say.",
             "Readers who have questions may write to the desk, which answers every letter within a week or so."] * 4
    whole = story("Ferries /a")
    bad = {"a login page": login,
           "a redirect to one": (302, {"Location": "/login"}, b""),
           "an error page that says 200": as_html(story("We are sorry", other), ETag='"bad"'),
           "a notice under the article's title": as_html(story("Ferries /a", other[:1])),
           "a teaser": as_html(story("Ferries /a", SENTENCES[:2] + ["Subscribe to read on."]), ETag='"bad"'),
           "a page cut inside a tag": as_html(whole[:whole.index(b"stone") - 90] + b"<p cla"),
           "a page cut inside its text": as_html(whole[:whole.index(b"western quay")], ETag='"bad"'),
           "an empty page": as_html(b""),
           "no page at all": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4 nothing"),
           "another article": as_html(story("Bees", ["Beekeepers in the valley lost %d hives to frost, and expect little honey in this summer." % n for n in range(9)]))}
    server, case = with_articles("/a", more=[HOURLY], answers={"/login": login})
    for n, (name, answer) in enumerate(bad.items()):
        server.now["/a"] = answer
        p = until_age(case, (n + 1) * HOUR + 30)
        asked = [x for x in visited(server) if x[0] == "/a"]
        check("%s: the article stays, and its validator" % name, asked == [("/a", '"one"')] and versions(case) == [(1, "new")], (asked, case.records(), told(p)))
        check("%s: no failure, nothing in quarantine" % name, p.returncode == 0 and "quarantine" not in p.stdout, told(p))
    server.now["/a"] = as_html(story("Ferries /a", EDITED))
    until_age(case, (len(bad) + 1) * HOUR + 30)
    check("an edit after all of them is a version", versions(case) == [(2, "major")], case.records())


@line("poorer", "replaced", "when an item changes and its page cannot be read, the item's few words do not replace the page that was; an edit does, and so does a correction")
def item_instead(check):
    server, case = with_articles("/a", more=["revisit: no"])
    whole = story("Ferries /a", EDITED)
    good = len(case.records()[0]["text"])
    login = as_html(b"<html><head><title>Log in</title></head><body><form action='/in'><input type='password' name='p'></form></body></html>")

    def follow(n, answer, text="Now %s ferries"):
        server.now["/a"] = answer
        kind, head, body = links(server, "/a")
        server.now["/feed"] = kind, head, body.replace(b"</item>", b"<description>%s.</description></item>" % text.replace("%s", chr(97 + n) * 3).encode())
        case.clock.move(40 * DAY)
        p = case.once()
        return p, [x for x in server.take() if x.path == "/a"]
    cut = whole[:whole.index(b"western quay")].replace(b"Ferries /a</h1><p>", b"Ferries /a</h1><p>Edited. ")
    for n, (name, answer) in enumerate({"404": (404, {}, b"no"), "403": (403, {}, b"no"), "a login page": login, "nothing": as_html(b""), "junk": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4 nothing"),
                                        "a cut page that was edited before": as_html(cut)}.items()):
        p, asked = follow(n, answer)
        check("%s: the page that was read stays" % name, len(asked) == 1 and versions(case) == [(1, "new")] and len(case.records()[0]["text"]) == good, (asked, case.records(), told(p)))
    p, asked = follow(20, as_html(whole))
    check("an edit of the page is a version", len(asked) == 1 and [x[0] for x in versions(case)] == [2] and "breakwater" in case.records()[0]["text"], (case.records(), told(p)))
    p, asked = follow(21, (404, {}, b"no"), "Correction: an earlier version of this article named a wrong quay")
    check("an item that says that it corrects is a version", len(asked) == 1 and [x[0] for x in versions(case)] == [3] and "wrong quay" in case.records()[0]["text"], (case.records(), told(p)))


@line("same", "replaced", "without validators the bytes are compared; what is not of the article makes no version")
def same_article(check):
    server, case = with_articles("/a", more=[HOURLY], answers={})
    server.now["/a"] = as_html(story("Ferries /a", more="<meta name='nonce' content='4711'>"))
    until_age(case, HOUR + 30)
    check("another head is no version", visited(server) == [("/a", '"one"')] and versions(case) == [(1, "new")], case.records())
    p = until_age(case, 2 * HOUR + 30)
    check("the validators are those of the last answer: none", visited(server) == [("/a", None)], told(p))
    check("the same bytes are not parsed", "0 new versions, 0 unchanged" in p.stdout, told(p))
    server.now["/a"] = as_html(story("Ferries /a", EDITED))
    until_age(case, 3 * HOUR + 30)
    check("an edit is a version", versions(case) == [(2, "major")], case.records())
    server.now["/a"] = as_html(story("Ferries /a", EDITED, closed=False), ETag='"open"')
    until_age(case, 4 * HOUR + 30)
    until_age(case, 5 * HOUR + 30)
    server.take()
    until_age(case, 6 * HOUR + 30)
    check("a page without its last tags keeps its validator when it comes again", visited(server) == [("/a", '"open"')], "")


@line("told", "revisits", "revisit: says when or no, for all or for one source; what cannot be is told; sources and status count")
def configured(check):
    server, case = with_articles("/a", "/b", more=["revisit: [2h, 3h]"])
    for n, wanted in ((1, []), (2, ["/a", "/b"]), (3, ["/a", "/b"]), (30, [])):
        until_age(case, n * HOUR + 30)
        got = sorted(x[0] for x in visited(server))
        check("after %d hours" % n, got == wanted, got)
    server, case = with_articles("/a", more=["revisit: no"])
    until_age(case, DAY)
    check("no for a source", visited(server) == [] and case.sources()["s"]["to_look_at_again"] == 0, case.sources())
    server, case = with_articles("/a", fetch="revisit: no, hosts: { delay: 0s }")
    until_age(case, DAY)
    check("no for all", visited(server) == [])
    server, case = with_articles("/a", fetch="revisit: no, hosts: { delay: 0s }", more=["revisit: 2h"])
    check("a source may have its own", case.sources()["s"]["to_look_at_again"] == 1, case.sources())
    text = subprocess.run([A.tidings, "sources", "--store", case.store], env=case.clock.env, capture_output=True, text=True).stdout
    check("sources says how many", "1 article to look at again" in text, text)
    text = subprocess.run([A.tidings, "status", "--store", case.store], env=case.clock.env, capture_output=True, text=True).stdout
    check("status, too", "1 article to look at again" in text, text)
    case.set([("s", server.url(), FEED_LATER, "full_text: { parse: article }", "revisit: no")])
    until_age(case, 3 * HOUR)
    check("one that was planned is not done when it is not wanted any more", visited(server) == [] and case.sources()["s"]["to_look_at_again"] == 0, case.sources())
    case.set([("s%d" % n, server.url("/%d" % n), "revisit: " + bad) for n, bad in enumerate(("[6h, 1h]", "[1h, 1h]", "[soon]", "[]", "[0s]", "yes", "[%s]" % ", ".join("%dh" % n for n in range(1, 19))))])
    p = subprocess.run([A.tidings, "check", case.conf], env=case.clock.env, capture_output=True, text=True)
    check("what cannot be is told with its place", p.returncode == 78 and {4, 5, 6, 7, 8, 9, 10} <= {int(x) for x in re.findall(r"c.yaml:(\d+):\d+: revisit", p.stdout + p.stderr)}, told(p))


@line("polite", "replaced", "visits keep the delay of their host, its robots.txt and what is reserved, and polls go first")
def polite(check):
    server, case = with_articles(*["/%d" % n for n in range(6)], fetch="hosts: { delay: 300ms }, interval: { jitter: 0% }", every="every: 1h")
    p = until_age(case, HOUR + 30)
    asked = server.take()
    times = [x.at for x in asked]
    check("the poll of the feed is first", [x.path for x in asked][0] == "/feed" and len(asked) == 7, ([x.path for x in asked], told(p)))
    check("each keeps the delay", min(b - a for a, b in zip(times, times[1:])) >= 0.29, times)
    for delay in (1, 2):  # the host opens again while the end of the pass is being considered
        server, case = with_articles(*["/%d" % n for n in range(150)], fetch="hosts: { delay: %dms }" % delay, every="every: 1h")
        p = until_age(case, HOUR + 30)
        check("a pass visits all that are due, with a delay of %d ms" % delay, len(visited(server)) == 150, told(p))
    server, case = with_articles("/a", answers={"/robots.txt": (200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /nothing")})
    server.now["/robots.txt"] = 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /a"
    p = until_age(case, DAY + 3600)
    check("what robots.txt closes now is not asked for", visited(server) == [] and p.returncode == 0, told(p))
    server, case = with_articles("/a", fetch="reserved: skip, hosts: { delay: 0s }")
    server.now["/a"] = as_html(story("Ferries /a", EDITED), X_Robots_Tag="noai")
    until_age(case, HOUR + 30)
    check("what is reserved now is not stored", visited(server) != [] and versions(case) == [(1, "new")], case.records())
    server, case = with_articles("/a", "/b")
    server.now["/a"] = 429, {"Retry-After": "7200"}, b"no"
    server.now["/b"] = server.now["/a"]
    p = until_age(case, HOUR + 30)
    check("a 429 holds the host", len(visited(server)) == 1, told(p))
    case.set([("t", server.url("/other"))])
    until_age(case, 6 * HOUR + 30)
    check("articles of a source that is taken out are not asked for", visited(server) == [("/other", None)], "")


@line("item", "revisits", "an article whose item changed is read at once, and visited with the validators of that answer")
def changed_item(check):
    server, case = with_articles("/a", every="every: 20m")
    server.now["/feed"] = (*links(server, "/a")[:2], links(server, "/a")[2].replace(b"About /a", b"More about /a"))
    server.now["/a"] = as_html(story("Ferries /a", EDITED), ETag='"two"')
    p = until_age(case, 1300)
    check("it is read again, with its validator", visited(server) == [("/a", '"one"')] and versions(case) == [(2, "major")], told(p))
    server.now["/a"] = 304, {}, b""
    until_age(case, HOUR + 30)
    check("and visited once, an hour after it was first read", visited(server) == [("/a", '"two"')], "")


# ---- pages that are known ------------------------------------------------------------------------------------------
TEASERS = ("More about the weather", "Tickets are still to be had", "What the mayor said", "Our picture of the day", "Read on with a subscription", "A walk through the harbour", "Letters from readers")


class Items:
    """A source with full texts; at each poll something of its items changes.  head: how pages are known again: "etag", "date" or None."""

    def __init__(self, *names, head="etag", more=("revisit: no",), guid=True, canonical=False):
        self.names, self.head, self.guid, self.canonical, self.polls, self.text, self.link = list(names), head, guid, canonical, 0, lambda n: "", lambda name, n: name
        self.pages, self.server = {}, Server(self.answer)
        self.case = Case([("s", self.server.url(), "full_text: { parse: article }", "every: 1h", *more)])

    def page(self, path):
        name = re.match(r"/[a-z]+", path)[0]
        return self.pages.get(name, story("Ferries " + name, more="<link rel=canonical href='%s'>" % name if self.canonical else ""))

    def answer(self, host, path):
        if path in ("/feed", "/robots.txt"):
            items = "".join("<item><title>About %s</title><link>%s</link>%s<description>%s %s</description></item>" % (
                k, self.server.url(self.link(k, self.polls)).replace("&", "&amp;"), "<guid isPermaLink='false'>%s</guid>" % k if self.guid else "", PROSE, self.text(self.polls)) for k in self.names)
            return (200, {"Content-Type": "application/rss+xml"}, ("<rss version='2.0'><channel><title>F</title><link>/</link><description>d</description>%s</channel></rss>" % items).encode()) \
                if path == "/feed" else (404, {}, b"no")
        body = self.page(path)
        if not isinstance(body, bytes):
            return body
        tag = {"etag": ("ETag", "If-None-Match", '"%x"' % (hash(body) & 0xffffff)), "date": ("Last-Modified", "If-Modified-Since", date(1.7e9 + len(body)))}.get(self.head)
        if tag and self.server.log[-1].headers.get(tag[1].lower()) == tag[2]:
            return 304, {tag[0]: tag[2]}, b""
        return as_html(body, **({tag[0].replace("-", "_"): tag[2]} if tag else {}))

    def poll(self, hours=1, *args):
        """(pages that were asked for, of them without validators), what was said"""
        self.case.clock.move(hours * HOUR + 30 if self.polls else 0)
        p = self.case.due("-v", *args)
        self.polls += 1
        asked = [x for x in self.server.take() if x.path not in ("/feed", "/robots.txt")]
        self.paths = [x.path for x in asked]
        return (len(asked), sum("if-none-match" not in x.headers and "if-modified-since" not in x.headers for x in asked)), p

    def conduct(self):
        p = subprocess.run(self.case.command("sources", "--behaviour", "--json"), env=self.case.clock.env, capture_output=True, text=True)
        return {k: v for k, v in json.loads(p.stdout).items() if k != "id"}


# Numbers say nothing of a page, and an item that says what it said before does not have it asked for again.
NEVER_TWICE = lambda n: "%s, says %s" % (TEASERS[n % len(TEASERS)], "".join("abcdefghij"[int(x)] for x in str(n)))


@line("known pages", "known", "a page that was read is asked for again with its validators only; while its item changes without it, ever more seldom")
def known_pages(check):
    for head in ("etag", "date", None):
        feed = Items("/one", "/two", head=head)
        feed.text = NEVER_TWICE
        check("%s: they are read" % head, feed.poll()[0] == (2, 2))
        got = [feed.poll() for _ in range(6)]
        bare = 2 if head is None else 0
        check("%s: a change is looked after at once, with validators" % head, got[0][0] == (2, bare), told(got[0][1]))
        check("%s: then after one hour and six" % head, [x[0][0] for x in got[1:]] == [2, 0, 0, 0, 0], [x[0] for x in got])
        check("%s: an unchanged page is no version, and is counted" % head, versions(feed.case) == [(1, "new")] * 2 and "2 unchanged" in told(got[0][1]), told(got[0][1]))
        if head == "date":
            continue
        got = [feed.poll(12)[0] for _ in range(18)]
        days = [n / 2 + 0.5 for n, x in enumerate(got) if x[0]]
        check("%s: then after six hours, a day, three, and every three days" % head, days == [0.5, 1, 3, 6, 9] and not (head and any(x[1] for x in got)), days)
        check("%s: nothing of it is counted against us" % head, not any(feed.conduct().values()), feed.conduct())
        feed.pages["/one"] = story("Ferries /one", EDITED)
        got = [feed.poll(24 * 3) for _ in range(2)]
        check("%s: an edit is found" % head, sorted(versions(feed.case)) == [(1, "new"), (2, "major")], versions(feed.case))
        feed.text = lambda n: "And now for something else"
        feed.pages["/one"] = story("Ferries /one", EDITED + SENTENCES)
        got = feed.poll()
        check("%s: and the page that had changed is looked after at once again" % head, "/one" in feed.paths, (feed.paths, told(got[1])))
    feed = Items("/one", more=())
    feed.poll()
    feed.pages["/one"] = story("Ferries /one", EDITED)
    feed.text = lambda n: "Corrected"
    got = feed.poll()
    check("an edit of an item is read at once", got[0] == (1, 0) and versions(feed.case) == [(2, "major")], told(got[1]))
    feed.poll(24 * 9)
    feed.text = lambda n: "Corrected again"
    got = feed.poll()
    check("also with validators long after the last visit", got[0] == (1, 0), (got[0], told(got[1])))
    feed = Items("/one", more=())
    feed.poll()
    db = database(feed.case)
    db.execute("DELETE FROM task WHERE key LIKE 'revisit %'")
    db.commit()
    db.close()
    feed.text = lambda n: "Corrected"
    got = feed.poll()
    check("what is asked for without validators, though it gave some, is counted", got[0] == (1, 1) and feed.conduct()["unconditional"] == 1, (got[0], feed.conduct()))
    for name, bad in (("500", (500, {}, b"no")),):
        feed = Items("/one")
        feed.pages["/one"] = bad
        feed.text = NEVER_TWICE
        got = [feed.poll(1.05)[0][0] for _ in range(10)]
        check("%s: while its server fails a page is asked for as often, each time with its tries" % name, sum(got[:5]) <= 12 and sum(got[5:8]) == 0 and got[8] > 0, got)
    feed = Items("/one")
    feed.pages["/one"] = story("Ferries /one", closed=False)
    feed.text = lambda n: TEASERS[n % len(TEASERS)]
    got = [feed.poll(12)[0] for _ in range(5)]
    check("a page that leaves out its last tags is whole when it is the same the second time, and is not counted against us", [x[1] for x in got] == [1, 1, 0, 0, 0] and not any(feed.conduct().values()), (got, feed.conduct()))
    for name, bad in (("403", (403, {}, b"no")), ("a login page", as_html(b"<html><head><title>Log in</title></head><body><form action='/in'><input type='password' name='p'></form></body></html>")), ("junk", as_html(b""))):
        feed = Items("/one")
        feed.pages["/one"] = bad
        feed.text = NEVER_TWICE
        got = [feed.poll(1.05)[0][0] for _ in range(10)]
        check("%s: a page that cannot be read is asked for at once, after an hour, and after six" % name, got == [1, 1, 1] + [0] * 4 + [1] + [0] * 2, got)


def database(case):
    import sqlite3
    return sqlite3.connect(case.store)


@line("sessions", "alike", "links that differ in a session, or in a random value that says nothing, are one page")
def sessions(check):
    value = lambda n, k: "%016x" % (0xa9b8c7d6e5f41234 * (n * 7 + len(k) + 1) % (1 << 64))
    for name, link in (("PHPSESSID", "%s?PHPSESSID=%s"), ("jsessionid", "%s;jsessionid=%s"), ("sid", "%s?id=7&sid=%s"), ("utm", "%s?utm_source=%s")):
        for guid in (True, False)[name != "PHPSESSID":]:
            feed = Items("/one", "/two", guid=guid)
            feed.link = lambda k, n: link % (k, value(n, k))
            got = [feed.poll()[0] for _ in range(3)]
            check("%s, %s: they are read once" % (name, "guids" if guid else "no guids"), got == [(2, 2)] + [(0, 0)] * 2 and versions(feed.case) == [(1, "new")] * 2, (got, versions(feed.case)))
    for kind, how in (("guids", dict(guid=True)), ("a canonical link", dict(guid=False, canonical=True)), ("the same bytes", dict(guid=False))):
        feed = Items("/one", "/two", **how)
        feed.link = lambda k, n: "%s?r=%s" % (k, value(n, k))
        got = [feed.poll()[0][0] for _ in range(5)]
        check("a random value, %s: is learned" % kind, got[0] == 2 and sum(got) <= 6 and got[3:] == [0] * 2, got)
        check("a random value, %s: no second record, where that can be known" % kind, len(feed.case.records()) == 2 or kind == "the same bytes", [(r["title"], r["url"]) for r in feed.case.records()])
        feed.names.append("/three")
        got = [feed.poll()[0][0] for _ in range(2)]
        check("a random value, %s: for all pages of the source" % kind, got == [1, 0], got)
        feed.pages["/one"] = story("Ferries /one", EDITED)
        feed.text = lambda n: "Corrected"
        got = feed.poll()
        check("a random value, %s: an edit is read" % kind, any(v[0] == 2 for v in versions(feed.case)) or kind == "the same bytes", (versions(feed.case), told(got[1])))
    feed = Items("/one", "/two", "/steady", guid=False, canonical=True)
    feed.link = lambda k, n: k if k == "/steady" else "%s?r=%s" % (k, value(n, k))
    got = [feed.poll()[0][0] for _ in range(4)]
    check("a random value beside a link that stays: is learned", got[0] == 3 and sum(got) <= 7 and got[3:] == [0] and len(feed.case.records()) == 3, (got, [(r["title"], r["url"]) for r in feed.case.records()]))
    feed = Items("/one", "/two", "/one", guid=False)
    feed.link = lambda k, n: "/x%s?id=%s" % ("", value({"/one": 1, "/two": 2}[k], "id"))
    feed.pages["/x"] = story("Ferries")
    ids = {}
    feed.page = lambda path: story("Ferries of %s" % path, [s.replace("harbour", path[-6:]) for s in SENTENCES])
    got = [feed.poll()[0][0] for _ in range(3)]
    check("a value that is an article's stays", len(feed.case.records()) == 2 and got == [2, 0, 0], (got, [r["title"] for r in feed.case.records()]))


@line("apart", "alike", "what pages of different articles have in common for a while (a request for consent) makes them no one page")
def told_apart(check):
    wall = story("Before you continue", ["We and our %d partners keep what we know of you, so that pages can be read as usual; please agree." % (n + 700) for n in range(8)])
    ids = lambda name: "%016x" % (hash(name) % (1 << 64) | 0xa << 60)
    for kind, first in (("a feed of many", ["/a", "/b", "/c"]), ("a feed of one item at a time", ["/a"])):
        for guid in (True, False):
            feed = Items(*first, guid=guid, head=None)
            feed.link = lambda name, n: "/read?id=" + ids(name)
            feed.page = lambda path: wall if feed.polls < 3 else story("Ferries of " + path[-5:], [x.replace("harbour", path[-7:]) for x in SENTENCES])
            for n in range(3):
                feed.names = first if len(first) > 1 else ["/w%d" % n]
                feed.poll()
            feed.names = ["/d"]
            got = [feed.poll()]
            feed.names = ["/e"]
            got.append(feed.poll())
            titles = [r["title"] for r in feed.case.records()]
            check("%s, %s: each article is read, and is a record" % (kind, "guids" if guid else "no guids"), [x[0][0] for x in got] == [1, 1] and sum(t.startswith("Ferries of") for t in titles) == 2
                  and {r["version"] for r in feed.case.records()} == {1}, ([x[0] for x in got], titles, told(got[1][1])))


# ---- hosts --------------------------------------------------------------------------------------------------------
OTHER = "127.0.0.2"


def refusing(status, headers):
    """Three sources on a host that does not want the first, and one elsewhere, polled once."""
    no = status, headers, b"no"
    server = Server(lambda host, path: no if path == "/a" else ok("Of " + path))
    case = Case([("a", server.url("/a"), EVERY), ("b", server.url("/b"), EVERY), ("c", server.url("/c"), EVERY), ("z", server.url("/z", OTHER), EVERY)])
    case.polled = case.once()
    return server, case


def expect_hold(check, what, status, headers, hold):
    """The host is not asked for so many seconds, and then it is."""
    server, case = refusing(status, headers)
    paths = server.paths()
    check("%s: the host is asked nothing else, others are" % what, sorted(paths) == ["/a", "/z"], (paths, told(case.polled)))
    case.once()
    case.clock.move(hold - 300)  # a pass would wait for two minutes
    case.once()
    paths = server.paths()
    check("%s: nor by the next runs, for %.0f s" % (what, hold), set(paths) == {"/z"}, paths)
    case.clock.move(301)
    case.due()
    paths = server.paths()
    check("%s: then it is" % what, {"/b", "/c"} <= set(paths) or "/a" in paths, paths)
    return server, case


@line(16, "hold", "Retry-After in seconds and as a date, on 429, 503 and a redirect, holds the whole host")
def retry_after(check):
    for status in (429, 503, 307):
        expect_hold(check, "%d, seconds" % status, status, {"Retry-After": "3600"}, 3600)
    for status in (429, 503):
        expect_hold(check, "%d, a date" % status, status, {"Retry-After": date(time.time() + DAY + 7200), "Date": date(time.time() + DAY)}, 7200)
    server, case = refusing(503, {})
    paths = server.paths()
    check("a 503 without a time holds its source alone", sorted(paths) == ["/a", "/b", "/c", "/z"], paths)


@line(17, "refusals", "a Retry-After longer than the longest interval is obeyed, up to seven days")
def long_retry_after(check):
    server, case = expect_hold(check, "three days", 429, {"Retry-After": str(3 * DAY)}, 3 * DAY)
    server, case = refusing(429, {"Retry-After": str(30 * DAY)})
    check("thirty days become seven", near(case.wait("a"), 7 * DAY), case.wait("a"))


@line(18, "refusals", "an unreadable Retry-After is an hour")
def bad_retry_after(check):
    for value in ("-5", "soon", "Fri, 31 Dec 9999 23:59:59 GMT"):
        server, case = refusing(429, {"Retry-After": value})
        check("%r is an hour" % value, near(case.wait("a"), HOUR), case.wait("a"))
    expect_hold(check, "'soon'", 429, {"Retry-After": "soon"}, HOUR)


@line(19, "refusals", "429 without Retry-After: an hour, then two, four ..., for the whole host")
def doubling(check):
    server = Server((429, {}, b"no"))
    case = Case([("a", server.url("/a"), EVERY), ("b", server.url("/b"), EVERY)])
    case.once()
    for hours in (1, 2, 4):
        check("one request", len(server.take()) == 1)
        case.clock.move(hours * HOUR - 300)
        case.once()
        check("not before %d h are over" % hours, server.take() == [])
        case.clock.move(301)
        case.once()
    server.take()
    case.clock.move(DAY)
    server.now = ok("A")
    case.once()
    check("a good answer ends it", len(server.take()) == 2)
    server.now = 429, {}, b"no"
    case.once()
    server.take()
    case.clock.move(HOUR + 1)
    case.once()
    check("and the next refusal is an hour again", len(server.take()) == 1)


@line("short", "waits", "a Retry-After that is shorter than the interval counts once; after it the source, and the host, are waited for as without")
def short_retry_after(check):
    for status, value in ((503, "1"), (503, "Mon, 01 Jan 2024 00:00:00 GMT"), (429, "0"), (404, "60")):
        server, case = polled_once((status, {"Retry-After": value}, b"no"), "every: 6h")
        check("%d, %s: the first time it is asked again soon" % (status, value), near(case.wait(), 15 * MINUTE), case.wait())
        waits = []
        for _ in range(3):
            case.clock.move(case.wait() + 1)
            case.due()
            waits.append(case.wait())
        check("%d, %s: then as after any failure" % (status, value), all(6 * HOUR - 5 <= w <= DAY for w in waits), waits)
    pages = ["/p%d" % n for n in range(6)]
    server, case = with_articles(*pages, answers={p: (429, {"Retry-After": "0"}, b"no") for p in pages})
    server.take()
    case.due()
    check("of a host that says so to each page two pages are asked for, and then none for an hour", visited(server) == [] and case.polled.returncode == 3, told(case.polled))
    case.clock.move(HOUR + MINUTE)
    case.due()
    check("and then one", len(visited(server)) == 1)


@line("recovers", "waits", "a page whose server fails for a while is asked for again an hour later, before it is given up; waiting for others of its host is no try")
def page_recovers(check):
    pages = ["/p%d" % n for n in range(8)]
    for status, headers in ((500, {}), (503, {"Retry-After": "1"})):
        server, case = with_articles(*pages, answers={p: (status, headers, b"no") for p in pages})
        check("%d: none is given up" % status, case.polled.returncode == 3 and "quarantine" not in case.polled.stderr, told(case.polled))
        server.now.update({p: as_html(story("Ferries " + p)) for p in pages})
        case.clock.move(HOUR + MINUTE)
        p = case.due("-v")
        check("%d: when the server is well again all are read" % status, sorted(x for x, _ in visited(server)) == pages and len(case.records()) == 8 and p.returncode == 0, told(p))
        server, case = with_articles(*pages, answers={p: (status, headers, b"no") for p in pages})
        case.clock.move(HOUR + MINUTE)
        p = case.due()
        check("%d: one that fails again is given up, after three requests" % status, len(visited(server)) == 8 and p.stderr.count("kept in quarantine") == 8, told(p))


@line(39, "host", "one host gets no more requests at a time than allowed, and the delay between their starts")
def per_host(check):
    for concurrency, delay in ((1, 0.3), (2, 0.0)):
        server = Server(ok("A"), wait=0.2)
        case = Case([("s%d" % i, server.url("/%d" % i)) for i in range(8)], fetch="hosts: { concurrency: %d, delay: %dms }" % (concurrency, delay * 1000))
        case.once()
        log = server.take()
        gaps = [b.at - a.at for a, b in zip(log, log[1:])]
        check("at most %d at a time" % concurrency, len(log) == 8 and server.most["127.0.0.1"] == concurrency, (len(log), server.most))
        check("at least %.1f s between their starts" % delay, min(gaps) >= delay - 0.005, gaps)
    server = Server(ok("A"))
    case = Case([("s", server.url())], fetch="hosts: { delay: 4s }")
    case.once()
    began = time.monotonic()
    case.once()
    log = server.take()
    check("the delay holds over a restart", len(log) == 2 and log[1].at - log[0].at >= 3.95, [x.at for x in log])


@line("in line", "host", "a host without delay is asked for one source after the other, and no more the moment it refuses, breaks or is slow")
def in_line(check):
    turn, bad = [0], [None]

    def answer(host, path):
        turn[0] += 1
        if turn[0] == 4 and bad[0] == "slow":
            time.sleep(1.5)
        return (429, {"Retry-After": "3600"}, b"no") if turn[0] >= 4 and bad[0] == "refuses" else ok("Of " + path)

    server = Server(answer)
    sources = [("s%d" % i, server.url("/%d" % i)) for i in range(40)]
    case = Case(sources)
    case.once()
    log = server.take()
    check("each is asked once, one at a time", len({x.path for x in log}) == len(log) == 40 and server.most["127.0.0.1"] == 1, (len(log), server.most))
    bad[0], turn[0] = "refuses", 0
    case.once()
    log = server.take()
    check("after a refusal no further one of those that were to follow is asked", len(log) == 4, len(log))
    case.once()
    check("nor by the next run", server.take() == [])
    case.clock.move(2 * HOUR)
    bad[0] = None
    case.due()
    log = server.take()
    check("those that were not asked are due as before", len({x.path for x in log}) == len(log) == 40, len(log))
    bad[0], turn[0] = "slow", 0
    case.once()
    log = server.take()
    check("a slow answer loses none of them", len({x.path for x in log}) == len(log) == 40 and server.most["127.0.0.1"] == 1, (len(log), server.most))


@line(40, "host", "500 sources on one host that are due together are spread, in every round")
def one_host(check):
    server = Server(ok("A"))
    case = Case([("s%d" % i, server.url("/%d" % i), EVERY) for i in range(500)], fetch="hosts: { delay: 20ms }, interval: { jitter: 0% }")
    for turn in ("first", "second"):
        case.due()
        log = server.take()
        gaps = sorted(b.at - a.at for a, b in zip(log, log[1:]))
        check("%s round: each is asked once, none within 20 ms of the last" % turn, len({x.path for x in log}) == len(log) == 500 and gaps[0] >= 0.0195,
              (len(log), gaps[:5]))
        case.clock.move(DAY)


@line(41, "names", "two hosts of a domain that say 429 within ten minutes hold all its hosts; private hosts are not joined")
def learned(check):
    bad = ("a.papers.test", "b.papers.test", "127.0.0.2", "127.0.0.3")
    server = Server(lambda host, path: (429, {"Retry-After": "3600"}, b"no") if host in bad else ok("Of " + host))
    hosts = [*bad, "c.papers.test", "papers.test", "d.other.test", "127.0.0.4"]
    case = Case([("s%d" % i, server.url("/", h), EVERY) for i, h in enumerate(hosts)], fetch="hosts: { delay: 100ms }")
    first = case.once()
    asked = [x.host for x in server.take()]
    check("the two are told", "papers.test" in first.stderr and "together" in first.stderr, told(first))
    check("others of other domains and private hosts are asked", {"d.other.test", "127.0.0.4"} <= set(asked), asked)
    case.once()
    asked = [x.host for x in server.take()]
    check("no host of the domain is asked by the next run", not any(x.endswith("papers.test") for x in asked), asked)
    check("private hosts are held one by one", "127.0.0.4" in asked and "127.0.0.2" not in asked, asked)
    case.clock.move(3601)
    case.once()
    log = [x for x in server.take() if x.host.endswith("papers.test")]
    check("then they are, with the delay of one host", len(log) >= 2 and min(b.at - a.at for a, b in zip(log, log[1:])) >= 0.095, log)


@line("group", "host", "the operator names a group: its sources are asked as if they were on one host")
def named_group(check):
    server = Server(ok("A"), wait=0.1)
    case = Case([("s%d" % i, server.url("/", "127.0.5.%d" % i), EVERY, "group: press") for i in range(1, 6)] + [("z", server.url("/", OTHER), EVERY)], fetch="hosts: { delay: 300ms }")
    case.once()
    log = [x for x in server.take() if x.host != OTHER]
    gaps = [b.at - a.at for a, b in zip(log, log[1:])]
    check("one at a time, with the delay", len(log) == 5 and min(gaps) >= 0.295, gaps)
    server.now = lambda host, path: (429, {}, b"no") if host == "127.0.5.1" else ok("B")
    case.once()
    case.once()
    hosts = [x.host for x in server.take()]
    check("a refusal by one holds all", hosts.count("127.0.5.1") == 1 and len([x for x in hosts if x.startswith("127.0.5.")]) < 6, hosts)


# ---- robots.txt ---------------------------------------------------------------------------------------------------
FULL = "full_text: { parse: article }, revisit: no"  # each page once


def page(title):
    body = "".join("<p>%s</p>" % (PROSE * 2) for _ in range(4))
    return 200, {"Content-Type": "text/html"}, ("<html><head><title>%s</title></head><body><article><h1>%s</h1>%s</article></body></html>" % (title, title, body)).encode()


def linked(*paths):
    """A feed whose items lead to these pages."""
    items = "".join("<item><title>T %s</title><link>%s</link><description>%s</description></item>" % (p, p, PROSE) for p in paths)
    return 200, {"Content-Type": "application/rss+xml"}, ("<rss version='2.0'><channel><title>F</title><link>/</link><description>d</description>%s</channel></rss>" % items).encode()


def robots(text, status=200, **headers):
    return status, dict({"Content-Type": "text/plain"}, **named(headers)), text.encode() if isinstance(text, str) else text


class Site(Server):
    """A feed with pages, and a robots.txt."""

    def __init__(self, rules, *paths, **more):
        self.rules, self.feed = rules, linked(*paths)
        super().__init__(lambda host, path: self.rules if path == "/robots.txt" else self.feed if path == "/feed" else page("T " + path), **more)

    def asked(self):
        """The pages asked for, without the feed; and how often robots.txt was."""
        paths = [p for p in self.paths() if p != "/feed"]
        return sorted(set(paths) - {"/robots.txt"}), paths.count("/robots.txt")


@line(34, "robots", "robots.txt is asked for once per server, before any page and never for a feed, and kept for a day, with its ETag")
def robots_first(check):
    site = Site(robots("User-agent: *\nDisallow: /no", ETag='"r1"'), "/a", "/b", "/no/c")
    case = Case([("s", site.url(), EVERY, FULL), ("plain", site.url("/feed", "127.0.0.9"), EVERY)])
    p = case.once()
    paths = [(x.host, x.path) for x in site.take()]
    check("it comes before the pages, once", [b for a, b in paths if a == "127.0.0.1" and b != "/feed"] in (["/robots.txt", "/a", "/b"], ["/robots.txt", "/b", "/a"]), (paths, told(p)))
    check("a feed that the operator named needs none", [b for a, b in paths if a == "127.0.0.9"] == ["/feed"], paths)
    check("a page that it closes is told, and its item stays", "robots.txt of 127.0.0.1" in p.stderr and "does not allow" in p.stderr and len(case.records()) == 6 and "1 address not followed" in p.stdout,
          (told(p), len(case.records())))
    site.feed = linked("/a", "/b", "/no/c", "/d")
    case.clock.move(23 * HOUR)
    case.once()
    check("it is not asked for again within a day", site.asked() == (["/d"], 0))
    site.feed = linked("/a", "/b", "/no/c", "/d", "/e")
    site.rules = robots("", 304, ETag='"r1"')
    case.clock.move(2 * HOUR)
    case.once()
    log = site.take()
    again = [x.headers.get("if-none-match") for x in log if x.path == "/robots.txt"]
    check("after a day it is, with its ETag", again == ['"r1"'] and "/e" in [x.path for x in log], log)
    site.feed = linked("/f", "/no/g")
    case.clock.move(HOUR)
    case.once()
    check("a 304 keeps its rules, for another day", site.asked() == (["/f"], 0))
    check("compressed it is not wanted", all(x.headers["accept-encoding"] == "identity" for x in log if x.path == "/robots.txt"), log)


@line(35, "robots", "robots.txt: 4xx allows all, 5xx and silence nothing, until it answers; five redirects are followed; the first 500 KiB count")
def robots_failing(check):
    for status in (400, 401, 403, 404, 410):
        site = Site(robots("Disallow", status), "/a")
        case = Case([("s", site.url(), EVERY, FULL)])
        case.once()
        check("%d: the page is asked for" % status, site.asked() == (["/a"], 1))
    for what in (500, 503, 429):
        site = Site(robots("no", what), "/a")
        case = Case([("s", site.url(), EVERY, FULL)])
        p = case.once()
        check("%s: no page is asked for, it waits, and that is told" % what, site.asked() == ([], 1) and "could not be asked for" in p.stderr and "left for the next run" in p.stdout and
              p.returncode == 3, told(p))
        case.clock.move(30 * MINUTE)
        case.due()
        check("%s: nor soon" % what, site.asked() == ([], 0))
        site.rules = robots("User-agent: *\nDisallow:")
        case.clock.move(31 * MINUTE)
        case.due()
        check("%s: when it answers the page comes" % what, site.asked() == (["/a"], 1) and any(len(r["text"]) > 500 for r in case.records()), case.records())
    site = Site(robots("no", 500), "/a")
    case = Case([("s", site.url(), EVERY, FULL)])
    for hours in (0, 1, 2):
        case.clock.move(hours * HOUR + MINUTE)
        case.due()
        check("no page while it fails (hour %d)" % hours, site.asked() == ([], 1) and (case.records() == []) == (hours < 2), case.records())
    site.rules = robots("User-agent: *\nDisallow: /no")
    case = Case([("s", site.url(), EVERY, FULL)])
    case.once()
    site.take()
    site.rules, site.feed = robots("no", 500), linked("/b", "/no/b")
    case.clock.move(25 * HOUR)
    case.once()
    check("rules that were known hold while it fails", site.asked() == (["/b"], 1))

    def redirecting(n):
        def answer(host, path):
            at = 0 if path == "/robots.txt" else int(path[2:]) if path.startswith("/r") else -1
            if at < 0:
                return linked("/a", "/no/b") if path == "/feed" else page("T " + path)
            return robots("User-agent: *\nDisallow: /no") if at == n else (302, {"Location": "/r%d" % (at + 1)}, b"")
        server = Server(answer)
        case = Case([("s", server.url(), EVERY, FULL)])
        case.once()
        return [p for p in server.paths() if p in ("/a", "/no/b")]
    check("five redirects are followed", redirecting(5) == ["/a"])
    check("six are too many: it is as if there were none", sorted(redirecting(6)) == ["/a", "/no/b"])
    big = "User-agent: *\nDisallow: /no\n" + "#" * (500 << 10) + "\nDisallow: /\n"
    site = Site(robots(big), "/a", "/no/b")
    case = Case([("s", site.url(), EVERY, FULL)])
    case.once()
    check("rules behind the first 500 KiB do not count", site.asked() == (["/a"], 1))


@line(36, "robots", "the longest rule decides, for our own group first; what documents lead to is subject, and what the operator says")
def robots_rules(check):
    text = b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\nUser-AGENT: tidings\nDisallow: /a\nAllow: /a/b\nDisallow: /*.pdf$\nDisallow: /%7ejoe\nDisallow: /tie\nAllow: /tie\n" \
           b"Sitemap: /x\n\nUser-agent: other\nDisallow: /c\n\nUser-agent: TIDINGS\nDisallow: /d\n"
    paths = ("/a/c", "/a/b/c", "/x.pdf", "/x.pdf?y", "/~joe/x", "/tie", "/c", "/d/e")
    site = Site(robots(text), *paths)
    case = Case([("s", site.url(), EVERY, FULL)])
    p = case.once()
    got = site.asked()
    check("as the RFC says", got == (["/a/b/c", "/c", "/tie", "/x.pdf?y"], 1), (got, told(p)))
    maze = {"/robots.txt": robots("User-agent: *\nDisallow: /no"), "/feed": linked("/go", "/way"), "/go": (302, {"Location": "/no/x"}, b""), "/way": (302, {"Location": "/x"}, b"")}
    server = Server(lambda host, path: maze.get(path) or page("T " + path))
    case = Case([("s", server.url(), EVERY, FULL)])
    p = case.once()
    texts = {r["title"]: len(r["text"]) for r in case.records()}
    check("a page that leads to a closed one is not stored", texts.get("T /x", 0) > 500 and "T /no/x" not in texts and len(texts) == 2 and "1 address not followed" in p.stdout, (texts, told(p)))
    site = Site(robots("User-agent: *\nDisallow: /"), "/a")
    case = Case([("s", site.url(), EVERY, FULL, "robots: none")])
    case.once()
    check("robots: none asks for none", site.asked() == (["/a"], 0))
    case = Case([("s", site.url(), EVERY)], fetch="robots: all, hosts: { delay: 0s }")
    p = case.once()
    check("fetch.robots: all is for sources too", site.paths() == ["/robots.txt"] and case.sources()["s"]["outcome"] == "robots" and p.returncode == 3, told(p))
    site.rules = robots("User-agent: *\nAllow: /feed$\nDisallow: /")
    case.clock.move(2 * DAY)
    case.due()
    check("and a source that it allows again is read", site.paths() == ["/robots.txt", "/feed"] and case.sources()["s"]["outcome"] == "ok", case.sources())
    sitemap = ("<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>%s</urlset>" % "".join(
        "<url><loc>%s</loc></url>" % p for p in (site.url("/m/1"), site.url("/no/2")))).encode()
    index = ("<?xml version='1.0'?><sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>%s</loc></sitemap><sitemap><loc>%s</loc></sitemap></sitemapindex>" %
             (site.url("/map"), site.url("/no/map"))).encode()
    maps = {"/index": (200, {"Content-Type": "application/xml"}, index), "/map": (200, {"Content-Type": "application/xml"}, sitemap), "/robots.txt": robots("User-agent: *\nDisallow: /no")}
    site.now = lambda host, path: maps.get(path) or page("T " + path)
    case = Case([("s", site.url("/index"), EVERY, "parse: sitemap")])
    p = case.once()
    check("the pages of a sitemap, and the lists of an index", sorted(site.paths()) == ["/index", "/m/1", "/map", "/robots.txt"], told(p))


@line("elsewhere", "robots", "a page that leads to another server is asked for there when its robots.txt allows it, in its turn, and closed when not")
def elsewhere(check):
    text = {"Content-Type": "text/plain"}
    rules = {OTHER: b"User-agent: *\nDisallow: /closed\nCrawl-delay: 1", "127.0.0.3": b"User-agent: *\nDisallow: /"}

    def answer(host, path):
        if path == "/robots.txt":
            return (200, text, rules[host]) if host in rules else (404, {}, b"no")
        if path == "/feed":
            return links(server, "/open", "/open2", "/closed", "/never", "/round")
        if host == "127.0.0.1" and path == "/never":
            return to("/x", "127.0.0.3")
        if path == "/round":
            return to("/round", "127.0.0.%d" % (int(host[-1]) % 9 + 1) if host != "127.0.0.2" else "127.0.0.4")
        return to(path, OTHER) if host == "127.0.0.1" else as_html(story("Ferries " + path))

    def to(path, host):
        return 302, {"Location": server.url(path, host)}, b""
    server = Server(answer)
    case = Case([("s", server.url(), FEED_LATER, "full_text: { parse: article }", "revisit: no")])
    p = case.once()
    asked = [(x.host, x.path, x.at) for x in server.take()]
    there = [x[1] for x in asked if x[0] == OTHER]
    check("its robots.txt is asked for once, before any page", there[0] == "/robots.txt" and there.count("/robots.txt") == 1, asked)
    check("what it allows is read", {"/open", "/open2"} <= set(there), (there, told(p)))
    check("what it closes is not asked for", "/closed" not in there and [x for x in asked if x[0] == "127.0.0.3" and x[1] != "/robots.txt"] == [], asked)
    at = [x[2] for x in asked if x[0] == OTHER and x[1] != "/robots.txt"]
    check("with the delay that it asks for", all(b - a >= 0.95 for a, b in zip(at, at[1:])), at)
    check("from server to server it does not go on for ever", len([x for x in asked if x[1] == "/round"]) <= 7, [x[:2] for x in asked if x[1] == "/round"])
    got = {r["guid"]: (r.get("url", ""), len(r.get("blocks", []))) for r in case.records()}
    check("the pages have the place where they were read", got["/open"][0] == server.url("/open", OTHER) and got["/open"][1] > 3, got)
    check("the others are stored as their items", len(got) == 5 and got["/closed"][1] == 0 and got["/never"][1] == 0 and got["/round"][1] == 0, got)
    case.once()
    check("none is asked for again", [x.path for x in server.take()] == ["/feed"], "")
    case = Case([("s", server.url(), FEED_LATER, "full_text: { parse: article }", "revisit: no", "robots: none")])
    case.once()
    asked = [(x.host, x.path) for x in server.take()]
    check("without robots.txt redirects are followed as they are", (OTHER, "/closed") in asked and not any(x[1] == "/robots.txt" for x in asked), asked)


@line("led", "robots", "a poll that leads to another server asks for its robots.txt too, where robots: all holds, and begins at its own address each time")
def led_away(check):
    rules = {"127.0.0.1": b"User-agent: *\nDisallow: /x", OTHER: b"User-agent: *\nDisallow: /closed", "127.0.0.3": b"no"}

    def answer(host, path):
        if path == "/robots.txt":
            return robots(rules[host])
        if host == "127.0.0.1":
            return 302, {"Location": server.url(path, OTHER if path != "/busy" else "127.0.0.3")}, b""
        return (503, {}, b"no") if host == "127.0.0.3" else ok("A " + path, "B", ETag='"a"')
    server = Server(answer)
    case = Case([(x, server.url("/" + x), EVERY) for x in ("open", "closed", "busy")], fetch="robots: all, hosts: { delay: 0s }, interval: { jitter: 0% }")
    p = case.once()
    asked = [(x.host, x.path) for x in server.take()]
    got = {k: v["outcome"] for k, v in case.sources().items()}
    check("each server is asked once", [asked.count((h, "/robots.txt")) for h in sorted(rules)] == [1, 1, 1] and asked.index((OTHER, "/robots.txt")) < asked.index((OTHER, "/open")), (asked, told(p)))
    check("what it closes is not asked for", (OTHER, "/closed") not in asked and got == {"open": "ok", "closed": "robots", "busy": "http"}, (asked, got))
    check("a poll that was led away is no early poll", not any(v for x in subprocess.run(case.command("sources", "--behaviour", "--json"), env=case.clock.env, capture_output=True, text=True).stdout.splitlines()
                                                              for v in (json.loads(x)["early"], json.loads(x)["unconditional"])), told(p))
    case.clock.move(19 * MINUTE)
    p = case.due()
    check("none is polled before its time", server.take() == [], told(p))
    case.clock.move(MINUTE + 2)
    case.due()
    log = server.take()
    check("then from its own address, with its validator", [(x.host, x.path, x.headers.get("if-none-match")) for x in log if x.path == "/open"] == [("127.0.0.1", "/open", '"a"'), (OTHER, "/open", '"a"')], log)


@line(37, "robots", "Crawl-delay is kept up to a maximum; above it the pages of the host are left out, and that is told")
def crawl_delay(check):
    site = Site(robots("User-agent: *\nCrawl-delay: 0.8"), "/a", "/b", "/c")
    case = Case([("s", site.url(), EVERY, FULL)])
    case.once()
    log = site.take()
    gaps = [b.at - a.at for a, b in zip(log[1:], log[2:])]
    check("between all requests from then on", len(log) == 5 and min(gaps) >= 0.795, gaps)
    site.feed = linked("/d", "/e")
    case.once()
    log = site.take()
    gaps = [b.at - a.at for a, b in zip(log, log[1:])]
    check("also by the next run, which does not ask again", len(log) == 3 and min(gaps) >= 0.795, gaps)
    site = Site(robots("User-agent: *\nCrawl-delay: 600"), "/a")
    case = Case([("s", site.url(), EVERY, FULL)])
    p = case.once()
    check("above the maximum no page is asked for", site.asked() == ([], 1) and p.stderr.count("600 seconds") == 1 and "max_crawl_delay" in p.stderr and "1 address not followed" in p.stdout, told(p))
    case = Case([("s", site.url(), EVERY, FULL)], fetch="hosts: { delay: 0s, max_crawl_delay: 1s }")
    site.rules = robots("User-agent: *\nCrawl-delay: 2")
    p = case.once()
    check("the operator sets the maximum", site.asked() == ([], 1) and "2 seconds" in p.stderr, told(p))


@line(47, "robots", "the product of the User-Agent is the name in robots.txt, also of a source's own")
def robots_name(check):
    site = Site(robots("User-agent: *\nDisallow: /\n\nUser-agent: gazette-reader\nDisallow: /b\n\nUser-agent: Tidings\nDisallow: /a\n"), "/a", "/b")
    case = Case([("s", site.url(), EVERY, FULL)])
    case.once()
    log = site.take()
    agents = {x.headers["user-agent"] for x in log}
    check("by default", "/b" in [x.path for x in log] and "/a" not in [x.path for x in log] and len(agents) == 1, log)
    agent = agents.pop()
    check("which is a product and a version", agent.startswith("Tidings/") and agent[8:9].isdigit(), agent)
    for fetch, more in (("user_agent: 'Gazette-Reader/3 (+https://gazette.example)', hosts: { delay: 0s }", ()),
                        ("hosts: { delay: 0s }", ("request: { user_agent: 'Gazette-Reader/3' }",))):
        case = Case([("s", site.url(), EVERY, FULL, *more)], fetch=fetch)
        case.once()
        log = site.take()
        check("one that is configured (%s)" % (more[0] if more else "for all"), "/a" in [x.path for x in log] and "/b" not in [x.path for x in log] and
              all(x.headers["user-agent"].startswith("Gazette-Reader/3") for x in log), log)
    other = Site(site.rules, "/a", "/b")
    site.feed = linked(other.url("/a", OTHER), other.url("/b", OTHER))
    case = Case([("s", site.url(), EVERY, FULL, "request: { user_agent: 'Gazette-Reader/3' }")])
    case.once()
    log = other.take()
    check("a source's own is that of its server alone: another one is asked as usual, robots.txt and pages", [x.path for x in log] == ["/robots.txt", "/b"] and
          all(x.headers["user-agent"] == agent for x in log), log)


@line("contact", "reserved", "check says when servers are told nobody to write to")
def contact(check):
    for agent, more, told_so in (("", "", True), ("user_agent: 'Gazette/3', ", "", True), ("user_agent: 'Gazette/3 (+https://gazette.example)', ", "", False),
                                 ("", "request: { user_agent: 'Gazette/3 desk@gazette.example' }", False), ("user_agent: 'Gazette/3 desk@gazette.example', ", "request: { user_agent: 'Gazette/3' }", True)):
        case = Case([("s", "https://a.test/", *([more] if more else [])), ("f", "file:///dev/null")], fetch=agent + "hosts: { delay: 0s }")
        p = subprocess.run([A.tidings, "check", case.conf], env=P.env, capture_output=True, text=True)
        check("%s %s" % (agent, more), p.returncode == 0 and ("the servers of 1 source are told \"%s\"" % ("Gazette/3" if "Gazette" in agent + more else "Tidings/0.1") in p.stdout) == told_so
              and ("fetch.user_agent" in p.stdout) == told_so, told(p))


@line(38, "reserved", "X-Robots-Tag, meta robots noai and TDM-Reservation are recorded, and the operator decides what becomes of it")
def reserved(check):
    def with_meta(path, meta="", **headers):
        status, given, body = page("T " + path)
        return status, dict(given, **named(headers)), body.replace(b"<head>", b"<head>" + meta.encode())
    pages = {"/ai": with_meta("/ai", X_Robots_Tag="noindex, NoAI"), "/both": with_meta("/both", "<meta name='robots' content='noimageai'>", X_Robots_Tag="noai"),
             "/meta": with_meta("/meta", "<meta name='ROBOTS' content='index, noai'>"), "/tdm": with_meta("/tdm", TDM_Reservation="1"),
             "/tdmeta": with_meta("/tdmeta", "<meta name='tdm-reservation' content='1'>"), "/zero": with_meta("/zero", TDM_Reservation="0"),
             "/other": with_meta("/other", X_Robots_Tag="otherbot: noai"), "/us": with_meta("/us", X_Robots_Tag="TIDINGS: noindex, noai"), "/plain": with_meta("/plain", "<meta name='robots' content='index, follow'>"),
             "/named": with_meta("/named", "<meta name='otherbot' content='noimageai'><meta name='Tidings' content='noindex, NoAI'>"), "/others": with_meta("/others", "<meta name='otherbot' content='noai'>")}
    wanted = {"T /ai": "noai", "T /both": "noai noimageai", "T /meta": "noai", "T /tdm": "tdm-reservation", "T /tdmeta": "tdm-reservation", "T /us": "noai", "T /named": "noai"}
    server = Server(lambda host, path: linked(*pages) if path == "/feed" else pages.get(path, (404, {}, b"no")))
    for policy in ("keep", "mark", "skip"):
        case = Case([("s", server.url(), EVERY, FULL)], fetch="reserved: %s, hosts: { delay: 0s }" % policy)
        p = case.once()
        records = {r["title"]: r for r in case.records()}
        got = {t: r["rights"]["tdm"] for t, r in records.items() if "tdm" in r.get("rights", {})}
        flagged = {t for t, r in records.items() if "reserved" in r.get("quality", {}).get("flags", [])}
        check("%s: what is reserved is in the record" % policy, got == ({} if policy == "skip" else wanted), got)
        check("%s: it is %s" % (policy, {"keep": "as any other", "mark": "marked", "skip": "not stored, the rest is"}[policy]),
              flagged == (set(wanted) if policy == "mark" else set()) and len(records) == (4 if policy == "skip" else 11), (sorted(records), flagged))
        check("%s: and told" % policy, ("7 reserved by their publishers" in p.stdout and p.stderr.count("is not stored: its publisher reserves it") == 1) == (policy == "skip") and p.returncode == 0, told(p))
    server.now = lambda host, path: ok("A", X_Robots_Tag="noai")
    case = Case([("s", server.url(), EVERY, "reserved: skip"), ("t", server.url("/t"), EVERY)])
    case.once()
    check("of a feed its items are, and a source decides for itself", [(r["source"]["id"], r["rights"]["tdm"]) for r in case.records()] == [("t", "noai")], case.records())
    notice = lambda meta: as_html(b"<!doctype html><html><head><title>Statement on the ferries</title>%s</head><body><main><h1>Statement on the ferries</h1><p>5 January 2026</p>%s</main></body></html>" % (meta, b"".join(b"<p>%s</p>" % x.encode() for x in SENTENCES)))
    server.now = {"/us": notice(b"<meta name='tidings' content='noai'>"), "/other": notice(b"<meta name='otherbot' content='noai'>"), "/robots": notice(b"<meta name='robots' content='noimageai'>")}
    case = Case([(x, server.url("/" + x), EVERY, "parse: statement") for x in ("us", "other", "robots")])
    p = case.once()
    check("on the page of a statement it is read as on any other", {r["source"]["id"]: (r["kind"], r.get("rights", {}).get("tdm")) for r in case.records()} ==
          {"us": ("statement", "noai"), "other": ("statement", None), "robots": ("statement", "noimageai")}, (case.records(), told(p)))


# ---- time ---------------------------------------------------------------------------------------------------------


def many(server, n, *more):
    return [("s%d" % i, server.url("/%d" % i, "127.1.%d.%d" % (i // 250, i % 250 + 1)), *more) for i in range(n)]


@line(20, "spread", "the polls of 1,000 sources are spread: no second has more than three times the mean")
def spread(check):
    server = Server(ok("A"))
    case = Case(many(server, 1000, "every: 20s"), fetch="hosts: { delay: 0s }, interval: { min: 20s, max: 20s }")
    p = case.start()
    while not server.log:
        time.sleep(0.05)
    time.sleep(45)
    end(p)
    log = server.take()
    seconds = collections.Counter(int(x.at - log[0].at) for x in log)
    each = [seconds[i] for i in range(44)]
    check("all are polled, most of them twice", len({x.path for x in log}) == 1000 and len(log) > 1700, len(log))
    check("no second has more than three times the mean", max(each) <= 3 * sum(each) / 44, each)


@line(21, "restarts", "the daemon started ten times in a minute polls no source twice")
def restarts(check):
    server = Server(lambda host, path: "silent" if path == "/3" else ok("Of " + path))
    case = Case(many(server, 6, EVERY))
    for turn in range(10):
        p = case.start()
        began, before = time.monotonic(), len(server.log)
        while time.monotonic() - began < (8 if turn == 0 else 1.5) and (turn > 0 or len(server.log) < 6):
            time.sleep(0.02)
        p.kill() if turn % 2 == 0 else end(p)
        p.wait()
    paths = collections.Counter(server.paths())
    check("each is asked once, also the one that had not answered", sorted(paths) == ["/%d" % i for i in range(6)] and set(paths.values()) == {1}, paths)


@line("others", "restarts", "sources that took the place of others do not wait behind them")
def others(check):
    server = Server(ok("A"))
    case = Case(many(server, 600, "every: 60m"))
    p = case.start()
    while not server.log:
        time.sleep(0.05)
    end(p)
    server.take()
    case.set([("other%d" % i, server.url("/other/%d" % i, "127.2.0.%d" % (i + 1)), "every: 60m") for i in range(20)])
    p = case.start()
    began = time.monotonic()
    while not server.log and time.monotonic() - began < 15:
        time.sleep(0.05)
    check("they are polled at once", server.log and server.log[0].path.startswith("/other/"), server.paths()[:5])
    end(p)


@line(22, "restarts", "a clock that jumps by a day, forward or back: no storm, no standstill")
def clock_jumps(check):
    server = Server(ok("A"))
    case = Case(many(server, 40, "every: 60m"))
    case.once()
    server.take()
    p = case.start()
    time.sleep(2)
    check("nothing is due", server.take() == [])
    case.clock.move(DAY)
    began = time.monotonic()
    while len(server.log) < 40 and time.monotonic() - began < 40:
        time.sleep(0.05)
    time.sleep(1)
    log = server.take()
    seconds = collections.Counter(int((x.at - began)) for x in log)
    check("after a jump forward all are polled, once", len({x.path for x in log}) == len(log) == 40, len(log))
    check("but not all at once", max(seconds.values()) <= 4, seconds)
    case.clock.move(-DAY)
    time.sleep(3)
    check("after a jump back none is polled", server.take() == [])
    check("it is told", "went back" in case.log(), case.log()[-500:])
    waits = [seconds_until(case, x) for x in case.sources().values()]
    check("and each is due when it was", len(waits) == 40 and 0 < min(waits) and max(waits) <= HOUR, (min(waits), max(waits)))
    end(p)
    case.clock.move(-DAY)  # while nothing runs
    p = case.start()
    time.sleep(3)
    check("the same when it starts", server.take() == [])
    waits = [seconds_until(case, x) for x in case.sources().values()]
    check("and each is due within its interval", 0 < min(waits) and max(waits) <= HOUR + 5, (min(waits), max(waits)))
    end(p)
    server, case = polled_once((500, {}, b"no"), "every: 60m")
    p = case.start()
    check("it runs", until(lambda: "polling 1 source" in case.log()))
    case.clock.move(-6 * DAY)
    since = lambda: database(case).execute("SELECT trouble_since FROM source").fetchone()[0] / 1000
    check("trouble began when it did, not in days to come", until(lambda: "went back by 6 d" in case.log()) and until(lambda: 0 < since() <= case.clock.now() + 5), (since(), case.clock.now()))
    end(p)
    server, case = polled_once((429, {"Retry-After": "7200"}, b""), EVERY, fetch="hosts: { delay: 2s }, interval: { jitter: 0% }")
    p = case.start()
    check("it runs", until(lambda: "polling 1 source" in case.log()))
    case.clock.move(-6 * DAY)
    check("a host that asked for two hours is told to wait for two hours, not days", until(lambda: "went back by 6 d" in case.log()) and until(lambda: near(case.wait(), 2 * HOUR)), (case.wait(), case.log()))
    case.clock.move(2 * HOUR + 10)
    check("and is asked then", until(lambda: len(server.log) == 1, 15), case.sources())
    end(p)


def seconds_until(case, source):
    return seconds(source["next_due"]) - case.clock.now()


@line(23, "restarts", "a poll that the operator wants early sends its validators, and warns")
def early(check):
    server, case = polled_once(ok("A", ETag='"a"', Cache_Control="max-age=7200"), EVERY)
    p = case.once()
    sent = server.take()
    check("it is polled, with its validator", len(sent) == 1 and sent[0].headers.get("if-none-match") == '"a"', sent)
    check("and warned of", "earlier than" in p.stderr, told(p))
    case.clock.move(7300)
    p = case.once()
    check("not when it is due", "earlier than" not in p.stderr, told(p))


# ---- log ------------------------------------------------------------------------------------------------------


def seen(case, text, wait=15):
    end = time.monotonic() + wait
    while text not in case.log() and time.monotonic() < end:
        time.sleep(0.05)
    return text in case.log()


@line("log", "log", "the log of the daemon: a line for each event, with its time; a source that works again is told")
def log_lines(check):
    server = Server((500, {}, b"no"))
    case = Case([("s", server.url(), EVERY)])
    p = case.start()
    check("a failure says how often in a row, and when it is tried again", seen(case, "(failure 1 in a row, next poll in "), case.log())
    server.now = (503, {}, b"no")
    case.clock.move(DAY)
    check("the second one, too", seen(case, "(failure 2 in a row"), case.log())
    server.now = ok("A", "B", ETag='"a"')
    case.clock.move(DAY)
    check("that it works again is told, with the failures and the time", seen(case, "source s works again after 2 failures, 2 d") or "2 failures, 48 h" in case.log(), case.log())
    check("something new is told", seen(case, "source s: ok, 2 new, next in 20 min"), case.log())
    server.take()
    server.now = 304, {}, b""
    case.clock.move(DAY)
    while not server.log:
        time.sleep(0.05)
    time.sleep(0.5)
    check("a poll without anything new is not, in a file", "unchanged" not in case.log(), case.log())
    end(p)
    lines = case.log().splitlines()
    summary = [x for x in lines if not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ", x)]
    check("each line has its time, but for the summary", len(summary) == 1 and summary[0].startswith("1 source"), lines)
    check("by the clock", abs(calendar.timegm(time.strptime(lines[0][:20], "%Y-%m-%dT%H:%M:%SZ")) - (case.clock.now() - 3 * DAY)) < 60, lines[0])
    check("its beginning and its end are told", "polling 1 source" in lines[0] and any("terminated: " in x for x in lines), lines)


class NoLength(http.server.BaseHTTPRequestHandler):
    """HTTP/1.0: the answer ends with the connection."""

    def do_GET(self):
        self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/rss+xml\r\n\r\n" + feed("A", "B"))

    def log_message(self, *a):
        pass


@line("own", "log", "an answer without a length is read, and the program's own fetcher is told of no mistake")
def no_length(check):
    case = Case([("s", loopback.Server(NoLength).base + "/feed", EVERY)])
    p = case.once()
    check("both items are there", p.returncode == 0 and len(case.records()) == 2, told(p))
    check("and nothing is told of fields", "nothing reads it" not in p.stderr and "warning" not in p.stderr, told(p))


def give_address(n, address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:  # SIOCSIFADDR: an alias of the loopback of this namespace
        fcntl.ioctl(s, 0x8916, struct.pack("16sH2s4s8s", b"lo:%d" % n, socket.AF_INET, b"", socket.inet_aton(address), b""))


@line("away", "names", "a network that is away is one message, and so is its end; neither counts against a source")
def network_away(check):
    server = Server(ok("A"))
    there = ["192.0.2.%d" % i for i in range(1, 6)]
    case = Case([("s%d" % i, server.url("/", h), EVERY) for i, h in enumerate(there)])
    p = case.start()
    check("it is told", seen(case, "warning: the network is away"), case.log())
    for _ in range(3):
        time.sleep(0.6)
        case.clock.move(3600)
    time.sleep(1.5)
    told_of = case.sources()
    check("in one message", case.log().count("away") == 1 and "source s" not in case.log(), case.log())
    check("no source has a failure", [s["failures"] for s in told_of.values()] == [0] * 5 and {s["health"] for s in told_of.values()} == {"new"}, told_of)
    for i, h in enumerate(there):
        give_address(i, h)
    case.clock.move(301)
    check("that it is back is told", seen(case, "the network is back after "), case.log())
    began = time.monotonic()
    while len({x.host for x in server.log}) < 5 and time.monotonic() - began < 20:
        time.sleep(0.2)
    check("all are polled within five minutes", len({x.host for x in server.take()}) == 5, case.log())
    check("in one message", case.log().count("the network is") == 2 and "works again" not in case.log(), case.log())
    end(p)
    case = Case([("s0", server.url("/", "198.51.100.1"), EVERY), ("s1", server.url("/", "127.0.0.9"), EVERY), ("s2", server.url("/", "127.0.0.10"), EVERY)])
    first = case.once()
    s = case.sources()["s0"]
    check("one host that is not reached beside others is that host's failure, and told", "source s0: network: " in first.stderr and s["failures"] == 1 and "away" not in first.stderr, (told(first), s))


@line("away few", "names", "one source or two: without a route or a name server the network is away, and no source fails; a host that is dead is its own failure")
def network_away_of_few(check):
    server = Server(ok("A"))
    cases = {"one address": ["198.18.6.21"], "two addresses": ["198.18.7.22", "198.18.8.23"], "one name": ["only.example"], "two names": ["one.example", "two.example"]}
    for name, hosts in cases.items():
        servers = os.path.join(folder, "etc", "resolv.conf")  # see set_up_names
        with open(servers, "w") as f:
            f.write("nameserver %s\n" % ("127.0.0.1" if "address" in name else "192.0.2.53"))
        case = Case([("s%d" % i, server.url("/", h), EVERY) for i, h in enumerate(hosts)])
        p = case.start()
        check("%s: it is told, once, and which" % name, seen(case, "warning: the network is away: " + hosts[0]) or seen(case, "warning: the network is away: " + hosts[-1]), case.log())
        for _ in range(3):
            time.sleep(0.6)
            case.clock.move(3600)
        time.sleep(1.5)
        s = case.sources()
        check("%s: no source fails" % name, {x["failures"] for x in s.values()} == {0} and case.log().count("warning") == 1, (s, case.log()))
        if "address" in name:
            for i, h in enumerate(hosts):
                give_address(40 + len(hosts) + i, h)
            case.clock.move(301)
            check("%s: that it is back is told, and all are polled" % name, seen(case, "the network is back after ") and until(lambda: {x.host for x in server.log} >= set(hosts)), case.log())
        end(p)
    with open(servers, "w") as f:
        f.write("nameserver 127.0.0.1\n")
    case = Case([("s", "http://127.0.0.3:9/", EVERY)])
    p = case.once()
    check("a host that answers that nobody listens fails itself", case.sources()["s"]["failures"] == 1 and "away" not in p.stderr, told(p))


@line("away robots", "names", "a robots.txt that is not reached because the network is away counts against no source, is told once, and asked for again when it is back")
def network_away_for_robots(check):
    EVERYTHING = robots("User-agent: *\nDisallow:")

    def comes_back(case, hosts, first, what):
        check("%s: it is told, once" % what, seen(case, "warning: the network is away") and case.log().count("away") == 1 and "could not be asked for" not in case.log(), case.log())
        time.sleep(1.5)
        case.clock.move(1200)
        time.sleep(1.5)
        told_of = case.sources()
        check("%s: no source has a failure" % what, {s["failures"] for s in told_of.values()} == {0} and not {s["health"] for s in told_of.values()} - {"new", "ok"}, told_of)
        for i, h in enumerate(hosts):
            give_address(first + i, h)
        case.clock.move(301)
        check("%s: that it is back is told" % what, seen(case, "the network is back after "), case.log())
        check("%s: all is asked for within five minutes" % what, until(lambda: {x.host for x in site.log if x.path in ("/feed", "/a") and x.host in hosts} == set(hosts)), case.log())
        check("%s: two messages in all" % what, case.log().count("the network is") == 2 and "works again" not in case.log() and case.log().count("warning") == 1, case.log())
    there = ["203.0.113.%d" % i for i in range(11, 16)]
    site = Site(EVERYTHING)
    case = Case([("s%d" % i, site.url("/feed", h), EVERY) for i, h in enumerate(there)], fetch="hosts: { delay: 0s }, interval: { jitter: 0% }, robots: all")
    p = case.start()
    comes_back(case, there, 10, "polls")
    end(p)
    there = ["198.18.5.%d" % i for i in range(21, 31)]
    site = Site(EVERYTHING)
    site.feed = linked(*[site.url("/a", h) for h in there])
    case = Case([("s%d" % i, site.url("/other", "127.0.0.%d" % (22 + i)), FEED_LATER) for i in range(2)] + [("s", site.url("/feed", "127.0.0.21"), FULL, FEED_LATER)])
    other = site.feed
    site.now = lambda host, path: site.rules if path == "/robots.txt" else other if path == "/feed" else ok("A") if path == "/other" else page("T " + path)
    p = case.start()
    comes_back(case, there, 20, "pages")
    end(p)
    site = Site(EVERYTHING)
    site.feed = linked(site.url("/a", "198.51.100.9"))
    case = Case([("s", site.url("/feed", "127.0.0.31"), FULL, FEED_LATER), ("t", site.url("/feed", "127.0.0.32"), EVERY), ("u", site.url("/feed", "127.0.0.33"), EVERY)])
    first = case.once()
    case.clock.move(301)
    second = case.due()
    said = "robots.txt of 198.51.100.9:%d could not be asked for" % site.port
    check("one host alone is told at the second time", said not in first.stderr and "away" not in first.stderr + second.stderr and second.stderr.count(said) == 1, (told(first), told(second)))


@line("polls", "log", "log: polls: says which polls are told; of more than 1,000 sources none is, unasked, and that is said")
def polls_told(check):
    with open(P.path("many.list"), "w") as f:
        f.write("".join("http://127.0.8.%d:9/%d\n" % (i % 250 + 1, i) for i in range(1001)))
    for more, many, news, nothing in (("", 0, 1, 0), ("log: { polls: all }", 0, 1, 1), ("log: { polls: none }", 0, 0, 0), ("", 1, 0, 0), ("log: { polls: new }", 1, 1, 0)):
        server = Server(ok("A", ETag='"a"'))
        case = Case([("s", server.url(), EVERY)], more=more + "\n")
        if many:
            with open(case.conf, "a") as f:
                f.write("  - { list: %s, parse: feed }\n" % P.path("many.list"))
        p = case.start()
        check("%s, %d: it is polled" % (more, many), until(lambda: case.sources().get("s", {}).get("outcome") == "ok"), case.log()[-800:])
        server.now = 304, {}, b""
        if not many:  # else it has its turn among the others
            case.clock.move(DAY)
            check("and again", until(lambda: case.sources()["s"]["outcome"] == "unchanged"), case.log()[-800:])
        end(p)
        got = ("source s: ok, 1 new" in case.log(), "source s: unchanged" in case.log())
        check("what is told", got == (bool(news), bool(nothing)), (got, case.log()[-800:]))
        check("and said at the start", ("log: { polls: new }" in case.log().splitlines()[0]) == (many and not more), case.log()[:300])


@line("hourly", "log", "log: { polls: none }: one line an hour says how many polls were good, how many failed, and how many records are new")
def polls_summed_up(check):
    server = Server(lambda host, path: (500, {}, b"no") if path == "/bad" else ok("A", "B"))
    case = Case([("a", server.url("/a"), FEED_LATER), ("b", server.url("/b", "127.0.0.2"), FEED_LATER), ("bad", server.url("/bad", "127.0.0.3"), "every: 30d")], more="log: { polls: none }\n")
    p = case.start()
    lines = lambda: re.findall(r"polls: .*", case.log())
    check("they are polled", until(lambda: {x["outcome"] for x in case.sources().values()} == {"ok", "http"}), case.log())
    case.clock.move(HOUR - 2 * MINUTE)
    time.sleep(0.7)
    check("not before the hour is over", lines() == [], case.log())
    case.clock.move(3 * MINUTE)
    check("then it is told", until(lambda: lines() == ["polls: 2 ok, 1 failed, 4 new records in the last hour"]), case.log())
    check("as an event, with its time", re.search(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ polls: ", case.log(), re.M), case.log())
    case.clock.move(HOUR)
    check("each hour anew, also when nothing was polled", until(lambda: lines()[1:] == ["polls: 0 ok, 0 failed, 0 new records in the last hour"]), case.log())
    case.clock.move(DAY)
    check("one line when the machine slept", until(lambda: len(lines()) == 3) and lines()[2].endswith(" in the last 24 h"), case.log())
    end(p)
    case = Case([("a", server.url("/a"), FEED_LATER)], more="log: { polls: new }\n")
    p = case.start()
    check("polls that are told", until(lambda: "source a: ok, 2 new" in case.log()), case.log())
    case.clock.move(2 * HOUR)
    time.sleep(0.7)
    check("are not summed up", lines() == [], case.log())
    end(p)


@line("journal", "log", "in the journal: no time, and the priority")
def log_journal(check):
    server = Server((500, {}, b"no"))
    case = Case([("s", server.url(), EVERY)])
    with open(os.path.join(case.folder, "log"), "wb") as log:
        st = os.fstat(log.fileno())
        p = subprocess.Popen(case.command("run"), env=dict(case.clock.env, JOURNAL_STREAM="%d:%d" % (st.st_dev, st.st_ino)), stdout=subprocess.DEVNULL, stderr=log)
    check("a warning", seen(case, "<4>source s: http: "), case.log())
    check("an event", "<5>polling 1 source" in case.log(), case.log())
    end(p)
    with open(os.path.join(case.folder, "log"), "wb") as log:
        p = subprocess.Popen(case.command("run"), env=dict(case.clock.env, JOURNAL_STREAM="1:2"), stdout=subprocess.DEVNULL, stderr=log)
    check("where the output goes elsewhere, the time", seen(case, "Z polling 1 source"), case.log())
    end(p)


@line("live", "log", "on a terminal: a line for each poll, also without anything new")
def log_terminal(check):
    server = Server(ok("A", ETag='"a"'))
    case = Case([("s", server.url(), EVERY)])
    ours, theirs = pty.openpty()
    p = subprocess.Popen(case.command("run"), env=case.clock.env, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs)
    os.close(theirs)
    got = b""

    def shown(text):
        nonlocal got
        until = time.monotonic() + 15
        while text not in got and time.monotonic() < until:
            if select.select([ours], [], [], 0.1)[0]:
                got += os.read(ours, 4096)
        return text in got
    check("something new", shown(b"source s: ok, 1 new, next in 20 min"), got)
    server.now = 304, {}, b""
    case.clock.move(DAY)
    check("nothing new", shown(b"source s: unchanged, 0 new, next in "), got)
    check("with the time of the day", all(re.match(rb"\d\d:\d\d:\d\d ", x) for x in got.splitlines()), got)
    end(p)
    os.close(ours)


# ---- websub -------------------------------------------------------------------------------------------------------


class Pushed(Case):
    """A daemon that listens to hubs.  names: ids of sources, whose feeds are at /ID of the server."""

    def __init__(self, hub, server, *names):
        with socket.create_server(("127.0.0.1", 0)) as s:
            self.port = s.getsockname()[1]
        self.hub, self.server = hub, server
        self.url = "http://127.0.0.1:%d/in" % self.port
        super().__init__([(x, server.url("/" + x)) for x in names], more="websub: { listen: \"127.0.0.1:%d\", callback: \"%s\" }\n" % (self.port, self.url))

    def topic(self, id):
        return self.server.url("/%s?self" % id)

    def answer(self, id, *titles, link=False, hubs=(), **headers):
        """The feed of a source, which names the hub (or hubs), or (link) its answer does."""
        links = (*(("hub", x.url) for x in hubs or [self.hub]), ("self", self.topic(id)))
        if link:
            headers["Link"] = ", ".join("<%s>; rel=\"%s\"" % (url, rel) for rel, url in links)
        head = "" if link else "".join("<link xmlns='http://www.w3.org/2005/Atom' rel='%s' href='%s'/>" % x for x in links)
        self.server.now["/" + id] = ok(*titles, head=head, **headers)

    def verified(self, *ids):
        """Wait until the hub has asked about each, and was agreed with."""
        return until(lambda: all(any(t == self.topic(x) and a[0] == 200 for t, _, a, _ in self.hub.answers) for x in ids))

    def listener(self, p):
        """The process that listens; 0: there is none."""
        for pid in os.listdir("/proc"):
            try:
                if pid.isdigit() and open("/proc/%s/stat" % pid).read().rsplit(")", 1)[1].split()[1] == str(p.pid) and "tidings-listener" in open("/proc/%s/cmdline" % pid).read():
                    return int(pid)
            except OSError:
                pass
        return 0

    def brings(self, title, seconds=15):
        """Wait for a record."""
        return until(lambda: any(x.get("title") == title for x in self.records()), seconds, 0.2)


class Slow:
    """Connections that begin a request, and go on by a byte now and then.  left: how many are open."""

    def __init__(self, port, n):
        self.began, self.longest, self.left, open_ones = time.monotonic(), 0.0, n, []
        for _ in range(n):
            c = socket.create_connection(("127.0.0.1", port))
            c.sendall(b"POST /in/")
            open_ones.append(c)
        threading.Thread(target=self.go_on, args=(open_ones,), daemon=True).start()

    def go_on(self, open_ones):
        while open_ones:
            for c in list(open_ones):
                try:
                    c.send(b"a")
                    closed = select.select([c], [], [], 0)[0] and c.recv(10) == b""
                except OSError:
                    closed = True
                if closed:
                    open_ones.remove(c)
            self.left, self.longest = len(open_ones), time.monotonic() - self.began
            time.sleep(0.3)


def ask_refused(port):
    with socket.socket() as s:
        return s.connect_ex(("127.0.0.1", port)) != 0


@line(52, "websub", "a hub that a feed or its answer names is asked and heard: a push is a record within seconds, and polling falls to daily")
def hub_pushes(check):
    hub, server = Hub(), Server({})
    case = Pushed(hub, server, "s", "h", "plain")
    hub.how[case.topic("h")] = "sync"
    case.answer("s", "A", ETag='"a"')
    case.answer("h", "H", link=True)
    server.now["/plain"] = ok("P")
    p = case.start()
    until(lambda: not ask_refused(case.port))
    slow = Slow(case.port, 100)
    check("both hubs are asked, and what they ask is answered", case.verified("s", "h"), (hub.forms, hub.answers, case.log()))
    check("with the words that they gave", all(a == (200, c.encode()) for _, _, a, c in hub.answers), hub.answers)
    forms = [hub.of(case.topic(x))[0] for x in "sh"]
    check("a form of the standard", all(f["hub.mode"] == "subscribe" and f["type"] == "application/x-www-form-urlencoded" and int(f["hub.lease_seconds"]) > DAY for f in forms), forms)
    check("each source has a callback and a secret of its own", len({f["hub.callback"] for f in forms} | {f["hub.secret"] for f in forms}) == 4
          and all(re.fullmatch(re.escape(case.url) + "/[0-9a-f]{32}", f["hub.callback"]) and len(f["hub.secret"]) >= 32 for f in forms), forms)
    check("a source whose hub has brought nothing yet is polled as usual", case.wait() < 2 * HOUR, case.wait())
    server.take()
    case.clock.move(2 * MINUTE)
    case.answer("s", "A", "B", ETag='"b"')
    check("a push is accepted", hub.push(case.topic("s"), b"what a hub sends is not read") == 202)
    check("and brings a record", case.brings("B"), (case.log(), server.log))
    log = [x for x in server.take() if x.path.startswith("/s")]
    check("by one conditional request to the source's address", [(x.path, x.headers.get("if-none-match")) for x in log] == [("/s", '"a"')], log)
    s = case.sources()["s"]
    check("then it is polled once a day", near(case.wait(), DAY) and s["next_by"] == "hub" and "hub pushes" in s["next_why"], s)
    for method in ("sha1", "sha384", "sha512"):
        check("%s is a signature, too" % method, hub.push(case.topic("h"), b"x", method) == 202)
    check("the other is polled once for all of them", until(lambda: len(server.take()) == 1), server.log)
    # what is not from the hub
    callback = hub.of(case.topic("s"))[-1]["hub.callback"]
    case.clock.move(2 * MINUTE)
    case.answer("s", "A", "B", "C", ETag='"c"')
    for signature in ("sha256=" + "0" * 64, "", "sha256=0", "md5=" + "0" * 32, "sha1=" + "z" * 40):
        check("a wrong signature (%s) is told to nobody" % signature[:10], hub.push(case.topic("s"), b"x", signature=signature) == 202)
    check("but to the operator, once", until(lambda: case.log().count("wrong signature, or none") == 1), case.log())
    told = subprocess.run([A.tidings, "sources", "--store", case.store, "s"], env=case.clock.env, capture_output=True, text=True)
    check("and counted", "5 with a wrong signature" in " ".join(told.stdout.split()), told.stdout)
    check("and brings no poll", [x.path for x in server.take() if x.path == "/s"] == [])
    check("a callback that nobody has is gone", ask("POST", case.url + "/" + "0" * 32, b"x")[0] == 410)
    for name, fields in (("another topic", {"topic": case.topic("h")}), ("an end that we did not want", {"mode": "unsubscribe"}), ("no mode at all", {"mode": ""})):
        status, body = hub.call(hub.of(case.topic("s"))[-1], fields.get("mode", "subscribe"), fields.get("topic"))
        check("%s is not agreed to" % name, status == 404 and body == b"", (status, body))
    for name, status, request in (("a path without a key", 404, ("GET", case.url)), ("another method", 405, ("PUT", callback, b"x")), ("no challenge", 404, ("GET", callback + "?hub.mode=subscribe"))):
        check("%s: %d" % (name, status), ask(*request)[0] == status)
    check("who is slow keeps nobody away", hub.push(case.topic("s")) == 202 and case.brings("C"), case.log())
    check("so far there was one request more, for the good push", [x.path for x in server.take() if x.path == "/s"] == ["/s"])
    check("and is cut after ten seconds, however often it says something", until(lambda: not slow.left, 12) and slow.longest < 13, (slow.left, slow.longest))
    for name, head in (("a body too long", b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: 90000000\r\n\r\n"), ("headers too long", b"GET %s HTTP/1.1\r\nX: " + b"x" * 20000 + b"\r\n\r\n")):
        with socket.create_connection(("127.0.0.1", case.port), timeout=10) as c:
            c.sendall(head % callback.split(str(case.port))[1].encode())
            got = c.recv(100)
        check("%s: refused" % name, re.match(rb"HTTP/1.1 4(13|14|31) ", got), got)
    found = case.listener(p)
    status = open("/proc/%d/status" % found).read()
    check("who hears them is alone in its sandbox", re.search(r"Seccomp:\t2\n", status) and re.search(r"NoNewPrivs:\t1\n", status) and "Uid:\t0\t" not in status, status)
    files = [os.readlink("/proc/%d/fd/%s" % (found, x)) for x in os.listdir("/proc/%d/fd" % found)]
    check("and has no file open", all(x.startswith(("socket:", "anon_inode:", "/dev/null")) for x in files), files)
    os.kill(found, 9)
    check("one that dies is replaced", until(lambda: case.listener(p) not in (0, found)), case.log())
    check("and told", "ended with signal KILL" in case.log(), case.log())
    check("and hubs are heard again", hub.push(case.topic("s")) == 202)
    end(p)
    check("it ends as it should", p.returncode == 0, (p.returncode, case.log()))
    check("nothing is left of it", ask_refused(case.port))


@line("52 absent", "no-websub", "a build without the listener says so, and what to do")
def no_listener(check):
    case = Case([("s", "https://a.test/")], more="websub: { listen: \"127.0.0.1:99\", callback: \"https://x.test/\" }\n")
    p = subprocess.run([A.tidings, "check", case.conf], env=P.env, capture_output=True, text=True)
    check("check refuses it", p.returncode == 78 and ":3:" in p.stderr and "libmicrohttpd" in p.stderr and "nothing is wrong" not in p.stdout, told(p))
    p = subprocess.run(case.command("run"), env=case.clock.env, capture_output=True, text=True, timeout=300)
    check("so does run", p.returncode == 78 and "libmicrohttpd" in p.stderr, told(p))


@line("52 denied", "leases", "a hub that denies, or is away, is told, and its source is polled as usual")
def hub_denies(check):
    hub, server = Hub(), Server({})
    case = Pushed(hub, server, "no", "away", "later")
    hub.how = {case.topic("no"): "deny", case.topic("away"): "refuse"}
    for id in ("no", "away", "later"):
        case.answer(id, "A")
    p = case.start()
    check("the denial is agreed with", until(lambda: any(m == "denied" and a == (200, b"") for _, m, a, _ in hub.answers)), hub.answers)
    check("and told, without its control characters", until(lambda: "no \\x1b[31mroom" in case.log() or "no \\e[31mroom" in case.log()), case.log())
    check("so is a hub that is away", until(lambda: "the server answered 503" in case.log()), case.log())
    check("nothing waits for them", max(case.wait("no"), case.wait("away")) < 2 * HOUR, case.sources())
    check("the third is verified", case.verified("later"), hub.answers)
    case.clock.move(2 * MINUTE)
    case.answer("later", "A", "B")
    check("and trusted", hub.push(case.topic("later")) == 202 and case.brings("B") and case.wait("later") > 20 * HOUR, case.sources())
    form = hub.of(case.topic("later"))[-1]
    case.clock.move(2 * HOUR)
    check("a push that brings nothing may have come too early: the next poll is as usual", hub.push(case.topic("later")) == 202 and until(lambda: 0 < case.wait("later") < 3 * HOUR), case.sources())
    case.clock.move(3 * HOUR)
    check("and finds nothing either, so that polling is daily again", until(lambda: case.wait("later") > 20 * HOUR), case.sources())
    check("a hub may change its mind", hub.call(form, "denied", **{"hub.reason": "é" * 200})[0] == 200)
    check("a long reason is cut between two characters", until(lambda: "push what is new: " + "é" * 149 + "; it is" in case.log()), case.log())
    check("then its source is polled as usual at once", until(lambda: case.wait("later") < 2 * HOUR), case.sources())
    check("and its pushes are not wanted any more", hub.push(case.topic("later")) == 410)
    n = len(hub.of(case.topic("away")))
    hub.how = {}
    case.clock.move(9 * HOUR)  # it may have been asked three times
    check("the one that was away is asked again", until(lambda: len(hub.of(case.topic("away"))) > n) and case.verified("away"), hub.forms)
    with open(case.conf) as f:
        text = f.read()
    with open(case.conf, "w") as f:
        f.write(text.replace(case.url, case.url + "/new"))
    told = subprocess.run([A.tidings, "reload", "--config", case.conf, "--store", case.store], env=case.clock.env, capture_output=True, text=True)
    check("a reload says what it leaves as it is", "websub.callback is another one now" in told.stdout + told.stderr, (told.stdout, told.stderr))
    end(p)
    n = len(hub.forms)
    p = case.start()
    check("with another callback a hub is asked anew, but not who denied", until(lambda: len(hub.forms) > n)
          and [(f["hub.callback"].rsplit("/", 1)[0], f["hub.topic"]) for f in hub.forms[n:]] == [(case.url + "/new", case.topic("away"))], hub.forms[n:])
    end(p)


@line("52 ends", "hubs", "a hub is asked to push no more when its source is taken out, or no hub is wanted any more; what it answers ends it, and so do three failures")
def hub_ends(check):
    hub, server = Hub(), Server({})
    ids = ("out", "refused", "gone", "stays")
    case = Pushed(hub, server, *ids)
    for id in ids:
        case.answer(id, "A")
    text = open(case.conf).read()

    def write(*left, more=text.split("sources:")[0]):
        case.set([(x, server.url("/" + x)) for x in left], more="".join(x + "\n" for x in more.splitlines() if x.startswith("websub:")))
        return subprocess.run([A.tidings, "reload", "--config", case.conf, "--store", case.store], env=case.clock.env, capture_output=True, text=True)

    def rows():
        import sqlite3
        db = sqlite3.connect("file:%s?mode=ro" % case.store, uri=True)
        return dict(db.execute("SELECT source, state FROM subscription").fetchall())
    p = case.start()
    check("all push", case.verified(*ids), hub.answers)
    hub.how = {case.topic("refused"): "refuse", case.topic("gone"): "silent"}
    first = {x: hub.of(case.topic(x))[0] for x in ids}
    told = write("stays")
    check("the hub of a source that is taken out is asked to end it", until(lambda: all(len(hub.ends(case.topic(x))) == 1 for x in ids[:3])), (hub.forms, case.log()))
    ends = hub.ends(case.topic("out"))[0]
    check("with the callback that it knows, and no secret", ends["hub.callback"] == first["out"]["hub.callback"] and "hub.secret" not in ends, ends)
    check("what it asks back is answered, and nothing is kept of it", until(lambda: any(m == "unsubscribe" and a[0] == 200 for _, m, a, _ in hub.answers) and "out" not in rows()), (hub.answers, rows()))
    check("its pushes are not wanted meanwhile", hub.push(case.topic("refused"), form=first["refused"]) == 410)
    check("one that fails, or says nothing, is asked three times in all", all((case.clock.move(9 * HOUR), until(lambda: all(len(hub.ends(case.topic(x))) == n for x in ("refused", "gone"))))[1] for n in (2, 3)), hub.forms)
    case.clock.move(9 * HOUR)
    check("then nothing is kept of it", until(lambda: set(rows()) == {"stays"}), (rows(), case.log()))
    check("the one that stays is not asked", hub.ends(case.topic("stays")) == [] and rows()["stays"] == 2, rows())
    told = write("stays", more="websub: { listen: \"127.0.0.1:%d\", callback: \"%s\", subscribe: no }" % (case.port, case.url))
    check("without hubs all are asked to end it", until(lambda: len(hub.ends(case.topic("stays"))) == 1 and rows() == {"stays": 0}) and "push no more" in told.stdout, (told, hub.forms, rows(), case.log()))
    n = len(hub.forms)
    case.answer("stays", "A", "B")
    case.clock.move(2 * DAY)
    check("it is polled as usual, and no hub is asked", case.brings("B") and len(hub.forms) == n, (hub.forms[n:], case.log()))
    told = write("stays")
    check("and asked again when it is wanted again, under another callback", until(lambda: len(hub.of(case.topic("stays"))) == 2) and hub.of(case.topic("stays"))[1]["hub.callback"] != first["stays"]["hub.callback"], (told, hub.forms))
    end(p)


@line("52 left", "hubs", "a feed that names no hub any more ends its lease; where `websub:` was taken out the leases are told, kept in mind, and ended when it is back")
def hub_left(check):
    import sqlite3
    hub, server = Hub(), Server({})
    case = Pushed(hub, server, "named", "left", "out")
    rows = lambda: dict(sqlite3.connect("file:%s?mode=ro" % case.store, uri=True).execute("SELECT source, state FROM subscription").fetchall())
    for id in ("named", "left", "out"):
        case.answer(id, "A")
    p = case.start()
    check("all push", case.verified("named", "left", "out"), hub.answers)
    server.now["/named"] = ok("A", "B")
    case.clock.move(2 * DAY)
    check("the hub that is named no more is asked to end it", until(lambda: len(hub.ends(case.topic("named"))) == 1 and "named" not in rows()), (hub.forms, rows(), case.log()))
    case.clock.move(3 * HOUR)
    case.answer("named", "A", "B", "C")
    check("named again it is asked again", until(lambda: len(hub.of(case.topic("named"))) == 2 and rows().get("named") == 2), (hub.forms, rows(), case.log()))
    end(p)
    text = open(case.conf).read()
    case.set([(x, server.url("/" + x)) for x in ("named", "left")])
    n = len(hub.forms)
    for times in (1, 0):
        p = case.once()
        check("without websub: it is told once, for how long, and what to do", p.stderr.count("hubs still push, for ") == times and ("`subscribe: no`" in p.stderr) == times and len(hub.forms) == n, told(p))
    with open(case.conf, "w") as f:
        f.write(text.replace("callback:", "subscribe: no, callback:"))
    p = case.start()
    check("when it is back, to end it, all are asked, also of a source that was taken out meanwhile", until(lambda: all(len(hub.ends(case.topic(x))) == (2 if x == "named" else 1) for x in ("named", "left", "out"))
          and set(rows().values()) <= {0}), (hub.forms[n:], rows(), case.log()))
    end(p)
    case.set([(x, server.url("/" + x)) for x in ("named", "left")])
    p = case.once()
    check("then nothing is told", "hubs still push" not in p.stderr, told(p))


@line("52 hubs", "hubs", "of several hubs the next one is asked when one does not push")
def several_hubs(check):
    hubs, server = [Hub(), Hub(), Hub()], Server({})
    case = Pushed(hubs[0], server, "s")
    hubs[0].how[case.topic("s")], hubs[1].how[case.topic("s")] = "refuse", "deny"
    counts = lambda: [len(x.forms) for x in hubs]
    titles = []

    def changes():
        titles.append("N%d" % len(titles))
        case.answer("s", *titles, hubs=hubs)
        case.clock.move(3 * HOUR)
        return case.brings(titles[-1])
    case.answer("s", *titles, "A", hubs=hubs)
    p = case.start()
    check("the first is asked", until(lambda: "the server answered 503" in case.log()) and counts()[0] == 1, (counts(), case.log()))
    check("then the second, without another answer of the feed", until(lambda: "no \\x1b[31mroom" in case.log().replace("\\e[", "\\x1b[")), (counts(), case.log()))
    check("then the third, which pushes", until(lambda: any(m == "subscribe" and a[0] == 200 for _, m, a, _ in hubs[2].answers)), (counts(), case.log()))
    check("each was asked once, and the feed read once", counts() == [1, 1, 1] and [x.path for x in server.take() if x.path == "/s"] == ["/s"], counts())
    check("what is asked next is told", case.log().count("the next hub that it names is asked, %s" % hubs[1].url) == 1 and case.log().count("is asked, %s" % hubs[2].url) == 1, case.log())
    check("as long as it does no other is asked", changes() and changes() and counts() == [1, 1, 1], counts())
    case.clock.move(2 * MINUTE)
    case.answer("s", *titles, "pushed", hubs=hubs)
    check("its pushes count", hubs[2].push(case.topic("s")) == 202 and case.brings("pushed"), case.log())
    end(p)


@line("52 during", "hubs", "a push that comes while its source is being polled is followed by another poll")
def push_during_poll(check):
    hub, server = Hub(), Server({})
    case = Pushed(hub, server, "s")
    case.answer("s", "A")
    p = case.start()
    check("verified", case.verified("s"), case.log())
    server.take()
    old, asked, go = server.now["/s"], threading.Event(), threading.Event()

    def slow(host, path):
        if asked.is_set():
            return later
        asked.set()
        go.wait(20)
        return old  # as it was before
    server.now = slow
    case.clock.move(DAY)
    check("a poll is under way", asked.wait(20), case.log())
    server.now, keep = {}, server.now
    case.answer("s", "A", "B")
    later, server.now = server.now["/s"], keep
    check("a push comes", hub.push(case.topic("s")) == 202)
    go.set()
    check("the poll brings what was there before", until(lambda: len(server.log) >= 1 and "unchanged" in case.sources()["s"]["outcome"]), (case.sources(), case.log()))
    case.clock.move(31)
    check("and another one what was pushed", case.brings("B"), (case.sources(), case.log()))
    end(p)


@line("52 broken", "leases", "a listener that breaks the protocol is started anew after waits that double")
def broken_listener(check):
    case = Pushed(Hub(), Server({}), "s")
    case.answer("s", "A")
    began = os.path.join(case.folder, "began")
    for name, text in (("worker", "exec %s \"$@\"" % os.path.join(os.path.dirname(os.path.abspath(A.tidings)), "tidings-worker")),
                       ("listener", "date +%%s.%%N >>%s; exec head -c 100000 /dev/zero >&3" % began)):  # no message is all zeros
        with open(os.path.join(case.folder, "tidings-" + name), "w") as f:
            f.write("#!/bin/sh\n%s\n" % text)
        os.chmod(f.name, 0o700)
    case.clock.env = dict(case.clock.env, TIDINGS_WORKER=os.path.join(case.folder, "tidings-worker"))
    case.clock.hasten(10)
    p = case.start()
    times = lambda: [float(x) * 10 for x in open(began).read().split()] if os.path.exists(began) else []
    check("it is started again and again", until(lambda: len(times()) >= 6), (times(), case.log()))
    check("and told", case.log().count("the listener for hubs is started anew: it broke the protocol") >= 5, case.log())
    check("after 1 s, 2 s, 4 s, 8 s, 16 s", all(b - a >= 0.99 * 2 ** i for i, (a, b) in enumerate(zip(times()[:6], times()[1:6]))), times())
    check("it does not end the run", p.poll() is None and case.brings("A"), case.log())
    end(p)
    case.clock.hasten(1)


@line("52 no number", "leases", "a lease that is no number of seconds is a day; one beyond all bounds is a year")
def strange_leases(check):
    for lease, said in (("-5", "24 h"), ("0", "24 h"), ("soon", "24 h"), ("1e9", "24 h"), ("86400.5", "24 h"), ("", "10 d"), ("60", "5 min"), ("7" * 40, "365 d")):
        hub, server = Hub(lease=lease), Server({})
        case = Pushed(hub, server, "s")
        case.answer("s", "A")
        p = case.start()
        check("%s" % (lease[:9] or "none"), until(lambda: hub.answers and "pushes what is new, for %s\n" % said in case.log()), case.log())
        end(p)


@line("52 lease", "leases", "a lease is renewed before it ends and survives a restart; polling as usual is back when it ends")
def lease(check):
    hub, server = Hub(lease=10 * DAY), Server({})
    case = Pushed(hub, server, "s")
    case.answer("s", "A")
    p = case.start()
    check("verified", case.verified("s"), case.log())
    case.clock.move(2 * MINUTE)
    case.answer("s", "A", "B")
    check("pushed", hub.push(case.topic("s")) == 202 and case.brings("B") and case.wait() > 20 * HOUR, case.sources())
    first = hub.of(case.topic("s"))[0]
    end(p)
    server.take()
    case.clock.move(3 * HOUR)
    case.answer("s", "A", "B", "missed")
    p = case.start()
    check("what was pushed while nobody listened is polled after a restart", case.brings("missed"), (case.sources(), case.log()))
    case.clock.move(2 * MINUTE)
    case.answer("s", "A", "B", "missed", "C")
    check("the subscription is as it was", len(hub.forms) == 1 and hub.push(case.topic("s"), form=first) == 202 and case.brings("C"), (hub.forms, case.log()))
    check("a push has brought the last new item: polling falls to daily again", until(lambda: case.wait() > 20 * HOUR), case.sources())
    n = len(hub.forms)
    case.clock.move(7.6 * DAY)
    check("it is renewed when a quarter is left, with the same callback", until(lambda: len(hub.forms) == n + 1) and hub.forms[-1]["hub.callback"] == first["hub.callback"], hub.forms)
    check("which is verified again", until(lambda: len(hub.answers) == n + 1 and hub.answers[-1][2][0] == 200), hub.answers)
    hub.how = {case.topic("s"): "refuse"}
    hub.lease = 0
    case.clock.move(7.6 * DAY)
    check("the next renewal fails", until(lambda: len(hub.forms) == n + 2), hub.forms)
    case.clock.move(2.5 * DAY)
    check("the end of the lease is told", until(lambda: "has let the subscription end" in case.log()), case.log())
    check("and polling is as usual", until(lambda: 0 < case.wait() < 5 * HOUR), case.sources())
    check("a push is not wanted any more", hub.push(case.topic("s"), form=first) == 410)
    case.set([("other", server.url("/s"))])
    end(p)
    p = case.once("--due")
    check("without the source there is no subscription", "subscription" not in told(p), told(p))


@line("52 check", "websub", "check says what is wrong with websub:")
def websub_checked(check):
    for text, words in (("{ listen: \"127.0.0.1:1\" }", "it needs both"), ("{ listen: \"here:1\", callback: \"https://x.test/\" }", "127.0.0.1:8471"),
                        ("{ listen: \"127.0.0.1:70000\", callback: \"https://x.test/\" }", "127.0.0.1:8471"), ("{ listen: \"[::1]:99\", callback: \"https://x.test/?a\" }", "without a query"),
                        ("{ listen: \"127.0.0.1:99\", callback: \"x.test\" }", "the https address"), ("{ port: 1 }", "port")):
        case = Case([("s", "https://a.test/")], more="websub: %s\n" % text)
        p = subprocess.run([A.tidings, "check", case.conf], env=P.env, capture_output=True, text=True)
        check(text, p.returncode == 78 and words in p.stderr and ":3:" in p.stderr, told(p))
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "docs", "operating.md")) as f:
        page = re.search(r"^```yaml\n(websub:\n.*?)^```$", f.read(), re.M | re.S)[1]
    case = Case([("s", "https://a.test/")], more=page)
    p = subprocess.run([A.tidings, "check", case.conf], env=P.env, capture_output=True, text=True)
    check("what the page says is right", p.returncode == 0 and "nothing is wrong" in p.stdout, (page, told(p)))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        case = Case([("s", "http://127.0.0.1:9/")], more="websub: { listen: \"127.0.0.1:%d\", callback: \"https://x.test/\" }\n" % taken.getsockname()[1])
        p = subprocess.run(case.command("run"), env=case.clock.env, capture_output=True, text=True, timeout=300)
        check("a port that is taken ends the run, with its number", p.returncode == 1 and "websub.listen: 127.0.0.1:%d" % taken.getsockname()[1] in p.stderr, told(p))
        check("a pass does not listen", case.once().returncode == 3)


# ---- all ----------------------------------------------------------------------------------------------------------


def run(numbers):
    holds = {}
    for n in numbers:
        piece, name, test = LINES[n]
        before = P.faults
        print("---- %s: %s" % (n, name), flush=True)
        try:
            test(P.check)
        except Exception as e:  # a promise that cannot even be looked at does not hold
            P.check("the test of line %s" % n, False, repr(e))
        holds[n] = "yes" if P.faults == before else "NO"
    print("\n line  holds  behaviour")
    for n, word in holds.items():
        print("%8s  %-5s  %s" % (n, word, LINES[n][1]))


def with_names():
    """The lines that need real names, in namespaces where we are the name server."""
    how = namespaces()
    if how is None:
        print("left out: lines that need real names (this kernel gives no namespaces)")
        return
    p = subprocess.run([*how, sys.executable, os.path.abspath(__file__), "--tidings", A.tidings, "--shim", A.shim, "--piece", "names", "--inside"], env=P.env)
    P.check("lines that need real names (see above)", p.returncode == 0, p.returncode)


wanted = [n for n in sorted(LINES, key=lambda x: (isinstance(x, str), x)) if (not A.piece or LINES[n][0] == A.piece) and (not A.only or str(n) in A.only.split(","))]
if A.inside:
    prefix.extend(set_up_names(folder))
    name_server()
    run(wanted)
else:
    run([n for n in wanted if LINES[n][0] != "names"])
    if any(LINES[n][0] == "names" for n in wanted):
        with_names()
P.end()
