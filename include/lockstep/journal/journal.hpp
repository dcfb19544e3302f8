// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/clock.hpp"
#include "lockstep/core/id.hpp"
#include "lockstep/core/json_text.hpp"
#include "lockstep/core/notebook.hpp"
#include "lockstep/core/result.hpp"
#include "lockstep/image/digest.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lockstep {

/// One swap as it is stored. `phase` is the stored word of a plan phase; the journal does not interpret it, so that a
/// word written by a newer program is seen by the one who reads it and never guessed at.
struct SwapEntry {
    SwapId id;
    std::string phase;
    std::string name;
    ContainerId old_id;
    ContainerId new_id;  ///< empty until created
    ImageId old_image;
    ImageId new_image;  ///< empty until pulled and verified
    std::string from;   ///< image references in the words of the person
    std::string to;
    std::string digest;
    bool auto_remove = false;
    bool was_running = true;
    JsonText restart_policy;  ///< the old one's own
    JsonText old_inspect;
    JsonText old_body;  ///< request that makes the old one again
    JsonText new_body;
    long long settle_ms = 0;
    long long limit_ms = 0;
    int attempts = 0;    ///< recoveries so far; a counter that stops crash loops
    std::string reason;  ///< why it rolled back
    WallTime started{};
    SwapId unit;                ///< what changes together, all or none; empty: this one alone
    int position = 0;           ///< inside the unit, providers first
    int depth = 0;              ///< steps of dependency below it inside the unit
    std::string kind = "move";  ///< stored word of the plan's SwapKind
    bool start_first = false;
    std::string from_digest;  ///< of the old image in its repository: the way back; empty when it has none
};

/// A finished swap, for people: what changed, when, why, how long the gap was.
struct HistoryEntry {
    WallTime at{};
    std::string container;
    std::string from;
    std::string to;
    std::string digest;
    std::string outcome;  ///< "updated", "rolled-back", "aborted", "repaired"; of a person's order: "ordered"
    std::string reason;
    std::optional<std::chrono::milliseconds> gap;  ///< old stopped → new started
    std::string from_digest = {};                  ///< what `from` stood for; empty when not known
    std::string unit = {};                         ///< changed together with the others of this unit
};

/// A digest that failed here and is not tried again for this container until it changes or a person clears it.
struct BadDigest {
    std::string container;
    std::string digest;
    std::string reason;
    WallTime at{};
};

/// A person's word that a container, or whatever a target means, stays as it is.
struct Hold {
    std::string name;  ///< of the container or the target
    std::string reason;
    WallTime since{};
    std::optional<WallTime> until;  ///< nothing: until a person lifts it
};

/// What a server answered last, to confirm moves down and to bridge outages.
struct ServerAnswer {
    std::string url;
    std::string version;
    WallTime first{};  ///< since when it answers this
    WallTime last{};
};

/// Port: durable memory. A write is on the disk when it returns. One writer; errors: kind Corrupt `journal-corrupt`,
/// kind Unsupported `journal-newer`, kind Transient `journal-io` (disk full, read-only, locked).
class Journal {
  public:
    virtual ~Journal() = default;

    /// What tells the temporary names of this state directory from those of another lockstep on the same engine: eight
    /// hex digits that outlive the loss of the journal; empty where nobody has written here yet.
    virtual std::string owner() = 0;

    /// Writes the entries, replacing those of the same ids, all or none.
    virtual Result<void> write(const std::vector<SwapEntry>& entries) = 0;
    /// Entries whose phase is not "done"; those of a unit in their order.
    virtual Result<std::vector<SwapEntry>> open_swaps() = 0;
    /// Drops the swaps and adds history lines, all or none.
    virtual Result<void> finish(const std::vector<SwapId>& ids, const std::vector<HistoryEntry>& lines) = 0;

    virtual Result<std::vector<HistoryEntry>> history(std::size_t newest) = 0;

    virtual Result<void> remember_bad(const BadDigest& bad) = 0;
    virtual Result<std::vector<BadDigest>> bad_digests() = 0;
    /// Forgets this bad digest of a container, or with an empty `digest` all of them; how many there were.
    virtual Result<int> forgive(const std::string& container, const std::string& digest) = 0;

    /// Replaces the hold of that name.
    virtual Result<void> hold(const Hold& hold) = 0;
    /// Also those that have run out.
    virtual Result<std::vector<Hold>> holds() = 0;
    /// Lifts the hold of that name; false when there was none.
    virtual Result<bool> unhold(const std::string& name) = 0;

    virtual Result<void> remember_answer(const ServerAnswer& answer) = 0;
    virtual Result<std::optional<ServerAnswer>> last_answer(const std::string& url) = 0;

    /// Keeps a copy of all this, in place of an earlier one. A program that finds a journal newer than it can read goes
    /// on with the copy, so that a newer version which failed does not lock it out.
    virtual Result<void> keep_copy() = 0;
    virtual void drop_copy() = 0;

    /// What `write_notes` stored: the pages of a Notebook.
    virtual Result<std::vector<Note>> notes() = 0;
    /// Stores the changes of a Notebook, all or none. The oldest notes go when there are more than 50 000.
    virtual Result<void> write_notes(const std::vector<Note>& changes) = 0;
};

/// How a journal is opened.
enum class JournalMode {
    Write,     ///< the one writer: takes the state directory's lock (Conflict `already-running`), creates and migrates
    ReadOnly,  ///< for plan and explain: an absent journal reads as empty; nothing is created
};

/// SQLite in `state_dir`/journal.db (directory 0700, file 0600; synchronous FULL). A file that is no database or fails
/// its check is renamed aside with a time stamp, never deleted, and reported in `notice`.
Result<std::unique_ptr<Journal>> open_sqlite_journal(const std::string& state_dir, JournalMode mode,
                                                     std::string& notice);

}  // namespace lockstep
