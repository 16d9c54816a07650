// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "testsupport.h"

#include <asyncwidgets/detail/threadcontext.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QMetaMethod>
#include <QtCore/QRegularExpression>

#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>

// The locks of an installed Qt are not instrumented. So the thread sanitizer is told here what it cannot see: whatever
// happened before an event was allocated happened before the event is delivered.
namespace {
char knownOrder;
}
extern "C" void __sanitizer_malloc_hook(const volatile void *, size_t)
{
    __tsan_release(&knownOrder);
}
extern "C" void __sanitizer_free_hook(const volatile void *)
{
    __tsan_release(&knownOrder);
}
static const bool isTold = QInternal::registerCallback(QInternal::EventNotifyCallback, [](void **) {
    __tsan_acquire(&knownOrder);
    return false; // deliver it as usual
});
#endif

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Tests {

Sender::Sender(QObject *parent)
    : QObject(parent)
{
}

Sender::Sender(const QString &name, QObject *parent)
    : QObject(parent)
{
    setObjectName(name);
}

void Sender::setValue(int value)
{
    if (value == m_value)
        return;
    m_value = value;
    Q_EMIT valueChanged(value);
}

void Sender::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    Q_EMIT textChanged();
}

int Sender::fragileValue() const
{
    throw std::runtime_error("cannot be read");
}

void Sender::disconnectAll()
{
    const QMetaObject *meta = metaObject();
    for (int index = meta->methodCount() - 1; index >= 0; --index) { // destroyed is the last
        if (meta->method(index).methodType() == QMetaMethod::Signal)
            QObject::disconnect(this, meta->method(index), nullptr, QMetaMethod());
    }
}

bool Sender::hasConnections() const
{
    const QMetaObject *meta = metaObject();
    for (int index = 0; index < meta->methodCount(); ++index) {
        const QMetaMethod method = meta->method(index);
        if (method.methodType() == QMetaMethod::Signal && isSignalConnected(method))
            return true;
    }
    return false;
}

void Sender::notASignal(int) { }

void Semaphore::release(int count)
{
    const std::scoped_lock lock(m_mutex);
    m_count += count;
    m_changed.notify_all();
}

void Semaphore::acquire(int count)
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_count >= count; });
    m_count -= count;
}

bool Semaphore::tryAcquire(int count, std::chrono::milliseconds atMost)
{
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait_for(lock, atMost, [&] { return m_count >= count; }))
        return false;
    m_count -= count;
    return true;
}

void join(QThread &thread)
{
    thread.wait();
#ifdef __SANITIZE_THREAD__
    __tsan_acquire(&knownOrder);
#endif
}

void LibraryTest::init()
{
    Fragile::copiesLeft = -1;
#if QT_VERSION >= QT_VERSION_CHECK(6, 3, 0)
    QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
#endif
}

void LibraryTest::cleanup()
{
    QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0));
    if (const Detail::ThreadContext *context = Detail::ThreadContext::existing())
        QCOMPARE(context->cancelRequests, 0);
}

Task<> TaskTest::follow(Sender &followed, QString name, int times)
{
    for (int i = 0; i < times; ++i)
        log.append(u"%1 %2"_s.arg(name).arg(co_await waitFor(followed, &Sender::valueChanged)));
}

Task<> TaskTest::click(Sender &clicked, QString name)
{
    const Trace trace(log, name);
    co_await waitFor(clicked, &Sender::clicked);
    log.append(name + u" clicked"_s);
}

TaskHandle<> TaskTest::atChange(std::function<void()> function)
{
    return scope->start([](Sender *waited, std::function<void()> call) -> Task<> {
        co_await waitFor(waited, &Sender::valueChanged);
        call();
    }(sender.get(), std::move(function)));
}

ProgramEnd runThisProgram(const QStringList &arguments)
{
    QProcess program;
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(QCoreApplication::applicationFilePath(), arguments);
    if (!program.waitForFinished(120'000))
        return { QProcess::CrashExit, -1, u"It did not end: "_s + program.errorString() };
    return { program.exitStatus(), program.exitCode(), QString::fromUtf8(program.readAll()) };
}

Task<int> valueOf(Sender &sender)
{
    co_return co_await waitFor(sender, &Sender::valueChanged);
}

Task<> failWhenClicked(Sender &sender, QByteArray words)
{
    co_await waitFor(sender, &Sender::clicked);
    throw std::runtime_error(words.toStdString());
}

void TaskTest::init()
{
    LibraryTest::init();
    sender = std::make_unique<Sender>();
    scope = std::make_unique<TaskScope>();
    log.clear();
}

void TaskTest::cleanup()
{
    scope.reset();
    time.reset();
    QVERIFY(!sender || !sender->hasConnections());
    sender.reset();
    LibraryTest::cleanup();
}

} // namespace AsyncWidgets::Tests
