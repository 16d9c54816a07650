// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A test in which five minutes pass when it says so.
#include <asyncwidgets/asyncwidgets.h>
#include <asyncwidgets/virtualtime.h>

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QTest>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

/// Gives the name, or after five minutes without a word a default.
Task<QString> askName(QLineEdit &line)
{
    const auto name = co_await withTimeout(waitUntilSettled(line, &QLineEdit::textChanged, 500ms), 5min);
    co_return name.value_or("anonymous");
}

class AskNameTest : public QObject
{
    Q_OBJECT

private slots:
    void takesWhatWasTypedWhenItIsQuiet()
    {
        VirtualTime time;
        QLineEdit line;
        TaskScope tasks;
        QString name;
        const auto task = tasks.start([&]() -> Task<> { name = co_await askName(line); });
        line.setText("Ad");
        time.advance(400ms);
        line.setText("Ada");
        QVERIFY_FINISHES(task, 500ms);
        QCOMPARE(name, QString("Ada"));
        QCOMPARE(time.elapsed(), 900ms);
    }

    void givesUpAfterFiveMinutes()
    {
        VirtualTime time;
        QLineEdit line;
        TaskScope tasks;
        const auto name = tasks.start(askName(line));
        time.advance(5min - 1ms);
        QCOMPARE(name.state(), TaskState::Waiting);
        QVERIFY_FINISHES(name, 1ms);
    }
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    AskNameTest test;
    const QString results = QDir::temp().filePath("askname.txt,txt"); // what Qt Test prints
    const int failures = QTest::qExec(&test, { argv[0], "-o", results });
    qInfo() << failures << "failures";
    return failures;
}

#include "26-virtual.moc"
