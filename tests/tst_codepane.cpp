// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The code pane: the very files that are compiled, and in them the lines where tasks are paused.

#include "machine.h"
#include "models/button.h"
#include "models/floatprogress.h"
#include "models/html.h"
#include "models/intslider.h"
#include "models/output.h"
#include "scenarios/changeslidertentimes.h"
#include "scenarios/countprimes.h"
#include "scenarios/progressworker.h"
#include "scenarios/updateinbackground.h"
#include "scenarios/waitforclick.h"
#include "ui/code/codepane.h"
#include "ui/code/sourcehighlighter.h"
#include "ui/code/sourceview.h"

#include <asyncwidgets/taskmodel.h>
#include <asyncwidgets/taskscope.h>
#include <asyncwidgets/yieldforchange.h>

#include <QtCore/QFile>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QHelpEvent>
#include <QtGui/QTextBlock>
#include <QtGui/QTextLayout>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolTip>

#include <functional>
#include <memory>

using namespace AsyncWidgets;
using namespace Qt::StringLiterals;

namespace {

/// What the scenarios work with.
struct Models
{
    Models() { slider.setObjectName(u"slider"_s); }

    IntSlider slider;
    Button button;
    Output output;
    Html status;
    FloatProgress progress;
    BackgroundProgress work;
};

using Start = std::function<TaskHandle<>(TaskScope &, Models &)>;

/// The pane beside the tasks that it watches.
struct Shown
{
    Shown()
    {
        pane.setTaskModel(&model);
        pane.resize(700, 500);
    }

    Models models;
    TaskModel model;
    CodePane pane;
    TaskScope scope;
};

QString lineOf(const QString &fileName, int line)
{
    return CodePane::source(fileName).split(u'\n').value(line - 1).trimmed();
}

/// The colour of the first letter of \a word, where the highlighter has put one.
QColor colorOf(const SourceView &view, const QString &word)
{
    for (QTextBlock block = view.document()->begin(); block.isValid(); block = block.next()) {
        const qsizetype position = block.text().indexOf(word);
        if (position < 0)
            continue;
        for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
            if (range.start <= position && position < range.start + range.length)
                return range.format.foreground().color();
        }
    }
    return {};
}

} // namespace

Q_DECLARE_METATYPE(Start)

