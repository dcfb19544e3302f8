// SPDX-License-Identifier: Apache-2.0
#include "handover.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/engine/companion.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace lockstep {
namespace {

constexpr const char* kSubject = "handover";
constexpr const char* kKey = "helper";
constexpr std::size_t kLines = 100;

std::string place_of(const Settings& settings) {
    return settings.state_dir + "/handover";
}

SwapOutcome outcome_of(const HistoryEntry& line) {
    const SwapResult result = line.outcome == word(SwapResult::Updated)      ? SwapResult::Updated
                              : line.outcome == word(SwapResult::RolledBack) ? SwapResult::RolledBack
                                                                             : SwapResult::Aborted;
    return {.container = line.container,
            .from = line.from,
            .to = line.to,
            .digest = line.digest,
            .result = result,
            .reason = line.reason,
            .gap = line.gap};
}

std::string helper_name(const Swap& swap) {
    return format("{}.{}.handover", swap.name, brief(swap.old.text()));
}

/// The words of this program with another command, for its helper.
std::vector<std::string> helper_words(const std::vector<std::string>& own, const std::vector<std::string>& command) {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (own[i] == "--state-dir") {
            ++i;
        } else if (own[i] == "run") {
            words.insert(words.end(), command.begin(), command.end());
        } else if (!own[i].starts_with("--state-dir=")) {
            words.push_back(own[i]);
        }
    }
    return words;
}

}  // namespace

/// What the notebook keeps while a helper is at work.
struct Handover::Record {
    std::string container;
    std::string helper;  ///< name of its container
    std::string from;
    std::string to;
    std::string digest;
    WallTime started{};
};

Handover::Handover(Ports& ports, const Settings& settings) : ports_(ports), settings_(settings) {}

bool Handover::under_way() const {
    return ports_.notebook.recall(kSubject, kKey).has_value();
}

std::optional<Handover::Record> Handover::record() const {
    const auto note = ports_.notebook.recall(kSubject, kKey);
    if (!note) return std::nullopt;
    const auto document = parse_json(note->value, "the note about the handover").value_or(Json::object());
    return Record{string_at(document, "/container"), string_at(document, "/helper"), string_at(document, "/from"),
                  string_at(document, "/to"),        string_at(document, "/digest"), note->at};
}

Result<void> Handover::keep(const Record& record) {
    const Json document{{"container", record.container},
                        {"helper", record.helper},
                        {"from", record.from},
                        {"to", record.to},
                        {"digest", record.digest}};
    ports_.notebook.keep(kSubject, kKey, dump(document), record.started);
    return ports_.journal.write_notes(ports_.notebook.take_changes());
}

Result<void> Handover::remember_as_failed(const Record& record, const std::string& reason) {
    return ports_.journal.remember_bad({record.container, record.digest, reason, ports_.clock.now()});
}

/// The image is here by now. By its id, since the tag may have moved since.
Result<ContainerId> Handover::start_helper(const Swap& swap, const ImageId& image) {
    Engine& engine = ports_.engine;
    const auto own = engine.inspect(swap.old.text());
    if (!own) return own.error();
    const auto own_image = engine.image(own->image.text());
    if (!own_image) return own_image.error();
    const auto facts = engine.facts();
    if (!facts) return facts.error();
    const auto words = helper_words(command_of(*own), {"handover", "--state-dir", place_of(settings_), "--container",
                                                       swap.old.text(), "--to", swap.to.pinned(*swap.digest).text()});
    const auto request = companion({*own, *own_image, image.text(), *facts}, words);
    if (!request) return request.error();
    const std::string name = helper_name(swap);
    if (const auto earlier = engine.inspect(name); earlier && !earlier->up()) {
        if (auto removed = engine.remove(earlier->id, true); !removed) return std::move(removed).error();
    }
    auto made = engine.create(name, *request);
    if (!made) return made;
    if (auto started = engine.start(*made); !started) {
        static_cast<void>(engine.remove(*made, true));
        return std::move(started).error();
    }
    return made;
}

