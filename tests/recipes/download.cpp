// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A download that shows its progress, and is tried again after a pause that doubles.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QProgressBar>
#include <QTimer>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

class Reply final : public QObject // in the place of a QNetworkReply
{
    Q_OBJECT

public:
    explicit Reply(bool succeeds)
        : hasFailed(!succeeds)
    {
        QTimer::singleShot(0, this, [this] {
            Q_EMIT downloadProgress(50, 100);
            if (!hasFailed)
                Q_EMIT downloadProgress(100, 100);
            Q_EMIT finished();
        });
    }
    const bool hasFailed;

Q_SIGNALS:
    void downloadProgress(qint64 received, qint64 total);
    void finished();
};

Reply *get(int attempt) // in the place of QNetworkAccessManager::get()
{
    return new Reply(attempt == 3);
}

Task<> downloadOnce(int attempt, QProgressBar &bar)
{
    const auto reply = LocalObject<Reply>::adopt(get(attempt));
    auto progress = streamOf(*reply, &Reply::downloadProgress);
    auto end = streamOf(*reply, &Reply::finished);
    bool isOver = false;
    while (!isOver) {
        const auto next = co_await whenAny(progress.next(), end.next());
        isOver = next.index() == 1;
        if (!isOver) {
            const auto [received, total] = std::get<0>(next);
            bar.setValue(int(100 * received / total));
        }
    }
    if (reply->hasFailed)
        throw std::runtime_error("the connection broke");
}

Task<> download(QProgressBar &bar)
{
    std::chrono::milliseconds pause = 10ms;
    for (int attempt = 1;; ++attempt) {
        try {
            co_await downloadOnce(attempt, bar);
            co_return;
        } catch (const std::runtime_error &error) {
            qInfo() << "attempt" << attempt << "at" << bar.value() << "%:" << error.what();
            if (attempt == 5)
                throw;
        }
        co_await sleepFor(pause); // nothing can be awaited inside of a catch
        pause *= 2;
    }
}

Task<> downloadAndQuit(QProgressBar &bar)
{
    co_await download(bar);
    qInfo() << "done at" << bar.value() << "%";
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QProgressBar bar;
    TaskScope tasks;
    tasks.start(downloadAndQuit(bar));
    return QApplication::exec();
}

#include "download.moc"
