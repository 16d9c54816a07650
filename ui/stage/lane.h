// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Lane: a card's source, followed live: where its task is paused, for what, and what arrived there.

#pragma once

#include "ui/controls/panel.h"

#include <asyncwidgets/tasktrace.h>

#include <QtCore/QBasicTimer>

#include <optional>

QT_BEGIN_NAMESPACE
class QAbstractButton;
class QLabel;
QT_END_NAMESPACE

namespace AsyncWidgets {

class Card;
class CodeExcerpt;
class ColoredLabel;
class Dots;
class ElidedLabel;
class StateDiagram;

/// Follows its card by signals. Where there is little room, it is lower, or even compact: then it shows the paused line and
/// its pill only.
class Lane final : public Panel
{
    Q_OBJECT

public:
    explicit Lane(Card &card, QWidget *parent = nullptr);

    [[nodiscard]] Card &card() const { return m_card; }
    [[nodiscard]] CodeExcerpt &code() const { return *m_code; }
    [[nodiscard]] StateDiagram &diagram() const { return *m_diagram; }
    enum class Room { Enough, Little, ForOneLine };
    [[nodiscard]] Room room() const { return m_room; }
    void setRoom(Room room);
    /// Whether it shows what else its card has to show or to choose.
    void showDetails();

    /// Shows where the task stood at \a moment, or where it stands.
    void setMoment(std::optional<TaskTrace::Time> moment);

    /// Where an arrow to the paused line ends, in the coordinates of the lane.
    [[nodiscard]] QPoint arrowTarget() const;

Q_SIGNALS:
    /// The person looks at this lane.
    void chosen();
    void fullFileRequested(const QString &fileName);
    /// A value has arrived at the current line.
    void valueArrived();

protected:
    void changeEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void showCard(); ///< where its tasks stand
    void showPill();
    void showPast(); ///< where its task stood at the moment that is looked at
    /// The card's task of that moment: the latest that had begun, or one below it that was in the card's file.
    [[nodiscard]] const TaskTrace::Track *pastTrack() const;
    [[nodiscard]] QString pillOf(const QString &value, int line) const;
    void showColors();
    void showFold();
    void showToolTip(int line, const QPoint &globalPosition);
    [[nodiscard]] QColor color() const;

    Card &m_card;
    ColoredLabel *m_title;
    QLabel *m_count; // how many tasks run here, if it is not one
    Dots *m_dots = nullptr;
    QWidget *m_links; // to the folded lines and the whole file
    QAbstractButton *m_fold;
    QAbstractButton *m_fullFile;
    CodeExcerpt *m_code;
    StateDiagram *m_diagram;
    QWidget *m_foot; // what was printed, and the buttons
    QAbstractButton *m_start;
    QAbstractButton *m_cancel;
    QWidget *m_printed;
    ElidedLabel *m_printedLine;
    QWidget *m_details = nullptr;
    QString m_value; // that arrived last
    QString m_state; // as it was announced last
    std::optional<TaskTrace::Time> m_moment;
    QBasicTimer m_clock; // the time of waiting grows while nothing else changes
    Room m_room = Room::Enough;
};

} // namespace AsyncWidgets
