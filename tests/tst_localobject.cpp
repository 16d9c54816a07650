// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Tests LocalObject: Qt's own classes as local variables of tasks that go on inside their signals, and end there.

#include "testsupport.h"

#include <QtCore/QBuffer>
#include <QtCore/QEventLoopLocker>
#include <QtCore/QFileSystemWatcher>
#include <QtCore/QFutureWatcher>
#include <QtCore/QParallelAnimationGroup>
#include <QtCore/QPauseAnimation>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QSequentialAnimationGroup>
#include <QtCore/QStringListModel>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimeLine>
#include <QtCore/QTimer>
#include <QtCore/QVariantAnimation>
#include <QtGui/QAction>
#include <QtGui/QStandardItemModel>
#include <QtGui/QTextDocument>
#include <QtGui/QUndoStack>
#include <QtGui/QWindow>
#include <QtTest/QSignalSpy>
#include <QtWidgets/QApplication>
#include <QtWidgets/QButtonGroup>
#include <QtWidgets/QCalendarWidget>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QColorDialog>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDial>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QFontDialog>
#include <QtWidgets/QGroupBox>
#include <QtWidgets/QInputDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QProgressDialog>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QTableWidget>
#include <QtWidgets/QTextEdit>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QTreeWidget>
#include <QtWidgets/QWizard>

using namespace AsyncWidgets;
using namespace AsyncWidgets::Tests;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

using Program = std::function<Task<>()>;

/// A row: makes a T, lets the event loop call \a act with it, waits for \a signal, and ends.
template<typename T, typename Signal, typename Act>
void addRow(const char *name, Signal signal, Act act)
{
    QTest::newRow(name) << Program([signal, act]() -> Task<> {
        const LocalObject<T> object;
        QTimer::singleShot(0, object.get(), [object = object.get(), act] { act(*object); });
        co_await waitFor(*object, signal);
    });
}

template<typename Widget>
void click(Widget &widget)
{
    widget.resize(100, 40);
    widget.show();
    QTest::mouseClick(&widget, Qt::LeftButton, {}, QPoint(12, widget.height() / 2));
}

void type(QWidget &widget)
{
    widget.show();
    QTest::keyClick(&widget, Qt::Key_1);
}

template<typename View>
void clickFirstItem(View &view)
{
    view.resize(200, 200);
    view.show();
    const QRect place = view.visualRect(view.model()->index(0, 0));
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, place.center());
}

/// Waits in \a question until its person has answered.
template<typename Dialog>
Task<int> answerOf(Dialog &dialog)
{
    dialog.open();
    QTimer::singleShot(0, &dialog, [&dialog] { dialog.done(7); });
    co_return co_await waitFor(dialog, &QDialog::finished);
}

Task<int> askOnce()
{
    const LocalObject<QDialog> dialog;
    co_return co_await answerOf(*dialog);
}

} // namespace

Q_DECLARE_METATYPE(Program)

class tst_LocalObject final : public LibraryTest
{
    Q_OBJECT

private Q_SLOTS:
    void init(); // instead of the base's
    void letsQtsOwnClassesLive_data();
    void letsQtsOwnClassesLive();
    void destroysItsObjectInTheNextTurn();
    void destroysItsObjectAtOnceOutsideOfSignals();
    void destroysAnObjectThatNoThreadServes_data();
    void destroysAnObjectThatNoThreadServes();
    void emitsNothingAfterItsEnd();
    void forgetsAnObjectThatDiesBefore();
    void takesOverAnObject();
    void canBeMoved();
    void showsOneDialogAfterTheOther_data();
    void showsOneDialogAfterTheOther();
    void waitsForClosedOrGone();
    void endsTheParentWithTheChild();
    void tellsOnceOfADeathInsideASignal();
    void canEndTheTasksOfABaseClassBeforeItsMembers();
};

void tst_LocalObject::init()
{
    // What the offscreen platform says of every window, and Qt of a process that is stopped.
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support|QProcess: Destroyed)"_s));
}

