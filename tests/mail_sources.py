#!/usr/bin/env python3
"""Mail as a source: a Maildir, a file of mails that grows, a folder of an IMAP account; each mail once, nothing changed.

  mail_sources.py --tidings build/release/tidings
  mail_sources.py --tidings build/release/tidings --figures 20000      figures, which take minutes

The IMAP server is imap_server.py on loopback, with TLS where openssl is there, and dovecot where that is and root runs the test.  Exit 0 when all
holds, 77 when the program was built without the parser of mails.
"""
import glob, json, os, random, re, resource, shutil, signal, socket, sqlite3, ssl, subprocess, sys, time

from imap_server import Folder, Server
from program import arguments, lines, Program, told, until

ap = arguments(__doc__)
ap.add_argument("--figures", type=int, default=0, help="measure with so many mails")
ap.add_argument("--only", default="", help="names of parts, with commas")
P = Program("mail-sources", ap)
A, check = P.arguments, P.check
beside = os.path.join(os.path.dirname(A.tidings), "plugins")
if not os.path.exists(os.path.join(beside, "parse-mail.so")):
    print("skipped: the program was built without parse-mail (GMime)")
    sys.exit(77)
HAS_IMAP = os.path.exists(os.path.join(beside, "fetch-imap.so"))
PASSWORD = "p4ss-canary-mail-w0rd"
said = []  # all that the program wrote


