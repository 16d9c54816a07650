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

#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtCore/QThread>
#include <QtGui/QAccessible>
#include <QtGui/QTextDocumentFragment>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

StageRow::StageRow(StageModels &models, QWidget *parent)
    : Panel(parent)
    , m_slider(new StageSlider(models.slider, this))
    , m_startAll(new PrimaryButton(tr("&Start all three"), this))
    , m_block(new QPushButton(tr("&Block the event loop 1 s"), this))
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
    static_cast<QPushButton *>(m_block)->setAutoDefault(true);
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
    for (QAbstractButton *button : { m_startAll, m_block })
        button->setMinimumSize(
            fontMetrics().size(Qt::TextShowMnemonic, button->text()).width() + unit * 3 / 2, unit * 9 / 4);
    const int gap = fontMetrics().height() / 2;
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(gap * 3 / 2, gap, gap * 3 / 2, gap);
    row->setSpacing(gap * 5 / 2);
    addStep(*row, 1, tr("Start"), 0, nullptr)->addWidget(m_startAll);
    addStep(*row, 2, tr("Move the slider ten times"), 1, status)->addWidget(m_slider);
    auto *third = addStep(*row, 3, tr("Block it, and see who did it"), 0, nullptr);
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
    paintBlock();
}

QVBoxLayout *StageRow::addStep(
    QHBoxLayout &row, int number, const QString &text, int stretch, QWidget *beside)
{
    auto *digit = new ColoredLabel(accentColor, this);
    digit->setText(QLocale().toString(number));
    digit->setFont(largeFont(font()));
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

void StageRow::paintBlock()
{
    const QColor color = readable(alarmColor(palette()), palette().color(QPalette::Button));
    if (m_block->palette().color(QPalette::ButtonText) == color)
        return;
    QPalette own; // of which only this one colour is set: the others follow the window
    own.setColor(QPalette::ButtonText, color);
    m_block->setPalette(own);
}

void StageRow::changeEvent(QEvent *event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        paintBlock();
}

} // namespace AsyncWidgets
