# SPDX-License-Identifier: Apache-2.0
"""Is a release complete? Asked of a real registry with real images, while a release is made, broken and finished."""

import signal

import pytest
from playground import images, program, release
from playground.program import Exit
from playground.waiting import wait_until

PARTS = ("node", "server", "algorithm-store", "ui")
ALIASES = {"node": ("cotopaxi", "latest"), "server": ("cotopaxi", "cotopaxi-live", "latest"),
           "algorithm-store": ("cotopaxi", "latest"), "ui": ("cotopaxi", "latest")}


class Publisher:
    """The repositories of one system below a prefix, filled as its release workflow does it."""

    def __init__(self, station):
        self.station = station
        self.folder = station.repository.partition("/")[0]
        self.prefix = f"{station.host}/{self.folder}"

    def push(self, part, version, *tags):
        make = release.node if part == "node" else release.server
        make(version).push(self.station.registry, f"{self.folder}/{part}", version, *tags)

    def publish(self, version, moved=True, parts=PARTS):
        line = version.rpartition(".")[0]
        for part in parts:
            self.push(part, version, *(ALIASES[part] if moved else ()), *((line,) if part == "node" and moved else ()))

    def check(self, version, *arguments, **how):
        return self.station.lockstep("release-check", version, "--registry", self.prefix, "--json", *arguments, **how)


@pytest.fixture
def publisher(station):
    made = Publisher(station)
    made.publish("4.1.0")
    station.server.say("4.1.0")
    return made


def states(outcome):
    return {check["subject"]: (check["state"], check["reason"]) for check in outcome.json["checks"]}


def wrong(outcome):
    return {subject for subject, (state, _) in states(outcome).items() if state != "good"}


@pytest.mark.quick
def test_a_complete_release(publisher):
    here, elsewhere = f"linux/{images.THIS_ARCHITECTURE}", f"linux/{images.OTHER_ARCHITECTURE}"
    outcome = publisher.check("4.1.0", "--platform", here, "--platform", elsewhere).expect(Exit.UP_TO_DATE)
    found = states(outcome)
    assert found[f"ui {elsewhere}"] == ("good", "platform-there")
    assert found["node:4.1"] == found["server:cotopaxi-live"] == ("good", "points-here")
    assert found[publisher.station.server.url] == ("good", "server-runs-it")
    assert "ui:4.1" not in found and "node:cotopaxi-live" not in found

    table = publisher.station.lockstep("release-check", "4.1.0", "--registry", publisher.prefix)
    table.expect(Exit.UP_TO_DATE)
    assert "✓" in table.out and "✗" not in table.out and "4.1.0 is complete" in table.out


def test_a_half_published_release(publisher):
    publisher.publish("4.2.0", parts=("node", "server"))
    publisher.push("ui", "4.2.0")  # the image, but its tags were not moved
    outcome = publisher.check("4.2.0", "--platform", "linux/s390x").expect(Exit.REFUSED)
    found = states(outcome)
    assert found["node:cotopaxi"] == ("good", "points-here")
    assert found["algorithm-store"] == ("bad", "image-missing")
    assert found["algorithm-store:latest"] == found["ui:cotopaxi"] == ("bad", "points-elsewhere")
    assert found["node linux/s390x"] == ("bad", "platform-missing")
    assert found[publisher.station.server.url] == ("bad", "server-elsewhere")
    sentences = {check["subject"]: check for check in outcome.json["checks"]}
    assert "4.1.0" in sentences["ui:cotopaxi"]["sentence"]
    assert f"{publisher.prefix}/ui:cotopaxi" in sentences["ui:cotopaxi"]["remedy"]
    assert all(check["remedy"] for check in outcome.json["checks"] if check["state"] != "good")


def test_a_release_that_is_not_the_newest_any_more(publisher):
    publisher.publish("4.1.1")
    found = states(publisher.check("4.1.0", "--no-containers").expect(Exit.UP_TO_DATE))
    assert found["node:cotopaxi"] == found["node:4.1"] == ("good", "superseded")


