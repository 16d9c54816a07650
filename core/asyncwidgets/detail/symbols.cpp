// SPDX-FileCopyrightText: the Async Widgets authors
// SPDX-License-Identifier: MIT

#include <asyncwidgets/detail/symbols.h>

#include <QtCore/QtGlobal>

#ifdef Q_OS_LINUX
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QHash>
#include <QtCore/QProcess>

#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <elf.h>
#include <initializer_list>
#include <link.h>
#include <memory>
#include <span>
#endif

using namespace Qt::StringLiterals;

namespace AsyncWidgets::Detail {

#ifdef Q_OS_LINUX

namespace {

/// An address in the file that it was loaded from.
struct Place
{
    QString file; // empty if it is in none
    quintptr offset = 0; // in the file
    quintptr address = 0; // as the file's own tables count
    QString function;
    QString line;
};

void findFiles(const std::vector<quintptr> &addresses, std::vector<Place> &places)
{
    QFile maps(u"/proc/self/maps"_s);
    if (!maps.open(QIODevice::ReadOnly))
        return;
    // "7f1c0-7f1c8 r-xp 00026000 08:01 1234    /usr/lib/libc.so.6"
    const QList<QByteArray> lines = maps.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> fields = line.simplified().split(' ');
        const qsizetype path = line.indexOf('/');
        const qsizetype dash = line.indexOf('-');
        if (fields.size() < 6 || path < 0)
            continue;
        const quintptr begin = line.left(dash).toULongLong(nullptr, 16);
        const quintptr end = fields[0].mid(dash + 1).toULongLong(nullptr, 16);
        const quintptr offset = fields[2].toULongLong(nullptr, 16);
        for (std::size_t i = 0; i < addresses.size(); ++i) {
            if (addresses[i] >= begin && addresses[i] < end) {
                places[i].file = QFile::decodeName(line.mid(path));
                places[i].offset = addresses[i] - begin + offset;
            }
        }
    }
}

QString demangled(const char *name)
{
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> text(
        abi::__cxa_demangle(name, nullptr, nullptr, &status), &std::free);
    return QString::fromUtf8(status == 0 ? text.get() : name);
}

/// A file of the Executable and Linkable Format, as far as it is needed; nothing is found in one that is broken.
class ElfFile final
{
public:
    explicit ElfFile(const QString &path)
        : m_file(path)
    {
        if (m_file.open(QIODevice::ReadOnly))
            m_bytes = { m_file.map(0, m_file.size()), static_cast<std::size_t>(m_file.size()) };
        if (m_bytes.data() && m_bytes.size() > sizeof(ElfW(Ehdr))
            && std::memcmp(m_bytes.data(), ELFMAG, SELFMAG) == 0)
            m_header = at<ElfW(Ehdr)>(0, 1).data();
    }

    /// Names the functions at \a places, which are all of this file.
    void find(const std::vector<Place *> &places) const
    {
        if (!m_header)
            return;
        for (Place *place : places)
            place->address = addressOf(place->offset);
        const auto sections = at<ElfW(Shdr)>(m_header->e_shoff, m_header->e_shnum);
        for (const unsigned type : std::initializer_list<unsigned> { SHT_SYMTAB, SHT_DYNSYM }) {
            for (const ElfW(Shdr) & section : sections) {
                if (section.sh_type == type && section.sh_link < sections.size())
                    findIn(section, sections[section.sh_link], places);
            }
        }
    }

private:
    template<typename T>
    [[nodiscard]] std::span<const T> at(quint64 offset, quint64 count) const
    {
        if (offset > m_bytes.size() || count > (m_bytes.size() - offset) / sizeof(T))
            return {};
        return { reinterpret_cast<const T *>(m_bytes.data() + offset), static_cast<std::size_t>(count) };
    }
    [[nodiscard]] quintptr addressOf(quintptr offset) const
    {
        for (const ElfW(Phdr) & part : at<ElfW(Phdr)>(m_header->e_phoff, m_header->e_phnum)) {
            if (part.p_type == PT_LOAD && offset >= part.p_offset && offset - part.p_offset < part.p_filesz)
                return static_cast<quintptr>(offset - part.p_offset + part.p_vaddr);
        }
        return 0;
    }
    void findIn(
        const ElfW(Shdr) & section, const ElfW(Shdr) & names, const std::vector<Place *> &places) const
    {
        const auto texts = at<char>(names.sh_offset, names.sh_size);
        for (const ElfW(Sym) & symbol :
            at<ElfW(Sym)>(section.sh_offset, section.sh_size / sizeof(ElfW(Sym)))) {
            if ((symbol.st_info & 0xf) != STT_FUNC || symbol.st_name >= texts.size())
                continue;
            for (Place *place : places) {
                if (place->function.isEmpty() && place->address >= symbol.st_value
                    && place->address - symbol.st_value < symbol.st_size)
                    place->function = demangled(&texts[symbol.st_name]);
            }
        }
    }

    QFile m_file;
    std::span<const uchar> m_bytes;
    const ElfW(Ehdr) *m_header = nullptr;
};

/// Asks addr2line for the lines of \a places, which are all of one file.
void findLines(const std::vector<Place *> &places)
{
#if QT_CONFIG(process)
    QStringList arguments { u"-e"_s, places.front()->file };
    for (const Place *place : places)
        arguments.append(u"0x%1"_s.arg(place->address, 0, 16));
    QProcess addr2line;
    addr2line.start(u"addr2line"_s, arguments, QIODevice::ReadOnly);
    if (!addr2line.waitForFinished(10'000))
        return;
    const QList<QByteArray> lines = addr2line.readAllStandardOutput().split('\n');
    for (std::size_t i = 0; i < places.size() && static_cast<qsizetype>(i) < lines.size(); ++i) {
        QByteArray line = lines[static_cast<qsizetype>(i)];
        line = line.left(line.indexOf(" (discriminator")); // left() of -1 is all
        if (!line.startsWith('?') && !line.endsWith(":?") && !line.endsWith(":0"))
            places[i]->line = QString::fromUtf8(line);
    }
#else
    Q_UNUSED(places)
#endif
}

} // namespace

QStringList describeAddresses(const std::vector<quintptr> &addresses, bool withLines)
{
    std::vector<Place> places(addresses.size());
    findFiles(addresses, places);
    QHash<QString, std::vector<Place *>> files;
    for (Place &place : places) {
        if (!place.file.isEmpty())
            files[place.file].push_back(&place);
    }
    for (auto file = files.cbegin(); file != files.cend(); ++file) {
        ElfFile(file.key()).find(file.value());
        if (withLines)
            findLines(file.value());
    }
    QStringList texts;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const Place &place = places[i];
        QString text = place.function;
        if (text.isEmpty())
            text = place.file.isEmpty()
                ? u"0x%1"_s.arg(addresses[i], 0, 16)
                : QFileInfo(place.file).fileName() + u"+0x"_s + QString::number(place.address, 16);
        if (!place.line.isEmpty())
            text += u", "_s + place.line;
        texts.append(text);
    }
    return texts;
}

#else

QStringList describeAddresses(const std::vector<quintptr> &, bool)
{
    return {};
}

#endif

} // namespace AsyncWidgets::Detail
