// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "model.h"

#include <QtCore/QScopedValueRollback>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Tests::Random {

Model::Model()
{
    for (int channel = 0; channel < channelCount; ++channel)
        m_channels.push_back(newChannel(channel));
    for (int scope = 0; scope < globalScopeCount; ++scope)
        m_scopes[scope] = &m_allScopes.emplace_back();
}

void Model::perform(const Statement &action)
{
    switch (action.kind) {
    case Statement::Start:
        if (m_scopes.contains(action.target))
            start(*m_scopes[action.target], action.body[0]);
        break;
    case Statement::Emit:
        emitSignal(action.target, valueText(action.target, action.number));
        break;
    case Statement::CancelTask:
        if (m_tasks.contains(action.target))
            cancel(*m_tasks[action.target], u"cancelled"_s);
        break;
    case Statement::CancelScope:
        if (m_scopes.contains(action.target))
            cancelAll(*m_scopes[action.target], u"cancelled with its scope"_s);
        break;
    case Statement::DestroyScope:
        destroyScope(action.target);
        break;
    case Statement::DestroySender:
        destroySender(action.target);
        break;
    case Statement::CreateSender:
        for (int channel = 0; channel < channelCount; ++channel) {
            if (senderOf(channel) == action.target && !m_channels[std::size_t(channel)])
                m_channels[std::size_t(channel)] = newChannel(channel);
        }
        break;
    case Statement::Disconnect:
        disconnect(action.target);
        break;
    case Statement::TurnEventLoop:
        turnEventLoop();
        break;
    default:
        break;
    }
}

/// What was cut ends. Then, until nobody waits for a turn: they go on in the order in which they began; who begins meanwhile waits for the next turn.
void Model::turnEventLoop()
{
    endCut();
    for (m_turnCount = 0; !m_sleepers.empty(); ++m_turnCount) {
        m_due = std::exchange(m_sleepers, {});
        while (!m_due.empty()) {
            Wait &wait = *m_due.front();
            m_due.pop_front();
            if (wait.expression->kind == Expression::Timeout)
                timeIsUp(wait);
            else
                isOver(wait);
        }
        endCut();
    }
}

void Model::wake(Wait &wait)
{
    m_sleepers.remove(&wait);
    m_due.remove(&wait);
}

void Model::finish()
{
    for (int scope = 0; scope < globalScopeCount; ++scope)
        destroyScope(scope);
    for (int sender = 0; sender < senderCount; ++sender)
        destroySender(sender);
}

// Emissions

void Model::emitSignal(int number, const QString &value)
{
    const std::shared_ptr<Channel> channel = m_channels[std::size_t(number)];
    if (!channel)
        return;
    // An emission inside an emission first serves those who are still owed the outer one.
    if (!channel->emissions.empty())
        serve(*channel, *channel->emissions.back());
    // Those who wait when the signal is emitted are served; whoever begins to wait meanwhile waits for the next one.
    Emission emission { .value = value, .owed = std::exchange(channel->waiting, {}) };
    channel->emissions.push_back(&emission);
    serve(*channel, emission);
    channel->emissions.pop_back();
}

void Model::serve(Channel &channel, Emission &emission)
{
    while (!emission.owed.empty()) {
        const Listener listener = emission.owed.front();
        emission.owed.pop_front();
        if (Stream *stream = listener.stream) {
            stream->channel->waiting.push_back(listener); // a stream always waits
            stream->kept.append(emission.value);
            if (stream->reader && !stream->reader->hasEnded)
                isOver(*stream->reader); // takes it when its co_await is over
        } else {
            listener.wait->result = emission.value;
            isOver(*listener.wait);
        }
        if (channel.isSuperseded) // what was being emitted reaches nobody any more
            endCut();
    }
}

/// Whoever waits is cut off, and whoever begins to wait is connected anew. What is being emitted goes on.
void Model::disconnect(int number)
{
    std::shared_ptr<Channel> &channel = m_channels[std::size_t(number)];
    if (channel)
        m_cut = std::exchange(channel, newChannel(number));
}

