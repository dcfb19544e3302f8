// SPDX-License-Identifier: Apache-2.0
#include "engine/pull_stream.hpp"

#include "lockstep/core/text.hpp"

#include "engine/blank.hpp"

namespace lockstep {
namespace {

constexpr std::size_t kLongestLine = 1U << 20U;
constexpr JsonLimits kLine{.bytes = kLongestLine, .depth = 8, .values = 1000};

long long count_at(const Json& value, std::string_view pointer) {
    const Json& found = at(value, pointer);
    return found.is_number_integer() ? found.get<long long>() : 0;
}

}  // namespace

bool PullStream::take(std::string_view bytes) {
    rest_.append(bytes);
    std::size_t start = 0;
    for (std::size_t end = 0; (end = rest_.find('\n', start)) != std::string::npos; start = end + 1) {
        take_line(std::string_view(rest_).substr(start, end - start));
    }
    rest_.erase(0, start);
    if (rest_.size() <= kLongestLine) return true;
    failure_ = "a line without end";
    return false;
}

void PullStream::finish() {
    take_line(rest_);
    rest_.clear();
}

void PullStream::take_line(std::string_view line) {
    line = trimmed(line);
    if (line.empty() || failure_) return;
    const auto parsed = parse_json(line, "a line of the pull", kLine);
    if (!parsed || !parsed->is_object()) {
        failure_ = "not a line of progress: " + escaped(line);
        return;
    }
    const std::string error = string_at(*parsed, "/errorDetail/message", string_at(*parsed, "/error"));
    if (!error.empty()) {
        failure_ = escaped(error);
        return;
    }
    report(*parsed);
}

void PullStream::report(const Json& line) {
    const std::string status = string_at(line, "/status");
    if (status.starts_with("Status: ")) done_ = true;
    if (!observer_) return;
    observer_({escaped(string_at(line, "/id")), escaped(status), count_at(line, "/progressDetail/current"),
               count_at(line, "/progressDetail/total")});
}

}  // namespace lockstep
