// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/timeline/tasksview.h"

#include "ui/cards/cards.h"
#include "ui/controls/labels.h"
#include "ui/theme/colors.h"
#include "ui/timeline/eventloopplot.h"
#include "ui/timeline/taskfilter.h"
#include "ui/timeline/timeaxis.h"

#include <asyncwidgets/taskmodel.h>

#include <QtCore/QLocale>
#include <QtCore/QTimerEvent>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QContextMenuEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QPainter>
#include <QtGui/QPixmapCache>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QStyledItemDelegate>

#include <algorithm>
#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace AsyncWidgets {

namespace {

constexpr int livelyInterval = 40; // ms, while something goes on: a step of the axis is a pixel or so
constexpr int calmInterval = 250; // ms, while nothing does
constexpr auto keyStep = 250ms; // of the arrow keys
constexpr char16_t leftToRightMark = u'\u200e';

// The columns of the model that are shown, and what for: the state's is where the time is drawn.
constexpr int nameColumn = TaskModel::Task;
constexpr int timeColumn = TaskModel::State;
constexpr int waitColumn = TaskModel::WaitingFor;
constexpr int workColumn = TaskModel::LongestWork; // with all of it, where there is room

QString workText(const QString &longest, const QString &total)
{
    //: How long a task worked without a pause, and in total. %1 and %2 are times such as "12 ms".
    return TasksView::tr("longest %1, total %2").arg(longest, total);
}

} // namespace

class TasksView::Delegate final : public QStyledItemDelegate
{
public:
    explicit Delegate(TasksView &view)
        : QStyledItemDelegate(&view)
        , m_view(view)
    {
    }

    /// By hand: much of it changes in each frame, and a style takes much longer.
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        option.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &option, painter, option.widget);
        switch (index.column()) {
        case nameColumn:
            paintName(*painter, option, index);
            break;
        case timeColumn:
            m_view.paintTime(*painter, option.rect, m_view.taskAt(index));
            break;
        case workColumn:
            paintWork(*painter, option, index);
            break;
        default:
            paintWait(*painter, option, index);
        }
    }

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return { size.width(), m_view.rowHeight(m_view.m_isDense) };
    }

