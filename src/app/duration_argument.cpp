// SPDX-License-Identifier: Apache-2.0
#include "app/duration_argument.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <charconv>
#include <map>

namespace lockstep {

Result<std::chrono::milliseconds> duration_argument(const Arguments& arguments, std::string_view name) {
    static const std::map<std::string_view, long long> kUnits{
        {"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
    if (!arguments.given(name)) return std::chrono::milliseconds(0);
    const std::string text = arguments.text(name);
    int count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const auto unit = kUnits.find(std::string_view(end, static_cast<std::size_t>(text.data() + text.size() - end)));
    if (error != std::errc() || count < 0 || unit == kUnits.end()) {
        return Error{.kind = ErrorKind::Malformed,
                     .code = "config-duration",
                     .message = format("{} is '{}', not a duration", name, escaped(text)),
                     .remedy = "write a number with ms, s, m, h or d, such as 90s or 2h"};
    }
    return std::chrono::milliseconds(count * unit->second);
}

}  // namespace lockstep
