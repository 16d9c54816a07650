// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests StallMonitor: that it names the right culprit, tells nothing that is none, and harms no program.

#include "testsupport.h"

#include <QtCore/QDeadlineTimer>
#include <QtCore/QEventLoop>
#include <QtCore/QFile>
#include <QtCore/QRandomGenerator>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>
#include <QtCore/QTemporaryFile>
#include <QtCore/QTimer>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QPushButton>

#include <array>
#include <atomic>
#include <cstdio>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#ifdef Q_OS_UNIX
#include <csignal>
#include <ctime>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

#if defined(__SANITIZE_THREAD__)
constexpr bool holdsSignalsBack = true; // the thread sanitizer, until the thread calls the system
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
constexpr bool holdsSignalsBack = true;
#else
constexpr bool holdsSignalsBack = false;
#endif
#else
constexpr bool holdsSignalsBack = false;
#endif

/// Keeps the thread busy.
void work(std::chrono::microseconds duration)
{
    const auto start = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - start < duration) { }
}

/// A hundred functions with names of their own, every second of which sleeps.
template<int number>
Q_NEVER_INLINE void hold(std::chrono::milliseconds duration)
{
    if constexpr (number % 2 == 0)
        work(duration);
    else
        std::this_thread::sleep_for(duration);
    asm volatile(""); // so that this is no jump into the other function
}
using Hold = void (*)(std::chrono::milliseconds);
template<int... numbers>
constexpr std::array<Hold, sizeof...(numbers)> makeHolds(std::integer_sequence<int, numbers...>)
{
    return { &hold<numbers>... };
}
constexpr auto holds = makeHolds(std::make_integer_sequence<int, 100>());

class Canvas : public QWidget
{
public:
    std::function<void()> onPaint;
    quintptr lastFrame = 0; // the stack pointer of what has called event()

protected:
    bool event(QEvent *event) override
    {
#ifdef __GNUC__
        lastFrame = reinterpret_cast<quintptr>(__builtin_frame_address(0)) + 2 * sizeof(void *);
#endif
        return QWidget::event(event);
    }
    void paintEvent(QPaintEvent *) override
    {
        if (onPaint)
            std::exchange(onPaint, nullptr)();
    }
};

/// Calls \a function with the stack pointer \a stack, if that is below the present one and the processor is known.
Q_NEVER_INLINE void callAt([[maybe_unused]] quintptr stack, const std::function<void()> &function)
{
#if defined(__GNUC__) && defined(__x86_64__)
    for (quintptr present = stack + 1; present > stack;) {
        void *volatile room = __builtin_alloca(8);
        asm volatile("mov %%rsp, %0" : "=r"(present) : "r"(room) : "memory");
    }
#endif
    function();
    asm volatile(""); // so that this is no jump
}

/// Holds the loop when it is destroyed.
class Slow : public QObject
{
public:
    explicit Slow(std::function<void()> function)
        : m_atEnd(std::move(function))
    {
    }

private:
    AtEnd m_atEnd;
};

Task<> holdAfterWaiting(std::function<void()> hold)
{
    co_await sleepFor(1ms);
    hold();
}

Task<> emitAfterWaiting(Sender &sender)
{
    co_await sleepFor(1ms);
    Q_EMIT sender.clicked();
}

Task<> holdInsideAnEmission(Sender &sender, std::function<void()> hold)
{
    co_await waitFor(sender, &Sender::clicked);
    hold();
}

Task<> runALoop(QEventLoop &loop, QTimer &timer)
{
    co_await sleepFor(1ms);
    timer.start(1); // not before: it ends the loop
    loop.exec();
}

struct Expected
{
    QEvent::Type event = QEvent::None;
    QString receiverClass;
    QString receiverName;
    QString task;
};

/// What a window has, and the ways in which it can be held.
class Window
{
public:
    static constexpr int kinds = 11;

    Window()
    {
        canvas.setObjectName(u"canvas"_s);
        canvas.resize(50, 50);
        canvas.show();
        QDialog dialog; // loads the fonts
        QPushButton(u"ok"_s, &dialog).sizeHint();
        button.setObjectName(u"go"_s);
        timer.setObjectName(u"timer"_s);
        timer.setSingleShot(true);
        receiver.setObjectName(u"receiver"_s);
        QObject::connect(&timer, &QTimer::timeout, &receiver, [this] { run(); });
        QObject::connect(&button, &QPushButton::clicked, &receiver, [this] { run(); });
    }

