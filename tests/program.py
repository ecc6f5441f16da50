"""program.py - what the tests of the whole program share: a folder that is theirs, the program run in it, checks counted.

    from program import Program, arguments

    ap = arguments(__doc__)                  # has --tidings; more options may be added
    P = Program("polling", ap)               # a new folder, an environment that points into it
    A, check = P.arguments, P.check
    p = P.run("import", "--store", P.path("a.db"), P.write("in/one.txt", "A report"))
    check("an import of one file", p.returncode == 0, p.stderr)
    P.end()                                  # tells how many do not hold, removes the folder when all do, exits
"""
import argparse
import ctypes
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time


def arguments(doc):
    ap = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--tidings", required=True, help="the program; its worker and plugins lie beside it")
    return ap


def lines(text):
    """The objects of JSON Lines."""
    return [json.loads(x) for x in text.splitlines() if x.strip()]


def told(p):
    """What a run said, for the message of a check."""
    return "exit code %s: %s" % (p.returncode, (p.stdout + p.stderr)[-3000:])


def until(what, seconds=40, pause=0.02):
    """Wait until what() is true: was it?  seconds: the most that it takes on an idle machine; one that is busy gets five times as long."""
    end = time.monotonic() + 5 * seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(pause)
    return False


def without_landlock():
    """In a child: its three system calls, 444 to 446 everywhere, answer that they do not exist."""
    code = b"".join(struct.pack("HBBI", *x) for x in ((0x20, 0, 0, 0), (0x35, 0, 2, 444), (0x25, 1, 0, 446), (0x06, 0, 0, 0x00050000 | 38),
                                                      (0x06, 0, 0, 0x7fff0000)))
    held = ctypes.create_string_buffer(code)
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(held)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, *[ctypes.c_ulong(x) for x in (1, 0, 0, 0)]) != 0 or libc.prctl(22, ctypes.c_ulong(2), ctypes.c_void_p(ctypes.addressof(program)), ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
        os._exit(99)


class Program:
    def __init__(self, topic, ap, **more):
        """topic: part of the folder's name.  more: of the environment."""
        self.arguments = ap.parse_args()
        self.tidings = self.arguments.tidings = os.path.abspath(self.arguments.tidings)
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="tidings-%s-" % topic))
        self.env = dict(os.environ, HOME=self.folder, XDG_CACHE_HOME=self.path("cache"), XDG_DATA_HOME=self.path("data"),
                        NO_COLOR="1", **more)
        self.faults, self.began = 0, time.monotonic()
        with open(os.path.join(os.path.dirname(self.tidings), "tidings-worker"), "rb") as f:
            self.sanitized = b"__asan_init" in f.read()

    def install(self, cmake, name):
        """Install the program into a folder of that name here, which is not the prefix that it was installed to: moved, as with DESTDIR."""
        p = subprocess.run([cmake, "--install", os.path.dirname(self.tidings), "--prefix", self.path("made")], env=self.env, capture_output=True, text=True)
        if p.returncode != 0 and "cannot find" in p.stderr:  # a build of some targets only
            print("skipped: not everything is built: " + p.stderr)
            sys.exit(77)
        self.check("it is installed", p.returncode == 0, told(p))
        os.rename(self.path("made"), self.path(name))

    def pace(self):
        """How many times as long as on an idle machine, 1 to 20, the program takes here and now: for time limits that are part of a test."""
        began = time.monotonic()
        for _ in range(3):
            self.run("--version")
        return min(20, max(1, (time.monotonic() - began) / 3 / (0.15 if self.sanitized else 0.03)))

    def in_time(self, took, seconds):
        """Is that less than so many seconds on an idle machine?  The pace is measured when it is not."""
        return took < seconds or took < seconds * self.pace()

    def check(self, name, ok, why=""):
        self.faults += not ok
        print("%-4s %5.1f s  %s%s" % ("ok" if ok else "FAIL", time.monotonic() - self.began, name, "" if ok else ": %s" % (why,)),
              flush=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, data, mode=None):
        """A file of the folder, with the folders above it; its path.  data: text or bytes."""
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        if mode is not None:
            os.chmod(path, mode)
        return path

    def run(self, *args, timeout=600, **more):
        """The program, until it ends.  The exit code of one that did not end in time is None."""
        more = dict(dict(env=self.env, capture_output=True, text=True, errors="replace"), **more)
        try:
            return subprocess.run([self.tidings, *args], timeout=timeout, **more)
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(args, None, "", "it did not end in %s s" % timeout)

    def expect(self, *args, code=0, timeout=600, **more):
        """As run(); another exit code than this ends the test."""
        p = self.run(*args, timeout=timeout, **more)
        if code is not None and p.returncode != code:
            print("FAIL tidings %s: exit code %s, not %s\n%s" % (" ".join(args), p.returncode, code, p.stderr[-3000:]))
            sys.exit(1)
        return p

    def start(self, *args, **more):
        """The program, in the background."""
        more = dict(dict(env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True), **more)
        return subprocess.Popen([self.tidings, *args], **more)

    def records(self, store):
        """All records of a store, as `export` writes them."""
        return lines(self.expect("export", "--format", "jsonl", "--store", store).stdout)

    def end(self):
        if self.faults:
            print("%d do not hold; the folder is kept: %s" % (self.faults, self.folder))
        else:
            shutil.rmtree(self.folder, ignore_errors=True)
            print("all hold")
        sys.exit(1 if self.faults else 0)
