// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/code/sourceview.h"

#include "ui/code/sourcehighlighter.h"
#include "ui/theme/colors.h"

#include <QtCore/QEvent>
#include <QtCore/QTimerEvent>
#include <QtCore/QtMath>
#include <QtGui/QFontDatabase>
#include <QtGui/QHelpEvent>
#include <QtGui/QPainter>
#include <QtGui/QTextBlock>
#include <QtWidgets/QScrollBar>

#include <algorithm>
#include <chrono>
#include <tuple>

namespace AsyncWidgets {

namespace {

constexpr std::chrono::milliseconds lineFlash { 300 };
constexpr int columns = 80; // no line of ours is longer
constexpr int linesOfScenario = 32; // a whole scenario, with its licence
constexpr int marginDots = 3; // more tasks at one line than that are told by the last dot, with a plus

} // namespace

class SourceView::Margin final : public QWidget
{
public:
    explicit Margin(SourceView *view)
        : QWidget(view)
        , m_view(*view)
    {
    }
    QSize sizeHint() const override { return { m_view.marginWidth(), 0 }; }

protected:
    void paintEvent(QPaintEvent *event) override { m_view.paintMargin(event); }
    bool event(QEvent *event) override
    {
        if (event->type() != QEvent::ToolTip)
            return QWidget::event(event);
        const auto *help = static_cast<const QHelpEvent *>(event);
        Q_EMIT m_view.toolTipRequested(m_view.lineAt(help->pos()), help->globalPos());
        return true;
    }

private:
    SourceView &m_view;
};

SourceView::SourceView(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_highlighter(new SourceHighlighter(document(), palette()))
    , m_margin(new Margin(this))
{
    setLayoutDirection(Qt::LeftToRight);
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setUndoRedoEnabled(false);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFrameShape(QFrame::NoFrame);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &SourceView::layOutMargin);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_margin->scroll(0, dy);
        else
            m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
    layOutMargin();
}

QSize SourceView::sizeHint() const
{
    const int frame = 2 * frameWidth() + qCeil(2 * document()->documentMargin());
    const QString widest(columns, u'0');
    return { marginWidth() + fontMetrics().horizontalAdvance(widest) + frame,
        linesOfScenario * fontMetrics().lineSpacing() + frame };
}

int SourceView::marginWidth() const
{
    const int digits = std::max(2, static_cast<int>(QString::number(blockCount()).size()));
    const int dot = fontMetrics().height() / 2;
    return marginDots * dot + fontMetrics().horizontalAdvance(u'9') * (digits + 2) + dot;
}

void SourceView::layOutMargin()
{
    setViewportMargins(marginWidth(), 0, 0, 0);
    placeMargin();
}

void SourceView::placeMargin()
{
    const QRect inside = contentsRect();
    m_margin->setGeometry(inside.left(), inside.top(), marginWidth(), viewport()->height());
}

void SourceView::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeMargin(); // only this: new margins lay out the view, which would resize it again, and so on without end
}

void SourceView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        m_highlighter->setPalette(palette());
        showCurrentLine();
    } else if (event->type() == QEvent::FontChange) {
        setTabStopDistance(4 * fontMetrics().horizontalAdvance(u' '));
        layOutMargin();
    }
}

void SourceView::setMarks(std::vector<Mark> marks)
{
    // The colour follows from the name, so that this is a whole order.
    std::sort(marks.begin(), marks.end(),
        [](const Mark &a, const Mark &b) { return std::tie(a.line, a.name) < std::tie(b.line, b.name); });
    if (m_marks == marks)
        return;
    m_marks = std::move(marks);
    m_margin->update();
}

void SourceView::setCurrentLine(int line)
{
    if (m_currentLine == line)
        return;
    m_currentLine = line;
    showCurrentLine();
    scrollToLine(line);
}

void SourceView::scrollToLine(int line)
{
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (!block.isValid() || viewport()->rect().contains(lineRect(line)))
        return;
    // The text cursor is the person's: only the view moves.
    const QTextCursor kept = textCursor();
    setTextCursor(QTextCursor(block));
    centerCursor();
    const int top = verticalScrollBar()->value();
    setTextCursor(kept);
    verticalScrollBar()->setValue(top);
}

