"""misbehaving_server.py - forty ways in which servers misbehave, for whoever wants to be asked by one.

    server = misbehaving(lambda mode, number, nth: nth == 0 if mode == "first" else True)
    server.url("/always/13", host="127.0.3.13")

Each kind has a number; BEHAVIOURS tells its name, and what a reader may make of it.  A request for /MODE/NUMBER gets the feed in
full, or in the way of that number when `when` says so.
"""
import ctypes, ctypes.util, gzip, os, socket, struct, time

from raw_server import chunked, Last, page, RawServer

RSS = "Content-Type: application/rss+xml; charset=utf-8"
PROSE = "The ferry between the two islands sailed again on Monday after eleven days in the dock, the harbour office said. "
TITLES = ("One in Zürich", "Two", "Three")


def feed(titles=TITLES, dates=""):
    items = "".join("<item><title>%s</title><guid isPermaLink='false'>%s</guid>%s<description>%s %s.</description></item>" % (t, t, dates, PROSE, t) for t in titles)
    return ("<?xml version='1.0'?>\n<rss version='2.0'><channel><title>Harbour</title><link>/</link><description>d</description>%s</channel></rss>\n" % items).encode()


WHOLE = feed()
CUT = WHOLE.index(b"Three</title>") - 30  # in the second item's end


def hold(r):
    """Until the other side has had enough."""
    try:
        while r.socket.recv(1000):
            pass
    except OSError:
        pass


def reset(r):
    r.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    r.socket.close()


def drip(r, head, slow):
    r.socket.sendall(head)
    for i in range(40):
        r.socket.sendall(slow[i:i + 1])
        time.sleep(0.5)


def endless(r, head, piece):
    r.socket.sendall(head)
    while True:
        r.socket.sendall(piece)


def brotli_bomb():
    path = ctypes.util.find_library("brotlienc")
    if not path:
        return page(200, gzip.compress(bytes(64 << 20)), RSS, "Content-Encoding: gzip")
    data, size = bytes(64 << 20), ctypes.c_size_t(1 << 20)
    out = ctypes.create_string_buffer(size.value)
    ctypes.CDLL(path).BrotliEncoderCompress(5, 22, 0, ctypes.c_size_t(len(data)), data, ctypes.byref(size), out)
    return page(200, out.raw[:size.value], RSS, "Content-Encoding: br")


BOMB = gzip.compress(bytes(64 << 20), 6)
BROTLI = brotli_bomb()
PORTAL = b"<!DOCTYPE html><html><head><title>Hotel Wi-Fi</title></head><body><h1>Welcome</h1><p>Please accept our terms.</p></body></html>"


def raw(head, body=b""):
    return Last(("HTTP/1.1 " + head.replace("\n", "\r\n") + "\r\n\r\n").encode("latin-1") + body)


def closes(data):
    """Then the connection ends, in order."""
    return lambda r: Last(data)


