// SPDX-License-Identifier: Apache-2.0
#include "registry/challenge.hpp"

#include "lockstep/core/text.hpp"

namespace lockstep {
namespace {

constexpr std::size_t kMostChallenges = 16;
constexpr std::size_t kLongestLine = 8U << 10U;

/// Reads a header line from left to right.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool done() const { return rest_.empty(); }

    void skip_blanks() { skip(" \t"); }
    void skip_separators() { skip(" \t,"); }

    bool take(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// Everything up to a blank, ',' or '='.
    std::string_view word() { return up_to(" \t,="); }

    /// What follows "name=": a quoted string, or everything up to a blank or ','. Nothing when a quote stays open.
    std::optional<std::string> value() {
        if (!take('"')) return std::string(up_to(" \t,"));
        std::string text;
        while (!rest_.empty()) {
            char c = rest_.front();
            rest_.remove_prefix(1);
            if (c == '"') return text;
            if (c == '\\' && !rest_.empty()) {
                c = rest_.front();
                rest_.remove_prefix(1);
            }
            text += c;
        }
        return std::nullopt;
    }

  private:
    void skip(std::string_view characters) {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(characters), rest_.size()));
    }

    std::string_view up_to(std::string_view characters) {
        const std::string_view taken = rest_.substr(0, rest_.find_first_of(characters));
        rest_.remove_prefix(taken.size());
        return taken;
    }

    std::string_view rest_;
};

std::string* member(Challenge& challenge, std::string_view name) {
    const std::string key = lower(name);
    if (key == "realm") return &challenge.realm;
    if (key == "service") return &challenge.service;
    if (key == "scope") return &challenge.scope;
    if (key == "error") return &challenge.error;
    return nullptr;
}

/// Collects the challenges of one line: a word without '=' starts one, "name=value" belongs to the one before it.
class LineReader {
  public:
    LineReader(std::string_view line, std::vector<Challenge>& found) : scanner_(line), found_(found) {}

    void read() {
        for (scanner_.skip_separators(); !scanner_.done(); scanner_.skip_separators()) {
            if (found_.size() > kMostChallenges || !read_item()) break;
        }
    }

  private:
    bool read_item() {
        const std::string_view word = scanner_.word();
        scanner_.skip_blanks();
        if (!scanner_.take('=')) return start(word);
        scanner_.skip_blanks();
        const auto value = scanner_.value();
        if (!value) return drop_current();
        if (known_) {
            if (std::string* target = member(found_.back(), word)) *target = *value;
        }
        return true;
    }

    bool start(std::string_view scheme) {
        const std::string name = lower(scheme);
        known_ = name == "basic" || name == "bearer";
        if (known_)
            found_.push_back({.scheme = name == "basic" ? Challenge::Scheme::Basic : Challenge::Scheme::Bearer});
        return true;
    }

    /// A challenge whose parameter never ends cannot be trusted with anything.
    bool drop_current() {
        if (known_) found_.pop_back();
        return false;
    }

    Scanner scanner_;
    std::vector<Challenge>& found_;
    bool known_ = false;
};

}  // namespace

std::vector<Challenge> challenges_in(const std::vector<std::string>& header_lines) {
    std::vector<Challenge> found;
    for (const std::string& line : header_lines) {
        LineReader(std::string_view(line).substr(0, kLongestLine), found).read();
        if (found.size() >= kMostChallenges) break;
    }
    if (found.size() > kMostChallenges) found.resize(kMostChallenges);
    return found;
}

}  // namespace lockstep