    /// Arranges that \a function is called by the event loop. \returns what is to be told of it.
    Expected arrange(int kind, std::function<void()> function)
    {
        hold = std::move(function);
        const auto later
            = [this](auto call) { QMetaObject::invokeMethod(&receiver, call, Qt::QueuedConnection); };
        switch (kind) {
        case 0: // a click
            later([this] { QTest::mouseClick(&button, Qt::LeftButton); });
            return { QEvent::MouseButtonRelease, u"QPushButton"_s, u"go"_s, {} };
        case 1: // a queued slot
            later([this] { run(); });
            return { QEvent::MetaCall, u"QObject"_s, u"receiver"_s, {} };
        case 2:
            timer.start(1);
            return { QEvent::Timer, u"QTimer"_s, u"timer"_s, {} };
        case 3:
            canvas.onPaint = [this] { run(); };
            canvas.update();
            return { QEvent::Paint, u"QWidget"_s, u"canvas"_s, {} };
        case 4:
            scope.start(holdAfterWaiting([this] { run(); }), u"a task"_s);
            return { QEvent::Timer, u"QObject"_s, {}, u"a task"_s };
        case 5: // a nested loop
            later([this] {
                QEventLoop loop;
                QObject::connect(&timer, &QTimer::timeout, &loop, &QEventLoop::quit);
                timer.start(1);
                loop.exec();
            });
            return { QEvent::Timer, u"QTimer"_s, u"timer"_s, {} };
        case 6:
            (new Slow([this] { run(); }))->deleteLater(); // deletes itself
            return { QEvent::DeferredDelete, u"QObject"_s, {}, {} };
        case 7: // a modal dialog's handler
            later([this] {
                QDialog dialog;
                auto *ok = new QPushButton(&dialog);
                ok->setObjectName(u"ok"_s);
                QObject::connect(ok, &QPushButton::clicked, &dialog, [this, &dialog] {
                    run();
                    dialog.accept();
                });
                QMetaObject::invokeMethod(
                    &dialog, [ok] { QTest::mouseClick(ok, Qt::LeftButton); }, Qt::QueuedConnection);
                dialog.exec();
            });
            return { QEvent::MouseButtonRelease, u"QPushButton"_s, u"ok"_s, {} };
        case 8: // another task's continuation inside an emission
            scope.start(holdInsideAnEmission(sender, [this] { run(); }), u"the held one"_s);
            scope.start(emitAfterWaiting(sender), u"the emitting one"_s);
            return { QEvent::Timer, u"QObject"_s, {}, u"the held one"_s };
        case 9: // after events that were handled inside this one
            later([this] {
                for (int i = 0; i < 20; ++i) {
                    QEvent inner(QEvent::User);
                    QCoreApplication::sendEvent(&canvas, &inner);
                }
                callAt(canvas.lastFrame, [this] { run(); }); // where the last of them was handled
            });
            return { QEvent::MetaCall, u"QObject"_s, u"receiver"_s, {} };
        default: { // a nested loop inside a task, which is not to blame
            auto loop = std::make_shared<QEventLoop>();
            QObject::connect(&timer, &QTimer::timeout, loop.get(), &QEventLoop::quit);
            scope.start([](std::shared_ptr<QEventLoop> inner,
                            QTimer &timer_) -> Task<> { co_await runALoop(*inner, timer_); }(loop, timer),
                u"the one with a loop"_s);
            return { QEvent::Timer, u"QTimer"_s, u"timer"_s, {} };
        }
        }
    }

    void run()
    {
        if (hold)
            std::exchange(hold, nullptr)();
    }

    std::function<void()> hold;
    Canvas canvas;
    QPushButton button;
    QTimer timer;
    QObject receiver;
    Sender sender;
    TaskScope scope;
};

QString describe(const Stall &stall)
{
    return u"%1 of %2 \"%3\", task \"%4\" %5"_s.arg(
        stall.eventName(), stall.receiverClass, stall.receiverName, stall.task, stall.toString());
}

} // namespace

