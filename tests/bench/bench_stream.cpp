// SPDX-FileCopyrightText: 2026 The Sidelong authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/bytes.h"
#include "core/providers/dialect.h"

#include <QFile>

#include <chrono>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace Sidelong;

namespace {

/// Counts what comes out, so that nothing of the work can be left out.
class CountingDecoder : public SseListener
{
public:
    explicit CountingDecoder(const Provider &provider) : m_provider(provider) { }

    void event(const SseEvent &event) override
    {
        if (!m_decoder)
            m_decoder = Dialect::of(m_provider.protocol).streamDecoder(m_provider);
        m_events.clear();
        m_decoder->decode(event, m_events);
        ++events;
        for (const ChatEvent &decoded : m_events) {
            if (const auto *text = std::get_if<TextDelta>(&decoded))
                textBytes += text->text.size();
            else if (std::holds_alternative<StreamEnd>(decoded))
                m_decoder.reset();
        }
    }

    qint64 events = 0;
    qint64 textBytes = 0;

private:
    Provider m_provider;
    std::unique_ptr<StreamDecoder> m_decoder;
    ChatEvents m_events;
};

void measure(const QString &name, Protocol protocol)
{
    QFile file(qEnvironmentVariable("SIDELONG_TEST_DATA", QStringLiteral(SIDELONG_TEST_DATA_DIR))
               + u"/recordings/"_s + name);
    if (!file.open(QIODevice::ReadOnly)) {
        std::fprintf(stderr, "%s cannot be read.\n", qPrintable(file.fileName()));
        return;
    }
    const QByteArray once = file.readAll();
    QByteArray block;
    while (block.size() < 4_MiB)
        block += once;
    constexpr qsizetype total = 200'000'000;
    constexpr qsizetype piece = 16_KiB;

    CountingDecoder decoder({.name = u"bench"_s, .protocol = protocol});
    SseParser parser;
    qsizetype fed = 0;
    const auto start = std::chrono::steady_clock::now();
    while (fed < total) {
        for (qsizetype at = 0; at < block.size() && fed < total; at += piece) {
            const qsizetype size = std::min({piece, block.size() - at, total - fed});
            parser.feed(QByteArrayView(block).sliced(at, size), decoder);
            fed += size;
        }
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    std::printf("| %-34s | %9lld | %6.2f | %9.0f | %6.0f |\n", qPrintable(name),
                static_cast<long long>(decoder.events), taken.count(),
                static_cast<double>(decoder.events) / taken.count(),
                static_cast<double>(fed) / 1e6 / taken.count());
}

} // namespace

/// Bytes of recorded streams, repeated to 200 MB, through SseParser and Dialect on one core.
int main()
{
    std::printf(
        "| stream                             |    events |      s |  events/s |   MB/s |\n");
    std::printf(
        "|------------------------------------|-----------|--------|-----------|--------|\n");
    measure(u"openai-chat/text_stream.sse"_s, Protocol::OpenAiChat);
    measure(u"deepseek/reasoner_stream.sse"_s, Protocol::OpenAiChat);
    measure(u"anthropic/thinking_stream.sse"_s, Protocol::Anthropic);
    measure(u"anthropic/text_stream.sse"_s, Protocol::Anthropic);
    return 0;
}
