// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/constraint.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/version/characters.hpp"

#include "constraint_term.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace lockstep {
namespace {

using Operator = Constraint::Operator;

struct OperatorWord {
    std::string_view text;
    Operator op;
};

// Longer ones first.
constexpr std::array kOperators{
    OperatorWord{"~=", Operator::Compatible}, OperatorWord{"==", Operator::Exactly}, OperatorWord{"!=", Operator::Not},
    OperatorWord{">=", Operator::AtLeast},    OperatorWord{"<=", Operator::AtMost},  OperatorWord{"=", Operator::Is},
    OperatorWord{">", Operator::Above},       OperatorWord{"<", Operator::Below},    OperatorWord{"~", Operator::Tilde},
    OperatorWord{"^", Operator::Caret},
};

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

bool is_wildcard(std::string_view text) {
    return text == "*" || text == "x" || text == "X";
}

std::string_view without_wildcard(std::string_view text) {
    while (text.size() > 2 && text[text.size() - 2] == '.' && is_wildcard(text.substr(text.size() - 1)))
        text.remove_suffix(2);
    return text;
}

/// What is probably meant by the text that cannot be read.
std::string_view remedy_for(std::string_view rest) {
    if (rest.starts_with("=>")) return "write >= for 'at least'";
    if (rest.starts_with("=<")) return "write <= for 'at most'";
    if (rest.starts_with("~>"))
        return "npm and Ruby read ~> differently: write ~4.13.0 (this minor) or ~=4.13 (this major)";
    if (rest.starts_with(",")) return "one comma stands between two conditions";
    if (rest.starts_with("||")) return "a condition stands on both sides of ||";
    return "write for instance \">=4.1,<5\", \"~4.13.0\", \"^4.1\" or \"4.x || 5.x\"; a bound is a version without "
           "variant";
}

bool has_suffix(const Tag& tag) {
    return tag.phase != ReleasePhase::None || tag.has_post || tag.has_dev || tag.local_kind != LocalKind::None;
}

}  // namespace

/// Reads the alternatives of one constraint; stops at the first error.
class ConstraintReader {
  public:
    using Read = Tag (*)(const void* context, std::string_view text);

    ConstraintReader(Constraint& constraint, Read read, const void* context)
        : constraint_(constraint), text_(*constraint.text_), read_(read), context_(context) {}

    std::optional<Error> run();
    /// Where reading stopped.
    std::size_t place() const { return std::min(at_, text_.size()); }

  private:
    bool alternative();
    bool more();
    bool range(std::vector<Constraint::Term>& terms);
    bool term(std::vector<Constraint::Term>& terms);
    bool hyphen();
    std::optional<Constraint::Term> bound(Operator op);
    void skip_blanks() { at_ = run_end(text_, at_, is_blank); }
    bool ended() const { return at_ == text_.size() || text_.substr(at_).starts_with("||"); }

    Constraint& constraint_;
    std::string_view text_;
    Read read_;
    const void* context_;
    std::size_t at_ = 0;
};

std::optional<Error> ConstraintReader::run() {
    if (trimmed(text_).empty()) {
        constraint_.alternatives_.push_back({Constraint::Term{}});
        return std::nullopt;
    }
    while (alternative()) {
        if (at_ == text_.size()) return std::nullopt;
        at_ += 2;
    }
    const auto rest = text_.substr(place());
    return Error{ErrorKind::Malformed, "constraint-invalid",
                 format("constraint \"{}\" cannot be read{}", escaped(text_),
                        rest.empty() ? ": something is missing at the end" : format(" from \"{}\" on", escaped(rest))),
                 std::string(remedy_for(rest))};
}

bool ConstraintReader::alternative() {
    std::vector<Constraint::Term> terms;
    do {
        if (!range(terms)) return false;
    } while (more());
    constraint_.alternatives_.push_back(std::move(terms));
    return ended();
}

/// Between two terms stand blanks or one comma.
bool ConstraintReader::more() {
    const std::size_t before = at_;
    skip_blanks();
    if (ended()) return false;
    if (text_[at_] != ',') return at_ > before;
    ++at_;
    return true;
}

