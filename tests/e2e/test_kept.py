# SPDX-License-Identifier: Apache-2.0
"""What a person gave a container is still there after its update."""

import pytest
from playground.program import Exit
from playground.station import NODE

OUT = ("4.1.0", "4.1.1")
KINDS = pytest.mark.parametrize("auto_remove", [True, False], ids=["rm", "plain"])


@KINDS
def test_settings_and_data_survive(station, auto_remove):
    station.publish(*OUT)
    ports = {"5000/tcp": [{"HostIp": "127.0.0.1", "HostPort": "0"}]}
    station.run_node("4.1.0", auto_remove=auto_remove, Hostname="node-radboud", User="0:0", WorkingDir="/mnt",
                     StopSignal="SIGINT", ExposedPorts={"5000/tcp": {}},
                     HostConfig={"PortBindings": ports, "Memory": 64 << 20, "CapDrop": ["NET_RAW"],
                                 "Tmpfs": {"/scratch": "size=1m"}, "LogConfig": {"Type": "json-file", "Config":
                                                                                 {"max-size": "1m"}}})
    before = station.engine.inspect(NODE)

    station.once().expect(Exit.UPDATED)

    after = station.engine.inspect(NODE)
    assert after["Id"] != before["Id"]
    assert after["HostConfig"] == before["HostConfig"]
    assert after["Config"]["Env"][:3] == ["DATA_VOLUME_NAME=demo-data", "STATION=radboud", "EMPTY="]
    assert "NODE_IMAGE_VERSION=4.1.1" in after["Config"]["Env"]
    for key in ("Cmd", "Tty", "Labels", "Hostname", "User", "WorkingDir", "StopSignal", "ExposedPorts"):
        assert after["Config"][key] == before["Config"][key], key
    assert _mounts(after) == _mounts(before)
    assert station.engine.execute(NODE, "cat", "/mnt/data/results") == "precious"
    assert station.engine.execute(NODE, "cat", "/mnt/config/demo.yaml") == "api_key: not-a-real-one"


def _mounts(inspect):
    return sorted((m["Type"], m.get("Name"), m["Source"], m["Destination"], m["RW"]) for m in inspect["Mounts"])


@KINDS
def test_anonymous_volume_is_carried(station, auto_remove):
    station.publish(*OUT)
    station.run_node("4.1.0", auto_remove=auto_remove, Volumes={"/var/lib/node": {}})
    station.engine.execute(NODE, "sh", "-c", "echo kept > /var/lib/node/state")
    station.once().expect(Exit.UPDATED)
    assert station.engine.execute(NODE, "cat", "/var/lib/node/state") == "kept"


def test_networks_and_aliases_survive(station):
    station.publish(*OUT)
    for name in ("first", "second"):
        station.engine.call("POST", "/networks/create", {"Name": name})
    station.run_node("4.1.0", auto_remove=False, HostConfig={"NetworkMode": "first"},
                     NetworkingConfig={"EndpointsConfig": {"first": {"Aliases": ["node.local"]}}})
    station.engine.call("POST", "/networks/second/connect", {"Container": NODE, "EndpointConfig":
                                                             {"Aliases": ["node.second"]}})
    station.once().expect(Exit.UPDATED)
    networks = station.engine.inspect(NODE)["NetworkSettings"]["Networks"]
    assert sorted(networks) == ["first", "second"]
    assert "node.local" in networks["first"]["Aliases"] and "node.second" in networks["second"]["Aliases"]


def test_stopped_container_is_not_started(station):
    station.publish(*OUT)
    station.run_node("4.1.0", auto_remove=False)
    station.engine.stop(NODE)
    station.once().expect(Exit.UPDATED, Exit.UP_TO_DATE)
    assert station.engine.containers() == {NODE: "exited"} or station.engine.containers() == {NODE: "created"}
