// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// LatencyLog: how late the event loop was, over the last 30 seconds.

#pragma once

#include <asyncwidgets/global.h>

#include <chrono>
#include <deque>

namespace AsyncWidgets {

/// Times are of the steady clock. Samples older than the span are dropped.
class ASYNCWIDGETS_EXPORT LatencyLog final
{
public:
    using Clock = std::chrono::steady_clock; ///< of all times
    using Duration = std::chrono::nanoseconds; ///< of all latencies

    static constexpr std::chrono::seconds span { 30 }; ///< how long a sample is kept
    static constexpr std::chrono::milliseconds interval { 10 }; ///< of the probes
    static constexpr std::chrono::milliseconds restInterval {
        1000
    }; ///< the longest time between two looks, while the loop sleeps

    /// One look of the probe.
    struct Sample
    {
        Clock::time_point time; ///< when the probe ran
        Duration latency; ///< how much later than it should have
    };

    /// The newest sample. A negative latency counts as zero.
    void add(Clock::time_point time, Duration latency);
    void clear(); ///< forgets all samples, and the longest latency

    [[nodiscard]] const std::deque<Sample> &samples() const { return m_samples; } ///< the oldest first
    [[nodiscard]] Duration latest() const; ///< zero without samples
    [[nodiscard]] Duration longest() const { return m_longest; } ///< since clear(), also beyond the span
    /// The latency that the fraction \a part (0 to 1) of the probes did not exceed; zero without samples. Probes that
    /// should have run but did not are counted, too:
    /// - While the loop is blocked. A second without a probe is a hundred probes, each 10 ms less late than the one before
    ///   it, so that one block is not hidden among many quick samples.
    /// - While the loop rests. Each is as late as the better of the two samples around the rest, so that one busy moment
    ///   does not stand for the whole rest.
    /// A \a part outside the range counts as its nearer end, and NaN as 1, with a warning.
    [[nodiscard]] Duration quantile(double part) const;

private:
    std::deque<Sample> m_samples;
    Duration m_longest {};
};

} // namespace AsyncWidgets
