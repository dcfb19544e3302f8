# SPDX-License-Identifier: Apache-2.0
"""Containers of one group move to one version together; a half-published release is waited for."""

from playground import release
from playground.program import Exit
from playground.station import Watch

NODE, SIDE = "demo-node", "demo-side"


def publish_side(station, *tags):
    for tag in tags:
        release.node(tag).push(station.registry, f"{station.repository}-side", tag)


def test_waits_for_a_half_published_release_and_then_moves_all(station):
    side = f"{station.host}/{station.repository}-side"
    station.publish("4.1.0", "4.2.0", "5.0.0")
    publish_side(station, "4.1.0", "4.1.1")
    station.configure(presets=[], targets=[
        {"name": "release", "match": {"name": "demo-*"}, "policy": "same-major", "group": "release"}])
    station.run_node("4.1.0", NODE)
    station.engine.pull(f"{side}:4.1.0")
    station.run_node("4.1.0", SIDE, Image=f"{side}:4.1.0")

    before, watch = (station.fingerprint(NODE), station.fingerprint(SIDE)), Watch(station)
    outcome = station.once().expect(Exit.UP_TO_DATE)
    for name in (NODE, SIDE):
        verdict = outcome.verdict(name)
        assert (verdict["action"], verdict["reason"]) == ("keep", "group-waits")
        assert f"{SIDE}: {side} for linux/amd64" in verdict["sentence"] and "4.2.0" in verdict["sentence"]
    assert watch.engine_changes() == []
    assert (station.fingerprint(NODE), station.fingerprint(SIDE)) == before

    publish_side(station, "4.2.0")
    assert station.plan().expect(Exit.WOULD_UPDATE).verdict(SIDE)["tag"] == "4.2.0"
    outcome = station.once().expect(Exit.UPDATED)
    assert [outcome.swap(name)["result"] for name in (NODE, SIDE)] == ["updated", "updated"]
    assert (station.version_running(NODE), station.version_running(SIDE)) == ("4.2.0", "4.2.0")

    station.once().expect(Exit.UP_TO_DATE)


def test_a_failed_digest_of_one_holds_the_other(station):
    side = f"{station.host}/{station.repository}-side"
    station.publish("4.1.0")
    publish_side(station, "4.1.0")
    station.configure(presets=[], targets=[
        {"name": "release", "match": {"name": "demo-*"}, "policy": "same-major", "group": "release"}])
    station.run_node("4.1.0", NODE)
    station.engine.pull(f"{side}:4.1.0")
    station.run_node("4.1.0", SIDE, Image=f"{side}:4.1.0")
    station.publish("4.1.1", make=release.node_that_exits)
    publish_side(station, "4.1.1")
    station.once().expect(Exit.ROLLED_BACK)

    verdicts = station.plan().expect(Exit.REFUSED)
    assert verdicts.verdict(NODE)["reason"] == "bad-digest"
    assert verdicts.verdict(SIDE)["action"] != "update"
