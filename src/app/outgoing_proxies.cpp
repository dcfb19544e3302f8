// SPDX-License-Identifier: Apache-2.0
#include "app/outgoing_proxies.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace lockstep {
namespace {

Result<Secret> login_in(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    Secret login{std::string(trimmed(line))};
    if (login.reveal().find(':') != std::string_view::npos) return login;
    return Error{
        .kind = ErrorKind::Malformed,
        .code = "config-invalid",
        .message = format("proxy.login_file: {} cannot be read or does not begin with user:password", escaped(path)),
        .remedy = "write one line, user:password, readable for this program only"};
}

/// What `docker` was told for the containers that it starts, in its own configuration.
ProxySettings proxies_of_docker() {
    const auto folder = [](const char* variable) -> std::string {
        const char* value = std::getenv(variable);
        return value == nullptr ? "" : value;
    };
    std::string path = folder("DOCKER_CONFIG");
    if (path.empty()) path = folder("HOME") + "/.docker";
    std::ifstream file(path + "/config.json", std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    const auto content = parse_json(text.str(), "it");
    // Whoever needs the logins in it says what is wrong with it.
    if (!content) return {};
    const Json& proxies = at(*content, "/proxies/default");
    return proxies_from(string_at(proxies, "/httpProxy"), string_at(proxies, "/httpsProxy"),
                        string_at(proxies, "/noProxy"));
}

}  // namespace

ProxySettings proxies_from(std::string_view http, std::string_view https, std::string_view exceptions) {
    ProxySettings settings{.http = Proxy::parse(http), .https = Proxy::parse(https)};
    for (const std::string_view exception : split(exceptions, ',')) {
        if (!trimmed(exception).empty()) settings.exceptions.emplace_back(trimmed(exception));
    }
    return settings;
}

bool names_none(const ProxySettings& proxies) {
    return proxies.http.url.empty() && proxies.https.url.empty();
}

Result<ProxySettings> outgoing_proxies(const ProxyChoice& choice) {
    if (choice.url.empty()) {
        ProxySettings found = proxies_of_environment();
        return names_none(found) ? proxies_of_docker() : found;
    }
    Proxy proxy = Proxy::parse(choice.url);
    if (!choice.login_file.empty()) {
        auto login = login_in(choice.login_file);
        if (!login) return std::move(login).error();
        proxy.login = *std::move(login);
    }
    return ProxySettings{.http = proxy, .https = proxy, .exceptions = choice.exceptions};
}

}  // namespace lockstep
