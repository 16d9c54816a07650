// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/stage/lanes.h"

#include "ui/cards/card.h"
#include "ui/stage/lane.h"

#include <QtWidgets/QGridLayout>

#include <algorithm>

namespace AsyncWidgets {

Lanes::Lanes(const std::vector<Card *> &cards, QWidget *parent)
    : QStackedWidget(parent)
    , m_page(new QWidget(this))
    , m_grid(new QGridLayout(m_page))
{
    setObjectName(QStringLiteral("lanes"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(fontMetrics().height() / 2);
    for (Card *card : cards) {
        if (card->info().place != CardInfo::Place::Lane)
            continue;
        Lane *lane = makeLane(*card);
        m_lanes.push_back(lane);
        connect(lane, &Lane::chosen, this, [this, card] { showCard(*card); });
    }
    m_current = m_lanes.empty() ? nullptr : m_lanes.front();
    addWidget(m_page);
    arrange();
}

Lane *Lanes::makeLane(Card &card)
{
    auto *lane = new Lane(card, this);
    lane->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // all equally wide
    connect(lane, &Lane::fullFileRequested, this, &Lanes::fullFileRequested);
    return lane;
}

Lane *Lanes::wideLane() const
{
    return currentWidget() == m_page ? nullptr : static_cast<Lane *>(currentWidget());
}

Lane *Lanes::laneOf(const Card &card) const
{
    const auto isOf = [&card](const Lane *lane) { return &lane->card() == &card; };
    if (Lane *wide = wideLane())
        return isOf(wide) ? wide : nullptr;
    const auto found = std::find_if(m_lanes.begin(), m_lanes.end(), isOf);
    return found == m_lanes.end() ? nullptr : *found;
}

void Lanes::setNarrow(bool narrow)
{
    if (narrow == m_isNarrow)
        return;
    m_isNarrow = narrow;
    arrange();
}

void Lanes::setMoment(std::optional<TaskTrace::Time> moment)
{
    m_moment = moment;
    for (Lane *lane : m_lanes)
        lane->setMoment(moment);
    for (const auto &[card, lane] : m_wide)
        lane->setMoment(moment);
}

void Lanes::showCard(Card &card)
{
    if (card.info().place == CardInfo::Place::Companion) {
        Lane *&wide = m_wide[&card];
        if (!wide) {
            wide = makeLane(card);
            wide->showDetails();
            wide->setMoment(m_moment);
            wide->setRoom(m_isNarrow ? Lane::Room::Little : Lane::Room::Enough);
            addWidget(wide);
        }
        setCurrentWidget(wide);
        return;
    }
    showLanes();
    for (Lane *lane : m_lanes) {
        if (&lane->card() == &card && lane != m_current) {
            m_current = lane;
            arrange();
        }
    }
}

void Lanes::showLanes()
{
    setCurrentWidget(m_page);
}

void Lanes::arrange()
{
    for (Lane *lane : m_lanes)
        m_grid->removeWidget(lane);
    for (const auto &[card, lane] : m_wide)
        lane->setRoom(m_isNarrow ? Lane::Room::Little : Lane::Room::Enough);
    const auto count = static_cast<int>(m_lanes.size());
    for (int column = 0; column < count; ++column)
        m_grid->setColumnStretch(column, m_isNarrow && column > 1 ? 0 : 1);
    if (!m_isNarrow) {
        for (int column = 0; column < count; ++column) {
            m_lanes[static_cast<std::size_t>(column)]->setRoom(Lane::Room::Enough);
            m_grid->addWidget(m_lanes[static_cast<std::size_t>(column)], 0, column);
        }
        return;
    }
    m_grid->setColumnStretch(0, 4);
    m_grid->setColumnStretch(1, 3);
    int row = 0;
    for (Lane *lane : m_lanes) {
        lane->setRoom(lane == m_current ? Lane::Room::Little : Lane::Room::ForOneLine);
        if (lane == m_current)
            m_grid->addWidget(lane, 0, 0, count - 1, 1);
        else
            m_grid->addWidget(lane, row++, 1);
    }
}

} // namespace AsyncWidgets
