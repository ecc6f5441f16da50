"""training.py - what the scripts in plugins/*/train share: the manifest of what numbers were learned from, the names of the
features, and weights by logistic regression.  Needs nothing but Python.

A MANIFEST is text: for each set a block of `key: value` lines (set, from, licence), then a line `sha256  name` for each of
its files.  Names are relative to the folder that the script is given for the set.
"""
import hashlib
import json
import math
import os
import re
import subprocess
import sys


# ---- manifests

def read_manifest(path):
    """{set: {file: sha256}}"""
    sets = {}
    for line in open(path, encoding="utf-8"):
        field = re.match(r"set: (\S+)$", line)
        file = re.match(r"([0-9a-f]{64})  (.+)$", line)
        if field:
            files = sets.setdefault(field.group(1), {})
        elif file:
            files[file.group(2)] = file.group(1)
    return sets


def sha256(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def check_set(manifest, name, folder, files):
    """End the script unless the folder holds, of the files that are to be read, just those that the manifest lists."""
    listed = read_manifest(manifest).get(name)
    if listed is None:
        sys.exit(f"{manifest} lists no set {name}; to learn from other sets: --anew")
    wrong = [f"{f} is missing" for f in sorted(set(listed) - set(files))]
    wrong += [f"{f} is not listed" for f in sorted(set(files) - set(listed))]
    wrong += [f"{f} is another file" for f in sorted(set(files) & set(listed))
              if sha256(os.path.join(folder, f)) != listed[f]]
    if wrong:
        sys.exit(f"{name}: this is not the set that the numbers were learned from: {', '.join(wrong[:3])}"
                 + (f" and {len(wrong) - 3} more" if len(wrong) > 3 else "")
                 + f"\n(listed in {manifest}; to learn from other sets: --anew)")


def write_manifest(path, sets):
    """sets: [(name, folder, files)]"""
    with open(path, "w", encoding="utf-8") as out:
        for name, folder, files in sets:
            out.write(f"set: {name}\nfrom: \nlicence: \n")
            out.writelines(f"{sha256(os.path.join(folder, f))}  {f}\n" for f in sorted(files))
            out.write("\n")


def add_arguments(parser, here):
    """The arguments that all of the scripts take."""
    parser.add_argument("sets", nargs="+", metavar="SET=FOLDER", help="what to learn from")
    parser.add_argument("--manifest", default=os.path.join(here, "MANIFEST"), help="what the sets must be (MANIFEST)")
    parser.add_argument("--anew", metavar="FILE", help="learn from whatever the folders hold, and write its manifest to FILE")


def take_sets(args, files_of):
    """[(name, folder)] of the arguments, each of them as the manifest says.  files_of(name, folder): what is read there."""
    sets = [tuple(s.split("=", 1)) for s in args.sets if "=" in s]
    if len(sets) != len(args.sets):
        sys.exit("say SET=FOLDER for each set")
    listed = [(name, folder, [f for f in files_of(name, folder) if os.path.exists(os.path.join(folder, f))])
              for name, folder in sets]
    if args.anew:
        write_manifest(args.anew, listed)
        return sets
    for name, folder, files in listed:
        check_set(args.manifest, name, folder, files)
    whole = list(read_manifest(args.manifest))
    if [name for name, _ in sets] != whole:
        print(f"note: the whole of the manifest is, in this order: {' '.join(whole)}", file=sys.stderr)
    return sets


# ---- features

def feature_names(source, macro):
    """The names in a feature table, `#define MACRO(X) ... X(NAME) ...`, in their order."""
    table = re.search(r"#define %s\(X\).*?[^\\]\n" % macro, open(source, encoding="utf-8").read(), re.S).group(0)
    return re.findall(r"\bX\((\w+)\)", table[table.index(")") + 1:])


def read_rows(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def read_pairs(bench, stage, docs, names):
    """[(id, id, features)] of all pairs that the stage compares when it reads the documents and joins nothing."""
    others = [s for s in ("dedupe", "story", "extract") if s != stage]
    run = subprocess.run([bench, "--docs", docs, "--set", stage + ".trace=true", "--without", others[0], "--without", others[1]],
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True)
    ids, pairs = [row["id"] for row in read_rows(docs)], []
    for line in run.stdout.decode("utf-8", "replace").split("\n"):
        m = re.search(r" pair (\d+) (\d+) (.*) score \S+$", line)
        if m:
            said = m.group(3).split(" ")
            if said[0::2] != names:
                sys.exit(f"{bench} was built with other features than the sources have: build it again")
            pairs.append((ids[int(m.group(1)) - 1], ids[int(m.group(2)) - 1], [float(v) for v in said[1::2]]))
    if not pairs:
        sys.exit(f"{stage} compared nothing in {docs}")
    return pairs


# ---- weights

def solve(a, b):
    """x with a x = b; a symmetric and positive."""
    n = len(b)
    a = [row[:] + [b[i]] for i, row in enumerate(a)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(a[r][i]))
        a[i], a[pivot] = a[pivot], a[i]
        for r in range(i + 1, n):
            k = a[r][i] / a[i][i]
            for c in range(i, n + 1):
                a[r][c] -= k * a[i][c]
    x = [0.0] * n
    for i in reversed(range(n)):
        x[i] = (a[i][n] - sum(a[i][c] * x[c] for c in range(i + 1, n))) / a[i][i]
    return x


def logistic(rows, labels, importance, ridge, rounds=12):
    """Weights by Newton's method; the first feature is always 1 and is not held small.  Nothing is drawn by chance."""
    n = len(rows[0])
    w = [0.0] * n
    for _ in range(rounds):
        gradient = [-ridge * v if i else 0.0 for i, v in enumerate(w)]
        curve = [[ridge if i == k and i else 0.0 for k in range(n)] for i in range(n)]
        for x, y, much in zip(rows, labels, importance):
            at = [(i, v) for i, v in enumerate(x) if v]
            odds = sum(w[i] * v for i, v in at)
            p = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
            slope, bend = much * (y - p), much * p * (1 - p)
            for k, (i, v) in enumerate(at):
                gradient[i] += slope * v
                row, part = curve[i], bend * v
                for j, u in at[k:]:
                    row[j] += part * u
        for i in range(n):
            curve[i][i] += 1e-9
            for j in range(i):
                curve[i][j] = curve[j][i]
        step = solve(curve, gradient)
        w = [v + max(-5.0, min(5.0, s)) for v, s in zip(w, step)]
        if max(map(abs, step)) < 1e-6:
            break
    return w


def weights_table(macro, names, weights, suffix=""):
    """The table that the C code includes: X(place, NAME, weight) for each feature."""
    wide = max(map(len, names)) + 1
    rows = ["  X(%2d, %-*s %.2f%s)" % (i, wide, name + ",", w, suffix) for i, (name, w) in enumerate(zip(names, weights))]
    wide = max(map(len, rows)) + 1
    return ("// clang-format off\n" + f"#define {macro}(X)".ljust(wide) + "\\\n"
            + "".join(row.ljust(wide) + "\\\n" for row in rows[:-1]) + rows[-1] + "\n// clang-format on\n")


def fit_and_print(args, here, stage, features, weights, head, suffix, same):
    """The whole of a script that learns weights of pairs: from sets of NAME.docs.jsonl and NAME.truth.jsonl, to a table on
    standard output.  features: (source, macro); same(truth of one, truth of the other): the label, or None to leave it out."""
    def files_of(name, _):
        return [name + ".docs.jsonl", name + ".truth.jsonl"]
    names = feature_names(os.path.join(here, features[0]), features[1])
    rows, labels, importance = [], [], []
    for name, folder in take_sets(args, files_of):
        docs, truth = (os.path.join(folder, f) for f in files_of(name, folder))
        truth = {row["id"]: row for row in read_rows(truth)}
        pairs = [(x, same(truth[a], truth[b])) for a, b, x in read_pairs(args.bench, stage, docs, names)]
        pairs = [(x, y) for x, y in pairs if y is not None]
        print(f"{name}: {len(pairs)} pairs, {sum(y for _, y in pairs)} of them the same", file=sys.stderr)
        rows += [x for x, _ in pairs]
        labels += [y for _, y in pairs]
        importance += [args.pairs / len(pairs)] * len(pairs)
    learned = logistic(rows, labels, importance, args.ridge)
    print(head + weights_table(weights, names, learned, suffix), end="")
