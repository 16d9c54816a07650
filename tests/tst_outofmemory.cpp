// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Lets the first, the second, the third … allocation fail in what the library does, and looks at what is left: out of
/// memory is std::bad_alloc at the call, or in the task that needed the memory, and never a crash, a leak or a task that
/// stays behind.

#include "testsupport.h"

#include <asyncwidgets/detail/threadcontext.h>

#include <QtCore/QLoggingCategory>

#include <cstddef>
#include <cstdlib>
#include <functional>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// How many allocations of this thread go well before one fails, or all from that one on; below 0 none fails.
thread_local int allocationsLeft = -1;
thread_local bool allFromThenOn = false;
thread_local bool hasFailed = false;
/// Whether malloc() counts too, by which Qt allocates the texts of a QString.
thread_local bool countsMalloc = false;

bool isRefused()
{
    if (allocationsLeft == 0) {
        hasFailed = true;
        if (!allFromThenOn)
            allocationsLeft = -1;
        return true;
    }
    if (allocationsLeft > 0)
        --allocationsLeft;
    return false;
}

} // namespace

#ifdef __GLIBC__
extern "C" void *__libc_malloc(std::size_t size);
extern "C" void *malloc(std::size_t size) noexcept
{
    return countsMalloc && isRefused() ? nullptr : __libc_malloc(size);
}
#endif

namespace {

void *allocate(std::size_t size, std::size_t alignment = 0)
{
    if (isRefused())
        return nullptr;
    if (alignment > 0)
        return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
#ifdef __GLIBC__
    return __libc_malloc(size);
#else
    return std::malloc(size > 0 ? size : 1);
#endif
}

void *allocateOrThrow(std::size_t size, std::size_t alignment = 0)
{
    void *memory = allocate(size, alignment);
    if (!memory)
        throw std::bad_alloc();
    return memory;
}

} // namespace

void *operator new(std::size_t size)
{
    return allocateOrThrow(size);
}
void *operator new[](std::size_t size)
{
    return allocateOrThrow(size);
}
void *operator new(std::size_t size, std::align_val_t alignment)
{
    return allocateOrThrow(size, static_cast<std::size_t>(alignment));
}
void *operator new(std::size_t size, const std::nothrow_t &) noexcept
{
    return allocate(size);
}
void operator delete(void *memory) noexcept
{
    std::free(memory);
}
void operator delete[](void *memory) noexcept
{
    std::free(memory);
}
void operator delete(void *memory, std::size_t) noexcept
{
    std::free(memory);
}
void operator delete[](void *memory, std::size_t) noexcept
{
    std::free(memory);
}
void operator delete(void *memory, std::align_val_t) noexcept
{
    std::free(memory);
}
void operator delete(void *memory, std::size_t, std::align_val_t) noexcept
{
    std::free(memory);
}

namespace {

/// Memory is short while this lives.
class Shortage final
{
public:
    explicit Shortage(int allocations, bool alsoOfMalloc = false)
    {
        countsMalloc = alsoOfMalloc;
        allocationsLeft = allocations;
    }
    ~Shortage()
    {
        allocationsLeft = -1;
        countsMalloc = false;
    }
    Q_DISABLE_COPY_MOVE(Shortage)
};

/// Does something, with memory short from some moment on, by calling the function that it is given.
using Begin = std::function<void(const std::function<void()> &)>;
using Scenario = std::function<void(const Begin &shortOfMemory)>;

Task<> waitTwice(Sender &sender)
{
    co_await waitFor(sender, &Sender::valueChanged);
    co_await waitFor(sender, &Sender::valueChanged);
}

/// Keeps the connections of a sender open. Qt's connect(), and its hash, do not stand short memory: what opens the first
/// connection to a signal may end the program, and is not tried here. Nor are futures: the destructor of Qt's QPromise
/// needs memory, and a QFutureWatcher is told by events that Qt allocates with its lock held.
Task<> keepConnected(Sender &sender)
{
    for (;;)
        co_await whenAny(waitFor(sender, &Sender::valueChanged), waitFor(sender, &Sender::clicked));
}

Task<> nested(Sender &sender, int depth)
{
    const auto local = std::make_unique<int>(depth);
    if (depth == 0)
        co_await waitTwice(sender);
    else
        co_await nested(sender, depth - 1);
}

Task<> failing()
{
    throw std::runtime_error("on purpose");
    co_return;
}

Task<> catching(Sender &sender)
{
    try {
        co_await failing();
    } catch (const std::exception &) {
        co_return;
    }
    co_await waitTwice(sender);
}

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wreturn-type" // clang sees it; g++ does not
#endif
Task<int> forgetItsResult(Sender &sender)
{
    const int value = co_await waitFor(sender, &Sender::valueChanged);
    if (value == 0)
        co_return 0;
}
#ifdef __clang__
#pragma clang diagnostic pop
#endif

class Machine final : public StateMachine
{
    Q_OBJECT

public:
    enum class State { Waiting };
    Q_ENUM(State)

