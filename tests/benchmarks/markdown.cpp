// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "markdown.h"

#include <QtCore/QFile>
#include <QtCore/QRegularExpression>
#include <QtCore/QSaveFile>
#include <QtCore/QStringList>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Bench {

namespace {

QString escaped(QString text)
{
    return text.replace(u'<', u"&lt;"_s).replace(u'|', u"\\|"_s);
}

QString line(const RowResult &row, const Result &result)
{
    const Result &limit = row.results.front();
    const bool isFirst = &result == &row.results[1];
    const auto isReached = result.isReached();
    return u"| %1 | %2 | %3 | %4 | %5 | %6 | %7 |\n"_s.arg(isFirst ? escaped(row.title) : QString(),
        isFirst ? escaped(u"%1: %2"_s.arg(limit.name, withUnit(limit.value.median, row.unit))) : QString(),
        escaped(result.name), withUnit(result.value.median, row.unit),
        u"%1 (%2 to %3)"_s.arg(
            format(result.ratio.median), format(result.ratio.low), format(result.ratio.high)),
        result.targetText(),
        !isReached       ? QString()
            : *isReached ? u"yes"_s
                         : u"**no**"_s);
}

QString table(const std::vector<RowResult> &rows)
{
    QString text = u"| what | the limit | what is compared with it | measured | ratio | target | reached |\n"
                   "| --- | --- | --- | ---: | ---: | --- | --- |\n"_s;
    for (const RowResult &row : rows) {
        for (std::size_t i = 1; i < row.results.size(); ++i)
            text += line(row, row.results[i]);
    }
    return text;
}

QString shortTable(const std::vector<RowResult> &rows, const QStringList &ids)
{
    QString text = u"| what | beside | costs | ratio |\n| --- | --- | ---: | ---: |\n"_s;
    for (const RowResult &row : rows) {
        if (!ids.contains(row.id))
            continue;
        const Result &limit = row.results.front();
        const Result &result = row.results[1];
        text += u"| %1: %2 | %3: %4 | %5 | %6 |\n"_s.arg(escaped(row.title), escaped(result.name),
            escaped(limit.name), withUnit(limit.value.median, row.unit),
            withUnit(result.value.median, row.unit), format(result.ratio.median));
    }
    return text;
}

} // namespace

bool writeTables(const QString &fileName, const std::vector<RowResult> &rows, const QString &machine)
{
    static const QRegularExpression place(
        uR"(<!-- benchmark(?:: ([\w ]+))? -->\n(.*?)<!-- end of benchmark -->)"_s,
        QRegularExpression::DotMatchesEverythingOption);
    QFile source(fileName);
    if (!source.open(QIODevice::ReadOnly))
        return false;
    QString document = QString::fromUtf8(source.readAll());
    source.close();
    qsizetype from = 0;
    for (auto match = place.match(document); match.hasMatch(); match = place.match(document, from)) {
        const QStringList ids = match.captured(1).split(u' ', Qt::SkipEmptyParts);
        const QString text = ids.isEmpty() ? machine + u".\n\n"_s + table(rows) : shortTable(rows, ids);
        document.replace(match.capturedStart(2), match.capturedLength(2), text);
        from = match.capturedStart(2) + text.size();
    }
    QSaveFile target(fileName);
    return target.open(QIODevice::WriteOnly) && target.write(document.toUtf8()) >= 0 && target.commit();
}

} // namespace AsyncWidgets::Bench
