# SPDX-License-Identifier: Apache-2.0
"""Absent, partial or odd evidence never moves a container: same id, same start, and the reason is told."""

import pytest
from playground.program import Exit
from playground.station import NODE, Watch

OUT = ("4.0.0", "4.1.0", "4.1.1", "4.2.0", "4.2.1", "5.0.0")


@pytest.fixture
def untouched(request):
    """Runs the node at 4.1.0 and proves afterwards that nothing happened to it, nor to anything else of the engine."""
    station = request.getfixturevalue("proxied" if "proxied" in request.fixturenames else "station")
    station.publish(*OUT)
    station.run_node("4.1.0")
    before, watch = station.fingerprint(), Watch(station)
    yield station
    assert watch.engine_changes() == []
    assert watch.downloads() == []
    assert station.fingerprint() == before


@pytest.mark.quick
def test_unreachable_server(untouched):
    untouched.server.close()
    outcome = untouched.once().expect(Exit.EVIDENCE_MISSING)
    assert outcome.verdict(NODE)["reason"] == "server-unreachable"


@pytest.mark.parametrize(("text", "status", "kind"), [
    ("<html>hospital proxy: please log in</html>", 200, "text/html"),
    ("<html>gateway timeout</html>", 504, "text/html"),
    ('{"version":"4.1.0"', 200, "application/json"),
    ('{"version":"latest"}', 200, "application/json"),
    ('{"version":"v9.20250722"}', 200, "application/json"),
    ('{"version":4.2}', 200, "application/json"),
    ('{"version":"4.2.0","version":"4.0.0"}', 200, "application/json"),
    ('{"msg":"up"}', 200, "application/json"),
    ("[" * 50_000, 200, "application/json"),
    ('{"version":"4.2.0","x":"' + "x" * 100_000 + '"}', 200, "application/json"),
    ("", 200, "application/json"),
])
def test_unreadable_server_answers(untouched, text, status, kind):
    untouched.server.answer(text, status, kind)
    outcome = untouched.once().expect(Exit.REFUSED, Exit.EVIDENCE_MISSING)
    assert outcome.verdict(NODE)["reason"] in ("server-unreachable", "server-version-invalid")


def test_server_of_another_major_is_a_matter_for_a_person(untouched):
    untouched.server.say("5.0.0")
    verdict = untouched.once().expect(Exit.REFUSED).verdict(NODE)
    assert (verdict["action"], verdict["reason"]) == ("refuse", "server-major-mismatch")


def test_no_image_for_the_servers_minor(untouched):
    untouched.server.say("4.9.0")
    verdict = untouched.once().expect(Exit.REFUSED).verdict(NODE)
    assert verdict["reason"] == "server-minor-unavailable"


def test_a_server_that_forbids_the_move_down(untouched):
    untouched.server.say("4.0.0")
    untouched.configure(server={"confirm": "1ms"}, targets=[
        {"name": "nodes", "match": {"labels": {"vantage6-type": "node"}}, "policy": "server-minor",
         "server_downgrade": False}])
    for _ in range(2):
        verdict = untouched.once().expect(Exit.REFUSED).verdict(NODE)
        assert verdict["reason"] == "downgrade-refused"


def test_registry_down(proxied, untouched):
    proxied.proxy.close()
    verdict = untouched.once().expect(Exit.EVIDENCE_MISSING).verdict(NODE)
    assert verdict["reason"] == "registry-unreachable"


@pytest.mark.parametrize("fault", ["cut", "drop", "error", "unauthorized", "html", "loop"])
def test_tag_list_that_breaks_off_never_moves_down(proxied, untouched, fault):
    """Page 1 is 4.0.0 4.1.0 4.1.1: with the rest unknown, a server at 4.0.0 would look like a good reason to go down."""
    proxied.proxy.fault = fault
    untouched.server.say("4.0.0")
    untouched.configure(server={"confirm": "1ms"})
    for _ in range(2):
        verdict = untouched.once().expect(Exit.EVIDENCE_MISSING).verdict(NODE)
        assert verdict["action"] != "update" and verdict["reason"] == "tag-list-incomplete"


def test_tag_list_in_pages_is_read_to_its_end(proxied):
    proxied.publish(*OUT)
    proxied.run_node("4.1.0")
    proxied.server.say("4.2.0")
    proxied.proxy.fault = "pages"
    assert proxied.once().expect(Exit.UPDATED).swap(NODE)["to"] == proxied.image("4.2.1")


def test_a_version_answer_is_remembered_over_an_outage_only_for_its_time(station):
    station.publish(*OUT)
    station.run_node("4.1.1")
    station.once().expect(Exit.UP_TO_DATE)
    station.server.close()
    station.configure(server={"version_ttl": "1ms"})
    assert station.once().expect(Exit.EVIDENCE_MISSING).verdict(NODE)["reason"] == "server-unreachable"
