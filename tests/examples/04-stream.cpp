// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Every change is saved, also those that come while the one before is being saved.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QSlider>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<> saveThreeChanges(QSlider &slider)
{
    auto changes = streamOf(slider, &QSlider::valueChanged);
    for (int i = 0; i < 3; ++i) {
        qInfo("saving %d", co_await changes.next());
        co_await sleepFor(10ms);
    }
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QSlider slider;
    TaskScope tasks;
    tasks.start(saveThreeChanges(slider));

    slider.setValue(1);
    slider.setValue(2);
    slider.setValue(3);
    qInfo("the slider has stopped");
    return QApplication::exec();
}
