// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/report/sink.hpp"

#include "report/paint.hpp"
#include "report/pull_lines.hpp"
#include "report/pull_tally.hpp"

#include <algorithm>

namespace lockstep {
namespace {

constexpr int kPlainStep = 25;  ///< percents between two lines where nothing can be redrawn

struct Mark {
    std::string_view sign;
    Tone tone;
};
constexpr Mark kGood{"✓", Tone::Good};
constexpr Mark kBad{"✗", Tone::Bad};
constexpr Mark kWarn{"!", Tone::Warn};
constexpr Mark kGoing{"→", Tone::Dim};

std::string seconds_text(std::chrono::milliseconds span) {
    return format("{:.1f} s", static_cast<double>(span.count()) / 1000);
}

/// "web: sentence", all of it safe for a terminal.
std::string about(std::string_view who, std::string_view sentence) {
    return format("{}: {}", escaped(who), escaped(sentence, 1000));
}

class ConsoleSink final : public Sink {
  public:
    ConsoleSink(std::FILE* out, const Screen& screen) : out_(out), screen_(screen) {}

    void take(const Event& event) override {
        std::visit([this](const auto& happened) { show(happened); }, event);
        std::fflush(out_);
    }

  private:
    void show(const CycleStarted& e) {
        line(kGoing, format("looking at {} container{}", e.containers, e.containers == 1 ? "" : "s"));
    }
    void show(const VerdictReached& e) {
        const Mark mark = e.action == "update" ? kGoing : e.action == "refuse" ? kBad : kGood;
        line(mark, about(e.container, e.sentence));
    }
    void show(const EvidenceMissing& e) { line(kBad, about(e.what, e.error.text())); }
    void show(const SwapStep& e) { line(kGoing, about(e.container, e.sentence)); }
    void show(const SwapFinished& e) {
        if (e.result == "updated") {
            const std::string gap = e.gap ? format(", away for {}", seconds_text(*e.gap)) : "";
            return line(kGood, about(e.container, format("updated from {} to {}{}", e.from, e.to, gap)));
        }
        const std::string why = e.reason.empty() ? "" : " (" + e.reason + ")";
        if (e.result == "rolled-back") return line(kBad, about(e.container, format("back on {}{}", e.from, why)));
        line(kBad, about(e.container, format("{}: stays on {}{}", e.result, e.from, why)));
    }
    void show(const Recovered& e) { line(kGood, about(e.container, "recovered: " + e.what)); }
    void show(const CycleFinished& e) {
        line(e.refused + e.rolled_back == 0 ? kGood : kBad,
             format("{} kept, {} updated, {} refused, {} rolled back in {}", e.kept, e.updated, e.refused,
                    e.rolled_back, seconds_text(e.took)));
    }
    void show(const Notice& e) {
        if (e.level == Notice::Level::Debug) return;
        const Mark mark = e.level == Notice::Level::Error ? kBad : e.level == Notice::Level::Warning ? kWarn : kGoing;
        line(mark, escaped(e.text, 1000));
    }
    void show(const PullAdvanced& e) {
        if (e.container != pulled_) {
            end_bar();
            pulled_ = e.container;
            tally_ = {};
            shown_percent_ = 0;
        }
        tally_.take(e);
        if (tally_.total() == 0) return;
        if (screen_.width == 0) return plain_progress();
        redraw_bar();
    }

    void plain_progress() {
        const int step = tally_.percent() / kPlainStep * kPlainStep;
        if (step <= shown_percent_) return;
        shown_percent_ = step;
        line(kGoing, format("{}: pulled {}% of {}", escaped(pulled_), step, bytes_text(tally_.total())));
    }

    void redraw_bar() { draw(pull_lines(pulled_, tally_, screen_.width - 1)); }

    /// Writes over what the last call left standing.
    void draw(std::vector<std::string> lines) {
        if (lines == drawn_) return;
        const std::string up = drawn_.size() > 1 ? format("\x1b[{}A\r\x1b[J", drawn_.size() - 1) : "\r\x1b[K";
        std::fputs((up + join(lines, "\n")).c_str(), out_);
        drawn_ = std::move(lines);
    }

    /// Leaves the finished bar standing, without its layers, and moves below it.
    void end_bar() {
        if (drawn_.empty()) return;
        if (drawn_.size() > 1) draw({drawn_.front()});
        std::fputc('\n', out_);
        drawn_.clear();
    }

    void line(const Mark& mark, const std::string& text) {
        end_bar();
        std::fputs(format("{} {}\n", painted(mark.sign, mark.tone, screen_.colour), text).c_str(), out_);
    }

    std::FILE* out_;
    Screen screen_;
    std::string pulled_;  ///< container whose pull is being shown
    PullTally tally_;
    int shown_percent_ = 0;
    std::vector<std::string> drawn_;  ///< bars on the screen; empty when the cursor stands at the beginning of a line
};

}  // namespace

std::unique_ptr<Sink> make_console_sink(std::FILE* out) {
    return make_console_sink(out, screen_of(out));
}

std::unique_ptr<Sink> make_console_sink(std::FILE* out, const Screen& screen) {
    return std::make_unique<ConsoleSink>(out, screen);
}

}  // namespace lockstep
