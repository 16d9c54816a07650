// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// runInBackground() calls a function on another thread; the task goes on here,
// on the GUI thread, with its result.

#include "scenarios/countprimes.h"

#include "models/floatprogress.h"

#include <QtCore/QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <vector>

namespace AsyncWidgets {

Task<PrimeCount> countPrimes(qint64 limit, FloatProgress &progress)
{
    QElapsedTimer timer;
    timer.start();
    const auto work = [limit](BackgroundContext &context) {
        return countPrimesBelow(limit, context);
    };
    const auto show = [&progress](double value) { progress.setValue(value); };
    const qint64 count = co_await runInBackground(work, show);
    co_return PrimeCount { count, timer.elapsed() };
}

// The sieve of Eratosthenes over the odd numbers, a piece of them at a time
// that fits the processor's cache.
qint64 countPrimesBelow(qint64 limit, BackgroundContext &context)
{
    if (limit <= 2)
        return 0;
    const auto root
        = static_cast<qint64>(std::sqrt(static_cast<double>(limit))) + 1;
    std::vector<char> isSmallComposite(static_cast<std::size_t>(root + 1));
    std::vector<qint64> primes; // odd, up to the root
    std::vector<qint64> nextMultiples; // of each, odd, the first to cross out
    for (qint64 i = 3; i <= root; i += 2) {
        if (isSmallComposite[static_cast<std::size_t>(i)])
            continue;
        primes.push_back(i);
        nextMultiples.push_back(i * i);
        for (qint64 multiple = i * i; multiple <= root; multiple += 2 * i)
            isSmallComposite[static_cast<std::size_t>(multiple)] = 1;
    }

    constexpr qint64 pieceSize = 1 << 16; // numbers; half of them are odd
    std::vector<char> isComposite(pieceSize / 2);
    qint64 count = 1; // 2
    for (qint64 low = 1; low < limit; low += pieceSize) {
        if (context.isStopRequested())
            return 0;
        const qint64 high = std::min(low + pieceSize, limit);
        std::fill(isComposite.begin(), isComposite.end(), 0);
        for (std::size_t i = 0;
            i < primes.size() && primes[i] * primes[i] < high; ++i) {
            qint64 multiple = nextMultiples[i];
            for (; multiple < high; multiple += 2 * primes[i])
                isComposite[static_cast<std::size_t>((multiple - low) / 2)] = 1;
            nextMultiples[i] = multiple;
        }
        for (qint64 i = std::max<qint64>(low, 3); i < high; i += 2) {
            const auto place = static_cast<std::size_t>((i - low) / 2);
            count += isComposite[place] ? 0 : 1;
        }
        const auto done = static_cast<double>(high);
        context.setProgress(done / static_cast<double>(limit));
    }
    return count;
}

} // namespace AsyncWidgets
