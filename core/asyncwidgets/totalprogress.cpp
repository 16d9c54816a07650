// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/totalprogress.h>

#include <QtCore/QPointer>
#include <QtCore/QtDebug>

#include <algorithm>
#include <cmath>
#include <limits>

namespace AsyncWidgets {

TotalProgress::TotalProgress(QObject *parent)
    : QObject(parent)
{
}

TotalProgress::~TotalProgress() = default;

std::function<void(double)> TotalProgress::addPart(double weight)
{
    if (!std::isfinite(weight) || weight <= 0) {
        qWarning("TotalProgress::addPart: a weight of %g counts as 1; it must be a number above 0.", weight);
        weight = 1;
    } else if (!std::isfinite(m_weight + weight)) {
        qWarning(
            "TotalProgress::addPart: a weight of %g counts as 1; with it the sum of all would be infinite.",
            weight);
        weight = 1;
    }
    m_parts.push_back({ .weight = weight, .value = 0 });
    m_weight += weight;
    std::function<void(double)> setThisPart
        = [total = QPointer<TotalProgress>(this), index = m_parts.size() - 1](double value) {
              if (total)
                  total->setPart(index, value);
          };
    update();
    return setThisPart;
}

void TotalProgress::setPart(std::size_t index, double value)
{
    if (std::isnan(value)) {
        qWarning("TotalProgress: a progress that is not a number is refused.");
        return;
    }
    Part &part = m_parts[index];
    const double newValue = std::clamp(value, 0.0, 1.0);
    m_complete += newValue == 1.0 ? 1 : 0;
    m_complete -= part.value == 1.0 ? 1 : 0;
    m_done += part.weight * (newValue - part.value);
    part.value = newValue;
    update();
}

void TotalProgress::update()
{
    // The sum of many small steps is not exact; its end is.
    constexpr double almost = 1 - std::numeric_limits<double>::epsilon() / 2; // the next below
    const double value = m_complete == m_parts.size() ? 1.0 : std::clamp(m_done / m_weight, 0.0, almost);
    if (value == m_value)
        return;
    m_value = value;
    Q_EMIT valueChanged(value); // this object may be gone afterwards
}

} // namespace AsyncWidgets
