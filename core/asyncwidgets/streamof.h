// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// streamOf(): a stream of every emission of a signal, including those that come between two waits.

#pragma once

#include <asyncwidgets/detail/streamwait.h>
#include <asyncwidgets/task.h>

namespace AsyncWidgets {

/// Keeps every emission of one signal, from its creation on, until next() has given it. Made by streamOf(); lives on
/// one thread, usually as a local of the task that reads it. What nobody takes is kept, without a bound
/// unless keepNewest() sets one.
///
/// A stream has one reader at a time. A wait takes its change when its co_await returns. One that is cancelled before
/// that has taken nothing, even as a branch of whenAll() whose change had come already: that change is still the
/// first.
template<typename Arguments>
class SignalStream final
{
public:
    /// What one change gives: nothing, a value, or a std::tuple.
    using Result = typename Detail::SignalResultOf<Arguments>::Type;

    /// co_await this for the oldest change that has not been taken; waits for one if there is none. When the sender
    /// has died and nothing is left, the task is cancelled, and also when the stream is destroyed while it waits.
    /// An exception that a change's copy constructor has thrown is thrown in its place. When there is no memory to keep
    /// a change, that change and all later ones are lost until this has thrown std::bad_alloc in their place.
    /// Throws WaitError if another wait reads the same stream.
    ASYNCWIDGETS_NODISCARD_WAIT Detail::NextWait<Arguments> next()
    {
        return Detail::NextWait<Arguments>(*m_changes);
    }

    /// How many changes have not been taken.
    [[nodiscard]] qsizetype count() const { return m_changes->count(); }

    /// From now on the stream keeps no more than the newest \a count changes and drops the oldest for a new one. Throws
    /// WaitError for less than 1.
    void keepNewest(qsizetype count)
    {
        Detail::requireLimit(count);
        m_changes->keepNewest(count);
    }

    /// Moving a stream takes its changes along, and does not disturb its reader. One that has been moved away can only
    /// be destroyed.
    SignalStream(SignalStream &&) noexcept = default;
    SignalStream &operator=(SignalStream &&) = delete;
    /// Drops what nobody has taken. A task that waits for its next change is cancelled. On another thread than its
    /// own a warning says so; its own must rest meanwhile, and does all this later in its event loop.
    ~SignalStream()
    {
        if (m_changes)
            m_changes->close();
    }

    /// \cond internal
    SignalStream(QObject &sender, int signalIndex)
        : m_changes(new Detail::KeptChanges<Arguments>(sender, signalIndex)) // shared with its waits
    {
    }
    /// \internal Use streamOfEvents().
    explicit SignalStream(Detail::KeptChanges<Arguments> *changes)
        : m_changes(changes)
    {
    }
    // There is no range-for over a stream, which would have to block.
    template<typename Stream = SignalStream>
    SignalStream *begin() const
    {
        static_assert(!std::is_same_v<Stream, SignalStream>,
            "A stream is awaited change by change: for (;;) { const auto change = co_await stream.next(); "
            "... }.");
        return nullptr;
    }
    SignalStream *end() const { return nullptr; }
    [[nodiscard]] Detail::KeptChanges<Arguments> &changes() const { return *m_changes; }
    /// \endcond

private:
    Detail::StreamRef<Detail::KeptChanges<Arguments>> m_changes;
};

/// auto changes = streamOf(sender, &Sender::signal); then co_await changes.next() gives one emission after the other
/// and loses none, however long the task does something else in between. The values are those of waitFor().
/// Throws WaitError as waitFor() does, at once.
///
/// \code
/// auto changes = streamOf(slider, &QSlider::valueChanged);
/// for (;;)
///     co_await save(co_await changes.next());
/// \endcode
template<typename Sender, typename Signal = Detail::OverloadedSignal<Sender>>
[[nodiscard("A stream counts from its creation on: keep it in a variable.")]] auto streamOf(
    Sender &&sender, Signal signal)
{
    Detail::checkSignal<Sender, Signal>();
    if constexpr (SignalOf<Signal, Sender> && StorableSignal<Signal>) {
        QObject *object = Detail::senderPointer(sender);
        Detail::requireSender(object, "streamOf");
        return SignalStream<typename Detail::SignalTraits<Signal>::Arguments>(
            *object, Detail::indexOfSignal(signal));
    }
}

} // namespace AsyncWidgets
