// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/tasktrace.h>

#include <asyncwidgets/detail/tracelog.h>
#include <asyncwidgets/taskhandle.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QIODevice>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QMetaEnum>

#include <algorithm>
#include <iterator>
#include <unordered_map>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

TaskTrace::TaskTrace(QObject *parent)
    : QObject(parent)
    , m_log(&Detail::TraceLog::join())
{
    connect(m_log, &Detail::TraceLog::changed, this, &TaskTrace::changed);
}

TaskTrace::~TaskTrace()
{
    setRecordsValues(false);
    m_log->leave();
}

void TaskTrace::setRecordsValues(bool records)
{
    if (std::exchange(m_recordsValues, records) != records)
        m_log->valueUsers += records ? 1 : -1;
}

quint64 TaskTrace::revision() const
{
    return m_log->revision();
}

// Whoever visits may let tasks go on, which changes the record: copies are visited.

void TaskTrace::visitTracks(const std::function<void(const Track &)> &visit) const
{
    std::vector<Track> tracks;
    for (const Track *track : m_log->tracks())
        tracks.push_back(*track);
    for (const Track &track : tracks)
        visit(track);
}

const TaskTrace::Track *TaskTrace::track(TrackId id) const
{
    return m_log->track(id);
}

const TaskTrace::Track *TaskTrace::track(const TaskHandle<> &task) const
{
    return task.isValid() ? m_log->track(*task.record()) : nullptr;
}

qint64 TaskTrace::untracked() const
{
    return m_log->untracked();
}

void TaskTrace::visitSteps(Time from, Time to, const std::function<void(const Step &)> &visit) const
{
    std::vector<Step> steps;
    const auto addIfInside = [&](const Step &step) {
        if (step.begin <= to && step.end >= from)
            steps.push_back(step);
    };
    for (const Step *step : m_log->olderSteps())
        addIfInside(*step);
    for (const Step &step : m_log->steps())
        addIfInside(step);
    for (const Step &step : steps)
        visit(step);
}

const TaskTrace::Step *TaskTrace::stepAt(TrackId track, Time time) const
{
    const Track *known = this->track(track);
    if (!known || known->steps == 0)
        return nullptr;
    if (known->last.begin <= time)
        return &known->last;
    const auto &steps = m_log->steps();
    const auto isBefore = [](const Step &step, Time limit) { return step.begin <= limit; };
    const auto end = std::lower_bound(steps.begin(), steps.end(), time, isBefore);
    const auto found = std::find_if(std::make_reverse_iterator(end), steps.rend(),
        [track](const Step &step) { return step.track == track; });
    return found != steps.rend() ? &*found : nullptr;
}

QString TaskTrace::text(TextId text) const
{
    return m_log->text(text);
}

std::chrono::nanoseconds TaskTrace::totalWork(const Track &track) const
{
    return m_log->totalWork(track);
}

std::chrono::nanoseconds TaskTrace::longestWork(const Track &track) const
{
    return m_log->longestWork(track);
}

std::vector<Stall> TaskTrace::stalls() const
{
    return { m_log->stalls().begin(), m_log->stalls().end() };
}

void TaskTrace::visitProgress(Time from, Time to, const std::function<void(const Progress &)> &visit) const
{
    std::vector<Progress> inside;
    std::copy_if(m_log->progress().begin(), m_log->progress().end(), std::back_inserter(inside),
        [from, to](const Progress &progress) { return progress.time >= from && progress.time <= to; });
    for (const Progress &progress : inside)
        visit(progress);
}

TaskTrace::Time TaskTrace::recordedSince() const
{
    return m_log->recordedSince();
}

std::chrono::nanoseconds TaskTrace::resolution() const
{
    return m_log->resolution();
}

namespace {

/// The Trace Event Format as text, one event per line.
class ChromeTraceWriter final
{
public:
    explicit ChromeTraceWriter(TaskTrace::Time zero)
        : m_zero(zero)
    {
        put("{\"displayTimeUnit\":\"ms\",\"traceEvents\":[");
    }

