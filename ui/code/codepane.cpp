// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/code/codepane.h"

#include "ui/code/sourceview.h"
#include "ui/theme/colors.h"

#include <asyncwidgets/taskmodel.h>

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTimerEvent>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QShortcut>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolTip>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <iterator>
#include <ranges>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

constexpr int restFactor = 20; // how many times longer a rest is than a look that took long
constexpr int longLook = 1; // ms

} // namespace

CodePane::CodePane(QWidget *parent)
    : QWidget(parent)
    , m_files(new QComboBox(this))
    , m_find(new QLineEdit(this))
    , m_view(new SourceView(this))
{
    m_view->setObjectName(u"codeText"_s);
    m_view->setAccessibleName(tr("Code"));
    m_files->setObjectName(u"codeFiles"_s);
    m_files->setAccessibleName(tr("Source file"));
    m_files->addItems(fileNames());
    m_files->setSizeAdjustPolicy(
        QComboBox::AdjustToMinimumContentsLengthWithIcon); // it may be narrower than the names
    m_files->setMinimumContentsLength(12);
    m_files->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_find->setObjectName(u"codeFind"_s);
    m_find->setAccessibleName(tr("Find"));
    m_find->setPlaceholderText(tr("Find"));
    m_find->setClearButtonEnabled(true);
    auto *copyButton = new QPushButton(tr("Copy"), this);
    copyButton->setToolTip(tr("Copies the selected text, or the whole file."));

    auto *row = new QHBoxLayout;
    row->setContentsMargins(6, 4, 6, 4);
    row->setSpacing(6); // a style may put some of them beside each other without any
    row->addWidget(m_files, 2);
    row->addWidget(m_find, 1);
    row->addWidget(copyButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(row);
    layout->addWidget(m_view, 1);

    setTabOrder(copyButton, m_view); // as they are seen
    connect(new QShortcut(QKeySequence::Find, this), &QShortcut::activated, m_find, [this] {
        m_find->setFocus(Qt::ShortcutFocusReason);
        m_find->selectAll();
    });
    connect(m_find, &QLineEdit::textEdited, this, [this] { find(m_view->textCursor().selectionStart()); });
    const auto findNext = [this] { find(m_view->textCursor().selectionEnd()); };
    connect(m_find, &QLineEdit::returnPressed, this, findNext);
    connect(new QShortcut(QKeySequence::FindNext, this), &QShortcut::activated, this, findNext);
    connect(m_files, &QComboBox::textActivated, this, &CodePane::showFile);
    connect(copyButton, &QPushButton::clicked, this, &CodePane::copy);
    connect(m_view, &SourceView::toolTipRequested, this, &CodePane::showToolTip);
    showFile(m_files->itemText(0));
}

QStringList CodePane::fileNames()
{
    // What runs comes first, then what declares it.
    const QDir folder(u":/sources"_s);
    return folder.entryList({ u"*.cpp"_s }, QDir::Files, QDir::Name)
        + folder.entryList({ u"*.h"_s }, QDir::Files, QDir::Name);
}

QString CodePane::source(const QString &fileName)
{
    QFile file(u":/sources/"_s + fileName);
    return file.open(QIODevice::ReadOnly | QIODevice::Text) ? QString::fromUtf8(file.readAll()) : QString();
}

void CodePane::setTaskModel(const TaskModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    if (model)
        connect(model, &TaskModel::refreshed, this, &CodePane::modelRefreshed);
    refresh();
}

void CodePane::showFile(const QString &fileName)
{
    const int index = m_files->findText(fileName);
    if (index < 0 || fileName == m_file)
        return;
    m_file = fileName;
    m_files->setCurrentIndex(index);
    m_task = {};
    m_view->setCurrentLine(0);
    m_view->setMarks({});
    QString text = source(fileName);
    text.chop(text.endsWith(u'\n') ? 1 : 0); // no empty line after the last one
    m_view->setPlainText(text);
    refresh();
    Q_EMIT currentFileChanged(fileName);
}

int CodePane::currentLine() const
{
    return m_view->currentLine();
}

QList<int> CodePane::markedLines() const
{
    QList<int> lines;
    for (const SourceView::Mark &mark : m_view->marks())
        lines.append(mark.line);
    return lines;
}

void CodePane::copy() const
{
    const QString selected = m_view->textCursor().selectedText().replace(QChar::ParagraphSeparator, u'\n');
    QGuiApplication::clipboard()->setText(selected.isEmpty() ? source(m_file) : selected);
}

/// Selects what is looked for, from there on or else from the beginning.
void CodePane::find(int position)
{
    QTextCursor found = m_view->document()->find(m_find->text(), position);
    if (found.isNull())
        found = m_view->document()->find(m_find->text());
    if (found.isNull()) {
        found = m_view->textCursor();
        found.clearSelection();
    }
    m_view->setTextCursor(found);
}

void CodePane::modelRefreshed()
{
    if (m_rest.isActive() || !isVisible()) {
        m_isStale = true;
        return;
    }
    QElapsedTimer look;
    look.start();
    refresh();
    // Ten thousand tasks that change all the time must not slow the window.
    if (look.elapsed() >= longLook)
        m_rest.start(static_cast<int>(look.elapsed()) * restFactor, this);
}

void CodePane::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_rest.timerId()) {
        QWidget::timerEvent(event);
        return;
    }
    m_rest.stop();
    if (m_isStale)
        modelRefreshed();
}

