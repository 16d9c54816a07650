// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A signal from another thread resumes the task on its own.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QThread>

using namespace AsyncWidgets;

Task<> waitForThread(QThread &thread)
{
    co_await waitFor(thread, &QThread::finished); // which the thread emits itself
    qInfo(
        QThread::currentThread() == QApplication::instance()->thread() ? "on the main thread" : "elsewhere");
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    const std::unique_ptr<QThread> thread(QThread::create([] { qInfo("the thread works"); }));
    TaskScope tasks;
    tasks.start(waitForThread(*thread));
    thread->start();
    const int code = QApplication::exec();
    thread->wait();
    return code;
}
