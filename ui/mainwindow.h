// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The window: four cards on the left, code, output and tasks on the right, the event loop below.

#pragma once

#include "ui/theme/theme.h"

#include <asyncwidgets/taskhandle.h>
#include <asyncwidgets/taskmodel.h>
#include <asyncwidgets/taskscope.h>

#include <QtWidgets/QMainWindow>

#include <vector>

QT_BEGIN_NAMESPACE
class QAction;
class QLabel;
class QPushButton;
class QSettings;
class QSplitter;
class QTabWidget;
QT_END_NAMESPACE

namespace AsyncWidgets {

class Card;
class CodePane;
class EventLoopStrip;
class MeanwhileCard;
class Output;
class OutputPane;
class StateDiagram;
class TasksView;
class UpdateInBackgroundCard;
class WaitForChangeCard;
class WaitForClickCard;

class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] WaitForChangeCard &waitForChange() { return *m_waitForChange; }
    [[nodiscard]] WaitForClickCard &waitForClick() { return *m_waitForClick; }
    [[nodiscard]] UpdateInBackgroundCard &updateInBackground() { return *m_updateInBackground; }
    [[nodiscard]] MeanwhileCard &meanwhile() { return *m_meanwhile; }
    [[nodiscard]] QWidget &codePages() const;
    [[nodiscard]] QWidget &tasksView() const;
    [[nodiscard]] QWidget &eventLoopStrip() const;
    [[nodiscard]] OutputPane &output() const { return *m_output; }
    [[nodiscard]] CodePane &code() const { return *m_code; }
    [[nodiscard]] TaskModel &tasks() { return m_model; }

    void setTheme(Theme theme);

    /// What a person chose, for the next start. Values that make no sense are left out.
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

public Q_SLOTS:
    void blockEventLoop(); ///< the contrast: blocks for a second, on purpose, after saying so
    void showTour();
    void showCodePage();

Q_SIGNALS:
    void demoRequested();
    /// A task has printed a line.
    void printed(const QString &task, const QString &text);
    void taskStarted(const AsyncWidgets::TaskHandle &task);

protected:
    void changeEvent(QEvent *event) override;

private:
    void addCard(Card &card);
    void addOutput(Output *output);
    void showTask(const TaskHandle &task);
    void refresh();
    void nameTheme(); ///< the button says what it does

    TaskModel m_model;
    WaitForChangeCard *m_waitForChange;
    WaitForClickCard *m_waitForClick;
    UpdateInBackgroundCard *m_updateInBackground;
    MeanwhileCard *m_meanwhile;
    std::vector<Card *> m_cards;
    QTabWidget *m_pages;
    CodePane *m_code;
    StateDiagram *m_diagram;
    OutputPane *m_output;
    QWidget *m_tasksPage;
    TasksView *m_tasks;
    EventLoopStrip *m_strip;
    QSplitter *m_columns;
    QSplitter *m_right;
    QPushButton *m_block;
    QPushButton *m_changeTheme;
    Theme m_theme = Theme::System;
    TaskScope m_tour;
};

} // namespace AsyncWidgets
