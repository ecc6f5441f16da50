"""imap_server.py - an IMAP server of tests, in the test's own process, on loopback; it can lie.

    box = Folder(validity=7); uid = box.add(b"From: a@b.example\r\n\r\nText", flags=("\\Recent",))
    server = Server({"INBOX": box}, users={"ann": "secret"}, tls=context)       # tls: None for imap:
    ... the program asks imaps://127.0.0.1:%d/INBOX % server.port ...
    server.said            # every line that clients sent, without the password
    server.lie = lambda connection, command, rest: ...   # True: the lie has answered this command itself
"""
import base64, re, socket, ssl, threading, time


class Folder:
    def __init__(self, validity=1, first=1):
        self.validity, self.next, self.mails = validity, first, {}  # uid: [bytes, set of flags, seconds]

    def add(self, data, flags=(), at=None):
        uid, self.next = self.next, self.next + 1
        self.mails[uid] = [data, set(flags), time.time() if at is None else at]
        return uid

    def flags(self):
        return {u: tuple(sorted(m[1])) for u, m in self.mails.items()}


class Connection:
    def __init__(self, server, sock):
        self.server, self.sock, self.user, self.folder, self.read_only = server, sock, None, None, True
        self.file = sock.makefile("rb")
        self.closed = False

    def send(self, data):
        self.sock.sendall(data if isinstance(data, bytes) else data.encode())

    def ok(self, tag, text="done"):
        self.send("%s OK %s\r\n" % (tag, text))

    def capability(self):
        s = self.server
        words = ["IMAP4rev1"] + (["STARTTLS"] if (s.starttls or s.offers) and not isinstance(self.sock, ssl.SSLSocket) else []) + ["AUTH=PLAIN", "AUTH=XOAUTH2", "SASL-IR"]
        return "CAPABILITY " + " ".join(words)

    def login(self, tag, user, password):
        self.server.logins.append((time.monotonic(), user, self.server.users.get(user) == password))
        if self.server.users.get(user) != password:
            self.send("%s NO [AUTHENTICATIONFAILED] Authentication failed.\r\n" % tag)
        else:
            self.user = user
            self.ok(tag, "logged in")

    def authenticate(self, tag, rest):
        how, _, initial = rest.partition(" ")
        if not initial:
            self.send("+ \r\n")
            initial = self.file.readline().strip().decode()
        data = base64.b64decode(initial).decode()
        if how.upper() == "PLAIN":
            _, user, password = data.split("\0")
        else:
            user, password = data.split("\1")[0][5:], data.split("Bearer ")[1].split("\1")[0]
        self.login(tag, user, password)

    def select(self, tag, rest, read_only):
        name = rest.strip()
        if name.startswith('"'):
            name = re.sub(r"\\(.)", r"\1", name[1:-1])
        self.folder = self.server.folders.get(name)
        if self.folder is None:
            self.send("%s NO [NONEXISTENT] Mailbox doesn't exist: %s\r\n" % (tag, name))
            return
        self.read_only = read_only
        f = self.folder
        self.send("* FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)\r\n* OK [PERMANENTFLAGS ()] Read-only mailbox.\r\n* %d EXISTS\r\n* 0 RECENT\r\n"
                  "* OK [UIDVALIDITY %d] UIDs valid\r\n* OK [UIDNEXT %d] Predicted next UID\r\n" % (len(f.mails), f.validity, f.next))
        self.ok(tag, "[READ-ONLY] Examine completed." if read_only else "[READ-WRITE] Select completed.")

    def uids(self, text):
        have, out = sorted(self.folder.mails), []
        for part in text.split(","):
            a, _, b = part.partition(":")
            low = int(a)
            high = (have[-1] if have else low) if b == "*" else int(b or a)
            low, high = min(low, high), max(low, high)
            out += [u for u in have if low <= u <= high]
        return out

    def fetch(self, tag, rest):
        which, _, items = rest.partition(" ")
        have = sorted(self.folder.mails)
        place = {u: i + 1 for i, u in enumerate(have)}
        out = []
        for u in self.uids(which):
            data, flags, at = self.folder.mails[u]
            parts = []
            if "RFC822.SIZE" in items:
                parts.append(("RFC822.SIZE %d" % len(data)).encode())
            if "INTERNALDATE" in items:
                parts.append(time.strftime('INTERNALDATE "%d-%b-%Y %H:%M:%S +0000"', time.gmtime(at)).encode())
            parts.append(b"UID %d" % u)
            if "BODY[]" in items and not self.read_only:
                flags.add("\\Seen")
            if "BODY" in items:
                parts.append(b"BODY[] {%d}\r\n" % len(data) + data)
            out.append(b"* %d FETCH (%s)\r\n" % (place[u], b" ".join(parts)))
            if len(out) > 200:
                self.send(b"".join(out))
                out = []
        self.send(b"".join(out))
        self.ok(tag)

    def serve(self):
        self.send("* OK [%s] ready\r\n" % self.capability())
        while not self.closed:
            line = self.file.readline(100000)
            if not line:
                return
            text = line.decode("latin-1").rstrip("\r\n")
            tag, _, rest = text.partition(" ")
            command, _, rest = rest.partition(" ")
            command = command.upper()
            if command == "UID":
                command, _, rest = rest.partition(" ")
                command = "UID " + command.upper()
            self.server.said.append((command, "" if command in ("LOGIN", "AUTHENTICATE") else rest))
            if self.server.lie is not None and self.server.lie(self, tag, command, rest):
                continue
            if command == "CAPABILITY":
                self.send("* %s\r\n" % self.capability())
                self.ok(tag)
            elif command == "STARTTLS":
                self.ok(tag)
                self.sock = self.server.tls.wrap_socket(self.sock, server_side=True)
                self.file = self.sock.makefile("rb")
            elif command == "LOGIN":
                user, password = [re.sub(r"\\(.)", r"\1", x.strip('"')) for x in re.findall(r'"(?:\\.|[^"\\])*"|\S+', rest)]
                self.login(tag, user, password)
            elif command == "AUTHENTICATE":
                self.authenticate(tag, rest)
            elif command in ("EXAMINE", "SELECT") and self.user:
                self.select(tag, rest, command == "EXAMINE")
            elif command == "UID FETCH" and self.folder is not None:
                self.fetch(tag, rest)
            elif command == "LOGOUT":
                self.send("* BYE\r\n")
                self.ok(tag)
                return
            elif command in ("NOOP", "ID"):
                self.ok(tag)
            else:
                self.send("%s BAD unknown command\r\n" % tag)


class Server:
    def __init__(self, folders, users, tls=None, starttls=False, port=0):
        self.folders, self.users, self.tls, self.starttls = folders, users, tls, starttls
        self.said, self.logins, self.lie, self.connections = [], [], None, 0
        self.offers = False  # STARTTLS, which lie answers
        self.listener = socket.create_server(("127.0.0.1", port), backlog=100)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.one, args=(sock,), daemon=True).start()

    def one(self, sock):
        self.connections += 1
        try:
            sock.settimeout(60)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls is not None and not self.starttls:
                sock = self.tls.wrap_socket(sock, server_side=True)
            Connection(self, sock).serve()
        except (OSError, ValueError, ssl.SSLError):
            pass
        finally:
            try:
                sock.close()
            except OSError:
                pass

    def close(self):
        self.listener.close()
