<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AsyncWidgets</name>
    <message>
        <source>the stream that it waited for was destroyed</source>
        <translation>它所等待的流已被销毁</translation>
    </message>
    <message>
        <source>another branch was first</source>
        <translation>另一个分支先完成了</translation>
    </message>
    <message>
        <source>the sender was destroyed</source>
        <translation>发送者已被销毁</translation>
    </message>
    <message>
        <source>the sender of %1 was destroyed</source>
        <translation>%1 的发送者已被销毁</translation>
    </message>
    <message>
        <source>%1 was disconnected</source>
        <translation>%1 已断开连接</translation>
    </message>
    <message>
        <source>cancelled with its scope</source>
        <translation>随其作用域一起被取消</translation>
    </message>
    <message>
        <source>its scope was destroyed</source>
        <translation>其作用域已被销毁</translation>
    </message>
    <message>
        <source>the thread of the task has ended</source>
        <translation>任务所在的线程已结束</translation>
    </message>
    <message>
        <source>an exception that is no std::exception</source>
        <translation>不是 std::exception 的异常</translation>
    </message>
    <message>
        <source>nobody waits for the result any more</source>
        <translation>不再有谁等待该结果</translation>
    </message>
    <message>
        <source>background work</source>
        <translation>后台工作</translation>
    </message>
    <message>
        <source>it threw an exception</source>
        <translation>它抛出了异常</translation>
    </message>
    <message>
        <source>the function that is told the progress threw an exception</source>
        <translation>接收进度的函数抛出了异常</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>the state machine was destroyed</source>
        <translation>状态机已被销毁</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>its scope was being destroyed when it was to start</source>
        <translation>启动时其作用域正在被销毁</translation>
    </message>
    <message>
        <source>its thread was ending when it was to start</source>
        <translation>启动时其线程正在结束</translation>
    </message>
    <message>
        <source>%1 tasks of a scope</source>
        <translation>一个作用域的 %1 个任务</translation>
    </message>
    <message>
        <source>%1 quiet for %2</source>
        <translation>%1 静止 %2</translation>
    </message>
    <message>
        <source>all of %1</source>
        <translation>全部 %1 个</translation>
    </message>
    <message>
        <source>any of %1</source>
        <translation>%1 个中的任意一个</translation>
    </message>
    <message>
        <source>%1, at most %2</source>
        <translation>%1，最多 %2</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Card</name>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>工作中</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>What to notice</source>
        <translation>注意这里</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::CodePane</name>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Source file</source>
        <translation>源文件</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copies the selected text, or the whole file.</source>
        <translation>复制选中的文本或整个文件。</translation>
    </message>
    <message numerus="yes">
        <source>%n more wait here.</source>
        <translation>
            <numerusform>此处还有 %n 个在等待。</numerusform>
        </translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::EventLoopStrip</name>
    <message>
        <source>Event loop</source>
        <translation>事件循环</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Paused tasks: %1</source>
        <translation>暂停的任务：%1</translation>
    </message>
    <message>
        <source>now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>longest</source>
        <translation>最长</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::LatencyPlot</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Event loop</source>
        <translation>事件循环</translation>
    </message>
    <message>
        <source>one frame, 16.7 ms</source>
        <translation>一帧，16.7 毫秒</translation>
    </message>
    <message>
        <source>felt, 100 ms</source>
        <translation>可察觉，100 毫秒</translation>
    </message>
    <message>
        <source>%1 s ago the event loop was %2 late.</source>
        <translation>%1 秒前，事件循环晚了 %2。</translation>
    </message>
    <message>
        <source>10 s</source>
        <translation>10 秒</translation>
    </message>
    <message>
        <source>0.1 ms</source>
        <translation>0.1 毫秒</translation>
    </message>
    <message>
        <source>How late the event loop was in the last 30 seconds.</source>
        <translation>最近 30 秒内事件循环的延迟。</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::MainWindow</name>
    <message>
        <source>Block the event loop 1 s</source>
        <translation>阻塞事件循环 1 秒</translation>
    </message>
    <message>
        <source>Async Widgets</source>
        <translation>Async Widgets</translation>
    </message>
    <message>
        <source>Code that waits for you, in a window that does not.</source>
        <translation>等待您的代码，不等待的窗口。</translation>
    </message>
    <message>
        <source>Play demo</source>
        <translation>播放演示</translation>
    </message>
    <message>
        <source>Blocks on purpose, to show what every other part of this window avoids.</source>
        <translation>故意阻塞，以展示本窗口其他部分所避免的情况。</translation>
    </message>
    <message>
        <source>Changes between light and dark.</source>
        <translation>在浅色与深色之间切换。</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Shows you around the window.</source>
        <translation>带您浏览窗口。</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Blocked for 1 s …</source>
        <translation>已阻塞 1 秒…</translation>
    </message>
    <message>
        <source>Press Start, then move the slider. The task pauses after each unit of work until the slider changes. This tour is such a task too: it waits for your next step.</source>
        <translation>按“开始”，然后移动滑块。任务在每个工作单元之后暂停，直到滑块变化。本导览也是这样的任务：它等待您的下一步。</translation>
    </message>
    <message>
        <source>A task can wait for anything that a Qt object tells, or for the first of several things.</source>
        <translation>任务可以等待 Qt 对象发出的任何通知，也可以等待多个事件中最先发生的一个。</translation>
    </message>
    <message>
        <source>Long work belongs on a thread. It moves the bar without ever making the window wait.</source>
        <translation>耗时的工作应放在线程中。它推动进度条，却从不让窗口等待。</translation>
    </message>
    <message>
        <source>While all of this waits and works, ask for something else: it is answered at once.</source>
        <translation>在这一切等待和工作的同时，请求别的东西：立即得到回答。</translation>
    </message>
    <message>
        <source>The source of what you see. The marked line is where the task is paused at this moment.</source>
        <translation>您所见内容的源代码。标出的行就是任务此刻暂停的位置。</translation>
    </message>
    <message>
        <source>Every task: where it stands, what it waits for, and how often it has gone on.</source>
        <translation>每个任务：所处位置、等待什么，以及继续过多少次。</translation>
    </message>
    <message>
        <source>How late the event loop is. It stays flat whatever the tasks do; block it on purpose to see the difference.</source>
        <translation>事件循环的延迟。无论任务做什么，曲线都保持平直；可以故意阻塞它来看看差别。</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::MeanwhileCard</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>In [%1]: primes below %2</source>
        <translation>In [%1]：小于 %2 的质数</translation>
    </message>
    <message>
        <source>Out [%1]: %2  (%3 ms)</source>
        <translation>Out [%1]：%2（%3 毫秒）</translation>
    </message>
    <message>
        <source>Meanwhile</source>
        <translation>与此同时</translation>
    </message>
    <message>
        <source>Real computations run and answer while everything else waits or works.</source>
        <translation>在其他一切等待或工作时，真实的计算照常运行并作答。</translation>
    </message>
    <message>
        <source>Primes below</source>
        <translation>小于此数的质数</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Working: %1</source>
        <translation>工作中：%1</translation>
    </message>
    <message>
        <source>Each request has a thread of its own, and the window answers all the same.</source>
        <translation>每个请求有自己的线程，窗口照样响应。</translation>
    </message>
    <message>
        <source>Run several at once, while the other cards wait and work.</source>
        <translation>在其他卡片等待和工作时，同时运行多个请求。</translation>
    </message>
    <message>
        <source>Each answer came back to the line after its wait.</source>
        <translation>每个回答都回到了等待之后的那一行。</translation>
    </message>
    <message>
        <source>Out [%1]: %2</source>
        <translation>Out [%1]：%2</translation>
    </message>
    <message>
        <source>The request was asked to stop, and nobody waits for it.</source>
        <translation>已请求停止该计算，没有任务再等待它。</translation>
    </message>
    <message>
        <source>Each request and its answer appear here, as In [1] and Out [1].</source>
        <translation>每个请求及其答案会以 In [1] 和 Out [1] 的形式显示在这里。</translation>
    </message>
    <message>
        <source>Out [%1]: cancelled</source>
        <translation>Out [%1]：已取消</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::OutputPane</name>
    <message>
        <source>Times</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>What the tasks print appears here.</source>
        <translation>任务打印的内容显示在这里。</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>All tasks</source>
        <translation>所有任务</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Save the output</source>
        <translation>保存输出</translation>
    </message>
    <message>
        <source>Text files (*.txt)</source>
        <translation>文本文件 (*.txt)</translation>
    </message>
    <message>
        <source>The output could not be written to &quot;%1&quot;: %2.</source>
        <translation>无法将输出写入“%1”：%2。</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::StateDiagram</name>
    <message>
        <source>States</source>
        <translation>状态图</translation>
    </message>
    <message>
        <source>Start the state machine to see its states.</source>
        <translation>启动状态机以查看其状态。</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::TaskModel</name>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>工作中</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation>等待对象</translation>
    </message>
    <message>
        <source>At</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>继续次数</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>%1 is ready to start.</source>
        <translation>%1 已准备好开始。</translation>
    </message>
    <message>
        <source>%1 has been working for %2.</source>
        <translation>%1 已工作 %2。</translation>
    </message>
    <message>
        <source>%1 has been waiting for %2 for %3.</source>
        <translation>%1 等待 %2 已有 %3。</translation>
    </message>
    <message>
        <source>%1 finished %2 ago.</source>
        <translation>%1 于 %2前完成。</translation>
    </message>
    <message>
        <source>%1 was cancelled %2 ago: %3.</source>
        <translation>%1 于 %2前被取消：%3。</translation>
    </message>
    <message>
        <source>%1 failed %2 ago: %3.</source>
        <translation>%1 于 %2前失败：%3。</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::TasksView</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Show code</source>
        <translation>显示代码</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>复制为文本</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Tasks appear here when they are started.</source>
        <translation>任务启动后会显示在这里。</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::TourBubble</name>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::UpdateInBackgroundCard</name>
    <message>
        <source>Update in the background</source>
        <translation>在后台更新</translation>
    </message>
    <message>
        <source>A thread does the work and moves the bar; the main thread stays free.</source>
        <translation>线程完成工作并推动进度条；主线程保持空闲。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> 毫秒</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Each</source>
        <translation>每步</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Working %1</source>
        <translation>工作中 %1</translation>
    </message>
    <message>
        <source>The bar moves by itself. Everything else still answers.</source>
        <translation>进度条自行移动。其他一切照常响应。</translation>
    </message>
    <message>
        <source>Paused %1</source>
        <translation>已暂停 %1</translation>
    </message>
    <message>
        <source>The thread is paused in the middle of its step.</source>
        <translation>线程在一步的中途暂停。</translation>
    </message>
    <message>
        <source>Press Start, then use the other cards while the bar moves.</source>
        <translation>按“开始”，然后在进度条移动时使用其他卡片。</translation>
    </message>
    <message>
        <source>Done: the task went on when the worker told that it had finished.</source>
        <translation>完成：工作线程通知结束后，任务继续执行。</translation>
    </message>
    <message>
        <source>Cancelled within one step; you can start again.</source>
        <translation>在一步之内取消；您可以重新开始。</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::WaitForChangeCard</name>
    <message>
        <source>Coroutine</source>
        <translation>协程</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>生成器</translation>
    </message>
    <message>
        <source>State machine</source>
        <translation>状态机</translation>
    </message>
    <message>
        <source>Wait for a change</source>
        <translation>等待变化</translation>
    </message>
    <message>
        <source>A task does ten units of work and pauses after each until you move the slider.</source>
        <translation>任务完成十个工作单元，每个之后暂停，直到您移动滑块。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Slider</source>
        <translation>滑块</translation>
    </message>
    <message>
        <source>Change me</source>
        <translation>拖动我</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>HTML</source>
        <translation>HTML</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>%1 %2/%3</source>
        <translation>%1 %2/%3</translation>
    </message>
    <message>
        <source>Press &lt;b&gt;Start&lt;/b&gt;, then change the slider ten times.</source>
        <translation>按&lt;b&gt;开始&lt;/b&gt;，然后改变滑块十次。</translation>
    </message>
    <message>
        <source>Start one, two or all three ways: each change resumes every task that waits.</source>
        <translation>启动一种、两种或全部三种方式：每次变化都会让所有等待的任务继续。</translation>
    </message>
    <message>
        <source>The task is paused at the marked line; the window is not.</source>
        <translation>任务暂停在标出的行；窗口没有暂停。</translation>
    </message>
    <message>
        <source>Every change was seen, in order: compare the output.</source>
        <translation>每次变化都按顺序被看到：请对照输出。</translation>
    </message>
    <message>
        <source>The paused task was unwound at once; nothing of it is left.</source>
        <translation>暂停的任务立即展开清理；没有留下任何东西。</translation>
    </message>
    <message>
        <source>Cancelled before change &lt;b&gt;%1&lt;/b&gt; of &lt;b&gt;%2&lt;/b&gt;.</source>
        <translation>在第 &lt;b&gt;%1&lt;/b&gt; 次变化前取消，共 &lt;b&gt;%2&lt;/b&gt; 次。</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::WaitForClickCard</name>
    <message>
        <source>Wait for a click</source>
        <translation>等待点击</translation>
    </message>
    <message>
        <source>A task can wait for any signal, and for the first of several.</source>
        <translation>任务可以等待任何信号，也可以等待多个信号中的第一个。</translation>
    </message>
    <message>
        <source>Or a change of the slider</source>
        <translation>或滑块的变化</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Press Start, then Continue whenever you like.</source>
        <translation>按“开始”，然后随时按“继续”。</translation>
    </message>
    <message>
        <source>Press Continue or move the slider: the first one counts.</source>
        <translation>按“继续”或移动滑块：以先发生的为准。</translation>
    </message>
    <message>
        <source>The task waits for Continue, and costs nothing meanwhile.</source>
        <translation>任务等待“继续”，期间不占用任何资源。</translation>
    </message>
    <message>
        <source>It went on inside your click, in the line after the wait.</source>
        <translation>它在您的点击中继续，从等待之后的那一行开始。</translation>
    </message>
    <message>
        <source>It went on at the first of the two, and the other wait has ended.</source>
        <translation>任务在两者中先发生的一个之后继续，另一个等待已结束。</translation>
    </message>
    <message>
        <source>The wait has ended at once, and nothing listens to Continue any more.</source>
        <translation>等待立即结束，不再有任何对象监听“继续”。</translation>
    </message>
