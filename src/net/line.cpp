// SPDX-License-Identifier: Apache-2.0
#include "net/line.hpp"

#include "lockstep/core/check.hpp"

#include <algorithm>
#include <csignal>

namespace lockstep {
namespace {

constexpr std::size_t kMostIdle = 16;

}  // namespace

/// libcurl once per process. Its own SIGPIPE guard is not thread-safe and therefore off (CURLOPT_NOSIGNAL), but OpenSSL
/// writes without MSG_NOSIGNAL: the signal's default action would end the process when a server hangs up.
void start_libcurl() {
    static const bool kStarted = [] {
        struct sigaction current {};
        if (sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL) std::signal(SIGPIPE, SIG_IGN);
        return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    }();
    LOCKSTEP_CHECK(kStarted);
}

Line::Line() {
    start_libcurl();
    multi_ = curl_multi_init();
    easy_ = curl_easy_init();
    LOCKSTEP_CHECK(multi_ != nullptr && easy_ != nullptr);
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, 4L);
}

Line::~Line() {
    curl_easy_cleanup(easy_);
    curl_multi_cleanup(multi_);
}

std::unique_ptr<Line> LinePool::borrow(const std::string& origin) {
    {
        const std::lock_guard lock(mutex_);
        const auto same =
            std::find_if(idle_.begin(), idle_.end(), [&](const auto& line) { return line->origin == origin; });
        const auto chosen = same == idle_.end() ? idle_.begin() : same;
        if (chosen != idle_.end()) {
            auto line = std::move(*chosen);
            idle_.erase(chosen);
            line->origin = origin;
            return line;
        }
    }
    auto line = std::make_unique<Line>();
    line->origin = origin;
    return line;
}

void LinePool::give_back(std::unique_ptr<Line> line) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kMostIdle) idle_.push_back(std::move(line));
}

}  // namespace lockstep
