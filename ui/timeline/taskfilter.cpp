// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/timeline/taskfilter.h"

#include <asyncwidgets/taskmodel.h>

#include <QtCore/QTimerEvent>

namespace AsyncWidgets {

namespace {
constexpr int lookInterval = 1000; // ms
}

TaskFilter::TaskFilter(TaskModel &model, std::chrono::milliseconds age, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_model(model)
    , m_age(age)
{
    setSourceModel(&model);
    sort(0); // and again whenever a task ends
    connect(&model, &TaskModel::refreshed, this, &TaskFilter::updateHiddenCount);
    m_timer.start(lookInterval, Qt::VeryCoarseTimer, this);
}

void TaskFilter::setAge(std::chrono::milliseconds age)
{
    m_age = age;
    foldOld();
}

void TaskFilter::setFiltering(bool filters)
{
    m_isFiltering = filters;
    invalidateFilter();
    updateHiddenCount();
}

int TaskFilter::hiddenCount() const
{
    return m_model.rowCount() - rowCount();
}

bool TaskFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    if (!m_isFiltering || parent.isValid())
        return true;
    const QModelIndex index = m_model.index(row, 0, parent);
    return index.data(TaskModel::ActiveRole).toBool()
        || index.data(TaskModel::SinceRole).toLongLong() < m_age.count();
}

bool TaskFilter::lessThan(const QModelIndex &left, const QModelIndex &right) const
{
    const auto hasEnded
        = [](const QModelIndex &index) { return !index.data(TaskModel::ActiveRole).toBool(); };
    if (hasEnded(left) != hasEnded(right))
        return hasEnded(right);
    return left.row() < right.row(); // as they were started
}

void TaskFilter::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_timer.timerId())
        foldOld();
    else
        QSortFilterProxyModel::timerEvent(event);
}

void TaskFilter::foldOld()
{
    for (int row = 0; row < rowCount(); ++row) {
        if (!filterAcceptsRow(mapToSource(index(row, 0)).row(), {})) {
            invalidateFilter();
            break;
        }
    }
    updateHiddenCount();
}

void TaskFilter::updateHiddenCount()
{
    if (m_hiddenCount == hiddenCount())
        return;
    m_hiddenCount = hiddenCount();
    Q_EMIT hiddenCountChanged(m_hiddenCount);
}

} // namespace AsyncWidgets
