// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A task can wait for any signal of any object, and for the first of several.

#include "scenarios/waitforclick.h"

#include "models/button.h"
#include "models/intslider.h"
#include "models/output.h"

#include <asyncwidgets/waitfor.h>
#include <asyncwidgets/whenany.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

Task<> waitForClick(Button &button, Output &output)
{
    output.print(u"waiting for a click"_s);
    co_await waitFor(button, &Button::clicked);
    output.print(u"continued after a click"_s);
}

Task<> waitForClickOrChange(Button &button, IntSlider &slider, Output &output)
{
    output.print(u"waiting for a click or a change"_s);
    auto click = waitFor(button, &Button::clicked);
    auto change = waitFor(slider, &IntSlider::valueChanged);
    const auto first = co_await whenAny(std::move(click), std::move(change));
    if (first.index() == 0)
        output.print(u"continued after a click"_s);
    else
        output.print(
            u"continued after a change to %1"_s.arg(std::get<1>(first)));
}

} // namespace AsyncWidgets
