# SPDX-License-Identifier: Apache-2.0
"""No secret leaves: with every kind of one configured and all logging on, none is found anywhere in any encoding."""

import base64
import json
import os
import stat
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import pytest

HELPER = "/usr/local/bin/docker-credential-canary"
KINDS = ("auth", "identity", "registrytoken", "helper", "proxy", "variable")


def _encodings(secret):
    """Raw, percent-encoded, and base64 in both alphabets at each of the three places that it can have in a group."""
    found = {secret, quote(secret, safe="")}
    for lead in range(3):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            whole = encode(b"x" * lead + secret.encode()).decode()
            # What does not depend on the bytes around it.
            found.add(whole[4 if lead else 0:].rstrip("=")[:-2])
    return found


def _plain(sent):
    """What a server reads out of Basic."""
    try:
        return base64.b64decode(sent.split()[1]).decode()
    except (ValueError, IndexError):
        return sent


class _Bouncer:
    """A registry that wants a login, refuses it, and repeats what it was sent in every place that it can."""

    def __init__(self, folder):
        self.seen, self.environments = [], folder / "environments"
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802: the library's name
                length = int(self.headers.get("Content-Length") or 0)
                sent = f"{self.headers.get('Authorization')} {self.rfile.read(length).decode()}"
                outer.seen.append((self.path, sent))
                if self.path.startswith("/token"):
                    body = json.dumps({"token": "CANARY+issued/token"}).encode()
                    self.send_response(200 if "good" in sent else 403)
                elif "page" in self.path and "None" not in sent:
                    body = f"<html><title>{sent} {_plain(sent)}</title></html>".encode()
                    self.send_response(200)
                    self.send_header("Content-Type", "text/html")
                elif "away" in self.path and "None" not in sent:
                    body = b""
                    self.send_response(307)
                    self.send_header("Location", f"ftp://elsewhere.example/{quote(sent)}/{quote(_plain(sent))}")
                else:
                    body = json.dumps({"errors": [{"code": "DENIED", "message": sent}]}).encode()
                    self.send_response(401)
                    host = self.headers["Host"]
                    bearer = f'Bearer realm="http://{host}/token",service="{sent[:10]}"'
                    basic = any(way in self.path for way in ("page", "away"))
                    self.send_header("WWW-Authenticate", 'Basic realm="x"' if basic else bearer)
                    self.send_header("Warning", f'299 - "{sent}"')
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_HEAD = do_POST = do_GET  # noqa: N815

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        self.host = f"127.0.0.1:{self._server.server_port}"

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.mark.parametrize("kind", KINDS)
def test_no_encoding_of_a_secret_is_found_anywhere(station, kind, tmp_path):
    secret = f"CANARY {kind}+/?:ü~0123456789"
    bouncer = _Bouncer(tmp_path)
    try:
        environment = {"HOME": str(tmp_path)}
        entry, config = {}, {}
        if kind in ("auth", "variable"):
            entry = {"auth": base64.b64encode(f"good:{secret}".encode()).decode()}
        elif kind == "identity":
            entry = {"identitytoken": secret}
        elif kind == "registrytoken":
            entry = {"registrytoken": secret.encode("ascii", "ignore").decode()}
            secret = entry["registrytoken"]
        elif kind == "helper":
            config["credHelpers"] = {bouncer.host: "canary"}
        if entry:
            config["auths"] = {bouncer.host: entry}
        if kind == "variable":
            environment["DOCKER_AUTH_CONFIG"] = json.dumps(config)
        else:
            docker_config = _only_mine(tmp_path / "docker.json", json.dumps(config))
            station.configure(registry={"docker_config": docker_config})
        if kind == "proxy":
            login = _only_mine(tmp_path / "login", f"user:{secret}")
            station.configure(proxy={"url": "http://127.0.0.1:1", "login_file": login})
        if kind == "helper":
            _helper(tmp_path, secret)
        station.host = bouncer.host
        repository = f"{'far.example' if kind == 'proxy' else bouncer.host}/team/app"
        said = []
        pages = [["tags", f"{repository}{way}", *form] for way in ("/page", "/away") for form in ([], ["--json"])]
        for command in (["once"], ["plan", "--json"], ["tags", repository], ["tags", repository, "--json"],
                        ["doctor", "registry", repository], ["doctor", "registry", repository, "--json"], *pages):
            outcome = station.lockstep("--log-level", "debug", *command, environment=environment)
            said += [outcome.out, outcome.err]
        if kind not in ("proxy", "helper"):
            assert any(form in sent for _, sent in bouncer.seen for form in _encodings(secret)), "it was used"
        if kind in ("auth", "variable", "registrytoken", "helper"):
            assert any("[hidden]" in text for text in said), "it was repeated to us"
        places = {"output": "\n".join(said), "targets": "\n".join(path for path, _ in bouncer.seen)}
        for file in station.state.rglob("*"):
            if file.is_file():
                places[file.name] = file.read_bytes().decode("latin-1")
        if bouncer.environments.exists():
            places["environment of a helper"] = bouncer.environments.read_text()
        for name, text in places.items():
            for form in (*_encodings(secret), *_encodings("CANARY+issued/token")):
                assert form not in text, f"{form} in {name}"
    finally:
        bouncer.close()
        if kind == "helper":
            os.remove(HELPER)


def _only_mine(file, text):
    file.write_text(text)
    file.chmod(0o600)
    return str(file)


def _helper(folder, secret):
    """docker-credential-canary in the fixed path of helpers; removed with the run."""
    with open(HELPER, "w", encoding="utf-8") as script:
        script.write(f"#!/bin/sh\n{{ env; echo \"$0 $*\"; cat /proc/$PPID/cmdline; }} > {folder}/environments\n"
                     f"""echo '{json.dumps({"Username": "good", "Secret": secret})}'\n""")
    os.chmod(HELPER, stat.S_IRWXU)
