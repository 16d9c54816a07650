// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Any property with a NOTIFY signal, by its name; and what is said when there is none.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QSlider>

using namespace AsyncWidgets;

Task<> watch(QObject &object, const char *property)
{
    const QVariant value = co_await waitForChange<QVariant>(object, property);
    qInfo() << property << "is" << value.toString();
}

Task<> tryToWatch(QObject &object, const char *property)
{
    try {
        co_await watch(object, property);
    } catch (const WaitError &error) {
        qInfo() << error.what();
    }
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QSlider slider;
    TaskScope tasks;
    for (const char *property : { "value", "windowTitle", "valeu", "maximum" })
        tasks.start(tryToWatch(slider, property));
    slider.setValue(42);
    slider.setWindowTitle("Volume");
}