class tst_StallMonitor : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void takesNoSignalOfTheProgram();
    void namesTheCulprit();
    void namesTheEventThatTookMostOfATurn();
    void tellsTheLineOfATask();
    void keepsItsThresholdWithinBounds();
    void tellsNothingWhileTheLoopTurns();
    void tellsNothingThatNoLoopIsHeldBy();
    void warnsInOneSentence();
    void showsNamesAsTheyAre();
    void tellsAStallWhileItLasts();
    void findsLinesWhenItIsAsked();
    void putsStallsIntoTheTrace();
    void watchesSeveralThreads();
    void saysWhenThereIsNoLoopToWatch();
    void canDieDuringAStall();
    void canDieInsideItsSignal();
    void survivesForkAndExec();
    void doesNotCountTheTimeForWhichTheProgramWasStopped();
    void takesAnotherSignalWhenTheProgramHandlesItsOwn();
    void knowsNoStackOfAThreadThatBlocksSignals();
    void blamesNobodyForAProcessorThatOthersUse();
    void canOutliveTheEventLoop();
};

void tst_StallMonitor::takesNoSignalOfTheProgram()
{
#ifdef Q_OS_UNIX
    struct sigaction handled = {};
    handled.sa_handler = [](int) { };
    QCOMPARE(sigaction(SIGURG, &handled, nullptr), 0);
    QVERIFY(StallMonitor::signalNumber() != SIGURG);
    QVERIFY(StallMonitor::signalNumber() != 0);
    QVERIFY(!StallMonitor::setSignalNumber(SIGURG));
    handled.sa_handler = SIG_DFL;
    QCOMPARE(sigaction(SIGURG, &handled, nullptr), 0);
    QVERIFY(StallMonitor::setSignalNumber(SIGURG));
    QCOMPARE(StallMonitor::signalNumber(), SIGURG);
#else
    QCOMPARE(StallMonitor::signalNumber(), 0);
#endif
}

void tst_StallMonitor::namesTheCulprit()
{
    if (holdsSignalsBack)
        QSKIP("The thread sanitizer holds signals back.");
    StallMonitor monitor(100ms);
    monitor.setWarns(false);
    QSignalSpy stalled(&monitor, &StallMonitor::stalled);
    Window window;
    QTest::qWait(100);
    stalled.clear();
    QRandomGenerator random(20261125);
    int right = 0;
    for (int i = 0; i < 100; ++i) {
        const double share
            = random.generateDouble(); // of long ones there are fewer, since this takes their sum
        const std::chrono::milliseconds duration(120 + static_cast<int>(281 * share * share * share));
        const Expected expected = window.arrange(
            i % Window::kinds, [i, duration] { holds[static_cast<std::size_t>(i)](duration); });
        QTRY_VERIFY(!stalled.isEmpty());
        const Stall stall = stalled.takeFirst().first().value<Stall>();
        const QString function = u"hold<%1>"_s.arg(i);
        const bool isRight = stall.eventType == expected.event
            && stall.receiverClass == expected.receiverClass && stall.receiverName == expected.receiverName
            && stall.task == expected.task && stall.stack.mid(0, 12).join(u'\n').contains(function)
            && stall.duration >= duration - 10ms && stall.duration <= duration + 100ms;
        right += isRight ? 1 : 0;
        if (!isRight)
            qInfo().noquote() << "Wrong:" << i << "kind" << i % Window::kinds << duration.count()
                              << describe(stall);
        if (!stalled.isEmpty())
            qInfo() << "One too many:" << i << stalled.size();
        stalled.clear();
    }
    qInfo() << right << "of 100 are right";
    QVERIFY2(right >= 95, qPrintable(QString::number(right)));
}

