// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What the tests of the library share: a sender with signals of every kind, a fixture with a log, and a check for leaks.

#pragma once

#include <asyncwidgets/asyncwidgets.h>
#include <asyncwidgets/virtualtime.h>

#include <QtCore/QByteArray>
#include <QtCore/QObject>
#include <QtCore/QProcess>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtCore/QThread>
#include <QtTest/QTest>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

namespace AsyncWidgets::Tests {

/// Throws when it is copied while \c copiesLeft is 0; -1 means that copying always works.
struct Fragile
{
    int value = 0;
    inline static int copiesLeft = -1;

    explicit Fragile(int number = 0)
        : value(number)
    {
    }
    Fragile(const Fragile &other)
        : value(other.value)
    {
        if (copiesLeft == 0)
            throw std::runtime_error("cannot be copied");
        if (copiesLeft > 0)
            --copiesLeft;
    }
    Fragile &operator=(const Fragile &) = default;
    ~Fragile() = default;
};

/// Can be copied, but not assigned.
struct Constant
{
    const int id;
    QString text;
};

/// Has a signal and a property of every kind that can be waited for, and some that cannot.
class Sender : public QObject
{
    Q_OBJECT
    Q_PROPERTY(int value READ value WRITE setValue NOTIFY valueChanged)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY textChanged)
    Q_PROPERTY(int fragile READ fragileValue NOTIFY fragileChanged)
    Q_PROPERTY(int silent READ value WRITE setValue)

public:
    explicit Sender(QObject *parent = nullptr);
    explicit Sender(const QString &name, QObject *parent = nullptr);

    [[nodiscard]] int value() const { return m_value; }
    void setValue(int value); ///< emits only if it is another value
    [[nodiscard]] QString text() const { return m_text; }
    void setText(const QString &text);
    [[nodiscard]] int fragileValue() const; ///< throws
    void emitSecret(int value) { Q_EMIT secret(value, QPrivateSignal()); }
    void emitSecretClick() { Q_EMIT secretClick(QPrivateSignal()); }

    /// Cuts every connection, as disconnect() does; that warns where \c destroyed is connected, from Qt 6.11 on.
    void disconnectAll();
    /// Whether anything is connected to any of its signals, \c destroyed included.
    [[nodiscard]] bool hasConnections() const;

Q_SIGNALS:
    void valueChanged(int value);
    void textChanged(); // a NOTIFY signal without the value
    void fragileChanged();
    void clicked();
    void clickedAgain();
    void named(const QString &name);
    void moved(int x, const QString &unit, double speed);
    void secret(int value, QPrivateSignal);
    void secretClick(QPrivateSignal);
    void sent(const AsyncWidgets::Tests::Fragile &value);
    void told(const AsyncWidgets::Tests::Constant &value);
    void pointed(QObject *object);

public:
    void notASignal(int value);

private:
    int m_value = 0;
    QString m_text;
};

/// Writes "~name" into a transcript when it is destroyed.
class Trace final
{
public:
    Trace(QStringList &log, QString name)
        : m_log(log)
        , m_name(std::move(name))
    {
    }
    ~Trace() { m_log.append(u'~' + m_name); }
    Q_DISABLE_COPY_MOVE(Trace)

private:
    QStringList &m_log;
    QString m_name;
};

/// Calls a function when it is destroyed.
class AtEnd final
{
public:
    explicit AtEnd(std::function<void()> function)
        : m_function(std::move(function))
    {
    }
    ~AtEnd() { m_function(); }
    Q_DISABLE_COPY_MOVE(AtEnd)

private:
    std::function<void()> m_function;
};

/// What QSemaphore is, made of what the thread sanitizer understands.
class Semaphore final
{
public:
    Semaphore() = default;
    Q_DISABLE_COPY_MOVE(Semaphore)

    void release(int count = 1);
    void acquire(int count = 1);
    [[nodiscard]] bool tryAcquire(int count, std::chrono::milliseconds atMost);

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_count = 0;
};

/// Waits for the end of a thread. What happened there is known to have happened, also to the thread sanitizer.
void join(QThread &thread);

/// The base of the library's tests: after each of them no coroutine frame is left, and there was no warning that the
/// test did not expect.
class LibraryTest : public QObject
{
    Q_OBJECT

protected Q_SLOTS:
    void init();
    void cleanup();
};

/// The base of the tests of tasks and waits: each finds a sender, a scope and a log fresh, and leaves no connection.
class TaskTest : public LibraryTest
{
    Q_OBJECT

protected:
    std::unique_ptr<Sender> sender;
    std::unique_ptr<TaskScope> scope;
    QStringList log; ///< EXPECT_LOG looks at it, and clears it
    std::optional<VirtualTime> time; ///< of a test that calls time.emplace(); it ends after the scope

    [[nodiscard]] QStringList takeLog() { return std::exchange(log, {}); }

    /// Waits \a times for another value of the sender, and logs each: "name 1".
    Task<> follow(QString name, int times = 1) { return follow(*sender, std::move(name), times); }
    Task<> follow(Sender &followed, QString name, int times = 1);
    /// Waits for a click, and logs it, "name clicked", and the end, "~name".
    Task<> click(QString name) { return click(*sender, std::move(name)); }
    Task<> click(Sender &clicked, QString name);
    /// Starts a task that calls \a function when the value changes.
    TaskHandle<> atChange(std::function<void()> function);
    /// Awaits what \a make returns, and logs "done", or the words of what was thrown.
    template<typename Make>
    Task<> attempt(Make make)
    {
        try {
            static_cast<void>(co_await make());
            log.append(QStringLiteral("done"));
        } catch (const std::exception &error) {
            log.append(QString::fromUtf8(error.what()));
        }
    }

protected Q_SLOTS:
    void init();
    void cleanup();
};

/// Compares the log of a TaskTest, and clears it: the next one expects what is new.
#define EXPECT_LOG(...) QCOMPARE(takeLog(), (QStringList { __VA_ARGS__ }))

/// How a program has ended, and all that it has written.
struct ProgramEnd
{
    QProcess::ExitStatus status;
    int exitCode;
    QString output;
};
/// Runs this test program itself, with \a arguments that its main() knows, for two minutes at most.
[[nodiscard]] ProgramEnd runThisProgram(const QStringList &arguments);

/// Gives the next value of \a sender.
Task<int> valueOf(Sender &sender);

/// Waits for a click, and throws a std::runtime_error with \a words.
Task<> failWhenClicked(Sender &sender, QByteArray words);

/// Calls \a function, expects it to throw an \c Exception and returns its words; "nothing was thrown" otherwise.
template<typename Exception = WaitError, typename Function>
QString wordsOf(Function &&function)
{
    try {
        std::forward<Function>(function)();
    } catch (const Exception &error) {
        return QString::fromUtf8(error.what());
    }
    return QStringLiteral("nothing was thrown");
}

} // namespace AsyncWidgets::Tests

Q_DECLARE_METATYPE(AsyncWidgets::Tests::Fragile)
