// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/signalwait.h>

#include <QtCore/QCoreApplication>

namespace AsyncWidgets::Detail {

void SignalWaitBase::senderIsGone(const QString &reason)
{
    m_isSenderGone = true;
    if (hasListener())
        cancelAndResume(reason);
}

void SignalWaitBase::cannotStart()
{
    if (!m_isSenderGone)
        refuseToStart();
    cancelAndResume(reasonInWords(
        QT_TRANSLATE_NOOP("AsyncWidgets", "the sender was destroyed"))); // this object may be gone
}

} // namespace AsyncWidgets::Detail
