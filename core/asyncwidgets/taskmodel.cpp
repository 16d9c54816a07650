// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/taskmodel.h>

#include <asyncwidgets/detail/tasktree.h>
#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/detail/tracelog.h>
#include <asyncwidgets/progresschannel.h>

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QBasicTimer>
#include <QtCore/QLocale>
#include <QtCore/QPointer>
#include <QtCore/QTimerEvent>

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <optional>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace AsyncWidgets {

using Detail::TaskRecord;
using Detail::ThreadContext;

namespace {

constexpr int maximumSingleChanges = 32; // more changed families of rows than this are announced together
// A view lays all rows out again for each range that is removed: many ranges of many rows are removed by a reset.
constexpr qsizetype fewRanges = 4;
constexpr qsizetype manyRows = 20'000;
constexpr qsizetype rowsPerMillisecond = 100; // of the pause between two refreshes

constexpr bool isNumber(int column)
{
    return column >= TaskModel::Resumed && column <= TaskModel::TotalWork;
}

/// What a TaskTrace knows of a task's work.
struct Work
{
    std::chrono::nanoseconds longest;
    std::chrono::nanoseconds total;
};

std::optional<Work> workOf(const TaskHandle<> &task)
{
    const ThreadContext *context = ThreadContext::existing();
    const Detail::TraceLog *log = context ? context->trace : nullptr;
    const TaskTrace::Track *track = log ? log->track(*task.record()) : nullptr;
    if (!track)
        return std::nullopt;
    return Work { .longest = log->longestWork(*track), .total = log->totalWork(*track) };
}

QString workText(std::chrono::nanoseconds work)
{
    using namespace std::chrono;
    if (work >= 10s)
        return TaskModel::elapsedText(duration_cast<milliseconds>(work));
    const double inMilliseconds = duration<double, std::milli>(work).count();
    return TaskModel::tr("%1 ms").arg(QLocale().toString(inMilliseconds, 'f', inMilliseconds < 9.95 ? 1 : 0));
}

/// Lets the next \a count calls of push_back() need no memory.
void makeRoom(auto &vector, std::size_t count = 1)
{
    if (vector.capacity() - vector.size() < count)
        vector.reserve(2 * (vector.size() + count));
}

} // namespace

/// Tells the model of the steps of the tasks. Lives as long as the context of the tasks' thread, or until the model is
/// destroyed there: the model may also be destroyed on another thread, while tasks go on.
class TaskModel::Observer final : public QObject,
                                  public Detail::TaskObserver,
                                  public std::enable_shared_from_this<Observer>
{
public:
    Observer(TaskModel &model, ThreadContext &context)
        : m_model(&model)
        , m_context(&context)
    {
    }
    ~Observer() override { forgetTasks(); }
    Q_DISABLE_COPY_MOVE(Observer)

    void begin()
    {
        m_context->observers.push_back(this);
        m_contextIsGone = connect(m_context, &QObject::destroyed, m_context, [self = shared_from_this()] {
            const std::scoped_lock lock(self->m_mutex);
            self->m_context = nullptr;
            self->stopTimer();
        });
    }
    void refreshIn(int milliseconds)
    {
        if (!m_timer.isActive() && QAbstractEventDispatcher::instance())
            m_timer.start(milliseconds, Qt::PreciseTimer, this);
    }
    void stopTimer() { m_timer.stop(); }
    /// The model is about to go; \a tree and \a forgotten hold tasks, which are for their thread to let go of.
    void end(Tree &tree, Forgotten &forgotten)
    {
        const auto self = shared_from_this();
        {
            const std::scoped_lock lock(m_mutex);
            m_model = nullptr;
            m_tree.swap(tree);
            m_forgotten.swap(forgotten);
            if (!m_context)
                return;
            if (m_context != ThreadContext::existing()) {
                QMetaObject::invokeMethod(m_context, [self] { self->forget(); }, Qt::QueuedConnection);
                return;
            }
        }
        forget();
    }

protected:
    void timerEvent(QTimerEvent *event) override
    {
        if (event->timerId() != m_timer.timerId())
            return;
        const auto self = shared_from_this(); // whoever is told may destroy the model
        const std::scoped_lock lock(m_mutex);
        if (m_model)
            m_model->refresh();
    }

private:
    void taskChanged(TaskRecord &task) noexcept override
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_model)
            return;
        try {
            m_model->taskChanged(task);
        } catch (const std::bad_alloc &) {
            m_model->m_hasMissedSteps = true;
        }
    }
    void forget()
    {
        stopTimer();
        std::erase(m_context->observers, static_cast<TaskObserver *>(this));
        disconnect(m_contextIsGone);
        forgetTasks(); // not in the destructor, which may run on the thread that has posted this
    }
    void forgetTasks()
    {
        for (const Node &node : m_tree)
            node.first->release();
        m_tree.clear();
        m_forgotten.clear();
    }

    // Guards the pointers. It is held while the model refreshes itself, so that no other thread destroys it meanwhile, and
    // tasks that go on then take it once more.
    std::recursive_mutex m_mutex;
    TaskModel *m_model;
    ThreadContext *m_context;
    QBasicTimer m_timer; // not the model's, which cannot stop one of another thread
    QMetaObject::Connection m_contextIsGone; // keeps this object alive
    Tree m_tree;
    Forgotten m_forgotten;
};

