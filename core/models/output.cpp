// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "models/output.h"

#include <QtCore/QPointer>
#include <QtCore/QtDebug>

#include <utility>

namespace AsyncWidgets {

Output::Output(QObject *parent)
    : QObject(parent)
{
}

void Output::setName(const QString &name)
{
    const QString copy = name; // the argument may belong to something that ends inside the emission
    if (std::exchange(m_name, copy) != copy)
        Q_EMIT nameChanged(copy);
}

QStringList Output::lines() const
{
    QStringList texts;
    texts.reserve(m_lines.size());
    for (const OutputLine &line : m_lines)
        texts.append(line.text);
    return texts;
}

const OutputLine &Output::lineAt(qint64 number) const
{
    return m_lines.at(number - m_firstLineNumber);
}

void Output::setMaximumLines(int maximum)
{
    if (maximum < 1) {
        qWarning("Output::setMaximumLines: a bound of %d lines is refused; it must be 1 or more.", maximum);
        return;
    }
    if (std::exchange(m_maximumLines, maximum) == maximum)
        return;
    const int dropped = dropOldest();
    const QPointer<Output> alive(this); // whoever is told may destroy it
    Q_EMIT maximumLinesChanged(maximum);
    if (alive && dropped > 0)
        Q_EMIT linesDropped(dropped);
    if (alive && dropped > 0)
        Q_EMIT linesChanged();
}

void Output::print(const QString &text)
{
    if (!text.contains(u'\n')) {
        add(text);
        return;
    }
    const QPointer<Output> alive(this);
    const QStringList parts = text.split(u'\n');
    for (const QString &part : parts) {
        if (!alive)
            return;
        add(part.endsWith(u'\r') ? part.chopped(1) : part);
    }
}

void Output::add(const QString &text)
{
    const OutputLine line { .text = text, .milliseconds = QDateTime::currentMSecsSinceEpoch() };
    m_lines.append(line);
    const int dropped = dropOldest();
    const QPointer<Output> alive(this); // whoever is told may destroy it
    if (dropped > 0)
        Q_EMIT linesDropped(dropped);
    if (alive)
        Q_EMIT linePrinted(line);
    if (alive)
        Q_EMIT linesChanged();
}

void Output::clear()
{
    const int dropped = lineCount();
    if (dropped == 0)
        return;
    m_lines.clear();
    m_firstLineNumber += dropped;
    const QPointer<Output> alive(this);
    Q_EMIT linesDropped(dropped);
    if (alive)
        Q_EMIT linesChanged();
}

/// Keeps to the bound, tells nobody, and returns how many lines went.
int Output::dropOldest()
{
    const int excess = lineCount() - m_maximumLines;
    if (excess <= 0)
        return 0;
    m_lines.remove(0, excess);
    m_firstLineNumber += excess;
    return excess;
}

} // namespace AsyncWidgets
