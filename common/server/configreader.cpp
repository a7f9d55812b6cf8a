#include "server/configreader.h"

#include <QDir>
#include <QFileInfo>

namespace chatroom::server {

namespace {

QString shown(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString list(const QByteArrayList& words)
{
    return QString::fromUtf8("\"" + words.join("\", \"") + '"');
}

} // namespace

const toml::node* ConfigReader::find(std::string_view key)
{
    m_known.emplace(key);
    return m_error ? nullptr : m_table.get(key);
}

void ConfigReader::failAt(const toml::node& node, std::string_view key, const QString& what)
{
    if (m_error)
        return;
    const toml::source_position at = node.source().begin;
    m_error = ConfigError{m_file, static_cast<int>(at.line), static_cast<int>(at.column), shown(m_prefix) + shown(key) + u' ' + what};
}

void ConfigReader::fail(std::string_view key, const QString& what)
{
    const toml::node* node = m_table.get(key);
    failAt(node == nullptr ? static_cast<const toml::node&>(m_table) : *node, key, what);
}

void ConfigReader::flag(std::string_view key, bool& into)
{
    const toml::node* node = find(key);
    if (node == nullptr)
        return;
    if (const auto value = node->value_exact<bool>())
        into = *value;
    else
        failAt(*node, key, QStringLiteral("must be true or false"));
}

void ConfigReader::number(std::string_view key, int& into, int least, int most)
{
    const toml::node* node = find(key);
    if (node == nullptr)
        return;
    const auto value = node->value_exact<std::int64_t>();
    if (value && *value >= least && *value <= most)
        into = static_cast<int>(*value);
    else
        failAt(*node, key, QStringLiteral("must be a whole number from %1 to %2").arg(least).arg(most));
}

void ConfigReader::text(std::string_view key, QByteArray& into, qsizetype mostBytes)
{
    const toml::node* node = find(key);
    if (node == nullptr)
        return;
    const auto value = node->value_exact<std::string>();
    const QByteArray bytes = value ? QByteArray::fromStdString(*value) : QByteArray{};
    const bool isClean = !bytes.contains('\n') && !bytes.contains('\r') && !bytes.contains('\0');
    if (value && bytes.size() <= mostBytes && isClean)
        into = bytes;
    else
        failAt(*node, key, QStringLiteral("must be one line of text of at most %1 bytes").arg(mostBytes));
}

void ConfigReader::path(std::string_view key, QString& into)
{
    QByteArray name;
    text(key, name, 4096);
    if (!name.isEmpty())
        into = QDir::cleanPath(QFileInfo(m_file).absoluteDir().absoluteFilePath(QString::fromUtf8(name)));
}

void ConfigReader::words(std::string_view key, QByteArrayList& into, const QByteArrayList& allowed)
{
    const toml::node* node = find(key);
    if (node == nullptr)
        return;
    const toml::array* array = node->as_array();
    QByteArrayList found;
    bool isGood = array != nullptr;
    for (std::size_t i = 0; isGood && i < array->size(); ++i) {
        const auto word = array->get(i)->value_exact<std::string>();
        isGood = word && allowed.contains(QByteArray::fromStdString(*word));
        if (isGood)
            found.append(QByteArray::fromStdString(*word));
    }
    if (isGood)
        into = found;
    else
        failAt(*node, key, QStringLiteral("must be a list of these: %1").arg(list(allowed)));
}

void ConfigReader::choice(std::string_view key, const QByteArrayList& allowed, const std::function<void(int)>& take)
{
    const toml::node* node = find(key);
    if (node == nullptr)
        return;
    const auto word = node->value_exact<std::string>();
    const qsizetype index = word ? allowed.indexOf(QByteArray::fromStdString(*word)) : -1;
    if (index >= 0)
        take(static_cast<int>(index));
    else
        failAt(*node, key, QStringLiteral("must be one of %1").arg(list(allowed)));
}

void ConfigReader::table(std::string_view key, const std::function<void(ConfigReader&)>& read)
{
    const toml::node* node = find(key);
    if (node == nullptr)
        return;
    if (!node->is_table())
        return failAt(*node, key, QStringLiteral("must be a table: [%1]").arg(shown(key)));
    ConfigReader reader{*node->as_table(), m_prefix + std::string(key) + '.', m_file, m_error};
    read(reader);
    reader.finish();
}

void ConfigReader::tables(std::string_view key, const std::function<void(ConfigReader&)>& read)
{
    const toml::node* node = find(key);
    if (node == nullptr)
        return;
    const toml::array* array = node->as_array();
    if (array == nullptr || (!array->empty() && !array->is_homogeneous(toml::node_type::table)))
        return failAt(*node, key, QStringLiteral("must be tables: [[%1]]").arg(shown(key)));
    for (const toml::node& each : *array) {
        ConfigReader reader{*each.as_table(), m_prefix + std::string(key) + '.', m_file, m_error};
        read(reader);
        reader.finish();
    }
}

void ConfigReader::require(std::string_view key)
{
    if (find(key) == nullptr)
        fail(key, QStringLiteral("is missing"));
}

void ConfigReader::finish()
{
    for (const auto& [key, node] : m_table) {
        if (m_known.contains(key.str()))
            continue;
        if (m_error)
            return;
        const toml::source_position at = key.source().begin;
        QStringList known;
        for (const std::string& each : m_known)
            known.append(shown(each));
        m_error = ConfigError{m_file, static_cast<int>(at.line), static_cast<int>(at.column),
                              QStringLiteral("%1 is not a key that exists; here there may be: %2")
                                  .arg(shown(m_prefix) + shown(key.str()), known.join(QStringLiteral(", ")))};
    }
}

} // namespace chatroom::server
