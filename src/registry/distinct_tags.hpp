// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

/// Tags in the order in which they came, each once: a list and an index into it. The index is secret, so that no server
/// can choose tags that fall on one place of it.
class DistinctTags {
  public:
    DistinctTags();
    void add(std::string_view tag);
    std::size_t size() const { return tags_.size(); }
    /// Hands the list over; empty afterwards.
    std::vector<std::string> take();

  private:
    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t place = 0;  ///< in the list, plus one; 0: free
    };

    std::uint32_t hash(std::string_view tag) const;
    template <typename Wanted>
    Slot& slot_for(std::uint32_t hash, Wanted wanted);
    void grow();

    std::uint64_t secret_;
    std::vector<std::string> tags_;
    std::vector<Slot> slots_;  ///< a power of two, at most half full
};

}  // namespace lockstep
