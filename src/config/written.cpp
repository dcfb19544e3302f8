// SPDX-License-Identifier: Apache-2.0
#include "config/written.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"

#include <algorithm>
#include <tuple>

namespace lockstep {
namespace {

bool before(const Complaint& left, const Complaint& right) {
    return std::tie(left.origin.source, left.origin.line) < std::tie(right.origin.source, right.origin.line);
}

}  // namespace

std::string origin_text(const Origin& origin) {
    switch (origin.source) {
        case Origin::Source::File:
            return origin.line == 0 ? origin.place : format("{}:{}", origin.place, origin.line);
        case Origin::Source::Variable:
            return "environment";
        case Origin::Source::Option:
            return "command line";
    }
    LOCKSTEP_CHECK(false);
}

Error first_error(const Complaints& complaints) {
    LOCKSTEP_CHECK(!complaints.empty());
    return Error{.kind = ErrorKind::Malformed, .code = "config-invalid", .message = sentences(complaints).front()};
}

std::vector<std::string> sentences(Complaints complaints) {
    std::ranges::stable_sort(complaints, before);
    std::vector<std::string> result;
    for (const Complaint& complaint : complaints)
        result.push_back(format("{}: {}", origin_text(complaint.origin), complaint.what));
    return result;
}

std::string subject(const Origin& origin, const std::string& key) {
    switch (origin.source) {
        case Origin::Source::File:
            return format("key '{}'", key);
        case Origin::Source::Variable:
            return format("variable '{}'", origin.place);
        case Origin::Source::Option:
            return format("option '{}'", origin.place);
    }
    LOCKSTEP_CHECK(false);
}

void complain(Complaints& complaints, const Origin& origin, const std::string& key, const std::string& what,
              std::size_t line) {
    Complaint complaint{origin, format("{} {}", subject(origin, key), what)};
    if (line != 0) complaint.origin.line = line;
    complaints.push_back(std::move(complaint));
}

}  // namespace lockstep
