// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The models: what they are at first, what their setters accept, and what they tell, in which order.

#include "machine.h"
#include "models/button.h"
#include "models/floatprogress.h"
#include "models/html.h"
#include "models/intslider.h"
#include "models/output.h"

#include <QtCore/QMetaProperty>
#include <QtCore/QPointer>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <functional>
#include <limits>
#include <memory>

using namespace AsyncWidgets;
using namespace Qt::StringLiterals;

namespace {

constexpr int lowest = std::numeric_limits<int>::min();
constexpr int highest = std::numeric_limits<int>::max();

std::unique_ptr<QObject> createModel(const QString &name)
{
    if (name == u"IntSlider")
        return std::make_unique<IntSlider>();
    if (name == u"FloatProgress")
        return std::make_unique<FloatProgress>();
    if (name == u"Html")
        return std::make_unique<Html>();
    if (name == u"Button")
        return std::make_unique<Button>();
    return std::make_unique<Output>();
}

/// Writes down what a number in a range tells, and checks each time that the three agree.
template<typename Model>
class Transcript : public QObject
{
public:
    explicit Transcript(Model &model)
    {
        QObject::connect(&model, &Model::minimumChanged, this, [this, &model](auto minimum) {
            write(model, u"minimum %1"_s.arg(minimum), minimum == model.minimum());
        });
        QObject::connect(&model, &Model::maximumChanged, this, [this, &model](auto maximum) {
            write(model, u"maximum %1"_s.arg(maximum), maximum == model.maximum());
        });
        QObject::connect(&model, &Model::valueChanged, this,
            [this, &model](auto value) { write(model, u"value %1"_s.arg(value), value == model.value()); });
    }

    QStringList lines;
    bool isConsistent = true;

private:
    void write(const Model &model, const QString &line, bool isCurrent)
    {
        lines.append(line);
        isConsistent = isConsistent && isCurrent && model.minimum() <= model.value()
            && model.value() <= model.maximum();
    }
};

template<typename Model, typename Number>
void callSetter(Model &model, const QString &setter, Number first, Number second)
{
    if (setter == u"setValue")
        model.setValue(first);
    else if (setter == u"setMinimum")
        model.setMinimum(first);
    else if (setter == u"setMaximum")
        model.setMaximum(first);
    else
        model.setRange(first, second);
}

} // namespace

class TestModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachPropertyBeginsWithItsDefault_data();
    void eachPropertyBeginsWithItsDefault();
    void everyPropertyTellsItsChanges_data();
    void everyPropertyTellsItsChanges();
    void aWritablePropertyTellsANewValueOnceAndAnEqualOneNever_data();
    void aWritablePropertyTellsANewValueOnceAndAnEqualOneNever();
    void aModelMayDieOfEachOfItsSignals();

    void theSliderKeepsItsRangeValidAndItsValueInIt_data();
    void theSliderKeepsItsRangeValidAndItsValueInIt();
    void theSliderRefusesAStepBelowOne_data();
    void theSliderRefusesAStepBelowOne();
    void theSliderCanBeSetWhileItIsDisabled();
    void theProgressKeepsItsRangeValidAndItsValueInIt_data();
    void theProgressKeepsItsRangeValidAndItsValueInIt();
    void theProgressRefusesWhatIsNotANumber_data();
    void theProgressRefusesWhatIsNotANumber();
    void zeroAndMinusZeroAreEqual();

    void aSetterInsideASignalIsToldOnce_data();
    void aSetterInsideASignalIsToldOnce();
    void aChangeBackInsideASignalIsToldToo();
    void aRangeThatGrowsInsideItsSignalTakesTheNewValue();
    void aSetterOfTheRangeSurvivesItsModelAtEachOfItsSignals_data();
    void aSetterOfTheRangeSurvivesItsModelAtEachOfItsSignals();

    void aButtonIsClickedOnlyWhileItIsEnabled();
    void aButtonCanBeClickedInsideItsClick();

    void theOutputKeepsWhatWasPrintedInOrder();
    void theOutputStampsEachLineWithItsTime();
    void theOutputMakesALineOfEachPart_data();
    void theOutputMakesALineOfEachPart();
    void theOutputDropsTheOldestLines();
    void aSmallerBoundDropsTheOldestLinesAtOnce();
    void theOutputRefusesABoundBelowOne_data();
    void theOutputRefusesABoundBelowOne();
    void clearingDropsAllLinesAndTheirNumbersStay();
    void clearingAnEmptyOutputTellsNothing();
    void theOutputIsConsistentWheneverItTells();
    void theOutputCanPrintAndClearInsideItsSignals();
    void theOutputMayDieAtEachOfItsSignals_data();
    void theOutputMayDieAtEachOfItsSignals();
    void aCopyOfTheLinesStaysAsItWas();
    void theOutputKeepsAHundredThousandOfAMillionLines();
};

