// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "app/demo.h"

#include "ui/mainwindow.h"
#include "ui/cards/meanwhilecard.h"
#include "ui/cards/updateinbackgroundcard.h"
#include "ui/cards/waitforchangecard.h"
#include "ui/cards/waitforclickcard.h"

#include <asyncwidgets/sleepfor.h>
#include <asyncwidgets/whenall.h>

#include <QtCore/QScopeGuard>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QSlider>

#include <algorithm>
#include <chrono>
#include <vector>

using namespace std::chrono_literals;

namespace AsyncWidgets {

namespace {

void press(Card &card, const char *button)
{
    card.findChild<QAbstractButton *>(QString::fromLatin1(button))->click();
}

} // namespace

Task<bool> playDemo(MainWindow &window)
{
    std::vector<TaskHandle> started;
    const auto connection = QObject::connect(&window, &MainWindow::taskStarted, &window,
        [&started](const TaskHandle &task) { started.push_back(task); });
    const auto end = qScopeGuard([connection] { QObject::disconnect(connection); });

    WaitForChangeCard &changes = window.waitForChange();
    auto *slider = changes.findChild<QSlider *>(QStringLiteral("slider"));
    const int first = slider->value();
    for (const char *way : { "coroutine", "generator", "stateMachine" }) {
        press(changes, way);
        press(changes, "start");
        co_await sleepFor(150ms);
    }
    press(window.waitForClick(), "start");
    press(window.updateInBackground(), "start");
    press(window.meanwhile(), "run");
    for (int change = 1; change <= 10; ++change) {
        co_await sleepFor(250ms);
        slider->setValue((first + change * 7) % (slider->maximum() + 1));
    }
    press(window.waitForClick(), "continue");
    co_await whenAll(changes.tasks().join(), window.waitForClick().tasks().join(),
        window.updateInBackground().tasks().join(), window.meanwhile().tasks().join());
    co_return std::all_of(started.begin(), started.end(),
        [](const TaskHandle &task) { return task.state() == TaskState::Finished; });
}

} // namespace AsyncWidgets
