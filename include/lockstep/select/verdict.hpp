// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

enum class Action { Update, Keep, Refuse };
enum class Direction { None, Up, Down };

std::string_view word(Action action);

/// One tag of the repository and what became of it.
struct Candidate {
    std::string tag;
    std::string kind;     ///< "version", "floating", "codename", "artifact", … (kinds of tags)
    std::string version;  ///< normalised spelling of a version, else empty
    std::string channel;  ///< "stable", "rc", …; empty when it is no version
    bool taken = false;
    std::string reason;    ///< stable word: "taken", "other-major", "pre-release", "other-variant", "older", …
    std::string sentence;  ///< the same for people
};

/// What to do with one container, and why. `reason` is a stable code word: "newer-version", "up-to-date",
/// "server-major-mismatch", …; Keep and Refuse both leave the container alone, Refuse needs a person.
struct Verdict {
    Action action = Action::Keep;
    std::string tag = {};  ///< Update: the tag to move to
    Direction direction = Direction::None;
    std::string reason = {};
    std::string sentence = {};
    std::string newer_major = {};       ///< highest tag of a newer major that exists but is never taken on its own
    std::vector<Candidate> trace = {};  ///< every tag, best first; filled only when asked for
};

}  // namespace lockstep
