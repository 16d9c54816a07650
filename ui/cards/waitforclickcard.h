// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The card "Wait for a click": a task that waits for a button, or for whichever of two things comes first.

#pragma once

#include "models/button.h"
#include "models/output.h"
#include "ui/cards/card.h"

#include <asyncwidgets/taskscope.h>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QPushButton;
QT_END_NAMESPACE

namespace AsyncWidgets {

class IntSlider;

class WaitForClickCard final : public Card
{
    Q_OBJECT

public:
    /// \a slider must outlive the card.
    explicit WaitForClickCard(IntSlider &slider, QWidget *parent = nullptr);

    [[nodiscard]] const TaskScope &tasks() const { return m_tasks; }
    void refresh() override;

protected:
    void touch() override;

private:
    void start();

    IntSlider &m_slider;
    Button m_button;
    Output m_output;
    TaskHandle m_task;
    bool m_waitsForEither = false;
    QCheckBox *m_orChange;
    QPushButton *m_start;
    QPushButton *m_cancel;
    TaskScope m_tasks; // last: its tasks end before what they use
};

} // namespace AsyncWidgets
