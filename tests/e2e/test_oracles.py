# SPDX-License-Identifier: Apache-2.0
"""Against skopeo and the engine as judges: the same digest, the same tags, the same word on whether an image is there for
a platform."""

import hashlib
import json
import os
import random
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playground.engine_api import EngineError
from playground.images import MANIFEST, Blob
from playground.program import Exit

INDEX = "application/vnd.oci.image.index.v1+json"
LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
COUNT = 320

LINUX = [f"linux/{rest}" for rest in ("amd64", "amd64/v2", "amd64/v3", "386", "arm64", "arm64/v8", "arm/v5", "arm/v6",
                                      "arm/v7", "arm", "ppc64le", "s390x", "riscv64", "mips64le")]
OTHER = ["windows/amd64", "windows/arm64", "freebsd/amd64", "darwin/arm64", "unknown/unknown"]
WINDOWS = ("10.0.14393.2000", "10.0.17763.1", "10.0.20348.587")
# What is asked for. The engine has an opinion on Linux only, and Debian 12's takes an image for arm v7 for v6, too.
WANTED_OF_ENGINE = ["linux/amd64", "linux/386", "linux/arm64", "linux/s390x", "linux/ppc64le"]
WANTED = [*WANTED_OF_ENGINE, "linux/arm/v7", "linux/arm/v6", "freebsd/amd64", "darwin/arm64"]


def _json(value):
    return json.dumps(value, separators=(",", ":")).encode()


def _fields(platform):
    return dict(zip(("os", "architecture", "variant"), platform.split("/"), strict=False))


def _image(registry, repository, seed, platform):
    """One of a kind, with one small layer that nobody unpacks."""
    config_type, type_ = ((OCI_CONFIG, OCI_MANIFEST) if seed % 2 else
                          ("application/vnd.docker.container.image.v1+json", MANIFEST))
    layer = Blob(b"not unpacked here", "application/vnd.docker.image.rootfs.diff.tar.gzip")
    config = Blob(_json({**_fields(platform), "config": {"Labels": {"seed": str(seed)}},
                         "rootfs": {"type": "layers", "diff_ids": ["sha256:" + "0" * 64]}}), config_type)
    for blob in (layer, config):
        registry.push_blob(repository, blob)
    manifest = Blob(_json({"schemaVersion": 2, "mediaType": type_, "config": config.descriptor(),
                           "layers": [layer.descriptor()]}), type_)
    registry.push_manifest(repository, manifest.digest, manifest)
    return manifest


def _entry(image, platform, chance):
    fields = _fields(platform)
    if fields["os"] == "windows":
        fields["os.version"] = chance.choice(WINDOWS)
    if platform != "unknown/unknown":
        return image.descriptor(platform=fields)
    return image.descriptor(platform=fields, annotations={"vnd.docker.reference.type": "attestation-manifest",
                                                          "vnd.docker.reference.digest": "sha256:" + "0" * 64})


