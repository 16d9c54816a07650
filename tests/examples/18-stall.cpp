// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Who froze the window?
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QPushButton>
#include <QThread>
#include <QTimer>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Q_NEVER_INLINE void compress() // so that it is seen in an optimised build, too
{
    for (int i = 0; i < 30; ++i)
        QThread::msleep(10); // stands for work that should not be done here
}

Task<> saveOnClick(QPushButton &button)
{
    for (;;) {
        co_await waitFor(button, &QPushButton::clicked);
        compress();
    }
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    StallMonitor monitor(100ms); // this line is all that it takes: it warns by itself
    monitor.setWarns(false); // here the program tells it
    QObject::connect(&monitor, &StallMonitor::stalled, &application, [](const Stall &stall) {
        qInfo().noquote() << stall.culprit();
        qInfo().noquote() << "resumed at line" << stall.where.line();
        qInfo().noquote() << "in" << stall.stack.filter("compress").value(0);
        QApplication::quit();
    });

    QPushButton button;
    button.setObjectName("save");
    TaskScope tasks;
    tasks.start(saveOnClick(button), "saving");
    QTimer::singleShot(0, &button, &QPushButton::click);
    return QApplication::exec();
}
