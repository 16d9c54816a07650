// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// A program of another project: a wizard whose three steps are the lines of one coroutine, from top to bottom.

#include <asyncwidgets/asyncwidgets.h>

#include <QtWidgets>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

class Wizard final : public QWidget
{
public:
    QLabel *text = new QLabel;
    QLineEdit *answer = new QLineEdit;
    QProgressBar *progress = new QProgressBar;
    QPushButton *next = new QPushButton("Next");

    Wizard()
    {
        auto *column = new QVBoxLayout(this);
        for (QWidget *widget : std::initializer_list<QWidget *> { text, answer, progress, next })
            column->addWidget(widget);
        progress->setRange(0, 100);
        progress->hide();
        m_tasks.start(steps());
    }

private:
    Task<> steps()
    {
        text->setText("Step 1 of 3: what is your name?");
        do
            co_await waitFor(next, &QPushButton::clicked);
        while (answer->text().isEmpty());
        const QString name = answer->text();

        text->setText("Step 2 of 3: up to which number shall we add?");
        answer->clear();
        bool isNumber = false;
        qint64 last = 0;
        while (!isNumber) {
            co_await waitFor(next, &QPushButton::clicked);
            last = answer->text().toLongLong(&isNumber);
        }

        text->setText("Step 3 of 3: adding. Next stops it.");
        answer->hide();
        progress->show();
        const auto work = [last](BackgroundContext &context) { return sum(last, context); };
        const auto result = co_await whenAny(
            runInBackground(work, [this](double done) { progress->setValue(qRound(done * 100)); }),
            waitFor(next, &QPushButton::clicked));

        text->setText(result.index() == 0
                ? QString("Thank you, %1. The sum is %2.").arg(name).arg(std::get<0>(result))
                : QString("Stopped. Good bye, %1.").arg(name));
        next->setEnabled(false);
    }

    static qint64 sum(qint64 last, BackgroundContext &context)
    {
        qint64 sum = 0;
        for (qint64 i = 1; i <= last && !context.isStopRequested(); ++i) {
            sum += i;
            context.setProgress(double(i) / double(last));
        }
        return sum;
    }

    TaskScope m_tasks; // the wizard is closed: its steps end
};

/// Plays the person, for the test.
static Task<> answerAll(Wizard &wizard)
{
    wizard.next->click(); // no name yet: nothing happens
    wizard.answer->setText("Ada");
    co_await sleepFor(0ms);
    wizard.next->click();
    wizard.answer->setText("many"); // not a number
    wizard.next->click();
    wizard.answer->setText("1000");
    wizard.next->click();
    co_await waitFor(wizard.progress, &QProgressBar::valueChanged);
    while (wizard.next->isEnabled())
        co_await sleepFor(0ms);
    qInfo().noquote() << wizard.text->text();
    QCoreApplication::exit(wizard.text->text() == "Thank you, Ada. The sum is 500500." ? 0 : 1);
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    Wizard wizard;
    wizard.show();
    TaskScope person;
    if (QApplication::arguments().contains("--unattended"))
        person.start(answerAll(wizard));
    return QApplication::exec();
}
