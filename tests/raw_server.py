"""raw_server.py - a web server on loopback whose answers are bytes, for tests of what goes over the wire.

    def answer(request):
        return page(200, b"<rss>...</rss>", "Content-Type: application/rss+xml")

    server = RawServer(answer)
    server.url("/feed"); server.log[0].headers["user-agent"]; server.close()

answer gives the bytes to send, after which the connection is kept; Last(bytes), after which it is closed; or None, when it has
done all there is to do with request.socket.
"""
import socket
import ssl
import threading
import time


class Last(bytes):
    """The last bytes of a connection."""


def page(status, body=b"", *headers, length=True):
    head = ["HTTP/1.1 %s X" % status] + ["Content-Length: %d" % len(body)] * bool(length) + list(headers)
    return "\r\n".join(head).encode("latin-1") + b"\r\n\r\n" + body


def chunked(status, body, *headers, pieces=3, end=True):
    size = max(1, len(body) // pieces)
    parts = [body[i:i + size] for i in range(0, len(body), size)]
    return (page(status, b"", *headers, "Transfer-Encoding: chunked", length=False) +
            b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in parts) + b"0\r\n\r\n" * bool(end))


class Request:
    def __init__(self, head, sock, connection):
        lines = head.decode("latin-1").split("\r\n")
        self.at, self.head, self.socket, self.connection = time.monotonic(), head, sock, connection
        self.method, self.path = lines[0].split(" ")[:2]
        self.headers = {k.lower(): v for k, v in (x.split(": ", 1) for x in lines[1:] if ": " in x)}
        self.host = self.headers.get("host", "").rsplit(":", 1)[0]
        self.body, self.nth = b"", 0  # nth: how often this path was asked for before


class RawServer:
    def __init__(self, answer, address="127.0.0.1", port=0, tls=None):
        """tls: an ssl.SSLContext."""
        self.answer, self.tls, self.log, self.connections, self.lock = answer, tls, [], 0, threading.Lock()
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((address, port))
        self.socket.listen(500)
        self.address, self.port = address, self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def url(self, path, host=None):
        return "%s://%s:%d%s" % ("https" if self.tls else "http", host or self.address, self.port, path)

    def accept(self):
        while True:
            try:
                c, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(c, self.connections), daemon=True).start()

    def serve(self, c, number):
        try:
            if self.tls:
                c = self.tls.wrap_socket(c, server_side=True)
            self.serve_requests(c, number)
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            c.close()

    def serve_requests(self, c, number):
        data = b""
        while True:
            while b"\r\n\r\n" not in data:
                piece = c.recv(65536)
                if not piece:
                    return
                data += piece
            head, data = data.split(b"\r\n\r\n", 1)
            r = Request(head, c, number)
            while len(data) < int(r.headers.get("content-length", 0)):
                data += c.recv(65536)
            n = int(r.headers.get("content-length", 0))
            r.body, data = data[:n], data[n:]
            with self.lock:
                r.nth = sum(x.path == r.path for x in self.log)
                self.log.append(r)
            out = self.answer(r)
            if out is None:
                return
            c.sendall(out)
            if isinstance(out, Last):
                return

    def take(self):
        with self.lock:
            log, self.log = self.log, []
        return log

    def close(self):
        self.socket.close()