void tst_LocalObject::letsQtsOwnClassesLive_data()
{
    QTest::addColumn<Program>("program");
    // Qt Core
    addRow<QTimer>("QTimer::timeout", &QTimer::timeout, [](QTimer &timer) { timer.start(0); });
    const auto runTrue = [](QProcess &process) { process.start(u"true"_s); };
    const auto runEcho = [](QProcess &process) { process.start(u"echo"_s, { u"words"_s }); };
    addRow<QProcess>("QProcess::started", &QProcess::started, runTrue);
    addRow<QProcess>("QProcess::stateChanged", &QProcess::stateChanged, runTrue);
    addRow<QProcess>("QProcess::finished", &QProcess::finished, runTrue);
    addRow<QProcess>("QProcess::readyReadStandardOutput", &QProcess::readyReadStandardOutput, runEcho);
    addRow<QProcess>("QProcess::errorOccurred", &QProcess::errorOccurred,
        [](QProcess &process) { process.start(u"/there/is/no/such/program"_s); });
    addRow<QThread>("QThread::finished", &QThread::finished, [](QThread &thread) {
        thread.start();
        thread.quit();
    });
    addRow<QVariantAnimation>("QVariantAnimation::valueChanged", &QVariantAnimation::valueChanged,
        [](QVariantAnimation &animation) {
            animation.setStartValue(0);
            animation.setEndValue(9);
            animation.setDuration(1);
            animation.start();
        });
    addRow<QPauseAnimation>(
        "QPauseAnimation::finished", &QPauseAnimation::finished, [](QPauseAnimation &animation) {
            animation.setDuration(1);
            animation.start();
        });
    const auto runGroup = [](QAnimationGroup &group) {
        group.addAnimation(new QPauseAnimation(1, &group));
        group.start();
    };
    addRow<QSequentialAnimationGroup>(
        "QSequentialAnimationGroup::finished", &QSequentialAnimationGroup::finished, runGroup);
    addRow<QParallelAnimationGroup>(
        "QParallelAnimationGroup::finished", &QParallelAnimationGroup::finished, runGroup);
    const auto runLine = [](QTimeLine &line) {
        line.setDuration(1);
        line.start();
    };
    addRow<QTimeLine>("QTimeLine::finished", &QTimeLine::finished, runLine);
    addRow<QTimeLine>("QTimeLine::stateChanged", &QTimeLine::stateChanged, runLine);
    addRow<QFutureWatcher<int>>(
        "QFutureWatcher::finished", &QFutureWatcher<int>::finished, [](QFutureWatcher<int> &watcher) {
            QPromise<int> promise;
            promise.start();
            watcher.setFuture(promise.future());
            promise.addResult(1);
            promise.finish();
        });
    addRow<QFileSystemWatcher>("QFileSystemWatcher::directoryChanged", &QFileSystemWatcher::directoryChanged,
        [](QFileSystemWatcher &watcher) {
            const QTemporaryDir folder;
            watcher.addPath(folder.path()); // and it is gone
        });
    addRow<QBuffer>("QBuffer::bytesWritten", &QBuffer::bytesWritten, [](QBuffer &buffer) {
        buffer.open(QIODevice::ReadWrite);
        buffer.write("words");
    });
    addRow<QBuffer>("QBuffer::aboutToClose", &QBuffer::aboutToClose, [](QBuffer &buffer) {
        buffer.open(QIODevice::ReadWrite);
        buffer.close();
    });
    addRow<QStringListModel>("QStringListModel::rowsInserted", &QStringListModel::rowsInserted,
        [](QStringListModel &model) { model.insertRow(0); });
    // Qt Gui
    addRow<QStandardItemModel>(
        "QStandardItemModel::itemChanged", &QStandardItemModel::itemChanged, [](QStandardItemModel &model) {
            model.appendRow(new QStandardItem(u"one"_s)); // owned by the model
            model.item(0)->setText(u"two"_s);
        });
    addRow<QAction>("QAction::triggered", &QAction::triggered, [](QAction &action) { action.trigger(); });
    addRow<QUndoStack>("QUndoStack::indexChanged", &QUndoStack::indexChanged,
        [](QUndoStack &stack) { stack.push(new QUndoCommand); }); // owned by the stack
    addRow<QTextDocument>("QTextDocument::contentsChanged", &QTextDocument::contentsChanged,
        [](QTextDocument &document) { document.setPlainText(u"words"_s); });
    addRow<QWindow>(
        "QWindow::visibleChanged", &QWindow::visibleChanged, [](QWindow &window) { window.show(); });
    // Buttons and fields
    addRow<QPushButton>("QPushButton::clicked", &QPushButton::clicked, click<QPushButton>);
    addRow<QPushButton>("QPushButton::pressed", &QPushButton::pressed, click<QPushButton>);
    addRow<QToolButton>("QToolButton::clicked", &QToolButton::clicked, click<QToolButton>);
    addRow<QCheckBox>("QCheckBox::toggled", &QCheckBox::toggled, click<QCheckBox>);
    addRow<QGroupBox>("QGroupBox::toggled", &QGroupBox::toggled, [](QGroupBox &box) {
        box.setCheckable(true);
        box.show();
        QTest::keyClick(&box, Qt::Key_Space);
        box.setChecked(false);
    });
    addRow<QLineEdit>("QLineEdit::textChanged", &QLineEdit::textChanged, type);
    addRow<QLineEdit>("QLineEdit::textEdited", &QLineEdit::textEdited, type);
    addRow<QLineEdit>("QLineEdit::returnPressed", &QLineEdit::returnPressed, [](QLineEdit &line) {
        line.show();
        QTest::keyClick(&line, Qt::Key_Return);
    });
    addRow<QPlainTextEdit>("QPlainTextEdit::textChanged", &QPlainTextEdit::textChanged, type);
    addRow<QTextEdit>("QTextEdit::textChanged", &QTextEdit::textChanged, type);
    addRow<QSpinBox>("QSpinBox::valueChanged", &QSpinBox::valueChanged, type);
    addRow<QComboBox>("QComboBox::currentIndexChanged", &QComboBox::currentIndexChanged, [](QComboBox &box) {
        box.addItems({ u"1"_s, u"2"_s });
        box.setCurrentIndex(1);
    });
    addRow<QScrollBar>("QScrollBar::valueChanged", &QScrollBar::valueChanged, [](QScrollBar &bar) {
        bar.show();
        QTest::keyClick(&bar, Qt::Key_PageDown);
    });
    addRow<QDial>("QDial::valueChanged", &QDial::valueChanged, [](QDial &dial) {
        dial.show();
        QTest::keyClick(&dial, Qt::Key_PageUp);
    });
    addRow<QButtonGroup>(
        "QButtonGroup::buttonClicked", &QButtonGroup::buttonClicked, [](QButtonGroup &group) {
            auto *button = new QPushButton;
            QObject::connect(&group, &QObject::destroyed, button, &QObject::deleteLater);
            group.addButton(button);
            button->click();
        });
    // Views, tabs and menus
    addRow<QListWidget>("QListWidget::itemClicked", &QListWidget::itemClicked, [](QListWidget &list) {
        list.addItem(u"one"_s);
        clickFirstItem(list);
    });
    addRow<QTreeWidget>("QTreeWidget::itemPressed", &QTreeWidget::itemPressed, [](QTreeWidget &tree) {
        tree.addTopLevelItem(new QTreeWidgetItem({ u"one"_s })); // owned by the tree
        clickFirstItem(tree);
    });
    addRow<QTableWidget>(
        "QTableWidget::currentCellChanged", &QTableWidget::currentCellChanged, [](QTableWidget &table) {
            table.setRowCount(2);
            table.setColumnCount(2);
            table.show();
            clickFirstItem(table);
        });
    addRow<QCalendarWidget>("QCalendarWidget::selectionChanged", &QCalendarWidget::selectionChanged,
        [](QCalendarWidget &calendar) { calendar.setSelectedDate(QDate(2000, 1, 1)); });
    addRow<QTabWidget>("QTabWidget::currentChanged", &QTabWidget::currentChanged, [](QTabWidget &tabs) {
        tabs.addTab(new QWidget, u"1"_s); // owned by the tabs
    });
    addRow<QStackedWidget>(
        "QStackedWidget::currentChanged", &QStackedWidget::currentChanged, [](QStackedWidget &stack) {
            stack.addWidget(new QWidget); // owned by the stack
        });
    addRow<QMenu>("QMenu::triggered", &QMenu::triggered, [](QMenu &menu) {
        QAction *action = menu.addAction(u"one"_s);
        menu.popup({});
        menu.setActiveAction(action);
        QTest::keyClick(
            &menu, Qt::Key_Return); // a click where the menu has just opened may pass for its opening
    });
    addRow<QMenu>("QMenu::aboutToHide", &QMenu::aboutToHide, [](QMenu &menu) {
        menu.addAction(u"one"_s);
        menu.popup({});
        QTest::keyClick(&menu, Qt::Key_Escape);
    });
    // Dialogs
    const auto accept = [](QDialog &dialog) {
        dialog.open();
        dialog.accept();
    };
    const auto close = [](QDialog &dialog) {
        dialog.open();
        dialog.close();
    };
    addRow<QDialog>("QDialog::finished", &QDialog::finished, accept);
    addRow<QDialog>("QDialog::accepted", &QDialog::accepted, accept);
    addRow<QDialog>("QDialog::rejected", &QDialog::rejected, close);
    addRow<QMessageBox>("QMessageBox::buttonClicked", &QMessageBox::buttonClicked, [](QMessageBox &box) {
        box.addButton(QMessageBox::Ok);
        box.open();
        QTest::mouseClick(box.button(QMessageBox::Ok), Qt::LeftButton);
    });
    addRow<QMessageBox>("QMessageBox::finished", &QMessageBox::finished, [](QMessageBox &box) {
        box.addButton(QMessageBox::Ok);
        box.open();
        QTest::keyClick(&box, Qt::Key_Return);
    });
    addRow<QInputDialog>(
        "QInputDialog::textValueSelected", &QInputDialog::textValueSelected, [](QInputDialog &dialog) {
            dialog.open();
            dialog.setTextValue(u"words"_s);
            dialog.accept();
        });
    addRow<QFileDialog>("QFileDialog::finished", &QFileDialog::finished, close);
    addRow<QColorDialog>("QColorDialog::colorSelected", &QColorDialog::colorSelected, accept);
    addRow<QFontDialog>("QFontDialog::finished", &QFontDialog::finished, accept);
    addRow<QProgressDialog>(
        "QProgressDialog::canceled", &QProgressDialog::canceled, [](QProgressDialog &dialog) {
            dialog.show();
            dialog.close();
        });
    addRow<QWizard>("QWizard::currentIdChanged", &QWizard::currentIdChanged, [](QWizard &wizard) {
        wizard.addPage(new QWizardPage); // owned by the wizard
        wizard.open();
    });
}

