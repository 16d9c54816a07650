// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A task awaits another: its result, or its exception.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QLineEdit>

using namespace AsyncWidgets;

Task<int> askAge(QLineEdit &line)
{
    const QString answer = co_await waitFor(line, &QLineEdit::textChanged);
    bool isNumber = false;
    const int age = answer.toInt(&isNumber);
    if (!isNumber)
        throw std::invalid_argument("\"" + answer.toStdString() + "\" is not a number.");
    co_return age;
}

Task<> askUntilItIsRight(QLineEdit &line)
{
    for (;;) {
        try {
            const int age = co_await askAge(line);
            qInfo() << "in ten years:" << age + 10;
            co_return;
        } catch (const std::invalid_argument &error) {
            qInfo() << error.what();
        }
    }
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QLineEdit line;
    TaskScope tasks;
    const TaskHandle patient = tasks.start(askUntilItIsRight(line));
    line.setText("old");
    line.setText("36");
    qInfo() << patient.name() << "is" << patient.state();

    const TaskHandle hasty = tasks.start(askAge(line));
    line.setText("young");
    qInfo() << hasty.name() << "is" << hasty.state() << "because" << hasty.reason();
}
