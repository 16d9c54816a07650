// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The bindings between models and widgets: both directions, what a person does by hand, and either one dying
/// first.

#include "machine.h"
#include "ui/bindings/bindings.h"
#include "ui/controls/progressbar.h"
#include "ui/theme/colors.h"

#include "models/button.h"
#include "models/floatprogress.h"
#include "models/html.h"
#include "models/intslider.h"

#include <QtGui/QAccessible>
#include <QtGui/QDesktopServices>
#include <QtGui/QPainter>
#include <QtGui/QWheelEvent>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLabel>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSlider>
#include <QtWidgets/QStyle>
#include <QtWidgets/QStyleOptionSlider>

#include <QtCore/QPointer>
#include <QtCore/QTemporaryDir>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

using namespace AsyncWidgets;
using AsyncWidgets::Tests::localized;
using namespace Qt::StringLiterals;

namespace {

/// A horizontal slider on the screen, bound to a model, that can be taken with the mouse.
class ShownSlider
{
public:
    explicit ShownSlider(IntSlider &model)
    {
        m_slider.resize(400, 40);
        bind(model, m_slider);
        m_slider.show();
    }

    QSlider *operator->() { return &m_slider; }
    QSlider &operator*() { return m_slider; }

    void press() { QTest::mousePress(&m_slider, Qt::LeftButton, {}, handle()); }
    void dragTo(int x)
    {
        m_position = fromItsBeginning(x);
        QTest::mouseMove(&m_slider, m_position);
    }
    void release() { QTest::mouseRelease(&m_slider, Qt::LeftButton, {}, m_position); }

    /// A place in the slider, also where it begins on the right.
    [[nodiscard]] QPoint fromItsBeginning(int x) const
    {
        return { m_slider.isRightToLeft() ? m_slider.width() - x : x, m_slider.height() / 2 };
    }

    void turnWheel(int steps)
    {
        const QPointF position = m_slider.rect().center();
        QWheelEvent event(position, m_slider.mapToGlobal(position), {}, { 0, 120 * steps }, Qt::NoButton,
            Qt::NoModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(&m_slider, &event);
    }

private:
    [[nodiscard]] QPoint handle() const
    {
        QStyleOptionSlider option;
        option.initFrom(&m_slider);
        option.orientation = m_slider.orientation();
        option.minimum = m_slider.minimum();
        option.maximum = m_slider.maximum();
        option.sliderPosition = m_slider.sliderPosition();
        option.sliderValue = m_slider.value();
        option.state |= QStyle::State_Horizontal;
        return m_slider.style()
            ->subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, &m_slider)
            .center();
    }

    QSlider m_slider { Qt::Horizontal };
    QPoint m_position;
};

QList<int> valuesOf(const QSignalSpy &spy)
{
    QList<int> values;
    for (const QVariantList &arguments : spy)
        values.append(arguments.first().toInt());
    return values;
}

QString accessibleName(QWidget &widget)
{
    return QAccessible::queryAccessibleInterface(&widget)->text(QAccessible::Name);
}

} // namespace

