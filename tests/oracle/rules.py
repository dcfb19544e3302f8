# SPDX-License-Identifier: Apache-2.0
"""What Lockstep knows of tags and the oracles do not, as plain patterns: the deliberate differences."""

import re

COMMIT = r"(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])(?:[0-9a-f]{7,40}|[0-9a-f]{64})"
MONTH_DAY = r"(?:0[1-9]|1[0-2]){dash}(?:0[1-9]|[12]\d|3[01])"
DAY = rf"20\d\d(?:{MONTH_DAY.format(dash='')}(?:\d\d){{0,3}}|-{MONTH_DAY.format(dash='-')})(?!\d)"
ARCHITECTURES = "|".join("""amd64 x86_64 x86-64 arm64 aarch64 arm64v8 armv7 arm32v7 armv7l armhf armv6 arm32v6 armv5
arm32v5 386 i386 ppc64le s390x riscv64 mips64le loong64""".split())
VARIANTS = "|".join("""alpine slim debian ubuntu centos rhel rocky almalinux fedora ubi oracle oraclelinux amazonlinux
busybox distroless scratch musl glibc stretch buster bullseye bookworm trixie sid xenial bionic focal jammy noble
windowsservercore nanoserver windows linux ltsc cuda cudnn rocm cpu gpu devel runtime base jdk jre openjdk temurin php
python py node perl apache fpm cli zts management debug nonroot rootless fips full minimal lite live lts oss ce ee
enterprise community onbuild""".split())

_LEGAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")
_HASH = re.compile(rf"{COMMIT}|(?:sha|git|commit)[._-]?[0-9a-f]{{7,64}}")
_DATE = re.compile(rf"[vV]?{DAY}")
_LONG = re.compile(r"[vV]?\d{5,}[\d.]*")
_ARCHITECTURE = re.compile(rf"(?:.*[-_](?:{ARCHITECTURES})|(?:{ARCHITECTURES})-.*)", re.I)
_VARIANT = {dashes: re.compile(rf"[{dashes}](?:{VARIANTS})[\d.]*(?=[-_]|$)", re.I) for dashes in ("-", "-_")}
_TOKEN = re.compile(rf"g?{COMMIT}")
_BETA = re.compile(r"[abc]\d+")


def is_legal(tag):
    return bool(_LEGAL.fullmatch(tag))


def is_no_version(tag):
    """A hash, a date or a long number comes first, and an architecture is cut off first."""
    return bool(_DATE.match(tag) or any(rule.fullmatch(tag) for rule in (_HASH, _LONG, _ARCHITECTURE)))


def variant_start(tag, dashes="-_"):
    """Where a listed variant word begins, with its dash; the end when there is none."""
    found = _VARIANT[dashes].search(tag)
    return found.start() if found else len(tag)


def is_hash_token(word):
    return bool(_TOKEN.fullmatch(word)) and not _BETA.fullmatch(word)
