// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The waits of whenAny() and whenAll() for a list, whose length is known at run time only.

#pragma once

#include <asyncwidgets/detail/combination.h>

#include <QtCore/QCoreApplication>

#include <exception>
#include <type_traits>
#include <utility>
#include <vector>

namespace AsyncWidgets::Detail {

/// Throws WaitError if there is nothing that could be the first.
ASYNCWIDGETS_EXPORT void requireBranches(std::size_t count);

/// The branches lie in a row, so that each knows its number: no step of one looks at the others.
template<typename Branch>
class CombinationList : public Combination
{
protected:
    template<typename Awaitable>
    explicit CombinationList(std::vector<Awaitable> &&awaitables)
    {
        m_branches.reserve(awaitables.size());
        for (Awaitable &awaitable : awaitables)
            m_branches.push_back(toBranch(std::move(awaitable)));
    }
    CombinationList(CombinationList &&) = default;
    ~CombinationList() override { this->end(); }

    std::size_t branchCount() const final { return m_branches.size(); }
    Wait &branch(std::size_t index) const final { return m_branches[index]; }
    std::size_t indexOf(const Wait &wanted) const final
    {
        return static_cast<std::size_t>(static_cast<const Branch *>(&wanted) - m_branches.data());
    }

    mutable std::vector<Branch> m_branches;
};

template<typename Branch>
class AnyOfList final : public CombinationList<Branch>
{
public:
    using Result = std::pair<std::size_t, ValueResult<Branch>>;

    template<typename Awaitable>
    explicit AnyOfList(std::vector<Awaitable> &&awaitables)
        : CombinationList<Branch>(std::move(awaitables))
    {
    }
    AnyOfList(AnyOfList &&) = default;

    [[nodiscard]] std::exception_ptr failure() const override { return this->branch(m_first).failure(); }
    [[nodiscard]] QString description() const override
    {
        const std::size_t number = this->branchCount();
        return QCoreApplication::translate("AsyncWidgets", "any of %1").arg(number);
    }
    Result await_resume() { return Result(m_first, takeValue(this->m_branches[m_first])); }

private:
    using Outcome = typename Combination::Outcome;

    Outcome branchCompleted(std::size_t index) override
    {
        m_first = index;
        return Outcome::Completed;
    }
    Outcome branchCancelled(std::size_t) override
    {
        return ++m_cancelledCount == this->branchCount() ? Outcome::Cancelled : Outcome::Pending;
    }
    bool takes(std::size_t index) const override { return index == m_first; }

    std::size_t m_first = 0;
    std::size_t m_cancelledCount = 0;
};

template<typename Branch>
class AllOfList final : public AllOf<CombinationList<Branch>>
{
public:
    using Result
        = std::conditional_t<std::is_void_v<RawResult<Branch>>, void, std::vector<ValueResult<Branch>>>;

    template<typename Awaitable>
    explicit AllOfList(std::vector<Awaitable> &&awaitables)
        : AllOf<CombinationList<Branch>>(std::move(awaitables))
    {
    }
    AllOfList(AllOfList &&) = default;

    Result await_resume()
    {
        if (const std::size_t failed = this->failedBranch(); failed < this->branchCount())
            this->throwFailure(this->m_branches[failed]);
        if constexpr (!std::is_void_v<Result>) {
            Result results;
            results.reserve(this->branchCount());
            for (Branch &each : this->m_branches)
                results.push_back(each.await_resume());
            return results;
        } else {
            for (Branch &each : this->m_branches)
                each.await_resume();
        }
    }
};

} // namespace AsyncWidgets::Detail