class TestBindings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSliderBeginsAsItsModelIs();
    void theSliderFollowsItsModel();
    void theModelFollowsItsSlider();
    void aSliderAndItsModelAreToldOfAChangeOnce();
    void twoSlidersOfOneModelMoveTogether();
    void theModelsRangeWinsOverTheSlidersOldValue_data();
    void theModelsRangeWinsOverTheSlidersOldValue();
    void aTaskThatSetsTheModelInsideItsSignalIsShown_data();
    void aTaskThatSetsTheModelInsideItsSignalIsShown();
    void aTaskThatSetsTheModelInsideAPersonsChangeIsShown();
    void whoeverCorrectsTheSliderCorrectsTheModel();
    void aPageIsTenSteps_data();
    void aPageIsTenSteps();
    void theDescriptionIsTheSlidersName();

    void aDragCountsAtEveryMove();
    void aDragCountsOnceWhenTheSliderIsReleased();
    void aDragBackToItsBeginningCountsNothing();
    void continuousUpdateCanChangeDuringADrag();
    void aDragEndsWhenTheModelIsDisabled();
    void keysCountAtOnce_data();
    void keysCountAtOnce();
    void theWheelCountsAtOnce_data();
    void theWheelCountsAtOnce();
    void aClickBesideTheHandleCountsAtOnce();
    void aDisabledSliderCannotBeMovedByHand();

    void theLabelShowsTheModelsText();
    void theLabelIsReadAsItsText();
    void theLabelOpensNoLinks();
    void theLabelShowsEscapedTextAsItIs();

    void theBarShowsThePercentage_data();
    void theBarShowsThePercentage();
    void theBarFollowsTheRange();
    void theBarShowsEveryStepOfTheChapter();

    void theButtonBeginsAsItsModelIsAndFollowsIt();
    void theButtonShowsItsDescriptionAsItIs_data();
    void theButtonShowsItsDescriptionAsItIs();
    void aPersonsClickIsAClickOfTheModel();
    void aClickOfTheModelIsNotAClickOfTheButton();

    void theModelMayDieFirst();
    void theWidgetMayDieFirst();
    void theModelMayDieInsideAPersonsChange();
    void theModelMayDieInsideAPersonsClick();
    void theWidgetsEndMayChangeTheModel();
    void theModelsEndMayChangeTheWidget();
    void thePercentageIsReadInBothDirections_data();
    void thePercentageIsReadInBothDirections();
};

void TestBindings::theSliderBeginsAsItsModelIs()
{
    IntSlider model;
    model.setRange(-50, 50);
    model.setValue(-7);
    model.setStep(5);
    model.setContinuousUpdate(false);
    model.setDescription(u"Slider"_s);
    model.setEnabled(false);
    QSignalSpy changed(&model, &IntSlider::valueChanged);

    QSlider slider;
    slider.setValue(99);
    bind(model, slider);
    QCOMPARE(slider.minimum(), -50);
    QCOMPARE(slider.maximum(), 50);
    QCOMPARE(slider.value(), -7);
    QCOMPARE(slider.singleStep(), 5);
    QVERIFY(!slider.hasTracking());
    QVERIFY(!slider.isEnabled());
    QCOMPARE(slider.accessibleName(), u"Slider"_s);
    QCOMPARE(changed.size(), 0);
}

void TestBindings::theSliderFollowsItsModel()
{
    IntSlider model;
    QSlider slider;
    bind(model, slider);
    model.setValue(42);
    QCOMPARE(slider.value(), 42);
    model.setMaximum(10);
    QCOMPARE(slider.maximum(), 10);
    QCOMPARE(slider.value(), 10);
    model.setMinimum(5);
    QCOMPARE(slider.minimum(), 5);
    model.setStep(2);
    QCOMPARE(slider.singleStep(), 2);
    model.setContinuousUpdate(false);
    QVERIFY(!slider.hasTracking());
    model.setEnabled(false);
    QVERIFY(!slider.isEnabled());
    model.setDescription(u"Slider"_s);
    QCOMPARE(slider.accessibleName(), u"Slider"_s);
}

void TestBindings::theModelFollowsItsSlider()
{
    IntSlider model;
    QSlider slider;
    bind(model, slider);
    slider.setValue(42);
    QCOMPARE(model.value(), 42);
    slider.setValue(1000);
    QCOMPARE(model.value(), 100);
}

void TestBindings::aSliderAndItsModelAreToldOfAChangeOnce()
{
    IntSlider model;
    QSlider slider;
    bind(model, slider);
    QSignalSpy modelChanged(&model, &IntSlider::valueChanged);
    QSignalSpy sliderChanged(&slider, &QSlider::valueChanged);
    model.setValue(1);
    slider.setValue(2);
    model.setValue(3);
    QCOMPARE(valuesOf(modelChanged), QList<int>({ 1, 2, 3 }));
    QCOMPARE(valuesOf(sliderChanged), QList<int>({ 1, 2, 3 }));
}

