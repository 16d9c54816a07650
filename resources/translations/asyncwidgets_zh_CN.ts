<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AsyncWidgets</name>
    <message>
        <source>a callback</source>
        <translation>一个回调</translation>
    </message>
    <message>
        <source>its callback was dropped without being called</source>
        <translation>它的回调未被调用就被丢弃了</translation>
    </message>
    <message>
        <source>a value in a channel</source>
        <translation>通道中的一个值</translation>
    </message>
    <message>
        <source>room in a channel</source>
        <translation>通道中的空位</translation>
    </message>
    <message>
        <source>the stream that it waited for was destroyed</source>
        <translation>它所等待的流已被销毁</translation>
    </message>
    <message>
        <source>a future</source>
        <translation>一个 future</translation>
    </message>
    <message>
        <source>%1 was cancelled</source>
        <translation>%1 已被取消</translation>
    </message>
    <message>
        <source>the future was cancelled, or ended without a result</source>
        <translation>该 future 已被取消，或未产生结果就结束了</translation>
    </message>
    <message>
        <source>what it waited for was destroyed</source>
        <translation>它所等待的对象已被销毁</translation>
    </message>
    <message>
        <source>another branch finished first</source>
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
        <source>%1 moved to another thread</source>
        <translation>%1 已移到另一个线程</translation>
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
        <source>an exception that is not a std::exception</source>
        <translation>不是 std::exception 的异常</translation>
    </message>
    <message>
        <source>the result is no longer needed</source>
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
        <source>the progress callback threw an exception</source>
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
    <message>
        <source>Slider</source>
        <translation>滑块</translation>
    </message>
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
        <source>Meanwhile</source>
        <translation>与此同时</translation>
    </message>
    <message>
        <source>Update in the background</source>
        <translation>在后台更新</translation>
    </message>
    <message>
        <source>One is waiting for a thread that moves the bar.</source>
        <translation>一个在等待推动进度条的线程。</translation>
    </message>
    <message>
        <source>Wait for a click</source>
        <translation>等待点击</translation>
    </message>
    <message>
        <source>One is waiting for a click.</source>
        <translation>一个在等待点击。</translation>
    </message>
    <message>
        <source>One counts primes.</source>
        <translation>一个在计算素数。</translation>
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
</context>
<context>
    <name>AsyncWidgets::ChangeSliderCard</name>
    <message>
        <source>Cancelled before change &lt;b&gt;%1&lt;/b&gt; of &lt;b&gt;%2&lt;/b&gt;.</source>
        <translation>在第 &lt;b&gt;%1&lt;/b&gt; 次变化前取消，共 &lt;b&gt;%2&lt;/b&gt; 次。</translation>
    </message>
    <message>
        <source>%1 %2/%3</source>
        <translation>%1 %2/%3</translation>
    </message>
    <message>
        <source>Not started yet.</source>
        <translation>尚未启动。</translation>
    </message>
    <message>
        <source>Finished: every change arrived, in order.</source>
        <translation>已完成：每次变化都按顺序到达。</translation>
    </message>
    <message>
        <source>Cancelled: unwound at once.</source>
        <translation>已取消：已立即清理。</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>失败：%1</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::CodeExcerpt</name>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <extracomment>%1 is the number of a line of code, %2 that line</extracomment>
        <translation>第 %1 行：%2</translation>
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
        <source>%Ln more wait here.</source>
        <translation>
            <numerusform>此处还有 %Ln 个在等待。</numerusform>
        </translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Companion</name>
    <message>
        <source>Click to see its source.</source>
        <translation>点击显示其源代码。</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Dots</name>
    <message>
        <source>Changes</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>%1/%2</source>
        <extracomment>of the changes that a task waits for: %1 of %2 have arrived</extracomment>
        <translation>%1/%2</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::EventLoopPlot</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>Event loop</source>
        <translation>事件循环</translation>
    </message>
    <message>
        <source>late by %1, p99 %2</source>
        <translation>延迟 %1，p99 %2</translation>
    </message>
    <message>
        <source>late by</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>blocked %1</source>
        <translation>阻塞 %1</translation>
    </message>
    <message>
        <source>late, in order, none lost: %1</source>
        <extracomment>after the event loop was blocked; %1 are signals, such as &quot;slider.valueChanged ×3&quot;</extracomment>
        <translation>迟到但有序、无丢失：%1</translation>
    </message>
    <message>
        <source>How late the event loop is. Below one frame, nobody notices.</source>
        <translation>事件循环迟了多久。低于一帧时没有人会察觉。</translation>
    </message>
    <message>
        <source>one frame, %1 ms</source>
        <extracomment>%1 is a number of milliseconds</extracomment>
        <translation>一帧，%1 毫秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tasks wait or work, and nothing is late.</source>
        <translation>
            <numerusform>%Ln 个任务在等待或工作，一切准时。</numerusform>
        </translation>
    </message>
    <message>
        <source>One task waits or works, and nothing is late.</source>
        <translation>1 个任务在等待或工作，一切准时。</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Lane</name>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>printed</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Show the whole file</source>
        <translation>显示整个文件</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Not started at that moment</source>
        <translation>在那一刻尚未启动</translation>
    </message>
    <message>
        <source>paused %1 · %2</source>
        <extracomment>of a task: %1 is a time, such as &quot;2.4 s&quot;, %2 what it waits for, such as &quot;slider.valueChanged&quot;</extracomment>
        <translation>已暂停 %1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln running</source>
        <translation>
            <numerusform>%Ln 个在运行</numerusform>
        </translation>
    </message>
    <message>
        <source>paused at line %1 for %2</source>
        <extracomment>of a task: %1 is a line&apos;s number, %2 what it waits for</extracomment>
        <translation>在第 %1 行暂停，等待 %2</translation>
    </message>
    <message>
        <source>last value %1</source>
        <translation>最后的值 %1</translation>
    </message>
    <message>
        <source>F&amp;ull file</source>
        <translation>完整文件(&amp;U)</translation>
    </message>
    <message numerus="yes">
        <source>li&amp;cence, includes: %Ln lines</source>
        <translation>
            <numerusform>许可证、头文件(&amp;C)：%Ln 行</numerusform>
        </translation>
    </message>
    <message>
        <source>fold li&amp;cence, includes</source>
        <translation>折叠许可证、头文件(&amp;C)</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::MainWindow</name>
    <message>
        <source>Async Widgets</source>
        <translation>Async Widgets</translation>
    </message>
    <message>
        <source>Code that waits for you, in a window that never freezes.</source>
        <translation>等待您的代码，不等待的窗口。</translation>
    </message>
    <message>
        <source>Switches between light and dark.</source>
        <translation>在浅色与深色之间切换。</translation>
    </message>
    <message>
        <source>Show &amp;me</source>
        <translation>演示(&amp;M)</translation>
    </message>
    <message>
        <source>Plays a one-minute tour (F1).</source>
        <translation>一分钟的导览（F1）。</translation>
    </message>
    <message>
        <source>Press &lt;b&gt;Start all three&lt;/b&gt;, then move the slider.</source>
        <translation>按&lt;b&gt;启动全部三个&lt;/b&gt;，然后移动滑块。</translation>
    </message>
    <message>
        <source>The file &quot;%1&quot; could not be written.</source>
        <translation>无法写入文件“%1”。</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>图片 (*.png)</translation>
    </message>
    <message>
        <source>Save trace</source>
        <translation>保存跟踪</translation>
    </message>
    <message>
        <source>Traces (*.json)</source>
        <translation>跟踪 (*.json)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Three tasks have started: the same work, written in three ways. Each is paused at its highlighted line, in the middle of a function, yet the window responds. This tour is a task too, and it is waiting for you.</source>
        <translation>三个任务已启动：同样的工作，以三种方式写成。每个都在高亮的那一行、函数的中间暂停，而窗口仍然响应。这个导览也是一个任务，它在等您。</translation>
    </message>
    <message>
        <source>Your turn: move the slider one step, and watch the arrows. The value arrives at every line that is waiting for it.</source>
        <translation>轮到您了：把滑块移动一步，注意箭头。值会到达每一行等待它的代码。</translation>
    </message>
    <message>
        <source>The value arrived inside the call that moved the slider. It stays in the pill under the line, and each task is paused again, waiting for the next one.</source>
        <translation>这个值在移动滑块的那次调用之内就到达了。它保留在该行下方的标签里，每个任务又暂停下来等待下一个。</translation>
    </message>
    <message>
        <source>More tasks have been started. %1 The event loop does not notice: its line stays flat, and every control responds at once.</source>
        <translation>又启动了更多任务。%1事件循环毫无察觉：它的线保持平直，每个控件都立即响应。</translation>
    </message>
    <message>
        <source>This is what all of them avoid: code that holds up the event loop. For one second, nothing will respond. Press the button, or Next, and try to move the slider meanwhile.</source>
        <translation>这是它们都在避免的：占住事件循环的代码。一秒钟内什么都不会响应。按下按钮，或按“下一步”，同时试着移动滑块。</translation>
    </message>
    <message>
        <source>New here? Take the one-minute tour.</source>
        <translation>第一次来？请看一分钟的导览。</translation>
    </message>
    <message>
        <source>Now start &lt;b&gt;the three below&lt;/b&gt; as well, then block the event loop.</source>
        <translation>现在&lt;b&gt;把下面三项也启动&lt;/b&gt;，然后阻塞。</translation>
    </message>
    <message>
        <source>The &lt;b&gt;timeline&lt;/b&gt; shows what blocked it.</source>
        <translation>&lt;b&gt;时间线&lt;/b&gt;会告诉您是谁造成的。</translation>
    </message>
    <message>
        <source>There it is: how long it took, and what caused it. What you did in the meantime has now arrived, in order, and the background thread never paused. Now the slider is yours, and the tasks are still waiting for it.</source>
        <translation>就在那里：持续了多久，是谁造成的。您其间的操作随后都按顺序到达，后台线程也一直在运行。滑块现在交给您：任务仍在等它。</translation>
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
        <source>Out [%1]: %2</source>
        <translation>Out [%1]：%2</translation>
    </message>
    <message>
        <source>Each request and its answer appear here, as In [1] and Out [1].</source>
        <translation>每个请求及其答案会以 In [1] 和 Out [1] 的形式显示在这里。</translation>
    </message>
    <message>
        <source>Out [%1]: cancelled</source>
        <translation>Out [%1]：已取消</translation>
    </message>
    <message>
        <source>Run one while the others wait.</source>
        <translation>在其他任务等待时运行一个。</translation>
    </message>
    <message>
        <source>In [%1]: %2</source>
        <extracomment>%1 is the number of the request, %2 a percentage</extracomment>
        <translation>In [%1]: %2</translation>
    </message>
    <message>
        <source>Pr&amp;imes below</source>
        <translation>小于此数的素数(&amp;I)</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::OutputBar</name>
    <message>
        <source>What the tasks print appears here.</source>
        <translation>任务打印的内容显示在这里。</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Close the output</source>
        <translation>关闭输出</translation>
    </message>
    <message>
        <source>Open the output</source>
        <translation>打开输出</translation>
    </message>
    <message>
        <source>Everything the tasks have printed (Ctrl+O).</source>
        <translation>任务输出的全部内容（Ctrl+O）。</translation>
    </message>
    <message>
        <source>Cop&amp;y</source>
        <translation>复制(&amp;Y)</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>保存(&amp;V)</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 行</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::OutputPane</name>
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
        <source>Clear</source>
        <translation>清空</translation>
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
    <message>
        <source>Sho&amp;w times</source>
        <translation>显示时间(&amp;W)</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::StageRow</name>
    <message>
        <source>Step %1, done</source>
        <translation>第 %1 步，已完成</translation>
    </message>
    <message>
        <source>Step %1, next</source>
        <translation>第 %1 步，接下来</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>&amp;Start all three</source>
        <translation>启动全部三个(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Block the event loop 1 s</source>
        <translation>阻塞事件循环 1 秒(&amp;B)</translation>
    </message>
    <message>
        <source>Cancel &amp;all</source>
        <translation>全部取消(&amp;A)</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>舞台</translation>
    </message>
    <message>
        <source>Blocks on purpose, to show what every other part of this window avoids.</source>
        <translation>故意阻塞，以展示本窗口其他部分所避免的情况。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Move the slider ten times</source>
        <translation>移动滑块十次</translation>
    </message>
    <message>
        <source>Block it and find the culprit</source>
        <translation>阻塞它，看看是谁干的</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::StateDiagram</name>
    <message>
        <source>States</source>
        <translation>状态图</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::TaskModel</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
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
        <source>Its longest piece of work took %1, all of its work %2.</source>
        <translation>最长的一次连续工作用时 %1，全部工作共用时 %2。</translation>
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
        <source>Longest work</source>
        <translation>最长工作</translation>
    </message>
    <message>
        <source>Total work</source>
        <translation>总工作</translation>
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
        <source>%1 ended %2 ago: %3.</source>
        <translation>%1 于 %2前结束：%3。</translation>
    </message>
    <message>
        <source>%1 failed %2 ago: %3.</source>
        <translation>%1 于 %2前失败：%3。</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::TasksView</name>
    <message>
        <source>longest %1, total %2</source>
        <extracomment>How long a task worked without a pause, and in total. %1 and %2 are times such as &quot;12 ms&quot;.</extracomment>
        <translation>最长 %1，共 %2</translation>
    </message>
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
        <source>Tasks appear here once they are started.</source>
        <translation>任务启动后会显示在这里。</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Timeline</name>
    <message>
        <source>Pale bar: waiting. Solid bar: working. Tick: resumed.</source>
        <translation>浅色条是等待，实色条是工作，刻线是恢复。</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>work</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>&amp;Freeze</source>
        <translation>冻结(&amp;F)</translation>
    </message>
    <message>
        <source>Stops the timeline, not the tasks, so that any instant can be read.</source>
        <translation>停住时间线而不是任务，以便查看任何时刻。</translation>
    </message>
    <message>
        <source>Save &amp;picture</source>
        <translation>保存图片(&amp;P)</translation>
    </message>
    <message>
        <source>Save &amp;trace</source>
        <translation>保存跟踪(&amp;T)</translation>
    </message>
    <message>
        <source>Saves what the tasks did, for Qt Creator or ui.perfetto.dev.</source>
        <translation>保存任务的活动，供 Qt Creator 或 ui.perfetto.dev 使用。</translation>
    </message>
    <message>
        <source>Looking at the past, %1 s ago.</source>
        <extracomment>%1 is a number of seconds</extracomment>
        <translation>正在查看过去，%1 秒前。</translation>
    </message>
    <message>
        <source>Frozen. Point at an instant to read it, or use the arrow keys.</source>
        <translation>已冻结。指向某一时刻即可读取，也可用方向键。</translation>
    </message>
    <message>
        <source>The tasks that ended more than 30 s ago.</source>
        <translation>30 秒之前已结束的任务。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln e&amp;nded</source>
        <translation>
            <numerusform>%Ln 个已结束(&amp;N)</numerusform>
        </translation>
    </message>
    <message>
        <source>Hide e&amp;nded</source>
        <translation>隐藏已结束(&amp;N)</translation>
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
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::UpdateInBackgroundCard</name>
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
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>%1 steps of %2 ms.</source>
        <extracomment>%1 is the number of steps, %2 that of milliseconds</extracomment>
        <translation>%1 步，每步 %2 毫秒。</translation>
    </message>
    <message>
        <source>Paused in mid-step.</source>
        <translation>在一步的中途暂停。</translation>
    </message>
    <message>
        <source>A thread moves the bar.</source>
        <translation>一个线程推动进度条。</translation>
    </message>
    <message>
        <source>The worker has finished.</source>
        <translation>工作线程已完成。</translation>
    </message>
    <message>
        <source>Cancelled within one step.</source>
        <translation>在一步之内取消。</translation>
    </message>
    <message>
        <source>Time per step</source>
        <translation>每步时间</translation>
    </message>
    <message>
        <source>St&amp;eps</source>
        <translation>步数(&amp;E)</translation>
    </message>
    <message>
        <source>Time pe&amp;r step</source>
        <translation>每步时间(&amp;R)</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::WaitForClickCard</name>
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
        <source>Press Start, then Continue.</source>
        <translation>按“启动”，然后按“继续”。</translation>
    </message>
    <message>
        <source>Waiting for Continue or the slider.</source>
        <translation>等待“继续”或滑块。</translation>
    </message>
    <message>
        <source>Waiting for Continue.</source>
        <translation>等待“继续”。</translation>
    </message>
    <message>
        <source>The first of the two was enough.</source>
        <translation>两者中的第一个就够了。</translation>
    </message>
    <message>
        <source>It continued inside your click.</source>
        <translation>它在您的点击之内继续了。</translation>
    </message>
    <message>
        <source>Cancelled: no longer listening.</source>
        <translation>已取消：不再监听。</translation>
    </message>
    <message>
        <source>&amp;or the slider</source>
        <translation>或滑块(&amp;O)</translation>
    </message>
</context>
<context>
    <name>ChangeSlider</name>
    <message>
        <source>Waiting for change %1 of %2.</source>
        <translation>等待第 %1 次变化，共 %2 次。</translation>
    </message>
    <message>
        <source>Waiting for change %1 of %2, the last was %3.</source>
        <translation>等待第 %1 次变化，共 %2 次，上一个值是 %3。</translation>
    </message>
    <message>
        <source>Finished after %1 changes, the last was %2.</source>
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
        <source>Number of steps of the background work, from 1 to 1000000.</source>
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
        <source>Uses this language, such as &quot;de&quot; or &quot;zh_CN&quot;.</source>
        <translation>使用此语言，例如“de”或“zh_CN”。</translation>
    </message>
    <message>
        <source>Resets the saved window settings.</source>
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