void TestModels::eachPropertyBeginsWithItsDefault_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QByteArray>("property");
    QTest::addColumn<QVariant>("value");
    const auto row = [](const char *model, const char *property, const QVariant &value) {
        QTest::addRow("%s.%s", model, property)
            << QString::fromLatin1(model) << QByteArray(property) << value;
    };
    row("IntSlider", "value", 0);
    row("IntSlider", "minimum", 0);
    row("IntSlider", "maximum", 100);
    row("IntSlider", "step", 1);
    row("IntSlider", "continuousUpdate", true);
    row("IntSlider", "description", QString());
    row("IntSlider", "enabled", true);
    row("FloatProgress", "value", 0.0);
    row("FloatProgress", "minimum", 0.0);
    row("FloatProgress", "maximum", 1.0);
    row("Html", "value", QString());
    row("Button", "description", QString());
    row("Button", "enabled", true);
    row("Output", "name", QString());
    row("Output", "lines", QStringList());
    row("Output", "lineCount", 0);
    row("Output", "maximumLines", 100'000);
}

void TestModels::eachPropertyBeginsWithItsDefault()
{
    QFETCH(const QString, model);
    QFETCH(const QByteArray, property);
    QFETCH(const QVariant, value);

    const std::unique_ptr<QObject> object = createModel(model);
    QVERIFY(object->property(property).isValid());
    QCOMPARE(object->property(property), value);
}

void TestModels::everyPropertyTellsItsChanges_data()
{
    QTest::addColumn<QString>("model");
    for (const char *model : { "IntSlider", "FloatProgress", "Html", "Button", "Output" })
        QTest::newRow(model) << QString::fromLatin1(model);
}

void TestModels::everyPropertyTellsItsChanges()
{
    QFETCH(const QString, model);
    const std::unique_ptr<QObject> object = createModel(model);
    const QMetaObject *type = object->metaObject();
    QVERIFY(type->propertyCount() > type->propertyOffset());
    for (int i = type->propertyOffset(); i < type->propertyCount(); ++i)
        QVERIFY2(type->property(i).hasNotifySignal(), type->property(i).name());
}

void TestModels::aWritablePropertyTellsANewValueOnceAndAnEqualOneNever_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QByteArray>("property");
    QTest::addColumn<QVariant>("value");
    const auto row = [](const char *model, const char *property, const QVariant &value) {
        QTest::addRow("%s.%s", model, property)
            << QString::fromLatin1(model) << QByteArray(property) << value;
    };
    row("IntSlider", "value", 42);
    row("IntSlider", "minimum", -5);
    row("IntSlider", "maximum", 200);
    row("IntSlider", "step", 10);
    row("IntSlider", "continuousUpdate", false);
    row("IntSlider", "description", u"Slider"_s);
    row("IntSlider", "enabled", false);
    row("FloatProgress", "value", 0.5);
    row("FloatProgress", "minimum", -1.0);
    row("FloatProgress", "maximum", 2.0);
    row("Html", "value", u"<b>42</b>"_s);
    row("Button", "description", u"Continue"_s);
    row("Button", "enabled", false);
    row("Output", "name", u"coroutine"_s);
    row("Output", "maximumLines", 10);
}

void TestModels::aWritablePropertyTellsANewValueOnceAndAnEqualOneNever()
{
    QFETCH(const QString, model);
    QFETCH(const QByteArray, property);
    QFETCH(const QVariant, value);

    const std::unique_ptr<QObject> object = createModel(model);
    const QMetaObject *type = object->metaObject();
    const QMetaProperty described = type->property(type->indexOfProperty(property));
    QSignalSpy spy(object.get(), described.notifySignal());

    QVERIFY(object->setProperty(property, value));
    QCOMPARE(object->property(property), value);
    QCOMPARE(spy.size(), 1);
    QCOMPARE(spy.first(), QVariantList { value });

    QVERIFY(object->setProperty(property, value));
    QCOMPARE(spy.size(), 1);
}

