// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A process whose lines are read as they come, and that may not take longer than a limit.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QProcess>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<int> runAndRead(QString script)
{
    const LocalObject<QProcess> process; // when the task is cancelled, it is killed with it
    auto output = streamOf(*process, &QProcess::readyReadStandardOutput);
    auto end = streamOf(*process, &QProcess::finished);
    process->start("sh", { "-c", script });
    bool isRunning = true;
    while (isRunning) {
        const auto next = co_await whenAny(output.next(), end.next());
        isRunning = next.index() == 0;
        while (process->canReadLine())
            qInfo() << "line:" << process->readLine().trimmed();
    }
    co_return process->exitCode();
}

Task<> runTwice()
{
    const std::optional<int> quick = co_await withTimeout(runAndRead("echo one; echo two; exit 3"), 10s);
    qInfo() << "exit code" << *quick;
    const std::optional<int> slow = co_await withTimeout(runAndRead("exec sleep 60"), 50ms);
    qInfo() << (slow ? "ended" : "took too long");
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TaskScope tasks;
    tasks.start(runTwice());
    return QApplication::exec();
}