/// The program as the handbook writes it. That nothing freed is used is for the sanitizer and valgrind to see.
void tst_LocalObject::letsQtsOwnClassesLive()
{
    QFETCH(Program, program);
    QApplication::setQuitOnLastWindowClosed(false);
    const auto restore = qScopeGuard([] { QApplication::setQuitOnLastWindowClosed(true); });
    TaskScope scope;
    TaskHandle task;
    QTimer::singleShot(0, this, [&] { task = scope.start(program); });
    QTRY_VERIFY(task.isDone());
    QCOMPARE(task.state(), TaskState::Finished);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(QApplication::topLevelWidgets().isEmpty());
}

void tst_LocalObject::destroysItsObjectInTheNextTurn()
{
    QPointer<Sender> seen;
    bool wasThere = false;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const LocalObject<Sender> sender(u"local"_s);
        seen = sender.get();
        co_await waitFor(*sender, &Sender::clicked);
    });
    QTimer::singleShot(0, this, [&] {
        Q_EMIT seen->clicked();
        wasThere = scope.isEmpty() && seen;
    });
    QTRY_VERIFY(!seen);
    QVERIFY(wasThere);
}

void tst_LocalObject::destroysItsObjectAtOnceOutsideOfSignals()
{
    QPointer<Sender> seen;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const LocalObject<Sender> sender;
        seen = sender.get();
        co_await waitFor(*sender, &Sender::clicked);
    });
    scope.cancel();
    QVERIFY(!seen);
}

