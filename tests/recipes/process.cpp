// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A process whose lines are read as they come, and that may not take longer than a limit.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QProcess>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<> readLines(QProcess &process)
{
    for (;;) {
        co_await waitFor(process, &QProcess::readyReadStandardOutput);
        while (process.canReadLine())
            qInfo() << "line:" << process.readLine().trimmed();
    }
}

Task<int> runAndRead(QString program, QStringList arguments)
{
    const LocalObject<QProcess> process; // when the task is cancelled, it is killed with it
    auto errors = streamOf(*process, &QProcess::errorOccurred); // also what start() itself emits
    process->start(program, arguments);
    const auto first
        = co_await whenAny(waitFor(*process, &QProcess::finished), errors.next(), readLines(*process));
    if (first.index() == 1)
        throw std::runtime_error(
            process->error() == QProcess::FailedToStart ? "it does not start" : "it crashed");
    if (!process->atEnd())
        qInfo() << "without an end:" << process->readAll();
    co_return process->exitCode();
}

Task<> run(QString program, QStringList arguments, std::chrono::milliseconds limit)
{
    try {
        const auto exitCode = co_await withTimeout(runAndRead(program, arguments), limit);
        if (exitCode)
            qInfo() << "exit code" << *exitCode;
        else
            qInfo("took too long");
    } catch (const std::runtime_error &error) {
        qInfo() << program << "failed:" << error.what();
    }
}

Task<> runAll()
{
    const QStringList quick { "-c", "echo one; echo two; printf three; exit 3" };
    co_await run("sh", quick, 10s);
    const QStringList slow { "60" };
    co_await run("sleep", slow, 50ms);
    co_await run("no-such-program", QStringList(), 10s);
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TaskScope tasks;
    tasks.start(runAll());
    return QApplication::exec();
}
