// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/output/outputbar.h"

#include "ui/controls/buttons.h"
#include "ui/controls/labels.h"
#include "ui/controls/panel.h"
#include "ui/output/outputpane.h"
#include "ui/theme/colors.h"

#include <QtCore/QEvent>
#include <QtGui/QShortcut>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

OutputBar::OutputBar(QWidget &covered, QWidget *parent)
    : QWidget(parent)
    , m_covered(covered)
    , m_drawer(new Panel(covered.parentWidget()))
    , m_pane(new OutputPane(m_drawer))
    , m_task(new ColoredLabel(quietColor, this))
    , m_line(new ElidedLabel(tr("What the tasks print appears here."), this))
    , m_toggle(new LinkButton(QString(), this))
{
    m_drawer->setObjectName(u"drawer"_s);
    m_drawer->hide();
    auto *inside = new QVBoxLayout(m_drawer);
    const int border = fontMetrics().height() / 4;
    inside->setContentsMargins(border, border, border, border);
    inside->addWidget(m_pane);
    covered.installEventFilter(this);
    auto *escape = new QShortcut(Qt::Key_Escape, m_drawer);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, this, [this] { setOpen(false); });

    auto *caption = new QLabel(tr("Output"), this);
    caption->setFont(boldFont(font()));
    m_task->setFont(boldFont(codeFont(font())));
    m_line->setObjectName(u"lastLine"_s);
    m_line->setFont(codeFont(font()));
    m_line->setAccessibleName(tr("Output"));
    m_toggle->setObjectName(u"openOutput"_s);
    m_toggle->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_O));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(fontMetrics().height());
    row->addWidget(caption);
    row->addWidget(m_task);
    row->addWidget(m_line, 1);
    row->addWidget(m_toggle);
    auto *copyButton = new LinkButton(tr("Cop&y"), this);
    copyButton->setObjectName(u"copyOutput"_s);
    auto *saveButton = new LinkButton(tr("Sa&ve"), this);
    saveButton->setObjectName(u"saveOutput"_s);
    row->addWidget(copyButton);
    row->addWidget(saveButton);
    connect(copyButton, &QAbstractButton::clicked, m_pane, &OutputPane::copy);
    connect(saveButton, &QAbstractButton::clicked, m_pane, &OutputPane::saveAs);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_toggle, &QAbstractButton::clicked, this, [this] { setOpen(!isOpen()); });
    connect(m_pane, &OutputPane::printed, this, &OutputBar::append);
    connect(m_pane, &OutputPane::countChanged, this, &OutputBar::showCount);
    showCount();
}

bool OutputBar::isOpen() const
{
    return m_drawer->isVisibleTo(m_drawer->parentWidget());
}

void OutputBar::setOpen(bool open)
{
    if (open)
        placeDrawer();
    m_drawer->setVisible(open);
    if (open) {
        m_drawer->raise();
        m_pane->setFocus(); // so that the keys scroll it, and Esc closes it
    } else if (m_drawer->isAncestorOf(window()->focusWidget())) {
        m_toggle->setFocus();
    }
    showCount();
}

void OutputBar::append(const QString &task, const QString &text)
{
    if (task != m_taskName) {
        m_taskName = task;
        m_task->setText(u"[%1]"_s.arg(task));
        m_task->setColor([task](const QPalette &colors) { return taskColor(task, colors); });
    }
    m_line->setText(text);
    m_line->setColor(textColor);
}

void OutputBar::showCount()
{
    // English has its plurals from a translation, which not every build has.
    const QString lines = m_pane->count() == 1 ? tr("1 line") : tr("%Ln lines", nullptr, m_pane->count());
    m_toggle->setText((isOpen() ? u"▾ "_s : u"▴ "_s) + lines);
    m_toggle->setAccessibleName(isOpen() ? tr("Close the output") : tr("Open the output"));
    m_toggle->setToolTip(tr("Everything the tasks have printed (Ctrl+O)."));
}

void OutputBar::placeDrawer()
{
    m_drawer->setGeometry(m_covered.geometry());
}

void OutputBar::mousePressEvent(QMouseEvent *event)
{
    QWidget::mousePressEvent(event);
    setOpen(!isOpen());
}

bool OutputBar::eventFilter(QObject *watched, QEvent *event)
{
    const bool hasMoved = event->type() == QEvent::Resize || event->type() == QEvent::Move;
    if (hasMoved && watched == &m_covered && isOpen())
        placeDrawer();
    return QWidget::eventFilter(watched, event);
}

} // namespace AsyncWidgets
