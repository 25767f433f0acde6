// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/providercard.h"

#include "core/base/whenfinished.h"
#include "ui/common/elidedlabel.h"
#include "ui/common/format.h"
#include "ui/common/theme.h"
#include "ui/workbench/keyprefix.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

#include <array>
#include <functional>
#include <utility>

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

bool isBaseUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    return url.isValid() && (url.scheme() == "http"_L1 || url.scheme() == "https"_L1)
        && !url.host().isEmpty() && url.userInfo().isEmpty() && !url.hasQuery()
        && !url.hasFragment();
}

Failure wrongEntry(const QString &sentence) { return {FailureKind::Configuration, sentence}; }

} // namespace

ProviderCard::ProviderCard(Session *session, const QString &name, QWidget *parent)
    : QWidget(parent), m_session(session), m_name(name)
{
    const Provider *provider = session->providers().find(name);
    m_isOwn = name.isEmpty() || (provider && provider->preset.isEmpty());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(Space::paneWide, Space::pane, Space::paneWide, Space::paneWide);
    layout->setSpacing(Space::control);
    layout->addLayout(makeHead());
    if (m_isOwn)
        makeOwnFields(layout);
    makeKeyRow(layout);
    setFocusProxy(m_nameField ? m_nameField : m_key);
    showNames();
    // What goes for one key (no keychain runs) goes for the others.
    connect(session, &Session::keyChanged, this, [this](const QString &changed) {
        showKey();
        if (changed == m_name && std::exchange(m_waitsForKey, false))
            test();
    });
    connect(session, &Session::modelsChanged, this, [this](const QString &changed) {
        if (changed == m_name)
            showModels();
    });
    showKey();
    showModels();
    connect(m_key, &QLineEdit::textChanged, this, &ProviderCard::showTest);
}

QHBoxLayout *ProviderCard::makeHead()
{
    const Provider *provider = m_session->providers().find(m_name);
    m_title = new QLabel(provider ? provider->title : tr("OpenAI-compatible server"), this);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setFont(uiFont(TextSize::Body, QFont::DemiBold));
    auto *head = new QHBoxLayout;
    head->setSpacing(Space::control);
    head->addWidget(m_title);
    if (provider && !m_isOwn) {
        auto *address = new ElidedLabel(provider->baseUrl.toDisplayString(), this);
        address->setForegroundRole(QPalette::PlaceholderText);
        head->addWidget(address, 1);
    } else {
        head->addStretch();
    }
    if (m_isOwn || (m_name != "openai"_L1 && m_name != "anthropic"_L1)) {
        m_remove = new QPushButton(tr("Remove"), this);
        setLook(m_remove, "kind", u"flat"_s);
        head->addWidget(m_remove);
        connect(m_remove, &QPushButton::clicked, this, &ProviderCard::removeEntry);
    }
    return head;
}

void ProviderCard::makeOwnFields(QVBoxLayout *layout)
{
    const Provider *provider = m_session->providers().find(m_name);
    m_nameField = new QLineEdit(m_name, this);
    m_nameField->setPlaceholderText(tr("work"));
    m_nameField->setAccessibleName(tr("Name"));
    m_address = new QLineEdit(provider ? provider->baseUrl.toDisplayString() : QString(), this);
    m_address->setPlaceholderText(u"http://127.0.0.1:8000/v1"_s);
    m_address->setAccessibleName(tr("Base URL"));
    auto *form = new QFormLayout;
    form->setSpacing(Space::control);
    form->addRow(tr("Name"), m_nameField);
    form->addRow(tr("Base URL"), m_address);
    layout->addLayout(form);
    connect(m_nameField, &QLineEdit::returnPressed, this, &ProviderCard::saveAndTest);
    connect(m_address, &QLineEdit::returnPressed, this, &ProviderCard::saveAndTest);
}

void ProviderCard::makeKeyRow(QVBoxLayout *layout)
{
    m_key = new QLineEdit(this);
    m_key->setEchoMode(QLineEdit::Password);
    m_test = new QPushButton(this);
    m_test->setToolTip(tr("Keep what is written here and ask the provider for its models"));
    showTest();
    m_forget = new QPushButton(tr("Remove key"), this);
    auto *row = new QHBoxLayout;
    row->setSpacing(Space::control);
    row->addWidget(m_key, 1);
    row->addWidget(m_test);
    row->addWidget(m_forget);
    m_keyPlace = new QLabel(this);
    m_keyPlace->setWordWrap(true);
    m_keyPlace->setTextFormat(Qt::PlainText);
    setLook(m_keyPlace, "tone", u"caption"_s);
    m_answer = new QLabel(this);
    m_answer->setWordWrap(true);
    m_answer->setTextFormat(Qt::PlainText);
    m_answer->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addLayout(row);
    layout->addWidget(m_keyPlace);
    layout->addWidget(m_answer);
    connect(m_key, &QLineEdit::returnPressed, m_test, &QPushButton::click);
    connect(m_test, &QPushButton::clicked, this, &ProviderCard::saveAndTest);
    connect(m_forget, &QPushButton::clicked, this, &ProviderCard::forgetKey);
}

