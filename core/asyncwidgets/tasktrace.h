// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// TaskTrace: what the tasks of a thread did, and when.

#pragma once

#include <asyncwidgets/global.h>
#include <asyncwidgets/stallmonitor.h>
#include <asyncwidgets/taskhandle.h>
#include <asyncwidgets/taskstate.h>

#include <QtCore/QObject>
#include <QtCore/QString>

#include <chrono>
#include <functional>
#include <source_location>
#include <vector>

QT_FORWARD_DECLARE_CLASS(QIODevice)

namespace AsyncWidgets {

namespace Detail {
class TraceLog;
}

/// Records what the tasks do on the thread on which it lives: each step of each task, the stalls that a StallMonitor
/// of this thread finds, and the progress of background work. All traces of a thread show the same record; it begins
/// with the first of them and is forgotten with the last. Without one, nothing is recorded.
///
/// The record is bounded: 2 MB, and 350 bytes for each task that it knows. When it is full, steps of a task that lie
/// close together are merged, as many as it takes to keep the last 30 seconds: see resolution(). If that does not
/// suffice, the oldest go: see recordedSince(). Of more than maximumTracks tasks at once, the later ones are left
/// out: see untracked().
///
/// Times are exact while tasks make no more than some 10,000 steps in a second; beyond that, to a timer tick (1 to 10
/// ms). Use it on its own thread, except for the destructor.
class ASYNCWIDGETS_EXPORT TaskTrace final : public QObject
{
    Q_OBJECT

public:
    using Clock = std::chrono::steady_clock; ///< of all times
    using Time = Clock::time_point; ///< exact, see above
    using TrackId = quint32; ///< of one task, unique in the record; 0 is none
    using TextId = quint32; ///< see text(); 0 is an empty text

    static constexpr std::chrono::seconds span { 30 }; ///< of the past that is kept, merged if need be
    static constexpr std::size_t maximumTracks = 10'000; ///< that are known at once

    /// One uninterrupted piece of a task's work: from its start or a resumption to the next pause or the end. Other
    /// tasks that it resumes meanwhile, inside it, have steps of their own.
    struct Step
    {
        Time begin; ///< when the task went on
        Time end = Time::max(); ///< Time::max() while it goes on
        /// How long the task worked: end - begin, or less if steps were merged.
        std::chrono::nanoseconds work {};
        /// The line at which it was resumed; of the first step, where the task was started.
        std::source_location from;
        std::source_location to; ///< the line at which it paused
        const QObject *sender = nullptr; ///< of the signal that resumed it; to compare only: it may be gone
        TrackId track = 0; ///< the task
        quint32 count = 1; ///< of how many steps this one is made; the texts are those of the last
        TextId cause = 0; ///< what resumed it: "slider.valueChanged"; empty for the start
        TextId value = 0; ///< its arguments as text, ", " between several; empty unless recordsValues()
        TextId waitingFor = 0; ///< what it waits for after it
        /// After it: Waiting, or how it ended; Working while it goes on.
        TaskState state = TaskState::Working;

        [[nodiscard]] bool goesOn() const { return end == Time::max(); } ///< whether the task works still
    };

    /// One task. It is kept while it lives and until 1000 others have ended after it, or sooner if there are
    /// maximumTracks.
    struct Track
    {
        TrackId id = 0; ///< by which others refer to it
        TrackId parent = 0; ///< the task that awaits it, when it was started; may be forgotten already
        TaskKind kind = TaskKind::Coroutine; ///< how it is written
        QString name; ///< as by TaskHandle::name()
        QString reason; ///< why it was cancelled or failed
        Time begin; ///< when it was started, or was first seen
        Step last; ///< its present or latest step; its state is that of the task
        QString
            lastValue; ///< the latest with which it was resumed, kept when the next resumption carries none
        quint32 steps = 0; ///< how many it has begun
        std::chrono::nanoseconds longestWork {}; ///< the longest uninterrupted piece
        std::chrono::nanoseconds
            totalWork {}; ///< their sum; neither counts the present: see totalWork() below
        double progress = -1; ///< of background work, from 0 to 1; negative if none was reported

        [[nodiscard]] bool isDone() const
        {
            return AsyncWidgets::isDone(last.state);
        } ///< whether it has ended
        /// When it ended; Time::max() while it has not.
        [[nodiscard]] Time end() const { return isDone() ? last.end : Time::max(); }
    };

    /// How far background work had come.
    struct Progress
    {
        Time time; ///< when it reached the task's thread
        TrackId track = 0; ///< the work
        double value = 0; ///< from 0 to 1
    };

    explicit TaskTrace(QObject *parent = nullptr); ///< records from now on
    /// On any thread; on a thread other than its own, only while the tasks there rest.
    ~TaskTrace() override;

    /// Whether the values that resume tasks are recorded as text, for any type that QVariant can turn into text. Off
    /// by default. Once on, they are recorded as long as this trace lives or until it is switched off.
    void setRecordsValues(bool records);
    [[nodiscard]] bool recordsValues() const { return m_recordsValues; } ///< see setRecordsValues()

    /// A number that changes whenever something new is recorded: cheap to ask for in each frame.
    [[nodiscard]] quint64 revision() const;

    // Tasks. What is visited, here and below, is a copy: tasks may go on meanwhile.
    /// Calls \a visit for each task, in the order in which they were started.
    void visitTracks(const std::function<void(const Track &)> &visit) const;
    /// nullptr if it is not known any more; valid until the next step.
    [[nodiscard]] const Track *track(TrackId id) const;
    [[nodiscard]] const Track *track(const TaskHandle<> &task) const; ///< the same; also after the task's end
    [[nodiscard]] qint64 untracked() const; ///< how many tasks were left out, since there were too many

    // Steps
    /// Calls \a visit for each step that overlaps the time between \a from and \a to, in the order in which they began.
    void visitSteps(Time from, Time to, const std::function<void(const Step &)> &visit) const;
    /// The last step of \a track that began at \a time or before. If it had ended by then, the task stood where it ended.
    /// nullptr before its first. Valid until the next step.
    [[nodiscard]] const Step *stepAt(TrackId track, Time time) const;
    [[nodiscard]] QString text(TextId text) const; ///< of a step that is in the record
    /// How long \a track had worked until now. Like longestWork() it counts the present piece too.
    [[nodiscard]] std::chrono::nanoseconds totalWork(const Track &track) const;
    [[nodiscard]] std::chrono::nanoseconds longestWork(const Track &track) const; ///< the longest piece

    // Beside them
    /// The stalls, the oldest first; the latest 100 of them are kept.
    [[nodiscard]] std::vector<Stall> stalls() const;
    /// Calls \a visit for what background work told between \a from and \a to, the oldest first.
    void visitProgress(Time from, Time to, const std::function<void(const Progress &)> &visit) const;

    // What is missing
    [[nodiscard]] Time recordedSince() const; ///< older steps are forgotten
    /// Steps of one task with a shorter pause between them have been merged; zero if all are there.
    [[nodiscard]] std::chrono::nanoseconds resolution() const;

    /// Writes the record in the Trace Event Format, as JSON, which Qt Creator's trace viewer (Analyze > Chrome Trace
    /// Format Visualizer) and https://ui.perfetto.dev open. \a device is open for writing. Returns false if it could not
    /// be written.
    bool exportChromeTrace(QIODevice *device) const;

Q_SIGNALS:
    /// Something new was recorded. At most once per display frame, by the event loop.
    void changed();

private:
    Detail::TraceLog *m_log; // shared by all traces of the thread
    bool m_recordsValues = false;
};

} // namespace AsyncWidgets
