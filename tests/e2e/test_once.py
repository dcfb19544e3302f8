# SPDX-License-Identifier: Apache-2.0
"""One shot: after a boot, as a container's entry check, and what its exit code says."""

import re
import time

from engine_proxy import EngineProxy
from playground.program import ROOT, Exit
from playground.station import NODE
from playground.waiting import wait_until


def test_readme_says_what_the_exit_codes_mean():
    table = (ROOT / "README.md").read_text().partition("### Exit codes")[2].partition("###")[0]
    documented = [int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)]
    assert documented == sorted(Exit), table


def test_waits_for_an_engine_that_comes_up_later(station):
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0")
    late = station.folder / "late.sock"
    station.configure(engine={"socket": str(late)})
    child = station.start_lockstep("once", "--json", "--wait-for-engine", "60s")
    wait_until(lambda: station.state.exists(), "lockstep to be at work", 30)
    assert child.poll() is None and station.tag_running() == "4.1.0"
    engine = EngineProxy(late, station.socket)
    try:
        assert child.wait(60) == Exit.UPDATED, (station.folder / "lockstep.log").read_text()
        assert station.tag_running() == "4.1.1"
    finally:
        engine.close()


def test_waits_no_longer_than_it_was_told_and_not_at_all_by_itself(station):
    station.configure(engine={"socket": "/nowhere/engine.sock"})
    begin = time.monotonic()
    outcome = station.lockstep("once", "--wait-for-engine", "2s").expect(Exit.ENGINE_UNREACHABLE)
    assert 2 <= time.monotonic() - begin < 20 and "/nowhere/engine.sock" in outcome.err
    begin = time.monotonic()
    station.once().expect(Exit.ENGINE_UNREACHABLE)
    assert time.monotonic() - begin < 2
    station.lockstep("once", "--wait-for-engine", "soon").expect(Exit.CONFIGURATION)


def test_what_was_done_before_a_second_look_is_told_too(station):
    """A move down waits for the server's second answer; what else was updated meanwhile is not forgotten."""
    station.publish("4.1.0", "4.2.0", "4.2.1")
    station.run_node("4.2.0")
    station.run_node("4.2.0", name="central", auto_remove=False,
                     Labels={"vantage6-type": "server", "lockstep.enable": "true"})
    station.server.say("4.1.0")

    outcome = station.once().expect(Exit.UPDATED)

    assert (station.tag_running(), station.tag_running("central")) == ("4.1.0", "4.2.1")
    assert [outcome.swap(name)["result"] for name in ("central", NODE)] == ["updated"] * 2