def mail(n, text=None, sender="Harbour Office <press@harbour.example>", subject=None, id=None, more=""):
    body = text or ("The ferry to Oster Ness runs again from Monday, the harbour office said on quay %d. Tickets cost the same as before, "
                    "and bicycles travel free until the end of May. Crossing number %d takes forty minutes.\n" % (n, n))
    return ("From: %s\nTo: list@news.example\nSubject: %s\nDate: Tue, 3 Mar 2026 09:%02d:%02d +0100\nMessage-ID: %s\n%s"
            "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n%s" % (
                sender, subject or "Ferry number %d runs" % n, n // 60 % 60, n % 60, id or "<m%d@harbour.example>" % n, more, body)).encode()


def wanted(part):
    return not A.only or part in A.only.split(",")


class Case:
    count = 0

    def __init__(self, sources, more=""):
        Case.count += 1
        self.conf, self.store = P.path("c%d.yaml" % Case.count), P.path("c%d.db" % Case.count)
        self.write(sources, more)

    def write(self, sources, more=""):
        P.write(os.path.basename(self.conf), "version: 1\nfetch: { hosts: { delay: 0s }, interval: { min: 1s } }\n%ssources:\n%s\npipeline: []\n" % (more, "\n".join("  - { %s }" % s for s in sources)))

    def poll(self, *args, **more):
        sql(self.store, "UPDATE task SET due = 0 WHERE kind = 1") if os.path.exists(self.store) else None
        p = P.run("run", "--once", "--config", self.conf, "--store", self.store, *args, **more)
        said.append(p.stdout + p.stderr)
        return p

    def records(self):
        return P.records(self.store)

    def titles(self):
        return sorted(r["title"] for r in self.records())


def sql(store, statement):
    with sqlite3.connect(store, timeout=20) as db:
        return db.execute(statement).fetchall()


def numbers(p):
    m = re.search(r"(\d+) documents?: (\d+) new records?, (\d+) new versions?, (\d+) unchanged", p.stdout + p.stderr)
    return tuple(int(x) for x in m.groups()) if m else None


# ---- Maildir ------------------------------------------------------------------------------------------------------------
class Maildir:
    def __init__(self, name):
        self.path, self.n = P.path(name), 0
        for part in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(self.path, part))

    def deliver(self, data, into="new"):
        self.n += 1
        name = "%d.M%dP%d.host" % (1780000000 + self.n, self.n, os.getpid())
        tmp = os.path.join(self.path, "tmp", name)
        with open(tmp, "wb") as f:
            f.write(data)
        os.rename(tmp, os.path.join(self.path, into, name))
        return name

    def state(self):
        return sorted((os.path.relpath(f, self.path), os.stat(f).st_mtime_ns, open(f, "rb").read()) for f in glob.glob(self.path + "/*/*"))


def test_maildir():
    box = Maildir("Mail")
    names = [box.deliver(mail(n)) for n in range(1, 6)]
    P.write("Mail/tmp/1780000099.M9P9.host", mail(99))
    P.write("Mail/dovecot.index", "an index")
    c = Case(["id: press, url: \"file:Mail\""])
    before = box.state()
    p = c.poll()
    check("a Maildir: the first poll reads what is in new", c.titles() == sorted("Ferry number %d runs" % n for n in range(1, 6)) and p.returncode == 0, told(p))
    check("nothing in it was changed", box.state() == before)
    p = c.poll()
    check("nothing new: no mail is read again", numbers(p) == (1, 0, 0, 0) or "0 new records" in p.stdout + p.stderr and "Ferry" not in p.stderr, told(p))
    os.rename(box.path + "/new/" + names[0], box.path + "/cur/" + names[0] + ":2,S")
    os.rename(box.path + "/new/" + names[1], box.path + "/cur/" + names[1] + ":2,")
    p = c.poll("-v")
    check("moved to cur, with flags: not read again", len(c.records()) == 5 and (numbers(p) or (9, 9))[:2] == (1, 0), told(p))
    os.rename(box.path + "/cur/" + names[1] + ":2,", box.path + "/cur/" + names[1] + ":2,FS")
    box.deliver(mail(6))
    box.deliver(mail(7), "cur")
    p = c.poll("-v")
    check("two new ones beside a changed flag: these alone are read", len(c.records()) == 7 and numbers(p) == (2, 2, 0, 0), told(p))
    os.unlink(box.path + "/cur/" + names[0] + ":2,S")
    p = c.poll()
    check("a mail that is deleted there stays here", len(c.records()) == 7, told(p))
    box.deliver(mail(3, text="The ferry sank, somebody else says with the same Message-ID. " * 3))
    p = c.poll("-v")
    texts = [r["text"] for r in c.records() if r["title"] == "Ferry number 3 runs"]
    check("another mail with a known Message-ID changes nothing", len(texts) == 1 and "sank" not in texts[0] and "another mail with the Message-ID" in p.stderr, told(p))
    shutil.rmtree(box.path + "/new")
    p = c.poll()
    health = json.loads(P.run("sources", "--json", "--config", c.conf, "--store", c.store).stdout.splitlines()[0])
    check("a Maildir that is none any more is a failure or a folder, and no crash", p.returncode in (0, 3), told(p))


def test_maildir_records():
    box = Maildir("Mail2")
    box.deliver(mail(1, sender="Harbour Office <press@harbour.example>"))
    box.deliver(mail(2, sender="plain@port.example"))
    box.deliver(mail(3, subject="Automatic reply: Ferry", more="Auto-Submitted: auto-replied\n"))
    box.deliver(mail(4, sender="Mail Delivery System <MAILER-DAEMON@mx.example>", subject="Undelivered Mail Returned to Sender", more="Auto-Submitted: auto-replied\n"))
    box.deliver(mail(5, subject="Re: Ferry number 1 runs", more="In-Reply-To: <m1@harbour.example>\n"))
    box.deliver(mail(6, subject="Re: A question to the list", more="In-Reply-To: <m1@harbour.example>\nList-Id: <news.harbour.example>\n"))
    box.deliver(b"From: a@b.example\nMessage-ID: <enc@b.example>\nContent-Type: multipart/encrypted; boundary=x\n\n--x\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--x--\n")
    c = Case(["id: press, url: \"file:Mail2\"", "id: named, url: \"file:Mail2/\", outlet: The Outlet"])
    p = c.poll("-v")
    records = [r for r in c.records() if r["source"]["id"] == "press"]
    outlets = {r["title"]: r["source"].get("outlet") for r in records}
    check("the sender is the outlet, with its host", outlets.get("Ferry number 1 runs") == "Harbour Office (harbour.example)" and outlets.get("Ferry number 2 runs") == "port.example", outlets)
    check("an outlet that is configured stays", {r["source"].get("outlet") for r in c.records() if r["source"]["id"] == "named"} <= {"The Outlet"}, told(p))
    check("bounces, automatic answers and private ones are no records", set(outlets) == {"Ferry number 1 runs", "Ferry number 2 runs", "A question to the list"}, (outlets, told(p)))
    check("and are told", all(w in p.stderr for w in ("automatic answer", "answer to a mail")), told(p))
    check("an encrypted mail stands in the quarantine, and the source is healthy", "encrypted" in p.stderr and P.run("sources", "--broken", "--config", c.conf, "--store", c.store).returncode == 0, told(p))
    r = next(r for r in records if r["title"] == "Ferry number 1 runs")
    check("date, Message-ID and text", r["published"] == "2026-03-03T08:00:01Z" and r["native_id"] == "m1@harbour.example" and "Tickets cost" in r["text"], r)
    found = [P.run("show", "--store", c.store, name).stdout.count("Ferry number 1 runs") for name in ("press:m1@harbour.example", "other:m1@harbour.example")]
    check("it is found by its source and Message-ID", found[0] > 0 and found[1] == 0, found)
    p = P.run("forget", "--config", c.conf, "--store", c.store, "press:m1@harbour.example")
    left = [r["source"]["id"] for r in c.records() if r["title"] == "Ferry number 1 runs"]
    check("and forgotten so, from that source alone", p.returncode == 0 and left == ["named"], (left, told(p)))


def test_authority():
    """A mail changes no record of another source, whatever address it names."""
    url = "https://daily.example/2026/ferry"
    P.write("daily.jsonl", json.dumps({"id": "1", "url": url, "title": "The ferry runs again", "text": "The ferry to Oster Ness runs again from Monday, the harbour office said on the quay. " * 3}) + "\n")
    box = Maildir("Mail3")
    c = Case(["id: daily, url: \"file:daily.jsonl\", trust: 0", "id: press, url: \"file:Mail3\", trust: 9"])
    c.poll()
    page = "<html><head><link rel='canonical' href='%s'><meta property='og:url' content='%s'></head><body><h1>The ferry sank</h1><p>%s</p></body></html>" % (url, url, "The ferry sank off Oster Ness on Monday, a mail says that anybody could have sent. " * 5)
    box.deliver(mail(1, text=page, subject="The ferry sank").replace(b"text/plain", b"text/html"))
    p = c.poll()
    records = {r["source"]["id"]: r for r in c.records()}
    check("a mail that names the address of another's report leaves that as it was",
          set(records) == {"daily", "press"} and "sank" not in records["daily"]["text"] and records["daily"].get("version", 1) == 1 and records["press"]["work"] != records["daily"]["work"], (records, told(p)))


# ---- a file of mails ------------------------------------------------------------------------------------------------------
def entry(n, **more):
    return b"From press@harbour.example Tue Mar  3 09:30:00 2026\n" + mail(n, **more) + b"\n"


def append(path, data, old=True):
    with open(path, "ab") as f:
        f.write(data)
    if old:
        t = time.time() - 60
        os.utime(path, (t, t))


def test_mbox():
    path = P.path("press.mbox")
    append(path, entry(1) + entry(2))
    c = Case(["id: press, url: \"file:press.mbox\""])
    before = open(path, "rb").read()
    p = c.poll()
    check("a file of mails: the first poll reads all", numbers(p) == (2, 2, 0, 0), told(p))
    check("nothing in it was changed, and nothing stands beside it", open(path, "rb").read() == before and glob.glob(path + "*") == [path])
    p = c.poll()
    check("nothing new", numbers(p)[1:] == (0, 0, 0) and len(c.records()) == 2, told(p))
    append(path, entry(3))
    p = c.poll()
    check("one new mail is read alone", numbers(p) == (1, 1, 0, 0), told(p))
    half = entry(4)
    append(path, half[:200])
    p = c.poll()
    check("a mail that is half written, and rests, ends without a line break: left", len(c.records()) == 3, told(p))
    append(path, half[200:])
    p = c.poll()
    check("and read when it is whole", numbers(p) == (1, 1, 0, 0) and "forty minutes" in [r for r in c.records() if r["title"] == "Ferry number 4 runs"][0]["text"], told(p))
    writer = subprocess.Popen([sys.executable, "-c", "import sys,time\nf=open(sys.argv[1],'ab')\nd=sys.stdin.buffer.read()\nfor i in range(0,len(d),20):\n f.write(d[i:i+20]); f.flush(); time.sleep(0.1)\n", path], stdin=subprocess.PIPE)
    writer.stdin.write(entry(5) + entry(6))
    writer.stdin.close()
    time.sleep(0.5)
    c.poll()
    during = c.titles()
    writer.wait()
    append(path, b"")
    c.poll()
    fives = [r for r in c.records() if r["title"] in ("Ferry number 5 runs", "Ferry number 6 runs")]
    check("while it is being written nothing is read by halves", "Ferry number 6 runs" not in during and len(fives) == 2 and all("forty minutes" in r["text"] for r in fives), (during, fives))
    with open(path, "wb") as f:  # a mail program has taken out the first mail, and marked the others
        f.write(b"".join(entry(n, more="Status: RO\n") for n in (2, 3, 4, 5, 6)))
    append(path, entry(7))
    p = c.poll("-v")
    check("rewritten: read from its beginning, nothing stored twice", len(c.records()) == 7 and numbers(p) == (6, 1, 0, 5) and "rewritten" in p.stderr, told(p))
    os.rename(path, path + ".1")
    append(path, entry(8))
    p = c.poll()
    check("rotated: the new file is read", numbers(p) == (1, 1, 0, 0), told(p))
    os.truncate(path, 0)
    p = c.poll()
    check("emptied: no failure", p.returncode == 0 and len(c.records()) == 8, told(p))
    append(path, entry(9) + b"From big@harbour.example Tue Mar  3 09:30:00 2026\n" + mail(10, text="x" * 3000000 + "\n"))
    c.write(["id: press, url: \"file:press.mbox\""], "fetchers: { file: { max_size: 1MiB } }\n")
    p = c.poll()
    check("a mail that is too large is told", "max_size" in p.stderr and len(c.records()) == 9, told(p))
    append(path, entry(11))
    p = c.poll()
    check("and not met again", numbers(p) == (1, 1, 0, 0) and "max_size" not in p.stderr, told(p))
    append(path, b"From big@harbour.example Tue Mar  3 09:30:00 2026\n" + mail(12, text="x" * 3000000 + "\n"))
    c.poll()
    p = c.poll()
    check("nor one that came alone", "max_size" not in p.stderr and p.returncode == 0, told(p))
    p = P.run("import", "--config", c.conf, "--store", P.path("import.db"), path)
    check("an import of the same file reads all of it", numbers(p) is not None and numbers(p)[1] == 2, told(p))


def test_half():
    """A mail that was read when it was half written, at a line break, gets its whole text."""
    path = P.path("half.mbox")
    long = "The ferry runs again from Monday.\nThe harbour office said so.\n\nThe winter timetable ends on that day.\nTickets cost the same.\n"
    for what, cut in (("at the end of a line", b"office said so.\n"), ("at the end of a paragraph", b"office said so.\n\n")):
        os.path.exists(path) and os.unlink(path)
        c = Case(["id: press, url: \"file:half.mbox\""])
        whole = entry(2, text=long)
        at = whole.index(cut) + len(cut)
        append(path, entry(1) + whole[:at])
        c.poll()
        check("half a mail, %s, is read when it rests" % what, len(c.records()) == 2, c.titles())
        append(path, whole[at:at + 30])
        p = c.poll()
        check("  it goes on, and is being written: it waits", numbers(p)[:2] == (1, 0) or numbers(p)[:2] == (0, 0), told(p))
        append(path, whole[at + 30:] + entry(3))
        p = c.poll()
        r = [r for r in c.records() if r["title"] == "Ferry number 2 runs"]
        check("  and is read whole, as the next version", [("Tickets" in x["text"], x.get("version", 1)) for x in r][-1] == (True, 2) and len({x["work"] for x in r}) == 1 and numbers(p) == (2, 1, 1, 0), (r, told(p)))
        append(path, entry(4))
        p = c.poll()
        check("  once", numbers(p) == (1, 1, 0, 0) and not p.stderr, told(p))
        append(path, b"\n \n")
        c.poll()
        append(path, entry(5)[:20])
        c.poll()
        append(path, entry(5)[20:])
        p = c.poll()
        check("  empty lines, and half of the line before a mail, are nothing that goes on", numbers(p) == (1, 1, 0, 0) and not p.stderr, told(p))


def nameless(n):
    return entry(n, id="<>").replace(b"Message-ID: <>\n", b"")


def test_nameless():
    """Mails without a Message-ID are known by what they say: another one in their place is another one."""
    path = P.path("nameless.mbox")

    def put(*numbers):
        os.path.exists(path) and os.unlink(path)
        append(path, b"".join(map(nameless, numbers)))

    c = Case(["id: box, url: \"file:nameless.mbox\""])
    put(1)
    c.poll()
    put(2)
    p = c.poll()
    check("no Message-ID: a mail in the place of another is one of its own", numbers(p) == (1, 1, 0, 0) and len(c.records()) == 2, told(p))
    put(1, 2, 3)
    p = c.poll()
    check("what is known is known in another place", numbers(p) == (3, 1, 0, 2) and all(r.get("version", 1) == 1 for r in c.records()), told(p))
    id = next(r["id"] for r in c.records() if r["title"] == "Ferry number 2 runs")
    P.run("forget", "--config", c.conf, "--store", c.store, id)
    put(1, 4)
    p = c.poll()
    check("a stranger in the place of one that was forgotten is stored", numbers(p) == (2, 1, 0, 1), told(p))
    put(2, 1, 4)
    p = c.poll()
    check("and the forgotten one is not, wherever it stands", numbers(p) == (3, 0, 0, 2) and "1 forgotten" in p.stdout + p.stderr, told(p))
    box = Maildir("Nameless")
    box.deliver(nameless(5).split(b"\n", 1)[1])
    c = Case(["id: dir, url: \"file:Nameless\""])
    c.poll()
    box.deliver(nameless(5).split(b"\n", 1)[1])
    p = c.poll()
    check("nor is a mail that lies twice in a Maildir stored twice", numbers(p) == (1, 0, 0, 1) and len(c.records()) == 1, told(p))


def test_kills():
    """Killed in the middle of a poll, ten times: each mail once."""
    box, path, n = Maildir("Killed"), P.path("killed.mbox"), 1500
    for i in range(n):
        box.deliver(mail(i))
    append(path, b"".join(entry(i, id="<b%d@harbour.example>" % i) for i in range(n)))
    sources = ["id: dir, url: \"file:Killed\", every: 1s", "id: box, url: \"file:killed.mbox\", every: 1s"]
    if HAS_IMAP:
        folder = Folder(3)
        for i in range(n):
            folder.add(mail(i, id="<i%d@harbour.example>" % i).replace(b"\n", b"\r\n"))
        server = Server({"INBOX": folder}, {"ann": PASSWORD})
        P.write("ann.password", PASSWORD + "\n", 0o600)
        sources.append(imap_source("far", server, "imap") + ", every: 1s")
    c = Case(sources, "fetchers: { imap: { allow_private: true, mails: 100 } }\n" if HAS_IMAP else "")
    rng, kills = random.Random(7), 0
    while kills < 10:
        p = P.start("run", "--config", c.conf, "--store", c.store)
        time.sleep(0.4 + rng.random() * 0.8)
        if p.poll() is None:
            p.kill()
            kills += 1
        p.wait()
    for _ in range(6):
        p = c.poll(timeout=300)
        if len(c.records()) >= n * len(sources):
            break
    ids = [(r["source"]["id"], r["native_id"]) for r in c.records()]
    versions = [r for r in c.records() if r.get("version", 1) != 1]
    check("killed %d times: each mail once, none lost" % kills, len(ids) == len(set(ids)) == n * len(sources) and not versions, (len(ids), len(set(ids)), n * len(sources), told(p)))
    if HAS_IMAP:
        check("and no mail of the server is marked", set(folder.flags().values()) == {()}, "")


# ---- IMAP -----------------------------------------------------------------------------------------------------------------
def imap_source(id, server, scheme="imap", folder="INBOX", user="ann", more=""):
    return "id: %s, url: \"%s://%s@127.0.0.1:%d/%s\", request: { auth: { password: { file: %s.password } } }%s" % (id, scheme, user, server.port, folder, user, more)


PRIVATE = "fetchers: { imap: { allow_private: true%s } }\n"


def crlf(data):
    return data.replace(b"\n", b"\r\n")


def test_imap():
    P.write("ann.password", PASSWORD + "\n", 0o600)
    box = Folder(7, first=100)
    for n in range(1, 6):
        box.add(crlf(mail(n)), flags=("\\Flagged",) if n == 2 else ())
    other = Folder(9)
    other.add(crlf(mail(50)))
    server = Server({"INBOX": box, "Presse/Z&APw-rich &- mehr": other}, {"ann": PASSWORD})
    flags = box.flags()
    c = Case([imap_source("far", server)], PRIVATE % "")
    p = c.poll()
    check("IMAP: the first poll reads all", numbers(p) == (5, 5, 0, 0) and p.returncode == 0, told(p))
    check("with EXAMINE and BODY.PEEK, and nothing else", {s[0] for s in server.said} <= {"CAPABILITY", "LOGIN", "AUTHENTICATE", "EXAMINE", "UID FETCH", "LOGOUT"}, server.said)
    check("the flags on the server are as before", box.flags() == flags, box.flags())
    del server.said[:]
    p = c.poll()
    check("nothing new: one command", numbers(p)[1:] == (0, 0, 0) and [s[0] for s in server.said if "FETCH" in s[0]] == [], (told(p), server.said))
    box.add(crlf(mail(6)))
    p = c.poll()
    check("one new mail", numbers(p) == (1, 1, 0, 0), told(p))
    r = next(r for r in c.records() if r["title"] == "Ferry number 6 runs")
    check("its address is that of RFC 5092, without the account", r["url"] == "imap://127.0.0.1:%d/INBOX;UIDVALIDITY=7/;UID=105" % server.port, r.get("url"))
    box.mails = {u + 1000: m for u, m in box.mails.items()}
    box.validity, box.next = 8, 2000
    p = c.poll()
    check("another UIDVALIDITY: read again, nothing stored twice", len(c.records()) == 6 and numbers(p) == (6, 0, 0, 6) and "UIDVALIDITY" in p.stderr, told(p))
    box.add(crlf(mail(7)))
    del box.mails[min(box.mails)]
    p = c.poll()
    check("a mail that was deleted on the server stays", len(c.records()) == 7, told(p))
    c = Case([imap_source("name", server, folder="Presse%2FZ%C3%BCrich%20%26%20mehr")], PRIVATE % "")
    p = c.poll()
    check("a folder with a name of another script", numbers(p) == (1, 1, 0, 0), told(p))
    c = Case([imap_source("none", server, folder="Nowhere")], PRIVATE % "")
    p = c.poll()
    check("a folder that is not there", "does not open the folder \"Nowhere\"" in p.stderr and p.returncode != 0, told(p))
    c = Case([imap_source("private", server)])
    p = c.poll()
    check("addresses of one's own network are refused", "allow_private" in p.stderr and p.returncode != 0, told(p))
    box.mails[min(box.mails)][0] += b"x" * 2000000
    c = Case([imap_source("far", server)], PRIVATE % ", max_size: 1MiB")
    p = c.poll()
    check("a mail that is too large is told, the others are read", "max_size" in p.stderr and len(c.records()) == len(box.mails) - 1, told(p))
    p = c.poll()
    check("and not met again", "max_size" not in p.stderr, told(p))


def test_imap_limits():
    P.write("ann.password", PASSWORD + "\n", 0o600)
    box, now = Folder(7), time.time()
    for n in range(1, 41):
        box.add(crlf(mail(n)), at=now - (41 - n) * 86400)
    server = Server({"INBOX": box}, {"ann": PASSWORD})
    c = Case([imap_source("far", server)], PRIVATE % ", mails: 7, mails_a_poll: 20")
    p = c.poll()
    check("20 mails a poll, 7 a connection; the rest is told", len(c.records()) in (20, 21) and "left for the next poll" in p.stderr, told(p))
    p = c.poll()
    check("and comes with the next poll", len(c.records()) == 40, told(p))
    c = Case([imap_source("far", server)], PRIVATE % ", mails: 7, since: 10d")
    p = c.poll("-v")
    check("mails from before `since` are left out at first", len(c.records()) == 10 and "before `since`" in p.stderr, told(p))
    box.add(crlf(mail(99)), at=now - 50 * 86400)
    p = c.poll()
    check("and what comes later is read, whatever its date", len(c.records()) == 11, told(p))


def test_imap_bytes():
    P.write("ann.password", PASSWORD + "\n", 0o600)
    folder = Folder(7)
    for i in range(12):
        folder.add(crlf(mail(i, text="Report %d of the harbour.\n%s" % (i, "The council met again and heard the harbour master.\n" * 30000))))  # 1.5 MB
    server = Server({"INBOX": folder}, {"ann": PASSWORD})
    c = Case([imap_source("far", server)], PRIVATE % "")
    p = c.poll()
    check("of large mails a connection reads some MiB, and the rest comes with the next one", numbers(p) == (12, 12, 0, 0) and 3 <= len(server.logins) <= 4, (told(p), server.logins))


def test_imap_reload():
    """What `reload` does to accounts, beside the program that polls them."""
    P.write("ann.password", PASSWORD + "\n", 0o600)
    P.write("bob.password", PASSWORD + "\n", 0o600)
    folders = {name: Folder(7) for name in ("INBOX", "Press")}
    for i, f in enumerate(folders.values()):
        f.add(crlf(mail(100 + i)))
        f.add(crlf(mail(110 + i, text="A long report. " * 9000)))
    server = Server(folders, {"ann": PASSWORD, "bob": PASSWORD})
    c = Case([], PRIVATE % "")

    def write(sources, more):
        c.write(sources, PRIVATE % more)
        P.write(os.path.basename(c.conf), open(c.conf).read().replace("min: 1s }", "min: 1s, max: 1s, adaptive: no }"))

    write([imap_source("far", server)], ", max_size: 64KiB")
    p = c.poll()
    check("of two mails one is too large", numbers(p)[:2] == (1, 1) or len(c.records()) == 1, told(p))
    with open(P.path("reload.log"), "w") as f:
        run = P.start("run", "--config", c.conf, "--store", c.store, stderr=f)

    reload = lambda: P.run("reload", "--config", c.conf, "--store", c.store, timeout=60)
    until(lambda: "polling" in open(P.path("reload.log")).read())
    write([imap_source("far", server), imap_source("list", server, folder="Press")], ", max_size: 64KiB")
    p = reload()
    check("reload takes a folder in", p.returncode == 0 and "list" in p.stdout, told(p))
    check("which is polled", until(lambda: len(c.records()) == 2), open(P.path("reload.log")).read()[-1500:])
    write([imap_source("far", server), imap_source("list", server, folder="Press")], ", max_size: 1MiB")
    p = reload()
    check("it tells a changed setting of the fetcher", p.returncode == 0 and "nothing differs" not in p.stdout, told(p))
    folders["Press"].add(crlf(mail(120, text="Another long report. " * 9000)))
    check("which holds for the next mail", until(lambda: len(c.records()) == 3), (c.titles(), open(P.path("reload.log")).read()[-1500:]))
    before = len(server.logins)
    write([imap_source("far", server, user="bob"), imap_source("list", server, folder="Press")], ", max_size: 1MiB")
    p = reload()
    check("another account at the same source", p.returncode == 0 and "far" in p.stdout, told(p))
    check("is asked with its own name", until(lambda: any(name == "bob" for _, name, _ in server.logins[before:])), server.logins[before:])
    P.write("bob.password", "wrong\n", 0o600)
    p = reload()
    check("no password stands in what reload prints", PASSWORD not in p.stdout + p.stderr and "wrong" not in p.stdout + p.stderr, told(p))
    run.send_signal(signal.SIGTERM)
    check("and the program ends as it should", run.wait() == 0, open(P.path("reload.log")).read()[-1500:])
    said.append(open(P.path("reload.log")).read())


def test_imap_account():
    P.write("ann.password", PASSWORD + "\n", 0o600)
    box = Folder(7)
    box.add(crlf(mail(1)))
    server = Server({"INBOX": box}, {"ann": "another"})
    c = Case([imap_source("far", server)], PRIVATE % "")
    p = c.poll()
    check("a login that is refused", "refuses the login" in p.stderr and p.returncode != 0 and len(server.logins) == 1, (told(p), server.logins))
    due = sql(c.store, "SELECT next_due - last_attempt FROM source")[0][0]
    check("is tried again after a day", due >= 86400000, due)
    server.users["ann"] = PASSWORD
    p = c.poll()
    check("and works when the password is right", len(c.records()) == 1 and "works again" in p.stderr + p.stdout, told(p))
    c = Case(["id: far, url: \"imap://127.0.0.1:%d/INBOX\", request: { auth: { user: ann, password: { file: ann.password } } }" % server.port], PRIVATE % "")
    p = c.poll()
    check("the name may stand in auth", len(c.records()) == 1, told(p))
    server.users["ann"] = "t0ken-canary-mail-1234"
    P.write("ann.token", server.users["ann"], 0o600)
    c = Case(["id: far, url: \"imap://ann@127.0.0.1:%d/INBOX\", request: { auth: { token: { file: ann.token } } }" % server.port], PRIVATE % "")
    p = c.poll()
    check("a token (XOAUTH2)", len(c.records()) == 1, (told(p), server.said))
    c = Case(["id: far, url: \"imap://ann@127.0.0.1:%d/INBOX\"" % server.port], PRIVATE % "")
    p = c.poll()
    check("no account: what to write is said", "auth:" in p.stderr and p.returncode != 0, told(p))


def test_imap_tls():
    if not shutil.which("openssl"):
        print("     left out: TLS (no openssl)")
        return
    P.write("ann.password", PASSWORD + "\n", 0o600)

    def openssl(*args):
        subprocess.run(["openssl", *args], check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *key, "-keyout", P.path("ca.key"), "-out", P.path("ca.pem"), "-subj", "/CN=Test Authority")
    openssl("req", "-new", *key, "-keyout", P.path("s.key"), "-out", P.path("s.csr"), "-subj", "/CN=localhost")
    P.write("s.ext", "subjectAltName=DNS:localhost,DNS:far.localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", P.path("s.csr"), "-CA", P.path("ca.pem"), "-CAkey", P.path("ca.key"), "-CAcreateserial", "-days", "2", "-extfile", P.path("s.ext"), "-out", P.path("s.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(P.path("s.pem"), P.path("s.key"))
    box = Folder(7)
    for n in range(1, 400):
        box.add(crlf(mail(n, text="A line of the text, which is long enough for many records of TLS. " * 100)))
    server = Server({"INBOX": box}, {"ann": PASSWORD}, tls=context)
    c = Case([imap_source("far", server, "imaps")], PRIVATE % "")
    p = c.poll()
    check("a certificate of an unknown authority is refused, before the password is sent", "certificate" in p.stderr and not server.logins, told(p))
    c = Case([imap_source("far", server, "imaps")], PRIVATE % ", ca: ca.pem")
    p = c.poll()
    check("imaps, with the authority configured", len(c.records()) == 399, told(p))
    plain = Server({"INBOX": box}, {"ann": PASSWORD}, tls=context, starttls=True)
    url = "id: far, url: \"imap://ann@%%s:%d/INBOX\", request: { auth: { password: { file: ann.password } } }" % plain.port
    far = "far.localhost"  # libcurl asks no server for it, and it is not this machine by its name
    c = Case([url % far], PRIVATE % ", ca: ca.pem")
    p = c.poll()
    asked = [s[0] for s in plain.said]
    check("imap: another machine is asked for STARTTLS first", "STARTTLS" in asked and asked.index("STARTTLS") < min(i for i, s in enumerate(asked) if s in ("LOGIN", "AUTHENTICATE")) and len(c.records()) == 399, (asked[:6], told(p)))
    plain.said.clear(), plain.logins.clear()
    c = Case([url % far], PRIVATE % "")
    p = c.poll()
    check("a certificate of an unknown authority is refused behind STARTTLS too", not plain.logins and "certificate" in p.stderr, (plain.said, told(p)))
    stripped = Server({"INBOX": box}, {"ann": PASSWORD})
    url2 = url.replace(str(plain.port), str(stripped.port))
    for what in ("does not offer", "refuses", "answers nothing to"):
        stripped.said.clear()
        stripped.offers = what != "does not offer"
        stripped.lie = (lambda connection, tag, command, rest: command == "STARTTLS" and (connection.send("%s NO no\r\n" % tag) or True)) if what == "refuses" else (lambda connection, tag, command, rest: command == "STARTTLS" and (setattr(connection, "closed", True) or True)) if what == "answers nothing to" else None
        c = Case([url2 % far], PRIVATE % ", ca: ca.pem")
        p = c.poll()
        check("no password goes in the clear to a server that %s STARTTLS" % what, not stripped.logins and not [s for s in stripped.said if s[0] in ("LOGIN", "AUTHENTICATE")] and p.returncode == 3 and "far: " in p.stderr, (stripped.said, told(p)))
    plain.said.clear()
    c = Case([url % "127.0.0.1"], PRIVATE % "")
    p = c.poll()
    check("this machine itself is asked without", "STARTTLS" not in [s[0] for s in plain.said] and len(c.records()) == 399, told(p))


def lies():
    """What a server may do instead of answering, and a word of the message."""
    def at(command, what):
        def lie(con, tag, got, rest):
            if got != command:
                return False
            what(con, tag)
            return True
        return lie

    def endless(con, tag):
        while True:
            con.send(b"* " + b"x" * 65536)

    def chatter(con, tag):
        while True:
            con.send(b"* 1 RECENT\r\n" * 1000)

    def silent(con, tag):
        time.sleep(30)

    ok = "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 9] x\r\n"
    return [
        ("a line without an end", at("EXAMINE", endless), "a line without an end"),
        ("talk that nobody asked for", at("EXAMINE", chatter), "nobody asked for"),
        ("silence", at("EXAMINE", silent), "stall_timeout"),
        ("another tag", at("EXAMINE", lambda c, t: c.send("X99 OK done\r\n")), "was not given"),
        ("BYE", at("EXAMINE", lambda c, t: c.send("* BYE too many connections\r\n")), "too many connections"),
        ("no UIDVALIDITY", at("EXAMINE", lambda c, t: c.send("* 1 EXISTS\r\n%s OK done\r\n" % t)), "UIDVALIDITY"),
        ("what is not IMAP", at("EXAMINE", lambda c, t: c.send("\r\n\x1b[31m\0\r\n")), "none of IMAP"),
        ("BAD", at("EXAMINE", lambda c, t: c.send("%s BAD what?\r\n" % t)), "what?"),
        ("an end in the middle", at("UID FETCH", lambda c, t: (c.send("* 1 FETCH (UID 5 BODY[] {1000}\r\nabc"), c.sock.shutdown(socket.SHUT_RDWR))), "ended the connection"),
        ("a huge literal", at("UID FETCH", lambda c, t: c.send("* 1 FETCH (UID 5 BODY[] {99999999999}\r\n")), "more bytes than a mail may have"),
        ("a literal that no number can hold", at("UID FETCH", lambda c, t: c.send("* 1 FETCH (UID 5 BODY[] {99999999999999999999999}\r\n")), "more bytes than a mail may have"),
        ("a literal shorter than it says", at("UID FETCH", lambda c, t: c.send("* 1 FETCH (UID 1 RFC822.SIZE 5 X {40}\r\nabc)\r\n%s OK done\r\n" % t)), "stall_timeout"),
        ("nested lists", at("UID FETCH", lambda c, t: c.send("* 1 FETCH (UID 1 X " + "(" * 5000 + ")" * 5000 + ")\r\n%s OK done\r\n" % t)), "none of IMAP"),
    ]


def test_imap_hostile():
    P.write("ann.password", PASSWORD + "\n", 0o600)
    for name, lie, word in lies():
        box = Folder(7)
        box.add(crlf(mail(1)))
        server = Server({"INBOX": box}, {"ann": PASSWORD})
        server.lie = lie
        c = Case([imap_source("far", server)], PRIVATE % ", stall_timeout: 2s, timeout: 10s")
        began = time.monotonic()
        p = c.poll()
        check("a server with %s" % name, word in p.stderr and p.returncode not in (0, None) and P.in_time(time.monotonic() - began, 20), told(p))
        server.lie = None
        p = c.poll()
        check("  and when it is honest again", len(c.records()) == 1, told(p))
        server.close()
    box = Folder(7)
    for n in range(1, 4):
        box.add(crlf(mail(n)))
    server = Server({"INBOX": box}, {"ann": PASSWORD})

    def unasked(con, tag, command, rest):
        if command == "UID FETCH" and "PEEK" in rest:
            con.send(b"* 9 FETCH (UID 77 BODY[] {%d}\r\n%s)\r\n" % (len(mail(77)), mail(77)))
            con.send(b"* 1 FETCH (FLAGS (\\Seen) UID 1)\r\n* 5 EXPUNGE\r\n")
        return False

    server.lie = unasked
    c = Case([imap_source("far", server)], PRIVATE % "")
    p = c.poll()
    check("a mail that nobody asked for is not read, and told", c.titles() == ["Ferry number %d runs" % n for n in (1, 2, 3)] and "not asked for" in p.stderr, told(p))

    def refuses_two(con, tag, command, rest):
        if command == "UID FETCH" and "PEEK" in rest and "2" in rest.split(" ")[0].split(","):
            con.send("%s NO [SERVERBUG] Internal error\r\n" % tag)
            return True
        return False

    server.lie = refuses_two
    c = Case([imap_source("far", server)], PRIVATE % "")
    p = c.poll()
    check("one mail that the server cannot give: told, the others are read", c.titles() == ["Ferry number 1 runs", "Ferry number 3 runs"] and "does not give this mail" in p.stderr, told(p))
    server.lie = None

    def breaks(con, tag, command, rest):
        if command == "UID FETCH" and "PEEK" in rest and con.server.connections == broken[0]:
            con.send(b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n* 2 FETCH (UID 2 BODY[] {500}\r\nFrom: x" % (len(crlf(mail(1))), crlf(mail(1))))
            con.sock.shutdown(socket.SHUT_RDWR)
            return True
        return False

    broken = [server.connections + 1]
    server.lie = breaks
    c = Case([imap_source("far", server)], PRIVATE % "")
    p = c.poll()
    check("a connection that breaks: what came whole is stored", c.titles() == ["Ferry number 1 runs"] and "goes on behind" in p.stderr, told(p))
    p = c.poll()
    check("  and the next poll goes on behind it", len(c.records()) == 3 and numbers(p)[1] == 2, told(p))
    # a server that talks for ever holds up nobody else
    slow = Server({"INBOX": Folder(7)}, {"ann": PASSWORD})
    slow.lie = lambda con, tag, command, rest: command == "EXAMINE" and (time.sleep(12), True)[1]
    server.lie = None
    c = Case([imap_source("slow", slow), imap_source("far", server)], PRIVATE % ", stall_timeout: 8s")
    q = P.start("run", "--config", c.conf, "--store", c.store)
    there = until(lambda: os.path.exists(c.store) and sql(c.store, "SELECT name FROM sqlite_master WHERE name = 'log'") and sql(c.store, "SELECT count(*) FROM log")[0][0] >= 3, seconds=7)
    q.kill()
    q.wait()
    check("a slow server holds up no other", there)


def test_imap_missing():
    """Mails that the server lists and does not send are told, and asked for again, a bounded number of times."""
    P.write("ann.password", PASSWORD + "\n", 0o600)
    box, kept_back, asked = Folder(7), {2, 4}, []
    for n in range(1, 6):
        box.add(crlf(mail(n)))
    server = Server({"INBOX": box}, {"ann": PASSWORD})

    def keeps_back(con, tag, command, rest):
        if command != "UID FETCH" or "PEEK" not in rest:
            return False
        which, _, items = rest.partition(" ")
        uids = con.uids(which)
        asked.append(uids)
        if says != "OK" and kept_back & set(uids):
            con.send("%s %s [UNAVAILABLE] not now\r\n" % (tag, says))
            return True
        left = [u for u in uids if u not in kept_back]
        con.fetch(tag, "%s %s" % (",".join(map(str, left)), items)) if left else con.ok(tag)
        return True

    def titles(*numbers):
        return ["Ferry number %d runs" % n for n in numbers]

    server.lie, says = keeps_back, "OK"
    c = Case([imap_source("far", server)], PRIVATE % "")
    p = c.poll()
    check("mails that are listed and not sent: told, the others are read", c.titles() == titles(1, 3, 5) and "lists 2 mails that it did not send" in p.stderr, told(p))
    kept_back.remove(2)
    box.add(crlf(mail(6)))
    p = c.poll()
    check("the next poll asks for them again, beside what is new", asked[-1] == [2, 4, 6] and c.titles() == titles(1, 2, 3, 5, 6) and "lists 1 mails" in p.stderr, (asked, told(p)))
    for n in range(3):
        p = c.poll()
    check("after some polls it stands in the quarantine", "did not send it" in p.stderr and "did not send it" in P.run("quarantine", "list", "--config", c.conf, "--store", c.store).stdout + P.run("quarantine", "show", "1", "--config", c.conf, "--store", c.store).stdout, told(p))
    del asked[:]
    p = c.poll()
    check("and is not asked for any more", asked == [] and p.returncode == 0, (asked, told(p)))
    c = Case([imap_source("far", server)], PRIVATE % "")
    c.poll()
    del box.mails[4]
    p = c.poll()
    check("one that was deleted meanwhile is not asked for", "did not send" not in p.stderr and c.titles() == titles(1, 2, 3, 5, 6), told(p))
    for says in ("NO", "BAD"):
        kept_back.add(3)
        c = Case([imap_source("far", server)], PRIVATE % "")
        p = c.poll()
        check("%s: told, the others are read" % says, c.titles() == titles(1, 2, 5, 6) and "does not give this mail" in p.stderr, told(p))
        kept_back.clear()
        p = c.poll()
        check("  and read with the next poll", c.titles() == titles(1, 2, 3, 5, 6) and not p.stderr, told(p))


def test_canary():
    """The password is in nothing that the program says or keeps."""
    if not HAS_IMAP:
        return
    P.write("ann.password", PASSWORD + "\n", 0o600)
    box = Folder(7)
    box.add(crlf(mail(1)))
    server = Server({"INBOX": box}, {"ann": PASSWORD})
    server.lie = lambda con, tag, command, rest: command in ("EXAMINE",) and (con.send("%s NO your password %s is old\r\n" % (tag, PASSWORD)), True)[1]
    c = Case([imap_source("far", server)], PRIVATE % "")
    outputs = []
    for args in (["run", "--once", "-vv"], ["sources"], ["sources", "--json"], ["sources", "far"], ["status"], ["status", "--json"], ["quarantine"], ["export", "--format", "jsonl"],
                 ["export", "--format", "opml"], ["check"], ["check", "--json"], ["sources", "--broken"]):
        outputs.append(P.run(*args, "--config", c.conf, *([] if args[0] == "check" else ["--store", c.store])))
    server.lie = None
    c.poll()
    text = "".join(o.stdout + o.stderr for o in outputs) + "".join(said)
    import base64
    forms = [PASSWORD, base64.b64encode(("ann:" + PASSWORD).encode()).decode(), base64.b64encode(("\0ann\0" + PASSWORD).encode()).decode(), "t0ken-canary-mail-1234"]
    check("the password is in no output", not any(f in text for f in forms), [f for f in forms if f in text])
    found = []
    for f in glob.glob(P.path("**"), recursive=True):
        if os.path.isfile(f) and not f.endswith((".password", ".token")):
            data = open(f, "rb").read()
            found += [(f, x) for x in forms if x.encode() in data]
    check("nor in a file", not found, found)


# ---- figures --------------------------------------------------------------------------------------------------------------
def figures(n):
    def measured(c, what):
        c_before = time.monotonic()
        sql(c.store, "UPDATE task SET due = 0 WHERE kind = 1") if os.path.exists(c.store) else None
        p = subprocess.run(["/usr/bin/time", "-v", A.tidings, "run", "--once", "--config", c.conf, "--store", c.store], env=P.env, capture_output=True, text=True)
        took = time.monotonic() - c_before
        peak = int(re.search(r"Maximum resident set size \(kbytes\): (\d+)", p.stderr).group(1)) // 1024
        print("     %-45s %7.2f s, largest process %d MB; %s" % (what, took, peak, (re.findall(r"\d+ sources?,[^\n]*", p.stdout + p.stderr) or [p.stderr[-500:]])[-1]), flush=True)
        return took

    box, path = Maildir("Large"), P.path("large.mbox")
    filler = "The council met again and heard the harbour master. " * 20
    with open(path, "wb") as f:
        for i in range(n):
            box.deliver(mail(i, text="Report %d of the harbour. %s\n" % (i, filler)))
            f.write(b"From press@harbour.example Tue Mar  3 09:30:00 2026\n" + mail(i, text="Report %d of the harbour. %s\n" % (i, filler)) + b"\n")
    os.utime(path, (time.time() - 100,) * 2)
    cases = [("mbox", Case(["id: box, url: \"file:large.mbox\""]), lambda: append(path, entry(n + 1))),
             ("Maildir", Case(["id: dir, url: \"file:Large\""]), lambda: box.deliver(mail(n + 1)))]
    if HAS_IMAP:
        P.write("ann.password", PASSWORD + "\n", 0o600)
        folder = Folder(7)
        for i in range(n):
            folder.add(crlf(mail(i, text="Report %d of the harbour. %s\n" % (i, filler))))
        server = Server({"INBOX": folder}, {"ann": PASSWORD})
        cases.append(("IMAP", Case([imap_source("far", server)], PRIVATE % ", mails_a_poll: 1000000"), lambda: folder.add(crlf(mail(n + 1)))))
    for name, c, one_more in cases:
        took = measured(c, "%s: first poll of %d mails" % (name, n))
        print("     %-45s %7.0f a second; records: %d" % ("", n / took, len(c.records())))
        time.sleep(3)
        measured(c, "%s: nothing new" % name)
        measured(c, "%s: nothing new" % name)
        one_more()
        measured(c, "%s: one new mail" % name)


def test_commands():
    Maildir("Added").deliver(mail(1))
    append(P.path("added.mbox"), entry(2))
    P.write("ann.password", PASSWORD + "\n", 0o600)
    c = Case(["id: one, url: \"https://daily.example/feed\", enabled: no"], PRIVATE % "" if HAS_IMAP else "")
    runs = [P.run("add", P.path("Added"), "--config", c.conf), P.run("add", P.path("added.mbox"), "--id", "box", "--config", c.conf)]
    check("add takes a Maildir and a file of mails", all(p.returncode == 0 for p in runs), "".join(map(told, runs)))
    p = P.run("add", P.path("Added"), "--config", c.conf)
    check("and says when it is there already", p.returncode == 1 and "already" in p.stderr, told(p))
    p = c.poll()
    check("which are read then", c.titles() == ["Ferry number 1 runs", "Ferry number 2 runs"], (told(p), open(c.conf).read()))
    if HAS_IMAP:
        p = P.run("add", "imaps://ann@mail.example/Press", "--config", c.conf)
        check("an account needs its password's file", p.returncode == 2 and "--password" in p.stderr, told(p))
        server = Server({"Press": Folder(3)}, {"ann": PASSWORD})
        where = "imap://ann@127.0.0.1:%d/" % server.port
        before = open(c.conf).read()
        P.write("wrong.password", "guessed\n", 0o600)
        for what, url, password in (("the login", where + "Press", "wrong"), ("the folder", where + "Prss", "ann"), ("the server", "imap://ann@127.0.0.1:1/Press", "ann")):
            p = P.run("add", url, "--password", P.path(password + ".password"), "--config", c.conf)
            check("add tries %s first" % what, p.returncode == 1 and open(c.conf).read() == before and "guessed" not in p.stderr and url.split("/")[-1] in p.stderr, told(p))
        server.folders["Press"].add(crlf(mail(7)))
        p = P.run("add", where + "Press", "--password", P.path("ann.password"), "--config", c.conf)
        check("add takes the folder of an account", p.returncode == 0 and P.run("check", c.conf).returncode == 0 and PASSWORD not in open(c.conf).read(), told(p))
        check("and reads nothing of it", not [s for s in server.said if "FETCH" in s[0]] and ("EXAMINE", '"Press"') in server.said, server.said)
        text = open(c.conf).read().replace(where, "imaps://ann@mail.example/")
        P.write(os.path.basename(c.conf), text)
    p = P.run("forget", "source:box", "--config", c.conf, "--store", c.store)
    check("forget takes the mails of a source out", c.titles() == ["Ferry number 1 runs"], told(p))
    p = c.poll()
    check("and they do not come back", c.titles() == ["Ferry number 1 runs"], told(p))
    check("a name that nobody knows is a failure of its source alone", not HAS_IMAP or ("press: network" in p.stderr and "killed" not in p.stderr), told(p))


def test_dovecot():
    """A real server, when it is there and may be run: what it has is the same before and after."""
    if not shutil.which("dovecot") or not shutil.which("openssl") or os.getuid() != 0:
        print("     left out: dovecot (not installed, or not started by root)")
        return
    import grp, pwd
    P.write("ann.password", PASSWORD + "\n", 0o600)
    os.chmod(P.folder, 0o755)
    ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    plain, secure = (s.getsockname()[1] for s in ports)
    for s in ports:
        s.close()
    box = Maildir("home/ann/Maildir")
    for n in range(1, 31):
        name = box.deliver(mail(n), "cur" if n < 5 else "new")
        if n < 5:
            os.rename(box.path + "/cur/" + name, box.path + "/cur/" + name + ":2,F")
    sub = Maildir("home/ann/Maildir/.Presse.&AOk-t&AOk-")
    sub.deliver(mail(100))
    owner = next((u for u in ("mail", "daemon", "bin") if u in [p.pw_name for p in pwd.getpwall()]), None)
    who = pwd.getpwnam(owner)
    subprocess.run(["chown", "-R", "%d:%d" % (who.pw_uid, who.pw_gid), P.path("home")], check=True)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", P.path("d.key"), "-out", P.path("d.pem"), "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
    P.write("users.password", "ann:{PLAIN}%s\n" % PASSWORD, 0o644)
    F = P.folder
    conf = P.write("dovecot.conf", "base_dir = %s/run\nstate_dir = %s/run\nlog_path = %s/dovecot.log\nprotocols = imap\nlisten = 127.0.0.1\nssl = yes\nssl_cert = <%s/d.pem\nssl_key = <%s/d.key\n"
                   "mail_location = maildir:%s/home/%%u/Maildir\nfirst_valid_uid = 1\npassdb {\n  driver = passwd-file\n  args = scheme=PLAIN %s/users.password\n}\n"
                   "userdb {\n  driver = static\n  args = uid=%d gid=%d home=%s/home/%%u\n}\nservice imap-login {\n  inet_listener imap {\n    port = %d\n  }\n  inet_listener imaps {\n    port = %d\n  }\n}\n"
                   % (F, F, F, F, F, F, F, who.pw_uid, who.pw_gid, F, plain, secure))
    server = subprocess.Popen(["dovecot", "-F", "-c", conf], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        def answers():
            try:
                socket.create_connection(("127.0.0.1", secure), 1).close()
                return True
            except OSError:
                return False
        if not until(answers, 10):
            print("     left out: dovecot does not start: %s" % (server.stderr.read(500) if server.poll() is not None else "no answer"))
            return
        account = "request: { auth: { password: { file: ann.password } } }"
        c = Case(["id: tls, url: \"imaps://ann@localhost:%d/\", %s" % (secure, account), "id: sub, url: \"imaps://ann@localhost:%d/Presse.%%C3%%A9t%%C3%%A9\", %s" % (secure, account),
                  "id: plain, url: \"imap://ann@127.0.0.1:%d/INBOX\", %s" % (plain, account)], PRIVATE % ", ca: d.pem, mails: 7")
        before = [x for x in box.state() if x[0].startswith(("cur/", "new/"))]
        p = c.poll()
        by = {s: sum(r["source"]["id"] == s for r in c.records()) for s in ("tls", "sub", "plain")}
        check("dovecot: over TLS, a folder in another script, in the clear on this machine", by == {"tls": 30, "sub": 1, "plain": 30} and not p.stderr, (by, told(p)))
        check("dovecot: names and flags of its files are as before", [x for x in box.state() if x[0].startswith(("cur/", "new/"))] == before)
        sub.deliver(mail(101))
        p = c.poll()
        check("dovecot: one new mail", len(c.records()) == 62, told(p))
    finally:
        server.terminate()
        server.wait()


TESTS = [("commands", test_commands), ("maildir", test_maildir), ("records", test_maildir_records), ("authority", test_authority), ("mbox", test_mbox), ("half", test_half), ("nameless", test_nameless)]
if HAS_IMAP:
    TESTS += [("imap", test_imap), ("limits", test_imap_limits), ("bytes", test_imap_bytes), ("reload", test_imap_reload), ("account", test_imap_account), ("tls", test_imap_tls), ("hostile", test_imap_hostile), ("missing", test_imap_missing), ("dovecot", test_dovecot)]
else:
    print("     left out: IMAP (the program was built without fetch-imap)")
TESTS += [("kills", test_kills), ("canary", test_canary)]
if A.figures:
    figures(A.figures)
else:
    for name, test in TESTS:
        if wanted(name):
            test()
P.end()
