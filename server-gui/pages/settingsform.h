// Cards of fields, one below the other, with what is wrong said under each field as it is typed.
#pragma once

#include <QWidget>

#include <functional>
#include <vector>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class QVBoxLayout;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class SettingsForm final : public QWidget
{
    Q_OBJECT

public:
    // Answers with a sentence, or with nothing when the value will do.
    using Rule = std::function<QString(const QString&)>;

    explicit SettingsForm(const widgets::Theme& theme, QWidget* parent = nullptr);

    // The fields of the card go into what is returned. An empty hint takes no room.
    [[nodiscard]] QFormLayout* addCard(const QString& title, const QString& hint);
    // Each has the object name `name` and is the form's; below a line is a label `name` + "Problem".
    QLineEdit* addLine(QFormLayout& card, const QString& label, const QString& name, const QString& hint, Rule rule);
    QSpinBox* addNumber(QFormLayout& card, const QString& label, const QString& name, int least, int most, const QString& suffix);
    QComboBox* addChoice(QFormLayout& card, const QString& label, const QString& name);
    // One of several that stand below each other; the label is that of the first.
    QCheckBox* addOption(QFormLayout& card, const QString& label, const QString& text, const QString& name);
    QCheckBox* addSwitch(QFormLayout& card, const QString& text, const QString& name);
    // Shown as dots, with an eye at its end that shows it.
    void makeSecret(QLineEdit& line, const QString& showHint, const QString& hideHint);
    // A value from the file beyond what the box offers is shown and kept.
    static void setKept(QSpinBox& box, int value);

    [[nodiscard]] bool isValid() const;
    // Says under each line what is wrong with it.
    void check();

Q_SIGNALS:
    void edited();

private:
    struct Field final
    {
        QLineEdit* line;
        QLabel* problem;
        Rule rule;
    };
    [[nodiscard]] QLabel* caption(const QString& label, QWidget& field);

    const widgets::Theme& m_theme;
    QVBoxLayout* m_cards;
    std::vector<Field> m_fields;
};

} // namespace chatroom::servergui