std::shared_ptr<Model::Channel> Model::newChannel(int number)
{
    const auto channel = std::make_shared<Channel>();
    channel->number = number;
    return channel;
}

std::shared_ptr<Model::Channel> Model::join(int number)
{
    const std::shared_ptr<Channel> &channel = m_channels[std::size_t(number)];
    if (channel && m_cut && m_cut->number == number && !m_cut->emissions.empty())
        m_cut->isSuperseded = true;
    return channel;
}

void Model::endCut()
{
    if (m_cut)
        end(m_cut, u"%1 was disconnected"_s.arg(channelName(m_cut->number)));
}

void Model::destroySender(int sender)
{
    for (int number = 0; number < channelCount; ++number) {
        std::shared_ptr<Channel> channel;
        if (senderOf(number) == sender)
            channel = std::exchange(m_channels[std::size_t(number)], nullptr);
        if (!channel)
            continue;
        const QString reason = u"the sender of %1 was destroyed"_s.arg(channelName(number));
        if (m_cut && m_cut->number == number) // connected before the other
            end(m_cut, reason);
        end(channel, reason);
    }
}

/// The waits end: first of those who are still owed an emission, then of the others, each in their order.
void Model::end(const std::shared_ptr<Channel> &channel, const QString &reason)
{
    const std::shared_ptr<Channel> kept = channel;
    if (std::exchange(kept->hasEnded, true))
        return;
    if (m_cut == kept)
        m_cut.reset();
    const auto endAll = [&](std::list<Listener> &list) {
        while (!list.empty()) {
            const Listener listener = list.front();
            list.pop_front();
            if (Stream *stream = listener.stream) {
                stream->endReason = reason;
                endReader(*stream);
            } else {
                isHopeless(*listener.wait, reason);
            }
        }
    };
    for (auto emission = kept->emissions.rbegin(); emission != kept->emissions.rend(); ++emission)
        endAll((*emission)->owed);
    endAll(kept->waiting);
}

void Model::leave(const Listener &listener, Channel &channel)
{
    channel.waiting.remove(listener);
    for (Emission *emission : channel.emissions)
        emission->owed.remove(listener);
}

void Model::destroyStream(int number)
{
    Stream &stream = *m_streams[number];
    m_streams.erase(number);
    stream.endReason = u"the stream that it waited for was destroyed"_s;
    endReader(stream);
    leave({ .stream = &stream }, *stream.channel);
}

void Model::endReader(Stream &stream)
{
    if (stream.reader && !stream.reader->hasEnded)
        isHopeless(*std::exchange(stream.reader, nullptr), stream.endReason);
}

// Tasks

Model::Task &Model::newTask(const Body &body)
{
    Task &task = m_allTasks.emplace_back();
    task.body = &body;
    m_tasks[body.number] = &task;
    return task;
}

void Model::start(Scope &scope, const Body &body)
{
    Task &task = newTask(body);
    task.scope = &scope;
    task.isInScope = true;
    scope.tasks.push_back(&task);
    if (!scope.isClosed)
        return run(task);
    cancel(task, u"its scope was being destroyed when it was to start"_s);
    for (Task *running = m_running ? &rootOf(*m_running) : nullptr; running; running = taskAbove(*running)) {
        if (running->scope == &scope)
            return cancel(*running, u"its scope was destroyed"_s); // at its next pause
    }
}

/// Runs a task inside this call until the next pause of it, and of the one that awaits it if it ends.
void Model::run(Task &task)
{
    Task &root = rootOf(task);
    hold(root);
    for (Task *next = &task; next;)
        next = execute(*next);
    // What was asked to end while it ran ends at this pause.
    if (Task *asked = letGo(root))
        unwind(*asked);
    else if (isDone(root) && !root.isOver)
        end(root);
}

