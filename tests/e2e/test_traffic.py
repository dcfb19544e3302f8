# SPDX-License-Identifier: Apache-2.0
"""What a look costs, by the servers' own logs: every request is one that somebody needs, and nothing else is asked."""

import json
import signal
from collections import Counter

import pytest
from playground.program import Exit
from playground.registry import Registry
from playground.station import Station, Watch
from playground.token_server import TokenServer
from playground.waiting import wait_until

OUT = ("4.1.0", "4.1.1", "4.2.0")
LABELLED = {"lockstep.enable": "true"}


@pytest.fixture
def tokens(place, tmp_path):
    """The place's registry once more, behind tokens; `registry.tokens` is its token server."""
    server = TokenServer(tmp_path)
    registry = Registry(tmp_path, "guarded", place.registry.store, server.auth)
    registry.start()
    registry.tokens = server
    yield registry
    registry.stop()
    server.close()


def _kinds(requests):
    """How many of each kind: "HEAD manifest 304", "GET tags 200", …"""
    kinds = Counter()
    for request in requests:
        what = "tags" if "/tags/list" in request.path else "manifest" if "/manifests/" in request.path else request.path
        kinds[f"{request.method} {what} {request.status}"] += 1
    return kinds


def _follow_aliases(station, repositories, containers):
    """`containers` containers over as many references as there are repositories, each following an alias."""
    for name in repositories:
        station.repository = name
        station.publish("4.1.0", "4.1.1", v4_1="4.1.1")
    for number in range(containers):
        station.repository = repositories[number % len(repositories)]
        station.run_node("4.1", name=f"follower{number}", auto_remove=False, Labels=LABELLED)


def test_a_steady_look_costs_a_conditional_head_per_reference_and_a_listing_per_repository(station):
    repositories = [f"{station.repository}{number}" for number in range(3)]
    _follow_aliases(station, repositories, containers=9)
    station.configure(presets=["labelled"])
    station.once().expect(Exit.UP_TO_DATE)
    mark, asked = station.registry.mark(), len(station.server.paths)
    for _ in range(2):
        station.once().expect(Exit.UP_TO_DATE)
    assert _kinds(station.registry.requests(mark)) == {"GET tags 200": 6, "HEAD manifest 304": 6}
    assert len(station.server.paths) == asked, "nobody here follows a server"


def test_a_steady_look_at_version_tags_costs_a_listing_and_one_version_request(station):
    station.publish(*OUT)
    for number in range(5):
        station.run_node("4.1.1", name=f"vantage6-n{number}-user")
    station.once().expect(Exit.UP_TO_DATE)
    mark, asked = station.registry.mark(), len(station.server.paths)
    station.once().expect(Exit.UP_TO_DATE)
    kinds = _kinds(station.registry.requests(mark))
    assert kinds.pop("GET tags 200") == 1
    assert set(kinds) <= {"HEAD manifest 304"} and sum(kinds.values()) <= 1, kinds
    assert len(station.server.paths) - asked == 1


def test_a_cold_look_at_an_open_registry(station):
    station.publish(*OUT)
    station.run_node("4.1.0")
    watch = Watch(station)
    station.plan().expect(Exit.WOULD_UPDATE)
    kinds = _kinds(watch.requests())
    assert kinds.pop("GET manifest 200") == 1, "the chosen one"
    assert sum(kinds.values()) <= 3, kinds


def test_one_token_serves_all_repositories_and_a_run(place, tokens):
    station = Station(place, tokens.host)
    try:
        repositories = [f"{station.repository}{number}" for number in range(3)]
        _follow_aliases(station, repositories, containers=6)
        station.configure(presets=["labelled"])
        station.once().expect(Exit.UP_TO_DATE)
        mark = tokens.mark()
        tokens.tokens.requests.clear()
        station.once().expect(Exit.UP_TO_DATE)
        assert len(tokens.tokens.requests) == 1, tokens.tokens.requests
        assert len(tokens.tokens.requests[0]["scope"]) == 3
        assert _kinds(tokens.requests(mark)) == {"GET tags 200": 3, "HEAD manifest 304": 3}, "no 401: it is known"
    finally:
        station.close()


def test_a_cold_look_at_a_token_registry(place, tokens):
    station = Station(place, tokens.host)
    try:
        station.publish(*OUT)
        mark = tokens.mark()
        outcome = station.lockstep("tags", f"{tokens.host}/{station.repository}", "--json").expect(Exit.UP_TO_DATE)
        assert len(json.loads(outcome.out)["candidates"]) == 3
        assert _kinds(tokens.requests(mark)) == {"GET tags 401": 1, "GET tags 200": 1}
        assert len(tokens.tokens.requests) == 1
    finally:
        station.close()


