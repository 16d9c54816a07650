// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The table of all tasks: what it shows, its keys, its menu, and that thousands of tasks do not slow it.

#include "machine.h"
#include "models/intslider.h"
#include "ui/theme/colors.h"
#include "ui/timeline/tasksview.h"
#include "ui/timeline/timeaxis.h"

#include <asyncwidgets/taskmodel.h>
#include <asyncwidgets/taskscope.h>
#include <asyncwidgets/tasktrace.h>
#include <asyncwidgets/waitfor.h>

#include <QtCore/QSet>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QMouseEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>

#include <vector>

using namespace AsyncWidgets;
using namespace Qt::StringLiterals;

namespace {

Task<> waitForever(IntSlider &slider)
{
    for (;;)
        co_await waitFor(slider, &IntSlider::valueChanged);
}

Task<> awaitAnother(IntSlider &slider)
{
    co_await waitForever(slider);
}

/// Painting rounds.
bool isNearly(const QColor &a, const QColor &b)
{
    return qAbs(a.red() - b.red()) + qAbs(a.green() - b.green()) + qAbs(a.blue() - b.blue()) <= 4;
}

/// The view as it is in the window.
struct Shown
{
    Shown()
        : view(model, trace, axis)
    {
        trace.setRecordsValues(true);
        view.resize(800, 200);
    }

    TaskHandle<> start(const QString &name = {}) { return scope.start(waitForever(slider), name); }

    TaskModel model;
    TaskTrace trace;
    TimeAxis axis;
    TasksView view;
    IntSlider slider;
    TaskScope scope; ///< of tasks that wait for the slider
};

/// Shows the view so that it gets the keys.
void activate(TasksView &view)
{
    view.resize(700, 200);
    view.show();
    view.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    view.setFocus();
}

} // namespace

