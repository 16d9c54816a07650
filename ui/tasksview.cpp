// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/tasksview.h"

#include "ui/taskcolors.h"

#include <asyncwidgets/taskmodel.h>

#include <QtCore/QTimerEvent>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QStyledItemDelegate>

#include <utility>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

/// Adds the coloured dot to the state, and makes quiet what has ended.
class TaskDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (!index.data(TaskModel::ActiveRole).toBool())
            option->palette.setColor(QPalette::Text, option->palette.color(QPalette::PlaceholderText));
        // The beginning of what is waited for, and the line at the end of the place, matter most.
        option->textElideMode = index.column() == TaskModel::At ? Qt::ElideLeft : Qt::ElideRight;
        if (index.column() == TaskModel::State) {
            const int size = option->fontMetrics.height() * 2 / 3;
            option->features |= QStyleOptionViewItem::HasDecoration;
            option->decorationSize = { size, size };
            // In a selected row, its colour may be nearly that of the selection.
            const QPen edge = option->state.testFlag(QStyle::State_Selected)
                ? QPen(option->palette.color(QPalette::HighlightedText))
                : QPen(Qt::NoPen);
            option->icon = dot(stateColor(index.data(TaskModel::StateRole).value<TaskState>()), edge, size,
                option->widget ? option->widget->devicePixelRatioF() : 1.0);
        }
    }

private:
    static QIcon dot(const QColor &color, const QPen &edge, int size, qreal ratio)
    {
        QPixmap picture(QSize(size, size) * ratio);
        picture.setDevicePixelRatio(ratio);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(edge);
        painter.setBrush(color);
        painter.drawEllipse(QRectF(1, 1, size - 2, size - 2));
        return QIcon(picture);
    }
};

} // namespace

TasksView::TasksView(TaskModel *model, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
    , m_cancel(new QAction(tr("Cancel"), this))
    , m_showCode(new QAction(tr("Show code"), this))
    , m_copy(new QAction(tr("Copy as text"), this))
{
    setAccessibleName(tr("Tasks"));
    setObjectName(u"tasks"_s);
    // Whoever has scrolled up goes on reading there, while tasks above it leave. QTreeView itself forgets where its rows
    // are as soon as it hears of that, so it hears of it later.
    connect(model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &TasksView::keepTop);
    setModel(model);
    setItemDelegate(new TaskDelegate(this));
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setAlternatingRowColors(true);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(QHeaderView::Interactive);
    header()->setSectionResizeMode(TaskModel::WaitingFor, QHeaderView::Stretch);
    const int width = fontMetrics().horizontalAdvance(u'0');
    setColumnWidth(TaskModel::Task, 15 * width);
    setColumnWidth(TaskModel::State, 11 * width);
    setColumnWidth(TaskModel::At, 20 * width);
    setColumnWidth(TaskModel::Resumed, 9 * width);
    setColumnWidth(TaskModel::Since, 7 * width);
    setIndentation(fontMetrics().height());

    m_cancel->setShortcut(QKeySequence::Delete);
    m_showCode->setShortcuts({ QKeySequence(Qt::Key_Return), QKeySequence(Qt::Key_Enter) });
    m_copy->setShortcut(QKeySequence::Copy);
    for (QAction *action : { m_cancel, m_showCode, m_copy }) {
        action->setShortcutContext(Qt::WidgetShortcut);
        addAction(action);
    }
    connect(m_cancel, &QAction::triggered, this, &TasksView::cancelCurrent);
    connect(m_showCode, &QAction::triggered, this, &TasksView::showCurrentCode);
    connect(m_copy, &QAction::triggered, this, &TasksView::copyCurrent);
    connect(this, &QTreeView::clicked, this, &TasksView::showCurrentCode);
    // The newest task is seen, unless the person has scrolled up.
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this,
        [this](int value) { m_followsEnd = value == verticalScrollBar()->maximum(); });
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int maximum) {
        if (m_followsEnd)
            verticalScrollBar()->setValue(maximum);
    });
    // Who awaits whom is seen at once.
    connect(model, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex &above, int first, int last) {
            expand(above);
            for (int row = first; row <= last; ++row)
                expandRecursively(m_model->index(row, 0, above));
        });
    connect(model, &QAbstractItemModel::rowsRemoved, this, &TasksView::restoreTop);
    // The model is reset when very many tasks have ended: the selected one stays selected.
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        m_keptTask = currentTask();
        keepTop();
    });
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        expandAll();
        setCurrentIndex(m_model->indexOf(std::exchange(m_keptTask, {})));
        restoreTop();
    });
    expandAll();
}

QSize TasksView::sizeHint() const
{
    constexpr int rows = 6;
    const int row = std::max(fontMetrics().height(), sizeHintForRow(0)) + 4;
    return { QTreeView::sizeHint().width(), header()->sizeHint().height() + rows * row };
}

void TasksView::keepTop()
{
    m_keptTop = m_followsEnd ? TaskHandle() : m_model->task(indexAt({ 0, 0 }));
}

void TasksView::restoreTop()
{
    const QModelIndex top = m_model->indexOf(std::exchange(m_keptTop, {}));
    if (!top.isValid())
        return;
    const int left = horizontalScrollBar()->value();
    scrollTo(top, QAbstractItemView::PositionAtTop);
    horizontalScrollBar()->setValue(left);
}

TaskHandle TasksView::currentTask() const
{
    return m_model->task(currentIndex());
}

void TasksView::cancelCurrent()
{
    currentTask().cancel();
}

void TasksView::copyCurrent() const
{
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return;
    QStringList cells;
    for (int column = 0; column < m_model->columnCount(); ++column)
        cells.append(current.siblingAtColumn(column).data().toString());
    QGuiApplication::clipboard()->setText(cells.join(u'\t'));
}

void TasksView::showCurrentCode()
{
    const TaskHandle task = currentTask();
    if (task.isValid())
        Q_EMIT showCodeRequested(task);
}

void TasksView::contextMenuEvent(QContextMenuEvent *event)
{
    const TaskHandle task = currentTask();
    if (!task.isValid())
        return;
    m_cancel->setEnabled(!task.isDone());
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({ m_cancel, m_showCode, m_copy });
    connect(menu, &QMenu::aboutToHide, m_cancel, [this] { m_cancel->setEnabled(true); });
    menu->popup(event->globalPos());
}

void TasksView::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (m_model->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LayoutDirectionAuto); // of the text
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const auto place = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignTop);
    painter.drawText(viewport()->rect().adjusted(4, 4, -4, -4), static_cast<int>(place) | Qt::TextWordWrap,
        tr("Tasks appear here when they are started."));
}

void TasksView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_second.timerId())
        viewport()->update();
    else
        QTreeView::timerEvent(event);
}

void TasksView::showEvent(QShowEvent *event)
{
    m_second.start(1000, Qt::CoarseTimer, this);
    QTreeView::showEvent(event);
}

void TasksView::hideEvent(QHideEvent *event)
{
    m_second.stop();
    QTreeView::hideEvent(event);
}

} // namespace AsyncWidgets
