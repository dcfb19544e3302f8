// SPDX-License-Identifier: Apache-2.0
#include "lockstep/report/table.hpp"

#include "report/display_width.hpp"
#include "report/paint.hpp"

#include <algorithm>

namespace lockstep {
namespace {

constexpr std::string_view kGap = "  ";
constexpr std::size_t kNarrowest = 20;  ///< a last column narrower than this would be harder to read than a long line

using Row = std::vector<Cell>;

std::vector<std::size_t> widths_of(const std::vector<Row>& rows) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i].text));
    }
    return widths;
}

/// Takes one line of at most `columns` off the front of `text`, at a blank where there is one.
std::string_view take_line(std::string_view& text, std::size_t columns) {
    std::size_t bytes = prefix_within(text, columns);
    if (bytes < text.size()) {
        const auto blank = text.substr(0, bytes + 1).rfind(' ');
        if (blank != std::string_view::npos && blank > 0) bytes = blank;
    }
    bytes = std::max<std::size_t>(bytes, 1);
    const std::string_view line = text.substr(0, bytes);
    text.remove_prefix(bytes);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return line;
}

std::vector<std::string_view> wrapped(std::string_view text, std::size_t columns) {
    if (columns == 0) return {text};
    std::vector<std::string_view> lines;
    do lines.push_back(take_line(text, columns));
    while (!text.empty());
    return lines;
}

class Layout {
  public:
    Layout(const std::vector<Row>& rows, const Screen& screen) : widths_(widths_of(rows)), colour_(screen.colour) {
        if (widths_.empty()) return;
        for (std::size_t i = 0; i + 1 < widths_.size(); ++i) indent_ += widths_[i] + kGap.size();
        if (screen.width == 0 || indent_ + widths_.back() <= screen.width) return;
        last_ = screen.width > indent_ + kNarrowest ? screen.width - indent_ : kNarrowest;
    }

    std::string line(const Row& row) const {
        std::string text;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const bool last = i + 1 == widths_.size();
            text += last ? last_cell(row[i]) : padded(row[i], widths_[i]);
        }
        return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
    }

  private:
    std::string padded(const Cell& cell, std::size_t width) const {
        const std::size_t blanks = width - display_width(cell.text) + kGap.size();
        return painted(cell.text, cell.tone, colour_) + std::string(blanks, ' ');
    }

    std::string last_cell(const Cell& cell) const {
        std::string text;
        for (const auto line : wrapped(cell.text, last_)) {
            if (!text.empty()) text += "\n" + std::string(indent_, ' ');
            text += painted(line, cell.tone, colour_);
        }
        return text;
    }

    std::vector<std::size_t> widths_;
    std::size_t indent_ = 0;  ///< where the last column begins
    std::size_t last_ = 0;    ///< columns for the last one; 0: as many as it needs
    bool colour_;
};

}  // namespace

std::string table(const std::vector<std::string>& head, const std::vector<std::vector<Cell>>& rows,
                  const Screen& screen) {
    std::vector<Row> all(1);
    for (const auto& title : head) all.front().push_back({title, Tone::Dim});
    all.insert(all.end(), rows.begin(), rows.end());
    const Layout layout(all, screen);
    std::string text;
    for (const auto& row : all) text += layout.line(row);
    return text;
}

}  // namespace lockstep
