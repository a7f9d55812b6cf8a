// The people of a room, those in charge first, then by name. Sorted rows come and go one by one.
#pragma once

#include <QAbstractListModel>
#include <QString>

#include <vector>

namespace chatroom::client {

enum class Rank : std::uint8_t { Person, Voice, HalfOperator, Operator, Admin, Owner };

struct Person final
{
    QString nickname;
    QString user, host, realname; // empty: not told
    QString account;              // empty: none, or not told
    QString displayName, status;  // what they tell of themselves (Profile)
    Rank rank = Rank::Person;
    bool isAway = false;
    bool isBot = false;
    bool isSelf = false;
};

class PeopleModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role : int {
        NicknameRole = Qt::UserRole + 1,
        RankRole,
        IsAwayRole,
        IsBotRole,
        IsSelfRole,
        RealnameRole,
        AccountRole,
        DisplayNameRole,
        StatusRole,
    };

    explicit PeopleModel(QObject* parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override; // DisplayRole: the nickname
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] const Person& person(int row) const;
    [[nodiscard]] int rowOf(const QString& nickname) const; // -1: not here

    void setPeople(std::vector<Person> people); // one reset, when a whole list came
    void insertOrUpdate(const Person& person);
    void remove(const QString& nickname);
    void rename(const QString& from, const QString& to);
    void clear();

private:
    std::vector<Person> m_people;
};

} // namespace chatroom::client