// It looks less and less often: more samples may be of the shorter one.
void tst_StallMonitor::namesTheEventThatTookMostOfATurn()
{
    if (holdsSignalsBack)
        QSKIP("Signals are held back.");
    StallMonitor monitor(100ms);
    monitor.setWarns(false);
    QSignalSpy stalled(&monitor, &StallMonitor::stalled);
    QObject shorter;
    QObject longer;
    shorter.setObjectName(u"shorter"_s);
    longer.setObjectName(u"longer"_s);
    QMetaObject::invokeMethod(&shorter, [] { hold<3>(250ms); }, Qt::QueuedConnection);
    QMetaObject::invokeMethod(&longer, [] { hold<5>(500ms); }, Qt::QueuedConnection);
    QTRY_COMPARE_WITH_TIMEOUT(stalled.count(), 1, 60'000);
    QCOMPARE(stalled.first().first().value<Stall>().receiverName, u"longer"_s);
}

void tst_StallMonitor::tellsTheLineOfATask()
{
    if (holdsSignalsBack)
        QSKIP("The thread sanitizer holds signals back.");
    StallMonitor monitor(50ms);
    monitor.setWarns(false);
    QSignalSpy stalled(&monitor, &StallMonitor::stalled);
    TaskScope scope;
    uint line = 0;
    scope.start([&line]() -> Task<> {
        line = __LINE__ + 1;
        co_await sleepFor(1ms);
        work(120ms);
    });
    QTRY_COMPARE(stalled.count(), 1);
    const Stall stall = stalled.first().first().value<Stall>();
    QCOMPARE(stall.where.line(), line);
    QVERIFY(QString::fromUtf8(stall.where.file_name()).endsWith(u"tst_stallmonitor.cpp"_s));
    QVERIFY(!stall.task.isEmpty());
}

void tst_StallMonitor::keepsItsThresholdWithinBounds()
{
    using std::chrono::milliseconds;
    QCOMPARE(StallMonitor(milliseconds::min()).threshold(), 10ms);
    QCOMPARE(StallMonitor(10ms).threshold(), 10ms);
    QCOMPARE(StallMonitor(24h).threshold(), 24h);
    QCOMPARE(StallMonitor(milliseconds::max()).threshold(), 24h);
}

void tst_StallMonitor::tellsNothingWhileTheLoopTurns()
{
    StallMonitor monitor(100ms);
    QSignalSpy stalled(&monitor, &StallMonitor::stalled);
    QTimer busy;
    connect(&busy, &QTimer::timeout, this, [] { work(1ms); });
    busy.start(0);
    QTest::qWait(1000);
    busy.stop();
    QTest::qWait(500); // and asleep
    QCOMPARE(stalled.count(), 0);
}

void tst_StallMonitor::tellsNothingThatNoLoopIsHeldBy()
{
    if (holdsSignalsBack)
        QSKIP("The thread sanitizer holds signals back.");
    StallMonitor monitor(50ms);
    QSignalSpy stalled(&monitor, &StallMonitor::stalled);
    QCoreApplication::processEvents();
    QEvent event(QEvent::User);
    QCoreApplication::sendEvent(this, &event); // handled, and over
    work(300ms);
    QTest::qWait(100);
    QCOMPARE(stalled.count(), 0);
}

void tst_StallMonitor::warnsInOneSentence()
{
    StallMonitor monitor(50ms);
    QSignalSpy stalled(&monitor, &StallMonitor::stalled);
    QObject receiver;
    receiver.setObjectName(u"receiver"_s);
    QMetaObject::invokeMethod(&receiver, [] { work(150ms); }, Qt::QueuedConnection);
    const QString expected = holdsSignalsBack
        ? u"^The event loop was held for \\d+ ms.*\\.$"_s
        : u"^The event loop was held for \\d+ ms by MetaCall of QObject \"receiver\", in .+\\.$"_s;
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(expected));
    QTRY_COMPARE(stalled.count(), 1);
}

/// What is written to standard error meanwhile.
class StandardError final
{
public:
    StandardError()
    {
        if (!m_file.open())
            return;
        std::fflush(stderr);
        m_before = dup(2);
        dup2(m_file.handle(), 2);
    }
    ~StandardError()
    {
        if (m_before < 0)
            return;
        dup2(m_before, 2);
        close(m_before);
    }
    Q_DISABLE_COPY_MOVE(StandardError)

    [[nodiscard]] QString text() const
    {
        QFile written(m_file.fileName());
        return written.open(QIODevice::ReadOnly) ? QString::fromUtf8(written.readAll()) : QString();
    }

private:
    QTemporaryFile m_file;
    int m_before = -1;
};