namespace {

/// Whether the model, destroyed by the first that is told, let its setter return. What else happens, the
/// sanitizers see.
template<typename Model, typename Signal>
bool diesOf(Signal signal, const std::function<void(Model &)> &set)
{
    auto *model = new Model;
    const QPointer<Model> alive(model);
    QObject::connect(model, signal, model, [model] { delete model; });
    set(*model);
    return !alive;
}

} // namespace

void TestModels::aModelMayDieOfEachOfItsSignals()
{
    QVERIFY(diesOf<IntSlider>(&IntSlider::valueChanged, [](IntSlider &slider) { slider.setValue(1); }));
    QVERIFY(diesOf<IntSlider>(&IntSlider::stepChanged, [](IntSlider &slider) { slider.setStep(2); }));
    QVERIFY(diesOf<IntSlider>(
        &IntSlider::continuousUpdateChanged, [](IntSlider &slider) { slider.setContinuousUpdate(false); }));
    QVERIFY(diesOf<IntSlider>(
        &IntSlider::descriptionChanged, [](IntSlider &slider) { slider.setDescription(u"Slider"_s); }));
    QVERIFY(
        diesOf<IntSlider>(&IntSlider::enabledChanged, [](IntSlider &slider) { slider.setEnabled(false); }));
    QVERIFY(diesOf<FloatProgress>(
        &FloatProgress::valueChanged, [](FloatProgress &progress) { progress.setValue(0.5); }));
    QVERIFY(diesOf<Html>(&Html::valueChanged, [](Html &html) { html.setValue(u"42"_s); }));
    QVERIFY(diesOf<Button>(
        &Button::descriptionChanged, [](Button &button) { button.setDescription(u"Continue"_s); }));
    QVERIFY(diesOf<Button>(&Button::enabledChanged, [](Button &button) { button.setEnabled(false); }));
    QVERIFY(diesOf<Button>(&Button::clicked, [](Button &button) { button.click(); }));
    QVERIFY(diesOf<Output>(&Output::nameChanged, [](Output &output) { output.setName(u"coroutine"_s); }));
}

void TestModels::theSliderKeepsItsRangeValidAndItsValueInIt_data()
{
    QTest::addColumn<int>("minimum"); // before
    QTest::addColumn<int>("maximum");
    QTest::addColumn<int>("value");
    QTest::addColumn<QString>("setter");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::addColumn<QStringList>("told");

    const auto row = [](const char *name, int minimum, int maximum, int value, const char *setter, int first,
                         int second, const QStringList &told) {
        QTest::newRow(name) << minimum << maximum << value << QString::fromLatin1(setter) << first << second
                            << told;
    };
    row("a value in the range", 0, 100, 0, "setValue", 42, 0, { u"value 42"_s });
    row("an equal value", 0, 100, 42, "setValue", 42, 0, {});
    row("a value below", 0, 100, 42, "setValue", -7, 0, { u"value 0"_s });
    row("a value above", 0, 100, 42, "setValue", 101, 0, { u"value 100"_s });
    row("a value below, at the minimum", 0, 100, 0, "setValue", -7, 0, {});
    row("the lowest value", 0, 100, 42, "setValue", lowest, 0, { u"value 0"_s });
    row("the highest value", 0, 100, 42, "setValue", highest, 0, { u"value 100"_s });
    row("the lowest value in the widest range", lowest, highest, 0, "setValue", lowest, 0,
        { u"value -2147483648"_s });

    row("a minimum below the value", 0, 100, 42, "setMinimum", 10, 0, { u"minimum 10"_s });
    row("an equal minimum", 0, 100, 42, "setMinimum", 0, 0, {});
    row("a minimum above the value", 0, 100, 42, "setMinimum", 50, 0, { u"minimum 50"_s, u"value 50"_s });
    row("a minimum at the maximum", 0, 100, 42, "setMinimum", 100, 0, { u"minimum 100"_s, u"value 100"_s });
    row("a minimum above the maximum", 0, 100, 42, "setMinimum", 200, 0,
        { u"minimum 200"_s, u"maximum 200"_s, u"value 200"_s });
    row("the lowest minimum", 0, 100, 42, "setMinimum", lowest, 0, { u"minimum -2147483648"_s });

    row("a maximum above the value", 0, 100, 42, "setMaximum", 50, 0, { u"maximum 50"_s });
    row("an equal maximum", 0, 100, 42, "setMaximum", 100, 0, {});
    row("a maximum below the value", 0, 100, 42, "setMaximum", 10, 0, { u"maximum 10"_s, u"value 10"_s });
    row("a maximum below the minimum", 0, 100, 42, "setMaximum", -10, 0,
        { u"minimum -10"_s, u"maximum -10"_s, u"value -10"_s });
    row("the highest maximum", 0, 100, 42, "setMaximum", highest, 0, { u"maximum 2147483647"_s });

    row("another range around the value", 0, 100, 42, "setRange", 10, 50,
        { u"minimum 10"_s, u"maximum 50"_s });
    row("an equal range", 0, 100, 42, "setRange", 0, 100, {});
    row("a range below the value", 0, 100, 42, "setRange", -10, -5,
        { u"minimum -10"_s, u"maximum -5"_s, u"value -5"_s });
    row("a range above the value", 0, 100, 42, "setRange", 150, 200,
        { u"minimum 150"_s, u"maximum 200"_s, u"value 150"_s });
    row("a range that is the wrong way round", 0, 100, 42, "setRange", 50, 10,
        { u"minimum 50"_s, u"maximum 50"_s, u"value 50"_s });
}

