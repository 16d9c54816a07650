// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// streamOf(): a stream of every emission of a signal, also of those that come between two waits.

#pragma once

#include <asyncwidgets/detail/signalwait.h>
#include <asyncwidgets/task.h>
#include <asyncwidgets/waiterror.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QQueue>

namespace AsyncWidgets {

/// Keeps every emission of one signal, from its creation on, until next() has taken it. Made by streamOf(); lives on
/// one thread, usually as a local of the task that reads it. What nobody takes is kept, without a bound.
template<typename Arguments>
class SignalStream final : private Detail::SignalWaiter
{
public:
    using Result = typename Detail::SignalResultOf<Arguments>::Type;
    class NextWait;

    /// co_await this for the oldest change that has not been taken; waits for one if there is none. When the sender
    /// has died and nothing is left, the task is cancelled, and also when the stream is destroyed while it waits.
    /// Throws WaitError if another task waits for the same stream.
    [[nodiscard]] NextWait next() { return NextWait(*this); }

    /// How many changes wait to be taken.
    [[nodiscard]] qsizetype count() const { return m_kept.size(); }

    /// \internal Use streamOf().
    SignalStream(QObject &sender, const Detail::SignalInfo &signal)
        : Detail::SignalWaiter(sender)
    {
        Detail::SignalHub::join(*this, signal);
    }
    ~SignalStream()
    {
        m_endReason = QCoreApplication::translate(
            "AsyncWidgets", "the stream that it waited for was destroyed"); // also for one who comes now
        endReader(m_endReason);
    }

private:
    Detail::TaskRecord *signalEmitted(Detail::SignalHub &hub, void **arguments) override
    {
        hub.add(*this);
        if (m_reader)
            return takeReader().receive(arguments);
        Detail::EmittedArguments<Arguments> kept;
        kept.store(arguments);
        m_kept.enqueue(std::move(kept));
        return nullptr;
    }
    void senderIsGone(const QString &reason) override
    {
        m_endReason = reason;
        endReader(reason);
    }
    NextWait &takeReader()
    {
        m_reader->m_isReading = false;
        return *std::exchange(m_reader, nullptr);
    }
    void endReader(const QString &reason)
    {
        if (m_reader)
            takeReader().end(reason);
    }

    QQueue<Detail::EmittedArguments<Arguments>> m_kept;
    NextWait *m_reader = nullptr;
    QString m_endReason; // not empty once the sender is gone
};

template<typename Arguments>
class SignalStream<Arguments>::NextWait final : public Detail::Wait
{
public:
    explicit NextWait(SignalStream &stream)
        : m_stream(stream)
    {
    }
    NextWait(NextWait &&) noexcept = default;
    ~NextWait() override { leave(); }

    bool start() override
    {
        if (m_stream.m_reader)
            throw WaitError(
                QStringLiteral("Another task waits for the next change of this stream: give each its own."));
        if (!m_stream.m_kept.isEmpty()) {
            m_arguments = m_stream.m_kept.dequeue();
            return false;
        }
        if (!m_stream.m_endReason.isEmpty()) {
            Detail::TaskRecord::resume(listener().waitCancelled(*this, m_stream.m_endReason));
            return true;
        }
        m_stream.m_reader = this;
        m_isReading = true;
        return true;
    }
    bool cancel() override
    {
        leave();
        return true;
    }
    [[nodiscard]] bool hasFailed() const override { return m_arguments.hasFailed(); }
    [[nodiscard]] QString description() const override
    {
        return m_isReading ? m_stream.signalDescription() : QString();
    }

    Result await_resume() { return m_arguments.take(); }

private:
    friend class SignalStream;
    [[nodiscard]] Detail::TaskRecord *receive(void **arguments)
    {
        m_arguments.store(arguments);
        return listener().waitCompleted(*this);
    }
    void end(const QString &reason) { completeCancelled(reason); }
    void leave()
    {
        if (std::exchange(m_isReading, false))
            m_stream.m_reader = nullptr;
    }

    SignalStream &m_stream; // may be gone unless it is being read
    bool m_isReading = false;
    Detail::EmittedArguments<Arguments> m_arguments;
};

/// auto changes = streamOf(sender, &Sender::signal); then co_await changes.next() gives one emission after the other
/// and loses none, however long the task does something else in between. The values are those of waitFor().
/// Throws WaitError as waitFor() does, at once.
template<typename Sender, typename Signal>
[[nodiscard]] auto streamOf(Sender &&sender, Signal signal)
{
    Detail::checkSignal<Sender, Signal>();
    if constexpr (SignalOf<Signal, Sender> && StorableSignal<Signal>) {
        QObject *object = Detail::senderPointer(sender);
        Detail::requireSender(object, "streamOf");
        return SignalStream<typename Detail::SignalTraits<Signal>::Arguments>(
            *object, Detail::TypedSignalInfo<Signal>::of(signal));
    }
}

} // namespace AsyncWidgets
