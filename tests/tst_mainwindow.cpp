// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// The whole window, used as a person uses it: with the mouse and the keyboard.

#include "app/demo.h"
#include "machine.h"
#include "models/intslider.h"
#include "ui/codepane.h"
#include "ui/eventloopstrip.h"
#include "ui/mainwindow.h"
#include "ui/meanwhilecard.h"
#include "ui/outputpane.h"
#include "ui/tasksview.h"
#include "ui/updateinbackgroundcard.h"
#include "ui/waitforchangecard.h"
#include "ui/waitforclickcard.h"

#include <asyncwidgets/taskscope.h>

#include <QtCore/QMetaProperty>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtGui/QWheelEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtTest/qtestspontaneevent.h>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractSpinBox>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSlider>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOptionSlider>
#include <QtWidgets/QTabWidget>

#include <cstdlib>
#include <memory>
#include <utility>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;

namespace {

QAbstractButton *button(QWidget &parent, const char *name)
{
    auto *found = parent.findChild<QAbstractButton *>(QString::fromLatin1(name));
    if (!found)
        qFatal("There is no button \"%s\".", name);
    return found;
}

void click(QWidget &parent, const char *name)
{
    QTest::mouseClick(button(parent, name), Qt::LeftButton);
}

QPoint handle(const QSlider &slider, int position)
{
    QStyleOptionSlider option;
    option.initFrom(&slider);
    option.orientation = slider.orientation();
    option.minimum = slider.minimum();
    option.maximum = slider.maximum();
    option.sliderPosition = position;
    option.sliderValue = position;
    option.subControls = QStyle::SC_All;
    return slider.style()
        ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, &slider)
        .center();
}

/// Drags the slider's handle with the left button, as a hand does.
void drag(QSlider &slider, int to)
{
    QTest::mousePress(&slider, Qt::LeftButton, {}, handle(slider, slider.value()));
    QTest::mouseMove(&slider, handle(slider, to));
    QTest::mouseRelease(&slider, Qt::LeftButton, {}, handle(slider, to));
}

/// Turns the wheel down by one notch over the middle of \a widget, as a hand does.
void turnWheel(QWidget &widget)
{
    const QPointF place = widget.rect().center();
    QWheelEvent event(
        place, widget.mapToGlobal(place), {}, { 0, -120 }, Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QSpontaneKeyEvent::setSpontaneous(&event);
    qApp->notify(&widget, &event);
}

QStringList transcript(const QString &task, const QString &who, const QList<int> &values)
{
    QStringList lines;
    for (int i = 0; i < values.size(); ++i) {
        lines.append(u"[%1] did work %2"_s.arg(task).arg(i));
        lines.append(u"[%1] %2 continued with value %3"_s.arg(task, who).arg(values[i]));
    }
    return lines;
}

} // namespace

class tst_mainwindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void changesTheSliderTenTimesWithTheMouse();
    void changesTheSliderTenTimesWithTheKeyboard();
    void threeTasksWaitWhileEverythingElseIsUsed();
    void anyNumberOfTasksWaitOnTheOneSlider();
    void cancelsFromTheCardAndStartsAgain();
    void cancelsOneAfterTheOther();
    void tellsWhichOfTheTwoCameFirst();
    void cancelsFromTheTable();
    void theBackgroundPausesResumesAndCancels();
    void meanwhileAnswersSeveralAtOnceAndCancels();
    void theMarkedLineTheTableAndTheSourceAgree_data();
    void theMarkedLineTheTableAndTheSourceAgree();
    void aLineIsMarkedWhileTheCardSaysSo_data();
    void aLineIsMarkedWhileTheCardSaysSo();
    void theDemoFinishesEverything();
    void theTourWaitsForThePerson();
    void closesInEveryState_data();
    void closesInEveryState();
    void everyControlHasAnAccessibleName();
    void theKeyboardGoesThroughEachPartAsItIsRead();
    void theThemeButtonSaysWhatItDoes();
    void settingsComeBackAndNonsenseIsLeftOut();
    void theWheelChangesOnlyWhatHasTheFocus_data();
    void theWheelChangesOnlyWhatHasTheFocus();
    void theWheelScrollsTheColumnPastEveryControl();
    void nothingScrollsAtTheDefaultSize();
    void nothingIsClippedAtTheSmallestSize();

