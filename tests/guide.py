#!/usr/bin/env python3
"""guide.py - do the pages for authors of plugins do what they say?  Their blocks are used as they stand.

  guide.py --tidings build/release/tidings --source . docs/plugins/sink.md...

The test `guide-NAME` does this for docs/writing-a-plugin.md, docs/reading-briefs.md, docs/importing.md, docs/captures.md, docs/exporting.md, docs/retention.md, docs/site-rules.md, docs/statement-sources.md, docs/mail.md and each docs/plugins/NAME.md.  The blocks of a page are used in
its order, in a folder of their own, where `include` is the folder of the public headers and `build/release` that of the program;
`tidings` and `cc` are in the PATH.  What follows the language of a block says what it is:

  ```c maildir.c      a name: the block becomes this file, with folders above it; executable when it begins with #!
  ```c maildir.c most=45  and it has at most so many lines
  ```sh               commands, for `sh -e`.  They end with 0, or with what ```sh exit=3 says
  ```output           what the commands before it printed, standard error included, line by line; "..." stands for any text in
                      a line, a line of "..." for any number of lines; spaces that keep words together are spaces
  ```json             of the commands before it: members that the first line of JSON has at least (a group, and each element
                      of a list likewise)
  ```yaml, ```c ...   without a name: only shown.  So is what is indented

  <!-- needs: rustc -->   anywhere in a page: programs, or files below `build/release`, without which the page is skipped

Exit 0 when all hold, 77 when the page was skipped.
"""
import json, os, re, shutil, subprocess, sys

from program import arguments, lines, Program

ap = arguments(__doc__)
ap.add_argument("--source", required=True, help="the source tree")
ap.add_argument("page", nargs="+")
P = Program("guide", ap, TZ="UTC", COLUMNS="200")
A, check = P.arguments, P.check
P.env.pop("TIDINGS_PLUGIN_PATH", None)
P.env.setdefault("RUSTUP_HOME", os.path.expanduser("~/.rustup"))  # the folder of the test is HOME now
A.source = os.path.abspath(A.source)
built = os.path.dirname(A.tidings)
P.env["PATH"] = built + os.pathsep + P.env["PATH"]
os.chmod(P.folder, 0o755)  # programs run as nobody, when root starts them


def blocks(text):
    """(line, language, what follows it, text) of each fenced block."""
    found = re.finditer(r"^```([a-z+]*)([^\n`]*)\n(.*?)^```$", text, re.M | re.S)
    return [(text.count("\n", 0, m.start()) + 1, m[1], m[2].split(), m[3]) for m in found]


def as_pattern(line):
    return r".*".join(re.escape(part) for part in line.rstrip().split("..."))


def agrees(wanted, got):
    """Lines with holes, and lines."""
    if not wanted:
        return not got
    if wanted[0].strip() == "...":
        return any(agrees(wanted[1:], got[n:]) for n in range(len(got) + 1))
    return bool(got) and re.fullmatch(as_pattern(wanted[0]), got[0].rstrip()) is not None and agrees(wanted[1:], got[1:])


def has(wanted, got):
    if isinstance(wanted, dict):
        return isinstance(got, dict) and all(k in got and has(v, got[k]) for k, v in wanted.items())
    if isinstance(wanted, list):
        return isinstance(got, list) and len(got) == len(wanted) and all(map(has, wanted, got))
    return wanted == got


class Page:
    def __init__(self, path):
        self.name, self.said, self.runs = os.path.relpath(path, A.source), None, 0
        self.text = open(path, encoding="utf-8").read()
        self.folder = P.path(os.path.splitext(os.path.basename(path))[0])
        os.makedirs(os.path.join(self.folder, "build"))
        os.symlink(os.path.join(A.source, "include"), os.path.join(self.folder, "include"))
        os.symlink(built, os.path.join(self.folder, "build", "release"))

    def is_there(self, name):
        """A program of the PATH that can be started, or a file of the page's folder."""
        if "/" in name:
            return os.path.exists(os.path.join(self.folder, name))
        return shutil.which(name, path=P.env["PATH"]) and subprocess.run([name, "--version"], env=P.env, capture_output=True).returncode == 0

    def missing(self):
        wanted = " ".join(re.findall(r"<!-- needs: ([^>]*) -->", self.text)).split()
        return [w for w in wanted if not self.is_there(w)]

    def write(self, name, text, line, attributes):
        path = P.write(os.path.join(self.folder, name), text, 0o755 if text.startswith("#!") else 0o644)
        most = attributes.get("most")
        if most is not None:
            check("%s:%d: %s has at most %s lines" % (self.name, line, path, most), text.count("\n") <= int(most), text.count("\n"))

    def commands(self, text, line, attributes):
        self.runs += 1
        try:
            p = subprocess.run(["sh", "-ec", text], cwd=self.folder, env=P.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, errors="replace", timeout=120)
            code, self.said = p.returncode, p.stdout
        except subprocess.TimeoutExpired as e:
            code, self.said = None, "it did not end in time; " + (e.stdout or b"").decode(errors="replace")
        check("%s:%d: the commands" % (self.name, line), code == int(attributes.get("exit", "0")), "exit code %s: %s" % (code, self.said))

    def block(self, line, language, words, text):
        names = [w for w in words if "=" not in w]
        attributes = dict(w.split("=", 1) for w in words if "=" in w)
        if names:
            self.write(names[0], text, line, attributes)
        elif language == "sh":
            self.commands(text, line, attributes)
        elif language == "output":
            check("%s:%d: what they print" % (self.name, line), agrees(text.rstrip().splitlines(), self.said.replace("\u00a0", " ").rstrip().splitlines()), "the page has\n%sthe program\n%s" % (text, self.said))
        elif language == "json":
            got = lines("\n".join([x for x in self.said.splitlines() if x.startswith("{")][:1]))
            check("%s:%d: the record they print" % (self.name, line), got and has(json.loads(text), got[0]), self.said)

    def run(self):
        for each in blocks(self.text):
            self.block(*each)
        check("%s: has commands" % self.name, self.runs > 0)


skipped = 0
for path in A.page:
    page = Page(os.path.abspath(path))
    if page.missing():
        print("skip: %s: there is no %s" % (page.name, ", ".join(page.missing())))
        skipped += 1
    else:
        page.run()
if skipped == len(A.page):
    shutil.rmtree(P.folder)
    sys.exit(77)
P.end()
