// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/futurewait.h>

#include <asyncwidgets/detail/threadcontext.h>

#include <QtCore/QCoreApplication>

namespace AsyncWidgets::Detail {

FutureWaitBase::~FutureWaitBase() = default;

bool FutureWaitBase::start()
{
    if (std::exchange(m_isStarted, true))
        refuseToStart();
    if (!isFinished()) {
        ThreadContext::withEventLoop();
        m_watcher = watch();
        // It tells from an event, also if the future has finished meanwhile.
        QObject::connect(
            m_watcher.get(), &QFutureWatcherBase::finished, m_watcher.get(), [this] { finished(); });
        return true;
    }
    if (look() == End::Result)
        return false;
    cancelAndResume(reason());
    return true;
}

bool FutureWaitBase::cancel()
{
    m_watcher.reset(); // first: it is told nothing any more
    cancelFuture();
    return true;
}

QString FutureWaitBase::description() const
{
    return QCoreApplication::translate("AsyncWidgets", "a future");
}

void FutureWaitBase::rethrow()
{
    if (m_error)
        std::rethrow_exception(std::exchange(m_error, nullptr));
}

FutureWaitBase::End FutureWaitBase::look()
{
    try {
        return hasResult() ? End::Result : End::Cancelled;
    } catch (...) {
        m_error = std::current_exception();
        return End::Result;
    }
}

void FutureWaitBase::finished()
{
    m_watcher.release()->deleteLater(); // it is emitting
    if (look() == End::Result)
        completeAndResume();
    else
        cancelAndResume(reason());
}

QString FutureWaitBase::reason()
{
    return reasonInWords(
        QT_TRANSLATE_NOOP("AsyncWidgets", "the future was cancelled, or ended without a result"));
}

} // namespace AsyncWidgets::Detail
