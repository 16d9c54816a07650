// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// whenAll(): waits for all of several.

#pragma once

#include <asyncwidgets/detail/combination.h>

#include <QtCore/QCoreApplication>

#include <tuple>
#include <variant>

namespace AsyncWidgets {
namespace Detail {

template<typename... Branches>
class AllWait final : public CombinationOf<Branches...>
{
public:
    using Result = std::tuple<ValueResult<Branches>...>;

    explicit AllWait(Branches &&...branches)
        : CombinationOf<Branches...>(std::move(branches)...)
    {
    }
    AllWait(AllWait &&) = default;

    [[nodiscard]] bool hasFailed() const override { return m_failed != none; }
    [[nodiscard]] QString description() const override
    {
        return QCoreApplication::translate("AsyncWidgets", "all of %1").arg(sizeof...(Branches));
    }

    Result await_resume()
    {
        return std::apply(
            [this](auto &...branches) {
                if (hasFailed())
                    rethrow(branches...);
                return Result { takeValue(branches)... };
            },
            this->m_branches);
    }

private:
    using Outcome = typename Combination::Outcome;

    Outcome branchCompleted(std::size_t index) override
    {
        m_over |= quint64(1) << index;
        if (this->branch(index).hasFailed())
            m_failed = index;
        return hasFailed() || this->allBranches(m_over) ? Outcome::Completed : Outcome::Pending;
    }
    Outcome branchCancelled(std::size_t) override { return Outcome::Cancelled; }

    void rethrow(Branches &...branches)
    {
        std::size_t index = 0;
        ((index++ == m_failed ? static_cast<void>(takeValue(branches)) : void()), ...);
    }

    static constexpr std::size_t none = sizeof...(Branches);
    quint64 m_over = 0;
    std::size_t m_failed = none; // the first
};

} // namespace Detail

/// co_await whenAll(...) goes on when every one of its waits and tasks is over, in whatever order.
///
/// \returns a std::tuple of their results in the order of the arguments (std::monostate for none). The first exception
/// is rethrown, after the other branches have been cancelled. If a sender dies, the task is cancelled.
template<typename... Awaitables>
[[nodiscard]] auto whenAll(Awaitables &&...awaitables)
{
    static_assert((... && Detail::Combinable<Awaitables>),
        "whenAll() combines waits and tasks of Async Widgets, by value: a task that has a name goes in with "
        "std::move().");
    static_assert(Detail::isBranchCount<sizeof...(Awaitables)>, "Combine 1 to 63 waits.");
    if constexpr (Detail::AreCombinable<Awaitables...>) {
        return Detail::AllWait<Detail::BranchOf<Awaitables>...>(
            Detail::toBranch(std::forward<Awaitables>(awaitables))...);
    }
}

} // namespace AsyncWidgets
