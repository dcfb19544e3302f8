// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/check.hpp"
#include "lockstep/core/format.hpp"
#include "lockstep/report/table.hpp"

#include "report/paint.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

namespace lockstep {
namespace {

constexpr std::size_t kUsualWidth = 80;

std::string_view sgr(Tone tone) {
    switch (tone) {
        case Tone::Plain:
            return "";
        case Tone::Good:
            return "32";
        case Tone::Warn:
            return "33";
        case Tone::Bad:
            return "31";
        case Tone::Dim:
            return "2";
    }
    LOCKSTEP_CHECK(false);
}

}  // namespace

Screen screen_of(std::FILE* out) {
    const int descriptor = fileno(out);
    if (isatty(descriptor) == 0) return {};
    const char* no_colour = std::getenv("NO_COLOR");
    Screen screen{.width = kUsualWidth, .colour = no_colour == nullptr || *no_colour == '\0'};
    winsize size{};
    if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) screen.width = size.ws_col;
    return screen;
}

std::string painted(std::string_view text, Tone tone, bool colour) {
    if (!colour || tone == Tone::Plain || text.empty()) return std::string(text);
    return format("\x1b[{}m{}\x1b[0m", sgr(tone), text);
}

}  // namespace lockstep
