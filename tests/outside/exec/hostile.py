"""A program that does what its document says, against everybody's interest; see tests/exec.py."""
import ctypes, json, os, signal, socket, subprocess, sys, threading, time

libc = ctypes.CDLL(None, use_errno=True)
SECRET = MADE = LIBRARY = ""


def send(o):
    sys.stdout.write(json.dumps(o) + "\n")
    sys.stdout.flush()


def call(*args):
    if libc.syscall(*args) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


ACTS = {
    "shadow": lambda: open("/etc/shadow").read(),
    "passwd": lambda: open("/etc/passwd").read(),
    "secret": lambda: open(SECRET).read(),
    "beside": lambda: open(os.path.join(os.path.dirname(SECRET), "good.py")).read(),
    "directory": lambda: os.listdir(os.path.dirname(SECRET)),
    "library": lambda: open(LIBRARY).read(),
    "home": lambda: os.listdir("/root"),
    "parent-environ": lambda: open("/proc/%d/environ" % os.getppid(), "rb").read(),
    "parent-memory": lambda: open("/proc/%d/mem" % os.getppid(), "rb"),
    "own-maps": lambda: open("/proc/self/maps").read(),
    "create": lambda: open(MADE, "w").close(),
    "append": lambda: open(SECRET, "a").close(),
    "truncate": lambda: os.truncate(SECRET, 0),
    "unlink": lambda: os.unlink(SECRET),
    "mkdir": lambda: os.mkdir(MADE),
    "rename": lambda: os.rename(SECRET, SECRET + "2"),
    "chmod": lambda: os.chmod(SECRET, 0o777),
    "symlink": lambda: os.symlink(SECRET, MADE),
    "link": lambda: os.link(SECRET, MADE),
    "fork": lambda: os._exit(0) if os.fork() == 0 else None,
    "spawn": lambda: os.posix_spawn("/bin/true", ["true"], {}),
    "subprocess": lambda: subprocess.run(["/bin/true"]),
    "socket": lambda: socket.socket(),
    "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "unix-socket": lambda: socket.socket(socket.AF_UNIX),
    "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "kill-parent": lambda: os.kill(os.getppid(), signal.SIGKILL),
    "stop-parent": lambda: os.kill(os.getppid(), signal.SIGSTOP),
    "kill-itself": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "end-itself": lambda: signal.raise_signal(signal.SIGTERM),
    "stop-itself": lambda: os.kill(os.getpid(), signal.SIGSTOP),
    "kill-all": lambda: os.kill(-1, signal.SIGKILL),
    "outlive": lambda: call(157, 1, 0, 0, 0, 0),
    "ptrace": lambda: call(101, 16, os.getppid(), 0, 0),
    "readv": lambda: call(310, os.getppid(), 0, 0, 0, 0, 0),
    "memfd": lambda: os.memfd_create("x"),
    "unshare": lambda: call(272, 0x10000000),
    "setuid": lambda: call(105, 0),
    "mount": lambda: call(165, 0, 0, 0, 0, 0),
    "chroot": lambda: os.chroot("/tmp"),
    "rlimits": lambda: __import__("resource").setrlimit(__import__("resource").RLIMIT_CPU, (9999, 9999)),
    "uring": lambda: call(425, 1, 0),
    "bpf": lambda: call(321, 0, 0, 0),
    "owner": lambda: __import__("fcntl").fcntl(1, 8, os.getppid()),
    "setsid": lambda: os.setsid(),
}


def answer(act, no):
    """1 when the protocol was broken here."""
    if act in ACTS:
        try:
            ACTS[act]()
            said = "ESCAPED"
        except (OSError, ValueError) as e:
            said = "refused: %s" % e
        send({"record": {"title": said}})
    elif act == "exec":
        os.execv("/bin/true", ["true"])
    elif act == "execveat":
        libc.syscall(322, -100, b"/bin/true", 0, 0, 0)
    elif act == "threads":
        threading.stack_size(32768)
        try:
            for _ in range(20000):
                threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        except RuntimeError:
            time.sleep(60)
        time.sleep(60)
    elif act == "address":
        send({"record": {"title": "an address", "url": "notes/1"}})
    elif act == "thread":
        done = []
        t = threading.Thread(target=lambda: done.append(1))
        t.start()
        t.join()
        send({"record": {"title": "a thread"}})
    elif act == "never":
        time.sleep(1000)
    elif act == "twice":
        os.write(1, b'{"done":%d}\n{"done":%d}\n' % (no, no))
    elif act == "wrong":
        send({"done": no + 7})
    elif act == "close":
        os.close(1)
        time.sleep(1000)
    elif act == "close-input":
        os.close(0)
        send({"record": {"title": "deaf"}})
        send({"done": no})
        time.sleep(1000)
    elif act == "flood":
        while True:
            send({"record": {"title": "again"}})
    elif act == "flood-log":
        for i in range(5000):
            send({"log": "line %d" % i})
        send({"record": {"title": "logged"}})
    elif act == "flood-error":
        for i in range(40000):
            os.write(2, b"x" * 99 + b"\n")
        send({"record": {"title": "printed"}})
    elif act == "long":
        os.write(1, b'{"log":"')
        while True:
            os.write(1, b"a" * 65536)
    elif act == "deep":
        os.write(1, b'{"record":' + b"[" * 100000 + b"]" * 100000 + b"}\n")
    elif act == "bytes":
        os.write(1, b'{"record":{"title":"\xff\xfe"}}\n')
    elif act == "no-json":
        os.write(1, b"hello\n")
    elif act == "done-no-json":
        os.write(1, b'{"done":%d,"error":"a\\u0000b"}\n' % no)
    elif act == "stuck":
        os.write(1, b"Loading the model...\n")
        time.sleep(1000)
    elif act == "list":
        send([1])
    elif act == "unknown-field":
        send({"record": {"title": "x", "titel": "y"}})
    elif act == "wrong-type":
        send({"record": {"title": ["x"]}})
    elif act == "wrong-kind":
        send({"note": {"tags": ["x"]}})
    elif act == "misplaced":
        send({"record": {"title": "x", "version": "one"}})
    elif act == "zebra":
        send({"record": {"title": "x", "blocks": [{"type": "zebra", "text": "y"}]}})
    elif act == "nul":
        os.write(1, b'{"record":{"title":"a\\u0000"}}\n')
    elif act == "nothing":
        pass
    elif act == "no-status":
        send({"done": no, "status": "awful"})
        return
    elif act == "two":
        send({"record": {"title": "x"}, "request": {"url": "https://a.example/"}})
    elif act == "exit":
        sys.exit(3)
    elif act == "raise":
        raise ValueError("the words of an exception")
    elif act == "segv":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif act == "memory":
        held = []
        while True:
            held.append(bytearray(1 << 24))
    elif act == "spin":
        while True:
            pass
    elif act == "error":
        send({"done": no, "status": "bad-input", "error": "this document is not for me"})
        return
    else:
        send({"record": {"title": "good", "text": "The ferry sailed on Monday."}})
    if act not in ("twice", "wrong", "done-no-json"):
        send({"done": no})


for line in sys.stdin:
    m = json.loads(line)
    if "document" in m:
        answer(m["document"]["text"].strip(), m["call"])
    else:
        SECRET, MADE, LIBRARY = (m["open"]["options"][name] for name in ("secret", "made", "library"))
        send({"done": m["call"]})
