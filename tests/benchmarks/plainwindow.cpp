// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The limit of a start: a main window with one slider, one label and one progress bar.

#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QMainWindow>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QSlider>
#include <QtWidgets/QVBoxLayout>

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QMainWindow window;
    auto *content = new QWidget(&window);
    auto *layout = new QVBoxLayout(content);
    layout->addWidget(new QSlider(Qt::Horizontal));
    layout->addWidget(new QLabel(QStringLiteral("Label")));
    layout->addWidget(new QProgressBar);
    window.setCentralWidget(content);
    window.resize(1180, 760);
    window.show();
    return QApplication::exec();
}
