// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// As many tasks as there are words, and their results in the order of the words.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<int> countLetters(QString word)
{
    co_await sleepFor(10ms * word.size()); // the longer, the later
    qInfo() << word;
    co_return int(word.size());
}

std::vector<Task<int>> countEach(const QStringList &words)
{
    std::vector<Task<int>> tasks;
    for (const QString &word : words)
        tasks.push_back(countLetters(word));
    return tasks;
}

Task<> count(QStringList words)
{
    const std::vector<int> counts = co_await whenAll(countEach(words));
    qInfo() << "all:" << counts;
    const auto [index, letters] = co_await whenAny(countEach(words));
    qInfo() << "first:" << words[int(index)] << "with" << letters << "letters";
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    TaskScope tasks;
    tasks.start(count({ "button", "slider!!!", "tab" }));
    return QApplication::exec();
}
