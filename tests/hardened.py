#!/usr/bin/env python3
"""Run a command under the restrictions of a unit of systemd, without systemd, as far as that goes.  Root only.

  hardened.py UNIT UID GID WRITABLE[:WRITABLE...] COMMAND...

Of the unit: ProtectSystem=strict (all file systems are read-only but the folders named WRITABLE), PrivateTmp= is not done,
CapabilityBoundingSet=, NoNewPrivileges=, SystemCallFilter=, SystemCallErrorNumber=EPERM, RestrictAddressFamilies=, RestrictNamespaces=,
MemoryDenyWriteExecute=, RestrictSUIDSGID=, ProcSubset=, UMask=.  Exit 99: it cannot be done here, and the last line says why.
"""
import ctypes, ctypes.util, errno, os, re, socket, subprocess, sys

ALLOW, EPERM, ENOSYS = 0x7fff0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
MASKED_EQ, NE_NAMESPACES = 7, (0x00000080, 0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)


class Arg(ctypes.Structure):
    _fields_ = [("arg", ctypes.c_uint), ("op", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


def cannot(why):
    print(why)
    os._exit(99)


def directives(unit):
    found = {}
    for line in open(unit):
        m = re.fullmatch(r"([A-Za-z]+)=(.*)\n", line)
        if m:
            found.setdefault(m[1], []).append(m[2])
    return found


def sets():
    out = subprocess.run(["systemd-analyze", "syscall-filter"], capture_output=True, text=True).stdout
    found, name = {}, None
    for line in out.splitlines():
        word = line.strip()
        if line.startswith("@"):
            name = word
            found[name] = []
        elif name and word and not word.startswith("#"):
            found[name].append(word)
    return found


def expand(word, known):
    if not word.startswith("@"):
        return {word}
    return set().union(*[expand(w, known) for w in known[word]]) if known.get(word) else set()


def load(seccomp, default, rules):
    """rules: (action, system call, [(argument, mask, value)])."""
    ctx = seccomp.seccomp_init(ctypes.c_uint32(default))
    for action, name, tests in rules:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        args = (Arg * max(1, len(tests)))(*[Arg(n, MASKED_EQ, mask, value) for n, mask, value in tests])
        if number >= 0 and seccomp.seccomp_rule_add_array(ctx, ctypes.c_uint32(action), number, len(tests), args) not in (0, -errno.EACCES):
            cannot("no rule for %s" % name)
    if seccomp.seccomp_load(ctx) != 0:
        cannot("seccomp is not to be had")
    seccomp.seccomp_release(ctx)


def restrict(unit):
    name = ctypes.util.find_library("seccomp") or "libseccomp.so.2"
    try:
        seccomp = ctypes.CDLL(name)
    except OSError as e:
        cannot(str(e))
    seccomp.seccomp_init.restype = ctypes.c_void_p
    seccomp.seccomp_rule_add_array.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.c_void_p]
    seccomp.seccomp_load.argtypes = seccomp.seccomp_release.argtypes = [ctypes.c_void_p]
    d, known = directives(unit), sets()
    if not known:
        cannot("systemd-analyze is not there")
    allowed = set()
    for line in d["SystemCallFilter"]:
        for word in line.lstrip("~").split():
            allowed = allowed - expand(word, known) if line.startswith("~") else allowed | expand(word, known)
    denied = [(EPERM, "socket", [(0, 0xffffffff, n)]) for n in range(0, 46)
              if n not in [getattr(socket, f) for w in d["RestrictAddressFamilies"] for f in w.split()]]
    if d.get("MemoryDenyWriteExecute") == ["yes"]:
        denied += [(EPERM, "mmap", [(2, 6, 6)]), (EPERM, "mprotect", [(2, 4, 4)]), (EPERM, "pkey_mprotect", [(2, 4, 4)]), (EPERM, "shmat", [(2, 0o100000, 0o100000)])]
    if d.get("RestrictNamespaces") == ["yes"]:
        denied += [(EPERM, call, [(0, bit, bit)]) for call in ("clone", "unshare") for bit in NE_NAMESPACES] + [(ENOSYS, "clone3", []), (EPERM, "setns", [])]
    if d.get("RestrictSUIDSGID") == ["yes"]:
        denied += [(EPERM, call, [(at, bit, bit)]) for call, at in (("chmod", 1), ("fchmod", 1), ("fchmodat", 2), ("mkdir", 1), ("mkdirat", 2)) for bit in (0o4000, 0o2000)]
    load(seccomp, ALLOW, denied)
    load(seccomp, EPERM, [(ALLOW, name, []) for name in sorted(allowed | {"execve"})])


def main():
    unit, uid, gid, writable, command = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4].split(":"), sys.argv[5:]
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x00020000) != 0:
        cannot("no mount namespace is to be had")
    sh = lambda *args: subprocess.run(args, capture_output=True, text=True)
    if sh("mount", "--make-rprivate", "/").returncode != 0:
        cannot("mounts cannot be private")
    for path in writable:
        sh("mount", "--bind", path, path)
    for line in open("/proc/self/mounts").read().splitlines():
        at = line.split()[1]
        if at not in writable and not at.startswith(("/proc", "/dev")):
            sh("mount", "-o", "remount,bind,ro", at)
    if directives(unit).get("ProcSubset") == ["pid"]:
        sh("mount", "-t", "proc", "-o", "subset=pid,hidepid=2", "proc", "/proc")
    os.chdir(writable[0])
    os.umask(int(directives(unit)["UMask"][0], 8))
    for cap in range(64):
        libc.prctl(24, cap, 0, 0, 0)  # PR_CAPBSET_DROP
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if libc.prctl(38, 1, 0, 0, 0) != 0:
        cannot("no_new_privs")
    restrict(unit)
    os.execv(command[0], command)


main()
