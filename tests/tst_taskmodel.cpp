// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The tree of all tasks of a thread, as a model and as text.

#include "machine.h"
#include "testsupport.h"

#include <asyncwidgets/taskmodel.h>

#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QStandardPaths>
#include <QtCore/QThread>
#include <QtCore/QTranslator>
#include <QtGui/QGuiApplication>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <csignal>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool isSanitized = true;
#else
constexpr bool isSanitized = false;
#endif

/// Translates what the library says into capital letters.
class Shouting final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *text, const char *, int) const override
    {
        return qstrcmp(context, "AsyncWidgets") == 0 ? QString::fromUtf8(text).toUpper() : QString();
    }
};

/// Calls a function, once, when something is to be translated.
class Interrupting final : public QTranslator
{
public:
    explicit Interrupting(std::function<void()> function)
        : m_function(std::move(function))
    {
    }
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *, const char *, int) const override
    {
        if (const std::function<void()> function = std::exchange(m_function, nullptr))
            function();
        return {};
    }

private:
    mutable std::function<void()> m_function;
};

auto listOfClicks(Sender &sender)
{
    std::vector<decltype(waitFor(sender, &Sender::clicked))> waits;
    waits.push_back(waitFor(sender, &Sender::clicked));
    return waits;
}

Task<> waitOnce(Sender &sender)
{
    co_await waitFor(sender, &Sender::valueChanged);
}

Task<> waitForever(Sender &sender)
{
    for (;;)
        co_await waitFor(sender, &Sender::valueChanged);
}

Task<> nested(Sender &sender, int depth)
{
    if (depth == 0)
        co_await waitFor(sender, &Sender::valueChanged);
    else
        co_await nested(sender, depth - 1);
}

Task<> waitForeverInAChild(Sender &sender)
{
    co_await waitForever(sender);
}

/// A slot for signals that are known by their names.
class AtSignal final : public QObject
{
    Q_OBJECT

public:
    explicit AtSignal(std::function<void()> function)
        : m_function(std::move(function))
    {
    }

public Q_SLOTS:
    void call() { m_function(); }

private:
    std::function<void()> m_function;
};

Task<> waitForTwo(Sender &sender)
{
    co_await whenAll(nested(sender, 1), waitOnce(sender));
}

Task<> failing(Sender &sender)
{
    co_await waitFor(sender, &Sender::clicked);
    throw std::runtime_error("no luck");
}

Task<> nothing()
{
    co_return;
}

/// The texts of the first columns, "name State", children in brackets.
QString tree(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        QString text
            = index.data().toString() + u' ' + index.siblingAtColumn(TaskModel::State).data().toString();
        if (model.rowCount(index) > 0)
            text += u" ["_s + tree(model, index) + u']';
        rows.append(text);
    }
    return rows.join(u", "_s);
}

} // namespace