/// Runs until the next pause or the end. Returns who goes on then: the task that it awaits, or that awaits it.
Model::Task *Model::execute(Task &task)
{
    const QScopedValueRollback running(m_running, &task);
    if (task.state == u"Ready")
        task.locals.push_back({ Local::Trace, nullptr });
    else
        ++task.resumptions;
    task.state = u"Working"_s;
    try {
        for (; task.position < task.body->statements.size(); ++task.position) {
            const Statement &statement = task.body->statements[task.position];
            switch (statement.kind) {
            case Statement::Await:
                try {
                    if (!task.wait && pauses(task, statement.awaited))
                        return task.child;
                    const QString result = take(*task.wait);
                    destroy(*std::exchange(task.wait, nullptr));
                    write(task, statement, result);
                } catch (const Thrown &thrown) {
                    if (task.wait)
                        destroy(*std::exchange(task.wait, nullptr));
                    if (!statement.catches)
                        throw;
                    write(task, statement, u"caught: "_s + thrown.words);
                }
                break;
            case Statement::Throw:
                throw Thrown { u"error %1"_s.arg(statement.number) };
            case Statement::OpenStream: {
                const std::shared_ptr<Channel> channel = join(statement.target);
                if (!channel)
                    throw Thrown { u"streamOf: the sender is null; pass an object that exists."_s };
                Stream &stream = m_allStreams.emplace_back();
                stream.channel = channel;
                m_streams[statement.number] = &stream;
                channel->waiting.push_back({ .stream = &stream });
                task.locals.push_back({ Local::OwnStream, &statement });
                break;
            }
            case Statement::OpenScope:
                m_scopes[statement.number] = &m_allScopes.emplace_back();
                task.locals.push_back({ Local::OwnScope, &statement });
                break;
            case Statement::Guard:
                task.locals.push_back({ Local::Guard, &statement });
                break;
            default:
                perform(statement);
            }
        }
        destroyLocals(task);
        task.state = u"Finished"_s;
    } catch (const Thrown &thrown) {
        destroyLocals(task);
        task.state = u"Failed"_s;
        task.reason = thrown.words;
    }
    Task *parent = std::exchange(task.parent, nullptr);
    if (parent)
        parent->child = nullptr;
    return parent;
}

/// A co_await that is reached. Returns whether the task pauses there.
bool Model::pauses(Task &task, const Expression &expression)
{
    Wait &wait = prepare(expression, task, nullptr); // a mistake is told at once
    if (isToEnd(task))
        return true; // to be unwound
    task.wait = &wait;
    if (expression.kind == Expression::Child) {
        task.child = wait.child = &newTask(expression.child[0]);
        task.child->parent = &task;
        wait.hasBegun = true;
    } else if (begin(wait)) {
        return false;
    }
    task.state = u"Waiting"_s;
    return true;
}

/// The task ran to its end, by result or exception: its owner is told.
void Model::end(Task &root)
{
    root.isOver = true;
    if (Scope *scope = forget(root)) {
        root.hasFrame = false;
        tellEnd(root, *scope);
    } else if (!root.branch->isQuiet) {
        isOver(*root.branch);
    }
}

/// A paused task is unwound before this returns; a running one ends at its next pause. A task that awaits this one ends
/// with it. Nothing happens to one that has ended.
void Model::cancel(Task &task, const QString &reason)
{
    Task &root = rootOf(task);
    if (isDone(root))
        return;
    if (!std::exchange(root.isAsked, true))
        root.askedReason = reason;
    if (root.runs == 0)
        unwind(root);
}

