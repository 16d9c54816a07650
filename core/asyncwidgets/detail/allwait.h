// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait of whenAll().

#pragma once

#include <asyncwidgets/detail/combination.h>

#include <QtCore/QCoreApplication>

#include <tuple>

namespace AsyncWidgets::Detail {

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
        return QCoreApplication::translate("AsyncWidgets", "all of %1").arg(this->count);
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
        ++m_completedCount;
        if (this->branch(index).hasFailed())
            m_failed = index;
        return hasFailed() || m_completedCount == this->count ? Outcome::Completed : Outcome::Pending;
    }
    Outcome branchCancelled(std::size_t) override { return Outcome::Cancelled; }
    bool takes(std::size_t index) const override { return !hasFailed() || index == m_failed; }

    void rethrow(Branches &...branches)
    {
        std::size_t index = 0;
        ((index++ == m_failed ? static_cast<void>(takeValue(branches)) : void()), ...);
    }

    static constexpr std::size_t none = sizeof...(Branches);
    std::size_t m_completedCount = 0;
    std::size_t m_failed = none; // the first
};

} // namespace AsyncWidgets::Detail
