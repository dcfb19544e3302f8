# SPDX-License-Identifier: Apache-2.0
"""A version endpoint whose answer the test sets."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class VersionServer:
    """Answers every GET with the same body; counts the requests."""

    def __init__(self):
        self.paths = []
        self.say("4.1.0")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802: the library's name
                outer.paths.append(self.path)
                body = outer._body
                self.send_response(outer._status)
                self.send_header("Content-Type", outer._media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}/api/version"

    def say(self, version):
        self.answer(json.dumps({"version": version}))

    def answer(self, text, status=200, media_type="application/json"):
        self._body, self._status, self._media_type = text.encode(), status, media_type

    def close(self):
        """From now on the port refuses connections. Twice is once."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