Result<std::vector<SwapOutcome>> Handover::begin(const Swap& swap, Executor& executor, const RegistryAuth& auth,
                                                 const std::stop_token& stop) {
    SwapOutcome outcome{.container = swap.name,
                        .from = swap.from.text(),
                        .to = swap.to.text(),
                        .digest = swap.digest->text(),
                        .result = SwapResult::Aborted,
                        .reason = {}};
    const auto failed = [&](const Error& error) {
        outcome.reason = format("{}: {}", error.code, error.text());
        return std::vector<SwapOutcome>{outcome};
    };
    const auto image = executor.fetch(swap, auth, stop);
    if (!image) return failed(image.error());
    const Record record{swap.name, helper_name(swap), outcome.from, outcome.to, outcome.digest, ports_.clock.now()};
    if (auto written = remember_as_failed(record, "its handover was begun and not finished"); !written) {
        return failed(written.error());
    }
    if (auto written = keep(record); !written) return failed(written.error());
    if (auto copied = ports_.journal.keep_copy(); !copied) return failed(copied.error());
    std::error_code ignored;
    std::filesystem::remove_all(place_of(settings_), ignored);
    const auto helper = start_helper(swap, *image);
    if (!helper) {
        forget();
        static_cast<void>(remember_as_failed(record, "its helper could not be started: " + helper.error().text()));
        return failed(helper.error());
    }
    outcome.result = SwapResult::HandedOver;
    return std::vector<SwapOutcome>{outcome};
}

void Handover::forget() {
    ports_.notebook.keep(kSubject, kKey, "", ports_.clock.now());
    static_cast<void>(ports_.journal.write_notes(ports_.notebook.take_changes()));
    ports_.journal.drop_copy();
}

/// What the helper wrote into its own journal.
Handover::Report Handover::report_on(const Record& record) const {
    std::string notice;
    const auto journal = open_sqlite_journal(place_of(settings_), JournalMode::ReadOnly, notice);
    if (!journal) return {};
    Report report;
    // A journal that is newer than this program was written by a version that failed, or this one would not run.
    if (const auto open = (*journal)->open_swaps()) report.is_begun = !open->empty();
    if (const auto lines = (*journal)->history(kLines)) {
        const auto mine = std::ranges::find(*lines, record.container, &HistoryEntry::container);
        if (mine != lines->end()) report.line = *mine;
    }
    report.owner = (*journal)->owner();
    return report;
}

std::optional<SwapOutcome> Handover::look_after(Executor& executor) {
    const auto record = this->record();
    if (!record) return std::nullopt;
    const auto helper = ports_.engine.inspect(record->helper);
    if (!helper && helper.error().kind != ErrorKind::NotFound) return std::nullopt;
    if (helper && helper->up()) return std::nullopt;
    Report report = report_on(*record);
    const bool is_resumable = helper && (report.is_begun || helper->status == ContainerStatus::Created);
    if (!report.line && is_resumable && ports_.engine.start(helper->id)) return std::nullopt;
    executor.adopt(report.owner);
    if (helper) static_cast<void>(ports_.engine.remove(helper->id, true));
    return finish(*record, report.line.value_or(without_a_word(*record, helper ? &*helper : nullptr)));
}

HistoryEntry Handover::without_a_word(const Record& record, const Container* helper) const {
    HistoryEntry line;
    line.at = ports_.clock.now();
    line.container = record.container;
    line.from = record.from;
    line.to = record.to;
    line.digest = record.digest;
    line.outcome = word(SwapResult::Aborted);
    line.reason = helper == nullptr ? "handover: its helper is gone"
                                    : format("handover: its helper ended with exit code {} before it was done {}",
                                             helper->exit_code, escaped(helper->error));
    return line;
}

SwapOutcome Handover::finish(const Record& record, const HistoryEntry& line) {
    const SwapOutcome outcome = outcome_of(line);
    if (outcome.result == SwapResult::Updated) {
        static_cast<void>(ports_.journal.forgive(record.container, record.digest));
    } else {
        static_cast<void>(remember_as_failed(record, line.reason));
    }
    static_cast<void>(ports_.journal.finish({}, {line}));
    forget();
    return outcome;
}

Decision decision_to_move(const Workload& workload, const Reference& to) {
    const GateSettings& gate = workload.target.gate;
    Decision decision;
    decision.finding.container = workload.container.name;
    decision.finding.image = workload.reference.text();
    decision.finding.target = workload.target.name;
    decision.finding.verdict = {.action = Action::Update,
                                .tag = to.tag(),
                                .reason = "handover",
                                .sentence = "lockstep's own container hands over"};
    decision.update = Decided{workload.container,           workload.image, workload.reference,
                              decision.finding.verdict,     *to.digest(),   "",
                              Gate{gate.settle, gate.limit}};
    decision.moves = true;
    return decision;
}

}  // namespace lockstep