void TestBindings::twoSlidersOfOneModelMoveTogether()
{
    IntSlider model;
    QSlider first;
    QSlider second;
    bind(model, first);
    bind(model, second);
    QSignalSpy changed(&model, &IntSlider::valueChanged);
    first.setValue(7);
    QCOMPARE(second.value(), 7);
    second.setValue(8);
    QCOMPARE(first.value(), 8);
    QCOMPARE(valuesOf(changed), QList<int>({ 7, 8 }));
}

void TestBindings::theModelsRangeWinsOverTheSlidersOldValue_data()
{
    QTest::addColumn<int>("minimum");
    QTest::addColumn<int>("maximum");
    QTest::addColumn<int>("value");
    QTest::newRow("above") << 200 << 300 << 200;
    QTest::newRow("below") << -300 << -200 << -200;
    QTest::newRow("around") << -1000 << 1000 << 42;
    QTest::newRow("the widest") << std::numeric_limits<int>::min() << std::numeric_limits<int>::max() << 42;
    QTest::newRow("one value") << 7 << 7 << 7;
}

void TestBindings::theModelsRangeWinsOverTheSlidersOldValue()
{
    QFETCH(const int, minimum);
    QFETCH(const int, maximum);
    QFETCH(const int, value);
    IntSlider model;
    model.setValue(42);
    QSlider slider;
    bind(model, slider);
    QSignalSpy changed(&model, &IntSlider::valueChanged);
    model.setRange(minimum, maximum);
    QCOMPARE(model.value(), value);
    QCOMPARE(slider.minimum(), minimum);
    QCOMPARE(slider.maximum(), maximum);
    QCOMPARE(slider.value(), value);
    QCOMPARE(changed.size(), value == 42 ? 0 : 1);
}

void TestBindings::aTaskThatSetsTheModelInsideItsSignalIsShown_data()
{
    QTest::addColumn<bool>("isToldFirst");
    QTest::newRow("told before the slider") << true;
    QTest::newRow("told after the slider") << false;
}

void TestBindings::aTaskThatSetsTheModelInsideItsSignalIsShown()
{
    QFETCH(const bool, isToldFirst);
    IntSlider model;
    QSlider slider;
    if (!isToldFirst)
        bind(model, slider);
    connect(&model, &IntSlider::maximumChanged, this, [&model](int maximum) {
        if (maximum == 1000)
            model.setValue(500);
    });
    connect(&model, &IntSlider::minimumChanged, this, [&model] { model.setValue(250); });
    connect(&model, &IntSlider::valueChanged, this, [&model](int value) {
        if (value == 7)
            model.setValue(3);
    });
    if (isToldFirst)
        bind(model, slider);

    // The slider has its old range and value still when a task sets the new ones.
    model.setMaximum(1000);
    QCOMPARE(model.value(), 500);
    QCOMPARE(slider.value(), 500);

    model.setValue(7);
    QCOMPARE(model.value(), 3);
    QCOMPARE(slider.value(), 3);
    model.setRange(200, 300);
    QCOMPARE(model.value(), 250);
    QCOMPARE(slider.value(), 250);
}

void TestBindings::aTaskThatSetsTheModelInsideAPersonsChangeIsShown()
{
    IntSlider model;
    connect(&model, &IntSlider::valueChanged, this, [&model](int value) {
        if (value != 50)
            model.setValue(50);
    });
    ShownSlider slider(model);
    QTest::keyClick(&*slider, Qt::Key_Up);
    QCOMPARE(model.value(), 50);
    QCOMPARE(slider->value(), 50);
    QCOMPARE(slider->sliderPosition(), 50);
}

void TestBindings::whoeverCorrectsTheSliderCorrectsTheModel()
{
    IntSlider model;
    QSlider slider;
    bind(model, slider);
    connect(
        &slider, &QSlider::valueChanged, this, [&slider](int value) { slider.setValue(value / 10 * 10); });
    model.setValue(47);
    QCOMPARE(slider.value(), 40);
    QCOMPARE(model.value(), 40);
}

void TestBindings::aPageIsTenSteps_data()
{
    QTest::addColumn<int>("step");
    QTest::addColumn<int>("page");
    QTest::newRow("1") << 1 << 10;
    QTest::newRow("25") << 25 << 250;
    QTest::newRow("the largest") << std::numeric_limits<int>::max() << std::numeric_limits<int>::max();
}

