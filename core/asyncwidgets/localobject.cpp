// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/localobject.h>

#include <asyncwidgets/detail/threadcontext.h>

#include <QtCore/QThread>

#include <new>

namespace AsyncWidgets::Detail {

void letLocalGo(QObject *object) noexcept
try {
    if (!object)
        return;
    if (const QThread *thread = object->thread();
        thread && thread != QThread::currentThread() && !thread->isFinished()) {
        object->deleteLater();
    } else if (QThread::currentThread()->loopLevel() > 0 || (currentContext && currentContext->emission)) {
        object->blockSignals(true); // but for destroyed()
        object->deleteLater();
    } else {
        delete object;
    }
} catch (const std::bad_alloc &) {
    // There is no memory for the event that would destroy it, and here it must not be destroyed.
}

} // namespace AsyncWidgets::Detail