void tst_StallMonitor::showsNamesAsTheyAre()
{
    Stall stall;
    stall.duration = 7ms;
    stall.eventType = QEvent::Timer;
    stall.receiverClass = u"QTimer"_s;
    stall.receiverName = u"%1 of %2"_s;
    stall.task = u"copy %3"_s;
    stall.where = std::source_location::current();
    QCOMPARE(stall.culprit(), u"copy %3 in Timer of QTimer \"%1 of %2\""_s);
    QCOMPARE(stall.toString(),
        u"7 ms\nevent: Timer of QTimer \"%1 of %2\"\ntask: copy %3, resumed at tst_stallmonitor.cpp:"_s
            + QString::number(stall.where.line()));
}

void tst_StallMonitor::tellsAStallWhileItLasts()
{
    StallMonitor monitor(20ms);
    QSignalSpy stalled(&monitor, &StallMonitor::stalled);
    QString text;
    QMetaObject::invokeMethod(
        this,
        [&text] {
            const StandardError written;
            const QDeadlineTimer atMost(60s);
            while (!text.contains(u"still held"_s) && !atMost.hasExpired()) {
                work(5ms);
                text = written.text();
            }
        },
        Qt::QueuedConnection);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"held for"_s));
    QTRY_COMPARE(stalled.count(), 1);
    QVERIFY2(text.contains(u"The event loop is still held: "_s), qPrintable(text));
    if (!holdsSignalsBack)
        QVERIFY2(text.contains(u"tellsAStallWhileItLasts()"_s), qPrintable(text));
}

void tst_StallMonitor::findsLinesWhenItIsAsked()
{
    if (holdsSignalsBack || QStandardPaths::findExecutable(u"addr2line"_s).isEmpty())
        QSKIP("There is no addr2line, or signals are held back.");
    StallMonitor monitor(50ms);
    monitor.setWarns(false);
    QVERIFY(!monitor.findsLines());
    monitor.setFindsLines(true);
    QSignalSpy stalled(&monitor, &StallMonitor::stalled);
    QMetaObject::invokeMethod(this, [] { hold<2>(150ms); }, Qt::QueuedConnection);
    QTRY_COMPARE_WITH_TIMEOUT(stalled.count(), 1, 60'000);
    const QStringList stack = stalled.first().first().value<Stall>().stack;
    QVERIFY(!stack.isEmpty());
    QVERIFY2(stack.filter(u"hold<2>"_s).size() == 1, qPrintable(stack.join(u'\n')));
}

void tst_StallMonitor::putsStallsIntoTheTrace()
{
    const TaskTrace trace;
    StallMonitor monitor(50ms);
    monitor.setWarns(false);
    QMetaObject::invokeMethod(this, [] { work(150ms); }, Qt::QueuedConnection);
    QTRY_COMPARE(trace.stalls().size(), 1U);
    QVERIFY(trace.stalls().front().duration >= 140ms);
}

void tst_StallMonitor::watchesSeveralThreads()
{
    StallMonitor here(100ms);
    here.setWarns(false);
    QSignalSpy stalledHere(&here, &StallMonitor::stalled);
    struct Watched
    {
        ~Watched()
        {
            callThere([this] { monitor.reset(); });
            thread.quit();
            join(thread);
        }
        void callThere(const std::function<void()> &function)
        {
            Semaphore called;
            QMetaObject::invokeMethod(
                &object,
                [&] {
                    function();
                    called.release();
                },
                Qt::QueuedConnection);
            called.acquire();
        }
        QThread thread;
        QObject object; // on it
        std::unique_ptr<StallMonitor> monitor;
        std::vector<Stall> stalls; // written on it
        Semaphore told;
    };
    std::array<Watched, 3> all;
    for (Watched &watched : all) {
        watched.object.moveToThread(&watched.thread);
        watched.thread.start();
        watched.callThere([&watched] {
            watched.monitor = std::make_unique<StallMonitor>(50ms);
            watched.monitor->setWarns(false);
            connect(watched.monitor.get(), &StallMonitor::stalled, &watched.object,
                [&watched](const Stall &stall) {
                    watched.stalls.push_back(stall);
                    watched.told.release();
                });
        });
    }
    for (Watched &watched : all)
        QTimer::singleShot(30, &watched.object, [] { hold<3>(250ms); });
    for (Watched &watched : all) {
        QVERIFY(watched.told.tryAcquire(1, 30s));
        QVERIFY(watched.stalls.front().duration >= 100ms);
        if (!holdsSignalsBack)
            QVERIFY2(watched.stalls.front().toString().contains(u"hold<3>"_s),
                qPrintable(watched.stalls.front().toString()));
    }
}

void tst_StallMonitor::saysWhenThereIsNoLoopToWatch()
{
    QTest::ignoreMessage(
        QtWarningMsg, QRegularExpression(u"^StallMonitor: there is no event loop to watch"_s));
    std::thread([] { const StallMonitor monitor; }).join();
}

void tst_StallMonitor::canDieDuringAStall()
{
    for (const std::chrono::milliseconds after : { 5ms, 12ms, 25ms, 80ms, 300ms }) {
        bool isOver = false;
        auto monitor = std::make_unique<StallMonitor>(20ms);
        monitor->setWarns(false);
        QMetaObject::invokeMethod(
            this,
            [&] {
                work(after);
                monitor.reset();
                work(30ms);
                isOver = true;
            },
            Qt::QueuedConnection);
        QTRY_VERIFY(isOver);
    }
}

void tst_StallMonitor::canDieInsideItsSignal()
{
    auto *monitor = new StallMonitor(20ms); // deleted in the slot
    monitor->setWarns(false);
    const QPointer<StallMonitor> alive(monitor);
    connect(monitor, &StallMonitor::stalled, this, [monitor] { delete monitor; });
    QMetaObject::invokeMethod(this, [] { work(100ms); }, Qt::QueuedConnection);
    QTRY_VERIFY(!alive);
}

void tst_StallMonitor::survivesForkAndExec()
{
#ifdef Q_OS_UNIX
    if (holdsSignalsBack)
        QSKIP("The thread sanitizer does not follow a fork of many threads.");
    auto monitor = std::make_unique<StallMonitor>(5ms); // its thread is at work most of the time
    monitor->setWarns(false);
    QTest::qWait(50);
    const auto exitCodeOf = [](pid_t child) {
        int status = -1;
        return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    };
    for (int i = 0; i < 60; ++i) {
        work(std::chrono::milliseconds(i % 20)); // wherever the other thread is
        QCoreApplication::processEvents();
        work(std::chrono::microseconds(20 * i));
        const pid_t child = fork();
        if (child == 0) {
            alarm(60); // rather than wait for ever for a lock that nobody has
            QCoreApplication::processEvents();
            work(10ms);
            QCoreApplication::processEvents();
            monitor.reset();
            _exit(7);
        }
        QCOMPARE(exitCodeOf(child), 7);
    }
    const pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", "exit 8", nullptr);
        _exit(1);
    }
    QCOMPARE(exitCodeOf(child), 8);
#endif
}

