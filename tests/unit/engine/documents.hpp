// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/engine/recreate.hpp"

#include "engine/inspect_json.hpp"
#include "engine/replaced.hpp"

#include <string>

namespace lockstep {

inline const std::string kOldId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
inline const std::string kNewId = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";
inline const std::string kOldImageId = "sha256:" + std::string(64, '1');
inline const std::string kNewImageId = "sha256:" + std::string(64, '2');

/// A small container as an engine shows it, for tests to change.
inline Json container_document() {
    return Json::parse(R"({
        "Name": "/node", "Path": "sh", "Mounts": [],
        "State": {"Status": "running", "StartedAt": "2026-01-01T00:00:00Z"},
        "Config": {"Hostname": "0123456789ab", "Image": "app:1", "Env": [], "Cmd": ["run"], "Entrypoint": null,
                   "Labels": {}, "Tty": false},
        "HostConfig": {"NetworkMode": "default", "RestartPolicy": {"Name": "no"}, "Binds": null, "PortBindings": {}},
        "NetworkSettings": {"Networks": {"bridge": {"IPAMConfig": null, "Aliases": null, "NetworkID": "ab",
                                                    "IPAddress": "172.17.0.2", "MacAddress": "02:42:ac:11:00:02"}}}
    })")
        .patch(Json::array({{{"op", "add"}, {"path", "/Id"}, {"value", kOldId}},
                            {{"op", "add"}, {"path", "/Image"}, {"value", kOldImageId}}}));
}

inline Image image_from_config(const std::string& id, const Json& config) {
    const Json document = {{"Id", id}, {"Os", "linux"}, {"Architecture", "amd64"}, {"Config", config}};
    return *image_from(dump(document));
}

inline Image old_image(const Json& config = {{"Cmd", {"run"}}}) {
    return image_from_config(kOldImageId, config);
}
inline Image new_image(const Json& config = {{"Cmd", {"run"}}}) {
    return image_from_config(kNewImageId, config);
}

inline EngineFacts engine_facts(const std::string& api = "1.41", const std::string& version = "20.10.24") {
    return {"docker", version, api, "host", {"linux", "amd64", ""}};
}

/// The body that recreates `document`; a refusal is {"refused": …}.
inline Json recreated_body(const Json& document, const Image& image = old_image(),
                           const EngineFacts& facts = engine_facts(), const Replaced& replaced = {}) {
    const Container container = *container_from(dump(document));
    const auto request = recreate({container, image, "app:2", facts, replaced, ImageId(kNewImageId)});
    return request ? tree(request->body) : Json{{"refused", request.error().text()}};
}

}  // namespace lockstep
