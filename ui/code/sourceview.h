// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// SourceView: a source file with line numbers, and marks for the tasks that are paused in it.

#pragma once

#include <QtCore/QBasicTimer>
#include <QtCore/QString>
#include <QtGui/QColor>
#include <QtWidgets/QPlainTextEdit>

#include <vector>

namespace AsyncWidgets {

class SourceHighlighter;

/// Shows text; does not know what a task is. Code reads from left to right in every language.
class SourceView final : public QPlainTextEdit
{
    Q_OBJECT

public:
    /// Somebody is paused at a line, from 1.
    struct Mark
    {
        int line = 0;
        QColor color;
        QString name; ///< whose mark it is
        bool operator==(const Mark &) const = default;
    };

    explicit SourceView(QWidget *parent = nullptr);

    /// Room for 80 columns and for every line of a short file, in the view's font.
    [[nodiscard]] QSize sizeHint() const override;

    void setMarks(
        std::vector<Mark> marks); ///< dots in the margin; several at one line stand beside each other
    [[nodiscard]] const std::vector<Mark> &marks() const { return m_marks; }

    /// Lights \a line and points an arrow at it; 0 for none. Scrolls there if it is another line than before.
    void setCurrentLine(int line);
    [[nodiscard]] int currentLine() const { return m_currentLine; }
    void scrollToLine(int line);

    /// Lights \a line strongly for a moment.
    void flash(int line);
    [[nodiscard]] int flashingLine() const { return m_flashingLine; } ///< 0 if none

    void paintMargin(QPaintEvent *event);
    [[nodiscard]] int marginWidth() const;
    [[nodiscard]] QRect lineRect(
        int line) const; ///< in the viewport, over its whole width; empty if it is not visible

Q_SIGNALS:
    /// The pointer rests over \a line: whoever knows tells something there.
    void toolTipRequested(int line, const QPoint &globalPosition);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    class Margin;
    void layOutMargin();
    void placeMargin();
    void showCurrentLine();
    [[nodiscard]] int lineAt(const QPoint &position) const;

    SourceHighlighter *m_highlighter;
    QWidget *m_margin;
    std::vector<Mark> m_marks; // in the order of their lines
    int m_currentLine = 0;
    int m_flashingLine = 0;
    QBasicTimer m_flash;
};

} // namespace AsyncWidgets