    void name(const char *what, TaskTrace::TrackId track, const QString &name)
    {
        write({ { u"ph"_s, u"M"_s }, { u"name"_s, QString::fromLatin1(what) },
                  { u"args"_s, QJsonObject { { u"name"_s, name } } } },
            track);
    }
    void span(TaskTrace::TrackId track, const char *category, const QString &name, TaskTrace::Time begin,
        TaskTrace::Time end, const QJsonObject &details)
    {
        write({ { u"ph"_s, u"X"_s }, { u"cat"_s, QString::fromLatin1(category) }, { u"name"_s, name },
                  { u"ts"_s, microseconds(begin) }, { u"dur"_s, microseconds(end) - microseconds(begin) },
                  { u"args"_s, details } },
            track);
    }
    void instant(
        TaskTrace::TrackId track, const QString &name, TaskTrace::Time time, const QJsonObject &details)
    {
        write({ { u"ph"_s, u"i"_s }, { u"s"_s, u"t"_s }, { u"cat"_s, u"task"_s }, { u"name"_s, name },
                  { u"ts"_s, microseconds(time) }, { u"args"_s, details } },
            track);
    }
    void counter(TaskTrace::TrackId track, const QString &name, TaskTrace::Time time, double value)
    {
        write({ { u"ph"_s, u"C"_s }, { u"name"_s, name }, { u"ts"_s, microseconds(time) },
                  { u"args"_s, QJsonObject { { u"progress"_s, value } } } },
            track);
    }
    [[nodiscard]] QByteArray end()
    {
        put("\n]}\n");
        return m_text;
    }

private:
    [[nodiscard]] double microseconds(TaskTrace::Time time) const
    {
        return static_cast<double>(std::chrono::nanoseconds(time - m_zero).count()) / 1000.0;
    }
    void write(QJsonObject event, TaskTrace::TrackId track)
    {
        event[u"pid"_s] = QCoreApplication::applicationPid();
        event[u"tid"_s] = static_cast<qint64>(track);
        put(std::exchange(m_isFirst, false) ? "\n" : ",\n");
        put(QJsonDocument(event).toJson(QJsonDocument::Compact));
    }
    void put(const QByteArray &text) { m_text += text; }

    TaskTrace::Time m_zero;
    bool m_isFirst = true;
    QByteArray m_text;
};

QString placeOf(std::source_location where)
{
    return QString::fromUtf8(where.file_name()) + u':' + QString::number(where.line());
}

void insertText(QJsonObject &details, const QString &name, const QString &text)
{
    if (!text.isEmpty())
        details[name] = text;
}

} // namespace

bool TaskTrace::exportChromeTrace(QIODevice *device) const
{
    const Time now = Clock::now();
    Time zero = recordedSince();
    visitSteps(Time::min(), Time::max(), [&](const Step &step) { zero = std::min(zero, step.begin); });
    ChromeTraceWriter writer(zero);
    const QString program = QCoreApplication::applicationName();
    writer.name("process_name", 0, program.isEmpty() ? u"Async Widgets"_s : program);
    writer.name("thread_name", 0, u"Event loop"_s);
    visitTracks([&](const Track &track) { writer.name("thread_name", track.id, track.name); });

    const auto states = QMetaEnum::fromType<TaskState>();
    std::unordered_map<TrackId, Step> latest;
    const auto writeWaiting = [&](const Step &step, Time until) {
        if (step.state == TaskState::Waiting && until > step.end)
            writer.span(step.track, "waiting", u"waiting for %1"_s.arg(text(step.waitingFor)), step.end,
                until, { { u"at"_s, placeOf(step.to) } });
    };
    visitSteps(Time::min(), Time::max(), [&](const Step &step) {
        if (const auto before = latest.find(step.track); before != latest.end())
            writeWaiting(before->second, step.begin);
        latest[step.track] = step;
        QJsonObject details { { u"from"_s, placeOf(step.from) } };
        insertText(details, u"value"_s, text(step.value));
        if (!step.goesOn())
            details[u"to"_s] = placeOf(step.to);
        if (step.count > 1) {
            details[u"steps"_s] = static_cast<qint64>(step.count);
            details[u"work in ms"_s] = static_cast<double>(step.work.count()) / 1e6;
        }
        const QString cause = text(step.cause);
        if (step.work.count() > 0 || step.goesOn()) {
            writer.span(step.track, "work", cause.isEmpty() ? u"start"_s : cause, step.begin,
                step.goesOn() ? now : step.end, details);
        }
        if (isDone(step.state)) {
            QJsonObject end;
            if (const Track *ended = track(step.track))
                insertText(end, u"reason"_s, ended->reason);
            writer.instant(step.track, QString::fromLatin1(states.valueToKey(static_cast<int>(step.state))),
                step.end, end);
        }
    });
    for (const auto &[id, step] : latest)
        writeWaiting(step, now);
    for (const Stall &stall : stalls()) {
        QJsonObject details;
        insertText(details, u"stack"_s, stall.stack.join(u'\n'));
        writer.span(0, "stall", stall.culprit(), stall.begin, stall.begin + stall.duration, details);
    }
    visitProgress(Time::min(), Time::max(), [&](const Progress &progress) {
        const Track *known = track(progress.track);
        const QString name = known ? known->name : QString();
        writer.counter(
            progress.track, name + u' ' + QString::number(progress.track), progress.time, progress.value);
    });
    // All at once, since the device may let tasks go on.
    const QByteArray text = writer.end();
    return device->write(text) == text.size();
}

} // namespace AsyncWidgets
