// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace lockstep {

/// Content digest of a manifest or blob: `sha256:` + 64 or `sha512:` + 128 lower-case hex digits (OCI image-spec,
/// descriptor.md). Always valid: the only way to make one from text is `parse`.
class Digest {
  public:
    /// Malformed `digest-invalid` for anything else, also for upper-case hex and other algorithms.
    static Result<Digest> parse(std::string_view text);

    const std::string& text() const { return text_; }
    std::string_view algorithm() const;
    std::string_view hex() const;
    auto operator<=>(const Digest&) const = default;

  private:
    explicit Digest(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

}  // namespace lockstep
