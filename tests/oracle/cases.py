# SPDX-License-Identifier: Apache-2.0
"""Version cases as tests/versions_corpus has them."""

import re

from . import rules

_PREFIX = re.compile(r"[A-Za-z]+[._-]")


def case(kind, scheme, oracle, expect, **inputs):
    name = " ".join([scheme, *(str(value) for value in inputs.values())])
    return {"id": name, "type": kind, "scheme": scheme, **inputs, "expect": expect, "oracle": oracle}


def sign(order):
    return "<" if order < 0 else ">" if order > 0 else "="


def is_foreign(tag):
    """Another rule than the version's speaks first, or it has parts that the oracles do not know."""
    return rules.is_no_version(tag) or bool(_PREFIX.match(tag)) or rules.variant_start(tag) != len(tag)
