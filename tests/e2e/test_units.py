# SPDX-License-Identifier: Apache-2.0
"""The systemd units: well formed, and as closed as they claim."""

import re
import subprocess

import pytest
from playground.program import ROOT

UNITS = ROOT / "deploy" / "systemd"


@pytest.mark.parametrize("unit", ["lockstep.service", "lockstep-once.service"])
def test_exposure_is_at_most_1_5(unit):
    said = subprocess.run(["systemd-analyze", "security", "--offline=yes", "--threshold=15", UNITS / unit],
                          capture_output=True, text=True)
    level = re.search(r"exposure level for \S+: ([0-9.]+)", said.stdout)
    assert level and float(level.group(1)) <= 1.5, said.stdout + said.stderr


def test_units_are_understood_by_systemd(tmp_path):
    """Every key and value; the program's own path is the only thing that need not be here."""
    units = sorted(path for path in UNITS.iterdir() if path.suffix in (".service", ".timer", ".path"))
    assert len(units) == 4
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units],
                          capture_output=True, text=True)
    complaints = [line for line in said.stderr.splitlines() if "lockstep" in line and "is not executable" not in line]
    assert not complaints, said.stderr


def test_user_and_folders_are_declared():
    for kind, name in (("sysusers", "systemd-sysusers"), ("tmpfiles", "systemd-tmpfiles")):
        text = (UNITS / f"lockstep.{kind}").read_text()
        said = subprocess.run([name, "--cat-config", UNITS / f"lockstep.{kind}"], capture_output=True, text=True)
        assert said.returncode == 0 and "lockstep" in text, said.stderr
