// SPDX-License-Identifier: Apache-2.0
#include "app/manual.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "app/command_table.hpp"
#include "app/help_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lockstep {
namespace {

constexpr std::array kExitCodes{
    std::pair{"0", "up to date, or done"},
    std::pair{"1", "no: what was asked does not hold"},
    std::pair{"10", "updated"},
    std::pair{"11", "would update"},
    std::pair{"20", "refused: a person has to decide"},
    std::pair{"21", "rolled back: a new version failed, the old one runs"},
    std::pair{"22", "waits: paused, window, ramp, soak, a second answer of the server; or stopped"},
    std::pair{"23", "evidence missing: registry or server away or unreadable"},
    std::pair{"30", "engine unreachable"},
    std::pair{"31", "configuration or command line"},
    std::pair{"32", "already running on this state directory"},
    std::pair{"33", "an unfinished swap or the journal needs a person"},
    std::pair{"70", "internal error"}};

/// Text that means itself: no escapes, no requests at the beginning of a line, dashes that can be copied.
std::string plain(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        if ((c == '.' || c == '\'') && (safe.empty() || safe.back() == '\n')) safe += "\\&";
        if (c == '\\') {
            safe += "\\e";
        } else if (c == '-') {
            safe += "\\-";
        } else {
            safe += c;
        }
    }
    return safe;
}

std::string heading(const std::string& title, const std::string& about) {
    std::string upper = title;
    std::ranges::transform(upper, upper.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    return format(".TH {} 1 \"\" \"lockstep {}\" \"Lockstep\"\n.SH NAME\n{} \\- {}\n", plain(upper), LOCKSTEP_VERSION,
                  plain(title), plain(about));
}

std::string term(const std::string& head, const std::string& text) {
    return format(".TP\n.B {}\n{}\n", plain(head), plain(text));
}

std::string described(const Parameter& parameter) {
    std::string text = parameter.about + ".";
    if (!parameter.words.empty()) text += " One of " + join(parameter.words, ", ") + ".";
    if (!parameter.fallback.empty()) text += " Default " + parameter.fallback + ".";
    if (parameter.repeated) text += " May be given several times.";
    return text;
}

std::string terms(const std::vector<Parameter>& parameters, bool options) {
    std::string text;
    for (const Parameter& parameter : parameters) {
        if (parameter.is_option() != options) continue;
        text += term(parameter.placeholder.empty() ? parameter.name : parameter.name + " " + parameter.placeholder,
                     described(parameter));
    }
    return text;
}

std::string section(const std::string& title, const std::string& text) {
    return text.empty() ? "" : format(".SH {}\n{}", title, text);
}

std::string examples(const std::vector<Example>& all) {
    std::string text;
    for (const Example& example : all) text += term("lockstep " + example.line, example.about);
    return section("EXAMPLES", text);
}

std::string dashed(std::string path) {
    std::ranges::replace(path, ' ', '-');
    return path;
}

}  // namespace

std::string manual_page(const std::vector<CommandSpec>& table) {
    std::string page = heading("lockstep", "keeps containers in step with their release line");
    page += ".SH SYNOPSIS\n.B lockstep\n.I COMMAND\n[options]\n.SH DESCRIPTION\n";
    page += plain(
        "Asks the registry which images exist and the application server which version it runs, picks the highest "
        "image that is compatible, and replaces the running container by one of that image, without losing the "
        "container, its settings or its data. Every command has a page of its own: lockstep-COMMAND(1).\n");
    std::string commands;
    std::vector<Example> all;
    for (const CommandSpec& command : table) {
        if (command.run != nullptr) commands += term(command.path, command.summary + ".");
        if (!command.examples.empty()) all.push_back(command.examples.front());
    }
    page += section("COMMANDS", commands) + section("OPTIONS", terms(global_parameters(), true));
    std::string codes;
    for (const auto& [code, meaning] : kExitCodes) codes += term(code, meaning);
    page += section("EXIT STATUS", codes) + examples(all);
    page += section("ENVIRONMENT", term("LOCKSTEP_...",
                                        "Every key of the configuration outside its targets, for instance "
                                        "LOCKSTEP_SERVER_URL for server.url.") +
                                       term("NO_COLOR", "When set, nothing is coloured."));
    page +=
        section("FILES", term("/etc/lockstep/config.yaml", "The configuration; without it the built-in rules hold.") +
                             term("/var/lib/lockstep", "What was done, what failed, what was learnt."));
    return page;
}

std::string manual_page(const std::vector<CommandSpec>& table, const CommandSpec& command) {
    std::string page = heading("lockstep-" + dashed(command.path), command.summary);
    page += format(".SH SYNOPSIS\n.B {}\n", plain(usage_line(table, command)));
    page += section("DESCRIPTION", plain(command.summary + ".") + "\n" +
                                       (command.details.empty() ? "" : ".PP\n" + plain(command.details) + "\n"));
    page += section("ARGUMENTS", terms(command.parameters, false));
    page += section("OPTIONS", terms(command.parameters, true) + terms(global_parameters(), true));
    std::string codes;
    for (const ExitMeaning& exit : command.exits) {
        codes += term(std::to_string(static_cast<int>(exit.code)), exit.meaning);
    }
    page += section("EXIT STATUS", codes) + examples(command.examples);
    return page + ".SH SEE ALSO\n.BR lockstep (1)\n";
}

}  // namespace lockstep
