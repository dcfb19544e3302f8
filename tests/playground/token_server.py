# SPDX-License-Identifier: Apache-2.0
"""A token server for docker-registry: signs what it is asked for with a key and certificate of its own."""

import base64
import json
import os
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ISSUER, SERVICE = "playground", "playground-registry"


def _url_base64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class TokenServer:
    """`requests`: the queries it got. `login`: None, or the "user:password" without which nothing is given.
    `life`: seconds that a token is good for."""

    def __init__(self, folder):
        self.requests, self.login, self.life = [], None, 300
        self.key, self.certificate = Path(folder) / "token.key", Path(folder) / "token.crt"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=token",
                        "-keyout", self.key, "-out", self.certificate], check=True, capture_output=True)
        der = subprocess.run(["openssl", "x509", "-in", self.certificate, "-outform", "DER"], check=True,
                             capture_output=True).stdout
        self._head = _url_base64(json.dumps({"typ": "JWT", "alg": "RS256",
                                             "x5c": [base64.b64encode(der).decode()]}).encode())
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802: the library's name
                query = parse_qs(urlsplit(self.path).query)
                outer.requests.append(query)
                given = self.headers.get("Authorization", "").removeprefix("Basic ")
                if outer.login and given != base64.b64encode(outer.login.encode()).decode():
                    self.send_response(401)
                    self.end_headers()
                    return
                body = json.dumps({"token": outer._token(query), "expires_in": outer.life}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def _token(self, query):
        now = int(time.time())
        access = []
        for scope in " ".join(query.get("scope", [])).split():
            kind, name, actions = scope.split(":", 2)
            access.append({"type": kind, "name": name, "actions": [a for a in actions.split(",") if a == "pull"]})
        body = _url_base64(json.dumps({"iss": ISSUER, "sub": "", "aud": SERVICE, "iat": now, "nbf": now - 5,
                                       "exp": now + self.life, "jti": os.urandom(8).hex(), "access": access}).encode())
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.key],
                                   input=f"{self._head}.{body}".encode(), check=True, capture_output=True).stdout
        return f"{self._head}.{body}.{_url_base64(signature)}"

    @property
    def auth(self):
        """The section `auth` of docker-registry's configuration."""
        return {"token": {"realm": f"http://127.0.0.1:{self._server.server_port}/token", "service": SERVICE,
                          "issuer": ISSUER, "rootcertbundle": str(self.certificate)}}

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
