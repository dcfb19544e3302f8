# SPDX-License-Identifier: Apache-2.0
"""The main job: a node follows its server inside the major, a server its release line."""

import time

import pytest
from playground import release
from playground.program import Exit
from playground.station import NODE, Watch

OUT = ("4.1.0", "4.1.1", "4.2.0", "4.2.1", "4.3.0rc1", "5.0.0rc1")


@pytest.mark.quick
def test_node_moves_to_the_newest_patch_of_the_servers_minor(station):
    out = station.publish(*OUT)
    before = station.run_node("4.1.0")

    outcome = station.once().expect(Exit.UPDATED)

    swap = outcome.swap(NODE)
    assert (swap["result"], swap["from"], swap["to"]) == ("updated", station.image("4.1.0"), station.image("4.1.1"))
    assert outcome.verdict(NODE)["digest"] == out["4.1.1"] and swap["gap_ms"] > 0
    assert station.version_running() == "4.1.1"
    assert not station.engine.exists(before)
    assert list(station.engine.containers()) == [NODE]


def test_node_follows_when_the_server_moves_to_another_minor(station):
    station.publish(*OUT)
    station.run_node("4.1.1")
    station.once().expect(Exit.UP_TO_DATE)

    station.server.say("4.2.0")

    verdict = station.once().expect(Exit.UPDATED).verdict(NODE)
    assert (verdict["tag"], verdict["direction"]) == ("4.2.1", "up") and verdict["sentence"]
    assert station.version_running() == "4.2.1"


def test_move_down_needs_two_equal_answers_some_time_apart(station):
    station.publish(*OUT)
    before = station.run_node("4.2.1")
    station.configure(server={"confirm": "2s"})
    assert station.plan().expect(Exit.BLOCKED).verdict(NODE)["reason"] == "server-unconfirmed"

    begin = time.monotonic()
    outcome = station.once().expect(Exit.UPDATED)

    assert time.monotonic() - begin > 2 and len(station.server.paths) == 3
    assert outcome.verdict(NODE)["direction"] == "down"
    assert station.version_running() == "4.1.1" and not station.engine.exists(before)


def test_two_different_answers_move_nothing_down(station):
    station.publish("4.0.0", *OUT)
    station.run_node("4.2.1")
    untouched = station.fingerprint()
    station.configure(server={"confirm": "100ms"})
    # The last answer of one run counts as the first of the next: no pair here repeats it.
    for answers in (("4.1.0", "4.0.0"), ("4.1.0", "4.2.0"), ("4.0.0", "4.1.0"), ("4.0.0", "latest")):
        station.server.say(*answers)
        station.once().expect(Exit.BLOCKED, Exit.UP_TO_DATE, Exit.EVIDENCE_MISSING)
        assert station.fingerprint() == untouched, answers


def test_server_container_stays_inside_its_major(station):
    station.publish("4.1.0", "4.2.1", "4.3.0rc1", "5.0.0", make=release.server)
    station.run_node("4.1.0", name="vantage6-demo-user-server", Labels={"vantage6-type": "server"},
                     Cmd=["vserver-local"])

    swap = station.once().expect(Exit.UPDATED).swap("vantage6-demo-user-server")

    assert swap["to"] == station.image("4.2.1")
    assert station.version_running("vantage6-demo-user-server") == "4.2.1"


def test_pre_releases_and_foreign_variants_are_not_candidates(station):
    station.publish("4.2.0", "4.2.1rc1", "4.2.1-alpine", "4.2.0.post1-slim", "v4.2.1-rc.2", "4.3.0rc1",
                    "20260101", "main", "sha256-" + "a" * 64 + ".sig")
    station.server.say("4.2.0")
    station.run_node("4.2.0")
    untouched = station.fingerprint()

    verdict = station.once().expect(Exit.UP_TO_DATE).verdict(NODE)

    assert (verdict["action"], verdict["reason"]) == ("keep", "up-to-date")
    assert station.fingerprint() == untouched


def test_explain_gives_a_reason_for_every_tag(station):
    station.publish(*OUT, "4.1.1-alpine")
    station.run_node("4.1.0")
    watch = Watch(station)

    text = station.lockstep("explain", NODE).out

    lines = text.splitlines()
    for tag in (*OUT, "4.1.1-alpine"):
        assert any(tag in line.split() for line in lines), f"{tag} is not explained:\n{text}"
    assert watch.engine_changes() == [] and not watch.images_changed()


def test_containers_of_nobody_are_left_alone(station):
    station.publish(*OUT)
    station.run_node("4.1.0", name="somebody-elses", Labels={"vantage6-type": "algorithm"})
    untouched = station.fingerprint("somebody-elses")

    outcome = station.once().expect(Exit.UP_TO_DATE)

    assert outcome.json["swaps"] == []
    assert station.fingerprint("somebody-elses") == untouched


def test_one_containers_trouble_does_not_stop_the_others(station):
    station.publish(*OUT)
    station.run_node("4.1.0")
    station.run_node("5.0.0rc1", name="vantage6-other-user")

    outcome = station.once().expect(Exit.REFUSED)

    assert outcome.swap(NODE)["result"] == "updated"
    assert outcome.verdict("vantage6-other-user")["reason"] == "server-major-mismatch"
    assert station.version_running("vantage6-other-user") == "5.0.0rc1"


def test_json_output_has_the_documented_frame(station):
    station.publish(*OUT)
    station.run_node("4.1.0")
    plan, once = station.plan().json, station.once().json
    for command, answer in (("plan", plan), ("once", once)):
        assert answer["schema"] == 1 and answer["command"] == command
        row = answer["containers"][0]
        assert row["name"] == NODE and row["sentence"] and row["image"] == station.image("4.1.0")
        steps = [step["step"] for step in row["steps"]]
        assert steps.index("create-new") < steps.index("stop-old") < steps.index("start-new")
    assert plan["exit_code"] == Exit.WOULD_UPDATE and once["exit_code"] == Exit.UPDATED


def test_tags_judges_a_repository_without_any_container(station):
    station.publish(*OUT)
    outcome = station.lockstep("tags", f"{station.host}/{station.repository}", "--current", "4.1.0", "--policy",
                               "server-minor", "--server-version", "4.2.0")
    assert outcome.status in (Exit.UP_TO_DATE, Exit.WOULD_UPDATE), str(outcome)
    assert "4.2.1" in outcome.out
    brief = station.lockstep("tags", f"{station.host}/{station.repository}", "--current", "4.1.0", "--verdict-only")
    assert "4.2.1" in brief.out and "5.0.0-rc" not in brief.out and len(brief.out.splitlines()) == 2, brief
