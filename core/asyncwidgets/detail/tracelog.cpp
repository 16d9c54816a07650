// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/tracelog.h>

#include <asyncwidgets/detail/runner.h>
#include <asyncwidgets/detail/scopedata.h>
#include <asyncwidgets/detail/sharedconnection.h>
#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/progresschannel.h>

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QTimerEvent>

#include <algorithm>
#include <mutex>
#include <new>
#include <utility>

namespace AsyncWidgets::Detail {

namespace {

// Together, with texts of usual length, the 2 MB that TaskTrace promises.
constexpr std::size_t maximumSteps = 16'384;
constexpr qsizetype maximumTexts = 4096;
constexpr qsizetype maximumTextLength = 80;
constexpr std::size_t maximumProgress = 4096;
constexpr std::size_t maximumEnded = 1000;
constexpr std::size_t maximumStalls = 100;

constexpr std::chrono::milliseconds firstResolution { 1 };
constexpr int exactLooksPerTick = 64;

constinit std::mutex usersMutex; // of all logs

} // namespace

TraceLog::TraceLog(ThreadContext &context)
    : m_context(&context)
    , m_recordedSince(TaskTrace::Clock::now())
{
    context.observers.push_back(this);
    context.trace = this;
    std::vector<TaskRecord *> found; // tasks that are there already, each after the one that awaits it
    for (const ScopeData *scope = context.scopes.first(); scope;
        scope = LinkedList<ScopeData>::next(*scope)) {
        for (TaskRecord *task = scope->tasks().first(); task; task = TaskList::next(*task))
            found.push_back(task);
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        startWith(*found[i]);
        found[i]->visitAwaited([&found](TaskRecord &task) {
            if (!task.isDone())
                found.push_back(&task);
        });
    }
}

void TraceLog::startWith(TaskRecord &task)
{
    Tracked *tracked = trackedOf(task, task.since());
    if (!tracked)
        return;
    Step &last = tracked->track.last;
    last.state = TaskState::Ready; // what resumed it was not seen
    if (task.state() == TaskState::Working)
        stepBegins(*tracked, task, task.since());
    last.state = task.state();
    if (last.state == TaskState::Waiting)
        last.waitingFor = tracked->describe(*this, task.waitingFor());
}

TraceLog::~TraceLog()
{
    if (!m_context)
        return;
    std::erase(m_context->observers, static_cast<TaskObserver *>(this));
    m_context->trace = nullptr;
}

void TraceLog::threadHasEnded()
{
    m_frame.stop();
    std::unique_lock lock(usersMutex);
    m_context = nullptr;
    const bool isLast = m_users == 0;
    lock.unlock();
    if (isLast)
        delete this;
}

TraceLog &TraceLog::join()
{
    ThreadContext &context = ThreadContext::current();
    if (context.trace && context.trace->isLeft())
        delete context.trace;
    TraceLog &log = context.trace ? *context.trace : *new TraceLog(context); // deleted by the last who leaves
    const std::scoped_lock lock(usersMutex);
    ++log.m_users;
    return log;
}

/// On another thread the log stays until its own one comes to it: by a frame, the next trace or its end.
void TraceLog::leave()
{
    std::unique_lock lock(usersMutex);
    const bool isLast = --m_users == 0 && (!m_context || m_context == ThreadContext::existing());
    lock.unlock();
    if (isLast)
        delete this;
}

bool TraceLog::isLeft() const
{
    const std::scoped_lock lock(usersMutex);
    return m_users == 0;
}

/// The exact clock costs several times as much as a step. So it is looked at a number of times for each tick of the
/// coarse one, by which the task has just noted when its state began.
TraceLog::Time TraceLog::now(const TaskRecord &task)
{
    if (const Time tick = task.since(); tick != m_tick) {
        m_tick = tick;
        m_now = std::max(m_now, tick);
        m_looks = exactLooksPerTick;
    }
    if (m_looks > 0) {
        --m_looks;
        m_now = TaskTrace::Clock::now();
    }
    return m_now;
}

void TraceLog::taskChanged(TaskRecord &task)
try {
    const Time time = now(task);
    Tracked *tracked = trackedOf(task, time);
    if (!tracked)
        return;
    if (task.state() == TaskState::Working)
        stepBegins(*tracked, task, time);
    else
        stepEnds(*tracked, task, time);
    hasNews();
} catch (const std::bad_alloc &) {
    // There is no memory for this step: the record lacks it, and the task goes on.
}

TraceLog::Tracked *TraceLog::trackedOf(TaskRecord &task, Time time)
{
    // A record that has ended and is told of again is another one at the same address.
    if (m_latestTask == &task && !m_latest->track.isDone())
        return m_latest;
    if (const auto found = m_ids.find(&task); found != m_ids.end()) {
        Tracked &tracked = m_tracks.at(found->second);
        if (!tracked.track.isDone()) {
            m_latestTask = &task;
            m_latest = &tracked;
            return &tracked;
        }
        tracked.task = nullptr;
        m_ids.erase(found);
    }
    return add(task, time);
}

TraceLog::Tracked *TraceLog::add(TaskRecord &task, Time time)
{
    TrackId parent = 0;
    if (TaskRecord *outer = task.awaitedBy()) {
        if (outer->isDone()) {
            const Track *known = track(*outer);
            parent = known ? known->id : 0;
        } else if (const Tracked *tracked = trackedOf(*outer, time)) {
            parent = tracked->track.id;
        }
    }
    if (m_ended.size() > maximumEnded)
        forgetOldestEnded();
    if (m_tracks.size() >= TaskTrace::maximumTracks) {
        if (m_ended.empty()) {
            if (task.resumptions() == 0 && task.state() == TaskState::Working)
                ++m_untracked;
            return nullptr;
        }
        forgetOldestEnded();
    }
    const TrackId id = ++m_lastId;
    Tracked &tracked = m_tracks[id];
    tracked.task = &task;
    try {
        m_ids[&task] = id;
    } catch (...) {
        m_tracks.erase(id);
        throw;
    }
    Track &track = tracked.track;
    track.id = id;
    track.parent = parent;
    track.kind = task.kind();
    track.name = task.name();
    track.begin = time;
    track.last.begin = time;
    track.last.end = time;
    // One that another task awaits has no place of its own before its first pause, and no name from there.
    tracked.isNameless = task.where().line() == 0;
    track.last.from = tracked.isNameless && task.awaitedBy() ? task.awaitedBy()->where() : task.where();
    track.last.to = task.where();
    track.last.track = id;
    track.last.state = task.resumptions() > 0 || task.state() == TaskState::Waiting ? TaskState::Waiting
                                                                                    : TaskState::Ready;
    m_latestTask = &task;
    m_latest = &tracked;
    return &tracked;
}

void TraceLog::forgetOldestEnded()
{
    const auto found = m_tracks.find(m_ended.front());
    m_ended.pop_front();
    if (found->second.task)
        m_ids.erase(found->second.task);
    if (m_latest == &found->second)
        m_latestTask = nullptr;
    m_tracks.erase(found);
}

/// Most often it is the same text again, and then it shares its memory with the one before.
TraceLog::TextId TraceLog::Tracked::describe(TraceLog &log, const QString &text)
{
    if (text.constData() != described.constData()) {
        description = log.textId(text);
        described = text;
    }
    return description;
}

void TraceLog::stepBegins(Tracked &tracked, const TaskRecord &task, Time time)
{
    Track &track = tracked.track;
    Step &last = track.last;
    if (last.goesOn())
        return; // shown as working before
    TextId cause = 0;
    TextId value = 0;
    const QObject *sender = nullptr;
    if (last.state == TaskState::Waiting) {
        cause = last.waitingFor;
        // Only the first task that an emission resumes is carried by it: those after it go on since that one ended.
        if (const SharedConnection *connection = m_context->runner->takeCause()) {
            sender = &connection->sender();
            cause = tracked.describe(*this, connection->description());
            value = m_context->runner->carriedValues();
            if (value != 0)
                track.lastValue = text(value);
        }
    }
    ++track.steps;
    tracked.resumed = time;
    Step *previous = stepNumber(tracked.lastNumber);
    if (previous && time - last.end < m_resolution) {
        ++last.count;
    } else {
        last.begin = time;
        last.work = std::chrono::nanoseconds::zero();
        if (track.steps > 1)
            last.from = task.where();
        last.count = 1;
        previous = nullptr;
    }
    last.end = Time::max();
    last.sender = sender;
    last.cause = cause;
    last.value = value;
    last.waitingFor = 0;
    last.state = TaskState::Working;
    if (previous)
        *previous = last;
    else
        append(tracked);
}

void TraceLog::stepEnds(Tracked &tracked, TaskRecord &task, Time time)
{
    Track &track = tracked.track;
    Step &last = track.last;
    if (last.goesOn()) {
        const std::chrono::nanoseconds work = time - tracked.resumed;
        last.work += work;
        track.totalWork += work;
        track.longestWork = std::max(track.longestWork, work);
    } else { // it ended while it waited: a step without work
        last.begin = time;
        last.work = std::chrono::nanoseconds::zero();
        last.from = task.where();
        last.sender = nullptr;
        last.count = 1;
        last.cause = 0;
        last.value = 0;
        append(tracked);
    }
    last.end = time;
    last.to = task.where();
    last.state = task.state();
    if (std::exchange(tracked.isNameless, false))
        track.name = task.name();
    if (last.state == TaskState::Waiting) {
        last.waitingFor = tracked.describe(*this, task.waitingFor());
    } else {
        last.waitingFor = 0;
        if (track.isDone()) { // not what is ready, and waits for a thread
            track.reason = task.reason();
            m_ended.push_back(track.id);
        }
    }
    if (Step *step = stepNumber(tracked.lastNumber))
        *step = last;
}

void TraceLog::append(Tracked &tracked)
{
    const Step step = tracked.track.last;
    if (m_steps.size() >= maximumSteps) {
        makeRoom(step.begin);
        tracked.track.last = step;
    }
    m_steps.push_back(step);
    tracked.lastNumber = m_firstNumber + m_steps.size() - 1;
}

TraceLog::TextId TraceLog::valuesOf(const SharedConnection &connection, void **arguments)
try {
    return valueUsers.load(std::memory_order_relaxed) > 0 ? textId(connection.argumentsText(arguments)) : 0;
} catch (...) { // of a converter that the user has registered, say
    return 0;
}

void TraceLog::progressMade(TaskRecord &task, double progress)
try {
    const auto found = m_ids.find(&task);
    if (found == m_ids.end())
        return;
    m_tracks.at(found->second).track.progress = progress;
    if (m_progress.size() >= maximumProgress)
        m_progress.pop_front();
    m_progress.push_back({ TaskTrace::Clock::now(), found->second, progress });
    hasNews();
} catch (const std::bad_alloc &) {
    // The record lacks it, and the work goes on.
}

void TraceLog::stalled(const Stall &stall)
{
    if (m_stalls.size() >= maximumStalls)
        m_stalls.pop_front();
    m_stalls.push_back(stall);
    hasNews();
}

void TraceLog::hasNews()
{
    ++m_revision;
    if (!m_frame.isActive() && QAbstractEventDispatcher::instance())
        m_frame.start(static_cast<int>(ProgressChannel::frame.count()), Qt::PreciseTimer, this);
}

void TraceLog::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_frame.timerId()) {
        QObject::timerEvent(event);
        return;
    }
    m_frame.stop();
    if (isLeft())
        delete this;
    else
        Q_EMIT changed(); // this object may be gone afterwards
}

