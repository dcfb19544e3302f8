# SPDX-License-Identifier: Apache-2.0
"""Containers started from a moving tag: a codename, X.Y, latest."""

import pytest
from playground import release
from playground.program import Exit
from playground.station import NODE

CENTRAL = {"vantage6-type": "server"}


@pytest.mark.parametrize("alias", ["cotopaxi", "4.1"])
def test_node_on_a_moving_tag_follows_the_server_by_version(station, alias):
    station.publish("4.1.0", "4.1.1", "4.2.0", v4_1="4.1.0", cotopaxi="4.1.0")
    station.run_node(alias)
    assert station.version_running() == "4.1.0"

    assert station.once().expect(Exit.UPDATED).swap(NODE)["to"] == station.image("4.1.1")

    assert station.version_running() == "4.1.1"


def test_node_on_a_codename_that_already_runs_the_right_version_is_kept(station):
    station.publish("4.0.0", "4.1.1", cotopaxi="4.1.1")
    station.run_node("cotopaxi")
    untouched = station.fingerprint()
    station.once().expect(Exit.UP_TO_DATE)
    assert station.fingerprint() == untouched


@pytest.mark.parametrize("alias", ["cotopaxi", "4.1", "cotopaxi-live"])
def test_central_part_on_a_moving_tag_follows_its_digest(station, alias):
    station.publish("4.1.0", "4.1.1")
    release.node("4.1.0").push(station.registry, station.repository, alias)
    station.run_node(alias, Labels=CENTRAL)
    station.once().expect(Exit.UP_TO_DATE)

    release.node("4.1.1").push(station.registry, station.repository, alias)

    station.once().expect(Exit.UPDATED)
    assert station.version_running() == "4.1.1" and station.tag_running() == alias
    station.once().expect(Exit.UP_TO_DATE)


@pytest.mark.parametrize("alias", ["cotopaxi", "4.1"])
def test_moving_tag_that_moves_backwards_is_not_followed(station, alias):
    station.publish("4.1.0", "4.1.1")
    release.node("4.1.1").push(station.registry, station.repository, alias)
    station.run_node(alias, Labels=CENTRAL)
    untouched = station.fingerprint()

    release.node("4.1.0").push(station.registry, station.repository, alias)

    verdict = station.once().expect(Exit.REFUSED).verdict(NODE)
    assert (verdict["action"], verdict["reason"]) == ("refuse", "alias-moved-backwards")
    assert station.fingerprint() == untouched


def test_codename_that_points_to_another_major_is_not_followed(station):
    station.publish("4.1.0", "5.0.0", cotopaxi="4.1.0")
    station.run_node("cotopaxi", Labels=CENTRAL)
    untouched = station.fingerprint()
    release.node("5.0.0").push(station.registry, station.repository, "cotopaxi")
    assert station.once().expect(Exit.REFUSED).verdict(NODE)["reason"] == "codename-mismatch"
    assert station.fingerprint() == untouched


def test_a_tag_that_nobody_can_read_is_refused_with_its_reason(station):
    station.publish("4.1.0", "4.1.1")
    release.node("unknown").push(station.registry, station.repository, "nightly")
    station.run_node("nightly")
    assert station.once().expect(Exit.REFUSED).verdict(NODE)["reason"] == "current-not-a-version"
