// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "config/keys.hpp"
#include "config/presets/presets.hpp"
#include "config/timing_values.hpp"

#include <algorithm>

namespace lockstep {
namespace {

using namespace std::chrono_literals;

constexpr Span kIntervalSpan{10s, 24h * 31};
constexpr Span kConfirmSpan{0s, 24h};
constexpr Span kTtlSpan{0s, 24h * 365};

/// A socket path; "unix://" in front, as DOCKER_HOST has it, is taken off.
Taken take_socket(const Written& written, std::string& into) {
    Written path = written;
    if (path.text().starts_with("unix://")) path.items.front().text.erase(0, 7);
    return take_path(path, into);
}

Taken take_digests(const Written& written, std::set<Digest>& into) {
    into.clear();
    for (const auto& item : written.items) {
        const auto digest = Digest::parse(item.text);
        if (!digest) {
            return Fault{format("has the entry '{}', not a digest; write sha256: and 64 lower-case hex digits",
                                escaped(item.text)),
                         item.line};
        }
        into.insert(*digest);
    }
    return std::nullopt;
}

std::string digests_text(const std::set<Digest>& digests) {
    std::vector<std::string> texts;
    for (const auto& digest : digests) texts.push_back(digest.text());
    return join(texts, ",");
}

std::string host_pairs_text(const std::vector<std::pair<std::string, std::string>>& pairs) {
    std::vector<std::string> texts;
    for (const auto& [registry, host] : pairs) texts.push_back(format("{}={}", registry, host));
    return join(texts, ",");
}

/// "all", or how many; at least one, or nothing could be rolled back to without a pull.
Taken take_keep(const Written& written, std::optional<std::size_t>& into) {
    const std::string& text = written.text();
    into.reset();
    if (text == "all") return std::nullopt;
    const bool number = !text.empty() && text.size() <= 3 && text.find_first_not_of("0123456789") == std::string::npos;
    if (!number || std::stoul(text) == 0) return Fault{format("is '{}'; write all, or a number from 1", escaped(text))};
    into = std::stoul(text);
    return std::nullopt;
}

// clang-format off
constexpr Key<Settings> kKeys[] = {
    {{"engine.socket", Shape::Text}, "Unix socket of the container engine; default /var/run/docker.sock.",
     [](const Written& w, Settings& s) { return take_socket(w, s.engine_socket); },
     [](const Settings& s) { return s.engine_socket; }},
    {{"state_dir", Shape::Text}, "Folder of the journal; default /var/lib/lockstep.",
     [](const Written& w, Settings& s) { return take_path(w, s.state_dir); },
     [](const Settings& s) { return s.state_dir; }},
    {{"interval", Shape::Text}, "Time between two looks, at least 10s; default 15m.",
     [](const Written& w, Settings& s) { return take_duration(w, kIntervalSpan, s.interval); },
     [](const Settings& s) { return duration_text(s.interval); }},
    {{"splay", Shape::Text}, "How far looks are spread by chance, at most a third of the interval; default 5m.",
     [](const Written& w, Settings& s) { return take_duration(w, kSplaySpan, s.splay); },
     [](const Settings& s) { return duration_text(s.splay); }},
    {{"windows", Shape::List}, "Updates only in these, such as 'Sat 02:00-05:00 Europe/Amsterdam'; default any time.",
     [](const Written& w, Settings& s) { return take_windows(w, s.timing.windows); },
     [](const Settings& s) { return windows_text(s.timing.windows); }},
    {{"wariness", Shape::Text}, "0 takes a release at once, 1 somewhere within the ramp; default 0.",
     [](const Written& w, Settings& s) { return take_fraction(w, s.timing.wariness); },
     [](const Settings& s) { return fraction_text(s.timing.wariness); }},
    {{"ramp", Shape::Text}, "After this long every node with wariness 1 has taken a release; default 24h.",
     [](const Written& w, Settings& s) { return take_duration(w, kRampSpan, s.timing.ramp); },
     [](const Settings& s) { return duration_text(s.timing.ramp); }},
    {{"soak", Shape::Text}, "A release is taken this long after this node saw it first; default 0s.",
     [](const Written& w, Settings& s) { return take_duration(w, kSoakSpan, s.timing.soak); },
     [](const Settings& s) { return duration_text(s.timing.soak); }},
    {{"registry.docker_config", Shape::Text}, "Docker config.json with registry logins; default: the usual places.",
     [](const Written& w, Settings& s) { return take_path(w, s.registry.docker_config); },
     [](const Settings& s) { return s.registry.docker_config; }},
    {{"registry.insecure", Shape::List}, "Registries (host[:port] or network) whose certificate is not checked, and plain HTTP; default those of the engine.",
     [](const Written& w, Settings& s) { return take_hosts(w, s.registry.insecure); },
     [](const Settings& s) { return join(s.registry.insecure, ","); }},
    {{"registry.ca_file", Shape::Text}, "PEM file with additional certificate authorities; default none.",
     [](const Written& w, Settings& s) { return take_path(w, s.registry.ca_file); },
     [](const Settings& s) { return s.registry.ca_file; }},
    {{"registry.certificates", Shape::List}, "Folders with HOST[:PORT]/*.crt, *.cert and *.key; default those of Docker and podman.",
     [](const Written& w, Settings& s) { return take_paths(w, s.registry.certificates); },
     [](const Settings& s) { return join(s.registry.certificates, ","); }},
    {{"registry.mirrors", Shape::List}, "Base URLs of mirrors, asked before Docker Hub; default those of the engine.",
     [](const Written& w, Settings& s) { return take_urls(w, s.registry.mirrors); },
     [](const Settings& s) { return join(s.registry.mirrors, ","); }},
    {{"registry.auth_hosts", Shape::Map}, "Registry host: other host that its login may be sent to for tokens; default none.",
     [](const Written& w, Settings& s) { return take_host_pairs(w, s.registry.auth_hosts); },
     [](const Settings& s) { return host_pairs_text(s.registry.auth_hosts); }},
    {{"proxy.url", Shape::Text}, "The proxy on the way out; default: http_proxy, https_proxy, no_proxy of the environment.",
     [](const Written& w, Settings& s) { return take_url(w, s.proxy.url); },
     [](const Settings& s) { return s.proxy.url; }},
    {{"proxy.exceptions", Shape::List}, "Hosts, .domains and networks reached without it; default none but this machine.",
     [](const Written& w, Settings& s) { return take_proxy_exceptions(w, s.proxy.exceptions); },
     [](const Settings& s) { return join(s.proxy.exceptions, ","); }},
    {{"proxy.login_file", Shape::Text}, "File with user:password for the proxy; default none.",
     [](const Written& w, Settings& s) { return take_path(w, s.proxy.login_file); },
     [](const Settings& s) { return s.proxy.login_file; }},
    {{"server.url", Shape::Text}, "Where the application server tells its version; default of all targets that follow one.",
     [](const Written& w, Settings& s) { return take_url(w, s.server.url); },
     [](const Settings& s) { return s.server.url; }},
    {{"server.product", Shape::Text}, "Whose answer it is: auto, vantage6 or backendai; default auto.",
     [](const Written& w, Settings& s) { return take_word(w, product_words(), s.server.product); },
     [](const Settings& s) { return s.server.product; }},
    {{"server.pointer", Shape::Text}, "JSON pointer to the version in the answer; replaces server.product.",
     [](const Written& w, Settings& s) { return take_pointer(w, s.server.pointer); },
     [](const Settings& s) { return s.server.pointer; }},
    {{"server.timeout", Shape::Text}, "How long one question to the server may take; default 10s.",
     [](const Written& w, Settings& s) { return take_duration(w, kTimeoutSpan, s.server.timeout); },
     [](const Settings& s) { return duration_text(s.server.timeout); }},
    {{"server.confirm", Shape::Text}, "Two equal answers this far apart come before a move down; default 60s.",
     [](const Written& w, Settings& s) { return take_duration(w, kConfirmSpan, s.server_confirm); },
     [](const Settings& s) { return duration_text(s.server_confirm); }},
    {{"server.version_ttl", Shape::Text}, "How long the last answer counts while the server is away; default 24h.",
     [](const Written& w, Settings& s) { return take_duration(w, kTtlSpan, s.server_version_ttl); },
     [](const Settings& s) { return duration_text(s.server_version_ttl); }},
    {{"gate.settle", Shape::Text}, "A new container must run this long without a restart; default 10s.",
     [](const Written& w, Settings& s) { return take_duration(w, kSettleSpan, s.gate.settle); },
     [](const Settings& s) { return duration_text(s.gate.settle); }},
    {{"gate.limit", Shape::Text}, "A health check must have said healthy by then; default 5m.",
     [](const Written& w, Settings& s) { return take_duration(w, kLimitSpan, s.gate.limit); },
     [](const Settings& s) { return duration_text(s.gate.limit); }},
    {{"images.keep", Shape::Text}, "Earlier images of a container that stay for a way back, a number or all; default all.",
     [](const Written& w, Settings& s) { return take_keep(w, s.keep_images); },
     [](const Settings& s) { return s.keep_images ? std::to_string(*s.keep_images) : std::string("all"); }},
    {{"codenames", Shape::Map}, "Codename tags and their release prefixes, added to the built-in ones.",
     [](const Written& w, Settings& s) { return take_codenames(w, s.codenames); },
     [](const Settings& s) { return codenames_text(s.codenames); }},
    {{"trust.approved", Shape::List}, "Only these image digests may be used; default: all.",
     [](const Written& w, Settings& s) { return take_digests(w, s.approved); },
     [](const Settings& s) { return digests_text(s.approved); }},
    {{"listen", Shape::Text}, "Where health and metrics are served: unix:/path or 127.0.0.1:port; default nowhere.",
     [](const Written& w, Settings& s) { return take_listen_address(w, s.listen); },
     [](const Settings& s) { return s.listen; }},
    {{"presets", Shape::List}, "Built-in targets behind those of the file; default vantage6 and labelled, [] for none.",
     [](const Written& w, Settings& s) { return take_words(w, preset_words(), s.presets); },
     [](const Settings& s) { return join(s.presets, ","); }},
};
// clang-format on

}  // namespace

std::span<const Key<Settings>> settings_keys() {
    return kKeys;
}

std::string_view described(Shape shape) {
    switch (shape) {
        case Shape::Text:
            return "a single value";
        case Shape::List:
            return "a list";
        case Shape::Map:
            return "a map of names and values";
    }
    LOCKSTEP_CHECK(false);
}

std::string environment_name(std::string_view key) {
    std::string name = "LOCKSTEP_";
    for (const char c : key) {
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        name += upper == '.' ? '_' : upper;
    }
    return name;
}

const std::vector<std::string>& product_words() {
    static const std::vector<std::string> words{"auto", "vantage6", "backendai"};
    return words;
}

Taken take_codenames(const Written& written, Codenames& into) {
    for (const auto& item : written.items) {
        const bool named = !item.name.empty() &&
                           item.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
        if (!named) {
            return Fault{format("has the codename '{}'; use lower-case letters, digits and '-'", escaped(item.name)),
                         item.line};
        }
        for (const auto part : split(item.text, '.')) {
            if (!part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos) continue;
            return Fault{format("has '{}' for codename '{}', not a release prefix; write numbers such as 4 or 2.9",
                                escaped(item.text), item.name),
                         item.line};
        }
        into.insert_or_assign(item.name, item.text);
    }
    return std::nullopt;
}

std::string codenames_text(const Codenames& codenames) {
    std::vector<std::string> texts;
    for (const auto& [name, prefix] : codenames) texts.push_back(format("{}={}", name, prefix));
    return join(texts, ",");
}

}  // namespace lockstep