QWidget *ProviderCard::orderTabs(QWidget *after)
{
    QWidget *last = after;
    // "Remove" stands at the head, but is nobody's first step.
    const std::array<QWidget *, 6> order = {m_nameField, m_address, m_key,
                                            m_test,      m_forget,  m_remove};
    for (QWidget *next : order) {
        if (last && next)
            setTabOrder(last, next);
        if (next)
            last = next;
    }
    return last;
}

void ProviderCard::showNames()
{
    const QString title = m_title->text();
    setAccessibleName(title);
    m_key->setAccessibleName(tr("API key of %1").arg(title));
    m_test->setAccessibleName(tr("Test %1").arg(title));
    m_forget->setAccessibleName(tr("Remove the key of %1").arg(title));
    if (m_remove)
        m_remove->setAccessibleName(tr("Remove %1").arg(title));
}

void ProviderCard::showKey()
{
    const KeyState state = m_session->key(m_name);
    const bool isKept = state.source == KeyState::Source::Keychain;
    const bool isHeld = state.source == KeyState::Source::ThisRun;
    m_keyPlace->setText(keyPlace(state));
    m_key->setPlaceholderText(isKept || isHeld ? tr("•••••••• (write another to replace it)")
                                  : state.source == KeyState::Source::Environment
                                  ? tr("•••••••• (write one to use it instead)")
                                  : tr("API key"));
    m_forget->setVisible(isKept || isHeld);
    showTest();
}

void ProviderCard::showTest()
{
    const bool isTyped = !m_key->text().trimmed().isEmpty();
    m_test->setText(isTyped ? tr("Save and test") : tr("Test"));
    // An entry of the user's own has more than its key to be saved, and may need none.
    const bool isReady =
        isTyped || m_isOwn || m_session->key(m_name).source != KeyState::Source::None;
    m_test->setEnabled(isReady && !m_isBusy);
}

void ProviderCard::setBusy(bool busy)
{
    m_isBusy = busy;
    // A disabled button hands the focus on, and the next one may be "Remove".
    if (busy && m_test->hasFocus()) {
        m_key->setFocus(Qt::OtherFocusReason);
        m_returnsFocus = true;
    }
    showTest();
    if (!busy && std::exchange(m_returnsFocus, false) && m_key->hasFocus() && m_test->isEnabled())
        m_test->setFocus(Qt::OtherFocusReason);
}

QString ProviderCard::keyPlace(const KeyState &state) const
{
    const Provider *provider = m_session->providers().find(m_name);
    const QString variable = provider ? provider->environmentKey : QString();
    switch (state.source) {
    case KeyState::Source::Reading:
        return m_name.isEmpty() ? tr("A key is only needed where the server asks for one.")
                                : tr("Looking for the key…");
    case KeyState::Source::None:
        return variable.isEmpty() ? tr("No key yet.")
                                  : tr("No key yet. %1 is not set either.").arg(variable);
    case KeyState::Source::NotNeeded:
        return tr("This entry sends no key. Write one here if the server asks for it.");
    case KeyState::Source::Keychain: return tr("The key is kept in the system keychain.");
    case KeyState::Source::Environment:
        return tr("The key comes from the environment variable %1.").arg(state.variable);
    case KeyState::Source::ThisRun:
        return state.trouble.isEmpty() ? tr("Keeping the key…")
                                       : tr("The key is kept for this run only.");
    }
    return {};
}

void ProviderCard::showModels()
{
    const qsizetype count = m_session->models(m_name).size();
    say(count == 0       ? QString()
            : count == 1 ? tr("1 model is listed.")
                         : tr("%1 models are listed.").arg(formatTokens(count)),
        u"muted"_s);
}

Result<ProviderSettings> ProviderCard::settings(const QString &key) const
{
    const QMap<QString, ProviderSettings> &known = m_session->services().configuration.providers;
    ProviderSettings settings = known.value(m_name);
    settings.name = m_name;
    if (m_isOwn) {
        settings.name = m_nameField->text().trimmed();
        settings.baseUrl = m_address->text().trimmed();
        if (settings.dialect.isEmpty())
            settings.dialect = u"openai-chat"_s;
        if (!isBaseUrl(settings.baseUrl))
            return wrongEntry(tr("The base URL is where the server's API begins, like "
                                 "http://127.0.0.1:8000/v1."));
    } else if (settings.preset.isEmpty()) {
        settings.preset = m_name;
    }
    if (settings.name.isEmpty() || settings.name.contains(u'/') || settings.name.contains(u' '))
        return wrongEntry(tr("The name is what stands before the slash in “name/model”: a word "
                             "without blanks and slashes."));
    if (settings.name != m_name && m_session->providers().find(settings.name))
        return wrongEntry(
            tr("There is a provider named “%1” already. Choose another name.").arg(settings.name));
    if (const QString trouble = keyTrouble(key); !trouble.isEmpty())
        return wrongEntry(trouble);
    // A key that is written here goes to the keychain, and has to be looked for there.
    const bool isElsewhere = !settings.key || settings.key->source != KeySetting::Source::Keychain;
    if (isElsewhere && (!key.isEmpty() || (!m_isOwn && !settings.key)))
        settings.key = KeySetting{KeySetting::Source::Keychain, settings.name};
    return settings;
}