private:
    /// "Right" and "left" are the end and the beginning of the line. A text that is too long is cut at its end.
    void paintText(QPainter &painter, const QStyleOptionViewItem &option, const QRect &rect,
        Qt::Alignment side, const QString &text, LaidOutTexts &texts, bool isQuiet = true) const
    {
        painter.setPen(option.state.testFlag(QStyle::State_Selected)
                ? option.palette.color(QPalette::HighlightedText)
                : isQuiet ? m_view.m_quiet
                          : option.palette.color(QPalette::Text));
        texts.paint(painter, rect, QStyle::visualAlignment(option.direction, side | Qt::AlignVCenter), text);
    }

    /// Between the column's edges.
    static QRect inside(const QStyleOptionViewItem &option)
    {
        const int gap = option.fontMetrics.averageCharWidth();
        return option.rect.adjusted(gap, 0, -gap, 0);
    }

    /// A dot, the name, and the line at the column's end.
    void paintName(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
    {
        const QString name = index.data().toString();
        const bool isActive = index.data(TaskModel::ActiveRole).toBool();
        const int gap = option.fontMetrics.averageCharWidth();
        const int size = option.fontMetrics.height() * 2 / 3;
        const auto place = [&option](Qt::Alignment side, int width, int height, const QRect &rect) {
            return QStyle::alignedRect(option.direction, side | Qt::AlignVCenter, { width, height }, rect);
        };
        QRect rest = option.rect.adjusted(gap / 2, 0, -gap / 2, 0);
        painter.drawPixmap(place(Qt::AlignLeft, size, size, rest).topLeft(),
            dot(taskColor(name, option.palette), isActive, size, option.widget->devicePixelRatioF()));
        rest = place(Qt::AlignRight, rest.width() - size - gap, rest.height(), rest);
        if (const int line = index.data(TaskModel::LineRole).toInt(); line != 0) {
            const QString text = QChar(leftToRightMark) + u":%1"_s.arg(line);
            paintText(painter, option, inside(option), Qt::AlignRight, text, m_view.m_cellTexts);
            const auto width = static_cast<int>(m_view.m_cellTexts.width(text));
            rest = place(Qt::AlignLeft, std::max(0, rest.width() - width - gap), rest.height(), rest);
        }
        paintText(painter, option, rest, Qt::AlignLeft, name, m_view.m_cellTexts, !isActive);
    }

    /// What it waits for, or how it has ended.
    void paintWait(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
    {
        const bool isActive = index.data(TaskModel::ActiveRole).toBool();
        paintText(painter, option, inside(option), Qt::AlignLeft,
            (isActive ? index : index.siblingAtColumn(TaskModel::State)).data().toString(),
            m_view.m_cellTexts);
    }

    void paintWork(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
    {
        const QString longest = index.data().toString();
        if (longest.isEmpty())
            return;
        paintText(painter, option, inside(option), Qt::AlignRight,
            workText(longest, index.siblingAtColumn(TaskModel::TotalWork).data().toString()),
            m_view.m_smallTexts);
    }

    static QPixmap dot(const QColor &color, bool isFull, int size, qreal ratio)
    {
        const QString key = u"asyncwidgets-dot-%1-%2-%3-%4"_s.arg(
            color.name(), QString::number(int(isFull)), QString::number(size), QString::number(ratio));
        QPixmap picture;
        if (QPixmapCache::find(key, &picture))
            return picture;
        picture = QPixmap(QSize(size, size) * ratio);
        picture.setDevicePixelRatio(ratio);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(color, 1.5));
        painter.setBrush(isFull ? QBrush(color) : QBrush(Qt::NoBrush));
        painter.drawEllipse(QRectF(1.5, 1.5, size - 3, size - 3));
        painter.end();
        QPixmapCache::insert(key, picture);
        return picture;
    }

    TasksView &m_view;
};

TasksView::TasksView(TaskModel &model, const TaskTrace &trace, TimeAxis &axis, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
    , m_trace(trace)
    , m_axis(axis)
    , m_filter(new TaskFilter(model, TimeAxis::span, this))
    , m_cancel(new QAction(tr("Cancel"), this))
    , m_showCode(new QAction(tr("Show code"), this))
    , m_copy(new QAction(tr("Copy as text"), this))
{
    setAccessibleName(tr("Tasks"));
    setObjectName(u"tasks"_s);
    // Whoever has scrolled goes on reading there, while tasks above it leave. QTreeView itself forgets where its rows are
    // as soon as it hears of that, so it hears of it later.
    connect(m_filter, &QAbstractItemModel::rowsAboutToBeRemoved, this, &TasksView::keepTop);
    setModel(m_filter);
    setItemDelegate(new Delegate(*this));
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    viewport()->setAutoFillBackground(false);
    setHeaderHidden(true);
    setMouseTracking(true);
    setRootIsDecorated(false);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(1);
    for (int column = 0; column < TaskModel::ColumnCount; ++column)
        setColumnHidden(column, column != nameColumn && column != timeColumn && column != waitColumn);
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
    connect(this, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() != timeColumn)
            showCurrentCode();
    });
    // Who awaits whom is seen at once.
    connect(m_filter, &QAbstractItemModel::rowsInserted, this,
        [this](const QModelIndex &above, int first, int last) {
            expand(above);
            for (int row = first; row <= last; ++row)
                expandRecursively(m_filter->index(row, 0, above));
        });
    connect(m_filter, &QAbstractItemModel::rowsRemoved, this, &TasksView::restoreTop);
    // The model is reset when very many tasks have ended: the selected one stays selected.
    connect(m_filter, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        m_keptTask = currentTask();
        keepTop();
    });
    connect(m_filter, &QAbstractItemModel::modelReset, this, [this] {
        expandAll();
        setCurrentTask(std::exchange(m_keptTask, {}));
        restoreTop();
    });
    connect(m_filter, &TaskFilter::hiddenCountChanged, this, &TasksView::foldedCountChanged);
    connect(&axis, &TimeAxis::momentChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&axis, &TimeAxis::frozenChanged, viewport(), qOverload<>(&QWidget::update));
    expandAll();
    setFonts();
    layOutColumns();
}

void TasksView::setFonts()
{
    m_cellTexts.setFont(font());
    m_smallTexts.setFont(smallFont(font()));
}

void TasksView::keepTop()
{
    m_keptTop = taskAt(indexAt({ 0, 0 }));
}

void TasksView::restoreTop()
{
    const QModelIndex top = indexOf(std::exchange(m_keptTop, {}));
    if (top.isValid())
        scrollTo(top, QAbstractItemView::PositionAtTop);
}

QModelIndex TasksView::indexOf(const TaskHandle<> &task) const
{
    return m_filter->mapFromSource(m_model.indexOf(task));
}

TaskHandle<> TasksView::taskAt(const QModelIndex &index) const
{
    return m_model.task(m_filter->mapToSource(index));
}

TaskHandle<> TasksView::currentTask() const
{
    return taskAt(currentIndex());
}

void TasksView::setCurrentTask(const TaskHandle<> &task)
{
    setCurrentIndex(indexOf(task));
}