    explicit Machine(Sender &sender)
        : m_sender(sender)
    {
    }
    QMetaEnum states() const override { return QMetaEnum::fromType<State>(); }
    int currentState() const override { return 0; }

protected:
    void start() override { again(); }

private:
    void again()
    {
        pauseFor(waitFor(m_sender, &Sender::valueChanged), [this](int) { again(); });
    }

    Sender &m_sender;
};

/// Starts what \a make returns, lets two changes arrive, and ends it.
template<typename Make>
Scenario taskOf(Make make)
{
    return [make](const Begin &shortOfMemory) {
        Sender sender(u"sender"_s);
        TaskScope others;
        others.start(keepConnected(sender));
        TaskScope scope;
        shortOfMemory([&] {
            scope.start(make(sender), u"task"_s);
            sender.setValue(1);
            sender.setValue(2);
        });
    };
}

/// The same for a wait.
template<typename Make>
Scenario waitOf(Make make)
{
    return taskOf([make](Sender &sender) {
        return [](Sender &sender_, Make make_) -> Task<> { co_await make_(sender_); }(sender, make);
    });
}

QStringList *otherWarnings = nullptr;
void hear(QtMsgType, const QMessageLogContext &, const QString &text)
{
    const int left = std::exchange(allocationsLeft, -1); // also for malloc()
    if (!text.contains(u"failed: std::bad_alloc"_s) && !text.contains(u"failed: on purpose"_s)
        && !text.contains(u"without co_return"_s)
        && text != u"The function of TaskScope::onFailure() has thrown: std::bad_alloc"_s)
        otherWarnings->append(text);
    allocationsLeft = left;
}

} // namespace

Q_DECLARE_METATYPE(Scenario)

class tst_OutOfMemory : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void leavesNothingBehind_data();
    void leavesNothingBehind();
};

void tst_OutOfMemory::initTestCase()
{
    // What Qt needs memory for at its first warning, and must not throw.
    QVERIFY(QLoggingCategory::defaultCategory()->isWarningEnabled());
}

