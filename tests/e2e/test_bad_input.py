# SPDX-License-Identifier: Apache-2.0
"""Wrong configuration, wrong socket, wrong URL: one line with place and remedy, the documented exit code, hands off."""

import contextlib
import os
import socket
import threading

import pytest
from playground.program import Exit, run
from playground.station import Watch


@pytest.fixture
def running(station):
    """A station with work to do, so that a program which ignored its bad input would be seen doing it."""
    station.publish("4.1.0", "4.1.1")
    station.run_node("4.1.0")
    before, watch = station.fingerprint(), Watch(station)
    yield station
    assert watch.engine_changes() == []
    assert station.fingerprint() == before


def says(outcome, code, *words):
    outcome.expect(code)
    lines = [line for line in outcome.err.splitlines() if line.strip()]
    assert lines, f"nothing on stderr: {outcome}"
    for word in words:
        assert word in outcome.err, f"'{word}' is not in the message: {outcome}"
    assert len(lines) <= 2, f"more than one line (and its remedy): {outcome}"
    assert outcome.out == "" or outcome.out.startswith("{"), f"text on stdout: {outcome}"


@pytest.mark.quick
@pytest.mark.parametrize(("text", "words"), [
    ("intervall: 5m\n", ["config.yaml", "1", "intervall"]),
    ("interval: 5m\nserver:\n  urll: http://x/\n", ["config.yaml", "3", "urll"]),
    ("interval: 5m\nlisten: ''\ninterval: 6m\n", ["config.yaml", "3", "interval"]),
    ("interval: [1, 2]\n", ["config.yaml", "1", "interval"]),
    ("interval: soon\n", ["config.yaml", "1", "interval"]),
    ("gate:\n  settle: -1s\n", ["config.yaml", "2", "settle"]),
    ("targets:\n  - name: x\n    policy: same-mayor\n", ["config.yaml", "3", "same-mayor"]),
    ("server:\n  url: ftp://example.org/version\n", ["config.yaml", "2", "ftp"]),
    ("server: {url: 'http://'}\n", ["config.yaml", "1", "url"]),
    ("a: [1\n", ["config.yaml"]),
    ("- interval\n", ["config.yaml"]),
    ("", ["config.yaml"]),
    ("interval: \x00\n", ["config.yaml"]),
], ids=["unknown-key", "unknown-nested-key", "duplicate-key", "list-for-duration", "word-for-duration",
        "negative-duration", "unknown-policy", "scheme-ftp", "url-without-host", "not-yaml", "list-at-top", "empty", "nul-byte"])
def test_wrong_configuration(running, text, words):
    running.config_file.write_text(text)
    says(running.lockstep("--socket", running.socket, "--state-dir", running.state, "once"), Exit.CONFIGURATION, *words)
    assert not running.state.exists()


def test_named_configuration_file_is_missing(running):
    missing = running.folder / "nowhere.yaml"
    says(run(["--config", missing, "--socket", running.socket, "once"]), Exit.CONFIGURATION, str(missing))


def test_configuration_is_a_folder(running):
    says(run(["--config", running.folder, "--socket", running.socket, "once"]), Exit.CONFIGURATION,
         str(running.folder))


@pytest.mark.parametrize("arguments", [["frobnicate"], ["once", "--sokcet", "x"], ["explain"], ["--log-level", "loud",
                                                                                            "once"], []])
def test_wrong_usage(running, arguments):
    outcome = running.lockstep(*arguments).expect(Exit.CONFIGURATION)
    assert outcome.err.strip()


def test_server_url_of_another_scheme_on_the_command_line(running):
    says(running.lockstep("--server-url", "file:///etc/passwd", "once"), Exit.CONFIGURATION, "file")


def test_socket_is_missing(running):
    missing = running.folder / "no.sock"
    says(running.lockstep("--socket", missing, "once"), Exit.ENGINE_UNREACHABLE, str(missing))


def test_socket_may_not_be_used(running):
    running.folder.chmod(0o1777)
    running.socket.chmod(0o600)
    says(running.lockstep("--socket", running.socket, "--state-dir", running.folder / "own", "once", user=65534),
         Exit.ENGINE_UNREACHABLE, str(running.socket))


def test_socket_is_a_file(running):
    plain = running.folder / "plain"
    plain.write_text("")
    says(running.lockstep("--socket", plain, "once"), Exit.ENGINE_UNREACHABLE, str(plain))


@pytest.mark.parametrize("answer", [b"NONSENSE\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", b"",
                                    b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"],
                         ids=["nonsense", "another-service", "hangs-up", "error"])
def test_socket_with_something_else_behind_it(running, answer):
    with listener(running.folder / "odd.sock", answer) as path:
        says(running.lockstep("--socket", path, "once", limit=60), Exit.ENGINE_UNREACHABLE, str(path))


@contextlib.contextmanager
def listener(path, answer):
    """Gives the same bytes to everyone who connects."""
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(path))
    server.listen(8)
    done = threading.Event()

    def serve():
        while not done.is_set():
            with contextlib.suppress(OSError):
                peer, _ = server.accept()
                with peer:
                    peer.settimeout(2)
                    peer.recv(65536)
                    peer.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield path
    finally:
        done.set()
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as last:
            last.connect(str(path))
            last.sendall(b"x")
        thread.join()
        server.close()
        os.unlink(path)


def test_state_folder_cannot_be_made(running):
    blocked = running.folder / "file"
    blocked.write_text("")
    outcome = running.lockstep("--state-dir", blocked / "state", "once")
    says(outcome, Exit.CONFIGURATION, str(blocked))


def test_unknown_container_to_explain(running):
    outcome = running.lockstep("explain", "vantage6-nobody")
    assert outcome.status != 0 and "vantage6-nobody" in outcome.err, str(outcome)


@pytest.mark.quick
def test_version_and_help_need_nothing(tmp_path):
    version = run(["version"]).expect(Exit.UP_TO_DATE)
    assert version.out.split()[-1].count(".") == 2
    assert "once" in run(["--help"]).expect(Exit.UP_TO_DATE).out
