# SPDX-License-Identifier: Apache-2.0
"""A version endpoint whose answer the test sets."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class VersionServer:
    """Answers every GET with what it was told last; remembers the requests."""

    def __init__(self):
        self.paths = []
        self.clock_ahead = 0  # seconds that its Date header is off
        self._lock = threading.Lock()
        self.say("4.1.0")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802: the library's name
                outer.paths.append(self.path)
                body, status, media_type = outer._next()
                self.send_response(status)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def date_time_string(self, timestamp=None):
                return super().date_time_string((timestamp or time.time()) + outer.clock_ahead)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self._server.server_port}/api/version"

    def say(self, *versions):
        """One answer after the other; the last one stays."""
        self._answers = [(json.dumps({"version": version}).encode(), 200, "application/json") for version in versions]

    def answer(self, text, status=200, media_type="application/json"):
        self._answers = [(text.encode(), status, media_type)]

    def _next(self):
        with self._lock:
            return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def close(self):
        """From now on the port refuses connections. Twice is once."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
