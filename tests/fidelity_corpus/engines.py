# SPDX-License-Identifier: Apache-2.0
"""The engines that a corpus can run on."""

import json
from pathlib import Path

NAMES = ("debian12",)
_SKIPS = Path(__file__).with_name("skips.json")


def maker(name):
    """Makes the engine for a folder; None is the one of this machine's Debian, which also builds the images."""
    return {"debian12": None}[name]


def skipped(name):
    """Cases that this engine cannot express: id → why."""
    return json.loads(_SKIPS.read_text()).get(name, {})
