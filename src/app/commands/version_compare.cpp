// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/format.hpp"
#include "lockstep/core/json.hpp"
#include "lockstep/version/order.hpp"

#include "app/commands/commands.hpp"
#include "app/policy_options.hpp"
#include "app/session.hpp"
#include "app/show_version.hpp"

#include <array>

namespace lockstep {
namespace {

struct Relation {
    std::string_view word;
    std::string_view sign;
    bool less, equal, greater;  ///< holds when the first version is …
};

constexpr std::array kRelations{
    Relation{"lt", "<", true, false, false}, Relation{"le", "<=", true, true, false},
    Relation{"eq", "=", false, true, false}, Relation{"ne", "!=", true, false, true},
    Relation{"ge", ">=", false, true, true}, Relation{"gt", ">", false, false, true},
};

std::vector<std::string> relation_words() {
    std::vector<std::string> words;
    for (const Relation& relation : kRelations) words.emplace_back(relation.word);
    for (const Relation& relation : kRelations) words.emplace_back(relation.sign);
    return words;
}

bool holds(std::string_view asked, std::strong_ordering order) {
    for (const Relation& relation : kRelations) {
        if (relation.word != asked && relation.sign != asked) continue;
        return order < 0 ? relation.less : order > 0 ? relation.greater : relation.equal;
    }
    return true;  // nothing was asked
}

ExitCode run(Session& session) {
    const std::string asked = session.arguments().text("--is");
    const std::string left = session.arguments().text("A");
    const std::string right = session.arguments().text("B");
    const Tag a = parse_tag(left, scheme_in(session.arguments()));
    const Tag b = parse_tag(right, scheme_in(session.arguments()));
    for (const Tag* tag : {&a, &b}) {
        if (!tag->is_ordered()) return session.fail(not_a_version(*tag));
    }
    const auto order = compare(a, b);
    const std::string_view sign = order < 0 ? "<" : order > 0 ? ">" : "=";
    const ExitCode code = holds(asked, order) ? ExitCode::UpToDate : ExitCode::DoesNotHold;
    session.print(session.json() ? dump({{"schema", 1},
                                         {"command", session.command()},
                                         {"a", json_of(a)},
                                         {"b", json_of(b)},
                                         {"relation", sign},
                                         {"exit_code", static_cast<int>(code)}}) +
                                       "\n"
                                 : format("{}\n", sign));
    return code;
}

}  // namespace

CommandSpec version_compare_command() {
    return {.path = "version compare",
            .chapter = Chapter::Ask,
            .summary = "Print <, = or >: which of two versions comes first",
            .details = "Versions of equal precedence, such as 1.2 and 1.2.0 or 4.1.0rc1 and 4.1.0-rc.1, are equal.",
            .parameters = {{.name = "A", .about = "A tag or version", .required = true},
                           {.name = "B", .about = "Another one", .required = true},
                           {.name = "--is",
                            .about = "Ask with the exit status whether A stands in this relation to B",
                            .placeholder = "RELATION",
                            .words = relation_words()},
                           scheme_parameter()},
            .examples = {{"version compare 4.1.0rc10 4.1.0rc2", "prints >"},
                         {"version compare 4.1.0 4.2.0 --is lt", "exit status 0, because 4.1.0 is lower"}},
            .exits = {{ExitCode::UpToDate, "they compare, and the relation of --is holds"},
                      {ExitCode::DoesNotHold, "the relation of --is does not hold"},
                      {ExitCode::Refused, "not comparable: one of them is no version"}},
            .run = run};
}

}  // namespace lockstep
