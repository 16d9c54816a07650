// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Two tasks work at once; a third needs what they find, and one of them fails.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QPushButton>
#include <QSlider>

using namespace AsyncWidgets;

Task<int> askVolume(QSlider &slider)
{
    co_return co_await waitFor(slider, &QSlider::valueChanged);
}

Task<> save(QPushButton &button)
{
    co_await waitFor(button, &QPushButton::clicked);
    throw std::runtime_error("the disk is full");
}

Task<> show(TaskHandle<int> volume, TaskHandle<> saving)
{
    qInfo() << "volume" << co_await volume;
    try {
        co_await saving;
    } catch (const std::runtime_error &error) {
        qInfo() << error.what();
    }
    const std::optional<int> again = co_await volume.asOptional(); // it has ended: nothing pauses
    qInfo() << "again" << again.value_or(-1);
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QSlider slider;
    QPushButton button;
    TaskScope tasks;
    tasks.onFailure([&tasks](const TaskHandle<> &task) {
        qInfo() << task.name() << "failed," << tasks.count() << "are cancelled";
        tasks.cancel();
    });
    const auto volume = tasks.start(askVolume(slider)); // TaskHandle<int>
    const auto saving = tasks.start(save(button)); // TaskHandle<>
    tasks.start(show(volume, saving));

    slider.setValue(42);
    button.click();

    tasks.start(askVolume(slider));
    tasks.start(save(button)); // nobody awaits this one
    button.click();
}
