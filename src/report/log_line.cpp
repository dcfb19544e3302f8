// SPDX-License-Identifier: Apache-2.0
#include "report/log_line.hpp"

#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <string_view>

namespace lockstep {
namespace {

constexpr std::size_t kLongestValue = 1024;

/// Bare when it is one plain word, else in quotes, as the logfmt readers expect.
std::string value_text(std::string_view value) {
    std::string safe = escaped(value, kLongestValue);
    if (!safe.empty() && safe.find_first_of(" \"=") == std::string::npos) return safe;
    std::string quoted = "\"";
    for (const char c : safe) {
        if (c == '"') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

/// Collects key=value words behind the event's word; empty values are left out.
class Words {
  public:
    explicit Words(std::string_view event) : line_(event) {}

    Words& add(std::string_view key, std::string_view value) {
        if (!value.empty()) line_ += format(" {}={}", key, value_text(value));
        return *this;
    }
    template <typename Number>
    requires std::is_arithmetic_v<Number> Words& add(std::string_view key, Number value) {
        line_ += format(" {}={}", key, value);
        return *this;
    }
    LogLine at(LogLevel level) const { return {level, line_}; }

  private:
    std::string line_;
};

struct Liner {
    std::optional<LogLine> operator()(const CycleStarted& e) const {
        return Words("cycle-started").add("containers", e.containers).at(LogLevel::Debug);
    }
    std::optional<LogLine> operator()(const VerdictReached& e) const {
        return Words("verdict")
            .add("container", e.container)
            .add("image", e.image)
            .add("action", e.action)
            .add("tag", e.tag)
            .add("reason", e.reason)
            .add("text", e.sentence)
            .at(e.action == "refuse" ? LogLevel::Warning : LogLevel::Info);
    }
    std::optional<LogLine> operator()(const EvidenceMissing& e) const {
        return Words("evidence-missing")
            .add("what", e.what)
            .add("kind", word(e.error.kind))
            .add("code", e.error.code)
            .add("text", e.error.text())
            .at(LogLevel::Warning);
    }
    std::optional<LogLine> operator()(const SwapStep& e) const {
        return Words("swap-step")
            .add("container", e.container)
            .add("step", e.step)
            .add("text", e.sentence)
            .at(LogLevel::Info);
    }
    std::optional<LogLine> operator()(const PullAdvanced&) const { return std::nullopt; }
    std::optional<LogLine> operator()(const SwapFinished& e) const {
        Words words("swap-finished");
        words.add("container", e.container).add("result", e.result).add("from", e.from).add("to", e.to);
        if (e.gap) words.add("gap_ms", e.gap->count());
        return words.add("reason", e.reason).at(level_of(e.result));
    }
    std::optional<LogLine> operator()(const Recovered& e) const {
        return Words("recovered").add("container", e.container).add("text", e.what).at(LogLevel::Warning);
    }
    std::optional<LogLine> operator()(const CycleFinished& e) const {
        return Words("cycle-finished")
            .add("kept", e.kept)
            .add("updated", e.updated)
            .add("refused", e.refused)
            .add("rolled_back", e.rolled_back)
            .add("took_ms", e.took.count())
            .at(LogLevel::Info);
    }
    std::optional<LogLine> operator()(const Notice& e) const {
        return LogLine{level_of(e.level), escaped(e.text, kLongestValue)};
    }

  private:
    static LogLevel level_of(std::string_view result) {
        if (result == "updated") return LogLevel::Info;
        return result == "stuck" ? LogLevel::Error : LogLevel::Warning;
    }
    static LogLevel level_of(Notice::Level level) {
        switch (level) {
            case Notice::Level::Debug:
                return LogLevel::Debug;
            case Notice::Level::Info:
                return LogLevel::Info;
            case Notice::Level::Warning:
                return LogLevel::Warning;
            case Notice::Level::Error:
                return LogLevel::Error;
        }
        LOCKSTEP_CHECK(false);
    }
};

}  // namespace

LogLine pull_line(std::string_view container, int percent, long long bytes) {
    return Words("pull").add("container", container).add("percent", percent).add("bytes", bytes).at(LogLevel::Info);
}

std::optional<LogLine> log_line(const Event& event) {
    return std::visit(Liner{}, event);
}

}  // namespace lockstep
