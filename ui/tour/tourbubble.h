// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TourBubble: a note beside a part of the window, with two buttons.

#pragma once

#include <QtCore/QPointer>
#include <QtWidgets/QFrame>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
QT_END_NAMESPACE

namespace AsyncWidgets {

class TourBubble final : public QFrame
{
    Q_OBJECT

public:
    explicit TourBubble(QWidget &window);
    ~TourBubble() override;

    /// Shows \a text, with a frame around the target, beside \a target, which is a part of the window.
    void point(QWidget &target, const QString &text, bool isLast);

Q_SIGNALS:
    void next();
    void skipped(); ///< by the button or the Esc key

private:
    QPointer<QFrame> m_frame; // around the target; a child of the window, like the bubble
    QLabel *m_text;
    QPushButton *m_next;
    QPushButton *m_skip;
};

} // namespace AsyncWidgets