void tst_OutOfMemory::leavesNothingBehind_data()
{
    QTest::addColumn<Scenario>("scenario");
    QTest::addColumn<bool>("all");
    QTest::addColumn<bool>("alsoOfMalloc");
    const auto add = [](const char *name, const Scenario &scenario) {
        QTest::addRow("%s, once", name) << scenario << false << false;
        QTest::addRow("%s, from then on", name) << scenario << true << false;
    };
    // An ending needs no memory: neither the library's nor what Qt takes for words.
    const auto addEnding = [](const char *name, const Scenario &scenario) {
        for (const bool alsoOfMalloc : { false, true }) {
            const char *kind = alsoOfMalloc ? ", texts" : "";
            QTest::addRow("%s, once%s", name, kind) << scenario << false << alsoOfMalloc;
            QTest::addRow("%s, from then on%s", name, kind) << scenario << true << alsoOfMalloc;
        }
    };
    add("start", taskOf(waitTwice));
    add("start a task with a result", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope others;
        others.start(keepConnected(sender));
        TaskScope scope;
        shortOfMemory([&] {
            scope.start([](Sender &sender_) -> Task<int> {
                co_return co_await waitFor(sender_, &Sender::valueChanged);
            }(sender));
        });
        sender.setValue(1);
        QVERIFY(scope.isEmpty());
    });
    add("start a function with captures", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope others;
        others.start(keepConnected(sender));
        TaskScope scope;
        shortOfMemory([&] { scope.start([&sender]() -> Task<> { co_await waitTwice(sender); }, u"name"_s); });
    });
    add("start a state machine", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope others;
        others.start(keepConnected(sender));
        TaskScope scope;
        shortOfMemory([&] {
            scope.start(std::make_unique<Machine>(sender), u"machine"_s);
            sender.setValue(1);
        });
    });
    add("a task that awaits others", taskOf([](Sender &sender) { return nested(sender, 3); }));
    add("a task that fails", taskOf([](Sender &) { return failing(); }));
    add("a task that catches", taskOf(catching));
    add("waitFor", waitOf([](Sender &sender) { return waitFor(sender, &Sender::valueChanged); }));
    add("waitForChange", waitOf([](Sender &sender) { return waitForChange<int>(sender, "value"); }));
    add("sleepFor", waitOf([](Sender &) { return sleepFor(1h); }));
    add("waitUntil", waitOf([](Sender &sender) {
        return waitUntil(sender, &Sender::valueChanged, [](int value) { return value == 2; });
    }));
    add("withTimeout", taskOf([](Sender &sender) {
        return [](Sender &sender_) -> Task<> { co_await withTimeout(waitTwice(sender_), 1h); }(sender);
    }));
    add("whenAny", taskOf([](Sender &sender) {
        return [](Sender &sender_) -> Task<> {
            co_await whenAny(nested(sender_, 1), waitFor(sender_, &Sender::valueChanged), sleepFor(1h));
        }(sender);
    }));
    add("whenAll", taskOf([](Sender &sender) {
        return [](Sender &sender_) -> Task<> {
            co_await whenAll(nested(sender_, 1), waitFor(sender_, &Sender::valueChanged),
                waitFor(sender_, &Sender::clicked));
        }(sender);
    }));
    add("streamOf", taskOf([](Sender &sender) {
        return [](Sender &sender_) -> Task<> {
            auto changes = streamOf(sender_, &Sender::valueChanged);
            sender_.setValue(7);
            sender_.setValue(8);
            for (;;)
                co_await changes.next();
        }(sender);
    }));
    add("join", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope scope;
        TaskScope waiting;
        scope.start(waitTwice(sender));
        shortOfMemory([&] {
            waiting.start([](TaskScope &scope_) -> Task<> { co_await scope_.join(); }(scope));
            sender.setValue(1);
            sender.setValue(2);
        });
    });
    add("an end without a result", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope scope;
        scope.onFailure([](const TaskHandle<> &) { });
        const TaskHandle task = scope.start(forgetItsResult(sender));
        shortOfMemory([&] { sender.setValue(1); });
        QCOMPARE(task.state(), TaskState::Failed);
    });
    add("a failure that a function takes", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope scope;
        scope.onFailure([text = std::string(100, 'x')](const TaskHandle<> &) { throw std::bad_alloc(); });
        const TaskHandle task = scope.start([](Sender &sender_) -> Task<> {
            co_await waitFor(sender_, &Sender::valueChanged);
            throw std::runtime_error("on purpose");
        }(sender));
        shortOfMemory([&] { sender.setValue(1); });
        QCOMPARE(task.state(), TaskState::Failed);
        QVERIFY(scope.isEmpty());
    });
    addEnding("cancel", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope scope;
        const TaskHandle task = scope.start(nested(sender, 3));
        shortOfMemory([&] { task.cancel(); });
        QCOMPARE(task.state(), TaskState::Cancelled);
    });
    addEnding("the end of a scope", [](const Begin &shortOfMemory) {
        Sender sender;
        auto scope = std::make_unique<TaskScope>();
        for (int i = 0; i < 3; ++i)
            scope->start(nested(sender, 2));
        shortOfMemory([&] { scope.reset(); });
    });
    addEnding("cancel with a stream and a branch", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope scope;
        scope.start([](Sender &sender_) -> Task<> {
            auto changes = streamOf(sender_, &Sender::valueChanged);
            co_await whenAny(changes.next(), nested(sender_, 1));
        }(sender));
        shortOfMemory([&] { scope.cancel(); });
        QVERIFY(scope.isEmpty());
    });
    addEnding("the end of a stream", [](const Begin &shortOfMemory) {
        Sender sender;
        using Stream = decltype(streamOf(sender, &Sender::clicked));
        auto stream = std::make_unique<Stream>(streamOf(sender, &Sender::clicked));
        auto next = stream->next();
        shortOfMemory([&] { stream.reset(); });
        TaskScope scope;
        const TaskHandle task = scope.start([](decltype(next) &next_) -> Task<> { co_await next_; }(next));
        QCOMPARE(task.state(), TaskState::Cancelled);
    });
    addEnding("the end of a sender", [](const Begin &shortOfMemory) {
        auto sender = std::make_unique<Sender>();
        TaskScope scope;
        scope.start(nested(*sender, 2));
        scope.start(waitTwice(*sender));
        shortOfMemory([&] { sender.reset(); });
        QVERIFY(scope.isEmpty());
    });
    addEnding("the end of a task inside an emission", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope scope;
        TaskHandle other;
        scope.start([](Sender &sender_, TaskHandle<> &other_) -> Task<> {
            co_await waitFor(sender_, &Sender::clicked);
            other_.cancel();
        }(sender, other));
        other = scope.start(nested(sender, 1));
        shortOfMemory([&] { Q_EMIT sender.clicked(); });
    });
    add("runInBackground", [](const Begin &shortOfMemory) {
        TaskScope scope;
        shortOfMemory([&] {
            scope.start([]() -> Task<> {
                const auto work = [](BackgroundContext &context) {
                    context.setProgress(1);
                    return QString(10, u'x');
                };
                const auto show = [](double) { };
                co_await runInBackground(work, show);
            });
        });
        QTRY_VERIFY(scope.isEmpty());
    });
    add("the end of a function in the background", [](const Begin &shortOfMemory) {
        TaskScope scope;
        auto work = [](BackgroundContext &context) { context.setProgress(1); };
        scope.start(
            [](decltype(work) work_) -> Task<> { co_await runInBackground(work_, [](double) { }); }(work));
        shortOfMemory([&] { scope.cancel(); });
    });
    add("a handle", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope others;
        others.start(keepConnected(sender));
        TaskScope scope;
        const TaskHandle task = scope.start(waitTwice(sender));
        shortOfMemory([&] {
            scope.start([](TaskHandle<> task_) -> Task<> { co_await task_; }(task));
            sender.setValue(1);
            sender.setValue(2);
        });
    });
    addEnding("a handle of a task that is cancelled", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope scope;
        const TaskHandle task = scope.start(waitTwice(sender));
        scope.start([](TaskHandle<> task_) -> Task<> { co_await task_; }(task));
        shortOfMemory([&] { task.cancel(); });
        QVERIFY(scope.isEmpty());
    });
    add("waitForCallback", taskOf([](Sender &sender) {
        return [](Sender &sender_) -> Task<> {
            const auto ask = [&sender_](Resume<QString> resume) {
                QObject::connect(&sender_, &Sender::valueChanged, &sender_,
                    [resume](int value) { resume(QString::number(value)); });
                return [&sender_] { QObject::disconnect(&sender_, nullptr, &sender_, nullptr); };
            };
            co_await waitForCallback<QString>(ask);
        }(sender);
    }));
    const auto waitForResume = [](std::vector<Resume<void>> &resume) -> Task<> {
        resume.reserve(1);
        const auto ask = [&resume](Resume<void> go) { resume.push_back(std::move(go)); };
        co_await waitForCallback(ask);
    };
    add("a callback that is dropped", [waitForResume](const Begin &shortOfMemory) {
        TaskScope scope;
        std::vector<Resume<void>> resume;
        scope.start(waitForResume(resume));
        shortOfMemory([&] { resume.clear(); });
        QVERIFY(scope.isEmpty());
    });
    const auto onAnotherThread = [](const Begin &shortOfMemory, const std::function<void()> &call) {
        shortOfMemory([&] {
            const int left = std::exchange(allocationsLeft, -1);
            std::thread([&call, left, &fails = hasFailed, all = allFromThenOn] {
                static_cast<void>(QThread::currentThread()); // Qt itself does not stand short memory there
                {
                    allFromThenOn = all;
                    const Shortage shortage(left);
                    try {
                        call();
                    } catch (const std::bad_alloc &) {
                        // it was as if nobody had called
                    }
                }
                fails = hasFailed;
            }).join();
        });
    };
    add("a callback from another thread", [waitForResume, onAnotherThread](const Begin &shortOfMemory) {
        TaskScope scope;
        std::vector<Resume<void>> resume;
        scope.start(waitForResume(resume));
        onAnotherThread(shortOfMemory, [&] { resume.front()(); });
        QTRY_VERIFY(scope.isEmpty());
    });
    add("a callback that is dropped on another thread",
        [waitForResume, onAnotherThread](const Begin &shortOfMemory) {
            TaskScope scope;
            std::vector<Resume<void>> resume;
            scope.start(waitForResume(resume));
            onAnotherThread(shortOfMemory, [&] { resume.clear(); });
            QTRY_VERIFY(scope.isEmpty());
        });
    const auto receive = [](Channel<QString> &channel, int &received) -> Task<> {
        for (;;) {
            const auto value = co_await channel.receive();
            if (!value)
                co_return;
            ++received;
        }
    };
    add("a channel", [receive](const Begin &shortOfMemory) {
        TaskScope scope;
        Channel<QString> channel(1);
        int received = 0;
        const auto send = [](Channel<QString> &channel_) -> Task<> {
            for (int i = 0; i < 3; ++i)
                co_await channel_.send(QString(10, u'x'));
            channel_.close();
        };
        shortOfMemory([&] {
            scope.start(receive(channel, received));
            scope.start(send(channel));
            QCoreApplication::sendPostedEvents();
        });
        channel.close();
        QTRY_VERIFY(scope.isEmpty());
    });
    add("a channel without tasks", [receive](const Begin &shortOfMemory) {
        TaskScope scope;
        Channel<QString> channel(2);
        int received = 0;
        scope.start(receive(channel, received));
        const QString value(10, u'x');
        int sent = 0;
        shortOfMemory([&] {
            for (int i = 0; i < 3; ++i)
                sent += channel.trySend(value) ? 1 : 0;
        });
        QTRY_COMPARE(received, sent);
        channel.close();
        QTRY_VERIFY(scope.isEmpty());
    });
    const auto receiveInto = [](Channel<QString> &channel, QStringList &log) -> Task<> {
        log.append((co_await channel.receive()).value_or(u"nothing"_s));
    };
    add("a channel that is closed", [receiveInto](const Begin &shortOfMemory) {
        Channel<QString> channel(1);
        QStringList log;
        TaskScope scope;
        scope.start(receiveInto(channel, log));
        scope.start(receiveInto(channel, log));
        shortOfMemory([&] { channel.close(); });
        QTRY_COMPARE(log, QStringList(2, u"nothing"_s));
    });
    add("the end of a channel", [receiveInto](const Begin &shortOfMemory) {
        auto channel = std::make_unique<Channel<QString>>(1);
        QStringList log;
        TaskScope scope;
        scope.start(receiveInto(*channel, log));
        scope.start(receiveInto(*channel, log));
        shortOfMemory([&] { channel.reset(); });
        QTRY_COMPARE(log, QStringList(2, u"nothing"_s));
    });
    add("a value in a channel that is given back", [receiveInto](const Begin &shortOfMemory) {
        Channel<QString> channel(1);
        QStringList log;
        TaskScope scope;
        const TaskHandle first = scope.start(receiveInto(channel, log));
        scope.start(receiveInto(channel, log));
        QVERIFY(channel.trySend(u"value"_s));
        shortOfMemory([&] { first.cancel(); });
        QTRY_COMPARE(log, QStringList(u"value"_s));
    });
    add("room in a channel", [](const Begin &shortOfMemory) {
        Channel<QString> channel(1);
        QVERIFY(channel.trySend(u"first"_s));
        TaskScope scope;
        scope.start(
            [](Channel<QString> &channel_) -> Task<> { co_await channel_.send(u"second"_s); }(channel));
        shortOfMemory([&] { QCOMPARE(channel.tryReceive(), u"first"_s); });
        QTRY_VERIFY(scope.isEmpty());
        QCOMPARE(channel.tryReceive(), u"second"_s);
    });
    add("a channel from another thread", [receiveInto, onAnotherThread](const Begin &shortOfMemory) {
        Channel<QString> channel(1);
        QStringList log;
        TaskScope scope;
        scope.start(receiveInto(channel, log));
        bool isSent = false;
        onAnotherThread(shortOfMemory, [&] { isSent = channel.trySend(QStringLiteral("value")); });
        if (isSent)
            QTRY_COMPARE(log, QStringList(u"value"_s));
        else
            QCOMPARE(channel.count(), 0);
    });
    add("a LocalObject", taskOf([](Sender &sender) {
        return [](Sender &sender_) -> Task<> {
            const LocalObject<QObject> object;
            co_await waitFor(sender_, &Sender::valueChanged);
        }(sender);
    }));
    add("a TaskTrace that looks", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskTrace trace;
        trace.setRecordsValues(true);
        TaskScope others;
        others.start(keepConnected(sender));
        TaskScope scope;
        shortOfMemory([&] {
            scope.start(nested(sender, 2), u"second"_s);
            sender.setValue(1);
            sender.setValue(2);
        });
        sender.setValue(3); // where the memory for the start has failed, nobody waits
        sender.setValue(4);
        QVERIFY(scope.isEmpty());
    });
    add("a list", taskOf([](Sender &sender) {
        return [](Sender &sender_) -> Task<> {
            std::vector<Task<>> tasks;
            for (int i = 0; i < 3; ++i)
                tasks.push_back(waitTwice(sender_));
            co_await whenAll(std::move(tasks));
        }(sender);
    }));
    add("throttled", taskOf([](Sender &sender) {
        return [](Sender &sender_) -> Task<> {
            auto changes = throttled(streamOf(sender_, &Sender::valueChanged), 1h);
            for (;;)
                co_await changes.next();
        }(sender);
    }));
    add("forEachLatest", taskOf([](Sender &sender) {
        return forEachLatest(streamOf(sender, &Sender::valueChanged), [](int) { return failing(); });
    }));
    add("waitUntilSettled", taskOf([](Sender &sender) {
        return [](Sender &sender_) -> Task<> {
            auto changes = streamOf(sender_, &Sender::valueChanged);
            changes.keepNewest(1);
            co_await waitUntilSettled(changes, 1h, 2h);
        }(sender);
    }));
    add("waitForEvent", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope others;
        others.start([](Sender &sender_) -> Task<> {
            for (;;)
                co_await waitForEvent(sender_, QEvent::User);
        }(sender));
        TaskScope scope;
        shortOfMemory([&] {
            scope.start(
                [](Sender &sender_) -> Task<> { co_await waitForEvent(sender_, QEvent::User); }(sender));
            QEvent event(QEvent::User);
            QCoreApplication::sendEvent(&sender, &event);
        });
    });
    add("a TaskModel that is made", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope scope;
        scope.start(nested(sender, 2));
        std::unique_ptr<TaskModel> model;
        shortOfMemory([&] { model = std::make_unique<TaskModel>(); });
    });
    add("a TaskModel that looks", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskModel model;
        TaskScope scope;
        scope.start(waitTwice(sender), u"first"_s);
        model.refresh();
        shortOfMemory([&] {
            scope.start(nested(sender, 2), u"second"_s);
            sender.setValue(1);
        });
        model.refresh();
        QCOMPARE(model.waitingCount(), scope.count()); // whatever it had no memory for, it has found now
        scope.cancel();
        model.refresh();
        QCOMPARE(model.waitingCount(), 0);
    });
    add("dumpTasks", [](const Begin &shortOfMemory) {
        Sender sender;
        TaskScope scope;
        scope.start(nested(sender, 2), u"second"_s);
        shortOfMemory([&] { static_cast<void>(dumpTasks()); });
    });
}

