// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A long computation reports its progress and gives its result.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QProgressBar>

using namespace AsyncWidgets;

Task<> addUp(QProgressBar &bar)
{
    const qint64 sum = co_await runInBackground(
        [](BackgroundContext &context) {
            constexpr int last = 1'000'000;
            qint64 result = 0;
            for (int i = 1; i <= last && !context.isStopRequested(); ++i) {
                result += i;
                context.setProgress(double(i) / last);
            }
            return result;
        },
        [&bar](double progress) { bar.setValue(qRound(100 * progress)); });
    qInfo() << "the sum is" << sum << "and the bar is at" << bar.value();
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QProgressBar bar;
    TaskScope tasks;
    tasks.start(addUp(bar));
    return QApplication::exec();
}
