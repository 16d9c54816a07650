// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// CodePane: the source of the scenarios, with the line at which a task is paused lit.

#pragma once

#include <asyncwidgets/taskhandle.h>

#include <QtCore/QBasicTimer>
#include <QtCore/QStringList>
#include <QtWidgets/QWidget>

#include <vector>

QT_BEGIN_NAMESPACE
class QComboBox;
class QLineEdit;
QT_END_NAMESPACE

namespace AsyncWidgets {

class SourceView;
class TaskModel;

/// Shows the files of core/scenarios, which are embedded as they are compiled. Every task that is paused in the shown
/// file has its mark in the margin. One task is followed: the line where it is paused is lit while it waits, and
/// flashes when it goes on.
class CodePane final : public QWidget
{
    Q_OBJECT

public:
    explicit CodePane(QWidget *parent = nullptr);

    void setTaskModel(const TaskModel *model); ///< must outlive the pane

    /// Shows a file of fileNames(); does nothing for any other.
    void showFile(const QString &fileName);
    [[nodiscard]] QString currentFile() const { return m_file; } ///< without its folder
    [[nodiscard]] static QStringList fileNames(); ///< all files that can be shown
    [[nodiscard]] static QString source(const QString &fileName); ///< the text of one of them

    [[nodiscard]] int currentLine() const; ///< the line that is lit, from 1; 0 if none is
    [[nodiscard]] QList<int> markedLines() const; ///< one for each task that is paused in the file
    [[nodiscard]] SourceView &view() const { return *m_view; }

    /// What each of \a tasks does, in lines; of more than ten, how many more there are.
    [[nodiscard]] static QString sentences(const std::vector<TaskHandle<>> &tasks);

public Q_SLOTS:
    void copy() const; ///< the selection, or the whole file

Q_SIGNALS:
    void currentFileChanged(const QString &fileName);

protected:
    void timerEvent(QTimerEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void modelRefreshed();
    void refresh();
    void follow();
    void markTasks();
    void find(int position);
    void showToolTip(int line, const QPoint &globalPosition);

    QComboBox *m_files;
    QLineEdit *m_find;
    SourceView *m_view;
    const TaskModel *m_model = nullptr;
    QString m_file;
    std::vector<TaskHandle<>> m_paused; // all that are paused in the file
    TaskHandle<> m_task; // the one of them that is followed, until it ends
    quint64 m_resumptions = 0; // of it, when it was looked at last
    QBasicTimer m_rest; // between two looks at very many tasks
    bool m_isStale = false; // a look is due after the rest
};

} // namespace AsyncWidgets
