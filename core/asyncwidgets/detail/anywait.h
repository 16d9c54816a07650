// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait of whenAny().

#pragma once

#include <asyncwidgets/detail/combination.h>

#include <QtCore/QCoreApplication>

#include <exception>
#include <tuple>
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

    [[nodiscard]] std::exception_ptr failure() const override { return this->branch(m_first).failure(); }
    [[nodiscard]] QString description() const override
    {
        return QCoreApplication::translate("AsyncWidgets", "any of %1").arg(this->count);
    }

    Result await_resume() { return take<0>(); }

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

    template<std::size_t index>
    Result take()
    {
        if constexpr (index + 1 < sizeof...(Branches)) {
            if (m_first != index)
                return take<index + 1>();
        }
        return Result(std::in_place_index<index>, takeValue(std::get<index>(this->m_branches)));
    }

    std::size_t m_first = 0;
    std::size_t m_cancelledCount = 0;
};

} // namespace AsyncWidgets::Detail
