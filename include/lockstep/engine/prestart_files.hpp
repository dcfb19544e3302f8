// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/engine/container.hpp"
#include "lockstep/engine/container_files.hpp"

#include <string>
#include <vector>

namespace lockstep {

// Files that a person put into a container between its creation and its first start: `docker cp`, the inline configs
// and secrets of compose. Inspect does not show them, so they would be lost. What the container wrote itself is
// run-time state and goes with it, as it does with every recreate.

/// When such files can have been written. The engine tells only the last start, so for a container that was started
/// again the window ends 30 s after its creation, and places that programs write to at once are left out.
struct PrestartWindow {
    WallTime begin{};
    WallTime end{};
    bool first_start_known = true;
};

/// `hostname_written` is when the engine wrote the container's /etc/hostname, which it does at each start, just before
/// the program runs; the year 1970 when that is not known. Pure.
PrestartWindow prestart_window(const Container& old, WallTime hostname_written);

/// The changes that may be such files: not mounted over, not made by the engine itself. Pure.
std::vector<FileChange> prestart_candidates(const Container& old, const std::vector<FileChange>& changes,
                                            const PrestartWindow& window);

/// Whether a file with these times was put there before the first start. A copied file may keep an older time; then its
/// folder tells when it came. Pure.
bool is_prestart(WallTime file, WallTime folder, const PrestartWindow& window);

/// All of them in one archive, to be unpacked at the root of the new container; "" when there are none.
/// Refused `files-not-carried` when they cannot be copied, with the reason.
Result<std::string> prestart_files(ContainerFiles& files, const Container& old);

}  // namespace lockstep
