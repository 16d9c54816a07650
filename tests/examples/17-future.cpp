// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Code that knows no tasks gives a QFuture, and is given one.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QThreadPool>

using namespace AsyncWidgets;

QFuture<int> measure()
{
    const auto promise = std::make_shared<QPromise<int>>();
    promise->start();
    QThreadPool::globalInstance()->start([promise] {
        promise->addResult(21);
        promise->finish();
    });
    return promise->future();
}

Task<int> measureTwice()
{
    const int first = co_await waitFor(measure());
    const int second = co_await waitFor(measure());
    co_return first + second;
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TaskScope tasks;
    toFuture(tasks, measureTwice()).then(&application, [](int sum) {
        qInfo() << "the sum is" << sum;
        QApplication::quit();
    });
    return QApplication::exec();
}
