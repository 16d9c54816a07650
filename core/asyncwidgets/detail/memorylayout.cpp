// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/memorylayout.h>

#include <asyncwidgets/detail/channelwait.h>
#include <asyncwidgets/detail/combination.h>
#include <asyncwidgets/detail/endwait.h>
#include <asyncwidgets/detail/joinwait.h>
#include <asyncwidgets/detail/scopedata.h>
#include <asyncwidgets/detail/settledwait.h>
#include <asyncwidgets/detail/sharedconnection.h>
#include <asyncwidgets/detail/sleepwait.h>
#include <asyncwidgets/detail/streamwait.h>
#include <asyncwidgets/detail/taskrecord.h>
#include <asyncwidgets/detail/threadcontext.h>
#include <asyncwidgets/detail/timeoutwait.h>

#include <array>
#include <bit>
#include <cstddef>
#include <iterator>
#include <source_location>
#include <tuple>

// These classes have virtual functions, for which offsetof is not promised by the standard. Every compiler that lays
// out coroutines has it, for classes without virtual bases.
#ifdef __GNUC__
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
#endif

namespace AsyncWidgets::Detail {

// What the reader takes for granted.
static_assert(int(TaskState::Ready) == 0 && int(TaskState::Working) == 1 && int(TaskState::Waiting) == 2
    && int(TaskState::Finished) == 3 && int(TaskState::Cancelled) == 4 && int(TaskState::Failed) == 5);
static_assert(int(TaskKind::Coroutine) == 0 && int(TaskKind::Generator) == 1
    && int(TaskKind::StateMachine) == 2 && int(TaskKind::Background) == 3);
static_assert(sizeof(ChannelState::Side) == 4);
static_assert(sizeof(TaskRecordRef) == sizeof(void *)); // to the record
static_assert(sizeof(Duration) == 8 && std::ratio_equal_v<Duration::period, std::nano>);
#ifdef __GNUC__
static_assert(sizeof(std::source_location) == sizeof(void *)); // to: file, function, line
static_assert(sizeof(QString) == 3 * sizeof(void *)); // header, first character, length
#endif

// The state is in the lowest bits of the byte behind m_thread, and the kind above it. (clang cannot say so in a constant
// expression before version 20.)
#if defined(__GNUC__) && !defined(__clang__) && Q_BYTE_ORDER == Q_LITTLE_ENDIAN
consteval bool isStateByte(TaskState state, TaskKind kind)
{
    TaskBits bits;
    bits.m_state = state;
    bits.m_kind = kind;
    const auto bytes = std::bit_cast<std::array<std::byte, sizeof bits>>(bits);
    return (std::to_integer<int>(bytes[offsetof(TaskBits, m_threadNumber) + sizeof bits.m_threadNumber])
               & 0x1f)
        == (int(state) | int(kind) << 3);
}
static_assert(isStateByte(TaskState::Failed, TaskKind::Coroutine));
static_assert(isStateByte(TaskState::Waiting, TaskKind::Background));
#endif

extern constinit LinkedList<ThreadContext> allContexts;

#define ENTRY(type, member) { #type "." #member, offsetof(type, member) }
using Timeout = TimeoutWait<SleepWait>;
using Stream = StreamWait<std::tuple<>>;

constinit const MemoryLayout::Entry MemoryLayout::entriesOfThisLibrary[] = {
    ENTRY(ThreadContext, m_next),
    ENTRY(ThreadContext, threadHandle),
    ENTRY(ThreadContext, scopes.m_first),
    ENTRY(ThreadContext, tasksWithoutScope.m_first),
    ENTRY(ScopeData, m_next),
    ENTRY(ScopeData, m_tasks.m_first),
    ENTRY(ScopeData, m_count),
    ENTRY(TaskRecord, m_resumptions),
    { "TaskRecord.state", offsetof(TaskRecord, m_threadNumber) + sizeof(TaskBits::m_threadNumber) },
    ENTRY(TaskRecord, m_awaitedBy),
    ENTRY(TaskRecord, m_owner),
    ENTRY(TaskRecord, m_next),
    ENTRY(TaskRecord, m_wait),
    ENTRY(TaskRecord, m_where),
    ENTRY(TaskRecord, m_extras),
    { "TaskRecord.m_extras.name", offsetof(TaskRecord::Extras, name) },
    { "CoroutineRecord.frame", sizeof(CoroutineRecord) },
    ENTRY(Wait, m_listener),
    { "SignalWaiter.next", offsetof(SignalWaiter, next) },
    ENTRY(SignalWaiter, m_connection),
    ENTRY(SharedConnection, m_description),
    { "StreamWait.m_changes", offsetof(Stream, m_changes.m_stream) },
    ENTRY(SleepWait, m_duration),
    ENTRY(JoinWait, m_scope),
    ENTRY(EndWaitBase, m_task),
    ENTRY(Combination, m_started),
    ENTRY(ChannelWait, m_side),
    { "ChannelState.Receiving", ChannelState::Receiving },
    { "TimeoutWait.m_duration", offsetof(Timeout, m_duration) },
    { "TimeoutWait.m_branch", offsetof(Timeout, m_branch) },
    { "QuietTimed.quiet", offsetof(QuietTimed, m_timer) + offsetof(QuietTimer, m_time.quiet) },
    { "QuietTimed.atMost", offsetof(QuietTimed, m_timer) + offsetof(QuietTimer, m_time.atMost) },
};
#undef ENTRY

constexpr MemoryLayout MemoryLayout::ofThisLibrary()
{
    return { .magic = "AsyncWidgets 1",
        .entries = entriesOfThisLibrary,
        .entryCount = std::size(entriesOfThisLibrary),
        .contexts = &allContexts.m_first };
}

} // namespace AsyncWidgets::Detail

#ifdef __ELF__
[[gnu::section(".asyncwidgets"), gnu::used]]
#if __has_cpp_attribute(gnu::retain)
[[gnu::retain]]
#endif
#endif
constinit const AsyncWidgets::Detail::MemoryLayout asyncwidgets_layout
    = AsyncWidgets::Detail::MemoryLayout::ofThisLibrary();
