// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "lockstep/core/check.hpp"
#include "lockstep/core/error.hpp"

#include <concepts>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace lockstep {

/// A value or an Error; ignoring one is a compile error. Member names are those of std::expected, which g++ 12 lacks in
/// C++20, so that moving there later is an alias. Reading the wrong side is a bug and ends the process (CHECK).
template <typename T>
class [[nodiscard]] Result {
  public:
    using value_type = T;
    using error_type = Error;

    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
    template <typename U>
    requires(std::convertible_to<U&&, T> && !std::same_as<std::remove_cvref_t<U>, Result> &&
             !std::same_as<std::remove_cvref_t<U>, Error> && !std::same_as<std::remove_cvref_t<U>, T>) Result(U&& value)
        : state_(std::in_place_index<0>, std::forward<U>(value)) {}

    bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }

    T& value() & { return checked(*this); }
    const T& value() const& { return checked(*this); }
    T&& value() && { return std::move(checked(*this)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const Error& error() const& {
        LOCKSTEP_CHECK(!has_value());
        return std::get<1>(state_);
    }
    Error&& error() && {
        LOCKSTEP_CHECK(!has_value());
        return std::get<1>(std::move(state_));
    }

    template <typename U>
    T value_or(U&& fallback) const& {
        return has_value() ? value() : static_cast<T>(std::forward<U>(fallback));
    }

    /// Calls `next(value)` and returns its Result, or passes the error on.
    template <typename F>
    auto and_then(F&& next) && -> std::invoke_result_t<F, T&&> {
        if (!has_value()) return std::move(*this).error();
        return std::invoke(std::forward<F>(next), std::move(*this).value());
    }

    /// Maps the value, or passes the error on.
    template <typename F>
    auto transform(F&& map) && -> Result<std::remove_cvref_t<std::invoke_result_t<F, T&&>>> {
        if (!has_value()) return std::move(*this).error();
        return std::invoke(std::forward<F>(map), std::move(*this).value());
    }

  private:
    template <typename Self>
    static auto& checked(Self& self) {
        LOCKSTEP_CHECK(self.has_value());
        return std::get<0>(self.state_);
    }

    std::variant<T, Error> state_;
};

/// Success without a value, or an Error. A default one is success.
template <>
class [[nodiscard]] Result<void> {
  public:
    using value_type = void;
    using error_type = Error;

    Result() = default;
    Result(Error error) : error_(std::move(error)) {}

    bool has_value() const { return !error_.has_value(); }
    explicit operator bool() const { return has_value(); }

    const Error& error() const& {
        LOCKSTEP_CHECK(error_.has_value());
        return *error_;
    }
    Error&& error() && {
        LOCKSTEP_CHECK(error_.has_value());
        return std::move(*error_);
    }

    template <typename F>
    auto and_then(F&& next) && -> std::invoke_result_t<F> {
        if (!has_value()) return std::move(*this).error();
        return std::invoke(std::forward<F>(next));
    }

  private:
    std::optional<Error> error_;
};

}  // namespace lockstep