void tst_LocalObject::destroysAnObjectThatNoThreadServes_data()
{
    QTest::addColumn<bool>("hasThread");
    QTest::addColumn<bool>("isInsideItsSignal");
    QTest::newRow("its thread has finished") << true << false;
    QTest::newRow("its thread has finished, and it emits here") << true << true;
    QTest::newRow("it has no thread") << false << false;
    QTest::newRow("it has no thread, and emits here") << false << true;
}

void tst_LocalObject::destroysAnObjectThatNoThreadServes()
{
    QFETCH(const bool, hasThread);
    QFETCH(const bool, isInsideItsSignal);
    QThread thread;
    if (hasThread) {
        thread.start();
        thread.quit();
        QVERIFY(thread.wait());
    }
    QPointer<Sender> seen;
    bool wasThere = false;
    TaskScope scope;
    QEventLoop loop;
    QTimer::singleShot(0, &loop, [&] {
        scope.start([&]() -> Task<> {
            const LocalObject<Sender> local;
            seen = local.get();
            local->moveToThread(hasThread ? &thread : nullptr);
            if (isInsideItsSignal)
                co_await waitFor(*local, &Sender::clicked);
        });
        if (isInsideItsSignal) {
            Q_EMIT seen->clicked();
            wasThere = scope.isEmpty() && seen;
        }
        QTimer::singleShot(0, &loop, &QEventLoop::quit);
    });
    loop.exec();
    QCOMPARE(wasThere, isInsideItsSignal);
    QVERIFY(!seen);
}

