// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The table of all tasks: what it shows, its keys, its menu, and that thousands of tasks do not slow it.

#include "machine.h"
#include "models/intslider.h"
#include "ui/tasksview.h"

#include <asyncwidgets/taskmodel.h>
#include <asyncwidgets/taskscope.h>
#include <asyncwidgets/waitfor.h>

#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QGuiApplication>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>

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
        IntSlider slider;
        TaskScope scope;
        TaskModel model;
        const TaskHandle before = scope.start(awaitAnother(slider));
        model.refresh();
        TasksView view(&model);
        const TaskHandle after = scope.start(awaitAnother(slider));
        model.refresh();
        QVERIFY(view.isExpanded(model.indexOf(before)));
        QVERIFY(view.isExpanded(model.indexOf(after)));
    }

    void keepsTheTaskThatIsReadWhileOthersLeave()
    {
        IntSlider slider;
        TaskScope scope;
        TaskModel model;
        model.setHistoryLimit(0);
        TasksView view(&model);
        activate(view);
        std::vector<TaskHandle> tasks;
        for (int i = 0; i < 100; ++i)
            tasks.push_back(scope.start(waitForever(slider)));
        model.refresh();
        QTRY_COMPARE(view.verticalScrollBar()->value(), view.verticalScrollBar()->maximum());
        view.scrollTo(model.indexOf(tasks[50]), QAbstractItemView::PositionAtTop);
        const auto top = [&] { return model.task(view.indexAt({ 0, 0 })); };
        QCOMPARE(top(), tasks[50]);
        for (int i = 0; i < 30; ++i) {
            tasks[static_cast<std::size_t>(i)].cancel();
            if (i % 10 == 0)
                model.refresh();
        }
        model.refresh();
        QCOMPARE(model.rowCount(), 70);
        QCOMPARE(top(), tasks[50]);
    }

    void canBeReadByAssistiveTechnology()
    {
        TaskModel model;
        const TasksView view(&model);
        QCOMPARE(view.accessibleName(), u"Tasks"_s);
    }

    void cancelsWithDelete()
    {
        IntSlider slider;
        TaskScope scope;
        TaskModel model;
        TasksView view(&model);
        activate(view);
        const TaskHandle other = scope.start(waitForever(slider));
        const TaskHandle task = scope.start(waitForever(slider));
        model.refresh();
        QTest::keyClick(&view, Qt::Key_Delete); // nothing is selected
        QCOMPARE(scope.count(), 2);
        view.setCurrentIndex(model.indexOf(task));
        QTest::keyClick(&view, Qt::Key_Delete);
        QCOMPARE(task.state(), TaskState::Cancelled);
        QCOMPARE(other.state(), TaskState::Waiting);
        QTest::keyClick(&view, Qt::Key_Delete); // it has ended already
        QCOMPARE(scope.count(), 1);
    }

    void showsTheCodeWithEnterAndAClick()
    {
        IntSlider slider;
        TaskScope scope;
        TaskModel model;
        TasksView view(&model);
        activate(view);
        const TaskHandle task = scope.start(waitForever(slider));
        model.refresh();
        std::vector<TaskHandle> shown;
        connect(&view, &TasksView::showCodeRequested, this,
            [&shown](const TaskHandle &handle) { shown.push_back(handle); });
        const QRect place = view.visualRect(model.indexOf(task).siblingAtColumn(TaskModel::At));
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, place.center());
        QCOMPARE(shown.size(), std::size_t(1));
        QVERIFY(shown.back() == task);
        QTest::keyClick(&view, Qt::Key_Return);
        QTest::keyClick(&view, Qt::Key_Enter);
        QCOMPARE(shown.size(), std::size_t(3));
        QVERIFY(view.currentTask() == task);
    }

    void copiesTheRowAsText()
    {
        IntSlider slider;
        slider.setObjectName(u"slider"_s);
        TaskScope scope;
        TaskModel model;
        TasksView view(&model);
        activate(view);
        const TaskHandle task = scope.start(waitForever(slider), u"a task"_s);
        model.refresh();
        view.setCurrentIndex(model.indexOf(task));
        QTest::keySequence(&view, QKeySequence::Copy);
        const QString start
            = u"a task\tWaiting\tslider.valueChanged\ttst_tasksview.cpp:%1\t0\t"_s.arg(task.line());
        QVERIFY2(QGuiApplication::clipboard()->text().startsWith(start),
            qPrintable(QGuiApplication::clipboard()->text()));
    }

    void offersAMenu()
    {
        IntSlider slider;
        TaskScope scope;
        TaskModel model;
        TasksView view(&model);
        view.show();
        const TaskHandle task = scope.start(waitForever(slider));
        model.refresh();
        view.setCurrentIndex(model.indexOf(task));
        const auto openMenu = [&view] {
            QContextMenuEvent event(
                QContextMenuEvent::Keyboard, QPoint(5, 5), view.mapToGlobal(QPoint(5, 5)));
            QApplication::sendEvent(view.viewport(), &event);
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
        IntSlider slider;
        TaskScope scope;
        TaskModel model;
        TasksView view(&model);
        view.show();
        std::vector<TaskHandle> tasks;
        for (int i = 0; i < 10'000; ++i)
            tasks.push_back(scope.start(awaitAnother(slider)));
        model.refresh();
        view.setCurrentIndex(model.indexOf(tasks[5001]));
        for (std::size_t i = 0; i < tasks.size(); i += 2)
            tasks[i].cancel();
        QSignalSpy reset(&model, &TaskModel::modelReset);
        model.refresh();
        QCOMPARE(reset.count(), 1);
        QVERIFY(view.currentTask() == tasks[5001]);
        QVERIFY(view.isExpanded(model.indexOf(tasks[9'999])));
    }

    void followsTheNewestUnlessThePersonHasScrolledUp()
    {
        IntSlider slider;
        TaskScope scope;
        TaskModel model;
        TasksView view(&model);
        view.resize(700, 200);
        view.show();
        const auto start = [&] {
            for (int i = 0; i < 50; ++i)
                scope.start(waitForever(slider));
            model.refresh();
        };
        QScrollBar &bar = *view.verticalScrollBar();
        start();
        QTRY_VERIFY(bar.maximum() > 0);
        QCOMPARE(bar.value(), bar.maximum());
        bar.setValue(3);
        const int before = bar.maximum();
        start();
        QTRY_VERIFY(bar.maximum() > before);
        QCOMPARE(bar.value(), 3);
    }

    void drawsTheStatesInLightAndDark()
    {
        IntSlider slider;
        TaskScope scope;
        TaskModel model;
        TasksView view(&model);
        view.resize(700, 200);
        view.show();
        scope.start(waitForever(slider));
        scope.start(waitForever(slider)).cancel();
        model.refresh();
        const QRect state = view.visualRect(model.index(0, TaskModel::State));
        const QImage light = view.viewport()->grab(state).toImage();
        view.setPalette(QPalette(QColor(0x23, 0x26, 0x2b)));
        QVERIFY(view.viewport()->grab(state).toImage() != light);
    }
};

ASYNCWIDGETS_TEST_MAIN(TestTasksView, QApplication)
#include "tst_tasksview.moc"
