// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/error.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"

namespace lockstep {

std::string_view word(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::Transient:
            return "transient";
        case ErrorKind::Denied:
            return "denied";
        case ErrorKind::NotFound:
            return "not-found";
        case ErrorKind::Malformed:
            return "malformed";
        case ErrorKind::Conflict:
            return "conflict";
        case ErrorKind::Refused:
            return "refused";
        case ErrorKind::Cancelled:
            return "cancelled";
        case ErrorKind::Unsupported:
            return "unsupported";
        case ErrorKind::Corrupt:
            return "corrupt";
    }
    LOCKSTEP_CHECK(false);
}

Error Error::in(std::string_view where) && {
    message = format("{}: {}", where, message);
    return std::move(*this);
}

std::string Error::text() const {
    std::string line = message;
    if (!origin.empty()) line += format(" ({})", origin);
    if (!remedy.empty()) line += format(" - {}", remedy);
    return line;
}

}  // namespace lockstep
