// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/tour/showme.h"

#include "ui/cards/card.h"
#include "ui/mainwindow.h"
#include "ui/stage/lane.h"
#include "ui/stage/lanes.h"
#include "ui/stage/stagerow.h"
#include "ui/stage/stageslider.h"
#include "ui/timeline/timeline.h"
#include "ui/tour/tourbubble.h"

#include <asyncwidgets/localobject.h>
#include <asyncwidgets/sleepfor.h>
#include <asyncwidgets/waitfor.h>
#include <asyncwidgets/whenany.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QScopeGuard>
#include <QtWidgets/QAbstractButton>

#include <algorithm>
#include <variant>
#include <vector>

using namespace std::chrono_literals;

namespace AsyncWidgets {

namespace {

constexpr int stepCount = 5;

/// Starts the cards of one place that do not run, and notes what it has started.
void startIdle(const MainWindow &window, CardInfo::Place place, std::vector<TaskHandle<>> &started)
{
    for (Card *card : window.cards()) {
        if (card->info().place != place || card->isRunning())
            continue;
        card->start();
        if (card->isRunning())
            started.push_back(card->task());
    }
}

void cancelAll(const std::vector<TaskHandle<>> &tasks)
{
    for (const TaskHandle<> &task : tasks)
        task.cancel();
}

/// What the cards say of themselves while they wait or work.
QString whatGoesOn(const MainWindow &window)
{
    QStringList sentences;
    for (const Card *card : window.cards()) {
        if (*card->info().tour && card->isRunning())
            sentences.append(QCoreApplication::translate("AsyncWidgets", card->info().tour));
    }
    return sentences.join(u' ');
}

} // namespace

Task<> showMe(MainWindow &window)
{
    const LocalObject<TourBubble> bubble(window, window.stage(), window.companions());
    std::vector<TaskHandle<>> lanes;
    std::vector<TaskHandle<>> companions;
    auto endLanes = qScopeGuard([&lanes] { cancelAll(lanes); });
    const auto endCompanions = qScopeGuard([&companions] { cancelAll(companions); });
    IntSlider &slider = window.models().slider;
    const bool mayMoveSlider = std::none_of(window.cards().begin(), window.cards().end(),
        [](const Card *card) { return card->isRunning(); }); // otherwise it is the person's

    window.lanes().showLanes();
    startIdle(window, CardInfo::Place::Lane, lanes);
    Lane &lane = *window.lanes().lanes().front();
    bubble->point(lane, 1, stepCount,
        MainWindow::tr(
            "Three tasks have started: the same work, written in three ways. Each is paused at its "
            "highlighted line, in the middle of a function, yet the window responds. This tour is a task "
            "too, "
            "and it is waiting for you."));
    const auto first
        = co_await whenAny(waitFor(*bubble, &TourBubble::next), waitFor(*bubble, &TourBubble::skipped));
    if (first.index() == 1)
        co_return;

    bubble->point(window.stage().slider(), 2, stepCount,
        MainWindow::tr(
            "Your turn: move the slider one step, and watch the arrows. The value arrives at every line "
            "that is waiting for it."));
    const auto second = co_await whenAny(waitFor(*bubble, &TourBubble::next),
        waitFor(*bubble, &TourBubble::skipped), waitFor(slider, &IntSlider::valueChanged));
    if (second.index() == 1)
        co_return;
    const bool hasMoved = second.index() == 2;
    if (!hasMoved && mayMoveSlider)
        slider.setValue(
            slider.value() < slider.maximum() ? slider.value() + slider.step() : slider.minimum());
    if (hasMoved || mayMoveSlider) {
        co_await sleepFor(50ms); // the lanes show it in their next frame
        bubble->point(lane, 2, stepCount,
            MainWindow::tr("The value arrived inside the call that moved the slider. It stays in the pill "
                           "under the line, and each task is paused again, waiting for the next one."));
        const auto arrived
            = co_await whenAny(waitFor(*bubble, &TourBubble::next), waitFor(*bubble, &TourBubble::skipped));
        if (arrived.index() == 1)
            co_return;
    }

    startIdle(window, CardInfo::Place::Companion, companions);
    bubble->point(window.timeline(), 3, stepCount,
        MainWindow::tr(
            "More tasks have been started. %1 The event loop does not notice: its line stays flat, "
            "and every control responds at once.")
            .arg(whatGoesOn(window)));
    const auto third
        = co_await whenAny(waitFor(*bubble, &TourBubble::next), waitFor(*bubble, &TourBubble::skipped));
    if (third.index() == 1)
        co_return;

    startIdle(window, CardInfo::Place::Companion, companions); // those that have ended meanwhile
    bubble->point(window.stage().block(), 4, stepCount,
        MainWindow::tr(
            "This is what all of them avoid: code that holds up the event loop. For one second, nothing will "
            "respond. Press the button, or Next, and try to move the slider meanwhile."));
    const auto fourth = co_await whenAny(waitFor(*bubble, &TourBubble::next),
        waitFor(*bubble, &TourBubble::skipped), waitFor(window.stage(), &StageRow::blocked));
    if (fourth.index() == 1)
        co_return;
    if (fourth.index() == 0)
        window.stage().blockEventLoop();
    co_await sleepFor(150ms); // the timeline shows it in its next frame

    bubble->point(window.timeline(), 5, stepCount,
        MainWindow::tr(
            "There it is: how long it took, and what caused it. What you did in the meantime has now "
            "arrived, in "
            "order, and the background thread never paused. Now the slider is yours, and the tasks are still "
            "waiting for it."));
    const auto fifth
        = co_await whenAny(waitFor(*bubble, &TourBubble::next), waitFor(*bubble, &TourBubble::skipped));
    if (fifth.index() == 0)
        endLanes.dismiss();
}

} // namespace AsyncWidgets