int TasksView::foldedCount() const
{
    return m_filter->hiddenCount();
}

void TasksView::setEndedAge(std::chrono::milliseconds age)
{
    m_filter->setAge(age);
}

void TasksView::setFoldsEnded(bool folds)
{
    m_filter->setFiltering(folds);
    expandAll();
}

bool TasksView::foldsEnded() const
{
    return m_filter->isFiltering();
}

int TasksView::rowHeight(bool isDense) const
{
    const int height = fontMetrics().height(); // a tick has its value above the bar
    return isDense ? height * 17 / 16 : height * 4 / 3;
}

QSize TasksView::sizeHint() const
{
    return { QTreeView::sizeHint().width(), rowHeight(false) * 6 };
}

QSize TasksView::minimumSizeHint() const
{
    return { fontMetrics().averageCharWidth() * 40, rowHeight(true) * 5 };
}

void TasksView::cancelCurrent()
{
    if (const TaskHandle task = currentTask(); task.isValid())
        task.cancel();
}

void TasksView::copyCurrent() const
{
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return;
    QStringList cells;
    for (int column = 0; column < m_model.columnCount(); ++column)
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

void TasksView::layOutColumns()
{
    const int unit = fontMetrics().averageCharWidth();
    const int names = std::min(unit * 26, viewport()->width() / 4);
    const int waits = std::min(unit * 24, viewport()->width() / 5);
    const QString widest = TaskModel::tr("%1 ms").arg(QLocale().toString(9999));
    const int work = QFontMetrics(smallFont(font())).horizontalAdvance(workText(widest, widest)) + 2 * unit;
    const int rest = viewport()->width() - names - waits;
    const bool hasRoom = rest - work >= unit * 80;
    setColumnHidden(workColumn, !hasRoom);
    setColumnWidth(nameColumn, names);
    setColumnWidth(waitColumn, waits);
    setColumnWidth(workColumn, work);
    setColumnWidth(timeColumn, std::max(1, hasRoom ? rest - work : rest));
    const int left = columnViewportPosition(timeColumn);
    m_axis.setRange(left + unit, left + columnWidth(timeColumn) - unit);
}

void TasksView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    layOutColumns();
    if (const bool isDense = viewport()->height() < rowHeight(false) * 6; isDense != m_isDense) {
        m_isDense = isDense;
        scheduleDelayedItemsLayout();
    }
}

void TasksView::changeEvent(QEvent *event)
{
    QTreeView::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setFonts();
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange)
        layOutColumns();
}

bool TasksView::isInTime(const QPoint &position) const
{
    return columnAt(position.x()) == timeColumn;
}

void TasksView::mousePressEvent(QMouseEvent *event)
{
    QTreeView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && isInTime(event->position().toPoint()))
        m_axis.setMoment(m_axis.timeAt(event->position().x()));
}

void TasksView::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton)) {
        m_axis.hover(m_axis.timeAt(event->position().x()));
        QTreeView::mouseMoveEvent(event);
        return;
    }
    if (m_axis.moment())
        m_axis.setMoment(m_axis.timeAt(event->position().x()));
}

void TasksView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Left)
        m_axis.moveMoment(-keyStep);
    else if (event->key() == Qt::Key_Right)
        m_axis.moveMoment(keyStep);
    else if (event->key() == Qt::Key_Escape && m_axis.isFrozen())
        m_axis.setFrozen(false);
    else
        QTreeView::keyPressEvent(event);
}

void TasksView::collectSteps()
{
    m_steps.clear();
    const QRect seen = viewport()->rect();
    for (QModelIndex row = indexAt(seen.topLeft()); row.isValid(); row = indexBelow(row)) {
        if (visualRect(row).top() > seen.bottom())
            break;
        if (const TaskTrace::Track *track = m_trace.track(taskAt(row)))
            m_steps.try_emplace(track->id);
    }
    m_trace.visitSteps(m_axis.oldest(), m_axis.newest(), [this](const TaskTrace::Step &step) {
        if (const auto found = m_steps.find(step.track); found != m_steps.end())
            found->second.push_back(step);
    });
}

