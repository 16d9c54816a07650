// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/yieldforchange.h>

namespace AsyncWidgets::Detail {

bool CancelledWait::start()
{
    cancelAndResume(m_reason);
    return true;
}

} // namespace AsyncWidgets::Detail
