// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TotalProgress: adds up the progress of many pieces of work.

#pragma once

#include <asyncwidgets/global.h>

#include <QtCore/QObject>

#include <functional>
#include <vector>

namespace AsyncWidgets {

/// One bar for many functions in the background. Each reports to a part of its own:
///
/// \code
/// TotalProgress total;
/// connect(&total, &TotalProgress::valueChanged, bar, ...);
/// co_await whenAll(runInBackground(first, total.addPart()), runInBackground(second, total.addPart()));
/// \endcode
///
/// Used on the thread on which it lives.
class ASYNCWIDGETS_EXPORT TotalProgress final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(double value READ value NOTIFY valueChanged)

public:
    explicit TotalProgress(QObject *parent = nullptr); ///< without parts
    ~TotalProgress() override;

    /// Adds a part with weight \a weight, and returns what is to be called with its progress, from 0 to 1.
    /// Values outside that range count as the nearer end of it. The function may outlive this object, and does
    /// nothing then. Add all parts before the work begins: a later one lowers the value. A weight that is not a
    /// number above 0, or that makes the sum of all infinite, counts as 1, with a warning.
    [[nodiscard]] std::function<void(double)> addPart(double weight = 1);

    /// From 0 to 1; exactly 1 when all parts are at 1, less before, and 0 while there is none.
    [[nodiscard]] double value() const { return m_value; }

Q_SIGNALS:
    void valueChanged(double value); ///< from 0 to 1; on the thread on which this object lives

private:
    struct Part
    {
        double weight;
        double value;
    };
    void setPart(std::size_t index, double value);
    void update();

    std::vector<Part> m_parts;
    std::size_t m_complete = 0; // parts that are at 1
    double m_weight = 0; // of all parts
    double m_done = 0; // of that weight
    double m_value = 0;
};

} // namespace AsyncWidgets
