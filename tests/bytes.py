#!/usr/bin/env python3
"""No byte lost: what is written to files is what the store holds, whatever the lengths, the line ends and the packing.

  bytes.py --tidings build/release/tidings

Records are written here, imported by the program, exported, and compared text for text.  Exit 0 when all holds.
"""
import gzip, json, os, random, re, socket, subprocess, threading, time

from program import arguments, Program

ap = arguments(__doc__)
P = Program("bytes", ap)
A, env = P.arguments, P.env
check, write = P.check, P.write
SLOW = 10 if P.sanitized else 1
stores = 0


def path_of(name):
    path = P.path(name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


class Done:
    """One import into a store of its own: exit code, what was said, seconds of its children's processors, the records."""

    def __init__(self, *paths, store=None, cwd=None):
        global stores
        stores += 1
        self.store = store or path_of("stores/%d.db" % stores)
        began = time.time()
        self.p = subprocess.run([A.tidings, "import", *paths, "--store", self.store], env=env, cwd=cwd, capture_output=True,
                                timeout=250)
        self.seconds = time.time() - began
        self.code, self.said = self.p.returncode, self.p.stderr.decode("utf-8", "replace")
        out = subprocess.run([A.tidings, "export", "--format", "jsonl", "--store", self.store], env=env, capture_output=True, timeout=250)
        self.records = [json.loads(x) for x in out.stdout.splitlines() if x.strip()]
        self.texts = {r["native_id"]: [b.get("text", "") for b in r.get("blocks", [])] for r in self.records if "native_id" in r}

    def quarantine(self):
        p = subprocess.run([A.tidings, "quarantine", "--store", self.store], env=env, capture_output=True, text=True, timeout=60)
        return p.stdout + p.stderr


# ---- names of files ------------------------------------------------------------------------------------------------
odd = P.path("names", "a (1), b+c@d [x] \u00e9%41.txt")
write(os.path.relpath(odd, P.folder), b"The ferry sails again\n\nThe ferry between the two islands sailed again on Monday after eleven days in the dock.\n")
store = path_of("stores/names.db")
alone, among = Done(odd, store=store), Done(os.path.dirname(odd), store=store)
check("a file has one address, given itself or found in its folder", len(alone.records) == len(among.records) == 1 and
      alone.records[0]["url"] == among.records[0]["url"] and among.records[0]["version"] == 1, among.records or among.said)

# ---- JSON Lines ----------------------------------------------------------------------------------------------------
def record(n, size):
    """A record whose line has exactly size bytes, and its text."""
    head = '{"id":"%06d","text":"' % n
    fill = "%06d " % n
    text = (fill * (size // len(fill) + 1))[: size - len(head) - 3] + "."
    return (head + text + '"}').encode(), text


def lines_file(sizes, end=b"\n", last=True, mark=b""):
    made = [record(n, size) for n, size in enumerate(sizes)]
    return mark + end.join(m[0] for m in made) + (end if last else b""), {"%06d" % n: [m[1]] for n, m in enumerate(made)}


def differences(want, done):
    lost = sorted(set(want) - set(done.texts))
    return [("lost", lost[:3], len(lost))] * bool(lost) + [("strange", k) for k in done.texts if k not in want][:3] + \
        [("other bytes", k) for k in want if k in done.texts and done.texts[k] != want[k]][:3]


# The reader reads 64 KiB at a time into a buffer that doubles from 128 KiB; a document's head is 4 KiB.  A line with its
# end lies across, at and beside each of these borders; as the only line, as the last, and behind others.
BORDERS = [4096, 8192, 65536, 131072]
around = [b + d for b in BORDERS for d in (-2, -1, 0, 1, 2)]
todo = []
for end, mark in ((b"\n", b""), (b"\r\n", b"\xef\xbb\xbf")):
    for last in (True, False):
        for only in around + ([262144 + d for d in (-1, 0, 1)] if not last and mark else []):
            todo.append(([only], end, last, mark))
        for border in (4096, 65536, 131072):  # the line before ends at the border
            for d in (-2, -1, 0, 1, 2):
                todo.append(([border + d, 70], end, last, mark))
        for d in (-2, -1, 0, 1, 2):
            todo.append(([60, 65536 + d, 60, 131072 + d], end, last, mark))
random.seed(7)
for i in range(16):
    todo.append(([random.choice((60, 300, 4000, 65000, 66000, 140000)) + random.randrange(90) for _ in range(random.randrange(1, 9))],
                 random.choice((b"\n", b"\r\n")), random.random() < .5, random.choice((b"", b"\xef\xbb\xbf"))))


def together(cases, packed):
    """Import all cases as one folder; the ids of each file begin with its number."""
    where, want = "lines-%d" % packed, {}
    for k, (sizes, end, last, mark) in enumerate(cases):
        data, texts = lines_file(sizes, end, last, mark)
        data = re.sub(rb'"id":"0', b'"id":"%04d-0' % k, data)
        want.update({"%04d-%s" % (k, i): t for i, t in texts.items()})
        # The ids' further bytes belong to the line: the same number is taken from its text.
        data = re.sub(rb'("id":"\d{4}-\d+","text":")(.{5})', rb"\1", data)
        for i in texts:
            want["%04d-%s" % (k, i)] = [texts[i][0][5:]]
        if packed:
            data = gzip.compress(data, 1)
        write("%s/%04d.jsonl%s" % (where, k, ".gz" if packed else ""), data)
    return Done(path_of(where)), want


for packed in (0, 1):
    done, want = together(todo[::3] if packed else todo, packed)  # the fuzz target packs all kinds
    check("JSON Lines%s of all lengths: %d records, text for text" % (", packed," if packed else "", len(want)),
          done.code == 0 and not differences(want, done), (done.code, differences(want, done), done.said[-600:]))

data, want = lines_file([(4 << 20)], last=False)
done = Done(write("huge.jsonl", data))
check("one line of 4 MiB without an end", done.code == 0 and not differences(want, done), (done.code, differences(want, done), done.said[-600:]))
two, _ = lines_file([60, (4 << 20) + 1, 60, (5 << 20), 60], last=False)
done = Done(write("too-long.jsonl", two))
check("each line that is too long is told, and what stands around it is read",
      done.code == 3 and sorted(done.texts) == ["000000", "000002", "000004"] and done.quarantine().count("too-large") == 2,
      (done.code, sorted(done.texts), done.quarantine()))

# ---- packed files --------------------------------------------------------------------------------------------------
many, want = lines_file([200 + n % 90 for n in range(700)])
parts = [many[:1], many[1:7000], b"", many[7000:70001], many[70001:]]
done = Done(write("members.jsonl.gz", b"".join(gzip.compress(p) for p in parts)))
check("members one behind the other are one file", done.code == 0 and not differences(want, done), (done.code, differences(want, done)))
whole, want_cut = gzip.compress(many), want
done = Done(write("behind.jsonl.gz", whole + b"and more"))
check("a damaged file is read once: it is no better another time", done.p.stdout.startswith(b"701 documents: 700 new records, 0 new versions, 0 unchanged;"),
      (done.code, done.p.stdout, done.said[-300:]))
cuts = {"cut.jsonl.gz": whole[: len(whole) // 2], "cut-trailer.jsonl.gz": whole[:-4], "cut-member.jsonl.gz": whole + whole[:20],
        "cut.txt.gz": gzip.compress(("It rained. " * 3000).encode())[:-9]}
for name, data in cuts.items():
    write("cut/" + name, data)
flipped = bytearray(whole)
flipped[-6] ^= 1
write("cut/checksum.jsonl.gz", bytes(flipped))
cut = threading.Thread(target=lambda: cuts.update(done=Done(path_of("cut"))))  # it may take seconds: meanwhile, the rest
cut.start()


def look_at_cuts():
    cut.join()
    done, told = cuts["done"], cuts["done"].quarantine()
    check("a packed file that was cut off is told, each of them", done.code == 3 and all(n in told for n in [*cuts, "checksum.jsonl.gz"] if n != "done"),
          (done.code, told))
    check("and what stood before the cut is read", not differences(want_cut, done), differences(want_cut, done))


def bomb(name, piece, times):
    """times x 32 pieces; members of 32."""
    return write(name, gzip.compress(piece * 32) * times)


MIB = 1 << 20
bombs = {"newlines": bomb("newlines.jsonl.gz", b"\n" * MIB, 94), "blank lines": bomb("blank.jsonl.gz", b"  \t\r\n" * (MIB // 5), 22),
         "one endless line": bomb("endless.jsonl.gz", b"x" * MIB, 47)}
for name, path in bombs.items():
    with open(path, "ab") as f:  # a record stands behind it
        f.write(gzip.compress(b'{"id":"behind","text":"It is here."}\n'))
for name, path in bombs.items():
    before = os.times()
    done = Done(path)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    check("a packed file of %s costs less than a second more and is told (%.2f s)" % (name, cpu),
          done.code == 1 and "too-large" in done.quarantine() and P.in_time(cpu, 2.0 * SLOW), (done.code, cpu, done.quarantine(), done.said[-500:]))
with open(path_of("hole.jsonl"), "wb") as f:
    f.write(b'{"id":"before","text":"It is here."}\n')
    f.truncate(20 << 30)
done = Done(path_of("hole.jsonl"))
check("a file of 20 GiB that is one hole is given up and told (%.2f s)" % done.seconds,
      done.code == 3 and "before" in done.texts and "too-large" in done.quarantine() and P.in_time(done.seconds, 5 * SLOW), (done.code, done.said[-500:]))
sparse = b"\n" * (100 * MIB)
done = Done(write("blank.jsonl", sparse + b'{"id":"behind","text":"It is here."}'))
check("a file with 100 MiB of newlines on the disk is read to its end", done.code == 0 and "behind" in done.texts, (done.code, done.said[-500:]))
done = Done(bomb("bomb.html.gz", b"<p>It rained all day in the harbour town.</p>\n" * 20000, 3))
check("a packed page of 90 MB is refused and told", done.code == 1 and "limit" in done.quarantine(), (done.code, done.quarantine()))

# ---- lines of texts ------------------------------------------------------------------------------------------------
SENTENCE = "The ferry number %d ran aground off Port Ansel on Tuesday night, the coastguard said on Wednesday."
ENDS = {"form feeds": "\f", "vertical tabs": "\v", "next lines": "\u0085", "line separators": "\u2028",
        "paragraph separators": "\u2029", "carriage returns": "\r", "CR LF": "\r\n"}
said = [SENTENCE % n for n in range(500)]
for name, end in ENDS.items():
    write("ends/%s.txt" % name, ("In %s. " % name + end.join(said)).encode())
done = Done(path_of("ends"))
for name in ENDS:
    got = [b.get("text", "") for r in done.records for b in r.get("blocks", []) if r["url"].endswith("/%s.txt" % name.replace(" ", "%20"))]
    check("a text whose lines end in %s is read whole" % name, " ".join(got) == "In %s. " % name + " ".join(said) and len(got) == 500,
          (done.code, len(got), got[:2], done.said[-300:]))
pages = "a\fb\f" * 10000
done = Done(write("feeds.jsonl", json.dumps({"id": "f", "text": pages}).encode()), write("feeds.txt", pages.encode()))
check("20,000 form feeds crash nothing", not re.search("signal|crash|memory", done.said + done.quarantine()), (done.code, done.said[-600:]))
random.seed(11)
kinds = ["a", "Word ", ". ", "\n", "\r", "\r\n", "\v", "\f", "\u0085", "\u2028", "\u2029", "\u00a0", "\u200b", "\ufeff", "\t", "\u2022x", "- y", "12. z"]
for i in range(40):
    text = "".join(random.choice(kinds) for _ in range(random.randrange(1, 4000)))
    write("random/%02d.txt" % i, text.encode())
    write("random/%02d.jsonl" % i, json.dumps({"id": "r%d" % i, "title": "t", "text": text}).encode())
done = Done(path_of("random"))
check("random texts over all that ends a line crash nothing", not re.search("signal|crash|memory", done.said + done.quarantine()) and
      len(done.texts) == 40, (done.code, len(done.texts), done.said[-600:]))

words = "the ministers noted work done in ports and further trade along strait with care of people while others".split()
ragged = ["Ministry of Trade", "Press release No. 12/2026", "Aldmark, 6 January 2026", "", "Statement by the Minister of Trade on the strait", ""]
for i in range(9000):
    ragged.append(" ".join(random.choices(words, k=random.randrange(9, 24))))
p = subprocess.run([A.tidings, "parse", "--as", "statement", write("ragged.txt", "\n".join(ragged).encode())], env=env, capture_output=True, timeout=250)
got = " ".join(b["text"] for b in json.loads(p.stdout)["blocks"]) if p.returncode == 0 else ""
check("a statement whose paragraphs have thousands of lines is read", got == " ".join(ragged[-9000:]), (p.returncode, p.stderr[-300:]))

# ---- the walk ------------------------------------------------------------------------------------------------------
REPORT = "%s\n\nThe ferry Aurelia ran aground off Port Ansel on Tuesday night with 212 people on board, the coastguard said.\n"
names = ["plain.txt", "a b.txt", "new\nline.txt", "caf\u00e9.txt", "%41.txt", "#hash?.txt", "-dash.txt", "quote'\".txt", "tab\t.txt"]
tree = path_of("tree/x")[:-2]
for n, name in enumerate(names):
    write("tree/" + name, (REPORT % ("Report %d" % n)).encode())
with open(os.path.join(os.fsencode(tree), b"inv\xff\xfealid.txt"), "wb") as f:
    f.write((REPORT % "Invalid").encode())
write("tree/deep/er/below.txt", (REPORT % "Below").encode())
os.mkfifo(os.path.join(tree, "pipe.txt"))
server = socket.socket(socket.AF_UNIX)
server.bind(os.path.join(tree, "socket"))
os.symlink(".", os.path.join(tree, "cycle"))
os.symlink("..", os.path.join(tree, "deep/er/up"))
os.symlink("self", os.path.join(tree, "self"))
os.symlink("/nowhere/at/all", os.path.join(tree, "broken"))
os.symlink("/dev/zero", os.path.join(tree, "zero"))
os.symlink("plain.txt", os.path.join(tree, "link.txt"))
# Named as an address, as listings show it, a file is the same file; an address in another character set reaches its server.
again = Done("FILE://localhost" + tree.replace(" ", "%20") + "/a%20b.txt", store=path_of("stores/named.db"))
check("a file named by its address is read", again.code == 0 and [r.get("title") for r in again.records] == ["Report 1"], (again.code, again.said[-500:]))
again = Done("file://" + tree + "/a%20b.txt", "file://" + tree + "/a%20b.txt%00.html", os.path.join(tree, "a b.txt"), store=again.store)
check("and is the same file by its path; a NUL cuts nothing off", again.code == 3 and len(again.records) == 1 and "2 unchanged" not in again.said and
      again.said.count("it is left out") == 1, (again.code, again.said[-500:]))
asked = []
web = socket.create_server(("127.0.0.1", 0))


def answer():
    while True:
        peer, _ = web.accept()
        asked.append(peer.recv(4096).split(b"\r\n")[0])
        peer.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        peer.close()


threading.Thread(target=answer, daemon=True).start()
near = write("near.yaml", b"version: 1\nfetch: { allow_private: yes }\n")
again = Done(b"http://127.0.0.1:%d/caf\xe9?q=\xfc" % web.getsockname()[1], "--config", near)
check("an address that is not UTF-8 is asked for byte by byte", any(b"/caf%E9?q=%FC " in a for a in asked), (asked, again.said[-500:]))
shown = subprocess.run([A.tidings, "quarantine", "show", "1", "--store", again.store], env=env, capture_output=True, timeout=60)
check("and what became of it can be shown", b"caf%E9" in shown.stdout and b"holds no record" not in shown.stderr, shown)

done = Done(tree)
titles = {r.get("title") for r in done.records}
check("files of any name are read, and the walk ends", {"Report %d" % n for n in range(len(names))} | {"Invalid", "Below"} <= titles and
      P.in_time(done.seconds, 30), (done.code, sorted(map(str, titles)), done.said[-800:]))
check("pipes, sockets and devices are told", re.search(r"left out: 3 of its entries.*pipes", done.said), done.said[-800:])
check("links to folders are told", len(re.findall(r"links to folders are not followed", done.said)) == 2, done.said[-800:])
check("links that lead nowhere are told", re.search(r"left out: 2 of its entries.*nowhere", done.said), done.said[-800:])
for special in ("pipe.txt", "socket", "zero"):
    done = Done(os.path.join(tree, special))
    check("%s named itself is refused, not opened" % special, done.code == 1 and "unsupported" in done.quarantine() and done.seconds < 20,
          (done.code, done.said[-500:]))
if os.geteuid() != 0:
    write("locked/in/a.txt", b"x")
    os.chmod(path_of("locked/in"), 0)
    done = Done(path_of("locked"))
    os.chmod(path_of("locked/in"), 0o700)
    check("a folder that may not be read is told", done.code == 3 and "denied" in done.quarantine(), (done.code, done.said[-500:]))
else:
    print("skip a folder that may not be read: root may read all")
for n in range(1200):
    write("many/%d/%05d.jsonl" % (n % 2, n), b'{"id":"m%d","text":"It is here."}' % n)
done = Done(path_of("many"))
check("1,200 files are 1,200 records", len(done.texts) == 1200, (done.code, len(done.texts)))

# ---- the store in the folder ---------------------------------------------------------------------------------------
home = path_of("home/x")[:-2]
write("home/report.txt", (REPORT % "At home").encode())
store = os.path.join(home, "news.db")
Done(write("first.jsonl", b'{"id":"first","text":"It is here."}'), store=store)
os.link(store + "-lock", os.path.join(home, "hard.txt"))
os.symlink("news.db", os.path.join(home, "soft.txt"))
os.makedirs(os.path.join(home, "below"))
os.symlink("../news.db", os.path.join(home, "below", "again.html"))
done = Done(".", store=store, cwd=home)
told = re.findall(r"(\S+) is a file of the store itself", done.said)
check("an import of the folder that holds the store leaves the store out", done.code == 0 and len(done.records) == 2 and
      "At home" in {r.get("title") for r in done.records}, (done.code, done.said[-800:]))
check("and says so, by whatever name it is there", {os.path.basename(t) for t in told} >= {"news.db", "news.db-lock", "hard.txt", "soft.txt", "again.html", "news.db-wal", "news.db-shm"},
      told)
done = Done(os.path.join(home, "below", "again.html"), store=store)
check("and named itself it is left out as well", done.code == 4 and "a file of the store itself" in done.said, (done.code, done.said[-500:]))
os.symlink("home", path_of("other"))
done = Done(home, store=path_of("other/news.db"))
check("also when the store is named by another path", done.code == 0 and len(done.records) == 2, (done.code, done.said[-800:]))

look_at_cuts()
server.close()
P.end()
