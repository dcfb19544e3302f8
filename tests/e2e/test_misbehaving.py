# SPDX-License-Identifier: Apache-2.0
"""Registries, networks and moments that go wrong, for the built program: what needs TLS, HTTP/2, names or its memory.
The table of all such behaviours is tests/misbehaviour.md."""

import itertools
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import threading
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playground import program
from playground.certificates import WEAK_KEY, Authority
from playground.front import ADDRESS
from playground.http2_server import Http2Server
from playground.name_server import NameServer
from playground.program import Exit

KILLED = -9


@contextmanager
def _untouched(address):
    """A port to which nobody may come."""
    with socket.create_server((address, 0)) as listener:
        yield listener.getsockname()[1]
        listener.setblocking(False)
        with pytest.raises(BlockingIOError):
            listener.accept()


def _log_in(front, host):
    file = front.folder / "docker.json"
    file.write_text(json.dumps({"auths": {host: {"username": "user", "password": "secret"}}}))
    file.chmod(0o600)
    front.station.configure(registry={"docker_config": str(file)})


def _error(outcome, code):
    assert outcome.status == Exit.EVIDENCE_MISSING and outcome.json["error"]["code"] == code, outcome
    return outcome.json["error"]


def test_a_login_over_tls_goes_to_no_token_server_in_plain_http(front):
    authority = Authority(front.folder)
    with _untouched(ADDRESS) as port:
        challenge = f"'Bearer realm=\"http://{ADDRESS}:{port}/token\",service=\"s\"'"
        host = front.tls(*authority.issue("good", ADDRESS),
                         location=f"add_header WWW-Authenticate {challenge} always; return 401;")
        front.trust(host, authority)
        _log_in(front, host)
        error = _error(front.tags(host), "realm-refused")
    assert f"{ADDRESS}:{port}" in error["message"] and "X-Forwarded-Proto" in error["remedy"]


def test_self_signed_and_weak_certificates(front):
    authority = Authority(front.folder)
    host = front.tls(*authority.self_signed("alone", ADDRESS))
    front.breaks(host, "tls", "tls", "signed by itself", "CN = alone", f"certs.d/{host}")
    weak = front.tls(*authority.issue("weak", ADDRESS, key_kind=WEAK_KEY),
                     server="ssl_ciphers DEFAULT@SECLEVEL=0;")
    front.trust(weak, authority)
    front.breaks(weak, "tls", "tls", "too short to be safe", "2048 bits")


TAGS = b'{"name":"team/app","tags":["4.1.0","4.1.1","4.2.0"]}'


@pytest.fixture
def http2(front):
    authority = Authority(front.folder)
    server = Http2Server(*authority.issue("h2", ADDRESS), TAGS)
    front.trust(server.host, authority)
    yield server
    server.close()


def test_http2_streams_that_break_are_worth_one_more(front, http2):
    for manner in ("good", "goaway", "goaway-mid-body", "refused", "reset-stream", "reset"):
        http2.manners, http2.asked = [manner, "good"], 0
        listed = front.tags(http2.host).expect(Exit.UP_TO_DATE).json["candidates"]
        assert len(listed) == 3 and http2.asked == (1 if manner == "good" else 2), (manner, http2.asked)


def test_http2_streams_that_always_break_or_stall_are_an_outage(front, http2):
    for manner in ("goaway", "goaway-mid-body", "reset-stream", "reset", "stall"):
        http2.manners, http2.asked = [manner], 0
        error = _error(front.tags(http2.host), "registry-unreachable")
        assert http2.host in error["message"] and http2.asked <= 3, (manner, http2.asked, error)


def test_names_that_fail_or_lead_inwards(front):
    names = NameServer(front.folder, {"registry.test": ADDRESS, "broken.test": "SERVFAIL", "silent.test": None,
                                      "rebound.test": "127.0.0.1"})

    def tags(host):
        return front.station.lockstep("tags", f"{host}/{front.station.repository}", "--json", way=names.way)
    authority = Authority(front.folder)
    with closing(names), _untouched("127.0.0.1") as inner:
        for name in ("nowhere.test", "broken.test", "silent.test"):
            assert f"{name} could not be resolved" in _error(tags(name), "registry-unreachable")["message"]
        certificate = authority.issue("registry.test", "registry.test")
        for number, location in enumerate((None, f"return 307 https://rebound.test:{inner}/;",
                                           f"add_header WWW-Authenticate 'Bearer realm=\"https://rebound.test:{inner}/\"'"
                                           " always; return 401;")):
            host = front.tls(*certificate, location=location).replace(ADDRESS, "registry.test")
            front.trust(host, authority)
            if number == 0:
                tags(host).expect(Exit.UP_TO_DATE)
                continue
            error = _error(tags(host), "redirect-refused" if number == 1 else "realm-refused")
            assert "inner address 127.0.0.1" in error["message"]


