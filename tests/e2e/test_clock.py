# SPDX-License-Identifier: Apache-2.0
"""A machine whose clock is wrong: it is told, and nothing is done to what runs because of it."""

import subprocess
from pathlib import Path

import pytest
from playground.program import Exit
from playground.waiting import wait_until

DAY = 24 * 3600


@pytest.fixture(scope="session")
def clock_at(tmp_path_factory):
    library = tmp_path_factory.mktemp("clock_at") / "clock_at.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library,
                    Path(__file__).with_name("clock_at.c"), "-ldl"], check=True)
    return lambda days: {"LD_PRELOAD": str(library), "CLOCK_AHEAD": str(days * DAY)}


@pytest.fixture
def looked(station):
    """A node that is up to date and was looked at."""
    station.publish("4.1.0")
    station.run_node("4.1.0")
    station.once().expect(Exit.UP_TO_DATE)
    return station


@pytest.mark.parametrize("days", [-400, -2])
def test_a_clock_that_stands_before_the_last_look_is_told(looked, clock_at, days):
    before = looked.fingerprint()
    outcome = looked.once(environment=clock_at(days)).expect(Exit.UP_TO_DATE)
    assert "before the last look" in outcome.err and "timedatectl" in outcome.err
    assert looked.fingerprint() == before
    assert "clock" not in looked.once().err  # right again, and later than what was stored meanwhile


def test_status_and_health_say_it_too(looked, clock_at):
    assert "before the last look" in looked.lockstep("status", environment=clock_at(-2)).out
    looked.configure(interval="10s")
    child = looked.start_lockstep("run")
    try:
        wait_until(lambda: looked.lockstep("health").status == Exit.UP_TO_DATE, "the daemon to be healthy", 60)
        unhealthy = looked.lockstep("health", environment=clock_at(-2)).expect(Exit.DOES_NOT_HOLD)
        assert "before the last look" in unhealthy.out
    finally:
        child.terminate()
        child.wait(20)


def test_a_node_updates_with_a_clock_far_ahead_and_after_it_was_set_right(looked, clock_at):
    looked.publish("4.1.1")
    looked.once(environment=clock_at(3650)).expect(Exit.UPDATED)
    looked.publish("4.1.2")
    outcome = looked.once().expect(Exit.UPDATED)
    assert "before the last look" in outcome.err
    assert looked.version_running() == "4.1.2"


def test_soak_does_not_wait_for_a_clock_that_ran_ahead(looked, clock_at):
    looked.configure(soak="2s")
    looked.publish("4.1.1")
    looked.once(environment=clock_at(3650)).expect(Exit.BLOCKED)
    looked.once().expect(Exit.BLOCKED)
    wait_until(lambda: looked.once().status == Exit.UPDATED, "the soak time of two seconds to end", 30, every=0.5)