def test_a_lost_or_spoilt_cache_costs_requests_and_nothing_else(station):
    station.publish("4.1.0", "4.1.1", v4_1="4.1.1")
    station.run_node("4.1", name="follower", auto_remove=False, Labels=LABELLED)
    station.configure(presets=["labelled"])
    station.once().expect(Exit.UP_TO_DATE)
    before = station.fingerprint("follower")
    for file in station.state.glob("journal.db*"):
        file.unlink()
    mark = station.registry.mark()
    station.once().expect(Exit.UP_TO_DATE)
    assert _kinds(station.registry.requests(mark)).keys() <= {"GET tags 200", "HEAD manifest 200"}
    assert station.fingerprint("follower") == before


def _by_lockstep(requests):
    return [request for request in requests if request.agent.startswith("lockstep/")]


def test_a_daemon_asks_for_one_token_and_nothing_but_what_is_needed(place, tokens):
    """Ten containers: four followers of two aliases, six nodes of one repository at two versions."""
    station = Station(place, tokens.host)
    try:
        repositories = [f"{station.repository}{number}" for number in range(3)]
        _follow_aliases(station, repositories[:2], containers=4)
        station.repository = repositories[2]
        station.publish(*OUT)
        for number in range(6):
            station.run_node("4.1.1", name=f"vantage6-n{number}-user")
        station.configure(presets=["labelled", "vantage6"], interval="10s")
        mark = tokens.mark()
        tokens.tokens.requests.clear()
        child = station.start_lockstep("run")
        try:
            wait_until(lambda: _looks(tokens.requests(mark)) == 3, "three looks", 60, every=0.5)
        finally:
            child.send_signal(signal.SIGTERM)
            child.wait(20)
        requests = tokens.requests(mark)
        looks, kinds = _looks(requests), _kinds(requests)
        assert [len(asked["scope"]) for asked in tokens.tokens.requests] == [3], "one for all, however many looks"
        assert len(station.server.paths) == looks, "one version request for six nodes"
        assert kinds.pop("GET tags 401") <= 3, "the way to tokens was not known yet"
        assert kinds.pop("GET tags 200") == 3 * looks
        assert kinds.pop("HEAD manifest 200") + kinds.pop("HEAD manifest 304") <= 3 * looks + 2, requests
        assert kinds.pop("GET manifest 200", 0) <= 2 and not kinds, requests
    finally:
        station.close()


def _looks(requests):
    """How often every repository's list was given."""
    lists = Counter(request.path for request in requests if "/tags/list" in request.path and request.status == 200)
    return min(lists.values()) if len(lists) == 3 else 0


def test_a_manifest_is_fetched_only_when_its_digest_is_new(station):
    station.publish("4.1.0", v4_1="4.1.0")
    station.run_node("4.1", name="follower", auto_remove=False, Labels=LABELLED)
    station.configure(presets=["labelled"], windows=["daily 00:00-00:01"])
    station.once()
    seen = Counter()
    for version in ("4.1.1", "4.1.2"):
        station.publish(version, v4_1=version)
        for _ in range(3):
            mark = station.registry.mark()
            station.once()
            asked = _by_lockstep(station.registry.requests(mark))
            seen.update(request.path for request in asked if request.method == "GET" and "/manifests/" in request.path)
    assert seen and set(seen.values()) == {1}, seen


def test_a_cold_plan_at_a_token_registry(place, tokens):
    station = Station(place, tokens.host)
    try:
        station.publish(*OUT)
        station.run_node("4.1.0")
        mark = tokens.mark()
        tokens.tokens.requests.clear()
        station.plan().expect(Exit.WOULD_UPDATE)
        kinds = _kinds(tokens.requests(mark))
        assert kinds == {"GET tags 401": 1, "GET tags 200": 1, "HEAD manifest 200": 1, "GET manifest 200": 1}
        assert len(tokens.tokens.requests) == 1
    finally:
        station.close()


@pytest.mark.quick
def test_doctor_walks_to_the_image_and_names_where_it_breaks(station):
    station.publish(*OUT)
    outcome = station.lockstep("doctor", "registry", f"{station.host}/{station.repository}:4.1.0", "--json")
    assert outcome.expect(Exit.UP_TO_DATE).json["stages"][-1]["stage"] == "platform"
    outcome = station.lockstep("doctor", "registry", f"{station.host}/{station.repository}:9.9", "--json")
    last = outcome.expect(Exit.EVIDENCE_MISSING).json["stages"][-1]
    assert (last["stage"], last["good"], last["error"]["code"]) == ("manifest", False, "tag-missing")
    text = station.lockstep("doctor", "registry", "127.0.0.1:1/a/b").expect(Exit.EVIDENCE_MISSING).out
    assert "✗" in text and "connection" in text
