// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/timeline/timeline.h"

#include "ui/controls/buttons.h"
#include "ui/controls/labels.h"
#include "ui/theme/colors.h"
#include "ui/timeline/eventloopplot.h"
#include "ui/timeline/tasksview.h"

#include <asyncwidgets/taskmodel.h>
#include <asyncwidgets/tasktrace.h>

#include <QtCore/QLocale>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {

/// What the bars mean, drawn as they are.
class Legend final : public QWidget
{
public:
    explicit Legend(QWidget *parent)
        : QWidget(parent)
    {
        setFont(smallFont(font()));
        setAccessibleName(Timeline::tr("Pale bar: waiting. Solid bar: working. Tick: resumed."));
    }

    QSize sizeHint() const override
    {
        int width = 0;
        for (const QString &word : words())
            width += fontMetrics().horizontalAdvance(word) + 2 * unit() + fontMetrics().height();
        return { width, fontMetrics().height() };
    }
    QSize minimumSizeHint() const override { return { 0, fontMetrics().height() }; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        if (width() < sizeHint().width())
            return;
        QPainter painter(this);
        const QColor color = quietColor(palette());
        const QColor base = palette().color(QPalette::Base);
        const int bar = std::max(4, height() / 3);
        const int top = (height() - bar) / 2;
        int x = 0;
        const auto place = [this](int left, int width) {
            return isRightToLeft() ? QRect(this->width() - left - width, 0, width, height())
                                   : QRect(left, 0, width, height());
        };
        const QStringList all = words();
        for (qsizetype i = 0; i < all.size(); ++i) {
            const QRect sample = place(x, fontMetrics().height());
            const QRect box(sample.left(), top, sample.width(), bar);
            if (i == 0)
                painter.fillRect(box, mixed(base, color, 0.3));
            else if (i == 1)
                painter.fillRect(box, color);
            else
                painter.fillRect(QRect(box.center().x(), top - 2, 2, bar + 4), color);
            x += fontMetrics().height() + unit() / 2;
            painter.setPen(color);
            const int width = fontMetrics().horizontalAdvance(all[i]);
            painter.drawText(place(x, width), Qt::AlignCenter, all[i]);
            x += width + unit() * 3 / 2;
        }
    }

private:
    int unit() const { return fontMetrics().height() / 2; }
    static QStringList words()
    {
        return { Timeline::tr("waiting"), Timeline::tr("work"), Timeline::tr("resumed") };
    }
};

} // namespace

Timeline::Timeline(TaskModel &model, TaskTrace &trace, QWidget *parent)
    : Panel(parent)
    , m_tasks(new TasksView(model, trace, m_axis, this))
    , m_eventLoop(new EventLoopPlot(m_axis, trace, this))
    , m_legend(new Legend(this))
    , m_moment(new ElidedLabel(QString(), this))
    , m_freeze(new LinkButton(tr("&Freeze"), this))
    , m_ended(new LinkButton(QString(), this))
{
    setObjectName(u"timeline"_s);
    setAccessibleName(tr("Timeline"));
    auto *title = new QLabel(tr("Timeline"), this);
    title->setFont(boldFont(font()));
    m_moment->setObjectName(u"moment"_s);
    m_moment->setColor(accentColor);
    m_moment->hide();
    m_freeze->setObjectName(u"freeze"_s);
    m_freeze->setCheckable(true);
    m_freeze->setToolTip(tr("Stops the timeline, not the tasks, so that any instant can be read."));
    auto *picture = new LinkButton(tr("Save &picture"), this);
    picture->setObjectName(u"savePicture"_s);
    auto *traceButton = new LinkButton(tr("Save &trace"), this);
    traceButton->setObjectName(u"saveTrace"_s);
    traceButton->setToolTip(tr("Saves what the tasks did, for Qt Creator or ui.perfetto.dev."));
    auto *top = new QHBoxLayout;
    top->setSpacing(fontMetrics().height());
    top->addWidget(title);
    top->addWidget(m_legend, 1);
    top->addWidget(m_moment, 1);
    for (QWidget *button : std::initializer_list<QWidget *> { m_freeze, picture, traceButton })
        top->addWidget(button);
    const int gap = fontMetrics().height() / 2;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap * 3 / 2, gap / 2, gap * 3 / 2, gap / 2);
    layout->setSpacing(gap / 2);
    layout->addLayout(top);
    layout->addWidget(m_tasks, 2);
    layout->addWidget(m_ended);
    layout->addWidget(m_eventLoop, 1);

    m_ended->setObjectName(u"ended"_s);
    m_ended->setToolTip(tr("The tasks that ended more than 30 s ago."));
    m_tasks->setEventLoop(m_eventLoop);
    connect(m_tasks, &TasksView::showCodeRequested, this, &Timeline::taskChosen);
    connect(m_tasks, &TasksView::foldedCountChanged, this, &Timeline::showEnded);
    connect(m_ended, &QAbstractButton::clicked, this, [this] {
        m_tasks->setFoldsEnded(!m_tasks->foldsEnded());
        showEnded();
    });
    connect(m_freeze, &QAbstractButton::toggled, &m_axis, &TimeAxis::setFrozen);
    connect(&m_axis, &TimeAxis::frozenChanged, m_freeze, &QAbstractButton::setChecked);
    connect(m_freeze, &QAbstractButton::clicked, this, [this](bool isFrozen) {
        if (isFrozen)
            m_tasks->setFocus(); // where the arrow keys choose an instant, and Esc ends it
    });
    connect(&m_axis, &TimeAxis::frozenChanged, this, &Timeline::showMoment);
    connect(&m_axis, &TimeAxis::momentChanged, this, &Timeline::showMoment);
    connect(&m_axis, &TimeAxis::momentChanged, this, [this] { Q_EMIT momentChosen(m_axis.moment()); });
    connect(picture, &QAbstractButton::clicked, this, &Timeline::pictureRequested);
    connect(traceButton, &QAbstractButton::clicked, this, &Timeline::traceRequested);
    showEnded();
}

void Timeline::showEnded()
{
    const int count = m_tasks->foldedCount();
    const bool folds = m_tasks->foldsEnded();
    const QString closed = isRightToLeft() ? u"◂ "_s : u"▸ "_s;
    m_ended->setText(folds ? closed + tr("%Ln e&nded", nullptr, count) : u"▾ "_s + tr("Hide e&nded"));
    m_ended->setVisible(!folds || count > 0);
}

void Timeline::showMoment()
{
    m_legend->setVisible(!m_axis.isFrozen());
    m_moment->setVisible(m_axis.isFrozen());
    if (!m_axis.isFrozen()) {
        m_moment->clear();
        return;
    }
    const std::optional<TimeAxis::Time> moment = m_axis.moment();
    if (!moment) {
        m_moment->setText(tr("Frozen. Point at an instant to read it, or use the arrow keys."));
        return;
    }
    const auto back = std::chrono::duration<double>(TimeAxis::Clock::now() - *moment);
    //: %1 is a number of seconds
    m_moment->setText(tr("Looking at the past, %1 s ago.").arg(QLocale().toString(back.count(), 'f', 1)));
}

} // namespace AsyncWidgets
