// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// The compiler writes the state machine: co_await pauses it, the loop goes on.

#include "models/html.h"
#include "models/intslider.h"
#include "models/output.h"
#include "scenarios/changesliderstatus.h"
#include "scenarios/changeslidertentimes.h"

#include <asyncwidgets/waitfor.h>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

Task<> changeSliderTenTimes(IntSlider &slider, Output &output, Html &status)
{
    int x = 0;
    for (int i = 0; i < sliderChanges; ++i) {
        output.print(u"did work %1"_s.arg(i));
        status.setValue(waitingForChange(i, x));
        x = co_await waitFor(slider, &IntSlider::valueChanged);
        output.print(u"async function continued with value %1"_s.arg(x));
    }
    status.setValue(finishedChanges(x));
}

} // namespace AsyncWidgets
