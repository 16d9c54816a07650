// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Uses what every public header offers, and a plugin that opens the connection on which this program waits. The plugin
/// is unloaded then: what it connected must not have stayed behind as its code.

#include "plugin.h"

#include <asyncwidgets/asyncwidgets.h>
#include <asyncwidgets/virtualtime.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QLibrary>
#include <QtCore/QTimer>

#include <memory>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <variant>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

namespace {

class TwoSteps final : public StateMachine
{
    Q_OBJECT

public:
    enum class State { First, Second };
    Q_ENUM(State)

    [[nodiscard]] QMetaEnum states() const override { return QMetaEnum::fromType<State>(); }
    [[nodiscard]] int currentState() const override { return int(m_state); }

protected:
    void start() override { pauseFor(sleepFor(0ms), &TwoSteps::goOn); }

private:
    void goOn() { m_state = State::Second; }

    State m_state = State::First;
};

Generator<void> nameTwice(int &times)
{
    for (int i = 0; i < 2; ++i) {
        co_yield nextChange;
        ++times;
    }
}

Task<int> seven()
{
    co_await sleepFor(0ms);
    co_return 7;
}

Task<> renameThrice(QObject &object)
{
    for (const char *name : { "a", "b", "c" }) {
        co_await sleepFor(1ms);
        object.setObjectName(QLatin1String(name));
    }
}

void require(bool holds, const char *words)
{
    if (!holds)
        throw std::runtime_error(words);
}

Task<> useAll(QObject &object)
{
    TaskScope scope;
    scope.start(std::make_unique<TwoSteps>());
    int times = 0;
    const auto driver = yieldForChange(object, &QObject::objectNameChanged);
    scope.start(driver(nameTwice(times)));
    const TaskHandle renaming = scope.start(renameThrice(object), QStringLiteral("renaming"));
    auto names = streamOf(object, &QObject::objectNameChanged);
    const QString first = co_await names.next();
    require(first == u"a", "streamOf");
    require(!dumpTasks().isEmpty() && !isDone(renaming.state()), "dumpTasks, TaskHandle");
    const QString second = co_await waitFor(object, &QObject::objectNameChanged);
    require(second == u"b", "waitFor");
    const QString third = co_await waitForChange<QString>(object, "objectName");
    require(third == u"c", "waitForChange");
    co_await scope.join();
    const auto counting = scope.start(seven());
    const int counted = co_await counting;
    require(counted == 7, "TaskHandle");
    require(times == 2 && names.count() == 2, "yieldForChange");

    scope.start(renameThrice(object));
    const auto both = co_await whenAll(seven(),
        waitUntil(object, &QObject::objectNameChanged, [](const QString &name) { return name == u"b"; }));
    require(std::get<0>(both) == 7, "whenAll, waitUntil");
    const auto any
        = co_await whenAny(waitUntilSettled(object, &QObject::objectNameChanged, 1ms), sleepFor(1h));
    require(any.index() == 0, "whenAny, waitUntilSettled");
    const auto none = co_await withTimeout(sleepFor(1h), 1ms);
    require(!none, "withTimeout");
    const auto work = [](BackgroundContext &context) {
        context.setProgress(1);
        return 42;
    };
    const int answer = co_await runInBackground(work);
    require(answer == 42, "runInBackground");
    const auto callBack = [](const Resume<int> &resume) { resume(6); };
    const int called = co_await waitForCallback<int>(callBack);
    require(called == 6, "waitForCallback");
    Channel<int> numbers(1);
    co_await numbers.send(5);
    const std::optional<int> number = co_await numbers.receive();
    require(number == 5, "Channel");
    auto properties = streamOfEvents(object, QEvent::DynamicPropertyChange);
    object.setProperty("color", 1);
    const auto property = co_await properties.next();
    require(property->type() == QEvent::DynamicPropertyChange, "streamOfEvents");
    const auto noEvent = co_await withTimeout(waitForEvent(object, QEvent::DynamicPropertyChange), 1ms);
    require(!noEvent, "waitForEvent");
    const LocalObject<QTimer> timer;
    timer->start(0);
    co_await waitFor(*timer, &QTimer::timeout);
    QString words;
    try {
        const QObject *nobody = nullptr;
        co_await waitFor(nobody, &QObject::objectNameChanged);
    } catch (const WaitError &error) {
        words = QString::fromUtf8(error.what());
    }
    require(!words.isEmpty(), "WaitError");
    ProgressChannel channel;
    channel.start();
    channel.report(0.5);
    channel.stop();
    const TaskModel model;
    require(model.rowCount() >= 1, "TaskModel");
}

/// The last name that it was given; ends when the object dies.
Task<> followNames(std::unique_ptr<QObject> object, QString &last)
{
    auto names = throttled(streamOf(*object, &QObject::objectNameChanged), 0ms);
    const auto body = [&](const QString &name) -> Task<> {
        last = name;
        object.reset();
        co_return;
    };
    object->setObjectName(QStringLiteral("latest"));
    co_await forEachLatest(std::move(names), body);
}

Task<> measureAndPass()
{
    TaskTrace trace;
    StallMonitor monitor;
    EventLoopProbe probe;
    probe.start();
    TaskScope scope;
    QString last;
    scope.start(followNames(std::make_unique<QObject>(), last));
    co_await scope.join();
    require(last == u"latest", "throttled, forEachLatest");
    auto future = toFuture(scope, seven());
    const int passed = co_await waitFor(std::move(future));
    require(passed == 7, "toFuture, waitFor of a future");
    TotalProgress total;
    total.addPart()(0.5);
    require(total.value() == 0.5, "TotalProgress");
    int steps = 0;
    trace.visitSteps(
        TaskTrace::Time::min(), TaskTrace::Time::max(), [&steps](const TaskTrace::Step &) { ++steps; });
    require(steps > 0, "TaskTrace");
    require(monitor.threshold() == StallMonitor::defaultThreshold, "StallMonitor");
    require(probe.isActive() && probe.log().longest() >= 0ns, "EventLoopProbe, LatencyLog");
}

void testWithoutWaiting()
{
    VirtualTime time;
    TaskScope scope;
    const TaskHandle task = scope.start([]() -> Task<> { co_await sleepFor(1h); });
    time.advance(1h);
    require(task.isDone(), "VirtualTime");
}

Task<> quitAfter(Task<> first, Task<> second)
{
    co_await std::move(first);
    co_await std::move(second);
    QCoreApplication::exit(0);
}

/// The plugin opens the connection, this program waits on it too, and the plugin goes first.
void outliveThePlugin(const QString &fileName)
{
    QLibrary plugin(fileName);
    const auto startWaiting = reinterpret_cast<StartWaiting>(plugin.resolve("startWaiting"));
    const auto stopWaiting = reinterpret_cast<StopWaiting>(plugin.resolve("stopWaiting"));
    require(startWaiting && stopWaiting, "the plugin");

    QTimer timer;
    const auto emitTimeout = [&timer] { QMetaObject::invokeMethod(&timer, "timeout"); };
    bool isGone = false;
    int count = 0;
    TaskScope scope;
    startWaiting(timer, isGone);
    scope.start([](QTimer &timer_, int &count_) -> Task<> {
        for (;;) {
            co_await waitFor(timer_, &QTimer::timeout);
            ++count_;
        }
    }(timer, count));
    emitTimeout();
    emitTimeout();
    require(stopWaiting() == 2 && count == 2, "both wait");
    require(plugin.unload(), "unloading");
#ifdef SHARED_LIBRARY
    require(isGone, "the plugin is in memory still, so that this shows nothing");
#endif
    emitTimeout();
    QCoreApplication::processEvents();
    emitTimeout();
    require(count == 4, "the program waits still");
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    try {
        outliveThePlugin(QCoreApplication::arguments().value(1));
        testWithoutWaiting();
    } catch (const std::exception &error) {
        qCritical("%s", error.what());
        return 1;
    }
    QObject object;
    TaskScope scope;
    const TaskHandle all = scope.start(quitAfter(useAll(object), measureAndPass()));
    QObject::connect(
        &application, &QCoreApplication::aboutToQuit, &application, [] { qInfo("everything works"); });
    QTimer::singleShot(60'000, &application, [] { QCoreApplication::exit(2); });
    if (all.state() == TaskState::Failed)
        return 1;
    return QCoreApplication::exec();
}

#include "main.moc"