class TestTaskModel final : public TaskTest
{
    Q_OBJECT

private Q_SLOTS:
    void isEmptyWithoutTasks()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.columnCount(), int(TaskModel::ColumnCount));
        QCOMPARE(model.waitingCount(), 0);
        QCOMPARE(dumpTasks(), QString());
        QVERIFY(!model.task({}).isValid());
        QVERIFY(!model.indexOf({}).isValid());
    }

    void showsWhatATaskDoes()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        sender->setObjectName(u"slider"_s);
        const TaskHandle task = scope->start(waitForever(*sender), u"coroutine"_s);
        sender->setValue(1);
        sender->setValue(2);
        model.refresh();

        const QModelIndex index = model.index(0, TaskModel::Task);
        const auto text
            = [&index](TaskModel::Column column) { return index.siblingAtColumn(column).data().toString(); };
        QCOMPARE(text(TaskModel::Task), u"coroutine"_s);
        QCOMPARE(text(TaskModel::State), u"Waiting"_s);
        QCOMPARE(text(TaskModel::WaitingFor), u"slider.valueChanged"_s);
        QCOMPARE(text(TaskModel::At), u"tst_taskmodel.cpp:%1"_s.arg(task.line()));
        QCOMPARE(text(TaskModel::Resumed), u"2"_s);
        QVERIFY(text(TaskModel::Since).endsWith(u" s"_s));
        QCOMPARE(index.data(TaskModel::NameRole).toString(), u"coroutine"_s);
        QCOMPARE(index.data(TaskModel::StateRole).value<TaskState>(), TaskState::Waiting);
        QCOMPARE(index.data(TaskModel::KindRole).value<TaskKind>(), TaskKind::Coroutine);
        QCOMPARE(index.data(TaskModel::WaitingForRole).toString(), u"slider.valueChanged"_s);
        QCOMPARE(index.data(TaskModel::FileRole).toString(), QString::fromUtf8(__FILE__));
        QCOMPARE(index.data(TaskModel::LineRole).toInt(), task.line());
        QCOMPARE(index.data(TaskModel::ResumedRole), QVariant(quint64(2)));
        QCOMPARE(index.data(TaskModel::ActiveRole).toBool(), true);
        QVERIFY(index.data(TaskModel::SinceRole).toLongLong() >= 0);
        QVERIFY(index.data(Qt::ToolTipRole)
                .toString()
                .startsWith(u"coroutine has been waiting for slider.valueChanged for "_s));
        QVERIFY(model.task(index) == task);
        QCOMPARE(model.indexOf(task), index);
        QCOMPARE(model.waitingCount(), 1);
    }

    void namesItsColumns()
    {
        const TaskModel model;
        QStringList titles;
        for (int column = 0; column < model.columnCount(); ++column)
            titles.append(model.headerData(column, Qt::Horizontal).toString());
        QCOMPARE(titles,
            QStringList({ u"Task"_s, u"State"_s, u"Waiting for"_s, u"At"_s, u"Resumed"_s, u"Since"_s,
                u"Longest work"_s, u"Total work"_s }));
        QVERIFY(!model.headerData(0, Qt::Vertical).isValid());
    }

    void tellsHowLongATaskWorksWhileThereIsATrace()
    {
        TaskModel model;
        const auto workOnEach = [](Sender &changing) -> Task<> {
            for (;;) {
                const int milliseconds = co_await waitFor(changing, &Sender::valueChanged);
                QThread::msleep(static_cast<unsigned>(milliseconds));
            }
        };
        const TaskHandle task = scope->start(workOnEach(*sender));
        model.refresh();
        const auto text = [&model](int column) { return model.index(0, column).data().toString(); };
        const auto number = [&model](int role) { return model.index(0, 0).data(role); };
        const auto toolTip = [&model] { return model.index(0, 0).data(Qt::ToolTipRole).toString(); };
        QVERIFY(!number(TaskModel::LongestWorkRole).isValid());
        QVERIFY(!number(TaskModel::TotalWorkRole).isValid());
        QCOMPARE(text(TaskModel::LongestWork) + text(TaskModel::TotalWork), QString());
        QCOMPARE(toolTip().count(u'\n'), 0);
        {
            const TaskTrace trace;
            sender->setValue(20);
            sender->setValue(10);
            const qint64 longest = number(TaskModel::LongestWorkRole).toLongLong();
            const qint64 total = number(TaskModel::TotalWorkRole).toLongLong();
            QCOMPARE(longest, qint64(trace.longestWork(*trace.track(task)).count()));
            QCOMPARE(total, qint64(trace.totalWork(*trace.track(task)).count()));
            QVERIFY(longest >= 20'000'000);
            QVERIFY(total >= longest + 10'000'000);
            QCOMPARE(text(TaskModel::LongestWork), u"%1 ms"_s.arg(std::round(double(longest) / 1e6)));
            QCOMPARE(text(TaskModel::TotalWork), u"%1 ms"_s.arg(std::round(double(total) / 1e6)));
            QCOMPARE(toolTip().section(u'\n', 1),
                u"Its longest piece of work took %1, all of its work %2."_s.arg(
                    text(TaskModel::LongestWork), text(TaskModel::TotalWork)));
        }
        QVERIFY(!number(TaskModel::LongestWorkRole).isValid());
    }

    void findsTasksThatWereThereBefore()
    {
        scope->start(waitForTwo(*sender), u"two"_s);
        scope->start(nested(*sender, 2), u"deep"_s);
        const TaskModel model;
        QCOMPARE(tree(model),
            u"two Waiting [nested Waiting [nested Waiting], waitOnce Waiting], "
            "deep Waiting [nested Waiting [nested Waiting]]"_s);
    }

    void nestsTasksThatAwaitEachOther()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        scope->start(nested(*sender, 3), u"outer"_s);
        const TaskHandle two = scope->start(waitForTwo(*sender), u"two"_s);
        model.refresh();
        QCOMPARE(tree(model),
            u"outer Waiting [nested Waiting [nested Waiting [nested Waiting]]], "
            "two Waiting [nested Waiting [nested Waiting], waitOnce Waiting]"_s);
        QCOMPARE(model.waitingCount(), 2);

        const QModelIndex branch = model.index(1, 0, model.indexOf(two));
        QCOMPARE(branch.data().toString(), u"waitOnce"_s);
        QCOMPARE(model.indexOf(model.task(branch)), branch);
        QCOMPARE(branch.parent(), model.indexOf(two));

        sender->setValue(1);
        QCOMPARE(tree(model), // the rows of before, with the states of now
            u"outer Finished [nested Finished [nested Finished [nested Finished]]], "
            "two Finished [nested Finished [nested Finished], waitOnce Finished]"_s);
        model.refresh();
        QCOMPARE(tree(model), u"outer Finished, two Finished"_s);
        QCOMPARE(model.waitingCount(), 0);
        QVERIFY(!model.indexOf(two).data(TaskModel::ActiveRole).toBool());
    }

    void showsBackgroundWork()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        Semaphore mayEnd;
        const TaskHandle task = scope->start(
            [&mayEnd]() -> Task<> {
                co_await runInBackground([&mayEnd](BackgroundContext &) { mayEnd.acquire(); });
            },
            u"task"_s);
        model.refresh();
        QCOMPARE(tree(model), u"task Waiting [background Working]"_s);
        const QModelIndex background = model.index(0, 0, model.indexOf(task));
        QCOMPARE(background.data(TaskModel::KindRole).value<TaskKind>(), TaskKind::Background);
        QCOMPARE(background.data(TaskModel::LineRole).toInt(), task.line());
        mayEnd.release();
        QTRY_VERIFY(task.isDone());
        model.refresh();
        QCOMPARE(tree(model), u"task Finished"_s);
    }

    void tellsWhyATaskEnded()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        scope->start(failing(*sender), u"a"_s);
        const TaskHandle cancelled = scope->start(waitOnce(*sender), u"b"_s);
        model.refresh();
        QTest::ignoreMessage(QtWarningMsg, "Task \"a\" failed: no luck");
        Q_EMIT sender->clicked();
        cancelled.cancel();
        model.refresh();
        QCOMPARE(tree(model), u"a Failed, b Cancelled"_s);
        QCOMPARE(model.index(0, TaskModel::WaitingFor).data().toString(), u"no luck"_s);
        QCOMPARE(model.index(0, 0).data(TaskModel::ReasonRole).toString(), u"no luck"_s);
        QCOMPARE(model.index(1, TaskModel::WaitingFor).data().toString(), u"cancelled"_s);
        QVERIFY(model.index(1, 0).data(Qt::ToolTipRole).toString().startsWith(u"b ended "_s));
    }

    void describesATaskThatTheTranslatorLetsGoOn_data()
    {
        QTest::addColumn<std::function<Task<>(Sender &, TaskScope &)>>("wait");
        QTest::addColumn<QString>("words");
        using Wait = std::function<Task<>(Sender &, TaskScope &)>;
        const auto row = [](const char *name, Wait wait, const QString &words) {
            QTest::newRow(name) << std::move(wait) << words;
        };
        row(
            "with a limit",
            [](Sender &sender_, TaskScope &) -> Task<> {
                co_await withTimeout(waitFor(sender_, &Sender::clicked), std::chrono::hours(1));
            },
            u"slider.clicked, at most 3600000 ms"_s);
        row(
            "all of a list",
            [](Sender &sender_, TaskScope &) -> Task<> { co_await whenAll(listOfClicks(sender_)); },
            u"all of 1"_s);
        row(
            "any of a list",
            [](Sender &sender_, TaskScope &) -> Task<> { co_await whenAny(listOfClicks(sender_)); },
            u"any of 1"_s);
        row(
            "a scope", [](Sender &, TaskScope &others) -> Task<> { co_await others.join(); },
            u"1 tasks of a scope"_s);
    }
    void describesATaskThatTheTranslatorLetsGoOn()
    {
        QFETCH(const std::function<Task<>(Sender &, TaskScope &)>, wait);
        QFETCH(const QString, words);
        sender->setObjectName(u"slider"_s);
        TaskScope others;
        others.start([](Sender &sender_) -> Task<> { co_await waitFor(sender_, &Sender::clicked); }(*sender));
        const TaskHandle task = scope->start(wait(*sender, others));
        Interrupting translator([this] { Q_EMIT sender->clicked(); });
        QVERIFY(QCoreApplication::installTranslator(&translator));
        QCOMPARE(task.waitingFor(), words);
        QCOMPARE(task.state(), TaskState::Finished);
    }

    void speaksTheLanguageOfTheProgram()
    {
        Shouting translator;
        QVERIFY(QCoreApplication::installTranslator(&translator)); // its destructor removes it
        sender->setObjectName(u"slider"_s);
        const TaskHandle either = scope->start([](Sender &sender_) -> Task<> {
            co_await whenAny(waitFor(sender_, &Sender::clicked), sleepFor(std::chrono::hours(1)));
        }(*sender));
        QCOMPARE(either.waitingFor(), u"ANY OF 2"_s);
        either.cancel();
        QCOMPARE(either.reason(), u"CANCELLED"_s);
        const TaskHandle another = scope->start(waitOnce(*sender));
        QCOMPARE(another.waitingFor(), u"slider.valueChanged"_s); // names stay as they are
        scope->cancel();
        QCOMPARE(another.reason(), u"CANCELLED WITH ITS SCOPE"_s);
    }

    void keepsTheLastThatEnded()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(model.historyLimit(), 50);
        model.setHistoryLimit(3);
        scope->start(waitForever(*sender), u"live"_s);
        std::vector<TaskHandle<>> tasks;
        for (int i = 0; i < 6; ++i)
            tasks.push_back(scope->start(waitForever(*sender), QString::number(i)));
        model.refresh();
        for (const int i : { 4, 0, 5, 2 })
            tasks[static_cast<std::size_t>(i)].cancel();
        model.refresh();
        QCOMPARE(tree(model), u"live Waiting, 0 Cancelled, 1 Waiting, 2 Cancelled, 3 Waiting, 5 Cancelled"_s);
        QVERIFY(!model.indexOf(tasks[4]).isValid());
        tasks[1].cancel();
        model.refresh();
        QCOMPARE(tree(model), u"live Waiting, 1 Cancelled, 2 Cancelled, 3 Waiting, 5 Cancelled"_s);
        model.setHistoryLimit(1);
        QCOMPARE(tree(model), u"live Waiting, 1 Cancelled, 3 Waiting"_s);
        model.clearHistory();
        QCOMPARE(tree(model), u"live Waiting, 3 Waiting"_s);
        model.setHistoryLimit(-1);
        QCOMPARE(model.historyLimit(), 0);
        tasks[3].cancel();
        model.refresh();
        QCOMPARE(tree(model), u"live Waiting"_s);
    }

    void showsTasksThatStartAndEndBetweenTwoRefreshes()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setHistoryLimit(2);
        for (int i = 0; i < 5; ++i)
            scope->start(nothing(), QString::number(i));
        model.refresh();
        QCOMPARE(tree(model), u"3 Finished, 4 Finished"_s);
        scope->start(nothing(), u"5"_s);
        model.refresh();
        QCOMPARE(tree(model), u"4 Finished, 5 Finished"_s);
        // Those that are awaited leave no trace, however many they are.
        scope->start(
            []() -> Task<> {
                for (int i = 0; i < 1000; ++i)
                    co_await nothing();
            },
            u"many"_s);
        model.refresh();
        QCOMPARE(tree(model), u"5 Finished, many Finished"_s);
    }

    void refreshesOncePerFrame()
    {
        TaskModel model;
        QSignalSpy refreshed(&model, &TaskModel::refreshed);
        QSignalSpy changed(&model, &TaskModel::dataChanged);
        scope->start(waitForever(*sender), u"a"_s);
        scope->start(waitForever(*sender), u"b"_s);
        QCOMPARE(refreshed.count(), 0);
        QVERIFY(refreshed.wait());
        QCOMPARE(refreshed.count(), 1);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(changed.count(), 0);
        for (int i = 1; i <= 1000; ++i)
            sender->setValue(i);
        QCOMPARE(refreshed.count(), 1);
        QVERIFY(refreshed.wait());
        QCOMPARE(refreshed.count(), 2);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 0);
        QCOMPARE(changed.first().at(1).toModelIndex().row(), 1);
        QCOMPARE(model.index(0, 0).data(TaskModel::ResumedRole).toInt(), 1000);
        // Nothing while nothing happens.
        QCoreApplication::processEvents();
        QCOMPARE(refreshed.count(), 2);
    }

    void cancelsInsideItsOwnSignals()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setHistoryLimit(0);
        std::vector<TaskHandle<>> tasks;
        for (int i = 0; i < 4; ++i)
            tasks.push_back(scope->start(nested(*sender, 1), QString::number(i)));
        connect(&model, &TaskModel::rowsInserted, this, [&] {
            tasks[0].cancel();
            scope->start(nothing(), u"short"_s);
            model.refresh(); // does nothing in here
        });
        connect(&model, &TaskModel::rowsRemoved, this, [&] { tasks[2].cancel(); });
        model.refresh();
        QCOMPARE(tree(model),
            u"0 Cancelled [nested Cancelled], 1 Waiting [nested Waiting], "
            "2 Waiting [nested Waiting], 3 Waiting [nested Waiting]"_s);
        model.refresh();
        QCOMPARE(tree(model),
            u"1 Waiting [nested Waiting], 2 Cancelled [nested Cancelled], 3 Waiting [nested Waiting]"_s);
        QSignalSpy refreshed(&model, &TaskModel::refreshed);
        QVERIFY(refreshed.wait());
        QCOMPARE(tree(model), u"1 Waiting [nested Waiting], 3 Waiting [nested Waiting]"_s);
        model.disconnect(this);
    }

    void mayBeDestroyedInsideItsOwnSignals_data()
    {
        QTest::addColumn<QByteArray>("signal");
        QTest::addColumn<int>("tasks");
        QTest::newRow("rowsInserted") << QByteArray(SIGNAL(rowsInserted(QModelIndex, int, int))) << 1;
        QTest::newRow("dataChanged") << QByteArray(SIGNAL(dataChanged(QModelIndex, QModelIndex))) << 1;
        QTest::newRow("layoutAboutToBeChanged") << QByteArray(SIGNAL(layoutAboutToBeChanged())) << 40;
        QTest::newRow("layoutChanged") << QByteArray(SIGNAL(layoutChanged())) << 40;
        QTest::newRow("rowsRemoved") << QByteArray(SIGNAL(rowsRemoved(QModelIndex, int, int))) << 1;
        QTest::newRow("modelReset") << QByteArray(SIGNAL(modelReset())) << 3000;
        QTest::newRow("refreshed") << QByteArray(SIGNAL(refreshed())) << 1;
    }

    void mayBeDestroyedInsideItsOwnSignals()
    {
        QFETCH(const QByteArray, signal);
        QFETCH(const int, tasks);
        auto model = std::make_unique<TaskModel>();
        AtSignal destroys([&model] { model.reset(); });
        QVERIFY(connect(model.get(), signal.constData(), &destroys, SLOT(call())));
        std::vector<TaskHandle<>> handles;
        for (int i = 0; i < tasks; ++i)
            handles.push_back(scope->start(waitForeverInAChild(*sender)));
        model->refresh();
        sender->setValue(1);
        if (model)
            model->refresh();
        for (std::size_t i = 0; i < handles.size(); i += 2) // many scattered rows go by a reset
            handles[i].cancel();
        if (model)
            model->clearHistory();
        QVERIFY(!model);
        scope->cancel();
    }

    void appliesWhatIsAskedForByOneWhoIsToldOfAChange_data()
    {
        QTest::addColumn<bool>("clears");
        QTest::addColumn<QString>("left");
        QTest::newRow("clearHistory()") << true << u"c Waiting"_s;
        QTest::newRow("setHistoryLimit()") << false << u"b Finished, c Waiting"_s;
    }
    void appliesWhatIsAskedForByOneWhoIsToldOfAChange()
    {
        QFETCH(const bool, clears);
        QFETCH(const QString, left);
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        connect(&model, &QAbstractItemModel::rowsInserted, &model, [&] {
            if (clears)
                model.clearHistory();
            else
                model.setHistoryLimit(1);
        });
        scope->start(nothing(), u"a"_s);
        scope->start(nothing(), u"b"_s);
        scope->start(waitForever(*sender), u"c"_s);
        QTRY_COMPARE(tree(model), left);
    }

    void tellsSinceWhenATaskWorks()
    {
        TaskModel model;
        const auto slack = std::chrono::milliseconds(20); // the clock is coarse
        std::vector<std::chrono::steady_clock::time_point> times;
        const auto look = [&model, &times] {
            model.refresh();
            times.push_back(model.task(model.index(0, 0)).since());
        };
        const auto before = std::chrono::steady_clock::now();
        scope->start([&]() -> Task<> {
            look(); // before its first pause
            co_await waitFor(*sender, &Sender::clicked);
            look();
        });
        QTRY_VERIFY(std::chrono::steady_clock::now() > before + 3 * slack);
        const auto after = std::chrono::steady_clock::now();
        Q_EMIT sender->clicked();
        QCOMPARE(times.size(), std::size_t(2));
        QVERIFY(times[0] >= before - slack);
        QVERIFY(times[1] >= after - slack);
    }

    void canBeRefreshedWhileATaskIsUnwound()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setHistoryLimit(0);
        const auto refreshesAtItsEnd = [this, &model]() -> Task<> {
            const AtEnd end([&model] { model.refresh(); });
            co_await nested(*sender, 1);
        };
        const auto branches = [this, &refreshesAtItsEnd, &model]() -> Task<> {
            const AtEnd end([&model] { model.refresh(); });
            co_await whenAny(refreshesAtItsEnd(), waitForever(*sender), refreshesAtItsEnd());
        };
        const auto outer = [&branches, &model]() -> Task<> {
            const AtEnd end([&model] { model.refresh(); });
            co_await branches();
        };
        for (int i = 0; i < 3; ++i)
            scope->start(outer(), QString::number(i));
        model.refresh();
        QCOMPARE(model.rowCount(), 3);
        sender->setValue(1); // ends a branch of each, and with it the others
        model.refresh();
        QCOMPARE(model.rowCount(), 0);
        for (int i = 0; i < 3; ++i)
            scope->start(outer(), QString::number(i));
        model.refresh();
        scope->cancel();
        model.refresh();
        QCOMPARE(model.rowCount(), 0);
    }

    void canBeRefreshedWhileATaskWithoutARowIsUnwound_data()
    {
        QTest::addColumn<int>("historyLimit");
        QTest::newRow("without a history") << 0;
        QTest::newRow("with a short one") << 1;
    }
    void canBeRefreshedWhileATaskWithoutARowIsUnwound()
    {
        QFETCH(int, historyLimit);
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setHistoryLimit(historyLimit);
        const auto branch = [this, &model](int depth, auto &&self) -> Task<> {
            const AtEnd end([&model] { model.refresh(); });
            if (depth == 0)
                co_await waitForever(*sender);
            else
                co_await whenAny(self(depth - 1, self), waitForever(*sender), self(depth - 1, self));
        };
        for (int i = 0; i < 3; ++i)
            scope->start(branch(2, branch), QString::number(i));
        scope->cancel();
        model.refresh();
        QCOMPARE(model.rowCount(), historyLimit);
        for (int i = 0; i < 3; ++i)
            scope->start(branch(2, branch), QString::number(i));
        sender->setValue(1); // resumes branches, whose tasks have no row yet
        scope->cancel();
        model.refresh();
        QCOMPARE(model.rowCount(), historyLimit);
    }

    void letsGoOfExceptionsThatRunCode_data()
    {
        QTest::addColumn<bool>("destroysTheModel");
        QTest::newRow("starts a task") << false;
        QTest::newRow("destroys the model") << true;
    }
    void letsGoOfExceptionsThatRunCode()
    {
        struct Error
        {
            std::shared_ptr<AtEnd> end;
        };
        QFETCH(bool, destroysTheModel);
        auto model = std::make_unique<TaskModel>();
        model->setHistoryLimit(1);
        scope->onFailure([](const TaskHandle<> &) { });
        const auto fail = [](std::function<void()> function) -> Task<> {
            throw Error { std::make_shared<AtEnd>(std::move(function)) };
            co_return;
        };
        scope->start(fail([&] {
            log.append(u"~error"_s);
            if (destroysTheModel)
                model.reset();
            else
                scope->start(waitOnce(*sender), u"waits"_s);
        }),
            u"fails"_s);
        scope->start(nothing(), u"a"_s); // and the first one will not be shown any more
        scope->start(nothing(), u"b"_s);
        model->refresh();
        EXPECT_LOG("~error");
        if (destroysTheModel)
            return;
        model->refresh();
        QCOMPARE(tree(*model), u"b Finished, waits Waiting"_s);
    }

    void mayDieOnAnotherThread()
    {
        auto model = std::make_unique<TaskModel>();
        scope->start(waitForever(*sender), u"a"_s);
        const TaskHandle ended = scope->start(nothing(), u"b"_s);
        model->refresh();
        model->moveToThread(nullptr);
        std::thread([&model] { model.reset(); }).join();
        sender->setValue(1);
        scope->start(waitForever(*sender), u"c"_s);
        QCoreApplication::sendPostedEvents();
        sender->setValue(2);
        QCOMPARE(scope->count(), 2);
    }

    void mayDieOnAnotherThreadWhileARefreshIsDue()
    {
        auto model = std::make_unique<TaskModel>();
        const TaskModel other; // whose refresh is due after that of the first
        QSignalSpy refreshed(&other, &TaskModel::refreshed);
        scope->start(nothing(), u"a"_s);
        std::thread([&model] { model.reset(); }).join();
        QVERIFY(refreshed.wait());
    }

    void mayDieAfterTheThreadOfItsTasks()
    {
        std::unique_ptr<TaskModel> model;
        std::thread([&model] {
            TaskScope tasks;
            tasks.start(nothing(), u"a"_s);
            model = std::make_unique<TaskModel>();
            tasks.start(nothing(), u"b"_s);
            model->moveToThread(nullptr);
        }).join();
        model.reset();
    }

    void mayDieBeforeTheTasks()
    {
        const TaskHandle task = scope->start(nested(*sender, 2), u"a"_s);
        {
            TaskModel model;
            scope->start(waitForever(*sender), u"b"_s);
        }
        sender->setValue(1);
        QCOMPARE(task.state(), TaskState::Finished);
        QCOMPARE(scope->count(), 1);
    }

    void severalMayLookAtOnce()
    {
        TaskModel first;
        scope->start(waitForever(*sender), u"a"_s);
        TaskModel second;
        scope->start(waitOnce(*sender), u"b"_s);
        sender->setValue(1);
        first.refresh();
        second.refresh();
        QCOMPARE(tree(first), u"a Waiting, b Finished"_s);
        QCOMPARE(tree(second), tree(first));
    }

    void showsTenThousandTasks()
    {
        constexpr int count = 10'000;
        TaskModel model; // without the tester, which looks at each row after each change
        std::deque<TaskScope> scopes(100);
        std::vector<TaskHandle<>> tasks;
        for (std::size_t i = 0; i < count; ++i)
            tasks.push_back(scopes[i % scopes.size()].start(nested(*sender, 1), QString::number(i)));
        model.refresh();
        QCOMPARE(model.rowCount(), count);
        QCOMPARE(model.waitingCount(), count);
        // Scattered ones end.
        for (std::size_t i = 0; i < count; i += 2)
            tasks[i].cancel();
        model.refresh();
        QCOMPARE(model.rowCount(), count / 2 + model.historyLimit());
        for (std::size_t i = 1; i < count; i += 1112) {
            const QModelIndex index = model.indexOf(tasks[i]);
            QVERIFY(model.task(index) == tasks[i]);
            QVERIFY(index.isValid() != tasks[i].isDone());
        }
        // All change.
        sender->setValue(1);
        model.refresh();
        QCOMPARE(model.rowCount(), model.historyLimit());
        QCOMPARE(model.waitingCount(), 0);
    }

    void removesManyScatteredRowsByAReset()
    {
        TaskModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setHistoryLimit(1);
        std::vector<TaskHandle<>> tasks;
        for (int i = 0; i < 300; ++i)
            tasks.push_back(scope->start(waitForever(*sender), QString::number(i)));
        model.refresh();
        const QPersistentModelIndex kept = model.indexOf(tasks[3]);
        QSignalSpy reset(&model, &TaskModel::modelReset);
        for (std::size_t i = 0; i < tasks.size(); i += 3)
            tasks[i].cancel();
        const TaskHandle added = scope->start(waitForever(*sender), u"added"_s);
        model.refresh();
        QCOMPARE(reset.count(), 1);
        QCOMPARE(model.rowCount(), 202);
        QVERIFY(!kept.isValid());
        QCOMPARE(model.indexOf(tasks[4]).row(), 2);
        QCOMPARE(model.indexOf(tasks[299]).row(), 200);
        QCOMPARE(model.indexOf(added).row(), 201);
        QVERIFY(!model.indexOf(tasks[3]).isValid());
        QCOMPARE(model.waitingCount(), 201);
    }

    void showsALongChain()
    {
        constexpr int depth = 5'000;
        TaskModel model;
        TaskHandle innermost = scope->start(nested(*sender, depth), u"chain"_s);
        model.refresh();
        QModelIndex index = model.index(0, 0);
        int found = 0;
        for (; model.rowCount(index) == 1; index = model.index(0, 0, index))
            ++found;
        QCOMPARE(found, depth);
        QCOMPARE(dumpTasks().count(u'\n'), depth + 1);
        const TaskModel late;
        QCOMPARE(late.rowCount(late.index(0, 0)), 1);
        scope->cancel();
        model.refresh();
        QCOMPARE(tree(model), u"chain Cancelled"_s);
    }

    void dumpsALongChainInLinesThatCanBeRead()
    {
        constexpr int depth = 20'000;
        sender->setObjectName(u"slider"_s);
        scope->start(nested(*sender, depth), u"chain"_s);
        const QStringList lines = dumpTasks().split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), depth + 1);
        for (const QString &line : lines)
            QVERIFY2(line.size() < 160, qPrintable(line));
        QVERIFY(lines[19].startsWith(QString(38, u' ') + u"nested: "_s));
        QVERIFY(lines[20].startsWith(QString(40, u' ') + u"(20) nested: "_s));
        QVERIFY(lines[depth].startsWith(
            QString(40, u' ') + u"(20000) nested: Waiting for slider.valueChanged"_s));
    }

    void printsTheTreeForADebugger()
    {
        const QString gdb = QStandardPaths::findExecutable(u"gdb"_s);
        if (gdb.isEmpty() || isSanitized)
            QSKIP("There is no gdb, or the program is not one for it.", );
        QProcess debugger;
        debugger.setProcessChannelMode(QProcess::MergedChannels);
        debugger.start(gdb,
            { u"-nx"_s, u"-batch"_s, u"-ex"_s, u"set debuginfod enabled off"_s, u"-ex"_s, u"run"_s, u"-ex"_s,
                u"call (void)asyncwidgets_dump_tasks()"_s, u"-ex"_s, u"kill"_s, u"--args"_s,
                QCoreApplication::applicationFilePath(), u"--stop-in-a-task"_s });
        QVERIFY(debugger.waitForFinished(120'000));
        const QString output = QString::fromLocal8Bit(debugger.readAll());
        if (!output.contains(u"SIGTRAP"_s))
            QSKIP("Here gdb cannot run a program.", );
        QVERIFY2(output.contains(u"outer: Waiting for slider.valueChanged at tst_taskmodel.cpp:"_s),
            qPrintable(output));
    }

    void dumpsTheTreeAsText()
    {
        sender->setObjectName(u"slider"_s);
        scope->start(waitForTwo(*sender), u"two"_s);
        const TaskHandle last = scope->start(waitForever(*sender), u"last"_s);
        sender->setValue(sender->value());
        QString text = dumpTasks();
        text.replace(QRegularExpression(u"cpp:[0-9]+"_s), u"cpp:N"_s)
            .replace(QRegularExpression(u"for [0-9.]+ s,"_s), u"for T,"_s);
        QCOMPARE(text,
            u"two: Waiting for all of 2 at tst_taskmodel.cpp:N, for T, not resumed yet\n"
            "  nested: Waiting for nested at tst_taskmodel.cpp:N, for T, not resumed yet\n"
            "    nested: Waiting for slider.valueChanged at tst_taskmodel.cpp:N, for T, not resumed yet\n"
            "  waitOnce: Waiting for slider.valueChanged at tst_taskmodel.cpp:N, for T, not resumed yet\n"
            "last: Waiting for slider.valueChanged at tst_taskmodel.cpp:N, for T, not resumed yet\n"_s);
    }

    void tellsTimesInWords_data()
    {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << qint64(0) << u"0.0 s"_s;
        QTest::newRow("tenths") << qint64(480) << u"0.4 s"_s;
        QTest::newRow("nearly ten") << qint64(9'999) << u"9.9 s"_s;
        QTest::newRow("seconds") << qint64(12'900) << u"12 s"_s;
        QTest::newRow("minutes") << qint64(200'000) << u"3 min 20 s"_s;
        QTest::newRow("hours") << qint64(7'500'000) << u"2 h 5 min"_s;
    }
    void tellsTimesInWords()
    {
        QFETCH(qint64, milliseconds);
        QTEST(TaskModel::elapsedText(std::chrono::milliseconds(milliseconds)), "text");
    }
};

int main(int argc, char **argv)
{
    if (argc == 2 && qstrcmp(argv[1], "--stop-in-a-task") == 0) {
        const QCoreApplication application(argc, argv);
        Sender sender(u"slider"_s);
        TaskScope scope;
        scope.start(waitForever(sender), u"outer"_s);
#ifdef SIGTRAP
        std::raise(SIGTRAP);
#endif
        return 0;
    }
    QTEST_SET_MAIN_SOURCE_PATH
    return runOnMachine<TestTaskModel, QGuiApplication>(argc, argv);
}

#include "tst_taskmodel.moc"
