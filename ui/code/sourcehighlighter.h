// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// SourceHighlighter: the colours of C++ in the code pane.

#pragma once

#include <QtGui/QSyntaxHighlighter>
#include <QtGui/QTextCharFormat>

QT_BEGIN_NAMESPACE
class QPalette;
QT_END_NAMESPACE

namespace AsyncWidgets {

/// Colours comments, texts, numbers, types and keywords; the words at which a coroutine pauses stand out.
class SourceHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    SourceHighlighter(QTextDocument *document, const QPalette &palette);

    void setPalette(const QPalette &palette); ///< for a light or a dark background, whichever it has

protected:
    void highlightBlock(const QString &text) override;

private:
    void setFormats(const QPalette &palette);

    QTextCharFormat m_comment;
    QTextCharFormat m_text;
    QTextCharFormat m_number;
    QTextCharFormat m_type;
    QTextCharFormat m_keyword;
    QTextCharFormat m_pause;
    QTextCharFormat m_directive;
};

} // namespace AsyncWidgets