void Model::unwind(Task &root)
{
    Scope *scope = forget(root);
    if (scope)
        ++scope->unwinding;
    hold(root); // whoever is asked to end meanwhile does so afterwards
    Task *leaf = &root;
    while (leaf->child)
        leaf = leaf->child;
    for (Task *task = leaf; task;) {
        task->state = u"Cancelled"_s;
        task->reason = root.askedReason;
        const QScopedValueRollback running(m_running, task);
        if (task->wait)
            destroy(*std::exchange(task->wait, nullptr));
        destroyLocals(*task);
        task->hasFrame = false;
        task->child = nullptr;
        task = std::exchange(task->parent, nullptr);
    }
    if (scope)
        --scope->unwinding;
    Task *asked = letGo(root);
    root.isOver = true;
    if (asked)
        unwind(*asked);
    else if (scope)
        tellEnd(root, *scope);
    else if (!root.branch->isQuiet)
        isHopeless(*root.branch, root.reason);
}

/// In the reverse order of their birth.
void Model::destroyLocals(Task &task)
{
    while (!task.locals.empty()) {
        const Local local = task.locals.back();
        task.locals.pop_back();
        switch (local.kind) {
        case Local::Trace:
            m_log.append(u"~t%1"_s.arg(task.body->number));
            break;
        case Local::Guard:
            m_log.append(u"~%1"_s.arg(local.statement->number));
            for (const Statement &action : local.statement->atEnd)
                perform(action);
            break;
        case Local::OwnScope:
            destroyScope(local.statement->number);
            break;
        case Local::OwnStream:
            destroyStream(local.statement->number);
            break;
        }
    }
}

bool Model::isDone(const Task &task)
{
    return task.state == u"Finished" || task.state == u"Cancelled" || task.state == u"Failed";
}

/// The task that is owned by a scope or a combinator: all that await one another end together.
Model::Task &Model::rootOf(Task &task)
{
    Task *root = &task;
    while (root->parent)
        root = root->parent;
    return *root;
}

/// A branch belongs to the task that waits for it.
Model::Task *Model::taskAbove(const Task &root)
{
    return root.branch && !root.isOver ? &rootOf(*root.branch->task) : nullptr;
}

/// Whether it, or a task of which it is a part, was asked to end.
bool Model::isToEnd(Task &task)
{
    Task *root = &rootOf(task);
    while (root && !root->isAsked)
        root = taskAbove(*root);
    return root;
}

/// Nothing of the task and of those above it is unwound between hold() and letGo(). The latter returns the outermost
/// that was asked to end meanwhile and is not held any more.
void Model::hold(Task &root)
{
    for (Task *task = &root; task; task = taskAbove(*task))
        ++task->runs;
}

Model::Task *Model::letGo(Task &root)
{
    Task *outermost = nullptr;
    for (Task *task = &root; task; task = taskAbove(*task)) {
        if (--task->runs == 0 && task->isAsked && !isDone(*task))
            outermost = task;
    }
    return outermost;
}

// Scopes

/// All that are there now, the last started first.
void Model::cancelAll(Scope &scope, const QString &reason)
{
    const std::vector<Task *> present(scope.tasks.rbegin(), scope.tasks.rend());
    for (Task *task : present)
        cancel(*task, reason);
}

void Model::destroyScope(int number)
{
    if (!m_scopes.contains(number) || m_scopes[number]->isClosed)
        return;
    Scope &scope = *m_scopes[number];
    scope.isClosed = true;
    cancelAll(scope, u"its scope was destroyed"_s);
    m_scopes.erase(number);
}

/// A task that has ended, or is about to be unwound, is no task of its scope any more.
Model::Scope *Model::forget(Task &root)
{
    Scope *scope = std::exchange(root.scope, nullptr);
    if (scope)
        scope->tasks.remove(&root);
    return scope;
}

/// Who awaits a task goes on when its locals are gone, in the order in which they began, and before those who wait for
/// its whole scope. An exception that nobody awaits is reported.
void Model::tellEnd(Task &task, Scope &scope)
{
    task.isInScope = false;
    if (task.state == u"Failed" && task.waiting.empty())
        m_warnings.append(u"Task \"t%1\" failed: %2"_s.arg(task.body->number).arg(task.reason));
    while (!task.waiting.empty()) {
        Wait &wait = *task.waiting.front();
        task.waiting.pop_front();
        if (task.state == u"Cancelled")
            isHopeless(wait, reasonOf(task));
        else
            isOver(wait);
    }
    tellIfEmpty(scope);
}

