<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AsyncWidgets</name>
    <message>
        <source>the stream that it waited for was destroyed</source>
        <translation>der Strom, auf den sie wartete, wurde zerstört</translation>
    </message>
    <message>
        <source>another branch was first</source>
        <translation>ein anderer Zweig war zuerst da</translation>
    </message>
    <message>
        <source>the sender was destroyed</source>
        <translation>der Sender wurde zerstört</translation>
    </message>
    <message>
        <source>the sender of %1 was destroyed</source>
        <translation>der Sender von %1 wurde zerstört</translation>
    </message>
    <message>
        <source>%1 was disconnected</source>
        <translation>%1 wurde getrennt</translation>
    </message>
    <message>
        <source>cancelled with its scope</source>
        <translation>mit ihrem Bereich abgebrochen</translation>
    </message>
    <message>
        <source>its scope was destroyed</source>
        <translation>ihr Bereich wurde zerstört</translation>
    </message>
    <message>
        <source>the thread of the task has ended</source>
        <translation>der Thread der Aufgabe ist zu Ende</translation>
    </message>
    <message>
        <source>an exception that is no std::exception</source>
        <translation>eine Ausnahme, die keine std::exception ist</translation>
    </message>
    <message>
        <source>nobody waits for the result any more</source>
        <translation>niemand wartet mehr auf das Ergebnis</translation>
    </message>
    <message>
        <source>background work</source>
        <translation>Arbeit im Hintergrund</translation>
    </message>
    <message>
        <source>it threw an exception</source>
        <translation>sie hat eine Ausnahme ausgelöst</translation>
    </message>
    <message>
        <source>the function that is told the progress threw an exception</source>
        <translation>die Funktion, die den Fortschritt erfährt, hat eine Ausnahme ausgelöst</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>the state machine was destroyed</source>
        <translation>der Zustandsautomat wurde zerstört</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>its scope was being destroyed when it was to start</source>
        <translation>ihr Bereich wurde gerade zerstört, als sie starten sollte</translation>
    </message>
    <message>
        <source>its thread was ending when it was to start</source>
        <translation>ihr Thread ging gerade zu Ende, als sie starten sollte</translation>
    </message>
    <message>
        <source>%1 tasks of a scope</source>
        <translation>%1 Aufgaben eines Bereichs</translation>
    </message>
    <message>
        <source>%1 quiet for %2</source>
        <translation>%1, %2 lang ruhig</translation>
    </message>
    <message>
        <source>all of %1</source>
        <translation>alle von %1</translation>
    </message>
    <message>
        <source>any of %1</source>
        <translation>eines von %1</translation>
    </message>
    <message>
        <source>%1, at most %2</source>
        <translation>%1, höchstens %2</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Card</name>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>Arbeitet</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>What to notice</source>
        <translation>Worauf man achten kann</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::CodePane</name>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Source file</source>
        <translation>Quelldatei</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copies the selected text, or the whole file.</source>
        <translation>Kopiert den markierten Text oder die ganze Datei.</translation>
    </message>
    <message numerus="yes">
        <source>%n more wait here.</source>
        <translation>
            <numerusform>Hier wartet noch eine.</numerusform>
            <numerusform>Hier warten noch %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::EventLoopStrip</name>
    <message>
        <source>Event loop</source>
        <translation>Ereignisschleife</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Paused tasks: %1</source>
        <translation>Pausierte Aufgaben: %1</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
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
        <translation>längste</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::LatencyPlot</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Event loop</source>
        <translation>Ereignisschleife</translation>
    </message>
    <message>
        <source>one frame, 16.7 ms</source>
        <translation>ein Bild, 16,7 ms</translation>
    </message>
    <message>
        <source>felt, 100 ms</source>
        <translation>spürbar, 100 ms</translation>
    </message>
    <message>
        <source>%1 s ago the event loop was %2 late.</source>
        <translation>Vor %1 s war die Ereignisschleife %2 zu spät.</translation>
    </message>
    <message>
        <source>10 s</source>
        <translation>10 s</translation>
    </message>
    <message>
        <source>0.1 ms</source>
        <translation>0,1 ms</translation>
    </message>
    <message>
        <source>How late the event loop was in the last 30 seconds.</source>
        <translation>Wie sehr sich die Ereignisschleife in den letzten 30 Sekunden verspätet hat.</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::MainWindow</name>
    <message>
        <source>Block the event loop 1 s</source>
        <translation>Ereignisschleife 1 s blockieren</translation>
    </message>
    <message>
        <source>Async Widgets</source>
        <translation>Async Widgets</translation>
    </message>
    <message>
        <source>Code that waits for you, in a window that does not.</source>
        <translation>Der Code wartet auf Sie, das Fenster nicht.</translation>
    </message>
    <message>
        <source>Play demo</source>
        <translation>Vorführen</translation>
    </message>
    <message>
        <source>Blocks on purpose, to show what every other part of this window avoids.</source>
        <translation>Blockiert mit Absicht, um zu zeigen, was alles andere in diesem Fenster vermeidet.</translation>
    </message>
    <message>
        <source>Changes between light and dark.</source>
        <translation>Wechselt zwischen hell und dunkel.</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Shows you around the window.</source>
        <translation>Führt Sie durch das Fenster.</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Blocked for 1 s …</source>
        <translation>1 s lang blockiert …</translation>
    </message>
    <message>
        <source>Press Start, then move the slider. The task pauses after each unit of work until the slider changes. This tour is such a task too: it waits for your next step.</source>
        <translation>Drücken Sie „Start“ und bewegen Sie dann den Regler. Die Aufgabe pausiert nach jeder Arbeitseinheit, bis sich der Regler ändert. Auch diese Führung ist eine solche Aufgabe: Sie wartet auf Ihren nächsten Schritt.</translation>
    </message>
    <message>
        <source>A task can wait for anything that a Qt object tells, or for the first of several things.</source>
        <translation>Eine Aufgabe kann auf alles warten, was ein Qt-Objekt mitteilt, oder auf das Erste von mehrerem.</translation>
    </message>
    <message>
        <source>Long work belongs on a thread. It moves the bar without ever making the window wait.</source>
        <translation>Lange Arbeit gehört in einen Thread. Sie bewegt den Balken, ohne dass das Fenster je warten muss.</translation>
    </message>
    <message>
        <source>While all of this waits and works, ask for something else: it is answered at once.</source>
        <translation>Während all das wartet und arbeitet, fragen Sie nach etwas anderem: Die Antwort kommt sofort.</translation>
    </message>
    <message>
        <source>The source of what you see. The marked line is where the task is paused at this moment.</source>
        <translation>Der Quelltext zu dem, was Sie sehen. In der markierten Zeile pausiert die Aufgabe gerade.</translation>
    </message>
    <message>
        <source>Every task: where it stands, what it waits for, and how often it has gone on.</source>
        <translation>Jede Aufgabe: wo sie steht, worauf sie wartet und wie oft sie weitergelaufen ist.</translation>
    </message>
    <message>
        <source>How late the event loop is. It stays flat whatever the tasks do; block it on purpose to see the difference.</source>
        <translation>Wie sehr die Ereignisschleife sich verspätet. Die Linie bleibt flach, was die Aufgaben auch tun; blockieren Sie die Schleife mit Absicht, um den Unterschied zu sehen.</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::MeanwhileCard</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>In [%1]: primes below %2</source>
        <translation>In [%1]: Primzahlen unter %2</translation>
    </message>
    <message>
        <source>Out [%1]: %2  (%3 ms)</source>
        <translation>Out [%1]: %2  (%3 ms)</translation>
    </message>
    <message>
        <source>Meanwhile</source>
        <translation>Währenddessen</translation>
    </message>
    <message>
        <source>Real computations run and answer while everything else waits or works.</source>
        <translation>Echte Berechnungen antworten, während alles andere wartet oder arbeitet.</translation>
    </message>
    <message>
        <source>Primes below</source>
        <translation>Primzahlen unter</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Working: %1</source>
        <translation>Arbeitet: %1</translation>
    </message>
    <message>
        <source>Each request has a thread of its own, and the window answers all the same.</source>
        <translation>Jede Anfrage hat ihren eigenen Thread, und das Fenster reagiert trotzdem.</translation>
    </message>
    <message>
        <source>Run several at once, while the other cards wait and work.</source>
        <translation>Starten Sie mehrere zugleich, während anderes wartet und arbeitet.</translation>
    </message>
    <message>
        <source>Each answer came back to the line after its wait.</source>
        <translation>Jede Antwort kam in der Zeile nach ihrem Warten an.</translation>
    </message>
    <message>
        <source>Out [%1]: %2</source>
        <translation>Out [%1]: %2</translation>
    </message>
    <message>
        <source>The request was asked to stop, and nobody waits for it.</source>
        <translation>Die Anfrage wurde gebeten aufzuhören, und niemand wartet auf sie.</translation>
    </message>
    <message>
        <source>Each request and its answer appear here, as In [1] and Out [1].</source>
        <translation>Hier erscheint jede Anfrage mit ihrer Antwort, als In [1] und Out [1].</translation>
    </message>
    <message>
        <source>Out [%1]: cancelled</source>
        <translation>Out [%1]: abgebrochen</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::OutputPane</name>
    <message>
        <source>Times</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>What the tasks print appears here.</source>
        <translation>Hier erscheint, was die Aufgaben ausgeben.</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>All tasks</source>
        <translation>Alle Aufgaben</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Save as …</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>Save the output</source>
        <translation>Ausgabe speichern</translation>
    </message>
    <message>
        <source>Text files (*.txt)</source>
        <translation>Textdateien (*.txt)</translation>
    </message>
    <message>
        <source>The output could not be written to &quot;%1&quot;: %2.</source>
        <translation>Die Ausgabe konnte nicht in „%1“ geschrieben werden: %2.</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::StateDiagram</name>
    <message>
        <source>States</source>
        <translation>Zustände</translation>
    </message>
    <message>
        <source>Start the state machine to see its states.</source>
        <translation>Starten Sie den Zustandsautomaten, um seine Zustände zu sehen.</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::TaskModel</name>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>Arbeitet</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation>Wartet auf</translation>
    </message>
    <message>
        <source>At</source>
        <translation>Bei</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>Fortgesetzt</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 is ready to start.</source>
        <translation>%1 ist bereit zum Start.</translation>
    </message>
    <message>
        <source>%1 has been working for %2.</source>
        <translation>%1 arbeitet seit %2.</translation>
    </message>
    <message>
        <source>%1 has been waiting for %2 for %3.</source>
        <translation>%1 wartet auf %2, seit %3.</translation>
    </message>
    <message>
        <source>%1 finished %2 ago.</source>
        <translation>%1 wurde vor %2 fertig.</translation>
    </message>
    <message>
        <source>%1 was cancelled %2 ago: %3.</source>
        <translation>%1 wurde vor %2 abgebrochen: %3.</translation>
    </message>
    <message>
        <source>%1 failed %2 ago: %3.</source>
        <translation>%1 ist vor %2 fehlgeschlagen: %3.</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::TasksView</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Show code</source>
        <translation>Code zeigen</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Tasks appear here when they are started.</source>
        <translation>Hier erscheinen Aufgaben, sobald sie gestartet sind.</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::TourBubble</name>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::UpdateInBackgroundCard</name>
    <message>
        <source>Update in the background</source>
        <translation>Im Hintergrund aktualisieren</translation>
    </message>
    <message>
        <source>A thread does the work and moves the bar; the main thread stays free.</source>
        <translation>Ein Thread arbeitet und bewegt den Balken; der Hauptthread bleibt frei.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source> ms</source>
        <translation> ms</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Each</source>
        <translation>Je</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Working %1</source>
        <translation>Arbeitet %1</translation>
    </message>
    <message>
        <source>The bar moves by itself. Everything else still answers.</source>
        <translation>Der Balken bewegt sich von selbst. Alles andere reagiert weiter.</translation>
    </message>
    <message>
        <source>Paused %1</source>
        <translation>Pausiert %1</translation>
    </message>
    <message>
        <source>The thread is paused in the middle of its step.</source>
        <translation>Der Thread pausiert mitten in seinem Schritt.</translation>
    </message>
    <message>
        <source>Press Start, then use the other cards while the bar moves.</source>
        <translation>Drücken Sie „Start“ und benutzen Sie dabei die anderen Karten.</translation>
    </message>
    <message>
        <source>Done: the task went on when the worker told that it had finished.</source>
        <translation>Fertig: Die Aufgabe lief weiter, als der Thread sein Ende meldete.</translation>
    </message>
    <message>
        <source>Cancelled within one step; you can start again.</source>
        <translation>Innerhalb eines Schrittes abgebrochen; Sie können neu starten.</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::WaitForChangeCard</name>
    <message>
        <source>Coroutine</source>
        <translation>Koroutine</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>State machine</source>
        <translation>Zustandsautomat</translation>
    </message>
    <message>
        <source>Wait for a change</source>
        <translation>Auf eine Änderung warten</translation>
    </message>
    <message>
        <source>A task does ten units of work and pauses after each until you move the slider.</source>
        <translation>Eine Aufgabe erledigt zehn Arbeitseinheiten und pausiert nach jeder, bis Sie den Regler bewegen.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Slider</source>
        <translation>Regler</translation>
    </message>
    <message>
        <source>Change me</source>
        <translation>Ändern Sie mich</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>HTML</source>
        <translation>HTML</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>%1 %2/%3</source>
        <translation>%1 %2/%3</translation>
    </message>
    <message>
        <source>Press &lt;b&gt;Start&lt;/b&gt;, then change the slider ten times.</source>
        <translation>Drücken Sie &lt;b&gt;Start&lt;/b&gt; und ändern Sie den Regler zehnmal.</translation>
    </message>
    <message>
        <source>Start one, two or all three ways: each change resumes every task that waits.</source>
        <translation>Starten Sie auch alle drei: Jede Änderung setzt alle Wartenden fort.</translation>
    </message>
    <message>
        <source>The task is paused at the marked line; the window is not.</source>
        <translation>Die Aufgabe pausiert in der markierten Zeile, das Fenster nicht.</translation>
    </message>
    <message>
        <source>Every change was seen, in order: compare the output.</source>
        <translation>Jede Änderung kam an, der Reihe nach: Vergleichen Sie die Ausgabe.</translation>
    </message>
    <message>
        <source>The paused task was unwound at once; nothing of it is left.</source>
        <translation>Die pausierte Aufgabe wurde sofort abgebaut; nichts ist von ihr übrig.</translation>
    </message>
    <message>
        <source>Cancelled before change &lt;b&gt;%1&lt;/b&gt; of &lt;b&gt;%2&lt;/b&gt;.</source>
        <translation>Abgebrochen vor Änderung &lt;b&gt;%1&lt;/b&gt; von &lt;b&gt;%2&lt;/b&gt;.</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::WaitForClickCard</name>
    <message>
        <source>Wait for a click</source>
        <translation>Auf einen Klick warten</translation>
    </message>
    <message>
        <source>A task can wait for any signal, and for the first of several.</source>
        <translation>Eine Aufgabe kann auf jedes Signal warten, und auf das erste von mehreren.</translation>
    </message>
    <message>
        <source>Or a change of the slider</source>
        <translation>Oder Änderung des Reglers</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Press Start, then Continue whenever you like.</source>
        <translation>Drücken Sie „Start“, und „Weiter“, wann immer Sie mögen.</translation>
    </message>
    <message>
        <source>Press Continue or move the slider: the first one counts.</source>
        <translation>Drücken Sie „Weiter“ oder bewegen Sie den Regler: Das Erste zählt.</translation>
    </message>
    <message>
        <source>The task waits for Continue, and costs nothing meanwhile.</source>
        <translation>Die Aufgabe wartet auf „Weiter“ und kostet währenddessen nichts.</translation>
    </message>
    <message>
        <source>It went on inside your click, in the line after the wait.</source>
        <translation>Sie lief in Ihrem Klick weiter, in der Zeile nach dem Warten.</translation>
    </message>
    <message>
        <source>It went on at the first of the two, and the other wait has ended.</source>
        <translation>Sie lief beim Ersten von beiden weiter, und das andere Warten ist zu Ende.</translation>
    </message>
    <message>
        <source>The wait has ended at once, and nothing listens to Continue any more.</source>
        <translation>Das Warten war sofort zu Ende, und nichts hört mehr auf „Weiter“.</translation>
    </message>
