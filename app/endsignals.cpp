// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "app/endsignals.h"

#include <QtCore/QSocketNotifier>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#endif

namespace AsyncWidgets {

#ifdef Q_OS_UNIX

namespace {

struct Watched
{
    int number;
    bool isOurs; // unless the parent process has switched it off
};

// Of the handler, which may use little else.
Watched allWatched[] = { { SIGHUP, false }, { SIGINT, false }, { SIGTERM, false } };
int pipeEnds[2] = { -1, -1 };

void giveBack()
{
    for (const Watched &each : allWatched) {
        if (each.isOurs)
            ::signal(each.number, SIG_DFL);
    }
}

extern "C" void wakeEventLoop(int)
{
    const int error = errno;
    giveBack(); // whoever asks twice is in a hurry
    const char any = 0;
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], &any, 1);
    errno = error;
}

} // namespace

EndSignals::EndSignals(QObject *parent)
    : QObject(parent)
{
    Q_ASSERT(pipeEnds[0] == -1);
    if (::pipe(pipeEnds) != 0)
        return; // without one the signals do what they always did
    for (const int end : pipeEnds)
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
    auto *notifier = new QSocketNotifier(pipeEnds[0], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        Q_EMIT received();
    });

    struct sigaction action = {};
    action.sa_handler = wakeEventLoop;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    // One after the other, so that the second finds the signals given back.
    for (const Watched &each : allWatched)
        sigaddset(&action.sa_mask, each.number);
    for (Watched &each : allWatched) {
        struct sigaction before = {};
        each.isOurs = ::sigaction(each.number, nullptr, &before) == 0 && before.sa_handler != SIG_IGN;
    }
    for (const Watched &each : allWatched) {
        if (each.isOurs)
            ::sigaction(each.number, &action, nullptr);
    }
}

EndSignals::~EndSignals()
{
    giveBack();
    delete findChild<QSocketNotifier *>(); // before what it watches
    for (int &end : pipeEnds) {
        if (end != -1)
            ::close(end);
        end = -1;
    }
}

#else

EndSignals::EndSignals(QObject *parent)
    : QObject(parent)
{
}

EndSignals::~EndSignals() = default;

#endif

} // namespace AsyncWidgets
