# SPDX-License-Identifier: Apache-2.0
"""Choosing from 100 000 tags, against reading their list from JSON and against Python's packaging sorting it."""

import json
import random
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from packaging.version import Version

TREE = Path(__file__).resolve().parents[3]
TAGS = 100_000
PACKAGING_BOUND = 50  # times faster
BYTES_BOUND = 150  # per tag, beside the strings of the list


def release(chance):
    return f"{chance.randrange(12)}.{chance.randrange(60)}.{chance.randrange(80)}"


# What packaging can read: releases, candidates, rebuilds, development builds.
VERSIONS = [
    (40, lambda c: release(c)),
    (25, lambda c: release(c) + c.choice(["a", "b", "rc"]) + str(c.randrange(30))),
    (10, lambda c: f"{release(c)}.post{c.randrange(4)}"),
    (10, lambda c: f"v{release(c)}-rc.{c.randrange(9)}"),
    (10, lambda c: f"{release(c)}rc2024{c.randrange(1, 13):02}{c.randrange(1, 29):02}"),
    (5, lambda c: f"{release(c)}.dev{c.randrange(90)}"),
]
# And the rest of a busy repository: variants, architectures, commits, signatures, dates, prefixes, branches.
MIXED = VERSIONS + [
    (30, lambda c: release(c) + c.choice(["-alpine", "-slim", "-alpine3.19", "-bookworm", "-jdk17"])),
    (20, lambda c: release(c) + c.choice(["-amd64", "-arm64", "-linux-arm64"])),
    (10, lambda c: f"iree-{release(c)}"),
    (10, lambda c: f"{release(c)}-{c.getrandbits(28):07x}"),
    (10, lambda c: f"sha-{c.getrandbits(160):040x}"),
    (10, lambda c: f"sha256-{c.getrandbits(256):064x}.sig"),
    (5, lambda c: f"20{c.randrange(10, 25)}{c.randrange(1, 13):02}{c.randrange(1, 29):02}"),
    (5, lambda c: f"feature-{c.getrandbits(32)}"),
]


def tags(kinds, count=TAGS):
    chance, made = random.Random(20), {"4", "4.1", "4.2", "latest", "4.1.0"}
    weights, makers = zip(*kinds)
    while len(made) < count:
        made.add(chance.choices(makers, weights)[0](chance))
    return sorted(made, key=lambda tag: chance.random())


def sort_by_packaging(listed):
    """Milliseconds."""
    begin = time.perf_counter()
    sorted((Version(tag) for tag in listed if tag != "latest"))
    return (time.perf_counter() - begin) * 1000


def program():
    return TREE / "build/bench/tests/versions_bench"


def build():
    for command in (["cmake", "--preset", "bench"], ["cmake", "--build", "--preset", "bench", "--target", "versions_bench"]):
        subprocess.run(command, cwd=TREE, check=True, stdout=subprocess.DEVNULL)


def measure_list(kinds, rounds, by_packaging):
    listed, python, ours = tags(kinds), [], {}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"current": "4.1.0", "tags": listed}, file)
        file.flush()
        for _ in range(rounds):
            if by_packaging:
                python.append(sort_by_packaging(listed))
            for key, value in json.loads(subprocess.check_output([program(), file.name, "5"])).items():
                ours[key] = ours.get(key, []) + value if isinstance(value, list) else value
    figures = {key: round(statistics.median(value), 2) if isinstance(value, list) else value for key, value in ours.items()}
    if by_packaging:
        figures["packaging_ms"] = round(statistics.median(python), 1)
    return {**figures, "bytes_per_tag": round(ours["bytes"] / ours["tags"], 1)}


def measure(smoke):
    build()
    rounds = 1 if smoke else 5
    return {"mixed": measure_list(MIXED, rounds, False), "versions": measure_list(VERSIONS, rounds, True)}


def table(figures):
    for name, row in figures.items():
        yield f"choose from {row['tags']} tags, {name}, against reading them from JSON (ms)", row["select_ms"], row["decode_ms"]
        yield "  memory, against the bound (bytes/tag)", row["bytes_per_tag"], BYTES_BOUND
    row = figures["versions"]
    yield "  choose, against Python's packaging sorting (ms)", row["select_ms"], row["packaging_ms"]
    yield "  sort, against Python's packaging sorting (ms)", row["sort_ms"], row["packaging_ms"]


def missed(figures):
    if figures["mixed"]["select_ms"] > figures["mixed"]["decode_ms"]:
        yield f"choosing costs more than reading: {figures['mixed']}"
    for name, row in figures.items():
        if row["bytes_per_tag"] > BYTES_BOUND:
            yield f"{name}: memory: {row['bytes_per_tag']} bytes per tag, bound {BYTES_BOUND}"
    row = figures["versions"]
    if row["packaging_ms"] < PACKAGING_BOUND * row["select_ms"]:
        yield f"less than {PACKAGING_BOUND} times faster than packaging: {row}"
