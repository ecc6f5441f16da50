#!/usr/bin/env python3
"""fit_pairs.py - learn the weights of pair_weights.h from records whose stories are known.

    fit_pairs.py BENCH ecb-dev=FOLDER neus-dev=FOLDER > ../pair_weights.h

FOLDER holds SET.docs.jsonl ({"id", "title", "text", "published"}) and SET.truth.jsonl ({"id", "cluster"}); MANIFEST says
which files they must be.  BENCH is the program bench-stages, with the plugins beside it: the stage itself says what the
features of each pair are (its option trace).  Two records of one cluster are a pair that belongs together.  Each set weighs
the same.  Logistic regression; nothing is drawn by chance, so there is no seed.  Needs nothing but Python.
"""
import argparse
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../.."))
import training  # noqa: E402

HEAD = """/* pair_weights.h - the weight of each feature of a pair of records (pair_score.c) in the log odds that both
 * belong to one story: place, name, weight.  Written by train/fit_pairs.py; do not edit. */
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench")
    training.add_arguments(parser, HERE)
    parser.add_argument("--ridge", type=float, default=1.0, help="how small weights are held")
    parser.add_argument("--pairs", type=float, default=5000, help="how many pairs a set counts for")
    training.fit_and_print(parser.parse_args(), HERE, "story", ("../pair_score.c", "PAIR_FEATURES"), "PAIR_WEIGHTS", HEAD, "f",
                           lambda a, b: int(a["cluster"] == b["cluster"]))


if __name__ == "__main__":
    main()
