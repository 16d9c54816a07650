// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The threads on which runInBackground() calls its functions.

#pragma once

#include <asyncwidgets/detail/backgroundjob.h>

#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace AsyncWidgets::Detail {

/// Shared threads take the jobs in the order in which they were started, at most limit() at a time; a job may also have
/// a thread of its own. All functions may be called on any thread.
///
/// When the application object goes, the jobs of its thread are asked to stop and waited for, as Qt does with its global
/// pool: what they use of Qt is still there. The end of the program does the same with all others, in whatever order its
/// static objects die. (Not a QThreadPool: where the system gives no thread, QThread::start() only warns, and the job
/// waits for ever. Nor could the thread sanitizer see into the lock of an installed Qt.)
class BackgroundThreads final
{
public:
    [[nodiscard]] static BackgroundThreads &instance();
    Q_DISABLE_COPY_MOVE(BackgroundThreads)

    [[nodiscard]] int limit();
    void setLimit(int limit); ///< 1 or more

    /// Gives \a job a thread or, if that is to be a shared one, a place in the queue. Returns whether it has a thread.
    /// For each call that returns there is one of leave(), on the same thread. Throws std::system_error if the system
    /// gives no thread and no shared one could take the job later, and WaitError while the program ends.
    [[nodiscard]] bool start(const std::shared_ptr<BackgroundJob> &job, BackgroundThread thread);
    /// The task waits for \a job no longer. Returns true if the job had not begun: then it never does.
    [[nodiscard]] bool leave(BackgroundJob &job);

    /// Whether the calling thread is one of these.
    [[nodiscard]] static bool isOneOfThem();

private:
    struct Worker;
    using Workers = std::list<Worker>;
    struct AtExit;

    BackgroundThreads();
    ~BackgroundThreads() = default; // never called: nobody knows what still ends after it

    void startThread(const std::shared_ptr<BackgroundJob> &job); ///< a shared one without a job
    void run(Worker &worker);
    void takeJobs(Worker &worker, std::unique_lock<std::mutex> &lock);
    void workOnJob(Worker &worker, std::unique_lock<std::mutex> &lock);
    void joinEnded();
    [[nodiscard]] int idle() const { return m_shared - m_busy; }
    /// How many of the jobs in the queue may be taken now, if there are the threads.
    [[nodiscard]] int due() const;
    void applicationEnds();
    void programEnds();

    std::mutex m_mutex; // guards everything below
    std::condition_variable m_jobIsDue;
    std::condition_variable m_jobIsDone;
    BackgroundJob::Queue m_queue;
    Workers m_workers;
    Workers m_ended; // still to be joined
    int m_limit;
    int m_shared = 0; // how many shared threads there are; they stay
    int m_busy = 0; // how many of those work
    int m_lent
        = 0; // how many of those do not count, since they wait for a job that they have started themselves
    bool m_isHooked = false; // into the end of the application
    bool m_isClosed = false; // the program ends
};

} // namespace AsyncWidgets::Detail