void TestModels::theSliderKeepsItsRangeValidAndItsValueInIt()
{
    QFETCH(const int, minimum);
    QFETCH(const int, maximum);
    QFETCH(const int, value);
    QFETCH(const QString, setter);
    QFETCH(const int, first);
    QFETCH(const int, second);
    QFETCH(const QStringList, told);

    IntSlider slider;
    slider.setRange(minimum, maximum);
    slider.setValue(value);
    const Transcript transcript(slider);
    callSetter(slider, setter, first, second);
    QCOMPARE(transcript.lines, told);
    QVERIFY(transcript.isConsistent);
    QVERIFY(slider.minimum() <= slider.value());
    QVERIFY(slider.value() <= slider.maximum());
}

void TestModels::theSliderRefusesAStepBelowOne_data()
{
    QTest::addColumn<int>("step");
    QTest::newRow("zero") << 0;
    QTest::newRow("below zero") << -3;
    QTest::newRow("the lowest number") << lowest;
}

void TestModels::theSliderRefusesAStepBelowOne()
{
    QFETCH(const int, step);
    IntSlider slider;
    slider.setStep(5);
    QSignalSpy spy(&slider, &IntSlider::stepChanged);
    QTest::ignoreMessage(QtWarningMsg,
        qPrintable(u"IntSlider::setStep: a step of %1 is refused; it must be 1 or more."_s.arg(step)));
    slider.setStep(step);
    QCOMPARE(slider.step(), 5);
    QCOMPARE(spy.size(), 0);
}

void TestModels::theSliderCanBeSetWhileItIsDisabled()
{
    IntSlider slider;
    slider.setEnabled(false);
    slider.setValue(42);
    QCOMPARE(slider.value(), 42);
}

void TestModels::theProgressKeepsItsRangeValidAndItsValueInIt_data()
{
    QTest::addColumn<double>("value"); // before, in a range from 0 to 1
    QTest::addColumn<QString>("setter");
    QTest::addColumn<double>("first");
    QTest::addColumn<double>("second");
    QTest::addColumn<QStringList>("told");

    const auto row = [](const char *name, double value, const char *setter, double first, double second,
                         const QStringList &told) {
        QTest::newRow(name) << value << QString::fromLatin1(setter) << first << second << told;
    };
    row("a value in the range", 0.0, "setValue", 0.5, 0.0, { u"value 0.5"_s });
    row("an equal value", 0.5, "setValue", 0.5, 0.0, {});
    row("a value below", 0.5, "setValue", -0.1, 0.0, { u"value 0"_s });
    row("a value above", 0.5, "setValue", 1.1, 0.0, { u"value 1"_s });
    row("the highest value", 0.5, "setValue", std::numeric_limits<double>::max(), 0.0, { u"value 1"_s });
    row("a minimum above the value", 0.25, "setMinimum", 0.5, 0.0, { u"minimum 0.5"_s, u"value 0.5"_s });
    row("a minimum above the maximum", 0.5, "setMinimum", 2.0, 0.0,
        { u"minimum 2"_s, u"maximum 2"_s, u"value 2"_s });
    row("a maximum below the value", 0.5, "setMaximum", 0.25, 0.0, { u"maximum 0.25"_s, u"value 0.25"_s });
    row("a maximum below the minimum", 0.5, "setMaximum", -1.0, 0.0,
        { u"minimum -1"_s, u"maximum -1"_s, u"value -1"_s });
    row("another range", 0.5, "setRange", 2.0, 4.0, { u"minimum 2"_s, u"maximum 4"_s, u"value 2"_s });
    row("a range that is the wrong way round", 0.5, "setRange", 4.0, 2.0,
        { u"minimum 4"_s, u"maximum 4"_s, u"value 4"_s });
}

