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
    connect(&model, &TaskModel::refreshed, this, &TaskFilter::tellCount);
    m_timer.start(lookInterval, Qt::VeryCoarseTimer, this);
}

void TaskFilter::setAge(std::chrono::milliseconds age)
{
    m_age = age;
    look();
}

void TaskFilter::setFiltering(bool filters)
{
    m_isFiltering = filters;
    invalidateFilter();
    tellCount();
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

void TaskFilter::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_timer.timerId())
        look();
    else
        QSortFilterProxyModel::timerEvent(event);
}

void TaskFilter::look()
{
    for (int row = 0; row < rowCount(); ++row) {
        if (!filterAcceptsRow(mapToSource(index(row, 0)).row(), {})) {
            invalidateFilter();
            break;
        }
    }
    tellCount();
}

void TaskFilter::tellCount()
{
    if (m_told == hiddenCount())
        return;
    m_told = hiddenCount();
    Q_EMIT hiddenCountChanged(m_told);
}

} // namespace AsyncWidgets
