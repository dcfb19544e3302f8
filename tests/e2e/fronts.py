# SPDX-License-Identifier: Apache-2.0
"""What a test puts between the program and its registry, and how it asks the program about it."""

import json

from playground.front import Nginx, Tinyproxy
from playground.program import Exit


class Fronts:
    """Starts fronts, and asks the program what it thinks of them."""

    def __init__(self, station, folder):
        self.station, self.folder, self.started = station, folder, []
        self.upstream = f"proxy_pass http://127.0.0.1:{station.registry.port}; proxy_set_header Host $http_host;"
        self.certificates = folder / "certs.d"
        station.configure(registry={"certificates": [str(self.certificates)]})

    def nginx(self, location=None, **directives):
        self.started.append(Nginx(self.folder, f"nginx{len(self.started)}", location or self.upstream, **directives))
        return self.started[-1].host

    def tls(self, certificate, key, server="", location=None):
        return self.nginx(location, listen="ssl http2",
                          server=f"ssl_certificate {certificate}; ssl_certificate_key {key}; {server}")

    def proxy(self, rules=""):
        self.started.append(Tinyproxy(self.folder, f"proxy{len(self.started)}", rules))
        return self.started[-1].url

    def close(self):
        for each in self.started:
            each.close()

    def trust(self, host, authority):
        folder = self.certificates / host
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ca.crt").write_text(authority.certificate.read_text())
        return folder

    def last_stage(self, host):
        outcome = self.station.lockstep("doctor", "registry", f"{host}/{self.station.repository}", "--json")
        return outcome.expect(Exit.UP_TO_DATE, Exit.EVIDENCE_MISSING).json["stages"][-1]

    def breaks(self, host, stage, code, *words):
        last = self.last_stage(host)
        assert not last["good"], last
        assert (last["stage"], last["error"]["code"]) == (stage, code), last
        text = json.dumps(last["error"])
        for word in words:
            assert word in text, last
        assert last["error"]["remedy"], last

    def works(self, host):
        last = self.last_stage(host)
        assert last["good"] and last["stage"] == "platform", last

    def tags(self, host):
        return self.station.lockstep("tags", f"{host}/{self.station.repository}", "--json")
