// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/core/text.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/tag_book.hpp"

#include "app/commands/commands.hpp"
#include "app/policy_options.hpp"
#include "app/session.hpp"
#include "app/show_version.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace lockstep {
namespace {

constexpr std::size_t kMostBytes = 64U << 20U;

Result<std::string> read_all(std::FILE* input) {
    std::string text;
    std::array<char, 65536> part;
    while (const std::size_t size = std::fread(part.data(), 1, part.size(), input)) {
        text.append(part.data(), size);
        if (text.size() > kMostBytes) {
            return Error{ErrorKind::Refused, "input-too-large",
                         format("standard input holds more than {} MiB", kMostBytes >> 20U), "sort it in parts"};
        }
    }
    return text;
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (const auto line : split(text, '\n')) {
        if (const auto tag = trimmed(line); !tag.empty()) lines.emplace_back(tag);
    }
    return lines;
}

std::string json(const Session& session, const std::vector<Tag>& sorted, const std::vector<Tag>& left_out) {
    Json object{{"schema", 1}, {"command", session.command()}, {"sorted", Json::array()}, {"left_out", Json::array()}};
    for (const Tag& tag : sorted) object["sorted"].push_back(tag.text);
    for (const Tag& tag : left_out) object["left_out"].push_back({{"tag", tag.text}, {"kind", word(tag.kind)}});
    return dump(object) + "\n";
}

ExitCode run(Session& session) {
    const auto input = read_all(stdin);
    if (!input) return session.fail(input.error());
    const auto lines = lines_of(*input);
    const Codenames none;
    const TagBook repository(lines, scheme_in(session.arguments()), none);
    std::vector<Tag> sorted(repository.tags().begin(), repository.tags().end());
    const auto middle =
        std::stable_partition(sorted.begin(), sorted.end(), [](const Tag& tag) { return tag.is_ordered(); });
    const std::vector<Tag> left_out(middle, sorted.end());
    sorted.erase(middle, sorted.end());
    std::sort(sorted.begin(), sorted.end(), comes_before);
    if (session.arguments().given("--reverse")) std::reverse(sorted.begin(), sorted.end());
    std::string text;
    for (const Tag& tag : left_out) text += format("lockstep: left out, {}\n", not_a_version(tag).message);
    session.tell(text);
    text.clear();
    for (const Tag& tag : sorted) text.append(tag.text).append("\n");
    session.print(session.json() ? json(session, sorted, left_out) : text);
    return sorted.empty() && !left_out.empty() ? ExitCode::Refused : ExitCode::UpToDate;
}

}  // namespace

CommandSpec version_sort_command() {
    return {.path = "version sort",
            .chapter = Chapter::Ask,
            .summary = "Put the versions on standard input, one per line, in order",
            .details =
                "The lines are read together, as the tags of one repository. What is no version is named on standard "
                "error and left out of the order.",
            .parameters = {{.name = "--reverse", .about = "The highest first"}, scheme_parameter()},
            .examples = {{"version sort --reverse < tags.txt", "the highest first"}},
            .exits = {{ExitCode::UpToDate, "sorted"},
                      {ExitCode::Refused, "no line is a version, or the input is larger than 64 MiB"}},
            .run = run};
}

}  // namespace lockstep
