// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// The first of several, with a time limit.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QPushButton>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<> ask(QPushButton &yes, QPushButton &no)
{
    const auto answer = co_await withTimeout(
        whenAny(waitFor(yes, &QPushButton::clicked), waitFor(no, &QPushButton::clicked)), 100ms);
    if (!answer)
        qInfo("no answer in time");
    else
        qInfo(answer->index() == 0 ? "yes" : "no");
}

Task<> askThreeTimes(QPushButton &yes, QPushButton &no)
{
    for (int i = 0; i < 3; ++i)
        co_await ask(yes, no);
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QPushButton yes, no;
    TaskScope tasks;
    tasks.start(askThreeTimes(yes, no));

    no.click();
    yes.click();
    return QApplication::exec(); // and then nobody clicks any more
}
