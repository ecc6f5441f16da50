#!/usr/bin/env python3
"""A server on 127.0.0.1 that behaves well or badly as the path says; for test_http.c, which ends it.

The first line of its output is its port.  With a certificate and key as arguments it speaks TLS on a second port,
the second line.
"""
import gzip
import socket
import ssl
import sys
import threading
import time

FEED = b"<rss><channel><title>Westerlund Daily</title></channel></rss>"


def answer(status, body=b"", *headers):
    head = ["HTTP/1.1 " + status, "Content-Length: %d" % len(body)] + list(headers)
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def serve_path(path, head, c):
    """The bytes to send, or None when it was all done here.  An answer ends with the connection closed."""
    name = path.split("?")[0]
    query = path.split("?")[1] if "?" in path else ""
    if name == "/feed":
        return answer("200 OK", FEED, 'Content-Type: Application/RSS+XML; Charset="ISO-8859-2"', 'ETag: W/"a b"',
                      "Last-Modified: yesterday or so", "X-Odd: caf\xe9\x01", "X-Long: a\r\n b")
    if name == "/echo":
        return answer("200 OK", head, "Content-Type: text/plain")
    if name == "/gzip":
        return answer("200 OK", gzip.compress(FEED), "Content-Encoding: GZIP")
    if name == "/chunked":
        return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    if name == "/if":
        return answer("304 Not Modified") if b"If-None-Match:" in head else answer("200 OK", b"new", 'ETag: "1"')
    if name == "/status":
        return answer(query + " Odd", b"no", "Retry-After: 120")
    if name == "/redirect":
        n = int(query)
        to = "/redirect?%d" % (n - 1) if n > 1 else "/echo"
        return answer("302 Found" if n % 2 else "301 Moved", b"moved", "Location: " + to)
    if name == "/loop":
        return answer("307 Again", b"", "Location: /loop")
    if name == "/to":
        return answer("302 Found", b"", "Location: " + query.replace("%3A", ":").replace("%2F", "/"))
    if name == "/no-location":
        return answer("302 Found", b"where?")
    if name == "/short":
        return b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"
    if name == "/cut-chunk":
        return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\nonly this"
    if name == "/bad-chunk":
        return b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nonly this"
    if name == "/no-length":
        return b"HTTP/1.1 200 OK\r\n\r\nuntil the end"
    if name == "/two-lengths":
        return b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde"
    if name == "/huge-length":
        return b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\nabcde"
    if name == "/minus-length":
        return b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabcde"
    if name == "/http09":
        return b"just text\n"
    if name == "/nothing":
        return b""
    if name == "/big":
        return b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n"
    if name == "/endless":
        c.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            c.sendall(b"x" * 65536)
    if name == "/endless-headers":
        c.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            c.sendall(b"X-A: " + b"x" * 1000 + b"\r\n")
    if name in ("/endless-status", "/endless-line"):
        c.sendall(b"HTTP/1.1 200 " + b"OK\r\nX-A: " * (name == "/endless-line"))
        while True:
            c.sendall(b"x" * 65536)
    if name == "/endless-103":
        while True:
            c.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n")
    if name == "/slow":
        time.sleep(0.4)
        return answer("200 OK", b"at last")
    if name == "/silent":
        time.sleep(30)
        return None
    if name == "/drip":
        c.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(60):
            c.sendall(b"x")
            time.sleep(0.5)
        return None
    return answer("404 Not Found", b"no such path")


def serve(c, context=None):
    try:
        if context:
            c = context.wrap_socket(c, server_side=True)
        while True:
            head = b""
            while b"\r\n\r\n" not in head:
                piece = c.recv(65536)
                if not piece:
                    return
                head += piece
            path = head.split(b" ")[1].decode("latin-1")
            data = serve_path(path, head, c)
            if data:
                c.sendall(data)
            if not data or b"Content-Length" not in data or path.startswith(("/short", "/two", "/huge", "/minus", "/big")):
                return
    except (OSError, ssl.SSLError):
        pass
    finally:
        c.close()


def listen(context=None):
    s = socket.socket()
    s.bind(("127.0.0.1", 0))
    s.listen(200)
    print(s.getsockname()[1], flush=True)

    def accept():
        while True:
            c, _ = s.accept()
            threading.Thread(target=serve, args=(c, context), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()


listen()
if len(sys.argv) > 2:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(sys.argv[1], sys.argv[2])
    listen(tls)
else:
    print(0, flush=True)
sys.stdin.read()  # until the test is gone
