// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lockstep {

/// One remembered fact: of `subject` ("registry.example", "registry.example/team/node") the `key` ("digest 4.1.0") has
/// `value`. An empty value is a fact that was forgotten.
struct Note {
    std::string subject;
    std::string key;
    std::string value;
    WallTime at{};  ///< when it was learnt
};

/// What was learnt from others and would cost a question to learn again. It saves requests and dates first sights; it
/// never decides anything that a lost notebook would decide otherwise, and never holds a secret. The cycle loads it
/// from the journal and stores what changed. Safe to call from any thread.
class Notebook {
  public:
    Notebook() = default;
    /// What an earlier run knew.
    explicit Notebook(std::vector<Note> notes);

    std::optional<Note> recall(std::string_view subject, std::string_view key) const;

    /// Learns or corrects a fact. An empty `value` forgets it.
    void keep(const std::string& subject, const std::string& key, std::string value, WallTime at);

    /// What changed since the last call, for the one who stores it.
    std::vector<Note> take_changes();

  private:
    using Place = std::pair<std::string, std::string>;

    mutable std::mutex mutex_;
    std::map<Place, Note> notes_;
    std::set<Place> changed_;
};

}  // namespace lockstep
