# SPDX-License-Identifier: Apache-2.0
"""A host of vantage6 without any configuration file: labels and the node's own configuration say everything."""

from playground import program
from playground.program import Exit
from playground.station import NODE

OUT = ("4.1.0", "4.1.1", "4.2.0", "4.2.1", "5.0.0rc1")
SECRET = "3f1c-a-secret-key"


def bare(station, *arguments, **environment):
    """The program with nothing but where the engine and its own state are."""
    return program.run(["--socket", station.socket, "--state-dir", station.state, *arguments], environment)


def node_file(station, layout="{keys}", api_path="/api"):
    """The node's own configuration for the station's server."""
    url, _, port = station.server.url.removesuffix("/api/version").rpartition(":")
    keys = f"{{api_key: {SECRET}, server_url: '{url}', port: {port}, api_path: {api_path}, databases: []}}"
    station.node_file = layout.format(keys=keys)


def test_a_node_follows_the_server_that_its_own_configuration_names(station):
    station.publish(*OUT)
    node_file(station)
    station.run_node("4.1.0")

    plan = bare(station, "plan").expect(Exit.WOULD_UPDATE)
    assert station.server.url in plan.out and "the node's own configuration /mnt/config/demo.yaml" in plan.out

    outcome = bare(station, "once", "--json").expect(Exit.UPDATED)
    verdict = outcome.verdict(NODE)
    assert (verdict["tag"], verdict["target"], verdict["server_version"]) == ("4.1.1", "vantage6-node", "4.1.0")
    assert verdict["server_url"] == station.server.url
    assert verdict["server_from"] == "the node's own configuration /mnt/config/demo.yaml"
    assert station.version_running() == "4.1.1"
    assert SECRET not in plan.out + plan.err + outcome.out + outcome.err


def test_the_layout_of_releases_2_and_3_is_understood(station):
    station.publish(*OUT)
    node_file(station, "application: {{}}\nenvironments:\n  prod: {keys}\n")
    station.run_node("4.1.0", Cmd=["vnode-local", "start", "-c", "/mnt/config/demo.yaml", "-n", "demo", "-e", "prod"])

    verdict = bare(station, "explain", NODE, "--json").expect(Exit.WOULD_UPDATE).json
    assert (verdict["tag"], verdict["server_url"]) == ("4.1.1", station.server.url)


def test_a_configured_server_wins(station):
    station.publish(*OUT)
    station.node_file = "server_url: http://127.0.0.1\nport: 9\napi_path: ''\n"
    station.run_node("4.1.0")

    verdict = bare(station, "plan", "--json", LOCKSTEP_SERVER_URL=station.server.url).verdict(NODE)
    assert (verdict["tag"], verdict["server_url"], verdict["server_from"]) == ("4.1.1", station.server.url, "")


def test_a_node_whose_configuration_names_no_server_is_left_alone_and_says_why(station):
    station.publish(*OUT)
    station.node_file = f"api_key: {SECRET}\n"
    station.run_node("4.1.0")
    before = station.fingerprint()

    outcome = bare(station, "once", "--json").expect(Exit.REFUSED)

    verdict = outcome.verdict(NODE)
    assert verdict["reason"] == "server-not-configured"
    assert "/mnt/config/demo.yaml has no server_url" in verdict["sentence"]
    assert "LOCKSTEP_SERVER_URL" in verdict["sentence"]
    assert SECRET not in outcome.out + outcome.err
    assert station.fingerprint() == before


def test_a_link_instead_of_the_file_is_not_followed(station):
    station.publish(*OUT)
    station.run_node("4.1.0")
    mounted = station.folder / "config" / "demo.yaml"
    mounted.unlink()
    mounted.symlink_to("/etc/passwd")

    verdict = bare(station, "plan", "--json").expect(Exit.REFUSED).verdict(NODE)
    assert verdict["reason"] == "server-not-configured" and "no regular file" in verdict["sentence"]


def test_central_parts_take_the_newest_of_their_major_and_strangers_are_nobodys(station):
    station.publish(*OUT)
    station.run_node("4.1.0", name="central", Labels={"vantage6-type": "server"})
    station.run_node("4.1.0", name="asks", Labels={"vantage6-type": "none", "lockstep.enable": "true"})
    station.run_node("4.1.0", name="stranger", Labels={"vantage6-type": "none"})

    plan = bare(station, "plan", "--json").expect(Exit.WOULD_UPDATE)

    assert plan.verdict("central")["tag"] == "4.2.1"
    assert plan.verdict("asks")["tag"] == "4.2.1"
    assert "stranger" not in plan.out
