// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace lockstep {

/// What the caller should do about a failure; who failed is in the text.
enum class ErrorKind {
    Transient,    ///< try again later
    Denied,       ///< credentials or rights are missing
    NotFound,     ///< the thing asked for does not exist
    Malformed,    ///< foreign data or a person's input is wrong
    Conflict,     ///< the state moved under us: look again
    Refused,      ///< policy or a safety rule says no
    Cancelled,    ///< we were asked to stop
    Unsupported,  ///< the other side cannot do this
    Corrupt,      ///< our own stored data is damaged
};

/// Stable lower-case word for logs and JSON, for instance "transient".
std::string_view word(ErrorKind kind);

/// Why something failed, for people and for programs.
///
/// `code` is a stable word (`registry-unreachable`); `message` names the thing, the place and what was tried; `remedy`
/// says what a person can do next and may be empty; `origin` is the other side's own words (HTTP status, errno, engine
/// text), already cut and escaped by `escaped()`.
struct Error {
    ErrorKind kind = ErrorKind::Transient;
    std::string code;
    std::string message;
    std::string remedy = {};
    std::string origin = {};

    /// Puts `where` in front of the message: "where: message".
    Error in(std::string_view where) &&;

    /// One line: message, origin in brackets, remedy after a dash. Never contains line breaks or terminal escapes.
    std::string text() const;
};

}  // namespace lockstep
