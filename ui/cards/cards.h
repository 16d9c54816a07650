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

} // namespace AsyncWidgets