</context>
<context>
    <name>ChangeSlider</name>
    <message>
        <source>Waiting for change %1 of %2.</source>
        <translation>Warten auf Änderung %1 von %2.</translation>
    </message>
    <message>
        <source>Waiting for change %1 of %2, the last value was %3.</source>
        <translation>Warten auf Änderung %1 von %2, der letzte Wert war %3.</translation>
    </message>
    <message>
        <source>Finished after %1 changes, the last value was %2.</source>
        <translation>Fertig nach %1 Änderungen, der letzte Wert war %2.</translation>
    </message>
</context>
<context>
    <name>CommandLine</name>
    <message>
        <source>%1: &quot;%2&quot; is not a whole number from %3 to %4.</source>
        <translation>%1: „%2“ ist keine ganze Zahl von %3 bis %4.</translation>
    </message>
    <message>
        <source>--screenshot: &quot;%1&quot; is not the name of a PNG file; it must end in .png.</source>
        <translation>--screenshot: „%1“ ist kein Name einer PNG-Datei; er muss auf .png enden.</translation>
    </message>
    <message>
        <source>--screenshot: &quot;%1&quot; cannot be written; name a file in a folder that exists and is writable.</source>
        <translation>--screenshot: „%1“ kann nicht geschrieben werden; nennen Sie eine Datei in einem Ordner, den es gibt und der beschreibbar ist.</translation>
    </message>
    <message>
        <source>Shows how GUI code waits for a person, or works for a minute, without freezing the window.</source>
        <translation>Zeigt, wie GUI-Code auf einen Menschen wartet oder eine Minute lang arbeitet, ohne dass das Fenster einfriert.</translation>
    </message>
    <message>
        <source>Shows these options.</source>
        <translation>Zeigt diese Optionen.</translation>
    </message>
    <message>
        <source>Shows the version.</source>
        <translation>Zeigt die Version.</translation>
    </message>
    <message>
        <source>Plays the whole demonstration unattended, prints what the tasks print, and exits.</source>
        <translation>Spielt die ganze Vorführung unbeaufsichtigt, gibt aus, was die Aufgaben ausgeben, und endet.</translation>
    </message>
    <message>
        <source>Saves a picture of the window, at the end of the demo or once it is shown, and exits.</source>
        <translation>Speichert ein Bild des Fensters, am Ende der Vorführung oder sobald es gezeigt wird, und endet.</translation>
    </message>
    <message>
        <source>How many steps the work in the background has, from 1 to 1000000.</source>
        <translation>Wie viele Schritte die Arbeit im Hintergrund hat, von 1 bis 1000000.</translation>
    </message>
    <message>
        <source>How long each step takes, from 0 to 10000 ms.</source>
        <translation>Wie lange jeder Schritt dauert, von 0 bis 10000 ms.</translation>
    </message>
    <message>
        <source>Shows the window &quot;light&quot; or &quot;dark&quot;.</source>
        <translation>Zeigt das Fenster hell („light“) oder dunkel („dark“).</translation>
    </message>
    <message>
        <source>Speaks this language, such as &quot;de&quot; or &quot;zh_CN&quot;.</source>
        <translation>Spricht diese Sprache, etwa „de“ oder „zh_CN“.</translation>
    </message>
    <message>
        <source>Forgets what was saved of the window.</source>
        <translation>Vergisst, was vom Fenster gespeichert wurde.</translation>
    </message>
    <message>
        <source>%1 See --help for the options.</source>
        <translation>%1 Die Optionen zeigt --help.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an option. See --help for the options.</source>
        <translation>„%1“ ist keine Option. Die Optionen zeigt --help.</translation>
    </message>
    <message>
        <source>--theme: &quot;%1&quot; is neither &quot;light&quot; nor &quot;dark&quot;.</source>
        <translation>--theme: „%1“ ist weder „light“ noch „dark“.</translation>
    </message>
    <message>
        <source>--language: &quot;%1&quot; is not the code of a language, such as &quot;de&quot; or &quot;zh_CN&quot;.</source>
        <translation>--language: „%1“ ist kein Sprachcode wie „de“ oder „zh_CN“.</translation>
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
        <translation>Die Einstellungen in „%1“ sind nicht lesbar und werden übergangen.</translation>
    </message>
    <message>
        <source>The picture could not be written to &quot;%1&quot;: %2.</source>
        <translation>Das Bild konnte nicht in „%1“ geschrieben werden: %2.</translation>
    </message>
    <message>
        <source>The settings in &quot;%1&quot; could not be saved.</source>
        <translation>Die Einstellungen konnten nicht in „%1“ gespeichert werden.</translation>
    </message>
    <message>
        <source>The output could not be written: %1.</source>
        <translation>Die Ausgabe konnte nicht geschrieben werden: %1.</translation>
    </message>
</context>
</TS>
