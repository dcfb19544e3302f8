// SPDX-License-Identifier: Apache-2.0
#include "app/help_text.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include "app/command_table.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lockstep {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kNarrowestTerm = 18;
constexpr std::size_t kWidestTerm = 30;

constexpr const char* kAbout =
    "Keeps the containers of this node in step with their release line: asks the registry which images exist and the\n"
    "application server which version it runs, picks the highest compatible image, and replaces the running container\n"
    "without losing it, its settings or its data.\n";

constexpr const char* kExitCodes =
    "Exit codes:\n"
    "   0 up to date           20 refused: a person decides   30 engine unreachable\n"
    "   1 no, it does not hold 21 rolled back                 31 configuration or command line\n"
    "  10 updated              22 waits, blocked or stopped   32 already running\n"
    "  11 would update (plan)  23 evidence missing            33 stuck: a person must look; 70 internal\n";

constexpr std::array kChapters{std::pair{Chapter::Follow, "Follow the release line:"}, std::pair{Chapter::Ask, "Ask:"},
                               std::pair{Chapter::Steer, "Steer:"}, std::pair{Chapter::SetUp, "Set up:"}};

struct Entry {
    std::string term;
    std::string text;
};

/// `text` behind `indent` columns, broken at blanks; the first line has its indent already.
std::string wrapped(std::string_view text, std::size_t indent) {
    std::string lines;
    std::size_t column = indent;
    for (const std::string_view word : split(text, ' ')) {
        if (column > indent && column + 1 + word.size() > kWidth) {
            lines += "\n" + std::string(indent, ' ');
            column = indent;
        }
        if (column > indent) {
            lines += ' ';
            ++column;
        }
        lines += word;
        column += word.size();
    }
    return lines + "\n";
}

/// Terms to the left, their texts in one column to the right.
std::string listed(const std::vector<Entry>& entries) {
    std::size_t widest = kNarrowestTerm;
    for (const Entry& entry : entries) widest = std::max(widest, std::min(entry.term.size(), kWidestTerm));
    std::string lines;
    for (const Entry& entry : entries) {
        lines += "  " + entry.term;
        const std::size_t gap = entry.term.size() > widest ? 0 : widest - entry.term.size() + 2;
        lines += gap == 0 ? "\n" + std::string(widest + 4, ' ') : std::string(gap, ' ');
        lines += wrapped(entry.text, widest + 4);
    }
    return lines;
}

std::string section(const std::string& title, const std::vector<Entry>& entries) {
    return entries.empty() ? std::string() : "\n" + title + "\n" + listed(entries);
}

std::string shown(const Parameter& parameter) {
    if (!parameter.is_option()) return parameter.name + (parameter.repeated ? "..." : "");
    if (parameter.is_switch()) return parameter.name;
    const std::string& value = parameter.placeholder;
    return parameter.name + " " + (parameter.value_optional ? "[" + value + "]" : value);
}

std::string meaning(const Parameter& parameter) {
    std::string text = parameter.about;
    if (!parameter.words.empty()) text += ": " + join(parameter.words, ", ");
    if (!parameter.fallback.empty()) text += format(" (default {})", parameter.fallback);
    if (parameter.is_option() && parameter.repeated) text += "; may be given several times";
    return text;
}

std::vector<Entry> entries_of(const std::vector<Parameter>& parameters, bool options) {
    std::vector<Entry> entries;
    for (const Parameter& parameter : parameters) {
        if (parameter.is_option() == options) entries.push_back({shown(parameter), meaning(parameter)});
    }
    return entries;
}

std::vector<Entry> entries_of(const std::vector<Example>& examples) {
    std::vector<Entry> entries;
    for (const Example& example : examples) entries.push_back({"lockstep " + example.line, example.about});
    return entries;
}

std::vector<Entry> exits_of(const CommandSpec& command) {
    std::vector<Entry> entries;
    for (const ExitMeaning& exit : command.exits) {
        entries.push_back({format("{:>2}", static_cast<int>(exit.code)), exit.meaning});
    }
    return entries;
}

/// The words behind "lockstep" that call it: "explain CONTAINER".
std::string call_of(const CommandSpec& command) {
    std::string call = command.path;
    for (const Parameter& parameter : command.parameters) {
        if (parameter.is_option()) continue;
        call += parameter.required ? " " + shown(parameter) : " [" + shown(parameter) + "]";
    }
    return call;
}

std::vector<Entry> commands_behind(const std::vector<CommandSpec>& table, const std::string& path) {
    std::vector<Entry> entries;
    for (const CommandSpec& command : table) {
        if (command.path.starts_with(path + " ")) entries.push_back({call_of(command), command.summary});
    }
    return entries;
}

std::vector<Entry> commands_of(const std::vector<CommandSpec>& table, Chapter chapter) {
    std::vector<Entry> entries;
    for (const CommandSpec& command : table) {
        if (command.chapter == chapter && command.run) entries.push_back({call_of(command), command.summary});
    }
    return entries;
}

std::vector<Entry> first_examples(const std::vector<CommandSpec>& table) {
    std::vector<Entry> entries;
    for (const CommandSpec& command : table) {
        const auto examples = entries_of(command.examples);
        if (!examples.empty()) entries.push_back(examples.front());
    }
    return entries;
}

}  // namespace

std::string usage_line(const std::vector<CommandSpec>& table, const CommandSpec& command) {
    std::string line = "lockstep " + command.path;
    if (!entries_of(command.parameters, true).empty()) line += " [OPTIONS]";
    line += call_of(command).substr(command.path.size());
    if (!commands_behind(table, command.path).empty()) line += command.run ? " [COMMAND]" : " COMMAND";
    return line;
}

std::string help_text(const std::vector<CommandSpec>& table) {
    std::string text = std::string(kAbout) + "\nUsage: lockstep [OPTIONS] COMMAND\n";
    for (const auto& [chapter, title] : kChapters) text += section(title, commands_of(table, chapter));
    text += section("Options of every command:", entries_of(global_parameters(), true));
    text += section("Examples:", first_examples(table));
    return text + "\n" + kExitCodes + "\n'lockstep COMMAND --help' says more about one command.\n";
}

std::string help_text(const std::vector<CommandSpec>& table, const CommandSpec& command) {
    std::string text = command.summary + "\n\nUsage: " + usage_line(table, command) + "\n";
    if (!command.details.empty()) text += "\n" + wrapped(command.details, 0);
    text += section("Commands:", commands_behind(table, command.path));
    text += section("Arguments:", entries_of(command.parameters, false));
    text += section("Options:", entries_of(command.parameters, true));
    text += section("Options of every command:", entries_of(global_parameters(), true));
    text += section("Examples:", entries_of(command.examples));
    return text + section("Exit codes:", exits_of(command));
}

}  // namespace lockstep
