# SPDX-License-Identifier: Apache-2.0
"""`lockstep doctor`: all is good, and then one thing after the other is broken; each is told, with its remedy."""

import re
import sqlite3

import pytest
from engine_filter import EngineFilter
from playground.program import Exit
from playground.station import Watch
from playground.waiting import wait_until


@pytest.fixture
def patient(station):
    station.publish("4.1.0")
    station.run_node("4.1.0")
    return station


def examine(station, *codes, **how):
    outcome = station.lockstep("doctor", "--json", **how).expect(*codes)
    assert outcome.json["exit_code"] == outcome.status
    return outcome.json["checks"]


def bad(checks):
    for line in checks:
        assert line["state"] == "good" or line["remedy"] or line["state"] == "unknown" or \
            line["reason"] == "config-invalid", line
    return {(line["area"], line["reason"]) for line in checks if line["state"] == "bad"}


@pytest.mark.quick
def test_a_good_node_is_good_and_is_not_touched(patient):
    before, watch = patient.fingerprint(), Watch(patient)

    checks = examine(patient, Exit.UP_TO_DATE)

    assert [line for line in checks if line["state"] != "good"] == []
    assert {"configuration", "state", "engine", "rights", "registry", "server", "clock"} <= \
        {line["area"] for line in checks}
    assert watch.engine_changes() == [] and not watch.images_changed()
    assert [r for r in watch.requests() if r.method not in ("GET", "HEAD") or "/blobs/" in r.path and
            r.path.endswith(".tar.gz")] == []
    assert not patient.state.exists() and patient.fingerprint() == before
    text = patient.lockstep("doctor").expect(Exit.UP_TO_DATE).out
    assert text.count("✓") == len(checks) and "✗" not in text and f"all {len(checks)} checks are good" in text


def test_a_used_state_directory_is_whole_and_stays_as_it_is(patient):
    patient.once().expect(Exit.UP_TO_DATE)
    content = {path: path.read_bytes() for path in patient.state.iterdir()}
    reasons = {line["reason"] for line in examine(patient, Exit.UP_TO_DATE) if line["area"] == "state"}
    assert reasons == {"usable", "enough-space", "not-in-use", "whole"}
    assert {path: path.read_bytes() for path in patient.state.iterdir()} == content


def test_registry_and_server_away(patient):
    patient.server.close()
    port = patient.registry.port
    patient.engine.call("POST", "/images/" + patient.image("4.1.0") + "/tag", repo="127.0.0.1:1/gone/app", tag="4.1.0")
    for name in ("one", "two"):
        made = patient.engine.create(name, {"Image": "127.0.0.1:1/gone/app:4.1.0", "Cmd": ["sleep", "1000"],
                                            "Labels": {"lockstep.enable": "true"}})
        patient.engine.start(made)
    checks = examine(patient, Exit.EVIDENCE_MISSING)
    assert {("server", "server-unreachable"), ("registry", "connect")} == bad(checks), checks
    good = [line["subject"] for line in checks if line["area"] == "registry" and line["state"] == "good"]
    assert good == [f"127.0.0.1:{port}/{patient.repository}"]


def test_who_follows_a_server_needs_one(patient):
    patient.settings.pop("server")
    patient.configure()
    assert bad(examine(patient, Exit.EVIDENCE_MISSING)) == {("server", "node-config-invalid")}


def test_the_clock_is_held_against_those_of_others(patient):
    patient.server.clock_ahead = 3 * 3600 + 600
    checks = examine(patient, Exit.EVIDENCE_MISSING)
    assert bad(checks) == {("clock", "clock-wrong")}
    assert "3 h behind what http://127.0.0.1" in str(checks) and "timedatectl" in str(checks)


def test_no_engine(patient):
    patient.configure(engine={"socket": "/nowhere/engine.sock"})
    checks = examine(patient, Exit.ENGINE_UNREACHABLE)
    assert bad(checks) == {("engine", "engine-unreachable")}
    assert [line["area"] for line in checks if line["state"] == "unknown"] == ["registry", "clock"]


def test_rights_are_found_out_without_using_them(patient):
    shut = EngineFilter(patient.folder / "shut.sock", patient.socket, without=["/containers/create", "/start"])
    try:
        patient.configure(engine={"socket": str(shut.path)})
        watch = Watch(patient)
        checks = examine(patient, Exit.ENGINE_UNREACHABLE)
        assert bad(checks) == {("rights", "engine-denied")}
        assert {line["subject"] for line in checks if line["state"] == "bad"} == \
            {"creating containers", "starting containers"}
        assert watch.engine_changes() == [] and shut.refused == []
    finally:
        shut.close()


def test_configuration(patient):
    patient.config_file.write_text("intervall: 5m\nsplay: never\n")
    checks = examine(patient, Exit.CONFIGURATION)
    assert bad(checks) == {("configuration", "config-invalid")}
    assert len([line for line in checks if line["state"] == "bad"]) == 2
    assert "interval" in str(checks) and re.search(r"config\.yaml:2", str(checks))


@pytest.mark.parametrize(("harm", "reason", "code"), [
    (lambda state: state.chmod(0o777), "journal-rights", Exit.CONFIGURATION),
    (lambda state: (state / "journal.db").write_bytes(b"x" * 8192), "journal-corrupt", Exit.STUCK),
    (lambda state: sqlite3.connect(state / "journal.db").execute("PRAGMA user_version = 9999"), "journal-newer",
     Exit.STUCK),
])
def test_state_directory(patient, harm, reason, code):
    patient.once().expect(Exit.UP_TO_DATE)
    harm(patient.state)
    assert bad(examine(patient, code)) == {("state", reason)}


def test_a_running_daemon_is_seen_and_left_alone(patient):
    child = patient.start_lockstep("run")
    try:
        wait_until(lambda: patient.server.paths, "the daemon's first cycle", 30)
        checks = examine(patient, Exit.UP_TO_DATE)
        assert "in-use" in {line["reason"] for line in checks}
    finally:
        child.terminate()
        assert child.wait(20) == 0


def test_another_user_is_told_to_ask_as_the_right_one(patient):
    patient.once().expect(Exit.UP_TO_DATE)
    patient.state.chmod(0o700)
    checks = examine(patient, Exit.CONFIGURATION, Exit.ENGINE_UNREACHABLE, user="nobody")
    assert ("state", "journal-rights") in bad(checks), checks