void SourceView::flash(int line)
{
    m_flashingLine = line;
    m_flash.start(static_cast<int>(lineFlash.count()), this);
    showCurrentLine();
}

void SourceView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_flash.timerId()) {
        QPlainTextEdit::timerEvent(event);
        return;
    }
    m_flash.stop();
    m_flashingLine = 0;
    showCurrentLine();
}

void SourceView::showCurrentLine()
{
    QList<QTextEdit::ExtraSelection> selections;
    const auto add = [&](int line, double strength) {
        const QTextBlock block = document()->findBlockByNumber(line - 1);
        if (line < 1 || !block.isValid())
            return;
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(block);
        selection.format.setBackground(
            mixed(palette().color(QPalette::Base), palette().color(QPalette::Highlight), strength));
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections.append(selection);
    };
    if (m_currentLine != m_flashingLine)
        add(m_currentLine, 0.2);
    add(m_flashingLine, 0.55);
    setExtraSelections(selections);
    m_margin->update();
}

QRect SourceView::lineRect(int line) const
{
    const QTextBlock block = document()->findBlockByNumber(line - 1);
    if (!block.isValid())
        return {};
    const QRectF rect = blockBoundingGeometry(block).translated(contentOffset());
    return QRect(0, qRound(rect.top()), viewport()->width(), qRound(rect.height()));
}

int SourceView::lineAt(const QPoint &position) const
{
    return cursorForPosition(QPoint(0, position.y())).blockNumber() + 1;
}

bool SourceView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<const QHelpEvent *>(event);
        Q_EMIT toolTipRequested(lineAt(help->pos()), help->globalPos());
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

void SourceView::paintMargin(QPaintEvent *event)
{
    QPainter painter(m_margin);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor base = palette().color(QPalette::Base);
    painter.fillRect(event->rect(), mixed(base, palette().color(QPalette::Text), 0.04));
    painter.setFont(font());

    const int height = fontMetrics().height();
    const int digit = fontMetrics().horizontalAdvance(u'9');
    const int dot = height / 2;
    const int arrowWidth = dot;
    const int numberEnd = m_margin->width() - arrowWidth - digit / 2;
    auto mark = m_marks.cbegin();
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const int line = block.blockNumber() + 1;
        const QRect rect = lineRect(line);
        if (rect.top() > event->rect().bottom())
            break;
        const bool isCurrent = line == m_currentLine;
        painter.setPen(palette().color(isCurrent ? QPalette::Text : QPalette::PlaceholderText));
        // The last line's rectangle has the document's margin in it.
        const int lineHeight = std::min(rect.height(), fontMetrics().lineSpacing());
        painter.drawText(QRect(0, rect.top(), numberEnd, lineHeight), Qt::AlignRight | Qt::AlignVCenter,
            QString::number(line));

        const qreal middle = rect.top() + lineHeight / 2.0;
        mark = std::find_if(mark, m_marks.cend(), [line](const Mark &one) { return one.line >= line; });
        const auto end
            = std::find_if(mark, m_marks.cend(), [line](const Mark &one) { return one.line > line; });
        for (int i = 0; mark != end && i < marginDots; ++mark, ++i) {
            const QRectF circle(digit / 2.0 + i * dot, middle - dot * 0.4, dot * 0.8, dot * 0.8);
            painter.setPen(Qt::NoPen);
            painter.setBrush(mark->color);
            painter.drawEllipse(circle);
            if (i == marginDots - 1 && mark + 1 != end) { // and more
                painter.setPen(QPen(base, std::max(1.0, dot / 8.0)));
                const qreal arm = dot * 0.22;
                painter.drawLine(circle.center() - QPointF(arm, 0), circle.center() + QPointF(arm, 0));
                painter.drawLine(circle.center() - QPointF(0, arm), circle.center() + QPointF(0, arm));
            }
        }
        mark = end;
        if (isCurrent) {
            const qreal left = m_margin->width() - arrowWidth;
            const qreal half = dot * 0.5;
            painter.setPen(Qt::NoPen);
            painter.setBrush(palette().color(QPalette::Highlight));
            painter.drawPolygon(QPolygonF { QPointF(left, middle - half),
                QPointF(left + arrowWidth * 0.8, middle), QPointF(left, middle + half) });
        }
    }
}

} // namespace AsyncWidgets
