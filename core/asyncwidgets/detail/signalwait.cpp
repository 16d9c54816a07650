// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/signalwait.h>

#include <QtCore/QCoreApplication>

namespace AsyncWidgets::Detail {

void SenderWait::senderIsGone(const QString &reason)
{
    m_isSenderGone = true;
    if (!m_isMade)
        m_endReason = std::make_unique<const QString>(reason);
    if (hasListener())
        completeCancelled(reason);
}

void SenderWait::cannotStart()
{
    if (!m_isSenderGone)
        refuseToStart();
    completeCancelled(m_endReason ? QString(*m_endReason)
                                  : QCoreApplication::translate("AsyncWidgets",
                                        "the sender was destroyed")); // this object may be gone
}

} // namespace AsyncWidgets::Detail