class TestTasksView final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsWhoAwaitsWhomAtOnce()
    {
        Shown shown;
        const TaskHandle before = shown.scope.start(awaitAnother(shown.slider));
        shown.model.refresh();
        const TaskHandle after = shown.scope.start(awaitAnother(shown.slider));
        shown.model.refresh();
        QVERIFY(shown.view.isExpanded(shown.view.indexOf(before)));
        QVERIFY(shown.view.isExpanded(shown.view.indexOf(after)));
    }

    void showsTheWorkOfATaskWhereThereIsRoom()
    {
        Shown shown;
        const TaskHandle task = shown.start();
        shown.model.refresh();
        shown.view.show();
        shown.view.resize(shown.view.fontMetrics().averageCharWidth() * 100, 200);
        QTRY_VERIFY(shown.view.isColumnHidden(TaskModel::LongestWork));
        const int time = shown.view.columnWidth(TaskModel::State);
        shown.view.resize(shown.view.fontMetrics().averageCharWidth() * 220, 200);
        QTRY_VERIFY(!shown.view.isColumnHidden(TaskModel::LongestWork));
        QVERIFY(shown.view.columnWidth(TaskModel::State) > time);

        const QModelIndex cell = shown.view.indexOf(task).siblingAtColumn(TaskModel::LongestWork);
        QVERIFY(shown.view.visualRect(cell).right() < shown.view.viewport()->width());
        const QImage picture = shown.view.viewport()->grab(shown.view.visualRect(cell)).toImage();
        QSet<QRgb> colors;
        for (int y = 0; y < picture.height(); ++y) {
            for (int x = 0; x < picture.width(); ++x)
                colors.insert(picture.pixel(x, y));
        }
        QVERIFY(colors.size() > 1); // something is written there
    }

    void canBeReadByAssistiveTechnology()
    {
        Shown shown;
        QCOMPARE(shown.view.accessibleName(), u"Tasks"_s);
    }

    void cancelsWithDelete()
    {
        Shown shown;
        activate(shown.view);
        const TaskHandle other = shown.start();
        const TaskHandle task = shown.start();
        shown.model.refresh();
        QTest::keyClick(&shown.view, Qt::Key_Delete); // nothing is selected
        QCOMPARE(shown.scope.count(), 2);
        shown.view.setCurrentTask(task);
        QTest::keyClick(&shown.view, Qt::Key_Delete);
        QCOMPARE(task.state(), TaskState::Cancelled);
        QCOMPARE(other.state(), TaskState::Waiting);
        QTest::keyClick(&shown.view, Qt::Key_Delete); // it has ended already
        QCOMPARE(shown.scope.count(), 1);
    }

    void showsTheCodeWithEnterAndAClick()
    {
        Shown shown;
        activate(shown.view);
        const TaskHandle task = shown.start();
        shown.model.refresh();
        std::vector<TaskHandle<>> told;
        connect(&shown.view, &TasksView::showCodeRequested, this,
            [&told](const TaskHandle<> &handle) { told.push_back(handle); });
        const QRect place = shown.view.visualRect(shown.view.indexOf(task));
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, place.center());
        QCOMPARE(told.size(), std::size_t(1));
        QVERIFY(told.back() == task);
        QTest::keyClick(&shown.view, Qt::Key_Return);
        QTest::keyClick(&shown.view, Qt::Key_Enter);
        QCOMPARE(told.size(), std::size_t(3));
        QVERIFY(shown.view.currentTask() == task);
    }

    void copiesTheRowAsText()
    {
        Shown shown;
        shown.slider.setObjectName(u"slider"_s);
        activate(shown.view);
        const TaskHandle task = shown.start(u"a task"_s);
        shown.model.refresh();
        shown.view.setCurrentTask(task);
        QTest::keySequence(&shown.view, QKeySequence::Copy);
        const QString start
            = u"a task\tWaiting\tslider.valueChanged\ttst_tasksview.cpp:%1\t0\t"_s.arg(task.line());
        QVERIFY2(QGuiApplication::clipboard()->text().startsWith(start),
            qPrintable(QGuiApplication::clipboard()->text()));
    }

    void offersAMenu()
    {
        Shown shown;
        shown.view.show();
        const TaskHandle task = shown.start();
        shown.model.refresh();
        shown.view.setCurrentTask(task);
        const auto openMenu = [&shown] {
            QContextMenuEvent event(
                QContextMenuEvent::Keyboard, QPoint(5, 5), shown.view.mapToGlobal(QPoint(5, 5)));
            QApplication::sendEvent(shown.view.viewport(), &event);
            return qobject_cast<QMenu *>(QApplication::activePopupWidget());
        };
        QMenu *menu = openMenu();
        QVERIFY(menu);
        QStringList words;
        for (const QAction *action : menu->actions())
            words.append(action->text());
        QCOMPARE(words, QStringList({ u"Cancel"_s, u"Show code"_s, u"Copy as text"_s }));
        QVERIFY(menu->actions().first()->isEnabled());
        menu->actions().first()->trigger();
        menu->close();
        QVERIFY(task.isDone());
        menu = openMenu();
        QVERIFY(!menu->actions().first()->isEnabled());
        menu->close();
    }

    void keepsTheSelectionWhenThousandsEnd()
    {
        Shown shown;
        shown.view.show();
        std::vector<TaskHandle<>> tasks;
        for (int i = 0; i < 10'000; ++i)
            tasks.push_back(shown.scope.start(awaitAnother(shown.slider)));
        shown.model.refresh();
        shown.view.setCurrentTask(tasks[5001]);
        for (std::size_t i = 0; i < tasks.size(); i += 2)
            tasks[i].cancel();
        QSignalSpy reset(&shown.model, &TaskModel::modelReset);
        shown.model.refresh();
        QCOMPARE(reset.count(), 1);
        QVERIFY(shown.view.currentTask() == tasks[5001]);
        QVERIFY(shown.view.isExpanded(shown.view.indexOf(tasks[9'999])));
    }

    void keepsTheTaskThatIsReadWhileOthersLeave()
    {
        Shown shown;
        shown.model.setHistoryLimit(0);
        activate(shown.view);
        std::vector<TaskHandle<>> tasks;
        for (int i = 0; i < 100; ++i)
            tasks.push_back(shown.start());
        shown.model.refresh();
        shown.view.scrollTo(shown.view.indexOf(tasks[50]), QAbstractItemView::PositionAtTop);
        const auto top = [&] { return shown.view.taskAt(shown.view.indexAt({ 0, 2 })); };
        QCOMPARE(top(), tasks[50]);
        for (int i = 0; i < 30; ++i) {
            tasks[static_cast<std::size_t>(i)].cancel();
            if (i % 10 == 0)
                shown.model.refresh();
        }
        shown.model.refresh();
        QCOMPARE(shown.model.rowCount(), 70);
        QCOMPARE(top(), tasks[50]);
    }

    void drawsWaitingPaleAndAResumptionSolid_data()
    {
        QTest::addColumn<bool>("isDark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void drawsWaitingPaleAndAResumptionSolid()
    {
        QFETCH(const bool, isDark);
        Shown shown;
        if (isDark)
            shown.view.setPalette(QPalette(QColor(0x23, 0x26, 0x2b)));
        shown.view.setFocusPolicy(Qt::NoFocus); // a style may shade the row that has it
        shown.view.show();
        const TaskHandle task = shown.start(u"coroutine"_s);
        shown.model.refresh();
        QTest::qWait(300); // a bar of some pixels: time is what is drawn
        const auto pixelsOf = [&](const QColor &color) {
            const QRect row
                = shown.view.visualRect(shown.view.indexOf(task).siblingAtColumn(TaskModel::State));
            const QImage image = shown.view.viewport()->grab(row).toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    count += isNearly(image.pixelColor(x, y), color) ? 1 : 0;
            }
            return count;
        };
        const QPalette colors = shown.view.palette();
        const QColor solid = taskColor(task.name(), colors);
        const QColor pale = tint(solid, colors.color(QPalette::Base), 0.22);
        QTRY_VERIFY(pixelsOf(pale) > 5);
        const int before = pixelsOf(solid);
        shown.slider.setValue(40);
        QVERIFY(pixelsOf(solid) > before);
    }

    void labelsTheNewestTickWithItsValue()
    {
        IntSlider slider;
        TaskScope scope;
        Shown shown;
        shown.view.setFocusPolicy(Qt::NoFocus);
        shown.view.show();
        const TaskHandle task = scope.start(waitForever(slider), u"coroutine"_s);
        shown.model.refresh();
        slider.setValue(40);
        shown.axis.setFrozen(true); // so that the tick stays at the very end of the axis
        const QModelIndex cell = shown.view.indexOf(task).siblingAtColumn(TaskModel::State);
        const QRect row = shown.view.visualRect(cell);
        const QImage image = shown.view.viewport()->grab(row).toImage();
        // What is written stands above the bar, and reaches further than the axis.
        const int end = static_cast<int>(shown.axis.right()) - row.left() + 2;
        const auto ratio = image.devicePixelRatio();
        const QColor base = image.pixelColor(0, 0);
        int written = 0;
        for (int y = 0; y < image.height() / 2; ++y) {
            for (int x = static_cast<int>(end * ratio); x < image.width(); ++x)
                written += isNearly(image.pixelColor(x, y), base) ? 0 : 1;
        }
        QVERIFY(written > 0);
    }

    void foldsAwayWhatEndedLongAgo()
    {
        Shown shown;
        shown.view.show();
        const TaskHandle ended = shown.start();
        const TaskHandle other = shown.start();
        ended.cancel();
        shown.model.refresh();
        QVERIFY(shown.view.indexOf(ended).isValid()); // as long as the axis shows it
        QCOMPARE(shown.view.foldedCount(), 0);
        shown.view.setEndedAge(std::chrono::milliseconds(0));
        QTRY_COMPARE(shown.view.foldedCount(), 1);
        QVERIFY(!shown.view.indexOf(ended).isValid());
        QVERIFY(shown.view.indexOf(other).isValid());
        shown.view.setFoldsEnded(false);
        QVERIFY(shown.view.indexOf(ended).isValid());
    }

    void firstShowsWhatGoesOn()
    {
        Shown shown;
        shown.view.show();
        std::vector<TaskHandle<>> tasks;
        for (int i = 0; i < 4; ++i)
            tasks.push_back(shown.start(QString::number(i)));
        const auto names = [&shown] {
            QString all;
            for (int row = 0; row < shown.view.model()->rowCount(); ++row)
                all += shown.view.taskAt(shown.view.model()->index(row, 0)).name();
            return all;
        };
        QTRY_COMPARE(names(), u"0123"_s);
        tasks[0].cancel();
        tasks[2].cancel();
        QTRY_COMPARE(names(), u"1302"_s); // and otherwise as they were started
        shown.start(u"4"_s);
        QTRY_COMPARE(names(), u"13402"_s);
    }

    void thePointerReadsAFrozenAxisUntilAnInstantIsChosen()
    {
        Shown shown;
        shown.view.show();
        const auto at = [&shown](double part) {
            const double x = shown.axis.left() + part * (shown.axis.right() - shown.axis.left());
            return QPoint(static_cast<int>(x), 50);
        };
        const auto hoverAt = [&shown, &at](double part) {
            const QPoint place = at(part);
            QMouseEvent move(QEvent::MouseMove, place, shown.view.viewport()->mapToGlobal(place),
                Qt::NoButton, Qt::NoButton, Qt::NoModifier);
            QCoreApplication::sendEvent(shown.view.viewport(), &move);
            return shown.axis.moment();
        };
        QVERIFY(!hoverAt(0.1)); // the present goes on
        shown.axis.setFrozen(true);
        const auto first = hoverAt(0.2);
        QVERIFY(first);
        const auto second = hoverAt(0.6);
        QVERIFY(second && *second > *first);
        QTest::mouseClick(shown.view.viewport(), Qt::LeftButton, {}, at(0.4));
        const auto chosen = shown.axis.moment();
        QVERIFY(chosen && *chosen < *second);
        QVERIFY(hoverAt(0.8) == chosen); // so that the pointer can leave
        shown.axis.setFrozen(false);
        QVERIFY(!hoverAt(0.9));
    }

    void theArrowKeysReadThePast()
    {
        Shown shown;
        activate(shown.view);
        QTest::keyClick(&shown.view, Qt::Key_Left);
        QVERIFY(shown.axis.moment());
        const auto first = *shown.axis.moment();
        QTest::keyClick(&shown.view, Qt::Key_Left);
        QVERIFY(*shown.axis.moment() < first);
        QTest::keyClick(&shown.view, Qt::Key_Right);
        QCOMPARE(*shown.axis.moment(), first);
        QTest::keyClick(&shown.view, Qt::Key_Escape);
        QVERIFY(!shown.axis.moment());
    }
};

ASYNCWIDGETS_TEST_MAIN(TestTasksView, QApplication)
#include "tst_tasksview.moc"