</context>
<context>
    <name>ChangeSlider</name>
    <message>
        <source>Waiting for change %1 of %2.</source>
        <translation>等待第 %1 次变化，共 %2 次。</translation>
    </message>
    <message>
        <source>Waiting for change %1 of %2, the last value was %3.</source>
        <translation>等待第 %1 次变化，共 %2 次，上一个值是 %3。</translation>
    </message>
    <message>
        <source>Finished after %1 changes, the last value was %2.</source>
        <translation>经过 %1 次变化后完成，最后的值是 %2。</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>%1: &quot;%2&quot; is not a whole number from %3 to %4.</source>
        <translation>%1：“%2”不是从 %3 到 %4 的整数。</translation>
    </message>
    <message>
        <source>--screenshot: &quot;%1&quot; is not the name of a PNG file; it must end in .png.</source>
        <translation>--screenshot：“%1”不是 PNG 文件名；必须以 .png 结尾。</translation>
    </message>
    <message>
        <source>--screenshot: &quot;%1&quot; cannot be written; name a file in a folder that exists and is writable.</source>
        <translation>--screenshot：无法写入“%1”；请指定一个存在且可写的文件夹中的文件。</translation>
    </message>
    <message>
        <source>Shows how GUI code waits for a person, or works for a minute, without freezing the window.</source>
        <translation>展示 GUI 代码如何等待用户操作或工作一分钟，而不冻结窗口。</translation>
    </message>
    <message>
        <source>Shows these options.</source>
        <translation>显示这些选项。</translation>
    </message>
    <message>
        <source>Shows the version.</source>
        <translation>显示版本。</translation>
    </message>
    <message>
        <source>Plays the whole demonstration unattended, prints what the tasks print, and exits.</source>
        <translation>无人值守地播放整个演示，打印任务的输出，然后退出。</translation>
    </message>
    <message>
        <source>Saves a picture of the window, at the end of the demo or once it is shown, and exits.</source>
        <translation>在演示结束时或窗口显示后保存窗口图片，然后退出。</translation>
    </message>
    <message>
        <source>How many steps the work in the background has, from 1 to 1000000.</source>
        <translation>后台工作的步数，从 1 到 1000000。</translation>
    </message>
    <message>
        <source>How long each step takes, from 0 to 10000 ms.</source>
        <translation>每一步的时长，从 0 到 10000 毫秒。</translation>
    </message>
    <message>
        <source>Shows the window &quot;light&quot; or &quot;dark&quot;.</source>
        <translation>以浅色（light）或深色（dark）显示窗口。</translation>
    </message>
    <message>
        <source>Speaks this language, such as &quot;de&quot; or &quot;zh_CN&quot;.</source>
        <translation>使用此语言，例如“de”或“zh_CN”。</translation>
    </message>
    <message>
        <source>Forgets what was saved of the window.</source>
        <translation>忘记已保存的窗口设置。</translation>
    </message>
    <message>
        <source>%1 See --help for the options.</source>
        <translation>%1 选项请参见 --help。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an option. See --help for the options.</source>
        <translation>“%1”不是选项。选项请参见 --help。</translation>
    </message>
    <message>
        <source>--theme: &quot;%1&quot; is neither &quot;light&quot; nor &quot;dark&quot;.</source>
        <translation>--theme：“%1”既不是“light”也不是“dark”。</translation>
    </message>
    <message>
        <source>--language: &quot;%1&quot; is not the code of a language, such as &quot;de&quot; or &quot;zh_CN&quot;.</source>
        <translation>--language：“%1”不是语言代码，例如“de”或“zh_CN”。</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Async Widgets</source>
        <translation>Async Widgets</translation>
    </message>
    <message>
        <source>The settings in &quot;%1&quot; cannot be read and are ignored.</source>
        <translation>无法读取“%1”中的设置，已忽略。</translation>
    </message>
    <message>
        <source>The picture could not be written to &quot;%1&quot;: %2.</source>
        <translation>无法将图片写入“%1”：%2。</translation>
    </message>
    <message>
        <source>The settings in &quot;%1&quot; could not be saved.</source>
        <translation>无法将设置保存到“%1”。</translation>
    </message>
    <message>
        <source>The output could not be written: %1.</source>
        <translation>无法写入输出：%1。</translation>
    </message>
</context>
</TS>
