// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/format.hpp"

#include "config/written.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Takers: each reads one written value into its place in the settings, or says what is wrong and what would be right.

namespace lockstep {

/// What is wrong with a value; `line` is that of the item of a list or map, 0 for the whole value.
struct Fault {
    std::string what;
    std::size_t line = 0;
};
using Taken = std::optional<Fault>;  ///< nothing: the value was taken

/// Smallest and largest duration that a key takes.
struct Span {
    std::chrono::milliseconds least;
    std::chrono::milliseconds most;
};

/// "500ms", "10s", "15m", "2h", "1d".
Taken take_duration(const Written& written, const Span& span, std::chrono::milliseconds& into);
/// The longest unit that is exact: "15m".
std::string duration_text(std::chrono::milliseconds span);

Taken take_boolean(const Written& written, bool& into);
/// An absolute path.
Taken take_path(const Written& written, std::string& into);
Taken take_paths(const Written& written, std::vector<std::string>& into);
/// http:// or https:// with a host; no user or password in it.
Taken take_url(const Written& written, std::string& into);
Taken take_urls(const Written& written, std::vector<std::string>& into);
/// RFC 6901: empty or starting with '/'.
Taken take_pointer(const Written& written, std::string& into);
/// A name of ours: letters, digits, '.', '_', '-', at most 64.
Taken take_name(const Written& written, std::string& into);
/// A glob of fnmatch(3) that is not empty.
Taken take_glob(const Written& written, std::string& into);
/// Names with value globs; an empty value glob means an empty value.
Taken take_label_globs(const Written& written, std::vector<std::pair<std::string, std::string>>& into);
/// host[:port] entries.
Taken take_hosts(const Written& written, std::vector<std::string>& into);
/// host[:port] names with a host[:port] each.
Taken take_host_pairs(const Written& written, std::vector<std::pair<std::string, std::string>>& into);
/// Hosts, .domains, addresses and networks, each with or without a port, and "*".
Taken take_proxy_exceptions(const Written& written, std::vector<std::string>& into);
/// unix:/path, or a loopback address with a port.
Taken take_listen_address(const Written& written, std::string& into);

/// One of `words`, for a setting that stays text.
Taken take_word(const Written& written, const std::vector<std::string>& words, std::string& into);
/// Every item one of `words`, none twice.
Taken take_words(const Written& written, const std::vector<std::string>& words, std::vector<std::string>& into);

/// "is 'abc', which is none of: a, b; did you mean 'a'?"
Fault not_among(std::string_view given, const std::vector<std::string>& words, std::size_t line = 0);

/// One of the words of an enumeration: `of` reads a word, `last` is the last enumerator, word(Enum) writes one.
template <typename Enum>
Taken take_enum(const Written& written, std::optional<Enum> (*of)(std::string_view), Enum last, Enum& into) {
    if (const auto value = of(written.text())) {
        into = *value;
        return std::nullopt;
    }
    std::vector<std::string> known;
    for (int i = 0; i <= static_cast<int>(last); ++i) known.emplace_back(word(static_cast<Enum>(i)));
    return not_among(written.text(), known);
}

}  // namespace lockstep
