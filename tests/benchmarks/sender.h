// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The sender of all measurements: an object with one int property. And the task that most of them wait with.

#pragma once

#include <asyncwidgets/task.h>
#include <asyncwidgets/waitfor.h>

#include <QtCore/QObject>

namespace AsyncWidgets::Bench {

class Sender final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int value READ value WRITE setValue NOTIFY valueChanged)

public:
    [[nodiscard]] int value() const { return m_value; }
    void setValue(int value)
    {
        if (m_value == value)
            return;
        m_value = value;
        Q_EMIT valueChanged(value);
    }
    /// The next change: a value that it has not had before.
    void change() { setValue(m_value + 1); }

Q_SIGNALS:
    void valueChanged(int value);

private:
    int m_value = 0;
};

inline Task<> waitAgainAndAgain(Sender &sender, qint64 &sum)
{
    for (;;)
        sum += co_await waitFor(sender, &Sender::valueChanged);
}

} // namespace AsyncWidgets::Bench
