// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/backgroundthreads.h>

#include <asyncwidgets/runinbackground.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCoreApplication>
#include <QtCore/QEventLoop>
#include <QtCore/QThread>

#include <algorithm>
#include <new>
#include <system_error>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

struct BackgroundThreads::Worker
{
    std::thread thread;
    std::shared_ptr<BackgroundJob> job; // whose function it runs
    bool isShared = false;
    bool isWorking = false;
    // Of a shared one:
    quint64 run = 1; // the number of the function that it runs, or runs next
    int waits = 0; // for how many jobs that this function has started
    Workers::iterator place;

    static constinit thread_local Worker *current; // the one of the calling thread
};

constinit thread_local BackgroundThreads::Worker *BackgroundThreads::Worker::current = nullptr;

namespace {

/// Timers and sockets work as on a QThread, also before the function runs an event loop.
void makeEventDispatcher()
{
    if (QAbstractEventDispatcher::instance() || !QCoreApplication::instance())
        return;
    try {
        const QEventLoop makesIt;
    } catch (const std::bad_alloc &) {
        // The function will be told if it needs one.
    }
}

} // namespace

struct BackgroundThreads::AtExit
{
    static void callApplicationEnds() { instance().applicationEnds(); }
    ~AtExit()
    {
        qRemovePostRoutine(callApplicationEnds); // a plugin is unloaded before the application object goes
        instance().programEnds();
    }
};

BackgroundThreads &BackgroundThreads::instance()
{
    static BackgroundThreads &threads = *new BackgroundThreads;
    return threads;
}

BackgroundThreads::BackgroundThreads()
    : m_limit(std::max(1, QThread::idealThreadCount()))
{
}

bool BackgroundThreads::isOneOfThem()
{
    return Worker::current != nullptr;
}

int BackgroundThreads::limit()
{
    const std::scoped_lock lock(m_mutex);
    return m_limit;
}

void BackgroundThreads::setLimit(int limit)
{
    const std::scoped_lock lock(m_mutex);
    m_limit = limit;
    try {
        while (due() > idle())
            startThread(nullptr);
    } catch (const std::exception &) {
        // As many as there are will do.
    }
    m_jobIsDue.notify_all();
}

int BackgroundThreads::due() const
{
    return std::clamp(m_limit - (m_busy - m_lent), 0, static_cast<int>(m_queue.size()));
}

bool BackgroundThreads::start(const std::shared_ptr<BackgroundJob> &job, BackgroundThread thread)
{
    static const AtExit atExit; // dies before whatever the program has made until now
    joinEnded();
    const std::scoped_lock lock(m_mutex);
    if (m_isClosed)
        throw WaitError(u"The program ends: nothing runs in the background any more."_s);
    if (!m_isHooked)
        qAddPostRoutine(AtExit::callApplicationEnds);
    m_isHooked = true;
    job->m_taskThread = QThread::currentThreadId();
    Worker *const starter = Worker::current && Worker::current->isShared ? Worker::current : nullptr;
    if (thread == BackgroundThread::Own) {
        startThread(job);
    } else {
        job->m_place = m_queue.insert(m_queue.end(), job);
        // If the starter is to wait for this job, another thread may work in its stead.
        const bool isLent = starter && starter->waits == 0;
        m_lent += isLent ? 1 : 0;
        try {
            if (due() > idle())
                startThread(nullptr);
        } catch (const std::exception &) {
            if (m_shared == m_lent) { // nobody could ever take it
                m_lent -= isLent ? 1 : 0;
                m_queue.erase(*job->m_place);
                job->m_place.reset();
                throw;
            }
        }
        job->m_beginsLater = std::min(due(), idle()) < static_cast<int>(m_queue.size());
        m_lent -= isLent ? 1 : 0;
        m_jobIsDue.notify_one();
    }
    job->m_starterRun = starter ? starter->run : 0;
    if (starter && ++starter->waits == 1)
        ++m_lent;
    return !job->m_beginsLater;
}

bool BackgroundThreads::leave(BackgroundJob &job)
{
    const std::scoped_lock lock(m_mutex);
    Worker *const starter = Worker::current;
    // Unless an earlier function of this thread has started it, whose waits are written off.
    if (starter && job.m_starterRun == starter->run && --starter->waits == 0)
        --m_lent;
    if (!job.m_place)
        return false;
    m_queue.erase(*job.m_place);
    job.m_place.reset();
    return true;
}

