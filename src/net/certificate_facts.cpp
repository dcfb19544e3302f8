// SPDX-License-Identifier: Apache-2.0
#include "net/certificate_facts.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <curl/curl.h>

#include <memory>
#include <string_view>

namespace lockstep {
namespace {

constexpr long kMilliseconds = 3000;

/// Value of a "Name:value" entry of the first certificate, which is the server's own.
std::string fact(const curl_certinfo& chain, std::string_view name) {
    for (const curl_slist* line = chain.certinfo[0]; line != nullptr; line = line->next) {
        const std::string_view text(line->data);
        if (text.starts_with(name) && text.substr(name.size()).starts_with(':'))
            return escaped(text.substr(name.size() + 1), 120);
    }
    return "?";
}

}  // namespace

std::string certificate_facts(const Route& route) {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> easy(curl_easy_init(), &curl_easy_cleanup);
    if (!easy) return {};
    const std::string url = route.target.origin();
    curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy.get(), CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_CERTINFO, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(easy.get(), CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(easy.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy.get(), CURLOPT_TIMEOUT_MS, kMilliseconds);
    // A proxy that wants a login is not asked once more for the sake of a message.
    if (!route.proxy.login.empty()) return {};
    curl_easy_setopt(easy.get(), CURLOPT_PROXY, route.proxy.url.c_str());
    if (curl_easy_perform(easy.get()) != CURLE_OK) return {};
    curl_certinfo* chain = nullptr;
    if (curl_easy_getinfo(easy.get(), CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == nullptr) return {};
    if (chain->num_of_certs < 1) return {};
    return format("subject {}, issuer {}, valid from {} to {}", fact(*chain, "Subject"), fact(*chain, "Issuer"),
                  fact(*chain, "Start date"), fact(*chain, "Expire date"));
}

}  // namespace lockstep
