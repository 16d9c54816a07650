// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// StateDiagram: the states of a state machine and the transitions that it has made, drawn from what it did.

#pragma once

#include <QtCore/QPointer>
#include <QtGui/QColor>
#include <QtWidgets/QWidget>

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <utility>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace AsyncWidgets {

class StateMachine;

/// The states come from the machine's enum, in its order; the transitions, each with how often it was made, from its
/// signal transitioned(). After the machine's end the diagram stays as it was.
class StateDiagram final : public QWidget
{
    Q_OBJECT

public:
    explicit StateDiagram(QWidget *parent = nullptr);

    /// Shows what that machine does from now on; nullptr shows none. The past of one with the same states stays known.
    void setMachine(StateMachine *machine);
    [[nodiscard]] bool hasMachine() const { return !m_states.isEmpty(); }
    void setColor(const QColor &color);

    [[nodiscard]] QStringList states() const { return m_states; }
    /// Shows it as it was at \a moment, or as it is.
    void setMoment(std::optional<std::chrono::steady_clock::time_point> moment);
    [[nodiscard]] QString currentState() const { return m_states.value(m_shownState); } ///< at that moment
    /// How often the transition between these two was made until then; 0 for never.
    [[nodiscard]] int count(const QString &from, const QString &to) const;

    [[nodiscard]] QRect boxRect(int state) const { return box(state).toRect(); } ///< of a state, by its place

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void readState();
    void note(int from, int to); ///< that a transition was made
    void describe();
    [[nodiscard]] int placeOf(int value) const; ///< of a value of the enum
    [[nodiscard]] QRectF box(int place) const;
    void drawTransition(QPainter &painter, int from, int to, int count) const;

    QPointer<StateMachine> m_machine;
    QStringList m_states;
    int m_current = -1;
    struct Transition
    {
        std::chrono::steady_clock::time_point time;
        int from; // places; -1 at the start of a machine
        int to;
    };
    static constexpr std::size_t mostTransitions = 10'000; // that the past is kept of
    using Counts = std::map<std::pair<int, int>, int>; // of the transitions, by the places of both states
    void countUntilMoment();

    Counts m_counts; // all
    std::deque<Transition> m_transitions; // the latest
    std::optional<std::chrono::steady_clock::time_point> m_moment;
    Counts m_shownCounts; // at that moment
    int m_shownState = -1;
    QColor m_color;
};

} // namespace AsyncWidgets
