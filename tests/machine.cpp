// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "machine.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QRegularExpression>
#include <QtCore/QSettings>
#include <QtCore/QTemporaryDir>

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Tests {

namespace {

struct Machine
{
    QByteArray locale;
    QByteArray timeZone;
    QByteArray scale;
    QByteArray dpi;
    QByteArray style;
    QString font; // where it is not there, the system chooses
    QString fixedFont;
};

const Machine known { "C.UTF-8", "UTC", "1", "96", "fusion", u"DejaVu Sans"_s, u"DejaVu Sans Mono"_s };
const Machine strange { "ar_EG.UTF-8", "Africa/Cairo", "2", "144", "windows", u"Noto Sans"_s,
    u"Noto Sans Mono"_s };

/// What a desktop, or a person, may have set, other than where things are.
void forgetTheDesktop()
{
    const QStringList kept { u"QT_PLUGIN_PATH"_s, u"QT_QPA_PLATFORM_PLUGIN_PATH"_s, u"QT_NO_GLIB"_s };
    const QStringList names = QProcessEnvironment::systemEnvironment().keys();
    for (const QString &name : names) {
        const bool isOfDesktop
            = name.startsWith(u"QT_") || name.startsWith(u"LC_") || name == u"LANG" || name == u"LANGUAGE";
        if (isOfDesktop && !kept.contains(name))
            qunsetenv(name.toLocal8Bit());
    }
}

/// All fonts of the system, but those of the machine first.
void setFonts(const Machine &machine, const QString &home)
{
    const QString ofSystem = u"/etc/fonts/fonts.conf"_s;
    if (!QFile::exists(ofSystem))
        return; // no fontconfig: the tests hold for any font
    QString rules = u"<?xml version=\"1.0\"?>\n<!DOCTYPE fontconfig SYSTEM \"urn:fontconfig:fonts.dtd\">\n"
                    "<fontconfig>\n<include>%1</include>\n"_s.arg(ofSystem);
    for (const auto &[general, font] :
        { std::pair(u"sans-serif"_s, machine.font), std::pair(u"monospace"_s, machine.fixedFont) }) {
        rules
            += u"<match target=\"pattern\"><test name=\"family\"><string>%1</string></test>"
               "<edit name=\"family\" mode=\"prepend\" binding=\"strong\"><string>%2</string></edit></match>\n"_s
                   .arg(general, font);
    }
    rules += u"</fontconfig>\n"_s;
    QFile file(home + u"/fonts.conf"_s);
    if (file.open(QIODevice::WriteOnly) && file.write(rules.toUtf8()) == rules.size())
        qputenv("FONTCONFIG_FILE", file.fileName().toLocal8Bit());
}

/// A language that the system has not installed makes Qt warn of it. What it says in that language is Qt's own, so any
/// locale in UTF-8 will do in its place.
void pretendThatLocaleIsInstalled(const QByteArray &locale, const QString &home)
{
    const QString any = u"/usr/lib/locale/C.utf8"_s;
    const QString folder = home + u"/locale"_s;
    if (locale == known.locale || !QFile::exists(any) || !QDir().mkpath(folder))
        return;
    for (const QString &name : { QString::fromLatin1(locale), u"de_DE.UTF-8"_s }) // what tests ask for
        QFile::link(any, folder + u'/' + name);
    qputenv("LOCPATH", folder.toLocal8Bit());
}

} // namespace

bool isOnStrangeMachine()
{
    return qEnvironmentVariableIntValue("ASYNCWIDGETS_STRANGE_MACHINE") != 0;
}

QString localized(QString text)
{
    const QLocale locale;
    text.replace(QRegularExpression(u"(?<=\\d)\\.(?=\\d)"_s), locale.decimalPoint());
    text.replace(u'%', locale.percent());
    const char16_t zero = locale.zeroDigit().at(0).unicode();
    for (QChar &letter : text) {
        if (letter >= u'0' && letter <= u'9')
            letter = QChar(static_cast<char16_t>(zero + letter.unicode() - u'0'));
    }
    return text;
}

void setUpMachine()
{
    static const QTemporaryDir home;
    const Machine &machine = isOnStrangeMachine() ? strange : known;
    forgetTheDesktop();
    qputenv("QT_QPA_PLATFORM", "offscreen"); // -platform on the command line wins
    qputenv("LC_ALL", machine.locale);
    qputenv("TZ", machine.timeZone);
    qputenv("QT_SCALE_FACTOR", machine.scale);
    qputenv("QT_FONT_DPI", machine.dpi);
    qputenv("QT_STYLE_OVERRIDE", machine.style);
    for (const char *folder : { "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_HOME", "XDG_RUNTIME_DIR" })
        qputenv(folder, home.path().toLocal8Bit());
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, home.path());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, home.path());
    setFonts(machine, home.path());
    pretendThatLocaleIsInstalled(machine.locale, home.path());
}

} // namespace AsyncWidgets::Tests
