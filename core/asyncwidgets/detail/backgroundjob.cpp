// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/backgroundjob.h>

#include <asyncwidgets/detail/backgroundthreads.h>
#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/detail/tracelog.h>
#include <asyncwidgets/runinbackground.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>

namespace AsyncWidgets::Detail {

namespace {

/// Shows the work in the background as a task of its own below the one that waits for it.
class BackgroundRecord final : public TaskRecord
{
public:
    BackgroundRecord()
        : TaskRecord(TaskKind::Background)
    {
    }

protected:
    void runCode() override { }
    void freeCode() override { release(); }
    void free() override { delete this; }
};

} // namespace

BackgroundJob::BackgroundJob()
    : m_progress(std::make_unique<ProgressChannel>())
{
}

BackgroundJob::~BackgroundJob() = default;

void BackgroundJob::abandon()
{
    m_isStopRequested.store(true, std::memory_order_relaxed);
    const std::scoped_lock lock(m_mutex);
    m_wakeUp = nullptr;
}

void BackgroundJob::work()
{
    BackgroundContext context(*m_progress, m_isStopRequested);
    run(context);
    dropFunction();
    m_hasReturned.store(true, std::memory_order_release);
    wake();
}

void BackgroundJob::wake()
{
    const std::scoped_lock lock(m_mutex);
    if (m_wakeUp)
        m_wakeUp->wake();
}

BackgroundWaitBase::BackgroundWaitBase(
    std::shared_ptr<BackgroundJob> job, BackgroundThread thread, std::function<void(double)> onProgress)
    : m_job(std::move(job))
    , m_thread(thread)
    , m_onProgress(std::move(onProgress))
{
}

BackgroundWaitBase::BackgroundWaitBase(BackgroundWaitBase &&other) noexcept = default;

BackgroundWaitBase::~BackgroundWaitBase()
{
    if (m_wakeUp)
        BackgroundWaitBase::cancel();
}

bool BackgroundWaitBase::start()
{
    ThreadContext::withEventLoop();
    if (!m_job || m_record)
        refuseToStart();
    m_record = TaskRecordRef(new BackgroundRecord);
    bool isStarted = false;
    try {
        m_wakeUp = std::make_unique<WakeUp>([this] { woken(); });
        m_job->setWakeUp(*m_wakeUp);
        if (isProgressWanted())
            connectProgress();
        TaskRecord &waiting = listener().waitingTask();
        m_record->setName(QStringLiteral("background"));
        m_record->setWhere(waiting.where());
        m_record->showBelow(waiting);
        const bool beginsAtOnce = BackgroundThreads::instance().start(m_job, m_thread);
        isStarted = true;
        if (beginsAtOnce)
            jobBegins();
    } catch (...) {
        m_job->abandon();
        if (isStarted)
            static_cast<void>(BackgroundThreads::instance().leave(*m_job));
        end(TaskState::Failed, {});
        throw;
    }
    return true;
}

bool BackgroundWaitBase::isProgressWanted() const
{
    return m_onProgress || ThreadContext::current().trace;
}

void BackgroundWaitBase::connectProgress()
{
    const auto tell = [this, onProgress = m_onProgress](double value) {
        if (TraceLog *trace = ThreadContext::current().trace)
            trace->progressMade(*m_record, value);
        if (!onProgress)
            return;
        const QPointer<QObject> alive = m_wakeUp.get();
        try {
            onProgress(value);
        } catch (...) {
            if (alive)
                progressHasFailed(std::current_exception());
        }
    };
    // From the channel to itself: see ThreadContext::create().
    QObject::connect(&m_job->progress(), &ProgressChannel::valueChanged, &m_job->progress(), tell);
}

void BackgroundWaitBase::woken()
{
    if (m_record->state() == TaskState::Ready)
        jobBegins();
    if (m_job->hasReturned())
        jobIsDone();
}

void BackgroundWaitBase::jobBegins()
{
    m_record->showState(TaskState::Working);
    if (isProgressWanted())
        m_job->progress().startFrameTimer();
}

bool BackgroundWaitBase::cancel()
{
    if (m_wakeUp) {
        const std::shared_ptr<BackgroundJob> job = m_job;
        const bool isTakenBack = leaveJob();
        end(TaskState::Cancelled,
            reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "the result is no longer needed")));
        if (isTakenBack)
            job->dropFunction(); // the last: destructors may do anything
    }
    return true;
}

bool BackgroundWaitBase::leaveJob()
{
    m_job->abandon();
    return BackgroundThreads::instance().leave(*m_job);
}

void BackgroundWaitBase::jobIsDone()
{
    const QPointer<QObject> alive = m_wakeUp.get();
    m_job->progress().stop(); // delivers the last value
    if (!alive)
        return; // whoever was told has cancelled the task
    leaveJob(); // it may only be about to wake this thread: that it has returned was seen before
    const std::unique_ptr<WakeUp> wakeUp = std::move(m_wakeUp); // until this returns
    end(hasFailed() ? TaskState::Failed : TaskState::Finished,
        hasFailed() ? reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "it threw an exception")) : QString());
    completeAndResume();
}

void BackgroundWaitBase::progressHasFailed(const std::exception_ptr &error)
{
    m_error = error;
    leaveJob();
    end(TaskState::Failed,
        reasonInWords(QT_TRANSLATE_NOOP("AsyncWidgets", "the progress callback threw an exception")));
    completeAndResume();
}

void BackgroundWaitBase::end(TaskState state, const QString &reason)
{
    m_wakeUp.reset(); // nothing is told any more
    QObject::disconnect(&m_job->progress(), &ProgressChannel::valueChanged, nullptr, nullptr);
    m_job->progress().stop();
    m_record->endShown(state, reason);
    m_record->destroyCode();
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

} // namespace AsyncWidgets::Detail
