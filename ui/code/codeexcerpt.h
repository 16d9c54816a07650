// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// CodeExcerpt: the part of a source file where a task is paused, always with the paused line and the next one in view.

#pragma once

#include "ui/code/sourceview.h"

#include <QtCore/QBasicTimer>
#include <QtWidgets/QAbstractScrollArea>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QTextDocument;
class QTextLayout;
QT_END_NAMESPACE

namespace AsyncWidgets {

class SourceHighlighter;

/// Shows the lines of a file with their real numbers, from a function of it on; what is above and below is folded away
/// and can be opened. Lines that are too long are wrapped, and what indents them is narrower than in the file; apart from
/// that it is what the compiler reads. Under the current line stands a pill with a value and a sentence.
///
/// Knows no tasks. Code reads from left to right in every language.
class CodeExcerpt final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    using Mark = SourceView::Mark;

    explicit CodeExcerpt(QWidget *parent = nullptr);
    ~CodeExcerpt() override;

    /// Shows \a text from the beginning of the definition of \a function on; all of it if there is no such function.
    void setSource(const QString &text, const QString &function);
    [[nodiscard]] int foldedLines() const; ///< how many lines are folded away, or would be
    [[nodiscard]] bool isFolded() const { return m_isFolded; }
    void setFolded(bool folded);

    void setAccent(const QColor &color);
    void setMarks(std::vector<Mark> marks); ///< dots in the margin
    [[nodiscard]] const std::vector<Mark> &marks() const { return m_marks; }

    /// The line, from 1, that is kept in view with its statement and the next line; 0 for none. It is lit if \a isLit.
    void setCurrentLine(int line, bool isLit);
    [[nodiscard]] int currentLine() const { return m_currentLine; }
    [[nodiscard]] int litLine() const { return m_isLit ? m_currentLine : 0; }
    /// What stands under the current line: \a value in a pill, or no pill if it is empty, and \a text beside it.
    void setPill(const QString &value, const QString &text);
    [[nodiscard]] QString pillValue() const { return m_pillValue; }
    [[nodiscard]] QString pillText() const { return m_pillText; }
    /// The name of the variable that takes the value at \a line: "x" for "x = co_await ..."; empty if there is none.
    [[nodiscard]] QString variableAt(int line) const;

    void flash(); ///< the current line, for a moment

    /// The place of a line in the viewport, all its rows, over the whole width; empty if it is folded away.
    [[nodiscard]] QRect lineRect(int line) const;
    [[nodiscard]] int lineAfter(int line) const; ///< the one below the statement that begins at \a line
    /// The place of the pill and its text in the viewport; empty if there is none.
    [[nodiscard]] QRect pillRect() const;
    /// How high it is with \a rows rows of code.
    [[nodiscard]] int heightForRows(int rows) const;

Q_SIGNALS:
    void foldedChanged(bool isFolded);
    void toolTipRequested(int line, const QPoint &globalPosition);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    struct Row ///< a line of the file
    {
        int line = 0;
        std::unique_ptr<QTextLayout> text;
        int left = 0; ///< where its text begins
        int top = 0; ///< from the first shown line's
        int height = 0; ///< 0 while there is no room for it
        int fullHeight = 0;
    };

    void layOut(); ///< all shown lines anew
    void place(); ///< the rows below one another, with room for the pill
    void keepInView();
    void describe();
    [[nodiscard]] const Row *rowOf(int line) const;
    [[nodiscard]] int lineAt(int y) const;
    [[nodiscard]] int statementEnd(int line) const;
    [[nodiscard]] int marginWidth() const;
    [[nodiscard]] int pillHeight() const;

    std::unique_ptr<QTextDocument> m_document; // for the highlighter
    SourceHighlighter *m_highlighter;
    QStringList m_lines;
    int m_first = 1; // of the excerpt
    int m_last = 0;
    bool m_isFolded = true;
    std::vector<Row> m_rows;
    int m_contentHeight = 0;
    QColor m_accent;
    QFont m_textFont; // of sentences
    std::vector<Mark> m_marks;
    int m_currentLine = 0;
    bool m_isLit = false;
    QString m_pillValue;
    QString m_pillText;
    QBasicTimer m_flash;
};

} // namespace AsyncWidgets
