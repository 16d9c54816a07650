// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Where is every task paused, and who waits for whom?
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QPushButton>
#include <QSlider>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<> confirm(QPushButton &button)
{
    co_await waitFor(button, &QPushButton::clicked);
}

Task<> setVolume(QSlider &slider, QPushButton &button)
{
    for (;;) {
        co_await waitFor(slider, &QSlider::valueChanged);
        co_await withTimeout(confirm(button), 1min);
    }
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QPushButton button;
    QSlider slider;
    TaskScope tasks;
    tasks.start(setVolume(slider, button));
    slider.setValue(1);
    tasks.start(setVolume(slider, button), "another");
    qInfo().noquote() << dumpTasks();
}
