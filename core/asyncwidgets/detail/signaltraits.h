// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What the compiler knows of a signal: its class, its arguments, and what a wait for it returns.

#pragma once

#include <QtCore/QMetaMethod>
#include <QtCore/QObject>

#include <concepts>
#include <optional>
#include <source_location>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace AsyncWidgets {
namespace Detail {

/// Whether T is the tag that moc understands as "only the class itself may emit this signal". Each class has its own,
/// and it is private, so that only its name tells.
template<typename T>
consteval bool isPrivateSignalTag()
{
    return std::is_empty_v<T>
        && std::string_view(std::source_location::current().function_name()).find("QPrivateSignal")
        != std::string_view::npos;
}

template<typename... Arguments>
struct WithoutPrivateTag
{
    using Type = std::tuple<std::remove_cvref_t<Arguments>...>;
};

template<typename List, typename Indices>
struct FirstOf;
template<typename List, std::size_t... Indices>
struct FirstOf<List, std::index_sequence<Indices...>>
{
    using Type = std::tuple<std::tuple_element_t<Indices, List>...>;
};

template<typename... Arguments>
    requires(sizeof...(Arguments) > 0
        && isPrivateSignalTag<
            std::remove_cvref_t<std::tuple_element_t<sizeof...(Arguments) - 1, std::tuple<Arguments...>>>>())
struct WithoutPrivateTag<Arguments...>
{
    using Type = typename FirstOf<std::tuple<std::remove_cvref_t<Arguments>...>,
        std::make_index_sequence<sizeof...(Arguments) - 1>>::Type;
};

template<typename Signal>
struct SignalTraits
{
    static constexpr bool isMember = false;
};

template<typename ClassType, typename... Args>
struct SignalTraits<void (ClassType::*)(Args...)>
{
    static constexpr bool isMember = true;
    using Class = ClassType;
    using Arguments = typename WithoutPrivateTag<Args...>::Type; // values, without the private tag
};
template<typename ClassType, typename... Args>
struct SignalTraits<void (ClassType::*)(Args...) const> : SignalTraits<void (ClassType::*)(Args...)>
{
};
template<typename ClassType, typename... Args>
struct SignalTraits<void (ClassType::*)(Args...) noexcept> : SignalTraits<void (ClassType::*)(Args...)>
{
};
template<typename ClassType, typename... Args>
struct SignalTraits<void (ClassType::*)(Args...) const noexcept> : SignalTraits<void (ClassType::*)(Args...)>
{
};

/// No argument gives void, one its value, several a tuple.
template<typename Arguments>
struct SignalResultOf
{
    using Type = Arguments;
};
template<>
struct SignalResultOf<std::tuple<>>
{
    using Type = void;
};
template<typename Argument>
struct SignalResultOf<std::tuple<Argument>>
{
    using Type = Argument;
};

template<typename Sender>
using SenderClass = std::remove_cv_t<std::remove_pointer_t<std::remove_cvref_t<Sender>>>;

template<typename Arguments>
inline constexpr bool areStorable = false;
template<typename... Arguments>
inline constexpr bool areStorable<std::tuple<Arguments...>>
    = (... && (std::copy_constructible<Arguments> && std::is_object_v<Arguments>));

/// An argument is kept in an optional inside the wait, in a coroutine's frame; and whether that has more than the
/// ordinary alignment is only estimated, up to 64 bytes: see CoroutineRecord::allocateFrame().
template<typename Arguments>
inline constexpr bool areOfOrdinaryAlignment = false;
template<typename... Arguments>
inline constexpr bool areOfOrdinaryAlignment<std::tuple<Arguments...>>
    = (... && (alignof(Arguments) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__));

template<typename T>
inline constexpr bool isSmartPointer
    = !std::is_pointer_v<std::remove_cvref_t<T>> && requires(const std::remove_cvref_t<T> &pointer) {
          pointer.operator->();
          static_cast<bool>(pointer);
      };

/// The type that a signal has when the compiler cannot find one because there are several of its name.
template<typename Sender>
struct Overloaded
{
    static_assert(std::is_void_v<Sender>,
        "This signal has overloads, or there is none of its name: choose one with "
        "qOverload<...>(&Class::signal).");
    using Type = void (QObject::*)();
};
template<typename Sender>
using OverloadedSignal = typename Overloaded<Sender>::Type;

} // namespace Detail

/// An object that can send signals: a QObject, by reference or by pointer.
template<typename T>
concept SignalSender = std::derived_from<Detail::SenderClass<T>, QObject>;

/// A pointer to a member function of a QObject that returns nothing, as every signal is.
template<typename T>
concept MemberSignal = Detail::SignalTraits<T>::isMember
    && std::derived_from<typename Detail::SignalTraits<T>::Class, QObject>;

/// A signal that objects of the sender's class have.
template<typename Signal, typename Sender>
concept SignalOf = MemberSignal<Signal>
    && std::derived_from<Detail::SenderClass<Sender>, typename Detail::SignalTraits<Signal>::Class>;

/// A signal whose arguments can be kept until the task goes on.
template<typename Signal>
concept StorableSignal = Detail::areStorable<typename Detail::SignalTraits<Signal>::Arguments>
    && Detail::areOfOrdinaryAlignment<typename Detail::SignalTraits<Signal>::Arguments>;

/// What co_await gives for a signal: nothing, its argument, or a tuple of its arguments.
template<typename Signal>
using SignalResult = typename Detail::SignalResultOf<typename Detail::SignalTraits<Signal>::Arguments>::Type;

namespace Detail {

/// Tells a mistake in the pair of sender and signal in one sentence of the compiler.
template<typename Sender, typename Signal>
consteval void checkSignal()
{
    static_assert(
        !isSmartPointer<Sender>, "The sender is a smart pointer: pass the object itself, by pointer.get().");
    static_assert(isSmartPointer<Sender> || SignalSender<Sender>,
        "The sender must be a QObject, by reference or by pointer.");
    static_assert(MemberSignal<Signal>,
        "This is not a signal: write the address of a signal, such as &QSlider::valueChanged "
        "(qOverload<...>(...) if it has overloads).");
    if constexpr (SignalSender<Sender> && MemberSignal<Signal>) {
        static_assert(SignalOf<Signal, Sender>, "This signal does not belong to the class of the sender.");
        using Arguments = typename SignalTraits<Signal>::Arguments;
        static_assert(areStorable<Arguments>,
            "The arguments of this signal cannot be stored: each must be copyable to reach the task that "
            "waits for it.");
        static_assert(areOfOrdinaryAlignment<Arguments>,
            "The arguments of this signal cannot be stored: none may need an extended alignment, which a "
            "coroutine "
            "does not keep.");
    }
}

/// The sender as a pointer, whether it was passed by pointer or by reference.
template<SignalSender Sender>
[[nodiscard]] QObject *senderPointer(Sender &&sender)
{
    if constexpr (std::is_pointer_v<std::remove_cvref_t<Sender>>)
        return const_cast<SenderClass<Sender> *>(sender);
    else
        return const_cast<SenderClass<Sender> *>(std::addressof(sender));
}

} // namespace Detail
} // namespace AsyncWidgets
