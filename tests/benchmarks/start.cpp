// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The start of the application beside that of a plain window: the time to the first painted frame, and the memory then.

#include "benchmark.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtCore/QtDebug>

#include <chrono>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Bench {

namespace {

struct Start
{
    double milliseconds = 0;
    double megabytes = 0;
};

/// Starts \a program with the probe, which ends it after its first frame.
Start start(const QString &program)
{
    const QTemporaryDir home; // no settings of a person
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_PLUGIN_PATH"_s, QCoreApplication::applicationDirPath() + u"/plugins"_s);
    environment.insert(u"QT_QPA_GENERIC_PLUGINS"_s, u"asyncwidgets_startprobe"_s);
    environment.insert(u"XDG_CONFIG_HOME"_s, home.path());
    environment.insert(u"XDG_RUNTIME_DIR"_s, home.path());
    QProcess process;
    process.setProcessEnvironment(environment);
    const auto before = std::chrono::steady_clock::now().time_since_epoch();
    process.start(program, QStringList());
    process.waitForFinished();
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        if (!line.startsWith("startprobe "))
            continue;
        const QList<QByteArray> words = line.split(' ');
        const std::chrono::nanoseconds painted(words.at(1).toLongLong());
        return { .milliseconds = std::chrono::duration<double, std::milli>(painted - before).count(),
            .megabytes = words.at(2).toDouble() / 1024 };
    }
    qWarning().noquote() << program << "has painted nothing:" << process.readAllStandardError();
    return {};
}

} // namespace

std::vector<Row> startRows(const QString &application)
{
    const QString plain = QCoreApplication::applicationDirPath() + u"/asyncwidgets_bench_plainwindow"_s;
    const QString missing = application.isEmpty()
        ? u"no application in this build; name one with --application"_s
        : !QFileInfo(application).isExecutable() ? u"\"%1\" cannot be started"_s.arg(application)
                                                 : QString();
    return {
        { .id = u"start"_s,
            .title = u"From the start to the first painted frame"_s,
            .unit = u"ms"_s,
            .contestants = { { .name = u"a plain window"_s,
                                 .measure = [plain](const Effort &) { return start(plain).milliseconds; } },
                { .name = u"asyncwidgets"_s,
                    .measure = [application](const Effort &) { return start(application).milliseconds; },
                    .promise = Promise::AtMost,
                    .target = 2 } },
            .missing = missing },
        { .id = u"resident"_s,
            .title = u"Resident memory at the first painted frame"_s,
            .unit = u"MiB"_s,
            .contestants = { { .name = u"a plain window"_s,
                                 .measure = [plain](const Effort &) { return start(plain).megabytes; } },
                { .name = u"asyncwidgets"_s,
                    .measure = [application](const Effort &) { return start(application).megabytes; },
                    .promise = Promise::AtMost,
                    .target = 1.5 } },
            .rounds = 5,
            .missing = missing },
    };
}

} // namespace AsyncWidgets::Bench