void TestModels::theProgressKeepsItsRangeValidAndItsValueInIt()
{
    QFETCH(const double, value);
    QFETCH(const QString, setter);
    QFETCH(const double, first);
    QFETCH(const double, second);
    QFETCH(const QStringList, told);

    FloatProgress progress;
    progress.setValue(value);
    const Transcript transcript(progress);
    callSetter(progress, setter, first, second);
    QCOMPARE(transcript.lines, told);
    QVERIFY(transcript.isConsistent);
}

void TestModels::theProgressRefusesWhatIsNotANumber_data()
{
    QTest::addColumn<QString>("setter");
    QTest::addColumn<double>("first");
    QTest::addColumn<double>("second");
    QTest::addColumn<QString>("named");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    for (const char *setter : { "setValue", "setMinimum", "setMaximum", "setRange" }) {
        const QString name = QString::fromLatin1(setter);
        QTest::addRow("%s(nan)", setter) << name << nan << 0.0 << u"nan"_s;
        QTest::addRow("%s(inf)", setter) << name << infinity << 0.0 << u"inf"_s;
        QTest::addRow("%s(-inf)", setter) << name << -infinity << 0.0 << u"-inf"_s;
    }
    QTest::newRow("setRange(0, nan)") << u"setRange"_s << 0.0 << nan << u"nan"_s;
    QTest::newRow("setRange(0, inf)") << u"setRange"_s << 0.0 << infinity << u"inf"_s;
}

void TestModels::theProgressRefusesWhatIsNotANumber()
{
    QFETCH(const QString, setter);
    QFETCH(const double, first);
    QFETCH(const double, second);
    QFETCH(const QString, named);

    FloatProgress progress;
    progress.setRange(0.25, 0.75);
    const Transcript transcript(progress);
    QTest::ignoreMessage(QtWarningMsg,
        qPrintable(u"FloatProgress::%1: %2 is refused; it must be a finite number."_s.arg(setter, named)));
    callSetter(progress, setter, first, second);
    QCOMPARE(transcript.lines, QStringList());
    QCOMPARE(progress.minimum(), 0.25);
    QCOMPARE(progress.maximum(), 0.75);
    QCOMPARE(progress.value(), 0.25);
}

void TestModels::zeroAndMinusZeroAreEqual()
{
    FloatProgress progress;
    const Transcript transcript(progress);
    progress.setValue(-0.0);
    progress.setMinimum(-0.0);
    QCOMPARE(transcript.lines, QStringList());
}

void TestModels::aSetterInsideASignalIsToldOnce_data()
{
    QTest::addColumn<QString>("signal");
    QTest::addColumn<QStringList>("told");
    // From 0, 42, 100 to 50, 50, 60, and to the value 55 inside the signal.
    QTest::newRow("minimumChanged") << u"minimum"_s
                                    << QStringList { u"minimum 50"_s, u"maximum 60"_s, u"value 55"_s };
    QTest::newRow("maximumChanged") << u"maximum"_s
                                    << QStringList { u"minimum 50"_s, u"maximum 60"_s, u"value 55"_s };
    QTest::newRow("valueChanged") << u"value"_s
                                  << QStringList { u"minimum 50"_s, u"maximum 60"_s, u"value 50"_s,
                                         u"value 55"_s };
}

void TestModels::aSetterInsideASignalIsToldOnce()
{
    QFETCH(const QString, signal);
    QFETCH(const QStringList, told);

    IntSlider slider;
    slider.setValue(42);
    const Transcript transcript(slider);
    bool isSet = false;
    const auto set = [&slider, &isSet] {
        if (!std::exchange(isSet, true))
            slider.setValue(55);
    };
    if (signal == u"minimum")
        connect(&slider, &IntSlider::minimumChanged, this, set);
    else if (signal == u"maximum")
        connect(&slider, &IntSlider::maximumChanged, this, set);
    else
        connect(&slider, &IntSlider::valueChanged, this, set);
    slider.setRange(50, 60);
    QCOMPARE(transcript.lines, told);
    QVERIFY(transcript.isConsistent);
    QCOMPARE(slider.value(), 55);
}

