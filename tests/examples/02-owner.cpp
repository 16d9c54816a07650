// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A window owns its tasks: they end with it.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QPushButton>
#include <QScopeGuard>

using namespace AsyncWidgets;

class Window final : public QWidget
{
public:
    Window() { m_tasks.start(greetAtEveryClick()); }

    QPushButton *button = new QPushButton("Greet", this);

private:
    Task<> greetAtEveryClick()
    {
        const auto farewell = qScopeGuard([] { qInfo("the local variables are destroyed"); });
        for (int count = 1;; ++count) {
            co_await waitFor(button, &QPushButton::clicked);
            qInfo("hello number %d", count);
        }
    }

    TaskScope m_tasks; // the last member, so that it is the first to go
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    {
        Window window;
        window.button->click();
        window.button->click();
    }
    qInfo("the window is gone");
}
