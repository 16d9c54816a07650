// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Output: the lines that a task prints, the last 100,000 of them.

#pragma once

#include <QtCore/QDateTime>
#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QString>
#include <QtCore/QStringList>

namespace AsyncWidgets {

/// One printed line.
struct OutputLine
{
    QString text; ///< without a line break
    qint64 milliseconds = 0; ///< when it was printed, since the epoch, in UTC

    [[nodiscard]] QDateTime time() const { return QDateTime::fromMSecsSinceEpoch(milliseconds); }
    bool operator==(const OutputLine &other) const = default;
};

/// Keeps what was printed, up to a bound; the oldest lines go first.
///
/// The lines of an output are numbered in the order of printing, from 0 on, and a line keeps its number for
/// ever: the kept ones are firstLineNumber(), firstLineNumber() + 1, and so on. Whoever shows the lines
/// remembers the number of the next one to show, and can look at any time.
///
/// Printing costs a copy of a shared text and a look at the clock. When it emits, all properties are
/// consistent already, and nothing is touched after the last signal: whoever is told may print, clear or
/// destroy this object. A line that is printed inside linePrinted() is told at once, before the outer line
/// has reached the remaining receivers; their order is that of lines().
class Output final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString name READ name WRITE setName NOTIFY nameChanged)
    Q_PROPERTY(QStringList lines READ lines NOTIFY linesChanged)
    Q_PROPERTY(int lineCount READ lineCount NOTIFY linesChanged)
    Q_PROPERTY(int maximumLines READ maximumLines WRITE setMaximumLines NOTIFY maximumLinesChanged)

public:
    explicit Output(QObject *parent = nullptr);

    [[nodiscard]] QString name() const { return m_name; } ///< who prints
    void setName(const QString &name);

    [[nodiscard]] QStringList lines() const; ///< the texts of the kept lines, the oldest first
    [[nodiscard]] QList<OutputLine> printedLines() const
    {
        return m_lines;
    } ///< the kept lines, shared and not copied
    [[nodiscard]] int lineCount() const { return static_cast<int>(m_lines.size()); }
    /// The line with this number, which must be kept: firstLineNumber() <= number < firstLineNumber() +
    /// lineCount().
    [[nodiscard]] const OutputLine &lineAt(qint64 number) const;
    /// The number of the oldest kept line: how many were printed before it and are gone. If none is kept, the
    /// number that the next one will have.
    [[nodiscard]] qint64 firstLineNumber() const { return m_firstLineNumber; }

    /// How many lines are kept at most, 100,000 unless set. A bound below 1 is refused with a warning; a
    /// smaller one than before drops the oldest lines at once.
    [[nodiscard]] int maximumLines() const { return m_maximumLines; }
    void setMaximumLines(int maximum);

    /// Adds a line, or several if the text has line breaks.
    void print(const QString &text);
    void clear(); ///< drops all lines

Q_SIGNALS:
    /// Once for each line, in order.
    void linePrinted(const AsyncWidgets::OutputLine &line);
    /// The oldest lines are gone, this many: dropped by the bound, or cleared. Comes before linePrinted() of
    /// the line that took their place.
    void linesDropped(int count);
    /// After either of these.
    void linesChanged();
    void nameChanged(const QString &name);
    void maximumLinesChanged(int maximum);

private:
    int dropOldest();
    void add(const QString &text);

    QString m_name;
    QList<OutputLine> m_lines;
    qint64 m_firstLineNumber = 0;
    int m_maximumLines = 100'000;
};

} // namespace AsyncWidgets

Q_DECLARE_TYPEINFO(AsyncWidgets::OutputLine, Q_RELOCATABLE_TYPE);
