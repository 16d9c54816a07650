// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Animations in turn and at once.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QLabel>
#include <QPropertyAnimation>

using namespace AsyncWidgets;

Task<> moveTo(QWidget &widget, QPoint place, int milliseconds)
{
    const LocalObject<QPropertyAnimation> animation(&widget, "pos");
    animation->setEndValue(place);
    animation->setDuration(milliseconds);
    animation->start();
    co_await waitFor(*animation, &QPropertyAnimation::finished);
    qInfo() << widget.objectName() << "is at" << widget.pos();
}

Task<> dance(QWidget &first, QWidget &second)
{
    co_await moveTo(first, QPoint(10, 0), 20); // in turn
    co_await moveTo(second, QPoint(20, 0), 20);
    co_await whenAll(moveTo(first, QPoint(0, 99), 600), moveTo(second, QPoint(0, 50), 20)); // at once
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QWidget stage;
    QLabel first(&stage), second(&stage);
    first.setObjectName("first");
    second.setObjectName("second");
    TaskScope tasks;
    tasks.start(dance(first, second));
    return QApplication::exec();
}