void tst_StallMonitor::doesNotCountTheTimeForWhichTheProgramWasStopped()
{
#ifdef Q_OS_UNIX
    if (holdsSignalsBack)
        QSKIP("The thread sanitizer does not follow a fork of many threads.");
    StallMonitor monitor(100ms);
    monitor.setWarns(false);
    QSignalSpy stalled(&monitor, &StallMonitor::stalled);
    QTimer busy; // so that it is stopped inside a turn
    connect(&busy, &QTimer::timeout, this, [] { work(5ms); });
    busy.start(0);
    QTest::qWait(100);
    const pid_t stopped = getpid();
    const auto before = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) {
        kill(stopped, SIGSTOP);
        usleep(3'000'000);
        kill(stopped, SIGCONT);
        _exit(0);
    }
    QTest::qWait(300);
    int status = 0;
    waitpid(child, &status, 0);
    QTest::qWait(300);
    QVERIFY(std::chrono::steady_clock::now() - before >= 3s);
    for (const QList<QVariant> &stall : stalled) // a busy machine may make shorter ones
        QVERIFY(stall.constFirst().value<Stall>().duration < 2s);
#endif
}

void tst_StallMonitor::takesAnotherSignalWhenTheProgramHandlesItsOwn()
{
#ifdef Q_OS_UNIX
    if (holdsSignalsBack)
        QSKIP("The thread sanitizer holds signals back.");
    StallMonitor monitor(50ms);
    monitor.setWarns(false);
    QSignalSpy stalled(&monitor, &StallMonitor::stalled);
    const int number = StallMonitor::signalNumber();
    struct sigaction own = {};
    struct sigaction before = {};
    static std::atomic<int> signalsOfTheProgram;
    own.sa_handler = [](int) { ++signalsOfTheProgram; };
    QCOMPARE(sigaction(number, &own, &before), 0);
    QMetaObject::invokeMethod(this, [] { work(150ms); }, Qt::QueuedConnection);
    QTRY_COMPARE(stalled.count(), 1);
    QVERIFY(!stalled.first().first().value<Stall>().stack.isEmpty());
    QVERIFY(StallMonitor::signalNumber() != number);
    QCOMPARE(signalsOfTheProgram.load(), 0);
    QCOMPARE(sigaction(number, &before, nullptr), 0);
    QVERIFY(StallMonitor::setSignalNumber(number));
#endif
}