def test_a_pre_release_leaves_the_followed_tags_alone(publisher):
    publisher.publish("4.2.0rc1", moved=False)
    publisher.push("node", "4.2.0rc1", "4.2")
    publisher.station.server.say("4.2.0rc1")
    publisher.check("4.2.0rc1").expect(Exit.UP_TO_DATE)

    publisher.push("ui", "4.2.0rc1", "latest")
    outcome = publisher.check("4.2.0rc1").expect(Exit.REFUSED)
    assert wrong(outcome) == {"ui:latest"}
    assert states(outcome)["ui:latest"] == ("bad", "moved-by-pre-release")


def test_containers_of_this_host_that_lag(publisher):
    station = publisher.station
    for name, tag in (("behind", "4.1.0"), ("current", "4.2.0")):
        if tag == "4.2.0":
            publisher.publish(tag)
        image = f"{publisher.prefix}/node:{tag}"
        station.engine.pull(image)
        station.engine.start(station.engine.create(name, {"Image": image, "Cmd": ["vnode-local"]}))
    station.server.say("4.2.0")
    outcome = publisher.check("4.2.0").expect(Exit.REFUSED)
    assert wrong(outcome) == {"behind"}
    assert states(outcome)["behind"] == ("bad", "lags") and states(outcome)["current"] == ("good", "runs-it")


def test_own_repositories_and_tags(publisher):
    publisher.push("tool", "1.2.3", "stable")
    repository = f"{publisher.prefix}/tool"
    station = publisher.station
    del station.settings["server"]  # no server, so none is asked
    station.configure()
    named = station.lockstep("release-check", "1.2.3", "--repository", repository, "--tag", "stable", "--tag", "1.2",
                             "--no-containers", "--json").expect(Exit.REFUSED)
    assert wrong(named) == {"tool:1.2"}
    station.lockstep("release-check", "1.2.3", "--repository", repository, "--no-containers").expect(Exit.UP_TO_DATE)


def test_what_cannot_be_asked_is_not_wrong(publisher):
    publisher.station.server.close()
    outcome = publisher.check("4.1.0").expect(Exit.EVIDENCE_MISSING)
    assert wrong(outcome) == {publisher.station.server.url}
    assert states(outcome)[publisher.station.server.url] == ("unknown", "server-unreachable")


@pytest.mark.parametrize("arguments", [
    ("latest",), ("4.2",), ("4.2.0-alpine",), ("4.1.0", "--platform", "amd64"), ("4.1.0", "--tag", "a b"),
    ("4.1.0", "--wait", "soon"), ("4.1.0", "--every", "1"), ("4.1.0", "--repository", "UPPER/CASE")])
def test_a_question_that_cannot_be_asked(station, arguments):
    outcome = station.lockstep("release-check", *arguments).expect(Exit.CONFIGURATION)
    assert outcome.out == "" and " - " in outcome.err, str(outcome)


def start_waiting(publisher, log, *arguments):
    command = ["--config", publisher.station.config_file, "release-check", "4.2.0", "--registry", publisher.prefix,
               "--no-containers", *arguments]
    return program.start(command, log)


def test_wait_sees_the_release_complete(publisher, tmp_path):
    publisher.publish("4.2.0", parts=("node",))
    log = tmp_path / "wait.log"
    waiting = start_waiting(publisher, log, "--wait", "60s", "--every", "200ms")
    wait_until(lambda: "are not there yet" in log.read_text(), "a progress line")
    publisher.publish("4.2.0", parts=PARTS[1:])
    publisher.station.server.say("4.2.0")
    assert waiting.wait(timeout=60) == Exit.UP_TO_DATE, log.read_text()
    assert "4.2.0 is complete" in log.read_text()


def test_wait_gives_up_in_time_and_stops_at_once(publisher, tmp_path):
    log = tmp_path / "wait.log"
    assert start_waiting(publisher, log, "--wait", "500ms", "--every", "200ms").wait(timeout=30) == Exit.REFUSED, log.read_text()

    waiting = start_waiting(publisher, log, "--wait", "--every", "60s")
    wait_until(lambda: "are not there yet" in log.read_text(), "a progress line")
    waiting.send_signal(signal.SIGINT)
    assert waiting.wait(timeout=5) == Exit.BLOCKED, log.read_text()


def test_without_an_engine_the_rest_is_checked(publisher):
    publisher.station.configure(engine={"socket": "/nonexistent/docker.sock"})
    outcome = publisher.check("4.1.0").expect(Exit.UP_TO_DATE)
    assert "containers of this host are left out" in outcome.err