GIVES_WHOLE, SOME, NOTHING = "whole", "some", "nothing"  # what may be stored of it
# number: (name, what it does, what may come of it, words of the error; "": none)
BEHAVIOURS = {
    1: ("silence", hold, NOTHING, "took too long"),
    2: ("reset after accept", reset, NOTHING, "connection ended"),
    3: ("reset in the body", lambda r: (r.socket.sendall(page(200, b"", RSS, "Content-Length: %d" % len(WHOLE), length=False) + WHOLE[:CUT]), time.sleep(0.1), reset(r))[2],
        NOTHING, "connection ended"),
    4: ("end in the body without a length", closes(page(200, WHOLE[:CUT], RSS, length=False)), SOME, "before its end"),
    5: ("a length that is too short", closes(page(200, b"", RSS, "Content-Length: %d" % CUT, length=False) + WHOLE), SOME, "before its end"),
    6: ("a length that is too long", closes(page(200, b"", RSS, "Content-Length: %d" % (len(WHOLE) + 99), length=False) + WHOLE), NOTHING, "connection ended"),
    7: ("two lengths", closes(page(200, WHOLE, RSS, "Content-Length: 10")), NOTHING, "states its length twice"),
    8: ("a length and chunks", lambda r: chunked(200, WHOLE, RSS, "Content-Length: 7"), GIVES_WHOLE, ""),
    9: ("a negative length", closes(page(200, b"", RSS, "Content-Length: -5", length=False) + WHOLE), NOTHING, "states its length|Content-Length"),
    10: ("a length beyond all numbers", closes(page(200, b"", RSS, "Content-Length: 99999999999999999999999", length=False) + WHOLE), NOTHING, "states its length|larger than"),
    11: ("a chunk size that is none", closes(page(200, b"", RSS, "Transfer-Encoding: chunked", length=False) + b"zz\r\n" + WHOLE), NOTHING, "chunks are malformed"),
    12: ("chunks without end", closes(chunked(200, WHOLE, RSS, end=False)), NOTHING, "connection ended"),
    13: ("a byte now and then of the body", lambda r: drip(r, page(200, b"", RSS, "Content-Length: 9999", length=False), WHOLE), NOTHING, "took too long"),
    14: ("a byte now and then of the headers", lambda r: drip(r, b"HTTP/1.1 200 OK\r\n", b"X-Long: " + b"a" * 100), NOTHING, "took too long"),
    15: ("a body without end", lambda r: endless(r, page(200, b"", RSS, length=False), b"<item>" * 10000), NOTHING, "larger than max_size"),
    16: ("headers without end", lambda r: endless(r, b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"a" * 1000 + b"\r\n"), NOTHING, "headers are larger"),
    17: ("a header line of 20 MB", closes(b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * (20 << 20) + b"\r\n\r\n"), NOTHING, "headers are larger|larger than"),
    18: ("early hints without end", lambda r: endless(r, b"", b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n"), NOTHING, "headers are larger"),
    19: ("HTTP/0.9", closes(WHOLE), NOTHING, "not one of HTTP"),
    20: ("a NUL in a header", closes(b"HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: %d\r\n\r\n" % len(WHOLE) + WHOLE), NOTHING, "not one of HTTP"),
    21: ("a status line that is none", lambda r: raw("abc nothing", WHOLE), NOTHING, "not one of HTTP"),
    22: ("a gzip bomb", lambda r: page(200, BOMB, RSS, "Content-Encoding: gzip"), NOTHING, "may unpack to"),
    23: ("a brotli bomb", lambda r: BROTLI, NOTHING, "may unpack to|is not known"),
    24: ("encodings in encodings", lambda r: page(200, gzip.compress(gzip.compress(gzip.compress(WHOLE))), RSS, "Content-Encoding: gzip, gzip, gzip"), NOTHING, "more than 2"),
    25: ("gzip cut off", lambda r: page(200, gzip.compress(WHOLE)[:-9], RSS, "Content-Encoding: gzip"), SOME, "ends before its end"),
    26: ("gzip that is none", lambda r: page(200, WHOLE, RSS, "Content-Encoding: gzip"), GIVES_WHOLE, ""),
    27: ("an unknown encoding", lambda r: page(200, WHOLE, RSS, "Content-Encoding: rot13"), NOTHING, "is not known"),
    28: ("a charset that is another", lambda r: page(200, b"\xef\xbb\xbf" + WHOLE, "Content-Type: application/rss+xml; charset=iso-8859-1"), GIVES_WHOLE, ""),
    29: ("a page instead of the feed", lambda r: page(200, PORTAL, "Content-Type: text/html"), NOTHING, "."),
    30: ("a part that nobody asked for", lambda r: page(206, WHOLE[:CUT], RSS, "Content-Range: bytes 0-%d/%d" % (CUT - 1, len(WHOLE))), NOTHING, "part"),
    31: ("304 without a question", lambda r: page(304, b"", length=False), NOTHING, "304"),
    32: ("another ETag each time", lambda r: page(200, WHOLE, RSS, 'ETag: "%s"' % os.urandom(4).hex()), GIVES_WHOLE, ""),
    33: ("redirects in a circle", lambda r: page(302, b"", "Location: " + r.path.replace("/round", "") + "/round"), NOTHING, "redirects"),
    34: ("a redirect to a file", lambda r: page(302, b"", "Location: file:///etc/passwd"), NOTHING, "not one of http"),
    35: ("moved for good, to nothing", lambda r: page(301, b"", "Location: /gone"), NOTHING, "answered 404"),
    36: ("Retry-After that is none", lambda r: page((429, 503)[r.nth % 2], b"later", "Retry-After: " + ("-5", "1000000000000", "soon", "Mon, 99 Foo 9999")[r.nth % 4]),
         NOTHING, "answered (429|503)"),
    37: ("another body each time", lambda r: page(200, feed(TITLES + ("Extra %d" % r.nth,)), RSS), GIVES_WHOLE, ""),
    38: ("TLS that ends in the handshake", closes(b"\x15\x03\x03\x00\x02\x02\x28"), NOTHING, "."),
    39: ("an answer too many", lambda r: page(200, WHOLE, RSS) + page(200, PORTAL, "Content-Type: text/html"), GIVES_WHOLE, ""),
    40: ("items in another order, with other dates", lambda r: page(200, feed(TITLES[::-1][r.nth % 2:], "<pubDate>Tue, %02d Jan 2026 10:00:00 GMT</pubDate>" % (r.nth + 1)), RSS),
         GIVES_WHOLE, ""),
}


# What a poll is called that met one of these, where something is wrong with it.
OUTCOMES = {n: "incomplete" for n in (2, 3, 4, 5, 6, 12, 25, 30)}
OUTCOMES.update({n: "network" for n in (1, 13, 14)})
OUTCOMES.update({n: "http" for n in (7, 9, 11, 19, 20, 21, 33, 34, 35)})
OUTCOMES.update({n: "unusable" for n in (15, 16, 17, 18, 22, 23, 24, 27, 31)})
OUTCOMES.update({10: "http|unusable", 36: "refused|http", 38: "http|tls"})


ALERT = b"\x15\x03\x03\x00\x02\x02\x28"  # TLS: the handshake failed


class Server(RawServer):
    def serve_requests(self, c, number):
        if c.recv(1, socket.MSG_PEEK) == b"\x16":  # it begins one
            c.sendall(ALERT)
            return
        super().serve_requests(c, number)


def misbehaving(when):
    """A server on every loopback address.  when(mode, number, nth): is it time to misbehave?"""
    def answer(r):
        _, mode, number, *rest = r.path.split("/") + ["", ""]
        if number.isdigit() and int(number) in BEHAVIOURS and (rest[0] == "round" or when(mode, int(number), r.nth)):
            return BEHAVIOURS[int(number)][1](r)
        return page(200, WHOLE, RSS) if number and rest[0] == "" else page(404, b"no")

    return Server(answer, "0.0.0.0")
