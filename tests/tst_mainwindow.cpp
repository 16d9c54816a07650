// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// The whole window, used as a person uses it: with the mouse and the keyboard.

#include "app/demo.h"
#include "machine.h"
#include "ui/cards/cards.h"
#include "ui/cards/meanwhilecard.h"
#include "ui/cards/updateinbackgroundcard.h"
#include "ui/code/codeexcerpt.h"
#include "ui/code/codepane.h"
#include "ui/controls/buttons.h"
#include "ui/mainwindow.h"
#include "ui/output/outputbar.h"
#include "ui/output/outputpane.h"
#include "ui/stage/arrows.h"
#include "ui/stage/companion.h"
#include "ui/stage/dots.h"
#include "ui/stage/lane.h"
#include "ui/stage/lanes.h"
#include "ui/stage/stagerow.h"
#include "ui/stage/stageslider.h"
#include "ui/stage/statediagram.h"
#include "ui/theme/colors.h"
#include "ui/timeline/eventloopplot.h"
#include "ui/timeline/tasksview.h"
#include "ui/timeline/timeline.h"

#include <asyncwidgets/taskscope.h>
#include <asyncwidgets/virtualtime.h>

#include <QtCore/QFile>
#include <QtCore/QMetaProperty>
#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <QtGui/QAccessible>
#include <QtGui/QWheelEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtTest/qtestspontaneevent.h>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractSpinBox>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSpinBox>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;

namespace {

QAbstractButton *button(const QWidget &parent, const char *name)
{
    auto *found = parent.findChild<QAbstractButton *>(QString::fromLatin1(name));
    if (!found)
        qFatal("There is no button \"%s\".", name);
    return found;
}

void click(const QWidget &parent, const char *name)
{
    QTest::mouseClick(button(parent, name), Qt::LeftButton);
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

/// The lines that a lane's task prints when these values arrive.
QStringList transcript(const Card &card, const QList<int> &values)
{
    QStringList lines;
    for (int i = 0; i < values.size(); ++i) {
        lines.append(u"[%1] did work %2"_s.arg(card.name()).arg(i));
        lines.append(u"[%1] %2"_s.arg(card.name(), QString::fromLatin1(card.info().prints).arg(values[i])));
    }
    return lines;
}

const QList<int> inTens { 10, 20, 30, 40, 50, 60, 70, 80, 90, 100 };

} // namespace

class tst_mainwindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void everyCardSaysWhatTheWindowNeeds();
    void oneGestureIsOneChange();
    void aPullAcrossTheTrackIsTheWholeScenario();
    void eachStepCallsForTheNext();
    void changesTheSliderTenTimesWithTheKeyboard();
    void theProgramMayPutTheSliderBetweenTwoSteps();
    void threeTasksWaitWhileEverythingElseIsUsed();
    void anyNumberOfTasksWaitInOneLane();
    void cancelsInTheLaneAndStartsAgain();
    void cancelsOneAfterTheOther();
    void cancelsAll();
    void tellsWhichOfTheTwoCameFirst();
    void cancelsFromTheTimeline();
    void whatEndedLongAgoIsOneRow();
    void theBackgroundPausesResumesAndCancels();
    void meanwhileAnswersSeveralAtOnceAndCancels();
    void theMarkedLineTheTableAndTheSourceAgree_data();
    void theMarkedLineTheTableAndTheSourceAgree();
    void aLineIsMarkedAsLongAsATaskIsPausedThere_data();
    void aLineIsMarkedAsLongAsATaskIsPausedThere();
    void thePausedLineAndTheNextOneAreInView_data();
    void thePausedLineAndTheNextOneAreInView();
    void theValueStaysUnderItsLine();
    void anArrowGoesToEveryLineThatWasResumed();
    void theDiagramCountsTheTransitionsThatWereMade();
    void aCompanionBringsItsSourceAndTheSliderTheLanes();
    void whereThereIsLittleRoomOneLaneIsWide();
    void theFullFileFollowsTheTasks();
    void theOutputOpensIntoADrawer();
    void aBlockIsToldWithItsLengthAndCulprit();
    void theLongestBlockKeepsItsLabel();
    void aShortBlockDoesNotCutTheLabelOfALongOne();
    void whatCameLateBecauseOfABlockIsTold();
    void thePastIsReadWhileTheTasksGoOn();
    void thePastIsThatOfTheTaskOfThatMoment();
    void theArrowKeysChooseTheMomentOnceItIsFrozen();
    void aPictureHasTwiceThePixels();
    void theDemoFinishesEverything();
    void theTourDoesAndTellsFiveThings();
    void theTourLeavesAloneWhatThePersonHasRunning();
    void theTourMovesNoSliderThatThePersonsTasksWaitFor();
    void theOfferLeavesTheThreeStepsInSight_data();
    void theOfferLeavesTheThreeStepsInSight();
    void theOfferIsNoTaskAndGoesWithTheFirstOne();
    void theTourCoversNoCompanion();
    void closesInEveryState_data();
    void closesInEveryState();
    void whatAnAssistiveTechnologyFinds();
    void aChangeIsToldToAnAssistiveTechnology();
    void everyControlHasAnAccessibleName();
    void everyControlCanBeReachedByAKey();
    void theFocusStaysInItsCard_data();
    void theFocusStaysInItsCard();
    void returnPressesTheButtonThatLooksDefault();
    void theKeyboardGoesThroughEachPartAsItIsRead();
    void theThemeButtonSaysWhatItDoes();
    void everyColorCanBeRead_data();
    void everyColorCanBeRead();
    void settingsComeBackAndNonsenseIsLeftOut();
    void theWheelChangesOnlyWhatHasTheFocus_data();
    void theWheelChangesOnlyWhatHasTheFocus();
    void nothingScrollsAtTheDefaultSize();
    void nothingIsClippedAtTheSmallestSize();

private:
    [[nodiscard]] QStringList printedBy(const QString &task) const;
    [[nodiscard]] StageSlider &slider() const { return m_window->stage().slider(); }
    [[nodiscard]] Card &card(const char *name) const { return *m_window->card(QString::fromLatin1(name)); }
    [[nodiscard]] Lane &lane(const char *name) const { return *m_window->lanes().laneOf(card(name)); }
    [[nodiscard]] const QWidget &companion(const char *name) const
    {
        return *m_window->findChild<Companion *>(QString::fromLatin1(name));
    }
    /// The place on the slider where its handle stands at \a value.
    [[nodiscard]] QPoint handleAt(int value) const;
    /// Drags the slider's handle with the left button, as a hand does.
    void drag(int to) const;
    void move(int times) const; ///< the slider, by the keyboard

    std::unique_ptr<MainWindow> m_window;
    QStringList m_printed;
};

