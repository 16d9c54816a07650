// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TimeAxis: the 30 seconds that all parts of the timeline show, and the instant at which one looks.

#pragma once

#include <QtCore/QObject>

#include <chrono>
#include <optional>

namespace AsyncWidgets {

/// Follows the clock until it is frozen. Times are of the steady clock; x grows from the oldest to the newest, in every
/// language.
class TimeAxis final : public QObject
{
    Q_OBJECT

public:
    using Clock = std::chrono::steady_clock;
    using Time = Clock::time_point;

    static constexpr std::chrono::seconds span { 30 };

    explicit TimeAxis(QObject *parent = nullptr);

    [[nodiscard]] Time newest() const; ///< at the right end
    [[nodiscard]] Time oldest() const { return newest() - span; }

    [[nodiscard]] bool isFrozen() const { return m_frozenAt.has_value(); }
    void setFrozen(bool frozen); ///< thawed, it shows the present again

    /// The instant that is read, if it is not the present.
    [[nodiscard]] std::optional<Time> moment() const { return m_moment; }
    /// Reads the instant nearest to \a moment that is shown. Freezes the axis, which would carry it away.
    void setMoment(Time moment);
    /// The same for the pointer that passes over a frozen axis; does nothing once an instant was chosen.
    void hover(Time moment);
    void moveMoment(std::chrono::milliseconds by); ///< from the newest if none is read

    /// Where it is drawn, in the coordinates of the timeline.
    void setRange(double left, double right);
    [[nodiscard]] double left() const { return m_left; }
    [[nodiscard]] double right() const { return m_right; }
    [[nodiscard]] double xOf(Time time) const;
    [[nodiscard]] Time timeAt(double x) const;

Q_SIGNALS:
    void frozenChanged(bool isFrozen);
    void momentChanged();
    void rangeChanged();

private:
    void read(Time moment);

    std::optional<Time> m_frozenAt;
    std::optional<Time> m_moment;
    bool m_isChosen = false; // the moment, by a press or a key
    double m_left = 0;
    double m_right = 1;
};

} // namespace AsyncWidgets
