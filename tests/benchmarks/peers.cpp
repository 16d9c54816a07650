// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What others offer to pause code until a signal, one change each, beside ours.

#include "benchmark.h"
#include "sender.h"

#include <asyncwidgets/asyncwidgets.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QFuture>

#ifdef ASYNCWIDGETS_BENCH_QCORO
#include <QCoroSignal>
#include <QCoroTask>
#endif
#ifdef ASYNCWIDGETS_BENCH_STATEMACHINE
#include <QtStateMachine/QSignalTransition>
#include <QtStateMachine/QState>
#include <QtStateMachine/QStateMachine>
#endif
#ifdef ASYNCWIDGETS_BENCH_TASKTREE
#include <QtTaskTree/QtTaskTree>
#endif

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Bench {

namespace {

/// One change after the other, each when the one before has been noticed: some need the event loop to notice it.
double changesUntilNoticed(const Effort &effort, Sender &sender, const int &noticed)
{
    return nanosecondsEach(effort.times(20'000), [&] {
        const int before = noticed;
        sender.change();
        while (noticed == before)
            QCoreApplication::processEvents();
    });
}

Task<> waitAgainAndAgain(Sender &sender, int &noticed)
{
    for (;;) {
        co_await waitFor(sender, &Sender::valueChanged);
        ++noticed;
    }
}

double ours(const Effort &effort)
{
    Sender sender;
    int noticed = 0;
    TaskScope scope;
    scope.start(waitAgainAndAgain(sender, noticed));
    return changesUntilNoticed(effort, sender, noticed);
}

double connection(const Effort &effort)
{
    Sender sender;
    int noticed = 0;
    QObject::connect(&sender, &Sender::valueChanged, &sender, [&noticed] { ++noticed; });
    return changesUntilNoticed(effort, sender, noticed);
}

/// Asks for the next change in the continuation of this one.
void expectChange(Sender &sender, int &noticed)
{
    QtFuture::connect(&sender, &Sender::valueChanged).then([&](int) {
        ++noticed;
        expectChange(sender, noticed);
    });
}

double qtFuture(const Effort &effort)
{
    int noticed = 0;
    Sender sender;
    expectChange(sender, noticed);
    return changesUntilNoticed(effort, sender, noticed);
}

#ifdef ASYNCWIDGETS_BENCH_QCORO
QCoro::Task<> awaitAgainAndAgain(Sender &sender, int &noticed, const bool &isOver)
{
    while (!isOver) {
        co_await qCoro(&sender, &Sender::valueChanged);
        ++noticed;
    }
}

double qCoroutine(const Effort &effort)
{
    Sender sender;
    int noticed = 0;
    bool isOver = false;
    const auto task = awaitAgainAndAgain(sender, noticed, isOver);
    const double each = changesUntilNoticed(effort, sender, noticed);
    isOver = true; // it cannot be cancelled: one more change lets it end
    sender.change();
    while (!task.isReady())
        QCoreApplication::processEvents();
    return each;
}
#endif

#ifdef ASYNCWIDGETS_BENCH_STATEMACHINE
double qStateMachine(const Effort &effort)
{
    Sender sender;
    int noticed = -1; // the first entry is no change
    QStateMachine machine;
    auto *state = new QState(&machine);
    state->addTransition(&sender, &Sender::valueChanged, state);
    QObject::connect(state, &QState::entered, &machine, [&noticed] { ++noticed; });
    machine.setInitialState(state);
    machine.start();
    while (noticed < 0)
        QCoreApplication::processEvents();
    return changesUntilNoticed(effort, sender, noticed);
}
#endif

#ifdef ASYNCWIDGETS_BENCH_TASKTREE
// Written after the documentation and the headers of Qt 6.11; not tried yet with a Qt that has the module.
double qTaskTree(const Effort &effort)
{
    using namespace QtTaskTree;
    constexpr int waits = 100; // of a loop: a wait costs the more, the longer the loop is
    Sender sender;
    int noticed = 0;
    const Group recipe {
        For(RepeatIterator(waits)) >> Do {
            signalAwaiterTask(&sender, &Sender::valueChanged),
            QSyncTask([&noticed] { ++noticed; }),
        },
    };
    QTaskTree tree(recipe);
    return nanosecondsEach(effort.times(20'000), [&] {
        if (!tree.isRunning())
            tree.start();
        const int before = noticed;
        sender.change();
        while (noticed == before)
            QCoreApplication::processEvents();
    });
}
#endif

} // namespace

std::vector<Row> peerRows()
{
    Row row { .id = u"peers"_s,
        .title = u"What others offer: one change to its continuation"_s,
        .unit = u"ns"_s,
        .contestants = { { .name = u"waitFor in a loop"_s, .measure = ours },
            { .name = u"one permanent connect"_s, .measure = connection },
            { .name = u"QtFuture::connect(...).then(...)"_s,
                .measure = qtFuture,
                .promise = Promise::AtLeast,
                .target = 20 } },
        .rounds = 9 };
#ifdef ASYNCWIDGETS_BENCH_QCORO
    row.contestants.push_back({ .name = u"QCoro: co_await qCoro(...)"_s,
        .measure = qCoroutine,
        .promise = Promise::AtLeast,
        .target = 50 });
#endif
#ifdef ASYNCWIDGETS_BENCH_STATEMACHINE
    row.contestants.push_back({ .name = u"QStateMachine, QSignalTransition"_s,
        .measure = qStateMachine,
        .promise = Promise::AtLeast,
        .target = 100 });
#endif
#ifdef ASYNCWIDGETS_BENCH_TASKTREE
    row.contestants.push_back({ .name = u"QtTaskTree: For of 100 waits"_s, .measure = qTaskTree });
#endif
    return { row };
}

} // namespace AsyncWidgets::Bench