TaskModel::TaskModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_observer(std::make_shared<Observer>(*this, ThreadContext::current()))
{
    try {
        m_observer->begin();
        findTasks();
        refresh();
    } catch (...) {
        m_observer->end(m_tree, m_forgotten);
        throw;
    }
}

TaskModel::~TaskModel()
{
    m_observer->end(m_tree, m_forgotten);
}

void TaskModel::findTasks()
{
    Detail::visitTasks(ThreadContext::current(), [this](TaskRecord &task, int) { markDirty(nodeOf(task)); });
}

/// There was no memory to note all steps: any task may have changed.
void TaskModel::lookAtAll()
{
    for (Node &node : m_tree)
        markDirty(node);
    findTasks();
}

// A step of a task. This is on the way of every resumption, so it only notes which task it was: rows change later.
void TaskModel::taskChanged(TaskRecord &task)
{
    if (const auto found = m_tree.find(&task); found != m_tree.end()) {
        Node &node = *found;
        if (!node.second.isShown && task.isDone() && !m_isRefreshing) {
            // Started and ended between two refreshes. Millions may: only as many are kept as will be shown.
            if (node.second.parent) {
                forgetUnshown(node);
                return;
            }
            m_endedUnshown.push_back(&node);
            node.second.isEnded = true;
            trimHistory();
            return; // it is in m_dirty already
        }
        markDirty(node);
    } else if (!task.isDone() && !(task.awaitedBy() && task.awaitedBy()->isDone())) {
        markDirty(nodeOf(task));
    }
}

TaskModel::Node &TaskModel::nodeOf(TaskRecord &task)
{
    if (const auto found = m_tree.find(&task); found != m_tree.end())
        return *found;
    TaskRecord *const outer = task.awaitedBy();
    Node *const parent = outer ? &nodeOf(*outer) : nullptr;
    makeRoom(m_dirty);
    makeRoom(m_forgotten, m_tree.size() + 1);
    Node &node = *m_tree.try_emplace(&task).first; // the last that may fail
    task.retain();
    node.second.parent = parent;
    if (parent)
        ++parent->second.unshownChildren;
    markDirty(node); // after the outer one, so that it gets its row after it
    return node;
}

void TaskModel::markDirty(Node &node)
{
    if (node.second.isDirty)
        return;
    makeRoom(m_dirty);
    node.second.isDirty = true;
    if (!node.second.isShown)
        node.second.position = static_cast<int>(m_dirty.size());
    m_dirty.push_back(&node);
    m_observer->refreshIn(
        static_cast<int>(ProgressChannel::frame.count() + std::ssize(m_tree) / rowsPerMillisecond));
}

