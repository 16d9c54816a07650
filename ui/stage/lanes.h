// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// Lanes: the source of all lanes side by side, or one wide lane where there is little room or a companion is in use.

#pragma once

#include <asyncwidgets/tasktrace.h>

#include <QtWidgets/QStackedWidget>

#include <map>
#include <optional>
#include <vector>

QT_BEGIN_NAMESPACE
class QGridLayout;
QT_END_NAMESPACE

namespace AsyncWidgets {

class Card;
class Lane;

class Lanes final : public QStackedWidget
{
    Q_OBJECT

public:
    explicit Lanes(const std::vector<Card *> &cards, QWidget *parent = nullptr);

    [[nodiscard]] const std::vector<Lane *> &lanes() const
    {
        return m_lanes;
    } ///< those of the lanes' own cards
    /// The wide lane of a companion, if it is that which is shown.
    [[nodiscard]] Lane *wideLane() const;
    /// The lane in which \a card is shown at present, or nullptr.
    [[nodiscard]] Lane *laneOf(const Card &card) const;

    /// Where there is little room, one lane is wide and the others show their paused line only.
    void setNarrow(bool narrow);
    [[nodiscard]] bool isNarrow() const { return m_isNarrow; }

    /// All lanes show where their tasks stood at \a moment, or where they stand.
    void setMoment(std::optional<TaskTrace::Time> moment);

    void showCard(Card &card); ///< that the person works with
    void showLanes(); ///< brings them back from a wide lane

Q_SIGNALS:
    void fullFileRequested(const QString &fileName);

private:
    Lane *makeLane(Card &card);
    void arrange();

    QWidget *m_page;
    QGridLayout *m_grid;
    std::vector<Lane *> m_lanes;
    std::map<const Card *, Lane *> m_wide; // of the companions, made when they are first shown
    Lane *m_current = nullptr; // the wide one where there is little room
    bool m_isNarrow = false;
    std::optional<TaskTrace::Time> m_moment;
};

} // namespace AsyncWidgets
