// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/cards/card.h"

#include <QtCore/QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

StageModels::StageModels()
{
    slider.setObjectName(u"slider"_s); // what the tasks say that they wait for
    slider.setDescription(QCoreApplication::translate("AsyncWidgets", "Slider"));
    slider.setStep(10);
    trace.setRecordsValues(true);
    stalls.setWarns(false); // the timeline says it
}

QString stateText(TaskState state)
{
    switch (state) {
    case TaskState::Ready:
        return Card::tr("Ready");
    case TaskState::Working:
        return Card::tr("Working");
    case TaskState::Waiting:
        return Card::tr("Waiting");
    case TaskState::Finished:
        return Card::tr("Finished");
    case TaskState::Cancelled:
        return Card::tr("Cancelled");
    case TaskState::Failed:
        return Card::tr("Failed");
    }
    Q_UNREACHABLE();
}

Card::Card(const CardInfo &info, StageModels &models, QObject *parent)
    : QObject(parent)
    , m_info(info)
    , m_models(models)
{
    setObjectName(name());
    connect(&models.tasks, &TaskModel::refreshed, this, &Card::checkForChanges);
}

Card::~Card() = default;

QString Card::title() const
{
    return QCoreApplication::translate("AsyncWidgets", m_info.title);
}

bool Card::isInFile(const QString &path) const
{
    return path == fileName() || path.endsWith(u'/' + fileName()) || path.endsWith(u'\\' + fileName());
}

TaskHandle<> Card::task() const
{
    TaskHandle latest;
    for (const TaskHandle<> &task : m_started) {
        if (!latest.isValid() || latest.isDone() || !task.isDone())
            latest = task;
    }
    return latest;
}

TaskHandle<> Card::pausedTask(const TaskHandle<> &outer) const
{
    for (TaskHandle found = outer; found.isValid();) {
        if (isInFile(found.fileName()))
            return found;
        const QModelIndex index = m_models.tasks.indexOf(found);
        if (!index.isValid() || m_models.tasks.rowCount(index) == 0)
            break;
        found = m_models.tasks.task(m_models.tasks.index(0, 0, index));
    }
    return {};
}

QString Card::arrivedValue() const
{
    const TaskTrace::Track *track = m_models.trace.track(pausedTask());
    return track ? track->lastValue : QString();
}

std::vector<TaskHandle<>> Card::running() const
{
    std::vector<TaskHandle<>> tasks;
    std::copy_if(m_started.begin(), m_started.end(), std::back_inserter(tasks),
        [](const TaskHandle<> &task) { return !task.isDone(); });
    return tasks;
}

QString Card::state() const
{
    return stateText(task().state());
}

QString Card::sentence() const
{
    return task().state() == TaskState::Failed ? task().reason() : QString();
}

void Card::cancel()
{
    if (const TaskHandle current = task(); current.isValid())
        current.cancel();
    checkForChanges();
}

QWidget *Card::makeControls(QWidget *)
{
    return nullptr;
}

QWidget *Card::makeDetails(QWidget *)
{
    return nullptr;
}

void Card::save(QSettings &) const { }

void Card::restore(const QSettings &) { }

Output &Card::nextOutput()
{
    // What has ended makes room, and the number of a task says how many were started before it.
    std::erase_if(m_started, [](const TaskHandle<> &task) { return task.isDone(); });
    std::erase_if(m_outputs, [this](const auto &output) {
        return std::none_of(m_started.begin(), m_started.end(),
            [&output](const TaskHandle<> &task) { return task.name() == output->name(); });
    });
    ++m_number;
    Output &output = *m_outputs.emplace_back(std::make_unique<Output>());
    output.setName(m_number == 1 ? name() : name() + u' ' + QString::number(m_number));
    connect(&output, &Output::linePrinted, this, [this](const OutputLine &line) {
        m_lastLine = line.text;
        Q_EMIT printed();
    });
    Q_EMIT outputAdded(&output);
    return output;
}

void Card::follow(const TaskHandle<> &task)
{
    m_started.push_back(task);
    Q_EMIT taskStarted(task);
    checkForChanges();
}

void Card::checkForChanges()
{
    const TaskHandle shown = task();
    const TaskHandle paused = pausedTask();
    Seen seen;
    seen.task = shown;
    seen.state = shown.state();
    seen.resumptions = static_cast<int>(shown.resumptions());
    seen.line = paused.isValid() ? paused.line() : 0;
    seen.count = m_tasks.count();
    seen.sentence = sentence();
    const Seen before = std::exchange(m_seen, seen);
    if (shown == before.task && seen.resumptions > before.resumptions && before.line > 0)
        Q_EMIT resumed(before.line, seen.resumptions - before.resumptions);
    if (seen != before)
        Q_EMIT changed();
}

} // namespace AsyncWidgets
