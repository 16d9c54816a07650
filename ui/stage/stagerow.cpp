// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/stage/stagerow.h"

#include "ui/bindings/bindings.h"
#include "ui/cards/card.h"
#include "ui/controls/announce.h"
#include "ui/controls/buttons.h"
#include "ui/controls/labels.h"
#include "ui/stage/stageslider.h"
#include "ui/theme/colors.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>
#include <QtCore/QThread>
#include <QtGui/QAccessible>
#include <QtGui/QPainter>
#include <QtGui/QPainterPath>
#include <QtGui/QTextDocumentFragment>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

/// The number of a step: plain before its turn, on a disc when it comes next, a check mark when it is done.
class StageRow::Number final : public QWidget
{
    Q_DECLARE_TR_FUNCTIONS(AsyncWidgets::StageRow)

public:
    Number(int number, QWidget *parent)
        : QWidget(parent)
        , m_number(number)
    {
        setFont(largeFont(font()));
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }

    void setNextStep(int step)
    {
        m_isNext = m_number == step;
        m_isDone = m_number < step;
        const QString number = QLocale().toString(m_number);
        setAccessibleName(m_isDone ? tr("Step %1, done").arg(number)
                : m_isNext         ? tr("Step %1, next").arg(number)
                                   : tr("Step %1").arg(number));
        update();
    }

    QSize sizeHint() const override { return { fontMetrics().height(), fontMetrics().height() }; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor accent = accentColor(palette());
        if (m_isDone) {
            QPainterPath mark(QPointF(width() * 0.2, height() * 0.55));
            mark.lineTo(width() * 0.42, height() * 0.76);
            mark.lineTo(width() * 0.8, height() * 0.28);
            painter.setPen(QPen(calmColor(palette()), std::max(2.0, width() / 9.0), Qt::SolidLine,
                Qt::RoundCap, Qt::RoundJoin));
            painter.drawPath(mark);
            return;
        }
        if (m_isNext) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(accent);
            painter.drawEllipse(rect());
        }
        painter.setPen(m_isNext ? palette().color(QPalette::Base) : accent);
        painter.drawText(rect(), Qt::AlignCenter, QLocale().toString(m_number));
    }

private:
    int m_number;
    bool m_isNext = false;
    bool m_isDone = false;
};

StageRow::StageRow(StageModels &models, QWidget *parent)
    : Panel(parent)
    , m_slider(new StageSlider(models.slider, this))
    , m_startAll(new PrimaryButton(tr("&Start all three"), this))
    , m_block(new PrimaryButton(tr("&Block the event loop 1 s"), this, alarmColor))
    , m_cancelAll(new LinkButton(tr("Cancel &all"), this))
{
    setObjectName(u"stageRow"_s);
    setAccessibleName(tr("Stage"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_startAll->setObjectName(u"startAll"_s);
    m_block->setObjectName(u"block"_s);
    m_block->setToolTip(tr("Blocks on purpose, to show what every other part of this window avoids."));
    m_cancelAll->setObjectName(u"cancelAll"_s);
    m_cancelAll->setEnabled(false);
    auto *status = new QLabel(this);
    status->setObjectName(u"html"_s);
    status->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    bind(models.status, *status);
    // Whoever hears the window has the focus on the slider when this changes.
    const auto tell = [this, status, &models] {
        describe(*m_slider, QTextDocumentFragment::fromHtml(models.status.value()).toPlainText());
        QAccessibleEvent event(status, QAccessible::NameChanged); // a label's name is its text
        QAccessible::updateAccessibility(&event);
    };
    connect(&models.status, &Html::valueChanged, status, tell);
    tell();

    // The three things to do are larger than what is not, and in line with the slider's track.
    const int unit = fontMetrics().height();
    for (PrimaryButton *button : { m_startAll, m_block })
        button->setMinimumSize(
            fontMetrics().size(Qt::TextShowMnemonic, button->text()).width() + unit * 3 / 2, unit * 9 / 4);
    const int gap = fontMetrics().height() / 2;
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(gap * 3 / 2, gap * 3 / 4, gap * 3 / 2, gap * 3 / 4);
    row->setSpacing(gap * 5 / 2);
    addStep(*row, 1, tr("Start"), 0, nullptr)->addWidget(m_startAll);
    addStep(*row, 2, tr("Move the slider ten times"), 1, status)->addWidget(m_slider);
    auto *third = addStep(*row, 3, tr("Block it and find the culprit"), 0, nullptr);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(gap);
    buttons->addWidget(m_block);
    buttons->addStretch();
    buttons->addWidget(m_cancelAll);
    third->addLayout(buttons);

    setTabOrder(m_startAll, m_slider);
    setTabOrder(m_slider, m_block);
    setTabOrder(m_block, m_cancelAll);
    connect(m_startAll, &QAbstractButton::clicked, this, &StageRow::startAllRequested);
    connect(m_cancelAll, &QAbstractButton::clicked, this, &StageRow::cancelAllRequested);
    connect(m_block, &QAbstractButton::clicked, this, &StageRow::blockEventLoop);
    connect(m_slider, &QSlider::sliderPressed, this, &StageRow::sliderPressed);
    setStep(1);
}

QAbstractButton &StageRow::startAll() const
{
    return *m_startAll;
}

QAbstractButton &StageRow::block() const
{
    return *m_block;
}

QAbstractButton &StageRow::nextButton() const
{
    return m_step == 3 ? *m_block : *m_startAll;
}

void StageRow::setStep(int step)
{
    if (step == m_step)
        return;
    m_step = step;
    for (Number *number : m_numbers)
        number->setNextStep(step);
    m_startAll->setNext(step == 1);
    m_slider->setNext(step == 2);
    m_block->setNext(step == 3);
}

QVBoxLayout *StageRow::addStep(
    QHBoxLayout &row, int number, const QString &text, int stretch, QWidget *beside)
{
    auto *digit = new Number(number, this);
    m_numbers.push_back(digit);
    auto *words = new QLabel(text, this);
    words->setFont(boldFont(font()));
    auto *top = new QHBoxLayout;
    top->setSpacing(fontMetrics().height() / 2);
    top->addWidget(digit);
    top->addWidget(words);
    if (beside)
        top->addWidget(beside, 1);
    else
        top->addStretch();
    auto *column = new QVBoxLayout;
    column->setSpacing(fontMetrics().height() / 4);
    column->addLayout(top);
    column->addStretch();
    row.addLayout(column, stretch);
    return column;
}

void StageRow::setAnyRunning(bool isAny)
{
    enable(*m_cancelAll, isAny, *m_startAll);
}

Q_NEVER_INLINE void StageRow::blockEventLoop() // so that it is seen on the stack
{
    QThread::sleep(1); // the one deliberate contrast: nothing else here ever does this
    Q_EMIT blocked();
}

} // namespace AsyncWidgets