void BackgroundThreads::startThread(const std::shared_ptr<BackgroundJob> &job)
{
    const auto worker = m_workers.emplace(m_workers.end());
    worker->place = worker;
    worker->job = job;
    worker->isShared = !job;
    try {
        worker->thread = std::thread([this, worker] { run(*worker); });
    } catch (const std::system_error &error) {
        m_workers.erase(worker);
        throw std::system_error(error.code(), "runInBackground: the system gives no thread");
    } catch (...) {
        m_workers.erase(worker);
        throw;
    }
    m_shared += worker->isShared ? 1 : 0;
}

void BackgroundThreads::run(Worker &worker)
{
    Worker::current = &worker;
    std::unique_lock lock(m_mutex);
    if (worker.isShared)
        takeJobs(worker, lock);
    else
        workOnJob(worker, lock);
    if (!m_isClosed)
        m_ended.splice(m_ended.end(), m_workers, worker.place);
}

void BackgroundThreads::takeJobs(Worker &worker, std::unique_lock<std::mutex> &lock)
{
    for (;;) {
        m_jobIsDue.wait(lock, [this] { return m_isClosed || due() > 0; });
        if (m_isClosed)
            return;
        worker.job = std::move(m_queue.front());
        m_queue.pop_front();
        worker.job->m_place.reset();
        ++m_busy;
        workOnJob(worker, lock);
        --m_busy;
        ++worker.run;
        if (std::exchange(worker.waits, 0) > 0)
            --m_lent;
    }
}

void BackgroundThreads::workOnJob(Worker &worker, std::unique_lock<std::mutex> &lock)
{
    worker.isWorking = true;
    const bool beginsLater = worker.job->m_beginsLater;
    lock.unlock();
    makeEventDispatcher();
    if (beginsLater)
        worker.job->wake();
    worker.job->work();
    lock.lock();
    std::shared_ptr<BackgroundJob> done = std::move(worker.job);
    lock.unlock();
    done.reset(); // if nobody waits for the result, it is destroyed here
    lock.lock();
    worker.isWorking = false;
    m_jobIsDone.notify_all();
}

void BackgroundThreads::joinEnded()
{
    Workers ended;
    {
        const std::scoped_lock lock(m_mutex);
        ended.splice(ended.end(), m_ended);
        const auto itself
            = std::find_if(ended.begin(), ended.end(), // this may be the destructor of a thread_local
                [](const Worker &worker) { return worker.thread.get_id() == std::this_thread::get_id(); });
        if (itself != ended.end())
            m_ended.splice(m_ended.end(), ended, itself);
    }
    for (Worker &worker : ended)
        worker.thread.join();
}

void BackgroundThreads::applicationEnds()
{
    BackgroundJob::Queue dropped;
    {
        std::unique_lock lock(m_mutex);
        m_isHooked = false;
        const auto isOfThisThread
            = [](const auto &job) { return job && job->m_taskThread == QThread::currentThreadId(); };
        for (auto job = m_queue.begin(); job != m_queue.end();) {
            const auto present = job++;
            if (isOfThisThread(*present)) {
                (*present)->m_place.reset();
                dropped.splice(dropped.end(), m_queue, present);
            }
        }
        for (const Worker &worker : m_workers) {
            if (isOfThisThread(worker.job))
                worker.job->abandon();
        }
        m_jobIsDone.wait(lock, [this] {
            return std::none_of(m_workers.begin(), m_workers.end(), [](const Worker &worker) {
                return worker.isWorking && (!worker.job || worker.job->isAbandoned())
                    && &worker != Worker::current;
            });
        });
    }
    for (const auto &job : dropped)
        job->dropFunction();
}

void BackgroundThreads::programEnds()
{
    BackgroundJob::Queue dropped;
    {
        const std::scoped_lock lock(m_mutex);
        m_isClosed = true;
        dropped.swap(m_queue);
        for (const auto &job : dropped)
            job->m_place.reset();
        for (const Worker &worker : m_workers) {
            if (worker.job)
                worker.job->abandon();
        }
        m_jobIsDue.notify_all();
        m_workers.splice(m_workers.end(), m_ended);
    }
    for (const auto &job : dropped)
        job->dropFunction();
    for (Worker &worker : m_workers) { // nobody changes the list any more
        if (&worker == Worker::current)
            worker.thread.detach(); // the program is ended by a function in the background
        else
            worker.thread.join();
    }
}

} // namespace AsyncWidgets::Detail
