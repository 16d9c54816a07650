// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The changes that a stream keeps, shared by the stream and the waits that read it, and the wait for the next one.

#pragma once

#include <asyncwidgets/detail/signalwait.h>
#include <asyncwidgets/detail/timerqueue.h>
#include <asyncwidgets/detail/wait.h>

#include <QtCore/QString>

#include <chrono>
#include <deque>
#include <exception>
#include <iterator>
#include <limits>
#include <list>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace AsyncWidgets::Detail {

/// A wait that reads a stream.
class StreamReader
{
public:
    /// One more change is kept. Returns the task that is to go on now, or nullptr.
    [[nodiscard]] virtual TaskRecord *changeKept() = 0;
    /// None will come any more, because of \a reason.
    virtual void streamEnded(const QString &reason) = 0;

protected:
    ~StreamReader() = default;
};

/// What all streams have in common. Reference-counted, on one thread: a wait that is kept may outlive its stream.
class ASYNCWIDGETS_EXPORT StreamBase : protected SignalWaiter
{
public:
    void retain() { ++m_references; }
    void release()
    {
        if (--m_references == 0)
            delete this;
    }

    void requireNoReader() const ///< throws WaitError
    {
        if (m_reader)
            refuseSecondReader();
    }
    void setReader(StreamReader &reader) { m_reader = &reader; }
    void removeReader(StreamReader &reader)
    {
        if (m_reader == &reader)
            m_reader = nullptr;
    }
    void close(); ///< the stream itself is destroyed
    [[nodiscard]] bool isClosed() const { return m_isClosed; }
    [[nodiscard]] bool hasEnded() const { return m_hasEnded; } ///< no change will come any more
    /// Of the end; empty where there was no memory for it.
    [[nodiscard]] const QString &endReason() const { return m_endReason; }
    using SignalWaiter::signalDescription;

    /// When a throttled stream gave its last change; nothing before the first.
    [[nodiscard]] const std::optional<std::chrono::steady_clock::time_point> &givenTime() const
    {
        return m_givenTime;
    }
    void setGivenTime() { m_givenTime = presentTime(); }

    /// When the newest change came; looks at the clock for each from the first call on.
    [[nodiscard]] std::chrono::steady_clock::time_point newestTime()
    {
        if (!std::exchange(m_isTimed, true))
            m_newestTime = m_oldestTime = presentTime();
        return m_newestTime;
    }
    /// When the oldest change came, or what was before it was taken; valid once newestTime() was called.
    [[nodiscard]] std::chrono::steady_clock::time_point oldestTime() const { return m_oldestTime; }

protected:
    explicit StreamBase(QObject &sender)
        : SignalWaiter(sender)
    {
    }
    ~StreamBase() override = default;
    Q_DISABLE_COPY_MOVE(StreamBase)

    void senderIsGone(const QString &reason) override;
    [[nodiscard]] StreamReader *reader() const { return m_reader; }
    bool m_isTimed = false;
    bool m_isBounded = false; // both cost something for each change
    void setOldestTime() { m_oldestTime = presentTime(); }
    void noteTime(bool isOnly)
    {
        if (!m_isTimed)
            return;
        m_newestTime = presentTime();
        if (isOnly)
            m_oldestTime = m_newestTime;
    }

private:
    [[noreturn]] static void refuseSecondReader();

    int m_references = 0;
    bool m_isClosed = false;
    bool m_hasEnded = false;
    std::chrono::steady_clock::time_point m_newestTime;
    std::chrono::steady_clock::time_point m_oldestTime;
    std::optional<std::chrono::steady_clock::time_point> m_givenTime;
    StreamReader *m_reader = nullptr; // until it has taken its change, or is cancelled
    QString m_endReason;
};

/// Throws WaitError for a stream that is to keep fewer than one change.
ASYNCWIDGETS_EXPORT void requireLimit(qsizetype count);

/// Keeps a stream's changes alive.
template<typename Stream>
class StreamRef
{
public:
    explicit StreamRef(Stream *stream)
        : m_stream(stream)
    {
        m_stream->retain();
    }
    StreamRef(StreamRef &&other) noexcept
        : m_stream(std::exchange(other.m_stream, nullptr))
    {
    }
    StreamRef &operator=(StreamRef &&) = delete;
    ~StreamRef()
    {
        if (m_stream)
            m_stream->release();
    }
    Stream *operator->() const { return m_stream; }
    Stream &operator*() const { return *m_stream; }
    explicit operator bool() const { return m_stream != nullptr; }

private:
    friend struct MemoryLayout;

    Stream *m_stream;
};

template<typename Arguments>
class KeptChanges : public StreamBase
{
public:
    using Result = typename EmittedArguments<Arguments>::Result;

    KeptChanges(QObject &sender, int signalIndex)
        : StreamBase(sender)
    {
        SharedConnection::join(*this, signalIndex);
    }

    [[nodiscard]] qsizetype count() const { return static_cast<qsizetype>(m_kept.size()); }
    /// Whether take() has something to give, be it an exception.
    [[nodiscard]] bool hasNext() const { return !m_kept.empty() || m_lost; }
    /// The exception in the place of the change of that number, from 0 for the oldest; nullptr if there is none.
    [[nodiscard]] std::exception_ptr failure(qsizetype number) const
    {
        return number < count() ? std::next(m_kept.begin(), number)->failure() : m_lost;
    }

