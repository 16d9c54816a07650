// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// One task reads, three compress and one writes, on several threads, and none gets far ahead of the others.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>

using namespace AsyncWidgets;

using Blocks = Channel<QByteArray>;

Task<> readAll(Blocks &blocks)
{
    for (int i = 0; i < 100; ++i) {
        const auto read = [i](BackgroundContext &) { return QByteArray(50'000, char(i)); }; // as from a disk
        const QByteArray block = co_await runInBackground(read);
        co_await blocks.send(block); // waits while four are there
    }
    blocks.close(); // there will be no more
}

Task<> compressEach(Blocks &blocks, Blocks &compressed)
{
    for (;;) {
        const auto block = co_await blocks.receive();
        if (!block)
            co_return; // closed and empty
        const auto compress = [block](BackgroundContext &) { return qCompress(*block); };
        const QByteArray small = co_await runInBackground(compress);
        co_await compressed.send(small);
    }
}

Task<> compressAll(Blocks &blocks, Blocks &compressed)
{
    co_await whenAll(
        compressEach(blocks, compressed), compressEach(blocks, compressed), compressEach(blocks, compressed));
    compressed.close();
}

Task<> writeAll(Blocks &compressed)
{
    qsizetype bytes = 0;
    for (;;) {
        const auto block = co_await compressed.receive();
        if (!block)
            break;
        bytes += qUncompress(*block).size();
    }
    qInfo() << "written:" << bytes;
}

Task<> work()
{
    Blocks blocks(4);
    Blocks compressed(4);
    co_await whenAll(readAll(blocks), compressAll(blocks, compressed), writeAll(compressed));
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TaskScope tasks;
    tasks.start(work());
    return QApplication::exec();
}
