// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// harmlessHtml(): rich text that loads nothing and links to nothing, because Qt's text engine opens files by
/// itself.

#pragma once

#include <QtCore/QString>

namespace AsyncWidgets {

/// The text with the elements and attributes that form it, and nothing else: no images, links, backgrounds,
/// style sheets or scripts. What stays is named in a list, so that what nobody thought of goes as well.
///
/// The words of a link stay. A style stays if it only has plain values, such as "color: #c00; font-weight:
/// bold".
[[nodiscard]] QString harmlessHtml(const QString &html);

} // namespace AsyncWidgets
