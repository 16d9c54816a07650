// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// OutputPane: what all tasks print, each line with its task's name and colour.

#pragma once

#include "models/output.h"

#include <QtCore/QBasicTimer>
#include <QtCore/QHash>
#include <QtWidgets/QWidget>

#include <deque>
#include <optional>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QPlainTextEdit;
class QTextCursor;
QT_END_NAMESPACE

namespace AsyncWidgets {

/// Keeps the last lines, up to a bound, and shows those of all tasks or of one. New lines appear together, once per
/// frame. The pane follows its end, unless the person has scrolled up: then the line that is being read stays where it
/// is, whatever comes and goes, as long as it is kept.
class OutputPane final : public QWidget
{
    Q_OBJECT

public:
    static constexpr int maximumLines = 100'000;
    static constexpr int maximumOffered
        = 50; ///< how many tasks can be chosen: those that began to print last

    explicit OutputPane(QWidget *parent = nullptr, int keptLines = maximumLines);

    /// Shows what \a output prints from now on, until its death. Adding it again does nothing.
    void addOutput(Output *output);
    [[nodiscard]] int count() const { return static_cast<int>(m_lines.size()); } ///< how many lines it keeps

    [[nodiscard]] QString text() const; ///< as it is shown, with what has not been painted yet
    [[nodiscard]] bool showsTimes() const;
    void setShowsTimes(bool showsTimes);

public Q_SLOTS:
    void clear();
    void copy() const; ///< the selection, or all
    void saveAs();

Q_SIGNALS:
    void printed(const QString &task, const QString &text);
    void countChanged();

protected:
    void timerEvent(QTimerEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Line
    {
        QString task;
        OutputLine line;
    };

    /// Where in the text the person reads: a line, by its number, and a part of it where it is wrapped.
    struct Place
    {
        quint32 number = 0;
        int part = 0;
    };

    void append(const QString &task, const OutputLine &line);
    void forgetFirstLine();
    void offerTask(const QString &task); ///< in the filter
    void offerOnlyKeptTasks();
    void flush();
    void showAgain();
    [[nodiscard]] std::optional<Place> placeRead() const; ///< nothing while the pane follows its end
    [[nodiscard]] bool scrollTo(const Place &place); ///< \returns whether the text reaches that far
    [[nodiscard]] bool isShown(const Line &line) const;
    void insert(QTextCursor &cursor, const Line &line, quint32 number) const;

    const std::size_t m_keptLines;
    std::deque<Line> m_lines;
    quint32 m_firstNumber
        = 0; // of these lines; it may wrap. A block of the text has its number as its state.
    std::size_t m_pending = 0; // of the last lines, how many are not in the text yet
    std::optional<Place> m_read; // where to go back to, until the text reaches that far again
    QHash<QString, int> m_linesOf; // by task, of those that are kept
    QPlainTextEdit *m_text;
    QComboBox *m_filter;
    QCheckBox *m_times;
    QBasicTimer m_frame;
};

} // namespace AsyncWidgets
