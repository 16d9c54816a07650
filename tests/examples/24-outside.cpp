// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// What is this program waiting for? Asked from outside, in a debugger or a core dump.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

Task<int> askAmount(QLineEdit &line)
{
    for ([[maybe_unused]] int attempt = 1;; ++attempt) {
        co_await waitFor(line, &QLineEdit::returnPressed);
        bool isNumber = false;
        const int amount = line.text().toInt(&isNumber);
        if (isNumber)
            co_return amount;
    }
}

Task<> order(QLineEdit &line, QPushButton &button)
{
    const int amount = co_await askAmount(line);
    co_await withTimeout(waitFor(button, &QPushButton::clicked), 1min);
    qInfo() << "ordered" << amount;
}

Q_NEVER_INLINE void breakHere() // another program may crash
{
    qInfo() << "stopped";
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QPushButton button;
    QLineEdit amounts[2];
    amounts[0].setObjectName("apples");
    amounts[1].setObjectName("pears");
    TaskScope tasks;
    for (QLineEdit &line : amounts)
        tasks.start(order(line, button), line.objectName());

    amounts[0].setText("5");
    emit amounts[0].returnPressed();
    amounts[1].setText("two");
    emit amounts[1].returnPressed();
    breakHere();
}
