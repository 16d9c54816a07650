// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// What did each task do, and what resumed it?
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QPushButton>
#include <QSlider>

using namespace AsyncWidgets;

Task<> setVolume(QSlider &slider, QPushButton &button)
{
    const int volume = co_await waitFor(slider, &QSlider::valueChanged);
    co_await waitFor(button, &QPushButton::clicked);
    qInfo() << "volume" << volume;
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TaskTrace trace; // from here on
    trace.setRecordsValues(true);

    QSlider slider;
    QPushButton button;
    TaskScope tasks;
    const TaskHandle task = tasks.start(setVolume(slider, button));
    slider.setValue(42);
    button.click();

    trace.visitSteps(TaskTrace::Time::min(), TaskTrace::Time::max(), [&](const TaskTrace::Step &step) {
        const QString cause = step.cause == 0 ? "start" : trace.text(step.cause);
        qInfo().noquote()
            << QString("line %1: %2 %3").arg(step.from.line()).arg(cause, trace.text(step.value)).trimmed();
    });
    qInfo().noquote() << "last value:" << trace.track(task)->lastValue;
}
