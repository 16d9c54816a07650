// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Takes the pictures of the documentation from the real window, in use: see resources/screenshots/make.

#include "models/intslider.h"
#include "ui/mainwindow.h"
#include "ui/cards/meanwhilecard.h"
#include "ui/cards/updateinbackgroundcard.h"
#include "ui/cards/waitforchangecard.h"
#include "ui/cards/waitforclickcard.h"

#include <asyncwidgets/sleepfor.h>
#include <asyncwidgets/taskscope.h>

#include <QtCore/QDir>
#include <QtGui/QImage>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>
#include <QtWidgets/QSlider>

#include <vector>

using namespace AsyncWidgets;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void press(QWidget &card, const char *button)
{
    card.findChild<QAbstractButton *>(QString::fromLatin1(button))->click();
}

void startEverything(MainWindow &window)
{
    press(window.waitForClick(), "start");
    press(window.updateInBackground(), "start");
    press(window.meanwhile(), "run");
    for (const char *way : { "generator", "stateMachine", "coroutine" }) {
        press(window.waitForChange(), way);
        press(window.waitForChange(), "start");
    }
}

Task<> takePictures(QDir folder)
{
    struct Picture
    {
        QString name;
        QSize size;
        Theme theme;
    };
    const Picture pictures[] = {
        { u"light"_s, { 1180, 760 }, Theme::Light },
        { u"dark"_s, { 1180, 760 }, Theme::Dark },
        { u"light-900x600"_s, { 900, 600 }, Theme::Light },
        { u"dark-900x600"_s, { 900, 600 }, Theme::Dark },
    };
    const QString scale = qgetenv("QT_SCALE_FACTOR").isEmpty() ? QString() : u"-2x"_s;
    for (const Picture &picture : pictures) {
        if (!scale.isEmpty() && picture.size.width() == 900)
            continue;
        MainWindow window;
        window.setTheme(picture.theme);
        window.resize(picture.size);
        window.show();
        co_await sleepFor(700ms);
        startEverything(window);
        co_await sleepFor(700ms);
        press(window.eventLoopStrip(), "resetLatency"); // what it takes to open a window is not the subject
        auto *slider = window.findChild<QSlider *>(u"slider"_s);
        for (const int value : { 12, 27, 42 }) {
            co_await sleepFor(700ms);
            slider->setValue(value);
        }
        co_await sleepFor(2500ms);
        window.grab().save(folder.filePath(picture.name + scale + u".png"_s));
    }
    QCoreApplication::quit();
}

Task<> takeFrames(QDir folder)
{
    MainWindow window;
    window.setTheme(Theme::Light);
    window.resize(1180, 760);
    window.show();
    window.updateInBackground().setStepDelay(40);
    co_await sleepFor(700ms);
    press(window.eventLoopStrip(), "resetLatency"); // what it takes to open a window is not the subject
    startEverything(window);
    std::vector<QImage> frames;
    auto *slider = window.findChild<QSlider *>(u"slider"_s);
    for (int frame = 0; frame < 46; ++frame) {
        co_await sleepFor(80ms);
        frames.push_back(window.grab().toImage()); // saved later: it takes long, and the strip would show it
        if (frame % 4 == 3 && frame < 40) // ten times; seen in the next one, when all parts have followed
            slider->setValue(slider->value() + 7);
        if (frame == 30)
            press(window.waitForClick(), "continue");
    }
    for (std::size_t frame = 0; frame < frames.size(); ++frame)
        frames[frame].save(folder.filePath(u"frame-%1.png"_s.arg(frame, 3, 10, QLatin1Char('0'))));
    QCoreApplication::quit();
}

} // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3 || !QDir(arguments[2]).exists()) {
        qCritical("usage: asyncwidgets_screenshots pictures|frames FOLDER");
        return 2;
    }
    TaskScope tasks;
    tasks.start(
        arguments[1] == u"frames"_s ? takeFrames(arguments[2]) : takePictures(arguments[2]), u"demo"_s);
    return QApplication::exec();
}
