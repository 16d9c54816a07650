// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// OutputBar: the last printed line, at the bottom of the window, which opens into a drawer with all of them.

#pragma once

#include <QtWidgets/QWidget>

QT_BEGIN_NAMESPACE
class QAbstractButton;
QT_END_NAMESPACE

namespace AsyncWidgets {

class ColoredLabel;
class OutputPane;

class OutputBar final : public QWidget
{
    Q_OBJECT

public:
    /// The drawer is laid over \a covered, which outlives the bar: it ends where that ends, and cuts nothing.
    explicit OutputBar(QWidget &covered, QWidget *parent = nullptr);

    [[nodiscard]] OutputPane &pane() const { return *m_pane; }
    [[nodiscard]] bool isOpen() const;
    void setOpen(bool open);
    void append(const QString &task, const QString &text); ///< shows it as the last line

protected:
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void placeDrawer();
    void showCount();

    QWidget &m_covered;
    QWidget *m_drawer;
    OutputPane *m_pane;
    ColoredLabel *m_task;
    ColoredLabel *m_line;
    QAbstractButton *m_toggle;
    QString m_taskName;
};

} // namespace AsyncWidgets
