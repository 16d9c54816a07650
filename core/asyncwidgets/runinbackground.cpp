// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/runinbackground.h>

#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/detail/tracelog.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QPointer>
#include <QtCore/QThreadPool>

#include <deque>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

namespace {

/// One thread for each function that runs, kept for the next one. Waits for the last one at the exit of the program.
QThreadPool &backgroundThreads()
{
    static QThreadPool pool;
    static const bool isUnbounded = (pool.setMaxThreadCount(std::numeric_limits<int>::max()), true);
    Q_UNUSED(isUnbounded)
    return pool;
}

/// The jobs on their way to a thread. It takes them from here and not from the pool's own queue, whose lock is not
/// instrumented in an installed Qt: the thread sanitizer would see no order between the two threads, and no mistake.
class HandOver final
{
public:
    void put(std::shared_ptr<BackgroundJob> job)
    {
        const std::scoped_lock lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    std::shared_ptr<BackgroundJob> take()
    {
        const std::scoped_lock lock(m_mutex);
        std::shared_ptr<BackgroundJob> job = std::move(m_jobs.front());
        m_jobs.pop_front();
        return job;
    }
    void takeBack(const std::shared_ptr<BackgroundJob> &job)
    {
        const std::scoped_lock lock(m_mutex);
        std::erase(m_jobs, job);
    }

private:
    std::mutex m_mutex;
    std::deque<std::shared_ptr<BackgroundJob>> m_jobs;
};
HandOver &handOver()
{
    static HandOver jobs;
    return jobs;
}

} // namespace

BackgroundJob::BackgroundJob() = default;
BackgroundJob::~BackgroundJob() = default;

void BackgroundJob::start(const std::shared_ptr<BackgroundJob> &job, QObject &receiver)
{
    QThreadPool &threads = backgroundThreads();
    job->m_receiver = &receiver;
    handOver().put(job);
    try {
        threads.start([] { handOver().take()->runHere(); });
    } catch (...) {
        handOver().takeBack(job);
        throw;
    }
}

void BackgroundJob::runHere()
{
    BackgroundContext context(*m_progress, m_isStopRequested);
    run(context);
    const std::scoped_lock lock(m_mutex);
    if (m_receiver)
        QCoreApplication::postEvent(m_receiver, new QEvent(QEvent::User));
}

void BackgroundJob::abandon()
{
    m_isStopRequested.store(true, std::memory_order_relaxed);
    const std::scoped_lock lock(m_mutex);
    m_receiver = nullptr;
}

/// Is told on the task's thread that the work is done.
class BackgroundWaitBase::Receiver final : public QObject
{
public:
    explicit Receiver(BackgroundWaitBase &wait)
        : m_wait(wait)
    {
    }

protected:
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::User)
            return QObject::event(event);
        m_wait.jobIsDone(); // this object may be gone afterwards
        return true;
    }

private:
    BackgroundWaitBase &m_wait;
};

BackgroundWaitBase::~BackgroundWaitBase()
{
    if (m_receiver)
        BackgroundWaitBase::cancel();
}

bool BackgroundWaitBase::start()
{
    ThreadContext::withEventLoop();
    if (m_work || !job())
        refuseToStart();
    m_work = job();
    m_record = TaskRecordRef(new BackgroundRecord);
    m_receiver = std::make_unique<Receiver>(*this);
    if (m_onProgress || ThreadContext::current().trace) {
        const auto tell = [this, onProgress = m_onProgress](double value) {
            if (TraceLog *trace = ThreadContext::current().trace)
                trace->progressMade(*m_record, value);
            if (!onProgress)
                return;
            const QPointer<QObject> alive = m_receiver.get();
            try {
                onProgress(value);
            } catch (...) {
                if (alive)
                    progressHasFailed(std::current_exception());
            }
        };
        QObject::connect(&m_work->progress(), &ProgressChannel::valueChanged, m_receiver.get(), tell);
        m_work->progress().start();
    }
    TaskRecord &waiting = listener().waitingTask();
    m_record->setName(u"background"_s);
    m_record->setWhere(waiting.where());
    m_record->showBelow(waiting);
    BackgroundJob::start(m_work, *m_receiver);
    return true;
}

bool BackgroundWaitBase::cancel()
{
    if (!m_receiver)
        return true;
    m_work->abandon();
    m_receiver.reset(); // nothing is reported any more
    m_work->progress().stop();
    endWith(TaskState::Cancelled,
        QCoreApplication::translate("AsyncWidgets", "nobody waits for the result any more"));
    return true;
}

QString BackgroundWaitBase::description() const
{
    return QCoreApplication::translate("AsyncWidgets", "background work");
}

void BackgroundWaitBase::visitTasks(const std::function<void(TaskRecord &)> &visit) const
{
    if (m_record)
        visit(*m_record);
}

void BackgroundWaitBase::jobIsDone()
{
    const QPointer<QObject> alive = m_receiver.get();
    m_work->progress().stop(); // delivers the last value
    if (!alive)
        return; // whoever was told has cancelled the task
    const std::unique_ptr<QObject> receiver = std::move(m_receiver);
    endWith(hasFailed() ? TaskState::Failed : TaskState::Finished,
        hasFailed() ? QCoreApplication::translate("AsyncWidgets", "it threw an exception") : QString());
    complete();
}

void BackgroundWaitBase::progressHasFailed(const std::exception_ptr &error)
{
    m_error = error;
    m_work->abandon();
    m_receiver.reset(); // nothing is reported any more
    m_work->progress().stop();
    endWith(TaskState::Failed,
        QCoreApplication::translate(
            "AsyncWidgets", "the function that is told the progress threw an exception"));
    complete();
}

void BackgroundWaitBase::endWith(TaskState state, const QString &reason)
{
    m_record->endShown(state, reason);
    m_record->destroyFrame();
}

} // namespace AsyncWidgets::Detail
