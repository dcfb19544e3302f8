// SPDX-License-Identifier: Apache-2.0
#include "registry/tag_page.hpp"

#include "lockstep/core/json.hpp"
#include "lockstep/image/reference.hpp"

namespace lockstep {
namespace {

constexpr JsonLimits kPageLimits{.bytes = kLargestTagPage, .depth = 32, .values = 2'000'000};

Error malformed(std::string why) {
    return {.kind = ErrorKind::Malformed,
            .code = "registry-malformed",
            .message = "the tag list is unusable: " + std::move(why),
            .remedy = "check that the name leads to a container registry"};
}

/// Fallback tags for referrers and signatures: algorithm, '-', digest (OCI distribution-spec, "Referrers Tag Schema").
bool is_referrer_tag(std::string_view tag) {
    constexpr std::size_t kPrefix = 7;
    if (!tag.starts_with("sha256-") && !tag.starts_with("sha512-")) return false;
    const std::string_view hex = tag.substr(kPrefix, 64);
    return hex.size() == 64 && hex.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

}  // namespace

Result<std::vector<std::string>> tags_in(std::string_view body) {
    const auto page = parse_json(body, "it", kPageLimits);
    if (!page) return malformed(page.error().message);
    if (!page->is_object()) return malformed("it is not a JSON object");
    std::vector<std::string> tags;
    const Json& listed = at(*page, "/tags");
    if (listed.is_null()) return tags;
    if (!listed.is_array()) return malformed("'tags' is not a list");
    for (const Json& element : listed) {
        if (!element.is_string()) continue;
        const auto& tag = element.get_ref<const std::string&>();
        if (is_tag(tag) && !is_referrer_tag(tag)) tags.push_back(tag);
    }
    return tags;
}

}  // namespace lockstep
