# SPDX-License-Identifier: Apache-2.0
"""Images made by hand from Debian's static busybox: one shared layer, one small layer each; pushed in milliseconds."""

import gzip
import hashlib
import io
import json
import platform
import tarfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
CONFIG = "application/vnd.docker.container.image.v1+json"
LAYER = "application/vnd.docker.image.rootfs.diff.tar.gzip"

BUSYBOX = Path("/bin/busybox")
_APPLETS = "sh cat echo env false hostname httpd id kill ls mkdir ps rm sleep test touch true wget".split()
THIS_ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
OTHER_ARCHITECTURE = "arm64" if THIS_ARCHITECTURE == "amd64" else "amd64"


@dataclass(frozen=True)
class Blob:
    data: bytes
    media_type: str

    @property
    def digest(self):
        return "sha256:" + hashlib.sha256(self.data).hexdigest()

    def descriptor(self, **more):
        return {"mediaType": self.media_type, "size": len(self.data), "digest": self.digest, **more}


@dataclass
class Image:
    """What distinguishes one image: its own files and its configuration."""

    files: dict = field(default_factory=dict)  # path → text; all executable
    config: dict = field(default_factory=dict)  # Cmd, Env, Labels, Healthcheck, …
    architectures: tuple = ()  # default: this machine's and another

    def push(self, registry, repository, *tags, base_from=None):
        """Pushes a list of two platforms under every tag; returns its digest. `base_from` already has the base layer."""
        own_tar = _tar({path.lstrip("/"): text.encode() for path, text in self.files.items()})
        layers = [_base_layer(), (Blob(_gzip(own_tar), LAYER), own_tar)]
        entries = []
        for number, (blob, _) in enumerate(layers):
            registry.push_blob(repository, blob, base_from if number == 0 else None)
        for architecture in self.architectures or (THIS_ARCHITECTURE, OTHER_ARCHITECTURE):
            config = Blob(_json({"architecture": architecture, "os": "linux", "config": self.config,
                                 "rootfs": {"type": "layers", "diff_ids": [_sha256(tar) for _, tar in layers]}}),
                          CONFIG)
            registry.push_blob(repository, config)
            manifest = Blob(_json({"schemaVersion": 2, "mediaType": MANIFEST, "config": config.descriptor(),
                                   "layers": [blob.descriptor() for blob, _ in layers]}), MANIFEST)
            registry.push_manifest(repository, manifest.digest, manifest)
            entries.append(manifest.descriptor(platform={"os": "linux", "architecture": architecture}))
        index = Blob(_json({"schemaVersion": 2, "mediaType": LIST, "manifests": entries}), LIST)
        for tag in tags:
            registry.push_manifest(repository, tag, index)
        return index.digest


@cache
def _base_layer():
    tar = _tar({"bin/busybox": BUSYBOX.read_bytes()}, links={f"bin/{name}": "busybox" for name in _APPLETS},
               folders=["tmp", "proc", "sys", "dev", "etc"])
    return Blob(_gzip(tar), LAYER), tar


def _tar(files, links=None, folders=()):
    """The same bytes for the same content, so that an equal image has an equal digest."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in folders:
            info = tarfile.TarInfo(name)
            info.type, info.mode = tarfile.DIRTYPE, 0o755
            archive.addfile(info)
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mode = len(data), 0o755
            archive.addfile(info, io.BytesIO(data))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return buffer.getvalue()


def _gzip(data):
    return gzip.compress(data, compresslevel=6, mtime=0)


def _json(value):
    return json.dumps(value, separators=(",", ":")).encode()


def _sha256(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()
