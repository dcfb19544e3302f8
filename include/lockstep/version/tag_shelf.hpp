// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/version/tag_book.hpp"

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// The tags of one repository with their readings: however many questions are asked about them, they are read once.
/// Cheap to copy; copies share the readings, so one thread uses them.
class TagShelf {
  public:
    TagShelf() : TagShelf(std::vector<std::string>{}) {}
    TagShelf(std::vector<std::string> tags);  // NOLINT(google-explicit-constructor): it is a list of tags
    TagShelf(std::initializer_list<std::string> tags) : TagShelf(std::vector<std::string>(tags)) {}

    const std::vector<std::string>& names() const { return *names_; }
    std::size_t size() const { return names_->size(); }
    auto begin() const { return names_->begin(); }
    auto end() const { return names_->end(); }

    /// How they read beside the running tag. The book is good as long as it is held.
    std::shared_ptr<const TagBook> read(Scheme scheme, const Codenames& codenames, std::string_view running) const;

  private:
    struct Reading;
    struct Readings;

    std::shared_ptr<const std::vector<std::string>> names_;
    std::shared_ptr<Readings> readings_;
};

}  // namespace lockstep
