// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "ui/tour/tourbubble.h"

#include "ui/controls/buttons.h"
#include "ui/controls/labels.h"
#include "ui/theme/colors.h"

#include <QtCore/QEvent>
#include <QtCore/QLocale>
#include <QtGui/QPainter>
#include <QtGui/QShortcut>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace AsyncWidgets {

namespace {
constexpr int outlineWidth = 2;
}

class TourBubble::Outline final : public QWidget
{
public:
    explicit Outline(QWidget *window)
        : QWidget(window)
    {
        setObjectName(u"tourFrame"_s);
        setAttribute(Qt::WA_TransparentForMouseEvents); // the person may do what the tour says
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(accentColor(palette()), outlineWidth));
        const qreal radius = fontMetrics().height() / 3.0;
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), radius, radius);
    }
};

TourBubble::TourBubble(QWidget &window, const QWidget &stage, QWidgetList companions)
    : Panel(&window)
    , m_outline(new Outline(&window))
    , m_stage(stage)
    , m_companions(std::move(companions))
    , m_step(new QuietLabel(QString(), this))
    , m_text(new QLabel(this))
    , m_next(new PrimaryButton(tr("Next"), this))
    , m_skip(new QPushButton(tr("Skip"), this))
{
    setObjectName(u"tourBubble"_s);
    setAccessibleName(tr("Tour"));
    m_step->setObjectName(u"tourStep"_s);
    m_text->setObjectName(u"tourText"_s);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setMinimumWidth(fontMetrics().averageCharWidth() * 48);
    m_next->setObjectName(u"next"_s);
    m_skip->setObjectName(u"skip"_s);
    m_skip->setAutoDefault(true);
    const int gap = fontMetrics().height() * 3 / 4;
    auto *row = new QHBoxLayout;
    row->addWidget(m_step);
    row->addStretch();
    row->addWidget(m_skip);
    row->addWidget(m_next);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap);
    layout->addWidget(m_text);
    layout->addLayout(row);
    window.installEventFilter(this);
    connect(m_next, &QPushButton::clicked, this, &TourBubble::next);
    connect(m_skip, &QPushButton::clicked, this, &TourBubble::skipped);
    // Wherever in the window the keyboard is: the person may do what the tour says.
    connect(new QShortcut(Qt::Key_Escape, this), &QShortcut::activated, this, &TourBubble::skipped);
}

TourBubble::~TourBubble()
{
    delete m_outline.data();
}

void TourBubble::point(QWidget &target, int step, int steps, const QString &text)
{
    m_step->setText(tr("%1 of %2").arg(QLocale().toString(step), QLocale().toString(steps)));
    m_next->setText(step == steps ? tr("Done") : tr("Next"));
    m_skip->setVisible(step < steps);
    show(target, text);
}

void TourBubble::offer(QWidget &target, const QString &text)
{
    m_next->setText(tr("Show me"));
    m_skip->setText(tr("Not now"));
    show(target, text);
}

void TourBubble::show(QWidget &target, const QString &text)
{
    if (m_target)
        m_target->removeEventFilter(this);
    m_target = &target;
    target.installEventFilter(this);
    m_text->setText(text);
    setAccessibleDescription(text);
    place();
    m_outline->show();
    m_outline->raise();
    QWidget::show();
    raise();
    m_next->setFocus();
}

void TourBubble::place()
{
    layout()->activate();
    const int width = sizeHint().width();
    resize(width, layout()->totalHeightForWidth(width)); // as high as the text is in this width

    const QWidget *window = parentWidget();
    const QRect beside(m_target->mapTo(window, QPoint()), m_target->size());
    const int gap = fontMetrics().height();
    QRect place(QPoint(), size());
    if (beside.bottom() + gap + height() <= window->height()) // below, else above, else beside it
        place.moveTopLeft({ beside.center().x() - width / 2, beside.bottom() + gap / 2 });
    else if (beside.top() - gap - height() >= 0)
        place.moveTopLeft({ beside.center().x() - width / 2, beside.top() - gap / 2 - height() });
    else if (beside.right() + gap + width <= window->width())
        place.moveTopLeft({ beside.right() + gap, beside.top() + gap });
    else
        place.moveTopRight({ beside.left() - gap, beside.top() + gap });
    place.moveLeft(std::clamp(place.left(), gap / 2, std::max(gap / 2, window->width() - width - gap / 2)));
    place.moveTop(std::clamp(place.top(), 0, std::max(0, window->height() - height())));
    const auto inWindow
        = [window](const QWidget &widget) { return QRect(widget.mapTo(window, QPoint()), widget.size()); };
    for (const QWidget *companion : m_companions) {
        const QRect there = inWindow(*companion);
        if (place.intersects(there) && beside.top() > there.bottom())
            place.moveBottom(there.top() - gap / 2);
    }
    if (const QRect there = inWindow(m_stage); place.intersects(there))
        place.moveTop(there.bottom() + gap / 2);
    move(place.topLeft());
    m_outline->setGeometry(beside.adjusted(-outlineWidth, -outlineWidth, outlineWidth, outlineWidth)
            .intersected(window->rect()));
}

bool TourBubble::eventFilter(QObject *watched, QEvent *event)
{
    const bool hasMoved = event->type() == QEvent::Resize || event->type() == QEvent::Move;
    if (hasMoved && m_target && (watched == m_target || watched == parentWidget()))
        QMetaObject::invokeMethod(this, &TourBubble::place, Qt::QueuedConnection); // after the layout
    return Panel::eventFilter(watched, event);
}

void TourBubble::paintEvent(QPaintEvent *event)
{
    Panel::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(accentColor(palette()), outlineWidth));
    const qreal radius = fontMetrics().height() / 3.0;
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), radius, radius);
}

} // namespace AsyncWidgets
