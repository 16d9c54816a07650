// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The export macro of the library: nothing in a static build, the platform's visibility attribute in a shared one.

#pragma once

#include <QtCore/qglobal.h>

#if defined(ASYNCWIDGETS_STATIC)
#define ASYNCWIDGETS_EXPORT
#elif defined(ASYNCWIDGETS_BUILDING)
#define ASYNCWIDGETS_EXPORT Q_DECL_EXPORT
#else
#define ASYNCWIDGETS_EXPORT Q_DECL_IMPORT
#endif
