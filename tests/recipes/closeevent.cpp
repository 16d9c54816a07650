// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A function that must answer at once, and cannot wait for the person: closeEvent().
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>
#include <QCloseEvent>
#include <QDialog>

using namespace AsyncWidgets;

class Editor final : public QWidget
{
public:
    QDialog *question = new QDialog(this); // "Discard what you have written?"

protected:
    void closeEvent(QCloseEvent *event) override
    {
        if (m_mayClose)
            return;
        event->ignore(); // the answer for now; the task closes the window when it has its own
        if (m_tasks.isEmpty())
            m_tasks.start(closeIfSure());
    }

private:
    Task<> closeIfSure()
    {
        question->open();
        const int answer = co_await waitFor(question, &QDialog::finished);
        m_mayClose = answer == QDialog::Accepted;
        if (m_mayClose)
            close();
    }

    bool m_mayClose = false;
    TaskScope m_tasks;
};

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    Editor editor;
    editor.show();
    qInfo() << "closed:" << editor.close();
    editor.question->reject();
    qInfo() << "visible:" << editor.isVisible();
    qInfo() << "closed:" << editor.close();
    editor.question->accept();
    qInfo() << "visible:" << editor.isVisible();
}
