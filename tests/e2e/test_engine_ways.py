# SPDX-License-Identifier: Apache-2.0
"""What a person told the engine about the way to registries holds for Lockstep too, without being said twice."""

from playground.front import ForeignAddress, Nginx
from playground.program import Exit


def _last_stage(station, reference):
    outcome = station.lockstep("doctor", "registry", reference, "--json")
    return outcome.expect(Exit.UP_TO_DATE, Exit.EVIDENCE_MISSING).json["stages"][-1]


def test_an_insecure_registry_of_the_engine(place, station, tmp_path):
    station.publish("4.1.0")
    with ForeignAddress():
        plain = Nginx(tmp_path, "plain", f"proxy_pass http://{station.registry.host}; proxy_set_header Host $http_host;")
        try:
            reference = f"{plain.host}/{station.repository}"
            last = _last_stage(station, reference)
            assert (last["good"], last["stage"]) == (False, "tls"), last
            with place.engine.told(insecure_registries=[plain.host]):
                last = _last_stage(station, reference)
                assert (last["good"], last["stage"]) == (True, "platform"), last
        finally:
            plain.close()


def test_a_mirror_of_the_engine_answers_for_docker_hub(place, station):
    station.publish("4.1.0", "4.1.1")
    mark = station.registry.mark()
    with place.engine.told(registry_mirrors=[f"http://{station.registry.host}"]):
        listed = station.lockstep("tags", station.repository, "--json").expect(Exit.UP_TO_DATE).json
    assert {row["tag"] for row in listed["candidates"]} == {"4.1.0", "4.1.1"}, listed
    asked = station.registry.requests(mark)
    assert [(each.method, each.path) for each in asked] == [("GET", f"/v2/{station.repository}/tags/list")]
