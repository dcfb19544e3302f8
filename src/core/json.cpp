// SPDX-License-Identifier: Apache-2.0
#include "lockstep/core/json.hpp"

#include "lockstep/core/format.hpp"
#include "lockstep/core/text.hpp"

#include <set>
#include <vector>

namespace lockstep {
namespace {

/// Counts and checks while the library reads, so that a hostile document is refused before it is built.
class Gate {
  public:
    explicit Gate(const JsonLimits& limits) : limits_(limits) {}

    bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
        using Event = Json::parse_event_t;
        if (event == Event::object_start || event == Event::array_start) {
            if (static_cast<std::size_t>(depth) >= limits_.depth) return fail("nested too deep");
        }
        if (event == Event::object_start) keys_.emplace_back();
        if (event == Event::object_end) keys_.pop_back();
        if (event == Event::key && !keys_.back().insert(parsed.get_ref<const std::string&>()).second) {
            return fail(format("key \"{}\" twice", escaped(parsed.get_ref<const std::string&>(), 64)));
        }
        if (event != Event::key && ++values_ > limits_.values) return fail("too many values");
        return true;
    }

    const std::string& complaint() const { return complaint_; }

  private:
    // The library has no way to stop a parse but an exception; it ends in parse_json.
    [[noreturn]] bool fail(std::string complaint) {
        complaint_ = std::move(complaint);
        throw Stop{};
    }

  public:
    struct Stop {};

  private:
    const JsonLimits& limits_;
    std::vector<std::set<std::string>> keys_;
    std::size_t values_ = 0;
    std::string complaint_;
};

Error invalid(std::string_view what, std::string_view why) {
    return Error{ErrorKind::Malformed, "json-invalid", format("{} is not usable JSON: {}", what, why)};
}

}  // namespace

Result<Json> parse_json(std::string_view text, std::string_view what, const JsonLimits& limits) {
    if (text.size() > limits.bytes) return invalid(what, format("{} bytes, at most {}", text.size(), limits.bytes));
    if (text.find('\0') != std::string_view::npos) return invalid(what, "NUL byte");
    Gate gate(limits);
    try {
        return Json::parse(text, std::ref(gate));
    } catch (const Gate::Stop&) {
        return invalid(what, gate.complaint());
    } catch (const Json::parse_error& error) {
        return invalid(what, format("wrong at byte {}", error.byte));
    } catch (const Json::exception& error) {
        return invalid(what, escaped(error.what()));
    }
}

std::string dump(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json tree(const JsonText& text) {
    Json parsed = Json::parse(text.text, nullptr, false);
    LOCKSTEP_CHECK(!parsed.is_discarded());
    return parsed;
}

const Json& at(const Json& value, std::string_view pointer) {
    static const Json kNull;
    const Json* here = &value;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const auto end = std::min(pointer.find('/'), pointer.size());
        std::string part(pointer.substr(0, end));
        pointer.remove_prefix(end);
        for (std::size_t i = 0; (i = part.find('~', i)) != std::string::npos; ++i) {
            part.replace(i, 2, part.compare(i, 2, "~1") == 0 ? "/" : "~");
        }
        if (here->is_object()) {
            const auto member = here->find(part);
            if (member == here->end()) return kNull;
            here = &*member;
        } else if (here->is_array() && !part.empty() && part.size() < 10 &&
                   part.find_first_not_of("0123456789") == std::string::npos) {
            const auto index = std::stoul(part);
            if (index >= here->size()) return kNull;
            here = &(*here)[index];
        } else {
            return kNull;
        }
    }
    return *here;
}

std::string string_at(const Json& value, std::string_view pointer, std::string_view fallback) {
    const Json& found = at(value, pointer);
    return found.is_string() ? found.get<std::string>() : std::string(fallback);
}

}  // namespace lockstep
