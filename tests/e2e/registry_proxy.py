# SPDX-License-Identifier: Apache-2.0
"""Stands in front of the real registry and spoils what the test asks for; everything else passes through."""

import http.client
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

PAGE = 3


class RegistryProxy:
    """`fault`: None, or what happens to the tag list, which is given out in pages of three:
    "pages" (nothing wrong), "cut" (page 2 ends in the middle of its body), "drop" (page 2 closes the connection),
    "error" (page 2 is a 500), "unauthorized" (page 2 is a 401), "html" (page 2 is a login page with status 200),
    "loop" (page 2 links to itself).
    `missing`: None, or a part of paths that are answered with 404.
    `altered`: None, or a part of paths whose answers get other bytes of the same length."""

    def __init__(self, upstream_port):
        self.fault = None
        self.missing = None
        self.altered = None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self):
                if self.rfile.peek(1)[:1] == b"\x16":  # TLS: say at once that this is plain HTTP, as Go's server does
                    self.wfile.write(b"HTTP/1.0 400 Bad Request\r\n\r\n")
                    self.close_connection = True
                else:
                    super().handle_one_request()

            def do_GET(self):  # noqa: N802: the library's name
                if self.command == "GET" and outer.fault and "/tags/list" in self.path:
                    outer._page(self)
                else:
                    outer._forward(self)

            do_HEAD = do_GET  # noqa: N815

            def log_message(self, *_):
                pass

        self._upstream = upstream_port
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    @property
    def host(self):
        return f"127.0.0.1:{self._server.server_port}"

    def close(self):
        """From now on the port refuses connections. Twice is once."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()

    def _ask(self, method, path, headers):
        connection = http.client.HTTPConnection("127.0.0.1", self._upstream, timeout=20)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for key, value in headers:  # a header may come more than once (Accept does)
            connection.putheader(key, value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer, answer.read()

    def _forward(self, request):
        if self.missing and self.missing in request.path:
            self._send(request, b'{"errors":[{"code":"BLOB_UNKNOWN"}]}', status=404)
            return
        headers = [(key, value) for key, value in request.headers.items() if key.lower() != "connection"]
        answer, body = self._ask(request.command, request.path, headers)
        if self.altered and self.altered in request.path and body:
            body = body[:-1] + bytes([body[-1] ^ 1])
        request.send_response(answer.status)
        for key, value in answer.getheaders():
            if key.lower() not in ("connection", "date", "transfer-encoding", "content-length"):
                request.send_header(key, value)
        length = answer.headers.get("Content-Length", str(len(body)))
        request.send_header("Content-Length", length if request.command == "HEAD" else str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _page(self, request):
        path = urlsplit(request.path)
        last = parse_qs(path.query).get("last", [""])[0]
        _, body = self._ask("GET", path.path, [("Host", self.host), ("User-Agent", "playground")])
        answer = json.loads(body)
        tags = sorted(answer["tags"])
        rest = [tag for tag in tags if tag > last]
        if last and self._spoil(request, path.path, last, rest[:PAGE]):
            return
        self._send(request, json.dumps({"name": answer["name"], "tags": rest[:PAGE]}).encode(),
                   link=f"<{path.path}?last={rest[PAGE - 1]}&n={PAGE}>; rel=\"next\"" if len(rest) > PAGE else None)

    def _spoil(self, request, path, last, tags):
        body = json.dumps({"name": re.sub(r"^/v2/|/tags/list$", "", path), "tags": tags}).encode()
        if self.fault == "cut":
            self._send(request, body[:len(body) // 2], announced=len(body))
            request.close_connection = True
        elif self.fault == "drop":
            request.close_connection = True
        elif self.fault in ("error", "unauthorized"):
            self._send(request, b'{"errors":[{"code":"UNKNOWN"}]}', status=500 if self.fault == "error" else 401)
        elif self.fault == "html":
            self._send(request, b"<html><body>Please log in to the hospital's Wi-Fi</body></html>", kind="text/html")
        elif self.fault == "loop":
            self._send(request, body, link=f"<{path}?last={last}&n={PAGE}>; rel=\"next\"")
        return self.fault != "pages"

    @staticmethod
    def _send(request, body, status=200, kind="application/json", link=None, announced=None):
        request.send_response(status)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(announced or len(body)))
        if link:
            request.send_header("Link", link)
        request.end_headers()
        request.wfile.write(body)
