#!/usr/bin/python3 -B
# SPDX-License-Identifier: Apache-2.0
"""versions.py RUNNER [--seed N] [--rounds N]: reads, orders and matches random tags by Python's `packaging` and npm's
`semver`, writes what they say as version cases, and lets RUNNER (corpus_runner) answer them. A difference prints both
readings; a seed always makes the same cases. What is meant to differ stands in rules.py.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from oracle import npm, pep440  # noqa: E402


def cases(seed, rounds):
    chance = random.Random(seed)
    asked = []
    for _ in range(rounds):
        for law in (pep440.parse_cases, pep440.order_cases, pep440.constraint_cases):
            yield from law(chance)
        for law in (npm.parse_cases, npm.order_cases, npm.constraint_cases):
            asked += law(chance)
    answers = npm.ask([question for question, _ in asked])
    yield from (make(answer) for (_, make), answer in zip(asked, answers, strict=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runner")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=300)
    options = parser.parse_args()
    print(f"--seed {options.seed} --rounds {options.rounds}", flush=True)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.writelines(json.dumps(one) + "\n" for one in cases(options.seed, options.rounds))
        file.flush()
        return subprocess.run([options.runner, file.name], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
