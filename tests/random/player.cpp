// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "player.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDeadlineTimer>

#include <chrono>
#include <optional>
#include <stdexcept>
#include <vector>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace AsyncWidgets::Tests::Random {

namespace {

// The results of all waits as text.

QString textOf(int value)
{
    return QString::number(value);
}
QString textOf(const QString &text)
{
    return text;
}
QString textOf(const std::tuple<int, QString, double> &moved)
{
    return u"%1 %2"_s.arg(std::get<0>(moved)).arg(std::get<1>(moved));
}
QString textOf(std::monostate)
{
    return {};
}
template<typename Result>
QString textOf(const std::optional<Result> &result)
{
    return result ? textOf(*result) : u"time is up"_s;
}
template<typename... Results>
QString textOf(const std::variant<Results...> &first)
{
    const QString result = std::visit([](const auto &value) { return textOf(value); }, first);
    return u"%1:%2"_s.arg(first.index()).arg(result);
}
template<typename... Results>
QString textOf(const std::tuple<Results...> &all)
{
    const QStringList texts
        = std::apply([](const auto &...value) { return QStringList { textOf(value)... }; }, all);
    return u'(' + texts.join(u", "_s) + u')';
}

/// Gives a task its name, and the handle by which it can be seen and cancelled also if it is no task of a scope.
class Introduction final : public Detail::Wait
{
public:
    explicit Introduction(const QString &name)
        : m_name(name)
    {
    }
    bool start() override
    {
        Detail::TaskRecord &task = listener().waitingTask();
        task.setName(m_name);
        m_task = TaskHandle<>(task);
        return false;
    }
    bool cancel() override { return true; }
    [[nodiscard]] QString description() const override { return m_name; }
    TaskHandle<> await_resume() { return m_task; }

private:
    QString m_name;
    TaskHandle<> m_task;
};

} // namespace

/// A wait of any kind whose result is text, so that expressions can be built while the program runs. It passes on
/// everything that it is told.
class TextWait final : public Detail::Wait, private Detail::WaitListener
{
public:
    template<Detail::IsWait WaitType>
    explicit TextWait(WaitType wait)
    {
        auto typed = std::make_unique<Typed<WaitType>>(std::move(wait));
        m_take = typed.get();
        m_wait = &typed->wait;
        m_kept = std::move(typed);
    }
    TextWait(TextWait &&) = default;
    ~TextWait() override
    {
        if (m_kept && m_wait->hasListener())
            static_cast<void>(TextWait::cancel());
    }

    bool start() override { return Wait::start(*m_wait, *this); }
    bool cancel() override
    {
        const bool hasEnded = m_wait->cancel();
        if (hasEnded)
            m_wait->removeListener();
        return hasEnded;
    }
    [[nodiscard]] std::exception_ptr failure() const override { return m_wait->failure(); }
    [[nodiscard]] QString description() const override { return m_wait->description(); }
    [[nodiscard]] bool dependsOnTasks() const override { return m_wait->dependsOnTasks(); }
    void visitTasks(const std::function<void(Detail::TaskRecord &)> &visit) const override
    {
        m_wait->visitTasks(visit);
    }
    QString await_resume() { return m_take->take(); }

private:
    struct Result
    {
        virtual ~Result() = default;
        virtual QString take() = 0;
    };
    template<typename WaitType>
    struct Typed final : Result
    {
        explicit Typed(WaitType &&moved)
            : wait(std::move(moved))
        {
        }
        QString take() override { return textOf(Detail::takeValue(wait)); }
        WaitType wait;
    };

    Detail::TaskRecord *waitCompleted(Wait &) override { return tellCompleted(); }
    Detail::TaskRecord *waitCancelled(Wait &, const QString &reason) override
    {
        return tellCancelled(reason);
    }
    Detail::TaskRecord &waitingTask() override { return listener().waitingTask(); }

    std::unique_ptr<Result> m_kept;
    Result *m_take = nullptr;
    Wait *m_wait = nullptr;
};

/// A stream of any signal.
class Stream
{
public:
    virtual ~Stream() = default;
    virtual TextWait next() = 0;
    [[nodiscard]] virtual qsizetype count() const = 0;
};

namespace {

template<typename Signal>
class TypedStream final : public Stream
{
public:
    TypedStream(Sender *sender, Signal signal)
        : m_changes(streamOf(sender, signal))
    {
    }
    TextWait next() override { return TextWait(m_changes.next()); }
    [[nodiscard]] qsizetype count() const override { return m_changes.count(); }

private:
    decltype(streamOf(std::declval<Sender *>(), std::declval<Signal>())) m_changes;
};

/// Calls \a function with the sender and the signal of \a channel.
template<typename Function>
auto withSignal(int channel, Sender *sender, Function &&function)
{
    switch (channel) {
    case 1:
        return function(sender, &Sender::named);
    case 2:
        return function(sender, &Sender::moved);
    default:
        return function(sender, &Sender::valueChanged);
    }
}

/// The local variables of a task, destroyed in the reverse order of their birth.
class Locals final
{
public:
    Locals() = default;
    ~Locals()
    {
        while (!m_locals.empty())
            m_locals.pop_back();
    }
    Q_DISABLE_COPY_MOVE(Locals)

