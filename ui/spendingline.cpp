// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spendingline.h"

#include "core/base/whenfinished.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/format.h"
#include "ui/common/theme.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

constexpr int soonMs = 100;
constexpr int minuteMs = 60'000;

QLabel *makeLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setFont(uiFont(TextSize::Secondary));
    setLook(label, "tone", u"muted"_s);
    return label;
}

qint64 startOf(QDate day) { return day.startOfDay().toMSecsSinceEpoch(); }

/// An unknown price is none of $0.00: what has one stands first, then how many have none.
QString spentText(const QString &what, const QList<UsageRow> &rows)
{
    Money sum;
    qint64 unknown = 0;
    for (const UsageRow &row : rows) {
        sum = Money::sum(sum, row.cost).value_or(sum);
        unknown += row.unknownCalls;
    }
    const QString spent = what + u" <b>"_s + formatMoney(sum) + u"</b>"_s;
    return unknown == 0
        ? spent
        : SpendingLine::tr("%1 + %2 without a price").arg(spent, formatTokens(unknown));
}

} // namespace

SpendingLine::SpendingLine(Session *session, QWidget *parent)
    : QWidget(parent), m_session(session), m_today(makeLabel(this)), m_month(makeLabel(this)),
      m_simulated(makeLabel(this)), m_live(makeLabel(this)), m_keys(new ElidedLabel({}, this))
{
    setFixedHeight(28);
    setAccessibleName(tr("Spending and state"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 1, 14, 0);
    layout->setSpacing(18);
    layout->addWidget(m_today);
    layout->addWidget(m_month);
    layout->addWidget(m_simulated);
    layout->addWidget(m_live);
    layout->addStretch();
    m_keys->setFont(uiFont(TextSize::Secondary));
    m_keys->setForegroundRole(QPalette::PlaceholderText);
    layout->addWidget(m_keys);
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMs);
    m_minute.setInterval(minuteMs);
    m_minute.start();
    connect(&m_soon, &QTimer::timeout, this, &SpendingLine::refresh);
    connect(&m_minute, &QTimer::timeout, this, &SpendingLine::refresh);
    EngineHost *host = session->services().engine;
    connect(host, &EngineHost::liveCountChanged, this, [this](int live) {
        setLive(live);
        m_soon.start();
    });
    connect(host, &EngineHost::runFinished, &m_soon, qOverload<>(&QTimer::start));
    connect(session, &Session::keyChanged, this, &SpendingLine::showKeyPlace);
    m_simulated->hide();
    m_today->setText(tr("today …"));
    setLive(host->liveCount());
    showKeyPlace();
    refresh();
}

void SpendingLine::refresh()
{
    const QDate today = QDateTime::fromMSecsSinceEpoch(m_session->services().clock->utcMs()).date();
    const QDate month(today.year(), today.month(), 1);
    askMoney(startOf(today), startOf(today.addDays(1)), m_today, tr("today"));
    askMoney(startOf(month), startOf(month.addMonths(1)), m_month,
             QLocale().standaloneMonthName(month.month()));
    askSimulated(startOf(today), startOf(today.addDays(1)));
}

void SpendingLine::askMoney(qint64 sinceMs, qint64 untilMs, QLabel *label, const QString &what)
{
    UsageQuery query;
    query.sinceMs = sinceMs;
    query.untilMs = untilMs;
    query.group = UsageQuery::Group::Month;
    whenFinished(m_session->services().store->usage(query), this,
                 [label, what](const Result<QList<UsageRow>> &rows) {
                     label->setText(rows ? spentText(what, *rows) : tr("%1: unknown").arg(what));
                     label->setToolTip(rows ? QString() : rows.failure().message);
                 });
}

void SpendingLine::askSimulated(qint64 sinceMs, qint64 untilMs)
{
    UsageQuery query;
    query.sinceMs = sinceMs;
    query.untilMs = untilMs;
    query.group = UsageQuery::Group::Provider;
    query.simulated = true;
    QStringList simulated;
    for (const Provider &provider : m_session->providers().providers()) {
        if (provider.simulated)
            simulated.append(provider.name);
    }
    const auto take = [this, simulated](const Result<QList<UsageRow>> &rows) {
        Money sum;
        if (rows) {
            for (const UsageRow &row : *rows) {
                if (simulated.contains(row.group))
                    sum = Money::sum(sum, row.cost).value_or(sum);
            }
        }
        m_simulated->setVisible(sum.picos > 0);
        m_simulated->setText(tr("simulated %1").arg(formatMoney(sum)));
        m_simulated->setToolTip(tr("What simulated answers would have cost today. Nobody "
                                   "charges it."));
    };
    whenFinished(m_session->services().store->usage(query), this, take);
}

void SpendingLine::setLive(int streams)
{
    m_live->setText(streams == 1 ? tr("1 stream live")
                                 : tr("%1 streams live").arg(formatTokens(streams)));
    m_live->setVisible(streams > 0);
}

void SpendingLine::showKeyPlace()
{
    const QString trouble = m_session->keyringTrouble();
    m_keys->setText(trouble.isEmpty() ? tr("keys in the system keychain")
                                      : tr("no system keychain: keys are kept for this run only"));
    m_keys->setToolTip(trouble);
}

QString SpendingLine::text() const
{
    QStringList parts;
    for (const QLabel *label : {m_today, m_month, m_simulated, m_live}) {
        if (!label->isHidden())
            parts.append(QString(label->text()).remove(u"<b>"_s).remove(u"</b>"_s));
    }
    parts.append(m_keys->text());
    return parts.join(u" · "_s);
}

void SpendingLine::paintEvent(QPaintEvent *)
{
    const Palette &palette = Palette::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), palette.color(ColorRole::Rail));
    painter.fillRect(QRect(0, 0, width(), 1), palette.color(ColorRole::Line));
}

} // namespace Sidelong
