<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AsyncWidgets::CodePane</name>
    <message numerus="yes">
        <source>%n more wait here.</source>
        <translation>
            <numerusform>%n more waits here.</numerusform>
            <numerusform>%n more wait here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::WaitForChangeCard</name>
    <message numerus="yes">
        <source>Cancelled after %n change(s).</source>
        <translation>
            <numerusform>Cancelled after %n change.</numerusform>
            <numerusform>Cancelled after %n changes.</numerusform>
        </translation>
    </message>
</context>
</TS>
