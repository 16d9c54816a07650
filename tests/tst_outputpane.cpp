// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The output pane: the lines of all tasks in order, by task, with times, bounded, and never in the way.

#include "machine.h"
#include "models/output.h"
#include "ui/output/outputpane.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QTextBlock>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QScrollBar>

#include <algorithm>

using namespace AsyncWidgets;
using namespace Qt::StringLiterals;

namespace {

/// A pane with two outputs, on the screen.
struct Shown
{
    explicit Shown(int keptLines = OutputPane::maximumLines)
        : pane(nullptr, keptLines)
    {
        first.setName(u"first"_s);
        second.setName(u"second"_s);
        pane.addOutput(&first);
        pane.addOutput(&second);
        pane.resize(500, 200);
        pane.show();
    }
    QPlainTextEdit &text() { return *pane.findChild<QPlainTextEdit *>(); }
    /// What stands at the top of what is in sight.
    QString topLine() { return text().cursorForPosition({ 0, 0 }).block().text(); }

    Output first;
    Output second;
    OutputPane pane;
};

} // namespace

class TestOutputPane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheLinesOfAllTasksInTheirOrder()
    {
        Shown shown;
        QSignalSpy printed(&shown.pane, &OutputPane::printed);
        shown.first.print(u"one"_s);
        shown.second.print(u"two"_s);
        shown.first.print(QString());
        QCOMPARE(shown.pane.text(), u"[first] one\n[second] two\n[first] \n"_s);
        QTRY_COMPARE(shown.text().toPlainText(), u"[first] one\n[second] two\n[first] "_s);
        QCOMPARE(printed.count(), 3);
        QCOMPARE(printed.at(1).at(0).toString(), u"second"_s);
        QCOMPARE(printed.at(1).at(1).toString(), u"two"_s);
    }

    void givesEachTaskItsColor()
    {
        Shown shown;
        shown.first.print(u"one"_s);
        shown.second.print(u"two"_s);
        QTRY_COMPARE(shown.text().blockCount(), 2);
        const auto colorOf = [&shown](int line) {
            QTextCursor cursor(shown.text().document()->findBlockByNumber(line));
            cursor.movePosition(QTextCursor::Right);
            return cursor.charFormat().foreground().color();
        };
        QVERIFY(colorOf(0) != colorOf(1));
        const QColor before = colorOf(0);
        shown.pane.setPalette(QPalette(QColor(0x23, 0x26, 0x2b)));
        QCOMPARE(shown.text().blockCount(), 2);
        QVERIFY(before.isValid());
    }

    void takesAnOutputOnceAndSurvivesIt()
    {
        OutputPane pane;
        {
            Output output;
            output.setName(u"task"_s);
            pane.addOutput(&output);
            pane.addOutput(&output);
            output.print(u"once"_s);
        }
        QCOMPARE(pane.text(), u"[task] once\n"_s);
    }

    void filtersByTask()
    {
        Shown shown;
        shown.first.print(u"one"_s);
        shown.second.print(u"two"_s);
        auto *filter = shown.pane.findChild<QComboBox *>();
        QCOMPARE(filter->count(), 3);
        filter->setCurrentIndex(filter->findText(u"second"_s));
        QCOMPARE(shown.pane.text(), u"[second] two\n"_s);
        QTRY_COMPARE(shown.text().toPlainText(), u"[second] two"_s);
        shown.first.print(u"three"_s);
        shown.second.print(u"four"_s);
        QTRY_COMPARE(shown.text().toPlainText(), u"[second] two\n[second] four"_s);
        filter->setCurrentIndex(0);
        QTRY_COMPARE(
            shown.text().toPlainText(), u"[first] one\n[second] two\n[first] three\n[second] four"_s);
    }

    void showsTimesOnDemand()
    {
        Shown shown;
        shown.first.print(u"one"_s);
        QVERIFY(!shown.pane.showsTimes());
        shown.pane.findChild<QCheckBox *>()->click();
        QVERIFY(shown.pane.showsTimes());
        const QRegularExpression line(u"^\\d\\d:\\d\\d:\\d\\d\\.\\d\\d\\d \\[first\\] one$"_s);
        QTRY_VERIFY2(
            line.match(shown.text().toPlainText()).hasMatch(), qPrintable(shown.text().toPlainText()));
        shown.pane.setShowsTimes(false);
        QTRY_COMPARE(shown.text().toPlainText(), u"[first] one"_s);
    }

    void copiesAndClears()
    {
        Shown shown;
        shown.first.print(u"one"_s);
        shown.first.print(u"two"_s);
        QTRY_COMPARE(shown.text().blockCount(), 2);
        shown.pane.copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"[first] one\n[first] two\n"_s);
        shown.text().moveCursor(QTextCursor::Start);
        shown.text().moveCursor(QTextCursor::EndOfLine, QTextCursor::KeepAnchor);
        shown.pane.copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"[first] one"_s);
        shown.first.print(u"three"_s); // not painted yet
        shown.pane.clear();
        QCOMPARE(shown.pane.text(), QString());
        shown.first.print(u"four"_s);
        QTRY_COMPARE(shown.text().toPlainText(), u"[first] four"_s);
    }

    void savesAFileOrSaysWhyNot()
    {
        Shown shown;
        shown.first.print(u"gr\u00fc\u00df"_s);
        const QTemporaryDir folder;
        const auto choose = [&shown](const QString &fileName) {
            shown.pane.saveAs();
            auto *dialog = shown.pane.findChild<QFileDialog *>();
            Q_EMIT dialog->fileSelected(fileName);
            dialog->close();
            QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        };
        choose(folder.filePath(u"output.txt"_s));
        QFile file(folder.filePath(u"output.txt"_s));
        QVERIFY(file.open(QIODevice::ReadOnly | QIODevice::Text));
        QCOMPARE(QString::fromUtf8(file.readAll()), u"[first] gr\u00fc\u00df\n"_s);
        QVERIFY(!shown.pane.findChild<QMessageBox *>());

        const QString nowhere = folder.filePath(u"none/output.txt"_s);
        choose(nowhere);
        auto *message = shown.pane.findChild<QMessageBox *>();
        QVERIFY(message);
        QVERIFY2(message->text().contains(nowhere), qPrintable(message->text()));
        message->close();
    }

    void followsTheEndUnlessThePersonHasScrolledUp()
    {
        Shown shown;
        QScrollBar *bar = shown.text().verticalScrollBar();
        for (int i = 0; i < 200; ++i)
            shown.first.print(QString::number(i));
        QTRY_COMPARE(shown.text().blockCount(), 200);
        QVERIFY(bar->maximum() > 0);
        QCOMPARE(bar->value(), bar->maximum());
        bar->setValue(20);
        shown.first.print(u"more"_s);
        QTRY_COMPARE(shown.text().blockCount(), 201);
        QCOMPARE(bar->value(), 20);
        bar->setValue(bar->maximum());
        shown.first.print(u"more"_s);
        QTRY_COMPARE(shown.text().blockCount(), 202);
        QCOMPARE(bar->value(), bar->maximum());
    }

    void keepsTheLineThatIsReadWhileTheFirstLinesGo()
    {
        constexpr int kept = 2000;
        Shown shown(kept);
        for (int i = 0; i < kept; ++i)
            shown.first.print(QString::number(i));
        QTRY_COMPARE_WITH_TIMEOUT(shown.text().blockCount(), kept, 60'000);
        QScrollBar *bar = shown.text().verticalScrollBar();
        bar->setValue(bar->maximum() / 2);
        const QString read = shown.topLine();
        const auto print = [&shown](int count) {
            for (int i = 0; i < count; ++i)
                shown.second.print(QString::number(i));
            const QString last = u"[second] %1"_s.arg(count - 1);
            QTRY_COMPARE(shown.text().document()->lastBlock().text(), last);
        };
        for (const int count : { 1, 10, 500 }) {
            print(count);
            QCOMPARE(shown.topLine(), read);
        }
        // A line that is not kept any longer leaves its place to the first that is.
        bar->setValue(5);
        print(20);
        QCOMPARE(shown.topLine(), shown.text().document()->firstBlock().text());
        bar->setValue(bar->maximum());
        print(3);
        QCOMPARE(bar->value(), bar->maximum());
    }

    void keepsTheLineThatIsReadWhenAllLinesAreShownAgain_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("at once") << 200;
        QTest::newRow("in several frames") << 5000;
    }
    void keepsTheLineThatIsReadWhenAllLinesAreShownAgain()
    {
        QFETCH(const int, count);
        Shown shown;
        for (int i = 0; i < count; ++i)
            (i % 2 == 0 ? shown.first : shown.second).print(QString::number(i));
        QTRY_COMPARE_WITH_TIMEOUT(shown.text().blockCount(), count, 60'000);
        const QString read = u"[first] %1"_s.arg(count / 2);
        shown.text().verticalScrollBar()->setValue(count / 2);
        QCOMPARE(shown.topLine(), read);
        shown.pane.setPalette(QPalette(QColor(0x23, 0x26, 0x2b)));
        QTRY_COMPARE_WITH_TIMEOUT(shown.topLine(), read, 60'000);
        QTRY_COMPARE_WITH_TIMEOUT(shown.text().blockCount(), count, 60'000);
        QCOMPARE(shown.topLine(), read);
        shown.pane.setShowsTimes(true);
        QTRY_VERIFY2_WITH_TIMEOUT(shown.topLine().endsWith(u' ' + read), qPrintable(shown.topLine()), 60'000);
        shown.pane.setShowsTimes(false);
        auto *filter = shown.pane.findChild<QComboBox *>();
        filter->setCurrentIndex(filter->findText(u"second"_s)); // of which the next line is the nearest
        QTRY_COMPARE_WITH_TIMEOUT(shown.topLine(), u"[second] %1"_s.arg(count / 2 + 1), 60'000);
    }

    void showsTheEndWhereAllLinesComeBeforeTheOneThatWasRead()
    {
        Shown shown;
        for (int i = 0; i < 200; ++i)
            (i < 100 ? shown.first : shown.second).print(QString::number(i));
        QTRY_COMPARE(shown.text().blockCount(), 200);
        QScrollBar *bar = shown.text().verticalScrollBar();
        bar->setValue(150);
        QCOMPARE(shown.topLine(), u"[second] 150"_s);
        auto *filter = shown.pane.findChild<QComboBox *>();
        filter->setCurrentIndex(filter->findText(u"first"_s));
        QTRY_COMPARE(shown.text().blockCount(), 100);
        QTRY_COMPARE(bar->value(), bar->maximum());
        QVERIFY(bar->maximum() > 0);
        shown.first.print(u"more"_s); // and follows it
        QTRY_COMPARE(shown.text().blockCount(), 101);
        QCOMPARE(bar->value(), bar->maximum());
    }

    void offersThoseTasksOfWhichItKeepsLines()
    {
        Shown shown;
        auto *filter = shown.pane.findChild<QComboBox *>();
        shown.first.print(u"one"_s);
        shown.second.print(u"two"_s);
        filter->setCurrentIndex(filter->findText(u"second"_s));
        Output many;
        shown.pane.addOutput(&many);
        for (int i = 0; i < OutputPane::maximumLines + 100; ++i) {
            many.setName(u"task %1"_s.arg(i / 10'000));
            many.print(u"line"_s);
        }
        QVERIFY(filter->findText(u"first"_s) < 0);
        QVERIFY(filter->findText(u"task 0"_s) > 0);
        QVERIFY(filter->findText(u"task 10"_s) > 0);
        QCOMPARE(filter->currentText(), u"second"_s); // as long as it is chosen
        filter->setCurrentIndex(0);
        QVERIFY(filter->findText(u"second"_s) < 0);
        QCOMPARE(filter->count(), 12);
        shown.pane.clear();
        QCOMPARE(filter->count(), 1);
        shown.first.print(u"three"_s);
        QCOMPARE(filter->count(), 2);
    }

    void offersTheLatestOfManyTasks()
    {
        Shown shown;
        auto *filter = shown.pane.findChild<QComboBox *>();
        shown.first.print(u"one"_s);
        filter->setCurrentIndex(filter->findText(u"first"_s));
        Output many;
        shown.pane.addOutput(&many);
        for (int i = 0; i < 2 * OutputPane::maximumOffered; ++i) {
            many.setName(u"task %1"_s.arg(i));
            many.print(u"line"_s);
        }
        QCOMPARE(filter->count(), OutputPane::maximumOffered + 1); // the first stands for all
        QCOMPARE(filter->currentText(), u"first"_s);
        QVERIFY(filter->findText(u"task 0"_s) < 0);
        QVERIFY(filter->findText(u"task %1"_s.arg(2 * OutputPane::maximumOffered - 1)) > 0);
        QSignalSpy chosen(filter, &QComboBox::currentIndexChanged);
        many.print(u"another line of the same task"_s);
        QCOMPARE(filter->count(), OutputPane::maximumOffered + 1);
        QCOMPARE(chosen.count(), 0);
    }

    void keepsTheLastLinesOfABurstWithoutStopping()
    {
        constexpr int kept = 10'000;
        constexpr int count = kept + 1000;
        Shown shown(kept);
        for (int i = 0; i < count; ++i)
            shown.first.print(QString::number(i));
        QCOMPARE(shown.pane.text().count(u'\n'), kept);
        QVERIFY(shown.pane.text().startsWith(u"[first] 1000\n"_s));
        // It is shown a piece at a time, and the event loop goes on in between.
        QTRY_VERIFY(shown.text().blockCount() > 1);
        QVERIFY(shown.text().blockCount() < kept);
        QTRY_COMPARE_WITH_TIMEOUT(shown.text().blockCount(), kept, 60'000);
        QTRY_VERIFY(shown.text().toPlainText().endsWith(u"[first] %1"_s.arg(count - 1)));
        QVERIFY(shown.text().toPlainText().startsWith(u"[first] 1000\n"_s));
        shown.first.print(u"last"_s);
        QTRY_VERIFY(shown.text().toPlainText().endsWith(u"[first] last"_s));
        QCOMPARE(shown.text().blockCount(), kept);
    }

    void canBeReadByAssistiveTechnology()
    {
        Shown shown;
        QCOMPARE(shown.text().accessibleName(), u"Output"_s);
        QVERIFY(shown.text().isReadOnly());
        QVERIFY(!shown.pane.findChild<QComboBox *>()->accessibleName().isEmpty());
    }
};

ASYNCWIDGETS_TEST_MAIN(TestOutputPane, QApplication)
#include "tst_outputpane.moc"
