// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Light, dark, or as the system has it.

#pragma once

namespace AsyncWidgets {

enum class Theme { System, Light, Dark };

/// Gives the application the colours of \a theme.
void applyTheme(Theme theme);

/// Whether the application is dark at present.
[[nodiscard]] bool isDark();

} // namespace AsyncWidgets
