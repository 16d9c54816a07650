// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Compiles small mistakes and checks that the first thing the compiler says is one readable sentence.

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

class tst_CompileErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void compilesWhatIsRight();
    void tellsAMistakeInOneSentence_data();
    void tellsAMistakeInOneSentence();
    void warnsOfWhatIsDropped_data();
    void warnsOfWhatIsDropped();

private:
    struct Result
    {
        int exitCode;
        QString output;
    };
    /// Checks the syntax of a function's body; the file begins with the library and some types to be used wrongly.
    Result compile(const QString &body);

    QTemporaryDir m_folder;
    QStringList m_options;
};

static constexpr auto prelude = R"(
#include <asyncwidgets/asyncwidgets.h>
#include <QtCore/QTimer>
#include <QtCore/QVariantAnimation>
#include <chrono>
#include <memory>
using namespace AsyncWidgets;
using namespace std::chrono_literals;
class Sender : public QObject
{
    Q_OBJECT
public:
    void changed(int value);
    void clicked();
    void sent(const std::unique_ptr<int> &value); // cannot be copied
    int notVoid();
    int member = 0;
};
struct Unmovable
{
    Unmovable() = default;
    Unmovable(const Unmovable &) = delete;
};
)"_L1;

void tst_CompileErrors::initTestCase()
{
#ifdef ASYNCWIDGETS_COMPILER
    QVERIFY(m_folder.isValid());
    m_options = { u"-std=c++20"_s, u"-fPIC"_s, u"-Wall"_s, u"-DASYNCWIDGETS_STATIC"_s };
    for (const QString &path : QString::fromUtf8(ASYNCWIDGETS_INCLUDE_PATHS).split(u'|', Qt::SkipEmptyParts))
        m_options += { u"-isystem"_s, path };
    // The library is read once for all mistakes.
    QFile header(m_folder.filePath(u"prelude.h"_s));
    QVERIFY(header.open(QIODevice::WriteOnly));
    header.write(QByteArray(prelude.data(), prelude.size()));
    header.close();
    QProcess compiler;
    compiler.setProcessChannelMode(QProcess::MergedChannels);
    compiler.start(QStringLiteral(ASYNCWIDGETS_COMPILER),
        m_options
            + QStringList {
                u"-x"_s, u"c++-header"_s, header.fileName(), u"-o"_s, header.fileName() + u".gch"_s });
    QVERIFY2(compiler.waitForFinished(-1), qPrintable(compiler.errorString()));
    QVERIFY2(compiler.exitCode() == 0, compiler.readAll().constData());
#else
    QSKIP("The compiler does not take the options of g++.");
#endif
}

tst_CompileErrors::Result tst_CompileErrors::compile(const QString &body)
{
#ifdef ASYNCWIDGETS_COMPILER
    QFile source(m_folder.filePath(u"mistake.cpp"_s));
    if (!source.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return { -1, source.errorString() };
    source.write(body.toUtf8() + '\n');
    source.close();
    QProcess compiler;
    compiler.setProcessChannelMode(QProcess::MergedChannels);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"LC_ALL"_s, u"C"_s);
    compiler.setProcessEnvironment(environment);
    compiler.start(QStringLiteral(ASYNCWIDGETS_COMPILER),
        m_options
            + QStringList {
                u"-include"_s, m_folder.filePath(u"prelude.h"_s), u"-fsyntax-only"_s, source.fileName() });
    if (!compiler.waitForFinished(-1))
        return { -1, compiler.errorString() };
    return { compiler.exitCode(), QString::fromUtf8(compiler.readAll()) };
#else
    return { -1, body };
#endif
}

void tst_CompileErrors::compilesWhatIsRight()
{
    const Result result = compile(uR"(
        Task<int> f(Sender &sender, QTimer *timer)
        {
            co_await waitFor(timer, &QTimer::timeout);
            co_await waitUntil(sender, &Sender::changed, [](int value) { return value > 1; });
            const auto first = co_await whenAny(waitFor(sender, &Sender::clicked), sleepFor(1s), f(sender, timer));
            co_await runInBackground([](BackgroundContext &) { });
            co_return co_await waitForChange<int>(timer, "interval");
        }
        Generator<int> g() { const int value = co_yield nextChange; Q_UNUSED(value) }
        void h(TaskScope &scope, Sender &sender, QTimer *timer)
        {
            scope.start(f(sender, timer));
            scope.start(yieldForChange(sender, &Sender::changed)(g));
        }
    )"_s);
    QVERIFY2(result.exitCode == 0, qPrintable(result.output));
}

