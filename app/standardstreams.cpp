// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include "app/standardstreams.h"

#include <QtCore/QCoreApplication>

#include <cerrno>
#include <cstdio>
#include <system_error>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace AsyncWidgets {

namespace {

/// 0, or the number of the error.
int printLine(std::FILE *file, const QString &line)
{
    const QByteArray text = line.toUtf8() + '\n';
    errno = 0;
    const bool isWritten = std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), file)
            == static_cast<std::size_t>(text.size())
        && std::fflush(file) == 0;
    return isWritten ? 0 : errno == 0 ? EIO : errno;
}

} // namespace

void reserveStandardStreams()
{
#ifdef Q_OS_UNIX
    for (const int stream : { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO }) {
        if (::fcntl(stream, F_GETFD) == -1 && errno == EBADF)
            (void)::open("/dev/null", O_RDONLY); // gets the lowest number that is free: this one
    }
#endif
}

bool printOutput(const QString &line)
{
    const int error = printLine(stdout, line);
    if (error == 0)
        return true;
    printError(QCoreApplication::translate("main", "The output could not be written: %1.")
            .arg(QString::fromLocal8Bit(std::generic_category().message(error).c_str())));
    return false;
}

void printError(const QString &line)
{
    printLine(stderr, line); // there is nobody left to tell
}

} // namespace AsyncWidgets
