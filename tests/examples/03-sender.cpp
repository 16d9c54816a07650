// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// The sender dies while a task waits for it.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QSlider>

using namespace AsyncWidgets;

Task<> watch(QSlider &slider)
{
    for (;;)
        qInfo("the slider is at %d", co_await waitFor(slider, &QSlider::valueChanged));
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TaskScope tasks;
    auto *slider = new QSlider;
    slider->setObjectName("volume");

    const TaskHandle task = tasks.start(watch(*slider));
    slider->setValue(7);
    qInfo() << task.state() << "for" << task.waitingFor();
    delete slider;
    qInfo() << task.state() << "because" << task.reason();
}
