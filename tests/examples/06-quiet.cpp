// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Search when the person has stopped typing; show the first value that matters.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QLineEdit>
#include <QSlider>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<> search(QLineEdit &line)
{
    qInfo() << "searching for" << co_await waitUntilSettled(line, &QLineEdit::textChanged, 50ms);
}

Task<> warn(QSlider &slider)
{
    qInfo() << "too loud:"
            << co_await waitUntil(slider, &QSlider::valueChanged, [](int v) { return v > 80; });
}

Task<> both(QLineEdit &line, QSlider &slider)
{
    co_await whenAll(search(line), warn(slider));
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QLineEdit line;
    QSlider slider;
    TaskScope tasks;
    tasks.start(both(line, slider));

    for (const int volume : { 20, 70, 90, 95 })
        slider.setValue(volume);
    for (const char *typed : { "c", "co", "cor", "coroutine" })
        line.setText(typed);
    return QApplication::exec();
}
