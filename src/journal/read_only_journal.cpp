// SPDX-License-Identifier: Apache-2.0
#include "read_only_journal.hpp"

#include "lockstep/core/format.hpp"

#include "database_file.hpp"
#include "state_dir.hpp"
#include "tables.hpp"

#include <utility>

namespace lockstep {
namespace {

class ReadOnlyJournal final : public Journal {
  public:
    ReadOnlyJournal(std::string state_dir, const std::string& name)
        : path_(state_dir + "/" + name), state_dir_(std::move(state_dir)) {}

    std::string owner() override { return owner_of(state_dir_); }

    Result<void> write(const std::vector<SwapEntry>&) override { return read_only(); }
    Result<void> finish(const std::vector<SwapId>&, const std::vector<HistoryEntry>&) override { return read_only(); }
    Result<void> remember_bad(const BadDigest&) override { return read_only(); }
    Result<int> forgive(const std::string&, const std::string&) override { return read_only(); }
    Result<void> hold(const Hold&) override { return read_only(); }
    Result<bool> unhold(const std::string&) override { return read_only(); }
    Result<void> remember_answer(const ServerAnswer&) override { return read_only(); }
    Result<void> write_notes(const std::vector<Note>&) override { return read_only(); }
    Result<void> keep_copy() override { return read_only(); }
    void drop_copy() override {}

    Result<std::vector<SwapEntry>> open_swaps() override { return ask(read_open_swaps); }
    Result<std::vector<BadDigest>> bad_digests() override { return ask(read_bad); }
    Result<std::vector<Hold>> holds() override { return ask(read_holds); }
    Result<std::vector<Note>> notes() override { return ask(read_notes); }
    Result<std::vector<HistoryEntry>> history(std::size_t newest) override {
        return ask([&](SQLite::Database& database) { return read_history(database, newest); });
    }
    Result<std::optional<ServerAnswer>> last_answer(const std::string& url) override {
        return ask([&](SQLite::Database& database) { return read_answer(database, url); });
    }

  private:
    Error read_only() const {
        return {.kind = ErrorKind::Unsupported,
                .code = "journal-read-only",
                .message = format("the journal {} was opened to look only", path_)};
    }

    template <typename Question>
    auto ask(Question&& question) -> Result<std::invoke_result_t<Question, SQLite::Database&>> {
        using Answer = std::invoke_result_t<Question, SQLite::Database&>;
        auto database = open_for_reading(path_);
        if (!database) return std::move(database).error();
        if (!*database) return Answer{};
        return without_exceptions(path_, [&] { return question(**database); });
    }

    std::string path_;
    std::string state_dir_;
};

}  // namespace

std::unique_ptr<Journal> make_read_only_journal(const std::string& state_dir, const std::string& name) {
    return std::make_unique<ReadOnlyJournal>(state_dir, name);
}

}  // namespace lockstep
