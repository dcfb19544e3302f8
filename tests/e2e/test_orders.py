# SPDX-License-Identifier: Apache-2.0
"""hold, unhold, rollback and retry: with and without a daemon, and with one that ends or does not come to it."""

import os
import signal

import pytest
from playground import program
from playground.program import Exit
from playground.station import NODE
from playground.waiting import wait_until


@pytest.fixture
def daemon(station):
    """A daemon that has looked once and now rests for a day."""
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0", auto_remove=False)
    station.configure(interval="24h")
    station.once().expect(Exit.UPDATED)
    child = station.start_lockstep("run")
    station.daemon = child
    try:
        wait_until(lambda: "up-to-date" in said(station), "the daemon's first look", 30)
        yield station
    finally:
        child.kill()
        child.wait()


def said(station, who="lockstep"):
    return (station.folder / f"{who}.log").read_text()


def command(station, *arguments):
    return program.start(["--config", station.config_file, *arguments], station.folder / "command.log")


def waiting(station, *arguments):
    """A command that waits beside the daemon; its order is left when this returns."""
    child = command(station, *arguments)
    wait_until(lambda: list((station.state / "orders").glob("*.order")), "the order to be left", 30)
    return child


def test_a_hold_is_shown_and_kept_until_it_is_lifted(station):
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0")
    held = station.lockstep("hold", NODE, "--for", "2h", "--reason", "audit", "--json").expect(Exit.UP_TO_DATE).json
    assert held["name"] == NODE and held["reason"] == "audit" and held["until"] > held["since"]
    plan = station.plan().expect(Exit.BLOCKED)
    assert plan.verdict(NODE)["reason"] == "on-hold" and plan.json["holds"] == [
        {key: held[key] for key in ("name", "reason", "since", "until")}]
    station.once().expect(Exit.BLOCKED)
    assert station.version_running() == "4.1.0"
    status = station.lockstep("status").expect(Exit.UP_TO_DATE).out
    assert f"{NODE} is on hold since" in status and f"`lockstep unhold {NODE}`" in status and "audit" in status
    assert station.lockstep("status", "--json").json["holds"] == plan.json["holds"]
    station.lockstep("unhold", NODE).expect(Exit.UP_TO_DATE)
    assert "was not on hold" in station.lockstep("unhold", NODE).expect(Exit.UP_TO_DATE).out
    station.once().expect(Exit.UPDATED)
    assert "did you mean" in station.lockstep("hold", NODE[:-1]).expect(Exit.CONFIGURATION).err


def test_a_rollback_stays_until_a_person_says_otherwise(station):
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0")
    assert station.lockstep("rollback", NODE).expect(Exit.REFUSED).err.count("no earlier image") == 1
    station.once().expect(Exit.UPDATED)
    planned = station.lockstep("rollback", NODE, "--plan", "--json").expect(Exit.WOULD_UPDATE)
    assert planned.verdict(NODE)["tag"] == "4.1.0" and station.version_running() == "4.1.1"
    back = station.lockstep("rollback", NODE, "--reason", "tasks fail", "--json").expect(Exit.UPDATED)
    assert back.swap(NODE)["to"] == station.image("4.1.0")
    assert station.version_running() == "4.1.0"
    assert station.engine.execute(NODE, "cat", "/mnt/data/results") == "precious"
    assert station.once().expect(Exit.REFUSED).verdict(NODE)["reason"] == "bad-digest"
    forgotten = station.lockstep("retry", NODE, "--json").expect(Exit.UP_TO_DATE).json["forgotten"]
    assert len(forgotten) == 1 and "tasks fail" in forgotten[0]["reason"]
    station.once().expect(Exit.UPDATED)
    assert station.version_running() == "4.1.1"
    results = [line["result"] for line in station.lockstep("history", "--json").json["history"]]
    assert results == ["updated", "ordered", "updated", "ordered", "updated"]


def test_beside_a_daemon_orders_are_carried_out_by_it(daemon):
    station = daemon
    answer = station.lockstep("rollback", NODE, "--json").expect(Exit.UPDATED)
    assert answer.swap(NODE)["result"] == "updated" and station.version_running() == "4.1.0"
    assert "waiting for it" in answer.err and "a person ordered: rollback" in said(station)
    assert station.lockstep("hold", NODE).expect(Exit.UP_TO_DATE).out.startswith(f"{NODE} is on hold")
    assert station.lockstep("status", "--json").json["holds"][0]["name"] == NODE
    station.lockstep("retry", NODE).expect(Exit.UP_TO_DATE)
    assert station.lockstep("unhold", "nobody").expect(Exit.CONFIGURATION).err.count("nobody") >= 1
    station.lockstep("unhold", NODE).expect(Exit.UP_TO_DATE)
    wait_until(lambda: station.engine.containers() == {NODE: "running"} and station.tag_running() == "4.1.1",
               "the look that follows", 60)
    assert list((station.state / "orders").iterdir()) == []


def test_a_daemon_that_dies_before_it_comes_to_the_order(daemon):
    station = daemon
    station.daemon.send_signal(signal.SIGSTOP)
    child = waiting(station, "hold", NODE)
    station.daemon.kill()
    station.daemon.wait()
    assert child.wait(30) == Exit.UP_TO_DATE, said(station, "command")
    assert station.lockstep("status", "--json").json["holds"][0]["name"] == NODE


def test_a_daemon_that_dies_in_the_middle_of_the_order(daemon):
    station = daemon
    station.configure(gate={"settle": "10s", "limit": "60s"})
    station.daemon.send_signal(signal.SIGHUP)
    wait_until(lambda: "new settings are in force" in said(station), "the new settings", 30)
    child = command(station, "rollback", NODE)
    wait_until(lambda: len(station.engine.containers()) > 1, "the swap to begin", 60)
    station.daemon.kill()
    station.daemon.wait()
    station.configure(gate={"settle": "500ms", "limit": "20s"})
    assert child.wait(120) == Exit.BLOCKED, said(station, "command")
    assert "ended before it was done" in said(station, "command")
    station.once()
    assert station.engine.containers() == {NODE: "running"}
    assert list((station.state / "orders").iterdir()) == []


def test_a_person_who_does_not_wait_any_longer(daemon):
    station = daemon
    station.daemon.send_signal(signal.SIGSTOP)
    child = waiting(station, "hold", NODE)
    child.send_signal(signal.SIGINT)
    assert child.wait(20) == Exit.BLOCKED
    assert "taken back and nothing was done" in said(station, "command")
    assert list((station.state / "orders").iterdir()) == []
    station.lockstep("hold", NODE, "--no-wait").expect(Exit.BLOCKED)
    station.daemon.send_signal(signal.SIGCONT)
    wait_until(lambda: station.lockstep("status", "--json").json["holds"], "the hold that was left", 30)


def test_an_order_that_is_none_is_set_aside(daemon):
    station = daemon
    orders = station.state / "orders"
    for name, text, mode in (("1", "rm -rf /", 0o600), ("2", '{"order":"hold"}', 0o622)):
        (orders / f"{name}.new").write_text(text)
        os.chmod(orders / f"{name}.new", mode)
        (orders / f"{name}.new").rename(orders / f"{name}.order")
        wait_until(lambda: (orders / f"{name}.bad").exists(), "it to be set aside", 30)
    assert "this is no order of a lockstep command" in said(station) and "only its owner" in said(station)
    station.lockstep("hold", NODE).expect(Exit.UP_TO_DATE)
