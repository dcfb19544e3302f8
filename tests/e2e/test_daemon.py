# SPDX-License-Identifier: Apache-2.0
"""The daemon: cycles on its own, stops at once when told, and lives alone."""

import signal

from playground.program import Exit
from playground.station import NODE
from playground.waiting import wait_until


def stop(child, limit=20):
    child.send_signal(signal.SIGTERM)
    return child.wait(timeout=limit)


def test_daemon_updates_and_ends_on_sigterm(station):
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0")
    station.configure(interval="10s")
    child = station.start_lockstep("run")
    try:
        wait_until(lambda: station.engine.containers() == {NODE: "running"} and station.tag_running() == "4.1.1",
                   "the daemon's first update", 30)
        station.publish("4.1.2")
        wait_until(lambda: station.engine.containers() == {NODE: "running"} and station.tag_running() == "4.1.2",
                   "the daemon's second update", 60)
    finally:
        status = stop(child)
    assert status == 0, (station.folder / "lockstep.log").read_text()


def test_daemon_survives_outages_and_goes_on(proxied):
    station = proxied
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0")
    station.configure(interval="10s")
    station.server.answer("down", 503)
    asked = len(station.server.paths)
    child = station.start_lockstep("run")
    try:
        wait_until(lambda: len(station.server.paths) >= asked + 2, "two cycles without a server", 60)
        assert station.tag_running() == "4.1.0" and child.poll() is None
        station.server.say("4.1.0")
        wait_until(lambda: station.engine.containers() == {NODE: "running"} and station.tag_running() == "4.1.1",
                   "the update after the outage", 90)
    finally:
        stop(child)


def test_second_instance_is_refused(station):
    station.publish("4.1.0")
    station.run_node("4.1.0")
    child = station.start_lockstep("run")
    try:
        wait_until(lambda: station.server.paths, "the daemon's first cycle", 30)
        outcome = station.once().expect(Exit.ALREADY_RUNNING)
        assert str(station.state) in outcome.err
        station.plan().expect(Exit.UP_TO_DATE)
    finally:
        stop(child)
    station.once().expect(Exit.UP_TO_DATE)


def test_sigterm_in_the_middle_of_a_swap_leaves_one_running_container(station):
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0", auto_remove=False)
    station.configure(gate={"settle": "10s"})
    child = station.start_lockstep("once")
    wait_until(lambda: len(station.engine.containers()) > 1, "the swap to begin", 30)
    stop(child, limit=60)
    station.configure(gate={"settle": "1s"})
    station.once()
    assert station.engine.containers() == {NODE: "running"}
    assert station.engine.execute(NODE, "cat", "/mnt/data/results") == "precious"


def test_sighup_takes_new_settings_and_wrong_ones_leave_the_old_in_force(station):
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0")
    station.configure(targets=[{"name": "none", "match": {"name": NODE}, "enabled": False}])
    child = station.start_lockstep("run")
    said = station.folder / "lockstep.log"
    try:
        wait_until(lambda: "cycle" in said.read_text(), "the daemon's first cycle", 30)
        good = station.config_file.read_text()
        station.config_file.write_text("interval: never\n")
        child.send_signal(signal.SIGHUP)
        wait_until(lambda: "stay in force" in said.read_text(), "the word about wrong settings", 30)
        assert "never" in said.read_text() and child.poll() is None and station.tag_running() == "4.1.0"
        station.config_file.write_text(good)
        station.configure(targets=[])
        child.send_signal(signal.SIGHUP)
        wait_until(lambda: station.engine.containers() == {NODE: "running"} and station.tag_running() == "4.1.1",
                   "the update by the new settings", 60)
    finally:
        assert stop(child) == 0, said.read_text()
