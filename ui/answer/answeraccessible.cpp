// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/answer/answeraccessible.h"

#include "ui/answer/answerview.h"

#include <QAccessibleWidget>

namespace Sidelong {

namespace {

class AnswerAccessible : public QAccessibleWidget, public QAccessibleTextInterface
{
public:
    explicit AnswerAccessible(AnswerView *view) : QAccessibleWidget(view, QAccessible::EditableText)
    {
    }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TextInterface)
            return static_cast<QAccessibleTextInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.readOnly = true;
        state.multiLine = true;
        state.selectableText = true;
        return state;
    }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? view()->text() : QAccessibleWidget::text(kind);
    }

    void selection(int index, int *start, int *end) const override
    {
        const TextFlow::Range range = index == 0 ? view()->selection() : TextFlow::Range{};
        *start = static_cast<int>(range.from);
        *end = static_cast<int>(range.to);
    }
    int selectionCount() const override { return view()->hasSelection() ? 1 : 0; }
    void addSelection(int start, int end) override { view()->select({start, end}); }
    void removeSelection(int) override { view()->select({}); }
    void setSelection(int, int start, int end) override { view()->select({start, end}); }

    int cursorPosition() const override { return static_cast<int>(view()->caret()); }
    void setCursorPosition(int position) override { view()->select({position, position}); }
    int characterCount() const override { return static_cast<int>(view()->text().size()); }
    QString text(int start, int end) const override
    {
        return view()->text().mid(start, end - start);
    }

    QRect characterRect(int offset) const override
    {
        const QRect local = view()->characterRect(offset);
        return {view()->viewport()->mapToGlobal(local.topLeft()), local.size()};
    }
    int offsetAtPoint(const QPoint &point) const override
    {
        return static_cast<int>(view()->offsetAt(view()->viewport()->mapFromGlobal(point)));
    }
    void scrollToSubstring(int start, int) override { view()->select({start, start}); }
    QString attributes(int, int *start, int *end) const override
    {
        *start = 0;
        *end = characterCount();
        return {};
    }

private:
    AnswerView *view() const { return static_cast<AnswerView *>(widget()); }
};

QAccessibleInterface *answerInterface(const QString &, QObject *object)
{
    auto *view = qobject_cast<AnswerView *>(object);
    return view ? new AnswerAccessible(view) : nullptr;
}

} // namespace

void installAnswerAccessibility()
{
    // Qt takes the same factory once only.
    QAccessible::installFactory(answerInterface);
}

} // namespace Sidelong
