// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The macros of the library: its export (nothing in a static build, the platform's visibility attribute in a shared
/// one), and what is said of a wait that is dropped.

#pragma once

#include <QtCore/qglobal.h>

/// \cond internal
#if defined(ASYNCWIDGETS_STATIC)
#define ASYNCWIDGETS_EXPORT
#elif defined(ASYNCWIDGETS_BUILDING)
#define ASYNCWIDGETS_EXPORT Q_DECL_EXPORT
#else
#define ASYNCWIDGETS_EXPORT Q_DECL_IMPORT
#endif
/// \endcond

/// Before the functions that return something to await.
#define ASYNCWIDGETS_NODISCARD_WAIT                                                                          \
    [[nodiscard("Nothing waits before this is awaited: write co_await in front of it.")]]