void tst_mainwindow::init()
{
    m_printed.clear();
    m_window = std::make_unique<MainWindow>();
    m_window->resize(m_window->defaultSize()); // the screen of a test may be smaller
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

QPoint tst_mainwindow::handleAt(int value) const
{
    const QSignalBlocker quiet(slider());
    const int before = slider().sliderPosition();
    slider().setSliderPosition(value);
    const QPoint place = slider().handleCenter();
    slider().setSliderPosition(before);
    return place;
}

void tst_mainwindow::drag(int to) const
{
    const QPoint from = slider().handleCenter();
    const QPoint target = handleAt(to);
    QTest::mousePress(&slider(), Qt::LeftButton, {}, from);
    QTest::mouseMove(&slider(), target);
    QTest::mouseRelease(&slider(), Qt::LeftButton, {}, target);
}

void tst_mainwindow::move(int times) const
{
    for (int i = 0; i < times; ++i)
        QTest::keyClick(&slider(), Qt::Key_Up);
}

void tst_mainwindow::everyCardSaysWhatTheWindowNeeds()
{
    QCOMPARE(m_window->cards().size(), allCards().size());
    QStringList names;
    QList<int> hues;
    for (const Card *each : m_window->cards()) {
        const CardInfo &info = each->info();
        QVERIFY(!each->title().isEmpty());
        QVERIFY2(!CodePane::source(each->fileName()).isEmpty(), info.file);
        QVERIFY2(
            CodePane::source(each->fileName()).contains(QLatin1StringView(info.function)), info.function);
        names.append(each->name());
        hues.append(info.hue);
        const bool isLane = info.place == CardInfo::Place::Lane;
        QCOMPARE(bool(*info.tour), !isLane); // what the tour says of it
        QCOMPARE(bool(*info.prints), isLane); // what it prints when a value arrives
        QCOMPARE(m_window->findChild<Companion *>(each->name()) == nullptr, isLane);
    }
    names.removeDuplicates();
    QCOMPARE(std::size_t(names.size()), allCards().size());
    std::sort(hues.begin(), hues.end());
    QVERIFY(std::adjacent_find(hues.begin(), hues.end()) == hues.end());
}

void tst_mainwindow::oneGestureIsOneChange()
{
    click(*m_window, "startAll");
    QSignalSpy changes(&m_window->models().slider, &IntSlider::valueChanged);
    drag(10); // one tick
    QCOMPARE(changes.count(), 1);
    QTest::mouseClick(&slider(), Qt::LeftButton, {}, handleAt(50)); // on the track
    QCOMPARE(changes.count(), 2);
    QCOMPARE(slider().value(), 50);
    for (const int key : { Qt::Key_Up, Qt::Key_PageUp, Qt::Key_Home })
        QTest::keyClick(&slider(), static_cast<Qt::Key>(key));
    QCOMPARE(changes.count(), 5);
    QTRY_COMPARE(card("coroutine").state(), localized(u"Waiting 5/10"_s));
}

void tst_mainwindow::aPullAcrossTheTrackIsTheWholeScenario()
{
    QStringList told;
    connect(&m_window->models().status, &Html::valueChanged, m_window.get(),
        [&told](const QString &status) { told.append(status); });
    click(*m_window, "startAll");
    drag(100);
    for (const Lane *each : m_window->lanes().lanes()) {
        QTRY_COMPARE(each->card().state(), u"Finished"_s);
        QCOMPARE(printedBy(each->card().name()), transcript(each->card(), inTens));
    }
    QVERIFY2(std::any_of(told.begin(), told.end(),
                 [](const QString &status) { return status.startsWith(u"Finished"_s); }),
        qPrintable(told.join(u'\n')));
}

void tst_mainwindow::eachStepCallsForTheNext()
{
    const StageRow &stage = m_window->stage();
    QCOMPARE(stage.step(), 1);
    click(*m_window, "startAll");
    QTRY_COMPARE(stage.step(), 2);
    QStringList steps; // in words, for who does not see them
    const auto widgets = stage.findChildren<QWidget *>();
    for (const QWidget *each : widgets) {
        if (each->accessibleName().startsWith(u"Step"_s))
            steps.append(each->accessibleName());
    }
    QCOMPARE(steps.join(u", "_s), localized(u"Step 1, done, Step 2, next, Step 3"_s));
    drag(100);
    QTRY_COMPARE(stage.step(), 3);
    QCOMPARE(&stage.nextButton(), &stage.block());
    const auto *status = stage.findChild<QLabel *>(u"html"_s);
    QTRY_VERIFY2(status->text().contains(u"the three below"_s), qPrintable(status->text()));
    click(*m_window, "block");
    QCOMPARE(stage.step(), 4);
    click(*m_window, "startAll"); // once more
    QTRY_COMPARE(stage.step(), 2);
    click(*m_window, "cancelAll");
    QTRY_COMPARE(stage.step(), 1);
}

void tst_mainwindow::changesTheSliderTenTimesWithTheKeyboard()
{
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier); // the second card
    QTRY_COMPARE(card("generator").state(), localized(u"Waiting 0/10"_s));
    move(10);
    QTRY_COMPARE(card("generator").state(), u"Finished"_s);
    QCOMPARE(printedBy(u"generator"_s), transcript(card("generator"), inTens));
}

void tst_mainwindow::theProgramMayPutTheSliderBetweenTwoSteps()
{
    m_window->models().slider.setValue(7);
    QCOMPARE(slider().value(), 7);
    drag(30); // through the next steps
    QCOMPARE(slider().value(), 30);
    m_window->models().slider.setValue(27);
    drag(0);
    QCOMPARE(slider().value(), 0);
}