std::vector<const TraceLog::Track *> TraceLog::tracks() const
{
    std::vector<const Track *> tracks;
    tracks.reserve(m_tracks.size());
    for (const auto &[id, tracked] : m_tracks)
        tracks.push_back(&tracked.track);
    std::sort(tracks.begin(), tracks.end(), [](const Track *a, const Track *b) { return a->id < b->id; });
    return tracks;
}

const TraceLog::Track *TraceLog::track(TrackId id) const
{
    const auto found = m_tracks.find(id);
    return found != m_tracks.end() ? &found->second.track : nullptr;
}

const TraceLog::Track *TraceLog::track(const TaskRecord &task) const
{
    const auto found = m_ids.find(const_cast<TaskRecord *>(&task));
    if (found == m_ids.end())
        return nullptr;
    const Track &track = m_tracks.at(found->second).track;
    return track.isDone() && !task.isDone() ? nullptr : &track; // another one had its address
}

std::chrono::nanoseconds TraceLog::totalWork(const Track &track) const
{
    return track.totalWork + presentWork(track.id);
}

std::chrono::nanoseconds TraceLog::longestWork(const Track &track) const
{
    return std::max(track.longestWork, presentWork(track.id));
}

std::chrono::nanoseconds TraceLog::presentWork(TrackId id) const
{
    const auto found = m_tracks.find(id);
    if (found == m_tracks.end() || !found->second.track.last.goesOn())
        return {};
    return TaskTrace::Clock::now() - found->second.resumed;
}

