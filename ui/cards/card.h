// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Card: one idea of the demonstration, with the tasks that show it. What the window, the tour, the demo and the colours
/// need to know of it, it says of itself.

#pragma once

#include "models/html.h"
#include "models/intslider.h"
#include "models/output.h"

#include <asyncwidgets/stallmonitor.h>
#include <asyncwidgets/taskhandle.h>
#include <asyncwidgets/taskmodel.h>
#include <asyncwidgets/taskscope.h>
#include <asyncwidgets/tasktrace.h>

#include <QtCore/QObject>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QSettings;
QT_END_NAMESPACE

namespace AsyncWidgets {

class Card;
class StateMachine;

/// What all cards share.
struct StageModels
{
    StageModels();

    IntSlider slider; ///< from 0 to 100, in steps of ten
    Html status; ///< where the tasks stand that wait for the slider, in a sentence
    TaskModel tasks;
    TaskTrace trace; ///< what they did, with the values that arrived
    StallMonitor stalls; ///< who holds the event loop; the trace has it too
};

/// What a card says of itself. The texts are marked for translation in the context "AsyncWidgets".
struct CardInfo
{
    enum class Place { Lane, Companion };

    const char *name; ///< of its tasks, the same in every language: "coroutine", the second one "coroutine 2"
    const char *title;
    Place place = Place::Companion;
    int hue; ///< of its colour, 0 to 359
    const char *file; ///< its source, in core/scenarios
    const char *function; ///< the first of that file that is of interest
    const char *tour = ""; ///< what the tour says of it while it waits or works; for a companion
    const char *prints = ""; ///< what it prints when a value of the slider arrives; for a lane
    bool isWorker = false; ///< its task does nothing but wait for a thread that works
    Card *(*make)(const CardInfo &info, StageModels &models, QObject *parent); ///< makeCard<…>
};

class Card : public QObject
{
    Q_OBJECT

public:
    Card(const CardInfo &info, StageModels &models, QObject *parent);
    ~Card() override;

    [[nodiscard]] const CardInfo &info() const { return m_info; }
    [[nodiscard]] QString name() const { return QString::fromLatin1(m_info.name); }
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString fileName() const { return QString::fromLatin1(m_info.file); }
    [[nodiscard]] bool isInFile(const QString &path) const; ///< whether that is the path of its source

    /// The latest of its tasks, one that goes on before one that has ended; an invalid handle before the first start.
    [[nodiscard]] TaskHandle<> task() const;
    /// The one of task() and those below it that is paused in the card's file.
    [[nodiscard]] TaskHandle<> pausedTask() const { return pausedTask(task()); }
    [[nodiscard]] TaskHandle<> pausedTask(const TaskHandle<> &outer) const; ///< the same for any of its tasks
    [[nodiscard]] QString arrivedValue() const; ///< the latest with which task() was resumed, as text
    [[nodiscard]] std::vector<TaskHandle<>> running() const; ///< those that have not ended, the oldest first
    [[nodiscard]] StageModels &models() const { return m_models; }
    [[nodiscard]] const TaskScope &tasks() const { return m_tasks; }
    [[nodiscard]] bool isRunning() const { return !m_tasks.isEmpty(); }
    /// The latest machine, for a card whose tasks are state machines, while it lives.
    [[nodiscard]] virtual StateMachine *machine() const { return nullptr; }
    /// How many changes a task of this card waits for, one after the other; 0 for one that does not count.
    [[nodiscard]] virtual int units() const { return 0; }

    [[nodiscard]] virtual QString state() const; ///< of task(), in a word or two
    [[nodiscard]] virtual QString sentence() const; ///< what to do now, or what there is to see
    [[nodiscard]] QString lastLine() const { return m_lastLine; } ///< that it has printed

    virtual void start() = 0; ///< starts one more task, or does nothing where only one can be
    virtual void proceed() { start(); } ///< does what its first button says at present, Start or Continue
    void cancel(); ///< ends task()

    /// Its controls, for a companion.
    virtual QWidget *makeControls(QWidget *parent);
    /// What else there is to see of it or to choose, beside its source; nullptr if there is nothing.
    virtual QWidget *makeDetails(QWidget *parent);
    virtual void save(QSettings &settings) const;
    virtual void restore(const QSettings &settings);

    // What the unattended demo does with it.
    virtual void beginDemo() { start(); }
    virtual void finishDemo() { }

Q_SIGNALS:
    /// Something that this card tells is different now: at most once per display frame.
    void changed();
    void taskStarted(const AsyncWidgets::TaskHandle<> &task);
    /// task() has gone on after a pause at \a line of the card's file, \a times times since the last such signal.
    void resumed(int line, int times);
    /// A task that is a state machine is about to start.
    void machineMade(AsyncWidgets::StateMachine *machine);
    /// A task of this card will print here. The object lives as long as its task.
    void outputAdded(AsyncWidgets::Output *output);
    /// One of its tasks has printed lastLine().
    void printed();
    /// The person works with this card.
    void activated();

protected:
    /// A class with members that its tasks use cancels them in its destructor: scope().cancel().
    [[nodiscard]] TaskScope &scope() { return m_tasks; }
    /// The output for the next task, with the name for that task. It lives as long as the task.
    Output &nextOutput();
    void follow(const TaskHandle<> &task); ///< a new one has been started
    void checkForChanges(); ///< and emits changed() and resumed()

private:
    struct Seen
    {
        TaskHandle<> task;
        TaskState state = TaskState::Ready;
        int resumptions = 0;
        int line = 0;
        int count = 0;
        QString sentence;
        bool operator==(const Seen &) const = default;
    };

    const CardInfo &m_info;
    StageModels &m_models;
    std::vector<std::unique_ptr<Output>> m_outputs; // one for each task that has not ended
    std::vector<TaskHandle<>> m_started; // those that have not ended, and the latest of all
    Seen m_seen;
    int m_number = 0;
    QString m_lastLine;
    TaskScope m_tasks; // last: its tasks end before what they use here
};

/// Makes a card of the class \a Type, for CardInfo::make.
template<typename Type>
Card *makeCard(const CardInfo &info, StageModels &models, QObject *parent)
{
    return new Type(info, models, parent);
}

/// The state's word in the language of the window.
[[nodiscard]] QString stateText(TaskState state);

} // namespace AsyncWidgets
