// SPDX-License-Identifier: Apache-2.0
#include "lockstep/image/reference.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "image/registry_host.hpp"

#include <algorithm>

namespace lockstep {
namespace {

constexpr std::size_t kLongestName = 255;

bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}
bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_lower_alphanumeric(char c) {
    return is_lower(c) || is_digit(c);
}
bool is_word(char c) {
    return is_lower(c) || is_upper(c) || is_digit(c) || c == '_';
}

Error invalid(std::string_view text, std::string_view why) {
    return {.kind = ErrorKind::Malformed,
            .code = "reference-invalid",
            .message = format("'{}' is not an image reference: {}", escaped(text), why),
            .remedy =
                "write it as [registry/]path[:tag][@sha256:digest], for instance "
                "harbor2.vantage6.ai/infrastructure/node:4.2.0"};
}

/// `.`, `_`, `__` or any run of `-`: what may stand between alphanumerics.
bool is_separator(std::string_view run) {
    if (run == "." || run == "_" || run == "__") return true;
    return !run.empty() && run.find_first_not_of('-') == std::string_view::npos;
}

bool is_path_component(std::string_view component) {
    if (component.empty() || !is_lower_alphanumeric(component.front()) || !is_lower_alphanumeric(component.back()))
        return false;
    for (std::size_t i = 0; i < component.size();) {
        std::size_t end = i;
        while (end < component.size() && !is_lower_alphanumeric(component[end])) ++end;
        if (end > i && !is_separator(component.substr(i, end - i))) return false;
        i = end + 1;
    }
    return true;
}

std::string trouble_with_path(std::string_view path) {
    if (path.empty()) return "the repository name is missing";
    if (std::any_of(path.begin(), path.end(), is_upper)) return "the repository name must be lower case";
    for (const std::string_view component : split(path, '/')) {
        if (!is_path_component(component))
            return format("'{}' cannot be part of a repository name", escaped(component));
    }
    return {};
}

/// A bare image id; registries do not know those.
bool is_image_id(std::string_view text) {
    if (text.starts_with("sha256:")) return true;
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The three parts of `name[:tag][@digest]` before they are checked.
struct Parts {
    std::string_view name;
    std::optional<std::string_view> tag = {};
    std::optional<std::string_view> digest = {};
};

Parts taken_apart(std::string_view text) {
    Parts parts{.name = text};
    if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
        parts.digest = text.substr(at + 1);
        parts.name = text.substr(0, at);
    }
    // A colon before the last slash belongs to the port of the host.
    const std::size_t colon = parts.name.rfind(':');
    const std::size_t slash = parts.name.rfind('/');
    if (colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
        parts.tag = parts.name.substr(colon + 1);
        parts.name = parts.name.substr(0, colon);
    }
    return parts;
}

bool is_host(std::string_view first) {
    return first == "localhost" || first.find_first_of(".:") != std::string_view::npos ||
           std::any_of(first.begin(), first.end(), is_upper);
}

Repository split_name(std::string_view name) {
    const std::size_t slash = name.find('/');
    const std::string_view first = name.substr(0, slash);
    if (slash == std::string_view::npos || !is_host(first))
        return {.registry = "docker.io",
                .path = (slash == std::string_view::npos ? "library/" : "") + std::string(name)};
    Repository repository{.registry = std::string(first), .path = std::string(name.substr(slash + 1))};
    if (lower(first) == "index.docker.io" || lower(first) == "docker.io") repository.registry = "docker.io";
    const bool official = repository.registry == "docker.io" && repository.path.find('/') == std::string::npos;
    if (official && !repository.path.empty()) repository.path.insert(0, "library/");
    return repository;
}

std::string trouble_with(std::string_view text, const Parts& parts, const Repository& repository) {
    if (text.empty()) return "it is empty";
    if (is_image_id(text)) return "this is the id of an image, which no registry knows";
    if (std::string trouble = trouble_with_registry_host(repository.registry); !trouble.empty()) return trouble;
    if (std::string trouble = trouble_with_path(repository.path); !trouble.empty()) return trouble;
    if (repository.text().size() > kLongestName) return format("the name is longer than {} characters", kLongestName);
    if (parts.tag && !is_tag(*parts.tag)) return format("'{}' cannot be a tag", escaped(*parts.tag));
    return {};
}

}  // namespace

bool is_tag(std::string_view text) {
    if (text.empty() || text.size() > 128 || !is_word(text.front())) return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) || c == '.' || c == '-'; });
}

Result<Reference> Reference::parse(std::string_view text) {
    const Parts parts = taken_apart(text);
    Reference reference;
    reference.repository_ = split_name(parts.name);
    if (const std::string trouble = trouble_with(text, parts, reference.repository_); !trouble.empty())
        return invalid(text, trouble);
    reference.name_ = parts.name;
    if (parts.digest) {
        auto digest = Digest::parse(*parts.digest);
        if (!digest) return invalid(text, digest.error().message);
        reference.digest_ = *std::move(digest);
    }
    if (parts.tag) reference.tag_ = *parts.tag;
    if (!parts.tag && !parts.digest) reference.tag_ = "latest";
    return reference;
}

Reference Reference::with_tag(std::string_view tag) const {
    LOCKSTEP_CHECK(is_tag(tag));
    Reference other = *this;
    other.tag_ = tag;
    other.digest_.reset();
    return other;
}

Reference Reference::pinned(const Digest& digest) const {
    Reference other = *this;
    other.tag_.clear();
    other.digest_ = digest;
    return other;
}

std::string Reference::text() const {
    std::string words = name_;
    if (!tag_.empty()) words += ":" + tag_;
    if (digest_) words += "@" + digest_->text();
    return words;
}

}  // namespace lockstep
