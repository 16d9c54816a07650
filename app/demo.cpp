// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "app/demo.h"

#include "ui/mainwindow.h"

#include <asyncwidgets/sleepfor.h>

#include <QtCore/QScopeGuard>

#include <algorithm>
#include <chrono>
#include <vector>

using namespace std::chrono_literals;

namespace AsyncWidgets {

Task<bool> playDemo(MainWindow &window)
{
    std::vector<TaskHandle<>> started;
    const auto connection = QObject::connect(&window, &MainWindow::taskStarted, &window,
        [&started](const TaskHandle<> &task) { started.push_back(task); });
    const auto end = qScopeGuard([connection] { QObject::disconnect(connection); });

    IntSlider &slider = window.models().slider;
    const int first = slider.value();
    for (Card *card : window.cards()) {
        card->beginDemo();
        if (card->info().place == CardInfo::Place::Lane)
            co_await sleepFor(150ms);
    }
    for (int change = 1; change <= 10; ++change) {
        co_await sleepFor(250ms);
        slider.setValue((first + change * 7) % (slider.maximum() + 1));
    }
    for (Card *card : window.cards())
        card->finishDemo();
    for (const Card *card : window.cards())
        co_await card->tasks().join();
    co_return std::all_of(started.begin(), started.end(),
        [](const TaskHandle<> &task) { return task.state() == TaskState::Finished; });
}

} // namespace AsyncWidgets
