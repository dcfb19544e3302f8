// SPDX-License-Identifier: Apache-2.0
#include "registry/link.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

namespace lockstep {
namespace {

/// One link-value: <target>; name=value; name="value"
struct Link {
    std::string_view target;
    std::string relation;
};

Error invalid(std::string_view why, std::string_view line) {
    return {.kind = ErrorKind::Malformed,
            .code = "link-invalid",
            .message = format("the registry's Link to the next page cannot be followed: {}", why),
            .remedy = {},
            .origin = escaped(line)};
}

/// Takes one parameter value: quoted with escapes, or a word up to ';' or ','.
std::string take_value(std::string_view& rest) {
    std::string value;
    if (!rest.starts_with('"')) {
        const std::size_t end = std::min(rest.find_first_of(";,"), rest.size());
        value = trimmed(rest.substr(0, end));
        rest.remove_prefix(end);
        return value;
    }
    for (rest.remove_prefix(1); !rest.empty() && rest.front() != '"'; rest.remove_prefix(1)) {
        if (rest.front() == '\\' && rest.size() > 1) rest.remove_prefix(1);
        value += rest.front();
    }
    if (!rest.empty()) rest.remove_prefix(1);
    return value;
}

/// The parameters of one link up to the ',' before the next one.
std::string take_relation(std::string_view& rest) {
    std::string relation;
    while (!rest.empty() && rest.front() != ',') {
        if (rest.front() != ';') {
            rest.remove_prefix(1);
            continue;
        }
        rest.remove_prefix(1);
        const std::size_t end = std::min(rest.find_first_of("=;,"), rest.size());
        const std::string name = lower(trimmed(rest.substr(0, end)));
        rest.remove_prefix(end);
        if (!rest.starts_with('=')) continue;
        rest.remove_prefix(1);
        rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
        std::string value = take_value(rest);
        // RFC 8288 §3.3: a second rel does not count.
        if (name == "rel" && relation.empty()) relation = lower(value);
    }
    return relation;
}

std::optional<Link> take_link(std::string_view& rest) {
    if (!rest.starts_with('<')) return std::nullopt;
    const std::size_t end = rest.find('>');
    if (end == std::string_view::npos || end == 1) return std::nullopt;
    Link link{.target = rest.substr(1, end - 1), .relation = {}};
    rest.remove_prefix(end + 1);
    link.relation = take_relation(rest);
    return link;
}

bool names_next(std::string_view relations) {
    for (const std::string_view relation : split(relations, ' ')) {
        if (relation == "next") return true;
    }
    return false;
}

Result<std::optional<std::string>> next_in(std::string_view line, const std::string& base) {
    for (std::string_view rest = trimmed(line); !rest.empty();) {
        const auto link = take_link(rest);
        if (!link) return invalid("it is malformed", line);
        if (names_next(link->relation)) {
            std::string target = resolved(link->target, base);
            if (origin_of(target).empty() || origin_of(target) != origin_of(base))
                return invalid("it leads to another server", line);
            return std::optional(std::move(target));
        }
        rest.remove_prefix(std::min(rest.find_first_not_of(", \t"), rest.size()));
    }
    return std::optional<std::string>();
}

std::size_t path_begin(std::string_view url) {
    const std::size_t scheme = url.find("://");
    return std::min(url.find_first_of("/?#", scheme == std::string_view::npos ? 0 : scheme + 3), url.size());
}

}  // namespace

std::string origin_of(std::string_view url) {
    const std::string text = lower(url.substr(0, path_begin(url)));
    const bool https = text.starts_with("https://");
    if (!https && !text.starts_with("http://")) return {};
    const std::size_t host = https ? 8 : 7;
    // A user name may hide the real host.
    if (text.size() == host || text.find_first_of("@\\", host) != std::string::npos) return {};
    const bool has_port =
        text.find(':', text.rfind(']') == std::string::npos ? host : text.rfind(']')) != std::string::npos;
    return has_port ? text : text + (https ? ":443" : ":80");
}

std::string resolved(std::string_view target, std::string_view base) {
    // A first segment with a colon is a scheme (RFC 3986 §4.2), also that of "javascript:x".
    const std::size_t first = target.find_first_of(":/?#");
    if (first != std::string_view::npos && target[first] == ':') return std::string(target);
    if (target.starts_with("//")) return std::string(base.substr(0, base.find("//"))) + std::string(target);
    const std::size_t path = path_begin(base);
    if (target.starts_with('/')) return std::string(base.substr(0, path)) + std::string(target);
    const std::string_view page = base.substr(0, std::min(base.find_first_of("?#"), base.size()));
    if (target.starts_with('?')) return std::string(page) + std::string(target);
    if (page.size() == path) return std::string(page) + "/" + std::string(target);
    return std::string(page.substr(0, page.rfind('/') + 1)) + std::string(target);
}

Result<std::optional<std::string>> next_link(const std::vector<std::string>& header_lines, const std::string& base) {
    for (const std::string& line : header_lines) {
        auto next = next_in(line, base);
        if (!next || next->has_value()) return next;
    }
    return std::optional<std::string>();
}

}  // namespace lockstep
