// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Compiles small mistakes and checks that the first thing the compiler says is one readable sentence.

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

class tst_CompileErrors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void compilesWhatIsRight();
    void tellsAMistakeInOneSentence_data();
    void tellsAMistakeInOneSentence();
    void warnsOfWhatIsDropped();
    void compilesUnderStrictFlags_data();
    void compilesUnderStrictFlags();

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
#include <QtCore/QPointer>
#include <QtCore/QSharedPointer>
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
    void overloaded(int value);
    void overloaded(const QString &text);
    Task<> go();
    void clicked();
    void sent(const std::unique_ptr<int> &value); // cannot be copied
    int notVoid();
    int member = 0;
};
struct alignas(64) Block
{
};
class BlockSender : public QObject
{
    Q_OBJECT
public:
    void sent(const Block &value);
};
struct Person
{
    QString name;
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
            auto kept = f(sender, timer);
            scope.start(std::move(kept), QStringLiteral("kept"));
            scope.start([text = QString()]() -> Task<> { co_return; });
        }
        Task<> overloads(Sender &sender)
        {
            co_await waitFor(sender, qOverload<int>(&Sender::overloaded));
            co_await waitFor(std::as_const(sender), &Sender::clicked);
            const auto condition = [text = QString()](int) { return text.isEmpty(); };
            co_await waitUntil(sender, &Sender::changed, condition);
            auto work = [number = std::make_unique<int>()](BackgroundContext &) { return *number; };
            const auto progress = [text = QString()](double) { };
            co_await whenAny(runInBackground(work, progress), runInBackground([](BackgroundContext &) { }));
        }
        Task<> send(Channel<Person> &people, Channel<QString> &names, Channel<std::unique_ptr<int>> &owners)
        {
            const Person person { QStringLiteral("Ada") };
            co_await people.send(person);
            co_await names.send(person.name);
            co_await names.send(QStringLiteral("Ada"));
            co_await owners.send(std::make_unique<int>(1));
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
    const QString smartPointer
        = u"The sender is a smart pointer: pass the object itself, by pointer.get()."_s;
    const QString overloaded
        = u"This signal has overloads, or there is none of its name: choose one with qOverload"_s;
    const QString start = u"void f(TaskScope &scope, Sender &sender) { scope.start(%1); }"_s;
    const QString notStartable
        = u"start() takes a Task, a function that returns one and is called without arguments"_s;
    const QString duration = u"takes a duration with its unit, such as "_s;
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
    for (const QString &type :
        { u"std::unique_ptr"_s, u"std::shared_ptr"_s, u"QPointer"_s, u"QSharedPointer"_s }) {
        QTest::addRow("a %s", qPrintable(type))
            << u"Task<> f(%1<Sender> sender) { co_await waitFor(sender, &Sender::clicked); }"_s.arg(type)
            << smartPointer;
    }
    QTest::newRow("a smart pointer for a stream")
        << u"void f(QPointer<Sender> sender) { auto s = streamOf(sender, &Sender::clicked); }"_s
        << smartPointer;
    for (const QString &function : { u"waitFor"_s, u"streamOf"_s, u"yieldForChange"_s }) {
        QTest::addRow("%s of a signal with overloads", qPrintable(function))
            << u"void f(Sender &sender) { auto wait = %1(sender, &Sender::overloaded); }"_s.arg(function)
            << overloaded;
    }
    QTest::newRow("waitUntil of a signal with overloads")
        << task.arg(u"co_await waitUntil(sender, &Sender::overloaded, [](int) { return true; })")
        << overloaded;
    QTest::newRow("waitUntilSettled of a signal with overloads")
        << task.arg(u"co_await waitUntilSettled(sender, &Sender::overloaded, 1s)") << overloaded;
    QTest::newRow("an argument of an extended alignment")
        << u"Task<> f(BlockSender &sender) { co_await waitFor(sender, &BlockSender::sent); }"_s
        << u"The arguments of this signal cannot be stored: none may need an extended alignment"_s;
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

    QTest::newRow("start: a member function")
        << start.arg(u"&Sender::go") << u"start() cannot call a member function without its object"_s;
    QTest::newRow("start: a lambda with an argument")
        << start.arg(u"[](Sender &) -> Task<> { co_return; }") << notStartable;
    QTest::newRow("start: a lambda that returns nothing") << start.arg(u"[] { }") << notStartable;
    QTest::newRow("start: a number") << start.arg(u"5") << notStartable;
    QTest::newRow("start: a wait") << start.arg(u"runInBackground([](BackgroundContext &) { })")
                                   << u"start() takes a task, and this is a wait: co_await it in a task."_s;
    QTest::newRow("start: a task that has a name")
        << u"void f(TaskScope &scope, Sender &sender) { auto task = sender.go(); scope.start(task); }"_s
        << u"A Task is started once: write start(std::move(task)), or start the call that returns it."_s;
    QTest::newRow("sleepFor: a number") << task.arg(u"co_await sleepFor(500)") << duration;
    QTest::newRow("withTimeout: a number") << task.arg(u"co_await withTimeout(sender.go(), 500)") << duration;
    QTest::newRow("waitUntilSettled: a number")
        << task.arg(u"co_await waitUntilSettled(sender, &Sender::clicked, 500)") << duration;
    QTest::newRow("co_return of another type")
        << u"Task<QString> f() { co_return 5; }"_s
        << u"What co_return gives cannot be converted to the result of this Task: a Task<T> returns a T."_s;
    QTest::newRow("a range-for over a stream")
        << u"void f(Sender &sender) { for (auto &&change : streamOf(sender, &Sender::changed)) { } }"_s
        << u"A stream is awaited change by change: for (;;) { const auto change = co_await stream.next(); ... }."_s;
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
    const QString twice = u"g++ 11 and 12 destroy twice what a lambda has captured"_s;
    QTest::newRow("a lambda that owns, in the background")
        << u"Task<> f(QString text) { co_await runInBackground([text](BackgroundContext &) { }); }"_s
        << twice;
    QTest::newRow("a lambda that owns, for the progress")
        << u"Task<> f(QString text) { co_await runInBackground([](BackgroundContext &) { }, [text](double) { }); }"_s
        << twice;
    QTest::newRow("a lambda that owns, as a condition")
        << u"Task<> f(Sender &sender, QString text) { co_await waitUntil(sender, &Sender::changed, [text](int) { return true; }); }"_s
        << twice;
    QTest::newRow("a lambda that owns, in a combination")
        << u"Task<> f(QString text) { co_await whenAny(runInBackground([text](BackgroundContext &) { }), sleepFor(1s)); }"_s
        << twice;
    QTest::newRow("a std::function")
        << u"Task<> f() { co_await runInBackground(std::function<void(BackgroundContext &)>([](BackgroundContext &) { })); }"_s
        << twice;
    QTest::newRow("an aggregate that owns, into a channel")
        << u"Task<> f(Channel<Person> &people) { co_await people.send(Person { QString() }); }"_s
        << u"g++ 11 and 12 destroy twice what the members of an aggregate own"_s;
    QTest::newRow("members that own, into a channel")
        << u"Task<> f(Channel<Person> &people) { co_await people.send({ QString() }); }"_s
        << u"g++ 11 and 12 destroy twice what the members of an aggregate own"_s;
#endif

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
        << u"Task<Block> f() { co_return {}; }"_s
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
    QTest::newRow("sleepFor: a number") << task.arg(u"co_await sleepFor(500)")
                                        << u"sleepFor() takes a duration with its unit, such as 500ms."_s;
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

void tst_CompileErrors::warnsOfWhatIsDropped()
{
    // All in one file, each in a line of its own.
    const QString forgottenTask
        = u"A task runs when it is started in a TaskScope or awaited with co_await."_s;
    const QString notAwaited = u"Nothing waits before this is awaited: write co_await in front of it."_s;
    const std::vector<std::pair<QString, QString>> dropped {
        { u"void f1() { g(); }"_s, forgottenTask },
        { u"Task<> f2() { g(); co_return; }"_s, forgottenTask },
        { u"void f3() { h(); }"_s, u"A generator runs when yieldForChange() drives it."_s },
        { u"void f4(Sender &sender) { waitFor(sender, &Sender::clicked); }"_s, notAwaited },
        { u"void f5(Sender &sender) { waitForChange<int>(sender, \"value\"); }"_s, notAwaited },
        { u"void f6(Sender &sender) { waitUntil(sender, &Sender::changed, [](int) { return true; }); }"_s,
            notAwaited },
        { u"void f7(Sender &sender) { waitUntilSettled(sender, &Sender::changed, 1s); }"_s, notAwaited },
        { u"void f8() { sleepFor(1s); }"_s, notAwaited },
        { u"void f9(TaskScope &scope) { scope.join(); }"_s, notAwaited },
        { u"void f10() { whenAny(sleepFor(1s), sleepFor(1s)); }"_s, notAwaited },
        { u"void f11() { whenAll(sleepFor(1s)); }"_s, notAwaited },
        { u"void f12() { withTimeout(sleepFor(1s), 1s); }"_s, notAwaited },
        { u"void f13() { runInBackground([](BackgroundContext &) { }); }"_s, notAwaited },
        { u"void f14(Sender &sender) { streamOf(sender, &Sender::clicked).next(); }"_s, notAwaited },
    };
    QString body = u"Task<> g(); Generator<int> h();"_s;
    for (const auto &[line, sentence] : dropped)
        body += u'\n' + line;
    const Result result = compile(body);
    QVERIFY2(result.exitCode == 0, qPrintable(result.output));
    const QStringList warnings = result.output.split(u'\n').filter(u"warning: "_s);
    for (std::size_t i = 0; i < dropped.size(); ++i) {
        const QStringList ofLine = warnings.filter(u"mistake.cpp:%1:"_s.arg(i + 2));
        QVERIFY2(!ofLine.filter(dropped[i].second).isEmpty(),
            qPrintable(dropped[i].first + u'\n' + result.output));
    }
}

void tst_CompileErrors::compilesUnderStrictFlags_data()
{
    QTest::addColumn<QString>("compiler");
    QTest::addColumn<QStringList>("flags");
#ifdef ASYNCWIDGETS_COMPILER
    const QStringList both { u"-Wall"_s, u"-Wextra"_s, u"-Wpedantic"_s, u"-Wshadow"_s, u"-Wconversion"_s,
        u"-Wsign-conversion"_s, u"-Wnon-virtual-dtor"_s, u"-Woverloaded-virtual"_s, u"-Wold-style-cast"_s,
        u"-Wzero-as-null-pointer-constant"_s, u"-Wextra-semi"_s, u"-Wundef"_s, u"-Wdouble-promotion"_s,
        u"-Wcast-align"_s, u"-Wcast-qual"_s, u"-Wunused"_s, u"-Wformat=2"_s, u"-Wmissing-declarations"_s };
#ifndef __clang__
    QTest::newRow("g++") << QStringLiteral(ASYNCWIDGETS_COMPILER)
                         << both
            + QStringList { u"-Wuseless-cast"_s, u"-Wsuggest-override"_s, u"-Wnull-dereference"_s,
                  u"-Wlogical-op"_s, u"-Wduplicated-cond"_s, u"-Wduplicated-branches"_s,
                  u"-Wredundant-decls"_s };
#endif
#ifdef ASYNCWIDGETS_CLANG
    QTest::newRow("clang++") << QStringLiteral(ASYNCWIDGETS_CLANG)
                             << both
            + QStringList { u"-Wextra-semi-stmt"_s, u"-Wsuggest-override"_s,
                  u"-Winconsistent-missing-destructor-override"_s, u"-Wshadow-all"_s, u"-Wnewline-eof"_s,
                  u"-Wheader-hygiene"_s, u"-Wcomma"_s, u"-Wdeprecated"_s, u"-Wunreachable-code"_s,
                  u"-Wmissing-noreturn"_s, u"-Wrange-loop-analysis"_s, u"-Wunused-template"_s };
#endif
#else
    QSKIP("The compiler does not take the options of g++.");
#endif
}

void tst_CompileErrors::compilesUnderStrictFlags()
{
#ifdef ASYNCWIDGETS_COMPILER
    // As a project has it that uses the sources: our headers are no system headers.
    QFETCH(const QString, compiler);
    QFETCH(const QStringList, flags);
    const QDir library(QStringLiteral(ASYNCWIDGETS_SOURCE "/core/asyncwidgets"));
    QFile source(m_folder.filePath(u"strict.cpp"_s));
    QVERIFY(source.open(QIODevice::WriteOnly | QIODevice::Truncate));
    for (const QString &folder : { QString(), u"detail/"_s }) {
        const QStringList headers = QDir(library.filePath(folder)).entryList({ u"*.h"_s }, QDir::Files);
        for (const QString &header : headers)
            source.write(u"#include <asyncwidgets/%1%2>\n"_s.arg(folder, header).toUtf8());
    }
    source.write(R"(
        #if defined(__GNUC__) && !defined(__clang__)
        #pragma GCC diagnostic ignored "-Wzero-as-null-pointer-constant" // which g++ itself puts into every coroutine
        #endif
        using namespace AsyncWidgets;
        using namespace std::chrono_literals;
        Task<int> other(QObject &object);
        Task<int> use(QObject &object);
        Task<int> use(QObject &object)
        {
            auto names = streamOf(object, &QObject::objectNameChanged);
            co_await names.next();
            co_await withTimeout(whenAny(waitFor(object, &QObject::objectNameChanged), sleepFor(1s), other(object)), 1s);
            co_await whenAll(waitUntil(object, &QObject::objectNameChanged, [](const QString &) { return true; }),
                waitUntilSettled(object, &QObject::objectNameChanged, 1s));
            co_await runInBackground([](BackgroundContext &) { return 1; }, [](double) { });
            TaskScope scope;
            scope.start(other(object), QStringLiteral("name"));
            scope.start([]() -> Task<> { co_return; });
            scope.start(yieldForChange(object, &QObject::objectNameChanged)([]() -> Generator<QString> {
                const QString name = co_yield nextChange;
            }()));
            co_await scope.join();
            co_return co_await waitForChange<int>(object, "value");
        }
)");
    source.close();
    QStringList options { u"-std=c++20"_s, u"-fPIC"_s, u"-Werror"_s, u"-DASYNCWIDGETS_STATIC"_s,
        u"-fsyntax-only"_s };
    const QStringList paths = QString::fromUtf8(ASYNCWIDGETS_INCLUDE_PATHS).split(u'|', Qt::SkipEmptyParts);
    for (const QString &path : paths)
        options += { library.absolutePath().startsWith(QDir(path).absolutePath()) ? u"-I"_s : u"-isystem"_s,
            path };
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(compiler, options + flags + QStringList { source.fileName() });
    QVERIFY2(process.waitForFinished(-1), qPrintable(process.errorString()));
    QVERIFY2(process.exitCode() == 0, process.readAll().constData());
#endif
}

QTEST_GUILESS_MAIN(tst_CompileErrors)
#include "tst_compileerrors.moc"
