# SPDX-License-Identifier: Apache-2.0
"""A certificate authority of its own, good and bad certificates from it."""

import subprocess
from pathlib import Path

_CONFIG = """
[ca]
default_ca = own
[own]
database = {folder}/index.txt
new_certs_dir = {folder}
serial = {folder}/serial
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
"""
_GOOD_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1")
WEAK_KEY = ("-newkey", "rsa:1024")


class Authority:
    def __init__(self, folder):
        self.folder = Path(folder) / "authority"
        self.folder.mkdir()
        self.certificate, self._key = self.folder / "ca.crt", self.folder / "ca.key"
        (self.folder / "index.txt").touch()
        (self.folder / "serial").write_text("01\n")
        self._config = self.folder / "ca.conf"
        self._config.write_text(_CONFIG.format(folder=self.folder))
        _openssl("req", "-x509", *_GOOD_KEY, "-nodes", "-days", "2", "-subj", "/CN=playground authority",
                 "-keyout", self._key, "-out", self.certificate)

    def issue(self, name, address, start="20200101000000Z", end="20991231235959Z", key_kind=_GOOD_KEY):
        """Certificate and key for an IP address or a name, valid between two moments."""
        certificate, key, request = (self.folder / f"{name}.{kind}" for kind in ("cert", "key", "csr"))
        _openssl("req", "-new", *key_kind, "-nodes", "-subj", f"/CN={name}", "-addext", _for(address),
                 "-keyout", key, "-out", request)
        _openssl("ca", "-batch", "-config", self._config, "-cert", self.certificate, "-keyfile", self._key,
                 "-startdate", start, "-enddate", end, "-in", request, "-out", certificate, "-notext")
        return certificate, key

    def self_signed(self, name, address):
        """What nobody vouches for."""
        certificate, key = (self.folder / f"{name}.{kind}" for kind in ("cert", "key"))
        _openssl("req", "-x509", *_GOOD_KEY, "-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext", _for(address),
                 "-keyout", key, "-out", certificate)
        return certificate, key


def _for(address):
    kind = "IP" if address[0].isdigit() else "DNS"
    return f"subjectAltName={kind}:{address}"


def _openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)