    /// The oldest change, or the exception in its place; it is gone then in any case.
    Result take()
    {
        if (m_isTimed)
            setOldestTime(); // of what is left
        if (m_kept.empty())
            std::rethrow_exception(std::exchange(m_lost, nullptr));
        if constexpr (isPlain) {
            Kept first = std::move(m_kept.front());
            m_kept.pop_front();
            return first.take();
        } else {
            Changes first = takeFirst();
            return first.front().take();
        }
    }

    void keepNewest(qsizetype number)
    {
        const StreamRef<KeptChanges> self(this); // a change that is dropped may destroy the stream
        m_limit = number;
        m_isBounded = true;
        dropWhatIsTooMuch();
    }
    void dropOldest(qsizetype number)
    {
        for (; number > 0 && !m_kept.empty(); --number)
            dropFirst();
    }

protected:
    ~KeptChanges() override = default;

    TaskRecord *signalEmitted(SharedConnection &connection, void **arguments) override
    {
        const StreamRef<KeptChanges> self(this); // a change that is dropped may destroy the stream
        connection.add(*this);
        keep(arguments);
        return reader() ? reader()->changeKept() : nullptr;
    }

private:
    using Kept = EmittedArguments<Arguments>;

    // Copies and destructors of arguments are code of the user, which may emit the signal: neither happens to one that
    // is in the list.
    static constexpr bool isPlain = []<typename... Types>(std::type_identity<std::tuple<Types...>>) {
        return (... && std::is_trivially_copyable_v<Types>);
    }(std::type_identity<Arguments>());
    using Changes = std::conditional_t<isPlain, std::deque<Kept>, std::list<Kept>>;

    void keep(void **arguments) noexcept
    {
        if (m_lost)
            return;
        try {
            if constexpr (isPlain) {
                m_kept.emplace_back().store(arguments);
            } else {
                Changes newest(1);
                newest.front().store(arguments);
                m_kept.splice(m_kept.end(), newest);
            }
            if (m_isTimed || m_isBounded) [[unlikely]]
                noteTimeAndBound();
        } catch (...) {
            m_lost = std::
                current_exception(); // no memory: the exception stands for what comes until it is taken
        }
    }

    [[nodiscard]] Changes takeFirst()
        requires(!isPlain)
    {
        Changes first;
        first.splice(first.begin(), m_kept, m_kept.begin());
        return first;
    }
    void dropFirst()
    {
        if constexpr (isPlain)
            m_kept.pop_front();
        else
            static_cast<void>(takeFirst());
    }

    void noteTimeAndBound()
    {
        noteTime(m_kept.size() == 1);
        dropWhatIsTooMuch();
    }
    void dropWhatIsTooMuch()
    {
        while (count() > m_limit) // a change that is dropped may emit, and have done this already
            dropFirst();
    }

    Changes m_kept;
    qsizetype m_limit = std::numeric_limits<qsizetype>::max();
    std::exception_ptr m_lost; // after those that are kept
};

/// What the waits that read a stream have in common: each is its reader from its start until it has taken its change.
template<typename Arguments>
class StreamWait : public Wait, protected StreamReader
{
public:
    using Result = typename KeptChanges<Arguments>::Result;

    bool cancel() override
    {
        m_changes->removeReader(*this);
        return true;
    }
    [[nodiscard]] std::exception_ptr failure() const override { return m_changes->failure(0); }
    [[nodiscard]] QString description() const override { return m_changes->signalDescription(); }

protected:
    explicit StreamWait(KeptChanges<Arguments> &changes)
        : m_changes(&changes)
    {
    }
    StreamWait(StreamWait &&other) noexcept
        : m_changes(&*other.m_changes) // which remains as usable as it was
    {
    }
    ~StreamWait() override { m_changes->removeReader(*this); }

    [[nodiscard]] KeptChanges<Arguments> &changes() const { return *m_changes; }

private:
    friend struct MemoryLayout;

    StreamRef<KeptChanges<Arguments>> m_changes;
};

template<typename Arguments>
class NextWait final : public StreamWait<Arguments>
{
public:
    explicit NextWait(KeptChanges<Arguments> &changes)
        : StreamWait<Arguments>(changes)
    {
    }
    NextWait(NextWait &&) noexcept = default;

    bool start() override
    {
        KeptChanges<Arguments> &changes = this->changes();
        changes.requireNoReader();
        changes.setReader(*this);
        if (changes.hasNext())
            return false;
        if (changes.hasEnded())
            streamEnded(QString(changes.endReason()));
        return true;
    }
    typename StreamWait<Arguments>::Result await_resume()
    {
        this->changes().removeReader(*this);
        return this->changes().take();
    }

private:
    TaskRecord *changeKept() override { return this->hasListener() ? this->tellCompleted() : nullptr; }
    void streamEnded(const QString &reason) override
    {
        if (!this->hasListener())
            return; // it has its change
        this->changes().removeReader(*this);
        this->cancelAndResume(reason);
    }
};

} // namespace AsyncWidgets::Detail
