// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The wait of whenAll().

#pragma once

#include <asyncwidgets/detail/combination.h>

#include <cstddef>
#include <tuple>

namespace AsyncWidgets::Detail {

template<typename... Branches>
class AllWait final : public AllOf<CombinationOf<Branches...>>
{
public:
    using Result = std::tuple<ValueResult<Branches>...>;

    explicit AllWait(Branches &&...branches)
        : AllOf<CombinationOf<Branches...>>(std::move(branches)...)
    {
    }
    AllWait(AllWait &&) = default;

    Result await_resume()
    {
        return std::apply(
            [this](auto &...branches) {
                std::size_t failed = this->failedBranch();
                ((failed-- == 0 ? this->throwFailure(branches) : void()), ...);
                return Result { takeValue(branches)... };
            },
            this->m_branches);
    }
};

} // namespace AsyncWidgets::Detail
