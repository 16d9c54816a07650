// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/mainwindow.h"

#include "ui/cards/cards.h"
#include "ui/code/codepane.h"
#include "ui/controls/buttons.h"
#include "ui/controls/labels.h"
#include "ui/controls/panel.h"
#include "ui/controls/scrollpastcontrols.h"
#include "ui/output/outputbar.h"
#include "ui/output/outputpane.h"
#include "ui/stage/arrows.h"
#include "ui/stage/companion.h"
#include "ui/stage/lane.h"
#include "ui/stage/lanes.h"
#include "ui/stage/stagerow.h"
#include "ui/stage/stageslider.h"
#include "ui/theme/colors.h"
#include "ui/timeline/timeline.h"
#include "ui/tour/showme.h"
#include "ui/tour/tourbubble.h"

#include <QtCore/QEvent>
#include <QtCore/QSaveFile>
#include <QtCore/QSettings>
#include <QtGui/QImage>
#include <QtGui/QKeyEvent>
#include <QtGui/QPainter>
#include <QtGui/QScreen>
#include <QtGui/QShortcut>
#include <QtWidgets/QDialog>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

constexpr QSize usualSize(1280, 820);
constexpr QSize smallestSize(900, 600);

/// Does \a action in \a window at \a key, wherever the focus is.
template<typename Action>
void onKey(QWidget &window, const QKeySequence &key, const Action &action)
{
    QObject::connect(new QShortcut(key, &window), &QShortcut::activated, &window, action);
}

} // namespace

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
{
    setWindowTitle(tr("Async Widgets"));
    for (const CardInfo &info : allCards())
        m_cards.push_back(info.make(info, m_models, this));

    auto *center = new QWidget(this);
    auto *title = new QLabel(tr("Async Widgets"), center);
    title->setFont(largeFont(font()));
    auto *subtitle = new ElidedLabel(tr("Code that waits for you, in a window that never freezes."), center);
    m_showMe = new QPushButton(tr("Show &me"), center);
    m_showMe->setObjectName(u"showMe"_s);
    m_showMe->setToolTip(tr("Plays a one-minute tour (F1)."));
    m_changeTheme = new QPushButton(center);
    m_changeTheme->setObjectName(u"theme"_s);
    m_changeTheme->setToolTip(tr("Switches between light and dark."));
    for (QAbstractButton *button : { m_showMe, m_changeTheme })
        static_cast<QPushButton *>(button)->setAutoDefault(true);
    const int gap = fontMetrics().height() / 2;
    auto *top = new QHBoxLayout;
    top->addWidget(title);
    top->addSpacing(gap * 2);
    top->addWidget(subtitle, 1);
    top->addWidget(m_showMe);
    top->addWidget(m_changeTheme);

    m_stage = new StageRow(m_models, center);
    m_lanes = new Lanes(m_cards, center);
    auto *companions = new QHBoxLayout;
    companions->setSpacing(gap);
    for (Card *card : m_cards) {
        if (card->info().place == CardInfo::Place::Companion)
            m_companions.append(new Companion(*card, center));
    }
    for (QWidget *companion : m_companions)
        companions->addWidget(companion, 1);
    m_timeline = new Timeline(m_models.tasks, m_models.trace, center);
    m_output = new OutputBar(*m_timeline, center);

    auto *layout = new QVBoxLayout(center);
    layout->setContentsMargins(gap * 3 / 2, gap * 3 / 4, gap * 3 / 2, gap * 3 / 4);
    layout->setSpacing(gap * 3 / 4);
    layout->addLayout(top);
    layout->addWidget(m_stage);
    layout->addWidget(m_lanes, 1);
    layout->addLayout(companions);
    layout->addWidget(m_timeline, 1);
    layout->addWidget(m_output);
    setCentralWidget(center);
    m_arrows = new Arrows(center);
    m_lanes->setNarrow(true); // as they are in the smallest window
    setMinimumSize(smallestSize.expandedTo(minimumSizeHint()));
    resize(defaultSize().boundedTo(screen()->availableSize()));

    m_models.status.setValue(tr("Press <b>Start all three</b>, then move the slider."));
    for (Card *card : m_cards)
        addCard(*card);
    for (Lane *lane : m_lanes->lanes())
        connect(lane, &Lane::valueArrived, this, [this, lane] { drawArrow(*lane); });
    connect(m_stage, &StageRow::startAllRequested, this, &MainWindow::startAll);
    connect(m_stage, &StageRow::cancelAllRequested, this, &MainWindow::cancelAll);
    connect(m_stage, &StageRow::blocked, this, [this] {
        m_hasBlocked = true;
        showStep();
    });
    connect(m_stage, &StageRow::sliderPressed, m_lanes, &Lanes::showLanes);
    connect(m_lanes, &Lanes::fullFileRequested, this, &MainWindow::showFullFile);
    connect(m_timeline, &Timeline::taskChosen, this, &MainWindow::showTask);
    connect(m_timeline, &Timeline::momentChosen, m_lanes, &Lanes::setMoment);
    connect(m_timeline, &Timeline::traceRequested, this, &MainWindow::saveTrace);
    connect(m_timeline, &Timeline::pictureRequested, this, &MainWindow::savePicture);
    connect(&m_output->pane(), &OutputPane::printed, this, &MainWindow::printed);
    connect(m_showMe, &QAbstractButton::clicked, this, &MainWindow::showMe);
    connect(m_changeTheme, &QAbstractButton::clicked, this,
        [this] { setTheme(isDark() ? Theme::Light : Theme::Dark); });
    addKeys();
    updateThemeButton();
    scrollPastControls(*this);
    setTabOrder(m_showMe, m_changeTheme); // as they are seen
    m_stage->startAll().setFocus();
}

