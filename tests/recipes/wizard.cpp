// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A wizard whose pages are a loop, with Back.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>

#include <array>

using namespace AsyncWidgets;

class Page final : public QWidget
{
public:
    explicit Page(const QString &question) { setWindowTitle(question); }

    QLineEdit *answer = new QLineEdit(this);
    QPushButton *back = new QPushButton("Back", this);
    QPushButton *next = new QPushButton("Next", this);
};

enum class Step { Next, Back };

Task<Step> show(Page &page)
{
    page.show();
    qInfo() << page.windowTitle();
    const auto pressed = co_await whenAny(
        waitFor(page.next, &QPushButton::clicked), waitFor(page.back, &QPushButton::clicked));
    page.hide();
    co_return pressed.index() == 0 ? Step::Next : Step::Back;
}

Task<> askNameAndTown(Page &name, Page &town)
{
    const std::array pages { &name, &town };
    for (std::size_t i = 0; i < pages.size();) {
        const Step step = co_await show(*pages[i]);
        if (step == Step::Next)
            ++i;
        else if (i > 0)
            --i;
    }
    qInfo() << name.answer->text() << "from" << town.answer->text();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    Page name("Your name?"), town("Your town?");
    TaskScope tasks;
    tasks.start(askNameAndTown(name, town));

    name.answer->setText("Ada");
    name.next->click();
    town.back->click();
    name.answer->setText("Ada Lovelace");
    name.next->click();
    town.answer->setText("London");
    town.next->click();
}
