// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// How functions that are awaited take function objects: so that no compiler destroys them twice.

#pragma once

#include <asyncwidgets/global.h> // before <concepts>, which moc does not read as the first file

#include <concepts>
#include <type_traits>
#include <utility>

namespace AsyncWidgets::Detail {

/// g++ 11 and 12 destroy twice what an object holds that is written inside a co_await expression as a lambda or as
/// braces around its members. One that was made in a line before is safe; a type cannot tell, except by its reference.
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
inline constexpr bool compilerDestroysTwice = true;
#else
inline constexpr bool compilerDestroysTwice = false;
#endif

/// The function object as a value, a function as its address: a copy of one that has a name, which is moved if it has
/// no copy.
template<typename Function>
[[nodiscard]] std::decay_t<Function> keepCallable(Function &&function)
{
    using Kept = std::decay_t<Function>;
    static_assert(!compilerDestroysTwice
            || std::is_lvalue_reference_v<Function> || std::is_trivially_destructible_v<Kept>,
        "g++ 11 and 12 destroy twice what a lambda has captured that is written inside a co_await "
        "expression: give the "
        "lambda a name in a line before, and pass the name, without std::move().");
    if constexpr (std::copy_constructible<Kept>)
        return std::forward<Function>(function);
    else
        return std::move(function); // NOLINT(bugprone-move-forwarding-reference): as documented
}

} // namespace AsyncWidgets::Detail
