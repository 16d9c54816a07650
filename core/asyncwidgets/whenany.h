// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// whenAny(): waits for the first of several; the others are cancelled.

#pragma once

#include <asyncwidgets/detail/combination.h>

#include <QtCore/QCoreApplication>

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace AsyncWidgets {
namespace Detail {

template<typename... Branches>
class AnyWait final : public CombinationOf<Branches...>
{
public:
    using Result = std::variant<ValueResult<Branches>...>;

    explicit AnyWait(Branches &&...branches)
        : CombinationOf<Branches...>(std::move(branches)...)
    {
    }
    AnyWait(AnyWait &&) = default;

    [[nodiscard]] bool hasFailed() const override { return this->branch(m_first).hasFailed(); }
    [[nodiscard]] QString description() const override
    {
        return QCoreApplication::translate("AsyncWidgets", "any of %1").arg(sizeof...(Branches));
    }

    Result await_resume() { return take(std::index_sequence_for<Branches...>()); }

private:
    using Outcome = typename Combination::Outcome;

    Outcome branchCompleted(std::size_t index) override
    {
        m_first = index;
        return Outcome::Completed;
    }
    Outcome branchCancelled(std::size_t index) override
    {
        m_cancelled |= quint64(1) << index;
        return this->allBranches(m_cancelled) ? Outcome::Cancelled : Outcome::Pending;
    }

    template<std::size_t... Indices>
    Result take(std::index_sequence<Indices...>)
    {
        std::optional<Result> result;
        const auto takeIfFirst = [&]<std::size_t Index>(std::integral_constant<std::size_t, Index>) {
            if (m_first == Index)
                result.emplace(std::in_place_index<Index>, takeValue(std::get<Index>(this->m_branches)));
        };
        (takeIfFirst(std::integral_constant<std::size_t, Indices>()), ...);
        return *std::move(result);
    }

    std::size_t m_first = 0;
    quint64 m_cancelled = 0;
};

} // namespace Detail

/// co_await whenAny(waitFor(slider, &IntSlider::valueChanged), waitFor(button, &Button::clicked)) goes on with the
/// first that is over. It takes waits and tasks, by value.
///
/// \returns a std::variant; its index() tells which was first, and its value is that one's result (std::monostate for
/// none). An exception of the first is rethrown.
///
/// Branches begin in order; if one is over at once, those after it do not begin. The others are cancelled before the
/// task goes on. A branch whose sender dies drops out, and when all have, the task is cancelled. A branch that is
/// running at the moment of the decision ends at its next pause, and the task goes on then.
/// Combinations inside combinations use stack for each level when they are decided: fine for hundreds, not for 10,000.
template<typename... Awaitables>
[[nodiscard]] auto whenAny(Awaitables &&...awaitables)
{
    static_assert((... && Detail::Combinable<Awaitables>),
        "whenAny() combines waits and tasks of Async Widgets, by value: a task that has a name goes in with "
        "std::move().");
    static_assert(Detail::isBranchCount<sizeof...(Awaitables)>, "Combine 1 to 63 waits.");
    if constexpr (Detail::AreCombinable<Awaitables...>) {
        return Detail::AnyWait<Detail::BranchOf<Awaitables>...>(
            Detail::toBranch(std::forward<Awaitables>(awaitables))...);
    }
}

} // namespace AsyncWidgets
