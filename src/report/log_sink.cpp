// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/check.hpp"
#include "lockstep/report/sink.hpp"

#include "report/log_line.hpp"
#include "report/pulls.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cstdlib>
#include <exception>

namespace lockstep {
namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return spdlog::level::debug;
        case LogLevel::Info:
            return spdlog::level::info;
        case LogLevel::Warning:
            return spdlog::level::warn;
        case LogLevel::Error:
            return spdlog::level::err;
    }
    LOCKSTEP_CHECK(false);
}

/// Priority in front of a line, as journald reads it from standard error (sd-daemon(3)).
std::string_view priority(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return "<7>";
        case LogLevel::Info:
            return "<6>";
        case LogLevel::Warning:
            return "<4>";
        case LogLevel::Error:
            return "<3>";
    }
    LOCKSTEP_CHECK(false);
}

class LogSink final : public Sink {
  public:
    LogSink(LogLevel least, bool journald)
        : journald_(journald), logger_("lockstep", std::make_shared<spdlog::sinks::stderr_sink_st>()) {
        logger_.set_level(spdlog_level(least));
        const char* pattern = journald ? "%v" : "%Y-%m-%dT%H:%M:%SZ %-7l %v";
        logger_.set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
        // A full disk behind standard error must not fill it with complaints about itself.
        logger_.set_error_handler([](const std::string&) {});
    }

    void take(const Event& event) override {
        const auto* advanced = std::get_if<PullAdvanced>(&event);
        if (const auto line = advanced ? quarter_line(*advanced) : log_line(event)) write(*line);
        if (const auto* step = std::get_if<SwapStep>(&event)) pulls_.end(step->container);
        if (const auto* finished = std::get_if<SwapFinished>(&event)) pulls_.end(finished->container);
    }

  private:
    /// Of the many that a pull tells, those that reach a quarter.
    std::optional<LogLine> quarter_line(const PullAdvanced& event) {
        Pulls::Pull& pull = pulls_.take(event);
        const auto quarter = reached_quarter(pull);
        if (!quarter) return std::nullopt;
        return pull_line(event.container, *quarter, pull.tally.total());
    }

    void write(const LogLine& line) {
        const std::string text = journald_ ? std::string(priority(line.level)) + line.text : line.text;
        logger_.log(spdlog_level(line.level), spdlog::string_view_t(text));
        logger_.flush();
    }

    Pulls pulls_;
    bool journald_;
    spdlog::logger logger_;
};

}  // namespace

std::unique_ptr<Sink> make_log_sink(LogLevel least) {
    return std::make_unique<LogSink>(least, std::getenv("JOURNAL_STREAM") != nullptr);
}

}  // namespace lockstep
