// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// No coroutine: what the compiler writes in the other two stands here in full.

#include "models/html.h"
#include "models/intslider.h"
#include "models/output.h"
#include "scenarios/changesliderstatus.h"
#include "scenarios/changeslidertentimes.h"

#include <asyncwidgets/waitfor.h>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

ChangeSliderTenTimes::ChangeSliderTenTimes(
    IntSlider &slider, Output &output, Html &status)
    : m_slider(slider)
    , m_output(output)
    , m_status(status)
{
}

void ChangeSliderTenTimes::start()
{
    transition();
}

void ChangeSliderTenTimes::transition(int value)
{
    switch (m_state) {
    case State::Working:
        m_output.print(u"did work %1"_s.arg(m_unit));
        m_status.setValue(waitingForChange(m_unit, m_value));
        transitionTo(m_state, State::WaitingForChange);
        pauseFor(waitFor(m_slider, &IntSlider::valueChanged),
            &ChangeSliderTenTimes::transition);
        break;
    case State::WaitingForChange:
        m_value = value;
        m_output.print(u"state machine continued with value %1"_s.arg(value));
        ++m_unit;
        transitionTo(
            m_state, m_unit < sliderChanges ? State::Working : State::Done);
        transition();
        break;
    case State::Done:
        m_status.setValue(finishedChanges(m_value));
        break;
    }
}

} // namespace AsyncWidgets
