// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A download that shows its progress, is tried again after a pause that doubles, and can be cancelled.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QProgressBar>
#include <QPushButton>
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

Task<> showProgress(Reply &reply, QProgressBar &bar)
{
    for (;;) {
        const auto [received, total] = co_await waitFor(reply, &Reply::downloadProgress);
        bar.setValue(int(100 * received / total));
    }
}

Task<> downloadOnce(int attempt, QProgressBar &bar)
{
    const auto reply = LocalObject<Reply>::adopt(get(attempt)); // aborted, if the task is cancelled
    co_await whenAny(waitFor(*reply, &Reply::finished), showProgress(*reply, bar));
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

Task<> downloadOrCancel(QProgressBar &bar, QPushButton &cancel)
{
    const auto end = co_await whenAny(download(bar), waitFor(cancel, &QPushButton::clicked));
    qInfo() << (end.index() == 0 ? "done at" : "cancelled at") << bar.value() << "%";
}

Task<> downloadTwice(QProgressBar &bar, QPushButton &cancel)
{
    co_await downloadOrCancel(bar, cancel);
    QObject::connect(&bar, &QProgressBar::valueChanged, &cancel, &QPushButton::click); // the person
    bar.setValue(0);
    co_await downloadOrCancel(bar, cancel);
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QProgressBar bar;
    QPushButton cancel;
    TaskScope tasks;
    tasks.start(downloadTwice(bar, cancel));
    return QApplication::exec();
}

#include "download.moc"
