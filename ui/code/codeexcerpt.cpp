// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/code/codeexcerpt.h"

#include "ui/code/sourcehighlighter.h"
#include "ui/controls/labels.h"
#include "ui/theme/colors.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QTimerEvent>
#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtGui/QTextBlock>
#include <QtGui/QTextDocument>
#include <QtGui/QTextLayout>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QScrollBar>

#include <algorithm>
#include <chrono>
#include <tuple>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

constexpr std::chrono::milliseconds flashDuration { 300 };
constexpr int dotsPerLine = 2; // more tasks at one line are told by the last dot, with a plus
constexpr int longestStatement = 4; // lines

/// The size of the dot of a task in the margin.
int dotSizeOf(const QFontMetrics &metrics)
{
    return metrics.height() / 2;
}

qsizetype indentOf(const QString &line)
{
    const auto end = std::find_if(line.begin(), line.end(), [](QChar letter) { return letter != u' '; });
    return end - line.begin();
}

} // namespace

CodeExcerpt::CodeExcerpt(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_document(std::make_unique<QTextDocument>())
    , m_highlighter(new SourceHighlighter(m_document.get(), palette()))
    , m_accent(palette().color(QPalette::Highlight))
{
    m_document->setDocumentLayout(new QPlainTextDocumentLayout(m_document.get())); // highlights need one
    setObjectName(u"code"_s);
    setAccessibleName(tr("Code"));
    setLayoutDirection(Qt::LeftToRight);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::NoFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // folded, it follows the task
    m_textFont = font();
    m_textFont.setFamily(m_textFont.family()); // its own: a painter takes the rest from the widget
    m_textFont.setBold(false);
    setFont(codeFont(font()));
    viewport()->setAutoFillBackground(false);
}

CodeExcerpt::~CodeExcerpt() = default;

void CodeExcerpt::setSource(const QString &text, const QString &function)
{
    m_lines = text.split(u'\n');
    if (!m_lines.isEmpty() && m_lines.last().isEmpty())
        m_lines.removeLast();
    m_document->setPlainText(m_lines.join(u'\n'));
    m_first = 1;
    m_last = static_cast<int>(m_lines.size());
    // A definition begins at the left edge and has no semicolon before its brace.
    for (int line = 1; line <= m_lines.size(); ++line) {
        const QString &start = m_lines[line - 1];
        if (indentOf(start) > 0 || !start.contains(u' ' + function + u'('))
            continue;
        int end = line;
        while (end < m_lines.size() && !m_lines[end - 1].endsWith(u';') && !m_lines[end].startsWith(u'{'))
            ++end;
        if (m_lines[end - 1].endsWith(u';'))
            continue;
        m_first = line;
        while (m_last > line && !m_lines[m_last - 1].startsWith(u'}'))
            --m_last;
        if (m_lines[m_last - 1].contains(u"namespace"_s)) // what closes it belongs to no function
            --m_last;
        while (m_last > line && m_lines[m_last - 1].isEmpty())
            --m_last;
        break;
    }
    m_currentLine = 0;
    m_isLit = false;
    layOut();
}

int CodeExcerpt::foldedLines() const
{
    return static_cast<int>(m_lines.size()) - (m_last - m_first + 1);
}

void CodeExcerpt::setFolded(bool folded)
{
    if (folded == m_isFolded)
        return;
    m_isFolded = folded;
    setVerticalScrollBarPolicy(folded ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setFocusPolicy(folded ? Qt::NoFocus : Qt::StrongFocus); // the keys scroll it
    layOut();
    Q_EMIT foldedChanged(folded);
}

void CodeExcerpt::setAccent(const QColor &color)
{
    m_accent = color;
    viewport()->update();
}

void CodeExcerpt::setMarks(std::vector<Mark> marks)
{
    std::sort(marks.begin(), marks.end(),
        [](const Mark &a, const Mark &b) { return std::tie(a.line, a.name) < std::tie(b.line, b.name); });
    if (marks == m_marks)
        return;
    m_marks = std::move(marks);
    viewport()->update();
}

void CodeExcerpt::setCurrentLine(int line, bool isLit)
{
    if (line == m_currentLine && isLit == m_isLit)
        return;
    m_currentLine = line;
    m_isLit = isLit;
    place();
    keepInView();
    describe();
    viewport()->update();
}

void CodeExcerpt::setPill(const QString &value, const QString &text)
{
    if (value == m_pillValue && text == m_pillText)
        return;
    const bool hadRoom = !m_pillValue.isEmpty() || !m_pillText.isEmpty();
    m_pillValue = value;
    m_pillText = text;
    if (hadRoom != (!value.isEmpty() || !text.isEmpty())) {
        place();
        keepInView();
        viewport()->update();
    } else {
        viewport()->update(pillRect());
    }
}

void CodeExcerpt::describe()
{
    const QString line = m_currentLine > 0 ? m_lines.value(m_currentLine - 1).trimmed() : QString();
    //: %1 is the number of a line of code, %2 that line
    setAccessibleDescription(line.isEmpty() ? QString() : tr("Line %1: %2").arg(m_currentLine).arg(line));
}

QString CodeExcerpt::variableAt(int line) const
{
    static const QRegularExpression taken(uR"((\w+)\s*=\s*co_(?:await|yield)\b)"_s);
    return taken.match(m_lines.value(line - 1)).captured(1);
}

void CodeExcerpt::flash()
{
    m_flash.start(static_cast<int>(flashDuration.count()), this);
    viewport()->update();
}

void CodeExcerpt::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_flash.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    m_flash.stop();
    viewport()->update();
}

int CodeExcerpt::marginWidth() const
{
    const int digit = fontMetrics().horizontalAdvance(u'9');
    const auto digits = std::max<qsizetype>(2, QString::number(m_lines.size()).size());
    return digit + dotsPerLine * dotSizeOf(fontMetrics()) + static_cast<int>(digits) * digit + digit;
}

int CodeExcerpt::pillHeight() const
{
    return m_pillValue.isEmpty() && m_pillText.isEmpty()
        ? 0
        : fontMetrics().height() + fontMetrics().height() / 2;
}

int CodeExcerpt::heightForRows(int rows) const
{
    return rows * fontMetrics().lineSpacing() + fontMetrics().height() * 3 / 2;
}

void CodeExcerpt::layOut()
{
    m_rows.clear();
    const int first = m_isFolded ? m_first : 1;
    const int last = m_isFolded ? m_last : static_cast<int>(m_lines.size());
    const qreal space = fontMetrics().horizontalAdvance(u' ');
    const int margin = marginWidth();
    for (int line = first; line <= last; ++line) {
        const QString &whole = m_lines[line - 1];
        const qsizetype indent = indentOf(whole);
        Row row;
        row.line = line;
        row.left = margin + qRound(static_cast<qreal>(indent) * space / 2);
        row.text = std::make_unique<QTextLayout>(whole.mid(indent), font());
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        row.text->setTextOption(option);
        QList<QTextLayout::FormatRange> formats = m_document->findBlockByNumber(line - 1).layout()->formats();
        for (QTextLayout::FormatRange &range : formats) {
            const int cut = std::max(0, static_cast<int>(indent) - range.start);
            range.start = std::max(0, range.start - static_cast<int>(indent));
            range.length -= cut;
        }
        row.text->setFormats(formats);
        row.text->beginLayout();
        const qreal hanging = 4 * space;
        qreal y = 0;
        for (QTextLine piece = row.text->createLine(); piece.isValid(); piece = row.text->createLine()) {
            const qreal shift = y > 0 ? hanging : 0;
            piece.setLineWidth(std::max(viewport()->width() - row.left - shift, 8 * space));
            piece.setPosition({ shift, y });
            y += fontMetrics().lineSpacing();
        }
        row.text->endLayout();
        row.fullHeight = std::max(qRound(y), fontMetrics().lineSpacing());
        m_rows.push_back(std::move(row));
    }
    place();
    keepInView();
    viewport()->update();
}

void CodeExcerpt::place()
{
    const int pillLine = statementEnd(m_currentLine);
    // Where there is little room, the pill is worth more than the rest of a long statement.
    int needed = pillHeight();
    for (const Row &row : m_rows)
        needed += row.line >= m_currentLine && row.line <= pillLine ? row.fullHeight : 0;
    const bool isTight = m_isFolded && pillHeight() > 0 && needed > viewport()->height();
    int top = 0;
    for (Row &row : m_rows) {
        row.top = top;
        row.height = isTight && row.line > m_currentLine && row.line <= pillLine ? 0 : row.fullHeight;
        top += row.height;
        if (row.line == pillLine)
            top += pillHeight();
    }
    m_contentHeight = top;
    // Folded, a line may stand at the upper edge although there is room below the last one: no half lines.
    const int rest = m_isFolded ? fontMetrics().lineSpacing() : viewport()->height();
    verticalScrollBar()->setRange(0, std::max(0, top - rest));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(fontMetrics().lineSpacing());
}

int CodeExcerpt::statementEnd(int line) const
{
    if (line < 1 || line > m_lines.size())
        return 0;
    for (int end = line; end < line + longestStatement && end <= m_lines.size(); ++end) {
        const QString text = m_lines[end - 1].trimmed();
        if (text.endsWith(u';') || text.endsWith(u'{') || text.endsWith(u'}'))
            return end;
    }
    return line;
}

int CodeExcerpt::lineAfter(int line) const
{
    return std::min(statementEnd(line) + 1, static_cast<int>(m_lines.size()));
}

void CodeExcerpt::keepInView()
{
    const Row *current = rowOf(m_currentLine);
    if (!current)
        return;
    const Row *after = rowOf(lineAfter(m_currentLine));
    const int offset = verticalScrollBar()->value();
    const int height = viewport()->height();
    int bottom = after ? after->top + after->height : current->top + current->height;
    if (const QRect pill = pillRect(); bottom - current->top > height && !pill.isEmpty())
        bottom = pill.bottom() + 1 + offset; // if not the next line, then at least the pill
    if (current->top >= offset && bottom <= offset + height)
        return;
    // As little as it takes, but with whole lines: the one above stays in view where there is room for it.
    int top = std::max(0, bottom - height);
    for (const Row &row : m_rows) {
        if (row.top >= top) {
            top = row.top;
            break;
        }
    }
    verticalScrollBar()->setValue(std::min(top, current->top));
}

const CodeExcerpt::Row *CodeExcerpt::rowOf(int line) const
{
    const auto found
        = std::find_if(m_rows.begin(), m_rows.end(), [line](const Row &row) { return row.line == line; });
    return found == m_rows.end() ? nullptr : &*found;
}

QRect CodeExcerpt::lineRect(int line) const
{
    const Row *row = rowOf(line);
    return row ? QRect(0, row->top - verticalScrollBar()->value(), viewport()->width(), row->height)
               : QRect();
}

QRect CodeExcerpt::pillRect() const
{
    const Row *row = rowOf(statementEnd(m_currentLine));
    return row
        ? QRect(0, row->top + row->height - verticalScrollBar()->value(), viewport()->width(), pillHeight())
        : QRect();
}

int CodeExcerpt::lineAt(int y) const
{
    const int place = y + verticalScrollBar()->value();
    for (const Row &row : m_rows) {
        if (place < row.top + row.height)
            return row.line;
    }
    return 0;
}

void CodeExcerpt::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    const QColor base = palette().color(QPalette::Base);
    const int dot = dotSizeOf(fontMetrics());
    const int digit = fontMetrics().horizontalAdvance(u'9');
    const int numberEnd = marginWidth() - digit;
    const int litEnd = m_isLit || m_flash.isActive() ? statementEnd(m_currentLine) : 0;
    auto mark = m_marks.cbegin();
    for (const Row &row : m_rows) {
        const QRect place = lineRect(row.line);
        if (place.isEmpty() || !place.intersects(event->rect()))
            continue;
        if (m_isFolded && place.bottom() > viewport()->height())
            break; // no half lines
        const bool isLit = row.line >= m_currentLine && row.line <= litEnd;
        if (isLit) {
            painter.fillRect(place, tint(m_accent, base, m_flash.isActive() ? 2 * litPart : litPart));
            painter.fillRect(
                QRect(place.left(), place.top(), std::max(3, digit / 2), place.height()), m_accent);
        }
        const bool isCurrent = row.line == m_currentLine && m_isLit;
        painter.setPen(isCurrent ? m_accent : quietColor(palette()));
        painter.setFont(isCurrent ? boldFont(font()) : font());
        painter.drawText(QRect(0, place.top(), numberEnd, fontMetrics().lineSpacing()),
            Qt::AlignRight | Qt::AlignVCenter, QString::number(row.line));
        painter.setFont(font());

        const qreal middle = place.top() + fontMetrics().lineSpacing() / 2.0;
        mark = std::find_if(mark, m_marks.cend(), [&row](const Mark &one) { return one.line >= row.line; });
        for (int i = 0; mark != m_marks.cend() && mark->line == row.line; ++mark, ++i) {
            if (i >= dotsPerLine)
                continue;
            const QRectF circle(digit * 0.8 + i * dot, middle - dot * 0.4, dot * 0.8, dot * 0.8);
            painter.setPen(Qt::NoPen);
            painter.setBrush(mark->color);
            painter.drawEllipse(circle);
            if (i == dotsPerLine - 1 && mark + 1 != m_marks.cend()
                && (mark + 1)->line == row.line) { // and more
                painter.setPen(QPen(base, std::max(1.0, dot / 8.0)));
                const qreal arm = dot * 0.22;
                painter.drawLine(circle.center() - QPointF(arm, 0), circle.center() + QPointF(arm, 0));
                painter.drawLine(circle.center() - QPointF(0, arm), circle.center() + QPointF(0, arm));
            }
        }
        painter.setPen(palette().color(QPalette::Text));
        row.text->draw(&painter, QPointF(row.left, place.top()));
    }
    const QRect under = pillRect();
    if (under.isEmpty() || !under.intersects(event->rect()))
        return;
    const Row *row = rowOf(m_currentLine);
    int left = row->left;
    const int height = fontMetrics().height() + fontMetrics().height() / 5;
    const int top = under.center().y() - height / 2;
    if (!m_pillValue.isEmpty()) {
        painter.setFont(boldFont(font()));
        const int width = painter.fontMetrics().horizontalAdvance(m_pillValue) + 2 * digit;
        const QRectF pill(left, top, width, height);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_accent);
        painter.drawRoundedRect(pill, height / 2.0, height / 2.0);
        painter.setPen(base);
        painter.drawText(pill, Qt::AlignCenter, m_pillValue);
        left += width + digit;
    }
    painter.setFont(m_textFont);
    painter.setPen(m_isLit ? m_accent : quietColor(palette()));
    const QRect beside(left, top, viewport()->width() - left, height);
    painter.drawText(beside, Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_pillText, Qt::ElideRight, beside.width()));
}

void CodeExcerpt::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    layOut();
}

void CodeExcerpt::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_highlighter->setPalette(palette());
        layOut();
    } else if (event->type() == QEvent::FontChange) {
        layOut();
    }
}

void CodeExcerpt::scrollContentsBy(int, int)
{
    viewport()->update();
}

void CodeExcerpt::wheelEvent(QWheelEvent *event)
{
    if (m_isFolded)
        event->ignore(); // what is paused stays in view
    else
        QAbstractScrollArea::wheelEvent(event);
}

bool CodeExcerpt::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<const QHelpEvent *>(event);
        Q_EMIT toolTipRequested(lineAt(help->pos().y()), help->globalPos());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace AsyncWidgets
