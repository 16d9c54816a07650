// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TourBubble: a text that points at a part of the window, and what comes next.

#pragma once

#include "ui/controls/panel.h"

#include <QtCore/QPointer>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace AsyncWidgets {

/// Lies over the window, beside the part of which it speaks, and draws a frame around that. The rest of the window
/// stays usable.
class TourBubble final : public Panel
{
    Q_OBJECT

public:
    /// Covers nothing of \a stage, which says what to do, and none of the \a companions, if there is another place.
    TourBubble(QWidget &window, const QWidget &stage, QWidgetList companions = {});
    ~TourBubble() override;

    /// Speaks of \a target, in the \a step of so many \a steps.
    void point(QWidget &target, int step, int steps, const QString &text);
    /// Asks whether to begin.
    void offer(QWidget &target, const QString &text);

Q_SIGNALS:
    void next();
    void skipped();

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show(QWidget &target, const QString &text);
    void place(); ///< beside its target, wherever that is now

    class Outline;

    QPointer<QWidget> m_outline; // around the target; the window may destroy it first
    QWidget *m_target = nullptr;
    const QWidget &m_stage;
    QWidgetList m_companions;
    QLabel *m_step;
    QLabel *m_text;
    QPushButton *m_next;
    QPushButton *m_skip;
};

} // namespace AsyncWidgets
