// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

// A library that knows no tasks calls back, from a thread of its own, or not at all.
#include <asyncwidgets/asyncwidgets.h>

#include <QApplication>

#include <functional>
#include <thread>

using namespace AsyncWidgets;
using namespace std::chrono_literals;

class Thermometer final // as others have written it
{
public:
    void measure(std::function<void(double)> done)
    {
        if (m_thread.joinable())
            m_done = std::move(done); // and it never answers
        else
            m_thread = std::thread(std::move(done), 21.5);
    }
    void stop()
    {
        qInfo("the thermometer stops");
        m_done = nullptr;
    }
    ~Thermometer() { m_thread.join(); }

private:
    std::function<void(double)> m_done;
    std::thread m_thread;
};

Task<double> temperature(Thermometer &thermometer)
{
    const auto ask = [&thermometer](Resume<double> resume) {
        thermometer.measure([resume](double degrees) { resume(degrees); });
        return [&thermometer] { thermometer.stop(); }; // if the wait is cancelled
    };
    co_return co_await waitForCallback<double>(ask);
}

Task<> measureTwice(Thermometer &thermometer)
{
    qInfo() << "it is" << co_await temperature(thermometer) << "degrees";
    const std::optional<double> again = co_await withTimeout(temperature(thermometer), 20ms);
    qInfo() << "the second time there is" << (again ? "an answer" : "no answer");
    QApplication::quit();
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    Thermometer thermometer;
    TaskScope tasks;
    tasks.start(measureTwice(thermometer));
    return QApplication::exec();
}
