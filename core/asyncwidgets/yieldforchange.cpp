// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/yieldforchange.h>

namespace AsyncWidgets::Detail {

bool HopelessWait::begin()
{
    TaskRecord::resume(listener().waitIsHopeless(*this, m_reason));
    return true;
}

} // namespace AsyncWidgets::Detail