void TestModels::aChangeBackInsideASignalIsToldToo()
{
    // Whoever looked at the maximum inside minimumChanged saw 60, so it must be told that it is 100 again.
    IntSlider slider;
    const Transcript transcript(slider);
    connect(&slider, &IntSlider::minimumChanged, this, [&slider] { slider.setMaximum(100); });
    slider.setRange(50, 60);
    QCOMPARE(transcript.lines, QStringList({ u"minimum 50"_s, u"maximum 100"_s, u"value 50"_s }));
    QVERIFY(transcript.isConsistent);
}

void TestModels::aRangeThatGrowsInsideItsSignalTakesTheNewValue()
{
    IntSlider slider;
    const Transcript transcript(slider);
    connect(&slider, &IntSlider::maximumChanged, this, [&slider](int maximum) {
        if (maximum < 1000)
            slider.setMaximum(1000);
        slider.setValue(500);
    });
    slider.setMaximum(200);
    QCOMPARE(transcript.lines, QStringList({ u"maximum 200"_s, u"maximum 1000"_s, u"value 500"_s }));
    QVERIFY(transcript.isConsistent);
}

void TestModels::aSetterOfTheRangeSurvivesItsModelAtEachOfItsSignals_data()
{
    QTest::addColumn<int>("signal"); // which of the three, from 0 on
    QTest::addColumn<QStringList>("told");
    QTest::newRow("minimumChanged") << 0 << QStringList { u"minimum 200"_s };
    QTest::newRow("maximumChanged") << 1 << QStringList { u"minimum 200"_s, u"maximum 300"_s };
    QTest::newRow("valueChanged") << 2 << QStringList { u"minimum 200"_s, u"maximum 300"_s, u"value 200"_s };
}

void TestModels::aSetterOfTheRangeSurvivesItsModelAtEachOfItsSignals()
{
    QFETCH(const int, signal);
    QFETCH(const QStringList, told);
    const auto check = [&]<typename Model>(Model *model) {
        const QPointer<Model> alive(model);
        const Transcript<Model> transcript(*model);
        const auto die = [model] { delete model; };
        if (signal == 0)
            connect(model, &Model::minimumChanged, this, die);
        else if (signal == 1)
            connect(model, &Model::maximumChanged, this, die);
        else
            connect(model, &Model::valueChanged, this, die);
        model->setRange(200, 300);
        QVERIFY(!alive);
        QCOMPARE(transcript.lines, told);
    };
    check(new IntSlider);
    check(new FloatProgress);
}

void TestModels::aButtonIsClickedOnlyWhileItIsEnabled()
{
    Button button;
    QSignalSpy spy(&button, &Button::clicked);
    button.click();
    QCOMPARE(spy.size(), 1);
    button.setEnabled(false);
    button.click();
    QCOMPARE(spy.size(), 1);
    button.setEnabled(true);
    button.click();
    QCOMPARE(spy.size(), 2);
}

void TestModels::aButtonCanBeClickedInsideItsClick()
{
    Button button;
    int clicks = 0;
    connect(&button, &Button::clicked, this, [&] {
        if (++clicks < 10)
            button.click();
    });
    button.click();
    QCOMPARE(clicks, 10);
}

void TestModels::theOutputKeepsWhatWasPrintedInOrder()
{
    Output output;
    QSignalSpy printed(&output, &Output::linePrinted);
    QSignalSpy changed(&output, &Output::linesChanged);
    output.print(u"did work 0"_s);
    output.print(u"did work 1"_s);
    output.print(QString());
    QCOMPARE(output.lines(), QStringList({ u"did work 0"_s, u"did work 1"_s, QString() }));
    QCOMPARE(output.lineCount(), 3);
    QCOMPARE(output.lineAt(1).text, u"did work 1"_s);
    QCOMPARE(printed.size(), 3);
    QCOMPARE(printed.at(1).first().value<OutputLine>(), output.lineAt(1));
    QCOMPARE(changed.size(), 3);
}

