// SPDX-License-Identifier: Apache-2.0
#include "config/timing_values.hpp"

#include "lockstep/core/text.hpp"

#include <charconv>

namespace lockstep {

Taken take_windows(const Written& written, std::vector<WeeklyWindow>& into) {
    into.clear();
    for (const auto& item : written.items) {
        auto window = WeeklyWindow::parse(item.text);
        if (!window) {
            return Fault{
                format("has an entry that cannot be used: {}; {}", window.error().message, window.error().remedy),
                item.line};
        }
        into.push_back(std::move(*window));
    }
    return std::nullopt;
}

std::string windows_text(const std::vector<WeeklyWindow>& windows) {
    std::vector<std::string> texts;
    for (const WeeklyWindow& window : windows) texts.push_back(window.text());
    return join(texts, ",");
}

Taken take_fraction(const Written& written, double& into) {
    const std::string& text = written.text();
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    // Written so that "nan", which the reader takes, is refused as well.
    if (error != std::errc() || end != text.data() + text.size() || !(value >= 0 && value <= 1)) {
        return Fault{format("is '{}', not a fraction; write a number from 0 to 1 such as 0.25", escaped(text))};
    }
    into = value;
    return std::nullopt;
}

std::string fraction_text(double fraction) {
    return format("{:.6g}", fraction);
}

}  // namespace lockstep