void CodePane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        refresh();
}

void CodePane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        markTasks(); // in the colours of the new palette
}

void CodePane::refresh()
{
    m_isStale = false;
    markTasks();
    follow();
}

void CodePane::markTasks()
{
    m_paused.clear();
    std::vector<SourceView::Mark> marks;
    std::vector<QModelIndex> above { QModelIndex() };
    const QByteArray end = '/' + m_file.toUtf8();
    const char *known = nullptr; // tasks of one file share the text of its name
    bool isHere = false;
    while (m_model && !above.empty()) {
        const QModelIndex parent = above.back();
        above.pop_back();
        for (int row = 0; row < m_model->rowCount(parent); ++row) {
            const QModelIndex index = m_model->index(row, 0, parent);
            if (m_model->rowCount(index) > 0)
                above.push_back(index);
            const TaskHandle task = m_model->task(index);
            if (const char *file = task.record()->where().file_name(); file != known) {
                known = file;
                isHere = QByteArrayView(file).endsWith(end) || m_file == QLatin1StringView(file);
            }
            if (isHere && task.state() == TaskState::Waiting) {
                m_paused.push_back(task);
                marks.push_back({ task.line(), taskColor(task.name(), palette()), task.name() });
            }
        }
    }
    m_view->setMarks(std::move(marks));
}

void CodePane::follow()
{
    if (m_task.isValid() && m_task.resumptions() != m_resumptions) {
        m_resumptions = m_task.resumptions();
        m_view->flash(m_view->currentLine() > 0 ? m_view->currentLine() : m_task.line());
    }
    if (std::find(m_paused.begin(), m_paused.end(), m_task) == m_paused.end()) {
        m_task = m_paused.empty() ? TaskHandle<>() : m_paused.front();
        m_resumptions = m_task.resumptions();
    }
    m_view->setCurrentLine(m_task.isValid() ? m_task.line() : 0);
}

void CodePane::showToolTip(int line, const QPoint &globalPosition)
{
    std::vector<TaskHandle<>> here;
    std::copy_if(
        m_paused.begin(), m_paused.end(), std::back_inserter(here), [line](const TaskHandle<> &task) {
            return task.line() == line && task.state() == TaskState::Waiting;
        });
    QToolTip::showText(globalPosition, sentences(here), m_view, m_view->lineRect(line));
}

QString CodePane::sentences(const std::vector<TaskHandle<>> &tasks)
{
    constexpr std::size_t most = 10;
    QStringList sentences;
    for (const TaskHandle<> &task : tasks | std::views::take(most))
        sentences.append(TaskModel::sentence(task));
    if (tasks.size() > most)
        sentences.append(tr("%Ln more wait here.", nullptr, int(tasks.size() - most)));
    return sentences.join(u'\n');
}

} // namespace AsyncWidgets
