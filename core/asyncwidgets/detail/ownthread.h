// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Destroys an object on its own thread.

#pragma once

#include <QtCore/QObject>
#include <QtCore/QThread>

namespace AsyncWidgets::Detail {

/// For std::unique_ptr: destroys at once, or, on another thread than the object's, by that thread's event loop.
struct DestroyOnItsThread
{
    void operator()(QObject *object) const
    {
        const QThread *thread = object->thread();
        if (!thread || thread == QThread::currentThread() || thread->isFinished())
            delete object;
        else
            object->deleteLater();
    }
};

} // namespace AsyncWidgets::Detail
