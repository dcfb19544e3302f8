// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/probe/server_version.hpp"

#include <atomic>
#include <string>

namespace lockstep {

/// A server whose answer the test sets.
class FakeServerVersion final : public ServerVersion {
  public:
    explicit FakeServerVersion(Result<std::string> answer) : answer_(std::move(answer)) {}

    void now_says(Result<std::string> answer) { answer_ = std::move(answer); }
    int asked() const { return asked_; }

    Result<std::string> ask(const ServerEndpoint&, const std::stop_token&) override {
        ++asked_;
        return answer_;
    }

  private:
    Result<std::string> answer_;
    std::atomic<int> asked_{0};
};

}  // namespace lockstep
