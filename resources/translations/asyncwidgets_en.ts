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
</TS>
