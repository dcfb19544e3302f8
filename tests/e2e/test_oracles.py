# SPDX-License-Identifier: Apache-2.0
"""Against skopeo and the engine as judges: the same digest, the same tags, the same word on whether an image runs here."""

import hashlib
import json
import random
import subprocess

from playground.images import MANIFEST, Blob
from playground.program import Exit

INDEX = "application/vnd.oci.image.index.v1+json"
LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
PLATFORMS = [("linux", "amd64", ""), ("linux", "arm64", ""), ("linux", "arm64", "v8"), ("linux", "arm", "v7"),
             ("linux", "arm", "v6"), ("linux", "386", ""), ("windows", "amd64", ""), ("linux", "s390x", ""),
             ("unknown", "unknown", "")]
COUNT = 60


def _json(value):
    return json.dumps(value, separators=(",", ":")).encode()


def _image(registry, repository, seed, platform):
    os_name, architecture, variant = platform
    layer = Blob(b"not unpacked here", "application/vnd.docker.image.rootfs.diff.tar.gzip")
    config = Blob(_json({"os": os_name, "architecture": architecture, "config": {"Labels": {"seed": str(seed)}},
                         **({"variant": variant} if variant else {}), "rootfs": {"type": "layers", "diff_ids": []}}),
                  "application/vnd.docker.container.image.v1+json")
    for blob in (layer, config):
        registry.push_blob(repository, blob)
    manifest = Blob(_json({"schemaVersion": 2, "mediaType": MANIFEST, "config": config.descriptor(),
                           "layers": [layer.descriptor()]}), MANIFEST)
    registry.push_manifest(repository, manifest.digest, manifest)
    return manifest


def _publish(station, chance):
    """Single images and indexes of both kinds, of random platforms in random order; tag → kind."""
    registry, repository, kinds = station.registry, station.repository, {}
    for number in range(COUNT):
        tag = f"{chance.randrange(9)}.{chance.randrange(9)}.{number}"
        if number % 5 == 0:
            registry.push_manifest(repository, tag,
                                   _image(registry, repository, number, chance.choice(PLATFORMS[:6])))
            kinds[tag] = "image"
            continue
        chosen = chance.sample(PLATFORMS, chance.randrange(1, 5))
        entries = []
        for os_name, architecture, variant in chosen:
            image = _image(registry, repository, number, (os_name, architecture, variant))
            entries.append(image.descriptor(platform={"os": os_name, "architecture": architecture,
                                                      **({"variant": variant} if variant else {})}))
        kind = chance.choice((INDEX, LIST))
        registry.push_manifest(repository, tag, Blob(_json({"schemaVersion": 2, "mediaType": kind,
                                                           "manifests": entries}), kind))
        kinds[tag] = "index"
    return kinds


def _skopeo(*arguments):
    return subprocess.run(["skopeo", *arguments], capture_output=True, check=False)


def test_digests_tags_and_platforms(station):
    chance = random.Random(20260101)
    kinds = _publish(station, chance)
    name = f"{station.host}/{station.repository}"

    listed = json.loads(_skopeo("list-tags", "--tls-verify=false", f"docker://{name}").stdout)["Tags"]
    ours = station.lockstep("tags", name, "--json").expect(Exit.UP_TO_DATE).json["candidates"]
    assert sorted(candidate["tag"] for candidate in ours) == sorted(listed) == sorted(kinds)

    for tag, kind in kinds.items():
        stages = station.lockstep("doctor", "registry", f"{name}:{tag}", "--json").json["stages"]
        found = {stage["stage"]: stage for stage in stages}
        raw = _skopeo("inspect", "--raw", "--tls-verify=false", f"docker://{name}:{tag}").stdout
        digest = "sha256:" + hashlib.sha256(raw).hexdigest()
        assert found["manifest"]["found"] == f"{tag} is {digest}"
        seen = station.engine.call("GET", f"/distribution/{name}:{tag}/json")
        assert seen["Descriptor"]["digest"] == digest
        if kind == "index":
            runs_here = _skopeo("inspect", "--tls-verify=false", f"docker://{name}:{tag}").returncode == 0
            assert found["platform"]["good"] == runs_here, (tag, raw, found["platform"])
