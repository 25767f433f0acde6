// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/secretmask.h"

using namespace Qt::StringLiterals;

namespace Sidelong {

namespace {

/// Local servers are given keys such as "x" or "none": taking those out would only garble.
constexpr qsizetype shortestSecret = 6;
/// No vendor's key is shorter; "ollama" and "lm-studio" are what people write for a server that
/// wants some key, and what a model may well talk about.
constexpr qsizetype shortestRealKey = 16;

} // namespace

struct EventMasker
{
    const SecretMask &mask;

    void operator()(TextDelta &event) const { content(event.text); }
    void operator()(ReasoningDelta &event) const { content(event.text); }
    void operator()(RefusalDelta &event) const { content(event.text); }
    void operator()(ToolCallDelta &event) const
    {
        mask.apply(event.id);
        mask.apply(event.name);
        content(event.arguments);
    }
    void operator()(OpaquePart &event) const { mask.apply(event.part); }
    void operator()(UsageReport &event) const { mask.apply(event.raw); }
    void operator()(AnswerInfo &event) const
    {
        mask.apply(event.model);
        mask.apply(event.id);
    }
    void operator()(Stopped &event) const { mask.apply(event.raw); }
    void operator()(StreamEnd &) const { }
    void operator()(StreamFailed &event) const { mask.apply(event.failure); }
    void operator()(Warning &event) const { mask.apply(event.message); }

private:
    void content(QByteArray &text) const
    {
        if (!mask.m_isWord)
            mask.apply(text);
    }
};

SecretMask::SecretMask(const Secret &secret)
{
    if (secret.reveal().size() < shortestSecret)
        return;
    m_bytes = secret.reveal();
    m_text = QString::fromUtf8(m_bytes);
    m_isWord = m_bytes.size() < shortestRealKey;
}

void SecretMask::apply(ChatEvent &event) const
{
    if (!m_bytes.isEmpty())
        std::visit(EventMasker{*this}, event);
}

void SecretMask::apply(Failure &failure) const
{
    apply(failure.message);
    apply(failure.detail);
}

void SecretMask::apply(QString &text) const
{
    if (!m_text.isEmpty() && text.contains(m_text))
        text.replace(m_text, u"***"_s);
}

void SecretMask::apply(QByteArray &bytes) const
{
    if (!m_bytes.isEmpty() && bytes.contains(m_bytes))
        bytes.replace(m_bytes, "***");
}

void SecretMask::apply(ContentPart &part) const
{
    apply(part.text);
    apply(part.payload);
    apply(part.toolCall.id);
    apply(part.toolCall.name);
    apply(part.toolCall.arguments);
}

} // namespace Sidelong
