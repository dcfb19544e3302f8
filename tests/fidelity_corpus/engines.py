# SPDX-License-Identifier: Apache-2.0
"""The engines that a corpus can run on."""

import json
from pathlib import Path

from playground.engine import Engine
from playground.podman import Podman
from playground.suite import Suite

NAMES = ("debian12", "trixie", "sid", "podman")
_SKIPS = Path(__file__).with_name("skips.json")


def maker(name):
    """Makes the engine for a lab's folder; None is the one of this machine's Debian, which also builds the images."""
    if name == "debian12":
        return None
    if name == "podman":
        return lambda folder: Podman(folder / "e")
    return lambda folder: Engine(folder / "e", Suite(name), shared=folder)


def skipped(name):
    """Cases that this engine cannot express: id → why."""
    return json.loads(_SKIPS.read_text()).get(name, {})
