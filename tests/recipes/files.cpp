// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A hundred files on eight threads, with one bar for all and a button that cancels.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QCryptographicHash>
#include <QFile>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>

using namespace AsyncWidgets;

QByteArray hashOf(const QString &path, BackgroundContext &context) // on one of the eight threads
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        throw std::runtime_error(file.errorString().toStdString());
    QCryptographicHash hash(QCryptographicHash::Sha256);
    while (!file.atEnd() && !context.isStopRequested()) {
        hash.addData(file.read(64 * 1024));
        context.setProgress(double(file.pos()) / double(file.size()));
    }
    return hash.result();
}

Task<QByteArray> hash(QString path, std::function<void(double)> onProgress)
{
    const auto work = [path](BackgroundContext &context) { return hashOf(path, context); };
    co_return co_await runInBackground(work, onProgress);
}

Task<std::vector<QByteArray>> hashAll(QStringList paths, QProgressBar &bar)
{
    TotalProgress total;
    QObject::connect(&total, &TotalProgress::valueChanged, &bar,
        [&bar](double value) { bar.setValue(qRound(100 * value)); });
    std::vector<Task<QByteArray>> tasks;
    for (const QString &path : paths)
        tasks.push_back(hash(path, total.addPart()));
    co_return co_await whenAll(std::move(tasks));
}

Task<> hashOrCancel(QStringList paths, QProgressBar &bar, QPushButton &cancel)
{
    const auto end = co_await whenAny(hashAll(paths, bar), waitFor(cancel, &QPushButton::clicked));
    if (end.index() == 0)
        qInfo() << std::get<0>(end).size() << "files, and the bar is at" << bar.value();
    else
        qInfo("cancelled");
}

Task<> hashTwice(QStringList paths, QProgressBar &bar, QPushButton &cancel)
{
    co_await hashOrCancel(paths, bar, cancel);
    QObject::connect(&bar, &QProgressBar::valueChanged, &cancel, &QPushButton::click); // the person
    bar.reset();
    co_await hashOrCancel(paths, bar, cancel);
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    setBackgroundThreadLimit(8);
    const QTemporaryDir folder;
    QStringList paths;
    for (int i = 0; i < 100; ++i) {
        QFile file(folder.filePath(QString::number(i)));
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray(100'000, char(i))) < 0)
            return 1;
        paths += file.fileName();
    }
    QProgressBar bar;
    QPushButton cancel;
    TaskScope tasks;
    tasks.start(hashTwice(paths, bar, cancel));
    return QApplication::exec();
}
