// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TaskFilter: the tasks of a TaskModel, first those that go on, without those that have ended a while ago.

#pragma once

#include <QtCore/QBasicTimer>
#include <QtCore/QSortFilterProxyModel>

#include <chrono>

namespace AsyncWidgets {

class TaskModel;

class TaskFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    /// Leaves out what ended more than \a age ago.
    TaskFilter(TaskModel &model, std::chrono::milliseconds age, QObject *parent = nullptr);

    void setAge(std::chrono::milliseconds age);
    [[nodiscard]] bool isFiltering() const { return m_isFiltering; }
    void setFiltering(bool filters);
    [[nodiscard]] int hiddenCount() const;

Q_SIGNALS:
    void hiddenCountChanged(int count);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;
    bool lessThan(const QModelIndex &left, const QModelIndex &right) const override;
    void timerEvent(QTimerEvent *event) override;

private:
    void foldOld(); ///< if the time of any has come
    void updateHiddenCount();

    TaskModel &m_model;
    std::chrono::milliseconds m_age;
    bool m_isFiltering = true;
    int m_hiddenCount = 0; // as it was told last
    QBasicTimer m_timer;
};

} // namespace AsyncWidgets
