// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// What the host and the plugin know of each other.

#pragma once

class QTimer;

/// Starts a task in the plugin that waits for \a timer twice; \a isGone becomes true when the plugin leaves the memory.
using StartWaiting = void (*)(QTimer &timer, bool &isGone);
/// How often that task went on; destroys its scope.
using StopWaiting = int (*)();
