// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/json.hpp"
#include "lockstep/version/policy.hpp"

#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// A case that cannot be run as it is written, and why.
struct BadCase : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// One line of a file of cases. Every member that is looked at is noted, so that what nobody understands is found.
class VersionCase {
  public:
    /// Throws BadCase when `line` is no JSON object. Whole numbers that no machine word holds are kept as text.
    VersionCase(const std::string& line, const std::string& where);

    std::string id() const { return text("id", "(no id)"); }
    std::string type() const { return text("type"); }
    const Json& expect() const;

    /// A member that must be there.
    std::string text(std::string_view name) const;
    std::string text(std::string_view name, const std::string& fallback) const;
    /// Absent and null are the same.
    std::optional<std::string> optional_text(std::string_view name) const;
    std::vector<std::string> texts(std::string_view name) const;
    std::map<std::string, std::string, std::less<>> text_map(std::string_view name) const;
    const Json& member(std::string_view name) const;
    bool has(std::string_view name) const { return !member(name).is_null(); }

    Scheme scheme() const;
    Codenames codenames() const { return text_map("codenames"); }
    /// The settings, each from `options` or from the case itself; an unknown option or word is a BadCase.
    Policy policy() const;

    /// Members that nothing has looked at.
    std::set<std::string> not_understood() const;

  private:
    /// A setting, from `options` if it is there.
    const Json& setting(std::string_view name) const;
    std::string setting_text(std::string_view name) const;
    template <typename Enum>
    void take_word(std::string_view name, std::optional<Enum> (*read)(std::string_view), Enum& into) const;
    void take_flag(std::string_view name, bool& into) const;
    void refuse_unknown_options() const;

    Json json_;
    mutable std::set<std::string, std::less<>> seen_;
};

// Each runs one case of its type and returns what the program says, with the members that an "expect" may have.

Json run_parse(const VersionCase& test);
Json run_compare(const VersionCase& test);
Json run_sort(const VersionCase& test);
Json run_constraint(const VersionCase& test);
Json run_server_json(const VersionCase& test);
Json run_select(const VersionCase& test);
Json run_resolve(const VersionCase& test);
Json run_track(const VersionCase& test);

}  // namespace lockstep
