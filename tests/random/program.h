// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The small language of the random test: what tasks wait for, and what is done to them. A program is run twice, by the
/// Model, which knows the rules only, and by the Player, with the library.
///
/// A program cuts once: Qt drops several connections, and so they end, in an order that nobody promises.
///
/// Not in the language, and why:
/// - Whatever takes time: waitUntilSettled(), throttled() and the clock of VirtualTime. The model has an order and no
///   clock, and a withTimeout() of it is over at once or never. tst_virtualtime compares whole transcripts of time.
/// - Whatever another thread answers: callbacks, channels, futures, background work. When the answer comes is the thread's
///   choice and no rule, so that a program has many right transcripts. Answered on the same thread they are a wait for a
///   signal by another name. tst_waitforcallback, tst_channel, tst_future and tst_threads let many threads meet.
/// - Events: their wait is that for a signal, of the object's event source.
/// - forEachLatest(): made of a stream's next change and the body's task in whenAny(), which all are in it.
/// - LocalObject, which waits for nothing: its end is a deleteLater(). tst_localobject.
/// - An exception that does something when it is destroyed: how long it is kept is the compiler's and the record's matter, and
///   nobody promises the order. That it may do anything then, such as cancelling the task that goes on next, is
///   tested in tst_taskhandle.

#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <span>
#include <vector>

namespace AsyncWidgets::Tests::Random {

/// A signal of a sender. Sender 0 has two and never dies: those who wait for different signals of one sender end in an
/// order that nobody promises.
inline constexpr int channelCount = 4;
inline constexpr int senderCount = 3;
[[nodiscard]] int senderOf(int channel);
[[nodiscard]] QString channelName(int channel);
[[nodiscard]] QString valueText(int channel, int value); ///< how a task writes what it was sent

/// Scopes that live as long as the program does, unless it destroys them; all others are locals of tasks.
inline constexpr int globalScopeCount = 2;

struct Body;

/// What a task waits for.
struct Expression
{
    enum Kind { Signal, Next, Child, Turn, End, Join, Timeout, Any, All };
    Kind kind = Turn;
    int target = 0; // a channel, stream, task or scope
    std::vector<Expression> branches;
    std::vector<Body> child; // one or none
};

/// One line. Its number is the name of whatever it makes, and the value of what it emits.
struct Statement
{
    enum Kind {
        // Of tasks
        Await,
        Throw,
        OpenStream, // a local stream
        OpenScope, // a local scope
        Guard, // a local whose destructor does something
        // Of tasks, and from outside
        Start,
        Emit,
        CancelTask,
        CancelScope,
        DestroyScope,
        DestroySender,
        CreateSender,
        Disconnect, // cuts whoever is connected to a channel
        // From outside
        TurnEventLoop
    };
    Kind kind = Emit;
    int number = 0;
    int target = 0; // a channel, task, scope or sender
    bool catches = false; // what it awaits may throw
    Expression awaited;
    std::vector<Statement> atEnd; // of a guard
    std::vector<Body> body; // of a start
};

/// A task: it runs at most once, so that its number is its name.
struct Body
{
    int number = 0;
    std::vector<Statement> statements;
};

/// The lines that are executed from outside, one after the other.
using Program = std::vector<Statement>;

/// Any bytes are a program, and their number is its bound.
[[nodiscard]] Program programFrom(std::span<const quint8> bytes);
[[nodiscard]] Program randomProgram(unsigned seed);
[[nodiscard]] QStringList inWords(const Program &program);
/// Leaves something out, the \a index-th that can be; false if there are no more.
[[nodiscard]] bool simplify(Program &program, int index);

} // namespace AsyncWidgets::Tests::Random