void tst_LocalObject::emitsNothingAfterItsEnd()
{
    int count = 0;
    Sender outer;
    QPointer<Sender> seen;
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const LocalObject<Sender> sender;
        seen = sender.get();
        connect(seen, &Sender::clicked, this, [&] { ++count; });
        co_await waitFor(outer, &Sender::clicked);
    });
    Q_EMIT seen->clicked();
    Q_EMIT outer.clicked();
    QVERIFY(seen);
    Q_EMIT seen->clicked();
    QCOMPARE(count, 1);
    delete seen;
}

void tst_LocalObject::forgetsAnObjectThatDiesBefore()
{
    auto parent = std::make_unique<QObject>();
    const LocalObject<Sender> child(parent.get());
    QVERIFY(child);
    parent.reset();
    QVERIFY(!child);
    QCOMPARE(child.get(), nullptr);
}

void tst_LocalObject::takesOverAnObject()
{
    QPointer<Sender> seen = new Sender;
    {
        const auto local = LocalObject<Sender>::adopt(seen);
        QCOMPARE(local.get(), seen.data());
    }
    QVERIFY(!seen);
    const auto nothing = LocalObject<Sender>::adopt(nullptr);
    QVERIFY(!nothing);
}

void tst_LocalObject::canBeMoved()
{
    QPointer<Sender> seen;
    {
        LocalObject<Sender> first;
        seen = first.get();
        {
            const LocalObject<Sender> second = std::move(first);
            QCOMPARE(second.get(), seen.data());
        }
        QVERIFY(!seen);
    }
}

void tst_LocalObject::showsOneDialogAfterTheOther_data()
{
    QTest::addColumn<bool>("pauses");
    QTest::addColumn<bool>("staysRunning");
    QTest::addColumn<int>("exitCode");
    QTest::newRow("at once") << false << false << 42;
    QTest::newRow("later") << true << true << 42;
    QTest::newRow("too late") << true << false << 0; // the last window is closed, and Qt quits
}

