// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/select/group.hpp"

#include "decide.hpp"

#include <optional>
#include <string>
#include <variant>

namespace lockstep {

/// Replaces a choice, but keeps what explains it.
void overrule(Verdict& verdict, Verdict by);

/// Empty when the index serves this platform or the image is not an index; else what it serves.
std::string missing_platform(const Manifest& manifest, const Platform& wanted);

/// One workload on its way to a finding.
struct Decider::Case {
    const Workload& workload;
    Finding finding;
    TagList tags = {};
    std::variant<std::monostate, Question, AliasQuestion> asked = {};  ///< what the verdict answers
    bool grouped = false;                                              ///< its group has other members
    bool moves = false;                                                ///< chosen to move, by itself or by its group
    std::optional<Decided> update = {};

    Verdict& verdict() { return finding.verdict; }
    bool mismatched() const { return finding.verdict.reason.ends_with("-mismatch"); }
    bool updates() const { return finding.verdict.action == Action::Update; }
    const Policy& policy() const { return workload.target.policy; }
    const Repository& repository() const { return workload.reference.repository(); }

    void lacks(const Error& error);
};

}  // namespace lockstep
