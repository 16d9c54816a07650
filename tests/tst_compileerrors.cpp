// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Compiles small mistakes, all in one file, and checks that the first thing the compiler says is one readable sentence.

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QMap>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
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
    /// Checks the syntax of \a body in a file that begins with the library.
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
// Types to be used wrongly. A compiler says only once what is wrong with one type, so each mistake has its own.
#define TYPES \
    struct Person \
    { \
        QString name; \
    }; \
    class Sender : public QObject \
    { \
        Q_OBJECT \
    public: \
        void changed(int value); \
        void overloaded(int value); \
        void overloaded(const QString &text); \
        Task<> go(); \
        void clicked(); \
        void sent(const std::unique_ptr<Person> &value); /* cannot be copied */ \
        int notVoid(); \
        int member = 0; \
    }; \
    struct alignas(64) Block \
    { \
    }; \
    class BlockSender : public QObject \
    { \
        Q_OBJECT \
    public: \
        void sent(const Block &value); \
    }; \
    struct Unmovable \
    { \
        Unmovable() = default; \
        Unmovable(const Unmovable &) = delete; \
    };
)"_L1;

void tst_CompileErrors::initTestCase()
{
#ifdef ASYNCWIDGETS_COMPILER
    QVERIFY(m_folder.isValid());
    m_options = { u"-std=c++20"_s, u"-fPIC"_s, u"-Wall"_s, u"-DASYNCWIDGETS_STATIC"_s };
#ifdef __clang__
    m_options += u"-ferror-limit=0"_s; // of the mistakes
#endif
    for (const QString &path : QString::fromUtf8(ASYNCWIDGETS_INCLUDE_PATHS).split(u'|', Qt::SkipEmptyParts))
        m_options += { u"-isystem"_s, path };
    QFile header(m_folder.filePath(u"prelude.h"_s));
    QVERIFY(header.open(QIODevice::WriteOnly));
    header.write(QByteArray(prelude.data(), prelude.size()));
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
        TYPES
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

/// A function on one line that does not compile, and what the compiler is to say first.
struct Mistake
{
    QString name;
    QString code;
    QString sentence;
};

static std::vector<Mistake> allMistakes()
{
    std::vector<Mistake> mistakes;
    const auto add = [&](const QString &name, const QString &code, const QString &sentence) {
        mistakes.push_back({ name, code, sentence });
    };
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
    const QString notStored = u"The arguments of this signal cannot be stored: each must be copyable"_s;

    add(u"a function that returns"_s, task.arg(u"co_await waitFor(sender, &Sender::notVoid)"), noSignal);
    add(u"a data member"_s, task.arg(u"co_await waitFor(sender, &Sender::member)"), noSignal);
    add(u"a number for a signal"_s, task.arg(u"co_await waitFor(sender, 5)"), noSignal);
    add(u"the name of a signal"_s, task.arg(u"co_await waitFor(sender, \"clicked\")"), noSignal);
    add(u"a signal of another class"_s, task.arg(u"co_await waitFor(sender, &QTimer::timeout)"), otherClass);
    add(u"a signal of a derived class"_s,
        u"Task<> f(QObject *object) { co_await waitFor(object, &Sender::clicked); }"_s, otherClass);
    add(u"no object"_s, task.arg(u"co_await waitFor(5, &Sender::clicked)"), noSender);
    for (const QString &type :
        { u"std::unique_ptr"_s, u"std::shared_ptr"_s, u"QPointer"_s, u"QSharedPointer"_s }) {
        add(u"a %1"_s.arg(type),
            u"Task<> f(%1<Sender> sender) { co_await waitFor(sender, &Sender::clicked); }"_s.arg(type),
            smartPointer);
    }
    add(u"a smart pointer for a stream"_s,
        u"void f(QPointer<Sender> sender) { auto s = streamOf(sender, &Sender::clicked); }"_s, smartPointer);
    for (const QString &function : { u"waitFor"_s, u"streamOf"_s, u"yieldForChange"_s }) {
        add(u"%1 of a signal with overloads"_s.arg(function),
            u"void f(Sender &sender) { auto wait = %1(sender, &Sender::overloaded); }"_s.arg(function),
            overloaded);
    }
    add(u"waitUntil of a signal with overloads"_s,
        task.arg(u"co_await waitUntil(sender, &Sender::overloaded, [](int) { return true; })"), overloaded);
    add(u"waitUntilSettled of a signal with overloads"_s,
        task.arg(u"co_await waitUntilSettled(sender, &Sender::overloaded, 1s)"), overloaded);
    add(u"an argument of an extended alignment"_s,
        u"Task<> f(BlockSender &sender) { co_await waitFor(sender, &BlockSender::sent); }"_s,
        u"The arguments of this signal cannot be stored: none may need an extended alignment"_s);
    add(u"an argument that cannot be kept"_s, task.arg(u"co_await waitFor(sender, &Sender::sent)"),
        notStored);

    add(u"waitUntil: no signal"_s,
        task.arg(u"co_await waitUntil(sender, &Sender::notVoid, [] { return true; })"), noSignal);
    add(u"waitUntil: other arguments"_s,
        task.arg(u"co_await waitUntil(sender, &Sender::changed, [](const char *) { return true; })"),
        u"The condition must be callable with the arguments of the signal and return whether it holds."_s);
    add(u"waitUntil: returns nothing"_s,
        task.arg(u"co_await waitUntil(sender, &Sender::changed, [](int) { })"),
        u"The condition must be callable with the arguments of the signal and return whether it holds."_s);
    add(u"waitUntilSettled"_s, task.arg(u"co_await waitUntilSettled(sender, &QTimer::timeout, 1s)"),
        otherClass);
    add(u"streamOf"_s, task.arg(u"auto changes = streamOf(sender, &Sender::sent)"), notStored);
    add(u"yieldForChange"_s, task.arg(u"co_await yieldForChange(sender, 5)"), noSignal);
    add(u"yieldForChange: another type is sent"_s,
        u"Generator<QString> g(); Task<> f(Sender &sender) { co_await yieldForChange(sender, &Sender::changed)(g()); }"_s,
        u"The generator must be sent what the signal carries: its argument, or a tuple of them, or nothing."_s);
    add(u"waitForChange: no object"_s, task.arg(u"co_await waitForChange<int>(5, \"value\")"),
        u"The object must be a QObject, by reference or by pointer."_s);
    add(u"waitForChange: a type that cannot be moved"_s,
        task.arg(u"co_await waitForChange<Unmovable>(sender, \"value\")"),
        u"The type of the property must be default-constructible and movable to reach the task."_s);

    add(u"start: a member function"_s, start.arg(u"&Sender::go"),
        u"start() cannot call a member function without its object"_s);
    add(u"start: a lambda with an argument"_s, start.arg(u"[](Sender &) -> Task<> { co_return; }"),
        notStartable);
    add(u"start: a lambda that returns nothing"_s, start.arg(u"[] { }"), notStartable);
    add(u"start: a number"_s, start.arg(u"5"), notStartable);
    add(u"start: a wait"_s, start.arg(u"runInBackground([](BackgroundContext &) { })"),
        u"start() takes a task, and this is a wait: co_await it in a task."_s);
    add(u"start: a task that has a name"_s,
        u"void f(TaskScope &scope, Sender &sender) { auto task = sender.go(); scope.start(task); }"_s,
        u"A Task is started once: write start(std::move(task)), or start the call that returns it."_s);
    add(u"co_return of another type"_s, u"Task<QString> f() { co_return 5; }"_s,
        u"What co_return gives cannot be converted to the result of this Task: a Task<T> returns a T."_s);
    add(u"a range-for over a stream"_s,
        u"void f(Sender &sender) { for (auto &&change : streamOf(sender, &Sender::changed)) { } }"_s,
        u"A stream is awaited change by change: for (;;) { const auto change = co_await stream.next(); ... }."_s);
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ < 13
    const QString twice = u"g++ 11 and 12 destroy twice what a lambda has captured"_s;
    add(u"a lambda that owns, in the background"_s,
        u"Task<> f(QString text) { co_await runInBackground([text](BackgroundContext &) { }); }"_s, twice);
    add(u"a lambda that owns, for the progress"_s,
        u"Task<> f(QString text) { co_await runInBackground([](BackgroundContext &) { }, [text](double) { }); }"_s,
        twice);
    add(u"a lambda that owns, as a condition"_s,
        u"Task<> f(Sender &sender, QString text) { co_await waitUntil(sender, &Sender::changed, [text](int) { return true; }); }"_s,
        twice);
    add(u"a lambda that owns, in a combination"_s,
        u"Task<> f(QString text) { co_await whenAny(runInBackground([text](BackgroundContext &) { }), sleepFor(1s)); }"_s,
        twice);
    add(u"a std::function"_s,
        u"Task<> f() { co_await runInBackground(std::function<void(BackgroundContext &)>([](BackgroundContext &) { })); }"_s,
        twice);
    add(u"an aggregate that owns, into a channel"_s,
        u"Task<> f(Channel<Person> &people) { co_await people.send(Person { QString() }); }"_s,
        u"g++ 11 and 12 destroy twice what the members of an aggregate own"_s);
    add(u"members that own, into a channel"_s,
        u"Task<> f(Channel<Person> &people) { co_await people.send({ QString() }); }"_s,
        u"g++ 11 and 12 destroy twice what the members of an aggregate own"_s);
#endif

    add(u"co_await of a number"_s, task.arg(u"co_await 5"),
        u"A Task can co_await another Task or a wait of Async Widgets"_s);
    add(u"co_await of an object"_s, task.arg(u"co_await sender"),
        u"A Task can co_await another Task or a wait of Async Widgets"_s);
    add(u"co_await of a task that has a name"_s,
        u"Task<> g(); Task<> f() { auto task = g(); co_await task; }"_s,
        u"A Task is awaited once: write co_await std::move(task), or await the call that returns it."_s);
    add(u"co_await in a generator"_s,
        u"Generator<int> f(Sender &sender) { co_await waitFor(sender, &Sender::clicked); co_yield nextChange; }"_s,
        u"A Generator waits with co_yield nextChange; co_await needs a Task."_s);
    add(u"a task of a reference"_s, u"Task<int &> f(int &value) { co_return value; }"_s,
        u"The result of a Task is void or a movable value that needs no extended alignment."_s);
    add(u"a task of something that cannot be moved"_s, u"Task<Unmovable> f() { co_return {}; }"_s,
        u"The result of a Task is void or a movable value that needs no extended alignment."_s);
    add(u"a task of something with an extended alignment"_s, u"Task<Block> f() { co_return {}; }"_s,
        u"The result of a Task is void or a movable value that needs no extended alignment."_s);
    add(u"runInBackground: other arguments"_s, task.arg(u"co_await runInBackground([](int) { })"),
        u"The function must be callable with a BackgroundContext &"_s);
    add(u"runInBackground: gives a reference"_s,
        task.arg(u"co_await runInBackground([](BackgroundContext &context) -> BackgroundContext & { return "
                 u"context; "
                 u"})"),
        u"The function must return nothing or a movable value that needs no extended alignment."_s);
    add(u"whenAny: not a wait"_s, task.arg(u"co_await whenAny(waitFor(sender, &Sender::clicked), 5)"),
        u"whenAny() combines waits and tasks of Async Widgets"_s);
    add(u"whenAll: a task that has a name"_s,
        u"Task<> g(); Task<> f() { auto task = g(); co_await whenAll(task, g()); }"_s,
        u"whenAll() combines waits and tasks of Async Widgets"_s);
    add(u"withTimeout: not a wait"_s, task.arg(u"co_await withTimeout(5, 1s)"),
        u"withTimeout() takes a wait or a task of Async Widgets"_s);
    add(u"sleepFor: a number"_s, task.arg(u"co_await sleepFor(500)"),
        u"sleepFor() takes a duration with its unit, such as 500ms."_s);
    add(u"withTimeout: a number"_s, task.arg(u"co_await withTimeout(waitFor(sender, &Sender::clicked), 500)"),
        u"withTimeout() takes a duration with its unit, such as 500ms."_s);
    add(u"waitUntilSettled: a number"_s,
        task.arg(u"co_await waitUntilSettled(sender, &Sender::clicked, 250)"),
        u"waitUntilSettled() takes a duration with its unit, such as 250ms."_s);
    add(u"whenAny: of nothing"_s, task.arg(u"co_await whenAny()"), u"Combine 1 to 63 waits."_s);
    return mistakes;
}

/// The messages of a compiler, each in the line of the mistake to which it belongs.
static QMap<int, QStringList> errorsByLine(const QString &output)
{
    static const QRegularExpression mistake(u"mistake\\.cpp:([0-9]+)"_s);
    QMap<int, QStringList> errors;
#ifdef __clang__
    QString unplaced; // an error in a header is followed by the place that leads there
    for (const QString &line : output.split(u'\n')) {
        const auto place = mistake.match(line);
        if (line.contains(u"error: "_s))
            unplaced = line;
        if (place.hasMatch() && !unplaced.isEmpty())
            errors[place.captured(1).toInt()].append(std::exchange(unplaced, QString()));
    }
#else
    int number = 0; // an error in a header comes after the place that leads there
    for (const QString &line : output.split(u'\n')) {
        if (const auto place = mistake.match(line); place.hasMatch())
            number = place.captured(1).toInt();
        if (line.contains(u"error: "_s))
            errors[number].append(line);
    }
#endif
    return errors;
}

void tst_CompileErrors::tellsAMistakeInOneSentence_data()
{
    QTest::addColumn<QString>("mistake");
    QTest::addColumn<QString>("sentence");
    QTest::addColumn<QStringList>("errors");
    // All in one file, each in a line and a namespace of its own.
    const std::vector<Mistake> mistakes = allMistakes();
    QString body;
    for (std::size_t i = 0; i < mistakes.size(); ++i)
        body += u"namespace n%1 { TYPES %2 }\n"_s.arg(QString::number(i), mistakes[i].code);
    const QMap<int, QStringList> errors = errorsByLine(compile(body).output);
    for (std::size_t i = 0; i < mistakes.size(); ++i) {
        const Mistake &mistake = mistakes[i];
        QTest::newRow(qPrintable(mistake.name))
            << mistake.code << mistake.sentence << errors.value(static_cast<int>(i) + 1);
    }
}

void tst_CompileErrors::tellsAMistakeInOneSentence()
{
    QFETCH(const QString, mistake);
    QFETCH(const QString, sentence);
    QFETCH(const QStringList, errors);
    QVERIFY2(!errors.isEmpty(), qPrintable(u"It compiles: "_s + mistake));
    QVERIFY2(errors.first().contains(sentence), qPrintable(errors.join(u'\n')));
    QVERIFY2(errors.size() <= 3, qPrintable(errors.join(u'\n'))); // nothing drowns it
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
    QString body = u"TYPES Task<> g(); Generator<int> h();"_s;
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
