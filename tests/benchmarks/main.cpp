// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// asyncwidgets_bench: measures what the library promises, each promise beside its limit in the same run.

#include "benchmark.h"
#include "markdown.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSysInfo>
#include <QtCore/QTextStream>
#include <QtCore/QThread>
#include <QtWidgets/QApplication>

using namespace AsyncWidgets::Bench;
using namespace Qt::StringLiterals;

namespace {

QString ownApplication()
{
#ifdef ASYNCWIDGETS_APPLICATION
    return QStringLiteral(ASYNCWIDGETS_APPLICATION);
#else
    return {};
#endif
}

QString machine()
{
#ifdef NDEBUG
    const QString build = u"Release"_s;
#else
    const QString build = u"not a Release build"_s;
#endif
#if defined(__clang__)
    const QString compiler = u"Clang "_s + QLatin1StringView(__clang_version__);
#elif defined(__GNUC__)
    const QString compiler = u"g++ "_s + QLatin1StringView(__VERSION__);
#else
    const QString compiler = u"another compiler"_s;
#endif
    return u"%1, %2, %3 cores, Qt %4, %5, %6"_s
        .arg(QSysInfo::prettyProductName(), QSysInfo::currentCpuArchitecture())
        .arg(QThread::idealThreadCount())
        .arg(QString::fromLatin1(qVersion()), compiler.trimmed(), build);
}

void print(QTextStream &out, const RowResult &row, const Effort &effort)
{
    out << row.title << " (" << row.unit << ", " << row.rounds << " rounds)\n";
    for (const Result &result : row.results) {
        const bool isLimit = &result == &row.results.front();
        out << u"  %1 %2 [%3 .. %4]"_s.arg(result.name, -42)
                   .arg(format(result.value.median), 10)
                   .arg(format(result.value.low), 8)
                   .arg(format(result.value.high), 8);
        if (isLimit) {
            out << "   the limit";
        } else {
            out << u"  %1x [%2 .. %3]"_s.arg(format(result.ratio.median), 7)
                       .arg(format(result.ratio.low), 6)
                       .arg(format(result.ratio.high), 6);
        }
        if (const auto isReached = result.isReached(); isReached && !effort.isSmoke) // which tells nothing
            out << "  " << result.targetText() << (*isReached ? "  reached" : "  NOT REACHED");
        out << '\n';
    }
    out << '\n';
    out.flush();
}

QJsonObject toJson(const Spread &spread)
{
    return { { u"median"_s, spread.median }, { u"low"_s, spread.low }, { u"high"_s, spread.high } };
}

QJsonObject toJson(const RowResult &row)
{
    QJsonArray results;
    for (const Result &result : row.results) {
        QJsonObject object { { u"name"_s, result.name }, { u"value"_s, toJson(result.value) },
            { u"ratio"_s, toJson(result.ratio) } };
        if (const auto isReached = result.isReached()) {
            object.insert(u"target"_s, result.targetText());
            object.insert(u"reached"_s, *isReached);
        }
        results.append(object);
    }
    return { { u"id"_s, row.id }, { u"title"_s, row.title }, { u"unit"_s, row.unit },
        { u"rounds"_s, row.rounds }, { u"results"_s, results } };
}

} // namespace

int main(int argc, char *argv[])
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QTextStream out(stdout);
    QTextStream errors(stderr);

    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"Measures what the library promises, each promise beside its limit in the same run."_s);
    parser.addHelpOption();
    const QCommandLineOption filter(
        u"filter"_s, u"Only rows whose id or title contains this text."_s, u"text"_s);
    const QCommandLineOption json(u"json"_s, u"Also writes the numbers into this file."_s, u"file"_s);
    const QCommandLineOption table(u"markdown"_s,
        u"Also writes the results into this file, as a Markdown table between its lines <!-- benchmark --> "
        u"and "
        "<!-- end of benchmark -->. <!-- benchmark: change first --> takes only the rows with these ids. Can "
        "be "
        "given several times."_s,
        u"file"_s);
    const QCommandLineOption rounds(u"rounds"_s, u"How many rounds of each row, 1 to 1000."_s, u"number"_s);
    const QCommandLineOption smoke(
        u"smoke"_s, u"Runs each row once, with little work: only to see that it runs."_s);
    const QCommandLineOption list(u"list"_s, u"Lists the rows."_s);
    const QCommandLineOption subject(u"application"_s,
        u"The program whose start is measured; the one of this build by default."_s, u"file"_s,
        ownApplication());
    parser.addOptions({ filter, json, table, rounds, smoke, list, subject });
    parser.process(application);

    const int wantedRounds = parser.value(rounds).toInt();
    if (parser.isSet(rounds) && (wantedRounds < 1 || wantedRounds > 1000)) {
        errors << "--rounds: \"" << parser.value(rounds) << "\" is not a number from 1 to 1000.\n";
        return 2;
    }
    QFile jsonFile(parser.value(json));
    if (parser.isSet(json) && !jsonFile.open(QIODevice::WriteOnly)) {
        errors << "--json: \"" << jsonFile.fileName() << "\" cannot be written: " << jsonFile.errorString()
               << ".\n";
        return 2;
    }

    for (const QString &fileName : parser.values(table)) {
        if (!QFileInfo(fileName).isWritable()) {
            errors << "--markdown: \"" << fileName << "\" is not a file that can be written.\n";
            return 2;
        }
    }

    std::vector<Row> rows;
    for (std::vector<Row> &some : std::vector<std::vector<Row>> {
             waitingRows(),
             manyTasksRows(),
             progressRows(),
             watchingRows(),
             peerRows(),
             startRows(parser.value(subject)),
#ifdef ASYNCWIDGETS_APPLICATION
             eventLoopRows(),
#endif
         })
        std::move(some.begin(), some.end(), std::back_inserter(rows));

    const Effort effort { .isSmoke = parser.isSet(smoke) };
    std::vector<RowResult> results;
    QJsonArray jsonRows;
    out << machine() << "\n\n";
    for (const Row &row : rows) {
        const QString text = parser.value(filter);
        if (!row.id.contains(text, Qt::CaseInsensitive) && !row.title.contains(text, Qt::CaseInsensitive))
            continue;
        if (parser.isSet(list)) {
            out << u"%1 %2\n"_s.arg(row.id, -12).arg(row.title);
            continue;
        }
        if (!row.missing.isEmpty()) {
            out << row.title << ": " << row.missing << "\n\n";
            continue;
        }
        results.push_back(measure(row, effort,
            effort.isSmoke     ? 1
                : wantedRounds ? wantedRounds
                               : row.rounds));
        print(out, results.back(), effort);
        jsonRows.append(toJson(results.back()));
    }
    if (parser.isSet(json))
        jsonFile.write(
            QJsonDocument(QJsonObject { { u"machine"_s, machine() }, { u"rows"_s, jsonRows } }).toJson());
    for (const QString &fileName : parser.values(table)) {
        if (!writeTables(fileName, results, machine())) {
            errors << "--markdown: \"" << fileName << "\" could not be written.\n";
            return 1;
        }
    }
    return 0;
}
