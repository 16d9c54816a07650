// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Other work meanwhile: counting primes, off the GUI thread.

#pragma once

#include <asyncwidgets/runinbackground.h>
#include <asyncwidgets/task.h>

#include <QtCore/qglobal.h>

namespace AsyncWidgets {

class FloatProgress;
class Output;

inline constexpr qint64 maximumPrimesLimit = 2'000'000'000;

/// How many primes are below \a limit (up to maximumPrimesLimit). On any
/// thread; 0 if it was asked to stop.
qint64 countPrimesBelow(qint64 limit, BackgroundContext &context);

/// What a request has found.
struct PrimeCount
{
    qint64 count = 0;
    qint64 milliseconds = 0;
};

/// Counts in the background and moves \a progress meanwhile.
Task<PrimeCount> countPrimes(qint64 limit, FloatProgress &progress);

} // namespace AsyncWidgets
