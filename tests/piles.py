"""piles.py - files of many documents, for tests and measurements: web archives, files of mails, archives of pages.

    piles.py KIND N FILE        # warc, warc.gz, mbox, tar, csv or json: N documents, the same for the same N
"""
import csv as tables, gzip, io, json as texts, random, sys, tarfile, time

PLACES = "Aster Brannick Corden Dunmore Elvan Farrow Garnet Hollin Ister Jarrow Kestrel Lindow Marrick Norvane Oster Pellan".split()
THINGS = "bridge school ferry market library harbour station hospital theatre reservoir tunnel mill archive depot".split()
WORDS = ("the council said work began after residents asked for repairs in spring while engineers measured water under old stones and "
         "teachers moved lessons into a hall because rain came through roofs that nobody had mended since winter").split()


def words(r, n):
    return " ".join(r.choice(WORDS) for _ in range(n)).capitalize() + "."


def report(i, size=4):
    """Title and paragraphs of report number i, unlike those of any other."""
    r = random.Random(i)
    place, thing = PLACES[i % len(PLACES)], THINGS[i // len(PLACES) % len(THINGS)]
    title = "%s %s number %d is to be %s" % (place, thing, i, r.choice(("rebuilt", "closed", "opened", "sold", "moved")))
    return title, ["%s, said officer %d of %s. %s" % (words(r, 18)[:-1], i, place, words(r, 25)) for _ in range(size)]


def when(i, form="%Y-%m-%dT%H:%M:%SZ"):
    return time.strftime(form, time.gmtime(1767225600 + i * 60))


def page(i, size=4):
    title, text = report(i, size)
    return ("<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>%s</title><meta property=\"article:published_time\" content=\"%s\">"
            "</head><body><article><h1>%s</h1>%s</article></body></html>\n" % (title, when(i), title, "".join("<p>%s</p>\n" % p for p in text))).encode()


def record(kind, url, block, date=when(0), version="1.0", **more):
    """A record of a web archive; more: fields, with _ for -."""
    head = "WARC/%s\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: %s\r\nWARC-Record-ID: <urn:uuid:%032x>\r\n" % (
        version, kind, url, date, random.Random(url + kind + date).getrandbits(128))
    more.setdefault("Content_Type", "application/http; msgtype=response" if kind in ("response", "revisit") else "text/plain")
    for name, value in more.items():
        head += "%s: %s\r\n" % (name.replace("_", "-"), value)
    return (head + "Content-Length: %d\r\n\r\n" % len(block)).encode() + block + b"\r\n\r\n"


def answer(body, status="200 OK", **headers):
    headers.setdefault("Content_Type", "text/html; charset=utf-8")
    return ("HTTP/1.1 %s\r\n" % status + "".join("%s: %s\r\n" % (k.replace("_", "-"), v) for k, v in headers.items()) + "\r\n").encode() + body


def mail(i):
    title, text = report(i)
    return ("Message-ID: <letter.%d@press.example>\nFrom: Press office <press@office%d.example>\nTo: list@example.org\nSubject: %s\nDate: %s\n"
            "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n%s\n" % (i, i % 50, title, when(i, "%a, %d %b %Y %H:%M:%S +0000"), "\n\n".join(text))).encode()


def warc(out, n, pack=lambda b: b, first=0):
    out.write(pack(record("warcinfo", "", b"software: none\r\n", Content_Type="application/warc-fields")))
    for i in range(first, first + n):
        url = "https://site%d.example/news/%d" % (i % 40, i)
        out.write(pack(record("request", url, b"GET / HTTP/1.1\r\n\r\n", when(i), Content_Type="application/http; msgtype=request")))
        out.write(pack(record("response", url, answer(page(i)), when(i))))


def mbox(out, n, first=0):
    for i in range(first, first + n):
        out.write(b"From press@office.example %s\n" % when(i, "%a %b %e %H:%M:%S %Y").encode() + mail(i) + b"\n")


def tar(out, n, mode="w|", first=0):
    with tarfile.open(fileobj=out, mode=mode) as t:
        for i in range(first, first + n):
            entry = tarfile.TarInfo("pages/%d/%d.html" % (i // 500, i))
            body = page(i)
            entry.size, entry.mtime = len(body), 1767225600 + i
            t.addfile(entry, io.BytesIO(body))


def row(i):
    title, text = report(i, 2)
    return {"id": "row%d" % i, "title": title, "url": "https://rows.example/%d" % i, "published": when(i), "author": "Officer %d" % (i % 40), "text": "\n\n".join(text)}


def csv(out, n, first=0):
    text = io.TextIOWrapper(out, "utf-8", newline="")
    to = tables.DictWriter(text, row(0))
    to.writeheader()
    to.writerows(map(row, range(first, first + n)))
    text.detach()


def json(out, n, first=0):
    for i in range(first, first + n):
        out.write(b"[" if i == first else b",\n")
        out.write(texts.dumps(row(i)).encode())
    out.write(b"]\n")


if __name__ == "__main__":
    kind, n, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with open(path, "wb") as f:
        if kind == "warc.gz":
            warc(f, n, gzip.compress)
        else:
            {"warc": warc, "mbox": mbox, "tar": tar, "csv": csv, "json": json}[kind](f, n)
