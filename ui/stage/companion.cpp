// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/stage/companion.h"

#include "ui/cards/card.h"
#include "ui/controls/announce.h"
#include "ui/controls/labels.h"
#include "ui/theme/colors.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

Companion::Companion(Card &card, QWidget *parent)
    : Panel(parent)
    , m_card(card)
    , m_sentence(new ElidedLabel(QString(), this))
{
    setObjectName(card.name());
    setAccessibleName(card.title());
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setToolTip(tr("Click to see its source."));
    auto *title = new QLabel(card.title(), this);
    title->setFont(boldFont(font()));
    m_sentence->setObjectName(u"sentence"_s);
    m_sentence->setElideMode(Qt::ElideNone); // the controls say enough where there is little room
    m_sentence->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto *top = new QHBoxLayout;
    top->addWidget(title);
    top->addWidget(m_sentence, 1);

    const int gap = fontMetrics().height() / 2;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap * 3 / 2, gap * 3 / 4, gap, gap);
    layout->setSpacing(gap / 2);
    layout->addLayout(top);
    if (QWidget *controls = card.makeControls(this))
        layout->addWidget(controls);
    connect(&card, &Card::changed, this, &Companion::showCard);
    showColor();
    showCard();
}

void Companion::showCard()
{
    m_sentence->setText(m_card.sentence());
    describe(*this, m_card.sentence());
    const QString before = std::exchange(m_state, m_card.state());
    if (!before.isEmpty() && m_state != before)
        announce(*this, u"%1: %2"_s.arg(m_card.title(), m_state));
}

void Companion::showColor()
{
    setStrip(hueColor(m_card.info().hue, palette()), Qt::LeftEdge);
}

void Companion::changeEvent(QEvent *event)
{
    Panel::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showColor();
}

void Companion::mousePressEvent(QMouseEvent *event)
{
    Panel::mousePressEvent(event);
    Q_EMIT m_card.activated();
}

} // namespace AsyncWidgets
