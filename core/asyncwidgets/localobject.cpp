// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/localobject.h>

#include <asyncwidgets/detail/threadcontext.h>

#include <QtCore/QThread>

namespace AsyncWidgets::Detail {

void letLocalGo(QObject *object) noexcept
{
    if (!object)
        return;
    if (QThread::currentThread()->loopLevel() > 0 || (currentContext && currentContext->emission)) {
        object->blockSignals(true); // but for destroyed()
        object->deleteLater();
    } else {
        delete object;
    }
}

} // namespace AsyncWidgets::Detail