std::vector<const TraceLog::Step *> TraceLog::olderSteps() const
{
    std::vector<const Step *> steps;
    for (const auto &[id, tracked] : m_tracks) {
        if (tracked.lastNumber < m_firstNumber && tracked.lastNumber != 0)
            steps.push_back(&tracked.track.last);
    }
    std::sort(steps.begin(), steps.end(), [](const Step *a, const Step *b) { return a->begin < b->begin; });
    return steps;
}

// The bound

void TraceLog::makeRoom(Time now)
{
    constexpr std::size_t enough = maximumSteps / 2;
    // One that still goes on is kept by its track.
    const auto isOld = [limit = now - TaskTrace::span](const Step &step) {
        return step.begin < limit && (step.end < limit || step.goesOn());
    };
    dropOldest(
        static_cast<std::size_t>(std::find_if_not(m_steps.begin(), m_steps.end(), isOld) - m_steps.begin()));
    if (m_steps.size() <= enough) {
        m_resolution = m_resolution > firstResolution ? m_resolution / 2 : std::chrono::nanoseconds::zero();
        return;
    }
    while (m_steps.size() > enough && m_resolution < TaskTrace::span) {
        m_resolution = std::max<std::chrono::nanoseconds>(2 * m_resolution, firstResolution);
        merge();
    }
    if (m_steps.size() > enough)
        dropOldest(m_steps.size() - enough);
}