void tst_mainwindow::threeTasksWaitWhileEverythingElseIsUsed()
{
    auto &background = *m_window->findChild<UpdateInBackgroundCard *>();
    auto &meanwhile = *m_window->findChild<MeanwhileCard *>();
    click(*m_window, "startAll");
    click(companion("click"), "start");
    background.setSteps(5);
    background.setStepDelay(1);
    click(companion("background"), "start");
    meanwhile.setLimit(1'000'000);
    click(companion("primes"), "start");

    // The others run to their end while the three wait.
    QTRY_VERIFY(!background.isRunning());
    QTRY_VERIFY(!meanwhile.isRunning());
    click(companion("click"), "continue");
    QVERIFY(!card("click").isRunning());
    for (const Lane *each : m_window->lanes().lanes())
        QCOMPARE(each->card().tasks().count(), 1);
    QCOMPARE(printedBy(u"click"_s).last(), u"[click] continued after a click"_s);
    QVERIFY(printedBy(u"primes"_s).last().contains(QLocale().toString(78'498)));

    move(10);
    for (const Lane *each : m_window->lanes().lanes()) {
        QVERIFY(!each->card().isRunning());
        QCOMPARE(printedBy(each->card().name()), transcript(each->card(), inTens));
    }
}

void tst_mainwindow::anyNumberOfTasksWaitInOneLane()
{
    Lane &own = lane("coroutine");
    for (int i = 0; i < 5; ++i)
        click(own, "start");
    QCOMPARE(own.card().tasks().count(), 5);
    QTRY_COMPARE(own.code().marks().size(), std::size_t(5)); // the margin shows all
    QTRY_VERIFY2(
        own.accessibleDescription().contains(localized(u"5"_s)), qPrintable(own.accessibleDescription()));
    move(10);
    QVERIFY(!own.card().isRunning());
    QCOMPARE(printedBy(u"coroutine 5"_s).size(), 20);
}

void tst_mainwindow::cancelsInTheLaneAndStartsAgain()
{
    Lane &own = lane("coroutine");
    click(own, "start");
    move(1);
    QTRY_VERIFY(own.code().litLine() > 0);
    click(own, "cancel");
    QCOMPARE(own.card().state(), u"Cancelled"_s);
    QVERIFY(!own.card().isRunning());
    QVERIFY(!button(own, "cancel")->isEnabled());
    QCOMPARE(own.code().litLine(), 0); // and its mark has gone with it
    QVERIFY(own.code().marks().empty());
    QVERIFY2(own.code().pillText().startsWith(u"Cancelled"_s), qPrintable(own.code().pillText()));
    auto *status = m_window->stage().findChild<QLabel *>(u"html"_s);
    QVERIFY2(status->text().startsWith(localized(u"Cancelled before change <b>2</b>"_s)),
        qPrintable(status->text()));
    click(own, "start");
    QCOMPARE(own.card().state(), localized(u"Waiting 0/10"_s));
    QVERIFY2(status->text().startsWith(u"Waiting"_s), qPrintable(status->text()));
}

void tst_mainwindow::cancelsOneAfterTheOther()
{
    Lane &own = lane("generator");
    for (int i = 0; i < 3; ++i)
        click(own, "start");
    for (int left = 2; left >= 0; --left) {
        QVERIFY(own.card().state().startsWith(u"Waiting"_s));
        click(own, "cancel");
        QCOMPARE(own.card().tasks().count(), left);
    }
    QCOMPARE(own.card().state(), u"Cancelled"_s);
}

void tst_mainwindow::cancelsAll()
{
    QVERIFY(!button(*m_window, "cancelAll")->isEnabled());
    click(*m_window, "startAll");
    click(*m_window, "startAll");
    click(companion("click"), "start");
    click(companion("background"), "start");
    QTRY_VERIFY(button(*m_window, "cancelAll")->isEnabled());
    click(*m_window, "cancelAll");
    for (const Card *each : m_window->cards())
        QVERIFY(!each->isRunning());
    QTRY_VERIFY(!button(*m_window, "cancelAll")->isEnabled());
}

void tst_mainwindow::tellsWhichOfTheTwoCameFirst()
{
    click(companion("click"), "orChange");
    click(companion("click"), "start");
    move(1);
    QTRY_COMPARE(card("click").state(), u"Finished"_s);
    QCOMPARE(printedBy(u"click"_s).last(), u"[click] continued after a change to 10"_s);
    QVERIFY2(!card("click").sentence().contains(u"click"_s), qPrintable(card("click").sentence()));
}

void tst_mainwindow::cancelsFromTheTimeline()
{
    click(lane("coroutine"), "start");
    TasksView &view = m_window->timeline().tasksView();
    QTRY_VERIFY(view.indexOf(card("coroutine").task()).isValid());
    view.setCurrentTask(card("coroutine").task());
    view.cancelCurrent();
    QVERIFY(!card("coroutine").isRunning());
    QTRY_COMPARE(lane("coroutine").code().litLine(), 0);
    QCOMPARE(card("coroutine").state(), u"Cancelled"_s);
}

void tst_mainwindow::whatEndedLongAgoIsOneRow()
{
    const Timeline &timeline = m_window->timeline();
    TasksView &view = timeline.tasksView();
    auto *row = timeline.findChild<QAbstractButton *>(u"ended"_s);
    QVERIFY(!row->isVisible());
    click(*m_window, "startAll");
    click(lane("generator"), "cancel");
    const TaskHandle ended = card("generator").task();
    QTRY_VERIFY(view.indexOf(ended).isValid());
    view.setEndedAge(std::chrono::milliseconds(0));
    QTRY_VERIFY(row->isVisible());
    QVERIFY2(row->text().contains(localized(u"1 e&nded"_s)), qPrintable(row->text()));
    QVERIFY(!view.indexOf(ended).isValid());
    QVERIFY(view.indexOf(card("coroutine").task()).isValid());
    QVERIFY(row->mapTo(m_window.get(), QPoint()).y() > view.mapTo(m_window.get(), QPoint()).y());
    row->click(); // and it opens
    QVERIFY(view.indexOf(ended).isValid());
    row->click();
    QVERIFY(!view.indexOf(ended).isValid());
}

void tst_mainwindow::theBackgroundPausesResumesAndCancels()
{
    auto &own = *m_window->findChild<UpdateInBackgroundCard *>();
    const QWidget &controls = companion("background");
    const auto *bar = controls.findChild<QWidget *>(u"progress"_s);
    own.setSteps(1000);
    own.setStepDelay(1);
    click(controls, "start");
    QTRY_VERIFY(bar->property("value").toInt() > 0);
    QVERIFY(!button(controls, "start")->isVisible());
    click(controls, "pause");
    QTRY_COMPARE(own.state(), u"Paused"_s);
    click(controls, "resume");
    QTRY_COMPARE(own.state(), u"Working"_s);
    click(controls, "cancel");
    QCOMPARE(own.state(), u"Cancelled"_s);
    own.setSteps(2);
    const auto startsAgain = [&] { // a cancelled worker ends a moment later
        click(controls, "start");
        return own.isRunning() || own.state() == u"Finished"_s;
    };
    QTRY_VERIFY(startsAgain());
    QTRY_COMPARE(own.state(), u"Finished"_s);
    QCOMPARE(printedBy(u"background 2"_s).last(), u"[background 2] finished the last step"_s);
}

void tst_mainwindow::meanwhileAnswersSeveralAtOnceAndCancels()
{
    auto &own = *m_window->findChild<MeanwhileCard *>();
    own.setLimit(1'000'000'000);
    click(companion("primes"), "start");
    own.setLimit(1000);
    click(companion("primes"), "start");
    click(companion("primes"), "start");
    QTRY_COMPARE(own.tasks().count(), 1); // the small ones are answered while the large one works
    QCOMPARE(m_printed.filter(localized(u"Out [3]: 168"_s)).size(), 1);
    QTRY_VERIFY(m_window->lanes().wideLane());
    const auto *list = m_window->lanes().wideLane()->findChild<QWidget *>(u"requests"_s);
    const auto buttons = list->findChildren<QPushButton *>();
    for (QPushButton *each : buttons) {
        if (each->isVisibleTo(list))
            QTest::mouseClick(each, Qt::LeftButton);
    }
    QVERIFY(!own.isRunning());
    QTRY_COMPARE(m_printed.filter(localized(u"Out [1]: cancelled"_s)).size(), 1);
}

void tst_mainwindow::theMarkedLineTheTableAndTheSourceAgree_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isEither");
    QTest::addColumn<QString>("text");
    QTest::newRow("coroutine") << u"coroutine"_s << false << u"co_await waitFor"_s;
    QTest::newRow("generator") << u"generator"_s << false << u"co_yield nextChange"_s;
    QTest::newRow("state machine") << u"state machine"_s << false << u"pauseFor"_s;
    QTest::newRow("click") << u"click"_s << false << u"co_await waitFor"_s;
    QTest::newRow("either") << u"click"_s << true << u"whenAny("_s;
    QTest::newRow("background") << u"background"_s << false << u"co_await"_s;
    QTest::newRow("primes") << u"primes"_s << false << u"runInBackground"_s;
}

void tst_mainwindow::theMarkedLineTheTableAndTheSourceAgree()
{
    QFETCH(const QString, name);
    QFETCH(const bool, isEither);
    QFETCH(const QString, text);
    Card &own = *m_window->card(name);
    if (auto *meanwhile = qobject_cast<MeanwhileCard *>(&own))
        meanwhile->setLimit(1'000'000'000);
    if (isEither)
        click(companion("click"), "orChange");
    own.start();
    Q_EMIT own.activated();
    Lane *shown = m_window->lanes().laneOf(own);
    QVERIFY(shown);
    QTRY_VERIFY(shown->code().litLine() > 0);

    // The table names a line, that line of the real source is the wait, and it is the one that is marked.
    const TaskHandle paused = own.pausedTask();
    const int line = paused.line();
    QTRY_VERIFY(m_window->models().tasks.indexOf(paused).isValid()); // in the next frame
    const QModelIndex row = m_window->models().tasks.indexOf(paused);
    QCOMPARE(row.siblingAtColumn(TaskModel::At).data().toString(), u"%1:%2"_s.arg(own.fileName()).arg(line));
    QFile source(QStringLiteral(SCENARIOS "/") + own.fileName());
    QVERIFY2(source.open(QIODevice::ReadOnly), qPrintable(source.fileName()));
    const QStringList lines = QString::fromUtf8(source.readAll()).split(u'\n');
    const QString statement = lines.mid(line - 1, 2).join(u' ');
    QVERIFY2(statement.contains(text), qPrintable(statement));
    QCOMPARE(shown->code().litLine(), line);
    QTRY_COMPARE(shown->code().marks().size(), std::size_t(1));
    QCOMPARE(shown->code().marks().front().line, line);
}

void tst_mainwindow::aLineIsMarkedAsLongAsATaskIsPausedThere_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("fromTheTimeline");
    for (const char *name : { "coroutine", "generator", "state machine" }) {
        QTest::addRow("%s, cancelled in the lane", name) << QByteArray(name) << false;
        QTest::addRow("%s, cancelled in the timeline", name) << QByteArray(name) << true;
    }
}

void tst_mainwindow::aLineIsMarkedAsLongAsATaskIsPausedThere()
{
    QFETCH(const QByteArray, name);
    QFETCH(const bool, fromTheTimeline);
    Lane &own = lane(name);
    for (int i = 0; i < 3; ++i)
        click(own, "start");
    const auto isMarked = [&own] {
        return own.code().litLine() > 0 && !own.code().marks().empty()
            && own.code().marks().front().line == own.code().litLine();
    };
    QTRY_VERIFY(isMarked());
    for (int left = 2; left > 0; --left) {
        if (fromTheTimeline)
            own.card().task().cancel();
        else
            click(own, "cancel");
        QTRY_COMPARE(own.code().marks().size(), std::size_t(left));
        QVERIFY(isMarked());
        QVERIFY2(own.code().pillText().startsWith(u"paused"_s), qPrintable(own.code().pillText()));
        move(1);
        QTRY_COMPARE(own.findChild<Dots *>()->done(), 3 - left); // of the one that has gone on
        QVERIFY(isMarked());
    }
    click(own, "cancel");
    QTRY_COMPARE(own.code().litLine(), 0);
    QVERIFY(!own.code().pillText().contains(u"paused"_s));
}

void tst_mainwindow::thePausedLineAndTheNextOneAreInView_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("default") << QSize(1280, 820);
    QTest::newRow("three lanes at least") << QSize(MainWindow::wideWidth, 760);
    QTest::newRow("smallest") << QSize(900, 600);
    QTest::newRow("large") << QSize(1920, 1080);
}

void tst_mainwindow::thePausedLineAndTheNextOneAreInView()
{
    QFETCH(const QSize, size);
    m_window->resize(size);
    click(*m_window, "startAll");
    move(1);
    for (const Lane *each : m_window->lanes().lanes()) {
        const CodeExcerpt &code = each->code();
        QTRY_VERIFY(code.litLine() > 0);
        QTRY_VERIFY(!code.pillValue().isEmpty());
        const QRect seen = code.viewport()->rect();
        const int next = code.lineAfter(code.litLine());
        QTRY_VERIFY2(seen.contains(code.lineRect(code.litLine())), qPrintable(each->objectName()));
        QTRY_VERIFY2(seen.contains(code.pillRect()), qPrintable(each->objectName()));
        if (each->room() != Lane::Room::ForOneLine) // which shows its paused line and the pill
            QTRY_VERIFY2(seen.contains(code.lineRect(next)), qPrintable(each->objectName()));
        QVERIFY(!code.horizontalScrollBar()->isVisible());
    }
}

void tst_mainwindow::theValueStaysUnderItsLine()
{
    click(*m_window, "startAll");
    const auto pill = [this](const char *name) { return lane(name).code().pillValue(); };
    QCOMPARE(pill("coroutine"), QString());
    move(4);
    QTRY_COMPARE(pill("coroutine"), u"x = 40"_s);
    QTRY_COMPARE(pill("generator"), u"x = 40"_s);
    QTRY_COMPARE(pill("state machine"), u"40"_s);
    QVERIFY2(lane("coroutine").code().pillText().contains(u"slider.valueChanged"_s),
        qPrintable(lane("coroutine").code().pillText()));
    move(6);
    QTRY_COMPARE(card("coroutine").state(), u"Finished"_s);
    QTRY_COMPARE(pill("coroutine"), u"x = 100"_s); // also after the end
    QVERIFY2(lane("coroutine").code().pillText().startsWith(u"Finished"_s),
        qPrintable(lane("coroutine").code().pillText()));
    click(lane("coroutine"), "start"); // a new task has no value yet
    QTRY_COMPARE(pill("coroutine"), QString());
}

void tst_mainwindow::anArrowGoesToEveryLineThatWasResumed()
{
    if (m_window->style()->styleHint(QStyle::SH_Widget_Animation_Duration) == 0)
        QSKIP("This desktop asks for no animations.");
    click(*m_window, "startAll");
    click(companion("click"), "start"); // which waits for something else
    m_window->lanes().showLanes();
    move(1);
    QTRY_COMPARE(m_window->arrows().count(), 3);
    QTRY_COMPARE(m_window->arrows().count(), 0); // and they fade
}

void tst_mainwindow::theDiagramCountsTheTransitionsThatWereMade()
{
    const StateDiagram &diagram = lane("state machine").diagram();
    QVERIFY(!diagram.hasMachine());
    click(lane("state machine"), "start");
    QVERIFY(diagram.isVisible());
    QCOMPARE(diagram.states(), QStringList({ u"Working"_s, u"WaitingForChange"_s, u"Done"_s }));
    QCOMPARE(diagram.currentState(), u"WaitingForChange"_s);
    move(4);
    QCOMPARE(diagram.count(u"Working"_s, u"WaitingForChange"_s), 5);
    QCOMPARE(diagram.count(u"WaitingForChange"_s, u"Working"_s), 4);
    QCOMPARE(diagram.count(u"WaitingForChange"_s, u"Done"_s), 0);
    move(6);
    QCOMPARE(diagram.currentState(), u"Done"_s);
    QCOMPARE(diagram.count(u"WaitingForChange"_s, u"Done"_s), 1);
}

void tst_mainwindow::aCompanionBringsItsSourceAndTheSliderTheLanes()
{
    click(*m_window, "startAll");
    click(companion("background"), "start");
    QVERIFY(m_window->lanes().wideLane());
    QCOMPARE(&m_window->lanes().wideLane()->card(), &card("background"));
    QVERIFY(m_window->lanes().wideLane()->findChild<QSpinBox *>(u"steps"_s)); // and what can be chosen
    QTRY_VERIFY(m_window->lanes().wideLane()->code().litLine() > 0);
    QTest::mouseClick(const_cast<QWidget *>(&companion("click")), Qt::LeftButton, {}, QPoint(3, 3));
    QCOMPARE(&m_window->lanes().wideLane()->card(), &card("click"));
    QTest::mouseClick(&slider(), Qt::LeftButton, {}, handleAt(10));
    QVERIFY(!m_window->lanes().wideLane());
    QVERIFY(lane("coroutine").isVisible());
}

void tst_mainwindow::whereThereIsLittleRoomOneLaneIsWide()
{
    const auto compact = [this] {
        int count = 0;
        for (const Lane *each : m_window->lanes().lanes())
            count += each->room() == Lane::Room::ForOneLine ? 1 : 0;
        return count;
    };
    QCOMPARE(compact(), 0);
    m_window->resize(MainWindow::wideWidth - 1, 760);
    QTRY_COMPARE(compact(), 2);
    QCOMPARE(lane("coroutine").room(), Lane::Room::Little);
    QTest::mouseClick(&lane("generator"), Qt::LeftButton, {}, QPoint(3, 10));
    QTRY_COMPARE(lane("generator").room(), Lane::Room::Little);
    QCOMPARE(compact(), 2);
    QTRY_VERIFY(lane("generator").width() > lane("coroutine").width());
    m_window->resize(MainWindow::wideWidth, 760);
    QTRY_COMPARE(compact(), 0);
}

void tst_mainwindow::theFullFileFollowsTheTasks()
{
    click(lane("coroutine"), "start");
    click(lane("coroutine"), "fullFile");
    auto *dialog = m_window->findChild<QDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    auto *pane = dialog->findChild<CodePane *>();
    QCOMPARE(pane->currentFile(), card("coroutine").fileName());
    QTRY_COMPARE(pane->currentLine(), card("coroutine").task().line());
    click(lane("generator"), "fullFile"); // one window for all files, however often one asks
    QCOMPARE(m_window->findChildren<QDialog *>().size(), 1);
    QCOMPARE(pane->currentFile(), card("generator").fileName());
    dialog->close();
    QTRY_VERIFY(!m_window->findChild<QDialog *>());
    click(lane("generator"), "fullFile");
    QCOMPARE(m_window->findChildren<QDialog *>().size(), 1);
}

void tst_mainwindow::theOutputOpensIntoADrawer()
{
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    OutputBar &bar = m_window->output();
    auto *last = bar.findChild<QLabel *>(u"lastLine"_s);
    click(lane("generator"), "start");
    QCOMPARE(last->text(), u"did work 0"_s);
    QVERIFY(!bar.isOpen());
    click(bar, "openOutput");
    QVERIFY(bar.isOpen() && bar.pane().isVisible());
    QVERIFY(bar.pane().text().contains(u"[generator] did work 0"_s));
    QTest::keyClick(bar.pane().findChild<QWidget *>(u"outputText"_s), Qt::Key_Escape);
    QVERIFY(!bar.isOpen());
}

void tst_mainwindow::aBlockIsToldWithItsLengthAndCulprit()
{
    EventLoopPlot &plot = m_window->timeline().eventLoop();
    QTRY_VERIFY(!plot.probe().log().samples().empty());
    // And with who it was: the button that was released.
    QTimer::singleShot(
        0, m_window.get(), [this] { click(*m_window, "block"); }); // by the event loop, as it comes
    const auto culprit = [&plot] {
        for (const Block &each : plot.blocks()) {
            if (each.duration >= std::chrono::milliseconds(900))
                return each.culprit;
        }
        return QString();
    };
    QTRY_VERIFY(!culprit().isEmpty());
    QVERIFY2(culprit().contains(u"block"_s), qPrintable(culprit()));
    QTRY_VERIFY2(plot.accessibleDescription().contains(culprit()), qPrintable(plot.accessibleDescription()));
}

void tst_mainwindow::theLongestBlockKeepsItsLabel()
{
    EventLoopPlot &plot = m_window->timeline().eventLoop();
    QTRY_VERIFY(!plot.probe().log().samples().empty());
    const auto hold = [this, &plot](unsigned long milliseconds) {
        const std::size_t before = plot.blocks().size();
        QTimer::singleShot(0, m_window.get(), [milliseconds] { QThread::msleep(milliseconds); });
        QTRY_VERIFY(plot.blocks().size() > before);
    };
    hold(900);
    for (int i = 0; i < 3; ++i)
        hold(150); // shorter ones, so close that there is no room for a label of each
    const auto blocks = plot.blocks();
    const auto longest = std::max_element(
        blocks.begin(), blocks.end(), [](const Block &a, const Block &b) { return a.duration < b.duration; });
    const auto labels = plot.labelsOf(plot.blocks());
    QVERIFY(!labels.empty() && labels.size() < blocks.size());
    QVERIFY2(labels.front().lines.front().contains(formatLatency(longest->duration)),
        qPrintable(labels.front().lines.join(u", "_s)));
    for (std::size_t i = 0; i < labels.size(); ++i) {
        QVERIFY(plot.rect().contains(labels[i].place));
        for (std::size_t j = 0; j < i; ++j)
            QVERIFY(!labels[i].place.intersects(labels[j].place));
    }
}

void tst_mainwindow::aShortBlockDoesNotCutTheLabelOfALongOne()
{
    EventLoopPlot &plot = m_window->timeline().eventLoop();
    const auto now = LatencyLog::Clock::now();
    const QString function = u"Window::aFunctionWithARatherLongName()"_s;
    const Block shortOne { now - std::chrono::seconds(9), std::chrono::milliseconds(150), {}, {}, now };
    const Block longOne { now - std::chrono::seconds(2), std::chrono::milliseconds(1000), {}, function, now };
    const auto labels = plot.labelsOf({ shortOne, longOne });
    QVERIFY(!labels.empty());
    QVERIFY(labels.front().lines.join(u' ').contains(function));
    for (const QString &line : labels.front().lines)
        QVERIFY(plot.fontMetrics().horizontalAdvance(line) <= labels.front().place.width());
    QVERIFY(labels.front().isOverBars);
    QVERIFY(!plot.labelsOf({ longOne }).front().isOverBars);
}

void tst_mainwindow::whatCameLateBecauseOfABlockIsTold()
{
    EventLoopPlot &plot = m_window->timeline().eventLoop();
    QTRY_VERIFY(!plot.probe().log().samples().empty());
    click(*m_window, "startAll");
    // The person goes on while nothing answers: what the slider is told waits in the event loop.
    QTimer::singleShot(0, m_window.get(), [this] {
        for (const int value : { 10, 20, 30 })
            QMetaObject::invokeMethod(
                m_window.get(), [this, value] { m_window->models().slider.setValue(value); },
                Qt::QueuedConnection);
        click(*m_window, "block");
    });
    QTRY_VERIFY2(plot.accessibleDescription().contains(localized(u"slider.valueChanged ×3"_s)),
        qPrintable(plot.accessibleDescription()));
}

void tst_mainwindow::thePastIsReadWhileTheTasksGoOn()
{
    click(*m_window, "startAll");
    move(2);
    QTRY_COMPARE(lane("coroutine").code().pillValue(), u"x = 20"_s);
    const auto then = TimeAxis::Clock::now();
    move(3);
    QTRY_COMPARE(lane("coroutine").code().pillValue(), u"x = 50"_s);
    Timeline &timeline = m_window->timeline();
    timeline.axis().setMoment(then);
    QVERIFY(button(timeline, "freeze")->isChecked());
    QCOMPARE(lane("coroutine").code().pillValue(), u"x = 20"_s);
    QCOMPARE(lane("coroutine").findChild<Dots *>()->done(), 2);
    QVERIFY(timeline.findChild<QLabel *>(u"moment"_s)->text().contains(u"past"_s));
    move(1); // the tasks do not stop
    QCOMPARE(card("coroutine").task().resumptions(), 6);
    QCOMPARE(lane("coroutine").code().pillValue(), u"x = 20"_s);
    click(timeline, "freeze");
    QTRY_COMPARE(lane("coroutine").code().pillValue(), u"x = 60"_s);
    QVERIFY(timeline.findChild<QLabel *>(u"moment"_s)->text().isEmpty());
}

void tst_mainwindow::thePastIsThatOfTheTaskOfThatMoment()
{
    click(*m_window, "startAll");
    move(4);
    QTRY_COMPARE(lane("generator").code().pillValue(), u"x = 40"_s);
    const auto then = TimeAxis::Clock::now();
    click(*m_window, "cancelAll");
    click(*m_window, "startAll"); // others
    for (const Lane *each : m_window->lanes().lanes())
        QTRY_COMPARE(each->code().pillValue(), QString());
    m_window->timeline().axis().setMoment(then);
    for (const char *name : { "coroutine", "generator", "state machine" }) {
        const Lane &own = lane(name);
        QVERIFY2(own.code().pillValue().endsWith(u"40"_s), qPrintable(own.code().pillValue()));
        QVERIFY(own.code().litLine() > 0);
        QCOMPARE(own.findChild<Dots *>()->done(), 4);
    }
    const StateDiagram &diagram = lane("state machine").diagram();
    QCOMPARE(diagram.count(u"WaitingForChange"_s, u"Working"_s), 4);
    m_window->timeline().axis().setFrozen(false);
    QCOMPARE(diagram.count(u"WaitingForChange"_s, u"Working"_s), 0);
    QCOMPARE(lane("coroutine").findChild<Dots *>()->done(), 0);
}

void tst_mainwindow::theArrowKeysChooseTheMomentOnceItIsFrozen()
{
    click(*m_window, "startAll");
    Timeline &timeline = m_window->timeline();
    click(timeline, "freeze");
    const auto frozen = timeline.axis().newest();
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Left);
    QVERIFY(timeline.axis().moment() && *timeline.axis().moment() < frozen);
    const auto *says = timeline.findChild<QLabel *>(u"moment"_s);
    QVERIFY(says->isVisible());
    QVERIFY2(says->text().contains(u"past"_s), qPrintable(says->text()));
    QTest::keyClick(m_window->focusWidget(), Qt::Key_Escape);
    QVERIFY(!timeline.axis().isFrozen());
    QVERIFY(!says->isVisible());
}

void tst_mainwindow::aPictureHasTwiceThePixels()
{
    QCOMPARE(m_window->picture().size(), m_window->size() * 2 * m_window->devicePixelRatioF());
}

void tst_mainwindow::theDemoFinishesEverything()
{
    auto &background = *m_window->findChild<UpdateInBackgroundCard *>();
    background.setSteps(5);
    background.setStepDelay(1);
    bool hasFinished = false;
    VirtualTime time; // its pauses are for persons
    TaskScope tasks;
    const auto play = [](MainWindow &window, bool &result) -> Task<> { result = co_await playDemo(window); };
    tasks.start(play(*m_window, hasFinished));
    time.advance(std::chrono::seconds(10));
    QTRY_VERIFY_WITH_TIMEOUT(tasks.isEmpty(), 60'000);
    QVERIFY(hasFinished);
    for (const Card *each : m_window->cards()) {
        QVERIFY2(!printedBy(each->name()).isEmpty(), each->info().name);
        if (each->info().place == CardInfo::Place::Lane)
            QCOMPARE(printedBy(each->name()), transcript(*each, { 7, 14, 21, 28, 35, 42, 49, 56, 63, 70 }));
    }
}

void tst_mainwindow::theTourDoesAndTellsFiveThings()
{
    m_window->resize(m_window->minimumSize());
    m_window->findChild<MeanwhileCard *>()->setLimit(1'000'000'000); // so that it still works when it is told
    const auto bubble = [this] { return m_window->findChild<QWidget *>(u"tourBubble"_s); };
    const auto step = [&] { return bubble()->findChild<QLabel *>(u"tourStep"_s)->text(); };
    const auto text = [&] { return bubble()->findChild<QLabel *>(u"tourText"_s)->text(); };
    const auto isWhole = [&] {
        const auto *label = bubble()->findChild<QLabel *>(u"tourText"_s);
        const auto *frame = m_window->findChild<QWidget *>(u"tourFrame"_s);
        return m_window->rect().contains(bubble()->geometry()) && frame->isVisible()
            && !bubble()->geometry().intersects(m_window->stage().geometry()) // what there is to do
            && m_window->rect().contains(frame->geometry())
            && label->height() >= label->heightForWidth(label->width());
    };
    click(*m_window, "showMe");
    QVERIFY(bubble());
    QCOMPARE(step(), localized(u"1 of 5"_s));
    QVERIFY(isWhole());
    for (const Lane *each : m_window->lanes().lanes())
        QCOMPARE(each->card().tasks().count(), 1); // it has started them
    click(*bubble(), "next");
    QCOMPARE(step(), localized(u"2 of 5"_s));
    const QString ask = text();
    drag(10); // the person's part
    QTRY_VERIFY(text() != ask);
    QVERIFY(isWhole());
    click(*bubble(), "next");
    QTRY_COMPARE(step(), localized(u"3 of 5"_s));
    for (const Card *each : m_window->cards()) {
        QVERIFY(each->isRunning());
        QVERIFY2(text().contains(QString::fromLatin1(each->info().tour)), each->info().tour);
    }
    click(*bubble(), "next");
    QTRY_COMPARE(step(), localized(u"4 of 5"_s));
    QVERIFY(isWhole());
    click(*bubble(), "next"); // blocks
    QTRY_COMPARE(step(), localized(u"5 of 5"_s));
    QVERIFY(isWhole());
    click(*bubble(), "next");
    QTRY_VERIFY(!bubble());
    QVERIFY(!m_window->findChild<QWidget *>(u"tourFrame"_s));
    QVERIFY(card("coroutine").isRunning()); // for the person
    QVERIFY(!card("click").isRunning());
}

void tst_mainwindow::theTourLeavesAloneWhatThePersonHasRunning()
{
    click(lane("coroutine"), "start");
    click(companion("click"), "start");
    const TaskHandle own = card("coroutine").task();
    m_window->showMe();
    click(*m_window->findChild<QWidget *>(u"tourBubble"_s), "next");
    QTest::keyClick(m_window->findChild<QWidget *>(u"tourBubble"_s), Qt::Key_Escape);
    QTRY_VERIFY(!m_window->findChild<QWidget *>(u"tourBubble"_s));
    QCOMPARE(card("coroutine").running().size(), std::size_t(1));
    QCOMPARE(card("coroutine").task(), own);
    QCOMPARE(own.resumptions(), 0);
    QVERIFY(card("click").isRunning());
    QVERIFY(!card("generator").isRunning()); // which the tour had started
}

void tst_mainwindow::theTourMovesNoSliderThatThePersonsTasksWaitFor()
{
    click(lane("coroutine"), "start");
    const TaskHandle own = card("coroutine").task();
    m_window->showMe();
    const auto next = [this] { click(*m_window->findChild<QWidget *>(u"tourBubble"_s), "next"); };
    const auto step = [this] { return m_window->findChild<QLabel *>(u"tourStep"_s)->text(); };
    next();
    next(); // instead of moving it
    QTRY_COMPARE(step(), localized(u"3 of 5"_s));
    QCOMPARE(slider().value(), 0);
    QCOMPARE(own.resumptions(), 0);
}

void tst_mainwindow::theOfferLeavesTheThreeStepsInSight_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("default") << QSize(1280, 820);
    QTest::newRow("smallest") << QSize(900, 600);
}

void tst_mainwindow::theOfferLeavesTheThreeStepsInSight()
{
    QFETCH(const QSize, size);
    m_window->resize(size);
    m_window->offerToShow();
    const auto *bubble = m_window->findChild<QWidget *>(u"tourBubble"_s);
    QVERIFY(bubble && bubble->isVisible());
    QCoreApplication::sendPostedEvents(); // it follows the layout
    QVERIFY(m_window->rect().contains(bubble->geometry()));
    QVERIFY(!bubble->geometry().intersects(m_window->stage().geometry()));
    click(*bubble, "skip");
    QTRY_VERIFY(!m_window->findChild<QWidget *>(u"tourBubble"_s));
}

void tst_mainwindow::theOfferIsNoTaskAndGoesWithTheFirstOne()
{
    m_window->offerToShow();
    QCOMPARE(m_window->models().tasks.rowCount(), 0);
    QVERIFY(m_window->findChild<QWidget *>(u"tourBubble"_s));
    click(*m_window, "startAll");
    QTRY_VERIFY(!m_window->findChild<QWidget *>(u"tourBubble"_s));
}

void tst_mainwindow::theTourCoversNoCompanion()
{
    m_window->showMe();
    const auto *bubble = m_window->findChild<QWidget *>(u"tourBubble"_s);
    QVERIFY(bubble);
    const auto *step = bubble->findChild<QLabel *>(u"tourStep"_s);
    const auto *text = bubble->findChild<QLabel *>(u"tourText"_s);
    click(*bubble, "next");
    const QString ask = text->text();
    click(*bubble, "next"); // the tour moves the slider
    QTRY_VERIFY(text->text() != ask);
    click(*bubble, "next");
    QTRY_COMPARE(step->text(), localized(u"3 of 5"_s));
    QVERIFY(!m_window->companions().isEmpty());
    for (const QWidget *companion : m_window->companions())
        QVERIFY(!bubble->geometry().intersects(
            QRect(companion->mapTo(m_window.get(), QPoint()), companion->size())));
}

void tst_mainwindow::closesInEveryState_data()
{
    QTest::addColumn<QStringList>("clicks"); // a companion's name and a button, or a button
    QTest::newRow("untouched") << QStringList();
    QTest::newRow("waiting") << QStringList({ u"startAll"_s, u"click.start"_s });
    QTest::newRow("working") << QStringList({ u"background.start"_s, u"primes.start"_s });
    QTest::newRow("paused") << QStringList({ u"background.start"_s, u"background.pause"_s });
    QTest::newRow("cancelling") << QStringList({ u"background.start"_s, u"background.cancel"_s });
    QTest::newRow("in the tour") << QStringList({ u"showMe"_s, u"next"_s });
}

void tst_mainwindow::closesInEveryState()
{
    QFETCH(QStringList, clicks);
    m_window->findChild<MeanwhileCard *>()->setLimit(1'000'000'000);
    for (const QString &each : clicks) {
        const QStringList parts = each.split(u'.');
        if (parts.size() == 1)
            click(*m_window, parts[0].toLatin1());
        else
            click(companion(parts[0].toLatin1()), parts[1].toLatin1());
    }
    m_window->close();
    m_window.reset();
}

void tst_mainwindow::whatAnAssistiveTechnologyFinds()
{
    const auto nameOf = [](QWidget *widget) {
        const QAccessibleInterface *told = QAccessible::queryAccessibleInterface(widget);
        return told ? told->text(QAccessible::Name) : QString();
    };
    const auto find = [&](const QWidget &parent, const QString &name, QAccessible::Role role) {
        const auto widgets = parent.findChildren<QWidget *>();
        return std::any_of(widgets.begin(), widgets.end(), [&](QWidget *widget) {
            return nameOf(widget) == name && QAccessible::queryAccessibleInterface(widget)->role() == role
                && widget->isVisible();
        });
    };
    for (const QString &name :
        { u"Start all three"_s, u"Block the event loop 1 s"_s, u"Show me"_s, u"Cancel all"_s })
        QVERIFY2(find(*m_window, name, QAccessible::Button), qPrintable(name));
    QVERIFY(find(*m_window, u"Slider"_s, QAccessible::Slider));
    QVERIFY(find(*m_window, u"Progress"_s, QAccessible::ProgressBar));
    QVERIFY(find(*m_window, u"Timeline"_s, QAccessible::Grouping));
    QVERIFY(find(*m_window, u"Output"_s, QAccessible::StaticText));
    QCOMPARE(nameOf(&m_window->timeline().eventLoop()), u"Event loop"_s);
    click(companion("click"), "start");
    QVERIFY(find(companion("click"), u"Continue"_s, QAccessible::Button));
    m_window->lanes().showLanes();
    click(*m_window, "startAll");
    move(3);
    for (Lane *each : m_window->lanes().lanes()) {
        QCOMPARE(nameOf(each), each->card().title());
        QCOMPARE(QAccessible::queryAccessibleInterface(each)->role(), QAccessible::Grouping);
        QVERIFY(find(*each, u"Start"_s, QAccessible::Button));
        QVERIFY(find(*each, u"Cancel"_s, QAccessible::Button));
        // State, line and value, as text.
        const auto says
            = [each](const QString &words) { return each->accessibleDescription().contains(words); };
        QTRY_VERIFY2(says(localized(u"Waiting 3/10"_s)), qPrintable(each->accessibleDescription()));
        QVERIFY(says(u"line %1"_s.arg(each->card().task().line())));
        QTRY_VERIFY2(says(u"30"_s), qPrintable(each->accessibleDescription()));
    }
}

void tst_mainwindow::aChangeIsToldToAnAssistiveTechnology()
{
    // That its events are sent cannot be seen here, where none listens; but this is what they speak of.
    auto *status = m_window->stage().findChild<QLabel *>(u"html"_s);
    click(*m_window, "startAll");
    move(1);
    const QString words = localized(u"Waiting for change 2 of 10, the last was 10."_s);
    QCOMPARE(QAccessible::queryAccessibleInterface(status)->text(QAccessible::Name), words);
    QCOMPARE(slider().accessibleDescription(), words); // it has the focus when this changes
    click(companion("click"), "start");
    QCOMPARE(companion("click").accessibleDescription(), u"Waiting for Continue."_s);
    click(companion("click"), "continue");
    QTRY_COMPARE(companion("click").accessibleDescription(), u"It continued inside your click."_s);
}

void tst_mainwindow::everyControlHasAnAccessibleName()
{
    for (const char *name : { "click", "background", "primes" })
        Q_EMIT card(name).activated(); // so that their wide lanes are there too
    const auto nameOf = [](const QWidget *widget) {
        if (!widget->accessibleName().isEmpty())
            return widget->accessibleName();
        const auto *asButton = qobject_cast<const QAbstractButton *>(widget);
        return asButton ? asButton->text() : QString();
    };
    const auto widgets = m_window->findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        const bool isControl = qobject_cast<const QAbstractButton *>(widget)
            || qobject_cast<const QAbstractSlider *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget)
            || ((widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy());
        const bool isInner = widget->objectName().startsWith(u"qt_") || widget->inherits("QScrollBar")
            || widget->parentWidget()->inherits("QLineEdit");
        if (isControl && !isInner && widget->window() == m_window.get()) {
            QVERIFY2(!nameOf(widget).isEmpty(),
                qPrintable(
                    QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName()));
        }
    }
}

void tst_mainwindow::everyControlCanBeReachedByAKey()
{
    // No two controls in sight have the same mnemonic, except those of the same text, which take turns.
    QStringList mnemonics;
    QSet<QString> texts;
    for (const char *name : { "background", "primes" })
        Q_EMIT card(name).activated();
    const auto controls = m_window->findChildren<QWidget *>();
    for (const QWidget *each : controls) {
        const auto *asButton = qobject_cast<const QAbstractButton *>(each);
        const auto *asLabel = qobject_cast<const QLabel *>(each);
        const QString text = asButton     ? asButton->text()
            : asLabel && asLabel->buddy() ? asLabel->text()
                                          : QString();
        const QString words = text.section(u':', 0, 0); // without how many lines are folded
        if (const qsizetype place = text.indexOf(u'&');
            place >= 0 && each->isVisible() && !texts.contains(words)) {
            mnemonics.append(text.mid(place + 1, 1).toUpper());
            texts.insert(words);
        }
    }
    QVERIFY(mnemonics.size() >= 12);
    QCOMPARE(mnemonics.removeDuplicates(), 0);
    m_window->lanes().showLanes();

    // Each card by its number, wherever the focus is.
    for (std::size_t i = 0; i < m_window->cards().size(); ++i) {
        Card &own = *m_window->cards()[i];
        if (auto *meanwhile = qobject_cast<MeanwhileCard *>(&own))
            meanwhile->setLimit(1'000'000'000);
        const auto key = static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i));
        QTest::keyClick(m_window.get(), key, Qt::ControlModifier);
        QVERIFY2(own.isRunning(), own.info().name);
        QTest::keyClick(m_window.get(), key, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY2(!own.isRunning(), own.info().name);
    }
    // The same key does what comes next.
    const auto press = [this](Qt::Key key) { QTest::keyClick(m_window.get(), key, Qt::ControlModifier); };
    press(Qt::Key_4);
    QVERIFY(card("click").isRunning());
    press(Qt::Key_4);
    QCOMPARE(card("click").state(), u"Finished"_s);
    QTRY_VERIFY((press(Qt::Key_5), card("background").isRunning())); // the one before ends a moment later
    press(Qt::Key_5);
    QCOMPARE(card("background").state(), u"Paused"_s);
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    QVERIFY(m_window->findChild<QWidget *>(u"tourBubble"_s));
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    QTest::keyClick(m_window.get(), Qt::Key_Q, Qt::ControlModifier);
    QVERIFY(!m_window->isVisible());
}

void tst_mainwindow::theFocusStaysInItsCard_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<QStringList>("buttons"); // pressed by the keyboard, one after the other
    QTest::newRow("click") << u"click"_s << QStringList({ u"start"_s, u"continue"_s });
    QTest::newRow("click, cancelled") << u"click"_s << QStringList({ u"start"_s, u"cancel"_s });
    QTest::newRow("background") << u"background"_s
                                << QStringList({ u"start"_s, u"pause"_s, u"resume"_s, u"cancel"_s });
    QTest::newRow("primes") << u"primes"_s << QStringList({ u"start"_s, u"cancel"_s });
}

void tst_mainwindow::theFocusStaysInItsCard()
{
    QFETCH(const QString, where);
    QFETCH(const QStringList, buttons);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->findChild<MeanwhileCard *>()->setLimit(1'000'000'000);
    const QWidget &own = companion(where.toLatin1());
    for (const QString &each : buttons) {
        QAbstractButton *pressed = button(own, each.toLatin1());
        QTRY_VERIFY2(pressed->isVisible() && pressed->isEnabled(), qPrintable(each));
        pressed->setFocus();
        QTest::keyClick(pressed, Qt::Key_Space);
        QTRY_VERIFY(own.isAncestorOf(QApplication::focusWidget()));
        QCoreApplication::sendPostedEvents();
        QVERIFY(QApplication::focusWidget()->isEnabled() && QApplication::focusWidget()->isVisible());
    }
}

void tst_mainwindow::returnPressesTheButtonThatLooksDefault()
{
    m_window->setFocus(); // nowhere in particular
    QTest::keyClick(m_window.get(), Qt::Key_Return);
    for (const Lane *each : m_window->lanes().lanes())
        QVERIFY(each->card().isRunning());
    button(lane("generator"), "cancel")->setFocus();
    QTRY_VERIFY(button(lane("generator"), "cancel")->isEnabled());
    QTest::keyClick(button(lane("generator"), "cancel"), Qt::Key_Return); // the one with the focus
    QVERIFY(!card("generator").isRunning());
    QCOMPARE(card("coroutine").tasks().count(), 1);
}

void tst_mainwindow::theKeyboardGoesThroughEachPartAsItIsRead()
{
    click(companion("click"), "start"); // so that its other buttons can have the focus
    click(companion("background"), "start");
    click(*m_window, "startAll");
    m_window->output().setOpen(true);
    QList<const QWidget *> parts { &m_window->stage(), &companion("click"), &companion("background"),
        &companion("primes"), &m_window->output().pane() };
    for (const Lane *each : m_window->lanes().lanes())
        parts.append(each);
    for (const QWidget *part : std::as_const(parts)) {
        QTRY_VERIFY(part->isVisible());
        QPoint last;
        int count = 0;
        const QWidget *widget = part;
        do {
            widget = widget->nextInFocusChain();
            if (!part->isAncestorOf(widget) || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy()
                || !widget->isVisibleTo(part))
                continue;
            const QPoint place = widget->mapTo(part, widget->rect().center());
            const bool isBeside = std::abs(place.y() - last.y()) < widget->fontMetrics().height();
            const bool isOnwards = m_window->isRightToLeft() ? place.x() < last.x() : place.x() > last.x();
            QVERIFY2(count == 0 || (isBeside ? isOnwards : place.y() > last.y() || isOnwards),
                qPrintable(part->objectName() + u' ' + widget->objectName() + u' '
                    + QString::fromLatin1(widget->metaObject()->className())));
            last = place;
            ++count;
        } while (widget != part);
        QVERIFY2(count >= 2, qPrintable(part->objectName()));
    }
}

void tst_mainwindow::theThemeButtonSaysWhatItDoes()
{
    for (const auto &[theme, other] :
        { std::pair(Theme::Dark, u"&Light"_s), std::pair(Theme::Light, u"&Dark"_s) }) {
        m_window->setTheme(theme);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(isDark(), theme == Theme::Dark);
        QCOMPARE(button(*m_window, "theme")->text(), other);
    }
    click(*m_window, "theme");
    QTRY_COMPARE(button(*m_window, "theme")->text(), u"&Light"_s);
    m_window->setTheme(Theme::System);
}

void tst_mainwindow::everyColorCanBeRead_data()
{
    QTest::addColumn<Theme>("theme");
    QTest::newRow("system") << Theme::System;
    QTest::newRow("light") << Theme::Light;
    QTest::newRow("dark") << Theme::Dark;
}

void tst_mainwindow::everyColorCanBeRead()
{
    QFETCH(const Theme, theme);
    m_window->setTheme(theme);
    QCoreApplication::sendPostedEvents();
    const QPalette colors = m_window->palette();
    const QColor base = colors.color(QPalette::Base);
    const auto isText = [](const QColor &text, const QColor &background) {
        return contrast(text, background) >= textContrast;
    };
    QVERIFY(isText(colors.color(QPalette::Text), base));
    QVERIFY(isText(colors.color(QPalette::WindowText), colors.color(QPalette::Window)));
    QVERIFY(isText(colors.color(QPalette::ButtonText), colors.color(QPalette::Button)));
    for (const CardInfo &each : allCards()) {
        const QColor color = hueColor(each.hue, colors);
        QVERIFY2(isText(color, base), each.name); // its title, and the value in its pill
        QVERIFY2(isText(color, tint(color, base, litPart)), each.name); // and where its line is lit
    }
    for (const QColor &color :
        { quietColor(colors), accentColor(colors), alarmColor(colors), calmColor(colors) })
        QVERIFY2(isText(color, base), qPrintable(color.name()));
    QVERIFY(isText(quietColor(colors), colors.color(QPalette::Window)));
    QVERIFY(contrast(outlineColor(colors), base) >= controlContrast);
    // And what the widgets have made of them.
    const auto labels = m_window->findChildren<QLabel *>();
    for (const QLabel *label : labels) {
        const QColor text = label->palette().color(QPalette::WindowText);
        QVERIFY2(isText(text, base), qPrintable(label->text() + u' ' + text.name()));
    }
    const auto links = m_window->findChildren<LinkButton *>();
    QVERIFY(!links.isEmpty());
    for (const LinkButton *link : links) {
        const QColor text = linkColor(link->palette());
        QVERIFY2(isText(text, base), qPrintable(link->text()));
        QVERIFY2(isText(text, colors.color(QPalette::Window)), qPrintable(link->text()));
    }
    const auto *start = button(*m_window, "startAll");
    QVERIFY(isText(start->palette().color(QPalette::ButtonText), start->palette().color(QPalette::Button)));
    const auto *block = button(*m_window, "block");
    QVERIFY(isText(block->palette().color(QPalette::ButtonText), block->palette().color(QPalette::Button)));
    m_window->setTheme(Theme::System);
}

void tst_mainwindow::settingsComeBackAndNonsenseIsLeftOut()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"settings.ini"_s);
    const auto background
        = [](const MainWindow &window) { return window.findChild<UpdateInBackgroundCard *>(); };
    {
        background(*m_window)->setSteps(42);
        background(*m_window)->setStepDelay(7);
        QSettings settings(file, QSettings::IniFormat);
        m_window->save(settings);
    }
    {
        MainWindow other;
        const QSettings settings(file, QSettings::IniFormat);
        other.restore(settings);
        QCOMPARE(background(other)->steps(), 42);
        QCOMPARE(background(other)->stepDelay(), 7);
    }
    {
        QSettings settings(file, QSettings::IniFormat);
        settings.setValue(u"theme"_s, 99);
        settings.setValue(u"steps"_s, u"many"_s);
        settings.setValue(u"stepDelay"_s, -5);
        settings.setValue(u"geometry"_s, u"nonsense"_s);
        MainWindow other;
        other.restore(settings);
        QCOMPARE(background(other)->steps(), 100);
        QCOMPARE(background(other)->stepDelay(), 200);
    }
}

