// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// It does not know what it waits for: it yields, and is sent the next value.

#include "models/html.h"
#include "models/output.h"
#include "scenarios/changesliderstatus.h"
#include "scenarios/changeslidertentimes.h"

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

Generator<int> changeSliderTenTimesGenerator(Output &output, Html &status)
{
    int x = 0;
    for (int i = 0; i < sliderChanges; ++i) {
        output.print(u"did work %1"_s.arg(i));
        status.setValue(waitingForChange(i, x));
        x = co_yield nextChange;
        output.print(u"generator function continued with value %1"_s.arg(x));
    }
    status.setValue(finishedChanges(x));
}

} // namespace AsyncWidgets
