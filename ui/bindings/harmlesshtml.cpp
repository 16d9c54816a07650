// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/bindings/harmlesshtml.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QSet>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

bool isHarmlessElement(const QString &name)
{
    static const QSet<QString> names { u"b"_s, u"big"_s, u"blockquote"_s, u"body"_s, u"br"_s, u"center"_s,
        u"code"_s, u"dd"_s, u"div"_s, u"dl"_s, u"dt"_s, u"em"_s, u"font"_s, u"h1"_s, u"h2"_s, u"h3"_s,
        u"h4"_s, u"h5"_s, u"h6"_s, u"hr"_s, u"html"_s, u"i"_s, u"kbd"_s, u"li"_s, u"nobr"_s, u"ol"_s, u"p"_s,
        u"pre"_s, u"s"_s, u"samp"_s, u"small"_s, u"span"_s, u"strong"_s, u"sub"_s, u"sup"_s, u"table"_s,
        u"tbody"_s, u"td"_s, u"tfoot"_s, u"th"_s, u"thead"_s, u"tr"_s, u"tt"_s, u"u"_s, u"ul"_s, u"var"_s };
    return names.contains(name);
}

/// Without brackets, entities and escapes a value cannot name anything to load: url() needs the first, hiding
/// it the others.
QString harmlessAttributes(const QString &attributes)
{
    static const QRegularExpression harmless(
        uR"re(\b(align|bgcolor|border|cellpadding|cellspacing|color|colspan|dir|face|height|rowspan|size|start|style)re"
        uR"re(|type|valign|width)\s*=\s*(?:"([\w\s#:;,.%+-]*)"|'([\w\s#:;,.%+-]*)'|([\w#.%+-]+)(?=\s|/?\z)))re"_s,
        QRegularExpression::CaseInsensitiveOption);
    QString kept;
    for (auto match = harmless.globalMatch(attributes); match.hasNext();) {
        const QRegularExpressionMatch attribute = match.next();
        const QString value = attribute.captured(2) + attribute.captured(3) + attribute.captured(4);
        kept += u" %1=\"%2\""_s.arg(attribute.captured(1).toLower(), value);
    }
    return kept;
}

} // namespace

QString harmlessHtml(const QString &html)
{
    // From "<" on: what is not shown, with all that is in it; an element's beginning or end; or a "<" that is
    // just that.
    static const QRegularExpression markup(
        uR"re(<!--.*?(?:-->|\z)|<[!?][^>]*>?|<(?<hidden>head|script|style|title)\b.*?(?:</\g{hidden}\s*>|\z))re"
        uR"re(|<(?<end>/?)(?<name>[a-z][a-z0-9]*)\b(?<attributes>(?:"[^"]*"|'[^']*'|[^"'<>])*+)>|<)re"_s,
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::DotMatchesEverythingOption);
    QString harmless;
    qsizetype position = 0;
    for (auto match = markup.globalMatch(html); match.hasNext();) {
        const QRegularExpressionMatch found = match.next();
        harmless += QStringView(html).sliced(position, found.capturedStart() - position);
        position = found.capturedEnd();
        const QString name = found.captured(u"name"_s).toLower();
        if (isHarmlessElement(name))
            harmless += u"<%1%2%3>"_s.arg(
                found.captured(u"end"_s), name, harmlessAttributes(found.captured(u"attributes"_s)));
        else if (found.capturedView() == u"<")
            harmless += u"&lt;";
    }
    return harmless += QStringView(html).sliced(position);
}

} // namespace AsyncWidgets
