// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/report/event.hpp"

#include <map>
#include <string>
#include <vector>

namespace lockstep {

/// Adds up the layers of one pull. Only the download counts: extraction reports its own bytes from zero again, so a
/// layer that has gone on to another status is a layer that is there.
class PullTally {
  public:
    void take(const PullAdvanced& event);

    long long done() const;
    long long total() const;
    /// Whether `total` is that of all layers; the engine says a layer's size only when its download begins.
    bool knows_all() const;
    /// Whole percents, never falling; layers of unknown size count as large as the others are on average. 0 while no
    /// size is known.
    int percent() const { return percent_; }
    std::size_t layers() const { return layers_.size(); }

    /// A layer whose download is under way.
    struct Going {
        std::string name;
        int percent = 0;
        long long total = 0;
    };
    std::vector<Going> going() const;

  private:
    struct Layer {
        long long done = 0;
        long long total = 0;
        bool is_known = false;  ///< its size, or that it is there
    };
    long long likely_total() const;

    std::map<std::string, Layer> layers_;
    int percent_ = 0;
};

/// "12.3 MB", in powers of ten as registries show sizes.
std::string bytes_text(long long bytes);

}  // namespace lockstep