void TaskModel::forget(Node &node)
{
    if (node.second.isDirty)
        std::replace(m_dirty.begin(), m_dirty.end(), &node, static_cast<Node *>(nullptr));
    countWaiting(node, false);
    TaskRecord *task = node.first;
    m_tree.erase(task);
    // With the record of one that has failed goes its exception, whose destructor may run any code. That must be neither
    // in the middle of a change here nor where a task tells of its step: the end of the next refresh lets go of it.
    if (task->state() == TaskState::Failed)
        m_forgotten.emplace_back(task);
    task->release();
}

void TaskModel::forgetUnshown(Node &node)
{
    for (Node *unshown = &node; unshown;) {
        if (unshown->second.unshownChildren > 0) { // which refer to it; it goes with the last of them
            unshown->second.isForgotten = true;
            return;
        }
        Node *parent = unshown->second.parent;
        m_dirty[static_cast<std::size_t>(unshown->second.position)] = nullptr;
        unshown->second.isDirty = false;
        forget(*unshown);
        const bool goesToo = parent && --parent->second.unshownChildren == 0 && parent->second.isForgotten;
        unshown = goesToo ? parent : nullptr;
    }
    while (!m_dirty.empty() && !m_dirty.back())
        m_dirty.pop_back();
}

void TaskModel::trimHistory()
{
    const auto limit = static_cast<std::size_t>(m_historyLimit);
    while (m_endedUnshown.size() > limit) {
        Node *oldest = m_endedUnshown.front();
        m_endedUnshown.pop_front();
        forgetUnshown(*oldest);
    }
    while (!m_history.empty() && m_history.size() + m_endedUnshown.size() > limit) {
        m_leaving.push_back(m_history.front());
        m_history.pop_front();
    }
}

void TaskModel::setHistoryLimit(int limit)
{
    m_historyLimit = std::max(limit, 0);
    trimHistory();
    refresh();
}

void TaskModel::clearHistory()
{
    const QPointer<TaskModel> alive(this); // whoever is told may destroy it
    refresh();
    if (!alive)
        return;
    m_leaving.insert(m_leaving.end(), m_history.begin(), m_history.end());
    m_history.clear();
    refresh();
}

void TaskModel::refresh()
{
    if (m_isRefreshing) {
        m_observer->refreshIn(
            static_cast<int>(ProgressChannel::frame.count())); // asked for by one who is being told
        return;
    }
    const QPointer<TaskModel> alive(this); // whoever is told may destroy it
    m_observer->stopTimer();
    if (std::exchange(m_hasMissedSteps, false))
        lookAtAll();
    m_isRefreshing = true;

    for (Node *node : std::exchange(m_endedUnshown, {}))
        m_history.push_back(node);
    Nodes entering;
    Nodes changed;
    for (Node *node : std::exchange(m_dirty, {})) {
        if (!node)
            continue;
        Place &place = node->second;
        place.isDirty = false;
        (place.isShown ? changed : entering).push_back(node);
        if (place.isForgotten)
            place.isLeaving = true;
        if (!node->first->isDone() || place.isEnded)
            continue;
        place.isEnded = true;
        if (place.parent)
            m_leaving.push_back(node);
        else
            m_history.push_back(node);
    }
    trimHistory();

    Nodes leaving = std::exchange(m_leaving, {});
    markLeaving(leaving);
    std::erase_if(changed, [](const Node *node) { return node->second.isLeaving; });
    Nodes stillborn;
    std::erase_if(entering, [&stillborn](Node *node) {
        const Node *parent = node->second.parent;
        if (parent && parent->second.isLeaving)
            node->second.isLeaving = true; // outer ones come first
        if (node->second.isLeaving)
            stillborn.push_back(node);
        return node->second.isLeaving;
    });
    std::erase_if(leaving, [](const Node *node) { return !node->second.isShown; });

    if (!leaving.empty())
        remove(std::move(leaving));
    if (!alive)
        return;
    for (Node *node : stillborn)
        forget(*node);
    for (Node *node : entering)
        countWaiting(*node, node->first->state() == TaskState::Waiting);
    for (Node *node : changed)
        countWaiting(*node, node->first->state() == TaskState::Waiting);
    insert(entering);
    if (alive)
        announce(std::move(changed));
    if (!alive)
        return;
    Forgotten forgotten; // this object may be gone before they are
    if (!m_forgotten.empty()) {
        makeRoom(forgotten, m_tree.size());
        forgotten.swap(m_forgotten);
    }
    m_isRefreshing = false;
    Q_EMIT refreshed();
}

