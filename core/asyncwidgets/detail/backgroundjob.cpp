// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/backgroundjob.h>

#include <asyncwidgets/detail/backgroundthreads.h>
#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/detail/tracelog.h>
#include <asyncwidgets/runinbackground.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QPointer>

#include <new>
#include <thread>

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
    void destroyCode() override { release(); }
    void free() override { delete this; }
};

/// Empty if there is no memory for the words: an ending does not fail.
QString inWords(const char *text) noexcept
{
    try {
        return QCoreApplication::translate("AsyncWidgets", text);
    } catch (const std::bad_alloc &) {
        return {};
    }
}

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
    m_receiver = nullptr;
}

void BackgroundJob::work()
{
    BackgroundContext context(*m_progress, m_isStopRequested);
    run(context);
    dropFunction();
    tell(hasReturned);
}

void BackgroundJob::tell(QEvent::Type type)
{
    for (;;) {
        try {
            const std::scoped_lock lock(m_mutex);
            if (m_receiver)
                QCoreApplication::postEvent(m_receiver, new QEvent(type));
            return;
        } catch (const std::bad_alloc &) {
            std::this_thread::sleep_for(
                ProgressChannel::frame); // the task waits for it: try again until it can be told
        }
    }
}

/// Is told on the task's thread what becomes of the job.
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
        if (event->type() == BackgroundJob::begins)
            m_wait.jobBegins();
        else if (event->type() == BackgroundJob::hasReturned)
            m_wait.jobIsDone(); // this object may be gone afterwards
        else
            return QObject::event(event);
        return true;
    }

private:
    BackgroundWaitBase &m_wait;
};

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
    if (m_receiver)
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
        m_receiver = std::make_unique<Receiver>(*this);
        m_job->setReceiver(*m_receiver);
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
        const QPointer<QObject> alive = m_receiver.get();
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

void BackgroundWaitBase::jobBegins()
{
    m_record->showState(TaskState::Working);
    if (isProgressWanted())
        m_job->progress().look();
}

bool BackgroundWaitBase::cancel()
{
    if (m_receiver) {
        const std::shared_ptr<BackgroundJob> job = m_job;
        job->abandon();
        const bool isTakenBack = BackgroundThreads::instance().leave(*job);
        end(TaskState::Cancelled,
            inWords(QT_TRANSLATE_NOOP("AsyncWidgets", "nobody waits for the result any more")));
        if (isTakenBack)
            job->dropFunction(); // the last: destructors may do anything
    }
    return true;
}

void BackgroundWaitBase::jobIsDone()
{
    const QPointer<QObject> alive = m_receiver.get();
    m_job->progress().stop(); // delivers the last value
    if (!alive)
        return; // whoever was told has cancelled the task
    static_cast<void>(BackgroundThreads::instance().leave(*m_job));
    const std::unique_ptr<QObject> receiver = std::move(m_receiver); // this runs in its event()
    end(hasFailed() ? TaskState::Failed : TaskState::Finished,
        hasFailed() ? inWords(QT_TRANSLATE_NOOP("AsyncWidgets", "it threw an exception")) : QString());
    complete();
}

void BackgroundWaitBase::progressHasFailed(const std::exception_ptr &error)
{
    m_error = error;
    m_job->abandon();
    static_cast<void>(BackgroundThreads::instance().leave(*m_job));
    end(TaskState::Failed,
        inWords(
            QT_TRANSLATE_NOOP("AsyncWidgets", "the function that is told the progress threw an exception")));
    complete();
}

void BackgroundWaitBase::end(TaskState state, const QString &reason)
{
    m_receiver.reset(); // nothing is told any more
    QObject::disconnect(&m_job->progress(), &ProgressChannel::valueChanged, nullptr, nullptr);
    m_job->progress().stop();
    m_record->endShown(state, reason);
    m_record->destroyFrame();
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
