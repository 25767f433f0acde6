// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/turneditor.h"

#include "ui/workbench/variantpopup.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace Sidelong;

class tst_TurnEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writing_isToldAfterAPause();
    void settle_doesNotWait();
    void whatIsNotText_staysAndIsNamed();
    void toolResult_isReadOnly();
    void popup_tellsWhatWasWrittenLast();
    void pasting_fromAnEmptyClipboard_doesNothing();
};

namespace {

QStringList labelsOf(const QWidget &widget)
{
    QStringList texts;
    const auto labels = widget.findChildren<QLabel *>();
    for (const QLabel *label : labels)
        texts.append(label->text());
    return texts;
}

} // namespace

/// It ended the program: Qt's own editor takes what has no formats for something.
void tst_TurnEditor::pasting_fromAnEmptyClipboard_doesNothing()
{
    GrowingEdit edit;
    edit.setPlainText(u"kept"_s);
    QApplication::clipboard()->setMimeData(new QMimeData);
    edit.paste();
    QApplication::clipboard()->clear();
    edit.paste();
    QCOMPARE(edit.toPlainText(), u"kept"_s);
    QApplication::clipboard()->setText(u"pasted "_s);
    edit.paste();
    QCOMPARE(edit.toPlainText(), u"pasted kept"_s);
}

void tst_TurnEditor::writing_isToldAfterAPause()
{
    TurnEditor editor({Role::User, {}}, TurnEditor::Kind::Fixed);
    QSignalSpy edited(&editor, &TurnEditor::edited);
    QSignalSpy settled(&editor, &TurnEditor::settled);
    QTest::keyClicks(editor.edit(), u"Why is it so?"_s);
    QCOMPARE(edited.size(), 13);
    QCOMPARE(settled.size(), 0);
    QVERIFY(!labelsOf(editor).contains(u"\u2248 4 tokens"_s));
    QTRY_COMPARE(settled.size(), 1);
    QVERIFY(labelsOf(editor).contains(u"\u2248 4 tokens"_s));
}

void tst_TurnEditor::settle_doesNotWait()
{
    TurnEditor editor({Role::User, {}}, TurnEditor::Kind::Fixed);
    QSignalSpy settled(&editor, &TurnEditor::settled);
    editor.settle();
    QCOMPARE(settled.size(), 0); // there is nothing new
    QTest::keyClicks(editor.edit(), u"x"_s);
    editor.settle();
    QCOMPARE(settled.size(), 1);
    QCOMPARE(editor.turn().text, u"x"_s);
}

void tst_TurnEditor::whatIsNotText_staysAndIsNamed()
{
    const PromptTurn turn = turnOf(
        {Role::User,
         {ContentPart{.kind = ContentPart::Kind::Image, .text = "PNG", .mediaType = u"image/png"_s},
          ContentPart::ofText("What is it?")}});
    TurnEditor editor(turn, TurnEditor::Kind::Fixed);
    QVERIFY(labelsOf(editor).contains(u"User · with image"_s));
    QCOMPARE(editor.turn(), turn);
    editor.edit()->setPlainText(u"Who is it?"_s);
    const Message message = messageOf(editor.turn());
    QCOMPARE(message.parts.first(), turn.parts.first());
    QCOMPARE(message.text(), "Who is it?");
}

void tst_TurnEditor::toolResult_isReadOnly()
{
    const PromptTurn turn = turnOf({Role::Tool,
                                    {ContentPart{.kind = ContentPart::Kind::ToolResult,
                                                 .text = "42",
                                                 .toolCall = {u"call"_s, {}, {}}}}});
    TurnEditor editor(turn, TurnEditor::Kind::Removable);
    QVERIFY(editor.edit()->isReadOnly());
    QCOMPARE(editor.edit()->toPlainText(), u"42"_s);
    QCOMPARE(editor.turn(), turn);
}

void tst_TurnEditor::popup_tellsWhatWasWrittenLast()
{
    WorkbenchDocument document;
    const int id = document.addColumn(u"a/b"_s);
    QWidget window;
    auto *popup = new VariantPopup(document, id, &window);
    QSignalSpy edited(popup, &VariantPopup::edited);
    popup->show();
    popup->findChild<QCheckBox *>()->setChecked(true);
    edited.clear();
    popup->findChildren<GrowingEdit *>().last()->setPlainText(u"Mine"_s);
    QCOMPARE(edited.size(), 0);
    popup->close();
    QCOMPARE(edited.size(), 1);
    const auto turns = edited.first().at(1).value<std::optional<QList<PromptTurn>>>();
    QCOMPARE(turns->last().text, u"Mine"_s);
}

QTEST_MAIN(tst_TurnEditor)
#include "tst_turneditor.moc"
