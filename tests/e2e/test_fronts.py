# SPDX-License-Identifier: Apache-2.0
"""What stands in front of registries: TLS good and bad, proxies, limits, portals; each told for what it is."""

from contextlib import contextmanager

import pytest
from playground.certificates import Authority
from playground.front import ADDRESS
from playground.program import Exit


def test_own_authority_expired_future_foreign_and_misnamed_certificates(front):
    authority = Authority(front.folder)
    good = front.tls(*authority.issue("good", ADDRESS))
    front.breaks(good, "tls", "tls", "authority that this machine does not trust", "CN = good", f"certs.d/{good}")
    front.trust(good, authority)
    front.works(good)
    for name, address, span, words in (
            ("expired", ADDRESS, {"end": "20210101000000Z"}, ("has expired", "2021", "clock says")),
            ("future", ADDRESS, {"start": "20980101000000Z"}, ("not valid yet", "2098")),
            ("misnamed", "192.0.2.1", {}, ("another name", "CN = misnamed"))):
        host = front.tls(*authority.issue(name, address, **span))
        front.trust(host, authority)
        front.breaks(host, "tls", "tls", *words)


def test_client_certificates(front):
    authority = Authority(front.folder)
    host = front.tls(*authority.issue("server", ADDRESS),
                     server=f"ssl_client_certificate {authority.certificate}; ssl_verify_client on;")
    folder = front.trust(host, authority)
    front.breaks(host, "challenge", "registry-tls", "client certificate")
    certificate, key = authority.issue("me", ADDRESS)
    (folder / "client.cert").write_text(certificate.read_text())
    front.breaks(host, "tls", "tls", "client.key")
    (folder / "client.key").write_text(key.read_text())
    front.works(host)


def test_a_plain_port_is_no_tls_port_and_insecure_must_be_said(front):
    plain = front.nginx()
    front.breaks(plain, "tls", "tls", "plain HTTP port")
    front.station.configure(registry={"insecure": [plain]})
    front.works(plain)
    authority = Authority(front.folder)
    unknown = front.tls(*authority.issue("unknown", ADDRESS))
    front.station.configure(registry={"insecure": [unknown]})
    front.works(unknown)


@pytest.mark.parametrize(("location", "code"), [
    ("return 200 '<html><title>Hospital guest network</title></html>'; default_type text/html;", "not-a-registry"),
    ("return 502;", "registry-unreachable"),
    ("proxy_pass http://127.0.0.1:1;", "registry-unreachable"),
    ("add_header Retry-After 600 always; return 429;", "registry-busy"),
    ("return 403;", "registry-denied"),
    ("return 301 http://169.254.169.254/;", "redirect-refused"),
])
def test_pages_limits_and_outages_in_front(front, location, code):
    host = front.nginx(location)
    front.station.configure(registry={"insecure": [host]})
    outcome = front.tags(host)
    assert outcome.status != 0 and outcome.json["error"]["code"] == code, outcome
    assert host in outcome.json["error"]["message"]
    if code == "not-a-registry":
        assert "Hospital guest network" in outcome.json["error"]["origin"]


def test_compression_and_weak_tags_change_nothing(front):
    host = front.nginx(http="gzip on; gzip_types application/json; gzip_min_length 1; gzip_proxied any;")
    front.station.configure(registry={"insecure": [host]})
    assert len(front.tags(host).expect(Exit.UP_TO_DATE).json["candidates"]) == 2


@contextmanager
def _proxied(front, url, login=None):
    settings = {"url": url}
    if login:
        file = front.folder / "login"
        file.write_text(login)
        file.chmod(0o600)
        settings["login_file"] = str(file)
    front.station.configure(proxy=settings)
    yield
    front.station.settings.pop("proxy")
    front.station.configure()


def test_proxies(front):
    authority = Authority(front.folder)
    tls = front.tls(*authority.issue("good", ADDRESS))
    front.trust(tls, authority)
    port = tls.rpartition(":")[2]
    plain = front.nginx()
    front.station.configure(registry={"insecure": [plain]})
    with _proxied(front, front.proxy(f"ConnectPort {port}")):
        front.works(tls)
        front.works(plain)
    with _proxied(front, front.proxy("ConnectPort 1")):
        front.breaks(tls, "connection", "proxy", "403", "proxy http://")
    locked = front.proxy(f"ConnectPort {port}\nBasicAuth user pass")
    with _proxied(front, locked):
        front.breaks(tls, "connection", "proxy", "407", "wants a login")
        assert front.tags(tls).json["error"]["code"] == "proxy-denied"
    with _proxied(front, locked, "user:wrong"):
        front.breaks(tls, "connection", "proxy", "wants a login", "401")  # tinyproxy's word for a wrong one
    with _proxied(front, locked, "user:pass"):
        front.works(tls)
    with _proxied(front, f"http://{ADDRESS}:1"):
        front.breaks(tls, "connection", "connect", f"{ADDRESS}:1")
        front.station.configure(proxy={"exceptions": ["192.0.2.0/24"]})
        front.works(tls)
