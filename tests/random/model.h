// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The rules of the library as a simple interpreter, without coroutines, signals and the library: what a program of the
/// random test must do. Each rule is said by its comment in the words of the headers.

#pragma once

#include "program.h"

#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>

namespace AsyncWidgets::Tests::Random {

class Model
{
public:
    Model();

    void perform(const Statement &action); ///< anything but the statements of tasks only
    void finish(); ///< destroys the scopes and then the senders
    [[nodiscard]] int turns() const
    {
        return m_turnCount;
    } ///< of the event loop, that the last such step took
    [[nodiscard]] const QStringList &log() const { return m_log; }
    [[nodiscard]] QString report() const; ///< everything that can be seen from outside

private:
    struct Task;
    struct Wait;
    struct Stream;
    struct Scope;

    /// Who is served by an emission: a wait or a stream.
    struct Listener
    {
        Wait *wait = nullptr;
        Stream *stream = nullptr;
        bool operator==(const Listener &) const = default;
    };
    struct Emission
    {
        QString value;
        std::list<Listener> owed; // who is still to be served
    };
    struct Channel
    {
        std::list<Listener> waiting; // in the order in which they began
        std::vector<Emission *> emissions; // the innermost last
        int number = 0;
        bool isSuperseded = false; // was cut, and somebody waits for the signal anew
        bool hasEnded = false;
    };
    struct Stream
    {
        std::shared_ptr<Channel> channel;
        QStringList kept;
        Wait *reader = nullptr;
        QString endReason;
    };
    struct Scope
    {
        std::list<Task *> tasks; // in the order in which they were started
        std::list<Wait *> waiting; // for the end of all
        int unwinding = 0; // tasks whose locals are being destroyed
        bool isClosed = false;
        [[nodiscard]] bool isEmpty() const { return tasks.empty() && unwinding == 0; }
    };
    enum class Outcome { Open, Over, Hopeless };
    struct Wait
    {
        const Expression *expression = nullptr;
        Task *task = nullptr; // who waits in the end
        Wait *outer = nullptr; // the combinator that it is a branch of
        std::vector<Wait *> branches;
        Task *child = nullptr;
        std::shared_ptr<Channel> channel;
        Stream *stream = nullptr;
        Scope *scope = nullptr;
        Task *awaited = nullptr; // by its handle

        bool hasBegun = false;
        bool hasEnded = false;
        bool isBeginning = false;
        bool isStopping = false;
        bool isStoppingOthers = false;
        bool isQuiet = false; // whoever begins or stops it looks for itself
        bool isTimeUp = false;
        bool isTaken = false;
        Outcome outcome = Outcome::Open;
        Wait *decisive = nullptr; // the branch that is first, or that failed
        QString result;
        QString reason; // why it is hopeless
    };
    struct Local
    {
        enum Kind { Trace, Guard, OwnScope, OwnStream } kind;
        const Statement *statement;
    };
    struct Task
    {
        const Body *body = nullptr;
        Scope *scope = nullptr; // one of the three owners
        Wait *branch = nullptr;
        Task *parent = nullptr;

        QString state = QStringLiteral("Ready");
        QString reason;
        int resumptions = 0;
        std::size_t position = 0;
        Wait *wait = nullptr;
        Task *child = nullptr; // that it awaits
        std::vector<Local> locals;
        bool isAsked = false; // to end
        QString askedReason;
        int runs = 0; // how many of it, and of its branches, are on the stack
        bool hasFrame = true;
        bool isOver = false; // and its owner knows
        bool isInScope = false; // until its end has been told
        std::list<Wait *> waiting; // for its end, in the order in which they began
    };
    struct Thrown
    {
        QString words;
    };

    void turnEventLoop();
    void wake(Wait &wait);
    void emitSignal(int number, const QString &value);
    void serve(Channel &channel, Emission &emission);
    void destroySender(int sender);
    void disconnect(int number);
    [[nodiscard]] static std::shared_ptr<Channel> newChannel(int number);
    [[nodiscard]] std::shared_ptr<Channel> join(int number);
    void end(const std::shared_ptr<Channel> &channel, const QString &reason);
    void endCut();
    void leave(const Listener &listener, Channel &channel);
    void destroyStream(int number);
    void endReader(Stream &stream);

    Task &newTask(const Body &body);
    void start(Scope &scope, const Body &body);
    void run(Task &task);
    Task *execute(Task &task);
    bool pauses(Task &task, const Expression &expression);
    void end(Task &root);
    void cancel(Task &task, const QString &reason);
    void unwind(Task &root);
    void destroyLocals(Task &task);
    static bool isDone(const Task &task);
    static Task &rootOf(Task &task);
    static bool isToEnd(Task &task);
    static Task *taskAbove(const Task &root);
    static void hold(Task &root);
    static Task *letGo(Task &root);

    void cancelAll(Scope &scope, const QString &reason);
    void destroyScope(int number);
    static Scope *forget(Task &root);
    void tellEnd(Task &task, Scope &scope);
    void tellIfEmpty(Scope &scope);
    static bool isAwaitedByAny(const Task &task, const std::function<bool(const Task &)> &isIt);
    static QString reasonOf(const Task &cancelled);

    Wait &prepare(const Expression &expression, Task &task, Wait *outer);
    bool begin(Wait &wait);
    bool beginBranches(Wait &wait);
    void isOver(Wait &wait);
    void isHopeless(Wait &wait, const QString &reason);
    void branchHasEnded(Wait &wait, Wait &branch, bool isOver, const QString &reason);
    void decide(Wait &wait, Wait &branch, bool isOver, const QString &reason);
    void stopOthers(Wait &wait);
    static void giveBack(Wait &wait);
    bool stop(Wait &wait);
    void timeIsUp(Wait &wait);
    void destroy(Wait &wait);
    static bool areAllOver(const Wait &wait);
    static qsizetype framesToBegin(const Wait &wait);
    static bool hasFailed(const Wait &wait);
    QString take(Wait &wait);
    void write(const Task &task, const Statement &statement, const QString &words);

    QStringList m_log;
    QStringList m_warnings;
    std::vector<std::shared_ptr<Channel>> m_channels; // null where the sender is gone
    std::shared_ptr<Channel> m_cut; // until it has ended
    std::map<int, Task *> m_tasks;
    Task *m_running = nullptr; // whose code, or destructors, run now
    std::map<int, Scope *> m_scopes; // that exist
    std::map<int, Stream *> m_streams;
    std::list<Wait *> m_sleepers; // who waits for a turn of the event loop
    std::list<Wait *> m_due; // in this turn
    int m_turnCount = 0;
    // Nothing is freed before the end of the program.
    std::deque<Task> m_allTasks;
    std::deque<Scope> m_allScopes;
    std::deque<Stream> m_allStreams;
    std::deque<Wait> m_allWaits;
};

} // namespace AsyncWidgets::Tests::Random