void TestModels::theOutputStampsEachLineWithItsTime()
{
    Output output;
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    output.print(u"now"_s);
    const qint64 after = QDateTime::currentMSecsSinceEpoch();
    const OutputLine line = output.lineAt(0);
    QVERIFY(before <= line.milliseconds);
    QVERIFY(line.milliseconds <= after);
    QCOMPARE(line.time().toMSecsSinceEpoch(), line.milliseconds);
}

void TestModels::theOutputMakesALineOfEachPart_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("lines");
    QTest::newRow("no break") << u"a"_s << QStringList { u"a"_s };
    QTest::newRow("a break") << u"a\nb"_s << QStringList { u"a"_s, u"b"_s };
    QTest::newRow("a break at the end") << u"a\n"_s << QStringList { u"a"_s, u""_s };
    QTest::newRow("a break as on Windows") << u"a\r\nb"_s << QStringList { u"a"_s, u"b"_s };
    QTest::newRow("only breaks") << u"\n\n"_s << QStringList { u""_s, u""_s, u""_s };
}

void TestModels::theOutputMakesALineOfEachPart()
{
    QFETCH(const QString, text);
    QFETCH(const QStringList, lines);
    Output output;
    QSignalSpy printed(&output, &Output::linePrinted);
    output.print(text);
    QCOMPARE(output.lines(), lines);
    QCOMPARE(printed.size(), lines.size());
}

void TestModels::theOutputDropsTheOldestLines()
{
    Output output;
    output.setMaximumLines(3);
    QSignalSpy dropped(&output, &Output::linesDropped);
    for (int i = 0; i < 5; ++i)
        output.print(QString::number(i));
    QCOMPARE(output.lines(), QStringList({ u"2"_s, u"3"_s, u"4"_s }));
    QCOMPARE(output.firstLineNumber(), 2);
    QCOMPARE(output.lineAt(4).text, u"4"_s);
    QCOMPARE(dropped.size(), 2);
    QCOMPARE(dropped.first(), QVariantList { 1 });
}

void TestModels::aSmallerBoundDropsTheOldestLinesAtOnce()
{
    Output output;
    for (int i = 0; i < 5; ++i)
        output.print(QString::number(i));
    QSignalSpy dropped(&output, &Output::linesDropped);
    QSignalSpy changed(&output, &Output::linesChanged);
    output.setMaximumLines(2);
    QCOMPARE(output.lines(), QStringList({ u"3"_s, u"4"_s }));
    QCOMPARE(dropped.size(), 1);
    QCOMPARE(dropped.first(), QVariantList { 3 });
    QCOMPARE(changed.size(), 1);
    output.setMaximumLines(10);
    QCOMPARE(output.lineCount(), 2);
    QCOMPARE(changed.size(), 1);
}

void TestModels::theOutputRefusesABoundBelowOne_data()
{
    QTest::addColumn<int>("maximum");
    QTest::newRow("zero") << 0;
    QTest::newRow("below zero") << -1;
}

