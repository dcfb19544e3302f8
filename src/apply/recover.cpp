// SPDX-License-Identifier: Apache-2.0
#include "lockstep/apply/recover.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <algorithm>
#include <cstddef>

namespace lockstep {
namespace {

/// Somebody holds the name who is neither of the two.
bool is_stranger(const Seen& seen) {
    if (!seen.named) return false;
    const bool is_old = seen.old && seen.old->id == seen.named->id;
    const bool is_fresh = seen.fresh && seen.fresh->id == seen.named->id;
    return !is_old && !is_fresh;
}

/// A rollback that was cut short may have made the old one again without writing its id down.
bool is_old_made_again(const SwapEntry& entry, const Seen& seen) {
    return !seen.old && seen.named && seen.named->image == entry.old_image;
}

bool has_request(const JsonText& stored) {
    return !stored.text.empty() && stored.text != "null";
}

RecoveryChoice call_help(std::string why) {
    return {Recovery::CallHelp, std::move(why)};
}

RecoveryChoice stranger_holds(const SwapEntry& entry, const Seen& seen) {
    return call_help(format("the name {} is held by container {}, which is neither the old nor the new one",
                            escaped(entry.name), brief(seen.named->id.text())));
}

RecoveryChoice before_switching(const Seen& seen) {
    if (seen.fresh && seen.fresh->ever_started()) {
        return call_help("somebody started the new container before its turn");
    }
    return {Recovery::Abort, "the old container was not touched yet"};
}

RecoveryChoice in_switching(const SwapEntry& entry, const Seen& seen) {
    if (is_stranger(seen)) {
        if (is_old_made_again(entry, seen)) return {Recovery::Rollback, "the old container was already made again"};
        // Back, as far as that goes without the name: the old one must not stay down for it.
        return seen.old ? RecoveryChoice{Recovery::Rollback, stranger_holds(entry, seen).why}
                        : stranger_holds(entry, seen);
    }
    if (entry.attempts > kMostAttempts) return {Recovery::Rollback, "finishing it was tried too often"};
    if (seen.fresh) return {Recovery::Forward, "the new container is ready"};
    if (seen.old) return {Recovery::Rollback, "the new container is gone"};
    if (entry.auto_remove && has_request(entry.new_body)) {
        return {Recovery::Forward, "the engine removed both containers; the new one is made again from the journal"};
    }
    return call_help("both containers are gone");
}

RecoveryChoice in_rollback(const SwapEntry& entry, const Seen& seen) {
    if (is_stranger(seen) && !seen.old && !is_old_made_again(entry, seen)) return stranger_holds(entry, seen);
    if (!seen.old && !seen.named && !has_request(entry.old_body)) {
        return call_help("the old container is gone and how to make it again was not stored");
    }
    return {Recovery::Rollback, "the rollback was under way"};
}

RecoveryChoice after_commit(const SwapEntry& entry, const Seen& seen) {
    if (seen.fresh || !seen.old || entry.auto_remove) return {Recovery::CleanUp, "the new container was accepted"};
    if (is_stranger(seen)) return {Recovery::CleanUp, "the new container was accepted and replaced since"};
    return call_help("the new container was accepted but is gone; the old one is the last that is left");
}

/// A container that is only restarted has no other one that could be confused with it.
RecoveryChoice of_restarted(Phase phase) {
    switch (phase) {
        case Phase::Planned:
        case Phase::Prepared:
            return {Recovery::Abort, "nothing was touched yet"};
        case Phase::Switching:
            return {Recovery::Forward, "it waits for those that it depends on"};
        case Phase::Rollback:
            return {Recovery::Rollback, "the rollback was under way"};
        case Phase::Committed:
            return {Recovery::CleanUp, "nothing is left to do"};
        case Phase::Done:
            break;
    }
    return call_help("a finished swap is still listed as open");
}

bool is_one_phase(const std::vector<SwapEntry>& entries) {
    return std::ranges::all_of(entries, [&](const SwapEntry& one) { return one.phase == entries.front().phase; });
}

/// Of what its containers need, what is right for all of them.
RecoveryChoice stronger(const RecoveryChoice& left, const RecoveryChoice& right, const std::string& phase) {
    if (left.what == right.what) return left;
    const RecoveryChoice& help = left.what == Recovery::CallHelp ? left : right;
    const bool is_under_way = phase == word(Phase::Switching) || phase == word(Phase::Rollback);
    // One container that nobody can help must not keep the others down.
    if (help.what == Recovery::CallHelp) return is_under_way ? RecoveryChoice{Recovery::Rollback, help.why} : help;
    return left.what == Recovery::Rollback ? left : right;
}

}  // namespace

RecoveryChoice choose_recovery(const std::vector<SwapEntry>& entries, const std::vector<Seen>& seen) {
    LOCKSTEP_CHECK(!entries.empty() && entries.size() == seen.size());
    if (!is_one_phase(entries)) return call_help("the journal has its containers in different phases");
    RecoveryChoice choice = choose_recovery(entries.front(), seen.front());
    for (std::size_t i = 1; i < entries.size(); ++i) {
        choice = stronger(choice, choose_recovery(entries[i], seen[i]), entries[i].phase);
    }
    return choice;
}

RecoveryChoice choose_recovery(const SwapEntry& entry, const Seen& seen) {
    const auto phase = phase_of(entry.phase);
    if (!phase)
        return call_help(format("the journal says \"{}\", which this program does not know", escaped(entry.phase)));
    if (entry.kind == word(SwapKind::Restart)) return of_restarted(*phase);
    switch (*phase) {
        case Phase::Planned:
        case Phase::Prepared:
            return before_switching(seen);
        case Phase::Switching:
            return in_switching(entry, seen);
        case Phase::Rollback:
            return in_rollback(entry, seen);
        case Phase::Committed:
            return after_commit(entry, seen);
        case Phase::Done:
            return call_help("a finished swap is still listed as open");
    }
    return call_help("no rule covers this");
}

}  // namespace lockstep
