// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/latencylog.h>

#include <QtCore/QtDebug>

#include <algorithm>
#include <cmath>
#include <vector>

namespace AsyncWidgets {

void LatencyLog::add(Clock::time_point time, Duration latency)
{
    latency = std::max(latency, Duration::zero());
    m_samples.push_back({ time, latency });
    m_longest = std::max(m_longest, latency);
    while (m_samples.front().time < time - span)
        m_samples.pop_front();
}

void LatencyLog::clear()
{
    m_samples.clear();
    m_longest = Duration::zero();
}

LatencyLog::Duration LatencyLog::latest() const
{
    return m_samples.empty() ? Duration::zero() : m_samples.back().latency;
}

LatencyLog::Duration LatencyLog::quantile(double part) const
{
    if (std::isnan(part)) {
        qWarning("LatencyLog::quantile: a part that is not a number counts as 1; it must be from 0 to 1.");
        part = 1;
    }
    if (m_samples.empty())
        return Duration::zero();
    std::vector<Duration> latencies;
    latencies.reserve(m_samples.size());
    const Sample *previous = &m_samples.front();
    for (const Sample &sample : m_samples) {
        const Duration asleep = sample.time - previous->time - sample.latency;
        if (asleep < restInterval + interval) { // otherwise nobody measured
            for (Duration left = asleep; left >= interval * 3 / 2; left -= interval)
                latencies.push_back(std::min(previous->latency, sample.latency));
        }
        const Duration least
            = std::max(Duration::zero(), sample.latency - Duration(span)); // older ones are forgotten
        Duration latency = sample.latency;
        do {
            latencies.push_back(latency);
            latency -= interval;
        } while (latency > least);
        previous = &sample;
    }
    // The nearest-rank method: the smallest value that at least that part of the samples do not exceed.
    const auto rank = static_cast<std::ptrdiff_t>(
        std::ceil(std::clamp(part, 0.0, 1.0) * static_cast<double>(latencies.size())));
    const auto place = latencies.begin() + std::clamp<std::ptrdiff_t>(rank - 1, 0, std::ssize(latencies) - 1);
    std::nth_element(latencies.begin(), place, latencies.end());
    return *place;
}

} // namespace AsyncWidgets
