# SPDX-License-Identifier: Apache-2.0
"""The sidecar: its image, run read-only, as nobody in particular and without capabilities, keeps its neighbour in step."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from engine_filter import EngineFilter
from playground.engine_api import EngineError
from playground.program import ROOT, Exit, binary
from playground.station import NODE
from playground.waiting import wait_until

SIDECAR = "lockstep"
GROUP = 4711  # of the engine's socket; nobody's on this machine
MOST_COMPRESSED = 15 * 1000 * 1000


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    file = tmp_path_factory.mktemp("sidecar") / "sidecar.tar.gz"
    subprocess.run([ROOT / "deploy/sidecar/build", binary(), file, "lockstep:test"], check=True, capture_output=True)
    return file


@pytest.fixture
def neighbour(station, image):
    """A station whose engine has the image, reached only through the filter."""
    _load(station.engine, image)
    station.filter = EngineFilter(station.folder / "filtered.sock", station.socket)
    os.chown(station.filter.path, 0, GROUP)
    os.chmod(station.filter.path, 0o660)
    station.configure(interval="10s", engine={"socket": "/var/run/docker.sock"}, state_dir="/var/lib/lockstep")
    yield station
    if station.engine.exists(SIDECAR):
        station.engine.remove(SIDECAR)
    station.filter.close()


def _load(engine, file):
    """POST /images/load, which takes a file as its body."""
    done = subprocess.run(["curl", "-sS", "--fail-with-body", "--unix-socket", engine.socket_path, "-X", "POST",
                           "--data-binary", f"@{file}", "-H", "Content-Type: application/x-tar",
                           "http://localhost/v1.41/images/load"], capture_output=True, text=True)
    assert done.returncode == 0 and "Loaded image" in done.stdout, done


def _start(station, *command):
    """As deploy/sidecar/compose.yaml says, on the host's network, where registry and server of the test are."""
    made = station.engine.create(SIDECAR, {
        "Image": "lockstep:test", "Cmd": list(command), "User": "65532:65532",
        "Healthcheck": {"Test": ["CMD", "/usr/bin/lockstep", "health"], "Interval": 10 ** 9, "Timeout": 10 ** 10},
        "HostConfig": {"ReadonlyRootfs": True, "CapDrop": ["ALL"], "SecurityOpt": ["no-new-privileges:true"],
                       "GroupAdd": [str(GROUP)], "NetworkMode": "host", "PidsLimit": 32,
                       "Memory": 256 << 20, "RestartPolicy": {"Name": "unless-stopped"},
                       "Tmpfs": {"/tmp": "rw,noexec,nosuid,nodev,size=16m"},
                       "Binds": [f"{station.filter.path}:/var/run/docker.sock", "lockstep-state:/var/lib/lockstep",
                                 f"{station.config_file}:/etc/lockstep/config.yaml:ro"]}})
    station.engine.start(made)
    return made


def _running(station):
    try:
        return station.tag_running()
    except EngineError:
        return None  # between two names


def _said(station):
    return subprocess.run(["curl", "-sS", "--unix-socket", station.engine.socket_path, "--output", "-",
                           f"http://localhost/v1.41/containers/{SIDECAR}/logs?stdout=1&stderr=1"],
                          capture_output=True, text=True, errors="replace").stdout


def _doctor(station):
    return json.loads(station.engine.execute(SIDECAR, "/usr/bin/lockstep", "doctor", "--json"))


def test_the_sidecar_updates_its_neighbour_with_the_listed_requests_only(neighbour):
    station = neighbour
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0")
    _start(station, "run")
    try:
        wait_until(lambda: _running(station) == "4.1.1" and set(station.engine.containers()) == {NODE, SIDECAR},
                   "the neighbour's update", 180)
        wait_until(lambda: station.engine.inspect(SIDECAR)["State"]["Health"]["Status"] == "healthy",
                   "the sidecar's own health check", 60)
    except AssertionError as late:
        raise AssertionError(f"{late}\nrefused: {station.filter.refused}\n{_said(station)}") from None
    assert station.version_running() == "4.1.1"
    assert station.engine.execute(NODE, "cat", "/mnt/data/results") == "precious"
    process = Path(f"/proc/{station.engine.inspect(SIDECAR)['State']['Pid']}/status").read_text()
    assert "Uid:\t65532\t65532\t65532\t65532" in process and "CapBnd:\t0000000000000000" in process, process

    examined = _doctor(station)
    states = {(line["area"], line["state"]) for line in examined["checks"]}
    assert examined["exit_code"] == Exit.UP_TO_DATE and ("own container", "good") in states, examined

    station.engine.stop(SIDECAR)
    assert station.engine.inspect(SIDECAR)["State"]["ExitCode"] == 0
    assert station.filter.refused == []
    needed = {line for line, _, _ in station.filter.rules} - station.filter.used
    assert not {line for line in needed if "create" in line or "start" in line or "archive" in line}, needed


def test_the_image_is_small_and_holds_no_shell(image):
    size = image.stat().st_size
    assert size <= MOST_COMPRESSED, f"{size} bytes compressed"
    listed = subprocess.run(["tar", "-xzOf", image, "layer.tar"], check=True, capture_output=True).stdout
    names = subprocess.run(["tar", "-t"], input=listed, check=True, capture_output=True).stdout.decode().split()
    programs = [name for name in names if name.startswith("./usr/bin/") and not name.endswith("/")]
    assert programs == ["./usr/bin/lockstep"]
    assert not [name for name in names if "icudata" in name or "libxml2" in name]