    void add(std::function<void()> atEnd) { m_locals.push_back(std::make_unique<AtEnd>(std::move(atEnd))); }

private:
    std::vector<std::unique_ptr<AtEnd>> m_locals;
};

} // namespace

Player::Player()
{
    for (int number = 0; number < senderCount; ++number)
        m_senders[std::size_t(number)] = std::make_unique<Sender>(u"s%1"_s.arg(number));
    for (int number = 0; number < globalScopeCount; ++number)
        m_scopes[number];
}

Player::~Player()
{
    finish(); // also of a program that was given up
}

void Player::perform(const Statement &action)
{
    const auto scope = m_scopes.find(action.target);
    switch (action.kind) {
    case Statement::Start:
        if (scope != m_scopes.end()) {
            const Body &body = action.body[0];
            const TaskHandle task = scope->second.scope->start(play(body), u"t%1"_s.arg(body.number));
            m_tasks.try_emplace(body.number, task); // it has done so itself, unless it was refused
        }
        break;
    case Statement::Emit:
        if (Sender *sender = senderFor(action.target)) {
            if (action.target == 1)
                Q_EMIT sender->named(valueText(1, action.number));
            else if (action.target == 2)
                Q_EMIT sender->moved(action.number, u"mm"_s, 0.5);
            else
                Q_EMIT sender->valueChanged(action.number);
        }
        break;
    case Statement::CancelTask:
        if (const auto task = m_tasks.find(action.target); task != m_tasks.end())
            task->second.cancel();
        break;
    case Statement::CancelScope:
        if (scope != m_scopes.end())
            scope->second.scope->cancel();
        break;
    case Statement::DestroyScope:
        destroyScope(action.target);
        break;
    case Statement::DestroySender:
        m_senders[std::size_t(action.target)].reset();
        break;
    case Statement::CreateSender:
        if (auto &sender = m_senders[std::size_t(action.target)]; !sender)
            sender = std::make_unique<Sender>(u"s%1"_s.arg(action.target));
        break;
    case Statement::Disconnect:
        if (Sender *sender = senderFor(action.target)) {
            withSignal(action.target, sender,
                [](Sender *sender_, auto signal) { QObject::disconnect(sender_, signal, nullptr, nullptr); });
        }
        break;
    default:
        break;
    }
}

void Player::turnEventLoop(int times)
{
    QCoreApplication::sendPostedEvents(); // a connection that was cut ends
    // Of those who wait for a turn, this one is the last.
    TaskScope scope;
    const TaskHandle last = scope.start([](int left) -> Task<> {
        for (; left > 0; --left) {
            co_await sleepFor(0ms);
            QCoreApplication::sendPostedEvents(); // what was cut in this turn ends
        }
    }(times));
    const QDeadlineTimer tooLong(5s);
    while (!last.isDone() && !tooLong.hasExpired())
        QCoreApplication::processEvents();
}

void Player::finish()
{
    for (int number = 0; number < globalScopeCount; ++number)
        destroyScope(number);
    for (std::unique_ptr<Sender> &sender : m_senders)
        sender.reset();
}

void Player::destroyScope(int number)
{
    const auto place = m_scopes.find(number);
    if (place == m_scopes.end() || std::exchange(place->second.isDying, true))
        return;
    delete place->second.scope.get(); // tasks may try to start others in it meanwhile
    static_cast<void>(place->second.scope.release());
    m_scopes.erase(place);
}

