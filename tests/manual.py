#!/usr/bin/env python3
"""Manual pages and completion say what the program takes: each option of each command, in man, bash, zsh and fish.

  manual.py --tidings build/release/tidings

Shells and formatters that are not there are left out, and said.
"""
import os, pty, re, select, shutil, subprocess, sys, time

from program import arguments, lines, Program, told

ap = arguments(__doc__)
P = Program("manual", ap)
A, check, path = P.arguments, P.check, P.path


def output(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, env=P.env, cwd=P.folder, **more)


def has(tool):
    if shutil.which(tool) is None:
        print("not tried: %s is not here" % tool)
        return False
    return True


helped = P.run("--help").stdout
commands = re.findall(r"^  ([a-z]+) +\S", helped, re.M)
check("the commands are found", len(commands) > 20 and "manual" in commands, helped)
options = {c: re.findall(r"^  (?:-(.), |    )(--[a-z-]+)( \S+)?", P.run(c, "--help").stdout, re.M) for c in commands}
check("and their options", all(len(o) >= 5 for o in options.values()), {c: len(o) for c, o in options.items()})

# ---- manual pages ----
p = P.run("manual", "--into", path("man"))
pages = p.stdout.split()
components = lines(P.run("plugin", "list", "--json").stdout)
components = [c for c in components if c.get("kind")]
check("a page for the program, each command and each component", p.returncode == 0 and len(pages) == 1 + len(commands) + len(components) and all(os.path.getsize(x) > 300 for x in pages), (len(pages), len(commands), len(components), told(p)))
text = {os.path.basename(x): open(x).read() for x in pages}
plain = {n: re.sub(r"\\f[BIR]", "", t).replace("\\-", "-").replace("\\(aq", "'") for n, t in text.items()}
missing = [(c, o) for c in commands for _, o, _ in options[c] if not re.search(r"^(-., )?%s( |$)" % o, plain["tidings-%s.1" % c], re.M)]
check("each option is in the page of its command", not missing, missing)
missing = [c for c in commands if "tidings-%s(1)" % c not in plain["tidings.1"]]
check("each command is in the page of the program", not missing, missing)
shown = {c["ref"]: P.run("plugin", "show", c["ref"]).stdout for c in components}
missing = [(c["ref"], o) for c in components for o in re.findall(r"^  ([a-z_0-9]+) \((?:text|int|bool|size|duration|list|path|real|enum|percent)", shown[c["ref"]], re.M)
           if not re.search(r"^%s \(" % o, plain["tidings-%s-%s.7" % (c["kind"], c["name"])], re.M)]
check("each option of a component is in its page", not missing, missing)
check("one page is printed", P.run("manual", "run").stdout == text["tidings-run.1"] and P.run("manual", "feed").stdout == text["tidings-parser-feed.7"] and P.run("manual").stdout == text["tidings.1"])
p = P.run("manual", "nothing-like-it")
check("what has no page is told", p.returncode == 4 and "nothing-like-it" in p.stderr and p.stdout == "", told(p))
p = P.run("manual", "--into", "/proc/nowhere")
check("a folder that cannot be written is told", p.returncode == 1 and "/proc/nowhere" in p.stderr, told(p))
if has("groff"):
    p = output("groff", "-man", "-Tutf8", "-ww", "-P-c", *pages)
    bad = [x for x in p.stderr.splitlines() if "adjust line" not in x and "break line" not in x]
    check("a formatter has nothing to say against them", p.returncode == 0 and bad == [], bad[:5])

# A plugin's words are words: no request, no escape.
if shutil.which("python3") and has("groff"):
    P.write("odd.py", "import sys\n")
    c = P.write("odd.yaml", "version: 1\nplugins:\n  exec:\n    - { name: odd, kind: parser, claims: [text/x-odd], command: [/usr/bin/python3, ./odd.py], summary: \".so /etc/passwd \\\\n \\\\*[x] 'it' `is` -- odd\" }\n")
    p = P.run("manual", "--config", c, "odd")
    q = output("groff", "-man", "-Tutf8", "-ww", "-P-c", input=p.stdout)
    check("the summary of a program is text", p.returncode == 0 and ".so /etc/passwd \\n \\*[x] 'it'" in re.sub(r"\s+", " ", q.stdout) and "root:" not in q.stdout and q.stderr == "", (told(p), q.stdout[:600], q.stderr))