void TasksView::paintTime(QPainter &painter, const QRect &rect, const TaskHandle<> &task)
{
    const TaskTrace::Track *track = m_trace.track(task);
    const auto found = track ? m_steps.find(track->id) : m_steps.end();
    if (found == m_steps.end())
        return;
    const QColor base = palette().color(QPalette::Base);
    const QColor color = taskColor(task.name(), palette());
    // From below: the bar, what of a tick rises above it, and the values.
    const int barHeight = std::max(4, rect.height() / 4);
    const int top = rect.bottom() - barHeight;
    constexpr int rise = 2;
    const auto newest = m_axis.newest();
    const double left = std::max(m_axis.xOf(std::max(track->begin, m_axis.oldest())), m_axis.left());
    const double right = m_axis.xOf(std::min(track->end(), newest));
    if (right <= left)
        return;
    // A worker's time is solid too, in its own shade: the GUI's thread only waits for it.
    const CardInfo *card = cardOfTask(task.name());
    const bool isBackground
        = track->kind == TaskKind::Background || track->progress >= 0 || (card && card->isWorker);
    painter.fillRect(QRectF(left, top, right - left, barHeight),
        isBackground ? mixed(base, color, 0.55) : tint(color, base, 0.22));
    for (const TaskTrace::Step &step : found->second) {
        if (step.begin > newest)
            break;
        const double begin = m_axis.xOf(step.begin);
        const double x = std::max(begin, left);
        const double end = m_axis.xOf(std::min(step.end, newest));
        painter.fillRect(QRectF(x, top, std::max(end - x, 1.0), barHeight), color);
        if (step.cause == 0 || begin < left)
            continue; // its start, or a tick that the axis does not show any more
        painter.fillRect(QRectF(x - 1, top - rise, 2, barHeight + rise), color);
    }
    // The values from the latest on: where there is no room for all, it is the earlier ones that give way.
    const QFontMetrics metrics(m_smallTexts.font(), this);
    const double textY = top - rise - 1 - metrics.ascent();
    painter.setFont(m_smallTexts.font());
    painter.setPen(color);
    double free = right + m_smallTexts.width(u"0000"_s);
    for (auto step = found->second.crbegin(); step != found->second.crend(); ++step) {
        const double tick = m_axis.xOf(step->begin);
        if (step->begin > newest || tick > free)
            continue; // it has no room, however short it is
        if (tick < left)
            break;
        const QString value = m_trace.text(step->value);
        if (value.isEmpty())
            continue;
        const QStaticText &text = m_smallTexts.of(value);
        const double width = text.size().width();
        const double x = std::min(tick + 3, rect.right() - width);
        if (x + width > free)
            continue;
        painter.drawStaticText(QPointF(x, textY), text);
        free = x - metrics.averageCharWidth();
    }
    if (track->progress >= 0 && !track->isDone()) {
        const QStaticText &text
            = m_smallTexts.of(QLocale().toString(qRound(track->progress * 100)) + QLocale().percent());
        painter.drawStaticText(QPointF(right - text.size().width() - 4, textY), text);
    }
}

void TasksView::paintEvent(QPaintEvent *event)
{
    collectSteps();
    m_quiet = quietColor(palette());
    {
        QPainter painter(viewport());
        // Behind the rows: what was blocked, across all of them.
        if (m_eventLoop) {
            const QColor band = tint(alarmColor(palette()), palette().color(QPalette::Base), 0.14);
            for (const Block &block : m_eventLoop->blocks()) {
                const double left = std::max(m_axis.xOf(block.begin), m_axis.left());
                const double right = m_axis.xOf(block.end());
                if (right > left)
                    painter.fillRect(
                        QRectF(left, 0, std::max(right - left, 2.0), viewport()->height()), band);
            }
        }
        if (m_filter->rowCount() == 0) {
            painter.setLayoutDirection(Qt::LayoutDirectionAuto); // of the text
            painter.setPen(quietColor(palette()));
            const auto place = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignTop);
            painter.drawText(viewport()->rect().adjusted(4, 4, -4, -4),
                static_cast<int>(place) | Qt::TextWordWrap, tr("Tasks appear here once they are started."));
        }
    }
    QTreeView::paintEvent(event);
    if (const auto moment = m_axis.moment()) {
        QPainter painter(viewport());
        painter.setPen(palette().color(QPalette::Text));
        const auto x = static_cast<int>(m_axis.xOf(*moment));
        painter.drawLine(x, 0, x, viewport()->height());
    }
}

void TasksView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_frame.timerId()) {
        QTreeView::timerEvent(event);
        return;
    }
    const bool isLively = m_model.waitingCount() > 0;
    m_frame.start(isLively ? livelyInterval : calmInterval, Qt::CoarseTimer, this);
    if (m_axis.isFrozen())
        return;
    viewport()->update();
    // The axis moves for both: it is read together.
    if (m_eventLoop)
        const_cast<EventLoopPlot *>(m_eventLoop)->update();
}

void TasksView::showEvent(QShowEvent *event)
{
    m_frame.start(livelyInterval, Qt::CoarseTimer, this);
    QTreeView::showEvent(event);
}

void TasksView::hideEvent(QHideEvent *event)
{
    m_frame.stop();
    QTreeView::hideEvent(event);
}

} // namespace AsyncWidgets
