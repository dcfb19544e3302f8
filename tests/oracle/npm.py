# SPDX-License-Identifier: Apache-2.0
"""What npm's `semver` says of SemVer tags and ranges, as cases: each is a question and a function of the answer."""

import itertools
import json
import os
import re
import subprocess
from pathlib import Path

from . import rules, tags
from .cases import case, is_foreign, sign

_OPERATORS = ["", "=", ">=", "<=", ">", "<", "~", "^"]


def ask(questions):
    """All at once: node starts slowly."""
    lines = "".join(json.dumps(question) + "\n" for question in questions)
    answers = subprocess.run(["node", Path(__file__).with_name("npm.js")], input=lines, stdout=subprocess.PIPE, text=True,
                             check=True, timeout=120, env={**os.environ, "NODE_PATH": "/usr/share/nodejs"})
    return [json.loads(line) for line in answers.stdout.splitlines()]


def _spelled(tag):
    """As SemVer writes it: without v, with `+` for the first underscore; "" for what no SemVer can be."""
    text = re.sub("^[vV]", "", tag)
    return text.replace("_", "+", 1) if re.match("[0-9]", text) else ""


def _tag(random):
    tag = tags.semver(random)
    return tags.mutated(random, tag) if random.random() < 0.3 else tag


def _is_short(tag):
    return bool(re.fullmatch(r"[vV]?(0|[1-9]\d*)(\.(0|[1-9]\d*))?", tag))


def parse_cases(random):
    tag = _tag(random)
    if not rules.is_legal(tag) or is_foreign(tag) or _is_short(tag):
        return
    yield ["parse", _spelled(tag)], lambda read: case(
        "parse", "semver", "semver",
        {"kind": "version", "release": read["numbers"], "pre": read["pre"] or None} if read else {"kind": "name"}, tag=tag)


def _neighbours(random, count):
    base, found = tags.release(random, 3), set()
    while len(found) < count:
        tag = _tag(random)
        if random.random() < 0.8:
            tag = re.sub(r"^([vV]?)\d+(\.\d+)*", rf"\g<1>{base}", tag)
        if rules.is_legal(tag) and not is_foreign(tag) and not _is_short(tag):
            found.add(tag)
    return sorted(found)


def order_cases(random):
    for a, b in itertools.combinations(_neighbours(random, 4), 2):
        yield ["compare", _spelled(a), _spelled(b)], lambda order, a=a, b=b: case(
            "compare", "semver", "semver", None if order is None else sign(order), a=a, b=b)


def _bound(random):
    numbers = [random.choice("0011234") for _ in range(random.choice([1, 2, 2, 3, 3, 3, 3]))]
    text = ".".join(numbers)
    if len(numbers) < 3:
        return text + random.choice(["", "", ".x", ".*"])
    return text + (random.choice(["-rc.1", "-beta.2", "-alpha", "-0"]) if random.random() < 0.15 else "")


def _range(random):
    if random.random() < 0.1:
        return f"{_bound(random)} - {_bound(random)}"
    return " ".join(random.choice(_OPERATORS) + random.choice(["", "", " "]) + _bound(random)
                    for _ in range(random.choice([1, 1, 2])))


def constraint_cases(random):
    text = " || ".join(_range(random) for _ in range(random.choice([1, 1, 1, 2])))
    for _ in range(4):
        tag = ".".join(random.choice("0011234") for _ in range(3))
        for scheme in ["semver"] if "-0" in text else ["semver", "auto", "loose"]:
            yield ["match", text, tag], lambda admitted, tag=tag, scheme=scheme: case(
                "constraint", scheme, "semver", "invalid" if admitted is None else admitted, constraint=text, tag=tag)