void tst_mainwindow::theWheelChangesOnlyWhatHasTheFocus_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : { u"slider"_s, u"steps"_s, u"stepDelay"_s, u"limit"_s })
        QTest::addRow("%s", qPrintable(name)) << name;
}

void tst_mainwindow::theWheelChangesOnlyWhatHasTheFocus()
{
    QFETCH(const QString, name);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    Q_EMIT card("background").activated(); // what can be chosen for it
    m_window->models().slider.setValue(50); // it can go both ways
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

void tst_mainwindow::nothingScrollsAtTheDefaultSize()
{
    click(*m_window, "startAll");
    move(1);
    click(companion("click"), "start");
    click(companion("background"), "start");
    m_window->findChild<MeanwhileCard *>()->setLimit(1'000); // its tasks are soon over, and shown as one row
    click(companion("primes"), "start");
    m_window->showMe(); // the tour has a row, too
    m_window->lanes().showLanes();
    QTRY_VERIFY(!lane("coroutine").code().pillValue().isEmpty());
    TasksView &tasks = m_window->timeline().tasksView();
    QTRY_COMPARE(tasks.model()->rowCount(), 7);
    QVERIFY(tasks.visualRect(tasks.model()->index(6, 0)).isValid()); // they are laid out
    QCOMPARE(tasks.verticalScrollBar()->maximum(), 0); // a bar itself appears a moment later
    const auto bars = m_window->findChildren<QScrollBar *>();
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
    const auto buttons = m_window->findChildren<QPushButton *>();
    for (const QPushButton *each : buttons) {
        if (each->isVisible())
            QVERIFY2(each->width() > each->fontMetrics().size(Qt::TextShowMnemonic, each->text()).width(),
                qPrintable(each->text()));
    }
    // Every part is whole, with all its edges.
    for (const QWidget *part : { static_cast<QWidget *>(&m_window->stage()),
             static_cast<QWidget *>(&m_window->lanes()), static_cast<QWidget *>(&m_window->timeline()) })
        QVERIFY(m_window->rect().contains(QRect(part->mapTo(m_window.get(), QPoint()), part->size())));
}

ASYNCWIDGETS_TEST_MAIN(tst_mainwindow, QApplication)
#include "tst_mainwindow.moc"
