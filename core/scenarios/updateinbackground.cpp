// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// The worker on its thread moves the progress; this task waits for its end.

#include "scenarios/updateinbackground.h"

#include "models/floatprogress.h"
#include "models/output.h"
#include "scenarios/progressworker.h"

#include <asyncwidgets/waitfor.h>

#include <QtCore/QScopeGuard>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

Task<> updateInBackground(BackgroundProgress &work, FloatProgress &progress,
    Output &output, int steps, std::chrono::milliseconds stepDelay)
{
    progress.setValue(0.0);
    const auto binding = QObject::connect(&work,
        &BackgroundProgress::valueChanged, &progress, &FloatProgress::setValue);
    const auto end = qScopeGuard([&] { // however the task ends
        QObject::disconnect(binding);
        work.cancel();
    });

    output.print(
        u"started %1 steps of %2 ms"_s.arg(steps).arg(stepDelay.count()));
    work.start(steps, stepDelay);
    const bool isDone = co_await waitFor(work, &BackgroundProgress::finished);
    output.print(
        isDone ? u"finished the last step"_s : u"the worker was cancelled"_s);
}

} // namespace AsyncWidgets
