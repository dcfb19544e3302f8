# SPDX-License-Identifier: Apache-2.0
"""Stands on the socket between the program and the engine and lets through what deploy/sidecar/engine-api.txt lists."""

import re

from engine_proxy import EngineProxy
from playground.program import ROOT

LIST = ROOT / "deploy" / "sidecar" / "engine-api.txt"


class EngineFilter(EngineProxy):
    """`refused`: what was asked beside the list. `used`: the lines of the list that were needed. `without`: words of a
    path that are refused all the same."""

    def __init__(self, path, upstream, without=()):
        self.rules = _rules()
        self.used, self.refused, self.without = set(), [], without
        super().__init__(path, upstream)

    def handle(self, request):
        path = re.sub(r"^/v1\.\d+", "", request.path)
        rule = next((line for line, methods, pattern in self.rules
                     if request.command in methods and pattern.fullmatch(path)), None)
        if rule is None:
            self.refused.append(f"{request.command} {request.path}")
        else:
            self.used.add(rule)
        if rule is None or any(word in path for word in self.without):
            return self._refuse(request)
        super().handle(request)

    @staticmethod
    def _refuse(request):
        """As socket proxies do: no JSON, which only an engine writes."""
        request.rfile.read(int(request.headers.get("Content-Length") or 0))
        body = b"Forbidden\n"
        request.send_response_only(403)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)


def _rules():
    lines = [line.split() for line in LIST.read_text().splitlines() if line and not line.startswith("#")]
    return [(pattern, methods.split(","), re.compile(pattern)) for methods, pattern in lines]
