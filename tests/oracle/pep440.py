# SPDX-License-Identifier: Apache-2.0
"""What Python's `packaging` says of PEP 440 tags and specifiers, as cases."""

import itertools
import re

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from . import rules, tags
from .cases import case, is_foreign, sign

_LOCAL = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_DANGLING = re.compile(r"[._-](?:$|(?=[._-]))")
_CR = re.compile(r"cr[._-]?\d", re.I)
_PBR_ZERO = re.compile(r"[vV]?(\d+(?:\.\d+){2,})\.0+[a-zA-Z]")
_OPERATORS = ["==", "!=", ">=", "<=", ">", "<", "~="]


def _version(text):
    """packaging also takes blanks around and epochs."""
    try:
        return Version(text) if "!" not in text and text.strip() == text else None
    except InvalidVersion:
        return None


def _can_open_local(tag, at):
    word = re.split("[._-]", tag[at + 1:])[0]
    return tag[at] in "-_" or (tag[at] == "." and word.startswith("g") and rules.is_hash_token(word))


def read(tag):
    """The version, its local part behind the last separator that can stand for `+`; None when there is none.
    packaging also takes separators with nothing behind them."""
    if _DANGLING.search(tag):
        return None
    if whole := _version(tag):
        return whole
    for at in range(len(tag) - 1, 0, -1):
        if tag[at] in "._-" and _can_open_local(tag, at) and _LOCAL.fullmatch(tag[at + 1:]) and _version(tag[:at]):
            return _version(f"{tag[:at]}+{tag[at + 1:]}")
    return None


def _others(*versions):
    """The schemes beside pep440 that read these tags alike: there `crN` is rcN, and local words are variants, but for a
    number behind an underscore."""
    def alike(tag, version):
        local = version.local or ""
        return not _CR.search(tag) and (not local or (local.isdigit() and re.search(rf"_0*{local}$", tag)))
    return ["auto", "loose", "calver"] if all(alike(tag, version) for tag, version in versions) else []


def _parts(version, **changed):
    return {"kind": "version", "release": list(version.release), "pre": list(version.pre) if version.pre else None,
            "post": version.post, "dev": version.dev, **changed}


def _tag(random):
    tag = tags.pep440(random)
    return tags.mutated(random, tag) if random.random() < 0.3 else tag


def parse_cases(random):
    tag = _tag(random)
    if is_foreign(tag):
        return
    version = read(tag) if rules.is_legal(tag) else None
    other = {"kind": "name" if rules.is_legal(tag) else "invalid"}
    yield case("parse", "pep440", "packaging", _parts(version) if version else other, tag=tag)
    if not version:
        return
    zero = _PBR_ZERO.match(tag) if version.pre else None
    changed = {"release": [int(number) for number in zero[1].split(".")]} if zero else {}
    for scheme in _others((tag, version))[:2]:  # one number alone floats in calver
        yield case("parse", scheme, "packaging", _parts(version, **changed), tag=tag)


def _neighbours(random, count):
    """Tags with a good chance to be close to one another, and their versions without hashes, which do not order."""
    base, found = tags.release(random), {}
    while len(found) < count:
        tag = _tag(random)
        if random.random() < 0.8:
            tag = re.sub(r"^([vV]?)\d+(\.\d+)*", rf"\g<1>{base}" + random.choice(["", "", ".0", ".0.0"]), tag)
        version = read(tag) if rules.is_legal(tag) and not is_foreign(tag) else None
        if version:
            hashed = version.local and rules.is_hash_token(tag[-len(version.local):])
            found[tag] = Version(version.public) if hashed else version
    return list(found.items())


def order_cases(random):
    for (a, version_a), (b, version_b) in itertools.combinations(_neighbours(random, 5), 2):
        expect = sign((version_a > version_b) - (version_a < version_b))
        for scheme in ["pep440", *_others((a, version_a), (b, version_b))]:
            yield case("compare", scheme, "packaging", expect, a=a, b=b)


def _specifier(random, bound):
    operator, release = random.choice(_OPERATORS), ".".join(map(str, bound.release))
    if operator in ("==", "!=") and random.random() < 0.3:
        return f"{operator}{release}.*"
    is_line = len(bound.release) < 3 and str(bound) == release
    return None if is_line or is_foreign(str(bound)) else f"{operator}{bound}"


def constraint_cases(random):
    [(_, bound), (tag, version), (_, second)] = _neighbours(random, 3)
    parts = [_specifier(random, one) for one in (bound, second)[:random.choice([1, 1, 2])]]
    if None in parts or bound.local or second.local or version.local:
        return
    text = random.choice([",", ", ", " , "]).join(parts)
    try:
        expect = SpecifierSet(text, prereleases=True).contains(version, prereleases=True)
    except InvalidSpecifier:
        return
    for scheme in ["pep440", *_others((tag, version))[:2]]:
        yield case("constraint", scheme, "packaging", expect, constraint=text, tag=tag)
