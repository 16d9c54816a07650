// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// A program for tst_debugger: it has tasks that wait in every way there is, on two threads, writes dumpTasks() of each
/// thread to its standard output, and aborts. With a number it has that many tasks on one signal instead.

#include "../testsupport.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFuture>
#include <QtCore/QPromise>
#include <QtCore/QThread>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// Lies behind a gap in the frame of whoever waits.
struct alignas(64) Wide
{
    int value = 0;
};

Task<> click(Sender &sender)
{
    co_await waitFor(sender, &Sender::clicked);
}

Task<> clickBelow(Sender &sender, int depth)
{
    if (depth > 0)
        co_await clickBelow(sender, depth - 1);
    else
        co_await click(sender);
}

Task<> goOnTwice(Sender &sender)
{
    for (int number = 7;; ++number) {
        const QString text = u"text %1"_s.arg(number);
        co_await waitFor(sender, &Sender::valueChanged);
        if (text.isEmpty())
            co_return;
    }
}

Task<> readStream(Sender &sender)
{
    auto changes = streamOf(sender, &Sender::moved);
    co_await changes.next();
}

Task<> settleStream(Sender &sender)
{
    auto changes = streamOf(sender, &Sender::moved);
    co_await waitUntilSettled(changes, 250ms, 2s);
}

Task<> readThrottled(Sender &sender)
{
    auto changes = throttled(streamOf(sender, &Sender::valueChanged), 100ms);
    co_await changes.next();
}

Task<> property(Sender &sender)
{
    co_await waitForChange<QString>(sender, "text");
}

Task<> condition(Sender &sender)
{
    co_await waitUntil(sender, &Sender::valueChanged, [](int value) { return value > 100; });
}

Task<> conditionInTime(Sender &sender)
{
    const Wide bound { 100 };
    const auto isBeyond = [bound](int value) { return value > bound.value; };
    co_await withTimeout(waitUntil(sender, &Sender::valueChanged, isBeyond), 1h);
}

Task<> settle(Sender &sender)
{
    co_await waitUntilSettled(sender, &Sender::named, 1500us);
}

Task<> sleep()
{
    co_await sleepFor(90s);
}

Task<> first(Sender &sender)
{
    co_await whenAny(click(sender), waitFor(sender, &Sender::clickedAgain), sleepFor(5min));
}

Task<> all(Sender &sender)
{
    std::vector<Task<>> tasks;
    for (int number = 0; number < 3; ++number)
        tasks.push_back(clickBelow(sender, number));
    co_await whenAll(std::move(tasks));
}

Task<> inTime(Sender &sender)
{
    co_await withTimeout(click(sender), 90min);
}

Task<> join(TaskScope &scope)
{
    co_await scope.join();
}

Task<> compute(std::function<void()> work)
{
    const auto function = [work](BackgroundContext &) { work(); };
    co_await runInBackground(function);
}

Task<> future(QFuture<int> result)
{
    co_await waitFor(result);
}

Task<> callback(std::vector<Resume<int>> &callbacks)
{
    auto wait = waitForCallback<int>([&callbacks](Resume<int> resume) {
        callbacks.push_back(std::move(resume));
        return [] { };
    });
    co_await std::move(wait);
}

Task<> end(TaskHandle<> task)
{
    co_await task;
}

Task<> event(QObject &object)
{
    co_await waitForEvent(object, QEvent::Timer);
}

Task<> receive(Channel<int> &channel)
{
    co_await channel.receive();
}

Task<> send(Channel<int> &channel)
{
    co_await channel.send(1);
    co_await channel.send(2); // for which there is no room
}

class Machine final : public StateMachine
{
public:
    explicit Machine(Sender &sender)
        : m_sender(sender)
    {
    }
    QMetaEnum states() const override { return QMetaEnum::fromType<TaskState>(); }
    int currentState() const override { return 0; }

private:
    void start() override
    {
        pauseFor(waitFor(m_sender, &Sender::pointed), [](QObject *) { });
    }

    Sender &m_sender;
};

void write(const char *thread)
{
    std::printf("== %s\n%s", thread, qPrintable(dumpTasks()));
    std::fflush(stdout);
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    Sender named(u"button"_s);
    TaskScope scope;

    if (argc > 1) {
        for (int left = QByteArray(argv[1]).toInt(); left > 0; --left)
            scope.start(click(named));
        std::abort();
    }

    Sender nameless;
    TaskScope other;
    Semaphore endOfWork;
    QPromise<int> promise;
    promise.start();
    std::vector<Resume<int>> callbacks;
    Channel<int> empty(1);
    Channel<int> full(1);

    scope.start(click(nameless));
    scope.start(goOnTwice(named), u"goes on"_s);
    named.setValue(1);
    named.setValue(2);
    scope.start(clickBelow(named, 25), u"chain – of 27"_s);
    scope.start(readStream(named));
    scope.start(settleStream(named));
    scope.start(readThrottled(named));
    scope.start(property(named));
    scope.start(condition(named));
    scope.start(conditionInTime(named));
    scope.start(settle(named));
    scope.start(sleep());
    scope.start(first(named));
    scope.start(all(named));
    scope.start(inTime(named));
    other.start(click(named));
    scope.start(join(other));
    scope.start(compute([&endOfWork] { endOfWork.acquire(); }));
    scope.start(future(promise.future()));
    scope.start(callback(callbacks));
    scope.start(end(other.start(sleep(), u"the other one"_s)));
    scope.start(event(named));
    scope.start(receive(empty));
    scope.start(send(full));
    scope.start(std::make_unique<Machine>(named), u"machine"_s);

    QThread thread;
    QObject here;
    here.moveToThread(&thread);
    thread.start();
    TaskScope there;
    write("here");
    QMetaObject::invokeMethod(
        &here,
        [&there] {
            there.start(sleep(), u"elsewhere"_s);
            write("there");
        },
        Qt::BlockingQueuedConnection);
    std::abort();
}
