// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/streamwait.h>

#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>

namespace AsyncWidgets::Detail {

void StreamBase::close()
{
    if (ThreadContext *context = isLinked() ? otherThread() : nullptr) {
        qWarning("AsyncWidgets: a stream was destroyed on another thread than its own, whose event loop will "
                 "close it: destroy it there.");
        QMetaObject::invokeMethod(
            context, [stream = StreamRef<StreamBase>(this)] { stream->close(); }, Qt::QueuedConnection);
        return;
    }
    m_isClosed = true;
    m_hasEnded = true;
    m_endReason = reasonInWords(QT_TRANSLATE_NOOP(
        "AsyncWidgets", "the stream that it waited for was destroyed")); // also for one who comes now
    if (m_reader)
        m_reader->streamEnded(QString(m_endReason)); // the reader may be gone afterwards; this object is not
    if (isLinked())
        unlink();
}

void StreamBase::senderIsGone(const QString &reason)
{
    m_hasEnded = true;
    m_endReason = reason;
    if (m_reader)
        m_reader->streamEnded(QString(m_endReason));
}

void requireLimit(qsizetype count)
{
    if (count < 1) {
        throw WaitError(
            QStringLiteral("keepNewest: a stream cannot keep %1 changes; it must be 1 or more.").arg(count));
    }
}

void StreamBase::refuseSecondReader()
{
    throw WaitError(
        QStringLiteral("Another task waits for the next change of this stream: give each its own."));
}

} // namespace AsyncWidgets::Detail
