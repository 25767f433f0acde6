// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/modelpicker.h"

#include "ui/common/theme.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int mostRows = 10;

/// Name on the left, what is said of it muted on the right.
class ModelRowDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {200, Space::row};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const Palette &palette = Palette::of(option.widget);
        painter->save();
        if (option.state & QStyle::State_Selected)
            painter->fillRect(option.rect, palette.color(ColorRole::Selection));
        const QRect inner = option.rect.adjusted(Space::control, 0, -Space::control, 0);
        const QString note = index.data(ModelList::NoteRole).toString();
        const QFont small = uiFont(TextSize::Secondary);
        // Advances are rounded: a text elides in just its own width.
        const int noteWidth =
            std::min(QFontMetrics(small).horizontalAdvance(note) + 2, inner.width() / 2);
        painter->setFont(small);
        painter->setPen(palette.color(ColorRole::MutedText));
        painter->drawText(inner, Qt::AlignRight | Qt::AlignVCenter,
                          QFontMetrics(small).elidedText(note, Qt::ElideRight, noteWidth));
        const QRect nameRect = inner.adjusted(0, 0, -noteWidth - Space::control, 0);
        painter->setFont(uiFont());
        painter->setPen(palette.color(ColorRole::Text));
        painter->drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetrics(uiFont()).elidedText(index.data().toString(),
                                                            Qt::ElideMiddle, nameRect.width()));
        painter->restore();
    }
};

} // namespace

ModelPicker::ModelPicker(const QList<ModelChoice> &choices, const QStringList &providers,
                         QWidget *parent)
    : Popup(parent), m_list(choices, providers), m_edit(new QLineEdit(this)),
      m_view(new QListView(this)), m_empty(new QLabel(this))
{
    setAccessibleName(tr("Choose a model"));
    m_edit->setPlaceholderText(tr("Search, or type provider/model"));
    m_edit->setAccessibleName(tr("Search for a model"));
    m_view->setModel(&m_list);
    m_view->setItemDelegate(new ModelRowDelegate(m_view));
    m_view->setUniformItemSizes(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setFocusPolicy(Qt::NoFocus);
    m_view->setAccessibleName(tr("Models"));
    m_empty->setWordWrap(true);
    m_empty->setText(tr("No list has this model. To use it all the same, write it as "
                        "provider/model with one of: %1.")
                         .arg(providers.join(u", "_s)));
    setLook(m_empty, "tone", u"muted"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::control, Space::control, Space::control, Space::control);
    layout->setSpacing(Space::control);
    layout->addWidget(m_edit);
    layout->addWidget(m_view);
    layout->addWidget(m_empty);
    setFixedWidth(420);
    setFocusProxy(m_edit);
    m_edit->installEventFilter(this);
    connect(m_edit, &QLineEdit::textChanged, this, &ModelPicker::search);
    connect(m_edit, &QLineEdit::returnPressed, this, [this] { take(m_view->currentIndex()); });
    connect(m_view, &QListView::clicked, this, &ModelPicker::take);
    search({});
}

void ModelPicker::search(const QString &text)
{
    m_list.search(text);
    const bool any = m_list.rowCount() > 0;
    m_view->setVisible(any);
    m_empty->setVisible(!any);
    if (any)
        m_view->setCurrentIndex(m_list.index(0));
    m_view->setFixedHeight(std::min(m_list.rowCount(), mostRows) * Space::row);
    adjustSize();
}

void ModelPicker::take(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const QString target = index.data(ModelList::TargetRole).toString();
    close();
    Q_EMIT chosen(target);
}

bool ModelPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp
            || key == Qt::Key_PageDown) {
            QCoreApplication::sendEvent(m_view, event);
            return true;
        }
    }
    return Popup::eventFilter(watched, event);
}

} // namespace Sidelong