void TraceLog::dropOldest(std::size_t count)
{
    if (count == 0)
        return;
    m_recordedSince = m_steps[count - 1].begin;
    m_steps.erase(m_steps.begin(), m_steps.begin() + static_cast<std::ptrdiff_t>(count));
    m_firstNumber += count;
}

/// Makes one of those steps of a task that follow one another within the resolution.
void TraceLog::merge()
{
    std::unordered_map<TrackId, std::size_t> latest; // where its last step is by now
    std::size_t end = 0;
    for (const Step &step : m_steps) {
        const auto [place, isNew] = latest.try_emplace(step.track, end);
        if (!isNew) {
            Step &before = m_steps[place->second];
            if (step.begin - before.end < m_resolution) {
                Step merged = step;
                merged.begin = before.begin;
                merged.from = before.from;
                merged.work += before.work;
                merged.count += before.count;
                before = merged;
                continue;
            }
            place->second = end;
        }
        m_steps[end++] = step;
    }
    m_steps.resize(end);
    // Whoever still writes to its last step must find it.
    const quint64 oldFirst = m_firstNumber;
    m_firstNumber += maximumSteps; // no number is used twice
    for (auto &[id, tracked] : m_tracks) {
        const auto found = latest.find(id);
        if (found == latest.end() || tracked.lastNumber < oldFirst)
            continue;
        tracked.lastNumber = m_firstNumber + found->second;
        tracked.track.last = m_steps[found->second];
    }
}

TraceLog::TextId TraceLog::textId(const QString &text)
{
    if (text.isEmpty())
        return 0;
    if (text.size() > maximumTextLength)
        return textId(text.left(maximumTextLength - 1) + u'…');
    if (const auto found = m_textIds.constFind(text); found != m_textIds.cend())
        return *found;
    if (m_textIds.size() >= maximumTexts)
        sweepTexts();
    const TextId id = ++m_lastText; // never one that was in use: it may be on its way to a step
    m_texts.insert(id, text);
    m_textIds.insert(text, id);
    return id;
}

/// Forgets the texts that no step uses any more, and steps, if that is not enough.
void TraceLog::sweepTexts()
{
    for (;;) {
        QSet<TextId> used;
        const auto use = [&used](const Step &step) { used << step.cause << step.value << step.waitingFor; };
        std::for_each(m_steps.begin(), m_steps.end(), use);
        for (const auto &[id, tracked] : m_tracks) {
            use(tracked.track.last);
            used << tracked.description;
        }
        m_texts.removeIf([&used](const auto &entry) { return !used.contains(entry.key()); });
        m_textIds.removeIf([&used](const auto &entry) { return !used.contains(entry.value()); });
        if (m_texts.size() < maximumTexts * 3 / 4 || m_steps.empty())
            return;
        dropOldest(m_steps.size() / 4 + 1);
    }
}

} // namespace AsyncWidgets::Detail
