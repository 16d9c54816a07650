// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The same work, written in three ways: ten units, and after each a pause
/// until the slider changes.

#pragma once

#include <asyncwidgets/generator.h>
#include <asyncwidgets/statemachine.h>
#include <asyncwidgets/task.h>

namespace AsyncWidgets {

class Html;
class IntSlider;
class Output;

/// As a coroutine. The models must outlive the task; when the slider dies, the
/// task ends.
Task<> changeSliderTenTimes(IntSlider &slider, Output &output, Html &status);

/// As a generator that is sent each value of the slider: see yieldForChange().
Generator<int> changeSliderTenTimesGenerator(Output &output, Html &status);

/// As an explicit state machine: an enum of states and one transition function.
class ChangeSliderTenTimes final : public StateMachine
{
    Q_OBJECT

public:
    enum class State { Working, WaitingForChange, Done };
    Q_ENUM(State)

    ChangeSliderTenTimes(IntSlider &slider, Output &output, Html &status);

    QMetaEnum states() const override { return QMetaEnum::fromType<State>(); }
    int currentState() const override { return static_cast<int>(m_state); }

private:
    void start() override;
    void transition(int value = 0);

    IntSlider &m_slider;
    Output &m_output;
    Html &m_status;
    State m_state = State::Working;
    int m_unit = 0;
    int m_value = 0;
};

} // namespace AsyncWidgets
