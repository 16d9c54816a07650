// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "markdown.h"

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

} // namespace

QString markdown(const std::vector<RowResult> &rows, const QString &machine)
{
    QString text = machine
        + u".\n\n"
          "| what | the limit | what is compared with it | measured | ratio | target | reached |\n"
          "| --- | --- | --- | ---: | ---: | --- | --- |\n"_s;
    for (const RowResult &row : rows) {
        for (std::size_t i = 1; i < row.results.size(); ++i)
            text += line(row, row.results[i]);
    }
    return text;
}

QString withBenchmark(const QString &document, const QString &text)
{
    const QString head = u"<!-- benchmark -->\n"_s;
    const qsizetype start = document.indexOf(head);
    const qsizetype end = document.indexOf(u"<!-- end of benchmark -->"_s, start);
    if (start < 0 || end < 0)
        return text;
    return document.left(start + head.size()) + text + document.mid(end);
}

} // namespace AsyncWidgets::Bench
