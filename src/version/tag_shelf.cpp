// SPDX-License-Identifier: Apache-2.0
#include "lockstep/version/tag_shelf.hpp"

#include <algorithm>

namespace lockstep {

/// A book with everything that it refers to.
struct TagShelf::Reading {
    Reading(std::shared_ptr<const std::vector<std::string>> tags, Scheme scheme, const Codenames& names,
            std::string_view beside)
        : listed(std::move(tags)), codenames(names), running(beside), book(*listed, scheme, codenames, running) {}
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;

    bool is_of(Scheme scheme, const Codenames& names) const { return book.scheme() == scheme && codenames == names; }

    const std::shared_ptr<const std::vector<std::string>> listed;
    const Codenames codenames;
    const std::string running;  ///< "": beside no tag that tells more than the list
    const TagBook book;
};

struct TagShelf::Readings {
    std::vector<std::shared_ptr<const Reading>> common;
    std::shared_ptr<const Reading> special;  ///< the last one beside a running tag that is evidence itself
};

TagShelf::TagShelf(std::vector<std::string> tags)
    : names_(std::make_shared<const std::vector<std::string>>(std::move(tags))),
      readings_(std::make_shared<Readings>()) {}

std::shared_ptr<const TagBook> TagShelf::read(Scheme scheme, const Codenames& codenames,
                                              std::string_view running) const {
    const auto book_of = [](const std::shared_ptr<const Reading>& reading) {
        return std::shared_ptr<const TagBook>(reading, &reading->book);
    };
    auto& common = readings_->common;
    auto found = std::ranges::find_if(common, [&](const auto& one) { return one->is_of(scheme, codenames); });
    if (found == common.end())
        found = common.insert(common.end(), std::make_shared<const Reading>(names_, scheme, codenames, ""));
    if (!(*found)->book.learns_from(running)) return book_of(*found);
    auto& special = readings_->special;
    if (!special || special->running != running || !special->is_of(scheme, codenames))
        special = std::make_shared<const Reading>(names_, scheme, codenames, running);
    return book_of(special);
}

}  // namespace lockstep
