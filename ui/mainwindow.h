// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The window: a stage with three numbered things to do, the lanes with the source, the companions, the timeline and the
/// output, one below the other.

#pragma once

#include "ui/cards/card.h"
#include "ui/theme/theme.h"

#include <QtCore/QPointer>
#include <QtWidgets/QMainWindow>

#include <functional>
#include <vector>

QT_BEGIN_NAMESPACE
class QAbstractButton;
class QDialog;
class QSettings;
QT_END_NAMESPACE

namespace AsyncWidgets {

class Arrows;
class Lane;
class Lanes;
class OutputBar;
class StageRow;
class Timeline;
class TourBubble;

class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    static constexpr int wideWidth = 1180; ///< from here on all lanes are shown side by side

    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] StageModels &models() { return m_models; }
    [[nodiscard]] const std::vector<Card *> &cards() const { return m_cards; } ///< in the order of allCards()
    /// The card of that name, or nullptr.
    [[nodiscard]] Card *card(const QString &name) const;

    [[nodiscard]] StageRow &stage() const { return *m_stage; }
    [[nodiscard]] Lanes &lanes() const { return *m_lanes; }
    [[nodiscard]] Timeline &timeline() const { return *m_timeline; }
    [[nodiscard]] OutputBar &output() const { return *m_output; }
    [[nodiscard]] Arrows &arrows() const { return *m_arrows; }
    [[nodiscard]] const QWidgetList &companions() const { return m_companions; }

    /// That of a first start, where the screen has room for it: it follows the font.
    [[nodiscard]] QSize defaultSize() const;
    void setTheme(Theme theme);

    /// What a person chose, for the next start. Values that make no sense are left out.
    void restore(const QSettings &settings);
    void save(QSettings &settings) const;

    /// The window with the moment's timeline, in twice the pixels that the screen has for it.
    [[nodiscard]] QImage picture();

public Q_SLOTS:
    void startAll(); ///< one more task in each lane
    void cancelAll(); ///< the tasks of all cards
    void showMe();
    void offerToShow(); ///< for somebody who has never seen the window; until a first task is started
    void savePicture();
    void saveTrace(); ///< what the tasks did, for a trace viewer
    void showFullFile(const QString &fileName);

Q_SIGNALS:
    /// A task has printed a line.
    void printed(const QString &task, const QString &text);
    void taskStarted(const AsyncWidgets::TaskHandle<> &task);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void addCard(Card &card);
    void addKeys();
    void showTask(const TaskHandle<> &task);
    void drawArrow(const Lane &lane);
    void showRunning();
    void showStep(); ///< which of the three comes next
    void saveAs(const QString &title, const QString &filter, const QString &suffix,
        const std::function<bool(const QString &)> &write);
    void updateThemeButton(); ///< the button says what it does

    StageModels m_models;
    std::vector<Card *> m_cards;
    QAbstractButton *m_showMe;
    QAbstractButton *m_changeTheme = nullptr;
    StageRow *m_stage;
    Lanes *m_lanes;
    Timeline *m_timeline;
    QWidgetList m_companions;
    OutputBar *m_output;
    Arrows *m_arrows;
    QPointer<QDialog> m_fullFile; // one for all files
    bool m_hasBlocked = false; // since the three were started
    Theme m_theme = Theme::System;
    QPointer<TourBubble> m_offer;
    TaskScope m_tour;
};

} // namespace AsyncWidgets
