// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/output/outputpane.h"

#include "ui/theme/colors.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QEvent>
#include <QtCore/QSaveFile>
#include <QtCore/QSignalBlocker>
#include <QtCore/QTimerEvent>
#include <QtGui/QClipboard>
#include <QtGui/QFontDatabase>
#include <QtGui/QGuiApplication>
#include <QtGui/QTextBlock>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

constexpr qint64 flushBudget = 4; // ms of each frame

/// Numbers of lines may wrap: it is their distance that counts.
bool isBefore(quint32 number, quint32 other)
{
    return static_cast<qint32>(number - other) < 0;
}

} // namespace

OutputPane::OutputPane(QWidget *parent, int keptLines)
    : QWidget(parent)
    , m_keptLines(static_cast<std::size_t>(keptLines))
    , m_text(new QPlainTextEdit(this))
    , m_filter(new QComboBox(this))
    , m_times(new QCheckBox(tr("Sho&w times"), this))
{
    m_text->setObjectName(u"outputText"_s);
    m_text->setAccessibleName(tr("Output"));
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setUndoRedoEnabled(false);
    m_text->setMaximumBlockCount(keptLines);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setPlaceholderText(tr("What the tasks print appears here."));
    m_text->setFrameShape(QFrame::NoFrame);
    m_filter->setAccessibleName(tr("Task"));
    m_filter->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_filter->addItem(tr("All tasks"));
    auto *clearButton = new QPushButton(tr("Clear"), this);
    clearButton->setObjectName(u"clear"_s);
    clearButton->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_L));
    clearButton->setToolTip(clearButton->shortcut().toString(QKeySequence::NativeText));

    auto *row = new QHBoxLayout;
    row->setContentsMargins(6, 4, 6, 4);
    row->setSpacing(6); // a style may put some of them beside each other without any
    row->addWidget(m_filter);
    row->addWidget(m_times);
    row->addStretch();
    row->addWidget(clearButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(row);
    layout->addWidget(m_text, 1);

    setFocusProxy(m_text);
    setTabOrder(clearButton, m_text); // as they are seen
    connect(m_filter, &QComboBox::currentIndexChanged, this, [this] {
        offerOnlyKeptTasks(); // the one that was chosen until now stayed
        showAgain();
    });
    connect(m_times, &QCheckBox::toggled, this, &OutputPane::showAgain);
    connect(clearButton, &QPushButton::clicked, this, &OutputPane::clear);
    // The person has gone somewhere else meanwhile.
    connect(m_text->verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] { m_read.reset(); });
}

void OutputPane::addOutput(Output *output)
{
    output->disconnect(this);
    connect(output, &Output::linePrinted, this,
        [this, output](const OutputLine &line) { append(output->name(), line); });
}

void OutputPane::append(const QString &task, const OutputLine &line)
{
    if (m_linesOf[task]++ == 0 && m_filter->findData(task) < 0)
        offerTask(task);
    m_lines.push_back({ task, line });
    ++m_pending;
    if (m_lines.size() > m_keptLines)
        forgetFirstLine();
    if (!m_frame.isActive())
        m_frame.start(16, this);
    Q_EMIT printed(task, line.text);
    Q_EMIT countChanged();
}

void OutputPane::offerTask(const QString &task)
{
    m_filter->addItem(task, task);
    if (m_filter->count() <= maximumOffered + 1) // the first stands for all
        return;
    const QSignalBlocker blocker(m_filter); // the choice stays as it is, only its place changes
    m_filter->removeItem(m_filter->currentIndex() == 1 ? 2 : 1);
}

void OutputPane::forgetFirstLine()
{
    const QString task = m_lines.front().task;
    m_lines.pop_front();
    ++m_firstNumber;
    m_pending = std::min(m_pending, m_lines.size());
    if (--m_linesOf[task] > 0)
        return;
    m_linesOf.remove(task);
    offerOnlyKeptTasks();
}

void OutputPane::offerOnlyKeptTasks()
{
    const QSignalBlocker blocker(m_filter); // the choice stays as it is, only its place changes
    for (int i = m_filter->count() - 1; i > 0; --i) { // the first stands for all
        if (i != m_filter->currentIndex() && !m_linesOf.contains(m_filter->itemData(i).toString()))
            m_filter->removeItem(i);
    }
}

void OutputPane::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_frame.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    m_frame.stop();
    flush();
}

void OutputPane::flush()
{
    if (!m_read)
        m_read = placeRead();
    QElapsedTimer elapsed;
    elapsed.start();
    QTextCursor cursor(m_text->document());
    cursor.movePosition(QTextCursor::End);
    cursor.beginEditBlock(); // laid out once, at its end
    for (; m_pending > 0 && !elapsed.hasExpired(flushBudget); --m_pending) {
        const std::size_t next = m_lines.size() - m_pending;
        if (isShown(m_lines[next]))
            insert(cursor, m_lines[next], m_firstNumber + static_cast<quint32>(next));
    }
    cursor.endEditBlock();
    if (m_pending > 0)
        m_frame.start(16, this); // a burst, or all lines again: the rest comes in the next frames
    const bool isThere = m_read && scrollTo(*m_read);
    const bool wasLast = m_read && !isThere && m_pending == 0; // of what is shown now, all comes before it
    QScrollBar *bar = m_text->verticalScrollBar();
    if (!m_read || wasLast)
        bar->setValue(bar->maximum());
    // While more is to come, a line at the end is not yet where it will be read.
    if ((isThere && (m_pending == 0 || bar->value() < bar->maximum())) || wasLast)
        m_read.reset();
}

