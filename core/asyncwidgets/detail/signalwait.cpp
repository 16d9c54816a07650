// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/signalwait.h>

#include <QtCore/QCoreApplication>

namespace AsyncWidgets::Detail {

void SenderWait::senderIsGone(const QString &reason)
{
    m_endReason = std::make_unique<const QString>(
        m_isMade ? QCoreApplication::translate("AsyncWidgets", "the sender was destroyed") : reason);
    if (hasListener())
        completeCancelled(reason);
}

void SenderWait::cannotStart()
{
    if (!m_endReason)
        refuseToStart();
    completeCancelled(QString(*m_endReason)); // this object may be gone
}

} // namespace AsyncWidgets::Detail
