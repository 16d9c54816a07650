// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/signalwait.h>

#include <QtCore/QCoreApplication>

namespace AsyncWidgets::Detail {

void SenderWait::senderIsGone(const QString &reason)
{
    m_isSenderGone = true;
    if (hasListener())
        completeCancelled(reason);
}

void SenderWait::cannotStart()
{
    if (!m_isSenderGone)
        refuseToStart();
    completeCancelled(QCoreApplication::translate("AsyncWidgets", "the sender was destroyed"));
}

} // namespace AsyncWidgets::Detail
