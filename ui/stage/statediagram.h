// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// StateDiagram: the states of an explicit state machine, with the current one lit.

#pragma once

#include <QtCore/QPointer>
#include <QtWidgets/QWidget>

namespace AsyncWidgets {

class StateMachine;

/// Drawn from the machine's enum: one box for each state, in its order. After the machine's end it shows the last one.
class StateDiagram final : public QWidget
{
    Q_OBJECT

public:
    explicit StateDiagram(QWidget *parent = nullptr);

    /// Shows \a machine from now on; it may die at any time.
    void setMachine(StateMachine *machine);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void readState();

    QPointer<StateMachine> m_machine;
    QStringList m_states;
    int m_current = -1; // an index into m_states
};

} // namespace AsyncWidgets
