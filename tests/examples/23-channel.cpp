// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// One task loads pictures, two make thumbnails of them; the loader is held up when they cannot keep up.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<> load(Channel<QString> &pictures)
{
    for (int i = 1; i <= 5; ++i) {
        co_await pictures.send(QString("picture %1").arg(i));
        qInfo() << "loaded" << i;
    }
    pictures.close(); // there will be no more
}

Task<> shrink(Channel<QString> &pictures, QString name)
{
    for (;;) {
        const std::optional<QString> picture = co_await pictures.receive();
        if (!picture)
            co_return; // the channel is closed and empty
        co_await sleepFor(0ms); // the work, in the background
        qInfo() << name << "has made a thumbnail of" << *picture;
    }
}

Task<> work()
{
    Channel<QString> pictures(1);
    co_await whenAll(load(pictures), shrink(pictures, "first"), shrink(pictures, "second"));
    qInfo("all done");
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TaskScope tasks;
    tasks.start(work());
    return QApplication::exec();
}