void tst_CompileErrors::tellsAMistakeInOneSentence_data()
{
    QTest::addColumn<QString>("mistake");
    QTest::addColumn<QString>("sentence");
    const QString task = u"Task<> f(Sender &sender) { %1; }"_s;
    const QString noSignal
        = u"This is not a signal: write the address of a signal, such as &QSlider::valueChanged"_s;
    const QString noSender = u"The sender must be a QObject, by reference or by pointer."_s;
    const QString otherClass = u"This signal does not belong to the class of the sender."_s;
    const QString notStored = u"The arguments of this signal cannot be stored: each must be copyable"_s;

    QTest::newRow("a function that returns")
        << task.arg(u"co_await waitFor(sender, &Sender::notVoid)") << noSignal;
    QTest::newRow("a data member") << task.arg(u"co_await waitFor(sender, &Sender::member)") << noSignal;
    QTest::newRow("a number for a signal") << task.arg(u"co_await waitFor(sender, 5)") << noSignal;
    QTest::newRow("the name of a signal") << task.arg(u"co_await waitFor(sender, \"clicked\")") << noSignal;
    QTest::newRow("a signal of another class")
        << task.arg(u"co_await waitFor(sender, &QTimer::timeout)") << otherClass;
    QTest::newRow("a signal of a derived class")
        << u"Task<> f(QObject *object) { co_await waitFor(object, &Sender::clicked); }"_s << otherClass;
    QTest::newRow("no object") << task.arg(u"co_await waitFor(5, &Sender::clicked)") << noSender;
    QTest::newRow("a smart pointer")
        << u"Task<> f(std::unique_ptr<Sender> &sender) { co_await waitFor(sender, &Sender::clicked); }"_s
        << noSender;
    QTest::newRow("an argument that cannot be kept")
        << task.arg(u"co_await waitFor(sender, &Sender::sent)") << notStored;

    QTest::newRow("waitUntil: no signal")
        << task.arg(u"co_await waitUntil(sender, &Sender::notVoid, [] { return true; })") << noSignal;
    QTest::newRow("waitUntil: other arguments")
        << task.arg(u"co_await waitUntil(sender, &Sender::changed, [](const char *) { return true; })")
        << u"The condition must be callable with the arguments of the signal and return whether it holds."_s;
    QTest::newRow("waitUntil: returns nothing")
        << task.arg(u"co_await waitUntil(sender, &Sender::changed, [](int) { })")
        << u"The condition must be callable with the arguments of the signal and return whether it holds."_s;
    QTest::newRow("waitUntilSettled")
        << task.arg(u"co_await waitUntilSettled(sender, &QTimer::timeout, 1s)") << otherClass;
    QTest::newRow("streamOf") << task.arg(u"auto changes = streamOf(sender, &Sender::sent)") << notStored;
    QTest::newRow("yieldForChange") << task.arg(u"co_await yieldForChange(sender, 5)") << noSignal;
    QTest::newRow("yieldForChange: another type is sent")
        << u"Generator<QString> g(); Task<> f(Sender &sender) { co_await yieldForChange(sender, &Sender::changed)(g()); }"_s
        << u"The generator must be sent what the signal carries: its argument, or a tuple of them, or nothing."_s;
    QTest::newRow("waitForChange: no object")
        << task.arg(u"co_await waitForChange<int>(5, \"value\")")
        << u"The object must be a QObject, by reference or by pointer."_s;
    QTest::newRow("waitForChange: a type that cannot be moved")
        << task.arg(u"co_await waitForChange<Unmovable>(sender, \"value\")")
        << u"The type of the property must be default-constructible and movable to reach the task."_s;

    QTest::newRow("co_await of a number")
        << task.arg(u"co_await 5") << u"A Task can co_await another Task or a wait of Async Widgets"_s;
    QTest::newRow("co_await of an object")
        << task.arg(u"co_await sender") << u"A Task can co_await another Task or a wait of Async Widgets"_s;
    QTest::newRow("co_await of a task that has a name")
        << u"Task<> g(); Task<> f() { auto task = g(); co_await task; }"_s
        << u"A Task is awaited once: write co_await std::move(task), or await the call that returns it."_s;
    QTest::newRow("co_await in a generator")
        << u"Generator<int> f(Sender &sender) { co_await waitFor(sender, &Sender::clicked); co_yield nextChange; }"_s
        << u"A Generator waits with co_yield nextChange; co_await needs a Task."_s;
    QTest::newRow("a task of a reference")
        << u"Task<int &> f(int &value) { co_return value; }"_s
        << u"The result of a Task is void or a movable value that needs no extended alignment."_s;
    QTest::newRow("a task of something that cannot be moved")
        << u"Task<Unmovable> f() { co_return {}; }"_s
        << u"The result of a Task is void or a movable value that needs no extended alignment."_s;
    QTest::newRow("a task of something with an extended alignment")
        << u"struct alignas(64) Block { }; Task<Block> f() { co_return {}; }"_s
        << u"The result of a Task is void or a movable value that needs no extended alignment."_s;
    QTest::newRow("runInBackground: other arguments")
        << task.arg(u"co_await runInBackground([](int) { })")
        << u"The function must be callable with a BackgroundContext &"_s;
    QTest::newRow("runInBackground: gives a reference") << task.arg(
        u"co_await runInBackground([](BackgroundContext &context) -> BackgroundContext & { return context; "
        u"})") << u"The function must return nothing or a movable value that needs no extended alignment."_s;
    QTest::newRow("whenAny: not a wait")
        << task.arg(u"co_await whenAny(waitFor(sender, &Sender::clicked), 5)")
        << u"whenAny() combines waits and tasks of Async Widgets"_s;
    QTest::newRow("whenAll: a task that has a name")
        << u"Task<> g(); Task<> f() { auto task = g(); co_await whenAll(task, g()); }"_s
        << u"whenAll() combines waits and tasks of Async Widgets"_s;
    QTest::newRow("withTimeout: not a wait") << task.arg(u"co_await withTimeout(5, 1s)")
                                             << u"withTimeout() takes a wait or a task of Async Widgets"_s;
    QTest::newRow("sleepFor: a number")
        << task.arg(u"co_await sleepFor(500)") << u"sleepFor() takes a duration with its unit, such as 500ms."_s;
    QTest::newRow("withTimeout: a number")
        << task.arg(u"co_await withTimeout(waitFor(sender, &Sender::clicked), 500)")
        << u"withTimeout() takes a duration with its unit, such as 500ms."_s;
    QTest::newRow("waitUntilSettled: a number")
        << task.arg(u"co_await waitUntilSettled(sender, &Sender::clicked, 250)")
        << u"waitUntilSettled() takes a duration with its unit, such as 250ms."_s;
    QTest::newRow("whenAny: of nothing") << task.arg(u"co_await whenAny()") << u"Combine 1 to 63 waits."_s;
}

