// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What a measurement is: a row of contestants, the first of which is the limit that the others are compared with.

#pragma once

#include <QtCore/QString>

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

namespace AsyncWidgets::Bench {

/// How much work a measurement does.
struct Effort
{
    bool isSmoke = false; ///< only to see that it runs

    [[nodiscard]] int times(int full) const { return isSmoke ? std::clamp(full / 1000, 1, 1000) : full; }
};

/// What is promised of a ratio to the limit.
enum class Promise { None, AtMost, AtLeast };

/// One way to do what the row is about.
struct Contestant
{
    QString name;
    std::function<double(const Effort &)> measure = {}; ///< one measurement, in the row's unit
    Promise promise = Promise::None;
    double target = 0; ///< of the ratio to the row's limit
};

/// Contestants that are measured in turn, round after round, so that a disturbance of the machine meets all of them.
struct Row
{
    QString id; ///< for --filter
    QString title;
    QString unit;
    std::vector<Contestant> contestants; ///< the limit first
    int rounds = 15;
    QString missing = {}; ///< why it cannot be measured here; empty if it can
};

/// The median of some numbers, and their interquartile range.
struct Spread
{
    double median = 0;
    double low = 0;
    double high = 0;
};
[[nodiscard]] Spread spreadOf(std::vector<double> numbers);

struct Result
{
    QString name;
    Spread value;
    Spread ratio; ///< to the limit of the same round
    Promise promise = Promise::None;
    double target = 0;

    /// Whether the median keeps what was promised; nothing if nothing was.
    [[nodiscard]] std::optional<bool> isReached() const;
    /// "at most 2x", or nothing.
    [[nodiscard]] QString targetText() const;
};

struct RowResult
{
    QString id;
    QString title;
    QString unit;
    int rounds = 0;
    std::vector<Result> results;
};

/// As many digits as say something: "1.35", "24.2", "1507"; with its unit, "24.2 ns".
[[nodiscard]] QString format(double value);
[[nodiscard]] QString withUnit(double value, const QString &unit);

[[nodiscard]] RowResult measure(const Row &row, const Effort &effort, int rounds);

/// How long this thread has worked, in ns: what others do on the machine does not count.
[[nodiscard]] qint64 processorTime();

/// The processor time of one of \a times calls of \a function, in ns.
template<typename Function>
double nanosecondsEach(int times, Function &&function)
{
    const qint64 start = processorTime();
    for (int i = 0; i < times; ++i)
        function();
    return static_cast<double>(processorTime() - start) / times;
}

/// The bytes that the process has allocated at this moment; nothing where the system cannot tell.
[[nodiscard]] std::optional<double> allocatedBytes();

/// From now on the process keeps what is freed; where the C library can be told so.
void keepFreedMemory();
/// Gives back to the system what was freed, and does so from now on.
void giveBackFreedMemory();

// The rows, one function for each subject.
[[nodiscard]] std::vector<Row> waitingRows();
[[nodiscard]] std::vector<Row> manyTasksRows();
[[nodiscard]] std::vector<Row> progressRows();
[[nodiscard]] std::vector<Row> eventLoopRows(); ///< of the application: only where that is built
[[nodiscard]] std::vector<Row> watchingRows();
[[nodiscard]] std::vector<Row> startRows(const QString &application);
[[nodiscard]] std::vector<Row> peerRows();

} // namespace AsyncWidgets::Bench
