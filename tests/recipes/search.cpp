// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Search as you type: when the person pauses, and only for what stands there.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QLineEdit>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<QStringList> ask(QString text) // your service
{
    co_await sleepFor(20ms);
    co_return QStringList { text + " one", text + " two" };
}

Task<> searchAsYouType(QLineEdit &line)
{
    const auto search = [](QString text) -> Task<> {
        co_await sleepFor(50ms); // a newer text cancels all of this
        qInfo() << "searching for" << text;
        const QStringList found = co_await ask(text);
        qInfo() << "found" << found;
    };
    co_await forEachLatest(streamOf(line, &QLineEdit::textChanged), search);
}

Task<> typeLikeAPerson(QLineEdit &line)
{
    for (const char *typed : { "s", "sl", "slider" })
        line.setText(typed);
    co_await sleepFor(800ms);
    line.setText("button");
    co_await sleepFor(800ms);
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QLineEdit line;
    TaskScope tasks;
    tasks.start(searchAsYouType(line));
    tasks.start(typeLikeAPerson(line));
    return QApplication::exec();
}
