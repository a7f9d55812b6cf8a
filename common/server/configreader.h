// One table of a TOML file, read key by key: types and ranges are checked, what nobody asked for is an error. The first error
// counts; after it nothing more is read. For serverconfigfile.cpp only.
#pragma once

#include "server/serverconfigfile.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <toml++/toml.h>

namespace chatroom::server {

class ConfigReader final
{
public:
    // `error` and `table` outlive this. `prefix` stands before keys in errors: "limits.".
    ConfigReader(const toml::table& table, std::string prefix, const QString& file, std::optional<ConfigError>& error)
        : m_table(table), m_prefix(std::move(prefix)), m_file(file), m_error(error)
    {}

    void flag(std::string_view key, bool& into);
    void number(std::string_view key, int& into, int least, int most);
    void text(std::string_view key, QByteArray& into, qsizetype mostBytes = 512);
    void path(std::string_view key, QString& into); // made absolute by the file's folder
    void words(std::string_view key, QByteArrayList& into, const QByteArrayList& allowed);
    // One of a few words; `take` gets the index of the one that stands there.
    void choice(std::string_view key, const QByteArrayList& allowed, const std::function<void(int)>& take);
    void table(std::string_view key, const std::function<void(ConfigReader&)>& read);
    void tables(std::string_view key, const std::function<void(ConfigReader&)>& read);
    void require(std::string_view key);
    // Unknown keys are errors: a typing error would else be a setting that quietly does nothing.
    void finish();
    void fail(std::string_view key, const QString& what);
    [[nodiscard]] bool hasFailed() const { return m_error.has_value(); }

private:
    [[nodiscard]] const toml::node* find(std::string_view key);
    void failAt(const toml::node& node, std::string_view key, const QString& what);

    const toml::table& m_table;
    std::string m_prefix;
    const QString& m_file;
    std::optional<ConfigError>& m_error;
    std::set<std::string, std::less<>> m_known;
};

} // namespace chatroom::server
