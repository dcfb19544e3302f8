# SPDX-License-Identifier: Apache-2.0
"""A release that does not work goes back by itself, once."""

import pytest
from playground import release
from playground.program import Exit
from playground.station import NODE, Watch

BROKEN = pytest.mark.parametrize("make", [release.node_that_exits, release.node_that_is_unhealthy],
                                 ids=["exits", "unhealthy"])
KINDS = pytest.mark.parametrize("auto_remove", [True, False], ids=["rm", "plain"])


@KINDS
@BROKEN
def test_broken_release_is_rolled_back_and_not_tried_again(station, make, auto_remove):
    station.publish("4.1.0")
    station.publish("4.1.1", make=make)
    station.run_node("4.1.0", auto_remove=auto_remove)
    before = station.engine.inspect(NODE)

    swap = station.once().expect(Exit.ROLLED_BACK).swap(NODE)

    assert swap["result"] == "rolled-back" and swap["reason"]
    assert station.engine.containers() == {NODE: "running"}
    after = station.engine.inspect(NODE)
    assert after["Image"] == before["Image"] and after["HostConfig"] == before["HostConfig"]
    assert after["Config"]["Env"] == before["Config"]["Env"]
    assert station.version_running() == "4.1.0"
    assert station.engine.execute(NODE, "cat", "/mnt/data/results") == "precious"

    untouched, watch = station.fingerprint(), Watch(station)
    verdict = station.once().expect(Exit.REFUSED).verdict(NODE)
    assert verdict["reason"] == "bad-digest", verdict
    assert watch.engine_changes() == [] and station.fingerprint() == untouched


def test_repaired_release_under_the_same_tag_is_tried(station):
    station.publish("4.1.0")
    station.publish("4.1.1", make=release.node_that_exits)
    station.run_node("4.1.0")
    station.once().expect(Exit.ROLLED_BACK)
    station.publish("4.1.1")
    station.once().expect(Exit.UPDATED)
    assert station.version_running() == "4.1.1"


def test_the_next_release_is_tried(station):
    station.publish("4.1.0")
    station.publish("4.1.1", make=release.node_that_exits)
    station.run_node("4.1.0")
    station.once().expect(Exit.ROLLED_BACK)
    station.publish("4.1.2")
    station.once().expect(Exit.UPDATED)
    assert station.version_running() == "4.1.2"


def test_image_that_cannot_be_pulled_costs_nothing(proxied):
    """The tag is there, its blob is not: the running container is not even stopped."""
    station = proxied
    station.publish("4.1.0", "4.1.77")  # no other test has pulled this one
    station.run_node("4.1.0")
    untouched = station.fingerprint()
    station.proxy.missing = "/blobs/"
    outcome = station.once()
    assert outcome.status not in (Exit.UP_TO_DATE, Exit.UPDATED), str(outcome)
    assert station.fingerprint() == untouched
    station.proxy.missing = None
    station.once().expect(Exit.UPDATED)
