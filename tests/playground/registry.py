# SPDX-License-Identifier: Apache-2.0
"""A real registry (Debian's docker-registry) on loopback, its access log, and pushing to it."""

import http.client
import json
import re
import socket
from collections import namedtuple
from pathlib import Path

from .daemon import Daemon, StartFailed
from .waiting import wait_until

Request = namedtuple("Request", "method path status agent")
_LINE = re.compile(r'^\S+ - \S+ \[[^]]*\] "(\S+) (\S+) [^"]*" (\d+) \S+ "[^"]*" "([^"]*)"')


class Registry:
    """`store`: the folder of another one, whose content this one serves too. `auth`, `tls`: the sections of its
    configuration by these names."""

    def __init__(self, folder, name="registry", store=None, auth=None, tls=None):
        self.folder = Path(folder)
        self.store = Path(store or self.folder / "registry")
        self._name, self._auth, self._tls = name, auth, tls
        self._port_file = self.folder / f"{name}.port"
        self._daemon = Daemon(self.folder, name)

    @property
    def port(self):
        return int(self._port_file.read_text())

    @property
    def host(self):
        return f"127.0.0.1:{self.port}"

    def start(self, attempts=5):
        for attempt in range(attempts):  # the program does not report a port it chose itself
            port = _free_port()
            self._port_file.write_text(str(port))
            config = self.folder / f"{self._name}.yml"
            config.write_text(json.dumps({  # JSON is YAML
                "version": "0.1", "log": {"level": "error", "accesslog": {"disabled": False}},
                "storage": {"filesystem": {"rootdirectory": str(self.store)}, "delete": {"enabled": True}},
                "http": {"addr": f"127.0.0.1:{port}", **({"tls": self._tls} if self._tls else {})},
                **({"auth": self._auth} if self._auth else {})}))
            try:
                self._daemon.start(["docker-registry", "serve", str(config)], self._alive, limit=20)
                return
            except StartFailed:
                if attempt + 1 == attempts:
                    raise

    def stop(self):
        self._daemon.stop(limit=5)

    # What was asked of it -----------------------------------------------------------------------------------------
    def mark(self):
        """A place in the access log, for `requests`."""
        self._fence()
        return self._daemon.out.stat().st_size

    def requests(self, since=0):
        """Requests after the mark, as the registry itself logged them, without the ones of this module."""
        self._fence()
        with open(self._daemon.out, encoding="utf-8", errors="replace") as log:
            log.seek(since)
            found = [_LINE.match(line) for line in log]
        return [Request(m[1], m[2], int(m[3]), m[4]) for m in found if m and m[4] != "playground"]

    def _fence(self):
        """The log is written after the answer: a request of our own, once in the log, has all earlier ones before it."""
        path = f"/v2/?fence={self._daemon.out.stat().st_size}"
        self._call("GET", path)
        wait_until(lambda: path in self._daemon.out.read_text(errors="replace"), "the registry's access log", 5)

    # Pushing ------------------------------------------------------------------------------------------------------
    def has_blob(self, repository, digest):
        return self._call("HEAD", f"/v2/{repository}/blobs/{digest}").status == 200

    def push_blob(self, repository, blob, mount_from=None):
        if self.has_blob(repository, blob.digest):
            return
        start = f"/v2/{repository}/blobs/uploads/"
        if mount_from:
            answer = self._call("POST", f"{start}?mount={blob.digest}&from={mount_from}")
            if answer.status == 201:
                return
        else:
            answer = self._call("POST", start)
        location = re.sub(r"^http://[^/]+", "", answer.headers["Location"])
        joint = "&" if "?" in location else "?"
        self._must(201, "PUT", f"{location}{joint}digest={blob.digest}", blob.data, "application/octet-stream")

    def push_manifest(self, repository, tag, manifest):
        self._must(201, "PUT", f"/v2/{repository}/manifests/{tag}", manifest.data, manifest.media_type)

    def tags(self, repository):
        return json.loads(self._call("GET", f"/v2/{repository}/tags/list").body)["tags"]

    def _alive(self):
        try:
            return self._call("GET", "/v2/").status in (200, 400, 401)
        except (OSError, http.client.HTTPException):
            return False

    def _must(self, status, method, path, body, media_type):
        answer = self._call(method, path, body, media_type)
        if answer.status != status:
            raise RuntimeError(f"{method} {path}: {answer.status} {answer.body[:300]!r}")

    def _call(self, method, path, body=None, media_type=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"User-Agent": "playground"} | ({"Content-Type": media_type} if media_type else {})
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.body = answer.read()
            return answer
        finally:
            connection.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
