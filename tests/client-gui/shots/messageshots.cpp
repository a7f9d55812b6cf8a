#include "client-gui/shots/messageshots.h"

#include "client-gui/messagedesk.h"

#include <QScrollBar>

namespace chatroom::tests {

namespace {

const QString kLongName = u"Grace-Hopper-Fan-Club-President-For-Life"_s;
const QString kHebrew = u"\u05d3\u05e0\u05d4"_s;
const QString kArabic = u"\u0633\u0627\u0631\u0629"_s;

struct Stage final
{
    explicit Stage(const widgets::Theme& theme) : view(theme)
    {
        lines.secondsBetween = 40;
        view.resize(760, 640);
        view.setAbilities({.canReply = true, .canReact = true, .canDelete = [](LineId) { return true; }});
        view.setNameCards([](const QString& nickname, const QString&) {
            const QString shown = nickname == u"ann"     ? u"Ann Okonkwo"_s
                                  : nickname == u"bob42" ? u"Bob"_s
                                  : nickname == u"carl"  ? u"Carl-Friedrich von Weizs\u00e4cker zu Hohenstein, Facilities"_s
                                                         : QString();
            return clientgui::NameCard{.displayName = shown, .account = nickname, .isSelf = nickname == u"Me"};
        });
    }
    ~Stage() { view.setLines(nullptr, {}); }
    void show()
    {
        view.show();
        view.setLines(&lines.model, {});
        view.activateWindow();
        view.setFocus();
        QTest::qWait(20);
    }
    void hover(int row)
    {
        const RowLayout& layout = *view.layoutOf(row);
        hoverOver(view, view.rowRect(row).topLeft() + layout.blocks.front().position.toPoint() + QPoint(4, 4));
    }