void TestBindings::aPageIsTenSteps()
{
    QFETCH(const int, step);
    QFETCH(const int, page);
    IntSlider model;
    QSlider slider;
    bind(model, slider);
    model.setStep(step);
    QCOMPARE(slider.singleStep(), step);
    QCOMPARE(slider.pageStep(), page);
}

void TestBindings::theDescriptionIsTheSlidersName()
{
    IntSlider model;
    QSlider slider;
    bind(model, slider);
    model.setDescription(u"Slider"_s);
    QCOMPARE(accessibleName(slider), u"Slider"_s);
}

void TestBindings::aDragCountsAtEveryMove()
{
    IntSlider model;
    ShownSlider slider(model);
    QSignalSpy changed(&model, &IntSlider::valueChanged);
    slider.press();
    for (const int x : { 100, 200, 300 }) {
        slider.dragTo(x);
        QCOMPARE(model.value(), slider->sliderPosition());
    }
    QCOMPARE(changed.size(), 3);
    QVERIFY(model.value() > 50);
    slider.release();
    QCOMPARE(changed.size(), 3);
}

void TestBindings::aDragCountsOnceWhenTheSliderIsReleased()
{
    IntSlider model;
    model.setContinuousUpdate(false);
    ShownSlider slider(model);
    QSignalSpy changed(&model, &IntSlider::valueChanged);
    slider.press();
    for (const int x : { 100, 200, 300 }) {
        slider.dragTo(x);
        QVERIFY(slider->sliderPosition() > 0);
        QCOMPARE(model.value(), 0);
    }
    const int position = slider->sliderPosition();
    slider.release();
    QCOMPARE(valuesOf(changed), QList<int> { position });
    QCOMPARE(slider->value(), position);
}

void TestBindings::aDragBackToItsBeginningCountsNothing()
{
    IntSlider model;
    model.setContinuousUpdate(false);
    ShownSlider slider(model);
    QSignalSpy changed(&model, &IntSlider::valueChanged);
    slider.press();
    slider.dragTo(200);
    slider.dragTo(0);
    QCOMPARE(slider->sliderPosition(), 0);
    slider.release();
    QCOMPARE(changed.size(), 0);
}

void TestBindings::continuousUpdateCanChangeDuringADrag()
{
    IntSlider model;
    model.setContinuousUpdate(false);
    ShownSlider slider(model);
    slider.press();
    slider.dragTo(100);
    QCOMPARE(model.value(), 0);
    model.setContinuousUpdate(true);
    slider.dragTo(200);
    QCOMPARE(model.value(), slider->sliderPosition());
    const int before = model.value();
    model.setContinuousUpdate(false);
    slider.dragTo(300);
    QCOMPARE(model.value(), before);
    slider.release();
    QCOMPARE(model.value(), slider->sliderPosition());
    QVERIFY(model.value() > before);
}

void TestBindings::aDragEndsWhenTheModelIsDisabled()
{
    IntSlider model;
    model.setContinuousUpdate(false);
    ShownSlider slider(model);
    slider.press();
    slider.dragTo(200);
    model.setEnabled(false);
    QVERIFY(!slider->isSliderDown());
    QCOMPARE(slider->value(), model.value());
    QCOMPARE(slider->sliderPosition(), model.value());
}

void TestBindings::keysCountAtOnce_data()
{
    QTest::addColumn<bool>("continuousUpdate");
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<int>("value");
    for (const bool continuousUpdate : { true, false }) {
        const char *when = continuousUpdate ? "continuously" : "on release";
        const bool isFromRight = QGuiApplication::isRightToLeft(); // there, forward is to the left
        QTest::addRow("forward, %s", when)
            << continuousUpdate << (isFromRight ? Qt::Key_Left : Qt::Key_Right) << 52;
        QTest::addRow("back, %s", when)
            << continuousUpdate << (isFromRight ? Qt::Key_Right : Qt::Key_Left) << 48;
        QTest::addRow("Page Up, %s", when) << continuousUpdate << Qt::Key_PageUp << 70;
        QTest::addRow("Page Down, %s", when) << continuousUpdate << Qt::Key_PageDown << 30;
        QTest::addRow("Home, %s", when) << continuousUpdate << Qt::Key_Home << 0;
        QTest::addRow("End, %s", when) << continuousUpdate << Qt::Key_End << 100;
    }
}