void tst_CompileErrors::tellsAMistakeInOneSentence()
{
    QFETCH(const QString, mistake);
    QFETCH(const QString, sentence);
    const Result result = compile(mistake);
    QVERIFY2(result.exitCode > 0, qPrintable(u"It compiles:\n"_s + result.output));
    const QStringList errors = result.output.split(u'\n').filter(u"error: "_s);
    QVERIFY(!errors.isEmpty());
    QVERIFY2(errors.first().contains(sentence), qPrintable(result.output));
    // Nothing drowns it.
    QVERIFY2(errors.size() <= 3, qPrintable(result.output));
}

void tst_CompileErrors::warnsOfWhatIsDropped_data()
{
    QTest::addColumn<QString>("mistake");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("a task") << u"Task<> g(); void f() { g(); }"_s
                            << u"A task runs when it is started in a TaskScope or awaited with co_await."_s;
    QTest::newRow("a task in a task")
        << u"Task<> g(); Task<> f() { g(); co_return; }"_s
        << u"A task runs when it is started in a TaskScope or awaited with co_await."_s;
    QTest::newRow("a generator") << u"Generator<int> g(); void f() { g(); }"_s
                                 << u"A generator runs when yieldForChange() drives it."_s;
    QTest::newRow("a wait") << u"Task<> f(Sender &sender) { waitFor(sender, &Sender::clicked); co_return; }"_s
                            << u"nodiscard"_s;
}

void tst_CompileErrors::warnsOfWhatIsDropped()
{
    QFETCH(const QString, mistake);
    QFETCH(const QString, sentence);
    const Result result = compile(mistake);
    QVERIFY2(result.exitCode == 0, qPrintable(result.output));
    QVERIFY2(result.output.contains(sentence), qPrintable(result.output));
}

QTEST_GUILESS_MAIN(tst_CompileErrors)
#include "tst_compileerrors.moc"
