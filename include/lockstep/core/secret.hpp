// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace lockstep {

/// Text that must never be printed: it has no stream or format operator, and its memory is wiped when it goes.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string text) : text_(std::move(text)) {}
    Secret(const Secret&) = default;
    Secret& operator=(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    bool empty() const { return text_.empty(); }

    /// The secret itself. Call this only where it leaves for the one party that it is for.
    std::string_view reveal() const { return text_; }

  private:
    void wipe();
    std::string text_;
};

}  // namespace lockstep
