// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/result.hpp"
#include "lockstep/version/tag.hpp"
#include "lockstep/version/tag_book.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// A range of versions: npm's syntax (`^4.1`, `~1.2.3`, `4.x`, `1.0 - 1.4`, `a || b`) with PEP 440's `~=`, `==` and
/// `==X.Y.*`. A bound with fewer than three numbers is a line: `<=4.13` admits 4.13.7. The channel decides about
/// pre-releases; the range keeps them out only at its bounds: `<5` does not admit 5.0.0a1.
class Constraint {
  public:
    /// Malformed `constraint-invalid` for typing errors; the message names the part that is wrong, the remedy
    /// what was probably meant.
    static Result<Constraint> parse(std::string_view text, Scheme scheme = Scheme::Auto);
    /// The same, with the facts of a repository.
    static Result<Constraint> parse(std::string_view text, const TagBook& repository);

    /// Byte of `text` from which on it cannot be read; nothing when it is a constraint.
    static std::optional<std::size_t> fault(std::string_view text, Scheme scheme = Scheme::Auto);

    /// False for tags that are not versions.
    bool admits(const Tag& tag) const;

    enum class Operator : std::uint8_t {
        Is,
        Exactly,
        Not,
        AtLeast,
        Above,
        Below,
        AtMost,
        Tilde,
        Caret,
        Compatible,
        Any
    };

    struct Term {
        Operator op = Operator::Any;
        Tag bound = {};
        bool line = false;  ///< fewer than three numbers and no suffix, or written with a wildcard
        bool star = false;  ///< written with a wildcard
    };

  private:
    explicit Constraint(std::string_view text) : text_(std::make_shared<const std::string>(text)) {}

    std::shared_ptr<const std::string> text_;  ///< what the bounds refer to
    std::vector<std::vector<Term>> alternatives_;

    friend class ConstraintReader;
};

}  // namespace lockstep
