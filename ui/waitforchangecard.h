// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The card "Wait for a change": ten units of work that pause until the slider moves, written in three ways.

#pragma once

#include "models/html.h"
#include "models/intslider.h"
#include "models/output.h"
#include "ui/card.h"

#include <asyncwidgets/statemachine.h>
#include <asyncwidgets/taskscope.h>

#include <QtCore/QPointer>

#include <array>
#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QButtonGroup;
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace AsyncWidgets {

/// How the waiting code is written.
enum class Way { Coroutine, Generator, StateMachine };

class WaitForChangeCard final : public Card
{
    Q_OBJECT

public:
    explicit WaitForChangeCard(QWidget *parent = nullptr);
    ~WaitForChangeCard() override;

    [[nodiscard]] IntSlider &slider() { return m_slider; }
    [[nodiscard]] const TaskScope &tasks() const { return m_tasks; }
    [[nodiscard]] Way way() const;
    void setWay(Way way);
    /// The state machine of the latest run that is written as one, while it runs.
    [[nodiscard]] StateMachine *machine() const { return m_machine; }

    void refresh() override;

Q_SIGNALS:
    void machineStarted(AsyncWidgets::StateMachine *machine);

protected:
    void touch() override;

private:
    /// One start of the work: each has a label text and an output of its own, so that any number can run at once.
    struct Run
    {
        Way way;
        Html status;
        Output output;
        TaskHandle task;
    };

    void start();
    void cancel();
    /// The latest run of the chosen way, one that goes on before one that has ended.
    [[nodiscard]] Run *shown() const;
    void wayChanged();

    IntSlider m_slider;
    Html m_status; // what the label shows
    std::vector<std::unique_ptr<Run>> m_runs;
    TaskHandle m_shown; // at the last refresh
    std::array<int, 3> m_started {}; // how often each way was started
    QPointer<StateMachine> m_machine;
    QButtonGroup *m_ways;
    QLabel *m_dots;
    QPushButton *m_start;
    QPushButton *m_cancel;
    TaskScope m_tasks; // last: its tasks end before what they use
};

} // namespace AsyncWidgets