void TestBindings::keysCountAtOnce()
{
    QFETCH(const bool, continuousUpdate);
    QFETCH(const Qt::Key, key);
    QFETCH(const int, value);
    IntSlider model;
    model.setValue(50);
    model.setStep(2);
    model.setContinuousUpdate(continuousUpdate);
    ShownSlider slider(model);
    QSignalSpy changed(&model, &IntSlider::valueChanged);
    QTest::keyPress(&*slider, key);
    QCOMPARE(valuesOf(changed), QList<int> { value });
    QTest::keyRelease(&*slider, key);
    QCOMPARE(changed.size(), 1);
}

void TestBindings::theWheelCountsAtOnce_data()
{
    QTest::addColumn<bool>("continuousUpdate");
    QTest::newRow("continuously") << true;
    QTest::newRow("on release") << false;
}

void TestBindings::theWheelCountsAtOnce()
{
    QFETCH(const bool, continuousUpdate);
    IntSlider model;
    model.setValue(50);
    model.setContinuousUpdate(continuousUpdate);
    ShownSlider slider(model);
    QSignalSpy changed(&model, &IntSlider::valueChanged);
    slider.turnWheel(1);
    QCOMPARE(changed.size(), 1);
    QVERIFY(model.value() > 50);
    slider.turnWheel(-1);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(model.value(), 50);
}

void TestBindings::aClickBesideTheHandleCountsAtOnce()
{
    IntSlider model;
    model.setContinuousUpdate(false);
    ShownSlider slider(model);
    QSignalSpy changed(&model, &IntSlider::valueChanged);
    QTest::mousePress(&*slider, Qt::LeftButton, {}, slider.fromItsBeginning(390));
    QCOMPARE(changed.size(), 1);
    QTest::mouseRelease(&*slider, Qt::LeftButton, {}, slider.fromItsBeginning(390));
    QCOMPARE(model.value(), slider->value());
}

void TestBindings::aDisabledSliderCannotBeMovedByHand()
{
    IntSlider model;
    model.setEnabled(false);
    ShownSlider slider(model);
    QSignalSpy changed(&model, &IntSlider::valueChanged);
    QTest::keyClick(&*slider, Qt::Key_Up);
    slider.turnWheel(1);
    slider.press();
    slider.dragTo(200);
    slider.release();
    QCOMPARE(changed.size(), 0);
}

void TestBindings::theLabelShowsTheModelsText()
{
    Html model;
    model.setValue(u"<b>42</b>"_s);
    QLabel label;
    bind(model, label);
    QCOMPARE(label.text(), u"<b>42</b>"_s);
    QCOMPARE(label.textFormat(), Qt::RichText);
    QCOMPARE(label.textInteractionFlags(), Qt::TextSelectableByMouse);
    model.setValue(u"no tags at all"_s);
    QCOMPARE(label.text(), u"no tags at all"_s);
    model.setValue(QString());
    QCOMPARE(label.text(), QString());
}

void TestBindings::theLabelIsReadAsItsText()
{
    Html model;
    QLabel label;
    bind(model, label);
    model.setValue(u"Waiting for change <b>4</b> of 10,<br>the last value was <i>42</i>"_s);
    QCOMPARE(accessibleName(label), u"Waiting for change 4 of 10,\nthe last value was 42"_s);
}

namespace {

/// Notes the addresses that the desktop is asked to open.
class Browser : public QObject
{
    Q_OBJECT

public:
    Browser() { QDesktopServices::setUrlHandler(u"https"_s, this, "open"); }
    ~Browser() override { QDesktopServices::unsetUrlHandler(u"https"_s); }

