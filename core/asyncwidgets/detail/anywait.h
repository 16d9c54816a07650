// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait of whenAny().

#pragma once

#include <asyncwidgets/detail/combination.h>

#include <QtCore/QCoreApplication>

#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

namespace AsyncWidgets::Detail {

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
        return QCoreApplication::translate("AsyncWidgets", "any of %1").arg(this->count);
    }

    Result await_resume() { return take(std::index_sequence_for<Branches...>()); }

private:
    using Outcome = typename Combination::Outcome;

    Outcome branchCompleted(std::size_t index) override
    {
        m_first = index;
        return Outcome::Completed;
    }
    Outcome branchCancelled(std::size_t) override
    {
        return ++m_cancelledCount == this->count ? Outcome::Cancelled : Outcome::Pending;
    }
    bool takes(std::size_t index) const override { return index == m_first; }

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
    std::size_t m_cancelledCount = 0;
};

} // namespace AsyncWidgets::Detail