void TaskModel::countWaiting(Node &node, bool isWaiting)
{
    if (node.second.parent || node.second.isWaiting == isWaiting)
        return;
    node.second.isWaiting = isWaiting;
    m_waitingCount += isWaiting ? 1 : -1;
}

/// Marks them and all below them; keeps in the list those that are to be removed by themselves.
void TaskModel::markLeaving(Nodes &leaving)
{
    Nodes pending = leaving;
    while (!pending.empty()) {
        Node *node = pending.back();
        pending.pop_back();
        if (node->second.isLeaving)
            continue;
        node->second.isLeaving = true;
        if (node->second.children)
            pending.insert(pending.end(), node->second.children->begin(), node->second.children->end());
    }
    std::erase_if(leaving, [](const Node *node) {
        return node->second.isShown && node->second.parent && node->second.parent->second.isLeaving;
    });
}

void TaskModel::remove(Nodes leaving)
{
    const QPointer<TaskModel> alive(this);
    qsizetype ranges = 0; // of rows beside each other
    for (const Node *node : leaving) {
        const Nodes &siblings = siblingsOf(*node);
        const auto next = static_cast<std::size_t>(rowOf(*node)) + 1;
        ranges += next == siblings.size() || !siblings[next]->second.isLeaving ? 1 : 0;
    }
    if (ranges > fewRanges && ranges * std::ssize(m_tree) > manyRows)
        removeAtOnce(leaving);
    else
        removeRanges(leaving);
    if (!alive)
        return;
    // Nobody can ask for them any more.
    while (!leaving.empty()) {
        Node *node = leaving.back();
        leaving.pop_back();
        if (node->second.children)
            leaving.insert(leaving.end(), node->second.children->begin(), node->second.children->end());
        forget(*node);
    }
}

void TaskModel::removeAtOnce(const Nodes &leaving)
{
    beginResetModel();
    std::vector<Nodes *> families;
    for (const Node *node : leaving)
        families.push_back(&siblingsOf(*node));
    std::sort(families.begin(), families.end(), std::less<>());
    families.erase(std::unique(families.begin(), families.end()), families.end());
    for (Nodes *family : families)
        std::erase_if(*family, [](const Node *node) { return node->second.isLeaving; });
    endResetModel();
}

void TaskModel::removeRanges(Nodes leaving)
{
    // From the last row to the first, neighbours together: rows further up keep their numbers.
    std::sort(leaving.begin(), leaving.end(), [](const Node *a, const Node *b) {
        if (a->second.parent != b->second.parent)
            return std::less<>()(a->second.parent, b->second.parent);
        return a->second.position > b->second.position;
    });
    for (auto begin = leaving.cbegin(); begin != leaving.cend();) {
        Node *parent = (*begin)->second.parent;
        const int last = (*begin)->second.position;
        int first = last;
        auto end = begin + 1;
        while (end != leaving.cend() && (*end)->second.parent == parent
            && (*end)->second.position == first - 1) {
            --first;
            ++end;
        }
        beginRemoveRows(indexOfNode(parent), first, last);
        Nodes &siblings = siblingsOf(**begin);
        siblings.erase(siblings.begin() + first, siblings.begin() + last + 1);
        const QPointer<TaskModel> alive(this);
        endRemoveRows();
        if (!alive)
            return;
        begin = end;
    }
}

