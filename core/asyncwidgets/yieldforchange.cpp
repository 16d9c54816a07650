// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/yieldforchange.h>

namespace AsyncWidgets::Detail {

bool CancelledWait::start()
{
    TaskRecord::resume(listener().waitCancelled(*this, m_reason));
    return true;
}

} // namespace AsyncWidgets::Detail
