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
    static constexpr std::chrono::milliseconds restInterval { 1000 }; ///< the longest, while the loop sleeps

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
    /// The latency that \a part (0 to 1) of the probes did not exceed; zero without samples. A loop that is blocked
    /// for a second takes one sample, but a hundred probes should have run meanwhile, each less late than the one
    /// before it: they count, so that a blocked loop cannot hide itself. A loop that sleeps takes few samples: each
    /// that was saved counts as late as the less late of the two around it, so that a busy moment does not stand for
    /// the calm. A \a part outside that range counts as the nearer end of it, and what is not a number as 1, with a
    /// warning.
    [[nodiscard]] Duration quantile(double part) const;

private:
    std::deque<Sample> m_samples;
    Duration m_longest {};
};

} // namespace AsyncWidgets
