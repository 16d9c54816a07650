// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The application: reads the command line, shows the window, and plays the demo if it is asked to.

#include "app/commandline.h"
#include "app/demo.h"
#include "app/endsignals.h"
#include "app/standardstreams.h"
#include "ui/cards/updateinbackgroundcard.h"
#include "ui/mainwindow.h"

#include <asyncwidgets/sleepfor.h>
#include <asyncwidgets/taskscope.h>

#include <QtCore/QBuffer>
#include <QtCore/QLibraryInfo>
#include <QtCore/QSaveFile>
#include <QtCore/QScopeGuard>
#include <QtCore/QSettings>
#include <QtCore/QTranslator>
#include <QtGui/QIcon>
#include <QtWidgets/QApplication>

#include <memory>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace AsyncWidgets {
namespace {

/// The whole picture, or what was there before.
bool saveScreenshot(MainWindow &window, const QString &fileName)
{
    QByteArray png; // written at once: libpng has words of its own for a disk that is full
    QBuffer buffer(&png);
    const bool isDrawn = buffer.open(QIODevice::WriteOnly) && window.grab().save(&buffer, "PNG");
    QSaveFile file(fileName);
    if (isDrawn && file.open(QIODevice::WriteOnly) && file.write(png) == png.size() && file.commit())
        return true;
    printError(QCoreApplication::translate("main", "The picture could not be written to \"%1\": %2.")
            .arg(fileName, file.errorString()));
    return false;
}

/// Prints what the tasks print, and ends the program with 1 when nobody can read it.
void printTranscript(MainWindow &window)
{
    const auto printing = std::make_shared<QMetaObject::Connection>();
    *printing = QObject::connect(
        &window, &MainWindow::printed, &window, [printing](const QString &task, const QString &text) {
            if (printOutput(u"[%1] %2"_s.arg(task, text)))
                return;
            QObject::disconnect(*printing); // said once
            // The event loop, which may not run yet, ends with it.
            QMetaObject::invokeMethod(qApp, [] { QCoreApplication::exit(1); }, Qt::QueuedConnection);
        });
}

/// Everything that happens without a person; the exit code is the result.
Task<> runUnattended(MainWindow &window, CommandLine options)
{
    int exitCode = 1;
    const auto end = qScopeGuard([&exitCode] { QCoreApplication::exit(exitCode); }); // however this task ends
    bool isComplete = true;
    if (options.isDemo)
        isComplete = co_await playDemo(window);
    co_await sleepFor(200ms); // the panes show what has happened in their next frame
    if (!options.screenshot.isEmpty() && !saveScreenshot(window, options.screenshot))
        isComplete = false;
    exitCode = isComplete ? 0 : 1;
}

void installTranslations(QCoreApplication &application)
{
    const QLocale locale;
    auto *own = new QTranslator(&application);
    if (own->load(locale, u"asyncwidgets"_s, u"_"_s, u":/i18n"_s)
        || own->load(u":/i18n/asyncwidgets_en.qm"_s)) // at least its plurals are right
        QCoreApplication::installTranslator(own);
    auto *qt = new QTranslator(&application);
    if (qt->load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qt);
}

/// The command line is read before there is a window: --help needs no display, but an application for its translation.
CommandLineResult readCommandLine(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QLocale language(requestedLanguage(QCoreApplication::arguments()));
    if (language.language() != QLocale::C)
        QLocale::setDefault(language);
    installTranslations(application);
    return parseCommandLine(QCoreApplication::arguments());
}

/// PNG in every size: an SVG would need a plugin that not everyone has.
QIcon applicationIcon()
{
    QIcon icon;
    for (const int size : { 16, 24, 32, 48, 64, 128, 256 })
        icon.addFile(u":/icons/asyncwidgets-%1.png"_s.arg(size), QSize(size, size));
    return icon;
}

int run(QApplication &application, const CommandLine &options)
{
    installTranslations(application);
    QGuiApplication::setLayoutDirection(
        QApplication::isRightToLeft() ? Qt::RightToLeft : QLocale().textDirection());
    QApplication::setApplicationDisplayName(QCoreApplication::translate("main", "Async Widgets"));
    const EndSignals endSignals;
    QObject::connect(&endSignals, &EndSignals::received, &application, &QCoreApplication::quit);
    MainWindow window;
    QSettings settings;
    const bool isUnattended = options.isDemo || !options.screenshot.isEmpty();
    if (options.isSettingsReset)
        settings.clear();
    if (settings.status() != QSettings::NoError)
        printError(
            QCoreApplication::translate("main", "The settings in \"%1\" cannot be read and are ignored.")
                .arg(settings.fileName()));
    else if (!isUnattended)
        window.restore(settings);
    if (options.isDark)
        window.setTheme(*options.isDark ? Theme::Dark : Theme::Light);
    auto *background = window.findChild<UpdateInBackgroundCard *>();
    if (options.steps)
        background->setSteps(*options.steps);
    if (options.stepDelay)
        background->setStepDelay(*options.stepDelay);

    const auto saveSettings = [&window, &settings] {
        window.save(settings);
        settings.sync();
        if (settings.status() != QSettings::NoError)
            printError(QCoreApplication::translate("main", "The settings in \"%1\" could not be saved.")
                    .arg(settings.fileName()));
    };

    TaskScope tasks;
    window.show();
    if (isUnattended) {
        printTranscript(window);
        tasks.start(runUnattended(window, options), u"demo"_s);
    } else if (!settings.contains(u"wasOfferedToShow"_s)) {
        settings.setValue(u"wasOfferedToShow"_s, true); // once
        window.offerToShow();
    }
#ifndef QT_NO_SESSIONMANAGER
    if (!isUnattended) // a desktop that ends does not close the window first
        QObject::connect(&application, &QGuiApplication::commitDataRequest, &window, saveSettings);
#endif
    const int exitCode = QApplication::exec();
    if (isUnattended)
        return tasks.isEmpty() ? exitCode : 1; // closed before it was complete
    saveSettings();
    return exitCode;
}

} // namespace
} // namespace AsyncWidgets

int main(int argc, char *argv[])
{
    AsyncWidgets::reserveStandardStreams();
    QCoreApplication::setApplicationName(u"asyncwidgets"_s);
    QCoreApplication::setOrganizationName(u"asyncwidgets"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(ASYNCWIDGETS_VERSION));

    const AsyncWidgets::CommandLineResult result = AsyncWidgets::readCommandLine(argc, argv);
    if (!result.options) {
        if (result.exitCode == 0)
            return AsyncWidgets::printOutput(result.text.trimmed()) ? 0 : 1;
        AsyncWidgets::printError(result.text.trimmed());
        return result.exitCode;
    }
    QApplication application(argc, argv);
    QApplication::setWindowIcon(AsyncWidgets::applicationIcon());
    QGuiApplication::setDesktopFileName(u"io.github.asyncwidgets.AsyncWidgets"_s);
    return AsyncWidgets::run(application, *result.options);
}