QString Model::reasonOf(const Task &cancelled)
{
    return u"t%1 was cancelled"_s.arg(cancelled.body->number);
}

/// Whether \a isIt is true of the task, or of one that could not go on without its end.
bool Model::isAwaitedByAny(const Task &task, const std::function<bool(const Task &)> &isIt)
{
    std::set<const Task *> seen;
    std::vector<const Task *> left { &task };
    while (!left.empty()) {
        const Task *next = left.back();
        left.pop_back();
        if (!next || !seen.insert(next).second)
            continue;
        if (isIt(*next))
            return true;
        left.push_back(next->parent);
        if (next->branch && !next->isOver)
            left.push_back(next->branch->task);
        for (const Wait *wait : next->waiting)
            left.push_back(wait->task);
        if (next->scope) {
            for (const Wait *wait : next->scope->waiting)
                left.push_back(wait->task);
        }
    }
    return false;
}

void Model::tellIfEmpty(Scope &scope)
{
    while (scope.isEmpty() && !scope.waiting.empty()) {
        Wait &wait = *scope.waiting.front();
        scope.waiting.pop_front();
        isOver(wait);
    }
}

// Waits

Model::Wait &Model::prepare(const Expression &expression, Task &task, Wait *outer)
{
    Wait &wait = m_allWaits.emplace_back();
    wait.expression = &expression;
    wait.task = &task;
    wait.outer = outer;
    switch (expression.kind) {
    case Expression::Signal:
        wait.channel = isToEnd(task) ? m_channels[std::size_t(expression.target)] // and not looked at
                                     : join(expression.target);
        if (!wait.channel)
            throw Thrown { u"waitFor: the sender is null; pass an object that exists."_s };
        break;
    case Expression::Next:
        if (!m_streams.contains(expression.target))
            throw Thrown { u"no such stream"_s };
        wait.stream = m_streams[expression.target];
        break;
    case Expression::End:
        if (!m_tasks.contains(expression.target))
            throw Thrown { u"no such task"_s };
        wait.awaited = m_tasks[expression.target];
        break;
    case Expression::Join:
        if (!m_scopes.contains(expression.target))
            throw Thrown { u"no such scope"_s };
        wait.scope = m_scopes[expression.target];
        break;
    default:
        for (const Expression &branch : expression.branches)
            wait.branches.push_back(&prepare(branch, task, &wait));
    }
    return wait;
}

/// Returns whether it is over at once.
bool Model::begin(Wait &wait)
{
    wait.hasBegun = true;
    switch (wait.expression->kind) {
    case Expression::Signal:
        if (wait.channel->hasEnded) // a branch before it destroyed the sender
            isHopeless(wait, u"the sender was destroyed"_s);
        else
            wait.channel->waiting.push_back({ .wait = &wait });
        return false;
    case Expression::Next:
        if (wait.stream->reader)
            throw Thrown { u"Another task waits for the next change of this stream: give each its own."_s };
        wait.stream->reader = &wait;
        if (!wait.stream->kept.isEmpty())
            return true;
        if (!wait.stream->endReason.isEmpty())
            endReader(*wait.stream);
        return false;
    case Expression::Turn:
        m_sleepers.push_back(&wait);
        return false;
    case Expression::End:
        if (wait.awaited->isInScope) {
            if (isAwaitedByAny(*wait.task, [&](const Task &task) { return &task == wait.awaited; }))
                throw Thrown {
                    u"A task cannot wait for the end of \"t%1\", which waits for its own: neither would ever end."_s
                        .arg(wait.awaited->body->number)
                };
            wait.awaited->waiting.push_back(&wait);
            return false;
        }
        if (!isDone(*wait.awaited))
            throw Thrown { u"The task \"t%1\" is a part of another: wait for that one."_s.arg(
                wait.awaited->body->number) };
        if (wait.awaited->state == u"Cancelled")
            isHopeless(wait, reasonOf(*wait.awaited));
        return wait.awaited->state != u"Cancelled";
    case Expression::Join:
        if (wait.scope->isEmpty())
            return true;
        if (isAwaitedByAny(*wait.task, [&](const Task &task) { return task.scope == wait.scope; }))
            throw Thrown { u"A task cannot wait for the end of its own scope: it would wait for itself."_s };
        wait.scope->waiting.push_back(&wait);
        return false;
    case Expression::Child: // a branch: a task of its own, which runs until its first pause
        wait.child = &newTask(wait.expression->child[0]);
        wait.child->branch = &wait;
        wait.isQuiet = true;
        run(*wait.child);
        wait.isQuiet = false;
        if (wait.child->state == u"Cancelled")
            isHopeless(wait, wait.child->reason);
        else
            return wait.child->isOver;
        return false;
    case Expression::Timeout: // what is over at once is never timed out
        if (begin(*wait.branches[0]))
            return true;
        if (!wait.branches[0]->hasEnded)
            m_sleepers.push_back(&wait);
        return false;
    case Expression::Any:
    case Expression::All:
        return beginBranches(wait);
    }
    return false;
}