class TestCodePane final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheFilesAsTheyAreCompiled()
    {
        QVERIFY(CodePane::fileNames().size() >= 6);
        for (const QString &name : CodePane::fileNames()) {
            QFile file(QStringLiteral(SCENARIOS_FOLDER "/") + name);
            QVERIFY2(file.open(QIODevice::ReadOnly | QIODevice::Text), qPrintable(name));
            QCOMPARE(CodePane::source(name), QString::fromUtf8(file.readAll()));
            const QStringList lines = CodePane::source(name).split(u'\n');
            for (const QString &line : lines) // what the full file shows without scrolling
                QVERIFY2(line.size() <= 80, qPrintable(name + u": "_s + line));
        }
        QCOMPARE(CodePane::source(u"none.cpp"_s), QString());
    }

    void showsAFileByItsName()
    {
        CodePane pane;
        QSignalSpy changed(&pane, &CodePane::currentFileChanged);
        QVERIFY(!pane.currentFile().isEmpty());
        pane.showFile(u"countprimes.cpp"_s);
        QCOMPARE(pane.currentFile(), u"countprimes.cpp"_s);
        QCOMPARE(pane.view().toPlainText() + u'\n', CodePane::source(u"countprimes.cpp"_s));
        QCOMPARE(changed.count(), 1);
        pane.showFile(u"countprimes.cpp"_s);
        pane.showFile(u"none.cpp"_s);
        QCOMPARE(pane.currentFile(), u"countprimes.cpp"_s);
        QCOMPARE(changed.count(), 1);
    }

    void survivesEverySize()
    {
        CodePane pane;
        pane.show();
        for (const QString &file : { u"changeslidertentimes_coroutine.cpp"_s, u"progressworker.cpp"_s }) {
            pane.showFile(file);
            const int widest = pane.view().sizeHint().width();
            for (const int width : { 300, widest - 20, widest }) {
                for (int height = 60; height < 700; ++height) // in some of them a scroll bar comes or goes
                    pane.resize(width, height);
            }
        }
        QVERIFY(pane.view().viewport()->height() > 0);
    }

    void listsAllFiles()
    {
        CodePane pane;
        auto *files = pane.findChild<QComboBox *>();
        QCOMPARE(files->count(), CodePane::fileNames().size());
        files->setFocus();
        const QString last = files->itemText(files->count() - 1);
        QTest::keyClick(files, Qt::Key_End);
        QCOMPARE(pane.currentFile(), last);
    }

    void findsText()
    {
        CodePane pane;
        pane.showFile(u"changeslidertentimes_coroutine.cpp"_s);
        pane.show();
        pane.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&pane));
        pane.view().setFocus();
        QTest::keySequence(&pane.view(), QKeySequence::Find);
        auto *find = pane.findChild<QLineEdit *>(u"codeFind"_s);
        QVERIFY(find->hasFocus());
        const auto line = [&pane] { return pane.view().textCursor().blockNumber() + 1; };
        const auto selected = [&pane] { return pane.view().textCursor().selectedText(); };
        QTest::keyClicks(find, u"OUTPUT.print"_s);
        QCOMPARE(selected(), u"output.print"_s);
        const int first = line();
        QTest::keyClick(find, Qt::Key_Return);
        const int second = line();
        QVERIFY(second > first);
        QTest::keySequence(find, QKeySequence::FindNext); // and from the beginning again
        QCOMPARE(line(), first);
        QTest::keyClicks(find, u"ed"_s); // not in the file
        QCOMPARE(selected(), QString());
    }

    void canBeReadByAssistiveTechnology()
    {
        const CodePane pane;
        QCOMPARE(pane.view().accessibleName(), u"Code"_s);
        QVERIFY(pane.view().isReadOnly());
        QVERIFY(pane.view().textInteractionFlags() & Qt::TextSelectableByKeyboard);
        QVERIFY(!pane.findChild<QComboBox *>()->accessibleName().isEmpty());
    }

    /// The marked line, the table's place and the real source agree.
    void marksTheLineWhereATaskIsPaused_data()
    {
        QTest::addColumn<Start>("start");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("words");
        QTest::newRow("coroutine") << Start([](TaskScope &scope, Models &models) {
            return scope.start(changeSliderTenTimes(models.slider, models.output, models.status));
        }) << u"changeslidertentimes_coroutine.cpp"_s
                                   << u"co_await waitFor(slider"_s;
        QTest::newRow("generator") << Start([](TaskScope &scope, Models &models) {
            return scope.start(yieldForChange(models.slider, &IntSlider::valueChanged)(
                changeSliderTenTimesGenerator(models.output, models.status)));
        }) << u"changeslidertentimes_generator.cpp"_s
                                   << u"co_yield nextChange"_s;
        QTest::newRow("state machine") << Start([](TaskScope &scope, Models &models) {
            return scope.start(
                std::make_unique<ChangeSliderTenTimes>(models.slider, models.output, models.status));
        }) << u"changeslidertentimes_statemachine.cpp"_s
                                       << u"pauseFor(waitFor(m_slider"_s;
        QTest::newRow("click") << Start([](TaskScope &scope, Models &models) {
            return scope.start(waitForClick(models.button, models.output));
        }) << u"waitforclick.cpp"_s
                               << u"co_await waitFor(button"_s;
        QTest::newRow("click or change") << Start([](TaskScope &scope, Models &models) {
            return scope.start(waitForClickOrChange(models.button, models.slider, models.output));
        }) << u"waitforclick.cpp"_s << u"co_await whenAny("_s;
        QTest::newRow("background") << Start([](TaskScope &scope, Models &models) {
            return scope.start(updateInBackground(
                models.work, models.progress, models.output, 1000, std::chrono::seconds(1)));
        }) << u"updateinbackground.cpp"_s
                                    << u"co_await waitFor(work"_s;
        QTest::newRow("awaited by another") << Start([](TaskScope &scope, Models &models) {
            return scope.start(
                [&models]() -> Task<> { co_await waitForClick(models.button, models.output); });
        }) << u"waitforclick.cpp"_s << u"co_await waitFor(button"_s;
    }
    void marksTheLineWhereATaskIsPaused()
    {
        QFETCH(Start, start);
        QFETCH(QString, file);
        QFETCH(QString, words);
        Shown shown;
        auto &[models, model, pane, scope] = shown;
        pane.show();
        const TaskHandle task = start(scope, models);
        model.refresh();
        pane.showFile(file);
        TaskHandle leaf = task; // or one that it awaits
        while (!leaf.fileName().endsWith(file))
            leaf = model.task(model.index(0, 0, model.indexOf(leaf)));
        QCOMPARE(leaf.state(), TaskState::Waiting);
        QCOMPARE(pane.currentLine(), leaf.line());
        QCOMPARE(pane.markedLines(), QList<int>({ leaf.line() }));
        QVERIFY2(
            lineOf(file, pane.currentLine()).contains(words), qPrintable(lineOf(file, pane.currentLine())));
        const QString place = model.indexOf(leaf).siblingAtColumn(TaskModel::At).data().toString();
        QCOMPARE(place, u"%1:%2"_s.arg(file).arg(pane.currentLine()));

        scope.cancel();
        model.refresh();
        QTRY_COMPARE(pane.currentLine(), 0); // on a busy machine it rests between two looks
        QVERIFY(pane.markedLines().isEmpty());
        QCOMPARE(pane.currentFile(), file);
    }

    void flashesWhenTheTaskGoesOn()
    {
        Shown shown;
        auto &[models, model, pane, scope] = shown;
        pane.show();
        const TaskHandle task
            = scope.start(changeSliderTenTimes(models.slider, models.output, models.status));
        model.refresh();
        pane.showFile(u"changeslidertentimes_coroutine.cpp"_s);
        QCOMPARE(pane.view().flashingLine(), 0);
        const int line = pane.currentLine();
        models.slider.setValue(1);
        model.refresh();
        QTRY_COMPARE(pane.view().flashingLine(), line);
        QCOMPARE(pane.currentLine(), line);
        QTRY_COMPARE(pane.view().flashingLine(), 0);
        for (int value = 2; value <= 10; ++value)
            models.slider.setValue(value);
        QCOMPARE(task.state(), TaskState::Finished);
        model.refresh();
        QTRY_COMPARE(pane.view().flashingLine(), line);
        QCOMPARE(pane.currentLine(), 0);
    }

    void marksEveryTaskOfTheFile()
    {
        Shown shown;
        auto &[models, model, pane, scope] = shown;
        pane.show();
        const TaskHandle click = scope.start(waitForClick(models.button, models.output), u"a"_s);
        const TaskHandle either
            = scope.start(waitForClickOrChange(models.button, models.slider, models.output), u"b"_s);
        const TaskHandle another = scope.start(waitForClick(models.button, models.output), u"c"_s);
        scope.start(changeSliderTenTimes(models.slider, models.output, models.status), u"elsewhere"_s);
        model.refresh();
        pane.showFile(u"waitforclick.cpp"_s);
        QCOMPARE(pane.markedLines(), QList<int>({ click.line(), click.line(), either.line() }));
        QCOMPARE(pane.currentLine(), click.line()); // of the first, which is followed
        QCOMPARE(pane.view().marks().at(1).name, u"c"_s);
        QVERIFY(pane.view().marks().at(0).color != pane.view().marks().at(1).color);

        click.cancel();
        model.refresh();
        QTRY_COMPARE(pane.currentLine(), either.line()); // the next one is followed
        another.cancel();
        models.slider.setValue(1);
        model.refresh();
        QTRY_COMPARE(pane.markedLines(), QList<int>());
        QCOMPARE(pane.currentLine(), 0);
    }

    void tellsWhoWaitsForWhat()
    {
        Shown shown;
        auto &[models, model, pane, scope] = shown;
        pane.show();
        for (int i = 0; i < 12; ++i)
            scope.start(
                changeSliderTenTimes(models.slider, models.output, models.status), u"task %1"_s.arg(i));
        model.refresh();
        pane.showFile(u"changeslidertentimes_coroutine.cpp"_s);
        const SourceView &view = pane.view();
        const auto pointAt = [&view](int line) {
            const QPoint position = view.lineRect(line).center();
            QHelpEvent event(QEvent::ToolTip, position, view.viewport()->mapToGlobal(position));
            QApplication::sendEvent(view.viewport(), &event);
        };
        pointAt(pane.currentLine());
        const QStringList lines = QToolTip::text().split(u'\n');
        QCOMPARE(lines.size(), 11);
        QVERIFY2(lines.first().startsWith(u"task 0 has been waiting for slider.valueChanged for "_s),
            qPrintable(lines.first()));
        QVERIFY2(lines.last().startsWith(Tests::localized(u"2"_s)), qPrintable(lines.last()));
        pointAt(pane.currentLine() + 1);
        QTRY_VERIFY(!QToolTip::isVisible());
    }

    void scrollsToThePausedLine()
    {
        Shown shown;
        auto &[models, model, pane, scope] = shown;
        pane.resize(500, 150);
        pane.show();
        scope.start(waitForClickOrChange(models.button, models.slider, models.output));
        model.refresh();
        pane.showFile(u"waitforclick.cpp"_s);
        const SourceView &view = pane.view();
        QVERIFY(view.viewport()->rect().contains(view.lineRect(pane.currentLine()).center()));
        QCOMPARE(view.textCursor().position(), 0); // the cursor is the person's
    }

    void copiesTheFileOrTheSelection()
    {
        CodePane pane;
        pane.showFile(u"countprimes.cpp"_s);
        QTest::mouseClick(pane.findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), CodePane::source(u"countprimes.cpp"_s));
        pane.view().selectAll();
        pane.copy();
        QCOMPARE(QGuiApplication::clipboard()->text() + u'\n', CodePane::source(u"countprimes.cpp"_s));
        QTextCursor cursor = pane.view().textCursor();
        cursor.movePosition(QTextCursor::Start);
        cursor.movePosition(QTextCursor::EndOfLine, QTextCursor::KeepAnchor);
        pane.view().setTextCursor(cursor);
        pane.copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), lineOf(u"countprimes.cpp"_s, 1));
    }

    void highlightsInLightAndDark()
    {
        SourceView view;
        view.setPlainText(
            u"const int x = co_await f(); // done\nMyType t(\"text\", 12);\n/* one\nmiddle\nlast */ return t;"_s);
        const auto colors = [&view] {
            QList<QColor> found;
            for (const char *word :
                { "const", "co_await", "// done", "MyType", "\"text", "12", "/* one", "middle", "return" })
                found.append(colorOf(view, QString::fromLatin1(word)));
            return found;
        };
        const QList<QColor> light = colors();
        for (const QColor &color : light)
            QVERIFY(color.isValid());
        QCOMPARE(light[6], light[2]); // comments over several lines
        QCOMPARE(light[7], light[2]);
        QCOMPARE(light[8], light[0]);
        QVERIFY(light[1] != light[0]);
        QPalette dark(QColor(0x23, 0x26, 0x2b));
        view.setPalette(dark);
        const QList<QColor> bright = colors();
        for (qsizetype i = 0; i < light.size(); ++i)
            QVERIFY(bright[i].lightness() > light[i].lightness());
    }

    void staysQuickWithTenThousandTasks()
    {
        Shown shown;
        auto &[models, model, pane, scope] = shown;
        pane.show();
        for (int i = 0; i < 10'000; ++i)
            scope.start(changeSliderTenTimes(models.slider, models.output, models.status));
        model.refresh();
        pane.showFile(u"changeslidertentimes_coroutine.cpp"_s);
        QCOMPARE(pane.markedLines().size(), 10'000);
        for (int value = 1; value <= 10; ++value)
            models.slider.setValue(value);
        model.refresh();
        QTRY_VERIFY(pane.markedLines().isEmpty()); // it may have rested for a moment
    }

    void looksOnlyWhileItIsVisible()
    {
        Shown shown;
        auto &[models, model, pane, scope] = shown;
        pane.showFile(u"waitforclick.cpp"_s);
        scope.start(waitForClick(models.button, models.output));
        model.refresh();
        QVERIFY(pane.markedLines().isEmpty());
        pane.show();
        QCOMPARE(pane.markedLines().size(), 1);
    }
};

ASYNCWIDGETS_TEST_MAIN(TestCodePane, QApplication)
#include "tst_codepane.moc"
