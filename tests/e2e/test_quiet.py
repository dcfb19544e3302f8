# SPDX-License-Identifier: Apache-2.0
"""With nothing to do nothing is done, by the accounts of engine and registry; a plan never does anything."""

import pytest
from playground.program import Exit
from playground.station import NODE, Watch

OUT = ("4.1.0", "4.1.1", "4.2.0")


@pytest.mark.quick
def test_up_to_date_costs_one_listing_and_touches_nothing(station):
    station.publish(*OUT)
    station.run_node("4.1.1")
    station.once().expect(Exit.UP_TO_DATE)
    before, watch, asked = station.fingerprint(), Watch(station), len(station.server.paths)

    station.once().expect(Exit.UP_TO_DATE)

    assert watch.engine_changes() == []
    requests = watch.requests()
    assert len([r for r in requests if "/tags/list" in r.path]) == 1, requests
    assert all(r.method == "HEAD" for r in requests if "/tags/list" not in r.path), requests
    assert len(requests) <= 2, requests
    assert len(station.server.paths) - asked == 1
    assert station.fingerprint() == before


@pytest.mark.quick
def test_plan_changes_nothing_at_all(station):
    station.publish(*OUT)
    station.run_node("4.1.0")
    before, watch = station.fingerprint(), Watch(station)

    outcome = station.plan().expect(Exit.WOULD_UPDATE)

    verdict = outcome.verdict(NODE)
    assert (verdict["action"], verdict["tag"]) == ("update", "4.1.1")
    assert watch.engine_changes() == [] and not watch.images_changed()
    assert [r for r in watch.requests() if "/blobs/" in r.path] == []
    assert not station.state.exists()
    assert station.fingerprint() == before
    assert outcome.json.get("swaps", []) == []


def test_plan_leaves_an_existing_state_as_it_is(station):
    station.publish(*OUT)
    station.run_node("4.1.0")
    station.once().expect(Exit.UPDATED)
    station.server.say("4.2.0")
    before = _content(station.state)

    station.plan().expect(Exit.WOULD_UPDATE)

    assert _content(station.state) == before


def _content(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_plan_and_once_agree(station):
    station.publish(*OUT)
    station.run_node("4.1.0")
    planned = station.plan().verdict(NODE)
    done = station.once().swap(NODE)
    assert done["to"] == station.image(planned["tag"])
    assert station.plan().expect(Exit.UP_TO_DATE).verdict(NODE)["action"] == "keep"


def test_twenty_containers_of_one_repository_cost_what_one_costs(station):
    station.publish(*OUT)
    for number in range(20):
        station.run_node("4.1.1", name=f"vantage6-demo{number}-user")
    station.once().expect(Exit.UP_TO_DATE)
    watch, asked = Watch(station), len(station.server.paths)

    station.once().expect(Exit.UP_TO_DATE)

    assert len(watch.requests()) <= 2, watch.requests()
    assert len(station.server.paths) - asked == 1