    QList<QUrl> opened;

public Q_SLOTS:
    void open(const QUrl &url) { opened.append(url); }
};

} // namespace

void TestBindings::theLabelOpensNoLinks()
{
    Browser browser;
    Html model;
    model.setValue(u"<a href='https://example.org/'>a long link to be clicked</a>"_s);
    QLabel label;
    label.setOpenExternalLinks(true);
    const auto click = [&label] {
        label.resize(label.sizeHint());
        label.show();
        QTest::mouseMove(&label, label.rect().center());
        QTest::mouseClick(&label, Qt::LeftButton, {}, label.rect().center());
        QTest::keyClick(&label, Qt::Key_Tab);
        QTest::keyClick(&label, Qt::Key_Return);
    };
    label.setText(model.value());
    click();
    QCOMPARE(browser.opened.size(), 1); // the test clicks where the link is

    bind(model, label);
    QSignalSpy activated(&label, &QLabel::linkActivated);
    click();
    QCOMPARE(browser.opened.size(), 1);
    QCOMPARE(activated.size(), 0);
}

void TestBindings::theLabelShowsEscapedTextAsItIs()
{
    Html model;
    QLabel label;
    bind(model, label);
    model.setValue(u"the value was <b>%1</b>"_s.arg(u"<i>1 & 2</i>"_s.toHtmlEscaped()));
    QCOMPARE(accessibleName(label), u"the value was <i>1 & 2</i>"_s);
}

void TestBindings::theBarShowsThePercentage_data()
{
    QTest::addColumn<double>("minimum");
    QTest::addColumn<double>("maximum");
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("text");
    constexpr double largest = std::numeric_limits<double>::max();
    constexpr double tiniest = std::numeric_limits<double>::denorm_min();
    QTest::newRow("the beginning") << 0.0 << 1.0 << 0.0 << u"0%"_s;
    QTest::newRow("the middle") << 0.0 << 1.0 << 0.5 << u"50%"_s;
    QTest::newRow("the end") << 0.0 << 1.0 << 1.0 << u"100%"_s;
    QTest::newRow("almost the end") << 0.0 << 1.0 << 0.999999 << u"99%"_s;
    QTest::newRow("a number that is not exact") << 0.0 << 1.0 << 0.57 << u"57%"_s;
    QTest::newRow("another range") << -10.0 << 10.0 << 5.0 << u"75%"_s;
    QTest::newRow("one point") << 3.0 << 3.0 << 3.0 << u"100%"_s;
    QTest::newRow("the widest range") << -largest << largest << 0.0 << u"50%"_s;
    QTest::newRow("the end of the widest range") << -largest << largest << largest << u"100%"_s;
    QTest::newRow("the narrowest range") << 0.0 << tiniest << 0.0 << u"0%"_s;
}

void TestBindings::theBarShowsThePercentage()
{
    QFETCH(const double, minimum);
    QFETCH(const double, maximum);
    QFETCH(const double, value);
    QFETCH(const QString, text);
    FloatProgress model;
    model.setRange(minimum, maximum);
    model.setValue(value);

    QProgressBar boundAfterwards;
    boundAfterwards.setTextVisible(false);
    bind(model, boundAfterwards);
    QCOMPARE(boundAfterwards.text(), localized(text));
    QVERIFY(boundAfterwards.isTextVisible());

    FloatProgress changing;
    QProgressBar boundBefore;
    bind(changing, boundBefore);
    changing.setRange(minimum, maximum);
    changing.setValue(value);
    QCOMPARE(boundBefore.text(), localized(text));
}

