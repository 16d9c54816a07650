// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A function that is sent the changes and does not know from where.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QSlider>
#include <QSpinBox>

using namespace AsyncWidgets;

Generator<int> addThree()
{
    int sum = 0;
    for (int i = 0; i < 3; ++i)
        sum += co_yield nextChange;
    qInfo("the sum is %d", sum);
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QSlider slider;
    QSpinBox box;
    TaskScope tasks;
    tasks.start(yieldForChange(slider, &QSlider::valueChanged)(addThree()));
    tasks.start(yieldForChange(box, &QSpinBox::valueChanged)(addThree()));

    for (const int value : { 1, 2, 3 }) {
        slider.setValue(value);
        box.setValue(10 * value);
    }
}