/// Branches begin in order; if one decides at once, or asks the task to end, those after it do not begin.
bool Model::beginBranches(Wait &wait)
{
    wait.isBeginning = true;
    try {
        for (Wait *branch : wait.branches) {
            if (wait.outcome == Outcome::Open && !isToEnd(*wait.task) && begin(*branch))
                decide(wait, *branch, true, {});
        }
    } catch (const Thrown &) { // one cannot begin: nothing has
        wait.isBeginning = false;
        wait.isStopping = true;
        stopOthers(wait);
        throw;
    }
    wait.isBeginning = false;
    if (wait.outcome == Outcome::Open)
        return false;
    stopOthers(wait);
    if (!areAllOver(wait))
        return false;
    if (wait.outcome == Outcome::Hopeless)
        isHopeless(wait, wait.reason);
    return wait.outcome == Outcome::Over;
}

/// The result is there: whoever waits goes on.
void Model::isOver(Wait &wait)
{
    wait.hasEnded = true;
    if (wait.outer)
        branchHasEnded(*wait.outer, wait, true, {});
    else
        run(*wait.task);
}

/// The result can never come: the task is cancelled, or the branch drops out.
void Model::isHopeless(Wait &wait, const QString &reason)
{
    wait.hasEnded = true;
    if (wait.outer)
        branchHasEnded(*wait.outer, wait, false, reason);
    else
        cancel(*wait.task, reason);
}

void Model::branchHasEnded(Wait &wait, Wait &branch, bool branchIsOver, const QString &reason)
{
    if (wait.expression->kind == Expression::Timeout) {
        wake(wait);
        // Whichever comes first decides, and it stays decided: also if the branch was running when its time was up.
        if (!wait.isStopping && (branchIsOver || wait.isTimeUp))
            isOver(wait);
        else
            isHopeless(wait, reason);
        return;
    }
    decide(wait, branch, branchIsOver, reason);
    if (wait.isBeginning || wait.isStoppingOthers || (wait.outcome == Outcome::Open && !wait.isStopping))
        return;
    // The others are cancelled before the task goes on. Their destructors may ask the task itself to end.
    Task &root = rootOf(*wait.task);
    hold(root);
    stopOthers(wait);
    if (Task *asked = letGo(root))
        unwind(*asked);
    else if (!areAllOver(wait))
        return; // one that is running ends at its next pause, and the task goes on then
    else if (wait.isStopping || wait.outcome == Outcome::Hopeless)
        isHopeless(wait, wait.reason);
    else
        isOver(wait);
}

