// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// The random test guided by coverage: libFuzzer looks for bytes whose program reaches code that no program before it
/// has reached. A crash, a finding of a sanitizer, or anything that the library does otherwise than the model ends it.
///
/// To leave it running for an hour on each of four processors, with what it has learned kept in build/corpus:
///
///     cmake --preset asan -DCMAKE_CXX_FLAGS_DEBUG=-O1
///     cmake --build build/asan --target fuzz_random && mkdir -p build/corpus
///     build/asan/tests/fuzz_random -fork=4 -max_total_time=3600 -max_len=300 -timeout=20 -rss_limit_mb=2048
///         -artifact_prefix=build/ build/corpus
///
/// It writes what it has found into a file, build/crash-…. Given that file as its argument, and with
/// ASYNCWIDGETS_TEST_SIMPLIFY=1 in the environment, it tells the program in words, without all that does not matter.

#include "comparison.h"

#include <QtCore/QCoreApplication>

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

using namespace AsyncWidgets::Tests::Random;
using namespace Qt::StringLiterals;

namespace {

void tell(const QString &words)
{
    std::fputs(qUtf8Printable(words + u'\n'), stderr);
}

/// In a process of its own, since it may crash.
bool fails(const Program &program)
{
    const pid_t child = fork();
    if (child == 0) {
        static_cast<void>(std::freopen("/dev/null", "w", stderr));
        _Exit(differenceIn(program).isEmpty() ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    int status = 0;
    return waitpid(child, &status, 0) == child && status != 0;
}

} // namespace

/// A short history of each block of memory is enough, and twice as fast.
extern "C" const char *__asan_default_options()
{
    return "malloc_context_size=6:quarantine_size_mb=32";
}

extern "C" int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static QCoreApplication application(*argc, *argv);
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    static const bool isToSimplify = qEnvironmentVariableIsSet("ASYNCWIDGETS_TEST_SIMPLIFY");
    Program program = programFrom({ data, size });
    if (isToSimplify) {
        program = simplified(std::move(program), fails);
        tell(u"The program, simplified:\n"_s + inWords(program).join(u'\n'));
    }
    if (const QString words = differenceIn(program); !words.isEmpty()) {
        tell(words);
        std::abort();
    }
    return 0;
}
