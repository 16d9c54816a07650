// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "app/commandline.h"

#include "scenarios/progressworker.h"

#include <QtCore/QCommandLineParser>
#include <QtCore/QCoreApplication>
#include <QtCore/QFileInfo>
#include <QtCore/QLocale>
#include <QtCore/QSaveFile>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("CommandLine", text);
}

/// The number in \a text if it is in the range; otherwise \a error says what would be right.
std::optional<int> number(
    const QString &option, const QString &text, int minimum, int maximum, QString &error)
{
    bool isNumber = false;
    const int value = text.toInt(&isNumber);
    if (isNumber && value >= minimum && value <= maximum)
        return value;
    error = translated(QT_TRANSLATE_NOOP("CommandLine", "%1: \"%2\" is not a whole number from %3 to %4."))
                .arg(option, text, QString::number(minimum), QString::number(maximum));
    return std::nullopt;
}

/// What QApplication takes for itself, such as -reverse: the same in every Qt program, so it is not listed.
void addOptionsOfQt(QCommandLineParser &parser)
{
    const auto add = [&parser](const QString &name, const QString &value = {}) {
        QCommandLineOption option(name, {}, value);
        option.setFlags(QCommandLineOption::HiddenFromHelp);
        parser.addOption(option);
    };
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    add(u"reverse"_s);
    for (const QString &name : { u"display"_s, u"geometry"_s, u"platform"_s, u"platformpluginpath"_s,
             u"platformtheme"_s, u"plugin"_s, u"qwindowgeometry"_s, u"qwindowicon"_s, u"qwindowtitle"_s,
             u"session"_s, u"style"_s, u"stylesheet"_s })
        add(name, u"value"_s);
}

/// Empty, or why no picture can be written there.
QString screenshotError(const QString &fileName)
{
    const QFileInfo file(fileName);
    if (!fileName.endsWith(u".png"_s, Qt::CaseInsensitive))
        return translated(QT_TRANSLATE_NOOP("CommandLine",
                              "--screenshot: \"%1\" is not the name of a PNG file; it must end in .png."))
            .arg(fileName);
    QSaveFile trial(fileName); // never committed; folders may look writable that are not
    const bool isWritable
        = file.exists() ? file.isFile() && file.isWritable() : trial.open(QIODevice::WriteOnly);
    if (!isWritable)
        return translated(QT_TRANSLATE_NOOP("CommandLine",
                              "--screenshot: \"%1\" cannot be written; name a file in a folder that exists "
                              "and is writable."))
            .arg(fileName);
    return {};
}

} // namespace

QString requestedLanguage(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions); // as below
    parser.addOption({ u"language"_s, {}, u"code"_s });
    parser.parse(arguments); // what else there is, good or bad, is read in that language
    return parser.value(u"language"_s);
}

CommandLineResult parseCommandLine(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(translated(QT_TRANSLATE_NOOP("CommandLine",
        "Shows how GUI code waits for a person, or works for a minute, without freezing the window.")));
    const QCommandLineOption help(
        { u"h"_s, u"help"_s }, translated(QT_TRANSLATE_NOOP("CommandLine", "Shows these options.")));
    const QCommandLineOption version(
        { u"v"_s, u"version"_s }, translated(QT_TRANSLATE_NOOP("CommandLine", "Shows the version.")));
    const QCommandLineOption demo(u"demo"_s,
        translated(QT_TRANSLATE_NOOP("CommandLine",
            "Plays the whole demonstration unattended, prints what the tasks print, and exits.")));
    const QCommandLineOption screenshot(u"screenshot"_s,
        translated(QT_TRANSLATE_NOOP("CommandLine",
            "Saves a picture of the window, at the end of the demo or once it is shown, and exits.")),
        u"file.png"_s);
    const QCommandLineOption steps(u"steps"_s,
        translated(
            QT_TRANSLATE_NOOP("CommandLine", "Number of steps of the background work, from 1 to 1000000.")),
        u"number"_s);
    const QCommandLineOption stepDelay(u"step-delay"_s,
        translated(QT_TRANSLATE_NOOP("CommandLine", "How long each step takes, from 0 to 10000 ms.")),
        u"ms"_s);
    const QCommandLineOption theme(u"theme"_s,
        translated(QT_TRANSLATE_NOOP("CommandLine", "Shows the window \"light\" or \"dark\".")), u"name"_s);
    const QCommandLineOption language(u"language"_s,
        translated(QT_TRANSLATE_NOOP("CommandLine", "Uses this language, such as \"de\" or \"zh_CN\".")),
        u"code"_s);
    const QCommandLineOption resetSettings(u"reset-settings"_s,
        translated(QT_TRANSLATE_NOOP("CommandLine", "Resets the saved window settings.")));
    parser.addOptions({ help, version, demo, screenshot, steps, stepDelay, theme, language, resetSettings });
    addOptionsOfQt(parser);

    const auto refuse = [](const QString &sentence) {
        return CommandLineResult { .options = std::nullopt, .text = sentence, .exitCode = 2 };
    };
    if (!parser.parse(arguments))
        return refuse(translated(QT_TRANSLATE_NOOP("CommandLine", "%1 See --help for the options."))
                .arg(parser.errorText()));
    if (parser.isSet(help))
        return { .options = std::nullopt, .text = parser.helpText(), .exitCode = 0 };
    if (parser.isSet(version))
        return { .options = std::nullopt,
            .text = u"asyncwidgets "_s + QCoreApplication::applicationVersion(),
            .exitCode = 0 };
    if (!parser.positionalArguments().isEmpty()) {
        return refuse(translated(
            QT_TRANSLATE_NOOP("CommandLine", "\"%1\" is not an option. See --help for the options."))
                .arg(parser.positionalArguments().constFirst()));
    }

    CommandLine options;
    QString error;
    options.isDemo = parser.isSet(demo);
    options.isSettingsReset = parser.isSet(resetSettings);
    if (parser.isSet(steps)) {
        options.steps = number(u"--steps"_s, parser.value(steps), BackgroundProgress::minimumSteps,
            BackgroundProgress::maximumSteps, error);
    }
    if (error.isEmpty() && parser.isSet(stepDelay)) {
        options.stepDelay = number(
            u"--step-delay"_s, parser.value(stepDelay), 0, BackgroundProgress::maximumStepDelay, error);
    }
    if (error.isEmpty() && parser.isSet(screenshot)) {
        options.screenshot = parser.value(screenshot);
        error = screenshotError(options.screenshot);
    }
    if (error.isEmpty() && parser.isSet(theme)) {
        const QString name = parser.value(theme);
        if (name == u"light"_s || name == u"dark"_s)
            options.isDark = name == u"dark"_s;
        else
            error = translated(
                QT_TRANSLATE_NOOP("CommandLine", "--theme: \"%1\" is neither \"light\" nor \"dark\"."))
                        .arg(name);
    }
    if (error.isEmpty() && parser.isSet(language)) {
        const QString code = parser.value(language);
        if (QLocale(code).language() == QLocale::C) {
            error = translated(
                QT_TRANSLATE_NOOP("CommandLine",
                    "--language: \"%1\" is not the code of a language, such as \"de\" or \"zh_CN\"."))
                        .arg(code);
        }
    }
    if (!error.isEmpty())
        return refuse(error);
    return { .options = options, .text = {}, .exitCode = 0 };
}

} // namespace AsyncWidgets
