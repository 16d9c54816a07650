// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Cancel means now.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QPushButton>
#include <QScopeGuard>

using namespace AsyncWidgets;

Task<> waitForClick(QPushButton &button, QString name)
{
    const auto farewell = qScopeGuard([&] { qInfo() << name << "leaves"; });
    co_await waitFor(button, &QPushButton::clicked);
    qInfo() << name << "was clicked";
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QPushButton button;
    TaskScope tasks;
    const TaskHandle first = tasks.start(waitForClick(button, "first"));
    tasks.start(waitForClick(button, "second"));
    tasks.start(waitForClick(button, "third"));

    first.cancel();
    qInfo() << first.state() << "and" << tasks.count() << "are left";
    tasks.cancel();
    qInfo() << tasks.count() << "are left";
    button.click(); // nobody listens
}
