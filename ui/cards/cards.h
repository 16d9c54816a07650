// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The list of all cards. Whoever shows, plays, explains or colours them reads it.

#pragma once

#include "ui/cards/card.h"

#include <vector>

namespace AsyncWidgets {

/// In the order in which they are shown: the lanes, then the companions.
[[nodiscard]] const std::vector<CardInfo> &allCards();

/// Of the card whose tasks have such a name, or nullptr: "coroutine 2" is one of "coroutine".
[[nodiscard]] const CardInfo *cardOfTask(const QString &name);

} // namespace AsyncWidgets