/// The first branch that is over decides whenAny(); one whose sender dies drops out, and when all have, the task is
/// cancelled. whenAll() is decided by the last that is over, by the first exception and by the first sender that dies.
void Model::decide(Wait &wait, Wait &branch, bool branchIsOver, const QString &reason)
{
    branch.hasEnded = true;
    if (wait.outcome != Outcome::Open || wait.isStopping)
        return;
    const bool isAny = wait.expression->kind == Expression::Any;
    const auto hasEnded = [](const Wait *other) { return other->hasEnded; };
    const bool isLast = std::all_of(wait.branches.begin(), wait.branches.end(), hasEnded);
    if (branchIsOver && (isAny || hasFailed(branch)))
        wait.decisive = &branch;
    if (branchIsOver && (wait.decisive || isLast))
        wait.outcome = Outcome::Over;
    else if (!branchIsOver && (!isAny || isLast))
        wait.outcome = Outcome::Hopeless;
    if (!branchIsOver)
        wait.reason = reason;
}

/// All but those whose results are taken. What a destructor ends meanwhile only counts.
void Model::stopOthers(Wait &wait)
{
    if (wait.isStoppingOthers)
        return;
    wait.isStoppingOthers = true;
    bool wasStopping = false;
    do {
        wasStopping = wait.isStopping;
        for (Wait *branch : wait.branches) {
            const bool isTaken = wait.outcome == Outcome::Over && !wait.isStopping
                && (!wait.decisive || branch == wait.decisive);
            if (!isTaken)
                stop(*branch);
        }
    } while (wasStopping != wait.isStopping);
    wait.isStoppingOthers = false;
}

/// Of one that is over: a stream keeps what has not been taken.
void Model::giveBack(Wait &wait)
{
    if (wait.stream && wait.stream->reader == &wait)
        wait.stream->reader = nullptr;
    for (Wait *branch : wait.branches)
        giveBack(*branch);
}

/// Returns false if something inside is running: then it ends at its next pause, and tells.
bool Model::stop(Wait &wait)
{
    if (!wait.hasBegun)
        return true;
    if (wait.hasEnded) {
        giveBack(wait);
        return true;
    }
    switch (wait.expression->kind) {
    case Expression::Signal:
        leave({ .wait = &wait }, *wait.channel);
        break;
    case Expression::Next:
        giveBack(wait);
        break;
    case Expression::Turn:
        wake(wait);
        break;
    case Expression::End:
        wait.awaited->waiting.remove(&wait);
        break;
    case Expression::Join:
        wait.scope->waiting.remove(&wait);
        break;
    case Expression::Child: {
        const bool wasQuiet = std::exchange(wait.isQuiet, true);
        cancel(*wait.child, isDone(*wait.task) ? wait.task->reason : u"another branch finished first"_s);
        wait.isQuiet = wasQuiet;
        return wait.hasEnded = wait.child->isOver;
    }
    default:
        wait.isStopping = true;
        wake(wait);
        stopOthers(wait);
        return wait.hasEnded = areAllOver(wait);
    }
    return wait.hasEnded = true;
}

void Model::timeIsUp(Wait &wait)
{
    wait.isTimeUp = true;
    Task &root = rootOf(*wait.task);
    hold(root);
    stop(*wait.branches[0]); // nothing is running in a turn of the event loop
    if (Task *asked = letGo(root))
        unwind(*asked);
    else if (wait.isStopping) // by a destructor of the branch
        isHopeless(wait, {});
    else
        isOver(wait);
}

/// The co_await is over, by its result, an exception or the end of the task: nothing that was begun is left.
void Model::destroy(Wait &wait)
{
    stop(wait);
    for (Wait *branch : wait.branches)
        destroy(*branch);
    if (!wait.child)
        return;
    wait.child->hasFrame = false;
    if (wait.child->branch && wait.child->state == u"Failed" && !wait.isTaken)
        m_warnings.append(u"Task \"t%1\" failed: %2"_s.arg(wait.child->body->number).arg(wait.child->reason));
}

bool Model::areAllOver(const Wait &wait)
{
    return std::all_of(wait.branches.begin(), wait.branches.end(),
        [](const Wait *branch) { return !branch->hasBegun || branch->hasEnded; });
}

