// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/notebook.hpp"

namespace lockstep {

Notebook::Notebook(std::vector<Note> notes) {
    for (Note& note : notes) {
        Place place{note.subject, note.key};
        notes_.insert_or_assign(std::move(place), std::move(note));
    }
}

std::optional<Note> Notebook::recall(std::string_view subject, std::string_view key) const {
    const std::scoped_lock lock(mutex_);
    const auto found = notes_.find(Place(subject, key));
    if (found == notes_.end() || found->second.value.empty()) return std::nullopt;
    return found->second;
}

void Notebook::keep(const std::string& subject, const std::string& key, std::string value, WallTime at) {
    const std::scoped_lock lock(mutex_);
    Place place{subject, key};
    changed_.insert(place);
    notes_.insert_or_assign(std::move(place), Note{subject, key, std::move(value), at});
}

std::vector<Note> Notebook::take_changes() {
    const std::scoped_lock lock(mutex_);
    std::vector<Note> changes;
    for (const Place& place : changed_) {
        const auto found = notes_.find(place);
        changes.push_back(found->second);
        if (found->second.value.empty()) notes_.erase(found);
    }
    changed_.clear();
    return changes;
}

}  // namespace lockstep
