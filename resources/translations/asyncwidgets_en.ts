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
    <name>AsyncWidgets::Lane</name>
    <message numerus="yes">
        <source>licence, includes: %n lines</source>
        <translation>
            <numerusform>licence, includes: %n line</numerusform>
            <numerusform>licence, includes: %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run</source>
        <translation>
            <numerusform>%n runs</numerusform>
            <numerusform>%n run</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more wait here.</source>
        <translation>
            <numerusform>%n more waits here.</numerusform>
            <numerusform>%n more wait here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::OutputBar</name>
    <message numerus="yes">
        <source>%n lines</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Timeline</name>
    <message numerus="yes">
        <source>%n ended</source>
        <translation>
            <numerusform>%n ended</numerusform>
            <numerusform>%n ended</numerusform>
        </translation>
    </message>
</context>
</TS>
