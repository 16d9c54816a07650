<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AsyncWidgets</name>
    <message>
        <source>a callback</source>
        <translation>ein Rückruf</translation>
    </message>
    <message>
        <source>its callback was dropped without being called</source>
        <translation>sein Rückruf wurde verworfen, ohne aufgerufen zu werden</translation>
    </message>
    <message>
        <source>a value in a channel</source>
        <translation>ein Wert in einem Kanal</translation>
    </message>
    <message>
        <source>room in a channel</source>
        <translation>Platz in einem Kanal</translation>
    </message>
    <message>
        <source>the stream that it waited for was destroyed</source>
        <translation>der Strom, auf den sie wartete, wurde zerstört</translation>
    </message>
    <message>
        <source>a future</source>
        <translation>ein Future</translation>
    </message>
    <message>
        <source>%1 was cancelled</source>
        <translation>%1 wurde abgebrochen</translation>
    </message>
    <message>
        <source>the future was cancelled, or ended without a result</source>
        <translation>der Future wurde abgebrochen oder endete ohne Ergebnis</translation>
    </message>
    <message>
        <source>what it waited for was destroyed</source>
        <translation>das, worauf sie wartete, wurde zerstört</translation>
    </message>
    <message>
        <source>another branch finished first</source>
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
        <source>%1 moved to another thread</source>
        <translation>%1 ist in einen anderen Thread umgezogen</translation>
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
        <source>an exception that is not a std::exception</source>
        <translation>eine Ausnahme, die keine std::exception ist</translation>
    </message>
    <message>
        <source>the result is no longer needed</source>
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
        <source>the progress callback threw an exception</source>
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
    <message>
        <source>Slider</source>
        <translation>Regler</translation>
    </message>
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
        <source>Meanwhile</source>
        <translation>Währenddessen</translation>
    </message>
    <message>
        <source>Update in the background</source>
        <translation>Im Hintergrund arbeiten</translation>
    </message>
    <message>
        <source>One is waiting for a thread that moves the bar.</source>
        <translation>Eine wartet auf einen Thread, der den Balken bewegt.</translation>
    </message>
    <message>
        <source>Wait for a click</source>
        <translation>Auf einen Klick warten</translation>
    </message>
    <message>
        <source>One is waiting for a click.</source>
        <translation>Eine wartet auf einen Klick.</translation>
    </message>
    <message>
        <source>One counts primes.</source>
        <translation>Eine zählt Primzahlen.</translation>
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
</context>
<context>
    <name>AsyncWidgets::ChangeSliderCard</name>
    <message>
        <source>Cancelled before change &lt;b&gt;%1&lt;/b&gt; of &lt;b&gt;%2&lt;/b&gt;.</source>
        <translation>Abgebrochen vor Änderung &lt;b&gt;%1&lt;/b&gt; von &lt;b&gt;%2&lt;/b&gt;.</translation>
    </message>
    <message>
        <source>%1 %2/%3</source>
        <translation>%1 %2/%3</translation>
    </message>
    <message>
        <source>Not started yet.</source>
        <translation>Noch nicht gestartet.</translation>
    </message>
    <message>
        <source>Finished: every change arrived, in order.</source>
        <translation>Fertig: Jede Änderung kam an, in der richtigen Reihenfolge.</translation>
    </message>
    <message>
        <source>Cancelled: unwound at once.</source>
        <translation>Abgebrochen: sofort abgebaut.</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <translation>Fehlgeschlagen: %1</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::CodeExcerpt</name>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <extracomment>%1 is the number of a line of code, %2 that line</extracomment>
        <translation>Zeile %1: %2</translation>
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
        <source>%Ln more wait here.</source>
        <translation>
            <numerusform>Hier wartet noch eine.</numerusform>
            <numerusform>Hier warten noch %Ln.</numerusform>
        </translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Companion</name>
    <message>
        <source>Click to see its source.</source>
        <translation>Ein Klick zeigt den Quelltext.</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Dots</name>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
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
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Event loop</source>
        <translation>Ereignisschleife</translation>
    </message>
    <message>
        <source>late by %1, p99 %2</source>
        <translation>verspätet um %1, p99 %2</translation>
    </message>
    <message>
        <source>late by</source>
        <translation>verspätet</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>blocked %1</source>
        <translation>%1 blockiert</translation>
    </message>
    <message>
        <source>late, in order, none lost: %1</source>
        <extracomment>after the event loop was blocked; %1 are signals, such as &quot;slider.valueChanged ×3&quot;</extracomment>
        <translation>verspätet, der Reihe nach, nichts verloren: %1</translation>
    </message>
    <message>
        <source>How late the event loop is. Below one frame, nobody notices.</source>
        <translation>Wie spät die Ereignisschleife dran ist. Unter einem Bild merkt es niemand.</translation>
    </message>
    <message>
        <source>one frame, %1 ms</source>
        <extracomment>%1 is a number of milliseconds</extracomment>
        <translation>ein Bild, %1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tasks wait or work, and nothing is late.</source>
        <translation>
            <numerusform>%Ln Aufgabe wartet oder arbeitet, und nichts verspätet sich.</numerusform>
            <numerusform>%Ln Aufgaben warten oder arbeiten, und nichts verspätet sich.</numerusform>
        </translation>
    </message>
    <message>
        <source>One task waits or works, and nothing is late.</source>
        <translation>Eine Aufgabe wartet oder arbeitet, und nichts verspätet sich.</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Lane</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>printed</source>
        <translation>ausgegeben</translation>
    </message>
    <message>
        <source>Show the whole file</source>
        <translation>Die ganze Datei zeigen</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Einklappen</translation>
    </message>
    <message>
        <source>Not started at that moment</source>
        <translation>In diesem Augenblick noch nicht gestartet</translation>
    </message>
    <message>
        <source>paused %1 · %2</source>
        <extracomment>of a task: %1 is a time, such as &quot;2.4 s&quot;, %2 what it waits for, such as &quot;slider.valueChanged&quot;</extracomment>
        <translation>pausiert seit %1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln running</source>
        <translation>
            <numerusform>%Ln läuft</numerusform>
            <numerusform>%Ln laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>paused at line %1 for %2</source>
        <extracomment>of a task: %1 is a line&apos;s number, %2 what it waits for</extracomment>
        <translation>pausiert in Zeile %1, wartet auf %2</translation>
    </message>
    <message>
        <source>last value %1</source>
        <translation>letzter Wert %1</translation>
    </message>
    <message>
        <source>F&amp;ull file</source>
        <translation>&amp;Ganze Datei</translation>
    </message>
    <message numerus="yes">
        <source>li&amp;cence, includes: %Ln lines</source>
        <translation>
            <numerusform>&amp;Lizenz, Includes: %Ln Zeile</numerusform>
            <numerusform>&amp;Lizenz, Includes: %Ln Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>fold li&amp;cence, includes</source>
        <translation>&amp;Lizenz, Includes einklappen</translation>
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
        <translation>Der Code wartet auf Sie, das Fenster nicht.</translation>
    </message>
    <message>
        <source>Switches between light and dark.</source>
        <translation>Wechselt zwischen hell und dunkel.</translation>
    </message>
    <message>
        <source>Show &amp;me</source>
        <translation>&amp;Zeig es mir</translation>
    </message>
    <message>
        <source>Plays a one-minute tour (F1).</source>
        <translation>Eine Führung von einer Minute (F1).</translation>
    </message>
    <message>
        <source>Press &lt;b&gt;Start all three&lt;/b&gt;, then move the slider.</source>
        <translation>Drücken Sie &lt;b&gt;Alle drei starten&lt;/b&gt;, dann bewegen Sie den Regler.</translation>
    </message>
    <message>
        <source>The file &quot;%1&quot; could not be written.</source>
        <translation>Die Datei „%1“ konnte nicht geschrieben werden.</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Pictures (*.png)</source>
        <translation>Bilder (*.png)</translation>
    </message>
    <message>
        <source>Save trace</source>
        <translation>Aufzeichnung speichern</translation>
    </message>
    <message>
        <source>Traces (*.json)</source>
        <translation>Aufzeichnungen (*.json)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Three tasks have started: the same work, written in three ways. Each is paused at its highlighted line, in the middle of a function, yet the window responds. This tour is a task too, and it is waiting for you.</source>
        <translation>Drei Aufgaben sind gestartet: dieselbe Arbeit, auf drei Arten geschrieben. Jede pausiert an ihrer hervorgehobenen Zeile, mitten in einer Funktion, und trotzdem reagiert das Fenster. Auch diese Tour ist eine Aufgabe, und sie wartet auf Sie.</translation>
    </message>
    <message>
        <source>Your turn: move the slider one step, and watch the arrows. The value arrives at every line that is waiting for it.</source>
        <translation>Jetzt Sie: Bewegen Sie den Regler um einen Schritt und achten Sie auf die Pfeile. Der Wert kommt in jeder Zeile an, die auf ihn wartet.</translation>
    </message>
    <message>
        <source>The value arrived inside the call that moved the slider. It stays in the pill under the line, and each task is paused again, waiting for the next one.</source>
        <translation>Der Wert kam noch in dem Aufruf an, der den Regler bewegt hat. Er bleibt im Feld unter der Zeile stehen, und jede Aufgabe pausiert wieder, bis der nächste kommt.</translation>
    </message>
    <message>
        <source>More tasks have been started. %1 The event loop does not notice: its line stays flat, and every control responds at once.</source>
        <translation>Noch mehr Aufgaben sind gestartet. %1 Die Ereignisschleife merkt nichts davon: Ihre Linie bleibt flach, und jedes Bedienelement reagiert sofort.</translation>
    </message>
    <message>
        <source>This is what all of them avoid: code that holds up the event loop. For one second, nothing will respond. Press the button, or Next, and try to move the slider meanwhile.</source>
        <translation>Das vermeiden sie alle: Code, der die Ereignisschleife aufhält. Eine Sekunde lang wird nichts reagieren. Drücken Sie den Knopf oder „Weiter“, und versuchen Sie inzwischen, den Regler zu bewegen.</translation>
    </message>
    <message>
        <source>New here? Take the one-minute tour.</source>
        <translation>Neu hier? Die Führung dauert eine Minute.</translation>
    </message>
    <message>
        <source>Now start &lt;b&gt;the three below&lt;/b&gt; as well, then block the event loop.</source>
        <translation>Nun &lt;b&gt;auch die drei unten starten&lt;/b&gt;, dann blockieren.</translation>
    </message>
    <message>
        <source>The &lt;b&gt;timeline&lt;/b&gt; shows what blocked it.</source>
        <translation>Die &lt;b&gt;Zeitleiste&lt;/b&gt; sagt, wer es war.</translation>
    </message>
    <message>
        <source>There it is: how long it took, and what caused it. What you did in the meantime has now arrived, in order, and the background thread never paused. Now the slider is yours, and the tasks are still waiting for it.</source>
        <translation>Da ist es: wie lange es gedauert hat und wer es war. Was Sie inzwischen getan haben, ist danach angekommen, der Reihe nach, und der Thread im Hintergrund lief weiter. Der Regler gehört jetzt Ihnen: Die Aufgaben warten noch auf ihn.</translation>
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
        <source>Primes below</source>
        <translation>Primzahlen unter</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Start</translation>
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
        <source>Out [%1]: %2</source>
        <translation>Out [%1]: %2</translation>
    </message>
    <message>
        <source>Each request and its answer appear here, as In [1] and Out [1].</source>
        <translation>Hier erscheint jede Anfrage mit ihrer Antwort, als In [1] und Out [1].</translation>
    </message>
    <message>
        <source>Out [%1]: cancelled</source>
        <translation>Out [%1]: abgebrochen</translation>
    </message>
    <message>
        <source>Run one while the others wait.</source>
        <translation>Starten Sie eine, während die anderen warten.</translation>
    </message>
    <message>
        <source>In [%1]: %2</source>
        <extracomment>%1 is the number of the request, %2 a percentage</extracomment>
        <translation>In [%1]: %2</translation>
    </message>
    <message>
        <source>Pr&amp;imes below</source>
        <translation>&amp;Primzahlen &lt;</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::OutputBar</name>
    <message>
        <source>What the tasks print appears here.</source>
        <translation>Hier erscheint, was die Aufgaben ausgeben.</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln Zeile</numerusform>
            <numerusform>%Ln Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Close the output</source>
        <translation>Die Ausgabe schließen</translation>
    </message>
    <message>
        <source>Open the output</source>
        <translation>Die Ausgabe öffnen</translation>
    </message>
    <message>
        <source>Everything the tasks have printed (Ctrl+O).</source>
        <translation>Alles, was die Aufgaben ausgegeben haben (Strg+O).</translation>
    </message>
    <message>
        <source>Cop&amp;y</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Sa&amp;ve</source>
        <translation>Speiche&amp;rn</translation>
    </message>
    <message>
        <source>1 line</source>
        <translation>1 Zeile</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::OutputPane</name>
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
        <source>Clear</source>
        <translation>Leeren</translation>
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
    <message>
        <source>Sho&amp;w times</source>
        <translation>Mit &amp;Uhrzeit</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::StageRow</name>
    <message>
        <source>Step %1, done</source>
        <translation>Schritt %1, erledigt</translation>
    </message>
    <message>
        <source>Step %1, next</source>
        <translation>Schritt %1, als Nächstes</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>&amp;Start all three</source>
        <translation>Alle drei &amp;starten</translation>
    </message>
    <message>
        <source>&amp;Block the event loop 1 s</source>
        <translation>1 s lang &amp;blockieren</translation>
    </message>
    <message>
        <source>Cancel &amp;all</source>
        <translation>&amp;Alle abbrechen</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Bühne</translation>
    </message>
    <message>
        <source>Blocks on purpose, to show what every other part of this window avoids.</source>
        <translation>Blockiert mit Absicht, um zu zeigen, was alles andere in diesem Fenster vermeidet.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Move the slider ten times</source>
        <translation>Regler zehnmal bewegen</translation>
    </message>
    <message>
        <source>Block it and find the culprit</source>
        <translation>Blockieren: wer war es?</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::StateDiagram</name>
    <message>
        <source>States</source>
        <translation>Zustände</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::TaskModel</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
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
        <source>Its longest piece of work took %1, all of its work %2.</source>
        <translation>Am Stück hat sie höchstens %1 gearbeitet, insgesamt %2.</translation>
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
        <source>Longest work</source>
        <translation>Am längsten</translation>
    </message>
    <message>
        <source>Total work</source>
        <translation>Arbeit gesamt</translation>
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
        <source>%1 ended %2 ago: %3.</source>
        <translation>%1 endete vor %2: %3.</translation>
    </message>
    <message>
        <source>%1 failed %2 ago: %3.</source>
        <translation>%1 ist vor %2 fehlgeschlagen: %3.</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::TasksView</name>
    <message>
        <source>longest %1, total %2</source>
        <extracomment>How long a task worked without a pause, and in total. %1 and %2 are times such as &quot;12 ms&quot;.</extracomment>
        <translation>längstens %1, zusammen %2</translation>
    </message>
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
        <source>Tasks appear here once they are started.</source>
        <translation>Hier erscheinen Aufgaben, sobald sie gestartet sind.</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Timeline</name>
    <message>
        <source>Pale bar: waiting. Solid bar: working. Tick: resumed.</source>
        <translation>Ein blasser Balken ist Warten, ein kräftiger Arbeit, ein Strich eine Fortsetzung.</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>work</source>
        <translation>arbeitet</translation>
    </message>
    <message>
        <source>resumed</source>
        <translation>fortgesetzt</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>&amp;Freeze</source>
        <translation>A&amp;nhalten</translation>
    </message>
    <message>
        <source>Stops the timeline, not the tasks, so that any instant can be read.</source>
        <translation>Hält die Zeitleiste an, nicht die Aufgaben, sodass sich jeder Augenblick ablesen lässt.</translation>
    </message>
    <message>
        <source>Save &amp;picture</source>
        <translation>B&amp;ild speichern</translation>
    </message>
    <message>
        <source>Save &amp;trace</source>
        <translation>Spur sp&amp;eichern</translation>
    </message>
    <message>
        <source>Saves what the tasks did, for Qt Creator or ui.perfetto.dev.</source>
        <translation>Speichert, was die Aufgaben getan haben, für Qt Creator oder ui.perfetto.dev.</translation>
    </message>
    <message>
        <source>Looking at the past, %1 s ago.</source>
        <extracomment>%1 is a number of seconds</extracomment>
        <translation>Blick in die Vergangenheit, vor %1 s.</translation>
    </message>
    <message>
        <source>Frozen. Point at an instant to read it, or use the arrow keys.</source>
        <translation>Angehalten. Zeigen Sie auf einen Augenblick, oder nehmen Sie die Pfeiltasten.</translation>
    </message>
    <message>
        <source>The tasks that ended more than 30 s ago.</source>
        <translation>Die Aufgaben, die vor mehr als 30 s geendet haben.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln e&amp;nded</source>
        <translation>
            <numerusform>%Ln &amp;vorbei</numerusform>
            <numerusform>%Ln &amp;vorbei</numerusform>
        </translation>
    </message>
    <message>
        <source>Hide e&amp;nded</source>
        <translation>&amp;Vergangene ausblenden</translation>
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
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>Zeig es mir</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Nicht jetzt</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::UpdateInBackgroundCard</name>
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
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>%1 steps of %2 ms.</source>
        <extracomment>%1 is the number of steps, %2 that of milliseconds</extracomment>
        <translation>%1 Schritte zu %2 ms.</translation>
    </message>
    <message>
        <source>Paused in mid-step.</source>
        <translation>Mitten im Schritt pausiert.</translation>
    </message>
    <message>
        <source>A thread moves the bar.</source>
        <translation>Ein Thread bewegt den Balken.</translation>
    </message>
    <message>
        <source>The worker has finished.</source>
        <translation>Der Worker ist fertig.</translation>
    </message>
    <message>
        <source>Cancelled within one step.</source>
        <translation>Innerhalb eines Schritts abgebrochen.</translation>
    </message>
    <message>
        <source>Time per step</source>
        <translation>Zeit je Schritt</translation>
    </message>
    <message>
        <source>St&amp;eps</source>
        <translation>Schri&amp;tte</translation>
    </message>
    <message>
        <source>Time pe&amp;r step</source>
        <translation>Zeit &amp;je Schritt</translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::WaitForClickCard</name>
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
        <source>Press Start, then Continue.</source>
        <translation>Drücken Sie „Start“, dann „Weiter“.</translation>
    </message>
    <message>
        <source>Waiting for Continue or the slider.</source>
        <translation>Wartet auf „Weiter“ oder den Regler.</translation>
    </message>
    <message>
        <source>Waiting for Continue.</source>
        <translation>Wartet auf „Weiter“.</translation>
    </message>
    <message>
        <source>The first of the two was enough.</source>
        <translation>Das Erste von beiden genügte.</translation>
    </message>
    <message>
        <source>It continued inside your click.</source>
        <translation>Es ging noch in Ihrem Klick weiter.</translation>
    </message>
    <message>
        <source>Cancelled: no longer listening.</source>
        <translation>Abgebrochen: hört nicht mehr zu.</translation>
    </message>
    <message>
        <source>&amp;or the slider</source>
        <translation>&amp;oder Regler</translation>
    </message>
</context>
<context>
    <name>ChangeSlider</name>
    <message>
        <source>Waiting for change %1 of %2.</source>
        <translation>Warten auf Änderung %1 von %2.</translation>
    </message>
    <message>
        <source>Waiting for change %1 of %2, the last was %3.</source>
        <translation>Warten auf %1 von %2, zuletzt %3.</translation>
    </message>
    <message>
        <source>Finished after %1 changes, the last was %2.</source>
        <translation>Fertig nach %1 Änderungen, zuletzt %2.</translation>
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
        <source>Number of steps of the background work, from 1 to 1000000.</source>
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
        <source>Uses this language, such as &quot;de&quot; or &quot;zh_CN&quot;.</source>
        <translation>Spricht diese Sprache, etwa „de“ oder „zh_CN“.</translation>
    </message>
    <message>
        <source>Resets the saved window settings.</source>
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
