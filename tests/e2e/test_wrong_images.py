# SPDX-License-Identifier: Apache-2.0
"""Images that must not be used: refused with the reason, and the running container is not even stopped."""

import pytest
from playground import release
from playground.images import OTHER_ARCHITECTURE, Image
from playground.program import Exit
from playground.station import NODE


def _refused(station, before, *words):
    outcome = station.once()
    assert outcome.status not in (Exit.UP_TO_DATE, Exit.UPDATED, Exit.ROLLED_BACK, Exit.INTERNAL), str(outcome)
    assert station.fingerprint() == before, str(outcome)
    assert list(station.engine.containers()) == [NODE], str(outcome)
    said = (outcome.out + outcome.err).lower()
    for word in words:
        assert word in said, f"'{word}' is not in the reason: {outcome}"
    return outcome


@pytest.mark.parametrize("part", ["/blobs/", "/manifests/sha256:"])
def test_registry_that_serves_other_bytes_than_its_digest_says(proxied, part):
    station = proxied
    station.publish("4.1.0", f"4.1.{60 + len(part)}")  # no other test has pulled this one
    station.run_node("4.1.0")
    before = station.fingerprint()
    station.proxy.altered = part
    _refused(station, before)
    station.proxy.altered = None
    station.once().expect(Exit.UPDATED)


def test_image_for_another_architecture(station):
    def foreign(version):
        image = release.node(version)
        return Image(image.files, image.config, architectures=(OTHER_ARCHITECTURE,))
    station.publish("4.1.0")
    station.publish("4.1.1", make=foreign)
    station.run_node("4.1.0")
    _refused(station, station.fingerprint(), "platform")


def test_image_without_a_command(station):
    def silent(version):
        image = release.node(version)
        return Image(image.files, {key: value for key, value in image.config.items() if key != "Cmd"})
    station.publish("4.1.0")
    station.publish("4.1.1", make=silent)
    station.have("4.1.0")
    station.engine.start(station.engine.create(NODE, {"Image": station.image("4.1.0"),
                                                      "Labels": {"lockstep.enable": "true"}}))
    _refused(station, station.fingerprint(), "no command specified")
