#!/usr/bin/env python3
"""refused_words.py FOLDER - a fault in a word list stops its generator with the line and what would be right; the same lists
give the same bytes."""
import os, shutil, subprocess, sys, tempfile

folder, failed = sys.argv[1], 0
CLASSES = "class test-plain\nsays A list.\n\nclass test-months\nvalues 1 .. 12\nfolded\none-meaning\nsays Months.\n\nclass test-ways\nvalues near far-off\nsays Ways.\n\nclass test-small\nsmall\nsays Small.\n"
GOOD = "# German.\n\n[test-plain]\nso, ach\n\"a, \", b\n[test-months]\n3: März\n"
CASES = [  # classes, de.words, en.words, the place, part of the message
    (CLASSES, GOOD + "[test-nowhere]\n", "", "de.words:8:", "there is no class [test-nowhere]: declare it in core/languages/classes"),
    (CLASSES, GOOD + "3: maerz, MARZ\n", "", "de.words:8:", "\"MARZ\" stands in [test-months] already, in line 7"),
    (CLASSES, "[test-plain]\na\n[test-months]\n[test-plain]\nb\n", "", "de.words:4:", "stands already, in line 1: put both together"),
    (CLASSES, GOOD + "13: Undezember\n", "", "de.words:8:", "wants VALUE: ENTRY, ENTRY ... with a value of 1 .. 12"),
    (CLASSES, "[test-ways]\nfar: fern\n", "", "de.words:2:", "with a value of near far-off, not \"far\""),
    (CLASSES, "[test-plain]\nfoo: kaj\n", "", "de.words:2:", "[test-plain] has no values: ENTRY, ENTRY ... without \"foo:\""),
    (CLASSES, GOOD + "4:\n", "", "de.words:8:", "an empty entry"),
    (CLASSES, "[test-plain]\nla, de # often\n", "", "de.words:2:", "a comment stands on a line of its own"),
    (CLASSES, "[test-plain]\nla; de\n", "", "de.words:2:", "a comma is between entries"),
    (CLASSES, "[test-plain]\nla, d\u200be\n", "", "de.words:2:", "a character that is not seen, U+200B"),
    (CLASSES, "[test-plain]\nla, d\"e\" o\n", "", "de.words:2:", "an open quotation mark, or one inside an entry"),
    (CLASSES, "[test-small]\nla, De\n", "", "de.words:2:", "\"De\" has capitals: the reader of [test-small] makes the text small, so write \"de\""),
    (CLASSES, "\ufeff[test-plain]\nla\n", "", "de.words:1:", "begins with a byte order mark"),
    (CLASSES, GOOD + "4: \u2116 1\n5: no 1\n", "", "de.words:9:", "\"no 1\" stands in [test-months] already, in line 8"),
    (CLASSES, b"[test-plain]\nM\xe4rz\n", "", "de.words:2:", "byte 2 is not UTF-8"),
    (CLASSES, "[test-plain]\nMa\u0308rz\n", "", "de.words:2:", "write the letter with it as one (NFC)"),
    (CLASSES, "so\n", "", "de.words:1:", "a line before the first [CLASS]"),
    (CLASSES, "[test-plain]\na,, b\n", "", "de.words:2:", "an empty entry"),
    (CLASSES, "[test-plain]\n\"a, b\n", "", "de.words:2:", "an open quotation mark"),
    (CLASSES, GOOD, "[test-months]\n4: marz\n", "en.words:2:", "means one thing in de.words and another in en.words"),
    ("class plain\nsays A list.\n", "", "", "classes:1:", "is no name of a class"),
    ("class test-plain\n", "", "", "classes:1:", "does not say what it is for"),
    ("class test-plain\nsays A list.\nlong\n", "", "", "classes:3:", "expected class NAME"),
]


def run(classes, *lists, seed="0"):
    with tempfile.TemporaryDirectory() as work:
        shutil.copy(os.path.join(folder, "generate.py"), work)
        for name, text in zip(("classes", "de.words", "en.words"), (classes,) + lists):
            with open(os.path.join(work, name), "wb") as f:
                f.write(text if isinstance(text, bytes) else text.encode())
        got = subprocess.run([sys.executable, "generate.py", "out"], cwd=work, capture_output=True, text=True,
                             env=dict(os.environ, PYTHONHASHSEED=seed))
        made = {n: open(os.path.join(d, n)).read() for d, _, names in os.walk(os.path.join(work, "out")) for n in names}
        return got.returncode, got.stderr, made


def expect(true, what):
    global failed
    if not true:
        print(what)
        failed += 1


rc, told, made = run(CLASSES, GOOD, "")
expect(rc == 0 and sorted(made) == ["filled", "word_classes.h", "words_languages.c", "words_test.c"], "a good list is refused: %s" % told)
expect(made == run(CLASSES, GOOD, "", seed="7")[2], "the same lists give other bytes")
for classes, de, en, place, message in CASES:
    rc, told, made = run(classes, de, en)
    expect(rc != 0 and place in told and message in told, "expected %s ... %s\n     got %s" % (place, message, told or "no complaint"))
    expect(not made, "%s: written all the same: %s" % (place, made))
with tempfile.TemporaryDirectory() as work:
    shutil.copy(os.path.join(folder, "generate.py"), work)
    for name in ("classes", "Esperanto.words"):
        open(os.path.join(work, name), "w").close()
    told = subprocess.run([sys.executable, "generate.py", "out"], cwd=work, capture_output=True, text=True).stderr
    expect("Esperanto.words:1: \"Esperanto\" is no code of a language" in told, "Esperanto.words is taken: %s" % told)
sys.exit(1 if failed else 0)