Task<QString> Player::play(const Body &body)
{
    const QString name = u"t%1"_s.arg(body.number);
    m_tasks[body.number] = co_await Introduction(name);
    const Trace trace(m_log, name);
    Locals locals;
    for (const Statement &statement : body.statements) {
        const int number = statement.number;
        switch (statement.kind) {
        case Statement::Await:
            try {
                const Expression &awaited = statement.awaited;
                QString result;
                if (awaited.kind == Expression::Signal && awaited.target == 1)
                    result = co_await waitFor(senderFor(1), &Sender::named);
                else if (awaited.kind == Expression::Signal && awaited.target != 2)
                    result = textOf(co_await waitFor(senderFor(awaited.target), &Sender::valueChanged));
                else if (awaited.kind == Expression::Child)
                    result = co_await play(awaited.child[0]);
                else
                    result = co_await prepare(awaited);
                write(body, statement, result);
            } catch (const std::exception &error) {
                if (!statement.catches)
                    throw;
                write(body, statement, u"caught: "_s + QString::fromUtf8(error.what()));
            }
            break;
        case Statement::Throw:
            throw std::runtime_error("error " + std::to_string(number));
        case Statement::OpenStream: {
            const auto stream = withSignal(statement.target, senderFor(statement.target),
                [](Sender *sender, auto signal) -> std::shared_ptr<Stream> {
                    return std::make_shared<TypedStream<decltype(signal)>>(sender, signal);
                });
            m_streams[number] = stream.get();
            locals.add([this, number, held = stream]() mutable {
                m_streams.erase(number);
                held.reset();
            });
            break;
        }
        case Statement::OpenScope:
            m_scopes[number];
            locals.add([this, number] { destroyScope(number); });
            break;
        case Statement::Guard:
            locals.add([this, &statement] {
                m_log.append(u"~%1"_s.arg(statement.number));
                for (const Statement &action : statement.atEnd)
                    perform(action);
            });
            break;
        default:
            perform(statement);
        }
    }
    co_return name;
}

TextWait Player::prepare(const Expression &expression)
{
    std::vector<TextWait> branches;
    branches.reserve(expression.branches.size());
    for (const Expression &branch : expression.branches)
        branches.push_back(prepare(branch));
    const auto combine = [&branches](auto combinator) {
        if (branches.size() == 1)
            return TextWait(combinator(std::move(branches[0])));
        if (branches.size() == 2)
            return TextWait(combinator(std::move(branches[0]), std::move(branches[1])));
        return TextWait(combinator(std::move(branches[0]), std::move(branches[1]), std::move(branches[2])));
    };
    switch (expression.kind) {
    case Expression::Signal:
        return withSignal(expression.target, senderFor(expression.target),
            [](Sender *sender, auto signal) { return TextWait(Detail::toBranch(waitFor(sender, signal))); });
    case Expression::Next:
        if (const auto stream = m_streams.find(expression.target); stream != m_streams.end())
            return stream->second->next();
        throw std::runtime_error("no such stream");
    case Expression::Child:
        return TextWait(Detail::toBranch(play(expression.child[0])));
    case Expression::Turn:
        return TextWait(sleepFor(0ms));
    case Expression::End:
        if (const auto task = m_tasks.find(expression.target); task != m_tasks.end())
            return TextWait(Detail::toBranch(task->second));
        throw std::runtime_error("no such task");
    case Expression::Join:
        if (const auto scope = m_scopes.find(expression.target); scope != m_scopes.end())
            return TextWait(scope->second.scope->join());
        throw std::runtime_error("no such scope");
    case Expression::Timeout:
        return TextWait(withTimeout(std::move(branches[0]), 0ms));
    case Expression::Any:
        return combine([](auto... waits) { return whenAny(std::move(waits)...); });
    case Expression::All:
        return combine([](auto... waits) { return whenAll(std::move(waits)...); });
    }
    Q_UNREACHABLE();
}

Sender *Player::senderFor(int channel) const
{
    return m_senders[std::size_t(senderOf(channel))].get();
}

void Player::write(const Body &body, const Statement &statement, const QString &words)
{
    m_log.append(u"t%1 at %2: %3"_s.arg(body.number).arg(statement.number).arg(words));
    if (!m_continued.insert(statement.number).second)
        m_mistakes.append(u"%1 has continued twice"_s.arg(statement.number));
}

QString Player::report() const
{
    QStringList lines;
    for (const auto &[number, task] : m_tasks) {
        const QString state = QVariant::fromValue(task.state()).toString();
        lines.append(
            u"t%1 %2 %3, resumed %4 times"_s.arg(number).arg(state, task.reason()).arg(task.resumptions()));
    }
    for (const auto &[number, owned] : m_scopes)
        lines.append(u"scope %1 has %2 tasks"_s.arg(number).arg(owned.scope->count()));
    for (const auto &[number, stream] : m_streams)
        lines.append(u"stream %1 keeps %2"_s.arg(number).arg(stream->count()));
    for (int number = 0; number < senderCount; ++number) {
        const Sender *sender = m_senders[std::size_t(number)].get();
        lines.append(u"s%1 is %2"_s.arg(number).arg(!sender ? u"gone"_s
                : sender->hasConnections()                  ? u"connected"_s
                                                            : u"not connected"_s));
    }
    lines.append(u"%1 frames"_s.arg(Detail::CoroutineRecord::liveFrames() - m_framesBefore));
    return (lines + m_mistakes).join(u'\n');
}

} // namespace AsyncWidgets::Tests::Random