void TestBindings::theBarFollowsTheRange()
{
    FloatProgress model;
    model.setValue(0.5);
    QProgressBar bar;
    bind(model, bar);
    model.setMaximum(2.0);
    QCOMPARE(bar.text(), localized(u"25%"_s));
    model.setMinimum(0.5);
    QCOMPARE(bar.text(), localized(u"0%"_s));
    model.setMaximum(0.5);
    QCOMPARE(bar.text(), localized(u"100%"_s));
    QCOMPARE(bar.maximum() - bar.minimum(), 10'000); // never a bar without an end
}

void TestBindings::theBarShowsEveryStepOfTheChapter()
{
    FloatProgress model;
    QProgressBar bar;
    bind(model, bar);
    constexpr int total = 100;
    for (int i = 0; i < total; ++i) {
        model.setValue((i + 1) / static_cast<double>(total));
        QCOMPARE(bar.text(), localized(u"%1%"_s.arg(i + 1)));
    }
}

void TestBindings::theButtonBeginsAsItsModelIsAndFollowsIt()
{
    Button model;
    model.setDescription(u"Continue"_s);
    model.setEnabled(false);
    QPushButton button;
    bind(model, button);
    QCOMPARE(button.text(), u"Continue"_s);
    QVERIFY(!button.isEnabled());
    model.setDescription(u"Go on"_s);
    model.setEnabled(true);
    QCOMPARE(button.text(), u"Go on"_s);
    QVERIFY(button.isEnabled());
}

void TestBindings::theButtonShowsItsDescriptionAsItIs_data()
{
    QTest::addColumn<QString>("description");
    QTest::newRow("words") << u"Continue"_s;
    QTest::newRow("an ampersand") << u"Wait & see"_s;
    QTest::newRow("an ampersand before a letter") << u"R&D"_s;
    QTest::newRow("two ampersands") << u"a && b"_s;
}

void TestBindings::theButtonShowsItsDescriptionAsItIs()
{
    QFETCH(const QString, description);
    Button model;
    QPushButton button;
    bind(model, button);
    model.setDescription(description);
    QCOMPARE(accessibleName(button), description);
    QVERIFY(button.shortcut().isEmpty());
}

void TestBindings::aPersonsClickIsAClickOfTheModel()
{
    Button model;
    model.setDescription(u"Continue"_s);
    QPushButton button;
    bind(model, button);
    button.show();
    QSignalSpy clicked(&model, &Button::clicked);
    QTest::mouseClick(&button, Qt::LeftButton);
    QCOMPARE(clicked.size(), 1);
    QTest::keyClick(&button, Qt::Key_Space);
    QCOMPARE(clicked.size(), 2);
    button.click();
    QCOMPARE(clicked.size(), 3);
    model.setEnabled(false);
    QTest::mouseClick(&button, Qt::LeftButton);
    QCOMPARE(clicked.size(), 3);
}

void TestBindings::aClickOfTheModelIsNotAClickOfTheButton()
{
    Button model;
    QPushButton button;
    bind(model, button);
    QSignalSpy modelClicked(&model, &Button::clicked);
    QSignalSpy buttonClicked(&button, &QPushButton::clicked);
    model.click();
    QCOMPARE(modelClicked.size(), 1);
    QCOMPARE(buttonClicked.size(), 0);
}

void TestBindings::theModelMayDieFirst()
{
    QSlider slider;
    QLabel label;
    QProgressBar bar;
    QPushButton button;
    {
        IntSlider intSlider;
        Html html;
        FloatProgress progress;
        Button click;
        bind(intSlider, slider);
        bind(html, label);
        bind(progress, bar);
        bind(click, button);
        intSlider.setValue(42);
        html.setValue(u"42"_s);
        progress.setValue(0.42);
    }
    QCOMPARE(slider.value(), 42);
    slider.setValue(43);
    QTest::keyClick(&slider, Qt::Key_Up);
    QCOMPARE(slider.value(), 44);
    QCOMPARE(label.text(), u"42"_s);
    QCOMPARE(bar.text(), localized(u"42%"_s));
    button.click();
}

void TestBindings::theWidgetMayDieFirst()
{
    IntSlider intSlider;
    Html html;
    FloatProgress progress;
    Button click;
    {
        QSlider slider;
        QLabel label;
        QProgressBar bar;
        QPushButton button;
        bind(intSlider, slider);
        bind(html, label);
        bind(progress, bar);
        bind(click, button);
    }
    intSlider.setRange(10, 20);
    intSlider.setStep(3);
    intSlider.setEnabled(false);
    intSlider.setDescription(u"Slider"_s);
    intSlider.setContinuousUpdate(false);
    html.setValue(u"42"_s);
    progress.setRange(1.0, 2.0);
    click.setDescription(u"Continue"_s);
    click.setEnabled(false);
    QCOMPARE(intSlider.value(), 10);

    QSlider another;
    bind(intSlider, another);
    QCOMPARE(another.value(), 10);
}

void TestBindings::theModelMayDieInsideAPersonsChange()
{
    auto model = std::make_unique<IntSlider>();
    connect(model.get(), &IntSlider::valueChanged, this, [&model] { model.reset(); });
    ShownSlider slider(*model);
    slider.press();
    slider.dragTo(200);
    QVERIFY(!model);
    slider.dragTo(300);
    slider.release();
    QVERIFY(slider->value() > 50);
}

void TestBindings::theModelMayDieInsideAPersonsClick()
{
    auto model = std::make_unique<Button>();
    connect(model.get(), &Button::clicked, this, [&model] { model.reset(); });
    QPushButton button;
    bind(*model, button);
    button.show();
    QTest::mouseClick(&button, Qt::LeftButton);
    QVERIFY(!model);
    QTest::mouseClick(&button, Qt::LeftButton);
}

void TestBindings::theWidgetsEndMayChangeTheModel()
{
    IntSlider intSlider;
    Html html;
    FloatProgress progress;
    Button click;
    const auto bindAndLet = [this](auto &model, auto widget, const auto &change) {
        bind(model, *widget);
        connect(widget.get(), &QObject::destroyed, this, change);
    };
    bindAndLet(intSlider, std::make_unique<QSlider>(), [&intSlider] {
        intSlider.setRange(1, 2);
        intSlider.setEnabled(false);
    });
    bindAndLet(html, std::make_unique<QLabel>(), [&html] { html.setValue(u"gone"_s); });
    bindAndLet(progress, std::make_unique<QProgressBar>(), [&progress] { progress.setValue(1.0); });
    bindAndLet(click, std::make_unique<QPushButton>(), [&click] { click.setDescription(u"gone"_s); });
    QCOMPARE(intSlider.value(), 1);
    QCOMPARE(html.value(), u"gone"_s);
    QCOMPARE(progress.value(), 1.0);
    QCOMPARE(click.description(), u"gone"_s);
}

void TestBindings::theModelsEndMayChangeTheWidget()
{
    QSlider slider;
    QPushButton button;
    {
        IntSlider model;
        Button click;
        bind(model, slider);
        bind(click, button);
        connect(&model, &QObject::destroyed, this, [&slider] { slider.setValue(42); });
        connect(&click, &QObject::destroyed, this, [&button] { button.click(); });
    }
    QCOMPARE(slider.value(), 42);
}

void TestBindings::thePercentageIsReadInBothDirections_data()
{
    QTest::addColumn<int>("percent");
    QTest::addColumn<bool>("isRightToLeft");
    for (const int percent : { 10, 90 }) {
        QTest::addRow("%d, left to right", percent) << percent << false;
        QTest::addRow("%d, right to left", percent) << percent << true;
    }
}

void TestBindings::thePercentageIsReadInBothDirections()
{
    QFETCH(const int, percent);
    QFETCH(const bool, isRightToLeft);
    ProgressBar bar;
    bar.setLayoutDirection(isRightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    bar.setRange(0, 100);
    bar.setValue(percent);
    bar.resize(300, 24);
    const auto without = [&bar] {
        bar.setFormat(QString());
        return bar.grab().toImage();
    };
    const QImage all = bar.grab().toImage();
    const QImage plain = without();
    double best = 1;
    for (int y = 0; y < all.height(); ++y) {
        for (int x = 0; x < all.width(); ++x) {
            if (all.pixel(x, y) != plain.pixel(x, y))
                best = std::max(best, contrast(all.pixelColor(x, y), plain.pixelColor(x, y)));
        }
    }
    QVERIFY2(best > controlContrast, qPrintable(QString::number(best)));
}

ASYNCWIDGETS_TEST_MAIN(TestBindings, QApplication)
#include "tst_bindings.moc"
