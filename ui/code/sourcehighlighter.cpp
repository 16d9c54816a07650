// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/code/sourcehighlighter.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>
#include <QtGui/QPalette>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

bool isPause(QStringView word)
{
    return word == u"co_await" || word == u"co_yield" || word == u"co_return" || word == u"pauseFor";
}

bool isKeyword(const QString &word)
{
    static const QSet<QString> words { u"auto"_s, u"bool"_s, u"break"_s, u"case"_s, u"catch"_s, u"char"_s,
        u"class"_s, u"const"_s, u"constexpr"_s, u"continue"_s, u"default"_s, u"delete"_s, u"do"_s,
        u"double"_s, u"else"_s, u"enum"_s, u"explicit"_s, u"false"_s, u"final"_s, u"for"_s, u"if"_s,
        u"inline"_s, u"int"_s, u"namespace"_s, u"new"_s, u"noexcept"_s, u"nullptr"_s, u"override"_s,
        u"private"_s, u"protected"_s, u"public"_s, u"return"_s, u"static"_s, u"static_cast"_s, u"struct"_s,
        u"switch"_s, u"template"_s, u"this"_s, u"throw"_s, u"true"_s, u"try"_s, u"typename"_s, u"using"_s,
        u"virtual"_s, u"void"_s, u"while"_s };
    return words.contains(word);
}

} // namespace

SourceHighlighter::SourceHighlighter(QTextDocument *document, const QPalette &palette)
    : QSyntaxHighlighter(document)
{
    setFormats(palette);
}

void SourceHighlighter::setPalette(const QPalette &palette)
{
    setFormats(palette);
    rehighlight();
}

void SourceHighlighter::setFormats(const QPalette &palette)
{
    const bool isDark = palette.color(QPalette::Base).lightness() < palette.color(QPalette::Text).lightness();
    const auto format = [isDark](const char *light, const char *dark) {
        QTextCharFormat colors;
        colors.setForeground(QColor(QLatin1StringView(isDark ? dark : light)));
        return colors;
    };
    m_comment = format("#6a737d", "#8b949e");
    m_comment.setFontItalic(true);
    m_text = format("#22703a", "#9ece8a");
    m_number = format("#9a5b00", "#e0af68");
    m_type = format("#7a3e9d", "#c9a6f2");
    m_keyword = format("#1d5fb4", "#7fb4f5");
    m_pause = format("#b3261e", "#ff9e80");
    m_pause.setFontWeight(QFont::Bold);
    m_directive = format("#6b5d00", "#c8bb76");
}

void SourceHighlighter::highlightBlock(const QString &text)
{
    // One alternative for each kind of token, in the order of precedence; whitespace and signs stay as they are.
    static const QRegularExpression token(
        uR"re((?<comment>//.*|/\*.*?(?:\*/|$))|(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)+'))re"
        uR"re(|(?<directive>^\s*\#\s*\w+)|(?<number>\b\d[\w'.]*)|(?<word>\b[A-Za-z_]\w*))re"_s);
    constexpr int insideComment = 1;

    qsizetype position = 0;
    setCurrentBlockState(0);
    if (previousBlockState() == insideComment) {
        const qsizetype end = text.indexOf("*/"_L1);
        position = end < 0 ? text.size() : end + 2;
        setFormat(0, static_cast<int>(position), m_comment);
        if (end < 0)
            setCurrentBlockState(insideComment);
    }
    for (QRegularExpressionMatchIterator tokens = token.globalMatch(text, position); tokens.hasNext();) {
        const QRegularExpressionMatch match = tokens.next();
        const auto paint = [&](const QTextCharFormat &format) {
            setFormat(
                static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedLength()), format);
        };
        const QString word = match.captured();
        if (match.hasCaptured(u"comment")) {
            paint(m_comment);
            if (word.startsWith("/*"_L1) && (word.size() < 4 || !word.endsWith("*/"_L1)))
                setCurrentBlockState(insideComment);
        } else if (match.hasCaptured(u"text")) {
            paint(m_text);
        } else if (match.hasCaptured(u"directive")) {
            paint(m_directive);
        } else if (match.hasCaptured(u"number")) {
            paint(m_number);
        } else if (isPause(word)) {
            paint(m_pause);
        } else if (isKeyword(word)) {
            paint(m_keyword);
        } else if (word.front().isUpper()) {
            paint(m_type);
        }
    }
}

} // namespace AsyncWidgets
