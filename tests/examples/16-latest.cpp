// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A search that a newer text replaces, and a preview that is drawn once in 50 ms at most.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QLineEdit>
#include <QSlider>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<> search(QString text)
{
    qInfo() << "searching for" << text;
    co_await sleepFor(10ms); // until the service answers
    qInfo() << "found" << text;
}

Task<> drawPreviews(QSlider &slider)
{
    auto moves = throttled(streamOf(slider, &QSlider::valueChanged), 50ms);
    for (int i = 0; i < 2; ++i)
        qInfo() << "the preview shows" << co_await moves.next();
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QLineEdit line;
    QSlider slider;
    TaskScope tasks;
    tasks.start(forEachLatest(streamOf(line, &QLineEdit::textChanged), search));
    tasks.start(drawPreviews(slider));

    for (const char *typed : { "c", "co", "coroutine" })
        line.setText(typed);
    for (int value = 1; value <= 60; ++value)
        slider.setValue(value);
    return QApplication::exec();
}