/// One term, or `A - B`.
bool ConstraintReader::range(std::vector<Constraint::Term>& terms) {
    skip_blanks();
    const std::size_t start = at_;
    if (!term(terms)) return false;
    if (!hyphen()) return true;
    Constraint::Term& low = terms.back();
    if (low.op != Operator::Is || !is_digit(to_lower(text_[start]) == 'v' ? char_at(text_, start + 1) : text_[start]))
        return false;
    low.op = Operator::AtLeast;
    const auto high = bound(Operator::AtMost);
    if (high) terms.push_back(*high);
    return high.has_value();
}

/// Steps over the dash between blanks that makes a range.
bool ConstraintReader::hyphen() {
    const std::size_t dash = run_end(text_, at_, is_blank);
    if (dash == at_ || char_at(text_, dash) != '-' || !is_blank(char_at(text_, dash + 1))) return false;
    at_ = dash + 1;
    skip_blanks();
    return true;
}

bool ConstraintReader::term(std::vector<Constraint::Term>& terms) {
    const auto found = std::find_if(kOperators.begin(), kOperators.end(), [this](const OperatorWord& word) {
        return text_.substr(at_).starts_with(word.text);
    });
    const bool written = found != kOperators.end();
    const std::size_t start = at_;
    if (written) at_ = run_end(text_, at_ + found->text.size(), is_blank);
    const auto read = bound(written ? found->op : Operator::Is);
    if (!read) {
        at_ = start;
        return false;
    }
    terms.push_back(*read);
    return true;
}

std::optional<Constraint::Term> ConstraintReader::bound(Operator op) {
    const std::size_t end = run_end(text_, at_, [](char c) { return !is_blank(c) && c != ',' && c != '|'; });
    const std::string_view written = text_.substr(at_, end - at_);
    Constraint::Term term;
    if (is_wildcard(written)) {
        if (op != Operator::Is) return std::nullopt;
        at_ = end;
        return term;
    }
    const std::string_view version = without_wildcard(written);
    term.op = op;
    term.bound = read_(context_, version);
    term.star = version.size() < written.size();
    const Tag& tag = term.bound;
    if (!tag.is_ordered() || !tag.prefix().empty() || !tag.variant().empty() || tag.arch != Arch::None)
        return std::nullopt;
    if (term.star && (has_suffix(tag) || tag.dated)) return std::nullopt;
    if (op == Operator::Compatible && tag.count < 2) return std::nullopt;
    term.line = term.star || (tag.count < 3 && !has_suffix(tag));
    at_ = end;
    return term;
}

namespace {

Tag read_by_scheme(const void* scheme, std::string_view text) {
    return parse_tag(text, *static_cast<const Scheme*>(scheme));
}

Tag read_by_repository(const void* repository, std::string_view text) {
    return static_cast<const TagBook*>(repository)->read(text);
}

}  // namespace

Result<Constraint> Constraint::parse(std::string_view text, Scheme scheme) {
    Constraint constraint(text);
    if (auto error = ConstraintReader(constraint, read_by_scheme, &scheme).run()) return *std::move(error);
    return constraint;
}

Result<Constraint> Constraint::parse(std::string_view text, const TagBook& repository) {
    Constraint constraint(text);
    if (auto error = ConstraintReader(constraint, read_by_repository, &repository).run()) return *std::move(error);
    return constraint;
}

std::optional<std::size_t> Constraint::fault(std::string_view text, Scheme scheme) {
    Constraint constraint(text);
    ConstraintReader reader(constraint, read_by_scheme, &scheme);
    if (!reader.run()) return std::nullopt;
    return reader.place();
}

bool Constraint::admits(const Tag& tag) const {
    if (!tag.is_version()) return false;
    const auto meets = [&tag](const Term& term) {
        return satisfies(tag, term);
    };
    return std::any_of(alternatives_.begin(), alternatives_.end(), [&meets](const std::vector<Term>& terms) {
        return std::all_of(terms.begin(), terms.end(), meets);
    });
}

}  // namespace lockstep
