// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The record behind all TaskTraces of one thread.

#pragma once

#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/tasktrace.h>

#include <QtCore/QBasicTimer>
#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QSet>
#include <QtCore/QString>

#include <atomic>
#include <deque>
#include <unordered_map>
#include <vector>

namespace AsyncWidgets::Detail {

class SharedConnection;

/// Takes down every step of every task of its thread, and tells of news once per frame. Its bounds are the constants at
/// the beginning of tracelog.cpp; makeRoom() keeps to that of the steps, sweepTexts() to that of the texts.
class TraceLog final : public QObject, public TaskObserver
{
    Q_OBJECT

public:
    using Step = TaskTrace::Step;
    using Time = TaskTrace::Time;
    using Track = TaskTrace::Track;
    using TrackId = TaskTrace::TrackId;
    using TextId = TaskTrace::TextId;

    explicit TraceLog(ThreadContext &context);
    ~TraceLog() override;
    void threadHasEnded(); ///< told by the thread's context; this object may be gone afterwards

    // Of the TaskTraces that show it, which may be destroyed on any thread:
    [[nodiscard]] static TraceLog &join(); ///< one more shows the log of this thread
    void leave(); ///< one less; this object may be gone afterwards
    std::atomic<int> valueUsers = 0; // who want values to be recorded

    // Being told. On the way of every step, and cheap.
    void taskChanged(TaskRecord &task) override;
    /// The arguments of an emission of \a connection, as text; 0 unless somebody wants values.
    [[nodiscard]] TextId valuesOf(const SharedConnection &connection, void **arguments);
    void progressMade(TaskRecord &task, double progress);
    void stalled(const Stall &stall);

    // Being asked
    [[nodiscard]] quint64 revision() const { return m_revision; }
    [[nodiscard]] const std::deque<Step> &steps() const
    {
        return m_steps;
    } ///< in the order in which they began
    /// The latest steps of tasks that are older than steps(): of those that have waited, or worked, for so long.
    [[nodiscard]] std::vector<const Step *> olderSteps() const;
    [[nodiscard]] std::vector<const Track *> tracks() const; ///< in the order in which they were started
    [[nodiscard]] const Track *track(TrackId id) const;
    [[nodiscard]] const Track *track(const TaskRecord &task) const;
    [[nodiscard]] std::chrono::nanoseconds totalWork(const Track &track) const;
    [[nodiscard]] std::chrono::nanoseconds longestWork(const Track &track) const;
    [[nodiscard]] QString text(TextId id) const { return m_texts.value(id); }
    [[nodiscard]] const std::deque<Stall> &stalls() const { return m_stalls; }
    [[nodiscard]] const std::deque<TaskTrace::Progress> &progress() const { return m_progress; }
    [[nodiscard]] Time recordedSince() const { return m_recordedSince; }
    [[nodiscard]] std::chrono::nanoseconds resolution() const { return m_resolution; }
    [[nodiscard]] qint64 untracked() const { return m_untracked; }

Q_SIGNALS:
    void changed();

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    struct Tracked // a track, and what only the log needs of it
    {
        Track track;
        TaskRecord *task = nullptr; // until the record goes: to compare only
        quint64 lastNumber = 0; // of its last step
        Time resumed; // when the present piece of work began
        QString described; // the latest description of a cause or a wait
        TextId description = 0; // and its number
        bool isNameless = false; // until its first pause

        [[nodiscard]] TextId describe(TraceLog &log, const QString &text);
    };

    void startWith(TaskRecord &task);
    [[nodiscard]] Time now(const TaskRecord &task);
    /// Since it was resumed; zero if it does not work.
    [[nodiscard]] std::chrono::nanoseconds presentWork(TrackId id) const;
    Tracked *trackedOf(TaskRecord &task, Time time);
    Tracked *add(TaskRecord &task, Time time);
    void append(Tracked &tracked);
    void stepBegins(Tracked &tracked, const TaskRecord &task, Time time);
    void stepEnds(Tracked &tracked, TaskRecord &task, Time time);
    [[nodiscard]] TextId textId(const QString &text);
    [[nodiscard]] Step *stepNumber(quint64 number)
    {
        return number >= m_firstNumber && number < m_firstNumber + m_steps.size()
            ? &m_steps[number - m_firstNumber]
            : nullptr;
    }
    void makeRoom(Time now);
    void dropOldest(std::size_t count);
    void merge();
    void forgetOldestEnded();
    void sweepTexts();
    void hasNews();

    [[nodiscard]] bool isLeft() const;

    int m_users = 0; // with the lock, as is the end of the context
    ThreadContext *m_context; // nullptr after its end
    QBasicTimer m_frame;
    quint64 m_revision = 0;

    std::deque<Step> m_steps;
    quint64 m_firstNumber = 1; // of the first of them
    Time m_recordedSince;
    std::chrono::nanoseconds m_resolution {};

    std::unordered_map<TaskRecord *, TrackId> m_ids;
    std::unordered_map<TrackId, Tracked> m_tracks;
    TrackId m_lastId = 0;
    qint64 m_untracked = 0;
    std::deque<TrackId> m_ended;
    TaskRecord *m_latestTask = nullptr; // most often the next step is one of the same task
    Tracked *m_latest = nullptr;

    QHash<TextId, QString> m_texts;
    QHash<QString, TextId> m_textIds;
    TextId m_lastText = 0;

    std::deque<Stall> m_stalls;
    std::deque<TaskTrace::Progress> m_progress;

    Time m_tick; // of the coarse clock, at the last look at the exact one
    Time m_now;
    int m_looks = 0; // how many more looks at the exact clock this tick has
};

} // namespace AsyncWidgets::Detail