void ProviderCard::saveAndTest()
{
    if (!m_test->isEnabled())
        return;
    const QString written = cleanKey(m_key->text());
    keep(written, [this, written] {
        if (!written.isEmpty()) {
            m_session->setKey(m_name, Secret(written.toUtf8()));
            m_key->clear();
        }
        test();
    });
}

void ProviderCard::keep(const QString &key, const std::function<void()> &then)
{
    const Result<ProviderSettings> wanted = settings(key);
    if (!wanted) {
        say(wanted.failure().message, u"error"_s);
        return;
    }
    const QMap<QString, ProviderSettings> &known = m_session->services().configuration.providers;
    const bool isKnown = known.contains(m_name);
    // A preset without anything of the user's needs no entry.
    if ((isKnown && known.value(m_name) == *wanted) || (!m_isOwn && !isKnown && key.isEmpty())) {
        then();
        return;
    }
    setBusy(true);
    whenFinished(m_session->saveProvider(*wanted), this,
                 [this, then, name = wanted->name](const Result<void> &saved) {
                     setBusy(false);
                     if (saved)
                         kept(name, then);
                     else
                         say(saved.failure().message, u"error"_s);
                 });
}

void ProviderCard::kept(const QString &name, const std::function<void()> &then)
{
    const QString before = std::exchange(m_name, name);
    if (m_isOwn)
        m_title->setText(name);
    showNames();
    if (before == name) {
        then();
        return;
    }
    Q_EMIT nameChanged(name);
    showKey();
    if (before.isEmpty()) {
        then();
        return;
    }
    const KeyState held = m_session->key(before);
    if (held.source == KeyState::Source::ThisRun)
        m_session->setKey(name, held.secret);
    whenFinished(m_session->removeProvider(before), this, [this, then](const Result<void> &gone) {
        if (gone)
            then();
        else
            say(gone.failure().message, u"error"_s);
    });
}

void ProviderCard::test()
{
    const Provider *provider = m_session->providers().find(m_name);
    if (!provider)
        return;
    const KeyState key = m_session->key(m_name);
    m_waitsForKey = key.source == KeyState::Source::Reading;
    if (m_waitsForKey)
        return;
    if (provider->key && key.secret.isEmpty() && key.source == KeyState::Source::None) {
        say(tr("There is no key to test with. Paste it into the field above."), u"error"_s);
        return;
    }
    say(tr("Asking %1…").arg(provider->title), u"muted"_s);
    setBusy(true);
    whenFinished(m_session->test(*provider, key.secret), this,
                 [this](const Result<QList<ListedModel>> &models) { tested(models); });
}

void ProviderCard::tested(const Result<QList<ListedModel>> &models)
{
    setBusy(false);
    if (!models) {
        say(models.failure().message, u"error"_s);
        return;
    }
    m_session->keepModels(m_name, *models);
    say(models->size() == 1 ? tr("Works: 1 model.")
                            : tr("Works: %1 models.").arg(formatTokens(models->size())),
        u"good"_s);
}

void ProviderCard::forgetKey()
{
    whenFinished(m_session->removeKey(m_name), this, [this](const Result<void> &removed) {
        if (removed)
            showModels();
        else
            say(tr("The key is still in the system keychain. %1").arg(removed.failure().message),
                u"error"_s);
    });
}

void ProviderCard::removeEntry()
{
    if (m_name.isEmpty()) {
        Q_EMIT nameChanged({});
        return;
    }
    whenFinished(m_session->removeProvider(m_name), this, [this](const Result<void> &removed) {
        if (removed)
            Q_EMIT nameChanged({});
        else
            say(tr("%1 is not removed. %2").arg(m_title->text(), removed.failure().message),
                u"error"_s);
    });
}

void ProviderCard::say(const QString &text, const QString &tone)
{
    m_answer->setText(text);
    m_answer->setVisible(!text.isEmpty());
    setLook(m_answer, "tone", tone);
}

void ProviderCard::paintEvent(QPaintEvent *)
{
    const Palette &palette = Palette::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(palette.color(ColorRole::Line));
    painter.setBrush(palette.color(ColorRole::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), Space::cardRadius,
                            Space::cardRadius);
}

} // namespace Sidelong
