// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Takes the pictures of the documentation from the real window, in use: see resources/screenshots/make.

#include "ui/cards/updateinbackgroundcard.h"
#include "ui/mainwindow.h"
#include "ui/stage/lanes.h"
#include "ui/stage/stagerow.h"

#include <asyncwidgets/sleepfor.h>
#include <asyncwidgets/taskscope.h>

#include <QtCore/QDir>
#include <QtCore/QTimer>
#include <QtGui/QMouseEvent>
#include <QtGui/QPixmap>
#include <QtGui/QScreen>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QApplication>

#include <vector>

using namespace AsyncWidgets;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

void startEverything(MainWindow &window)
{
    for (Card *card : window.cards())
        card->start();
}

/// Presses the button as a person does, so that the block has a person's culprit. The slider moves meanwhile.
void block(MainWindow &window, int value)
{
    QWidget &button = window.stage().block();
    const QPointF place = button.rect().center();
    for (const auto type : { QEvent::MouseButtonPress, QEvent::MouseButtonRelease }) {
        QCoreApplication::postEvent(&button,
            new QMouseEvent(type, place, button.mapToGlobal(place), Qt::LeftButton,
                type == QEvent::MouseButtonPress ? Qt::LeftButton : Qt::NoButton, Qt::NoModifier));
    }
    QTimer::singleShot(100ms, &window, [&window, value] { window.models().slider.setValue(value); });
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
        { u"light"_s, { 1280, 820 }, Theme::Light },
        { u"dark"_s, { 1280, 820 }, Theme::Dark },
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
        for (const int value : { 10, 20, 30, 40, 50 }) {
            co_await sleepFor(700ms);
            window.models().slider.setValue(value);
        }
        co_await sleepFor(700ms);
        block(window, 30);
        co_await sleepFor(3000ms);
        window.models().slider.setValue(40);
        co_await sleepFor(200ms); // the arrows are still seen
        window.grab().save(folder.filePath(picture.name + scale + u".png"_s));
    }
    QCoreApplication::quit();
}

Task<> takeFrames(QDir folder)
{
    MainWindow window;
    window.setTheme(Theme::Light);
    window.resize(1280, 820);
    window.show();
    window.findChild<UpdateInBackgroundCard *>()->setStepDelay(40);
    co_await sleepFor(700ms);
    startEverything(window);
    std::vector<QPixmap> frames;
    IntSlider &slider = window.models().slider;
    for (int frame = 0; frame < 44; ++frame) {
        co_await sleepFor(100ms);
        // What is on the screen, saved later: to paint it again and to save it take long, and the timeline would show it.
        frames.push_back(window.screen()->grabWindow(window.winId()));
        if (frame == 22)
            block(window, slider.value() + 10);
        else if (frame % 4 == 2
            && frame < 42) // ten times; seen in the next one, when all parts have followed
            slider.setValue(slider.value() + 10);
        if (frame == 34)
            window.card(u"click"_s)->finishDemo();
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