MainWindow::~MainWindow()
{
    m_tour.cancel();
    // First what shows the tasks, then the tasks, then the models that they use.
    m_changeTheme = nullptr;
    delete takeCentralWidget();
    for (Card *card : m_cards)
        delete card;
}

QSize MainWindow::defaultSize() const
{
    return usualSize.expandedTo(minimumSize() * 4 / 3);
}

void MainWindow::addCard(Card &card)
{
    connect(&card, &Card::outputAdded, &m_output->pane(), &OutputPane::addOutput);
    connect(&card, &Card::taskStarted, this, &MainWindow::taskStarted);
    connect(&card, &Card::changed, this, &MainWindow::showRunning);
    connect(&card, &Card::activated, this, [this, &card] { m_lanes->showCard(card); });
}

/// Every card has a number: with Ctrl it does what its first button says, with Shift in addition it is cancelled.
void MainWindow::addKeys()
{
    onKey(*this, QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });
    onKey(*this, QKeySequence(Qt::Key_F1), [this] { showMe(); });
    onKey(*this, QKeySequence(Qt::CTRL | Qt::Key_S), [this] { savePicture(); });
    int number = Qt::Key_1;
    for (Card *card : m_cards) {
        const auto key = static_cast<Qt::Key>(number++);
        const QKeySequence startKey(Qt::CTRL | key);
        const QKeySequence cancelKey(Qt::CTRL | Qt::SHIFT | key);
        onKey(*this, startKey, [card] {
            card->proceed();
            Q_EMIT card->activated();
        });
        onKey(*this, cancelKey, [card] { card->cancel(); });
        const auto *part = findChild<Panel *>(card->name()); // its lane, or its companion
        for (const QString &name : { u"start"_s, u"continue"_s, u"pause"_s, u"resume"_s, u"cancel"_s }) {
            const QKeySequence &shown = name == u"cancel"_s ? cancelKey : startKey;
            if (auto *button = part->findChild<QAbstractButton *>(name))
                button->setToolTip(shown.toString(QKeySequence::NativeText));
        }
    }
}

Card *MainWindow::card(const QString &name) const
{
    const auto found = std::find_if(
        m_cards.begin(), m_cards.end(), [&name](const Card *card) { return card->name() == name; });
    return found == m_cards.end() ? nullptr : *found;
}

void MainWindow::startAll()
{
    m_lanes->showLanes();
    for (const Lane *lane : m_lanes->lanes())
        lane->card().start();
}

void MainWindow::cancelAll()
{
    for (Card *card : m_cards) {
        while (card->isRunning())
            card->cancel();
    }
}

void MainWindow::showRunning()
{
    m_stage->setAnyRunning(
        std::any_of(m_cards.begin(), m_cards.end(), [](const Card *card) { return card->isRunning(); }));
    showStep();
}

void MainWindow::showStep()
{
    const auto isAny = [this](CardInfo::Place place, const auto &condition) {
        return std::any_of(m_cards.begin(), m_cards.end(),
            [&](const Card *card) { return card->info().place == place && condition(*card); });
    };
    const auto isRunning = [](const Card &card) { return card.isRunning(); };
    const auto hasFinished = [](const Card &card) { return card.task().state() == TaskState::Finished; };
    const int before = m_stage->step();
    if (isAny(CardInfo::Place::Lane, isRunning)) {
        m_hasBlocked = m_hasBlocked && before == 2;
        m_stage->setStep(2);
    } else if (isAny(CardInfo::Place::Lane, hasFinished)) {
        m_stage->setStep(m_hasBlocked ? 4 : 3);
    } else {
        m_stage->setStep(1);
    }
    if (m_stage->step() == 4 && before == 3)
        m_models.status.setValue(tr("The <b>timeline</b> shows what blocked it."));
    // Nothing waits or works any more that a block could hold up, unless the person has started it.
    if (m_stage->step() == 3 && before == 2 && !isAny(CardInfo::Place::Companion, isRunning))
        m_models.status.setValue(tr("Now start <b>the three below</b> as well, then block the event loop."));
}

void MainWindow::drawArrow(const Lane &lane)
{
    if (m_lanes->wideLane() || !lane.isVisible())
        return;
    const QWidget *center = centralWidget();
    m_arrows->add(m_stage->slider().mapTo(center, m_stage->slider().handleCenter()),
        lane.mapTo(center, lane.arrowTarget()), hueColor(lane.card().info().hue, palette()));
}