void TestModels::theOutputRefusesABoundBelowOne()
{
    QFETCH(const int, maximum);
    Output output;
    output.print(u"kept"_s);
    QTest::ignoreMessage(QtWarningMsg,
        qPrintable(u"Output::setMaximumLines: a bound of %1 lines is refused; it must be 1 or more."_s.arg(
            maximum)));
    output.setMaximumLines(maximum);
    QCOMPARE(output.maximumLines(), 100'000);
    QCOMPARE(output.lineCount(), 1);
}

void TestModels::clearingDropsAllLinesAndTheirNumbersStay()
{
    Output output;
    output.print(u"0"_s);
    output.print(u"1"_s);
    QSignalSpy dropped(&output, &Output::linesDropped);
    output.clear();
    QCOMPARE(output.lines(), QStringList());
    QCOMPARE(dropped.size(), 1);
    QCOMPARE(dropped.first(), QVariantList { 2 });
    QCOMPARE(output.firstLineNumber(), 2);
    output.print(u"2"_s);
    QCOMPARE(output.lineAt(2).text, u"2"_s);
}

void TestModels::clearingAnEmptyOutputTellsNothing()
{
    Output output;
    QSignalSpy dropped(&output, &Output::linesDropped);
    QSignalSpy changed(&output, &Output::linesChanged);
    output.clear();
    QCOMPARE(dropped.size(), 0);
    QCOMPARE(changed.size(), 0);
}

void TestModels::theOutputIsConsistentWheneverItTells()
{
    // An observer that mirrors the lines from the signals alone is right at every linesChanged().
    Output output;
    output.setMaximumLines(3);
    QStringList mirror;
    bool isEqual = true;
    connect(&output, &Output::linesDropped, this, [&](int count) { mirror.remove(0, count); });
    connect(&output, &Output::linePrinted, this, [&](const OutputLine &line) { mirror.append(line.text); });
    connect(&output, &Output::linesChanged, this, [&] { isEqual = isEqual && mirror == output.lines(); });
    for (int i = 0; i < 10; ++i)
        output.print(QString::number(i));
    output.print(u"a\nb"_s);
    output.setMaximumLines(2);
    output.clear();
    output.print(u"c"_s);
    QVERIFY(isEqual);
    QCOMPARE(mirror, QStringList { u"c"_s });
}

void TestModels::theOutputCanPrintAndClearInsideItsSignals()
{
    Output output;
    connect(&output, &Output::linePrinted, this, [&output](const OutputLine &line) {
        if (line.text == u"question")
            output.print(u"answer"_s);
        else if (line.text == u"clear")
            output.clear();
    });
    output.print(u"question"_s);
    QCOMPARE(output.lines(), QStringList({ u"question"_s, u"answer"_s }));
    output.print(u"clear\nafter"_s);
    QCOMPARE(output.lines(), QStringList { u"after"_s });
    QCOMPARE(output.firstLineNumber(), 3);
}

void TestModels::theOutputMayDieAtEachOfItsSignals_data()
{
    QTest::addColumn<QString>("signal");
    QTest::addColumn<QString>("function");
    QTest::newRow("linePrinted of one line") << u"linePrinted"_s << u"print"_s;
    QTest::newRow("linePrinted of many lines") << u"linePrinted"_s << u"print many"_s;
    QTest::newRow("linesChanged of many lines") << u"linesChanged"_s << u"print many"_s;
    QTest::newRow("linesDropped by a new line") << u"linesDropped"_s << u"print"_s;
    QTest::newRow("linesDropped by clear") << u"linesDropped"_s << u"clear"_s;
    QTest::newRow("linesChanged by clear") << u"linesChanged"_s << u"clear"_s;
    QTest::newRow("maximumLinesChanged") << u"maximumLinesChanged"_s << u"setMaximumLines"_s;
    QTest::newRow("linesDropped by a bound") << u"linesDropped"_s << u"setMaximumLines"_s;
    QTest::newRow("linesChanged by a bound") << u"linesChanged"_s << u"setMaximumLines"_s;
}

void TestModels::theOutputMayDieAtEachOfItsSignals()
{
    QFETCH(const QString, signal);
    QFETCH(const QString, function);

    auto *output = new Output;
    const QPointer<Output> alive(output);
    output->setMaximumLines(3);
    for (int i = 0; i < 3; ++i)
        output->print(QString::number(i));

    const auto die = [output] { delete output; };
    if (signal == u"linePrinted")
        connect(output, &Output::linePrinted, this, die);
    else if (signal == u"linesDropped")
        connect(output, &Output::linesDropped, this, die);
    else if (signal == u"linesChanged")
        connect(output, &Output::linesChanged, this, die);
    else
        connect(output, &Output::maximumLinesChanged, this, die);

    if (function == u"print")
        output->print(u"3"_s);
    else if (function == u"print many")
        output->print(u"3\n4\n5"_s);
    else if (function == u"clear")
        output->clear();
    else
        output->setMaximumLines(2);
    QVERIFY(!alive);
}

void TestModels::aCopyOfTheLinesStaysAsItWas()
{
    Output output;
    output.print(u"0"_s);
    const QList<OutputLine> before = output.printedLines();
    for (const OutputLine &line : before)
        output.print(line.text + u" again"_s);
    QCOMPARE(before.size(), 1);
    QCOMPARE(output.lineCount(), 2);
}

void TestModels::theOutputKeepsAHundredThousandOfAMillionLines()
{
    Output output;
    const QString line = u"did work"_s;
    for (int i = 0; i < 1'000'000; ++i)
        output.print(line);
    QCOMPARE(output.lineCount(), 100'000);
    QCOMPARE(output.firstLineNumber(), 900'000);
}

ASYNCWIDGETS_TEST_MAIN(TestModels, QCoreApplication)
#include "tst_models.moc"