void tst_StallMonitor::knowsNoStackOfAThreadThatBlocksSignals()
{
#ifdef Q_OS_UNIX
    StallMonitor monitor(50ms);
    monitor.setWarns(false);
    QSignalSpy stalled(&monitor, &StallMonitor::stalled);
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    QCOMPARE(pthread_sigmask(SIG_BLOCK, &all, &before), 0);
    QMetaObject::invokeMethod(this, [] { work(150ms); }, Qt::QueuedConnection);
    QTRY_COMPARE(stalled.count(), 1);
    QCOMPARE(pthread_sigmask(SIG_SETMASK, &before, nullptr), 0);
    const Stall stall = stalled.first().first().value<Stall>();
    QVERIFY(stall.stack.isEmpty());
    QVERIFY(stall.duration >= 140ms);
#endif
}

/// On a thread for which only the time is left that all others do not want.
void tst_StallMonitor::blamesNobodyForAProcessorThatOthersUse()
{
#ifdef Q_OS_LINUX
    if (!QFile::exists(u"/proc/thread-self/schedstat"_s))
        QSKIP("This system does not tell how long a thread waits for a processor.");
    constexpr std::chrono::milliseconds threshold = 50ms;
    std::atomic<bool> isOver = false;
    std::vector<std::thread> others;
    for (unsigned i = 0; i < 2 * std::thread::hardware_concurrency(); ++i)
        others.emplace_back([&isOver] {
            while (!isOver) { }
        });

    QStringList stalls;
    bool hasWaited = false; // long enough that it would be told
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        QEventLoop loop;
        StallMonitor monitor(threshold);
        monitor.setWarns(false);
        connect(&monitor, &StallMonitor::stalled, &loop,
            [&](const Stall &stall) { stalls.append(stall.toString()); });
        const sched_param parameters = {};
        pthread_setschedparam(pthread_self(), SCHED_IDLE, &parameters);
        QTimer timer;
        const QDeadlineTimer atMost(30s);
        connect(&timer, &QTimer::timeout, &loop, [&] {
            const auto processorTime = [] {
                timespec now = {};
                clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
                return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
            };
            const auto start = std::chrono::steady_clock::now();
            const auto begin = processorTime();
            while (processorTime() - begin < 2ms) { }
            hasWaited = hasWaited || std::chrono::steady_clock::now() - start > 4 * threshold;
            if (hasWaited || atMost.hasExpired())
                loop.quit();
        });
        timer.start(1);
        loop.exec();
        timer.stop();
        QTimer::singleShot(threshold, &loop, &QEventLoop::quit); // what is to be told is told
        loop.exec();
    }));
    thread->start();
    join(*thread);
    isOver = true;
    for (std::thread &other : others)
        other.join();
    if (!hasWaited)
        QSKIP("There are more processors than can be kept busy.");
    QVERIFY2(stalls.isEmpty(), qPrintable(stalls.join(u'\n')));
#endif
}

void tst_StallMonitor::canOutliveTheEventLoop()
{
    std::unique_ptr<StallMonitor> monitor;
    const std::unique_ptr<QThread> thread(QThread::create([&monitor] {
        monitor = std::make_unique<StallMonitor>(20ms);
        monitor->setWarns(false);
        QCoreApplication::processEvents();
    }));
    thread->start();
    join(*thread);
    QThread::msleep(100);
}

QTEST_MAIN(tst_StallMonitor)
#include "tst_stallmonitor.moc"