void tst_LocalObject::showsOneDialogAfterTheOther()
{
    QFETCH(bool, pauses);
    QFETCH(bool, staysRunning);
    QFETCH(int, exitCode);
    TaskScope scope;
    scope.start([&]() -> Task<> {
        const auto running = staysRunning ? std::make_unique<QEventLoopLocker>() : nullptr;
        for (int i = 0; i < 3; ++i) {
            const int answer = co_await askOnce();
            if (answer != 7)
                QCoreApplication::exit(1);
            if (pauses)
                co_await sleepFor(20ms);
        }
        QCoreApplication::exit(42);
    });
    QCOMPARE(QApplication::exec(), exitCode);
}

void tst_LocalObject::waitsForClosedOrGone()
{
    std::vector<std::size_t> log;
    TaskScope scope;
    for (const bool isClosed : { true, false }) {
        QPointer<QDialog> dialog = new QDialog;
        scope.start([&log, dialog]() -> Task<> {
            const auto how = co_await whenAny(
                waitFor(*dialog, &QDialog::finished), waitFor(*dialog, &QObject::destroyed));
            log.push_back(how.index());
        });
        if (isClosed)
            dialog->done(1);
        delete dialog;
    }
    QCOMPARE(log, (std::vector<std::size_t> { 0, 1 }));
}

void tst_LocalObject::endsTheParentWithTheChild()
{
    QPointer<QDialog> dialog = new QDialog;
    TaskScope scope;
    const TaskHandle parent = scope.start([dialog]() -> Task<> {
        const auto child
            = [](QDialog &asked) -> Task<int> { co_return co_await waitFor(asked, &QDialog::finished); };
        const int answer = co_await child(*dialog);
        Q_UNUSED(answer)
    });
    delete dialog;
    QCOMPARE(parent.state(), TaskState::Cancelled);
    QCOMPARE(parent.reason(), u"the sender of QDialog.finished was destroyed"_s);
}

void tst_LocalObject::tellsOnceOfADeathInsideASignal()
{
    TaskScope scope;
    // Its author knows that this class stands it.
    auto own = std::make_unique<Sender>();
    scope.start([&]() -> Task<> {
        co_await waitFor(*own, &Sender::clicked);
        own.reset();
    });
    Q_EMIT own->clicked();
    QVERIFY(!own);

    QTest::ignoreMessage(QtWarningMsg,
        "AsyncWidgets: a task destroyed the sender of delay.timeout inside of that signal, which not all of "
        "Qt's "
        "classes survive: hold the QTimer, or what it belongs to, in a LocalObject, which lets go of it "
        "afterwards.");
    for (int i = 0; i < 2; ++i) {
        bool isDone = false;
        scope.start([&isDone]() -> Task<> {
            QTimer timer;
            timer.setObjectName(u"delay"_s);
            timer.start(0);
            co_await waitFor(timer, &QTimer::timeout);
            isDone = true;
        });
        QTRY_VERIFY(isDone);
    }
}

void tst_LocalObject::canEndTheTasksOfABaseClassBeforeItsMembers()
{
    struct Base
    {
        TaskScope tasks;
    };
    struct Derived : Base
    {
        explicit Derived(QStringList &log)
            : member(log, u"member"_s)
        {
            tasks.start([&log, this]() -> Task<> {
                const Trace trace(log, u"task"_s);
                co_await waitFor(sender, &Sender::clicked);
            });
        }
        ~Derived() { tasks.cancel(); }
        Q_DISABLE_COPY_MOVE(Derived)
        Sender sender;
        Trace member;
    };
    QStringList log;
    {
        const Derived object(log);
    }
    QCOMPARE(log, (QStringList { u"~task"_s, u"~member"_s }));
}

QTEST_MAIN(tst_LocalObject)
#include "tst_localobject.moc"