    Lines lines;
    MessageView view;
};

void add(Stage& stage, ChatLine line, const QList<client::Reaction>& reactions)
{
    line.reactions = reactions;
    stage.lines.model.append(std::move(line));
}

QStringList people(int count)
{
    QStringList names;
    for (int i = 0; i < count; ++i)
        names += u"Person%1"_s.arg(i);
    return names;
}

void fillTalk(Stage& stage)
{
    Lines& lines = stage.lines;
    lines.model.append(lines.identified(u"ann"_s, u"Does anybody have the key to the cupboard?"_s));
    add(stage, lines.answer(u"bob42"_s, u"I have it, it is on my desk. Take it whenever you like."_s, u"m1"_s),
        {{u"\U0001F44D"_s, people(3), false}, {u"\U0001F389"_s, {u"Me"_s, u"ann"_s}, true}, {u"\u2764\uFE0F"_s, people(1), false}});
    lines.model.append(lines.identified(u"bob42"_s, u"The second floor is locked after six, by the way."_s));
    lines.model.append(lines.answer(u"ann"_s, u"Wonderful, thank you"_s, u"m2"_s));
    ChatLine bot = lines.identified(u"builder"_s, u"The build of Friday is green again: https://ci.example/4711"_s);
    bot.isBot = true;
    add(stage, bot, {{u"\U0001F680"_s, people(12), false}});
    ChatLine gone = lines.identified(u"carl"_s, {});
    gone.isDeleted = true;
    gone.deletedBy = u"ann"_s;
    lines.model.append(gone);
    lines.model.append(lines.answer(u"carl"_s, u"I was faster than I should have been"_s, u"m6"_s));
    lines.model.append(lines.answer(kLongName, u"That was settled long ago, see the notes of the meeting"_s, u"elsewhere"_s));
    ChatLine own = lines.own({});
    own.isDeleted = true;
    own.deletedBy = own.author;
    lines.model.append(own);
    add(stage, lines.own(u"The cupboard is in the small room"_s),
        {{u"\U0001F440"_s, {u"Me"_s}, true}, {u"+1 from me"_s, people(2), false}});
}

void shootTalk(const widgets::Theme& theme, const QString& suffix, const SaveShot& save)
{
    Stage stage(theme);
    fillTalk(stage);
    stage.show();
    save(stage.view, u"messages-talk-"_s + suffix);
    stage.hover(2);
    save(stage.view, u"messages-toolbar-"_s + suffix);
    hoverOver(stage.view, QPoint(1, 1));
    QTest::keyClick(&stage.view, Qt::Key_Up);
    QTest::keyClick(&stage.view, Qt::Key_Tab);
    save(stage.view, u"messages-chip-focus-"_s + suffix);
    QTest::keyClick(&stage.view, Qt::Key_Up);
    for (int i = 0; i < 7; ++i)
        QTest::keyClick(&stage.view, Qt::Key_Up);
    save(stage.view, u"messages-chosen-"_s + suffix);
    QTest::keyClick(&stage.view, Qt::Key_Delete);
    save(stage.view, u"messages-deleting-"_s + suffix);
    QTest::keyClick(&stage.view, Qt::Key_Return);
    stage.view.resize(420, 640);
    stage.view.scrollToNewest();
    stage.hover(6);
    save(stage.view, u"messages-narrow-"_s + suffix);
    stage.view.resize(760, 640);
    stage.view.setDensity(clientgui::Density::Compact);
    save(stage.view, u"messages-compact-"_s + suffix);
}

void shootCode(const widgets::Theme& theme, const QString& suffix, const SaveShot& save)
{
    Stage stage(theme);
    Lines& lines = stage.lines;
    lines.model.append(lines.identified(
        u"ann"_s, u"This is what I run, with `make -j4` before it:\n```cpp\n"
                  "std::optional<int> LineModel::rowOf(LineId id) const\n{\n"
                  "\tconst auto place = m_places.find(id);\n"
                  "\treturn place == m_places.end() ? std::nullopt : std::optional(static_cast<int>(place->second - first));\n"
                  "}\n```\nand then\n```\ngit push\n```"_s));
    QStringList many;
    for (int i = 1; i <= 500; ++i)
        many += u"%1  INFO  the pump reports %2 litres"_s.arg(i, 3).arg(i * 7 % 90);
    add(stage, lines.identified(u"bob42"_s, u"The log of the night:\n```\n"_s + many.join(u'\n') + u"\n```"_s),
        {{u"\U0001F62E"_s, people(2), false}});
    lines.model.append(lines.identified(u"ann"_s, u"Thank you"_s));
    stage.show();
    stage.hover(0);
    save(stage.view, u"messages-code-"_s + suffix);
    stage.view.resize(420, 640);
    stage.view.scrollToNewest();
    save(stage.view, u"messages-code-narrow-"_s + suffix);
    stage.view.resize(760, 640);
    const RowLayout& row = *stage.view.layoutOf(1);
    QTest::mouseClick(stage.view.viewport(), Qt::LeftButton, {}, stage.view.rowRect(1).topLeft() + row.fold.center());
    save(stage.view, u"messages-unfolded-"_s + suffix);
    stage.view.scrollToNewest();
    save(stage.view, u"messages-unfolded-end-"_s + suffix);
}

void shootRightToLeft(const widgets::Theme& theme, const QString& suffix, const SaveShot& save)
{
    Stage stage(theme);
    Lines& lines = stage.lines;
    lines.model.append(lines.identified(
        kHebrew, u"\u05e9\u05dc\u05d5\u05dd \u05dc\u05db\u05d5\u05dc\u05dd, \u05d0\u05e0\u05d9 \u05d1\u05d3\u05e8\u05da"_s));
    add(stage,
        lines.answer(
            kArabic,
            u"\u0635\u0628\u0627\u062d \u0627\u0644\u062e\u064a\u0631\u060c \u0627\u0644\u0627\u062c\u062a\u0645\u0627\u0639 \u0641\u064a Room 4"_s,
            u"m1"_s),
        {{u"\U0001F44D"_s, people(3), false}, {u"\u0634\u0643\u0631\u0627"_s, {u"Me"_s}, true}});
    add(stage, lines.answer(u"ann"_s, u"See you there"_s, u"m2"_s), {{u"\U0001F389"_s, people(2), false}});
    ChatLine gone = lines.identified(u"bob42"_s, {});
    gone.isDeleted = true;
    gone.deletedBy = kHebrew;
    lines.model.append(gone);
    lines.model.append(lines.identified(kHebrew, u"```\nls -l  # \u05e9\u05dc\u05d5\u05dd\n```"_s));
    stage.view.resize(560, 420);
    stage.show();
    stage.hover(1);
    save(stage.view, u"messages-right-to-left-"_s + suffix);
}

void shootDirect(const widgets::Theme& theme, const QString& suffix, const SaveShot& save)
{
    Stage stage(theme);
    Lines& lines = stage.lines;
    lines.model.append(lines.identified(u"ann"_s, u"I am off for today"_s));
    for (const QString& text : {u"Did you take the key along?"_s, u"It is not in the drawer"_s}) {
        ChatLine line = lines.own(text);
        line.isUnseen = true;
        lines.model.append(line);
    }
    ChatLine waiting = lines.own(u"And one that is on its way"_s);
    waiting.state = client::DeliveryState::Pending;
    lines.model.append(waiting);
    ChatLine failed = lines.own(u"And one that did not get through"_s);
    failed.state = client::DeliveryState::Failed;
    failed.detail = u"You may not speak here."_s;
    lines.model.append(failed);
    ChatLine mention = lines.answer(u"ann"_s, u"Me: it is in my coat"_s, u"m2"_s);
    mention.isMention = true;
    add(stage, mention, {{u"\U0001F605"_s, {u"Me"_s}, true}, {u"\U0001F44D"_s, people(1), false}});
    stage.view.resize(560, 420);
    stage.show();
    save(stage.view, u"messages-direct-"_s + suffix);
}

} // namespace

void shootMessages(const widgets::Theme& theme, const QString& suffix, const SaveShot& save)
{
    shootTalk(theme, suffix, save);
    shootCode(theme, suffix, save);
    shootRightToLeft(theme, suffix, save);
    shootDirect(theme, suffix, save);
}

} // namespace chatroom::tests