bool Model::hasFailed(const Wait &wait)
{
    if (wait.expression->kind == Expression::Child)
        return wait.child->state == u"Failed";
    if (wait.expression->kind == Expression::End)
        return wait.awaited->state == u"Failed";
    if (wait.expression->kind == Expression::Timeout)
        return !wait.isTimeUp && hasFailed(*wait.branches[0]);
    return wait.decisive && hasFailed(*wait.decisive);
}

qsizetype Model::framesToBegin(const Wait &wait)
{
    qsizetype count = wait.expression->kind == Expression::Child && !wait.hasBegun ? 1 : 0;
    for (const Wait *branch : wait.branches)
        count += framesToBegin(*branch);
    return count;
}

QString Model::take(Wait &wait)
{
    switch (wait.expression->kind) {
    case Expression::Child:
        wait.isTaken = true;
        if (wait.child->state == u"Failed")
            throw Thrown { wait.child->reason };
        return u't' + QString::number(wait.child->body->number);
    case Expression::End:
        if (wait.awaited->state == u"Failed")
            throw Thrown { wait.awaited->reason };
        return {};
    case Expression::Timeout:
        return wait.isTimeUp ? u"time is up"_s : take(*wait.branches[0]);
    case Expression::Any: {
        const auto first = std::find(wait.branches.begin(), wait.branches.end(), wait.decisive);
        return u"%1:%2"_s.arg(first - wait.branches.begin()).arg(take(*wait.decisive));
    }
    case Expression::All: {
        if (wait.decisive)
            take(*wait.decisive); // throws
        QStringList results;
        for (Wait *branch : wait.branches)
            results.append(take(*branch));
        return u'(' + results.join(u", "_s) + u')';
    }
    case Expression::Next:
        giveBack(wait);
        return wait.stream->kept.takeFirst();
    default:
        return wait.result;
    }
}

// What can be seen

void Model::write(const Task &task, const Statement &statement, const QString &words)
{
    m_log.append(u"t%1 at %2: %3"_s.arg(task.body->number).arg(statement.number).arg(words));
}

QString Model::report() const
{
    QStringList lines;
    for (const auto &[number, task] : m_tasks) {
        lines.append(u"t%1 %2 %3, resumed %4 times"_s.arg(number)
                .arg(task->state, isDone(*task) ? task->reason : QString())
                .arg(task->resumptions));
    }
    for (const auto &[number, scope] : m_scopes)
        lines.append(u"scope %1 has %2 tasks"_s.arg(number).arg(scope->tasks.size()));
    for (const auto &[number, stream] : m_streams)
        lines.append(u"stream %1 keeps %2"_s.arg(number).arg(stream->kept.size()));
    for (int sender = 0; sender < senderCount; ++sender) {
        bool isAlive = false;
        bool isConnected = false;
        for (int channel = 0; channel < channelCount; ++channel) {
            const auto &state = m_channels[std::size_t(channel)];
            if (senderOf(channel) == sender && state) {
                isAlive = true;
                isConnected = isConnected || !state->waiting.empty();
            }
            if (m_cut && m_cut->number == channel && senderOf(channel) == sender)
                isConnected = isConnected || !m_cut->waiting.empty();
        }
        lines.append(u"s%1 is %2"_s.arg(sender).arg(!isAlive ? u"gone"_s
                : isConnected                                ? u"connected"_s
                                                             : u"not connected"_s));
    }
    qsizetype frames = 0;
    for (const Task &task : m_allTasks)
        frames += (task.hasFrame ? 1 : 0) + (task.wait ? framesToBegin(*task.wait) : 0);
    lines.append(u"%1 frames"_s.arg(frames));
    QStringList warnings
        = m_warnings; // several at once come in the order in which std::tuple destroys its elements
    warnings.sort();
    return (lines + warnings).join(u'\n');
}

} // namespace AsyncWidgets::Tests::Random
