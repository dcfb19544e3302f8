// SPDX-License-Identifier: Apache-2.0
// versions_bench FILE ROUNDS: reads {"tags": […]} from FILE and prints, as one JSON object, what it costs to read the
// list as strings, to choose from it, and to sort it: milliseconds of each round, taken in turn, and the memory of one
// choice.
#include "lockstep/core/json.hpp"
#include "lockstep/select/select.hpp"
#include "lockstep/version/order.hpp"
#include "lockstep/version/tag_book.hpp"

#include "support/memory/counted_memory.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace lockstep {
namespace {

template <typename Work>
double milliseconds(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

std::string text_of(const char* name) {
    std::ifstream file(name);
    std::string text;
    std::getline(file, text, '\0');
    return text;
}

Question question_of(const Json& list) {
    Question question;
    question.tags.tags = list.at("tags").get<std::vector<std::string>>();
    question.current = list.at("current").get<std::string>();
    return question;
}

std::size_t sort(const Question& question) {
    const Policy& policy = question.policy;
    const TagBook repository(question.tags.tags.names(), policy.scheme, policy.codenames, question.current);
    std::vector<Tag> sorted;
    std::copy_if(repository.tags().begin(), repository.tags().end(), std::back_inserter(sorted),
                 [](const Tag& tag) { return tag.is_ordered(); });
    std::sort(sorted.begin(), sorted.end(), comes_before);
    return sorted.size();
}

Json measure(const std::string& text, int rounds) {
    const Question question = question_of(Json::parse(text));
    Json figures{{"decode_ms", Json::array()}, {"select_ms", Json::array()}, {"sort_ms", Json::array()}};
    for (int round = 0; round < rounds; ++round) {
        figures["decode_ms"].push_back(milliseconds([&text] { (void)question_of(Json::parse(text)); }));
        figures["select_ms"].push_back(milliseconds([&question] { (void)select(question); }));
        figures["sort_ms"].push_back(milliseconds([&question] { (void)sort(question); }));
    }
    figures["tags"] = question.tags.tags.size();
    figures["versions"] = sort(question);
    figures["chosen"] = select(question).tag;
    figures["bytes"] = memory_of([&question] { (void)select(question); }).peak;
    return figures;
}

}  // namespace
}  // namespace lockstep

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    std::puts(lockstep::measure(lockstep::text_of(argv[1]), std::atoi(argv[2])).dump().c_str());
    return 0;
}
