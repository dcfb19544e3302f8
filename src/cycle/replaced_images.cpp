// SPDX-License-Identifier: Apache-2.0
#include "replaced_images.hpp"

#include "lockstep/core/format.hpp"

#include <algorithm>

namespace lockstep {
namespace {

constexpr std::string_view kKey = "replaced ";

std::string subject_of(const std::string& container) {
    return "images of " + container;
}

Note note_of(const ReplacedImage& replaced, WallTime at) {
    return {subject_of(replaced.container), std::string(kKey) + replaced.image.text(), replaced.reference, at};
}

/// What is written down of this container, newest first.
std::vector<Note> written_down(Journal& journal, const std::string& container) {
    auto notes = journal.notes();
    if (!notes) return {};
    std::erase_if(*notes, [&](const Note& note) {
        return note.subject != subject_of(container) || !note.key.starts_with(kKey) || note.value.empty();
    });
    std::ranges::stable_sort(*notes, std::ranges::greater(), &Note::at);
    return std::move(*notes);
}

}  // namespace

std::vector<ReplacedImage> retire_images(Engine& engine, Journal& journal, const Clock& clock,
                                         const ReplacedImage& replaced, std::size_t keep) {
    std::vector<ReplacedImage> removed;
    if (!journal.write_notes({note_of(replaced, clock.now())})) return removed;
    const auto notes = written_down(journal, replaced.container);
    for (std::size_t i = keep; i < notes.size(); ++i) {
        Note note = notes[i];
        const ImageId image(note.key.substr(kKey.size()));
        if (!engine.remove_image(image.text())) continue;
        removed.push_back({replaced.container, image, note.value});
        note.value.clear();
        // Not written down is no harm: an image that is gone is removed again with success.
        static_cast<void>(journal.write_notes({note}).has_value());
    }
    return removed;
}

}  // namespace lockstep
