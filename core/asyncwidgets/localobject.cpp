// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/localobject.h>

#include <asyncwidgets/detail/threadcontext.h>

#include <QtCore/QThread>

#include <memory>
#include <new>

namespace AsyncWidgets::Detail {

void letLocalGo(QObject *object) noexcept
try {
    if (!object)
        return;
    const QThread *here = QThread::currentThread();
    const QThread *thread = object->thread();
    if (thread && thread != here && !thread->isFinished()) {
        object->deleteLater();
    } else if (here->loopLevel() > 0 || (currentContext && currentContext->emission)) {
        object->blockSignals(true); // but for destroyed()
        if (thread == here) {
            object->deleteLater();
        } else { // no event loop serves it: it goes with an object of this thread
            auto companion = std::make_unique<QObject>();
            const auto destroy = [object] { delete object; };
            QObject::connect(companion.get(), &QObject::destroyed, object, destroy, Qt::DirectConnection);
            companion.release()->deleteLater();
        }
    } else {
        delete object;
    }
} catch (const std::bad_alloc &) {
    // There is no memory for the event that would destroy it, and here it must not be destroyed.
}

} // namespace AsyncWidgets::Detail
