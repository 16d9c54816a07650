// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A wizard whose pages are a loop, with Back; Esc cancels it wherever it is.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedLayout>

#include <array>

using namespace AsyncWidgets;

class Page final : public QWidget
{
public:
    explicit Page(const QString &question) { setObjectName(question); }

    QLineEdit *answer = new QLineEdit(this);
    QPushButton *back = new QPushButton("Back", this);
    QPushButton *next = new QPushButton("Next", this);
};

class Wizard final : public QDialog
{
public:
    Page *name = new Page("Your name?");
    Page *town = new Page("Your town?");
    QStackedLayout *pages = new QStackedLayout(this);
};

enum class Step { Next, Back };

Task<Step> show(Wizard &wizard, Page &page)
{
    wizard.pages->setCurrentIndex(wizard.pages->addWidget(&page));
    qInfo() << page.objectName();
    const auto pressed = co_await whenAny(
        waitFor(page.next, &QPushButton::clicked), waitFor(page.back, &QPushButton::clicked));
    co_return pressed.index() == 0 ? Step::Next : Step::Back;
}

Task<QString> askNameAndTown(Wizard &wizard)
{
    const std::array pages { wizard.name, wizard.town };
    for (std::size_t i = 0; i < pages.size();) {
        const Step step = co_await show(wizard, *pages[i]);
        if (step == Step::Next)
            ++i;
        else if (i > 0)
            --i;
    }
    co_return wizard.name->answer->text() + " from " + wizard.town->answer->text();
}

Task<> run(Wizard &wizard)
{
    wizard.open();
    const auto end = co_await whenAny(askNameAndTown(wizard), waitFor(wizard, &QDialog::rejected));
    qInfo() << (end.index() == 0 ? std::get<0>(end) : "cancelled");
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    Wizard wizard;
    TaskScope tasks;
    tasks.start(run(wizard));

    wizard.name->answer->setText("Ada");
    wizard.name->next->click();
    wizard.town->back->click();
    wizard.name->answer->setText("Ada Lovelace");
    wizard.name->next->click();
    wizard.town->answer->setText("London");
    wizard.town->next->click();

    tasks.start(run(wizard));
    wizard.name->next->click();
    wizard.reject(); // as Esc does
}
