// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A question, a download and a process: each is a local variable of the function that needs it.
#include <asyncwidgets/asyncwidgets.h>

#include <QAbstractButton>
#include <QApplication>
#include <QMessageBox>
#include <QProcess>
#include <QTimer>

using namespace AsyncWidgets;

class Reply final : public QObject // in the place of a QNetworkReply
{
    Q_OBJECT

public:
    explicit Reply(bool isCached)
        : m_isFinished(isCached)
    {
        if (!isCached)
            QTimer::singleShot(10, this, &Reply::finish);
    }
    bool isFinished() const { return m_isFinished; }

Q_SIGNALS:
    void finished();

private:
    void finish()
    {
        m_isFinished = true;
        Q_EMIT finished();
    }

    bool m_isFinished;
};

Task<bool> confirm(QWidget &window, QString question)
{
    const LocalObject<QMessageBox> box(
        QMessageBox::Question, "News", question, QMessageBox::Yes | QMessageBox::No, &window);
    box->open(); // not exec(), which would run a loop of its own
    const int answer = co_await waitFor(*box, &QMessageBox::finished);
    co_return answer == QMessageBox::Yes;
}

Task<> download(bool isCached)
{
    const auto reply = LocalObject<Reply>::adopt(new Reply(isCached)); // as from QNetworkAccessManager::get()
    if (!reply->isFinished()) // it may have finished before one waits
        co_await waitFor(*reply, &Reply::finished);
}

Task<QString> outputOf(QString program, QStringList arguments)
{
    const LocalObject<QProcess> process;
    auto errors = streamOf(*process, &QProcess::errorOccurred); // also those that start() itself emits
    process->start(program, arguments);
    const auto end = co_await whenAny(waitFor(*process, &QProcess::finished), errors.next());
    co_return end.index() == 0 ? QString::fromLocal8Bit(process->readAllStandardOutput()).trimmed()
                               : "failed to start";
}

Task<> tellNews(QWidget &window)
{
    for (const char *question : { "Download the news?", "Are you sure?" }) { // one dialog after the other
        const bool isYes = co_await confirm(window, question);
        qInfo() << question << (isYes ? "yes" : "no");
    }
    for (const bool isCached : { false, true })
        co_await download(isCached);
    qInfo("downloaded twice");
    for (const char *program : { "echo", "no-such-program" }) {
        const QStringList arguments { "good", "news" };
        qInfo() << program << "->" << co_await outputOf(program, arguments);
    }
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QTimer person; // who presses Yes in every question
    QObject::connect(&person, &QTimer::timeout, &person, [] {
        if (auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget()))
            box->button(QMessageBox::Yes)->click();
    });
    person.start(5);

    QWidget window;
    window.show();
    TaskScope tasks;
    tasks.start(tellNews(window));
    return QApplication::exec();
}

#include "21-dialogs.moc"