def _publish(station, chance):
    """Single images, and indexes of both kinds of random platforms in random order, some twice; tag → their entries'
    platforms, None for a single image."""
    registry, repository, kinds = station.registry, station.repository, {}
    images = {(platform, seed): _image(registry, repository, seed, platform)
              for platform in (*LINUX, *OTHER) for seed in range(2)}
    for number in range(COUNT):
        tag = f"{chance.randrange(9)}.{chance.randrange(9)}.{number}"
        if number % 8 == 0:
            platform = chance.choice(LINUX)
            registry.push_manifest(repository, tag, images[platform, number // 8 % 2])
            kinds[tag] = None
            continue
        chosen = chance.sample(LINUX, chance.randrange(5)) + chance.sample(OTHER, chance.randrange(1, 3))
        chance.shuffle(chosen)
        entries = [_entry(images[platform, chance.randrange(2)], platform, chance)
                   for platform in (*chosen, *chosen[:chance.randrange(2)])]
        kind = chance.choice((INDEX, LIST))
        registry.push_manifest(repository, tag, Blob(_json({"schemaVersion": 2, "mediaType": kind,
                                                           "manifests": entries}), kind))
        kinds[tag] = chosen
    return kinds


def _skopeo(*arguments):
    return subprocess.run(["skopeo", *arguments], capture_output=True, check=False, text=True)


def _skopeo_inspects(name, platform):
    """The digest that the tag has for skopeo, None when it finds nothing for the platform."""
    fields = _fields(platform)
    done = _skopeo("inspect", "--no-tags", "--tls-verify=false", "--override-os", fields["os"], "--override-arch",
                   fields["architecture"], "--override-variant", fields.get("variant", ""), f"docker://{name}")
    if done.returncode == 0:
        return json.loads(done.stdout)["Digest"]
    assert "no image found in" in done.stderr, done.stderr
    return None


def _engine_finds(engine, name, platform):
    """Whether the engine would pull it: it never gets to unpack it."""
    repository, _, tag = name.rpartition(":")
    try:
        said = str(engine.call("POST", "/images/create", fromImage=repository, tag=tag, platform=platform))
    except EngineError as error:
        said = str(error)
    return "no matching manifest" not in said


class _Compared:
    """What the three say about one tag; the assertions are made where they can be read."""

    def __init__(self, station, tag, entries, chance):
        self.tag, self.entries = tag, entries
        name = f"{station.host}/{station.repository}:{tag}"
        self.wanted = chance.choice(WANTED)
        wanted = ("--platform", self.wanted) if entries else ()
        checks = station.lockstep("release-check", tag, "--no-containers", "--repository", name.rpartition(":")[0],
                                  *wanted, "--json").json["checks"]
        found = {check["area"]: check for check in checks}
        self.sentence = found["image"]["sentence"]
        self.ours = found["platform"]["reason"] == "platform-there" if entries else None
        self.digest = station.engine.call("GET", f"/distribution/{name}/json")["Descriptor"]["digest"]
        self.skopeo = _skopeo_inspects(name, self.wanted)
        asked = entries and self.wanted in WANTED_OF_ENGINE
        self.engine = _engine_finds(station.engine, name, self.wanted) if asked else None

    def check(self):
        story = (self.tag, self.wanted, self.entries, self.sentence)
        assert self.digest.removeprefix("sha256:")[:12] in self.sentence, story
        if self.skopeo:
            assert self.skopeo == self.digest, story
        if not self.entries:
            return
        assert self.ours == bool(self.skopeo), story
        # The engine also takes what this machine could run in another architecture; an updater must not.
        other = self.engine and self.wanted.split("/")[1] not in {entry.split("/")[1] for entry in self.entries}
        if self.engine is not None and not other:
            assert self.ours == self.engine, story


def test_digests_tags_and_platforms(station):
    chance = random.Random(20260101)
    kinds = _publish(station, chance)
    name = f"{station.host}/{station.repository}"

    listed = json.loads(_skopeo("list-tags", "--tls-verify=false", f"docker://{name}").stdout)["Tags"]
    ours = station.lockstep("tags", name, "--json").expect(Exit.UP_TO_DATE).json["candidates"]
    assert sorted(candidate["tag"] for candidate in ours) == sorted(listed) == sorted(kinds)

    with ThreadPoolExecutor(4) as pool:
        compared = list(pool.map(lambda each: _Compared(station, *each, random.Random(each[0])), kinds.items()))
    for each in compared:
        each.check()
    answers = [each.ours for each in compared if each.ours is not None]
    assert 40 < sum(answers) < len(answers) - 40, "both answers are proved often"
    _whole_digests_and_this_machine(station, name, list(kinds.items())[::16])


def _whole_digests_and_this_machine(station, name, some):
    for tag, entries in some:
        stages = station.lockstep("doctor", "registry", f"{name}:{tag}", "--json").json["stages"]
        found = {stage["stage"]: stage for stage in stages}
        raw = _skopeo("inspect", "--raw", "--tls-verify=false", f"docker://{name}:{tag}").stdout
        assert found["manifest"]["found"] == f"{tag} is sha256:{hashlib.sha256(raw.encode()).hexdigest()}"
        if entries:
            runs_here = _skopeo_inspects(f"{name}:{tag}", "linux/amd64") is not None
            assert found["platform"]["good"] == runs_here, (tag, raw, found["platform"])


def test_a_hundred_thousand_tags(station):
    """As the registry keeps them: it lists the names of folders, in their order there. In memory, for so many of them."""
    station.publish("4.1.0")
    tags = station.registry.store / "docker/registry/v2/repositories" / station.repository / "_manifests/tags"
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        moved = Path(shutil.move(tags, folder))
        tags.symlink_to(moved)
        for number in range(100_000):
            os.mkdir(f"{moved}/0.{number // 1000}.{number % 1000}")
        name = f"{station.host}/{station.repository}"
        listed = json.loads(_skopeo("list-tags", "--tls-verify=false", f"docker://{name}").stdout)["Tags"]
        ours = station.lockstep("tags", name, "--json").expect(Exit.UP_TO_DATE).json["candidates"]
        assert len(listed) == 100_001
        assert {candidate["tag"] for candidate in ours} == set(listed)