# ---- completion ----
for shell in ("bash", "zsh", "fish"):
    p = P.run("completion", shell)
    P.write("c." + shell, p.stdout)
    check(shell + " gets a script", p.returncode == 0 and len(p.stdout) > 5000, told(p))
p = P.run("completion", "tcsh")
check("no other shell does", p.returncode == 2 and "bash, zsh or fish" in p.stderr, told(p))
P.write("in/some-report.txt", "x")


def bash(*words):
    script = "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _tidings; printf '%%s\\n' \"${COMPREPLY[@]}\"" % (path("c.bash"), " ".join("'%s'" % w for w in words), len(words) - 1)
    return set(output("bash", "-c", script).stdout.split())


def fish(line):
    return {x.split("\t")[0] for x in output("fish", "--no-config", "-c", "source %s; complete -C %s" % (path("c.fish"), "'%s'" % line)).stdout.splitlines()}


if has("bash"):
    check("bash: commands", bash("tidings", "") >= set(commands) and bash("tidings", "bri") == {"brief"}, bash("tidings", ""))
    missing = [(c, o) for c in commands for _, o, _ in options[c] if o not in bash("tidings", c, o[:4])]
    check("bash: every option of every command", not missing, missing)
    check("bash: the values of an option", bash("tidings", "brief", "--format", "") == {"text", "md", "html"} == bash("tidings", "brief", "-f", "") and bash("tidings", "brief", "--format", "=", "m") == {"md"})
    check("bash: files, where they are meant", "in/some-report.txt" in bash("tidings", "import", "in/some") and "in/some-report.txt" in bash("tidings", "run", "--config", "in/s") and bash("tidings", "stories", "in/s") == set())
    check("bash: words of a command", bash("tidings", "store", "") == {"trim", "vacuum", "backup", "verify", "check"} and bash("tidings", "quarantine", "re") == {"retry"}, bash("tidings", "store", ""))
    check("bash: nothing where a number stands", bash("tidings", "brief", "-n", "") == set())
if has("fish"):
    check("fish: commands", fish("tidings ") >= set(commands), fish("tidings "))
    missing = [(c, o) for c in ("brief", "import", "run", "plugin", "check") for _, o, _ in options[c] if o not in fish("tidings %s %s" % (c, o[:4]))]
    check("fish: every option", not missing, missing)
    check("fish: values and files", fish("tidings brief --format ") == {"text", "md", "html"} and "in/some-report.txt" in fish("tidings import in/some") and "in/some-report.txt" not in fish("tidings stories in/some"))
if has("zsh"):
    pid, fd = pty.fork()
    if pid == 0:
        os.chdir(P.folder)
        os.execvpe("zsh", ["zsh", "-f"], dict(P.env, TERM="dumb", PS1="ready> ", PATH=os.environ["PATH"]))

    def zsh(typed, until, seconds=60):
        os.write(fd, typed)
        got, end = "", time.monotonic() + seconds
        while time.monotonic() < end and until not in got:
            if select.select([fd], [], [], 0.2)[0]:
                got += os.read(fd, 65536).decode(errors="replace")
        return got

    zsh(b"autoload -Uz compinit; compinit -u -d %s; source %s; echo re''ady-now\n" % (path("zdump").encode(), path("c.zsh").encode()), "ready-now")
    got = zsh(b"tidings bri\t", "tidings brief ")
    check("zsh: commands", "tidings brief " in got, repr(got))
    got = zsh(b"--format \t\t", "text")
    check("zsh: the values of an option", all(w in got for w in ("text", "md", "html")), repr(got))
    zsh(b"\x15", "ready> ", 1)
    got = zsh(b"tidings import --retry-fa\t", "--retry-failed")
    check("zsh: options", "--retry-failed" in got, repr(got))
    os.write(fd, b"\x15exit\n")
    os.close(fd)
    os.waitpid(pid, 0)
P.end()
