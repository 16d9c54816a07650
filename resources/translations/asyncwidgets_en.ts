<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AsyncWidgets::CodePane</name>
    <message numerus="yes">
        <source>%Ln more wait here.</source>
        <translation>
            <numerusform>%Ln more waits here.</numerusform>
            <numerusform>%Ln more wait here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::EventLoopPlot</name>
    <message numerus="yes">
        <source>%Ln tasks wait or work, and nothing is late.</source>
        <translation>
            <numerusform>%Ln task waits or works, and nothing is late.</numerusform>
            <numerusform>%Ln tasks wait or work, and nothing is late.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Lane</name>
    <message numerus="yes">
        <source>%Ln running</source>
        <translation>
            <numerusform>%Ln running</numerusform>
            <numerusform>%Ln running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>li&amp;cence, includes: %Ln lines</source>
        <translation>
            <numerusform>li&amp;cence, includes: %Ln line</numerusform>
            <numerusform>li&amp;cence, includes: %Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::OutputBar</name>
    <message numerus="yes">
        <source>%Ln lines</source>
        <translation>
            <numerusform>%Ln line</numerusform>
            <numerusform>%Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AsyncWidgets::Timeline</name>
    <message numerus="yes">
        <source>%Ln e&amp;nded</source>
        <translation>
            <numerusform>%Ln e&amp;nded</numerusform>
            <numerusform>%Ln e&amp;nded</numerusform>
        </translation>
    </message>
</context>
</TS>
