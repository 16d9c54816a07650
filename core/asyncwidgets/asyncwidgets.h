// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

/// \file
/// All of the library.

#pragma once

#include <asyncwidgets/channel.h>
#include <asyncwidgets/dumptasks.h>
#include <asyncwidgets/eventloopprobe.h>
#include <asyncwidgets/foreachlatest.h>
#include <asyncwidgets/future.h>
#include <asyncwidgets/generator.h>
#include <asyncwidgets/latencylog.h>
#include <asyncwidgets/localobject.h>
#include <asyncwidgets/progresschannel.h>
#include <asyncwidgets/runinbackground.h>
#include <asyncwidgets/sleepfor.h>
#include <asyncwidgets/stallmonitor.h>
#include <asyncwidgets/statemachine.h>
#include <asyncwidgets/streamof.h>
#include <asyncwidgets/task.h>
#include <asyncwidgets/taskhandle.h>
#include <asyncwidgets/taskmodel.h>
#include <asyncwidgets/taskscope.h>
#include <asyncwidgets/taskstate.h>
#include <asyncwidgets/tasktrace.h>
#include <asyncwidgets/throttled.h>
#include <asyncwidgets/totalprogress.h>
#include <asyncwidgets/waiterror.h>
#include <asyncwidgets/waitfor.h>
#include <asyncwidgets/waitforcallback.h>
#include <asyncwidgets/waitforchange.h>
#include <asyncwidgets/waitforevent.h>
#include <asyncwidgets/waituntil.h>
#include <asyncwidgets/waituntilsettled.h>
#include <asyncwidgets/whenall.h>
#include <asyncwidgets/whenany.h>
#include <asyncwidgets/withtimeout.h>
#include <asyncwidgets/yieldforchange.h>
