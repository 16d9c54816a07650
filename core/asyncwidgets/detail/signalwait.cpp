// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/signalwait.h>

#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

void SignalWaitBase::senderIsGone(const QString &reason)
{
    m_isSenderGone = true;
    if (hasListener())
        cancelAndResume(reason);
}

void SignalWaitBase::cannotStart()
{
    if (m_isOfEndingTask) {
        throw WaitError(u"This wait was made by a task that ends at its next pause: "
                        "make it in the task that awaits it."_s);
    }
    if (!m_isSenderGone)
        refuseToStart();
    cancelAndResume(reasonInWords(
        QT_TRANSLATE_NOOP("AsyncWidgets", "the sender was destroyed"))); // this object may be gone
}

} // namespace AsyncWidgets::Detail