private:
    [[nodiscard]] QStringList printedBy(const QString &task) const;
    [[nodiscard]] QSlider &slider() const { return *m_window->findChild<QSlider *>(u"slider"_s); }

    std::unique_ptr<MainWindow> m_window;
    QStringList m_printed;
};

void tst_mainwindow::init()
{
    m_printed.clear();
    m_window = std::make_unique<MainWindow>();
    connect(m_window.get(), &MainWindow::printed, this,
        [this](const QString &task, const QString &text) { m_printed.append(u"[%1] %2"_s.arg(task, text)); });
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void tst_mainwindow::cleanup()
{
    m_window.reset();
    QCOMPARE(Detail::CoroutineRecord::liveFrames(), qint64(0));
}

QStringList tst_mainwindow::printedBy(const QString &task) const
{
    return m_printed.filter(QRegularExpression(u"^\\[%1\\]"_s.arg(QRegularExpression::escape(task))));
}

void tst_mainwindow::changesTheSliderTenTimesWithTheMouse()
{
    WaitForChangeCard &card = m_window->waitForChange();
    click(card, "start");
    QList<int> values;
    for (int i = 1; i <= 10; ++i) {
        QCOMPARE(card.state(), localized(u"Waiting %1/10"_s.arg(i - 1)));
        drag(slider(), i * 9);
        values.append(slider().value());
        card.refresh();
    }
    QCOMPARE(values.size(), 10);
    QCOMPARE(card.state(), u"Finished"_s);
    QCOMPARE(printedBy(u"coroutine"_s), transcript(u"coroutine"_s, u"async function"_s, values));
}

void tst_mainwindow::changesTheSliderTenTimesWithTheKeyboard()
{
    WaitForChangeCard &card = m_window->waitForChange();
    button(card, "coroutine")->setFocus();
    QTest::keyClick(button(card, "coroutine"),
        m_window->isRightToLeft() ? Qt::Key_Left : Qt::Key_Right); // to the generator
    QCOMPARE(card.way(), Way::Generator);
    QTest::keyClick(button(card, "start"), Qt::Key_Space);
    for (int i = 0; i < 10; ++i)
        QTest::keyClick(&slider(), Qt::Key_Up);
    QTRY_COMPARE(card.state(), u"Finished"_s);
    QCOMPARE(printedBy(u"generator"_s),
        transcript(u"generator"_s, u"generator function"_s, { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }));
}

void tst_mainwindow::threeTasksWaitWhileEverythingElseIsUsed()
{
    WaitForChangeCard &card = m_window->waitForChange();
    for (const char *way : { "coroutine", "generator", "stateMachine" }) {
        click(card, way);
        click(card, "start");
    }
    click(m_window->waitForClick(), "start");
    m_window->updateInBackground().setSteps(5);
    m_window->updateInBackground().setStepDelay(1);
    click(m_window->updateInBackground(), "start");
    click(m_window->meanwhile(), "run");
    QCOMPARE(card.tasks().count(), 3);

    // The others run to their end while the three wait.
    QTRY_VERIFY(m_window->updateInBackground().tasks().isEmpty());
    QTRY_VERIFY(m_window->meanwhile().tasks().isEmpty());
    click(m_window->waitForClick(), "continue");
    QVERIFY(m_window->waitForClick().tasks().isEmpty());
    QCOMPARE(card.tasks().count(), 3);
    QCOMPARE(printedBy(u"click"_s).last(), u"[click] continued after a click"_s);
    QVERIFY(printedBy(u"primes"_s).last().contains(QLocale().toString(78'498)));

    for (int i = 0; i < 10; ++i)
        QTest::keyClick(&slider(), Qt::Key_Up);
    QVERIFY(card.tasks().isEmpty());
    const QList<int> values { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 };
    QCOMPARE(printedBy(u"coroutine"_s), transcript(u"coroutine"_s, u"async function"_s, values));
    QCOMPARE(printedBy(u"generator"_s), transcript(u"generator"_s, u"generator function"_s, values));
    QCOMPARE(printedBy(u"state machine"_s), transcript(u"state machine"_s, u"state machine"_s, values));
}

void tst_mainwindow::anyNumberOfTasksWaitOnTheOneSlider()
{
    WaitForChangeCard &card = m_window->waitForChange();
    for (int i = 0; i < 5; ++i)
        click(card, "start");
    QCOMPARE(card.tasks().count(), 5);
    for (int i = 0; i < 10; ++i)
        QTest::keyClick(&slider(), Qt::Key_Up);
    QVERIFY(card.tasks().isEmpty());
    QCOMPARE(printedBy(u"coroutine 5"_s).size(), 20);
}

void tst_mainwindow::cancelsFromTheCardAndStartsAgain()
{
    WaitForChangeCard &card = m_window->waitForChange();
    click(card, "start");
    QTest::keyClick(&slider(), Qt::Key_Up);
    click(card, "cancel");
    QCOMPARE(card.state(), u"Cancelled"_s);
    QVERIFY(card.tasks().isEmpty());
    QVERIFY(!button(card, "cancel")->isEnabled());
    auto *status = card.findChild<QLabel *>(u"html"_s);
    QVERIFY2(status->text().startsWith(localized(u"Cancelled before change <b>2</b>"_s)),
        qPrintable(status->text()));
    click(card, "start");
    QCOMPARE(card.state(), localized(u"Waiting 0/10"_s));
    QVERIFY2(status->text().startsWith(u"Waiting"_s), qPrintable(status->text()));
}

void tst_mainwindow::cancelsOneAfterTheOther()
{
    WaitForChangeCard &card = m_window->waitForChange();
    for (int i = 0; i < 3; ++i)
        click(card, "start");
    for (int left = 2; left >= 0; --left) {
        QVERIFY(card.state().startsWith(u"Waiting"_s));
        click(card, "cancel");
        QCOMPARE(card.tasks().count(), left);
    }
    QCOMPARE(card.state(), u"Cancelled"_s);
}

void tst_mainwindow::tellsWhichOfTheTwoCameFirst()
{
    WaitForClickCard &card = m_window->waitForClick();
    click(card, "orChange");
    click(card, "start");
    QTest::keyClick(&slider(), Qt::Key_Up);
    card.refresh();
    QCOMPARE(card.state(), u"Finished"_s);
    QCOMPARE(printedBy(u"click"_s).last(), u"[click] continued after a change to 1"_s);
    QVERIFY2(!card.notice().contains(u"click"_s), qPrintable(card.notice()));
}

void tst_mainwindow::cancelsFromTheTable()
{
    click(m_window->waitForChange(), "start");
    m_window->tasks().refresh();
    auto *view = m_window->findChild<TasksView *>(u"tasks"_s);
    view->setCurrentIndex(m_window->tasks().index(0, 0));
    QCOMPARE(view->currentTask().name(), u"coroutine"_s);
    view->cancelCurrent();
    QVERIFY(m_window->waitForChange().tasks().isEmpty());
    QTRY_COMPARE(m_window->waitForChange().state(), u"Cancelled"_s);
}

void tst_mainwindow::theBackgroundPausesResumesAndCancels()
{
    UpdateInBackgroundCard &card = m_window->updateInBackground();
    card.setSteps(1000);
    card.setStepDelay(1);
    click(card, "start");
    QTRY_VERIFY(card.state() != localized(u"Working 0%"_s));
    QVERIFY(!button(card, "start")->isEnabled());
    click(card, "pause");
    QVERIFY2(card.state().startsWith(u"Paused"), qPrintable(card.state()));
    QCOMPARE(button(card, "pause")->text(), u"Resume"_s);
    click(card, "pause");
    QVERIFY2(card.state().startsWith(u"Working"), qPrintable(card.state()));
    click(card, "cancel");
    QTRY_COMPARE(card.state(), u"Cancelled"_s);
    card.setSteps(2);
    QTRY_VERIFY(button(card, "start")->isEnabled());
    click(card, "start");
    QTRY_COMPARE(card.state(), u"Finished"_s);
    QCOMPARE(printedBy(u"background"_s).last(), u"[background] finished the last step"_s);
}

void tst_mainwindow::meanwhileAnswersSeveralAtOnceAndCancels()
{
    MeanwhileCard &card = m_window->meanwhile();
    card.findChild<QSpinBox *>(u"limit"_s)->setValue(1'000'000'000);
    click(card, "run");
    card.findChild<QSpinBox *>(u"limit"_s)->setValue(1000);
    click(card, "run");
    click(card, "run");
    QTRY_COMPARE(card.tasks().count(), 1); // the small ones are answered while the large one works
    QVERIFY(printedBy(u"primes"_s).filter(localized(u"Out [3]: 168"_s)).size() == 1);
    const auto buttons = card.findChildren<QPushButton *>();
    for (QPushButton *each : buttons) {
        if (each->text() == u"Cancel" && each->isVisible())
            QTest::mouseClick(each, Qt::LeftButton);
    }
    QVERIFY(card.tasks().isEmpty());
}

void tst_mainwindow::theMarkedLineTheTableAndTheSourceAgree_data()
{
    QTest::addColumn<QString>("way"); // empty: the background task
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    QTest::newRow("coroutine") << u"coroutine"_s << u"changeslidertentimes_coroutine.cpp"_s
                               << u"co_await waitFor"_s;
    QTest::newRow("generator") << u"generator"_s << u"changeslidertentimes_generator.cpp"_s
                               << u"co_yield nextChange"_s;
    QTest::newRow("state machine") << u"stateMachine"_s << u"changeslidertentimes_statemachine.cpp"_s
                                   << u"pauseFor"_s;
    QTest::newRow("background") << QString() << u"updateinbackground.cpp"_s << u"co_await waitFor"_s;
    QTest::newRow("either") << u"orChange"_s << u"waitforclick.cpp"_s << u"co_await whenAny"_s;
    QTest::newRow("primes") << u"run"_s << u"countprimes.cpp"_s << u"co_await runInBackground"_s;
}

void tst_mainwindow::theMarkedLineTheTableAndTheSourceAgree()
{
    QFETCH(QString, way);
    QFETCH(QString, file);
    QFETCH(QString, text);
    if (way.isEmpty()) {
        click(m_window->updateInBackground(), "start");
    } else if (way == u"orChange"_s) {
        click(m_window->waitForClick(), "orChange");
        click(m_window->waitForClick(), "start");
    } else if (way == u"run"_s) {
        m_window->meanwhile().findChild<QSpinBox *>(u"limit"_s)->setValue(1'000'000'000);
        click(m_window->meanwhile(), "run");
    } else {
        click(m_window->waitForChange(), way.toLatin1());
        click(m_window->waitForChange(), "start");
    }
    m_window->tasks().refresh();

    // The table names a line, that line of the real source is the wait, and it is the one that is marked.
    QModelIndex row = m_window->tasks().index(0, TaskModel::Task);
    if (way == u"run"_s)
        row = m_window->tasks().index(0, TaskModel::Task, row); // the card's own task awaits it
    const int line = row.data(TaskModel::LineRole).toInt();
    const QString path = row.data(TaskModel::FileRole).toString();
    QCOMPARE(row.siblingAtColumn(TaskModel::At).data().toString(), u"%1:%2"_s.arg(file).arg(line));
    QCOMPARE(path.section(u'/', -1), file);
    QFile source(QStringLiteral(SCENARIOS "/") + file);
    QVERIFY2(source.open(QIODevice::ReadOnly), qPrintable(source.fileName()));
    const QStringList lines = QString::fromUtf8(source.readAll()).split(u'\n');
    QVERIFY2(lines.value(line - 1).contains(text), qPrintable(lines.value(line - 1)));
    QCOMPARE(m_window->code().currentFile(), file);
    QTRY_VERIFY(m_window->code().markedLines().contains(line));
}

void tst_mainwindow::aLineIsMarkedWhileTheCardSaysSo_data()
{
    QTest::addColumn<QByteArray>("way");
    QTest::addColumn<bool>("fromTheTable");
    for (const char *way : { "coroutine", "generator", "stateMachine" }) {
        QTest::addRow("%s, cancelled on the card", way) << QByteArray(way) << false;
        QTest::addRow("%s, cancelled in the table", way) << QByteArray(way) << true;
    }
}

void tst_mainwindow::aLineIsMarkedWhileTheCardSaysSo()
{
    QFETCH(const QByteArray, way);
    QFETCH(const bool, fromTheTable);
    WaitForChangeCard &card = m_window->waitForChange();
    click(card, way);
    for (int i = 0; i < 3; ++i)
        click(card, "start");
    const auto isMarked = [this] {
        return m_window->code().currentLine() > 0
            && m_window->code().markedLines().contains(m_window->code().currentLine());
    };
    QTRY_VERIFY(isMarked());
    for (int left = 2; left > 0; --left) {
        if (fromTheTable)
            m_window->tasks().task(m_window->tasks().index(left, 0)).cancel();
        else
            click(card, "cancel");
        QTRY_COMPARE(m_window->code().markedLines().size(), left);
        QVERIFY(card.notice().contains(u"marked line"_s));
        QVERIFY(isMarked());
        QTest::keyClick(&slider(), Qt::Key_Up);
        QTRY_COMPARE(m_window->code().currentTask().resumptions(), 3 - left); // the one that has gone on
        QVERIFY(isMarked());
    }
    click(card, "cancel");
    QTRY_COMPARE(m_window->code().currentLine(), 0);
    QVERIFY(!card.notice().contains(u"marked line"_s));
}

void tst_mainwindow::theDemoFinishesEverything()
{
    m_window->updateInBackground().setSteps(5);
    m_window->updateInBackground().setStepDelay(1);
    bool hasFinished = false;
    TaskScope tasks;
    const auto play = [](MainWindow &window, bool &result) -> Task<> { result = co_await playDemo(window); };
    tasks.start(play(*m_window, hasFinished));
    QTRY_VERIFY_WITH_TIMEOUT(tasks.isEmpty(), 60'000);
    QVERIFY(hasFinished);
    QCOMPARE(printedBy(u"coroutine"_s).size(), 20);
    QCOMPARE(printedBy(u"generator"_s).size(), 20);
    QCOMPARE(printedBy(u"state machine"_s).size(), 20);
}

void tst_mainwindow::theTourWaitsForThePerson()
{
    m_window->resize(m_window->minimumSize()); // where not all cards are in sight at once
    m_window->showTour();
    auto *bubble = m_window->findChild<QWidget *>(u"tourBubble"_s);
    QVERIFY(bubble && bubble->isVisible());
    int steps = 1;
    while ((bubble = m_window->findChild<QWidget *>(u"tourBubble"_s))) {
        QVERIFY(m_window->rect().contains(bubble->geometry()));
        const auto *text = bubble->findChild<QLabel *>();
        QVERIFY2(text->height() >= text->heightForWidth(text->width()), qPrintable(text->text()));
        const auto *frame = m_window->findChild<QFrame *>(u"tourFrame"_s);
        QVERIFY(frame->isVisible()); // around what is talked about
        QVERIFY(m_window->rect().contains(frame->geometry()));
        click(*m_window, "next");
        ++steps;
        QVERIFY(steps < 20);
    }
    QCOMPARE(steps, 8); // seven parts, and the click on Done
    m_window->showTour();
    QTest::keyClick(m_window->findChild<QWidget *>(u"tourBubble"_s), Qt::Key_Escape);
    QVERIFY(!m_window->findChild<QWidget *>(u"tourBubble"_s));
    QVERIFY(!m_window->findChild<QFrame *>(u"tourFrame"_s));
}

void tst_mainwindow::closesInEveryState_data()
{
    QTest::addColumn<QStringList>("clicks"); // card.button
    QTest::newRow("untouched") << QStringList();
    QTest::newRow("waiting") << QStringList({ u"waitForChange.start"_s, u"waitForClick.start"_s });
    QTest::newRow("all three ways") << QStringList({ u"waitForChange.start"_s, u"waitForChange.generator"_s,
        u"waitForChange.start"_s, u"waitForChange.stateMachine"_s, u"waitForChange.start"_s });
    QTest::newRow("working") << QStringList({ u"updateInBackground.start"_s, u"meanwhile.run"_s });
    QTest::newRow("paused") << QStringList({ u"updateInBackground.start"_s, u"updateInBackground.pause"_s });
    QTest::newRow("cancelling") << QStringList(
        { u"updateInBackground.start"_s, u"updateInBackground.cancel"_s });
}

void tst_mainwindow::closesInEveryState()
{
    QFETCH(QStringList, clicks);
    m_window->meanwhile().findChild<QSpinBox *>(u"limit"_s)->setValue(1'000'000'000);
    for (const QString &each : clicks) {
        const QStringList parts = each.split(u'.');
        click(*m_window->findChild<QWidget *>(parts[0]), parts[1].toLatin1());
    }
    m_window->close();
    m_window.reset();
}

void tst_mainwindow::everyControlHasAnAccessibleName()
{
    const auto nameOf = [](const QWidget *widget) {
        if (!widget->accessibleName().isEmpty())
            return widget->accessibleName();
        const auto *asButton = qobject_cast<const QAbstractButton *>(widget);
        return asButton ? asButton->text() : QString();
    };
    QCOMPARE(slider().accessibleName(), u"Slider"_s);
    QCOMPARE(
        m_window->updateInBackground().findChild<QWidget *>(u"progress"_s)->accessibleName(), u"Progress"_s);
    QCOMPARE(m_window->findChild<QWidget *>(u"outputText"_s)->accessibleName(), u"Output"_s);
    QCOMPARE(m_window->findChild<QWidget *>(u"codeText"_s)->accessibleName(), u"Code"_s);
    QCOMPARE(m_window->findChild<QWidget *>(u"tasks"_s)->accessibleName(), u"Tasks"_s);
    const auto widgets = m_window->findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        const bool isControl = qobject_cast<const QAbstractButton *>(widget)
            || qobject_cast<const QAbstractSlider *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget)
            || ((widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy());
        const bool isInner = widget->objectName().startsWith(u"qt_") || widget->inherits("QScrollBar")
            || widget->parentWidget()->inherits("QTabBar") || widget->parentWidget()->inherits("QTabWidget")
            || widget->parentWidget()->inherits("QLineEdit");
        if (isControl && !isInner && widget->window() == m_window.get()) {
            QVERIFY2(!nameOf(widget).isEmpty(),
                qPrintable(
                    QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName()));
        }
    }
}

void tst_mainwindow::settingsComeBackAndNonsenseIsLeftOut()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"settings.ini"_s);
    {
        m_window->waitForChange().setWay(Way::StateMachine);
        m_window->updateInBackground().setSteps(42);
        m_window->updateInBackground().setStepDelay(7);
        QSettings settings(file, QSettings::IniFormat);
        m_window->save(settings);
    }
    {
        MainWindow other;
        const QSettings settings(file, QSettings::IniFormat);
        other.restore(settings);
        QCOMPARE(other.waitForChange().way(), Way::StateMachine);
        QCOMPARE(other.updateInBackground().steps(), 42);
        QCOMPARE(other.updateInBackground().stepDelay(), 7);
    }
    {
        QSettings settings(file, QSettings::IniFormat);
        settings.setValue(u"way"_s, 99);
        settings.setValue(u"steps"_s, u"many"_s);
        settings.setValue(u"stepDelay"_s, -5);
        settings.setValue(u"geometry"_s, u"nonsense"_s);
        MainWindow other;
        other.restore(settings);
        QCOMPARE(other.waitForChange().way(), Way::Coroutine);
        QCOMPARE(other.updateInBackground().steps(), 100);
        QCOMPARE(other.updateInBackground().stepDelay(), 200);
    }
}

void tst_mainwindow::theWheelChangesOnlyWhatHasTheFocus_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : { u"slider"_s, u"steps"_s, u"stepDelay"_s, u"limit"_s, u"codeFiles"_s })
        QTest::addRow("%s", qPrintable(name)) << name;
}

void tst_mainwindow::theWheelChangesOnlyWhatHasTheFocus()
{
    QFETCH(const QString, name);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->waitForChange().slider().setValue(50); // it can go both ways
    auto *control = m_window->findChild<QWidget *>(name);
    const QByteArray property(control->metaObject()->userProperty().name());
    const QVariant before = control->property(property);
    turnWheel(*control);
    QCOMPARE(control->property(property), before);
    QVERIFY(!control->hasFocus());
    control->setFocus();
    turnWheel(*control);
    QVERIFY(control->property(property) != before);
}

void tst_mainwindow::theWheelScrollsTheColumnPastEveryControl()
{
    m_window->resize(m_window->minimumSize());
    auto *column = qobject_cast<QScrollArea *>(
        m_window->updateInBackground().parentWidget()->parentWidget()->parentWidget());
    QVERIFY(column);
    column->widget()->setMinimumHeight(2 * m_window->height()); // so that there is something to scroll
    QTRY_VERIFY(column->verticalScrollBar()->maximum() > 0);
    for (const QString &name : { u"slider"_s, u"steps"_s, u"stepDelay"_s, u"limit"_s }) {
        column->verticalScrollBar()->setValue(0);
        turnWheel(*m_window->findChild<QWidget *>(name));
        QVERIFY2(column->verticalScrollBar()->value() > 0, qPrintable(name));
    }
}

void tst_mainwindow::theKeyboardGoesThroughEachPartAsItIsRead()
{
    click(m_window->waitForClick(), "start"); // so that its other buttons can have the focus
    click(m_window->waitForChange(), "start");
    click(m_window->updateInBackground(), "start");
    const auto pages = m_window->findChild<QTabWidget *>(u"pages"_s);
    for (QWidget *part : { static_cast<QWidget *>(&m_window->waitForChange()),
             static_cast<QWidget *>(&m_window->waitForClick()),
             static_cast<QWidget *>(&m_window->updateInBackground()), pages->widget(0), pages->widget(1) }) {
        if (pages->indexOf(part) >= 0)
            pages->setCurrentWidget(part);
        QPoint last;
        int count = 0;
        QWidget *widget = part;
        do {
            widget = widget->nextInFocusChain();
            if (!part->isAncestorOf(widget) || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy()
                || !widget->isVisibleTo(part) || widget->inherits("QTabBar"))
                continue;
            const QPoint place = widget->mapTo(part, widget->rect().center());
            const bool isBeside = std::abs(place.y() - last.y()) < widget->fontMetrics().height();
            const bool isOnwards = m_window->isRightToLeft() ? place.x() < last.x() : place.x() > last.x();
            QVERIFY2(count == 0 || (isBeside ? isOnwards : place.y() > last.y()),
                qPrintable(part->objectName() + u' ' + widget->objectName() + u' '
                    + QString::fromLatin1(widget->metaObject()->className())));
            last = place;
            ++count;
        } while (widget != part);
        QVERIFY(count >= 3);
    }
}

void tst_mainwindow::theThemeButtonSaysWhatItDoes()
{
    for (const auto &[theme, other] :
        { std::pair(Theme::Dark, u"Light"_s), std::pair(Theme::Light, u"Dark"_s) }) {
        m_window->setTheme(theme);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(isDark(), theme == Theme::Dark);
        QCOMPARE(button(*m_window, "theme")->text(), other);
    }
    click(*m_window, "theme");
    QTRY_COMPARE(button(*m_window, "theme")->text(), u"Light"_s);
    m_window->setTheme(Theme::System);
}

void tst_mainwindow::nothingScrollsAtTheDefaultSize()
{
    MainWindow window;
    window.resize(window.sizeHint().expandedTo(window.minimumSize())); // the screen of a test may be smaller
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    const auto bars = window.findChildren<QScrollBar *>();
    for (const QScrollBar *bar : bars)
        QVERIFY2(!bar->isVisible(), qPrintable(bar->parentWidget()->parentWidget()->objectName()));
}

void tst_mainwindow::nothingIsClippedAtTheSmallestSize()
{
    m_window->resize(m_window->minimumSize());
    if (!isOnStrangeMachine()) // where the letters are larger
        QCOMPARE(m_window->size(), QSize(900, 600));
    QCoreApplication::sendPostedEvents();
    const auto labels = m_window->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        if (!label->isVisible() || label->sizePolicy().horizontalPolicy() == QSizePolicy::Ignored)
            continue;
        const int needed
            = label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
        QVERIFY2(label->height() >= needed, qPrintable(label->text()));
        QVERIFY2(label->wordWrap() || label->width() >= label->sizeHint().width(), qPrintable(label->text()));
    }
}

ASYNCWIDGETS_TEST_MAIN(tst_mainwindow, QApplication)
#include "tst_mainwindow.moc"
