// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/report/sink.hpp"

#include "report/paint.hpp"
#include "report/pull_lines.hpp"
#include "report/pulls.hpp"

#include <algorithm>

namespace lockstep {
namespace {

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
    void show(const SwapStep& e) {
        end_pull(e.container);
        line(kGoing, about(e.container, e.sentence));
    }
    void show(const SwapFinished& e) {
        end_pull(e.container);
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
        Pulls::Pull& pull = pulls_.take(e);
        if (pull.tally.total() == 0) return;
        if (screen_.width != 0) return draw(bars());
        if (const auto quarter = reached_quarter(pull)) {
            line(kGoing, format("{}: pulled {}% of {}", escaped(e.container), *quarter, size_text(pull.tally)));
        }
    }

    /// Layers only where one pull alone is shown: all must fit on the screen.
    std::vector<std::string> bars() const {
        std::vector<std::string> all;
        const bool with_layers = pulls_.under_way().size() == 1;
        for (const Pulls::Pull& pull : pulls_.under_way()) {
            if (pull.tally.total() == 0) continue;
            const auto lines = pull_lines(pull.container, pull.tally, screen_.width - 1, with_layers);
            all.insert(all.end(), lines.begin(), lines.end());
        }
        return all;
    }

    /// Writes over what the last call left standing.
    void draw(std::vector<std::string> lines) {
        if (lines == drawn_) return;
        erase();
        std::fputs(join(lines, "\n").c_str(), out_);
        drawn_ = std::move(lines);
    }

    void erase() {
        const bool is_one = drawn_.size() < 2;
        std::fputs((is_one ? "\r\x1b[K" : format("\x1b[{}A\r\x1b[J", drawn_.size() - 1)).c_str(), out_);
        drawn_.clear();
    }

    /// Leaves the bar of a pull that is over standing, without its layers, above those that go on.
    void end_pull(const std::string& container) {
        const auto pull = pulls_.end(container);
        if (!pull || drawn_.empty()) return;
        draw(pull_lines(pull->container, pull->tally, screen_.width - 1, false));
        std::fputc('\n', out_);
        drawn_.clear();
    }

    /// A line above the bars.
    void line(const Mark& mark, const std::string& text) {
        if (!drawn_.empty()) erase();
        std::fputs(format("{} {}\n", painted(mark.sign, mark.tone, screen_.colour), text).c_str(), out_);
        if (screen_.width != 0 && !bars().empty()) draw(bars());
    }

    std::FILE* out_;
    Screen screen_;
    Pulls pulls_;
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