void TaskModel::insert(const Nodes &entering)
{
    const auto append = [this](Node *node) {
        Node *parent = node->second.parent;
        if (parent && !parent->second.children)
            parent->second.children = std::make_unique<Nodes>();
        siblingsOf(*node).push_back(node);
    };
    std::map<Node *, Nodes> topsOf; // a parent that is shown, or none
    for (Node *node : entering) {
        Node *parent = node->second.parent;
        if (parent && !parent->second.isShown)
            append(node); // enters with its parent
        else
            topsOf[parent].push_back(node);
    }
    for (const auto &[parent, tops] : topsOf) {
        const int first = rowCount(indexOfNode(parent));
        beginInsertRows(indexOfNode(parent), first, first + static_cast<int>(tops.size()) - 1);
        Nodes pending = tops;
        std::for_each(tops.begin(), tops.end(), append);
        while (!pending.empty()) {
            Node *node = pending.back();
            pending.pop_back();
            node->second.isShown = true;
            if (Node *above = node->second.parent)
                --above->second.unshownChildren;
            if (node->second.children)
                pending.insert(pending.end(), node->second.children->begin(), node->second.children->end());
        }
        const QPointer<TaskModel> alive(this);
        endInsertRows();
        if (!alive)
            return;
    }
}

void TaskModel::announce(Nodes changed)
{
    const auto byParent
        = [](const Node *a, const Node *b) { return std::less<>()(a->second.parent, b->second.parent); };
    if (!std::is_sorted(changed.begin(), changed.end(), byParent))
        std::sort(changed.begin(), changed.end(), byParent);
    struct Range
    {
        const Node *first;
        const Node *last;
    };
    std::vector<Range> ranges; // one for each parent
    for (const Node *node : changed) {
        if (ranges.empty() || ranges.back().first->second.parent != node->second.parent) {
            ranges.push_back({ node, node });
            continue;
        }
        Range &range = ranges.back();
        if (rowOf(*node) < rowOf(*range.first))
            range.first = node;
        if (rowOf(*node) > rowOf(*range.last))
            range.last = node;
    }
    const QPointer<TaskModel> alive(this);
    if (ranges.size() > maximumSingleChanges) {
        Q_EMIT layoutAboutToBeChanged(); // the order stays; to a view this is cheaper than thousands of changes
        if (alive)
            Q_EMIT layoutChanged();
        return;
    }
    for (const Range &range : ranges) {
        if (!alive)
            return;
        Q_EMIT dataChanged(indexOfNode(range.first), indexOfNode(range.last, ColumnCount - 1));
    }
}

TaskModel::Nodes &TaskModel::siblingsOf(const Node &node) const
{
    return node.second.parent ? *node.second.parent->second.children : m_roots;
}

int TaskModel::rowOf(const Node &node) const
{
    const Nodes &siblings = siblingsOf(node);
    const auto position = static_cast<std::size_t>(node.second.position);
    if (position >= siblings.size()
        || siblings[position] != &node) { // rows before it have gone: count anew, once
        for (std::size_t row = 0; row < siblings.size(); ++row)
            siblings[row]->second.position = static_cast<int>(row);
    }
    return node.second.position;
}

QModelIndex TaskModel::indexOfNode(const Node *node, int column) const
{
    return node ? createIndex(rowOf(*node), column, node) : QModelIndex();
}

TaskHandle<> TaskModel::task(const QModelIndex &index) const
{
    if (!index.isValid() || index.model() != this)
        return {};
    return TaskHandle<>(*static_cast<Node *>(index.internalPointer())->first);
}

QModelIndex TaskModel::indexOf(const TaskHandle<> &task) const
{
    const auto found = m_tree.find(task.record());
    return found != m_tree.end() && found->second.isShown ? indexOfNode(&*found) : QModelIndex();
}

QModelIndex TaskModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    const Nodes &nodes
        = parent.isValid() ? *static_cast<Node *>(parent.internalPointer())->second.children : m_roots;
    return createIndex(row, column, nodes[static_cast<std::size_t>(row)]);
}

QModelIndex TaskModel::parent(const QModelIndex &child) const
{
    return child.isValid() ? indexOfNode(static_cast<Node *>(child.internalPointer())->second.parent)
                           : QModelIndex();
}

int TaskModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return static_cast<int>(m_roots.size());
    const auto &children = static_cast<Node *>(parent.internalPointer())->second.children;
    return children && parent.column() == 0 ? static_cast<int>(children->size()) : 0;
}

int TaskModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant TaskModel::data(const QModelIndex &index, int role) const
{
    const TaskHandle handle = task(index);
    if (!handle.isValid())
        return {};
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Task:
            return handle.name();
        case State:
            return Detail::stateText(handle.state());
        case WaitingFor:
            return handle.state() == TaskState::Waiting ? handle.waitingFor() : handle.reason();
        case At:
            return Detail::placeText(handle);
        case Resumed:
            return handle.resumptions();
        case Since:
            return elapsedText(Detail::elapsedSince(handle));
        case LongestWork:
        case TotalWork:
            if (const auto work = workOf(handle))
                return workText(index.column() == LongestWork ? work->longest : work->total);
            return {};
        default:
            return {};
        }
    case Qt::TextAlignmentRole:
        return isNumber(index.column()) ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case Qt::ToolTipRole:
        if (const auto work = workOf(handle))
            return QString(sentence(handle) + u'\n'
                + tr("Its longest piece of work took %1, all of its work %2.")
                    .arg(workText(work->longest), workText(work->total)));
        return sentence(handle);
    case NameRole:
        return handle.name();
    case StateRole:
        return QVariant::fromValue(handle.state());
    case KindRole:
        return QVariant::fromValue(handle.kind());
    case WaitingForRole:
        return handle.waitingFor();
    case ReasonRole:
        return handle.reason();
    case FileRole:
        return handle.fileName();
    case LineRole:
        return handle.line();
    case ResumedRole:
        return handle.resumptions();
    case SinceRole:
        return QVariant::fromValue<qint64>(Detail::elapsedSince(handle).count());
    case ActiveRole:
        return !handle.isDone();
    case LongestWorkRole:
    case TotalWorkRole:
        if (const auto work = workOf(handle))
            return QVariant::fromValue<qint64>(
                (role == LongestWorkRole ? work->longest : work->total).count());
        return {};
    default:
        return {};
    }
}

QVariant TaskModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole && isNumber(section))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Task:
        return tr("Task");
    case State:
        return tr("State");
    case WaitingFor:
        return tr("Waiting for");
    case At:
        return tr("At");
    case Resumed:
        return tr("Resumed");
    case Since:
        return tr("Since");
    case LongestWork:
        return tr("Longest work");
    case TotalWork:
        return tr("Total work");
    default:
        return {};
    }
}

QString TaskModel::elapsedText(std::chrono::milliseconds elapsed)
{
    using namespace std::chrono;
    const QLocale locale;
    const auto wholeSeconds = duration_cast<seconds>(elapsed).count();
    const auto tenths = elapsed.count() / 100; // cut, not rounded: 9.96 s is not yet 10.0 s
    if (elapsed < 10s)
        return tr("%1 s").arg(locale.toString(static_cast<double>(tenths) / 10.0, 'f', 1));
    if (elapsed < 1min)
        return tr("%1 s").arg(locale.toString(wholeSeconds));
    if (elapsed < 1h)
        return tr("%1 min %2 s").arg(locale.toString(wholeSeconds / 60), locale.toString(wholeSeconds % 60));
    return tr("%1 h %2 min")
        .arg(locale.toString(wholeSeconds / 3600), locale.toString(wholeSeconds / 60 % 60));
}

QString TaskModel::sentence(const TaskHandle<> &task)
{
    if (!task.isValid())
        return {};
    const QString elapsed = elapsedText(Detail::elapsedSince(task));
    switch (task.state()) {
    case TaskState::Ready:
        return tr("%1 is ready to start.").arg(task.name());
    case TaskState::Working:
        return tr("%1 has been working for %2.").arg(task.name(), elapsed);
    case TaskState::Waiting:
        return tr("%1 has been waiting for %2 for %3.").arg(task.name(), task.waitingFor(), elapsed);
    case TaskState::Finished:
        return tr("%1 finished %2 ago.").arg(task.name(), elapsed);
    case TaskState::Cancelled:
        return tr("%1 ended %2 ago: %3.").arg(task.name(), elapsed, task.reason());
    case TaskState::Failed:
        return tr("%1 failed %2 ago: %3.").arg(task.name(), elapsed, task.reason());
    }
    return {};
}

} // namespace AsyncWidgets
