// SPDX-License-Identifier: Apache-2.0
#include "registry/image_config.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

namespace lockstep {
namespace {

constexpr std::size_t kLongestLabel = 4096;

}  // namespace

Result<ImageConfig> read_image_config(std::string_view bytes, const Digest& digest) {
    const auto body = parse_json(bytes, "it", {.bytes = kLargestConfig});
    if (!body || !body->is_object())
        return Error{.kind = ErrorKind::Malformed,
                     .code = "registry-malformed",
                     .message = format("the image config {} is unusable: {}", digest.text(),
                                       body ? "it is not a JSON object" : body.error().message),
                     .remedy = "push the image again, or ask who publishes it"};
    ImageConfig config{.platform = normalised(string_at(*body, "/os"), string_at(*body, "/architecture"),
                                              string_at(*body, "/variant")),
                       .labels = {},
                       .created = escaped(string_at(*body, "/created"), 64)};
    const Json& labels = at(*body, "/config/Labels");
    if (!labels.is_object()) return config;
    for (const auto& [name, value] : labels.items()) {
        if (value.is_string()) config.labels.emplace(name, value.get<std::string>().substr(0, kLongestLabel));
    }
    return config;
}

}  // namespace lockstep
