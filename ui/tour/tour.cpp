// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/tour/tour.h"

#include "ui/mainwindow.h"
#include "ui/cards/meanwhilecard.h"
#include "ui/tour/tourbubble.h"
#include "ui/cards/updateinbackgroundcard.h"
#include "ui/cards/waitforchangecard.h"
#include "ui/cards/waitforclickcard.h"

#include <asyncwidgets/waitfor.h>
#include <asyncwidgets/whenany.h>

#include <array>

namespace AsyncWidgets {

Task<> tour(MainWindow &window)
{
    struct Step
    {
        QWidget *target;
        QString text;
    };
    const std::array steps {
        Step { &window.waitForChange(),
            MainWindow::tr("Press Start, then move the slider. The task pauses after each unit of work until "
                           "the slider changes. "
                           "This tour is such a task too: it waits for your next step.") },
        Step { &window.waitForClick(),
            MainWindow::tr(
                "A task can wait for anything that a Qt object tells, or for the first of several things.") },
        Step { &window.updateInBackground(),
            MainWindow::tr(
                "Long work belongs on a thread. It moves the bar without ever making the window wait.") },
        Step { &window.meanwhile(),
            MainWindow::tr(
                "While all of this waits and works, ask for something else: it is answered at once.") },
        Step { &window.codePages(),
            MainWindow::tr(
                "The source of what you see. The marked line is where the task is paused at this moment.") },
        Step { &window.tasksView(),
            MainWindow::tr("Every task: where it stands, what it waits for, and how often it has gone on.") },
        Step { &window.eventLoopStrip(),
            MainWindow::tr("How late the event loop is. It stays flat whatever the tasks do; block it on "
                           "purpose to see the difference.") },
    };
    TourBubble bubble(window);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].target == &window.codePages())
            window.showCodePage();
        bubble.point(*steps[i].target, steps[i].text, i + 1 == steps.size());
        const auto step
            = co_await whenAny(waitFor(bubble, &TourBubble::next), waitFor(bubble, &TourBubble::skipped));
        if (step.index() == 1)
            co_return;
    }
}

} // namespace AsyncWidgets
