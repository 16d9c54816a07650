// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// Search as you type: when the person pauses, and only for what stands there.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QLabel>
#include <QLineEdit>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<QString> ask(QString text) // your service
{
    qInfo() << "asked for" << text;
    co_await sleepFor(text == "slow" ? 1min : 1ms);
    if (text.contains('?'))
        throw std::runtime_error("This cannot be searched for.");
    co_return text + ": 3 results";
}

Task<QString> answerTo(QString text)
{
    try {
        const auto answer = co_await withTimeout(ask(text), 50ms);
        co_return answer.value_or("The service does not answer.");
    } catch (const std::runtime_error &error) {
        co_return error.what(); // this search has failed, the next may not
    }
}

Task<> searchAsYouType(QLineEdit &line, QLabel &result)
{
    const auto search = [&result](QString text) -> Task<> {
        co_await sleepFor(30ms); // a newer text cancels all of this
        result.setText(co_await answerTo(text));
        qInfo() << result.text();
    };
    co_await forEachLatest(streamOf(line, &QLineEdit::textChanged), search);
}

Task<> typeLikeAPerson(QLineEdit &line)
{
    for (const char *typed : { "s", "sl", "slider", "slider?", "slow", "button" }) {
        line.setText(typed);
        if (line.text().size() > 2)
            co_await sleepFor(800ms);
    }
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QLineEdit line;
    QLabel result;
    TaskScope tasks;
    tasks.start(searchAsYouType(line, result));
    tasks.start(typeLikeAPerson(line));
    return QApplication::exec();
}
