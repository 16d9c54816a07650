// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "benchmark.h"

#include <QtCore/QElapsedTimer>

#include <limits>

#ifdef __GLIBC__
#include <malloc.h>
#endif
#ifdef Q_OS_LINUX
#include <ctime>
#endif

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Bench {

Spread spreadOf(std::vector<double> numbers)
{
    std::sort(numbers.begin(), numbers.end());
    const auto at = [&numbers](double part) {
        return numbers[static_cast<std::size_t>(part * static_cast<double>(numbers.size() - 1) + 0.5)];
    };
    return { .median = at(0.5), .low = at(0.25), .high = at(0.75) };
}

std::optional<bool> Result::isReached() const
{
    switch (promise) {
    case Promise::AtMost:
        return ratio.median <= target;
    case Promise::AtLeast:
        return ratio.median >= target;
    case Promise::None:
        break;
    }
    return std::nullopt;
}

QString Result::targetText() const
{
    switch (promise) {
    case Promise::AtMost:
        return u"at most %1x"_s.arg(target);
    case Promise::AtLeast:
        return u"at least %1x"_s.arg(target);
    case Promise::None:
        break;
    }
    return {};
}

QString format(double value)
{
    return QString::number(value, 'f', value < 10 ? 2 : value < 100 ? 1 : 0);
}

QString withUnit(double value, const QString &unit)
{
    return format(value) + u' ' + unit;
}

RowResult measure(const Row &row, const Effort &effort, int rounds)
{
    if (!effort.isSmoke) {
        for (const Contestant &contestant : row.contestants)
            contestant.measure(Effort { .isSmoke = true }); // what happens only once should not count
    }
    const std::size_t count = row.contestants.size();
    std::vector<std::vector<double>> values(count);
    std::vector<std::vector<double>> ratios(count);
    for (int round = 0; round < rounds; ++round) {
        std::vector<double> measured(count);
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t which = round % 2 == 0 ? i : count - 1 - i; // nobody is always the last
            measured[which] = row.contestants[which].measure(effort);
        }
        for (std::size_t i = 0; i < count; ++i) {
            values[i].push_back(measured[i]);
            ratios[i].push_back(measured[0] != 0 ? measured[i] / measured[0] : 0);
        }
    }
    RowResult result { .id = row.id, .title = row.title, .unit = row.unit, .rounds = rounds, .results = {} };
    for (std::size_t i = 0; i < count; ++i) {
        const Contestant &contestant = row.contestants[i];
        result.results.push_back({ .name = contestant.name,
            .value = spreadOf(values[i]),
            .ratio = spreadOf(ratios[i]),
            .promise = contestant.promise,
            .target = contestant.target });
    }
    return result;
}

qint64 processorTime()
{
#ifdef Q_OS_LINUX
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1'000'000'000 + time.tv_nsec;
#else
    static QElapsedTimer timer = [] {
        QElapsedTimer started;
        started.start();
        return started;
    }();
    return timer.nsecsElapsed();
#endif
}

std::optional<double> allocatedBytes()
{
#ifdef __GLIBC__
    const auto usage = mallinfo2();
    return static_cast<double>(usage.uordblks) + static_cast<double>(usage.hblkhd);
#else
    return std::nullopt;
#endif
}

void keepFreedMemory()
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    mallopt(M_MMAP_MAX, 0);
#endif
}

void giveBackFreedMemory()
{
#ifdef __GLIBC__
    mallopt(M_TRIM_THRESHOLD, 128 * 1024);
    mallopt(M_MMAP_MAX, 65536);
    malloc_trim(0);
#endif
}

} // namespace AsyncWidgets::Bench