std::optional<OutputPane::Place> OutputPane::placeRead() const
{
    const QScrollBar *bar = m_text->verticalScrollBar();
    if (bar->value() == bar->maximum())
        return std::nullopt;
    const QTextBlock block = m_text->document()->findBlockByLineNumber(bar->value());
    return Place { static_cast<quint32>(block.userState()), bar->value() - block.firstLineNumber() };
}

bool OutputPane::scrollTo(const Place &place)
{
    const QTextDocument &document = *m_text->document();
    const auto numberOf = [](const QTextBlock &block) { return static_cast<quint32>(block.userState()); };
    if (document.isEmpty() || isBefore(numberOf(document.lastBlock()), place.number))
        return false;
    int first = 0; // the first block of that number, or of a later one where it is gone, lies from here
    for (int end = document.blockCount() - 1; first < end;) {
        const int middle = first + (end - first) / 2;
        if (isBefore(numberOf(document.findBlockByNumber(middle)), place.number))
            first = middle + 1;
        else
            end = middle;
    }
    const QTextBlock block = document.findBlockByNumber(first);
    const int part = numberOf(block) == place.number ? std::min(place.part, block.lineCount() - 1) : 0;
    m_text->verticalScrollBar()->setValue(block.firstLineNumber() + part);
    return true;
}

bool OutputPane::isShown(const Line &line) const
{
    const QString task = m_filter->currentData().toString();
    return task.isEmpty() || task == line.task;
}

void OutputPane::insert(QTextCursor &cursor, const Line &line, quint32 number) const
{
    if (!m_text->document()->isEmpty())
        cursor.insertBlock();
    cursor.block().setUserState(static_cast<int>(number));
    QTextCharFormat quiet;
    quiet.setForeground(palette().color(QPalette::PlaceholderText));
    if (m_times->isChecked())
        cursor.insertText(line.line.time().toString(u"HH:mm:ss.zzz "_s), quiet);
    QTextCharFormat name;
    name.setForeground(taskColor(line.task, palette()));
    name.setFontWeight(QFont::Bold);
    cursor.insertText(u"[%1] "_s.arg(line.task), name);
    QTextCharFormat plain;
    plain.setForeground(palette().color(QPalette::Text));
    cursor.insertText(line.line.text, plain);
}

void OutputPane::showAgain()
{
    if (!m_read)
        m_read = placeRead();
    m_text->clear();
    m_pending = m_lines.size();
    flush();
}

void OutputPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showAgain(); // in the colours of the new palette
}

QString OutputPane::text() const
{
    QString text;
    for (const Line &line : m_lines) {
        if (!isShown(line))
            continue;
        if (m_times->isChecked())
            text += line.line.time().toString(u"HH:mm:ss.zzz "_s);
        text += u"[%1] %2\n"_s.arg(line.task, line.line.text);
    }
    return text;
}

bool OutputPane::showsTimes() const
{
    return m_times->isChecked();
}

void OutputPane::setShowsTimes(bool showsTimes)
{
    m_times->setChecked(showsTimes);
}

void OutputPane::clear()
{
    m_firstNumber += static_cast<quint32>(m_lines.size());
    m_lines.clear();
    m_linesOf.clear();
    offerOnlyKeptTasks();
    m_pending = 0;
    m_read.reset();
    m_text->clear();
    Q_EMIT countChanged();
}

void OutputPane::copy() const
{
    const QString selected = m_text->textCursor().selectedText().replace(QChar::ParagraphSeparator, u'\n');
    QGuiApplication::clipboard()->setText(selected.isEmpty() ? text() : selected);
}

void OutputPane::saveAs()
{
    // Not modal to the event loop: the tasks go on while the person looks for a place.
    auto *dialog = new QFileDialog(this, tr("Save the output"), QString(), tr("Text files (*.txt)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"txt"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &fileName) {
        QSaveFile file(fileName);
        if (file.open(QIODevice::WriteOnly | QIODevice::Text)) {
            file.write(text().toUtf8());
            if (file.commit())
                return;
        }
        auto *message = new QMessageBox(QMessageBox::Warning, tr("Save the output"),
            tr("The output could not be written to \"%1\": %2.").arg(fileName, file.errorString()),
            QMessageBox::Ok, this);
        message->setAttribute(Qt::WA_DeleteOnClose);
        message->open();
    });
    dialog->open();
}

} // namespace AsyncWidgets
