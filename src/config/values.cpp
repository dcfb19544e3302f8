// SPDX-License-Identifier: Apache-2.0
#include "config/values.hpp"

#include "lockstep/config/duration.hpp"
#include "lockstep/core/suggestion.hpp"
#include "lockstep/core/text.hpp"

#include <arpa/inet.h>

#include <charconv>
#include <limits>

namespace lockstep {
namespace {

using std::chrono::milliseconds;

struct Unit {
    std::string_view name;
    long long milliseconds;
};
// Longest first, as duration_text looks for the longest that is exact.
constexpr Unit kUnits[] = {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}};

Fault fault(const Written& written, std::string_view wrong, std::string_view right) {
    return {format("is '{}', {}; {}", escaped(written.text()), wrong, right)};
}

bool is_name_byte(char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

/// fnmatch(3) takes an unclosed '[' and a trailing '\' as they are, so a typing error would silently match nothing.
std::optional<std::string> glob_fault(std::string_view glob) {
    for (std::size_t i = 0; i < glob.size(); ++i) {
        if (glob[i] == '\\') ++i;
        if (i == glob.size()) return "ends in '\\' with nothing behind it";
        if (glob[i] != '[') continue;
        std::size_t first = i + 1;
        if (first < glob.size() && (glob[first] == '!' || glob[first] == '^')) ++first;
        i = first < glob.size() ? glob.find(']', first + 1) : std::string_view::npos;
        if (i == std::string_view::npos) return "has a '[' without a ']'";
    }
    return std::nullopt;
}

std::optional<int> parse_port(std::string_view text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port < 1 || port > 65535) return std::nullopt;
    return port;
}

bool is_host_with_port(std::string_view text) {
    const auto colon = text.rfind(':');
    const bool bracketed = text.starts_with('[');
    if (bracketed) {
        const auto close = text.find(']');
        if (close == std::string_view::npos || close < 3) return false;
        return close + 1 == text.size() || (colon == close + 1 && parse_port(text.substr(colon + 1)));
    }
    const std::string_view host = text.substr(0, colon);
    if (host.empty() || !std::ranges::all_of(host, is_name_byte)) return false;
    return colon == std::string_view::npos || parse_port(text.substr(colon + 1)).has_value();
}

/// An address with the number of its bits that count, such as 10.1.0.0/16.
bool is_network(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos) return false;
    const std::string address(text.substr(0, slash));
    const std::string bits(text.substr(slash + 1));
    in6_addr binary{};
    const bool small = ::inet_pton(AF_INET, address.c_str(), &binary) == 1;
    if (!small && ::inet_pton(AF_INET6, address.c_str(), &binary) != 1) return false;
    const bool number = !bits.empty() && bits.size() <= 3 && bits.find_first_not_of("0123456789") == std::string::npos;
    return number && std::stoi(bits) <= (small ? 32 : 128);
}

bool is_loopback_with_port(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos || !parse_port(text.substr(colon + 1))) return false;
    const std::string_view host = text.substr(0, colon);
    return host == "127.0.0.1" || host == "[::1]" || host == "localhost";
}

std::string_view authority_of(std::string_view url) {
    const std::string_view rest = url.substr(url.find("://") + 3);
    return rest.substr(0, rest.find_first_of("/?#"));
}

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
    long long count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc() || count < 0) return std::nullopt;
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    const auto* known = std::ranges::find(kUnits, unit, &Unit::name);
    if (known == std::end(kUnits)) return std::nullopt;
    if (count > std::numeric_limits<long long>::max() / known->milliseconds) return std::nullopt;
    return milliseconds(count * known->milliseconds);
}

Taken take_duration(const Written& written, const Span& span, milliseconds& into) {
    const auto parsed = parse_duration(written.text());
    if (!parsed) {
        return fault(written, "not a duration", "write a number with ms, s, m, h or d, such as 30s or 15m");
    }
    if (*parsed < span.least || *parsed > span.most) {
        return fault(written, "out of range",
                     format("from {} to {} is taken", duration_text(span.least), duration_text(span.most)));
    }
    into = *parsed;
    return std::nullopt;
}

std::string duration_text(milliseconds span) {
    if (span.count() == 0) return "0s";
    for (const auto& [name, size] : kUnits) {
        if (span.count() % size == 0) return format("{}{}", span.count() / size, name);
    }
    return format("{}ms", span.count());
}

Taken take_boolean(const Written& written, bool& into) {
    if (written.text() != "true" && written.text() != "false") {
        return fault(written, "not a truth value", "write true or false");
    }
    into = written.text() == "true";
    return std::nullopt;
}

Taken take_path(const Written& written, std::string& into) {
    if (!written.text().starts_with('/')) return fault(written, "not an absolute path", "begin it with '/'");
    into = written.text();
    return std::nullopt;
}

Taken take_url(const Written& written, std::string& into) {
    const std::string& url = written.text();
    const std::string folded = lower(url);
    if (!folded.starts_with("http://") && !folded.starts_with("https://")) {
        return fault(written, "not an HTTP address", "begin it with https:// or http://");
    }
    const std::string_view authority = authority_of(url);
    if (authority.find('@') != std::string_view::npos) {
        // The value stays out of this message: it may carry a password.
        return Fault{
            "carries a user name or password; version addresses are asked without one, remove the part before '@'"};
    }
    const bool blank = std::ranges::any_of(url, [](char c) { return c == ' ' || c == '"' || c == '<' || c == '>'; });
    if (blank || !is_host_with_port(authority)) {
        return fault(written, "not an HTTP address", "write it like https://server.example/api/version");
    }
    into = url;
    return std::nullopt;
}

