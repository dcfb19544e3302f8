# SPDX-License-Identifier: Apache-2.0
"""The Docker Engine API over its Unix socket: just what tests look at and set up."""

import http.client
import json
import socket
import time
from urllib.parse import quote, urlencode

API = "/v1.41"


class EngineError(Exception):
    def __init__(self, call, status, text):
        super().__init__(f"{call}: {status} {text}")
        self.status = status


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path, timeout):
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class EngineApi:
    def __init__(self, socket_path):
        self.socket_path = str(socket_path)

    def call(self, method, path, body=None, timeout=60, **query):
        """The decoded JSON answer, or its text; EngineError from status 400 on."""
        url = API + path + ("?" + urlencode(query) if query else "")
        connection = _UnixConnection(self.socket_path, timeout)
        try:
            connection.request(method, url, json.dumps(body) if body is not None else None,
                               {"Content-Type": "application/json"} if body is not None else {})
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        if answer.status >= 400:
            raise EngineError(f"{method} {url}", answer.status, text.strip())
        return json.loads(text) if text and answer.headers.get_content_type() == "application/json" and \
            "\n{" not in text.strip() else text

    def alive(self):
        try:
            return self.call("GET", "/_ping", timeout=2) == "OK"
        except (OSError, EngineError, http.client.HTTPException):
            return False

    # Containers -------------------------------------------------------------------------------------------------
    def create(self, name, body):
        return self.call("POST", "/containers/create", body, name=name)["Id"]

    def start(self, container):
        self.call("POST", f"/containers/{container}/start")

    def stop(self, container):
        self.call("POST", f"/containers/{container}/stop")

    def inspect(self, container):
        return self.call("GET", f"/containers/{container}/json")

    def exists(self, container):
        try:
            self.inspect(container)
            return True
        except EngineError as error:
            if error.status == 404:
                return False
            raise

    def containers(self):
        """All of them, in any state: name → status word."""
        return {row["Names"][0].lstrip("/"): row["State"]
                for row in self.call("GET", "/containers/json", all="1") if row["Names"]}

    def remove(self, container, volumes=True):
        self.call("DELETE", f"/containers/{container}", force="1", v="1" if volumes else "0")

    def execute(self, container, *command):
        """Standard output of a command inside the container."""
        made = self.call("POST", f"/containers/{container}/exec",
                         {"Cmd": list(command), "AttachStdout": True, "AttachStderr": True, "Tty": True})
        return self.call("POST", f"/exec/{made['Id']}/start", {"Detach": False, "Tty": True}).strip()

    # Images and events ------------------------------------------------------------------------------------------
    def pull(self, reference):
        name, _, tag = reference.rpartition(":")
        text = self.call("POST", "/images/create", fromImage=name, tag=tag)
        if '"error"' in str(text):
            raise EngineError(f"pull {reference}", 200, text)

    def image(self, reference):
        return self.call("GET", f"/images/{quote(reference, safe='/:@')}/json")

    def images(self):
        """Ids and tags: changes when anything is pulled, tagged or deleted."""
        return sorted((row["Id"], tuple(sorted(row["RepoTags"] or []))) for row in self.call("GET", "/images/json"))

    def events(self, since, until=None):
        """What the engine did between two moments (seconds since 1970, as time.time() gives them)."""
        until = time.time() if until is None else until
        text = self.call("GET", "/events", since=f"{since:.9f}", until=f"{until:.9f}")
        if isinstance(text, dict):
            return [text]
        return [json.loads(line) for line in text.splitlines() if line.strip()]
