// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TaskModel: every task of a thread, as a tree for a view.

#pragma once

#include <asyncwidgets/taskhandle.h>

#include <QtCore/QAbstractItemModel>

#include <chrono>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

namespace AsyncWidgets {

/// Shows the tasks of the thread on which it was made: those of all scopes in the order in which they were started (of
/// those that ran before it was made, scope by scope), below each the tasks that it awaits. A task of a scope stays
/// visible after its end, until historyLimit() others have ended after it; an awaited task is removed at its end.
///
/// A step of a task only marks its row. Marked rows are updated together, at most once per display frame (less often
/// when there are thousands): the rows are those of the last refreshed(), while data() tells the state at this
/// moment. Idle tasks cost nothing. Without an event loop nothing happens until refresh(). When many scattered tasks
/// have ended among thousands, their rows are removed by a reset of the model.
///
/// It lives on that thread, and may be destroyed on any, even while tasks go on. A step that it has no memory to note is
/// found at the next refresh(). That may throw std::bad_alloc; then the model can only be destroyed.
class ASYNCWIDGETS_EXPORT TaskModel final : public QAbstractItemModel
{
    Q_OBJECT
    Q_PROPERTY(int historyLimit READ historyLimit WRITE setHistoryLimit)

public:
    /// The columns.
    enum Column { Task, State, WaitingFor, At, Resumed, Since, LongestWork, TotalWork, ColumnCount };
    Q_ENUM(Column)

    /// What data() gives of a task in addition to the text of a column.
    enum Role {
        NameRole = Qt::UserRole + 1, ///< QString
        StateRole, ///< TaskState
        KindRole, ///< TaskKind
        WaitingForRole, ///< QString, empty unless Waiting
        ReasonRole, ///< QString: why it was cancelled or failed
        FileRole, ///< QString: the file of the last pause, with the path that the compiler saw
        LineRole, ///< int: the line of the last pause; before the first, that of the start
        ResumedRole, ///< quint64: how often it has been resumed
        SinceRole, ///< qint64: for how many milliseconds it has been in its state
        ActiveRole, ///< bool: whether it has not ended
        LongestWorkRole, ///< qint64: its longest uninterrupted piece of work, in nanoseconds
        TotalWorkRole, ///< qint64: all its work; both only while there is a TaskTrace on this thread that knows it
    };
    Q_ENUM(Role)

    explicit TaskModel(
        QObject *parent = nullptr); ///< of the tasks of this thread, including those that run already
    ~TaskModel() override;

    [[nodiscard]] TaskHandle<> task(
        const QModelIndex &index) const; ///< an invalid handle for an invalid index
    /// The row of \a task, in the first column. Invalid for a task that has no row (yet, or any more).
    [[nodiscard]] QModelIndex indexOf(const TaskHandle<> &task) const;

    [[nodiscard]] int waitingCount() const { return m_waitingCount; } ///< how many tasks of scopes are paused
    /// A span of time in words, short: "0.4 s", "12 s", "3 min 20 s", "2 h 5 min".
    [[nodiscard]] static QString elapsedText(std::chrono::milliseconds elapsed);
    /// A sentence on what the task does: "slow has been waiting for slider.valueChanged for 1.2 s."
    [[nodiscard]] static QString sentence(const TaskHandle<> &task);

    [[nodiscard]] int historyLimit() const { return m_historyLimit; } ///< 50 unless it was set
    void setHistoryLimit(int limit); ///< a negative limit counts as 0
    void clearHistory(); ///< removes the tasks that have ended

    /// \cond QAbstractItemModel
    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// \endcond

public Q_SLOTS:
    /// Applies all changes at once; called from a slot of a signal of this model, in the next frame.
    void refresh();

Q_SIGNALS:
    /// All changes up to now have been applied.
    void refreshed();

private:
    class Observer;
    struct Place;
    using Tree = std::unordered_map<Detail::TaskRecord *, Place>;
    using Node = Tree::value_type; // its address is the internal pointer of an index
    using Nodes = std::vector<Node *>;
    using Forgotten = std::vector<Detail::TaskRecordRef>;
    struct Place
    {
        Node *parent = nullptr; // nullptr for a task of a scope
        std::unique_ptr<Nodes> children;
        mutable int position = 0; // shown: the row, as last known; otherwise: the index in m_dirty
        int unshownChildren = 0; // that have no row yet
        bool isShown : 1 = false; // has a row
        bool isForgotten : 1 = false; // ended and will have no row, though its children still refer to it
        bool isDirty : 1 = false; // is in m_dirty
        bool isEnded : 1 = false; // is in m_history or m_endedUnshown
        bool isLeaving : 1 = false; // its row goes in the present refresh
        bool isWaiting : 1 = false; // is counted in m_waitingCount
    };

    void taskChanged(Detail::TaskRecord &task);
    Node &nodeOf(Detail::TaskRecord &task);
    void findTasks();
    void lookAtAll();
    void markDirty(Node &node);
    void forget(Node &node);
    void forgetUnshown(Node &node);
    void trimHistory();

    [[nodiscard]] Nodes &siblingsOf(const Node &node) const;
    [[nodiscard]] int rowOf(const Node &node) const;
    [[nodiscard]] QModelIndex indexOfNode(const Node *node, int column = 0) const;
    void markLeaving(Nodes &leaving);
    void remove(Nodes leaving);
    void removeAtOnce(const Nodes &leaving);
    void removeRanges(Nodes leaving);
    void insert(const Nodes &entering);
    void announce(Nodes changed);
    void countWaiting(Node &node, bool isWaiting);

    std::shared_ptr<Observer> m_observer;
    Tree m_tree;
    mutable Nodes m_roots;
    Nodes m_dirty; // nullptr for those that were forgotten
    Nodes m_leaving; // ended tasks that are to go at the next refresh
    Forgotten m_forgotten; // failed tasks that are to be let go of; has room for all of m_tree
    std::deque<Node *> m_history; // tasks of scopes that have ended and are shown, the oldest first
    std::deque<Node *> m_endedUnshown; // tasks of scopes that have ended before they were shown
    int m_historyLimit = 50;
    int m_waitingCount = 0;
    bool m_isRefreshing = false;
    bool m_hasMissedSteps = false;
};

} // namespace AsyncWidgets