class _Flood:
    """A registry on loopback that sends more than anybody asked for: `body` gives the chunks."""

    def __init__(self, body):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):  # noqa: N802: the library's name
                chunks = body()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                try:
                    for chunk in chunks:
                        self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                    self.wfile.write(b"0\r\n\r\n")
                except OSError:
                    self.close_connection = True

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()
        self.host = f"127.0.0.1:{self._server.server_port}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


MEGABYTE = 1 << 20


def _tags(number, count=MEGABYTE // 103):
    """About a megabyte of tags, as a part of a JSON list."""
    return ",".join(f'"1.{number}.{each}-{"x" * 80:0<{90 - len(str(each))}}"' for each in range(count)).encode()


def _one_list():
    return itertools.chain([b'{"tags":[' + _tags(0)], (b"," + _tags(number) for number in range(1, 100)), [b"]}"])


def _one_string():
    return itertools.chain([b'{"tags":["'], itertools.repeat(b"x" * MEGABYTE, 100), [b'"]}'])


def _peak_memory(station, *command):
    """Exit status, what was said, and the largest resident memory in MB."""
    with open(station.folder / "said", "w+", encoding="utf-8") as said:
        child = subprocess.Popen([str(program.binary()), "--config", str(station.config_file), *command],
                                 stdout=said, stderr=said, env=program.clean_environment())
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return child.returncode, said.read(), usage.ru_maxrss / 1024


@pytest.mark.parametrize("body", [_one_list, _one_string])
def test_a_flood_of_100_megabytes_stays_within_memory_and_moves_nothing(station, body):
    flood = _Flood(body)
    try:
        station.publish("4.1.0")
        station.run_node("4.1.0", auto_remove=False)
        before = station.fingerprint()
        name = f"{flood.host}/team/app:4.1.0"
        station.engine.call("POST", f"/images/{station.image('4.1.0')}/tag", repo=name.rpartition(":")[0], tag="4.1.0")
        station.engine.create("flooded", {"Image": name, "Labels": {"vantage6-type": "node"}})
        station.engine.start("flooded")
        status, said, memory = _peak_memory(station, "plan", "--json")
        assert status == Exit.EVIDENCE_MISSING, said
        assert "larger than 33554432 bytes" in said
        assert memory < 128, said
        assert station.fingerprint() == before
    finally:
        flood.close()


def _notes(state):
    with closing(sqlite3.connect(state / "journal.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return set(database.execute("SELECT subject, key, value FROM note WHERE subject LIKE '127.%'"))


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_while_it_writes_down_what_it_learnt(station, kill_at, when):
    first, second = station.repository, f"{station.repository}2"
    station.publish("4.1.0", v4_1="4.1.0")
    station.run_node("4.1", name="first", auto_remove=False, Labels={"lockstep.enable": "true"})
    station.configure(presets=["labelled"])
    station.once().expect(Exit.UP_TO_DATE)
    known = _notes(station.state)
    assert any(first in subject for subject, _, _ in known)
    warm = station.folder / "warm"
    shutil.copytree(station.state, warm)
    station.repository = second
    station.publish("4.1.0", v4_1="4.1.0")
    station.run_node("4.1", name="second", auto_remove=False, Labels={"lockstep.enable": "true"})
    for number in itertools.count(1):
        outcome = station.once(environment={"LD_PRELOAD": str(kill_at), "KILL_AT": str(number), "KILL_WHEN": when})
        assert known <= _notes(station.state), f"{when} {number}"
        if outcome.status != KILLED:
            break
        station.once().expect(Exit.UP_TO_DATE)
        assert any(second in subject for subject, _, _ in _notes(station.state))
        shutil.rmtree(station.state)
        shutil.copytree(warm, station.state)
    outcome.expect(Exit.UP_TO_DATE)
    assert number > 1, "it was killed at least once"
