// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/mainwindow.h"

#include "models/output.h"
#include "ui/codepane.h"
#include "ui/eventloopstrip.h"
#include "ui/meanwhilecard.h"
#include "ui/outputpane.h"
#include "ui/scrollpastcontrols.h"
#include "ui/statediagram.h"
#include "ui/tasksview.h"
#include "ui/tour.h"
#include "ui/updateinbackgroundcard.h"
#include "ui/waitforchangecard.h"
#include "ui/waitforclickcard.h"

#include <QtCore/QEvent>
#include <QtCore/QSettings>
#include <QtCore/QThread>
#include <QtGui/QScreen>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollArea>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStyle>
#include <QtWidgets/QTabWidget>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

/// Scrolls only where the screen has no room for all of it.
class CardColumn final : public QScrollArea
{
public:
    using QScrollArea::QScrollArea;

    QSize sizeHint() const override
    {
        const int width = widget()->sizeHint().width() + style()->pixelMetric(QStyle::PM_ScrollBarExtent);
        return { width, widget()->heightForWidth(width) };
    }
};

} // namespace

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_waitForChange(new WaitForChangeCard(this))
    , m_waitForClick(new WaitForClickCard(m_waitForChange->slider(), this))
    , m_updateInBackground(new UpdateInBackgroundCard(this))
    , m_meanwhile(new MeanwhileCard(this))
    , m_pages(new QTabWidget(this))
    , m_code(new CodePane(this))
    , m_diagram(new StateDiagram(this))
    , m_output(new OutputPane(this))
    , m_tasksPage(new QWidget(this))
    , m_tasks(new TasksView(&m_model, m_tasksPage))
    , m_strip(new EventLoopStrip(this))
    , m_columns(new QSplitter(Qt::Horizontal, this))
    , m_right(new QSplitter(Qt::Vertical, this))
    , m_block(new QPushButton(tr("Block the event loop 1 s"), this))
    , m_changeTheme(new QPushButton(this))
{
    setWindowTitle(tr("Async Widgets"));

    auto *title = new QLabel(tr("Async Widgets"), this);
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.35);
    large.setBold(true);
    title->setFont(large);
    auto *subtitle = new QLabel(tr("Code that waits for you, in a window that does not."), this);
    subtitle->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *demo = new QPushButton(tr("Play demo"), this);
    demo->setObjectName(u"playDemo"_s);
    m_block->setObjectName(u"block"_s);
    m_block->setToolTip(tr("Blocks on purpose, to show what every other part of this window avoids."));
    m_changeTheme->setObjectName(u"theme"_s);
    m_changeTheme->setToolTip(tr("Changes between light and dark."));
    nameTheme();
    auto *help = new QPushButton(tr("Help"), this);
    help->setObjectName(u"help"_s);
    help->setToolTip(tr("Shows you around the window."));
    help->setShortcut(QKeySequence::HelpContents);
    auto *top = new QHBoxLayout;
    top->addWidget(title);
    top->addSpacing(12);
    top->addWidget(subtitle, 1);
    top->addWidget(demo);
    top->addWidget(m_block);
    top->addWidget(m_changeTheme);
    top->addWidget(help);

    auto *column = new QWidget(this);
    auto *cards = new QVBoxLayout(column);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(6);
    for (Card *card : { static_cast<Card *>(m_waitForChange), static_cast<Card *>(m_waitForClick),
             static_cast<Card *>(m_updateInBackground), static_cast<Card *>(m_meanwhile) }) {
        cards->addWidget(card, card == m_meanwhile ? 1 : 0);
        addCard(*card);
    }
    auto *scroll = new CardColumn(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(column);
    scroll->setMinimumWidth(
        column->minimumSizeHint().width() + style()->pixelMetric(QStyle::PM_ScrollBarExtent));

    auto *codePage = new QWidget(this);
    auto *codeLayout = new QVBoxLayout(codePage);
    codeLayout->setContentsMargins(0, 0, 0, 0);
    codeLayout->setSpacing(0);
    codeLayout->addWidget(m_code, 1);
    codeLayout->addWidget(m_diagram);
    m_diagram->hide();
    m_pages->setObjectName(u"pages"_s);
    m_pages->setDocumentMode(true);
    m_pages->addTab(codePage, tr("Code"));
    m_pages->addTab(m_output, tr("Output"));

    m_right->setObjectName(u"right"_s);
    auto *tasksTitle = new QLabel(tr("Tasks"), m_tasksPage);
    QFont bold = font();
    bold.setBold(true);
    tasksTitle->setFont(bold);
    auto *tasksLayout = new QVBoxLayout(m_tasksPage);
    tasksLayout->setContentsMargins(0, 4, 0, 0);
    tasksLayout->setSpacing(4);
    tasksLayout->addWidget(tasksTitle);
    tasksLayout->addWidget(m_tasks);

    m_right->addWidget(m_pages);
    m_right->addWidget(m_tasksPage);
    m_right->setStretchFactor(0, 3);
    m_right->setStretchFactor(1, 1);
    m_right->setChildrenCollapsible(false);
    m_right->setMinimumWidth(300); // narrower than the table's columns, which scroll
    m_columns->setObjectName(u"columns"_s);
    m_columns->addWidget(scroll);
    m_columns->addWidget(m_right);
    m_columns->setStretchFactor(0, 1);
    m_columns->setStretchFactor(1, 1);
    m_columns->setChildrenCollapsible(false);

    auto *center = new QWidget(this);
    auto *layout = new QVBoxLayout(center);
    layout->addLayout(top);
    layout->addWidget(m_columns, 1);
    layout->addWidget(m_strip);
    setCentralWidget(center);
    setMinimumSize(QSize(900, 600).expandedTo(minimumSizeHint()));
    resize(sizeHint().expandedTo(minimumSize()).boundedTo(screen()->availableSize()));

    m_code->setTaskModel(&m_model);
    m_code->showFile(u"changeslidertentimes_coroutine.cpp"_s);
    m_strip->setTaskModel(&m_model);
    connect(&m_model, &TaskModel::refreshed, this, &MainWindow::refresh);
    connect(m_output, &OutputPane::printed, this, &MainWindow::printed);
    connect(m_tasks, &TasksView::showCodeRequested, this, &MainWindow::showTask);
    connect(m_waitForChange, &WaitForChangeCard::machineStarted, m_diagram, &StateDiagram::setMachine);
    connect(m_code, &CodePane::currentFileChanged, this,
        [this](const QString &file) { m_diagram->setVisible(file.contains(u"statemachine")); });
    connect(demo, &QPushButton::clicked, this, &MainWindow::demoRequested);
    connect(m_block, &QPushButton::clicked, this, &MainWindow::blockEventLoop);
    connect(m_changeTheme, &QPushButton::clicked, this,
        [this] { setTheme(isDark() ? Theme::Light : Theme::Dark); });
    connect(help, &QPushButton::clicked, this, &MainWindow::showTour);
    setTabOrder(demo, m_block); // as they are seen
    setTabOrder(m_block, m_changeTheme);
    setTabOrder(m_changeTheme, help);
    scrollPastControls(*this);
    m_waitForChange->findChild<QPushButton *>(u"start"_s)->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::addCard(Card &card)
{
    m_cards.push_back(&card);
    connect(&card, &Card::outputAdded, this, &MainWindow::addOutput);
    connect(&card, &Card::taskStarted, this, &MainWindow::taskStarted);
    connect(&card, &Card::shownInstead, m_code, &CodePane::followInstead);
    connect(&card, &Card::touched, this, [this](const QString &file, const TaskHandle &task) {
        m_code->showFile(file);
        m_code->showTask(task);
    });
}

void MainWindow::addOutput(Output *output)
{
    m_output->addOutput(output);
}

void MainWindow::showTask(const TaskHandle &task)
{
    showCodePage();
    m_code->showTask(task);
}

void MainWindow::refresh()
{
    for (Card *card : m_cards)
        card->refresh();
}

QWidget &MainWindow::codePages() const
{
    return *m_pages;
}

QWidget &MainWindow::tasksView() const
{
    return *m_tasksPage;
}

QWidget &MainWindow::eventLoopStrip() const
{
    return *m_strip;
}

void MainWindow::restore(const QSettings &settings)
{
    restoreGeometry(settings.value(u"geometry"_s).toByteArray());
    m_columns->restoreState(settings.value(u"columns"_s).toByteArray());
    m_right->restoreState(settings.value(u"right"_s).toByteArray());
    // A number that is out of range, or none at all, leaves what is there.
    const auto number = [&settings](const QString &key, int minimum, int maximum, int otherwise) {
        bool isNumber = false;
        const int value = settings.value(key).toInt(&isNumber);
        return isNumber && value >= minimum && value <= maximum ? value : otherwise;
    };
    m_waitForChange->setWay(
        static_cast<Way>(number(u"way"_s, 0, 2, static_cast<int>(m_waitForChange->way()))));
    m_updateInBackground->setSteps(number(u"steps"_s, BackgroundProgress::minimumSteps,
        BackgroundProgress::maximumSteps, m_updateInBackground->steps()));
    m_updateInBackground->setStepDelay(
        number(u"stepDelay"_s, 0, BackgroundProgress::maximumStepDelay, m_updateInBackground->stepDelay()));
    m_output->setShowsTimes(settings.value(u"outputTimes"_s).toBool());
    const int theme = number(u"theme"_s, 0, 2, static_cast<int>(m_theme));
    if (theme != static_cast<int>(m_theme))
        setTheme(static_cast<Theme>(theme));
}

void MainWindow::save(QSettings &settings) const
{
    settings.setValue(u"geometry"_s, saveGeometry());
    settings.setValue(u"columns"_s, m_columns->saveState());
    settings.setValue(u"right"_s, m_right->saveState());
    settings.setValue(u"way"_s, static_cast<int>(m_waitForChange->way()));
    settings.setValue(u"steps"_s, m_updateInBackground->steps());
    settings.setValue(u"stepDelay"_s, m_updateInBackground->stepDelay());
    settings.setValue(u"outputTimes"_s, m_output->showsTimes());
    settings.setValue(u"theme"_s, static_cast<int>(m_theme));
}

void MainWindow::setTheme(Theme theme)
{
    m_theme = theme;
    applyTheme(theme);
}

void MainWindow::nameTheme()
{
    m_changeTheme->setText(isDark() ? tr("Light") : tr("Dark"));
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        nameTheme();
}

void MainWindow::blockEventLoop()
{
    const QString text = m_block->text();
    m_block->setText(tr("Blocked for 1 s …"));
    m_block->repaint(); // nothing paints while the loop is blocked
    QThread::sleep(1); // the one deliberate contrast: nothing else here ever does this
    m_block->setText(text);
}

void MainWindow::showCodePage()
{
    m_pages->setCurrentIndex(0);
}

void MainWindow::showTour()
{
    m_tour.cancel();
    m_tour.start(tour(*this), u"tour"_s);
}

} // namespace AsyncWidgets
