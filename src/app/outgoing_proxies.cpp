// SPDX-License-Identifier: Apache-2.0
#include "app/outgoing_proxies.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <fstream>
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

}  // namespace

Result<ProxySettings> outgoing_proxies(const ProxyChoice& choice) {
    if (choice.url.empty()) return proxies_of_environment();
    Proxy proxy = Proxy::parse(choice.url);
    if (!choice.login_file.empty()) {
        auto login = login_in(choice.login_file);
        if (!login) return std::move(login).error();
        proxy.login = *std::move(login);
    }
    return ProxySettings{.http = proxy, .https = proxy, .exceptions = choice.exceptions};
}

}  // namespace lockstep