void tst_OutOfMemory::leavesNothingBehind()
{
    QFETCH(Scenario, scenario);
    QFETCH(bool, all);
    QFETCH(bool, alsoOfMalloc);
    constexpr int tooMany = 10'000;
    QStringList warnings;
    otherWarnings = &warnings;
    const QtMessageHandler before = qInstallMessageHandler(hear);
    int allocations = 0;
    bool isEnough = false;
    for (; !isEnough && allocations < tooMany; ++allocations) {
        scenario([&](const std::function<void()> &act) {
            hasFailed = false;
            allFromThenOn = all;
            try {
                const Shortage shortage(allocations, alsoOfMalloc);
                act();
            } catch (const std::bad_alloc &) {
                // at the call
            }
            isEnough = !hasFailed;
        });
        if (QTest::currentTestFailed())
            break;
        QCoreApplication::processEvents();
        const Detail::ThreadContext &context = Detail::ThreadContext::current();
        QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0));
        QVERIFY(context.observers.empty());
        QVERIFY(!context.scopes.first());
        QVERIFY(context.runner == nullptr);
        QCOMPARE(warnings, QStringList());
    }
    qInstallMessageHandler(before);
    QVERIFY(isEnough);
    QVERIFY(allocations > 0);
}

QTEST_GUILESS_MAIN(tst_OutOfMemory)
#include "tst_outofmemory.moc"
