// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The translations: complete, and with the same placeholders and markup as the English texts.

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtCore/QXmlStreamReader>
#include <QtTest/QTest>

using namespace Qt::StringLiterals;

namespace {

struct Message
{
    QString source;
    QStringList translations; // one, or one for each plural form
    bool isFinished = false;
};

QList<Message> readMessages(const QString &fileName)
{
    QFile file(fileName);
    QList<Message> messages;
    if (!file.open(QIODevice::ReadOnly))
        return messages;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "message"_L1) {
            messages.emplaceBack();
        } else if (xml.name() == "source"_L1) {
            messages.last().source = xml.readElementText();
        } else if (xml.name() == "translation"_L1) {
            messages.last().isFinished = !xml.attributes().hasAttribute("type"_L1);
            QString text;
            while (xml.readNext() != QXmlStreamReader::EndElement) {
                if (xml.isCharacters())
                    text += xml.text();
                else if (xml.isStartElement())
                    messages.last().translations += xml.readElementText(); // a plural form
            }
            if (messages.last().translations.isEmpty())
                messages.last().translations += text;
        }
    }
    return messages;
}

/// What a translation must have as often as its source: %1, <b>, ...
QStringList fixedParts(const QString &text)
{
    static const QRegularExpression expression(uR"(%\d+|</?\w+>|--[\w-]+|\n)"_s);
    QStringList parts;
    for (const QRegularExpressionMatch &match : expression.globalMatch(text))
        parts += match.captured();
    parts.sort();
    return parts;
}

} // namespace

class tst_Translations final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hasEveryTextOfTheSource_data() { addLanguages(); }
    void hasEveryTextOfTheSource();
    void keepsPlaceholdersAndMarkup_data() { addLanguages(); }
    void keepsPlaceholdersAndMarkup();

private:
    static void addLanguages();
};

void tst_Translations::addLanguages()
{
    QTest::addColumn<QString>("language");
    for (const char *language : { "de", "en", "zh_CN" })
        QTest::newRow(language) << QString::fromLatin1(language);
}

void tst_Translations::hasEveryTextOfTheSource()
{
    QFETCH(QString, language);
#ifdef LUPDATE
    const QTemporaryDir folder;
    const QString fileName = folder.filePath(u"asyncwidgets_%1.ts"_s.arg(language));
    QVERIFY(QFile::copy(
        QStringLiteral(SOURCE "/resources/translations/asyncwidgets_%1.ts").arg(language), fileName));
    QStringList arguments = QStringLiteral(LUPDATE_OPTIONS).split(u' ') + QStringList { fileName };
    if (language == u"en"_s) // its texts are in the source: only plurals differ
        arguments.prepend(u"-pluralonly"_s);
    QProcess lupdate;
    lupdate.setWorkingDirectory(QStringLiteral(SOURCE));
    lupdate.start(QStringLiteral(LUPDATE), arguments);
    QVERIFY2(lupdate.waitForFinished(), qPrintable(lupdate.errorString()));
    QCOMPARE(lupdate.exitCode(), 0);
#else
    const QString fileName
        = QStringLiteral(SOURCE "/resources/translations/asyncwidgets_%1.ts").arg(language);
#endif
    QStringList untranslated;
    const QList<Message> messages = readMessages(fileName);
    QVERIFY(!messages.isEmpty());
    for (const Message &message : messages) {
        if (!message.isFinished || message.translations.contains(QString()))
            untranslated += message.source;
    }
    QCOMPARE(untranslated, QStringList());
}

void tst_Translations::keepsPlaceholdersAndMarkup()
{
    QFETCH(QString, language);
    const QString fileName
        = QStringLiteral(SOURCE "/resources/translations/asyncwidgets_%1.ts").arg(language);
    for (const Message &message : readMessages(fileName)) {
        for (const QString &translation : message.translations) {
            QVERIFY2(fixedParts(translation) == fixedParts(message.source),
                qPrintable(message.source + u" -> "_s + translation));
        }
    }
}

QTEST_GUILESS_MAIN(tst_Translations)
#include "tst_translations.moc"
