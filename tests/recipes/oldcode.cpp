// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Tasks that use classes which know no tasks, and are used by them.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QTimer>

#include <functional>

using namespace AsyncWidgets;

class Scanner final : public QObject // tells by signals
{
    Q_OBJECT

public:
    void scan()
    {
        if (--m_sheets < 0)
            Q_EMIT failed("the tray is empty"); // before scan() returns
        else
            QTimer::singleShot(1, this, [this] { Q_EMIT scanned("a letter"); });
    }

Q_SIGNALS:
    void scanned(const QString &text);
    void failed(const QString &why);

private:
    int m_sheets = 2;
};

class Archive final // calls back
{
public:
    void store(const QString &text, std::function<void(int)> done)
    {
        m_texts += text;
        QTimer::singleShot(1, qApp, [done, number = int(m_texts.size())] { done(number); });
    }

private:
    QStringList m_texts;
};

Task<QString> scan(Scanner &scanner)
{
    auto texts = streamOf(scanner, &Scanner::scanned);
    auto failures = streamOf(scanner, &Scanner::failed);
    scanner.scan(); // which may emit at once: the streams are there already
    const auto end = co_await whenAny(texts.next(), failures.next());
    if (end.index() == 1)
        throw std::runtime_error(std::get<1>(end).toStdString());
    co_return std::get<0>(end);
}

Task<int> store(Archive &archive, QString text)
{
    const auto ask = [&](Resume<int> resume) { archive.store(text, resume); };
    co_return co_await waitForCallback<int>(ask);
}

class Office final : public QObject // offers the same to each kind of caller
{
public:
    Task<int> file() // to a task
    {
        const QString text = co_await scan(m_scanner);
        co_return co_await store(m_archive, text);
    }
    QFuture<int> fileLater() { return toFuture(m_tasks, file()); } // to who takes a future
    void fileAndCall(std::function<void(int)> done) // to who wants to be called
    {
        m_tasks.start([this, done]() -> Task<> { done(co_await file()); });
    }

private:
    Scanner m_scanner;
    Archive m_archive;
    TaskScope m_tasks;
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    Office office;
    office.fileAndCall([&](int first) {
        qInfo() << "stored as" << first;
        office.fileLater()
            .then(&office,
                [&](int second) {
                    qInfo() << "stored as" << second;
                    return office.fileLater();
                })
            .unwrap()
            .onFailed(&office, [](const std::runtime_error &error) {
                qInfo() << error.what();
                QApplication::quit();
                return 0;
            });
    });
    return QApplication::exec();
}

#include "oldcode.moc"