namespace {

/// Takes every item by the rule for one.
Taken take_each(const Written& written, Taken (*take)(const Written&, std::string&), std::vector<std::string>& into) {
    into.clear();
    for (const auto& item : written.items) {
        Written one = written;
        one.items = {item};
        if (auto fault = take(one, into.emplace_back())) return Fault{fault->what, item.line};
    }
    return std::nullopt;
}

}  // namespace

Taken take_paths(const Written& written, std::vector<std::string>& into) {
    return take_each(written, take_path, into);
}

Taken take_urls(const Written& written, std::vector<std::string>& into) {
    return take_each(written, take_url, into);
}

Taken take_pointer(const Written& written, std::string& into) {
    const std::string& text = written.text();
    if (!text.empty() && text.front() != '/') {
        return fault(written, "not a JSON pointer", "begin it with '/', such as /data/version");
    }
    for (std::size_t i = text.find('~'); i != std::string::npos; i = text.find('~', i + 1)) {
        if (i + 1 < text.size() && (text[i + 1] == '0' || text[i + 1] == '1')) continue;
        return fault(written, "not a JSON pointer", "'~' is written ~0 and '/' inside a name ~1");
    }
    into = text;
    return std::nullopt;
}

Taken take_name(const Written& written, std::string& into) {
    const std::string& text = written.text();
    if (text.empty() || text.size() > 64 || !std::ranges::all_of(text, is_name_byte)) {
        return fault(written, "not a name", "use 1 to 64 letters, digits, '.', '_' or '-'");
    }
    into = text;
    return std::nullopt;
}

Taken take_glob(const Written& written, std::string& into) {
    if (written.text().empty()) return Fault{"is empty; write a pattern such as 'node-*', or leave the key out"};
    if (const auto wrong = glob_fault(written.text())) {
        return fault(written, *wrong, "'*', '?' and '[a-z]' are patterns, '\\' takes the next character as it is");
    }
    into = written.text();
    return std::nullopt;
}

Taken take_label_globs(const Written& written, std::vector<std::pair<std::string, std::string>>& into) {
    into.clear();
    for (const auto& item : written.items) {
        if (item.name.empty()) return Fault{"has a label without a name", item.line};
        if (const auto wrong = glob_fault(item.text)) {
            return Fault{
                format("has the pattern '{}' for label '{}', which {}", escaped(item.text), escaped(item.name), *wrong),
                item.line};
        }
        into.emplace_back(item.name, item.text);
    }
    return std::nullopt;
}

Taken take_hosts(const Written& written, std::vector<std::string>& into) {
    into.clear();
    for (const auto& item : written.items) {
        if (!is_host_with_port(item.text) && !is_network(item.text)) {
            return Fault{format("has the entry '{}', not a host; write host or host:port, such as registry.local:5000",
                                escaped(item.text)),
                         item.line};
        }
        into.push_back(lower(item.text));
    }
    return std::nullopt;
}

Taken take_host_pairs(const Written& written, std::vector<std::pair<std::string, std::string>>& into) {
    into.clear();
    for (const auto& item : written.items) {
        if (!is_host_with_port(item.name) || !is_host_with_port(item.text)) {
            return Fault{format("has the entry '{}: {}'; write a host with a host, such as "
                                "registry.example: auth.example",
                                escaped(item.name), escaped(item.text)),
                         item.line};
        }
        into.emplace_back(lower(item.name), lower(item.text));
    }
    return std::nullopt;
}

Taken take_proxy_exceptions(const Written& written, std::vector<std::string>& into) {
    into.clear();
    for (const auto& item : written.items) {
        const bool odd = item.text.empty() || item.text.find_first_of(" ,@\"'") != std::string::npos ||
                         item.text.find("://") != std::string::npos;
        if (odd) {
            return Fault{format("has the entry '{}'; write host, .domain, address or network, such as 10.0.0.0/8",
                                escaped(item.text)),
                         item.line};
        }
        into.push_back(lower(item.text));
    }
    return std::nullopt;
}

Taken take_listen_address(const Written& written, std::string& into) {
    const std::string& text = written.text();
    const bool socket = text.starts_with("unix:/") && text.size() > 6;
    if (!text.empty() && !socket && !is_loopback_with_port(text)) {
        return fault(
            written, "not a local address",
            "write unix:/path or 127.0.0.1:port; the status pages have no password, so nothing else is served");
    }
    into = text;
    return std::nullopt;
}

Fault not_among(std::string_view given, const std::vector<std::string>& words, std::size_t line) {
    const std::string all = join(words, ", ");
    const std::string hint = suggestion(given, words);
    if (hint.starts_with("known")) return {format("is '{}'; it must be one of: {}", escaped(given), all), line};
    return {format("is '{}', none of: {}; {}", escaped(given), all, hint), line};
}

Taken take_word(const Written& written, const std::vector<std::string>& words, std::string& into) {
    if (std::ranges::find(words, written.text()) == words.end()) return not_among(written.text(), words);
    into = written.text();
    return std::nullopt;
}

Taken take_words(const Written& written, const std::vector<std::string>& words, std::vector<std::string>& into) {
    into.clear();
    for (const auto& item : written.items) {
        if (std::ranges::find(words, item.text) == words.end()) return not_among(item.text, words, item.line);
        if (std::ranges::find(into, item.text) != into.end()) {
            return Fault{format("has '{}' twice", escaped(item.text)), item.line};
        }
        into.push_back(item.text);
    }
    return std::nullopt;
}

}  // namespace lockstep
