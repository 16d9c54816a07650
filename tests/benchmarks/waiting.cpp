// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// One task and one change: what a wait costs beside the connection that it stands for.

#include "benchmark.h"
#include "sender.h"

#include <asyncwidgets/asyncwidgets.h>

#include <vector>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Bench {

namespace {

Task<> readStream(Sender &sender, qint64 &sum)
{
    auto changes = streamOf(sender, &Sender::valueChanged);
    for (;;)
        sum += co_await changes.next();
}

Task<> waitByName(Sender &sender, qint64 &sum)
{
    for (;;)
        sum += co_await waitForChange<int>(sender, "value");
}

Task<> waitInTurn(Sender &first, Sender &second, qint64 &sum)
{
    for (;;) {
        sum += co_await waitFor(first, &Sender::valueChanged);
        sum += co_await waitFor(second, &Sender::valueChanged);
    }
}

Task<> waitForEach(std::vector<Sender> &senders, qint64 &sum)
{
    for (Sender &sender : senders)
        sum += co_await waitFor(sender, &Sender::valueChanged);
}

Task<> waitOnce(Sender &sender, qint64 &sum)
{
    sum += co_await waitFor(sender, &Sender::valueChanged);
}

/// One change of a sender that a task of this kind waits for.
auto changeFor(Task<> (*task)(Sender &, qint64 &))
{
    return [task](const Effort &effort) {
        Sender sender;
        qint64 sum = 0;
        TaskScope scope;
        scope.start(task(sender, sum));
        return nanosecondsEach(effort.times(500'000), [&] { sender.change(); });
    };
}

double changeForConnection(const Effort &effort)
{
    Sender sender;
    qint64 sum = 0;
    QObject::connect(&sender, &Sender::valueChanged, &sender, [&sum](int value) { sum += value; });
    return nanosecondsEach(effort.times(500'000), [&] { sender.change(); });
}

qint64 changeOverConnection(Sender &sender, const QObject &receiver)
{
    qint64 sum = 0;
    const auto connection
        = QObject::connect(&sender, &Sender::valueChanged, &receiver, [&sum](int value) { sum += value; });
    sender.change();
    QObject::disconnect(connection);
    return sum;
}

constexpr int freshSenders = 5'000;

/// One after the other, on senders that nobody has connected to before.
double firstConnection(const Effort &effort)
{
    std::vector<Sender> senders(static_cast<std::size_t>(effort.times(freshSenders)));
    const QObject receiver;
    qint64 sum = 0;
    auto sender = senders.begin();
    return nanosecondsEach(
        effort.times(freshSenders), [&] { sum += changeOverConnection(*sender++, receiver); });
}

double firstWait(const Effort &effort)
{
    std::vector<Sender> senders(static_cast<std::size_t>(effort.times(freshSenders)));
    qint64 sum = 0;
    TaskScope scope;
    scope.start(waitForEach(senders, sum));
    auto sender = senders.begin();
    return nanosecondsEach(effort.times(freshSenders), [&] { (sender++)->change(); });
}

double firstWaitOfTask(const Effort &effort)
{
    std::vector<Sender> senders(static_cast<std::size_t>(effort.times(freshSenders)));
    qint64 sum = 0;
    TaskScope scope;
    auto sender = senders.begin();
    return nanosecondsEach(effort.times(freshSenders), [&] {
        scope.start(waitOnce(*sender, sum));
        (sender++)->change();
    });
}

double connectAgain(const Effort &effort)
{
    Sender first;
    Sender second;
    const QObject receiver;
    qint64 sum = 0;
    return nanosecondsEach(effort.times(100'000), [&] {
        sum += changeOverConnection(first, receiver);
        sum += changeOverConnection(second, receiver);
    }) / 2;
}

/// Nobody waits for the signal any more when the wait begins: the task has gone on to the other sender.
double waitInTurnEach(const Effort &effort)
{
    Sender first;
    Sender second;
    qint64 sum = 0;
    TaskScope scope;
    scope.start(waitInTurn(first, second, sum));
    return nanosecondsEach(effort.times(100'000), [&] {
        first.change();
        second.change();
    }) / 2;
}

} // namespace

std::vector<Row> waitingRows()
{
    return {
        { .id = u"change"_s,
            .title = u"A task that goes on waiting: one change"_s,
            .unit = u"ns"_s,
            .contestants = { { .name = u"one permanent connect"_s, .measure = changeForConnection },
                { .name = u"streamOf(...).next()"_s,
                    .measure = changeFor(readStream),
                    .promise = Promise::AtMost,
                    .target = 1.5 },
                { .name = u"waitFor in a loop"_s,
                    .measure = changeFor(waitAgainAndAgain),
                    .promise = Promise::AtMost,
                    .target = 2 } } },
        { .id = u"first"_s,
            .title = u"The first wait ever on a signal"_s,
            .unit = u"ns"_s,
            .contestants = { { .name = u"connect, emit, disconnect"_s, .measure = firstConnection },
                { .name = u"a single waitFor"_s,
                    .measure = firstWait,
                    .promise = Promise::AtMost,
                    .target = 2 },
                { .name = u"... with a task started for it"_s, .measure = firstWaitOfTask } } },
        { .id = u"turn"_s,
            .title = u"A wait in turn for two senders, on a signal that nobody waits for any more"_s,
            .unit = u"ns"_s,
            .contestants = { { .name = u"connect, emit, disconnect"_s, .measure = connectAgain },
                { .name = u"waitFor"_s, .measure = waitInTurnEach } } },
        { .id = u"name"_s,
            .title = u"A wait by name: one change"_s,
            .unit = u"ns"_s,
            .contestants = { { .name = u"waitFor in a loop"_s, .measure = changeFor(waitAgainAndAgain) },
                { .name = u"waitForChange<int>(..., \"value\")"_s,
                    .measure = changeFor(waitByName),
                    .promise = Promise::AtMost,
                    .target = 5 } } },
    };
}

} // namespace AsyncWidgets::Bench