void MainWindow::showTask(const TaskHandle<> &task)
{
    // It may be awaited by the one that a card has started.
    QModelIndex row = m_models.tasks.indexOf(task);
    while (row.parent().isValid())
        row = row.parent();
    const TaskHandle root = row.isValid() ? m_models.tasks.task(row) : task;
    for (Card *card : m_cards) {
        const auto running = card->running();
        if (card->task() == root || std::find(running.begin(), running.end(), root) != running.end())
            m_lanes->showCard(*card);
    }
}

void MainWindow::showFullFile(const QString &fileName)
{
    if (!m_fullFile) {
        // Not modal: it follows the tasks while the person works with the window.
        m_fullFile = new QDialog(this);
        m_fullFile->setAttribute(Qt::WA_DeleteOnClose);
        auto *pane = new CodePane(m_fullFile);
        pane->setTaskModel(&m_models.tasks);
        scrollPastControls(*pane);
        connect(pane, &CodePane::currentFileChanged, m_fullFile, &QDialog::setWindowTitle);
        auto *layout = new QVBoxLayout(m_fullFile);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(pane);
        m_fullFile->resize(size() * 2 / 3);
    }
    m_fullFile->setWindowTitle(fileName);
    m_fullFile->findChild<CodePane *>()->showFile(fileName);
    m_fullFile->show();
    m_fullFile->raise();
    m_fullFile->activateWindow();
}

QImage MainWindow::picture()
{
    const qreal scale = 2 * devicePixelRatioF();
    QImage image(size() * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(palette().color(QPalette::Window));
    render(&image);
    return image;
}

/// Asks for a file's name, then calls \a write with it. Not modal: the tasks go on while the person looks for a place.
void MainWindow::saveAs(const QString &title, const QString &filter, const QString &suffix,
    const std::function<bool(const QString &)> &write)
{
    auto *dialog = new QFileDialog(this, title, QString(), filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this, title, write](const QString &fileName) {
        if (write(fileName))
            return;
        auto *message = new QMessageBox(QMessageBox::Warning, title,
            tr("The file \"%1\" could not be written.").arg(fileName), QMessageBox::Ok, this);
        message->setAttribute(Qt::WA_DeleteOnClose);
        message->open();
    });
    dialog->open();
}

void MainWindow::savePicture()
{
    saveAs(tr("Save picture"), tr("Pictures (*.png)"), u"png"_s,
        [image = picture()](const QString &fileName) { return image.save(fileName); });
}

void MainWindow::saveTrace()
{
    saveAs(tr("Save trace"), tr("Traces (*.json)"), u"json"_s, [this](const QString &fileName) {
        QSaveFile file(fileName);
        return file.open(QIODevice::WriteOnly) && m_models.trace.exportChromeTrace(&file) && file.commit();
    });
}

void MainWindow::restore(const QSettings &settings)
{
    restoreGeometry(settings.value(u"geometry"_s).toByteArray());
    for (Card *card : m_cards)
        card->restore(settings);
    m_output->pane().setShowsTimes(settings.value(u"outputTimes"_s).toBool());
    bool isNumber = false;
    const int theme = settings.value(u"theme"_s).toInt(&isNumber);
    if (isNumber && theme > 0 && theme <= static_cast<int>(Theme::Dark))
        setTheme(static_cast<Theme>(theme));
}

void MainWindow::save(QSettings &settings) const
{
    settings.setValue(u"geometry"_s, saveGeometry());
    for (const Card *card : m_cards)
        card->save(settings);
    settings.setValue(u"outputTimes"_s, m_output->pane().showsTimes());
    settings.setValue(u"theme"_s, static_cast<int>(m_theme));
}

void MainWindow::setTheme(Theme theme)
{
    m_theme = theme;
    applyTheme(theme);
}

void MainWindow::updateThemeButton()
{
    m_changeTheme->setText(isDark() ? tr("&Light") : tr("&Dark"));
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_changeTheme)
        updateThemeButton();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    m_lanes->setNarrow(width() < wideWidth);
}

void MainWindow::keyPressEvent(QKeyEvent *event)
{
    // What nobody else has taken presses the button that looks as if it did.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        auto *focused = qobject_cast<QAbstractButton *>(focusWidget());
        (focused ? focused : &m_stage->nextButton())->click();
        return;
    }
    QMainWindow::keyPressEvent(event);
}

void MainWindow::showMe()
{
    if (m_offer)
        m_offer->deleteLater(); // it may be what has called
    m_tour.cancel();
    m_tour.start(AsyncWidgets::showMe(*this), u"tour"_s);
}

void MainWindow::offerToShow()
{
    m_offer = new TourBubble(*this, *m_stage);
    m_offer->offer(*m_showMe, tr("New here? Take the one-minute tour."));
    connect(m_offer, &TourBubble::next, this, &MainWindow::showMe);
    connect(m_offer, &TourBubble::skipped, m_offer, &QObject::deleteLater);
    for (const Card *card : m_cards) // who has begun is not in need of it
        connect(card, &Card::taskStarted, m_offer, &QObject::deleteLater);
}

} // namespace AsyncWidgets
