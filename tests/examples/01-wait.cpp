// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A function waits for a slider.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QSlider>

using namespace AsyncWidgets;

Task<> changeSliderThreeTimes(QSlider &slider)
{
    for (int i = 0; i < 3; ++i) {
        qInfo("did work %d", i);
        const int x = co_await waitFor(slider, &QSlider::valueChanged);
        qInfo("async function continued with value %d", x);
    }
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QSlider slider;
    TaskScope tasks;
    tasks.start(changeSliderThreeTimes(slider));

    for (const int value : { 10, 20, 30 }) {
        qInfo("the slider moves to %d", value);
        slider.setValue(value);
    }
}
