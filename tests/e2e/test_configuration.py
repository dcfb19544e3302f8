# SPDX-License-Identifier: Apache-2.0
"""Configuration as a person meets it: shown, checked, drafted, kept safe; and what labels may say."""

import json

import pytest
from playground import program
from playground.program import Exit
from playground.station import NODE

OUT = ("4.1.0", "4.1.1", "4.2.0", "5.0.0rc1")
WRONG = """\
interval: 15x
intervall: 1h
server: {url: 'ftp://s/version'}
targets:
  - name: a
    polcy: pin
  - {name: b, match: {name: 'x[a'}}
  - {name: c, match: {name: x}, policy: range, constraint: '=>4'}
"""


def test_check_names_every_fault_with_file_line_and_what_would_be_right(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text(WRONG)

    outcome = program.run(["config", "check", file], {"LOCKSTEP_LISTEN": "0.0.0.0:1"}).expect(Exit.CONFIGURATION)

    lines = outcome.out.splitlines()
    expected = [(f"{file}:1:", "'interval'", "15m"), (f"{file}:2:", "'intervall'", "did you mean 'interval'?"),
                (f"{file}:3:", "'server.url'", "https://"), (f"{file}:6:", "polcy", "did you mean 'policy'?"),
                (f"{file}:7:", "match.name", "']'"), (f"{file}:8:", "constraint", "write >="),
                ("environment:", "LOCKSTEP_LISTEN", "127.0.0.1:port")]
    assert len(lines) == len(expected), outcome
    for line, words in zip(lines, expected):
        assert all(word in line for word in words), line
    # The others stop at the first one.
    assert f"{file}:1:" in program.run(["--config", file, "plan"]).expect(Exit.CONFIGURATION).err


def test_check_of_a_good_file_says_so(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text("interval: 1h\n")
    assert program.run(["config", "check", file]).expect(Exit.UP_TO_DATE).out == f"{file}: good\n"
    assert program.run(["config", "check", file, "--json"]).json["wrong"] == []


@pytest.mark.parametrize("mode, remedy", [(0o666, "chmod go-w"), (0o660, "chmod go-w")])
def test_a_file_that_others_may_write_is_refused(tmp_path, mode, remedy):
    file = tmp_path / "config.yaml"
    file.write_text("interval: 1h\n")
    file.chmod(mode)
    for command in (["plan"], ["once"], ["config", "check"], ["config", "show"]):
        outcome = program.run(["--config", file, *command]).expect(Exit.CONFIGURATION)
        assert f"{remedy} {file}" in outcome.out + outcome.err


def test_secrets_that_others_may_read_are_refused(tmp_path):
    secrets = tmp_path / "docker.json"
    secrets.write_text("{}")
    secrets.chmod(0o644)
    file = tmp_path / "config.yaml"
    file.write_text(f"registry: {{docker_config: {secrets}}}\n")
    outcome = program.run(["--config", file, "plan"]).expect(Exit.CONFIGURATION)
    assert f"chmod 0600 {secrets}" in outcome.err


def test_show_says_who_said_what(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text("interval: 1h\nstate_dir: /file\n")
    arguments = ["--config", file, "--socket", "/option.sock", "config", "show"]
    variables = {"LOCKSTEP_STATE_DIR": "/variable"}

    shown = {one["key"]: (one["value"], one["origin"])
             for one in program.run([*arguments, "--json"], variables).expect(Exit.UP_TO_DATE).json["settings"]}
    assert shown["interval"] == ("1h", f"{file}:1")
    assert shown["state_dir"] == ("/variable", "environment")
    assert shown["engine.socket"] == ("/option.sock", "command line")
    assert shown["gate.settle"] == ("10s", "default")

    table = program.run(arguments, variables).expect(Exit.UP_TO_DATE).out
    assert any(line.split() == ["interval", f"{file}:1", "1h"] for line in table.splitlines()), table


def test_presets_and_keys_are_listed():
    presets = program.run(["config", "presets", "--json"]).expect(Exit.UP_TO_DATE).json["presets"]
    assert [one["name"] for one in presets if one["by_default"]] == ["vantage6", "labelled"]
    assert "backendai" in program.run(["config", "presets"]).expect(Exit.UP_TO_DATE).out
    keys = {one["key"]: one["environment"] for one in program.run(["config", "keys", "--json"]).json["keys"]}
    assert keys["server.url"] == "LOCKSTEP_SERVER_URL" and keys["targets[].policy"] == ""
    assert "LOCKSTEP_SERVER_URL" in program.run(["config", "keys"]).expect(Exit.UP_TO_DATE).out


def test_init_drafts_a_file_that_works_from_what_it_finds(station):
    station.publish(*OUT)
    url, _, port = station.server.url.removesuffix("/api/version").rpartition(":")
    station.node_file = f"{{api_key: s3cr3t, server_url: '{url}', port: {port}, api_path: /api}}"
    station.run_node("4.1.0")
    station.run_node("4.1.0", name="broker", Labels={"vantage6-type": "rabbitmq"})
    here = ["--socket", station.socket, "--state-dir", station.state]
    file = station.folder / "drafted.yaml"

    printed = program.run([*here, "config", "init"]).expect(Exit.UP_TO_DATE).out
    assert NODE in printed and station.server.url in printed and "- name: broker" in printed
    assert "s3cr3t" not in printed
    program.run([*here, "config", "init", file]).expect(Exit.UP_TO_DATE)
    assert file.read_text() == printed
    refused = program.run([*here, "config", "init", file]).expect(Exit.CONFIGURATION)
    assert "--force" in refused.err
    # A wrong file is no hindrance to a better one.
    file.write_text(WRONG)
    mended = program.run([*here, "--config", file, "config", "init", file, "--force"]).expect(Exit.UP_TO_DATE)
    assert f"left aside: {file}:1:" in mended.err and file.read_text() == printed

    program.run(["config", "check", file]).expect(Exit.UP_TO_DATE)
    plan = program.run([*here, "--config", file, "plan", "--json"]).expect(Exit.WOULD_UPDATE)
    assert plan.verdict(NODE)["tag"] == "4.1.1" and "broker" not in plan.out


def test_labels_narrow_what_the_configuration_allows_and_wrong_ones_are_named(station):
    station.publish(*OUT)

    def labelled(name, **labels):
        station.run_node("4.1.0", name=name, Labels={"vantage6-type": "server", **{
            f"lockstep.{key}": value for key, value in labels.items()}})

    labelled("free")
    labelled("minor", policy="same-minor")
    labelled("capped", constraint="<4.2")
    labelled("held", hold="true")
    labelled("wider", policy="range")
    labelled("misspelt", polcy="pin")

    plan = station.plan().expect(Exit.WOULD_UPDATE)

    assert plan.verdict("free")["tag"] == "4.2.0"
    assert plan.verdict("minor")["tag"] == "4.1.1"
    assert plan.verdict("capped")["tag"] == "4.1.1"
    assert (plan.verdict("held")["action"], plan.verdict("held")["reason"]) == ("skip", "held")
    wider = plan.verdict("wider")
    assert wider["reason"] == "label-invalid" and "allowed here: same-major, same-minor, pin" in wider["sentence"]
    assert "did you mean 'lockstep.policy'?" in plan.verdict("misspelt")["sentence"]
    assert json.loads(plan.out)["schema"] == 1
